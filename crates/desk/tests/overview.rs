//! The overview pages and the API, asked as a browser or a program asks them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "tests fail by panicking and cut their own literals"
)]

#[path = "overview/api.rs"]
mod api;
#[path = "overview/finding.rs"]
mod finding;
#[path = "overview/lists.rs"]
mod lists;
#[path = "overview/promises.rs"]
mod promises;
#[path = "overview/receipts.rs"]
mod receipts;
#[path = "overview/region.rs"]
mod region;
#[path = "overview/size.rs"]
mod size;
#[path = "overview/support.rs"]
mod support;
#[path = "overview/texts.rs"]
mod texts;
