//! The JSON Schemas in `docs/schema/` are those of the code.
//!
//! `XINQIAO_WRITE_SCHEMAS=1 cargo test -p xinqiao-record --test schemas` writes them anew.

use std::path::PathBuf;

use xinqiao_record::Kind;
use xinqiao_record::schema::{body_schema, record_schema};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/schema")
}

#[test]
fn the_published_schemas_are_those_of_the_code() {
    let mut schemas = vec![("record".to_owned(), record_schema())];
    schemas.extend(Kind::ALL.map(|kind| (format!("body-{kind}"), body_schema(kind))));
    for (name, schema) in schemas {
        let path = folder().join(format!("{name}.schema.json"));
        let text = serde_json::to_string_pretty(&schema).unwrap() + "\n";
        if std::env::var_os("XINQIAO_WRITE_SCHEMAS").is_some() {
            std::fs::create_dir_all(folder()).unwrap();
            std::fs::write(&path, &text).unwrap();
        }
        let published = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            published == text,
            "{} is out of date; see the head of this test",
            path.display()
        );
    }
}
