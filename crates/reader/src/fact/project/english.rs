//! to come
use crate::fact::Fact; use crate::fact::view::View;
pub(super) fn propose(_view: &View<'_>, _facts: &mut Vec<Fact>) {}
