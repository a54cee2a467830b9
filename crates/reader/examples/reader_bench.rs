//! How fast the reader is, whole and stage by stage, and how many labelled values it finds, beside `bench/reader/peer.py`.
//!
//! `cargo run --release -p xinqiao-reader --example reader_bench -- DOCUMENT LABELS [REPEATS]`

use std::time::Instant;

use serde_json::{Value, json};
use xinqiao_reader::fact::Context;
use xinqiao_reader::format::Format;
use xinqiao_reader::structure::{Hint, articles, bold_leads};
use xinqiao_reader::text::normalise;
use xinqiao_reader::value::{amounts, dates, places};
use xinqiao_reader::{Limits, fact, format, read};

/// A value counts as found within this many lines of its label.
const NEAR: i64 = 3;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(document), Some(labels)) = (arguments.next(), arguments.next()) else {
        return Err("usage: reader_bench DOCUMENT LABELS [REPEATS]".into());
    };
    let repeats: u32 = arguments.next().map_or(Ok(20), |text| text.parse())?;
    let bytes = std::fs::read(&document)?;
    let labels: Value = serde_json::from_str(&std::fs::read_to_string(labels)?)?;
    let limits = Limits::default();

    // Once to compile the rules, which a program does once, then the run that counts.
    let reading = read(&document, &bytes, &limits)?;
    let start = Instant::now();
    for _ in 0..repeats {
        std::hint::black_box(read(&document, std::hint::black_box(&bytes), &limits)?);
    }
    let seconds = start.elapsed().as_secs_f64() / f64::from(repeats);
    let megabytes = bytes.len() as f64 / 1e6;

    println!(
        "{}",
        json!({
            "program": "xinqiao-reader, all stages",
            "megabytes": (megabytes * 1e3).round() / 1e3,
            "seconds": (seconds * 1e4).round() / 1e4,
            "megabytes_per_second": (megabytes / seconds * 100.0).round() / 100.0,
            "articles": reading.articles.len(),
            "facts": reading.facts.len(),
            "stages": stages(&document, &bytes, &limits, repeats)?,
            "recall": recall(&String::from_utf8_lossy(&bytes), &labels),
        })
    );
    Ok(())
}

/// Megabytes of the file per second for each stage alone, fed with what the stage before it gives.
fn stages(
    document: &str,
    bytes: &[u8],
    limits: &Limits,
    repeats: u32,
) -> Result<Value, Box<dyn std::error::Error>> {
    let extracted = format::extract(document, bytes, limits)?;
    let cleaned = normalise(&extracted.text).text;
    let leads = bold_leads(&cleaned.text, &cleaned.map, bytes);
    let hint = Hint {
        leads: &leads,
        file_name: document,
        title: extracted.title.as_deref(),
        sheets: matches!(extracted.format, Format::Xlsx | Format::Csv),
    };
    let found = articles(&cleaned.text, &hint);
    let context = Context {
        issued: found.issued,
        today: None,
    };
    Ok(json!({
        "format": rate(bytes, repeats, || format::extract(document, bytes, limits)),
        "text": rate(bytes, repeats, || normalise(&extracted.text)),
        "text_clean": rate(bytes, repeats, || normalise(&cleaned)),
        "structure": rate(bytes, repeats, || articles(&cleaned.text, &hint)),
        "fact": rate(bytes, repeats, || fact::propose(&cleaned.text, &found.articles, context)),
    }))
}

/// Megabytes of `bytes` per second when `work` is done `repeats` times.
fn rate<T>(bytes: &[u8], repeats: u32, work: impl Fn() -> T) -> f64 {
    let start = Instant::now();
    for _ in 0..repeats {
        std::hint::black_box(work());
    }
    let seconds = start.elapsed().as_secs_f64() / f64::from(repeats);
    (bytes.len() as f64 / 1e6 / seconds * 100.0).round() / 100.0
}

/// Of the labelled amounts, dates and places, how many the recognisers find near their line.
fn recall(text: &str, labels: &Value) -> Value {
    let issued = labels["issued"].as_str().and_then(|date| date.parse().ok());
    let lines: Vec<&str> = text.split('\n').collect();
    let (mut amount, mut date, mut place) = ((0, 0), (0, 0), (0, 0));
    let entries = ["projects", "financings"]
        .into_iter()
        .filter_map(|kind| labels[kind].as_array())
        .flatten();
    for label in entries.filter(|label| label["optional"] != true) {
        let line = label["line"].as_i64().unwrap_or(0) - 1;
        let near: Vec<&str> = (line - NEAR..=line + NEAR)
            .filter_map(|at| usize::try_from(at).ok().and_then(|at| lines.get(at)))
            .copied()
            .collect();
        let count = |slot: &mut (u32, u32), found: bool| {
            slot.0 += u32::from(found);
            slot.1 += 1;
        };
        if let Some(wanted) = label["amount"].as_str() {
            count(
                &mut amount,
                near.iter().any(|line| {
                    amounts(line)
                        .iter()
                        .any(|found| found.value.money.units() == wanted)
                }),
            );
        }
        let day = label["stage_date"]
            .as_str()
            .or(label["date"].as_str())
            .filter(|day| day.len() == 10);
        if let Some(wanted) = day {
            count(
                &mut date,
                near.iter().any(|line| {
                    dates(line, issued)
                        .iter()
                        .any(|found| found.value.to_string() == wanted)
                }),
            );
        }
        if let Some(wanted) = label["region_name"].as_str() {
            let named = |line: &&str| {
                places(line)
                    .iter()
                    .any(|found| wanted.ends_with(found.value.code.region().name))
            };
            count(&mut place, near.iter().any(named));
        }
    }
    let row = |(found, labelled): (u32, u32)| json!({ "found": found, "labelled": labelled });
    json!({ "amount": row(amount), "date": row(date), "place": row(place) })
}
