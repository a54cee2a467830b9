//! `/record/{id}`: everything that is known of a record, where from, what happened, who decided.

mod related;
mod then;
mod trace;

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use xinqiao_ledger::{AsOf, Stored};
use xinqiao_record::{Body, Kind, Record, RecordId, canonical_json};

use crate::Desk;
use crate::http::{Context, PageError, Shell, Table, View, respond};
use crate::i18n::Texts;
use crate::page::review::{
    Act, Card, Flash, Pairs, Records, act, beginning, can_undo, card, flash, named_by, record_id,
    records, rule, title,
};
use crate::show::{self, Column, Step};
use related::{Happening, Referring, Related, happenings, referring};
use then::Then;
use trace::{Traced, traced};

/// How many characters of a source the page shows; the whole stands in the document.
const QUOTE: usize = 400;

/// A candidate that was joined into the record.
#[derive(Debug, Clone)]
struct JoinRow {
    title: String,
    href: String,
    matched: String,
    rule: String,
    split: Act,
}

/// One revision in the history.
#[derive(Debug, Clone)]
struct RevisionRow {
    revision: u32,
    when: String,
    actor: String,
    reason: String,
    status: &'static str,
    status_label: String,
    /// Against the revision before; empty for the first.
    compare: String,
}

#[derive(Template)]
#[template(path = "record.html")]
struct RecordPage {
    shell: Shell,
    card: Card,
    lede: String,
    revision: u32,
    values: Vec<Traced>,
    unknown: Vec<String>,
    by_hand: bool,
    envelope: Vec<(String, String)>,
    owner: String,
    replaced_by: Option<(String, String)>,
    document: String,
    /// Where a statistic stands as a table; empty for other records.
    data: String,
    steps: Vec<Step>,
    happenings: Vec<Happening>,
    related: Vec<Related>,
    more: usize,
    joins: Vec<JoinRow>,
    /// Whether there are receipts.
    signs: bool,
    history: Vec<RevisionRow>,
    history_columns: Vec<Column>,
    undo: Option<Act>,
    mentions: String,
    /// The moment that the page speaks of, in words; empty for today.
    then: String,
    known: String,
    valid: String,
    flash: Option<Flash>,
    stored: serde_json::Value,
    hash: String,
}

impl View for RecordPage {
    fn json(&self) -> serde_json::Value {
        serde_json::json!({
            "stored": self.stored,
            "hash": self.hash,
            "values": self.values,
            "related": self.related,
        })
    }

    fn table(&self) -> Table {
        let rows = self.values.iter().flat_map(|value| {
            value.items.iter().map(|item| {
                let sources: Vec<String> = item
                    .sources
                    .iter()
                    .map(|(number, _)| number.to_string())
                    .collect();
                vec![
                    value.name.to_owned(),
                    value.label.clone(),
                    item.text.clone(),
                    sources.join(" "),
                ]
            })
        });
        Table {
            columns: vec!["field", "label", "value", "sources"],
            rows: rows.collect(),
        }
    }
}

/// The newest revision of a record.
pub(super) async fn newest(desk: &Arc<Desk>, id: &str) -> Result<Stored, PageError> {
    let found = desk.ledger.get(record_id(id)?, AsOf::default()).await?;
    found.ok_or_else(|| PageError::not_found(id))
}

/// The revision of a record that a page speaks of.
async fn revision_at(
    desk: &Arc<Desk>,
    id: &str,
    moment: Then,
    t: &Texts,
) -> Result<Stored, PageError> {
    let found = desk.ledger.get(record_id(id)?, moment.as_of()).await?;
    match found {
        Some(stored) => Ok(stored),
        None if moment.is_now() => Err(PageError::not_found(id)),
        None => {
            // Whether there is such a record at all is another answer.
            newest(desk, id).await?;
            Err(PageError::not_found(
                t.with("moment-nothing", moment.sentence(t)),
            ))
        }
    }
}

/// `GET /record/{id}?known=…&valid=…`: what is known of a record today, or what was known at the end of a day and held on a day.
///
/// # Errors
/// When there is no such record, or was none then; when a day cannot be read.
pub async fn show(
    context: Context,
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    Query(pairs): Query<Pairs>,
) -> Result<Response, PageError> {
    let t = context.texts;
    let moment = Then::read(&pairs, t)?;
    let stored = revision_at(&desk, &id, moment, t).await?;
    let record = &stored.record;
    let mut history = desk.ledger.history(record.id).await?;
    history.retain(|one| one.record.revision <= record.revision);
    let first = history.first().map_or(record, |first| &first.record);
    let joined = records(&desk, record.joined.iter().map(|join| join.candidate)).await?;
    let also = record.owner.into_iter().chain(record.replaced_by);
    let names = records(&desk, named_by(record).into_iter().chain(also)).await?;
    // What refers to it is known of today only.
    let related = if moment.is_now() {
        referring(&desk, record.id, t).await?
    } else {
        Referring::default()
    };

    let back = format!("/record/{}", record.id);
    let (mut values, empty): (Vec<Traced>, Vec<Traced>) = traced(record, first, &joined, t)
        .into_iter()
        .partition(|value| !value.items.is_empty());
    name_ids(&mut values, &names);
    let mut card = card(record, &names, &back, t);
    for quote in &mut card.quotes {
        quote.text = beginning(&quote.text, QUOTE);
    }
    if !moment.is_now() {
        card.acts.clear();
        card.edit.clear();
    }
    let steps = match &record.body {
        Body::Project(body) if body.stage.is_some() || !body.timeline.is_empty() => {
            show::steps(body.stage, &body.timeline, t)
        }
        _ => Vec::new(),
    };
    let page = RecordPage {
        lede: t
            .with_two(
                "record-lede",
                show::kind(record.kind(), t),
                revision_text(&stored, t),
            )
            .into_owned(),
        revision: record.revision,
        unknown: empty.into_iter().map(|value| value.label).collect(),
        by_hand: record.sources.is_empty() && Kind::FACTS.contains(&record.kind()),
        values,
        envelope: vec![
            (
                t.msg("field-valid").into_owned(),
                show::period(&record.valid, t),
            ),
            (
                t.msg("field-visibility").into_owned(),
                show::visibility(&record.visibility, t),
            ),
        ],
        owner: record
            .owner
            .map(|owner| name_of(owner, &names))
            .unwrap_or_default(),
        replaced_by: record
            .replaced_by
            .map(|target| (format!("/record/{target}"), name_of(target, &names))),
        document: match record.kind() {
            Kind::Document => format!("/documents/{}", record.id),
            Kind::Article => format!("/articles/{}", record.id),
            _ => String::new(),
        },
        data: match record.kind() {
            Kind::Statistic => format!("/statistics/{}", record.id),
            _ => String::new(),
        },
        steps,
        happenings: match record.kind() {
            Kind::Organization | Kind::Project => happenings(record, &related.facts, t),
            _ => Vec::new(),
        },
        related: related.groups,
        more: related.more,
        joins: joins(record, &joined, &back, t),
        signs: desk.log.is_some(),
        history: history
            .iter()
            .rev()
            .map(|stored| revision_row(stored, t))
            .collect(),
        history_columns: ["revision", "when", "who", "why", "status", "compare"]
            .map(|name| {
                let key = format!("history-{name}");
                Column::words(t.msg(&key))
            })
            .into(),
        undo: (moment.is_now() && can_undo(&history))
            .then(|| act(record, "undo", &t.msg("keys-undo"), "", "u", &back)),
        mentions: show::address(
            "/search",
            [("q", format!("\"{}\"", record.title()).as_str())],
        ),
        then: moment.sentence(t),
        known: Then::field(moment.known),
        valid: Then::field(moment.valid),
        flash: flash(&desk, &pairs, &back, t).await?,
        hash: record.hash().map_err(PageError::fault)?.to_string(),
        card,
        stored: serde_json::to_value(&stored).map_err(PageError::fault)?,
        shell: context.shell(&desk).await,
    };
    respond(context.twin, &page)
}

fn name_of(id: RecordId, names: &Records) -> String {
    names
        .get(&id)
        .map_or_else(|| id.to_string(), |known| known.title().to_owned())
}

/// Puts names in the place of bare ids.
fn name_ids(values: &mut [Traced], names: &Records) {
    for item in values.iter_mut().flat_map(|value| &mut value.items) {
        if let Ok(id) = item.text.parse() {
            item.text = name_of(id, names);
        }
    }
}

fn revision_text(stored: &Stored, t: &Texts) -> String {
    t.with_two(
        "record-revision",
        stored.record.revision,
        show::timestamp(stored.at),
    )
    .into_owned()
}

fn revision_row(stored: &Stored, t: &Texts) -> RevisionRow {
    let revision = stored.record.revision;
    let before = revision.saturating_sub(1);
    RevisionRow {
        revision,
        when: show::timestamp(stored.at),
        actor: show::actor(&stored.actor, t).into_owned(),
        reason: show::reason(&stored.actor, &stored.reason, t).into_owned(),
        status: stored.record.status.name(),
        status_label: show::status(stored.record.status, t),
        compare: if before == 0 {
            String::new()
        } else {
            format!(
                "/record/{}/compare?from={before}&to={revision}",
                stored.record.id
            )
        },
    }
}

fn joins(record: &Record, joined: &Records, back: &str, t: &Texts) -> Vec<JoinRow> {
    let row = |join: &xinqiao_record::Join| {
        let mut split = act(record, "split", &t.msg("record-split"), "", "", back);
        split.hidden.push(("candidate", join.candidate.to_string()));
        JoinRow {
            title: joined
                .get(&join.candidate)
                .map_or_else(|| join.candidate.to_string(), |known| title(known, t)),
            href: format!("/record/{}", join.candidate),
            matched: join.matched.clone(),
            rule: rule(&join.rule, t),
            split,
        }
    };
    record.joined.iter().map(row).collect()
}

#[derive(Template)]
#[template(path = "raw.html")]
struct RawPage {
    shell: Shell,
    id: String,
    title: String,
    text: String,
    hash: String,
    revision: u32,
    record: serde_json::Value,
}

impl View for RawPage {
    fn json(&self) -> serde_json::Value {
        serde_json::json!({ "record": self.record, "hash": self.hash })
    }

    fn table(&self) -> Table {
        Table {
            columns: vec!["id", "revision", "hash", "canonical"],
            rows: vec![vec![
                self.id.clone(),
                self.revision.to_string(),
                self.hash.clone(),
                self.text.clone(),
            ]],
        }
    }
}

/// `GET /record/{id}/raw?revision=…`: the canonical form and its SHA-256; the newest revision, if none is named.
///
/// # Errors
/// When there is no such record or revision.
pub async fn raw(
    context: Context,
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    Query(pairs): Query<Pairs>,
) -> Result<Response, PageError> {
    let mut stored = newest(&desk, &id).await?;
    if !pairs.get("revision").is_empty() {
        let history = desk.ledger.history(stored.record.id).await?;
        let wanted = |stored: &Stored| stored.record.revision.to_string() == pairs.get("revision");
        stored = history
            .into_iter()
            .find(wanted)
            .ok_or_else(|| PageError::not_found(pairs.get("revision")))?;
    }
    let record = stored.record;
    let bytes = canonical_json(&record).map_err(PageError::fault)?;
    let page = RawPage {
        id: record.id.to_string(),
        title: title(&record, context.texts),
        text: String::from_utf8(bytes).map_err(PageError::fault)?,
        hash: record.hash().map_err(PageError::fault)?.to_string(),
        revision: record.revision,
        record: serde_json::to_value(&record).map_err(PageError::fault)?,
        shell: context.shell(&desk).await,
    };
    respond(context.twin, &page)
}
