//! Reads: a small pool of connections, each read in one transaction on a thread that may block.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Transaction, params_from_iter};
use tokio::sync::Semaphore;
use xinqiao_record::{RecordId, Region, Sha256};

use crate::contract::{AsOf, ChangeBatch, Filter, Page, Referrer, Stored, StoredCheckpoint};
use crate::error::LedgerError;
use crate::event::Event;
use crate::facet::fold;
use crate::link::{page_of, stored};
use crate::projection::day_number;
use crate::sqlite::row::{Digest, HEADER, Id, checkpoint, count, event, int};
use crate::sqlite::schema::open_reader;

/// Reads at one time; further ones wait.
const READERS: usize = 4;

/// Connections for reading.
pub(super) struct Pool {
    file: PathBuf,
    idle: Mutex<Vec<Connection>>,
    seats: Arc<Semaphore>,
}

impl Pool {
    /// A pool on this file. Connections are opened when first needed.
    pub(super) fn new(file: PathBuf) -> Pool {
        Pool {
            file,
            idle: Mutex::new(Vec::new()),
            seats: Arc::new(Semaphore::new(READERS)),
        }
    }

    /// Runs a read on one state of the ledger.
    pub(super) async fn read<T: Send + 'static>(
        self: &Arc<Self>,
        read: impl FnOnce(&Transaction<'_>) -> Result<T, LedgerError> + Send + 'static,
    ) -> Result<T, LedgerError> {
        let seat = Arc::clone(&self.seats)
            .acquire_owned()
            .await
            .map_err(|_| LedgerError::Closed)?;
        let pool = Arc::clone(self);
        let work = tokio::task::spawn_blocking(move || {
            let idle = pool.idle().pop();
            let mut conn = match idle {
                Some(conn) => conn,
                None => open_reader(&pool.file)?,
            };
            let tx = conn.transaction()?;
            let result = read(&tx);
            tx.finish()?;
            pool.idle().push(conn);
            drop(seat);
            result
        });
        work.await
            .map_err(|error| LedgerError::Store(format!("a read did not end: {error}")))?
    }

    /// Closes the idle connections.
    pub(super) fn close(&self) {
        self.seats.close();
        self.idle().clear();
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Connection>> {
        self.idle
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

/// The event of this number.
fn event_at(conn: &Connection, sequence: i64) -> Result<Event, LedgerError> {
    let sql = format!(
        "SELECT {HEADER}, b.body FROM events e LEFT JOIN bodies b ON b.sequence = e.sequence
         WHERE e.sequence = ?1"
    );
    let mut query = conn.prepare_cached(&sql)?;
    let mut rows = query.query([sequence])?;
    match rows.next()? {
        Some(row) => event(row),
        None => Err(LedgerError::Broken {
            sequence: count(sequence),
            what: "the event is missing".to_owned(),
        }),
    }
}

/// The number of the last event taken up to and including a moment; `None` for all events.
///
/// INVARIANT: ledger time does not go back, so the events up to a moment are the first ones.
fn cutoff(conn: &Connection, as_of: AsOf) -> Result<Option<i64>, LedgerError> {
    let Some(known) = as_of.known else {
        return Ok(None);
    };
    let us = known.as_nanosecond().div_euclid(1_000);
    let sql = "SELECT max(sequence) FROM events";
    let head = conn
        .prepare_cached(sql)?
        .query_row([], |row| row.get::<_, Option<i64>>(0))?;
    let mut at = conn.prepare_cached("SELECT at_us FROM events WHERE sequence = ?1")?;
    // `low` was taken in time (or is 0), `high` was not (or is after the last).
    let (mut low, mut high) = (0, head.unwrap_or(0) + 1);
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        let taken: i64 = at.query_row([middle], |row| row.get(0))?;
        if i128::from(taken) <= us {
            low = middle
        } else {
            high = middle
        }
    }
    Ok((Some(low) != head).then_some(low))
}

/// A record as of a moment.
pub(super) fn get(
    conn: &Connection,
    id: RecordId,
    as_of: AsOf,
) -> Result<Option<Stored>, LedgerError> {
    let id = id.to_string();
    let sequence: Option<i64> = match cutoff(conn, as_of)? {
        None => conn
            .prepare_cached("SELECT sequence FROM records WHERE id = ?1")?
            .query_row([id], |row| row.get(0))
            .optional()?,
        Some(last) => conn
            .prepare_cached("SELECT max(sequence) FROM revisions WHERE id = ?1 AND sequence <= ?2")?
            .query_row((id, last), |row| row.get(0))?,
    };
    let Some(sequence) = sequence else {
        return Ok(None);
    };
    let found = stored(event_at(conn, sequence)?);
    let holds = as_of
        .valid
        .is_none_or(|day| found.record.valid.contains(day));
    Ok(holds.then_some(found))
}

/// Every revision of a record.
pub(super) fn history(conn: &Connection, id: RecordId) -> Result<Vec<Stored>, LedgerError> {
    let sql = "SELECT sequence FROM revisions WHERE id = ?1 ORDER BY revision";
    let sequences = numbers(conn, sql, &[id.to_string().into()])?;
    sequences
        .into_iter()
        .map(|sequence| Ok(stored(event_at(conn, sequence)?)))
        .collect()
}

/// The records that meet a filter.
pub(super) fn list(conn: &Connection, filter: &Filter) -> Result<Page, LedgerError> {
    match cutoff(conn, filter.as_of)? {
        None => list_now(conn, filter),
        Some(last) => list_then(conn, filter, last),
    }
}

/// A list of what is known now, from the projections.
fn list_now(conn: &Connection, filter: &Filter) -> Result<Page, LedgerError> {
    let mut conditions = vec!["1".to_owned()];
    let mut values: Vec<Value> = Vec::new();
    let mut any_of = |column: &str, names: Vec<&'static str>| {
        if !names.is_empty() {
            conditions.push(format!(
                "{column} IN ({})",
                vec!["?"; names.len()].join(", ")
            ));
            values.extend(names.into_iter().map(|name| Value::from(name.to_owned())));
        }
    };
    any_of(
        "kind",
        filter.kinds.iter().map(|kind| kind.name()).collect(),
    );
    any_of(
        "status",
        filter.statuses.iter().map(|status| status.name()).collect(),
    );
    if let Some(region) = filter.region {
        conditions.push("region IN (SELECT value FROM json_each(?))".to_owned());
        let inside: Vec<String> = Region::all()
            .filter(|inner| inner.code.within(region))
            .map(|inner| format!("\"{}\"", inner.code))
            .collect();
        values.push(format!("[{}]", inside.join(",")).into());
    }
    if let Some(title) = &filter.title {
        conditions.push("instr(names, ?) > 0".to_owned());
        values.push(fold(title).into());
    }
    if let Some(target) = filter.refers_to {
        conditions.push("id IN (SELECT f.source FROM refs f WHERE f.target = ?)".to_owned());
        values.push(target.to_string().into());
    }
    if let Some(day) = filter.as_of.valid {
        conditions.push("ifnull(valid_from <= ?, 1) AND ifnull(? <= valid_until, 1)".to_owned());
        values.extend([Value::from(day_number(day)), Value::from(day_number(day))]);
    }
    let conditions = conditions.join(" AND ");
    // The last 26 characters of an id are its ULID, which sorts by the time of its making.
    let order = match (filter.newest_first, filter.kinds.len()) {
        (true, _) => "sequence DESC",
        (false, 1) => "id",
        (false, _) => "substr(id, -26), id",
    };
    let sql = format!("SELECT count(*) FROM records WHERE {conditions}");
    let total = conn
        .prepare_cached(&sql)?
        .query_row(params_from_iter(&values), |row| row.get(0))
        .map(count)?;
    let sql = format!(
        "SELECT sequence FROM records WHERE {conditions} ORDER BY {order} LIMIT ? OFFSET ?"
    );
    values.push(filter.limit.map_or(-1, int).into());
    values.push(int(filter.offset).into());
    let records = numbers(conn, &sql, &values)?
        .into_iter()
        .map(|sequence| Ok(stored(event_at(conn, sequence)?)))
        .collect::<Result<_, LedgerError>>()?;
    Ok(Page { records, total })
}

/// A list of what was known up to event `last`: reads each record's revision of then.
fn list_then(conn: &Connection, filter: &Filter, last: i64) -> Result<Page, LedgerError> {
    let sql = "SELECT id, max(sequence) FROM revisions WHERE sequence <= ?1 GROUP BY id";
    let mut query = conn.prepare_cached(sql)?;
    let mut rows = query.query([last])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let id = row.get::<_, Id>(0)?.0;
        if filter.kinds.is_empty() || filter.kinds.contains(&id.kind()) {
            let event = event_at(conn, row.get(1)?)?;
            if filter.matches(&event.record) {
                found.push(stored(event));
            }
        }
    }
    Ok(page_of(found, filter))
}

/// Which records refer to this one.
pub(super) fn referrers(conn: &Connection, id: RecordId) -> Result<Vec<Referrer>, LedgerError> {
    let sql = "SELECT source, role FROM refs WHERE target = ?1 ORDER BY source, role";
    let mut query = conn.prepare_cached(sql)?;
    let rows = query.query_map([id.to_string()], |row| {
        Ok(Referrer {
            from: row.get::<_, Id>(0)?.0,
            role: row.get(1)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The events after a number.
pub(super) fn changes(
    conn: &Connection,
    after: u64,
    limit: usize,
) -> Result<ChangeBatch, LedgerError> {
    let sql = format!(
        "SELECT {HEADER}, b.body FROM events e LEFT JOIN bodies b ON b.sequence = e.sequence
         WHERE e.sequence > ?1 ORDER BY e.sequence LIMIT ?2"
    );
    let mut query = conn.prepare_cached(&sql)?;
    let mut rows = query.query((int(after), int(limit as u64)))?;
    let mut events = Vec::new();
    while let Some(row) = rows.next()? {
        events.push(event(row)?);
    }
    let next_after = events
        .last()
        .map_or(after, |event: &Event| event.header.sequence);
    Ok(ChangeBatch { events, next_after })
}

/// Hashes of events.
pub(super) fn event_hashes(
    conn: &Connection,
    after: u64,
    limit: usize,
) -> Result<Vec<Sha256>, LedgerError> {
    let sql = "SELECT hash FROM events WHERE sequence > ?1 ORDER BY sequence LIMIT ?2";
    let mut query = conn.prepare_cached(sql)?;
    let rows = query.query_map((int(after), int(limit as u64)), |row| {
        row.get::<_, Digest>(0)
    })?;
    Ok(rows
        .map(|row| row.map(|digest| digest.0))
        .collect::<Result<_, _>>()?)
}

/// Signed checkpoints, the newest first.
pub(super) fn checkpoints(
    conn: &Connection,
    limit: u64,
) -> Result<Vec<StoredCheckpoint>, LedgerError> {
    let sql = "SELECT size, at_us, note FROM checkpoints ORDER BY size DESC LIMIT ?1";
    let mut query = conn.prepare_cached(sql)?;
    let rows = query.query_map([int(limit)], checkpoint)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The bytes of a digest, checked against it.
pub(super) fn blob(conn: &Connection, digest: Sha256) -> Result<Option<Vec<u8>>, LedgerError> {
    let bytes: Option<Vec<u8>> = conn
        .prepare_cached("SELECT bytes FROM blobs WHERE digest = ?1")?
        .query_row([Digest(digest)], |row| row.get(0))
        .optional()?;
    match bytes {
        Some(bytes) if Sha256::of(&bytes) != digest => Err(LedgerError::Broken {
            sequence: 0,
            what: format!("the bytes of blob `{digest}` were altered"),
        }),
        bytes => Ok(bytes),
    }
}

fn numbers(conn: &Connection, sql: &str, values: &[Value]) -> Result<Vec<i64>, LedgerError> {
    let mut query = conn.prepare_cached(sql)?;
    let rows = query.query_map(params_from_iter(values), |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
