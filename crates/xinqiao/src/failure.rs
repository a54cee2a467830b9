//! How a command ends.

use std::fmt;

/// A command that ran to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It did what was asked.
    Done,
    /// It checked something, and the answer is no.
    No,
}

/// A command that could not run: the input or the usage is wrong. The message says where.
#[derive(Debug)]
pub(crate) struct Failure(String);

impl Failure {
    /// A failure with a place in front of the reason: `path: reason`.
    pub(crate) fn at(place: impl fmt::Display, reason: impl fmt::Display) -> Self {
        Failure(format!("{place}: {reason}"))
    }

    /// A failure that names its own place.
    pub(crate) fn new(reason: impl fmt::Display) -> Self {
        Failure(reason.to_string())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<E: std::error::Error> From<E> for Failure {
    fn from(error: E) -> Self {
        Failure(error.to_string())
    }
}
