//! Tables and format version.
//!
//! What is kept: `events` (the chained headers, canonical JSON), `bodies`, `blobs`, `head` and `checkpoints`. The rest are
//! projections. Texts that a person wrote may hold characters that PostgreSQL's texts cannot (NUL); they stand escaped in
//! JSON, and the projections for finding leave that character out.

use tokio_postgres::Client;

use crate::error::LedgerError;

/// The format that this program writes.
const FORMAT: i32 = 1;

const TABLES: &str = "
CREATE TABLE IF NOT EXISTS format (one INTEGER PRIMARY KEY CHECK (one = 1), version INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS events (
    sequence BIGINT PRIMARY KEY,
    at_us BIGINT NOT NULL,
    header TEXT NOT NULL,
    hash BYTEA NOT NULL
);
CREATE INDEX IF NOT EXISTS events_by_time ON events (at_us, sequence);
CREATE TABLE IF NOT EXISTS bodies (sequence BIGINT PRIMARY KEY, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS blobs (
    number BIGINT PRIMARY KEY,
    digest BYTEA NOT NULL UNIQUE,
    chain BYTEA NOT NULL,
    bytes BYTEA NOT NULL
);
CREATE TABLE IF NOT EXISTS head (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    events BIGINT NOT NULL,
    hash BYTEA NOT NULL,
    blobs BIGINT NOT NULL,
    blob_chain BYTEA NOT NULL,
    at_us BIGINT
);
CREATE TABLE IF NOT EXISTS checkpoints (size BIGINT PRIMARY KEY, at_us BIGINT NOT NULL, note TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS records (
    id TEXT COLLATE \"C\" PRIMARY KEY,
    revision BIGINT NOT NULL,
    sequence BIGINT NOT NULL,
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    title TEXT NOT NULL,
    names TEXT NOT NULL,
    region TEXT,
    valid_from BIGINT,
    valid_until BIGINT
);
CREATE INDEX IF NOT EXISTS records_by_kind ON records (kind, sequence);
CREATE INDEX IF NOT EXISTS records_by_region ON records (region);
CREATE TABLE IF NOT EXISTS revisions (
    id TEXT COLLATE \"C\" NOT NULL,
    revision BIGINT NOT NULL,
    sequence BIGINT NOT NULL,
    PRIMARY KEY (id, revision)
);
CREATE TABLE IF NOT EXISTS refs (
    target TEXT COLLATE \"C\" NOT NULL,
    source TEXT COLLATE \"C\" NOT NULL,
    role TEXT COLLATE \"C\" NOT NULL,
    PRIMARY KEY (target, source, role)
);
CREATE INDEX IF NOT EXISTS refs_by_source ON refs (source);
CREATE TABLE IF NOT EXISTS keys (
    key BYTEA PRIMARY KEY,
    content BYTEA NOT NULL,
    first BIGINT NOT NULL,
    last BIGINT NOT NULL
);
";

/// A number of our own for the lock under which tables are made: nodes that start together wait for each other.
const LOCK: i64 = 0x5869_6e51;

/// Makes what is missing and checks the format.
///
/// # Errors
/// [`LedgerError::TooNew`] for a newer format; when the database fails or refuses.
pub(super) async fn prepare(client: &mut Client, schema: &str) -> Result<(), LedgerError> {
    let tx = client.transaction().await?;
    tx.execute("SELECT pg_advisory_xact_lock($1)", &[&LOCK])
        .await?;
    // INVARIANT: the name was checked to be a plain word before it came here.
    tx.batch_execute(&format!("CREATE SCHEMA IF NOT EXISTS {schema}"))
        .await?;
    tx.batch_execute(TABLES).await?;
    tx.execute(
        "INSERT INTO format VALUES (1, $1) ON CONFLICT DO NOTHING",
        &[&FORMAT],
    )
    .await?;
    tx.execute(
        // Where there is anything, a missing row is a fault for the check to find, not ours to mend.
        "INSERT INTO head SELECT 1, 0, $1, 0, $1, NULL
         WHERE NOT EXISTS (SELECT 1 FROM events) AND NOT EXISTS (SELECT 1 FROM blobs) ON CONFLICT DO NOTHING",
        &[&[0_u8; 32].as_slice()],
    )
    .await?;
    let found: i32 = tx
        .query_one("SELECT version FROM format", &[])
        .await?
        .get(0);
    if found > FORMAT {
        return Err(LedgerError::Store(format!(
            "the database has format {found}; this program reads up to {FORMAT}: use a newer program"
        )));
    }
    Ok(tx.commit().await?)
}
