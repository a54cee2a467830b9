//! The JSON Schemas of packs and profiles in `docs/schema/` are those of the code.
//!
//! `XINQIAO_WRITE_SCHEMAS=1 cargo test -p xinqiao-policy --test schemas` writes them anew.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "tests say what must be there and fail where it is not"
)]

use std::path::PathBuf;

use xinqiao_policy::pack::Library;
use xinqiao_policy::schema;

#[test]
fn the_published_schemas_are_those_of_the_code() {
    let library = Library::shipped().unwrap();
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/schema");
    let schemas = [
        ("policy-pack", schema::pack()),
        ("policy-profile", schema::profile(&library.vocabulary)),
        ("policy-answer", schema::answer()),
    ];
    for (name, schema) in schemas {
        let path = folder.join(format!("{name}.schema.json"));
        let text = serde_json::to_string_pretty(&schema).unwrap() + "\n";
        if std::env::var_os("XINQIAO_WRITE_SCHEMAS").is_some() {
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
