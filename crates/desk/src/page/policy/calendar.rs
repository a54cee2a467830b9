//! `/policies/calendar`: the days by which one must apply, and on which policies begin and end.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use jiff::civil::Date;
use xinqiao_policy::pack::Library;

use super::words::{place, say};
use super::{day, shelf, tabs};
use crate::Desk;
use crate::http::{Context, PageError, Shell, Table, View, respond};
use crate::i18n::Texts;
use crate::page::review::Pairs;
use crate::show::Choice;

/// Something that happens on a day.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Happening {
    day: Date,
    what: String,
    policy: String,
    title: String,
    place: String,
    left: String,
}

#[derive(Template)]
#[template(path = "policy/calendar.html")]
struct CalendarPage {
    shell: Shell,
    tabs: Vec<Choice>,
    sentence: String,
    months: Vec<(String, Vec<Happening>)>,
    undated: usize,
    on: String,
}

impl View for CalendarPage {
    fn json(&self) -> serde_json::Value {
        let days: Vec<_> = self
            .months
            .iter()
            .flat_map(|(_, days)| days)
            .map(|one| serde_json::json!({ "day": one.day.to_string(), "what": one.what, "policy": one.policy, "title": one.title, "place": one.place }))
            .collect();
        serde_json::json!({ "on": self.on, "days": days, "without_a_day": self.undated })
    }

    fn table(&self) -> Table {
        Table {
            columns: vec!["day", "what", "policy", "title", "place"],
            rows: self
                .months
                .iter()
                .flat_map(|(_, days)| days)
                .map(|one| {
                    vec![
                        one.day.to_string(),
                        one.what.clone(),
                        one.policy.clone(),
                        one.title.clone(),
                        one.place.clone(),
                    ]
                })
                .collect(),
        }
    }
}

/// `GET /policies/calendar?on=…`.
///
/// # Errors
/// When the day is none, or the ledger fails.
pub async fn show(
    State(desk): State<Arc<Desk>>,
    context: Context,
    Query(pairs): Query<Pairs>,
) -> Result<Response, PageError> {
    let shelf = shelf(&desk).await?;
    let on = day(pairs.get("on"), &desk)?;
    let shell = context.shell(&desk).await;
    let t = shell.t;
    let (days, undated) = happenings(&shelf.library, on, t);
    let mut months: Vec<(String, Vec<Happening>)> = Vec::new();
    for one in days {
        let month = format!("{:04}-{:02}", one.day.year(), one.day.month());
        match months.last_mut() {
            Some((name, list)) if *name == month => list.push(one),
            _ => months.push((month, vec![one])),
        }
    }
    let count: usize = months.iter().map(|(_, days)| days.len()).sum();
    let view = CalendarPage {
        tabs: tabs("/policies/calendar", t),
        sentence: t
            .with_two("policy-calendar-sentence", on, count)
            .into_owned(),
        months,
        undated,
        on: on.to_string(),
        shell,
    };
    respond(context.twin, &view)
}

/// The days that lie ahead, in order; and how many clauses of money name no day for applying.
fn happenings(library: &Library, on: Date, t: &Texts) -> (Vec<Happening>, usize) {
    let mut found = Vec::new();
    let mut undated = 0;
    for pack in &library.packs {
        let mut add = |day: Option<Date>, key: &'static str, clause: Option<String>| {
            if let Some(day) = day.filter(|day| *day >= on) {
                let left = on.until(day).map_or(0, |span| span.get_days());
                found.push(Happening {
                    day,
                    what: match clause {
                        Some(clause) => t.with(key, clause).into_owned(),
                        None => t.msg(key).into_owned(),
                    },
                    policy: pack.id.clone(),
                    title: say(&pack.title, t),
                    place: place(pack.region, t),
                    left: t
                        .count("policy-days-left", left.unsigned_abs())
                        .into_owned(),
                });
            }
        };
        add(pack.effective, "policy-day-begins", None);
        add(pack.until, "policy-day-ends", None);
        // Clauses of one policy that share a day stand together.
        let mut shared: BTreeMap<(Date, &'static str), Vec<String>> = BTreeMap::new();
        for clause in &pack.clauses {
            let until = clause.apply.as_ref().and_then(|apply| apply.until);
            let (day, key) = match until {
                Some(until) => (until.next(on), "policy-day-apply"),
                None => {
                    undated +=
                        usize::from(clause.pays != xinqiao_policy::pack::clause::Pays::Nothing);
                    (clause.until, "policy-day-clause-ends")
                }
            };
            if let Some(day) = day {
                let titles = shared.entry((day, key)).or_default();
                titles.push(say(&clause.title, t));
            }
        }
        for ((day, key), titles) in shared {
            let titles = titles.join(&t.msg("value-list-separator"));
            add(Some(day), key, Some(titles));
        }
    }
    found.sort();
    (found, undated)
}
