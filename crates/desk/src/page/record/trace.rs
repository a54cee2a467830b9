//! Which source says which value of a record.
//!
//! A record does not store that value by value; it follows from how it came about: its first revision says what
//! its first sources say, and each joined candidate says what its own sources say. A value that none of them
//! says was put there by a person.

use serde::Serialize;
use xinqiao_record::{Citation, Record};

use crate::form::{self, Value};
use crate::i18n::Texts;
use crate::page::review::{Records, citations, source_href};

/// A value with its sources.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Traced {
    pub(super) name: &'static str,
    pub(super) label: String,
    pub(super) items: Vec<TracedItem>,
}

/// One value, or one of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct TracedItem {
    pub(super) text: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) href: String,
    /// Numbers of the sources, from one, with their addresses.
    pub(super) sources: Vec<(usize, String)>,
    /// Whether no source says it: a person does.
    pub(super) by_person: bool,
}

/// What the sources of one candidate say.
struct Statement {
    values: Vec<Value>,
    sources: Vec<usize>,
}

fn places(of: &[Citation], record: &Record) -> Vec<usize> {
    let inside = record
        .sources
        .iter()
        .enumerate()
        .filter(|(_, source)| of.contains(source));
    inside.map(|(index, _)| index + 1).collect()
}

/// The values of a record with their sources; `first` is its first revision, `joined` are the candidates in it.
pub(super) fn traced(record: &Record, first: &Record, joined: &Records, t: &Texts) -> Vec<Traced> {
    let statement = |said: &Record| Statement {
        values: form::values(&said.body, t),
        sources: places(&said.sources, record),
    };
    let mut statements = vec![statement(first)];
    statements.extend(
        record
            .joined
            .iter()
            .filter_map(|join| joined.get(&join.candidate))
            .map(statement),
    );
    let outcome = citations(record).count();
    let address = |number: usize| {
        let citation = citations(record).nth(number.saturating_sub(1));
        (
            number,
            citation
                .map(|citation| source_href(record.id, citation, number))
                .unwrap_or_default(),
        )
    };
    form::values(&record.body, t)
        .into_iter()
        .map(|value| {
            let says = |statement: &&Statement, text: &str| {
                let same = statement.values.iter().find(|said| said.name == value.name);
                same.is_some_and(|said| said.items.iter().any(|item| item.text == text))
                    // A name may have come in as an alias, and the other way round.
                    || matches!(value.name, "name" | "aliases")
                        && statement.values.iter().any(|said| {
                            matches!(said.name, "name" | "aliases") && said.items.iter().any(|item| item.text == text)
                        })
            };
            let items = value.items.iter().map(|item| {
                let mut numbers: Vec<usize> = statements
                    .iter()
                    .filter(|statement| says(statement, &item.text))
                    .flat_map(|statement| statement.sources.iter().copied())
                    .collect();
                if value.name == "outcome" && outcome > record.sources.len() {
                    numbers = vec![outcome];
                }
                numbers.sort_unstable();
                numbers.dedup();
                TracedItem {
                    text: item.text.clone(),
                    href: item.href.clone(),
                    by_person: numbers.is_empty(),
                    sources: numbers.into_iter().map(address).collect(),
                }
            });
            Traced { name: value.name, label: value.label.clone(), items: items.collect() }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use xinqiao_record::body::Organization;
    use xinqiao_record::{Body, Join, Kind, Language, RecordId, Span, Status};

    fn firm(number: u128, name: &str, region: Option<&str>) -> Record {
        let body = Organization {
            name: name.into(),
            region: region.and_then(|code| code.parse().ok()),
            ..Organization::default()
        };
        let id = RecordId::from_parts(Kind::Organization, 1, number);
        let mut record = Record::new(id, Status::Proposed, Body::Organization(body));
        record.sources.push(Citation {
            document: RecordId::from_parts(Kind::Document, 1, number),
            article: None,
            span: Some(Span::new(1, 2)),
            quote: name.into(),
        });
        record
    }

    #[test]
    fn each_value_names_the_sources_that_say_it() {
        let (first, other) = (
            firm(1, "示例半导体有限公司", None),
            firm(2, "示例半导体", Some("330109")),
        );
        let mut record = first.next_revision();
        record.sources.extend(other.sources.iter().cloned());
        record.joined.push(Join {
            candidate: other.id,
            matched: "示例半导体".into(),
            rule: "short_name".into(),
        });
        let Body::Organization(body) = &mut record.body else {
            panic!()
        };
        body.region = "330109".parse().ok();
        body.aliases.push("示例半导体".into());
        body.founded = "2019".parse().ok();
        let joined: Records = [(other.id, other)].into();
        let told: Vec<_> = traced(&record, &first, &joined, Texts::of(Language::English))
            .into_iter()
            .flat_map(|value| {
                let name = value.name;
                value.items.into_iter().map(move |item| {
                    (
                        name,
                        item.sources
                            .iter()
                            .map(|(number, _)| *number)
                            .collect::<Vec<_>>(),
                        item.by_person,
                    )
                })
            })
            .collect();
        assert_eq!(
            told,
            [
                ("name", vec![1], false),
                ("aliases", vec![2], false),
                ("region", vec![2], false),
                ("founded", vec![], true),
            ],
        );
    }
}
