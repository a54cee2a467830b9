//! The ledger on SQLite: the contract, and what only a ledger in a folder can be asked.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may fail loudly; helpers outside of test functions are tests too"
)]

#[path = "../contract/mod.rs"]
mod contract;
mod crash;
mod folder;
mod tamper;

use std::sync::Arc;

use contract::TestClock;
use xinqiao_ledger::Ledger;
use xinqiao_ledger::sqlite::SqliteLedger;

async fn fresh(clock: TestClock) -> Option<(Arc<dyn Ledger>, tempfile::TempDir)> {
    let folder = tempfile::tempdir().unwrap();
    let ledger = SqliteLedger::open(folder.path(), clock.reader()).unwrap();
    Some((Arc::new(ledger), folder))
}

contract_tests!(fresh);
