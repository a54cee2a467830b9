//! Confirm, correct, reject, join, undo.

use std::sync::Arc;

use xinqiao_ledger::{Change, Receipt};
use xinqiao_record::{Body, RecordId, Status};

use super::{By, CommandError, commit, in_use, newest, seen};
use crate::Desk;
use crate::intake::joined;

/// A person says that a record is so.
///
/// # Errors
/// See [`CommandError`].
pub async fn confirm(
    desk: &Arc<Desk>,
    id: RecordId,
    revision: u32,
    by: By,
) -> Result<Receipt, CommandError> {
    set_status(desk, id, revision, Status::Confirmed, by).await
}

/// A person says that a record is not so.
///
/// # Errors
/// See [`CommandError`].
pub async fn reject(
    desk: &Arc<Desk>,
    id: RecordId,
    revision: u32,
    by: By,
) -> Result<Receipt, CommandError> {
    set_status(desk, id, revision, Status::Rejected, by).await
}

async fn set_status(
    desk: &Arc<Desk>,
    id: RecordId,
    revision: u32,
    status: Status,
    by: By,
) -> Result<Receipt, CommandError> {
    let record = seen(desk, id, revision).await?;
    in_use(&record)?;
    if record.status == status {
        return Err(CommandError::NotNow(format!(
            "record `{id}` is {} already",
            status.name()
        )));
    }
    let mut next = record.next_revision();
    next.status = status;
    commit(desk, by, vec![Change::revise(next)]).await
}

/// A person puts a record right, and with that confirms it.
///
/// # Errors
/// See [`CommandError`]; also when the record is retired or the new body is of another kind.
pub async fn correct(
    desk: &Arc<Desk>,
    id: RecordId,
    revision: u32,
    body: Body,
    by: By,
) -> Result<Receipt, CommandError> {
    let record = seen(desk, id, revision).await?;
    in_use(&record)?;
    let mut next = record.next_revision();
    next.set_body(body);
    next.status = Status::Confirmed;
    commit(desk, by, vec![Change::revise(next)]).await
}

/// A person says that a record is the same as another one: its sources and values go there, and it is retired.
///
/// # Errors
/// See [`CommandError`]; also when the two are of different kinds, one of them is retired, or the target was rejected.
pub async fn join_into(
    desk: &Arc<Desk>,
    id: RecordId,
    revision: u32,
    target: RecordId,
    by: By,
) -> Result<Receipt, CommandError> {
    let candidate = seen(desk, id, revision).await?;
    let target = newest(desk, target).await?.record;
    if candidate.id == target.id || candidate.kind() != target.kind() {
        return Err(CommandError::NotNow(format!(
            "only two different records of one kind can be joined, not `{}` and `{}`",
            candidate.id, target.id
        )));
    }
    if candidate.status == Status::Retired || target.status == Status::Retired {
        return Err(CommandError::NotNow(
            "one of the two was joined into another record before".into(),
        ));
    }
    if target.status == Status::Rejected {
        return Err(CommandError::NotNow(format!(
            "record `{}` was rejected: what is joined into it would be lost from sight",
            target.id
        )));
    }
    let suggested = candidate
        .proposal
        .as_ref()
        .and_then(|proposal| proposal.same_as.as_ref());
    let (matched, rule) = suggested
        .filter(|same| same.record == target.id)
        .map_or_else(
            || (candidate.title().to_owned(), "person".to_owned()),
            |same| (same.matched.clone(), same.rule.clone()),
        );
    let merged = joined(&target, &candidate, matched, rule);
    let mut retired = candidate.next_revision();
    retired.status = Status::Retired;
    retired.replaced_by = Some(target.id);
    commit(
        desk,
        by,
        vec![Change::revise(retired), Change::revise(merged)],
    )
    .await
}

/// Takes back the last change to a record: what stood before it is appended again.
///
/// A join is taken back with [`super::split`].
///
/// # Errors
/// See [`CommandError`]; also when there is nothing before, or the last change was a join.
pub async fn undo(
    desk: &Arc<Desk>,
    id: RecordId,
    revision: u32,
    by: By,
) -> Result<Receipt, CommandError> {
    let current = seen(desk, id, revision).await?;
    let history = desk.ledger.history(id).await?;
    let before = history
        .iter()
        .rev()
        .find(|stored| stored.record.revision + 1 == revision);
    let Some(before) = before else {
        return Err(CommandError::NotNow(format!(
            "record `{id}` has only one revision: nothing to take back"
        )));
    };
    if before.record.joined != current.joined || before.record.replaced_by != current.replaced_by {
        return Err(CommandError::NotNow(
            "the last change was a join: split it instead".into(),
        ));
    }
    let mut next = before.record.clone();
    next.revision = revision.saturating_add(1);
    commit(desk, by, vec![Change::revise(next)]).await
}
