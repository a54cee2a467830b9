//! Populations as tables: one firm a row.
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

use crate::language::Type;
use crate::language::span::nearest;
use crate::language::words::figure;
use crate::profile::read::parse_value;
use crate::profile::{Entry, Profile};
use crate::vocabulary::{Field, Sort, Vocabulary};

/// What a column holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
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

/// What the columns of a table mean.
#[derive(Debug, Clone)]
pub struct Header<'v> {
    vocabulary: &'v Vocabulary,
    columns: Vec<(String, Place)>,
    /// The lists that have a column of their own name.
    own: Vec<usize>,
}

impl<'v> Header<'v> {
    /// Reads the names of the columns.
    ///
    /// # Errors
    /// When a name has no meaning, or stands there twice.
    pub fn new<'n>(
        names: impl IntoIterator<Item = &'n str>,
        vocabulary: &'v Vocabulary,
    ) -> Result<Header<'v>, BadTable> {
        let mut columns: Vec<(String, Place)> = Vec::new();
        for name in names {
            let name = name.trim_start_matches('\u{feff}').trim();
            let wrong = |message: String| BadTable {
                line: 1,
                column: name.to_owned(),
                message,
            };
            let place = place(name, vocabulary).map_err(wrong)?;
            if columns.iter().any(|(_, known)| *known == place) {
                return Err(wrong("this column is there twice".to_owned()));
            }
            columns.push((name.to_owned(), place));
        }
        let own = columns.iter().filter_map(|(_, place)| match place {
            Place::List(list) => Some(*list),
            _ => None,
        });
        Ok(Header {
            vocabulary,
            own: own.collect(),
            columns,
        })
    }

    /// A firm from the cells of a row, in the order of the header.
    ///
    /// # Errors
    /// At the first cell that cannot be read.
    pub fn profile<'c>(
        &self,
        cells: impl IntoIterator<Item = &'c str>,
        line: u64,
    ) -> Result<Profile, BadTable> {
        let vocabulary = self.vocabulary;
        let mut profile = Profile::unknown(vocabulary);
        for ((name, place), cell) in self.columns.iter().zip(cells) {
            let cell = cell.trim();
            let wrong = |message: String| BadTable {
                line,
                column: name.clone(),
                message,
            };
            if let Place::Entry(list, ..) = place
                && !self.own.contains(list)
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
