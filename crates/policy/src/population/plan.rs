//! Which clauses have to do with each other, worked out once for all firms.

use jiff::civil::Date;

use crate::answer::draw::bar_between;
use crate::combine::Cap;
use crate::pack::clause::{Clause, Pack, Pays};
use crate::pack::library::Library;

/// A clause in force, with its place among all of them.
#[derive(Debug, Clone, Copy)]
pub struct Part<'l> {
    /// Its pack.
    pub pack: &'l Pack,
    /// The clause.
    pub clause: &'l Clause,
}

/// Clauses that share a cap or bar each other.
#[derive(Debug, Clone)]
pub struct Component {
    /// Their places among all clauses.
    pub members: Vec<usize>,
    /// Pairs of members, by place within the component, that bar each other for the same item.
    pub bars: Vec<(usize, usize, bool)>,
    /// The caps of the members, as a forest.
    pub caps: Vec<Cap>,
    /// For each member the innermost cap of its claims, without the caps by tier.
    pub cap_of: Vec<Option<usize>>,
    /// For each member and row of its table the cap by tier and year.
    pub cap_of_tier: Vec<Vec<Option<usize>>>,
    /// Where all members look at the firm as a whole and bar each other in closed groups under common caps: the groups.
    pub groups: Option<Vec<Vec<usize>>>,
}

/// All clauses that pay and are in force, and how they hang together.
#[derive(Debug, Clone)]
pub struct Plan<'l> {
    /// The clauses.
    pub parts: Vec<Part<'l>>,
    /// Their components.
    pub components: Vec<Component>,
}

/// Makes the plan for a day.
pub fn plan(library: &Library, on: Date) -> Plan<'_> {
    let parts: Vec<Part<'_>> = library
        .packs
        .iter()
        .flat_map(|pack| pack.clauses.iter().map(move |clause| Part { pack, clause }))
        .filter(|part| part.clause.in_force(part.pack, on) && part.clause.pays != Pays::Nothing)
        .collect();
    let mut group: Vec<usize> = (0..parts.len()).collect();
    for right in 0..parts.len() {
        for left in 0..right {
            if tied(&parts, left, right) {
                let (from, to) = (group.get(right).copied(), group.get(left).copied());
                if let (Some(from), Some(to)) = (from, to) {
                    for slot in &mut group {
                        if *slot == from {
                            *slot = to;
                        }
                    }
                }
            }
        }
    }
    let mut leaders: Vec<usize> = group.clone();
    leaders.sort_unstable();
    leaders.dedup();
    let components = leaders
        .into_iter()
        .map(|leader| {
            let members = (0..parts.len()).filter(|at| group.get(*at) == Some(&leader));
            component(&parts, members.collect())
        })
        .collect();
    Plan { parts, components }
}

fn tied(parts: &[Part<'_>], left: usize, right: usize) -> bool {
    let (Some(left), Some(right)) = (parts.get(left), parts.get(right)) else {
        return false;
    };
    let same_pack = left.pack.id == right.pack.id;
    let root = |part: &Part<'_>| {
        std::iter::successors(part.clause.caps.shared, |at| {
            part.pack.shared_caps.get(*at)?.within
        })
        .take(part.pack.shared_caps.len())
        .last()
    };
    let share = same_pack && root(left).is_some() && root(left) == root(right);
    share || bars(left, right).is_some()
}

/// Whether two clauses can bar each other, and if so whether for any item or for the same one only.
fn bars(left: &Part<'_>, right: &Part<'_>) -> Option<bool> {
    use crate::answer::draw::Bar;
    let why = bar_between((left.pack, left.clause), (right.pack, right.clause))?;
    let lists = (
        left.clause.each.as_ref().map(|each| each.list),
        right.clause.each.as_ref().map(|each| each.list),
    );
    match (why, lists) {
        (Bar::Excluded, _) => Some(true),
        // Entries of different lists are never the same item.
        (Bar::SameMatter(_), (Some(a), Some(b))) if a != b => None,
        _ => Some(false),
    }
}

fn component(parts: &[Part<'_>], members: Vec<usize>) -> Component {
    let mut caps = Vec::new();
    let mut shared: Vec<((&str, usize), usize)> = Vec::new();
    let mut cap_of = Vec::new();
    let mut cap_of_tier = Vec::new();
    let mut common = Vec::new();
    for part in members.iter().filter_map(|at| parts.get(*at)) {
        let mut within = shared_caps(part.pack, part.clause.caps.shared, &mut caps, &mut shared);
        common.push(within);
        let own = [
            part.clause.caps.lifetime,
            part.clause.caps.firm,
            part.clause.caps.year,
        ];
        for limit in own.into_iter().flatten() {
            caps.push(Cap { limit, within });
            within = Some(caps.len() - 1);
        }
        cap_of.push(within);
        let rows = match &part.clause.pays {
            Pays::Tiers(tiers) => tiers.rows.as_slice(),
            _ => &[],
        };
        let of_tier = rows.iter().map(|row| {
            row.cap_year.map(|limit| {
                caps.push(Cap { limit, within });
                caps.len() - 1
            })
        });
        cap_of_tier.push(of_tier.collect());
    }
    let mut bars_found = Vec::new();
    for right in 0..members.len() {
        for left in 0..right {
            let pair = members.get(left).zip(members.get(right));
            let pair = pair.and_then(|(l, r)| parts.get(*l).zip(parts.get(*r)));
            if let Some(always) = pair.and_then(|(l, r)| bars(l, r)) {
                bars_found.push((left, right, always));
            }
        }
    }
    let whole = members
        .iter()
        .filter_map(|at| parts.get(*at))
        .all(|part| part.clause.each.is_none() && !has_tier_caps(part.clause));
    let groups = if whole {
        closed_groups(members.len(), &bars_found, &common)
    } else {
        None
    };
    Component {
        members,
        bars: bars_found,
        caps,
        cap_of,
        cap_of_tier,
        groups,
    }
}

fn has_tier_caps(clause: &Clause) -> bool {
    matches!(&clause.pays, Pays::Tiers(tiers) if tiers.rows.iter().any(|row| row.cap_year.is_some()))
}

fn shared_caps<'l>(
    pack: &'l Pack,
    cap: Option<usize>,
    caps: &mut Vec<Cap>,
    made: &mut Vec<((&'l str, usize), usize)>,
) -> Option<usize> {
    let at = cap?;
    let key = (pack.id.as_str(), at);
    if let Some((_, place)) = made.iter().find(|(name, _)| *name == key) {
        return Some(*place);
    }
    let shape = pack.shared_caps.get(at)?;
    // INVARIANT: the check of packs refuses cycles, so this ends.
    let within = shared_caps(pack, shape.within, caps, made);
    caps.push(Cap {
        limit: shape.limit,
        within,
    });
    made.push((key, caps.len() - 1));
    Some(caps.len() - 1)
}

/// The groups in which everybody bars everybody else and nobody outside, all under the same cap: then the highest of
/// each group is drawn, and nothing need be searched. None where the bars are not of this shape.
fn closed_groups(
    members: usize,
    bars: &[(usize, usize, bool)],
    common: &[Option<usize>],
) -> Option<Vec<Vec<usize>>> {
    let barred = |l: usize, r: usize| {
        bars.iter()
            .any(|(a, b, _)| (*a, *b) == (l.min(r), l.max(r)))
    };
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for at in 0..members {
        match groups
            .iter_mut()
            .find(|group| group.iter().any(|other| barred(*other, at)))
        {
            Some(group) => group.push(at),
            None => groups.push(vec![at]),
        }
    }
    let closed = groups.iter().enumerate().all(|(place, group)| {
        let within = group
            .iter()
            .all(|l| group.iter().all(|r| l == r || barred(*l, *r)));
        let same_cap = group
            .iter()
            .all(|at| common.get(*at) == group.first().and_then(|first| common.get(*first)));
        let outside = groups
            .iter()
            .skip(place + 1)
            .flatten()
            .all(|other| group.iter().all(|at| !barred(*at, *other)));
        within && same_cap && outside
    });
    closed.then_some(groups)
}
