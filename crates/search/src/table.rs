//! What facets count by, unpacked: for every entry of a segment the number of its value, and the values.
//!
//! A frequent word matches a third of all entries; reading packed columns and a compressed dictionary for each of them
//! costs more than finding them. A segment never changes, so its table is made once, when it is first needed, and
//! kept until the segment is merged away: about 40 bytes per entry.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::columnar::StrColumn;
use tantivy::index::SegmentId;
use tantivy::{DocId, Searcher, SegmentReader};

use crate::schema::FACETS;

/// A count per value, in the order of values, without zeros.
pub(crate) type Counted = Vec<(Arc<str>, u64)>;

/// Stands for "no value". No segment has so many.
const NONE: u32 = u32::MAX;

/// Which values the entries have, by number in the order of values.
enum Codes {
    /// Each entry has one value at most, or a chain of values that its last one implies: the county that lies in a city that
    /// lies in a province, the month that lies in a year.
    Last {
        /// By entry; [`NONE`] for none.
        last: Vec<u32>,
        /// By value: the others of its chain.
        above: Vec<Vec<u32>>,
    },
    /// Any values: those of an entry lie between two starts.
    Many { starts: Vec<u32>, codes: Vec<u32> },
}

/// One facet of one segment.
struct Facet {
    values: Vec<Arc<str>>,
    codes: Codes,
}

/// The facets of one segment, in the order of [`FACETS`].
pub(crate) struct Table(Vec<Facet>);

fn slot<T>(items: &[T], number: u32) -> Option<&T> {
    items.get(usize::try_from(number).ok()?)
}

fn add(counts: &mut [u64], code: u32, by: u64) {
    let count = usize::try_from(code)
        .ok()
        .and_then(|code| counts.get_mut(code));
    if let Some(count) = count {
        *count += by;
    }
}

impl Codes {
    fn read(column: &StrColumn, entries: DocId) -> Self {
        let mut starts = vec![0];
        let mut codes: Vec<u32> = Vec::new();
        for entry in 0..entries {
            let from = codes.len();
            let ords = column.ords().values_for_doc(entry);
            codes.extend(ords.map(|ord| u32::try_from(ord).unwrap_or(NONE)));
            if let Some(own) = codes.get_mut(from..) {
                own.sort_unstable();
            }
            starts.push(u32::try_from(codes.len()).unwrap_or(NONE));
        }
        Codes::chained(&starts, &codes, column.num_terms()).unwrap_or(Codes::Many { starts, codes })
    }

    /// The short form, where the greatest value of every entry always comes with the same others.
    fn chained(starts: &[u32], codes: &[u32], values: usize) -> Option<Self> {
        let mut above: Vec<Option<Vec<u32>>> = vec![None; values];
        let mut last = Vec::with_capacity(starts.len());
        for own in own(starts, codes) {
            let Some((&greatest, others)) = own.split_last() else {
                last.push(NONE);
                continue;
            };
            last.push(greatest);
            let known = above.get_mut(usize::try_from(greatest).ok()?)?;
            match known {
                Some(known) if known != others => return None,
                Some(_) => {}
                None => *known = Some(others.to_vec()),
            }
        }
        let above = above.into_iter().map(Option::unwrap_or_default).collect();
        Some(Codes::Last { last, above })
    }

    fn count(&self, entries: &[DocId], counts: &mut [u64]) {
        match self {
            Codes::Last { last, above } => {
                for &entry in entries {
                    add(counts, slot(last, entry).copied().unwrap_or(NONE), 1);
                }
                // Chains do not lead on: what stands above is counted from the counts of the last ones alone.
                let lasts = counts.to_vec();
                for (count, above) in lasts.into_iter().zip(above) {
                    for &code in above.iter().filter(|_| count > 0) {
                        add(counts, code, count);
                    }
                }
            }
            Codes::Many { starts, codes } => {
                for &entry in entries {
                    let from = slot(starts, entry).copied().unwrap_or(0);
                    let until = slot(starts, entry.saturating_add(1))
                        .copied()
                        .unwrap_or(from);
                    for index in from..until {
                        add(counts, slot(codes, index).copied().unwrap_or(NONE), 1);
                    }
                }
            }
        }
    }
}

/// The codes of each entry.
fn own<'a>(starts: &'a [u32], codes: &'a [u32]) -> impl Iterator<Item = &'a [u32]> {
    let place = |start: u32| usize::try_from(start).unwrap_or(usize::MAX);
    starts.windows(2).map(move |pair| match pair {
        [from, until] => codes.get(place(*from)..place(*until)).unwrap_or_default(),
        _ => &[],
    })
}

impl Table {
    fn read(segment: &SegmentReader) -> tantivy::Result<Self> {
        let fast = segment.fast_fields();
        let mut facets = Vec::with_capacity(FACETS.len());
        for name in FACETS {
            let mut facet = Facet {
                values: Vec::new(),
                codes: Codes::Many {
                    starts: Vec::new(),
                    codes: Vec::new(),
                },
            };
            if let Some(column) = fast.str(name)? {
                let mut stream = column.dictionary().stream()?;
                while stream.advance() {
                    let value = String::from_utf8_lossy(stream.key());
                    facet.values.push(Arc::from(value.as_ref()));
                }
                facet.codes = Codes::read(&column, segment.max_doc());
            }
            facets.push(facet);
        }
        Ok(Table(facets))
    }

    /// Counts the values of these entries, a facet at a time.
    pub(crate) fn count(&self, entries: &[DocId]) -> Vec<Counted> {
        let facets = self.0.iter().map(|facet| {
            let mut counts = vec![0; facet.values.len()];
            facet.codes.count(entries, &mut counts);
            let counted = facet.values.iter().zip(counts);
            counted
                .filter(|(_, count)| *count > 0)
                .map(|(value, count)| (Arc::clone(value), count))
                .collect()
        });
        facets.collect()
    }
}

/// The counts of two segments as one.
pub(crate) fn sum(into: &mut Counted, from: Counted) {
    if into.is_empty() {
        *into = from;
        return;
    }
    into.extend(from);
    into.sort_by(|(a, _), (b, _)| a.cmp(b));
    into.dedup_by(|(value, count), (first, whole)| {
        let same = value == first;
        *whole += if same { *count } else { 0 };
        same
    });
}

/// The tables of an index.
#[derive(Clone, Default)]
pub(crate) struct Tables(Arc<Mutex<BTreeMap<SegmentId, Arc<Table>>>>);

impl Tables {
    /// The tables of the segments that are searched, in their order; those of no others are kept.
    pub(crate) fn of(&self, searcher: &Searcher) -> tantivy::Result<Vec<Arc<Table>>> {
        // A table is either whole or not there, so a thread that failed left nothing half done.
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut current = BTreeMap::new();
        let mut tables = Vec::new();
        for segment in searcher.segment_readers() {
            let id = segment.segment_id();
            let table = match known.get(&id) {
                Some(table) => Arc::clone(table),
                None => Arc::new(Table::read(segment)?),
            };
            current.insert(id, Arc::clone(&table));
            tables.push(table);
        }
        *known = current;
        Ok(tables)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn counts(rows: &[Vec<u32>], entries: &[DocId], values: usize) -> (bool, Vec<u64>) {
        let mut starts = vec![0];
        let mut codes = Vec::new();
        for row in rows {
            codes.extend(row);
            starts.push(u32::try_from(codes.len()).unwrap());
        }
        let chained = Codes::chained(&starts, &codes, values);
        let short = chained.is_some();
        let mut counts = vec![0; values];
        chained
            .unwrap_or(Codes::Many { starts, codes })
            .count(entries, &mut counts);
        (short, counts)
    }

    #[test]
    fn what_lies_in_a_whole_counts_for_the_whole() {
        // 0 province, 1 and 2 cities in it, 3 a county in 2.
        let rows = [vec![0, 2, 3], vec![0, 1], vec![], vec![0, 2], vec![0]];
        let (short, counted) = counts(&rows, &[0, 1, 2, 3, 4], 4);
        assert!(short);
        assert_eq!(counted, [4, 1, 2, 1]);
        assert_eq!(counts(&rows, &[0, 4], 4).1, [2, 0, 1, 1]);
    }

    #[test]
    fn values_that_go_together_freely_are_kept_as_they_are() {
        let (short, counted) = counts(&[vec![0, 2], vec![1, 2]], &[0, 1], 3);
        assert!(!short);
        assert_eq!(counted, [1, 1, 2]);
    }

    #[test]
    fn counts_of_segments_are_added_value_by_value() {
        let counted = |pairs: &[(&str, u64)]| -> Counted {
            pairs
                .iter()
                .map(|(value, count)| (Arc::from(*value), *count))
                .collect()
        };
        let mut whole = Counted::new();
        sum(&mut whole, counted(&[("a", 1), ("c", 2)]));
        sum(&mut whole, counted(&[("b", 4), ("c", 8)]));
        assert_eq!(whole, counted(&[("a", 1), ("b", 4), ("c", 10)]));
    }

    proptest! {
        #[test]
        fn either_form_counts_what_is_there(
            rows in prop::collection::vec(prop::collection::btree_set(0_u32..5, 0..4), 0..12),
            wanted in prop::collection::vec(any::<bool>(), 12),
        ) {
            let rows: Vec<Vec<u32>> = rows.into_iter().map(|row| row.into_iter().collect()).collect();
            let entries: Vec<DocId> = (0..).zip(rows.iter().zip(&wanted))
                .filter(|(_, (_, wanted))| **wanted).map(|(entry, _)| entry).collect();
            let mut slow = vec![0; 5];
            for &entry in &entries {
                for &code in &rows[entry as usize] {
                    slow[code as usize] += 1;
                }
            }
            prop_assert_eq!(counts(&rows, &entries, 5).1, slow);
        }
    }
}
