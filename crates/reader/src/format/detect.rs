//! Which format a file is in: by its content first, by its name second.

use super::{Format, office};
use crate::{Limits, ReadError};

/// How many bytes are looked at for the beginning of a text or of a PDF.
const HEAD: usize = 1024;

const OLE: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// First bytes of formats that are refused, and what to say about them.
const REFUSED: &[(&[u8], &str)] = &[
    (
        b"\x89PNG\r\n\x1a\n",
        "this is a picture (PNG); run it through text recognition first",
    ),
    (
        b"\xff\xd8\xff",
        "this is a picture (JPEG); run it through text recognition first",
    ),
    (
        b"GIF8",
        "this is a picture (GIF); run it through text recognition first",
    ),
    (
        b"II*\0",
        "this is a picture (TIFF); run it through text recognition first",
    ),
    (
        b"MM\0*",
        "this is a picture (TIFF); run it through text recognition first",
    ),
    (b"{\\rtf", "this is a rich text file (RTF); save it as DOCX"),
    (b"\x1f\x8b", "this is a packed file (gzip); unpack it first"),
    (
        b"7z\xbc\xaf\x27\x1c",
        "this is a packed file (7z); unpack it first",
    ),
    (
        b"Rar!\x1a\x07",
        "this is a packed file (RAR); unpack it first",
    ),
    (b"\x7fELF", "this is a program, not a document"),
    (b"%!PS", "this is a PostScript file; convert it to PDF"),
    (b"AT&TFORM", "this is a DjVu file; convert it to PDF"),
    (b"SQLite format 3\0", "this is a database, not a document"),
];

/// Recognises the format.
///
/// # Errors
/// [`ReadError::UnknownFormat`] with a hint, [`ReadError::Encrypted`] for a locked office file,
/// [`ReadError::Empty`] for no bytes.
pub(super) fn detect(file_name: &str, bytes: &[u8], limits: &Limits) -> Result<Format, ReadError> {
    if bytes.is_empty() {
        return Err(ReadError::Empty);
    }
    let extension = extension(file_name);
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    if contains(head, b"%PDF-") {
        return Ok(Format::Pdf);
    }
    if bytes.starts_with(OLE) {
        return Err(ole(bytes, &extension));
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return office::detect(bytes, &extension, limits);
    }
    if let Some((_, hint)) = REFUSED.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err(unknown(hint));
    }
    if bytes.get(4..8) == Some(b"ftyp")
        || (bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP"))
    {
        return Err(unknown(
            "this is a picture or a film; run pictures through text recognition first",
        ));
    }
    if bytes.starts_with(b"BM") && bytes.get(6..10) == Some(&[0, 0, 0, 0]) {
        return Err(unknown(
            "this is a picture (BMP); run it through text recognition first",
        ));
    }
    text_format(head, &extension)
}

/// An error that says what was seen.
pub(super) fn unknown(hint: &str) -> ReadError {
    ReadError::UnknownFormat {
        hint: hint.to_string(),
    }
}

/// The lower-case ending of a file name, without the dot.
fn extension(file_name: &str) -> String {
    let name = file_name.rsplit(['/', '\\']).next().unwrap_or(file_name);
    name.rsplit_once('.')
        .map(|(_, ending)| ending.to_lowercase())
        .unwrap_or_default()
}

fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}

/// Old office files, and new ones that a password wraps in an old container.
fn ole(bytes: &[u8], extension: &str) -> ReadError {
    let wide: Vec<u8> = "EncryptedPackage"
        .bytes()
        .flat_map(|byte| [byte, 0])
        .collect();
    if contains(bytes, &wide) {
        return ReadError::Encrypted;
    }
    unknown(match extension {
        "doc" | "wps" | "dot" => "this is an old Word or WPS document; save it as DOCX",
        "xls" | "et" | "xlt" => "this is an old Excel or WPS workbook; save it as XLSX",
        "ppt" | "dps" | "pps" => "this is an old slide show; save it as PDF",
        "msg" => "this is an Outlook message; save it as text or HTML",
        _ => "this is an old office file; save it as DOCX or XLSX",
    })
}

fn text_format(head: &[u8], extension: &str) -> Result<Format, ReadError> {
    // NULs are dropped so that the beginning of a UTF-16 file reads like any other.
    let start: String = head
        .iter()
        .filter(|byte| **byte != 0)
        .map(|byte| char::from(byte.to_ascii_lowercase()))
        .collect();
    let start = start.trim_start_matches(|c: char| c.is_whitespace() || !c.is_ascii());
    if start.contains("<?mso-application") {
        return Err(unknown(
            "this is an old Word or Excel file written as XML; save it as DOCX or XLSX",
        ));
    }
    if start.starts_with("mime-version:") && start.contains("multipart/related") {
        return Err(unknown(
            "this is a web archive (MHT); save the page as HTML",
        ));
    }
    let tags = [
        "<!doctype html",
        "<html",
        "<head",
        "<body",
        "<table",
        "<div",
        "<meta",
        "<article",
        "<h1",
    ];
    let after_prolog = if start.starts_with("<?xml") || start.starts_with("<!--") {
        start
            .split_once('>')
            .map_or("", |(_, rest)| rest)
            .trim_start()
    } else {
        start
    };
    if tags.iter().any(|tag| after_prolog.starts_with(tag)) {
        return Ok(Format::Html);
    }
    Ok(match extension {
        "html" | "htm" | "xhtml" | "shtml" => Format::Html,
        "md" | "markdown" | "mkd" => Format::Markdown,
        "csv" | "tsv" | "tab" => Format::Csv,
        _ => Format::Text,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(name: &str, bytes: &[u8]) -> Result<Format, String> {
        detect(name, bytes, &Limits::default()).map_err(|error| error.to_string())
    }

    #[test]
    fn content_goes_before_the_name() {
        assert_eq!(seen("a.txt", b"%PDF-1.4\n"), Ok(Format::Pdf));
        assert_eq!(seen("a.pdf", b"junk before\n%PDF-1.7"), Ok(Format::Pdf));
        assert_eq!(
            seen("a.txt", b"\xef\xbb\xbf\n<!DOCTYPE html><p>"),
            Ok(Format::Html)
        );
        assert_eq!(
            seen("a", b"<?xml version=\"1.0\"?>\n<html xmlns=\"x\">"),
            Ok(Format::Html)
        );
        assert_eq!(seen("a", b"<\0h\0t\0m\0l\0>\0"), Ok(Format::Html));
        assert_eq!(seen("dir.md/a.MD", b"# a"), Ok(Format::Markdown));
        assert_eq!(seen("a.csv", b"a,b"), Ok(Format::Csv));
        assert_eq!(seen("LICENCE", b"words"), Ok(Format::Text));
    }

    #[test]
    fn what_cannot_be_read_is_refused_with_a_hint() {
        let tail = "known formats: text, Markdown, HTML, DOCX, XLSX, CSV, PDF with a text layer";
        let mut old = OLE.to_vec();
        old.extend([0; 600]);
        assert_eq!(
            seen("通知.doc", &old),
            Err(format!(
                "unknown format: this is an old Word or WPS document; save it as DOCX; {tail}"
            ))
        );
        assert_eq!(
            seen("a.jpg", b"\xff\xd8\xff\xe0"),
            Err(format!(
                "unknown format: this is a picture (JPEG); run it through text recognition first; {tail}"
            ))
        );
        old.extend("EncryptedPackage".bytes().flat_map(|byte| [byte, 0]));
        assert_eq!(
            detect("a.docx", &old, &Limits::default()),
            Err(ReadError::Encrypted)
        );
        assert_eq!(detect("a", b"", &Limits::default()), Err(ReadError::Empty));
    }
}
