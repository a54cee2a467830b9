//! JSON Schema (2020-12) of a record of each kind.

use schemars::{Schema, SchemaGenerator, generate::SchemaSettings};

use crate::body;
use crate::kind::Kind;
use crate::record::Record;

fn generator() -> SchemaGenerator {
    SchemaSettings::draft2020_12().into_generator()
}

/// The schema of a whole record, envelope and body.
pub fn record_schema() -> Schema {
    generator().into_root_schema_for::<Record>()
}

/// The schema of the body of one kind.
pub fn body_schema(kind: Kind) -> Schema {
    let generator = generator();
    match kind {
        Kind::Document => generator.into_root_schema_for::<body::Document>(),
        Kind::Article => generator.into_root_schema_for::<body::Article>(),
        Kind::Organization => generator.into_root_schema_for::<body::Organization>(),
        Kind::Project => generator.into_root_schema_for::<body::Project>(),
        Kind::Financing => generator.into_root_schema_for::<body::Financing>(),
        Kind::Policy => generator.into_root_schema_for::<body::Policy>(),
        Kind::Award => generator.into_root_schema_for::<body::Award>(),
        Kind::Event => generator.into_root_schema_for::<body::Event>(),
        Kind::Figure => generator.into_root_schema_for::<body::Figure>(),
        Kind::Statistic => generator.into_root_schema_for::<body::Statistic>(),
        Kind::Target => generator.into_root_schema_for::<body::Target>(),
    }
}
