//! Quantities with their units, and production capacity.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::money::Qualifier;

/// A number with its unit. The number is in base units: "60 万片" is `600000` of `片`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Quantity {
    /// The number as a decimal string.
    pub value: Decimal,
    /// The unit as the text writes it (`片`, `亩`, `nm`, `%`).
    pub unit: String,
    /// How the text hedges the number.
    #[serde(default)]
    pub qualifier: Qualifier,
}

impl Quantity {
    /// An unhedged quantity.
    pub fn exact(value: Decimal, unit: impl Into<String>) -> Self {
        Quantity {
            value: value.normalize(),
            unit: unit.into(),
            qualifier: Qualifier::Exact,
        }
    }
}

/// The period that a rate counts over.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Per {
    /// A year.
    Year,
    /// A month.
    Month,
    /// A week.
    Week,
    /// A day.
    Day,
    /// An hour.
    Hour,
}

impl Per {
    /// The name used in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Per::Year => "year",
            Per::Month => "month",
            Per::Week => "week",
            Per::Day => "day",
            Per::Hour => "hour",
        }
    }
}

/// How much of a product a project makes in a period.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Capacity {
    /// The number as a decimal string, in base units.
    pub quantity: Decimal,
    /// The unit as the text writes it.
    pub unit: String,
    /// What is made, where the text says it.
    pub product: Option<String>,
    /// The period, where the text says it.
    pub per: Option<Per>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_decimal_strings() {
        let capacity = Capacity {
            quantity: Decimal::from(600_000),
            unit: "片".into(),
            product: Some("8英寸碳化硅衬底片".into()),
            per: Some(Per::Year),
        };
        assert_eq!(
            serde_json::to_string(&capacity).unwrap(),
            r#"{"quantity":"600000","unit":"片","product":"8英寸碳化硅衬底片","per":"year"}"#,
        );
    }
}
