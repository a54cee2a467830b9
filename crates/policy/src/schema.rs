//! JSON Schemas: of packs and answers from their types, of profiles from the vocabulary.

use serde_json::{Map, Value, json};

use crate::answer::Answer;
use crate::pack::file::PolicyFile;
use crate::vocabulary::{Field, Sort, Vocabulary};

/// The schema of `policy.yaml`.
pub fn pack() -> Value {
    schemars::schema_for!(PolicyFile).to_value()
}

/// The schema of an answer for one firm, `policy match --json`.
pub fn answer() -> Value {
    schemars::schema_for!(Answer).to_value()
}

/// The schema of a firm's profile.
pub fn profile(vocabulary: &Vocabulary) -> Value {
    let fields = |fields: &[Field]| -> Map<String, Value> {
        fields
            .iter()
            .map(|field| (field.name.clone(), value(field, vocabulary)))
            .collect()
    };
    let lists: Map<String, Value> = vocabulary
        .lists
        .iter()
        .map(|list| {
            let mut entry = fields(&list.attributes);
            entry.insert("id".into(), json!({ "type": "string" }));
            entry.insert("currency".into(), json!({ "const": "CNY" }));
            let items =
                json!({ "type": "object", "properties": entry, "additionalProperties": false });
            let title = format!("{} / {}", list.label.zh, list.label.en);
            (
                list.name.clone(),
                json!({ "type": "array", "title": title, "items": items }),
            )
        })
        .collect();
    let mut organization = fields(&vocabulary.fields);
    organization.insert(
        "code".into(),
        json!({ "type": "string", "title": "统一社会信用代码 / unified social credit code" }),
    );
    organization.insert(
        "name".into(),
        json!({ "type": "string", "title": "名称 / name" }),
    );
    organization.extend(lists.clone());
    let year = json!({ "type": "object", "properties": fields(&vocabulary.yearly), "additionalProperties": false });
    let mut top = lists;
    top.insert("currency".into(), json!({ "const": "CNY" }));
    top.insert(
        "organization".into(),
        json!({ "type": "object", "properties": organization, "additionalProperties": false }),
    );
    top.insert("answers".into(), json!({ "type": "object", "properties": fields(&vocabulary.fields), "additionalProperties": false }));
    top.insert("years".into(), json!({ "type": "object", "patternProperties": { "^(19|20|21)[0-9]{2}$": year }, "additionalProperties": false }));
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Profile of a firm",
        "type": "object",
        "properties": top,
        "additionalProperties": false,
    })
}

fn value(field: &Field, vocabulary: &Vocabulary) -> Value {
    let title = format!("{} / {}", field.label.zh, field.label.en);
    let named = |id| {
        let choices = vocabulary
            .choices(id)
            .map_or(&[][..], |choices| &choices.choices);
        choices
            .iter()
            .map(|choice| choice.name.clone())
            .collect::<Vec<_>>()
    };
    let number = json!(["number", "string", "null"]);
    match &field.sort {
        Sort::Bool => json!({ "title": title, "type": ["boolean", "null"] }),
        Sort::Money => {
            json!({ "title": title, "type": number, "description": "yuan: 12000000, or 1200万元" })
        }
        Sort::Rate => json!({ "title": title, "type": number, "description": "15%, or 0.15" }),
        Sort::Number(unit) if unit.is_empty() => json!({ "title": title, "type": number }),
        Sort::Number(unit) => json!({ "title": title, "type": number, "description": unit }),
        Sort::Date => json!({ "title": title, "type": ["string", "null"], "format": "date" }),
        Sort::Region => {
            json!({ "title": title, "type": ["string", "integer", "null"], "description": "GB/T 2260" })
        }
        Sort::Choice(id) => json!({ "title": title, "enum": named(*id) }),
        Sort::Set(id) => {
            json!({ "title": title, "type": "array", "items": { "enum": named(*id) } })
        }
        Sort::Text => json!({ "title": title, "type": ["string", "number", "null"] }),
    }
}
