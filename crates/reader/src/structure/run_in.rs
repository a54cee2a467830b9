//! News notes in plain text: under one headline, paragraphs that each begin with a short head of their own and tell of a day.
//!
//! `【快讯】某市：甲项目开工。9月8日，…`, `【某市甲项目开工】9月8日，…` or `Sampleton: plant opens. On 8 September …`

use super::boundaries::Place;
use super::issue::dates;
use super::lines::Line;
use crate::text::classes::{is_within, width};
use crate::text::line::Look;

/// Items that make a note one of several.
const FEWEST: usize = 3;
/// Running text is at least this wide.
const TEXT: usize = 60;

/// A place per item, if the paragraphs of `lines` are such items: three or more, most of the running text, and most of them dated.
pub(super) fn places(lines: &[Line<'_>]) -> Option<Vec<Place>> {
    let paragraphs: Vec<usize> = lines
        .iter()
        .enumerate()
        .filter(|(_, line)| matches!(line.look, Look::Plain | Look::Bracket))
        .filter(|(_, line)| !is_within(line.text, TEXT))
        .map(|(index, _)| index)
        .collect();
    let heads: Vec<(usize, &str, &str)> = paragraphs
        .iter()
        .filter_map(|&index| {
            let (head, rest) = run_in_head(lines.get(index)?.text)?;
            Some((index, head, rest))
        })
        .collect();
    // Brackets around a headline are as good a sign as a date.
    let dated = heads
        .iter()
        .filter(|(index, head, rest)| {
            let bracketed = lines
                .get(*index)
                .is_some_and(|line| line.text.contains(&format!("【{head}】")));
            bracketed || is_dated(rest)
        })
        .count();
    // A line of its own above the first item is the headline of them all.
    let first = heads.first()?.0;
    if heads.len() < FEWEST
        || heads.len() * 3 < paragraphs.len() * 2
        || dated * 3 < heads.len() * 2
        || first == 0
    {
        return None;
    }
    let ends = heads.iter().skip(1).map(|(index, _, _)| *index);
    Some(
        heads
            .iter()
            .zip(ends.chain([lines.len()]))
            .map(|(&(first, head, _), end)| Place {
                first,
                // The head stands within the paragraph, which stays whole.
                title_at: first,
                title_lines: 0,
                title: head.to_owned(),
                column: None,
                end,
            })
            .collect(),
    )
}

/// The head that a paragraph begins with and what follows it: a short sentence with a colon in it, and more than that after it.
fn run_in_head(paragraph: &str) -> Option<(&str, &str)> {
    if let Some(bracketed) = bracketed_head(paragraph) {
        return Some(bracketed);
    }
    let untagged = paragraph
        .strip_prefix('【')
        .and_then(|rest| rest.split_once('】'))
        .map_or(paragraph, |(_, words)| words.trim_start());
    let chinese = untagged.split_once('。');
    let (head, rest) = chinese.or_else(|| untagged.split_once(". "))?;
    let (place, news) = head.split_once('：').or_else(|| head.split_once(": "))?;
    let short = is_within(head, if chinese.is_some() { 56 } else { 80 });
    let plain = !head.contains(['，', '；', '“', '【', '、']) || is_within(head, 40);
    let named = !place.trim().is_empty()
        && width(news) >= 4
        && !place.contains(|c: char| c.is_ascii_digit() || c == '，');
    (short && plain && named && width(rest) >= 40).then_some((head.trim(), rest.trim_start()))
}

/// A whole headline in brackets, longer than the name of a column, and the text after it.
fn bracketed_head(paragraph: &str) -> Option<(&str, &str)> {
    let (head, rest) = paragraph.strip_prefix('【')?.split_once('】')?;
    let (head, rest) = (head.trim(), rest.trim_start());
    let fits = width(head) >= 12 && width(head) <= 90 && !head.contains(['。', '【']);
    (fits && width(rest) >= 40).then_some((head, rest))
}

/// Whether the first words tell the day or the month: `9月8日`, `8 September`, `截至2025年8月底`.
fn is_dated(text: &str) -> bool {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May ",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let opening: String = text.chars().take(120).collect();
    let month = opening.match_indices('月').any(|(at, _)| {
        opening
            .get(..at)
            .is_some_and(|before| before.ends_with(|c: char| c.is_ascii_digit()))
    });
    month
        || MONTHS.iter().any(|name| opening.contains(name))
        || dates(&opening)
            .iter()
            .any(|date| date.month_number().is_some())
}

#[cfg(test)]
mod tests {
    use super::super::lines::lines;
    use super::*;

    fn titles(text: &str) -> Vec<String> {
        places(&lines(text))
            .unwrap_or_default()
            .into_iter()
            .map(|place| place.title)
            .collect()
    }

    const NOTE: &str = "【快讯】示例项目一周\n\n2025年3月7日\n\n【快讯】甲市：示例一号开工。3月3日，示例公司的一号产线在甲市开工，总投资五亿元，计划明年年底建成。\n\n【快讯】乙市：示例二号投产。3月4日，示例公司的二号产线在乙市投产，首批设备四十台，每月可以加工两万片。\n\n【快讯】丙市：示例三号签约。3月5日，示例公司的三号产线在丙市签约，用地六十亩，分两期建设并在三年内完成。\n";

    #[test]
    fn dated_items_under_one_headline_are_articles() {
        assert_eq!(
            titles(NOTE),
            [
                "甲市：示例一号开工",
                "乙市：示例二号投产",
                "丙市：示例三号签约"
            ]
        );
        assert_eq!(
            titles(
                "Sample plants in the first week\n\nSampleton: line opens. On 3 March the Sample Company opened its first line, which cost 50 million dollars.\nEast Sample: site chosen. On 4 March the Sample Company chose its second site, a field of 60 acres by the river.\nSampleville: deal signed. On 5 March the Sample Company signed for a third line, to be built in two steps.\n"
            ),
            [
                "Sampleton: line opens",
                "East Sample: site chosen",
                "Sampleville: deal signed"
            ]
        );
    }

    #[test]
    fn running_text_with_colons_is_one_article() {
        let undated = NOTE.replace("3月", "去年某");
        assert_eq!(titles(&undated), Vec::<String>::new());
        let mixed = format!(
            "{NOTE}\n{}",
            "此外还有一段没有小标题的文字，它同样写得足够长，说的是各地项目的共同之处和下一步的打算。\n".repeat(4)
        );
        assert_eq!(titles(&mixed), Vec::<String>::new());
    }
}
