//! The key that a data folder's ledger signs with, and the keys of its witnesses.

use std::io::Write;
use std::path::{Path, PathBuf};

use xinqiao_ledger::log::note::Algorithm;
use xinqiao_ledger::log::{SigningKey, VerifierKey};

use crate::failure::Failure;

/// The secret key, one line; whoever has it can sign in the ledger's name.
const KEY: &str = "log.key";

/// The witnesses' keys, one a line.
const WITNESSES: &str = "log.witnesses";

/// The folder's key. Where there is none yet one is made, under the name given, or else under a random one.
///
/// # Errors
/// When the file cannot be read or written, or the ledger signs under another name already.
pub(crate) fn signing_key(folder: &Path, origin: Option<&str>) -> Result<SigningKey, Failure> {
    let path = folder.join(KEY);
    if path.exists() {
        let text = std::fs::read_to_string(&path).map_err(|error| at(&path, &error))?;
        let key = SigningKey::from_secret(&text).map_err(|error| at(&path, &error))?;
        return match origin {
            Some(origin) if origin != key.verifier().name() => Err(Failure::new(format!(
                "this ledger signs as `{}` already; a log keeps its name",
                key.verifier().name()
            ))),
            _ => Ok(key),
        };
    }
    let mut seed = [0_u8; 32];
    getrandom::fill(&mut seed)
        .map_err(|error| Failure::new(format!("the system gives no randomness: {error}")))?;
    let name = match origin {
        Some(origin) => origin.to_owned(),
        None => {
            let mut tail = [0_u8; 6];
            getrandom::fill(&mut tail).map_err(|error| {
                Failure::new(format!("the system gives no randomness: {error}"))
            })?;
            let tail: String = tail.iter().map(|byte| format!("{byte:02x}")).collect();
            format!("xinqiao.invalid/{tail}")
        }
    };
    let key = SigningKey::new(&name, Algorithm::Ed25519, seed)
        .map_err(|error| Failure::new(format!("--origin `{name}`: {error}")))?;
    write_secret(&path, &format!("{}\n", key.secret())).map_err(|error| at(&path, &error))?;
    Ok(key)
}

fn at(path: &Path, error: &dyn std::fmt::Display) -> Failure {
    Failure::at(path.display(), error)
}

/// Writes a file that only its owner may read, durably and not over another one.
fn write_secret(path: &PathBuf, text: &str) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let mut file = options.open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// The keys of the witnesses that this ledger knows.
///
/// # Errors
/// When the file cannot be read, with the line.
pub(crate) fn witnesses(folder: &Path) -> Result<Vec<VerifierKey>, Failure> {
    let path = folder.join(WITNESSES);
    if !path.exists() {
        return Ok(Vec::new());
    }
    let text = std::fs::read_to_string(&path).map_err(|error| at(&path, &error))?;
    text.lines()
        .zip(1..)
        .filter(|(line, _)| !line.trim().is_empty())
        .map(|(line, number)| {
            line.parse()
                .map_err(|error| Failure::at(format!("{}:{number}", path.display()), error))
        })
        .collect()
}

/// Remembers a witness.
///
/// # Errors
/// When the file cannot be read or written.
pub(crate) fn remember(folder: &Path, key: &VerifierKey) -> Result<(), Failure> {
    if witnesses(folder)?.contains(key) {
        return Ok(());
    }
    let path = folder.join(WITNESSES);
    let file = std::fs::OpenOptions::new()
        .append(true)
        .create(true)
        .open(&path);
    file.and_then(|mut file| writeln!(file, "{key}"))
        .map_err(|error| at(&path, &error))
}
