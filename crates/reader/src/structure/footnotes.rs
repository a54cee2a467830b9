//! Footnotes and lists of references.

use super::lines::{Line, span};
use crate::text::classes::{fold, is_within};
use crate::text::join::is_address_tail;
use crate::text::line::Look;
use std::collections::BTreeSet;
use xinqiao_record::body::Footnote;

/// The footnotes among some lines, and the lines that they take.
#[derive(Debug, Default)]
pub(super) struct Footnotes {
    pub(super) notes: Vec<Footnote>,
    pub(super) lines: BTreeSet<usize>,
}

/// Reads the footnotes among `lines[from..to]`.
///
/// A footnote begins with `1 https://…`, a number on a line of its own before an address, `[^1]: …`, `¹ …` or, after 参考文献, `[1] …`. Lines that
/// can only be parts of an address belong to it.
pub(super) fn footnotes(lines: &[Line<'_>], from: usize, to: usize) -> Footnotes {
    let mut result = Footnotes::default();
    let mut references = false;
    let mut index = from;
    while let Some(line) = lines.get(index).filter(|_| index < to) {
        if matches!(
            line.look,
            Look::Heading(_) | Look::Plain | Look::Section(_) | Look::Bracket
        ) {
            let begins_references = is_within(line.text, 40)
                && matches!(
                    fold(line.text.trim_start_matches('#')).as_str(),
                    "参考文献" | "references" | "注释" | "参考资料"
                );
            if begins_references {
                references = true;
                index += 1;
                continue;
            }
            if matches!(line.look, Look::Heading(_)) {
                references = false;
            }
        }
        let lone = line.text.len() <= 2
            && line.text.bytes().all(|b| b.is_ascii_digit())
            && lines
                .get(index + 1)
                .is_some_and(|next| next.text.starts_with("http"));
        let numbered = references
            && line.look == Look::Item
            && line
                .text
                .trim_start_matches(['-', '*', ' ', '['])
                .starts_with(|c: char| c.is_ascii_digit());
        if !(line.look == Look::Note || lone || numbered) {
            index += 1;
            continue;
        }
        let mut end = index + 1;
        while let Some(next) = lines.get(end).filter(|_| end < to) {
            let begins_another = next.look == Look::Note
                || (next.text.len() <= 2
                    && next.text.bytes().all(|b| b.is_ascii_digit())
                    && lines
                        .get(end + 1)
                        .is_some_and(|after| after.text.starts_with("http")));
            let goes_on = is_address_tail(next.text) && line.text.len() > 2
                || (lone && is_address_tail(next.text));
            if begins_another || !goes_on {
                break;
            }
            end += 1;
        }
        result.notes.push(read(lines, index, end));
        result.lines.extend(index..end);
        index = end;
    }
    result
}

fn read(lines: &[Line<'_>], first: usize, end: usize) -> Footnote {
    let mut text = String::new();
    for line in lines.iter().take(end).skip(first) {
        // An address that was cut goes on without a blank; a new address begins after one.
        if !text.is_empty() && (line.text.starts_with("http") || !text.contains("http")) {
            text.push(' ');
        }
        text.push_str(line.text);
    }
    let (mark, body) = mark(&text);
    let start = lines.get(first).map_or(0, |line| line.start);
    let stop = end
        .checked_sub(1)
        .and_then(|last| lines.get(last))
        .map_or(start, |line| line.end);
    Footnote {
        mark,
        urls: urls(&body),
        text: body,
        span: span(start, stop),
    }
}

/// The mark of a note and the text after it.
fn mark(text: &str) -> (String, String) {
    let superscript = |c: char| match c {
        '¹' => Some('1'),
        '²' => Some('2'),
        '³' => Some('3'),
        '⁴'..='⁹' => char::from_u32(u32::from(c) - 0x2070 + u32::from('0')),
        _ => None,
    };
    let raised: String = text.chars().map_while(superscript).collect();
    if !raised.is_empty() {
        let rest: String = text.chars().skip(raised.chars().count()).collect();
        return (raised, rest.trim().to_owned());
    }
    let inner = text
        .trim_start_matches(['-', '*', ' '])
        .trim_start_matches(['[', '^']);
    let rest = inner.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = inner.get(..inner.len() - rest.len()).unwrap_or_default();
    let body = rest.trim_start_matches([']', ':', '：', ' ', '.', '、']);
    (digits.to_owned(), body.trim().to_owned())
}

/// The addresses in a note, in order, each once.
fn urls(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find("http") {
        let from = rest.get(at..).unwrap_or_default();
        let scheme = ["https://", "http://"]
            .iter()
            .find(|scheme| from.starts_with(**scheme));
        let Some(scheme) = scheme else {
            rest = from.get(4..).unwrap_or_default();
            continue;
        };
        let after = from.get(scheme.len()..).unwrap_or_default();
        let stop = |c: char| {
            c.is_whitespace() || !c.is_ascii() || matches!(c, '"' | '<' | '>' | '`' | ')')
        };
        let mut length = after.find(stop).unwrap_or(after.len());
        if let Some(next) = after.get(..length).and_then(|url| url.find("http")) {
            length = next;
        }
        let url = from
            .get(..scheme.len() + length)
            .unwrap_or_default()
            .trim_end_matches([';', ',', '.', ':']);
        if !found.iter().any(|known| known == url) && url.len() > scheme.len() {
            found.push(url.to_owned());
        }
        rest = from.get(scheme.len() + length..).unwrap_or_default();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::lines::lines;
    use super::*;

    fn read_all(text: &str) -> Vec<Footnote> {
        let all = lines(text);
        footnotes(&all, 0, all.len()).notes
    }

    #[test]
    fn an_address_broken_over_lines_is_put_together() {
        let notes = read_all(
            "正文。\n1 https://example.org/press-department-\n\non-sample-plan/\n2 http://example.com/x?a=1；https://example.net/2022-04-\n\n15_plan\n\n下一段正文。",
        );
        assert_eq!(notes.len(), 2);
        assert_eq!(notes[0].mark, "1");
        assert_eq!(
            notes[0].urls,
            ["https://example.org/press-department-on-sample-plan/"]
        );
        assert_eq!(
            notes[1].urls,
            [
                "http://example.com/x?a=1",
                "https://example.net/2022-04-15_plan"
            ]
        );
    }

    #[test]
    fn a_number_alone_before_an_address_is_a_mark() {
        let notes = read_all("1\n\nhttp://example.org/a?b=c\n\n句子继续。");
        assert_eq!((notes[0].mark.as_str(), notes[0].urls.len()), ("1", 1));
    }

    #[test]
    fn markdown_and_raised_marks_and_references() {
        let notes = read_all(
            "[^2]: 见示例报告 https://example.org/r.\n¹ 基金项目：示例\n参考文献\n[1] Sample A. Title[J]. 2020.\n",
        );
        assert_eq!(
            notes
                .iter()
                .map(|note| note.mark.as_str())
                .collect::<Vec<_>>(),
            ["2", "1", "1"]
        );
        assert_eq!(notes[0].urls, ["https://example.org/r"]);
        assert_eq!(notes[1].text, "基金项目：示例");
    }
}
