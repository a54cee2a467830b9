//! What the desk knows already, kept up with the ledger's change feed.

use std::collections::HashMap;

use xinqiao_ledger::{Ledger, LedgerError};
use xinqiao_reader::resolve::Directory;
use xinqiao_record::{Kind, Record, RecordId, Status};

/// Facts that are proposed or confirmed, to be found again.
#[derive(Debug, Default)]
pub struct Known {
    /// By the names under which they may be met.
    pub directory: Directory,
    /// By id.
    pub records: HashMap<RecordId, Record>,
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

    fn take(&mut self, record: Record) {
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
