//! What is found is exactly what holds the phrase: on random small texts, and on the corpus where it is present.

#![expect(clippy::unwrap_used, reason = "a helper of tests may fail the test")]

use std::collections::BTreeSet;
use std::path::PathBuf;

use proptest::prelude::*;
use xinqiao_record::Kind;
use xinqiao_search::{Change, Entry, Index, Query, fold, holds};

fn indexed(entries: &[Entry]) -> Index {
    let index = Index::in_memory().unwrap();
    let changes: Vec<_> = entries.iter().cloned().map(Change::upsert).collect();
    index.writer().unwrap().apply(&changes, 1).unwrap();
    index
}

fn found(index: &Index, query: Query) -> BTreeSet<String> {
    let query = Query {
        limit: 10_000,
        facets: false,
        ..query
    };
    let results = index.search(&query).unwrap();
    assert!(!results.relaxed);
    let keys: BTreeSet<_> = results.hits.into_iter().map(|hit| hit.key).collect();
    assert_eq!(keys.len() as u64, results.total);
    keys
}

fn phrase(text: &str) -> Query {
    Query {
        phrases: vec![text.to_owned()],
        ..Query::default()
    }
}

fn truth(entries: &[Entry], text: &str) -> BTreeSet<String> {
    entries
        .iter()
        .filter(|entry| holds(&entry.title, text) || holds(&entry.body, text))
        .map(|entry| entry.key.clone())
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn a_phrase_is_found_exactly_where_it_is_held(
        texts in prop::collection::vec(("[ab芯片]{0,4}", "[abA01集成电 　，.%Ａ\n]{0,20}"), 1..12),
        queries in prop::collection::vec("[abA01集成电芯片 ，.%Ａ]{1,6}", 12),
    ) {
        let entries: Vec<Entry> = texts
            .into_iter()
            .enumerate()
            .map(|(number, (title, body))| Entry { body, ..Entry::new(format!("k{number}"), Kind::Article, title) })
            .collect();
        let index = indexed(&entries);
        for query in queries.iter().filter(|query| !fold(query).is_empty()) {
            prop_assert_eq!(found(&index, phrase(query)), truth(&entries, query), "{:?}", query);
        }
    }
}

/// The folder of published documents, if it is there.
fn corpus() -> Option<String> {
    let folder = std::env::var_os("XINQIAO_CORPUS").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus"),
        PathBuf::from,
    );
    let mut names: Vec<_> = std::fs::read_dir(&folder)
        .ok()?
        .filter_map(|file| Some(file.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    names.sort();
    let texts: Vec<_> = names
        .iter()
        .filter_map(|path| std::fs::read_to_string(path).ok())
        .collect();
    (!texts.is_empty()).then(|| texts.join("\n\n"))
}

/// A small generator of pseudo-random numbers (SplitMix64), so that every run asks the same questions.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % bound as u64).unwrap()
    }
}

#[test]
fn on_the_corpus_recall_and_precision_are_one() {
    let Some(text) = corpus() else {
        eprintln!("SKIPPED: no corpus; set XINQIAO_CORPUS to a folder of .txt files");
        return;
    };
    let paragraphs: Vec<&str> = text
        .split("\n\n")
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    let entries: Vec<Entry> = paragraphs
        .iter()
        .enumerate()
        .map(|(number, body)| Entry {
            body: (*body).to_owned(),
            ..Entry::new(format!("p{number:05}"), Kind::Article, "")
        })
        .collect();
    let folded: Vec<String> = entries.iter().map(|entry| fold(&entry.body)).collect();
    let index = indexed(&entries);
    let mut numbers = Numbers(20_250_620);
    let (mut asked, mut mixed, mut bare) = (0, 0, 0);
    while asked < 600 {
        let characters: Vec<char> = paragraphs[numbers.below(paragraphs.len())]
            .chars()
            .collect();
        let length = 2 + numbers.below(7);
        if characters.len() < length {
            continue;
        }
        let from = numbers.below(characters.len() - length + 1);
        let piece: String = characters[from..from + length].iter().collect();
        let needle = fold(&piece);
        if needle.is_empty() {
            continue;
        }
        let expected: BTreeSet<String> = entries
            .iter()
            .zip(&folded)
            .filter(|(_, text)| text.contains(&needle))
            .map(|(entry, _)| entry.key.clone())
            .collect();
        assert!(!expected.is_empty(), "{piece:?} was taken from the text");
        assert_eq!(found(&index, phrase(&piece)), expected, "{piece:?}");
        asked += 1;
        let han = needle
            .chars()
            .filter(|c| matches!(c, '\u{4e00}'..='\u{9fff}'))
            .count();
        let latin = needle.chars().filter(|c| c.is_ascii_alphanumeric()).count();
        mixed += usize::from(han > 0 && latin > 0);
        if han > 0 && han + latin == needle.chars().count() {
            // The same typed as a bare word.
            assert_eq!(
                found(&index, Query::text(needle.as_str())),
                expected,
                "bare {needle:?}"
            );
            bare += 1;
        }
    }
    assert!(
        mixed > 20 && bare > 100,
        "the questions are too much alike: {mixed} mixed, {bare} bare"
    );
    eprintln!(
        "{asked} phrases over {} paragraphs, {mixed} mixed, {bare} also bare",
        entries.len()
    );
}
