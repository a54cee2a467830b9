//! Records, history, referrers, changes, search, head.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::header::{ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};
use xinqiao_ledger::{AsOf, Filter};
use xinqiao_record::{Kind, RecordId, Status};
use xinqiao_search::Error as SearchError;
use xinqiao_search::query::MAX_REACH;

use super::shape::{
    AsOfQuery, Changes, ChangesQuery, Found, Head, History, JobFile, JobShape, Problem, RecordList,
    RecordsQuery, ReferrerShape, Referrers, SearchQuery, StoredRecord,
};
use crate::Desk;
use crate::facet::Pairs;
use crate::finder::FinderError;
use crate::http::PageError;
use crate::intake::{Job, JobId};

/// Carries the revision of the record that is answered.
const REVISION: HeaderName = HeaderName::from_static("record-revision");

pub(super) fn id_of(text: &str) -> Result<RecordId, PageError> {
    text.parse()
        .map_err(|error| PageError::not_found(format!("{error}")))
}

fn filled(text: &str) -> Option<&str> {
    Some(text.trim()).filter(|text| !text.is_empty())
}

fn parsed<T: std::str::FromStr<Err: std::fmt::Display>>(
    name: &str,
    text: &str,
) -> Result<Option<T>, PageError> {
    filled(text)
        .map(|text| {
            text.parse()
                .map_err(|error| PageError::bad_request(format!("`{name}`: {error}")))
        })
        .transpose()
}

fn as_of(known: &str, valid: &str) -> Result<AsOf, PageError> {
    Ok(AsOf {
        known: parsed("known", known)?,
        valid: parsed("valid", valid)?,
    })
}

/// Lists records, as they are now or as of a moment.
#[utoipa::path(get, path = "/api/v1/records", tag = "records", params(RecordsQuery), responses(
    (status = 200, description = "Part of the list", body = RecordList),
    (status = 400, description = "A parameter cannot have its value", body = Problem),
))]
pub(super) async fn records(
    State(desk): State<Arc<Desk>>,
    Query(query): Query<RecordsQuery>,
) -> Result<Json<RecordList>, PageError> {
    let status = filled(&query.status)
        .map(|name| {
            Status::from_name(name).ok_or_else(|| {
                PageError::bad_request(format!(
                    "`status` cannot be `{name}`; known: proposed, confirmed, rejected, retired"
                ))
            })
        })
        .transpose()?;
    let limit = query.limit.unwrap_or(50).min(500);
    let filter = Filter {
        kinds: parsed::<Kind>("kind", &query.kind)?.into_iter().collect(),
        statuses: status.into_iter().collect(),
        region: parsed("region", &query.region)?,
        title: filled(&query.q).map(str::to_owned),
        as_of: as_of(&query.known, &query.valid)?,
        offset: query.offset,
        limit: Some(limit),
        ..Filter::default()
    };
    let page = desk.ledger.list(filter).await?;
    let records = page.records.into_iter().map(StoredRecord::from).collect();
    Ok(Json(RecordList {
        total: page.total,
        offset: query.offset,
        limit,
        records,
    }))
}

/// One record, now or as of a moment.
#[utoipa::path(get, path = "/api/v1/records/{id}", tag = "records",
    params(("id" = String, Path, description = "The record's id"), AsOfQuery,
        ("If-None-Match" = Option<String>, Header, description = "The `ETag` of an earlier answer")),
    responses(
        (status = 200, description = "The record; its revision in `Record-Revision`, its content in `ETag`", body = StoredRecord,
            headers(("ETag" = String), ("Record-Revision" = u32))),
        (status = 304, description = "Unchanged since the answer named in `If-None-Match`"),
        (status = 400, description = "A parameter cannot have its value", body = Problem),
        (status = 404, description = "No such record, or it does not hold on that day", body = Problem),
    ))]
pub(super) async fn record(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    Query(query): Query<AsOfQuery>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let id = id_of(&id)?;
    let as_of = as_of(&query.known, &query.valid)?;
    let stored = desk
        .ledger
        .get(id, as_of)
        .await?
        .ok_or_else(|| PageError::not_found(id.to_string()))?;
    let revision = stored.record.revision;
    let etag = format!("\"{}\"", stored.record.hash().map_err(PageError::fault)?);
    let known = headers
        .get(IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let answer = [(ETAG, etag.clone()), (REVISION, revision.to_string())];
    if known.split(',').any(|tag| tag.trim() == etag) {
        return Ok((StatusCode::NOT_MODIFIED, answer).into_response());
    }
    Ok((answer, Json(StoredRecord::from(stored))).into_response())
}

/// Every revision of a record.
#[utoipa::path(get, path = "/api/v1/records/{id}/history", tag = "records",
    params(("id" = String, Path, description = "The record's id")),
    responses(
        (status = 200, description = "The revisions, the oldest first", body = History),
        (status = 404, description = "No such record", body = Problem),
    ))]
pub(super) async fn history(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
) -> Result<Json<History>, PageError> {
    let id = id_of(&id)?;
    let revisions: Vec<_> = desk
        .ledger
        .history(id)
        .await?
        .into_iter()
        .map(StoredRecord::from)
        .collect();
    if revisions.is_empty() {
        return Err(PageError::not_found(id.to_string()));
    }
    Ok(Json(History { revisions }))
}

/// Which records refer to a record.
#[utoipa::path(get, path = "/api/v1/records/{id}/referrers", tag = "records",
    params(("id" = String, Path, description = "The record's id")),
    responses(
        (status = 200, description = "By id, then role", body = Referrers),
        (status = 404, description = "No such record", body = Problem),
    ))]
pub(super) async fn referrers(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
) -> Result<Json<Referrers>, PageError> {
    let id = id_of(&id)?;
    if desk.ledger.get(id, AsOf::default()).await?.is_none() {
        return Err(PageError::not_found(id.to_string()));
    }
    let referrers = desk.ledger.referrers(id).await?;
    let referrers = referrers
        .into_iter()
        .map(|one| ReferrerShape {
            from: one.from.to_string(),
            role: one.role,
        })
        .collect();
    Ok(Json(Referrers { referrers }))
}

/// How far an upload is.
#[utoipa::path(get, path = "/api/v1/jobs/{id}", tag = "documents",
    params(("id" = u64, Path, description = "The upload's number")),
    responses(
        (status = 200, description = "The upload, file by file", body = JobShape),
        (status = 404, description = "No such upload since the program started", body = Problem),
    ))]
pub(super) async fn job(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<JobId>,
) -> Result<Json<JobShape>, PageError> {
    let job = desk
        .uploads
        .job(id)
        .ok_or_else(|| PageError::not_found(format!("upload {id}")))?;
    Ok(Json(job_shape(id, job)))
}

pub(super) fn job_shape(id: JobId, job: Job) -> JobShape {
    JobShape {
        id,
        finished: job.is_finished(),
        href: format!("/api/v1/jobs/{id}"),
        files: job
            .files
            .into_iter()
            .map(|(name, state)| JobFile { name, state })
            .collect(),
    }
}

/// The change feed: every event after a number, in order.
#[utoipa::path(get, path = "/api/v1/changes", tag = "ledger", params(ChangesQuery), responses(
    (status = 200, description = "A stretch of the feed", body = Changes),
    (status = 400, description = "A parameter cannot have its value", body = Problem),
))]
pub(super) async fn changes(
    State(desk): State<Arc<Desk>>,
    Query(query): Query<ChangesQuery>,
) -> Result<Json<Changes>, PageError> {
    let limit = query.limit.unwrap_or(100).clamp(1, 1_000);
    let batch = desk.ledger.changes(query.after, limit).await?;
    let events = batch.events.into_iter().map(Into::into).collect();
    Ok(Json(Changes {
        events,
        next_after: batch.next_after,
    }))
}

/// Full-text search over articles and facts.
#[utoipa::path(get, path = "/api/v1/search", tag = "search", params(SearchQuery), responses(
    (status = 200, description = "The hits and counts over all that match", body = Found),
    (status = 400, description = "The query does not parse, or a parameter cannot have its value", body = Problem),
))]
pub(super) async fn search(
    State(desk): State<Arc<Desk>>,
    Query(query): Query<SearchQuery>,
) -> Result<Json<Found>, PageError> {
    let fields = [
        ("q", &query.q),
        ("kind", &query.kind),
        ("status", &query.status),
        ("region", &query.region),
        ("from", &query.from),
        ("until", &query.until),
        ("sort", &query.sort),
    ];
    let pairs: Pairs = fields
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value.clone()))
        .collect();
    let mut asked = crate::page::search::query(&pairs)?;
    asked.offset = query.offset.min(MAX_REACH);
    asked.limit = query.limit.unwrap_or(20).min(100);
    match desk.finder.search(&*desk.ledger, asked).await {
        Ok(results) => Ok(Json(Found {
            total: results.total,
            relaxed: results.relaxed,
            hits: results.hits,
            facets: results.facets,
        })),
        Err(FinderError::Search(SearchError::Syntax(error))) => {
            Err(PageError::bad_request(error.to_string()))
        }
        Err(FinderError::Ledger(error)) => Err(error.into()),
        Err(error) => Err(PageError::fault(error)),
    }
}

/// Where the ledger's chain ends.
#[utoipa::path(get, path = "/api/v1/ledger/head", tag = "ledger", responses(
    (status = 200, description = "The number of events and the hash of the last", body = Head),
))]
pub(super) async fn head(State(desk): State<Arc<Desk>>) -> Result<Json<Head>, PageError> {
    Ok(Json(desk.ledger.head().await?.into()))
}
