//! The answer as it is printed, served and shown.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use crate::evaluate::because::{Because, entry_words, explain, value_words, words};
use crate::evaluate::one::evaluate;
use crate::evaluate::{Context, Value};
use crate::language::words::{money, money_en};
use crate::pack::clause::{Clause, Pack, Pays};
use crate::pack::file::{Ceiling, EvidenceFile, Gives};
use crate::pack::library::Library;
use crate::profile::Profile;
use crate::value::{Interval, Truth, yuan};
use crate::vocabulary::Words;

use super::assess::{Asked, Assessment, Judged, assess_all};
use super::draw::{Bar, Draw, Hope, UNBOUNDED, bar, draw};
use super::nearest::{Nearest, nearest};
use super::question::{Question, questions};
use super::received::Received;

/// What a firm may get.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Answer {
    /// The day that was asked about.
    pub on: String,
    /// Always yuan.
    pub currency: &'static str,
    /// What it may get.
    pub entitlements: Vec<Entitlement>,
    /// What it may not get, and why.
    pub rejected: Vec<Rejected>,
    /// What cannot be said yet.
    pub unknown: Vec<Unknown>,
    /// What to ask next, the dearest first.
    pub questions: Vec<Question>,
    /// What the best lawful combination pays.
    pub total: Range,
    /// Clauses whose sum has no end, because the text gives none or a fact is missing: only what is sure of them is in
    /// the total.
    pub open_ended: Vec<String>,
    /// Whether the combination was proven to be the best.
    pub proven: bool,
    /// What was taken for granted.
    pub assumptions: Vec<Words>,
    /// Policies that are not in force on the day.
    pub not_in_force: Vec<String>,
}

/// From … to, as decimal strings of yuan; an open end is absent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Range {
    /// What is sure.
    pub low: String,
    /// What is possible.
    pub high: Option<String>,
}

impl Range {
    /// From an interval of fen.
    pub fn of(interval: Interval) -> Range {
        Range {
            low: yuan(interval.low.max(0)),
            high: (interval.high < UNBOUNDED).then(|| yuan(interval.high)),
        }
    }
}

/// Something that the firm may get.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Entitlement {
    /// The pack.
    pub policy: String,
    /// The clause.
    pub clause: String,
    /// Its title.
    pub title: Words,
    /// What it gives.
    pub kind: Gives,
    /// What it pays: in the best combination if selected, else by itself.
    pub amount: Range,
    /// Whether the figure is a ceiling and no promise.
    pub ceiling: bool,
    /// Why it is one.
    pub ceiling_because: Vec<Ceiling>,
    /// What the text leaves open.
    pub open: Option<Words>,
    /// Whether it belongs to the best combination.
    pub selected: bool,
    /// Why it, or a part of it, was left out or cut.
    pub left_out: Vec<Words>,
    /// The matter it supports.
    pub matter: Words,
    /// Why the firm may get it, as a tree.
    pub because: Vec<Because>,
    /// What must be handed in.
    pub evidence: Vec<EvidenceFile>,
    /// Who answers for it.
    pub offices: Vec<String>,
    /// The last day for applying.
    pub deadline: Option<String>,
    /// How one applies.
    pub apply: Option<Words>,
    /// Whether it is granted without an application.
    pub automatic: bool,
    /// The article.
    pub source: Source,
}

/// Where something stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Source {
    /// The policy document.
    pub document: Words,
    /// Its number.
    pub number: Option<String>,
    /// The article.
    pub article: String,
    /// Whether the pack was compared with the published text.
    pub verified: bool,
}

/// Something that the firm may not get.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Rejected {
    /// The pack.
    pub policy: String,
    /// The clause.
    pub clause: String,
    /// Its title.
    pub title: Words,
    /// The conditions that fail.
    pub failed: Vec<Failed>,
    /// The single change that would win most.
    pub nearest: Option<Nearest>,
    /// The article.
    pub source: Source,
}

/// A condition that fails.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Failed {
    /// The condition.
    pub condition: Words,
    /// What it needs.
    pub expected: Words,
    /// What the firm has.
    pub actual: Words,
    /// Why, as a tree.
    pub because: Because,
}

/// Something that cannot be said yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Unknown {
    /// The pack.
    pub policy: String,
    /// The clause.
    pub clause: String,
    /// Its title.
    pub title: Words,
    /// What is missing, as places in the profile.
    pub missing: Vec<String>,
    /// What it could pay; none where that has no bound.
    pub at_stake: Option<String>,
    /// The article.
    pub source: Source,
}

/// Answers for one firm.
pub fn report(library: &Library, profile: &Profile, on: Date) -> Answer {
    let assessments = assess_all(library, profile, on);
    let vocabulary = &library.vocabulary;
    let drawn = draw(&assessments, profile, vocabulary, on, Hope::Certain, |_| {
        true
    });
    let teller = Teller {
        library,
        profile,
        on,
        assessments: &assessments,
        drawn: &drawn,
    };
    let mut total = Interval::ZERO;
    let mut open_ended = Vec::new();
    let mut entitlements = Vec::new();
    let mut unknown = Vec::new();
    let mut rejected = Vec::new();
    for (at, assessment) in assessments.iter().enumerate() {
        match assessment.verdict {
            Truth::Yes => {
                let (entitlement, pays) = teller.entitlement(at, assessment);
                if entitlement.selected && pays.high < i64::MAX {
                    total = total.plus(pays);
                } else if entitlement.selected {
                    // What is sure of it counts all the same.
                    total = total.plus(Interval::exactly(pays.low));
                    open_ended.push(assessment.name());
                }
                entitlements.push((pays.high, entitlement));
            }
            Truth::No => rejected.push(teller.rejected(assessment)),
            Truth::Unknown => {
                let stake = teller.at_stake(at);
                unknown.push((stake, teller.unknown(assessment, stake)));
            }
        }
    }
    if assessments.iter().any(is_open) {
        // The combination that pays most at best need not be the one of which most is sure.
        let sure = draw(&assessments, profile, vocabulary, on, Hope::Sure, |_| true);
        let paid = sure.solution.paid.iter();
        let sure = paid.fold(0_i64, |sum, paid| sum.saturating_add(*paid));
        total.low = total.low.max(sure).min(total.high);
    }
    // The dearest first; those that are drawn before those that are not.
    entitlements.sort_by(|(left, a), (right, b)| {
        b.selected
            .cmp(&a.selected)
            .then(right.cmp(left))
            .then(a.clause.cmp(&b.clause))
    });
    unknown.sort_by(|(left, a), (right, b)| right.cmp(left).then(a.clause.cmp(&b.clause)));
    let questions = questions(library, &assessments, profile, on);
    let mut assumptions = Vec::new();
    let received = Received::of(profile, vocabulary);
    if vocabulary
        .list("support")
        .is_some_and(|list| profile.list(list).is_none())
    {
        assumptions.push(Words::new(
            "未填报已获支持，按没有计算",
            "support received was not filled in and is taken to be none",
        ));
    }
    if received.lacks_a_sum() {
        assumptions.push(Words::new(
            "已获支持中有未填金额的，按零计算",
            "support received without a sum is counted as nothing",
        ));
    }
    for name in received.unknown_entries(profile) {
        assumptions.push(Words::new(
            format!("已获支持所对应的“{name}”不在所填条目中，未从任何条目扣减"),
            format!("support received was paid for `{name}`, which is no entry here; it is taken off none"),
        ));
    }
    for name in received.unknown_clauses(library) {
        assumptions.push(Words::new(
            format!("已获支持中的“{name}”不是现有政策包的条款，只按所填事项扣减"),
            format!("support received names `{name}`, a clause of no pack here; it counts by its matter alone"),
        ));
    }
    Answer {
        on: on.to_string(),
        currency: "CNY",
        entitlements: entitlements.into_iter().map(|(_, one)| one).collect(),
        rejected,
        unknown: unknown.into_iter().map(|(_, one)| one).collect(),
        questions,
        total: Range::of(total),
        open_ended,
        proven: drawn.solution.proven,
        assumptions,
        not_in_force: library
            .packs
            .iter()
            .filter(|pack| !pack.in_force(on))
            .map(|pack| pack.id.clone())
            .collect(),
    }
}

/// Whether a clause is sure to be drawn, but not how much of it.
fn is_open(assessment: &Assessment<'_>) -> bool {
    let mut claims = assessment.claims.iter();
    assessment.verdict == Truth::Yes && claims.any(|claim| claim.amount.low != claim.amount.high)
}

struct Teller<'t, 'a> {
    library: &'a Library,
    profile: &'t Profile,
    on: Date,
    assessments: &'t [Assessment<'a>],
    drawn: &'t Draw,
}

/// Where a clause stands.
pub fn source(pack: &Pack, clause: &Clause) -> Source {
    Source {
        document: pack.title.clone(),
        number: pack.number.clone(),
        article: clause.cite.clone(),
        verified: pack.verified,
    }
}

impl Teller<'_, '_> {
    fn entitlement(&self, at: usize, assessment: &Assessment<'_>) -> (Entitlement, Interval) {
        let clause = assessment.clause;
        let context = self.context_of(assessment);
        let mut drawn = Interval::ZERO;
        let mut alone = Interval::ZERO;
        let mut any_chosen = clause.pays == Pays::Nothing;
        let mut left_out = Vec::new();
        let mut cut = false;
        for (place, claim) in assessment.claims.iter().enumerate() {
            if claim.counts != Truth::Yes {
                continue;
            }
            alone = alone.plus(claim.amount);
            let Some(item) = self.drawn.item(at, place) else {
                continue;
            };
            let chosen = self.drawn.solution.chosen.get(item) == Some(&true);
            let paid = self
                .drawn
                .solution
                .paid
                .get(item)
                .copied()
                .unwrap_or_default();
            if chosen {
                any_chosen = true;
                let cap = self.drawn.problem.items.get(item).and_then(|item| item.cap);
                let open = self.drawn.problem.bounds(claim.amount.high, cap) >= UNBOUNDED;
                cut |= !open && paid < claim.amount.high.min(UNBOUNDED);
                drawn = drawn.plus(if open {
                    Interval {
                        low: claim.amount.low,
                        high: i64::MAX,
                    }
                } else {
                    Interval {
                        low: claim.amount.low.min(paid),
                        high: paid,
                    }
                });
            } else {
                left_out.extend(self.rival(at, place));
            }
            if claim.received > 0 {
                left_out.push(Words::new(
                    format!("已获同一事项支持 {}，予以扣除", money(claim.received)),
                    format!(
                        "{} received for the same is taken off",
                        money_en(claim.received)
                    ),
                ));
            }
        }
        if clause.pays == Pays::Nothing {
            drawn = alone;
        }
        if cut {
            left_out.push(self.cut_words(assessment));
        }
        left_out.dedup();
        let amount = if any_chosen {
            drawn
        } else {
            self.alone(at, assessment, alone)
        };
        let because = self.because(assessment, context);
        let pack = assessment.pack;
        let entitlement = Entitlement {
            policy: pack.id.clone(),
            clause: clause.id.clone(),
            title: clause.title.clone(),
            kind: clause.gives,
            amount: Range::of(amount),
            ceiling: !clause.ceiling.is_empty(),
            ceiling_because: clause.ceiling.clone(),
            open: clause.open.clone(),
            selected: any_chosen,
            left_out,
            matter: Words::new(
                self.library
                    .matter(clause.matter, xinqiao_record::Language::Chinese),
                self.library
                    .matter(clause.matter, xinqiao_record::Language::English),
            ),
            because,
            evidence: clause.evidence.clone(),
            offices: clause.offices.clone(),
            deadline: deadline(pack, clause, self.on),
            apply: clause.apply.as_ref().map(|apply| apply.how.clone()),
            automatic: clause.apply.as_ref().is_some_and(|apply| apply.automatic),
            source: source(pack, clause),
        };
        (entitlement, amount)
    }

    fn context_of<'c>(&'c self, assessment: &'c Assessment<'_>) -> Context<'c> {
        Context {
            vocabulary: &self.library.vocabulary,
            profile: self.profile,
            pack: assessment.pack,
            clause: Some(assessment.clause),
            on: self.on,
            entry: None,
        }
    }

    /// What a clause would pay if it alone were drawn: its own caps still cut.
    fn alone(&self, at: usize, assessment: &Assessment<'_>, sum: Interval) -> Interval {
        let vocabulary = &self.library.vocabulary;
        let only = draw(
            self.assessments,
            self.profile,
            vocabulary,
            self.on,
            Hope::Certain,
            |other| other == at,
        );
        let high = only.solution.total;
        let open = only
            .claims
            .iter()
            .zip(&only.problem.items)
            .any(|((_, claim), item)| {
                let amount = assessment
                    .claims
                    .get(*claim)
                    .map_or(0, |claim| claim.amount.high);
                only.problem.bounds(amount, item.cap) >= UNBOUNDED
            });
        Interval {
            low: if open { sum.low } else { sum.low.min(high) },
            high: if open { i64::MAX } else { high },
        }
    }

    /// What a clause could pay, were all answers good.
    fn at_stake(&self, at: usize) -> i64 {
        let vocabulary = &self.library.vocabulary;
        draw(
            self.assessments,
            self.profile,
            vocabulary,
            self.on,
            Hope::Best,
            |other| other == at,
        )
        .solution
        .total
    }

    /// The claim that was drawn instead of this one.
    fn rival(&self, at: usize, place: usize) -> Option<Words> {
        let assessment = self.assessments.get(at)?;
        let claim = assessment.claims.get(place)?;
        let item = self.drawn.item(at, place)?;
        let pays = self.drawn.problem.items.get(item)?.amount;
        let chosen = self
            .drawn
            .solution
            .chosen
            .iter()
            .enumerate()
            .filter(|(_, chosen)| **chosen);
        let mut rivals = Vec::new();
        for (other, _) in chosen {
            let (a, b) = *self.drawn.claims.get(other)?;
            let against = self.assessments.get(a)?;
            let its = against.claims.get(b)?;
            if a != at
                && let Some(why) = bar(assessment, claim, against, its)
            {
                let paid = self
                    .drawn
                    .solution
                    .paid
                    .get(other)
                    .copied()
                    .unwrap_or_default();
                rivals.push((paid, against, why));
            }
        }
        let (paid, against, why) = rivals.into_iter().max_by_key(|(paid, ..)| *paid)?;
        let more = paid.saturating_sub(pays);
        let (zh_more, en_more) = match more {
            0 => (
                "两者相等，取其一".to_owned(),
                "both pay the same".to_owned(),
            ),
            more if more > 0 => (
                format!("后者多 {}", money(more)),
                format!("which pays {} more", money_en(more)),
            ),
            less => (
                format!("后者虽少 {}，但整体组合更高", money(-less)),
                format!(
                    "which pays {} less, but the combination as a whole pays more",
                    money_en(-less)
                ),
            ),
        };
        let title = &against.clause.title;
        Some(match why {
            Bar::SameMatter(cite) => Words::new(
                format!(
                    "与“{}”属同一事项，从高不重复（{cite}）：{zh_more}",
                    title.zh
                ),
                format!(
                    "same matter as “{}”, of which only the highest counts ({cite}): {en_more}",
                    title.en
                ),
            ),
            Bar::Excluded => Words::new(
                format!("与“{}”不能同时享受：{zh_more}", title.zh),
                format!("excluded by “{}”: {en_more}", title.en),
            ),
        })
    }

    fn cut_words(&self, assessment: &Assessment<'_>) -> Words {
        let clause = assessment.clause;
        let mut caps: Vec<(String, String)> = Vec::new();
        let own = [
            (clause.caps.year, "年度上限", "the yearly cap"),
            (clause.caps.firm, "单家企业上限", "the cap per firm"),
            (clause.caps.lifetime, "累计上限", "the cap in total"),
        ];
        for (cap, zh, en) in own {
            if let Some(cap) = cap {
                caps.push((
                    format!("{zh} {}", money(cap)),
                    format!("{en} {}", money_en(cap)),
                ));
            }
        }
        if let Pays::Tiers(tiers) = &clause.pays {
            for cap in tiers.rows.iter().filter_map(|row| row.cap_year) {
                caps.push((
                    format!("分档年度上限 {}", money(cap)),
                    format!("the yearly cap of the tier, {}", money_en(cap)),
                ));
            }
        }
        let shared = std::iter::successors(clause.caps.shared, |at| {
            assessment.pack.shared_caps.get(*at)?.within
        });
        for cap in shared.filter_map(|at| assessment.pack.shared_caps.get(at)) {
            caps.push((
                format!("{} {}（{}）", cap.title.zh, money(cap.limit), cap.cite),
                format!("{} {} ({})", cap.title.en, money_en(cap.limit), cap.cite),
            ));
        }
        let (zh, en): (Vec<_>, Vec<_>) = caps.into_iter().unzip();
        Words::new(
            format!("受上限约束：{}", zh.join("；")),
            format!("limited by: {}", en.join("; ")),
        )
    }

    /// Conditions first, then the amount.
    fn because(&self, assessment: &Assessment<'_>, context: Context<'_>) -> Vec<Because> {
        let mut steps: Vec<Because> = assessment
            .judged
            .iter()
            .filter_map(|judged| self.judged(judged, assessment, context))
            .collect();
        steps.extend(self.claims(assessment, context));
        steps
    }

    fn judged(
        &self,
        judged: &Judged<'_>,
        assessment: &Assessment<'_>,
        context: Context<'_>,
    ) -> Option<Because> {
        match &judged.asked {
            Asked::Condition(condition) => {
                let mut because = explain(&condition.is, context);
                if let Some(words) = &condition.words {
                    because.what = words.clone();
                }
                because.cite = Some(
                    condition
                        .cite
                        .clone()
                        .unwrap_or_else(|| assessment.clause.cite.clone()),
                );
                Some(because)
            }
            Asked::Threshold(term) => {
                let mut because = explain(term, context);
                because.cite = Some(assessment.clause.cite.clone());
                Some(because)
            }
            Asked::Once => Some(Because {
                what: Words::new("此前未享受过本条", "not paid under this clause before"),
                holds: Some(judged.truth),
                cite: Some(assessment.clause.cite.clone()),
                entry: Some("support".to_owned()),
                ..Because::default()
            }),
            Asked::Entry => None,
        }
    }

    fn claims(&self, assessment: &Assessment<'_>, context: Context<'_>) -> Vec<Because> {
        let clause = assessment.clause;
        let mut steps = Vec::new();
        for claim in &assessment.claims {
            let here = match claim.item {
                Some((list, at)) => context.at(list, at),
                None => context,
            };
            let mut step = Because {
                what: match claim.item {
                    Some((list, at)) => entry_words(list, at, context),
                    None => Words::new("金额", "amount"),
                },
                holds: (claim.counts == Truth::Unknown).then_some(Truth::Unknown),
                value: Some(value_words(
                    Value::Number(claim.amount),
                    &crate::language::Type::Money,
                    here,
                )),
                entry: claim.item.and_then(|(list, at)| {
                    let list = self.library.vocabulary.lists.get(list)?;
                    Some(format!("{}[{at}]", list.name))
                }),
                cite: Some(clause.cite.clone()),
                ..Because::default()
            };
            step.steps.extend(self.sum_steps(clause, claim.tier, here));
            steps.push(step);
        }
        steps
    }

    fn sum_steps(&self, clause: &Clause, tier: Option<usize>, here: Context<'_>) -> Vec<Because> {
        use crate::language::Type;
        use crate::pack::tiers::Worth;
        let mut steps = Vec::new();
        let figure = |zh: &str, en: &str, value: i64, kind: Type| Because {
            what: Words::new(zh, en),
            value: Some(value_words(
                Value::Number(Interval::exactly(value)),
                &kind,
                here,
            )),
            cite: Some(clause.cite.clone()),
            ..Because::default()
        };
        let mut worth = |worth: &Worth| match worth {
            Worth::Rate(rate) => steps.push(figure("比例", "rate", *rate, Type::Rate)),
            Worth::Fixed(sum) => steps.push(figure("定额", "fixed sum", *sum, Type::Money)),
            Worth::Points(_) => {}
        };
        match &clause.pays {
            Pays::Flat(flat) => worth(flat),
            Pays::Tiers(tiers) => {
                if let Some(row) = tier.and_then(|tier| tiers.rows.get(tier)) {
                    worth(&row.worth);
                }
                steps.extend(
                    tiers
                        .by
                        .iter()
                        .chain(&tiers.before)
                        .map(|by| explain(by, here)),
                );
            }
            Pays::Amount(term) => steps.push(explain(term, here)),
            Pays::Nothing => {}
        }
        steps.extend(
            clause
                .base
                .iter()
                .chain(&clause.times)
                .map(|term| explain(term, here)),
        );
        if let Some(cap) = clause.caps.item {
            steps.push(figure("每项上限", "cap per item", cap, Type::Money));
        }
        steps
    }

    fn rejected(&self, assessment: &Assessment<'_>) -> Rejected {
        let context = self.context_of(assessment);
        let failed = assessment
            .judged
            .iter()
            .filter(|judged| judged.truth == Truth::No)
            .map(|judged| self.failed(judged, assessment, context))
            .collect();
        Rejected {
            policy: assessment.pack.id.clone(),
            clause: assessment.clause.id.clone(),
            title: assessment.clause.title.clone(),
            failed,
            nearest: nearest(
                self.library,
                assessment,
                self.profile,
                self.on,
                self.drawn.solution.total,
            ),
            source: source(assessment.pack, assessment.clause),
        }
    }

    fn failed(
        &self,
        judged: &Judged<'_>,
        assessment: &Assessment<'_>,
        context: Context<'_>,
    ) -> Failed {
        use crate::language::term::Node;
        let because = self.judged(judged, assessment, context);
        let (term, named) = match &judged.asked {
            Asked::Condition(condition) => (Some(&condition.is), condition.words.clone()),
            Asked::Threshold(term) => (Some(term), None),
            Asked::Entry => {
                let each = assessment.clause.each.as_ref();
                let what = each
                    .map(|each| each_words(each, context))
                    .unwrap_or_default();
                return Failed {
                    condition: what.clone(),
                    expected: Words::new("至少一项", "at least one"),
                    actual: Words::new("没有", "none"),
                    because: Because {
                        what,
                        holds: Some(Truth::No),
                        ..Because::default()
                    },
                };
            }
            Asked::Once => (None, None),
        };
        let because = because.unwrap_or_default();
        let condition = named.unwrap_or_else(|| because.what.clone());
        let yes = Words::new("是", "yes");
        let no = Words::new("否", "no");
        let (expected, actual) = match term.map(|term| (&term.node, term)) {
            Some((Node::Compare(comparison, left, right), _)) => {
                let sign = comparison.sign();
                let wanted = value_words(evaluate(right, context).value, &right.kind, context);
                let had = value_words(evaluate(left, context).value, &left.kind, context);
                (
                    Words::new(
                        format!("{sign} {}", wanted.zh),
                        format!("{sign} {}", wanted.en),
                    ),
                    had,
                )
            }
            Some((Node::Within(inner, _) | Node::Has(inner, _) | Node::In(inner, _), term)) => {
                let had = value_words(evaluate(inner, context).value, &inner.kind, context);
                (words(term, context), had)
            }
            _ => (yes, no),
        };
        Failed {
            condition,
            expected,
            actual,
            because,
        }
    }

    fn unknown(&self, assessment: &Assessment<'_>, stake: i64) -> Unknown {
        let vocabulary = &self.library.vocabulary;
        Unknown {
            policy: assessment.pack.id.clone(),
            clause: assessment.clause.id.clone(),
            title: assessment.clause.title.clone(),
            missing: assessment
                .missing()
                .into_iter()
                .map(|missing| missing.path(vocabulary))
                .collect(),
            at_stake: (stake < UNBOUNDED && !unstated(assessment.clause)).then(|| yuan(stake)),
            source: source(assessment.pack, assessment.clause),
        }
    }
}

/// Whether the text promises money and gives no sum.
fn unstated(clause: &Clause) -> bool {
    clause.pays == Pays::Nothing && clause.open.is_some()
}

/// The entries that a clause counts, in words.
fn each_words(each: &crate::pack::clause::Each, context: Context<'_>) -> Words {
    use crate::language::syntax::Quantifier;
    use crate::language::term::{Node, Type};
    let term = crate::language::Term {
        node: Node::Entries(
            Quantifier::Any,
            each.list,
            None,
            each.condition.clone().map(Box::new),
        ),
        kind: Type::Bool,
        span: crate::language::Span::default(),
    };
    words(&term, context)
}

/// The last day for applying: the clause's own, else the last day of its validity.
pub fn deadline(pack: &Pack, clause: &Clause, on: Date) -> Option<String> {
    let own = clause.apply.as_ref().and_then(|apply| apply.until);
    let day = match own {
        Some(deadline) => deadline.next(on),
        None => clause.until.or(pack.until),
    };
    day.map(|day| day.to_string())
}
