//! One file per command.

pub mod demo;
pub mod export;
pub mod import;
pub mod ledger;
pub mod measure;
pub mod read;
pub mod search;
pub mod serve;
pub mod smoke;
