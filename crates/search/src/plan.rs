//! From a parsed question to the engine's query.
//!
//! An entry is a result when every condition holds: a bare term with Han or signs in it and a quoted phrase as a
//! substring ([`holds`](crate::holds)), a bare Latin term as words side by side, compared by their stems. Its weight is the sum
//! of BM25 over those conditions, over jieba's words of the text asked for, and more for what stands in the title.

use std::collections::BTreeSet;
use std::ops::Bound;

use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, Occur, PhraseQuery,
    Query as Engine, RangeQuery, TermQuery, TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};
use xinqiao_record::PartialDate;

use crate::error::Error;
use crate::fold::{fold, is_han, is_latin};
use crate::grams::cover;
use crate::passage::Needles;
use crate::query::{Query, Sort};
use crate::schema::{Fields, days};
use crate::substring::Substring;
use crate::syntax::{Clause, Groups, Item, Named};
use crate::words;

/// How much more a word weighs in the title.
const TITLE_WORD: f32 = 2.0;
/// How many words of one term or phrase are weighed beside the whole of it.
const WEIGHED_WORDS: usize = 3;
/// What each different word adds in the relaxed mode, so that more words beat rarer ones.
const EACH_WORD: f32 = 4.0;
/// How much more a whole phrase weighs in the title.
const TITLE_PHRASE: f32 = 3.0;

type Boxed = Box<dyn Engine>;

/// What to run, and what to mark in what it finds.
pub(crate) struct Plan {
    pub(crate) query: Boxed,
    pub(crate) needles: Needles,
    /// Whether there are words to weigh; without them results come newest first.
    pub(crate) weighed: bool,
    /// Whether there are bare terms that the relaxed mode can loosen.
    pub(crate) loosenable: bool,
}

pub(crate) struct Planner<'a> {
    pub(crate) fields: &'a Fields,
    pub(crate) searcher: &'a Searcher,
    pub(crate) relaxed: bool,
}

/// Fields of one text: pairs, singles, words.
#[derive(Clone, Copy)]
struct Texts {
    pairs: Field,
    singles: Field,
    words: Field,
}

impl Planner<'_> {
    pub(crate) fn plan(&self, query: &Query, groups: &Groups) -> Result<Plan, Error> {
        let mut clauses: Vec<(Occur, Boxed)> = Vec::new();
        let mut needles = Needles::default();
        let mut loosenable = false;
        let mut weigh = query.sort == Sort::Relevance;
        let mut wanted: Vec<String> = Vec::new();
        let mut loose: Vec<String> = Vec::new();
        for phrase in query
            .phrases
            .iter()
            .filter(|phrase| !fold(phrase).is_empty())
        {
            needles.phrase(phrase);
            wanted.push(phrase.clone());
            clauses.push((Occur::Must, self.substring(self.both(), phrase)));
        }
        for group in groups {
            for item in group.iter().filter(|item| !item.negative) {
                match &item.clause {
                    Clause::Bare(text) => {
                        self.mark_bare(text, &mut needles);
                        wanted.push(text.clone());
                    }
                    Clause::Phrase(text) => {
                        needles.phrase(text);
                        wanted.push(text.clone());
                    }
                    Clause::Title { text, .. } => self.mark_bare(text, &mut needles),
                    _ => {}
                }
            }
            let bare = group
                .iter()
                .all(|item| !item.negative && matches!(item.clause, Clause::Bare(_)));
            loosenable |= bare;
            if bare && self.relaxed {
                loose.extend(group.iter().filter_map(|item| match &item.clause {
                    Clause::Bare(text) => Some(text.clone()),
                    _ => None,
                }));
                continue;
            }
            clauses.push(self.group(group)?);
        }
        weigh &= !wanted.is_empty();
        if !loose.is_empty() {
            let any = loose.iter().flat_map(|text| self.any_word(text)).collect();
            clauses.push((Occur::Must, any_of(any)));
            let words: BTreeSet<String> =
                loose.iter().flat_map(|text| telling_words(text)).collect();
            for word in words {
                let term = Term::from_field_text(self.fields.words, &word);
                let term = Box::new(TermQuery::new(term, IndexRecordOption::Basic));
                clauses.push((
                    Occur::Should,
                    Box::new(ConstScoreQuery::new(term, EACH_WORD)),
                ));
            }
        } else if weigh {
            for text in &wanted {
                self.weigh(text, &mut clauses);
            }
        }
        self.filters(query, &mut clauses);
        if !clauses.iter().any(|(occur, _)| *occur == Occur::Must) {
            clauses.push((Occur::Must, constant(Box::new(AllQuery))));
        }
        let query: Boxed = Box::new(BooleanQuery::new(clauses));
        Ok(Plan {
            query,
            needles,
            weighed: weigh,
            loosenable,
        })
    }

    fn both(&self) -> Texts {
        let Fields {
            pairs,
            singles,
            words,
            ..
        } = *self.fields;
        Texts {
            pairs,
            singles,
            words,
        }
    }

    fn title(&self) -> Texts {
        let Fields {
            title_pairs: pairs,
            title_singles: singles,
            title_words: words,
            ..
        } = *self.fields;
        Texts {
            pairs,
            singles,
            words,
        }
    }

    fn mark_bare(&self, text: &str, needles: &mut Needles) {
        if self.relaxed {
            for word in words::words(text) {
                if word.text.chars().all(is_latin) {
                    needles.words(vec![word.text]);
                } else {
                    needles.phrase(&word.text);
                }
            }
        } else if is_latin_term(text) {
            needles.words(
                words::demanded(text)
                    .into_iter()
                    .map(|(_, word)| word)
                    .collect(),
            );
        } else {
            needles.phrase(text);
        }
    }

    /// The condition of one group, and whether it demands or excludes.
    fn group(&self, group: &[Item]) -> Result<(Occur, Boxed), Error> {
        if let [
            Item {
                negative: true,
                clause,
            },
        ] = group
        {
            return Ok((Occur::MustNot, self.clause(clause)?));
        }
        let mut any = Vec::new();
        for item in group {
            let query = self.clause(&item.clause)?;
            any.push(if item.negative {
                let all = constant(Box::new(AllQuery));
                Box::new(BooleanQuery::new(vec![
                    (Occur::Must, all),
                    (Occur::MustNot, query),
                ])) as Boxed
            } else {
                query
            });
        }
        Ok((Occur::Must, any_of(any)))
    }

    fn clause(&self, clause: &Clause) -> Result<Boxed, Error> {
        let Fields {
            kind,
            status,
            region,
            language,
            document,
            key,
            ..
        } = *self.fields;
        Ok(match clause {
            Clause::Bare(text) => self.bare(self.both(), text),
            Clause::Phrase(text) => self.substring(self.both(), text),
            Clause::Title { text, exact: true } => self.substring(self.title(), text),
            Clause::Title { text, exact: false } => self.bare(self.title(), text),
            Clause::Kinds(kinds) => one_of(kind, kinds.iter().map(|kind| kind.name())),
            Clause::Statuses(statuses) => {
                one_of(status, statuses.iter().map(|status| status.name()))
            }
            Clause::Regions(regions) => one_of(region, regions.iter().map(ToString::to_string)),
            Clause::Languages(languages) => {
                one_of(language, languages.iter().map(|language| language.tag()))
            }
            Clause::Documents(documents) => {
                one_of(document, documents.iter().map(ToString::to_string))
            }
            Clause::Keys(keys) => one_of(key, keys),
            Clause::Named(named, texts) => self.named(*named, texts)?,
            Clause::Dates { from, until } => constant(self.dates(*from, *until)),
        })
    }

    /// A bare term: as words where it is Latin, otherwise as a substring.
    fn bare(&self, texts: Texts, text: &str) -> Boxed {
        if !is_latin_term(text) {
            return self.substring(texts, text);
        }
        let terms: Vec<(usize, Term)> = words::demanded(text)
            .into_iter()
            .map(|(position, word)| (position, Term::from_field_text(texts.words, &word)))
            .collect();
        side_by_side(terms)
    }

    /// Text that is held exactly.
    fn substring(&self, texts: Texts, text: &str) -> Boxed {
        let folded = fold(text);
        if folded.chars().nth(1).is_none() {
            return one_of(texts.singles, [folded]);
        }
        let mut pairs: Vec<(usize, Term)> = cover(&folded)
            .into_iter()
            .map(|(offset, pair)| (offset, Term::from_field_text(texts.pairs, &pair)))
            .collect();
        if let [_] = pairs.as_slice() {
            return pairs
                .pop()
                .map_or_else(|| any_of(Vec::new()), |(_, term)| scored(term));
        }
        // INVARIANT: a word of Han alone was cut out of a run of neighbouring folded characters.
        let word = folded
            .chars()
            .all(is_han)
            .then(|| Term::from_field_text(texts.words, &folded));
        Box::new(Substring::new(pairs, word))
    }

    /// What adds weight without being demanded: the words of the text, and the text in the title.
    fn weigh(&self, text: &str, clauses: &mut Vec<(Occur, Boxed)>) {
        let whole = fold(text);
        // The text itself is weighed by its own condition, and every result holds all its words, so that
        // the longest ones are enough to tell results apart.
        let mut words: Vec<String> = telling_words(text)
            .into_iter()
            .filter(|word| *word != whole)
            .collect();
        words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
        for word in words.into_iter().take(WEIGHED_WORDS) {
            clauses.push((
                Occur::Should,
                scored(Term::from_field_text(self.fields.words, &word)),
            ));
        }
        let title = BoostQuery::new(self.bare(self.title(), text), TITLE_PHRASE);
        clauses.push((Occur::Should, Box::new(title)));
    }

    /// Every word of the text, in the text and weighing more in the title.
    fn any_word(&self, text: &str) -> Vec<Boxed> {
        let Texts { words: title, .. } = self.title();
        let mut any: Vec<Boxed> = Vec::new();
        for word in telling_words(text) {
            any.push(scored(Term::from_field_text(self.fields.words, &word)));
            any.push(Box::new(BoostQuery::new(
                scored(Term::from_field_text(title, &word)),
                TITLE_WORD,
            )));
        }
        any
    }

    /// Entries whose field holds one of the texts, looked up among the values there are.
    fn named(&self, named: Named, texts: &[String]) -> Result<Boxed, Error> {
        let field = match named {
            Named::Segment => self.fields.segment,
            Named::Source => self.fields.source,
            Named::Column => self.fields.column,
        };
        let texts: Vec<String> = texts.iter().map(|text| fold(text)).collect();
        let mut values = BTreeSet::new();
        for segment in self.searcher.segment_readers() {
            let index = segment.inverted_index(field)?;
            let mut stream = index.terms().stream()?;
            while let Some((value, _)) = stream.next() {
                let Ok(value) = std::str::from_utf8(value) else {
                    continue;
                };
                let folded = fold(value);
                if texts.iter().any(|text| folded.contains(text)) {
                    values.insert(value.to_owned());
                }
            }
        }
        Ok(one_of(field, values))
    }

    fn dates(&self, from: Option<PartialDate>, until: Option<PartialDate>) -> Boxed {
        let term = Term::from_field_u64;
        let Fields {
            first_day,
            last_day,
            ..
        } = *self.fields;
        let from = Bound::Included(term(first_day, from.map_or(0, |date| days(date).0)));
        let until = Bound::Included(term(last_day, until.map_or(u64::MAX, |date| days(date).1)));
        let first: Boxed = Box::new(RangeQuery::new(from, Bound::Unbounded));
        let last: Boxed = Box::new(RangeQuery::new(Bound::Unbounded, until));
        Box::new(BooleanQuery::intersection(vec![first, last]))
    }

    fn filters(&self, query: &Query, clauses: &mut Vec<(Occur, Boxed)>) {
        let filters = &query.filters;
        let fields = self.fields;
        let mut demand = |field: Field, values: Vec<String>| {
            if !values.is_empty() {
                clauses.push((Occur::Must, one_of(field, values)));
            }
        };
        demand(
            fields.kind,
            filters.kinds.iter().map(ToString::to_string).collect(),
        );
        demand(
            fields.status,
            filters
                .statuses
                .iter()
                .map(|status| status.name().to_owned())
                .collect(),
        );
        demand(
            fields.region,
            filters.regions.iter().map(ToString::to_string).collect(),
        );
        demand(fields.segment, filters.segments.clone());
        demand(fields.source, filters.sources.clone());
        demand(fields.column, filters.columns.clone());
        demand(
            fields.language,
            filters
                .languages
                .iter()
                .map(|language| language.tag().to_owned())
                .collect(),
        );
        demand(
            fields.document,
            filters.documents.iter().map(ToString::to_string).collect(),
        );
        if filters.from.is_some() || filters.until.is_some() {
            clauses.push((
                Occur::Must,
                constant(self.dates(filters.from, filters.until)),
            ));
        }
        if let Some(marks) = &query.viewer {
            clauses.push((Occur::Must, one_of(fields.visible, marks)));
        }
    }
}

/// The words of a text, without single Han characters where there are longer words: they tell little.
fn telling_words(text: &str) -> BTreeSet<String> {
    let mut words: BTreeSet<String> = words::words(text)
        .into_iter()
        .map(|word| word.text)
        .collect();
    if words.iter().any(|word| word.chars().nth(1).is_some()) {
        words.retain(|word| word.chars().nth(1).is_some() || !word.chars().all(is_han));
    }
    words
}

/// Whether a bare term is compared by words: letters and digits without Han, joined at most by `-_.,'/&`.
fn is_latin_term(text: &str) -> bool {
    let folded = fold(text);
    folded.chars().any(is_latin)
        && folded.chars().all(|character| {
            is_latin(character)
                || matches!(character, ' ' | '-' | '_' | '.' | ',' | '\'' | '/' | '&')
        })
}

fn scored(term: Term) -> Boxed {
    Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
}

/// A condition that adds no weight.
fn constant(query: Boxed) -> Boxed {
    Box::new(ConstScoreQuery::new(query, 0.0))
}

fn any_of(mut any: Vec<Boxed>) -> Boxed {
    match (any.len(), any.pop()) {
        (0, _) | (_, None) => Box::new(EmptyQuery),
        (1, Some(only)) => only,
        (_, Some(last)) => {
            any.push(last);
            Box::new(BooleanQuery::union(any))
        }
    }
}

/// The field has one of these values. No value, no match.
fn one_of<T: AsRef<str>>(field: Field, values: impl IntoIterator<Item = T>) -> Boxed {
    let mut terms: Vec<Term> = values
        .into_iter()
        .map(|value| Term::from_field_text(field, value.as_ref()))
        .collect();
    match (terms.len(), terms.pop()) {
        (0, _) | (_, None) => Box::new(EmptyQuery),
        (1, Some(term)) => constant(Box::new(TermQuery::new(term, IndexRecordOption::Basic))),
        (_, Some(last)) => {
            terms.push(last);
            constant(Box::new(TermSetQuery::new(terms)))
        }
    }
}

/// Terms at fixed distances; a single one needs no positions.
fn side_by_side(mut terms: Vec<(usize, Term)>) -> Boxed {
    if terms.len() > 1 {
        return Box::new(PhraseQuery::new_with_offset(terms));
    }
    match terms.pop() {
        Some((_, term)) => scored(term),
        None => Box::new(EmptyQuery),
    }
}
