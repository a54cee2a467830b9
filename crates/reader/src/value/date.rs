//! Dates, told in full, in part, or against the day of writing.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use regex::{Captures, Regex};
use xinqiao_record::PartialDate;

use super::memo::{Memo, remembered};
use super::number::chinese_digit;
use super::pattern::{regex, words};
use super::{Found, slice, tail};

static CHINESE: LazyLock<Regex> = LazyLock::new(|| {
    regex(concat!(
        r"(?:(?P<year>(?:19|20)[0-9]{2})\s?年?度?|(?P<hanyear>[一二][〇零○一二三四五六七八九]{3})年|(?P<rel>今年|去年|明年|后年|前年|当年|同年|同一年|本年|上年|次年|翌年)底?)?\s?",
        r"(?:",
        r"(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])\s?月(?:份)?(?:\s?(?P<day>3[01]|[12][0-9]|0?[1-9]|三十[一]?|二?十[一二三四五六七八九]?|[一二三四五六七八九])\s?[日号])?",
        r"|(?P<quarter>第?[一二三四1-4]\s?季度|[Qq][1-4])",
        r"|(?P<half>[上下]半年)",
        r"|(?P<end>年底|年末|底|末|内|年初|初|年中)",
        r")",
        r"|(?P<iso>(?:19|20)[0-9]{2}[-/.](?:1[0-2]|0?[1-9])(?:[-/.](?:3[01]|[12][0-9]|0?[1-9]))?)",
        r"|(?P<onlyyear>(?:19|20)[0-9]{2})\s?年|(?P<onlyhan>[一二][〇零○一二三四五六七八九]{3})年|(?P<onlyrel>今年|去年|明年|后年|前年|同年|同一年|当年|次年|翌年|本年)",
        r"|(?P<relmonth>上个?月|本月|当月|下个?月|同月)(?:\s?(?P<relday>3[01]|[12][0-9]|0?[1-9])\s?日)?|(?P<relweek>昨日|昨天|今日|今天)",
    ))
});

static ENGLISH: LazyLock<Regex> = LazyLock::new(|| {
    regex(concat!(
        r"(?i)\b(?:",
        r"(?P<m1>jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)(?:uary|ruary|ch|il|ust|tember|ober|ember)?\.?\s(?P<d1>3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?(?:,?\s(?P<y1>(?:19|20)[0-9]{2}))?\b",
        r"|(?P<d2>3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?\s(?P<m2>jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)(?:uary|ruary|ch|il|ust|tember|ober|ember)?\.?(?:\s(?P<y2>(?:19|20)[0-9]{2}))?\b",
        r"|(?P<m3>jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)(?:uary|ruary|ch|il|ust|tember|ober|ember)?\.?\s(?P<y3>(?:19|20)[0-9]{2}|last year|this year|next year)\b",
        r"|(?:Q(?P<q1>[1-4])|(?P<q2>first|second|third|fourth)[\s-]quarter)(?:\s(?:of\s)?(?:fiscal\s)?(?P<y4>(?:19|20)[0-9]{2}))?\b",
        r"|(?P<h1>first|second)\shalf(?:\sof\s(?:fiscal\s)?(?P<y5>(?:19|20)[0-9]{2}))?\b|H(?P<h2>[12])\s(?P<y6>(?:19|20)[0-9]{2})\b",
        r"|(?P<vague>late|early|mid|the end of|end of|end)[\s-](?P<y7>(?:19|20)[0-9]{2})\b",
        r"|(?:the\s)?end\sof\s(?P<m4>january|february|march|april|may|june|july|august|september|october|november|december)\b(?:\s(?P<y9>(?:19|20)[0-9]{2}))?",
        r"|(?P<yearend>year-end|end of (?:the|this) year)\b",
        r"|(?:in|since|during|until|by)\s(?P<m5>january|february|march|april|may|june|july|august|september|october|november|december)\b(?:\s(?P<d5>3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?\b)?(?:,?\s(?P<y10>(?:19|20)[0-9]{2}|last year|this year|next year)\b)?",
        r"|(?:by|in|since|of|until|till|from|fiscal|FY|during|for)\s(?:fiscal\s)?(?P<y8>(?:19|20)[0-9]{2})\b",
        r")",
    ))
});

/// What every date holds at least one of; the rest of the text is not looked at with the patterns.
static TRIGGERS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    words([
        "年",
        "月",
        "季度",
        "昨",
        "今日",
        "今天",
        "19",
        "20",
        "quarter",
        "half",
        "Jan",
        "Feb",
        "Mar",
        "Apr",
        "May",
        "Jun",
        "Jul",
        "Aug",
        "Sep",
        "Oct",
        "Nov",
        "Dec",
        "Q1",
        "Q2",
        "Q3",
        "Q4",
        "year-end",
        "end of th",
    ])
});

/// Words that turn a date without a year towards the future.
const AHEAD: [&str; 16] = [
    "预计",
    "计划",
    "拟",
    "将于",
    "将在",
    "力争",
    "有望",
    "争取",
    "目标",
    "定于",
    "will ",
    "expected",
    "plans",
    "scheduled",
    "slated",
    "until ",
];

/// Every date in `text`; one that leans on the day of writing is left out when `base` is unknown.
///
/// - A month without a year is the last such month up to `base`; after a word of planning the next one; after another date in the
///   same text the first one from there on that is not in the future.
/// - 上半年 is June, 下半年 and 年底 are December, a quarter is its last month, 月初 and 月底 are the month.
pub fn dates(text: &str, base: Option<PartialDate>) -> Vec<Found<PartialDate>> {
    thread_local! {
        static MEMO: Memo<Option<PartialDate>, Vec<Found<PartialDate>>> = const { Memo::new() };
    }
    remembered(&MEMO, text, base, || read_all(text, base))
}

fn read_all(text: &str, base: Option<PartialDate>) -> Vec<Found<PartialDate>> {
    if TRIGGERS.find(text).is_none() {
        return Vec::new();
    }
    let mut found: Vec<Found<PartialDate>> = Vec::new();
    if text.contains(['年', '月', '季', '昨', '今', '-', '/', '.', '底', 'Q']) {
        for captures in CHINESE.captures_iter(text) {
            let Some(whole) = captures.get(0) else {
                continue;
            };
            let last = found.last().map(|one| one.value);
            if let Some(value) = chinese(text, &captures, whole.start(), whole.end(), base, last) {
                let lead = whole.as_str().len() - whole.as_str().trim_start().len();
                found.push(Found {
                    start: whole.start() + lead,
                    end: whole.end(),
                    value,
                });
            }
        }
    }
    if text.bytes().any(|byte| byte.is_ascii_alphabetic()) {
        let mut last = None;
        for captures in ENGLISH.captures_iter(text) {
            let Some(whole) = captures.get(0) else {
                continue;
            };
            if let Some(value) = english(text, &captures, whole.start(), base, last) {
                last = Some(value);
                // "in July": the date is the month.
                let start = captures
                    .name("m5")
                    .map_or(whole.start(), |month| month.start());
                found.push(Found {
                    start,
                    end: whole.end(),
                    value,
                });
            }
        }
    }
    super::quantity::without_overlaps(found)
}

fn chinese(
    text: &str,
    captures: &Captures<'_>,
    start: usize,
    end: usize,
    base: Option<PartialDate>,
    last: Option<PartialDate>,
) -> Option<PartialDate> {
    let before = slice(text, 0, start);
    let after = slice(text, end, text.len());
    let group = |name: &str| captures.name(name).map(|group| group.as_str());
    if before.ends_with(|last: char| last.is_ascii_digit() || last == '.' || last == '第') {
        return None;
    }
    // 达产后年产, 投产前年均: the word is cut out of two others.
    if [group("rel"), group("onlyrel")]
        .iter()
        .flatten()
        .any(|word| {
            word.starts_with("后年")
                && (before.ends_with(super::is_han)
                    && !before.ends_with(['在', '到', '于', '至', '将', '和', '计', '划'])
                    || after.starts_with([
                        '产', '封', '可', '销', '新', '均', '税', '营', '处', '加', '检', '测',
                    ]))
                || word.starts_with("前年") && before.ends_with(['产', '成'])
        })
    {
        return None;
    }
    if let Some(iso) = group("iso") {
        if after.starts_with(|next: char| next.is_ascii_digit() || next == '-' || next == '.') {
            return None;
        }
        let mut parts = iso.split(['-', '/', '.']);
        let year = parts.next()?.parse().ok()?;
        let month: &str = parts.next()?;
        let day = parts.next();
        // "2024.5" may be a number; with a day, or with a hyphen and two digits, it is a date.
        return match day {
            Some(day) => PartialDate::day(year, month.parse().ok()?, day.parse().ok()?),
            None if iso.contains('-') && month.len() == 2 => {
                PartialDate::month(year, month.parse().ok()?)
            }
            None => None,
        };
    }
    if let Some(year) = group("onlyyear") {
        return PartialDate::year(year.parse().ok()?);
    }
    if let Some(year) = group("onlyhan") {
        return PartialDate::year(han_year(year)?);
    }
    if let Some(word) = group("onlyrel") {
        return PartialDate::year(relative_year(word, base, last)?);
    }
    if let Some(word) = group("relmonth") {
        let base = if word == "同月" || word == "当月" {
            last.or(base)?
        } else {
            base?
        };
        let month = base.month_number()?;
        let (year, month) = match word.chars().next()? {
            '上' if month == 1 => (base.year_number() - 1, 12),
            '上' => (base.year_number(), month - 1),
            '下' if month == 12 => (base.year_number() + 1, 1),
            '下' => (base.year_number(), month + 1),
            _ => (base.year_number(), month),
        };
        return match group("relday") {
            Some(day) => PartialDate::day(year, month, day.parse().ok()?),
            None => PartialDate::month(year, month),
        };
    }
    if let Some(word) = group("relweek") {
        let base = base?;
        base.day_number()?;
        let day = if word.starts_with('昨') {
            base.first_day().yesterday().ok()?
        } else {
            base.first_day()
        };
        return Some(PartialDate::from(day));
    }
    let explicit = match (group("year"), group("hanyear"), group("rel")) {
        (Some(year), _, _) => Some(year.parse().ok()?),
        (_, Some(year), _) => Some(han_year(year)?),
        (_, _, Some(word)) => Some(relative_year(word, base, last)?),
        _ => None,
    };
    let whole = slice(text, start, end);
    if let Some(month) = group("month") {
        // "3个月" does not match; "6月龄" and "1-3月" keep their month.
        let month = small(month)?;
        let day = group("day").map(small);
        if let Some(year) = group("year")
            && !slice(text, start + year.len(), end)
                .trim_start()
                .starts_with('年')
        {
            return None;
        }
        let year = match explicit {
            Some(year) => year,
            None => guess_year(before, month, base?, last),
        };
        return match day {
            Some(day) => PartialDate::day(year, month, day?),
            None => PartialDate::month(year, month),
        };
    }
    let year = match explicit {
        Some(year) => year,
        None if group("end").is_some() => {
            // Only 年底, 年末, 年内, 年初 stand alone for this year.
            let word = group("end")?;
            if !matches!(word, "年底" | "年末" | "年初")
                || before
                    .ends_with(|last: char| super::is_han(last) && !"在到于至，。".contains(last))
                    && !before.ends_with("预计")
            {
                return None;
            }
            base?.year_number()
        }
        None => last.or(base)?.year_number(),
    };
    if group("year").is_some()
        && !whole.contains('年')
        && group("quarter").is_none_or(|quarter| !quarter.starts_with(['Q', 'q']))
    {
        return None;
    }
    if let Some(quarter) = group("quarter") {
        let number = quarter
            .chars()
            .find_map(|one| chinese_digit(one).or_else(|| one.to_digit(10).map(i64::from)))?;
        return PartialDate::month(year, i8::try_from(number).ok()?.checked_mul(3)?);
    }
    if let Some(half) = group("half") {
        return PartialDate::month(year, if half.starts_with('上') { 6 } else { 12 });
    }
    match group("end")? {
        "年底" | "年末" | "底" | "末" => PartialDate::month(year, 12),
        "年初" | "初" => PartialDate::month(year, 1),
        _ => PartialDate::year(year),
    }
}

/// A month or day in digits or Chinese numerals below forty.
fn small(text: &str) -> Option<i8> {
    super::number::number(text).and_then(|value| i8::try_from(value).ok())
}

fn han_year(text: &str) -> Option<i16> {
    let mut year = 0_i64;
    for character in text.chars() {
        year = year * 10 + chinese_digit(character)?;
    }
    (1900..2100)
        .contains(&year)
        .then(|| i16::try_from(year).ok())?
}

fn relative_year(word: &str, base: Option<PartialDate>, last: Option<PartialDate>) -> Option<i16> {
    let base_year = base.map(PartialDate::year_number);
    Some(match word.trim_end_matches('底') {
        "同年" | "同一年" | "当年" => last.map(PartialDate::year_number).or(base_year)?,
        "次年" | "翌年" => last.map(PartialDate::year_number)? + 1,
        "今年" | "本年" => base_year?,
        "去年" | "上年" => base_year? - 1,
        "前年" => base_year? - 2,
        "明年" => base_year? + 1,
        "后年" => base_year? + 2,
        _ => return None,
    })
}

/// The year of a month that stands without one.
fn guess_year(before: &str, month: i8, base: PartialDate, last: Option<PartialDate>) -> i16 {
    let (year, limit) = (base.year_number(), base.month_number().unwrap_or(12));
    let clause = tail(before, 14);
    let clause = clause
        .rsplit(['，', '。', '；', ','])
        .next()
        .unwrap_or(clause);
    if AHEAD.iter().any(|word| clause.contains(word)) {
        return if month < limit { year + 1 } else { year };
    }
    if let Some(last) = last {
        let next = match last.month_number() {
            Some(before) if month < before => last.year_number() + 1,
            _ => last.year_number(),
        };
        // After a date still to come ("今年7月搬入，12月投产") the months go on from it.
        let ahead = last
            .month_number()
            .is_some_and(|before| (last.year_number(), before) > (year, limit));
        if ahead || (next, month) <= (year, limit) {
            return next;
        }
    }
    if month > limit { year - 1 } else { year }
}

fn english_month(name: &str) -> Option<i8> {
    let key = name.get(..3)?.to_ascii_lowercase();
    let months = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    months
        .iter()
        .position(|month| **month == key)
        .and_then(|at| i8::try_from(at + 1).ok())
}

fn english(
    text: &str,
    captures: &Captures<'_>,
    start: usize,
    base: Option<PartialDate>,
    last: Option<PartialDate>,
) -> Option<PartialDate> {
    let group = |name: &str| captures.name(name).map(|group| group.as_str());
    let year_of = |name: &str| group(name).and_then(|year| year.parse::<i16>().ok());
    let before = slice(text, 0, start).to_ascii_lowercase();
    let guess = |month: i8| base.map(|base| guess_year(&before, month, base, last));
    for (month, day, year) in [("m1", "d1", "y1"), ("m2", "d2", "y2")] {
        if let (Some(month), Some(day)) = (group(month).and_then(english_month), group(day)) {
            let year = year_of(year).or_else(|| guess(month))?;
            return PartialDate::day(year, month, day.parse().ok()?);
        }
    }
    let told_year = |word: &str| match word.to_ascii_lowercase().as_str() {
        "last year" => Some(base?.year_number() - 1),
        "this year" => Some(base?.year_number()),
        "next year" => Some(base?.year_number() + 1),
        year => year.parse().ok(),
    };
    if let Some(month) = group("m3").and_then(english_month) {
        return PartialDate::month(told_year(group("y3")?)?, month);
    }
    if let Some(month) = group("m5").and_then(english_month) {
        let year = group("y10").map_or_else(|| guess(month), told_year)?;
        return match group("d5") {
            Some(day) => PartialDate::day(year, month, day.parse().ok()?),
            None => PartialDate::month(year, month),
        };
    }
    if group("yearend").is_some() {
        return PartialDate::month(base?.year_number(), 12);
    }
    let ordinal = |word: &str| match word.to_ascii_lowercase().as_str() {
        "first" => Some(1_i8),
        "second" => Some(2),
        "third" => Some(3),
        "fourth" => Some(4),
        other => other.parse().ok(),
    };
    if let Some(quarter) = group("q1").or_else(|| group("q2")).and_then(ordinal) {
        let year = year_of("y4").or_else(|| base.map(PartialDate::year_number))?;
        return PartialDate::month(year, quarter.checked_mul(3)?);
    }
    if let Some(half) = group("h1").or_else(|| group("h2")).and_then(ordinal) {
        let year = year_of("y5")
            .or_else(|| year_of("y6"))
            .or_else(|| base.map(PartialDate::year_number))?;
        return PartialDate::month(year, half.checked_mul(6)?);
    }
    if let Some(vague) = group("vague") {
        let year = year_of("y7")?;
        return match vague.to_ascii_lowercase().as_str() {
            "mid" => PartialDate::month(year, 6),
            "early" => PartialDate::month(year, 1),
            _ => PartialDate::month(year, 12),
        };
    }
    if let Some(month) = group("m4").and_then(english_month) {
        return PartialDate::month(year_of("y9").or_else(|| guess(month))?, month);
    }
    PartialDate::year(year_of("y8")?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        dates(text, "2025-06".parse().ok())
            .into_iter()
            .map(|one| one.value.to_string())
            .collect()
    }

    #[test]
    fn chinese_dates_are_resolved_against_the_day_of_writing() {
        for (text, expected) in [
            ("2025年6月20日", vec!["2025-06-20"]),
            ("2025 年 6 月 20 日", vec!["2025-06-20"]),
            ("备案日期 2025-06-20", vec!["2025-06-20"]),
            ("拟建成时间2027年06月", vec!["2027-06"]),
            ("6月15日上午", vec!["2025-06-15"]),
            ("12月3日", vec!["2024-12-03"]),
            ("去年12月动工", vec!["2024-12"]),
            ("预计今年10月投产", vec!["2025-10"]),
            ("预计7月试生产", vec!["2025-07"]),
            (
                "2023年6月动工，同年12月31日封顶",
                vec!["2023-06", "2023-12-31"],
            ),
            ("2025年上半年", vec!["2025-06"]),
            ("明年三季度", vec!["2026-09"]),
            ("2024年底前", vec!["2024-12"]),
            ("成立于2014年，", vec!["2014"]),
            ("二〇二一年五月", vec!["2021-05"]),
            ("到二〇二五年，", vec!["2025"]),
            ("本月初签约", vec!["2025-06"]),
            ("去年11月搬入，2月16日点亮", vec!["2024-11", "2025-02-16"]),
            ("2025Q3", vec!["2025-09"]),
            ("后年投产", vec!["2027"]),
            ("今年7月搬入，12月投产", vec!["2025-07", "2025-12"]),
            ("全部达产后年产芯片", vec![]),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn english_dates_are_resolved_against_the_day_of_writing() {
        for (text, expected) in [
            ("on June 20, 2025", vec!["2025-06-20"]),
            ("on Tuesday, Sept. 12, on", vec!["2024-09-12"]),
            ("on 6 March", vec!["2025-03-06"]),
            ("in April 2024,", vec!["2024-04"]),
            ("topped out in April last year", vec!["2024-04"]),
            ("the second half of 2027", vec!["2027-12"]),
            ("in late 2026 and", vec!["2026-12"]),
            ("by mid-2025.", vec!["2025-06"]),
            ("by 2030", vec!["2030"]),
            ("by the end of 2024", vec!["2024-12"]),
            ("Q3 2025", vec!["2025-09"]),
            ("was topped out in March", vec!["2025-03"]),
            ("completed in July, early", vec!["2024-07"]),
            ("by July 3, 2024", vec!["2024-07-03"]),
            ("expects to complete it by year-end", vec!["2025-12"]),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn other_numbers_are_no_dates() {
        for text in [
            "2000家企业",
            "占比20.5%",
            "13月",
            "第3季",
            "2025片",
            "版本2.0",
            "日前",
            "近日",
            "may be",
        ] {
            assert_eq!(read(text), Vec::<String>::new(), "{text}");
        }
        assert_eq!(dates("6月15日", None), []);
    }
}
