//! `xinqiao ledger verify | head | rebuild | salvage | backup | key | checkpoint | consistency | witnessed | receipt`.

mod log;
mod receipt;

use std::io::Write;

use serde_json::json;
use xinqiao_ledger::sqlite::SqliteLedger;
use xinqiao_ledger::{Ledger, LedgerError};

use crate::cli::{BackupArgs, LedgerArgs, LedgerCommand, ReceiptCommand, SalvageArgs, VerifyArgs};
use crate::failure::{Failure, Outcome};
use crate::shell;

/// Looks after the ledger of a data folder.
pub(crate) fn run(command: &LedgerCommand) -> Result<Outcome, Failure> {
    match command {
        LedgerCommand::Verify(args) => verify(args),
        LedgerCommand::Head(args) => head(args),
        LedgerCommand::Rebuild(args) => rebuild(args),
        LedgerCommand::Salvage(args) => salvage(args),
        LedgerCommand::Backup(args) => backup(args),
        LedgerCommand::Key(args) => log::key(args),
        LedgerCommand::Checkpoint(args) => log::checkpoint(args),
        LedgerCommand::Consistency(args) => log::consistency(args),
        LedgerCommand::Witnessed(args) => log::witnessed(args),
        LedgerCommand::Receipt(ReceiptCommand::Make(args)) => receipt::make(args),
        LedgerCommand::Receipt(ReceiptCommand::Verify(args)) => receipt::verify(args),
    }
}

fn verify(args: &VerifyArgs) -> Result<Outcome, Failure> {
    let mut out = std::io::stdout();
    let found = SqliteLedger::inspect(&args.data);
    if found.is_ok() && !args.checkpoints.is_empty() {
        let wrong = log::against(&args.data, &args.checkpoints, &args.keys)?;
        if !wrong.is_empty() {
            match args.json {
                true => writeln!(
                    out,
                    "{}",
                    json!({ "ok": false, "event": 0, "what": wrong.join("; ") })
                )?,
                false => writeln!(out, "{}", wrong.join("\n"))?,
            }
            return Ok(Outcome::No);
        }
    }
    match found {
        Ok(report) if args.json => {
            writeln!(out, "{}", json!({ "ok": true, "report": report }))?;
            Ok(Outcome::Done)
        }
        Ok(report) => {
            writeln!(
                out,
                "whole: {} events, {} records, {} blobs, {} checkpoints; head {}",
                report.head.events,
                report.records,
                report.blobs,
                report.checkpoints,
                report.head.hash
            )?;
            Ok(Outcome::Done)
        }
        Err(LedgerError::Broken { sequence, what }) if args.json => {
            writeln!(
                out,
                "{}",
                json!({ "ok": false, "event": sequence, "what": what })
            )?;
            Ok(Outcome::No)
        }
        Err(error @ LedgerError::Broken { .. }) => {
            writeln!(out, "{error}")?;
            Ok(Outcome::No)
        }
        Err(error) => Err(error.into()),
    }
}

fn head(args: &LedgerArgs) -> Result<Outcome, Failure> {
    let ledger = shell::existing_ledger(&args.data)?;
    let head = shell::runtime()?.block_on(ledger.head())?;
    let mut out = std::io::stdout();
    if args.json {
        writeln!(out, "{}", serde_json::to_string(&head)?)?;
    } else {
        writeln!(out, "{} events; head {}", head.events, head.hash)?;
    }
    Ok(Outcome::Done)
}

fn rebuild(args: &LedgerArgs) -> Result<Outcome, Failure> {
    let report = SqliteLedger::rebuild(&args.data)?;
    let mut out = std::io::stdout();
    if args.json {
        writeln!(out, "{}", json!({ "ok": true, "report": report }))?;
    } else {
        writeln!(
            out,
            "the projections of {} records are made anew, and all is whole",
            report.records
        )?;
    }
    Ok(Outcome::Done)
}

fn salvage(args: &SalvageArgs) -> Result<Outcome, Failure> {
    let salvaged = SqliteLedger::salvage(&args.data, &args.into)?;
    let mut out = std::io::stdout();
    writeln!(
        out,
        "kept {} events and {} blobs in {}; lost {} blobs",
        salvaged.head.events,
        salvaged.blobs,
        args.into.display(),
        salvaged.lost_blobs
    )?;
    match salvaged.fault {
        None => Ok(Outcome::Done),
        Some(fault) => {
            writeln!(out, "the events end at the first fault: {fault}")?;
            Ok(Outcome::No)
        }
    }
}

fn backup(args: &BackupArgs) -> Result<Outcome, Failure> {
    let ledger = shell::existing_ledger(&args.data)?;
    shell::runtime()?.block_on(ledger.backup(args.to.clone()))?;
    writeln!(std::io::stdout(), "written: {}", args.to.display())?;
    Ok(Outcome::Done)
}
