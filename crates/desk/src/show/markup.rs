//! Words of a source without the marks that its format puts between them.

/// The words of a quotation or a passage as people read them: Markdown headings without their number signs,
/// rows of a table with dots between the cells, and no rows of dashes. Everything else stays as it is.
pub fn unmarked(text: &str) -> String {
    let lines: Vec<String> = text.lines().filter_map(line).collect();
    lines.join("\n")
}

/// One line, or `None` for one that only draws.
fn line(line: &str) -> Option<String> {
    let words = line.trim();
    let dashes = words.matches('-').count();
    if dashes >= 3 && words.chars().all(|c| matches!(c, '|' | '-' | ':' | '+' | ' ' | '\t')) {
        return None;
    }
    if words.starts_with('|') || words.len() > 1 && words.ends_with('|') {
        let cells: Vec<&str> = words.split('|').map(str::trim).filter(|cell| !cell.is_empty()).collect();
        return (!cells.is_empty()).then(|| cells.join(" · "));
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
    fn marks_of_the_format_are_left_out_and_words_are_kept() {
        let text = "## 示例项目开工\n\n| 名称 | 金额 |\n| --- | ---: |\n| 示例 |  | 5亿元 |\n第一句#1。\n#标签";
        assert_eq!(unmarked(text), "示例项目开工\n\n名称 · 金额\n示例 · 5亿元\n第一句#1。\n#标签");
        assert_eq!(unmarked("A-B|C"), "A-B|C");
        assert_eq!(unmarked("|---|---|"), "");
        assert_eq!(unmarked("——"), "——");
    }
}
