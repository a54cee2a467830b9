//! What is chained and how.
//!
//! The chain runs over headers, not over bodies: a header carries the SHA-256 of the record's
//! canonical form, so a body can be checked against it, and could be erased one day without breaking the chain.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use xinqiao_record::canonical::NotCanonical;
use xinqiao_record::{Record, RecordId, Sha256};

/// What the chain hashes of one event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventHeader {
    /// Counted from one without gaps.
    pub sequence: u64,
    /// The number of the first event of the same atomic commit.
    pub commit: u64,
    /// When the ledger took it, in microseconds of Unix time; never before the event in front of it.
    pub at_us: i64,
    /// Who did it.
    pub actor: String,
    /// Why.
    pub reason: String,
    /// The idempotency key of the commit; only its first event carries it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The record.
    pub record: RecordId,
    /// Its revision.
    pub revision: u32,
    /// SHA-256 of the record's canonical form.
    pub content: Sha256,
    /// The hash of the event before, or zeros for the first.
    pub previous: Sha256,
}

impl EventHeader {
    /// The event's hash: SHA-256 of the header's canonical form.
    ///
    /// # Errors
    /// When the header has no canonical form, which a header made of these fields always has.
    pub fn hash(&self) -> Result<Sha256, NotCanonical> {
        Sha256::of_canonical(self)
    }

    /// When the ledger took it.
    pub fn at(&self) -> Timestamp {
        Timestamp::from_microsecond(self.at_us).unwrap_or(Timestamp::UNIX_EPOCH)
    }
}

/// An event: its header, its hash and the revision that it brought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// What is hashed.
    pub header: EventHeader,
    /// The hash of the header.
    pub hash: Sha256,
    /// The record at this revision.
    pub record: Record,
}
