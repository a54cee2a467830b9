//! Subsidy policies as code.
//!
//! A policy document is a *pack*: data that an officer can read (`policy.yaml`) with worked cases
//! (`examples.yaml`). Values in, values and explanations out: no clock, no files, no network.

#![cfg_attr(
    test,
    allow(clippy::string_slice, reason = "tests cut their own literals")
)]

pub mod answer;
pub mod combine;
pub mod evaluate;
pub mod language;
pub mod pack;
pub mod population;
pub mod profile;
pub mod schema;
pub mod trial;
pub mod value;
pub mod vocabulary;
