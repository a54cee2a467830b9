//! The one writer: a thread that takes what is queued, commits it as a group and answers afterwards.
//!
//! While one group is being synced to disk the next one gathers, so the number of appends per sync
//! grows with the load. What is refused (a conflict, a key used again) is refused before its first
//! write, so it leaves no trace in the group's transaction and does not touch its neighbours. Where
//! the store itself fails, the group is undone and each of its jobs is tried in a transaction of its
//! own, so that the one that cannot be stored fails alone. (Savepoints would do the same, but copy
//! every page that they change.)

use std::time::{Duration, Instant};

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension};
use tokio::sync::mpsc;
use tokio::sync::mpsc::error::TryRecvError;
use xinqiao_record::Sha256;

use crate::contract::{Expected, LedgerHead, Receipt, StoredCheckpoint};
use crate::error::LedgerError;
use crate::event::EventHeader;
use crate::job::{Answer, Job};
use crate::prepare::{Key, Prepared};
use crate::sqlite::project::apply_key;
use crate::sqlite::row::{Digest, checkpoint, count, insert_event, int};

/// The most jobs and blob bytes in one group: bounds memory and the wait of the first in it.
const GROUP_JOBS: usize = 1024;
const GROUP_BYTES: usize = 32 << 20;

/// The most that a group waits for further jobs, and in what steps. On a disk that syncs in less
/// than four steps nothing waits.
const LONGEST_WAIT: Duration = Duration::from_millis(2);
const NAP: Duration = Duration::from_micros(50);

/// Jobs that may wait before callers do.
pub(super) const QUEUE: usize = 4096;

/// What reads the time.
pub(super) type Clock = Box<dyn Fn() -> Timestamp + Send + Sync>;

/// Why a group failed.
enum Failure {
    /// Before COMMIT: nothing of it is there.
    Work(LedgerError),
    /// In COMMIT.
    Commit(LedgerError),
}

/// Where both chains end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) events: u64,
    pub(super) hash: Sha256,
    pub(super) blobs: u64,
    pub(super) blob_chain: Sha256,
    /// The time of the last event.
    pub(super) at_us: Option<i64>,
}

impl Head {
    /// The head row and the time of the last event.
    pub(super) fn load(conn: &Connection) -> rusqlite::Result<Head> {
        let sql = "SELECT events, hash, blobs, blob_chain,
            (SELECT at_us FROM events ORDER BY sequence DESC LIMIT 1) FROM head";
        conn.prepare_cached(sql)?.query_row([], |row| {
            Ok(Head {
                events: count(row.get(0)?),
                hash: row.get::<_, Digest>(1)?.0,
                blobs: count(row.get(2)?),
                blob_chain: row.get::<_, Digest>(3)?.0,
                at_us: row.get(4)?,
            })
        })
    }

    /// Writes the head row.
    pub(super) fn save(&self, conn: &Connection) -> rusqlite::Result<()> {
        conn.prepare_cached("UPDATE head SET events = ?1, hash = ?2, blobs = ?3, blob_chain = ?4")?
            .execute((
                int(self.events),
                Digest(self.hash),
                int(self.blobs),
                Digest(self.blob_chain),
            ))?;
        Ok(())
    }

    /// The part that callers see.
    pub(super) fn public(&self) -> LedgerHead {
        LedgerHead {
            events: self.events,
            hash: self.hash,
        }
    }

    /// The blob chain after one more blob.
    pub(super) fn next_blob(&self, digest: Sha256) -> Sha256 {
        Sha256::of(&[*self.blob_chain.as_bytes(), *digest.as_bytes()].concat())
    }
}

/// How the last group went.
#[derive(Default)]
struct Pace {
    /// The jobs done in it and those that came meanwhile: so many can be expected again.
    jobs: usize,
    /// How long its commit took.
    commit: Duration,
}

/// Takes what is queued. While producers that were just answered may be about to ask again, waits
/// for them up to a quarter of the time that a commit takes: else producers that wait for their
/// answers fall into two halves, each of which waits for the other's sync.
fn gather(first: Job, queue: &mut mpsc::Receiver<Job>, pace: &Pace) -> Vec<Job> {
    let patience = (pace.commit / 4).min(LONGEST_WAIT);
    let began = Instant::now();
    let mut bytes = first.size();
    let mut group = vec![first];
    while group.len() < GROUP_JOBS && bytes < GROUP_BYTES {
        match queue.try_recv() {
            Ok(job) => {
                bytes += job.size();
                group.push(job);
            }
            Err(TryRecvError::Empty)
                if group.len() < pace.jobs && began.elapsed() + NAP < patience =>
            {
                std::thread::sleep(NAP);
            }
            Err(_) => break,
        }
    }
    group
}

/// The state of the writing thread.
pub(super) struct Writer {
    conn: Connection,
    clock: Clock,
    head: Head,
}

impl Writer {
    /// A writer on a checked ledger.
    pub(super) fn new(conn: Connection, clock: Clock) -> Result<Writer, LedgerError> {
        let head = Head::load(&conn)?;
        Ok(Writer { conn, clock, head })
    }

    /// Works until every sender is gone and the queue is empty.
    pub(super) fn run(mut self, mut queue: mpsc::Receiver<Job>) {
        let mut pace = Pace::default();
        while let Some(first) = queue.blocking_recv() {
            let group = gather(first, &mut queue, &pace);
            let began = Instant::now();
            let done = self.commit(group);
            pace = Pace {
                jobs: done.len() + queue.len(),
                commit: began.elapsed(),
            };
            done.into_iter()
                .for_each(|(job, outcome)| job.give(outcome));
        }
    }

    /// Does a group of jobs in one transaction, which is durable on return; each job comes back
    /// with its answer, or with what failed.
    fn commit(&mut self, group: Vec<Job>) -> Vec<(Job, Result<Answer, String>)> {
        let failure = match self.transact(&group) {
            Ok(answers) => return group.into_iter().zip(answers.into_iter().map(Ok)).collect(),
            Err(failure) => failure,
        };
        self.recover();
        match failure {
            Failure::Work(error) if group.len() > 1 => {
                tracing::warn!(%error, jobs = group.len(), "a group failed; its jobs are tried one by one");
                group
                    .into_iter()
                    .flat_map(|job| self.commit(vec![job]))
                    .collect()
            }
            Failure::Work(error) | Failure::Commit(error) => {
                tracing::error!(%error, jobs = group.len(), "a commit of the ledger failed");
                group
                    .into_iter()
                    .map(|job| (job, Err(error.to_string())))
                    .collect()
            }
        }
    }

    fn transact(&mut self, group: &[Job]) -> Result<Vec<Answer>, Failure> {
        let before = self.head;
        let work = |error: rusqlite::Error| Failure::Work(error.into());
        self.conn.execute_batch("BEGIN IMMEDIATE").map_err(work)?;
        let answers = group
            .iter()
            .map(|job| match job {
                Job::Append(prepared, _) => self.append(prepared).map(Answer::Append),
                Job::Blob(digest, bytes, _) => {
                    self.keep_blob(*digest, bytes).map(|()| Answer::Blob)
                }
                Job::Checkpoint(size, note, _) => {
                    self.keep_checkpoint(*size, note).map(Answer::Checkpoint)
                }
            })
            .collect::<Result<_, _>>()
            .map_err(Failure::Work)?;
        if self.head != before {
            self.head.save(&self.conn).map_err(work)?;
        }
        self.conn
            .execute_batch("COMMIT")
            .map_err(|error| Failure::Commit(error.into()))?;
        Ok(answers)
    }

    /// Goes back to what the store holds after a group failed.
    fn recover(&mut self) {
        // SQLite gives the transaction up by itself on some errors.
        if !self.conn.is_autocommit()
            && let Err(error) = self.conn.execute_batch("ROLLBACK")
        {
            tracing::error!(%error, "undoing a failed commit failed");
        }
        match Head::load(&self.conn) {
            Ok(head) => self.head = head,
            // The next group fails as well, at the latest in the unique numbers of its events.
            Err(error) => tracing::error!(%error, "the head row cannot be read"),
        }
    }

    /// Writes an append into the open transaction. The inner error is a refusal, given before the
    /// first write; the outer one spoils the transaction.
    fn append(&mut self, prepared: &Prepared) -> Result<Result<Receipt, LedgerError>, LedgerError> {
        let Prepared {
            actor,
            reason,
            key,
            changes,
        } = prepared;
        if let Some(key) = key
            && let Some(earlier) = self.earlier(key)?
        {
            return Ok(earlier);
        }
        for change in changes.iter().filter(|change| !change.follows) {
            let found: Option<u32> = self
                .conn
                .prepare_cached("SELECT revision FROM records WHERE id = ?1")?
                .query_row([change.id.to_string()], |row| row.get(0))
                .optional()?;
            let expected = match change.expected {
                Expected::New => None,
                Expected::Revision(revision) => Some(revision),
            };
            if found != expected {
                return Ok(Err(LedgerError::Conflict {
                    id: change.id,
                    expected: change.expected,
                    found: found.unwrap_or(0),
                }));
            }
        }
        // INVARIANT: ledger time never goes back, whatever the clock does.
        let now = (self.clock)().as_microsecond();
        let at_us = self.head.at_us.map_or(now, |last| last.max(now));
        let first = self.head.events + 1;
        for change in changes {
            let sequence = self.head.events + 1;
            let header = EventHeader {
                sequence,
                commit: first,
                at_us,
                actor: actor.clone(),
                reason: reason.clone(),
                key: key
                    .as_ref()
                    .filter(|_| sequence == first)
                    .map(|key| key.key.clone()),
                record: change.id,
                revision: change.revision,
                content: change.content,
                previous: self.head.hash,
            };
            let hash = header
                .hash()
                .map_err(|error| LedgerError::Store(error.to_string()))?;
            insert_event(&self.conn, &header, hash, &change.body)?;
            change.projection.apply(&self.conn, sequence)?;
            self.head = Head {
                events: sequence,
                hash,
                at_us: Some(at_us),
                ..self.head
            };
        }
        let last = self.head.events;
        if let Some(Key { key, content }) = key {
            apply_key(&self.conn, key, *content, first, last)?;
        }
        let at = Timestamp::from_microsecond(at_us)
            .map_err(|error| LedgerError::Store(format!("the clock: {error}")))?;
        Ok(Ok(Receipt {
            first,
            last,
            at,
            head: self.head.hash,
            repeated: false,
        }))
    }

    /// The receipt that was given under this key before.
    fn earlier(&self, key: &Key) -> Result<Option<Result<Receipt, LedgerError>>, LedgerError> {
        let sql = "SELECT k.content, k.first, k.last, e.at_us, e.hash
            FROM keys k JOIN events e ON e.sequence = k.last WHERE k.key = ?1";
        let found = self
            .conn
            .prepare_cached(sql)?
            .query_row([&key.key], |row| {
                let content = row.get::<_, Digest>(0)?.0;
                let at = Timestamp::from_microsecond(row.get(3)?).unwrap_or(Timestamp::UNIX_EPOCH);
                let receipt = Receipt {
                    first: count(row.get(1)?),
                    last: count(row.get(2)?),
                    at,
                    head: row.get::<_, Digest>(4)?.0,
                    repeated: true,
                };
                Ok((content, receipt))
            })
            .optional()?;
        Ok(
            found.map(|(content, receipt)| match content == key.content {
                true => Ok(receipt),
                false => Err(LedgerError::KeyReused {
                    key: key.key.clone(),
                }),
            }),
        )
    }

    fn keep_checkpoint(&self, size: u64, note: &str) -> Result<StoredCheckpoint, LedgerError> {
        let sql = "INSERT INTO checkpoints VALUES (?1, ?2, ?3)
             ON CONFLICT (size) DO UPDATE SET note = excluded.note RETURNING size, at_us, note";
        let now = (self.clock)().as_microsecond();
        let at_us = self.head.at_us.map_or(now, |last| last.max(now));
        let mut query = self.conn.prepare_cached(sql)?;
        Ok(query.query_row((int(size), at_us, note), checkpoint)?)
    }

    fn keep_blob(&mut self, digest: Sha256, bytes: &[u8]) -> Result<(), LedgerError> {
        let known = self
            .conn
            .prepare_cached("SELECT 1 FROM blobs WHERE digest = ?1")?
            .exists([Digest(digest)])?;
        if !known {
            let number = self.head.blobs + 1;
            let chain = self.head.next_blob(digest);
            self.conn
                .prepare_cached("INSERT INTO blobs VALUES (?1, ?2, ?3, ?4)")?
                .execute((int(number), Digest(digest), Digest(chain), bytes))?;
            self.head = Head {
                blobs: number,
                blob_chain: chain,
                ..self.head
            };
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::{Append, Change};
    use crate::prepare::prepare;
    use crate::sqlite::schema::open_writer;
    use crate::sqlite::verify::verify;
    use tokio::sync::oneshot;
    use xinqiao_record::body::Organization;
    use xinqiao_record::{Body, Kind, Record, RecordId, Status};

    fn firm(number: u128, padding: usize) -> Job {
        let body = Organization {
            name: format!("示例器件 {number}{}", "厂".repeat(padding)),
            ..Organization::default()
        };
        let id = RecordId::from_parts(Kind::Organization, 1, number);
        let record = Record::new(id, Status::Confirmed, Body::Organization(body));
        let append = Append {
            actor: "desk".into(),
            reason: String::new(),
            idempotency_key: None,
            changes: vec![Change::new(record)],
        };
        Job::Append(Box::new(prepare(append).unwrap()), oneshot::channel().0)
    }

    fn commit(writer: &mut Writer, jobs: Vec<Job>) -> Vec<Result<Receipt, LedgerError>> {
        let mut waiting = Vec::new();
        let jobs = jobs
            .into_iter()
            .map(|job| match job {
                Job::Append(prepared, _) => {
                    let (reply, receipt) = oneshot::channel();
                    waiting.push(receipt);
                    Job::Append(prepared, reply)
                }
                other => other,
            })
            .collect();
        for (job, outcome) in writer.commit(jobs) {
            job.give(outcome);
        }
        waiting
            .into_iter()
            .map(|mut receipt| receipt.try_recv().unwrap())
            .collect()
    }

    #[test]
    fn in_a_group_a_conflict_fails_alone() {
        let folder = tempfile::tempdir().unwrap();
        let conn = open_writer(folder.path(), &folder.path().join("x"), true).unwrap();
        let mut writer = Writer::new(conn, Box::new(|| Timestamp::UNIX_EPOCH)).unwrap();
        let answers = commit(&mut writer, vec![firm(1, 0), firm(1, 0), firm(2, 0)]);
        assert_eq!(answers[0].as_ref().unwrap().last, 1);
        assert!(matches!(
            answers[1],
            Err(LedgerError::Conflict { found: 1, .. })
        ));
        assert_eq!(answers[2].as_ref().unwrap().last, 2);
        assert_eq!(verify(&mut writer.conn).unwrap().head, writer.head.public());
    }

    #[test]
    fn a_full_disk_fails_the_group_whole_and_the_next_one_goes_on() {
        let folder = tempfile::tempdir().unwrap();
        let conn = open_writer(folder.path(), &folder.path().join("x"), true).unwrap();
        let mut writer = Writer::new(conn, Box::new(|| Timestamp::UNIX_EPOCH)).unwrap();
        commit(&mut writer, vec![firm(1, 0)])[0].as_ref().unwrap();
        let pages: i64 = writer
            .conn
            .pragma_query_value(None, "page_count", |row| row.get(0))
            .unwrap();
        let limit = |writer: &Writer, pages: i64| {
            writer
                .conn
                .pragma_update_and_check(None, "max_page_count", pages, |row| row.get::<_, i64>(0))
                .unwrap();
        };
        limit(&writer, pages);
        let answers = commit(&mut writer, vec![firm(2, 0), firm(3, 20_000), firm(4, 0)]);
        // The big one does not fit. Whether SQLite gives up that savepoint or the whole commit,
        // what is answered must be what is there.
        limit(&writer, 1_000_000);
        assert!(answers[1].is_err());
        let taken = answers.iter().filter(|answer| answer.is_ok()).count() as u64;
        assert_eq!(Head::load(&writer.conn).unwrap().events, 1 + taken);
        commit(&mut writer, vec![firm(5, 20_000)])[0]
            .as_ref()
            .unwrap();
        assert_eq!(verify(&mut writer.conn).unwrap().head.events, 2 + taken);
    }

    #[test]
    fn in_a_group_a_job_that_cannot_be_stored_fails_alone() {
        let folder = tempfile::tempdir().unwrap();
        let conn = open_writer(folder.path(), &folder.path().join("x"), true).unwrap();
        let mut writer = Writer::new(conn, Box::new(|| Timestamp::UNIX_EPOCH)).unwrap();
        writer
            .conn
            .set_limit(rusqlite::limits::Limit::SQLITE_LIMIT_LENGTH, 20_000)
            .unwrap();
        let answers = commit(&mut writer, vec![firm(1, 0), firm(2, 20_000), firm(3, 0)]);
        assert_eq!(answers[0].as_ref().unwrap().last, 1);
        assert!(
            matches!(answers[1], Err(LedgerError::Store(_))),
            "{:?}",
            answers[1]
        );
        assert_eq!(answers[2].as_ref().unwrap().last, 2);
        assert_eq!(verify(&mut writer.conn).unwrap().head, writer.head.public());
    }

    #[test]
    fn a_group_whose_transaction_is_lost_is_answered_with_the_failure() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("x");
        let conn = open_writer(folder.path(), &file, true).unwrap();
        let mut writer = Writer::new(conn, Box::new(|| Timestamp::UNIX_EPOCH)).unwrap();
        // Another connection holds the write lock: BEGIN fails for the whole group.
        writer.conn.busy_timeout(std::time::Duration::ZERO).unwrap();
        let other = Connection::open(&file).unwrap();
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        let answers = commit(&mut writer, vec![firm(1, 0), firm(2, 0)]);
        assert!(
            answers
                .iter()
                .all(|answer| matches!(answer, Err(LedgerError::Store(_))))
        );
        other.execute_batch("ROLLBACK").unwrap();
        assert_eq!(
            commit(&mut writer, vec![firm(1, 0)])[0]
                .as_ref()
                .unwrap()
                .first,
            1
        );
    }
}
