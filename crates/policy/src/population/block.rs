//! Walks a term over a block of firms, or over the entries of their lists.

use std::borrow::Cow;
use std::ops::Range;

use jiff::civil::Date;

use crate::evaluate::one::{shift, within};
use crate::language::check::{day, days};
use crate::language::syntax::Quantifier;
use crate::language::term::{Comparison, Node};
use crate::language::{Term, Type};
use crate::pack::tiers::{Covers, Tiers, Worth};
use crate::pack::{Clause, Pack, form};
use crate::value::interval::Quotient;
use crate::value::{Interval, ONE, Truth};
use crate::vocabulary::{Field, Vocabulary};

use super::columns::{Column, ListColumns, Population};

/// No, in a lane of truths.
pub const NO: u8 = 0;
/// Yes.
pub const YES: u8 = 1;
/// Not known.
pub const UNKNOWN: u8 = 2;

/// Stands for bits that were not kept.
pub(super) const ANY_BITS: u64 = u64::MAX;

/// One value for all lanes, or one for each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Side<'p> {
    /// The same everywhere.
    All(i64),
    /// One for each lane.
    Each(Cow<'p, [i64]>),
}

impl Side<'_> {
    /// A lane's value.
    pub fn at(&self, lane: usize) -> i64 {
        match self {
            Side::All(value) => *value,
            Side::Each(values) => values.get(lane).copied().unwrap_or_default(),
        }
    }
}

fn zip<'p>(left: &Side<'_>, right: &Side<'_>, f: impl Fn(i64, i64) -> i64) -> Side<'p> {
    let each = |values: Vec<i64>| Side::Each(Cow::Owned(values));
    match (left, right) {
        (Side::All(l), Side::All(r)) => Side::All(f(*l, *r)),
        (Side::Each(l), Side::All(r)) => each(l.iter().map(|l| f(*l, *r)).collect()),
        (Side::All(l), Side::Each(r)) => each(r.iter().map(|r| f(*l, *r)).collect()),
        (Side::Each(l), Side::Each(r)) => {
            each(l.iter().zip(r.iter()).map(|(l, r)| f(*l, *r)).collect())
        }
    }
}

fn truths(
    left: &Side<'_>,
    right: &Side<'_>,
    lanes: usize,
    f: impl Fn(i64, i64) -> bool,
) -> Vec<u8> {
    match (left, right) {
        (Side::All(l), Side::All(r)) => vec![u8::from(f(*l, *r)); lanes],
        (Side::Each(l), Side::All(r)) => l.iter().map(|l| u8::from(f(*l, *r))).collect(),
        (Side::All(l), Side::Each(r)) => r.iter().map(|r| u8::from(f(*l, *r))).collect(),
        (Side::Each(l), Side::Each(r)) => l
            .iter()
            .zip(r.iter())
            .map(|(l, r)| u8::from(f(*l, *r)))
            .collect(),
    }
}

/// Ordered values; where all are known exactly there is no upper side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lanes<'p> {
    /// The smallest possible values.
    pub low: Side<'p>,
    /// The greatest, where they differ.
    pub high: Option<Side<'p>>,
    /// All bits of all values together, where that was kept: no value is negative unless the first bit is set, and none
    /// is greater. All bits set, where it was not.
    pub bits: u64,
}

impl<'p> Lanes<'p> {
    fn all(interval: Interval) -> Self {
        Lanes {
            low: Side::All(interval.low),
            high: (interval.low != interval.high).then_some(Side::All(interval.high)),
            bits: interval.low.cast_unsigned(),
        }
    }

    fn each(values: Vec<i64>) -> Self {
        Lanes {
            low: Side::Each(Cow::Owned(values)),
            high: None,
            bits: ANY_BITS,
        }
    }

    fn of(intervals: impl Iterator<Item = Interval>) -> Self {
        let (low, high): (Vec<i64>, Vec<i64>) = intervals.map(|one| (one.low, one.high)).unzip();
        let exact = low == high;
        Lanes {
            low: Side::Each(Cow::Owned(low)),
            high: (!exact).then_some(Side::Each(Cow::Owned(high))),
            bits: ANY_BITS,
        }
    }

    /// The greatest possible values.
    pub fn top(&self) -> &Side<'p> {
        self.high.as_ref().unwrap_or(&self.low)
    }

    /// Nothing above a limit.
    #[must_use]
    pub fn at_most(self, limit: i64) -> Self {
        let limit = Side::All(limit);
        Lanes {
            low: zip(&self.low, &limit, i64::min),
            high: self.high.map(|high| zip(&high, &limit, i64::min)),
            bits: ANY_BITS,
        }
    }

    /// The most by which this can exceed the other, and nothing below zero.
    #[must_use]
    pub fn less(&self, other: &Lanes<'_>, lanes: usize) -> Lanes<'p> {
        if self.high.is_none() && other.high.is_none() {
            return Lanes {
                low: zip(&self.low, &other.low, |now, then| {
                    now.saturating_sub(then).max(0)
                }),
                high: None,
                bits: ANY_BITS,
            };
        }
        let difference = |lane: usize| self.at(lane).minus(other.at(lane)).max(Interval::ZERO).high;
        Lanes::each((0..lanes).map(difference).collect())
    }

    /// A lane.
    pub fn at(&self, lane: usize) -> Interval {
        Interval {
            low: self.low.at(lane),
            high: self.top().at(lane),
        }
    }
}

/// What a term is worth in every lane.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Worths<'p> {
    /// Yes, no, not known.
    Truth(Vec<u8>),
    /// Ordered values.
    Number(Lanes<'p>),
    /// Choices, regions, sets, and whether they are known.
    Exact(Side<'p>, Option<Cow<'p, [bool]>>),
    /// Shares that are not rounded.
    Quotient(Lanes<'p>, Lanes<'p>),
}

/// A run of firms, or of the entries of one of their lists.
#[derive(Debug, Clone)]
pub struct Block<'a> {
    /// The words.
    pub vocabulary: &'a Vocabulary,
    /// The firms.
    pub population: &'a Population,
    /// The pack.
    pub pack: &'a Pack,
    /// The clause, for its figures.
    pub clause: Option<&'a Clause>,
    /// The day that is asked about.
    pub on: Date,
    /// Which firms.
    pub firms: Range<usize>,
    /// The entries that are looked at, if any: the list, which of them, and for each the lane of its firm.
    pub entries: Option<(usize, Range<usize>, &'a [usize])>,
}

impl<'a> Block<'a> {
    /// How many lanes.
    pub fn lanes(&self) -> usize {
        match &self.entries {
            Some((_, range, _)) => range.len(),
            None => self.firms.len(),
        }
    }

    /// What a term is worth.
    pub fn evaluate(&self, term: &Term) -> Worths<'a> {
        match &term.node {
            Node::Constant(value) => self.same(*value, &term.kind),
            Node::Duration(..) => Worths::Number(Lanes::all(Interval::ANY)),
            Node::Parameter(name) => {
                let own = self.clause.and_then(|clause| clause.parameters.get(name));
                let value = own
                    .or_else(|| self.pack.parameters.get(name))
                    .map(|(value, _)| *value);
                self.same(value.unwrap_or_default(), &term.kind)
            }
            Node::Field(at) => {
                let column = self.population.fields.get(*at).and_then(Option::as_ref);
                self.firm_column(column, &term.kind, self.vocabulary.fields.get(*at))
            }
            Node::Yearly(at, year) => {
                let key = (*at, year.calendar(self.on.year()));
                let column = self.population.yearly.get(&key);
                self.firm_column(column, &term.kind, self.vocabulary.yearly.get(*at))
            }
            Node::Attribute(at) => self.attribute(*at, &term.kind),
            Node::EntryYear => match self.list_shape().and_then(|list| list.attribute("date")) {
                Some(at) => Worths::Number(years(
                    &number(self.attribute(at, &Type::Date)),
                    self.lanes(),
                )),
                None => Worths::Number(Lanes::all(Interval::ANY)),
            },
            Node::YearOf(inner) => Worths::Number(years(&self.number(inner), self.lanes())),
            Node::On => Worths::Number(Lanes::all(Interval::exactly(days(self.on)))),
            Node::ThisYear(by) => {
                let year = i64::from(self.on.year().saturating_add(by.0)) * ONE;
                Worths::Number(Lanes::all(Interval::exactly(year)))
            }
            Node::Defined(_, inner) => self.evaluate(inner),
            Node::Score(name) => Worths::Number(self.score(name)),
            Node::And(terms) => Worths::Truth(self.all(terms)),
            Node::Or(terms) => {
                let mut result = vec![NO; self.lanes()];
                for term in terms {
                    for (result, truth) in result.iter_mut().zip(self.truth(term)) {
                        *result = or(*result, truth);
                    }
                }
                Worths::Truth(result)
            }
            Node::Not(inner) => {
                let mut truth = self.truth(inner);
                for one in &mut truth {
                    // Yes and no change places, "not known" stays.
                    *one = if *one == UNKNOWN { UNKNOWN } else { 1 - *one };
                }
                Worths::Truth(truth)
            }
            Node::Compare(comparison, left, right) => {
                Worths::Truth(self.compare(*comparison, self.evaluate(left), self.evaluate(right)))
            }
            Node::In(inner, values) => {
                Worths::Truth(self.decide(self.evaluate(inner), |value| values.contains(&value)))
            }
            Node::Within(inner, outer) => {
                Worths::Truth(self.decide(self.evaluate(inner), |code| within(code, *outer)))
            }
            Node::Has(inner, bits) => {
                Worths::Truth(self.decide(self.evaluate(inner), |set| set & bits != 0))
            }
            Node::Known(inner) => Worths::Truth(
                self.known(&self.evaluate(inner))
                    .into_iter()
                    .map(u8::from)
                    .collect(),
            ),
            Node::OrElse(left, right) => {
                let left = self.evaluate(left);
                let known = self.known(&left);
                self.choose(&known, left, self.evaluate(right))
            }
            Node::Plus(left, right) => self.join(left, right, i64::checked_add, Interval::plus),
            Node::Minus(left, right) => self.join(left, right, i64::checked_sub, Interval::minus),
            Node::Times(left, right) => {
                Worths::Number(self.times(&self.number(left), &self.number(right)))
            }
            Node::Over(left, right) => {
                let (left, right) = (self.number(left), self.number(right));
                let lanes = 0..self.lanes();
                Worths::Number(Lanes::of(lanes.map(|lane| {
                    left.at(lane).over(right.at(lane)).unwrap_or(Interval::ANY)
                })))
            }
            Node::Quotient(left, right) => Worths::Quotient(self.number(left), self.number(right)),
            Node::Shift(inner, months, by) => {
                let inner = self.number(inner);
                let moved = |value: i64| shift(value, *months, *by);
                let one = |side: &Side<'_>| match side {
                    Side::All(value) => Side::All(moved(*value)),
                    Side::Each(values) => Side::Each(Cow::Owned(
                        values.iter().map(|value| moved(*value)).collect(),
                    )),
                };
                Worths::Number(Lanes {
                    low: one(&inner.low),
                    high: inner.high.as_ref().map(one),
                    bits: ANY_BITS,
                })
            }
            Node::Negative(inner) => {
                let inner = self.number(inner);
                let lanes = 0..self.lanes();
                Worths::Number(Lanes::of(lanes.map(|lane| inner.at(lane).negative())))
            }
            Node::Min(terms) => Worths::Number(self.fold(terms, i64::min)),
            Node::Max(terms) => Worths::Number(self.fold(terms, i64::max)),
            Node::If(condition, then, other) => {
                let condition = self.truth(condition);
                let (then, other) = (self.evaluate(then), self.evaluate(other));
                self.branch(&condition, then, other)
            }
            Node::Entries(quantifier, list, of, condition) => {
                self.entries(*quantifier, *list, of.as_deref(), condition.as_deref())
            }
        }
    }

    /// A term as truths.
    pub fn truth(&self, term: &Term) -> Vec<u8> {
        match self.evaluate(term) {
            Worths::Truth(truth) => truth,
            _ => vec![UNKNOWN; self.lanes()],
        }
    }

    /// A term as numbers.
    pub fn number(&self, term: &Term) -> Lanes<'a> {
        number(self.evaluate(term))
    }

    /// All terms hold; once no lane is open, the rest is not looked at.
    fn all(&self, terms: &[Term]) -> Vec<u8> {
        let mut result = vec![YES; self.lanes()];
        for term in terms {
            for (result, truth) in result.iter_mut().zip(self.truth(term)) {
                *result = and(*result, truth);
            }
        }
        result
    }

    fn same(&self, value: i64, kind: &Type) -> Worths<'a> {
        match kind {
            Type::Bool => Worths::Truth(vec![u8::from(value != 0); self.lanes()]),
            Type::Choice(_) | Type::Set(_) | Type::Region => Worths::Exact(Side::All(value), None),
            _ => Worths::Number(Lanes::all(Interval::exactly(value))),
        }
    }

    fn list_shape(&self) -> Option<&'a crate::vocabulary::List> {
        let (list, ..) = self.entries.as_ref()?;
        self.vocabulary.lists.get(*list)
    }

    fn columns(&self) -> Option<(&'a ListColumns, Range<usize>)> {
        let (list, range, _) = self.entries.as_ref()?;
        let columns = self.population.lists.get(*list)?.as_ref()?;
        Some((columns, range.clone()))
    }

    fn attribute(&self, at: usize, kind: &Type) -> Worths<'a> {
        let field = self.list_shape().and_then(|list| list.attributes.get(at));
        match self.columns() {
            Some((columns, range)) => match columns.attributes.get(at) {
                Some(column) => read(column, range, kind, field),
                None => unknown(kind, field, range.len()),
            },
            None => unknown(kind, field, self.lanes()),
        }
    }

    fn firm_column(
        &self,
        column: Option<&'a Column>,
        kind: &Type,
        field: Option<&Field>,
    ) -> Worths<'a> {
        let Some(column) = column else {
            return unknown(kind, field, self.lanes());
        };
        let worths = read(column, self.firms.clone(), kind, field);
        let Some((_, _, owners)) = &self.entries else {
            return worths;
        };
        let gather = |side: &Side<'_>| match side {
            Side::All(value) => Side::All(*value),
            Side::Each(_) => Side::Each(Cow::Owned(
                owners.iter().map(|owner| side.at(*owner)).collect(),
            )),
        };
        let lanes = |lanes: &Lanes<'_>| Lanes {
            low: gather(&lanes.low),
            high: lanes.high.as_ref().map(gather),
            bits: lanes.bits,
        };
        match &worths {
            Worths::Truth(truth) => Worths::Truth(
                owners
                    .iter()
                    .map(|owner| truth.get(*owner).copied().unwrap_or(UNKNOWN))
                    .collect(),
            ),
            Worths::Number(numbers) => Worths::Number(lanes(numbers)),
            Worths::Exact(side, known) => Worths::Exact(
                gather(side),
                known.as_ref().map(|known| {
                    Cow::Owned(
                        owners
                            .iter()
                            .map(|owner| known.get(*owner) == Some(&true))
                            .collect(),
                    )
                }),
            ),
            Worths::Quotient(above, below) => Worths::Quotient(lanes(above), lanes(below)),
        }
    }

    fn known(&self, worths: &Worths<'_>) -> Vec<bool> {
        let exact = |lanes: &Lanes<'_>| -> Vec<bool> {
            (0..self.lanes())
                .map(|lane| lanes.at(lane).exact().is_some())
                .collect()
        };
        match worths {
            Worths::Truth(truth) => truth.iter().map(|truth| *truth != UNKNOWN).collect(),
            Worths::Number(lanes) => exact(lanes),
            Worths::Exact(_, None) => vec![true; self.lanes()],
            Worths::Exact(_, Some(known)) => known.to_vec(),
            Worths::Quotient(above, below) => exact(above)
                .into_iter()
                .zip(exact(below))
                .map(|(l, r)| l && r)
                .collect(),
        }
    }

    /// The first where it is known, the second elsewhere.
    fn choose(&self, known: &[bool], left: Worths<'a>, right: Worths<'a>) -> Worths<'a> {
        let condition: Vec<u8> = known.iter().map(|known| u8::from(*known)).collect();
        self.branch(&condition, left, right)
    }

    fn branch(&self, condition: &[u8], then: Worths<'a>, other: Worths<'a>) -> Worths<'a> {
        match (then, other) {
            (Worths::Number(l), Worths::Number(r)) => {
                Worths::Number(Lanes::of(condition.iter().enumerate().map(
                    |(lane, truth)| match *truth {
                        YES => l.at(lane),
                        NO => r.at(lane),
                        _ => l.at(lane).hull(r.at(lane)),
                    },
                )))
            }
            (Worths::Truth(l), Worths::Truth(r)) => Worths::Truth(
                condition
                    .iter()
                    .zip(l.iter().zip(&r))
                    .map(|(truth, (l, r))| match *truth {
                        YES => *l,
                        NO => *r,
                        _ if l == r => *l,
                        _ => UNKNOWN,
                    })
                    .collect(),
            ),
            (then @ Worths::Exact(..), other @ Worths::Exact(..)) => {
                let (l_known, r_known) = (self.known(&then), self.known(&other));
                let (Worths::Exact(l, _), Worths::Exact(r, _)) = (&then, &other) else {
                    return then;
                };
                let lanes = condition.iter().enumerate().map(|(lane, truth)| {
                    let left = (l.at(lane), l_known.get(lane) == Some(&true));
                    let right = (r.at(lane), r_known.get(lane) == Some(&true));
                    match *truth {
                        YES => left,
                        NO => right,
                        _ if left == right => left,
                        _ => (0, false),
                    }
                });
                let (values, known): (Vec<i64>, Vec<bool>) = lanes.unzip();
                Worths::Exact(Side::Each(Cow::Owned(values)), Some(Cow::Owned(known)))
            }
            _ => Worths::Number(Lanes::all(Interval::ANY)),
        }
    }

    fn decide(&self, worths: Worths<'_>, holds: impl Fn(i64) -> bool) -> Vec<u8> {
        match worths {
            Worths::Exact(side, known) => {
                let mut truth = truths(&side, &Side::All(0), self.lanes(), |value, _| holds(value));
                if let Some(known) = known {
                    for (truth, known) in truth.iter_mut().zip(known.iter()) {
                        if !known {
                            *truth = UNKNOWN;
                        }
                    }
                }
                truth
            }
            Worths::Number(lanes) => (0..self.lanes())
                .map(|lane| {
                    lanes
                        .at(lane)
                        .exact()
                        .map_or(UNKNOWN, |value| u8::from(holds(value)))
                })
                .collect(),
            _ => vec![UNKNOWN; self.lanes()],
        }
    }

    fn compare(&self, comparison: Comparison, left: Worths<'_>, right: Worths<'_>) -> Vec<u8> {
        let lanes = self.lanes();
        match (left, right) {
            (Worths::Number(left), Worths::Number(right)) => {
                if left.high.is_none() && right.high.is_none() {
                    let (l, r) = (&left.low, &right.low);
                    return match comparison {
                        Comparison::Equal => truths(l, r, lanes, |l, r| l == r),
                        Comparison::Unequal => truths(l, r, lanes, |l, r| l != r),
                        Comparison::Less => truths(l, r, lanes, |l, r| l < r),
                        Comparison::AtMost => truths(l, r, lanes, |l, r| l <= r),
                        Comparison::Greater => truths(l, r, lanes, |l, r| l > r),
                        Comparison::AtLeast => truths(l, r, lanes, |l, r| l >= r),
                    };
                }
                (0..lanes)
                    .map(|lane| {
                        let (l, r) = (left.at(lane), right.at(lane));
                        byte(match comparison {
                            Comparison::Equal => l.equals(r),
                            Comparison::Unequal => !l.equals(r),
                            Comparison::Less => l.less(r),
                            Comparison::AtMost => l.at_most(r),
                            Comparison::Greater => r.less(l),
                            Comparison::AtLeast => r.at_most(l),
                        })
                    })
                    .collect()
            }
            (left @ Worths::Exact(..), right @ Worths::Exact(..)) => {
                let (l_known, r_known) = (self.known(&left), self.known(&right));
                let (Worths::Exact(l, _), Worths::Exact(r, _)) = (&left, &right) else {
                    return vec![UNKNOWN; lanes];
                };
                let equal = comparison == Comparison::Equal;
                let mut truth = truths(l, r, lanes, |l, r| (l == r) == equal);
                for (truth, (l, r)) in truth.iter_mut().zip(l_known.iter().zip(&r_known)) {
                    if !(*l && *r) {
                        *truth = UNKNOWN;
                    }
                }
                truth
            }
            (Worths::Truth(left), Worths::Truth(right)) => left
                .iter()
                .zip(&right)
                .map(|(l, r)| match (*l, *r) {
                    (UNKNOWN, _) | (_, UNKNOWN) => UNKNOWN,
                    (l, r) => u8::from((l == r) == (comparison == Comparison::Equal)),
                })
                .collect(),
            (Worths::Quotient(above, below), Worths::Number(rate)) => {
                self.compare_quotient(comparison, &above, &below, &rate)
            }
            _ => vec![UNKNOWN; lanes],
        }
    }

    fn compare_quotient(
        &self,
        comparison: Comparison,
        above: &Lanes<'_>,
        below: &Lanes<'_>,
        rate: &Lanes<'_>,
    ) -> Vec<u8> {
        let one = |lane: usize| {
            let quotient = Quotient {
                above: above.at(lane),
                below: below.at(lane),
            };
            let Some(rate) = rate.at(lane).exact() else {
                return UNKNOWN;
            };
            byte(match comparison {
                Comparison::AtLeast => quotient.at_least(rate),
                Comparison::Greater => quotient.greater(rate),
                Comparison::AtMost => quotient.at_most(rate),
                Comparison::Less => quotient.less(rate),
                Comparison::Equal | Comparison::Unequal => Truth::Unknown,
            })
        };
        if let (None, None, Side::All(rate)) = (&above.high, &below.high, &rate.low) {
            if fits(above, ONE) && fits(below, *rate) {
                let cross = |holds: fn(i64, i64) -> bool| {
                    truths(&above.low, &below.low, self.lanes(), |above, below| {
                        (below > 0) & holds(above.wrapping_mul(ONE), rate.wrapping_mul(below))
                    })
                };
                return match comparison {
                    Comparison::AtLeast => cross(|l, r| l >= r),
                    Comparison::Greater => cross(|l, r| l > r),
                    Comparison::AtMost => cross(|l, r| l <= r),
                    Comparison::Less => cross(|l, r| l < r),
                    Comparison::Equal | Comparison::Unequal => vec![UNKNOWN; self.lanes()],
                };
            }
            // Cross-multiplied in 128 bits; whatever is divided by zero or less gives no.
            let rate = i128::from(*rate);
            let cross = |holds: fn(i128, i128) -> bool| {
                truths(&above.low, &below.low, self.lanes(), |above, below| {
                    below > 0
                        && holds(
                            i128::from(above) * i128::from(ONE),
                            rate * i128::from(below),
                        )
                })
            };
            return match comparison {
                Comparison::AtLeast => cross(|l, r| l >= r),
                Comparison::Greater => cross(|l, r| l > r),
                Comparison::AtMost => cross(|l, r| l <= r),
                Comparison::Less => cross(|l, r| l < r),
                Comparison::Equal | Comparison::Unequal => vec![UNKNOWN; self.lanes()],
            };
        }
        (0..self.lanes()).map(one).collect()
    }

    fn join(
        &self,
        left: &Term,
        right: &Term,
        exact: fn(i64, i64) -> Option<i64>,
        interval: fn(Interval, Interval) -> Interval,
    ) -> Worths<'a> {
        let (left, right) = (self.number(left), self.number(right));
        if left.high.is_none() && right.high.is_none() {
            let saturated = |l: i64, r: i64| {
                exact(l, r)
                    .unwrap_or_else(|| interval(Interval::exactly(l), Interval::exactly(r)).low)
            };
            return Worths::Number(Lanes {
                low: zip(&left.low, &right.low, saturated),
                high: None,
                bits: ANY_BITS,
            });
        }
        let lanes = 0..self.lanes();
        Worths::Number(Lanes::of(
            lanes.map(|lane| interval(left.at(lane), right.at(lane))),
        ))
    }

    /// Times a rate or plain number.
    pub fn times(&self, left: &Lanes<'_>, right: &Lanes<'_>) -> Lanes<'a> {
        if let (None, None, Side::Each(values), Side::All(rate)) =
            (&left.high, &right.high, &left.low, &right.low)
            && let Some(share) = share_of(values, left.bits, *rate, i64::MAX, None)
        {
            return Lanes::each(share);
        }
        if left.high.is_none() && right.high.is_none() {
            let one = |l: i64, r: i64| match l.checked_mul(r) {
                Some(product) => product.div_euclid(ONE),
                None => Interval::exactly(l).times(Interval::exactly(r)).low,
            };
            return Lanes {
                low: zip(&left.low, &right.low, one),
                high: None,
                bits: ANY_BITS,
            };
        }
        Lanes::of((0..self.lanes()).map(|lane| left.at(lane).times(right.at(lane))))
    }

    fn fold(&self, terms: &[Term], pick: impl Fn(i64, i64) -> i64 + Copy) -> Lanes<'a> {
        let mut result: Option<Lanes<'a>> = None;
        for term in terms {
            let next = self.number(term);
            result = Some(match result {
                None => next,
                Some(result) => Lanes {
                    low: zip(&result.low, &next.low, pick),
                    high: (result.high.is_some() || next.high.is_some())
                        .then(|| zip(result.top(), next.top(), pick)),
                    // One of both is picked, so no bit is new.
                    bits: result.bits | next.bits,
                },
            });
        }
        result.unwrap_or_else(|| Lanes::all(Interval::ANY))
    }

    /// The entries of a list of the block's firms, with the lane of each one's firm.
    pub fn entry_owners(&self, list: usize) -> Option<(Range<usize>, Vec<usize>)> {
        let columns = self.population.lists.get(list)?.as_ref()?;
        let at = |row: usize| columns.offsets.get(row).copied().unwrap_or_default();
        let range = at(self.firms.start)..at(self.firms.end);
        let mut owners = Vec::with_capacity(range.len());
        for (lane, row) in self.firms.clone().enumerate() {
            owners.extend(std::iter::repeat_n(lane, columns.range(row).len()));
        }
        Some((range, owners))
    }

    /// Which of the block's firms have filled in a list.
    pub fn list_known(&self, list: usize) -> Vec<bool> {
        match self.population.lists.get(list).and_then(Option::as_ref) {
            None => vec![false; self.firms.len()],
            Some(columns) => match &columns.known {
                None => vec![true; self.firms.len()],
                Some(known) => known
                    .get(self.firms.clone())
                    .map(<[bool]>::to_vec)
                    .unwrap_or_default(),
            },
        }
    }

    fn entries(
        &self,
        quantifier: Quantifier,
        list: usize,
        of: Option<&Term>,
        condition: Option<&Term>,
    ) -> Worths<'a> {
        let known = self.list_known(list);
        let firms = self.firms.len();
        let mut truth = vec![
            if quantifier == Quantifier::All {
                YES
            } else {
                NO
            };
            firms
        ];
        let mut sums = vec![Interval::ZERO; firms];
        if let Some((range, owners)) = self.entry_owners(list) {
            let inner = Block {
                entries: Some((list, range, &owners)),
                ..self.clone_short()
            };
            let counts = condition.map(|condition| inner.truth(condition));
            let values = of.map(|of| inner.number(of));
            for (lane, owner) in owners.iter().enumerate() {
                let counts = counts
                    .as_ref()
                    .and_then(|counts| counts.get(lane))
                    .copied()
                    .unwrap_or(YES);
                match quantifier {
                    Quantifier::Any | Quantifier::All => {
                        if let Some(slot) = truth.get_mut(*owner) {
                            *slot = if quantifier == Quantifier::Any {
                                or(*slot, counts)
                            } else {
                                and(*slot, counts)
                            };
                        }
                    }
                    _ if counts == NO => {}
                    _ => {
                        let one = match &values {
                            Some(values) => values.at(lane),
                            None => Interval::exactly(ONE),
                        };
                        let one = if counts == UNKNOWN {
                            one.hull(Interval::ZERO)
                        } else {
                            one
                        };
                        if let Some(slot) = sums.get_mut(*owner) {
                            *slot = if quantifier == Quantifier::Largest {
                                slot.max(one)
                            } else {
                                slot.plus(one)
                            };
                        }
                    }
                }
            }
        }
        match quantifier {
            Quantifier::Any | Quantifier::All => {
                for (truth, known) in truth.iter_mut().zip(&known) {
                    if !known {
                        *truth = UNKNOWN;
                    }
                }
                Worths::Truth(truth)
            }
            _ => {
                for (sum, known) in sums.iter_mut().zip(&known) {
                    if !known {
                        *sum = Interval::SOME;
                    }
                }
                Worths::Number(Lanes::of(sums.into_iter()))
            }
        }
    }

    /// The same firms for the time of one look at their entries.
    fn clone_short(&self) -> Block<'_> {
        Block {
            vocabulary: self.vocabulary,
            population: self.population,
            pack: self.pack,
            clause: self.clause,
            on: self.on,
            firms: self.firms.clone(),
            entries: None,
        }
    }

    fn score(&self, name: &str) -> Lanes<'a> {
        let mut total = vec![Interval::ZERO; self.lanes()];
        for indicator in form::indicators(&self.pack.forms, name) {
            let points =
                self.table(
                    &indicator.tiers,
                    indicator.tiers.by.as_ref(),
                    |_, worth| match worth {
                        Worth::Points(points) => Lanes::all(Interval::exactly(points)),
                        Worth::Rate(_) | Worth::Fixed(_) => Lanes::all(Interval::ZERO),
                    },
                );
            for (lane, total) in total.iter_mut().enumerate() {
                *total = total.plus(points.0.at(lane));
            }
        }
        Lanes::of(total.into_iter())
    }

    /// What a table gives in every lane, and the row where it is certain.
    pub fn table(
        &self,
        tiers: &Tiers,
        by: Option<&Term>,
        worth: impl Fn(usize, Worth) -> Lanes<'a>,
    ) -> (Lanes<'a>, Vec<Option<usize>>) {
        let lanes = self.lanes();
        let by = by.map(|by| self.evaluate(by));
        if let Some(Worths::Number(Lanes {
            low: Side::Each(values),
            high: None,
            bits,
        })) = &by
            && let Some(result) = ranges(tiers, values, *bits, &worth)
        {
            return result;
        }
        let mut open = vec![true; lanes];
        let mut result: Vec<Option<Interval>> = vec![None; lanes];
        let mut row_of: Vec<Option<usize>> = vec![None; lanes];
        let mut rows_of = vec![0_u8; lanes];
        for (at, row) in tiers.rows.iter().enumerate() {
            let truth = match (&row.covers, &by) {
                (Covers::Rest, _) => vec![YES; lanes],
                (Covers::When(condition), _) => self.truth(condition),
                (Covers::Choices(values), Some(by)) => {
                    self.decide(by.clone(), |value| values.contains(&value))
                }
                (
                    Covers::Range {
                        low,
                        high,
                        above,
                        below,
                    },
                    Some(by),
                ) => self.in_range(by, (*low, *high), (*above, *below)),
                (Covers::Choices(_) | Covers::Range { .. }, None) => vec![NO; lanes],
            };
            let gives = worth(at, row.worth);
            for (lane, truth) in truth.iter().enumerate() {
                if *truth == NO || open.get(lane) != Some(&true) {
                    continue;
                }
                let one = gives.at(lane);
                if let (Some(result), Some(row_of), Some(rows), Some(open)) = (
                    result.get_mut(lane),
                    row_of.get_mut(lane),
                    rows_of.get_mut(lane),
                    open.get_mut(lane),
                ) {
                    *result = Some(result.map_or(one, |before| before.hull(one)));
                    *row_of = Some(at);
                    *rows = rows.saturating_add(1);
                    *open = *truth == UNKNOWN;
                }
            }
        }
        for lane in 0..lanes {
            if let (Some(true), Some(result), Some(rows)) =
                (open.get(lane), result.get_mut(lane), rows_of.get_mut(lane))
            {
                *result = Some(result.map_or(Interval::ZERO, |before| before.hull(Interval::ZERO)));
                *rows = rows.saturating_add(1);
            }
        }
        for (row_of, rows) in row_of.iter_mut().zip(&rows_of) {
            if *rows != 1 {
                *row_of = None;
            }
        }
        let result = result.into_iter().map(|one| one.unwrap_or(Interval::ZERO));
        (Lanes::of(result), row_of)
    }

    fn in_range(
        &self,
        by: &Worths<'_>,
        (low, high): (i64, i64),
        (above_low, below_high): (bool, bool),
    ) -> Vec<u8> {
        let bounded = |value: i64, end: i64| value != end;
        match by {
            Worths::Number(lanes) if lanes.high.is_none() => {
                truths(&lanes.low, &Side::All(0), self.lanes(), |value, _| {
                    low <= value && value <= high
                })
            }
            Worths::Number(lanes) => (0..self.lanes())
                .map(|lane| {
                    let value = lanes.at(lane);
                    let from = if bounded(low, i64::MIN) {
                        Interval::exactly(low).at_most(value)
                    } else {
                        Truth::Yes
                    };
                    let to = if bounded(high, i64::MAX) {
                        value.at_most(Interval::exactly(high))
                    } else {
                        Truth::Yes
                    };
                    byte(from.and(to))
                })
                .collect(),
            Worths::Quotient(above, below) => (0..self.lanes())
                .map(|lane| {
                    let quotient = Quotient {
                        above: above.at(lane),
                        below: below.at(lane),
                    };
                    byte(Covers::holds_quotient(
                        quotient, low, high, above_low, below_high,
                    ))
                })
                .collect(),
            _ => vec![UNKNOWN; self.lanes()],
        }
    }
}

/// Whether every value times `factor` is an `i64`. For values that are not negative all bits together bound the
/// greatest; others take the slower way.
fn fits(lanes: &Lanes<'_>, factor: i64) -> bool {
    let bits = match (lanes.bits, &lanes.low) {
        (ANY_BITS, Side::All(value)) => value.cast_unsigned(),
        (ANY_BITS, Side::Each(values)) => values
            .iter()
            .fold(0, |bits, value| bits | value.cast_unsigned()),
        (bits, _) => bits,
    };
    let most = u64::MAX
        .checked_shr(bits.leading_zeros())
        .unwrap_or_default();
    most <= i64::MAX.unsigned_abs() / factor.unsigned_abs().max(1)
}

/// All ones where `left` is less than `right`, else zero, by the sign of the difference: compilers make it fast on
/// machines that cannot compare 64-bit lanes. Both must lie within ±2^62.
#[inline]
pub(super) fn less_mask(left: i64, right: i64) -> i64 {
    0_i64.wrapping_sub((left.wrapping_sub(right).cast_unsigned() >> 63).cast_signed())
}

/// The lesser of both, which must lie within ±2^62.
#[inline]
pub(super) fn lesser(left: i64, right: i64) -> i64 {
    right.wrapping_add(left.wrapping_sub(right) & less_mask(left, right))
}

/// A share of values that are not negative, cut by a cap, zero where a truth is not yes; none where anything could
/// overflow. The plain loop that a compiler makes fast.
pub(super) fn share_of(
    values: &[i64],
    bits: u64,
    rate: i64,
    cap: i64,
    sure: Option<&[u8]>,
) -> Option<Vec<i64>> {
    let rate = u64::try_from(rate).ok()?;
    let bits = match bits {
        ANY_BITS => values
            .iter()
            .fold(0_u64, |bits, value| bits | value.cast_unsigned()),
        bits => bits,
    };
    let one = ONE.unsigned_abs();
    if rate < one && bits >> 43 == 0 {
        // ⌊v·rate/10⁶⌋ as the upper half of v·m with m = ⌈rate·2⁶⁴/10⁶⌉. The excess of m over the true factor is less
        // than 1, so the product exceeds the true one by less than v < 2⁴³ units of 2⁻⁶⁴, and the true fraction lies
        // at least 10⁻⁶ > 2⁻²⁰ below the next whole number: the whole part is the same.
        let factor = ((u128::from(rate) << 64).div_ceil(u128::from(one))) as u64;
        let share = |value: &i64| {
            let product = u128::from(value.cast_unsigned()) * u128::from(factor);
            ((product >> 64) as u64).cast_signed().min(cap)
        };
        return Some(sure_only(values, sure, share));
    }
    let most = u64::MAX
        .checked_shr(bits.leading_zeros())
        .unwrap_or_default();
    if bits >> 63 == 1
        || most
            .checked_mul(rate)
            .is_none_or(|product| product > i64::MAX.unsigned_abs())
    {
        return None;
    }
    let share = |value: &i64| {
        (value.cast_unsigned().wrapping_mul(rate) / one)
            .cast_signed()
            .min(cap)
    };
    Some(sure_only(values, sure, share))
}

fn sure_only(values: &[i64], sure: Option<&[u8]>, share: impl Fn(&i64) -> i64) -> Vec<i64> {
    match sure {
        None => values.iter().map(share).collect(),
        Some(sure) => values
            .iter()
            .zip(sure)
            .map(|(value, sure)| share(value) & 0_i64.wrapping_sub(i64::from(*sure == YES)))
            .collect(),
    }
}

/// A table whose ranges do not overlap and need no row's number: at each edge the sum changes by a step, and a value
/// gets the steps at and below it.
fn steps<'p>(
    tiers: &Tiers,
    values: &[i64],
    bits: u64,
    worth: &impl Fn(usize, Worth) -> Lanes<'p>,
) -> Option<Vec<i64>> {
    const FAR: i64 = 1 << 61;
    let mut ranges: Vec<(i64, i64, i64)> = Vec::new();
    for (at, row) in tiers.rows.iter().enumerate() {
        let (Covers::Range { low, high, .. }, None) = (&row.covers, row.cap_year) else {
            return None;
        };
        let gives = worth(at, row.worth);
        let (Side::All(sum), None) = (&gives.low, &gives.high) else {
            return None;
        };
        ranges.push((*low, *high, *sum));
    }
    ranges.sort_unstable();
    let apart = ranges
        .iter()
        .zip(ranges.iter().skip(1))
        .all(|(left, right)| left.1 < right.0);
    if !apart || bits >> 61 != 0 {
        return None;
    }
    let mut edges: Vec<(i64, i64)> = Vec::new();
    for (low, high, sum) in ranges {
        edges.push((low.max(-FAR), sum));
        if high < FAR {
            edges.push((high + 1, sum.checked_neg()?));
        }
    }
    edges.sort_unstable();
    // Where one range ends and the next begins there is one step.
    let mut merged: Vec<(i64, i64)> = Vec::new();
    for (edge, step) in edges {
        match merged.last_mut() {
            Some((last, sum)) if *last == edge => *sum = sum.checked_add(step)?,
            _ => merged.push((edge, step)),
        }
    }
    let mut result = vec![0_i64; values.len()];
    for (edge, step) in merged {
        for (result, value) in result.iter_mut().zip(values) {
            *result = result.wrapping_add(step & !less_mask(*value, edge));
        }
    }
    Some(result)
}

/// A table of plain ranges over values that are known, each row giving one sum: the rows from last to first, so that
/// the first that fits has the last word.
fn ranges<'p>(
    tiers: &Tiers,
    values: &[i64],
    bits: u64,
    worth: &impl Fn(usize, Worth) -> Lanes<'p>,
) -> Option<(Lanes<'p>, Vec<Option<usize>>)> {
    if let Some(result) = steps(tiers, values, bits, worth) {
        return Some((Lanes::each(result), Vec::new()));
    }
    let mut result = vec![0_i64; values.len()];
    let numbered = tiers.rows.iter().any(|row| row.cap_year.is_some());
    let mut row_of = vec![None; if numbered { values.len() } else { 0 }];
    for (at, row) in tiers.rows.iter().enumerate().rev() {
        let (low, high) = match row.covers {
            Covers::Range { low, high, .. } => (low, high),
            Covers::Rest => (i64::MIN, i64::MAX),
            Covers::Choices(_) | Covers::When(_) => return None,
        };
        let gives = worth(at, row.worth);
        let (Side::All(sum), None) = (&gives.low, &gives.high) else {
            return None;
        };
        for (result, value) in result.iter_mut().zip(values) {
            let inside = (low <= *value) & (*value <= high);
            *result = if inside { *sum } else { *result };
        }
        for (row_of, value) in row_of.iter_mut().zip(values) {
            if low <= *value && *value <= high {
                *row_of = Some(at);
            }
        }
    }
    Some((Lanes::each(result), row_of))
}

fn number(worths: Worths<'_>) -> Lanes<'_> {
    match worths {
        Worths::Number(lanes) => lanes,
        _ => Lanes::all(Interval::ANY),
    }
}

/// Both hold.
pub fn and(left: u8, right: u8) -> u8 {
    if left == NO || right == NO {
        NO
    } else {
        left.max(right)
    }
}

/// One holds.
pub fn or(left: u8, right: u8) -> u8 {
    if left == YES || right == YES {
        YES
    } else {
        left.max(right)
    }
}

fn byte(truth: Truth) -> u8 {
    match truth {
        Truth::No => NO,
        Truth::Yes => YES,
        Truth::Unknown => UNKNOWN,
    }
}

fn years<'p>(dates: &Lanes<'_>, lanes: usize) -> Lanes<'p> {
    let year = |value: i64, open: i64| day(value).map_or(open, |day| i64::from(day.year()) * ONE);
    if dates.high.is_none() {
        return Lanes::each(
            (0..lanes)
                .map(|lane| year(dates.low.at(lane), i64::MIN))
                .collect(),
        );
    }
    Lanes::of((0..lanes).map(|lane| {
        let date = dates.at(lane);
        Interval {
            low: year(date.low, i64::MIN),
            high: year(date.high, i64::MAX),
        }
    }))
}

/// A stretch of a column.
fn read<'a>(
    column: &'a Column,
    range: Range<usize>,
    kind: &Type,
    field: Option<&Field>,
) -> Worths<'a> {
    let values = column.values.get(range.clone()).unwrap_or_default();
    let known = column
        .known
        .as_ref()
        .and_then(|known| known.get(range))
        .filter(|known| known.iter().any(|known| !known));
    match kind {
        Type::Bool => Worths::Truth(match known {
            None => values.iter().map(|value| u8::from(*value != 0)).collect(),
            Some(known) => values
                .iter()
                .zip(known)
                .map(|(value, known)| {
                    if *known {
                        u8::from(*value != 0)
                    } else {
                        UNKNOWN
                    }
                })
                .collect(),
        }),
        Type::Choice(_) | Type::Set(_) | Type::Region => {
            Worths::Exact(Side::Each(Cow::Borrowed(values)), known.map(Cow::Borrowed))
        }
        kind => Worths::Number(match known {
            None => Lanes {
                low: Side::Each(Cow::Borrowed(values)),
                high: None,
                bits: column.bits(),
            },
            Some(known) => {
                let open = open(kind, field);
                Lanes::of(values.iter().zip(known).map(|(value, known)| {
                    if *known {
                        Interval::exactly(*value)
                    } else {
                        open
                    }
                }))
            }
        }),
    }
}

/// What is known of a value of which nothing is said.
fn open(kind: &Type, field: Option<&Field>) -> Interval {
    let positive = field.is_some_and(|field| !field.negative);
    if positive && *kind != Type::Date {
        Interval::SOME
    } else {
        Interval::ANY
    }
}

fn unknown<'a>(kind: &Type, field: Option<&Field>, lanes: usize) -> Worths<'a> {
    match kind {
        Type::Bool => Worths::Truth(vec![UNKNOWN; lanes]),
        Type::Choice(_) | Type::Set(_) | Type::Region => {
            Worths::Exact(Side::All(0), Some(Cow::Owned(vec![false; lanes])))
        }
        kind => Worths::Number(Lanes::all(open(kind, field))),
    }
}
