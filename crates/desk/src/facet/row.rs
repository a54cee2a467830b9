//! A record with what it is filtered and sorted by.

use jiff::civil::Date;
use xinqiao_ledger::Stored;
use xinqiao_ledger::facet::region_of;
use xinqiao_record::body::{OutcomeKind, Stage, Target};
use xinqiao_record::{Amount, Body, PartialDate, Record, RecordId, RegionCode};
use xinqiao_search::Entry;

use super::dimension::Dimension;

/// The value of [`Dimension::Stage`] for a project whose stage no source tells.
pub const STAGE_UNKNOWN: &str = "unknown";
/// The value of [`Dimension::Outcome`] for a target of which nothing came yet.
pub const OUTCOME_OPEN: &str = "open";
/// The value of [`Dimension::Outcome`] for an open target whose last day is past.
pub const OUTCOME_OVERDUE: &str = "overdue";

/// A record as the ledger last took it, and what lists need of it.
#[derive(Debug, Clone)]
pub struct Row {
    /// The record as the ledger holds it.
    pub stored: Stored,
    /// The date that lists sort by: stage reached, round closed, policy issued, target due.
    pub date: Option<PartialDate>,
    /// Where it is.
    pub region: Option<RegionCode>,
    /// The sum that lists sort by.
    pub amount: Option<Amount>,
    /// Folded text: names, parties, places, figures, quotes.
    haystack: String,
    tags: Vec<(Dimension, String)>,
}

impl Row {
    pub(super) fn new(stored: Stored) -> Self {
        let record = &stored.record;
        let entry = Entry::from_record(record, None);
        let region = region_of(record);
        let place = region.map(RegionCode::full_name).unwrap_or_default();
        let haystack = xinqiao_search::fold(&format!("{}\n{}\n{place}", entry.title, entry.body));
        let tags = tags(record, region, entry.date);
        let amount = match &record.body {
            Body::Project(project) => project.amount,
            Body::Financing(financing) => financing.amount,
            Body::Organization(organization) => organization.registered_capital,
            _ => None,
        };
        Row {
            date: entry.date,
            region,
            amount,
            haystack,
            tags,
            stored,
        }
    }

    /// The record.
    pub fn record(&self) -> &Record {
        &self.stored.record
    }

    /// The id.
    pub fn id(&self) -> RecordId {
        self.stored.record.id
    }

    /// Whether the folded text holds `needle`, which must be folded.
    pub fn holds(&self, needle: &str) -> bool {
        self.haystack.contains(needle)
    }

    /// The values of the record, dimension by dimension; a region comes with those that it lies in.
    pub fn tags(&self) -> &[(Dimension, String)] {
        &self.tags
    }

    /// The stage of a project; `None` for other kinds and where no source tells it.
    pub fn stage(&self) -> Option<Stage> {
        match &self.stored.record.body {
            Body::Project(project) => project.stage,
            _ => None,
        }
    }

    /// What came of a target.
    pub fn outcome(&self) -> Option<OutcomeKind> {
        match &self.stored.record.body {
            Body::Target(target) => target.outcome.as_ref().map(|outcome| outcome.outcome),
            _ => None,
        }
    }

    /// Whether this is a target of which nothing came although its last day is past; of one that was put off, the new one.
    pub fn is_overdue(&self, today: Date) -> bool {
        self.due().is_some_and(|by| by.last_day() < today)
    }

    /// When a target is due; `None` for one that is over and for other kinds.
    pub fn due(&self) -> Option<PartialDate> {
        match &self.stored.record.body {
            Body::Target(target) => due(target),
            _ => None,
        }
    }

    /// The documents that it comes from, each once.
    pub fn documents(&self) -> Vec<RecordId> {
        documents(&self.stored.record)
    }
}

/// When an open target is due: by its date or, once it was put off, by the new one. One that was kept or missed is not open.
fn due(target: &Target) -> Option<PartialDate> {
    match &target.outcome {
        None => target.by,
        Some(outcome) if outcome.outcome == OutcomeKind::Moved => outcome.moved_to,
        Some(_) => None,
    }
}

fn documents(record: &Record) -> Vec<RecordId> {
    let mut documents: Vec<_> = match &record.body {
        Body::Article(article) => vec![article.document],
        _ => record
            .sources
            .iter()
            .map(|citation| citation.document)
            .collect(),
    };
    documents.sort_unstable();
    documents.dedup();
    documents
}

fn tags(
    record: &Record,
    region: Option<RegionCode>,
    date: Option<PartialDate>,
) -> Vec<(Dimension, String)> {
    let mut tags = vec![
        (Dimension::Kind, record.kind().name().to_owned()),
        (Dimension::Status, record.status.name().to_owned()),
    ];
    if let Some(region) = region {
        tags.extend(
            region
                .ancestry()
                .map(|region| (Dimension::Region, region.code.to_string())),
        );
    }
    if let Some(date) = date {
        tags.push((Dimension::Year, format!("{:04}", date.year_number())));
    }
    tags.extend(
        documents(record)
            .into_iter()
            .map(|id| (Dimension::Document, id.to_string())),
    );
    match &record.body {
        Body::Project(project) => {
            let stage = project.stage.map_or(STAGE_UNKNOWN, Stage::name);
            tags.push((Dimension::Stage, stage.to_owned()));
        }
        Body::Financing(financing) => {
            tags.push((Dimension::Financing, financing.financing.name().to_owned()));
            if let Some(round) = &financing.round {
                tags.push((Dimension::Round, round.clone()));
            }
        }
        Body::Target(target) => {
            let outcome = target
                .outcome
                .as_ref()
                .map_or(OUTCOME_OPEN, |outcome| outcome.outcome.name());
            tags.push((Dimension::Outcome, outcome.to_owned()));
        }
        _ => {}
    }
    tags
}
