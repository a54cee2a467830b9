//! Support that the firm has had already.

use jiff::civil::Date;

use crate::pack::clause::{Clause, Pack};
use crate::pack::file::{Among, Level};
use crate::pack::library::Library;
use crate::profile::{Entry, Profile};
use crate::vocabulary::Vocabulary;

use super::draw::{Bar, bar_between};

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
    /// Whether it does not say how much.
    unstated: bool,
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
                unstated: value("amount").is_none(),
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

    /// Clauses that payments name and no pack has, as they are written; a pack that is not loaded cannot be judged.
    pub fn unknown_clauses(&self, library: &Library) -> Vec<String> {
        let unknown = |grant: &Grant| {
            let pack = library.pack(grant.policy.as_deref()?)?;
            let clause = grant.clause.as_deref()?;
            pack.clause(clause)
                .is_none()
                .then(|| format!("{}/{clause}", pack.id))
        };
        let mut names: Vec<String> = self.grants.iter().filter_map(unknown).collect();
        names.sort();
        names.dedup();
        names
    }

    /// Entries that payments were made for and that the profile does not have.
    pub fn unknown_entries(&self, profile: &Profile) -> Vec<String> {
        let is_there = |id: &str| {
            let mut entries = profile.lists.iter().flatten().flatten();
            entries.any(|entry| entry.id.as_deref() == Some(id))
        };
        let named = self.grants.iter().filter_map(|grant| grant.entry.clone());
        let mut names: Vec<String> = named.filter(|id| !is_there(id)).collect();
        names.sort();
        names.dedup();
        names
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
            grant.is_of(&pack.id, &clause.id) && (year.is_none() || grant.may_be_of(year))
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
                && grant.may_be_of(Some(year))
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
                    None => grant.may_be_of(Some(year)),
                }
        })
    }

    /// From other clauses for the same matter and item: the sum, and whether the difference to it is still paid. What was
    /// paid under a clause that is known bars as drawing both would; of other payments their matter, level and policy tell.
    pub fn elsewhere(
        &self,
        library: &Library,
        pack: &Pack,
        clause: &Clause,
        item: Option<&Entry>,
        year: i16,
    ) -> (i64, bool) {
        let mut sum = 0_i64;
        let mut difference = true;
        for grant in &self.grants {
            if grant.is_of(&pack.id, &clause.id) || !grant.is_for(item, year) {
                continue;
            }
            match grant.bars(library, pack, clause) {
                None => continue,
                Some(top_up) => difference &= top_up,
            }
            sum = sum.saturating_add(grant.amount);
        }
        (sum, difference)
    }

    /// Whether anything was paid under a clause, whatever the sum.
    pub fn any_under(&self, pack: &Pack, clause: &Clause) -> bool {
        self.grants
            .iter()
            .any(|grant| grant.is_of(&pack.id, &clause.id))
    }

    /// Whether a payment does not say how much it was.
    pub fn lacks_a_sum(&self) -> bool {
        self.grants.iter().any(|grant| grant.unstated)
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
    /// Whether it may have been paid in a year: what does not say when it was paid may have been paid in any.
    fn may_be_of(&self, year: Option<i16>) -> bool {
        self.year.is_none() || self.year == year
    }

    /// Whether it may have been paid for an item; for the firm as a whole, in the year.
    fn is_for(&self, item: Option<&Entry>, year: i16) -> bool {
        match (&self.entry, item) {
            (Some(paid), Some(entry)) => entry.id.as_ref() == Some(paid),
            _ => self.may_be_of(Some(year)),
        }
    }

    /// Whether it bars a clause, and if so whether the difference is still paid.
    fn bars(&self, library: &Library, pack: &Pack, clause: &Clause) -> Option<bool> {
        let covering = |pack: &Pack, other: &Pack| {
            let rule = pack.cumulation.iter().find(|rule| match rule.among {
                Among::Policy => pack.id == other.id,
                Among::Region => pack.region == other.region,
                Among::All => true,
            });
            rule.map(|rule| rule.top_up)
        };
        let known = self.policy.as_deref().zip(self.clause.as_deref());
        let known = known.and_then(|(policy, clause)| {
            let pack = library.pack(policy)?;
            Some((pack, pack.clause(clause)?))
        });
        if let Some((other, paid)) = known {
            return match bar_between((pack, clause), (other, paid))? {
                Bar::Excluded => Some(false),
                Bar::SameMatter(_) => covering(pack, other).or_else(|| covering(other, pack)),
            };
        }
        if clause.stacks || self.matter != Some(clause.matter) {
            return None;
        }
        let beside = clause
            .co_funding
            .as_ref()
            .is_some_and(|(with, _)| self.level.as_deref() == Some(level_name(*with)));
        if beside {
            return None;
        }
        let rule = pack
            .cumulation
            .iter()
            .find(|rule| self.is_among(rule.among, library, pack));
        rule.map(|rule| rule.top_up)
    }

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
