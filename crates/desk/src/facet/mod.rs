//! What lists, boards and counts are made from: the newest revision of every record in memory, kept up
//! with the ledger's change feed.
//!
//! | file | concept |
//! |---|---|
//! | `board` | the records and the event log, as of one head of the ledger |
//! | `row` | a record with what it is filtered and sorted by |
//! | `dimension` | what can be chosen: kind, status, region, year, … |
//! | `selection` | what a person chose, and what it leaves |
//! | `sums` | amounts added by currency |
//! | `told` | statements of what came of promises, and the targets they may be about |

mod board;
mod dimension;
mod row;
mod selection;
mod sums;
mod told;

pub use board::{Board, LogLine, Snapshot};
pub use dimension::Dimension;
pub use row::{OUTCOME_OPEN, OUTCOME_OVERDUE, Row, STAGE_UNKNOWN};
pub use selection::{Pairs, Selection, Sifted};
pub use sums::Sums;
pub use told::{Statement, Statements, suggestions};
