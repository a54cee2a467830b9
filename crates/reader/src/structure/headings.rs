//! Headings and titles: what of a line is the title itself.

use crate::text::classes::is_chinese_numeral;
use crate::text::line::{Look, heading, is_mark, look};

/// The words of a heading or contents entry without marks, bullets, running numbers and footnote signs.
pub(super) fn clean_title(line: &str) -> String {
    let mut text = line.trim();
    if let Some((_, inner)) = heading(text) {
        text = inner;
    }
    let bullet = |one: char| one == ' ' || is_mark(one);
    text = without_number(
        text.strip_prefix("- ")
            .unwrap_or(text)
            .trim_start_matches(bullet),
    );
    text.trim_start_matches(bullet)
        .trim_matches(['*', ' ', '#', '_'])
        .trim_end_matches(|c: char| matches!(c, '¹' | '²' | '³' | '⁴'..='⁹'))
        .trim()
        .to_owned()
}

/// `text` without the word or the bar that numbers it: `Item 3 | …`, `消息12：…`, `9｜…`.
fn without_label(text: &str) -> &str {
    const WORDS: [&str; 10] = [
        "Item", "Story", "News", "Brief", "消息", "新闻", "动态", "要闻", "简讯", "快讯",
    ];
    let rest = WORDS
        .iter()
        .find_map(|word| text.strip_prefix(word))
        .map_or(text, str::trim_start);
    let worded = rest.len() < text.len();
    let after = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    // `9｜标题`: a bar parts a bare number too.
    let signs: &[char] = if worded {
        &['|', '｜', '丨', ':', '：', '.', '、', '—', '-']
    } else {
        &['|', '｜', '丨']
    };
    let parted = after.trim_start().strip_prefix(signs);
    match parted {
        Some(title) if after.len() < rest.len() && !title.trim().is_empty() => title.trim_start(),
        _ => text,
    }
}

/// `text` without the running number that it begins with.
pub(super) fn without_number(text: &str) -> &str {
    let text = without_label(text);
    let digits =
        |text: &str| text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let rest = match look(text) {
        Look::Numbered => text.get(digits(text)..),
        Look::Section(1) if text.starts_with(is_chinese_numeral) => {
            text.split_once('、').map(|(_, rest)| rest)
        }
        Look::Section(2) => text.split_once(['）', ')']).map(|(_, rest)| rest),
        Look::Section(4) => Some(text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.')),
        Look::Item if text.starts_with(|c: char| c.is_ascii_digit()) => text
            .get(digits(text)..)
            .map(|rest| rest.trim_start_matches(['.', '、', '．', ')', '）'])),
        Look::Item => text.strip_prefix(['-', '*', '+']),
        _ => None,
    };
    rest.map(str::trim_start)
        .filter(|rest| !rest.is_empty())
        .unwrap_or(text)
}

/// Joins the lines of a broken title: no blank beside Han characters, one between words.
pub(super) fn join_title<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    let mut title = String::new();
    for part in parts {
        let part = part.trim();
        let word_before = title
            .chars()
            .next_back()
            .is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, ',' | '.' | ':'));
        if word_before && part.starts_with(|c: char| c.is_ascii_alphanumeric()) {
            title.push(' ');
        }
        title.push_str(part);
    }
    title
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_lose_marks_and_running_numbers_only() {
        for (line, expected) in [
            ("## 01 示例公司完成融资", "示例公司完成融资"),
            ("▲示例：投资15亿元", "示例：投资15亿元"),
            ("一、示例市：总量", "示例市：总量"),
            ("2025示例实训班举办", "2025示例实训班举办"),
            ("22个项目签约", "22个项目签约"),
            ("17 3月出口：增长", "3月出口：增长"),
            ("1. Sample breaks ground", "Sample breaks ground"),
        ] {
            assert_eq!(clean_title(line), expected);
        }
    }

    #[test]
    fn broken_titles_close_up() {
        assert_eq!(join_title(["示例电子", "产品"]), "示例电子产品");
        assert_eq!(
            join_title(["加入 Sample", "Alliance联盟"]),
            "加入 Sample Alliance联盟"
        );
    }
}
