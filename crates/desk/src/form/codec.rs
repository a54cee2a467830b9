//! How each type of value is written into a control, read back and shown.

use std::str::FromStr;

use rust_decimal::Decimal;
use xinqiao_record::body::{FinancingKind, Listing, Stage};
use xinqiao_record::{CreditCode, Language, PartialDate};

use super::{Input, Item};
use crate::i18n::Texts;
use crate::show;

/// Why a text cannot be read: the key of the message and what was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) key: &'static str,
    pub(crate) found: String,
}

impl Fault {
    pub(crate) fn new(key: &'static str, found: impl Into<String>) -> Self {
        Fault {
            key,
            found: found.into(),
        }
    }
}

/// A type of value in a form.
pub(crate) trait Codec {
    /// The value.
    type Value;

    /// The text in the control.
    fn write(&self, value: &Self::Value, t: &Texts) -> String;

    /// The value of a text; `old` is the value before, whose unseen parts are kept.
    fn read(&self, text: &str, old: &Self::Value, t: &Texts) -> Result<Self::Value, Fault>;

    /// The value for reading.
    fn show(&self, value: &Self::Value, t: &Texts) -> Vec<Item> {
        let text = self.write(value, t);
        if text.is_empty() {
            Vec::new()
        } else {
            vec![Item::text(text)]
        }
    }

    /// The control.
    fn input(&self, _: &Texts) -> Input {
        Input::Line
    }

    /// The key of the hint; may be empty.
    fn hint(&self) -> &'static str {
        ""
    }
}

/// Text that must be there.
pub(crate) struct Required;

impl Codec for Required {
    type Value = String;

    fn write(&self, value: &String, _: &Texts) -> String {
        value.clone()
    }

    fn read(&self, text: &str, _: &String, _: &Texts) -> Result<String, Fault> {
        let text = text.trim();
        if text.is_empty() {
            Err(Fault::new("form-error-required", ""))
        } else {
            Ok(text.to_owned())
        }
    }
}

/// Text that may be missing.
pub(crate) struct Text;

impl Codec for Text {
    type Value = Option<String>;

    fn write(&self, value: &Option<String>, _: &Texts) -> String {
        value.clone().unwrap_or_default()
    }

    fn read(&self, text: &str, _: &Option<String>, _: &Texts) -> Result<Option<String>, Fault> {
        let text = text.trim();
        Ok((!text.is_empty()).then(|| text.to_owned()))
    }
}

/// A date as far as it is known.
pub(crate) struct Date;

impl Codec for Date {
    type Value = Option<PartialDate>;

    fn write(&self, value: &Option<PartialDate>, _: &Texts) -> String {
        value.map(|date| date.to_string()).unwrap_or_default()
    }

    fn read(
        &self,
        text: &str,
        _: &Option<PartialDate>,
        _: &Texts,
    ) -> Result<Option<PartialDate>, Fault> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        date(text)
            .map(Some)
            .ok_or_else(|| Fault::new("form-error-date", text))
    }

    fn show(&self, value: &Option<PartialDate>, t: &Texts) -> Vec<Item> {
        value
            .iter()
            .map(|date| Item::text(show::partial_date(*date, t)))
            .collect()
    }

    fn hint(&self) -> &'static str {
        "form-hint-date"
    }
}

/// `2025-06-20`, `2025/6/20`, `2025.6`, `2025年6月20日`.
fn date(text: &str) -> Option<PartialDate> {
    if let Ok(date) = text.parse() {
        return Some(date);
    }
    let separators = ['-', '/', '.', '年', '月', '日', ' '];
    if text
        .chars()
        .any(|c| !c.is_ascii_digit() && !separators.contains(&c))
    {
        return None;
    }
    let mut numbers = text.split(separators).filter(|part| !part.is_empty());
    let year = numbers
        .next()
        .filter(|year| year.len() == 4)?
        .parse()
        .ok()?;
    let month = numbers.next().map(str::parse::<i8>).transpose().ok()?;
    let day = numbers.next().map(str::parse::<i8>).transpose().ok()?;
    if numbers.next().is_some() {
        return None;
    }
    match (month, day) {
        (None, _) => PartialDate::year(year),
        (Some(month), None) => PartialDate::month(year, month),
        (Some(month), Some(day)) => PartialDate::day(year, month, day),
    }
}

/// A unified social credit code.
pub(crate) struct Credit;

impl Codec for Credit {
    type Value = Option<CreditCode>;

    fn write(&self, value: &Option<CreditCode>, _: &Texts) -> String {
        value.map(|code| code.to_string()).unwrap_or_default()
    }

    fn read(
        &self,
        text: &str,
        _: &Option<CreditCode>,
        _: &Texts,
    ) -> Result<Option<CreditCode>, Fault> {
        let text = text.trim().to_ascii_uppercase();
        if text.is_empty() {
            return Ok(None);
        }
        CreditCode::from_str(&text)
            .map(Some)
            .map_err(|_| Fault::new("form-error-credit-code", text))
    }

    fn hint(&self) -> &'static str {
        "form-hint-credit-code"
    }
}

/// A listing: `SSE 688981`.
pub(crate) struct ListedAs;

impl Codec for ListedAs {
    type Value = Option<Listing>;

    fn write(&self, value: &Option<Listing>, _: &Texts) -> String {
        match value {
            None => String::new(),
            Some(Listing {
                exchange: Some(exchange),
                code,
            }) => format!("{exchange} {code}"),
            Some(Listing {
                exchange: None,
                code,
            }) => code.clone(),
        }
    }

    fn read(&self, text: &str, _: &Option<Listing>, _: &Texts) -> Result<Option<Listing>, Fault> {
        let mut parts = text
            .split([' ', ':', '：', '\u{3000}'])
            .filter(|part| !part.is_empty());
        Ok(match (parts.next(), parts.next(), parts.next()) {
            (None, ..) => None,
            (Some(code), None, _) => Some(Listing {
                exchange: None,
                code: code.to_owned(),
            }),
            (Some(exchange), Some(code), None) => Some(Listing {
                exchange: Some(exchange.to_owned()),
                code: code.to_owned(),
            }),
            _ => return Err(Fault::new("form-error-listing", text.trim())),
        })
    }

    fn hint(&self) -> &'static str {
        "form-hint-listing"
    }
}

/// A count of people.
pub(crate) struct Count;

impl Codec for Count {
    type Value = Option<u32>;

    fn write(&self, value: &Option<u32>, _: &Texts) -> String {
        value.map(|count| count.to_string()).unwrap_or_default()
    }

    fn read(&self, text: &str, _: &Option<u32>, _: &Texts) -> Result<Option<u32>, Fault> {
        let digits: String = text.trim().replace([',', '，'], "");
        if digits.is_empty() {
            return Ok(None);
        }
        digits
            .parse()
            .map(Some)
            .map_err(|_| Fault::new("form-error-number", text.trim()))
    }

    fn show(&self, value: &Option<u32>, _: &Texts) -> Vec<Item> {
        value
            .iter()
            .map(|count| Item::text(show::count(*count)))
            .collect()
    }
}

/// One of a fixed set of values, by name.
pub(crate) struct OneOf<T: 'static> {
    all: &'static [T],
    name: fn(T) -> &'static str,
    label: fn(T, &Texts) -> String,
}

/// The stage of a project, which may be unknown.
pub(crate) const STAGE: MaybeOneOf<Stage> = MaybeOneOf(OneOf {
    all: &Stage::ALL,
    name: Stage::name,
    label: show::stage,
});

/// The sort of a financing.
pub(crate) const FINANCING: OneOf<FinancingKind> = OneOf {
    all: &[
        FinancingKind::Round,
        FinancingKind::Ipo,
        FinancingKind::Fund,
        FinancingKind::Acquisition,
    ],
    name: FinancingKind::name,
    label: show::financing_kind,
};

/// A language.
pub(crate) const LANGUAGE: OneOf<Language> = OneOf {
    all: &Language::ALL,
    name: Language::tag,
    label: language_name,
};

fn language_name(language: Language, t: &Texts) -> String {
    match language {
        Language::Chinese => t.msg("language-chinese"),
        Language::English => t.msg("language-english"),
    }
    .into_owned()
}

impl<T: Copy> OneOf<T> {
    fn options(&self, t: &Texts) -> Vec<(String, String)> {
        self.all
            .iter()
            .map(|&value| ((self.name)(value).to_owned(), (self.label)(value, t)))
            .collect()
    }

    fn find(&self, name: &str) -> Result<T, Fault> {
        let found = self
            .all
            .iter()
            .copied()
            .find(|&value| (self.name)(value) == name);
        found.ok_or_else(|| Fault::new("form-error-choice", name))
    }
}

impl<T: Copy> Codec for OneOf<T> {
    type Value = T;

    fn write(&self, value: &T, _: &Texts) -> String {
        (self.name)(*value).to_owned()
    }

    fn read(&self, text: &str, _: &T, _: &Texts) -> Result<T, Fault> {
        self.find(text)
    }

    fn show(&self, value: &T, t: &Texts) -> Vec<Item> {
        vec![Item::text((self.label)(*value, t))]
    }

    fn input(&self, t: &Texts) -> Input {
        Input::Select(self.options(t))
    }
}

/// One of a fixed set of values, or none.
pub(crate) struct MaybeOneOf<T: 'static>(OneOf<T>);

impl<T: Copy> Codec for MaybeOneOf<T> {
    type Value = Option<T>;

    fn write(&self, value: &Option<T>, _: &Texts) -> String {
        value
            .map(|value| (self.0.name)(value).to_owned())
            .unwrap_or_default()
    }

    fn read(&self, text: &str, _: &Option<T>, _: &Texts) -> Result<Option<T>, Fault> {
        if text.is_empty() {
            Ok(None)
        } else {
            self.0.find(text).map(Some)
        }
    }

    fn show(&self, value: &Option<T>, t: &Texts) -> Vec<Item> {
        value
            .iter()
            .map(|&value| Item::text((self.0.label)(value, t)))
            .collect()
    }

    fn input(&self, t: &Texts) -> Input {
        let mut options = vec![(String::new(), t.msg("unknown-value").into_owned())];
        options.extend(self.0.options(t));
        Input::Select(options)
    }
}

/// A decimal number with grouped digits or without, and either minus sign.
pub(crate) fn decimal(text: &str) -> Option<Decimal> {
    let plain: String = text
        .trim()
        .replace('\u{2212}', "-")
        .replace([',', '，'], "");
    Decimal::from_str(&plain).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_may_be_typed_as_people_type_it() {
        for (typed, meant) in [
            ("2025-06-20", "2025-06-20"),
            ("2025/6/20", "2025-06-20"),
            ("2025年6月", "2025-06"),
            ("2025年", "2025"),
            ("2025.6", "2025-06"),
        ] {
            assert_eq!(
                date(typed).map(|date| date.to_string()).as_deref(),
                Some(meant),
                "{typed}"
            );
        }
        for typed in [
            "2025-13",
            "25-6-1",
            "2025-02-30",
            "next year",
            "2025-1-1-1",
            "年",
        ] {
            assert_eq!(date(typed), None, "{typed}");
        }
    }

    #[test]
    fn a_listing_is_an_exchange_and_a_code_or_a_code_alone() {
        let t = Texts::of(Language::Chinese);
        let read = |text: &str| ListedAs.read(text, &None, t);
        let full = Listing {
            exchange: Some("SSE".into()),
            code: "688001".into(),
        };
        assert_eq!(read("SSE:688001"), Ok(Some(full)));
        assert_eq!(
            read("688001"),
            Ok(Some(Listing {
                exchange: None,
                code: "688001".into()
            }))
        );
        assert_eq!(read(" "), Ok(None));
        assert_eq!(
            read("a b c"),
            Err(Fault::new("form-error-listing", "a b c"))
        );
    }
}
