//! Money.

use xinqiao_record::{Amount, Currency, Money, Qualifier};

use super::number::{plain, shifted};
use crate::i18n::Texts;

/// Units of Chinese counting, as powers of ten, largest first.
const CHINESE_UNITS: [(u32, &str); 3] = [(12, "万亿"), (8, "亿"), (4, "万")];
/// Units of English counting.
const ENGLISH_UNITS: [(u32, &str); 3] = [(12, "tn"), (9, "bn"), (6, "m")];

/// A sum as a text gives it, with its hedge: `约30亿美元`, `about USD 3 bn`.
pub fn amount(amount: &Amount, t: &Texts) -> String {
    qualified(amount.qualifier, &money(&amount.money, t), t)
}

/// A figure with its hedge: `不低于20%`, `at least 20%`.
pub fn qualified(qualifier: Qualifier, figure: &str, t: &Texts) -> String {
    let key = match qualifier {
        Qualifier::Exact => return figure.to_owned(),
        Qualifier::About => "qualifier-about",
        Qualifier::Over => "qualifier-over",
        Qualifier::Under => "qualifier-under",
        Qualifier::AtLeast => "qualifier-at-least",
        Qualifier::AtMost => "qualifier-at-most",
    };
    t.with(key, figure).into_owned()
}

/// A sum in the largest unit in which it is short and exact: `15.11亿元`, `CNY 1.511 bn`.
pub fn money(money: &Money, t: &Texts) -> String {
    let sign = if money.minor < 0 { "\u{2212}" } else { "" };
    let minor = money.minor.unsigned_abs();
    let key = format!("currency-{}", money.currency.code().to_ascii_lowercase());
    let name = t.msg(&key);
    let (units, places) = if t.is_chinese() {
        (CHINESE_UNITS, 4)
    } else {
        (ENGLISH_UNITS, 5)
    };
    let figure = units
        .iter()
        // The sum is in hundredths, hence two powers more.
        .find_map(|(exponent, unit)| Some((shifted(minor, exponent + 2, places)?, *unit)));
    let (figure, unit) = figure.unwrap_or_else(|| {
        let units = Money {
            minor: money.minor.saturating_abs(),
            currency: money.currency,
        }
        .units();
        (plain(&units), "")
    });
    match (t.is_chinese(), unit) {
        (true, unit) => format!("{sign}{figure}{unit}{name}"),
        (false, "") => format!("{name} {sign}{figure}"),
        (false, unit) => format!("{name} {sign}{figure} {unit}"),
    }
}

/// Sums of several currencies, which are never added together: `15.11亿元 + 3,000万美元`.
///
/// Sums of one currency are added; the order is the currencies' own. Nothing gives an empty string.
pub fn moneys<'m>(sums: impl IntoIterator<Item = &'m Money>, t: &Texts) -> String {
    let mut totals = std::collections::BTreeMap::<Currency, i128>::new();
    for sum in sums {
        let total = totals.entry(sum.currency).or_default();
        *total = total.saturating_add(sum.minor);
    }
    let texts: Vec<_> = totals
        .into_iter()
        .map(|(currency, minor)| money(&Money { minor, currency }, t))
        .collect();
    texts.join(" + ")
}

#[cfg(test)]
mod tests {
    use xinqiao_record::Language;

    use super::*;

    fn both(text: &str, currency: Currency, qualifier: Qualifier) -> [String; 2] {
        let sum = Amount {
            money: Money::parse(text, currency).unwrap(),
            qualifier,
        };
        [Language::Chinese, Language::English].map(|language| amount(&sum, Texts::of(language)))
    }

    #[test]
    fn a_sum_stands_in_the_largest_unit_in_which_it_is_short_and_exact() {
        use Currency::{Cny, Rub};
        use Qualifier::Exact;
        assert_eq!(
            both("1511000000", Cny, Exact),
            ["15.11亿元", "CNY 1.511 bn"]
        );
        assert_eq!(
            both("42921560", Cny, Exact),
            ["4,292.156万元", "CNY 42.92156 m"]
        );
        assert_eq!(
            both("1234567890", Cny, Exact),
            ["123,456.789万元", "CNY 1,234.56789 m"]
        );
        assert_eq!(
            both("3190000000000", Rub, Exact),
            ["3.19万亿卢布", "RUB 3.19 tn"]
        );
        assert_eq!(both("5000", Cny, Exact), ["5,000元", "CNY 5,000"]);
        assert_eq!(
            both("12345678.91", Cny, Exact),
            ["12,345,678.91元", "CNY 12,345,678.91"]
        );
        assert_eq!(both("0", Cny, Exact), ["0元", "CNY 0"]);
        assert_eq!(
            both("-20000", Cny, Exact),
            ["\u{2212}2万元", "CNY \u{2212}20,000"]
        );
    }

    #[test]
    fn the_hedge_of_the_text_is_kept() {
        use Currency::{Cny, Usd};
        assert_eq!(
            both("3000000000", Usd, Qualifier::About),
            ["约30亿美元", "about USD 3 bn"]
        );
        assert_eq!(
            both("30000000", Usd, Qualifier::About),
            ["约3,000万美元", "about USD 30 m"]
        );
        assert_eq!(
            both("1000000000", Cny, Qualifier::Over),
            ["超10亿元", "over CNY 1 bn"]
        );
        assert_eq!(
            both("1000000000", Cny, Qualifier::Under),
            ["近10亿元", "just under CNY 1 bn"]
        );
        assert_eq!(
            both("500000", Cny, Qualifier::AtLeast),
            ["不低于50万元", "at least CNY 500,000"]
        );
        assert_eq!(
            both("5000000", Cny, Qualifier::AtMost),
            ["最高500万元", "up to CNY 5 m"]
        );
    }

    #[test]
    fn currencies_are_not_added_together() {
        let sums = [
            Money::of_units(30_000_000, Currency::Usd),
            Money::of_units(1_000_000_000, Currency::Cny),
            Money::of_units(511_000_000, Currency::Cny),
        ];
        assert_eq!(
            moneys(&sums, Texts::of(Language::Chinese)),
            "15.11亿元 + 3,000万美元"
        );
        assert_eq!(moneys(&[], Texts::of(Language::Chinese)), "");
    }

    #[test]
    fn every_currency_has_a_name_in_both_languages() {
        for currency in Currency::ALL {
            for language in Language::ALL {
                let text = money(&Money::of_units(1, currency), Texts::of(language));
                assert!(!text.contains("currency-"), "{text}");
            }
        }
    }
}
