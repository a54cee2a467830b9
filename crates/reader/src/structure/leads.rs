//! The bold words that paragraphs begin with, found again in the file after the cleaning took their marks.

use super::headings::without_number;
use super::lines::{lines, span};
use crate::text::line::Look;
use crate::text::{Origin, TextMap};
use xinqiao_record::Span;

/// Bytes of a bold beginning at most.
const LONGEST: usize = 400;

/// The stretches of `text` that stand between `**` at the beginning of a line of `file`, a bullet or number before them left out, in order.
/// Files whose text is not stored as such have none.
pub fn bold_leads(text: &str, map: &TextMap, file: &[u8]) -> Vec<Span> {
    let mut found = Vec::new();
    if !file.windows(2).any(|pair| pair == b"**") {
        return found;
    }
    for line in lines(text) {
        if !matches!(
            line.look,
            Look::Plain
                | Look::Item
                | Look::Numbered
                | Look::Section(_)
                | Look::Label
                | Look::Bracket
        ) {
            continue;
        }
        let words = without_number(line.text);
        let from = line.end - words.len();
        if let Some(end) = bold_end(map, file, from, line.end) {
            found.push(span(from, end));
        }
    }
    found
}

/// Where the bold words that begin at `from` end in the text, not after `line_end`.
fn bold_end(map: &TextMap, file: &[u8], from: usize, line_end: usize) -> Option<usize> {
    let line = span(from, line_end);
    let origin = |segment: &crate::text::map::Segment| match segment.origin {
        Origin::Bytes { start, .. } => usize::try_from(start).ok(),
        _ => None,
    };
    let first = map.segments(line).next()?;
    let offset = line.start.checked_sub(first.span.start)?;
    let start = origin(first)? + usize::try_from(offset).ok()?;
    let before = file.get(start.checked_sub(2)?..start)?;
    if before != b"**" {
        return None;
    }
    let rest = file.get(start..)?;
    let length = rest
        .windows(2)
        .take(LONGEST)
        .take_while(|pair| !pair.starts_with(b"\n"))
        .position(|pair| pair == b"**")?;
    let after = map
        .segments(line)
        .find(|segment| origin(segment).is_some_and(|at| at >= start + length))
        .map_or(line.end, |segment| segment.span.start);
    usize::try_from(after)
        .ok()
        .map(|after| after.min(line_end))
        .filter(|&after| after > from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{MappedText, normalise};

    #[test]
    fn bold_beginnings_are_found_again() {
        let source = "# Sample\n\n**Sample Corp opens a plant.** The plant is in Sampleton.\n\n- **示例公司**完成融资。\n\nNot **this** one.\n\n2. **另一家示例公司投产。** 3月。\n";
        let mut mapped = MappedText::default();
        mapped.push(
            source,
            Origin::Bytes {
                start: 0,
                end: source.len() as u64,
            },
        );
        let cleaned = normalise(&mapped).text;
        let leads: Vec<_> = bold_leads(&cleaned.text, &cleaned.map, source.as_bytes())
            .into_iter()
            .map(|lead| lead.of(&cleaned.text).unwrap().to_owned())
            .collect();
        assert_eq!(
            leads,
            [
                "Sample Corp opens a plant.",
                "示例公司",
                "另一家示例公司投产。"
            ]
        );
    }
}
