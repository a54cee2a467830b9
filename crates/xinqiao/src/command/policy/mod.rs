//! `xinqiao policy …`: subsidy policies as code.

mod check;
mod due;
mod matching;
mod packs;
#[cfg(feature = "parquet")]
mod parquet;
mod pieces;
mod population;
mod schema;
mod simulate;
mod test;

use crate::cli::PolicyCommand;
use crate::failure::{Failure, Outcome};

/// Runs one of them.
pub(crate) fn run(command: &PolicyCommand) -> Result<Outcome, Failure> {
    match command {
        PolicyCommand::Check(args) => check::run(args),
        PolicyCommand::Test(args) => test::run(args),
        PolicyCommand::Match(args) => matching::run(args),
        PolicyCommand::Due(args) => due::run(args),
        PolicyCommand::Simulate(args) => simulate::run(args),
        PolicyCommand::Population(args) => population::run(args),
        PolicyCommand::Schema(args) => schema::run(args),
    }
}
