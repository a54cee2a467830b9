//! What the pages on which a person decides have in common: cards, actions, messages, ways back.

mod answer;
mod flash;
mod marks;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use xinqiao_ledger::{AsOf, LedgerError, Stored};
use xinqiao_record::{Body, Citation, Record, RecordId, Status};

use crate::Desk;
use crate::form::{self, Item, Value};
use crate::http::{PageError, is_local};
use crate::i18n::Texts;
use crate::show;

pub(crate) use answer::{Answer, answer, command_failed, shell_at, unprocessable};
pub(crate) use flash::{Flash, flash};
pub(crate) use marks::{Mark, Piece, pieces};

/// The pairs of a query or of a form, in order; a name may come several times.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(transparent)]
pub struct Pairs(pub(crate) Vec<(String, String)>);

impl Pairs {
    /// The first value under a name, empty if there is none.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.0
            .iter()
            .find(|(known, _)| known == name)
            .map_or("", |(_, value)| value.as_str())
    }

    /// Every value under a name.
    pub(crate) fn all<'p>(&'p self, name: &'p str) -> impl Iterator<Item = &'p str> {
        self.0
            .iter()
            .filter(move |(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    /// The pairs without those that only concern a message about what was just done.
    pub(crate) fn lasting(&self) -> Vec<(&str, &str)> {
        self.0
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .filter(|(name, _)| !matches!(*name, "done" | "of"))
            .collect()
    }

    /// The lasting pairs with `name` set to `value`; an empty value takes it out, `page` starts again.
    pub(crate) fn with<'p>(&'p self, path: &str, name: &'p str, value: &'p str) -> String {
        let kept = self
            .lasting()
            .into_iter()
            .filter(|(known, _)| *known != name && *known != "page");
        show::address(path, kept.chain([(name, value)]))
    }
}

/// A form with one button.
#[derive(Debug, Clone)]
pub(crate) struct Act {
    pub(crate) action: String,
    pub(crate) label: String,
    /// The class of the button.
    pub(crate) class: &'static str,
    /// The key on the keyboard, or nothing.
    pub(crate) key: &'static str,
    /// What is sent along.
    pub(crate) hidden: Vec<(&'static str, String)>,
}

/// Words of a source and their place.
#[derive(Debug, Clone, serde::Serialize)]
pub(crate) struct Quote {
    pub(crate) number: usize,
    pub(crate) text: String,
    pub(crate) href: String,
    /// The document and the article.
    pub(crate) place: String,
    /// The place in the file, where it was looked up.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) origin: String,
}

/// The record that a candidate probably is.
#[derive(Debug, Clone, serde::Serialize)]
pub(crate) struct Suggestion {
    pub(crate) title: String,
    pub(crate) href: String,
    pub(crate) matched: String,
    pub(crate) rule: String,
}

/// One record with what a person needs to decide on it.
#[derive(Debug, Clone)]
pub(crate) struct Card {
    pub(crate) id: String,
    /// Id and revision, as the bulk form sends them.
    pub(crate) item: String,
    pub(crate) kind: String,
    pub(crate) title: String,
    pub(crate) href: String,
    pub(crate) status: &'static str,
    pub(crate) status_label: String,
    pub(crate) confidence: Option<u8>,
    /// The values that are known.
    pub(crate) values: Vec<Value>,
    pub(crate) quotes: Vec<Quote>,
    pub(crate) suggestion: Option<Suggestion>,
    pub(crate) acts: Vec<Act>,
    /// Where it is corrected; empty for a retired record.
    pub(crate) edit: String,
}

/// Records by id, for their names.
pub(crate) type Records = BTreeMap<RecordId, Record>;

/// The records of these ids, as far as they exist.
pub(crate) async fn records(
    desk: &Arc<Desk>,
    ids: impl IntoIterator<Item = RecordId>,
) -> Result<Records, LedgerError> {
    let mut records = Records::new();
    for id in ids.into_iter().collect::<BTreeSet<_>>() {
        if let Some(stored) = desk.ledger.get(id, AsOf::default()).await? {
            records.insert(id, stored.record);
        }
    }
    Ok(records)
}

/// Everything that a card of this record names.
pub(crate) fn named_by(record: &Record) -> Vec<RecordId> {
    let mut ids: Vec<RecordId> = Vec::new();
    for source in citations(record) {
        ids.push(source.document);
        ids.extend(source.article);
    }
    ids.extend(suggested(record).map(|same| same.record));
    if let Body::Organization(body) = &record.body {
        ids.extend(body.parent);
    }
    ids
}

/// The places that a record comes from; what came of a promise has a place of its own.
pub(crate) fn citations(record: &Record) -> impl Iterator<Item = &Citation> {
    let outcome = match &record.body {
        Body::Target(body) => body.outcome.as_ref().map(|outcome| &outcome.source),
        _ => None,
    };
    record.sources.iter().chain(outcome)
}

fn suggested(record: &Record) -> Option<&xinqiao_record::ProposedMatch> {
    record
        .proposal
        .as_ref()
        .and_then(|proposal| proposal.same_as.as_ref())
}

/// The record of an id in an address.
pub(crate) fn record_id(text: &str) -> Result<RecordId, PageError> {
    text.parse().map_err(|_| PageError::not_found(text))
}

/// The id of the mark of a record's source, counted from one.
pub(crate) fn mark_id(record: RecordId, number: usize) -> String {
    format!("m-{record}-{number}")
}

/// The address of a source of a record, counted from one.
pub(crate) fn source_href(record: RecordId, citation: &Citation, number: usize) -> String {
    let article = citation
        .article
        .map(|id| id.to_string())
        .unwrap_or_default();
    let path = format!("/documents/{}", citation.document);
    let pairs = [
        ("article", article.as_str()),
        ("record", &record.to_string()),
    ];
    format!(
        "{}#{}",
        show::address(&path, pairs),
        mark_id(record, number)
    )
}

/// What a rule of the reader is called.
pub(crate) fn rule(name: &str, t: &Texts) -> String {
    let key = format!("rule-{}", name.replace('_', "-"));
    let text = t.msg(&key);
    if *text == key {
        name.to_owned()
    } else {
        text.into_owned()
    }
}

/// The sources of a record in words.
pub(crate) fn quotes(record: &Record, names: &Records, t: &Texts) -> Vec<Quote> {
    citations(record)
        .enumerate()
        .map(|(index, source)| {
            let title = |id: &RecordId| {
                names
                    .get(id)
                    .map_or_else(|| id.to_string(), |known| known.title().to_owned())
            };
            let document = title(&source.document);
            let place = match source.article {
                Some(article) if title(&article) != document => t
                    .with_two("place-article", document, title(&article))
                    .into_owned(),
                _ => t.with("place-document", document).into_owned(),
            };
            Quote {
                number: index + 1,
                text: show::unmarked(&source.quote),
                href: source_href(record.id, source, index + 1),
                place,
                origin: String::new(),
            }
        })
        .collect()
}

/// The values that are known, with the names of the records that they point to.
pub(crate) fn known_values(record: &Record, names: &Records, t: &Texts) -> Vec<Value> {
    let mut values = form::values(&record.body, t);
    values.retain(|value| !value.items.is_empty());
    for item in values.iter_mut().flat_map(|value| &mut value.items) {
        if let Some(known) = item
            .text
            .parse()
            .ok()
            .and_then(|id: RecordId| names.get(&id))
        {
            known.title().clone_into(&mut item.text);
        }
    }
    values
}

/// How many values of a list a card shows.
const VALUES: usize = 6;

/// The values that a card shows: not those that its heading says already, and of a long list the first.
fn card_values(record: &Record, names: &Records, t: &Texts) -> Vec<Value> {
    let mut values = known_values(record, names, t);
    values.retain(|value| {
        let heading = matches!(value.name, "name" | "title" | "measure");
        !(heading && value.items.iter().all(|item| item.text == record.title()))
    });
    for value in &mut values {
        if let Some(more) = value
            .items
            .len()
            .checked_sub(VALUES)
            .filter(|more| *more > 0)
        {
            value.items.truncate(VALUES);
            value.items.push(Item {
                text: t.count("card-more", more).into_owned(),
                href: format!("/record/{}", record.id),
            });
        }
    }
    values
}

/// The text, or the beginning of a long one.
pub(crate) fn beginning(text: &str, characters: usize) -> String {
    match text.char_indices().nth(characters) {
        Some((at, _)) => format!("{} …", text.get(..at).unwrap_or(text).trim_end()),
        None => text.to_owned(),
    }
}

/// A record as a card; `back` is where its actions lead back to.
pub(crate) fn card(record: &Record, names: &Records, back: &str, t: &Texts) -> Card {
    let suggestion = suggested(record)
        .filter(|_| record.status == Status::Proposed)
        .map(|same| Suggestion {
            title: names
                .get(&same.record)
                .map_or_else(|| same.record.to_string(), |known| known.title().to_owned()),
            href: format!("/record/{}", same.record),
            matched: same.matched.clone(),
            rule: rule(&same.rule, t),
        });
    Card {
        id: record.id.to_string(),
        item: format!("{}:{}", record.id, record.revision),
        kind: show::kind(record.kind(), t),
        title: title(record, t),
        href: format!("/record/{}", record.id),
        status: record.status.name(),
        status_label: show::status(record.status, t),
        confidence: record.proposal.as_ref().map(|proposal| proposal.confidence),
        values: card_values(record, names, t),
        quotes: quotes(record, names, t),
        suggestion,
        acts: acts(record, back, t),
        edit: if record.status == Status::Retired {
            String::new()
        } else {
            show::address(&format!("/record/{}/edit", record.id), [("back", back)])
        },
    }
}

/// What a heading calls a record; never empty.
pub(crate) fn title(record: &Record, t: &Texts) -> String {
    let title = record.title().trim();
    if title.is_empty() {
        t.msg("record-untitled").into_owned()
    } else {
        title.to_owned()
    }
}

/// An action on a record.
pub(crate) fn act(
    record: &Record,
    verb: &'static str,
    label: &str,
    class: &'static str,
    key: &'static str,
    back: &str,
) -> Act {
    Act {
        action: format!("/record/{}/{verb}", record.id),
        label: label.to_owned(),
        class,
        key,
        hidden: vec![
            ("revision", record.revision.to_string()),
            ("back", back.to_owned()),
        ],
    }
}

/// What can be done with a record as it stands.
pub(crate) fn acts(record: &Record, back: &str, t: &Texts) -> Vec<Act> {
    let mut acts = Vec::new();
    if matches!(record.status, Status::Proposed | Status::Rejected) {
        acts.push(act(
            record,
            "confirm",
            &t.msg("keys-confirm"),
            "primary",
            "c",
            back,
        ));
    }
    if let Some(same) = suggested(record).filter(|_| record.status == Status::Proposed) {
        let mut join = act(record, "join", &t.msg("keys-merge"), "", "m", back);
        join.hidden.push(("target", same.record.to_string()));
        acts.push(join);
    }
    if matches!(record.status, Status::Proposed | Status::Confirmed) {
        acts.push(act(record, "reject", &t.msg("keys-reject"), "", "r", back));
    }
    acts
}

/// Whether the last change can be taken back: there is one, and it was no join.
pub(crate) fn can_undo(history: &[Stored]) -> bool {
    match history {
        [.., before, last] => {
            before.record.joined == last.record.joined
                && before.record.replaced_by == last.record.replaced_by
        }
        _ => false,
    }
}

/// The path to go back to, if it is one of this desk; else `instead`.
pub(crate) fn local(back: &str, instead: &str) -> String {
    if is_local(back) {
        back.to_owned()
    } else {
        instead.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_desk_are_gone_back_to() {
        assert_eq!(
            local("/queue?kind=project#item-1", "/"),
            "/queue?kind=project#item-1"
        );
        for foreign in [
            "https://example.org/",
            "//example.org",
            "/\\example.org",
            "",
            "queue",
            "/a b",
            "/a\r\nX: y",
        ] {
            assert_eq!(local(foreign, "/queue"), "/queue", "{foreign:?}");
        }
    }

    #[test]
    fn a_message_does_not_last_in_links() {
        let pairs = [
            ("kind", "project"),
            ("done", "confirm"),
            ("of", "x"),
            ("page", "3"),
        ];
        let pairs = Pairs(pairs.map(|(a, b)| (a.to_owned(), b.to_owned())).into());
        assert_eq!(
            pairs.with("/queue", "order", "surest"),
            "/queue?kind=project&order=surest"
        );
        assert_eq!(pairs.with("/queue", "kind", ""), "/queue");
    }
}
