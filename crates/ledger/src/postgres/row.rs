//! Rows of the store as values.

use jiff::Timestamp;
use tokio_postgres::Row;
use xinqiao_record::Sha256;

use crate::contract::StoredCheckpoint;
use crate::error::LedgerError;
use crate::event::{Event, EventHeader};
use crate::link::record;

impl From<tokio_postgres::Error> for LedgerError {
    fn from(error: tokio_postgres::Error) -> Self {
        // The outer words alone say little: "db error".
        let inner = std::error::Error::source(&error).map(ToString::to_string);
        LedgerError::Store(match inner {
            Some(inner) => format!("PostgreSQL: {error}: {inner}"),
            None => format!("PostgreSQL: {error}"),
        })
    }
}

/// A count as PostgreSQL keeps it; counts beyond 63 bits do not occur.
pub(super) fn int(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// A count from PostgreSQL; a negative one, which only tampering makes, becomes 0 and is found by comparison.
pub(super) fn count(value: i64) -> u64 {
    u64::try_from(value).unwrap_or(0)
}

/// A digest of 32 bytes; anything else becomes zeros and is found by comparison.
pub(super) fn digest(bytes: &[u8]) -> Sha256 {
    <[u8; 32]>::try_from(bytes).map_or(Sha256::ZERO, Sha256::from_bytes)
}

/// The columns that [`event`] reads, of `events e` and `bodies b`.
pub(super) const EVENT: &str = "e.sequence, e.at_us, e.header, e.hash, b.body";

/// A header as it stands in its row, with what the other columns say of it.
pub(super) fn header(row: &Row) -> Result<(EventHeader, Sha256), LedgerError> {
    let sequence = count(row.get(0));
    let broken = |what: String| LedgerError::Broken { sequence, what };
    let header: EventHeader = serde_json::from_str(row.get(2))
        .map_err(|error| broken(format!("it cannot be read: {error}")))?;
    let at_us: i64 = row.get(1);
    if (header.sequence, header.at_us) != (sequence, at_us) {
        return Err(broken(
            "its row says another number or time than its header".to_owned(),
        ));
    }
    Ok((header, digest(row.get(3))))
}

/// The event of a row of [`EVENT`].
pub(super) fn event(row: &Row) -> Result<Event, LedgerError> {
    let sequence = count(row.get(0));
    let broken = |what| LedgerError::Broken { sequence, what };
    let (header, hash) = header(row)?;
    let body: Option<&str> = row.get(4);
    let body = body.ok_or_else(|| broken("its body is missing".to_owned()))?;
    let record = record(&header, body).map_err(broken)?;
    Ok(Event {
        header,
        hash,
        record,
    })
}

/// A row of `size, at_us, note`.
pub(super) fn checkpoint(row: &Row) -> StoredCheckpoint {
    StoredCheckpoint {
        size: count(row.get(0)),
        at: Timestamp::from_microsecond(row.get(1)).unwrap_or(Timestamp::UNIX_EPOCH),
        note: row.get(2),
    }
}
