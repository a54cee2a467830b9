//! Checkpoints, receipts and proofs over any store.

use xinqiao_ledger::LedgerError;
use xinqiao_ledger::log::checkpoint::cosign;
use xinqiao_ledger::log::note::{Algorithm, BadNote, Note};
use xinqiao_ledger::log::receipt::{BadReceipt, InclusionReceipt};
use xinqiao_ledger::log::tree::is_consistent;
use xinqiao_ledger::log::{Checkpoint, Keeper, SigningKey};

use super::Bench;
use super::records::{add, org};

const ORIGIN: &str = "desk.example/log";

fn key() -> SigningKey {
    SigningKey::new(ORIGIN, Algorithm::Ed25519, [5; 32]).unwrap()
}

async fn keeper(bench: &Bench, events: u64) -> Keeper {
    for number in 1..=events {
        let firm = org(number, &format!("示例 {number}"));
        bench.ledger.append(add(&firm)).await.unwrap();
    }
    Keeper::new(bench.ledger.clone(), key())
}

pub(crate) async fn a_receipt_proves_an_event_and_nothing_else(bench: Bench) {
    let keeper = keeper(&bench, 11).await;
    let known = [key().verifier().clone()];
    for number in 1..=11 {
        let text = keeper.receipt(number).await.unwrap().unwrap().to_string();
        let receipt = InclusionReceipt::parse(&text).unwrap();
        let proven = receipt.check(&known).unwrap();
        assert_eq!(
            (receipt.header.sequence, proven.checkpoint.size),
            (number, 11)
        );
        assert_eq!(receipt.to_string(), text);
    }
    assert_eq!(keeper.receipt(0).await.unwrap(), None);
    assert_eq!(keeper.receipt(12).await.unwrap(), None);
    let receipt = keeper.receipt(4).await.unwrap().unwrap();
    let mut later = receipt.clone();
    later.header.at_us += 1;
    assert_eq!(later.check(&known), Err(BadReceipt::NotIncluded));
    let mut moved = receipt.clone();
    moved.index = 4;
    assert_eq!(
        moved.check(&known),
        Err(BadReceipt::OtherEvent {
            number: 4,
            proven: 5
        })
    );
    let mut shorter = receipt.clone();
    shorter.proof.pop();
    assert_eq!(shorter.check(&known), Err(BadReceipt::NotIncluded));
    let stranger = SigningKey::new(ORIGIN, Algorithm::Ed25519, [6; 32]).unwrap();
    assert_eq!(
        receipt.check(&[stranger.verifier().clone()]),
        Err(BadReceipt::Checkpoint(BadNote::Unsigned))
    );
}

pub(crate) async fn a_checkpoint_is_signed_once_for_each_head_and_never_against_an_earlier_one(
    bench: Bench,
) {
    let keeper = keeper(&bench, 3).await;
    let first = keeper.checkpoint().await.unwrap();
    bench.clock.advance(1_000_000);
    assert_eq!(keeper.checkpoint().await.unwrap(), first);
    bench.ledger.append(add(&org(9, "示例 九"))).await.unwrap();
    let second = keeper.checkpoint().await.unwrap();
    assert_eq!((first.size, second.size), (3, 4));
    assert!(second.at > first.at);
    let kept = bench.ledger.checkpoints(10).await.unwrap();
    assert_eq!(kept, [second, first.clone()]);
    assert_eq!(bench.ledger.verify().await.unwrap().checkpoints, 2);
    // Another key does not sign for the same ledger.
    let other = SigningKey::new("other.example", Algorithm::Ed25519, [6; 32]).unwrap();
    let refused = Keeper::new(bench.ledger.clone(), other).checkpoint().await;
    assert!(
        refused
            .unwrap_err()
            .to_string()
            .contains("this ledger signs as `desk.example/log`")
    );
    // What was signed once binds the log: nothing is signed that contradicts it.
    let other = Checkpoint {
        origin: ORIGIN.into(),
        size: 4,
        root: xinqiao_record::Sha256::of(b"another history"),
        extension: String::new(),
    };
    let note = other.signed(&key()).to_string();
    bench.ledger.keep_checkpoint(4, note).await.unwrap();
    let refused = keeper.checkpoint().await.unwrap_err();
    assert!(matches!(refused, LedgerError::Broken { .. }), "{refused}");
    let found = bench.ledger.verify().await.unwrap_err();
    assert_eq!(
        found.to_string(),
        "the ledger is broken: the checkpoint of 4 events does not hold: the events have another root now"
    );
}

pub(crate) async fn what_witnesses_sign_is_kept_and_false_signatures_are_not(bench: Bench) {
    let keeper = keeper(&bench, 5).await;
    let witness = |seed| {
        let name = format!("witness{seed}.example");
        SigningKey::new(&name, Algorithm::Cosignature, [seed; 32]).unwrap()
    };
    let (one, two) = (witness(1), witness(2));
    let known = [one.verifier().clone(), two.verifier().clone()];
    let signed = keeper.checkpoint().await.unwrap().note;
    let by = |key: &SigningKey| {
        let mut note = Note::parse(&signed).unwrap();
        cosign(&mut note, key, bench.clock.now());
        note.to_string()
    };
    keeper.keep_cosignatures(&by(&one), &known).await.unwrap();
    let (stored, _) = keeper.keep_cosignatures(&by(&two), &known).await.unwrap();
    let all = [&known[..], &[key().verifier().clone()]].concat();
    let (_, signers) = Checkpoint::open(&stored.note, &all).unwrap();
    assert_eq!(signers.len(), 3);
    let stranger = keeper.keep_cosignatures(&by(&witness(3)), &known).await;
    assert_eq!(
        stranger.unwrap_err().to_string(),
        "this commit cannot be taken: no known witness has signed the checkpoint"
    );
    let forged = by(&one).replacen("\n5\n", "\n6\n", 1);
    let forged = keeper.keep_cosignatures(&forged, &known).await;
    assert!(
        forged
            .unwrap_err()
            .to_string()
            .contains("does not fit the text")
    );
    // A receipt carries what the witnesses have signed.
    let receipt = keeper.receipt(2).await.unwrap().unwrap();
    assert_eq!(receipt.check(&all).unwrap().signers.len(), 3);
}

pub(crate) async fn any_two_heads_are_shown_to_be_one_history(bench: Bench) {
    let keeper = keeper(&bench, 7).await;
    let old = keeper.checkpoint().await.unwrap();
    for number in 20..26 {
        bench
            .ledger
            .append(add(&org(number, "示例")))
            .await
            .unwrap();
    }
    let new = keeper.checkpoint().await.unwrap();
    let known = [key().verifier().clone()];
    let open = |note: &str| Checkpoint::open(note, &known).unwrap().0;
    let (old, new) = (open(&old.note), open(&new.note));
    let proof = keeper
        .consistency(old.size, new.size)
        .await
        .unwrap()
        .unwrap();
    assert!(is_consistent(
        (old.size, &old.root),
        (new.size, &new.root),
        &proof
    ));
    assert!(!is_consistent(
        (old.size, &new.root),
        (new.size, &new.root),
        &proof
    ));
    assert_eq!(keeper.consistency(7, 14).await.unwrap(), None);
}
