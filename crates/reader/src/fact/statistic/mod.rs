//! Statistics: tables as typed rows, and statements in running text that give a value with its change.

mod english;
mod period;
mod prose;
mod tidy;

use std::sync::LazyLock;

use regex::Regex;
use rust_decimal::Decimal;
use xinqiao_record::Body;
use xinqiao_record::body::{Statistic, StatisticRow, Table};

use super::Fact;
use super::view::{Place, View};
use crate::value::amount::header_unit;
use crate::value::number::number;
use crate::value::pattern::regex;

/// The statistics of one article.
pub(super) fn propose(view: &View<'_>, facts: &mut Vec<Fact>) {
    for table in &view.article.tables {
        if let Some(statistic) = tidy::read(view, table).or_else(|| read(view, table)) {
            facts.push(view.fact(
                table.span.start as usize,
                table.span.end as usize,
                86,
                Body::Statistic(statistic),
            ));
        }
    }
    if view.is_policy {
        return;
    }
    for sentence in view
        .sentences
        .iter()
        .filter(|sentence| sentence.place == Place::Prose)
    {
        // A Chinese article may quote an English notice.
        let han = sentence.text.contains(crate::value::is_han);
        facts.extend(if view.is_english || !han {
            english::read(view, sentence)
        } else {
            prose::read(view, sentence)
        });
    }
}

/// A column of numbers.
struct Column {
    index: usize,
    measure: String,
    period: Option<String>,
    factor: Decimal,
    unit: Option<String>,
}

/// A number in a cell: `1,940.2`, `-41.2%`, `(13,079)` for minus.
fn cell_number(cell: &str) -> Option<(Decimal, bool)> {
    let cell = cell.trim().trim_matches('*').trim();
    let percent = cell.ends_with(['%', '％']);
    let plain = cell.trim_end_matches(['%', '％']).trim();
    let (negative, plain) = match plain
        .strip_prefix(['(', '（'])
        .and_then(|inner| inner.strip_suffix([')', '）']))
    {
        Some(inner) => (true, inner),
        None => match plain.strip_prefix(['-', '−', '–']) {
            Some(rest) => (true, rest),
            None => (false, plain.strip_prefix('+').unwrap_or(plain)),
        },
    };
    if plain.is_empty()
        || !plain.starts_with(|first: char| first.is_ascii_digit())
        || !plain
            .chars()
            .all(|one| one.is_ascii_digit() || one == ',' || one == '.')
    {
        return None;
    }
    let value = number(plain)?;
    Some((if negative { -value } else { value }, percent))
}

fn read(view: &View<'_>, table: &Table) -> Option<Statistic> {
    let listing = ["项目名称", "获奖", "辅导对象", "项目"]
        .iter()
        .any(|word| table.header.iter().any(|cell| cell.contains(word)));
    if listing || table.header.len() < 2 || table.rows.is_empty() {
        return None;
    }
    let caption_unit = table.caption.as_deref().and_then(header_unit);
    let mut columns = Vec::new();
    for (index, header) in table.header.iter().enumerate() {
        let numbers = table
            .rows
            .iter()
            .filter_map(|row| row.get(index))
            .filter(|cell| cell_number(cell).is_some())
            .count();
        let filled = table
            .rows
            .iter()
            .filter_map(|row| row.get(index))
            .filter(|cell| !cell.trim().is_empty())
            .count();
        if numbers == 0 || numbers * 2 < filled || is_rank(header) {
            continue;
        }
        let percent = header.contains(['%', '％'])
            || [
                "QoQ",
                "YoY",
                "同比",
                "环比",
                "增速",
                "增长率",
                "占比",
                "份额",
            ]
            .iter()
            .any(|word| header.contains(word));
        let (factor, unit) = match header_unit(header).or(caption_unit.filter(|_| !percent)) {
            Some((factor, currency)) if !percent => (
                factor,
                Some(if currency == xinqiao_record::Currency::Cny {
                    "元".to_owned()
                } else {
                    currency.code().to_owned()
                }),
            ),
            _ if percent => (Decimal::ONE, Some("%".to_owned())),
            _ => (Decimal::ONE, unit_of(header)),
        };
        // 同比 alone speaks of the column before it.
        let mut measure = measure_of(header, table);
        if percent
            && ["同比", "环比", "增速", "增长率", "QoQ", "YoY"]
                .iter()
                .any(|word| measure.trim().starts_with(word))
            && let Some(last) = columns
                .last()
                .filter(|last: &&Column| last.unit.as_deref() != Some("%"))
        {
            measure = format!("{}{measure}", last.measure);
        }
        columns.push(Column {
            index,
            measure,
            period: period_of(header),
            factor,
            unit,
        });
    }
    // The names stand in the first column that is no number.
    let names = table
        .header
        .iter()
        .enumerate()
        .position(|(index, header)| {
            !is_rank(header) && !columns.iter().any(|column| column.index == index)
        })?;
    let mut rows = Vec::new();
    for row in &table.rows {
        let entity = row
            .get(names)
            .map(|cell| cell.trim().trim_matches('*').to_owned())
            .unwrap_or_default();
        if entity.is_empty() {
            continue;
        }
        for column in &columns {
            let Some((value, percent)) = row.get(column.index).and_then(|cell| cell_number(cell))
            else {
                continue;
            };
            let (value, unit) = if percent {
                (Some(value), Some("%".to_owned()))
            } else {
                (value.checked_mul(column.factor), column.unit.clone())
            };
            let Some(value) = value else { continue };
            rows.push(StatisticRow {
                entity: entity.clone(),
                measure: column.measure.clone(),
                period: column.period.clone(),
                value: value.normalize(),
                unit,
                change: None,
            });
        }
    }
    if rows.len() < 2 {
        return None;
    }
    let title = table
        .caption
        .clone()
        .unwrap_or_else(|| view.article.title.clone());
    Some(Statistic { title, rows })
}

fn is_rank(header: &str) -> bool {
    let plain = header.trim();
    ["序号", "排名", "Rank", "No.", "#", "名次"].contains(&plain)
}

fn unit_of(header: &str) -> Option<String> {
    static UNIT: LazyLock<Regex> =
        LazyLock::new(|| regex(r"[（(](?:单位[：:]\s?)?(?P<unit>[^（）()]{1,10})[）)]\s*$"));
    UNIT.captures(header)
        .and_then(|captures| captures.name("unit"))
        .map(|unit| unit.as_str().to_owned())
}

/// The period of a header, in the form `2024`, `2024-Q3`, `2021—2023`.
fn period_of(header: &str) -> Option<String> {
    static SHORT: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"(?P<quarter>[1-4])Q(?P<year>[0-9]{2})\b|(?P<year2>20[0-9]{2})\s?年?\s?[第]?\s?(?:Q(?P<q2>[1-4])|(?P<q3>[一二三四1-4])季度)|(?P<range>20[0-9]{2}\s?[-—–~]\s?20[0-9]{2})|(?P<only>(?:19|20)[0-9]{2})",
        )
    });
    let captures = SHORT.captures(header)?;
    let group = |name: &str| captures.name(name).map(|group| group.as_str());
    if let (Some(quarter), Some(year)) = (group("quarter"), group("year")) {
        return Some(format!("20{year}-Q{quarter}"));
    }
    if let Some(year) = group("year2") {
        let quarter = group("q2").or_else(|| group("q3"))?;
        let quarter = quarter.chars().find_map(|one| {
            crate::value::number::chinese_digit(one).or_else(|| one.to_digit(10).map(i64::from))
        })?;
        return Some(format!("{year}-Q{quarter}"));
    }
    group("range")
        .or_else(|| group("only"))
        .map(|period| period.replace(' ', ""))
}

/// The header without period and unit; the caption where nothing is left.
fn measure_of(header: &str, table: &Table) -> String {
    static NOISE: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"[（(][^（）()]*[）)]|[1-4]Q[0-9]{2}|(?:19|20)[0-9]{2}\s?年?(?:度)?(?:\s?Q[1-4])?|第?[一二三四]季度",
        )
    });
    let plain = NOISE.replace_all(header, "");
    let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    if plain.is_empty() {
        table.caption.clone().unwrap_or_default()
    } else {
        plain
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_hold_signs_brackets_and_percent() {
        let read = |cell| cell_number(cell).map(|(value, percent)| format!("{value} {percent}"));
        assert_eq!(read("1,940.2").as_deref(), Some("1940.2 false"));
        assert_eq!(read("(13,079)").as_deref(), Some("-13079 false"));
        assert_eq!(read("-41.2%").as_deref(), Some("-41.2 true"));
        assert_eq!(read("n/a"), None);
        assert_eq!(
            period_of("2Q23 revenue (US$ m)").as_deref(),
            Some("2023-Q2")
        );
        assert_eq!(period_of("2024年三季度").as_deref(), Some("2024-Q3"));
    }
}
