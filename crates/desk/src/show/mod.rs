//! Values written for people, in both languages.
//!
//! Every function is pure: a value and the texts in, a string out. Nothing is rounded: a figure
//! is written in the largest unit in which it stays short and exact. Template code calls these by
//! path, `{{ crate::show::amount(a, shell.t) }}`; askama hands fields over by reference, so small values
//! are taken by value or by reference alike.

mod address;
mod amount;
mod date;
mod history;
mod markup;
mod name;
mod number;
mod parts;
mod quantity;

pub use address::{address, encode};
pub use amount::{amount, money, moneys, qualified};
pub use date::{day, partial_date, period, timestamp};
pub use history::{actor, reason};
pub use markup::{noted, unmarked};
pub use name::{
    financing_kind, kind, outcome, party_role, region, region_full, same, stage, stage_or_unknown,
    status, visibility,
};
pub use number::{bytes, count, decimal, percent, short_hash};
pub use parts::{
    Choice, Column, Facet, FieldError, Key, Moment, Pager, PagerLink, Sort, Step, keys, steps,
};
pub use quantity::{capacities, capacity, quantity};
