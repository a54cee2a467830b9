//! Captions of figures and tables.

use super::lines::Line;
use crate::text::classes::{ends_sentence, width};
use crate::text::line::{Look, heading};

/// Whether a line is the numbered caption of a table.
pub(super) fn is_table_caption(line: &Line<'_>) -> bool {
    line.look == Look::TableCaption
}

/// Whether a line is the numbered caption of a figure.
pub(super) fn is_figure_caption(line: &Line<'_>) -> bool {
    line.look == Look::FigureCaption
}

/// Whether an unnumbered line right before a table names it: a short line that ends in a word for tables and lists.
pub(super) fn names_a_table(line: &Line<'_>) -> bool {
    const WORDS: [&str; 13] = [
        "表", "清单", "名单", "排名", "情况", "信息", "一览", "数据", "统计", "榜单", "名录",
        "明细", "目录",
    ];
    let text = match line.look {
        Look::Plain => line.text,
        Look::Heading(_) => heading(line.text).map_or(line.text, |(_, text)| text),
        _ => return false,
    };
    let core = text.trim_end_matches(|c: char| {
        c == ')' || c == '）' || c.is_ascii_digit() || c == '(' || c == '（'
    });
    let core = if core.len() < text.len() { core } else { text };
    let core = core
        .rfind(['（', '('])
        .filter(|_| text.ends_with(['）', ')']))
        .and_then(|at| core.get(..at))
        .unwrap_or(core)
        .trim_end();
    width(text) <= 100 && !ends_sentence(text) && WORDS.iter().any(|word| core.ends_with(word))
}
