//! One line in the making: pieces of the page, white space folded.

use std::ops::Range;

use super::super::is_wide;
use super::token::Reference;
use crate::text::Rewriter;

/// A piece of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    /// Copied from the page.
    Copy(Range<usize>),
    /// Put in place of something on the page.
    Instead(Range<usize>, char),
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

    /// Adds what stands at `range` of the page. White space folds into one blank, and into nothing where
    /// a line of Chinese was only broken to fit the screen.
    pub(super) fn text(&mut self, page: &str, range: Range<usize>, references: &[Reference]) {
        let first = references.partition_point(|known| known.place.start < range.start);
        let mut at = range.start;
        for Reference { place, shown } in references
            .iter()
            .skip(first)
            .take_while(|known| known.place.end <= range.end)
        {
            self.run(page, at..place.start);
            // A control character has no meaning in a text.
            let shown = if shown.is_control() { ' ' } else { *shown };
            if self.shows(shown, place) {
                self.pieces.push(Piece::Instead(place.clone(), shown));
            }
            at = place.end;
        }
        self.run(page, at..range.end);
    }

    /// Adds text that is read as it is written.
    fn run(&mut self, page: &str, range: Range<usize>) {
        let mut run: Option<usize> = None;
        for (index, c) in page.get(range.clone()).unwrap_or_default().char_indices() {
            let at = range.start + index;
            let place = at..at + c.len_utf8();
            if invisible(c) || blank(c) {
                self.close(&mut run, at);
            }
            if self.shows(c, &place) {
                run.get_or_insert(at);
            }
        }
        self.close(&mut run, range.end);
    }

    /// Takes note of a character. Whether it is to be written: white space is not, yet.
    fn shows(&mut self, c: char, place: &Range<usize>) -> bool {
        if blank(c) {
            let broke = c == '\n' || c == '\r';
            self.gap = Some(match self.gap.take() {
                // A blank that was put in has no place of its own.
                Some((before, range)) if range.is_empty() => (before || broke, place.clone()),
                Some((before, range)) => (before || broke, range.start..place.end),
                None => (broke, place.clone()),
            });
            return false;
        }
        if invisible(c) {
            return false;
        }
        self.fill_gap(c);
        self.last = Some(c);
        true
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
            Piece::Instead(place, ' ')
        });
    }

    /// Writes the line without a line end.
    pub(super) fn write(&self, out: &mut Rewriter<'_>) {
        for piece in &self.pieces {
            match piece {
                Piece::Copy(range) => out.copy(range.start, range.end),
                Piece::Instead(range, c) => {
                    out.replace(range.start, range.end, c.encode_utf8(&mut [0; 4]));
                }
                Piece::Added(text) => out.add(text),
            }
        }
    }

    /// The characters of the line; `page` is the text that it points into.
    pub(super) fn to_text(&self, page: &str) -> String {
        let mut text = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Copy(range) => text.push_str(page.get(range.clone()).unwrap_or_default()),
                Piece::Instead(_, c) => text.push(*c),
                Piece::Added(added) => text.push_str(added),
            }
        }
        text
    }
}

/// White space that folds; the blank of Chinese type is as wide as a character and stays.
fn blank(c: char) -> bool {
    c.is_whitespace() && c != '\u{3000}'
}

/// Soft hyphen, zero-width space and byte order mark: hints to a screen.
fn invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{feff}')
}
