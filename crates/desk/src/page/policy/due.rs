//! `/policies/due`: what the organisations of the ledger may get, unasked (免申即享).

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use xinqiao_policy::answer::{answer, in_force};
use xinqiao_policy::pack::Library;
use xinqiao_record::{Body, Kind, RecordId, Status};

use super::profile::of_organization;
use super::words::{range, say, yuan};
use super::{day, shelf, tabs};
use crate::Desk;
use crate::http::{Context, PageError, Shell, Table, View, respond};
use crate::page::review::{Flash, Pairs};
use crate::show::{self, Choice, Pager};

/// How many organisations stand on one page.
const PAGE: u64 = 20;

/// Something that is due.
#[derive(Debug, Clone)]
struct Due {
    policy: String,
    title: String,
    amount: String,
    article: String,
    automatic: bool,
}

/// An organisation and what is due to it.
#[derive(Debug, Clone)]
struct Firm {
    id: String,
    name: String,
    due: Vec<Due>,
    /// What could be due, were the questions answered.
    open: usize,
    open_sum: String,
    kept: bool,
    href: String,
    /// Fen at stake, for the order.
    weight: i64,
}

#[derive(Template)]
#[template(path = "policy/due.html")]
struct DuePage {
    shell: Shell,
    tabs: Vec<Choice>,
    sentence: String,
    flash: Option<Flash>,
    firms: Vec<Firm>,
    pager: Pager,
    packs: Vec<(String, String)>,
    pack: String,
    automatic: bool,
    on: String,
}

impl View for DuePage {
    fn json(&self) -> serde_json::Value {
        let firms: Vec<_> = self
            .firms
            .iter()
            .map(|firm| {
                let due: Vec<_> = firm
                    .due
                    .iter()
                    .map(|due| serde_json::json!({ "policy": due.policy, "title": due.title, "amount": due.amount, "article": due.article, "automatic": due.automatic }))
                    .collect();
                serde_json::json!({ "organization": firm.id, "name": firm.name, "due": due, "not_known": firm.open })
            })
            .collect();
        serde_json::json!({ "on": self.on, "firms": firms })
    }

    fn table(&self) -> Table {
        let rows = self.firms.iter().flat_map(|firm| {
            firm.due.iter().map(move |due| {
                vec![
                    firm.id.clone(),
                    firm.name.clone(),
                    due.policy.clone(),
                    due.title.clone(),
                    due.amount.clone(),
                    due.article.clone(),
                    due.automatic.to_string(),
                ]
            })
        });
        Table {
            columns: vec![
                "organization",
                "name",
                "policy",
                "title",
                "amount",
                "article",
                "automatic",
            ],
            rows: rows.collect(),
        }
    }
}

/// `GET /policies/due?pack=…&automatic=1&on=…&page=…`.
///
/// # Errors
/// When a field cannot have its value, or the ledger fails.
pub async fn show(
    State(desk): State<Arc<Desk>>,
    context: Context,
    Query(pairs): Query<Pairs>,
) -> Result<Response, PageError> {
    let shelf = shelf(&desk).await?;
    let on = day(pairs.get("on"), &desk)?;
    let pack = pairs.get("pack");
    let automatic = pairs.get("automatic") == "1";
    let library = narrowed(&shelf.library, pack)?;
    in_force(&library, on).map_err(|error| PageError::bad_request(error.to_string()))?;
    let shell = context.shell(&desk).await;
    let t = shell.t;
    let snapshot = desk.board.now(&*desk.ledger).await?;
    let mut firms = Vec::new();
    let mut asked = 0;
    let on_text = on.to_string();
    for row in snapshot.of_kind(Kind::Organization) {
        let record = row.record();
        let Body::Organization(body) = &record.body else {
            continue;
        };
        if matches!(record.status, Status::Rejected | Status::Retired) {
            continue;
        }
        // Without a place no district's policy can be said to apply.
        if body.region.is_none() && body.profile.is_none() {
            continue;
        }
        let Ok(found) = of_organization(body, &library) else {
            continue;
        };
        asked += 1;
        let all = answer(&library, &found.profile, on)
            .map_err(|error| PageError::bad_request(error.to_string()))?;
        let due: Vec<Due> = all
            .entitlements
            .iter()
            .filter(|one| one.selected && (!automatic || one.automatic))
            .map(|one| Due {
                policy: one.policy.clone(),
                title: say(&one.title, t),
                amount: range(&one.amount, one.ceiling, t),
                article: one.source.article.clone(),
                automatic: one.automatic,
            })
            .collect();
        let stake: i64 = all.questions.first().map_or(0, |question| question.fen);
        if due.is_empty() && (stake == 0 || automatic) {
            continue;
        }
        let sum = all
            .total
            .high
            .as_deref()
            .and_then(|high| xinqiao_policy::value::literal::money(high).ok());
        firms.push(Firm {
            id: record.id.to_string(),
            name: body.name.clone(),
            due,
            open: all.unknown.len(),
            open_sum: all
                .questions
                .first()
                .and_then(|question| question.at_stake.as_ref())
                .map_or_else(|| t.msg("policy-unstated").into_owned(), |sum| yuan(sum, t)),
            kept: body.profile.is_some(),
            href: show::address(
                "/match",
                [
                    ("org", record.id.to_string().as_str()),
                    ("on", on_text.as_str()),
                ],
            ),
            weight: sum.unwrap_or_default(),
        });
    }
    firms.sort_by(|left, right| {
        right
            .kept
            .cmp(&left.kept)
            .then(right.weight.cmp(&left.weight))
            .then(left.name.cmp(&right.name))
    });
    let total = firms.len() as u64;
    let page = Pager::asked(Some(pairs.get("page")));
    let pager = Pager::new("/policies/due", &pairs.lasting(), page, PAGE, total);
    let shown = pager.part(&firms).to_vec();
    let kept = pairs
        .get("kept")
        .parse::<RecordId>()
        .ok()
        .and_then(|id| snapshot.row(id).cloned());
    let view = DuePage {
        tabs: tabs("/policies/due", t),
        sentence: t.with_two("policy-due-sentence", asked, total).into_owned(),
        flash: kept.map(|row| Flash {
            tone: "done",
            message: t.with("policy-kept", row.record().title()).into_owned(),
            undo: None,
        }),
        firms: shown,
        pager,
        packs: std::iter::once((String::new(), t.msg("policy-any").into_owned()))
            .chain(
                shelf
                    .library
                    .packs
                    .iter()
                    .map(|pack| (pack.id.clone(), say(&pack.title, t))),
            )
            .collect(),
        pack: pack.to_owned(),
        automatic,
        on: on_text,
        shell,
    };
    respond(context.twin, &view)
}

/// The library with one pack alone.
fn narrowed(library: &Library, pack: &str) -> Result<Library, PageError> {
    let mut library = library.clone();
    if !pack.is_empty() {
        library.packs.retain(|one| one.id == pack);
        if library.packs.is_empty() {
            return Err(PageError::not_found(pack.to_owned()));
        }
    }
    Ok(library)
}
