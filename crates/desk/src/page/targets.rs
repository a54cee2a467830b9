//! `/targets`: who promised what by when, and what came of it. `/record/{id}/outcome`: saying what came of it.

use std::sync::Arc;

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use rust_decimal::Decimal;
use serde::Deserialize;
use xinqiao_record::body::{OutcomeKind, Target};
use xinqiao_record::{Body, Kind, PartialDate, Quantity, RecordId, Status};

use super::cell::{Cell, document_title, drop_empty, party, source_href};
use crate::Desk;
use crate::command::{By, CommandError, Told, tell_outcome};
use crate::export;
use crate::facet::{Dimension, Pairs, Row, Selection, Snapshot, Statement, suggestions};
use crate::http::{Complete, Context, PageError, Shell, Table, View, respond};
use crate::i18n::Texts;
use crate::show::{self, Column, Facet, FieldError, Pager};

/// How many targets stand on one page.
const PAGE: u64 = 50;

#[derive(Template)]
#[template(path = "targets.html")]
struct Targets {
    shell: Shell,
    sentence: String,
    overdue: usize,
    text: String,
    kept: Vec<(String, String)>,
    facets: Vec<Facet>,
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
    pager: Pager,
    narrowed: bool,
    all: Vec<Arc<Row>>,
    due: Vec<bool>,
}

impl View for Targets {
    fn json(&self) -> serde_json::Value {
        let records: Vec<_> = self
            .all
            .iter()
            .zip(&self.due)
            .map(|(row, overdue)| serde_json::json!({ "overdue": overdue, "stored": row.stored }))
            .collect();
        serde_json::json!({ "shown": self.sentence, "total": self.all.len(), "overdue": self.overdue, "targets": records })
    }

    fn table(&self) -> Table {
        let text = |value: Option<String>| value.unwrap_or_default();
        let rows = self.all.iter().zip(&self.due).map(|(row, overdue)| {
            let mut cells = export::row(&row.stored).to_vec();
            let Body::Target(target) = &row.record().body else {
                return cells;
            };
            let outcome = target.outcome.as_ref();
            cells.extend([
                text(
                    target
                        .value
                        .as_ref()
                        .map(|value| value.value.normalize().to_string()),
                ),
                text(target.value.as_ref().map(|value| value.unit.clone())),
                overdue.to_string(),
                text(
                    outcome
                        .and_then(|outcome| outcome.value.as_ref())
                        .map(|value| value.value.normalize().to_string()),
                ),
                text(
                    outcome
                        .and_then(|outcome| outcome.moved_to)
                        .map(|date| date.to_string()),
                ),
                text(outcome.map(|outcome| outcome.source.document.to_string())),
            ]);
            cells
        });
        let more = [
            "value",
            "unit",
            "overdue",
            "attained",
            "moved_to",
            "outcome_document",
        ];
        Table {
            columns: export::COLUMNS.into_iter().chain(more).collect(),
            rows: rows.collect(),
        }
    }
}

/// `GET /targets`.
///
/// # Errors
/// When a field cannot have its value, or the ledger fails.
pub async fn show(
    State(desk): State<Arc<Desk>>,
    context: Context,
    Query(pairs): Query<Pairs>,
) -> Result<Response, PageError> {
    let (snapshot, today) = (desk.board.now(&*desk.ledger).await?, desk.today());
    let selection = Selection::read(&pairs, Some(Kind::Target), today)?;
    let sifted = desk.board.sift(&snapshot, &selection);
    let mut sorted = sifted.rows.clone();
    // Overdue first, the longest first; then what is due next, what has no date, and what is over, the latest first.
    sorted.sort_by_cached_key(|row| {
        let open = !matches!(row.outcome(), Some(OutcomeKind::Kept | OutcomeKind::Missed));
        let day = if open { row.due() } else { row.date }.map(PartialDate::last_day);
        let number =
            |day: jiff::civil::Date| i64::from(day.year()) * 400 + i64::from(day.day_of_year());
        let (rank, place) = match (open, day) {
            (false, day) => (3, day.map_or(i64::MAX, |day| -number(day))),
            (true, None) => (2, 0),
            (true, Some(day)) if day < today => (0, number(day)),
            (true, Some(day)) => (1, number(day)),
        };
        (rank, place, row.id())
    });
    let statements = desk.statements.of(&snapshot, &*desk.ledger).await?;
    let shell = context.shell(&desk).await;
    let t = shell.t;
    let due: Vec<bool> = sorted.iter().map(|row| row.is_overdue(today)).collect();
    let total = sorted.len() as u64;
    let page = Pager::asked(pairs.get("page").map(String::as_str));
    let pager = Pager::new("/targets", &selection.pairs(&[]), page, PAGE, total);
    let shown = pager.part(&sorted).iter().zip(pager.part(&due));
    let mut columns = columns(t);
    let mut rows: Vec<Vec<Cell>> = shown
        .map(|(row, overdue)| {
            let told = suggestions(row, &statements, &snapshot).len();
            cells(row, *overdue, told, &snapshot, t)
        })
        .collect();
    drop_empty(&mut columns, &mut rows);
    let dimensions = [
        Dimension::Outcome,
        Dimension::Status,
        Dimension::Year,
        Dimension::Document,
    ];
    let view = Targets {
        sentence: selection.sentence(sorted.len(), &snapshot, t),
        overdue: due.iter().filter(|due| **due).count(),
        text: selection.text.clone(),
        kept: selection.kept(&[]),
        facets: selection.facets("/targets", &[], &dimensions, &sifted, &snapshot, t),
        columns,
        rows,
        pager,
        narrowed: selection.is_narrowed(),
        all: sorted,
        due,
        shell,
    };
    respond(context.twin, &view)
}

fn columns(t: &Texts) -> Vec<Column> {
    vec![
        Column::words(t.msg("column-measure")),
        Column::words(t.msg("column-who")),
        Column::numbers(t.msg("column-value")),
        Column::words(t.msg("column-due")),
        Column::words(t.msg("column-outcome")),
        Column::words(t.msg("column-attained")),
        Column::words(t.msg("column-told-by")),
        Column::words(t.msg("column-source")),
        Column::words(t.msg("column-action")),
    ]
}

fn cells(row: &Row, overdue: bool, told: usize, snapshot: &Snapshot, t: &Texts) -> Vec<Cell> {
    let record = row.record();
    let Body::Target(target) = &record.body else {
        return Vec::new();
    };
    let outcome = target.outcome.as_ref();
    let attained = outcome.map(|outcome| {
        let value = outcome.value.as_ref().map(|value| show::quantity(value, t));
        let moved = outcome
            .moved_to
            .map(|date| t.with("moved-to", show::partial_date(date, t)).into_owned());
        [value, moved]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" ")
    });
    let told_by = outcome.map(|outcome| {
        let title = document_title(outcome.source.document, snapshot);
        Cell::link(title, source_href(record.id, &outcome.source, snapshot))
    });
    vec![
        Cell::record(record),
        party(target.who.as_ref()),
        Cell::number(
            target
                .value
                .as_ref()
                .map(|value| show::quantity(value, t))
                .unwrap_or_default(),
        ),
        Cell::date(target.by, t),
        Cell::outcome(row, overdue, t),
        Cell::words(attained.unwrap_or_default()),
        told_by.unwrap_or_default(),
        Cell::source(record, snapshot),
        Cell::link(
            if told > 0 {
                t.count("outcome-suggested", told)
            } else {
                t.msg("outcome-tell")
            },
            format!("/record/{}/outcome", record.id),
        ),
    ]
}

/// The form that says what came of a target.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct OutcomeForm {
    #[serde(default)]
    revision: u32,
    #[serde(default)]
    outcome: String,
    #[serde(default)]
    value: String,
    #[serde(default)]
    unit: String,
    #[serde(default)]
    moved_to: String,
    #[serde(default)]
    document: String,
    #[serde(default)]
    quote: String,
    #[serde(default)]
    reason: String,
}

/// A statement that may tell the outcome, and the form filled in with it.
struct Suggestion {
    quote: String,
    title: String,
    outcome: &'static str,
    outcome_label: String,
    href: String,
}

#[derive(Template)]
#[template(path = "outcome.html")]
struct OutcomePage {
    shell: Shell,
    id: RecordId,
    title: String,
    who: String,
    value: String,
    due: String,
    outcomes: Vec<(String, String)>,
    documents: Vec<(String, String)>,
    suggestions: Vec<Suggestion>,
    form: OutcomeForm,
    errors: Vec<FieldError>,
}

impl View for OutcomePage {
    fn json(&self) -> serde_json::Value {
        serde_json::json!({ "record": self.id, "revision": self.form.revision, "outcome": self.form.outcome })
    }

    fn table(&self) -> Table {
        let row = vec![
            self.id.to_string(),
            self.form.revision.to_string(),
            self.form.outcome.clone(),
        ];
        Table {
            columns: vec!["id", "revision", "outcome"],
            rows: vec![row],
        }
    }
}

impl OutcomePage {
    fn error(&self, field: &str) -> String {
        let found = self.errors.iter().find(|error| error.field == field);
        found.map(|error| error.message.clone()).unwrap_or_default()
    }
}

/// `GET /record/{id}/outcome`; a suggestion's values come in the address.
///
/// # Errors
/// When there is no such target, or the ledger fails.
pub async fn outcome_form(
    State(desk): State<Arc<Desk>>,
    context: Context,
    Path(id): Path<String>,
    Query(chosen): Query<OutcomeForm>,
) -> Result<Response, PageError> {
    let (id, revision, target) = target_of(&desk, &id).await?;
    if !chosen.quote.is_empty() {
        let form = OutcomeForm { revision, ..chosen };
        let page = outcome_page(&desk, &context, id, &target, form, Vec::new()).await?;
        return respond(context.twin, &page);
    }
    let outcome = target.outcome.as_ref();
    let value = outcome.and_then(|outcome| outcome.value.as_ref());
    let form = OutcomeForm {
        revision,
        outcome: outcome
            .map(|outcome| outcome.outcome.name().to_owned())
            .unwrap_or_default(),
        value: value
            .map(|value| value.value.normalize().to_string())
            .unwrap_or_default(),
        unit: value
            .or(target.value.as_ref())
            .map(|value| value.unit.clone())
            .unwrap_or_default(),
        moved_to: outcome
            .and_then(|outcome| outcome.moved_to)
            .map(|date| date.to_string())
            .unwrap_or_default(),
        document: outcome
            .map(|outcome| outcome.source.document.to_string())
            .unwrap_or_default(),
        quote: outcome
            .map(|outcome| outcome.source.quote.clone())
            .unwrap_or_default(),
        reason: String::new(),
    };
    let page = outcome_page(&desk, &context, id, &target, form, Vec::new()).await?;
    respond(context.twin, &page)
}

/// `POST /record/{id}/outcome`: a new revision of the target, or the form again with what is wrong.
///
/// # Errors
/// When there is no such target, it has changed in between, or the ledger fails.
pub async fn tell(
    State(desk): State<Arc<Desk>>,
    context: Context,
    Path(id): Path<String>,
    Form(form): Form<OutcomeForm>,
) -> Result<Response, PageError> {
    let (id, _, target) = target_of(&desk, &id).await?;
    let errors = match read(&form, context.texts) {
        Ok(told) => {
            let by = By {
                reason: form.reason.trim().to_owned(),
                ..By::default()
            };
            match tell_outcome(&desk, id, form.revision, told, by).await {
                Ok(_) => return Ok(Redirect::to(&super::cell::record_href(id)).into_response()),
                Err(CommandError::NotNow(message)) => {
                    vec![FieldError {
                        field: "outcome-quote".into(),
                        message,
                    }]
                }
                Err(CommandError::NotFound(missing)) => {
                    let message = format!("`{missing}`");
                    vec![FieldError {
                        field: "outcome-document".into(),
                        message,
                    }]
                }
                Err(error @ CommandError::Stale { .. }) => {
                    return Err(PageError::conflict(error.to_string()));
                }
                Err(CommandError::Ledger(error)) => return Err(error.into()),
            }
        }
        Err(errors) => errors,
    };
    let page = outcome_page(&desk, &context, id, &target, form, errors).await?;
    let mut response = respond(context.twin, &page)?;
    *response.status_mut() = axum::http::StatusCode::UNPROCESSABLE_ENTITY;
    response.extensions_mut().insert(Complete);
    Ok(response)
}

async fn target_of(desk: &Arc<Desk>, id: &str) -> Result<(RecordId, u32, Target), PageError> {
    let id: RecordId = id
        .parse()
        .map_err(|error| PageError::not_found(format!("{error}")))?;
    let stored = desk.ledger.get(id, xinqiao_ledger::AsOf::default()).await?;
    match stored.map(|stored| (stored.record.revision, stored.record.body)) {
        Some((revision, Body::Target(target))) => Ok((id, revision, target)),
        Some(_) => Err(PageError::not_found(format!(
            "`{id}` is no target: only targets have an outcome"
        ))),
        None => Err(PageError::not_found(id.to_string())),
    }
}

fn read(form: &OutcomeForm, t: &Texts) -> Result<Told, Vec<FieldError>> {
    let mut errors = Vec::new();
    let mut wrong = |field: &str, key: &'static str| {
        errors.push(FieldError {
            field: field.into(),
            message: t.msg(key).into_owned(),
        });
    };
    let outcome = [OutcomeKind::Kept, OutcomeKind::Missed, OutcomeKind::Moved]
        .into_iter()
        .find(|outcome| outcome.name() == form.outcome);
    if outcome.is_none() {
        wrong("outcome-kind", "outcome-wrong-kind");
    }
    let filled = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let value = filled(&form.value).map(|value| value.parse::<Decimal>());
    if matches!(value, Some(Err(_))) {
        wrong("outcome-value", "outcome-wrong-value");
    }
    let moved_to = filled(&form.moved_to).map(|date| date.parse::<PartialDate>());
    let moved = outcome == Some(OutcomeKind::Moved);
    if matches!(moved_to, Some(Err(_))) || (moved && moved_to.is_none()) {
        wrong("outcome-moved", "outcome-wrong-date");
    } else if !moved && moved_to.is_some() {
        wrong("outcome-moved", "outcome-needless-date");
    }
    let document = form.document.trim().parse::<RecordId>().ok();
    if document.is_none() {
        wrong("outcome-document", "outcome-wrong-document");
    }
    if form.quote.trim().is_empty() {
        wrong("outcome-quote", "outcome-wrong-quote");
    }
    match (outcome, document) {
        (Some(outcome), Some(document)) if errors.is_empty() => Ok(Told {
            outcome,
            value: value
                .and_then(Result::ok)
                .map(|value| Quantity::exact(value, form.unit.trim())),
            moved_to: moved_to.and_then(Result::ok),
            document,
            quote: form.quote.clone(),
        }),
        _ => Err(errors),
    }
}

async fn outcome_page(
    desk: &Arc<Desk>,
    context: &Context,
    id: RecordId,
    target: &Target,
    form: OutcomeForm,
    errors: Vec<FieldError>,
) -> Result<OutcomePage, PageError> {
    let snapshot = desk.board.now(&*desk.ledger).await?;
    let shell = context.shell(desk).await;
    let t = shell.t;
    let mut documents: Vec<_> = snapshot
        .of_kind(Kind::Document)
        .filter(|row| row.record().status != Status::Retired)
        .map(|row| {
            (
                row.date,
                row.id().to_string(),
                row.record().title().to_owned(),
            )
        })
        .collect();
    documents.sort_by(|a, b| b.cmp(a));
    let choose = (String::new(), t.msg("choose").into_owned());
    let statements = desk.statements.of(&snapshot, &*desk.ledger).await?;
    let suggested = snapshot
        .row(id)
        .map(|row| suggestions(row, &statements, &snapshot))
        .unwrap_or_default();
    Ok(OutcomePage {
        id,
        title: target.measure.clone(),
        who: target
            .who
            .as_ref()
            .map(|who| who.name.clone())
            .unwrap_or_default(),
        value: target
            .value
            .as_ref()
            .map(|value| show::quantity(value, t))
            .unwrap_or_default(),
        due: target
            .by
            .map(|by| show::partial_date(by, t))
            .unwrap_or_default(),
        outcomes: std::iter::once(choose.clone())
            .chain(
                [OutcomeKind::Kept, OutcomeKind::Missed, OutcomeKind::Moved]
                    .map(|outcome| (outcome.name().to_owned(), show::outcome(Some(outcome), t))),
            )
            .collect(),
        documents: std::iter::once(choose)
            .chain(documents.into_iter().map(|(_, id, title)| (id, title)))
            .collect(),
        suggestions: suggested
            .into_iter()
            .map(|statement| suggestion(id, statement, &snapshot, t))
            .collect(),
        form,
        errors,
        shell,
    })
}

fn suggestion(id: RecordId, statement: &Statement, snapshot: &Snapshot, t: &Texts) -> Suggestion {
    let said = &statement.said;
    let value = said.value.as_ref();
    let fields = [
        ("outcome", said.outcome.name().to_owned()),
        (
            "value",
            value
                .map(|value| value.value.normalize().to_string())
                .unwrap_or_default(),
        ),
        (
            "unit",
            value.map(|value| value.unit.clone()).unwrap_or_default(),
        ),
        (
            "moved_to",
            said.moved_to
                .map(|date| date.to_string())
                .unwrap_or_default(),
        ),
        ("document", statement.document.to_string()),
        ("quote", statement.quote.clone()),
    ];
    let path = format!("/record/{id}/outcome");
    Suggestion {
        quote: show::unmarked(&statement.quote),
        title: document_title(statement.document, snapshot),
        outcome: said.outcome.name(),
        outcome_label: show::outcome(Some(said.outcome), t),
        href: show::address(
            &path,
            fields.iter().map(|(name, value)| (*name, value.as_str())),
        ),
    }
}
