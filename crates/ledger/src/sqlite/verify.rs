//! Verification: everything recomputed, or at start-up as much as does not keep people waiting.
//!
//! What this can prove and what not: the chain shows any change of what it covers to whoever holds a
//! head from before (see [`LedgerHead`](crate::LedgerHead)). Somebody who can write the file can also
//! write a whole new chain that agrees with itself; only a head noted elsewhere shows that.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, Row, Rows};
use xinqiao_record::Sha256;

use crate::contract::{LedgerHead, VerifyReport};
use crate::error::LedgerError;
use crate::log::keeper::checked;
use crate::log::tree::Tree;
use crate::projection::{Projection, key_content};
use crate::sqlite::chain::{Depth, Fault, Walked, walk};
use crate::sqlite::project::apply_key;
use crate::sqlite::reader::checkpoints;
use crate::sqlite::row::{Digest, count, int};
use crate::sqlite::schema::{PROJECTIONS, Table, check_objects};
use crate::sqlite::writer::Head;

/// Up to this many events the whole chain of headers is checked at start-up (some fifteen seconds at
/// the most); of longer ones the last [`TAIL`].
const FULL_CHAIN: u64 = 2_000_000;
const TAIL: u64 = 200_000;

/// So many bodies at the end are checked at start-up.
const BODIES: u64 = 100;

/// Files up to this size are read through at start-up by SQLite's own check.
const QUICK_CHECK_BYTES: i64 = 64 << 20;

/// Recomputes chain, bodies, projections and blobs of one state of the ledger.
///
/// # Errors
/// [`LedgerError::Broken`] naming the first bad event, else the first bad row of a projection, else the first bad blob.
pub(super) fn verify(conn: &mut Connection) -> Result<VerifyReport, LedgerError> {
    let tx = conn.transaction()?;
    check_objects(&tx)?;
    // Temporary tables hide the stored ones of the same name until the transaction is given up.
    for table in &PROJECTIONS {
        tx.execute_batch(&table.create(true))?;
    }
    let head = Head::load(&tx).map_err(no_head)?;
    let chain = walk(&tx, 0, Depth::Bodies, |commit| project(&tx, commit))?;
    check_head(&head, chain)?;
    let stray: Option<i64> = tx
        .query_row(
            "SELECT sequence FROM bodies WHERE sequence NOT IN (SELECT sequence FROM events) LIMIT 1",
            [],
            |row| row.get(0),
        )
        .optional()?;
    if let Some(stray) = stray {
        let what = format!("there is a body with number {stray} that belongs to no event");
        return Err(Fault::Kept(0, what).into());
    }
    for table in &PROJECTIONS {
        compare(&tx, table)?;
    }
    check_blobs(&tx, &head, true)?;
    let sound: String = tx.query_row("PRAGMA main.integrity_check(1)", [], |row| row.get(0))?;
    if sound != "ok" {
        return Err(Fault::Projection(format!("the file is damaged ({sound})")).into());
    }
    let records: i64 = tx.query_row("SELECT count(*) FROM main.records", [], |row| row.get(0))?;
    Ok(VerifyReport {
        head: chain,
        records: count(records),
        blobs: head.blobs,
        checkpoints: check_checkpoints(&tx)?,
    })
}

/// Whether the events bear out every checkpoint that was signed; gives their number. The chain must have been walked.
fn check_checkpoints(conn: &Connection) -> Result<u64, LedgerError> {
    let stored = checkpoints(conn, u64::MAX)?;
    if stored.is_empty() {
        return Ok(0);
    }
    let tree = tree(conn)?;
    for checkpoint in &stored {
        checked(checkpoint, &tree)?;
    }
    Ok(stored.len() as u64)
}

/// The tree over the hashes of all events.
pub(super) fn tree(conn: &Connection) -> Result<Tree, LedgerError> {
    let mut tree = Tree::new();
    let mut query = conn.prepare("SELECT hash FROM events ORDER BY sequence")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        tree.push(row.get::<_, Digest>(0)?.0.as_bytes());
    }
    Ok(tree)
}

/// What is checked whenever a ledger is opened.
pub(super) fn check_at_open(conn: &mut Connection) -> Result<(), Fault> {
    let tx = conn.transaction()?;
    check_objects(&tx)?;
    let head = Head::load(&tx).map_err(no_head)?;
    let begin = if head.events <= FULL_CHAIN {
        0
    } else {
        head.events - TAIL
    };
    let chain = walk(&tx, begin, Depth::Headers, |_| Ok(()))?;
    check_head(&head, chain)?;
    walk(
        &tx,
        head.events.saturating_sub(BODIES),
        Depth::Bodies,
        |_| Ok(()),
    )?;
    let size: i64 = tx.query_row(
        "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size",
        [],
        |row| row.get(0),
    )?;
    if size <= QUICK_CHECK_BYTES {
        let sound: String = tx.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
        if sound != "ok" {
            return Err(Fault::Kept(0, format!("the file is damaged ({sound})")));
        }
        let bodies: i64 = tx.query_row("SELECT count(*) FROM bodies", [], |row| row.get(0))?;
        if bodies != int(head.events) {
            let sql = "SELECT min(sequence) FROM events WHERE sequence NOT IN (SELECT sequence FROM bodies)";
            let missing: Option<i64> = tx.query_row(sql, [], |row| row.get(0))?;
            return Err(match missing {
                Some(missing) => Fault::Kept(count(missing), "its body is missing".to_owned()),
                None => Fault::Kept(0, "there are bodies that belong to no event".to_owned()),
            });
        }
    }
    check_watermark(&tx, head.events)?;
    check_blobs(&tx, &head, false)
}

fn no_head(error: rusqlite::Error) -> Fault {
    match error {
        rusqlite::Error::QueryReturnedNoRows => Fault::Kept(
            0,
            "the row that says where the chain ends is missing".to_owned(),
        ),
        other => other.into(),
    }
}

/// Compares where the chain ends with where the head row says it ends.
fn check_head(head: &Head, chain: LedgerHead) -> Result<(), Fault> {
    let said = head.events;
    if said > chain.events {
        let what = format!(
            "the event is missing: the chain ends before it and should end at event {said}"
        );
        return Err(Fault::Kept(chain.events + 1, what));
    }
    if said < chain.events {
        let what = format!("the event was put in: the chain should end at event {said}");
        return Err(Fault::Kept(said + 1, what));
    }
    if head.hash != chain.hash {
        let what = format!(
            "its hash is {}, the head row says {}",
            chain.hash, head.hash
        );
        return Err(Fault::Kept(said, what));
    }
    Ok(())
}

/// Checks that the projections stand at the last event, without recomputing them.
fn check_watermark(conn: &Connection, events: u64) -> Result<(), Fault> {
    let wanted = (int(events), int(events));
    let sql = "SELECT count(*), ifnull(max(sequence), 0) FROM revisions";
    let found: (i64, i64) = conn.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    if found != wanted {
        return Err(Fault::Projection(format!(
            "projection `revisions` has {} rows up to event {}, there are {events} events",
            found.0, found.1,
        )));
    }
    let sums = |sql: &str| -> rusqlite::Result<(i64, i64)> {
        conn.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))
    };
    let found = sums("SELECT count(*), ifnull(sum(sequence), 0) FROM records")?;
    let wanted = sums(
        "SELECT count(*), ifnull(sum(newest), 0)
         FROM (SELECT max(sequence) AS newest FROM revisions GROUP BY id)",
    )?;
    if found != wanted {
        return Err(Fault::Projection(format!(
            "projection `records` has {} rows for {} records or does not show their newest revisions",
            found.0, wanted.0,
        )));
    }
    Ok(())
}

/// Writes what a commit says into the projections.
pub(super) fn project(conn: &Connection, commit: &[Walked]) -> Result<(), Fault> {
    for walked in commit {
        let header = &walked.header;
        let bad = |what: String| Fault::Kept(header.sequence, what);
        let Some((_, record)) = &walked.body else {
            continue;
        };
        record.check().map_err(|error| bad(error.to_string()))?;
        let before: Option<u32> = conn
            .prepare_cached("SELECT revision FROM records WHERE id = ?1")?
            .query_row([header.record.to_string()], |row| row.get(0))
            .optional()?;
        let before = before.unwrap_or(0);
        if before.checked_add(1) != Some(header.revision) {
            return Err(bad(format!(
                "it brings revision {} of `{}` after revision {before}",
                header.revision, header.record,
            )));
        }
        Projection::of(record).apply(conn, header.sequence)?;
    }
    let (Some(first), Some(last)) = (commit.first(), commit.last()) else {
        return Ok(());
    };
    if let Some(key) = &first.header.key {
        let (first, last) = (&first.header, last.header.sequence);
        let records = commit.iter().map(|walked| {
            let header = &walked.header;
            (header.record, header.revision, header.content)
        });
        let content = key_content(&first.actor, &first.reason, records)?;
        let used = conn
            .prepare_cached("SELECT 1 FROM keys WHERE key = ?1")?
            .exists([key])?;
        if used {
            let what = format!("its idempotency key `{key}` was used before");
            return Err(Fault::Kept(first.sequence, what));
        }
        apply_key(conn, key, content, first.sequence, last)?;
    }
    Ok(())
}

/// A value of a row, in the order in which SQLite sorts.
#[derive(Debug, Clone, PartialEq, PartialOrd)]
enum Cell {
    Null,
    Integer(i64),
    Real(f64),
    Text(Vec<u8>),
    Blob(Vec<u8>),
}

impl std::fmt::Display for Cell {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Cell::Null => f.write_str("nothing"),
            Cell::Integer(number) => write!(f, "`{number}`"),
            Cell::Real(number) => write!(f, "`{number}`"),
            Cell::Text(text) => write!(f, "`{}`", String::from_utf8_lossy(text)),
            Cell::Blob(bytes) => {
                f.write_str("`")?;
                bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}"))?;
                f.write_str("`")
            }
        }
    }
}

fn cells(row: &Row<'_>, width: usize) -> rusqlite::Result<Vec<Cell>> {
    (0..width)
        .map(|column| {
            Ok(match row.get_ref(column)? {
                ValueRef::Null => Cell::Null,
                ValueRef::Integer(number) => Cell::Integer(number),
                ValueRef::Real(number) => Cell::Real(number),
                ValueRef::Text(text) => Cell::Text(text.to_vec()),
                ValueRef::Blob(bytes) => Cell::Blob(bytes.to_vec()),
            })
        })
        .collect()
}

fn next(rows: &mut Rows<'_>, width: usize) -> rusqlite::Result<Option<Vec<Cell>>> {
    rows.next()?.map(|row| cells(row, width)).transpose()
}

/// Compares a stored projection with the recomputed one, row by row in the order of the key.
fn compare(conn: &Connection, table: &Table) -> Result<(), Fault> {
    let Table {
        name, columns, key, ..
    } = table;
    let width = columns.len();
    let all = columns.join(", ");
    let order = columns
        .iter()
        .take(*key)
        .copied()
        .collect::<Vec<_>>()
        .join(", ");
    let select = |scope: &str| {
        conn.prepare(&format!(
            "SELECT {all} FROM {scope}.{name} ORDER BY {order}"
        ))
    };
    let (mut stored, mut wanted) = (select("main")?, select("temp")?);
    let (mut stored, mut wanted) = (stored.query([])?, wanted.query([])?);
    let damaged = |error: rusqlite::Error| {
        Fault::Projection(format!("projection `{name}` cannot be read ({error})"))
    };
    loop {
        let found = next(&mut stored, width).map_err(damaged)?;
        let right = next(&mut wanted, width)?;
        if found == right {
            if found.is_none() {
                return Ok(());
            }
            continue;
        }
        return Err(Fault::Projection(difference(
            table,
            found.as_deref(),
            right.as_deref(),
        )));
    }
}

/// Says how two rows at the same place differ.
fn difference(table: &Table, found: Option<&[Cell]>, right: Option<&[Cell]>) -> String {
    let Table {
        name, columns, key, ..
    } = table;
    let key_of = |row: &[Cell]| row.iter().take(*key).cloned().collect::<Vec<_>>();
    let shown = |row: &[Cell]| {
        key_of(row)
            .iter()
            .map(Cell::to_string)
            .collect::<Vec<_>>()
            .join(", ")
    };
    match (found, right) {
        (Some(found), Some(right)) if key_of(found) == key_of(right) => {
            let mut cells = columns.iter().zip(found.iter().zip(right));
            match cells.find(|(_, (found, right))| found != right) {
                Some((column, (value, wanted))) => format!(
                    "the row {} of projection `{name}` has {value} as {column}; by the events it is {wanted}",
                    shown(found),
                ),
                None => format!("the row {} of projection `{name}` is wrong", shown(found)),
            }
        }
        (Some(found), right) if right.is_none_or(|right| key_of(found) < key_of(right)) => {
            format!(
                "the row {} of projection `{name}` is in no event",
                shown(found)
            )
        }
        (_, Some(right)) => format!("the row {} of projection `{name}` is missing", shown(right)),
        _ => format!("projection `{name}` is wrong"),
    }
}

/// Checks the chain of blobs; with `bytes`, each blob against its digest too.
fn check_blobs(conn: &Connection, head: &Head, bytes: bool) -> Result<(), Fault> {
    let column = if bytes { "bytes" } else { "NULL" };
    let mut query = conn.prepare(&format!(
        "SELECT number, digest, chain, {column} FROM blobs ORDER BY number"
    ))?;
    let mut rows = query.query([])?;
    let mut at = Head {
        blobs: 0,
        blob_chain: Sha256::ZERO,
        ..*head
    };
    let bad = |what: String| Fault::Kept(0, what);
    while let Some(row) = rows.next()? {
        let number = at.blobs + 1;
        let found: i64 = row.get(0)?;
        let unreadable = |error| bad(format!("blob number {found} cannot be read: {error}"));
        let digest = row.get::<_, Digest>(1).map_err(unreadable)?.0;
        let chain = row.get::<_, Digest>(2).map_err(unreadable)?.0;
        if found != int(number) {
            return Err(bad(format!(
                "blob number {number} is missing; the next one there is {found}"
            )));
        }
        if chain != at.next_blob(digest) {
            return Err(bad(format!(
                "blob number {number}, `{digest}`, does not follow the blob before it"
            )));
        }
        if bytes {
            let content = row.get_ref(3)?;
            let content = content.as_blob().map_err(|error| bad(error.to_string()))?;
            if Sha256::of(content) != digest {
                return Err(bad(format!(
                    "the bytes of blob number {number}, `{digest}`, were altered"
                )));
            }
        }
        at = Head {
            blobs: number,
            blob_chain: chain,
            ..at
        };
    }
    if (at.blobs, at.blob_chain) != (head.blobs, head.blob_chain) {
        return Err(bad(format!(
            "there are {} blobs and should be {}, or they are not the same ones",
            at.blobs, head.blobs,
        )));
    }
    Ok(())
}
