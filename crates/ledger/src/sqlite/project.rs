//! Projections: what the events say, arranged for reading.
//!
//! The statements name tables without their database. In the ledger itself they write the stored
//! projections; on a connection that has temporary tables of the same names they write those, which
//! is how `verify` recomputes everything with the very code that it checks.

use rusqlite::Connection;
use xinqiao_record::Sha256;

use crate::projection::Projection;
use crate::sqlite::row::{Digest, int};

impl Projection {
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
