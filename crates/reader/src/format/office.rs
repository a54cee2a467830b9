//! What DOCX and XLSX have in common: a zip container of XML parts, read under limits.

use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;
use zip::result::ZipError;

use super::Format;
use super::detect::unknown;
use crate::{Limits, ReadError};

/// Recognises an office file by its parts.
pub(super) fn detect(bytes: &[u8], extension: &str, limits: &Limits) -> Result<Format, ReadError> {
    let by_name = match extension {
        "docx" | "docm" | "dotx" => Some(Format::Docx),
        "xlsx" | "xlsm" | "xltx" => Some(Format::Xlsx),
        _ => None,
    };
    let package = match Package::open("office", bytes, limits) {
        Ok(package) => package,
        Err(error @ ReadError::TooLarge { .. }) => return Err(error),
        // Let the format's own reader say what is wrong with a file that was meant to be one.
        Err(error) => return by_name.ok_or(error),
    };
    let has = |part: &str| {
        package
            .names
            .iter()
            .any(|name| name.eq_ignore_ascii_case(part))
    };
    let under = |folder: &str| package.names.iter().any(|name| name.starts_with(folder));
    if has("word/document.xml") || (under("word/") && has("[Content_Types].xml")) {
        Ok(Format::Docx)
    } else if has("xl/workbook.bin") {
        Err(unknown("this is a binary workbook (XLSB); save it as XLSX"))
    } else if has("xl/workbook.xml") || (under("xl/") && has("[Content_Types].xml")) {
        Ok(Format::Xlsx)
    } else if under("ppt/") {
        Err(unknown("this is a slide show (PPTX); save it as PDF"))
    } else if has("mimetype") && has("content.xml") {
        Err(unknown(
            "this is an OpenDocument file; save it as DOCX or XLSX",
        ))
    } else if has("mimetype") && has("META-INF/container.xml") {
        Err(unknown(
            "this is an electronic book (EPUB); convert it to HTML or PDF",
        ))
    } else if has("OFD.xml") {
        Err(unknown("this is an OFD file; convert it to PDF"))
    } else {
        by_name.ok_or_else(|| {
            unknown("this is a zip archive; unpack it and upload the documents in it")
        })
    }
}

/// An opened container. Unpacked sizes are counted while reading; what headers say is not trusted.
pub(super) struct Package<'a> {
    format: &'static str,
    archive: ZipArchive<Cursor<&'a [u8]>>,
    names: Vec<String>,
    left: u64,
    limit: u64,
}

impl<'a> Package<'a> {
    /// Opens a container; `format` is for messages.
    pub(super) fn open(
        format: &'static str,
        bytes: &'a [u8],
        limits: &Limits,
    ) -> Result<Self, ReadError> {
        let archive = ZipArchive::new(Cursor::new(bytes))
            .map_err(|error| zip_error(format, "the list of parts", &error))?;
        if archive.len() > limits.parts {
            let (found, limit) = (archive.len() as u64, limits.parts as u64);
            return Err(ReadError::TooLarge {
                what: "the number of parts",
                found,
                limit,
            });
        }
        let names = (0..archive.len())
            .map(|index| match archive.name_for_index(index) {
                Some(Ok(name)) => name.replace('\\', "/"),
                _ => String::new(),
            })
            .collect();
        Ok(Package {
            format,
            archive,
            names,
            left: limits.unpacked_bytes,
            limit: limits.unpacked_bytes,
        })
    }

    /// The names of all parts.
    pub(super) fn names(&self) -> &[String] {
        &self.names
    }

    /// One part, unpacked; `None` if there is no such part.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, ReadError> {
        let Some(index) = self
            .names
            .iter()
            .position(|known| known.eq_ignore_ascii_case(name))
        else {
            return Ok(None);
        };
        let mut content = Vec::new();
        self.unpack(index, &mut content)?;
        Ok(Some(content))
    }

    /// Unpacks every part and throws it away, so that another reader of the same file cannot be surprised.
    pub(super) fn measure(&mut self) -> Result<(), ReadError> {
        for index in 0..self.names.len() {
            self.unpack(index, &mut std::io::sink())?;
        }
        Ok(())
    }

    fn unpack(&mut self, index: usize, into: &mut impl std::io::Write) -> Result<(), ReadError> {
        let name = self.names.get(index).cloned().unwrap_or_default();
        let part = self
            .archive
            .by_index(index)
            .map_err(|error| zip_error(self.format, &name, &error))?;
        let taken = std::io::copy(&mut part.take(self.left.saturating_add(1)), into)
            .map_err(|error| damaged(self.format, name, error.to_string()))?;
        if taken > self.left {
            let found = self.limit - self.left + taken;
            return Err(ReadError::TooLarge {
                what: "the unpacked content",
                found,
                limit: self.limit,
            });
        }
        self.left -= taken;
        Ok(())
    }
}

fn zip_error(format: &'static str, place: &str, error: &ZipError) -> ReadError {
    match error {
        ZipError::UnsupportedArchive(reason) if *reason == ZipError::PASSWORD_REQUIRED => {
            ReadError::Encrypted
        }
        ZipError::InvalidPassword => ReadError::Encrypted,
        other => damaged(format, place.to_string(), other.to_string()),
    }
}

/// A file that breaks its own format.
pub(super) fn damaged(format: &'static str, place: String, reason: impl Into<String>) -> ReadError {
    let reason: String = reason.into();
    ReadError::Damaged {
        format,
        place,
        reason: reason.trim_end_matches('.').to_string(),
    }
}

/// One step through an XML part. Names are without prefix: the parts of one format do not mix
/// vocabularies in which the same local name means different things for us.
#[derive(Debug)]
pub(super) enum Step<'a> {
    /// An element begins.
    Open(Element<'a>),
    /// An element ends; also sent for an empty one.
    Close(String),
    /// Text, references resolved.
    Text(String),
}

/// An element's start.
#[derive(Debug)]
pub(super) struct Element<'a> {
    start: BytesStart<'a>,
}

impl Element<'_> {
    /// The local name.
    pub(super) fn name(&self) -> &str {
        self.start.local_name().into_inner()
    }

    /// The value of the attribute with this local name.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        let mut attributes = self.start.attributes();
        attributes.with_checks(false);
        attributes
            .flatten()
            .find(|attribute| attribute.key.local_name().into_inner() == name)
            .map(|attribute| {
                let value = &attribute.value;
                quick_xml::escape::unescape(value)
                    .map_or_else(|_| value.to_string(), |text| text.into_owned())
            })
    }

    /// The `val` attribute, which most of WordprocessingML uses.
    pub(super) fn val(&self) -> Option<String> {
        self.attribute("val")
    }

    /// Whether an on-off property is on: present without a value, or with a true one.
    pub(super) fn on(&self) -> bool {
        !matches!(self.val().as_deref(), Some("0" | "false" | "off" | "none"))
    }
}

/// Walks through an XML part.
pub(super) struct Walk<'a> {
    format: &'static str,
    part: &'static str,
    reader: Reader<&'a [u8]>,
    depth: usize,
    limit: usize,
    /// The name of an empty element whose end is still to be sent.
    pending: Option<String>,
}

impl<'a> Walk<'a> {
    /// Starts at the beginning of `text`, which is the part `part`.
    pub(super) fn new(
        format: &'static str,
        part: &'static str,
        text: &'a str,
        limits: &Limits,
    ) -> Self {
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.allow_dangling_amp = true;
        config.check_end_names = true;
        Walk {
            format,
            part,
            reader,
            depth: 0,
            limit: limits.depth,
            pending: None,
        }
    }

    /// The next step; `None` at the end of the part.
    pub(super) fn next(&mut self) -> Result<Option<Step<'a>>, ReadError> {
        if let Some(name) = self.pending.take() {
            self.depth -= 1;
            return Ok(Some(Step::Close(name)));
        }
        loop {
            let event = self
                .reader
                .read_event()
                .map_err(|error| self.broken(error.to_string()))?;
            match event {
                Event::Start(start) => {
                    self.deeper()?;
                    return Ok(Some(Step::Open(Element { start })));
                }
                Event::Empty(start) => {
                    self.deeper()?;
                    self.pending = Some(start.local_name().into_inner().to_string());
                    return Ok(Some(Step::Open(Element { start })));
                }
                Event::End(end) => {
                    self.depth = self.depth.saturating_sub(1);
                    return Ok(Some(Step::Close(end.local_name().into_inner().to_string())));
                }
                Event::Text(text) => {
                    return Ok(Some(Step::Text(text.xml10_content().into_owned())));
                }
                Event::CData(text) => {
                    return Ok(Some(Step::Text(text.xml10_content().into_owned())));
                }
                Event::GeneralRef(reference) => {
                    let resolved = match reference.resolve_char_ref() {
                        Ok(Some(c)) => String::from(c),
                        _ => quick_xml::escape::resolve_predefined_entity(&reference)
                            .unwrap_or_default()
                            .to_string(),
                    };
                    return Ok(Some(Step::Text(resolved)));
                }
                Event::Eof if self.depth > 0 => {
                    return Err(self.broken("the part ends too early".to_string()));
                }
                Event::Eof => return Ok(None),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            }
        }
    }

    /// Passes over the rest of the element that has just been opened.
    pub(super) fn skip(&mut self) -> Result<(), ReadError> {
        let outside = self.depth - 1;
        while self.depth > outside {
            if self.next()?.is_none() {
                break;
            }
        }
        Ok(())
    }

    /// The number of elements that are open.
    pub(super) fn depth(&self) -> usize {
        self.depth
    }

    fn deeper(&mut self) -> Result<(), ReadError> {
        self.depth += 1;
        if self.depth > self.limit {
            let (found, limit) = (self.depth as u64, self.limit as u64);
            return Err(ReadError::TooLarge {
                what: "the nesting depth",
                found,
                limit,
            });
        }
        Ok(())
    }

    fn broken(&self, reason: String) -> ReadError {
        damaged(
            self.format,
            format!("{} byte {}", self.part, self.reader.error_position()),
            reason,
        )
    }
}

/// The text of an XML part, which is UTF-8 or, with a mark, UTF-16.
pub(super) fn xml_text(bytes: &[u8]) -> String {
    match encoding_rs::Encoding::for_bom(bytes) {
        Some((encoding, mark)) => encoding
            .decode_without_bom_handling(bytes.get(mark..).unwrap_or_default())
            .0
            .into_owned(),
        None => String::from_utf8_lossy(bytes).into_owned(),
    }
}

/// The title in `docProps/core.xml`, if there is one. Damage there is of no concern.
pub(super) fn core_title(
    package: &mut Package<'_>,
    limits: &Limits,
) -> Result<Option<String>, ReadError> {
    let Some(part) = package.part("docProps/core.xml")? else {
        return Ok(None);
    };
    let text = xml_text(&part);
    let mut walk = Walk::new("office", "docProps/core.xml", &text, limits);
    let mut title: Option<String> = None;
    while let Ok(Some(step)) = walk.next() {
        match step {
            Step::Open(element) if element.name() == "title" => title = Some(String::new()),
            Step::Text(text) => {
                if let Some(title) = &mut title {
                    title.push_str(&text);
                }
            }
            Step::Close(name) if name == "title" => break,
            _ => {}
        }
    }
    Ok(title.as_deref().and_then(super::usable_title))
}
