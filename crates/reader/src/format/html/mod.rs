//! HTML → lines.
//!
//! html5gum splits the page into tokens in one pass and in constant stack, and tells where each run of
//! text stands, so that the map is exact. No tree is built: misnested inline markup has no effect on
//! the lines, and blocks end where the next block begins.

mod line;
mod page;
mod token;

use encoding_rs::Encoding;

use super::encoding::{self, Declared};
use super::{Extracted, Format, usable_title};
use crate::{Limits, ReadError};

/// Where a page must name its encoding, if it does.
const HEAD: usize = 4096;

/// Reads a page.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Extracted, ReadError> {
    let decoded = encoding::decode(bytes, declared(bytes), limits)?;
    let page = page::Page::new(&decoded.text, limits).read()?;
    Ok(Extracted {
        format: Format::Html,
        text: page.text,
        title: page.title.as_deref().and_then(usable_title),
        remarks: decoded.remarks,
    })
}

/// The encoding named by a `meta` element or an XML declaration.
fn declared(bytes: &[u8]) -> Declared {
    let head: String = bytes
        .iter()
        .take(HEAD)
        .map(|byte| char::from(byte.to_ascii_lowercase()))
        .collect();
    for mark in ["charset", "encoding"] {
        for (at, _) in head.match_indices(mark) {
            let rest = head.get(at + mark.len()..).unwrap_or_default().trim_start();
            let Some(rest) = rest.strip_prefix('=') else {
                continue;
            };
            let rest = rest.trim_start().trim_start_matches(['"', '\'']);
            let label: String = rest
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || "-_:.".contains(*c))
                .collect();
            if let Some(encoding) = Encoding::for_label(label.as_bytes()) {
                return Declared::As(encoding);
            }
        }
    }
    Declared::Nothing
}
