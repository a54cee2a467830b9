use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::id::RecordId;

/// The part that an organisation plays in a fact.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum PartyRole {
    /// The one that the fact is about: builder, company, winner, promiser.
    #[default]
    Subject,
    /// Leads a financing round.
    LeadInvestor,
    /// Takes part in a financing round.
    Investor,
    /// Buys in an acquisition.
    Buyer,
    /// Issues a policy or grants an award.
    Issuer,
    /// Organises an event.
    Organizer,
    /// Sponsor, adviser or underwriter.
    Adviser,
}

/// An organisation as a text names it, and its record once it is known.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Party {
    /// The name as the text gives it.
    pub name: String,
    /// The part it plays.
    #[serde(default)]
    pub role: PartyRole,
    /// The organisation's record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<RecordId>,
}

impl Party {
    /// A party that is not linked to a record yet.
    pub fn named(name: impl Into<String>, role: PartyRole) -> Self {
        Party {
            name: name.into(),
            role,
            record: None,
        }
    }
}
