//! Branch and bound over the conflicts of one component.

use super::component::components;
use super::{Problem, Solution};

/// How many items the search of one component may look at, counted over all its nodes: about a second.
pub const SEARCH_LIMIT: u64 = 12_000_000;

/// The best choice; see the module's description for what "best" means and how ties are broken.
pub fn solve(problem: &Problem) -> Solution {
    let mut chosen = vec![false; problem.items.len()];
    let mut proven = true;
    for component in components(problem) {
        let mut search = Search::new(problem, &component);
        search.run();
        proven &= search.visited < SEARCH_LIMIT;
        for (at, item) in search.order.iter().zip(&search.best) {
            if let Some(slot) = chosen.get_mut(*at) {
                *slot = *item;
            }
        }
    }
    let paid = problem.split(&chosen);
    let total = paid.iter().sum();
    Solution {
        chosen,
        paid,
        total,
        proven,
    }
}

/// What is decided of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Open,
    In,
    Out,
}

struct Search<'p> {
    problem: &'p Problem,
    /// The component's items: those in conflict first, the largest first.
    order: Vec<usize>,
    /// For each of them, the places of those it conflicts with.
    conflicts: Vec<Vec<usize>>,
    /// For each of them, the clique that it belongs to: of a clique's items only one can be drawn.
    clique: Vec<usize>,
    cliques: usize,
    marks: Vec<Mark>,
    best: Vec<bool>,
    best_value: i64,
    visited: u64,
    /// Space for the bound, one slot for each cap: what flows into it.
    flow: Vec<i64>,
    /// The caps that the component knows, inner ones first.
    caps: Vec<usize>,
}

impl<'p> Search<'p> {
    fn new(problem: &'p Problem, component: &[usize]) -> Self {
        let mut neighbours: Vec<Vec<usize>> = vec![Vec::new(); problem.items.len()];
        for (left, right) in &problem.conflicts {
            for (one, other) in [(left, right), (right, left)] {
                if let Some(list) = neighbours.get_mut(*one) {
                    list.push(*other);
                }
            }
        }
        let amount = |at: &usize| problem.items.get(*at).map_or(0, |item| item.amount);
        let degree = |at: &usize| neighbours.get(*at).map_or(0, Vec::len);
        let mut order = component.to_vec();
        order.sort_by_key(|at| (degree(at) == 0, std::cmp::Reverse(amount(at)), *at));
        let place = |item: usize| order.iter().position(|at| *at == item);
        let conflicts: Vec<Vec<usize>> = order
            .iter()
            .map(|at| {
                let list = neighbours.get(*at).map_or(&[][..], Vec::as_slice);
                let mut places: Vec<usize> = list.iter().filter_map(|item| place(*item)).collect();
                places.sort_unstable();
                places.dedup();
                places
            })
            .collect();
        let (clique, cliques) = cover(&conflicts);
        let mut caps: Vec<usize> = order
            .iter()
            .flat_map(|at| problem.above(problem.items.get(*at).and_then(|item| item.cap)))
            .collect();
        caps.sort_by_key(|cap| (std::cmp::Reverse(problem.above(Some(*cap)).count()), *cap));
        caps.dedup();
        Search {
            marks: vec![Mark::Open; order.len()],
            best: vec![false; order.len()],
            best_value: -1,
            visited: 0,
            flow: vec![0; problem.caps.len()],
            problem,
            order,
            conflicts,
            clique,
            cliques,
            caps,
        }
    }

    fn run(&mut self) {
        // An item without conflicts costs nothing to draw: caps cut it if they must.
        for (mark, conflicts) in self.marks.iter_mut().zip(&self.conflicts) {
            if conflicts.is_empty() {
                *mark = Mark::In;
            }
        }
        self.branch(0);
    }

    fn branch(&mut self, from: usize) {
        self.visited += self.order.len() as u64;
        if self.visited >= SEARCH_LIMIT {
            return;
        }
        if self.bound() <= self.best_value {
            return;
        }
        let next = (from..self.marks.len()).find(|at| self.marks.get(*at) == Some(&Mark::Open));
        let Some(next) = next else {
            // Nothing is open: the bound is the value, and it is better.
            self.best_value = self.bound();
            self.best = self.marks.iter().map(|mark| *mark == Mark::In).collect();
            return;
        };
        let shut: Vec<usize> = self
            .conflicts
            .get(next)
            .into_iter()
            .flatten()
            .copied()
            .filter(|other| self.marks.get(*other) == Some(&Mark::Open))
            .collect();
        self.mark(next, Mark::In);
        for other in &shut {
            self.mark(*other, Mark::Out);
        }
        self.branch(next + 1);
        for other in &shut {
            self.mark(*other, Mark::Open);
        }
        self.mark(next, Mark::Out);
        self.branch(next + 1);
        self.mark(next, Mark::Open);
    }

    fn mark(&mut self, at: usize, mark: Mark) {
        if let Some(slot) = self.marks.get_mut(at) {
            *slot = mark;
        }
    }

    /// No choice of the open items pays more. Two bounds, of which the lesser holds: every open item drawn and the
    /// caps cutting; and one open item of each clique drawn, caps cutting each item by itself.
    fn bound(&mut self) -> i64 {
        for cap in &self.caps {
            if let Some(flow) = self.flow.get_mut(*cap) {
                *flow = 0;
            }
        }
        let mut free = 0_i64;
        let mut drawn = 0_i64;
        let mut cliques = vec![0_i64; self.cliques];
        for ((at, mark), clique) in self.order.iter().zip(&self.marks).zip(&self.clique) {
            if *mark == Mark::Out {
                continue;
            }
            let Some(item) = self.problem.items.get(*at) else {
                continue;
            };
            let amount = self
                .problem
                .above(item.cap)
                .filter_map(|cap| self.problem.caps.get(cap))
                .map(|cap| cap.limit)
                .fold(item.amount, i64::min);
            match item.cap.and_then(|cap| self.flow.get_mut(cap)) {
                Some(flow) => *flow = flow.saturating_add(item.amount),
                None => free = free.saturating_add(item.amount),
            }
            if *mark == Mark::In {
                drawn = drawn.saturating_add(amount);
            } else if let Some(most) = cliques.get_mut(*clique) {
                *most = (*most).max(amount);
            }
        }
        let mut capped = free;
        for cap in &self.caps {
            let Some(shape) = self.problem.caps.get(*cap) else {
                continue;
            };
            let through = self
                .flow
                .get(*cap)
                .copied()
                .unwrap_or_default()
                .min(shape.limit);
            match shape.within.and_then(|outer| self.flow.get_mut(outer)) {
                Some(outer) => *outer = outer.saturating_add(through),
                None => capped = capped.saturating_add(through),
            }
        }
        let open = cliques
            .iter()
            .fold(drawn, |sum, most| sum.saturating_add(*most));
        if self.marks.contains(&Mark::Open) {
            capped.min(open)
        } else {
            capped
        }
    }
}

/// Covers the conflicts with cliques, greedily: each item joins the first clique with all of whose members it conflicts.
fn cover(conflicts: &[Vec<usize>]) -> (Vec<usize>, usize) {
    let mut members: Vec<Vec<usize>> = Vec::new();
    let mut clique = Vec::new();
    for list in conflicts {
        let at = clique.len();
        let fits = members
            .iter()
            .position(|members| members.iter().all(|member| list.contains(member)));
        let chosen = fits.unwrap_or_else(|| {
            members.push(Vec::new());
            members.len() - 1
        });
        if let Some(members) = members.get_mut(chosen) {
            members.push(at);
        }
        clique.push(chosen);
    }
    (clique, members.len())
}
