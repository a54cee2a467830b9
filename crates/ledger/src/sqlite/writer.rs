//! The one writer: a thread that takes what is queued, commits it as a group and answers afterwards.
//!
//! While one group is being synced to disk the next one gathers, so the number of appends per sync
//! grows with the load. Each append runs in a savepoint of its own: one that fails leaves no trace
//! and does not touch its neighbours.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension};
use tokio::sync::{mpsc, oneshot};
use xinqiao_record::Sha256;

use crate::contract::{Expected, LedgerHead, Receipt};
use crate::error::LedgerError;
use crate::event::EventHeader;
use crate::sqlite::prepare::{Key, Prepared};
use crate::sqlite::project::apply_key;
use crate::sqlite::row::{Digest, count, insert_event, int};

/// The most jobs and blob bytes in one group: bounds memory and the wait of the first in it.
const GROUP_JOBS: usize = 1024;
const GROUP_BYTES: usize = 32 << 20;

/// Jobs that may wait before callers do.
pub(super) const QUEUE: usize = 4096;

/// What reads the time.
pub(super) type Clock = Box<dyn Fn() -> Timestamp + Send + Sync>;

type Reply<T> = oneshot::Sender<Result<T, LedgerError>>;

/// What the writer is asked to do.
pub(super) enum Job {
    /// Append records.
    Append(Box<Prepared>, Reply<Receipt>),
    /// Keep a blob under its digest.
    Blob(Sha256, Vec<u8>, Reply<()>),
}

/// A job done, its answer held back until the group is durable.
enum Answer {
    Append(Reply<Receipt>, Result<Receipt, LedgerError>),
    Blob(Reply<()>, Result<(), LedgerError>),
}

impl Answer {
    /// Answers. Nobody listening is no error: the work is done all the same.
    fn give(self) {
        match self {
            Answer::Append(reply, result) => drop(reply.send(result)),
            Answer::Blob(reply, result) => drop(reply.send(result)),
        }
    }

    fn fail(self, why: &str) {
        let failed = || LedgerError::Store(why.to_owned());
        match self {
            Answer::Append(reply, _) => drop(reply.send(Err(failed()))),
            Answer::Blob(reply, _) => drop(reply.send(Err(failed()))),
        }
    }
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
        while let Some(first) = queue.blocking_recv() {
            let mut bytes = size(&first);
            let mut group = vec![first];
            while group.len() < GROUP_JOBS && bytes < GROUP_BYTES {
                let Ok(job) = queue.try_recv() else { break };
                bytes += size(&job);
                group.push(job);
            }
            self.commit(group);
        }
    }

    /// Does a group of jobs in one transaction and answers once it is durable.
    fn commit(&mut self, group: Vec<Job>) {
        let before = self.head;
        let mut lost = self
            .conn
            .execute_batch("BEGIN IMMEDIATE")
            .err()
            .map(|error| error.to_string());
        let mut answers = Vec::with_capacity(group.len());
        for job in group {
            // INVARIANT: no job runs outside the group's transaction. SQLite gives the whole
            // transaction up on some errors (disk full, for one); a later savepoint would start
            // another one on the ruins of the first.
            if lost.is_none() && self.conn.is_autocommit() {
                lost = Some("the store gave the commit up".to_owned());
            }
            answers.push(match job {
                Job::Append(prepared, reply) => {
                    let result = match &lost {
                        None => self.attempt(|writer| writer.append(*prepared)),
                        Some(_) => Err(LedgerError::Closed),
                    };
                    Answer::Append(reply, result)
                }
                Job::Blob(digest, bytes, reply) => {
                    let result = match &lost {
                        None => self.attempt(|writer| writer.keep_blob(digest, &bytes)),
                        Some(_) => Err(LedgerError::Closed),
                    };
                    Answer::Blob(reply, result)
                }
            });
        }
        let outcome = match lost {
            Some(why) => Err(why),
            None if self.conn.is_autocommit() => Err("the store gave the commit up".to_owned()),
            None => self.finish(before).map_err(|error| error.to_string()),
        };
        match outcome {
            Ok(()) => answers.into_iter().for_each(Answer::give),
            Err(why) => {
                tracing::error!(error = %why, appends = answers.len(), "a commit of the ledger failed");
                self.recover(before);
                answers.into_iter().for_each(|answer| answer.fail(&why));
            }
        }
    }

    fn finish(&mut self, before: Head) -> rusqlite::Result<()> {
        if self.head != before {
            self.head.save(&self.conn)?;
        }
        self.conn.execute_batch("COMMIT")
    }

    /// Goes back to what the store holds after a commit failed.
    fn recover(&mut self, before: Head) {
        if !self.conn.is_autocommit()
            && let Err(error) = self.conn.execute_batch("ROLLBACK")
        {
            tracing::error!(%error, "undoing a failed commit failed");
        }
        self.head = Head::load(&self.conn).unwrap_or(before);
    }

    /// Runs one job in a savepoint, undone where the job fails.
    fn attempt<T>(
        &mut self,
        job: impl FnOnce(&mut Self) -> Result<T, LedgerError>,
    ) -> Result<T, LedgerError> {
        let before = self.head;
        self.conn.prepare_cached("SAVEPOINT job")?.execute([])?;
        let result = job(self);
        if result.is_err() {
            self.head = before;
            if self.conn.is_autocommit() {
                return result;
            }
            self.conn.prepare_cached("ROLLBACK TO job")?.execute([])?;
        }
        self.conn.prepare_cached("RELEASE job")?.execute([])?;
        result
    }

    fn append(&mut self, prepared: Prepared) -> Result<Receipt, LedgerError> {
        let Prepared {
            actor,
            reason,
            key,
            changes,
        } = prepared;
        if let Some(key) = &key
            && let Some(receipt) = self.earlier(key)?
        {
            return Ok(receipt);
        }
        for change in &changes {
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
                return Err(LedgerError::Conflict {
                    id: change.id,
                    expected: change.expected,
                    found: found.unwrap_or(0),
                });
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
        if let Some(Key { key, content }) = &key {
            apply_key(&self.conn, key, *content, first, last)?;
        }
        let at = Timestamp::from_microsecond(at_us)
            .map_err(|error| LedgerError::Store(format!("the clock: {error}")))?;
        Ok(Receipt {
            first,
            last,
            at,
            head: self.head.hash,
            repeated: false,
        })
    }

    /// The receipt that was given under this key before.
    fn earlier(&self, key: &Key) -> Result<Option<Receipt>, LedgerError> {
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
        match found {
            None => Ok(None),
            Some((content, receipt)) if content == key.content => Ok(Some(receipt)),
            Some(_) => Err(LedgerError::KeyReused {
                key: key.key.clone(),
            }),
        }
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

fn size(job: &Job) -> usize {
    match job {
        Job::Append(prepared, _) => prepared
            .changes
            .iter()
            .map(|change| change.body.len())
            .sum(),
        Job::Blob(_, bytes, _) => bytes.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::{Append, Change};
    use crate::sqlite::prepare::prepare;
    use crate::sqlite::schema::open_writer;
    use crate::sqlite::verify::verify;
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
        writer.commit(jobs);
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
