//! Folding: the one form in which texts and queries are compared.
//!
//! This is the definition of truth for exact search. **A text holds a phrase when the folded text
//! holds the folded phrase as a substring.** [`holds`] says it slowly; the index says it fast.
//!
//! Folding, in this order:
//!
//! 1. Full-width ASCII (U+FF01 to U+FF5E) becomes ASCII; curly double and single quotes become straight;
//!    the micro sign becomes the letter mu; `￥` becomes `¥`.
//! 2. Letters become lower case.
//! 3. Control characters, zero-width characters and soft hyphens are dropped.
//! 4. A run of white space (line breaks and U+3000 too) counts as one space, and a space only survives
//!    between two *Latin* characters (letters or digits that are not Han, kana or Hangul), and there only
//!    if it does not stand after a digit and before a letter. So `12 吋` is `12吋`, `28 nm` is `28nm`, a word
//!    that a line break cuts is whole again, and `ab cd` keeps its space, so that `bc` is not in it.
//!
//! Every rule looks at most at one neighbour on either side, so a substring of a text, folded, is always a substring of
//! the folded text, unless it starts or ends within the one character that folds to several.

use std::ops::Range;

/// Stands between two fields that are indexed as one text. It never occurs in folded user text.
pub(crate) const SEPARATOR: char = '\u{1}';

/// Which spaces survive between Latin characters.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Spaces {
    /// Rule 4 as it stands.
    Tight,
    /// Rule 4 without its exception, so that `2025 the` stays two words.
    Words,
}

/// One folded character and the bytes of the source that it comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Placed {
    /// The folded character.
    pub(crate) character: char,
    /// Offset of the first byte in the source.
    pub(crate) start: usize,
    /// Offset after the last byte in the source.
    pub(crate) end: usize,
}

/// Whether the character belongs to a script that is written without spaces: Han, kana or Hangul.
pub(crate) fn is_han(character: char) -> bool {
    matches!(character,
        '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

/// Whether the character is a letter or digit of a script that is written with spaces.
pub(crate) fn is_latin(character: char) -> bool {
    character.is_alphanumeric() && !is_han(character)
}

fn is_dropped(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}')
}

/// Rules 1 without case.
fn plain(character: char) -> char {
    match character {
        '\u{ff01}'..='\u{ff5e}' => {
            char::from_u32(u32::from(character) - 0xfee0).unwrap_or(character)
        }
        '\u{201c}'..='\u{201f}' => '"',
        '\u{2018}'..='\u{201b}' => '\'',
        '\u{b5}' => '\u{3bc}',
        '\u{ffe5}' => '\u{a5}',
        other => other,
    }
}

fn space_survives(before: char, after: char, spaces: Spaces) -> bool {
    let unit = before.is_numeric() && !after.is_numeric();
    is_latin(before) && is_latin(after) && !(unit && spaces == Spaces::Tight)
}

/// The folded characters of a text, each with its place in the source.
pub(crate) fn fold_placed(text: &str, spaces: Spaces) -> Vec<Placed> {
    let mut folded: Vec<Placed> = Vec::with_capacity(text.len() / 2);
    let mut space: Option<(usize, usize)> = None;
    for (start, source) in text.char_indices() {
        let end = start + source.len_utf8();
        // Nearly all of a Chinese text; it is what the rules below come to for these characters.
        if matches!(source, '\u{4e00}'..='\u{9fff}') {
            space = None;
            folded.push(Placed {
                character: source,
                start,
                end,
            });
            continue;
        }
        if source.is_whitespace() {
            space = Some((space.map_or(start, |(first, _)| first), end));
            continue;
        }
        if source != SEPARATOR && is_dropped(source) {
            continue;
        }
        for character in plain(source).to_lowercase() {
            if let Some((from, to)) = space.take()
                && folded
                    .last()
                    .is_some_and(|last| space_survives(last.character, character, spaces))
            {
                folded.push(Placed {
                    character: ' ',
                    start: from,
                    end: to,
                });
            }
            folded.push(Placed {
                character,
                start,
                end,
            });
        }
    }
    folded
}

/// The folded form of a text.
pub fn fold(text: &str) -> String {
    fold_placed(text, Spaces::Tight)
        .iter()
        .map(|placed| placed.character)
        .filter(|&character| character != SEPARATOR)
        .collect()
}

/// Whether `text` holds `phrase`: the slow, obvious twin of exact search. A phrase that folds to
/// nothing is held by every text.
pub fn holds(text: &str, phrase: &str) -> bool {
    fold(text).contains(&fold(phrase))
}

/// A folded text in which phrases can be looked up and led back to the bytes of the source.
pub(crate) struct Folded {
    text: String,
    /// The offset of each character in `text`, in order.
    offsets: Vec<usize>,
    placed: Vec<Placed>,
}

impl Folded {
    /// Folds `source`.
    pub(crate) fn of(source: &str) -> Self {
        let placed = fold_placed(source, Spaces::Tight);
        let mut text = String::with_capacity(source.len());
        let mut offsets = Vec::with_capacity(placed.len());
        for place in &placed {
            offsets.push(text.len());
            text.push(place.character);
        }
        Folded {
            text,
            offsets,
            placed,
        }
    }

    /// The byte ranges of the source where the folded phrase stands, without overlap, first to last.
    pub(crate) fn find(&self, folded_phrase: &str) -> Vec<Range<usize>> {
        if folded_phrase.is_empty() {
            return Vec::new();
        }
        self.text
            .match_indices(folded_phrase)
            .filter_map(|(offset, found)| {
                let first = self.offsets.binary_search(&offset).ok()?;
                let last = first + found.chars().count().saturating_sub(1);
                Some(self.placed.get(first)?.start..self.placed.get(last)?.end)
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::string_slice, reason = "a cut character should fail the test")]

    use super::*;
    use proptest::prelude::*;

    #[test]
    fn full_width_and_case_are_folded() {
        assert_eq!(fold("ＳｉＣ衬底（６英寸）"), "sic衬底(6英寸)");
        assert_eq!(fold("Ｈｂｍ３Ｅ"), "hbm3e");
        assert_eq!(fold("0.18 µm，“示例”"), "0.18μm,\"示例\"");
    }

    #[test]
    fn spaces_survive_only_between_latin_words() {
        assert_eq!(fold("12 吋"), "12吋");
        assert_eq!(fold("第 12\n 期"), "第12期");
        assert_eq!(fold("28 nm 工艺"), "28nm工艺");
        assert_eq!(fold("  lead   frame  "), "lead frame");
        assert_eq!(fold("集成\u{3000}电路"), "集成电路");
        assert_eq!(fold("Example Co., Ltd."), "example co.,ltd.");
        assert_eq!(fold("Gen 2 of 10 20"), "gen 2of 10 20");
    }

    #[test]
    fn a_break_between_latin_words_is_not_bridged() {
        assert!(!holds("ab cd", "bc"));
        assert!(holds("ab cd", "b c"));
        assert!(holds("新建12 吋产线", "12吋"));
        assert!(holds("新建12吋产线", "12 吋"));
    }

    #[test]
    fn invisible_characters_are_dropped() {
        assert_eq!(fold("晶\u{200b}圆\u{ad}厂\u{feff}"), "晶圆厂");
    }

    #[test]
    fn a_found_phrase_is_led_back_to_its_bytes() {
        let source = "共 12 吋，Ａ线";
        let folded = Folded::of(source);
        let found = folded.find("12吋");
        assert_eq!(found.len(), 1);
        assert_eq!(&source[found[0].clone()], "12 吋");
        assert_eq!(&source[folded.find("a线")[0].clone()], "Ａ线");
        assert!(folded.find("").is_empty());
    }

    proptest! {
        #[test]
        fn a_piece_of_a_text_is_held_by_the_text(
            text in "[a-cA-C0-2集成电路 　，.%“”ＡＢ\n]{0,24}", from in 0_usize..24, length in 0_usize..9,
        ) {
            let piece: String = text.chars().skip(from).take(length).collect();
            prop_assert!(holds(&text, &piece), "{:?} in {:?}", fold(&piece), fold(&text));
        }

        #[test]
        fn folding_twice_is_folding_once(text in "\\PC{0,24}") {
            prop_assume!(!text.contains('\u{130}'));
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }
    }
}
