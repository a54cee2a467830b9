//! The JSON Schema of `read --json` is published as it is in the code, and what is read keeps to it.
//!
//! `XINQIAO_WRITE_SCHEMAS=1 cargo test -p xinqiao-reader --test schema` writes the file anew.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test fails by panicking, in its helpers too"
)]

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use xinqiao_reader::{Limits, contract, read};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// What breaks the schema, with its place. Knows the keywords that our schema has; another one is a fault.
fn faults(schema: &Value, value: &Value, root: &Value, place: &str, found: &mut Vec<String>) {
    let rules = match schema {
        Value::Bool(true) => return,
        Value::Object(rules) => rules,
        other => panic!("no schema at {place}: {other}"),
    };
    let at = |what: String| format!("{place}: {what}");
    for (rule, given) in rules {
        match rule.as_str() {
            "$schema"
            | "title"
            | "description"
            | "default"
            | "$defs"
            | "format"
            | "unevaluatedProperties" => {}
            "$ref" => {
                let pointer = given.as_str().unwrap().strip_prefix('#').unwrap();
                faults(root.pointer(pointer).unwrap(), value, root, place, found);
            }
            "type" => {
                let names: Vec<&str> = match given {
                    Value::String(name) => vec![name],
                    names => names
                        .as_array()
                        .unwrap()
                        .iter()
                        .map(|name| name.as_str().unwrap())
                        .collect(),
                };
                let is = |name: &&str| match *name {
                    "null" => value.is_null(),
                    "string" => value.is_string(),
                    "integer" => value.is_u64() || value.is_i64(),
                    "number" => value.is_number(),
                    "boolean" => value.is_boolean(),
                    "array" => value.is_array(),
                    "object" => value.is_object(),
                    other => panic!("unknown type {other}"),
                };
                if !names.iter().any(is) {
                    found.push(at(format!("{value} is not {given}")));
                }
            }
            "const" if value != given => found.push(at(format!("{value} is not {given}"))),
            "enum" if !given.as_array().unwrap().contains(value) => {
                found.push(at(format!("{value} is none of {given}")))
            }
            "required" => {
                for name in given.as_array().unwrap() {
                    if value.is_object() && value.get(name.as_str().unwrap()).is_none() {
                        found.push(at(format!("{name} is missing")));
                    }
                }
            }
            "minItems" | "maxItems" if value.is_array() => {
                let (count, bound) = (
                    value.as_array().unwrap().len() as u64,
                    given.as_u64().unwrap(),
                );
                if if rule == "minItems" {
                    count < bound
                } else {
                    count > bound
                } {
                    found.push(at(format!("{count} items")));
                }
            }
            "minimum"
                if value
                    .as_f64()
                    .is_some_and(|number| number < given.as_f64().unwrap()) =>
            {
                found.push(at(format!("{value} is under {given}")));
            }
            "maximum"
                if value
                    .as_f64()
                    .is_some_and(|number| number > given.as_f64().unwrap()) =>
            {
                found.push(at(format!("{value} is over {given}")));
            }
            "const" | "enum" | "minItems" | "maxItems" | "minimum" | "maximum" | "pattern" => {}
            "properties" => {
                for (name, inner) in given.as_object().unwrap() {
                    if let Some(value) = value.get(name) {
                        faults(inner, value, root, &format!("{place}.{name}"), found);
                    }
                }
            }
            "items" => {
                for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                    faults(given, item, root, &format!("{place}[{index}]"), found);
                }
            }
            "prefixItems" => {
                let pairs = given
                    .as_array()
                    .unwrap()
                    .iter()
                    .zip(value.as_array().into_iter().flatten());
                for (index, (inner, item)) in pairs.enumerate() {
                    faults(inner, item, root, &format!("{place}[{index}]"), found);
                }
            }
            "anyOf" | "oneOf" => {
                let fits = |inner: &&Value| {
                    let mut inside = Vec::new();
                    faults(inner, value, root, place, &mut inside);
                    inside.is_empty()
                };
                if !given.as_array().unwrap().iter().any(|inner| fits(&inner)) {
                    found.push(at("fits none of the forms".to_owned()));
                }
            }
            "allOf" => {
                for inner in given.as_array().unwrap() {
                    faults(inner, value, root, place, found);
                }
            }
            other => panic!("the test does not know the rule `{other}`"),
        }
    }
}

#[test]
fn the_published_schema_is_that_of_the_code() {
    let path = root().join("docs/schema/read.schema.json");
    let text = serde_json::to_string_pretty(&contract::schema()).unwrap() + "\n";
    if std::env::var_os("XINQIAO_WRITE_SCHEMAS").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    let published = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        published == text,
        "docs/schema/read.schema.json is out of date; see the head of this test"
    );
}

#[test]
fn the_demo_documents_are_read_as_the_schema_says() {
    let schema = contract::schema().to_value();
    let mut kinds = std::collections::BTreeSet::new();
    for name in [
        "briefing.zh.md",
        "briefing.en.md",
        "policy-notice.docx",
        "bulletin.md",
        "filings.xlsx",
        "notice.pdf",
        "follow-up.txt",
    ] {
        let bytes = std::fs::read(root().join("data/demo").join(name)).unwrap();
        let json = read(name, &bytes, &Limits::default())
            .unwrap()
            .to_json(name);
        let mut found = Vec::new();
        faults(&schema, &json, &schema, name, &mut found);
        assert_eq!(found, Vec::<String>::new());
        let facts = json["facts"].as_array().unwrap().iter();
        kinds.extend(facts.map(|fact| fact["kind"].as_str().unwrap().to_owned()));
    }
    // So that the check above is about something.
    for kind in [
        "project",
        "financing",
        "organization",
        "statistic",
        "target",
    ] {
        assert!(kinds.contains(kind), "no {kind} in the demo: {kinds:?}");
    }
}

#[test]
fn what_does_not_keep_to_the_schema_is_noticed() {
    let schema = contract::schema().to_value();
    let mut found = Vec::new();
    let document =
        json!({ "path": 1, "title": "t", "language": "fr", "articles": [], "facts": [{}] });
    faults(&schema, &document, &schema, "x", &mut found);
    let text = found.join("\n");
    for wanted in [
        "x.path: 1 is not \"string\"",
        "x: \"issued\" is missing",
        "x.facts[0]: \"quote\" is missing",
    ] {
        assert!(text.contains(wanted), "{wanted} is not in\n{text}");
    }
}
