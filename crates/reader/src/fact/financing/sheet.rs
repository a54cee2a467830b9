//! Deal tables with English headings: company, type, amount, investors or buyer, date.

use std::sync::LazyLock;

use regex::Regex;
use xinqiao_record::body::{FinancingKind, PartyRole, Table};
use xinqiao_record::{Amount, Money, Qualifier};

use super::{Draft, merge};
use crate::fact::view::View;
use crate::value::amount::header_unit;
use crate::value::number::number;
use crate::value::pattern::regex;
use crate::value::{amounts, dates};

const COMPANY: &[&str] = &["company", "target", "issuer", "start-up", "startup", "firm"];
const KIND: &[&str] = &["type", "round", "series", "stage", "deal", "event"];
const AMOUNT: &[&str] = &["amount", "size", "sum", "value", "raised", "price"];
const INVESTORS: &[&str] = &["investor", "buyer", "acquirer", "backer", "lead"];
const DATE: &[&str] = &["date", "day", "when", "closed on"];

/// The words that name a round; any other type of row is no deal of this kind.
static ROUND: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)^(?:(?:pre-?\s?)?(?:series\s)?[a-h][0-9]?\+{0,2}(?:\s(?:round|extension))?|(?:pre-?)?seed(?:\sround)?|angel(?:\sround)?|pre-?ipo|growth(?:\sround)?|strategic(?:\s(?:round|investment))?|bridge(?:\sround)?|venture(?:\sround)?)$",
    )
});

/// The deals of the article's tables.
pub(super) fn tables(view: &View<'_>, drafts: &mut Vec<Draft>) {
    for table in &view.article.tables {
        // Three columns at least say that a table holds deals: whose, of what type, and a sum or who paid it.
        if let (Some(company), Some(kind)) = (column(table, COMPANY), column(table, KIND))
            && (column(table, AMOUNT).is_some() || column(table, INVESTORS).is_some())
        {
            for row in &table.rows {
                if let Some(draft) = deal(view, table, row, company, kind) {
                    merge(drafts, draft);
                }
            }
        }
    }
}

/// The column whose heading begins one of its words with one of `names`.
fn column(table: &Table, names: &[&str]) -> Option<usize> {
    table.header.iter().position(|cell| {
        let heading = cell.to_ascii_lowercase();
        heading
            .split([' ', '/', '(', ','])
            .any(|word| names.iter().any(|name| word.starts_with(name)))
    })
}

fn deal(
    view: &View<'_>,
    table: &Table,
    row: &[String],
    company: usize,
    kind: usize,
) -> Option<Draft> {
    let cell = |at: usize| {
        row.get(at)
            .map(|cell| cell.trim().trim_matches('*').trim())
            .filter(|cell| !matches!(*cell, "" | "-" | "–" | "—" | "n/a" | "undisclosed"))
    };
    let (name, step) = (cell(company)?, cell(kind)?);
    if !name.starts_with(|first: char| first.is_uppercase() || first.is_ascii_digit()) {
        return None;
    }
    let (financing, round) = type_of(step)?;
    let mut draft = Draft {
        kind: financing,
        company: view.full_name(name),
        round,
        amount: column(table, AMOUNT).and_then(|at| sum(cell(at)?, table.header.get(at)?)),
        date: column(table, DATE)
            .and_then(cell)
            .and_then(|cell| dates(cell, view.base).first().map(|found| found.value)),
        start: table.span.start as usize,
        end: table.span.end as usize,
        certain: true,
        ..Draft::default()
    };
    let role = if financing == FinancingKind::Acquisition {
        PartyRole::Buyer
    } else {
        PartyRole::Investor
    };
    if let Some(list) = column(table, INVESTORS)
        .filter(|&at| at != company)
        .and_then(cell)
    {
        for piece in list.replace(" and ", ", ").split([',', ';', '/']) {
            investor(&mut draft, piece.trim(), role);
        }
    }
    Some(draft)
}

/// Adds a party of a list; "(lead)" behind it tells its part.
fn investor(draft: &mut Draft, piece: &str, role: PartyRole) {
    let (name, note) = piece.split_once('(').unwrap_or((piece, ""));
    let name = name.trim();
    let role = if note.to_ascii_lowercase().starts_with("lead") {
        PartyRole::LeadInvestor
    } else {
        role
    };
    if name.chars().count() >= 2 && name.starts_with(char::is_uppercase) {
        draft.investor(name, role);
    }
}

/// What kind of deal a cell names, with the name of its round or step.
fn type_of(step: &str) -> Option<(FinancingKind, Option<String>)> {
    let lower = step.to_ascii_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    if ROUND.is_match(step) {
        return Some((FinancingKind::Round, Some(step.to_owned())));
    }
    if has(&["acqui", "takeover", "buyout", "merger"]) {
        return Some((FinancingKind::Acquisition, None));
    }
    if has(&["fund"]) && has(&["close", "closing", "launch", "final", "first"]) {
        return Some((FinancingKind::Fund, None));
    }
    if has(&["filing", "filed", "application"])
        && has(&["ipo", "star", "listing", "chinext", "hkex", "nasdaq"])
    {
        return Some((FinancingKind::Ipo, Some("filed".to_owned())));
    }
    if has(&["ipo", "listing", "debut"]) {
        return Some((FinancingKind::Ipo, Some(step.to_owned())));
    }
    None
}

/// The sum of a cell, by its own unit or that of the heading; `>` and `~` before it are hedges.
fn sum(cell: &str, heading: &str) -> Option<Amount> {
    let (plain, hedge) = match cell.chars().next()? {
        '>' => (cell.trim_start_matches(['>', ' ']), Some(Qualifier::Over)),
        '<' => (cell.trim_start_matches(['<', ' ']), Some(Qualifier::Under)),
        '~' | '≈' => (
            cell.trim_start_matches(['~', '≈', ' ']),
            Some(Qualifier::About),
        ),
        _ => (cell, None),
    };
    let told = amounts(plain)
        .first()
        .map(|found| found.value)
        .or_else(|| {
            let (factor, currency) = header_unit(heading)?;
            let digits = plain.starts_with(|first: char| first.is_ascii_digit());
            let value = number(plain).filter(|_| digits)?.checked_mul(factor)?;
            Some(Amount {
                money: Money::nearest(value, currency)?,
                qualifier: Qualifier::Exact,
            })
        })?;
    Some(Amount {
        qualifier: hedge.unwrap_or(told.qualifier),
        ..told
    })
}
