//! The vocabulary of the house.
//!
//! Everything known is a [`Record`]: a typed body inside an envelope that says who owns it, who may
//! see it, where it comes from, when it holds and how far it is confirmed. This crate has no clock,
//! no storage and no network; every other crate speaks in its terms.
//!
//! | module | concept |
//! |---|---|
//! | [`id`] | readable, typed, time-sortable ids |
//! | [`kind`] | what sorts of record there are |
//! | [`record`] | the envelope |
//! | [`body`] | one file per kind: what is known of it |
//! | [`money`], [`quantity`], [`date`], [`region`], [`credit_code`], [`language`] | values |
//! | [`source`] | citations: the place in a document that a figure comes from |
//! | [`canonical`] | RFC 8785 form and SHA-256 |
//! | [`schema`] | JSON Schema of every kind |

#![cfg_attr(
    test,
    allow(clippy::string_slice, reason = "tests cut their own literals")
)]

pub mod body;
pub mod canonical;
pub mod credit_code;
pub mod date;
pub mod id;
pub mod kind;
pub mod language;
pub mod money;
pub mod quantity;
pub mod record;
pub mod region;
pub mod schema;
pub mod source;

pub use body::Body;
pub use canonical::{Sha256, canonical_json};
pub use credit_code::CreditCode;
pub use date::{PartialDate, Period};
pub use id::{IdSource, RecordId};
pub use kind::Kind;
pub use language::Language;
pub use money::{Amount, Currency, Money, Qualifier};
pub use quantity::{Capacity, Per, Quantity};
pub use record::{Join, Proposal, ProposedMatch, Record, Status, Visibility};
pub use region::{Region, RegionCode};
pub use rust_decimal::Decimal;
pub use source::{Citation, Span};
