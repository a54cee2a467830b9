//! An article laid out for reading: headings, paragraphs, tables, captions and footnotes, with the facts marked.

use std::collections::BTreeSet;

use xinqiao_record::Span;
use xinqiao_record::body::{Article, Table};

use super::named::Named;
use crate::page::review::{Mark, Piece, pieces};

/// A block of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Block {
    /// A heading inside the article.
    Heading(Vec<Piece>),
    /// A paragraph of running text.
    Paragraph(Vec<Piece>),
    /// What is neither: source lines, names of writers.
    Aside(Vec<Piece>),
    /// The caption of a figure.
    Caption(Vec<Piece>),
    /// A table.
    Table(TableView),
}

/// A table with the facts in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct TableView {
    pub(super) caption: Vec<Piece>,
    pub(super) header: Vec<String>,
    pub(super) rows: Vec<RowView>,
}

/// A row of a table; the first cell carries the facts that come from it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct RowView {
    pub(super) first: Vec<Piece>,
    pub(super) rest: Vec<String>,
}

/// A footnote.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct NoteView {
    pub(super) mark: String,
    /// Text and addresses in turn; an address has a link.
    pub(super) parts: Vec<(String, bool)>,
}

/// An article as the page shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct ArticleView {
    pub(super) number: u32,
    pub(super) title: Vec<Piece>,
    pub(super) column: String,
    pub(super) authors: String,
    pub(super) published: String,
    pub(super) sources: String,
    pub(super) blocks: Vec<Block>,
    pub(super) notes: Vec<NoteView>,
    /// The organisations that it names.
    pub(super) named: Vec<Named>,
}

/// Where the running text and the headings of an article are.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Layout<'a> {
    pub(super) prose: &'a [Span],
    pub(super) headings: &'a [Span],
}

enum Part<'a> {
    Prose,
    Heading,
    Caption,
    Table(&'a Table),
    Note,
}

/// Lays out an article. Text that the reader took for nothing in particular is shown too: nothing is lost.
pub(super) fn lay_out(
    text: &str,
    article: &Article,
    layout: Layout<'_>,
    marks: &[Mark],
) -> ArticleView {
    let mut begun = BTreeSet::new();
    let mut view = ArticleView {
        number: article.number,
        ..ArticleView::default()
    };
    let mut parts: Vec<(Span, Part<'_>)> = Vec::new();
    parts.extend(layout.prose.iter().map(|span| (*span, Part::Prose)));
    parts.extend(layout.headings.iter().map(|span| (*span, Part::Heading)));
    parts.extend(
        article
            .figures
            .iter()
            .map(|caption| (caption.span, Part::Caption)),
    );
    parts.extend(
        article
            .tables
            .iter()
            .map(|table| (table.span, Part::Table(table))),
    );
    parts.extend(article.footnotes.iter().map(|note| (note.span, Part::Note)));
    parts.sort_by_key(|(span, _)| (span.start, span.end));

    let mut at = article.span.start;
    for (span, part) in parts {
        if span.start > at {
            between(
                text,
                Span::new(at, span.start),
                article,
                marks,
                &mut begun,
                &mut view,
            );
        }
        at = at.max(span.end);
        match part {
            Part::Prose => view.blocks.extend(
                lines(text, span)
                    .map(|line| Block::Paragraph(pieces(text, line, marks, &mut begun))),
            ),
            Part::Heading => view.blocks.push(Block::Heading(pieces(
                text,
                unsharped(text, span),
                marks,
                &mut begun,
            ))),
            Part::Caption => view
                .blocks
                .push(Block::Caption(pieces(text, span, marks, &mut begun))),
            Part::Table(table) => view
                .blocks
                .push(Block::Table(table_view(text, table, marks, &mut begun))),
            Part::Note => {}
        }
    }
    if article.span.end > at {
        between(
            text,
            Span::new(at, article.span.end),
            article,
            marks,
            &mut begun,
            &mut view,
        );
    }
    if view.title.is_empty() {
        view.title.push(Piece {
            text: article.title.clone(),
            ..Piece::default()
        });
    }
    view.notes = article.footnotes.iter().map(note).collect();
    view
}

/// The lines of a span that hold more than blanks, without the blanks at their ends.
fn lines(text: &str, span: Span) -> impl Iterator<Item = Span> + '_ {
    let mut at = span.start;
    span.of(text)
        .unwrap_or_default()
        .split_inclusive('\n')
        .filter_map(move |line| {
            let offset = |bytes: usize| u32::try_from(bytes).unwrap_or(u32::MAX);
            let lead = offset(line.len() - line.trim_start().len());
            let start = at.saturating_add(lead);
            let end = start.saturating_add(offset(line.trim().len()));
            at = at.saturating_add(offset(line.len()));
            (start < end).then(|| Span::new(start, end))
        })
}

/// A heading without the number signs that Markdown puts before it.
fn unsharped(text: &str, span: Span) -> Span {
    let words = span.of(text).unwrap_or_default();
    let rest = words.trim_start_matches('#');
    let rest = if rest.len() < words.len() {
        rest.trim_start()
    } else {
        words
    };
    let signs = u32::try_from(words.len() - rest.len()).unwrap_or(0);
    Span::new(span.start.saturating_add(signs), span.end)
}

/// Whether a line is a heading as Markdown writes it.
fn is_heading(words: &str) -> bool {
    let rest = words.trim_start_matches('#');
    rest.len() < words.len() && rest.starts_with([' ', '\t'])
}

/// Text between the parts: the headline, or something shown in small print.
fn between(
    text: &str,
    gap: Span,
    article: &Article,
    marks: &[Mark],
    begun: &mut BTreeSet<String>,
    view: &mut ArticleView,
) {
    for line in lines(text, gap) {
        let words = line.of(text).unwrap_or_default();
        // The mark of a heading or of a list item, whose words are a part of their own.
        if matches!(words, "-" | "*" | "+") || words.trim_matches('#').is_empty() {
            continue;
        }
        let bare = |text: &str| -> String {
            text.chars()
                .filter(|c| !c.is_whitespace() && *c != '#')
                .collect()
        };
        if view.title.is_empty() && view.blocks.is_empty() && bare(words) == bare(&article.title) {
            view.title = pieces(text, unsharped(text, line), marks, begun);
        } else if is_heading(words) {
            view.blocks.push(Block::Heading(pieces(
                text,
                unsharped(text, line),
                marks,
                begun,
            )));
        } else {
            view.blocks
                .push(Block::Aside(pieces(text, line, marks, begun)));
        }
    }
}

/// A table with its facts: one that comes from a row is marked in the row's first cell, one that comes from the
/// whole table in its caption.
fn table_view(
    text: &str,
    table: &Table,
    marks: &[Mark],
    begun: &mut BTreeSet<String>,
) -> TableView {
    let inside: Vec<&Mark> = marks
        .iter()
        .filter(|mark| mark.span.overlaps(table.span))
        .collect();
    let mut of_row: Vec<Vec<Mark>> = vec![Vec::new(); table.rows.len()];
    let mut of_all: Vec<Mark> = Vec::new();
    for mark in inside {
        let words = mark.span.of(text).unwrap_or_default();
        let says = |row: &Vec<String>| {
            let mut cells = row
                .iter()
                .map(|cell| cell.trim())
                .filter(|cell| !cell.is_empty())
                .peekable();
            cells.peek().is_some() && cells.all(|cell| words.contains(cell))
        };
        let row = (!mark.span.contains(table.span))
            .then(|| table.rows.iter().position(says))
            .flatten();
        match row.and_then(|row| of_row.get_mut(row)) {
            Some(slot) => slot.push(mark.clone()),
            None => of_all.push(mark.clone()),
        }
    }
    let caption = table.caption.as_deref().unwrap_or("");
    let caption = if caption.is_empty() && !of_all.is_empty() {
        "·"
    } else {
        caption
    };
    TableView {
        caption: whole(caption, of_all, begun),
        header: table.header.clone(),
        rows: table
            .rows
            .iter()
            .zip(of_row)
            .map(|(row, marks)| {
                let mut cells = row.iter();
                let first = cells.next().map(String::as_str).unwrap_or("");
                let shown = if first.is_empty() && !marks.is_empty() {
                    "·"
                } else {
                    first
                };
                RowView {
                    first: whole(shown, marks, begun),
                    rest: cells.cloned().collect(),
                }
            })
            .collect(),
    }
}

/// Words that all these marks cover as a whole.
fn whole(words: &str, marks: Vec<Mark>, begun: &mut BTreeSet<String>) -> Vec<Piece> {
    let all = Span::new(0, u32::try_from(words.len()).unwrap_or(u32::MAX));
    let marks: Vec<Mark> = marks
        .into_iter()
        .map(|mark| Mark { span: all, ..mark })
        .collect();
    pieces(words, all, &marks, begun)
}

/// A footnote with its web addresses as links where they stand, or behind it where a line break cut them.
fn note(note: &xinqiao_record::body::Footnote) -> NoteView {
    let mut parts: Vec<(String, bool)> = vec![(note.text.clone(), false)];
    for url in note.urls.iter().filter(|url| is_web(url)) {
        let place = parts
            .iter()
            .position(|(text, link)| !link && text.contains(url.as_str()));
        match place.and_then(|place| parts.get(place).cloned().map(|(text, _)| (place, text))) {
            Some((place, text)) => {
                let (before, after) = text.split_once(url.as_str()).unwrap_or((&text, ""));
                let cut = [
                    (before.to_owned(), false),
                    (url.clone(), true),
                    (after.to_owned(), false),
                ];
                parts.splice(
                    place..=place,
                    cut.into_iter().filter(|(text, _)| !text.is_empty()),
                );
            }
            None => {
                parts.push((" ".into(), false));
                parts.push((url.clone(), true));
            }
        }
    }
    NoteView {
        mark: note.mark.clone(),
        parts,
    }
}

/// Whether an address leads to the web and not into a script.
pub(super) fn is_web(url: &str) -> bool {
    let lower = url.to_ascii_lowercase();
    lower.starts_with("http://") || lower.starts_with("https://")
}

#[cfg(test)]
mod tests {
    use super::*;
    use xinqiao_record::body::Footnote;
    use xinqiao_record::{Kind, RecordId};

    const TEXT: &str = "## 示例项目开工\n（记者甲）\n第一段。\n### 小标题\n第二段，有数字。\n表1\n甲\t12\n来源：示例日报\n";

    fn at(words: &str) -> Span {
        let start = TEXT.find(words).unwrap();
        Span::new(
            u32::try_from(start).unwrap(),
            u32::try_from(start + words.len()).unwrap(),
        )
    }

    fn article() -> Article {
        Article {
            document: RecordId::from_parts(Kind::Document, 1, 1),
            number: 1,
            title: "示例项目开工".into(),
            column: None,
            authors: Vec::new(),
            sources: Vec::new(),
            published: None,
            span: Span::new(0, u32::try_from(TEXT.len()).unwrap()),
            tables: vec![Table {
                caption: Some("表1".into()),
                header: vec!["名".into(), "数".into()],
                rows: vec![vec!["甲".into(), "12".into()]],
                span: at("表1\n甲\t12"),
            }],
            figures: Vec::new(),
            footnotes: Vec::new(),
        }
    }

    fn plain(pieces: &[Piece]) -> String {
        pieces.iter().map(|piece| piece.text.as_str()).collect()
    }

    #[test]
    fn every_line_has_its_place_and_none_is_lost() {
        let (prose, headings) = ([at("第一段。"), at("第二段，有数字。")], [at("### 小标题")]);
        let view = lay_out(
            TEXT,
            &article(),
            Layout {
                prose: &prose,
                headings: &headings,
            },
            &[],
        );
        assert_eq!(plain(&view.title), "示例项目开工");
        let shown: Vec<_> = view
            .blocks
            .iter()
            .map(|block| match block {
                Block::Heading(p) => format!("h {}", plain(p)),
                Block::Paragraph(p) => format!("p {}", plain(p)),
                Block::Aside(p) => format!("a {}", plain(p)),
                Block::Caption(p) => format!("c {}", plain(p)),
                Block::Table(table) => format!("t {} {}", plain(&table.caption), table.rows.len()),
            })
            .collect();
        assert_eq!(
            shown,
            [
                "a （记者甲）",
                "p 第一段。",
                "h 小标题",
                "p 第二段，有数字。",
                "t 表1 1",
                "a 来源：示例日报"
            ]
        );
    }

    #[test]
    fn a_fact_from_a_row_is_marked_in_the_row() {
        let mark = Mark {
            span: at("甲\t12"),
            record: RecordId::from_parts(Kind::Statistic, 1, 1),
            id: "m1".into(),
            status: "proposed",
            selected: true,
            title: "示例".into(),
        };
        let view = lay_out(TEXT, &article(), Layout::default(), &[mark]);
        let table = view.blocks.iter().find_map(|block| match block {
            Block::Table(table) => Some(table),
            _ => None,
        });
        let first = &table.unwrap().rows[0].first[0];
        assert_eq!(
            (first.text.as_str(), first.class.as_str()),
            ("甲", "fact proposed selected")
        );
        assert_eq!(first.ids, ["m1"]);
    }

    #[test]
    fn only_addresses_of_the_web_become_links() {
        let footnote = Footnote {
            mark: "1".into(),
            text: "见 https://example.com/a 和 javascript:alert(1)".into(),
            urls: vec![
                "https://example.com/a".into(),
                "javascript:alert(1)".into(),
                "http://example.com/b".into(),
            ],
            span: Span::default(),
        };
        let parts = note(&footnote).parts;
        let links: Vec<_> = parts
            .iter()
            .filter(|(_, link)| *link)
            .map(|(text, _)| text.as_str())
            .collect();
        assert_eq!(links, ["https://example.com/a", "http://example.com/b"]);
        let whole: String = parts.iter().map(|(text, _)| text.as_str()).collect();
        assert!(whole.starts_with(&footnote.text), "{whole}");
    }
}
