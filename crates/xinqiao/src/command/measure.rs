//! `xinqiao measure`: how well the reader reads labelled documents.

use std::io::Write;
use std::path::Path;

use xinqiao_reader::quality::{self, Labels, Report};

use super::read::read_file;
use crate::cli::MeasureArgs;
use crate::failure::{Failure, Outcome};

/// Prints precision, recall and F1 per kind, for each document and for all together.
pub(crate) fn run(args: &MeasureArgs) -> Result<Outcome, Failure> {
    let (pairs, rest) = args.pairs.as_chunks::<2>();
    if let [document, ..] = rest {
        return Err(Failure::at(
            document.display(),
            "labels must follow each document",
        ));
    }
    let mut reports = Vec::new();
    let mut out = std::io::stdout();
    for [document, labels] in pairs {
        let report = measure(document, labels)?;
        writeln!(out, "{report}")?;
        reports.push(report);
    }
    if reports.len() > 1 {
        writeln!(out, "{}", Report::sum("all documents", &reports))?;
    }
    if args.details {
        for report in &reports {
            for line in &report.misses {
                writeln!(out, "missed  {}: {line}", report.document)?;
            }
            for line in &report.alarms {
                writeln!(out, "wrong   {}: {line}", report.document)?;
            }
        }
    }
    Ok(Outcome::Done)
}

fn measure(document: &Path, labels: &Path) -> Result<Report, Failure> {
    let reading = read_file(document)?;
    let source = std::fs::read(document)?;
    let json =
        std::fs::read_to_string(labels).map_err(|error| Failure::at(labels.display(), error))?;
    let labels = Labels::from_json(&json).map_err(|error| Failure::at(labels.display(), error))?;
    Ok(quality::score(&reading, &labels, &source))
}
