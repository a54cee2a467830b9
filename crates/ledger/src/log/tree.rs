//! The Merkle tree of RFC 6962: hashes, roots, and proofs.

use xinqiao_record::Sha256;

/// The hash of a leaf: a zero byte in front keeps leaves and nodes apart (RFC 6962, section 2.1).
pub fn leaf_hash(entry: &[u8]) -> Sha256 {
    Sha256::of(&[&[0], entry].concat())
}

/// The hash of an inner node.
pub fn node_hash(left: &Sha256, right: &Sha256) -> Sha256 {
    let mut bytes = [1_u8; 65];
    let (_, rest) = bytes.split_at_mut(1);
    let (first, second) = rest.split_at_mut(32);
    first.copy_from_slice(left.as_bytes());
    second.copy_from_slice(right.as_bytes());
    Sha256::of(&bytes)
}

/// A tree that grows at its end, with the hashes of all its full subtrees: some 64 bytes a leaf.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    /// INVARIANT: level 0 has the leaves; each next level the hashes of the whole pairs of the one below.
    levels: Vec<Vec<Sha256>>,
}

impl Tree {
    /// A tree without leaves.
    pub fn new() -> Tree {
        Tree::default()
    }

    /// How many leaves there are.
    pub fn size(&self) -> u64 {
        self.levels.first().map_or(0, |leaves| leaves.len() as u64)
    }

    /// One more leaf, of which `entry` is what is logged.
    pub fn push(&mut self, entry: &[u8]) {
        let mut hash = leaf_hash(entry);
        for level in 0.. {
            let Some(hashes) = self.levels.get_mut(level) else {
                self.levels.push(vec![hash]);
                return;
            };
            hashes.push(hash);
            match hashes.as_slice() {
                [.., left, right] if hashes.len() % 2 == 0 => hash = node_hash(left, right),
                _ => return,
            }
        }
    }

    /// The root over the first `size` leaves; none where there are fewer. The root of no leaves is the hash of nothing.
    pub fn root(&self, size: u64) -> Option<Sha256> {
        match size {
            0 => Some(Sha256::of(b"")),
            size if size <= self.size() => Some(self.range(0, size)),
            _ => None,
        }
    }

    /// The hashes that lead from a leaf to the root over the first `size` leaves, the leaf's sibling first (RFC 6962,
    /// section 2.1.1); none where there is no such leaf.
    pub fn inclusion(&self, index: u64, size: u64) -> Option<Vec<Sha256>> {
        if index >= size || size > self.size() {
            return None;
        }
        let mut path = Vec::new();
        let (mut from, mut to) = (0, size);
        while to - from > 1 {
            let middle = from + split(to - from);
            if index < middle {
                path.push(self.range(middle, to));
                to = middle;
            } else {
                path.push(self.range(from, middle));
                from = middle;
            }
        }
        path.reverse();
        Some(path)
    }

    /// The hashes that prove that the tree of `old` leaves is the beginning of that of `new` leaves (RFC 6962, section
    /// 2.1.2); none unless 0 < `old` ≤ `new` ≤ the tree's size.
    pub fn consistency(&self, old: u64, new: u64) -> Option<Vec<Sha256>> {
        if old == 0 || old > new || new > self.size() {
            return None;
        }
        let mut proof = Vec::new();
        let (mut from, mut to) = (0, new);
        // Whether the old tree is the left edge so far: then its root is known to whoever checks.
        let mut known = true;
        while to != old {
            let middle = from + split(to - from);
            if old <= middle {
                proof.push(self.range(middle, to));
                to = middle;
            } else {
                proof.push(self.range(from, middle));
                from = middle;
                known = false;
            }
        }
        if !known {
            proof.push(self.range(from, to));
        }
        proof.reverse();
        Some(proof)
    }

    /// The hash over the leaves `from..to`. INVARIANT: not empty, within the tree, and a part of it as splitting makes it:
    /// `from` is a multiple of the least power of two that is not less than the length.
    fn range(&self, from: u64, to: u64) -> Sha256 {
        let length = to - from;
        if length.is_power_of_two() {
            let level = length.trailing_zeros() as usize;
            let place = usize::try_from(from >> level).unwrap_or(usize::MAX);
            let hashes = self.levels.get(level);
            return hashes
                .and_then(|hashes| hashes.get(place))
                .copied()
                .unwrap_or(Sha256::ZERO);
        }
        let middle = from + split(length);
        node_hash(&self.range(from, middle), &self.range(middle, to))
    }
}

/// The greatest power of two less than `length`, which must be more than one.
fn split(length: u64) -> u64 {
    1 << (63 - (length - 1).leading_zeros())
}

/// Whether a leaf stands at `index` in the tree of `size` leaves with this root (RFC 9162, section 2.1.3.2).
pub fn includes(root: &Sha256, size: u64, index: u64, leaf: &Sha256, proof: &[Sha256]) -> bool {
    if index >= size {
        return false;
    }
    let (mut place, mut last) = (index, size - 1);
    let mut hash = *leaf;
    for sibling in proof {
        if last == 0 {
            return false;
        }
        if place % 2 == 1 || place == last {
            hash = node_hash(sibling, &hash);
            while place % 2 == 0 && place != 0 {
                place >>= 1;
                last >>= 1;
            }
        } else {
            hash = node_hash(&hash, sibling);
        }
        place >>= 1;
        last >>= 1;
    }
    last == 0 && hash == *root
}

/// Whether the tree of `old` leaves is the beginning of that of `new` leaves (RFC 9162, section 2.1.4.2). The empty tree
/// is the beginning of every tree and needs no proof.
pub fn is_consistent(
    (old, old_root): (u64, &Sha256),
    (new, new_root): (u64, &Sha256),
    proof: &[Sha256],
) -> bool {
    if old == 0 {
        return proof.is_empty() && *old_root == Sha256::of(b"");
    }
    if old == new {
        return proof.is_empty() && old_root == new_root;
    }
    if old > new {
        return false;
    }
    // Where the old tree is whole, its root begins the proof and is left out.
    let mut path = proof.iter();
    let first = match old.is_power_of_two() {
        true => Some(*old_root),
        false => path.next().copied(),
    };
    let Some(first) = first else { return false };
    let (mut place, mut last) = (old - 1, new - 1);
    while place % 2 == 1 {
        place >>= 1;
        last >>= 1;
    }
    let (mut before, mut after) = (first, first);
    for hash in path {
        if last == 0 {
            return false;
        }
        if place % 2 == 1 || place == last {
            before = node_hash(hash, &before);
            after = node_hash(hash, &after);
            while place % 2 == 0 && place != 0 {
                place >>= 1;
                last >>= 1;
            }
        } else {
            after = node_hash(&after, hash);
        }
        place >>= 1;
        last >>= 1;
    }
    last == 0 && before == *old_root && after == *new_root
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(size: u64) -> Tree {
        let mut tree = Tree::new();
        for leaf in 0..size {
            tree.push(&leaf.to_be_bytes());
        }
        tree
    }

    /// The definition, word for word.
    fn slow_root(leaves: &[Sha256]) -> Sha256 {
        match leaves {
            [] => Sha256::of(b""),
            [one] => *one,
            many => {
                let mut middle = 1;
                while middle * 2 < many.len() {
                    middle *= 2;
                }
                let (left, right) = many.split_at(middle);
                node_hash(&slow_root(left), &slow_root(right))
            }
        }
    }

    #[test]
    fn roots_are_those_of_the_definition_and_of_the_published_example() {
        let leaves: Vec<Sha256> = (0..70_u64)
            .map(|leaf| leaf_hash(&leaf.to_be_bytes()))
            .collect();
        let tree = tree(70);
        for size in 0..=70 {
            assert_eq!(
                tree.root(size as u64),
                Some(slow_root(&leaves[..size])),
                "{size}"
            );
        }
        assert_eq!(tree.root(71), None);
        // The tree of no leaves and the hash of an empty leaf, from the RFC's reference values.
        assert_eq!(
            tree.root(0).unwrap().to_string(),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
        assert_eq!(
            leaf_hash(b"").to_string(),
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
        );
    }

    #[test]
    fn every_leaf_of_every_tree_is_proven_and_nothing_else() {
        let tree = tree(40);
        for size in 1..=40 {
            let root = tree.root(size).unwrap();
            for index in 0..size {
                let leaf = leaf_hash(&index.to_be_bytes());
                let proof = tree.inclusion(index, size).unwrap();
                assert!(includes(&root, size, index, &leaf, &proof));
                let other = leaf_hash(b"other");
                assert!(!includes(&root, size, index, &other, &proof));
                assert!(!includes(&root, size, index + 1, &leaf, &proof));
                let longer = [proof.clone(), vec![root]].concat();
                assert!(!includes(&root, size, index, &leaf, &longer));
                if let Some((_, shorter)) = proof.split_last() {
                    assert!(!includes(&root, size, index, &leaf, shorter));
                }
            }
            assert_eq!(tree.inclusion(size, size), None);
        }
    }

    #[test]
    fn every_beginning_of_every_tree_is_proven_and_nothing_else() {
        let tree = tree(40);
        for new in 1..=40 {
            let new_root = tree.root(new).unwrap();
            for old in 0..=new {
                let old_root = tree.root(old).unwrap();
                let proof = tree.consistency(old, new).unwrap_or_default();
                assert!(
                    is_consistent((old, &old_root), (new, &new_root), &proof),
                    "{old} {new}"
                );
                let other = leaf_hash(b"other");
                assert!(!is_consistent((old, &other), (new, &new_root), &proof));
                if old > 0 {
                    assert!(!is_consistent((old, &old_root), (new, &other), &proof));
                }
                let longer = [proof.clone(), vec![other]].concat();
                assert!(!is_consistent((old, &old_root), (new, &new_root), &longer));
            }
        }
    }
}
