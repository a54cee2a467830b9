//! Investment projects: from prose, from key/value forms, from list tables, in Chinese and in English.

mod assign;
mod collect;
mod draft;
mod english;
mod identity;
mod likeness;
mod mention;
mod table;
#[cfg(test)]
mod tests;
mod whole;

use super::Fact;
use super::view::View;

/// The projects of one article.
pub(super) fn propose(view: &View<'_>, facts: &mut Vec<Fact>) {
    if view.is_policy {
        return;
    }
    if view.is_english {
        english::propose(view, facts);
        return;
    }
    let forms = table::read(view);
    let drafts = collect::collect(view, forms);
    facts.extend(drafts.into_iter().filter_map(|draft| draft.finish(view)));
}
