//! The style sheet, the script and the icon, compiled in.

use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

use super::error::PageError;

const ASSETS: [(&str, &str, &str); 3] = [
    (
        "desk.css",
        "text/css; charset=utf-8",
        include_str!("../../assets/desk.css"),
    ),
    (
        "desk.js",
        "text/javascript; charset=utf-8",
        include_str!("../../assets/desk.js"),
    ),
    (
        "icon.svg",
        "image/svg+xml",
        include_str!("../../assets/icon.svg"),
    ),
];

/// `GET /assets/{name}`.
pub async fn asset(Path(name): Path<String>) -> Result<Response, PageError> {
    let (_, media_type, text) = ASSETS
        .iter()
        .find(|(known, ..)| *known == name)
        .ok_or_else(|| PageError::not_found(name))?;
    let headers = [(CONTENT_TYPE, *media_type), (CACHE_CONTROL, "max-age=300")];
    Ok((headers, *text).into_response())
}
