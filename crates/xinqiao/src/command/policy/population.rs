//! `xinqiao policy population`: made-up firms.

use jiff::civil::Date;
use xinqiao_policy::population::csv;
use xinqiao_policy::population::generate::{Recipe, firm};

use super::packs::{collect, library};
use crate::cli::PolicyPopulationArgs;
use crate::failure::{Failure, Outcome};
use crate::shell;

/// How many firms are made at most: the table is held in memory while its columns are found.
const MOST: u64 = 200_000;

/// Prints a table.
pub(super) fn run(args: &PolicyPopulationArgs) -> Result<Outcome, Failure> {
    if args.firms > MOST {
        return Err(Failure::new(format!("at most {MOST} firms at a time")));
    }
    let library = library(&collect(&[])?)?;
    let code = |region: xinqiao_record::RegionCode| region.to_string().parse().unwrap_or_default();
    let regions: Vec<i64> = if args.region.is_empty() {
        library
            .packs
            .iter()
            .filter_map(|pack| pack.region)
            .map(code)
            .collect()
    } else {
        args.region.iter().copied().map(code).collect()
    };
    let on: Date = args.on.unwrap_or_else(shell::today);
    let recipe = Recipe {
        seed: args.seed,
        on,
        regions,
        missing: args.missing,
        supported: 0,
    };
    let firms: Vec<_> = (0..args.firms)
        .map(|number| firm(&library.vocabulary, &recipe, number))
        .collect();
    csv::write(std::io::stdout().lock(), &firms, &library.vocabulary)?;
    Ok(Outcome::Done)
}
