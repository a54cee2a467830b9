//! What is kept of a reading beside the records: the text and the way back to the file.

use serde::{Deserialize, Serialize};
use xinqiao_reader::Reading;
use xinqiao_reader::fact::{Context, mentions};
use xinqiao_reader::text::TextMap;
use xinqiao_record::Span;

/// The normalised text of a document, its paragraphs and its map; kept as a blob of JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredReading {
    /// The text that all spans point into.
    pub text: String,
    /// Where each part of it stands in the file.
    pub map: TextMap,
    /// Per article, the paragraphs of running text.
    pub prose: Vec<Vec<Span>>,
    /// Per article, the headings inside it.
    pub headings: Vec<Vec<Span>>,
    /// Where organisations are named, in order. Readings taken in by earlier programs have none.
    #[serde(default)]
    pub mentions: Vec<StoredMention>,
}

/// A place where an article names an organisation. It is no record and proposes none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredMention {
    /// The article's index in the document.
    pub article: usize,
    /// The words that name it.
    pub span: Span,
    /// The fullest name that the article gives it.
    pub name: String,
}

impl StoredReading {
    /// The part of a reading that is kept as a blob.
    pub fn new(reading: &Reading) -> Self {
        StoredReading {
            text: reading.text.clone(),
            map: reading.map.clone(),
            prose: reading
                .articles
                .iter()
                .map(|article| article.prose.clone())
                .collect(),
            headings: reading
                .articles
                .iter()
                .map(|article| article.headings.clone())
                .collect(),
            mentions: mentions(
                &reading.text,
                &reading.articles,
                Context {
                    issued: reading.issued,
                    today: None,
                },
            )
            .into_iter()
            .map(|one| StoredMention {
                article: one.article,
                span: one.span,
                name: one.name,
            })
            .collect(),
        }
    }
}
