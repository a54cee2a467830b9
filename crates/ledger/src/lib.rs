//! Keeps records: append with an expected revision, read as of any time, history, change feed, verify.
//!
//! [`Ledger`] is the contract; [`sqlite::SqliteLedger`] keeps it on one machine. Users hold an
//! `Arc<dyn Ledger>` and never see the store behind it.
//!
//! | module | concept |
//! |---|---|
//! | [`contract`] | what every ledger does |
//! | [`event`] | what is chained and how |
//! | [`facet`] | what lists are filtered by: names, region; [`Filter::matches`] |
//! | [`log`] | the ledger as a transparency log: checkpoints, receipts, proofs |
//! | [`error`] | what can go wrong |
//! | [`sqlite`] | the ledger on SQLite |

#![cfg_attr(
    test,
    allow(clippy::string_slice, reason = "tests cut their own literals")
)]

pub mod contract;
pub mod error;
pub mod event;
pub mod facet;
pub mod log;
pub mod sqlite;

pub use contract::{
    Append, AsOf, Change, ChangeBatch, Expected, Filter, Ledger, LedgerHead, Page, Receipt,
    Referrer, Stored, StoredCheckpoint, VerifyReport,
};
pub use error::LedgerError;
pub use event::{Event, EventHeader};
