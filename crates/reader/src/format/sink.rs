//! The text as it grows, held to its limit.

use crate::text::{MappedText, Origin};
use crate::{Limits, ReadError};

/// Collects text and refuses it once it is longer than [`Limits::text_bytes`].
#[derive(Debug)]
pub(super) struct Sink {
    text: MappedText,
    limit: u64,
}

impl Sink {
    /// An empty text under the limit.
    pub(super) fn new(limits: &Limits) -> Self {
        Sink {
            text: MappedText::default(),
            limit: limits.text_bytes,
        }
    }

    /// Appends text that came from `origin`.
    pub(super) fn push(&mut self, text: &str, origin: Origin) -> Result<(), ReadError> {
        self.room_for(text)?;
        self.text.push(text, origin);
        Ok(())
    }

    /// Appends text that is not in the file.
    pub(super) fn add(&mut self, text: &str) -> Result<(), ReadError> {
        self.room_for(text)?;
        self.text.push_added(text);
        Ok(())
    }

    /// Appends a blank line, unless there is one already or nothing stands before it.
    pub(super) fn blank_line(&mut self) -> Result<(), ReadError> {
        if self.text.text.is_empty() || self.text.text.ends_with("\n\n") {
            Ok(())
        } else if self.text.text.ends_with('\n') {
            self.add("\n")
        } else {
            self.add("\n\n")
        }
    }

    /// What has been written so far.
    pub(super) fn written(&self) -> &str {
        &self.text.text
    }

    /// The text with its map.
    pub(super) fn finish(self) -> MappedText {
        self.text
    }

    fn room_for(&self, text: &str) -> Result<(), ReadError> {
        check_text(self.text.text.len() + text.len(), self.limit)
    }
}

/// Refuses a text of `length` bytes over `limit`.
pub(super) fn check_text(length: usize, limit: u64) -> Result<(), ReadError> {
    let found = length as u64;
    if found > limit {
        Err(ReadError::TooLarge {
            what: "the text",
            found,
            limit,
        })
    } else {
        Ok(())
    }
}

/// Text for one line: control characters and line feeds become blanks, or nothing at the ends.
pub(super) fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars() {
        if c.is_control() || c == ' ' || c == '\u{2028}' || c == '\u{2029}' {
            gap = !line.is_empty();
        } else if c != '\u{feff}' {
            if gap {
                line.push(' ');
                gap = false;
            }
            line.push(c);
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_is_refused_once_it_is_too_long() {
        let mut sink = Sink::new(&Limits {
            text_bytes: 5,
            ..Limits::default()
        });
        sink.push("芯", Origin::Page(1)).unwrap();
        sink.add("\n").unwrap();
        let error = sink.push("桥", Origin::Page(1)).unwrap_err();
        assert_eq!(
            error,
            ReadError::TooLarge {
                what: "the text",
                found: 7,
                limit: 5
            }
        );
        assert_eq!(sink.written(), "芯\n");
    }

    #[test]
    fn a_line_has_single_blanks_and_no_control_characters() {
        assert_eq!(one_line("\u{feff} a\t\r\nb  c\u{0} "), "a b c");
    }
}
