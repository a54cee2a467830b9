//! Receipts: that an event is in the ledger, provable without it (c2sp.org/tlog-proof).
//!
//! The extra line of the file holds the event's header as canonical JSON. It needs no trust of its own: its hash is the
//! leaf that the proof leads to the root.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use xinqiao_record::Sha256;
use xinqiao_record::canonical::canonical_json;

use super::checkpoint::{Checkpoint, Signer};
use super::note::{BadNote, Note, VerifierKey};
use super::tree::{includes, leaf_hash};
use crate::event::EventHeader;

/// The first line of every file.
const FIRST: &str = "c2sp.org/tlog-proof@v1";

/// The deepest tree that there can be.
const LONGEST: usize = 64;

/// What is wrong with a receipt.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadReceipt {
    /// It has not the form of one.
    #[error("line {line}: {what}")]
    Form {
        /// The line, from 1.
        line: usize,
        /// What is wrong there.
        what: &'static str,
    },
    /// Its checkpoint cannot be trusted.
    #[error("the checkpoint: {0}")]
    Checkpoint(#[from] BadNote),
    /// Its checkpoint is of another log.
    #[error("the checkpoint is of the log `{0}`, and no known key has this name")]
    OtherLog(String),
    /// Its event is not the one that the proof speaks of.
    #[error("the event's number is {number}, but the proof is for number {proven}")]
    OtherEvent {
        /// The number in the header.
        number: u64,
        /// The number that the proof leads to.
        proven: u64,
    },
    /// The proof does not lead to the checkpoint's root.
    #[error(
        "the event is not in the tree of the checkpoint: the receipt was altered, or made for another ledger"
    )]
    NotIncluded,
}

/// That an event is in the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InclusionReceipt {
    /// The event: which record, which content, who, when.
    pub header: EventHeader,
    /// The leaf's place in the tree, from 0: the event's number less one.
    pub index: u64,
    /// The hashes that lead to the root, the leaf's sibling first.
    pub proof: Vec<Sha256>,
    /// The signed checkpoint.
    pub checkpoint: Note,
}

/// What a checked receipt proves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proven {
    /// The checkpoint that includes the event.
    pub checkpoint: Checkpoint,
    /// Which of the known keys have signed it.
    pub signers: Vec<Signer>,
}

impl InclusionReceipt {
    /// Reads a receipt. Nothing in it may be trusted before [`InclusionReceipt::check`].
    ///
    /// # Errors
    /// At the first line that has another form.
    pub fn parse(text: &str) -> Result<InclusionReceipt, BadReceipt> {
        let bad = |line, what| BadReceipt::Form { line, what };
        let (head, checkpoint) = text
            .split_once("\n\n")
            .ok_or(bad(1, "no empty line parts proof and checkpoint"))?;
        let mut lines = head.split('\n').zip(1..);
        let mut line = |what| lines.next().ok_or(bad(1, what));
        let missing = "the file is too short";
        if line(missing)?.0 != FIRST {
            return Err(bad(1, "a receipt begins with `c2sp.org/tlog-proof@v1`"));
        }
        let (extra, at) = line(missing)?;
        let header = extra
            .strip_prefix("extra ")
            .and_then(|code| STANDARD.decode(code).ok())
            .and_then(|bytes| serde_json::from_slice::<EventHeader>(&bytes).ok())
            .ok_or(bad(at, "the event's header should stand here"))?;
        let (index, at) = line(missing)?;
        let index = index
            .strip_prefix("index ")
            .and_then(|number| {
                number
                    .parse::<u64>()
                    .ok()
                    .filter(|n| n.to_string() == number)
            })
            .ok_or(bad(at, "the event's place should stand here"))?;
        let mut proof = Vec::new();
        for (hash, at) in lines {
            let bytes = STANDARD.decode(hash).ok();
            let hash = bytes.and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
            proof.push(Sha256::from_bytes(hash.ok_or(bad(at, "this is no hash"))?));
            if proof.len() > LONGEST {
                return Err(bad(at, "no tree is so deep"));
            }
        }
        Ok(InclusionReceipt {
            header,
            index,
            proof,
            checkpoint: Note::parse(checkpoint)?,
        })
    }

    /// Checks everything: the checkpoint's signatures against known keys, and that the event is in its tree.
    ///
    /// # Errors
    /// With the first thing that is wrong.
    pub fn check(&self, known: &[VerifierKey]) -> Result<Proven, BadReceipt> {
        let (checkpoint, signers) = Checkpoint::open(&self.checkpoint.to_string(), known)?;
        // A key of a log vouches for that log alone; a witness's says only that the tree has grown.
        if signers
            .iter()
            .all(|signer| signer.key.name() != checkpoint.origin)
        {
            return Err(BadReceipt::OtherLog(checkpoint.origin));
        }
        let number = self.header.sequence;
        if number != self.index.saturating_add(1) {
            return Err(BadReceipt::OtherEvent {
                number,
                proven: self.index.saturating_add(1),
            });
        }
        let hash = self.header.hash().map_err(|_| BadReceipt::NotIncluded)?;
        let leaf = leaf_hash(hash.as_bytes());
        match includes(
            &checkpoint.root,
            checkpoint.size,
            self.index,
            &leaf,
            &self.proof,
        ) {
            true => Ok(Proven {
                checkpoint,
                signers,
            }),
            false => Err(BadReceipt::NotIncluded),
        }
    }
}

impl fmt::Display for InclusionReceipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // INVARIANT: a header always has a canonical form (see `EventHeader::hash`).
        let header = canonical_json(&self.header).unwrap_or_default();
        writeln!(f, "{FIRST}")?;
        writeln!(f, "extra {}", STANDARD.encode(header))?;
        writeln!(f, "index {}", self.index)?;
        for hash in &self.proof {
            writeln!(f, "{}", STANDARD.encode(hash.as_bytes()))?;
        }
        writeln!(f)?;
        write!(f, "{}", self.checkpoint)
    }
}
