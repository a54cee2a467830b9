//! The document itself: its title, its date, its publisher.

use super::headings::clean_title;
use super::lines::Line;
use crate::text::classes::{ends_sentence, is_han, width};
use crate::text::line::{Look, label};
use regex::Regex;
use std::sync::LazyLock;
use xinqiao_record::PartialDate;

static CHINESE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"((?:19|20)\d{2})\s*年(?:\s*(\d{1,2})\s*月(?:\s*(\d{1,2})\s*[日号])?)?").ok()
});
static NUMERALS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"([二一][〇零○九][〇零一二三四五六七八九]{2})年(?:([一二三四五六七八九十]{1,2})月(?:([一二三四五六七八九十]{1,3})日)?)?").ok()
});
static DASHED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:^|[^\d])((?:19|20)\d{2})[-./_](\d{1,2})(?:[-./_](\d{1,2}))?(?:[^\d]|$)").ok()
});
static ENGLISH: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:(\d{1,2})\s+)?(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s+(?:(\d{1,2}),\s*)?((?:19|20)\d{2})").ok()
});
static DATE_LINE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?x)^(?:
            (?:19|20)\d{2} \s* [年./-] \s* \d{1,2} \s* [月./-] \s* \d{1,2} \s* [日号]?
          | \d{1,2} \s (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* \.? \s (?:19|20)\d{2}
          | (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* \.? \s \d{1,2}, \s (?:19|20)\d{2}
        ) (?: [\s|｜,，] | $ )",
    )
    .ok()
});
static YEAR: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?:^|[^\d])((?:19|20)\d{2})(\d{2})?(\d{2})?(?:[^\d]|$)").ok());

/// The dates in `text`, in the order of the ways to write them and then of their places.
pub(super) fn dates(text: &str) -> Vec<PartialDate> {
    let mut found = Vec::new();
    // Every way to write a date has one of these.
    if !(text.contains("20") || text.contains("19") || text.contains('年')) {
        return found;
    }
    let number =
        |group: Option<regex::Match<'_>>| group.and_then(|group| group.as_str().parse::<i8>().ok());
    let mut push = |year: Option<i16>, month: Option<i8>, day: Option<i8>| {
        let date = match (year, month, day) {
            (Some(year), Some(month), Some(day)) => PartialDate::day(year, month, day),
            (Some(year), Some(month), None) => PartialDate::month(year, month),
            (Some(year), None, _) => PartialDate::year(year),
            (None, ..) => None,
        };
        found.extend(date);
    };
    let year = |group: Option<regex::Match<'_>>| {
        group.and_then(|group| group.as_str().parse::<i16>().ok())
    };
    for regex in [&CHINESE, &DASHED]
        .into_iter()
        .filter_map(|regex| regex.as_ref())
    {
        for captures in regex.captures_iter(text) {
            push(
                year(captures.get(1)),
                number(captures.get(2)),
                number(captures.get(3)),
            );
        }
    }
    if let Some(regex) = NUMERALS.as_ref() {
        for captures in regex.captures_iter(text) {
            let digits: String = captures
                .get(1)
                .map_or("", |group| group.as_str())
                .chars()
                .filter_map(digit)
                .collect();
            let small = |group: Option<regex::Match<'_>>| {
                group.and_then(|group| small_number(group.as_str()))
            };
            push(
                digits.parse().ok(),
                small(captures.get(2)),
                small(captures.get(3)),
            );
        }
    }
    if let Some(regex) = ENGLISH.as_ref() {
        for captures in regex.captures_iter(text) {
            const MONTHS: [&str; 12] = [
                "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
            ];
            let name = captures
                .get(2)
                .map_or(String::new(), |group| group.as_str().to_ascii_lowercase());
            let month = MONTHS
                .iter()
                .position(|known| *known == name)
                .and_then(|at| i8::try_from(at + 1).ok());
            push(
                year(captures.get(4)),
                month,
                number(captures.get(1)).or_else(|| number(captures.get(3))),
            );
        }
    }
    found
}

fn digit(numeral: char) -> Option<char> {
    "〇一二三四五六七八九"
        .chars()
        .position(|c| c == numeral || (c == '〇' && matches!(numeral, '零' | '○')))
        .and_then(|at| char::from_digit(u32::try_from(at).ok()?, 10))
}

/// 一 to 三十一.
fn small_number(text: &str) -> Option<i8> {
    let value = |c: char| {
        digit(c)
            .and_then(|d| d.to_digit(10))
            .and_then(|d| i8::try_from(d).ok())
    };
    match text.split_once('十') {
        None => value(text.chars().next()?),
        Some((tens, ones)) => {
            let tens = tens.chars().next().map_or(Some(1), value)?;
            Some(tens * 10 + ones.chars().next().map_or(Some(0), value)?)
        }
    }
}

fn precision(date: PartialDate) -> u8 {
    u8::from(date.month_number().is_some()) + u8::from(date.day_number().is_some())
}

/// The most precise of `dates`; the first of equals.
fn most_precise(dates: impl IntoIterator<Item = PartialDate>) -> Option<PartialDate> {
    dates
        .into_iter()
        .fold(None, |best: Option<PartialDate>, date| match best {
            Some(known) if precision(known) >= precision(date) => best,
            _ => Some(date),
        })
}

/// The date in a file name: `2025-06`, `202506`, `2025年6月`, `2025`.
fn file_date(file_name: &str) -> Option<PartialDate> {
    let spelled = most_precise(dates(file_name));
    let compact = YEAR
        .as_ref()
        .and_then(|regex| regex.captures(file_name))
        .and_then(|captures| {
            let year: i16 = captures.get(1)?.as_str().parse().ok()?;
            let part = |index: usize| {
                captures
                    .get(index)
                    .and_then(|group| group.as_str().parse::<i8>().ok())
            };
            match (part(2), part(3)) {
                (Some(month), Some(day)) => PartialDate::day(year, month, day),
                (Some(month), None) => PartialDate::month(year, month),
                _ => PartialDate::year(year),
            }
        });
    most_precise(spelled.into_iter().chain(compact))
}

/// When the document was issued.
///
/// The date in the masthead: of several the most precise, the first of equals; if the file's name has a more precise one that agrees, that one.
/// Without either, as a last resort, the month of the latest full date in `body` (first lines of articles) that is not later than `body` itself can
/// know: a document tells mostly of what lies shortly before it.
pub(super) fn issued(
    masthead: &[&Line<'_>],
    file_name: &str,
    body: &[&Line<'_>],
) -> Option<PartialDate> {
    let short: Vec<&str> = masthead
        .iter()
        .map(|line| line.text)
        .filter(|text| width(text) <= 90)
        .collect();
    let monthly = short
        .iter()
        .any(|text| text.contains("月刊") || text.contains("月报"));
    let mut head: Vec<PartialDate> = short
        .iter()
        .flat_map(|text| dates(&without_spans(text)))
        .collect();
    head.extend(short.iter().filter_map(|text| span_month(text)));
    if head.is_empty() {
        head.extend(short.iter().filter_map(|text| number_year(text)));
    }
    if monthly {
        head.extend(short.iter().filter_map(|text| issue_month(text)));
    }
    // A company's founding date in the masthead is no issue date: of differing years, those of the first date count.
    let in_head = most_precise(head);
    let in_name = file_date(file_name);
    match (in_head, in_name) {
        (Some(head), Some(name)) if head.agrees_with(name) => most_precise([head, name]),
        (Some(head), Some(name)) if precision(name) >= precision(head) => Some(name),
        (Some(head), _) => Some(head),
        (None, Some(name)) => Some(name),
        (None, None) => {
            let latest = body
                .iter()
                .flat_map(|line| dates(line.text))
                .filter(|date| date.day_number().is_some())
                .max()?;
            PartialDate::month(latest.year_number(), latest.month_number()?)
        }
    }
}

/// Spans of days and years: `2023年7月3日—7月9日`, `October 7–13, 2024`, `（2023—2025年）`.
static DAYS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"((?:19|20)\d{2})\s*年\s*(\d{1,2})\s*月\s*\d{1,2}\s*日?\s*[—–~～至-]+\s*(?:((?:19|20)\d{2})\s*年\s*)?(?:(\d{1,2})\s*月\s*)?\d{1,2}\s*日").ok()
});
static ENGLISH_DAYS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"([A-Z][a-z]{2,8}\.?)\s+\d{1,2}\s*[—–-]+\s*(?:([A-Z][a-z]{2,8}\.?)\s+)?\d{1,2},\s*((?:19|20)\d{2})").ok()
});
static YEARS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?:19|20)\d{2}\s*年?\s*[—–~～至-]+\s*(?:19|20)\d{2}\s*年").ok());

/// A masthead line in which a span of days is the month of its end, since it does not tell the day of issue, and a span of years nothing.
fn without_spans(text: &str) -> String {
    let mut plain = text.to_owned();
    if let Some(regex) = DAYS.as_ref() {
        plain = regex
            .replace_all(&plain, |found: &regex::Captures<'_>| {
                let group = |index: usize| found.get(index).map(|group| group.as_str());
                let year = group(3).or(group(1)).unwrap_or_default();
                let month = group(4).or(group(2)).unwrap_or_default();
                format!("{year}年{month}月")
            })
            .into_owned();
    }
    if let Some(regex) = ENGLISH_DAYS.as_ref() {
        plain = regex
            .replace_all(&plain, |found: &regex::Captures<'_>| {
                let group = |index: usize| found.get(index).map(|group| group.as_str());
                let month = group(2).or(group(1)).unwrap_or_default();
                format!("{month} {}", group(3).unwrap_or_default())
            })
            .into_owned();
    }
    match YEARS.as_ref() {
        Some(regex) => regex.replace_all(&plain, "").into_owned(),
        None => plain,
    }
}

/// The month of a weekly that tells its days without the year: `2023年第36期（9月4日—9月10日）`.
fn span_month(text: &str) -> Option<PartialDate> {
    let (before, days) = text.split_once(['（', '('])?;
    let year = dates(before).first()?.year_number();
    let (month, _) = days.rsplit_once('月')?;
    let digits = month.trim_start_matches(|c: char| !c.is_ascii_digit());
    let last = digits.rsplit(|c: char| !c.is_ascii_digit()).next()?;
    PartialDate::month(year, last.parse().ok()?)
}

/// The year in a document number: `某政〔2024〕6号`.
fn number_year(text: &str) -> Option<PartialDate> {
    let (_, rest) = text.split_once('〔')?;
    let (year, after) = rest.split_once('〕')?;
    let year = year.trim().parse().ok()?;
    after
        .trim_end()
        .ends_with('号')
        .then(|| PartialDate::year(year))
        .flatten()
}

/// `2025年第6期` of a monthly.
fn issue_month(text: &str) -> Option<PartialDate> {
    let (before, after) = text.split_once('第')?;
    let (number, _) = after.split_once('期')?;
    let year = most_precise(dates(before))?.year_number();
    PartialDate::month(year, number.trim().parse().ok()?)
}

/// Whether an unmarked line may be the title of a document: short, no sentence, no date line, also with a tag before it (`【快讯】某项目开工`).
pub(super) fn is_plain_title(line: &Line<'_>) -> bool {
    let tagged = line.look == Look::Bracket
        && line
            .text
            .split_once('】')
            .is_some_and(|(_, words)| width(words) >= 8);
    (line.look == Look::Plain || tagged)
        && line.is_title_like()
        && !ends_sentence(line.text)
        && !is_date_line(line.text)
}

/// Whether a line begins with a full date that stands for itself: `2025年9月18日 某编辑部`, `18 September 2025 | Sample`.
fn is_date_line(line: &str) -> bool {
    DATE_LINE.as_ref().is_some_and(|regex| regex.is_match(line))
}

/// The title that the document gives itself: its first first-level heading before the first article, or its first short line there.
pub(super) fn title(masthead: &[&Line<'_>]) -> Option<String> {
    let heading = masthead
        .iter()
        .find(|line| line.look == Look::Heading(1))
        .or_else(|| {
            masthead
                .iter()
                .find(|line| matches!(line.look, Look::Heading(_)))
        });
    let plain = masthead.iter().find(|line| is_plain_title(line));
    let first = match (heading, plain) {
        (Some(heading), Some(plain))
            if plain.start < heading.start
                && plain.blank == 0
                && heading.look != Look::Heading(1) =>
        {
            plain
        }
        (Some(heading), _) => heading,
        (None, plain) => plain?,
    };
    let title = clean_title(first.text);
    (!title.is_empty()).then_some(title)
}

/// Who publishes: the value of 主办 or its like in the masthead or the imprint. A name without a label is not taken for a publisher.
pub(super) fn publisher(masthead: &[&Line<'_>], imprint: &[&Line<'_>]) -> Option<String> {
    const LABELS: [&str; 10] = [
        "主办",
        "主办单位",
        "主编单位",
        "编印",
        "编印单位",
        "出版单位",
        "发布单位",
        "印发单位",
        "Published by",
        "Publisher",
    ];
    masthead
        .iter()
        .chain(imprint)
        .find_map(|line| {
            let (name, value) = label(line.text.trim_start_matches(['-', ' ']))?;
            LABELS.contains(&name).then(|| first_name(value))
        })
        .filter(|name| !name.is_empty())
}

/// The first name of a list; in Chinese a blank parts names, in English it does not.
fn first_name(value: &str) -> String {
    let chinese = value.chars().next().is_some_and(is_han);
    value
        .split(|c: char| {
            matches!(c, '，' | '；' | ';' | '|' | '｜' | '\u{3000}') || (chinese && c == ' ')
        })
        .next()
        .unwrap_or(value)
        .trim_matches(['*', '_', ' '])
        .trim_end_matches('.')
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::lines::lines;
    use super::*;

    fn issued_of(head: &str, file_name: &str) -> Option<String> {
        let all = lines(head);
        issued(&all.iter().collect::<Vec<_>>(), file_name, &[]).map(|date| date.to_string())
    }

    #[test]
    fn the_date_is_taken_from_the_masthead_and_the_file_name() {
        for (head, file, expected) in [
            (
                "示例芯讯\n2023年2月号 总第86期",
                "digest-2023-02.md",
                "2023-02",
            ),
            (
                "示例周报｜2024年第18期（4.27—5.5）\n示例研究 2024-05-06 08:15 发表",
                "weekly.txt",
                "2024-05-06",
            ),
            (
                "Sample\nVol. 11, No. 37 | 15 September 2023",
                "news.md",
                "2023-09-15",
            ),
            ("汇编 2024年第3辑", "notices-2024.txt", "2024"),
            ("（二〇二一年六月）", "x.txt", "2021-06"),
            ("示例", "bulletin-2025-06.txt", "2025-06"),
            ("月刊 2025年第6期", "a.txt", "2025-06"),
            ("示例周报\n第27期 2023年6月26日—7月2日", "a.txt", "2023-07"),
            (
                "示例早参\n2023年第36期（9月4日—9月10日）",
                "a.txt",
                "2023-09",
            ),
            ("Sample Brief\nOctober 7–13, 2024", "a.md", "2024-10"),
            (
                "示例市行动计划（2023—2025年）\n示政办发〔2023〕15号",
                "a.txt",
                "2023",
            ),
            ("示例动态\n2022年下半年", "a.txt", "2022"),
        ] {
            assert_eq!(
                issued_of(head, file).as_deref(),
                Some(expected),
                "{head} {file}"
            );
        }
        assert_eq!(issued_of("示例", "a.txt"), None);
    }

    #[test]
    fn the_publisher_is_named_by_a_label_or_not_at_all() {
        for (head, expected) in [
            (
                "示例芯讯\n主办：示例联合会 承办：秘书处",
                Some("示例联合会"),
            ),
            (
                "# 示例简报\n编印：示例编辑部（内部）",
                Some("示例编辑部（内部）"),
            ),
            (
                "# Sample Letter\n\nPublished by: Sample Chip Office",
                Some("Sample Chip Office"),
            ),
            ("# 示例\n示例市半导体行业协会", None),
        ] {
            let all = lines(head);
            assert_eq!(
                publisher(&all.iter().collect::<Vec<_>>(), &[]).as_deref(),
                expected,
                "{head}"
            );
        }
    }

    #[test]
    fn the_title_is_no_date_line() {
        for (head, expected) in [
            (
                "2025年9月18日 示例编辑部\n示例项目的后续进展",
                "示例项目的后续进展",
            ),
            (
                "18 September 2025 | Sample Desk\nSample plants reach their goals",
                "Sample plants reach their goals",
            ),
            (
                "【快讯】三个示例项目的后续进展\n\n2025-09-18",
                "【快讯】三个示例项目的后续进展",
            ),
            ("2025年示例产业大会召开\n某市", "2025年示例产业大会召开"),
        ] {
            let all = lines(head);
            assert_eq!(
                title(&all.iter().collect::<Vec<_>>()).as_deref(),
                Some(expected),
                "{head}"
            );
        }
    }
}
