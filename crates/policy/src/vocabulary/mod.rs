//! The words that policies and profiles share: fields of a firm, yearly figures, lists of entries, choices.
//!
//! The vocabulary is data (`data/policies/vocabulary.yaml`); a pack may add words of its own. Profiles, the
//! questionnaire, the workbook template and the language's checks are all made from it.

mod read;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use read::{Additions, Clash};

/// A text in both languages of the desk.
#[derive(
    Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Words {
    /// Both texts.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Words {
        Words {
            zh: zh.into(),
            en: en.into(),
        }
    }

    /// The text in one language.
    pub fn of(&self, language: xinqiao_record::Language) -> &str {
        match language {
            xinqiao_record::Language::Chinese => &self.zh,
            xinqiao_record::Language::English => &self.en,
        }
    }
}

/// The place of a set of choices in the vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ChoicesId(pub usize);

/// What sort of value a field has.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Sort {
    /// Yes or no.
    Bool,
    /// A sum in fen.
    Money,
    /// A share in millionths.
    Rate,
    /// A number in millionths, with its unit; the empty unit counts things.
    Number(String),
    /// A day.
    Date,
    /// A GB/T 2260 region.
    Region,
    /// One of several.
    Choice(ChoicesId),
    /// Some of several.
    Set(ChoicesId),
    /// A name or number that is kept and shown but takes no part in conditions.
    Text,
}

/// One thing that a profile can say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its name in expressions and profiles.
    pub name: String,
    /// What sort of value it has.
    pub sort: Sort,
    /// What people call it.
    pub label: Words,
    /// How one asks for it; the label, if that is enough.
    pub ask: Option<Words>,
    /// The pack that brought it; none for the common vocabulary.
    pub pack: Option<String>,
    /// Whether it may be below zero.
    pub negative: bool,
}

/// A list of entries: spending, achievements, support received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// Its name.
    pub name: String,
    /// What people call it.
    pub label: Words,
    /// What an entry can say.
    pub attributes: Vec<Field>,
}

impl List {
    /// The place of an attribute.
    pub fn attribute(&self, name: &str) -> Option<usize> {
        self.attributes.iter().position(|field| field.name == name)
    }
}

/// One of several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Its name.
    pub name: String,
    /// What people call it.
    pub label: Words,
}

/// What a choice can be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choices {
    /// The name of the set.
    pub name: String,
    /// What people call it.
    pub label: Words,
    /// Its members, in the order in which forms show them.
    pub choices: Vec<Choice>,
}

impl Choices {
    /// The number of a choice.
    pub fn number(&self, name: &str) -> Option<usize> {
        self.choices.iter().position(|choice| choice.name == name)
    }
}

/// Everything that can be said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Vocabulary {
    /// Sets of choices.
    pub choices: Vec<Choices>,
    /// What is said of the firm once.
    pub fields: Vec<Field>,
    /// What is said of the firm for each year.
    pub yearly: Vec<Field>,
    /// What there are several of.
    pub lists: Vec<List>,
}

impl Vocabulary {
    /// A set of choices.
    pub fn choices(&self, id: ChoicesId) -> Option<&Choices> {
        self.choices.get(id.0)
    }

    /// The name of a choice.
    pub fn choice(&self, id: ChoicesId, number: i64) -> Option<&Choice> {
        self.choices(id)?.choices.get(usize::try_from(number).ok()?)
    }

    /// A set of choices by its name.
    pub fn choices_named(&self, name: &str) -> Option<ChoicesId> {
        let found = self.choices.iter().position(|choices| choices.name == name);
        found.map(ChoicesId)
    }

    /// A field of the firm.
    pub fn field(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.name == name)
    }

    /// A yearly figure.
    pub fn year_field(&self, name: &str) -> Option<usize> {
        self.yearly.iter().position(|field| field.name == name)
    }

    /// A list.
    pub fn list(&self, name: &str) -> Option<usize> {
        self.lists.iter().position(|list| list.name == name)
    }

    /// How a sort is written in the vocabulary and in messages.
    pub fn sort_name(&self, sort: &Sort) -> String {
        let choices = |id: &ChoicesId| self.choices(*id).map_or("?", |choices| &choices.name);
        match sort {
            Sort::Bool => "yes or no".to_owned(),
            Sort::Money => "money".to_owned(),
            Sort::Rate => "a rate".to_owned(),
            Sort::Number(unit) if unit.is_empty() => "a number".to_owned(),
            Sort::Number(unit) => format!("a number of {unit}"),
            Sort::Date => "a day".to_owned(),
            Sort::Region => "a region".to_owned(),
            Sort::Choice(id) => format!("one of `{}`", choices(id)),
            Sort::Set(id) => format!("some of `{}`", choices(id)),
            Sort::Text => "a text".to_owned(),
        }
    }

    /// Words that number more than the fields: for the index of units in use.
    pub fn units(&self) -> Vec<&str> {
        let mut units = BTreeMap::new();
        let attributes = self.lists.iter().flat_map(|list| &list.attributes);
        for field in self.fields.iter().chain(&self.yearly).chain(attributes) {
            if let Sort::Number(unit) = &field.sort
                && !unit.is_empty()
            {
                units.insert(unit.as_str(), ());
            }
        }
        units.into_keys().collect()
    }
}
