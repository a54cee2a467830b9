//! Investment projects: from prose, from key/value forms, from list tables, in Chinese and in English.

mod assign;
mod boundary;
mod collect;
mod draft;
mod english;
mod figures;
mod headed;
mod identity;
mod kind;
mod likeness;
mod mention;
mod site;
mod table;
#[cfg(test)]
mod tests;
mod whole;
mod wording;

use super::Fact;
use super::view::View;

/// The projects of one article.
pub(super) fn propose(view: &View<'_>, facts: &mut Vec<Fact>) {
    if view.is_policy {
        // A plan's clauses name projects that are wished for; the list in its annex names those that are under way.
        let (forms, _) = table::read(view);
        facts.extend(forms.into_iter().filter_map(|draft| draft.finish(view)));
        return;
    }
    if view.is_english {
        english::propose(view, facts);
        return;
    }
    let (forms, form) = table::read(view);
    let drafts = collect::collect(view, forms, form);
    facts.extend(drafts.into_iter().filter_map(|draft| draft.finish(view)));
}
