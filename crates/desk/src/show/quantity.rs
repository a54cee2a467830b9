//! Quantities and capacities.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use xinqiao_record::{Capacity, Currency, Language, Money, Per, Quantity};

use super::amount::{money, qualified};
use super::number::{decimal, shifted};
use crate::i18n::Texts;

/// A quantity with its unit and hedge: `60万片`, `约200亩`, `5 nm`, `92%`; `about 200 亩`.
pub fn quantity(quantity: &Quantity, t: &Texts) -> String {
    qualified(
        quantity.qualifier,
        &number_with_unit(&quantity.value, &quantity.unit, t),
        t,
    )
}

/// What is made, how much, in what time: `60万片/年 · 8英寸碳化硅衬底片`.
pub fn capacity(capacity: &Capacity, t: &Texts) -> String {
    let figure = number_with_unit(&capacity.quantity, &capacity.unit, t);
    let rate = match capacity.per {
        None => figure,
        Some(per) => {
            let key = match per {
                Per::Year => "per-year",
                Per::Month => "per-month",
                Per::Week => "per-week",
                Per::Day => "per-day",
                Per::Hour => "per-hour",
            };
            t.with(key, figure).into_owned()
        }
    };
    match &capacity.product {
        Some(product) => format!("{rate} · {product}"),
        None => rate,
    }
}

/// Several capacities, one after the other; nothing gives an empty string.
pub fn capacities(list: &[Capacity], t: &Texts) -> String {
    let separator = if t.is_chinese() { "；" } else { "; " };
    list.iter()
        .map(|one| capacity(one, t))
        .collect::<Vec<_>>()
        .join(separator)
}

/// Chinese counts in 万 and 亿, but only things with a Chinese measure word: `2.5万片`, yet `25,000 nm`.
///
/// A unit that is a currency makes it a sum, which is written as sums are: `3.19万亿卢布`, `RUB 3.19 tn`.
fn number_with_unit(value: &Decimal, unit: &str, t: &Texts) -> String {
    let unit = unit.trim();
    if let Some(sum) = currency(unit).and_then(|currency| Money::exact(*value, currency).ok()) {
        return money(&sum, t);
    }
    let han = unit.chars().next().is_some_and(is_han);
    if t.is_chinese()
        && han
        && let Some(short) = in_han_units(value)
    {
        return format!("{short}{unit}");
    }
    let number = decimal(value);
    match unit.chars().next() {
        None => number,
        Some('%' | '‰' | '°' | '℃') => format!("{number}{unit}"),
        Some(_) if han && t.is_chinese() => format!("{number}{unit}"),
        Some(_) => format!("{number} {unit}"),
    }
}

/// The currency that a unit names by its code or in Chinese.
fn currency(unit: &str) -> Option<Currency> {
    let chinese = Texts::of(Language::Chinese);
    let named = |currency: &Currency| {
        let key = format!("currency-{}", currency.code().to_ascii_lowercase());
        currency.code() == unit || chinese.msg(&key) == unit
    };
    Currency::ALL.into_iter().find(named)
}

fn in_han_units(value: &Decimal) -> Option<String> {
    if value.is_sign_negative() || !value.fract().is_zero() {
        return None;
    }
    let whole = value.to_u128()?;
    [(12, "万亿"), (8, "亿"), (4, "万")]
        .into_iter()
        .find_map(|(exponent, name)| Some(format!("{}{name}", shifted(whole, exponent, 4)?)))
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use xinqiao_record::Qualifier;

    use super::*;

    fn both(value: &str, unit: &str, qualifier: Qualifier) -> [String; 2] {
        let given = Quantity {
            value: value.parse().unwrap(),
            unit: unit.into(),
            qualifier,
        };
        Language::ALL.map(|language| quantity(&given, Texts::of(language)))
    }

    #[test]
    fn things_are_counted_in_wan_and_measures_are_not() {
        use Qualifier::{About, AtLeast, Exact};
        assert_eq!(both("600000", "片", Exact), ["60万片", "600,000 片"]);
        assert_eq!(both("200", "亩", About), ["约200亩", "about 200 亩"]);
        assert_eq!(
            both("350000000", "颗", Exact),
            ["3.5亿颗", "350,000,000 颗"]
        );
        assert_eq!(both("25000", "nm", Exact), ["25,000 nm", "25,000 nm"]);
        assert_eq!(
            both("99.9", "%", AtLeast),
            ["不低于99.9%", "at least 99.9%"]
        );
        assert_eq!(
            both("12345.5", "平方米", Exact),
            ["12,345.5平方米", "12,345.5 平方米"]
        );
        assert_eq!(both("8", "", Exact), ["8", "8"]);
    }

    #[test]
    fn a_quantity_of_money_is_written_as_a_sum() {
        use Qualifier::{About, Exact};
        let trillions = ["3.19万亿卢布", "RUB 3.19 tn"];
        assert_eq!(both("3190000000000", "RUB", Exact), trillions);
        assert_eq!(both("3190000000000", "卢布", Exact), trillions);
        assert_eq!(
            both("500000000", "元", About),
            ["约5亿元", "about CNY 500 m"]
        );
        assert_eq!(both("2000000000000", "颗", Exact)[0], "2万亿颗");
        assert_eq!(
            both("0.001", "元", Exact),
            ["0.001元", "0.001 元"],
            "finer than a fen is no sum"
        );
    }

    #[test]
    fn a_capacity_names_rate_and_product() {
        let given = Capacity {
            quantity: Decimal::from(600_000),
            unit: "片".into(),
            product: Some("8英寸碳化硅衬底片".into()),
            per: Some(Per::Year),
        };
        assert_eq!(
            Language::ALL.map(|language| capacity(&given, Texts::of(language))),
            [
                "60万片/年 · 8英寸碳化硅衬底片",
                "600,000 片 per year · 8英寸碳化硅衬底片"
            ],
        );
        let bare = Capacity {
            product: None,
            per: None,
            ..given.clone()
        };
        assert_eq!(
            capacities(&[given, bare], Texts::of(Language::Chinese)),
            "60万片/年 · 8英寸碳化硅衬底片；60万片",
        );
    }
}
