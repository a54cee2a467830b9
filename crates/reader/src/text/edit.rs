//! Edits: what most cleaning passes have in common.

use super::map::{MappedText, Rewriter};
use std::borrow::Cow;

/// One replacement of bytes `start..end`; an empty text removes, an empty range inserts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Edit {
    /// First byte.
    pub(super) start: usize,
    /// Byte after the last.
    pub(super) end: usize,
    /// What stands there afterwards.
    pub(super) text: Cow<'static, str>,
}

/// A list of edits that grows from left to right.
#[derive(Debug, Default)]
pub(super) struct Edits(Vec<Edit>);

impl Edits {
    /// Removes bytes `start..end`, together with what adjoins it in an earlier removal.
    pub(super) fn remove(&mut self, start: usize, end: usize) {
        if start >= end {
            return;
        }
        match self.0.last_mut() {
            Some(last) if last.end == start && last.text.is_empty() => last.end = end,
            _ => self.0.push(Edit {
                start,
                end,
                text: Cow::Borrowed(""),
            }),
        }
    }

    /// Puts `text` in place of bytes `start..end`.
    pub(super) fn replace(&mut self, start: usize, end: usize, text: impl Into<Cow<'static, str>>) {
        self.0.push(Edit {
            start,
            end,
            text: text.into(),
        });
    }

    /// Where the last edit ends; 0 without edits.
    pub(super) fn end(&self) -> usize {
        self.0.last().map_or(0, |edit| edit.end)
    }

    /// The edited text, or `None` where there is nothing to do.
    pub(super) fn apply(self, source: &MappedText) -> Option<MappedText> {
        if self.0.is_empty() {
            return None;
        }
        let mut rewriter = Rewriter::new(source);
        let mut copied = 0;
        for edit in self.0 {
            rewriter.copy(copied, edit.start);
            if edit.start == edit.end {
                rewriter.add(&edit.text);
            } else {
                rewriter.replace(edit.start, edit.end, &edit.text);
            }
            copied = edit.end;
        }
        rewriter.copy(copied, source.text.len());
        Some(rewriter.finish())
    }
}
