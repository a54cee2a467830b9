//! The command line. It is a contract: others script against it.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::Timestamp;
use jiff::civil::Date;
use xinqiao_ledger::log::VerifierKey;
use xinqiao_policy::population::simulate::Change;
use xinqiao_record::{Kind, RegionCode, Status};

/// The operating desk of a chip region: published documents in, traceable records out.
#[derive(Debug, Parser)]
#[command(name = "xinqiao", version, max_term_width = 100)]
pub(crate) struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What the program can do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// A throw-away desk, filled by reading the bundled demo documents
    Demo(DemoArgs),
    /// The desk for real work, on a data folder
    Serve(ServeArgs),
    /// Documents to articles and facts
    Read(ReadArgs),
    /// How well the reader reads: precision, recall and F1 against hand-made labels
    Measure(MeasureArgs),
    /// Search a data folder's records and articles
    Search(SearchArgs),
    /// Records out: JSON Lines, CSV or XLSX
    Export(ExportArgs),
    /// Records in, from JSON Lines
    Import(ImportArgs),
    /// Subsidy policies as code: lint packs, run their worked examples, answer for a firm
    #[command(subcommand)]
    Policy(PolicyCommand),
    /// Look after the ledger
    #[command(subcommand)]
    Ledger(LedgerCommand),
}

/// `demo`.
#[derive(Debug, Args)]
pub(crate) struct DemoArgs {
    /// The port on this machine; the next free one from 7788 on, if not given
    #[arg(long)]
    pub(crate) port: Option<u16>,
    /// Read the demo documents, check that every page answers, and stop
    #[arg(long)]
    pub(crate) smoke: bool,
}

/// `serve`.
#[derive(Debug, Args)]
pub(crate) struct ServeArgs {
    /// The folder that holds the ledger; made if it is not there
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// Keep the records in this PostgreSQL database rather than in the folder, for several desks on one ledger, such as
    /// postgres://user@host/name; if not given, XINQIAO_DATABASE_URL. The folder keeps the search index and the key
    #[arg(long, value_name = "URL")]
    pub(crate) database: Option<String>,
    /// The port on this machine
    #[arg(long, default_value_t = 7788)]
    pub(crate) port: u16,
}

/// `read`.
#[derive(Debug, Args)]
pub(crate) struct ReadArgs {
    /// Files, or folders of files
    #[arg(required = true)]
    pub(crate) paths: Vec<PathBuf>,
    /// One JSON object per document and line
    #[arg(long, conflicts_with = "text")]
    pub(crate) json: bool,
    /// The normalised text that all spans point into
    #[arg(long)]
    pub(crate) text: bool,
}

/// `measure`.
#[derive(Debug, Args)]
pub(crate) struct MeasureArgs {
    /// Documents, each followed by its hand-made labels
    #[arg(required = true, num_args = 2.., value_names = ["DOCUMENT", "LABELS"])]
    pub(crate) pairs: Vec<PathBuf>,
    /// Print what was missed and what was wrong
    #[arg(long)]
    pub(crate) details: bool,
}

/// `search`.
#[derive(Debug, Args)]
pub(crate) struct SearchArgs {
    /// The data folder
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// What to look for; see `/help` on the desk for the syntax
    pub(crate) query: String,
    /// One JSON object
    #[arg(long)]
    pub(crate) json: bool,
    /// At most this many hits
    #[arg(long, default_value_t = 20)]
    pub(crate) limit: usize,
}

/// The forms of an export.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum ExportFormat {
    /// Whole records, one per line
    Jsonl,
    /// The envelope and title, one row per record
    Csv,
    /// The same as a workbook, one sheet per kind
    Xlsx,
}

/// `export`.
#[derive(Debug, Args)]
pub(crate) struct ExportArgs {
    /// The data folder
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// Only this kind; may be given several times
    #[arg(long, value_parser = parse_kind)]
    pub(crate) kind: Vec<Kind>,
    /// Only in this state: proposed, confirmed, rejected, retired
    #[arg(long, value_parser = parse_status)]
    pub(crate) status: Vec<Status>,
    /// As the ledger knew the records at this moment, 2026-06-01T00:00:00Z
    #[arg(long, value_name = "TIME")]
    pub(crate) known: Option<Timestamp>,
    /// Only what holds on this day, 2026-07-01
    #[arg(long, value_name = "DAY")]
    pub(crate) valid: Option<Date>,
    /// The form
    #[arg(long, value_enum, default_value_t = ExportFormat::Jsonl)]
    pub(crate) format: ExportFormat,
    /// Where to write; standard output, if not given (XLSX needs a file)
    #[arg(long, short)]
    pub(crate) output: Option<PathBuf>,
}

/// `import`.
#[derive(Debug, Args)]
pub(crate) struct ImportArgs {
    /// The data folder; made if it is not there
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// JSON Lines of whole records, as `export` writes them
    pub(crate) file: PathBuf,
    /// Check every line, change nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
}

/// `policy …`.
#[derive(Debug, Subcommand)]
pub(crate) enum PolicyCommand {
    /// Look through packs and say what is wrong, with line, column and hint
    Check(PolicyCheckArgs),
    /// Run the worked examples of packs, and say which thresholds, tiers and caps none of them tries
    Test(PolicyTestArgs),
    /// What one firm may get, why, why not, and what to ask next
    Match(PolicyMatchArgs),
    /// What the organisations of a ledger may get, unasked
    Due(PolicyDueArgs),
    /// What a population of firms costs, and what a change of rules does to it
    Simulate(PolicySimulateArgs),
    /// Made-up firms (示例) from a stated seed, as CSV for `simulate`
    Population(PolicyPopulationArgs),
    /// The JSON Schema of a pack, a profile or an answer
    Schema(PolicySchemaArgs),
}

/// `policy check`.
#[derive(Debug, Args)]
pub(crate) struct PolicyCheckArgs {
    /// Pack folders, `policy.yaml` files, or folders of packs; the packs that ship, if none is given
    pub(crate) paths: Vec<PathBuf>,
    /// One JSON object per pack and line
    #[arg(long)]
    pub(crate) json: bool,
}

/// `policy test`.
#[derive(Debug, Args)]
pub(crate) struct PolicyTestArgs {
    /// Pack folders, or folders of packs; the packs that ship, if none is given
    pub(crate) paths: Vec<PathBuf>,
    /// Also fail where a threshold, tier, cap or condition is not tried from both sides
    #[arg(long)]
    pub(crate) strict: bool,
}

/// `policy match`.
#[derive(Debug, Args)]
pub(crate) struct PolicyMatchArgs {
    /// The firm's profile, YAML or JSON
    pub(crate) profile: PathBuf,
    /// The day that is asked about, 2025-12-31; today, if not given
    #[arg(long, value_name = "DATE")]
    pub(crate) on: Option<Date>,
    /// One JSON object
    #[arg(long)]
    pub(crate) json: bool,
    /// Ask these packs instead of those that ship; may be given several times
    #[arg(long, value_name = "DIR")]
    pub(crate) packs: Vec<PathBuf>,
    /// The language of the printed answer
    #[arg(long, value_enum, default_value_t = AnswerLanguage::Zh)]
    pub(crate) language: AnswerLanguage,
}

/// `policy due`.
#[derive(Debug, Args)]
pub(crate) struct PolicyDueArgs {
    /// The data folder
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// The day that is asked about, 2025-12-31; today, if not given
    #[arg(long, value_name = "DATE")]
    pub(crate) on: Option<Date>,
    /// This pack alone; may be given several times
    #[arg(long = "pack", value_name = "ID")]
    pub(crate) packs: Vec<String>,
    /// Only what comes without an application
    #[arg(long)]
    pub(crate) automatic: bool,
    /// One JSON object per organisation and line
    #[arg(long)]
    pub(crate) json: bool,
    /// The language of the printed answer
    #[arg(long, value_enum, default_value_t = AnswerLanguage::Zh)]
    pub(crate) language: AnswerLanguage,
}

/// The languages of a printed answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum AnswerLanguage {
    /// Chinese
    Zh,
    /// English
    En,
}

/// `policy simulate`.
#[derive(Debug, Args)]
pub(crate) struct PolicySimulateArgs {
    /// The firms, CSV: one a row
    #[arg(long, value_name = "FILE")]
    pub(crate) population: PathBuf,
    /// Only these packs: names of packs that ship, or folders; all that ship, if none is given
    #[arg(long = "pack", value_name = "PACK")]
    pub(crate) packs: Vec<String>,
    /// A changed figure, `tape-out.rate=20%`; may be given several times
    #[arg(long, value_name = "CLAUSE.FIGURE=VALUE")]
    pub(crate) set: Vec<Change>,
    /// One figure at several values, `tape-out.rate=10%,15%,20%`
    #[arg(long, value_name = "CLAUSE.FIGURE=VALUES")]
    pub(crate) sweep: Option<Change>,
    /// The day that is asked about; today, if not given
    #[arg(long, value_name = "DATE")]
    pub(crate) on: Option<Date>,
    /// One JSON object
    #[arg(long)]
    pub(crate) json: bool,
    /// How many threads; all cores, if not given
    #[arg(long)]
    pub(crate) threads: Option<usize>,
}

/// `policy population`.
#[derive(Debug, Args)]
pub(crate) struct PolicyPopulationArgs {
    /// How many firms
    #[arg(long, default_value_t = 1000)]
    pub(crate) firms: u64,
    /// The same seed gives the same firms
    #[arg(long, default_value_t = 42)]
    pub(crate) seed: u64,
    /// The day around which their lives lie; today, if not given
    #[arg(long, value_name = "DATE")]
    pub(crate) on: Option<Date>,
    /// Regions, as GB/T 2260 codes; those of the packs that ship, if none is given
    #[arg(long)]
    pub(crate) region: Vec<RegionCode>,
    /// Of a thousand facts, how many are missing
    #[arg(long, default_value_t = 0)]
    pub(crate) missing: u64,
}

/// `policy schema`.
#[derive(Debug, Args)]
pub(crate) struct PolicySchemaArgs {
    /// Which file
    #[arg(value_enum)]
    pub(crate) of: PolicySchema,
}

/// Files that have a schema.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum PolicySchema {
    /// `policy.yaml`
    Pack,
    /// A firm's profile
    Profile,
    /// What `match --json` prints
    Answer,
}

/// `ledger …`.
#[derive(Debug, Subcommand)]
pub(crate) enum LedgerCommand {
    /// Recompute the chain, the records and the projections, and name the first fault
    Verify(VerifyArgs),
    /// Where the chain ends
    Head(LedgerArgs),
    /// Make the projections anew from the events, after `verify` has named a fault in them
    Rebuild(LedgerArgs),
    /// Copy what is whole before the first fault into a new folder; the broken ledger stays as it is
    Salvage(SalvageArgs),
    /// Write one state of the ledger into a new file
    Backup(BackupArgs),
    /// The public key that checkpoints and receipts of this ledger are checked with
    Key(KeyArgs),
    /// Sign where the ledger ends: a checkpoint for witnesses and for whoever wants to check later
    Checkpoint(CheckpointArgs),
    /// Prove that the ledger of before is the beginning of the ledger now
    Consistency(ConsistencyArgs),
    /// Keep what witnesses have signed under a checkpoint of this ledger
    Witnessed(WitnessedArgs),
    /// Make a receipt, or check one without the ledger
    #[command(subcommand)]
    Receipt(ReceiptCommand),
}

/// `ledger receipt …`.
#[derive(Debug, Subcommand)]
pub(crate) enum ReceiptCommand {
    /// The receipt of a record's revision or of an event, as a small file
    Make(MakeReceiptArgs),
    /// Check a receipt; needs no ledger, only keys that one trusts
    Verify(VerifyReceiptArgs),
}

/// `ledger receipt make`.
#[derive(Debug, Args)]
pub(crate) struct MakeReceiptArgs {
    /// The record's id, or the number of an event
    #[arg(value_name = "RECORD|EVENT")]
    pub(crate) of: String,
    /// The data folder
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// This revision of the record rather than the newest
    #[arg(long, value_name = "N")]
    pub(crate) revision: Option<u32>,
    /// Write to this file rather than to the screen
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

/// `ledger receipt verify`.
#[derive(Debug, Args)]
pub(crate) struct VerifyReceiptArgs {
    /// The receipt
    pub(crate) file: PathBuf,
    /// A key that one trusts, of the ledger or of a witness, written name+id+key; may be given several times
    #[arg(long = "key", value_name = "KEY", required_unless_present = "data")]
    pub(crate) keys: Vec<VerifierKey>,
    /// Trust the keys of this data folder
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// Also check that this file is the record of the receipt
    #[arg(long, value_name = "FILE")]
    pub(crate) record: Option<PathBuf>,
    /// One JSON object
    #[arg(long)]
    pub(crate) json: bool,
}

/// `ledger verify`.
#[derive(Debug, Args)]
pub(crate) struct VerifyArgs {
    /// The data folder
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// A checkpoint that was noted elsewhere: the ledger must continue it; may be given several times
    #[arg(long = "checkpoint", value_name = "FILE")]
    pub(crate) checkpoints: Vec<PathBuf>,
    /// A key that such a checkpoint may be signed with, besides the folder's own
    #[arg(long = "key", value_name = "KEY")]
    pub(crate) keys: Vec<VerifierKey>,
    /// One JSON object
    #[arg(long)]
    pub(crate) json: bool,
}

/// `ledger key`.
#[derive(Debug, Args)]
pub(crate) struct KeyArgs {
    /// The data folder
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// The log's name when its key is made, such as chips.example.org/ledger; it cannot be changed later
    #[arg(long, value_name = "NAME")]
    pub(crate) origin: Option<String>,
}

/// `ledger checkpoint`.
#[derive(Debug, Args)]
pub(crate) struct CheckpointArgs {
    /// The data folder
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// The log's name when its key is made, such as chips.example.org/ledger; it cannot be changed later
    #[arg(long, value_name = "NAME")]
    pub(crate) origin: Option<String>,
    /// One JSON object
    #[arg(long)]
    pub(crate) json: bool,
}

/// `ledger consistency`.
#[derive(Debug, Args)]
pub(crate) struct ConsistencyArgs {
    /// The data folder
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// How many events the earlier checkpoint has
    #[arg(long, value_name = "EVENTS")]
    pub(crate) from: u64,
    /// How many the later one has; all that there are, if not given
    #[arg(long, value_name = "EVENTS")]
    pub(crate) to: Option<u64>,
}

/// `ledger witnessed`.
#[derive(Debug, Args)]
pub(crate) struct WitnessedArgs {
    /// The checkpoint with the witnesses' signatures
    pub(crate) file: PathBuf,
    /// The data folder
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// The key of a witness, written name+id+key; it is remembered; may be given several times
    #[arg(long = "witness", value_name = "KEY")]
    pub(crate) witnesses: Vec<VerifierKey>,
}

/// `ledger salvage`.
#[derive(Debug, Args)]
pub(crate) struct SalvageArgs {
    /// The data folder with the broken ledger
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// A folder without a ledger
    #[arg(long, value_name = "DIR")]
    pub(crate) into: PathBuf,
}

/// `ledger backup`.
#[derive(Debug, Args)]
pub(crate) struct BackupArgs {
    /// The data folder
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// The file to write; in an empty folder, named `ledger.sqlite`, it can be served
    #[arg(long, value_name = "FILE")]
    pub(crate) to: PathBuf,
}

/// What every `ledger` command needs.
#[derive(Debug, Args)]
pub(crate) struct LedgerArgs {
    /// The data folder
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// One JSON object
    #[arg(long)]
    pub(crate) json: bool,
}

fn parse_kind(text: &str) -> Result<Kind, String> {
    text.parse()
        .map_err(|error: xinqiao_record::kind::UnknownKind| error.to_string())
}

fn parse_status(text: &str) -> Result<Status, String> {
    Status::from_name(text).ok_or_else(|| {
        format!("unknown status `{text}`; known: proposed, confirmed, rejected, retired")
    })
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_holds_together() {
        Cli::command().debug_assert();
    }

    /// The whole help is one snapshot: a change to the contract shows in review.
    #[test]
    fn the_help_is_the_published_one() {
        let mut command = Cli::command().term_width(100);
        command.build();
        let mut text = String::new();
        print(&mut command, "", &mut text);
        insta::assert_snapshot!(text);
    }

    fn print(command: &mut clap::Command, before: &str, text: &mut String) {
        let name = format!("{before} {}", command.get_name());
        let help = command.render_long_help();
        *text += &format!("=={name} ==\n\n{help}\n\n");
        // `help` says nothing of its own.
        for sub in command
            .get_subcommands_mut()
            .filter(|sub| sub.get_name() != "help")
        {
            print(sub, &name, text);
        }
    }
}
