//! What was acknowledged is there after the process was killed.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use jiff::Timestamp;
use xinqiao_ledger::sqlite::SqliteLedger;
use xinqiao_ledger::{AsOf, Ledger};
use xinqiao_record::{Kind, Sha256};

use crate::contract::records::{add, append, id, org};

/// Tells the child which folder to write to and from which number on.
const CHILD: &str = "XINQIAO_LEDGER_TEST_CHILD";

/// Runs in the child only: four producers write until the process is killed.
#[test]
fn the_child_writes_until_it_is_killed() {
    let Ok(task) = std::env::var(CHILD) else {
        return;
    };
    let (from, folder) = task.split_once(' ').unwrap();
    let from: u64 = from.parse().unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let ledger = Arc::new(SqliteLedger::open(Path::new(folder), Timestamp::now).unwrap());
    let producers: Vec<_> = (0..4_u64)
        .map(|producer| {
            let ledger = Arc::clone(&ledger);
            runtime.spawn(async move {
                for step in 0_u64.. {
                    let number = from + step * 8 + producer * 2;
                    let (one, two) = (org(number, "示例"), org(number + 1, "示例 续"));
                    let changes = [one, two].map(xinqiao_ledger::Change::new).to_vec();
                    let receipt = ledger.append(append(changes)).await.unwrap();
                    let digest = ledger
                        .put_blob(number.to_be_bytes().to_vec())
                        .await
                        .unwrap();
                    // One write of one line: the parent never sees half of it.
                    let line = format!("ack {number} {} {} {digest}\n", receipt.last, receipt.head);
                    std::io::stderr().write_all(line.as_bytes()).unwrap();
                }
            })
        })
        .collect();
    for producer in producers {
        runtime.block_on(producer).unwrap();
    }
}

struct Acknowledged {
    number: u64,
    last: u64,
    head: Sha256,
    blob: Sha256,
}

fn parse(line: &str) -> Option<Acknowledged> {
    let mut words = line.strip_prefix("ack ")?.split(' ');
    Some(Acknowledged {
        number: words.next()?.parse().ok()?,
        last: words.next()?.parse().ok()?,
        head: words.next()?.parse().ok()?,
        blob: words.next()?.parse().ok()?,
    })
}

#[test]
fn an_acknowledged_event_survives_kill_nine() {
    let folder = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let mut all: Vec<Acknowledged> = Vec::new();
    let mut random = 0x9e37_79b9_7f4a_7c15_u64;
    for round in 0..8_u64 {
        let from = 1 + round * 1_000_000;
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "crash::the_child_writes_until_it_is_killed",
                "--nocapture",
            ])
            .env(CHILD, format!("{from} {}", folder.path().display()))
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        random = random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        // Killed after a number of acknowledgements and a little later, anywhere in the next commits.
        let enough = 1 + usize::try_from(random >> 58).unwrap();
        let mut seen: Vec<Acknowledged> = lines
            .by_ref()
            .map(|line| parse(&line.unwrap()).unwrap())
            .take(enough)
            .collect();
        assert_eq!(
            seen.len(),
            enough,
            "the child ended by itself in round {round}"
        );
        std::thread::sleep(std::time::Duration::from_micros((random >> 20) & 0xfff));
        child.kill().unwrap();
        child.wait().unwrap();
        seen.extend(lines.map_while(|line| parse(&line.ok()?)));
        all.extend(seen);

        let ledger = SqliteLedger::open(folder.path(), Timestamp::now).unwrap();
        runtime.block_on(async {
            let report = ledger.verify().await.unwrap();
            let events = ledger.changes(0, usize::MAX).await.unwrap().events;
            assert_eq!(report.head.events, events.len() as u64);
            for acknowledged in &all {
                let event = &events[acknowledged.last as usize - 1];
                assert_eq!(event.hash, acknowledged.head);
                assert_eq!(
                    event.record.id,
                    id(Kind::Organization, acknowledged.number + 1)
                );
                let first = id(Kind::Organization, acknowledged.number);
                assert!(ledger.get(first, AsOf::default()).await.unwrap().is_some());
                assert!(ledger.blob(acknowledged.blob).await.unwrap().is_some());
            }
            // Whole commits only, acknowledged or not.
            assert_eq!(events.len() % 2, 0);
        });
    }
    assert!(all.len() >= 8);
}

#[tokio::test]
async fn what_was_queued_is_finished_before_the_ledger_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = SqliteLedger::open(folder.path(), Timestamp::now).unwrap();
    for number in 1..=20 {
        // Asked once, so that it is queued, and then given up.
        let record = org(number, "示例");
        let mut asked = Box::pin(ledger.append(add(&record)));
        std::future::poll_fn(|context| {
            let _ = asked.as_mut().poll(context);
            std::task::Poll::Ready(())
        })
        .await;
    }
    drop(ledger);
    let ledger = SqliteLedger::open(folder.path(), Timestamp::now).unwrap();
    assert_eq!(ledger.head().await.unwrap().events, 20);
}
