//! `/documents/{id}`: a document with its contents, the text of an article, and beside it what was read there.

mod layout;
mod named;
mod origin;
mod text;

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Redirect, Response};
use xinqiao_ledger::{AsOf, Filter, Stored};
use xinqiao_record::{Body, Kind, Record, RecordId, Status};

use crate::Desk;
use crate::http::{Context, PageError, Shell, Table, View, respond};
use crate::intake::StoredReading;
use crate::page::review::{
    Card, Flash, Pairs, act, beginning, can_undo, card, flash, named_by, record_id, records, title,
};
use crate::show;
use layout::{
    Contents, Group, Listed, Shown, contents, counts, listed, marks_of, next_waiting, shown,
};
use text::{ArticleView, Block};

/// How many characters of a source stand beside the text, where it can be read in full.
const QUOTE: usize = 240;

/// Everything that is kept of a document.
struct Kept {
    stored: Stored,
    articles: Vec<Record>,
    facts: Vec<Record>,
    reading: StoredReading,
}

impl Kept {
    fn document(&self) -> Option<&xinqiao_record::body::Document> {
        match &self.stored.record.body {
            Body::Document(body) => Some(body),
            _ => None,
        }
    }
}

async fn document(desk: &Arc<Desk>, id: RecordId) -> Result<Stored, PageError> {
    let found = desk.ledger.get(id, AsOf::default()).await?;
    found
        .filter(|stored| stored.record.kind() == Kind::Document)
        .ok_or_else(|| PageError::not_found(id.to_string()))
}

async fn keep(desk: &Arc<Desk>, id: RecordId) -> Result<Kept, PageError> {
    let stored = document(desk, id).await?;
    let refer = |kinds: Vec<Kind>| Filter {
        kinds,
        refers_to: Some(id),
        ..Filter::default()
    };
    let mut articles: Vec<Record> = desk
        .ledger
        .list(refer(vec![Kind::Article]))
        .await?
        .records
        .into_iter()
        .map(|stored| stored.record)
        .collect();
    articles.sort_by_key(|record| match &record.body {
        Body::Article(body) => (body.number, record.id),
        _ => (u32::MAX, record.id),
    });
    // A candidate that was joined into another record is shown through that one.
    let filter = Filter {
        statuses: vec![Status::Proposed, Status::Confirmed, Status::Rejected],
        ..refer(Kind::FACTS.to_vec())
    };
    let facts = desk
        .ledger
        .list(filter)
        .await?
        .records
        .into_iter()
        .map(|stored| stored.record)
        .collect();
    let reading = reading(desk, &stored.record).await?;
    Ok(Kept {
        stored,
        articles,
        facts,
        reading,
    })
}

/// An import brings records, not the files that they were read from.
fn without_file(id: RecordId) -> PageError {
    PageError::not_found(format!(
        "the file of `{id}` is not here: its record was imported; take the file in, and its text is shown again"
    ))
}

async fn reading(desk: &Arc<Desk>, record: &Record) -> Result<StoredReading, PageError> {
    let Body::Document(body) = &record.body else {
        return Err(PageError::not_found(record.id.to_string()));
    };
    let bytes = desk.ledger.blob(body.reading).await?;
    let bytes = bytes.ok_or_else(|| without_file(record.id))?;
    serde_json::from_slice(&bytes).map_err(PageError::fault)
}

#[derive(Template)]
#[template(path = "document.html")]
struct DocumentPage {
    shell: Shell,
    id: String,
    title: String,
    lede: String,
    /// What is known of the document: label, value.
    known: Vec<(String, String)>,
    digest: String,
    remarks: Vec<String>,
    contents: Vec<Group>,
    all_href: String,
    all_shown: bool,
    language: &'static str,
    contents_open: bool,
    articles: Vec<ArticleView>,
    /// The address of a fact in this view, up to its id.
    fact_href: String,
    previous: Option<(String, String)>,
    next: Option<(String, String)>,
    card: Option<Card>,
    listed: Vec<Listed>,
    flash: Option<Flash>,
    record: serde_json::Value,
    facts: Vec<layout::FactRow>,
}

impl View for DocumentPage {
    fn json(&self) -> serde_json::Value {
        serde_json::json!({
            "document": self.record,
            "contents": self.contents,
            "facts": self.facts,
            "mentions": self.articles.iter().flat_map(|article| &article.named).collect::<Vec<_>>(),
        })
    }

    fn table(&self) -> Table {
        Table {
            columns: vec![
                "id",
                "kind",
                "title",
                "status",
                "confidence",
                "article",
                "span_start",
                "span_end",
                "quote",
            ],
            rows: self.facts.iter().map(layout::FactRow::cells).collect(),
        }
    }
}

/// `GET /documents/{id}?article=…&record=…`.
///
/// `article` is a number, an article's id or `all`; `record` is the fact shown beside the text.
///
/// # Errors
/// When there is no such document.
pub async fn show(
    context: Context,
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    Query(pairs): Query<Pairs>,
) -> Result<Response, PageError> {
    let t = context.texts;
    let kept = keep(&desk, record_id(&id)?).await?;
    let Some(body) = kept.document() else {
        return Err(PageError::not_found(id));
    };
    let document_id = kept.stored.record.id;
    let path = format!("/documents/{document_id}");

    let selected: Option<&Record> = pairs
        .get("record")
        .parse()
        .ok()
        .and_then(|wanted: RecordId| kept.facts.iter().find(|fact| fact.id == wanted));
    let Contents { groups, places } = contents(&kept.articles, &kept.facts, document_id, &path);
    let chosen = shown(pairs.get("article"), selected, &places, document_id);
    let article = match chosen {
        Shown::All => "all".to_owned(),
        Shown::One(index) => places
            .get(index)
            .map(|place| place.number.to_string())
            .unwrap_or_default(),
    };
    let here = show::address(&path, [("article", article.as_str())]);
    let fact_href = format!(
        "{here}{}record=",
        if here.contains('?') { '&' } else { '?' }
    );

    let snapshot = desk.board.now(&*desk.ledger).await?;
    let organizations = named::known(&snapshot);
    let mut views = Vec::new();
    let mut in_view: Vec<&Record> = Vec::new();
    for (index, place) in places.iter().enumerate() {
        if chosen != Shown::All && chosen != Shown::One(index) {
            continue;
        }
        let facts: Vec<&Record> = kept
            .facts
            .iter()
            .filter(|fact| place.holds(fact, document_id))
            .collect();
        let marks = marks_of(&facts, document_id, selected, t);
        let mut view = layout::article_view(&kept.reading, place, index, &marks, t);
        view.named = named::named(&kept.reading, index, &organizations);
        views.push(view);
        in_view.extend(facts);
    }
    layout::in_order(&mut in_view, document_id);
    in_view.dedup_by_key(|fact| fact.id);

    let card = match selected {
        Some(fact) => {
            let names = records(&desk, named_by(fact)).await?;
            let next = next_waiting(&in_view, fact).map(|next| format!("{fact_href}{next}#fact"));
            let back = next.unwrap_or_else(|| format!("{here}#facts"));
            let mut card = card(fact, &names, &back, t);
            // After a decision its own message offers to take it back.
            if pairs.get("of") != fact.id.to_string()
                && can_undo(&desk.ledger.history(fact.id).await?)
            {
                card.acts
                    .push(act(fact, "undo", &t.msg("keys-undo"), "", "u", &here));
            }
            for (quote, citation) in card.quotes.iter_mut().zip(super::review::citations(fact)) {
                if let Some(span) = citation.span.filter(|_| citation.document == document_id) {
                    quote.origin = origin::places(&kept.reading.map.origins(span), t);
                }
                quote.text = beginning(&quote.text, QUOTE);
            }
            Some(card)
        }
        None => None,
    };
    let neighbour = |index: Option<usize>| {
        let place = places.get(index?)?;
        Some((
            show::address(&path, [("article", place.number.to_string().as_str())]),
            place.title.clone(),
        ))
    };
    let (previous, next) = match chosen {
        Shown::One(index) => (
            neighbour(index.checked_sub(1)),
            neighbour(index.checked_add(1)),
        ),
        Shown::All => (None, None),
    };
    let total = counts(&kept.facts);
    let lede = t.with_two(
        "document-lede",
        t.count("document-articles", places.len()),
        t.count("document-facts-waiting", total.proposed),
    );
    let page = DocumentPage {
        id: document_id.to_string(),
        title: title(&kept.stored.record, t),
        lede: lede.into_owned(),
        known: known(&kept, body, &context),
        digest: body.file.to_string(),
        remarks: body.remarks.clone(),
        contents: layout::mark_current(groups, chosen),
        all_href: show::address(&path, [("article", "all")]),
        all_shown: chosen == Shown::All,
        language: body.language.tag(),
        articles: views,
        previous,
        next,
        listed: listed(&in_view, selected, document_id, &fact_href, t),
        card,
        flash: flash(&desk, &pairs, &here, t).await?,
        contents_open: selected.is_none() && pairs.get("article").is_empty(),
        fact_href,
        record: serde_json::to_value(&kept.stored).map_err(PageError::fault)?,
        facts: in_view
            .iter()
            .map(|fact| layout::FactRow::new(fact, document_id, &places))
            .collect(),
        shell: context.shell(&desk).await,
    };
    respond(context.twin, &page)
}

fn known(
    kept: &Kept,
    body: &xinqiao_record::body::Document,
    context: &Context,
) -> Vec<(String, String)> {
    let t = context.texts;
    let language = match body.language {
        xinqiao_record::Language::Chinese => t.msg("language-chinese"),
        xinqiao_record::Language::English => t.msg("language-english"),
    };
    let row = |key: &'static str, value: String| (t.msg(key).into_owned(), value);
    vec![
        row(
            "field-issued",
            body.issued
                .map(|date| show::partial_date(date, t))
                .unwrap_or_default(),
        ),
        row(
            "field-publisher",
            body.publisher.clone().unwrap_or_default(),
        ),
        row("field-file", body.file_name.clone()),
        row("field-media-type", body.media_type.clone()),
        row("field-size", show::bytes(body.file_size)),
        row("field-language", language.into_owned()),
        row("field-taken-in", show::timestamp(kept.stored.at)),
    ]
}

/// `GET /articles/{id}`: on to the article in its document.
///
/// # Errors
/// When there is no such article.
pub async fn article(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let stored = desk.ledger.get(record_id(&id)?, AsOf::default()).await?;
    match stored.map(|stored| stored.record.body) {
        Some(Body::Article(body)) => {
            let address = format!("/documents/{}?article={}", body.document, body.number);
            Ok(Redirect::to(&address).into_response())
        }
        _ => Err(PageError::not_found(id)),
    }
}

/// `GET /documents/{id}/file`: the bytes as they were taken in, to be saved and never shown here.
///
/// # Errors
/// When there is no such document.
pub async fn file(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let stored = document(&desk, record_id(&id)?).await?;
    let Body::Document(body) = stored.record.body else {
        return Err(PageError::not_found(id));
    };
    let bytes = desk.ledger.blob(body.file).await?;
    let bytes = bytes.ok_or_else(|| without_file(stored.record.id))?;
    // RFC 6266: the name in UTF-8, percent-encoded. `nosniff` is set for every answer.
    let name = format!(
        "attachment; filename*=UTF-8''{}",
        show::encode(&body.file_name)
    );
    let media = if body
        .media_type
        .starts_with(|c: char| c.is_ascii_alphanumeric())
        && body.media_type.bytes().all(|byte| byte.is_ascii_graphic())
    {
        body.media_type
    } else {
        "application/octet-stream".to_owned()
    };
    Ok(([(CONTENT_TYPE, media), (CONTENT_DISPOSITION, name)], bytes).into_response())
}

/// `GET /documents/{id}/text`: the normalised text, into which all spans point.
///
/// # Errors
/// When there is no such document.
pub async fn plain_text(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let stored = document(&desk, record_id(&id)?).await?;
    let reading = reading(&desk, &stored.record).await?;
    Ok(([(CONTENT_TYPE, "text/plain; charset=utf-8")], reading.text).into_response())
}
