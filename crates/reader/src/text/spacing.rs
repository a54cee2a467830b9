//! White space: indents, hard breaks, runs of blanks, letter-spaced words, blank lines.

use super::classes::is_han;
use super::edit::Edits;
use super::map::MappedText;

const BLANK: [char; 2] = [' ', '\u{3000}'];

/// Columns of white space that `line` begins with.
fn indent(line: &str) -> usize {
    line.chars()
        .map_while(|c| match c {
            ' ' => Some(1),
            '\u{3000}' => Some(2),
            _ => None,
        })
        .sum()
}

/// Brings white space into one form.
///
/// An indent of two columns or more, which marks the start of a paragraph, becomes two blanks; where most of the lines are indented it
/// says nothing and goes. Two blanks at the end of a line before another line are a hard break (Markdown) and stay. No more than two
/// blank lines follow each other. Rows of tables keep their tabs.
pub(super) fn spacing(source: &MappedText) -> Option<MappedText> {
    let text = source.text.as_str();
    let lines: Vec<Line<'_>> = text.split('\n').map(Line::of).collect();
    let (mut written, mut indented) = (0_usize, 0_usize);
    for line in lines.iter().filter(|line| line.is_written && !line.is_row) {
        written += 1;
        indented += usize::from(indent(line.text) >= 2);
    }
    let keeps_indent = indented * 10 < written * 6;
    let mut edits = Edits::default();
    let mut start = 0;
    let mut blank_run = usize::MAX;
    let last_written = lines.iter().rposition(|line| line.is_written).unwrap_or(0);
    for (index, line) in lines.iter().enumerate() {
        let end = start + line.text.len();
        let next = lines.get(index + 1);
        if index > last_written {
            // Nothing but white space to the end.
            edits.remove((start.saturating_sub(1)).max(edits.end()), text.len());
            break;
        }
        if !line.is_written {
            // Before the first line no blank line stays; in between two.
            let through = if blank_run >= 2 {
                (end + 1).min(text.len())
            } else {
                end
            };
            edits.remove(start, through);
            blank_run = blank_run.saturating_add(1);
        } else {
            blank_run = 0;
            let followed = next.is_some_and(|next| next.is_written);
            line_spacing(*line, start, keeps_indent, followed, &mut edits);
        }
        start = end + 1;
    }
    edits.apply(source)
}

/// A line with what is asked of it more than once.
#[derive(Clone, Copy)]
struct Line<'a> {
    text: &'a str,
    /// Whether there is more than white space.
    is_written: bool,
    /// Whether it is a row of a table.
    is_row: bool,
}

impl<'a> Line<'a> {
    fn of(text: &'a str) -> Self {
        Line {
            text,
            is_written: text.chars().any(|c| !c.is_whitespace()),
            is_row: text.as_bytes().contains(&b'\t'),
        }
    }
}

fn line_spacing(
    line: Line<'_>,
    start: usize,
    keeps_indent: bool,
    followed: bool,
    edits: &mut Edits,
) {
    let is_row = line.is_row;
    let line = line.text;
    if is_row {
        let trimmed = line.trim_end_matches(BLANK);
        edits.remove(start + trimmed.len(), start + line.len());
        return;
    }
    let from_body = line.trim_start_matches(BLANK);
    let lead = line.len() - from_body.len();
    let body = from_body.trim_end_matches(BLANK);
    let wanted = if keeps_indent && indent(line) >= 2 {
        "  "
    } else {
        ""
    };
    if line.get(..lead) != Some(wanted) {
        if wanted.is_empty() {
            edits.remove(start, start + lead)
        } else {
            edits.replace(start, start + lead, wanted)
        }
    }
    let body_start = start + lead;
    inner_spacing(body, body_start, edits);
    let tail_start = body_start + body.len();
    let tail = line.get(lead + body.len()..).unwrap_or_default();
    if !(tail == "  " && followed) {
        edits.remove(tail_start, start + line.len());
    }
}

/// Whether `body` holds a run of blanks, a wide blank, or two words of one character each, without which no blank in it changes.
fn may_close_up(body: &str) -> bool {
    if !body.as_bytes().contains(&b' ') {
        return body.contains('\u{3000}');
    }
    let mut singles = 0;
    let mut blank_before = false;
    let mut word = 0;
    for (at, byte) in body.bytes().enumerate() {
        match byte {
            b' ' => {
                if blank_before {
                    return true;
                }
                singles += usize::from(at - word <= 4 && is_single(body.get(word..at)));
                blank_before = true;
                word = at + 1;
            }
            0xE3 if body
                .get(at..)
                .is_some_and(|rest| rest.starts_with('\u{3000}')) =>
            {
                return true;
            }
            _ => blank_before = false,
        }
    }
    singles += usize::from(word > 0 && is_single(body.get(word..)));
    singles >= 2
}

fn is_single(word: Option<&str>) -> bool {
    word.is_some_and(|word| Spaced::of(word) != Spaced::No)
}

fn inner_spacing(body: &str, start: usize, edits: &mut Edits) {
    if !may_close_up(body) {
        return;
    }
    // Words between blanks: their place and whether each is one character of a kind that gets letter-spaced.
    let mut words: Vec<(usize, usize, Spaced)> = Vec::new();
    let mut at = 0;
    for word in body.split(BLANK) {
        if !word.is_empty() {
            words.push((at, at + word.len(), Spaced::of(word)));
        }
        // INVARIANT: the separator is one blank of one or three bytes.
        at += word.len();
        at += body
            .get(at..)
            .and_then(|rest| rest.chars().next())
            .map_or(0, char::len_utf8);
    }
    let han = body.chars().filter(|&c| is_han(c)).count();
    let all_single =
        words.len() <= 3 && words.len() == han && words.iter().all(|word| word.2 == Spaced::Han);
    let run_of = |index: usize| -> usize {
        let Some(&(_, _, kind)) = words.get(index) else {
            return 0;
        };
        words
            .iter()
            .skip(index)
            .take_while(|word| word.2 == kind)
            .count()
    };
    let mut index = 0;
    while let Some(&(_, word_end, kind)) = words.get(index) {
        let run = if kind == Spaced::No { 1 } else { run_of(index) };
        let closes = match kind {
            Spaced::No => false,
            Spaced::Han => run >= 4 || all_single,
            Spaced::Capital | Spaced::Digit => run >= 4 && han >= 5,
        };
        let mut previous_end = word_end;
        for offset in 1..=run.max(1) {
            let Some(&(next_start, next_end, _)) = words.get(index + offset) else {
                break;
            };
            let gap = body.get(previous_end..next_start).unwrap_or_default();
            if closes && offset < run {
                edits.remove(start + previous_end, start + next_start);
            } else if gap != " " {
                edits.replace(start + previous_end, start + next_start, " ");
            }
            previous_end = next_end;
        }
        index += run.max(1);
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Spaced {
    Han,
    Capital,
    Digit,
    No,
}

impl Spaced {
    fn of(word: &str) -> Spaced {
        let mut chars = word.chars();
        match (chars.next(), chars.next()) {
            (Some(c), None) if is_han(c) => Spaced::Han,
            (Some('A'..='Z'), None) => Spaced::Capital,
            (Some('0'..='9'), None) => Spaced::Digit,
            _ => Spaced::No,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Origin;

    fn spaced(text: &str) -> String {
        let mut mapped = MappedText::default();
        mapped.push(
            text,
            Origin::Bytes {
                start: 0,
                end: text.len() as u64,
            },
        );
        spacing(&mapped).map_or_else(|| text.to_owned(), |mapped| mapped.text)
    }

    #[test]
    fn letter_spaced_words_close_up_and_others_stay() {
        assert_eq!(spaced("目 录"), "目录");
        assert_eq!(spaced("杭 州 市 示 例 公司"), "杭州市示例 公司");
        assert_eq!(
            spaced("I M E C  从   1 9 9 3  年开始研究"),
            "IMEC 从 1993 年开始研究"
        );
        assert_eq!(spaced("投资 15 亿元"), "投资 15 亿元");
    }

    #[test]
    fn indents_hard_breaks_and_blank_lines_have_one_form() {
        assert_eq!(
            spaced("\n\n甲乙\n　　丙丁　　戊\n \n\n\n\n己  \n庚  \n\n"),
            "甲乙\n  丙丁 戊\n\n\n己  \n庚"
        );
    }

    #[test]
    fn rows_keep_their_empty_cells() {
        assert_eq!(spaced("\t甲\t  \n乙\t\t"), "\t甲\t\n乙\t\t");
    }
}
