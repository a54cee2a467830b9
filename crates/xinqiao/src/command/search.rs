//! `xinqiao search`: a data folder's records and articles.

use std::io::Write;
use std::path::Path;

use xinqiao_desk::finder::Finder;
use xinqiao_search::{Hit, Query, Results};

use crate::cli::SearchArgs;
use crate::failure::{Failure, Outcome};
use crate::shell;

/// Searches; finding nothing is an answer of no.
pub(crate) fn run(args: &SearchArgs) -> Result<Outcome, Failure> {
    let ledger = shell::existing_ledger(&args.data)?;
    let finder = Finder::open(shell::index_folder(&args.data));
    let query = Query {
        limit: args.limit,
        ..Query::text(args.query.as_str())
    };
    let results = shell::runtime()?.block_on(finder.search(&*ledger, query))?;
    let mut out = std::io::stdout().lock();
    if args.json {
        serde_json::to_writer(&mut out, &results)?;
        writeln!(out)?;
    } else {
        print(&mut out, &args.data, &results)?;
    }
    Ok(if results.total > 0 {
        Outcome::Done
    } else {
        Outcome::No
    })
}

fn print(out: &mut impl Write, folder: &Path, results: &Results) -> Result<(), Failure> {
    if results.relaxed {
        writeln!(
            out,
            "nothing in {} has every word; these have some of them:",
            folder.display()
        )?;
    }
    for hit in &results.hits {
        writeln!(
            out,
            "{}  {} [{}, {}]",
            hit.key,
            hit.title,
            hit.kind,
            hit.status.name()
        )?;
        if !hit.passage.is_empty() {
            writeln!(out, "    {}", marked(hit))?;
        }
    }
    writeln!(out, "{} found, {} shown", results.total, results.hits.len())?;
    Ok(())
}

/// The passage on one line, the matching places in 【】.
fn marked(hit: &Hit) -> String {
    let mut text = String::new();
    let mut at = 0;
    for range in &hit.passage_highlights {
        let (Some(before), Some(found)) = (
            hit.passage.get(at..range.start),
            hit.passage.get(range.clone()),
        ) else {
            continue;
        };
        text += before;
        text += "【";
        text += found;
        text += "】";
        at = range.end;
    }
    text += hit.passage.get(at..).unwrap_or_default();
    text.replace(['\n', '\t'], " ")
}
