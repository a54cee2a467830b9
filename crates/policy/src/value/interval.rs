//! Numbers of which perhaps only the bounds are known.

use super::{ONE, Truth};

/// All values from `low` to `high`. The ends of `i64` mean "no bound": sums that would pass them stay there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Interval {
    /// The smallest value that is possible.
    pub low: i64,
    /// The greatest value that is possible.
    pub high: i64,
}

impl Interval {
    /// Nothing is known.
    pub const ANY: Interval = Interval {
        low: i64::MIN,
        high: i64::MAX,
    };
    /// Zero.
    pub const ZERO: Interval = Interval { low: 0, high: 0 };
    /// Not negative, no more is known.
    pub const SOME: Interval = Interval {
        low: 0,
        high: i64::MAX,
    };

    /// One value.
    pub fn exactly(value: i64) -> Interval {
        Interval {
            low: value,
            high: value,
        }
    }

    /// The value, if it is known exactly.
    pub fn exact(self) -> Option<i64> {
        (self.low == self.high).then_some(self.low)
    }

    /// The smallest interval that holds both.
    #[must_use]
    pub fn hull(self, other: Interval) -> Interval {
        Interval {
            low: self.low.min(other.low),
            high: self.high.max(other.high),
        }
    }

    /// The lesser of both.
    #[must_use]
    pub fn min(self, other: Interval) -> Interval {
        Interval {
            low: self.low.min(other.low),
            high: self.high.min(other.high),
        }
    }

    /// The greater of both.
    #[must_use]
    pub fn max(self, other: Interval) -> Interval {
        Interval {
            low: self.low.max(other.low),
            high: self.high.max(other.high),
        }
    }

    /// Both together.
    #[must_use]
    pub fn plus(self, other: Interval) -> Interval {
        Interval {
            low: add(self.low, other.low),
            high: add(self.high, other.high),
        }
    }

    /// This one without the other.
    #[must_use]
    pub fn minus(self, other: Interval) -> Interval {
        self.plus(other.negative())
    }

    /// With the other sign.
    #[must_use]
    pub fn negative(self) -> Interval {
        Interval {
            low: opposite(self.high),
            high: opposite(self.low),
        }
    }

    /// Times a rate or plain number, which are kept in millionths; rounded down to a whole unit.
    #[must_use]
    pub fn times(self, factor: Interval) -> Interval {
        let corners = [
            multiply(self.low, factor.low),
            multiply(self.low, factor.high),
            multiply(self.high, factor.low),
            multiply(self.high, factor.high),
        ];
        corners
            .into_iter()
            .map(Interval::exactly)
            .reduce(Interval::hull)
            .unwrap_or(self)
    }

    /// Divided by a plain number, which is kept in millionths; rounded down. `None` where zero is possible.
    pub fn over(self, divisor: Interval) -> Option<Interval> {
        if divisor.low <= 0 && divisor.high >= 0 {
            return None;
        }
        let corners = [
            divide(self.low, divisor.low),
            divide(self.low, divisor.high),
            divide(self.high, divisor.low),
            divide(self.high, divisor.high),
        ];
        corners
            .into_iter()
            .map(Interval::exactly)
            .reduce(Interval::hull)
    }

    /// Whether this is at most the other.
    pub fn at_most(self, other: Interval) -> Truth {
        if bounded(self.high) && self.high <= other.low {
            Truth::Yes
        } else if self.low > other.high {
            Truth::No
        } else {
            Truth::Unknown
        }
    }

    /// Whether this is less than the other.
    pub fn less(self, other: Interval) -> Truth {
        !other.at_most(self)
    }

    /// Whether both are the same value.
    pub fn equals(self, other: Interval) -> Truth {
        match (self.exact(), other.exact()) {
            (Some(left), Some(right)) => Truth::from(left == right),
            _ if self.high < other.low || other.high < self.low => Truth::No,
            _ => Truth::Unknown,
        }
    }
}

/// Whether this is a value and not the sign for "no bound".
fn bounded(value: i64) -> bool {
    value != i64::MAX && value != i64::MIN
}

fn add(left: i64, right: i64) -> i64 {
    match (bounded(left), bounded(right)) {
        (true, true) => left.saturating_add(right),
        (false, _) => left,
        (true, false) => right,
    }
}

fn opposite(value: i64) -> i64 {
    match value {
        i64::MIN => i64::MAX,
        i64::MAX => i64::MIN,
        value => -value,
    }
}

fn multiply(value: i64, millionths: i64) -> i64 {
    if value == 0 || millionths == 0 {
        return 0;
    }
    if !bounded(value) || !bounded(millionths) {
        return if (value > 0) == (millionths > 0) {
            i64::MAX
        } else {
            i64::MIN
        };
    }
    match value.checked_mul(millionths) {
        Some(product) => product.div_euclid(ONE),
        None => clamp((i128::from(value) * i128::from(millionths)).div_euclid(i128::from(ONE))),
    }
}

fn divide(value: i64, millionths: i64) -> i64 {
    if !bounded(millionths) || value == 0 {
        return 0;
    }
    if !bounded(value) {
        return if millionths > 0 {
            value
        } else {
            opposite(value)
        };
    }
    clamp((i128::from(value) * i128::from(ONE)).div_euclid(i128::from(millionths)))
}

fn clamp(value: i128) -> i64 {
    i64::try_from(value).unwrap_or(if value > 0 { i64::MAX } else { i64::MIN })
}

/// A quotient, kept as its two sides so that nothing is rounded before it is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Quotient {
    /// Above the line.
    pub above: Interval,
    /// Below the line.
    pub below: Interval,
}

impl Quotient {
    /// Whether the quotient is at least `rate`, which is kept in millionths. Nothing divided by zero is at least anything.
    pub fn at_least(self, rate: i64) -> Truth {
        self.compare(rate, |left, right| left >= right)
    }

    /// Whether the quotient is greater than `rate`.
    pub fn greater(self, rate: i64) -> Truth {
        self.compare(rate, |left, right| left > right)
    }

    /// Whether the quotient is at most `rate`.
    pub fn at_most(self, rate: i64) -> Truth {
        self.compare(rate, |left, right| left <= right)
    }

    /// Whether the quotient is less than `rate`.
    pub fn less(self, rate: i64) -> Truth {
        self.compare(rate, |left, right| left < right)
    }

    /// By cross-multiplication; the corners of a rectangle decide, for the quotient is monotonous in both sides
    /// while the divisor is positive. A divisor of zero or less gives no.
    fn compare(self, rate: i64, holds: impl Fn(i128, i128) -> bool) -> Truth {
        let Quotient { above, below } = self;
        if below.high <= 0 {
            return Truth::No;
        }
        let corner = |top: i64, bottom: i64| {
            bottom > 0
                && holds(
                    i128::from(top) * i128::from(ONE),
                    i128::from(rate) * i128::from(bottom),
                )
        };
        let corners = [
            corner(above.low, below.low),
            corner(above.low, below.high),
            corner(above.high, below.low),
            corner(above.high, below.high),
        ];
        if corners.iter().all(|corner| *corner) {
            Truth::Yes
        } else if corners.iter().any(|corner| *corner) || below.low <= 0 {
            Truth::Unknown
        } else {
            Truth::No
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from_to(low: i64, high: i64) -> Interval {
        Interval { low, high }
    }

    #[test]
    fn what_is_bounded_on_one_side_can_still_be_compared() {
        let at_least_ten = from_to(10, i64::MAX);
        assert_eq!(Interval::exactly(10).at_most(at_least_ten), Truth::Yes);
        assert_eq!(at_least_ten.less(Interval::exactly(10)), Truth::No);
        assert_eq!(at_least_ten.at_most(Interval::exactly(20)), Truth::Unknown);
        assert_eq!(Interval::ANY.at_most(Interval::ANY), Truth::Unknown);
    }

    #[test]
    fn a_share_is_rounded_down_to_a_whole_fen() {
        let fifteen_percent = Interval::exactly(150_000);
        assert_eq!(
            Interval::exactly(199).times(fifteen_percent),
            Interval::exactly(29)
        );
        assert_eq!(Interval::SOME.times(fifteen_percent), Interval::SOME);
        assert_eq!(
            Interval::exactly(1_000_000_000_000_000)
                .times(Interval::exactly(1_500_000))
                .exact(),
            Some(1_500_000_000_000_000)
        );
    }

    #[test]
    fn a_quotient_is_compared_without_rounding() {
        let third = Quotient {
            above: Interval::exactly(1),
            below: Interval::exactly(3),
        };
        assert_eq!(third.at_least(333_333), Truth::Yes);
        assert_eq!(third.at_least(333_334), Truth::No);
        let by_zero = Quotient {
            above: Interval::exactly(1),
            below: Interval::ZERO,
        };
        assert_eq!(by_zero.at_least(0), Truth::No);
        let open = Quotient {
            above: Interval::exactly(5),
            below: from_to(10, i64::MAX),
        };
        assert_eq!(open.at_least(600_000), Truth::No);
        assert_eq!(open.at_least(400_000), Truth::Unknown);
    }

    #[test]
    fn no_bound_stays_no_bound() {
        assert_eq!(
            Interval::SOME.plus(Interval::exactly(5)),
            from_to(5, i64::MAX)
        );
        assert_eq!(Interval::SOME.negative(), from_to(i64::MIN, 0));
        assert_eq!(
            Interval::exactly(i64::MAX - 1)
                .plus(Interval::exactly(5))
                .high,
            i64::MAX
        );
    }
}
