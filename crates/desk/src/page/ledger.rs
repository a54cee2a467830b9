//! `/ledger`: every event, the newest first, and the full check.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use xinqiao_ledger::{Event, Ledger, LedgerError, LedgerHead, VerifyReport};
use xinqiao_record::{Kind, RecordId};

use super::cell::{Cell, record_href};
use super::receipt::{SignerShown, signers};
use crate::Desk;
use crate::facet::{LogLine, Pairs};
use crate::http::{Context, PageError, Shell, Table, View, respond};
use crate::i18n::Texts;
use crate::show::{self, Column, Pager};

/// How many events stand on one page.
const PAGE: u64 = 50;

/// How many checkpoints the page shows.
const CHECKPOINTS: u64 = 8;

/// What the full check found.
enum Verdict {
    /// All is in order.
    Good(VerifyReport),
    /// The first fault: the event's number, 0 where it lies in none, and what is wrong.
    Bad(u64, String),
}

#[derive(Template)]
#[template(path = "ledger.html")]
struct LedgerPage {
    shell: Shell,
    sentence: String,
    head: LedgerHead,
    verdict: Option<Verdict>,
    /// The key that the ledger signs with; empty where it does not sign.
    key: String,
    /// Signed checkpoints, the newest first: size, when, root's note address, who has signed.
    checkpoints: Vec<(u64, String, Vec<SignerShown>)>,
    record: String,
    kind: String,
    actor: String,
    kinds: Vec<(String, String)>,
    actors: Vec<(String, String)>,
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
    pager: Pager,
    events: Vec<Event>,
}

impl View for LedgerPage {
    fn json(&self) -> serde_json::Value {
        let events: Vec<_> = self
            .events
            .iter()
            .map(|event| serde_json::json!({ "header": event.header, "hash": event.hash, "title": event.record.title() }))
            .collect();
        let verdict = self.verdict.as_ref().map(|verdict| match verdict {
            Verdict::Good(report) => serde_json::json!({ "good": true, "report": report }),
            Verdict::Bad(sequence, what) => {
                serde_json::json!({ "good": false, "sequence": sequence, "what": what })
            }
        });
        serde_json::json!({ "head": self.head, "verify": verdict, "key": (!self.key.is_empty()).then_some(&self.key), "events": events })
    }

    fn table(&self) -> Table {
        let rows = self.events.iter().map(|event| {
            let header = &event.header;
            vec![
                header.sequence.to_string(),
                header.at().to_string(),
                header.actor.clone(),
                header.record.to_string(),
                header.revision.to_string(),
                event.record.status.name().to_owned(),
                event.record.title().to_owned(),
                header.reason.clone(),
                event.hash.to_string(),
            ]
        });
        let columns = vec![
            "sequence", "at", "actor", "record", "revision", "status", "title", "reason", "hash",
        ];
        Table {
            columns,
            rows: rows.collect(),
        }
    }
}

/// `GET /ledger`.
///
/// # Errors
/// When a field cannot have its value, or the ledger fails.
pub async fn show(
    State(desk): State<Arc<Desk>>,
    context: Context,
    Query(pairs): Query<Pairs>,
) -> Result<Response, PageError> {
    let page = page(&desk, &context, &pairs, None).await?;
    respond(context.twin, &page)
}

/// `POST /ledger/verify`: recomputes everything. Changes nothing, so it may be asked for again.
///
/// # Errors
/// When the ledger cannot be read at all.
pub async fn verify(
    State(desk): State<Arc<Desk>>,
    context: Context,
) -> Result<Response, PageError> {
    let verdict = match desk.ledger.verify().await {
        Ok(report) => Verdict::Good(report),
        Err(LedgerError::Broken { sequence, what }) => {
            tracing::error!(sequence, %what, "the ledger is broken");
            Verdict::Bad(sequence, what)
        }
        Err(error) => return Err(error.into()),
    };
    let page = page(&desk, &context, &Pairs::new(), Some(verdict)).await?;
    respond(context.twin, &page)
}

async fn page(
    desk: &Arc<Desk>,
    context: &Context,
    pairs: &Pairs,
    verdict: Option<Verdict>,
) -> Result<LedgerPage, PageError> {
    let given = |name: &str| {
        pairs
            .get(name)
            .map(|value| value.trim())
            .unwrap_or_default()
    };
    let (record, kind, actor) = (given("record"), given("kind"), given("actor"));
    let wanted_record = match record {
        "" => None,
        id => Some(
            id.parse::<RecordId>()
                .map_err(|error| PageError::bad_request(error.to_string()))?,
        ),
    };
    let wanted_kind = match kind {
        "" => None,
        name => Some(
            name.parse::<Kind>()
                .map_err(|error| PageError::bad_request(error.to_string()))?,
        ),
    };
    let snapshot = desk.board.now(&*desk.ledger).await?;
    let log = snapshot.log();
    let meets = |line: &LogLine| {
        wanted_record.is_none_or(|id| line.record == id)
            && wanted_kind.is_none_or(|kind| line.record.kind() == kind)
            && (actor.is_empty() || *line.actor == *actor)
    };
    // Sequence numbers count from one.
    let mut numbers: Vec<u64> = (1_u64..)
        .zip(log)
        .filter(|(_, line)| meets(line))
        .map(|(number, _)| number)
        .collect();
    numbers.reverse();
    let fields = [("record", record), ("kind", kind), ("actor", actor)];
    let total = numbers.len() as u64;
    let page = Pager::asked(Some(given("page")));
    let pager = Pager::new("/ledger", &fields, page, PAGE, total);
    let events = events(&*desk.ledger, pager.part(&numbers)).await?;
    let shell = context.shell(desk).await;
    let t = shell.t;
    let mut names: Vec<&str> = log.iter().map(|line| &*line.actor).collect();
    names.sort_unstable();
    names.dedup();
    let mut checkpoints = Vec::new();
    if let Some(log) = &desk.log {
        for stored in desk.ledger.checkpoints(CHECKPOINTS).await? {
            let signed = signers(&stored, log);
            checkpoints.push((stored.size, show::timestamp(stored.at), signed));
        }
    }
    let anybody = (String::new(), t.msg("list-all").into_owned());
    Ok(LedgerPage {
        sentence: t.count("ledger-sentence", total).into_owned(),
        head: desk.ledger.head().await?,
        verdict,
        key: desk
            .log
            .as_ref()
            .map(|log| log.keeper.verifier().to_string())
            .unwrap_or_default(),
        checkpoints,
        kinds: std::iter::once(anybody.clone())
            .chain(Kind::ALL.map(|kind| (kind.name().to_owned(), show::kind(kind, t))))
            .collect(),
        actors: std::iter::once(anybody)
            .chain(
                names
                    .into_iter()
                    .map(|name| (name.to_owned(), show::actor(name, t).into_owned())),
            )
            .collect(),
        columns: vec![
            Column::numbers(t.msg("column-sequence")),
            Column::words(t.msg("column-when")),
            Column::words(t.msg("column-actor")),
            Column::words(t.msg("column-kind")),
            Column::words(t.msg("column-title")),
            Column::numbers(t.msg("column-revision")),
            Column::words(t.msg("column-status")),
            Column::words(t.msg("column-reason")),
            Column::words(t.msg("column-hash")),
        ],
        rows: events.iter().map(|event| cells(event, t)).collect(),
        record: record.to_owned(),
        kind: kind.to_owned(),
        actor: actor.to_owned(),
        pager,
        events,
        shell,
    })
}

/// The events of these numbers, which fall; neighbours are read together.
async fn events(ledger: &dyn Ledger, numbers: &[u64]) -> Result<Vec<Event>, LedgerError> {
    let mut events = Vec::with_capacity(numbers.len());
    for run in numbers.chunk_by(|a, b| *a == b + 1) {
        let Some(lowest) = run.last() else { continue };
        let batch = ledger.changes(lowest - 1, run.len()).await?;
        events.extend(batch.events.into_iter().rev());
    }
    Ok(events)
}

fn cells(event: &Event, t: &Texts) -> Vec<Cell> {
    let header = &event.header;
    vec![
        Cell::number(show::count(header.sequence)),
        Cell::kept_together(show::timestamp(header.at())),
        Cell::words(show::actor(&header.actor, t)),
        Cell::words(show::kind(header.record.kind(), t)),
        Cell::link(event.record.title(), record_href(header.record)),
        Cell::number(show::count(header.revision)),
        Cell::status(&event.record, t),
        Cell::words(show::reason(&header.actor, &header.reason, t)),
        Cell {
            mark: "hash nowrap".into(),
            ..Cell::words(show::short_hash(&event.hash))
        },
    ]
}
