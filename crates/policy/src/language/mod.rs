//! The small, typed language in which packs write conditions and amounts.
//!
//! Text → [`token`] → [`parse`] → [`syntax`] (what was written) → [`check`] → [`term`] (what it means).
//! The language has no loops, no input and no output; its page is `docs/policy-language.md`.

pub mod check;
pub mod parse;
pub mod span;
pub mod syntax;
pub mod term;
pub mod token;
pub mod words;

pub use check::{Scope, check};
pub use span::{Fault, Span};
pub use term::{Term, Type};
