//! One file per command.

pub(crate) mod demo;
pub(crate) mod export;
pub(crate) mod import;
pub(crate) mod ledger;
pub(crate) mod measure;
pub(crate) mod policy;
pub(crate) mod read;
pub(crate) mod search;
pub(crate) mod serve;
pub(crate) mod smoke;
