//! A firm's profile as it travels through the pages: JSON in the address, changed by answers.

use serde_json::{Map, Value};
use xinqiao_policy::pack::Library;
use xinqiao_policy::profile::{Profile, read, write};
use xinqiao_record::body::Organization;

use crate::due::profile_of;
use crate::page::review::Pairs;

/// A profile with its JSON.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    /// The facts.
    pub(super) profile: Profile,
    /// The shortest JSON that says them.
    pub(super) json: String,
}

/// What is wrong with a profile or an answer.
pub(super) type Wrong = Vec<String>;

/// The profile of an address: `profile`, changed by the answer in it.
///
/// # Errors
/// With every place that is wrong; then nothing is changed.
pub(super) fn asked(pairs: &Pairs, library: &Library) -> Result<Asked, Wrong> {
    let text = pairs.get("profile").trim();
    let base = if text.is_empty() { "{}" } else { text };
    let profile = parse(base, library)?;
    let mut tree = write::to_json(&profile, &library.vocabulary);
    if answer(&mut tree, pairs, library) {
        return from_tree(&tree, library);
    }
    Ok(Asked {
        json: write::to_json(&profile, &library.vocabulary).to_string(),
        profile,
    })
}

/// A profile from a text, as files have it.
///
/// # Errors
/// With every place that is wrong.
pub(super) fn from_text(text: &str, library: &Library) -> Result<Asked, Wrong> {
    let profile = parse(text, library)?;
    Ok(Asked {
        json: write::to_json(&profile, &library.vocabulary).to_string(),
        profile,
    })
}

fn parse(text: &str, library: &Library) -> Result<Profile, Wrong> {
    read(text, &library.vocabulary)
        .map_err(|bad| bad.findings.iter().map(ToString::to_string).collect())
}

fn from_tree(tree: &Value, library: &Library) -> Result<Asked, Wrong> {
    // Places in a text that nobody has seen say nothing: the words are enough.
    let profile = read(&tree.to_string(), &library.vocabulary).map_err(|bad| {
        bad.findings
            .iter()
            .map(|finding| finding.message.clone())
            .collect::<Vec<_>>()
    })?;
    Ok(Asked {
        json: write::to_json(&profile, &library.vocabulary).to_string(),
        profile,
    })
}

/// Puts the answer of an address into a profile; whether there was one.
fn answer(tree: &mut Value, pairs: &Pairs, library: &Library) -> bool {
    let field = pairs.get("field");
    let Some(top) = tree.as_object_mut() else {
        return false;
    };
    if let Some(list) = library
        .vocabulary
        .list(field)
        .and_then(|at| library.vocabulary.lists.get(at))
    {
        let entries = top.entry(field).or_insert_with(|| Value::Array(Vec::new()));
        let mut entry = Map::new();
        for attribute in &list.attributes {
            let value = pairs.get(&format!("a.{}", attribute.name)).trim();
            if !value.is_empty() {
                entry.insert(attribute.name.clone(), Value::from(value));
            }
        }
        if let (Value::Array(entries), false) = (entries, entry.is_empty()) {
            entries.push(Value::Object(entry));
        }
        return true;
    }
    let values: Vec<&str> = pairs
        .all("value")
        .map(str::trim)
        .filter(|value| !value.is_empty())
        .collect();
    let [first, ..] = values.as_slice() else {
        return false;
    };
    let set = field
        .strip_prefix("organization.")
        .and_then(|name| library.vocabulary.field(name))
        .and_then(|at| library.vocabulary.fields.get(at))
        .is_some_and(|field| matches!(field.sort, xinqiao_policy::vocabulary::Sort::Set(_)));
    let value = if set {
        Value::from(values)
    } else {
        Value::from(*first)
    };
    put(top, field, value)
}

/// Puts a value at a place such as `years.2025.revenue` or `spending[2].node`.
fn put(top: &mut Map<String, Value>, path: &str, value: Value) -> bool {
    let parts: Vec<&str> = path.split('.').collect();
    match parts.as_slice() {
        ["organization", name] => group(top, "organization")
            .map(|group| group.insert((*name).to_owned(), value))
            .is_some(),
        ["years", year, name] => {
            let years = group(top, "years").and_then(|years| group(years, year));
            years
                .map(|year| year.insert((*name).to_owned(), value))
                .is_some()
        }
        [entry, name] => {
            let Some((list, number)) = entry
                .strip_suffix(']')
                .and_then(|entry| entry.split_once('['))
            else {
                return false;
            };
            let entry = number.parse::<usize>().ok().and_then(|number| {
                top.get_mut(list)?
                    .as_array_mut()?
                    .get_mut(number)?
                    .as_object_mut()
            });
            entry
                .map(|entry| entry.insert((*name).to_owned(), value))
                .is_some()
        }
        _ => false,
    }
}

fn group<'m>(map: &'m mut Map<String, Value>, name: &str) -> Option<&'m mut Map<String, Value>> {
    map.entry(name)
        .or_insert_with(|| Value::Object(Map::new()))
        .as_object_mut()
}

/// What an organisation's record says, as a profile.
pub(super) fn of_organization(body: &Organization, library: &Library) -> Result<Asked, Wrong> {
    let profile = profile_of(body, library)?;
    Ok(Asked {
        json: write::to_json(&profile, &library.vocabulary).to_string(),
        profile,
    })
}
