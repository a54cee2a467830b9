//! `xinqiao measure`: how well the reader reads a labelled document.

use std::io::Write;

use xinqiao_reader::quality;

use super::read::read_file;
use crate::cli::MeasureArgs;
use crate::failure::{Failure, Outcome};

/// Prints precision, recall and F1 per kind.
pub fn run(args: &MeasureArgs) -> Result<Outcome, Failure> {
    let reading = read_file(&args.document)?;
    let source = std::fs::read(&args.document)?;
    let labels = std::fs::read_to_string(&args.labels)
        .map_err(|error| Failure::at(args.labels.display(), error))?;
    let labels: quality::Labels =
        serde_json::from_str(&labels).map_err(|error| Failure::at(args.labels.display(), error))?;
    let report = quality::score(&reading, &labels, &source);
    let mut out = std::io::stdout();
    writeln!(out, "{report}")?;
    if args.details {
        writeln!(out, "{}", report.details())?;
    }
    Ok(Outcome::Done)
}
