//! Walks a term for one firm.

use std::collections::BTreeSet;

use jiff::Span;

use crate::language::check::{day, days};
use crate::language::syntax::Quantifier;
use crate::language::term::{Comparison, Node};
use crate::language::{Term, Type};
use crate::pack::form;
use crate::pack::tiers::{Covers, Tiers, Worth};
use crate::profile::Missing;
use crate::value::interval::Quotient;
use crate::value::{Interval, ONE, Truth};
use crate::vocabulary::{Field, Vocabulary};

use super::{Context, Outcome, Value};

/// What a term is worth.
pub fn evaluate(term: &Term, context: Context<'_>) -> Outcome {
    let number = |value: i64| Outcome::known(Value::Number(Interval::exactly(value)));
    match &term.node {
        Node::Constant(value) => Outcome::known(typed(Some(*value), &term.kind)),
        Node::Duration(..) => Outcome::known(Value::Number(Interval::ANY)),
        Node::Parameter(name) => Outcome::known(typed(context.figure(name), &term.kind)),
        Node::Field(at) => {
            let value = context.profile.fields.get(*at).copied().flatten();
            let field = context.vocabulary.fields.get(*at);
            fact(value, &term.kind, field, Missing::Field(*at))
        }
        Node::Yearly(at, year) => {
            let year = year.calendar(context.on.year());
            let years = context.profile.yearly.get(*at);
            let value = years.and_then(|years| years.get(&year)).copied();
            let field = context.vocabulary.yearly.get(*at);
            fact(value, &term.kind, field, Missing::Yearly(*at, year))
        }
        Node::Attribute(at) => attribute(*at, &term.kind, context),
        Node::EntryYear => match date_attribute(context) {
            Some(at) => year_of(attribute(at, &Type::Date, context)),
            None => Outcome::known(Value::Number(Interval::ANY)),
        },
        Node::YearOf(inner) => year_of(evaluate(inner, context)),
        Node::On => number(days(context.on)),
        Node::ThisYear(by) => number(i64::from(context.on.year().saturating_add(by.0)) * ONE),
        Node::Defined(_, inner) => evaluate(inner, context),
        Node::Score(name) => score(name, context),
        Node::And(terms) => all(terms.iter().map(|term| evaluate(term, context))),
        Node::Or(terms) => any(terms.iter().map(|term| evaluate(term, context))),
        Node::Not(inner) => {
            let inner = evaluate(inner, context);
            Outcome::new(Value::Truth(!inner.value.truth()), inner.missing)
        }
        Node::Compare(comparison, left, right) => both(left, right, context, |l, r| {
            Value::Truth(compare(*comparison, l, r))
        }),
        Node::In(inner, values) => {
            let inner = evaluate(inner, context);
            let truth = match inner.value {
                Value::Exact(Some(value)) => Truth::from(values.contains(&value)),
                Value::Number(interval) => values
                    .iter()
                    .map(|value| interval.equals(Interval::exactly(*value)))
                    .fold(Truth::No, Truth::or),
                _ => Truth::Unknown,
            };
            Outcome::new(Value::Truth(truth), inner.missing)
        }
        Node::Within(inner, outer) => {
            let place = evaluate(inner, context);
            let truth = match place.value {
                Value::Exact(Some(code)) => lies_in(code, *outer),
                _ => Truth::Unknown,
            };
            let mut missing = place.missing;
            if let (Node::Field(at), Truth::Unknown) = (&inner.node, truth) {
                missing.insert(Missing::Field(*at));
            }
            Outcome::new(Value::Truth(truth), missing)
        }
        Node::Has(inner, bits) => {
            let inner = evaluate(inner, context);
            let truth = match inner.value {
                Value::Exact(Some(set)) => Truth::from(set & bits != 0),
                _ => Truth::Unknown,
            };
            Outcome::new(Value::Truth(truth), inner.missing)
        }
        Node::Known(inner) => Outcome::known(Value::Truth(Truth::from(
            evaluate(inner, context).value.is_known(),
        ))),
        Node::OrElse(left, right) => {
            let left = evaluate(left, context);
            if left.value.is_known() {
                left
            } else {
                evaluate(right, context)
            }
        }
        Node::Plus(left, right) => arithmetic(left, right, context, Interval::plus),
        Node::Minus(left, right) => arithmetic(left, right, context, Interval::minus),
        Node::Times(left, right) => arithmetic(left, right, context, Interval::times),
        Node::Over(left, right) => arithmetic(left, right, context, |l, r| {
            l.over(r).unwrap_or(Interval::ANY)
        }),
        Node::Quotient(left, right) => both(left, right, context, |l, r| {
            Value::Quotient(Quotient {
                above: l.number(),
                below: r.number(),
            })
        }),
        Node::Shift(inner, months, by) => {
            let inner = evaluate(inner, context);
            let value = inner.value.number();
            let moved = Interval {
                low: shift(value.low, *months, *by),
                high: shift(value.high, *months, *by),
            };
            Outcome::new(Value::Number(moved), inner.missing)
        }
        Node::Negative(inner) => {
            let inner = evaluate(inner, context);
            Outcome::new(
                Value::Number(inner.value.number().negative()),
                inner.missing,
            )
        }
        Node::Min(terms) => fold(terms, context, Interval::min),
        Node::Max(terms) => fold(terms, context, Interval::max),
        Node::If(condition, then, other) => {
            let condition = evaluate(condition, context);
            match condition.value.truth() {
                Truth::Yes => evaluate(then, context),
                Truth::No => evaluate(other, context),
                Truth::Unknown => {
                    either(condition, evaluate(then, context), evaluate(other, context))
                }
            }
        }
        Node::Entries(quantifier, list, of, condition) => entries(
            *quantifier,
            *list,
            of.as_deref(),
            condition.as_deref(),
            context,
        ),
    }
}

/// A value of a type.
fn typed(value: Option<i64>, kind: &Type) -> Value {
    match (kind, value) {
        (Type::Bool, Some(value)) => Value::Truth(Truth::from(value != 0)),
        (Type::Bool, None) => Value::Truth(Truth::Unknown),
        (Type::Choice(_) | Type::Set(_) | Type::Region, value) => Value::Exact(value),
        (_, Some(value)) => Value::Number(Interval::exactly(value)),
        (_, None) => Value::Number(Interval::ANY),
    }
}

/// What the profile says of a field, or that it does not.
fn fact(value: Option<i64>, kind: &Type, field: Option<&Field>, missing: Missing) -> Outcome {
    let known = typed(value, kind);
    if value.is_some() {
        return Outcome::known(known);
    }
    let positive = field.is_some_and(|field| !field.negative);
    let open = match known {
        Value::Number(_) if positive && *kind != Type::Date => Value::Number(Interval::SOME),
        other => other,
    };
    Outcome::new(open, BTreeSet::from([missing]))
}

fn attribute(at: usize, kind: &Type, context: Context<'_>) -> Outcome {
    let Some((list, entry)) = context.entry else {
        return Outcome::known(typed(None, kind));
    };
    let value = context
        .profile
        .list(list)
        .and_then(|entries| entries.get(entry))
        .and_then(|entry| entry.value(Some(at)));
    let field = context
        .vocabulary
        .lists
        .get(list)
        .and_then(|list| list.attributes.get(at));
    let attribute = at;
    fact(
        value,
        kind,
        field,
        Missing::Attribute {
            list,
            entry,
            attribute,
        },
    )
}

fn date_attribute(context: Context<'_>) -> Option<usize> {
    let (list, _) = context.entry?;
    context.vocabulary.lists.get(list)?.attribute("date")
}

fn year_of(date: Outcome) -> Outcome {
    let year = |days: i64| day(days).map(|day| i64::from(day.year()) * ONE);
    let value = date.value.number();
    let years = Interval {
        low: year(value.low).unwrap_or(i64::MIN),
        high: year(value.high).unwrap_or(i64::MAX),
    };
    Outcome::new(Value::Number(years), date.missing)
}

/// A day, moved by months and days; what has no bound keeps none.
pub(crate) fn shift(days_from: i64, months: i32, by: i32) -> i64 {
    if days_from == i64::MIN || days_from == i64::MAX {
        return days_from;
    }
    // What leads out of the calendar has no bound on that side.
    let far = if months < 0 || by < 0 {
        i64::MIN
    } else {
        i64::MAX
    };
    let span = Span::new()
        .try_months(months)
        .and_then(|span| span.try_days(by));
    span.ok()
        .and_then(|span| day(days_from)?.checked_add(span).ok())
        .map_or(far, days)
}

/// Whether a region's code lies within another's: the tree of the table, which for every code in it is the same as
/// comparing the digits that matter (a test says so).
pub fn within(code: i64, outer: i64) -> bool {
    if outer % 10_000 == 0 {
        code / 10_000 == outer / 10_000
    } else if outer % 100 == 0 {
        code / 100 == outer / 100
    } else {
        code == outer
    }
}

/// Whether a place lies in another; a place that is wider than the other leaves it open.
pub(crate) fn lies_in(code: i64, outer: i64) -> Truth {
    if within(code, outer) {
        Truth::Yes
    } else if within(outer, code) {
        Truth::Unknown
    } else {
        Truth::No
    }
}

fn all(outcomes: impl Iterator<Item = Outcome>) -> Outcome {
    let mut truth = Truth::Yes;
    let mut missing = BTreeSet::new();
    for outcome in outcomes {
        truth = truth.and(outcome.value.truth());
        if truth == Truth::No {
            return Outcome::known(Value::Truth(Truth::No));
        }
        missing.extend(outcome.missing);
    }
    Outcome::new(Value::Truth(truth), missing)
}

fn any(outcomes: impl Iterator<Item = Outcome>) -> Outcome {
    let mut truth = Truth::No;
    let mut missing = BTreeSet::new();
    for outcome in outcomes {
        truth = truth.or(outcome.value.truth());
        if truth == Truth::Yes {
            return Outcome::known(Value::Truth(Truth::Yes));
        }
        missing.extend(outcome.missing);
    }
    Outcome::new(Value::Truth(truth), missing)
}

fn both(
    left: &Term,
    right: &Term,
    context: Context<'_>,
    join: impl Fn(Value, Value) -> Value,
) -> Outcome {
    let (left, right) = (evaluate(left, context), evaluate(right, context));
    let value = join(left.value, right.value);
    let mut missing = left.missing;
    missing.extend(right.missing);
    Outcome::new(value, missing)
}

fn arithmetic(
    left: &Term,
    right: &Term,
    context: Context<'_>,
    join: impl Fn(Interval, Interval) -> Interval,
) -> Outcome {
    both(left, right, context, |l, r| {
        Value::Number(join(l.number(), r.number()))
    })
}

fn fold(
    terms: &[Term],
    context: Context<'_>,
    join: impl Fn(Interval, Interval) -> Interval,
) -> Outcome {
    let mut missing = BTreeSet::new();
    let mut value: Option<Interval> = None;
    for term in terms {
        let outcome = evaluate(term, context);
        let next = outcome.value.number();
        missing.extend(outcome.missing);
        value = Some(value.map_or(next, |value| join(value, next)));
    }
    Outcome::new(Value::Number(value.unwrap_or(Interval::ANY)), missing)
}

/// One of two, it is not known which.
fn either(condition: Outcome, then: Outcome, other: Outcome) -> Outcome {
    let value = match (then.value, other.value) {
        (Value::Number(l), Value::Number(r)) => Value::Number(l.hull(r)),
        (Value::Truth(l), Value::Truth(r)) if l == r => Value::Truth(l),
        (Value::Exact(l), Value::Exact(r)) if l == r => Value::Exact(l),
        (Value::Truth(_), _) => Value::Truth(Truth::Unknown),
        (Value::Exact(_), _) => Value::Exact(None),
        _ => Value::Number(Interval::ANY),
    };
    let mut missing = condition.missing;
    missing.extend(then.missing);
    missing.extend(other.missing);
    Outcome::new(value, missing)
}

fn compare(comparison: Comparison, left: Value, right: Value) -> Truth {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => match comparison {
            Comparison::Equal => left.equals(right),
            Comparison::Unequal => !left.equals(right),
            Comparison::Less => left.less(right),
            Comparison::AtMost => left.at_most(right),
            Comparison::Greater => right.less(left),
            Comparison::AtLeast => right.at_most(left),
        },
        (Value::Exact(Some(left)), Value::Exact(Some(right))) => match comparison {
            Comparison::Equal => Truth::from(left == right),
            _ => Truth::from(left != right),
        },
        (Value::Truth(left), Value::Truth(right))
            if left != Truth::Unknown && right != Truth::Unknown =>
        {
            Truth::from((left == right) == (comparison == Comparison::Equal))
        }
        (Value::Quotient(quotient), Value::Number(rate)) => {
            let Some(rate) = rate.exact() else {
                return Truth::Unknown;
            };
            match comparison {
                Comparison::AtLeast => quotient.at_least(rate),
                Comparison::Greater => quotient.greater(rate),
                Comparison::AtMost => quotient.at_most(rate),
                Comparison::Less => quotient.less(rate),
                // INVARIANT: the check refuses `=` and `!=` here.
                Comparison::Equal | Comparison::Unequal => Truth::Unknown,
            }
        }
        _ => Truth::Unknown,
    }
}

fn entries(
    quantifier: Quantifier,
    list: usize,
    of: Option<&Term>,
    condition: Option<&Term>,
    context: Context<'_>,
) -> Outcome {
    let Some(entries) = context.profile.list(list) else {
        let open = match quantifier {
            Quantifier::Any | Quantifier::All => Value::Truth(Truth::Unknown),
            _ => Value::Number(of_unknown_list(of, list, context.vocabulary)),
        };
        return Outcome::new(open, BTreeSet::from([Missing::List(list)]));
    };
    let seen = (0..entries.len()).map(|entry| context.at(list, entry));
    let chosen = |at: Context<'_>| match condition {
        Some(condition) => evaluate(condition, at),
        None => Outcome::known(Value::Truth(Truth::Yes)),
    };
    match quantifier {
        Quantifier::Any => any(seen.map(chosen)),
        Quantifier::All => all(seen.map(chosen)),
        Quantifier::Count => {
            let mut missing = BTreeSet::new();
            let mut count = Interval::ZERO;
            for at in seen {
                let outcome = chosen(at);
                match outcome.value.truth() {
                    Truth::Yes => count = count.plus(Interval::exactly(ONE)),
                    Truth::No => {}
                    Truth::Unknown => count = count.plus(Interval { low: 0, high: ONE }),
                }
                missing.extend(outcome.missing);
            }
            Outcome::new(Value::Number(count), missing)
        }
        Quantifier::Sum | Quantifier::Largest => {
            let mut missing = BTreeSet::new();
            let mut total = Interval::ZERO;
            for at in seen {
                let outcome = chosen(at);
                let truth = outcome.value.truth();
                if truth == Truth::No {
                    continue;
                }
                let Some(of) = of else { continue };
                let worth = evaluate(of, at);
                let mut value = worth.value.number();
                missing.extend(outcome.missing);
                missing.extend(worth.missing);
                if truth == Truth::Unknown {
                    value = value.hull(Interval::ZERO);
                }
                total = match quantifier {
                    Quantifier::Sum => total.plus(value),
                    _ => total.max(value),
                };
            }
            Outcome::new(Value::Number(total), missing)
        }
    }
}

/// What entries of which nothing is known can add up to: not below zero, unless an entry can be.
pub(crate) fn of_unknown_list(of: Option<&Term>, list: usize, vocabulary: &Vocabulary) -> Interval {
    let attributes = vocabulary
        .lists
        .get(list)
        .map_or(&[][..], |list| &list.attributes);
    let positive = match of.map(|of| &of.node) {
        None => true,
        Some(Node::Attribute(at)) => attributes.get(*at).is_some_and(|field| !field.negative),
        Some(_) => false,
    };
    if positive {
        Interval::SOME
    } else {
        Interval::ANY
    }
}

/// The points of a form or of a group of it.
fn score(name: &str, context: Context<'_>) -> Outcome {
    let mut missing = BTreeSet::new();
    let mut total = Interval::ZERO;
    for indicator in form::indicators(&context.pack.forms, name) {
        let picked = pick(&indicator.tiers, context);
        let points = picked.rows.iter().filter_map(|row| match row {
            Some(at) => indicator.tiers.rows.get(*at).map(|row| match row.worth {
                Worth::Points(points) => points,
                Worth::Rate(_) | Worth::Fixed(_) => 0,
            }),
            None => Some(0),
        });
        let points = points.map(Interval::exactly).reduce(Interval::hull);
        total = total.plus(points.unwrap_or(Interval::ZERO));
        missing.extend(picked.missing);
    }
    Outcome::new(Value::Number(total), missing)
}

/// The rows of a table that can count: one, if all is known; `None` stands for no row at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picked {
    /// The places of the rows.
    pub rows: Vec<Option<usize>>,
    /// What is missing to say which.
    pub missing: BTreeSet<Missing>,
}

/// Looks for the row of a table.
pub fn pick(tiers: &Tiers, context: Context<'_>) -> Picked {
    pick_by(tiers, tiers.by.as_ref(), context)
}

/// Looks for the row of a table by a measure of its own: the one that held before, for differences.
pub fn pick_by(tiers: &Tiers, by: Option<&Term>, context: Context<'_>) -> Picked {
    let by = by.map(|by| evaluate(by, context));
    let mut rows = Vec::new();
    let mut missing = BTreeSet::new();
    for (at, row) in tiers.rows.iter().enumerate() {
        let (truth, lacks) = match (&row.covers, &by) {
            (Covers::Rest, _) => (Truth::Yes, BTreeSet::new()),
            (Covers::When(condition), _) => {
                let outcome = evaluate(condition, context);
                (outcome.value.truth(), outcome.missing)
            }
            (Covers::Choices(values), Some(by)) => match by.value {
                Value::Exact(Some(value)) => {
                    (Truth::from(values.contains(&value)), BTreeSet::new())
                }
                _ => (Truth::Unknown, by.missing.clone()),
            },
            (
                Covers::Range {
                    low,
                    high,
                    above,
                    below,
                },
                Some(by),
            ) => (
                in_range(by.value, (*low, *high), (*above, *below)),
                by.missing.clone(),
            ),
            (Covers::Choices(_) | Covers::Range { .. }, None) => (Truth::No, BTreeSet::new()),
        };
        match truth {
            Truth::No => {}
            Truth::Yes => {
                rows.push(Some(at));
                return Picked { rows, missing };
            }
            Truth::Unknown => {
                rows.push(Some(at));
                missing.extend(lacks);
            }
        }
    }
    rows.push(None);
    Picked { rows, missing }
}

fn in_range(value: Value, (low, high): (i64, i64), (above, below): (bool, bool)) -> Truth {
    match value {
        Value::Number(interval) => {
            let from = if low == i64::MIN {
                Truth::Yes
            } else {
                Interval::exactly(low).at_most(interval)
            };
            let to = if high == i64::MAX {
                Truth::Yes
            } else {
                interval.at_most(Interval::exactly(high))
            };
            from.and(to)
        }
        Value::Quotient(quotient) => Covers::holds_quotient(quotient, low, high, above, below),
        _ => Truth::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use xinqiao_record::{Region, RegionCode};

    #[test]
    fn the_digits_of_a_code_are_its_place_in_the_tree() {
        let code = |region: RegionCode| region.to_string().parse::<i64>().unwrap();
        let wide: Vec<&Region> = Region::all()
            .filter(|region| region.code.level() != xinqiao_record::region::Level::County)
            .collect();
        for inner in Region::all() {
            // Every province and city, and every county itself with one that stands beside it in the table.
            for outer in wide.iter().copied().chain([inner, wide[0]]) {
                assert_eq!(
                    within(code(inner.code), code(outer.code)),
                    inner.code.within(outer.code),
                    "{} in {}",
                    inner.code,
                    outer.code
                );
            }
        }
    }
}
