//! Values of many firms or entries side by side: numbers with bounds, truths, choices.

use std::borrow::Cow;

use crate::value::{Interval, Truth};

use super::wide::{map, map2};

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

pub(super) fn zip<'p>(
    left: &Side<'_>,
    right: &Side<'_>,
    f: impl Fn(i64, i64) -> i64 + Copy,
) -> Side<'p> {
    let each = |values: Vec<i64>| Side::Each(Cow::Owned(values));
    match (left, right) {
        (Side::All(l), Side::All(r)) => Side::All(f(*l, *r)),
        (Side::Each(l), &Side::All(r)) => each(map(l, move |l| f(l, r))),
        (&Side::All(l), Side::Each(r)) => each(map(r, move |r| f(l, r))),
        (Side::Each(l), Side::Each(r)) => each(map2(l, r, f)),
    }
}

pub(super) fn truths(
    left: &Side<'_>,
    right: &Side<'_>,
    lanes: usize,
    f: impl Fn(i64, i64) -> bool + Copy,
) -> Vec<u8> {
    match (left, right) {
        (Side::All(l), Side::All(r)) => vec![u8::from(f(*l, *r)); lanes],
        (Side::Each(l), &Side::All(r)) => map(l, move |l| u8::from(f(l, r))),
        (&Side::All(l), Side::Each(r)) => map(r, move |r| u8::from(f(l, r))),
        (Side::Each(l), Side::Each(r)) => map2(l, r, move |l, r| u8::from(f(l, r))),
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
    pub(super) fn all(interval: Interval) -> Self {
        Lanes {
            low: Side::All(interval.low),
            high: (interval.low != interval.high).then_some(Side::All(interval.high)),
            bits: interval.low.cast_unsigned(),
        }
    }

    pub(super) fn each(values: Vec<i64>) -> Self {
        Lanes {
            low: Side::Each(Cow::Owned(values)),
            high: None,
            bits: ANY_BITS,
        }
    }

    pub(super) fn of(intervals: impl Iterator<Item = Interval>) -> Self {
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
pub(super) fn number(worths: Worths<'_>) -> Lanes<'_> {
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

pub(super) fn byte(truth: Truth) -> u8 {
    match truth {
        Truth::No => NO,
        Truth::Yes => YES,
        Truth::Unknown => UNKNOWN,
    }
}
