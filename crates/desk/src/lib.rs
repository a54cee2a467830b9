//! Web pages and JSON API: parses requests, asks the ledger and the engines, renders.

#![cfg_attr(test, allow(clippy::string_slice, reason = "tests cut their own literals"))]
