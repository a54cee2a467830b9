//! Which conditions, thresholds, tiers and caps the worked cases try, and from which sides.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::answer::assess::{Asked, assess};
use crate::answer::received::Received;
use crate::pack::clause::{Clause, Pack, Pays};
use crate::pack::library::Library;
use crate::profile::Profile;
use crate::value::Truth;

/// One side of something that a case can try.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Side {
    clause: usize,
    what: What,
    side: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    /// A condition of the clause, by place.
    Condition(usize),
    Threshold,
    /// An entry that counts.
    Entry,
    Once,
    /// A row of the table; only the side "reached".
    Tier(usize),
    CapItem,
    CapYear,
    CapFirm,
    CapLifetime,
    CapShared,
    TierCapItem(usize),
    TierCapYear(usize),
}

/// What was tried so far.
#[derive(Debug, Clone)]
pub struct Coverage {
    pack: Pack,
    wanted: BTreeSet<Side>,
    seen: BTreeSet<Side>,
}

impl Coverage {
    /// Nothing tried yet.
    pub fn of(pack: &Pack) -> Coverage {
        let mut wanted = BTreeSet::new();
        for (at, clause) in pack.clauses.iter().enumerate() {
            let mut want = |what: What, sides: &[bool]| {
                for side in sides {
                    wanted.insert(Side {
                        clause: at,
                        what,
                        side: *side,
                    });
                }
            };
            let both = [false, true];
            for (condition, _) in clause.when.iter().enumerate() {
                want(What::Condition(condition), &both);
            }
            if clause.threshold.is_some() {
                want(What::Threshold, &both);
            }
            if clause.each.is_some() {
                want(What::Entry, &both);
            }
            if clause.once {
                want(What::Once, &both);
            }
            let caps = [
                (clause.caps.item.is_some(), What::CapItem),
                (clause.caps.year.is_some(), What::CapYear),
                (clause.caps.firm.is_some(), What::CapFirm),
                (clause.caps.lifetime.is_some(), What::CapLifetime),
                (clause.caps.shared.is_some(), What::CapShared),
            ];
            for (_, what) in caps.into_iter().filter(|(there, _)| *there) {
                want(what, &both);
            }
            if let Pays::Tiers(tiers) = &clause.pays {
                for (row, shape) in tiers.rows.iter().enumerate() {
                    want(What::Tier(row), &[true]);
                    if shape.cap_item.is_some() {
                        want(What::TierCapItem(row), &both);
                    }
                    if shape.cap_year.is_some() {
                        want(What::TierCapYear(row), &both);
                    }
                }
            }
        }
        Coverage {
            pack: pack.clone(),
            wanted,
            seen: BTreeSet::new(),
        }
    }

    /// Looks at one more firm.
    pub fn see(&mut self, library: &Library, profile: &Profile, on: Date) {
        let received = Received::of(profile, &library.vocabulary);
        let pack = self.pack.clone();
        for (at, clause) in pack.clauses.iter().enumerate() {
            if !clause.in_force(&pack, on) {
                continue;
            }
            let found = assess(library, &pack, clause, profile, &received, on);
            let mut condition = 0;
            for judged in &found.judged {
                let what = match judged.asked {
                    // The pack's own conditions come first.
                    Asked::Condition(_) if condition < pack.eligible.len() => {
                        condition += 1;
                        continue;
                    }
                    Asked::Condition(_) => {
                        condition += 1;
                        What::Condition(condition - pack.eligible.len() - 1)
                    }
                    Asked::Threshold(_) => What::Threshold,
                    Asked::Entry => What::Entry,
                    Asked::Once => What::Once,
                };
                match judged.truth {
                    Truth::Yes => self.saw(at, what, true),
                    Truth::No => self.saw(at, what, false),
                    Truth::Unknown => {}
                }
            }
            self.caps(at, clause, library, &pack, profile, &received, on);
        }
    }

    fn saw(&mut self, clause: usize, what: What, side: bool) {
        self.seen.insert(Side { clause, what, side });
    }

    /// Caps: is what is claimed below the cap, or does the cap cut?
    #[expect(
        clippy::too_many_arguments,
        reason = "what an assessment needs, handed through"
    )]
    fn caps(
        &mut self,
        at: usize,
        clause: &Clause,
        library: &Library,
        pack: &Pack,
        profile: &Profile,
        received: &Received,
        on: Date,
    ) {
        let mut free = clause.clone();
        free.caps.item = None;
        let mut caps_item = Vec::new();
        if let Pays::Tiers(tiers) = &mut free.pays {
            for row in &mut tiers.rows {
                caps_item.push(row.cap_item.take());
            }
        }
        let uncapped = assess(library, pack, &free, profile, received, on);
        if uncapped.verdict != Truth::Yes {
            return;
        }
        // One claim alone may pass a cap by year: it is looked at without what keeps it below.
        let mut by_item = clause.clone();
        if let Pays::Tiers(tiers) = &mut by_item.pays {
            for row in &mut tiers.rows {
                row.cap_year = None;
            }
        }
        let capped = assess(library, pack, &by_item, profile, received, on);
        let mut sum = 0_i64;
        let mut by_tier = std::collections::BTreeMap::<usize, i64>::new();
        let counting = |claims: &[crate::answer::assess::Claim]| {
            claims
                .iter()
                .filter(|claim| claim.counts == Truth::Yes && claim.amount.high > 0)
                .map(|claim| (claim.amount.high, claim.tier))
                .collect::<Vec<_>>()
        };
        for (amount, tier) in counting(&uncapped.claims) {
            if let Some(cap) = clause.caps.item {
                self.saw(at, What::CapItem, amount > cap);
            }
            if let Some(tier) = tier {
                self.saw(at, What::Tier(tier), true);
                if let Some(Some(cap)) = caps_item.get(tier) {
                    self.saw(at, What::TierCapItem(tier), amount > *cap);
                }
            }
        }
        for (amount, tier) in counting(&capped.claims) {
            sum = sum.saturating_add(amount);
            if let Some(tier) = tier {
                let of_tier = by_tier.entry(tier).or_default();
                *of_tier = of_tier.saturating_add(amount);
            }
        }
        if sum == 0 {
            return;
        }
        let mut cap = |limit: Option<i64>, what: What, had: i64| {
            if let Some(limit) = limit {
                self.saw(at, what, sum.saturating_add(had) > limit);
            }
        };
        let year = Some(on.year());
        cap(
            clause.caps.year,
            What::CapYear,
            received.under(pack, clause, year),
        );
        cap(
            clause.caps.firm,
            What::CapFirm,
            received.under(pack, clause, None),
        );
        cap(
            clause.caps.lifetime,
            What::CapLifetime,
            received.for_matter(pack, clause),
        );
        let shared = clause
            .caps
            .shared
            .and_then(|at| pack.shared_caps.get(at).map(|cap| (at, cap)));
        if let Some((place, shape)) = shared {
            cap(
                Some(shape.limit),
                What::CapShared,
                received.under_shared(pack, place, None),
            );
        }
        if let Pays::Tiers(tiers) = &clause.pays {
            for (tier, amount) in by_tier {
                if let Some(limit) = tiers.rows.get(tier).and_then(|row| row.cap_year) {
                    self.saw(at, What::TierCapYear(tier), amount > limit);
                }
            }
        }
    }

    /// What no case has tried, in words.
    pub fn untried(&self) -> Vec<String> {
        let mut words = Vec::new();
        for side in self.wanted.difference(&self.seen) {
            let Some(clause) = self.pack.clauses.get(side.clause) else {
                continue;
            };
            let over = if side.side {
                "never cuts"
            } else {
                "always cuts"
            };
            let holds = if side.side {
                "never holds"
            } else {
                "never fails"
            };
            let what = match side.what {
                What::Condition(at) => {
                    let text = clause.when.get(at).map_or("", |condition| &condition.text);
                    format!("condition `{text}` {holds}")
                }
                What::Threshold => format!(
                    "threshold {}",
                    if side.side {
                        "is never reached"
                    } else {
                        "is always reached"
                    }
                ),
                What::Entry => format!(
                    "`each` {}",
                    if side.side {
                        "never finds an entry"
                    } else {
                        "always finds an entry"
                    }
                ),
                What::Once => format!("`once` {holds}"),
                What::Tier(at) => format!("tier {} is never reached", at + 1),
                What::CapItem => format!("caps.item {over}"),
                What::CapYear => format!("caps.year {over}"),
                What::CapFirm => format!("caps.firm {over}"),
                What::CapLifetime => format!("caps.lifetime {over}"),
                What::CapShared => format!("shared cap {over}"),
                What::TierCapItem(at) => format!("tiers.{}.cap_item {over}", at + 1),
                What::TierCapYear(at) => format!("tiers.{}.cap_year {over}", at + 1),
            };
            words.push(format!("{}: {what}", clause.id));
        }
        words
    }
}
