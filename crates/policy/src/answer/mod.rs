//! The answer for one firm: what it may get, why, why not, how near, and what to ask next.

pub mod assess;
pub mod draw;
pub mod nearest;
pub mod question;
pub mod received;
pub mod report;

use jiff::civil::Date;

use crate::pack::Library;
use crate::profile::Profile;

pub use report::Answer;

/// A question that has no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoAnswer {
    /// There are no packs.
    #[error("there are no policies to ask")]
    NoPacks,
    /// No pack is in force on the day.
    #[error("no policy is in force on {on}; the packs cover {first} to {last}")]
    OutOfValidity {
        /// The day.
        on: Date,
        /// The first day of the earliest pack.
        first: String,
        /// The last day of the latest pack.
        last: String,
    },
}

/// Answers for one firm.
///
/// # Errors
/// When no pack is in force on the day.
pub fn answer(library: &Library, profile: &Profile, on: Date) -> Result<Answer, NoAnswer> {
    in_force(library, on)?;
    Ok(report::report(library, profile, on))
}

/// Whether any pack is in force on the day.
///
/// # Errors
/// When none is.
pub fn in_force(library: &Library, on: Date) -> Result<(), NoAnswer> {
    if library.packs.is_empty() {
        return Err(NoAnswer::NoPacks);
    }
    if library.packs.iter().any(|pack| pack.in_force(on)) {
        return Ok(());
    }
    let open = || "open".to_owned();
    let first = library
        .packs
        .iter()
        .map(|pack| pack.effective)
        .min()
        .flatten();
    let last = match library.packs.iter().any(|pack| pack.until.is_none()) {
        true => None,
        false => library.packs.iter().filter_map(|pack| pack.until).max(),
    };
    Err(NoAnswer::OutOfValidity {
        on,
        first: first.map_or_else(open, |day| day.to_string()),
        last: last.map_or_else(open, |day| day.to_string()),
    })
}
