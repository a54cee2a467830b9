//! `/records` and `/records/{kind}`: lists with filters, whole as CSV, JSON and XLSX.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use xinqiao_ledger::Stored;
use xinqiao_record::Kind;

use super::cell::{Cell, drop_empty};
use super::field::{Order, fields};
use crate::Desk;
use crate::export;
use crate::facet::{Dimension, Pairs, Row, Selection, Snapshot};
use crate::http::{Context, PageError, Shell, Table, View, respond};
use crate::i18n::Texts;
use crate::show::{self, Choice, Column, Facet, Pager};

/// How many records stand on one page.
const PAGE: u64 = 50;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

#[derive(Template)]
#[template(path = "list.html")]
struct List {
    shell: Shell,
    heading: String,
    sentence: String,
    path: String,
    text: String,
    /// The fields that the text form keeps.
    kept: Vec<(String, String)>,
    kinds: Vec<Choice>,
    facets: Vec<Facet>,
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
    pager: Pager,
    workbook: String,
    narrowed: bool,
    /// The whole list, for the twins.
    all: Vec<Arc<Row>>,
}

impl View for List {
    fn json(&self) -> serde_json::Value {
        let records: Vec<&Stored> = self.all.iter().map(|row| &row.stored).collect();
        serde_json::json!({ "shown": self.sentence, "total": self.all.len(), "records": records })
    }

    fn table(&self) -> Table {
        let rows = self
            .all
            .iter()
            .map(|row| export::row(&row.stored).to_vec())
            .collect();
        Table {
            columns: export::COLUMNS.to_vec(),
            rows,
        }
    }
}

/// `GET /records`.
///
/// # Errors
/// When a field cannot have its value, or the ledger fails.
pub async fn all(
    State(desk): State<Arc<Desk>>,
    context: Context,
    Query(pairs): Query<Pairs>,
) -> Result<Response, PageError> {
    let workbook = pairs.get("format").is_some_and(|format| format == "xlsx");
    list(&desk, &context, None, &pairs, workbook).await
}

/// `GET /records.xlsx`.
///
/// # Errors
/// When a field cannot have its value, or the ledger fails.
pub async fn all_as_workbook(
    State(desk): State<Arc<Desk>>,
    context: Context,
    Query(pairs): Query<Pairs>,
) -> Result<Response, PageError> {
    list(&desk, &context, None, &pairs, true).await
}

/// `GET /records/{kind}`, and `/records/{kind}.xlsx`.
///
/// # Errors
/// When there is no such kind, a field cannot have its value, or the ledger fails.
pub async fn of_kind(
    State(desk): State<Arc<Desk>>,
    context: Context,
    Path(name): Path<String>,
    Query(pairs): Query<Pairs>,
) -> Result<Response, PageError> {
    let (name, workbook) = match name.strip_suffix(".xlsx") {
        Some(name) => (name, true),
        None => (
            name.as_str(),
            pairs.get("format").is_some_and(|format| format == "xlsx"),
        ),
    };
    let kind: Kind = name
        .parse()
        .map_err(|error| PageError::not_found(format!("{error}")))?;
    list(&desk, &context, Some(kind), &pairs, workbook).await
}

async fn list(
    desk: &Arc<Desk>,
    context: &Context,
    kind: Option<Kind>,
    pairs: &Pairs,
    workbook: bool,
) -> Result<Response, PageError> {
    let snapshot = desk.board.now(&*desk.ledger).await?;
    let selection = Selection::read(pairs, kind, desk.today())?;
    let (order, down) = order_of(pairs, selection.kind())?;
    let sifted = desk.board.sift(&snapshot, &selection);
    let mut sorted = sifted.rows.clone();
    sorted.sort_by(|a, b| order.compare(down, a, b));
    if workbook {
        let records: Vec<Stored> = sorted.iter().map(|row| row.stored.clone()).collect();
        return as_workbook(records, kind).await;
    }
    let shell = context.shell(desk).await;
    let t = shell.t;
    let path = kind.map_or_else(|| "/records".to_owned(), |kind| format!("/records/{kind}"));
    let sort = pairs.get("sort").map(String::as_str).unwrap_or_default();
    let extra = [("sort", sort)];
    let page = Pager::asked(pairs.get("page").map(String::as_str));
    let total = sorted.len() as u64;
    let fields = fields(selection.kind());
    let pager = Pager::new(&path, &selection.pairs(&extra), page, PAGE, total);
    let shown = pager.part(&sorted);
    let mut rows: Vec<Vec<Cell>> = shown
        .iter()
        .map(|row| {
            fields
                .iter()
                .map(|field| (field.write)(row, &snapshot, t))
                .collect()
        })
        .collect();
    let mut columns: Vec<Column> = fields
        .iter()
        .map(|field| {
            let label = t.msg(field.label);
            let column = if field.numeric {
                Column::numbers(label)
            } else {
                Column::words(label)
            };
            match field.order {
                Some(by) => sortable(column, by, (order, down), &path, &selection),
                None => column,
            }
        })
        .collect();
    drop_empty(&mut columns, &mut rows);
    let said_order = said_order(order, down, t);
    let sentence = t.with_two(
        "said-sorted",
        selection.sentence(sorted.len(), &snapshot, t),
        said_order,
    );
    let dimensions = dimensions(kind);
    let view = List {
        heading: kind.map_or_else(
            || t.msg("nav-records").into_owned(),
            |kind| show::kind(kind, t),
        ),
        sentence: sentence.into_owned(),
        text: selection.text.clone(),
        kept: selection.kept(&extra),
        kinds: kinds(kind, &snapshot, t),
        facets: selection.facets(&path, &extra, &dimensions, &sifted, &snapshot, t),
        columns,
        rows,
        pager,
        workbook: show::address(&format!("{path}.xlsx"), selection.pairs(&extra)),
        narrowed: selection.is_narrowed(),
        all: sorted,
        path,
        shell,
    };
    respond(context.twin, &view)
}

/// The order asked for, or the kind's own: the newest first, organisations and tables by name.
fn order_of(pairs: &Pairs, kind: Option<Kind>) -> Result<(Order, bool), PageError> {
    match pairs.get("sort").map(|sort| sort.trim()).filter(|sort| !sort.is_empty()) {
        Some(sort) => Order::read(sort).ok_or_else(|| {
            PageError::bad_request(format!(
                "`sort` cannot be `{sort}`; known: title, date, amount, region, stage, taken, each also with `-` before it"
            ))
        }),
        None => Ok(match kind {
            None => (Order::Taken, true),
            Some(Kind::Organization | Kind::Statistic) => (Order::Title, false),
            Some(_) => (Order::Date, true),
        }),
    }
}

fn said_order(order: Order, down: bool, t: &Texts) -> String {
    let direction = if down { "down" } else { "up" };
    let key = format!("order-{}-{direction}", order.name());
    t.msg(&key).into_owned()
}

fn sortable(
    column: Column,
    by: Order,
    now: (Order, bool),
    path: &str,
    selection: &Selection,
) -> Column {
    let is_now = now.0 == by;
    // Sums and dates first show their greatest.
    let down = if is_now {
        !now.1
    } else {
        matches!(by, Order::Amount | Order::Date | Order::Taken)
    };
    let name = if down {
        format!("-{}", by.name())
    } else {
        by.name().to_owned()
    };
    let href = show::address(path, selection.pairs(&[("sort", &name)]));
    let state = match (is_now, now.1) {
        (false, _) => "none",
        (true, true) => "descending",
        (true, false) => "ascending",
    };
    column.sorted(href, state)
}

fn dimensions(kind: Option<Kind>) -> Vec<Dimension> {
    Dimension::ALL
        .into_iter()
        .filter(|dimension| match dimension {
            Dimension::Kind => kind.is_none(),
            Dimension::Stage => matches!(kind, None | Some(Kind::Project)),
            Dimension::Financing | Dimension::Round => matches!(kind, None | Some(Kind::Financing)),
            Dimension::Outcome => matches!(kind, None | Some(Kind::Target)),
            _ => true,
        })
        .collect()
}

/// One tab per kind that there is anything of.
fn kinds(now: Option<Kind>, snapshot: &Snapshot, t: &Texts) -> Vec<Choice> {
    let all = Choice {
        label: t.msg("list-all").into_owned(),
        count: None,
        href: "/records".into(),
        selected: now.is_none(),
    };
    let tab = |kind: Kind| Choice {
        label: show::kind(kind, t),
        count: None,
        href: format!("/records/{kind}"),
        selected: now == Some(kind),
    };
    let there = |kind: &Kind| now == Some(*kind) || snapshot.of_kind(*kind).next().is_some();
    std::iter::once(all)
        .chain(Kind::ALL.into_iter().filter(there).map(tab))
        .collect()
}

async fn as_workbook(records: Vec<Stored>, kind: Option<Kind>) -> Result<Response, PageError> {
    let made = tokio::task::spawn_blocking(move || export::workbook(&records)).await;
    let bytes = made.map_err(PageError::fault)?.map_err(PageError::fault)?;
    let name = kind.map_or("records", Kind::name);
    let headers = [
        (CONTENT_TYPE, XLSX.to_owned()),
        (
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}.xlsx\""),
        ),
    ];
    Ok((headers, bytes).into_response())
}
