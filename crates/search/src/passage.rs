//! Which part of a text to show, and which places in it to mark.

use std::ops::Range;

use crate::fold::{Folded, fold};
use crate::words;

/// The length of a passage in characters, about three lines.
const LENGTH: usize = 110;
/// How many characters may stand before the first match.
const LEAD: usize = 40;
/// Where a passage has to begin within a sentence, so many characters stand before the match.
const SHORT_LEAD: usize = 16;

/// What to look for in the texts of results.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Needles {
    /// Folded phrases.
    pub(crate) phrases: Vec<String>,
    /// Sequences of words in their indexed form.
    pub(crate) words: Vec<Vec<String>>,
}

impl Needles {
    /// Adds a phrase that is matched exactly.
    pub(crate) fn phrase(&mut self, text: &str) {
        let phrase = fold(text);
        if !phrase.is_empty() && !self.phrases.contains(&phrase) {
            self.phrases.push(phrase);
        }
    }

    /// Adds words that are matched side by side.
    pub(crate) fn words(&mut self, words: Vec<String>) {
        if !words.is_empty() && !self.words.contains(&words) {
            self.words.push(words);
        }
    }

    /// Every match in `text`: the bytes and the number of the needle.
    fn find(&self, text: &str) -> Vec<(Range<usize>, usize)> {
        let mut found = Vec::new();
        if !self.phrases.is_empty() {
            let folded = Folded::of(text);
            for (needle, phrase) in self.phrases.iter().enumerate() {
                found.extend(folded.find(phrase).into_iter().map(|range| (range, needle)));
            }
        }
        if !self.words.is_empty() {
            let all = words::latin_words(text);
            for (index, sequence) in self.words.iter().enumerate() {
                let needle = self.phrases.len() + index;
                found.extend(
                    sequences(&all, sequence)
                        .into_iter()
                        .map(|range| (range, needle)),
                );
            }
        }
        found.sort_by_key(|(range, needle)| (range.start, range.end, *needle));
        found
    }
}

/// The places where the words stand at neighbouring positions.
fn sequences(all: &[words::Word], sequence: &[String]) -> Vec<Range<usize>> {
    let Some((first, rest)) = sequence.split_first() else {
        return Vec::new();
    };
    let starts = all
        .iter()
        .enumerate()
        .filter(|(_, word)| word.text == *first);
    starts
        .filter_map(|(index, word)| {
            let mut end = word.end;
            for (step, text) in rest.iter().enumerate() {
                let mut near = all.iter().skip(index + 1).take(16);
                end = near
                    .find(|next| next.position == word.position + step + 1 && next.text == *text)?
                    .end;
            }
            Some(word.start..end)
        })
        .collect()
}

/// Ranges in order, overlapping and touching ones joined.
fn joined(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut joined: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match joined.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => joined.push(range),
        }
    }
    joined
}

/// The matching places in `text`, in bytes.
pub(crate) fn highlights(text: &str, needles: &Needles) -> Vec<Range<usize>> {
    joined(
        needles
            .find(text)
            .into_iter()
            .map(|(range, _)| range)
            .collect(),
    )
}

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Passage {
    /// Its bytes in the text.
    pub(crate) span: Range<usize>,
    /// The matching places in it, from its own first byte.
    pub(crate) highlights: Vec<Range<usize>>,
}

/// The passage with the most different matches, the earliest of equals; without matches, the beginning.
pub(crate) fn passage(text: &str, needles: &Needles) -> Passage {
    let found = needles.find(text);
    let anchor = best_anchor(text, &found);
    let (start, end) = window(text, anchor);
    let inside = found
        .into_iter()
        .map(|(range, _)| range)
        .filter(|range| range.start < end && range.end > start)
        .map(|range| range.start.max(start) - start..range.end.min(end) - start)
        .collect();
    Passage {
        span: start..end,
        highlights: joined(inside),
    }
}

/// The first byte of the match that begins the best window.
fn best_anchor(text: &str, found: &[(Range<usize>, usize)]) -> usize {
    // Bytes stand in for characters here: nearly all of a Chinese text takes three.
    let reach = (LENGTH - LEAD) * if text.is_ascii() { 1 } else { 3 };
    let mut best = (0, 0);
    let mut anchor = 0;
    for (index, (range, _)) in found.iter().enumerate() {
        let near = found
            .iter()
            .skip(index)
            .take_while(|(next, _)| next.end <= range.start + reach);
        let mut needles: Vec<usize> = near.map(|(_, needle)| *needle).take(64).collect();
        let count = needles.len();
        needles.sort_unstable();
        needles.dedup();
        if (needles.len(), count) > best {
            best = (needles.len(), count);
            anchor = range.start;
        }
    }
    anchor
}

fn ends_sentence(character: char) -> bool {
    matches!(character, '。' | '！' | '？' | '；' | '\n' | '!' | '?')
}

/// The bytes of the window around a match: it begins with the sentence where that is near.
fn window(text: &str, anchor: usize) -> (usize, usize) {
    let (before, after) = text.split_at_checked(anchor).unwrap_or(("", text));
    let lead: Vec<(usize, char)> = before.char_indices().rev().take(LEAD).collect();
    let sentence = lead
        .iter()
        .position(|&(_, character)| ends_sentence(character));
    let taken = match sentence {
        Some(characters) => characters,
        None if lead.len() < LEAD => lead.len(),
        None => short_lead(&lead),
    };
    let start = match taken.checked_sub(1) {
        Some(last) => lead.get(last).map_or(anchor, |&(byte, _)| byte),
        None => anchor,
    };
    let rest = text.get(start..).unwrap_or(after);
    let mut end = rest
        .char_indices()
        .nth(LENGTH)
        .map_or(text.len(), |(byte, _)| start + byte);
    let next = text.get(end..).and_then(|rest| rest.chars().next());
    if next.is_some_and(|next| next.is_ascii_alphanumeric()) {
        // Do not cut a Latin word, unless it fills the passage.
        let cut = text.get(start..end).unwrap_or_default();
        let kept = cut.trim_end_matches(|character: char| character.is_ascii_alphanumeric());
        if !kept.is_empty() && start + kept.len() > anchor {
            end = start + kept.len();
        }
    }
    let slice = text.get(start..end).unwrap_or_default();
    let left = slice.len() - slice.trim_start().len();
    (
        start + left,
        (start + slice.trim_end().len()).max(start + left),
    )
}

/// How many characters to show before the match within a sentence, without cutting a Latin word.
fn short_lead(lead: &[(usize, char)]) -> usize {
    let latin = |index: usize| {
        lead.get(index)
            .is_some_and(|&(_, character)| character.is_ascii_alphanumeric())
    };
    let mut taken = SHORT_LEAD;
    while taken > 0 && latin(taken) && latin(taken - 1) {
        taken -= 1;
    }
    taken
}

#[cfg(test)]
mod tests {
    #![expect(clippy::string_slice, reason = "a cut character should fail the test")]

    use super::*;
    use proptest::prelude::*;

    fn needles(phrases: &[&str]) -> Needles {
        let mut needles = Needles::default();
        phrases.iter().for_each(|phrase| needles.phrase(phrase));
        needles
    }

    fn marked(text: &str, needles: &Needles) -> String {
        let passage = passage(text, needles);
        let mut out = String::new();
        let mut at = 0;
        let part = &text[passage.span];
        for range in passage.highlights {
            out += &part[at..range.start];
            out += &format!("[{}]", &part[range.clone()]);
            at = range.end;
        }
        out + &part[at..]
    }

    #[test]
    fn matches_are_marked_in_the_stored_form() {
        let text = "示例公司新建12 吋产线，主攻ＳｉＣ衬底。";
        assert_eq!(
            marked(text, &needles(&["12吋", "sic衬底"])),
            "示例公司新建[12 吋]产线，主攻[ＳｉＣ衬底]。"
        );
        assert_eq!(
            marked(text, &needles(&["吋产", "12吋"])),
            "示例公司新建[12 吋产]线，主攻ＳｉＣ衬底。"
        );
        assert_eq!(marked(text, &needles(&["没有"])), text);
    }

    #[test]
    fn english_words_are_marked_by_their_stem() {
        let mut needles = Needles::default();
        needles.words(vec!["process".into()]);
        needles.words(vec!["lead".into(), "frame".into()]);
        assert_eq!(
            marked("Processing of lead frames; a lead, a frame.", &needles),
            "[Processing] of [lead frames]; a lead, a frame.",
        );
    }

    #[test]
    fn the_passage_is_where_most_different_words_meet() {
        let filler = "这一段只是填充的话没有别的意思".repeat(12);
        let text = format!("晶圆。{filler}。后来晶圆厂扩建封装线。{filler}");
        let passage = passage(&text, &needles(&["晶圆", "封装"]));
        assert!(text[passage.span.clone()].starts_with("后来晶圆厂扩建封装线。"));
        assert_eq!(text[passage.span].chars().count(), LENGTH);
    }

    #[test]
    fn without_a_match_the_beginning_is_shown() {
        let text = "头".repeat(300);
        assert_eq!(passage(&text, &Needles::default()).span, 0..LENGTH * 3);
        assert_eq!(passage("", &needles(&["a"])).span, 0..0);
    }

    #[test]
    fn latin_words_are_not_cut() {
        let text = "abcdefghij ".repeat(40);
        let passage = passage(&text, &needles(&["xyz"]));
        assert!(text[passage.span].ends_with("abcdefghij"));
    }

    proptest! {
        #[test]
        fn ranges_always_fit_the_text(
            text in "[a-c0-1集成电路。 \nＡ]{0,300}", phrases in prop::collection::vec("[a-c0-1集成电路]{1,3}", 0..4),
        ) {
            let phrases: Vec<&str> = phrases.iter().map(String::as_str).collect();
            let needles = needles(&phrases);
            let passage = passage(&text, &needles);
            let part = text.get(passage.span.clone());
            prop_assert!(part.is_some());
            let part = part.unwrap();
            prop_assert!(part.chars().count() <= LENGTH);
            let mut end = 0;
            for range in &passage.highlights {
                prop_assert!(range.start >= end && part.get(range.clone()).is_some());
                end = range.end;
            }
            let held = phrases.iter().any(|phrase| crate::fold::holds(&text, phrase));
            prop_assert_eq!(held, !passage.highlights.is_empty());
        }
    }
}
