//! Bytes of a text file → text, with a map back to the bytes.
//!
//! Line ends become `\n`, a form feed gets a line of its own, other control characters go. UTF-8 maps
//! one to one in runs; in other encodings a run ends with a line or a sentence, and runs of ASCII
//! characters map one to one as well.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, EUC_JP, EUC_KR, Encoding, GB18030, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE};

use super::detect::unknown;
use super::sink::Sink;
use crate::text::{MappedText, Origin};
use crate::{Limits, ReadError};

/// What the file says of its own encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Declared {
    /// It says nothing.
    Nothing,
    /// It names an encoding.
    As(&'static Encoding),
}

/// A decoded file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Decoded {
    /// The text.
    pub(super) text: MappedText,
    /// What had to be repaired.
    pub(super) remarks: Vec<String>,
}

/// Share of bytes that the detector is fed with: more does not change its guess.
const SAMPLE: usize = 256 << 10;

/// Decodes a text file.
///
/// # Errors
/// [`ReadError::UnknownFormat`] when the bytes are no text, [`ReadError::TooLarge`] for the text.
pub(super) fn decode(
    bytes: &[u8],
    declared: Declared,
    limits: &Limits,
) -> Result<Decoded, ReadError> {
    let (encoding, mark) = recognise(bytes, declared);
    let mut writer = Writer {
        sink: Sink::new(limits),
        removed: 0,
        replaced: 0,
    };
    let body = bytes.get(mark..).unwrap_or_default();
    let wide = encoding == UTF_16LE || encoding == UTF_16BE;
    if !wide && let Some(at) = many_nuls(body) {
        return Err(unknown(&format!(
            "byte {} is zero, which no text holds: this is a program's own file or a damaged one",
            mark + at + 1
        )));
    }
    if encoding == UTF_8 {
        writer.utf8(body, mark)?;
    } else if wide {
        writer.pieces(encoding, body, mark, |rest| {
            wide_piece(rest, encoding == UTF_16LE)
        })?;
    } else if encoding == GB18030 {
        writer.pieces(encoding, body, mark, gb_piece)?;
    } else {
        writer.pieces(encoding, body, mark, line_piece)?;
    }
    writer.finish(encoding, bytes.len())
}

/// The first zero byte, if there are so many that this is no text with a slip in it. A filling at the end, which some programs leave, is left out.
fn many_nuls(bytes: &[u8]) -> Option<usize> {
    let first = bytes.iter().position(|byte| *byte == 0)?;
    let filled = bytes.iter().rev().take_while(|byte| **byte == 0).count();
    let text = bytes.get(..bytes.len() - filled).unwrap_or_default();
    let count = text.iter().filter(|byte| **byte == 0).count();
    (count >= 8 && count * 200 > text.len()).then_some(first)
}

/// The encoding and the length of a byte order mark.
fn recognise(bytes: &[u8], declared: Declared) -> (&'static Encoding, usize) {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return (encoding, length);
    }
    if let Some(encoding) = wide_ascii(bytes) {
        return (encoding, 0);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (if chance_utf8(text) { GB18030 } else { UTF_8 }, 0);
    }
    if nearly_utf8(bytes) {
        return (UTF_8, 0);
    }
    if let Some(encoding) = wide_han(bytes) {
        return (encoding, 0);
    }
    if let Declared::As(encoding) = declared
        && encoding != UTF_8
        && encoding != UTF_16LE
        && encoding != UTF_16BE
    {
        // GB2312 and GBK are labels of the same larger set.
        return (
            if encoding == encoding_rs::GBK {
                GB18030
            } else {
                encoding
            },
            0,
        );
    }
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, sample.len() == bytes.len());
    let guess = detector.guess(None, Utf8Detection::Deny);
    let chinese = GbCount::of(sample);
    let east_asian = [BIG5, SHIFT_JIS, EUC_JP, EUC_KR].contains(&guess);
    let gb_guess = guess == GB18030 || guess == encoding_rs::GBK;
    if chinese.clean() && (gb_guess || (!east_asian && chinese.likely())) {
        return (GB18030, 0);
    }
    (if gb_guess { GB18030 } else { guess }, 0)
}

/// UTF-16 of mostly Latin text: every other byte is NUL.
fn wide_ascii(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..4096).unwrap_or(bytes);
    if sample.len() < 4 {
        return None;
    }
    let nuls = |offset: usize| {
        sample
            .iter()
            .skip(offset)
            .step_by(2)
            .filter(|byte| **byte == 0)
            .count()
    };
    let (even, odd) = (nuls(0), nuls(1));
    let pairs = sample.len() / 2;
    if odd * 5 > pairs * 2 && even * 50 <= pairs {
        Some(UTF_16LE)
    } else if even * 5 > pairs * 2 && odd * 50 <= pairs {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// UTF-16 of mostly Han text without a mark: nearly every pair of bytes is a Han character, a
/// punctuation mark or ASCII in one of the two byte orders. GB text read so gives Hangul and
/// private-use characters.
fn wide_han(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..8192).unwrap_or(bytes);
    if !bytes.len().is_multiple_of(2) || sample.len() < 8 {
        return None;
    }
    let plausible = |little: bool| {
        let units = sample.chunks_exact(2).map(|pair| match pair {
            [a, b] if little => u16::from_le_bytes([*a, *b]),
            [a, b] => u16::from_be_bytes([*a, *b]),
            _ => 0,
        });
        let (mut fit, mut marks, mut high) = (0usize, 0usize, false);
        for unit in units {
            let pair = std::mem::replace(&mut high, (0xd800..0xdc00).contains(&unit));
            match unit {
                0xdc00..=0xdfff if pair => fit += 2,
                0x09 | 0x0a | 0x0d | 0x20..=0x7e | 0x3001..=0x3002 | 0xff0c | 0x3000 => {
                    fit += 1;
                    marks += 1;
                }
                0x4e00..=0x9fff
                | 0x2010..=0x2026
                | 0x3003..=0x3020
                | 0xff01..=0xff5e
                | 0xa0..=0xff => fit += 1,
                _ => {}
            }
        }
        marks > 0 && fit * 100 >= (sample.len() / 2) * 97
    };
    match (plausible(true), plausible(false)) {
        (true, false) => Some(UTF_16LE),
        (false, true) => Some(UTF_16BE),
        _ => None,
    }
}

/// Whether a short GB text is valid UTF-8 by chance (`通知` is the famous case): it has no sequence of three
/// bytes, reads as letters and marks of scripts that are never mixed, and is common Chinese as GB.
fn chance_utf8(text: &str) -> bool {
    if text.len() > 256 || text.is_ascii() || text.bytes().any(|byte| byte >= 0xe0) {
        return false;
    }
    let letter = |c: char| matches!(u32::from(c), 0..=0x17f | 0x386..=0x3ce | 0x400..=0x45f);
    let count = GbCount::of(text.as_bytes());
    !text.chars().all(letter) && count.broken == 0 && count.common == count.wide
}

/// Whether bytes that are not UTF-8 are so only by a few broken places.
fn nearly_utf8(bytes: &[u8]) -> bool {
    let (mut broken, mut wide) = (0usize, 0usize);
    for chunk in bytes.get(..SAMPLE).unwrap_or(bytes).utf8_chunks() {
        broken += usize::from(!chunk.invalid().is_empty());
        // Every sequence of several bytes has exactly one leading byte.
        wide += chunk.valid().bytes().filter(|byte| *byte >= 0xe0).count();
    }
    wide > broken * 20
}

/// What bytes look like when read as GB18030.
#[derive(Debug, Default)]
struct GbCount {
    /// Sequences of two or four bytes.
    wide: usize,
    /// Of these, characters and signs of GB 2312, which make up nearly all of ordinary text.
    common: usize,
    /// Bytes that fit nowhere.
    broken: usize,
}

impl GbCount {
    fn of(bytes: &[u8]) -> Self {
        let mut count = GbCount::default();
        let mut rest = bytes;
        while let [first, tail @ ..] = rest {
            let length = gb_length(rest);
            if *first >= 0x80 {
                match (length, tail) {
                    // A sequence cut off by the end of the sample is not broken.
                    (1, []) => {}
                    (1, _) => count.broken += 1,
                    (2, [second, ..]) if (0xa1..=0xf7).contains(first) && *second >= 0xa1 => {
                        count.wide += 1;
                        count.common += 1;
                    }
                    _ => count.wide += 1,
                }
            }
            rest = rest.get(length..).unwrap_or_default();
        }
        count
    }

    fn clean(&self) -> bool {
        self.broken * 2000 <= self.wide
    }

    fn likely(&self) -> bool {
        self.common * 10 >= self.wide * 6 && self.wide > 0
    }
}

/// Length of the GB18030 sequence at the start of `rest`; 1 for ASCII and for a byte that fits nowhere.
fn gb_length(rest: &[u8]) -> usize {
    match rest {
        [0x81..=0xfe, 0x30..=0x39, 0x81..=0xfe, 0x30..=0x39, ..] => 4,
        [0x81..=0xfe, 0x40..=0x7e | 0x80..=0xfe, ..] => 2,
        _ => 1,
    }
}

/// Length of the next piece of GB18030: a run of ASCII, or a run of wide characters up to a sentence's end.
/// Pieces never hold a line end together with anything else.
fn gb_piece(rest: &[u8]) -> usize {
    let mut end = 0;
    if rest.first().is_some_and(|byte| *byte < 0x80) {
        return rest
            .iter()
            .position(|byte| *byte >= 0x80)
            .unwrap_or(rest.len());
    }
    while let Some(tail @ [first, ..]) = rest.get(end..) {
        if *first < 0x80 {
            break;
        }
        let length = gb_length(tail);
        end += length;
        // Full stop, semicolon, exclamation and question mark.
        if matches!(tail, [0xa1, 0xa3, ..] | [0xa3, 0xbb | 0xa1 | 0xbf, ..]) {
            break;
        }
    }
    end
}

/// Length of the next piece of UTF-16: up to and with the end of a line or a sentence.
fn wide_piece(rest: &[u8], little: bool) -> usize {
    let mut end = 0;
    for pair in rest.chunks(2) {
        end += pair.len();
        let unit = match pair {
            [a, b] if little => u16::from_le_bytes([*a, *b]),
            [a, b] => u16::from_be_bytes([*a, *b]),
            _ => 0,
        };
        if matches!(unit, 0x0a | 0x3002 | 0xff1b | 0xff01 | 0xff1f) {
            break;
        }
    }
    end
}

/// Length of the next piece in an encoding in which byte 10 is always a line feed.
fn line_piece(rest: &[u8]) -> usize {
    rest.iter()
        .position(|byte| *byte == b'\n')
        .map_or(rest.len(), |index| index + 1)
}

#[derive(Debug)]
struct Writer {
    sink: Sink,
    removed: usize,
    replaced: usize,
}

impl Writer {
    fn utf8(&mut self, bytes: &[u8], base: usize) -> Result<(), ReadError> {
        if let Ok(text) = std::str::from_utf8(bytes) {
            return self.run(text, base);
        }
        let mut at = base;
        for chunk in bytes.utf8_chunks() {
            self.run(chunk.valid(), at)?;
            at += chunk.valid().len();
            if !chunk.invalid().is_empty() {
                self.replaced += 1;
                let end = at + chunk.invalid().len();
                self.sink.push(
                    "\u{fffd}",
                    Origin::Bytes {
                        start: at as u64,
                        end: end as u64,
                    },
                )?;
                at = end;
            }
        }
        Ok(())
    }

    fn pieces(
        &mut self,
        encoding: &'static Encoding,
        bytes: &[u8],
        base: usize,
        next: impl Fn(&[u8]) -> usize,
    ) -> Result<(), ReadError> {
        let mut at = base;
        let mut rest = bytes;
        while !rest.is_empty() {
            let length = next(rest).clamp(1, rest.len());
            let (piece, tail) = rest.split_at_checked(length).unwrap_or((rest, &[]));
            let (text, broken) = encoding.decode_without_bom_handling(piece);
            if broken {
                self.replaced += text.matches('\u{fffd}').count();
            }
            let exact = text.len() == piece.len() && piece.is_ascii();
            if exact {
                self.run(&text, at)?;
            } else {
                self.piece(&text, at, at + length)?;
            }
            at += length;
            rest = tail;
        }
        Ok(())
    }

    /// Text whose bytes differ in number from the file's: cleaned, then mapped as a whole.
    fn piece(&mut self, text: &str, start: usize, end: usize) -> Result<(), ReadError> {
        let origin = Origin::Bytes {
            start: start as u64,
            end: end as u64,
        };
        if !text.bytes().any(|byte| special(byte) || byte == 0xef) {
            return self.sink.push(text, origin);
        }
        let mut clean = String::with_capacity(text.len());
        let mut previous = ' ';
        for c in text.chars() {
            match c {
                '\r' | '\u{85}' | '\u{b}' => clean.push('\n'),
                '\n' if previous == '\r' => {}
                '\t' | '\n' => clean.push(c),
                '\u{c}' => clean.push_str("\n\u{c}\n"),
                '\u{feff}' => {}
                _ if c.is_control() => self.removed += 1,
                _ => clean.push(c),
            }
            previous = c;
        }
        self.sink.push(&clean, origin)
    }

    /// A run of text that stands byte for byte at `at` in the file.
    fn run(&mut self, text: &str, at: usize) -> Result<(), ReadError> {
        let bytes = text.as_bytes();
        let has_marks = text.contains('\u{feff}');
        let mut from = 0;
        let mut look = 0;
        while let Some(found) = next_special(bytes, look, has_marks) {
            let tail = bytes.get(found..).unwrap_or_default();
            let (length, instead) = match tail {
                [b'\r', b'\n', ..] => (1, ""),
                [b'\r', ..] | [0x0b, ..] => (1, "\n"),
                [0xc2, 0x85, ..] => (2, "\n"),
                [0xc2, 0x80..=0x9f, ..] => {
                    self.removed += 1;
                    (2, "")
                }
                [0xef, 0xbb, 0xbf, ..] => (3, ""),
                [0x0c, ..] => (1, "\u{c}"),
                [0xc2 | 0xef, ..] => {
                    look = found + 1;
                    continue;
                }
                _ => {
                    self.removed += 1;
                    (1, "")
                }
            };
            self.exact(text, from, found, at)?;
            let after = found + length;
            let origin = Origin::Bytes {
                start: (at + found) as u64,
                end: (at + after) as u64,
            };
            if instead == "\u{c}" {
                self.form_feed(origin, bytes.get(after))?;
            } else {
                self.sink.push(instead, origin)?;
            }
            from = after;
            look = after;
        }
        self.exact(text, from, bytes.len(), at)
    }

    fn form_feed(&mut self, origin: Origin, next: Option<&u8>) -> Result<(), ReadError> {
        if !self.sink.written().is_empty() && !self.sink.written().ends_with('\n') {
            self.sink.add("\n")?;
        }
        self.sink.push("\u{c}", origin)?;
        if matches!(next, Some(b'\n' | b'\r')) {
            Ok(())
        } else {
            self.sink.add("\n")
        }
    }

    fn exact(&mut self, text: &str, from: usize, to: usize, at: usize) -> Result<(), ReadError> {
        let piece = text.get(from..to).unwrap_or_default();
        self.sink.push(
            piece,
            Origin::Bytes {
                start: (at + from) as u64,
                end: (at + to) as u64,
            },
        )
    }

    fn finish(self, encoding: &'static Encoding, size: usize) -> Result<Decoded, ReadError> {
        if (self.removed + self.replaced) * 20 > size && self.removed + self.replaced > 8 {
            return Err(unknown("the file holds binary data, not text"));
        }
        let mut remarks = Vec::new();
        if encoding != UTF_8 && encoding != GB18030 && encoding != UTF_16LE && encoding != UTF_16BE
        {
            remarks.push(format!(
                "the text was read as {}; check a few characters",
                encoding.name()
            ));
        }
        if self.replaced > 0 {
            let name = encoding.name();
            remarks.push(format!(
                "{} place(s) are not valid {name} and were replaced by �",
                self.replaced
            ));
        }
        if self.removed > 0 {
            remarks.push(format!(
                "{} control character(s) were removed",
                self.removed
            ));
        }
        Ok(Decoded {
            text: self.sink.finish(),
            remarks,
        })
    }
}

fn special(byte: u8) -> bool {
    (byte < 0x20 && byte != b'\n' && byte != b'\t') || byte == 0x7f || byte == 0xc2
}

/// The next byte from `start` on that may not stand as it is. Blocks are tested as a whole first, which
/// the compiler turns into vector instructions.
fn next_special(bytes: &[u8], start: usize, marks: bool) -> Option<usize> {
    let hit = |byte: u8| special(byte) | (marks && byte == 0xef);
    let mut at = start;
    for block in bytes.get(start..)?.chunks(64) {
        if block.iter().fold(false, |found, byte| found | hit(*byte)) {
            return block
                .iter()
                .position(|byte| hit(*byte))
                .map(|index| at + index);
        }
        at += block.len();
    }
    None
}
