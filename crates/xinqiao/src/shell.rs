//! What the pure crates are given: clock, randomness, and a desk on a folder.

use std::path::Path;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use jiff::Timestamp;
use xinqiao_desk::Desk;
use xinqiao_ledger::sqlite::SqliteLedger;
use xinqiao_record::IdSource;

use crate::failure::Failure;

/// Ids from the system's clock and randomness.
pub fn ids() -> IdSource {
    IdSource::new(
        || {
            let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
            u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
        },
        || {
            let mut bytes = [0; 16];
            // Without randomness ids still grow: the source counts on within a millisecond.
            let _ = getrandom::fill(&mut bytes);
            u128::from_be_bytes(bytes)
        },
    )
}

/// The ledger in a data folder.
///
/// # Errors
/// When the folder is in use, broken, or written by a newer program; the message says what to do.
pub fn ledger(folder: &Path) -> Result<Arc<SqliteLedger>, Failure> {
    Ok(Arc::new(SqliteLedger::open(folder, Timestamp::now)?))
}

/// A desk on a data folder.
///
/// # Errors
/// As for [`ledger`].
pub fn desk(folder: &Path) -> Result<Desk, Failure> {
    Ok(Desk::new(ledger(folder)?, ids(), Timestamp::now))
}

/// The asynchronous runtime.
///
/// # Errors
/// When the system refuses threads.
pub fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    Ok(tokio::runtime::Builder::new_multi_thread().enable_all().build()?)
}
