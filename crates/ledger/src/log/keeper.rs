//! Keeps the tree over a ledger, and makes checkpoints and receipts.

use std::sync::Arc;

use tokio::sync::Mutex;

use super::checkpoint::{Checkpoint, Signer};
use super::note::{Note, SigningKey, VerifierKey};
use super::receipt::InclusionReceipt;
use super::tree::Tree;
use crate::contract::{Ledger, StoredCheckpoint};
use crate::error::LedgerError;

/// How many hashes are read at a time.
const STRETCH: usize = 100_000;

/// The log over one ledger. It holds a cache only: the tree is made from the events and follows them.
pub struct Keeper {
    ledger: Arc<dyn Ledger>,
    key: SigningKey,
    tree: Mutex<Tree>,
}

impl std::fmt::Debug for Keeper {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Keeper")
            .field("key", self.key.verifier())
            .finish_non_exhaustive()
    }
}

impl Keeper {
    /// A log that signs with a key; its name is the log's origin.
    pub fn new(ledger: Arc<dyn Ledger>, key: SigningKey) -> Keeper {
        Keeper {
            ledger,
            key,
            tree: Mutex::new(Tree::new()),
        }
    }

    /// The ledger below.
    pub fn ledger(&self) -> &dyn Ledger {
        &*self.ledger
    }

    /// What the log's signatures are checked with.
    pub fn verifier(&self) -> &VerifierKey {
        self.key.verifier()
    }

    /// The newest checkpoint; a new one is signed and kept where events have come since.
    ///
    /// # Errors
    /// [`LedgerError::Broken`] where the events do not continue what was signed before: then nothing is signed. Else when
    /// the store fails.
    pub async fn checkpoint(&self) -> Result<StoredCheckpoint, LedgerError> {
        let mut tree = self.tree.lock().await;
        self.checkpoint_of(&mut tree).await
    }

    async fn checkpoint_of(&self, tree: &mut Tree) -> Result<StoredCheckpoint, LedgerError> {
        follow(&*self.ledger, tree).await?;
        let size = tree.size();
        let newest = self.ledger.checkpoints(1).await?.into_iter().next();
        if let Some(newest) = newest {
            let signed = checked(&newest, tree)?;
            let own = self.verifier().name();
            if signed.origin != own {
                return Err(LedgerError::BadCommit {
                    reason: format!(
                        "this ledger signs as `{}`, and the key here is that of `{own}`; all desks on one ledger share one key",
                        signed.origin
                    ),
                });
            }
            if signed.size == size {
                return Ok(newest);
            }
        }
        let checkpoint = Checkpoint {
            origin: self.verifier().name().to_owned(),
            size,
            root: tree.root(size).unwrap_or(xinqiao_record::Sha256::ZERO),
            extension: String::new(),
        };
        let note = checkpoint.signed(&self.key).to_string();
        self.ledger.keep_checkpoint(size, note).await
    }

    /// The receipt of an event, by its number; none where there is no such event.
    ///
    /// # Errors
    /// As for [`Keeper::checkpoint`].
    pub async fn receipt(&self, number: u64) -> Result<Option<InclusionReceipt>, LedgerError> {
        let Some(index) = number.checked_sub(1) else {
            return Ok(None);
        };
        let events = self.ledger.changes(index, 1).await?.events;
        let Some(event) = events
            .into_iter()
            .find(|event| event.header.sequence == number)
        else {
            return Ok(None);
        };
        let mut tree = self.tree.lock().await;
        let stored = self.checkpoint_of(&mut tree).await?;
        let proof = tree.inclusion(index, stored.size);
        let note = Note::parse(&stored.note).map_err(|error| broken(stored.size, &error))?;
        Ok(proof.map(|proof| InclusionReceipt {
            header: event.header,
            index,
            proof,
            checkpoint: note,
        }))
    }

    /// The proof that the first `old` events are the beginning of the first `new` ones; none where there are fewer.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn consistency(
        &self,
        old: u64,
        new: u64,
    ) -> Result<Option<Vec<xinqiao_record::Sha256>>, LedgerError> {
        let mut tree = self.tree.lock().await;
        follow(&*self.ledger, &mut tree).await?;
        Ok(tree.consistency(old, new))
    }

    /// Keeps what witnesses have signed under a checkpoint of this log.
    ///
    /// # Errors
    /// [`LedgerError::BadCommit`] where it is no checkpoint of this log that its events bear out, or no known witness has
    /// signed it.
    pub async fn keep_cosignatures(
        &self,
        note: &str,
        witnesses: &[VerifierKey],
    ) -> Result<(StoredCheckpoint, Vec<Signer>), LedgerError> {
        let refuse = |reason: String| LedgerError::BadCommit { reason };
        let mut known = vec![self.verifier().clone()];
        known.extend_from_slice(witnesses);
        let (checkpoint, signers) =
            Checkpoint::open(note, &known).map_err(|error| refuse(error.to_string()))?;
        let by_log = |signer: &Signer| signer.key == *self.verifier();
        if !signers.iter().any(by_log) || checkpoint.origin != self.verifier().name() {
            return Err(refuse("this log has not signed the checkpoint".into()));
        }
        if signers.iter().all(by_log) {
            return Err(refuse("no known witness has signed the checkpoint".into()));
        }
        let mut tree = self.tree.lock().await;
        follow(&*self.ledger, &mut tree).await?;
        if tree.root(checkpoint.size) != Some(checkpoint.root) {
            return Err(refuse("the events do not bear this checkpoint out".into()));
        }
        // What other witnesses have signed before stays; of what is sent only checked signatures are taken.
        let text = checkpoint.text();
        let mut kept: Option<Note> = None;
        for stored in self.ledger.checkpoints(u64::MAX).await? {
            if let Ok(before) = Note::parse(&stored.note)
                && before.text == text
            {
                kept = Some(before);
            }
        }
        let sent = Note::parse(note).map_err(|error| refuse(error.to_string()))?;
        let mut merged = kept.unwrap_or(Note {
            text,
            signatures: Vec::new(),
        });
        for signature in sent.signatures {
            let known = signers.iter().any(|signer| signature.is_by(&signer.key));
            let mut before = merged.signatures.iter_mut();
            let same = before.find(|one| one.name == signature.name && one.id == signature.id);
            match (known, same) {
                (false, _) => {}
                (true, Some(one)) => *one = signature,
                (true, None) => merged.signatures.push(signature),
            }
        }
        let stored = self
            .ledger
            .keep_checkpoint(checkpoint.size, merged.to_string())
            .await?;
        Ok((stored, signers))
    }
}

/// Lets a tree follow a ledger to its head.
///
/// # Errors
/// When the store fails.
pub async fn follow(ledger: &dyn Ledger, tree: &mut Tree) -> Result<(), LedgerError> {
    if tree.size() > ledger.head().await?.events {
        // The ledger was exchanged for another one under our feet.
        *tree = Tree::new();
    }
    loop {
        let hashes = ledger.event_hashes(tree.size(), STRETCH).await?;
        if hashes.is_empty() {
            return Ok(());
        }
        for hash in hashes {
            tree.push(hash.as_bytes());
        }
    }
}

/// A kept checkpoint, which the events must bear out.
///
/// # Errors
/// [`LedgerError::Broken`] where they do not.
pub fn checked(stored: &StoredCheckpoint, tree: &Tree) -> Result<Checkpoint, LedgerError> {
    let note = Note::parse(&stored.note).map_err(|error| broken(stored.size, &error))?;
    let checkpoint =
        Checkpoint::from_text(&note.text).map_err(|error| broken(stored.size, &error))?;
    if checkpoint.size != stored.size {
        return Err(broken(stored.size, &"it speaks of another size"));
    }
    match tree.root(checkpoint.size) {
        None => Err(broken(stored.size, &"there are fewer events now")),
        Some(root) if root != checkpoint.root => {
            Err(broken(stored.size, &"the events have another root now"))
        }
        Some(_) => Ok(checkpoint),
    }
}

fn broken(size: u64, what: &dyn std::fmt::Display) -> LedgerError {
    LedgerError::Broken {
        sequence: 0,
        what: format!("the checkpoint of {size} events does not hold: {what}"),
    }
}
