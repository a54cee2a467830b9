//! What can go wrong, apart from queries; those have [`SyntaxError`](crate::SyntaxError).

use std::path::PathBuf;

use tantivy::TantivyError;
use tantivy::directory::error::OpenReadError;

use crate::syntax::SyntaxError;

/// The index cannot do what was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The folder holds an index that this program cannot read. Nothing is lost: the index is made from the ledger.
    #[error("the search index in `{folder}` must be rebuilt: {reason}")]
    MustRebuild {
        /// The folder.
        folder: PathBuf,
        /// Why.
        reason: String,
    },
    /// The index's files are damaged or missing; as for [`Error::MustRebuild`] nothing is lost.
    #[error("the search index is damaged: {reason}")]
    Damaged {
        /// What the engine said.
        reason: String,
    },
    /// Another writer is at work on the same folder.
    #[error("the search index is being written by another process; only one may write at a time")]
    Busy,
    /// The folder cannot be used.
    #[error("cannot use `{folder}` for the search index: {reason}")]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// Why.
        reason: String,
    },
    /// The query does not parse.
    #[error(transparent)]
    Syntax(#[from] SyntaxError),
    /// The engine failed for a reason outside the index: disk, memory, rights.
    #[error("the search index failed: {reason}; if this stays, rebuild the index")]
    Engine {
        /// What the engine said.
        reason: String,
    },
}

impl From<TantivyError> for Error {
    fn from(error: TantivyError) -> Self {
        match error {
            TantivyError::LockFailure(..) => Error::Busy,
            TantivyError::DataCorruption(..)
            | TantivyError::IncompatibleIndex(..)
            | TantivyError::SchemaError(..)
            | TantivyError::FieldNotFound(..)
            | TantivyError::DeserializeError(..)
            | TantivyError::InternalError(..)
            | TantivyError::OpenReadError(
                OpenReadError::FileDoesNotExist(..) | OpenReadError::IncompatibleIndex(..),
            ) => Error::Damaged {
                reason: error.to_string(),
            },
            other => Error::Engine {
                reason: other.to_string(),
            },
        }
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        Error::Engine {
            reason: error.to_string(),
        }
    }
}
