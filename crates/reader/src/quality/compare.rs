//! Whether a fact is the labelled one, and which of its fields agree.

use super::labels::FactLabel;
use super::report::Report;
use crate::text::classes::fold;
use std::collections::BTreeSet;
use xinqiao_record::body::Body;
use xinqiao_record::{Amount, PartialDate};

/// How a fact compares with a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Judgement {
    /// The same in name and in what decides the kind.
    Right,
    /// The same thing, but wrong in what decides the kind.
    Alike,
    /// Something else.
    Other,
}

fn judgement(named: bool, decided: bool) -> Judgement {
    match (named, decided) {
        (false, _) => Judgement::Other,
        (true, true) => Judgement::Right,
        (true, false) => Judgement::Alike,
    }
}

/// Whether one of two names holds the other, folded.
fn same_name(a: &str, b: &str) -> bool {
    let (a, b) = (fold(a), fold(b));
    let shorter = a.chars().count().min(b.chars().count());
    shorter >= 2 && (a.contains(&b) || b.contains(&a))
}

fn any_same<'a>(found: impl IntoIterator<Item = &'a str>, labelled: &[&str]) -> bool {
    found
        .into_iter()
        .any(|name| labelled.iter().any(|label| same_name(name, label)))
}

fn same_amount(found: Option<Amount>, value: Option<&str>, currency: Option<&str>) -> bool {
    match (found, value) {
        (None, None) => true,
        (Some(found), Some(value)) => {
            found.money.units() == value
                && currency.is_none_or(|currency| found.money.currency.code() == currency)
        }
        _ => false,
    }
}

/// Whether a found date is the labelled one or a more precise one inside it.
fn same_date(found: Option<PartialDate>, label: Option<&str>) -> bool {
    match (
        found,
        label.and_then(|label| label.parse::<PartialDate>().ok()),
    ) {
        (None, None) => true,
        (Some(found), Some(label)) => {
            label.first_day() <= found.first_day() && found.last_day() <= label.last_day()
        }
        _ => false,
    }
}

fn same_year(found: Option<PartialDate>, label: Option<&str>) -> bool {
    let labelled = label
        .and_then(|label| label.get(..4))
        .and_then(|year| year.parse::<i16>().ok());
    found.map(PartialDate::year_number) == labelled
}

pub(super) fn judge(body: &Body, label: &FactLabel, distance: u32) -> Judgement {
    let aliases = || label.aliases.iter().map(String::as_str);
    match body {
        Body::Project(body) => {
            let names: Vec<&str> = label
                .name
                .as_deref()
                .into_iter()
                .chain(aliases())
                .chain(label.organizations.iter().map(String::as_str))
                .collect();
            let found = std::iter::once(body.name.as_str())
                .chain(body.aliases.iter().map(String::as_str))
                .chain(body.organizations.iter().map(|party| party.name.as_str()));
            let stage = label.optional_stage
                || body.stage.map(|stage| stage.name()) == label.stage.as_deref();
            let amount = label.optional_amount
                || same_amount(
                    body.amount,
                    label.amount.as_deref(),
                    label.currency.as_deref(),
                );
            judgement(any_same(found, &names), stage && amount)
        }
        Body::Financing(body) => {
            let names: Vec<&str> = label
                .company
                .as_deref()
                .into_iter()
                .chain(aliases())
                .collect();
            let round = match (body.round.as_deref(), label.round.as_deref()) {
                (Some(found), Some(label)) => same_name(found, label),
                (None, None) => true,
                _ => false,
            };
            let amount = same_amount(
                body.amount,
                label.amount.as_deref(),
                label.currency.as_deref(),
            );
            judgement(
                any_same([body.company.name.as_str()], &names),
                round || amount,
            )
        }
        Body::Target(body) => {
            let who = label
                .who
                .as_deref()
                .zip(body.who.as_ref())
                .is_some_and(|(label, found)| same_name(label, &found.name));
            let by = same_year(body.by, label.by.as_deref());
            let digits = |text: &str| {
                text.chars()
                    .filter(|c| c.is_ascii_digit() || *c == '.')
                    .collect::<String>()
            };
            let value = match (&body.value, &label.value) {
                (Some(found), Some(label)) => {
                    let (found, label) = (found.value.normalize().to_string(), digits(label));
                    let bare = |text: &str| {
                        text.trim_matches('0')
                            .replace('.', "")
                            .trim_matches('0')
                            .to_owned()
                    };
                    found == label || bare(&found) == bare(&label)
                }
                (None, None) => true,
                _ => false,
            };
            // Without a promiser in the text, the value at the place tells which target it is.
            let named = if label.who.is_some() && body.who.is_some() {
                who || (distance == 0 && value)
            } else {
                distance <= 3
            };
            judgement(named && distance <= 3, by && value)
        }
        Body::Policy(body) => judgement(
            label
                .policy
                .as_deref()
                .is_some_and(|title| same_name(title, &body.title)),
            true,
        ),
        Body::Award(body) => {
            let winner = label.winner.as_deref().is_some_and(|label| {
                any_same(
                    body.winners.iter().map(|party| party.name.as_str()),
                    &[label],
                )
            });
            judgement(
                winner,
                label
                    .award
                    .as_deref()
                    .is_none_or(|award| same_name(award, &body.name)),
            )
        }
        Body::Event(body) => judgement(
            label
                .name
                .as_deref()
                .is_some_and(|name| same_name(name, &body.name)),
            true,
        ),
        Body::Organization(body) => {
            let names: Vec<&str> = label.name.as_deref().into_iter().chain(aliases()).collect();
            judgement(
                any_same(
                    std::iter::once(body.name.as_str())
                        .chain(body.aliases.iter().map(String::as_str)),
                    &names,
                ),
                true,
            )
        }
        Body::Statistic(body) => {
            let value = label
                .value
                .as_deref()
                .and_then(|value| value.parse::<xinqiao_record::Decimal>().ok());
            judgement(
                distance <= 3 && body.rows.iter().any(|row| Some(row.value) == value),
                true,
            )
        }
        Body::Document(_) | Body::Article(_) | Body::Figure(_) => Judgement::Other,
    }
}

/// Counts the fields of a matched fact that agree with its label.
pub(super) fn fields(body: &Body, label: &FactLabel, report: &mut Report) {
    match body {
        Body::Project(body) => {
            let code = body.region.map(|region| region.to_string());
            report.field("project region", code == label.region_code);
            if !label.optional_stage {
                report.field(
                    "project stage",
                    body.stage.map(|stage| stage.name()) == label.stage.as_deref(),
                );
                report.field(
                    "project stage date",
                    same_date(body.stage_date, label.stage_date.as_deref()),
                );
            }
            if !label.optional_amount {
                report.field(
                    "project amount",
                    same_amount(
                        body.amount,
                        label.amount.as_deref(),
                        label.currency.as_deref(),
                    ),
                );
                if let (Some(found), Some(_)) = (body.amount, &label.amount) {
                    report.field("project qualifier", same_qualifier(found, label));
                }
            }
            report.field(
                "project completion",
                same_date(body.completion, label.completion.as_deref()),
            );
            let found: BTreeSet<String> = body
                .capacity
                .iter()
                .map(|c| c.quantity.normalize().to_string())
                .collect();
            let labelled: BTreeSet<String> =
                label.capacity.iter().map(|c| c.quantity.clone()).collect();
            report.field("project capacity", found == labelled);
        }
        Body::Financing(body) => {
            report.field(
                "financing date",
                same_date(body.date, label.date.as_deref()),
            );
            if !label.optional_amount {
                report.field(
                    "financing amount",
                    same_amount(
                        body.amount,
                        label.amount.as_deref(),
                        label.currency.as_deref(),
                    ),
                );
                if let (Some(found), Some(_)) = (body.amount, &label.amount) {
                    report.field("financing qualifier", same_qualifier(found, label));
                }
            }
            let all = label.investors.iter().all(|investor| {
                any_same(
                    body.investors.iter().map(|party| party.name.as_str()),
                    &[investor.as_str()],
                )
            });
            report.field(
                "financing investors",
                all && body.investors.len() == label.investors.len(),
            );
        }
        Body::Policy(body) => {
            report.field(
                "policy issued",
                same_date(body.issued, label.issued.as_deref()),
            );
            report.field(
                "policy number",
                body.document_number.as_deref().map(fold)
                    == label.document_number.as_deref().map(fold),
            );
        }
        Body::Event(body) => {
            report.field("event date", same_date(body.date, label.date.as_deref()))
        }
        Body::Organization(body) => {
            if label.founded.is_some() {
                report.field(
                    "organization founded",
                    same_date(body.founded, label.founded.as_deref()),
                );
            }
            if let Some(code) = &label.listing_code {
                report.field(
                    "organization listing",
                    body.listing
                        .as_ref()
                        .is_some_and(|listing| listing.code.contains(code.as_str())),
                );
            }
        }
        _ => {}
    }
}

/// `nearly` is labelled `under`, and `about` is accepted for it.
fn same_qualifier(found: Amount, label: &FactLabel) -> bool {
    let name = found.qualifier.name();
    label
        .qualifier
        .as_deref()
        .is_none_or(|label| label == name || (label == "under" && name == "about"))
}
