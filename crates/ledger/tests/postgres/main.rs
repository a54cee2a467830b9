//! The ledger on PostgreSQL: the contract, and what only a ledger of several nodes can be asked.
//!
//! `XINQIAO_TEST_POSTGRES_URL` names a database in which schemas may be made; without it these tests say that they were
//! skipped.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "tests may fail loudly; helpers outside of test functions are tests too"
)]

#[path = "../contract/mod.rs"]
mod contract;
mod nodes;
mod tamper;

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use contract::TestClock;
use tokio_postgres::NoTls;
use xinqiao_ledger::Ledger;
use xinqiao_ledger::postgres::PostgresLedger;

/// The database for tests, if there is one.
pub(crate) fn url() -> Option<String> {
    let url = std::env::var("XINQIAO_TEST_POSTGRES_URL").ok();
    if url.is_none() {
        eprintln!(
            "SKIPPED: set XINQIAO_TEST_POSTGRES_URL to run the tests of the ledger on PostgreSQL"
        );
    }
    url
}

/// A schema of its own, dropped in the end.
pub(crate) struct Schema {
    pub(crate) url: String,
    pub(crate) name: String,
}

static NEXT: AtomicU32 = AtomicU32::new(0);

impl Schema {
    pub(crate) fn new() -> Option<Schema> {
        let number = NEXT.fetch_add(1, Ordering::SeqCst);
        Some(Schema {
            url: url()?,
            name: format!("xinqiao_test_{}_{number}", std::process::id()),
        })
    }

    pub(crate) async fn open(&self, clock: &TestClock) -> PostgresLedger {
        PostgresLedger::open(&self.url, &self.name, clock.reader())
            .await
            .unwrap()
    }

    /// Runs statements in the schema, behind the ledger's back.
    pub(crate) async fn sql(&self, sql: &str) {
        run(
            &self.url,
            &format!("SET search_path = {}; {sql}", self.name),
        )
        .await;
    }
}

async fn run(url: &str, sql: &str) {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
    let connection = tokio::spawn(connection);
    client.batch_execute(sql).await.unwrap();
    drop(client);
    connection.await.unwrap().unwrap();
}

impl Drop for Schema {
    fn drop(&mut self) {
        let (url, sql) = (
            self.url.clone(),
            format!(
                "SET lock_timeout = '5s'; DROP SCHEMA IF EXISTS {} CASCADE",
                self.name
            ),
        );
        // A runtime of its own: this one may be ending.
        let dropped = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(run(&url, &sql));
        });
        let _ = dropped.join();
    }
}

async fn fresh(clock: TestClock) -> Option<(Arc<dyn Ledger>, Schema)> {
    let schema = Schema::new()?;
    let ledger = schema.open(&clock).await;
    Some((Arc::new(ledger), schema))
}

contract_tests!(fresh);
