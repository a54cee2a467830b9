//! Text that knows where it came from.

pub mod map;

pub use map::{MappedText, Origin, Rewriter, TextMap};
