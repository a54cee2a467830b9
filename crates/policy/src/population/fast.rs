//! The loops that most of the time goes into, written so that compilers make them fast without any unsafe code.

use crate::pack::tiers::{Covers, Tiers, Worth};
use crate::value::ONE;

use super::lanes::{ANY_BITS, Lanes, Side, YES};

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

pub(super) fn sure_only(
    values: &[i64],
    sure: Option<&[u8]>,
    share: impl Fn(&i64) -> i64,
) -> Vec<i64> {
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
