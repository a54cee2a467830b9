//! The questions, by class: what people look for, and the hard ones.

use std::collections::BTreeSet;

use xinqiao_record::Kind;
use xinqiao_search::{Entry, fold};

use crate::text::{Numbers, Vocabulary};

/// The classes with their share in twenty questions, and what they are.
pub(crate) const CLASSES: [(&str, usize, &str); 6] = [
    (
        "word",
        6,
        "a word of two to four characters, any of the vocabulary",
    ),
    ("name", 3, "a firm, by its first two characters or in full"),
    ("phrase", 4, "five to eight characters out of an article"),
    ("mixed", 2, "Han with Latin letters or digits"),
    ("several", 2, "two words that must both be there"),
    (
        "frequent",
        3,
        "hard: one of the sixty most frequent words, in a third of the articles or more",
    ),
];

/// A question and the articles among the checked ones that hold every part of it.
pub(crate) struct Question {
    pub(crate) class: &'static str,
    pub(crate) parts: Vec<String>,
    pub(crate) truth: BTreeSet<String>,
}

impl Question {
    /// As it is typed.
    pub(crate) fn text(&self) -> String {
        self.parts.join(" ")
    }
}

/// A piece of an article: Han and Latin letters only, at least one Han.
fn piece(articles: &[Entry], length: usize, mixed: bool, numbers: &mut Numbers) -> Option<String> {
    let article = articles.get(numbers.below(articles.len()))?;
    let characters: Vec<char> = fold(&article.body).chars().collect();
    let from = numbers.below(characters.len().saturating_sub(length));
    let piece = characters.get(from..from + length)?;
    let count = |fits: fn(&char) -> bool| piece.iter().filter(|c| fits(c)).count();
    let han = count(|character| ('\u{4e00}'..='\u{9fff}').contains(character));
    let latin = count(char::is_ascii_alphanumeric);
    let fits = if mixed {
        han > 0 && latin > 0
    } else {
        han == length
    };
    (fits && han + latin == length).then(|| piece.iter().collect())
}

fn parts(
    class: &str,
    vocabulary: &Vocabulary,
    articles: &[Entry],
    numbers: &mut Numbers,
) -> Option<Vec<String>> {
    let word = |number: usize| vocabulary.words.get(number).cloned();
    let one = match class {
        "word" => word(numbers.below(vocabulary.words.len())),
        "frequent" => word(numbers.below(60)),
        "name" => {
            let firm = vocabulary.firms.get(numbers.rank(vocabulary.firms.len()))?;
            let short = numbers.below(2) == 0;
            Some(firm.chars().take(if short { 2 } else { 20 }).collect())
        }
        "phrase" => piece(articles, 5 + numbers.below(4), false, numbers),
        "mixed" => piece(articles, 3 + numbers.below(5), true, numbers),
        _ => {
            let first = word(numbers.rank(vocabulary.words.len()))?;
            let second = word(numbers.rank(vocabulary.words.len()))?;
            return (first != second).then(|| vec![first, second]);
        }
    };
    one.map(|part| vec![part])
}

/// So many questions, the classes mixed by their shares, with the truth on the first articles.
pub(crate) fn questions(
    count: usize,
    vocabulary: &Vocabulary,
    articles: &[Entry],
    checked: &[Entry],
    numbers: &mut Numbers,
) -> Vec<Question> {
    let folded: Vec<(&Entry, String, String)> = checked
        .iter()
        .map(|article| (article, fold(&article.title), fold(&article.body)))
        .collect();
    let turn: Vec<&'static str> = CLASSES
        .iter()
        .flat_map(|(class, share, _)| std::iter::repeat_n(*class, *share))
        .collect();
    // 7 shares no factor with the twenty turns, so that the classes are well mixed.
    let classes = (0..count).filter_map(|number| turn.get(number * 7 % turn.len()).copied());
    classes
        .map(|class| {
            let parts = std::iter::repeat_with(|| parts(class, vocabulary, articles, numbers))
                .take(1_000)
                .flatten()
                .next()
                .unwrap_or_else(|| vec![Kind::Article.name().to_owned()]);
            let needles: Vec<String> = parts.iter().map(|part| fold(part)).collect();
            let truth = folded
                .iter()
                .filter(|(_, title, body)| {
                    needles
                        .iter()
                        .all(|needle| title.contains(needle) || body.contains(needle))
                })
                .map(|(article, ..)| article.key.clone())
                .collect();
            Question {
                class,
                parts,
                truth,
            }
        })
        .collect()
}
