//! Finds records and passages in Chinese and English.
//!
//! The index follows the ledger's change feed: [`Writer::apply`] takes changes with the position that they reach, and an index
//! can be thrown away and made again from the ledger at any time. Values in, values out; every call blocks.
//!
//! Two questions are kept apart. *Whether* an entry is found is decided by characters: a Han or mixed term and a quoted
//! phrase are found exactly where the folded text holds them as a substring ([`fold()`], [`holds`]), with nothing missed and nothing
//! added, whatever a dictionary thinks of it. *How high* it stands is decided by words: jieba's search mode, English stems, and
//! numbers with their units, weighed by BM25 with the title counting more. A bare Latin term (`process`) is
//! matched by stem. When nothing holds every bare term, entries with any of their words are shown and said to be so
//! ([`Results::relaxed`]).
//!
//! | module | concept |
//! |---|---|
//! | [`mod@fold`] | the form in which texts are compared |
//! | `grams`, `words` | characters for finding, words for ranking |
//! | [`entry`] | what is indexed |
//! | [`syntax`] | what people type |
//! | [`query`] | question and answer |
//! | `plan`, `substring`, `collect`, `table`, `passage` | engine query, its exact phrases, one pass over the matches, what facets count by, marked passages |
//! | [`index`] | the whole |

mod collect;
pub mod entry;
mod error;
pub mod fold;
mod grams;
pub mod index;
mod passage;
mod plan;
pub mod query;
mod schema;
mod substring;
pub mod syntax;
mod table;
mod words;

pub use entry::{Entry, MEMBERS, PUBLIC};
pub use error::Error;
pub use fold::{fold, holds};
pub use index::{Change, Index, Writer};
pub use query::{Count, Facets, Filters, Hit, Query, RegionCount, Results, Sort};
pub use syntax::{Expected, MAX_CHARACTERS, MAX_ITEMS, SyntaxError, field_names};
