//! Builds an index over synthetic articles, asks it questions of six classes, and prints what that took.
//!
//!     cargo run --release -p xinqiao-search --example search_bench -- \
//!         [--articles N] [--queries N] [--out FOLDER] [--index FOLDER]
//!
//! Articles (`text.rs`) and questions (`ask.rs`) come from a fixed generator: the same every time, on every machine. With `--out`
//! they are written there as JSON Lines, so that a peer can do the same work; see `bench/search`. With `--index` the index is kept in
//! that folder and used again when it is there with as many articles.
//!
//! Timed is one question at a time, from text to finished results: the number of matches, the first twenty with
//! marked titles and passages, and where it says so every facet, as the desk asks it. First on the segments as
//! indexing left them, then on one ([`xinqiao_search::Writer::compact`]). Then as many threads as there are cores ask side by side.

mod ask;
mod text;

use std::collections::BTreeSet;
use std::error::Error;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use ask::{CLASSES, Question};
use text::{Numbers, Vocabulary};
use xinqiao_record::Region;
use xinqiao_search::{Change, Entry, Index, Query};

/// Found sets are compared with the truth, one by one, on so many articles.
const CHECKED: usize = 1_000;

fn size(folder: &Path) -> u64 {
    let Ok(files) = std::fs::read_dir(folder) else {
        return 0;
    };
    files
        .filter_map(|file| Some(file.ok()?.metadata().ok()?.len()))
        .sum()
}

fn at(sorted: &[Duration], percent: usize) -> f64 {
    let index = (sorted.len() * percent / 100).min(sorted.len().saturating_sub(1));
    sorted
        .get(index)
        .map_or(0.0, |duration| duration.as_secs_f64() * 1_000.0)
}

fn line(what: &str, times: impl Iterator<Item = Duration>) {
    let mut times: Vec<Duration> = times.collect();
    times.sort();
    println!(
        "{what:<26} p50 {:>7.2} ms   p90 {:>7.2} ms   p99 {:>7.2} ms   max {:>7.2} ms   ({} queries)",
        at(&times, 50),
        at(&times, 90),
        at(&times, 99),
        at(&times, 100),
        times.len(),
    );
}

fn index(folder: &Path, articles: &[Entry]) -> Result<(Index, Duration), Box<dyn Error>> {
    let start = Instant::now();
    let index = Index::open(folder)?;
    let mut writer = index.writer()?;
    let mut position = 0;
    for batch in articles.chunks(10_000) {
        let changes: Vec<Change> = batch.iter().cloned().map(Change::upsert).collect();
        position += changes.len() as u64;
        writer.apply(&changes, position)?;
    }
    writer.finish()?;
    Ok((index, start.elapsed()))
}

fn write(out: &Path, articles: &[Entry], questions: &[Question]) -> Result<(), Box<dyn Error>> {
    std::fs::create_dir_all(out)?;
    let mut file = BufWriter::new(std::fs::File::create(out.join("articles.jsonl"))?);
    for article in articles {
        let value =
            serde_json::json!({ "key": article.key, "title": article.title, "body": article.body });
        writeln!(file, "{value}")?;
    }
    let mut file = BufWriter::new(std::fs::File::create(out.join("queries.jsonl"))?);
    for question in questions {
        let value = serde_json::json!({ "class": question.class, "parts": question.parts, "truth": question.truth });
        writeln!(file, "{value}")?;
    }
    Ok(())
}

fn exactness(
    folder: &Path,
    checked: &[Entry],
    questions: &[Question],
) -> Result<(), Box<dyn Error>> {
    let (small, _) = index(folder, checked)?;
    let (mut right, mut found, mut wanted) = (0, 0, 0);
    for question in questions {
        let query = Query {
            phrases: question.parts.clone(),
            limit: CHECKED,
            ..Query::default()
        };
        let keys: BTreeSet<String> = small.keys(&query)?.into_iter().collect();
        right += keys.intersection(&question.truth).count();
        found += keys.len();
        wanted += question.truth.len();
    }
    let share = |of: usize| {
        if of == 0 {
            1.0
        } else {
            right as f64 / of as f64
        }
    };
    println!(
        "against the truth of substrings on {} articles: recall {:.4}, precision {:.4} ({wanted} pairs)",
        checked.len(),
        share(wanted),
        share(found),
    );
    Ok(())
}

/// Asks every question once and prints the times; says how many matches each class has on average.
fn ask(
    full: &Index,
    questions: &[Question],
    facets: bool,
    what: &str,
) -> Result<(), Box<dyn Error>> {
    let mut times: Vec<(&str, Duration, u64)> = Vec::new();
    let mut digest = 0xcbf2_9ce4_8422_2325_u64;
    for question in questions {
        let query = Query {
            facets,
            ..Query::text(question.text())
        };
        let start = Instant::now();
        let results = full.search(&query)?;
        times.push((question.class, start.elapsed(), results.total));
        for byte in results.hits.iter().flat_map(|hit| hit.key.bytes()) {
            digest = (digest ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    println!("{what}");
    line("  all", times.iter().map(|(_, time, _)| *time));
    for (class, ..) in CLASSES {
        let of = || times.iter().filter(|(name, ..)| *name == class);
        let matches: u64 = of().map(|(.., total)| *total).sum();
        let mean = matches / (of().count().max(1) as u64);
        line(
            &format!("  {class} ({mean} found)"),
            of().map(|(_, time, _)| *time),
        );
    }
    println!("  order of results: {digest:016x}");
    Ok(())
}

/// All questions once by each of so many threads; the questions that are answered in a second.
fn side_by_side(full: &Index, questions: &[Question]) -> Result<(), Box<dyn Error>> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let start = Instant::now();
    let failed = std::thread::scope(|scope| {
        let askers: Vec<_> = (0..threads)
            .map(|number| {
                scope.spawn(move || {
                    let turned = questions
                        .iter()
                        .cycle()
                        .skip(number * questions.len() / threads);
                    turned
                        .take(questions.len())
                        .all(|question| full.search(&Query::text(question.text())).is_ok())
                })
            })
            .collect();
        askers
            .into_iter()
            .any(|asker| !asker.join().unwrap_or(false))
    });
    if failed {
        return Err("a question failed".into());
    }
    println!(
        "{threads} threads side by side, with facets: {:.0} questions a second",
        (threads * questions.len()) as f64 / start.elapsed().as_secs_f64()
    );
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (mut count, mut asked, mut out, mut kept) = (100_000, 2_000, None, None);
    while let Some(name) = arguments.next() {
        let value = arguments.next().ok_or("each option needs a value")?;
        match name.as_str() {
            "--articles" => count = value.parse()?,
            "--queries" => asked = value.parse()?,
            "--out" => out = Some(PathBuf::from(value)),
            "--index" => kept = Some(PathBuf::from(value)),
            other => return Err(format!("unknown option `{other}`").into()),
        }
    }
    let mut numbers = Numbers(7);
    let vocabulary = Vocabulary::new(&mut numbers);
    let regions: Vec<&Region> = Region::all()
        .filter(|region| region.parent.is_some())
        .collect();
    let articles: Vec<Entry> = (0..count)
        .map(|number| text::article(&vocabulary, number, &regions, &mut numbers))
        .collect();
    let bytes: usize = articles
        .iter()
        .map(|article| article.title.len() + article.body.len())
        .sum();
    let characters: usize = articles
        .iter()
        .map(|article| article.body.chars().count())
        .sum();
    println!(
        "articles: {count}, {:.1} MB of text, {} characters each on average, of {} words",
        bytes as f64 / 1e6,
        characters / count.max(1),
        vocabulary.words.len(),
    );
    let checked = articles
        .get(..CHECKED.min(articles.len()))
        .unwrap_or_default();
    let questions = ask::questions(asked, &vocabulary, &articles, checked, &mut numbers);
    for (class, share, what) in CLASSES {
        println!("  {class:<9} {:>2} %  {what}", share * 5);
    }
    if let Some(out) = &out {
        write(out, &articles, &questions)?;
    }
    let scratch = tempfile::tempdir()?;
    exactness(&scratch.path().join("small"), checked, &questions)?;

    let folder = kept.unwrap_or_else(|| scratch.path().join("full"));
    let there = Index::open(&folder)
        .ok()
        .filter(|index| index.len() == count as u64);
    let full = if let Some(index) = there {
        println!("index: used again");
        index
    } else {
        let (index, took) = index(&folder, &articles)?;
        println!(
            "index: {:.1} s, {:.0} articles a second, {:.1} MB on disk ({:.2} of the text, text stored included)",
            took.as_secs_f64(),
            count as f64 / took.as_secs_f64(),
            size(&folder) as f64 / 1e6,
            size(&folder) as f64 / bytes as f64,
        );
        index
    };
    drop(articles);
    for question in questions.iter().take(50) {
        full.search(&Query::text(question.text()))?;
    }
    ask(
        &full,
        &questions,
        true,
        "first 20, count, marks, facets; segments as they were written",
    )?;
    let start = Instant::now();
    let mut writer = full.writer()?;
    writer.compact()?;
    writer.finish()?;
    println!("compact: {:.1} s", start.elapsed().as_secs_f64());
    for question in questions.iter().take(50) {
        full.search(&Query::text(question.text()))?;
    }
    ask(&full, &questions, false, "first 20, count, marks")?;
    ask(&full, &questions, true, "first 20, count, marks, facets")?;
    side_by_side(&full, &questions)
}
