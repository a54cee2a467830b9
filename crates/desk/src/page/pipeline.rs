//! `/pipeline`: the projects by stage, as a board or a table.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use xinqiao_record::Kind;
use xinqiao_record::body::Stage;

use super::cell::{Cell, names, record_href};
use super::field::{Order, fields};
use super::home::stage_table;
use crate::Desk;
use crate::facet::{Dimension, Pairs, Row, STAGE_UNKNOWN, Selection, Sums};
use crate::http::{Context, PageError, Shell, Table, View, respond};
use crate::i18n::Texts;
use crate::show::{self, Choice, Column, Facet};

/// How many cards a column shows; the rest stands in the list.
const CARDS: usize = 60;

/// One project on the board.
struct Card {
    name: String,
    href: String,
    builder: String,
    /// Place, sum and date, where known.
    facts: Vec<String>,
    status: &'static str,
    status_label: String,
}

/// The projects at one stage.
struct Lane {
    name: &'static str,
    label: String,
    sums: Sums,
    text: String,
    cards: Vec<Card>,
    /// Where the whole stage stands as a list.
    href: String,
    more: usize,
    rows: Vec<Arc<Row>>,
}

#[derive(Template)]
#[template(path = "pipeline.html")]
struct Pipeline {
    shell: Shell,
    sentence: String,
    total: String,
    text: String,
    kept: Vec<(String, String)>,
    views: Vec<Choice>,
    facets: Vec<Facet>,
    lanes: Vec<Lane>,
    as_table: bool,
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
    narrowed: bool,
    sums: Sums,
}

impl View for Pipeline {
    fn json(&self) -> serde_json::Value {
        let lanes: Vec<_> = self
            .lanes
            .iter()
            .map(|lane| {
                let records: Vec<_> = lane.rows.iter().map(|row| &row.stored).collect();
                serde_json::json!({ "stage": lane.name, "projects": lane.sums.json(), "records": records })
            })
            .collect();
        serde_json::json!({ "shown": self.sentence, "projects": self.sums.json(), "stages": lanes })
    }

    fn table(&self) -> Table {
        stage_table(self.lanes.iter().map(|lane| (lane.name, &lane.sums)))
    }
}

/// `GET /pipeline`.
///
/// # Errors
/// When a field cannot have its value, or the ledger fails.
pub async fn show(
    State(desk): State<Arc<Desk>>,
    context: Context,
    Query(pairs): Query<Pairs>,
) -> Result<Response, PageError> {
    let snapshot = desk.board.now(&*desk.ledger).await?;
    let selection = Selection::read(&pairs, Some(Kind::Project), desk.today())?;
    let as_table = pairs.get("view").is_some_and(|view| view == "table");
    let sifted = desk.board.sift(&snapshot, &selection);
    let mut sorted = sifted.rows.clone();
    sorted.sort_by(|a, b| Order::Amount.compare(true, a, b));
    let shell = context.shell(&desk).await;
    let t = shell.t;
    let view_name = if as_table { "table" } else { "" };
    let extra = [("view", view_name)];
    let lanes = lanes(&sorted, &selection, t);
    let sums: Sums = sorted.iter().map(|row| row.amount.as_ref()).collect();
    // When the desk learned of it stands in the list of projects; here the places are short.
    let mut fields = fields(Some(Kind::Project));
    fields.retain(|field| field.order != Some(Order::Taken));
    let mut by_stage: Vec<_> = if as_table { sorted.clone() } else { Vec::new() };
    by_stage.sort_by(|a, b| {
        Order::Stage
            .compare(false, a, b)
            .then_with(|| a.id().cmp(&b.id()))
    });
    let dimensions = [
        Dimension::Region,
        Dimension::Stage,
        Dimension::Year,
        Dimension::Status,
        Dimension::Document,
    ];
    let view = Pipeline {
        sentence: selection.sentence(sorted.len(), &snapshot, t),
        total: total(&sums, t),
        text: selection.text.clone(),
        kept: selection
            .pairs(&extra)
            .into_iter()
            .filter(|(name, value)| *name != "q" && !value.is_empty())
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect(),
        views: [("", "pipeline-board"), ("table", "pipeline-table")]
            .map(|(name, key)| Choice {
                label: t.msg(key).into_owned(),
                count: None,
                href: show::address("/pipeline", selection.pairs(&[("view", name)])),
                selected: name == view_name,
            })
            .into(),
        facets: selection.facets("/pipeline", &extra, &dimensions, &sifted, &snapshot, t),
        lanes,
        as_table,
        columns: fields
            .iter()
            .map(|field| {
                let label = t.msg(field.label);
                if field.numeric {
                    Column::numbers(label)
                } else {
                    Column::words(label)
                }
            })
            .collect(),
        rows: by_stage
            .iter()
            .map(|row| {
                fields
                    .iter()
                    .map(|field| (field.write)(row, &snapshot, t))
                    .collect()
            })
            .collect(),
        narrowed: selection.is_narrowed(),
        sums,
        shell,
    };
    respond(context.twin, &view)
}

fn total(sums: &Sums, t: &Texts) -> String {
    let mut parts = Vec::new();
    let text = sums.text(t);
    if !text.is_empty() {
        parts.push(t.with("sum-total", text).into_owned());
    }
    if sums.without > 0 {
        parts.push(t.count("sum-without", sums.without).into_owned());
    }
    let mut said = parts.join(&t.msg("sentence-separator"));
    if !said.is_empty() {
        said.push_str(&t.msg("sentence-end"));
    }
    said.push_str(&t.msg("sum-note"));
    said
}

fn lanes(rows: &[Arc<Row>], selection: &Selection, t: &Texts) -> Vec<Lane> {
    let mut lanes = Vec::new();
    for stage in Stage::ALL.into_iter().map(Some).chain([None]) {
        let here: Vec<_> = rows
            .iter()
            .filter(|row| row.stage() == stage)
            .cloned()
            .collect();
        if stage.is_none() && here.is_empty() {
            continue;
        }
        let sums: Sums = here.iter().map(|row| row.amount.as_ref()).collect();
        let name = stage.map_or(STAGE_UNKNOWN, Stage::name);
        let others = selection
            .pairs(&[])
            .into_iter()
            .filter(|(field, _)| *field != "stage");
        lanes.push(Lane {
            name,
            label: show::stage_or_unknown(stage, t),
            text: sums.text(t),
            sums,
            cards: here.iter().take(CARDS).map(|row| card(row, t)).collect(),
            href: show::address("/records/project", others.chain([("stage", name)])),
            more: here.len().saturating_sub(CARDS),
            rows: here,
        });
    }
    lanes
}

fn card(row: &Row, t: &Texts) -> Card {
    let record = row.record();
    let facts = [
        row.region.map(show::region).unwrap_or_default(),
        row.amount
            .map(|amount| show::amount(&amount, t))
            .unwrap_or_default(),
        row.date
            .map(|date| show::partial_date(date, t))
            .unwrap_or_default(),
    ];
    Card {
        name: record.title().to_owned(),
        href: record_href(record.id),
        builder: names(record.body.parties(), &[], t),
        facts: facts.into_iter().filter(|fact| !fact.is_empty()).collect(),
        status: record.status.name(),
        status_label: show::status(record.status, t),
    }
}
