//! How near a firm is to what it may not get: the single change of its facts that would win most.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use crate::evaluate::because::value_words;
use crate::evaluate::one::evaluate;
use crate::evaluate::{Context, Value};
use crate::language::syntax::Quantifier;
use crate::language::term::{Comparison, Node};
use crate::language::words::{money, money_en};
use crate::language::{Term, Type};
use crate::pack::library::Library;
use crate::profile::{Missing, Profile};
use crate::value::{Interval, ONE, Truth, yuan};
use crate::vocabulary::Words;

use super::assess::{Asked, Assessment, assess, assess_all};
use super::draw::{Hope, draw};
use super::received::Received;

/// A change and what it would win.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Nearest {
    /// The place in the profile.
    pub field: String,
    /// The change in words.
    pub change: Words,
    /// What stands there now.
    pub from: Words,
    /// What would have to stand there.
    pub to: Words,
    /// What the best lawful combination would pay more, in yuan.
    pub gain: String,
}

/// One fact made another.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Edit {
    place: Missing,
    kind: Type,
    from: Option<i64>,
    to: i64,
}

/// The change that would win most; none where no single change opens the clause, or it wins nothing.
pub fn nearest(
    library: &Library,
    assessment: &Assessment<'_>,
    profile: &Profile,
    on: Date,
    total: i64,
) -> Option<Nearest> {
    let context = Context {
        vocabulary: &library.vocabulary,
        profile,
        pack: assessment.pack,
        clause: Some(assessment.clause),
        on,
        entry: None,
    };
    let mut edits = Vec::new();
    for judged in assessment
        .judged
        .iter()
        .filter(|judged| judged.truth == Truth::No)
    {
        match &judged.asked {
            Asked::Condition(condition) => open(&condition.is, context, &mut edits),
            Asked::Threshold(term) => open(term, context, &mut edits),
            Asked::Entry => entries(assessment, context, &mut edits),
            Asked::Once => {}
        }
    }
    let mut best: Option<(i64, Edit)> = None;
    for edit in edits {
        let Some(changed) = apply(profile, &edit) else {
            continue;
        };
        let received = Received::of(&changed, &library.vocabulary);
        let (pack, clause) = (assessment.pack, assessment.clause);
        // Most changes do not suffice; the whole is worked out anew only for those that do.
        if assess(library, pack, clause, &changed, &received, on).verdict != Truth::Yes {
            continue;
        }
        let all = assess_all(library, &changed, on);
        let drawn = draw(
            &all,
            &changed,
            &library.vocabulary,
            on,
            Hope::Certain,
            |_| true,
        );
        let gain = drawn.solution.total.saturating_sub(total);
        if gain > 0 && best.as_ref().is_none_or(|(most, _)| gain > *most) {
            best = Some((gain, edit));
        }
    }
    let (gain, edit) = best?;
    Some(tell(&edit, gain, context))
}

/// The changes that would make a failing term true.
fn open(term: &Term, context: Context<'_>, edits: &mut Vec<Edit>) {
    match &term.node {
        Node::And(parts) => {
            let mut failing = parts
                .iter()
                .filter(|part| evaluate(part, context).value.truth() == Truth::No);
            if let (Some(only), None) = (failing.next(), failing.next()) {
                open(only, context, edits);
            }
        }
        Node::Or(parts) => {
            for part in parts {
                open(part, context, edits);
            }
        }
        Node::Defined(_, inner) => open(inner, context, edits),
        Node::Field(_) | Node::Attribute(_) => set(term, 1, context, edits),
        Node::Not(inner) => {
            if matches!(inner.node, Node::Field(_) | Node::Attribute(_)) {
                set(inner, 0, context, edits);
            }
        }
        Node::Has(inner, bits) => {
            if let Value::Exact(Some(now)) = evaluate(inner, context).value {
                for bit in (0..63)
                    .map(|bit| 1_i64 << bit)
                    .filter(|bit| bits & bit != 0)
                {
                    set(inner, now | bit, context, edits);
                }
            }
        }
        Node::In(inner, values) => {
            for value in values {
                set(inner, *value, context, edits);
            }
        }
        Node::Compare(comparison, left, right) => {
            let target = match evaluate(right, context).value {
                Value::Number(interval) => interval.exact(),
                Value::Exact(value) => value,
                _ => None,
            };
            let step = match left.kind {
                Type::Number(_) => ONE,
                _ => 1,
            };
            let target = target.map(|target| match comparison {
                Comparison::Greater => target.saturating_add(step),
                Comparison::Less => target.saturating_sub(step),
                _ => target,
            });
            if let (Some(target), true) = (target, *comparison != Comparison::Unequal) {
                reach(left, target, context, edits);
            }
        }
        _ => {}
    }
}

/// The changes that bring a measure to a value.
fn reach(measure: &Term, target: i64, context: Context<'_>, edits: &mut Vec<Edit>) {
    match &measure.node {
        Node::Field(_) | Node::Yearly(..) | Node::Attribute(_) => {
            set(measure, target, context, edits)
        }
        Node::Defined(_, inner) => reach(inner, target, context, edits),
        Node::Entries(Quantifier::Sum, list, Some(of), condition) => {
            let Node::Attribute(attribute) = of.node else {
                return;
            };
            let Some(now) = evaluate(measure, context).value.number().exact() else {
                return;
            };
            // What is lacking is put on the largest entry that counts.
            let entries = context.profile.list(*list).unwrap_or_default();
            let counting = (0..entries.len()).filter(|at| {
                let here = context.at(*list, *at);
                condition
                    .as_ref()
                    .is_none_or(|condition| evaluate(condition, here).value.truth() == Truth::Yes)
            });
            let largest = counting
                .filter_map(|at| Some((entries.get(at)?.value(Some(attribute))?, at)))
                .max();
            if let Some((value, at)) = largest {
                edits.push(Edit {
                    place: Missing::Attribute {
                        list: *list,
                        entry: at,
                        attribute,
                    },
                    kind: of.kind.clone(),
                    from: Some(value),
                    to: value.saturating_add(target.saturating_sub(now)),
                });
            }
        }
        Node::Quotient(above, below) => {
            if let Some(below) = evaluate(below, context).value.number().exact() {
                // The least whole value that reaches the rate.
                let product = i128::from(target) * i128::from(below);
                let least = (product + i128::from(ONE) - 1).div_euclid(i128::from(ONE));
                if let Ok(least) = i64::try_from(least) {
                    reach(above, least, context, edits);
                }
            }
        }
        _ => {}
    }
}

/// Entries that fail in one point only: that point made good.
fn entries(assessment: &Assessment<'_>, context: Context<'_>, edits: &mut Vec<Edit>) {
    let Some(each) = &assessment.clause.each else {
        return;
    };
    let Some(condition) = &each.condition else {
        return;
    };
    for at in 0..context.profile.list(each.list).unwrap_or_default().len() {
        open(condition, context.at(each.list, at), edits);
    }
}

fn set(term: &Term, to: i64, context: Context<'_>, edits: &mut Vec<Edit>) {
    let outcome = evaluate(term, context);
    let from = match outcome.value {
        Value::Number(interval) => interval.exact(),
        Value::Exact(value) => value,
        Value::Truth(Truth::Yes) => Some(1),
        Value::Truth(Truth::No) => Some(0),
        Value::Truth(Truth::Unknown) | Value::Quotient(_) => None,
    };
    let place = match (&term.node, context.entry) {
        (Node::Field(at), _) => Missing::Field(*at),
        (Node::Yearly(at, year), _) => Missing::Yearly(*at, year.calendar(context.on.year())),
        (Node::Attribute(attribute), Some((list, entry))) => Missing::Attribute {
            list,
            entry,
            attribute: *attribute,
        },
        _ => return,
    };
    // What a firm is cannot be changed to please a policy: its kind of achievement, its days, its place.
    if matches!(term.kind, Type::Region | Type::Date)
        || matches!(
            (&term.kind, place),
            (Type::Choice(_), Missing::Attribute { .. })
        )
    {
        return;
    }
    // Nor should anybody shrink a figure to fit: only more of something is advice.
    let measured = matches!(term.kind, Type::Money | Type::Number(_) | Type::Rate);
    if measured && from.is_some_and(|from| to < from) {
        return;
    }
    edits.push(Edit {
        place,
        kind: term.kind.clone(),
        from,
        to,
    });
}

fn apply(profile: &Profile, edit: &Edit) -> Option<Profile> {
    let mut changed = profile.clone();
    match edit.place {
        Missing::Field(at) => *changed.fields.get_mut(at)? = Some(edit.to),
        Missing::Yearly(at, year) => {
            changed.yearly.get_mut(at)?.insert(year, edit.to);
        }
        Missing::Attribute {
            list,
            entry,
            attribute,
        } => {
            let entries = changed.lists.get_mut(list)?.as_mut()?;
            *entries.get_mut(entry)?.values.get_mut(attribute)? = Some(edit.to);
        }
        Missing::List(_) => return None,
    }
    Some(changed)
}

fn tell(edit: &Edit, gain: i64, context: Context<'_>) -> Nearest {
    let vocabulary = context.vocabulary;
    let value = |value: Option<i64>| {
        let value = match (&edit.kind, value) {
            (Type::Bool, Some(value)) => Value::Truth(Truth::from(value != 0)),
            (Type::Choice(_) | Type::Set(_) | Type::Region, value) => Value::Exact(value),
            (_, Some(value)) => Value::Number(Interval::exactly(value)),
            (_, None) => Value::Number(Interval::ANY),
        };
        value_words(value, &edit.kind, context)
    };
    let label = label(edit.place, vocabulary);
    let (from, to) = (value(edit.from), value(Some(edit.to)));
    let change = match (&edit.kind, edit.from) {
        (Type::Money | Type::Number(_), Some(now)) if edit.to > now => {
            let more = value(Some(edit.to - now));
            Words::new(
                format!("{}再增加 {} → 可多得 {}", label.zh, more.zh, money(gain)),
                format!(
                    "another {} of {} → {} more",
                    more.en,
                    label.en,
                    money_en(gain)
                ),
            )
        }
        _ => Words::new(
            format!(
                "{}由“{}”变为“{}” → 可多得 {}",
                label.zh,
                from.zh,
                to.zh,
                money(gain)
            ),
            format!(
                "{}: {} instead of {} → {} more",
                label.en,
                to.en,
                from.en,
                money_en(gain)
            ),
        ),
    };
    Nearest {
        field: edit.place.path(vocabulary),
        change,
        from,
        to,
        gain: yuan(gain),
    }
}

/// What people call a place in the profile.
fn label(place: Missing, vocabulary: &crate::vocabulary::Vocabulary) -> Words {
    match place {
        Missing::Field(at) => vocabulary.fields.get(at).map(|field| field.label.clone()),
        Missing::Yearly(at, year) => vocabulary.yearly.get(at).map(|field| {
            Words::new(
                format!("{year}年{}", field.label.zh),
                format!("{} {year}", field.label.en),
            )
        }),
        Missing::List(list) => vocabulary.lists.get(list).map(|list| list.label.clone()),
        Missing::Attribute {
            list,
            entry,
            attribute,
        } => vocabulary.lists.get(list).and_then(|list| {
            let field = list.attributes.get(attribute)?;
            let number = entry + 1;
            Some(Words::new(
                format!("{}第{number}项{}", list.label.zh, field.label.zh),
                format!("{} of {} no. {number}", field.label.en, list.label.en),
            ))
        }),
    }
    .unwrap_or_default()
}
