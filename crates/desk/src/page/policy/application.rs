//! `/match/application`: the folder for one entitlement: summary, check list, calculation, data for the form; as a page
//! to print and as a workbook.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use rust_xlsxwriter::{Format, Workbook, XlsxError};
use xinqiao_policy::answer::report::Entitlement;
use xinqiao_policy::answer::{answer, in_force};

use super::profile::asked;
use super::words::{Step, ceilings, gives, range, say, steps};
use super::{day, shelf, workbook};
use crate::Desk;
use crate::http::{Context, PageError, Shell, Table, View, respond};
use crate::i18n::Texts;
use crate::page::review::Pairs;
use crate::show;

/// A paper on the check list.
#[derive(Debug, Clone)]
struct Paper {
    what: String,
    format: String,
    named: bool,
}

#[derive(Template)]
#[template(path = "policy/application.html")]
struct ApplicationPage {
    shell: Shell,
    title: String,
    firm: String,
    code: String,
    amount: String,
    facts: Vec<(String, String)>,
    papers: Vec<Paper>,
    steps: Vec<Step>,
    lines: Vec<Vec<String>>,
    left_out: Vec<String>,
    workbook: String,
    back: String,
    verified: bool,
}

impl View for ApplicationPage {
    fn json(&self) -> serde_json::Value {
        let papers: Vec<_> = self
            .papers
            .iter()
            .map(|paper| serde_json::json!({ "paper": paper.what, "format": paper.format, "named_in_text": paper.named }))
            .collect();
        serde_json::json!({ "title": self.title, "firm": self.firm, "code": self.code, "amount": self.amount, "facts": self.facts, "papers": papers, "calculation": self.lines })
    }

    fn table(&self) -> Table {
        Table {
            columns: vec!["step", "what", "holds", "value", "place", "article"],
            rows: self.lines.clone(),
        }
    }
}

/// `GET /match/application?policy=…&clause=…&on=…&profile=…`.
///
/// # Errors
/// When the firm has no such entitlement, or a field cannot have its value.
pub async fn show(
    State(desk): State<Arc<Desk>>,
    context: Context,
    Query(pairs): Query<Pairs>,
) -> Result<Response, PageError> {
    let page = page(&desk, &context, &pairs).await?;
    respond(context.twin, &page)
}

/// `GET /match/application.xlsx?…`: the calculation sheet.
///
/// # Errors
/// As [`show`].
pub async fn sheet(
    State(desk): State<Arc<Desk>>,
    context: Context,
    Query(pairs): Query<Pairs>,
) -> Result<Response, PageError> {
    let page = page(&desk, &context, &pairs).await?;
    let bytes = write(&page, context.texts).map_err(PageError::fault)?;
    let name = format!("{}-{}.xlsx", pairs.get("policy"), pairs.get("clause"));
    let plain: String = name
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || "-._".contains(*c))
        .collect();
    Ok(workbook::download(bytes, &plain).into_response())
}

async fn page(
    desk: &Arc<Desk>,
    context: &Context,
    pairs: &Pairs,
) -> Result<ApplicationPage, PageError> {
    let shelf = shelf(desk).await?;
    let library = &*shelf.library;
    let on = day(pairs.get("on"), desk)?;
    in_force(library, on).map_err(|error| PageError::bad_request(error.to_string()))?;
    let found = asked(pairs, library).map_err(|wrong| PageError::bad_request(wrong.join("; ")))?;
    let answer = answer(library, &found.profile, on)
        .map_err(|error| PageError::bad_request(error.to_string()))?;
    let (policy, clause) = (pairs.get("policy"), pairs.get("clause"));
    let meant = |one: &&Entitlement| one.policy == policy && one.clause == clause;
    let one = answer.entitlements.iter().find(meant);
    let one = one.ok_or_else(|| PageError::not_found(format!("{policy}/{clause}")))?;
    let shell = context.shell(desk).await;
    let t = shell.t;
    let number = one.source.number.clone().unwrap_or_default();
    let facts = [
        (
            "policy-document",
            format!("{} {number}", say(&one.source.document, t)),
        ),
        ("policy-article", one.source.article.clone()),
        ("policy-kind", gives(one.kind, t)),
        ("policy-matter", say(&one.matter, t)),
        (
            "policy-offices",
            one.offices.join(&t.msg("value-list-separator")),
        ),
        ("policy-deadline", one.deadline.clone().unwrap_or_default()),
        (
            "policy-how",
            one.apply
                .as_ref()
                .map(|how| say(how, t))
                .unwrap_or_default(),
        ),
        ("policy-ceiling", ceilings(&one.ceiling_because, t)),
        (
            "policy-open",
            one.open
                .as_ref()
                .map(|open| say(open, t))
                .unwrap_or_default(),
        ),
        ("policy-on", answer.on.clone()),
    ];
    let steps = steps(&one.because, t);
    let mut lines = Vec::new();
    flatten(&steps, "", &mut lines);
    let kept = [
        ("policy", policy),
        ("clause", clause),
        ("on", answer.on.as_str()),
        ("profile", found.json.as_str()),
    ];
    Ok(ApplicationPage {
        title: say(&one.title, t),
        firm: found.profile.name.clone().unwrap_or_default(),
        code: found.profile.code.clone().unwrap_or_default(),
        amount: range(&one.amount, one.ceiling, t),
        facts: facts
            .into_iter()
            .filter(|(_, value)| !value.trim().is_empty())
            .map(|(key, value)| (t.msg(key).into_owned(), value))
            .collect(),
        papers: one
            .evidence
            .iter()
            .map(|paper| Paper {
                what: if t.is_chinese() {
                    paper.zh.clone()
                } else {
                    paper.en.clone()
                },
                format: paper.format.clone().unwrap_or_default(),
                named: paper.named,
            })
            .collect(),
        steps,
        lines,
        left_out: one.left_out.iter().map(|words| say(words, t)).collect(),
        workbook: show::address("/match/application.xlsx", kept),
        back: show::address(
            "/match",
            [("on", answer.on.as_str()), ("profile", found.json.as_str())],
        ),
        verified: one.source.verified,
        shell,
    })
}

/// The steps as rows: number, what, whether it holds, value, place, article.
fn flatten(steps: &[Step], before: &str, into: &mut Vec<Vec<String>>) {
    for (at, step) in steps.iter().enumerate() {
        let number = format!("{before}{}", at + 1);
        into.push(vec![
            number.clone(),
            step.what.clone(),
            step.holds_words.clone(),
            step.value.clone(),
            step.entry.clone(),
            step.cite.clone(),
        ]);
        flatten(&step.steps, &format!("{number}."), into);
    }
}

fn write(page: &ApplicationPage, t: &Texts) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let bold = Format::new().set_bold();
    let wrap = Format::new().set_text_wrap();
    let sheet = book.add_worksheet();
    sheet.set_name(t.msg("policy-sheet-summary").as_ref())?;
    sheet.set_column_width(0, 20)?.set_column_width(1, 90)?;
    let head = [
        (t.msg("workbook-name").into_owned(), page.firm.clone()),
        (t.msg("workbook-code").into_owned(), page.code.clone()),
        (t.msg("policy-title").into_owned(), page.title.clone()),
        (t.msg("policy-amount").into_owned(), page.amount.clone()),
    ];
    for (row, (label, value)) in (0_u32..).zip(head.iter().chain(&page.facts)) {
        sheet.write_with_format(row, 0, label, &bold)?;
        sheet.write_with_format(row, 1, value, &wrap)?;
    }
    let sheet = book.add_worksheet();
    sheet.set_name(t.msg("policy-sheet-papers").as_ref())?;
    sheet
        .set_column_width(0, 6)?
        .set_column_width(1, 70)?
        .set_column_width(2, 14)?;
    for (column, key) in
        (0_u16..).zip(["policy-paper-there", "policy-paper", "policy-paper-format"])
    {
        sheet.write_with_format(0, column, t.msg(key).as_ref(), &bold)?;
    }
    for (row, paper) in (1_u32..).zip(&page.papers) {
        sheet.write(row, 0, "□")?;
        sheet.write(row, 1, paper.what.as_str())?;
        sheet.write(row, 2, paper.format.as_str())?;
    }
    let sheet = book.add_worksheet();
    sheet.set_name(t.msg("policy-sheet-calculation").as_ref())?;
    for (column, width) in (0_u16..).zip([10, 70, 10, 26, 24, 14]) {
        sheet.set_column_width(column, width)?;
    }
    let keys = [
        "policy-step",
        "policy-what",
        "policy-holds",
        "policy-value",
        "policy-entry",
        "policy-article",
    ];
    for (column, key) in (0_u16..).zip(keys) {
        sheet.write_with_format(0, column, t.msg(key).as_ref(), &bold)?;
    }
    for (row, line) in (1_u32..).zip(&page.lines) {
        for (column, cell) in (0_u16..).zip(line) {
            sheet.write_with_format(row, column, cell, &wrap)?;
        }
    }
    book.save_to_buffer()
}
