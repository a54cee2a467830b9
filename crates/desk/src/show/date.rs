//! Dates, periods and moments.

use std::borrow::Borrow;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use xinqiao_record::{PartialDate, Period};

use crate::i18n::Texts;

/// A date as far as it is known: `2025年6月20日`, `20 June 2025`; `2025年6月`, `June 2025`; `2025年`, `2025`.
pub fn partial_date(date: impl Borrow<PartialDate>, t: &Texts) -> String {
    let date = *date.borrow();
    let year = date.year_number();
    let Some(month) = date.month_number() else {
        return if t.is_chinese() {
            format!("{year}年")
        } else {
            year.to_string()
        };
    };
    let key = format!("month-{month}");
    let month = t.msg(&key);
    match (date.day_number(), t.is_chinese()) {
        (None, true) => format!("{year}年{month}"),
        (None, false) => format!("{month} {year}"),
        (Some(day), true) => format!("{year}年{month}{day}日"),
        (Some(day), false) => format!("{day} {month} {year}"),
    }
}

/// A whole day in the same form.
pub fn day(date: impl Borrow<Date>, t: &Texts) -> String {
    partial_date(PartialDate::from(*date.borrow()), t)
}

/// A period: `2024年至2026年6月`, `自2024年起`; without both ends `长期`.
pub fn period(period: &Period, t: &Texts) -> String {
    match (period.from, period.until) {
        (None, None) => t.msg("period-always").into_owned(),
        (Some(from), None) => t.with("period-from", partial_date(from, t)).into_owned(),
        (None, Some(until)) => t.with("period-until", partial_date(until, t)).into_owned(),
        (Some(from), Some(until)) => t
            .with_two(
                "period-between",
                partial_date(from, t),
                partial_date(until, t),
            )
            .into_owned(),
    }
}

/// A moment in China Standard Time, UTC+8 all year: `2026-11-20 18:04`.
pub fn timestamp(moment: impl Borrow<Timestamp>) -> String {
    moment
        .borrow()
        .to_zoned(TimeZone::fixed(jiff::tz::offset(8)))
        .strftime("%Y-%m-%d %H:%M")
        .to_string()
}

#[cfg(test)]
mod tests {
    use xinqiao_record::Language;

    use super::*;

    fn both(date: &str) -> [String; 2] {
        Language::ALL
            .map(|language| partial_date(date.parse::<PartialDate>().unwrap(), Texts::of(language)))
    }

    #[test]
    fn a_date_says_no_more_than_is_known() {
        assert_eq!(both("2025-06-20"), ["2025年6月20日", "20 June 2025"]);
        assert_eq!(both("2025-12"), ["2025年12月", "December 2025"]);
        assert_eq!(both("2025"), ["2025年", "2025"]);
    }

    #[test]
    fn a_period_names_the_ends_that_it_has() {
        let show = |from: &str, until: &str| {
            let period_ = Period {
                from: from.parse().ok(),
                until: until.parse().ok(),
            };
            Language::ALL.map(|language| period(&period_, Texts::of(language)))
        };
        assert_eq!(
            show("2024", "2026-06"),
            ["2024年至2026年6月", "2024 to June 2026"]
        );
        assert_eq!(show("2024", ""), ["自2024年起", "from 2024"]);
        assert_eq!(
            show("", "2026-06-30"),
            ["至2026年6月30日止", "until 30 June 2026"]
        );
        assert_eq!(show("", ""), ["长期", "no end date"]);
    }

    #[test]
    fn a_moment_is_told_in_china_standard_time() {
        let moment: Timestamp = "2026-11-20T16:04:59Z".parse().unwrap();
        assert_eq!(timestamp(moment), "2026-11-21 00:04");
    }
}
