//! Profiles as JSON, which reads back as the same profile.

use serde_json::{Map, Value};

use crate::population::table::cell;
use crate::vocabulary::{Field, Sort, Vocabulary};

use super::{Entry, Profile};

/// The shortest JSON that says what is known.
pub fn to_json(profile: &Profile, vocabulary: &Vocabulary) -> Value {
    let mut organization = Map::new();
    for (name, value) in [("name", &profile.name), ("code", &profile.code)] {
        if let Some(value) = value {
            organization.insert(name.to_owned(), Value::from(value.as_str()));
        }
    }
    for (field, value) in vocabulary.fields.iter().zip(&profile.fields) {
        if let Some(value) = value {
            organization.insert(field.name.clone(), json(*value, field, vocabulary));
        }
    }
    let mut years: Map<String, Value> = Map::new();
    for (field, known) in vocabulary.yearly.iter().zip(&profile.yearly) {
        for (year, value) in known {
            let year = years
                .entry(year.to_string())
                .or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(figures) = year {
                figures.insert(field.name.clone(), json(*value, field, vocabulary));
            }
        }
    }
    let mut top = Map::new();
    top.insert("organization".to_owned(), Value::Object(organization));
    if !years.is_empty() {
        top.insert("years".to_owned(), Value::Object(years));
    }
    for (list, entries) in vocabulary.lists.iter().zip(&profile.lists) {
        if let Some(entries) = entries {
            let entries = entries
                .iter()
                .map(|one| entry(one, &list.attributes, vocabulary));
            top.insert(list.name.clone(), Value::Array(entries.collect()));
        }
    }
    Value::Object(top)
}

fn entry(entry: &Entry, attributes: &[Field], vocabulary: &Vocabulary) -> Value {
    let mut map = Map::new();
    if let Some(id) = &entry.id {
        map.insert("id".to_owned(), Value::from(id.as_str()));
    }
    for (at, field) in attributes.iter().enumerate() {
        if let Some(text) = entry.text(Some(at)) {
            map.insert(field.name.clone(), Value::from(text));
        } else if let Some(value) = entry.value(Some(at)) {
            map.insert(field.name.clone(), json(value, field, vocabulary));
        }
    }
    Value::Object(map)
}

fn json(value: i64, field: &Field, vocabulary: &Vocabulary) -> Value {
    match field.sort {
        Sort::Bool => Value::Bool(value != 0),
        Sort::Set(_) => {
            let text = cell(value, field, vocabulary);
            let parts = text.split('|').filter(|part| !part.is_empty());
            Value::Array(parts.map(Value::from).collect())
        }
        _ => Value::from(cell(value, field, vocabulary)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::population::generate::{Recipe, firm};

    #[test]
    fn what_is_written_reads_back_as_the_same() {
        let library = crate::pack::Library::shipped().unwrap();
        let recipe = Recipe {
            seed: 7,
            on: jiff::civil::date(2025, 12, 31),
            regions: vec![330_109, 440_112],
            missing: 200,
            supported: 500,
        };
        for number in 0..200 {
            let profile = firm(&library.vocabulary, &recipe, number);
            let text = to_json(&profile, &library.vocabulary).to_string();
            assert_eq!(
                super::super::read(&text, &library.vocabulary).unwrap(),
                profile,
                "{text}"
            );
        }
    }
}
