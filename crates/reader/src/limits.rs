//! How large a document may be. A document over a limit is refused by name, never read in part.

/// The limits of one reading. Sizes are in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// The file itself.
    pub file_bytes: u64,
    /// All parts of a zip container (DOCX, XLSX) or all streams of a PDF, unpacked.
    pub unpacked_bytes: u64,
    /// The text that comes out.
    pub text_bytes: u64,
    /// Parts of a container.
    pub parts: usize,
    /// Nesting of elements, lists, arrays.
    pub depth: usize,
    /// Pages of a PDF.
    pub pages: usize,
    /// Cells of a table file.
    pub cells: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            file_bytes: 64_000_000,
            unpacked_bytes: 256 << 20,
            text_bytes: 32 << 20,
            parts: 10_000,
            depth: 200,
            pages: 5_000,
            cells: 2_000_000,
        }
    }
}
