//! What the desk knows already, kept up with the ledger's change feed.

use std::collections::HashMap;

use xinqiao_ledger::{Ledger, LedgerError};
use xinqiao_reader::resolve::Directory;
use xinqiao_record::{Body, Kind, Record, RecordId, Sha256, Status};

/// Facts that are proposed or confirmed, to be found again, and the files that were taken in.
#[derive(Debug, Default)]
pub struct Known {
    /// By the names under which they may be met.
    pub directory: Directory,
    /// By id.
    pub records: HashMap<RecordId, Record>,
    /// The newest document with a file of these bytes, whatever its state, and its stored reading.
    documents: HashMap<Sha256, (RecordId, Sha256)>,
    position: u64,
}

/// How many events are asked for at a time.
const STRETCH: usize = 1_000;

impl Known {
    /// Reads the change feed on from where it was left.
    ///
    /// # Errors
    /// When the ledger fails.
    pub async fn catch_up(&mut self, ledger: &dyn Ledger) -> Result<(), LedgerError> {
        loop {
            let batch = ledger.changes(self.position, STRETCH).await?;
            if batch.events.is_empty() {
                return Ok(());
            }
            for event in batch.events {
                self.take(event.record);
            }
            self.position = batch.next_after;
        }
    }

    /// The newest document with a file of these bytes, and the digest of its stored reading.
    pub fn document(&self, file: Sha256) -> Option<(RecordId, Sha256)> {
        self.documents.get(&file).copied()
    }

    fn take(&mut self, record: Record) {
        if let Body::Document(body) = &record.body {
            let known = self
                .documents
                .entry(body.file)
                .or_insert((record.id, body.reading));
            *known = (record.id, body.reading).max(*known);
        }
        if !Kind::FACTS.contains(&record.kind()) {
            return;
        }
        let id = record.id;
        if matches!(record.status, Status::Proposed | Status::Confirmed) {
            self.directory.put(id, record.body.clone());
            self.records.insert(id, record);
        } else {
            self.directory.remove(id);
            self.records.remove(&id);
        }
    }
}
