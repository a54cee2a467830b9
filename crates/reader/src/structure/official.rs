//! Official documents printed one after another: `某局关于印发…的通知` above `各有关单位：`.

use super::candidates::Candidate;
use super::headings::{clean_title, join_title};
use super::lines::Line;
use super::page_lines::{head_line, is_furniture};
use super::wording::is_headline;
use crate::text::classes::{ends_sentence, width};
use crate::text::line::Look;

/// What official documents call themselves, at the end of their titles.
const NAMES: [&str; 18] = [
    "通知", "意见", "办法", "措施", "政策", "方案", "细则", "规定", "决定", "公告", "通告", "批复",
    "报告", "纲要", "的函", "条例", "通报", "公示",
];

/// Whether words end in what official documents call themselves.
pub(super) fn ends_title(words: &str) -> bool {
    let words = words.trim_end_matches(['）', '》', ' ']);
    NAMES.iter().any(|name| words.ends_with(name))
}

/// Whether a line greets those to whom an official document goes: `各区（市）县…部门：`.
fn is_salutation(line: &str) -> bool {
    line.ends_with(['：', ':'])
        && width(line) <= 400
        && !line.contains('。')
        && (line.starts_with('各') || line.contains("，各") || line.contains("、各"))
}

/// How many lines a title has at most, its issuers above included.
const LONGEST: usize = 6;

/// The titles of official documents above their salutations. Where there is one, headlines after a gap as wide as the one above it
/// begin other texts of the collection. Nothing where the document has no salutation but its own.
pub(super) fn titles(lines: &[Line<'_>]) -> Vec<Candidate> {
    let found: Vec<Candidate> = lines
        .iter()
        .enumerate()
        .filter(|(_, line)| is_salutation(line.text))
        .filter_map(|(index, _)| title_above(lines, index))
        .collect();
    let Some(last) = found.last() else {
        return found;
    };
    let gap = |index: usize| lines.get(index).map_or(0, |line| line.blank);
    let wide = found.iter().map(|title| gap(title.line)).max().unwrap_or(0);
    let mut all = found.clone();
    if wide >= 2 {
        let others = lines
            .iter()
            .enumerate()
            .skip(last.line + last.lines)
            .filter(|(index, line)| {
                gap(*index) >= wide
                    && width(line.text) >= 10
                    && line.is_title_like()
                    && !ends_sentence(line.text)
                    && !is_furniture(line.text)
                    && (is_headline(line.text)
                        || ends_title(line.text)
                        || line.look == Look::Bracket)
            })
            .map(|(index, line)| Candidate::new(index, 1, clean_title(line.text)));
        all.extend(others);
    }
    all
}

/// The title that ends right above line `index`.
fn title_above(lines: &[Line<'_>], index: usize) -> Option<Candidate> {
    let last = index.checked_sub(1)?;
    if !ends_title(lines.get(last)?.text) {
        return None;
    }
    let mut first = last;
    let mut begun = false;
    while let Some(at) = first.checked_sub(usize::from(begun)) {
        let line = lines.get(at)?;
        let fits = matches!(line.look, Look::Plain | Look::Heading(_))
            && !ends_sentence(line.text)
            && line.is_title_like()
            && head_line(line.text, 0).is_none()
            && !line.text.contains(['：', ':'])
            && last - at < LONGEST;
        if !fits {
            break;
        }
        first = at;
        begun = true;
        // The title's own beginning: the office and its matter on one line, or a gap above.
        let whole = line.text.contains("关于") && !line.text.starts_with("关于");
        if whole || line.blank >= 2 || at == 0 {
            break;
        }
    }
    if !begun {
        return None;
    }
    let title = join_title(
        lines
            .iter()
            .take(last + 1)
            .skip(first)
            .map(|line| line.text),
    );
    title
        .contains("关于")
        .then(|| Candidate::new(first, last - first + 1, clean_title(&title)))
}

#[cfg(test)]
mod tests {
    use super::super::lines::lines;
    use super::*;

    fn found(text: &str) -> Vec<String> {
        titles(&lines(text))
            .into_iter()
            .map(|title| title.title)
            .collect()
    }

    #[test]
    fn notices_one_after_another_are_told_by_their_salutations() {
        let text = "示例市人民政府办公室\n关于印发示例产业\n若干政策的通知\n\n各区人民政府：\n\n现予印发。\n\n\n示例省财政厅　示例省科技厅\n\n关于开展示例申报的通知\n\n各市财政局、科技局，各有关单位：\n\n请报送。\n\n\n两地示例政策一览\n\n正文。";
        assert_eq!(
            found(text),
            [
                "示例市人民政府办公室关于印发示例产业若干政策的通知",
                "示例省财政厅　示例省科技厅关于开展示例申报的通知",
            ]
        );
    }

    #[test]
    fn a_list_after_a_colon_is_no_salutation() {
        assert_eq!(
            found("关于示例的通知\n\n现将要求通知如下：\n\n一、报送。"),
            Vec::<String>::new()
        );
    }
}
