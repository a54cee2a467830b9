//! Normalised text → contents, articles, tables, footnotes, captions.

use xinqiao_record::body::{Caption, Footnote, SourceNote, Table};
use xinqiao_record::{PartialDate, Span};

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
