//! The program `xinqiao`: command line, configuration, start-up.
//!
//! Exit codes: 0 done, 1 the answer is no (a check failed), 2 the input or the usage is wrong.

mod cli;
mod command;
mod demo_set;
mod failure;
mod log_key;
mod shell;

use std::process::ExitCode;

use clap::Parser;

use cli::{Cli, Command};
use failure::Outcome;

fn main() -> ExitCode {
    let cli = Cli::parse();
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_env("XINQIAO_LOG")
                .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn")),
        )
        .with_writer(std::io::stderr)
        .init();
    let result = match cli.command {
        Command::Demo(args) => command::demo::run(&args),
        Command::Serve(args) => command::serve::run(&args),
        Command::Read(args) => command::read::run(&args),
        Command::Measure(args) => command::measure::run(&args),
        Command::Search(args) => command::search::run(&args),
        Command::Export(args) => command::export::run(&args),
        Command::Import(args) => command::import::run(&args),
        Command::Policy(args) => command::policy::run(&args),
        Command::Ledger(args) => command::ledger::run(&args),
    };
    match result {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::No) => ExitCode::from(1),
        Err(failure) if failure.unread => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("xinqiao: {failure}");
            ExitCode::from(2)
        }
    }
}
