//! Sums of money and quantities, typed as people type them: `约15.11亿元`, `about CNY 1.511 bn`, `600 亩`.

use std::sync::LazyLock;

use rust_decimal::Decimal;
use xinqiao_record::{Amount, Currency, Language, Money, Qualifier, Quantity};

use super::Item;
use super::codec::{Codec, Fault, decimal};
use crate::i18n::Texts;
use crate::show;

/// Words for hedges beside those that the desk itself writes.
const HEDGES: [(&str, Qualifier); 14] = [
    ("大约", Qualifier::About),
    ("逾", Qualifier::Over),
    ("超过", Qualifier::Over),
    ("不到", Qualifier::Under),
    ("至少", Qualifier::AtLeast),
    ("不少于", Qualifier::AtLeast),
    ("≥", Qualifier::AtLeast),
    ("不超过", Qualifier::AtMost),
    ("不高于", Qualifier::AtMost),
    ("≤", Qualifier::AtMost),
    ("more than", Qualifier::Over),
    ("less than", Qualifier::Under),
    ("at most", Qualifier::AtMost),
    ("nearly", Qualifier::Under),
];

/// Names of currencies beside those that the desk itself writes.
const MONEY_NAMES: [(&str, Currency); 10] = [
    ("元人民币", Currency::Cny),
    ("人民币", Currency::Cny),
    ("RMB", Currency::Cny),
    ("¥", Currency::Cny),
    ("￥", Currency::Cny),
    ("US$", Currency::Usd),
    ("$", Currency::Usd),
    ("美金", Currency::Usd),
    ("€", Currency::Eur),
    ("£", Currency::Gbp),
];

/// Words for powers of ten, longest first.
const SCALES: [(&str, u32); 16] = [
    ("trillion", 12),
    ("billion", 9),
    ("million", 6),
    ("thousand", 3),
    ("万亿", 12),
    ("千亿", 11),
    ("百亿", 10),
    ("千万", 7),
    ("百万", 6),
    ("tn", 12),
    ("bn", 9),
    ("亿", 8),
    ("万", 4),
    ("千", 3),
    ("m", 6),
    ("k", 3),
];

/// All hedges as `(before, after, qualifier)`, those of the desk's own texts in both languages first.
static QUALIFIERS: LazyLock<Vec<(String, String, Qualifier)>> = LazyLock::new(|| {
    let mut all = Vec::new();
    for language in Language::ALL {
        for qualifier in Qualifier::ALL {
            let pattern = show::qualified(qualifier, "\0", Texts::of(language));
            if let Some((before, after)) = pattern.split_once('\0')
                && qualifier != Qualifier::Exact
            {
                all.push((before.trim().to_owned(), after.trim().to_owned(), qualifier));
            }
        }
    }
    all.extend(
        HEDGES
            .iter()
            .map(|(word, qualifier)| ((*word).to_owned(), String::new(), *qualifier)),
    );
    // "不超过" before "超".
    all.sort_by_key(|(before, after, _)| std::cmp::Reverse(before.len() + after.len()));
    all
});

/// All names of currencies, the longest first: 新台币 before 台币, 美元 before 元.
static CURRENCIES: LazyLock<Vec<(String, Currency)>> = LazyLock::new(|| {
    let mut all: Vec<(String, Currency)> = MONEY_NAMES
        .iter()
        .map(|(name, currency)| ((*name).to_owned(), *currency))
        .collect();
    for currency in Currency::ALL {
        all.push((currency.code().to_owned(), currency));
        let key = format!("currency-{}", currency.code().to_ascii_lowercase());
        all.extend(
            Language::ALL.map(|language| (Texts::of(language).msg(&key).into_owned(), currency)),
        );
    }
    all.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
    all
});

fn strip_prefix_fold<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    let (head, rest) = text.split_at_checked(prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then_some(rest)
}

fn strip_suffix_fold<'t>(text: &'t str, suffix: &str) -> Option<&'t str> {
    let (head, tail) = text.split_at_checked(text.len().checked_sub(suffix.len())?)?;
    tail.eq_ignore_ascii_case(suffix).then_some(head)
}

/// Takes the hedge off.
fn hedge(text: &str) -> (Qualifier, &str) {
    for (before, after, qualifier) in &*QUALIFIERS {
        if let Some(rest) =
            strip_prefix_fold(text, before).and_then(|rest| strip_suffix_fold(rest, after))
        {
            return (*qualifier, rest.trim());
        }
    }
    (Qualifier::Exact, text)
}

/// A number with an optional scale at the beginning of the text, and the rest.
fn scaled(text: &str) -> Option<(Decimal, &str)> {
    let end = text
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | '，' | '-' | '\u{2212}')))
        .unwrap_or(text.len());
    let (digits, rest) = text.split_at_checked(end)?;
    let value = decimal(digits)?;
    let after = rest.trim_start();
    for (word, power) in SCALES {
        let Some(unit) = strip_prefix_fold(after, word) else {
            continue;
        };
        // "5 mm" is no million: a scale in letters ends where the word ends.
        if word.is_ascii()
            && unit.starts_with(|c: char| c.is_alphanumeric() || c == '/' || c == '²')
        {
            continue;
        }
        // A unit of one letter is a unit: "25 m", "300 K"; sums of money have their own name beside it.
        if word.len() == 1 && unit.trim().is_empty() {
            return Some((value, after));
        }
        let factor = Decimal::from(10_u64.checked_pow(power)?);
        return Some((value.checked_mul(factor)?, unit));
    }
    Some((value, after))
}

/// The number of main units, the currency and the hedge that a text names.
fn figure(text: &str) -> Option<(Decimal, Currency, Qualifier)> {
    let (qualifier, rest) = hedge(text.trim());
    for (name, currency) in &*CURRENCIES {
        let stripped = strip_prefix_fold(rest, name)
            .or_else(|| strip_suffix_fold(rest, name))
            .map(str::trim);
        let Some(figure) = stripped else { continue };
        // The name of the currency is off, so that a letter left over is a scale.
        let (value, left) = scaled(figure)?;
        let value = match left.trim() {
            "" => value,
            letter if letter.eq_ignore_ascii_case("m") => {
                value.checked_mul(Decimal::from(1_000_000))?
            }
            letter if letter.eq_ignore_ascii_case("k") => {
                value.checked_mul(Decimal::from(1_000))?
            }
            _ => return None,
        };
        return Some((value, *currency, qualifier));
    }
    None
}

/// Reads a sum of money; `None` where it is none, or has a fraction of a hundredth.
fn amount(text: &str) -> Option<Amount> {
    match figure(text) {
        Some((value, currency, qualifier)) => Some(Amount {
            money: Money::exact(value, currency).ok()?,
            qualifier,
        }),
        None => as_the_reader_would(text.trim()),
    }
}

/// What the reader itself makes of the text, where all of it is one sum: `数千万元`, `3亿余元`.
fn as_the_reader_would(text: &str) -> Option<Amount> {
    match xinqiao_reader::value::amounts(text).as_slice() {
        [only] if only.start == 0 && only.end == text.len() => Some(only.value),
        _ => None,
    }
}

/// A sum of money, which may be unknown.
pub(crate) struct Sum;

impl Codec for Sum {
    type Value = Option<Amount>;

    fn write(&self, value: &Option<Amount>, t: &Texts) -> String {
        value
            .as_ref()
            .map(|value| show::amount(value, t))
            .unwrap_or_default()
    }

    fn read(&self, text: &str, _: &Option<Amount>, _: &Texts) -> Result<Option<Amount>, Fault> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        amount(text)
            .map(Some)
            .ok_or_else(|| Fault::new("form-error-amount", text))
    }

    fn hint(&self) -> &'static str {
        "form-hint-amount"
    }
}

/// The text of a quantity: the number in full, then the unit.
fn write_quantity(value: &Quantity, t: &Texts) -> String {
    let figure = format!("{} {}", show::decimal(&value.value), value.unit);
    show::qualified(value.qualifier, figure.trim_end(), t)
}

fn read_quantity(text: &str) -> Result<Quantity, Fault> {
    let (qualifier, rest) = hedge(text.trim());
    let wrong = || Fault::new("form-error-quantity", text.trim());
    let (value, unit) = scaled(rest).ok_or_else(wrong)?;
    // "5 m" is five metres, not five million of nothing: a short scale needs a unit behind it.
    let (value, unit) = match rest.trim().rsplit_once(' ') {
        Some((number, short)) if unit.trim().is_empty() && is_short_scale(short) => {
            (scaled(number).ok_or_else(wrong)?.0, short)
        }
        _ => (value, unit),
    };
    Ok(Quantity {
        value: value.normalize(),
        unit: unit.trim().to_owned(),
        qualifier,
    })
}

/// Whether a word is the short name of a scale in Latin letters, which may as well be a unit.
fn is_short_scale(word: &str) -> bool {
    ["tn", "bn", "m", "k"]
        .iter()
        .any(|short| word.eq_ignore_ascii_case(short))
}

/// A quantity that must be there.
pub(crate) struct Measured;

impl Codec for Measured {
    type Value = Quantity;

    fn write(&self, value: &Quantity, t: &Texts) -> String {
        write_quantity(value, t)
    }

    fn read(&self, text: &str, _: &Quantity, _: &Texts) -> Result<Quantity, Fault> {
        read_quantity(text)
    }

    fn show(&self, value: &Quantity, t: &Texts) -> Vec<Item> {
        vec![Item::text(show::quantity(value, t))]
    }

    fn hint(&self) -> &'static str {
        "form-hint-quantity"
    }
}

/// A quantity that may be unknown.
pub(crate) struct MaybeMeasured;

impl Codec for MaybeMeasured {
    type Value = Option<Quantity>;

    fn write(&self, value: &Option<Quantity>, t: &Texts) -> String {
        value
            .as_ref()
            .map(|value| write_quantity(value, t))
            .unwrap_or_default()
    }

    fn read(&self, text: &str, _: &Option<Quantity>, _: &Texts) -> Result<Option<Quantity>, Fault> {
        if text.trim().is_empty() {
            Ok(None)
        } else {
            read_quantity(text).map(Some)
        }
    }

    fn show(&self, value: &Option<Quantity>, t: &Texts) -> Vec<Item> {
        value
            .iter()
            .map(|value| Item::text(show::quantity(value, t)))
            .collect()
    }

    fn hint(&self) -> &'static str {
        "form-hint-quantity"
    }
}

/// Whether a unit begins with a word for a power of ten, with which no unit is written.
#[cfg(test)]
pub(super) fn begins_with_scale(unit: &str) -> bool {
    !is_short_scale(unit)
        && scaled(&format!("1 {unit}")).is_some_and(|(value, _)| value != Decimal::ONE)
}

/// A number with its scale at the beginning of a line, and the rest of the line.
pub(super) fn leading_number(text: &str) -> Option<(Decimal, &str)> {
    scaled(text.trim())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn told(text: &str) -> Option<(String, &'static str, &'static str)> {
        amount(text).map(|sum| {
            (
                sum.money.units(),
                sum.money.currency.code(),
                sum.qualifier.name(),
            )
        })
    }

    #[test]
    fn a_short_scale_without_a_unit_behind_it_is_the_unit() {
        for (typed, value, unit) in [
            ("5 m", "5", "m"),
            ("0 Tn", "0", "Tn"),
            ("5 million 片", "5000000", "片"),
            ("5 k wafers", "5000", "wafers"),
            ("600 亩", "600", "亩"),
        ] {
            let read = read_quantity(typed)
                .ok()
                .map(|quantity| (quantity.value.to_string(), quantity.unit));
            assert_eq!(read, Some((value.to_owned(), unit.to_owned())), "{typed}");
        }
    }

    #[test]
    fn a_sum_may_be_typed_as_people_type_it() {
        for (typed, units, currency, qualifier) in [
            ("15.11亿元", "1511000000", "CNY", "exact"),
            ("1511000000 CNY", "1511000000", "CNY", "exact"),
            ("约30亿美元", "3000000000", "USD", "about"),
            ("逾3000万元人民币", "30000000", "CNY", "over"),
            ("不超过 500 万元", "5000000", "CNY", "at_most"),
            ("about CNY 1.511 bn", "1511000000", "CNY", "about"),
            ("USD 30 m", "30000000", "USD", "exact"),
            ("US$ 2.5 million", "2500000", "USD", "exact"),
            ("5,000元", "5000", "CNY", "exact"),
            ("新台币 3 亿", "300000000", "TWD", "exact"),
            ("0.5 欧元", "0.5", "EUR", "exact"),
            ("\u{2212}2万元", "-20000", "CNY", "exact"),
        ] {
            assert_eq!(
                told(typed),
                Some((units.into(), currency, qualifier)),
                "{typed}"
            );
        }
    }

    #[test]
    fn what_is_no_sum_is_refused() {
        for typed in [
            "15.11亿",
            "many yuan",
            "元",
            "12..5元",
            "3 apples",
            "0.001元",
            "5亿元6",
            "１",
        ] {
            assert_eq!(told(typed), None, "{typed}");
        }
    }

    #[test]
    fn a_scale_belongs_to_the_number_and_a_unit_stays_a_unit() {
        let read = |text: &str| {
            let read = read_quantity(text).unwrap();
            (read.value.to_string(), read.unit, read.qualifier.name())
        };
        assert_eq!(read("60万片"), ("600000".into(), "片".into(), "exact"));
        assert_eq!(read("约600 亩"), ("600".into(), "亩".into(), "about"));
        assert_eq!(read("≥ 5.5 nm"), ("5.5".into(), "nm".into(), "at_least"));
        assert_eq!(read("25 m"), ("25".into(), "m".into(), "exact"));
        assert_eq!(read("300 mm"), ("300".into(), "mm".into(), "exact"));
        assert_eq!(read("12%"), ("12".into(), "%".into(), "exact"));
        assert_eq!(
            read_quantity("about ten"),
            Err(Fault::new("form-error-quantity", "about ten"))
        );
    }

    proptest! {
        #[test]
        fn every_sum_reads_back_as_it_is_written(
            minor in any::<i64>(),
            currency in proptest::sample::select(Currency::ALL.to_vec()),
            qualifier in proptest::sample::select(Qualifier::ALL.to_vec()),
        ) {
            let sum = Amount { money: Money { minor: minor.into(), currency }, qualifier };
            for language in Language::ALL {
                let t = Texts::of(language);
                let written = Sum.write(&Some(sum), t);
                prop_assert_eq!(Sum.read(&written, &None, t), Ok(Some(sum)), "{}", written);
            }
        }

        #[test]
        fn any_text_is_read_or_refused(text in any::<String>()) {
            let _ = (amount(&text), read_quantity(&text));
        }
    }
}
