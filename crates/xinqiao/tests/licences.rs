//! Every dependency has a licence that `deny.toml` allows.

use std::collections::BTreeMap;
use std::process::Command;

use serde::Deserialize;
use spdx::{Expression, ParseMode};

#[derive(Deserialize)]
struct Policy {
    licenses: Licences,
}

#[derive(Deserialize)]
struct Licences {
    allow: Vec<String>,
    #[serde(default)]
    exceptions: Vec<Exception>,
}

#[derive(Deserialize)]
struct Exception {
    #[serde(rename = "crate")]
    name: String,
    allow: Vec<String>,
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    license: Option<String>,
}

fn allowed(expression: &str, allow: &[String]) -> Result<bool, String> {
    let parsed =
        Expression::parse_mode(expression, ParseMode::LAX).map_err(|error| error.to_string())?;
    Ok(parsed.evaluate(|requirement| allow.contains(&requirement.to_string())))
}

#[test]
fn every_dependency_has_an_allowed_licence() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
    let policy: Policy =
        toml::from_str(&std::fs::read_to_string(format!("{root}/deny.toml")).unwrap()).unwrap();
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked"])
        .current_dir(root)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let metadata: Metadata = serde_json::from_slice(&output.stdout).unwrap();
    assert!(metadata.packages.len() > 50, "cargo names the packages");

    let exceptions: BTreeMap<_, _> = policy
        .licenses
        .exceptions
        .iter()
        .map(|entry| (&entry.name, &entry.allow))
        .collect();
    let mut refused = Vec::new();
    for package in &metadata.packages {
        let licence = package.license.as_deref().unwrap_or("no licence");
        let allow = exceptions
            .get(&package.name)
            .map_or(&policy.licenses.allow, |allow| *allow);
        match allowed(licence, allow) {
            Ok(true) => {}
            Ok(false) => refused.push(format!("{}: {licence}", package.name)),
            Err(error) => refused.push(format!("{}: {licence} ({error})", package.name)),
        }
    }
    assert!(
        refused.is_empty(),
        "not allowed by deny.toml:\n{}",
        refused.join("\n")
    );
}

#[test]
fn a_licence_that_is_not_on_the_list_is_refused() {
    let allow = ["MIT".to_owned(), "Apache-2.0".to_owned()];
    assert_eq!(allowed("MIT/Apache-2.0", &allow), Ok(true));
    assert_eq!(allowed("MIT AND GPL-3.0-only", &allow), Ok(false));
    assert_eq!(allowed("GPL-3.0-only OR MIT", &allow), Ok(true));
}
