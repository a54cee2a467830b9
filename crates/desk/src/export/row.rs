//! One record as one row, with the values that lists and spreadsheets need.

use xinqiao_ledger::Stored;
use xinqiao_record::{Amount, Body, PartialDate, RegionCode};

/// The columns, in order. Amounts are in main units of their currency.
pub const COLUMNS: [&str; 16] = [
    "id",
    "kind",
    "status",
    "revision",
    "title",
    "parties",
    "region_code",
    "region",
    "amount",
    "currency",
    "qualifier",
    "stage",
    "date",
    "until",
    "sources",
    "quote",
];

/// The values of [`COLUMNS`].
pub fn row(stored: &Stored) -> [String; 16] {
    let record = &stored.record;
    let facts = Facts::of(&record.body);
    let parties: Vec<&str> = record
        .body
        .parties()
        .iter()
        .map(|party| party.name.as_str())
        .collect();
    let money = facts.amount.map(|amount| amount.money);
    [
        record.id.to_string(),
        record.kind().name().into(),
        record.status.name().into(),
        record.revision.to_string(),
        record.title().into(),
        parties.join("；"),
        facts
            .region
            .map(|code| code.to_string())
            .unwrap_or_default(),
        facts.region.map(RegionCode::full_name).unwrap_or_default(),
        money.map(|money| money.units()).unwrap_or_default(),
        money
            .map(|money| money.currency.code().to_owned())
            .unwrap_or_default(),
        facts
            .amount
            .map(|amount| amount.qualifier.name().to_owned())
            .unwrap_or_default(),
        facts.stage.unwrap_or_default().into(),
        facts.date.map(|date| date.to_string()).unwrap_or_default(),
        facts.until.map(|date| date.to_string()).unwrap_or_default(),
        record
            .sources
            .iter()
            .map(|source| source.document.to_string())
            .collect::<Vec<_>>()
            .join(" "),
        record
            .sources
            .first()
            .map(|source| source.quote.clone())
            .unwrap_or_default(),
    ]
}

/// The values that several kinds share, whatever they call them.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Facts {
    /// The place.
    pub region: Option<RegionCode>,
    /// The sum.
    pub amount: Option<Amount>,
    /// The stage or kind, by its stable name.
    pub stage: Option<&'static str>,
    /// The date that sorts it.
    pub date: Option<PartialDate>,
    /// Its end, due or completion date.
    pub until: Option<PartialDate>,
}

impl Facts {
    /// The shared values of a body.
    pub(super) fn of(body: &Body) -> Self {
        let none = Facts::default();
        match body {
            Body::Document(body) => Facts {
                date: body.issued,
                ..none
            },
            Body::Article(body) => Facts {
                date: body.published,
                ..none
            },
            Body::Organization(body) => Facts {
                region: body.region,
                amount: body.registered_capital,
                date: body.founded,
                ..none
            },
            Body::Project(body) => Facts {
                region: body.region,
                amount: body.amount,
                stage: body.stage.map(xinqiao_record::body::Stage::name),
                date: body.stage_date,
                until: body.completion,
            },
            Body::Financing(body) => Facts {
                amount: body.amount,
                stage: Some(body.financing.name()),
                date: body.date,
                ..none
            },
            Body::Policy(body) => Facts {
                region: body.region,
                date: body.effective.or(body.issued),
                until: body.until,
                ..none
            },
            Body::Award(body) => Facts {
                date: body.date,
                ..none
            },
            Body::Event(body) => Facts {
                region: body.region,
                date: body.date,
                until: body.until,
                ..none
            },
            Body::Figure(body) => Facts {
                date: body.date,
                ..none
            },
            Body::Statistic(_) => none,
            Body::Target(body) => Facts {
                stage: body.outcome.as_ref().map(|outcome| outcome.outcome.name()),
                until: body.by,
                ..none
            },
        }
    }
}
