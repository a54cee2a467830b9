//! Several packs with one vocabulary.

use xinqiao_record::Language;

use crate::vocabulary::Vocabulary;

use super::clause::{Clause, Pack};
use super::finding::{Finding, Severity};
use super::{build, yaml};

/// The packs that a question is put to.
#[derive(Debug, Clone, Default)]
pub struct Library {
    /// The common words and those that the packs add.
    pub vocabulary: Vocabulary,
    /// The packs, by name.
    pub packs: Vec<Pack>,
}

/// A pack as text.
#[derive(Debug, Clone, Copy)]
pub struct PackText<'t> {
    /// What messages call the file.
    pub name: &'t str,
    /// Its `policy.yaml`.
    pub policy: &'t str,
}

/// A pack that cannot be used, with what the check found in it.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{}", .findings.iter().map(|finding| format!("{name}:{finding}")).collect::<Vec<_>>().join("\n"))]
pub struct BadPack {
    /// The file.
    pub name: String,
    /// What was found.
    pub findings: Vec<Finding>,
}

impl Library {
    /// No packs yet.
    ///
    /// # Errors
    /// When the vocabulary that ships is broken, which a test prevents.
    pub fn empty() -> Result<Library, BadPack> {
        let vocabulary = Vocabulary::common().map_err(|message| BadPack {
            name: "vocabulary.yaml".to_owned(),
            findings: vec![Finding {
                severity: Severity::Error,
                line: 1,
                column: 1,
                message,
                hint: None,
            }],
        })?;
        Ok(Library {
            vocabulary,
            packs: Vec::new(),
        })
    }

    /// Reads packs.
    ///
    /// # Errors
    /// With the findings of the first pack that cannot be used.
    pub fn read<'t>(texts: impl IntoIterator<Item = PackText<'t>>) -> Result<Library, BadPack> {
        let mut library = Library::empty()?;
        for text in texts {
            library.add(text)?;
        }
        Ok(library)
    }

    /// Reads one more pack; what the check finds short of errors is given back.
    ///
    /// # Errors
    /// When it cannot be used; the library stays as it was.
    pub fn add(&mut self, text: PackText<'_>) -> Result<Vec<Finding>, BadPack> {
        let mut vocabulary = self.vocabulary.clone();
        let (pack, findings) = build::read(text.policy, &mut vocabulary);
        let bad = |findings| BadPack {
            name: text.name.to_owned(),
            findings,
        };
        let Some(pack) = pack else {
            return Err(bad(findings));
        };
        if self.packs.iter().any(|other| other.id == pack.id) {
            return Err(bad(vec![Finding {
                severity: Severity::Error,
                line: 1,
                column: 1,
                message: format!("there is a pack `{}` already", pack.id),
                hint: None,
            }]));
        }
        self.vocabulary = vocabulary;
        self.packs.push(pack);
        self.packs.sort_by(|left, right| left.id.cmp(&right.id));
        Ok(findings)
    }

    /// The packs that ship with the program.
    ///
    /// # Errors
    /// When one of them is broken, which a test prevents.
    pub fn shipped() -> Result<Library, BadPack> {
        Library::read(super::shipped::PACKS.iter().map(|pack| PackText {
            name: pack.name,
            policy: pack.policy,
        }))
    }

    /// A pack by its name.
    pub fn pack(&self, id: &str) -> Option<&Pack> {
        self.packs.iter().find(|pack| pack.id == id)
    }

    /// A clause by `policy/clause`.
    pub fn clause(&self, name: &str) -> Option<(&Pack, &Clause)> {
        let (pack, clause) = name.split_once('/')?;
        let pack = self.pack(pack)?;
        Some((pack, pack.clause(clause)?))
    }

    /// What people call a matter.
    pub fn matter(&self, number: i64, language: Language) -> &str {
        self.vocabulary
            .choices_named("matter")
            .and_then(|id| self.vocabulary.choice(id, number))
            .map_or("", |choice| choice.label.of(language))
    }
}

/// Reads any YAML of ours; for callers outside this crate that want the same messages.
///
/// # Errors
/// With the place of the first value that does not fit.
pub fn parse<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, Finding> {
    yaml::parse(text)
}
