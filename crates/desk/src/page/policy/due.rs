//! `/policies/due`: what the organisations of the ledger may get, unasked (免申即享).

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use xinqiao_record::RecordId;

use super::words::{range, say, yuan};
use super::{day, shelf, tabs};
use crate::Desk;
use crate::http::{Context, PageError, Shell, Table, View, respond};
use crate::i18n::Texts;
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
}

#[derive(Template)]
#[template(path = "policy/due.html")]
struct DuePage {
    shell: Shell,
    tabs: Vec<Choice>,
    sentence: String,
    flash: Option<Flash>,
    firms: Vec<Firm>,
    /// Organisations whose kept profile does not fit the packs' words: address, name, what is wrong.
    unfit: Vec<(String, String, String)>,
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
    if !pack.is_empty() && shelf.library.pack(pack).is_none() {
        return Err(PageError::not_found(pack.to_owned()));
    }
    let shell = context.shell(&desk).await;
    let t = shell.t;
    let snapshot = desk.board.now(&*desk.ledger).await?;
    let found = desk
        .due
        .of(Arc::clone(&snapshot), &shelf.library, pack, on)
        .await?;
    let on_text = on.to_string();
    let firms: Vec<Firm> = found
        .firms
        .iter()
        .filter_map(|firm| shown(firm, automatic, &on_text, t))
        .collect();
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
        sentence: t
            .with_two("policy-due-sentence", found.asked, total)
            .into_owned(),
        flash: kept.map(|row| Flash {
            tone: "done",
            message: t.with("policy-kept", row.record().title()).into_owned(),
            undo: None,
        }),
        firms: shown,
        unfit: found
            .unfit
            .iter()
            .map(|(id, name, wrong)| (format!("/record/{id}"), name.clone(), wrong.join("; ")))
            .collect(),
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

/// An organisation as the page shows it, if anything is due to it or asked of it.
fn shown(firm: &crate::due::Firm, automatic: bool, on: &str, t: &Texts) -> Option<Firm> {
    let due: Vec<Due> = firm
        .due
        .iter()
        .filter(|one| !automatic || one.automatic)
        .map(|one| Due {
            policy: one.policy.clone(),
            title: say(&one.title, t),
            amount: range(&one.amount, one.ceiling, t),
            article: one.source.article.clone(),
            automatic: one.automatic,
        })
        .collect();
    let stake = firm.question.as_ref().map_or(0, |question| question.fen);
    if due.is_empty() && (stake == 0 || automatic) {
        return None;
    }
    let id = firm.id.to_string();
    Some(Firm {
        name: firm.name.clone(),
        due,
        open: firm.unknown.len(),
        open_sum: firm
            .question
            .as_ref()
            .and_then(|question| question.at_stake.as_ref())
            .map_or_else(|| t.msg("policy-unstated").into_owned(), |sum| yuan(sum, t)),
        kept: firm.kept,
        href: show::address("/match", [("org", id.as_str()), ("on", on)]),
        id,
    })
}
