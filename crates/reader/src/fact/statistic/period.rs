//! The period that a figure of trade is told for: `2022-01/2022-06` for 上半年, `2021-07/2021-09` for 三季度.

use std::sync::LazyLock;

use regex::Regex;
use xinqiao_record::PartialDate;

use crate::value::dates;
use crate::value::number::chinese_digit;
use crate::value::pattern::regex;

/// A stretch of months, with the year where it is told.
static STRETCH: LazyLock<Regex> = LazyLock::new(|| {
    regex(concat!(
        r"(?:(?P<year>(?:19|20)[0-9]{2})\s?年?|(?P<rel>今年|去年|上年|本年))?\s?",
        r"(?:(?P<half>[上下])半年|前(?P<first>[一二三])个?季度|第?(?P<quarter>[一二三四1-4])季度|1\s?(?:-|—|–|~|～|至|到)\s?(?P<to>1[0-2]|[2-9])\s?月)"
    ))
});

/// The period of a text: a stretch of months if it tells one, else its first date.
pub(super) fn period(text: &str, base: Option<PartialDate>) -> Option<String> {
    let plain = || {
        dates(text, base)
            .first()
            .map(|found| found.value.to_string())
    };
    if !text.contains(['半', '季', '月']) {
        return plain();
    }
    let Some(captures) = STRETCH.captures(text) else {
        return plain();
    };
    let group = |name: &str| captures.name(name).map(|group| group.as_str());
    let digit = |name: &str| {
        let one = group(name)?.chars().next()?;
        chinese_digit(one).or_else(|| one.to_digit(10).map(i64::from))
    };
    let (from, to) = match (group("half"), digit("first"), digit("quarter"), group("to")) {
        (Some("上"), ..) => (1, 6),
        (Some(_), ..) => (7, 12),
        (_, Some(count), ..) => (1, count * 3),
        (_, _, Some(quarter), _) => (quarter * 3 - 2, quarter * 3),
        (_, _, _, Some(month)) => (1, month.parse().ok()?),
        _ => return plain(),
    };
    let year = match (group("year"), group("rel")) {
        (Some(year), _) => year.parse().ok()?,
        (_, Some("去年" | "上年")) => base?.year_number() - 1,
        (_, Some(_)) => base?.year_number(),
        // A stretch that is not over yet was last year's.
        _ => {
            let base = base?;
            let over = base
                .month_number()
                .is_none_or(|month| i64::from(month) >= to);
            base.year_number() - i16::from(!over)
        }
    };
    Some(format!("{year}-{from:02}/{year}-{to:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_of_months_have_two_ends() {
        let base = "2022-11".parse().ok();
        let read = |text| period(text, base).unwrap_or_default();
        assert_eq!(read("上半年产量"), "2022-01/2022-06");
        assert_eq!(read("2021年三季度营收"), "2021-07/2021-09");
        assert_eq!(read("前三季度出口"), "2022-01/2022-09");
        assert_eq!(read("1—10月，全市"), "2022-01/2022-10");
        assert_eq!(read("四季度销量"), "2021-10/2021-12");
        assert_eq!(read("2020年营收"), "2020");
        assert_eq!(read("6月产量"), "2022-06");
    }
}
