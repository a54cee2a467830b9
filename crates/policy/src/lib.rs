//! Subsidy policies as code.
//!
//! A policy document is a *pack*: data that an officer can read (`policy.yaml`) with worked cases
//! (`examples.yaml`). Values in, values and explanations out: no clock, no files, no network.

#![cfg_attr(
    test,
    allow(clippy::string_slice, reason = "tests cut their own literals")
)]

pub mod language;
pub mod value;
pub mod vocabulary;
pub mod pack;
