//! Characters for exact phrases: overlapping pairs with positions, and single characters.
//!
//! The postings of one common Han character run over nearly every article, so a phrase of single
//! characters reads much of the index. A pair is two orders of magnitude rarer, and a word of two
//! characters, the commonest query, becomes one posting list that needs no positions at all. Exactness is not lost:
//! a phrase of n characters is covered by pairs at fixed offsets (0, 2, 4, … and the last one), so that every
//! character is pinned. Single characters are kept beside them, without positions, for queries of one character.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::fold::{Spaces, fold_placed};

/// Pairs of neighbouring folded characters, one position each.
#[derive(Clone, Default)]
pub(crate) struct PairTokenizer;

/// Single folded characters.
#[derive(Clone, Default)]
pub(crate) struct SingleTokenizer;

/// Hands out runs of a fixed number of characters.
pub(crate) struct GramStream {
    characters: Vec<char>,
    size: usize,
    next: usize,
    token: Token,
}

impl GramStream {
    fn new(text: &str, size: usize) -> Self {
        let characters = fold_placed(text, Spaces::Tight)
            .into_iter()
            .map(|place| place.character)
            .collect();
        GramStream {
            characters,
            size,
            next: 0,
            token: Token::default(),
        }
    }
}

impl Tokenizer for PairTokenizer {
    type TokenStream<'a> = GramStream;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> GramStream {
        GramStream::new(text, 2)
    }
}

impl Tokenizer for SingleTokenizer {
    type TokenStream<'a> = GramStream;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> GramStream {
        GramStream::new(text, 1)
    }
}

impl TokenStream for GramStream {
    fn advance(&mut self) -> bool {
        let Some(gram) = self.characters.get(self.next..self.next + self.size) else {
            return false;
        };
        self.token.text.clear();
        self.token.text.extend(gram);
        self.token.position = self.next;
        // Offsets are counted in folded characters; nothing reads them.
        self.token.offset_from = self.next;
        self.token.offset_to = self.next + self.size;
        self.next += 1;
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

/// The pairs that pin every character of a folded phrase of two or more characters, with their offsets.
pub(crate) fn cover(folded_phrase: &str) -> Vec<(usize, String)> {
    let characters: Vec<char> = folded_phrase.chars().collect();
    let last = characters.len().saturating_sub(2);
    characters
        .windows(2)
        .enumerate()
        .filter(|(offset, _)| offset % 2 == 0 || *offset == last)
        .map(|(offset, pair)| (offset, pair.iter().collect()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_overlap_and_are_folded() {
        let mut tokenizer = PairTokenizer;
        let mut stream = tokenizer.token_stream("12 吋ＳiC");
        let mut pairs = Vec::new();
        while let Some(token) = stream.next() {
            pairs.push((token.position, token.text.clone()));
        }
        let expected = ["12", "2吋", "吋s", "si", "ic"];
        assert_eq!(
            pairs,
            expected
                .map(str::to_owned)
                .into_iter()
                .enumerate()
                .collect::<Vec<_>>()
        );
    }

    #[test]
    fn a_cover_pins_every_character() {
        let cover = |text| {
            cover(text)
                .into_iter()
                .map(|(at, pair)| format!("{at}{pair}"))
                .collect::<Vec<_>>()
        };
        assert_eq!(cover("集成"), ["0集成"]);
        assert_eq!(cover("碳化硅"), ["0碳化", "1化硅"]);
        assert_eq!(cover("集成电路"), ["0集成", "2电路"]);
        assert_eq!(cover("abcde"), ["0ab", "2cd", "3de"]);
        assert!(cover("a").is_empty());
    }
}
