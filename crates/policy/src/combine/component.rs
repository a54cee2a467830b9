//! Items that have to do with each other: by a conflict, or by a cap that both stand under.

use super::Problem;

/// The items by component, each component in ascending order; items without any tie stand alone.
pub(super) fn components(problem: &Problem) -> Vec<Vec<usize>> {
    let n = problem.items.len();
    let mut leader: Vec<usize> = (0..n + problem.caps.len()).collect();
    for (at, item) in problem.items.iter().enumerate() {
        if let Some(cap) = item.cap {
            join(&mut leader, at, n + cap);
        }
    }
    for (at, cap) in problem.caps.iter().enumerate() {
        if let Some(outer) = cap.within {
            join(&mut leader, n + at, n + outer);
        }
    }
    for (left, right) in &problem.conflicts {
        join(&mut leader, *left, *right);
    }
    let mut groups: std::collections::BTreeMap<usize, Vec<usize>> =
        std::collections::BTreeMap::new();
    for at in 0..n {
        groups.entry(find(&mut leader, at)).or_default().push(at);
    }
    groups.into_values().collect()
}

fn find(leader: &mut [usize], mut at: usize) -> usize {
    while let Some(&next) = leader.get(at) {
        if next == at {
            break;
        }
        let over = leader.get(next).copied().unwrap_or(next);
        if let Some(slot) = leader.get_mut(at) {
            *slot = over;
        }
        at = next;
    }
    at
}

fn join(leader: &mut [usize], left: usize, right: usize) {
    let (left, right) = (find(leader, left), find(leader, right));
    let (low, high) = (left.min(right), left.max(right));
    if let Some(slot) = leader.get_mut(high) {
        *slot = low;
    }
}
