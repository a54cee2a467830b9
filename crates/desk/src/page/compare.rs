//! `/record/{id}/compare`: two revisions of a record, field by field.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Serialize;
use xinqiao_ledger::Stored;
use xinqiao_record::Record;

use crate::Desk;
use crate::form;
use crate::http::{Context, PageError, Shell, Table, View, respond};
use crate::i18n::Texts;
use crate::page::review::{Pairs, record_id, title};
use crate::show;

/// One field before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Difference {
    name: &'static str,
    label: String,
    before: String,
    after: String,
}

/// A revision to choose.
#[derive(Debug, Clone)]
struct Revision {
    number: u32,
    told: String,
    is_from: bool,
    is_to: bool,
}

#[derive(Template)]
#[template(path = "compare.html")]
struct ComparePage {
    shell: Shell,
    id: String,
    title: String,
    lede: String,
    from: u32,
    to: u32,
    revisions: Vec<Revision>,
    changed: Vec<Difference>,
    same: Vec<Difference>,
}

impl View for ComparePage {
    fn json(&self) -> serde_json::Value {
        serde_json::json!({ "record": self.id, "from": self.from, "to": self.to, "changed": self.changed })
    }

    fn table(&self) -> Table {
        let row = |difference: &Difference| {
            vec![
                difference.name.to_owned(),
                difference.before.clone(),
                difference.after.clone(),
            ]
        };
        Table {
            columns: vec!["field", "before", "after"],
            rows: self.changed.iter().map(row).collect(),
        }
    }
}

/// `GET /record/{id}/compare?from=…&to=…`: without numbers the newest revision and the one before it.
///
/// # Errors
/// When there is no such record or revision.
pub async fn show(
    context: Context,
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    Query(pairs): Query<Pairs>,
) -> Result<Response, PageError> {
    let t = context.texts;
    let history = desk.ledger.history(record_id(&id)?).await?;
    let Some(last) = history.last() else {
        return Err(PageError::not_found(id));
    };
    let number = |name: &str, usual: u32| match pairs.get(name) {
        "" => Ok(usual),
        text => text
            .parse()
            .map_err(|_| PageError::bad_request(format!("`{text}` is not a revision"))),
    };
    let to = number("to", last.record.revision)?;
    let from = number("from", to.saturating_sub(1).max(1))?;
    let of = |revision: u32| {
        let found = history
            .iter()
            .find(|stored| stored.record.revision == revision);
        found.ok_or_else(|| PageError::not_found(format!("{id}: {revision}")))
    };
    let (before, after) = (of(from)?, of(to)?);
    let (changed, same): (Vec<_>, Vec<_>) = differences(&before.record, &after.record, t)
        .into_iter()
        .partition(|difference| difference.before != difference.after);
    let page = ComparePage {
        id: last.record.id.to_string(),
        title: title(&last.record, t),
        lede: t
            .with_two("compare-lede", told(before, t), told(after, t))
            .into_owned(),
        from,
        to,
        revisions: history
            .iter()
            .map(|stored| Revision {
                number: stored.record.revision,
                told: told(stored, t),
                is_from: stored.record.revision == from,
                is_to: stored.record.revision == to,
            })
            .collect(),
        changed,
        same: same
            .into_iter()
            .filter(|same| !same.after.is_empty())
            .collect(),
        shell: context.shell(&desk).await,
    };
    respond(context.twin, &page)
}

fn told(stored: &Stored, t: &Texts) -> String {
    let moment = show::timestamp(stored.at);
    t.with_two(
        "compare-revision",
        stored.record.revision,
        t.with_two("moment-and-actor", moment, show::actor(&stored.actor, t)),
    )
    .into_owned()
}

/// Every field of both revisions: the body's, then the envelope's.
fn differences(before: &Record, after: &Record, t: &Texts) -> Vec<Difference> {
    let (old, new) = (form::values(&before.body, t), form::values(&after.body, t));
    let mut all: Vec<Difference> = new
        .iter()
        .map(|value| Difference {
            name: value.name,
            label: value.label.clone(),
            before: old
                .iter()
                .find(|old| old.name == value.name)
                .map(|old| old.joined(t))
                .unwrap_or_default(),
            after: value.joined(t),
        })
        .collect();
    let mut add = |name: &'static str, label: &'static str, tell: &dyn Fn(&Record) -> String| {
        all.push(Difference {
            name,
            label: t.msg(label).into_owned(),
            before: tell(before),
            after: tell(after),
        });
    };
    let id = |id: Option<xinqiao_record::RecordId>| id.map(|id| id.to_string()).unwrap_or_default();
    let lines = |lines: Vec<String>| lines.join(&t.msg("value-list-separator"));
    add("status", "field-status", &|record| {
        show::status(record.status, t)
    });
    add("valid", "field-valid", &|record| {
        show::period(&record.valid, t)
    });
    add("visibility", "field-visibility", &|record| {
        show::visibility(&record.visibility, t)
    });
    add("owner", "field-owner", &|record| id(record.owner));
    add("timeline", "field-timeline", &|record| match &record.body {
        xinqiao_record::Body::Project(body) => lines(
            body.timeline
                .iter()
                .map(|entry| {
                    let stage = show::stage(entry.stage, t);
                    match entry.date {
                        Some(date) => t
                            .with_two("name-and-detail", stage, show::partial_date(date, t))
                            .into_owned(),
                        None => stage,
                    }
                })
                .collect(),
        ),
        _ => String::new(),
    });
    add("sources", "field-sources", &|record| {
        lines(
            record
                .sources
                .iter()
                .map(|source| format!("“{}”", source.quote))
                .collect(),
        )
    });
    add("joined", "field-joined", &|record| {
        lines(
            record
                .joined
                .iter()
                .map(|join| format!("{} ({})", join.matched, join.candidate))
                .collect(),
        )
    });
    add("replaced_by", "field-replaced-by", &|record| {
        id(record.replaced_by)
    });
    add("same_as", "field-same-as", &|record| {
        id(record
            .proposal
            .as_ref()
            .and_then(|proposal| proposal.same_as.as_ref())
            .map(|same| same.record))
    });
    all
}
