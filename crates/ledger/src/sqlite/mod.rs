//! The ledger on SQLite: one folder, one process, one writer thread, readers beside it.
//!
//! | module | concept |
//! |---|---|
//! | `schema` | tables and format version |
//! | `lock` | one process per folder |
//! | `writer` | the one writer, group commit |
//! | `reader` | the reads |
//! | `project` | projections of a revision |
//! | `chain` | walking the chain |
//! | `verify` | the full check, and that of start-up |
//! | `recover` | inspect, rebuild, salvage |
//! | `row` | rows as values |
//!
//! What is checked when a folder is opened: that the file is a ledger; the whole chain of event
//! headers (of more than two million events the last 200 000); that it ends where the head row says;
//! the last hundred bodies; that the projections stand at the last event; the chain of blob digests;
//! and up to 64 MiB SQLite's own check and the number of bodies. Bodies, blob bytes and every row of
//! the projections are checked by `verify`, and each body and blob again whenever it is read.

mod chain;
mod lock;
mod project;
mod reader;
mod recover;
mod row;
mod schema;
mod verify;
mod writer;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::JoinHandle;

use async_trait::async_trait;
use jiff::Timestamp;
use tokio::sync::{mpsc, oneshot};
use xinqiao_record::{RecordId, Sha256};

use crate::contract::{
    Append, AsOf, ChangeBatch, Filter, Ledger, LedgerHead, Page, Receipt, Referrer, Stored,
    StoredCheckpoint, VerifyReport,
};
use crate::error::LedgerError;
use crate::job::Job;
use crate::prepare::prepare;
use crate::sqlite::chain::Fault;
use crate::sqlite::lock::FolderLock;
use crate::sqlite::reader::Pool;
use crate::sqlite::writer::{Head, QUEUE, Writer};

pub use recover::Salvaged;

/// The name of the database file in the data folder.
const FILE: &str = "ledger.sqlite";

/// From this many records or blob bytes on, preparing is moved off the threads that serve requests.
const MANY_RECORDS: usize = 32;
const MANY_BYTES: usize = 1 << 18;

/// A ledger in a folder of this machine.
///
/// Dropping it finishes what is queued and frees the folder; that may wait for the disk.
pub struct SqliteLedger {
    folder: PathBuf,
    queue: Option<mpsc::Sender<Job>>,
    writer: Option<JoinHandle<()>>,
    pool: Arc<Pool>,
    /// Held until everything else has ended.
    _lock: FolderLock,
}

impl std::fmt::Debug for SqliteLedger {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SqliteLedger")
            .field("folder", &self.folder)
            .finish_non_exhaustive()
    }
}

impl SqliteLedger {
    /// Opens the ledger of a folder, making both if needed. `clock` tells the time of each commit.
    ///
    /// # Errors
    /// [`LedgerError::InUse`] when another process has the folder, [`LedgerError::TooNew`],
    /// [`LedgerError::Refused`] for a broken ledger, with what can be done.
    pub fn open(
        folder: &Path,
        clock: impl Fn() -> Timestamp + Send + Sync + 'static,
    ) -> Result<SqliteLedger, LedgerError> {
        let mut lock = FolderLock::take(folder)?;
        let file = folder.join(FILE);
        let conn = open_checked(folder, &file, &lock).map_err(|fault| refuse(folder, fault))?;
        lock.mark()?;
        sync_folder(folder)?;
        let writer = Writer::new(conn, Box::new(clock))?;
        let (queue, jobs) = mpsc::channel(QUEUE);
        let writer = std::thread::Builder::new()
            .name("ledger writer".to_owned())
            .spawn(move || writer.run(jobs))
            .map_err(|error| {
                LedgerError::Store(format!("the writer cannot be started: {error}"))
            })?;
        tracing::debug!(folder = %folder.display(), "ledger opened");
        Ok(SqliteLedger {
            folder: folder.to_path_buf(),
            queue: Some(queue),
            writer: Some(writer),
            pool: Arc::new(Pool::new(file)),
            _lock: lock,
        })
    }

    /// Whether a ledger is, or once was, in this folder.
    pub fn is_in(folder: &Path) -> bool {
        folder.join(FILE).exists() || folder.join(lock::LOCK_FILE).exists()
    }

    /// The data folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Writes one state of the ledger into a new file while work goes on. Put into an empty folder
    /// as `ledger.sqlite` it can be opened.
    ///
    /// # Errors
    /// [`LedgerError::Store`] when the file exists or cannot be written.
    pub async fn backup(&self, to: PathBuf) -> Result<(), LedgerError> {
        if to.exists() {
            return Err(LedgerError::Store(format!(
                "`{}` exists already",
                to.display()
            )));
        }
        let file = self.folder.join(FILE);
        blocking(move || {
            let conn = schema::open_reader(&file)?;
            conn.execute("VACUUM INTO ?1", [to.to_string_lossy()])?;
            let synced = std::fs::File::open(&to).and_then(|file| file.sync_all());
            synced.map_err(|error| LedgerError::Store(format!("`{}`: {error}", to.display())))
        })
        .await
    }

    async fn queue<T>(
        &self,
        job: impl FnOnce(oneshot::Sender<Result<T, LedgerError>>) -> Job,
    ) -> Result<T, LedgerError> {
        let (reply, answer) = oneshot::channel();
        let queue = self.queue.as_ref().ok_or(LedgerError::Closed)?;
        queue
            .send(job(reply))
            .await
            .map_err(|_| LedgerError::Closed)?;
        answer.await.map_err(|_| LedgerError::Closed)?
    }
}

/// Runs work that may take long on a thread that may block.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, LedgerError> + Send + 'static,
) -> Result<T, LedgerError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| LedgerError::Store(format!("the work did not end: {error}")))?
}

fn open_checked(
    folder: &Path,
    file: &Path,
    lock: &FolderLock,
) -> Result<rusqlite::Connection, Fault> {
    if lock.marked && !file.exists() {
        let what = format!("a ledger was made in this folder, but its file `{FILE}` is missing");
        return Err(Fault::Kept(0, what));
    }
    let mut conn = schema::open_writer(folder, file, !lock.marked)?;
    verify::check_at_open(&mut conn)?;
    Ok(conn)
}

/// Says what can be done about a fault found at start-up.
fn refuse(folder: &Path, fault: Fault) -> LedgerError {
    let folder = folder.to_path_buf();
    match fault {
        Fault::Other(error) => error,
        Fault::Projection(what) => LedgerError::Refused {
            folder,
            sequence: 0,
            what,
            recovery: "the events are in order; make the projections again from them \
                       with `xinqiao ledger rebuild`"
                .to_owned(),
        },
        Fault::Kept(sequence, what) => {
            let intact = match sequence {
                0 => "what is intact".to_owned(),
                number => format!("what lies before event {number}"),
            };
            let recovery = format!(
                "put the last backup in place of the folder, or copy {intact} into a new folder \
                 with `xinqiao ledger salvage`"
            );
            LedgerError::Refused {
                folder,
                sequence,
                what,
                recovery,
            }
        }
    }
}

/// Makes the entry of a new file durable.
fn sync_folder(folder: &Path) -> Result<(), LedgerError> {
    let synced = std::fs::File::open(folder).and_then(|folder| folder.sync_all());
    synced.map_err(|error| LedgerError::Store(format!("the data folder cannot be synced: {error}")))
}

#[async_trait]
impl Ledger for SqliteLedger {
    async fn append(&self, append: Append) -> Result<Receipt, LedgerError> {
        let prepared = if append.changes.len() < MANY_RECORDS {
            prepare(append)?
        } else {
            blocking(move || prepare(append)).await?
        };
        self.queue(|reply| Job::Append(Box::new(prepared), reply))
            .await
    }

    async fn get(&self, id: RecordId, as_of: AsOf) -> Result<Option<Stored>, LedgerError> {
        self.pool
            .read(move |conn| reader::get(conn, id, as_of))
            .await
    }

    async fn history(&self, id: RecordId) -> Result<Vec<Stored>, LedgerError> {
        self.pool.read(move |conn| reader::history(conn, id)).await
    }

    async fn list(&self, filter: Filter) -> Result<Page, LedgerError> {
        self.pool
            .read(move |conn| reader::list(conn, &filter))
            .await
    }

    async fn referrers(&self, id: RecordId) -> Result<Vec<Referrer>, LedgerError> {
        self.pool
            .read(move |conn| reader::referrers(conn, id))
            .await
    }

    async fn changes(&self, after: u64, limit: usize) -> Result<ChangeBatch, LedgerError> {
        self.pool
            .read(move |conn| reader::changes(conn, after, limit))
            .await
    }

    async fn put_blob(&self, bytes: Vec<u8>) -> Result<Sha256, LedgerError> {
        let (digest, bytes) = if bytes.len() < MANY_BYTES {
            (Sha256::of(&bytes), bytes)
        } else {
            blocking(move || Ok((Sha256::of(&bytes), bytes))).await?
        };
        self.queue(|reply| Job::Blob(digest, bytes, reply)).await?;
        Ok(digest)
    }

    async fn blob(&self, digest: Sha256) -> Result<Option<Vec<u8>>, LedgerError> {
        self.pool.read(move |conn| reader::blob(conn, digest)).await
    }

    async fn event_hashes(&self, after: u64, limit: usize) -> Result<Vec<Sha256>, LedgerError> {
        self.pool
            .read(move |conn| reader::event_hashes(conn, after, limit))
            .await
    }

    async fn keep_checkpoint(
        &self,
        size: u64,
        note: String,
    ) -> Result<StoredCheckpoint, LedgerError> {
        self.queue(|reply| Job::Checkpoint(size, note, reply)).await
    }

    async fn checkpoints(&self, limit: u64) -> Result<Vec<StoredCheckpoint>, LedgerError> {
        self.pool
            .read(move |conn| reader::checkpoints(conn, limit))
            .await
    }

    async fn head(&self) -> Result<LedgerHead, LedgerError> {
        self.pool.read(|conn| Ok(Head::load(conn)?.public())).await
    }

    async fn verify(&self) -> Result<VerifyReport, LedgerError> {
        let file = self.folder.join(FILE);
        // A connection of its own: the check puts temporary tables over the stored ones.
        blocking(move || verify::verify(&mut schema::open_reader(&file)?)).await
    }
}

impl Drop for SqliteLedger {
    fn drop(&mut self) {
        self.pool.close();
        drop(self.queue.take());
        if let Some(writer) = self.writer.take()
            && writer.join().is_err()
        {
            tracing::error!(folder = %self.folder.display(), "the ledger's writer ended badly");
        }
    }
}
