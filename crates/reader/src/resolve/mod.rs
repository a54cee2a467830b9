//! What is met twice is one thing: organisations under several names, projects in several notices.
//!
//! [`Directory`] holds what is known; [`Directory::find`] says which known record a new body is, by
//! which rule, through which name, and whether that is certain. [`join`] puts two bodies together.
//! Nothing here decides: the desk joins what is certain among candidates, shows it, and can undo it;
//! the rest it asks a person.

mod directory;
mod join;
pub mod name;
mod same;
mod target;

pub use directory::{Directory, Found};
pub use join::join;
pub use same::{Match, same};
