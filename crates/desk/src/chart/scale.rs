//! From values to pixels, with round numbers on the axis.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// A linear scale that holds zero and every value.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Scale {
    /// The values with a rule and a number: multiples of one, two or five times a power of ten.
    pub(super) ticks: Vec<Decimal>,
    low: f64,
    high: f64,
}

impl Scale {
    /// A scale for these values with about `wanted` steps.
    pub(super) fn new(values: impl IntoIterator<Item = Decimal>, wanted: u32) -> Self {
        let (mut low, mut high) = (Decimal::ZERO, Decimal::ZERO);
        for value in values {
            low = low.min(value);
            high = high.max(value);
        }
        if low == high {
            high = Decimal::ONE;
        }
        let step = high.checked_sub(low).map_or(Decimal::ONE, |span| {
            round_step(span / Decimal::from(wanted.max(1)))
        });
        let first = (low / step).floor();
        let last = (high / step).ceil();
        let count = (last - first).to_u32().unwrap_or(0).min(100);
        let ticks: Vec<_> = (0..=count)
            .filter_map(|n| step.checked_mul(first + Decimal::from(n)))
            .map(|tick| tick.normalize())
            .collect();
        let end = |tick: Option<&Decimal>, or: f64| tick.and_then(Decimal::to_f64).unwrap_or(or);
        Scale {
            low: end(ticks.first(), 0.0),
            high: end(ticks.last(), 1.0),
            ticks,
        }
    }

    /// Where a value lies between the two ends, as a share from 0 to 1.
    pub(super) fn share(&self, value: Decimal) -> f64 {
        let value = value.to_f64().unwrap_or(0.0);
        ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0)
    }
}

/// The smallest of 1, 2, 5 × 10ⁿ that is not less than `least`.
fn round_step(least: Decimal) -> Decimal {
    let mut unit = Decimal::ONE;
    let ten = Decimal::TEN;
    while unit > least && unit.scale() < 20 {
        unit /= ten;
    }
    while let Some(next) = unit.checked_mul(ten)
        && next <= least
    {
        unit = next;
    }
    [1, 2, 5, 10]
        .into_iter()
        .filter_map(|factor| unit.checked_mul(Decimal::from(factor)))
        .find(|step| *step >= least)
        .unwrap_or(unit)
        .normalize()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticks(values: &[&str]) -> Vec<String> {
        let values = values.iter().map(|value| value.parse().unwrap());
        Scale::new(values, 4)
            .ticks
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn the_axis_has_round_numbers_and_holds_zero() {
        assert_eq!(ticks(&["37.4", "12"]), ["0", "10", "20", "30", "40"]);
        assert_eq!(ticks(&["0.013"]), ["0", "0.005", "0.01", "0.015"]);
        assert_eq!(ticks(&["-12", "30"]), ["-20", "0", "20", "40"]);
        assert_eq!(ticks(&[]), ["0", "0.5", "1"]);
        assert_eq!(ticks(&["0", "0"]), ["0", "0.5", "1"]);
    }

    #[test]
    fn a_value_lies_where_its_share_says() {
        let scale = Scale::new([Decimal::from(40)], 4);
        assert!((scale.share(Decimal::from(10)) - 0.25).abs() < 1e-9);
    }
}
