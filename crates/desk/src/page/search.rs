//! `/search`: full text over articles and facts.

use std::ops::Range;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Query as Fields, State};
use axum::response::Response;
use xinqiao_record::{Kind, PartialDate, RecordId, RegionCode, Status};
use xinqiao_search::query::{Filters, MAX_REACH};
use xinqiao_search::{
    Count, Error as SearchError, Expected, Hit, Query, RegionCount, Results, Sort, SyntaxError,
    field_names,
};
use xinqiao_search::{MAX_CHARACTERS, MAX_ITEMS};

use super::cell::record_href;
use crate::Desk;
use crate::facet::{Pairs, Snapshot};
use crate::finder::FinderError;
use crate::http::{Context, PageError, Shell, Table, View, respond};
use crate::i18n::Texts;
use crate::show::{self, Choice, Facet, Pager};

/// How many hits stand on one page.
const PAGE: usize = 20;
/// How many hits the twins hold at most.
const TWIN: usize = 1_000;
/// How many values a facet shows.
const VALUES: usize = 12;
/// The fields of the address that narrow a search.
const FIELDS: [&str; 9] = [
    "q", "kind", "status", "region", "segment", "source", "column", "year", "sort",
];

/// A piece of text that is marked or not.
struct Piece {
    text: String,
    marked: bool,
}

/// One hit as the page shows it.
struct Found {
    href: String,
    title: Vec<Piece>,
    passage: Vec<Piece>,
    kind: String,
    /// Whether people decide on it: documents and articles are what they are.
    decided: bool,
    status: &'static str,
    status_label: String,
    /// Source, column, place, date, where known.
    facts: Vec<String>,
}

#[derive(Template)]
#[template(path = "search.html")]
struct Search {
    shell: Shell,
    text: String,
    kept: Vec<(String, String)>,
    sentence: String,
    error: String,
    relaxed: bool,
    asked: bool,
    sorts: Vec<Choice>,
    facets: Vec<Facet>,
    found: Vec<Found>,
    pager: Option<Pager>,
    results: Results,
}

impl View for Search {
    fn json(&self) -> serde_json::Value {
        serde_json::json!({ "q": self.text, "error": (!self.error.is_empty()).then_some(&self.error), "results": self.results })
    }

    fn table(&self) -> Table {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let rows = self.results.hits.iter().map(|hit| {
            vec![
                hit.key.clone(),
                hit.kind.name().to_owned(),
                hit.status.name().to_owned(),
                hit.title.clone(),
                hit.date.map(|date| date.to_string()).unwrap_or_default(),
                hit.region
                    .map(|region| region.to_string())
                    .unwrap_or_default(),
                text(&hit.source),
                text(&hit.column),
                hit.passage.replace('\n', " "),
            ]
        });
        let columns = vec![
            "id", "kind", "status", "title", "date", "region", "source", "column", "passage",
        ];
        Table {
            columns,
            rows: rows.collect(),
        }
    }
}

/// What is wrong with a query, in the reader's language.
fn told(wrong: &SyntaxError, t: &Texts) -> String {
    let listed = |values: &[&str]| values.join(&t.msg("value-list-separator"));
    let at = |at: usize| t.with("query-at", at);
    match wrong {
        SyntaxError::UnknownField { name, at: place } => format!(
            "{}{}{}",
            at(*place),
            t.with("query-unknown-field", name),
            t.with("query-known-fields", listed(&field_names(t.language())))
        ),
        SyntaxError::NoValue { name, at: place } => {
            format!("{}{}", at(*place), t.with("query-no-value", name))
        }
        SyntaxError::BadValue {
            name,
            value,
            at: place,
            expected,
        } => {
            let possible = match expected {
                Expected::Kind | Expected::Status => {
                    t.with("query-values", listed(&expected.values(t.language())))
                }
                Expected::Region => t.msg("query-region"),
                Expected::Year => t.msg("query-year"),
                Expected::Date => t.msg("query-date"),
                Expected::Language => t.msg("query-language"),
                Expected::Id(_) => t.msg("query-id"),
            };
            let what = t.with_two("query-bad-value", name, value);
            format!("{}{what}{possible}", at(*place))
        }
        SyntaxError::TooLong { length } => t
            .with_two("query-too-long", length, MAX_CHARACTERS)
            .into_owned(),
        SyntaxError::TooManyItems { at: place } => {
            format!("{}{}", at(*place), t.with("query-too-many", MAX_ITEMS))
        }
    }
}

/// `GET /search`.
///
/// # Errors
/// When a field cannot have its value, or ledger or index fail; a query that does not parse is told on the page.
pub async fn show(
    State(desk): State<Arc<Desk>>,
    context: Context,
    Fields(pairs): Fields<Pairs>,
) -> Result<Response, PageError> {
    let given = |name: &str| {
        pairs
            .get(name)
            .map(|value| value.trim())
            .unwrap_or_default()
    };
    let page: usize = given("page")
        .parse()
        .unwrap_or(1)
        .clamp(1, MAX_REACH / PAGE);
    let whole = context.twin != crate::http::Twin::Html;
    let mut query = query(&pairs)?;
    (query.offset, query.limit) = if whole {
        (0, TWIN)
    } else {
        ((page - 1) * PAGE, PAGE)
    };
    let asked = FIELDS
        .iter()
        .any(|name| *name != "sort" && !given(name).is_empty());
    let shell = context.shell(&desk).await;
    let t = shell.t;
    let mut error = String::new();
    let results = if asked {
        match desk.finder.search(&*desk.ledger, query).await {
            Ok(results) => results,
            Err(FinderError::Search(SearchError::Syntax(wrong))) => {
                error = told(&wrong, t);
                Results::default()
            }
            Err(FinderError::Ledger(wrong)) => return Err(wrong.into()),
            Err(wrong) => return Err(PageError::fault(wrong)),
        }
    } else {
        Results::default()
    };
    let snapshot = desk.board.now(&*desk.ledger).await?;
    let kept: Vec<(&str, &str)> = FIELDS
        .iter()
        .map(|name| (*name, given(name)))
        .filter(|(_, value)| !value.is_empty())
        .collect();
    let pager = (results.total > 0).then(|| {
        let reach = results.total.min(MAX_REACH as u64);
        Pager::new("/search", &kept, page as u64, PAGE as u64, reach)
    });
    let sentence = if !error.is_empty() {
        String::new()
    } else if !asked {
        t.msg("search-lede").into_owned()
    } else if given("q").is_empty() {
        t.count("search-found", results.total).into_owned()
    } else {
        t.with_two("search-found-for", given("q"), show::count(results.total))
            .into_owned()
    };
    let view = Search {
        text: given("q").to_owned(),
        kept: kept
            .iter()
            .filter(|(name, _)| *name != "q")
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect(),
        sentence,
        relaxed: results.relaxed,
        asked,
        sorts: [
            ("", "search-sort-relevance"),
            ("newest", "search-sort-newest"),
            ("oldest", "search-sort-oldest"),
        ]
        .map(|(name, key)| Choice {
            label: t.msg(key).into_owned(),
            count: None,
            href: address(&kept, "sort", name),
            selected: given("sort") == name,
        })
        .into(),
        facets: facets(&results, &kept, t),
        found: results
            .hits
            .iter()
            .map(|hit| found(hit, &snapshot, t))
            .collect(),
        pager,
        results,
        error,
        shell,
    };
    respond(context.twin, &view)
}

/// The query of an address: the text typed and what was chosen beside it.
///
/// # Errors
/// When a field cannot have its value.
pub(crate) fn query(pairs: &Pairs) -> Result<Query, PageError> {
    let given = |name: &str| {
        pairs
            .get(name)
            .map(|value| value.trim())
            .filter(|value| !value.is_empty())
    };
    let list = |name: &str| {
        given(name)
            .map(str::to_owned)
            .into_iter()
            .collect::<Vec<_>>()
    };
    let bad = |name: &str, value: &str, known: &str| {
        PageError::bad_request(format!("`{name}` cannot be `{value}`; {known}"))
    };
    let kinds = given("kind")
        .map(|name| {
            name.parse::<Kind>()
                .map_err(|error| PageError::bad_request(error.to_string()))
        })
        .transpose()?;
    let statuses = given("status")
        .map(|name| {
            Status::from_name(name).ok_or_else(|| {
                bad(
                    "status",
                    name,
                    "known: proposed, confirmed, rejected, retired",
                )
            })
        })
        .transpose()?;
    let regions = given("region")
        .map(|code| {
            code.parse::<RegionCode>()
                .map_err(|error| PageError::bad_request(error.to_string()))
        })
        .transpose()?;
    let date = |name: &str| {
        given(name)
            .map(|date| {
                date.parse::<PartialDate>()
                    .map_err(|error| PageError::bad_request(error.to_string()))
            })
            .transpose()
    };
    let year = date("year")?;
    let sort = match given("sort") {
        None | Some("relevance") => Sort::Relevance,
        Some("newest") => Sort::Newest,
        Some("oldest") => Sort::Oldest,
        Some(other) => return Err(bad("sort", other, "known: relevance, newest, oldest")),
    };
    let filters = Filters {
        kinds: kinds.into_iter().collect(),
        statuses: statuses.into_iter().collect(),
        regions: regions.into_iter().collect(),
        segments: list("segment"),
        sources: list("source"),
        columns: list("column"),
        from: date("from")?.or(year),
        until: date("until")?.or(year),
        ..Filters::default()
    };
    Ok(Query {
        text: given("q").unwrap_or_default().to_owned(),
        filters,
        sort,
        ..Query::default()
    })
}

fn address(kept: &[(&str, &str)], name: &str, value: &str) -> String {
    let others = kept
        .iter()
        .filter(|(field, _)| *field != name && *field != "page")
        .copied();
    show::address("/search", others.chain([(name, value)]))
}

fn facets(results: &Results, kept: &[(&str, &str)], t: &Texts) -> Vec<Facet> {
    let chosen = |name: &str| {
        kept.iter()
            .find(|(field, _)| *field == name)
            .map(|(_, value)| *value)
    };
    let named = |name: &'static str, values: Vec<(String, String, u64)>| {
        let chosen = chosen(name);
        let key = format!("facet-{name}");
        let choices: Vec<_> = values
            .into_iter()
            .take(VALUES)
            .map(|(value, label, count)| {
                let selected = chosen == Some(value.as_str());
                let href = address(kept, name, if selected { "" } else { &value });
                Choice {
                    label,
                    count: Some(count),
                    href,
                    selected,
                }
            })
            .collect();
        let clear = chosen.map(|_| address(kept, name, ""));
        (choices.len() > 1 || clear.is_some()).then(|| Facet {
            label: t.msg(&key).into_owned(),
            clear,
            choices,
        })
    };
    let plain = |counts: &[Count<String>]| {
        counts
            .iter()
            .map(|one| (one.value.clone(), one.value.clone(), one.count))
            .collect::<Vec<_>>()
    };
    let counts = &results.facets;
    let kinds = counts.kinds.iter().map(|one| {
        (
            one.value.name().to_owned(),
            show::kind(one.value, t),
            one.count,
        )
    });
    let statuses = counts.statuses.iter().map(|one| {
        (
            one.value.name().to_owned(),
            show::status(one.value, t),
            one.count,
        )
    });
    [
        named("kind", kinds.collect()),
        named("status", statuses.collect()),
        named("region", regions(&counts.regions, chosen("region"))),
        named("segment", plain(&counts.segments)),
        named("year", plain(&counts.years)),
        named("column", plain(&counts.columns)),
        named("source", plain(&counts.sources)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Provinces; below what is chosen its parts too.
fn regions(tree: &[RegionCount], chosen: Option<&str>) -> Vec<(String, String, u64)> {
    let chosen = chosen.and_then(|code| code.parse::<RegionCode>().ok());
    let mut values = Vec::new();
    for region in tree {
        values.push((
            region.code.to_string(),
            region.name.to_owned(),
            region.count,
        ));
        if chosen.is_some_and(|chosen| chosen.within(region.code)) {
            values.extend(regions(
                &region.parts,
                chosen.map(|code| code.to_string()).as_deref(),
            ));
        }
    }
    values
}

fn found(hit: &Hit, snapshot: &Snapshot, t: &Texts) -> Found {
    let facts = [
        hit.source.clone().unwrap_or_default(),
        hit.column.clone().unwrap_or_default(),
        hit.region.map(show::region).unwrap_or_default(),
        hit.date
            .map(|date| show::partial_date(date, t))
            .unwrap_or_default(),
    ];
    let mut passage = pieces(&hit.passage, &hit.passage_highlights);
    let gap = || Piece {
        text: "……".into(),
        marked: false,
    };
    if hit.cut.0 && !passage.is_empty() {
        passage.insert(0, gap());
    }
    if hit.cut.1 && !passage.is_empty() {
        passage.push(gap());
    }
    Found {
        href: href(hit, snapshot),
        title: pieces(&hit.title, &hit.title_highlights),
        passage,
        kind: show::kind(hit.kind, t),
        decided: Kind::FACTS.contains(&hit.kind),
        status: hit.status.name(),
        status_label: show::status(hit.status, t),
        facts: facts.into_iter().filter(|fact| !fact.is_empty()).collect(),
    }
}

/// Documents and articles lead to the reading page, facts to their record.
fn href(hit: &Hit, snapshot: &Snapshot) -> String {
    let id: Option<RecordId> = hit.key.parse().ok();
    match (hit.kind, id) {
        (Kind::Document, _) => format!("/documents/{}", hit.key),
        (Kind::Article, Some(id)) => {
            let number = snapshot
                .article_number(id)
                .map(|number| number.to_string())
                .unwrap_or_default();
            let document = hit
                .document
                .map(|document| document.to_string())
                .unwrap_or_default();
            show::address(
                &format!("/documents/{document}"),
                [("article", number.as_str())],
            )
        }
        (_, Some(id)) => record_href(id),
        (_, None) => "/search".to_owned(),
    }
}

fn pieces(text: &str, marks: &[Range<usize>]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut at = 0;
    let mut push = |range: Range<usize>, marked| {
        if let Some(part) = text.get(range).filter(|part| !part.is_empty()) {
            pieces.push(Piece {
                text: part.to_owned(),
                marked,
            });
        }
    };
    for mark in marks {
        push(at..mark.start, false);
        push(mark.clone(), true);
        at = mark.end;
    }
    push(at..text.len(), false);
    pieces
}
