use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::body::Party;
use crate::date::PartialDate;
use crate::quantity::Quantity;
use crate::source::Citation;

/// A promise: who attains what by when.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Target {
    /// Who promises.
    #[serde(default)]
    pub who: Option<Party>,
    /// What is promised, in the text's words.
    pub measure: String,
    /// How much, where it is a number.
    pub value: Option<Quantity>,
    /// By when.
    pub by: Option<PartialDate>,
    /// What came of it.
    #[serde(default)]
    pub outcome: Option<Outcome>,
}

/// What came of a promise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Outcome {
    /// Kept, missed or moved.
    pub outcome: OutcomeKind,
    /// What was attained.
    #[serde(default)]
    pub value: Option<Quantity>,
    /// The new date of a target that was moved.
    #[serde(default)]
    pub moved_to: Option<PartialDate>,
    /// The place that tells it.
    pub source: Citation,
}

/// What came of a promise, in a word.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum OutcomeKind {
    /// Attained in time.
    Kept,
    /// Not attained in time.
    Missed,
    /// Put off to a later date.
    Moved,
}

impl OutcomeKind {
    /// The name used in JSON and addresses.
    pub fn name(self) -> &'static str {
        match self {
            OutcomeKind::Kept => "kept",
            OutcomeKind::Missed => "missed",
            OutcomeKind::Moved => "moved",
        }
    }
}
