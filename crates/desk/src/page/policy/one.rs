//! `/policies/{pack}`: one policy, clause by clause.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use jiff::civil::Date;
use xinqiao_policy::answer::report::deadline;
use xinqiao_policy::pack::clause::Clause;
use xinqiao_policy::pack::file::EvidenceFile;
use xinqiao_policy::pack::{Library, Pack};

use super::library::{Validity, validity};
use super::versions::{Version, versions};
use super::words::{ceilings, condition, conditions, gives, level, pays, place, say};
use super::{day, shelf, tabs};
use crate::Desk;
use crate::http::{Context, PageError, Shell, Table, View, respond};
use crate::i18n::Texts;
use crate::page::review::Pairs;
use crate::show::Choice;

/// A clause as the page shows it.
#[derive(Debug, Clone)]
pub(super) struct ClauseShown {
    pub(super) id: String,
    pub(super) cite: String,
    pub(super) title: String,
    pub(super) summary: String,
    pub(super) gives: String,
    pub(super) matter: String,
    pub(super) pays: String,
    pub(super) ceiling: String,
    pub(super) conditions: Vec<String>,
    pub(super) offices: String,
    evidence: Vec<(String, bool)>,
    pub(super) apply: String,
    pub(super) deadline: String,
    /// Organisations of the ledger that may get it, and those of which it cannot be said yet.
    draw: usize,
    open: usize,
}

impl ClauseShown {
    /// A clause in words, without counts of firms.
    pub(super) fn of(clause: &Clause, pack: &Pack, library: &Library, on: Date, t: &Texts) -> Self {
        let vocabulary = &library.vocabulary;
        let name = |one: &EvidenceFile| match t.is_chinese() {
            true => one.zh.clone(),
            false => one.en.clone(),
        };
        ClauseShown {
            id: clause.id.clone(),
            cite: clause.cite.clone(),
            title: say(&clause.title, t),
            summary: say(&clause.summary, t),
            gives: gives(clause.gives, t),
            matter: library.matter(clause.matter, t.language()).to_owned(),
            pays: pays(clause, vocabulary, pack, t),
            ceiling: ceilings(&clause.ceiling, t),
            conditions: conditions(clause, vocabulary, pack, t),
            offices: clause.offices.join(&t.msg("value-list-separator")),
            evidence: clause
                .evidence
                .iter()
                .map(|one| (name(one), one.named))
                .collect(),
            apply: clause
                .apply
                .as_ref()
                .map(|apply| say(&apply.how, t))
                .unwrap_or_default(),
            deadline: deadline(pack, clause, on).unwrap_or_default(),
            draw: 0,
            open: 0,
        }
    }
}

#[derive(Template)]
#[template(path = "policy/one.html")]
struct PolicyPage {
    shell: Shell,
    tabs: Vec<Choice>,
    id: String,
    title: String,
    facts: Vec<(String, String)>,
    validity: Validity,
    verified: bool,
    uncertain: Vec<String>,
    eligible: Vec<String>,
    repeals: Vec<String>,
    cumulation: Vec<String>,
    clauses: Vec<ClauseShown>,
    record: Option<(String, u32)>,
    versions: Vec<Version>,
    /// How many organisations were worked out, may get something, and wait for facts; none when the policy is not in force.
    firms: Option<(usize, usize, usize)>,
    due: String,
}

impl View for PolicyPage {
    fn json(&self) -> serde_json::Value {
        let clauses: Vec<_> = self
            .clauses
            .iter()
            .map(|clause| serde_json::json!({ "clause": clause.id, "article": clause.cite, "title": clause.title, "summary": clause.summary, "gives": clause.gives, "matter": clause.matter, "pays": clause.pays, "ceiling": clause.ceiling, "conditions": clause.conditions, "offices": clause.offices, "deadline": clause.deadline, "firms": clause.draw, "firms_unknown": clause.open }))
            .collect();
        serde_json::json!({ "policy": self.id, "title": self.title, "verified": self.verified, "uncertain": self.uncertain, "eligible": self.eligible, "clauses": clauses })
    }

    fn table(&self) -> Table {
        Table {
            columns: vec![
                "clause",
                "article",
                "title",
                "gives",
                "matter",
                "pays",
                "ceiling",
                "conditions",
                "offices",
                "deadline",
                "firms",
                "firms_unknown",
            ],
            rows: self
                .clauses
                .iter()
                .map(|clause| {
                    vec![
                        clause.id.clone(),
                        clause.cite.clone(),
                        clause.title.clone(),
                        clause.gives.clone(),
                        clause.matter.clone(),
                        clause.pays.clone(),
                        clause.ceiling.clone(),
                        clause.conditions.join("; "),
                        clause.offices.clone(),
                        clause.deadline.clone(),
                        clause.draw.to_string(),
                        clause.open.to_string(),
                    ]
                })
                .collect(),
        }
    }
}

/// `GET /policies/{pack}`.
///
/// # Errors
/// When there is no such policy, or the ledger fails.
pub async fn show(
    State(desk): State<Arc<Desk>>,
    context: Context,
    Path(id): Path<String>,
    Query(pairs): Query<Pairs>,
) -> Result<Response, PageError> {
    let shelf = shelf(&desk).await?;
    let on = day(pairs.get("on"), &desk)?;
    let pack = shelf
        .library
        .pack(&id)
        .ok_or_else(|| PageError::not_found(id.clone()))?;
    let shell = context.shell(&desk).await;
    let t = shell.t;
    let vocabulary = &shelf.library.vocabulary;
    let due = match pack.in_force(on) {
        true => {
            let snapshot = desk.board.now(&*desk.ledger).await?;
            let due = desk.due.of(snapshot, &shelf.library, &pack.id, on).await;
            Some(due?)
        }
        false => None,
    };
    let separator = t.msg("value-list-separator").into_owned();
    let known = |text: Option<String>| text.unwrap_or_default();
    let facts = [
        ("policy-issuers", pack.issuers.join(&separator)),
        ("policy-number", known(pack.number.clone())),
        ("policy-level", level(pack.level, t)),
        ("policy-place", place(pack.region, t)),
        (
            "policy-issued",
            known(pack.issued.map(|date| date.to_string())),
        ),
        ("policy-source", pack.source.clone()),
    ];
    let clauses = pack.clauses.iter().map(|clause| {
        let mut shown = ClauseShown::of(clause, pack, &shelf.library, on, t);
        if let Some(due) = &due {
            (shown.draw, shown.open) = due.count(&pack.id, &clause.id);
        }
        shown
    });
    let view = PolicyPage {
        tabs: tabs("/policies", t),
        id: pack.id.clone(),
        title: say(&pack.title, t),
        facts: facts
            .into_iter()
            .map(|(key, value)| (t.msg(key).into_owned(), value))
            .collect(),
        validity: validity(pack, on, t),
        verified: pack.verified,
        uncertain: pack.uncertain.iter().map(|words| say(words, t)).collect(),
        eligible: pack
            .eligible
            .iter()
            .map(|one| condition(one, vocabulary, pack, t))
            .collect(),
        repeals: pack
            .repeals
            .iter()
            .map(|(title, number)| match number {
                Some(number) => format!("{title}（{number}）"),
                None => title.clone(),
            })
            .collect(),
        cumulation: cumulation(pack, t),
        clauses: clauses.collect(),
        record: shelf
            .record(&pack.id)
            .map(|(id, revision)| (format!("/record/{id}"), revision)),
        versions: match shelf.record(&pack.id) {
            Some((id, _)) => versions(&desk, id, on, t).await?,
            None => Vec::new(),
        },
        firms: due.as_ref().map(|due| {
            let draws = due.firms.iter().filter(|firm| !firm.due.is_empty()).count();
            let open = |firm: &&crate::due::Firm| firm.due.is_empty() && !firm.unknown.is_empty();
            (due.asked, draws, due.firms.iter().filter(open).count())
        }),
        due: crate::show::address(
            "/policies/due",
            [("pack", pack.id.as_str()), ("on", on.to_string().as_str())],
        ),
        shell,
    };
    respond(context.twin, &view)
}

fn cumulation(pack: &Pack, t: &Texts) -> Vec<String> {
    use xinqiao_policy::pack::file::Among;
    pack.cumulation
        .iter()
        .map(|rule| {
            let among = match rule.among {
                Among::Policy => "policy-among-policy",
                Among::Region => "policy-among-region",
                Among::All => "policy-among-all",
            };
            let rest = if rule.top_up {
                "policy-top-up"
            } else {
                "policy-no-top-up"
            };
            format!("{}{}（{}）", t.msg(among), t.msg(rest), rule.cite)
        })
        .collect()
}
