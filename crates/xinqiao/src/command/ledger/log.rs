//! `xinqiao ledger key | checkpoint | consistency | witnessed`: the ledger as a transparency log.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use serde_json::json;
use xinqiao_ledger::log::checkpoint::Signer;
use xinqiao_ledger::log::{Checkpoint, Keeper, VerifierKey};

use crate::cli::{CheckpointArgs, ConsistencyArgs, KeyArgs, WitnessedArgs};
use crate::failure::{Failure, Outcome};
use crate::log_key;
use crate::shell;

/// The log of a data folder.
pub(super) fn keeper(folder: &Path, origin: Option<&str>) -> Result<Keeper, Failure> {
    let ledger = shell::existing_ledger(folder)?;
    let key = log_key::signing_key(folder, origin)?;
    Ok(Keeper::new(ledger as Arc<_>, key))
}

/// Prints what the log's signatures are checked with.
pub(super) fn key(args: &KeyArgs) -> Result<Outcome, Failure> {
    shell::existing_ledger(&args.data)?;
    let key = log_key::signing_key(&args.data, args.origin.as_deref())?;
    writeln!(std::io::stdout(), "{}", key.verifier())?;
    Ok(Outcome::Done)
}

/// Signs where the ledger ends, unless that was signed before, and prints it.
pub(super) fn checkpoint(args: &CheckpointArgs) -> Result<Outcome, Failure> {
    let keeper = keeper(&args.data, args.origin.as_deref())?;
    let stored = shell::runtime()?.block_on(keeper.checkpoint())?;
    let mut out = std::io::stdout();
    if args.json {
        writeln!(out, "{}", serde_json::to_string(&stored)?)?;
    } else {
        write!(out, "{}", stored.note)?;
    }
    Ok(Outcome::Done)
}

/// Prints the proof that the ledger of before is the beginning of the ledger now.
pub(super) fn consistency(args: &ConsistencyArgs) -> Result<Outcome, Failure> {
    let keeper = keeper(&args.data, None)?;
    let runtime = shell::runtime()?;
    let to = match args.to {
        Some(to) => to,
        None => runtime.block_on(keeper.checkpoint())?.size,
    };
    let proof = runtime.block_on(keeper.consistency(args.from, to))?;
    let proof = proof.ok_or_else(|| {
        Failure::new(format!(
            "there is no proof from {} to {to} events: both must be at least 1, the first not more than the second, \
             the second not more than there are",
            args.from
        ))
    })?;
    let hashes: Vec<String> = proof.iter().map(ToString::to_string).collect();
    writeln!(
        std::io::stdout(),
        "{}",
        json!({ "from": args.from, "to": to, "proof": hashes })
    )?;
    Ok(Outcome::Done)
}

/// Takes a checkpoint that witnesses have signed.
pub(super) fn witnessed(args: &WitnessedArgs) -> Result<Outcome, Failure> {
    let keeper = keeper(&args.data, None)?;
    let note = std::fs::read_to_string(&args.file)
        .map_err(|error| Failure::at(args.file.display(), error))?;
    let mut known = log_key::witnesses(&args.data)?;
    known.extend(args.witnesses.iter().cloned());
    let (stored, signers) = shell::runtime()?
        .block_on(keeper.keep_cosignatures(&note, &known))
        .map_err(|error| Failure::at(args.file.display(), error))?;
    for key in &args.witnesses {
        if signers.iter().any(|signer| signer.key == *key) {
            log_key::remember(&args.data, key)?;
        }
    }
    let mut out = std::io::stdout();
    writeln!(out, "kept: {} events", stored.size)?;
    for signer in signers {
        writeln!(out, "  {}", said(&signer))?;
    }
    Ok(Outcome::Done)
}

/// Whether the events bear out checkpoints that were noted elsewhere; gives what does not hold.
pub(super) fn against(
    folder: &Path,
    files: &[std::path::PathBuf],
    keys: &[VerifierKey],
) -> Result<Vec<String>, Failure> {
    let ledger = shell::existing_ledger(folder)?;
    let mut known = keys.to_vec();
    known.push(log_key::signing_key(folder, None)?.verifier().clone());
    let mut tree = xinqiao_ledger::log::Tree::new();
    shell::runtime()?.block_on(xinqiao_ledger::log::keeper::follow(&*ledger, &mut tree))?;
    let mut wrong = Vec::new();
    for file in files {
        let note =
            std::fs::read_to_string(file).map_err(|error| Failure::at(file.display(), error))?;
        let (checkpoint, _) =
            Checkpoint::open(&note, &known).map_err(|error| Failure::at(file.display(), error))?;
        let what = match tree.root(checkpoint.size) {
            Some(root) if root == checkpoint.root => continue,
            Some(_) => "they are other events than those that were signed",
            None => "there are fewer events now than were signed",
        };
        wrong.push(format!(
            "{}: the ledger does not continue this checkpoint of {} events: {what}",
            file.display(),
            checkpoint.size
        ));
    }
    Ok(wrong)
}

/// A signer in words.
pub(super) fn said(signer: &Signer) -> String {
    match signer.at {
        Some(at) => format!("witness {}, who saw it at {at}", signer.key.name()),
        None => format!("log {}", signer.key.name()),
    }
}
