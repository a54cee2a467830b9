//! Clauses, sums and explanations in words.

use askama::Template;
use xinqiao_policy::answer::report::Range;
use xinqiao_policy::evaluate::because::Because;
use xinqiao_policy::language::words::{Writer, figure};
use xinqiao_policy::language::{Term, Type};
use xinqiao_policy::pack::clause::{Clause, Condition, Pack, Pays};
use xinqiao_policy::pack::file::{Ceiling, Gives, Level};
use xinqiao_policy::pack::tiers::{Covers, Tiers, Worth};
use xinqiao_policy::value::{Truth, literal};
use xinqiao_policy::vocabulary::{Vocabulary, Words};
use xinqiao_record::{Currency, Money, RegionCode};

use crate::i18n::Texts;
use crate::show;

/// The text in the page's language.
pub(crate) fn say(words: &Words, t: &Texts) -> String {
    words.of(t.language()).to_owned()
}

/// A sum of fen.
pub(crate) fn sum(fen: i64, t: &Texts) -> String {
    let money = Money {
        minor: i128::from(fen),
        currency: Currency::Cny,
    };
    show::money(&money, t)
}

/// A decimal string of yuan.
pub(crate) fn yuan(text: &str, t: &Texts) -> String {
    literal::money(text).map_or_else(|_| text.to_owned(), |fen| sum(fen, t))
}

/// From … to.
pub(crate) fn range(range: &Range, ceiling: bool, t: &Texts) -> String {
    let low = yuan(&range.low, t);
    match &range.high {
        Some(high) if *high == range.low => low,
        Some(high) if ceiling || range.low == "0" => {
            t.with("policy-up-to", yuan(high, t)).into_owned()
        }
        Some(high) => format!("{low} – {}", yuan(high, t)),
        None if range.low == "0" => t.msg("policy-unstated").into_owned(),
        None => t.with("policy-at-least", low).into_owned(),
    }
}

/// What a clause gives.
pub(crate) fn gives(gives: Gives, t: &Texts) -> String {
    let key = match gives {
        Gives::Grant => "policy-gives-grant",
        Gives::Reward => "policy-gives-reward",
        Gives::InterestSubsidy => "policy-gives-interest",
        Gives::TaxRelief => "policy-gives-tax",
        Gives::EquityCoInvestment => "policy-gives-equity",
        Gives::Rent => "policy-gives-rent",
        Gives::InKind => "policy-gives-in-kind",
        Gives::Recognition => "policy-gives-recognition",
    };
    t.msg(key).into_owned()
}

/// Whose policy it is.
pub(crate) fn level(level: Level, t: &Texts) -> String {
    let key = match level {
        Level::State => "policy-level-state",
        Level::Province => "policy-level-province",
        Level::City => "policy-level-city",
        Level::District => "policy-level-district",
    };
    t.msg(key).into_owned()
}

/// Where a policy applies.
pub(crate) fn place(region: Option<RegionCode>, t: &Texts) -> String {
    region.map_or_else(
        || t.msg("policy-whole-country").into_owned(),
        RegionCode::full_name,
    )
}

/// Why a figure is a ceiling.
pub(crate) fn ceilings(ceilings: &[Ceiling], t: &Texts) -> String {
    let keys = ceilings.iter().map(|ceiling| match ceiling {
        Ceiling::Review => "policy-ceiling-review",
        Ceiling::UpTo => "policy-ceiling-up-to",
        Ceiling::Budget => "policy-ceiling-budget",
    });
    let names: Vec<_> = keys.map(|key| t.msg(key).into_owned()).collect();
    names.join(&t.msg("value-list-separator"))
}

/// Writes the terms of one pack.
fn writer<'w>(
    vocabulary: &'w Vocabulary,
    pack: &'w Pack,
    clause: Option<&'w Clause>,
    list: Option<usize>,
    t: &Texts,
) -> Writer<'w> {
    Writer {
        vocabulary,
        definitions: &pack.definitions,
        figures: [
            clause.map(|clause| &clause.parameters),
            Some(&pack.parameters),
        ],
        list,
        language: t.language(),
    }
}

/// A condition in words.
pub(crate) fn condition(
    condition: &Condition,
    vocabulary: &Vocabulary,
    pack: &Pack,
    t: &Texts,
) -> String {
    match &condition.words {
        Some(words) => say(words, t),
        None => writer(vocabulary, pack, None, None, t).term(&condition.is),
    }
}

/// What a clause asks for, point by point.
pub(crate) fn conditions(
    clause: &Clause,
    vocabulary: &Vocabulary,
    pack: &Pack,
    t: &Texts,
) -> Vec<String> {
    let mut words: Vec<String> = clause
        .when
        .iter()
        .map(|one| condition(one, vocabulary, pack, t))
        .collect();
    if let Some(threshold) = &clause.threshold {
        let of = writer(vocabulary, pack, Some(clause), None, t).term(&threshold.of);
        let kind = if threshold.of.kind == Type::Quotient {
            Type::Rate
        } else {
            threshold.of.kind.clone()
        };
        let sign = if threshold.above { ">" } else { "≥" };
        words.push(format!("{of} {sign} {}", value(threshold.value, &kind, t)));
    }
    if let Some(each) = &clause.each {
        let list = vocabulary.lists.get(each.list);
        let label = list.map(|list| say(&list.label, t)).unwrap_or_default();
        let which = each
            .condition
            .as_ref()
            .map(|term| writer(vocabulary, pack, Some(clause), Some(each.list), t).term(term));
        words.push(match which {
            Some(which) => t.with_two("policy-each-where", label, which).into_owned(),
            None => t.with("policy-each", label).into_owned(),
        });
    }
    if clause.once {
        words.push(t.msg("policy-once").into_owned());
    }
    words
}

fn value(value: i64, kind: &Type, t: &Texts) -> String {
    match kind {
        Type::Money => sum(value, t),
        kind => figure(value, kind),
    }
}

/// What a clause pays, in a sentence.
pub(crate) fn pays(clause: &Clause, vocabulary: &Vocabulary, pack: &Pack, t: &Texts) -> String {
    let list = clause.each.as_ref().map(|each| each.list);
    let writer = writer(vocabulary, pack, Some(clause), list, t);
    let base = clause
        .base
        .as_ref()
        .map(|base| writer.term(base))
        .unwrap_or_default();
    let one = |worth: &Worth| match worth {
        Worth::Rate(rate) => t
            .with_two("policy-share-of", figure(*rate, &Type::Rate), &base)
            .into_owned(),
        Worth::Fixed(fen) => sum(*fen, t),
        Worth::Points(points) => figure(*points, &Type::Number(String::new())),
    };
    let mut parts = match &clause.pays {
        Pays::Nothing => Vec::new(),
        Pays::Flat(worth) => vec![one(worth)],
        Pays::Amount(term) => vec![writer.term(term)],
        Pays::Tiers(tiers) => tier_lines(tiers, &writer, &one, t),
    };
    if let Some(times) = &clause.times {
        parts.push(t.with("policy-times", writer.term(times)).into_owned());
    }
    let caps = [
        ("policy-cap-item", clause.caps.item),
        ("policy-cap-year", clause.caps.year),
        ("policy-cap-firm", clause.caps.firm),
        ("policy-cap-lifetime", clause.caps.lifetime),
    ];
    for (key, cap) in caps {
        if let Some(cap) = cap {
            parts.push(t.with(key, sum(cap, t)).into_owned());
        }
    }
    if let Some(cap) = clause.caps.shared.and_then(|at| pack.shared_caps.get(at)) {
        parts.push(
            t.with_two("policy-cap-shared", say(&cap.title, t), sum(cap.limit, t))
                .into_owned(),
        );
    }
    if let Some(open) = &clause.open {
        parts.push(say(open, t));
    }
    parts.join(&t.msg("policy-part-separator"))
}

fn tier_lines(
    tiers: &Tiers,
    writer: &Writer<'_>,
    one: &impl Fn(&Worth) -> String,
    t: &Texts,
) -> Vec<String> {
    let by = tiers
        .by
        .as_ref()
        .map(|by| writer.term(by))
        .unwrap_or_default();
    tiers
        .rows
        .iter()
        .map(|row| {
            let covers = covers(&row.covers, tiers.by.as_ref(), &by, writer, t);
            let mut gives = one(&row.worth);
            for (key, cap) in [
                ("policy-cap-item", row.cap_item),
                ("policy-cap-year", row.cap_year),
            ] {
                if let Some(cap) = cap {
                    gives = format!(
                        "{gives}{}{}",
                        t.msg("value-list-separator"),
                        t.with(key, sum(cap, t))
                    );
                }
            }
            t.with_two("policy-tier", covers, gives).into_owned()
        })
        .collect()
}

fn covers(
    covers: &Covers,
    term: Option<&Term>,
    by: &str,
    writer: &Writer<'_>,
    t: &Texts,
) -> String {
    let kind = term.map_or(Type::Money, |by| match by.kind {
        Type::Quotient => Type::Rate,
        ref kind => kind.clone(),
    });
    match covers {
        Covers::Rest => t.msg("policy-tier-else").into_owned(),
        Covers::When(term) => writer.term(term),
        Covers::Choices(values) => {
            let names: Vec<_> = values
                .iter()
                .map(|value| writer.value(*value, &kind))
                .collect();
            names.join(&t.msg("value-list-separator"))
        }
        Covers::Range {
            low,
            high,
            above,
            below,
        } => {
            let from = (*low != i64::MIN).then(|| {
                let (sign, bound) = if *above {
                    (">", low - 1)
                } else {
                    ("≥", *low)
                };
                format!("{sign} {}", value(bound, &kind, t))
            });
            let to = (*high != i64::MAX).then(|| {
                let (sign, bound) = if *below {
                    ("<", high + 1)
                } else {
                    ("≤", *high)
                };
                format!("{sign} {}", value(bound, &kind, t))
            });
            let parts: Vec<String> = from.into_iter().chain(to).collect();
            format!("{by} {}", parts.join(&t.msg("value-list-separator")))
        }
    }
}

/// One line of an explanation, with its depth: folds are drawn from it.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "policy/step.html")]
pub(crate) struct Step {
    /// What was looked at.
    pub what: String,
    /// `yes`, `no`, `unknown`, or nothing.
    pub holds: &'static str,
    /// The same in words.
    pub holds_words: String,
    /// Its value.
    pub value: String,
    /// The place in the profile.
    pub entry: String,
    /// The article.
    pub cite: String,
    /// The steps below.
    pub steps: Vec<Step>,
}

fn holds(truth: Truth) -> &'static str {
    match truth {
        Truth::Yes => "yes",
        Truth::No => "no",
        Truth::Unknown => "unknown",
    }
}

/// An explanation for the page.
pub(crate) fn steps(because: &[Because], t: &Texts) -> Vec<Step> {
    because
        .iter()
        .map(|one| (one, one.holds.map_or("", holds)))
        .map(|(one, holds)| Step {
            what: say(&one.what, t),
            holds,
            holds_words: match holds {
                "" => String::new(),
                name => t.msg(&format!("policy-holds-{name}")).into_owned(),
            },
            value: one
                .value
                .as_ref()
                .map(|value| say(value, t))
                .unwrap_or_default(),
            entry: one.entry.clone().unwrap_or_default(),
            cite: one.cite.clone().unwrap_or_default(),
            steps: steps(&one.steps, t),
        })
        .collect()
}
