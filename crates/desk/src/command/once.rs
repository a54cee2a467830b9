//! A decision given under an idempotency key: giving it again changes nothing and answers the same.

use std::sync::Arc;

use xinqiao_ledger::{Append, Change, Receipt};
use xinqiao_record::{RecordId, Status};

use super::{By, CommandError, in_use, newest};
use crate::Desk;

/// Confirms or rejects a record, once per key, also across restarts: the ledger keeps the key.
///
/// # Errors
/// See [`CommandError`]; the ledger's [`xinqiao_ledger::LedgerError::KeyReused`] when the key came with another decision.
pub async fn decide_once(
    desk: &Arc<Desk>,
    id: RecordId,
    revision: u32,
    status: Status,
    by: By,
    key: &str,
) -> Result<Receipt, CommandError> {
    // The revision that was decided on may no longer be the newest when the decision comes again.
    let history = desk.ledger.history(id).await?;
    if history.is_empty() {
        return Err(CommandError::NotFound(id));
    }
    let Some(decided) = history
        .into_iter()
        .find(|stored| stored.record.revision == revision)
    else {
        let found = newest(desk, id).await?.record.revision;
        return Err(CommandError::Stale {
            id,
            found,
            seen: revision,
        });
    };
    in_use(&decided.record)?;
    let mut next = decided.record.next_revision();
    next.status = status;
    let append = Append {
        actor: by.actor,
        reason: by.reason,
        idempotency_key: Some(format!("api:{key}")),
        changes: vec![Change::revise(next)],
    };
    Ok(desk.ledger.append(append).await?)
}
