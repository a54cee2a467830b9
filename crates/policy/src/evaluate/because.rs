//! Why a term is worth what it is: a tree whose leaves are the profile's entries.

use schemars::JsonSchema;
use serde::Serialize;
use xinqiao_record::Language;

use crate::language::syntax::Quantifier;
use crate::language::term::Node;
use crate::language::words::Writer;
use crate::language::{Term, Type};
use crate::profile::Missing;
use crate::value::Truth;
use crate::vocabulary::Words;

use super::one::evaluate;
use super::{Context, Value};

/// A step of an explanation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Because {
    /// What was looked at, in words.
    pub what: Words,
    /// Whether it holds, for conditions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub holds: Option<Truth>,
    /// Its value, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Words>,
    /// The place in the profile, for leaves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entry: Option<String>,
    /// The article, for what a text demands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cite: Option<String>,
    /// The steps below.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Because>,
}

/// How many entries of a list an explanation shows one by one.
const SHOWN: usize = 20;

/// Explains a term.
pub fn explain(term: &Term, context: Context<'_>) -> Because {
    let outcome = evaluate(term, context);
    let holds = match outcome.value {
        Value::Truth(truth) if term.kind == Type::Bool => Some(truth),
        _ => None,
    };
    let value = holds
        .is_none()
        .then(|| value_words(outcome.value, &term.kind, context));
    let mut because = Because {
        what: words(term, context),
        holds,
        value,
        ..Because::default()
    };
    match &term.node {
        Node::Field(at) => because.entry = Some(Missing::Field(*at).path(context.vocabulary)),
        Node::Yearly(at, year) => {
            let year = year.calendar(context.on.year());
            because.entry = Some(Missing::Yearly(*at, year).path(context.vocabulary));
        }
        Node::Attribute(attribute) => {
            because.entry = context.entry.map(|(list, entry)| {
                let attribute = *attribute;
                Missing::Attribute {
                    list,
                    entry,
                    attribute,
                }
                .path(context.vocabulary)
            });
        }
        Node::Entries(quantifier, list, of, condition) => {
            because.steps = counted(
                *quantifier,
                *list,
                of.as_deref(),
                condition.as_deref(),
                context,
            );
            if context.profile.list(*list).is_none() {
                because.entry = Some(Missing::List(*list).path(context.vocabulary));
            }
        }
        Node::And(terms) | Node::Min(terms) | Node::Max(terms) => {
            because.steps = terms.iter().map(|term| explain(term, context)).collect();
        }
        Node::Or(terms) => {
            let steps = terms.iter().map(|term| explain(term, context));
            // Where one way is open, the others do not matter.
            because.steps = steps
                .filter(|step| holds != Some(Truth::Yes) || step.holds == Some(Truth::Yes))
                .collect();
        }
        Node::Not(inner) | Node::In(inner, _) | Node::Within(inner, _) | Node::Has(inner, _)
            if matches!(inner.node, Node::Field(_) | Node::Attribute(_)) =>
        {
            // A condition on one fact is itself the leaf.
            let leaf = explain(inner, context);
            because.value = leaf
                .value
                .or_else(|| Some(value_words(Value::Truth(leaf.holds?), &Type::Bool, context)));
            because.entry = leaf.entry;
        }
        Node::Not(inner)
        | Node::YearOf(inner)
        | Node::Shift(inner, ..)
        | Node::In(inner, _)
        | Node::Within(inner, _)
        | Node::Has(inner, _)
        | Node::Known(inner)
        | Node::Negative(inner)
        | Node::Defined(_, inner) => because.steps = below(&[inner], context),
        Node::Compare(_, left, right)
        | Node::OrElse(left, right)
        | Node::Plus(left, right)
        | Node::Minus(left, right)
        | Node::Times(left, right)
        | Node::Over(left, right)
        | Node::Quotient(left, right) => because.steps = below(&[left, right], context),
        Node::If(condition, then, other) => {
            because.steps = below(&[condition, then, other], context)
        }
        Node::Score(name) => {
            because.steps = crate::pack::form::indicators(&context.pack.forms, name)
                .into_iter()
                .map(|indicator| indicator_step(indicator, context))
                .collect();
        }
        Node::Constant(_)
        | Node::Duration(..)
        | Node::Parameter(_)
        | Node::EntryYear
        | Node::On
        | Node::ThisYear(_) => {}
    }
    because
}

fn indicator_step(indicator: &crate::pack::form::Indicator, context: Context<'_>) -> Because {
    use crate::pack::tiers::Worth;
    let picked = super::one::pick(&indicator.tiers, context);
    let mut points: Vec<i64> = picked
        .rows
        .iter()
        .map(|row| {
            match row
                .and_then(|at| indicator.tiers.rows.get(at))
                .map(|row| row.worth)
            {
                Some(Worth::Points(points)) => points,
                _ => 0,
            }
        })
        .collect();
    points.sort_unstable();
    let text = match points.as_slice() {
        [one] => crate::value::decimal(*one),
        [low, .., high] => format!(
            "{} – {}",
            crate::value::decimal(*low),
            crate::value::decimal(*high)
        ),
        [] => "0".to_owned(),
    };
    Because {
        what: indicator.title.clone(),
        value: Some(Words::new(format!("{text} 分"), format!("{text} points"))),
        steps: indicator
            .tiers
            .by
            .iter()
            .map(|by| explain(by, context))
            .collect(),
        ..Because::default()
    }
}

/// The parts of a term that the profile has a say in; what stands in the text needs no explanation.
fn below(terms: &[&Term], context: Context<'_>) -> Vec<Because> {
    terms
        .iter()
        .filter(|term| looks_at_profile(term))
        .map(|term| explain(term, context))
        .collect()
}

fn looks_at_profile(term: &Term) -> bool {
    let mut found = false;
    term.visit(&mut |term| {
        found |= matches!(
            term.node,
            Node::Field(_)
                | Node::Yearly(..)
                | Node::Attribute(_)
                | Node::EntryYear
                | Node::Entries(..)
                | Node::Score(_)
        );
    });
    found
}

/// The entries that count, each a leaf.
fn counted(
    quantifier: Quantifier,
    list: usize,
    of: Option<&Term>,
    condition: Option<&Term>,
    context: Context<'_>,
) -> Vec<Because> {
    let entries = context.profile.list(list).unwrap_or_default();
    let mut steps = Vec::new();
    for at in 0..entries.len() {
        let here = context.at(list, at);
        let truth = condition.map_or(Truth::Yes, |condition| {
            evaluate(condition, here).value.truth()
        });
        // For `all` the entries that break the rule tell the story, for the others those that count.
        let telling = if quantifier == Quantifier::All {
            truth != Truth::Yes
        } else {
            truth != Truth::No
        };
        if !telling {
            continue;
        }
        steps.push(Because {
            what: entry_words(list, at, context),
            holds: (of.is_none() || truth == Truth::Unknown).then_some(truth),
            value: of.map(|of| value_words(evaluate(of, here).value, &of.kind, here)),
            entry: context
                .vocabulary
                .lists
                .get(list)
                .map(|list| format!("{}[{at}]", list.name)),
            ..Because::default()
        });
        if steps.len() == SHOWN {
            break;
        }
    }
    steps
}

/// An entry in words: its list, number, day and name.
pub fn entry_words(list: usize, at: usize, context: Context<'_>) -> Words {
    let Some(shape) = context.vocabulary.lists.get(list) else {
        return Words::default();
    };
    let entry = context
        .profile
        .list(list)
        .and_then(|entries| entries.get(at));
    let date = entry
        .and_then(|entry| entry.value(shape.attribute("date")))
        .and_then(crate::language::check::day)
        .map(|day| format!(" {day}"))
        .unwrap_or_default();
    let name = entry
        .and_then(|entry| {
            entry
                .text(shape.attribute("title"))
                .or(entry.text(shape.attribute("product")))
        })
        .map(|name| format!(" {name}"))
        .unwrap_or_default();
    let number = at + 1;
    Words::new(
        format!("{}第{number}项{date}{name}", shape.label.zh),
        format!("{} no. {number}{date}{name}", shape.label.en),
    )
}

/// A term in both languages.
pub fn words(term: &Term, context: Context<'_>) -> Words {
    let written = |language| {
        Writer {
            vocabulary: context.vocabulary,
            definitions: &context.pack.definitions,
            figures: [
                context.clause.map(|clause| &clause.parameters),
                Some(&context.pack.parameters),
            ],
            list: context.entry.map(|(list, _)| list),
            language,
        }
        .term(term)
    };
    Words::new(written(Language::Chinese), written(Language::English))
}

/// A value in both languages.
pub fn value_words(value: Value, kind: &Type, context: Context<'_>) -> Words {
    let written = |language| {
        let writer = Writer {
            vocabulary: context.vocabulary,
            definitions: &context.pack.definitions,
            figures: [
                context.clause.map(|clause| &clause.parameters),
                Some(&context.pack.parameters),
            ],
            list: None,
            language,
        };
        let zh = language == Language::Chinese;
        let unknown = || if zh { "未填" } else { "not known" }.to_owned();
        let one = |value: i64| match value {
            i64::MAX => if zh { "不限" } else { "no limit" }.to_owned(),
            i64::MIN => if zh { "不限" } else { "no limit" }.to_owned(),
            value => writer.value(value, kind),
        };
        match value {
            Value::Truth(Truth::Unknown) | Value::Exact(None) => unknown(),
            Value::Truth(truth) => writer.value(i64::from(truth == Truth::Yes), &Type::Bool),
            Value::Exact(Some(value)) => one(value),
            Value::Number(interval) => match interval.exact() {
                Some(value) => one(value),
                None if interval.low <= 0 && interval.high == i64::MAX => unknown(),
                None => format!("{} – {}", one(interval.low), one(interval.high)),
            },
            Value::Quotient(quotient) => match (quotient.above.exact(), quotient.below.exact()) {
                (Some(above), Some(below)) if below > 0 => share(above, below),
                (Some(_), Some(_)) => if zh {
                    "除数为零"
                } else {
                    "divided by zero"
                }
                .to_owned(),
                _ => unknown(),
            },
        }
    };
    Words::new(written(Language::Chinese), written(Language::English))
}

/// A share in percent, rounded to two places; said to be rounded where it is.
fn share(above: i64, below: i64) -> String {
    let scaled = i128::from(above) * 10_000;
    let hundredths = scaled.div_euclid(i128::from(below));
    let exact = scaled.rem_euclid(i128::from(below)) == 0;
    let sign = if exact { "" } else { "≈" };
    let percent = xinqiao_record::Decimal::from_i128_with_scale(hundredths, 2).normalize();
    format!("{sign}{percent}%")
}
