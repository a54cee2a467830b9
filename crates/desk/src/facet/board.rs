//! The newest revision of every record, and who changed what when, as of one head of the ledger.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, PoisonError};

use tokio::sync::Mutex;
use xinqiao_ledger::{Event, Ledger, LedgerError, Stored};
use xinqiao_record::body::Document;
use xinqiao_record::{Body, Kind, RecordId, Status};

use super::row::Row;
use super::selection::{Selection, Sifted};

/// How many events are asked for at a time.
const STRETCH: usize = 1_000;

/// How many selections are remembered.
const REMEMBERED: usize = 32;

/// The last moment that an id can name: 48 bits of milliseconds.
const LAST_MS: u64 = (1 << 48) - 1;
/// The greatest random part of an id: 80 bits.
const LAST_RANDOM: u128 = (1 << 80) - 1;

/// Follows the ledger; cheap to ask again while nothing has changed.
#[derive(Debug, Default)]
pub struct Board {
    newest: Mutex<Arc<Snapshot>>,
    /// What was asked for last, newest at the end, by head and selection.
    sifted: std::sync::Mutex<VecDeque<(String, Arc<Sifted>)>>,
}

/// The records as of one head of the ledger.
#[derive(Debug, Clone, Default)]
pub struct Snapshot {
    /// The number of the last event that is in it.
    pub position: u64,
    // INVARIANT: ids are ordered by kind first, so the records of one kind are one range.
    rows: BTreeMap<RecordId, Arc<Row>>,
    log: Vec<LogLine>,
}

/// What the event list is filtered by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogLine {
    /// The record.
    pub record: RecordId,
    /// Who changed it.
    pub actor: Arc<str>,
}

impl Board {
    /// The records as of now: everything whose receipt was given before the call is in it.
    ///
    /// # Errors
    /// When the ledger fails.
    pub async fn now(&self, ledger: &dyn Ledger) -> Result<Arc<Snapshot>, LedgerError> {
        let head = ledger.head().await?;
        let mut newest = self.newest.lock().await;
        if newest.position > head.events {
            // The ledger was exchanged for another one under our feet.
            *newest = Arc::default();
            self.sifted
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .clear();
        }
        while newest.position < head.events {
            let batch = ledger.changes(newest.position, STRETCH).await?;
            if batch.events.is_empty() {
                break;
            }
            let snapshot = Arc::make_mut(&mut newest);
            for event in batch.events {
                snapshot.take(event);
            }
            snapshot.position = batch.next_after;
        }
        Ok(Arc::clone(&newest))
    }
}

impl Board {
    /// What a selection leaves of a snapshot; asking the same again costs nothing until the ledger grows.
    pub fn sift(&self, snapshot: &Snapshot, selection: &Selection) -> Arc<Sifted> {
        let key = format!("{} {}", snapshot.position, selection.key());
        let lock = || self.sifted.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, known)) = lock().iter().find(|(known, _)| *known == key) {
            return Arc::clone(known);
        }
        let sifted = Arc::new(selection.sift(snapshot));
        let mut kept = lock();
        kept.push_back((key, Arc::clone(&sifted)));
        if kept.len() > REMEMBERED {
            kept.pop_front();
        }
        sifted
    }
}

impl Snapshot {
    fn take(&mut self, event: Event) {
        let actor = match self.log.last() {
            Some(last) if *last.actor == *event.header.actor => Arc::clone(&last.actor),
            _ => event.header.actor.as_str().into(),
        };
        self.log.push(LogLine {
            record: event.header.record,
            actor,
        });
        let stored = Stored {
            at: event.header.at(),
            record: event.record,
            sequence: event.header.sequence,
            actor: event.header.actor,
            reason: event.header.reason,
        };
        self.rows
            .insert(stored.record.id, Arc::new(Row::new(stored)));
    }

    /// The record of this id.
    pub fn row(&self, id: RecordId) -> Option<&Arc<Row>> {
        self.rows.get(&id)
    }

    /// All records, by kind and then by age.
    pub fn rows(&self) -> impl Iterator<Item = &Arc<Row>> {
        self.rows.values()
    }

    /// The records of one kind, the oldest first.
    pub fn of_kind(&self, kind: Kind) -> impl DoubleEndedIterator<Item = &Arc<Row>> {
        let first = RecordId::from_parts(kind, 0, 0);
        let last = RecordId::from_parts(kind, LAST_MS, LAST_RANDOM);
        self.rows.range(first..=last).map(|(_, row)| row)
    }

    /// How many records of a kind stand at a status.
    pub fn count(&self, kind: Kind, status: Status) -> u64 {
        self.of_kind(kind)
            .filter(|row| row.record().status == status)
            .count() as u64
    }

    /// Whether there is nothing at all.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// A document's body.
    pub fn document(&self, id: RecordId) -> Option<&Document> {
        match &self.rows.get(&id)?.record().body {
            Body::Document(document) => Some(document),
            _ => None,
        }
    }

    /// The place of an article in its document, counted from one.
    pub fn article_number(&self, id: RecordId) -> Option<u32> {
        match &self.rows.get(&id)?.record().body {
            Body::Article(article) => Some(article.number),
            _ => None,
        }
    }

    /// The event log; the event with number `n` stands at `n - 1`.
    pub fn log(&self) -> &[LogLine] {
        &self.log
    }
}
