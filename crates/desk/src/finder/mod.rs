//! The search index, which follows the ledger's change feed.
//!
//! The index is never the truth: it can be thrown away at any time and is then made again from the
//! ledger. It is opened when it is first needed; one that is broken, old, ahead of the ledger or of
//! another ledger is rebuilt without being asked, but not one that only could not be read or written just
//! now: a full disk is not mended by writing more. A search first catches up, so it never answers from
//! yesterday. The engine blocks, so it works on threads that may.

mod entry;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Mutex, MutexGuard};
use xinqiao_ledger::{Ledger, LedgerError};
use xinqiao_search::{Error as SearchError, Index, Query, Results, Writer};

use crate::Desk;
use entry::Sources;

/// How many events are taken at a time: what is between two of the index's commits.
const STRETCH: usize = 2_000;

/// After so many events at one go the index is put in order, so that searches are fast again.
const MANY: u64 = 10_000;

/// How often the ledger is asked whether it has grown.
const PERIOD: Duration = Duration::from_millis(500);

/// The file beside the index that says which ledger it is of: the hash of the ledger's first event.
const ORIGIN: &str = "xinqiao-origin";

/// Why something was not found.
#[derive(Debug, thiserror::Error)]
pub enum FinderError {
    /// The ledger failed.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The index failed, or the query does not parse.
    #[error(transparent)]
    Search(#[from] SearchError),
    /// A thread of ours ended badly.
    #[error("the search thread ended: {0}")]
    Thread(String),
}

/// The index, and how far it has followed the ledger.
#[derive(Default)]
pub struct Finder {
    folder: Option<PathBuf>,
    open: Mutex<Option<Open>>,
}

struct Open {
    index: Index,
    /// Taken out while a thread writes.
    writer: Option<Writer>,
    position: u64,
    sources: Sources,
}

impl std::fmt::Debug for Finder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Finder")
            .field("folder", &self.folder)
            .finish_non_exhaustive()
    }
}

impl Finder {
    /// An index in a folder of its own; nothing is opened yet.
    pub fn open(folder: impl Into<PathBuf>) -> Self {
        Finder {
            folder: Some(folder.into()),
            open: Mutex::default(),
        }
    }

    /// An index that ends with the program.
    pub fn in_memory() -> Self {
        Finder::default()
    }

    /// Follows the ledger to its head and says how far that is.
    ///
    /// # Errors
    /// When the ledger fails, or the index does even after it was rebuilt.
    pub async fn catch_up(&self, ledger: &dyn Ledger) -> Result<u64, FinderError> {
        let mut open = self.open.lock().await;
        match self.follow_to_head(&mut open, ledger).await {
            Err(FinderError::Search(
                error @ (SearchError::MustRebuild { .. } | SearchError::Damaged { .. }),
            )) => {
                tracing::warn!(%error, "the search index is rebuilt");
                *open = None;
                self.start(&mut open, true).await?;
                self.follow_to_head(&mut open, ledger).await
            }
            Err(error @ FinderError::Search(SearchError::Engine { .. })) => {
                // The next attempt opens it afresh, from what it last made sure of.
                *open = None;
                Err(error)
            }
            done => done,
        }
    }

    /// Throws the index away and makes it again from the ledger.
    ///
    /// # Errors
    /// When ledger or index fail.
    pub async fn rebuild(&self, ledger: &dyn Ledger) -> Result<u64, FinderError> {
        let mut open = self.open.lock().await;
        *open = None;
        self.start(&mut open, true).await?;
        self.follow_to_head(&mut open, ledger).await
    }

    /// Answers a question from all that the ledger holds now.
    ///
    /// # Errors
    /// When the query does not parse ([`SearchError::Syntax`]), or ledger or index fail.
    pub async fn search(&self, ledger: &dyn Ledger, query: Query) -> Result<Results, FinderError> {
        self.catch_up(ledger).await?;
        let index = self
            .open
            .lock()
            .await
            .as_ref()
            .map(|open| open.index.clone());
        let Some(index) = index else {
            return Ok(Results::default());
        };
        Ok(apart(move || index.search(&query)).await??)
    }

    async fn follow_to_head(
        &self,
        open: &mut MutexGuard<'_, Option<Open>>,
        ledger: &dyn Ledger,
    ) -> Result<u64, FinderError> {
        let head = ledger.head().await?;
        if open.is_none() {
            self.start(open, false).await?;
            if !self.belongs(open, ledger, head.events).await? {
                tracing::warn!("the search index is of another ledger and is rebuilt");
                **open = None;
                self.start(open, true).await?;
            }
        }
        let Some(state) = open.as_mut() else {
            return Ok(0);
        };
        let before = state.position;
        while state.position < head.events {
            let batch = ledger.changes(state.position, STRETCH).await?;
            if batch.events.is_empty() {
                break;
            }
            let first = batch
                .events
                .first()
                .filter(|event| event.header.sequence == 1)
                .map(|event| event.hash);
            let changes = state.sources.changes(ledger, batch.events).await?;
            let writer = state.writer.take();
            let (index, position) = (state.index.clone(), batch.next_after);
            let (writer, applied) =
                apart(move || match writer.map_or_else(|| index.writer(), Ok) {
                    Ok(mut writer) => {
                        let applied = writer.apply(&changes, position);
                        (Some(writer), applied)
                    }
                    Err(error) => (None, Err(error)),
                })
                .await?;
            state.writer = writer;
            applied?;
            state.position = position;
            if let (Some(folder), Some(first)) = (&self.folder, first) {
                note_origin(folder, &first.to_string());
            }
        }
        if state.position - before >= MANY
            && let Some(mut writer) = state.writer.take()
        {
            let (writer, compacted) = apart(move || {
                let compacted = writer.compact();
                (writer, compacted)
            })
            .await?;
            state.writer = Some(writer);
            compacted?;
        }
        Ok(state.position)
    }

    async fn start(&self, open: &mut Option<Open>, anew: bool) -> Result<(), FinderError> {
        let folder = self.folder.clone();
        let index = apart(move || match folder {
            None => Index::in_memory(),
            Some(folder) if anew => Index::rebuild(&folder),
            Some(folder) => match Index::open(&folder) {
                Err(error @ (SearchError::MustRebuild { .. } | SearchError::Damaged { .. })) => {
                    tracing::warn!(%error, "the search index is rebuilt");
                    Index::rebuild(&folder)
                }
                opened => opened,
            },
        })
        .await??;
        let position = index.position()?;
        *open = Some(Open {
            index,
            writer: None,
            position,
            sources: Sources::default(),
        });
        Ok(())
    }

    /// Whether an index that was there before is of this ledger.
    async fn belongs(
        &self,
        open: &Option<Open>,
        ledger: &dyn Ledger,
        events: u64,
    ) -> Result<bool, FinderError> {
        let (Some(folder), Some(state)) = (&self.folder, open) else {
            return Ok(true);
        };
        if state.position == 0 {
            return Ok(true);
        }
        let first = ledger.changes(0, 1).await?.events.into_iter().next();
        let noted = std::fs::read_to_string(folder.join(ORIGIN)).unwrap_or_default();
        Ok(state.position <= events
            && first.is_some_and(|first| first.hash.to_string() == noted.trim()))
    }
}

/// Without the note the index is rebuilt at the next start: slow, but never wrong.
fn note_origin(folder: &Path, hash: &str) {
    if let Err(error) = std::fs::write(folder.join(ORIGIN), hash) {
        tracing::warn!(%error, "the search index could not note its ledger");
    }
}

async fn apart<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, FinderError> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| FinderError::Thread(error.to_string()))
}

/// Keeps index and board near the ledger's head for as long as the program runs, so that the first
/// search after an upload does not wait. The shell spawns it once.
pub async fn follow(desk: Arc<Desk>) {
    let mut told = false;
    loop {
        let done = async {
            desk.board.now(&*desk.ledger).await?;
            desk.finder.catch_up(&*desk.ledger).await
        };
        match done.await {
            Ok(_) => told = false,
            Err(FinderError::Ledger(LedgerError::Closed)) => return,
            Err(error) if !told => {
                tracing::error!(%error, "the search index does not follow the ledger");
                told = true;
            }
            Err(_) => {}
        }
        tokio::time::sleep(PERIOD).await;
    }
}
