//! The columns of a list, kind by kind, and the orders that it can stand in.

use std::cmp::Ordering;

use xinqiao_record::body::PartyRole;
use xinqiao_record::{Body, Kind};

use super::cell::{Cell, names, party};
use crate::facet::{Row, Snapshot};
use crate::i18n::Texts;
use crate::show;

/// What a list is sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    /// The title, by code point.
    Title,
    /// The date of the fact.
    Date,
    /// The sum: by currency, yuan first, then by value. Sums of different currencies are not compared.
    Amount,
    /// The region's code.
    Region,
    /// The stage.
    Stage,
    /// When the ledger took the newest revision.
    Taken,
}

impl Order {
    const ALL: [Order; 6] = [
        Order::Title,
        Order::Date,
        Order::Amount,
        Order::Region,
        Order::Stage,
        Order::Taken,
    ];

    /// The name in addresses.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Order::Title => "title",
            Order::Date => "date",
            Order::Amount => "amount",
            Order::Region => "region",
            Order::Stage => "stage",
            Order::Taken => "taken",
        }
    }

    /// The order of this name; `-` before it turns it round.
    pub(crate) fn read(text: &str) -> Option<(Order, bool)> {
        let (name, down) = match text.strip_prefix('-') {
            Some(name) => (name, true),
            None => (text, false),
        };
        Order::ALL
            .into_iter()
            .find(|order| order.name() == name)
            .map(|order| (order, down))
    }

    /// Compares two rows; what has no value comes last either way, and ties are broken by id.
    pub(crate) fn compare(self, down: bool, a: &Row, b: &Row) -> Ordering {
        let by = match self {
            Order::Title => known(Some(a.record().title()), Some(b.record().title()), down),
            Order::Date => known(a.date, b.date, down),
            Order::Region => known(a.region, b.region, down),
            Order::Stage => known(a.stage(), b.stage(), down),
            Order::Taken => known(Some(a.stored.sequence), Some(b.stored.sequence), down),
            Order::Amount => {
                let currency = |row: &Row| row.amount.map(|amount| amount.money.currency);
                let value = |row: &Row| row.amount.map(|amount| amount.money.minor);
                known(currency(a), currency(b), false).then_with(|| known(value(a), value(b), down))
            }
        };
        by.then_with(|| a.id().cmp(&b.id()))
    }
}

fn known<T: Ord>(a: Option<T>, b: Option<T>, down: bool) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) if down => b.cmp(&a),
        (Some(a), Some(b)) => a.cmp(&b),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    }
}

type Write = fn(&Row, &Snapshot, &Texts) -> Cell;

/// One column of a list.
pub(crate) struct Field {
    /// The key of its head.
    pub label: &'static str,
    /// Whether it holds numbers.
    pub numeric: bool,
    /// How it sorts, if it does.
    pub order: Option<Order>,
    /// Writes a cell.
    pub write: Write,
}

const fn field(label: &'static str, write: Write) -> Field {
    Field {
        label,
        numeric: false,
        order: None,
        write,
    }
}

const fn sorted(label: &'static str, order: Order, write: Write) -> Field {
    Field {
        label,
        numeric: matches!(order, Order::Amount),
        order: Some(order),
        write,
    }
}

fn title() -> Field {
    sorted("column-title", Order::Title, |row, _, _| {
        Cell::record(row.record())
    })
}

fn date(label: &'static str) -> Field {
    sorted(label, Order::Date, |row, _, t| Cell::date(row.date, t))
}

fn region() -> Field {
    sorted("column-region", Order::Region, |row, _, _| {
        Cell::region(row.region)
    })
}

fn amount() -> Field {
    sorted("column-amount", Order::Amount, |row, _, t| {
        Cell::amount(row.amount.as_ref(), t)
    })
}

fn status() -> Field {
    field("column-status", |row, _, t| Cell::status(row.record(), t))
}

fn source() -> Field {
    field("column-source", |row, snapshot, _| {
        Cell::source(row.record(), snapshot)
    })
}

/// The columns of a list of one kind, or of all kinds together.
pub(crate) fn fields(kind: Option<Kind>) -> Vec<Field> {
    let mut fields = match kind {
        None => vec![
            title(),
            field("column-kind", |row, _, t| {
                Cell::kept_together(show::kind(row.record().kind(), t))
            }),
            region(),
            date("column-date"),
            amount(),
        ],
        Some(Kind::Document) => documents(),
        Some(Kind::Article) => articles(),
        Some(Kind::Organization) => organizations(),
        Some(Kind::Project) => projects(),
        Some(Kind::Financing) => financings(),
        Some(Kind::Policy) => policies(),
        Some(Kind::Award) => awards(),
        Some(Kind::Event) => events(),
        Some(Kind::Figure) => figures(),
        Some(Kind::Statistic) => statistics(),
        Some(Kind::Target) => targets(),
    };
    if !matches!(kind, Some(Kind::Document | Kind::Article)) {
        fields.push(status());
        fields.push(source());
    }
    fields.push(sorted("column-taken", Order::Taken, |row, _, _| {
        Cell::kept_together(show::timestamp(row.stored.at))
    }));
    fields
}

fn documents() -> Vec<Field> {
    vec![
        sorted("column-title", Order::Title, |row, _, _| {
            Cell::link(row.record().title(), format!("/documents/{}", row.id()))
        }),
        date("column-issued"),
        field("column-file", |row, _, _| match &row.record().body {
            Body::Document(body) => Cell::words(body.file_name.clone()),
            _ => Cell::default(),
        }),
        Field {
            numeric: true,
            ..field("column-size", |row, _, _| match &row.record().body {
                Body::Document(body) => Cell::number(show::bytes(body.file_size)),
                _ => Cell::default(),
            })
        },
    ]
}

fn articles() -> Vec<Field> {
    vec![
        sorted("column-title", Order::Title, |row, _, _| {
            match &row.record().body {
                Body::Article(body) => Cell::link(
                    body.title.clone(),
                    format!("/documents/{}?article={}", body.document, body.number),
                ),
                _ => Cell::default(),
            }
        }),
        field("column-column", |row, _, _| match &row.record().body {
            Body::Article(body) => Cell::words(body.column.clone().unwrap_or_default()),
            _ => Cell::default(),
        }),
        date("column-published"),
        field("column-document", |row, snapshot, _| {
            match &row.record().body {
                Body::Article(body) => {
                    let title = super::cell::document_title(body.document, snapshot);
                    Cell::link(title, format!("/documents/{}", body.document))
                }
                _ => Cell::default(),
            }
        }),
    ]
}

fn organizations() -> Vec<Field> {
    vec![
        title(),
        region(),
        date("column-founded"),
        field("column-listing", |row, _, _| match &row.record().body {
            Body::Organization(body) => {
                Cell::words(body.listing.as_ref().map_or_else(String::new, |listing| {
                    let exchange = listing.exchange.as_deref().unwrap_or_default();
                    format!("{exchange} {}", listing.code).trim().to_owned()
                }))
            }
            _ => Cell::default(),
        }),
        Field {
            label: "column-capital",
            ..amount()
        },
        field("column-code", |row, _, _| match &row.record().body {
            Body::Organization(body) => Cell::words(
                body.credit_code
                    .as_ref()
                    .map(|code| code.as_str().to_owned())
                    .unwrap_or_default(),
            ),
            _ => Cell::default(),
        }),
    ]
}

fn projects() -> Vec<Field> {
    vec![
        title(),
        field("column-builder", |row, _, t| {
            Cell::words(names(row.record().body.parties(), &[], t))
        }),
        region(),
        Field {
            label: "column-investment",
            ..amount()
        },
        sorted("column-stage", Order::Stage, |row, _, t| {
            Cell::words(
                row.stage()
                    .map(|stage| show::stage(stage, t))
                    .unwrap_or_default(),
            )
        }),
        sorted("column-stage-date", Order::Date, |row, _, t| {
            match &row.record().body {
                Body::Project(body) => Cell::date(body.stage_date, t),
                _ => Cell::default(),
            }
        }),
    ]
}

fn financings() -> Vec<Field> {
    vec![
        title(),
        field("column-financing", |row, _, t| match &row.record().body {
            Body::Financing(body) => Cell::words(show::financing_kind(body.financing, t)),
            _ => Cell::default(),
        }),
        field("column-round", |row, _, _| match &row.record().body {
            Body::Financing(body) => Cell::words(body.round.clone().unwrap_or_default()),
            _ => Cell::default(),
        }),
        amount(),
        field("column-investors", |row, _, t| match &row.record().body {
            Body::Financing(body) => Cell::words(names(&body.investors, &[], t)),
            _ => Cell::default(),
        }),
        date("column-date"),
    ]
}

fn policies() -> Vec<Field> {
    vec![
        title(),
        field("column-issuers", |row, _, t| {
            Cell::words(names(row.record().body.parties(), &[], t))
        }),
        field("column-number", |row, _, _| match &row.record().body {
            Body::Policy(body) => Cell::words(body.document_number.clone().unwrap_or_default()),
            _ => Cell::default(),
        }),
        region(),
        date("column-issued"),
        field("column-effective", |row, _, t| match &row.record().body {
            Body::Policy(body) => Cell::date(body.effective, t),
            _ => Cell::default(),
        }),
    ]
}

fn awards() -> Vec<Field> {
    vec![
        title(),
        field("column-winners", |row, _, t| match &row.record().body {
            Body::Award(body) => Cell::words(names(&body.winners, &[], t)),
            _ => Cell::default(),
        }),
        field("column-grantors", |row, _, t| match &row.record().body {
            Body::Award(body) => Cell::words(names(&body.grantors, &[], t)),
            _ => Cell::default(),
        }),
        date("column-date"),
    ]
}

fn events() -> Vec<Field> {
    vec![
        title(),
        date("column-date"),
        region(),
        field("column-place", |row, _, _| match &row.record().body {
            Body::Event(body) => Cell::words(body.place.clone().unwrap_or_default()),
            _ => Cell::default(),
        }),
        field("column-organizers", |row, _, t| {
            Cell::words(names(
                row.record().body.parties(),
                &[PartyRole::Organizer],
                t,
            ))
        }),
        Field {
            numeric: true,
            ..field("column-attendance", |row, _, _| match &row.record().body {
                Body::Event(body) => {
                    Cell::number(body.attendance.map(show::count).unwrap_or_default())
                }
                _ => Cell::default(),
            })
        },
    ]
}

fn figures() -> Vec<Field> {
    vec![
        Field {
            label: "column-measure",
            ..title()
        },
        field("column-technology", |row, _, _| match &row.record().body {
            Body::Figure(body) => Cell::words(body.technology.clone().unwrap_or_default()),
            _ => Cell::default(),
        }),
        Field {
            numeric: true,
            ..field("column-value", |row, _, t| match &row.record().body {
                Body::Figure(body) => Cell::number(show::quantity(&body.value, t)),
                _ => Cell::default(),
            })
        },
        field("column-organization", |row, _, _| {
            match &row.record().body {
                Body::Figure(body) => party(body.organization.as_ref()),
                _ => Cell::default(),
            }
        }),
        date("column-date"),
    ]
}

fn statistics() -> Vec<Field> {
    vec![
        sorted("column-title", Order::Title, |row, _, _| {
            Cell::link(row.record().title(), format!("/statistics/{}", row.id()))
        }),
        Field {
            numeric: true,
            ..field("column-rows", |row, _, _| match &row.record().body {
                Body::Statistic(body) => Cell::number(show::count(body.rows.len())),
                _ => Cell::default(),
            })
        },
    ]
}

fn targets() -> Vec<Field> {
    vec![
        Field {
            label: "column-measure",
            ..title()
        },
        field("column-who", |row, _, _| match &row.record().body {
            Body::Target(body) => party(body.who.as_ref()),
            _ => Cell::default(),
        }),
        Field {
            numeric: true,
            ..field("column-value", |row, _, t| match &row.record().body {
                Body::Target(body) => Cell::number(
                    body.value
                        .as_ref()
                        .map(|value| show::quantity(value, t))
                        .unwrap_or_default(),
                ),
                _ => Cell::default(),
            })
        },
        date("column-due"),
        field("column-outcome", |row, _, t| Cell::outcome(row, false, t)),
    ]
}
