//! The fields of the index.

use tantivy::TantivyDocument;
use tantivy::schema::{
    FAST, Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::TokenizerManager;
use xinqiao_record::PartialDate;

use crate::entry::Entry;
use crate::fold::SEPARATOR;
use crate::grams::{PairTokenizer, SingleTokenizer};
use crate::words::WordTokenizer;

/// Raised whenever fields, folding or words change, so that an old index is rebuilt and not misread.
pub(crate) const VERSION: u32 = 1;

/// The fields that are counted, in the order of [`Fields::facets`].
pub(crate) const FACETS: [&str; 7] = [
    "kind", "status", "region", "segment", "source", "column", "month",
];

#[derive(Debug, Clone)]
pub(crate) struct Fields {
    pub(crate) schema: Schema,
    pub(crate) key: Field,
    pub(crate) kind: Field,
    pub(crate) status: Field,
    pub(crate) region: Field,
    pub(crate) place: Field,
    pub(crate) segment: Field,
    pub(crate) source: Field,
    pub(crate) column: Field,
    /// The year and, where known, the month.
    pub(crate) month: Field,
    pub(crate) language: Field,
    pub(crate) document: Field,
    pub(crate) visible: Field,
    /// First and last possible day as yyyymmdd.
    pub(crate) first_day: Field,
    pub(crate) last_day: Field,
    pub(crate) date: Field,
    pub(crate) revision: Field,
    pub(crate) title: Field,
    pub(crate) body: Field,
    pub(crate) pairs: Field,
    pub(crate) singles: Field,
    pub(crate) words: Field,
    pub(crate) title_pairs: Field,
    pub(crate) title_singles: Field,
    pub(crate) title_words: Field,
}

fn text(tokenizer: &str, option: IndexRecordOption, norms: bool) -> TextOptions {
    TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer(tokenizer)
            .set_index_option(option)
            .set_fieldnorms(norms),
    )
}

impl Fields {
    pub(crate) fn new() -> Self {
        let mut builder = Schema::builder();
        let exact = || STRING | STORED;
        let counted = || STRING | FAST | STORED;
        let positions = IndexRecordOption::WithFreqsAndPositions;
        Fields {
            key: builder.add_text_field("key", counted()),
            kind: builder.add_text_field("kind", counted()),
            status: builder.add_text_field("status", counted()),
            // Every region that the place lies in, for filters and counts; the place itself is `place`.
            region: builder.add_text_field("region", STRING | FAST),
            place: builder.add_text_field("place", STORED),
            segment: builder.add_text_field("segment", counted()),
            source: builder.add_text_field("source", counted()),
            column: builder.add_text_field("column", counted()),
            month: builder.add_text_field("month", STRING | FAST),
            language: builder.add_text_field("language", exact()),
            document: builder.add_text_field("document", exact()),
            visible: builder.add_text_field("visible", STRING),
            first_day: builder.add_u64_field("first_day", FAST),
            last_day: builder.add_u64_field("last_day", FAST),
            date: builder.add_text_field("date", STORED),
            revision: builder.add_u64_field("revision", STORED),
            title: builder.add_text_field("title", STORED),
            body: builder.add_text_field("body", STORED),
            pairs: builder.add_text_field("pairs", text("pairs", positions, true)),
            singles: builder
                .add_text_field("singles", text("singles", IndexRecordOption::Basic, false)),
            words: builder.add_text_field("words", text("words", positions, true)),
            title_pairs: builder.add_text_field("title_pairs", text("pairs", positions, true)),
            title_singles: builder.add_text_field(
                "title_singles",
                text("singles", IndexRecordOption::Basic, false),
            ),
            title_words: builder.add_text_field("title_words", text("words", positions, true)),
            schema: builder.build(),
        }
    }

    pub(crate) fn tokenizers() -> TokenizerManager {
        let manager = TokenizerManager::default();
        manager.register("pairs", PairTokenizer);
        manager.register("singles", SingleTokenizer);
        manager.register("words", WordTokenizer);
        manager
    }

    /// The document of an entry.
    pub(crate) fn document(&self, entry: &Entry) -> TantivyDocument {
        // INVARIANT: the separator stands in no text but between title and body, so that no phrase spans the two.
        let both = format!(
            "{}{SEPARATOR}{}",
            entry.title.replace(SEPARATOR, ""),
            entry.body.replace(SEPARATOR, ""),
        );
        let mut document = TantivyDocument::new();
        document.add_text(self.key, &entry.key);
        document.add_text(self.kind, entry.kind.name());
        document.add_text(self.status, entry.status.name());
        if let Some(region) = entry.region {
            document.add_text(self.place, region.to_string());
            for outer in region.ancestry() {
                document.add_text(self.region, outer.code.to_string());
            }
        }
        let mut segments = entry.segments.clone();
        segments.sort();
        segments.dedup();
        for segment in &segments {
            document.add_text(self.segment, segment);
        }
        let optional = [(self.source, &entry.source), (self.column, &entry.column)];
        for (field, value) in optional {
            if let Some(value) = value.as_deref().filter(|value| !value.is_empty()) {
                document.add_text(field, value);
            }
        }
        if let Some(date) = entry.date {
            document.add_text(self.date, date.to_string());
            document.add_text(self.month, format!("{:04}", date.year_number()));
            if let Some(month) = date.month_number() {
                document.add_text(self.month, format!("{:04}-{month:02}", date.year_number()));
            }
            let (first, last) = days(date);
            document.add_u64(self.first_day, first);
            document.add_u64(self.last_day, last);
        }
        document.add_text(self.language, entry.language.tag());
        if let Some(id) = entry.document {
            document.add_text(self.document, id.to_string());
        }
        for mark in &entry.visible_to {
            document.add_text(self.visible, mark);
        }
        document.add_u64(self.revision, u64::from(entry.revision));
        document.add_text(self.title, &entry.title);
        document.add_text(self.body, &entry.body);
        for field in [self.pairs, self.singles, self.words] {
            document.add_text(field, &both);
        }
        for field in [self.title_pairs, self.title_singles, self.title_words] {
            document.add_text(field, entry.title.replace(SEPARATOR, ""));
        }
        document
    }
}

/// The first and last possible day as yyyymmdd. Days past the end of a month do no harm: they are only compared.
pub(crate) fn days(date: PartialDate) -> (u64, u64) {
    let number = |value: i8| u64::try_from(value).unwrap_or(0);
    let year = u64::try_from(date.year_number()).unwrap_or(0) * 10_000;
    let first = date.month_number().map_or(1, number) * 100 + date.day_number().map_or(1, number);
    let last = date.month_number().map_or(12, number) * 100 + date.day_number().map_or(31, number);
    (year + first, year + last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vague_date_reaches_from_its_first_to_its_last_day() {
        let days = |text: &str| days(text.parse().unwrap());
        assert_eq!(days("2025"), (20_250_101, 20_251_231));
        assert_eq!(days("2025-06"), (20_250_601, 20_250_631));
        assert_eq!(days("2025-06-20"), (20_250_620, 20_250_620));
    }
}
