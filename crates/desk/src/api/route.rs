//! Every address of the API with its handler. The OpenAPI document is tested against this table.

use std::sync::Arc;

use axum::Router;
use axum::routing::{MethodRouter, get, post};

use super::{document, read, write};
use crate::Desk;

/// One address of the API.
pub(super) struct Route {
    /// `get` or `post`.
    pub method: &'static str,
    /// The path, with its parameters in braces.
    pub path: &'static str,
    handler: MethodRouter<Arc<Desk>>,
}

/// Every address of the API.
pub(super) fn table() -> Vec<Route> {
    let reads = |path, handler| Route {
        method: "get",
        path,
        handler,
    };
    let writes = |path, handler| Route {
        method: "post",
        path,
        handler,
    };
    vec![
        reads("/api/v1/records", get(read::records)),
        reads("/api/v1/records/{id}", get(read::record)),
        reads("/api/v1/records/{id}/history", get(read::history)),
        reads("/api/v1/records/{id}/referrers", get(read::referrers)),
        writes("/api/v1/records/{id}/confirm", post(write::confirm)),
        writes("/api/v1/records/{id}/reject", post(write::reject)),
        writes("/api/v1/documents", post(write::upload)),
        reads("/api/v1/jobs/{id}", get(read::job)),
        reads("/api/v1/changes", get(read::changes)),
        reads("/api/v1/search", get(read::search)),
        reads("/api/v1/ledger/head", get(read::head)),
        reads("/api/v1/openapi.json", get(document::serve)),
    ]
}

/// The routes of the API.
pub fn routes() -> Router<Arc<Desk>> {
    table().into_iter().fold(Router::new(), |router, route| {
        router.route(route.path, route.handler)
    })
}
