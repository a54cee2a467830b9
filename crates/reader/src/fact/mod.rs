//! An article → proposed facts, one file per kind, each with its own examples.

use jiff::civil::Date;
use xinqiao_record::{Body, PartialDate, Span};

/// A candidate: what the reader thinks an article says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// The index of the article in the reading.
    pub article: usize,
    /// The sentence or table row that says it.
    pub span: Span,
    /// Its words.
    pub quote: String,
    /// How sure the reader is, in percent, 0 to 100.
    pub confidence: u8,
    /// What is said.
    pub body: Body,
}

/// What a fact rule may know beyond the article's own text.
#[derive(Debug, Clone, Copy, Default)]
pub struct Context {
    /// The document's own date, against which "2月21日" and "今年" are resolved.
    pub issued: Option<PartialDate>,
    /// The day of reading, only to refuse dates far in the future; the shell gives it.
    pub today: Option<Date>,
}
