//! The best lawful combination: which items to draw, and how caps split what is drawn.
//!
//! Items have amounts in fen. A conflict says that two items cannot both be drawn. Caps form a forest: an item stands
//! under one cap, a cap within another; the caps of one tier, clause, firm, lifetime and shared caps nest like this.
//! Under a forest of caps the most that a chosen set pays is a sum from the leaves up, cut off at every cap; so the
//! only search is over the conflicts. It is a branch and bound per connected component. Among sets that pay the same
//! the one wins that holds the earlier items.

mod component;
mod search;

pub use search::{SEARCH_LIMIT, solve};

/// Something that could be drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Item {
    /// What it pays by itself, in fen, not negative.
    pub amount: i64,
    /// The cap that it stands under.
    pub cap: Option<usize>,
}

/// A limit on a sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cap {
    /// Fen, not negative.
    pub limit: i64,
    /// The cap that it stands within. INVARIANT: following it ends.
    pub within: Option<usize>,
}

/// A choice to be made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Problem {
    /// What could be drawn.
    pub items: Vec<Item>,
    /// The limits.
    pub caps: Vec<Cap>,
    /// Pairs of items of which one at most can be drawn.
    pub conflicts: Vec<(usize, usize)>,
}

/// The best choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Solution {
    /// Which items are drawn.
    pub chosen: Vec<bool>,
    /// What each pays once the caps have cut, in fen.
    pub paid: Vec<i64>,
    /// What all pay, in fen.
    pub total: i64,
    /// Whether the search came to its end; it does but for instances beyond any real firm.
    pub proven: bool,
}

impl Problem {
    /// What a set of items pays in all.
    pub fn value(&self, chosen: &[bool]) -> i64 {
        self.split(chosen).iter().sum()
    }

    /// What each item of a set pays once the caps have cut. Where a cap binds, earlier items are paid first.
    pub fn split(&self, chosen: &[bool]) -> Vec<i64> {
        let mut left: Vec<i64> = self.caps.iter().map(|cap| cap.limit).collect();
        self.items
            .iter()
            .zip(chosen)
            .map(|(item, chosen)| {
                if !chosen {
                    return 0;
                }
                // First in order takes what every cap above it still has: in a forest this loses nothing.
                let mut paid = item.amount;
                for cap in self.above(item.cap) {
                    paid = paid.min(left.get(cap).copied().unwrap_or_default());
                }
                for cap in self.above(item.cap) {
                    if let Some(left) = left.get_mut(cap) {
                        *left -= paid;
                    }
                }
                paid
            })
            .collect()
    }

    /// An amount, cut by every cap above it as if nothing else were drawn.
    pub fn bounds(&self, amount: i64, cap: Option<usize>) -> i64 {
        self.above(cap)
            .filter_map(|cap| self.caps.get(cap))
            .fold(amount, |amount, cap| amount.min(cap.limit))
    }

    /// A cap and those around it, from the inside out.
    pub fn above(&self, cap: Option<usize>) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(cap, |cap| self.caps.get(*cap)?.within)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn item(amount: i64, cap: Option<usize>) -> Item {
        Item { amount, cap }
    }

    /// All sets, one after the other.
    fn by_force(problem: &Problem) -> i64 {
        let n = problem.items.len();
        (0..1_u32 << n)
            .map(|bits| (0..n).map(|at| bits >> at & 1 == 1).collect::<Vec<_>>())
            .filter(|set| problem.conflicts.iter().all(|(l, r)| !(set[*l] && set[*r])))
            .map(|set| from_the_leaves(problem, &set))
            .max()
            .unwrap_or_default()
    }

    /// What a set pays, the slow and obvious way: every cap cuts the sum of what stands under it.
    fn from_the_leaves(problem: &Problem, set: &[bool]) -> i64 {
        fn cap_value(problem: &Problem, set: &[bool], cap: usize) -> i64 {
            let items: i64 = (0..set.len())
                .filter(|at| set[*at] && problem.items[*at].cap == Some(cap))
                .map(|at| problem.items[at].amount)
                .sum();
            let inner: i64 = (0..problem.caps.len())
                .filter(|inner| problem.caps[*inner].within == Some(cap))
                .map(|inner| cap_value(problem, set, inner))
                .sum();
            (items + inner).min(problem.caps[cap].limit)
        }
        let free: i64 = (0..set.len())
            .filter(|at| set[*at] && problem.items[*at].cap.is_none())
            .map(|at| problem.items[at].amount)
            .sum();
        let outer: i64 = (0..problem.caps.len())
            .filter(|cap| problem.caps[*cap].within.is_none())
            .map(|cap| cap_value(problem, set, cap))
            .sum();
        free + outer
    }

    #[test]
    fn of_two_for_one_matter_the_higher_is_drawn() {
        let problem = Problem {
            items: vec![item(100, None), item(150, None), item(30, None)],
            caps: vec![],
            conflicts: vec![(0, 1)],
        };
        let solution = solve(&problem);
        assert_eq!(
            (solution.chosen, solution.total),
            (vec![false, true, true], 180)
        );
    }

    #[test]
    fn two_policies_share_the_items_so_that_both_caps_are_filled() {
        // Two tape-outs; policy A pays up to 100 a year, policy B up to 80: one each is best.
        let problem = Problem {
            items: vec![
                item(90, Some(0)),
                item(90, Some(0)),
                item(80, Some(1)),
                item(70, Some(1)),
            ],
            caps: vec![
                Cap {
                    limit: 100,
                    within: None,
                },
                Cap {
                    limit: 80,
                    within: None,
                },
            ],
            conflicts: vec![(0, 2), (1, 3)],
        };
        assert_eq!(solve(&problem).total, 170);
    }

    #[test]
    fn a_cap_within_a_cap_cuts_twice() {
        let problem = Problem {
            items: vec![item(50, Some(0)), item(50, Some(0)), item(50, Some(1))],
            caps: vec![
                Cap {
                    limit: 60,
                    within: Some(1),
                },
                Cap {
                    limit: 100,
                    within: None,
                },
            ],
            conflicts: vec![],
        };
        let solution = solve(&problem);
        assert_eq!((solution.paid, solution.total), (vec![50, 10, 40], 100));
    }

    #[test]
    fn many_items_under_tight_caps_are_proven_optimal() {
        // Forty tape-outs that two policies compete for, both capped: the bound must do the work.
        let mut problem = Problem {
            caps: vec![
                Cap {
                    limit: 300_007,
                    within: None,
                },
                Cap {
                    limit: 200_003,
                    within: None,
                },
            ],
            ..Problem::default()
        };
        for at in 0..40_i64 {
            problem.items.push(item(15_000 + at * 137, Some(0)));
            problem.items.push(item(17_000 + at * 91, Some(1)));
            let first = usize::try_from(at * 2).unwrap();
            problem.conflicts.push((first, first + 1));
        }
        let solution = solve(&problem);
        assert!(solution.proven);
        assert_eq!(solution.total, 500_010);
    }

    fn problems() -> impl Strategy<Value = Problem> {
        let caps = proptest::collection::vec((0_i64..120, proptest::option::of(0_usize..4)), 0..4);
        let items = proptest::collection::vec((0_i64..60, proptest::option::of(0_usize..4)), 1..11);
        let conflicts = proptest::collection::vec((0_usize..11, 0_usize..11), 0..16);
        (caps, items, conflicts).prop_map(|(caps, items, conflicts)| {
            let (n, m) = (items.len(), caps.len());
            Problem {
                items: items
                    .into_iter()
                    .map(|(amount, cap)| item(amount, cap.filter(|cap| *cap < m)))
                    .collect(),
                caps: caps
                    .into_iter()
                    .enumerate()
                    // A cap lies within an earlier one only, so no cycle arises.
                    .map(|(at, (limit, within))| Cap {
                        limit,
                        within: within.filter(|outer| *outer < at),
                    })
                    .collect(),
                conflicts: conflicts
                    .into_iter()
                    .filter(|(l, r)| l != r && *l < n && *r < n)
                    .collect(),
            }
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]

        #[test]
        fn the_search_finds_what_trying_all_sets_finds(problem in problems()) {
            let solution = solve(&problem);
            prop_assert!(solution.proven);
            prop_assert_eq!(solution.total, by_force(&problem));
            prop_assert_eq!(solution.paid.iter().sum::<i64>(), solution.total);
            prop_assert_eq!(from_the_leaves(&problem, &solution.chosen), solution.total);
            for (l, r) in &problem.conflicts {
                prop_assert!(!(solution.chosen[*l] && solution.chosen[*r]));
            }
        }
    }
}
