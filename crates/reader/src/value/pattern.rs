//! Constant patterns, compiled once.

use aho_corasick::{AhoCorasick, MatchKind};
use regex::Regex;

/// Compiles a constant regular expression.
#[expect(
    clippy::expect_used,
    reason = "INVARIANT: every pattern is a constant that the tests compile"
)]
pub(crate) fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a constant pattern compiles")
}

/// Compiles a constant word list; of words that begin at the same place the longest wins.
#[expect(
    clippy::expect_used,
    reason = "INVARIANT: every word list is a constant that the tests compile"
)]
pub(crate) fn words<I, P>(patterns: I) -> AhoCorasick
where
    I: IntoIterator<Item = P>,
    P: AsRef<[u8]>,
{
    AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .build(patterns)
        .expect("a constant word list compiles")
}
