//! One pass over the matching entries: count, best ones, facets.
//!
//! INVARIANT: the order is total: weight or date first, then the key. So pages do not overlap and results do not depend on
//! how the index is cut into segments.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::sync::Arc;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocAddress, DocId, Score, Searcher, SegmentOrdinal, SegmentReader, TantivyError};

use crate::query::Sort;
use crate::schema::FACETS;
use crate::table::{Counted, Table, sum};

/// Counts per facet, in the order of [`FACETS`].
pub(crate) type FacetCounts = Vec<Counted>;

/// What a search collects.
pub(crate) struct Tally {
    pub(crate) reach: usize,
    pub(crate) sort: Sort,
    /// By segment, what facets are counted by; empty where they are not wanted.
    pub(crate) tables: Vec<Arc<Table>>,
}

/// An entry in the running, ordered by `rank`, more first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ranked {
    /// The weight's bits (never negative, so they sort as it does) or the day.
    pub(crate) rank: u64,
    /// The number of its key in its segment; numbers are in the order of keys.
    key: u64,
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
    table: Option<Arc<Table>>,
    /// All that match, for the table.
    matching: Vec<DocId>,
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
        let table = usize::try_from(segment)
            .ok()
            .and_then(|segment| self.tables.get(segment).cloned());
        Ok(SegmentTally {
            segment,
            reach: self.reach,
            sort: self.sort,
            total: 0,
            heap: BinaryHeap::new(),
            keys: fast.str("key")?,
            days,
            table,
            matching: Vec::new(),
        })
    }

    fn requires_scoring(&self) -> bool {
        self.sort == Sort::Relevance && self.reach > 0
    }

    fn merge_fruits(&self, parts: Vec<tantivy::Result<Tallied>>) -> tantivy::Result<Tallied> {
        let mut whole = Tallied {
            facets: vec![Counted::new(); FACETS.len()],
            ..Tallied::default()
        };
        for part in parts {
            let part = part?;
            whole.total += part.total;
            whole.best.extend(part.best);
            for (into, from) in whole.facets.iter_mut().zip(part.facets) {
                sum(into, from);
            }
        }
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

    fn finish(self) -> Tallied {
        let best = self.heap.into_iter().map(|Reverse(entered)| {
            let (rank, Reverse(key), doc) = entered;
            Ranked {
                rank,
                key,
                address: DocAddress::new(self.segment, doc),
            }
        });
        Tallied {
            total: self.total,
            best: best.collect(),
            facets: self
                .table
                .map(|table| table.count(&self.matching))
                .unwrap_or_default(),
        }
    }
}

/// Puts the best of all segments in order and keeps `reach` of them. Keys are read only where equal ranks
/// of different segments have to be told apart.
pub(crate) fn order(
    searcher: &Searcher,
    best: &mut Vec<Ranked>,
    reach: usize,
) -> tantivy::Result<()> {
    best.sort_by_key(|ranked| (Reverse(ranked.rank), ranked.address.segment_ord, ranked.key));
    let mut done = 0;
    for equal in best.chunk_by_mut(|a, b| a.rank == b.rank) {
        if done >= reach {
            break;
        }
        done += equal.len();
        let ends = (equal.first(), equal.last());
        if let (Some(first), Some(last)) = ends
            && first.address.segment_ord != last.address.segment_ord
        {
            let mut keyed: Vec<(String, Ranked)> = keys(searcher, equal)?
                .into_iter()
                .zip(equal.iter().copied())
                .collect();
            keyed.sort_by(|(a, _), (b, _)| a.cmp(b));
            for (place, (_, ranked)) in equal.iter_mut().zip(keyed) {
                *place = ranked;
            }
        }
    }
    best.truncate(reach);
    Ok(())
}

/// The key of each.
pub(crate) fn keys(searcher: &Searcher, ranked: &[Ranked]) -> tantivy::Result<Vec<String>> {
    let mut wanted: BTreeMap<SegmentOrdinal, Vec<(u64, usize)>> = BTreeMap::new();
    for (place, one) in ranked.iter().enumerate() {
        let segment = wanted.entry(one.address.segment_ord).or_default();
        segment.push((one.key, place));
    }
    let mut keys = vec![String::new(); ranked.len()];
    for (segment, mut wanted) in wanted {
        wanted.sort_unstable();
        let numbers: Vec<u64> = wanted.iter().map(|(number, _)| *number).collect();
        let column = searcher.segment_reader(segment).fast_fields().str("key")?;
        for ((_, place), value) in wanted.iter().zip(values(column.as_ref(), &numbers)?) {
            if let Some(key) = keys.get_mut(*place) {
                *key = value;
            }
        }
    }
    Ok(keys)
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
        if self.table.is_some() {
            self.matching.push(doc);
        }
    }

    fn harvest(self) -> Self::Fruit {
        Ok(self.finish())
    }
}
