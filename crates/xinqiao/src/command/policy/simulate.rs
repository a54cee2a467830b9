//! `xinqiao policy simulate`: what a population costs.

use std::io::Write;

use indicatif::ProgressBar;
use jiff::civil::Date;
use xinqiao_policy::answer::in_force;
use xinqiao_policy::pack::Library;
use xinqiao_policy::population::simulate::{Budget, Change, Simulation, add, changed};

use super::packs::{library, named};
use super::pieces::Pieces;
use crate::cli::PolicySimulateArgs;
use crate::failure::{Failure, Outcome};
use crate::shell;

/// How many firms are held in memory at once.
const PIECE: usize = 50_000;

/// Prints the budget; with changes also what they do, with a sweep one line for each value.
pub(super) fn run(args: &PolicySimulateArgs) -> Result<Outcome, Failure> {
    let present = library(&named(&args.packs)?)?;
    let on = args.on.unwrap_or_else(shell::today);
    in_force(&present, on)?;
    let asked = changed(&present, &args.set)?;
    let mut out = std::io::stdout().lock();
    if let Some(sweep) = &args.sweep {
        return sweep_over(args, (&present, &asked), sweep, on, &mut out);
    }
    let against = (!args.set.is_empty()).then_some(&present);
    let budget = simulate(args, &asked, against, on)?;
    if args.json {
        serde_json::to_writer(&mut out, &budget)?;
        writeln!(out)?;
    } else {
        print(&mut out, &budget)?;
    }
    Ok(Outcome::Done)
}

fn simulate(
    args: &PolicySimulateArgs,
    library: &Library,
    present: Option<&Library>,
    on: Date,
) -> Result<Budget, Failure> {
    let path = &args.population;
    let bar = ProgressBar::new(0);
    let mut pieces = Pieces::open(path, &library.vocabulary, &bar)?;
    let threads = args
        .threads
        .unwrap_or_else(|| std::thread::available_parallelism().map_or(1, std::num::NonZero::get));
    let mut simulation = Simulation::default();
    let mut firms = 0;
    while let Some(piece) = pieces.next(path, PIECE)? {
        firms += piece.rows;
        add(&mut simulation, library, present, &piece, on, threads);
        bar.set_message(format!("{firms}"));
    }
    bar.finish_and_clear();
    if firms == 0 {
        return Err(Failure::at(path.display(), "there are no firms in it"));
    }
    Ok(simulation.report(library, on))
}

fn sweep_over(
    args: &PolicySimulateArgs,
    (present, asked): (&Library, &Library),
    sweep: &Change,
    on: Date,
    out: &mut impl Write,
) -> Result<Outcome, Failure> {
    // Every value is looked at before the first is worked out.
    let mut all = Vec::new();
    for value in sweep.value.split([',', '，']).map(str::trim) {
        let one = Change {
            value: value.to_owned(),
            ..sweep.clone()
        };
        let changes: Vec<Change> = args.set.iter().cloned().chain([one]).collect();
        all.push((value, changed(present, &changes)?));
    }
    for (value, changed) in all {
        let budget = simulate(args, &changed, Some(asked), on)?;
        if args.json {
            let line = serde_json::json!({ "clause": sweep.clause, "figure": sweep.figure, "value": value, "budget": budget });
            writeln!(out, "{line}")?;
        } else {
            let against = budget.change.as_ref();
            writeln!(
                out,
                "{}.{} = {value}: {} yuan, {} firms; {} yuan against {}, {} firms more, {} less",
                sweep.clause,
                sweep.figure,
                budget.total,
                budget.firms,
                against.map_or("0", |against| &against.difference),
                if args.set.is_empty() {
                    "the present rules"
                } else {
                    "the rules as set"
                },
                against.map_or(0, |against| against.winners),
                against.map_or(0, |against| against.losers),
            )?;
        }
    }
    Ok(Outcome::Done)
}

fn print(out: &mut impl Write, budget: &Budget) -> Result<(), Failure> {
    writeln!(
        out,
        "{}: {} of {} firms draw {} yuan",
        budget.on, budget.firms, budget.population, budget.total
    )?;
    writeln!(out, "\nby clause")?;
    for line in &budget.clauses {
        let ceiling = if line.ceiling { ", a ceiling" } else { "" };
        let unknown = if line.unknown > 0 {
            format!(", {} not known", line.unknown)
        } else {
            String::new()
        };
        let change = line.change.as_ref().filter(|change| *change != "0");
        let change = change
            .map(|change| format!("  ({change} against present)"))
            .unwrap_or_default();
        writeln!(
            out,
            "{:>20}  {}/{} {}: {} firms{unknown}{ceiling}{change}",
            line.cost, line.policy, line.clause, line.title.zh, line.firms
        )?;
    }
    writeln!(out, "\nby office (a clause of several counts for each)")?;
    for line in &budget.offices {
        writeln!(out, "{:>20}  {}", line.cost, line.name)?;
    }
    writeln!(out, "\nby district")?;
    for line in &budget.districts {
        writeln!(
            out,
            "{:>20}  {} {}: {} firms",
            line.cost, line.code, line.name, line.firms
        )?;
    }
    writeln!(out, "\nfirms by what they draw")?;
    let most = budget
        .distribution
        .iter()
        .map(|bin| bin.firms)
        .max()
        .unwrap_or(1)
        .max(1);
    for bin in &budget.distribution {
        let bar = "█".repeat(usize::try_from(bin.firms * 40 / most).unwrap_or_default());
        let below = bin
            .below
            .as_deref()
            .map(|below| format!("< {below}"))
            .unwrap_or_default();
        writeln!(
            out,
            "{:>12} {:<14} {:>8}  {bar}",
            bin.from, below, bin.firms
        )?;
    }
    if let Some(against) = &budget.change {
        writeln!(
            out,
            "\nagainst the present rules ({} yuan): {} yuan; {} firms win {} yuan, {} lose {} yuan",
            against.present_total,
            against.difference,
            against.winners,
            against.won,
            against.losers,
            against.lost
        )?;
    }
    Ok(())
}
