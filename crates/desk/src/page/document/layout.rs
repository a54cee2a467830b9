//! The contents of a document, which part of it is shown, and the facts of that part.

use serde::Serialize;
use xinqiao_record::body::Article;
use xinqiao_record::{Body, Citation, Record, RecordId, Span, Status};

use super::text::{ArticleView, Block, Layout, lay_out};
use crate::i18n::Texts;
use crate::intake::StoredReading;
use crate::page::review::{Mark, citations, mark_id, title};
use crate::show;

/// How many facts there are, by status.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub(super) struct Counts {
    pub(super) proposed: usize,
    pub(super) confirmed: usize,
    pub(super) rejected: usize,
}

impl Counts {
    pub(super) fn waiting(&self) -> usize {
        self.proposed
    }

    pub(super) fn total(&self) -> usize {
        self.proposed + self.confirmed + self.rejected
    }
}

pub(super) fn counts<'r>(facts: impl IntoIterator<Item = &'r Record>) -> Counts {
    let mut counts = Counts::default();
    for fact in facts {
        match fact.status {
            Status::Proposed => counts.proposed += 1,
            Status::Confirmed => counts.confirmed += 1,
            Status::Rejected => counts.rejected += 1,
            Status::Retired => {}
        }
    }
    counts
}

/// An article in the document.
#[derive(Debug, Clone)]
pub(super) struct Place<'a> {
    pub(super) id: RecordId,
    pub(super) number: u32,
    pub(super) title: String,
    body: &'a Article,
}

impl Place<'_> {
    fn cites(&self, citation: &Citation, document: RecordId) -> bool {
        citation.document == document
            && match citation.article {
                Some(article) => article == self.id,
                None => citation
                    .span
                    .is_some_and(|span| self.body.span.overlaps(span)),
            }
    }

    /// Whether a fact comes from this article.
    pub(super) fn holds(&self, fact: &Record, document: RecordId) -> bool {
        citations(fact).any(|citation| self.cites(citation, document))
    }
}

/// One column of the contents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Group {
    /// Its name; empty for articles without a column.
    pub(super) column: String,
    pub(super) entries: Vec<Entry>,
}

/// One article in the contents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Entry {
    pub(super) id: RecordId,
    pub(super) number: u32,
    pub(super) title: String,
    pub(super) href: String,
    pub(super) counts: Counts,
    #[serde(skip)]
    index: usize,
    #[serde(skip)]
    pub(super) current: bool,
}

/// The contents by column, and the articles in order.
pub(super) struct Contents<'a> {
    pub(super) groups: Vec<Group>,
    pub(super) places: Vec<Place<'a>>,
}

/// Puts the contents together.
pub(super) fn contents<'a>(
    articles: &'a [Record],
    facts: &[Record],
    document: RecordId,
    path: &str,
) -> Contents<'a> {
    let mut contents = Contents {
        groups: Vec::new(),
        places: Vec::new(),
    };
    for record in articles {
        let Body::Article(body) = &record.body else {
            continue;
        };
        let place = Place {
            id: record.id,
            number: body.number,
            title: body.title.clone(),
            body,
        };
        let column = body.column.clone().unwrap_or_default();
        let entry = Entry {
            id: record.id,
            number: body.number,
            title: body.title.clone(),
            href: show::address(path, [("article", body.number.to_string().as_str())]),
            counts: counts(facts.iter().filter(|fact| place.holds(fact, document))),
            index: contents.places.len(),
            current: false,
        };
        contents.places.push(place);
        match contents
            .groups
            .last_mut()
            .filter(|group| group.column == column)
        {
            Some(group) => group.entries.push(entry),
            None => contents.groups.push(Group {
                column,
                entries: vec![entry],
            }),
        }
    }
    contents
}

/// Which articles are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    /// All of them.
    All,
    /// The one at this index.
    One(usize),
}

/// The article that is asked for; else the one that the chosen fact comes from; else the first.
pub(super) fn shown(
    wanted: &str,
    selected: Option<&Record>,
    places: &[Place<'_>],
    document: RecordId,
) -> Shown {
    if wanted == "all" {
        return Shown::All;
    }
    let named = places
        .iter()
        .position(|place| place.number.to_string() == wanted || place.id.to_string() == wanted);
    let of_fact = || {
        let citation = citations(selected?).find(|citation| citation.document == document)?;
        places
            .iter()
            .position(|place| place.cites(citation, document))
    };
    Shown::One(named.or_else(of_fact).unwrap_or(0))
}

/// The contents with the shown article marked.
pub(super) fn mark_current(mut groups: Vec<Group>, shown: Shown) -> Vec<Group> {
    for entry in groups.iter_mut().flat_map(|group| &mut group.entries) {
        entry.current = shown == Shown::One(entry.index);
    }
    groups
}

/// The marks of these facts in this document.
pub(super) fn marks_of(
    facts: &[&Record],
    document: RecordId,
    selected: Option<&Record>,
    t: &Texts,
) -> Vec<Mark> {
    let mut marks = Vec::new();
    for fact in facts {
        for (index, citation) in citations(fact).enumerate() {
            let Some(span) = citation.span.filter(|_| citation.document == document) else {
                continue;
            };
            marks.push(Mark {
                span,
                record: fact.id,
                id: mark_id(fact.id, index + 1),
                status: fact.status.name(),
                selected: selected.is_some_and(|chosen| chosen.id == fact.id),
                title: format!("{}: {}", show::kind(fact.kind(), t), title(fact, t)),
            });
        }
    }
    marks
}

/// One article laid out.
pub(super) fn article_view(
    reading: &StoredReading,
    place: &Place<'_>,
    index: usize,
    marks: &[Mark],
    t: &Texts,
) -> ArticleView {
    let spans = |list: &'_ Vec<Vec<Span>>| list.get(index).cloned().unwrap_or_default();
    let (prose, headings) = (spans(&reading.prose), spans(&reading.headings));
    let mut view = lay_out(
        &reading.text,
        place.body,
        Layout {
            prose: &prose,
            headings: &headings,
        },
        marks,
    );
    let separator = t.msg("value-list-separator");
    view.column = place.body.column.clone().unwrap_or_default();
    view.authors = place.body.authors.join(&separator);
    view.published = place
        .body
        .published
        .map(|date| show::partial_date(date, t))
        .unwrap_or_default();
    let sources: Vec<&str> = place
        .body
        .sources
        .iter()
        .map(|source| source.name.as_str())
        .collect();
    // Where the text itself names them they are not told again.
    let said = |block: &Block| match block {
        Block::Aside(pieces) => {
            let words: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
            sources.iter().all(|source| words.contains(source))
        }
        _ => false,
    };
    if !view.blocks.iter().any(said) {
        view.sources = sources.join(&separator);
    }
    view
}

fn start(fact: &Record, document: RecordId) -> u32 {
    let spans = citations(fact)
        .filter(|citation| citation.document == document)
        .filter_map(|citation| citation.span);
    spans.map(|span| span.start).min().unwrap_or(u32::MAX)
}

/// The number of the first source that lies in this document.
fn first_here(fact: &Record, document: RecordId) -> usize {
    citations(fact)
        .position(|citation| citation.document == document)
        .map_or(1, |index| index + 1)
}

/// Puts facts into the order of the text.
pub(super) fn in_order(facts: &mut [&Record], document: RecordId) {
    facts.sort_by_key(|fact| (start(fact, document), fact.id));
}

/// The next fact in view that waits for a decision: after the chosen one, or from the top again.
pub(super) fn next_waiting(facts: &[&Record], chosen: &Record) -> Option<RecordId> {
    let waits = |fact: &&&Record| fact.status == Status::Proposed && fact.id != chosen.id;
    let at = facts
        .iter()
        .position(|fact| fact.id == chosen.id)
        .unwrap_or(0);
    let after = facts.iter().skip(at + 1).find(waits);
    after
        .or_else(|| facts.iter().find(waits))
        .map(|fact| fact.id)
}

/// A fact in the list beside the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Listed {
    pub(super) kind: String,
    pub(super) title: String,
    pub(super) href: String,
    pub(super) status: &'static str,
    pub(super) status_label: String,
    pub(super) current: bool,
    /// Whether it comes from the same words as the chosen fact.
    pub(super) beside: bool,
}

/// The facts in view, those at the same place as the chosen one first.
pub(super) fn listed(
    facts: &[&Record],
    selected: Option<&Record>,
    document: RecordId,
    href: &str,
    t: &Texts,
) -> Vec<Listed> {
    let spans = |fact: &Record| -> Vec<Span> {
        let here = citations(fact).filter(|citation| citation.document == document);
        here.filter_map(|citation| citation.span).collect()
    };
    let chosen: Vec<Span> = selected.map(&spans).unwrap_or_default();
    let mut listed: Vec<Listed> = facts
        .iter()
        .map(|fact| Listed {
            kind: show::kind(fact.kind(), t),
            title: title(fact, t),
            href: format!(
                "{href}{}#{}",
                fact.id,
                mark_id(fact.id, first_here(fact, document))
            ),
            status: fact.status.name(),
            status_label: show::status(fact.status, t),
            current: selected.is_some_and(|chosen| chosen.id == fact.id),
            beside: spans(fact)
                .iter()
                .any(|span| chosen.iter().any(|other| other.overlaps(*span))),
        })
        .collect();
    listed.sort_by_key(|fact| !fact.beside);
    listed
}

/// A fact in the page's table.
#[derive(Debug, Clone, Serialize)]
pub(super) struct FactRow {
    record: Record,
    article: Option<u32>,
    span: Option<Span>,
    quote: String,
}

impl FactRow {
    pub(super) fn new(fact: &Record, document: RecordId, places: &[Place<'_>]) -> Self {
        let citation = citations(fact).find(|citation| citation.document == document);
        let place = citation
            .and_then(|citation| places.iter().find(|place| place.cites(citation, document)));
        FactRow {
            record: fact.clone(),
            article: place.map(|place| place.number),
            span: citation.and_then(|citation| citation.span),
            quote: citation
                .map(|citation| citation.quote.clone())
                .unwrap_or_default(),
        }
    }

    pub(super) fn cells(&self) -> Vec<String> {
        let text = |value: Option<String>| value.unwrap_or_default();
        vec![
            self.record.id.to_string(),
            self.record.kind().name().to_owned(),
            self.record.title().to_owned(),
            self.record.status.name().to_owned(),
            text(
                self.record
                    .proposal
                    .as_ref()
                    .map(|proposal| proposal.confidence.to_string()),
            ),
            text(self.article.map(|number| number.to_string())),
            text(self.span.map(|span| span.start.to_string())),
            text(self.span.map(|span| span.end.to_string())),
            self.quote.clone(),
        ]
    }
}
