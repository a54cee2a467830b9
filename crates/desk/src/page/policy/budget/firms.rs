//! Where the firms of a budget come from.

use std::io::Cursor;

use xinqiao_policy::pack::Library;
use xinqiao_policy::population::Population;
use xinqiao_policy::population::csv::Reader;
use xinqiao_policy::population::generate::{Recipe, population};
use xinqiao_record::{Body, Kind, Status};

use crate::due::profile_of;
use crate::facet::Snapshot;

/// How many firms are looked at together.
const PIECE: usize = 20_000;

/// What is asked for.
#[derive(Debug)]
pub(super) enum Source {
    /// Made up from a seed.
    MadeUp,
    /// The organisations of the ledger that have a place or a kept profile.
    Ledger,
    /// A CSV file: its name and its bytes.
    File(String, Vec<u8>),
}

impl Source {
    /// As addresses and the page call it.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Source::MadeUp => "made-up",
            Source::Ledger => "ledger",
            Source::File(..) => "file",
        }
    }

    /// The file's name, if it is one.
    pub(super) fn file(&self) -> Option<String> {
        match self {
            Source::File(name, _) => Some(name.clone()),
            Source::MadeUp | Source::Ledger => None,
        }
    }
}

/// Firms, piece by piece.
pub(super) enum Firms<'l> {
    /// All at once; none once they were taken.
    Whole(Option<Population>),
    /// From a file, whose name messages give.
    File(String, Reader<'l, Cursor<Vec<u8>>>),
}

impl<'l> Firms<'l> {
    /// Opens the source.
    ///
    /// # Errors
    /// When a file's header cannot be read, with its place.
    pub(super) fn of(
        source: Source,
        library: &'l Library,
        snapshot: &Snapshot,
        (recipe, count): (Recipe, u64),
    ) -> Result<Self, String> {
        let vocabulary = &library.vocabulary;
        match source {
            Source::MadeUp => Ok(Firms::Whole(Some(population(
                vocabulary, &recipe, 0, count,
            )))),
            Source::Ledger => Ok(Firms::Whole(Some(of_ledger(library, snapshot)))),
            Source::File(name, bytes) => match Reader::new(Cursor::new(bytes), vocabulary) {
                Ok(reader) => Ok(Firms::File(name, reader)),
                Err(bad) => Err(format!("{name}: {bad}")),
            },
        }
    }

    /// The next piece; none at the end.
    ///
    /// # Errors
    /// At the first cell of a file that cannot be read, with its line and column.
    pub(super) fn next(&mut self) -> Result<Option<Population>, String> {
        match self {
            Firms::Whole(firms) => Ok(firms.take()),
            Firms::File(name, reader) => reader.next(PIECE).map_err(|bad| format!("{name}: {bad}")),
        }
    }
}

fn of_ledger(library: &Library, snapshot: &Snapshot) -> Population {
    let mut firms = Population::empty(&library.vocabulary);
    for row in snapshot.of_kind(Kind::Organization) {
        let record = row.record();
        let gone = matches!(record.status, Status::Rejected | Status::Retired);
        if let (false, Body::Organization(body)) = (gone, &record.body)
            && (body.region.is_some() || body.profile.is_some())
            && let Ok(profile) = profile_of(body, library)
        {
            firms.push(&profile, &library.vocabulary);
        }
    }
    firms
}
