use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::body::Party;
use crate::date::PartialDate;
use crate::money::Amount;

/// What sort of financing it is.
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
pub enum FinancingKind {
    /// Equity from named investors.
    #[default]
    Round,
    /// A step on the way to a listing.
    Ipo,
    /// A fund that is set up.
    Fund,
    /// A company or a share of it is bought.
    Acquisition,
}

impl FinancingKind {
    /// The name used in JSON.
    pub fn name(self) -> &'static str {
        match self {
            FinancingKind::Round => "round",
            FinancingKind::Ipo => "ipo",
            FinancingKind::Fund => "fund",
            FinancingKind::Acquisition => "acquisition",
        }
    }
}

/// A financing round, a step towards a listing, a fund or an acquisition.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Financing {
    /// Who is financed, listed or bought.
    pub company: Party,
    /// What sort it is.
    #[serde(default)]
    pub financing: FinancingKind,
    /// The round as the text names it: `A+轮`, `战略融资`, `辅导备案`.
    pub round: Option<String>,
    /// The sum.
    pub amount: Option<Amount>,
    /// Who pays; buyers of an acquisition too.
    #[serde(default)]
    pub investors: Vec<Party>,
    /// When it was done or announced.
    pub date: Option<PartialDate>,
}
