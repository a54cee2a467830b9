//! What can be done to an append before it is queued: everything that needs no look at the ledger.
//!
//! Done by the callers, side by side; the one writer only compares revisions, chains and writes.

use std::collections::BTreeMap;

use xinqiao_record::{Record, RecordId, Sha256, canonical_json};

use crate::contract::{Append, Change, Expected};
use crate::error::LedgerError;
use crate::projection::{Projection, key_content};

/// An append that is sound in itself.
#[derive(Debug)]
pub(crate) struct Prepared {
    pub(crate) actor: String,
    pub(crate) reason: String,
    pub(crate) key: Option<Key>,
    pub(crate) changes: Vec<PreparedChange>,
}

/// An idempotency key and the digest of what it stands for.
#[derive(Debug)]
pub(crate) struct Key {
    pub(crate) key: String,
    pub(crate) content: Sha256,
}

/// One record of it, ready to be written.
#[derive(Debug)]
pub(crate) struct PreparedChange {
    pub(crate) expected: Expected,
    /// Whether it builds on an earlier change of the same commit, so that the ledger need not be asked.
    pub(crate) follows: bool,
    pub(crate) id: RecordId,
    pub(crate) revision: u32,
    pub(crate) content: Sha256,
    pub(crate) body: String,
    pub(crate) projection: Projection,
}

/// Checks an append and puts it into the form that is stored.
///
/// # Errors
/// [`LedgerError::BadRecord`] and [`LedgerError::BadCommit`].
pub(crate) fn prepare(append: Append) -> Result<Prepared, LedgerError> {
    if append.changes.is_empty() {
        return Err(bad("it changes nothing"));
    }
    let mut named: BTreeMap<RecordId, u32> = BTreeMap::new();
    let mut changes = Vec::with_capacity(append.changes.len());
    for change in &append.changes {
        let mut prepared = prepare_change(change)?;
        if let Some(earlier) = named.insert(prepared.id, prepared.revision) {
            if prepared.expected != Expected::Revision(earlier) {
                return Err(bad(format!(
                    "its changes to record `{}` do not follow one another",
                    prepared.id
                )));
            }
            prepared.follows = true;
        }
        changes.push(prepared);
    }
    let content = || {
        let records = changes
            .iter()
            .map(|change| (change.id, change.revision, change.content));
        key_content(&append.actor, &append.reason, records)
    };
    let key = match append.idempotency_key {
        Some(key) => Some(Key {
            content: content()?,
            key,
        }),
        None => None,
    };
    Ok(Prepared {
        actor: append.actor,
        reason: append.reason,
        key,
        changes,
    })
}

fn bad(reason: impl Into<String>) -> LedgerError {
    LedgerError::BadCommit {
        reason: reason.into(),
    }
}

fn prepare_change(change: &Change) -> Result<PreparedChange, LedgerError> {
    let Change { expected, record } = change;
    record.check()?;
    let follows = match expected {
        Expected::New => Some(1),
        Expected::Revision(0) => None,
        Expected::Revision(revision) => revision.checked_add(1),
    };
    if follows != Some(record.revision) {
        let before = match expected {
            Expected::New => "a new record".to_owned(),
            Expected::Revision(revision) => format!("revision {revision}"),
        };
        return Err(bad(format!(
            "revision {} of record `{}` does not follow {before}",
            record.revision, record.id,
        )));
    }
    let unreadable =
        |error: String| bad(format!("record `{}` cannot be stored: {error}", record.id));
    let bytes = canonical_json(record).map_err(|error| unreadable(error.to_string()))?;
    let content = Sha256::of(&bytes);
    let body = String::from_utf8(bytes).map_err(|error| unreadable(error.to_string()))?;
    // INVARIANT: what is in the ledger reads back as what was given.
    let back: Record =
        serde_json::from_str(&body).map_err(|error| unreadable(error.to_string()))?;
    if back != *record {
        return Err(unreadable(
            "a value in it would change by being written down".to_owned(),
        ));
    }
    Ok(PreparedChange {
        expected: *expected,
        follows: false,
        id: record.id,
        revision: record.revision,
        content,
        body,
        projection: Projection::of(record),
    })
}
