//! What every ledger does, whatever it stores on.

use async_trait::async_trait;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use xinqiao_record::record::Status;
use xinqiao_record::{Kind, Record, RecordId, RegionCode, Sha256};

use crate::error::LedgerError;
use crate::event::Event;

/// What must be true of a record before a change to it is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Expected {
    /// There is no such record yet.
    New,
    /// The newest revision is this one.
    Revision(u32),
}

impl std::fmt::Display for Expected {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Expected::New => f.write_str("no such record yet"),
            Expected::Revision(revision) => write!(f, "revision {revision}"),
        }
    }
}

/// One record in a change: its next revision and what that builds on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What must be there now.
    pub expected: Expected,
    /// The revision to append; its number must follow from `expected`.
    pub record: Record,
}

impl Change {
    /// A record that was not there before.
    pub fn new(record: Record) -> Self {
        Change {
            expected: Expected::New,
            record,
        }
    }

    /// The next revision of a record.
    pub fn revise(record: Record) -> Self {
        Change {
            expected: Expected::Revision(record.revision.saturating_sub(1)),
            record,
        }
    }
}

/// What is appended in one atomic commit: all of it or nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Append {
    /// Who does it.
    pub actor: String,
    /// Why, in a sentence for the history; may be empty for routine changes.
    pub reason: String,
    /// Appending again under the same key changes nothing and gives the first receipt again;
    /// the same key with other content is refused.
    pub idempotency_key: Option<String>,
    /// The changes, at least one, applied in order: a record made by one of them may be revised by a later one.
    pub changes: Vec<Change>,
}

/// The ledger's word that an append is durable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The number of the first event of the commit.
    pub first: u64,
    /// The number of the last event of the commit.
    pub last: u64,
    /// When the ledger took it.
    pub at: Timestamp,
    /// The chain's head after the last event.
    pub head: Sha256,
    /// Whether an earlier append under the same key had done it already.
    pub repeated: bool,
}

/// A record as the ledger holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stored {
    /// The record.
    pub record: Record,
    /// The number of the event that brought this revision.
    pub sequence: u64,
    /// When the ledger learned it.
    pub at: Timestamp,
    /// Who brought it.
    pub actor: String,
    /// Why.
    pub reason: String,
}

/// As of when to read. The two times are independent: what did we believe at `known`, about `valid`?
///
/// `known` picks the revision: the newest one that the ledger had taken up to and including that
/// moment. `valid` then asks whether that revision's period holds on the day; an older revision is
/// never brought back because the newer one does not hold, since a revision replaces all before it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AsOf {
    /// What the ledger knew at this moment; now, if none.
    pub known: Option<Timestamp>,
    /// Only records that hold on this day; any, if none.
    pub valid: Option<Date>,
}

/// Which records to list. All conditions must be met; an empty list means any.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Of these kinds.
    pub kinds: Vec<Kind>,
    /// In these states.
    pub statuses: Vec<Status>,
    /// In this region or one inside it.
    pub region: Option<RegionCode>,
    /// One of whose title and aliases contains this text, letter case folded (see [`crate::facet`]).
    pub title: Option<String>,
    /// Which refer to this record in any role.
    pub refers_to: Option<RecordId>,
    /// As of when.
    pub as_of: AsOf,
    /// Newest event first rather than oldest id first. Ids are ordered by the time of their making,
    /// across kinds, and then by their text.
    pub newest_first: bool,
    /// Leave out this many.
    pub offset: u64,
    /// Give at most this many; all, if none.
    pub limit: Option<u64>,
}

impl Filter {
    /// All records of a kind.
    pub fn kind(kind: Kind) -> Self {
        Filter {
            kinds: vec![kind],
            ..Filter::default()
        }
    }
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The records.
    pub records: Vec<Stored>,
    /// How many there are without offset and limit.
    pub total: u64,
}

/// A record that refers to another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Referrer {
    /// The record that refers.
    pub from: RecordId,
    /// The part: `source`, `organization`, `article_of`, …
    pub role: String,
}

/// A stretch of the change feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeBatch {
    /// The events in order.
    pub events: Vec<Event>,
    /// Ask again with this to go on; equal to the last event's number, or to what was asked.
    pub next_after: u64,
}

/// Where the chain ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerHead {
    /// The number of events; the last event has this number, the first has number 1.
    pub events: u64,
    /// The hash of the last event, or zeros for an empty ledger.
    pub hash: Sha256,
}

/// What `verify` found to be right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerifyReport {
    /// Where the chain ends.
    pub head: LedgerHead,
    /// Records whose newest revision was compared with the projection.
    pub records: u64,
    /// Blobs whose digest was recomputed.
    pub blobs: u64,
    /// Checkpoints that were compared with the events.
    #[serde(default)]
    pub checkpoints: u64,
}

/// A checkpoint that was signed once: see [`crate::log`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredCheckpoint {
    /// How many events it covers.
    pub size: u64,
    /// When it was kept first.
    pub at: Timestamp,
    /// The signed note, with what witnesses have signed.
    pub note: String,
}

/// A ledger of records.
///
/// Reads see every append whose receipt was given before the read began.
#[async_trait]
pub trait Ledger: Send + Sync {
    /// Appends atomically and returns once the events are durable.
    ///
    /// # Errors
    /// [`LedgerError::Conflict`] when a record is not at its expected revision,
    /// [`LedgerError::KeyReused`] when the idempotency key came with other content,
    /// [`LedgerError::BadRecord`] when a record does not hold together,
    /// [`LedgerError::BadCommit`] when a commit is empty, its changes to one record do not follow one another, or a revision's number
    /// does not follow from what is expected,
    /// [`LedgerError::Store`] when the store fails: then nothing of the commit was taken.
    ///
    /// Dropping the future does not take the append back once it is queued.
    async fn append(&self, append: Append) -> Result<Receipt, LedgerError>;

    /// A record as of a moment, or `None` where it was not there or does not hold.
    async fn get(&self, id: RecordId, as_of: AsOf) -> Result<Option<Stored>, LedgerError>;

    /// Every revision of a record, oldest first.
    async fn history(&self, id: RecordId) -> Result<Vec<Stored>, LedgerError>;

    /// The records that meet a filter.
    async fn list(&self, filter: Filter) -> Result<Page, LedgerError>;

    /// Which records refer to this one, by their newest revisions; ordered by id text, then role.
    async fn referrers(&self, id: RecordId) -> Result<Vec<Referrer>, LedgerError>;

    /// The events after number `after`, at most `limit` of them.
    async fn changes(&self, after: u64, limit: usize) -> Result<ChangeBatch, LedgerError>;

    /// Keeps bytes under their digest; keeping them twice is the same as once.
    async fn put_blob(&self, bytes: Vec<u8>) -> Result<Sha256, LedgerError>;

    /// The bytes of a digest.
    async fn blob(&self, digest: Sha256) -> Result<Option<Vec<u8>>, LedgerError>;

    /// The hashes of the events after number `after`, at most `limit` of them.
    async fn event_hashes(&self, after: u64, limit: usize) -> Result<Vec<Sha256>, LedgerError>;

    /// Keeps a signed checkpoint; another one over as many events takes its place, for instance with more signatures.
    async fn keep_checkpoint(
        &self,
        size: u64,
        note: String,
    ) -> Result<StoredCheckpoint, LedgerError>;

    /// The checkpoints that were kept, the newest first, at most so many.
    async fn checkpoints(&self, limit: u64) -> Result<Vec<StoredCheckpoint>, LedgerError>;

    /// Where the chain ends.
    async fn head(&self) -> Result<LedgerHead, LedgerError>;

    /// Whether the chain still goes through a head that was noted before.
    ///
    /// This is what shows a chain that was written anew as a whole, or cut off cleanly: keep heads
    /// where the ledger cannot be written from, and ask for them.
    async fn goes_through(&self, noted: LedgerHead) -> Result<bool, LedgerError> {
        let Some(before) = noted.events.checked_sub(1) else {
            return Ok(noted.hash == Sha256::ZERO);
        };
        let batch = self.changes(before, 1).await?;
        Ok(batch
            .events
            .first()
            .is_some_and(|event| event.header.sequence == noted.events && event.hash == noted.hash))
    }

    /// Recomputes everything: chain, record hashes, projections, blobs, roots of checkpoints.
    ///
    /// # Errors
    /// [`LedgerError::Broken`] naming the first bad event or projection.
    async fn verify(&self) -> Result<VerifyReport, LedgerError>;
}
