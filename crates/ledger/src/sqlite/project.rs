//! Projections: what the events say, arranged for reading.
//!
//! The statements name tables without their database. In the ledger itself they write the stored
//! projections; on a connection that has temporary tables of the same names they write those, which
//! is how `verify` recomputes everything with the very code that it checks.

use jiff::civil::Date;
use rusqlite::Connection;
use serde::Serialize;
use xinqiao_record::{Record, RecordId, Sha256};

use crate::error::LedgerError;
use crate::facet::{fold, names_of, region_of};
use crate::sqlite::row::{Digest, int};

/// Stands between the names in the column `names`, so that no search text runs from one into the next.
const BETWEEN_NAMES: &str = "\u{1f}";

/// A day as a number that sorts like the day: 20250620.
pub(super) fn day_number(day: Date) -> i64 {
    i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day())
}

/// What the projections hold of one revision.
#[derive(Debug)]
pub(super) struct Projection {
    id: String,
    revision: u32,
    kind: &'static str,
    status: &'static str,
    title: String,
    names: String,
    region: Option<String>,
    valid_from: Option<i64>,
    valid_until: Option<i64>,
    refs: Vec<(String, &'static str)>,
}

impl Projection {
    /// The projection of a revision.
    pub(super) fn of(record: &Record) -> Projection {
        let region = region_of(record);
        let names: Vec<String> = names_of(record).map(fold).collect();
        Projection {
            id: record.id.to_string(),
            revision: record.revision,
            kind: record.kind().name(),
            status: record.status.name(),
            title: record.title().to_owned(),
            names: names.join(BETWEEN_NAMES),
            region: region.map(|region| region.to_string()),
            valid_from: record.valid.from.map(|from| day_number(from.first_day())),
            valid_until: record.valid.until.map(|until| day_number(until.last_day())),
            refs: record
                .references()
                .into_iter()
                .map(|reference| (reference.target.to_string(), reference.role))
                .collect(),
        }
    }

    /// Writes it as the newest revision of its record.
    pub(super) fn apply(&self, conn: &Connection, sequence: u64) -> rusqlite::Result<()> {
        let sequence = int(sequence);
        conn.prepare_cached("INSERT INTO revisions VALUES (?1, ?2, ?3)")?
            .execute((&self.id, self.revision, sequence))?;
        conn.prepare_cached(
            "INSERT OR REPLACE INTO records VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10)",
        )?
        .execute((
            &self.id,
            self.revision,
            sequence,
            self.kind,
            self.status,
            &self.title,
            &self.names,
            &self.region,
            self.valid_from,
            self.valid_until,
        ))?;
        if self.revision > 1 {
            conn.prepare_cached("DELETE FROM refs WHERE source = ?1")?
                .execute([&self.id])?;
        }
        for (target, role) in &self.refs {
            conn.prepare_cached("INSERT INTO refs VALUES (?1, ?2, ?3)")?
                .execute((target, &self.id, role))?;
        }
        Ok(())
    }
}

/// What an idempotency key stands for: who, why, and the records in their order.
#[derive(Serialize)]
struct KeyContent<'a> {
    actor: &'a str,
    reason: &'a str,
    records: Vec<(RecordId, u32, Sha256)>,
}

/// The digest of what a commit says. `records` gives id, revision and content digest in order.
pub(super) fn key_content(
    actor: &str,
    reason: &str,
    records: impl Iterator<Item = (RecordId, u32, Sha256)>,
) -> Result<Sha256, LedgerError> {
    let content = KeyContent {
        actor,
        reason,
        records: records.collect(),
    };
    Sha256::of_canonical(&content).map_err(|error| LedgerError::Store(error.to_string()))
}

/// Writes what a key stands for and which events it brought.
pub(super) fn apply_key(
    conn: &Connection,
    key: &str,
    content: Sha256,
    first: u64,
    last: u64,
) -> rusqlite::Result<()> {
    conn.prepare_cached("INSERT INTO keys VALUES (?1, ?2, ?3, ?4)")?
        .execute((key, Digest(content), int(first), int(last)))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn day_numbers_sort_like_days() {
        let days = [
            Date::MIN,
            date(-1, 12, 31),
            date(0, 1, 1),
            date(2024, 2, 29),
            date(2024, 3, 1),
            Date::MAX,
        ];
        assert!(days.map(day_number).is_sorted());
        assert_eq!(day_number(date(2025, 6, 20)), 20_250_620);
    }
}
