//! Tables and format version.
//!
//! What is kept: `events` (the chained headers), `bodies` (the records they brought, canonical JSON),
//! `blobs` (numbered and chained by digest), `head` (where both chains end) and `checkpoints` (what was signed). The rest are
//! projections: they say nothing that the events do not say and can be made again from them.
//! Bodies lie in a table of their own so that the chain of headers can be walked quickly.

use std::collections::BTreeSet;
use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use crate::error::LedgerError;
use crate::sqlite::chain::Fault;

/// Marks the file as ours (`PRAGMA application_id`): "XinQ".
const APPLICATION_ID: i64 = 0x5869_6e51;

/// The format that this program writes (`PRAGMA user_version`).
pub(super) const FORMAT: u32 = 2;

const KEPT: &str = "
CREATE TABLE events (
    sequence INTEGER PRIMARY KEY,
    commit_first INTEGER NOT NULL,
    at_us INTEGER NOT NULL,
    actor TEXT NOT NULL,
    reason TEXT NOT NULL,
    key TEXT,
    record TEXT NOT NULL,
    revision INTEGER NOT NULL,
    content BLOB NOT NULL,
    previous BLOB NOT NULL,
    hash BLOB NOT NULL
) STRICT;
CREATE TABLE bodies (sequence INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT;
CREATE TABLE blobs (
    number INTEGER PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE,
    chain BLOB NOT NULL,
    bytes BLOB NOT NULL
) STRICT;
CREATE TABLE head (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    events INTEGER NOT NULL,
    hash BLOB NOT NULL,
    blobs INTEGER NOT NULL,
    blob_chain BLOB NOT NULL
) STRICT;
INSERT INTO head VALUES (1, 0, zeroblob(32), 0, zeroblob(32));
";

/// Format 2: checkpoints that were signed.
const CHECKPOINTS: &str = "
CREATE TABLE checkpoints (
    size INTEGER PRIMARY KEY,
    at_us INTEGER NOT NULL,
    note TEXT NOT NULL
) STRICT;
";

/// One projection: its name, columns and keys. The key columns come first in `columns`.
pub(super) struct Table {
    /// The table.
    pub(super) name: &'static str,
    /// The names of the columns, the primary key's first.
    pub(super) columns: &'static [&'static str],
    /// How many of them are the primary key.
    pub(super) key: usize,
    /// The text between the brackets of CREATE TABLE.
    definition: &'static str,
    /// Further indexes: name and columns.
    indexes: &'static [(&'static str, &'static str)],
}

/// Every projection.
pub(super) const PROJECTIONS: [Table; 4] = [
    Table {
        name: "records",
        columns: &[
            "id",
            "revision",
            "sequence",
            "kind",
            "status",
            "title",
            "names",
            "region",
            "valid_from",
            "valid_until",
        ],
        key: 1,
        definition: "id TEXT PRIMARY KEY, revision INTEGER NOT NULL, sequence INTEGER NOT NULL,
            kind TEXT NOT NULL, status TEXT NOT NULL, title TEXT NOT NULL, names TEXT NOT NULL,
            region TEXT, valid_from INTEGER, valid_until INTEGER",
        indexes: &[
            ("records_by_kind", "kind, sequence"),
            ("records_by_region", "region"),
        ],
    },
    Table {
        name: "revisions",
        columns: &["id", "revision", "sequence"],
        key: 2,
        definition: "id TEXT NOT NULL, revision INTEGER NOT NULL, sequence INTEGER NOT NULL,
            PRIMARY KEY (id, revision)",
        indexes: &[],
    },
    Table {
        name: "refs",
        columns: &["target", "source", "role"],
        key: 3,
        definition: "target TEXT NOT NULL, source TEXT NOT NULL, role TEXT NOT NULL,
            PRIMARY KEY (target, source, role)",
        indexes: &[("refs_by_source", "source")],
    },
    Table {
        name: "keys",
        columns: &["key", "content", "first", "last"],
        key: 1,
        definition: "key TEXT PRIMARY KEY, content BLOB NOT NULL, first INTEGER NOT NULL,
            last INTEGER NOT NULL",
        indexes: &[],
    },
];

impl Table {
    /// The statements that make the table, in the main database or, under the same name, for this connection only.
    pub(super) fn create(&self, temporary: bool) -> String {
        let (word, scope) = if temporary {
            ("TEMP ", "temp.")
        } else {
            ("", "")
        };
        let Table {
            name, definition, ..
        } = self;
        let mut sql = format!("CREATE {word}TABLE {name} ({definition}) STRICT, WITHOUT ROWID;");
        for (index, columns) in self.indexes {
            sql.push_str(&format!(
                "CREATE INDEX {scope}{index} ON {name} ({columns});"
            ));
        }
        sql
    }
}

fn create_all(conn: &Connection) -> Result<(), rusqlite::Error> {
    conn.execute_batch(KEPT)?;
    conn.execute_batch(CHECKPOINTS)?;
    PROJECTIONS
        .iter()
        .try_for_each(|table| conn.execute_batch(&table.create(false)))
}

/// Tables, indexes, views and triggers: type, name and the table they belong to.
fn objects(conn: &Connection) -> Result<BTreeSet<(String, String, String)>, rusqlite::Error> {
    // What ANALYZE leaves behind does no harm.
    let sql = "SELECT type, name, tbl_name FROM main.sqlite_schema WHERE tbl_name NOT LIKE 'sqlite!_stat%' ESCAPE '!'";
    let mut query = conn.prepare(sql)?;
    let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    rows.collect()
}

/// Checks that the file has the tables and indexes of a ledger and nothing else: a trigger could
/// change what is written.
pub(super) fn check_objects(conn: &Connection) -> Result<(), Fault> {
    let fresh = Connection::open_in_memory()?;
    create_all(&fresh)?;
    let (found, wanted) = (objects(conn)?, objects(&fresh)?);
    if let Some((kind, name, _)) = found.difference(&wanted).next() {
        return Err(Fault::Kept(
            0,
            format!("the file has a {kind} `{name}` that no ledger has"),
        ));
    }
    match wanted.difference(&found).next() {
        None => Ok(()),
        Some((kind, name, table)) => {
            let what = format!("the {kind} `{name}` is missing");
            let projected = PROJECTIONS
                .iter()
                .any(|projection| projection.name == table);
            Err(if projected {
                Fault::Projection(what)
            } else {
                Fault::Kept(0, what)
            })
        }
    }
}

/// Opens the file for writing; makes the tables in an empty one.
///
/// # Errors
/// [`LedgerError::TooNew`] for a newer format, [`LedgerError::Broken`] for a file that is no ledger.
pub(super) fn open_writer(
    folder: &Path,
    file: &Path,
    may_create: bool,
) -> Result<Connection, LedgerError> {
    let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    if may_create {
        flags |= OpenFlags::SQLITE_OPEN_CREATE;
    }
    let mut conn = Connection::open_with_flags(file, flags)?;
    conn.busy_timeout(std::time::Duration::from_secs(10))?;
    conn.set_prepared_statement_cache_capacity(64);
    let no_ledger = |what: &str| LedgerError::Broken {
        sequence: 0,
        what: what.to_owned(),
    };
    let tables: i64 = conn.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if tables == 0 {
        if !may_create {
            return Err(no_ledger("the file of the ledger has no tables"));
        }
        let tx = conn.transaction()?;
        create_all(&tx)?;
        tx.pragma_update(None, "application_id", APPLICATION_ID)?;
        tx.pragma_update(None, "user_version", FORMAT)?;
        tx.commit()?;
    }
    let id: i64 = conn.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let found: u32 = conn.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if id != APPLICATION_ID || found == 0 {
        return Err(no_ledger(
            "the file is a database, but not a ledger of this program",
        ));
    }
    if found > FORMAT {
        return Err(LedgerError::TooNew {
            folder: folder.to_path_buf(),
            found,
            known: FORMAT,
        });
    }
    if found < 2 {
        let tx = conn.transaction()?;
        tx.execute_batch(CHECKPOINTS)?;
        tx.pragma_update(None, "user_version", FORMAT)?;
        tx.commit()?;
        tracing::info!(folder = %folder.display(), "the ledger's format is now {FORMAT}");
    }
    // A commit is durable when COMMIT returns: the log is synced each time (FULL).
    let mode: String =
        conn.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))?;
    if mode != "wal" {
        return Err(LedgerError::Store(format!(
            "the folder's file system does not carry a write-ahead log (journal mode is `{mode}`)"
        )));
    }
    conn.pragma_update(None, "synchronous", "FULL")?;
    conn.pragma_update(None, "wal_autocheckpoint", 8000)?;
    conn.pragma_update(None, "journal_size_limit", 64 << 20)?;
    conn.pragma_update(None, "cache_size", -32_768)?;
    Ok(conn)
}

/// Opens the file for reading.
pub(super) fn open_reader(file: &Path) -> Result<Connection, rusqlite::Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(file, flags)?;
    conn.busy_timeout(std::time::Duration::from_secs(10))?;
    conn.set_prepared_statement_cache_capacity(64);
    Ok(conn)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_commit_is_synced_to_a_write_ahead_log() {
        let folder = tempfile::tempdir().unwrap();
        let conn = open_writer(folder.path(), &folder.path().join("x.sqlite"), true).unwrap();
        let pragma = |name: &str| -> rusqlite::types::Value {
            conn.pragma_query_value(None, name, |row| row.get(0))
                .unwrap()
        };
        assert_eq!(pragma("synchronous"), 2.into());
        assert_eq!(pragma("journal_mode"), "wal".to_owned().into());
    }

    #[test]
    fn a_newer_format_is_refused_by_name() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("x.sqlite");
        open_writer(folder.path(), &file, true)
            .unwrap()
            .pragma_update(None, "user_version", 9)
            .unwrap();
        let error = open_writer(folder.path(), &file, true).unwrap_err();
        assert!(
            matches!(
                error,
                LedgerError::TooNew {
                    found: 9,
                    known: FORMAT,
                    ..
                }
            ),
            "{error}"
        );
    }

    #[test]
    fn a_ledger_of_the_first_format_is_brought_to_this_one() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("x.sqlite");
        let conn = open_writer(folder.path(), &file, true).unwrap();
        conn.execute_batch("DROP TABLE checkpoints; PRAGMA user_version = 1")
            .unwrap();
        drop(conn);
        let conn = open_writer(folder.path(), &file, false).unwrap();
        check_objects(&conn).unwrap_or_else(|fault| panic!("{}", LedgerError::from(fault)));
        let version: u32 = conn
            .pragma_query_value(None, "user_version", |row| row.get(0))
            .unwrap();
        assert_eq!(version, FORMAT);
    }

    #[test]
    fn the_columns_of_every_projection_are_those_of_its_table() {
        let conn = Connection::open_in_memory().unwrap();
        for table in &PROJECTIONS {
            conn.execute_batch(&table.create(true)).unwrap();
            let query = conn
                .prepare(&format!("SELECT * FROM {}", table.name))
                .unwrap();
            assert_eq!(query.column_names().collect::<Vec<_>>(), table.columns);
        }
    }
}
