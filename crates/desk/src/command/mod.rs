//! What a person does to a record. Each command is one atomic commit that says who and why.
//!
//! Every command names the revision that the person saw; if the record has changed since, nothing is
//! done and the person is told.

mod decide;
mod once;
mod outcome;
mod profile;
mod split;

use std::sync::Arc;

use xinqiao_ledger::{Append, AsOf, Change, LedgerError, Receipt, Stored};
use xinqiao_record::{Record, RecordId, Status};

use crate::Desk;

pub use decide::{confirm, correct, join_into, reject, undo};
pub use once::decide_once;
pub use outcome::{Told, tell_outcome};
pub use profile::keep_profile;
pub use split::split;

/// Who gives a command, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct By {
    /// The actor; `desk` until people have accounts.
    pub actor: String,
    /// The reason that the person gave, if any.
    pub reason: String,
}

impl Default for By {
    fn default() -> Self {
        By {
            actor: "desk".into(),
            reason: String::new(),
        }
    }
}

/// Why a command was not done.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// There is no such record.
    #[error("there is no record `{0}`")]
    NotFound(RecordId),
    /// The record has changed since the person saw it.
    #[error("record `{id}` is at revision {found}; the command was given for revision {seen}")]
    Stale {
        /// The record.
        id: RecordId,
        /// The newest revision.
        found: u32,
        /// The revision that the person saw.
        seen: u32,
    },
    /// The command makes no sense here.
    #[error("{0}")]
    NotNow(String),
    /// The ledger refused it.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

/// The newest revision of a record, which must be the one that the person saw.
async fn seen(desk: &Arc<Desk>, id: RecordId, revision: u32) -> Result<Record, CommandError> {
    let stored = newest(desk, id).await?;
    if stored.record.revision != revision {
        return Err(CommandError::Stale {
            id,
            found: stored.record.revision,
            seen: revision,
        });
    }
    Ok(stored.record)
}

/// Refuses what was joined into another record: its values stand there now.
fn in_use(record: &Record) -> Result<(), CommandError> {
    if record.status == Status::Retired {
        return Err(CommandError::NotNow(format!(
            "record `{}` was joined into another one; split it first",
            record.id
        )));
    }
    Ok(())
}

async fn newest(desk: &Arc<Desk>, id: RecordId) -> Result<Stored, CommandError> {
    desk.ledger
        .get(id, AsOf::default())
        .await?
        .ok_or(CommandError::NotFound(id))
}

async fn commit(desk: &Arc<Desk>, by: By, changes: Vec<Change>) -> Result<Receipt, CommandError> {
    let append = Append {
        actor: by.actor,
        reason: by.reason,
        idempotency_key: None,
        changes,
    };
    Ok(desk.ledger.append(append).await?)
}
