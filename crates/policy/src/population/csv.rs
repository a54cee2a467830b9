//! Populations as CSV; what the columns mean stands in [`super::table`].

use std::io::{Read, Write};

use crate::profile::{Entry, Profile};
use crate::vocabulary::{Field, Vocabulary};

use super::columns::Population;
use super::table::{BadTable, Header, Place, cell};

/// Reads a table by pieces, so that its size is no matter.
pub struct Reader<'v, R> {
    vocabulary: &'v Vocabulary,
    rows: csv::Reader<R>,
    header: Header<'v>,
}

impl<R> std::fmt::Debug for Reader<'_, R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reader")
            .field("header", &self.header)
            .finish_non_exhaustive()
    }
}

impl<'v, R: Read> Reader<'v, R> {
    /// Reads the header.
    ///
    /// # Errors
    /// When a column has no meaning.
    pub fn new(source: R, vocabulary: &'v Vocabulary) -> Result<Self, BadTable> {
        let mut rows = csv::ReaderBuilder::new()
            .flexible(false)
            .from_reader(source);
        let names = rows.headers().map_err(|error| broken(&error))?.clone();
        let header = Header::new(&names, vocabulary)?;
        Ok(Reader {
            vocabulary,
            rows,
            header,
        })
    }

    /// The next firms, at most so many; none at the end.
    ///
    /// # Errors
    /// At the first cell that cannot be read.
    pub fn next(&mut self, most: usize) -> Result<Option<Population>, BadTable> {
        let mut population = Population::empty(self.vocabulary);
        let mut record = csv::StringRecord::new();
        while population.rows < most {
            if !self
                .rows
                .read_record(&mut record)
                .map_err(|error| broken(&error))?
            {
                break;
            }
            let line = record.position().map_or(0, csv::Position::line);
            let profile = self.header.profile(&record, line)?;
            population.push(&profile, self.vocabulary);
        }
        Ok((population.rows > 0).then_some(population))
    }
}

fn broken(error: &csv::Error) -> BadTable {
    let line = error.position().map_or(1, csv::Position::line);
    let message = match error.kind() {
        csv::ErrorKind::UnequalLengths {
            expected_len, len, ..
        } => {
            format!("{len} cells in a table of {expected_len} columns")
        }
        csv::ErrorKind::Utf8 { .. } => "this is not UTF-8; save the table as CSV UTF-8".to_owned(),
        _ => error.to_string(),
    };
    BadTable {
        line,
        column: "row".to_owned(),
        message,
    }
}

/// Writes firms as such a table.
///
/// # Errors
/// When the target does not take it.
pub fn write(
    out: impl Write,
    profiles: &[Profile],
    vocabulary: &Vocabulary,
) -> Result<(), csv::Error> {
    let mut places: Vec<(String, Place)> = vec![("name".to_owned(), Place::Name)];
    for (at, field) in vocabulary.fields.iter().enumerate() {
        if profiles
            .iter()
            .any(|profile| profile.fields.get(at).copied().flatten().is_some())
        {
            places.push((field.name.clone(), Place::Field(at)));
        }
    }
    for (at, field) in vocabulary.yearly.iter().enumerate() {
        let mut years: Vec<i16> = profiles
            .iter()
            .filter_map(|profile| profile.yearly.get(at))
            .flat_map(|years| years.keys().copied())
            .collect();
        years.sort_unstable();
        years.dedup();
        places.extend(
            years
                .into_iter()
                .map(|year| (format!("{}.{year}", field.name), Place::Yearly(at, year))),
        );
    }
    for (at, list) in vocabulary.lists.iter().enumerate() {
        places.push((list.name.clone(), Place::List(at)));
        let most = profiles
            .iter()
            .filter_map(|profile| profile.list(at))
            .map(<[Entry]>::len)
            .max()
            .unwrap_or_default();
        for number in 0..most {
            for (attribute, field) in list.attributes.iter().enumerate() {
                let used = profiles.iter().any(|profile| {
                    profile
                        .list(at)
                        .and_then(|entries| entries.get(number))
                        .is_some_and(|entry| entry.value(Some(attribute)).is_some())
                });
                if used {
                    let name = format!("{}.{}.{}", list.name, number + 1, field.name);
                    places.push((name, Place::Entry(at, number, attribute)));
                }
            }
        }
    }
    let mut table = csv::Writer::from_writer(out);
    table.write_record(places.iter().map(|(name, _)| name))?;
    for profile in profiles {
        let cells = places.iter().map(|(_, place)| {
            let written = |value: Option<i64>, field: Option<&Field>| match (value, field) {
                (Some(value), Some(field)) => cell(value, field, vocabulary),
                _ => String::new(),
            };
            match place {
                Place::Name => profile.name.clone().unwrap_or_default(),
                Place::Code => profile.code.clone().unwrap_or_default(),
                Place::Field(at) => written(
                    profile.fields.get(*at).copied().flatten(),
                    vocabulary.fields.get(*at),
                ),
                Place::Yearly(at, year) => written(
                    profile
                        .yearly
                        .get(*at)
                        .and_then(|years| years.get(year))
                        .copied(),
                    vocabulary.yearly.get(*at),
                ),
                Place::List(list) => match profile.list(*list) {
                    Some([]) => "0".to_owned(),
                    _ => String::new(),
                },
                Place::Entry(list, number, attribute) => {
                    let entry = profile.list(*list).and_then(|entries| entries.get(*number));
                    let field = vocabulary
                        .lists
                        .get(*list)
                        .and_then(|list| list.attributes.get(*attribute));
                    written(entry.and_then(|entry| entry.value(Some(*attribute))), field)
                }
            }
        });
        table.write_record(cells.collect::<Vec<_>>())?;
    }
    table.flush()?;
    Ok(())
}
