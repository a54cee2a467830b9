//! What can go wrong with a ledger.

use std::path::PathBuf;

use xinqiao_record::RecordId;
use xinqiao_record::record::BadRecord;

use crate::contract::Expected;

/// An error of a ledger.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// Somebody else changed the record in between.
    #[error(
        "record `{id}` is at revision {found}, not where this change expects it ({expected}); read it again and repeat the change"
    )]
    Conflict {
        /// The record.
        id: RecordId,
        /// What the change expected.
        expected: Expected,
        /// The newest revision, 0 where there is none.
        found: u32,
    },
    /// The idempotency key was used for other content.
    #[error("idempotency key `{key}` was used before for other content")]
    KeyReused {
        /// The key.
        key: String,
    },
    /// A record does not hold together.
    #[error("{0}")]
    BadRecord(#[from] BadRecord),
    /// The commit itself is wrong.
    #[error("this commit cannot be taken: {reason}")]
    BadCommit {
        /// Why.
        reason: String,
    },
    /// The chain or a projection is not what it must be.
    #[error("the ledger is broken{}: {what}", at_event(*.sequence))]
    Broken {
        /// The first bad event; 0 where the fault lies in no single event.
        sequence: u64,
        /// What is wrong.
        what: String,
    },
    /// The ledger of a folder was found broken when it was opened; it stays closed and as it is.
    #[error("the ledger in `{}` is broken{}: {what}. It was not opened. To recover: {recovery}", folder.display(), at_event(*.sequence))]
    Refused {
        /// The folder.
        folder: PathBuf,
        /// The first bad event; 0 where the fault lies in no single event.
        sequence: u64,
        /// What is wrong.
        what: String,
        /// What a person can do.
        recovery: String,
    },
    /// Another process has the data folder.
    #[error("the data folder `{}` is in use by another process{}; stop that one first or use another folder", folder.display(), holder.as_ref().map(|who| format!(" ({who})")).unwrap_or_default())]
    InUse {
        /// The folder.
        folder: PathBuf,
        /// Who holds it, if known.
        holder: Option<String>,
    },
    /// The store was written by a newer program.
    #[error("the data folder `{}` has format {found}; this program reads up to {known}: use a newer program", folder.display())]
    TooNew {
        /// The folder.
        folder: PathBuf,
        /// Format found.
        found: u32,
        /// Newest format known.
        known: u32,
    },
    /// The store failed.
    #[error("the store failed: {0}")]
    Store(String),
    /// The ledger was closed.
    #[error("the ledger is closed")]
    Closed,
}

fn at_event(sequence: u64) -> String {
    if sequence == 0 {
        String::new()
    } else {
        format!(" at event {sequence}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_in_no_single_event_names_none() {
        let broken = |sequence| LedgerError::Broken {
            sequence,
            what: "the head row is missing".into(),
        };
        assert_eq!(
            broken(0).to_string(),
            "the ledger is broken: the head row is missing"
        );
        assert_eq!(
            broken(7).to_string(),
            "the ledger is broken at event 7: the head row is missing"
        );
    }

    #[test]
    fn a_refusal_names_the_folder_the_fault_and_the_way_out() {
        let refused = LedgerError::Refused {
            folder: PathBuf::from("desk-data"),
            sequence: 3,
            what: "the event is missing".into(),
            recovery: "restore a backup".into(),
        };
        assert_eq!(
            refused.to_string(),
            "the ledger in `desk-data` is broken at event 3: the event is missing. \
             It was not opened. To recover: restore a backup",
        );
    }
}
