//! Rules of reading.

use jiff::civil::{Date, date};
use xinqiao_ledger::{AsOf, Change, Filter, LedgerHead, Page};
use xinqiao_record::{Kind, RecordId, Sha256, Status};

use super::Bench;
use super::records::{add, append, id, org, org_in, policy, project, renamed, revise};

fn ids(page: &Page) -> Vec<RecordId> {
    page.records.iter().map(|stored| stored.record.id).collect()
}

pub(crate) async fn a_read_as_of_a_moment_sees_what_was_known_then(bench: Bench) {
    let (first, other) = (org(1, "示例旧名"), org(2, "示例另一家"));
    let start = bench.ledger.append(add(&first)).await.unwrap().at;
    bench.clock.advance(1_000);
    let second = renamed(&first, "示例新名");
    let both = vec![Change::revise(second.clone()), Change::new(other.clone())];
    let changed = bench.ledger.append(append(both)).await.unwrap().at;
    bench.clock.advance(1_000);
    bench
        .ledger
        .append(revise(&renamed(&other, "示例改名")))
        .await
        .unwrap();

    let known = |at: jiff::Timestamp| AsOf {
        known: Some(at),
        valid: None,
    };
    let before = |at: jiff::Timestamp| at - jiff::Span::new().microseconds(1);
    let read = async |id, as_of| {
        bench
            .ledger
            .get(id, as_of)
            .await
            .unwrap()
            .map(|stored| stored.record)
    };
    assert_eq!(read(first.id, known(before(start))).await, None);
    assert_eq!(read(first.id, known(start)).await, Some(first.clone()));
    assert_eq!(
        read(first.id, known(before(changed))).await,
        Some(first.clone())
    );
    assert_eq!(read(first.id, known(changed)).await, Some(second.clone()));
    assert_eq!(
        read(first.id, known(jiff::Timestamp::MAX)).await,
        Some(second.clone())
    );

    let list = async |as_of| {
        bench
            .ledger
            .list(Filter {
                as_of,
                ..Filter::kind(Kind::Organization)
            })
            .await
            .unwrap()
    };
    assert_eq!(list(known(before(start))).await.total, 0);
    assert_eq!(ids(&list(known(start)).await), [first.id]);
    let then = list(known(changed)).await;
    let records: Vec<_> = then
        .records
        .into_iter()
        .map(|stored| stored.record)
        .collect();
    assert_eq!(records, [second, other]);
    // The title of then is what is searched, not that of today.
    let by_title = Filter {
        title: Some("改名".into()),
        as_of: known(changed),
        ..Filter::default()
    };
    assert_eq!(bench.ledger.list(by_title).await.unwrap().total, 0);
}

pub(crate) async fn a_read_as_of_a_day_sees_only_what_holds(bench: Bench) {
    let rules = [
        policy(1, "示例办法一", Some("2024"), Some("2025-06")),
        policy(2, "示例办法二", Some("2025-07-01"), None),
        policy(3, "示例办法三", None, None),
    ];
    bench
        .ledger
        .append(append(rules.clone().map(Change::new).to_vec()))
        .await
        .unwrap();
    let on = |day: Date| AsOf {
        known: None,
        valid: Some(day),
    };
    for (day, holding) in [
        (date(2023, 12, 31), vec![3]),
        (date(2024, 1, 1), vec![1, 3]),
        (date(2025, 6, 30), vec![1, 3]),
        (date(2025, 7, 1), vec![2, 3]),
    ] {
        let filter = Filter {
            as_of: on(day),
            ..Filter::kind(Kind::Policy)
        };
        let wanted: Vec<_> = holding
            .iter()
            .map(|number| id(Kind::Policy, *number))
            .collect();
        assert_eq!(
            ids(&bench.ledger.list(filter).await.unwrap()),
            wanted,
            "{day}"
        );
        for (rule, number) in rules.iter().zip(1..) {
            let there = bench.ledger.get(rule.id, on(day)).await.unwrap().is_some();
            assert_eq!(there, holding.contains(&number), "{day} {number}");
        }
    }
}

pub(crate) async fn lists_are_filtered_by_every_condition(bench: Bench) {
    let hangzhou = org_in(1, "示例微电子（杭州）", "Shili Micro", "330109");
    let ningbo = org_in(2, "示例材料", "SHILI materials", "330200");
    let qianjiang = org_in(3, "示例设备", "设备", "429005");
    let plant = project(4, "示例微电子一期", Some("330109"), &[hangzhou.id]);
    let all = [&hangzhou, &ningbo, &qianjiang, &plant];
    bench
        .ledger
        .append(append(
            all.map(|record| Change::new(record.clone())).to_vec(),
        ))
        .await
        .unwrap();

    let any = Filter::default;
    let region = |code: &str| Filter {
        region: code.parse().ok(),
        ..any()
    };
    let title = |text: &str| Filter {
        title: Some(text.into()),
        ..any()
    };
    for (filter, wanted) in [
        (any(), vec![1, 2, 3, 4]),
        (Filter::kind(Kind::Organization), vec![1, 2, 3]),
        (
            Filter {
                kinds: vec![Kind::Project, Kind::Policy],
                ..any()
            },
            vec![4],
        ),
        (
            Filter {
                statuses: vec![Status::Proposed],
                ..any()
            },
            vec![4],
        ),
        (
            Filter {
                statuses: vec![Status::Proposed, Status::Confirmed],
                ..any()
            },
            vec![1, 2, 3, 4],
        ),
        (region("330000"), vec![1, 2, 4]),
        (region("330100"), vec![1, 4]),
        (region("330200"), vec![2]),
        // A county that the province governs directly.
        (region("420000"), vec![3]),
        (region("429005"), vec![3]),
        (region("110000"), vec![]),
        (title("shili"), vec![1, 2]),
        (title("微电子"), vec![1, 4]),
        (title("%"), vec![]),
        (
            Filter {
                refers_to: Some(hangzhou.id),
                ..any()
            },
            vec![4],
        ),
        (
            Filter {
                kinds: vec![Kind::Organization],
                ..title("微电子")
            },
            vec![1],
        ),
    ] {
        let page = bench.ledger.list(filter.clone()).await.unwrap();
        let wanted: Vec<_> = wanted.iter().map(|number| all[*number - 1].id).collect();
        assert_eq!(ids(&page), wanted, "{filter:?}");
        assert_eq!(page.total, wanted.len() as u64);
    }
    // What a new revision no longer says is no longer found by it.
    let mut moved = ningbo.next_revision();
    let xinqiao_record::Body::Organization(body) = &mut moved.body else {
        panic!()
    };
    (body.region, body.aliases) = ("310115".parse().ok(), Vec::new());
    bench.ledger.append(revise(&moved)).await.unwrap();
    assert_eq!(ids(&bench.ledger.list(region("330200")).await.unwrap()), []);
    assert_eq!(
        ids(&bench.ledger.list(region("310000")).await.unwrap()),
        [ningbo.id]
    );
    assert_eq!(
        ids(&bench.ledger.list(title("materials")).await.unwrap()),
        []
    );
}

pub(crate) async fn lists_are_ordered_paged_and_counted(bench: Bench) {
    // Taken in another order than their ids, and of two kinds.
    let records = [
        org(5, "戊"),
        project(2, "乙", None, &[]),
        org(1, "甲"),
        org(3, "丙"),
    ];
    for record in &records {
        bench.ledger.append(add(record)).await.unwrap();
    }
    bench
        .ledger
        .append(revise(&renamed(&records[0], "戊二")))
        .await
        .unwrap();
    let list = async |filter| {
        let page = bench.ledger.list(filter).await.unwrap();
        (
            ids(&page)
                .iter()
                .map(|id| id.unix_ms() - 1_700_000_000_000)
                .collect::<Vec<_>>(),
            page.total,
        )
    };
    let any = Filter::default;
    assert_eq!(list(any()).await, (vec![1, 2, 3, 5], 4));
    assert_eq!(
        list(Filter {
            newest_first: true,
            ..any()
        })
        .await,
        (vec![5, 3, 1, 2], 4)
    );
    assert_eq!(
        list(Filter {
            offset: 1,
            limit: Some(2),
            ..any()
        })
        .await,
        (vec![2, 3], 4)
    );
    assert_eq!(list(Filter { offset: 3, ..any() }).await, (vec![5], 4));
    assert_eq!(
        list(Filter {
            limit: Some(0),
            ..any()
        })
        .await,
        (vec![], 4)
    );
    assert_eq!(
        list(Filter {
            offset: u64::MAX,
            limit: Some(u64::MAX),
            ..any()
        })
        .await,
        (vec![], 4)
    );
    let then = AsOf {
        known: Some(bench.clock.now()),
        valid: None,
    };
    assert_eq!(
        list(Filter {
            as_of: then,
            offset: 1,
            limit: Some(2),
            ..any()
        })
        .await,
        (vec![2, 3], 4)
    );
}

pub(crate) async fn references_are_found_from_the_other_end(bench: Bench) {
    let (builder, owner) = (org(1, "示例建设"), org(2, "示例业主"));
    let mut plant = project(3, "示例二期", None, &[builder.id]);
    plant.owner = Some(owner.id);
    for record in [&builder, &owner, &plant] {
        bench.ledger.append(add(record)).await.unwrap();
    }
    let referrers = async |id| {
        let found = bench.ledger.referrers(id).await.unwrap();
        found
            .into_iter()
            .map(|referrer| (referrer.from, referrer.role))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        referrers(builder.id).await,
        [(plant.id, "organization".to_owned())]
    );
    assert_eq!(referrers(owner.id).await, [(plant.id, "owner".to_owned())]);
    let mut freed = plant.next_revision();
    freed.owner = Some(builder.id);
    bench.ledger.append(revise(&freed)).await.unwrap();
    assert_eq!(referrers(owner.id).await, []);
    assert_eq!(
        referrers(builder.id).await,
        [
            (plant.id, "organization".to_owned()),
            (plant.id, "owner".to_owned())
        ],
    );
    // What was known before the change still knows the old reference.
    assert_eq!(referrers(plant.id).await, []);
}

pub(crate) async fn the_feed_goes_on_where_it_was_left(bench: Bench) {
    for number in 1..=5 {
        bench
            .ledger
            .append(add(&org(number, "示例")))
            .await
            .unwrap();
    }
    let mut seen = Vec::new();
    let mut after = 0;
    loop {
        let batch = bench.ledger.changes(after, 2).await.unwrap();
        if batch.events.is_empty() {
            assert_eq!(batch.next_after, after);
            break;
        }
        after = batch.next_after;
        seen.extend(batch.events.into_iter().map(|event| event.header.sequence));
    }
    assert_eq!(seen, [1, 2, 3, 4, 5]);
    assert_eq!(bench.ledger.changes(3, 0).await.unwrap().next_after, 3);
    assert_eq!(
        bench
            .ledger
            .changes(u64::MAX, usize::MAX)
            .await
            .unwrap()
            .next_after,
        u64::MAX
    );
}

pub(crate) async fn the_chain_goes_through_the_heads_it_had(bench: Bench) {
    let mut heads = vec![bench.ledger.head().await.unwrap()];
    for number in 1..=3 {
        bench
            .ledger
            .append(add(&org(number, "示例")))
            .await
            .unwrap();
        heads.push(bench.ledger.head().await.unwrap());
    }
    for head in &heads {
        assert!(bench.ledger.goes_through(*head).await.unwrap(), "{head:?}");
        assert!(
            !bench
                .ledger
                .goes_through(LedgerHead {
                    events: head.events + 1,
                    ..*head
                })
                .await
                .unwrap()
        );
    }
    assert!(
        !bench
            .ledger
            .goes_through(LedgerHead {
                hash: heads[1].hash,
                ..heads[2]
            })
            .await
            .unwrap()
    );
}

pub(crate) async fn an_empty_ledger_answers_everything(bench: Bench) {
    let nobody = id(Kind::Organization, 1);
    let ledger = &bench.ledger;
    assert_eq!(
        ledger.head().await.unwrap(),
        LedgerHead {
            events: 0,
            hash: Sha256::ZERO
        }
    );
    assert_eq!(ledger.get(nobody, AsOf::default()).await.unwrap(), None);
    let then = AsOf {
        known: Some(bench.clock.now()),
        valid: None,
    };
    assert_eq!(ledger.get(nobody, then).await.unwrap(), None);
    assert_eq!(ledger.history(nobody).await.unwrap(), []);
    assert_eq!(
        ledger.list(Filter::default()).await.unwrap(),
        Page {
            records: vec![],
            total: 0
        }
    );
    assert_eq!(
        ledger
            .list(Filter {
                as_of: then,
                ..Filter::default()
            })
            .await
            .unwrap()
            .total,
        0
    );
    assert_eq!(ledger.referrers(nobody).await.unwrap(), []);
    assert_eq!(ledger.changes(0, 10).await.unwrap().events, []);
    assert_eq!(ledger.verify().await.unwrap().records, 0);
}
