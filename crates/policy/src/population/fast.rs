//! The loops that most of the time goes into, written so that compilers make them fast without any unsafe code.

use crate::pack::tiers::{Covers, Tiers, Worth};
use crate::value::ONE;

use super::lanes::{ANY_BITS, Lanes, Side, YES};
use super::wide::{change, map, map2};

/// Whether every value times `factor` is an `i64`. For values that are not negative all bits together bound the
/// greatest; others take the slower way.
pub(super) fn fits(lanes: &Lanes<'_>, factor: i64) -> bool {
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
/// overflow.
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
    if let Some(share) = small_share(bits, rate) {
        return Some(sure_only(values, sure, move |value| share(value).min(cap)));
    }
    if rate < one && bits >> 43 == 0 {
        // ⌊v·rate/10⁶⌋ as the upper half of v·m with m = ⌈rate·2⁶⁴/10⁶⌉. The excess of m over the true factor is less
        // than 1, so the product exceeds the true one by less than v < 2⁴³ units of 2⁻⁶⁴, and the true fraction lies
        // at least 10⁻⁶ > 2⁻²⁰ below the next whole number: the whole part is the same.
        let factor = ((u128::from(rate) << 64).div_ceil(u128::from(one))) as u64;
        let share = move |value: i64| {
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
    let share = move |value: i64| {
        (value.cast_unsigned().wrapping_mul(rate) / one)
            .cast_signed()
            .min(cap)
    };
    Some(sure_only(values, sure, share))
}

/// ⌊v·rate/10⁶⌋ in floating point, for values and rates small enough that it is exact; vectors multiply no wide
/// integers.
fn small_share(bits: u64, rate: u64) -> Option<impl Fn(i64) -> i64 + Copy> {
    /// 2⁵²: from here on neighbours are one apart.
    const WHOLE: f64 = 4_503_599_627_370_496.0;
    let one = ONE.unsigned_abs();
    let common = greatest_divisor(rate, one);
    let (above, below) = (rate / common, one / common);
    let width = |bits: u64| 64 - bits.leading_zeros();
    if width(bits) + width(above) > 51 {
        return None;
    }
    // INVARIANT: `above` and `below` are at most 2²⁰ wide or were found small enough, and so are exact.
    let (above, below) = (above as f64, below as f64);
    let inverse = below.recip();
    Some(
        #[inline(always)]
        move |value: i64| {
            // Values below 2⁵² put into the fraction of 2⁵² give themselves.
            let value = f64::from_bits(value.cast_unsigned() | WHOLE.to_bits()) - WHOLE;
            // INVARIANT: whole and below 2⁵¹, so exact. The quotient q by `below` errs by less than q·2⁻⁵¹ < 1/`below`,
            // less than what parts it from the next whole number unless it is whole itself: rounded it is its whole
            // part or one more, and then the rest, exact again, is negative.
            let product = value * above;
            let near = (product * inverse + WHOLE) - WHOLE;
            let rest = product - near * below;
            let whole = if rest < 0.0 { near - 1.0 } else { near };
            (whole + WHOLE)
                .to_bits()
                .wrapping_sub(WHOLE.to_bits())
                .cast_signed()
        },
    )
}

fn greatest_divisor(left: u64, right: u64) -> u64 {
    if right == 0 {
        return left.max(1);
    }
    greatest_divisor(right, left % right)
}

/// Each value, changed; zero where a truth is not yes.
pub(super) fn sure_only(
    values: &[i64],
    sure: Option<&[u8]>,
    change: impl Fn(i64) -> i64 + Copy,
) -> Vec<i64> {
    match sure {
        None => map(values, change),
        Some(sure) => map2(values, sure, move |value, sure| {
            change(value) & 0_i64.wrapping_sub(i64::from(sure == YES))
        }),
    }
}

/// A table whose ranges do not overlap and need no row's number: at each edge the sum changes by a step, and a value
/// gets the steps at and below it.
pub(super) fn steps<'p>(
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
    // Four at a time stay in registers.
    let mut result: Option<Vec<i64>> = None;
    for merged in merged.chunks(4) {
        let mut four = [(FAR, 0); 4];
        for (slot, step) in four.iter_mut().zip(merged) {
            *slot = *step;
        }
        let sum = move |value: i64| {
            four.iter().fold(0_i64, |sum, (edge, step)| {
                sum.wrapping_add(step & !less_mask(value, *edge))
            })
        };
        match &mut result {
            None => result = Some(map(values, sum)),
            Some(result) => change(result, values, move |result, value| {
                *result = result.wrapping_add(sum(value));
            }),
        }
    }
    Some(result.unwrap_or_else(|| vec![0; values.len()]))
}

/// A table of plain ranges over values that are known, each row giving one sum: the rows from last to first, so that
/// the first that fits has the last word.
pub(super) fn ranges<'p>(
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{ANY_BITS, share_of};
    use crate::value::ONE;

    fn share(value: i64, rate: i64) -> Option<i64> {
        let values = [value; 9];
        share_of(&values, ANY_BITS, rate, i64::MAX, None)?.pop()
    }

    proptest! {
        #[test]
        fn a_share_is_rounded_down_whatever_its_size(
            value in prop_oneof![0..1_000_i64, 0..1_i64 << 43, 0..1_i64 << 51, 0..i64::MAX],
            rate in prop_oneof![0..=100_i64, (0..=100_i64).prop_map(|percent| percent * 10_000), 0..3 * ONE],
        ) {
            let exact = i128::from(value) * i128::from(rate) / i128::from(ONE);
            if let Some(share) = share(value, rate) {
                prop_assert_eq!(i128::from(share), exact);
            }
        }

        #[test]
        fn a_share_next_to_a_whole_sum_is_rounded_down(
            whole in 0..1_i64 << 36,
            percent in 1..=99_i64,
            off in -2..=2_i64,
        ) {
            let rate = percent * 10_000;
            let value = (whole / percent * 100 + off).max(0);
            let exact = i128::from(value) * i128::from(rate) / i128::from(ONE);
            prop_assert_eq!(share(value, rate).map(i128::from), Some(exact));
        }
    }
}
