//! What a store's one writer is asked to do, and where the answer goes. The same for every store.

use tokio::sync::oneshot;
use xinqiao_record::Sha256;

use crate::contract::{Receipt, StoredCheckpoint};
use crate::error::LedgerError;
use crate::prepare::Prepared;

/// Where an answer goes.
pub(crate) type Reply<T> = oneshot::Sender<Result<T, LedgerError>>;

/// What the writer is asked to do.
pub(crate) enum Job {
    /// Append records.
    Append(Box<Prepared>, Reply<Receipt>),
    /// Keep a blob under its digest.
    Blob(Sha256, Vec<u8>, Reply<()>),
    /// Keep a signed checkpoint over so many events.
    Checkpoint(u64, String, Reply<StoredCheckpoint>),
}

/// What came of a job: done, or refused without a write.
pub(crate) enum Answer {
    /// Of an append: taken, or refused.
    Append(Result<Receipt, LedgerError>),
    /// Of a blob.
    Blob,
    /// Of a checkpoint, as it is kept.
    Checkpoint(StoredCheckpoint),
}

impl Job {
    /// Answers. Nobody listening is no error: the work is done all the same.
    pub(crate) fn give(self, outcome: Result<Answer, String>) {
        let failed = LedgerError::Store;
        match (self, outcome) {
            (Job::Append(_, reply), Ok(Answer::Append(result))) => drop(reply.send(result)),
            (Job::Blob(_, _, reply), Ok(Answer::Blob)) => drop(reply.send(Ok(()))),
            (Job::Checkpoint(_, _, reply), Ok(Answer::Checkpoint(kept))) => {
                drop(reply.send(Ok(kept)));
            }
            (Job::Append(_, reply), Err(why)) => drop(reply.send(Err(failed(why)))),
            (Job::Blob(_, _, reply), Err(why)) => drop(reply.send(Err(failed(why)))),
            (Job::Checkpoint(_, _, reply), Err(why)) => drop(reply.send(Err(failed(why)))),
            // INVARIANT: answers are made in the order of their jobs, so none of these comes up.
            (Job::Append(_, reply), Ok(_)) => drop(reply.send(Err(LedgerError::Closed))),
            (Job::Blob(_, _, reply), Ok(_)) => drop(reply.send(Err(LedgerError::Closed))),
            (Job::Checkpoint(_, _, reply), Ok(_)) => drop(reply.send(Err(LedgerError::Closed))),
        }
    }

    /// How many bytes it carries, about.
    pub(crate) fn size(&self) -> usize {
        match self {
            Job::Append(prepared, _) => prepared
                .changes
                .iter()
                .map(|change| change.body.len())
                .sum(),
            Job::Blob(_, bytes, _) => bytes.len(),
            Job::Checkpoint(_, note, _) => note.len(),
        }
    }
}
