//! Signed notes (c2sp.org/signed-note): a text and lines with signatures, by keys that have a name.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::Signer as _;
use xinqiao_record::Sha256;

/// A note has at most so many signatures that are looked at.
const SIGNATURES: usize = 100;

/// What a key signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Algorithm {
    /// The text of a note (type 0x01).
    Ed25519,
    /// A checkpoint that was seen at a moment (type 0x04, c2sp.org/tlog-cosignature).
    Cosignature,
}

impl Algorithm {
    fn byte(self) -> u8 {
        match self {
            Algorithm::Ed25519 => 1,
            Algorithm::Cosignature => 4,
        }
    }

    fn of(byte: u8) -> Option<Algorithm> {
        match byte {
            1 => Some(Algorithm::Ed25519),
            4 => Some(Algorithm::Cosignature),
            _ => None,
        }
    }
}

/// What is wrong with a note or a key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadNote {
    /// The key cannot be read.
    #[error("this is no key of a signed note: {0}")]
    Key(&'static str),
    /// The note cannot be read.
    #[error("this is no signed note: {0}")]
    Note(&'static str),
    /// A signature by a known key does not fit the text.
    #[error("the signature of `{0}` does not fit the text")]
    Forged(String),
    /// None of the known keys has signed.
    #[error("none of the known keys has signed this")]
    Unsigned,
}

/// What signatures of a name are checked with. Written `name+id+key`, as the tools for signed notes write it.
#[derive(Clone, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    algorithm: Algorithm,
    public: ed25519_dalek::VerifyingKey,
}

impl VerifierKey {
    /// The key's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it signs.
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// The first four bytes of the hash of name, type and key.
    pub fn id(&self) -> u32 {
        let mut bytes = format!("{}\n", self.name).into_bytes();
        bytes.push(self.algorithm.byte());
        bytes.extend_from_slice(self.public.as_bytes());
        let [a, b, c, d, ..] = *Sha256::of(&bytes).as_bytes();
        u32::from_be_bytes([a, b, c, d])
    }

    /// Whether a signature fits a message.
    pub(super) fn fits(&self, message: &[u8], signature: &[u8]) -> bool {
        ed25519_dalek::Signature::from_slice(signature)
            .is_ok_and(|signature| self.public.verify_strict(message, &signature).is_ok())
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut key = vec![self.algorithm.byte()];
        key.extend_from_slice(self.public.as_bytes());
        write!(
            f,
            "{}+{:08x}+{}",
            self.name,
            self.id(),
            STANDARD.encode(key)
        )
    }
}

impl fmt::Debug for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerifierKey({self})")
    }
}

impl FromStr for VerifierKey {
    type Err = BadNote;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bad = BadNote::Key;
        // The key itself is base64 and may have plus signs in it.
        let mut parts = text.trim().splitn(3, '+');
        let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(bad("it is written name+id+key"));
        };
        let name = checked_name(name)?;
        let bytes = STANDARD.decode(key).map_err(|_| bad("it is no base64"))?;
        let (byte, public) = bytes.split_first().ok_or(bad("it is empty"))?;
        let algorithm = Algorithm::of(*byte).ok_or(bad("its type is not known here"))?;
        let public = <[u8; 32]>::try_from(public).map_err(|_| bad("it has not 32 bytes"))?;
        let public = ed25519_dalek::VerifyingKey::from_bytes(&public)
            .map_err(|_| bad("it is no point of the curve"))?;
        let key = VerifierKey {
            name,
            algorithm,
            public,
        };
        match u32::from_str_radix(id, 16) {
            Ok(id) if id == key.id() => Ok(key),
            _ => Err(bad("its id does not fit the rest")),
        }
    }
}

fn checked_name(name: &str) -> Result<String, BadNote> {
    let fine = !name.is_empty()
        && !name
            .chars()
            .any(|c| c.is_whitespace() || c.is_control() || c == '+');
    match fine {
        true => Ok(name.to_owned()),
        false => Err(BadNote::Key(
            "its name must not be empty and has no spaces and no plus signs",
        )),
    }
}

/// What signs in a name. It is written `PRIVATE+KEY+name+id+seed` and never shown.
#[derive(Clone)]
pub struct SigningKey {
    key: ed25519_dalek::SigningKey,
    verifier: VerifierKey,
}

impl SigningKey {
    /// A key from 32 secret random bytes.
    ///
    /// # Errors
    /// When the name is empty or has spaces or plus signs.
    pub fn new(name: &str, algorithm: Algorithm, seed: [u8; 32]) -> Result<SigningKey, BadNote> {
        let key = ed25519_dalek::SigningKey::from_bytes(&seed);
        let verifier = VerifierKey {
            name: checked_name(name)?,
            algorithm,
            public: key.verifying_key(),
        };
        Ok(SigningKey { key, verifier })
    }

    /// The key as it is kept in a file.
    pub fn secret(&self) -> String {
        let mut seed = vec![self.verifier.algorithm.byte()];
        seed.extend_from_slice(self.key.as_bytes());
        let (name, id) = (&self.verifier.name, self.verifier.id());
        format!("PRIVATE+KEY+{name}+{id:08x}+{}", STANDARD.encode(seed))
    }

    /// Reads a key as it is kept in a file.
    ///
    /// # Errors
    /// When it is none; the message never repeats what stands there.
    pub fn from_secret(text: &str) -> Result<SigningKey, BadNote> {
        let bad = BadNote::Key;
        let rest = text.trim().strip_prefix("PRIVATE+KEY+");
        let mut parts = rest
            .ok_or(bad("it begins with PRIVATE+KEY"))?
            .splitn(3, '+');
        let (Some(name), Some(id), Some(seed)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(bad("it is written PRIVATE+KEY+name+id+seed"));
        };
        let bytes = STANDARD.decode(seed).map_err(|_| bad("it is no base64"))?;
        let (byte, seed) = bytes.split_first().ok_or(bad("it is empty"))?;
        let algorithm = Algorithm::of(*byte).ok_or(bad("its type is not known here"))?;
        let seed = <[u8; 32]>::try_from(seed).map_err(|_| bad("it has not 32 bytes"))?;
        let key = SigningKey::new(name, algorithm, seed)?;
        match u32::from_str_radix(id, 16) {
            Ok(id) if id == key.verifier.id() => Ok(key),
            _ => Err(bad("its id does not fit the rest")),
        }
    }

    /// What its signatures are checked with.
    pub fn verifier(&self) -> &VerifierKey {
        &self.verifier
    }

    /// A signature line's part for a message: the key's id, `before`, the signature.
    pub(super) fn sign(&self, message: &[u8], before: &[u8]) -> Signature {
        let mut bytes = before.to_vec();
        bytes.extend_from_slice(&self.key.sign(message).to_bytes());
        Signature {
            name: self.verifier.name.clone(),
            id: self.verifier.id(),
            bytes,
        }
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({}, …)", self.verifier)
    }
}

/// A signature line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// The name of the key.
    pub name: String,
    /// The id of the key.
    pub id: u32,
    /// What stands behind the id.
    pub bytes: Vec<u8>,
}

impl Signature {
    /// Whether this key made it, as far as name and id tell.
    pub fn is_by(&self, key: &VerifierKey) -> bool {
        self.name == key.name && self.id == key.id()
    }
}

/// A text with signatures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The text, its last line ended.
    pub text: String,
    /// The signatures, in the order of the file.
    pub signatures: Vec<Signature>,
}

impl Note {
    /// Reads a note. Nothing in it may be trusted before a signature was checked.
    ///
    /// # Errors
    /// When it has not the form of a note.
    pub fn parse(note: &str) -> Result<Note, BadNote> {
        let bad = BadNote::Note;
        if note.chars().any(|c| c < ' ' && c != '\n') {
            return Err(bad("it has control characters"));
        }
        let (text, lines) = note
            .rsplit_once("\n\n")
            .ok_or(bad("no empty line parts text and signatures"))?;
        let lines = lines
            .strip_suffix('\n')
            .ok_or(bad("its last line has no end"))?;
        let mut signatures = Vec::new();
        for line in lines.split('\n') {
            let line = line
                .strip_prefix("— ")
                .ok_or(bad("a signature line begins with a dash"))?;
            let (name, code) = line
                .split_once(' ')
                .ok_or(bad("a signature line has a name and a signature"))?;
            let bytes = STANDARD
                .decode(code)
                .map_err(|_| bad("a signature is no base64"))?;
            let (id, bytes) = bytes
                .split_first_chunk::<4>()
                .ok_or(bad("a signature is too short"))?;
            signatures.push(Signature {
                name: name.to_owned(),
                id: u32::from_be_bytes(*id),
                bytes: bytes.to_vec(),
            });
            if signatures.len() > SIGNATURES {
                return Err(bad("it has too many signatures"));
            }
        }
        Ok(Note {
            text: format!("{text}\n"),
            signatures,
        })
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        for signature in &self.signatures {
            let mut bytes = signature.id.to_be_bytes().to_vec();
            bytes.extend_from_slice(&signature.bytes);
            writeln!(f, "— {} {}", signature.name, STANDARD.encode(bytes))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_written_and_read_and_a_changed_one_is_refused() {
        let key = SigningKey::new("desk.example/log", Algorithm::Ed25519, [7; 32]).unwrap();
        let text = key.verifier().to_string();
        assert_eq!(text.parse::<VerifierKey>().as_ref(), Ok(key.verifier()));
        let again = SigningKey::from_secret(&key.secret()).unwrap();
        assert_eq!(again.verifier(), key.verifier());
        assert!(!format!("{key:?}").contains(&STANDARD.encode([7; 16])));
        let other = text.replacen("desk", "disk", 1);
        assert_eq!(
            other.parse::<VerifierKey>(),
            Err(BadNote::Key("its id does not fit the rest"))
        );
        assert!(SigningKey::new("with space", Algorithm::Ed25519, [7; 32]).is_err());
    }

    /// The key of the example in the specification of signed notes.
    #[test]
    fn a_note_of_the_specification_has_its_key_id() {
        let note = "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned è subito sera.\n\n— quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n";
        let read = Note::parse(note).unwrap();
        assert_eq!(read.signatures.len(), 1);
        assert_eq!(read.signatures[0].bytes.len(), 64);
        assert_eq!(read.to_string(), note);
    }
}
