//! Errors as pages.
//!
//! A handler returns a [`PageError`]; it travels in the response's extensions to [`render_errors`],
//! which knows the request's language and form. What a person can mend is told to them; what is our
//! own fault is logged in full and shown as such without its insides.

use askama::Template;
use axum::Json;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use std::sync::Arc;

use xinqiao_ledger::LedgerError;

use super::context::{Context, Shell, language_of};
use super::twin::Twin;
use crate::Desk;
use crate::i18n::Texts;

/// Why a page cannot be shown or a command cannot be done.
#[derive(Debug, Clone)]
pub struct PageError {
    status: StatusCode,
    /// The key of the headline.
    key: &'static str,
    /// What exactly, for the person; in the language of the library it came from.
    detail: String,
}

impl PageError {
    /// There is nothing at this address.
    pub fn not_found(what: impl Into<String>) -> Self {
        PageError {
            status: StatusCode::NOT_FOUND,
            key: "error-not-found",
            detail: what.into(),
        }
    }

    /// The request is wrong; the detail says where.
    pub fn bad_request(detail: impl Into<String>) -> Self {
        PageError {
            status: StatusCode::BAD_REQUEST,
            key: "error-bad-request",
            detail: detail.into(),
        }
    }

    /// The request holds more than the desk takes at once.
    pub fn too_large() -> Self {
        PageError {
            status: StatusCode::PAYLOAD_TOO_LARGE,
            key: "error-too-large",
            detail: String::new(),
        }
    }

    /// The same error with what exactly it is about.
    #[must_use]
    pub fn about(self, detail: impl Into<String>) -> Self {
        PageError {
            detail: detail.into(),
            ..self
        }
    }

    /// The record has changed in between.
    pub fn conflict(detail: impl Into<String>) -> Self {
        PageError {
            status: StatusCode::CONFLICT,
            key: "error-conflict",
            detail: detail.into(),
        }
    }

    /// Our own fault: logged, not shown.
    pub fn fault(error: impl std::fmt::Display) -> Self {
        tracing::error!(%error, "a page failed");
        PageError {
            status: StatusCode::INTERNAL_SERVER_ERROR,
            key: "error-fault",
            detail: String::new(),
        }
    }
}

impl From<LedgerError> for PageError {
    fn from(error: LedgerError) -> Self {
        match error {
            LedgerError::Conflict { .. } | LedgerError::KeyReused { .. } => {
                PageError::conflict(error.to_string())
            }
            LedgerError::BadRecord(_) | LedgerError::BadCommit { .. } => {
                PageError::bad_request(error.to_string())
            }
            _ => PageError::fault(error),
        }
    }
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    shell: Shell,
    status: u16,
    key: &'static str,
    detail: String,
}

/// Marks an answer that is a page already although its status is an error's: a form with errors in it.
#[derive(Debug, Clone, Copy)]
pub struct Complete;

/// Turns errors, and what no route or extractor took, into pages or JSON.
pub async fn render_errors(
    State(desk): State<Arc<Desk>>,
    request: Request,
    next: Next,
) -> Response {
    let texts = Texts::of(language_of(request.headers()));
    let twin = request
        .extensions()
        .get::<Twin>()
        .copied()
        .unwrap_or_default();
    let uri = request.uri().clone();
    let response = next.run(request).await;
    let status = response.status();
    if response.extensions().get::<Complete>().is_some() {
        return response;
    }
    let error = match response.extensions().get::<PageError>() {
        Some(error) => error.clone(),
        None if status == StatusCode::NOT_FOUND => PageError::not_found(uri.path()),
        None if status == StatusCode::PAYLOAD_TOO_LARGE => PageError {
            status,
            key: "error-too-large",
            detail: String::new(),
        },
        None if status.is_client_error() => PageError {
            status,
            key: "error-bad-request",
            detail: rejection_text(response).await,
        },
        None => return response,
    };
    let wants_json = twin == Twin::Json || uri.path().starts_with("/api/");
    if wants_json {
        let body = serde_json::json!({
            "error": { "status": error.status.as_u16(), "message": texts.msg(error.key), "detail": error.detail }
        });
        return (error.status, Json(body)).into_response();
    }
    let shell = Context { texts, twin, uri }.shell(&desk).await;
    let page = ErrorPage {
        shell,
        status: error.status.as_u16(),
        key: error.key,
        detail: error.detail,
    };
    match page.render() {
        Ok(html) => (error.status, Html(html)).into_response(),
        Err(_) => error.status.into_response(),
    }
}

/// What an extractor said of a request that it refused; at most 2 KiB of it.
async fn rejection_text(response: Response) -> String {
    let bytes = axum::body::to_bytes(response.into_body(), 2048)
        .await
        .unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}
