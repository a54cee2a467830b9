//! Walking the chain: every event in order, each checked against the one before.

use rusqlite::Connection;
use xinqiao_record::{Record, Sha256};

use crate::contract::LedgerHead;
use crate::error::LedgerError;
use crate::event::EventHeader;
use crate::link::{check, record};
use crate::sqlite::row::{BODY, HEADER, count, header, int};

/// Something that is not as it must be.
#[derive(Debug)]
pub(super) enum Fault {
    /// In what is kept: events, bodies, blobs, the head row. The number is 0 for no single event.
    Kept(u64, String),
    /// In a projection: it can be made again.
    Projection(String),
    /// The store failed or the caller did.
    Other(LedgerError),
}

impl From<LedgerError> for Fault {
    fn from(error: LedgerError) -> Self {
        match error {
            LedgerError::Broken { sequence, what } => Fault::Kept(sequence, what),
            other => Fault::Other(other),
        }
    }
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        LedgerError::from(error).into()
    }
}

impl From<Fault> for LedgerError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Kept(sequence, what) => LedgerError::Broken { sequence, what },
            Fault::Projection(what) => LedgerError::Broken { sequence: 0, what },
            Fault::Other(error) => error,
        }
    }
}

/// How much of each event is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Depth {
    /// The header: its number, its time, its hash and that of the event before.
    Headers,
    /// The body too: its digest, and that it is the record of the header.
    Bodies,
}

/// An event that was found right.
pub(super) struct Walked {
    pub(super) header: EventHeader,
    pub(super) hash: Sha256,
    /// The body as stored and as a record; with [`Depth::Bodies`] only.
    pub(super) body: Option<(String, Record)>,
}

/// Walks the events after number `after`, giving each whole commit to `visit`.
///
/// The event `after` itself is trusted; begin with 0 to check all. A commit in which a fault is
/// found is not given.
///
/// # Errors
/// [`Fault::Kept`] with the number of the first bad event.
pub(super) fn walk(
    conn: &Connection,
    after: u64,
    depth: Depth,
    mut visit: impl FnMut(&[Walked]) -> Result<(), Fault>,
) -> Result<LedgerHead, Fault> {
    let mut head = LedgerHead {
        events: after,
        hash: Sha256::ZERO,
    };
    let mut last: Option<EventHeader> = None;
    if after > 0 {
        let sql = format!("SELECT {HEADER} FROM events e WHERE sequence = ?1");
        let (trusted, hash) = conn.query_row(&sql, [int(after)], header)?;
        head.hash = hash;
        last = Some(trusted);
    }
    let (body, join) = match depth {
        Depth::Headers => ("NULL", ""),
        Depth::Bodies => ("b.body", "LEFT JOIN bodies b ON b.sequence = e.sequence"),
    };
    let condition = if after == 0 { "1" } else { "e.sequence > ?1" };
    let sql = format!(
        "SELECT {HEADER}, {body} FROM events e {join} WHERE {condition} ORDER BY e.sequence"
    );
    let mut query = conn.prepare(&sql)?;
    let mut rows = if after == 0 {
        query.query([])?
    } else {
        query.query([int(after)])?
    };
    let mut commit: Vec<Walked> = Vec::new();
    loop {
        let sequence = head.events + 1;
        let bad = |what: String| Fault::Kept(sequence, what);
        let row = match rows.next() {
            Ok(Some(row)) => row,
            Ok(None) => break,
            Err(error) => return Err(bad(format!("the file is damaged ({error})"))),
        };
        let found: i64 = row.get(0)?;
        if found != int(sequence) {
            return Err(match found > int(sequence) {
                true => bad(format!(
                    "the event is missing; the next one there is {found}"
                )),
                false => Fault::Kept(
                    count(found),
                    format!("an event was put in with number {found}"),
                ),
            });
        }
        let (header, hash) =
            header(row).map_err(|error| bad(format!("it cannot be read: {error}")))?;
        check(&header, hash, &head, last.as_ref()).map_err(bad)?;
        let body = match depth {
            Depth::Headers => None,
            Depth::Bodies => {
                let unreadable = |error| bad(format!("its body cannot be read: {error}"));
                let text: Option<String> = row.get(BODY).map_err(unreadable)?;
                let text = text.ok_or_else(|| bad("its body is missing".to_owned()))?;
                let record = record(&header, &text).map_err(bad)?;
                Some((text, record))
            }
        };
        if header.commit == sequence && !commit.is_empty() {
            visit(&commit)?;
            commit.clear();
        }
        head = LedgerHead {
            events: sequence,
            hash,
        };
        last = Some(header.clone());
        commit.push(Walked { header, hash, body });
    }
    if !commit.is_empty() {
        visit(&commit)?;
    }
    Ok(head)
}
