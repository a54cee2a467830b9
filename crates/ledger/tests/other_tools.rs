//! Other people's tools read what this ledger signs.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests say what must be there and fail where it is not"
)]

use signed_note::{StandardVerifier, VerifierList};
use tlog_tiles::tlog::{Hash, check_record, check_tree, record_hash};
use xinqiao_ledger::log::note::Algorithm;
use xinqiao_ledger::log::{Checkpoint, SigningKey, Tree};
use xinqiao_record::Sha256;

fn hash(ours: &Sha256) -> Hash {
    Hash(*ours.as_bytes())
}

#[test]
fn a_checkpoint_is_a_note_that_the_reference_library_verifies() {
    let key = SigningKey::new("desk.example/log", Algorithm::Ed25519, [9; 32]).unwrap();
    let mut tree = Tree::new();
    tree.push(b"one");
    tree.push(b"two");
    let checkpoint = Checkpoint {
        origin: "desk.example/log".into(),
        size: 2,
        root: tree.root(2).unwrap(),
        extension: String::new(),
    };
    let note = checkpoint.signed(&key).to_string();
    let theirs = signed_note::Note::from_bytes(note.as_bytes()).unwrap();
    let verifier = StandardVerifier::new(&key.verifier().to_string()).unwrap();
    let known = VerifierList::new(vec![Box::new(verifier)]);
    let (verified, unverified) = theirs.verify(&known).unwrap();
    assert_eq!((verified.len(), unverified.len()), (1, 0));
    let read = tlog_tiles::Checkpoint::from_bytes(theirs.text()).unwrap();
    assert_eq!(read.origin(), "desk.example/log");
    assert_eq!((read.size(), read.hash()), (2, &hash(&checkpoint.root)));
    // Their signing key is written as ours is.
    let signer = signed_note::StandardSigner::new(&key.secret());
    assert!(signer.is_ok());
}

#[test]
fn proofs_are_those_that_the_reference_library_checks() {
    let mut tree = Tree::new();
    for leaf in 0..33_u64 {
        tree.push(&leaf.to_be_bytes());
    }
    for size in 1..=33 {
        let root = hash(&tree.root(size).unwrap());
        for index in 0..size {
            let proof = tree.inclusion(index, size).unwrap();
            let proof = proof.iter().map(hash).collect();
            let leaf = record_hash(&index.to_be_bytes());
            assert!(check_record(&proof, size, root, index, leaf).is_ok());
        }
        for old in 1..=size {
            let proof = tree.consistency(old, size).unwrap();
            let proof = proof.iter().map(hash).collect();
            let before = hash(&tree.root(old).unwrap());
            assert!(
                check_tree(&proof, size, root, old, before).is_ok(),
                "{old} of {size}"
            );
        }
    }
}
