//! Places in the source file: from spans of the normalised text to lines.

use crate::reading::Reading;
use crate::text::{Origin, TextMap};
use xinqiao_record::Span;

/// The lines of a source file and the way to them.
#[derive(Debug)]
pub(super) struct Places<'a> {
    map: &'a TextMap,
    /// Offsets at which lines begin.
    starts: Vec<u64>,
    /// Whether line `i + 1` holds anything.
    written: Vec<bool>,
}

impl<'a> Places<'a> {
    pub(super) fn of(reading: &'a Reading, source: &[u8]) -> Places<'a> {
        let mut starts = Vec::new();
        let mut written = Vec::new();
        let mut at = 0_u64;
        for line in source.split_inclusive(|&byte| byte == b'\n') {
            starts.push(at);
            written.push(std::str::from_utf8(line).map_or(true, |line| !line.trim().is_empty()));
            at += line.len() as u64;
        }
        Places {
            map: &reading.map,
            starts,
            written,
        }
    }

    fn line(&self, offset: u64) -> u32 {
        u32::try_from(self.starts.partition_point(|&start| start <= offset)).unwrap_or(u32::MAX)
    }

    /// First and last source line of a span, counted from one; (0, 0) where nothing of it is mapped to bytes.
    pub(super) fn lines(&self, span: Span) -> (u32, u32) {
        let (mut first, mut last) = (u32::MAX, 0);
        for origin in self.map.origins(span) {
            if let Origin::Bytes { start, end } = origin {
                first = first.min(self.line(start));
                last = last.max(self.line(end.saturating_sub(1).max(start)));
            }
        }
        if last == 0 { (0, 0) } else { (first, last) }
    }

    /// How much of the written lines of a span and of `first..=last` are the same: intersection over union.
    pub(super) fn overlap(&self, span: Span, first: u32, last: u32) -> f64 {
        let (from, to) = self.lines(span);
        let count = |from: u32, to: u32| -> u32 {
            let skipped = (from.max(1) - 1) as usize;
            let taken = (to as usize).saturating_sub(skipped);
            let written = self
                .written
                .iter()
                .skip(skipped)
                .take(taken)
                .filter(|&&written| written)
                .count();
            u32::try_from(written).unwrap_or(u32::MAX)
        };
        if to == 0 || last < from || to < first {
            return 0.0;
        }
        let shared = count(from.max(first), to.min(last));
        let all = count(from, to) + count(first, last) - shared;
        if all == 0 {
            0.0
        } else {
            f64::from(shared) / f64::from(all)
        }
    }
}
