//! What sort of text an article is.

use super::ArticleKind;
use super::issue::dates;
use super::lines::Line;
use crate::text::classes::{fold, is_within, width};
use crate::text::line::Look;

/// Whether the whole document is one study: an abstract near its head and key words or references.
pub(super) fn is_study(lines: &[Line<'_>]) -> bool {
    let head = lines.iter().take(40);
    let begins = |line: &Line<'_>, words: &[&str]| {
        // The words to be found are short; a few more characters leave room for marks and blanks between them.
        let text: String = line.text.chars().take(40).collect();
        let text = fold(&text);
        words.iter().any(|word| text.starts_with(word))
    };
    let summary = head
        .clone()
        .any(|line| begins(line, &["摘要", "abstract", "内容摘要"]));
    let keywords = head
        .clone()
        .any(|line| begins(line, &["关键词", "关键字", "keywords"]));
    summary && (keywords || has_references(lines))
}

/// Whether a list of references stands near the end.
pub(super) fn has_references(lines: &[Line<'_>]) -> bool {
    let from = lines.len() / 2;
    lines.iter().skip(from).any(|line| {
        is_within(line.text, 24) && matches!(fold(line.text).as_str(), "参考文献" | "references")
    })
}

/// The nature of an article from its title and lines.
pub(super) fn nature(title: &str, lines: &[Line<'_>]) -> ArticleKind {
    const DOCUMENTS: [&str; 13] = [
        "通知", "意见", "办法", "措施", "举措", "政策", "方案", "规划", "条例", "规定", "细则",
        "决定", "批复",
    ];
    const MEETINGS: [&str; 7] = ["举办", "召开", "获奖", "名单", "申报", "解读", "揭晓"];
    let bare = title.trim_end_matches(['》', '）', ')', ' ']);
    let bare = bare
        .rfind(['（', '('])
        .filter(|_| title.ends_with(['）', ')']))
        .and_then(|at| bare.get(..at))
        .unwrap_or(bare);
    let named = DOCUMENTS
        .iter()
        .any(|word| bare.trim_end_matches('》').ends_with(word));
    if named && !MEETINGS.iter().any(|word| title.contains(word)) {
        let count = |wanted: fn(&Look) -> bool| {
            lines
                .iter()
                .filter(|line| wanted(&section_look(line)))
                .count()
        };
        let clauses = count(|look| *look == Look::Section(3));
        let sections = count(|look| matches!(look, Look::Section(1 | 2)));
        let official = lines.iter().any(|line| {
            (line.text.contains("施行")
                || line.text.contains("实施")
                || line.text.contains("印发")
                || line.text.contains("解释"))
                && line.look != Look::Row
        });
        if clauses >= 2 || (sections >= 2 && official) {
            return ArticleKind::Policy;
        }
    }
    let head = || lines.iter().take(8);
    let summary = head().any(|line| {
        let text: String = line.text.chars().take(40).collect();
        fold(&text).starts_with("摘要") || line.text.starts_with("Abstract")
    });
    if summary && lines.len() > 12 {
        ArticleKind::Study
    } else {
        ArticleKind::News
    }
}

/// The look of a line, of a Markdown heading that of its words.
fn section_look(line: &Line<'_>) -> Look {
    match crate::text::line::heading(line.text) {
        Some((_, text)) => match crate::text::line::look(text) {
            // A clause may stand alone in its heading: `第一条`.
            Look::Plain if text.starts_with('第') && text.contains('条') => Look::Section(3),
            look => look,
        },
        None => line.look,
    }
}

/// The date under the signature of a policy document: the last line that is nothing but a date.
pub(super) fn signed(lines: &[Line<'_>]) -> Option<xinqiao_record::PartialDate> {
    lines
        .iter()
        .filter(|line| {
            line.look == Look::Plain && line.text.ends_with('日') && width(line.text) <= 20
        })
        .filter_map(|line| dates(line.text).into_iter().next())
        .find(|date| date.day_number().is_some())
}
