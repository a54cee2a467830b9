//! Every address and its handler, in one table.

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::HeaderValue;
use axum::http::header::{
    CONTENT_SECURITY_POLICY, HeaderName, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::middleware;
use axum::routing::get;
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
}

/// The desk as a service.
///
/// `.json` and `.csv` are taken off an address before it is routed, so the layer that does it stands
/// outside the router.
pub fn service(
    desk: Arc<Desk>,
) -> impl Service<axum::extract::Request, Response = axum::response::Response, Error = std::convert::Infallible, Future: Send>
+ Clone
+ Send
+ Sync
+ 'static {
    let fixed = |name: HeaderName, value: &'static str| {
        SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
    };
    let router = table()
        .layer(middleware::from_fn_with_state(Arc::clone(&desk), http::render_errors))
        .layer(middleware::from_fn(http::same_origin_only))
        .layer(DefaultBodyLimit::max(REQUEST_BYTES))
        .layer(fixed(CONTENT_SECURITY_POLICY, SECURITY_POLICY))
        .layer(fixed(X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(fixed(X_FRAME_OPTIONS, "DENY"))
        .layer(fixed(REFERRER_POLICY, "same-origin"))
        .with_state(desk);
    MapRequestLayer::new(http::strip_extension).layer(router)
}
