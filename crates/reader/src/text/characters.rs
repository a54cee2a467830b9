//! Characters: full-width forms, odd spaces, invisible characters, compatibility ideographs.

use super::compatibility::ordinary;
use super::edit::Edits;
use super::map::MappedText;

/// What becomes of a character.
enum Fate {
    Keep,
    Drop,
    Become(char),
}

fn fate(character: char) -> Fate {
    use Fate::{Become, Drop, Keep};
    match character {
        ' '..='~' | '\n' | '\t' | '\u{C}' => Keep,
        // Line ends of other systems; `\r\n` is treated by the caller.
        '\u{85}' | '\u{B}' | '\u{2028}' | '\u{2029}' => Become('\n'),
        '\u{0}'..='\u{1F}' | '\u{7F}'..='\u{9F}' => Drop,
        // Soft hyphen, zero-width characters, direction marks, byte order mark, variation selectors.
        '\u{AD}'
        | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2064}'
        | '\u{FEFF}'
        | '\u{FE00}'..='\u{FE0F}' => Drop,
        // U+3000 is left to the spacing pass, which tells an indent from a space by it.
        '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' => Become(' '),
        '\u{FF10}'..='\u{FF19}'
        | '\u{FF21}'..='\u{FF3A}'
        | '\u{FF41}'..='\u{FF5A}'
        | '％'
        | '＋'
        | '－'
        | '＝'
        | '／'
        | '＆'
        | '＠'
        | '＄'
        | '＿'
        | '＜'
        | '＞'
        | '．' => char::from_u32(u32::from(character) - 0xFEE0).map_or(Keep, Become),
        '￥' => Become('¥'),
        '﹪' => Become('%'),
        '︰' => Become('：'),
        _ => ordinary(character).map_or(Keep, Become),
    }
}

/// The text of a printable ASCII character.
fn ascii(character: char) -> Option<&'static str> {
    const PRINTABLE: &str = " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~";
    let at = usize::try_from(u32::from(character).checked_sub(0x20)?).ok()?;
    PRINTABLE.get(at..=at)
}

/// Whether a character that begins with this byte may be one that does not stay as it is.
///
/// INVARIANT: [`fate`] keeps every character of U+0020 to U+007E, U+00C0 to U+1FFF, U+3000 to U+EFFF and beyond U+FFFF; the
/// compatibility forms lie in U+2E80 to U+2FD5 and U+F900 to U+FAD9.
fn may_change(byte: u8) -> bool {
    matches!(byte, 0..=0x08 | 0x0B | 0x0D..=0x1F | 0x7F | 0xC2 | 0xE2 | 0xEF)
}

/// Folds full-width letters, digits and signs to ASCII but leaves Chinese punctuation; drops invisible characters; writes one kind of line end.
pub(super) fn characters(source: &MappedText) -> Option<MappedText> {
    let mut edits = Edits::default();
    let bytes = source.text.bytes().enumerate();
    for (start, _) in bytes.filter(|&(_, byte)| may_change(byte)) {
        let mut rest = source.text.get(start..).unwrap_or_default().chars();
        let Some(character) = rest.next() else {
            continue;
        };
        let end = start + character.len_utf8();
        if character == '\r' {
            if rest.as_str().starts_with('\n') {
                edits.remove(start, end);
            } else {
                edits.replace(start, end, "\n");
            }
            continue;
        }
        match fate(character) {
            Fate::Keep => {}
            Fate::Drop => edits.remove(start, end),
            Fate::Become(other) => match ascii(other) {
                Some(text) => edits.replace(start, end, text),
                None => edits.replace(start, end, other.to_string()),
            },
        }
    }
    edits.apply(source)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Origin;

    fn cleaned(text: &str) -> String {
        let mut mapped = MappedText::default();
        mapped.push(
            text,
            Origin::Bytes {
                start: 0,
                end: text.len() as u64,
            },
        );
        characters(&mapped).map_or_else(|| text.to_owned(), |mapped| mapped.text)
    }

    #[test]
    fn full_width_letters_and_digits_become_ascii_and_chinese_punctuation_stays() {
        assert_eq!(
            cleaned("月产能２万片，ＡＢｃ（占比２５％）：。"),
            "月产能2万片，ABc（占比25%）：。"
        );
    }

    #[test]
    fn invisible_characters_go_and_line_ends_are_one() {
        assert_eq!(
            cleaned("\u{FEFF}示\u{200B}例\r\n一\r二\u{2028}三\u{0}"),
            "示例\n一\n二\n三"
        );
    }

    #[test]
    fn a_printable_character_is_its_own_text() {
        for character in '\0'..='\u{100}' {
            let printable = (' '..='~').contains(&character);
            let expected = printable.then(|| character.to_string());
            assert_eq!(ascii(character), expected.as_deref());
        }
    }

    #[test]
    fn no_character_that_changes_is_passed_over() {
        for character in (0..0x11_0000_u32).filter_map(char::from_u32) {
            let first = character.to_string().bytes().next().unwrap();
            let changes = !matches!(fate(character), Fate::Keep);
            assert!(
                !changes || may_change(first),
                "U+{:04X}",
                u32::from(character)
            );
        }
    }

    #[test]
    fn radicals_become_characters() {
        assert_eq!(cleaned("\u{2F64}\u{2ECB}间"), "用车间");
    }
}
