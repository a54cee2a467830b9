//! Numbers in digits and in Chinese characters.

use rust_decimal::Decimal;

/// The alternatives of a number inside a larger pattern: digits with thousands commas, or Chinese numerals.
pub(crate) const NUMBER: &str =
    r"[0-9]+(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?|[零一二两三四五六七八九十百千]+";

/// The Chinese scale words, longest first.
pub(crate) const SCALE: &str = "万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千";

/// The factor of a scale word.
pub(crate) fn scale(word: &str) -> Option<Decimal> {
    Some(Decimal::from(match word {
        "" => 1_i64,
        "千" | "thousand" | "k" | "K" => 1_000,
        "万" => 10_000,
        "十万" | "lakh" => 100_000,
        "百万" | "million" | "mn" | "m" | "M" => 1_000_000,
        "千万" | "crore" => 10_000_000,
        "亿" => 100_000_000,
        "十亿" | "billion" | "bn" | "B" | "b" => 1_000_000_000,
        "百亿" => 10_000_000_000,
        "千亿" => 100_000_000_000,
        "万亿" | "trillion" | "tn" => 1_000_000_000_000,
        _ => return None,
    }))
}

/// The number that digits or Chinese numerals below ten thousand spell.
pub(crate) fn number(text: &str) -> Option<Decimal> {
    if text.starts_with(|first: char| first.is_ascii_digit()) {
        let plain: String = text.chars().filter(|&character| character != ',').collect();
        if plain.len() > 24 {
            return None;
        }
        return plain.parse().ok();
    }
    chinese(text).map(Decimal::from)
}

/// The value of one Chinese digit.
pub(crate) fn chinese_digit(character: char) -> Option<i64> {
    Some(match character {
        '〇' | '零' | '○' => 0,
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

fn chinese(text: &str) -> Option<i64> {
    let (mut total, mut digit) = (0_i64, None);
    for character in text.chars() {
        let factor = match character {
            '十' => 10,
            '百' => 100,
            '千' => 1_000,
            _ => {
                let next = chinese_digit(character)?;
                // Digits in a row ("二五") are a date or a code, not a number.
                if digit.is_some_and(|before| before != 0) {
                    return None;
                }
                digit = Some(next);
                continue;
            }
        };
        total += digit.take().filter(|&before| before != 0).unwrap_or(1) * factor;
        if total > 9_999 {
            return None;
        }
    }
    (!text.is_empty()).then_some(total + digit.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_numerals_below_ten_thousand_are_read() {
        for (text, value) in [
            ("三", 3),
            ("十", 10),
            ("十二", 12),
            ("三十", 30),
            ("两千", 2000),
            ("一百零五", 105),
            ("八千三百二十一", 8321),
        ] {
            assert_eq!(number(text), Some(Decimal::from(value)), "{text}");
        }
        assert_eq!(number("二五"), None);
        assert_eq!(number("千千千千千千千千千千千"), None);
    }

    #[test]
    fn thousands_commas_are_left_out() {
        assert_eq!(number("4,292.156"), Some("4292.156".parse().unwrap()));
        assert_eq!(number(&"9".repeat(40)), None);
    }
}
