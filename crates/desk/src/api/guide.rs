//! `/api`: the API for people.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde_json::Value;

use super::document::open_api;
use super::route::table;
use crate::Desk;
use crate::http::{Context, PageError, Shell, Table, View, respond};
use crate::show::Column;

/// One address.
struct Line {
    method: String,
    path: &'static str,
    /// What it does, in English, as the document says it.
    does: String,
    /// Its parameters.
    parameters: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "api.html")]
struct Guide {
    shell: Shell,
    columns: Vec<Column>,
    lines: Vec<Line>,
}

impl View for Guide {
    fn json(&self) -> Value {
        let line = |line: &Line| serde_json::json!({ "method": line.method, "path": line.path, "does": line.does });
        serde_json::json!({ "openapi": "/api/v1/openapi.json", "routes": self.lines.iter().map(line).collect::<Vec<_>>() })
    }

    fn table(&self) -> Table {
        let row = |line: &Line| vec![line.method.clone(), line.path.to_owned(), line.does.clone()];
        Table {
            columns: vec!["method", "path", "does"],
            rows: self.lines.iter().map(row).collect(),
        }
    }
}

/// `GET /api`.
///
/// # Errors
/// When the document cannot be made, which is a fault of ours.
pub async fn show(State(desk): State<Arc<Desk>>, context: Context) -> Result<Response, PageError> {
    let document = open_api().map_err(PageError::fault)?;
    let shell = context.shell(&desk).await;
    let t = shell.t;
    let text = |value: Option<&Value>| value.and_then(Value::as_str).unwrap_or_default().to_owned();
    let lines = table().into_iter().map(|route| {
        let operation = document
            .get("paths")
            .and_then(|paths| paths.get(route.path)?.get(route.method));
        let parameters = operation.and_then(|operation| operation.get("parameters")?.as_array());
        Line {
            method: route.method.to_ascii_uppercase(),
            path: route.path,
            does: text(operation.and_then(|operation| operation.get("summary"))),
            parameters: parameters
                .into_iter()
                .flatten()
                .map(|one| (text(one.get("name")), text(one.get("description"))))
                .collect(),
        }
    });
    let page = Guide {
        lines: lines.collect(),
        columns: vec![
            Column::words(t.msg("api-address")),
            Column::words(t.msg("api-does")),
            Column::words(t.msg("api-parameters")),
        ],
        shell,
    };
    respond(context.twin, &page)
}
