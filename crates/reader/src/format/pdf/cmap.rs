//! Character maps written into a PDF: ToUnicode maps, and the code ranges of embedded encodings.

use std::collections::BTreeMap;

use super::lexer::{Lexer, Token};

/// Codes → text, and how long codes are.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct CharMap {
    singles: BTreeMap<u32, String>,
    /// First code, last code, text of the first: the last character counts up.
    ranges: BTreeMap<u32, (u32, String)>,
    /// Code lengths in bytes with their first and last code.
    spaces: Vec<(usize, u32, u32)>,
    /// Codes → glyph numbers, of an embedded encoding.
    glyphs: BTreeMap<u32, (u32, u32)>,
    /// The predefined map that an embedded encoding builds on.
    pub(super) base: Option<Vec<u8>>,
}

/// A map holds no more entries than there are codes of two bytes, twice over.
const MOST: usize = 131_072;

fn code(bytes: &[u8]) -> u32 {
    bytes
        .iter()
        .fold(0u32, |value, byte| value << 8 | u32::from(*byte))
}

/// UTF-16BE, as all text in a map is. One byte stands for itself.
fn text(bytes: &[u8]) -> String {
    match bytes {
        [one] => char::from(*one).to_string(),
        _ => {
            let units = bytes.chunks_exact(2).map(|pair| match pair {
                [a, b] => u16::from_be_bytes([*a, *b]),
                _ => 0,
            });
            char::decode_utf16(units)
                .map(|unit| unit.unwrap_or('\u{fffd}'))
                .collect()
        }
    }
}

impl CharMap {
    /// Reads a map. What is broken in it is passed over.
    pub(super) fn read(bytes: &[u8]) -> Self {
        let mut map = CharMap::default();
        let mut operands: Vec<Token<'_>> = Vec::new();
        for token in Lexer::new(bytes) {
            let Token::Word(word) = token else {
                // Sections have at most 100 entries; more than this is no map.
                if operands.len() < MOST {
                    operands.push(token);
                }
                continue;
            };
            match word {
                b"endcodespacerange" => map.code_spaces(&operands),
                b"endbfchar" => map.characters(&operands),
                b"endbfrange" => map.character_ranges(&operands),
                b"endcidrange" => map.glyph_ranges(&operands),
                b"endcidchar" => map.glyph_characters(&operands),
                b"usecmap" => {
                    if let Some(Token::Name(name)) = operands.last() {
                        map.base = Some(name.clone());
                    }
                }
                _ => {}
            }
            operands.clear();
        }
        map
    }

    fn room(&self) -> bool {
        self.singles.len() + self.ranges.len() + self.glyphs.len() < MOST
    }

    fn code_spaces(&mut self, operands: &[Token<'_>]) {
        for pair in operands.chunks_exact(2) {
            if let [Token::Text(low), Token::Text(high)] = pair
                && (1..=4).contains(&low.len())
                && self.spaces.len() < 100
            {
                self.spaces.push((low.len(), code(low), code(high)));
            }
        }
    }

    fn characters(&mut self, operands: &[Token<'_>]) {
        for pair in operands.chunks_exact(2) {
            match pair {
                [Token::Text(from), Token::Text(to)] if self.room() => {
                    self.singles.insert(code(from), text(to));
                }
                _ => {}
            }
        }
    }

    fn character_ranges(&mut self, operands: &[Token<'_>]) {
        let mut rest = operands;
        loop {
            rest = match rest {
                [
                    Token::Text(low),
                    Token::Text(high),
                    Token::Text(to),
                    tail @ ..,
                ] => {
                    if self.room() && code(low) <= code(high) {
                        self.ranges.insert(code(low), (code(high), text(to)));
                    }
                    tail
                }
                [Token::Text(low), Token::Text(_), Token::Open, tail @ ..] => {
                    let length = tail
                        .iter()
                        .position(|token| *token == Token::Close)
                        .unwrap_or(tail.len());
                    for (number, to) in (code(low)..).zip(tail.iter().take(length)) {
                        if let Token::Text(to) = to
                            && self.room()
                        {
                            self.singles.insert(number, text(to));
                        }
                    }
                    tail.get(length + 1..).unwrap_or_default()
                }
                [_, tail @ ..] => tail,
                [] => return,
            };
        }
    }

    fn glyph_ranges(&mut self, operands: &[Token<'_>]) {
        for triple in operands.chunks_exact(3) {
            if let [Token::Text(low), Token::Text(high), Token::Number(first)] = triple
                && self.room()
            {
                self.glyphs.insert(code(low), (code(high), *first as u32));
            }
        }
    }

    fn glyph_characters(&mut self, operands: &[Token<'_>]) {
        for pair in operands.chunks_exact(2) {
            if let [Token::Text(from), Token::Number(to)] = pair
                && self.room()
            {
                self.glyphs.insert(code(from), (code(from), *to as u32));
            }
        }
    }

    /// The text of a code.
    pub(super) fn text(&self, code: u32) -> Option<String> {
        if let Some(text) = self.singles.get(&code) {
            return Some(text.clone());
        }
        let (low, (high, first)) = self.ranges.range(..=code).next_back()?;
        if code > *high {
            return None;
        }
        let mut text = first.clone();
        let last = text.pop()?;
        text.push(char::from_u32(u32::from(last).checked_add(code - low)?)?);
        Some(text)
    }

    /// The glyph number of a code in an embedded encoding.
    pub(super) fn glyph(&self, code: u32) -> Option<u32> {
        let (low, (high, first)) = self.glyphs.range(..=code).next_back()?;
        (code <= *high).then(|| first.saturating_add(code - low))
    }

    /// The length of the code at the start of `bytes`, if the map declares code lengths.
    pub(super) fn code_length(&self, bytes: &[u8]) -> Option<usize> {
        (1..=4).find(|length| {
            let Some(head) = bytes.get(..*length) else {
                return false;
            };
            self.spaces.iter().any(|(size, low, high)| {
                // Every byte lies between those of the ends (ISO 32000-1, 9.7.6.2).
                size == length
                    && head.iter().rev().enumerate().all(|(index, byte)| {
                        let shift = 8 * index as u32;
                        (low >> shift & 0xff..=high >> shift & 0xff).contains(&u32::from(*byte))
                    })
            })
        })
    }

    /// The shortest code length declared.
    pub(super) fn shortest(&self) -> Option<usize> {
        self.spaces.iter().map(|(size, _, _)| *size).min()
    }

    /// Whether the map gives no text at all.
    pub(super) fn is_empty(&self) -> bool {
        self.singles.is_empty() && self.ranges.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_ranges_and_lists_give_their_text() {
        let map = CharMap::read(
            b"/CIDInit /ProcSet findresource begin 1 begincodespacerange <0000> <FFFF> endcodespacerange
            2 beginbfchar <0001> <82AF> <0002> <00660069> endbfchar
            3 beginbfrange <0010> <0012> <6865> <0020> <0021> [<0041> <D842DFB7>] <0030> <0030> <D83DDE00> endbfrange",
        );
        let found: Vec<Option<String>> = [1, 2, 0x10, 0x12, 0x13, 0x20, 0x21, 0x30, 9]
            .map(|code| map.text(code))
            .to_vec();
        let wanted = [
            Some("芯"),
            Some("fi"),
            Some("桥"),
            Some("桧"),
            None,
            Some("A"),
            Some("𠮷"),
            Some("😀"),
            None,
        ];
        assert_eq!(found, wanted.map(|text| text.map(String::from)));
        assert_eq!(map.code_length(b"\x00\x01"), Some(2));
        assert_eq!(map.code_length(b"\x00"), None);
    }

    #[test]
    fn mixed_code_lengths_are_told_apart_by_their_bytes() {
        let map = CharMap::read(
            b"2 begincodespacerange <00> <80> <8140> <FEFE> endcodespacerange 1 begincidrange <8140> <817e> 900 endcidrange",
        );
        assert_eq!(map.code_length(b"A"), Some(1));
        assert_eq!(map.code_length(b"\x81\x50"), Some(2));
        assert_eq!(map.code_length(b"\x81\x10"), None);
        assert_eq!(map.glyph(0x8142), Some(902));
    }

    #[test]
    fn a_broken_map_is_read_as_far_as_it_goes() {
        let map = CharMap::read(
            b"beginbfrange <01> <05> [<0041> endbfrange beginbfchar <09> endbfchar <<<< [[ ((",
        );
        assert_eq!(map.text(1), Some("A".to_string()));
        assert_eq!(map.text(9), None);
    }
}
