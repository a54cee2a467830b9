//! A file's bytes → text with a map back to the file.
//!
//! All formats come out in one shape, so that the later stages know none of them: paragraphs as
//! lines, headings as Markdown (`#`, `##`), tables as lines of tab-separated cells between blank
//! lines, lists as `- `, footnotes as `[^1]` in the text and `[^1]: …` lines, pages of a PDF parted
//! by a form feed line.

mod csv;
mod detect;
mod docx;
mod encoding;
mod html;
mod numerals;
mod office;
mod pdf;
mod plain;
mod sink;
mod xlsx;

use crate::text::MappedText;
use crate::{Limits, ReadError};

/// The formats that the reader knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Plain text.
    Text,
    /// Markdown.
    Markdown,
    /// HTML.
    Html,
    /// Office Open XML document.
    Docx,
    /// Office Open XML workbook.
    Xlsx,
    /// Comma- or tab-separated values.
    Csv,
    /// PDF.
    Pdf,
}

impl Format {
    /// The media type, as registered with IANA.
    pub fn media_type(self) -> &'static str {
        match self {
            Format::Text => "text/plain",
            Format::Markdown => "text/markdown",
            Format::Html => "text/html",
            Format::Docx => {
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
            }
            Format::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Format::Csv => "text/csv",
            Format::Pdf => "application/pdf",
        }
    }
}

/// What a file's bytes gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extracted {
    /// The format that was recognised, by content first and name second.
    pub format: Format,
    /// The text in the common shape.
    pub text: MappedText,
    /// The title in the file's own metadata, if it has a usable one.
    pub title: Option<String>,
    /// What had to be repaired or left out, in plain English for the person who uploaded it.
    pub remarks: Vec<String>,
}

/// Reads the text out of a file. `file_name` helps to tell formats apart that look the same inside.
///
/// # Errors
/// When the format is unknown, damaged or encrypted, a limit is exceeded, or there is no text.
pub fn extract(file_name: &str, bytes: &[u8], limits: &Limits) -> Result<Extracted, ReadError> {
    let size = bytes.len() as u64;
    if size > limits.file_bytes {
        return Err(ReadError::TooLarge {
            what: "the file",
            found: size,
            limit: limits.file_bytes,
        });
    }
    let format = detect::detect(file_name, bytes, limits)?;
    let extracted = match format {
        Format::Text | Format::Markdown => plain::read(format, bytes, limits),
        Format::Html => html::read(bytes, limits),
        Format::Docx => docx::read(bytes, limits),
        Format::Xlsx => xlsx::read(bytes, limits),
        Format::Csv => csv::read(file_name, bytes, limits),
        Format::Pdf => pdf::read(bytes, limits),
    }?;
    if extracted.text.text.trim().is_empty() {
        return Err(ReadError::Empty);
    }
    Ok(extracted)
}

/// The title in a file's metadata, unless it is empty or plainly not a title: the name of the file it
/// was made from, or what a word processor puts there by itself.
fn usable_title(title: &str) -> Option<String> {
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    let lower = title.to_lowercase();
    let file_like = [
        ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".txt", ".indd", ".pdf", ".wps", ".qxd",
    ]
    .iter()
    .any(|ending| lower.ends_with(ending));
    let automatic = [
        "microsoft word",
        "untitled",
        "无标题",
        "未命名",
        "powerpoint",
        "title",
        "document",
        "文档",
    ]
    .iter()
    .any(|start| lower.starts_with(start) && (title.is_ascii() || title.chars().count() <= 8));
    let broken = title.contains('\u{fffd}') || title.chars().any(char::is_control);
    (!title.is_empty() && !file_like && !automatic && !broken && title.chars().count() <= 200)
        .then_some(title)
}

/// Whether a character stands without blanks beside its neighbours: Han, kana, and their punctuation.
fn is_wide(c: char) -> bool {
    matches!(u32::from(c),
        0x2e80..=0x2fdf | 0x3000..=0x30ff | 0x3100..=0x312f | 0x31c0..=0x31ef | 0x3200..=0x4dbf | 0x4e00..=0x9fff
        | 0xf900..=0xfaff | 0xfe30..=0xfe4f | 0xff01..=0xff60 | 0xffe0..=0xffe6 | 0x20000..=0x3ffff)
        || matches!(c, '“' | '”' | '‘' | '’' | '…' | '—' | '·')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_that_is_a_file_name_or_put_there_by_a_program_is_not_used() {
        for title in [
            "",
            "  ",
            "Microsoft Word - 通知.doc",
            "通知.docx",
            "Untitled-1",
            "无标题文档",
            "文档1",
        ] {
            assert_eq!(usable_title(title), None, "{title}");
        }
        assert_eq!(usable_title(" 芯桥 月报\n"), Some("芯桥 月报".to_string()));
        assert_eq!(
            usable_title("文档智能处理办法的说明"),
            Some("文档智能处理办法的说明".to_string())
        );
    }

    #[test]
    fn a_file_over_the_limit_is_refused_before_anything_is_read() {
        let limits = Limits {
            file_bytes: 4,
            ..Limits::default()
        };
        let error = extract("a.txt", b"12345", &limits).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the file is larger than the limit: 5 over 4"
        );
    }
}
