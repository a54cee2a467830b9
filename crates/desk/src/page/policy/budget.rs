//! `/policies/budget`: what firms cost, and what a change of rules does.

mod firms;

use std::sync::Arc;

use askama::Template;
use axum::extract::{Multipart, Query, State};
use axum::response::Response;
use xinqiao_policy::answer::in_force;
use xinqiao_policy::pack::Library;
use xinqiao_policy::population::generate::Recipe;
use xinqiao_policy::population::simulate::{Budget, Change, Simulation, add, changed};
use xinqiao_policy::value::literal;
use xinqiao_record::{Decimal, RegionCode};

use self::firms::{Firms, Source};
use super::words::{say, yuan};
use super::{day, shelf, tabs};
use crate::Desk;
use crate::chart::{Chart, Series, Shape};
use crate::http::receive;
use crate::http::{Context, PageError, Shell, Table, View, respond};
use crate::i18n::Texts;
use crate::page::review::Pairs;
use crate::show::{self, Choice};

/// How many firms a page makes up at most: an answer within a second.
const MOST: u64 = 20_000;

/// How large a file of firms may be, in bytes.
const FILE_BYTES: u64 = 16 << 20;

/// What a clause costs, for the page.
#[derive(Debug, Clone)]
struct Line {
    policy: String,
    title: String,
    cost: String,
    firms: String,
    unknown: String,
    ceiling: bool,
    change: String,
}

#[derive(Template)]
#[template(path = "policy/budget.html")]
struct BudgetPage {
    shell: Shell,
    tabs: Vec<Choice>,
    sentence: String,
    /// `made-up`, `ledger` or `file`.
    source: &'static str,
    sources: Vec<Choice>,
    /// Where a file is sent to, with what is asked.
    upload: String,
    firms: u64,
    seed: u64,
    on: String,
    sets: String,
    pack: String,
    packs: Vec<(String, String)>,
    wrong: String,
    total: String,
    lines: Vec<Line>,
    offices: Vec<(String, String)>,
    districts: Vec<(String, String, String)>,
    charts: Vec<Chart>,
    change: Option<(String, String, String, String)>,
    figures: Vec<(String, String)>,
    budget: Option<Budget>,
}

impl View for BudgetPage {
    fn json(&self) -> serde_json::Value {
        serde_json::to_value(&self.budget).unwrap_or_default()
    }

    fn table(&self) -> Table {
        let clauses = self.budget.iter().flat_map(|budget| &budget.clauses);
        Table {
            columns: vec![
                "policy", "clause", "title", "cost", "ceiling", "firms", "unknown", "change",
            ],
            rows: clauses
                .map(|line| {
                    vec![
                        line.policy.clone(),
                        line.clause.clone(),
                        line.title.zh.clone(),
                        line.cost.clone(),
                        line.ceiling.to_string(),
                        line.firms.to_string(),
                        line.unknown.to_string(),
                        line.change.clone().unwrap_or_default(),
                    ]
                })
                .collect(),
        }
    }
}

/// `GET /policies/budget?source=…&firms=…&seed=…&pack=…&set=…&on=…`: made-up firms, or those of the ledger.
///
/// # Errors
/// When a field cannot have its value, or the ledger fails.
pub async fn show(
    State(desk): State<Arc<Desk>>,
    context: Context,
    Query(pairs): Query<Pairs>,
) -> Result<Response, PageError> {
    let source = match pairs.get("source") {
        "ledger" => Source::Ledger,
        _ => Source::MadeUp,
    };
    render(&desk, &context, &pairs, source).await
}

/// `POST /policies/budget?pack=…&set=…&on=…`: the firms of a CSV file.
///
/// # Errors
/// As for [`show`]; also when there is no file, or it cannot be read, with line and column.
pub async fn take(
    State(desk): State<Arc<Desk>>,
    context: Context,
    Query(pairs): Query<Pairs>,
    mut form: Multipart,
) -> Result<Response, PageError> {
    let t = context.texts;
    let received = receive(&mut form, Some("file"), FILE_BYTES).await?;
    let file = received.files.into_iter().next();
    let source = match (file, received.too_large.first()) {
        (Some((name, bytes)), _) => Source::File(name, bytes),
        (None, Some(name)) => {
            let said = t.with_two("policy-file-too-large", name, show::bytes(FILE_BYTES));
            return Err(PageError::bad_request(said.into_owned()));
        }
        (None, None) => {
            return Err(PageError::bad_request(
                t.msg("policy-file-none").into_owned(),
            ));
        }
    };
    render(&desk, &context, &pairs, source).await
}

async fn render(
    desk: &Arc<Desk>,
    context: &Context,
    pairs: &Pairs,
    source: Source,
) -> Result<Response, PageError> {
    let shelf = shelf(desk).await?;
    let on = day(pairs.get("on"), desk)?;
    let number = |name: &'static str, usual: u64| match pairs.get(name).trim() {
        "" => Ok(usual),
        text => text
            .parse::<u64>()
            .map_err(|_| PageError::bad_request(format!("{name}: `{text}` is no number"))),
    };
    let firms = number("firms", 2000)?.clamp(1, MOST);
    let seed = number("seed", 42)?;
    let pack = pairs.get("pack").to_owned();
    let mut library = (*shelf.library).clone();
    if !pack.is_empty() {
        library.packs.retain(|one| one.id == pack);
    }
    in_force(&library, on).map_err(|error| PageError::bad_request(error.to_string()))?;
    let sets = pairs.get("set").to_owned();
    let (changes, wrong) = match read_changes(&sets, &library) {
        Ok(changes) => (changes, String::new()),
        Err(wrong) => (Vec::new(), wrong),
    };
    let recipe = Recipe {
        seed,
        on,
        regions: shelf
            .library
            .packs
            .iter()
            .filter_map(|pack| pack.region)
            .map(county)
            .collect(),
        missing: 0,
        supported: 0,
    };
    let asked =
        changed(&library, &changes).map_err(|error| PageError::bad_request(error.to_string()))?;
    let present = (!changes.is_empty()).then(|| library.clone());
    let kind = source.name();
    let told = source.file();
    let snapshot = desk.board.now(&*desk.ledger).await?;
    let worked = tokio::task::spawn_blocking(move || {
        let mut firms = Firms::of(source, &asked, &snapshot, (recipe, firms))?;
        let mut simulation = Simulation::default();
        while let Some(many) = firms.next()? {
            add(&mut simulation, &asked, present.as_ref(), &many, on, 2);
        }
        Ok(simulation.report(&asked, on))
    });
    let budget = worked.await.map_err(PageError::fault)?;
    let budget = budget.map_err(|wrong: String| PageError::bad_request(wrong))?;
    let shell = context.shell(desk).await;
    let t = shell.t;
    let count = show::count(budget.population);
    let sentence = match &told {
        Some(name) => t.with_two("policy-budget-of-file", count, name),
        None if kind == "ledger" => t.with("policy-budget-of-ledger", count),
        None => t.with_two("policy-budget-sentence", count, seed),
    };
    let sources = [
        ("made-up", "policy-source-made-up"),
        ("ledger", "policy-source-ledger"),
    ];
    let own_address = |source: &str| {
        let kept = pairs
            .lasting()
            .into_iter()
            .filter(|(name, _)| *name != "source");
        show::address("/policies/budget", kept.chain([("source", source)]))
    };
    let view = BudgetPage {
        tabs: tabs("/policies/budget", t),
        sentence: sentence.into_owned(),
        source: kind,
        sources: sources
            .into_iter()
            .map(|(name, key)| Choice {
                label: t.msg(key).into_owned(),
                count: None,
                href: own_address(name),
                selected: name == kind,
            })
            .collect(),
        upload: own_address(""),
        firms,
        seed,
        on: on.to_string(),
        sets,
        packs: std::iter::once((String::new(), t.msg("policy-any").into_owned()))
            .chain(
                shelf
                    .library
                    .packs
                    .iter()
                    .map(|pack| (pack.id.clone(), say(&pack.title, t))),
            )
            .collect(),
        pack,
        wrong,
        total: t
            .with_two(
                "policy-budget-total",
                show::count(budget.firms),
                rounded(&budget.total, t),
            )
            .into_owned(),
        lines: budget
            .clauses
            .iter()
            .filter(|line| line.cost != "0" || line.unknown > 0)
            .map(|line| Line {
                policy: line.policy.clone(),
                title: say(&line.title, t),
                cost: rounded(&line.cost, t),
                firms: show::count(line.firms),
                unknown: show::count(line.unknown),
                ceiling: line.ceiling,
                change: line
                    .change
                    .as_ref()
                    .filter(|change| *change != "0")
                    .map(|change| signed(change, t))
                    .unwrap_or_default(),
            })
            .collect(),
        offices: budget
            .offices
            .iter()
            .map(|line| (line.name.clone(), rounded(&line.cost, t)))
            .collect(),
        districts: budget
            .districts
            .iter()
            .map(|line| {
                (
                    line.name.clone(),
                    show::count(line.firms),
                    rounded(&line.cost, t),
                )
            })
            .collect(),
        charts: charts(&budget, t),
        change: budget.change.as_ref().map(|change| {
            (
                signed(&change.difference, t),
                rounded(&change.present_total, t),
                t.with_two(
                    "policy-winners",
                    show::count(change.winners),
                    rounded(&change.won, t),
                )
                .into_owned(),
                t.with_two(
                    "policy-losers",
                    show::count(change.losers),
                    rounded(&change.lost, t),
                )
                .into_owned(),
            )
        }),
        figures: library
            .packs
            .iter()
            .flat_map(|pack| pack.clauses.iter().map(move |clause| (pack, clause)))
            .filter(|(_, clause)| !clause.figures().is_empty())
            .map(|(pack, clause)| {
                (
                    format!("{}/{}", pack.id, clause.id),
                    clause.figures().join(", "),
                )
            })
            .collect(),
        budget: Some(budget),
        shell,
    };
    respond(context.twin, &view)
}

/// A sum of many firms, down to whole ten thousands: more digits say nothing of made-up firms. The twins keep them.
fn rounded(text: &str, t: &Texts) -> String {
    const WAN: i64 = 1_000_000;
    match literal::money(text) {
        Ok(fen) if fen.abs() >= 100 * WAN => super::words::sum(fen / WAN * WAN, t),
        _ => yuan(text, t),
    }
}

fn county(region: RegionCode) -> i64 {
    region.to_string().parse().unwrap_or_default()
}

fn read_changes(text: &str, library: &Library) -> Result<Vec<Change>, String> {
    let mut changes = Vec::new();
    for line in text
        .split(['\n', ';', '；'])
        .map(str::trim)
        .filter(|line| !line.is_empty())
    {
        let change: Change = line
            .parse()
            .map_err(|error: xinqiao_policy::population::simulate::BadChange| error.to_string())?;
        changes.push(change);
    }
    changed(library, &changes).map_err(|error| error.to_string())?;
    Ok(changes)
}

fn signed(text: &str, t: &Texts) -> String {
    let sum = rounded(text, t);
    if text.starts_with('-') {
        sum
    } else {
        format!("+{sum}")
    }
}

fn charts(budget: &Budget, t: &Texts) -> Vec<Chart> {
    let million = |text: &str| {
        // In ten thousand yuan, in which the texts of policies count.
        literal::money(text)
            .ok()
            .map(|fen| Decimal::new(fen / 1_000_000, 0))
    };
    let top: Vec<_> = budget
        .clauses
        .iter()
        .filter(|line| line.cost != "0")
        .take(12)
        .collect();
    let clauses = Chart {
        id: "by-clause".into(),
        title: t.msg("policy-chart-clauses").into_owned(),
        note: t.msg("policy-chart-clauses-note").into_owned(),
        unit: t.msg("policy-chart-unit").into_owned(),
        label_head: t.msg("policy-clause").into_owned(),
        shape: Shape::Bars,
        labels: top.iter().map(|line| say(&line.title, t)).collect(),
        series: vec![Series::new(
            t.msg("policy-cost"),
            top.iter().map(|line| million(&line.cost)).collect(),
        )],
    };
    let label = |from: &str, below: &Option<String>| match (from, below) {
        ("0", _) => t.msg("policy-bin-nothing").into_owned(),
        (from, Some(below)) => t
            .with_two("policy-bin", yuan_short(from, t), yuan_short(below, t))
            .into_owned(),
        (from, None) => t.with("policy-bin-last", yuan_short(from, t)).into_owned(),
    };
    let firms = Chart {
        id: "by-sum".into(),
        title: t.msg("policy-chart-firms").into_owned(),
        note: String::new(),
        unit: String::new(),
        label_head: t.msg("policy-bin-head").into_owned(),
        shape: Shape::Bars,
        labels: budget
            .distribution
            .iter()
            .map(|bin| label(&bin.from, &bin.below))
            .collect(),
        series: vec![Series::new(
            t.msg("policy-firms"),
            budget
                .distribution
                .iter()
                .map(|bin| Some(Decimal::from(bin.firms)))
                .collect(),
        )],
    };
    [clauses, firms]
        .into_iter()
        .filter(|chart| !chart.is_empty())
        .collect()
}

fn yuan_short(text: &str, t: &Texts) -> String {
    if text == "0.01" {
        "0".to_owned()
    } else {
        yuan(text, t)
    }
}
