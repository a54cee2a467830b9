//! `/`: what came in, what waits, the region at a glance.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use rust_decimal::Decimal;
use xinqiao_record::body::Stage;
use xinqiao_record::{Body, Currency, Kind, PartialDate, RecordId, RegionCode, Status};

use super::cell::{Cell, party, record_href};
use crate::Desk;
use crate::chart::{Chart, Series, Shape};
use crate::facet::{Dimension, Pairs, Row, STAGE_UNKNOWN, Selection, Snapshot, Sums};
use crate::http::{Context, PageError, Shell, Table, View, respond};
use crate::i18n::Texts;
use crate::show::{self, Column, Facet, Moment};

/// How many documents, targets and stages the page shows.
const LATEST: usize = 8;
/// How many places the chart shows.
const PLACES: usize = 15;

/// The projects at one stage.
struct StageLine {
    name: &'static str,
    label: String,
    href: String,
    sums: Sums,
    text: String,
}

/// What waits of one kind.
struct Waiting {
    kind: Kind,
    label: String,
    count: u64,
    href: String,
}

#[derive(Template)]
#[template(path = "home.html")]
struct Home {
    shell: Shell,
    sentence: String,
    empty: bool,
    places: Vec<Facet>,
    waiting: Vec<Waiting>,
    waiting_total: u64,
    glance: Vec<(String, String, String)>,
    document_columns: Vec<Column>,
    documents: Vec<Vec<Cell>>,
    stage_columns: Vec<Column>,
    stages: Vec<StageLine>,
    total: Sums,
    total_text: String,
    chart: Option<Chart>,
    overdue: u64,
    target_columns: Vec<Column>,
    targets: Vec<Vec<Cell>>,
    latest: Vec<Moment>,
}

impl View for Home {
    fn json(&self) -> serde_json::Value {
        let stages: Vec<_> = self
            .stages
            .iter()
            .map(|line| serde_json::json!({ "stage": line.name, "projects": line.sums.json() }))
            .collect();
        let waiting: BTreeMap<_, _> = self
            .waiting
            .iter()
            .map(|one| (one.kind.name(), one.count))
            .collect();
        let chart = self.chart.as_ref().map(|chart| {
            serde_json::json!({ "unit": chart.unit, "head": chart.head(), "rows": chart.plain_rows() })
        });
        serde_json::json!({
            "shown": self.sentence,
            "waiting": waiting,
            "stages": stages,
            "projects": self.total.json(),
            "investment_by_place": chart,
            "overdue_targets": self.overdue,
        })
    }

    fn table(&self) -> Table {
        stage_table(self.stages.iter().map(|line| (line.name, &line.sums)))
    }
}

/// One row per stage and currency; a stage without any sum has one row with an empty sum.
pub(super) fn stage_table<'s>(stages: impl Iterator<Item = (&'static str, &'s Sums)>) -> Table {
    let mut rows = Vec::new();
    for (name, sums) in stages {
        let head = [
            name.to_owned(),
            sums.count.to_string(),
            sums.without.to_string(),
        ];
        let moneys: Vec<_> = sums.moneys().collect();
        if moneys.is_empty() {
            rows.push(
                head.iter()
                    .cloned()
                    .chain([String::new(), String::new()])
                    .collect(),
            );
        }
        for money in moneys {
            rows.push(
                head.iter()
                    .cloned()
                    .chain([money.units(), money.currency.code().to_owned()])
                    .collect(),
            );
        }
    }
    Table {
        columns: vec!["stage", "projects", "without_amount", "amount", "currency"],
        rows,
    }
}

/// `GET /`.
///
/// # Errors
/// When the region is unknown or the ledger fails.
pub async fn show(
    State(desk): State<Arc<Desk>>,
    context: Context,
    Query(pairs): Query<Pairs>,
) -> Result<Response, PageError> {
    let snapshot = desk.board.now(&*desk.ledger).await?;
    let only_region: Pairs = pairs
        .into_iter()
        .filter(|(name, _)| name == "region")
        .collect();
    let selection = Selection::read(&only_region, Some(Kind::Project), desk.today())?;
    let shell = context.shell(&desk).await;
    let t = shell.t;
    let sifted = desk.board.sift(&snapshot, &selection);
    let stages = stages(&sifted.rows, selection.region(), t);
    let total: Sums = sifted.rows.iter().map(|row| row.amount.as_ref()).collect();
    let open: Vec<&Arc<Row>> = open_targets(&snapshot);
    let overdue = open
        .iter()
        .filter(|row| row.is_overdue(desk.today()))
        .count() as u64;
    let ahead = open
        .into_iter()
        .filter(|row| !row.is_overdue(desk.today()))
        .take(LATEST);
    let waiting = waiting(&snapshot, t);
    let view = Home {
        sentence: selection.sentence(sifted.rows.len(), &snapshot, t),
        empty: snapshot.is_empty(),
        places: selection.facets("/", &[], &[Dimension::Region], &sifted, &snapshot, t),
        waiting_total: waiting.iter().map(|one| one.count).sum(),
        waiting,
        glance: glance(&snapshot, t),
        document_columns: vec![
            Column::words(t.msg("column-title")),
            Column::words(t.msg("column-issued")),
            Column::words(t.msg("column-taken")),
            Column::numbers(t.msg("column-articles")),
            Column::numbers(t.msg("column-facts")),
            Column::numbers(t.msg("column-waiting")),
        ],
        documents: documents(&snapshot, t),
        stage_columns: vec![
            Column::words(t.msg("column-stage")),
            Column::numbers(t.msg("column-projects")),
            Column::numbers(t.msg("column-investment")),
            Column::numbers(t.msg("column-without")),
        ],
        stages,
        total_text: total.text(t),
        total,
        chart: by_place(&sifted.rows, selection.region(), t),
        overdue,
        target_columns: vec![
            Column::words(t.msg("column-measure")),
            Column::words(t.msg("column-who")),
            Column::numbers(t.msg("column-value")),
            Column::words(t.msg("column-due")),
        ],
        targets: ahead.map(|row| target_cells(row, t)).collect(),
        latest: latest(&sifted.rows, t),
        shell,
    };
    respond(context.twin, &view)
}

fn glance(snapshot: &Snapshot, t: &Texts) -> Vec<(String, String, String)> {
    let kinds = [
        (Kind::Document, "nav-documents"),
        (Kind::Project, "nav-pipeline"),
        (Kind::Organization, "nav-organizations"),
        (Kind::Financing, "nav-financing"),
        (Kind::Policy, "nav-policies"),
        (Kind::Target, "nav-targets"),
    ];
    kinds
        .into_iter()
        .map(|(kind, label)| {
            let count =
                snapshot.count(kind, Status::Proposed) + snapshot.count(kind, Status::Confirmed);
            let href = if kind == Kind::Document {
                "/documents".into()
            } else {
                format!("/records/{kind}")
            };
            (show::count(count), t.msg(label).into_owned(), href)
        })
        .collect()
}

fn waiting(snapshot: &Snapshot, t: &Texts) -> Vec<Waiting> {
    Kind::FACTS
        .into_iter()
        .map(|kind| Waiting {
            kind,
            label: show::kind(kind, t),
            count: snapshot.count(kind, Status::Proposed),
            href: format!("/queue?kind={kind}"),
        })
        .filter(|one| one.count > 0)
        .collect()
}

/// The stages in order and, where there are any, the projects of which no stage is told.
fn stages(rows: &[Arc<Row>], region: Option<RegionCode>, t: &Texts) -> Vec<StageLine> {
    let mut lines = Vec::new();
    for stage in Stage::ALL.into_iter().map(Some).chain([None]) {
        let here = rows.iter().filter(|row| row.stage() == stage);
        let sums: Sums = here.map(|row| row.amount.as_ref()).collect();
        if stage.is_none() && sums.count == 0 {
            continue;
        }
        let name = stage.map_or(STAGE_UNKNOWN, Stage::name);
        let region = region.map(|region| region.to_string()).unwrap_or_default();
        lines.push(StageLine {
            name,
            label: show::stage_or_unknown(stage, t),
            href: show::address(
                "/records/project",
                [("stage", name), ("region", region.as_str())],
            ),
            text: sums.text(t),
            sums,
        });
    }
    lines
}

/// Investment in yuan by city, or by county once a city is chosen, the greatest first.
fn by_place(rows: &[Arc<Row>], chosen: Option<RegionCode>, t: &Texts) -> Option<Chart> {
    let in_city =
        chosen.is_some_and(|chosen| chosen.city() == Some(chosen) || chosen.city().is_some());
    let mut places: BTreeMap<RegionCode, i128> = BTreeMap::new();
    let (mut nowhere, mut elsewise) = (0_u64, 0_u64);
    for row in rows {
        let yuan = row
            .amount
            .filter(|amount| amount.money.currency == Currency::Cny);
        let place = row.region.map(|region| {
            if in_city {
                region
            } else {
                region.city().unwrap_or(region)
            }
        });
        match (yuan, place) {
            (None, _) => elsewise += 1,
            (Some(_), None) => nowhere += 1,
            (Some(amount), Some(place)) => {
                let sum = places.entry(place).or_default();
                *sum = sum.saturating_add(amount.money.minor);
            }
        }
    }
    let mut places: Vec<_> = places.into_iter().collect();
    places.sort_by_key(|(code, sum)| (std::cmp::Reverse(*sum), *code));
    let cut = places.len().saturating_sub(PLACES);
    places.truncate(PLACES);
    if places.is_empty() {
        return None;
    }
    // A hundred million yuan are ten thousand million fen; English counts in thousands of millions.
    let scale = if t.is_chinese() { 10 } else { 11 };
    let value = |minor: i128| {
        Decimal::try_from_i128_with_scale(minor, scale)
            .ok()
            .map(|value| value.normalize())
    };
    let mut note = vec![t.msg("chart-places-note").into_owned()];
    if elsewise > 0 {
        note.push(t.count("chart-places-elsewise", elsewise).into_owned());
    }
    if nowhere > 0 {
        note.push(t.count("chart-places-nowhere", nowhere).into_owned());
    }
    if cut > 0 {
        note.push(t.count("chart-places-cut", cut).into_owned());
    }
    Some(Chart {
        id: "by-place".into(),
        title: t.msg("chart-places").into_owned(),
        note: note.join(&t.msg("sentence-separator")),
        unit: t.msg("chart-places-unit").into_owned(),
        label_head: t.msg("column-region").into_owned(),
        shape: Shape::Bars,
        labels: places.iter().map(|(code, _)| show::region(*code)).collect(),
        series: vec![Series::new(
            t.msg("column-investment"),
            places.iter().map(|(_, minor)| value(*minor)).collect(),
        )],
    })
}

/// What a document gave.
#[derive(Default)]
struct Yield {
    articles: u64,
    facts: u64,
    waiting: u64,
}

fn documents(snapshot: &Snapshot, t: &Texts) -> Vec<Vec<Cell>> {
    let mut documents: Vec<_> = snapshot
        .of_kind(Kind::Document)
        .filter(|row| row.record().status != Status::Retired)
        .collect();
    // Ids are ordered by the time of their making.
    documents.sort_by_key(|row| std::cmp::Reverse(row.id()));
    documents.truncate(LATEST);
    let mut gave: BTreeMap<RecordId, Yield> = documents
        .iter()
        .map(|row| (row.id(), Yield::default()))
        .collect();
    for row in snapshot.rows() {
        if matches!(row.record().status, Status::Rejected | Status::Retired) {
            continue;
        }
        for document in row.documents() {
            let Some(gave) = gave.get_mut(&document) else {
                continue;
            };
            if row.record().kind() == Kind::Article {
                gave.articles += 1;
            } else {
                gave.facts += 1;
                gave.waiting += u64::from(row.record().status == Status::Proposed);
            }
        }
    }
    documents
        .into_iter()
        .map(|row| {
            let gave = gave.remove(&row.id()).unwrap_or_default();
            vec![
                Cell::link(row.record().title(), format!("/documents/{}", row.id())),
                Cell::date(row.date, t),
                Cell::kept_together(show::timestamp(row.stored.at)),
                Cell::number(show::count(gave.articles)),
                Cell::number(show::count(gave.facts)),
                Cell {
                    href: format!("/queue?document={}", row.id()),
                    ..Cell::number(show::count(gave.waiting))
                },
            ]
        })
        .collect()
}

/// Targets of which nothing came yet, by due date, the undated last.
pub(super) fn open_targets(snapshot: &Snapshot) -> Vec<&Arc<Row>> {
    let mut open: Vec<_> = snapshot
        .of_kind(Kind::Target)
        .filter(|row| {
            (row.outcome().is_none() || row.due().is_some())
                && matches!(row.record().status, Status::Proposed | Status::Confirmed)
        })
        .collect();
    open.sort_by_key(|row| {
        (
            row.due().is_none(),
            row.due().map(PartialDate::last_day),
            row.id(),
        )
    });
    open
}

fn target_cells(row: &Row, t: &Texts) -> Vec<Cell> {
    let Body::Target(target) = &row.record().body else {
        return Vec::new();
    };
    vec![
        Cell::record(row.record()),
        party(target.who.as_ref()),
        Cell::number(
            target
                .value
                .as_ref()
                .map(|value| show::quantity(value, t))
                .unwrap_or_default(),
        ),
        Cell::date(target.by, t),
    ]
}

/// The stages reached last, with their dates.
fn latest(rows: &[Arc<Row>], t: &Texts) -> Vec<Moment> {
    let mut reached: Vec<(PartialDate, Stage, &Arc<Row>)> = Vec::new();
    for row in rows {
        let Body::Project(project) = &row.record().body else {
            continue;
        };
        let entries = project
            .timeline
            .iter()
            .filter_map(|entry| Some((entry.date?, entry.stage)));
        let latest = project.stage_date.zip(project.stage);
        let mut dated: Vec<_> = entries.chain(latest).collect();
        dated.sort_unstable();
        dated.dedup();
        reached.extend(dated.into_iter().map(|(date, stage)| (date, stage, row)));
    }
    reached
        .sort_by_key(|(date, stage, row)| (std::cmp::Reverse((date.last_day(), *stage)), row.id()));
    reached.truncate(LATEST);
    reached
        .into_iter()
        .map(|(date, stage, row)| {
            let place = row.region.map(show::region).unwrap_or_default();
            let amount = row
                .amount
                .map(|amount| show::amount(&amount, t))
                .unwrap_or_default();
            let parts: Vec<_> = [show::stage(stage, t), place, amount]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect();
            Moment {
                date: show::partial_date(date, t),
                machine: date.to_string(),
                title: row.record().title().to_owned(),
                detail: parts.join(" · "),
                href: record_href(row.id()),
            }
        })
        .collect()
}
