//! Many firms at once: the columnar evaluator, and what a population costs.
//!
//! The same terms that [`crate::evaluate`] walks for one firm are walked here over columns, block by block. A property
//! test holds both to the same answers.

pub mod block;
pub mod claims;
pub mod columns;
pub mod csv;
mod fast;
pub mod generate;
pub mod lanes;
mod pick;
pub mod plan;
pub mod run;
pub mod simulate;
pub mod table;
mod wide;

pub use columns::Population;
pub use run::{Outcome, run};
