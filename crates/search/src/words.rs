//! Words for ranking: jieba's search mode for Han, stems for English, numbers with their units whole.
//!
//! Words decide the order of results, and they decide membership only for bare Latin terms (`process`
//! finds `processes`) and in the relaxed mode. Whether a Han phrase is in a text is decided by its characters.

use std::sync::LazyLock;

use jieba_rs::Jieba;
use tantivy::tokenizer::{Language, Stemmer, TextAnalyzer, Token, TokenStream, Tokenizer};

use crate::fold::{Placed, SEPARATOR, Spaces, fold_placed, is_han, is_latin};

/// Terms of the trade that the general dictionary cuts apart.
const TRADE_TERMS: &str = "集成电路 半导体 晶圆 晶圆厂 光刻机 光刻胶 刻蚀机 碳化硅 氮化镓 氧化镓 衬底 外延片 流片 封测 \
    先进封装 掩模版 靶材 湿电子 特种气体 硅片 大硅片 功率器件 传感器 存储器 处理器 芯粒 中试线 产线 \
    通线 投产 竣工 开工 签约 备案 揭榜挂帅 专精特新 小巨人 首台套 良率 制程";

static JIEBA: LazyLock<Jieba> = LazyLock::new(|| {
    let mut jieba = Jieba::new();
    for term in TRADE_TERMS.split_whitespace() {
        jieba.add_word(term, None, None);
    }
    jieba
});

/// Units in Latin letters that join the number before them, in folded form.
const LATIN_UNITS: [&str; 38] = [
    "nm", "um", "μm", "mm", "cm", "km", "m", "hz", "khz", "mhz", "ghz", "thz", "v", "mv", "kv",
    "w", "mw", "kw", "gw", "kwh", "a", "ma", "k", "kb", "mb", "gb", "tb", "gbps", "mbps", "tops",
    "wpm", "wph", "inch", "inches", "kg", "g", "s", "ms",
];

/// Units in Han that join the number before them, longer ones first.
const HAN_UNITS: [&str; 36] = [
    "平方米",
    "万平方米",
    "亿美元",
    "万美元",
    "百分点",
    "纳米",
    "微米",
    "毫米",
    "厘米",
    "英寸",
    "亿元",
    "万元",
    "万片",
    "亿颗",
    "万颗",
    "亿只",
    "万吨",
    "公里",
    "公顷",
    "吋",
    "寸",
    "米",
    "元",
    "片",
    "颗",
    "只",
    "台",
    "套",
    "吨",
    "亩",
    "项",
    "家",
    "年",
    "月",
    "日",
    "℃",
];

/// A word found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    /// The indexed form: folded, English stemmed.
    pub(crate) text: String,
    /// Counted in runs, so that `lead frame` stands at two neighbouring positions.
    pub(crate) position: usize,
    /// First byte in the source.
    pub(crate) start: usize,
    /// Byte after the last one in the source.
    pub(crate) end: usize,
    /// The word is a whole run of Latin letters and digits, not a part of one.
    pub(crate) whole: bool,
}

/// The stemmed form of a folded English word.
fn stem(word: &str) -> String {
    thread_local! {
        static STEMMER: std::cell::RefCell<TextAnalyzer> = std::cell::RefCell::new(
            TextAnalyzer::builder(tantivy::tokenizer::RawTokenizer::default())
                .filter(Stemmer::new(Language::English))
                .build(),
        );
    }
    if !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return word.to_owned();
    }
    STEMMER.with_borrow_mut(|stemmer| {
        let mut stream = stemmer.token_stream(word);
        stream
            .next()
            .map_or_else(|| word.to_owned(), |token| token.text.clone())
    })
}

fn text_of(placed: &[Placed]) -> String {
    placed.iter().map(|place| place.character).collect()
}

/// How many characters of `rest` belong to a Latin run: letters, digits, and `.` or `,` between digits.
fn latin_run(rest: &[Placed]) -> usize {
    let mut length = 0;
    let mut before = ' ';
    let mut characters = rest.iter().map(|place| place.character).peekable();
    while let Some(character) = characters.next() {
        let joint = matches!(character, '.' | ',')
            && before.is_ascii_digit()
            && characters.peek().is_some_and(char::is_ascii_digit);
        if !is_latin(character) && !joint {
            break;
        }
        before = character;
        length += 1;
    }
    length
}

/// The unit after a number, if there is one: its length in characters with the space or hyphen before it, and its name.
fn unit_after(rest: &[Placed]) -> Option<(usize, String)> {
    let skip = usize::from(
        rest.first()
            .is_some_and(|place| matches!(place.character, ' ' | '-')),
    );
    let tail = rest.get(skip..)?;
    let first = tail.first()?.character;
    if matches!(first, '%' | '‰' | '℃') {
        return Some((skip + 1, first.to_string()));
    }
    if is_han(first) {
        let near: String = tail.iter().take(4).map(|place| place.character).collect();
        let unit = HAN_UNITS.iter().find(|unit| near.starts_with(**unit))?;
        return Some((skip + unit.chars().count(), (*unit).to_owned()));
    }
    let run = latin_run(tail);
    let word = text_of(tail.get(..run)?);
    LATIN_UNITS
        .contains(&word.as_str())
        .then(|| (skip + run, word))
}

struct Scanner<'a> {
    placed: &'a [Placed],
    words: Vec<Word>,
    position: usize,
}

impl Scanner<'_> {
    fn push(&mut self, text: String, at: usize, length: usize, whole: bool) {
        let start = self.placed.get(at).map_or(0, |place| place.start);
        let end = self
            .placed
            .get(at + length.saturating_sub(1))
            .map_or(start, |place| place.end);
        self.words.push(Word {
            text,
            position: self.position,
            start,
            end,
            whole,
        });
    }

    /// A run of Latin letters and digits: itself, its parts, and with its unit where it is a number.
    fn latin(&mut self, at: usize, length: usize) {
        let run = self.placed.get(at..at + length).unwrap_or_default();
        let raw = text_of(run);
        let letters = raw.chars().all(|character| !character.is_numeric());
        let number = raw.chars().all(|character| !character.is_alphabetic());
        if letters {
            self.push(stem(&raw), at, length, true);
            let signs = self
                .placed
                .get(at + length..)
                .unwrap_or_default()
                .iter()
                .take_while(|place| matches!(place.character, '+' | '#'))
                .count();
            if signs > 0 {
                let marked = text_of(self.placed.get(at..at + length + signs).unwrap_or_default());
                self.push(marked, at, length + signs, false);
            }
        } else if number {
            let plain = raw.replace(',', "");
            let rest = self.placed.get(at + length..).unwrap_or_default();
            if let Some((reach, unit)) = unit_after(rest) {
                self.push(format!("{plain}{unit}"), at, length + reach, true);
            }
            self.push(plain, at, length, true);
        } else {
            self.push(raw, at, length, true);
            let mut from = 0;
            for part in
                run.chunk_by(|a, b| a.character.is_alphabetic() == b.character.is_alphabetic())
            {
                let text = text_of(part);
                if part.len() > 1 || !text.chars().all(char::is_alphabetic) {
                    self.push(stem(&text.replace(',', "")), at + from, part.len(), false);
                }
                from += part.len();
            }
        }
        self.position += 1;
    }

    /// A run of Han: jieba's words and, for finding parts, the shorter words inside them.
    fn han(&mut self, at: usize, length: usize) {
        let run = text_of(self.placed.get(at..at + length).unwrap_or_default());
        for token in JIEBA.tokenize(&run, jieba_rs::TokenizeMode::Search, false) {
            let characters = token.end - token.start;
            self.push(token.word.to_owned(), at + token.start, characters, false);
            self.position += 1;
        }
    }
}

/// The words of a text, in the order of their runs.
pub(crate) fn words(text: &str) -> Vec<Word> {
    scan(text, true)
}

/// The Latin words alone: enough for marking, and without the cost of cutting up the Han.
pub(crate) fn latin_words(text: &str) -> Vec<Word> {
    scan(text, false)
}

fn scan(text: &str, han: bool) -> Vec<Word> {
    let placed = fold_placed(text, Spaces::Words);
    let mut scanner = Scanner {
        placed: &placed,
        words: Vec::new(),
        position: 0,
    };
    let mut at = 0;
    while let Some(place) = placed.get(at) {
        let rest = placed.get(at..).unwrap_or_default();
        let length = if is_han(place.character) {
            let length = rest
                .iter()
                .take_while(|place| is_han(place.character))
                .count();
            if han {
                scanner.han(at, length);
            } else {
                scanner.position += 1;
            }
            length
        } else if is_latin(place.character) {
            let length = latin_run(rest).max(1);
            scanner.latin(at, length);
            length
        } else {
            if matches!(place.character, '%' | '‰' | '℃') {
                scanner.push(place.character.to_string(), at, 1, false);
                scanner.position += 1;
            } else if place.character == SEPARATOR {
                // A gap, so that no phrase reaches from the title into the text.
                scanner.position += 2;
            }
            1
        };
        at += length;
    }
    scanner.words
}

/// The words that a bare Latin term demands at neighbouring places: one whole run per position.
pub(crate) fn demanded(term: &str) -> Vec<(usize, String)> {
    let mut demanded: Vec<(usize, String)> = Vec::new();
    for word in words(term).into_iter().filter(|word| word.whole) {
        if demanded
            .last()
            .is_none_or(|(position, _)| *position != word.position)
        {
            demanded.push((word.position, word.text));
        }
    }
    demanded
}

/// The tokenizer of the index's fields of words.
#[derive(Clone, Default)]
pub(crate) struct WordTokenizer;

/// Hands out the words of one text.
pub(crate) struct WordStream {
    words: std::vec::IntoIter<Word>,
    token: Token,
}

impl Tokenizer for WordTokenizer {
    type TokenStream<'a> = WordStream;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream {
        WordStream {
            words: words(text).into_iter(),
            token: Token::default(),
        }
    }
}

impl TokenStream for WordStream {
    fn advance(&mut self) -> bool {
        let Some(word) = self.words.next() else {
            return false;
        };
        self.token.text = word.text;
        self.token.position = word.position;
        self.token.offset_from = word.start;
        self.token.offset_to = word.end;
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        words(text).into_iter().map(|word| word.text).collect()
    }

    #[test]
    fn units_and_model_names_stay_whole() {
        let found = texts("良率120.5%，12吋SiC与28nm、28 nm的HBM3E");
        for whole in [
            "120.5%", "120.5", "%", "12吋", "12", "sic", "28nm", "hbm3e", "hbm",
        ] {
            assert!(
                found.iter().any(|word| word == whole),
                "{whole} in {found:?}"
            );
        }
        assert_eq!(found.iter().filter(|word| *word == "28nm").count(), 2);
        assert_eq!(texts("1,200"), ["1200"]);
        assert_eq!(texts("A+轮"), ["a", "a+", "轮"]);
    }

    #[test]
    fn english_words_are_stemmed() {
        assert_eq!(texts("Processes, processing"), ["process", "process"]);
        assert_eq!(texts("wafers"), ["wafer"]);
    }

    #[test]
    fn a_number_before_a_word_is_not_glued_to_it() {
        assert_eq!(texts("2025 the"), ["2025", "the"]);
    }

    #[test]
    fn a_compound_is_found_by_its_parts() {
        let found = texts("集成电路产业");
        for part in ["集成", "电路", "集成电路", "产业"] {
            assert!(found.iter().any(|word| word == part), "{part} in {found:?}");
        }
    }

    #[test]
    fn a_bare_term_demands_whole_runs() {
        assert_eq!(demanded("28nm"), [(0, "28nm".to_owned())]);
        assert_eq!(
            demanded("wafer-level"),
            [(0, "wafer".to_owned()), (1, "level".to_owned())]
        );
        assert_eq!(demanded("120.5"), [(0, "120.5".to_owned())]);
        assert_eq!(demanded("-"), []);
    }
}
