//! Articles and facts against the hand-made labels: figures are printed, and the articles must not get worse.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test fails by panicking, in its helpers too"
)]

use std::path::{Path, PathBuf};
use xinqiao_reader::quality::{Labels, Report, score};
use xinqiao_reader::{Limits, read};

fn crate_dir() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The published documents, which are not part of this repository.
fn corpus() -> Option<PathBuf> {
    let given = std::env::var_os("XINQIAO_CORPUS").map(PathBuf::from);
    let found = given.unwrap_or_else(|| crate_dir().join("../../../shared/corpus"));
    found.is_dir().then_some(found)
}

fn measure(document: &Path, labels: &Path) -> Report {
    let bytes = std::fs::read(document).unwrap();
    let labels = Labels::from_json(&std::fs::read_to_string(labels).unwrap()).unwrap();
    let name = document.file_name().unwrap().to_str().unwrap();
    let reading = read(name, &bytes, &Limits::default()).unwrap();
    let report = score(&reading, &labels, &bytes);
    println!("{report}");
    for miss in &report.misses {
        println!("  - {miss}");
    }
    for alarm in &report.alarms {
        println!("  + {alarm}");
    }
    report
}

fn articles_at_least(report: &Report, least: f64) {
    let row = report.row("article").unwrap();
    assert!(row.strict.precision().unwrap() >= least, "{report}");
    assert!(row.strict.recall().unwrap() >= least, "{report}");
}

#[test]
fn the_corpus_is_taken_apart_into_its_articles() {
    let Some(corpus) = corpus() else {
        eprintln!("skipped: corpus not found");
        return;
    };
    for name in ["bulletin-2025-06", "micro-technology-briefing-2022"] {
        let document = corpus.join(format!("{name}.txt"));
        let labels = crate_dir().join(format!("labels/{name}.json"));
        articles_at_least(&measure(&document, &labels), 0.97);
    }
}

#[test]
fn the_second_set_is_taken_apart_into_its_articles() {
    let second = crate_dir().join("labels/second");
    let mut reports = Vec::new();
    for name in ["monthly-2024-03.md", "local-news-2022.txt"] {
        let document = second.join(name);
        let labels = document.with_extension("json");
        reports.push(measure(&document, &labels));
    }
    let sum = Report::sum("the second set", &reports);
    println!("{sum}");
    articles_at_least(&sum, 0.97);
}

#[test]
fn the_held_out_documents_are_taken_apart_into_their_articles() {
    let held_out = crate_dir().join("labels/heldout");
    let mut reports = Vec::new();
    for name in [
        "digest-2023-02.md",
        "weekly-2024.txt",
        "gov-notices-2024.txt",
        "trade-news-2023.md",
        "plans-2021.txt",
        "plans-outcome-2025.txt",
    ] {
        let document = held_out.join(name);
        let labels = document.with_extension("json");
        reports.push(measure(&document, &labels));
    }
    let sum = Report::sum("the first set", &reports);
    println!("{sum}");
    articles_at_least(&sum, 0.97);
}
