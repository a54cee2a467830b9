//! `/statistics`: tables of statistics, and `/statistics/{id}`: one of them as rows and a chart.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use rust_decimal::Decimal;
use xinqiao_record::body::{Statistic, StatisticRow};
use xinqiao_record::{Body, Kind, RecordId};

use super::cell::{Cell, drop_empty, record_href};
use crate::Desk;
use crate::chart::{Chart, Series, Shape};
use crate::facet::{Dimension, Pairs, Row, Selection, Snapshot};
use crate::http::{Context, PageError, Shell, Table, View, respond};
use crate::i18n::Texts;
use crate::show::{self, Column, Facet, Pager};

/// How many statistics stand on one page.
const PAGE: u64 = 50;
/// How many series a chart tells apart.
const SERIES: usize = 4;
/// How many bars a chart has at most.
const BARS: usize = 20;

#[derive(Template)]
#[template(path = "statistics.html")]
struct Statistics {
    shell: Shell,
    sentence: String,
    text: String,
    kept: Vec<(String, String)>,
    facets: Vec<Facet>,
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
    pager: Pager,
    narrowed: bool,
    all: Vec<Arc<Row>>,
}

impl View for Statistics {
    fn json(&self) -> serde_json::Value {
        let records: Vec<_> = self.all.iter().map(|row| &row.stored).collect();
        serde_json::json!({ "shown": self.sentence, "total": self.all.len(), "records": records })
    }

    fn table(&self) -> Table {
        let mut rows = Vec::new();
        for row in &self.all {
            let Body::Statistic(statistic) = &row.record().body else {
                continue;
            };
            for value in &statistic.rows {
                let head = [row.id().to_string(), statistic.title.clone()];
                rows.push(head.into_iter().chain(plain(value)).collect());
            }
        }
        Table {
            columns: ["id", "title"].into_iter().chain(COLUMNS).collect(),
            rows,
        }
    }
}

const COLUMNS: [&str; 6] = [
    "entity",
    "measure",
    "period",
    "value",
    "unit",
    "change_percent",
];

fn plain(row: &StatisticRow) -> [String; 6] {
    [
        row.entity.clone(),
        row.measure.clone(),
        row.period.clone().unwrap_or_default(),
        row.value.normalize().to_string(),
        row.unit.clone().unwrap_or_default(),
        row.change
            .map(|change| change.normalize().to_string())
            .unwrap_or_default(),
    ]
}

/// `GET /statistics`.
///
/// # Errors
/// When a field cannot have its value, or the ledger fails.
pub async fn list(
    State(desk): State<Arc<Desk>>,
    context: Context,
    Query(pairs): Query<Pairs>,
) -> Result<Response, PageError> {
    let snapshot = desk.board.now(&*desk.ledger).await?;
    let selection = Selection::read(&pairs, Some(Kind::Statistic), desk.today())?;
    let sifted = desk.board.sift(&snapshot, &selection);
    let mut sorted = sifted.rows.clone();
    sorted.sort_by(|a, b| {
        a.record()
            .title()
            .cmp(b.record().title())
            .then_with(|| a.id().cmp(&b.id()))
    });
    let shell = context.shell(&desk).await;
    let t = shell.t;
    let total = sorted.len() as u64;
    let page = Pager::asked(pairs.get("page").map(String::as_str));
    let pager = Pager::new("/statistics", &selection.pairs(&[]), page, PAGE, total);
    let dimensions = [Dimension::Status, Dimension::Document];
    let view = Statistics {
        sentence: selection.sentence(sorted.len(), &snapshot, t),
        text: selection.text.clone(),
        kept: selection.kept(&[]),
        facets: selection.facets("/statistics", &[], &dimensions, &sifted, &snapshot, t),
        columns: vec![
            Column::words(t.msg("column-title")),
            Column::numbers(t.msg("column-rows")),
            Column::words(t.msg("column-measure")),
            Column::words(t.msg("column-period")),
            Column::words(t.msg("column-status")),
            Column::words(t.msg("column-source")),
        ],
        rows: pager
            .part(&sorted)
            .iter()
            .filter_map(|row| cells(row, &snapshot, t))
            .collect(),
        pager,
        narrowed: selection.is_narrowed(),
        all: sorted,
        shell,
    };
    respond(context.twin, &view)
}

fn cells(row: &Row, snapshot: &Snapshot, t: &Texts) -> Option<Vec<Cell>> {
    let Body::Statistic(statistic) = &row.record().body else {
        return None;
    };
    let separator = t.msg("value-list-separator");
    let several = |values: Vec<&str>| {
        let mut once: Vec<&str> = Vec::new();
        for value in values {
            if !once.contains(&value) {
                once.push(value);
            }
        }
        let more = once.len() > 3;
        once.truncate(3);
        format!("{}{}", once.join(&separator), if more { "…" } else { "" })
    };
    Some(vec![
        Cell::link(statistic.title.clone(), format!("/statistics/{}", row.id())),
        Cell::number(show::count(statistic.rows.len())),
        Cell::words(several(
            statistic
                .rows
                .iter()
                .map(|row| row.measure.as_str())
                .collect(),
        )),
        Cell::words(several(
            statistic
                .rows
                .iter()
                .filter_map(|row| row.period.as_deref())
                .collect(),
        )),
        Cell::status(row.record(), t),
        Cell::source(row.record(), snapshot),
    ])
}

#[derive(Template)]
#[template(path = "statistic.html")]
struct OneStatistic {
    shell: Shell,
    title: String,
    sentence: String,
    status: &'static str,
    status_label: String,
    record: String,
    source: Cell,
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
    chart: Option<Chart>,
    row: Arc<Row>,
}

impl View for OneStatistic {
    fn json(&self) -> serde_json::Value {
        serde_json::json!(self.row.stored)
    }

    fn table(&self) -> Table {
        let rows = match &self.row.record().body {
            Body::Statistic(statistic) => statistic
                .rows
                .iter()
                .map(|row| plain(row).to_vec())
                .collect(),
            _ => Vec::new(),
        };
        Table {
            columns: COLUMNS.to_vec(),
            rows,
        }
    }
}

/// `GET /statistics/{id}`.
///
/// # Errors
/// When there is no such statistic, or the ledger fails.
pub async fn one(
    State(desk): State<Arc<Desk>>,
    context: Context,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let id: RecordId = id
        .parse()
        .map_err(|error| PageError::not_found(format!("{error}")))?;
    let snapshot = desk.board.now(&*desk.ledger).await?;
    let row = snapshot
        .row(id)
        .ok_or_else(|| PageError::not_found(id.to_string()))?;
    let Body::Statistic(statistic) = &row.record().body else {
        return Err(PageError::not_found(format!("`{id}` is no statistic")));
    };
    let shell = context.shell(&desk).await;
    let t = shell.t;
    let cells = |row: &StatisticRow| {
        let number =
            |value: Option<Decimal>| value.map(|value| show::decimal(&value)).unwrap_or_default();
        vec![
            Cell::words(row.entity.clone()),
            Cell::words(row.measure.clone()),
            Cell::words(row.period.clone().unwrap_or_default()),
            Cell::number(show::decimal(&row.value)),
            Cell::words(row.unit.clone().unwrap_or_default()),
            Cell::number(number(row.change)),
        ]
    };
    let mut columns = vec![
        Column::words(t.msg("column-entity")),
        Column::words(t.msg("column-measure")),
        Column::words(t.msg("column-period")),
        Column::numbers(t.msg("column-value")),
        Column::words(t.msg("column-unit")),
        Column::numbers(t.msg("column-change")),
    ];
    let mut rows: Vec<Vec<Cell>> = statistic.rows.iter().map(cells).collect();
    drop_empty(&mut columns, &mut rows);
    let view = OneStatistic {
        title: statistic.title.clone(),
        sentence: t.count("statistic-rows", statistic.rows.len()).into_owned(),
        status: row.record().status.name(),
        status_label: show::status(row.record().status, t),
        record: record_href(id),
        source: Cell::source(row.record(), &snapshot),
        columns,
        rows,
        chart: chart(statistic, t),
        row: Arc::clone(row),
        shell,
    };
    respond(context.twin, &view)
}

/// Things in the order in which they are first met.
fn met<'r>(names: impl Iterator<Item = &'r str>) -> Vec<&'r str> {
    let mut once = Vec::new();
    for name in names {
        if !once.contains(&name) {
            once.push(name);
        }
    }
    once
}

/// A chart of the measure and unit that most rows have: a line for many periods and few entities,
/// columns for few of both, bars for one period.
fn chart(statistic: &Statistic, t: &Texts) -> Option<Chart> {
    let unit = |row: &StatisticRow| row.unit.clone().unwrap_or_default();
    let mut sorts: BTreeMap<(String, String), usize> = BTreeMap::new();
    for row in &statistic.rows {
        *sorts.entry((row.measure.clone(), unit(row))).or_default() += 1;
    }
    let ((measure, common), count) = sorts
        .into_iter()
        .max_by(|(a, x), (b, y)| x.cmp(y).then_with(|| b.cmp(a)))?;
    if count < 2 {
        return None;
    }
    let rows: Vec<_> = statistic
        .rows
        .iter()
        .filter(|row| row.measure == measure && unit(row) == common)
        .collect();
    let entities = met(rows.iter().map(|row| row.entity.as_str()));
    let periods = met(rows
        .iter()
        .map(|row| row.period.as_deref().unwrap_or_default()));
    let value = |entity: &str, period: &str| {
        let found = rows.iter().find(|row| {
            row.entity == entity && row.period.as_deref().unwrap_or_default() == period
        });
        found.map(|row| row.value)
    };
    let over_time = periods.len() >= 2 && entities.len() <= SERIES;
    let (labels, names, shape, label_head) = if over_time {
        let mut periods = periods;
        periods.sort_unstable();
        let shape = if periods.len() >= 4 {
            Shape::Line
        } else {
            Shape::Columns
        };
        (periods, entities, shape, t.msg("column-period"))
    } else {
        // Many entities: the latest period alone, as a ranking.
        let latest = periods.iter().max().copied().into_iter().collect();
        (entities, latest, Shape::Bars, t.msg("column-entity"))
    };
    let cut = labels.len().saturating_sub(BARS);
    let labels: Vec<_> = if over_time {
        labels
    } else {
        labels.into_iter().take(BARS).collect()
    };
    // One bar says no more than the figure beside it.
    if labels.len() < 2 && names.len() < 2 {
        return None;
    }
    let series = names
        .iter()
        .map(|name| {
            let values = labels.iter().map(|label| {
                if over_time {
                    value(name, label)
                } else {
                    value(label, name)
                }
            });
            Series::new(*name, values.collect())
        })
        .collect();
    let note = if cut > 0 && !over_time {
        t.count("chart-places-cut", cut).into_owned()
    } else {
        String::new()
    };
    Some(Chart {
        id: "statistic".into(),
        title: measure,
        note,
        unit: common,
        label_head: label_head.into_owned(),
        shape,
        labels: labels.into_iter().map(str::to_owned).collect(),
        series,
    })
}
