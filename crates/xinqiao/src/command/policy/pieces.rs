//! A population's file, piece by piece: CSV, and Parquet where the program was built with it.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use indicatif::{ProgressBar, ProgressBarIter, ProgressStyle};
use xinqiao_policy::population::Population;
use xinqiao_policy::population::csv::Reader;
use xinqiao_policy::vocabulary::Vocabulary;

use crate::failure::Failure;

/// Where the firms come from.
pub(super) enum Pieces<'v> {
    /// CSV.
    Csv(Box<Reader<'v, ProgressBarIter<BufReader<File>>>>),
    /// Parquet.
    #[cfg(feature = "parquet")]
    Parquet(super::parquet::Rows<'v>),
}

impl<'v> Pieces<'v> {
    /// Opens a file; its ending tells the format.
    pub(super) fn open(
        path: &Path,
        vocabulary: &'v Vocabulary,
        bar: &ProgressBar,
    ) -> Result<Self, Failure> {
        let file = File::open(path).map_err(|error| Failure::at(path.display(), error))?;
        let parquet = path
            .extension()
            .is_some_and(|ending| ending.eq_ignore_ascii_case("parquet"));
        if parquet {
            return Pieces::parquet(path, file, vocabulary);
        }
        bar.set_length(file.metadata().map_or(0, |about| about.len()));
        if let Ok(style) = ProgressStyle::with_template("{bar:40} {percent}% {msg}") {
            bar.set_style(style);
        }
        let source = bar.wrap_read(BufReader::new(file));
        let reader = Reader::new(source, vocabulary)
            .map_err(|error| Failure::new(format!("{}:{error}", path.display())))?;
        Ok(Pieces::Csv(Box::new(reader)))
    }

    #[cfg(feature = "parquet")]
    fn parquet(path: &Path, file: File, vocabulary: &'v Vocabulary) -> Result<Self, Failure> {
        Ok(Pieces::Parquet(super::parquet::Rows::open(
            path, file, vocabulary,
        )?))
    }

    #[cfg(not(feature = "parquet"))]
    fn parquet(path: &Path, _: File, _: &'v Vocabulary) -> Result<Self, Failure> {
        Err(Failure::at(
            path.display(),
            "this program was built without Parquet; build it with `--features parquet`, or save the table as CSV",
        ))
    }

    /// The next firms, at most so many; none at the end.
    pub(super) fn next(&mut self, path: &Path, most: usize) -> Result<Option<Population>, Failure> {
        match self {
            Pieces::Csv(reader) => reader
                .next(most)
                .map_err(|error| Failure::new(format!("{}:{error}", path.display()))),
            #[cfg(feature = "parquet")]
            Pieces::Parquet(rows) => rows.next(path, most),
        }
    }
}
