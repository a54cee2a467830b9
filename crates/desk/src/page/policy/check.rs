//! `/policies/check`: an officer's pack: what the check finds, at the line; whether its worked cases come out; and
//! storing it as a record.

use std::sync::Arc;

use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use xinqiao_ledger::{Append, Change};
use xinqiao_policy::pack::library::PackText;
use xinqiao_policy::pack::shipped::PACKS;
use xinqiao_policy::pack::{Finding, Library, Pack, Severity};
use xinqiao_policy::trial;
use xinqiao_record::body::{Party, Policy, PolicyPack, RepealedPolicy};
use xinqiao_record::{Body, Kind, PartialDate, Record, Status};

use super::{shelf, tabs};
use crate::Desk;
use crate::http::{Context, PageError, Shell, Table, View, respond};
use crate::page::review::{Pairs, unprocessable};
use crate::policies::Shelf;
use crate::show::Choice;

/// A line of the pack with what was found in it.
#[derive(Debug, Clone)]
struct Line {
    number: usize,
    text: String,
    findings: Vec<Shown>,
}

/// A finding as the page shows it.
#[derive(Debug, Clone)]
struct Shown {
    error: bool,
    column: u32,
    line: u32,
    message: String,
    hint: String,
}

#[derive(Template)]
#[template(path = "policy/check.html")]
struct CheckPage {
    shell: Shell,
    tabs: Vec<Choice>,
    policy: String,
    examples: String,
    asked: bool,
    lines: Vec<Line>,
    findings: Vec<Shown>,
    errors: usize,
    name: String,
    ran: usize,
    faults: Vec<(u32, String, String)>,
    untried: Vec<String>,
    example_findings: Vec<Shown>,
    can_store: bool,
    replaces: Option<(String, u32)>,
    packs: Vec<(String, String)>,
}

impl View for CheckPage {
    fn json(&self) -> serde_json::Value {
        let finding = |one: &Shown| serde_json::json!({ "line": one.line, "column": one.column, "severity": if one.error { "error" } else { "warning" }, "message": one.message, "hint": one.hint });
        serde_json::json!({ "findings": self.findings.iter().map(finding).collect::<Vec<_>>(), "examples": self.ran, "failed": self.faults, "not_tried": self.untried })
    }

    fn table(&self) -> Table {
        Table {
            columns: vec!["line", "column", "severity", "message", "hint"],
            rows: self
                .findings
                .iter()
                .map(|one| {
                    let severity = if one.error { "error" } else { "warning" };
                    vec![
                        one.line.to_string(),
                        one.column.to_string(),
                        severity.to_owned(),
                        one.message.clone(),
                        one.hint.clone(),
                    ]
                })
                .collect(),
        }
    }
}

/// `GET /policies/check?from=…`: an empty form, or one with a pack that is there.
///
/// # Errors
/// When there is no such pack, or the ledger fails.
pub async fn form(
    State(desk): State<Arc<Desk>>,
    context: Context,
    Query(pairs): Query<Pairs>,
) -> Result<Response, PageError> {
    let shelf = shelf(&desk).await?;
    let from = pairs.get("from");
    let (policy, examples) = match from {
        "" => (String::new(), String::new()),
        name => text_of(&desk, &shelf, name).await?,
    };
    let page = page(&desk, &context, &shelf, policy, examples, !from.is_empty()).await;
    respond(context.twin, &page)
}

/// The text of a pack: of its record, or as it ships.
async fn text_of(
    desk: &Arc<Desk>,
    shelf: &Shelf,
    name: &str,
) -> Result<(String, String), PageError> {
    let snapshot = desk.board.now(&*desk.ledger).await?;
    if let Some((id, _)) = shelf.record(name)
        && let Some(row) = snapshot.row(id)
        && let Body::Policy(body) = &row.record().body
        && let Some(pack) = &body.pack
    {
        return Ok((
            pack.policy.clone(),
            pack.examples.clone().unwrap_or_default(),
        ));
    }
    let shipped = PACKS.iter().find(|pack| pack.name == name);
    shipped
        .map(|pack| (pack.policy.to_owned(), pack.examples.to_owned()))
        .ok_or_else(|| PageError::not_found(name.to_owned()))
}

/// The two files of a form, with the line ends that places are counted by.
fn texts(pairs: &Pairs) -> (String, String) {
    let text = |name: &str| pairs.get(name).replace("\r\n", "\n");
    (text("policy"), text("examples"))
}

/// `POST /policies/check`: looks through a pack. Changes nothing.
///
/// # Errors
/// When the ledger fails.
pub async fn check(
    State(desk): State<Arc<Desk>>,
    context: Context,
    Form(pairs): Form<Pairs>,
) -> Result<Response, PageError> {
    let shelf = shelf(&desk).await?;
    let texts = texts(&pairs);
    let page = page(&desk, &context, &shelf, texts.0, texts.1, true).await;
    if page.errors == 0 {
        respond(context.twin, &page)
    } else {
        unprocessable(&context, &page)
    }
}

/// `POST /policies/store`: stores a pack without errors as a record, or as the next revision of the record that held it.
///
/// # Errors
/// When the pack has errors, or the ledger fails.
pub async fn store(
    State(desk): State<Arc<Desk>>,
    context: Context,
    Form(pairs): Form<Pairs>,
) -> Result<Response, PageError> {
    let shelf = shelf(&desk).await?;
    let texts = texts(&pairs);
    let looked = look(&shelf, &texts.0, &texts.1);
    let Some(pack) = looked
        .pack
        .filter(|_| looked.faults.is_empty() && looked.example_findings.is_empty())
    else {
        let page = page(&desk, &context, &shelf, texts.0, texts.1, true).await;
        return unprocessable(&context, &page);
    };
    let stored = PolicyPack {
        name: pack.id.clone(),
        policy: texts.0,
        examples: (!texts.1.trim().is_empty()).then_some(texts.1),
    };
    let body = body(&pack, stored);
    let change = match shelf.record(&pack.id) {
        Some((id, _)) => {
            let snapshot = desk.board.now(&*desk.ledger).await?;
            let row = snapshot
                .row(id)
                .ok_or_else(|| PageError::not_found(id.to_string()))?;
            let mut next = row.record().next_revision();
            next.body = body;
            Change::revise(next)
        }
        None => Change::new(Record::new(
            desk.ids.next(Kind::Policy),
            Status::Confirmed,
            body,
        )),
    };
    desk.ledger
        .append(Append {
            actor: "desk".into(),
            reason: pairs.get("reason").trim().to_owned(),
            idempotency_key: None,
            changes: vec![change],
        })
        .await?;
    Ok(Redirect::to(&format!("/policies/{}", pack.id)).into_response())
}

/// A policy's record from its pack.
fn body(pack: &Pack, stored: PolicyPack) -> Body {
    let date = |date: Option<jiff::civil::Date>| date.map(PartialDate::from);
    Body::Policy(Policy {
        title: pack.title.zh.clone(),
        issuers: pack
            .issuers
            .iter()
            .map(|name| Party {
                name: name.clone(),
                ..Party::default()
            })
            .collect(),
        document_number: pack.number.clone(),
        region: pack.region,
        issued: date(pack.issued),
        effective: date(pack.effective),
        until: date(pack.until),
        repeals: pack
            .repeals
            .iter()
            .map(|(title, number)| RepealedPolicy {
                title: title.clone(),
                document_number: number.clone(),
                record: None,
            })
            .collect(),
        pack: Some(stored),
    })
}

/// What the check and the worked cases say.
#[derive(Debug, Default)]
struct Looked {
    pack: Option<Pack>,
    findings: Vec<Finding>,
    ran: usize,
    faults: Vec<(u32, String, String)>,
    untried: Vec<String>,
    example_findings: Vec<Finding>,
}

fn look(shelf: &Shelf, policy: &str, examples: &str) -> Looked {
    let mut looked = Looked::default();
    // The pack stands beside the others, whose words it may share, and in the place of the one that has its name.
    let Ok(mut alone) = Library::empty() else {
        return looked;
    };
    let text = PackText {
        name: "policy.yaml",
        policy,
    };
    match alone.add(text) {
        Ok(findings) => looked.findings = findings,
        Err(bad) => {
            looked.findings = bad.findings;
            return looked;
        }
    }
    let Some(pack) = alone.packs.first().cloned() else {
        return looked;
    };
    for other in &shelf.library.packs {
        for clause in &pack.clauses {
            let missing = clause.excludes.iter().find(|name| {
                name.split_once('/')
                    .is_some_and(|(id, clause)| id == other.id && other.clause(clause).is_none())
            });
            if let Some(name) = missing {
                looked.findings.push(Finding {
                    severity: Severity::Error,
                    line: clause.line,
                    column: 1,
                    message: format!("`{}` excludes `{name}`, which is not there", clause.id),
                    hint: None,
                });
                return looked;
            }
        }
    }
    if !examples.trim().is_empty() {
        match trial::read(examples, &alone) {
            Ok(examples) => {
                let trial = trial::run(&alone, &pack, &examples);
                looked.ran = examples.len();
                looked.untried = trial.untried;
                for result in trial.results {
                    let faults = result.faults.into_iter();
                    looked
                        .faults
                        .extend(faults.map(|(line, fault)| (line, result.name.clone(), fault)));
                }
            }
            Err(bad) => looked.example_findings = bad.findings,
        }
    }
    looked.pack = Some(pack);
    looked
}

async fn page(
    desk: &Arc<Desk>,
    context: &Context,
    shelf: &Shelf,
    policy: String,
    examples: String,
    asked: bool,
) -> CheckPage {
    let shell = context.shell(desk).await;
    let t = shell.t;
    let looked = if asked {
        look(shelf, &policy, &examples)
    } else {
        Looked::default()
    };
    let shown = |finding: &Finding| Shown {
        error: finding.severity == Severity::Error,
        column: finding.column,
        line: finding.line,
        message: finding.message.clone(),
        hint: finding.hint.clone().unwrap_or_default(),
    };
    let findings: Vec<Shown> = looked.findings.iter().map(shown).collect();
    let lines = policy
        .lines()
        .enumerate()
        .map(|(at, text)| Line {
            number: at + 1,
            text: text.to_owned(),
            findings: findings
                .iter()
                .filter(|one| one.line as usize == at + 1)
                .cloned()
                .collect(),
        })
        .collect();
    let name = looked
        .pack
        .as_ref()
        .map(|pack| pack.id.clone())
        .unwrap_or_default();
    let good =
        looked.pack.is_some() && looked.faults.is_empty() && looked.example_findings.is_empty();
    CheckPage {
        tabs: tabs("/policies/check", t),
        errors: findings.iter().filter(|one| one.error).count()
            + looked.faults.len()
            + looked.example_findings.len(),
        replaces: shelf
            .record(&name)
            .map(|(id, revision)| (format!("/record/{id}"), revision)),
        can_store: good,
        example_findings: looked.example_findings.iter().map(shown).collect(),
        packs: shelf
            .library
            .packs
            .iter()
            .map(|pack| (pack.id.clone(), super::words::say(&pack.title, t)))
            .collect(),
        ran: looked.ran,
        faults: looked.faults,
        untried: looked.untried,
        policy,
        examples,
        asked,
        lines,
        findings,
        name,
        shell,
    }
}
