//! Acknowledged events a second, beside what the disk and a plain use of SQLite do in the same run.
//!
//! `cargo run --release -p xinqiao-ledger --example ledger_bench [FOLDER]`
//!
//! Printed: the disk's rate of write + sync of 4 KiB; a peer that stores the same records with one
//! SQLite transaction per append under the same durability (WAL, synchronous=FULL), without chain,
//! history or projections; then the ledger with 1 and 16 producers. A producer waits for its
//! acknowledgement before it appends again, unless a number in flight is given; then it keeps that
//! many appends under way, as an import does.

use std::error::Error;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use xinqiao_ledger::postgres::PostgresLedger;
use xinqiao_ledger::sqlite::SqliteLedger;
use xinqiao_ledger::{Append, Change, Ledger};
use xinqiao_record::body::{Party, PartyRole, Project};
use xinqiao_record::{Body, Kind, Record, RecordId, Status};

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// How long each measurement runs.
const TIME: Duration = Duration::from_secs(4);

/// A project such as a reader proposes it: some hundred bytes, a region, two parties.
fn record(number: u64) -> Record {
    let party = |index: u64| Party {
        record: Some(RecordId::from_parts(
            Kind::Organization,
            1,
            u128::from((number + index) % 500),
        )),
        ..Party::named(format!("示例半导体第{index}公司"), PartyRole::Subject)
    };
    let body = Project {
        name: format!("示例晶圆制造项目第{number}期"),
        organizations: vec![party(0), party(1)],
        region: "330109".parse().ok(),
        place: Some("示例新区集成电路产业园".to_owned()),
        ..Project::default()
    };
    let id = RecordId::from_parts(
        Kind::Project,
        1_780_000_000_000 + number,
        u128::from(number),
    );
    Record::new(id, Status::Proposed, Body::Project(body))
}

fn append(first: u64, records: u64) -> Append {
    Append {
        actor: "bench".to_owned(),
        reason: "示例导入".to_owned(),
        idempotency_key: None,
        changes: (first..first + records)
            .map(|number| Change::new(record(number)))
            .collect(),
    }
}

fn sync_rate(folder: &Path) -> Outcome<f64> {
    let mut file = std::fs::File::create(folder.join("sync.bin"))?;
    let page = [7_u8; 4096];
    let begin = Instant::now();
    let mut syncs = 0_u32;
    while begin.elapsed() < Duration::from_secs(2) {
        file.write_all(&page)?;
        file.sync_data()?;
        syncs += 1;
    }
    Ok(f64::from(syncs) / begin.elapsed().as_secs_f64())
}

fn peer_rate(folder: &Path) -> Outcome<f64> {
    let conn = rusqlite::Connection::open(folder.join("peer.sqlite"))?;
    let _: String = conn.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))?;
    conn.pragma_update(None, "synchronous", "FULL")?;
    conn.execute_batch("CREATE TABLE records (id TEXT PRIMARY KEY, revision INTEGER, body TEXT)")?;
    let begin = Instant::now();
    let mut events = 0_u32;
    while begin.elapsed() < TIME {
        let record = record(u64::from(events));
        conn.prepare_cached("INSERT INTO records VALUES (?1, ?2, ?3)")?
            .execute((
                record.id.to_string(),
                record.revision,
                serde_json::to_string(&record)?,
            ))?;
        events += 1;
    }
    Ok(f64::from(events) / begin.elapsed().as_secs_f64())
}

async fn ledger_rate(folder: &Path, producers: u64, in_flight: u64, records: u64) -> Outcome<f64> {
    let folder = folder.join(format!("ledger-{producers}-{in_flight}-{records}"));
    let ledger = Arc::new(SqliteLedger::open(&folder, Timestamp::now)?);
    rate(&[ledger], producers * in_flight, records).await
}

/// 16 writers over two nodes, each waiting for its answers, in a schema of its own that is dropped in the end.
async fn postgres_rate(url: &str) -> Outcome<f64> {
    let schema = format!("xinqiao_bench_{}", std::process::id());
    let nodes = [
        Arc::new(PostgresLedger::open(url, &schema, Timestamp::now).await?),
        Arc::new(PostgresLedger::open(url, &schema, Timestamp::now).await?),
    ];
    let measured = rate(&nodes, 16, 1).await;
    let [node, _] = &nodes;
    let verified = node.verify().await;
    drop(nodes);
    let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await?;
    tokio::spawn(connection);
    client
        .batch_execute(&format!("DROP SCHEMA {schema} CASCADE"))
        .await?;
    verified?;
    measured
}

/// Acknowledged events a second of so many producers, spread over the nodes of one ledger.
async fn rate<L: Ledger + 'static>(nodes: &[Arc<L>], producers: u64, records: u64) -> Outcome<f64> {
    let begin = Instant::now();
    let mut tasks = Vec::new();
    // Ids grow with time across all producers, as they do in the program.
    let numbers = Arc::new(AtomicU64::new(0));
    for (_, node) in (0..producers).zip(nodes.iter().cycle()) {
        let (ledger, numbers) = (Arc::clone(node), Arc::clone(&numbers));
        tasks.push(tokio::spawn(async move {
            let mut events = 0;
            while begin.elapsed() < TIME {
                ledger
                    .append(append(
                        numbers.fetch_add(records, Ordering::Relaxed),
                        records,
                    ))
                    .await?;
                events += records;
            }
            Outcome::Ok(events)
        }));
    }
    let mut events = 0;
    for task in tasks {
        events += task.await??;
    }
    let rate = events as f64 / begin.elapsed().as_secs_f64();
    let node = nodes.first().ok_or("no node")?;
    let head = node.head().await?;
    if head.events != events {
        return Err(format!("{events} events acknowledged, {} there", head.events).into());
    }
    Ok(rate)
}

async fn time_checks(folder: &Path) -> Outcome<()> {
    let begin = Instant::now();
    let ledger = SqliteLedger::open(folder, Timestamp::now)?;
    let opened = begin.elapsed();
    let begin = Instant::now();
    let report = ledger.verify().await?;
    println!(
        "{} events: opened and checked in {:.2} s, verified fully in {:.2} s",
        report.head.events,
        opened.as_secs_f64(),
        begin.elapsed().as_secs_f64(),
    );
    Ok(())
}

#[tokio::main]
async fn main() -> Outcome<()> {
    let temporary =
        tempfile::tempdir_in(std::env::args().nth(1).unwrap_or_else(|| ".".to_owned()))?;
    let folder = temporary.path();
    println!("disk: {:.0} syncs/s of 4 KiB", sync_rate(folder)?);
    println!(
        "peer, one transaction per append: {:.0} events/s",
        peer_rate(folder)?
    );
    for (producers, in_flight, records) in
        [(1, 1, 1), (16, 1, 1), (16, 8, 1), (1, 1, 10), (16, 1, 10)]
    {
        let rate = ledger_rate(folder, producers, in_flight, records).await?;
        println!(
            "ledger, {producers} producers, {in_flight} in flight each, {records} records per append: {rate:.0} events/s",
        );
    }
    match std::env::var("XINQIAO_TEST_POSTGRES_URL") {
        Ok(url) => println!(
            "PostgreSQL, 16 producers over 2 nodes, 1 record per append: {:.0} events/s",
            postgres_rate(&url).await?
        ),
        Err(_) => println!("PostgreSQL: not measured, XINQIAO_TEST_POSTGRES_URL is not set"),
    }
    println!("disk again: {:.0} syncs/s of 4 KiB", sync_rate(folder)?);
    time_checks(&folder.join("ledger-16-1-10")).await
}
