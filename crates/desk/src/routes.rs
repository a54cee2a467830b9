//! Every address and its handler, in one table.

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::HeaderValue;
use axum::http::header::{
    CONTENT_SECURITY_POLICY, HeaderName, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::middleware;
use axum::routing::{get, post};
use tower::util::MapRequestLayer;
use tower::{Layer, Service};
use tower_http::set_header::SetResponseHeaderLayer;

use crate::Desk;
use crate::http;
use crate::page;

/// How large a request may be in all: several documents at once.
const REQUEST_BYTES: usize = 256 << 20;

/// No script, style, font, picture or connection from anywhere but here, and nothing inline.
const SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
     connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The pages and the API.
pub fn table() -> Router<Arc<Desk>> {
    Router::new()
        .route("/language", get(http::set_language))
        .route("/assets/{name}", get(http::asset))
        .route("/-/patterns", get(page::patterns::show))
        .merge(review())
        .merge(overview())
        .merge(policies())
        .merge(crate::api::routes())
}

/// Lists, boards, search, ledger, help.
fn overview() -> Router<Arc<Desk>> {
    Router::new()
        .route("/", get(page::home::show))
        .route("/records", get(page::list::all))
        .route("/records.xlsx", get(page::list::all_as_workbook))
        .route("/records/{kind}", get(page::list::of_kind))
        .route("/pipeline", get(page::pipeline::show))
        .route("/targets", get(page::targets::show))
        .route(
            "/record/{id}/outcome",
            get(page::targets::outcome_form).post(page::targets::tell),
        )
        .route("/figures", get(page::figures::show))
        .route("/statistics", get(page::statistics::list))
        .route("/statistics/{id}", get(page::statistics::one))
        .route("/search", get(page::search::show))
        .route("/ledger", get(page::ledger::show))
        .route("/ledger/verify", post(page::ledger::verify))
        .route("/ledger/checkpoint", get(page::receipt::checkpoint))
        .route("/help", get(page::help::show))
        .route("/api", get(crate::api::guide))
}

/// Policies as code.
fn policies() -> Router<Arc<Desk>> {
    use page::policy::{
        application, budget, calendar, check, compare, due, library, matching, one,
    };
    Router::new()
        .route("/policies", get(library::show))
        .route("/policies/compare", get(compare::show))
        .route("/policies/calendar", get(calendar::show))
        .route("/policies/due", get(due::show))
        .route("/policies/budget", get(budget::show).post(budget::take))
        .route("/policies/check", get(check::form).post(check::check))
        .route("/policies/store", post(check::store))
        .route("/policies/{pack}", get(one::show))
        .route("/match", get(matching::show).post(matching::show_long))
        .route("/match/file", post(matching::take))
        .route("/match/keep", post(matching::keep))
        .route("/match/template.xlsx", get(matching::template))
        .route("/match/application", get(application::show))
        .route("/match/application.xlsx", get(application::sheet))
}

/// Documents, and what a person decides on the facts in them.
fn review() -> Router<Arc<Desk>> {
    use page::{compare, decide, document, edit, queue, record, upload};
    Router::new()
        .route("/documents", get(upload::documents).post(upload::take))
        .route("/documents/{id}", get(document::show))
        .route("/documents/{id}/file", get(document::file))
        .route("/documents/{id}/text", get(document::plain_text))
        .route("/articles/{id}", get(document::article))
        .route("/uploads", get(upload::uploads))
        .route("/uploads/{id}", get(upload::upload))
        .route("/queue", get(queue::show).post(queue::decide))
        .route("/records/new", get(edit::new).post(edit::create))
        .route("/record/{id}", get(record::show))
        .route("/record/{id}/raw", get(record::raw))
        .route("/record/{id}/receipt", get(page::receipt::show))
        .route("/record/{id}/receipt/file", get(page::receipt::file))
        .route("/record/{id}/compare", get(compare::show))
        .route("/record/{id}/edit", get(edit::edit))
        .route("/record/{id}/correct", post(edit::correct))
        .route("/record/{id}/confirm", post(decide::confirm))
        .route("/record/{id}/reject", post(decide::reject))
        .route("/record/{id}/undo", post(decide::undo))
        .route("/record/{id}/join", post(decide::join))
        .route("/record/{id}/split", post(decide::split))
}

/// The desk as a service.
///
/// `.json` and `.csv` are taken off an address before it is routed, so the layer that does it stands
/// outside the router.
pub fn service(
    desk: Arc<Desk>,
) -> impl Service<
    axum::extract::Request,
    Response = axum::response::Response,
    Error = std::convert::Infallible,
    Future: Send,
> + Clone
+ Send
+ Sync
+ 'static {
    let fixed = |name: HeaderName, value: &'static str| {
        SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
    };
    let router = table()
        .layer(middleware::from_fn_with_state(
            Arc::clone(&desk),
            http::render_errors,
        ))
        .layer(middleware::from_fn(http::same_origin_only))
        .layer(DefaultBodyLimit::max(REQUEST_BYTES))
        .layer(fixed(CONTENT_SECURITY_POLICY, SECURITY_POLICY))
        .layer(fixed(X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(fixed(X_FRAME_OPTIONS, "DENY"))
        .layer(fixed(REFERRER_POLICY, "same-origin"))
        .with_state(desk);
    MapRequestLayer::new(http::strip_extension).layer(router)
}
