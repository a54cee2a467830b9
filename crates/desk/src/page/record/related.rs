//! Records that refer to a record, in groups, and what happened by date.

use std::sync::Arc;

use serde::Serialize;
use xinqiao_ledger::Referrer;
use xinqiao_record::{Body, Kind, PartialDate, Record, RecordId, Status};

use crate::Desk;
use crate::http::PageError;
use crate::i18n::Texts;
use crate::page::review::{citations, records, source_href, title};
use crate::show::{self, Moment};

/// How many referring records a page names.
const NAMED: usize = 400;

/// Records that refer to this one in one way.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Related {
    pub(super) role: String,
    pub(super) label: String,
    pub(super) entries: Vec<Entry>,
}

/// One of them.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Entry {
    pub(super) id: RecordId,
    pub(super) title: String,
    pub(super) gist: String,
    pub(super) status: &'static str,
    pub(super) status_label: String,
}

/// What refers to a record.
#[derive(Default)]
pub(super) struct Referring {
    pub(super) groups: Vec<Related>,
    /// The facts among them that hold, for the timeline.
    pub(super) facts: Vec<Record>,
    /// How many more there are than are named.
    pub(super) more: usize,
}

/// Loads and groups what refers to a record; what only tells of joins is shown elsewhere.
pub(super) async fn referring(
    desk: &Arc<Desk>,
    id: RecordId,
    t: &Texts,
) -> Result<Referring, PageError> {
    let mut referrers: Vec<Referrer> = desk.ledger.referrers(id).await?;
    referrers.retain(|referrer| !matches!(referrer.role.as_str(), "joined" | "replaced_by"));
    let more = referrers.len().saturating_sub(NAMED);
    referrers.truncate(NAMED);
    let found = records(desk, referrers.iter().map(|referrer| referrer.from)).await?;
    let mut groups: Vec<((usize, Kind), Related)> = Vec::new();
    let mut facts: Vec<Record> = Vec::new();
    for referrer in &referrers {
        let Some(record) = found
            .get(&referrer.from)
            .filter(|record| record.status != Status::Retired)
        else {
            continue;
        };
        if matches!(referrer.role.as_str(), "organization" | "parent")
            && record.status != Status::Rejected
        {
            facts.push(record.clone());
        }
        let entry = Entry {
            id: record.id,
            title: title(record, t),
            gist: gist(record, t),
            status: record.status.name(),
            status_label: show::status(record.status, t),
        };
        let key = (rank(&referrer.role), record.kind());
        match groups
            .iter_mut()
            .find(|(known, group)| *known == key && group.role == referrer.role)
        {
            Some((_, group)) => group.entries.push(entry),
            None => {
                let label = label(&referrer.role, record.kind(), t);
                groups.push((
                    key,
                    Related {
                        role: referrer.role.clone(),
                        label,
                        entries: vec![entry],
                    },
                ));
            }
        }
    }
    groups.sort_by(|(a, group), (b, other)| a.cmp(b).then_with(|| group.role.cmp(&other.role)));
    let groups = groups.into_iter().map(|(_, group)| group).collect();
    Ok(Referring {
        groups,
        facts,
        more,
    })
}

fn rank(role: &str) -> usize {
    [
        "organization",
        "parent",
        "article_of",
        "source",
        "outcome",
        "repeals",
        "same_as",
        "owner",
    ]
    .iter()
    .position(|known| *known == role)
    .unwrap_or(usize::MAX)
}

fn label(role: &str, kind: Kind, t: &Texts) -> String {
    let kind = show::kind(kind, t);
    let key = format!("referrers-{}", role.replace('_', "-"));
    let text = t.with(&key, &kind).into_owned();
    if text == key { kind } else { text }
}

/// A record in a few words, for a list.
pub(super) fn gist(record: &Record, t: &Texts) -> String {
    let date = |date: &Option<PartialDate>| {
        date.map(|date| show::partial_date(date, t))
            .unwrap_or_default()
    };
    let sum = |sum: &Option<xinqiao_record::Amount>| {
        sum.as_ref()
            .map(|sum| show::amount(sum, t))
            .unwrap_or_default()
    };
    let place =
        |code: &Option<xinqiao_record::RegionCode>| code.map(show::region).unwrap_or_default();
    let parts: Vec<String> = match &record.body {
        Body::Document(body) => vec![
            date(&body.issued),
            body.publisher.clone().unwrap_or_default(),
        ],
        Body::Article(body) => vec![t.with("article-number", body.number).into_owned()],
        Body::Organization(body) => vec![place(&body.region)],
        Body::Project(body) => vec![
            body.stage
                .map(|stage| show::stage(stage, t))
                .unwrap_or_default(),
            sum(&body.amount),
            place(&body.region),
        ],
        Body::Financing(body) => vec![
            body.round
                .clone()
                .unwrap_or_else(|| show::financing_kind(body.financing, t)),
            sum(&body.amount),
            date(&body.date),
        ],
        Body::Policy(body) => vec![
            body.document_number.clone().unwrap_or_default(),
            date(&body.issued),
        ],
        Body::Award(body) => vec![date(&body.date), body.work.clone().unwrap_or_default()],
        Body::Event(body) => vec![date(&body.date), place(&body.region)],
        Body::Figure(body) => {
            vec![
                body.technology.clone().unwrap_or_default(),
                show::quantity(&body.value, t),
                date(&body.date),
            ]
        }
        Body::Statistic(body) => vec![t.count("statistic-row-count", body.rows.len()).into_owned()],
        Body::Target(body) => vec![
            body.value
                .as_ref()
                .map(|value| show::quantity(value, t))
                .unwrap_or_default(),
            body.by
                .map(|by| t.with("target-by", show::partial_date(by, t)).into_owned())
                .unwrap_or_default(),
            show::outcome(body.outcome.as_ref().map(|outcome| outcome.outcome), t),
        ],
    };
    parts
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" · ")
}

/// Something that happened on a day.
#[derive(Debug, Clone)]
pub(super) struct Happening {
    pub(super) date: PartialDate,
    pub(super) moment: Moment,
    /// The numbers and the addresses of the sources that tell it, if they are the record's own.
    pub(super) sources: Vec<(usize, String)>,
}

/// What happened to a record, and in the facts about it, the oldest first.
pub(super) fn happenings(record: &Record, facts: &[Record], t: &Texts) -> Vec<Happening> {
    let mut all = own(record, t);
    for fact in facts {
        for mut happening in own(fact, t) {
            happening.moment.detail = match happening.moment.detail.as_str() {
                "" => format!("{} · {}", show::kind(fact.kind(), t), title(fact, t)),
                detail => format!(
                    "{} · {} · {detail}",
                    show::kind(fact.kind(), t),
                    title(fact, t)
                ),
            };
            happening.moment.href = format!("/record/{}", fact.id);
            happening.sources.clear();
            all.push(happening);
        }
    }
    all.sort_by(|a, b| {
        (a.date, &a.moment.title, &a.moment.detail).cmp(&(
            b.date,
            &b.moment.title,
            &b.moment.detail,
        ))
    });
    // Two sources that tell the same make one entry with two marks.
    all.dedup_by(|later, earlier| {
        let same = later.moment == earlier.moment;
        if same {
            earlier.sources.append(&mut later.sources);
        }
        same
    });
    all
}

fn own(record: &Record, t: &Texts) -> Vec<Happening> {
    let mut all = Vec::new();
    let mut add = |date: Option<PartialDate>, title: String, detail: String, source: usize| {
        let Some(date) = date else { return };
        let detail = if detail == title {
            String::new()
        } else {
            detail
        };
        let moment = Moment {
            date: show::partial_date(date, t),
            machine: date.to_string(),
            title,
            detail,
            href: String::new(),
        };
        let citation = source
            .checked_sub(1)
            .and_then(|index| citations(record).nth(index));
        let address = citation.map(|citation| (source, source_href(record.id, citation, source)));
        all.push(Happening {
            date,
            moment,
            sources: address.into_iter().collect(),
        });
    };
    let sum = |sum: &Option<xinqiao_record::Amount>| {
        sum.as_ref()
            .map(|sum| show::amount(sum, t))
            .unwrap_or_default()
    };
    match &record.body {
        Body::Organization(body) => add(
            body.founded,
            t.msg("happened-founded").into_owned(),
            String::new(),
            0,
        ),
        Body::Project(body) => {
            for entry in &body.timeline {
                add(
                    entry.date,
                    show::stage(entry.stage, t),
                    entry.label.clone(),
                    entry.source as usize + 1,
                );
            }
            let told = body
                .timeline
                .iter()
                .any(|entry| Some(entry.stage) == body.stage && entry.date == body.stage_date);
            if let Some(stage) = body.stage.filter(|_| !told) {
                let label = body.stage_label.clone().unwrap_or_default();
                add(body.stage_date, show::stage(stage, t), label, 0);
            }
            add(
                body.completion,
                t.msg("happened-completion").into_owned(),
                String::new(),
                0,
            );
        }
        Body::Financing(body) => {
            let round = body
                .round
                .clone()
                .unwrap_or_else(|| show::financing_kind(body.financing, t));
            add(body.date, round, sum(&body.amount), 0);
        }
        Body::Policy(body) => {
            add(
                body.issued,
                t.msg("happened-issued").into_owned(),
                String::new(),
                0,
            );
            add(
                body.effective,
                t.msg("happened-effective").into_owned(),
                String::new(),
                0,
            );
        }
        Body::Award(body) => add(
            body.date,
            t.msg("happened-award").into_owned(),
            String::new(),
            0,
        ),
        Body::Event(body) => add(
            body.date,
            t.msg("happened-event").into_owned(),
            String::new(),
            0,
        ),
        Body::Figure(body) => {
            add(
                body.date,
                t.msg("happened-figure").into_owned(),
                show::quantity(&body.value, t),
                0,
            );
        }
        Body::Target(body) => {
            let value = body
                .value
                .as_ref()
                .map(|value| show::quantity(value, t))
                .unwrap_or_default();
            add(body.by, t.msg("happened-target").into_owned(), value, 0);
        }
        Body::Document(_) | Body::Article(_) | Body::Statistic(_) => {}
    }
    all
}
