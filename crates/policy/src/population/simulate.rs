//! Budgets: what a population costs, by clause, office and district, and what a change of rules does.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;
use xinqiao_record::RegionCode;

use crate::language::Type;
use crate::language::span::nearest;
use crate::pack::Library;
use crate::pack::clause::Clause;
use crate::value::literal;
use crate::vocabulary::Words;

use super::columns::Population;
use super::run::{Outcome, run};

/// A change of a figure: `tape-out.rate=20%`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The clause, `tape-out` or `xiaoshan-chip-2025/tape-out`.
    pub clause: String,
    /// The figure of the clause.
    pub figure: String,
    /// The new value, as written.
    pub value: String,
}

/// A change that cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct BadChange {
    message: String,
}

impl std::str::FromStr for Change {
    type Err = BadChange;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bad = || BadChange {
            message: format!(
                "`{text}` is no change; write `clause.figure=value`, such as `tape-out.rate=20%`"
            ),
        };
        let (name, value) = text.split_once('=').ok_or_else(bad)?;
        let (clause, figure) = name.split_once('.').ok_or_else(bad)?;
        Ok(Change {
            clause: clause.trim().to_owned(),
            figure: figure.trim().to_owned(),
            value: value.trim().to_owned(),
        })
    }
}

/// A library with changed figures.
///
/// # Errors
/// When a clause or figure is not there, or the value does not fit.
pub fn changed(library: &Library, changes: &[Change]) -> Result<Library, BadChange> {
    let mut library = library.clone();
    let mut seen = Vec::new();
    for change in changes {
        let name = clause_of(&library, &change.clause)?;
        if seen.contains(&(name.clone(), &change.figure)) {
            return Err(BadChange {
                message: format!("`{name}.{}` is changed twice", change.figure),
            });
        }
        apply(&mut library, &name, change)?;
        seen.push((name, &change.figure));
    }
    Ok(library)
}

/// The whole name of the clause that a change means; its pack may be left out where no other pack has one of that name.
fn clause_of(library: &Library, meant: &str) -> Result<String, BadChange> {
    let bad = |message: String| BadChange { message };
    let names: Vec<String> = library
        .packs
        .iter()
        .flat_map(|pack| {
            let full = |clause: &Clause| format!("{}/{}", pack.id, clause.id);
            pack.clauses.iter().map(full)
        })
        .collect();
    let fits =
        |name: &&String| **name == meant || name.split_once('/').is_some_and(|(_, id)| id == meant);
    let matching: Vec<&String> = names.iter().filter(fits).collect();
    match matching.as_slice() {
        [one] => Ok((*one).clone()),
        [] => {
            let ids = names
                .iter()
                .filter_map(|name| name.split_once('/'))
                .map(|(_, id)| id);
            let hint = nearest(meant, ids).map(|near| format!("; did you mean `{near}`?"));
            Err(bad(format!(
                "there is no clause `{meant}`{}",
                hint.unwrap_or_default()
            )))
        }
        several => {
            let list: Vec<&str> = several.iter().map(|name| name.as_str()).collect();
            Err(bad(format!("`{meant}` can be {}", list.join(" or "))))
        }
    }
}

fn apply(library: &mut Library, name: &str, change: &Change) -> Result<(), BadChange> {
    let bad = |message: String| BadChange { message };
    let (pack, id) = name.split_once('/').unwrap_or_default();
    let clause = library
        .packs
        .iter_mut()
        .filter(|candidate| candidate.id == pack)
        .flat_map(|pack| &mut pack.clauses)
        .find(|clause| clause.id == id);
    let Some(clause) = clause else {
        return Err(bad(format!("there is no clause `{name}`")));
    };
    let known = clause.figures().join(", ");
    let Some(figure) = clause.figure(&change.figure) else {
        return Err(bad(format!(
            "`{name}` has no figure `{}`; it has: {known}",
            change.figure
        )));
    };
    let value = match figure.kind {
        Type::Money => literal::money(&change.value),
        Type::Rate | Type::Quotient => literal::rate(&change.value),
        _ => literal::scaled(&literal::split(&change.value).0, crate::value::ONE),
    };
    let value = value.map_err(|error| bad(format!("{name}.{}: {error}", change.figure)))?;
    if value < 0 {
        return Err(bad(format!(
            "{name}.{}: `{}` is below zero",
            change.figure, change.value
        )));
    }
    *figure.value = value;
    Ok(())
}

/// What a population costs, and against which other rules.
#[derive(Debug, Clone, Default)]
pub struct Simulation {
    /// Under the rules that are asked about.
    pub outcome: Outcome,
    /// Under the present rules, if the rules were changed.
    pub present: Option<Outcome>,
}

/// Adds the firms of one more piece of a population.
pub fn add(
    simulation: &mut Simulation,
    library: &Library,
    present: Option<&Library>,
    firms: &Population,
    on: Date,
    threads: usize,
) {
    join(&mut simulation.outcome, run(library, firms, on, threads));
    if let Some(present) = present {
        let outcome = simulation.present.get_or_insert_default();
        join(outcome, run(present, firms, on, threads));
    }
}

fn join(whole: &mut Outcome, part: Outcome) {
    if whole.clauses.is_empty() {
        *whole = part;
    } else {
        whole.add(part);
    }
}

/// The report of a simulation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Budget {
    /// The day that was asked about.
    pub on: String,
    /// Always yuan.
    pub currency: &'static str,
    /// How many firms there are.
    pub population: u64,
    /// How many draw anything.
    pub firms: u64,
    /// What they draw.
    pub total: String,
    /// By clause, the dearest first.
    pub clauses: Vec<ClauseCost>,
    /// By office; a clause of several offices counts for each of them.
    pub offices: Vec<Cost>,
    /// By district.
    pub districts: Vec<DistrictCost>,
    /// How many firms draw how much.
    pub distribution: Vec<Bin>,
    /// Against the present rules.
    pub change: Option<Against>,
}

/// What a clause costs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClauseCost {
    /// The pack.
    pub policy: String,
    /// The clause.
    pub clause: String,
    /// Its title.
    pub title: Words,
    /// What firms draw under it.
    pub cost: String,
    /// Whether the figure is a ceiling.
    pub ceiling: bool,
    /// How many firms draw.
    pub firms: u64,
    /// For how many it is not known.
    pub unknown: u64,
    /// What it costs more than under the present rules.
    pub change: Option<String>,
}

/// A sum with a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cost {
    /// The name.
    pub name: String,
    /// The sum.
    pub cost: String,
}

/// What a district's firms draw.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DistrictCost {
    /// The code.
    pub code: String,
    /// The name.
    pub name: String,
    /// How many firms it has.
    pub firms: u64,
    /// What they draw.
    pub cost: String,
}

/// Firms that draw from … to less than ….
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Bin {
    /// From this, in yuan.
    pub from: String,
    /// To less than this; none for the last.
    pub below: Option<String>,
    /// How many firms.
    pub firms: u64,
}

/// What changed rules do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Against {
    /// The total under the present rules.
    pub present_total: String,
    /// The difference.
    pub difference: String,
    /// How many firms draw more, and how much more.
    pub winners: u64,
    /// What they win.
    pub won: String,
    /// How many firms draw less.
    pub losers: u64,
    /// What they lose.
    pub lost: String,
}

fn sum(fen: i128) -> String {
    xinqiao_record::Money {
        minor: fen,
        currency: xinqiao_record::Currency::Cny,
    }
    .units()
}

/// The edges of the distribution, in yuan.
const EDGES: [i64; 8] = [
    0,
    100_000,
    500_000,
    1_000_000,
    5_000_000,
    10_000_000,
    50_000_000,
    100_000_000,
];

impl Simulation {
    /// Reports.
    pub fn report(&self, library: &Library, on: Date) -> Budget {
        let outcome = &self.outcome;
        let mut clauses = Vec::new();
        let mut offices: BTreeMap<&str, i128> = BTreeMap::new();
        for (at, name) in outcome.clauses.iter().enumerate() {
            let Some((pack, clause)) = library.clause(name) else {
                continue;
            };
            let cost = outcome.cost.get(at).copied().unwrap_or_default();
            let present = self.present.as_ref().map(|present| {
                let place = present.clauses.iter().position(|other| other == name);
                cost - place
                    .and_then(|place| present.cost.get(place))
                    .copied()
                    .unwrap_or_default()
            });
            for office in &clause.offices {
                *offices.entry(office).or_default() += cost;
            }
            let line = ClauseCost {
                policy: pack.id.clone(),
                clause: clause.id.clone(),
                title: clause.title.clone(),
                cost: sum(cost),
                ceiling: !clause.ceiling.is_empty() || clause.open.is_some(),
                firms: outcome.firms.get(at).copied().unwrap_or_default(),
                unknown: outcome.unknown.get(at).copied().unwrap_or_default(),
                change: present.map(sum),
            };
            clauses.push((cost, line));
        }
        clauses.sort_by(|(left, a), (right, b)| right.cmp(left).then(a.clause.cmp(&b.clause)));
        let mut by_office: Vec<(i128, &str)> = offices
            .into_iter()
            .map(|(name, cost)| (cost, name))
            .collect();
        by_office.sort_by(|left, right| right.0.cmp(&left.0).then(left.1.cmp(right.1)));
        Budget {
            on: on.to_string(),
            currency: "CNY",
            population: outcome.totals.len() as u64,
            firms: outcome.totals.iter().filter(|total| **total > 0).count() as u64,
            total: sum(outcome.total()),
            clauses: clauses.into_iter().map(|(_, line)| line).collect(),
            offices: by_office
                .into_iter()
                .filter(|(cost, _)| *cost > 0)
                .map(|(cost, name)| Cost {
                    name: name.to_owned(),
                    cost: sum(cost),
                })
                .collect(),
            districts: self.districts(),
            distribution: self.distribution(),
            change: self.against(),
        }
    }

    fn districts(&self) -> Vec<DistrictCost> {
        let name = |code: i64| {
            format!("{code:06}")
                .parse::<RegionCode>()
                .map_or_else(|_| String::new(), RegionCode::full_name)
        };
        let outcome = &self.outcome;
        let mut lines: Vec<(i128, DistrictCost)> = outcome
            .district_firms
            .iter()
            .map(|(code, firms)| {
                let cost = outcome
                    .districts
                    .get(code)
                    .map_or(0, |costs| costs.iter().sum());
                let line = DistrictCost {
                    code: format!("{code:06}"),
                    name: name(*code),
                    firms: *firms,
                    cost: sum(cost),
                };
                (cost, line)
            })
            .collect();
        lines.sort_by(|(left, a), (right, b)| right.cmp(left).then(a.code.cmp(&b.code)));
        lines.into_iter().map(|(_, line)| line).collect()
    }

    fn distribution(&self) -> Vec<Bin> {
        let totals = &self.outcome.totals;
        let nothing = Bin {
            from: "0".to_owned(),
            below: Some("0.01".to_owned()),
            firms: totals.iter().filter(|total| **total == 0).count() as u64,
        };
        let bins = EDGES.iter().enumerate().map(|(at, from)| {
            let below = EDGES.get(at + 1).copied();
            let inside = |total: &&i64| {
                **total > 0
                    && **total >= from * 100
                    && below.is_none_or(|below| **total < below * 100)
            };
            Bin {
                from: if *from == 0 {
                    "0.01".to_owned()
                } else {
                    from.to_string()
                },
                below: below.map(|below| below.to_string()),
                firms: totals.iter().filter(inside).count() as u64,
            }
        });
        std::iter::once(nothing).chain(bins).collect()
    }

    fn against(&self) -> Option<Against> {
        let present = self.present.as_ref()?;
        let (mut winners, mut won, mut losers, mut lost) = (0, 0_i128, 0, 0_i128);
        for (now, before) in self.outcome.totals.iter().zip(&present.totals) {
            let difference = i128::from(*now) - i128::from(*before);
            if difference > 0 {
                winners += 1;
                won += difference;
            } else if difference < 0 {
                losers += 1;
                lost -= difference;
            }
        }
        Some(Against {
            present_total: sum(present.total()),
            difference: sum(self.outcome.total() - present.total()),
            winners,
            won: sum(won),
            losers,
            lost: sum(lost),
        })
    }
}
