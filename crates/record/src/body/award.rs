use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::body::Party;
use crate::date::PartialDate;

/// An award, a recognition or a place on a list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Award {
    /// The name of the award.
    pub name: String,
    /// Who got it.
    #[serde(default)]
    pub winners: Vec<Party>,
    /// Who gave it.
    #[serde(default)]
    pub grantors: Vec<Party>,
    /// When.
    pub date: Option<PartialDate>,
    /// What for, where the text names a work or product.
    #[serde(default)]
    pub work: Option<String>,
}
