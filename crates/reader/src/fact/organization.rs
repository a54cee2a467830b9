//! to come
use super::Fact; use super::view::View;
pub(super) fn propose(_view: &View<'_>, _facts: &mut Vec<Fact>) {}
