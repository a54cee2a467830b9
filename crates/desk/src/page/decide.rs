//! `POST /record/{id}/…`: what a person decides on a record. Every form names the revision that the person saw.

use std::sync::Arc;

use axum::Form;
use axum::extract::{Path, State};
use axum::response::Response;
use xinqiao_ledger::{Filter, Receipt};
use xinqiao_record::{Record, RecordId, Status};

use crate::Desk;
use crate::command::{self, By, CommandError};
use crate::http::{Context, PageError};
use crate::page::review::{Answer, Pairs, answer, command_failed, record_id};

/// What every one of these forms holds.
pub(super) struct Order {
    pub(super) id: RecordId,
    pub(super) revision: u32,
    pub(super) by: By,
    pub(super) back: String,
}

impl Order {
    pub(super) fn new(id: &str, form: &Pairs) -> Result<Self, PageError> {
        let revision = form.get("revision");
        Ok(Order {
            id: record_id(id)?,
            revision: revision.parse().map_err(|_| {
                PageError::bad_request(format!(
                    "the form's field `revision` is `{revision}`, not a number"
                ))
            })?,
            by: By {
                reason: form.get("reason").trim().to_owned(),
                ..By::default()
            },
            back: form.get("back").to_owned(),
        })
    }

    fn to(&self, done: &'static str) -> Response {
        answer(&Answer {
            done,
            of: self.id.to_string(),
            back: &self.back,
            instead: format!("/record/{}", self.id),
        })
    }

    /// The answer to a command that was given: back to where the person was, or why it was not done.
    async fn answer(
        &self,
        desk: &Arc<Desk>,
        context: &Context,
        done: &'static str,
        result: Result<Receipt, CommandError>,
    ) -> Result<Response, PageError> {
        match result {
            Ok(_) => Ok(self.to(done)),
            Err(error) => command_failed(desk, context, error, self.revision, &self.back).await,
        }
    }
}

/// `POST /record/{id}/confirm`.
///
/// # Errors
/// When the record is not there or cannot be confirmed.
pub async fn confirm(
    context: Context,
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    Form(form): Form<Pairs>,
) -> Result<Response, PageError> {
    let order = Order::new(&id, &form)?;
    let done = command::confirm(&desk, order.id, order.revision, order.by.clone()).await;
    order.answer(&desk, &context, "confirm", done).await
}

/// `POST /record/{id}/reject`.
///
/// # Errors
/// When the record is not there or cannot be rejected.
pub async fn reject(
    context: Context,
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    Form(form): Form<Pairs>,
) -> Result<Response, PageError> {
    let order = Order::new(&id, &form)?;
    let done = command::reject(&desk, order.id, order.revision, order.by.clone()).await;
    order.answer(&desk, &context, "reject", done).await
}

/// `POST /record/{id}/undo`.
///
/// # Errors
/// When there is nothing to take back.
pub async fn undo(
    context: Context,
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    Form(form): Form<Pairs>,
) -> Result<Response, PageError> {
    let order = Order::new(&id, &form)?;
    let done = command::undo(&desk, order.id, order.revision, order.by.clone()).await;
    order.answer(&desk, &context, "undo", done).await
}

/// `POST /record/{id}/join` with `target`: an id, the address of a record, or its exact name.
///
/// # Errors
/// When the target is not clear or the two cannot be joined.
pub async fn join(
    context: Context,
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    Form(form): Form<Pairs>,
) -> Result<Response, PageError> {
    let order = Order::new(&id, &form)?;
    let target = target(&desk, order.id, form.get("target").trim(), &context).await?;
    let done = command::join_into(&desk, order.id, order.revision, target, order.by.clone()).await;
    order.answer(&desk, &context, "join", done).await
}

/// The record that a person means.
async fn target(
    desk: &Arc<Desk>,
    of: RecordId,
    text: &str,
    context: &Context,
) -> Result<RecordId, PageError> {
    let t = context.texts;
    let address = text
        .rsplit('/')
        .next()
        .unwrap_or(text)
        .split(['?', '#'])
        .next()
        .unwrap_or_default();
    if let Ok(id) = address.parse() {
        return Ok(id);
    }
    if text.is_empty() {
        return Err(PageError::bad_request(t.msg("join-target-missing")));
    }
    let filter = Filter {
        statuses: vec![Status::Proposed, Status::Confirmed],
        title: Some(text.to_owned()),
        ..Filter::kind(of.kind())
    };
    let named: Vec<Record> = desk
        .ledger
        .list(filter)
        .await?
        .records
        .into_iter()
        .map(|stored| stored.record)
        .filter(|r| r.id != of)
        .collect();
    let exact: Vec<&Record> = named
        .iter()
        .filter(|record| xinqiao_ledger::facet::names_of(record).any(|name| name == text))
        .collect();
    match (exact.as_slice(), named.as_slice()) {
        ([only], _) => Ok(only.id),
        ([], [only]) => Ok(only.id),
        ([], []) => Err(PageError::bad_request(t.with("join-target-unknown", text))),
        _ => Err(PageError::bad_request(t.with("join-target-many", text))),
    }
}

/// `POST /record/{id}/split` with `candidate`: takes a joined candidate out again.
///
/// # Errors
/// When the candidate is not joined into the record.
pub async fn split(
    context: Context,
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    Form(form): Form<Pairs>,
) -> Result<Response, PageError> {
    let order = Order::new(&id, &form)?;
    let candidate = form.get("candidate");
    let candidate: RecordId = candidate
        .parse()
        .map_err(|_| PageError::bad_request(format!("`{candidate}` is not a record id")))?;
    match command::split(&desk, order.id, order.revision, candidate, order.by.clone()).await {
        Ok(_) => {
            let done = Answer {
                done: "split",
                of: candidate.to_string(),
                back: &order.back,
                instead: format!("/record/{}", order.id),
            };
            Ok(answer(&done))
        }
        Err(error) => command_failed(&desk, &context, error, order.revision, &order.back).await,
    }
}
