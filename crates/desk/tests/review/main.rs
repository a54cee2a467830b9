//! Documents in, facts decided on: the pages as a browser sees them, on a real ledger in a folder of its own.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "tests say what must be there and fail where it is not"
)]

mod browser;
mod forms;
mod papers;
mod story;
