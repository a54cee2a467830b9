//! `/help`: how to work with the desk, on one page.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::Desk;
use crate::http::{Context, PageError, Shell, Table, View, respond};
use crate::show::{self, Key};

/// The sections, by the stem of their keys: `help-{stem}-title` and `help-{stem}-text`.
const SECTIONS: [&str; 7] = [
    "read", "confirm", "record", "search", "data", "ledger", "private",
];

/// One section.
struct Section {
    stem: &'static str,
    title: String,
    paragraphs: Vec<String>,
}

#[derive(Template)]
#[template(path = "help.html")]
struct Help {
    shell: Shell,
    sections: Vec<Section>,
    keys: Vec<Key>,
}

impl View for Help {
    fn json(&self) -> serde_json::Value {
        let section = |one: &Section| serde_json::json!({ "id": one.stem, "title": one.title, "text": one.paragraphs });
        serde_json::json!({ "sections": self.sections.iter().map(section).collect::<Vec<_>>() })
    }

    fn table(&self) -> Table {
        let row = |one: &Section| vec![one.title.clone(), one.paragraphs.join("\n")];
        Table {
            columns: vec!["title", "text"],
            rows: self.sections.iter().map(row).collect(),
        }
    }
}

/// `GET /help`.
///
/// # Errors
/// When the page cannot be rendered.
pub async fn show(State(desk): State<Arc<Desk>>, context: Context) -> Result<Response, PageError> {
    let shell = context.shell(&desk).await;
    let t = shell.t;
    let text = |stem: &str, part: &str| {
        let key = format!("help-{stem}-{part}");
        t.msg(&key).into_owned()
    };
    let sections = SECTIONS
        .map(|stem| Section {
            stem,
            title: text(stem, "title"),
            paragraphs: text(stem, "text")
                .lines()
                .map(str::to_owned)
                .filter(|line| !line.is_empty())
                .collect(),
        })
        .into();
    let page = Help {
        sections,
        keys: show::keys(t),
        shell,
    };
    respond(context.twin, &page)
}
