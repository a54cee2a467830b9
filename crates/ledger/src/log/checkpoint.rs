//! Checkpoints (c2sp.org/tlog-checkpoint): how large the tree is and what its root is, signed by the log and, where there
//! are any, by witnesses who have seen that it only grew (c2sp.org/tlog-cosignature).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use xinqiao_record::Sha256;

use super::note::{Algorithm, BadNote, Note, Signature, SigningKey, VerifierKey};

/// A tree's size and root in the name of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// The log's name.
    pub origin: String,
    /// How many leaves.
    pub size: u64,
    /// The root over them.
    pub root: Sha256,
    /// Further lines, which mean nothing here but are signed too.
    pub extension: String,
}

/// A known key that has signed a checkpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signer {
    /// The key.
    pub key: VerifierKey,
    /// When a witness saw it; the log itself does not say.
    pub at: Option<Timestamp>,
}

impl Checkpoint {
    /// The text that is signed.
    pub fn text(&self) -> String {
        let root = STANDARD.encode(self.root.as_bytes());
        format!("{}\n{}\n{root}\n{}", self.origin, self.size, self.extension)
    }

    /// Reads the text of a checkpoint.
    ///
    /// # Errors
    /// When a line is missing or has another form.
    pub fn from_text(text: &str) -> Result<Checkpoint, BadNote> {
        let bad = BadNote::Note;
        let mut lines = text.splitn(4, '\n');
        let mut line = |missing| {
            lines
                .next()
                .filter(|line| !line.is_empty())
                .ok_or(bad(missing))
        };
        let origin = line("the checkpoint names no log")?.to_owned();
        let size = line("the checkpoint has no size")?;
        let root = line("the checkpoint has no root")?;
        let extension = lines.next().ok_or(bad("the root's line has no end"))?;
        let size: u64 = size
            .parse()
            .ok()
            .filter(|number: &u64| number.to_string() == size)
            .ok_or(bad("the checkpoint's size is no plain number"))?;
        let root = STANDARD
            .decode(root)
            .ok()
            .and_then(|bytes| <[u8; 32]>::try_from(bytes).ok())
            .ok_or(bad("the checkpoint's root is no hash"))?;
        Ok(Checkpoint {
            origin,
            size,
            root: Sha256::from_bytes(root),
            extension: extension.to_owned(),
        })
    }

    /// The checkpoint as a note, signed by the log.
    pub fn signed(&self, key: &SigningKey) -> Note {
        let text = self.text();
        let signature = key.sign(text.as_bytes(), &[]);
        Note {
            text,
            signatures: vec![signature],
        }
    }

    /// Reads a signed checkpoint and says which of the known keys have signed it.
    ///
    /// # Errors
    /// When it has not the form of one, a signature in the name of a known key is false, or none of them has signed.
    pub fn open(note: &str, known: &[VerifierKey]) -> Result<(Checkpoint, Vec<Signer>), BadNote> {
        let note = Note::parse(note)?;
        let checkpoint = Checkpoint::from_text(&note.text)?;
        let mut signers: Vec<Signer> = Vec::new();
        for signature in &note.signatures {
            let Some(key) = known.iter().find(|key| signature.is_by(key)) else {
                continue;
            };
            let at = check(&note.text, signature, key)
                .ok_or_else(|| BadNote::Forged(signature.name.clone()))?;
            if signers.iter().all(|signer| signer.key != *key) {
                signers.push(Signer {
                    key: key.clone(),
                    at,
                });
            }
        }
        match signers.is_empty() {
            true => Err(BadNote::Unsigned),
            false => Ok((checkpoint, signers)),
        }
    }
}

/// The moment of a signature, if it has one; none at all where the signature is false.
fn check(text: &str, signature: &Signature, key: &VerifierKey) -> Option<Option<Timestamp>> {
    match key.algorithm() {
        Algorithm::Ed25519 => key.fits(text.as_bytes(), &signature.bytes).then_some(None),
        Algorithm::Cosignature => {
            let (seconds, rest) = signature.bytes.split_first_chunk::<8>()?;
            let seconds = i64::try_from(u64::from_be_bytes(*seconds)).ok()?;
            let at = Timestamp::from_second(seconds).ok()?;
            let message = witnessed(text, seconds);
            key.fits(message.as_bytes(), rest).then_some(Some(at))
        }
    }
}

/// What a witness signs.
fn witnessed(text: &str, seconds: i64) -> String {
    format!("cosignature/v1\ntime {seconds}\n{text}")
}

/// A witness's signature under a checkpoint that it has found to continue what it had seen before.
pub fn cosign(note: &mut Note, key: &SigningKey, at: Timestamp) {
    let seconds = at.as_second();
    let signature = key.sign(
        witnessed(&note.text, seconds).as_bytes(),
        &seconds.to_be_bytes(),
    );
    note.signatures.push(signature);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checkpoint() -> Checkpoint {
        Checkpoint {
            origin: "desk.example/log".into(),
            size: 42,
            root: Sha256::of(b"root"),
            extension: String::new(),
        }
    }

    #[test]
    fn a_checkpoint_is_read_with_those_who_signed_it() {
        let log = SigningKey::new("desk.example/log", Algorithm::Ed25519, [1; 32]).unwrap();
        let witness = SigningKey::new("witness.example", Algorithm::Cosignature, [2; 32]).unwrap();
        let mut note = checkpoint().signed(&log);
        let at: Timestamp = "2026-11-20T08:00:00Z".parse().unwrap();
        cosign(&mut note, &witness, at);
        let known = [log.verifier().clone(), witness.verifier().clone()];
        let (found, signers) = Checkpoint::open(&note.to_string(), &known).unwrap();
        assert_eq!(found, checkpoint());
        let moments: Vec<_> = signers.iter().map(|signer| signer.at).collect();
        assert_eq!(moments, [None, Some(at)]);
        // Who knows the witness alone trusts the witness alone.
        let (_, signers) = Checkpoint::open(&note.to_string(), &known[1..]).unwrap();
        assert_eq!(signers.len(), 1);
    }

    #[test]
    fn another_size_or_root_or_time_is_a_forgery_and_a_strange_key_is_nobody() {
        let log = SigningKey::new("desk.example/log", Algorithm::Ed25519, [1; 32]).unwrap();
        let witness = SigningKey::new("witness.example", Algorithm::Cosignature, [2; 32]).unwrap();
        let mut note = checkpoint().signed(&log);
        cosign(&mut note, &witness, Timestamp::UNIX_EPOCH);
        let known = [log.verifier().clone(), witness.verifier().clone()];
        let changed = note.to_string().replacen("\n42\n", "\n43\n", 1);
        assert_eq!(
            Checkpoint::open(&changed, &known),
            Err(BadNote::Forged("desk.example/log".into()))
        );
        let mut later = note.clone();
        later.signatures[1].bytes[7] ^= 1;
        assert_eq!(
            Checkpoint::open(&later.to_string(), &known),
            Err(BadNote::Forged("witness.example".into()))
        );
        let other = SigningKey::new("desk.example/log", Algorithm::Ed25519, [3; 32]).unwrap();
        assert_eq!(
            Checkpoint::open(&note.to_string(), &[other.verifier().clone()]),
            Err(BadNote::Unsigned)
        );
    }

    #[test]
    fn what_is_no_checkpoint_is_refused_with_the_reason() {
        for (text, why) in [
            ("", "the checkpoint names no log"),
            ("log\n", "the checkpoint has no size"),
            ("log\n05\n", "the checkpoint has no root"),
            (
                "log\n05\nAAAA\n",
                "the checkpoint's size is no plain number",
            ),
            ("log\n5\nAAAA\n", "the checkpoint's root is no hash"),
            ("log\n5\nAAAA", "the root's line has no end"),
        ] {
            assert_eq!(Checkpoint::from_text(text), Err(BadNote::Note(why)));
        }
    }
}
