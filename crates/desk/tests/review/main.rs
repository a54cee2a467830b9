//! Documents in, facts decided on: the pages as a browser sees them, on a real ledger in a folder of its own.

mod browser;
mod dump;
mod forms;
mod papers;
mod story;
