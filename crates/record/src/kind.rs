//! What sorts of record there are.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The kind of a record; it decides the shape of the body and the prefix of the id.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A published document as it was taken in: file, language, date, text.
    Document,
    /// One article of a document, with its tables and footnotes.
    Article,
    /// A company, institute, university, office or association.
    Organization,
    /// An investment project and the stages that it passes through.
    Project,
    /// A financing round, listing, fund or acquisition.
    Financing,
    /// A published policy document.
    Policy,
    /// An award, recognition or place on a list.
    Award,
    /// A meeting, training, signing or exhibition.
    Event,
    /// A technical figure: what a tool, process or device attains.
    Figure,
    /// A table of statistics as typed rows.
    Statistic,
    /// A promise: who attains what by when.
    Target,
}

/// The text is not the name of a kind.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error(
    "unknown kind of record `{found}`; known kinds: document, article, organization, project, financing, policy, award, event, figure, statistic, target"
)]
pub struct UnknownKind {
    found: String,
}

impl Kind {
    /// Every kind, in the order in which lists show them.
    pub const ALL: [Kind; 11] = [
        Kind::Document,
        Kind::Article,
        Kind::Organization,
        Kind::Project,
        Kind::Financing,
        Kind::Policy,
        Kind::Award,
        Kind::Event,
        Kind::Figure,
        Kind::Statistic,
        Kind::Target,
    ];

    /// The kinds that the reader proposes and a person confirms.
    pub const FACTS: [Kind; 9] = [
        Kind::Organization,
        Kind::Project,
        Kind::Financing,
        Kind::Policy,
        Kind::Award,
        Kind::Event,
        Kind::Figure,
        Kind::Statistic,
        Kind::Target,
    ];

    /// The name used in JSON, addresses and the command line.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Document => "document",
            Kind::Article => "article",
            Kind::Organization => "organization",
            Kind::Project => "project",
            Kind::Financing => "financing",
            Kind::Policy => "policy",
            Kind::Award => "award",
            Kind::Event => "event",
            Kind::Figure => "figure",
            Kind::Statistic => "statistic",
            Kind::Target => "target",
        }
    }

    /// The prefix of ids of this kind, as in `project_01j…`.
    pub fn prefix(self) -> &'static str {
        match self {
            Kind::Document => "doc",
            Kind::Organization => "org",
            Kind::Statistic => "stat",
            other => other.name(),
        }
    }

    /// The kind whose ids begin with `prefix`.
    pub fn from_prefix(prefix: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.prefix() == prefix)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Kind {
    type Err = UnknownKind;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Kind::ALL
            .into_iter()
            .find(|kind| kind.name() == text)
            .ok_or_else(|| UnknownKind {
                found: text.to_owned(),
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_found_by_its_name_and_by_its_prefix() {
        for kind in Kind::ALL {
            assert_eq!(kind.name().parse(), Ok(kind));
            assert_eq!(Kind::from_prefix(kind.prefix()), Some(kind));
        }
    }

    #[test]
    fn an_unknown_kind_is_named_in_the_error() {
        let error = "wafer".parse::<Kind>().unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("unknown kind of record `wafer`")
        );
    }
}
