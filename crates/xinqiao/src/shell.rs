//! What the pure crates are given: clock, randomness, and a desk on a folder.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use xinqiao_desk::Desk;
use xinqiao_desk::desk::Log;
use xinqiao_desk::finder::Finder;
use xinqiao_ledger::log::Keeper;
use xinqiao_ledger::postgres::PostgresLedger;
use xinqiao_ledger::sqlite::SqliteLedger;
use xinqiao_record::IdSource;

use crate::failure::Failure;
use crate::log_key;

/// Ids from the system's clock and randomness.
pub(crate) fn ids() -> IdSource {
    IdSource::new(
        || {
            let since = SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .unwrap_or_default();
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
pub(crate) fn ledger(folder: &Path) -> Result<Arc<SqliteLedger>, Failure> {
    Ok(Arc::new(SqliteLedger::open(folder, Timestamp::now)?))
}

/// The ledger in a data folder that must be there already.
///
/// # Errors
/// As for [`ledger`]; also when there is no such folder.
pub(crate) fn existing_ledger(folder: &Path) -> Result<Arc<SqliteLedger>, Failure> {
    if !folder.is_dir() {
        return Err(Failure::at(folder.display(), "there is no such folder"));
    }
    // Opening would make one: whoever mistypes a folder is told so and finds nothing new in it.
    if !SqliteLedger::is_in(folder) {
        return Err(Failure::at(
            folder.display(),
            "there is no ledger in this folder",
        ));
    }
    ledger(folder)
}

/// A desk on a data folder.
///
/// # Errors
/// As for [`ledger`].
pub(crate) fn desk(folder: &Path) -> Result<Desk, Failure> {
    let mut desk = Desk::new(ledger(folder)?, ids(), Timestamp::now);
    desk.finder = Finder::open(index_folder(folder));
    Ok(desk)
}

/// A desk on a data folder that signs for its ledger; a key is made where there is none.
///
/// # Errors
/// As for [`ledger`]; also when the key or the witnesses' keys cannot be read.
pub(crate) fn signing_desk(folder: &Path) -> Result<Desk, Failure> {
    signing(desk(folder)?, folder)
}

/// The schema in which the ledger of a database lies.
const SCHEMA: &str = "xinqiao";

/// A desk on the ledger of a database; search index and key lie in the folder, which is made if it is not there.
///
/// # Errors
/// When the database cannot be reached or has a newer format; as for [`signing_desk`].
pub(crate) async fn database_desk(url: &str, folder: &Path) -> Result<Desk, Failure> {
    std::fs::create_dir_all(folder).map_err(|error| Failure::at(folder.display(), error))?;
    if SqliteLedger::is_in(folder) {
        return Err(Failure::at(
            folder.display(),
            "there is a ledger in this folder already; name another folder for the desk on the database",
        ));
    }
    let ledger = PostgresLedger::open(url, SCHEMA, Timestamp::now).await?;
    let mut desk = Desk::new(Arc::new(ledger), ids(), Timestamp::now);
    desk.finder = Finder::open(index_folder(folder));
    let desk = signing(desk, folder)?;
    if let Some(log) = &desk.log {
        // Nodes with keys of their own would each sign as another log.
        let signed = log.keeper.checkpoint().await;
        signed.map_err(|error| {
            Failure::at(
                folder.display(),
                format_args!(
                    "{error}; for a further desk copy `log.key` from the folder of the first"
                ),
            )
        })?;
    }
    Ok(desk)
}

fn signing(mut desk: Desk, folder: &Path) -> Result<Desk, Failure> {
    let key = log_key::signing_key(folder, None)?;
    desk.log = Some(Log {
        keeper: Keeper::new(Arc::clone(&desk.ledger), key),
        witnesses: log_key::witnesses(folder)?,
    });
    Ok(desk)
}

/// Where a data folder keeps its search index. It may be deleted at any time: it is made again.
pub(crate) fn index_folder(folder: &Path) -> PathBuf {
    folder.join("index")
}

/// Today in China: UTC+8 all year.
pub(crate) fn today() -> Date {
    Timestamp::now()
        .to_zoned(TimeZone::fixed(jiff::tz::offset(8)))
        .date()
}

/// The asynchronous runtime.
///
/// # Errors
/// When the system refuses threads.
pub(crate) fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    Ok(tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?)
}
