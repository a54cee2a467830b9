//! One file per page. A page asks the ledger, builds its view model, and is rendered as HTML, JSON or CSV.

pub mod patterns;
