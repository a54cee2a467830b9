//! Takes a joined candidate out of a record again.

use std::sync::Arc;

use xinqiao_ledger::{Change, Receipt, Stored};
use xinqiao_record::{Body, Citation, Join, Record, RecordId, Status};

use super::{By, CommandError, commit, in_use, newest, seen};
use crate::Desk;
use crate::intake::joined;

/// Undoes a join: the candidate stands on its own again as it stood before, and the record is as if it
/// had never been joined.
///
/// Later joins are made again on top of what stood before this one. If a person has changed the record
/// since, their values stay: then only the candidate's sources, stages and names are taken out.
///
/// # Errors
/// See [`CommandError`]; also when the candidate is not joined into the record, or the record was itself
/// joined into another one: what it held stands there now, and that join must be undone first.
pub async fn split(
    desk: &Arc<Desk>,
    id: RecordId,
    revision: u32,
    candidate: RecordId,
    by: By,
) -> Result<Receipt, CommandError> {
    let record = seen(desk, id, revision).await?;
    in_use(&record)?;
    if !record.joined.iter().any(|join| join.candidate == candidate) {
        return Err(CommandError::NotNow(format!(
            "`{candidate}` is not joined into `{id}`"
        )));
    }
    let past = desk.ledger.history(candidate).await?;
    let Some(parted) = past.last().map(|stored| &stored.record) else {
        return Err(CommandError::NotFound(candidate));
    };
    let mut next = record.next_revision();
    next.joined.retain(|join| join.candidate != candidate);
    let history = desk.ledger.history(id).await?;
    let (body, sources) = match replay(desk, &history, candidate).await? {
        Some(replayed) => (replayed.body, replayed.sources),
        None => subtracted(&record, parted, &brought(desk, &record, parted).await?),
    };
    next.set_body(body);
    next.sources = sources;
    let mut free = parted.next_revision();
    free.status = before_join(&past);
    free.replaced_by = None;
    if let Some(proposal) = &mut free.proposal {
        // A person has just said that the two differ.
        proposal.same_as = None;
    }
    commit(desk, by, vec![Change::revise(next), Change::revise(free)]).await
}

/// Where a candidate stood before it was joined; one that was joined as it was read had yet to be decided on.
fn before_join(past: &[Stored]) -> Status {
    let statuses = past.iter().rev().map(|stored| stored.record.status);
    statuses
        .into_iter()
        .find(|status| *status != Status::Retired)
        .unwrap_or(Status::Proposed)
}

/// How a revision came about: what a person left it at, and what was joined into that since.
#[derive(Clone)]
struct Made<'h> {
    base: &'h Record,
    joins: Vec<&'h Join>,
}

/// The record with every join but the one of `candidate`, or `None` where a person changed the body
/// after that join, so that the two can no longer be told apart.
async fn replay(
    desk: &Arc<Desk>,
    history: &[Stored],
    candidate: RecordId,
) -> Result<Option<Record>, CommandError> {
    let Some(Made { base, joins }) = made(history) else {
        return Ok(None);
    };
    if !joins.iter().any(|join| join.candidate == candidate) {
        return Ok(None);
    }
    let mut record = base.clone();
    for join in joins {
        if join.candidate == candidate {
            continue;
        }
        let other = match newest(desk, join.candidate).await {
            Ok(other) => other.record,
            // An import can bring a record without what was joined into it.
            Err(CommandError::NotFound(_)) => return Ok(None),
            Err(error) => return Err(error),
        };
        record = joined(&record, &other, join.matched.clone(), join.rule.clone());
    }
    Ok(Some(record))
}

/// How the last revision came about.
fn made(history: &[Stored]) -> Option<Made<'_>> {
    let first = &history.first()?.record;
    let mut all = vec![Made {
        base: first,
        joins: Vec::new(),
    }];
    for pair in history.windows(2) {
        let [
            Stored {
                record: earlier, ..
            },
            Stored { record: later, .. },
        ] = pair
        else {
            continue;
        };
        let mut now = all.last()?.clone();
        let added: Vec<&Join> = later
            .joined
            .iter()
            .filter(|join| !earlier.joined.contains(join))
            .collect();
        let removed: Vec<&Join> = earlier
            .joined
            .iter()
            .filter(|join| !later.joined.contains(join))
            .collect();
        let left = Made {
            base: later,
            joins: Vec::new(),
        };
        if !removed.is_empty() {
            let known = removed.iter().all(|join| now.joins.contains(join));
            now.joins.retain(|join| !removed.contains(join));
            if !known || !added.is_empty() {
                now = left;
            }
        } else if !added.is_empty() {
            now.joins.extend(added);
        } else if (&earlier.body, &earlier.sources) != (&later.body, &later.sources) {
            // Taken back changes lead to a revision that was there before.
            let same = |old: &Record| {
                (&old.body, &old.sources, &old.joined)
                    == (&later.body, &later.sources, &later.joined)
            };
            let before = history
                .iter()
                .zip(&all)
                .find(|(stored, _)| same(&stored.record));
            now = before.map_or(left, |(_, made)| made.clone());
        }
        all.push(now);
    }
    all.pop()
}

/// Which sources of a record a candidate brought.
///
/// A record's own sources come first, then those of each candidate in the order of the joins.
async fn brought(
    desk: &Arc<Desk>,
    record: &Record,
    parted: &Record,
) -> Result<Vec<bool>, CommandError> {
    let (mut all, mut before) = (0, None);
    for join in &record.joined {
        if join.candidate == parted.id {
            before = Some(all);
        }
        all += match newest(desk, join.candidate).await {
            Ok(other) => other.record.sources.len(),
            Err(CommandError::NotFound(_)) => 0,
            Err(error) => return Err(error),
        };
    }
    let count = parted.sources.len();
    let run = record
        .sources
        .len()
        .checked_sub(all)
        .zip(before)
        .map(|(own, before)| own + before);
    if let Some(start) = run
        && record.sources.get(start..start + count) == Some(parted.sources.as_slice())
    {
        let places = 0..record.sources.len();
        return Ok(places
            .map(|place| (start..start + count).contains(&place))
            .collect());
    }
    // An import can put sources in another order: then the last ones that are equal, one for one.
    let mut brought = vec![false; record.sources.len()];
    for source in &parted.sources {
        let mut places = record.sources.iter().zip(&mut brought).rev();
        if let Some((_, flag)) = places.find(|(own, flag)| !**flag && *own == source) {
            *flag = true;
        }
    }
    Ok(brought)
}

/// Body and sources without the sources, names and stages that only the parted candidate brought.
fn subtracted(record: &Record, parted: &Record, brought: &[bool]) -> (Body, Vec<Citation>) {
    let mut body = record.body.clone();
    let mut next = 0;
    let kept: Vec<Option<u32>> = brought
        .iter()
        .map(|brought| {
            (!brought).then(|| {
                next += 1;
                next - 1
            })
        })
        .collect();
    match (&mut body, &parted.body) {
        (Body::Organization(ours), Body::Organization(theirs)) => {
            ours.aliases
                .retain(|alias| *alias != theirs.name && !theirs.aliases.contains(alias));
        }
        (Body::Project(ours), Body::Project(theirs)) => {
            ours.aliases
                .retain(|alias| *alias != theirs.name && !theirs.aliases.contains(alias));
            ours.timeline.retain_mut(|entry| {
                let place = kept.get(entry.source as usize).copied().flatten();
                if let Some(place) = place {
                    entry.source = place;
                }
                place.is_some()
            });
            // A stage that a person put there stays.
            let theirs = (theirs.stage, theirs.stage_date, &theirs.stage_label);
            if (ours.stage, ours.stage_date, &ours.stage_label) == theirs
                && let Some(last) = ours
                    .timeline
                    .iter()
                    .max_by_key(|entry| (entry.stage, entry.date))
            {
                ours.stage = Some(last.stage);
                ours.stage_date = last.date;
                ours.stage_label = Some(last.label.clone());
            }
        }
        _ => {}
    }
    let sources = record.sources.iter().zip(brought);
    let sources = sources
        .filter(|(_, brought)| !**brought)
        .map(|(source, _)| source.clone());
    (body, sources.collect())
}
