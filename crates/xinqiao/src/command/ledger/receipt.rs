//! `xinqiao ledger receipt make | verify`: that an event is in a ledger, provable without it.

use std::io::Write;

use serde_json::json;
use xinqiao_ledger::log::receipt::InclusionReceipt;
use xinqiao_record::{RecordId, Sha256};

use super::log::{keeper, said};
use crate::cli::{MakeReceiptArgs, VerifyReceiptArgs};
use crate::failure::{Failure, Outcome};
use crate::log_key;
use crate::shell;

/// Writes the receipt of a record's revision, or of an event.
pub(super) fn make(args: &MakeReceiptArgs) -> Result<Outcome, Failure> {
    let keeper = keeper(&args.data, None)?;
    let runtime = shell::runtime()?;
    let number = match (args.of.parse::<u64>(), args.of.parse::<RecordId>()) {
        (Ok(number), _) => number,
        (_, Ok(id)) => {
            let history = runtime.block_on(keeper.ledger().history(id))?;
            let wanted = history.iter().rfind(|stored| {
                args.revision
                    .is_none_or(|revision| revision == stored.record.revision)
            });
            wanted
                .ok_or_else(|| Failure::new(format!("there is no such revision of `{id}`")))?
                .sequence
        }
        _ => {
            return Err(Failure::new(format!(
                "`{}` is neither a record's id nor the number of an event",
                args.of
            )));
        }
    };
    let receipt = runtime
        .block_on(keeper.receipt(number))?
        .ok_or_else(|| Failure::new(format!("there is no event {number}")))?;
    match &args.output {
        None => write!(std::io::stdout(), "{receipt}")?,
        Some(path) => std::fs::write(path, receipt.to_string())
            .map_err(|error| Failure::at(path.display(), error))?,
    }
    Ok(Outcome::Done)
}

/// Checks a receipt without the ledger.
pub(super) fn verify(args: &VerifyReceiptArgs) -> Result<Outcome, Failure> {
    let place = args.file.display();
    let text = std::fs::read_to_string(&args.file)
        .map_err(|error| Failure::at(place.to_string(), error))?;
    let receipt =
        InclusionReceipt::parse(&text).map_err(|error| Failure::at(place.to_string(), error))?;
    let mut known = args.keys.clone();
    if let Some(folder) = &args.data {
        known.push(log_key::signing_key(folder, None)?.verifier().clone());
        known.extend(log_key::witnesses(folder)?);
    }
    let mut out = std::io::stdout();
    let header = &receipt.header;
    let no = |out: &mut std::io::Stdout, why: String| -> Result<Outcome, Failure> {
        if args.json {
            writeln!(out, "{}", json!({ "ok": false, "why": why }))?;
        } else {
            writeln!(out, "{place}: not proven: {why}")?;
        }
        Ok(Outcome::No)
    };
    let proven = match receipt.check(&known) {
        Ok(proven) => proven,
        Err(error) => return no(&mut out, error.to_string()),
    };
    if let Some(path) = &args.record {
        let bytes = std::fs::read(path).map_err(|error| Failure::at(path.display(), error))?;
        // The canonical form, as the desk gives it, or the same record written in another way.
        let same = Sha256::of(&bytes) == header.content
            || serde_json::from_slice::<serde_json::Value>(&bytes)
                .ok()
                .and_then(|value| Sha256::of_canonical(&value).ok())
                == Some(header.content);
        if !same {
            let what = format!("{} is not the record of this receipt", path.display());
            return no(&mut out, what);
        }
    }
    if args.json {
        let signers: Vec<_> = proven
            .signers
            .iter()
            .map(|signer| json!({ "key": signer.key.to_string(), "at": signer.at }))
            .collect();
        let answer = json!({
            "ok": true, "event": header, "at": header.at(), "log": proven.checkpoint.origin,
            "size": proven.checkpoint.size, "signers": signers,
        });
        writeln!(out, "{answer}")?;
        return Ok(Outcome::Done);
    }
    writeln!(
        out,
        "proven: event {} of {}",
        header.sequence, proven.checkpoint.origin
    )?;
    writeln!(
        out,
        "  record   {} revision {}",
        header.record, header.revision
    )?;
    writeln!(out, "  content  SHA-256 {}", header.content)?;
    writeln!(out, "  taken    {} by {}", header.at(), header.actor)?;
    writeln!(out, "  signed   with {} events by", proven.checkpoint.size)?;
    for signer in &proven.signers {
        writeln!(out, "           {}", said(signer))?;
    }
    Ok(Outcome::Done)
}
