//! `/record/{id}/edit`, `/record/{id}/correct`, `/records/new`: records put right or entered by hand.

use std::sync::Arc;

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use xinqiao_ledger::{Append, Change};
use xinqiao_record::{Body, Kind, Record, Status};

use super::decide::Order;
use super::record::newest;
use crate::Desk;
use crate::command::{self, CommandError};
use crate::form::{self, Field, Input, Submitted};
use crate::http::{Context, PageError, Shell, Table, View, respond};
use crate::page::review::{
    Answer, Pairs, Quote, answer, command_failed, local, named_by, quotes, records, shell_at,
    title, unprocessable,
};
use crate::show::{self, FieldError};

#[derive(Template)]
#[template(path = "edit.html")]
struct EditPage {
    shell: Shell,
    heading: String,
    lede: String,
    action: String,
    /// The fields sent along unseen.
    hidden: Vec<(&'static str, String)>,
    fields: Vec<Field>,
    regions: Vec<String>,
    errors: Vec<FieldError>,
    quotes: Vec<Quote>,
    reason: String,
    save: String,
    back: String,
}

impl View for EditPage {
    fn json(&self) -> serde_json::Value {
        let fields: Vec<_> = self
            .fields
            .iter()
            .map(|field| serde_json::json!({ "name": field.name, "value": field.value, "error": field.error }))
            .collect();
        serde_json::json!({ "action": self.action, "fields": fields })
    }

    fn table(&self) -> Table {
        let row = |field: &Field| {
            vec![
                field.name.to_owned(),
                field.value.clone(),
                field.error.clone(),
            ]
        };
        Table {
            columns: vec!["field", "value", "error"],
            rows: self.fields.iter().map(row).collect(),
        }
    }
}

fn regions(fields: &[Field]) -> Vec<String> {
    let any = fields.iter().any(|field| field.input == Input::Region);
    if any {
        form::region_suggestions()
    } else {
        Vec::new()
    }
}

/// What a form page is made from.
struct Draft {
    fields: Vec<Field>,
    errors: Vec<FieldError>,
    reason: String,
    back: String,
}

async fn edit_page(
    context: &Context,
    desk: &Arc<Desk>,
    record: &Record,
    draft: Draft,
) -> Result<EditPage, PageError> {
    let t = context.texts;
    let names = records(desk, named_by(record)).await?;
    let save = if record.status == Status::Proposed {
        "edit-save-confirm"
    } else {
        "edit-save"
    };
    Ok(EditPage {
        heading: t.with("edit-heading", title(record, t)).into_owned(),
        lede: t
            .with_two("edit-lede", show::kind(record.kind(), t), record.revision)
            .into_owned(),
        action: format!("/record/{}/correct", record.id),
        hidden: vec![
            ("revision", record.revision.to_string()),
            ("back", draft.back.clone()),
        ],
        regions: regions(&draft.fields),
        fields: draft.fields,
        errors: draft.errors,
        quotes: quotes(record, &names, t),
        reason: draft.reason,
        save: t.msg(save).into_owned(),
        back: draft.back,
        shell: shell_at(context, desk, format!("/record/{}/edit", record.id), "").await,
    })
}

fn not_retired(record: &Record) -> Result<(), PageError> {
    if record.status == Status::Retired {
        return Err(PageError::conflict(format!(
            "record `{}` was joined into another one; split it first",
            record.id
        )));
    }
    Ok(())
}

/// `GET /record/{id}/edit?back=…`.
///
/// # Errors
/// When there is no such record, or it is retired.
pub async fn edit(
    context: Context,
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    Query(pairs): Query<Pairs>,
) -> Result<Response, PageError> {
    let record = newest(&desk, &id).await?.record;
    not_retired(&record)?;
    let draft = Draft {
        fields: form::fields(&record.body, context.texts),
        errors: Vec::new(),
        reason: String::new(),
        back: local(pairs.get("back"), &format!("/record/{}", record.id)),
    };
    let page = edit_page(&context, &desk, &record, draft).await?;
    respond(context.twin, &page)
}

/// `POST /record/{id}/correct`: puts the fields into the record and confirms it.
///
/// An edit that changes nothing in a confirmed record changes nothing in the ledger either.
///
/// # Errors
/// When there is no such record, or it is retired.
pub async fn correct(
    context: Context,
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    Form(pairs): Form<Pairs>,
) -> Result<Response, PageError> {
    let order = Order::new(&id, &pairs)?;
    let record = newest(&desk, &id).await?.record;
    if record.revision != order.revision {
        let stale = CommandError::Stale {
            id: record.id,
            found: record.revision,
            seen: order.revision,
        };
        return command_failed(&desk, &context, stale, order.revision, &order.back).await;
    }
    not_retired(&record)?;
    let submitted = Submitted(pairs.0);
    let instead = format!("/record/{}", record.id);
    let mut body = match form::apply(&record.body, &submitted, context.texts) {
        Ok(body) => body,
        Err(errors) => {
            let draft = Draft {
                fields: form::resubmitted(&record.body, &submitted, &errors, context.texts),
                errors,
                reason: order.by.reason,
                back: local(&order.back, &instead),
            };
            let page = edit_page(&context, &desk, &record, draft).await?;
            return unprocessable(&context, &page);
        }
    };
    if body == record.body && record.status == Status::Confirmed {
        return Ok(Redirect::to(&local(&order.back, &instead)).into_response());
    }
    if body != record.body {
        link_parties(&desk, &mut body).await?;
    }
    match command::correct(&desk, order.id, order.revision, body, order.by).await {
        Ok(_) => Ok(answer(&Answer {
            done: "correct",
            of: order.id.to_string(),
            back: &order.back,
            instead,
        })),
        Err(error) => command_failed(&desk, &context, error, order.revision, &order.back).await,
    }
}

/// Links parties that a person has typed to the organisations of these names.
async fn link_parties(desk: &Arc<Desk>, body: &mut Body) -> Result<(), PageError> {
    let mut known = desk.known.lock().await;
    known.catch_up(&*desk.ledger).await?;
    for party in body.parties_mut() {
        if party.record.is_none() {
            party.record = known.directory.organization(&party.name);
        }
    }
    Ok(())
}

async fn new_page(context: &Context, desk: &Arc<Desk>, kind: Kind, draft: Draft) -> EditPage {
    let t = context.texts;
    EditPage {
        heading: t.with("new-heading", show::kind(kind, t)).into_owned(),
        lede: t.msg("new-lede").into_owned(),
        action: "/records/new".into(),
        hidden: vec![("kind", kind.name().to_owned())],
        regions: regions(&draft.fields),
        fields: draft.fields,
        errors: draft.errors,
        quotes: Vec::new(),
        reason: draft.reason,
        save: t.msg("new-save").into_owned(),
        back: draft.back,
        shell: shell_at(
            context,
            desk,
            "/records/new".into(),
            &format!("?kind={kind}"),
        )
        .await,
    }
}

fn blank(kind: &str) -> Result<(Kind, Body), PageError> {
    let parsed: Kind = kind
        .parse()
        .map_err(|error| PageError::bad_request(format!("{error}")))?;
    let body = form::blank(parsed)
        .ok_or_else(|| PageError::bad_request(format!("a {parsed} is taken in, not typed")))?;
    Ok((parsed, body))
}

/// `GET /records/new?kind=…&name=…`: an empty form; an organisation's name may be given.
///
/// # Errors
/// When the kind is unknown or cannot be entered by hand.
pub async fn new(
    context: Context,
    State(desk): State<Arc<Desk>>,
    Query(pairs): Query<Pairs>,
) -> Result<Response, PageError> {
    let (kind, mut body) = blank(pairs.get("kind"))?;
    if let Body::Organization(organization) = &mut body {
        pairs.get("name").trim().clone_into(&mut organization.name);
    }
    let draft = Draft {
        fields: form::fields(&body, context.texts),
        errors: Vec::new(),
        reason: String::new(),
        back: format!("/records/{kind}"),
    };
    let page = new_page(&context, &desk, kind, draft).await;
    respond(context.twin, &page)
}

/// `POST /records/new`: a confirmed record without sources.
///
/// # Errors
/// When the kind is unknown or the ledger fails.
pub async fn create(
    context: Context,
    State(desk): State<Arc<Desk>>,
    Form(pairs): Form<Pairs>,
) -> Result<Response, PageError> {
    let (kind, body) = blank(pairs.get("kind"))?;
    let reason = pairs.get("reason").trim().to_owned();
    let submitted = Submitted(pairs.0);
    let mut body = match form::apply_all(&body, &submitted, context.texts) {
        Ok(body) => body,
        Err(errors) => {
            let draft = Draft {
                fields: form::resubmitted(&body, &submitted, &errors, context.texts),
                errors,
                reason,
                back: format!("/records/{kind}"),
            };
            let page = new_page(&context, &desk, kind, draft).await;
            return unprocessable(&context, &page);
        }
    };
    link_parties(&desk, &mut body).await?;
    let record = Record::new(desk.ids.next(kind), Status::Confirmed, body);
    let id = record.id;
    let append = Append {
        actor: "desk".into(),
        reason,
        idempotency_key: None,
        changes: vec![Change::new(record)],
    };
    desk.ledger.append(append).await?;
    Ok(answer(&Answer {
        done: "create",
        of: id.to_string(),
        back: "",
        instead: format!("/record/{id}"),
    }))
}
