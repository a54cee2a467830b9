//! Firms as columns.

use std::collections::BTreeMap;

use crate::profile::{Entry, Profile};
use crate::vocabulary::Vocabulary;

/// Values of one field, one for each firm or entry.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Column {
    /// The values; what is not known is zero.
    pub values: Vec<i64>,
    /// Whether each is known; none where all are.
    pub known: Option<Vec<bool>>,
    /// All bits of all values together.
    bits: u64,
}

impl Column {
    /// All bits of all values together: unless the first is set no value is negative, and none is greater.
    pub fn bits(&self) -> u64 {
        self.bits
    }

    /// A column of which nothing is known.
    pub fn unknown(rows: usize) -> Column {
        Column {
            values: vec![0; rows],
            known: Some(vec![false; rows]),
            bits: 0,
        }
    }

    /// A column of which everything is known.
    pub fn of(values: Vec<i64>) -> Column {
        Column {
            bits: values
                .iter()
                .fold(0, |bits, value| bits | value.cast_unsigned()),
            values,
            known: None,
        }
    }

    /// One more value.
    pub fn push(&mut self, value: Option<i64>) {
        let before = self.values.len();
        self.values.push(value.unwrap_or_default());
        self.bits |= value.unwrap_or_default().cast_unsigned();
        match (&mut self.known, value) {
            (Some(known), value) => known.push(value.is_some()),
            (None, Some(_)) => {}
            (None, None) => {
                let mut known = vec![true; before];
                known.push(false);
                self.known = Some(known);
            }
        }
    }

    /// A value.
    pub fn get(&self, at: usize) -> Option<i64> {
        let known = self
            .known
            .as_ref()
            .is_none_or(|known| known.get(at) == Some(&true));
        self.values.get(at).copied().filter(|_| known)
    }
}

/// The entries of a list of all firms, one firm after the other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListColumns {
    /// Where each firm's entries begin, and behind the last one where they end: one more than there are firms.
    pub offsets: Vec<usize>,
    /// Whether a firm's list was filled in; none where all were.
    pub known: Option<Vec<bool>>,
    /// The attributes.
    pub attributes: Vec<Column>,
    /// How many entries there are in all.
    pub count: usize,
    /// Names and texts of those entries that have any: support refers to them.
    pub texts: BTreeMap<usize, (Option<String>, BTreeMap<usize, String>)>,
}

/// Many firms.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Population {
    /// How many firms.
    pub rows: usize,
    /// Their names, if they have any.
    pub names: Vec<Option<String>>,
    /// Fields of the firm; none where nothing is known of it for any firm.
    pub fields: Vec<Option<Column>>,
    /// Yearly figures, by field and year.
    pub yearly: BTreeMap<(usize, i16), Column>,
    /// Lists; none where no firm's list was filled in.
    pub lists: Vec<Option<ListColumns>>,
}

impl Population {
    /// No firms yet.
    pub fn empty(vocabulary: &Vocabulary) -> Population {
        Population {
            rows: 0,
            names: Vec::new(),
            fields: vec![None; vocabulary.fields.len()],
            yearly: BTreeMap::new(),
            lists: vec![None; vocabulary.lists.len()],
        }
    }

    /// One more firm.
    pub fn push(&mut self, profile: &Profile, vocabulary: &Vocabulary) {
        let rows = self.rows;
        self.names.push(profile.name.clone());
        for (column, value) in self.fields.iter_mut().zip(&profile.fields) {
            match (column.as_mut(), value) {
                (Some(column), value) => column.push(*value),
                (None, None) => {}
                (None, Some(_)) => {
                    let mut new = Column::unknown(rows);
                    new.push(*value);
                    *column = Some(new);
                }
            }
        }
        for (field, years) in profile.yearly.iter().enumerate() {
            for year in years.keys() {
                let column = self.yearly.entry((field, *year));
                column.or_insert_with(|| Column::unknown(rows));
            }
        }
        for ((field, year), column) in &mut self.yearly {
            let value = profile.yearly.get(*field).and_then(|years| years.get(year));
            column.push(value.copied());
        }
        for (at, (slot, list)) in self.lists.iter_mut().zip(&profile.lists).enumerate() {
            let attributes = vocabulary
                .lists
                .get(at)
                .map_or(0, |list| list.attributes.len());
            if slot.is_none() && list.is_some() {
                *slot = Some(ListColumns {
                    offsets: vec![0; rows + 1],
                    known: (rows > 0).then(|| vec![false; rows]),
                    attributes: vec![Column::default(); attributes],
                    count: 0,
                    texts: BTreeMap::new(),
                });
            }
            if let Some(columns) = slot {
                columns.push(list.as_deref(), rows);
            }
        }
        self.rows += 1;
    }

    /// A firm, taken out of the columns again.
    pub fn profile(&self, row: usize) -> Profile {
        let years = self
            .yearly
            .keys()
            .map(|(field, _)| field + 1)
            .max()
            .unwrap_or_default();
        let mut yearly = vec![BTreeMap::new(); years];
        for ((field, year), column) in &self.yearly {
            if let (Some(value), Some(years)) = (column.get(row), yearly.get_mut(*field)) {
                years.insert(*year, value);
            }
        }
        Profile {
            code: None,
            name: self.names.get(row).cloned().flatten(),
            fields: self
                .fields
                .iter()
                .map(|column| column.as_ref().and_then(|column| column.get(row)))
                .collect(),
            yearly,
            lists: self
                .lists
                .iter()
                .map(|list| list.as_ref().and_then(|list| list.entries_of(row)))
                .collect(),
        }
    }
}

impl ListColumns {
    fn push(&mut self, entries: Option<&[Entry]>, rows: usize) {
        match (&mut self.known, entries) {
            (Some(known), entries) => known.push(entries.is_some()),
            (None, Some(_)) => {}
            (None, None) => {
                let mut known = vec![true; rows];
                known.push(false);
                self.known = Some(known);
            }
        }
        for entry in entries.unwrap_or_default() {
            for (column, value) in self.attributes.iter_mut().zip(&entry.values) {
                column.push(*value);
            }
            if entry.id.is_some() || !entry.texts.is_empty() {
                let texts = (entry.id.clone(), entry.texts.clone());
                self.texts.insert(self.count, texts);
            }
            self.count += 1;
        }
        self.offsets.push(self.count);
    }

    /// The places of a firm's entries.
    pub fn range(&self, row: usize) -> std::ops::Range<usize> {
        let at = |row: usize| self.offsets.get(row).copied().unwrap_or_default();
        at(row)..at(row + 1)
    }

    fn entries_of(&self, row: usize) -> Option<Vec<Entry>> {
        if self
            .known
            .as_ref()
            .is_some_and(|known| known.get(row) != Some(&true))
        {
            return None;
        }
        let entry = |at: usize| {
            let (id, texts) = self.texts.get(&at).cloned().unwrap_or_default();
            Entry {
                id,
                values: self
                    .attributes
                    .iter()
                    .map(|column| column.get(at))
                    .collect(),
                texts,
            }
        };
        Some(self.range(row).map(entry).collect())
    }
}
