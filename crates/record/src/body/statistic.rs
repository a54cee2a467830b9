use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A table of statistics, or a statistical statement in running text, as typed rows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Statistic {
    /// The caption of the table, or the measure of a single statement.
    pub title: String,
    /// One row per value.
    pub rows: Vec<StatisticRow>,
}

/// One value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct StatisticRow {
    /// Who or what the value is about.
    pub entity: String,
    /// What is measured.
    pub measure: String,
    /// The period as written: `2024`, `2024-Q3`, `2021—2023`.
    pub period: Option<String>,
    /// The value as a decimal string.
    pub value: Decimal,
    /// The unit as written.
    pub unit: Option<String>,
    /// The change against the period before, in percent, where the source gives it beside the value.
    #[serde(default)]
    pub change: Option<Decimal>,
}
