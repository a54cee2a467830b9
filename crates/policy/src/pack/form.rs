//! Scoring forms: indicators with points.

use crate::vocabulary::Words;

use super::tiers::Tiers;

/// A scoring form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// Its name.
    pub id: String,
    /// What people call it.
    pub title: Words,
    /// What is scored.
    pub indicators: Vec<Indicator>,
}

/// One indicator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Indicator {
    /// Its name within the form.
    pub id: String,
    /// The group that it belongs to.
    pub group: Option<String>,
    /// What people call it.
    pub title: Words,
    /// The points.
    pub tiers: Tiers,
}

/// The indicators that `name` means: a whole form, or `form.group`.
pub fn indicators<'f>(forms: &'f [Form], name: &str) -> Vec<&'f Indicator> {
    let (form, group) = name
        .split_once('.')
        .map_or((name, None), |(form, group)| (form, Some(group)));
    forms
        .iter()
        .filter(|candidate| candidate.id == form)
        .flat_map(|form| &form.indicators)
        .filter(|indicator| group.is_none() || indicator.group.as_deref() == group)
        .collect()
}
