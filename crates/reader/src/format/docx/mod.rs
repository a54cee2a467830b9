//! DOCX → lines: paragraphs, headings, lists, tables, text boxes, footnotes.

mod body;
mod numbering;
mod styles;

use super::office::{Package, core_title, damaged, xml_text};
use super::sink::Sink;
use super::{Extracted, Format};
use crate::text::Origin;
use crate::{Limits, ReadError};
use body::{Block, Body, Notes};
use numbering::Numbering;
use styles::Styles;

/// Reads a document.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Extracted, ReadError> {
    let mut package = Package::open("DOCX", bytes, limits)?;
    let title = core_title(&mut package, limits)?;
    let main = main_part(&package);
    let document = package
        .part(&main)?
        .ok_or_else(|| damaged("DOCX", main.clone(), "the part is missing"))?;
    let folder = main.rsplit_once('/').map_or("word", |(folder, _)| folder);
    let mut text_of = |name: &str| -> Result<Option<String>, ReadError> {
        Ok(package
            .part(&format!("{folder}/{name}"))?
            .map(|part| xml_text(&part)))
    };
    let mut remarks = Vec::new();
    let styles = match text_of("styles.xml")? {
        Some(text) => {
            optional(Styles::read(&text, limits), "styles", &mut remarks)?.unwrap_or_default()
        }
        None => Styles::default(),
    };
    let numbering = match text_of("numbering.xml")? {
        Some(text) => optional(Numbering::read(&text, limits), "list numbers", &mut remarks)?
            .unwrap_or_default(),
        None => Numbering::default(),
    };
    let (footnotes, endnotes) = (text_of("footnotes.xml")?, text_of("endnotes.xml")?);
    let mut body = Body::new(&styles, numbering, limits);
    body.read("word/document.xml", &xml_text(&document))?;
    let (blocks, notes, left_out) = body.finish();
    if left_out > 0 {
        remarks.push(format!(
            "{left_out} deleted or hidden piece(s) of text were left out"
        ));
    }

    let mut sink = Sink::new(limits);
    let mut number = 0u32;
    for block in &blocks {
        number = write(block, number, &mut sink)?;
    }
    let mut note_text =
        |part: &'static str, text: Option<String>, notes: &Notes| -> Result<(), ReadError> {
            let Some(text) = text.filter(|_| !notes.is_empty()) else {
                return Ok(());
            };
            let read = Body::notes(part, &text, &styles, limits);
            let Some(found) = optional(read, "footnotes", &mut remarks)? else {
                return Ok(());
            };
            for (id, mark) in notes.in_order() {
                if let Some((_, line)) = found.iter().find(|(known, _)| known == id) {
                    number = number.saturating_add(1);
                    sink.push(&format!("[^{mark}]: {line}"), Origin::Block(number))?;
                    sink.add("\n")?;
                }
            }
            Ok(())
        };
    note_text("word/footnotes.xml", footnotes, &notes.0)?;
    note_text("word/endnotes.xml", endnotes, &notes.1)?;
    Ok(Extracted {
        format: Format::Docx,
        text: sink.finish(),
        title,
        remarks,
    })
}

/// A part without which the text can still be read: what is wrong with it becomes a remark. Limits stay limits.
fn optional<T>(
    read: Result<T, ReadError>,
    what: &str,
    remarks: &mut Vec<String>,
) -> Result<Option<T>, ReadError> {
    match read {
        Ok(value) => Ok(Some(value)),
        Err(error @ ReadError::TooLarge { .. }) => Err(error),
        Err(error) => {
            remarks.push(format!("the {what} could not be read: {error}"));
            Ok(None)
        }
    }
}

/// The name of the main part, which some programs number.
fn main_part(package: &Package<'_>) -> String {
    let usual = "word/document.xml";
    if package
        .names()
        .iter()
        .any(|name| name.eq_ignore_ascii_case(usual))
    {
        return usual.to_string();
    }
    let mut others = package
        .names()
        .iter()
        .filter(|name| name.starts_with("word/document") && name.ends_with(".xml"));
    others.next().cloned().unwrap_or_else(|| usual.to_string())
}

/// Writes a block; gives the number of the last block written.
fn write(block: &Block, mut number: u32, sink: &mut Sink) -> Result<u32, ReadError> {
    match block {
        Block::Paragraph {
            prefix,
            lines,
            heading,
        } => {
            if lines.iter().all(String::is_empty) {
                return Ok(number);
            }
            number = number.saturating_add(1);
            if *heading {
                sink.blank_line()?;
            }
            sink.add(prefix)?;
            for (index, line) in lines.iter().filter(|line| !line.is_empty()).enumerate() {
                if index > 0 {
                    sink.add(if *heading { " " } else { "\n" })?;
                }
                sink.push(line, Origin::Block(number))?;
            }
            sink.add("\n")?;
        }
        Block::Table(rows) => {
            sink.blank_line()?;
            for row in rows {
                number = number.saturating_add(1);
                sink.push(&row.join("\t"), Origin::Block(number))?;
                sink.add("\n")?;
            }
            sink.add("\n")?;
        }
    }
    Ok(number)
}
