//! Web pages and JSON API: parses requests, asks the ledger and the engines, renders.
//!
//! | module | concept |
//! |---|---|
//! | [`desk`] | what every handler shares: ledger, index, ids, clock |
//! | [`routes`] | every address and its handler, in one table |
//! | [`http`] | the request's language and format, errors as pages, assets, twins |
//! | [`i18n`] | the interface's texts in both languages |
//! | [`show`] | values written for people: money, dates, names of kinds and stages |
//! | [`chart`] | SVG charts |
//! | [`facet`] | what lists, boards and counts are made from |
//! | [`finder`] | the search index, following the ledger |
//! | [`intake`] | a document → records: what is new, what is known already |
//! | [`command`] | what a person does to a record: confirm, correct, reject, join, split, undo |
//! | [`form`] | a record's body as a form and as a list of values |
//! | [`policies`] | the policy packs that the desk answers from |
//! | [`due`] | what the organisations of the ledger may get, unasked |
//! | [`page`] | one file per page |
//! | [`export`] | records as CSV and XLSX |
//! | [`api`] | the JSON API under `/api/v1` |

#![cfg_attr(
    test,
    allow(clippy::string_slice, reason = "tests cut their own literals")
)]

pub mod api;
pub mod chart;
pub mod command;
pub mod desk;
pub mod due;
pub mod export;
pub mod facet;
pub mod finder;
pub mod form;
pub mod http;
pub mod i18n;
pub mod intake;
pub mod page;
pub mod policies;
pub mod routes;
pub mod show;

pub use desk::Desk;
