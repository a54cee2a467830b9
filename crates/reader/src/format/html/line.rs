//! One line in the making: pieces of the page, white space folded.

use std::ops::Range;

use super::super::is_wide;
use super::entity;
use crate::text::Rewriter;

/// A piece of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    /// Copied from the page.
    Copy(Range<usize>),
    /// Put in place of something on the page.
    Instead(Range<usize>, String),
    /// Put in.
    Added(&'static str),
}

/// A line in the making.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Line {
    pieces: Vec<Piece>,
    /// White space seen since the last character: whether it held a line end, and where it stood.
    gap: Option<(bool, Range<usize>)>,
    last: Option<char>,
}

impl Line {
    /// Whether nothing but white space has been added.
    pub(super) fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// Adds a run of the page's text; `base` is where it stands. White space folds into one blank, and
    /// into nothing where a line of Chinese was only broken to fit the screen.
    pub(super) fn text(&mut self, text: &str, base: usize) {
        let mut at = 0;
        let mut run: Option<usize> = None;
        while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
            let width = c.len_utf8();
            let (shown, length) = match c {
                '&' => match entity::resolve(text.get(at..).unwrap_or_default()) {
                    Some((length, c)) => (Some(c), length),
                    None => (None, width),
                },
                _ => (None, width),
            };
            let seen = shown.unwrap_or(c);
            let place = base + at..base + at + length;
            if seen.is_whitespace() && seen != '\u{3000}' {
                self.close(&mut run, base + at);
                let broke = seen == '\n' || seen == '\r';
                let start = self
                    .gap
                    .take()
                    .map_or((broke, place.clone()), |(before, range)| {
                        (before || broke, range.start..place.end)
                    });
                self.gap = Some(start);
            } else if seen == '\u{ad}' || seen == '\u{200b}' || seen == '\u{feff}' {
                self.close(&mut run, base + at);
            } else {
                if self.gap.is_some() {
                    self.fill_gap(seen);
                }
                match shown {
                    Some(c) => {
                        self.close(&mut run, base + at);
                        self.pieces.push(Piece::Instead(place, c.to_string()));
                    }
                    None => {
                        run.get_or_insert(base + at);
                    }
                }
                self.last = Some(seen);
            }
            at += length;
        }
        self.close(&mut run, base + text.len());
    }

    /// Adds text that is not on the page.
    pub(super) fn added(&mut self, text: &'static str) {
        self.pieces.push(Piece::Added(text));
    }

    /// Adds a blank between two blocks that become one line.
    pub(super) fn space(&mut self) {
        if self.gap.is_none() {
            self.gap = Some((false, 0..0));
        }
    }

    fn close(&mut self, run: &mut Option<usize>, end: usize) {
        if let Some(start) = run.take() {
            self.pieces.push(Piece::Copy(start..end));
        }
    }

    fn fill_gap(&mut self, next: char) {
        let Some((broke, place)) = self.gap.take() else {
            return;
        };
        let Some(last) = self.last else { return };
        if broke && is_wide(last) && is_wide(next) {
            return;
        }
        self.pieces.push(if place.is_empty() {
            Piece::Added(" ")
        } else {
            Piece::Instead(place, " ".to_string())
        });
    }

    /// Writes the line without a line end.
    pub(super) fn write(&self, out: &mut Rewriter<'_>) {
        for piece in &self.pieces {
            match piece {
                Piece::Copy(range) => out.copy(range.start, range.end),
                Piece::Instead(range, text) => out.replace(range.start, range.end, text),
                Piece::Added(text) => out.add(text),
            }
        }
    }

    /// The characters of the line; `page` is the text that it points into.
    pub(super) fn to_text(&self, page: &str) -> String {
        self.pieces
            .iter()
            .map(|piece| match piece {
                Piece::Copy(range) => page.get(range.clone()).unwrap_or_default(),
                Piece::Instead(_, text) => text,
                Piece::Added(text) => text,
            })
            .collect()
    }
}
