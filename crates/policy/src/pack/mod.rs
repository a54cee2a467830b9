//! A policy document as data: its file, what the file means once it is checked, and its worked cases.

pub mod build;
pub mod clause;
pub mod file;
pub mod finding;
pub mod form;
pub mod library;
pub mod shipped;
pub mod tiers;
pub mod yaml;

pub use clause::{Clause, Pack};
pub use finding::{Finding, Severity};
pub use library::Library;
