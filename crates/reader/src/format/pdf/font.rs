//! Fonts: the bytes of a string → characters and their widths.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Object};

use super::cmap::CharMap;
use super::file::{File, number};
use super::predefined::Predefined;
use super::simple;
use crate::ReadError;

/// A font, ready to read strings with.
#[derive(Debug)]
pub(super) struct Font {
    codes: Codes,
    unicode: Option<CharMap>,
    widths: Widths,
    /// Lines run from top to bottom.
    pub(super) vertical: bool,
}

/// How strings are cut into codes, and what codes mean without a map to Unicode.
#[derive(Debug)]
enum Codes {
    /// One byte each, with the character of each.
    Simple(Vec<Option<String>>),
    /// Two bytes each, glyph numbers; the first of the half-width Latin glyphs of the collection, if known.
    Identity(Option<u32>),
    /// A predefined encoding.
    Predefined(Predefined),
    /// An encoding in the file, and the predefined one that it builds on.
    Embedded(Box<CharMap>, Option<Predefined>),
}

#[derive(Debug, Default)]
struct Widths {
    single: BTreeMap<u32, f64>,
    /// First glyph → last glyph and width.
    ranges: BTreeMap<u32, (u32, f64)>,
    default: f64,
    /// No widths in the file: one of the standard fonts.
    guessed: Option<bool>,
}

/// A character of a string.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Shown {
    /// Its text; none if the file does not say what the glyph means.
    pub(super) text: Option<String>,
    /// Its width in ems.
    pub(super) width: f64,
    /// A blank of one byte, which word spacing widens.
    pub(super) blank: bool,
}

/// The most widths that are kept of one font.
const MOST: usize = 131_072;

impl Font {
    /// Reads a font dictionary.
    pub(super) fn read(file: &mut File, dict: &Dictionary) -> Result<Self, ReadError> {
        let unicode = match dict.get(b"ToUnicode") {
            Ok(Object::Reference(id)) => file.unpack(*id)?.map(|bytes| CharMap::read(&bytes)),
            _ => None,
        }
        .filter(|map| !map.is_empty());
        if file.name(dict, b"Subtype") == Some(b"Type0") {
            return Self::composite(file, dict, unicode);
        }
        let scale = match file.numbers(dict, b"FontMatrix").as_deref() {
            Some([scale, ..]) if file.name(dict, b"Subtype") == Some(b"Type3") && *scale != 0.0 => {
                scale.abs()
            }
            _ => 0.001,
        };
        let mut widths = Widths::default();
        let descriptor = file.dictionary(dict, b"FontDescriptor");
        widths.default = descriptor
            .and_then(|dict| file.number(dict, b"MissingWidth"))
            .unwrap_or(0.0)
            * scale;
        let first = file.number(dict, b"FirstChar").unwrap_or(0.0).max(0.0) as u32;
        match file
            .get(dict, b"Widths")
            .and_then(|object| object.as_array().ok())
        {
            Some(list) => {
                for (code, width) in (first..256).zip(list) {
                    let width = file.resolve(width).and_then(number).unwrap_or(0.0);
                    widths.single.insert(code, width * scale);
                }
            }
            None => {
                let base = file.name(dict, b"BaseFont").unwrap_or_default();
                widths.guessed = Some(base.windows(7).any(|window| window == b"Courier"));
            }
        }
        let codes = Codes::Simple(simple::table(file, dict));
        Ok(Font {
            codes,
            unicode,
            widths,
            vertical: false,
        })
    }

    fn composite(
        file: &mut File,
        dict: &Dictionary,
        unicode: Option<CharMap>,
    ) -> Result<Self, ReadError> {
        let mut embedded = None;
        let mut name = file.name(dict, b"Encoding").map(<[u8]>::to_vec);
        let mut vertical = false;
        if let Ok(Object::Reference(id)) = dict.get(b"Encoding")
            && name.is_none()
        {
            embedded = file.unpack(*id)?.map(|bytes| CharMap::read(&bytes));
            if let Some(stream) = file.dictionary(dict, b"Encoding") {
                vertical = file.number(stream, b"WMode") == Some(1.0);
                name = file.name(stream, b"UseCMap").map(<[u8]>::to_vec);
            }
            name = name.or_else(|| embedded.as_ref().and_then(|map| map.base.clone()));
        }
        let predefined = name.as_deref().and_then(Predefined::named);
        vertical |= name.as_deref() == Some(b"Identity-V")
            || predefined.is_some_and(|known| known.vertical);
        let descendant = file
            .get(dict, b"DescendantFonts")
            .and_then(|object| object.as_array().ok())
            .and_then(|fonts| fonts.first())
            .and_then(|font| file.resolve(font))
            .and_then(|font| font.as_dict().ok());
        let mut widths = Widths {
            default: 1.0,
            ..Widths::default()
        };
        let mut half = None;
        if let Some(descendant) = descendant {
            if let Some(default) = file.number(descendant, b"DW") {
                widths.default = default * 0.001;
            }
            if let Some(list) = file
                .get(descendant, b"W")
                .and_then(|object| object.as_array().ok())
            {
                widths.read(file, list);
            }
            let system = file.dictionary(descendant, b"CIDSystemInfo");
            half = system
                .and_then(|info| file.get(info, b"Ordering"))
                .and_then(|object| match object.as_str() {
                    Ok(b"GB1") => Some(814),
                    Ok(b"CNS1") => Some(13648),
                    Ok(b"Japan1") => Some(231),
                    Ok(b"Korea1") => Some(8094),
                    _ => None,
                });
        }
        let codes = match (embedded, predefined) {
            (Some(map), predefined) => Codes::Embedded(Box::new(map), predefined),
            (None, Some(predefined)) => Codes::Predefined(predefined),
            (None, None) => Codes::Identity(half),
        };
        Ok(Font {
            codes,
            unicode,
            widths,
            vertical,
        })
    }

    /// The first character of `bytes` and its length in bytes, at least one.
    pub(super) fn first(&self, bytes: &[u8]) -> (usize, Shown) {
        let head = bytes.first().copied().unwrap_or(0);
        let (length, own, glyph) = match &self.codes {
            Codes::Simple(table) => {
                let own = table.get(usize::from(head)).cloned().flatten();
                (1, own, u32::from(head))
            }
            Codes::Identity(half) => {
                let code = code(bytes.get(..2).unwrap_or(bytes));
                (2, latin(code, *half), code)
            }
            Codes::Predefined(encoding) => {
                let (length, text, latin) = encoding.first(bytes);
                (length, text, latin.unwrap_or(u32::MAX))
            }
            Codes::Embedded(map, base) => {
                let length = map
                    .code_length(bytes)
                    .or_else(|| base.map(|base| base.first(bytes).0))
                    .or_else(|| map.shortest())
                    .unwrap_or(2);
                let glyph = map.glyph(code(bytes.get(..length).unwrap_or(bytes)));
                let (text, latin) = base.map_or((None, None), |base| {
                    let (_, text, latin) = base.first(bytes);
                    (text, latin)
                });
                (length, text, glyph.or(latin).unwrap_or(u32::MAX))
            }
        };
        let length = length.clamp(1, bytes.len().max(1));
        let number = code(bytes.get(..length).unwrap_or(bytes));
        let mapped = self
            .unicode
            .as_ref()
            .and_then(|map| map.text(number))
            .filter(|text| readable(text));
        let text = mapped.or_else(|| own.filter(|text| readable(text)));
        let width = match self.widths.guessed {
            Some(fixed) => simple::standard_width(text.as_deref(), fixed),
            None => self.widths.of(glyph),
        };
        let blank = length == 1 && head == b' ';
        // By custom glyph 3 of a TrueType font is the blank.
        let text = match text {
            None if matches!(self.codes, Codes::Identity(_)) && number == 3 => {
                Some(" ".to_string())
            }
            text => text,
        };
        (length, Shown { text, width, blank })
    }
}

/// Latin glyphs, which all character collections begin with, and their half-width forms.
fn latin(glyph: u32, half: Option<u32>) -> Option<String> {
    let half = half?;
    let offset = match glyph {
        1..=95 => glyph - 1,
        _ => glyph.checked_sub(half).filter(|offset| *offset < 95)?,
    };
    char::from_u32(0x20 + offset).map(String::from)
}

fn code(bytes: &[u8]) -> u32 {
    bytes
        .iter()
        .fold(0u32, |value, byte| value << 8 | u32::from(*byte))
}

/// Text that stands for something: a map to NUL or to the private area says nothing.
fn readable(text: &str) -> bool {
    text.chars()
        .any(|c| !matches!(c, '\0'..='\u{8}' | '\u{e000}'..='\u{f8ff}' | '\u{fffd}'))
}

impl Widths {
    /// Reads the widths of a composite font: `first [w w w]` or `first last w`.
    fn read(&mut self, file: &File, list: &[Object]) {
        let mut rest = list;
        while let [first, second, tail @ ..] = rest {
            let first = file.resolve(first).and_then(number).unwrap_or(0.0).max(0.0) as u32;
            match (file.resolve(second), tail) {
                (Some(Object::Array(widths)), tail) => {
                    for (glyph, width) in (first..).zip(widths) {
                        if self.single.len() < MOST {
                            let width = file.resolve(width).and_then(number).unwrap_or(0.0);
                            self.single.insert(glyph, width * 0.001);
                        }
                    }
                    rest = tail;
                }
                (Some(last), [width, tail @ ..]) => {
                    let last = number(last).unwrap_or(0.0).max(0.0) as u32;
                    let width = file.resolve(width).and_then(number).unwrap_or(0.0);
                    if self.ranges.len() < MOST {
                        self.ranges.insert(first, (last, width * 0.001));
                    }
                    rest = tail;
                }
                _ => return,
            }
        }
    }

    fn of(&self, glyph: u32) -> f64 {
        if let Some(width) = self.single.get(&glyph) {
            return *width;
        }
        match self.ranges.range(..=glyph).next_back() {
            Some((_, (last, width))) if glyph <= *last => *width,
            _ => self.default,
        }
    }
}
