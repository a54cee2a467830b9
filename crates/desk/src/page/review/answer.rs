//! Answers to commands: on to the next page, or why not.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use std::sync::Arc;
use xinqiao_ledger::LedgerError;
use xinqiao_record::RecordId;

use super::flash::after;
use super::{local, title};
use crate::Desk;
use crate::command::CommandError;
use crate::http::{Complete, Context, PageError, Shell, Table, View, respond};
use crate::show;

/// Where to go after a command that was done.
pub(crate) struct Answer<'a> {
    /// What was done, as the message names it.
    pub(crate) done: &'a str,
    /// To which records, separated by commas.
    pub(crate) of: String,
    /// Where the person came from.
    pub(crate) back: &'a str,
    /// Where to go if that is not a page of this desk.
    pub(crate) instead: String,
}

/// `303 See Other`, so that reloading does not give the command again.
pub(crate) fn answer(answer: &Answer<'_>) -> Response {
    let back = local(answer.back, &answer.instead);
    Redirect::to(&after(&back, answer.done, &answer.of)).into_response()
}

/// A page under `422 Unprocessable Content`: a form with errors in it.
pub(crate) fn unprocessable(context: &Context, page: &impl View) -> Result<Response, PageError> {
    with_status(StatusCode::UNPROCESSABLE_ENTITY, context, page)
}

fn with_status(
    status: StatusCode,
    context: &Context,
    page: &impl View,
) -> Result<Response, PageError> {
    let mut response = respond(context.twin, page)?;
    *response.status_mut() = status;
    response.extensions_mut().insert(Complete);
    Ok(response)
}

/// The frame of a page that answers a form: its address for links and languages is one that can be asked for.
pub(crate) async fn shell_at(
    context: &Context,
    desk: &Arc<Desk>,
    path: String,
    query: &str,
) -> Shell {
    Shell {
        path,
        query: query.to_owned(),
        ..context.shell(desk).await
    }
}

#[derive(Template)]
#[template(path = "conflict.html")]
struct ConflictPage {
    shell: Shell,
    title: String,
    record: String,
    seen: u32,
    found: u32,
    actor: String,
    reason: String,
    when: String,
    status: &'static str,
    status_label: String,
    back: String,
}

impl View for ConflictPage {
    fn json(&self) -> serde_json::Value {
        serde_json::json!({
            "error": {
                "status": 409, "record": self.record, "seen_revision": self.seen, "found_revision": self.found,
                "changed_by": self.actor, "reason": self.reason, "changed_at": self.when,
            }
        })
    }

    fn table(&self) -> Table {
        Table {
            columns: vec![
                "record",
                "seen_revision",
                "found_revision",
                "changed_by",
                "changed_at",
                "reason",
            ],
            rows: vec![vec![
                self.record.clone(),
                self.seen.to_string(),
                self.found.to_string(),
                self.actor.clone(),
                self.when.clone(),
                self.reason.clone(),
            ]],
        }
    }
}

/// Why a command was not done, as a page: who changed the record in between, if that is the reason.
pub(crate) async fn command_failed(
    desk: &Arc<Desk>,
    context: &Context,
    error: CommandError,
    seen: u32,
    back: &str,
) -> Result<Response, PageError> {
    let id: RecordId = match error {
        CommandError::NotFound(id) => return Err(PageError::not_found(id.to_string())),
        CommandError::NotNow(reason) => return Err(PageError::conflict(reason)),
        CommandError::Stale { id, .. } | CommandError::Ledger(LedgerError::Conflict { id, .. }) => {
            id
        }
        CommandError::Ledger(error) => return Err(error.into()),
    };
    let history = desk.ledger.history(id).await?;
    let Some(newest) = history.last() else {
        return Err(PageError::not_found(id.to_string()));
    };
    let t = context.texts;
    let page = ConflictPage {
        title: title(&newest.record, t),
        record: id.to_string(),
        seen,
        found: newest.record.revision,
        actor: newest.actor.clone(),
        reason: newest.reason.clone(),
        when: show::timestamp(newest.at),
        status: newest.record.status.name(),
        status_label: show::status(newest.record.status, t),
        back: local(back, &format!("/record/{id}")),
        shell: shell_at(context, desk, format!("/record/{id}"), "").await,
    };
    with_status(StatusCode::CONFLICT, context, &page)
}
