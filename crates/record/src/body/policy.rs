use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::body::Party;
use crate::date::PartialDate;
use crate::id::RecordId;
use crate::region::RegionCode;

/// A published policy document.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Policy {
    /// The title without book-title marks.
    pub title: String,
    /// Who issued it.
    #[serde(default)]
    pub issuers: Vec<Party>,
    /// The document number, `杭高新〔2024〕12号`.
    pub document_number: Option<String>,
    /// Where it applies.
    #[serde(default)]
    pub region: Option<RegionCode>,
    /// The date under the signature.
    pub issued: Option<PartialDate>,
    /// From when it applies.
    pub effective: Option<PartialDate>,
    /// Until when it applies.
    #[serde(default)]
    pub until: Option<PartialDate>,
    /// What it repeals.
    #[serde(default)]
    pub repeals: Vec<RepealedPolicy>,
    /// The policy as code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pack: Option<PolicyPack>,
}

/// A policy as code: the two files of its pack, as an officer wrote them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PolicyPack {
    /// The pack's name.
    pub name: String,
    /// `policy.yaml`.
    pub policy: String,
    /// `examples.yaml`, if there are worked cases.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub examples: Option<String>,
}

/// A policy that another one repeals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RepealedPolicy {
    /// Its title.
    pub title: String,
    /// Its document number.
    pub document_number: Option<String>,
    /// Its record, once known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<RecordId>,
}
