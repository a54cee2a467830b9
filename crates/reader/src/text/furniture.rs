//! What a page carries besides its text: page numbers, running heads and feet, form feeds.

use super::classes::{ends_sentence, width};
use super::edit::Edits;
use super::line::{Look, look};
use super::map::MappedText;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Page {
    /// An ordinary line.
    No,
    /// A line that can only be a page number: `第3页 共8页`, `— 3 —`, `Page 3 of 8`.
    Number,
    /// A line of one to four digits, which may be a page number.
    Bare,
    /// A line with a form feed.
    Feed,
}

struct PageLine<'a> {
    start: usize,
    text: &'a str,
    page: Page,
}

/// Removes page numbers, running heads and form feeds; the halves of a sentence that a page end parts come to stand on adjoining lines.
///
/// A running head is a short line beside a page number or at the edge of a page that comes back at least once more in such a place. A line of
/// digits alone is a page number only at the edge of a page, beside a running head, or with a short line between two halves of a sentence.
pub(super) fn furniture(source: &MappedText) -> Option<MappedText> {
    // Every page number holds a digit and every page end a form feed.
    if !source
        .text
        .bytes()
        .any(|byte| byte == b'\x0C' || byte.is_ascii_digit())
    {
        return None;
    }
    let lines = lines(&source.text);
    let feeds = lines.iter().any(|line| line.page == Page::Feed);
    if !lines.iter().any(|line| line.page != Page::No) {
        return None;
    }
    let written: Vec<usize> = (0..lines.len())
        .filter(|&index| !is_blank(&lines, index))
        .collect();
    let mut place = vec![usize::MAX; lines.len()];
    for (at, &index) in written.iter().enumerate() {
        if let Some(slot) = place.get_mut(index) {
            *slot = at;
        }
    }
    let candidates = edge_lines(&lines, &written, feeds);
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    for &index in &candidates {
        *count.entry(key(line_text(&lines, index))).or_default() += 1;
    }
    let mut gone: BTreeSet<usize> = BTreeSet::new();
    for &index in &candidates {
        if count
            .get(&key(line_text(&lines, index)))
            .is_some_and(|&seen| seen >= 2)
        {
            gone.insert(index);
        }
    }
    for (at, &index) in written.iter().enumerate() {
        let page = lines.get(index).map_or(Page::No, |line| line.page);
        match page {
            Page::Number => {
                gone.insert(index);
            }
            Page::Bare => {
                let neighbour = |step: isize| {
                    at.checked_add_signed(step)
                        .and_then(|at| written.get(at))
                        .copied()
                };
                let beside_head = [-1, 1]
                    .into_iter()
                    .filter_map(neighbour)
                    .any(|near| gone.contains(&near));
                let edge = feeds && at_edge(&lines, &written, at);
                if beside_head || edge {
                    gone.insert(index);
                } else if let Some(head) = parted_sentence(&lines, &written, at) {
                    gone.insert(index);
                    gone.insert(head);
                }
            }
            Page::No | Page::Feed => {}
        }
    }
    cut(source, &lines, &gone)
}

fn lines(text: &str) -> Vec<PageLine<'_>> {
    let mut start = 0;
    text.split('\n')
        .map(|raw| {
            let line = PageLine {
                start,
                text: raw,
                page: page(raw),
            };
            start += raw.len() + 1;
            line
        })
        .collect()
}

fn line_text<'a>(lines: &[PageLine<'a>], index: usize) -> &'a str {
    lines.get(index).map_or("", |line| line.text)
}

fn is_blank(lines: &[PageLine<'_>], index: usize) -> bool {
    lines
        .get(index)
        .is_none_or(|line| line.page != Page::Feed && line.text.trim().is_empty())
}

/// The words of a line without digits and blanks, so that `第3期 …4` and `第3期 …5` are the same head.
fn key(line: &str) -> String {
    line.chars()
        .filter(|c| !c.is_whitespace() && !c.is_ascii_digit())
        .collect()
}

fn page(line: &str) -> Page {
    if line.as_bytes().contains(&b'\x0C') {
        return if line.trim().is_empty() {
            Page::Feed
        } else {
            Page::No
        };
    }
    let trimmed = line.trim();
    if trimmed.is_empty()
        || trimmed.len() > 120
        || !trimmed.bytes().any(|byte| byte.is_ascii_digit())
        || line.contains('\t')
    {
        return Page::No;
    }
    if trimmed.len() <= 4 && trimmed.bytes().all(|b| b.is_ascii_digit()) {
        return Page::Bare;
    }
    if is_page_number(trimmed) {
        Page::Number
    } else {
        Page::No
    }
}

fn is_page_number(line: &str) -> bool {
    let digits = |text: &str| {
        !text.is_empty() && text.len() <= 4 && text.bytes().all(|b| b.is_ascii_digit())
    };
    // Every form below begins or ends so.
    let dash = |c: char| matches!(c, '-' | '–' | '—' | '－' | '―' | '─' | '·' | '•' | '~');
    if !line.starts_with('第') && !line.ends_with(|c: char| c.is_ascii_digit() || dash(c)) {
        return false;
    }
    let compact: String = line.chars().filter(|c| !c.is_whitespace()).collect();
    // 第3页, 第3页共8页, 第3页/共8页
    if let Some((number, rest)) = compact
        .strip_prefix('第')
        .and_then(|rest| rest.split_once('页'))
    {
        let rest = rest.trim_start_matches(['/', '，', ',', '、', '（', '(']);
        let total = rest
            .strip_prefix('共')
            .or_else(|| rest.strip_prefix('总'))
            .and_then(|rest| rest.split_once('页'));
        return digits(number)
            && (rest.is_empty() || total.is_some_and(|(total, _)| digits(total)));
    }
    // — 3 —, - 3 -, also at the end of a short running title
    let undashed = compact.trim_matches(dash);
    if undashed.len() < compact.len()
        && compact.starts_with(dash)
        && compact.ends_with(dash)
        && digits(undashed)
    {
        return true;
    }
    let words: Vec<&str> = line.split_whitespace().collect();
    match words.as_slice() {
        ["Page" | "page" | "PAGE", number] => digits(number),
        ["Page" | "page" | "PAGE", number, "of" | "/", total] => digits(number) && digits(total),
        [number, "/", total] => digits(number) && digits(total),
        [.., open, number, close] if words.len() > 3 && width(line) <= 60 => {
            open.len() <= 3
                && close.len() <= 3
                && open.chars().all(dash)
                && close.chars().all(dash)
                && digits(number)
        }
        _ => false,
    }
}

/// Short lines beside a page number, or first or last on a page.
fn edge_lines(lines: &[PageLine<'_>], written: &[usize], feeds: bool) -> Vec<usize> {
    let mut found = BTreeSet::new();
    for (at, &index) in written.iter().enumerate() {
        let page = lines.get(index).map_or(Page::No, |line| line.page);
        // A line of digits alone is too weak a sign without pages.
        if !(matches!(page, Page::Number | Page::Feed) || (feeds && page == Page::Bare)) {
            continue;
        }
        // Two lines on either side, the further one only beyond another piece of furniture.
        for step in [-1_isize, 1] {
            for distance in 1..=2_isize {
                let Some(&near) = at
                    .checked_add_signed(step * distance)
                    .and_then(|at| written.get(at))
                else {
                    break;
                };
                let text = line_text(lines, near).trim();
                let near_page = lines.get(near).map_or(Page::No, |line| line.page);
                if near_page == Page::No {
                    let short = width(text) <= 90 && !ends_sentence(text) && !key(text).is_empty();
                    if short && matches!(look(text), Look::Plain | Look::Label) {
                        found.insert(near);
                    } else {
                        break;
                    }
                }
            }
        }
    }
    found.into_iter().collect()
}

/// Whether the written line number `at` is the first or last of its page, other page numbers not counted.
fn at_edge(lines: &[PageLine<'_>], written: &[usize], at: usize) -> bool {
    [-1_isize, 1].into_iter().any(|step| {
        match at
            .checked_add_signed(step)
            .and_then(|near| written.get(near))
        {
            Some(&near) => lines.get(near).is_some_and(|line| line.page == Page::Feed),
            None => true,
        }
    })
}

/// A number and a short line between two halves of a sentence or right after a heading: the short line's index.
fn parted_sentence(lines: &[PageLine<'_>], written: &[usize], at: usize) -> Option<usize> {
    let text = |at: Option<usize>| {
        at.and_then(|at| written.get(at))
            .map(|&index| line_text(lines, index).trim())
    };
    for (head, before, after) in [
        (at.checked_sub(1), at.checked_sub(2), at + 1),
        (Some(at + 1), at.checked_sub(1), at + 2),
    ] {
        let (Some(head_text), Some(before), Some(after)) =
            (text(head), text(before), text(Some(after)))
        else {
            continue;
        };
        let head_fits = width(head_text) <= 40
            && look(head_text) == Look::Plain
            && !ends_sentence(head_text)
            && width(head_text) >= 4;
        let before_fits = match look(before) {
            Look::Plain => width(before) >= 36 && !ends_sentence(before),
            Look::Section(_) => !ends_sentence(before),
            _ => false,
        };
        if head_fits && before_fits && look(after) == Look::Plain && width(after) >= 36 {
            return head.and_then(|head| written.get(head)).copied();
        }
    }
    None
}

/// Removes the lines in `gone` and the form feeds. Blank lines around them go too where a sentence runs on.
fn cut(source: &MappedText, lines: &[PageLine<'_>], gone: &BTreeSet<usize>) -> Option<MappedText> {
    let mut edits = Edits::default();
    let is_gone = |index: usize| {
        gone.contains(&index) || lines.get(index).is_some_and(|line| line.page == Page::Feed)
    };
    let mut index = 0;
    while index < lines.len() {
        let skippable = |index: usize| is_gone(index) || is_blank(lines, index);
        if !skippable(index) {
            index += 1;
            continue;
        }
        let from = index;
        while index < lines.len() && skippable(index) {
            index += 1;
        }
        if !(from..index).any(is_gone) {
            continue;
        }
        let before = from.checked_sub(1).map_or("", |at| line_text(lines, at));
        let after = line_text(lines, index);
        let runs_on = !before.trim().is_empty()
            && !ends_sentence(before)
            && matches!(look(before), Look::Plain | Look::Item)
            && look(after) == Look::Plain;
        let start = lines.get(from).map_or(0, |line| line.start);
        let end = lines
            .get(index)
            .map_or(source.text.len(), |line| line.start);
        if runs_on || from == 0 || index == lines.len() {
            edits.remove(start, end);
        } else {
            // One blank line stays in place of the page end.
            edits.replace(start, end, "\n");
        }
    }
    edits.apply(source)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Origin;

    fn without(text: &str) -> String {
        let mut mapped = MappedText::default();
        mapped.push(
            text,
            Origin::Bytes {
                start: 0,
                end: text.len() as u64,
            },
        );
        furniture(&mapped).map_or_else(|| text.to_owned(), |mapped| mapped.text)
    }

    #[test]
    fn page_numbers_and_running_heads_go_and_the_sentence_closes_up() {
        let text = "示例一段文字到这里为止还没有结束，\n第1页 共3页\n\n示例周报 第8期\n\n下半句。\n\n第2页 共3页\n\n示例周报 第8期\n\n又一段。\n第3页 共3页";
        assert_eq!(
            without(text),
            "示例一段文字到这里为止还没有结束，\n下半句。\n\n又一段。\n"
        );
    }

    #[test]
    fn heads_on_pages_parted_by_form_feeds_go() {
        let text = "示例年报\n甲。\n1\n\u{C}\n示例年报\n乙。\n2\n\u{C}\n示例年报\n丙。\n3";
        assert_eq!(without(text), "示例年报\n甲。\n\n乙。\n\n丙。\n");
    }

    #[test]
    fn a_title_and_a_number_within_a_sentence_are_a_page_end() {
        let text = "为了说明这一条规则我们写下这样一句很长的话并且在这\n\n示例简报\n\n8\n\n里断开，后半句同样要写得足够长以便像正文一样被人看待。";
        assert_eq!(
            without(text),
            "为了说明这一条规则我们写下这样一句很长的话并且在这\n里断开，后半句同样要写得足够长以便像正文一样被人看待。"
        );
    }

    #[test]
    fn numbers_in_a_list_stay() {
        let text = "甲公司\n12\n乙公司\n13";
        assert_eq!(without(text), text);
    }

    #[test]
    fn the_ways_to_write_a_page_number() {
        for line in [
            "第3页",
            "第 3 页 / 共 8 页",
            "— 3 —",
            "- 12 -",
            "Page 3 of 8",
            "3 / 8",
            "Section 2: Sample Market - 9 -",
        ] {
            assert!(is_page_number(line), "{line}");
        }
        for line in ["第3页的图", "2022 - 2023 年", "-5", "1/2"] {
            assert!(!is_page_number(line), "{line}");
        }
    }
}
