//! What every handler shares.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use xinqiao_ledger::Ledger;
use xinqiao_ledger::log::{Keeper, VerifierKey};
use xinqiao_reader::Limits;
use xinqiao_record::IdSource;

use crate::api::Keys;
use crate::due::DueCache;
use crate::facet::{Board, Statements};
use crate::finder::Finder;
use crate::intake::{Known, Uploads};
use crate::policies::Policies;

/// What signs for the ledger, and whose signatures under it are known.
#[derive(Debug)]
pub struct Log {
    /// Makes checkpoints and receipts.
    pub keeper: Keeper,
    /// Keys of witnesses.
    pub witnesses: Vec<VerifierKey>,
}

impl Log {
    /// All keys whose signatures are shown: the log's own and the witnesses'.
    pub fn keys(&self) -> Vec<VerifierKey> {
        let own = self.keeper.verifier().clone();
        std::iter::once(own)
            .chain(self.witnesses.iter().cloned())
            .collect()
    }
}

/// The desk: the ledger it works on and what the shell gives it.
pub struct Desk {
    /// The base of records.
    pub ledger: Arc<dyn Ledger>,
    /// Where new ids come from.
    pub ids: IdSource,
    /// The shell's clock.
    pub clock: Box<dyn Fn() -> Timestamp + Send + Sync>,
    /// How large a document may be.
    pub limits: Limits,
    /// What is known already, for intake.
    pub known: tokio::sync::Mutex<Known>,
    /// The newest revision of every record, for lists and counts.
    pub board: Board,
    /// The policy packs.
    pub policies: Policies,
    /// What organisations may get under them.
    pub due: DueCache,
    /// What documents tell of promises, to be suggested.
    pub statements: Statements,
    /// The search index; in memory unless the shell gives it a folder.
    pub finder: Finder,
    /// Idempotency keys of uploads through the API.
    pub keys: Keys,
    /// Uploads under way and lately done.
    pub uploads: Uploads,
    /// The ledger as a transparency log; none where the shell gives no key to sign with.
    pub log: Option<Log>,
    /// Whether this is the throw-away desk of `xinqiao demo`.
    pub demo: bool,
}

impl Desk {
    /// A desk on a ledger.
    pub fn new(
        ledger: Arc<dyn Ledger>,
        ids: IdSource,
        clock: impl Fn() -> Timestamp + Send + Sync + 'static,
    ) -> Self {
        Desk {
            ledger,
            ids,
            clock: Box::new(clock),
            limits: Limits::default(),
            known: tokio::sync::Mutex::default(),
            board: Board::default(),
            policies: Policies::default(),
            due: DueCache::default(),
            statements: Statements::default(),
            finder: Finder::in_memory(),
            keys: Keys::default(),
            uploads: Uploads::default(),
            log: None,
            demo: false,
        }
    }

    /// Now.
    pub fn now(&self) -> Timestamp {
        (self.clock)()
    }

    /// Today in the desk's time zone: China Standard Time, UTC+8 all year.
    pub fn today(&self) -> Date {
        self.now()
            .to_zoned(TimeZone::fixed(jiff::tz::offset(8)))
            .date()
    }
}
