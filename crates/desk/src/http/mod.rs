//! What lies between the wire and the pages.

mod assets;
mod context;
mod error;
mod guard;
mod twin;

pub use assets::asset;
pub use context::{Context, Shell, set_language};
pub use error::{Complete, PageError, render_errors};
pub use guard::same_origin_only;
pub use twin::{Table, Twin, View, respond, strip_extension};
