//! Rows of tables, and points of scoring forms, for a block of firms.

use crate::language::Term;
use crate::pack::form;
use crate::pack::tiers::{Covers, Tiers, Worth};
use crate::value::interval::Quotient;
use crate::value::{Interval, Truth};

use super::block::Block;
use super::fast::ranges;
use super::lanes::{Lanes, NO, Side, UNKNOWN, Worths, YES, byte, truths};

impl<'a> Block<'a> {
    pub(super) fn score(&self, name: &str) -> Lanes<'a> {
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
