//! One clause and one firm: which conditions hold, what could be claimed, what is missing to say it.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::evaluate::one::{Picked, evaluate, pick, pick_by};
use crate::evaluate::{Context, Value};
use crate::language::Term;
use crate::language::term::{Comparison, Node, Type};
use crate::pack::clause::{Clause, Condition, Pack, Pays};
use crate::pack::library::Library;
use crate::pack::tiers::{Tiers, Worth};
use crate::profile::{Missing, Profile};
use crate::value::{Interval, Truth};

use super::received::Received;

/// A condition and whether it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged<'a> {
    /// What was asked.
    pub asked: Asked<'a>,
    /// Whether it holds.
    pub truth: Truth,
    /// What is missing to say so.
    pub missing: BTreeSet<Missing>,
}

/// What a clause asks of a firm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked<'a> {
    /// A condition of the pack or clause.
    Condition(&'a Condition),
    /// The threshold, as a comparison.
    Threshold(Term),
    /// At least one entry that counts.
    Entry,
    /// It was not paid before.
    Once,
}

/// Something that could be claimed under a clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The list and the entry it is for; none for the firm as a whole.
    pub item: Option<(usize, usize)>,
    /// Whether it counts: yes, or not known.
    pub counts: Truth,
    /// What it pays by itself, in fen, caps by item included.
    pub amount: Interval,
    /// The row of the table, if the clause has one and it is known.
    pub tier: Option<usize>,
    /// What is missing.
    pub missing: BTreeSet<Missing>,
    /// What was paid for the same before, here or elsewhere, and taken off.
    pub received: i64,
}

/// A clause's verdict on a firm.
#[derive(Debug, Clone)]
pub struct Assessment<'a> {
    /// The pack.
    pub pack: &'a Pack,
    /// The clause.
    pub clause: &'a Clause,
    /// Its conditions.
    pub judged: Vec<Judged<'a>>,
    /// Whether all hold.
    pub verdict: Truth,
    /// What could be claimed; empty where the verdict is no.
    pub claims: Vec<Claim>,
}

impl Assessment<'_> {
    /// Everything that is missing.
    pub fn missing(&self) -> BTreeSet<Missing> {
        let conditions = self
            .judged
            .iter()
            .filter(|judged| judged.truth == Truth::Unknown);
        let claims = self
            .claims
            .iter()
            .filter(|claim| claim.counts == Truth::Unknown || claim.amount.exact().is_none());
        conditions
            .flat_map(|judged| &judged.missing)
            .chain(claims.flat_map(|claim| &claim.missing))
            .copied()
            .collect()
    }

    /// Its name, `policy/clause`.
    pub fn name(&self) -> String {
        format!("{}/{}", self.pack.id, self.clause.id)
    }
}

/// Every clause that is in force on the day.
pub fn assess_all<'a>(library: &'a Library, profile: &Profile, on: Date) -> Vec<Assessment<'a>> {
    let received = Received::of(profile, &library.vocabulary);
    let packs = library.packs.iter();
    packs
        .flat_map(|pack| pack.clauses.iter().map(move |clause| (pack, clause)))
        .filter(|(pack, clause)| clause.in_force(pack, on))
        .map(|(pack, clause)| assess(library, pack, clause, profile, &received, on))
        .collect()
}

/// One clause.
pub fn assess<'a>(
    library: &'a Library,
    pack: &'a Pack,
    clause: &'a Clause,
    profile: &Profile,
    received: &Received,
    on: Date,
) -> Assessment<'a> {
    let context = Context {
        vocabulary: &library.vocabulary,
        profile,
        pack,
        clause: Some(clause),
        on,
        entry: None,
    };
    let mut judged = Vec::new();
    for condition in pack.eligible.iter().chain(&clause.when) {
        let outcome = evaluate(&condition.is, context);
        judged.push(Judged {
            asked: Asked::Condition(condition),
            truth: outcome.value.truth(),
            missing: outcome.missing,
        });
    }
    if let Some(term) = threshold_term(clause) {
        let outcome = evaluate(&term, context);
        judged.push(Judged {
            asked: Asked::Threshold(term),
            truth: outcome.value.truth(),
            missing: outcome.missing,
        });
    }
    if clause.once {
        judged.push(Judged {
            asked: Asked::Once,
            truth: Truth::from(!received.any_under(pack, clause)),
            missing: BTreeSet::new(),
        });
    }
    let mut claims = claims(context, clause);
    if clause.each.is_some() {
        let best = claims
            .iter()
            .fold(Truth::No, |best, claim| best.or(claim.counts));
        let missing = claims
            .iter()
            .flat_map(|claim| &claim.missing)
            .copied()
            .collect();
        judged.push(Judged {
            asked: Asked::Entry,
            truth: best,
            missing: if best == Truth::Unknown {
                missing
            } else {
                BTreeSet::new()
            },
        });
    }
    let verdict = judged
        .iter()
        .fold(Truth::Yes, |all, judged| all.and(judged.truth));
    if verdict == Truth::No {
        claims.clear();
    }
    for claim in &mut claims {
        take_off(claim, library, context, clause, received);
    }
    Assessment {
        pack,
        clause,
        judged,
        verdict,
        claims,
    }
}

/// The threshold as a comparison.
pub fn threshold_term(clause: &Clause) -> Option<Term> {
    let threshold = clause.threshold.as_ref()?;
    let kind = match threshold.of.kind {
        Type::Quotient => Type::Rate,
        ref kind => kind.clone(),
    };
    let value = Term {
        node: Node::Constant(threshold.value),
        kind,
        span: threshold.of.span,
    };
    let comparison = if threshold.above {
        Comparison::Greater
    } else {
        Comparison::AtLeast
    };
    Some(Term {
        node: Node::Compare(comparison, Box::new(threshold.of.clone()), Box::new(value)),
        kind: Type::Bool,
        span: threshold.of.span,
    })
}

/// What could be claimed, before anything that was received is taken off.
fn claims(context: Context<'_>, clause: &Clause) -> Vec<Claim> {
    let Some(each) = &clause.each else {
        return vec![claim(context, clause, None, Truth::Yes, BTreeSet::new())];
    };
    let Some(entries) = context.profile.list(each.list) else {
        // One entry, of which nothing is known: what the clause could pay at all.
        let missing = BTreeSet::from([Missing::List(each.list)]);
        let mut one = claim(
            context.at(each.list, 0),
            clause,
            None,
            Truth::Unknown,
            BTreeSet::new(),
        );
        one.missing = missing;
        return vec![one];
    };
    let mut found = Vec::new();
    for at in 0..entries.len() {
        let here = context.at(each.list, at);
        let outcome = each
            .condition
            .as_ref()
            .map(|condition| evaluate(condition, here));
        let (counts, missing) = outcome.map_or((Truth::Yes, BTreeSet::new()), |outcome| {
            (outcome.value.truth(), outcome.missing)
        });
        if counts != Truth::No {
            found.push(claim(here, clause, Some((each.list, at)), counts, missing));
        }
    }
    found
}

fn claim(
    context: Context<'_>,
    clause: &Clause,
    item: Option<(usize, usize)>,
    counts: Truth,
    mut missing: BTreeSet<Missing>,
) -> Claim {
    let (mut amount, tier, lacks) = amount(context, clause);
    missing.extend(lacks);
    if let Some(cap) = clause.caps.item {
        amount = amount.min(Interval::exactly(cap));
    }
    amount = amount.max(Interval::ZERO);
    if !clause.ceiling.is_empty() || clause.open.is_some() || counts == Truth::Unknown {
        amount.low = 0;
    }
    Claim {
        item,
        counts,
        amount,
        tier,
        missing,
        received: 0,
    }
}

/// What a clause pays by itself; the row, if there is one; what is missing.
fn amount(context: Context<'_>, clause: &Clause) -> (Interval, Option<usize>, BTreeSet<Missing>) {
    match &clause.pays {
        Pays::Nothing => match clause.open {
            // The text promises money and does not say how much.
            Some(_) => (Interval::SOME, None, BTreeSet::new()),
            None => (Interval::ZERO, None, BTreeSet::new()),
        },
        Pays::Flat(worth) => {
            let (amount, missing) = worth_of(*worth, context, clause);
            (amount, None, missing)
        }
        Pays::Amount(term) => {
            let outcome = evaluate(term, context);
            (outcome.value.number(), None, outcome.missing)
        }
        Pays::Tiers(tiers) => {
            let (now, tier, mut missing) = from_table(tiers, pick(tiers, context), context, clause);
            let Some(before) = &tiers.before else {
                return (now, tier, missing);
            };
            let (then, _, lacks) = from_table(
                tiers,
                pick_by(tiers, Some(before), context),
                context,
                clause,
            );
            missing.extend(lacks);
            (now.minus(then).max(Interval::ZERO), tier, missing)
        }
    }
}

fn from_table(
    tiers: &Tiers,
    picked: Picked,
    context: Context<'_>,
    clause: &Clause,
) -> (Interval, Option<usize>, BTreeSet<Missing>) {
    let mut missing = picked.missing;
    let mut amount: Option<Interval> = None;
    for row in &picked.rows {
        let worth = match row.and_then(|at| tiers.rows.get(at)) {
            None => Interval::ZERO,
            Some(row) => {
                let (mut worth, lacks) = worth_of(row.worth, context, clause);
                missing.extend(lacks);
                if let Some(cap) = row.cap_item {
                    worth = worth.min(Interval::exactly(cap));
                }
                // Where it is not known which row it is, the cap of none of them can be put around the claim later.
                if let (Some(cap), true) = (row.cap_year, picked.rows.len() > 1) {
                    worth = worth.min(Interval::exactly(cap));
                }
                worth
            }
        };
        amount = Some(amount.map_or(worth, |amount| amount.hull(worth)));
    }
    let tier = match picked.rows.as_slice() {
        [one] => *one,
        _ => None,
    };
    (amount.unwrap_or(Interval::ZERO), tier, missing)
}

fn worth_of(worth: Worth, context: Context<'_>, clause: &Clause) -> (Interval, BTreeSet<Missing>) {
    let number = |term: &Option<Term>, without: Interval| match term {
        None => (without, BTreeSet::new()),
        Some(term) => {
            let outcome = evaluate(term, context);
            match outcome.value {
                Value::Number(value) => (value, outcome.missing),
                _ => (Interval::SOME, outcome.missing),
            }
        }
    };
    match worth {
        Worth::Rate(rate) => {
            let (base, missing) = number(&clause.base, Interval::ZERO);
            (base.times(Interval::exactly(rate)), missing)
        }
        Worth::Fixed(sum) => {
            let once = Interval::exactly(crate::value::ONE);
            let (times, missing) = number(&clause.times, once);
            (Interval::exactly(sum).times(times), missing)
        }
        Worth::Points(_) => (Interval::ZERO, BTreeSet::new()),
    }
}

/// Takes off what was received for the same.
fn take_off(
    claim: &mut Claim,
    library: &Library,
    context: Context<'_>,
    clause: &Clause,
    received: &Received,
) {
    let entry = claim
        .item
        .and_then(|(list, at)| context.profile.list(list)?.get(at));
    let year = context.on.year();
    let here = received.for_item(context.pack, clause, entry, year);
    let (elsewhere, difference) = received.elsewhere(library, context.pack, clause, entry, year);
    claim.received = here.saturating_add(elsewhere);
    if elsewhere > 0 && !difference {
        claim.amount = Interval::ZERO;
    } else if claim.received > 0 {
        if elsewhere > 0 {
            // The difference is to what this clause would have paid, its own caps included.
            let caps = [clause.caps.year, clause.caps.firm, clause.caps.lifetime];
            for cap in caps.into_iter().flatten() {
                claim.amount = claim.amount.min(Interval::exactly(cap));
            }
        }
        claim.amount = claim
            .amount
            .minus(Interval::exactly(claim.received))
            .max(Interval::ZERO);
    }
}
