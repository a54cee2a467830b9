//! The node's one writer. It takes what is queued into one transaction, under the lock of the head row: so several nodes
//! write one chain, one after the other.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::mpsc;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, GenericClient, Row, Statement, Transaction};
use xinqiao_record::{Sha256, canonical_json};

use super::Connect;
use super::reader::plain;
use super::row::{checkpoint, count, digest, int};
use crate::contract::{Expected, LedgerHead, Receipt};
use crate::error::LedgerError;
use crate::event::EventHeader;
use crate::job::{Answer, Job};
use crate::prepare::Prepared;
use crate::projection::Projection;

/// How much waits in a node before callers wait too.
pub(super) const QUEUE: usize = 1024;

/// How many jobs go into one transaction.
const GROUP: usize = 256;

/// For how long a writer tries to learn whether a commit that was cut off was taken.
const PATIENCE: Duration = Duration::from_secs(60);

/// Every statement of the writer, prepared once a connection.
const HEAD: &str = "SELECT events, hash, blobs, blob_chain, at_us FROM head FOR UPDATE";
const REVISIONS: &str = "SELECT id, revision FROM records WHERE id = ANY($1)";
const GIVEN: &str = "SELECT k.key, k.content, k.first, k.last, e.at_us, e.hash
    FROM keys k JOIN events e ON e.sequence = k.last WHERE k.key = ANY($1)";
const KNOWN_BLOBS: &str = "SELECT digest FROM blobs WHERE digest = ANY($1)";
const PUT_EVENTS: &str =
    "INSERT INTO events SELECT * FROM UNNEST($1::bigint[], $2::bigint[], $3::text[], $4::bytea[])";
const PUT_BODIES: &str = "INSERT INTO bodies SELECT * FROM UNNEST($1::bigint[], $2::text[])";
const PUT_REVISIONS: &str =
    "INSERT INTO revisions SELECT * FROM UNNEST($1::text[], $2::bigint[], $3::bigint[])";
const PUT_RECORDS: &str = "INSERT INTO records SELECT * FROM UNNEST($1::text[], $2::bigint[], $3::bigint[], $4::text[],
        $5::text[], $6::text[], $7::text[], $8::text[], $9::bigint[], $10::bigint[])
    ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, sequence = excluded.sequence,
        kind = excluded.kind, status = excluded.status, title = excluded.title, names = excluded.names,
        region = excluded.region, valid_from = excluded.valid_from, valid_until = excluded.valid_until";
const DROP_REFS: &str = "DELETE FROM refs WHERE source = ANY($1)";
const PUT_REFS: &str = "INSERT INTO refs SELECT * FROM UNNEST($1::text[], $2::text[], $3::text[])";
const PUT_KEYS: &str =
    "INSERT INTO keys SELECT * FROM UNNEST($1::bytea[], $2::bytea[], $3::bigint[], $4::bigint[])";
const PUT_BLOB: &str = "INSERT INTO blobs VALUES ($1, $2, $3, $4)";
const PUT_CHECKPOINT: &str = "INSERT INTO checkpoints VALUES ($1, $2, $3)
    ON CONFLICT (size) DO UPDATE SET note = excluded.note RETURNING size, at_us, note";
const PUT_HEAD: &str =
    "UPDATE head SET events = $1, hash = $2, blobs = $3, blob_chain = $4, at_us = $5";

const ALL: [&str; 14] = [
    HEAD,
    REVISIONS,
    GIVEN,
    KNOWN_BLOBS,
    PUT_EVENTS,
    PUT_BODIES,
    PUT_REVISIONS,
    PUT_RECORDS,
    DROP_REFS,
    PUT_REFS,
    PUT_KEYS,
    PUT_BLOB,
    PUT_CHECKPOINT,
    PUT_HEAD,
];

/// A connection with the writer's statements.
pub(super) struct Session {
    client: Client,
    statements: BTreeMap<&'static str, Statement>,
}

impl Session {
    /// Prepares every statement.
    pub(super) async fn new(client: Client) -> Result<Session, LedgerError> {
        let mut statements = BTreeMap::new();
        for sql in ALL {
            statements.insert(sql, client.prepare(sql).await?);
        }
        Ok(Session { client, statements })
    }
}

/// A transaction with the writer's statements.
struct Work<'c> {
    tx: Transaction<'c>,
    statements: &'c BTreeMap<&'static str, Statement>,
}

type Values<'v> = &'v [&'v (dyn ToSql + Sync)];

impl Work<'_> {
    fn statement(&self, sql: &'static str) -> Result<&Statement, LedgerError> {
        let found = self.statements.get(sql);
        found.ok_or_else(|| LedgerError::Store(format!("no statement for `{sql}`")))
    }

    async fn query(&self, sql: &'static str, values: Values<'_>) -> Result<Vec<Row>, LedgerError> {
        Ok(self.tx.query(self.statement(sql)?, values).await?)
    }

    async fn execute(&self, sql: &'static str, values: Values<'_>) -> Result<(), LedgerError> {
        self.tx.execute(self.statement(sql)?, values).await?;
        Ok(())
    }
}

/// Where both chains end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) events: u64,
    pub(super) hash: Sha256,
    pub(super) blobs: u64,
    pub(super) blob_chain: Sha256,
    at_us: Option<i64>,
}

impl Head {
    /// Reads the head row.
    pub(super) async fn load(client: &impl GenericClient) -> Result<Head, LedgerError> {
        let sql = "SELECT events, hash, blobs, blob_chain, at_us FROM head";
        Head::of(client.query_opt(sql, &[]).await?.as_ref())
    }

    fn of(row: Option<&Row>) -> Result<Head, LedgerError> {
        let row = row.ok_or_else(|| LedgerError::Broken {
            sequence: 0,
            what: "the row that says where the chain ends is missing".to_owned(),
        })?;
        Ok(Head {
            events: count(row.get(0)),
            hash: digest(row.get(1)),
            blobs: count(row.get(2)),
            blob_chain: digest(row.get(3)),
            at_us: row.get(4),
        })
    }

    /// The part that callers see.
    pub(super) fn public(&self) -> LedgerHead {
        LedgerHead {
            events: self.events,
            hash: self.hash,
        }
    }
}

/// The blob chain after one more blob.
pub(super) fn next_blob(chain: &Sha256, blob: &Sha256) -> Sha256 {
    Sha256::of(&[*chain.as_bytes(), *blob.as_bytes()].concat())
}

/// The writer of a node.
pub(super) struct Writer {
    pub(super) connect: Connect,
    pub(super) session: Option<Session>,
    pub(super) clock: Box<dyn Fn() -> Timestamp + Send + Sync>,
}

/// Why a group failed.
enum Failure {
    /// Before COMMIT: nothing of it is there.
    Work(LedgerError),
    /// In COMMIT: it may be there.
    Commit(LedgerError, Box<Planned>),
}

impl From<LedgerError> for Failure {
    fn from(error: LedgerError) -> Self {
        Failure::Work(error)
    }
}

impl From<tokio_postgres::Error> for Failure {
    fn from(error: tokio_postgres::Error) -> Self {
        Failure::Work(error.into())
    }
}

impl Writer {
    /// Works until the queue is closed and empty.
    pub(super) async fn run(mut self, mut queue: mpsc::Receiver<Job>) {
        let mut group = Vec::with_capacity(GROUP);
        while queue.recv_many(&mut group, GROUP).await > 0 {
            match self.write(&group).await {
                Ok(answers) => give(&mut group, answers),
                // Each by itself, so that the one that cannot be stored fails alone.
                Err(Unwritten::Nothing(_)) if group.len() > 1 => {
                    for job in group.drain(..) {
                        let mut alone = vec![job];
                        match self.write(&alone).await {
                            Ok(answers) => give(&mut alone, answers),
                            Err(unwritten) => refuse(&mut alone, unwritten),
                        }
                    }
                }
                Err(unwritten) => refuse(&mut group, unwritten),
            }
        }
    }

    async fn write(&mut self, group: &[Job]) -> Result<Vec<Answer>, Unwritten> {
        let mut session = match self.session.take() {
            Some(session) if !session.client.is_closed() => session,
            _ => self.session().await.map_err(Unwritten::Unreached)?,
        };
        match transact(&mut session, group, &*self.clock).await {
            Ok(answers) => {
                self.session = Some(session);
                Ok(answers)
            }
            Err(Failure::Work(error)) => {
                tracing::error!(%error, jobs = group.len(), "a commit of the ledger failed");
                // The transaction was given up when it was dropped.
                self.session = Some(session);
                Err(Unwritten::Nothing(error))
            }
            Err(Failure::Commit(error, planned)) => {
                tracing::warn!(%error, "a commit was cut off; asking whether it was taken");
                drop(session);
                match self.was_taken(&planned).await {
                    Some(true) => Ok(planned.answers),
                    Some(false) => Err(Unwritten::Nothing(error)),
                    None => Err(Unwritten::Unreached(LedgerError::Store(format!(
                        "{error}; it could not be learned whether the commit was taken"
                    )))),
                }
            }
        }
    }

    async fn session(&self) -> Result<Session, LedgerError> {
        Session::new(self.connect.client().await?).await
    }

    /// Whether the ledger holds what a commit would have brought; none where nobody can tell in time.
    async fn was_taken(&mut self, planned: &Planned) -> Option<bool> {
        let began = std::time::Instant::now();
        while began.elapsed() < PATIENCE {
            if let Ok(client) = self.connect.client().await
                && let Ok(taken) = holds(&client, planned).await
            {
                return Some(taken);
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        None
    }
}

/// Why a group was not written.
enum Unwritten {
    /// Nothing of it is there.
    Nothing(LedgerError),
    /// The database could not be reached, before or after: there is no use in trying again at once.
    Unreached(LedgerError),
}

fn give(group: &mut Vec<Job>, answers: Vec<Answer>) {
    for (job, answer) in group.drain(..).zip(answers) {
        job.give(Ok(answer));
    }
}

fn refuse(group: &mut Vec<Job>, unwritten: Unwritten) {
    let (Unwritten::Nothing(error) | Unwritten::Unreached(error)) = unwritten;
    let said = match error {
        LedgerError::Store(said) => said,
        other => other.to_string(),
    };
    for job in group.drain(..) {
        job.give(Err(said.clone()));
    }
}

/// Whether the ledger goes through the head that a group would have led to.
async fn holds(client: &Client, planned: &Planned) -> Result<bool, LedgerError> {
    let Planned { before, after, .. } = planned;
    // Waits for a commit that the server may still be at.
    client
        .query_one("SELECT 1 FROM head FOR SHARE", &[])
        .await?;
    if after.events > before.events {
        let sql = "SELECT 1 FROM events WHERE sequence = $1 AND hash = $2";
        let hash = after.hash.as_bytes().as_slice();
        return Ok(client
            .query_opt(sql, &[&int(after.events), &hash])
            .await?
            .is_some());
    }
    if after.blobs > before.blobs {
        let sql = "SELECT 1 FROM blobs WHERE number = $1 AND chain = $2";
        let chain = after.blob_chain.as_bytes().as_slice();
        return Ok(client
            .query_opt(sql, &[&int(after.blobs), &chain])
            .await?
            .is_some());
    }
    // Nothing was chained: what was answered was there before, and a checkpoint can be kept again.
    Ok(!planned.checkpoints)
}

/// A receipt that was given under a key, and the digest of what it stood for.
type Given = (Sha256, Receipt);

/// What a group writes, worked out under the lock.
struct Planned {
    before: Head,
    after: Head,
    answers: Vec<Answer>,
    checkpoints: bool,
}

/// The rows of a group.
#[derive(Default)]
struct Rows<'j> {
    events: Vec<(i64, i64, String, Vec<u8>)>,
    bodies: Vec<&'j str>,
    /// Id, revision, number of every revision.
    revisions: Vec<(&'j str, i64, i64)>,
    /// The newest revision of each record.
    newest: BTreeMap<&'j str, (&'j Projection, i64)>,
    keys: Vec<(&'j [u8], Sha256, i64, i64)>,
    blobs: Vec<(i64, Sha256, Sha256, &'j [u8])>,
}

/// Reads what a group depends on, works it out, writes it, commits.
async fn transact(
    session: &mut Session,
    group: &[Job],
    clock: &(dyn Fn() -> Timestamp + Send + Sync),
) -> Result<Vec<Answer>, Failure> {
    let Session { client, statements } = session;
    let tx = Work {
        tx: client.transaction().await?,
        statements,
    };
    let before = Head::of(tx.query(HEAD, &[]).await?.first())?;
    let mut head = before;
    let mut revisions = revisions(&tx, group).await?;
    let mut given = given(&tx, group).await?;
    let mut known = known_blobs(&tx, group).await?;
    let mut rows = Rows::default();
    let mut answers = Vec::with_capacity(group.len());
    let mut checkpoints = false;
    for job in group {
        answers.push(match job {
            Job::Append(prepared, _) => Answer::Append(append(
                prepared,
                &mut head,
                &mut revisions,
                &mut given,
                &mut rows,
                clock(),
            )?),
            Job::Blob(blob, bytes, _) => {
                if !known.contains(blob) {
                    let chain = next_blob(&head.blob_chain, blob);
                    head.blobs += 1;
                    head.blob_chain = chain;
                    rows.blobs.push((int(head.blobs), *blob, chain, bytes));
                    known.push(*blob);
                }
                Answer::Blob
            }
            Job::Checkpoint(size, note, _) => {
                checkpoints = true;
                let now = clock().as_microsecond();
                let at_us = head.at_us.map_or(now, |last| last.max(now));
                let kept = tx
                    .query(PUT_CHECKPOINT, &[&int(*size), &at_us, note])
                    .await?;
                let row = kept.first().ok_or(LedgerError::Closed)?;
                Answer::Checkpoint(checkpoint(row))
            }
        });
    }
    // Sent together; the server works them off in this order.
    tokio::try_join!(rows.write(&tx), write_head(&tx, before, head))?;
    match tx.tx.commit().await {
        Ok(()) => Ok(answers),
        Err(error) => Err(Failure::Commit(
            error.into(),
            Box::new(Planned {
                before,
                after: head,
                answers,
                checkpoints,
            }),
        )),
    }
}

async fn write_head(tx: &Work<'_>, before: Head, head: Head) -> Result<(), LedgerError> {
    if head == before {
        return Ok(());
    }
    let hash = head.hash.as_bytes().as_slice();
    let chain = head.blob_chain.as_bytes().as_slice();
    let (events, blobs) = (int(head.events), int(head.blobs));
    tx.execute(PUT_HEAD, &[&events, &hash, &blobs, &chain, &head.at_us])
        .await
}

/// The revisions at which the records of a group are.
async fn revisions(tx: &Work<'_>, group: &[Job]) -> Result<BTreeMap<String, u32>, LedgerError> {
    let ids: Vec<String> = appends(group)
        .flat_map(|prepared| &prepared.changes)
        .map(|change| change.id.to_string())
        .collect();
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rows = tx.query(REVISIONS, &[&ids]).await?;
    let revision = |number: i64| u32::try_from(number).unwrap_or(u32::MAX);
    Ok(rows
        .iter()
        .map(|row| (row.get(0), revision(row.get(1))))
        .collect())
}

/// The receipts that were given under the keys of a group.
async fn given(tx: &Work<'_>, group: &[Job]) -> Result<BTreeMap<String, Given>, LedgerError> {
    let keys: Vec<&str> = appends(group)
        .filter_map(|prepared| prepared.key.as_ref())
        .map(|key| key.key.as_str())
        .collect();
    if keys.is_empty() {
        return Ok(BTreeMap::new());
    }
    let bytes: Vec<&[u8]> = keys.iter().map(|key| key.as_bytes()).collect();
    let rows = tx.query(GIVEN, &[&bytes]).await?;
    Ok(rows
        .iter()
        .map(|row| {
            let receipt = Receipt {
                first: count(row.get(2)),
                last: count(row.get(3)),
                at: Timestamp::from_microsecond(row.get(4)).unwrap_or(Timestamp::UNIX_EPOCH),
                head: digest(row.get(5)),
                repeated: true,
            };
            let key = String::from_utf8_lossy(row.get(0)).into_owned();
            (key, (digest(row.get(1)), receipt))
        })
        .collect())
}

async fn known_blobs(tx: &Work<'_>, group: &[Job]) -> Result<Vec<Sha256>, LedgerError> {
    let wanted: Vec<&[u8]> = group
        .iter()
        .filter_map(|job| match job {
            Job::Blob(digest, ..) => Some(digest.as_bytes().as_slice()),
            Job::Append(..) | Job::Checkpoint(..) => None,
        })
        .collect();
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let rows = tx.query(KNOWN_BLOBS, &[&wanted]).await?;
    Ok(rows.iter().map(|row| digest(row.get(0))).collect())
}

fn appends(group: &[Job]) -> impl Iterator<Item = &Prepared> {
    group.iter().filter_map(|job| match job {
        Job::Append(prepared, _) => Some(prepared.as_ref()),
        Job::Blob(..) | Job::Checkpoint(..) => None,
    })
}

/// Works one append out: refused, repeated, or chained.
fn append<'j>(
    prepared: &'j Prepared,
    head: &mut Head,
    revisions: &mut BTreeMap<String, u32>,
    given: &mut BTreeMap<String, Given>,
    rows: &mut Rows<'j>,
    now: Timestamp,
) -> Result<Result<Receipt, LedgerError>, LedgerError> {
    if let Some(key) = &prepared.key
        && let Some((content, receipt)) = given.get(&key.key)
    {
        return Ok(match *content == key.content {
            true => Ok(receipt.clone()),
            false => Err(LedgerError::KeyReused {
                key: key.key.clone(),
            }),
        });
    }
    for change in prepared.changes.iter().filter(|change| !change.follows) {
        let found = revisions.get(&change.projection.id).copied();
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
    // INVARIANT: ledger time never goes back, whatever the clocks of the nodes do.
    let now = now.as_microsecond();
    let at_us = head.at_us.map_or(now, |last| last.max(now));
    let first = head.events + 1;
    for change in &prepared.changes {
        let sequence = head.events + 1;
        let header = EventHeader {
            sequence,
            commit: first,
            at_us,
            actor: prepared.actor.clone(),
            reason: prepared.reason.clone(),
            key: prepared
                .key
                .as_ref()
                .filter(|_| sequence == first)
                .map(|key| key.key.clone()),
            record: change.id,
            revision: change.revision,
            content: change.content,
            previous: head.hash,
        };
        let unwritable = |error: String| LedgerError::Store(error);
        let text = canonical_json(&header).map_err(|error| unwritable(error.to_string()))?;
        let hash = Sha256::of(&text);
        let text = String::from_utf8(text).map_err(|error| unwritable(error.to_string()))?;
        let (number, id) = (int(sequence), change.projection.id.as_str());
        rows.events
            .push((number, at_us, text, hash.as_bytes().to_vec()));
        rows.bodies.push(&change.body);
        rows.revisions
            .push((id, i64::from(change.revision), number));
        rows.newest.insert(id, (&change.projection, number));
        revisions.insert(id.to_owned(), change.revision);
        *head = Head {
            events: sequence,
            hash,
            at_us: Some(at_us),
            ..*head
        };
    }
    let at = Timestamp::from_microsecond(at_us)
        .map_err(|error| LedgerError::Store(format!("the clock: {error}")))?;
    let receipt = Receipt {
        first,
        last: head.events,
        at,
        head: head.hash,
        repeated: false,
    };
    if let Some(key) = &prepared.key {
        rows.keys.push((
            key.key.as_bytes(),
            key.content,
            int(first),
            int(head.events),
        ));
        let again = Receipt {
            repeated: true,
            ..receipt.clone()
        };
        given.insert(key.key.clone(), (key.content, again));
    }
    Ok(Ok(receipt))
}

impl Rows<'_> {
    /// Writes all rows, one statement a table; those that do not wait for each other are sent together.
    async fn write(&self, tx: &Work<'_>) -> Result<(), LedgerError> {
        tokio::try_join!(
            self.write_events(tx),
            self.write_records(tx),
            self.write_refs(tx),
            self.write_keys(tx),
        )?;
        // Blobs may be large: one after the other.
        for (number, digest, chain, bytes) in &self.blobs {
            let (digest, chain) = (digest.as_bytes().as_slice(), chain.as_bytes().as_slice());
            tx.execute(PUT_BLOB, &[number, &digest, &chain, bytes])
                .await?;
        }
        Ok(())
    }

    async fn write_keys(&self, tx: &Work<'_>) -> Result<(), LedgerError> {
        if self.keys.is_empty() {
            return Ok(());
        }
        let keys: Vec<&[u8]> = self.keys.iter().map(|row| row.0).collect();
        let contents: Vec<&[u8]> = self
            .keys
            .iter()
            .map(|row| row.1.as_bytes().as_slice())
            .collect();
        let firsts: Vec<i64> = self.keys.iter().map(|row| row.2).collect();
        let lasts: Vec<i64> = self.keys.iter().map(|row| row.3).collect();
        tx.execute(PUT_KEYS, &[&keys, &contents, &firsts, &lasts])
            .await
    }

    async fn write_events(&self, tx: &Work<'_>) -> Result<(), LedgerError> {
        if self.events.is_empty() {
            return Ok(());
        }
        let numbers: Vec<i64> = self.events.iter().map(|row| row.0).collect();
        let times: Vec<i64> = self.events.iter().map(|row| row.1).collect();
        let headers: Vec<&str> = self.events.iter().map(|row| row.2.as_str()).collect();
        let hashes: Vec<&[u8]> = self.events.iter().map(|row| row.3.as_slice()).collect();
        let ids: Vec<&str> = self.revisions.iter().map(|row| row.0).collect();
        let revisions: Vec<i64> = self.revisions.iter().map(|row| row.1).collect();
        let events: Values<'_> = &[&numbers, &times, &headers, &hashes];
        let bodies: Values<'_> = &[&numbers, &self.bodies];
        let revised: Values<'_> = &[&ids, &revisions, &numbers];
        tokio::try_join!(
            tx.execute(PUT_EVENTS, events),
            tx.execute(PUT_BODIES, bodies),
            tx.execute(PUT_REVISIONS, revised),
        )?;
        Ok(())
    }

    async fn write_records(&self, tx: &Work<'_>) -> Result<(), LedgerError> {
        if self.newest.is_empty() {
            return Ok(());
        }
        let newest = || self.newest.values();
        let ids: Vec<&str> = self.newest.keys().copied().collect();
        let revisions: Vec<i64> = newest().map(|(row, _)| i64::from(row.revision)).collect();
        let numbers: Vec<i64> = newest().map(|(_, number)| *number).collect();
        let kinds: Vec<&str> = newest().map(|(row, _)| row.kind).collect();
        let statuses: Vec<&str> = newest().map(|(row, _)| row.status).collect();
        let titles: Vec<String> = newest().map(|(row, _)| plain(&row.title)).collect();
        let names: Vec<String> = newest().map(|(row, _)| plain(&row.names)).collect();
        let regions: Vec<Option<&str>> = newest().map(|(row, _)| row.region.as_deref()).collect();
        let from: Vec<Option<i64>> = newest().map(|(row, _)| row.valid_from).collect();
        let until: Vec<Option<i64>> = newest().map(|(row, _)| row.valid_until).collect();
        tx.execute(
            PUT_RECORDS,
            &[
                &ids, &revisions, &numbers, &kinds, &statuses, &titles, &names, &regions, &from,
                &until,
            ],
        )
        .await
    }

    async fn write_refs(&self, tx: &Work<'_>) -> Result<(), LedgerError> {
        let newest = || self.newest.values();
        let revised: Vec<&str> = newest()
            .filter(|(row, _)| row.revision > 1)
            .map(|(row, _)| row.id.as_str())
            .collect();
        if !revised.is_empty() {
            tx.execute(DROP_REFS, &[&revised]).await?;
        }
        let refs = || newest().flat_map(|(row, _)| row.refs.iter().map(move |found| (row, found)));
        let targets: Vec<&str> = refs().map(|(_, (target, _))| target.as_str()).collect();
        if targets.is_empty() {
            return Ok(());
        }
        let sources: Vec<&str> = refs().map(|(row, _)| row.id.as_str()).collect();
        let roles: Vec<&str> = refs().map(|(_, (_, role))| *role).collect();
        tx.execute(PUT_REFS, &[&targets, &sources, &roles]).await
    }
}
