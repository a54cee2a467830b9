//! `xinqiao export`: records out.

use std::io::Write;

use xinqiao_ledger::{AsOf, Filter, Ledger, Stored};

use crate::cli::{ExportArgs, ExportFormat};
use crate::failure::{Failure, Outcome};
use crate::shell;

/// How many records are fetched at a time.
const PAGE: u64 = 1_000;

/// Writes the records of a data folder, oldest id first.
pub(crate) fn run(args: &ExportArgs) -> Result<Outcome, Failure> {
    let ledger = shell::existing_ledger(&args.data)?;
    let records = shell::runtime()?.block_on(all(&*ledger, args))?;
    let bytes = match args.format {
        ExportFormat::Jsonl => json_lines(&records)?,
        ExportFormat::Csv => xinqiao_desk::export::csv(&records)?,
        ExportFormat::Xlsx => xinqiao_desk::export::workbook(&records)?,
    };
    match (&args.output, args.format) {
        (Some(path), _) => {
            std::fs::write(path, bytes).map_err(|error| Failure::at(path.display(), error))?
        }
        (None, ExportFormat::Xlsx) => {
            return Err(Failure::new(
                "a workbook needs a file: add --output FILE.xlsx",
            ));
        }
        (None, _) => std::io::stdout().write_all(&bytes)?,
    }
    Ok(Outcome::Done)
}

async fn all(ledger: &dyn Ledger, args: &ExportArgs) -> Result<Vec<Stored>, Failure> {
    let mut records = Vec::new();
    loop {
        let filter = Filter {
            kinds: args.kind.clone(),
            statuses: args.status.clone(),
            as_of: AsOf {
                known: args.known,
                valid: args.valid,
            },
            offset: records.len() as u64,
            // A list as of a moment is made anew for each page: so it comes in one.
            limit: args.known.is_none().then_some(PAGE),
            ..Filter::default()
        };
        let page = ledger.list(filter).await?;
        let done = page.records.is_empty();
        records.extend(page.records);
        if done {
            return Ok(records);
        }
    }
}

fn json_lines(records: &[Stored]) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    for stored in records {
        serde_json::to_writer(&mut bytes, &stored.record)?;
        bytes.push(b'\n');
    }
    Ok(bytes)
}
