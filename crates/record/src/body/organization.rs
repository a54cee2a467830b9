use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::credit_code::CreditCode;
use crate::date::PartialDate;
use crate::id::RecordId;
use crate::money::Amount;
use crate::region::RegionCode;

/// A company, institute, university, office or association.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Organization {
    /// The fullest name known.
    pub name: String,
    /// Other names: short names, former names, names in other languages.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// The unified social credit code.
    #[serde(default)]
    pub credit_code: Option<CreditCode>,
    /// Where it sits.
    pub region: Option<RegionCode>,
    /// When it was founded.
    pub founded: Option<PartialDate>,
    /// Where its shares are listed.
    #[serde(default)]
    pub listing: Option<Listing>,
    /// The registered capital.
    #[serde(default)]
    pub registered_capital: Option<Amount>,
    /// The organisation that controls it.
    #[serde(default)]
    pub parent: Option<RecordId>,
    /// The supply-chain segments it works in, by their stable names.
    #[serde(default)]
    pub segments: Vec<String>,
    /// What policies need to know of it, as a profile in JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile: Option<String>,
}

/// A listing on an exchange.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Listing {
    /// The exchange, as its common letters: `SSE`, `SZSE`, `BSE`, `HKEX`, `NASDAQ`, `NYSE`, `TWSE`, `KRX`, `TSE`.
    pub exchange: Option<String>,
    /// The code, `688981`.
    pub code: String,
}
