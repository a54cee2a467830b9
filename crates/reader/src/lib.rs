//! Documents in: bytes → text → articles and tables → proposed facts, each with its place.
//!
//! The stages, each a module that knows only the ones before it:
//!
//! | module | from → to |
//! |---|---|
//! | [`format`] | a file's bytes → text with a map back to the file ([`text::MappedText`]) |
//! | [`text`] | repaired, normalised text; the map stays whole |
//! | [`structure`] | normalised text → contents, articles, tables, footnotes, captions |
//! | [`value`] | a stretch of text → amounts, dates, quantities, places, organisation names with spans |
//! | [`fact`] | an article → proposed facts, one file per kind |
//! | [`resolve`] | names and projects met twice → the same thing |
//! | [`reading`] | all of it for one document |
//! | [`contract`] | a reading → the command line's JSON |
//! | [`quality`] | a reading and hand-made labels → precision and recall |
//!
//! The crate has no clock and no storage: the same bytes give the same reading, byte for byte.

#![cfg_attr(
    test,
    allow(clippy::string_slice, reason = "tests cut their own literals")
)]

pub mod contract;
pub mod error;
pub mod fact;
pub mod format;
pub mod limits;
pub mod quality;
pub mod reading;
pub mod resolve;
pub mod structure;
pub mod text;
pub mod value;

pub use error::ReadError;
pub use fact::Fact;
pub use limits::Limits;
pub use reading::{Reading, read};
