//! Why a document could not be read.

/// A document that could not be read. Messages do not repeat the file's name: the caller knows it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// A limit of [`crate::Limits`] is exceeded.
    #[error("{what} is larger than the limit: {found} over {limit}")]
    TooLarge {
        /// What is too large: `the file`, `the unpacked content`, `the nesting depth`.
        what: &'static str,
        /// How large it is, or how large it had become when reading stopped.
        found: u64,
        /// The limit.
        limit: u64,
    },
    /// A PDF whose pages are pictures.
    #[error(
        "this PDF has {pages} page(s) but no text layer: it is a scan; run it through text recognition first"
    )]
    NoTextLayer {
        /// Number of pages.
        pages: usize,
    },
    /// A file of a format that the reader does not know.
    #[error(
        "unknown format: {hint}; known formats: text, Markdown, HTML, DOCX, XLSX, CSV, PDF with a text layer"
    )]
    UnknownFormat {
        /// What was seen.
        hint: String,
    },
    /// A PDF or an office file that needs a password.
    #[error("the file is encrypted; remove its password first")]
    Encrypted,
    /// A file that breaks its own format.
    #[error("the {format} file is damaged at {place}: {reason}")]
    Damaged {
        /// `PDF`, `DOCX`, …
        format: &'static str,
        /// Where: `page 3`, `word/document.xml byte 812`, `sheet 2`.
        place: String,
        /// What is wrong.
        reason: String,
    },
    /// Nothing to read.
    #[error("the file holds no text")]
    Empty,
}
