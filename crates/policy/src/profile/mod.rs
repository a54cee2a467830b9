//! What is known of one firm: fields, yearly figures, lists of entries. What is absent is not known.

pub mod read;
pub mod tree;
pub mod write;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::vocabulary::Vocabulary;

pub use read::{BadProfile, read};

/// One firm's facts, by the places of the vocabulary's words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Profile {
    /// The unified social credit code.
    pub code: Option<String>,
    /// The firm's name.
    pub name: Option<String>,
    /// Fields of the firm.
    pub fields: Vec<Option<i64>>,
    /// Yearly figures, by field and year.
    pub yearly: Vec<BTreeMap<i16, i64>>,
    /// Lists; a list that nobody filled in is not known, an empty one is.
    pub lists: Vec<Option<Vec<Entry>>>,
}

/// One entry of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// Its name in the profile, so that support can refer to it.
    pub id: Option<String>,
    /// Its attributes.
    pub values: Vec<Option<i64>>,
    /// Its texts, by attribute.
    pub texts: BTreeMap<usize, String>,
}

impl Entry {
    /// A text attribute.
    pub fn text(&self, attribute: Option<usize>) -> Option<&str> {
        self.texts.get(&attribute?).map(String::as_str)
    }

    /// An attribute's value.
    pub fn value(&self, attribute: Option<usize>) -> Option<i64> {
        self.values.get(attribute?).copied().flatten()
    }
}

impl Profile {
    /// A firm of which nothing is known.
    pub fn unknown(vocabulary: &Vocabulary) -> Profile {
        Profile {
            code: None,
            name: None,
            fields: vec![None; vocabulary.fields.len()],
            yearly: vec![BTreeMap::new(); vocabulary.yearly.len()],
            lists: vec![None; vocabulary.lists.len()],
        }
    }

    /// The entries of a list, if it was filled in.
    pub fn list(&self, list: usize) -> Option<&[Entry]> {
        self.lists.get(list)?.as_deref()
    }
}

/// Something that the profile does not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Missing {
    /// A field of the firm.
    Field(usize),
    /// A yearly figure.
    Yearly(usize, i16),
    /// A whole list.
    List(usize),
    /// An attribute of an entry.
    Attribute {
        /// The list.
        list: usize,
        /// The entry, from 0.
        entry: usize,
        /// The attribute.
        attribute: usize,
    },
}

impl Missing {
    /// Its path in the profile: `organization.region`, `years.2025.revenue`, `spending[2].node`.
    pub fn path(self, vocabulary: &Vocabulary) -> String {
        let name = |fields: &[crate::vocabulary::Field], at: usize| {
            fields.get(at).map_or("?", |field| &field.name).to_owned()
        };
        match self {
            Missing::Field(at) => format!("organization.{}", name(&vocabulary.fields, at)),
            Missing::Yearly(at, year) => format!("years.{year}.{}", name(&vocabulary.yearly, at)),
            Missing::List(list) => vocabulary
                .lists
                .get(list)
                .map_or("?", |list| &list.name)
                .to_owned(),
            Missing::Attribute {
                list,
                entry,
                attribute,
            } => vocabulary.lists.get(list).map_or_else(String::new, |list| {
                format!(
                    "{}[{entry}].{}",
                    list.name,
                    name(&list.attributes, attribute)
                )
            }),
        }
    }

    /// How one asks for it.
    pub fn ask(self, vocabulary: &Vocabulary) -> crate::vocabulary::Words {
        use crate::vocabulary::Words;
        let asked = |field: &crate::vocabulary::Field| {
            field.ask.clone().unwrap_or_else(|| field.label.clone())
        };
        match self {
            Missing::Field(at) => vocabulary.fields.get(at).map(asked).unwrap_or_default(),
            Missing::Yearly(at, year) => vocabulary
                .yearly
                .get(at)
                .map(|field| {
                    let words = asked(field);
                    Words::new(
                        format!("{year}年{}", words.zh),
                        format!("{} {year}", words.en),
                    )
                })
                .unwrap_or_default(),
            Missing::List(at) => vocabulary
                .lists
                .get(at)
                .map(|list| {
                    Words::new(
                        format!("请填写{}（没有则选“没有”）", list.label.zh),
                        format!(
                            "List the {} (an empty list, if there are none)",
                            list.label.en
                        ),
                    )
                })
                .unwrap_or_default(),
            Missing::Attribute {
                list,
                entry,
                attribute,
            } => vocabulary
                .lists
                .get(list)
                .and_then(|list| Some((list, list.attributes.get(attribute)?)))
                .map(|(list, field)| {
                    let words = asked(field);
                    let number = entry + 1;
                    Words::new(
                        format!("{}第{number}项：{}", list.label.zh, words.zh),
                        format!("{} no. {number}: {}", list.label.en, words.en),
                    )
                })
                .unwrap_or_default(),
        }
    }
}
