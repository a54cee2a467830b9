//! One pass over the matching entries: count, best ones, facets.
//!
//! INVARIANT: the order is total: weight or date first, then the key. So pages do not overlap and results do not depend on
//! how the index is cut into segments.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader, TantivyError};

use crate::query::Sort;
use crate::schema::FACETS;

/// Counts per facet, in the order of [`FACETS`].
pub(crate) type FacetCounts = Vec<BTreeMap<String, u64>>;

/// What a search collects.
pub(crate) struct Tally {
    pub(crate) reach: usize,
    pub(crate) sort: Sort,
    pub(crate) facets: bool,
}

/// An entry in the running: what it is ordered by, more first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Ranked {
    /// The weight's bits (never negative, so they sort as it does) or the day.
    pub(crate) rank: u64,
    pub(crate) key: Reverse<String>,
    pub(crate) address: DocAddress,
}

#[derive(Default)]
pub(crate) struct Tallied {
    pub(crate) total: u64,
    pub(crate) best: Vec<Ranked>,
    pub(crate) facets: FacetCounts,
}

pub(crate) struct SegmentTally {
    segment: SegmentOrdinal,
    reach: usize,
    sort: Sort,
    total: u64,
    /// The worst of the best on top. Within a segment keys are compared by their number, which is in order.
    heap: BinaryHeap<Reverse<(u64, Reverse<u64>, DocId)>>,
    keys: Option<StrColumn>,
    days: Option<Column<u64>>,
    facets: Vec<(Option<StrColumn>, Vec<u64>)>,
}

impl Collector for Tally {
    type Fruit = Tallied;
    type Child = SegmentTally;

    fn for_segment(
        &self,
        segment: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<SegmentTally> {
        let fast = reader.fast_fields();
        let days = match self.sort {
            Sort::Relevance => None,
            Sort::Newest => fast.column_opt("last_day")?,
            Sort::Oldest => fast.column_opt("first_day")?,
        };
        let mut facets = Vec::new();
        if self.facets {
            for name in FACETS {
                let column = fast.str(name)?;
                let terms = column.as_ref().map_or(0, |column| column.num_terms());
                facets.push((column, vec![0; terms]));
            }
        }
        Ok(SegmentTally {
            segment,
            reach: self.reach,
            sort: self.sort,
            total: 0,
            heap: BinaryHeap::new(),
            keys: fast.str("key")?,
            days,
            facets,
        })
    }

    fn requires_scoring(&self) -> bool {
        self.sort == Sort::Relevance && self.reach > 0
    }

    fn merge_fruits(&self, parts: Vec<tantivy::Result<Tallied>>) -> tantivy::Result<Tallied> {
        let mut whole = Tallied {
            facets: vec![BTreeMap::new(); FACETS.len()],
            ..Tallied::default()
        };
        for part in parts {
            let part = part?;
            whole.total += part.total;
            whole.best.extend(part.best);
            for (into, from) in whole.facets.iter_mut().zip(part.facets) {
                for (value, count) in from {
                    *into.entry(value).or_default() += count;
                }
            }
        }
        whole.best.sort_by(|a, b| b.cmp(a));
        whole.best.truncate(self.reach);
        Ok(whole)
    }
}

impl SegmentTally {
    fn rank(&self, doc: DocId, score: Score) -> u64 {
        let day = || {
            self.days
                .as_ref()
                .and_then(|days| days.first(doc))
                .unwrap_or(0)
        };
        match self.sort {
            Sort::Relevance => u64::from(score.max(0.0).to_bits()),
            Sort::Newest => day(),
            Sort::Oldest => match day() {
                0 => 0,
                day => u64::MAX - day,
            },
        }
    }

    fn key(&self, doc: DocId) -> u64 {
        self.keys
            .as_ref()
            .and_then(|keys| keys.ords().first(doc))
            .unwrap_or(u64::MAX)
    }

    fn enter(&mut self, doc: DocId, score: Score) {
        if self.reach == 0 {
            return;
        }
        let rank = self.rank(doc, score);
        if self.heap.len() < self.reach {
            self.heap.push(Reverse((rank, Reverse(self.key(doc)), doc)));
            return;
        }
        let Some(&Reverse((worst, worst_key, _))) = self.heap.peek() else {
            return;
        };
        if rank < worst {
            return;
        }
        let key = Reverse(self.key(doc));
        if (rank, key) > (worst, worst_key) {
            self.heap.pop();
            self.heap.push(Reverse((rank, key, doc)));
        }
    }

    fn finish(self) -> tantivy::Result<Tallied> {
        let mut entered: Vec<_> = self
            .heap
            .into_iter()
            .map(|Reverse(entered)| entered)
            .collect();
        entered.sort_by_key(|(_, Reverse(number), _)| *number);
        let numbers: Vec<u64> = entered
            .iter()
            .map(|(_, Reverse(number), _)| *number)
            .collect();
        let keys = values(self.keys.as_ref(), &numbers)?;
        let best = entered
            .into_iter()
            .zip(keys)
            .map(|((rank, _, doc), key)| Ranked {
                rank,
                key: Reverse(key),
                address: DocAddress::new(self.segment, doc),
            })
            .collect();
        let mut facets = Vec::with_capacity(self.facets.len());
        for (column, counts) in self.facets {
            let counted = (0_u64..).zip(counts).filter(|(_, count)| *count > 0);
            let (numbers, counts): (Vec<u64>, Vec<u64>) = counted.unzip();
            let names = values(column.as_ref(), &numbers)?;
            facets.push(names.into_iter().zip(counts).collect());
        }
        Ok(Tallied {
            total: self.total,
            best,
            facets,
        })
    }
}

/// The values of these numbers, which must be in order, in one pass over the dictionary: looking them up one by
/// one would unpack a block of it for each.
fn values(column: Option<&StrColumn>, numbers: &[u64]) -> tantivy::Result<Vec<String>> {
    let mut values = Vec::with_capacity(numbers.len());
    if let Some(column) = column.filter(|_| numbers.is_sorted()) {
        column
            .dictionary()
            .sorted_ords_to_term_cb(numbers, |value| {
                values.push(String::from_utf8_lossy(value).into_owned());
            })
            .map_err(TantivyError::from)?;
    }
    // INVARIANT: one value per number, so that callers may pair them.
    values.resize(numbers.len(), String::new());
    Ok(values)
}

impl SegmentCollector for SegmentTally {
    type Fruit = tantivy::Result<Tallied>;

    fn collect(&mut self, doc: DocId, score: Score) {
        self.total += 1;
        self.enter(doc, score);
        for (column, counts) in &mut self.facets {
            let Some(column) = column else { continue };
            for number in column.ords().values_for_doc(doc) {
                let slot = usize::try_from(number)
                    .ok()
                    .and_then(|number| counts.get_mut(number));
                if let Some(count) = slot {
                    *count += 1;
                }
            }
        }
    }

    fn harvest(self) -> Self::Fruit {
        self.finish()
    }
}
