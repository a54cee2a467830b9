//! One file per page. A page asks the ledger, builds its view model, and is rendered as HTML, JSON or CSV.

pub mod patterns;

pub mod compare;
pub mod decide;
pub mod document;
pub mod edit;
pub mod queue;
pub mod receipt;
pub mod record;
pub(crate) mod review;
pub mod upload;

pub(crate) mod cell;
pub(crate) mod field;
pub mod figures;
pub mod help;
pub mod home;
pub mod ledger;
pub mod list;
pub mod pipeline;
pub mod policy;
pub mod search;
pub mod statistics;
pub mod targets;
