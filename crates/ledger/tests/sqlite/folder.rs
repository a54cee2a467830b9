//! One process per folder; opening again; backup, rebuild and salvage.

use std::fs;

use jiff::Timestamp;
use xinqiao_ledger::sqlite::SqliteLedger;
use xinqiao_ledger::{AsOf, Filter, Ledger, LedgerError};

use crate::contract::records::{add, org, renamed, revise};
use crate::tamper::{copy, sample, sql};

#[tokio::test]
async fn a_second_user_of_the_folder_is_refused_until_the_first_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let first = SqliteLedger::open(folder.path(), Timestamp::now).unwrap();
    let second = SqliteLedger::open(folder.path(), Timestamp::now).unwrap_err();
    assert!(
        matches!(
            &second,
            LedgerError::InUse {
                holder: Some(_),
                ..
            }
        ),
        "{second}"
    );
    assert!(matches!(
        SqliteLedger::inspect(folder.path()),
        Err(LedgerError::InUse { .. })
    ));
    first.append(add(&org(1, "示例"))).await.unwrap();
    drop(first);
    let again = SqliteLedger::open(folder.path(), Timestamp::now).unwrap();
    assert_eq!(again.head().await.unwrap().events, 1);
}

#[tokio::test]
async fn a_ledger_goes_on_where_it_was_closed() {
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("data").join("desk");
    let firm = org(1, "示例");
    let late = Timestamp::from_second(2_000_000_000).unwrap();
    let ledger = SqliteLedger::open(&inner, move || late).unwrap();
    let first = ledger.append(add(&firm)).await.unwrap();
    drop(ledger);
    // The clock was set back while the ledger was closed.
    let ledger = SqliteLedger::open(&inner, || Timestamp::UNIX_EPOCH).unwrap();
    let second = ledger
        .append(revise(&renamed(&firm, "示例二")))
        .await
        .unwrap();
    assert_eq!((second.first, second.at), (2, first.at));
    let events = ledger.changes(1, 10).await.unwrap().events;
    assert_eq!(events[0].header.previous, first.head);
}

#[tokio::test]
async fn a_backup_made_while_work_goes_on_opens_as_a_ledger() {
    let folder = sample().await;
    let ledger = SqliteLedger::open(folder.path(), Timestamp::now).unwrap();
    let copy = tempfile::tempdir().unwrap();
    let file = copy.path().join("ledger.sqlite");
    ledger.backup(file.clone()).await.unwrap();
    ledger.backup(file).await.unwrap_err();
    let restored = SqliteLedger::open(copy.path(), Timestamp::now).unwrap();
    assert_eq!(
        restored.verify().await.unwrap(),
        ledger.verify().await.unwrap()
    );
    restored.append(add(&org(900, "示例后来"))).await.unwrap();
}

#[tokio::test]
async fn projections_are_made_again_from_the_events() {
    let folder = sample().await;
    let before = SqliteLedger::inspect(folder.path()).unwrap();
    sql(
        folder.path(),
        "DELETE FROM records; DELETE FROM refs; DROP TABLE keys;
         UPDATE revisions SET sequence = sequence + 1",
    );
    SqliteLedger::inspect(folder.path()).unwrap_err();
    SqliteLedger::open(folder.path(), Timestamp::now).unwrap_err();
    assert_eq!(SqliteLedger::rebuild(folder.path()).unwrap(), before);
    let ledger = SqliteLedger::open(folder.path(), Timestamp::now).unwrap();
    assert_eq!(ledger.verify().await.unwrap(), before);
}

#[tokio::test]
async fn a_rebuild_on_altered_events_changes_nothing() {
    let folder = sample().await;
    sql(
        folder.path(),
        "UPDATE events SET actor = 'x' WHERE sequence = 5; DELETE FROM refs",
    );
    let error = SqliteLedger::rebuild(folder.path()).unwrap_err();
    assert!(
        matches!(error, LedgerError::Broken { sequence: 5, .. }),
        "{error}"
    );
    let conn = rusqlite::Connection::open(folder.path().join("ledger.sqlite")).unwrap();
    let records: i64 = conn
        .query_row("SELECT count(*) FROM records", [], |row| row.get(0))
        .unwrap();
    assert!(records > 0);
}

#[tokio::test]
async fn what_lies_before_the_fault_is_salvaged_in_whole_commits() {
    let folder = sample().await;
    // Events 8 and 9 are one commit.
    sql(
        folder.path(),
        "UPDATE bodies SET body = body || ' ' WHERE sequence = 9",
    );
    sql(
        folder.path(),
        "UPDATE blobs SET bytes = x'00' WHERE number = 1",
    );
    let into = tempfile::tempdir().unwrap();
    let salvaged = SqliteLedger::salvage(folder.path(), into.path()).unwrap();
    assert_eq!(
        (salvaged.head.events, salvaged.blobs, salvaged.lost_blobs),
        (7, 2, 1)
    );
    assert!(matches!(
        salvaged.fault,
        Some(LedgerError::Broken { sequence: 9, .. })
    ));
    let ledger = SqliteLedger::open(into.path(), Timestamp::now).unwrap();
    assert_eq!(ledger.verify().await.unwrap().head, salvaged.head);
    let known = AsOf::default();
    assert!(
        ledger
            .list(Filter {
                as_of: known,
                ..Filter::default()
            })
            .await
            .unwrap()
            .total
            > 0
    );
    drop(ledger);
    let again = SqliteLedger::salvage(folder.path(), into.path()).unwrap_err();
    assert!(
        again.to_string().contains("there is a ledger in"),
        "{again}"
    );
}

#[tokio::test]
async fn a_file_that_is_gone_or_no_ledger_is_refused_not_replaced() {
    let folder = sample().await;
    let refused = |folder: &std::path::Path| {
        let error = SqliteLedger::open(folder, Timestamp::now).unwrap_err();
        assert!(matches!(error, LedgerError::Refused { .. }), "{error}");
        error.to_string()
    };
    let gone = copy(folder.path());
    fs::remove_file(gone.path().join("ledger.sqlite")).unwrap();
    assert!(refused(gone.path()).contains("its file `ledger.sqlite` is missing"));
    assert!(!gone.path().join("ledger.sqlite").exists());

    let emptied = copy(folder.path());
    fs::write(emptied.path().join("ledger.sqlite"), b"").unwrap();
    assert!(refused(emptied.path()).contains("the file of the ledger has no tables"));

    let text = copy(folder.path());
    fs::write(
        text.path().join("ledger.sqlite"),
        "no database at all ".repeat(300),
    )
    .unwrap();
    assert!(refused(text.path()).contains("the file is damaged"));

    let foreign = tempfile::tempdir().unwrap();
    let conn = rusqlite::Connection::open(foreign.path().join("ledger.sqlite")).unwrap();
    conn.execute_batch("CREATE TABLE notes (text)").unwrap();
    drop(conn);
    assert!(refused(foreign.path()).contains("not a ledger of this program"));

    let newer = copy(folder.path());
    sql(newer.path(), "PRAGMA user_version = 7");
    let error = SqliteLedger::open(newer.path(), Timestamp::now).unwrap_err();
    assert_eq!(
        error.to_string(),
        format!(
            "the data folder `{}` has format 7; this program reads up to 2: use a newer program",
            newer.path().display(),
        ),
    );
}
