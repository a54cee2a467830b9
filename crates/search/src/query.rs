//! A question to the index and the answer to it.

use std::ops::Range;

use serde::{Deserialize, Serialize};
use xinqiao_record::{Kind, Language, PartialDate, RecordId, RegionCode, Status};

/// The most results that one search pages over: `offset + limit` is cut to this.
pub const MAX_REACH: usize = 10_000;

/// The order of results. Ties are broken by the key, smaller first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// Best match first; without words to match, newest first.
    #[default]
    Relevance,
    /// Latest possible day first, undated last.
    Newest,
    /// Earliest first, undated last.
    Oldest,
}

/// Conditions given by a form. Within a field any of the values suffices; all fields must hold. Empty means any.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filters {
    /// Kinds of record.
    pub kinds: Vec<Kind>,
    /// Statuses.
    pub statuses: Vec<Status>,
    /// Regions; what lies in them is meant too.
    pub regions: Vec<RegionCode>,
    /// Segments, whole names.
    pub segments: Vec<String>,
    /// Sources, whole names.
    pub sources: Vec<String>,
    /// Columns, whole names.
    pub columns: Vec<String>,
    /// Languages.
    pub languages: Vec<Language>,
    /// Documents.
    pub documents: Vec<RecordId>,
    /// Not before the first day of this; an entry without a date does not match.
    pub from: Option<PartialDate>,
    /// Not after the last day of this; an entry that may lie later does not match.
    pub until: Option<PartialDate>,
}

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// What was typed; see [`syntax`](crate::syntax).
    pub text: String,
    /// Phrases that must stand in the title or the text exactly, whatever signs they contain.
    pub phrases: Vec<String>,
    /// Conditions from a form.
    pub filters: Filters,
    /// Marks of the one who asks: only entries that share one are found and counted. `None` sees all.
    pub viewer: Option<Vec<String>>,
    /// The order.
    pub sort: Sort,
    /// How many results to leave out at the top.
    pub offset: usize,
    /// How many results to return; 0 only counts.
    pub limit: usize,
    /// Whether facets are counted.
    pub facets: bool,
    /// How many values a facet of names (sources, columns, segments) returns at most.
    pub facet_values: usize,
}

impl Default for Query {
    fn default() -> Self {
        Query {
            text: String::new(),
            phrases: Vec::new(),
            filters: Filters::default(),
            viewer: None,
            sort: Sort::default(),
            offset: 0,
            limit: 20,
            facets: true,
            facet_values: 50,
        }
    }
}

impl Query {
    /// The first twenty results for a text, with facets.
    pub fn text(text: impl Into<String>) -> Self {
        Query {
            text: text.into(),
            ..Query::default()
        }
    }
}

/// The answer.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Results {
    /// How many entries match.
    pub total: u64,
    /// No entry had every word, so entries with any of them are shown.
    pub relaxed: bool,
    /// The asked part of them, best first.
    pub hits: Vec<Hit>,
    /// Counts over all that match.
    pub facets: Facets,
}

/// One entry found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Hit {
    /// The key of the entry.
    pub key: String,
    /// The kind of the record.
    pub kind: Kind,
    /// How far it is agreed.
    pub status: Status,
    /// The title.
    pub title: String,
    /// The matching places in the title, in bytes, in order, without overlap.
    pub title_highlights: Vec<Range<usize>>,
    /// The best passage of the text: whole characters, as stored.
    pub passage: String,
    /// Where the passage stands in the text, in bytes.
    pub passage_span: Range<usize>,
    /// The matching places in the passage, in bytes of the passage.
    pub passage_highlights: Vec<Range<usize>>,
    /// Whether text was left out before and after the passage.
    pub cut: (bool, bool),
    /// The weight of the match; 0 where the order is by date.
    pub score: f32,
    /// The date.
    pub date: Option<PartialDate>,
    /// Where.
    pub region: Option<RegionCode>,
    /// The publication or document title.
    pub source: Option<String>,
    /// The column.
    pub column: Option<String>,
    /// Segments.
    pub segments: Vec<String>,
    /// The language of the text.
    pub language: Language,
    /// The record's revision that was indexed.
    pub revision: u32,
    /// The document.
    pub document: Option<RecordId>,
}

/// How many of the matching entries have this value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Count<T> {
    /// The value.
    pub value: T,
    /// How many.
    pub count: u64,
}

/// How many of the matching entries lie in this region.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RegionCount {
    /// The region.
    pub code: RegionCode,
    /// Its name.
    pub name: &'static str,
    /// How many lie in it, those in its parts included.
    pub count: u64,
    /// Its parts that have any, most first.
    pub parts: Vec<RegionCount>,
}

/// Counts over all that match. Names come most first, ties by name; years and months newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Facets {
    /// By kind, in the order of [`Kind::ALL`].
    pub kinds: Vec<Count<Kind>>,
    /// By status, in the order of [`Status::ALL`].
    pub statuses: Vec<Count<Status>>,
    /// Provinces with cities with counties.
    pub regions: Vec<RegionCount>,
    /// By segment.
    pub segments: Vec<Count<String>>,
    /// By source.
    pub sources: Vec<Count<String>>,
    /// By column.
    pub columns: Vec<Count<String>>,
    /// By year, `2025`.
    pub years: Vec<Count<String>>,
    /// By month, `2025-06`.
    pub months: Vec<Count<String>>,
}
