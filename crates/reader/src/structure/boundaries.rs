//! Where articles begin and end in a document without a contents page.
//!
//! The evidence, strongest first: items signed by their writers; headings that are no section headings of one text; numbered headlines and columns
//! in brackets; 一、 headlines of a digest. Without any of it the document is one article.

use super::credits::credits;
use super::headings::{clean_title, is_section_heading, join_title};
use super::lines::Line;
use crate::text::classes::{ends_sentence, is_han, width};
use crate::text::join::is_address_tail;
use crate::text::line::{Look, heading};

/// An article's place among the lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    /// Index of its first line.
    pub(super) first: usize,
    /// Index of the first line of its title.
    pub(super) title_at: usize,
    /// Number of lines of the title.
    pub(super) title_lines: usize,
    pub(super) title: String,
    pub(super) column: Option<String>,
    /// Index after its last line.
    pub(super) end: usize,
}

/// Words of a masthead that name a collection of texts.
const COLLECTIONS: [&str; 22] = [
    "周报",
    "月报",
    "日报",
    "快讯",
    "简报",
    "动态",
    "摘编",
    "汇编",
    "选编",
    "文摘",
    "专刊",
    "跟踪",
    "要闻",
    "通讯",
    "资讯",
    "参考",
    "期刊",
    "digest",
    "weekly",
    "newsletter",
    "bulletin",
    "briefing",
];

/// Finds the articles of `lines`.
pub(super) fn places(lines: &[Line<'_>], file_name: &str) -> Vec<Place> {
    by_signatures(lines)
        .or_else(|| by_headings(lines, file_name))
        .or_else(|| by_numbers(lines))
        .or_else(|| by_sections(lines, file_name))
        .unwrap_or_default()
}

fn is_collection(lines: &[Line<'_>], until: usize, file_name: &str) -> bool {
    let file = file_name.to_lowercase();
    let named = |text: &str| COLLECTIONS.iter().any(|word| text.contains(word));
    named(&file)
        || lines
            .iter()
            .take(until.min(8))
            .filter(|line| width(line.text) <= 90)
            .any(|line| named(&line.text.to_lowercase()))
}

/// Items that each end with （执笔：…）; the lines after a signature that are footnotes still belong to its item.
fn by_signatures(lines: &[Line<'_>]) -> Option<Vec<Place>> {
    let signatures: Vec<usize> = lines
        .iter()
        .enumerate()
        .filter(|(_, line)| {
            line.look == Look::Label && credits(line.text, 0).is_some_and(|found| found.signs)
        })
        .map(|(index, _)| index)
        .collect();
    if signatures.len() < 3 {
        return None;
    }
    let mut places = Vec::new();
    let mut column = None;
    let mut at = 0;
    for &signature in &signatures {
        let mut first = at;
        // A short line of Han characters before the headline names the column.
        if let (Some(line), Some(next)) = (lines.get(first), lines.get(first + 1))
            && line.look == Look::Plain
            && width(line.text) <= 16
            && line.text.chars().all(is_han)
            && first + 1 < signature
            && width(next.text) <= 130
            && !ends_sentence(next.text)
        {
            column = Some(line.text.to_owned());
            first += 1;
        }
        let mut end = signature + 1;
        while lines.get(end).is_some_and(|line| {
            line.look == Look::Note
                || is_address_tail(line.text)
                || (line.text.len() <= 2 && line.text.bytes().all(|b| b.is_ascii_digit()))
        }) {
            end += 1;
        }
        let title_lines = headline_lines(lines, first, signature);
        let title = join_title(
            lines
                .iter()
                .skip(first)
                .take(title_lines)
                .map(|line| line.text),
        );
        places.push(Place {
            first,
            title_at: first,
            title_lines,
            title: clean_title(&title),
            column: column.clone(),
            end,
        });
        at = end;
    }
    Some(places)
}

/// How many lines from `first` on are the headline: short lines without a stop, three at most, before something longer.
fn headline_lines(lines: &[Line<'_>], first: usize, until: usize) -> usize {
    let short = |line: &&Line<'_>| {
        matches!(line.look, Look::Plain | Look::Numbered | Look::Heading(_))
            && width(line.text) <= 110
            && !ends_sentence(line.text)
    };
    let count = lines
        .iter()
        .take(until)
        .skip(first)
        .take(3)
        .take_while(short)
        .count();
    count.max(1)
}

/// Headings of one level that are articles, with the level above as columns where there is one.
fn by_headings(lines: &[Line<'_>], file_name: &str) -> Option<Vec<Place>> {
    let headings: Vec<(usize, u8)> = lines
        .iter()
        .enumerate()
        .filter_map(|(index, line)| match line.look {
            Look::Heading(level) => Some((index, level)),
            _ => None,
        })
        .collect();
    let at_level = |level: u8| {
        headings
            .iter()
            .filter(move |(_, l)| *l == level)
            .map(|(index, _)| *index)
            .collect::<Vec<_>>()
    };
    for level in 1..=4 {
        let here = at_level(level);
        if here.len() < 2 {
            continue;
        }
        let title = |index: usize| {
            lines
                .get(index)
                .and_then(|line| heading(line.text))
                .map_or("", |(_, text)| text)
        };
        let sections = here
            .iter()
            .filter(|&&index| is_section_heading(title(index)))
            .count();
        let numbered_items = here
            .iter()
            .filter(|&&index| {
                matches!(
                    crate::text::line::look(title(index)),
                    Look::Numbered | Look::Item
                )
            })
            .count();
        let first = here.first().copied().unwrap_or(0);
        let collection = is_collection(lines, first.max(1), file_name);
        // Columns: most headings of this level are followed at once by a heading of the next.
        let below = at_level(level + 1);
        let bare = here
            .iter()
            .filter(|&&index| {
                lines
                    .get(index + 1)
                    .is_some_and(|next| next.look == Look::Heading(level + 1))
            })
            .count();
        if below.len() >= 2 && bare * 3 >= here.len() * 2 && bare >= 1 {
            return Some(from_headings(lines, &below, Some(&here)));
        }
        if sections * 2 > here.len() && !(collection && numbered_items * 2 > here.len()) {
            // Sections of one text: no deeper level can be articles either.
            return None;
        }
        let credited = here
            .iter()
            .zip(here.iter().skip(1).copied().chain([lines.len()]))
            .filter(|&(&from, to)| {
                lines.iter().take(to).skip(from).any(|line| {
                    credits(line.text, 0)
                        .is_some_and(|c| !c.sources.is_empty() || !c.authors.is_empty())
                })
            })
            .count();
        if collection || credited * 3 >= here.len() || (level == 1 && here.len() >= 3) {
            return Some(from_headings(lines, &here, None));
        }
        // Unnumbered headings of one text.
        return None;
    }
    None
}

fn from_headings(lines: &[Line<'_>], articles: &[usize], columns: Option<&[usize]>) -> Vec<Place> {
    let columns = columns.unwrap_or_default();
    let mut places: Vec<Place> = Vec::new();
    for (number, &first) in articles.iter().enumerate() {
        let next = articles.get(number + 1).copied().unwrap_or(lines.len());
        let column_at = columns
            .partition_point(|&column| column < first)
            .checked_sub(1)
            .and_then(|at| columns.get(at))
            .copied();
        let next_column = columns
            .iter()
            .copied()
            .find(|&column| column > first)
            .unwrap_or(lines.len());
        let text = |index: usize| {
            lines
                .get(index)
                .map_or(String::new(), |line| clean_title(line.text))
        };
        places.push(Place {
            first,
            title_at: first,
            title_lines: 1,
            title: text(first),
            column: column_at.map(text),
            end: next.min(next_column),
        });
    }
    places
}

/// `01 …` headlines, 【…】 columns, and 一、 headlines in columns that have no numbered ones.
fn by_numbers(lines: &[Line<'_>]) -> Option<Vec<Place>> {
    let headline =
        |line: &Line<'_>| width(line.text) <= 110 && !line.text.ends_with(['。', '；', '，']);
    let is_column = |line: &Line<'_>| {
        line.look == Look::Bracket
            && line.text.ends_with('】')
            && line.text.matches('【').count() == 1
            && width(line.text) <= 30
    };
    let numbered = lines
        .iter()
        .filter(|line| line.look == Look::Numbered && headline(line))
        .count();
    let columns = lines.iter().filter(|line| is_column(line)).count();
    if numbered < 3 && columns < 2 {
        return None;
    }
    let mut places: Vec<Place> = Vec::new();
    let mut column: Option<String> = None;
    let mut numbered_here = false;
    for (index, line) in lines.iter().enumerate() {
        let begins = match line.look {
            _ if is_column(line) => {
                column = Some(line.text.trim_matches(['【', '】', ' ']).to_owned());
                numbered_here = false;
                close(&mut places, index);
                // A column line whose text follows at once is the headline itself.
                let item_follows = lines.get(index + 1).is_some_and(|next| {
                    is_column(next)
                        || matches!(next.look, Look::Numbered | Look::Section(1))
                        || (next.look == Look::Plain
                            && width(next.text) <= 90
                            && !ends_sentence(next.text))
                });
                if item_follows {
                    continue;
                }
                true
            }
            Look::Numbered => headline(line),
            Look::Section(1) => headline(line) && !numbered_here && column.is_some(),
            // The first plain headline of a column without numbers.
            Look::Plain => {
                let opens = index
                    .checked_sub(1)
                    .and_then(|before| lines.get(before))
                    .is_some_and(is_column);
                opens && line.is_title_like() && !ends_sentence(line.text) && numbered == 0
            }
            _ => false,
        };
        if !begins {
            continue;
        }
        numbered_here |= line.look == Look::Numbered;
        close(&mut places, index);
        let title = clean_title(line.text.trim_matches(['【', '】']));
        let own_column = if is_column(line) {
            None
        } else {
            column.clone()
        };
        places.push(Place {
            first: index,
            title_at: index,
            title_lines: 1,
            title,
            column: own_column,
            end: usize::MAX,
        });
    }
    close(&mut places, lines.len());
    (places.len() >= 2).then_some(places)
}

/// Ends the last article before line `at`, if it is still open.
fn close(places: &mut [Place], at: usize) {
    if let Some(last) = places.last_mut().filter(|last| last.end == usize::MAX) {
        last.end = at;
    }
}

/// 一、 headlines of a collection, each after a wide gap or with credits of its own.
fn by_sections(lines: &[Line<'_>], file_name: &str) -> Option<Vec<Place>> {
    let heads: Vec<usize> = lines
        .iter()
        .enumerate()
        .filter(|(_, line)| line.look == Look::Section(1) && line.is_title_like())
        .map(|(index, _)| index)
        .collect();
    let first = *heads.first()?;
    if heads.len() < 2 {
        return None;
    }
    let gaps = heads
        .iter()
        .filter(|&&index| lines.get(index).is_some_and(|line| line.blank >= 2))
        .count();
    let apart = gaps * 10 >= heads.len() * 9;
    let credited = heads
        .iter()
        .zip(heads.iter().skip(1).copied().chain([lines.len()]))
        .filter(|&(&from, to)| {
            lines
                .iter()
                .take(to)
                .skip(from)
                .any(|line| credits(line.text, 0).is_some())
        })
        .count();
    if !(is_collection(lines, first, file_name) && (apart || credited * 2 >= heads.len())) {
        return None;
    }
    let mut places: Vec<Place> = Vec::new();
    for &index in &heads {
        close(&mut places, index);
        let title = lines
            .get(index)
            .map_or(String::new(), |line| clean_title(line.text));
        places.push(Place {
            first: index,
            title_at: index,
            title_lines: 1,
            title,
            column: None,
            end: usize::MAX,
        });
    }
    close(&mut places, lines.len());
    Some(places)
}

#[cfg(test)]
mod tests {
    use super::super::lines::lines;
    use super::*;

    fn titles(text: &str) -> Vec<(String, Option<String>)> {
        places(&lines(text), "x.txt")
            .into_iter()
            .map(|place| (place.title, place.column))
            .collect()
    }

    fn pair(title: &str, column: Option<&str>) -> (String, Option<String>) {
        (title.to_owned(), column.map(str::to_owned))
    }

    #[test]
    fn signed_items_with_broken_headlines_and_columns() {
        let text = "甲栏目\n\n示例公司发布新一代\n\n产品\n\n正文到此为止。\n\n（执笔：甲乙）\n\n1 https://example.org\n第二条消息\n\n正文。\n（执笔：丙丁）\n乙栏目\n\n第三条消息\n\n正文。\n（执笔：戊己）\n";
        assert_eq!(
            titles(text),
            [
                pair("示例公司发布新一代产品", Some("甲栏目")),
                pair("第二条消息", Some("甲栏目")),
                pair("第三条消息", Some("乙栏目"))
            ]
        );
    }

    #[test]
    fn numbered_headlines_and_bracketed_columns() {
        let text = "示例周报\n\n【融资】\n\n01 甲公司完成融资\n\n正文。\n\n02 乙公司完成融资\n\n正文。\n\n【项目】\n\n一、丙项目开工\n\n正文。\n\n二、丁项目投产\n\n正文。\n";
        assert_eq!(
            titles(text),
            [
                pair("甲公司完成融资", Some("融资")),
                pair("乙公司完成融资", Some("融资")),
                pair("丙项目开工", Some("项目")),
                pair("丁项目投产", Some("项目"))
            ]
        );
    }

    #[test]
    fn headings_with_sources_are_articles_and_sections_are_not() {
        let text = "# 示例\n\n## 甲公司投产\n\n正文。\n\n（来源：某网）\n\n## 乙公司签约\n\n正文。\n\n（来源：某报）\n";
        assert_eq!(
            titles(text),
            [pair("甲公司投产", None), pair("乙公司签约", None)]
        );
        assert_eq!(
            titles("# 示例研究\n\n## 一、背景\n\n正文。\n\n## 二、建议\n\n正文。\n"),
            []
        );
    }

    #[test]
    fn columns_are_headings_without_text_of_their_own() {
        let text = "# 示例\n\n## 动态\n\n### 甲\n\n正文。\n\n### 乙\n\n正文。\n\n## 政策\n\n### 丙\n\n正文。\n";
        assert_eq!(
            titles(text),
            [
                pair("甲", Some("动态")),
                pair("乙", Some("动态")),
                pair("丙", Some("政策"))
            ]
        );
    }

    #[test]
    fn sections_of_a_collection_after_wide_gaps_are_articles() {
        let text = "示例规划摘编\n\n\n一、甲规划\n\n正文。\n\n\n二、乙规划\n\n正文。\n";
        assert_eq!(titles(text), [pair("甲规划", None), pair("乙规划", None)]);
        assert_eq!(
            titles("关于某事的意见\n\n一、目标\n\n正文。\n\n二、任务\n\n正文。\n"),
            []
        );
    }
}
