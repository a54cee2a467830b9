//! Text that the file holds twice: repeated lines and doubled characters.

use super::classes::{is_han, width};
use super::edit::Edits;
use super::line::{Look, look};
use super::map::MappedText;

/// Lines shorter than this many columns may well stand twice on purpose.
const SHORTEST: usize = 16;

/// Drops a line that repeats the written line before it; rows of tables may be alike.
pub(super) fn repeated_lines(source: &MappedText) -> Option<MappedText> {
    let mut edits = Edits::default();
    let mut previous: &str = "";
    let mut start = 0;
    for line in source.text.split_inclusive('\n') {
        let trimmed = line.trim();
        if !trimmed.is_empty() {
            if trimmed == previous
                && width(trimmed) >= SHORTEST
                && !matches!(look(line), Look::Row | Look::Rule)
            {
                edits.remove(start, start + line.len());
            }
            previous = trimmed;
        }
        start += line.len();
    }
    edits.apply(source)
}

/// Halves lines in which every character stands twice, as fake bold of PDF files gives them: 标标题题.
pub(super) fn doubled_characters(source: &MappedText) -> Option<MappedText> {
    let mut edits = Edits::default();
    let mut start = 0;
    for line in source.text.split_inclusive('\n') {
        if is_doubled(line.trim()) {
            let mut second = false;
            for (at, character) in line.char_indices().filter(|(_, c)| !c.is_whitespace()) {
                if second {
                    edits.remove(start + at, start + at + character.len_utf8());
                }
                second = !second;
            }
        }
        start += line.len();
    }
    edits.apply(source)
}

fn is_doubled(line: &str) -> bool {
    let mut han = 0;
    let mut chars = line.chars().filter(|c| !c.is_whitespace());
    while let Some(first) = chars.next() {
        if chars.next() != Some(first) {
            return false;
        }
        han += usize::from(is_han(first));
    }
    han >= 3
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Origin;

    fn mapped(text: &str) -> MappedText {
        let mut mapped = MappedText::default();
        mapped.push(
            text,
            Origin::Bytes {
                start: 0,
                end: text.len() as u64,
            },
        );
        mapped
    }

    #[test]
    fn doubled_characters_are_halved_only_where_all_are() {
        let halved = doubled_characters(&mapped("标标题题22例例\n高高兴兴\n天天向上"))
            .map(|mapped| mapped.text);
        assert_eq!(halved.as_deref(), Some("标题2例\n高高兴兴\n天天向上"));
    }

    #[test]
    fn a_repeated_paragraph_goes_and_repeated_rows_stay() {
        let text = "这是重复出现的一段示例文字。\n\n这是重复出现的一段示例文字。\n甲甲甲甲甲甲甲甲\t1\n甲甲甲甲甲甲甲甲\t1\n";
        let cleaned = repeated_lines(&mapped(text)).map(|mapped| mapped.text);
        assert_eq!(
            cleaned.as_deref(),
            Some("这是重复出现的一段示例文字。\n\n甲甲甲甲甲甲甲甲\t1\n甲甲甲甲甲甲甲甲\t1\n")
        );
    }
}
