//! What lies between the wire and the pages.

mod assets;
mod context;
mod error;
mod files;
mod guard;
mod twin;

pub use assets::asset;
pub(crate) use context::is_local;
pub use context::{Context, Shell, set_language};
pub use error::{Complete, PageError, render_errors};
pub(crate) use files::{Received, base_name, content_length, receive};
pub use guard::same_origin_only;
pub(crate) use twin::harmless;
pub use twin::{Table, Twin, View, respond, strip_extension};
