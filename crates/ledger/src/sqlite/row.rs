//! Rows of the store as values, and values as rows.

use jiff::Timestamp;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode, Row};
use xinqiao_record::{RecordId, Sha256};

use crate::contract::StoredCheckpoint;
use crate::error::LedgerError;
use crate::event::{Event, EventHeader};
use crate::link::record;

impl From<rusqlite::Error> for LedgerError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => LedgerError::Broken {
                sequence: 0,
                what: format!("the file is damaged ({error})"),
            },
            _ => LedgerError::Store(error.to_string()),
        }
    }
}

/// A digest as 32 bytes.
pub(super) struct Digest(pub(super) Sha256);

impl FromSql for Digest {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        <[u8; 32]>::column_result(value).map(|bytes| Digest(Sha256::from_bytes(bytes)))
    }
}

impl ToSql for Digest {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        self.0.as_bytes().as_slice().to_sql()
    }
}

/// An id as its text.
pub(super) struct Id(pub(super) RecordId);

impl FromSql for Id {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_str()?.parse().map(Id).map_err(FromSqlError::other)
    }
}

/// A count as SQLite keeps it; counts beyond 63 bits do not occur.
pub(super) fn int(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// A count from SQLite; a negative one, which only tampering makes, becomes 0 and is found by comparison.
pub(super) fn count(value: i64) -> u64 {
    u64::try_from(value).unwrap_or(0)
}

/// A row of `size, at_us, note`.
pub(super) fn checkpoint(row: &Row<'_>) -> rusqlite::Result<StoredCheckpoint> {
    Ok(StoredCheckpoint {
        size: count(row.get(0)?),
        at: Timestamp::from_microsecond(row.get(1)?).unwrap_or(Timestamp::UNIX_EPOCH),
        note: row.get(2)?,
    })
}

/// The columns that [`header`] reads, in order, of table `events e`.
pub(super) const HEADER: &str = "e.sequence, e.commit_first, e.at_us, e.actor, e.reason, e.key, \
     e.record, e.revision, e.content, e.previous, e.hash";

/// The column of [`HEADER`] joined with `bodies b` that holds the body.
pub(super) const BODY: usize = 11;

/// The header and the hash beside it.
pub(super) fn header(row: &Row<'_>) -> rusqlite::Result<(EventHeader, Sha256)> {
    let header = EventHeader {
        sequence: count(row.get(0)?),
        commit: count(row.get(1)?),
        at_us: row.get(2)?,
        actor: row.get(3)?,
        reason: row.get(4)?,
        key: row.get(5)?,
        record: row.get::<_, Id>(6)?.0,
        revision: row.get(7)?,
        content: row.get::<_, Digest>(8)?.0,
        previous: row.get::<_, Digest>(9)?.0,
    };
    Ok((header, row.get::<_, Digest>(10)?.0))
}

/// Writes header and body of an event.
pub(super) fn insert_event(
    conn: &Connection,
    header: &EventHeader,
    hash: Sha256,
    body: &str,
) -> rusqlite::Result<()> {
    conn.prepare_cached("INSERT INTO events VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11)")?
        .execute((
            int(header.sequence),
            int(header.commit),
            header.at_us,
            &header.actor,
            &header.reason,
            &header.key,
            header.record.to_string(),
            header.revision,
            Digest(header.content),
            Digest(header.previous),
            Digest(hash),
        ))?;
    conn.prepare_cached("INSERT INTO bodies VALUES (?1, ?2)")?
        .execute((int(header.sequence), body))?;
    Ok(())
}

/// The event of a row of [`HEADER`] and body.
pub(super) fn event(row: &Row<'_>) -> Result<Event, LedgerError> {
    let sequence = count(row.get(0)?);
    let broken = |what| LedgerError::Broken { sequence, what };
    let (header, hash) = header(row).map_err(|error| broken(error.to_string()))?;
    let body: Option<String> = row.get(BODY)?;
    let body = body.ok_or_else(|| broken("its body is missing".to_owned()))?;
    let record = record(&header, &body).map_err(broken)?;
    Ok(Event {
        header,
        hash,
        record,
    })
}
