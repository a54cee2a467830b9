//! The versions of a policy's pack, and what changed from one to the next, clause by clause.

use jiff::civil::Date;
use xinqiao_policy::pack::library::PackText;
use xinqiao_policy::pack::shipped::PACKS;
use xinqiao_policy::pack::{Library, Pack};
use xinqiao_record::{Body, RecordId};

use super::one::ClauseShown;
use crate::Desk;
use crate::http::PageError;
use crate::i18n::Texts;
use crate::show;

/// One version.
#[derive(Debug, Clone)]
pub(super) struct Version {
    /// The record's revision; none for the pack that ships with the program.
    pub(super) revision: Option<u32>,
    /// When it was stored.
    pub(super) when: String,
    /// Why, as the person who stored it said.
    pub(super) why: String,
    /// The record's page of changes.
    pub(super) href: String,
    /// What is new, gone or different against the version before; none where there is nothing to compare with.
    pub(super) changes: Option<Vec<Change>>,
}

/// A difference in one clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Change {
    /// The article and title of the clause.
    pub(super) clause: String,
    /// What it was; empty where the clause is new.
    pub(super) before: String,
    /// What it is now; empty where the clause is gone.
    pub(super) after: String,
}

/// The versions of a stored pack, newest first; where the program ships a pack of that name, it comes last.
///
/// # Errors
/// When the ledger fails.
pub(super) async fn versions(
    desk: &Desk,
    id: RecordId,
    on: Date,
    t: &Texts,
) -> Result<Vec<Version>, PageError> {
    let history = desk.ledger.history(id).await?;
    let mut versions: Vec<Version> = Vec::new();
    let mut before: Option<Vec<ClauseShown>> = None;
    let mut text = String::new();
    for stored in &history {
        let Body::Policy(body) = &stored.record.body else {
            continue;
        };
        // A record may have been about the document alone before, and may change in what is not the pack.
        let Some(pack) = body.pack.as_ref().filter(|pack| pack.policy != text) else {
            continue;
        };
        if versions.is_empty()
            && let Some(shipped) = PACKS.iter().find(|shipped| shipped.name == pack.name)
        {
            before = clauses(shipped.name, shipped.policy, on, t);
            versions.push(Version {
                revision: None,
                when: String::new(),
                why: String::new(),
                href: String::new(),
                changes: None,
            });
        }
        text.clone_from(&pack.policy);
        let now = clauses(&pack.name, &pack.policy, on, t);
        let revision = stored.record.revision;
        versions.push(Version {
            revision: Some(revision),
            when: show::timestamp(stored.at),
            why: show::reason(&stored.actor, &stored.reason, t).into_owned(),
            href: match revision {
                0 | 1 => format!("/record/{id}"),
                _ => format!(
                    "/record/{id}/compare?from={}&to={revision}",
                    revision.saturating_sub(1)
                ),
            },
            changes: before
                .as_deref()
                .zip(now.as_deref())
                .map(|(before, now)| changes(before, now, t)),
        });
        before = now.or(before);
    }
    versions.reverse();
    Ok(versions)
}

/// The clauses of a pack in words; none where this program cannot use it.
fn clauses(name: &str, policy: &str, on: Date, t: &Texts) -> Option<Vec<ClauseShown>> {
    let library = Library::read([PackText { name, policy }]).ok()?;
    let pack: &Pack = library.packs.first()?;
    let shown = |clause| ClauseShown::of(clause, pack, &library, on, t);
    Some(pack.clauses.iter().map(shown).collect())
}

fn changes(before: &[ClauseShown], now: &[ClauseShown], t: &Texts) -> Vec<Change> {
    let named = |clause: &ClauseShown| format!("{} {}", clause.cite, clause.title);
    let mut found = Vec::new();
    for clause in now {
        let Some(old) = before.iter().find(|old| old.id == clause.id) else {
            found.push(Change {
                clause: named(clause),
                before: String::new(),
                after: clause.summary.clone(),
            });
            continue;
        };
        let separator = t.msg("value-list-separator");
        let conditions = |clause: &ClauseShown| clause.conditions.join(&separator);
        let aspects = [
            (old.cite.clone(), clause.cite.clone()),
            (old.title.clone(), clause.title.clone()),
            (old.gives.clone(), clause.gives.clone()),
            (old.matter.clone(), clause.matter.clone()),
            (old.pays.clone(), clause.pays.clone()),
            (old.ceiling.clone(), clause.ceiling.clone()),
            (conditions(old), conditions(clause)),
            (old.offices.clone(), clause.offices.clone()),
            (old.deadline.clone(), clause.deadline.clone()),
            (old.apply.clone(), clause.apply.clone()),
            (old.summary.clone(), clause.summary.clone()),
        ];
        let none = || t.msg("policy-version-none").into_owned();
        let filled = |text: String| if text.is_empty() { none() } else { text };
        found.extend(
            aspects
                .into_iter()
                .filter(|(old, new)| old != new)
                .map(|(old, new)| Change {
                    clause: named(clause),
                    before: filled(old),
                    after: filled(new),
                }),
        );
    }
    let gone = before
        .iter()
        .filter(|old| now.iter().all(|clause| clause.id != old.id));
    found.extend(gone.map(|old| Change {
        clause: named(old),
        before: old.summary.clone(),
        after: String::new(),
    }));
    found
}
