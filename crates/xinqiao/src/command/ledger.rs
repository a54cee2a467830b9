//! `xinqiao ledger verify | head | rebuild`.

use std::io::Write;

use xinqiao_ledger::sqlite::SqliteLedger;
use xinqiao_ledger::{Ledger, LedgerError};

use crate::cli::{LedgerArgs, LedgerCommand};
use crate::failure::{Failure, Outcome};
use crate::shell;

/// Looks after the ledger of a data folder.
pub fn run(command: &LedgerCommand) -> Result<Outcome, Failure> {
    match command {
        LedgerCommand::Verify(args) => verify(args),
        LedgerCommand::Head(args) => head(args),
        LedgerCommand::Rebuild(args) => rebuild(args),
    }
}

fn existing(args: &LedgerArgs) -> Result<(), Failure> {
    if args.data.is_dir() { Ok(()) } else { Err(Failure::at(args.data.display(), "there is no such folder")) }
}

fn verify(args: &LedgerArgs) -> Result<Outcome, Failure> {
    existing(args)?;
    let result = match SqliteLedger::open(&args.data, jiff::Timestamp::now) {
        Ok(ledger) => shell::runtime()?.block_on(ledger.verify()),
        Err(error) => Err(error),
    };
    let mut out = std::io::stdout();
    match result {
        Ok(report) if args.json => {
            writeln!(out, "{}", serde_json::json!({ "ok": true, "report": report }))?;
        }
        Ok(report) => writeln!(
            out,
            "whole: {} events, {} records, {} blobs; head {}",
            report.head.events, report.records, report.blobs, report.head.hash
        )?,
        Err(error @ LedgerError::Broken { .. }) => {
            if args.json {
                let LedgerError::Broken { sequence, what } = &error else { return Ok(Outcome::No) };
                writeln!(out, "{}", serde_json::json!({ "ok": false, "event": sequence, "what": what }))?;
            } else {
                writeln!(out, "{error}")?;
            }
            return Ok(Outcome::No);
        }
        Err(error) => return Err(error.into()),
    }
    Ok(Outcome::Done)
}

fn head(args: &LedgerArgs) -> Result<Outcome, Failure> {
    existing(args)?;
    let ledger = shell::ledger(&args.data)?;
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
    existing(args)?;
    SqliteLedger::rebuild(&args.data)?;
    writeln!(std::io::stdout(), "the projections are made anew; run `xinqiao ledger verify` to check")?;
    Ok(Outcome::Done)
}
