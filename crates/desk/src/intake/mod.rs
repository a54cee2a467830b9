//! A document → records: what is new, what is known already.
//!
//! Taking in a document is one atomic commit: the document, its articles, and one candidate for each
//! fact. A candidate that is certainly the same as another candidate is joined into it at once: the
//! record then has two sources, and the joined candidate stays, retired, so that the join can be seen
//! and undone. A candidate that is the same as something a person has confirmed, or that only may be
//! the same, waits with a suggestion.

mod known;
mod plan;
mod stored;
mod upload;

use std::sync::Arc;

use xinqiao_ledger::{Append, LedgerError};
use xinqiao_reader::{ReadError, Reading};
use xinqiao_record::{RecordId, Sha256};

use crate::Desk;

pub use known::Known;
pub use plan::{Tally, joined};
pub use stored::StoredReading;
pub use upload::{FileState, Job, JobId, Room, Uploads, take_in_all};

/// A document that was taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// Its record.
    pub document: RecordId,
    /// What was found in it.
    pub tally: Tally,
    /// Whether the same bytes had been taken in before; then nothing was changed.
    pub repeated: bool,
}

/// A document that could not be taken in.
#[derive(Debug, thiserror::Error)]
pub enum IntakeError {
    /// It could not be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The ledger refused it.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// A fault of ours.
    #[error("{0}")]
    Fault(String),
}

/// How often a document is matched anew when somebody changes a record that it was to be joined into.
const ATTEMPTS: usize = 5;

/// Reads a document and takes it into the ledger.
///
/// # Errors
/// When the document cannot be read or the ledger does not take it; nothing is changed then.
pub async fn take_in(
    desk: &Arc<Desk>,
    file_name: &str,
    bytes: Vec<u8>,
) -> Result<Taken, IntakeError> {
    let digest = Sha256::of(&bytes);
    {
        let mut known = desk.known.lock().await;
        known.catch_up(&*desk.ledger).await?;
        if let Some(taken) = taken_before(desk, &known, digest).await? {
            return Ok(taken);
        }
    }
    let bytes = Arc::new(bytes);
    let reading = read_apart(desk, file_name, Arc::clone(&bytes)).await?;
    let stored = StoredReading::new(&reading);
    let stored =
        serde_json::to_vec(&stored).map_err(|error| IntakeError::Fault(error.to_string()))?;
    let size = bytes.len() as u64;
    let bytes = Arc::try_unwrap(bytes).unwrap_or_else(|shared| (*shared).clone());
    desk.ledger.put_blob(bytes).await?;
    let file = plan::File {
        name: file_name,
        digest,
        size,
        reading: desk.ledger.put_blob(stored).await?,
    };
    record(desk, &file, &reading).await
}

/// Takes a reading into the ledger. One intake at a time: each must know what the one before it made.
async fn record(
    desk: &Arc<Desk>,
    file: &plan::File<'_>,
    reading: &Reading,
) -> Result<Taken, IntakeError> {
    let mut known = desk.known.lock().await;
    let mut attempt = 1;
    loop {
        known.catch_up(&*desk.ledger).await?;
        // The same bytes may have been taken in while these were read.
        if let Some(taken) = taken_before(desk, &known, file.digest).await? {
            return Ok(taken);
        }
        let plan = plan::plan(file, reading, &mut known, &desk.ids);
        let append = Append {
            actor: "reader".into(),
            reason: format!("read {}", file.name),
            idempotency_key: Some(format!("document:{}", file.digest)),
            changes: plan.changes,
        };
        match desk.ledger.append(append).await {
            Ok(receipt) => {
                known.catch_up(&*desk.ledger).await?;
                return Ok(Taken {
                    document: plan.document,
                    tally: plan.tally,
                    repeated: receipt.repeated,
                });
            }
            // Somebody decided on a record in between: what the document is joined into may be another now.
            Err(LedgerError::Conflict { .. }) if attempt < ATTEMPTS => attempt += 1,
            Err(error) => return Err(error.into()),
        }
    }
}

/// Reading is work for the processor: it must not hold up the server's own threads.
async fn read_apart(
    desk: &Arc<Desk>,
    file_name: &str,
    bytes: Arc<Vec<u8>>,
) -> Result<Reading, IntakeError> {
    let (name, limits) = (file_name.to_owned(), desk.limits.clone());
    tokio::task::spawn_blocking(move || xinqiao_reader::read(&name, &bytes, &limits))
        .await
        .map_err(|error| IntakeError::Fault(error.to_string()))?
        .map_err(IntakeError::Read)
}

/// The document with these bytes, if it was taken in before and its file and its reading are both there.
/// They are not where records came in without their documents, by an import.
async fn taken_before(
    desk: &Arc<Desk>,
    known: &Known,
    file: Sha256,
) -> Result<Option<Taken>, LedgerError> {
    let Some((document, reading)) = known.document(file) else {
        return Ok(None);
    };
    let there =
        desk.ledger.blob(file).await?.is_some() && desk.ledger.blob(reading).await?.is_some();
    Ok(there.then(|| Taken {
        document,
        tally: Tally::default(),
        repeated: true,
    }))
}
