//! How a command ends.

use std::{fmt, io};

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
pub(crate) struct Failure {
    message: String,
    /// Whether whoever read the output has had enough of it (`… | head`): no fault of anybody.
    pub(crate) unread: bool,
}

impl Failure {
    /// A failure with a place in front of the reason: `path: reason`.
    pub(crate) fn at(place: impl fmt::Display, reason: impl fmt::Display) -> Self {
        Failure::new(format!("{place}: {reason}"))
    }

    /// A failure that names its own place.
    pub(crate) fn new(reason: impl fmt::Display) -> Self {
        Failure {
            message: reason.to_string(),
            unread: false,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl<E: std::error::Error + 'static> From<E> for Failure {
    fn from(error: E) -> Self {
        let cause: &dyn std::error::Error = &error;
        let kind = match cause.downcast_ref::<serde_json::Error>() {
            Some(json) => json.io_error_kind(),
            None => cause.downcast_ref::<io::Error>().map(io::Error::kind),
        };
        Failure {
            unread: kind == Some(io::ErrorKind::BrokenPipe),
            ..Failure::new(&error)
        }
    }
}
