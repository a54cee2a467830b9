//! `/queue`: what waits for a decision.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use axum::response::Response;
use xinqiao_record::{Kind, Record, RecordId, RegionCode, Status};

use crate::Desk;
use crate::command::{self, By, CommandError};
use crate::http::{Context, PageError, Shell, Table, View, respond};
use crate::i18n::Texts;
use crate::page::review::{
    Answer, Card, Flash, Pairs, Records, answer, beginning, card, citations, command_failed, flash,
    named_by, records,
};
use crate::show::{self, Choice, Facet, Key, Pager};

/// How many candidates a page shows.
const PAGE: u64 = 30;
/// How many sources an item quotes, and how many characters of each.
const QUOTES: usize = 2;
const QUOTE: usize = 240;
/// How many choices a filter shows.
const CHOICES: usize = 12;

/// The orders that the queue knows; the first is the usual one.
const ORDERS: [&str; 3] = ["document", "surest", "least-sure"];

#[derive(Template)]
#[template(path = "queue.html")]
struct QueuePage {
    shell: Shell,
    lede: String,
    facets: Vec<Facet>,
    orders: Vec<Choice>,
    cards: Vec<Card>,
    pager: Pager,
    back: String,
    filtered: bool,
    flash: Option<Flash>,
    keys: Vec<Key>,
    records: Vec<Record>,
    total: usize,
}

impl View for QueuePage {
    fn json(&self) -> serde_json::Value {
        serde_json::json!({ "total": self.total, "records": self.records })
    }

    fn table(&self) -> Table {
        let row = |record: &Record| {
            let proposal = record.proposal.as_ref();
            let same = proposal.and_then(|proposal| proposal.same_as.as_ref());
            let text = |value: Option<String>| value.unwrap_or_default();
            vec![
                record.id.to_string(),
                record.revision.to_string(),
                record.kind().name().to_owned(),
                record.title().to_owned(),
                text(proposal.map(|proposal| proposal.confidence.to_string())),
                text(same.map(|same| same.record.to_string())),
                text(same.map(|same| same.matched.clone())),
                text(
                    record
                        .sources
                        .first()
                        .map(|source| source.document.to_string()),
                ),
                text(record.sources.first().map(|source| source.quote.clone())),
            ]
        };
        Table {
            columns: vec![
                "id",
                "revision",
                "kind",
                "title",
                "confidence",
                "same_as",
                "matched",
                "document",
                "quote",
            ],
            rows: self.records.iter().map(row).collect(),
        }
    }
}

/// What the queue is narrowed to.
struct Wanted {
    kind: Option<Kind>,
    document: Option<RecordId>,
    region: Option<RegionCode>,
    suggestion: Option<bool>,
}

impl Wanted {
    fn new(pairs: &Pairs) -> Self {
        Wanted {
            kind: pairs.get("kind").parse().ok(),
            document: pairs.get("document").parse().ok(),
            region: pairs.get("region").parse().ok(),
            suggestion: match pairs.get("suggestion") {
                "yes" => Some(true),
                "no" => Some(false),
                _ => None,
            },
        }
    }

    /// Whether a record is wanted, one condition (`but`) left aside: what its filter counts.
    fn takes(&self, record: &Record, but: &str) -> bool {
        (but == "kind" || self.kind.is_none_or(|kind| record.kind() == kind))
            && (but == "document"
                || self
                    .document
                    .is_none_or(|document| comes_from(record, document)))
            && (but == "region"
                || self.region.is_none_or(|outer| {
                    region_of(record).is_some_and(|region| region.within(outer))
                }))
            && (but == "suggestion"
                || self
                    .suggestion
                    .is_none_or(|has| suggested(record).is_some() == has))
    }
}

fn region_of(record: &Record) -> Option<RegionCode> {
    xinqiao_ledger::facet::region_of(record)
}

fn suggested(record: &Record) -> Option<RecordId> {
    record
        .proposal
        .as_ref()?
        .same_as
        .as_ref()
        .map(|same| same.record)
}

fn comes_from(record: &Record, document: RecordId) -> bool {
    citations(record).any(|citation| citation.document == document)
}

fn confidence(record: &Record) -> u8 {
    record
        .proposal
        .as_ref()
        .map_or(0, |proposal| proposal.confidence)
}

/// Everything that waits, from what the desk keeps in memory.
async fn waiting(desk: &Arc<Desk>) -> Result<Vec<Record>, PageError> {
    let mut known = desk.known.lock().await;
    known.catch_up(&*desk.ledger).await?;
    Ok(known
        .records
        .values()
        .filter(|record| record.status == Status::Proposed)
        .cloned()
        .collect())
}

/// Puts candidates into an order; ties are broken by the place in the document, then by id.
fn sort(records: &mut [Record], order: &str) {
    let place = |record: &Record| {
        let first = record.sources.first();
        (
            // The newest document first.
            std::cmp::Reverse(first.map(|source| source.document)),
            first
                .and_then(|source| source.span)
                .map_or(u32::MAX, |span| span.start),
            record.id,
        )
    };
    match order {
        "surest" => {
            records.sort_by_key(|record| (std::cmp::Reverse(confidence(record)), place(record)))
        }
        "least-sure" => records.sort_by_key(|record| (confidence(record), place(record))),
        _ => records.sort_by_key(place),
    }
}

/// `GET /queue?kind=…&document=…&region=…&suggestion=yes|no&order=…&page=…`.
///
/// # Errors
/// When the ledger fails.
pub async fn show(
    context: Context,
    State(desk): State<Arc<Desk>>,
    Query(pairs): Query<Pairs>,
) -> Result<Response, PageError> {
    let t = context.texts;
    let all = waiting(&desk).await?;
    let wanted = Wanted::new(&pairs);
    let order = ORDERS
        .into_iter()
        .find(|order| *order == pairs.get("order"))
        .unwrap_or("document");
    let mut found: Vec<Record> = all
        .iter()
        .filter(|record| wanted.takes(record, ""))
        .cloned()
        .collect();
    sort(&mut found, order);

    let total = found.len();
    let path = "/queue";
    let number = Pager::asked(Some(pairs.get("page")));
    let pager = Pager::new(path, &pairs.lasting(), number, PAGE, total as u64);
    let on_page: Vec<Record> = pager.part(&found).to_vec();

    let facets = facets(&desk, &all, &wanted, &pairs, t).await?;
    let names = records(&desk, on_page.iter().flat_map(named_by)).await?;
    let back = show::address(path, pairs.lasting());
    let cards = cards(&on_page, &names, &back, t);
    let lede = if pairs.get("document").is_empty() || wanted.document.is_none() {
        t.count("queue-lede", total).into_owned()
    } else {
        t.count("queue-lede-document", total).into_owned()
    };
    let page = QueuePage {
        lede,
        facets,
        orders: ORDERS
            .map(|name| {
                let key = format!("queue-order-{name}");
                Choice {
                    label: t.msg(&key).into_owned(),
                    count: None,
                    href: pairs.with(path, "order", if name == "document" { "" } else { name }),
                    selected: name == order,
                }
            })
            .into(),
        cards,
        pager,
        filtered: total < all.len(),
        flash: flash(&desk, &pairs, &back, t).await?,
        keys: show::keys(t),
        records: on_page,
        total,
        back,
        shell: context.shell(&desk).await,
    };
    respond(context.twin, &page)
}

/// The cards of a page; the actions of each lead on to the next one.
fn cards(on_page: &[Record], names: &Records, back: &str, t: &Texts) -> Vec<Card> {
    let mut cards = Vec::new();
    for (index, record) in on_page.iter().enumerate() {
        let next = on_page
            .get(index + 1)
            .or_else(|| on_page.get(index.wrapping_sub(1)));
        let back = match next {
            Some(next) => format!("{back}#item-{}", next.id),
            None => back.to_owned(),
        };
        let mut card = card(record, names, &back, t);
        card.quotes.truncate(QUOTES);
        for quote in &mut card.quotes {
            quote.text = beginning(&quote.text, QUOTE);
        }
        cards.push(card);
    }
    cards
}

/// Counts, the most frequent first, ties by value.
fn ranked<T: Ord + Copy>(values: impl Iterator<Item = T>) -> Vec<(T, u64)> {
    let mut counts = BTreeMap::<T, u64>::new();
    for value in values {
        *counts.entry(value).or_default() += 1;
    }
    let mut ranked: Vec<_> = counts.into_iter().collect();
    ranked.sort_by_key(|(value, count)| (std::cmp::Reverse(*count), *value));
    ranked
}

async fn facets(
    desk: &Arc<Desk>,
    all: &[Record],
    wanted: &Wanted,
    pairs: &Pairs,
    t: &Texts,
) -> Result<Vec<Facet>, PageError> {
    let path = "/queue";
    let others = |name: &'static str| all.iter().filter(move |record| wanted.takes(record, name));
    let facet =
        |name: &'static str, label: &'static str, choices: Vec<(String, String, u64, bool)>| {
            let chosen = choices.iter().any(|(.., selected)| *selected);
            Facet {
                label: t.msg(label).into_owned(),
                clear: chosen.then(|| pairs.with(path, name, "")),
                choices: choices
                    .into_iter()
                    .map(|(value, label, count, selected)| Choice {
                        label,
                        count: Some(count),
                        href: pairs.with(path, name, if selected { "" } else { &value }),
                        selected,
                    })
                    .collect(),
            }
        };
    let kinds = ranked(others("kind").map(Record::kind))
        .into_iter()
        .map(|(kind, count)| {
            (
                kind.name().to_owned(),
                show::kind(kind, t),
                count,
                wanted.kind == Some(kind),
            )
        })
        .collect();
    let suggestion = [
        (true, "yes", "queue-suggested"),
        (false, "no", "queue-not-suggested"),
    ]
    .into_iter()
    .map(|(has, value, label)| {
        let count = others("suggestion")
            .filter(|record| suggested(record).is_some() == has)
            .count() as u64;
        (
            value.to_owned(),
            t.msg(label).into_owned(),
            count,
            wanted.suggestion == Some(has),
        )
    })
    .filter(|(_, _, count, selected)| *count > 0 || *selected)
    .collect();
    let regions = ranked(
        others("region")
            .filter_map(region_of)
            .map(RegionCode::province),
    )
    .into_iter()
    .take(CHOICES)
    .map(|(code, count)| {
        (
            code.to_string(),
            show::region(code),
            count,
            wanted.region == Some(code),
        )
    })
    .collect();
    let mut of_documents = ranked(others("document").flat_map(|record| {
        citations(record)
            .map(|citation| citation.document)
            .collect::<std::collections::BTreeSet<_>>()
    }));
    // The chosen document stays in sight however small it is.
    of_documents.sort_by_key(|(document, _)| Some(*document) != wanted.document);
    of_documents.truncate(CHOICES);
    let names = records(desk, of_documents.iter().map(|(document, _)| *document)).await?;
    let documents = of_documents
        .into_iter()
        .map(|(document, count)| {
            let title = names
                .get(&document)
                .map_or_else(|| document.to_string(), |known| known.title().to_owned());
            (
                document.to_string(),
                title,
                count,
                wanted.document == Some(document),
            )
        })
        .collect();
    let facets = [
        facet("kind", "queue-kind", kinds),
        facet("suggestion", "queue-suggestion", suggestion),
        facet("region", "queue-region", regions),
        facet("document", "queue-document", documents),
    ];
    Ok(facets
        .into_iter()
        .filter(|facet| !facet.choices.is_empty())
        .collect())
}

/// `POST /queue`: confirms the checked candidates (`item=id:revision`, many), or takes that back
/// with `action=undo`.
///
/// Each is a commit of its own: what can be done is done, whatever becomes of the others.
///
/// # Errors
/// When nothing could be done.
pub async fn decide(
    context: Context,
    State(desk): State<Arc<Desk>>,
    Form(pairs): Form<Pairs>,
) -> Result<Response, PageError> {
    let back = pairs.get("back");
    let undo = pairs.get("action") == "undo";
    let (mut done, mut failed) = (Vec::new(), None);
    for item in pairs.all("item") {
        let Some((id, revision)) = parse_item(item) else {
            return Err(PageError::bad_request(format!(
                "`{item}` is not an id and a revision"
            )));
        };
        let result = if undo {
            command::undo(&desk, id, revision, By::default()).await
        } else {
            command::confirm(&desk, id, revision, By::default()).await
        };
        match result {
            Ok(_) => done.push(id.to_string()),
            Err(error) => failed = Some((error, revision)),
        }
    }
    match failed {
        Some((error, revision)) if done.is_empty() => {
            if matches!(error, CommandError::NotFound(_)) {
                return Err(PageError::not_found(error.to_string()));
            }
            command_failed(&desk, &context, error, revision, back).await
        }
        _ => Ok(answer(&Answer {
            done: match (undo, failed.is_some()) {
                (true, _) => "bulk-undo",
                (false, false) => "bulk",
                (false, true) => "bulk-part",
            },
            of: done.join(","),
            back,
            instead: "/queue".into(),
        })),
    }
}

fn parse_item(item: &str) -> Option<(RecordId, u32)> {
    let (id, revision) = item.split_once(':')?;
    Some((id.parse().ok()?, revision.parse().ok()?))
}
