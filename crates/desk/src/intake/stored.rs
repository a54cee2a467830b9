//! What is kept of a reading beside the records: the text and the way back to the file.

use serde::{Deserialize, Serialize};
use xinqiao_reader::Reading;
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
        }
    }
}
