//! `/policies/compare`: the same firm in several places.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use xinqiao_policy::answer::{answer, in_force};
use xinqiao_record::RegionCode;

use super::library::regions;
use super::profile::asked;
use super::words::{range, say, yuan};
use super::{day, shelf, tabs};
use crate::Desk;
use crate::http::{Context, PageError, Shell, Table, View, respond};
use crate::page::review::Pairs;
use crate::show::{self, Choice};

/// A place and what the firm would get there.
#[derive(Debug, Clone)]
struct Place {
    code: String,
    name: String,
    total: String,
    low: String,
    here: bool,
    unknown: usize,
    href: String,
}

/// An entitlement in a cell: title, sum, and whether it is drawn.
type Entry = (String, String, bool);

/// What the places pay for one matter.
#[derive(Debug, Clone)]
struct Matter {
    name: String,
    /// For each place the entitlements: title and sum.
    cells: Vec<Vec<Entry>>,
}

#[derive(Template)]
#[template(path = "policy/compare.html")]
struct ComparePage {
    shell: Shell,
    tabs: Vec<Choice>,
    profile: String,
    on: String,
    places: Vec<Place>,
    matters: Vec<Matter>,
    regions: Vec<(String, String, bool)>,
    match_href: String,
}

impl View for ComparePage {
    fn json(&self) -> serde_json::Value {
        let places: Vec<_> = self
            .places
            .iter()
            .map(|place| serde_json::json!({ "region": place.code, "name": place.name, "total": place.total, "sure": place.low, "unknown": place.unknown }))
            .collect();
        serde_json::json!({ "on": self.on, "places": places })
    }

    fn table(&self) -> Table {
        Table {
            columns: vec!["region", "name", "total", "sure", "unknown"],
            rows: self
                .places
                .iter()
                .map(|place| {
                    vec![
                        place.code.clone(),
                        place.name.clone(),
                        place.total.clone(),
                        place.low.clone(),
                        place.unknown.to_string(),
                    ]
                })
                .collect(),
        }
    }
}

/// `GET /policies/compare?profile=…&place=330109&place=440112`.
///
/// # Errors
/// When a field cannot have its value, or the ledger fails.
pub async fn show(
    State(desk): State<Arc<Desk>>,
    context: Context,
    Query(pairs): Query<Pairs>,
) -> Result<Response, PageError> {
    let shelf = shelf(&desk).await?;
    let library = &*shelf.library;
    let on = day(pairs.get("on"), &desk)?;
    in_force(library, on).map_err(|error| PageError::bad_request(error.to_string()))?;
    let found = asked(&pairs, library).map_err(|wrong| PageError::bad_request(wrong.join("; ")))?;
    let shell = context.shell(&desk).await;
    let t = shell.t;
    let region = library.vocabulary.field("region");
    let home = region.and_then(|at| found.profile.fields.get(at).copied().flatten());
    let known = regions(library, t);
    let mut chosen: Vec<RegionCode> = Vec::new();
    for code in pairs.all("place").filter(|code| !code.is_empty()) {
        let code = code
            .parse()
            .map_err(|error| PageError::bad_request(format!("place: {error}")))?;
        if !chosen.contains(&code) {
            chosen.push(code);
        }
    }
    if chosen.is_empty() {
        // The firm's own place first, then every district that has a policy of its own.
        chosen.extend(home.and_then(|code| format!("{code:06}").parse::<RegionCode>().ok()));
        for (code, _) in &known {
            if let Ok(code) = code.parse::<RegionCode>()
                && code.level() == xinqiao_record::region::Level::County
                && !chosen.contains(&code)
            {
                chosen.push(code);
            }
        }
    }
    let mut places = Vec::new();
    let mut matters: BTreeMap<String, Vec<Vec<Entry>>> = BTreeMap::new();
    let on_text = on.to_string();
    for (column, code) in chosen.iter().enumerate() {
        let mut moved = found.profile.clone();
        let number = code.to_string().parse::<i64>().ok();
        if let Some(slot) = region.and_then(|at| moved.fields.get_mut(at)) {
            *slot = number;
        }
        let there = answer(library, &moved, on)
            .map_err(|error| PageError::bad_request(error.to_string()))?;
        for one in there
            .entitlements
            .iter()
            .filter(|one| one.amount.high.as_deref() != Some("0"))
        {
            let cells = matters
                .entry(say(&one.matter, t))
                .or_insert_with(|| vec![Vec::new(); chosen.len()]);
            if let Some(cell) = cells.get_mut(column) {
                cell.push((
                    say(&one.title, t),
                    range(&one.amount, one.ceiling, t),
                    one.selected,
                ));
            }
        }
        let json = xinqiao_policy::profile::write::to_json(&moved, &library.vocabulary).to_string();
        places.push(Place {
            code: code.to_string(),
            name: code.full_name(),
            total: match &there.total.high {
                Some(high) if high == "0" && !there.unknown.is_empty() => {
                    t.msg("policy-undecided").into_owned()
                }
                Some(high) => yuan(high, t),
                None => t.msg("policy-unstated").into_owned(),
            },
            low: yuan(&there.total.low, t),
            here: number == home,
            unknown: there.unknown.len(),
            href: show::address(
                "/match",
                [("on", on_text.as_str()), ("profile", json.as_str())],
            ),
        });
    }
    let view = ComparePage {
        tabs: tabs("/policies/compare", t),
        places,
        matters: matters
            .into_iter()
            .map(|(name, cells)| Matter { name, cells })
            .collect(),
        regions: known
            .into_iter()
            .filter(|(code, _)| !code.is_empty())
            .map(|(code, name)| {
                let picked = chosen.iter().any(|one| one.to_string() == code);
                (code, name, picked)
            })
            .collect(),
        match_href: show::address(
            "/match",
            [("on", on_text.as_str()), ("profile", found.json.as_str())],
        ),
        on: on_text,
        profile: found.json,
        shell,
    };
    respond(context.twin, &view)
}
