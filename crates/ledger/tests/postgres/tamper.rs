//! Whatever is altered behind the ledger's back is found and named.

use xinqiao_ledger::log::note::Algorithm;
use xinqiao_ledger::log::{Keeper, SigningKey};
use xinqiao_ledger::{Append, Change, Ledger};

use crate::Schema;
use crate::contract::TestClock;
use crate::contract::records::{add, append, org, project, renamed, revise};

/// A ledger of six events, two blobs, a key and a checkpoint; events 5 and 6 are one commit.
async fn sample() -> Option<Schema> {
    let schema = Schema::new()?;
    let ledger = std::sync::Arc::new(schema.open(&TestClock::new()).await);
    let firm = org(1, "示例");
    ledger.append(add(&firm)).await.unwrap();
    ledger.append(add(&org(2, "示例 二"))).await.unwrap();
    let plant = project(3, "示例一期", Some("310115"), &[firm.id]);
    let keyed = Append {
        idempotency_key: Some("key".into()),
        ..add(&plant)
    };
    ledger.append(keyed).await.unwrap();
    ledger
        .append(revise(&renamed(&firm, "示例 新")))
        .await
        .unwrap();
    let both = vec![Change::new(org(4, "四")), Change::new(org(5, "五"))];
    ledger.append(append(both)).await.unwrap();
    ledger.put_blob(b"one".to_vec()).await.unwrap();
    ledger.put_blob(b"two".to_vec()).await.unwrap();
    let key = SigningKey::new("desk.example/log", Algorithm::Ed25519, [5; 32]).unwrap();
    Keeper::new(ledger.clone(), key).checkpoint().await.unwrap();
    let report = ledger.verify().await.unwrap();
    assert_eq!(
        (report.head.events, report.blobs, report.checkpoints),
        (6, 2, 1)
    );
    Some(schema)
}

#[tokio::test]
async fn every_alteration_is_found_and_named() {
    for (sql, said) in [
        (
            "UPDATE bodies SET body = replace(body, '示例', '事例') WHERE sequence = 2",
            "at event 2: the body of",
        ),
        (
            "DELETE FROM bodies WHERE sequence = 3",
            "at event 3: its body is missing",
        ),
        (
            "INSERT INTO bodies VALUES (9, '{}')",
            "there is a body with number 9 that belongs to no event",
        ),
        (
            "UPDATE events SET header = replace(header, '\"actor\":\"', '\"actor\":\"x') WHERE sequence = 2",
            "at event 2: the event was altered",
        ),
        (
            "UPDATE events SET at_us = at_us + 1 WHERE sequence = 4",
            "at event 4: its row says another number or time",
        ),
        (
            "DELETE FROM events WHERE sequence = 2",
            "at event 2: the event is missing; the next one there is 3",
        ),
        (
            "DELETE FROM events WHERE sequence = 6; DELETE FROM bodies WHERE sequence = 6",
            "at event 6: the event is missing: the chain ends before it",
        ),
        (
            "UPDATE events SET sequence = -1 WHERE sequence = 1",
            "an event was put in with number -1",
        ),
        (
            "UPDATE head SET events = 5",
            "at event 6: the event was put in",
        ),
        (
            "DELETE FROM head",
            "the row that says where the chain ends is missing",
        ),
        (
            "UPDATE records SET title = 'x' WHERE revision = 2",
            "of projection `records` is not what the events say",
        ),
        (
            "DELETE FROM records WHERE revision = 2",
            "projection `records` has 4 rows; by the events it has 5",
        ),
        ("DELETE FROM refs", "projection `refs` has 0 rows"),
        (
            "UPDATE revisions SET sequence = 2 WHERE sequence = 1",
            "of projection `revisions` is not what",
        ),
        (
            "UPDATE keys SET last = 4",
            "the row `key` of projection `keys`",
        ),
        (
            "UPDATE blobs SET bytes = 'other' WHERE number = 1",
            "the bytes of blob number 1",
        ),
        (
            "DELETE FROM blobs WHERE number = 2",
            "there are 1 blobs and should be 2",
        ),
        (
            "UPDATE checkpoints SET note = replace(note, 'desk', 'disk'), size = 5",
            "the checkpoint of 5 events does not hold: it speaks of another size",
        ),
        (
            "UPDATE checkpoints SET note = 'x'",
            "the checkpoint of 6 events does not hold",
        ),
    ] {
        let Some(schema) = sample().await else { return };
        schema.sql(sql).await;
        let ledger = schema.open(&TestClock::new()).await;
        match ledger.verify().await {
            Err(error) => assert!(error.to_string().contains(said), "{sql}: {error}"),
            Ok(_) => panic!("not found: {sql}"),
        }
    }
}
