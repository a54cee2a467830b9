//! Files in every format → text, through the public function.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a helper of tests may fail the test"
)]

mod any_bytes;
mod build;
mod demo;
mod html;
mod office;
mod pdf;
mod text;

use xinqiao_reader::format::{Extracted, extract};
use xinqiao_reader::{Limits, ReadError};

/// Reads with the ordinary limits.
fn read(name: &str, bytes: &[u8]) -> Result<Extracted, ReadError> {
    extract(name, bytes, &Limits::default())
}

/// The text alone.
fn text_of(name: &str, bytes: &[u8]) -> String {
    read(name, bytes).unwrap().text.text
}
