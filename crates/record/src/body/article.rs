use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::date::PartialDate;
use crate::id::RecordId;
use crate::source::Span;

/// One article of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Article {
    /// The document.
    pub document: RecordId,
    /// Its place in the document, counted from one.
    pub number: u32,
    /// The headline.
    pub title: String,
    /// The column (栏目) it stands in.
    pub column: Option<String>,
    /// Who wrote it.
    #[serde(default)]
    pub authors: Vec<String>,
    /// Where it was taken from (来源).
    #[serde(default)]
    pub sources: Vec<SourceNote>,
    /// When it was first published.
    pub published: Option<PartialDate>,
    /// Its place in the document's text, headline included.
    pub span: Span,
    /// The tables in it.
    #[serde(default)]
    pub tables: Vec<Table>,
    /// The captions of its figures.
    #[serde(default)]
    pub figures: Vec<Caption>,
    /// The footnotes.
    #[serde(default)]
    pub footnotes: Vec<Footnote>,
}

/// A source that an article names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SourceNote {
    /// The name of the publication or office.
    pub name: String,
    /// Where that is said.
    pub span: Span,
}

/// A table with its caption. Rows may be shorter than the header.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Table {
    /// The caption, without markup.
    pub caption: Option<String>,
    /// The header cells; of several header lines, joined per column.
    pub header: Vec<String>,
    /// The body cells.
    pub rows: Vec<Vec<String>>,
    /// Where the table stands.
    pub span: Span,
}

/// The caption of a figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Caption {
    /// The caption's text, label included.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// A numbered footnote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Footnote {
    /// The mark, `1`.
    pub mark: String,
    /// The text of the note.
    pub text: String,
    /// The addresses in it, put together again where a line break cut them.
    pub urls: Vec<String>,
    /// Where the note stands.
    pub span: Span,
}
