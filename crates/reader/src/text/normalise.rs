//! The chain of cleaning passes.

use super::map::MappedText;
use super::{bars, characters, columns, duplicates, furniture, join, markup, spacing};

/// Cleaned text and what had to be left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Normalised {
    /// The text with its map.
    pub text: MappedText,
    /// What was left out or repaired, in plain English.
    pub remarks: Vec<String>,
}

type Pass = fn(&MappedText) -> Option<MappedText>;

/// The passes after the first, in order, each with what a remark says when it did something; an empty remark says nothing.
const PASSES: [(&str, Pass); 9] = [
    ("", markup::tags),
    ("", markup::marks),
    ("", columns::columns),
    ("", bars::bars),
    (
        "page numbers and running heads were left out",
        furniture::furniture,
    ),
    ("", spacing::spacing),
    (
        "characters that stood twice were halved",
        duplicates::doubled_characters,
    ),
    (
        "paragraphs that stood twice were left out once",
        duplicates::repeated_lines,
    ),
    ("lines broken inside sentences were joined", joined),
];

/// Rounds after which a text that still changes is taken as it is; every pass shortens or folds, so that two are the rule.
const ROUNDS: usize = 8;

/// Joins lines until no more can be joined, since two joined lines may be followed by a third.
fn joined(source: &MappedText) -> Option<MappedText> {
    let mut text = join::join(source)?;
    for _ in 1..ROUNDS {
        match join::join(&text) {
            Some(next) => text = next,
            None => break,
        }
    }
    Some(text)
}

/// Cleans `source`: characters, markup, columns made of blanks, page furniture, duplicates, white space, broken lines.
///
/// Cleaning a clean text changes nothing. Every character that was copied keeps its place in the file.
pub fn normalise(source: &MappedText) -> Normalised {
    let mut result = Normalised::default();
    // INVARIANT: one run of the characters pass is enough. It leaves only characters that it keeps, and all other passes copy these or add
    // printable ASCII, line feeds, tabs and middle dots, which it keeps too.
    let mut text: Option<MappedText> = characters::characters(source);
    // How many passes in a row had nothing to do; when all of them had, the text is clean.
    let mut idle = 0;
    let passes = PASSES.iter().enumerate().cycle();
    for (index, (remark, pass)) in passes.take(PASSES.len() * ROUNDS) {
        if let Some(next) = pass(text.as_ref().unwrap_or(source)) {
            text = Some(next);
            // The last pass, joining, goes on until it has nothing to do, and need not be asked again.
            idle = usize::from(index + 1 == PASSES.len());
            if !remark.is_empty() && !result.remarks.iter().any(|known| known == remark) {
                result.remarks.push((*remark).to_owned());
            }
        } else {
            idle += 1;
            if idle == PASSES.len() {
                break;
            }
        }
    }
    result.text = text.unwrap_or_else(|| source.clone());
    result
}
