//! PDF with a text layer → lines in reading order.
//!
//! The library gives the objects; content streams, fonts and layout are read here, because older Chinese
//! files have fonts that are not embedded, in encodings that only their names describe.

mod cmap;
mod column;
mod file;
mod font;
mod lexer;
mod line;
mod page;
mod predefined;
mod simple;
mod table;

use lopdf::Object;

use super::sink::Sink;
use super::{Extracted, Format, usable_title};
use crate::text::Origin;
use crate::{Limits, ReadError};
use file::File;
use page::{Fonts, Interpreter};

/// Reads a PDF.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Extracted, ReadError> {
    let mut file = File::open(bytes, limits)?;
    let (pages, gathered) = file.pages(limits)?;
    let mut remarks = Vec::new();
    let damaged = gathered || file.document.xref_recovery.is_some();
    if gathered {
        remarks.push(
            "the page tree is damaged; pages stand in the order in which the file holds them"
                .to_string(),
        );
    } else if damaged {
        remarks.push(
            "the file is damaged; what could be found was read, pages may be missing".to_string(),
        );
    }
    let title = title(&file);
    let mut sink = Sink::new(limits);
    let mut fonts = Fonts::new();
    let (mut pictures, mut any) = (Vec::new(), false);
    for (number, id) in (1u32..).zip(&pages) {
        let seen = Interpreter::page(&mut file, &mut fonts, limits, *id)?;
        if number > 1 {
            sink.add("\u{c}\n")?;
        }
        let readable = seen
            .glyphs
            .iter()
            .any(|glyph| !glyph.text.trim().is_empty());
        any |= readable;
        if !readable && seen.images > 0 {
            pictures.push(number);
        }
        if seen.unreadable > 0 {
            remarks.push(format!(
                "{} character(s) on page {number} could not be read",
                seen.unreadable
            ));
        }
        for line in column::lines(seen.glyphs) {
            if line.is_empty() {
                sink.blank_line()?;
            } else {
                sink.push(&line, Origin::Page(number))?;
                sink.add("\n")?;
            }
        }
    }
    if !any {
        return Err(if !pictures.is_empty() {
            ReadError::NoTextLayer { pages: pages.len() }
        } else if damaged {
            file::broken("the page content", "no text could be found")
        } else {
            ReadError::Empty
        });
    }
    if !pictures.is_empty() {
        remarks.push(format!(
            "page(s) {} are pictures without text and were not read; run them through text recognition",
            ranges(&pictures)
        ));
    }
    Ok(Extracted {
        format: Format::Pdf,
        text: sink.finish(),
        title,
        remarks,
    })
}

/// The title in the document's information.
fn title(file: &File) -> Option<String> {
    let information = file.dictionary(&file.document.trailer, b"Info")?;
    let Object::String(bytes, _) = file.get(information, b"Title")? else {
        return None;
    };
    let text = match bytes.as_slice() {
        [0xfe, 0xff, rest @ ..] => encoding_rs::UTF_16BE
            .decode_without_bom_handling(rest)
            .0
            .into_owned(),
        [0xff, 0xfe, rest @ ..] => encoding_rs::UTF_16LE
            .decode_without_bom_handling(rest)
            .0
            .into_owned(),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        // Programs on Chinese systems write their own encoding where the standard asks for another.
        other if !other.is_ascii() => {
            let (text, broken) = encoding_rs::GB18030.decode_without_bom_handling(other);
            if broken {
                return None;
            } else {
                text.into_owned()
            }
        }
        ascii => String::from_utf8_lossy(ascii).into_owned(),
    };
    usable_title(&text)
}

/// Numbers in order as `1-3, 7`.
fn ranges(numbers: &[u32]) -> String {
    let mut parts: Vec<(u32, u32)> = Vec::new();
    for number in numbers {
        match parts.last_mut() {
            Some((_, last)) if *last + 1 == *number => *last = *number,
            _ => parts.push((*number, *number)),
        }
    }
    let parts: Vec<String> = parts
        .iter()
        .map(|(first, last)| {
            if first == last {
                first.to_string()
            } else {
                format!("{first}-{last}")
            }
        })
        .collect();
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_numbers_in_a_row_become_a_range() {
        assert_eq!(ranges(&[1, 2, 3, 7, 9, 10]), "1-3, 7, 9-10");
    }
}
