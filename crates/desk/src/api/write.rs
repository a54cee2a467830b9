//! Decisions and uploads.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{FromRequest, Multipart, Path, Query, Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use xinqiao_record::{Sha256, Status};

use super::read::{id_of, job_shape};
use super::shape::{Decision, FileBytes, FileForm, JobShape, Problem, ReceiptShape, UploadQuery};
use crate::Desk;
use crate::command::{self, By, CommandError};
use crate::http::{PageError, Received, base_name, content_length, receive};
use crate::intake::take_in_all;

/// The longest idempotency key.
const KEY_BYTES: usize = 200;

fn key_of(headers: &HeaderMap) -> Result<Option<String>, PageError> {
    let Some(key) = headers.get("idempotency-key") else {
        return Ok(None);
    };
    let key = key.to_str().map(str::trim).unwrap_or_default();
    if key.is_empty() || key.len() > KEY_BYTES {
        return Err(PageError::bad_request(format!(
            "`Idempotency-Key` must hold 1 to {KEY_BYTES} visible ASCII characters"
        )));
    }
    Ok(Some(key.to_owned()))
}

/// Confirms a record: a person says that it is so.
#[utoipa::path(post, path = "/api/v1/records/{id}/confirm", tag = "records", request_body = Decision,
    params(("id" = String, Path, description = "The record's id"),
        ("Idempotency-Key" = Option<String>, Header, description = "Sending the same decision again under the same key changes nothing and gives the first receipt again; the key is kept for good")),
    responses(
        (status = 200, description = "Done", body = ReceiptShape),
        (status = 400, description = "The decision cannot be taken", body = Problem),
        (status = 404, description = "No such record", body = Problem),
        (status = 409, description = "The record has changed since, or the key came with another decision", body = Problem),
    ))]
pub(super) async fn confirm(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(decision): Json<Decision>,
) -> Result<Json<ReceiptShape>, PageError> {
    decide(&desk, &id, &headers, decision, Status::Confirmed).await
}

/// Rejects a record: a person says that it is not so.
#[utoipa::path(post, path = "/api/v1/records/{id}/reject", tag = "records", request_body = Decision,
    params(("id" = String, Path, description = "The record's id"),
        ("Idempotency-Key" = Option<String>, Header, description = "Sending the same decision again under the same key changes nothing and gives the first receipt again; the key is kept for good")),
    responses(
        (status = 200, description = "Done", body = ReceiptShape),
        (status = 400, description = "The decision cannot be taken", body = Problem),
        (status = 404, description = "No such record", body = Problem),
        (status = 409, description = "The record has changed since, or the key came with another decision", body = Problem),
    ))]
pub(super) async fn reject(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(decision): Json<Decision>,
) -> Result<Json<ReceiptShape>, PageError> {
    decide(&desk, &id, &headers, decision, Status::Rejected).await
}

async fn decide(
    desk: &Arc<Desk>,
    id: &str,
    headers: &HeaderMap,
    decision: Decision,
    status: Status,
) -> Result<Json<ReceiptShape>, PageError> {
    let id = id_of(id)?;
    let by = By {
        actor: "api".to_owned(),
        reason: decision.reason,
    };
    let done = match (key_of(headers)?, status) {
        (Some(key), status) => {
            command::decide_once(desk, id, decision.revision, status, by, &key).await
        }
        (None, Status::Confirmed) => command::confirm(desk, id, decision.revision, by).await,
        (None, _) => command::reject(desk, id, decision.revision, by).await,
    };
    match done {
        Ok(receipt) => Ok(Json(receipt.into())),
        Err(CommandError::NotFound(id)) => Err(PageError::not_found(id.to_string())),
        Err(error @ CommandError::Stale { .. }) => Err(PageError::conflict(error.to_string())),
        Err(CommandError::NotNow(detail)) => Err(PageError::bad_request(detail)),
        Err(CommandError::Ledger(error)) => Err(error.into()),
    }
}

/// Takes documents in: reads them and proposes what they say. The answer comes at once; the job tells how far it is.
#[utoipa::path(post, path = "/api/v1/documents", tag = "documents", params(UploadQuery,
        ("Idempotency-Key" = Option<String>, Header, description = "Sending the same files again under the same key gives the same job; the key is kept until the program ends")),
    request_body(description = "Any number of files as `multipart/form-data`, or one file as the body itself with its name in `name`; 256 MiB in all",
        content((FileForm = "multipart/form-data"), (FileBytes = "application/octet-stream"))),
    responses(
        (status = 202, description = "The files are being read", body = JobShape),
        (status = 400, description = "There is no file, or it has no name", body = Problem),
        (status = 409, description = "The key came with other files", body = Problem),
        (status = 413, description = "The files are too large", body = Problem),
    ))]
pub(super) async fn upload(
    State(desk): State<Arc<Desk>>,
    Query(query): Query<UploadQuery>,
    headers: HeaderMap,
    request: Request,
) -> Result<(StatusCode, Json<JobShape>), PageError> {
    let key = key_of(&headers)?;
    let media_type = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let room = desk.uploads.room(content_length(&headers)).await;
    let files = match media_type.split(';').next().map(str::trim) {
        Some("multipart/form-data") => parts(request, desk.limits.file_bytes).await?,
        _ => whole(request, &base_name(&query.name)).await?,
    };
    if files.is_empty() {
        return Err(PageError::bad_request("there is no file in the request"));
    }
    let job = match key {
        None => take_in_all(&desk, files, room),
        Some(key) => {
            let content = content(&files);
            let begun = desk
                .keys
                .once(&key, content, || take_in_all(&desk, files, room));
            begun.map_err(|_| {
                PageError::conflict(format!(
                    "idempotency key `{key}` was used before for other files"
                ))
            })?
        }
    };
    let state = desk.uploads.job(job).ok_or_else(|| {
        PageError::not_found(format!("upload {job} is done and no longer remembered"))
    })?;
    Ok((StatusCode::ACCEPTED, Json(job_shape(job, state))))
}

async fn parts(request: Request, limit: u64) -> Result<Vec<(String, Vec<u8>)>, PageError> {
    let mut form = Multipart::from_request(request, &())
        .await
        .map_err(|error| PageError::bad_request(error.to_string()))?;
    let Received { files, too_large } = receive(&mut form, None, limit).await?;
    if let Some(name) = too_large.first() {
        let detail = format!("`{name}` is larger than the limit of {limit} bytes");
        return Err(PageError::too_large().about(detail));
    }
    Ok(files)
}

async fn whole(request: Request, name: &str) -> Result<Vec<(String, Vec<u8>)>, PageError> {
    if name.is_empty() {
        return Err(PageError::bad_request(
            "the file needs a name: send it as `?name=report.docx`",
        ));
    }
    let bytes = Bytes::from_request(request, &()).await;
    let bytes = bytes.map_err(|error| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => PageError::too_large(),
        _ => PageError::bad_request(error.to_string()),
    })?;
    if bytes.is_empty() {
        return Ok(Vec::new());
    }
    Ok(vec![(name.to_owned(), bytes.to_vec())])
}

/// One digest over names and contents, in order.
fn content(files: &[(String, Vec<u8>)]) -> Sha256 {
    let digests: Vec<_> = files
        .iter()
        .map(|(name, bytes)| format!("{} {name}\n", Sha256::of(bytes)))
        .collect();
    Sha256::of(digests.concat().as_bytes())
}
