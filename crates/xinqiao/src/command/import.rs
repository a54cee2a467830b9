//! `xinqiao import`: records in, from JSON Lines.

use std::io::Write;

use xinqiao_ledger::{Append, AsOf, Change, Ledger};
use xinqiao_record::Record;

use crate::cli::ImportArgs;
use crate::failure::{Failure, Outcome};
use crate::shell;

/// Takes in a file of records: all of it in one atomic commit, or, if a line is wrong, none of it.
///
/// A record that is not there yet comes in as its first revision; one that is there gets a new
/// revision if it differs. The same file twice changes nothing.
pub(crate) fn run(args: &ImportArgs) -> Result<Outcome, Failure> {
    let text = std::fs::read_to_string(&args.file)
        .map_err(|error| Failure::at(args.file.display(), error))?;
    let records = parse(&text).map_err(|(line, reason)| {
        Failure::at(format_args!("{}:{line}", args.file.display()), reason)
    })?;
    let ledger = shell::ledger(&args.data)?;
    shell::runtime()?.block_on(async {
        let (changes, unchanged) = changes(&*ledger, records).await?;
        let (new, revised) = changes.iter().fold((0, 0), |(new, revised), change| {
            if change.record.revision == 1 {
                (new + 1, revised)
            } else {
                (new, revised + 1)
            }
        });
        if !args.dry_run && !changes.is_empty() {
            let append = Append {
                actor: "import".into(),
                reason: format!("imported {}", args.file.display()),
                // None: only differences are appended, and the same file may be wanted again later,
                // to go back to what it says.
                idempotency_key: None,
                changes,
            };
            ledger.append(append).await?;
        }
        let verb = if args.dry_run { "would be" } else { "are" };
        writeln!(
            std::io::stdout(),
            "{new} records {verb} new, {revised} revised, {unchanged} unchanged"
        )?;
        Ok(Outcome::Done)
    })
}

/// The records of the file, or the first wrong line, counted from one.
fn parse(text: &str) -> Result<Vec<Record>, (usize, String)> {
    let mut records = Vec::new();
    for (index, line) in text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
    {
        let wrong = |reason: String| (index + 1, reason);
        let record: Record =
            serde_json::from_str(line).map_err(|error| wrong(error.to_string()))?;
        record.check().map_err(|error| wrong(error.to_string()))?;
        records.push(record);
    }
    Ok(records)
}

async fn changes(
    ledger: &dyn Ledger,
    records: Vec<Record>,
) -> Result<(Vec<Change>, usize), Failure> {
    let mut changes = Vec::new();
    let mut unchanged = 0;
    for mut record in records {
        match ledger.get(record.id, AsOf::default()).await? {
            None => {
                record.revision = 1;
                changes.push(Change::new(record));
            }
            Some(stored) => {
                record.revision = stored.record.revision;
                if record == stored.record {
                    unchanged += 1;
                } else {
                    record.revision += 1;
                    changes.push(Change::revise(record));
                }
            }
        }
    }
    Ok((changes, unchanged))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_line_is_named() {
        let (line, reason) = parse("\n{\"id\":\"wafer_1\"}\n").unwrap_err();
        assert_eq!(line, 2);
        assert!(
            reason.starts_with("`wafer_1` is not a record id"),
            "{reason}"
        );
    }
}
