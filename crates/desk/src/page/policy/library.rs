//! `/policies`: the policies that are there as code.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use jiff::civil::Date;
use xinqiao_policy::pack::{Library, Pack};
use xinqiao_record::RegionCode;

use super::words::{level, place, say};
use super::{day, shelf, tabs};
use crate::Desk;
use crate::http::{Context, PageError, Shell, Table, View, respond};
use crate::i18n::Texts;
use crate::page::review::Pairs;
use crate::show::{Choice, Column};

/// A policy in the list.
#[derive(Debug, Clone)]
struct Line {
    id: String,
    title: String,
    level: String,
    place: String,
    validity: Validity,
    deadline: String,
    clauses: usize,
    segments: String,
    verified: bool,
}

/// How long a policy still holds.
#[derive(Debug, Clone)]
pub(super) struct Validity {
    /// From and until, in words.
    pub(super) words: String,
    /// `waiting`, `running`, `ending` or `over`.
    pub(super) state: &'static str,
    /// The state in words.
    pub(super) state_words: String,
    /// How much of it has passed, in percent; none where it has no end or no beginning.
    pub(super) passed: Option<i32>,
}

/// Where a policy stands between its first and last day.
pub(super) fn validity(pack: &Pack, on: Date, t: &Texts) -> Validity {
    let shown = |date: Option<Date>, open: &'static str| {
        date.map_or_else(|| t.msg(open).into_owned(), |date| date.to_string())
    };
    let words = match (pack.effective, pack.until) {
        (None, None) => t.msg("policy-open-both").into_owned(),
        (from, until) => format!(
            "{} – {}",
            shown(from, "policy-open-from"),
            shown(until, "policy-open-until")
        ),
    };
    let between = |from: Date, to: Date| from.until(to).map_or(0, |span| span.get_days());
    let left = pack.until.map(|until| between(on, until));
    let (state, state_words) = if pack.effective.is_some_and(|first| on < first) {
        ("waiting", t.msg("policy-not-yet").into_owned())
    } else if left.is_some_and(|left| left < 0) {
        ("over", t.msg("policy-over").into_owned())
    } else if let Some(left) = left {
        let state = if left <= 90 { "ending" } else { "running" };
        (
            state,
            t.count("policy-days-left", left.unsigned_abs())
                .into_owned(),
        )
    } else {
        ("running", t.msg("policy-in-force").into_owned())
    };
    let passed = pack.effective.zip(pack.until).map(|(first, last)| {
        let whole = between(first, last).max(1);
        (between(first, on) * 100 / whole).clamp(0, 100)
    });
    Validity {
        words,
        state,
        state_words,
        passed,
    }
}

#[derive(Template)]
#[template(path = "policy/library.html")]
struct LibraryPage {
    shell: Shell,
    tabs: Vec<Choice>,
    sentence: String,
    columns: Vec<Column>,
    lines: Vec<Line>,
    levels: Vec<(String, String)>,
    level: String,
    segments: Vec<(String, String)>,
    segment: String,
    region: String,
    regions: Vec<(String, String)>,
    on: String,
    by_deadline: bool,
    narrowed: bool,
}

impl View for LibraryPage {
    fn json(&self) -> serde_json::Value {
        let lines: Vec<_> = self
            .lines
            .iter()
            .map(|line| serde_json::json!({ "policy": line.id, "title": line.title, "level": line.level, "place": line.place, "validity": line.validity.words, "clauses": line.clauses, "verified": line.verified }))
            .collect();
        serde_json::json!({ "on": self.on, "policies": lines })
    }

    fn table(&self) -> Table {
        Table {
            columns: vec![
                "policy", "title", "level", "place", "validity", "state", "deadline", "clauses",
                "segments", "verified",
            ],
            rows: self
                .lines
                .iter()
                .map(|line| {
                    vec![
                        line.id.clone(),
                        line.title.clone(),
                        line.level.clone(),
                        line.place.clone(),
                        line.validity.words.clone(),
                        line.validity.state.to_owned(),
                        line.deadline.clone(),
                        line.clauses.to_string(),
                        line.segments.clone(),
                        line.verified.to_string(),
                    ]
                })
                .collect(),
        }
    }
}

/// `GET /policies?level=…&segment=…&region=…&on=…`.
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
    let shell = context.shell(&desk).await;
    let t = shell.t;
    let (wanted, segment, region) = (
        pairs.get("level"),
        pairs.get("segment"),
        pairs.get("region"),
    );
    let within = match region {
        "" => None,
        code => Some(
            code.parse::<RegionCode>()
                .map_err(|error| PageError::bad_request(format!("region: {error}")))?,
        ),
    };
    let library = &*shelf.library;
    let by_deadline = pairs.get("order") == "deadline";
    let mut packs: Vec<&Pack> = library.packs.iter().collect();
    if by_deadline {
        // Those without a last day come last; the first that ends leads.
        packs.sort_by_key(|pack| (deadline(pack, on).is_none(), deadline(pack, on)));
    }
    let lines: Vec<Line> = packs
        .into_iter()
        .filter(|pack| wanted.is_empty() || level_name(pack) == wanted)
        .filter(|pack| segment.is_empty() || pack.segments.iter().any(|one| one == segment))
        // A place stands under its own policies and those of everything around it.
        .filter(|pack| {
            within.is_none_or(|place| pack.region.is_none_or(|region| place.within(region)))
        })
        .map(|pack| line(pack, library, on, t))
        .collect();
    let view = LibraryPage {
        sentence: t
            .with_two("policy-library-sentence", lines.len(), on)
            .into_owned(),
        tabs: tabs("/policies", t),
        columns: vec![
            Column::words(t.msg("policy-title")),
            Column::words(t.msg("policy-level")),
            Column::words(t.msg("policy-place")),
            Column::words(t.msg("policy-validity")),
            Column::words(t.msg("policy-next-deadline")),
            Column::words(t.msg("policy-segments")),
            Column::numbers(t.msg("policy-clauses")),
        ],
        levels: choices(&["state", "province", "city", "district"], t),
        level: wanted.to_owned(),
        segments: segments(library, t),
        segment: segment.to_owned(),
        regions: regions(library, t),
        region: region.to_owned(),
        by_deadline,
        on: on.to_string(),
        narrowed: !(wanted.is_empty() && segment.is_empty() && region.is_empty()),
        lines,
        shell,
    };
    respond(context.twin, &view)
}

fn level_name(pack: &Pack) -> &'static str {
    use xinqiao_policy::pack::file::Level;
    match pack.level {
        Level::State => "state",
        Level::Province => "province",
        Level::City => "city",
        Level::District => "district",
    }
}

fn choices(names: &[&'static str], t: &Texts) -> Vec<(String, String)> {
    let all = std::iter::once((String::new(), t.msg("policy-any").into_owned()));
    let named = names.iter().map(|name| {
        let key = format!("policy-level-{name}");
        ((*name).to_owned(), t.msg(&key).into_owned())
    });
    all.chain(named).collect()
}

fn segments(library: &Library, t: &Texts) -> Vec<(String, String)> {
    let vocabulary = &library.vocabulary;
    let choices = vocabulary
        .choices_named("segment")
        .and_then(|id| vocabulary.choices(id));
    let used = |name: &str| {
        library
            .packs
            .iter()
            .any(|pack| pack.segments.iter().any(|one| one == name))
    };
    let named = choices.into_iter().flat_map(|choices| &choices.choices);
    let all = std::iter::once((String::new(), t.msg("policy-any").into_owned()));
    all.chain(
        named
            .filter(|choice| used(&choice.name))
            .map(|choice| (choice.name.clone(), say(&choice.label, t))),
    )
    .collect()
}

/// The next last day of a policy: of a clause's application, or of its validity.
fn deadline(pack: &Pack, on: Date) -> Option<Date> {
    let clauses = pack.clauses.iter().filter_map(|clause| {
        let apply = clause.apply.as_ref().and_then(|apply| apply.until);
        apply.map_or(clause.until, |until| until.next(on))
    });
    clauses.chain(pack.until).filter(|day| *day >= on).min()
}

/// The regions that have policies of their own.
pub(super) fn regions(library: &Library, t: &Texts) -> Vec<(String, String)> {
    let mut codes: Vec<RegionCode> = library
        .packs
        .iter()
        .filter_map(|pack| pack.region)
        .collect();
    codes.sort_unstable();
    codes.dedup();
    let all = std::iter::once((String::new(), t.msg("policy-any").into_owned()));
    all.chain(
        codes
            .into_iter()
            .map(|code| (code.to_string(), code.full_name())),
    )
    .collect()
}

fn line(pack: &Pack, library: &Library, on: Date, t: &Texts) -> Line {
    let vocabulary = &library.vocabulary;
    let named = |name: &String| {
        let choices = vocabulary
            .choices_named("segment")
            .and_then(|id| vocabulary.choices(id))?;
        let choice = choices.choices.iter().find(|choice| choice.name == *name)?;
        Some(say(&choice.label, t))
    };
    let segments: Vec<String> = pack.segments.iter().filter_map(named).collect();
    Line {
        id: pack.id.clone(),
        title: say(&pack.title, t),
        level: level(pack.level, t),
        place: place(pack.region, t),
        validity: validity(pack, on, t),
        deadline: deadline(pack, on)
            .map(|day| day.to_string())
            .unwrap_or_default(),
        clauses: pack.clauses.len(),
        segments: segments.join(&t.msg("value-list-separator")),
        verified: pack.verified,
    }
}
