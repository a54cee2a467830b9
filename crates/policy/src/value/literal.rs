//! Figures as a policy text writes them: `1000万元`, `15%`, `28 nm`.

use super::ONE;

/// A figure that cannot be kept exactly.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadFigure {
    /// No digits, or more than a number.
    #[error("`{0}` is not a number")]
    NotANumber(String),
    /// More digits behind the point than are kept.
    #[error("`{0}` is finer than can be kept exactly")]
    TooFine(String),
    /// Too many digits before the point.
    #[error("`{0}` is too large")]
    TooLarge(String),
}

/// The greatest sum that is taken in, in fen: a thousand million million yuan.
pub const LARGEST: i64 = 100_000_000_000_000_000;

/// A decimal of plain digits times `scale`, exactly.
///
/// # Errors
/// When it is no number, or the result is no whole number or too large.
pub fn scaled(digits: &str, scale: i64) -> Result<i64, BadFigure> {
    let bad = || BadFigure::NotANumber(digits.to_owned());
    let (sign, plain) = match digits.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, digits),
    };
    let (whole, fraction) = plain.split_once('.').unwrap_or((plain, ""));
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) || plain.ends_with('.') {
        return Err(bad());
    }
    let too_large = || BadFigure::TooLarge(digits.to_owned());
    let fraction = fraction.trim_end_matches('0');
    let places = u32::try_from(fraction.len()).map_err(|_| bad())?;
    let ten = 10_i128.checked_pow(places).filter(|_| places <= 18);
    let ten = ten.ok_or_else(|| BadFigure::TooFine(digits.to_owned()))?;
    let value: i128 = format!("{whole}{fraction}")
        .parse()
        .map_err(|_| too_large())?;
    let value = value.checked_mul(i128::from(scale)).ok_or_else(too_large)?;
    if value % ten != 0 {
        return Err(BadFigure::TooFine(digits.to_owned()));
    }
    let value = i64::try_from(value / ten).map_err(|_| too_large())?;
    if value > LARGEST {
        return Err(too_large());
    }
    Ok(sign * value)
}

/// What one of this unit of money is worth in fen: 元, 万元, 亿元, yuan.
pub fn fen_of(unit: &str) -> Option<i64> {
    Some(match unit {
        "元" | "yuan" | "CNY" => 100,
        "百元" => 10_000,
        "千元" => 100_000,
        "万元" | "万" => 1_000_000,
        "百万元" => 100_000_000,
        "千万元" => 1_000_000_000,
        "亿元" | "亿" => 10_000_000_000,
        _ => return None,
    })
}

/// Splits `1 000万元` into digits and unit; spaces and commas between digits are left out.
pub fn split(text: &str) -> (String, &str) {
    let text = text.trim();
    let number = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | ',' | '_' | ' ');
    let end = text.find(|c| !number(c)).unwrap_or(text.len());
    let (digits, unit) = text.split_at_checked(end).unwrap_or((text, ""));
    let digits = digits
        .chars()
        .filter(|c| !matches!(c, ',' | '_' | ' '))
        .collect();
    (digits, unit.trim())
}

/// A sum in fen from `1000万元` or from a plain number of yuan.
///
/// # Errors
/// When it is no sum of yuan.
pub fn money(text: &str) -> Result<i64, BadFigure> {
    let (digits, unit) = split(text);
    if digits.is_empty() {
        return Err(BadFigure::NotANumber(text.to_owned()));
    }
    let scale = if unit.is_empty() {
        Some(100)
    } else {
        fen_of(unit)
    };
    let scale = scale.ok_or_else(|| BadFigure::NotANumber(text.to_owned()))?;
    scaled(&digits, scale)
}

/// A rate in millionths from `15%` or `0.15`.
///
/// # Errors
/// When it is no rate.
pub fn rate(text: &str) -> Result<i64, BadFigure> {
    let (digits, unit) = split(text);
    match unit {
        "%" | "％" => scaled(&digits, ONE / 100),
        "‰" => scaled(&digits, ONE / 1000),
        "" => scaled(&digits, ONE),
        _ => Err(BadFigure::NotANumber(text.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_read_as_texts_write_them() {
        assert_eq!(money("1000万元"), Ok(1_000_000_000));
        assert_eq!(money("1.5亿元"), Ok(15_000_000_000));
        assert_eq!(money("12,000.50"), Ok(1_200_050));
        assert_eq!(money("-3 元"), Ok(-300));
        assert_eq!(rate("15%"), Ok(150_000));
        assert_eq!(rate("0.0001"), Ok(100));
    }

    #[test]
    fn what_cannot_be_kept_exactly_is_refused() {
        assert_eq!(
            money("0.005").unwrap_err().to_string(),
            "`0.005` is finer than can be kept exactly"
        );
        assert_eq!(
            money("many").unwrap_err().to_string(),
            "`many` is not a number"
        );
        assert_eq!(
            money("5美元").unwrap_err().to_string(),
            "`5美元` is not a number"
        );
        assert_eq!(
            money("99999999999999999").unwrap_err().to_string(),
            "`99999999999999999` is too large"
        );
        assert_eq!(money("1.").unwrap_err().to_string(), "`1.` is not a number");
    }
}
