//! How much room a text takes, and how it is broken into lines.
//!
//! No font is at hand, so widths are reckoned: a Han character is one em, a Latin one a little over half.

/// Size of all text in a chart, in pixels.
pub(super) const SIZE: f64 = 14.0;

/// The width of a text in pixels, rather too large than too small.
pub(super) fn width(text: &str) -> f64 {
    text.chars().map(advance).sum::<f64>() * SIZE
}

fn advance(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ' ' | '\'' | '|' | ':' | ';' => 0.32,
        'm' | 'w' | 'M' | 'W' | '%' | '@' => 0.92,
        'A'..='Z' => 0.7,
        c if is_wide(c) => 1.0,
        // Digits of the widest common faces.
        _ => 0.64,
    }
}

fn is_wide(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11ff}' | '\u{2014}' | '\u{2018}'..='\u{201d}' | '\u{2026}' | '\u{2e80}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ff60}' | '\u{20000}'..='\u{3ffff}')
}

/// Breaks a text into lines of at most `room` pixels: between Han characters, at spaces, and within a
/// word only where it has no line to itself. No line begins with a closing mark.
pub(super) fn wrap(text: &str, room: f64) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for piece in pieces(text) {
        let starts = line.is_empty();
        let piece = if starts { piece.trim_start() } else { piece };
        let joined = format!("{line}{piece}");
        if width(joined.trim_end()) <= room {
            line = joined;
            continue;
        }
        if !starts {
            lines.push(std::mem::take(&mut line).trim_end().to_owned());
        }
        for c in piece.trim_start().chars() {
            if !line.is_empty() && width(&line) + advance(c) * SIZE > room {
                lines.push(std::mem::take(&mut line));
            }
            line.push(c);
        }
    }
    if !line.trim_end().is_empty() || lines.is_empty() {
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// The text cut where a line may end.
fn pieces(text: &str) -> Vec<&str> {
    const CLOSING: &str = "，。、；：？！）》」』】”’％…—·";
    const OPENING: &str = "（《「『【“‘";
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut before: Option<char> = None;
    for (at, c) in text.char_indices() {
        let may_break = before.is_some_and(|before| {
            let between = is_wide(before) || is_wide(c) || c == ' ';
            between && !CLOSING.contains(c) && !OPENING.contains(before)
        });
        if may_break && let Some(piece) = text.get(start..at) {
            pieces.push(piece);
            start = at;
        }
        before = Some(c);
    }
    pieces.extend(text.get(start..).filter(|rest| !rest.is_empty()));
    pieces
}

/// A text for XML, as content or attribute value. Characters that XML 1.0 forbids are dropped.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\t' | '\n' => escaped.push(' '),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn han_breaks_anywhere_but_not_before_a_closing_mark() {
        assert_eq!(wrap("示例半导体材料", 4.0 * SIZE), ["示例半导", "体材料"]);
        assert_eq!(wrap("示例公司，二期", 4.0 * SIZE), ["示例公", "司，二期"]);
    }

    #[test]
    fn latin_breaks_at_spaces_and_long_words_are_cut() {
        assert_eq!(
            wrap("sample silicon works", 110.0),
            ["sample silicon", "works"]
        );
        assert_eq!(wrap("abcdefghij", 30.0), ["abc", "def", "ghij"]);
        assert_eq!(wrap("", 30.0), [""]);
    }

    #[test]
    fn markup_in_a_name_stays_text() {
        assert_eq!(
            escape("<a href=\"x\">&'\u{0}"),
            "&lt;a href=&quot;x&quot;&gt;&amp;&#39;"
        );
    }
}
