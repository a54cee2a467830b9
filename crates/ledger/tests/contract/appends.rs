//! Rules of appending.

use std::sync::Arc;

use xinqiao_ledger::{Append, AsOf, Change, Expected, Filter, LedgerError, LedgerHead};
use xinqiao_record::{Body, Kind, Sha256};

use super::Bench;
use super::records::{add, append, id, org, project, renamed, revise};

pub(crate) async fn an_append_is_read_back_with_who_when_and_why(bench: Bench) {
    let firm = org(1, "示例硅片");
    let receipt = bench.ledger.append(add(&firm)).await.unwrap();
    assert_eq!(
        (receipt.first, receipt.last, receipt.repeated),
        (1, 1, false)
    );
    assert_eq!(receipt.at, bench.clock.now());
    let stored = bench
        .ledger
        .get(firm.id, AsOf::default())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(stored.record, firm);
    assert_eq!((stored.sequence, stored.at), (1, receipt.at));
    assert_eq!(
        (stored.actor.as_str(), stored.reason.as_str()),
        ("lin", "测试")
    );
    let head = bench.ledger.head().await.unwrap();
    assert_eq!(
        head,
        LedgerHead {
            events: 1,
            hash: receipt.head
        }
    );
}

pub(crate) async fn a_change_on_an_old_revision_is_a_conflict_and_changes_nothing(bench: Bench) {
    let first = org(1, "示例光刻");
    bench.ledger.append(add(&first)).await.unwrap();
    let second = renamed(&first, "示例光刻股份");
    bench.ledger.append(revise(&second)).await.unwrap();
    let head = bench.ledger.head().await.unwrap();

    let late = bench
        .ledger
        .append(revise(&renamed(&first, "别的名字")))
        .await
        .unwrap_err();
    assert_eq!(
        late.to_string(),
        format!(
            "record `{}` is at revision 2, not where this change expects it (revision 1); \
             read it again and repeat the change",
            first.id,
        ),
    );
    let again = bench.ledger.append(add(&first)).await.unwrap_err();
    assert!(matches!(
        again,
        LedgerError::Conflict {
            expected: Expected::New,
            found: 2,
            ..
        }
    ));
    let unknown = bench
        .ledger
        .append(revise(&renamed(&org(9, "没有"), "没有")))
        .await
        .unwrap_err();
    assert!(matches!(unknown, LedgerError::Conflict { found: 0, .. }));

    assert_eq!(bench.ledger.head().await.unwrap(), head);
    let history = bench.ledger.history(first.id).await.unwrap();
    let records: Vec<_> = history.into_iter().map(|stored| stored.record).collect();
    assert_eq!(records, [first, second]);
}

pub(crate) async fn a_commit_is_taken_whole_or_not_at_all(bench: Bench) {
    let (one, two, three) = (org(1, "甲"), org(2, "乙"), org(3, "丙"));
    bench.ledger.append(add(&three)).await.unwrap();
    let all = [&one, &two, &three]
        .map(|record| Change::new(record.clone()))
        .to_vec();
    bench.ledger.append(append(all)).await.unwrap_err();
    assert_eq!(
        bench.ledger.get(one.id, AsOf::default()).await.unwrap(),
        None
    );
    assert_eq!(bench.ledger.head().await.unwrap().events, 1);

    let both = [&one, &two]
        .map(|record| Change::new(record.clone()))
        .to_vec();
    let receipt = bench.ledger.append(append(both)).await.unwrap();
    assert_eq!((receipt.first, receipt.last), (2, 3));
    let events = bench.ledger.changes(0, 10).await.unwrap().events;
    let commits: Vec<_> = events.iter().map(|event| event.header.commit).collect();
    assert_eq!(commits, [1, 2, 2]);
}

pub(crate) async fn a_record_made_in_a_commit_may_be_revised_in_it(bench: Bench) {
    let first = org(1, "示例设计");
    let second = renamed(&first, "示例设计有限公司");
    let changes = vec![Change::new(first.clone()), Change::revise(second.clone())];
    let receipt = bench.ledger.append(append(changes)).await.unwrap();
    assert_eq!((receipt.first, receipt.last), (1, 2));
    let history = bench.ledger.history(first.id).await.unwrap();
    let records: Vec<_> = history.into_iter().map(|stored| stored.record).collect();
    assert_eq!(records, [first.clone(), second.clone()]);
    let now = AsOf {
        known: Some(receipt.at),
        valid: None,
    };
    let stored = bench.ledger.get(first.id, now).await.unwrap().unwrap();
    assert_eq!(stored.record, second);
    assert_eq!(bench.ledger.verify().await.unwrap().records, 1);
}

pub(crate) async fn a_commit_that_cannot_be_is_refused_with_the_reason(bench: Bench) {
    let firm = org(1, "示例封测");
    let refused = async |append: Append| bench.ledger.append(append).await.unwrap_err().to_string();
    assert_eq!(
        refused(append(vec![])).await,
        "this commit cannot be taken: it changes nothing"
    );
    let twice = vec![Change::new(firm.clone()), Change::new(firm.clone())];
    assert_eq!(
        refused(append(twice)).await,
        format!(
            "this commit cannot be taken: its changes to record `{}` do not follow one another",
            firm.id
        ),
    );
    let mut skipped = firm.clone();
    skipped.revision = 3;
    let change = Change {
        expected: Expected::Revision(1),
        record: skipped,
    };
    assert_eq!(
        refused(append(vec![change])).await,
        format!(
            "this commit cannot be taken: revision 3 of record `{}` does not follow revision 1",
            firm.id,
        ),
    );
    let mut wrong = firm.clone();
    wrong.body = project(1, "示例产线", None, &[]).body;
    assert_eq!(
        refused(add(&wrong)).await,
        format!("record `{}` has the body of kind `project`", firm.id),
    );
    assert_eq!(bench.ledger.head().await.unwrap().events, 0);
}

pub(crate) async fn the_same_key_gives_the_first_receipt_again_and_other_content_is_refused(
    bench: Bench,
) {
    let firm = org(1, "示例靶材");
    let keyed = |record: &xinqiao_record::Record| Append {
        idempotency_key: Some("import-7".into()),
        ..add(record)
    };
    let first = bench.ledger.append(keyed(&firm)).await.unwrap();
    bench.clock.advance(60_000_000);
    bench
        .ledger
        .append(revise(&renamed(&firm, "示例靶材二")))
        .await
        .unwrap();
    let again = bench.ledger.append(keyed(&firm)).await.unwrap();
    assert!(again.repeated);
    assert_eq!(
        xinqiao_ledger::Receipt {
            repeated: false,
            ..again
        },
        first
    );
    let other = bench
        .ledger
        .append(keyed(&org(2, "另一家")))
        .await
        .unwrap_err();
    assert_eq!(
        other.to_string(),
        "idempotency key `import-7` was used before for other content"
    );
    let reason = Append {
        reason: "别的理由".into(),
        ..keyed(&firm)
    };
    assert!(matches!(
        bench.ledger.append(reason).await,
        Err(LedgerError::KeyReused { .. })
    ));
    // A commit that was refused leaves its key free.
    let failed = Append {
        idempotency_key: Some("import-8".into()),
        ..add(&firm)
    };
    bench.ledger.append(failed).await.unwrap_err();
    let third = Append {
        idempotency_key: Some("import-8".into()),
        ..add(&org(3, "第三家"))
    };
    assert!(!bench.ledger.append(third).await.unwrap().repeated);
    assert_eq!(bench.ledger.head().await.unwrap().events, 3);
    bench.ledger.verify().await.unwrap();
}

pub(crate) async fn ledger_time_never_goes_back(bench: Bench) {
    let before = bench.ledger.append(add(&org(1, "早"))).await.unwrap();
    bench.clock.advance(-3_600_000_000);
    let behind = bench.ledger.append(add(&org(2, "晚"))).await.unwrap();
    assert_eq!(behind.at, before.at);
    bench.clock.advance(3_600_000_001);
    let after = bench.ledger.append(add(&org(3, "更晚"))).await.unwrap();
    assert_eq!(after.at.as_microsecond(), before.at.as_microsecond() + 1);
}

pub(crate) async fn many_producers_lose_nothing_and_every_record_has_one_winner(bench: Bench) {
    let shared = org(1, "示例共用");
    bench.ledger.append(add(&shared)).await.unwrap();
    let mut tasks = Vec::new();
    for producer in 0..16_u64 {
        let ledger = Arc::clone(&bench.ledger);
        let shared = shared.clone();
        tasks.push(tokio::spawn(async move {
            for step in 0..10 {
                let own = org(
                    100 + producer * 10 + step,
                    &format!("示例 {producer}-{step}"),
                );
                ledger.append(add(&own)).await.unwrap();
                // An acknowledged record is there for the next read.
                assert!(ledger.get(own.id, AsOf::default()).await.unwrap().is_some());
            }
            let name = format!("由 {producer} 改名");
            u64::from(
                ledger
                    .append(revise(&renamed(&shared, &name)))
                    .await
                    .is_ok(),
            )
        }));
    }
    let mut winners = 0;
    for task in tasks {
        winners += task.await.unwrap();
    }
    assert_eq!(winners, 1);
    assert_eq!(
        bench
            .ledger
            .list(Filter::kind(Kind::Organization))
            .await
            .unwrap()
            .total,
        161
    );
    assert_eq!(bench.ledger.verify().await.unwrap().head.events, 162);
}

pub(crate) async fn the_hash_of_every_event_follows_from_its_header_and_body(bench: Bench) {
    let firm = org(1, "示例离子");
    let keyed = Append {
        idempotency_key: Some("k".into()),
        ..add(&firm)
    };
    bench.ledger.append(keyed).await.unwrap();
    let both = vec![
        Change::revise(renamed(&firm, "示例离子二")),
        Change::new(org(2, "示例气体")),
    ];
    let receipt = bench.ledger.append(append(both)).await.unwrap();
    let events = bench.ledger.changes(0, 10).await.unwrap().events;
    let mut previous = Sha256::ZERO;
    for (event, sequence) in events.iter().zip(1..) {
        assert_eq!(event.header.sequence, sequence);
        assert_eq!(event.header.previous, previous);
        assert_eq!(event.header.content, event.record.hash().unwrap());
        assert_eq!(event.header.hash().unwrap(), event.hash);
        previous = event.hash;
    }
    assert_eq!(receipt.head, previous);
    let keys: Vec<_> = events
        .iter()
        .map(|event| event.header.key.as_deref())
        .collect();
    assert_eq!(keys, [Some("k"), None, None]);
    let report = bench.ledger.verify().await.unwrap();
    assert_eq!(
        (report.head.events, report.records, report.blobs),
        (3, 2, 0)
    );
}

pub(crate) async fn blobs_are_kept_under_their_digest(bench: Bench) {
    let big: Vec<u8> = (0..700_000_u32)
        .map(|number| (number % 251) as u8)
        .collect();
    for bytes in [Vec::new(), b"abc".to_vec(), big.clone(), b"abc".to_vec()] {
        let digest = bench.ledger.put_blob(bytes.clone()).await.unwrap();
        assert_eq!(digest, Sha256::of(&bytes));
        assert_eq!(bench.ledger.blob(digest).await.unwrap(), Some(bytes));
    }
    assert_eq!(
        bench.ledger.blob(Sha256::of(b"never kept")).await.unwrap(),
        None
    );
    assert_eq!(bench.ledger.verify().await.unwrap().blobs, 3);
    let body = bench
        .ledger
        .get(id(Kind::Organization, 1), AsOf::default())
        .await
        .unwrap();
    assert_eq!(
        body.map(|stored| matches!(stored.record.body, Body::Organization(_))),
        None
    );
}
