//! Fonts of one byte per character: what the bytes mean.

use lopdf::{Dictionary, Document, Object};

use super::file::File;

/// The character of each of the 256 codes.
pub(super) fn table(file: &File, font: &Dictionary) -> Vec<Option<String>> {
    let encoding = file.get(font, b"Encoding");
    let (base, differences) = match encoding {
        Some(Object::Name(name)) => (Some(name.as_slice()), None),
        Some(Object::Dictionary(dict)) => (
            file.name(dict, b"BaseEncoding"),
            file.get(dict, b"Differences")
                .and_then(|object| object.as_array().ok()),
        ),
        _ => (None, None),
    };
    let font_name =
        String::from_utf8_lossy(file.name(font, b"BaseFont").unwrap_or_default()).to_lowercase();
    let pictures = ["wingdings", "webdings", "dingbats", "symbol"]
        .iter()
        .any(|name| font_name.contains(name));
    let names = Names::new();
    let mut table: Vec<Option<String>> = (0..=255u8)
        .map(|byte| match base {
            Some(b"WinAnsiEncoding") => Some(decoded(encoding_rs::WINDOWS_1252, byte)),
            Some(b"MacRomanEncoding") => Some(decoded(encoding_rs::MACINTOSH, byte)),
            // Signs of a picture font that stand before list items.
            _ if pictures && !byte.is_ascii_digit() => Some("•".to_string()),
            _ => names.standard(byte),
        })
        .collect();
    let mut code = 0usize;
    for object in differences.into_iter().flatten() {
        match file.resolve(object) {
            Some(Object::Integer(number)) => code = usize::try_from(*number).unwrap_or(256),
            Some(Object::Name(name)) => {
                if let Some(place) = table.get_mut(code) {
                    *place = names.glyph(name);
                }
                code = code.saturating_add(1);
            }
            _ => {}
        }
    }
    table
}

fn decoded(encoding: &'static encoding_rs::Encoding, byte: u8) -> String {
    // A bullet stands for the codes that WinAnsi leaves free (ISO 32000-1, annex D).
    let text = encoding.decode_without_bom_handling(&[byte]).0.into_owned();
    if text.chars().any(char::is_control) && byte >= 0x80 {
        "•".to_string()
    } else {
        text
    }
}

/// Glyph names, looked up in the PDF library's table. It has no function for one name, so that each is
/// asked for as the only difference of a small font.
struct Names {
    nothing: Document,
}

impl Names {
    fn new() -> Self {
        Names {
            nothing: Document::new(),
        }
    }

    fn ask(&self, font: &Dictionary, byte: u8) -> Option<String> {
        let encoding = font.get_font_encoding(&self.nothing).ok()?;
        let text = encoding.bytes_to_string(&[byte]).ok()?;
        (!text.is_empty()).then_some(text)
    }

    /// The character of a code in the standard encoding.
    fn standard(&self, byte: u8) -> Option<String> {
        let mut font = Dictionary::new();
        font.set("Type", Object::Name(b"Font".to_vec()));
        self.ask(&font, byte)
    }

    /// The characters of a glyph name.
    fn glyph(&self, name: &[u8]) -> Option<String> {
        let text = std::str::from_utf8(name).ok()?;
        if text == ".notdef" {
            return None;
        }
        // What follows a dot is a variant: `a.alt`, `one.sups`.
        let stem = text.split('.').next().filter(|stem| !stem.is_empty())?;
        if let Some(found) = numbered(stem) {
            return Some(found);
        }
        let mut encoding = Dictionary::new();
        encoding.set(
            "Differences",
            vec![Object::Integer(65), Object::Name(stem.as_bytes().to_vec())],
        );
        let mut font = Dictionary::new();
        font.set("Type", Object::Name(b"Font".to_vec()));
        font.set("Encoding", Object::Dictionary(encoding));
        // An unknown name falls back to the standard encoding, where 65 is `A`.
        match self.ask(&font, 65) {
            Some(found) if found == "A" && stem != "A" => ligature(stem),
            found => found,
        }
    }
}

/// `uni82AF`, `uni006600690`…, `u1F600`.
fn numbered(name: &str) -> Option<String> {
    let hex = |digits: &str| {
        let all = digits
            .bytes()
            .all(|byte| byte.is_ascii_digit() || (b'A'..=b'F').contains(&byte));
        if all {
            u32::from_str_radix(digits, 16).ok()
        } else {
            None
        }
    };
    if let Some(digits) = name.strip_prefix("uni")
        && digits.len() >= 4
        && digits.len().is_multiple_of(4)
        && digits.len() <= 32
        && digits.is_ascii()
    {
        let units: Option<Vec<u16>> = (0..digits.len() / 4)
            .map(|index| {
                digits
                    .get(index * 4..index * 4 + 4)
                    .and_then(hex)
                    .and_then(|unit| u16::try_from(unit).ok())
            })
            .collect();
        return String::from_utf16(&units?).ok();
    }
    let digits = name
        .strip_prefix('u')
        .filter(|digits| (4..=6).contains(&digits.len()))?;
    hex(digits).and_then(char::from_u32).map(String::from)
}

fn ligature(name: &str) -> Option<String> {
    let text = match name {
        "ff" | "f_f" => "ff",
        "fi" | "f_i" => "fi",
        "fl" | "f_l" => "fl",
        "ffi" | "f_f_i" => "ffi",
        "ffl" | "f_f_l" => "ffl",
        "nbspace" | "nonbreakingspace" => " ",
        _ => return None,
    };
    Some(text.to_string())
}

/// About how wide a character of a standard font is, in ems; those fonts bring no widths along.
pub(super) fn standard_width(text: Option<&str>, fixed: bool) -> f64 {
    if fixed {
        return 0.6;
    }
    match text.and_then(|text| text.chars().next()) {
        Some(
            ' ' | '.' | ',' | ';' | ':' | '!' | '/' | 'i' | 'j' | 'l' | '\'' | '|' | 'I' | 't'
            | 'f',
        ) => 0.278,
        Some('-' | '(' | ')' | '[' | ']' | 'r') => 0.333,
        Some('m' | 'M' | 'W' | '%' | '@') => 0.86,
        Some('w') => 0.72,
        Some(c) if c.is_ascii_uppercase() => 0.68,
        Some(c) if c.is_ascii_digit() => 0.556,
        Some(c) if c.is_ascii() => 0.53,
        Some(_) => 0.6,
        None => 0.5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn glyph_names_are_known_by_table_number_and_ligature() {
        let names = Names::new();
        let known = [
            "A",
            "eacute",
            "uni82AF",
            "u1F600",
            "fi",
            "one.sups",
            "g17",
            ".notdef",
            "quoteright",
        ]
        .map(|name| names.glyph(name.as_bytes()));
        let wanted = [
            Some("A"),
            Some("é"),
            Some("芯"),
            Some("😀"),
            Some("ﬁ"),
            Some("1"),
            None,
            None,
            Some("’"),
        ];
        assert_eq!(known, wanted.map(|text| text.map(String::from)));
    }

    #[test]
    fn the_standard_encoding_has_curly_quotes() {
        assert_eq!(Names::new().standard(0x27).as_deref(), Some("’"));
    }
}
