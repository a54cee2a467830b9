//! The OpenAPI 3.1 document of the API.

use std::sync::LazyLock;

use axum::Json;
use serde_json::{Map, Value, json};
use utoipa::OpenApi;

use super::{read, write};
use crate::http::PageError;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Xinqiao",
        description = "Records read from documents, each value with its source, every change in one ledger. \
                       All limits are capped as the parameters say. Errors have one form: `Problem`. \
                       Texts are answered in the language that `Accept-Language` asks for, Chinese by default.",
        version = "1",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
    ),
    paths(
        read::records,
        read::record,
        read::history,
        read::referrers,
        write::confirm,
        write::reject,
        write::upload,
        read::job,
        read::changes,
        read::search,
        read::head,
        self::serve,
    ),
    tags(
        (name = "records", description = "What is known"),
        (name = "documents", description = "Documents in"),
        (name = "search", description = "Finding"),
        (name = "ledger", description = "What happened, in order"),
    )
)]
struct Api;

static DOCUMENT: LazyLock<Result<Value, String>> =
    LazyLock::new(|| build().map_err(|error| error.to_string()));

/// The document.
///
/// # Errors
/// When a schema cannot be written as JSON, which is a fault of ours.
pub fn open_api() -> Result<&'static Value, String> {
    DOCUMENT.as_ref().map_err(Clone::clone)
}

fn build() -> Result<Value, serde_json::Error> {
    let mut document = serde_json::to_value(Api::openapi())?;
    // The record crate makes its own JSON Schema (2020-12, which is that of OpenAPI 3.1).
    let mut record = moved(serde_json::to_value(
        xinqiao_record::schema::record_schema(),
    )?);
    let parts = record.as_object_mut().and_then(|schema| {
        schema.remove("$schema");
        schema.remove("$defs")
    });
    let schemas = document
        .as_object_mut()
        .map(|root| root.entry("components").or_insert_with(|| json!({})))
        .and_then(Value::as_object_mut)
        .map(|components| components.entry("schemas").or_insert_with(|| json!({})))
        .and_then(Value::as_object_mut);
    if let Some(schemas) = schemas {
        let mut together: Map<String, Value> = match parts {
            Some(Value::Object(parts)) => parts,
            _ => Map::new(),
        };
        together.insert("Record".to_owned(), record);
        schemas.remove("RecordSchema");
        for (name, schema) in together {
            schemas.entry(name).or_insert(schema);
        }
    }
    Ok(document)
}

/// References into the schema's own definitions become references into the document's components.
fn moved(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let field = |(name, value): (String, Value)| match (name.as_str(), value) {
                ("$ref", Value::String(target)) => {
                    let target = target.replace("#/$defs/", "#/components/schemas/");
                    (name, Value::String(target))
                }
                (_, value) => (name, moved(value)),
            };
            Value::Object(fields.into_iter().map(field).collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(moved).collect()),
        other => other,
    }
}

/// This document.
#[utoipa::path(get, path = "/api/v1/openapi.json", tag = "ledger", responses(
    (status = 200, description = "The OpenAPI 3.1 document", body = Object),
))]
pub(super) async fn serve() -> Result<Json<&'static Value>, PageError> {
    open_api().map(Json).map_err(PageError::fault)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::api::route::table;

    #[test]
    fn every_route_is_in_the_document_and_nothing_else() {
        let document = open_api().unwrap();
        let mut documented = BTreeSet::new();
        for (path, item) in document["paths"].as_object().unwrap() {
            for method in item.as_object().unwrap().keys() {
                documented.insert(format!("{method} {path}"));
            }
        }
        let routed: BTreeSet<_> = table()
            .iter()
            .map(|route| format!("{} {}", route.method, route.path))
            .collect();
        assert_eq!(documented, routed);
    }

    #[test]
    fn every_reference_leads_somewhere() {
        let document = open_api().unwrap();
        let text = document.to_string();
        let schemas = document["components"]["schemas"].as_object().unwrap();
        for piece in text.split("\"$ref\":\"").skip(1) {
            let target = piece.split('"').next().unwrap();
            let name = target.strip_prefix("#/components/schemas/").expect(target);
            assert!(schemas.contains_key(name), "{target} is nowhere");
        }
        assert!(schemas.contains_key("Record"));
    }

    /// `XINQIAO_WRITE_SCHEMAS=1` writes the file anew.
    #[test]
    fn the_document_in_docs_is_up_to_date() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/openapi.json");
        let text = serde_json::to_string_pretty(open_api().unwrap()).unwrap() + "\n";
        if std::env::var_os("XINQIAO_WRITE_SCHEMAS").is_some() {
            std::fs::write(path, &text).unwrap();
        }
        let written = std::fs::read_to_string(path).unwrap_or_default();
        assert!(
            written == text,
            "docs/openapi.json is out of date: run the test with XINQIAO_WRITE_SCHEMAS=1"
        );
    }
}
