//! The engine's query for text that is held exactly: pairs of characters at fixed distances, with a short cut.
//!
//! Reading positions is what makes a frequent phrase slow. Most frequent phrases are words, and jieba has found them
//! as words in most texts that hold them. A word of Han alone is a piece of the text as it stands, so where the word is listed the phrase
//! is held, and positions are read only for the entries that are left. What is found is the same either way; the
//! weight counts the word where it is one, and the places otherwise.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{Bm25Weight, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::IndexRecordOption;
use tantivy::{
    DocId, DocSet, Score, SeekDangerResult, SegmentReader, TERMINATED, TantivyError, Term,
};

/// Entries that hold the pairs side by side.
#[derive(Debug, Clone)]
pub(crate) struct Substring {
    /// The pairs that pin every character, with their offsets; two or more.
    pairs: Vec<(usize, Term)>,
    /// INVARIANT: whatever entry lists this word holds the pairs side by side.
    word: Option<Term>,
}

impl Substring {
    /// See the fields; the caller answers for the invariant.
    pub(crate) fn new(pairs: Vec<(usize, Term)>, word: Option<Term>) -> Self {
        Substring { pairs, word }
    }
}

impl Query for Substring {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let terms: Vec<Term> = self.pairs.iter().map(|(_, term)| term.clone()).collect();
        let rarity = match scoring {
            EnableScoring::Enabled {
                statistics_provider,
                ..
            } => Some(Bm25Weight::for_terms(statistics_provider, &terms)?),
            EnableScoring::Disabled { .. } => None,
        };
        Ok(Box::new(SubstringWeight {
            what: self.clone(),
            rarity,
        }))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        for (_, term) in &self.pairs {
            visitor(term, true);
        }
    }
}

struct SubstringWeight {
    what: Substring,
    rarity: Option<Bm25Weight>,
}

impl SubstringWeight {
    fn open(
        &self,
        segment: &SegmentReader,
        boost: Score,
    ) -> tantivy::Result<Option<SubstringScorer>> {
        let last = self.what.pairs.iter().map(|(offset, _)| *offset).max();
        let mut lists = Vec::with_capacity(self.what.pairs.len());
        let mut lengths = FieldNormReader::constant(segment.max_doc(), 1);
        for (offset, term) in &self.what.pairs {
            let postings = segment
                .inverted_index(term.field())?
                .read_postings(term, IndexRecordOption::WithFreqsAndPositions)?;
            let Some(postings) = postings else {
                return Ok(None);
            };
            let shift = last.unwrap_or(0).saturating_sub(*offset);
            lists.push((u32::try_from(shift).unwrap_or(0), postings));
            if self.rarity.is_some()
                && let Some(read) = segment.fieldnorms_readers().get_field(term.field())?
            {
                lengths = read;
            }
        }
        lists.sort_by_key(|(_, postings)| postings.size_hint());
        let mut lists = lists.into_iter();
        let Some((shift, rarest)) = lists.next() else {
            return Ok(None);
        };
        let word = match &self.what.word {
            Some(term) => segment
                .inverted_index(term.field())?
                .read_postings(term, IndexRecordOption::WithFreqs)?,
            None => None,
        };
        let mut scorer = SubstringScorer {
            shift,
            rarest,
            others: lists.collect(),
            word,
            rarity: self.rarity.as_ref().map(|rarity| rarity.boost_by(boost)),
            lengths,
            entry: 0,
            times: 0,
            places: Vec::new(),
            more: Vec::new(),
        };
        scorer.settle(0);
        Ok(Some(scorer))
    }
}

impl Weight for SubstringWeight {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(match self.open(segment, boost)? {
            Some(scorer) => Box::new(scorer),
            None => Box::new(EmptyScorer),
        })
    }

    fn explain(&self, segment: &SegmentReader, entry: DocId) -> tantivy::Result<Explanation> {
        let scorer = self.open(segment, 1.0)?;
        let found = scorer.filter(|scorer| scorer.entry <= entry);
        match found.map(|mut scorer| (scorer.seek(entry), scorer)) {
            Some((at, mut scorer)) if at == entry => {
                Ok(Explanation::new("substring", scorer.score()))
            }
            _ => Err(TantivyError::InvalidArgument(format!(
                "entry {entry} does not match"
            ))),
        }
    }
}

struct SubstringScorer {
    shift: u32,
    rarest: SegmentPostings,
    /// The other pairs, rarer ones first, with what brings their positions into line.
    others: Vec<(u32, SegmentPostings)>,
    word: Option<SegmentPostings>,
    rarity: Option<Bm25Weight>,
    lengths: FieldNormReader,
    /// Where the scorer stands.
    entry: DocId,
    /// How often the text stands in the entry.
    times: u32,
    places: Vec<u32>,
    more: Vec<u32>,
}

/// Moves the list forward, never back.
fn forward(postings: &mut SegmentPostings, target: DocId) -> DocId {
    if postings.doc() < target {
        postings.seek(target)
    } else {
        postings.doc()
    }
}

/// Keeps what stands in both; both are in order.
fn keep_common(places: &mut Vec<u32>, others: &[u32]) {
    let mut others = others.iter().copied().peekable();
    places.retain(|place| {
        while others.next_if(|other| other < place).is_some() {}
        others.peek() == Some(place)
    });
}

impl SubstringScorer {
    /// The first entry from `target` on that has all the pairs, wherever they stand.
    fn candidate(&mut self, mut target: DocId) -> DocId {
        'search: loop {
            let entry = forward(&mut self.rarest, target);
            if entry == TERMINATED {
                return TERMINATED;
            }
            for (_, other) in &mut self.others {
                let at = forward(other, entry);
                if at > entry {
                    target = at;
                    continue 'search;
                }
            }
            return entry;
        }
    }

    /// How often the candidate holds the text; all lists stand at it.
    fn count(&mut self, entry: DocId) -> u32 {
        if let Some(word) = &mut self.word
            && forward(word, entry) == entry
        {
            return word.term_freq();
        }
        self.rarest
            .positions_with_offset(self.shift, &mut self.places);
        for (shift, other) in &mut self.others {
            other.positions_with_offset(*shift, &mut self.more);
            keep_common(&mut self.places, &self.more);
            if self.places.is_empty() {
                return 0;
            }
        }
        u32::try_from(self.places.len()).unwrap_or(u32::MAX)
    }

    /// Stands at the first match from `target` on.
    fn settle(&mut self, mut target: DocId) -> DocId {
        loop {
            self.entry = self.candidate(target);
            if self.entry == TERMINATED {
                return TERMINATED;
            }
            self.times = self.count(self.entry);
            if self.times > 0 {
                return self.entry;
            }
            target = self.entry + 1;
        }
    }
}

impl DocSet for SubstringScorer {
    fn advance(&mut self) -> DocId {
        if self.entry == TERMINATED {
            return TERMINATED;
        }
        self.settle(self.entry + 1)
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.entry >= target {
            return self.entry;
        }
        self.settle(target)
    }

    fn seek_danger(&mut self, target: DocId) -> SeekDangerResult {
        if target >= TERMINATED {
            return SeekDangerResult::SeekLowerBound(target);
        }
        if self.entry > target {
            return SeekDangerResult::SeekLowerBound(self.entry);
        }
        if self.entry < target {
            let candidate = self.candidate(target);
            self.entry = target;
            self.times = if candidate == target {
                self.count(target)
            } else {
                0
            };
            if self.times == 0 {
                // The engine asks on with greater targets only, so that this one is not taken for a match.
                return SeekDangerResult::SeekLowerBound(candidate.max(target + 1));
            }
        }
        SeekDangerResult::Found
    }

    fn doc(&self) -> DocId {
        self.entry
    }

    fn size_hint(&self) -> u32 {
        self.rarest.size_hint()
    }

    fn cost(&self) -> u64 {
        u64::from(self.rarest.size_hint()).saturating_mul(10 * (1 + self.others.len() as u64))
    }
}

impl Scorer for SubstringScorer {
    fn score(&mut self) -> Score {
        let length = self.lengths.fieldnorm_id(self.entry);
        self.rarity
            .as_ref()
            .map_or(1.0, |rarity| rarity.score(length, self.times))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_places_in_both_lists_are_kept() {
        let kept = |places: &[u32], others: &[u32]| {
            let mut places = places.to_vec();
            keep_common(&mut places, others);
            places
        };
        assert_eq!(kept(&[1, 4, 6, 9], &[0, 4, 5, 9, 12]), [4, 9]);
        assert_eq!(kept(&[3], &[]), [] as [u32; 0]);
        assert_eq!(kept(&[], &[3]), [] as [u32; 0]);
        assert_eq!(kept(&[7, 8], &[7, 8]), [7, 8]);
    }
}
