//! `xinqiao policy check`: what is wrong with packs.

use std::io::Write;

use xinqiao_policy::pack::library::PackText;
use xinqiao_policy::pack::{Library, Severity};

use super::packs::collect;
use crate::cli::PolicyCheckArgs;
use crate::failure::{Failure, Outcome};

/// Prints findings; an error in any pack is an answer of no.
pub(super) fn run(args: &PolicyCheckArgs) -> Result<Outcome, Failure> {
    let mut out = std::io::stdout().lock();
    let mut library = Library::empty()?;
    let mut good = true;
    for pack in collect(&args.paths)? {
        let text = PackText {
            name: &pack.name,
            policy: &pack.policy,
        };
        let findings = match library.add(text) {
            Ok(findings) => findings,
            Err(bad) => bad.findings,
        };
        good &= findings
            .iter()
            .all(|finding| finding.severity != Severity::Error);
        if args.json {
            let line = serde_json::json!({ "pack": pack.name, "findings": findings });
            writeln!(out, "{line}")?;
            continue;
        }
        for finding in &findings {
            writeln!(out, "{}:{finding}", pack.name)?;
        }
        if findings.is_empty() {
            writeln!(out, "{}: fine", pack.name)?;
        }
    }
    for (place, words) in dangling(&library) {
        good = false;
        writeln!(out, "{place}: error: {words}")?;
    }
    Ok(if good { Outcome::Done } else { Outcome::No })
}

/// Exclusions that name a clause of another pack which is not there, though the pack is.
fn dangling(library: &Library) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for pack in &library.packs {
        for clause in &pack.clauses {
            for name in &clause.excludes {
                let other = name.split('/').next().unwrap_or_default();
                if library.pack(other).is_some() && library.clause(name).is_none() {
                    let place = format!("{}:{}", pack.id, clause.line);
                    found.push((
                        place,
                        format!("`{}` excludes `{name}`, which is not there", clause.id),
                    ));
                }
            }
        }
    }
    found
}
