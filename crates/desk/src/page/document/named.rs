//! Who is named in an article: each organisation once, with how often, and the record that it has or the way to one.

use std::collections::HashMap;

use serde::Serialize;
use xinqiao_record::{Body, Kind, RecordId, Span, Status};

use crate::facet::Snapshot;
use crate::intake::StoredReading;
use crate::show;

/// An organisation that an article names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Named {
    pub(super) name: String,
    /// The places in the document's text.
    pub(super) spans: Vec<Span>,
    /// The record of that name, if there is one.
    pub(super) record: Option<RecordId>,
    /// To the record; without one, to a search for the name.
    #[serde(skip)]
    pub(super) href: String,
    /// To a new record of that name; empty where there is one.
    #[serde(skip)]
    pub(super) enter: String,
}

/// The organisations of which there are records, by every name that the records give them.
pub(super) fn known(snapshot: &Snapshot) -> HashMap<String, RecordId> {
    let mut known = HashMap::new();
    for row in snapshot.of_kind(Kind::Organization) {
        let record = row.record();
        if !matches!(record.status, Status::Proposed | Status::Confirmed) {
            continue;
        }
        if let Body::Organization(body) = &record.body {
            for name in std::iter::once(&body.name).chain(&body.aliases) {
                known.entry(name.clone()).or_insert(record.id);
            }
        }
    }
    known
}

/// Who is named in the article with this index, in the order of the first mention.
pub(super) fn named(
    reading: &StoredReading,
    article: usize,
    known: &HashMap<String, RecordId>,
) -> Vec<Named> {
    let mut named: Vec<Named> = Vec::new();
    for mention in reading.mentions.iter().filter(|one| one.article == article) {
        if let Some(one) = named.iter_mut().find(|one| one.name == mention.name) {
            one.spans.push(mention.span);
            continue;
        }
        let record = known.get(&mention.name).copied();
        named.push(Named {
            name: mention.name.clone(),
            spans: vec![mention.span],
            record,
            href: match record {
                Some(id) => format!("/record/{id}"),
                None => show::address("/search", [("q", format!("\"{}\"", mention.name).as_str())]),
            },
            enter: match record {
                Some(_) => String::new(),
                None => show::address(
                    "/records/new",
                    [
                        ("kind", Kind::Organization.name()),
                        ("name", mention.name.as_str()),
                    ],
                ),
            },
        });
    }
    named
}
