//! Markup that says nothing about the words: pictures, link targets, bold marks, HTML tags, entities, escapes.

use super::classes::{ends_sentence, width};
use super::edit::Edits;
use super::line::{Look, heading, look};
use super::map::MappedText;
use super::scan::find_byte;

/// HTML tags that are dropped and leave their content.
const TAGS: [&str; 27] = [
    "a", "b", "i", "u", "em", "strong", "sub", "sup", "span", "font", "p", "div", "ul", "ol",
    "center", "small", "img", "mark", "ins", "del", "code", "section", "thead", "tbody", "h1",
    "h2", "figure",
];
/// Entities and what they stand for.
const ENTITIES: [(&str, &str); 9] = [
    ("&nbsp;", " "),
    ("&ensp;", " "),
    ("&emsp;", " "),
    ("&amp;", "&"),
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&quot;", "\""),
    ("&#39;", "'"),
    ("&middot;", "·"),
];

/// Drops HTML tags and entities; an HTML table becomes lines of tab-separated cells.
pub(super) fn tags(source: &MappedText) -> Option<MappedText> {
    let text = source.text.as_str();
    let has = |byte: u8| text.as_bytes().contains(&byte);
    if !has(b'<') && !has(b'&') {
        return None;
    }
    // Known once a table begins: where the last one ends.
    let mut last_table_end: Option<usize> = None;
    let mut edits = Edits::default();
    let mut table_until = 0;
    let mut cell_open = false;
    let mut at = 0;
    while let Some(found) = next_of(text, at, at < table_until) {
        let rest = text.get(found..).unwrap_or_default();
        at = found + 1;
        let in_table = found < table_until;
        match rest.bytes().next() {
            Some(b'&') => {
                if let Some((entity, plain)) =
                    ENTITIES.iter().find(|(entity, _)| rest.starts_with(entity))
                {
                    at = found + entity.len();
                    edits.replace(found, at, *plain);
                }
            }
            Some(b'<') => {
                let Some((name, closing, length)) = tag(rest) else {
                    continue;
                };
                let end = found + length;
                match name.as_str() {
                    "table"
                        if !closing
                            && found
                                < *last_table_end
                                    .get_or_insert_with(|| text.rfind("</table>").unwrap_or(0)) =>
                    {
                        table_until = rest
                            .find("</table>")
                            .map_or(0, |close| found + close + "</table>".len());
                        edits.replace(found, end, "\n\n");
                        cell_open = false;
                    }
                    "table" => edits.replace(found, end, "\n"),
                    "tr" if in_table && closing => {
                        edits.replace(found, end, "\n");
                        cell_open = false;
                    }
                    "caption" if in_table && closing => edits.replace(found, end, "\n"),
                    "td" | "th" if in_table && !closing => {
                        if cell_open {
                            edits.replace(found, end, "\t");
                        } else {
                            edits.remove(found, end);
                            cell_open = true;
                        }
                    }
                    "br" if !in_table && !in_row(text, found) => edits.replace(found, end, "\n"),
                    "br" | "li" => edits.replace(found, end, " "),
                    "td" | "th" | "tr" | "caption" if in_table => edits.remove(found, end),
                    name if TAGS.contains(&name) => edits.remove(found, end),
                    _ => continue,
                }
                at = end;
            }
            // White space inside an HTML table is layout of the source, not of the table.
            Some(b'\n' | b'\t' | b' ') if in_table => {
                let length = rest.len() - rest.trim_start_matches(['\n', '\t', ' ']).len();
                at = found + length;
                let between_tags = rest
                    .get(length..)
                    .is_some_and(|after| after.starts_with('<'))
                    || text
                        .get(..found)
                        .is_some_and(|before| before.ends_with('>'));
                if between_tags {
                    edits.remove(found, at);
                } else if length > 1 || !rest.starts_with(' ') {
                    edits.replace(found, at, " ");
                }
            }
            _ => {}
        }
    }
    edits.apply(source)
}

/// The next place from `at` on where a tag or an entity may begin, in a table also the next white space.
fn next_of(text: &str, at: usize, in_table: bool) -> Option<usize> {
    if in_table {
        find_byte(text, at, |byte| {
            matches!(byte, b'<' | b'&' | b'\n' | b'\t' | b' ')
        })
    } else {
        find_byte(text, at, |byte| matches!(byte, b'<' | b'&'))
    }
}

/// Name in lower case, whether it closes, and length of the tag that `rest` begins with.
fn tag(rest: &str) -> Option<(String, bool, usize)> {
    let inner = rest.get(1..)?;
    let closing = inner.starts_with('/');
    let name_at = inner.trim_start_matches('/');
    let name: String = name_at
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .take(12)
        .map(|c| c.to_ascii_lowercase())
        .collect();
    let window: usize = rest
        .char_indices()
        .take(400)
        .last()
        .map_or(0, |(at, c)| at + c.len_utf8());
    let end = rest
        .get(..window)?
        .find(['>', '\n'])
        .filter(|&end| rest.as_bytes().get(end) == Some(&b'>'))?;
    let boundary = name_at
        .as_bytes()
        .get(name.len())
        .is_none_or(|b| matches!(b, b' ' | b'>' | b'/'));
    (!name.is_empty() && boundary).then_some((name, closing, end + 1))
}

/// Whether the line around `at` is a table row. Looks back a bounded way only.
fn in_row(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    let before = bytes.get(at.saturating_sub(2000)..at).unwrap_or_default();
    let line = before
        .rsplit(|&byte| byte == b'\n')
        .next()
        .unwrap_or_default();
    line.contains(&b'\t') || line.first() == Some(&b'|')
}

/// Drops pictures, link targets, bold marks and escapes; a short line all in bold becomes a heading of the lowest level.
pub(super) fn marks(source: &MappedText) -> Option<MappedText> {
    let text = source.text.as_str();
    let mut edits = Edits::default();
    let mut at = 0;
    // From mark to mark, each with its line; most lines have none.
    while let Some(mark) = find_byte(text, at, |byte| matches!(byte, b'*' | b'[' | b'\\')) {
        let start = text
            .get(..mark)
            .and_then(|before| before.rfind('\n'))
            .map_or(0, |feed| feed + 1);
        let end = text
            .get(mark..)
            .and_then(|rest| rest.find('\n'))
            .map_or(text.len(), |feed| mark + feed);
        marks_of_line(text.get(start..end).unwrap_or_default(), start, &mut edits);
        at = end;
    }
    edits.apply(source)
}

fn marks_of_line(line: &str, base: usize, edits: &mut Edits) {
    let trimmed = line.trim();
    if look(trimmed) == Look::Rule {
        return;
    }
    let lead = line.len() - line.trim_start().len();
    if let Some(inner) = trimmed
        .strip_prefix("**")
        .and_then(|rest| rest.strip_suffix("**"))
    {
        let plain =
            !inner.contains("**") && !inner.contains(['[', '\\']) && !inner.trim().is_empty();
        let titled = lead == 0
            && width(inner) <= 80
            && !ends_sentence(inner)
            && look(inner) != Look::Row
            && heading(inner).is_none();
        if plain && titled {
            edits.replace(base, base + 2, "###### ");
            let end = base + lead + trimmed.len();
            edits.remove(end - 2, end);
            return;
        }
    }
    // A line all in italics.
    let italic = trimmed.len() > 2
        && trimmed.starts_with('*')
        && trimmed.ends_with('*')
        && trimmed.matches('*').count() == 2
        && !trimmed.starts_with("* ");
    let end_of_text = lead + trimmed.len();
    let keeps_addresses = look(trimmed) == Look::Note;
    let bytes = line.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'*' => {
                let run = bytes
                    .get(at..)
                    .unwrap_or_default()
                    .iter()
                    .take_while(|&&b| b == b'*')
                    .count();
                if (2..=3).contains(&run) || (run == 1 && italic) {
                    edits.remove(base + at, base + at + run);
                }
                at += run;
            }
            b'\\' => {
                let run = bytes
                    .get(at..)
                    .unwrap_or_default()
                    .iter()
                    .take_while(|&&b| b == b'\\')
                    .count();
                match bytes.get(at + run) {
                    Some(
                        b'*' | b'_' | b'#' | b'$' | b'[' | b']' | b'(' | b')' | b'!' | b'~' | b'`'
                        | b'|' | b'<' | b'>' | b'+' | b'-' | b'.' | b'&',
                    ) => {
                        edits.remove(base + at, base + at + run);
                    }
                    _ if at + run == end_of_text => edits.remove(base + at, base + at + run),
                    _ => {}
                }
                // The escaped character is no mark.
                at += run + usize::from(bytes.get(at + run).is_some_and(u8::is_ascii_punctuation));
            }
            b'!' if bytes.get(at + 1) == Some(&b'[') => match link(line, at + 1) {
                Some((_, _, end)) => {
                    edits.remove(base + at, base + end);
                    at = end;
                }
                None => at += 1,
            },
            b'[' => match link(line, at).filter(|_| !keeps_addresses) {
                Some((text_start, text_end, end))
                    if !line
                        .get(text_start..text_end)
                        .unwrap_or("*")
                        .contains(['*', '\\', '[', '!']) =>
                {
                    edits.remove(base + at, base + text_start);
                    edits.remove(base + text_end, base + end);
                    at = end;
                }
                _ => at += 1,
            },
            _ => at += 1,
        }
    }
}

/// Start and end of the text and end of the whole of a Markdown link whose `[` stands at `at`.
fn link(line: &str, at: usize) -> Option<(usize, usize, usize)> {
    let text_start = at + 1;
    let rest = line.get(text_start..)?;
    let close = rest.bytes().take(600).position(|b| b == b']')?;
    let text_end = text_start + close;
    let target = line.get(text_end + 1..)?.strip_prefix('(')?;
    let target_end = target.bytes().take(2000).position(|b| b == b')')?;
    Some((text_start, text_end, text_end + 2 + target_end + 1))
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

    fn marked(text: &str) -> String {
        marks(&mapped(text)).map_or_else(|| text.to_owned(), |mapped| mapped.text)
    }

    fn tagged(text: &str) -> String {
        tags(&mapped(text)).map_or_else(|| text.to_owned(), |mapped| mapped.text)
    }

    #[test]
    fn bold_marks_escapes_and_pictures_go() {
        assert_eq!(
            marked("示例\\* 价 \\$5 **转印法：**将"),
            "示例* 价 $5 转印法：将"
        );
        assert_eq!(marked("前![图](a.png)后 [下载](#)"), "前后 下载");
        assert_eq!(marked("- 01 EDA**"), "- 01 EDA");
        assert_eq!(marked("*Reporting by A. Sample*"), "Reporting by A. Sample");
        assert_eq!(marked("***"), "***");
    }

    #[test]
    fn a_short_line_in_bold_is_a_heading() {
        assert_eq!(marked("**会员动态**"), "###### 会员动态");
        assert_eq!(marked("**一句话。**"), "一句话。");
    }

    #[test]
    fn an_html_table_becomes_rows() {
        let html = "前<table border=1>\n <tr><th>甲</th> <th>乙</th></tr>\n<tr><td>1<br>2</td><td></td></tr></table>后";
        assert_eq!(tagged(html), "前\n\n甲\t乙\n1 2\t\n\n后");
    }

    #[test]
    fn tags_and_entities_go_and_comparisons_stay() {
        assert_eq!(
            tagged("H<sub>2</sub>O&nbsp;a&lt;b 1 < 2 <未知>"),
            "H2O a<b 1 < 2 <未知>"
        );
    }
}
