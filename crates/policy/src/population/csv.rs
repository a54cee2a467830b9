//! Populations as CSV: one firm a row.
//!
//! | column | meaning |
//! |---|---|
//! | `name`, `code` | the firm |
//! | `region`, `segments`, … | its fields; sets are joined by `\|` |
//! | `revenue.2025` | a yearly figure |
//! | `spending.1.amount` | an attribute of the first entry of a list |
//! | `violations` | `0` says that the list is known and empty |
//!
//! An empty cell is not known. A list of which the header has a column is known for every firm, but for those lists that
//! have a column of their own name: there it is known where that cell says `0`, or an entry is filled in.

use std::io::{Read, Write};

use crate::language::Type;
use crate::language::span::nearest;
use crate::language::words::figure;
use crate::profile::read::parse_value;
use crate::profile::{Entry, Profile};
use crate::vocabulary::{Field, Sort, Vocabulary};

use super::columns::Population;

/// What a column holds.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Place {
    Name,
    Code,
    Field(usize),
    Yearly(usize, i16),
    Entry(usize, usize, usize),
    List(usize),
}

/// A file that cannot be read: line, column and words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{line}: {column}: {message}")]
pub struct BadTable {
    /// The line, from 1.
    pub line: u64,
    /// The name of the column.
    pub column: String,
    /// What is wrong.
    pub message: String,
}

/// Reads a table by pieces, so that its size is no matter.
pub struct Reader<'v, R> {
    vocabulary: &'v Vocabulary,
    rows: csv::Reader<R>,
    header: Vec<(String, Place)>,
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
        let mut header = Vec::new();
        for name in &names {
            let name = name.trim_start_matches('\u{feff}').trim();
            let place = place(name, vocabulary).map_err(|message| BadTable {
                line: 1,
                column: name.to_owned(),
                message,
            })?;
            if header.iter().any(|(_, known)| *known == place) {
                return Err(BadTable {
                    line: 1,
                    column: name.to_owned(),
                    message: "this column is there twice".to_owned(),
                });
            }
            header.push((name.to_owned(), place));
        }
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
            let profile = self.profile(&record, line)?;
            population.push(&profile, self.vocabulary);
        }
        Ok((population.rows > 0).then_some(population))
    }

    fn profile(&self, record: &csv::StringRecord, line: u64) -> Result<Profile, BadTable> {
        let vocabulary = self.vocabulary;
        let mut profile = Profile::unknown(vocabulary);
        let own_column: Vec<usize> = self
            .header
            .iter()
            .filter_map(|(_, place)| match place {
                Place::List(list) => Some(*list),
                _ => None,
            })
            .collect();
        for ((name, place), cell) in self.header.iter().zip(record) {
            let cell = cell.trim();
            let wrong = |message: String| BadTable {
                line,
                column: name.clone(),
                message,
            };
            if let Place::Entry(list, ..) = place
                && !own_column.contains(list)
                && let Some(slot) = profile.lists.get_mut(*list)
            {
                slot.get_or_insert_default();
            }
            if cell.is_empty() {
                continue;
            }
            let parse = |field: Option<&Field>| {
                let Some(field) = field else { return Ok(0) };
                match field.sort {
                    Sort::Set(_) => cell
                        .split('|')
                        .map(|part| parse_value(part, field, vocabulary))
                        .try_fold(0, |set, bit| bit.map(|bit| set | bit)),
                    _ => parse_value(cell, field, vocabulary),
                }
                .map_err(|bad| wrong(bad.message))
            };
            match place {
                Place::Name => profile.name = Some(cell.to_owned()),
                Place::Code => profile.code = Some(cell.to_owned()),
                Place::Field(at) => {
                    let value = parse(vocabulary.fields.get(*at))?;
                    if let Some(slot) = profile.fields.get_mut(*at) {
                        *slot = Some(value);
                    }
                }
                Place::Yearly(at, year) => {
                    let value = parse(vocabulary.yearly.get(*at))?;
                    if let Some(years) = profile.yearly.get_mut(*at) {
                        years.insert(*year, value);
                    }
                }
                Place::List(list) => {
                    if cell != "0" {
                        return Err(wrong(format!("`{cell}` where only `0` has a meaning")));
                    }
                    if let Some(slot) = profile.lists.get_mut(*list) {
                        slot.get_or_insert_default();
                    }
                }
                Place::Entry(list, number, attribute) => {
                    let Some(shape) = vocabulary.lists.get(*list) else {
                        continue;
                    };
                    let field = shape.attributes.get(*attribute);
                    let text = field.is_some_and(|field| field.sort == Sort::Text);
                    let value = if text { 0 } else { parse(field)? };
                    let Some(slot) = profile.lists.get_mut(*list) else {
                        continue;
                    };
                    let entries = slot.get_or_insert_default();
                    while entries.len() <= *number {
                        entries.push(Entry {
                            id: None,
                            values: vec![None; shape.attributes.len()],
                            texts: std::collections::BTreeMap::new(),
                        });
                    }
                    if let Some(entry) = entries.get_mut(*number) {
                        if text {
                            entry.texts.insert(*attribute, cell.to_owned());
                        } else if let Some(slot) = entry.values.get_mut(*attribute) {
                            *slot = Some(value);
                        }
                    }
                }
            }
        }
        // Entries are numbered by columns; a number that a firm leaves empty is no entry.
        for entries in profile.lists.iter_mut().flatten() {
            entries.retain(|entry| {
                entry.values.iter().any(Option::is_some) || !entry.texts.is_empty()
            });
        }
        Ok(profile)
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

fn place(name: &str, vocabulary: &Vocabulary) -> Result<Place, String> {
    match name {
        "name" => return Ok(Place::Name),
        "code" => return Ok(Place::Code),
        _ => {}
    }
    if let Some(at) = vocabulary.field(name) {
        return Ok(Place::Field(at));
    }
    if let Some(list) = vocabulary.list(name) {
        return Ok(Place::List(list));
    }
    let parts: Vec<&str> = name.split('.').collect();
    match parts.as_slice() {
        [figure, year] => {
            let at = vocabulary.year_field(figure);
            if let (Some(at), Ok(year)) = (at, year.parse()) {
                return Ok(Place::Yearly(at, year));
            }
        }
        [list, number, attribute] => {
            let found = vocabulary.list(list).and_then(|at| {
                let attribute = vocabulary.lists.get(at)?.attribute(attribute)?;
                let number = number.parse::<usize>().ok()?.checked_sub(1)?;
                (number < 1000).then_some(Place::Entry(at, number, attribute))
            });
            if let Some(place) = found {
                return Ok(place);
            }
        }
        _ => {}
    }
    let names = vocabulary.fields.iter().map(|field| field.name.as_str());
    Err(match nearest(name, names) {
        Some(near) => format!("unknown column; did you mean `{near}`?"),
        None => "unknown column; write `region`, `revenue.2025`, `spending.1.amount`".to_owned(),
    })
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

/// A value as a cell, so that it reads back as the same.
pub fn cell(value: i64, field: &Field, vocabulary: &Vocabulary) -> String {
    match &field.sort {
        Sort::Bool => (value != 0).to_string(),
        Sort::Money => crate::value::yuan(value),
        Sort::Rate | Sort::Number(_) => crate::value::decimal(value),
        Sort::Date => figure(value, &Type::Date),
        Sort::Region => format!("{value:06}"),
        Sort::Choice(id) => vocabulary
            .choice(*id, value)
            .map_or_else(String::new, |choice| choice.name.clone()),
        Sort::Set(id) => {
            let choices = vocabulary
                .choices(*id)
                .map_or(&[][..], |choices| &choices.choices);
            let chosen = choices
                .iter()
                .take(63)
                .enumerate()
                .filter(|(bit, _)| value >> bit & 1 == 1);
            chosen
                .map(|(_, choice)| choice.name.as_str())
                .collect::<Vec<_>>()
                .join("|")
        }
        Sort::Text => String::new(),
    }
}
