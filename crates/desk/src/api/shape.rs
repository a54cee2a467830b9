//! What answers look like.

use serde::{Deserialize, Serialize};
use utoipa::openapi::{Ref, RefOr, schema::Schema};
use utoipa::{IntoParams, PartialSchema, ToSchema};
use xinqiao_ledger::{Event, LedgerHead, Receipt, Stored};

use crate::intake::{FileState, JobId};

/// Stands for the record's own JSON Schema, which the `record` crate makes.
pub(super) struct RecordSchema;

impl PartialSchema for RecordSchema {
    fn schema() -> RefOr<Schema> {
        RefOr::Ref(Ref::from_schema_name("Record"))
    }
}

impl ToSchema for RecordSchema {
    fn name() -> std::borrow::Cow<'static, str> {
        "RecordSchema".into()
    }
}

/// A record as the ledger holds it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct StoredRecord {
    /// The record.
    #[schema(value_type = RecordSchema, inline)]
    pub record: xinqiao_record::Record,
    /// The number of the event that brought this revision.
    pub sequence: u64,
    /// When the ledger took it, in UTC.
    #[schema(value_type = String, format = DateTime)]
    pub at: jiff::Timestamp,
    /// Who brought it.
    pub actor: String,
    /// Why.
    pub reason: String,
}

impl From<Stored> for StoredRecord {
    fn from(stored: Stored) -> Self {
        StoredRecord {
            record: stored.record,
            sequence: stored.sequence,
            at: stored.at,
            actor: stored.actor,
            reason: stored.reason,
        }
    }
}

/// Part of a list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RecordList {
    /// How many records meet the filter.
    pub total: u64,
    /// How many were left out at the beginning.
    pub offset: u64,
    /// How many there are here at most.
    pub limit: u64,
    /// The records, the oldest first.
    pub records: Vec<StoredRecord>,
}

/// Every revision of a record.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct History {
    /// The revisions, the oldest first.
    pub revisions: Vec<StoredRecord>,
}

/// A record that refers to the one asked about.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ReferrerShape {
    /// The id of the record that refers.
    pub from: String,
    /// The part: `source`, `organization`, `article_of`, …
    pub role: String,
}

/// Which records refer to a record.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Referrers {
    /// By id, then role.
    pub referrers: Vec<ReferrerShape>,
}

/// One event of the ledger.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct EventShape {
    /// Counted from one without gaps.
    pub sequence: u64,
    /// The number of the first event of the same atomic commit.
    pub commit: u64,
    /// When the ledger took it, in UTC.
    #[schema(value_type = String, format = DateTime)]
    pub at: jiff::Timestamp,
    /// Who did it.
    pub actor: String,
    /// Why.
    pub reason: String,
    /// SHA-256 of the record's canonical form, in hex.
    pub content: String,
    /// The hash of the event before.
    pub previous: String,
    /// The hash of this event.
    pub hash: String,
    /// The record at this revision.
    #[schema(value_type = RecordSchema, inline)]
    pub record: xinqiao_record::Record,
}

impl From<Event> for EventShape {
    fn from(event: Event) -> Self {
        EventShape {
            sequence: event.header.sequence,
            commit: event.header.commit,
            at: event.header.at(),
            content: event.header.content.to_string(),
            previous: event.header.previous.to_string(),
            hash: event.hash.to_string(),
            actor: event.header.actor,
            reason: event.header.reason,
            record: event.record,
        }
    }
}

/// A stretch of the change feed.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Changes {
    /// The events in order.
    pub events: Vec<EventShape>,
    /// Ask again with this as `after` to go on.
    pub next_after: u64,
}

/// Where the chain ends.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Head {
    /// The number of events.
    pub events: u64,
    /// The hash of the last event, or zeros for an empty ledger.
    pub hash: String,
}

impl From<LedgerHead> for Head {
    fn from(head: LedgerHead) -> Self {
        Head {
            events: head.events,
            hash: head.hash.to_string(),
        }
    }
}

/// A decision on a record.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub(super) struct Decision {
    /// The revision that was decided on; if the record has changed since, nothing is done and the answer is 409.
    pub revision: u32,
    /// Why, for the history.
    #[serde(default)]
    pub reason: String,
}

/// The ledger's word that a decision is durable.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ReceiptShape {
    /// The number of the first event of the commit.
    pub first: u64,
    /// The number of the last event of the commit.
    pub last: u64,
    /// When the ledger took it, in UTC.
    #[schema(value_type = String, format = DateTime)]
    pub at: jiff::Timestamp,
    /// The chain's head after it.
    pub head: String,
    /// Whether it had been done before under the same idempotency key.
    pub repeated: bool,
}

impl From<Receipt> for ReceiptShape {
    fn from(receipt: Receipt) -> Self {
        ReceiptShape {
            first: receipt.first,
            last: receipt.last,
            at: receipt.at,
            head: receipt.head.to_string(),
            repeated: receipt.repeated,
        }
    }
}

/// One file of an upload.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct JobFile {
    /// Its name.
    pub name: String,
    /// Where it is: `{"state": "waiting"}`, `reading`, `done` with `document`, `tally` and `repeated`, or
    /// `failed` with `reason`.
    #[schema(value_type = Object)]
    pub state: FileState,
}

/// An upload.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct JobShape {
    /// Its number.
    #[schema(value_type = u64)]
    pub id: JobId,
    /// Whether nothing is left to do.
    pub finished: bool,
    /// Where to ask how far it is.
    pub href: String,
    /// The files in the order in which they came.
    pub files: Vec<JobFile>,
}

/// What a search found.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Found {
    /// How many entries match.
    pub total: u64,
    /// No entry had every word, so entries with any of them are given.
    pub relaxed: bool,
    /// The hits, best first: `key`, `kind`, `status`, `title`, `passage`, the places of the matches in both as
    /// byte ranges, `date`, `region`, `source`, `column`, `document`, `revision`.
    #[schema(value_type = Vec<Object>)]
    pub hits: Vec<xinqiao_search::Hit>,
    /// Counts over all that match: kinds, statuses, regions as a tree, segments, sources, columns, years, months.
    #[schema(value_type = Object)]
    pub facets: xinqiao_search::Facets,
}

/// What went wrong.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Problem {
    /// What went wrong.
    pub error: ProblemDetail,
}

/// What went wrong.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ProblemDetail {
    /// The HTTP status.
    pub status: u16,
    /// In a word, in the language asked for by `Accept-Language`.
    pub message: String,
    /// What exactly, in English, with the place.
    pub detail: String,
}

/// Which records to list.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(super) struct RecordsQuery {
    /// Only of this kind: `document`, `article`, `organization`, `project`, …
    pub kind: String,
    /// Only at this status: `proposed`, `confirmed`, `rejected`, `retired`.
    pub status: String,
    /// Only in this region or inside it: a GB/T 2260 code.
    pub region: String,
    /// Only with this text in title or aliases, letter case apart.
    pub q: String,
    /// What the ledger knew at this moment, `2026-06-01T00:00:00Z`; what it knows now, if not given.
    pub known: String,
    /// Only what holds on this day, `2026-07-01`.
    pub valid: String,
    /// Leave out this many.
    pub offset: u64,
    /// Give at most this many; 50 by default, 500 at most.
    pub limit: Option<u64>,
}

/// As of when.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(super) struct AsOfQuery {
    /// What the ledger knew at this moment, `2026-06-01T00:00:00Z`.
    pub known: String,
    /// Only if it holds on this day, `2026-07-01`.
    pub valid: String,
}

/// Which stretch of the change feed.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(super) struct ChangesQuery {
    /// The number of the last event already known; 0 for the beginning.
    pub after: u64,
    /// Give at most this many; 100 by default, 1000 at most.
    pub limit: Option<usize>,
}

/// What to search for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(super) struct SearchQuery {
    /// The query: words, `"exact phrases"`, `-exclusions`, `OR`, `field:value`.
    pub q: String,
    /// Only of this kind.
    pub kind: String,
    /// Only at this status.
    pub status: String,
    /// Only in this region or inside it.
    pub region: String,
    /// Not before this date: `2025`, `2025-06` or `2025-06-20`.
    pub from: String,
    /// Not after this date.
    pub until: String,
    /// `relevance` (the default), `newest` or `oldest`.
    pub sort: String,
    /// Leave out this many; offset and limit together reach 10 000 at most.
    pub offset: usize,
    /// Give at most this many; 20 by default, 100 at most.
    pub limit: Option<usize>,
}

/// The name of a raw upload.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(super) struct UploadQuery {
    /// The file's name, for a body that is the file itself.
    pub name: String,
}

/// The bytes of one file.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary)]
#[expect(dead_code, reason = "only its schema is used")]
pub(super) struct FileBytes(Vec<u8>);

/// Files of a form.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its schema is used")]
pub(super) struct FileForm {
    /// The files, each with its name.
    pub files: Vec<FileBytes>,
}
