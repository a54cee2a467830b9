//! Several nodes on one database.

use std::collections::BTreeSet;
use std::sync::Arc;

use xinqiao_ledger::{Append, AsOf, Change, Ledger, LedgerError};

use crate::Schema;
use crate::contract::TestClock;
use crate::contract::records::{add, append, org, renamed, revise};

#[tokio::test(flavor = "multi_thread")]
async fn two_nodes_write_one_chain_and_of_two_changes_to_one_record_one_wins() {
    let Some(schema) = Schema::new() else { return };
    let clock = TestClock::new();
    let nodes = [
        Arc::new(schema.open(&clock).await),
        Arc::new(schema.open(&clock).await),
    ];
    let shared = org(1, "示例");
    nodes[0].append(add(&shared)).await.unwrap();
    let writers: Vec<_> = (0..16_u64)
        .map(|writer| {
            let node = Arc::clone(&nodes[writer as usize % 2]);
            let contested = renamed(&shared, &format!("示例 {writer}"));
            tokio::spawn(async move {
                let mut taken = Vec::new();
                for step in 0..20 {
                    let firm = org(100 + writer * 100 + step, "示例");
                    taken.push(node.append(add(&firm)).await.unwrap().last);
                }
                let won = match node.append(revise(&contested)).await {
                    Ok(receipt) => {
                        taken.push(receipt.last);
                        true
                    }
                    Err(LedgerError::Conflict { .. }) => false,
                    Err(other) => panic!("{other}"),
                };
                (taken, won)
            })
        })
        .collect();
    let mut numbers = BTreeSet::from([1]);
    let mut winners = 0;
    for writer in writers {
        let (taken, won) = writer.await.unwrap();
        numbers.extend(taken);
        winners += usize::from(won);
    }
    assert_eq!(winners, 1);
    // Every number once, without gaps, and both nodes say the same.
    assert_eq!(numbers, (1..=322).collect());
    let reports = [
        nodes[0].verify().await.unwrap(),
        nodes[1].verify().await.unwrap(),
    ];
    assert_eq!(reports[0], reports[1]);
    assert_eq!(reports[0].head.events, 322);
}

#[tokio::test]
async fn what_one_node_acknowledged_the_other_reads_at_once() {
    let Some(schema) = Schema::new() else { return };
    let clock = TestClock::new();
    let (one, other) = (schema.open(&clock).await, schema.open(&clock).await);
    for number in 1..=20 {
        let firm = org(number, "示例");
        one.append(add(&firm)).await.unwrap();
        let read = other.get(firm.id, AsOf::default()).await.unwrap().unwrap();
        assert_eq!(read.sequence, number);
    }
    // The same key on another node gives the first receipt again.
    let keyed = |record| Append {
        idempotency_key: Some("once".into()),
        ..append(vec![Change::new(record)])
    };
    let first = one.append(keyed(org(50, "示例"))).await.unwrap();
    let again = other.append(keyed(org(50, "示例"))).await.unwrap();
    assert!(!first.repeated && again.repeated);
    assert_eq!(first.last, again.last);
}

#[tokio::test]
async fn a_writer_whose_connection_is_cut_goes_on_and_doubles_nothing() {
    let Some(schema) = Schema::new() else { return };
    let clock = TestClock::new();
    let ledger = Arc::new(schema.open(&clock).await);
    let mut acknowledged = BTreeSet::new();
    let mut refused = 0;
    for round in 0..10_u64 {
        let cut = async {
            // Every connection of this schema's ledger, at some moment of the writing.
            tokio::time::sleep(std::time::Duration::from_millis(round)).await;
            let sql = format!(
                "SELECT pg_terminate_backend(a.pid) FROM pg_stat_activity a, pg_locks l
                 WHERE a.pid = l.pid AND l.relation = '{}.head'::regclass AND a.pid <> pg_backend_pid()",
                schema.name
            );
            schema.sql(&sql).await;
        };
        let write = async {
            let mut taken = Vec::new();
            for step in 0..20 {
                let firm = org(1 + round * 100 + step, "示例");
                match ledger.append(add(&firm)).await {
                    Ok(receipt) => taken.push((firm.id, receipt.last)),
                    Err(LedgerError::Store(_)) => refused += 1,
                    Err(other) => panic!("{other}"),
                }
            }
            taken
        };
        let ((), taken) = tokio::join!(cut, write);
        acknowledged.extend(taken);
    }
    for (id, number) in &acknowledged {
        let read = ledger.get(*id, AsOf::default()).await.unwrap().unwrap();
        assert_eq!(read.sequence, *number);
    }
    let report = ledger.verify().await.unwrap();
    // What was refused is not there; what was acknowledged is there once.
    assert_eq!(report.records, acknowledged.len() as u64);
    assert_eq!(acknowledged.len() + refused, 200);
}

#[tokio::test]
async fn an_address_or_a_name_that_cannot_be_is_refused() {
    let Some(schema) = Schema::new() else { return };
    let clock = TestClock::new();
    for name in ["", "With Space", "x;drop", "1st"] {
        let refused =
            xinqiao_ledger::postgres::PostgresLedger::open(&schema.url, name, clock.reader());
        assert!(
            matches!(refused.await, Err(LedgerError::Store(_))),
            "{name}"
        );
    }
    let nowhere = "postgres://postgres:secret@127.0.0.1:1/nowhere";
    let refused =
        xinqiao_ledger::postgres::PostgresLedger::open(nowhere, "x", clock.reader()).await;
    let said = refused.unwrap_err().to_string();
    assert!(
        said.contains("PostgreSQL") && !said.contains("secret"),
        "{said}"
    );
}
