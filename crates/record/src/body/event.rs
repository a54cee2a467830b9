use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::body::Party;
use crate::date::PartialDate;
use crate::region::RegionCode;

/// A meeting, training, salon, exhibition or ceremony.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Event {
    /// Its name.
    pub name: String,
    /// The first day.
    pub date: Option<PartialDate>,
    /// The last day, where it lasts longer.
    #[serde(default)]
    pub until: Option<PartialDate>,
    /// Where.
    pub region: Option<RegionCode>,
    /// The place in the text's own words.
    #[serde(default)]
    pub place: Option<String>,
    /// Who held it.
    #[serde(default)]
    pub organizers: Vec<Party>,
    /// How many people came or are expected.
    #[serde(default)]
    pub attendance: Option<u32>,
}
