use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::canonical::Sha256;
use crate::date::PartialDate;
use crate::language::Language;

/// A published document as it was taken in. The bytes and the reading of them are kept as blobs under their digests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Document {
    /// The title that the document gives itself, or the file name.
    pub title: String,
    /// The name of the file.
    pub file_name: String,
    /// The media type, `text/markdown`.
    pub media_type: String,
    /// Digest of the file's bytes.
    pub file: Sha256,
    /// Number of bytes of the file.
    pub file_size: u64,
    /// Digest of the stored reading: normalised text, map to the source, mentions.
    pub reading: Sha256,
    /// The main language.
    pub language: Language,
    /// When it was issued.
    pub issued: Option<PartialDate>,
    /// Who published it.
    #[serde(default)]
    pub publisher: Option<String>,
    /// Remarks of the reader: what it had to repair or leave out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<String>,
}
