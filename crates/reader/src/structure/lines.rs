//! The written lines of a text with their looks.

use crate::text::line::{Look, look};
use xinqiao_record::Span;

/// A written line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    /// Its text without white space around it; rows keep their tabs.
    pub(super) text: &'a str,
    /// Byte offset of the text.
    pub(super) start: usize,
    /// Byte offset after the text.
    pub(super) end: usize,
    /// What it looks like.
    pub(super) look: Look,
    /// Blank lines before it.
    pub(super) blank: usize,
}

impl Line<'_> {
    /// Its place.
    pub(super) fn span(&self) -> Span {
        span(self.start, self.end)
    }

    /// Whether it could be a part of a plain-text headline: short, no stop at its end but `！` or `？`.
    pub(super) fn is_title_like(&self) -> bool {
        let stops = ['。', '；', '：', ':', ';', '，', '、'];
        !self.text.is_empty()
            && !self.text.ends_with(stops)
            && crate::text::classes::is_within(self.text, 110)
    }
}

/// A span from offsets.
pub(super) fn span(start: usize, end: usize) -> Span {
    // INVARIANT: texts are limited to far less than 4 GiB by `Limits::text_bytes`.
    let offset = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
    Span::new(offset(start), offset(end))
}

/// The written lines of `text`, in order.
pub(super) fn lines(text: &str) -> Vec<Line<'_>> {
    let mut result = Vec::new();
    let (mut at, mut blank) = (0, 0);
    for raw in text.split('\n') {
        let kind = look(raw);
        if kind == Look::Blank {
            blank += 1;
        } else {
            let keep_tabs = kind == Look::Row;
            let trim = |c: char| {
                (c == ' ' || c == '\u{3000}' || c == '\u{C}') && !(keep_tabs && c == '\t')
            };
            let text = raw.trim_matches(trim);
            let lead = raw.len() - raw.trim_start_matches(trim).len();
            result.push(Line {
                text,
                start: at + lead,
                end: at + lead + text.len(),
                look: kind,
                blank,
            });
            blank = 0;
        }
        at += raw.len() + 1;
    }
    result
}
