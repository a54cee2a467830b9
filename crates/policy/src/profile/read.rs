//! Profile files: YAML or JSON, whose shape the vocabulary gives.

use std::fmt;

use xinqiao_record::{CreditCode, RegionCode};

use crate::language::check::days;
use crate::language::span::nearest;
use crate::pack::finding::{Finding, Severity};
use crate::pack::yaml;
use crate::value::{ONE, literal};
use crate::vocabulary::{Field, Sort, Vocabulary};

use super::tree::{Key, Tree, Value};
use super::{Entry, Profile};

/// A profile that cannot be read: everything that is wrong with it, by place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadProfile {
    /// What is wrong.
    pub findings: Vec<Finding>,
}

impl fmt::Display for BadProfile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, finding) in self.findings.iter().enumerate() {
            if at > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{finding}")?;
        }
        Ok(())
    }
}

impl std::error::Error for BadProfile {}

/// Reads a profile. Nothing of a broken profile is kept.
///
/// # Errors
/// With all places that are wrong.
pub fn read(text: &str, vocabulary: &Vocabulary) -> Result<Profile, BadProfile> {
    let tree: Tree = yaml::parse(text).map_err(|finding| BadProfile {
        findings: vec![finding],
    })?;
    from_tree(&tree, vocabulary)
}

/// A profile from a tree that was read already.
///
/// # Errors
/// With all places that are wrong.
pub fn from_tree(tree: &Tree, vocabulary: &Vocabulary) -> Result<Profile, BadProfile> {
    let mut reader = Reader {
        vocabulary,
        profile: Profile::unknown(vocabulary),
        findings: Vec::new(),
    };
    reader.root(tree);
    if reader.findings.is_empty() {
        Ok(reader.profile)
    } else {
        Err(BadProfile {
            findings: reader.findings,
        })
    }
}

/// The names at the top of a profile that are no lists.
const TOP: [&str; 4] = ["currency", "organization", "years", "answers"];

struct Reader<'v> {
    vocabulary: &'v Vocabulary,
    profile: Profile,
    findings: Vec<Finding>,
}

impl<'v> Reader<'v> {
    fn error(&mut self, place: (u32, u32), message: impl Into<String>, hint: Option<String>) {
        self.findings.push(Finding {
            severity: Severity::Error,
            line: place.0,
            column: place.1,
            message: message.into(),
            hint,
        });
    }

    fn map<'t>(&mut self, tree: &'t Tree, what: &str) -> &'t [(Key, Tree)] {
        match &tree.value {
            Value::Map(pairs) => pairs,
            Value::Null => &[],
            other => {
                let found = other.name();
                self.error(
                    tree.place,
                    format!("{what} must be a group of fields, not {found}"),
                    None,
                );
                &[]
            }
        }
    }

    fn root(&mut self, tree: &Tree) {
        for (key, value) in self.map(tree, "a profile") {
            match key.name.as_str() {
                "currency" => self.currency(value),
                "organization" => self.organization(value),
                "answers" => {
                    for (key, value) in self.map(value, "`answers`") {
                        self.field(key, value);
                    }
                }
                "years" => self.years(value),
                name => match self.vocabulary.list(name) {
                    Some(list) => self.list(list, value),
                    None => {
                        let lists = self.vocabulary.lists.iter().map(|list| list.name.as_str());
                        self.unknown(key, lists.chain(TOP).collect());
                    }
                },
            }
        }
    }

    fn unknown(&mut self, key: &Key, known: Vec<&str>) {
        let hint = match nearest(&key.name, known.iter().copied()) {
            Some(name) => format!("did you mean `{name}`?"),
            None => format!("known here: {}", known.join(", ")),
        };
        self.error(
            key.place,
            format!("unknown field `{}`", key.name),
            Some(hint),
        );
    }

    fn currency(&mut self, tree: &Tree) {
        match &tree.value {
            Value::Text(code) if matches!(code.as_str(), "CNY" | "RMB" | "人民币") => {}
            Value::Text(code) => self.error(
                tree.place,
                format!("sums in `{code}`: policies here are in yuan"),
                Some("convert all sums to CNY, at the rate of the day of each entry".into()),
            ),
            other => {
                let found = other.name();
                self.error(tree.place, format!("the currency is {found}"), None);
            }
        }
    }

    fn organization(&mut self, tree: &Tree) {
        for (key, value) in self.map(tree, "`organization`") {
            match key.name.as_str() {
                "code" => {
                    if let Some(text) = self.text(value) {
                        if let Err(error) = text.parse::<CreditCode>() {
                            self.error(value.place, error.to_string(), None);
                        }
                        self.profile.code = Some(text);
                    }
                }
                "name" => self.profile.name = self.text(value),
                name => match self.vocabulary.list(name) {
                    Some(list) => self.list(list, value),
                    None => self.field(key, value),
                },
            }
        }
    }

    fn field(&mut self, key: &Key, tree: &Tree) {
        let Some(at) = self.vocabulary.field(&key.name) else {
            let fields = self
                .vocabulary
                .fields
                .iter()
                .map(|field| field.name.as_str());
            let known = fields
                .chain(["code", "name", "qualifications", "violations"])
                .collect();
            self.unknown(key, known);
            return;
        };
        let vocabulary = self.vocabulary;
        if let Some(field) = vocabulary.fields.get(at) {
            let value = self.value(field, tree);
            if let Some(slot) = self.profile.fields.get_mut(at) {
                *slot = value.or(*slot);
            }
        }
    }

    fn years(&mut self, tree: &Tree) {
        match &tree.value {
            Value::List(items) => {
                for item in items {
                    let year = self
                        .map(item, "a year")
                        .iter()
                        .find(|(key, _)| key.name == "year")
                        .and_then(|(_, value)| self.text(value));
                    let year = year.unwrap_or_default();
                    self.year(&year, item);
                }
            }
            _ => {
                for (key, value) in self.map(tree, "`years`") {
                    self.year(&key.name, value);
                }
            }
        }
    }

    fn year(&mut self, year: &str, tree: &Tree) {
        let number = year
            .parse::<i16>()
            .ok()
            .filter(|year| (1900..=2200).contains(year));
        let Some(number) = number else {
            self.error(
                tree.place,
                format!("`{year}` is no year"),
                Some("such as 2025".into()),
            );
            return;
        };
        let vocabulary = self.vocabulary;
        for (key, value) in self.map(tree, "a year") {
            if key.name == "year" {
                continue;
            }
            let Some(at) = vocabulary.year_field(&key.name) else {
                let known = vocabulary.yearly.iter().map(|field| field.name.as_str());
                self.unknown(key, known.collect());
                continue;
            };
            if let Some(field) = vocabulary.yearly.get(at)
                && let Some(figure) = self.value(field, value)
                && let Some(years) = self.profile.yearly.get_mut(at)
                && years.insert(number, figure).is_some()
            {
                self.error(
                    key.place,
                    format!("`{}` of {number} stands here twice", key.name),
                    None,
                );
            }
        }
    }

    fn list(&mut self, list: usize, tree: &Tree) {
        let vocabulary = self.vocabulary;
        let Some(shape) = vocabulary.lists.get(list) else {
            return;
        };
        let items = match &tree.value {
            Value::List(items) => items.as_slice(),
            Value::Null => {
                let hint = format!("`{}: []` says that there are none", shape.name);
                self.error(
                    tree.place,
                    format!("`{}` has no entries", shape.name),
                    Some(hint),
                );
                return;
            }
            other => {
                let found = other.name();
                self.error(
                    tree.place,
                    format!("`{}` must be a list, not {found}", shape.name),
                    None,
                );
                return;
            }
        };
        let mut entries = Vec::new();
        for item in items {
            if matches!(item.value, Value::Null) {
                self.error(item.place, "this entry is empty", None);
                continue;
            }
            let mut entry = Entry {
                id: None,
                values: vec![None; shape.attributes.len()],
                texts: std::collections::BTreeMap::new(),
            };
            for (key, value) in self.map(item, "an entry") {
                match (key.name.as_str(), shape.attribute(&key.name)) {
                    ("id", None) => entry.id = self.text(value),
                    ("currency", None) => self.currency(value),
                    (_, Some(at)) => self.attribute(&mut entry, at, &shape.attributes, value),
                    (_, None) => {
                        let names = shape.attributes.iter().map(|field| field.name.as_str());
                        self.unknown(key, names.chain(["id", "currency"]).collect());
                    }
                }
            }
            let twice =
                entry.id.is_some() && entries.iter().any(|other: &Entry| other.id == entry.id);
            if twice {
                let id = entry.id.clone().unwrap_or_default();
                self.error(item.place, format!("there are two entries `{id}`"), None);
            }
            entries.push(entry);
        }
        if let Some(slot) = self.profile.lists.get_mut(list) {
            slot.get_or_insert_default().extend(entries);
        }
    }

    fn attribute(&mut self, entry: &mut Entry, at: usize, fields: &'v [Field], tree: &Tree) {
        let Some(field) = fields.get(at) else { return };
        if field.sort == Sort::Text {
            if let Some(text) = self.text(tree) {
                entry.texts.insert(at, text);
            }
        } else if let Some(slot) = entry.values.get_mut(at) {
            *slot = self.value(field, tree);
        }
    }

    fn text(&mut self, tree: &Tree) -> Option<String> {
        match &tree.value {
            Value::Text(text) => Some(text.clone()),
            Value::Bool(truth) => Some(truth.to_string()),
            Value::Null => None,
            other => {
                let found = other.name();
                self.error(
                    tree.place,
                    format!("a text must stand here, not {found}"),
                    None,
                );
                None
            }
        }
    }

    /// A field's value; `null` says that it is not known.
    fn value(&mut self, field: &'v Field, tree: &Tree) -> Option<i64> {
        match (&field.sort, &tree.value) {
            (_, Value::Null) => None,
            (Sort::Set(_), Value::List(items)) => {
                let mut set = 0_i64;
                for item in items {
                    set |= self.value(field, item)?;
                }
                Some(set)
            }
            (Sort::Bool, Value::Bool(truth)) => Some(i64::from(*truth)),
            (_, Value::Text(text)) => parse_value(text, field, self.vocabulary)
                .map_err(|wrong| self.error(tree.place, wrong.message, wrong.hint))
                .ok(),
            (_, other) => {
                let wanted = self.vocabulary.sort_name(&field.sort);
                let found = other.name();
                self.error(
                    tree.place,
                    format!("`{}` must be {wanted}, not {found}", field.name),
                    None,
                );
                None
            }
        }
    }
}

/// What is wrong with a single value; its place is known to whoever asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// What is wrong.
    pub message: String,
    /// What would mend it.
    pub hint: Option<String>,
}

impl Wrong {
    fn new(message: impl Into<String>, hint: Option<&str>) -> Wrong {
        Wrong {
            message: message.into(),
            hint: hint.map(str::to_owned),
        }
    }
}

/// A value from a text, as files, forms and workbooks give it.
///
/// # Errors
/// When the text is no such value.
pub fn parse_value(text: &str, field: &Field, vocabulary: &Vocabulary) -> Result<i64, Wrong> {
    let text = text.trim();
    let value = match &field.sort {
        Sort::Bool => match text.to_ascii_lowercase().as_str() {
            "true" | "yes" | "是" | "有" | "1" => 1,
            "false" | "no" | "否" | "无" | "0" => 0,
            _ => {
                return Err(Wrong::new(
                    format!("`{text}` is neither yes nor no"),
                    Some("write true or false, 是 or 否"),
                ));
            }
        },
        Sort::Money => {
            if foreign(text) {
                return Err(Wrong::new(
                    format!("`{text}` is not in yuan"),
                    Some("convert all sums to CNY, at the rate of the day of each entry"),
                ));
            }
            literal::money(text.trim_start_matches(['¥', '￥'])).map_err(|error| {
                Wrong::new(
                    error.to_string(),
                    Some("write yuan, `12000000`, or `1200万元`"),
                )
            })?
        }
        Sort::Rate => literal::rate(text)
            .map_err(|error| Wrong::new(error.to_string(), Some("write `15%`")))?,
        Sort::Number(unit) => {
            let (digits, found) = literal::split(text);
            if !found.is_empty() && found != unit {
                return Err(Wrong::new(
                    format!("`{text}` has the unit `{found}`"),
                    Some(&match unit.is_empty() {
                        true => "write the bare number".to_owned(),
                        false => format!("write it in {unit}"),
                    }),
                ));
            }
            literal::scaled(&digits, ONE).map_err(|error| Wrong::new(error.to_string(), None))?
        }
        Sort::Date => {
            let day: Result<jiff::civil::Date, _> = text.parse();
            day.map(days).map_err(|_| {
                Wrong::new(
                    format!("`{text}` is not a day of the calendar"),
                    Some("write days as 2025-07-01"),
                )
            })?
        }
        Sort::Region => {
            text.parse::<RegionCode>()
                .map_err(|error| Wrong::new(error.to_string(), None))?;
            text.parse().unwrap_or_default()
        }
        Sort::Choice(id) | Sort::Set(id) => {
            let choices = vocabulary.choices(*id);
            let all = choices.map_or(&[][..], |choices| &choices.choices);
            let found = all.iter().position(|choice| {
                choice.name == text || choice.label.zh == text || choice.label.en == text
            });
            let Some(number) = found else {
                let names = all.iter().map(|choice| choice.name.as_str());
                let hint = match nearest(text, names.clone()) {
                    Some(name) => format!("did you mean `{name}`?"),
                    None if all.len() > 20 => "see the vocabulary for what is possible".to_owned(),
                    None => format!("known: {}", names.collect::<Vec<_>>().join(", ")),
                };
                let set = choices.map_or("?", |choices| &choices.name);
                return Err(Wrong::new(
                    format!("`{text}` is none of `{set}`"),
                    Some(&hint),
                ));
            };
            let number = i64::try_from(number).unwrap_or_default();
            match field.sort {
                Sort::Set(_) => 1_i64
                    .checked_shl(u32::try_from(number).unwrap_or(63))
                    .unwrap_or_default(),
                _ => number,
            }
        }
        Sort::Text => return Err(Wrong::new("a text has no value", None)),
    };
    let counted = matches!(field.sort, Sort::Money | Sort::Rate | Sort::Number(_));
    if counted && value < 0 && !field.negative {
        return Err(Wrong::new(
            format!("`{}` cannot be negative: {text}", field.name),
            None,
        ));
    }
    Ok(value)
}

/// Whether a sum names another currency.
fn foreign(text: &str) -> bool {
    const NAMES: [&str; 10] = [
        "USD", "EUR", "JPY", "HKD", "GBP", "KRW", "TWD", "$", "美元", "欧元",
    ];
    NAMES.iter().any(|name| text.contains(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> String {
        match read(text, &Vocabulary::common().unwrap()) {
            Ok(_) => "fine".to_owned(),
            Err(bad) => bad.to_string(),
        }
    }

    #[test]
    fn a_profile_is_read_from_yaml_and_from_json() {
        let vocabulary = Vocabulary::common().unwrap();
        let yaml = "
organization: {name: 示例, region: 330109, segments: [design, eda]}
years: {2025: {revenue: 1.2亿元, profit: -5}}
spending:
  - {id: t1, date: 2025-08-01, category: tape_out, amount: 12000000, node: 28, first: true}
";
        let json = r#"{"organization": {"name": "示例", "region": "330109", "segments": ["design", "eda"]},
            "years": [{"year": 2025, "revenue": "120000000", "profit": -5}],
            "spending": [{"id": "t1", "date": "2025-08-01", "category": "tape_out", "amount": "12000000", "node": 28, "first": true}]}"#;
        let read_yaml = read(yaml, &vocabulary).unwrap();
        assert_eq!(read_yaml, read(json, &vocabulary).unwrap());
        let list = vocabulary.list("spending").unwrap();
        let amount = vocabulary.lists[list].attribute("amount");
        assert_eq!(
            read_yaml.list(list).unwrap()[0].value(amount),
            Some(1_200_000_000)
        );
    }

    #[test]
    fn all_that_is_wrong_is_said_with_its_place() {
        insta::assert_snapshot!(said(
            "
organization: {region: 330999, segments: [desing], found: 2020-01-01}
years: {20x5: {revenue: 1}}
spending:
  - {date: 2025-02-30, amount: -5, category: tape_out}
  - {amount: USD 100, currency: USD, node: 28 um, first: maybe}
achievments: []
support:
"
        ));
        assert_eq!(said("organization: ["), said("organization: ["));
        assert!(said("- 1").contains("a profile must be a group of fields, not a list"));
    }
}
