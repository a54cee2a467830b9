//! `xinqiao policy test`: the worked examples of packs.

use std::io::Write;

use xinqiao_policy::trial;

use super::packs::{PackFiles, collect, library};
use crate::cli::PolicyTestArgs;
use crate::failure::{Failure, Outcome};

/// Runs each pack's examples with that pack alone, and prints what they leave untried.
pub(super) fn run(args: &PolicyTestArgs) -> Result<Outcome, Failure> {
    let mut out = std::io::stdout().lock();
    let mut good = true;
    let mut all = 0;
    for files in collect(&args.paths)? {
        let (ran, passed) = one(&files, args.strict, &mut out)?;
        all += ran;
        good &= passed;
    }
    writeln!(
        out,
        "{all} examples, {}",
        if good {
            "all as expected"
        } else {
            "not all as expected"
        }
    )?;
    Ok(if good { Outcome::Done } else { Outcome::No })
}

fn one(files: &PackFiles, strict: bool, out: &mut impl Write) -> Result<(usize, bool), Failure> {
    let library = library(std::slice::from_ref(files))?;
    let Some((name, text)) = &files.examples else {
        writeln!(out, "{}: there is no `examples.yaml` beside it", files.name)?;
        return Ok((0, !strict));
    };
    let examples = trial::read(text, &library).map_err(|bad| {
        Failure::new(
            bad.findings
                .iter()
                .map(|finding| format!("{name}:{finding}"))
                .collect::<Vec<_>>()
                .join("\n"),
        )
    })?;
    let mut passed = true;
    for pack in &library.packs {
        let trial = trial::run(&library, pack, &examples);
        passed &= trial.passed() && (!strict || trial.untried.is_empty());
        for result in &trial.results {
            for (line, fault) in &result.faults {
                writeln!(out, "{name}:{line}: {}: {fault}", result.name)?;
            }
        }
        for words in &trial.untried {
            writeln!(out, "{}: not tried: {words}", pack.id)?;
        }
        let failed = trial
            .results
            .iter()
            .filter(|result| !result.faults.is_empty())
            .count();
        writeln!(
            out,
            "{}: {} examples, {failed} failed, {} not tried",
            pack.id,
            trial.results.len(),
            trial.untried.len()
        )?;
    }
    Ok((examples.len(), passed))
}
