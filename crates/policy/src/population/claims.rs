//! One clause over a block of firms: verdicts and what could be claimed.

use std::ops::Range;

use crate::answer::assess::threshold_term;
use crate::answer::draw::UNBOUNDED;
use crate::language::Term;
use crate::pack::clause::{Clause, Pays};
use crate::pack::tiers::{Tiers, Worth};
use crate::value::Interval;

use super::block::Block;
use super::fast::{share_of, sure_only};
use super::lanes::{ANY_BITS, Lanes, NO, Side, UNKNOWN, YES, and, or};
use super::wide::{change, map};

/// A clause's verdict on a block of firms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claims {
    /// Whether each firm may draw: no, yes, not known; none where nothing was asked, so that each may.
    pub verdict: Option<Vec<u8>>,
    /// What each claim pays by itself at most, caps by item included, in fen; zero where it does not count for sure.
    pub amounts: Vec<i64>,
    /// The row of the table, where the clause has one.
    pub tiers: Vec<Option<usize>>,
    /// For claims by entry: the entries and the lane of each one's firm. Otherwise there is one claim for each firm.
    pub entries: Option<(Range<usize>, Vec<usize>)>,
}

/// Looks at one clause.
pub fn claims(block: &Block<'_>, clause: &Clause) -> Claims {
    let mut verdict: Option<Vec<u8>> = None;
    let mut narrow = |truth: Vec<u8>| match &mut verdict {
        None => verdict = Some(truth),
        Some(verdict) => change(verdict, &truth, |verdict, truth| {
            *verdict = and(*verdict, truth);
        }),
    };
    for condition in block.pack.eligible.iter().chain(&clause.when) {
        narrow(block.truth(&condition.is));
    }
    if let Some(term) = threshold_term(clause) {
        narrow(block.truth(&term));
    }
    let Some(each) = &clause.each else {
        // There is one claim: the clause's own caps are caps of the claim.
        let caps = clause.caps;
        let own = [caps.item, caps.year, caps.firm, caps.lifetime];
        let cap = own.into_iter().flatten().min().unwrap_or(UNBOUNDED);
        let (amounts, tiers) = match shares(block, clause, verdict.as_deref(), cap) {
            Some(amounts) => (amounts, Vec::new()),
            None => {
                let (amounts, tiers) = amounts(block, clause);
                (
                    capped(&amounts, verdict.as_deref(), cap, block.lanes()),
                    tiers,
                )
            }
        };
        return Claims {
            verdict,
            amounts,
            tiers,
            entries: None,
        };
    };
    let known = block.list_known(each.list);
    let unfilled = |known: &bool| if *known { NO } else { UNKNOWN };
    let mut found: Vec<u8> = known.iter().map(unfilled).collect();
    let (range, owners) = block.entry_owners(each.list).unwrap_or((0..0, Vec::new()));
    let entries = Block {
        entries: Some((each.list, range.clone(), &owners)),
        ..block.clone()
    };
    let counts = match &each.condition {
        Some(condition) => entries.truth(condition),
        None => vec![YES; owners.len()],
    };
    for (owner, counts) in owners.iter().zip(&counts) {
        if let Some(found) = found.get_mut(*owner) {
            *found = or(*found, *counts);
        }
    }
    narrow(found);
    let (lanes, tiers) = amounts(&entries, clause);
    let of_firm = |owner: &usize| match &verdict {
        None => YES,
        Some(verdict) => verdict.get(*owner).copied().unwrap_or(NO),
    };
    let sure: Vec<u8> = owners
        .iter()
        .zip(&counts)
        .map(|(owner, counts)| and(of_firm(owner), *counts))
        .collect();
    let cap = clause.caps.item.unwrap_or(UNBOUNDED);
    let amounts = capped(&lanes, Some(&sure), cap, sure.len());
    Claims {
        verdict,
        amounts,
        tiers,
        entries: Some((range, owners)),
    }
}

/// A share of a base that is known, cut by a cap, where the clause may be drawn: one loop for the commonest clause.
fn shares(
    block: &Block<'_>,
    clause: &Clause,
    verdict: Option<&[u8]>,
    cap: i64,
) -> Option<Vec<i64>> {
    let (Pays::Flat(Worth::Rate(rate)), Some(base)) = (&clause.pays, &clause.base) else {
        return None;
    };
    let base = block.number(base);
    match (&base.low, &base.high) {
        (Side::Each(values), None) => share_of(values, base.bits, *rate, cap, verdict),
        _ => None,
    }
}

/// The most that each claim pays, where it counts.
fn capped(lanes: &Lanes<'_>, sure: Option<&[u8]>, cap: i64, count: usize) -> Vec<i64> {
    match (lanes.top(), sure) {
        (Side::Each(values), sure) => sure_only(values, sure, move |value| value.min(cap).max(0)),
        (Side::All(value), None) => vec![(*value).min(cap).max(0); count],
        (Side::All(value), Some(sure)) => {
            let value = (*value).min(cap).max(0);
            map(sure, move |sure| if sure == YES { value } else { 0 })
        }
    }
}

/// What each claim pays before its caps, and its row.
fn amounts<'a>(block: &Block<'a>, clause: &Clause) -> (Lanes<'a>, Vec<Option<usize>>) {
    let all = |interval: Interval| Lanes {
        low: Side::All(interval.low),
        high: (interval.low != interval.high).then_some(Side::All(interval.high)),
        bits: ANY_BITS,
    };
    match &clause.pays {
        Pays::Nothing => (all(Interval::ZERO), Vec::new()),
        Pays::Flat(worth) => (worth_of(block, clause, *worth, None), Vec::new()),
        Pays::Amount(term) => (block.number(term), Vec::new()),
        Pays::Tiers(tiers) => {
            let table = |by: Option<&Term>| {
                let worth =
                    |row: usize, worth: Worth| worth_of(block, clause, worth, cap_item(tiers, row));
                block.table(tiers, by, worth)
            };
            let (now, rows) = table(tiers.by.as_ref());
            let Some(before) = &tiers.before else {
                return (now, rows);
            };
            let (then, _) = table(Some(before));
            (now.less(&then, block.lanes()), rows)
        }
    }
}

/// The most for one item of a row; one item alone cannot pass the cap by year either.
fn cap_item(tiers: &Tiers, row: usize) -> Option<i64> {
    let row = tiers.rows.get(row)?;
    row.cap_item.into_iter().chain(row.cap_year).min()
}

fn worth_of<'a>(block: &Block<'a>, clause: &Clause, worth: Worth, cap: Option<i64>) -> Lanes<'a> {
    let exactly = |value: i64| Lanes {
        low: Side::All(value),
        high: None,
        bits: ANY_BITS,
    };
    let lanes = match worth {
        Worth::Rate(rate) => match &clause.base {
            Some(base) => block.times(&block.number(base), &exactly(rate)),
            None => exactly(0),
        },
        Worth::Fixed(sum) => match &clause.times {
            Some(times) => block.times(&exactly(sum), &block.number(times)),
            None => exactly(sum),
        },
        Worth::Points(_) => exactly(0),
    };
    match cap {
        None => lanes,
        Some(cap) => lanes.at_most(cap),
    }
}
