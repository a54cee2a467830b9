//! Normalised text → contents, articles, tables, footnotes, captions.

mod article;
mod boundaries;
mod candidates;
mod captions;
mod contents;
mod credits;
mod footnotes;
mod headings;
mod issue;
mod leads;
mod lines;
mod nature;
mod official;
mod page_lines;
mod run_in;
mod signed;
mod similar;
mod tables;
mod wording;

use xinqiao_record::body::{Caption, Footnote, SourceNote, Table};
use xinqiao_record::{PartialDate, Span};

pub use article::articles;
pub use leads::bold_leads;

/// What sort of text an article is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum ArticleKind {
    /// News, features, everything else.
    #[default]
    News,
    /// A policy document printed in full.
    Policy,
    /// A table file's sheet.
    Table,
    /// A study with sections and references.
    Study,
}

impl ArticleKind {
    /// The name used in JSON.
    pub fn name(self) -> &'static str {
        match self {
            ArticleKind::News => "news",
            ArticleKind::Policy => "policy",
            ArticleKind::Table => "table",
            ArticleKind::Study => "study",
        }
    }
}

/// One article as it stands in the normalised text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ArticleText {
    /// The headline.
    pub title: String,
    /// The column (栏目).
    pub column: Option<String>,
    /// What sort of text it is.
    pub kind: ArticleKind,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// Where it was taken from.
    pub sources: Vec<SourceNote>,
    /// When it was published, as far as it says so itself.
    pub published: Option<PartialDate>,
    /// The whole article, headline included.
    pub span: Span,
    /// The stretches of running text, in order: without headline, headings, tables, captions, footnotes, source lines.
    pub prose: Vec<Span>,
    /// The headings inside the article, in order.
    pub headings: Vec<Span>,
    /// The tables.
    pub tables: Vec<Table>,
    /// The captions of figures.
    pub figures: Vec<Caption>,
    /// The footnotes.
    pub footnotes: Vec<Footnote>,
}

/// What is known of a document besides its text.
#[derive(Debug, Clone, Copy, Default)]
pub struct Hint<'a> {
    /// The file's name, which may hold a date.
    pub file_name: &'a str,
    /// The title in the file's metadata.
    pub title: Option<&'a str>,
    /// Whether the file is a table file, each heading of which names a sheet.
    pub sheets: bool,
    /// The bold words that paragraphs of the text begin with, whose marks the text no longer has. See [`bold_leads`].
    pub leads: &'a [Span],
}

/// A document taken apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Structure {
    /// The title that the document gives itself, else that of its metadata, else the file's name.
    pub title: String,
    /// When it was issued.
    pub issued: Option<PartialDate>,
    /// Who published it.
    pub publisher: Option<String>,
    /// The articles in order.
    pub articles: Vec<ArticleText>,
    /// What could not be told, in plain English.
    pub remarks: Vec<String>,
}
