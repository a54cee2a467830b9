//! Dates as texts give them: a year, a month or a day; and periods between them.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A date of which the day, or the day and the month, may be unknown: `2025`, `2025-06`, `2025-06-20`.
///
/// The order is by first possible day, the vaguer date first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PartialDate {
    year: i16,
    month: i8,
    day: i8,
}

/// The text is not a date.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` is not a date; write 2025, 2025-06 or 2025-06-20")]
pub struct BadDate {
    found: String,
}

impl PartialDate {
    /// A year of the common era, 1 to 9999.
    pub fn year(year: i16) -> Option<Self> {
        (1..=9999).contains(&year).then_some(PartialDate {
            year,
            month: 0,
            day: 0,
        })
    }

    /// A month of a year.
    pub fn month(year: i16, month: i8) -> Option<Self> {
        PartialDate::year(year)?;
        (1..=12).contains(&month).then_some(PartialDate {
            year,
            month,
            day: 0,
        })
    }

    /// A day; `None` where the calendar has no such day.
    pub fn day(year: i16, month: i8, day: i8) -> Option<Self> {
        PartialDate::year(year)?;
        Date::new(year, month, day).ok().map(PartialDate::from)
    }

    /// The year.
    pub fn year_number(self) -> i16 {
        self.year
    }

    /// The month, 1 to 12, if known.
    pub fn month_number(self) -> Option<i8> {
        (self.month > 0).then_some(self.month)
    }

    /// The day of the month, if known.
    pub fn day_number(self) -> Option<i8> {
        (self.day > 0).then_some(self.day)
    }

    /// The first day that the date can mean.
    pub fn first_day(self) -> Date {
        // INVARIANT: the constructors only let through real days.
        Date::new(self.year, self.month.max(1), self.day.max(1)).unwrap_or(Date::MIN)
    }

    /// The last day that the date can mean.
    pub fn last_day(self) -> Date {
        match (self.month, self.day) {
            (0, _) => Date::new(self.year, 12, 31).unwrap_or(Date::MAX),
            (_, 0) => self.first_day().last_of_month(),
            _ => self.first_day(),
        }
    }

    /// Whether both can mean the same day: one of them is the other, told less exactly.
    pub fn agrees_with(self, other: PartialDate) -> bool {
        self.first_day() <= other.last_day() && other.first_day() <= self.last_day()
    }
}

impl From<Date> for PartialDate {
    fn from(date: Date) -> Self {
        PartialDate {
            year: date.year(),
            month: date.month(),
            day: date.day(),
        }
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.month, self.day) {
            (0, _) => write!(f, "{:04}", self.year),
            (month, 0) => write!(f, "{:04}-{month:02}", self.year),
            (month, day) => write!(f, "{:04}-{month:02}-{day:02}", self.year),
        }
    }
}

impl FromStr for PartialDate {
    type Err = BadDate;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parse = || {
            let mut parts = text.split('-');
            let field = |part: &str, digits: usize| {
                let plain = part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
                plain.then(|| part.parse::<i16>().ok()).flatten()
            };
            let year = field(parts.next()?, 4)?;
            let small = |part| i8::try_from(field(part, 2)?).ok();
            let date = match (parts.next(), parts.next()) {
                (None, _) => PartialDate::year(year)?,
                (Some(month), None) => PartialDate::month(year, small(month)?)?,
                (Some(month), Some(day)) => PartialDate::day(year, small(month)?, small(day)?)?,
            };
            parts.next().is_none().then_some(date)
        };
        parse().ok_or_else(|| BadDate {
            found: text.to_owned(),
        })
    }
}

impl Serialize for PartialDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PartialDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(de::Error::custom)
    }
}

impl JsonSchema for PartialDate {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "PartialDate".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$" })
    }
}

/// When a fact holds: from the first day of `from` to the last day of `until`; an open end has no date.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Period {
    /// The first day, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<PartialDate>,
    /// The last day, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<PartialDate>,
}

impl Period {
    /// Without beginning and end.
    pub const ALWAYS: Period = Period {
        from: None,
        until: None,
    };

    /// Whether the period holds on `day`.
    pub fn contains(self, day: Date) -> bool {
        self.from.is_none_or(|from| from.first_day() <= day)
            && self.until.is_none_or(|until| day <= until.last_day())
    }

    /// Whether the period has neither beginning nor end.
    pub fn is_always(&self) -> bool {
        *self == Period::ALWAYS
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn parsed(text: &str) -> PartialDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_date_may_be_a_year_a_month_or_a_day() {
        for text in ["2025", "2025-06", "2025-06-20"] {
            assert_eq!(parsed(text).to_string(), text);
        }
        assert_eq!(parsed("2024-02").last_day(), date(2024, 2, 29));
        assert_eq!(parsed("2025").last_day(), date(2025, 12, 31));
    }

    #[test]
    fn what_the_calendar_does_not_have_is_refused() {
        for text in [
            "2025-13",
            "2025-02-29",
            "25",
            "2025-6",
            "2025-06-20-1",
            "",
            "0000",
            "+202",
        ] {
            assert_eq!(
                text.parse::<PartialDate>().unwrap_err().to_string(),
                format!("`{text}` is not a date; write 2025, 2025-06 or 2025-06-20"),
            );
        }
    }

    #[test]
    fn the_vaguer_date_comes_first() {
        assert!(parsed("2025") < parsed("2025-01"));
        assert!(parsed("2025-01") < parsed("2025-01-01"));
        assert!(parsed("2025-01-31") < parsed("2025-02"));
    }

    #[test]
    fn a_month_agrees_with_its_days() {
        assert!(parsed("2025-06").agrees_with(parsed("2025-06-20")));
        assert!(!parsed("2025-06").agrees_with(parsed("2025-07-01")));
    }

    #[test]
    fn a_period_includes_both_ends() {
        let period = Period {
            from: Some(parsed("2025-07")),
            until: Some(parsed("2026")),
        };
        assert!(!period.contains(date(2025, 6, 30)));
        assert!(period.contains(date(2025, 7, 1)));
        assert!(period.contains(date(2026, 12, 31)));
        assert!(!period.contains(date(2027, 1, 1)));
    }
}
