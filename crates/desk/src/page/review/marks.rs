//! Facts marked in a text. Marks may nest and overlap: the text is cut at every border, so that each
//! piece of it knows all the facts that it belongs to.

use std::collections::BTreeSet;

use xinqiao_record::{RecordId, Span};

/// A place that a fact comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mark {
    pub(crate) span: Span,
    pub(crate) record: RecordId,
    /// The id of the mark in the page.
    pub(crate) id: String,
    /// The name of the fact's status.
    pub(crate) status: &'static str,
    /// Whether the fact is the one shown beside the text.
    pub(crate) selected: bool,
    /// What the fact is called.
    pub(crate) title: String,
}

/// A piece of text, of as many facts as cover it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) text: String,
    /// The ids of the marks that begin here.
    pub(crate) ids: Vec<String>,
    /// The facts, separated by blanks; empty for plain text.
    pub(crate) records: String,
    /// The fact that a click shows; empty for plain text.
    pub(crate) record: String,
    pub(crate) class: String,
    pub(crate) title: String,
}

/// Cuts the part `range` of `text` at the borders of the marks.
///
/// `begun` remembers which marks have their id in the page already. Marks and ranges that do not fit
/// the text are left out.
pub(crate) fn pieces(
    text: &str,
    range: Span,
    marks: &[Mark],
    begun: &mut BTreeSet<String>,
) -> Vec<Piece> {
    if range.of(text).is_none() {
        return Vec::new();
    }
    let fits = |mark: &&Mark| mark.span.overlaps(range) && mark.span.of(text).is_some();
    let marks: Vec<&Mark> = marks.iter().filter(fits).collect();
    let mut borders: BTreeSet<u32> = [range.start, range.end].into();
    for mark in &marks {
        borders.insert(mark.span.start.max(range.start));
        borders.insert(mark.span.end.min(range.end));
    }
    let borders: Vec<u32> = borders.into_iter().collect();
    let mut pieces = Vec::new();
    for pair in borders.windows(2) {
        let &[start, end] = pair else { continue };
        let part = Span::new(start, end);
        let Some(text) = part.of(text) else { continue };
        let mut covering: Vec<&Mark> = marks
            .iter()
            .copied()
            .filter(|mark| mark.span.overlaps(part))
            .collect();
        // The chosen fact first, then the one that says it most closely.
        covering.sort_by_key(|mark| (!mark.selected, mark.span.len()));
        let mut piece = Piece {
            text: text.to_owned(),
            ..Piece::default()
        };
        if let Some(top) = covering.first() {
            piece.record = top.record.to_string();
            piece.class = format!(
                "fact {}{}",
                top.status,
                if top.selected { " selected" } else { "" }
            );
            let mut records: Vec<String> = Vec::new();
            let mut titles: Vec<&str> = Vec::new();
            for mark in &covering {
                let record = mark.record.to_string();
                if !records.contains(&record) {
                    records.push(record);
                    titles.push(&mark.title);
                }
                if begun.insert(mark.id.clone()) {
                    piece.ids.push(mark.id.clone());
                }
            }
            piece.records = records.join(" ");
            piece.title = titles.join(" · ");
        }
        pieces.push(piece);
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use xinqiao_record::Kind;

    fn mark(start: u32, end: u32, number: u128) -> Mark {
        Mark {
            span: Span::new(start, end),
            record: RecordId::from_parts(Kind::Project, 1, number),
            id: format!("m{number}"),
            status: "proposed",
            selected: false,
            title: format!("fact {number}"),
        }
    }

    fn cut(text: &str, range: (u32, u32), marks: &[Mark]) -> Vec<(String, String, Vec<String>)> {
        pieces(
            text,
            Span::new(range.0, range.1),
            marks,
            &mut BTreeSet::new(),
        )
        .into_iter()
        .map(|piece| (piece.text, piece.title, piece.ids))
        .collect()
    }

    #[test]
    fn nested_marks_are_cut_and_the_inner_one_is_on_top() {
        let found = cut("abcdef", (0, 6), &[mark(0, 6, 1), mark(2, 4, 2)]);
        let expected = [
            ("ab", "fact 1", vec!["m1"]),
            ("cd", "fact 2 · fact 1", vec!["m2"]),
            ("ef", "fact 1", vec![]),
        ];
        let expected = expected.map(|(text, title, ids)| {
            (
                text.to_owned(),
                title.to_owned(),
                ids.into_iter().map(str::to_owned).collect::<Vec<_>>(),
            )
        });
        assert_eq!(found, expected);
    }

    #[test]
    fn a_mark_over_two_paragraphs_has_its_id_once() {
        let mut begun = BTreeSet::new();
        let marks = [mark(1, 5, 1)];
        let ids = |pieces: Vec<Piece>| {
            pieces
                .into_iter()
                .flat_map(|piece| piece.ids)
                .collect::<Vec<_>>()
        };
        assert_eq!(
            ids(pieces("abc def", Span::new(0, 3), &marks, &mut begun)),
            ["m1"]
        );
        assert_eq!(
            ids(pieces("abc def", Span::new(4, 7), &marks, &mut begun)),
            Vec::<String>::new()
        );
    }

    #[test]
    fn a_mark_that_cuts_a_character_is_left_out() {
        assert_eq!(cut("芯桥", (0, 6), &[mark(1, 4, 1)]).len(), 1);
        assert!(cut("芯桥", (0, 9), &[]).is_empty());
    }

    proptest! {
        #[test]
        fn no_text_is_lost_and_every_piece_knows_all_its_facts(
            spans in proptest::collection::vec((0_u32..40, 0_u32..40), 0..8),
        ) {
            let text = "0123456789012345678901234567890123456789";
            let marks: Vec<Mark> = spans
                .iter()
                .enumerate()
                .map(|(number, &(start, end))| mark(start.min(end), start.max(end), number as u128))
                .collect();
            let mut at = 5_u32;
            for piece in pieces(text, Span::new(5, 35), &marks, &mut BTreeSet::new()) {
                let end = at + u32::try_from(piece.text.len()).unwrap();
                prop_assert_eq!(Span::new(at, end).of(text), Some(piece.text.as_str()));
                // The slow way: ask every mark about every byte.
                let mut expected: BTreeSet<String> = BTreeSet::new();
                for byte in at..end {
                    let of_byte: BTreeSet<String> = marks
                        .iter()
                        .filter(|mark| mark.span.start <= byte && byte < mark.span.end)
                        .map(|mark| mark.record.to_string())
                        .collect();
                    prop_assert!(byte == at || of_byte == expected);
                    expected = of_byte;
                }
                let told: BTreeSet<String> = piece.records.split(' ').filter(|r| !r.is_empty()).map(str::to_owned).collect();
                prop_assert_eq!(told, expected);
                at = end;
            }
            prop_assert_eq!(at, 35);
        }
    }
}
