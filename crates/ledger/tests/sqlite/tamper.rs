//! Whatever is altered behind the ledger's back is found and named.

use std::fs;
use std::path::Path;

use jiff::Timestamp;
use tempfile::TempDir;
use xinqiao_ledger::sqlite::SqliteLedger;
use xinqiao_ledger::{Append, Change, Event, Ledger, LedgerError};
use xinqiao_record::Sha256;

use crate::contract::TestClock;
use crate::contract::records::{add, append, org, org_in, policy, project, renamed, revise};

/// A closed ledger of twelve events, three blobs and two keys; events 8 and 9 are one commit.
pub(crate) async fn sample() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let clock = TestClock::new();
    let ledger = SqliteLedger::open(folder.path(), clock.reader()).unwrap();
    let firms: Vec<_> = (1..=4)
        .map(|number| org_in(number, &format!("示例 {number}"), "别名", "330109"))
        .collect();
    let keyed = |key: &str, append: Append| Append {
        idempotency_key: Some(key.into()),
        ..append
    };
    ledger.append(keyed("first", add(&firms[0]))).await.unwrap();
    for firm in &firms[1..] {
        clock.advance(1_000);
        ledger.append(add(firm)).await.unwrap();
    }
    let plant = project(5, "示例一期", Some("310115"), &[firms[0].id, firms[1].id]);
    for append in [
        add(&plant),
        add(&policy(6, "示例办法", Some("2025"), Some("2026-06"))),
        revise(&renamed(&firms[0], "示例 一")),
        keyed(
            "pair",
            append(vec![
                Change::revise(renamed(&plant, "示例二期")),
                Change::new(org(7, "示例 七")),
            ]),
        ),
        add(&org(8, "示例 八")),
        add(&org(9, "示例 九")),
        revise(&renamed(&firms[1], "示例 二")),
    ] {
        clock.advance(1_000);
        ledger.append(append).await.unwrap();
    }
    for bytes in ["one", "two", "three"] {
        ledger.put_blob(bytes.as_bytes().to_vec()).await.unwrap();
    }
    assert_eq!(ledger.verify().await.unwrap().head.events, 12);
    folder
}

pub(crate) fn copy(folder: &Path) -> TempDir {
    let to = tempfile::tempdir().unwrap();
    for name in ["ledger.sqlite", "ledger.lock"] {
        fs::copy(folder.join(name), to.path().join(name)).unwrap();
    }
    to
}

pub(crate) fn sql(folder: &Path, sql: &str) {
    rusqlite::Connection::open(folder.join("ledger.sqlite"))
        .unwrap()
        .execute_batch(sql)
        .unwrap();
}

/// What the full check says, and whether start-up refuses.
fn examine(folder: &Path) -> (u64, String, bool) {
    let refused = match SqliteLedger::open(folder, Timestamp::now) {
        Ok(_) => false,
        Err(LedgerError::Refused { recovery, .. }) => {
            assert!(!recovery.is_empty());
            true
        }
        Err(other) => panic!("{other}"),
    };
    match SqliteLedger::inspect(folder) {
        Err(LedgerError::Broken { sequence, what }) => (sequence, what, refused),
        other => panic!("not found: {other:?}"),
    }
}

#[tokio::test]
async fn every_alteration_is_found_and_the_first_bad_event_or_row_named() {
    let folder = sample().await;
    let mut failures = Vec::new();
    for (alteration, sequence, what, refused) in [
        // Events: changed, deleted, reordered, put in, cut off.
        ("UPDATE events SET reason = '另外' WHERE sequence = 4", 4, "the event was altered", true),
        ("UPDATE events SET at_us = at_us + 1 WHERE sequence = 1", 1, "the event was altered", true),
        ("UPDATE events SET key = NULL WHERE sequence = 8", 8, "the event was altered", true),
        ("UPDATE events SET record = 'nonsense' WHERE sequence = 2", 2, "it cannot be read", true),
        ("UPDATE events SET hash = x'00' WHERE sequence = 2", 2, "it cannot be read", true),
        ("UPDATE events SET hash = zeroblob(32) WHERE sequence = 12", 12, "the event was altered", true),
        ("DELETE FROM events WHERE sequence = 5", 5, "the event is missing; the next one there is 6", true),
        ("DELETE FROM events WHERE sequence = 1", 1, "the event is missing; the next one there is 2", true),
        ("DELETE FROM events WHERE sequence > 10", 11, "the chain ends before it and should end at event 12", true),
        ("DELETE FROM events", 1, "the chain ends before it and should end at event 12", true),
        ("UPDATE events SET sequence = 99 WHERE sequence = 6;
          UPDATE events SET sequence = 6 WHERE sequence = 7;
          UPDATE events SET sequence = 7 WHERE sequence = 99", 6, "the event was altered", true),
        ("INSERT INTO events SELECT 13, 13, at_us, actor, reason, key, record, 3, content, hash, hash
          FROM events WHERE sequence = 12", 13, "the event was altered", true),
        ("INSERT INTO events SELECT 0, 0, at_us, actor, reason, key, record, revision, content, previous, hash
          FROM events WHERE sequence = 12", 0, "an event was put in with number 0", true),
        // The tail cut off with all that belongs to it but the projections, the head row set to match.
        ("DELETE FROM events WHERE sequence > 11; DELETE FROM bodies WHERE sequence > 11;
          UPDATE head SET events = 11, hash = (SELECT hash FROM events WHERE sequence = 11)",
         0, "projection `records` has `2` as revision; by the events it is `1`", true),
        // Bodies.
        ("UPDATE bodies SET body = replace(body, '示例 3', '示例 5') WHERE sequence = 3", 3, "was altered", true),
        ("DELETE FROM bodies WHERE sequence = 3", 3, "its body is missing", true),
        ("INSERT INTO bodies VALUES (40, '{}')", 0, "body with number 40 that belongs to no event", true),
        ("UPDATE bodies SET body = (SELECT body FROM bodies WHERE sequence = 1) WHERE sequence = 2",
         2, "was altered", true),
        // The tables themselves.
        ("DROP TABLE bodies", 0, "the table `bodies` is missing", true),
        ("DROP TABLE refs", 0, "refs", true),
        ("DROP INDEX refs_by_source", 0, "the index `refs_by_source` is missing", true),
        ("CREATE TRIGGER quiet AFTER INSERT ON events BEGIN DELETE FROM keys; END",
         0, "the file has a trigger `quiet` that no ledger has", true),
        // The head row.
        ("UPDATE head SET hash = zeroblob(32)", 12, "the head row says 0000", true),
        ("UPDATE head SET events = 11", 12, "the event was put in", true),
        ("UPDATE head SET events = 20", 13, "should end at event 20", true),
        ("DELETE FROM head", 0, "the row that says where the chain ends is missing", true),
        // Blobs.
        ("UPDATE blobs SET bytes = x'2a' WHERE number = 2", 0, "the bytes of blob number 2", false),
        ("DELETE FROM blobs WHERE number = 2", 0, "blob number 2 is missing", true),
        ("DELETE FROM blobs WHERE number = 3", 0, "there are 2 blobs and should be 3", true),
        ("UPDATE blobs SET digest = zeroblob(32) WHERE number = 1", 0, "blob number 1", true),
        ("INSERT INTO blobs SELECT 4, zeroblob(32), chain, bytes FROM blobs WHERE number = 1",
         0, "blob number 4", true),
        // Projections. Start-up looks at where they stand, the full check at every value.
        ("UPDATE records SET status = 'rejected' WHERE title = '示例 3'",
         0, "has `rejected` as status; by the events it is `confirmed`", false),
        ("UPDATE records SET title = '示例' WHERE title = '示例 3'", 0, "as title", false),
        ("UPDATE records SET valid_until = NULL", 0, "has nothing as valid_until; by the events it is `20260630`", false),
        ("DELETE FROM records WHERE title = '示例 3'", 0, "of projection `records` is missing", true),
        ("UPDATE records SET sequence = 1 WHERE title = '示例 一'", 0, "has `1` as sequence; by the events it is `7`", true),
        ("INSERT INTO records SELECT 'org_x', 1, 1, kind, status, title, names, NULL, NULL, NULL
          FROM records LIMIT 1", 0, "the row `org_x` of projection `records` is in no event", true),
        ("DELETE FROM revisions WHERE sequence = 4", 0, "of projection `revisions` is missing", true),
        ("UPDATE refs SET role = 'owner' WHERE role = 'organization'", 0, "`organization` of projection `refs` is missing", false),
        ("DELETE FROM refs", 0, "of projection `refs` is missing", false),
        ("DELETE FROM keys WHERE key = 'pair'", 0, "the row `pair` of projection `keys` is missing", false),
        ("UPDATE keys SET last = 8 WHERE key = 'pair'", 0, "has `8` as last; by the events it is `9`", false),
        ("UPDATE keys SET key = 'other' WHERE key = 'pair'", 0, "the row `other` of projection `keys` is in no event", false),
    ] {
        let altered = copy(folder.path());
        sql(altered.path(), alteration);
        let found = examine(altered.path());
        if found.0 != sequence || !found.1.contains(what) || found.2 != refused {
            failures.push(format!("{alteration}\n  wanted {sequence} {what} {refused}\n  found {found:?}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

async fn events(folder: &Path) -> Vec<Event> {
    let ledger = SqliteLedger::open(folder, Timestamp::now).unwrap();
    ledger.changes(0, usize::MAX).await.unwrap().events
}

fn overwrite(folder: &Path, event: &Event) {
    let conn = rusqlite::Connection::open(folder.join("ledger.sqlite")).unwrap();
    let changed = conn
        .execute(
            "UPDATE events SET actor = ?2, content = ?3, previous = ?4, hash = ?5 WHERE sequence = ?1",
            (
                event.header.sequence as i64,
                &event.header.actor,
                event.header.content.as_bytes(),
                event.header.previous.as_bytes(),
                event.hash.as_bytes(),
            ),
        )
        .unwrap();
    assert_eq!(changed, 1);
}

#[tokio::test]
async fn an_event_that_was_hashed_again_no_longer_carries_the_next_one() {
    let folder = sample().await;
    let mut events = events(folder.path()).await;
    let event = &mut events[4];
    event.header.actor = "somebody else".into();
    event.hash = event.header.hash().unwrap();
    overwrite(folder.path(), event);
    let (sequence, what, refused) = examine(folder.path());
    assert_eq!(sequence, 6);
    assert!(
        what.starts_with("it does not follow the event before it"),
        "{what}"
    );
    assert!(refused);
}

#[tokio::test]
async fn a_chain_hashed_again_to_its_end_no_longer_meets_the_head_row() {
    let folder = sample().await;
    let mut events = events(folder.path()).await;
    events[10].header.actor = "somebody else".into();
    let mut previous = events[9].hash;
    for event in &mut events[10..] {
        event.header.previous = previous;
        event.hash = event.header.hash().unwrap();
        previous = event.hash;
        overwrite(folder.path(), event);
    }
    let (sequence, what, refused) = examine(folder.path());
    assert_eq!((sequence, refused), (12, true));
    assert!(what.contains("the head row says"), "{what}");
}

#[tokio::test]
async fn a_body_altered_together_with_its_digest_is_found_in_the_chain() {
    let folder = sample().await;
    let mut events = events(folder.path()).await;
    let body = "{}";
    events[2].header.content = Sha256::of(body.as_bytes());
    overwrite(folder.path(), &events[2]);
    sql(
        folder.path(),
        "UPDATE bodies SET body = '{}' WHERE sequence = 3",
    );
    let (sequence, what, _) = examine(folder.path());
    assert_eq!(sequence, 3);
    assert!(what.starts_with("the event was altered"), "{what}");
}

#[tokio::test]
async fn a_refusal_names_the_event_and_says_how_to_recover() {
    let folder = sample().await;
    sql(folder.path(), "DELETE FROM events WHERE sequence = 5");
    let error = SqliteLedger::open(folder.path(), Timestamp::now).unwrap_err();
    assert_eq!(
        error.to_string(),
        format!(
            "the ledger in `{}` is broken at event 5: the event is missing; the next one there is 6. \
             It was not opened. To recover: put the last backup in place of the folder, or copy what lies \
             before event 5 into a new folder with `xinqiao ledger salvage`",
            folder.path().display(),
        ),
    );
    let folder = sample().await;
    sql(folder.path(), "DELETE FROM revisions WHERE sequence = 5");
    let error = SqliteLedger::open(folder.path(), Timestamp::now).unwrap_err();
    assert!(
        error.to_string().ends_with("with `xinqiao ledger rebuild`"),
        "{error}"
    );
}

#[tokio::test]
async fn an_altered_body_or_blob_is_not_handed_out() {
    let folder = sample().await;
    let ledger = SqliteLedger::open(folder.path(), Timestamp::now).unwrap();
    sql(
        folder.path(),
        "UPDATE bodies SET body = replace(body, '示例 3', '示例 5') WHERE sequence = 3",
    );
    sql(
        folder.path(),
        "UPDATE blobs SET bytes = x'2a' WHERE number = 2",
    );
    let feed = ledger.changes(0, 10).await.unwrap_err();
    assert!(
        matches!(feed, LedgerError::Broken { sequence: 3, .. }),
        "{feed}"
    );
    let blob = ledger.blob(Sha256::of(b"two")).await.unwrap_err();
    assert!(matches!(blob, LedgerError::Broken { .. }), "{blob}");
    assert_eq!(
        ledger.blob(Sha256::of(b"one")).await.unwrap(),
        Some(b"one".to_vec())
    );
}

#[tokio::test]
async fn a_flipped_bit_anywhere_in_the_file_is_found_or_harmless() {
    let folder = sample().await;
    let whole = SqliteLedger::inspect(folder.path()).unwrap();
    let feed = events(folder.path()).await;
    let original = fs::read(folder.path().join("ledger.sqlite")).unwrap();
    let (mut found, mut offset) = (0, 0);
    while offset < original.len() {
        let mut bytes = original.clone();
        bytes[offset] ^= 1 << (offset % 8);
        let altered = copy(folder.path());
        fs::write(altered.path().join("ledger.sqlite"), bytes).unwrap();
        match SqliteLedger::inspect(altered.path()) {
            Err(_) => found += 1,
            // In a place that no page uses: then all is still there.
            Ok(report) => {
                assert_eq!(report, whole, "byte {offset}");
                assert_eq!(events(altered.path()).await, feed, "byte {offset}");
            }
        }
        offset += 397;
    }
    assert!(found > 20, "{found} of {}", original.len() / 397);
}

#[tokio::test]
async fn a_file_cut_off_anywhere_is_refused() {
    let folder = sample().await;
    let original = fs::read(folder.path().join("ledger.sqlite")).unwrap();
    for kept in [
        original.len() - 1,
        original.len() - 4096,
        original.len() / 2,
        5000,
        100,
        1,
    ] {
        let cut = copy(folder.path());
        fs::write(cut.path().join("ledger.sqlite"), &original[..kept]).unwrap();
        let error = SqliteLedger::open(cut.path(), Timestamp::now).unwrap_err();
        assert!(
            matches!(error, LedgerError::Refused { .. }),
            "{kept}: {error}"
        );
    }
}
