//! `xinqiao policy schema`: JSON Schemas for editors.

use std::io::Write;

use xinqiao_policy::schema;

use crate::cli::{PolicySchema, PolicySchemaArgs};
use crate::failure::{Failure, Outcome};

/// Prints a schema.
pub(super) fn run(args: &PolicySchemaArgs) -> Result<Outcome, Failure> {
    let schema = match args.of {
        PolicySchema::Pack => schema::pack(),
        PolicySchema::Answer => schema::answer(),
        PolicySchema::Profile => {
            let library = super::packs::library(&super::packs::collect(&[])?)?;
            schema::profile(&library.vocabulary)
        }
    };
    let mut out = std::io::stdout().lock();
    serde_json::to_writer_pretty(&mut out, &schema)?;
    writeln!(out)?;
    Ok(Outcome::Done)
}
