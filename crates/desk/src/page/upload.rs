//! `/documents`: what was taken in, and the form to take in more; `/uploads`: how far that has come.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Multipart, Path, Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use xinqiao_ledger::{Filter, LedgerError, Stored};
use xinqiao_record::{Body, Kind, RecordId, Status};

use crate::Desk;
use crate::http::{
    Context, PageError, Received, Shell, Table, View, content_length, receive, respond,
};
use crate::i18n::Texts;
use crate::intake::{FileState, Job, take_in_all};
use crate::page::review::{Pairs, title, unprocessable};
use crate::show::{self, Column, FieldError, Pager};

/// How many documents a page lists.
const PAGE: u64 = 50;

/// One document in the list.
#[derive(Debug, Clone, serde::Serialize)]
struct Row {
    id: String,
    title: String,
    file: String,
    publisher: String,
    issued: String,
    issued_text: String,
    articles: u64,
    proposed: u64,
    confirmed: u64,
    rejected: u64,
    taken_in: String,
}

#[derive(Template)]
#[template(path = "documents.html")]
struct DocumentsPage {
    shell: Shell,
    lede: String,
    columns: Vec<Column>,
    rows: Vec<Row>,
    pager: Pager,
    q: String,
    order: String,
    orders: Vec<(&'static str, String)>,
    filtered: bool,
    limit: String,
    /// The newest upload while it is under way.
    running: Option<u64>,
    errors: Vec<FieldError>,
}

impl View for DocumentsPage {
    fn json(&self) -> serde_json::Value {
        serde_json::json!({ "total": self.pager.total, "documents": self.rows })
    }

    fn table(&self) -> Table {
        Table {
            columns: vec![
                "id",
                "title",
                "file",
                "publisher",
                "issued",
                "articles",
                "proposed",
                "confirmed",
                "rejected",
                "taken_in",
            ],
            rows: self
                .rows
                .iter()
                .map(|row| {
                    let mut cells = vec![
                        row.id.clone(),
                        row.title.clone(),
                        row.file.clone(),
                        row.publisher.clone(),
                        row.issued.clone(),
                    ];
                    cells.extend(
                        [row.articles, row.proposed, row.confirmed, row.rejected]
                            .map(|n| n.to_string()),
                    );
                    cells.push(row.taken_in.clone());
                    cells
                })
                .collect(),
        }
    }
}

/// `GET /documents?q=…&order=…&page=…`.
///
/// # Errors
/// When the ledger fails.
pub async fn documents(
    context: Context,
    State(desk): State<Arc<Desk>>,
    Query(pairs): Query<Pairs>,
) -> Result<Response, PageError> {
    let page = list(&context, &desk, &pairs, Vec::new()).await?;
    respond(context.twin, &page)
}

/// The orders that the list knows; the first is the usual one.
const ORDERS: [&str; 4] = ["newest", "issued", "issued-oldest", "title"];

async fn list(
    context: &Context,
    desk: &Arc<Desk>,
    pairs: &Pairs,
    errors: Vec<FieldError>,
) -> Result<DocumentsPage, PageError> {
    let t = context.texts;
    let q = pairs.get("q").trim();
    let filter = Filter {
        title: (!q.is_empty()).then(|| q.to_owned()),
        ..Filter::kind(Kind::Document)
    };
    let mut found = desk.ledger.list(filter).await?.records;
    let order = ORDERS
        .into_iter()
        .find(|order| *order == pairs.get("order"))
        .unwrap_or("newest");
    let issued = |stored: &Stored| match &stored.record.body {
        Body::Document(body) => body.issued,
        _ => None,
    };
    // Ties are broken by the id, the newest first; documents without a date come last either way.
    found.sort_by(|a, b| {
        let newest = b.record.id.cmp(&a.record.id);
        let dates = (issued(a), issued(b));
        match order {
            "issued" => dates.1.cmp(&dates.0).then(newest),
            "issued-oldest" => (dates.0.is_none(), dates.0)
                .cmp(&(dates.1.is_none(), dates.1))
                .then(newest),
            "title" => a.record.title().cmp(b.record.title()).then(newest),
            _ => newest,
        }
    });
    let total = found.len() as u64;
    let path = "/documents";
    let number = Pager::asked(Some(pairs.get("page")));
    let pager = Pager::new(path, &pairs.lasting(), number, PAGE, total);
    let mut rows = Vec::new();
    for stored in pager.part(&found) {
        rows.extend(row(desk, stored, t).await?);
    }
    let sorted = |label: &str, ascending: &'static str, descending: &'static str| {
        let now = match order {
            order if order == descending => "descending",
            order if order == ascending => "ascending",
            _ => "none",
        };
        let to = if now == "descending" && !ascending.is_empty() {
            ascending
        } else {
            descending
        };
        let to = if to.is_empty() { ascending } else { to };
        Column::words(label).sorted(pairs.with(path, "order", to), now)
    };
    let newest = desk.uploads.all().into_iter().next();
    Ok(DocumentsPage {
        lede: match q {
            "" => t.count("documents-lede", total).into_owned(),
            q => t
                .with_two("documents-lede-found", show::count(total), q)
                .into_owned(),
        },
        columns: vec![
            sorted(&t.msg("field-title"), "title", ""),
            sorted(&t.msg("field-issued"), "issued-oldest", "issued"),
            Column::words(t.msg("documents-from")),
            Column::numbers(t.msg("documents-articles")),
            Column::numbers(t.msg("status-proposed")),
            Column::numbers(t.msg("status-confirmed")),
            Column::numbers(t.msg("status-rejected")),
            sorted(&t.msg("field-taken-in"), "", "newest"),
        ],
        rows,
        pager,
        q: q.to_owned(),
        order: order.to_owned(),
        orders: ORDERS
            .map(|order| {
                let key = format!("documents-order-{order}");
                (order, t.msg(&key).into_owned())
            })
            .into(),
        filtered: !q.is_empty(),
        limit: show::bytes(desk.limits.file_bytes),
        running: newest
            .filter(|(_, job)| !job.is_finished())
            .map(|(id, _)| id),
        errors,
        shell: context.shell(desk).await,
    })
}

async fn row(desk: &Arc<Desk>, stored: &Stored, t: &Texts) -> Result<Option<Row>, LedgerError> {
    let Body::Document(body) = &stored.record.body else {
        return Ok(None);
    };
    let document = stored.record.id;
    let count = async |kinds: Vec<Kind>, statuses: Vec<Status>| -> Result<u64, LedgerError> {
        let filter = Filter {
            kinds,
            statuses,
            refers_to: Some(document),
            limit: Some(0),
            ..Filter::default()
        };
        Ok(desk.ledger.list(filter).await?.total)
    };
    let facts = async |status| count(Kind::FACTS.to_vec(), vec![status]).await;
    Ok(Some(Row {
        id: document.to_string(),
        title: title(&stored.record, t),
        file: body.file_name.clone(),
        publisher: body.publisher.clone().unwrap_or_default(),
        issued: body.issued.map(|date| date.to_string()).unwrap_or_default(),
        issued_text: body
            .issued
            .map(|date| show::partial_date(date, t))
            .unwrap_or_default(),
        articles: count(vec![Kind::Article], Vec::new()).await?,
        proposed: facts(Status::Proposed).await?,
        confirmed: facts(Status::Confirmed).await?,
        rejected: facts(Status::Rejected).await?,
        taken_in: show::timestamp(stored.at),
    }))
}

/// `POST /documents`: takes in the files of the field `files`.
///
/// # Errors
/// When the request is broken off or is no upload.
pub async fn take(
    context: Context,
    State(desk): State<Arc<Desk>>,
    headers: HeaderMap,
    mut form: Multipart,
) -> Result<Response, PageError> {
    let t = context.texts;
    let limit = desk.limits.file_bytes;
    let room = desk.uploads.room(content_length(&headers)).await;
    let Received { files, too_large } = receive(&mut form, Some("files"), limit).await?;
    let mut errors: Vec<FieldError> = too_large
        .iter()
        .map(|name| FieldError {
            field: "files".into(),
            message: t
                .with_two("upload-too-large", name, show::bytes(limit))
                .into_owned(),
        })
        .collect();
    if files.is_empty() && errors.is_empty() {
        let message = t.msg("upload-none").into_owned();
        errors.push(FieldError {
            field: "files".into(),
            message,
        });
    }
    if !errors.is_empty() {
        let page = list(&context, &desk, &Pairs::default(), errors).await?;
        return unprocessable(&context, &page);
    }
    let job = take_in_all(&desk, files, room);
    Ok(Redirect::to(&format!("/uploads/{job}")).into_response())
}

/// One file of an upload.
#[derive(Debug, Clone, serde::Serialize)]
struct FileRow {
    name: String,
    state: &'static str,
    state_text: String,
    /// What was found, or why it was not taken in.
    detail: String,
    href: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    remarks: Vec<String>,
}

fn file_row((name, state): &(String, FileState), t: &Texts) -> FileRow {
    let row = |state: &'static str, detail: String| {
        let key = format!("upload-{state}");
        FileRow {
            name: name.clone(),
            state,
            state_text: t.msg(&key).into_owned(),
            detail,
            href: String::new(),
            remarks: Vec::new(),
        }
    };
    match state {
        FileState::Waiting => row("waiting", String::new()),
        FileState::Reading => row("reading", String::new()),
        FileState::Failed { reason } => row("failed", reason.clone()),
        FileState::Done {
            document,
            repeated: true,
            ..
        } => FileRow {
            href: document_href(*document),
            ..row("repeated", String::new())
        },
        FileState::Done {
            document, tally, ..
        } => {
            let proposed: usize = tally.proposed.values().sum();
            let mut found = vec![
                t.count("document-articles", tally.articles).into_owned(),
                t.count("upload-proposed", proposed).into_owned(),
            ];
            if tally.joined > 0 {
                found.push(t.count("upload-joined", tally.joined).into_owned());
            }
            let detail = found.join(&t.msg("value-list-separator"));
            FileRow {
                href: document_href(*document),
                remarks: tally.remarks.clone(),
                ..row("done", detail)
            }
        }
    }
}

fn document_href(document: RecordId) -> String {
    format!("/documents/{document}")
}

#[derive(Template)]
#[template(path = "upload.html")]
struct UploadPage {
    shell: Shell,
    id: u64,
    finished: usize,
    total: usize,
    done: bool,
    lede: String,
    files: Vec<FileRow>,
    failed: Vec<FileRow>,
}

impl View for UploadPage {
    fn json(&self) -> serde_json::Value {
        serde_json::json!({
            "id": self.id, "finished": self.finished, "total": self.total, "done": self.done,
            "percent": (self.finished * 100).checked_div(self.total).unwrap_or(100), "files": self.files,
        })
    }

    fn table(&self) -> Table {
        let row = |file: &FileRow| {
            vec![
                file.name.clone(),
                file.state.to_owned(),
                file.detail.clone(),
                file.href.clone(),
            ]
        };
        Table {
            columns: vec!["file", "state", "detail", "document"],
            rows: self.files.iter().map(row).collect(),
        }
    }
}

/// `GET /uploads/{id}`: how far an upload has come.
///
/// # Errors
/// When the desk knows of no such upload: they are forgotten when the program stops.
pub async fn upload(
    context: Context,
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let t = context.texts;
    let number: u64 = id.parse().map_err(|_| PageError::not_found(id.clone()))?;
    let job = desk
        .uploads
        .job(number)
        .ok_or_else(|| PageError::not_found(id))?;
    let files: Vec<FileRow> = job.files.iter().map(|file| file_row(file, t)).collect();
    let page = UploadPage {
        id: number,
        finished: job.finished(),
        total: job.files.len(),
        done: job.is_finished(),
        lede: t
            .with_two("upload-lede", job.finished(), job.files.len())
            .into_owned(),
        failed: files
            .iter()
            .filter(|file| file.state == "failed")
            .cloned()
            .collect(),
        files,
        shell: context.shell(&desk).await,
    };
    respond(context.twin, &page)
}

/// One upload in the list.
#[derive(Debug, Clone, serde::Serialize)]
struct UploadRow {
    id: u64,
    names: String,
    finished: usize,
    failed: usize,
    total: usize,
}

#[derive(Template)]
#[template(path = "uploads.html")]
struct UploadsPage {
    shell: Shell,
    columns: Vec<Column>,
    rows: Vec<UploadRow>,
}

impl View for UploadsPage {
    fn json(&self) -> serde_json::Value {
        serde_json::json!({ "uploads": self.rows })
    }

    fn table(&self) -> Table {
        let row = |row: &UploadRow| {
            let counts = [row.total, row.finished, row.failed].map(|n| n.to_string());
            [row.id.to_string(), row.names.clone()]
                .into_iter()
                .chain(counts)
                .collect()
        };
        Table {
            columns: vec!["id", "files", "total", "finished", "failed"],
            rows: self.rows.iter().map(row).collect(),
        }
    }
}

/// `GET /uploads`: the uploads since the program started.
///
/// # Errors
/// When the page cannot be rendered.
pub async fn uploads(
    context: Context,
    State(desk): State<Arc<Desk>>,
) -> Result<Response, PageError> {
    let t = context.texts;
    let row = |(id, job): (u64, Job)| {
        let names: Vec<&str> = job
            .files
            .iter()
            .take(3)
            .map(|(name, _)| name.as_str())
            .collect();
        let more = if job.files.len() > names.len() {
            " …"
        } else {
            ""
        };
        UploadRow {
            id,
            names: format!("{}{more}", names.join(&t.msg("value-list-separator"))),
            finished: job.finished(),
            failed: job
                .files
                .iter()
                .filter(|(_, state)| matches!(state, FileState::Failed { .. }))
                .count(),
            total: job.files.len(),
        }
    };
    let page = UploadsPage {
        columns: vec![
            Column::words(t.msg("upload-files")),
            Column::numbers(t.msg("upload-finished")),
            Column::numbers(t.msg("upload-failed")),
        ],
        rows: desk.uploads.all().into_iter().map(row).collect(),
        shell: context.shell(&desk).await,
    };
    respond(context.twin, &page)
}
