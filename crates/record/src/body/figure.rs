use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::body::Party;
use crate::date::PartialDate;
use crate::quantity::Quantity;

/// A technical figure: what a tool, device, material or process attains.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Figure {
    /// The tool, device, material or process.
    pub technology: Option<String>,
    /// What is measured: `开关比`, `套刻精度`, `wafers per hour`.
    pub measure: String,
    /// How much.
    pub value: Quantity,
    /// Whose it is.
    #[serde(default)]
    pub organization: Option<Party>,
    /// As of when.
    pub date: Option<PartialDate>,
}
