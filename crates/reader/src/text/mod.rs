//! Text that knows where it came from, and its cleaning.
//!
//! [`normalise`] is a chain of small passes, one file each; every pass takes a [`MappedText`] and gives a new one whose map is whole.

mod bars;
mod characters;
pub mod classes;
mod columns;
pub mod compatibility;
mod duplicates;
mod edit;
mod furniture;
pub(crate) mod join;
pub mod line;
pub mod map;
mod markup;
mod normalise;
mod scan;
mod spacing;

pub use map::{MappedText, Origin, Rewriter, TextMap};
pub use normalise::{Normalised, normalise};
