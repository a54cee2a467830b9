//! All clauses over all firms, with the best combination of each.

use std::ops::Range;

use jiff::civil::Date;

use crate::answer::assess::assess_all;
use crate::answer::draw::{Hope, UNBOUNDED, draw};
use crate::combine::{Item, Problem, solve};
use crate::pack::Library;

use super::block::Block;
use super::claims::{Claims, claims};
use super::columns::Population;
use super::fast::{less_mask, lesser};
use super::lanes::UNKNOWN;
use super::plan::{Component, Plan, plan};
use super::wide::{change, change2, wide};

/// How many firms are looked at together: few enough that their columns stay in the cache.
const BLOCK: usize = 2048;

/// What a population draws.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// The clauses that pay and are in force, as `policy/clause`.
    pub clauses: Vec<String>,
    /// What all firms draw under each clause, in fen.
    pub cost: Vec<i128>,
    /// How many firms draw under each clause.
    pub firms: Vec<u64>,
    /// For how many firms it is not known.
    pub unknown: Vec<u64>,
    /// What each firm draws in all, in fen.
    pub totals: Vec<i64>,
    /// What each district's firms draw under each clause, in fen; the code is zero where it is not known.
    pub districts: std::collections::BTreeMap<i64, Vec<i128>>,
    /// How many firms each district has.
    pub district_firms: std::collections::BTreeMap<i64, u64>,
}

/// Runs all clauses that are in force on a day, on so many threads.
///
/// The same population gives the same outcome on any number of threads.
pub fn run(library: &Library, population: &Population, on: Date, threads: usize) -> Outcome {
    let plan = plan(library, on);
    let blocks: Vec<Range<usize>> = (0..population.rows)
        .step_by(BLOCK)
        .map(|start| start..(start + BLOCK).min(population.rows))
        .collect();
    let work = |blocks: &[Range<usize>]| {
        let mut outcome = Outcome::empty(&plan);
        outcome.totals.reserve(blocks.len() * BLOCK);
        let runner = Runner {
            library,
            population,
            plan: &plan,
            on,
        };
        for block in blocks {
            runner.block(block.clone(), &mut outcome);
        }
        outcome
    };
    let share = blocks.len().div_ceil(threads.max(1)).max(1);
    if blocks.len() <= share {
        return work(&blocks);
    }
    let parts: Vec<Outcome> = std::thread::scope(|scope| {
        let handles: Vec<_> = blocks
            .chunks(share)
            .map(|blocks| scope.spawn(|| work(blocks)))
            .collect();
        handles
            .into_iter()
            .filter_map(|handle| handle.join().ok())
            .collect()
    });
    let mut whole = Outcome::empty(&plan);
    for part in parts {
        whole.add(part);
    }
    whole
}

impl Outcome {
    fn empty(plan: &Plan<'_>) -> Outcome {
        let n = plan.parts.len();
        Outcome {
            clauses: plan
                .parts
                .iter()
                .map(|part| format!("{}/{}", part.pack.id, part.clause.id))
                .collect(),
            cost: vec![0; n],
            firms: vec![0; n],
            unknown: vec![0; n],
            ..Outcome::default()
        }
    }

    /// Adds what further firms draw; both must come from the same library and day.
    pub fn add(&mut self, other: Outcome) {
        fn sum<T: std::ops::AddAssign>(into: &mut [T], from: Vec<T>) {
            for (into, from) in into.iter_mut().zip(from) {
                *into += from;
            }
        }
        sum(&mut self.cost, other.cost);
        sum(&mut self.firms, other.firms);
        sum(&mut self.unknown, other.unknown);
        self.totals.extend(other.totals);
        let n = self.clauses.len();
        for (district, cost) in other.districts {
            sum(
                self.districts.entry(district).or_insert_with(|| vec![0; n]),
                cost,
            );
        }
        for (district, firms) in other.district_firms {
            *self.district_firms.entry(district).or_default() += firms;
        }
    }

    /// What all firms draw, in fen.
    pub fn total(&self) -> i128 {
        self.cost.iter().sum()
    }
}

struct Runner<'r> {
    library: &'r Library,
    population: &'r Population,
    plan: &'r Plan<'r>,
    on: Date,
}

impl Runner<'_> {
    fn block(&self, firms: Range<usize>, outcome: &mut Outcome) {
        let lanes = firms.len();
        let mut all: Vec<Claims> = Vec::with_capacity(self.plan.parts.len());
        for (at, part) in self.plan.parts.iter().enumerate() {
            let block = Block {
                vocabulary: &self.library.vocabulary,
                population: self.population,
                pack: part.pack,
                clause: Some(part.clause),
                on: self.on,
                firms: firms.clone(),
                entries: None,
            };
            let found = claims(&block, part.clause);
            if let Some(slot) = outcome.unknown.get_mut(at) {
                *slot += found.verdict.as_deref().map_or(0, unknowns);
            }
            all.push(found);
        }
        let mut paid: Vec<Vec<i64>> = vec![Vec::new(); all.len()];
        let supported = self.supported(firms.clone());
        for component in &self.plan.components {
            match &component.groups {
                Some(groups) => self.groups(component, groups, &mut all, lanes, &mut paid),
                None => self.firm_by_firm(component, &all, lanes, &supported, &mut paid),
            }
        }
        for lane in supported {
            self.one(firms.start + lane, lane, &mut paid);
        }
        self.book(firms, &all, &paid, outcome);
    }

    /// The lanes of firms that have received support: what is due to them depends on it, so each is looked at by itself.
    fn supported(&self, firms: Range<usize>) -> Vec<usize> {
        let list = self.library.vocabulary.list("support");
        let columns = list.and_then(|list| self.population.lists.get(list)?.as_ref());
        let Some(columns) = columns else {
            return Vec::new();
        };
        firms
            .enumerate()
            .filter(|(_, row)| !columns.range(*row).is_empty())
            .map(|(lane, _)| lane)
            .collect()
    }

    /// The highest of each group, each cut by its own caps, and all of them by the shared ones.
    fn groups(
        &self,
        component: &Component,
        groups: &[Vec<usize>],
        all: &mut [Claims],
        lanes: usize,
        paid: &mut [Vec<i64>],
    ) {
        // The caps of the clauses themselves have cut already: each has one claim.
        for (part, cap) in component.members.iter().zip(&component.cap_of) {
            if let (Some(slot), Some(claims)) = (paid.get_mut(*part), all.get_mut(*part)) {
                *slot = std::mem::take(&mut claims.amounts);
                if cap.is_none() {
                    for amount in slot.iter_mut().filter(|amount| **amount >= UNBOUNDED) {
                        *amount = 0;
                    }
                }
            }
        }
        for group in groups.iter().filter(|group| group.len() > 1) {
            self.highest(component, group, lanes, paid);
        }
        if !component.caps.is_empty() && component.members.len() > 1 {
            self.shared(component, lanes, paid);
        }
    }

    /// Of a group only the highest stays; among equals the first.
    fn highest(&self, component: &Component, group: &[usize], lanes: usize, paid: &mut [Vec<i64>]) {
        if let [first, second] = group
            && let (Some(first), Some(second)) = (
                component.members.get(*first),
                component.members.get(*second),
            )
            && let Ok([one, other]) = paid.get_disjoint_mut([*first, *second])
        {
            change2(one, other, |one, other| {
                // INVARIANT: amounts lie between zero and `UNBOUNDED`.
                let second = less_mask(*one, *other);
                *one &= !second;
                *other &= second;
            });
            return;
        }
        let mut best = vec![0_i64; lanes];
        let mut winner = vec![usize::MAX; lanes];
        for member in group {
            let Some(column) = component
                .members
                .get(*member)
                .and_then(|part| paid.get(*part))
            else {
                continue;
            };
            for ((amount, best), winner) in column.iter().zip(&mut best).zip(&mut winner) {
                if *amount > *best {
                    *best = *amount;
                    *winner = *member;
                }
            }
        }
        for member in group {
            let Some(column) = component
                .members
                .get(*member)
                .and_then(|part| paid.get_mut(*part))
            else {
                continue;
            };
            for (amount, winner) in column.iter_mut().zip(&winner) {
                if winner != member {
                    *amount = 0;
                }
            }
        }
    }

    /// What the shared caps leave; earlier clauses are paid first.
    fn shared(&self, component: &Component, lanes: usize, paid: &mut [Vec<i64>]) {
        let mut left: Vec<Option<Vec<i64>>> = vec![None; component.caps.len()];
        for (member, part) in component.members.iter().enumerate() {
            let own = self.plan.parts.get(*part).map_or(0, |part| {
                let caps = part.clause.caps;
                [caps.year, caps.firm, caps.lifetime]
                    .into_iter()
                    .flatten()
                    .count()
            });
            let chain =
                std::iter::successors(component.cap_of.get(member).copied().flatten(), |cap| {
                    component.caps.get(*cap)?.within
                });
            let shared: Vec<usize> = chain.skip(own).collect();
            let Some(column) = paid.get_mut(*part) else {
                continue;
            };
            for cap in &shared {
                let limit = component.caps.get(*cap).map_or(i64::MAX, |cap| cap.limit);
                if let Some(slot) = left.get_mut(*cap) {
                    let left = slot.get_or_insert_with(|| vec![limit; lanes]);
                    let only = shared.len() == 1;
                    change2(column, left, move |amount, left| {
                        *amount = lesser(*amount, *left);
                        // INVARIANT: the amount is at most what is left, so nothing goes below zero.
                        *left = left.wrapping_sub(if only { *amount } else { 0 });
                    });
                }
            }
            if shared.len() == 1 {
                continue;
            }
            for cap in &shared {
                if let Some(Some(left)) = left.get_mut(*cap) {
                    change(left, column, |left, amount| *left -= amount);
                }
            }
        }
    }

    fn firm_by_firm(
        &self,
        component: &Component,
        all: &[Claims],
        lanes: usize,
        supported: &[usize],
        paid: &mut [Vec<i64>],
    ) {
        for part in &component.members {
            if let Some(slot) = paid.get_mut(*part) {
                *slot = vec![0; lanes];
            }
        }
        // For each firm its claims that pay something: member, claim, entry.
        let mut found: Vec<Vec<(usize, usize, Option<usize>)>> = vec![Vec::new(); lanes];
        for (member, part) in component.members.iter().enumerate() {
            let Some(claims) = all.get(*part) else {
                continue;
            };
            for (claim, amount) in claims.amounts.iter().enumerate() {
                if *amount <= 0 {
                    continue;
                }
                let (lane, entry) = match &claims.entries {
                    Some((range, owners)) => (
                        owners.get(claim).copied().unwrap_or(lanes),
                        Some(range.start + claim),
                    ),
                    None => (claim, None),
                };
                if let Some(found) = found.get_mut(lane) {
                    found.push((member, claim, entry));
                }
            }
        }
        let mut supported = supported.iter().copied().peekable();
        for (lane, found) in found.iter().enumerate() {
            if supported.next_if_eq(&lane).is_some() || found.is_empty() {
                continue;
            }
            self.draw(component, all, lane, found, paid);
        }
    }

    fn draw(
        &self,
        component: &Component,
        all: &[Claims],
        lane: usize,
        found: &[(usize, usize, Option<usize>)],
        paid: &mut [Vec<i64>],
    ) {
        let item = |(member, claim, _): &(usize, usize, Option<usize>)| {
            let claims = component
                .members
                .get(*member)
                .and_then(|part| all.get(*part));
            let tier = claims.and_then(|claims| claims.tiers.get(*claim).copied().flatten());
            let of_tier = tier.and_then(|tier| {
                component
                    .cap_of_tier
                    .get(*member)?
                    .get(tier)
                    .copied()
                    .flatten()
            });
            Item {
                amount: claims
                    .and_then(|claims| claims.amounts.get(*claim))
                    .copied()
                    .unwrap_or_default(),
                cap: of_tier.or_else(|| component.cap_of.get(*member).copied().flatten()),
            }
        };
        let mut problem = Problem {
            items: found.iter().map(item).collect(),
            caps: Vec::new(),
            conflicts: Vec::new(),
        };
        problem.caps.clone_from(&component.caps);
        for at in 0..problem.items.len() {
            let open = problem
                .items
                .get(at)
                .is_some_and(|item| problem.bounds(item.amount, item.cap) >= UNBOUNDED);
            if let (true, Some(item)) = (open, problem.items.get_mut(at)) {
                item.amount = 0;
            }
        }
        for (right, (member, _, entry)) in found.iter().enumerate() {
            for (left, (other, _, its)) in found.iter().enumerate().take(right) {
                let pair = (*member.min(other), *member.max(other));
                let bar = component.bars.iter().find(|(a, b, _)| (*a, *b) == pair);
                let same = entry.is_none() || its.is_none() || entry == its;
                if bar.is_some_and(|(.., always)| *always || same) {
                    problem.conflicts.push((left, right));
                }
            }
        }
        let split = if problem.conflicts.is_empty() {
            problem.split(&vec![true; found.len()])
        } else {
            solve(&problem).paid
        };
        for ((member, ..), sum) in found.iter().zip(split) {
            let column = component
                .members
                .get(*member)
                .and_then(|part| paid.get_mut(*part));
            if let Some(slot) = column.and_then(|column| column.get_mut(lane)) {
                *slot += sum;
            }
        }
    }

    /// One firm by the evaluator for one firm, everything looked at.
    fn one(&self, row: usize, lane: usize, paid: &mut [Vec<i64>]) {
        let mut profile = self.population.profile(row);
        profile.yearly.resize(
            self.library.vocabulary.yearly.len(),
            std::collections::BTreeMap::new(),
        );
        let assessments = assess_all(self.library, &profile, self.on);
        let drawn = draw(
            &assessments,
            &profile,
            &self.library.vocabulary,
            self.on,
            Hope::Certain,
            |_| true,
        );
        for column in paid.iter_mut() {
            if let Some(slot) = column.get_mut(lane) {
                *slot = 0;
            }
        }
        for ((assessment, _), sum) in drawn.claims.iter().zip(&drawn.solution.paid) {
            let Some(found) = assessments.get(*assessment) else {
                continue;
            };
            let part = self.plan.parts.iter().position(|part| {
                part.pack.id == found.pack.id && part.clause.id == found.clause.id
            });
            let column = part.and_then(|part| paid.get_mut(part));
            if let Some(slot) = column.and_then(|column| column.get_mut(lane)) {
                *slot += *sum;
            }
        }
    }

    fn book(&self, firms: Range<usize>, all: &[Claims], paid: &[Vec<i64>], outcome: &mut Outcome) {
        let before = outcome.totals.len();
        outcome.totals.resize(before + firms.len(), 0);
        let totals = outcome.totals.get_mut(before..).unwrap_or_default();
        for (at, column) in paid.iter().enumerate() {
            let (cost, drawing) = add(totals, column);
            if let (Some(slot), Some(count)) = (outcome.cost.get_mut(at), outcome.firms.get_mut(at))
            {
                *slot += cost;
                *count += drawing;
            }
        }
        debug_assert_eq!(all.len(), paid.len(), "one column for each clause");
        let region = self.library.vocabulary.field("region");
        let column = region.and_then(|region| self.population.fields.get(region)?.as_ref());
        let Some(column) = column else { return };
        let clauses = paid.len();
        for (lane, row) in firms.enumerate() {
            let code = column.get(row).unwrap_or_default();
            *outcome.district_firms.entry(code).or_default() += 1;
            let sums = outcome
                .districts
                .entry(code)
                .or_insert_with(|| vec![0; clauses]);
            for (sum, column) in sums.iter_mut().zip(paid) {
                *sum += i128::from(column.get(lane).copied().unwrap_or_default());
            }
        }
    }
}

/// Adds a column to the totals; gives its sum, and in how many lanes there is anything.
fn add(totals: &mut [i64], column: &[i64]) -> (i128, u64) {
    wide(
        #[inline(always)]
        move || {
            // INVARIANT: amounts are not negative and at most `UNBOUNDED` < 2^57, so one firm's over its few clauses fit,
            // and so do the sums of the upper and of the lower halves over a block.
            let (mut upper, mut lower, mut drawing) = (0_u64, 0_u64, 0_u64);
            for (total, amount) in totals.iter_mut().zip(column) {
                *total = total.wrapping_add(*amount);
                let amount = amount.cast_unsigned();
                upper = upper.wrapping_add(amount >> 32);
                lower = lower.wrapping_add(amount & 0xFFFF_FFFF);
                // The sign of the opposite tells whether there is anything.
                drawing = drawing.wrapping_add(amount.wrapping_neg() >> 63);
            }
            let cost = (i128::from(upper) << 32) + i128::from(lower);
            (cost, drawing)
        },
    )
}

fn unknowns(verdict: &[u8]) -> u64 {
    let all = wide(
        #[inline(always)]
        move || verdict.iter().fold(0_u8, |all, verdict| all | *verdict),
    );
    // No and yes leave its bit unset, and mostly it is.
    match all & UNKNOWN {
        0 => 0,
        _ => verdict
            .iter()
            .filter(|verdict| **verdict == UNKNOWN)
            .count() as u64,
    }
}
