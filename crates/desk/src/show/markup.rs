//! Words of a source without the marks that its format puts between them.

use std::borrow::Cow;

/// The words of a quotation or a passage as people read them: Markdown headings without their number signs,
/// rows of a table with dots between the cells, and no rows of dashes. Everything else stays as it is.
pub fn unmarked(text: &str) -> String {
    let lines: Vec<String> = text.lines().filter_map(line).collect();
    noted(&lines.join("\n")).into_owned()
}

/// The text with Markdown's marks of footnotes, `[^12]`, as the raised figures that they stand for.
pub fn noted(text: &(impl AsRef<str> + ?Sized)) -> Cow<'_, str> {
    const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let text = text.as_ref();
    if !text.contains("[^") {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    let mut parts = text.split("[^");
    shown.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let raised = part.split_once(']').and_then(|(mark, rest)| {
            let digits = mark
                .chars()
                .map(|c| c.to_digit(10).and_then(|digit| RAISED.get(digit as usize)));
            let digits: Option<String> = digits.collect();
            Some((digits.filter(|digits| !digits.is_empty())?, rest))
        });
        match raised {
            Some((digits, rest)) => {
                shown.push_str(&digits);
                shown.push_str(rest);
            }
            None => {
                shown.push_str("[^");
                shown.push_str(part);
            }
        }
    }
    Cow::Owned(shown)
}

/// One line, or `None` for one that only draws.
fn line(line: &str) -> Option<String> {
    let words = line.trim();
    let dashes = words.matches('-').count();
    if dashes >= 3
        && words
            .chars()
            .all(|c| matches!(c, '|' | '-' | ':' | '+' | ' ' | '\t'))
    {
        return None;
    }
    // A dot does not begin a line.
    if words.starts_with('|') || words.len() > 1 && words.ends_with('|') {
        let cells: Vec<&str> = words
            .split('|')
            .map(str::trim)
            .filter(|cell| !cell.is_empty())
            .collect();
        return (!cells.is_empty()).then(|| cells.join("\u{a0}· "));
    }
    let heading = words.trim_start_matches('#');
    if heading.len() < words.len() && (heading.is_empty() || heading.starts_with([' ', '\t'])) {
        let heading = heading.trim_start();
        return (!heading.is_empty()).then(|| heading.to_owned());
    }
    Some(line.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_footnotes_are_raised() {
        assert_eq!(noted("计划[^1]，批准[^12]。"), "计划¹，批准¹²。");
        assert_eq!(noted("a[^b] c[^"), "a[^b] c[^");
        assert_eq!(unmarked("## 计划[^3]"), "计划³");
    }

    #[test]
    fn marks_of_the_format_are_left_out_and_words_are_kept() {
        let text = "## 示例项目开工\n\n| 名称 | 金额 |\n| --- | ---: |\n| 示例 |  | 5亿元 |\n第一句#1。\n#标签";
        assert_eq!(
            unmarked(text),
            "示例项目开工\n\n名称\u{a0}· 金额\n示例\u{a0}· 5亿元\n第一句#1。\n#标签"
        );
        assert_eq!(unmarked("A-B|C"), "A-B|C");
        assert_eq!(unmarked("|---|---|"), "");
        assert_eq!(unmarked("——"), "——");
    }
}
