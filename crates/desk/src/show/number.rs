//! Plain numbers: grouped digits, sizes, shares.

use rust_decimal::Decimal;
use xinqiao_record::Sha256;

/// A whole number with its digits in groups of three: `12,345`.
pub fn count(number: impl std::fmt::Display) -> String {
    plain(&number.to_string())
}

/// A decimal number in groups of three, without trailing zeros: `-4,292.156`.
pub fn decimal(number: &Decimal) -> String {
    plain(&number.normalize().to_string())
}

/// A number that is written in plain digits, grouped.
pub(super) fn plain(digits: &str) -> String {
    let (sign, digits) = match digits.strip_prefix('-') {
        Some(rest) => ("\u{2212}", rest),
        None => ("", digits),
    };
    match digits.split_once('.') {
        Some((whole, fraction)) => format!("{sign}{}.{fraction}", group(whole)),
        None => format!("{sign}{}", group(digits)),
    }
}

/// Digits in groups of three.
fn group(digits: &str) -> String {
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// `value` divided by ten to the power of `exponent`, exactly and without trailing zeros, or `None`
/// when that is less than one or needs more than `places` decimals.
pub(super) fn shifted(value: u128, exponent: u32, places: usize) -> Option<String> {
    let unit = 10_u128.checked_pow(exponent)?;
    let (whole, rest) = (value / unit, value % unit);
    if whole == 0 {
        return None;
    }
    if rest == 0 {
        return Some(group(&whole.to_string()));
    }
    let fraction = format!("{rest:0width$}", width = exponent as usize);
    let fraction = fraction.trim_end_matches('0');
    (fraction.len() <= places).then(|| format!("{}.{fraction}", group(&whole.to_string())))
}

/// A share in percent: `92%`.
pub fn percent(share: impl std::fmt::Display) -> String {
    format!("{share}%")
}

/// A size in decimal units with at most one decimal, as file managers write it: `1.4 MB`.
pub fn bytes(size: impl std::borrow::Borrow<u64>) -> String {
    let size = *size.borrow();
    const UNITS: [(u64, &str); 3] = [(1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB")];
    for (unit, name) in UNITS {
        if size >= unit {
            let tenths = u128::from(size) * 10 / u128::from(unit);
            return match (tenths / 10, tenths % 10) {
                (whole, 0) => format!("{whole} {name}"),
                (whole, tenth) => format!("{whole}.{tenth} {name}"),
            };
        }
    }
    format!("{size} B")
}

/// The first twelve digits of a digest; the whole stands beside it where it matters.
pub fn short_hash(digest: &Sha256) -> String {
    digest.to_string().chars().take(12).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_stand_in_groups_of_three() {
        assert_eq!(count(0_u64), "0");
        assert_eq!(count(999_u32), "999");
        assert_eq!(count(1_000_usize), "1,000");
        assert_eq!(count(12_345_678_u64), "12,345,678");
        assert_eq!(count(-1_234_i64), "\u{2212}1,234");
        assert_eq!(decimal(&"-4292.1560".parse().unwrap()), "\u{2212}4,292.156");
    }

    #[test]
    fn a_shifted_number_is_exact_or_refused() {
        assert_eq!(shifted(42_921_560, 4, 4).as_deref(), Some("4,292.156"));
        assert_eq!(
            shifted(1_234_567_890, 8, 4),
            None,
            "seven decimals are too many"
        );
        assert_eq!(shifted(9_999, 4, 4), None, "less than one");
        assert_eq!(shifted(30_000_000, 4, 4).as_deref(), Some("3,000"));
    }

    #[test]
    fn sizes_are_cut_not_rounded_up() {
        assert_eq!(bytes(999_u64), "999 B");
        assert_eq!(bytes(1_000_u64), "1 kB");
        assert_eq!(bytes(1_459_999_u64), "1.4 MB");
        assert_eq!(bytes(2_000_000_000_u64), "2 GB");
    }
}
