//! A file's bytes → text with a map back to the file.
//!
//! All formats come out in one shape, so that the later stages know none of them: paragraphs as
//! lines, headings as Markdown (`#`, `##`), tables as lines of tab-separated cells between blank
//! lines, lists as `- `, pages of a PDF parted by a form feed line.

use crate::text::MappedText;

/// The formats that the reader knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Plain text.
    Text,
    /// Markdown.
    Markdown,
    /// HTML.
    Html,
    /// Office Open XML document.
    Docx,
    /// Office Open XML workbook.
    Xlsx,
    /// Comma- or tab-separated values.
    Csv,
    /// PDF.
    Pdf,
}

/// What a file's bytes gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extracted {
    /// The format that was recognised, by content first and name second.
    pub format: Format,
    /// The text in the common shape.
    pub text: MappedText,
    /// The title in the file's own metadata, if it has a usable one.
    pub title: Option<String>,
    /// What had to be repaired or left out, in plain English for the person who uploaded it.
    pub remarks: Vec<String>,
}
