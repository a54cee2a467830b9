//! `/figures`: what technologies attain, one table per technology and measure, over time.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use xinqiao_record::body::Figure;
use xinqiao_record::{Body, Kind, PartialDate};

use super::cell::{Cell, party, record_href};
use crate::Desk;
use crate::chart::{Chart, Series, Shape};
use crate::facet::{Dimension, Pairs, Row, Selection, Snapshot};
use crate::http::{Context, PageError, Shell, Table, View, respond};
use crate::i18n::Texts;
use crate::show::{self, Column, Facet, Pager};

/// How many groups stand on one page.
const PAGE: u64 = 20;
/// From how many dated values of one unit on a line is drawn.
const POINTS: usize = 3;
/// How many lines a chart tells apart.
const LINES: usize = 4;

/// The figures of one technology and measure, by date, the undated last.
struct Group {
    technology: String,
    measure: String,
    rows: Vec<Arc<Row>>,
}

/// A group as the page shows it.
struct Shown {
    heading: String,
    rows: Vec<Vec<Cell>>,
    chart: Option<Chart>,
}

#[derive(Template)]
#[template(path = "figures.html")]
struct Figures {
    shell: Shell,
    sentence: String,
    text: String,
    kept: Vec<(String, String)>,
    facets: Vec<Facet>,
    columns: Vec<Column>,
    shown: Vec<Shown>,
    pager: Pager,
    narrowed: bool,
    groups: Vec<Group>,
}

impl View for Figures {
    fn json(&self) -> serde_json::Value {
        let groups: Vec<_> = self
            .groups
            .iter()
            .map(|group| {
                let records: Vec<_> = group.rows.iter().map(|row| &row.stored).collect();
                serde_json::json!({ "technology": group.technology, "measure": group.measure, "figures": records })
            })
            .collect();
        serde_json::json!({ "shown": self.sentence, "groups": groups })
    }

    fn table(&self) -> Table {
        let mut rows = Vec::new();
        for row in self.groups.iter().flat_map(|group| &group.rows) {
            let Body::Figure(figure) = &row.record().body else {
                continue;
            };
            rows.push(vec![
                row.id().to_string(),
                figure.technology.clone().unwrap_or_default(),
                figure.measure.clone(),
                figure.date.map(|date| date.to_string()).unwrap_or_default(),
                figure.value.value.normalize().to_string(),
                figure.value.unit.clone(),
                figure.value.qualifier.name().to_owned(),
                figure
                    .organization
                    .as_ref()
                    .map(|party| party.name.clone())
                    .unwrap_or_default(),
                row.record().status.name().to_owned(),
                row.record()
                    .sources
                    .first()
                    .map(|source| source.document.to_string())
                    .unwrap_or_default(),
            ]);
        }
        let columns = vec![
            "id",
            "technology",
            "measure",
            "date",
            "value",
            "unit",
            "qualifier",
            "organization",
            "status",
            "source",
        ];
        Table { columns, rows }
    }
}

/// `GET /figures`.
///
/// # Errors
/// When a field cannot have its value, or the ledger fails.
pub async fn show(
    State(desk): State<Arc<Desk>>,
    context: Context,
    Query(pairs): Query<Pairs>,
) -> Result<Response, PageError> {
    let snapshot = desk.board.now(&*desk.ledger).await?;
    let selection = Selection::read(&pairs, Some(Kind::Figure), desk.today())?;
    let sifted = desk.board.sift(&snapshot, &selection);
    let shell = context.shell(&desk).await;
    let t = shell.t;
    let groups = groups(&sifted.rows);
    let page = Pager::asked(pairs.get("page").map(String::as_str));
    let total = groups.len() as u64;
    let pager = Pager::new("/figures", &selection.pairs(&[]), page, PAGE, total);
    let numbered: Vec<_> = groups.iter().enumerate().collect();
    let part = pager.part(&numbered).iter();
    let dimensions = [Dimension::Year, Dimension::Status, Dimension::Document];
    let view = Figures {
        sentence: t
            .with_two(
                "figures-sentence",
                selection.sentence(sifted.rows.len(), &snapshot, t),
                total,
            )
            .into_owned(),
        text: selection.text.clone(),
        kept: selection.kept(&[]),
        facets: selection.facets("/figures", &[], &dimensions, &sifted, &snapshot, t),
        columns: vec![
            Column::words(t.msg("column-date")),
            Column::numbers(t.msg("column-value")),
            Column::words(t.msg("column-organization")),
            Column::words(t.msg("column-status")),
            Column::words(t.msg("column-source")),
        ],
        shown: part
            .map(|(place, group)| shown(group, *place, &snapshot, t))
            .collect(),
        pager,
        narrowed: selection.is_narrowed(),
        groups,
        shell,
    };
    respond(context.twin, &view)
}

/// Groups by technology and measure as written, letter case and spaces apart; the largest first.
fn groups(rows: &[Arc<Row>]) -> Vec<Group> {
    let mut by_name: BTreeMap<(String, String), Group> = BTreeMap::new();
    for row in rows {
        let Body::Figure(figure) = &row.record().body else {
            continue;
        };
        let technology = figure.technology.clone().unwrap_or_default();
        let key = (
            xinqiao_search::fold(&technology),
            xinqiao_search::fold(&figure.measure),
        );
        by_name
            .entry(key)
            .or_insert_with(|| Group {
                technology,
                measure: figure.measure.clone(),
                rows: Vec::new(),
            })
            .rows
            .push(Arc::clone(row));
    }
    let mut groups: Vec<_> = by_name.into_iter().collect();
    for (_, group) in &mut groups {
        group
            .rows
            .sort_by_key(|row| (row.date.is_none(), row.date, row.id()));
    }
    groups.sort_by(|(a_key, a), (b_key, b)| {
        b.rows
            .len()
            .cmp(&a.rows.len())
            .then_with(|| a_key.cmp(b_key))
    });
    groups.into_iter().map(|(_, group)| group).collect()
}

fn shown(group: &Group, place: usize, snapshot: &Snapshot, t: &Texts) -> Shown {
    let heading = match group.technology.as_str() {
        "" => group.measure.clone(),
        technology => t
            .with_two("figures-heading", technology, &group.measure)
            .into_owned(),
    };
    let rows = group.rows.iter().filter_map(|row| {
        let Body::Figure(figure) = &row.record().body else {
            return None;
        };
        let date = figure.date.map_or_else(
            || t.msg("undated").into_owned(),
            |date| show::partial_date(date, t),
        );
        Some(vec![
            Cell::link(date, record_href(row.id())),
            Cell::number(show::quantity(&figure.value, t)),
            party(figure.organization.as_ref()),
            Cell::status(row.record(), t),
            Cell::source(row.record(), snapshot),
        ])
    });
    Shown {
        rows: rows.collect(),
        chart: chart(group, &heading, place, t),
        heading,
    }
}

/// A line per organisation in the commonest unit, where it has enough dated values.
fn chart(group: &Group, heading: &str, place: usize, t: &Texts) -> Option<Chart> {
    let figures: Vec<&Figure> = group
        .rows
        .iter()
        .filter_map(|row| match &row.record().body {
            Body::Figure(figure) if figure.date.is_some() => Some(figure),
            _ => None,
        })
        .collect();
    let mut units: BTreeMap<&str, usize> = BTreeMap::new();
    for figure in &figures {
        *units.entry(figure.value.unit.as_str()).or_default() += 1;
    }
    let (&unit, &count) = units
        .iter()
        .max_by_key(|(unit, count)| (**count, std::cmp::Reverse(**unit)))?;
    let figures: Vec<_> = figures
        .into_iter()
        .filter(|figure| figure.value.unit == unit)
        .collect();
    let dates: BTreeSet<PartialDate> = figures.iter().filter_map(|figure| figure.date).collect();
    if count < POINTS || dates.len() < 2 {
        return None;
    }
    let owner = |figure: &Figure| figure.organization.as_ref().map(|party| party.name.clone());
    let mut lines: BTreeMap<Option<String>, BTreeMap<PartialDate, rust_decimal::Decimal>> =
        BTreeMap::new();
    let mut hidden = 0_u64;
    for figure in &figures {
        let Some(date) = figure.date else { continue };
        if lines
            .entry(owner(figure))
            .or_default()
            .insert(date, figure.value.value)
            .is_some()
        {
            hidden += 1;
        }
    }
    let mut lines: Vec<_> = lines.into_iter().collect();
    lines
        .sort_by(|(a_name, a), (b_name, b)| b.len().cmp(&a.len()).then_with(|| a_name.cmp(b_name)));
    hidden += lines
        .iter()
        .skip(LINES)
        .map(|(_, points)| points.len() as u64)
        .sum::<u64>();
    lines.truncate(LINES);
    let note = if hidden > 0 {
        t.count("figures-hidden", hidden).into_owned()
    } else {
        String::new()
    };
    Some(Chart {
        id: format!("figure-{}", place + 1),
        title: heading.to_owned(),
        note,
        unit: unit.to_owned(),
        label_head: t.msg("column-date").into_owned(),
        shape: Shape::Line,
        labels: dates.iter().map(ToString::to_string).collect(),
        series: lines
            .into_iter()
            .map(|(name, points)| {
                let name = name.unwrap_or_else(|| t.msg("figures-nobody").into_owned());
                Series::new(
                    name,
                    dates.iter().map(|date| points.get(date).copied()).collect(),
                )
            })
            .collect(),
    })
}
