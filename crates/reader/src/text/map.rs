//! The map from text back to the file that it was read from.

use serde::{Deserialize, Serialize};
use xinqiao_record::Span;

/// Where a piece of text stands in the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// Bytes `start..end` of the file.
    Bytes {
        /// First byte.
        start: u64,
        /// Byte after the last.
        end: u64,
    },
    /// A page of a PDF, counted from one.
    Page(u32),
    /// A block (paragraph or table row) of a DOCX, counted from one in reading order.
    Block(u32),
    /// A row of a sheet, both counted from one.
    Row {
        /// The sheet's name.
        sheet: String,
        /// The row.
        row: u32,
    },
}

/// A run of text and where it came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segment {
    /// The run in the text.
    pub span: Span,
    /// Its origin. For [`Origin::Bytes`] of the same length as the span, bytes correspond one to one.
    pub origin: Origin,
}

/// Segments in the order of the text; text that was put in (a blank, a line feed) has none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextMap {
    segments: Vec<Segment>,
}

/// Text with its map.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MappedText {
    /// The text.
    pub text: String,
    /// Where each part of it came from.
    pub map: TextMap,
}

fn offset(value: usize) -> u32 {
    // INVARIANT: texts are limited to far less than 4 GiB by `Limits::text_bytes`.
    u32::try_from(value).unwrap_or(u32::MAX)
}

impl TextMap {
    /// The segments that overlap `span`, in order.
    pub fn segments(&self, span: Span) -> impl Iterator<Item = &Segment> {
        let from = self
            .segments
            .partition_point(|segment| segment.span.end <= span.start);
        self.segments
            .iter()
            .skip(from)
            .take_while(move |segment| segment.span.start < span.end)
    }

    /// The places in the file that `span` came from, adjoining ones joined.
    pub fn origins(&self, span: Span) -> Vec<Origin> {
        let mut origins: Vec<Origin> = Vec::new();
        for segment in self.segments(span) {
            let next = segment.cut(span);
            match (origins.last_mut(), &next) {
                (
                    Some(Origin::Bytes { end, .. }),
                    Origin::Bytes {
                        start,
                        end: next_end,
                    },
                ) if *end == *start => {
                    *end = *next_end;
                }
                (Some(last), next) if last == next => {}
                _ => origins.push(next),
            }
        }
        origins
    }

    /// Number of segments.
    pub fn len(&self) -> usize {
        self.segments.len()
    }

    /// Whether nothing is mapped.
    pub fn is_empty(&self) -> bool {
        self.segments.is_empty()
    }

    fn push(&mut self, segment: Segment) {
        if let Some(last) = self.segments.last_mut()
            && last.span.end == segment.span.start
            && last.joins(&segment)
        {
            last.join(&segment);
        } else {
            self.segments.push(segment);
        }
    }
}

impl Segment {
    fn one_to_one(&self) -> bool {
        matches!(self.origin, Origin::Bytes { start, end } if end - start == u64::from(self.span.len()))
    }

    /// The origin of the part of this segment that lies in `span`.
    fn cut(&self, span: Span) -> Origin {
        match &self.origin {
            Origin::Bytes { start, .. } if self.one_to_one() => {
                let low = span.start.max(self.span.start);
                let high = span.end.min(self.span.end);
                Origin::Bytes {
                    start: start + u64::from(low - self.span.start),
                    end: start + u64::from(high - self.span.start),
                }
            }
            other => other.clone(),
        }
    }

    fn joins(&self, next: &Segment) -> bool {
        match (&self.origin, &next.origin) {
            (Origin::Bytes { end, .. }, Origin::Bytes { start, .. }) => {
                end == start && self.one_to_one() && next.one_to_one()
            }
            (this, next) => this == next,
        }
    }

    fn join(&mut self, next: &Segment) {
        self.span.end = next.span.end;
        if let (Origin::Bytes { end, .. }, Origin::Bytes { end: next_end, .. }) =
            (&mut self.origin, &next.origin)
        {
            *end = *next_end;
        }
    }
}

impl MappedText {
    /// Appends text that came from `origin`.
    pub fn push(&mut self, text: &str, origin: Origin) {
        if text.is_empty() {
            return;
        }
        let start = offset(self.text.len());
        self.text.push_str(text);
        self.map.push(Segment {
            span: Span::new(start, offset(self.text.len())),
            origin,
        });
    }

    /// Appends text that is not in the file: a line feed between paragraphs, a tab between cells.
    pub fn push_added(&mut self, text: &str) {
        self.text.push_str(text);
    }
}

/// Makes a new text out of an old one, piece by piece and in order, and carries the map along.
#[derive(Debug)]
pub struct Rewriter<'a> {
    source: &'a MappedText,
    result: MappedText,
    cursor: usize,
}

impl<'a> Rewriter<'a> {
    /// Starts at the beginning of `source`.
    pub fn new(source: &'a MappedText) -> Self {
        let result = MappedText {
            text: String::with_capacity(source.text.len()),
            map: TextMap {
                segments: Vec::with_capacity(source.map.segments.len()),
            },
        };
        Rewriter {
            source,
            result,
            cursor: 0,
        }
    }

    /// Copies bytes `start..end` of the source unchanged. Offsets that cut a character copy nothing.
    pub fn copy(&mut self, start: usize, end: usize) {
        let Some(piece) = self.source.text.get(start..end) else {
            return;
        };
        if piece.is_empty() {
            return;
        }
        let base = offset(self.result.text.len());
        self.result.text.push_str(piece);
        let (from, span) = (offset(start), Span::new(offset(start), offset(end)));
        self.seek(span.start);
        let mut index = self.cursor;
        while let Some(segment) = self.source.map.segments.get(index) {
            if segment.span.start >= span.end {
                break;
            }
            let low = segment.span.start.max(span.start);
            let high = segment.span.end.min(span.end);
            self.result.map.push(Segment {
                span: Span::new(base + (low - from), base + (high - from)),
                origin: segment.cut(span),
            });
            index += 1;
        }
    }

    /// Writes `text` in place of bytes `start..end` of the source: it keeps their origin.
    pub fn replace(&mut self, start: usize, end: usize, text: &str) {
        if text.is_empty() {
            return;
        }
        let span = Span::new(offset(start), offset(end));
        self.seek(span.start);
        // Nearly always one segment holds the whole.
        if let Some(segment) = self.source.map.segments.get(self.cursor)
            && segment.span.contains(span)
            && !span.is_empty()
        {
            let origin = segment.cut(span);
            self.result.push(text, origin);
            return;
        }
        let origins = self.source.map.origins(span);
        match origins.as_slice() {
            [] => self.result.push_added(text),
            [first, .., last] => {
                let origin = match (first, last) {
                    (Origin::Bytes { start, .. }, Origin::Bytes { end, .. }) => Origin::Bytes {
                        start: *start,
                        end: *end,
                    },
                    (first, _) => first.clone(),
                };
                self.result.push(text, origin);
            }
            [only] => self.result.push(text, only.clone()),
        }
    }

    /// Writes text that is not in the source.
    pub fn add(&mut self, text: &str) {
        self.result.push_added(text);
    }

    /// What has been written so far.
    pub fn written(&self) -> &str {
        &self.result.text
    }

    /// The new text with its map.
    pub fn finish(self) -> MappedText {
        self.result
    }

    /// Moves the cursor to the first segment that ends after `position`; pieces usually come in order.
    fn seek(&mut self, position: u32) {
        let segments = &self.source.map.segments;
        let ends_before =
            |index: usize| segments.get(index).is_some_and(|s| s.span.end <= position);
        let passed = self.cursor > 0
            && segments
                .get(self.cursor - 1)
                .is_some_and(|segment| segment.span.end > position);
        if passed {
            self.cursor = segments.partition_point(|segment| segment.span.end <= position);
        }
        while ends_before(self.cursor) {
            self.cursor += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(start: u64, end: u64) -> Origin {
        Origin::Bytes { start, end }
    }

    fn sample() -> MappedText {
        let mut text = MappedText::default();
        text.push("芯桥 ", bytes(10, 17));
        text.push_added("\n");
        text.push("desk", bytes(20, 24));
        text
    }

    #[test]
    fn what_is_copied_keeps_its_place() {
        let source = sample();
        let mut rewriter = Rewriter::new(&source);
        rewriter.copy(3, 6);
        rewriter.copy(8, 12);
        let result = rewriter.finish();
        assert_eq!(result.text, "桥desk");
        assert_eq!(result.map.origins(Span::new(0, 3)), [bytes(13, 16)]);
        assert_eq!(result.map.origins(Span::new(4, 6)), [bytes(21, 23)]);
        assert_eq!(
            result.map.origins(Span::new(0, 7)),
            [bytes(13, 16), bytes(20, 24)]
        );
    }

    #[test]
    fn what_is_replaced_points_to_the_whole_of_what_it_replaced() {
        let source = sample();
        let mut rewriter = Rewriter::new(&source);
        rewriter.copy(0, 3);
        rewriter.replace(3, 9, "-");
        rewriter.copy(9, 12);
        let result = rewriter.finish();
        assert_eq!(result.text, "芯-esk");
        assert_eq!(result.map.origins(Span::new(3, 4)), [bytes(13, 21)]);
    }

    #[test]
    fn what_is_added_has_no_place() {
        let source = sample();
        let mut rewriter = Rewriter::new(&source);
        rewriter.add("# ");
        rewriter.copy(0, 6);
        assert_eq!(rewriter.finish().map.origins(Span::new(0, 2)), []);
    }

    #[test]
    fn an_unbroken_copy_is_one_segment() {
        let source = sample();
        let mut rewriter = Rewriter::new(&source);
        for (start, end) in [(0, 3), (3, 6), (6, 7)] {
            rewriter.copy(start, end);
        }
        assert_eq!(rewriter.finish().map.len(), 1);
    }
}
