//! Places in an expression.

use std::ops::Range;

/// A stretch of an expression, in bytes of its text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte behind the last one.
    pub end: usize,
}

impl Span {
    /// From the beginning of this one to the end of the other.
    pub fn to(self, other: Span) -> Span {
        Span {
            start: self.start,
            end: other.end,
        }
    }

    /// The stretch of `text` that is meant; empty where it lies outside.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or_default()
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Span {
            start: range.start,
            end: range.end,
        }
    }
}

/// What is wrong with an expression, where, and what would mend it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The place in the expression.
    pub span: Span,
    /// What is wrong, in lower case.
    pub message: String,
    /// What would mend it, if that can be said.
    pub hint: Option<String>,
}

impl Fault {
    /// A fault without a hint.
    pub fn new(span: impl Into<Span>, message: impl Into<String>) -> Fault {
        Fault {
            span: span.into(),
            message: message.into(),
            hint: None,
        }
    }

    /// The same fault with a hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Fault {
        self.hint = Some(hint.into());
        self
    }
}

/// Of `known`, the name nearest to `found`, if it can be a slip of the pen: at most a third of its letters differ.
pub fn nearest<'k>(found: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let letters = found.chars().count();
    known
        .into_iter()
        .map(|name| (distance(found, name), name))
        .filter(|(distance, _)| *distance * 3 <= letters.max(3))
        .min()
        .map(|(_, name)| name)
}

/// Levenshtein distance in characters.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, l) in left.chars().enumerate() {
        let mut diagonal = i;
        let mut before = i + 1;
        let mut next = vec![before];
        for (r, above) in right.iter().zip(row.iter().skip(1)) {
            let cost = usize::from(l != *r);
            before = (diagonal + cost).min(*above + 1).min(before + 1);
            diagonal = *above;
            next.push(before);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_pen_is_recognised_and_another_word_is_not() {
        let known = ["category", "amount", "first_run"];
        assert_eq!(nearest("catgory", known), Some("category"));
        assert_eq!(nearest("first-run", known), Some("first_run"));
        assert_eq!(nearest("wafer", known), None);
    }
}
