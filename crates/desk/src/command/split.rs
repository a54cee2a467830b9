//! Takes a joined candidate out of a record again.

use std::sync::Arc;

use xinqiao_ledger::{Change, Receipt, Stored};
use xinqiao_reader::resolve::join;
use xinqiao_record::{Body, Record, RecordId, Status};

use super::{By, CommandError, commit, newest, seen};
use crate::Desk;

/// Undoes a join: the candidate stands on its own again, and the record is as if it had never been joined.
///
/// Later joins are made again on top of what stood before this one. If a person has changed the record
/// since, their values stay: then only the candidate's sources, stages and names are taken out.
///
/// # Errors
/// See [`CommandError`]; also when the candidate is not joined into the record.
pub async fn split(
    desk: &Arc<Desk>,
    id: RecordId,
    revision: u32,
    candidate: RecordId,
    by: By,
) -> Result<Receipt, CommandError> {
    let record = seen(desk, id, revision).await?;
    if !record.joined.iter().any(|join| join.candidate == candidate) {
        return Err(CommandError::NotNow(format!("`{candidate}` is not joined into `{id}`")));
    }
    let parted = newest(desk, candidate).await?.record;
    let mut next = record.next_revision();
    next.joined.retain(|join| join.candidate != candidate);
    next.sources.retain(|source| !parted.sources.contains(source));

    let history = desk.ledger.history(id).await?;
    next.body = match replay(desk, &history, candidate).await? {
        Some(body) => body,
        None => subtracted(&record, &parted),
    };

    let mut free = parted.next_revision();
    free.status = Status::Proposed;
    free.replaced_by = None;
    if let Some(proposal) = &mut free.proposal {
        // A person has just said that the two differ.
        proposal.same_as = None;
    }
    commit(desk, by, vec![Change::revise(next), Change::revise(free)]).await
}

/// The body with every join but the one of `candidate`, or `None` where a person changed the body in between.
async fn replay(
    desk: &Arc<Desk>,
    history: &[Stored],
    candidate: RecordId,
) -> Result<Option<Body>, CommandError> {
    let names = |stored: &Stored| stored.record.joined.iter().any(|join| join.candidate == candidate);
    let Some(at) = history.iter().position(names) else { return Ok(None) };
    let Some(before) = at.checked_sub(1).and_then(|index| history.get(index)) else { return Ok(None) };
    let mut record = before.record.clone();
    for pair in history.get(at..).unwrap_or_default().windows(2) {
        let [earlier, later] = pair else { continue };
        let added: Vec<_> = later.record.joined.iter().filter(|join| !earlier.record.joined.contains(join)).collect();
        if added.is_empty() {
            if earlier.record.body != later.record.body {
                return Ok(None);
            }
            continue;
        }
        for join_entry in added {
            let other = newest(desk, join_entry.candidate).await?.record;
            let first = u32::try_from(record.sources.len()).unwrap_or(u32::MAX);
            join(&mut record.body, &other.body, first);
            record.sources.extend(other.sources);
        }
    }
    Ok(Some(record.body))
}

/// The body without the names and stages that only the parted candidate brought.
fn subtracted(record: &Record, parted: &Record) -> Body {
    let mut body = record.body.clone();
    let kept: Vec<Option<u32>> = {
        let mut next = 0;
        record
            .sources
            .iter()
            .map(|source| {
                (!parted.sources.contains(source)).then(|| {
                    next += 1;
                    next - 1
                })
            })
            .collect()
    };
    match (&mut body, &parted.body) {
        (Body::Organization(ours), Body::Organization(theirs)) => {
            ours.aliases.retain(|alias| *alias != theirs.name && !theirs.aliases.contains(alias));
        }
        (Body::Project(ours), Body::Project(theirs)) => {
            ours.aliases.retain(|alias| *alias != theirs.name && !theirs.aliases.contains(alias));
            ours.timeline.retain_mut(|entry| {
                let place = kept.get(entry.source as usize).copied().flatten();
                if let Some(place) = place {
                    entry.source = place;
                }
                place.is_some()
            });
            if let Some(last) = ours.timeline.iter().max_by_key(|entry| (entry.stage, entry.date)) {
                ours.stage = Some(last.stage);
                ours.stage_date = last.date;
                ours.stage_label = Some(last.label.clone());
            }
        }
        _ => {}
    }
    body
}
