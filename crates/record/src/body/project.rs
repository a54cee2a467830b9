use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::body::Party;
use crate::date::PartialDate;
use crate::money::Amount;
use crate::quantity::{Capacity, Quantity};
use crate::region::RegionCode;

/// How far an investment project has come.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// 签约, 落户, 落地: the contract is signed.
    Signed,
    /// 备案, 获批: filed with or approved by the office.
    Filed,
    /// 开工, 奠基, 动工: building has begun.
    Groundbreaking,
    /// 封顶, 结顶: the shell is closed.
    ToppedOut,
    /// 通线: the first wafer has gone through the line.
    LineThrough,
    /// 投产, 量产: it produces.
    InProduction,
    /// 竣工, 完工: all is built.
    Completed,
}

impl Stage {
    /// Every stage in the order in which a project passes them.
    pub const ALL: [Stage; 7] = [
        Stage::Signed,
        Stage::Filed,
        Stage::Groundbreaking,
        Stage::ToppedOut,
        Stage::LineThrough,
        Stage::InProduction,
        Stage::Completed,
    ];

    /// The name used in JSON and addresses.
    pub fn name(self) -> &'static str {
        match self {
            Stage::Signed => "signed",
            Stage::Filed => "filed",
            Stage::Groundbreaking => "groundbreaking",
            Stage::ToppedOut => "topped_out",
            Stage::LineThrough => "line_through",
            Stage::InProduction => "in_production",
            Stage::Completed => "completed",
        }
    }

    /// The stage of this name.
    pub fn from_name(name: &str) -> Option<Stage> {
        Stage::ALL.into_iter().find(|stage| stage.name() == name)
    }
}

/// A stage that a source reports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct StageEntry {
    /// The stage.
    pub stage: Stage,
    /// The word that the text uses.
    pub label: String,
    /// When it was reached.
    pub date: Option<PartialDate>,
    /// Which of the record's sources says so, counted from zero.
    pub source: u32,
}

/// An investment project: a fab, a line, a base, a headquarters.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Project {
    /// The name as the text gives it.
    pub name: String,
    /// Other names it was met under.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Who builds it.
    #[serde(default)]
    pub organizations: Vec<Party>,
    /// Where, down to the county if the text gives it.
    pub region: Option<RegionCode>,
    /// The place in the text's own words.
    #[serde(default)]
    pub place: Option<String>,
    /// The total investment.
    pub amount: Option<Amount>,
    /// The latest stage reached.
    pub stage: Option<Stage>,
    /// The text's word for that stage.
    #[serde(default)]
    pub stage_label: Option<String>,
    /// When that stage was reached.
    pub stage_date: Option<PartialDate>,
    /// Every stage that a source reports, oldest first.
    #[serde(default)]
    pub timeline: Vec<StageEntry>,
    /// When work began or is to begin.
    #[serde(default)]
    pub start: Option<PartialDate>,
    /// When it is to be finished.
    pub completion: Option<PartialDate>,
    /// What it is to make.
    #[serde(default)]
    pub capacity: Vec<Capacity>,
    /// The land it takes.
    #[serde(default)]
    pub site_area: Option<Quantity>,
    /// The floor space that is built or used.
    #[serde(default)]
    pub floor_area: Option<Quantity>,
    /// The yearly output expected of it.
    #[serde(default)]
    pub expected_output: Option<Amount>,
    /// The yearly tax expected of it.
    #[serde(default)]
    pub expected_tax: Option<Amount>,
}
