//! Support that the firm has had already.

use jiff::civil::Date;

use crate::pack::clause::{Clause, Pack};
use crate::pack::file::{Among, Level};
use crate::pack::library::Library;
use crate::profile::{Entry, Profile};
use crate::vocabulary::Vocabulary;

/// The support that a profile tells of.
#[derive(Debug, Clone, Default)]
pub struct Received {
    grants: Vec<Grant>,
}

/// One payment.
#[derive(Debug, Clone)]
struct Grant {
    policy: Option<String>,
    clause: Option<String>,
    matter: Option<i64>,
    level: Option<String>,
    amount: i64,
    year: Option<i16>,
    entry: Option<String>,
}

impl Received {
    /// Reads the list `support`; what is not filled in counts as none, and the answer says so.
    pub fn of(profile: &Profile, vocabulary: &Vocabulary) -> Received {
        let Some((at, list)) = vocabulary
            .list("support")
            .and_then(|at| Some((at, vocabulary.lists.get(at)?)))
        else {
            return Received::default();
        };
        let levels = vocabulary.choices_named("level");
        let grant = |entry: &Entry| {
            let text = |name: &str| entry.text(list.attribute(name)).map(str::to_owned);
            let value = |name: &str| entry.value(list.attribute(name));
            let level = value("level").zip(levels);
            Grant {
                policy: text("policy"),
                clause: text("clause"),
                matter: value("matter"),
                level: level
                    .and_then(|(level, set)| vocabulary.choice(set, level))
                    .map(|choice| choice.name.clone()),
                amount: value("amount").unwrap_or_default(),
                year: value("date")
                    .and_then(crate::language::check::day)
                    .map(Date::year),
                entry: text("for"),
            }
        };
        Received {
            grants: profile
                .list(at)
                .unwrap_or_default()
                .iter()
                .map(grant)
                .collect(),
        }
    }

    fn sum(&self, counts: impl Fn(&Grant) -> bool) -> i64 {
        let amounts = self
            .grants
            .iter()
            .filter(|grant| counts(grant))
            .map(|grant| grant.amount);
        amounts.fold(0, i64::saturating_add)
    }

    /// Under a clause, in a year or at any time.
    pub fn under(&self, pack: &Pack, clause: &Clause, year: Option<i16>) -> i64 {
        self.sum(|grant| {
            grant.is_of(&pack.id, &clause.id) && (year.is_none() || grant.year == year)
        })
    }

    /// Under a clause in a year, as far as it may have been in one tier: what was paid for an entry counts in that entry's
    /// tier, what does not say for which entry counts in every tier.
    pub fn in_tier(
        &self,
        pack: &Pack,
        clause: &Clause,
        year: i16,
        is_of_tier: impl Fn(&str) -> bool,
    ) -> i64 {
        self.sum(|grant| {
            grant.is_of(&pack.id, &clause.id)
                && grant.year == Some(year)
                && grant.entry.as_deref().is_none_or(&is_of_tier)
        })
    }

    /// For a matter, at any time.
    pub fn for_matter(&self, pack: &Pack, clause: &Clause) -> i64 {
        self.sum(|grant| grant.matter == Some(clause.matter) || grant.is_of(&pack.id, &clause.id))
    }

    /// Under all clauses that a shared cap holds, in a year or at any time.
    pub fn under_shared(&self, pack: &Pack, cap: usize, year: Option<i16>) -> i64 {
        let within = |clause: &&Clause| {
            std::iter::successors(clause.caps.shared, |at| pack.shared_caps.get(*at)?.within)
                .take(pack.shared_caps.len())
                .any(|at| at == cap)
        };
        let clauses = pack.clauses.iter().filter(within);
        clauses
            .map(|clause| self.under(pack, clause, year))
            .fold(0, i64::saturating_add)
    }

    /// For the same item under the same clause; for a claim without an item, in the same year.
    pub fn for_item(&self, pack: &Pack, clause: &Clause, item: Option<&Entry>, year: i16) -> i64 {
        self.sum(|grant| {
            grant.is_of(&pack.id, &clause.id)
                && match item {
                    Some(entry) => entry.id.is_some() && grant.entry == entry.id,
                    None => grant.year == Some(year),
                }
        })
    }

    /// From other policies for the same matter and item, as far as the pack's rules look at them: the sum, and whether
    /// the difference to it is still paid.
    pub fn elsewhere(
        &self,
        library: &Library,
        pack: &Pack,
        clause: &Clause,
        item: Option<&Entry>,
        year: i16,
    ) -> (i64, bool) {
        if clause.stacks {
            return (0, true);
        }
        let mut most = (0, true);
        for rule in &pack.cumulation {
            let sum = self.sum(|grant| {
                let same_item = match (&grant.entry, item.and_then(|entry| entry.id.as_ref())) {
                    (Some(paid), Some(item)) => paid == item,
                    _ => grant.year == Some(year),
                };
                grant.matter == Some(clause.matter)
                    && !grant.is_of(&pack.id, &clause.id)
                    && same_item
                    && grant.is_among(rule.among, library, pack)
                    && clause
                        .co_funding
                        .as_ref()
                        .is_none_or(|(with, _)| grant.level.as_deref() != Some(level_name(*with)))
            });
            if sum > most.0 {
                most = (sum, rule.top_up);
            }
        }
        most
    }
}

/// The name of a level among the vocabulary's choices.
fn level_name(level: Level) -> &'static str {
    match level {
        Level::State => "national",
        Level::Province => "provincial",
        Level::City => "municipal",
        Level::District => "district",
    }
}

impl Grant {
    fn is_of(&self, policy: &str, clause: &str) -> bool {
        self.policy.as_deref() == Some(policy) && self.clause.as_deref() == Some(clause)
    }

    fn is_among(&self, among: Among, library: &Library, pack: &Pack) -> bool {
        match among {
            Among::All => true,
            Among::Policy => self.policy.as_deref() == Some(&pack.id),
            Among::Region => {
                let known = self
                    .policy
                    .as_deref()
                    .and_then(|policy| library.pack(policy));
                known.map_or(
                    self.level.as_deref() == Some(level_name(pack.level)),
                    |other| other.region == pack.region,
                )
            }
        }
    }
}
