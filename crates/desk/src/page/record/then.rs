//! Which moment a record page speaks of: what the ledger knew on a day, and whether the record held on a day.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{TimeZone, offset};
use xinqiao_ledger::AsOf;

use crate::http::PageError;
use crate::i18n::Texts;
use crate::page::review::Pairs;

/// The moment that the address asks for; nothing of it for the page of today.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Then {
    /// What was known at the end of this day, by the clock that the pages show (UTC+8).
    pub(super) known: Option<Date>,
    /// Only if the record holds on this day.
    pub(super) valid: Option<Date>,
}

impl Then {
    /// `?known=2026-06-01&valid=2026-07-01`; an empty field is none.
    ///
    /// # Errors
    /// When a field is no day.
    pub(super) fn read(pairs: &Pairs, t: &Texts) -> Result<Self, PageError> {
        let day = |name: &str| match pairs.get(name) {
            "" => Ok(None),
            text => text
                .parse()
                .map(Some)
                .map_err(|_| PageError::bad_request(t.with_two("moment-wrong", name, text))),
        };
        Ok(Then {
            known: day("known")?,
            valid: day("valid")?,
        })
    }

    /// Whether the page speaks of today, with all that can be done there.
    pub(super) fn is_now(self) -> bool {
        self == Then::default()
    }

    /// The same for the ledger.
    pub(super) fn as_of(self) -> AsOf {
        AsOf {
            known: self.known.and_then(end_of),
            valid: self.valid,
        }
    }

    /// The moment in words.
    pub(super) fn sentence(self, t: &Texts) -> String {
        match (self.known, self.valid) {
            (None, None) => String::new(),
            (Some(known), None) => t.with("moment-known", known).into_owned(),
            (None, Some(valid)) => t.with("moment-valid", valid).into_owned(),
            (Some(known), Some(valid)) => t.with_two("moment-both", known, valid).into_owned(),
        }
    }

    /// A day as the field of the form holds it.
    pub(super) fn field(day: Option<Date>) -> String {
        day.map(|day| day.to_string()).unwrap_or_default()
    }
}

/// The last moment of a day at UTC+8, in which all moments are shown.
fn end_of(day: Date) -> Option<Timestamp> {
    let next = day.tomorrow().ok()?;
    let start = next.to_zoned(TimeZone::fixed(offset(8))).ok()?.timestamp();
    start.checked_sub(jiff::SignedDuration::from_nanos(1)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_ends_where_the_pages_clock_says() {
        let moment = Then {
            known: "2026-06-01".parse().ok(),
            valid: None,
        };
        assert_eq!(
            moment
                .as_of()
                .known
                .map(|known| known.to_string())
                .as_deref(),
            Some("2026-06-01T15:59:59.999999999Z")
        );
        assert!(Then::default().is_now() && !moment.is_now());
    }
}
