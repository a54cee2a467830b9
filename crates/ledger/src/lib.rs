//! Keeps records: append with an expected revision, read as of any time, history, change feed, verify.
//!
//! [`Ledger`] is the contract; [`sqlite::SqliteLedger`] keeps it on one machine, [`postgres::PostgresLedger`] for several
//! nodes on one database. Users hold an
//! `Arc<dyn Ledger>` and never see the store behind it.
//!
//! | module | concept |
//! |---|---|
//! | [`contract`] | what every ledger does |
//! | [`event`] | what is chained and how |
//! | [`facet`] | what lists are filtered by: names, region; [`Filter::matches`] |
//! | [`log`] | the ledger as a transparency log: checkpoints, receipts, proofs |
//! | [`error`] | what can go wrong |
//! | `prepare`, `job`, `projection`, `link` | what every store does in the same way |
//! | [`sqlite`] | the ledger on SQLite, for one process |
//! | [`postgres`] | the ledger on PostgreSQL, for several nodes |

#![cfg_attr(
    test,
    allow(clippy::string_slice, reason = "tests cut their own literals")
)]

pub mod contract;
pub mod error;
pub mod event;
pub mod facet;
mod job;
mod link;
pub mod log;
pub mod postgres;
mod prepare;
mod projection;
pub mod sqlite;

pub use contract::{
    Append, AsOf, Change, ChangeBatch, Expected, Filter, Ledger, LedgerHead, Page, Receipt,
    Referrer, Stored, StoredCheckpoint, VerifyReport,
};
pub use error::LedgerError;
pub use event::{Event, EventHeader};
