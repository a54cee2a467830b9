//! Plain text and Markdown: the text as it is.

use super::encoding::{self, Declared};
use super::{Extracted, Format};
use crate::{Limits, ReadError};

/// Reads plain text or Markdown; only the encoding and the line ends change.
pub(super) fn read(format: Format, bytes: &[u8], limits: &Limits) -> Result<Extracted, ReadError> {
    let decoded = encoding::decode(bytes, Declared::Nothing, limits)?;
    Ok(Extracted {
        format,
        text: decoded.text,
        title: None,
        remarks: decoded.remarks,
    })
}
