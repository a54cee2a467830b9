//! What can be chosen in a list.

use xinqiao_record::body::{FinancingKind, OutcomeKind, Stage};
use xinqiao_record::{Kind, RecordId, RegionCode, Status};

use super::board::Snapshot;
use super::row::{OUTCOME_OPEN, OUTCOME_OVERDUE, STAGE_UNKNOWN};
use crate::i18n::Texts;
use crate::show;

/// A property by which records are filtered and counted; the name is the field in the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Dimension {
    Kind,
    Status,
    Stage,
    Financing,
    Round,
    Outcome,
    Region,
    Year,
    Document,
}

impl Dimension {
    /// Every dimension, in the order in which the sidebar shows them.
    pub const ALL: [Dimension; 9] = [
        Dimension::Kind,
        Dimension::Status,
        Dimension::Stage,
        Dimension::Financing,
        Dimension::Round,
        Dimension::Outcome,
        Dimension::Region,
        Dimension::Year,
        Dimension::Document,
    ];

    /// The field's name in addresses.
    pub fn name(self) -> &'static str {
        match self {
            Dimension::Kind => "kind",
            Dimension::Status => "status",
            Dimension::Stage => "stage",
            Dimension::Financing => "financing",
            Dimension::Round => "round",
            Dimension::Outcome => "outcome",
            Dimension::Region => "region",
            Dimension::Year => "year",
            Dimension::Document => "document",
        }
    }

    /// The heading in the sidebar.
    pub fn label(self, t: &Texts) -> String {
        let key = format!("facet-{}", self.name());
        t.msg(&key).into_owned()
    }

    /// Whether the value can be chosen; else what can.
    pub(super) fn check(self, value: &str) -> Result<(), String> {
        let one_of = |names: &[&str]| {
            if names.contains(&value) {
                Ok(())
            } else {
                Err(format!(
                    "`{}` cannot be `{value}`; known: {}",
                    self.name(),
                    names.join(", ")
                ))
            }
        };
        let financing = [
            FinancingKind::Round,
            FinancingKind::Ipo,
            FinancingKind::Fund,
            FinancingKind::Acquisition,
        ];
        match self {
            Dimension::Kind => one_of(&Kind::ALL.map(Kind::name)),
            Dimension::Status => one_of(&Status::ALL.map(Status::name)),
            Dimension::Stage => {
                let mut names = Stage::ALL.map(Stage::name).to_vec();
                names.push(STAGE_UNKNOWN);
                one_of(&names)
            }
            Dimension::Financing => one_of(&financing.map(FinancingKind::name)),
            Dimension::Round => Ok(()),
            Dimension::Outcome => {
                one_of(&["kept", "missed", "moved", OUTCOME_OPEN, OUTCOME_OVERDUE])
            }
            Dimension::Region => value
                .parse::<RegionCode>()
                .map(drop)
                .map_err(|error| format!("region: {error}")),
            Dimension::Year => {
                let plain = value.len() == 4 && value.bytes().all(|byte| byte.is_ascii_digit());
                if plain {
                    Ok(())
                } else {
                    Err(format!("`year` cannot be `{value}`; write it as 2025"))
                }
            }
            Dimension::Document => value
                .parse::<RecordId>()
                .map(drop)
                .map_err(|error| format!("document: {error}")),
        }
    }

    /// A value as people call it.
    pub fn value_label(self, value: &str, snapshot: &Snapshot, t: &Texts) -> String {
        let known = match self {
            Dimension::Kind => value.parse().ok().map(|kind: Kind| show::kind(kind, t)),
            Dimension::Status => Status::from_name(value).map(|status| show::status(status, t)),
            Dimension::Stage => Some(show::stage_or_unknown(Stage::from_name(value), t)),
            Dimension::Financing => {
                let key = format!("financing-{value}");
                Some(t.msg(&key).into_owned())
            }
            Dimension::Outcome if value == OUTCOME_OVERDUE => {
                Some(t.msg("outcome-overdue").into_owned())
            }
            Dimension::Outcome => {
                let outcome = [OutcomeKind::Kept, OutcomeKind::Missed, OutcomeKind::Moved]
                    .into_iter()
                    .find(|outcome| outcome.name() == value);
                Some(show::outcome(outcome, t))
            }
            Dimension::Region => value
                .parse()
                .ok()
                .map(|code: RegionCode| code.region().name.to_owned()),
            Dimension::Document => value
                .parse()
                .ok()
                .and_then(|id| snapshot.document(id))
                .map(|document| document.title.clone()),
            Dimension::Round | Dimension::Year => None,
        };
        known.unwrap_or_else(|| value.to_owned())
    }

    /// The place of a value among its own, for those that have an order of their own.
    pub(super) fn rank(self, value: &str) -> Option<usize> {
        let place = |names: &[&str]| names.iter().position(|name| *name == value);
        match self {
            Dimension::Kind => place(&Kind::ALL.map(Kind::name)),
            Dimension::Status => place(&Status::ALL.map(Status::name)),
            Dimension::Stage => place(&Stage::ALL.map(Stage::name)).or(Some(Stage::ALL.len())),
            Dimension::Financing => place(&["round", "ipo", "fund", "acquisition"]),
            Dimension::Outcome => {
                place(&[OUTCOME_OVERDUE, OUTCOME_OPEN, "kept", "missed", "moved"])
            }
            _ => None,
        }
    }
}
