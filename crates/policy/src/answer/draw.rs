//! Assessments → the choice to be made: items, caps, conflicts.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::combine::{Cap, Item, Problem, Solution, solve};
use crate::pack::clause::{Clause, Pack, Pays};
use crate::pack::file::{Among, Per};
use crate::profile::Profile;
use crate::value::Truth;
use crate::value::literal::LARGEST;
use crate::vocabulary::Vocabulary;

use super::assess::{Assessment, Claim};
use super::received::Received;

/// Stands for a sum without a bound.
pub const UNBOUNDED: i64 = LARGEST;

/// Which claims are put to the choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hope {
    /// Those that are sure to count, each with what is sure of its sum.
    Sure,
    /// Those that are sure to count, each with the most that it may pay.
    Certain,
    /// Also those of which it is not known, as if they did.
    Best,
}

/// The choice with the way back from its items to the claims.
#[derive(Debug, Clone)]
pub struct Draw {
    /// The choice.
    pub problem: Problem,
    /// For each item the assessment and the claim.
    pub claims: Vec<(usize, usize)>,
    /// The best of it.
    pub solution: Solution,
}

impl Draw {
    /// The item of a claim.
    pub fn item(&self, assessment: usize, claim: usize) -> Option<usize> {
        self.claims.iter().position(|at| *at == (assessment, claim))
    }
}

/// Puts claims to the choice and makes it.
pub fn draw(
    assessments: &[Assessment<'_>],
    profile: &Profile,
    vocabulary: &Vocabulary,
    on: Date,
    hope: Hope,
    allowed: impl Fn(usize) -> bool,
) -> Draw {
    let received = Received::of(profile, vocabulary);
    let mut builder = Builder {
        problem: Problem::default(),
        claims: Vec::new(),
        caps: BTreeMap::new(),
        received: &received,
        profile,
        on,
        hope,
    };
    for (at, assessment) in assessments.iter().enumerate() {
        let wanted = match hope {
            Hope::Sure | Hope::Certain => assessment.verdict == Truth::Yes,
            Hope::Best => assessment.verdict != Truth::No,
        };
        if !wanted || !allowed(at) || assessment.clause.pays == Pays::Nothing {
            continue;
        }
        for (place, claim) in assessment.claims.iter().enumerate() {
            if hope == Hope::Best || claim.counts == Truth::Yes {
                builder.item(at, place, assessment, claim);
            }
        }
    }
    builder.conflicts(assessments);
    let solution = solve(&builder.problem);
    Draw {
        problem: builder.problem,
        claims: builder.claims,
        solution,
    }
}

/// What a cap is of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum CapOf {
    Tier(usize, usize),
    Year(usize),
    Firm(usize),
    Lifetime(usize),
    Shared(String, usize),
}

struct Builder<'r> {
    problem: Problem,
    claims: Vec<(usize, usize)>,
    caps: BTreeMap<CapOf, usize>,
    received: &'r Received,
    profile: &'r Profile,
    on: Date,
    hope: Hope,
}

impl Builder<'_> {
    fn item(&mut self, at: usize, place: usize, assessment: &Assessment<'_>, claim: &Claim) {
        let cap = self.caps_of(at, assessment, claim.tier);
        let amount = match self.hope {
            Hope::Sure => claim.amount.low,
            Hope::Certain | Hope::Best => claim.amount.high,
        };
        let amount = amount.clamp(0, UNBOUNDED);
        let bounded = self.hope == Hope::Best || self.problem.bounds(amount, cap) < UNBOUNDED;
        self.problem.items.push(Item {
            // A sum without a bound is no sum that one could count on.
            amount: if bounded { amount } else { 0 },
            cap,
        });
        self.claims.push((at, place));
    }

    fn cap(&mut self, of: CapOf, limit: i64, received: i64, within: Option<usize>) -> usize {
        let problem = &mut self.problem;
        *self.caps.entry(of).or_insert_with(|| {
            problem.caps.push(Cap {
                limit: limit.saturating_sub(received).max(0),
                within,
            });
            problem.caps.len() - 1
        })
    }

    /// The innermost cap of a claim, with all around it made: tier, year, firm, lifetime, shared.
    fn caps_of(
        &mut self,
        at: usize,
        assessment: &Assessment<'_>,
        tier: Option<usize>,
    ) -> Option<usize> {
        let (pack, clause) = (assessment.pack, assessment.clause);
        let year = Some(self.on.year());
        let mut within = self.shared(pack, clause.caps.shared);
        if let Some(limit) = clause.caps.lifetime {
            let received = self.received.for_matter(pack, clause);
            within = Some(self.cap(CapOf::Lifetime(at), limit, received, within));
        }
        if let Some(limit) = clause.caps.firm {
            let received = self.received.under(pack, clause, None);
            within = Some(self.cap(CapOf::Firm(at), limit, received, within));
        }
        if let Some(limit) = clause.caps.year {
            let received = self.received.under(pack, clause, year);
            within = Some(self.cap(CapOf::Year(at), limit, received, within));
        }
        if let (Pays::Tiers(tiers), Some(tier)) = (&clause.pays, tier)
            && let Some(limit) = tiers.rows.get(tier).and_then(|row| row.cap_year)
        {
            // An entry that is not among the claims may have been in this tier as well as in any other.
            let of_tier = |entry: &str| {
                let claim = assessment.claims.iter().find(|claim| {
                    let item = claim
                        .item
                        .and_then(|(list, at)| self.profile.list(list)?.get(at));
                    item.is_some_and(|item| item.id.as_deref() == Some(entry))
                });
                claim.is_none_or(|claim| claim.tier == Some(tier))
            };
            let received = self.received.in_tier(pack, clause, self.on.year(), of_tier);
            within = Some(self.cap(CapOf::Tier(at, tier), limit, received, within));
        }
        within
    }

    fn shared(&mut self, pack: &Pack, cap: Option<usize>) -> Option<usize> {
        let at = cap?;
        let shape = pack.shared_caps.get(at)?;
        // INVARIANT: the check of packs refuses cycles, so this ends.
        let within = self.shared(pack, shape.within);
        let year = (shape.per == Per::Year).then(|| self.on.year());
        let received = self.received.under_shared(pack, at, year);
        Some(self.cap(
            CapOf::Shared(pack.id.clone(), at),
            shape.limit,
            received,
            within,
        ))
    }

    fn conflicts(&mut self, assessments: &[Assessment<'_>]) {
        for (right, (b, other)) in self.claims.iter().enumerate() {
            for (left, (a, one)) in self.claims.iter().enumerate().take(right) {
                let (Some(first), Some(second)) = (assessments.get(*a), assessments.get(*b)) else {
                    continue;
                };
                let (Some(one), Some(other)) = (first.claims.get(*one), second.claims.get(*other))
                else {
                    continue;
                };
                if a != b && bar(first, one, second, other).is_some() {
                    self.problem.conflicts.push((left, right));
                }
            }
        }
    }
}

/// Why two claims cannot both be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Bar {
    /// They are for the same matter; the article that says that the highest counts.
    SameMatter(String),
    /// One clause excludes the other.
    Excluded,
}

/// Whether two claims of different clauses bar each other.
pub fn bar(
    first: &Assessment<'_>,
    one: &Claim,
    second: &Assessment<'_>,
    other: &Claim,
) -> Option<Bar> {
    let why = bar_between((first.pack, first.clause), (second.pack, second.clause))?;
    let same_item = match (one.item, other.item) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    };
    (why == Bar::Excluded || same_item).then_some(why)
}

/// Whether claims of two clauses bar each other where they are for the same item.
pub fn bar_between(first: (&Pack, &Clause), second: (&Pack, &Clause)) -> Option<Bar> {
    let excludes = |a: (&Pack, &Clause), b: (&Pack, &Clause)| {
        let name = |full: &str| full.split_once('/') == Some((b.0.id.as_str(), b.1.id.as_str()));
        a.1.excludes.iter().any(|full| name(full))
    };
    if excludes(first, second) || excludes(second, first) {
        return Some(Bar::Excluded);
    }
    let ((pack, clause), (other_pack, other_clause)) = (first, second);
    if clause.matter != other_clause.matter || clause.stacks || other_clause.stacks {
        return None;
    }
    let beside = |a: &Clause, b: &Pack| {
        a.co_funding
            .as_ref()
            .is_some_and(|(with, _)| *with == b.level)
    };
    if beside(clause, other_pack) || beside(other_clause, pack) {
        return None;
    }
    let rule = |pack: &Pack, other: &Pack| {
        let covers = |among: Among| match among {
            Among::Policy => pack.id == other.id,
            Among::Region => pack.region == other.region,
            Among::All => true,
        };
        pack.cumulation
            .iter()
            .find(|rule| covers(rule.among))
            .map(|rule| rule.cite.clone())
    };
    rule(pack, other_pack)
        .or_else(|| rule(other_pack, pack))
        .map(Bar::SameMatter)
}
