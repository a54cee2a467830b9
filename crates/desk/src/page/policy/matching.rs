//! `/match`: what a firm may get: the questionnaire beside the running total.

use std::sync::Arc;

use askama::Template;
use axum::Form;
use axum::extract::{Multipart, Query, State};
use axum::response::{IntoResponse, Response};
use jiff::civil::Date;
use xinqiao_policy::answer::report::{Answer, Entitlement, Rejected};
use xinqiao_policy::answer::{answer, in_force};
use xinqiao_policy::pack::Library;
use xinqiao_record::{Body, Kind, RecordId};

use super::profile::{Asked, Wrong, asked, from_text, of_organization};
use super::question::{Asking, asking};
use super::words::{Step, ceilings, gives, range, say, steps, yuan};
use super::{day, shelf, tabs, workbook};
use crate::Desk;
use crate::http::{Context, PageError, Shell, Table, View, receive, respond};
use crate::i18n::Texts;
use crate::page::review::{Pairs, unprocessable};
use crate::policies::Shelf;
use crate::show::{self, Choice};

/// How large a profile may be that is sent as a file.
const FILE_BYTES: u64 = 4 << 20;
/// From how many bytes on a profile no longer fits into an address.
const ADDRESS_BYTES: usize = 12_000;

/// An entitlement as the page shows it.
#[derive(Debug, Clone)]
struct Line {
    title: String,
    amount: String,
    gives: String,
    ceiling: String,
    open: String,
    left_out: Vec<String>,
    policy: String,
    document: String,
    article: String,
    verified: bool,
    offices: String,
    deadline: String,
    steps: Vec<Step>,
    application: String,
}

/// A rejection as the page shows it.
#[derive(Debug, Clone)]
struct Refused {
    title: String,
    document: String,
    article: String,
    failed: Vec<(String, String, String)>,
    nearest: String,
}

/// What cannot be said yet.
#[derive(Debug, Clone)]
struct Open {
    title: String,
    document: String,
    at_stake: String,
    missing: usize,
}

#[derive(Template)]
#[template(path = "policy/match.html")]
struct MatchPage {
    shell: Shell,
    tabs: Vec<Choice>,
    wrong: Wrong,
    profile: String,
    pretty: String,
    method: &'static str,
    on: String,
    name: String,
    known: usize,
    total: String,
    total_low: String,
    open_ended: usize,
    proven: bool,
    assumptions: Vec<String>,
    question: Option<Asking>,
    later: Vec<Asking>,
    drawn: Vec<Line>,
    services: Vec<Line>,
    left: Vec<Line>,
    open: Vec<Open>,
    refused: Vec<Refused>,
    near: Vec<Refused>,
    compare: String,
    organization: String,
    not_in_force: usize,
    elsewhere: usize,
    answer: Answer,
}

impl View for MatchPage {
    fn json(&self) -> serde_json::Value {
        serde_json::to_value(&self.answer).unwrap_or_default()
    }

    fn table(&self) -> Table {
        Table {
            columns: vec![
                "policy", "clause", "title", "low", "high", "ceiling", "selected", "offices",
                "deadline", "article",
            ],
            rows: self
                .answer
                .entitlements
                .iter()
                .map(|one| {
                    vec![
                        one.policy.clone(),
                        one.clause.clone(),
                        one.title.zh.clone(),
                        one.amount.low.clone(),
                        one.amount.high.clone().unwrap_or_default(),
                        one.ceiling.to_string(),
                        one.selected.to_string(),
                        one.offices.join("; "),
                        one.deadline.clone().unwrap_or_default(),
                        one.source.article.clone(),
                    ]
                })
                .collect(),
        }
    }
}

/// `GET /match?profile=…&on=…`, with an answer in `field` and `value`; `org=…` begins with an organisation's record.
///
/// # Errors
/// When the day is none, or the ledger fails.
pub async fn show(
    State(desk): State<Arc<Desk>>,
    context: Context,
    Query(pairs): Query<Pairs>,
) -> Result<Response, PageError> {
    page(&desk, &context, &pairs).await
}

/// `POST /match`: the same for profiles that are too long for an address. Changes nothing.
///
/// # Errors
/// As [`show`].
pub async fn show_long(
    State(desk): State<Arc<Desk>>,
    context: Context,
    Form(pairs): Form<Pairs>,
) -> Result<Response, PageError> {
    page(&desk, &context, &pairs).await
}

async fn page(desk: &Arc<Desk>, context: &Context, pairs: &Pairs) -> Result<Response, PageError> {
    let shelf = shelf(desk).await?;
    let on = day(pairs.get("on"), desk)?;
    let organization = pairs.get("org");
    let found = if organization.is_empty() || !pairs.get("profile").is_empty() {
        asked(pairs, &shelf.library)
    } else {
        from_record(desk, organization, &shelf.library).await?
    };
    render(desk, context, &shelf, found, pairs, on).await
}

/// `POST /match/file`: a filled-in workbook, or a profile in YAML or JSON.
///
/// # Errors
/// When the request is broken off, or the ledger fails.
pub async fn take(
    State(desk): State<Arc<Desk>>,
    context: Context,
    mut form: Multipart,
) -> Result<Response, PageError> {
    let shelf = shelf(&desk).await?;
    let t = context.texts;
    let received = receive(&mut form, Some("file"), FILE_BYTES).await?;
    let found = match (received.files.first(), received.too_large.first()) {
        (Some((name, bytes)), _) => from_file(name, bytes, &shelf.library, t),
        (None, Some(name)) => Err(vec![
            t.with_two("policy-file-too-large", name, show::bytes(FILE_BYTES))
                .into_owned(),
        ]),
        (None, None) => Err(vec![t.msg("policy-file-none").into_owned()]),
    };
    let today = desk.today();
    render(&desk, &context, &shelf, found, &Pairs::default(), today).await
}

/// `GET /match/template.xlsx`.
///
/// # Errors
/// When the workbook cannot be written, which is a fault of ours.
pub async fn template(
    State(desk): State<Arc<Desk>>,
    context: Context,
) -> Result<Response, PageError> {
    let shelf = shelf(&desk).await?;
    let bytes = workbook::template(&shelf.library, desk.today().year(), context.texts)
        .map_err(PageError::fault)?;
    Ok(workbook::download(bytes, "xinqiao-profile.xlsx").into_response())
}

fn from_file(name: &str, bytes: &[u8], library: &Library, t: &Texts) -> Result<Asked, Wrong> {
    let lower = name.to_lowercase();
    if lower.ends_with(".xlsx") || lower.ends_with(".xls") {
        let tree = workbook::read(bytes, library, t)?;
        return from_text(&tree.to_string(), library);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => from_text(text, library).map_err(|wrong| {
            wrong
                .into_iter()
                .map(|line| format!("{name}:{line}"))
                .collect()
        }),
        Err(_) => Err(vec![t.with("policy-file-not-text", name).into_owned()]),
    }
}

async fn from_record(
    desk: &Arc<Desk>,
    id: &str,
    library: &Library,
) -> Result<Result<Asked, Wrong>, PageError> {
    let snapshot = desk.board.now(&*desk.ledger).await?;
    let row = id
        .parse::<RecordId>()
        .ok()
        .and_then(|id| snapshot.row(id).cloned());
    match row.as_ref().map(|row| &row.record().body) {
        Some(Body::Organization(body)) => Ok(of_organization(body, library)),
        _ => Err(PageError::not_found(id.to_owned())),
    }
}

async fn render(
    desk: &Arc<Desk>,
    context: &Context,
    shelf: &Arc<Shelf>,
    found: Result<Asked, Wrong>,
    pairs: &Pairs,
    on: Date,
) -> Result<Response, PageError> {
    let library = &*shelf.library;
    in_force(library, on).map_err(|error| PageError::bad_request(error.to_string()))?;
    let (found, wrong) = match found {
        Ok(found) => (found, Vec::new()),
        // What came before stays: the answer that was wrong is left out.
        Err(wrong) => {
            let before =
                from_text(pairs.get("profile"), library).or_else(|_| from_text("{}", library));
            (
                before.map_err(|_| PageError::fault("an empty profile is refused"))?,
                wrong,
            )
        }
    };
    let shell = context.shell(desk).await;
    let t = shell.t;
    let answer = answer(library, &found.profile, on)
        .map_err(|error| PageError::bad_request(error.to_string()))?;
    let telling: Vec<_> = answer
        .questions
        .iter()
        .filter(|question| question.fen > 0)
        .collect();
    let mut questions = telling.iter().map(|question| asking(question, library, t));
    let line = |one: &Entitlement| line(one, &found.json, on, t);
    let is_money = |one: &&Entitlement| one.amount.high.as_deref() != Some("0");
    let drawn = answer
        .entitlements
        .iter()
        .filter(|one| one.selected && is_money(one))
        .map(line)
        .collect();
    let services = answer
        .entitlements
        .iter()
        .filter(|one| one.selected && !is_money(one))
        .map(line)
        .collect();
    let left = answer
        .entitlements
        .iter()
        .filter(|one| !one.selected)
        .map(line)
        .collect();
    let elsewhere = answer
        .rejected
        .iter()
        .filter(|one| is_elsewhere(one))
        .count();
    let refused: Vec<(bool, Refused)> = answer
        .rejected
        .iter()
        .filter(|one| !is_elsewhere(one))
        .map(|one| (one.nearest.is_some(), refused(one, t)))
        .collect();
    let (near, refused): (Vec<_>, Vec<_>) = refused.into_iter().partition(|(near, _)| *near);
    let total = match &answer.total.high {
        Some(high) if high == "0" && !answer.unknown.is_empty() => {
            t.msg("policy-undecided").into_owned()
        }
        Some(high) => yuan(high, t),
        None => t.msg("policy-unstated").into_owned(),
    };
    let pretty = serde_json::from_str::<serde_json::Value>(&found.json)
        .and_then(|value| serde_json::to_string_pretty(&value))
        .unwrap_or_else(|_| found.json.clone());
    let view = MatchPage {
        tabs: tabs("/match", t),
        method: if found.json.len() > ADDRESS_BYTES {
            "post"
        } else {
            "get"
        },
        on: on.to_string(),
        name: found.profile.name.clone().unwrap_or_default(),
        known: known(&found),
        total,
        total_low: yuan(&answer.total.low, t),
        open_ended: answer.open_ended.len(),
        proven: answer.proven,
        assumptions: answer
            .assumptions
            .iter()
            .map(|words| say(words, t))
            .collect(),
        question: questions.next(),
        later: questions.take(6).collect(),
        drawn,
        services,
        left,
        open: answer
            .unknown
            .iter()
            .map(|one| Open {
                title: say(&one.title, t),
                document: say(&one.source.document, t),
                at_stake: match &one.at_stake {
                    Some(sum) if sum == "0" => String::new(),
                    Some(sum) => yuan(sum, t),
                    None => t.msg("policy-unstated").into_owned(),
                },
                missing: one.missing.len(),
            })
            .collect(),
        refused: refused.into_iter().map(|(_, one)| one).collect(),
        near: near.into_iter().map(|(_, one)| one).collect(),
        compare: show::address(
            "/policies/compare",
            [
                ("profile", found.json.as_str()),
                ("on", on.to_string().as_str()),
            ],
        ),
        organization: pairs.get("org").to_owned(),
        not_in_force: answer.not_in_force.len(),
        elsewhere,
        profile: found.json,
        pretty,
        wrong,
        answer,
        shell,
    };
    if view.wrong.is_empty() {
        respond(context.twin, &view)
    } else {
        unprocessable(context, &view)
    }
}

/// Whether a clause is for firms of another place: such are counted, not listed.
fn is_elsewhere(one: &Rejected) -> bool {
    let place = |failed: &xinqiao_policy::answer::report::Failed| {
        failed.because.entry.as_deref() == Some("organization.region")
    };
    one.failed.iter().any(place)
}

/// How many facts are known.
fn known(asked: &Asked) -> usize {
    let profile = &asked.profile;
    profile.fields.iter().flatten().count()
        + profile
            .yearly
            .iter()
            .map(std::collections::BTreeMap::len)
            .sum::<usize>()
        + profile.lists.iter().flatten().count()
}

fn line(one: &Entitlement, profile: &str, on: Date, t: &Texts) -> Line {
    let on = on.to_string();
    Line {
        title: say(&one.title, t),
        amount: range(&one.amount, one.ceiling, t),
        gives: gives(one.kind, t),
        ceiling: ceilings(&one.ceiling_because, t),
        open: one
            .open
            .as_ref()
            .map(|open| say(open, t))
            .unwrap_or_default(),
        left_out: one.left_out.iter().map(|words| say(words, t)).collect(),
        policy: one.policy.clone(),
        document: say(&one.source.document, t),
        article: one.source.article.clone(),
        verified: one.source.verified,
        offices: one.offices.join(&t.msg("value-list-separator")),
        deadline: one.deadline.clone().unwrap_or_default(),
        steps: steps(&one.because, t),
        application: show::address(
            "/match/application",
            [
                ("policy", one.policy.as_str()),
                ("clause", one.clause.as_str()),
                ("on", on.as_str()),
                ("profile", profile),
            ],
        ),
    }
}

fn refused(one: &Rejected, t: &Texts) -> Refused {
    Refused {
        title: say(&one.title, t),
        document: say(&one.source.document, t),
        article: one.source.article.clone(),
        failed: one
            .failed
            .iter()
            .map(|failed| {
                (
                    say(&failed.condition, t),
                    say(&failed.expected, t),
                    say(&failed.actual, t),
                )
            })
            .collect(),
        nearest: one
            .nearest
            .as_ref()
            .map(|nearest| say(&nearest.change, t))
            .unwrap_or_default(),
    }
}

/// `POST /match/keep`: keeps the profile with an organisation's record, so that it is asked about unasked.
///
/// # Errors
/// When there is no such organisation, the profile is wrong, or the ledger fails.
pub async fn keep(
    State(desk): State<Arc<Desk>>,
    Form(pairs): Form<Pairs>,
) -> Result<Response, PageError> {
    let shelf = shelf(&desk).await?;
    let found =
        asked(&pairs, &shelf.library).map_err(|wrong| PageError::bad_request(wrong.join("; ")))?;
    let id = pairs
        .get("org")
        .parse::<RecordId>()
        .ok()
        .filter(|id| id.kind() == Kind::Organization);
    let id = id.ok_or_else(|| PageError::not_found(pairs.get("org").to_owned()))?;
    crate::command::keep_profile(&desk, id, found.json).await?;
    Ok(axum::response::Redirect::to(&show::address(
        "/policies/due",
        [("kept", id.to_string().as_str())],
    ))
    .into_response())
}
