//! Packs from folders.

use std::path::{Path, PathBuf};

use xinqiao_policy::pack::Library;
use xinqiao_policy::pack::library::PackText;
use xinqiao_policy::pack::shipped::PACKS;

use crate::failure::Failure;

/// A pack's two files as text.
#[derive(Debug, Clone)]
pub(super) struct PackFiles {
    /// What messages call the first file.
    pub(super) name: String,
    /// `policy.yaml`.
    pub(super) policy: String,
    /// What messages call the second file, and its text, if it is there.
    pub(super) examples: Option<(String, String)>,
}

/// The packs under the paths; those that ship, if there are no paths.
pub(super) fn collect(paths: &[PathBuf]) -> Result<Vec<PackFiles>, Failure> {
    if paths.is_empty() {
        let shipped = |pack: &xinqiao_policy::pack::shipped::Shipped| PackFiles {
            name: format!("{}/policy.yaml", pack.name),
            policy: pack.policy.to_owned(),
            examples: Some((
                format!("{}/examples.yaml", pack.name),
                pack.examples.to_owned(),
            )),
        };
        return Ok(PACKS.iter().map(shipped).collect());
    }
    let mut packs = Vec::new();
    for path in paths {
        let before = packs.len();
        find(path, &mut packs)?;
        if packs.len() == before {
            return Err(Failure::at(
                path.display(),
                "there is no `policy.yaml` here",
            ));
        }
    }
    Ok(packs)
}

fn find(path: &Path, packs: &mut Vec<PackFiles>) -> Result<(), Failure> {
    if path.is_file() {
        packs.push(one(path)?);
        return Ok(());
    }
    let file = path.join("policy.yaml");
    if file.is_file() {
        packs.push(one(&file)?);
        return Ok(());
    }
    let folder = std::fs::read_dir(path).map_err(|error| Failure::at(path.display(), error))?;
    let mut inner: Vec<PathBuf> = folder.flatten().map(|entry| entry.path()).collect();
    inner.sort();
    for path in inner {
        let file = path.join("policy.yaml");
        if file.is_file() {
            packs.push(one(&file)?);
        }
    }
    Ok(())
}

fn one(file: &Path) -> Result<PackFiles, Failure> {
    let read = |path: &Path| {
        std::fs::read_to_string(path).map_err(|error| Failure::at(path.display(), error))
    };
    let beside = file.with_file_name("examples.yaml");
    let examples = if beside.is_file() {
        Some((beside.display().to_string(), read(&beside)?))
    } else {
        None
    };
    Ok(PackFiles {
        name: file.display().to_string(),
        policy: read(file)?,
        examples,
    })
}

/// The packs with these names, which are names of packs that ship or folders.
pub(super) fn named(names: &[String]) -> Result<Vec<PackFiles>, Failure> {
    let shipped = collect(&[])?;
    if names.is_empty() {
        return Ok(shipped);
    }
    let mut packs = Vec::new();
    for name in names {
        let file = format!("{name}/policy.yaml");
        match shipped.iter().find(|pack| pack.name == file) {
            Some(pack) => packs.push(pack.clone()),
            None if Path::new(name).exists() => packs.extend(collect(&[PathBuf::from(name)])?),
            None => {
                let known: Vec<&str> = PACKS.iter().map(|pack| pack.name).collect();
                return Err(Failure::at(
                    name,
                    format!(
                        "neither a folder nor a pack that ships; those are {}",
                        known.join(", ")
                    ),
                ));
            }
        }
    }
    Ok(packs)
}

/// A library of packs.
///
/// # Errors
/// With the findings of the first pack that cannot be used.
pub(super) fn library(packs: &[PackFiles]) -> Result<Library, Failure> {
    Ok(Library::read(packs.iter().map(|pack| PackText {
        name: &pack.name,
        policy: &pack.policy,
    }))?)
}
