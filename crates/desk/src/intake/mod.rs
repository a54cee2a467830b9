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

use xinqiao_ledger::{Append, Filter, LedgerError};
use xinqiao_reader::{ReadError, Reading};
use xinqiao_record::{Kind, RecordId, Sha256};

use crate::Desk;

pub use known::Known;
pub use plan::{Tally, joined};
pub use stored::StoredReading;
pub use upload::{FileState, Job, JobId, Uploads, take_in_all};

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

/// Reads a document and takes it into the ledger.
///
/// # Errors
/// When the document cannot be read or the ledger does not take it; nothing is changed then.
pub async fn take_in(
    desk: &Arc<Desk>,
    file_name: &str,
    bytes: Vec<u8>,
) -> Result<Taken, IntakeError> {
    let file = Sha256::of(&bytes);
    if let Some(document) = document_of(desk, file).await? {
        return Ok(Taken {
            document,
            tally: Tally::default(),
            repeated: true,
        });
    }
    let bytes = Arc::new(bytes);
    let reading = read_apart(desk, file_name, Arc::clone(&bytes)).await?;
    let stored = StoredReading::new(&reading);
    let stored =
        serde_json::to_vec(&stored).map_err(|error| IntakeError::Fault(error.to_string()))?;
    let size = bytes.len() as u64;
    let bytes = Arc::try_unwrap(bytes).unwrap_or_else(|shared| (*shared).clone());
    desk.ledger.put_blob(bytes).await?;
    let reading_digest = desk.ledger.put_blob(stored).await?;

    // One intake at a time: each must know what the one before it made.
    let mut known = desk.known.lock().await;
    known.catch_up(&*desk.ledger).await?;
    let file = plan::File {
        name: file_name,
        digest: file,
        size,
        reading: reading_digest,
    };
    let plan = plan::plan(&file, &reading, &known, &desk.ids);
    let (document, tally) = (plan.document, plan.tally.clone());
    let append = Append {
        actor: "reader".into(),
        reason: format!("read {file_name}"),
        idempotency_key: Some(format!("document:{file}", file = file.digest)),
        changes: plan.changes,
    };
    let receipt = desk.ledger.append(append).await?;
    known.catch_up(&*desk.ledger).await?;
    Ok(Taken {
        document,
        tally,
        repeated: receipt.repeated,
    })
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

/// The document with these bytes, if it was taken in before.
async fn document_of(desk: &Arc<Desk>, file: Sha256) -> Result<Option<RecordId>, LedgerError> {
    if desk.ledger.blob(file).await?.is_none() {
        return Ok(None);
    }
    let documents = desk.ledger.list(Filter::kind(Kind::Document)).await?;
    let same = documents.records.into_iter().find(|stored| {
        matches!(&stored.record.body, xinqiao_record::Body::Document(body) if body.file == file)
    });
    Ok(same.map(|stored| stored.record.id))
}
