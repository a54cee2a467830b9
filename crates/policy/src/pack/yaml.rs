//! What the YAML reader says, in our words.

use serde::de::DeserializeOwned;
use serde_saphyr::Error;

use crate::language::span::nearest;

use super::finding::{Finding, Severity};

/// A file's shape.
///
/// # Errors
/// With the place of the first value that does not fit.
pub fn parse<T: DeserializeOwned>(text: &str) -> Result<T, Finding> {
    // Only `true` and `false` are booleans: an entry may be called `y`, `no` or `off`.
    let options = serde_saphyr::options! { strict_booleans: true };
    serde_saphyr::from_str_with_options(text, options)
        .map_err(|error| finding(error.without_snippet()))
}

fn finding(error: &Error) -> Finding {
    let small = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
    let (line, column) = error
        .location()
        .map_or((1, 1), |at| (small(at.line()), small(at.column())));
    let choose = |found: &str, expected: &[&'static str]| {
        Some(match nearest(found, expected.iter().copied()) {
            Some(name) => format!("did you mean `{name}`?"),
            None => format!("known here: {}", expected.join(", ")),
        })
    };
    let (message, hint) = match error {
        Error::SerdeUnknownField {
            field, expected, ..
        } => (format!("unknown field `{field}`"), choose(field, expected)),
        Error::SerdeUnknownVariant {
            variant, expected, ..
        } => (
            format!("`{variant}` is not possible here"),
            choose(variant, expected),
        ),
        Error::SerdeMissingField { field, .. } => (format!("`{field}` is missing"), None),
        Error::DuplicateMappingKey { .. } => ("this key stands here twice".to_owned(), None),
        other => {
            let said = other.render();
            // The reader puts the place in front of its words; ours stands beside them.
            let words = said
                .strip_prefix("error: ")
                .unwrap_or(&said)
                .split_once(": ")
                .filter(|(place, _)| place.starts_with("line "))
                .map_or(said.as_str(), |(_, words)| words);
            let words = words.lines().next().unwrap_or_default();
            // … and sometimes behind them.
            let words = words
                .rfind(" at line ")
                .and_then(|at| words.get(..at))
                .unwrap_or(words);
            let plain = match words {
                "expected mapping start" => {
                    "a group of fields must stand here, such as `{zh: …, en: …}`"
                }
                "expected sequence start" => {
                    "a list must stand here, such as `[…]` or lines with `-`"
                }
                words if words.starts_with("budget breached") => {
                    "the file is larger or nested deeper than is read; split it"
                }
                words => words,
            };
            (plain.to_owned(), None)
        }
    };
    Finding {
        severity: Severity::Error,
        line,
        column,
        message,
        hint,
    }
}
