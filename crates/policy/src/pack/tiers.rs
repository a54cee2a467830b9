//! Tables: rows of ranges, choices or conditions, of which the first that fits counts.

use crate::language::Term;
use crate::value::Truth;
use crate::value::interval::Quotient;

/// What a row covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Covers {
    /// Values from `low` to `high`, both included; the ends of `i64` are open.
    Range {
        /// The smallest.
        low: i64,
        /// The greatest.
        high: i64,
        /// Whether `low` came from `above`: a quotient may then lie between `low` and the value before it.
        above: bool,
        /// Whether `high` came from `below`.
        below: bool,
    },
    /// These choices.
    Choices(Vec<i64>),
    /// Where a condition holds.
    When(Term),
    /// All that no row before has taken.
    Rest,
}

impl Covers {
    /// Whether a quotient lies in a range; quotients are not whole millionths, so bounds are compared as they were written.
    pub fn holds_quotient(
        quotient: Quotient,
        low: i64,
        high: i64,
        above: bool,
        below: bool,
    ) -> Truth {
        let from = match (low, above) {
            (i64::MIN, _) => Truth::Yes,
            (low, true) => quotient.greater(low - 1),
            (low, false) => quotient.at_least(low),
        };
        let to = match (high, below) {
            (i64::MAX, _) => Truth::Yes,
            (high, true) => quotient.less(high + 1),
            (high, false) => quotient.at_most(high),
        };
        from.and(to)
    }
}

/// What a row gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Worth {
    /// A share of the base, in millionths.
    Rate(i64),
    /// A fixed sum in fen.
    Fixed(i64),
    /// Points, in millionths.
    Points(i64),
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What it covers.
    pub covers: Covers,
    /// What it gives.
    pub worth: Worth,
    /// The most for one item, in fen.
    pub cap_item: Option<i64>,
    /// The most for a year, in fen.
    pub cap_year: Option<i64>,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tiers {
    /// What decides the row; none where every row has a condition.
    pub by: Option<Term>,
    /// What decided it before: then only the difference is paid.
    pub before: Option<Term>,
    /// The rows.
    pub rows: Vec<Row>,
}

/// What is wrong between two rows: the later row's place and the words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Quarrel {
    /// The rows before take all that this one covers.
    Unreachable(usize),
    /// This row and an earlier one cover a common part.
    Overlap(usize, usize),
    /// Between these values no row gives anything, though rows below and above do.
    Gap(i64, i64),
}

/// Looks for rows that can never count, rows that cover the same, and holes between ranges.
pub fn quarrels(rows: &[Row]) -> Vec<Quarrel> {
    let mut found = Vec::new();
    let mut ranges: Vec<(i64, i64, usize)> = Vec::new();
    let mut choices: Vec<(i64, usize)> = Vec::new();
    let mut rest = false;
    for (at, row) in rows.iter().enumerate() {
        if rest {
            found.push(Quarrel::Unreachable(at));
            continue;
        }
        match &row.covers {
            Covers::Rest => rest = true,
            Covers::When(_) => {}
            Covers::Range { low, high, .. } => {
                if low > high || covered(&ranges, *low, *high) {
                    found.push(Quarrel::Unreachable(at));
                } else if let Some((_, _, other)) =
                    ranges.iter().find(|(l, h, _)| l <= high && low <= h)
                {
                    found.push(Quarrel::Overlap(*other, at));
                }
                ranges.push((*low, *high, at));
            }
            Covers::Choices(these) => {
                let taken = |value: &i64| choices.iter().find(|(choice, _)| choice == value);
                if these.iter().all(|value| taken(value).is_some()) {
                    found.push(Quarrel::Unreachable(at));
                } else if let Some((_, other)) = these.iter().find_map(taken) {
                    found.push(Quarrel::Overlap(*other, at));
                }
                choices.extend(these.iter().map(|value| (*value, at)));
            }
        }
    }
    if !rest {
        ranges.sort_unstable();
        let mut reached = ranges.first().map_or(0, |(_, high, _)| *high);
        for (low, high, _) in ranges.iter().skip(1) {
            if reached < i64::MAX && *low > reached + 1 {
                found.push(Quarrel::Gap(reached + 1, low - 1));
            }
            reached = reached.max(*high);
        }
    }
    found
}

/// Whether the ranges together hold everything from `low` to `high`.
fn covered(ranges: &[(i64, i64, usize)], low: i64, high: i64) -> bool {
    let mut sorted: Vec<_> = ranges.iter().map(|(l, h, _)| (*l, *h)).collect();
    sorted.sort_unstable();
    let mut next = low;
    for (l, h) in sorted {
        if l <= next && h >= next {
            if h >= high {
                return true;
            }
            next = h + 1;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(ranges: &[(i64, i64)]) -> Vec<Row> {
        ranges
            .iter()
            .map(|(low, high)| Row {
                covers: Covers::Range {
                    low: *low,
                    high: *high,
                    above: false,
                    below: false,
                },
                worth: Worth::Fixed(1),
                cap_item: None,
                cap_year: None,
            })
            .collect()
    }

    #[test]
    fn rows_that_quarrel_are_found() {
        assert_eq!(quarrels(&rows(&[(0, 9), (10, i64::MAX)])), []);
        assert_eq!(
            quarrels(&rows(&[(0, 10), (10, 20)])),
            [Quarrel::Overlap(0, 1)]
        );
        assert_eq!(
            quarrels(&rows(&[(0, 10), (11, 20), (5, 15)])),
            [Quarrel::Unreachable(2)]
        );
        assert_eq!(quarrels(&rows(&[(5, 3)])), [Quarrel::Unreachable(0)]);
        assert_eq!(
            quarrels(&rows(&[(0, 10), (12, 20)])),
            [Quarrel::Gap(11, 11)]
        );
        let mut with_rest = rows(&[(0, 1), (5, 6), (8, 9)]);
        with_rest[1].covers = Covers::Rest;
        assert_eq!(quarrels(&with_rest), [Quarrel::Unreachable(2)]);
    }

    proptest::proptest! {
        /// A row is called unreachable exactly when no value finds it first.
        #[test]
        fn unreachable_rows_are_those_that_no_value_finds(ranges in proptest::collection::vec((0_i64..12, 0_i64..12), 1..6)) {
            let rows = rows(&ranges);
            let quarrels = quarrels(&rows);
            for (at, _) in ranges.iter().enumerate() {
                let found = (0..12).any(|value| ranges.iter().position(|(low, high)| (*low..=*high).contains(&value)) == Some(at));
                proptest::prop_assert_eq!(!found, quarrels.contains(&Quarrel::Unreachable(at)));
            }
        }
    }
}
