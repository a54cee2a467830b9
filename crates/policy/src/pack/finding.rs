//! What the check of a pack says, with its place in the file.

use std::fmt;

use serde::Serialize;
use serde_saphyr::Spanned;

use crate::language::{Fault, Span};

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The pack cannot be used.
    Error,
    /// The pack can be used, but a person should look.
    Warning,
}

/// Something that the check found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// How grave it is.
    pub severity: Severity,
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
    /// What is wrong.
    pub message: String,
    /// What would mend it.
    pub hint: Option<String>,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Finding {
            line,
            column,
            message,
            ..
        } = self;
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        write!(f, "{line}:{column}: {severity}: {message}")?;
        match &self.hint {
            Some(hint) => write!(f, "\n    hint: {hint}"),
            None => Ok(()),
        }
    }
}

/// Collects findings while a file is looked through.
#[derive(Debug)]
pub struct Findings<'t> {
    text: &'t str,
    /// What was found so far.
    pub found: Vec<Finding>,
}

impl<'t> Findings<'t> {
    /// Nothing found yet in this text.
    pub fn new(text: &'t str) -> Self {
        Findings {
            text,
            found: Vec::new(),
        }
    }

    fn push(
        &mut self,
        severity: Severity,
        place: (u32, u32),
        message: String,
        hint: Option<String>,
    ) {
        self.found.push(Finding {
            severity,
            line: place.0,
            column: place.1,
            message,
            hint,
        });
    }

    /// An error at a value.
    pub fn error<T>(&mut self, at: &Spanned<T>, message: impl Into<String>, hint: Option<String>) {
        self.push(Severity::Error, place(at), message.into(), hint);
    }

    /// A warning at a value.
    pub fn warn<T>(&mut self, at: &Spanned<T>, message: impl Into<String>, hint: Option<String>) {
        self.push(Severity::Warning, place(at), message.into(), hint);
    }

    /// An error at a line and column.
    pub fn error_at(&mut self, place: (u32, u32), message: impl Into<String>) {
        self.push(Severity::Error, place, message.into(), None);
    }

    /// A fault inside an expression that stands at `at`.
    pub fn fault(&mut self, at: &Spanned<String>, fault: Fault) {
        let place = inside(self.text, at, fault.span);
        self.push(Severity::Error, place, fault.message, fault.hint);
    }
}

/// Line and column of a value, from 1.
pub fn place<T>(spanned: &Spanned<T>) -> (u32, u32) {
    let small = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
    let location = &spanned.referenced;
    (small(location.line()), small(location.column()))
}

/// The place of a stretch of an expression. YAML may have folded, indented or quoted the text, but it never
/// changes its letters: so letters are counted, and white space is not.
fn inside(text: &str, at: &Spanned<String>, span: Span) -> (u32, u32) {
    let start = place(at);
    let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
    let before = letters(at.value.get(..span.start).unwrap_or_default());
    let lines = text.lines().enumerate().skip(start.0 as usize - 1);
    let mut seen = 0;
    let mut first = true;
    let mut quoted = false;
    let mut block = false;
    for (number, line) in lines {
        let skip = if first { start.1 as usize - 1 } else { 0 };
        for (column, c) in line.chars().enumerate().skip(skip) {
            if first && column == skip {
                match c {
                    '"' | '\'' => {
                        quoted = c == '"';
                        continue;
                    }
                    '|' | '>' => {
                        block = true;
                        break;
                    }
                    _ => {}
                }
            }
            if c.is_whitespace() || quoted && c == '\\' {
                continue;
            }
            if seen == before {
                let small = |number: usize| u32::try_from(number + 1).unwrap_or(u32::MAX);
                return (small(number), small(column));
            }
            seen += 1;
        }
        first = false;
        if seen > before && !block {
            break;
        }
    }
    start
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(serde::Deserialize)]
    struct File {
        when: Spanned<String>,
    }

    #[test]
    fn a_fault_inside_an_expression_is_found_however_yaml_writes_it() {
        for (text, place) in [
            ("when: a and bb", (1, 13)),
            ("when: \"a and bb\"", (1, 14)),
            ("when: 'a and bb'", (1, 14)),
            ("when: a\n  and\n  bb", (3, 3)),
            ("when: |\n  a and\n  bb", (3, 3)),
            ("when: >-\n\n    a\n    and bb", (4, 9)),
        ] {
            let file: File = serde_saphyr::from_str(text).unwrap();
            let start = file.when.value.find("bb").unwrap();
            let span = Span::from(start..start + 2);
            assert_eq!(inside(text, &file.when, span), place, "{text}");
        }
    }
}
