//! Reading the vocabulary's file, and what packs add to it.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_saphyr::Spanned;
use std::collections::BTreeMap;

use super::{Choice, Choices, Field, List, Sort, Vocabulary, Words};

/// Words, as the vocabulary's file and the `adds` of a pack give them.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[schemars(rename = "Additions")]
pub struct Additions {
    /// Sets of choices, or members for sets that are there already.
    pub choices: BTreeMap<String, NewChoices>,
    /// What is said of the firm once.
    pub fields: Vec<NewField>,
    /// What is said of the firm for each year.
    pub yearly: Vec<NewField>,
    /// Lists, or attributes for lists that are there already.
    pub lists: Vec<NewList>,
}

/// A set of choices.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct NewChoices {
    /// What people call the set; needed once.
    pub label: Option<Words>,
    /// Its members.
    pub of: Vec<NewChoice>,
}

/// A member of a set of choices.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewChoice {
    /// Its name in expressions and profiles.
    pub is: String,
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

/// A field, yearly figure or attribute.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewField {
    /// Its name in expressions and profiles.
    #[schemars(with = "String")]
    pub name: Spanned<String>,
    /// `bool`, `money`, `rate`, `number`, `number nm`, `date`, `region`, `choice segment`, `set segment`, `text`.
    #[serde(rename = "type")]
    #[schemars(with = "String")]
    pub sort: Spanned<String>,
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
    /// How one asks for it.
    #[serde(default)]
    pub ask: Option<Words>,
    /// Whether it may be below zero.
    #[serde(default)]
    pub negative: bool,
}

/// A list of entries.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewList {
    /// Its name.
    pub name: String,
    /// What people call it; needed once.
    #[serde(default)]
    pub label: Option<Words>,
    /// What an entry can say.
    #[serde(default)]
    pub entry: Vec<NewField>,
}

/// A word that cannot be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    /// Line and column in the file, from 1.
    pub place: (u32, u32),
    /// What is wrong.
    pub message: String,
}

impl Vocabulary {
    /// The common vocabulary, as it ships.
    ///
    /// # Errors
    /// When the file that is compiled in is broken, which a test prevents.
    pub fn common() -> Result<Vocabulary, String> {
        let text = include_str!("../../../../data/policies/vocabulary.yaml");
        let additions: Additions =
            serde_saphyr::from_str(text).map_err(|error| error.to_string())?;
        let mut vocabulary = Vocabulary::default();
        match vocabulary.add(&additions, None).first() {
            Some(clash) => Err(format!(
                "{}:{}: {}",
                clash.place.0, clash.place.1, clash.message
            )),
            None => Ok(vocabulary),
        }
    }

    /// Adds words; what is there already in the same sense is no clash, so that two packs may share a word.
    pub fn add(&mut self, words: &Additions, pack: Option<&str>) -> Vec<Clash> {
        let mut clashes = Vec::new();
        for (name, new) in &words.choices {
            self.add_choices(name, new);
        }
        for new in &words.fields {
            let field = self.field_of(new, pack);
            insert(&mut self.fields, field, new, &mut clashes);
        }
        for new in &words.yearly {
            let field = self.field_of(new, pack);
            insert(&mut self.yearly, field, new, &mut clashes);
        }
        for new in &words.lists {
            let at = self.list(&new.name).unwrap_or_else(|| {
                self.lists.push(List {
                    name: new.name.clone(),
                    label: Words::default(),
                    attributes: Vec::new(),
                });
                self.lists.len() - 1
            });
            let fields: Vec<_> = new
                .entry
                .iter()
                .map(|entry| (self.field_of(entry, pack), entry))
                .collect();
            let Some(list) = self.lists.get_mut(at) else {
                continue;
            };
            if let Some(label) = &new.label {
                list.label = label.clone();
            }
            for (field, entry) in fields {
                insert(&mut list.attributes, field, entry, &mut clashes);
            }
        }
        clashes
    }

    fn add_choices(&mut self, name: &str, new: &NewChoices) {
        let at = self.choices_named(name).map_or_else(
            || {
                self.choices.push(Choices {
                    name: name.to_owned(),
                    label: Words::default(),
                    choices: Vec::new(),
                });
                self.choices.len() - 1
            },
            |id| id.0,
        );
        let Some(choices) = self.choices.get_mut(at) else {
            return;
        };
        if let Some(label) = &new.label {
            choices.label = label.clone();
        }
        for choice in &new.of {
            if choices.number(&choice.is).is_none() {
                choices.choices.push(Choice {
                    name: choice.is.clone(),
                    label: Words::new(choice.zh.as_str(), choice.en.as_str()),
                });
            }
        }
    }

    fn field_of(&self, new: &NewField, pack: Option<&str>) -> Result<Field, Clash> {
        let sort = self
            .sort(&new.sort.value)
            .ok_or_else(|| Clash {
                place: place(&new.sort),
                message: format!(
                    "unknown type `{}`; known: bool, money, rate, number, number UNIT, date, region, choice NAME, set NAME, text",
                    new.sort.value
                ),
            })?;
        Ok(Field {
            name: new.name.value.clone(),
            sort,
            label: Words::new(new.zh.as_str(), new.en.as_str()),
            ask: new.ask.clone(),
            pack: pack.map(str::to_owned),
            negative: new.negative,
        })
    }

    fn sort(&self, text: &str) -> Option<Sort> {
        let (first, rest) = text.split_once(' ').unwrap_or((text, ""));
        Some(match (first, rest.trim()) {
            ("bool", "") => Sort::Bool,
            ("money", "") => Sort::Money,
            ("rate", "") => Sort::Rate,
            ("number", unit) => Sort::Number(unit.to_owned()),
            ("date", "") => Sort::Date,
            ("region", "") => Sort::Region,
            ("text", "") => Sort::Text,
            ("choice", name) => Sort::Choice(self.choices_named(name)?),
            ("set", name) => Sort::Set(self.choices_named(name)?),
            _ => return None,
        })
    }
}

fn insert(
    into: &mut Vec<Field>,
    field: Result<Field, Clash>,
    new: &NewField,
    clashes: &mut Vec<Clash>,
) {
    match field {
        Err(clash) => clashes.push(clash),
        Ok(field) => match into.iter().find(|known| known.name == field.name) {
            None => into.push(field),
            Some(known) if known.sort == field.sort => {}
            Some(_) => clashes.push(Clash {
                place: place(&new.name),
                message: format!("`{}` is there already with another type", field.name),
            }),
        },
    }
}

fn place<T>(spanned: &Spanned<T>) -> (u32, u32) {
    let location = &spanned.referenced;
    (
        u32::try_from(location.line()).unwrap_or(u32::MAX),
        u32::try_from(location.column()).unwrap_or(u32::MAX),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_common_vocabulary_is_whole() {
        let vocabulary = Vocabulary::common().unwrap();
        for list in &vocabulary.lists {
            assert!(!list.label.zh.is_empty(), "{} has no label", list.name);
        }
        for choices in &vocabulary.choices {
            assert!(
                !choices.label.zh.is_empty(),
                "{} has no label",
                choices.name
            );
            // INVARIANT: a set of choices is kept in the 63 bits of a value.
            assert!(
                choices.choices.len() < 63
                    || choices.name == "achievement"
                    || choices.name == "matter",
                "{}",
                choices.name
            );
        }
    }

    #[test]
    fn a_word_with_two_meanings_is_a_clash() {
        let mut vocabulary = Vocabulary::common().unwrap();
        let words = "fields:\n  - {name: region, type: money, zh: 地, en: place}\n  - {name: x, type: wafer, zh: 片, en: wafer}";
        let clashes = vocabulary.add(&serde_saphyr::from_str(words).unwrap(), Some("p"));
        let said: Vec<_> = clashes
            .iter()
            .map(|clash| (clash.place, clash.message.as_str()))
            .collect();
        assert_eq!(
            said[0],
            ((2, 12), "`region` is there already with another type")
        );
        assert!(said[1].1.starts_with("unknown type `wafer`"));
    }
}
