//! All of it for one document.

use crate::{Fact, ReadError};
use crate::format::Format;
use crate::limits::Limits;
use crate::structure::ArticleText;
use crate::text::TextMap;
use xinqiao_record::{Language, PartialDate};

/// Everything that the reader has to say of one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The format recognised.
    pub format: Format,
    /// The title that the document gives itself.
    pub title: String,
    /// The main language.
    pub language: Language,
    /// When it was issued, as far as it says so.
    pub issued: Option<PartialDate>,
    /// The normalised text; every span points into it.
    pub text: String,
    /// The way back from the text to the file.
    pub map: TextMap,
    /// The articles in order.
    pub articles: Vec<ArticleText>,
    /// The proposed facts in order of their articles and places.
    pub facts: Vec<Fact>,
    /// What had to be repaired or left out.
    pub remarks: Vec<String>,
}

/// Reads one document.
///
/// # Errors
/// When the format is unknown or damaged, a limit is exceeded, or there is no text.
pub fn read(file_name: &str, bytes: &[u8], limits: &Limits) -> Result<Reading, ReadError> {
    let _ = (file_name, bytes, limits);
    Err(ReadError::Empty)
}
