//! Verification: everything recomputed, on one state of the ledger.

use std::collections::BTreeMap;

use tokio_postgres::Transaction;
use xinqiao_record::Sha256;

use super::reader::{checkpoints, plain};
use super::row::{EVENT, count, digest, header, int};
use super::writer::{Head, next_blob};
use crate::contract::{LedgerHead, VerifyReport};
use crate::error::LedgerError;
use crate::event::EventHeader;
use crate::link::{check, record};
use crate::log::keeper::checked;
use crate::log::tree::Tree;
use crate::projection::{Projection, key_content};

/// How many events are looked at together.
const STRETCH: i64 = 2_000;

/// What the events say that the projections must hold.
#[derive(Default)]
struct Wanted {
    records: BTreeMap<String, (Projection, i64)>,
    revisions: BTreeMap<(String, i64), i64>,
    keys: BTreeMap<Vec<u8>, (Sha256, i64, i64)>,
}

/// The commit whose events are being walked.
#[derive(Default)]
struct Commit {
    headers: Vec<EventHeader>,
}

fn broken(sequence: u64, what: impl Into<String>) -> LedgerError {
    LedgerError::Broken {
        sequence,
        what: what.into(),
    }
}

/// Recomputes chain, bodies, projections, blobs and the roots of checkpoints.
///
/// # Errors
/// [`LedgerError::Broken`] naming the first bad event, else the first bad row of a projection, else the first bad blob.
pub(super) async fn verify(tx: &Transaction<'_>) -> Result<VerifyReport, LedgerError> {
    let said = Head::load(tx).await?;
    let mut wanted = Wanted::default();
    let mut tree = Tree::new();
    let head = walk(tx, &mut wanted, &mut tree).await?;
    if said.events > head.events {
        let what = format!(
            "the event is missing: the chain ends before it and should end at event {}",
            said.events
        );
        return Err(broken(head.events + 1, what));
    }
    if said.events < head.events {
        let what = format!(
            "the event was put in: the chain should end at event {}",
            said.events
        );
        return Err(broken(said.events + 1, what));
    }
    if said.hash != head.hash {
        let what = format!("its hash is {}, the head row says {}", head.hash, said.hash);
        return Err(broken(said.events, what));
    }
    let sql =
        "SELECT sequence FROM bodies WHERE sequence NOT IN (SELECT sequence FROM events) LIMIT 1";
    if let Some(row) = tx.query_opt(sql, &[]).await? {
        let stray: i64 = row.get(0);
        return Err(broken(
            0,
            format!("there is a body with number {stray} that belongs to no event"),
        ));
    }
    compare(tx, &wanted).await?;
    check_blobs(tx, &said).await?;
    let stored = checkpoints(tx, u64::MAX).await?;
    for checkpoint in &stored {
        checked(checkpoint, &tree)?;
    }
    Ok(VerifyReport {
        head,
        records: wanted.records.len() as u64,
        blobs: said.blobs,
        checkpoints: stored.len() as u64,
    })
}

/// Walks the chain and notes what it says.
async fn walk(
    tx: &Transaction<'_>,
    wanted: &mut Wanted,
    tree: &mut Tree,
) -> Result<LedgerHead, LedgerError> {
    let mut head = LedgerHead {
        events: 0,
        hash: Sha256::ZERO,
    };
    let mut last: Option<EventHeader> = None;
    let mut commit = Commit::default();
    let sql = format!(
        "SELECT {EVENT} FROM events e LEFT JOIN bodies b ON b.sequence = e.sequence
         WHERE e.sequence > $1 ORDER BY e.sequence LIMIT {STRETCH}"
    );
    // Numbers below one are no events.
    let mut after = i64::MIN;
    loop {
        let rows = tx.query(&sql, &[&after]).await?;
        if rows.is_empty() {
            break;
        }
        for row in &rows {
            let number = head.events + 1;
            let found: i64 = row.get(0);
            if found != int(number) {
                return Err(match found > int(number) {
                    true => broken(
                        number,
                        format!("the event is missing; the next one there is {found}"),
                    ),
                    false => broken(
                        count(found),
                        format!("an event was put in with number {found}"),
                    ),
                });
            }
            after = found;
            let (header, hash) = header(row)?;
            check(&header, hash, &head, last.as_ref()).map_err(|what| broken(number, what))?;
            let body: Option<&str> = row.get(4);
            let body = body.ok_or_else(|| broken(number, "its body is missing"))?;
            let record = record(&header, body).map_err(|what| broken(number, what))?;
            record
                .check()
                .map_err(|error| broken(number, error.to_string()))?;
            if header.commit == number {
                commit.end(wanted)?;
            }
            wanted.take(&header, Projection::of(&record))?;
            tree.push(hash.as_bytes());
            head = LedgerHead {
                events: number,
                hash,
            };
            commit.headers.push(header.clone());
            last = Some(header);
        }
    }
    commit.end(wanted)?;
    Ok(head)
}

impl Commit {
    /// Notes what the commit's key stands for, and begins the next one.
    fn end(&mut self, wanted: &mut Wanted) -> Result<(), LedgerError> {
        let headers = std::mem::take(&mut self.headers);
        let (Some(first), Some(last)) = (headers.first(), headers.last()) else {
            return Ok(());
        };
        let Some(key) = &first.key else { return Ok(()) };
        let records = headers
            .iter()
            .map(|header| (header.record, header.revision, header.content));
        let content = key_content(&first.actor, &first.reason, records)?;
        let row = (content, int(first.sequence), int(last.sequence));
        match wanted.keys.insert(key.as_bytes().to_vec(), row) {
            None => Ok(()),
            Some(_) => Err(broken(
                first.sequence,
                format!("its idempotency key `{key}` was used before"),
            )),
        }
    }
}

impl Wanted {
    fn take(&mut self, header: &EventHeader, projection: Projection) -> Result<(), LedgerError> {
        let number = int(header.sequence);
        let id = projection.id.clone();
        let before = self.records.get(&id).map_or(0, |(row, _)| row.revision);
        if before.checked_add(1) != Some(header.revision) {
            return Err(broken(
                header.sequence,
                format!(
                    "it brings revision {} of `{id}` after revision {before}",
                    header.revision
                ),
            ));
        }
        self.revisions
            .insert((id.clone(), i64::from(header.revision)), number);
        self.records.insert(id, (projection, number));
        Ok(())
    }
}

fn wrong(table: &str, key: &str) -> LedgerError {
    broken(
        0,
        format!("the row `{key}` of projection `{table}` is not what the events say"),
    )
}

/// Compares every projection with what the events say.
async fn compare(tx: &Transaction<'_>, wanted: &Wanted) -> Result<(), LedgerError> {
    let sql = "SELECT id, revision, sequence, kind, status, title, names, region, valid_from, valid_until FROM records";
    let rows = tx.query(sql, &[]).await?;
    for row in &rows {
        let id: &str = row.get(0);
        let right = wanted.records.get(id).is_some_and(|(want, number)| {
            row.get::<_, i64>(1) == i64::from(want.revision)
                && row.get::<_, i64>(2) == *number
                && row.get::<_, &str>(3) == want.kind
                && row.get::<_, &str>(4) == want.status
                && row.get::<_, &str>(5) == plain(&want.title)
                && row.get::<_, &str>(6) == plain(&want.names)
                && row.get::<_, Option<&str>>(7) == want.region.as_deref()
                && row.get::<_, Option<i64>>(8) == want.valid_from
                && row.get::<_, Option<i64>>(9) == want.valid_until
        });
        if !right {
            return Err(wrong("records", id));
        }
    }
    missing("records", rows.len(), wanted.records.len())?;
    let rows = tx
        .query("SELECT id, revision, sequence FROM revisions", &[])
        .await?;
    for row in &rows {
        let key = (row.get::<_, String>(0), row.get::<_, i64>(1));
        if wanted.revisions.get(&key) != Some(&row.get(2)) {
            return Err(wrong("revisions", &format!("{}, {}", key.0, key.1)));
        }
    }
    missing("revisions", rows.len(), wanted.revisions.len())?;
    let mut refs: Vec<(&str, &str, &str)> = wanted
        .records
        .values()
        .flat_map(|(row, _)| {
            row.refs
                .iter()
                .map(|(target, role)| (target.as_str(), row.id.as_str(), *role))
        })
        .collect();
    refs.sort_unstable();
    let rows = tx
        .query("SELECT target, source, role FROM refs", &[])
        .await?;
    for row in &rows {
        let key: (&str, &str, &str) = (row.get(0), row.get(1), row.get(2));
        if refs.binary_search(&key).is_err() {
            return Err(wrong("refs", &format!("{}, {}, {}", key.0, key.1, key.2)));
        }
    }
    missing("refs", rows.len(), refs.len())?;
    let rows = tx
        .query("SELECT key, content, first, last FROM keys", &[])
        .await?;
    for row in &rows {
        let key: &[u8] = row.get(0);
        let found = (digest(row.get(1)), row.get(2), row.get(3));
        if wanted.keys.get(key) != Some(&found) {
            return Err(wrong("keys", &String::from_utf8_lossy(key)));
        }
    }
    missing("keys", rows.len(), wanted.keys.len())
}

/// INVARIANT: every row that is there was found right and their keys are unique, so fewer rows mean missing ones.
fn missing(table: &str, found: usize, wanted: usize) -> Result<(), LedgerError> {
    match found == wanted {
        true => Ok(()),
        false => Err(broken(
            0,
            format!("projection `{table}` has {found} rows; by the events it has {wanted}"),
        )),
    }
}

/// Checks the chain of blobs and each blob against its digest.
async fn check_blobs(tx: &Transaction<'_>, head: &Head) -> Result<(), LedgerError> {
    let (mut number, mut chain) = (0_u64, Sha256::ZERO);
    let mut after = i64::MIN;
    let sql =
        "SELECT number, digest, chain, bytes FROM blobs WHERE number > $1 ORDER BY number LIMIT 1";
    while let Some(row) = tx.query_opt(sql, &[&after]).await? {
        let found: i64 = row.get(0);
        number += 1;
        if found != int(number) {
            return Err(broken(
                0,
                format!("blob number {number} is missing; the next one there is {found}"),
            ));
        }
        after = found;
        let blob = digest(row.get(1));
        chain = next_blob(&chain, &blob);
        if digest(row.get(2)) != chain {
            return Err(broken(
                0,
                format!("blob number {number}, `{blob}`, does not follow the blob before it"),
            ));
        }
        if Sha256::of(row.get(3)) != blob {
            return Err(broken(
                0,
                format!("the bytes of blob number {number}, `{blob}`, were altered"),
            ));
        }
    }
    if (number, chain) != (head.blobs, head.blob_chain) {
        return Err(broken(
            0,
            format!(
                "there are {number} blobs and should be {}, or they are not the same ones",
                head.blobs
            ),
        ));
    }
    Ok(())
}
