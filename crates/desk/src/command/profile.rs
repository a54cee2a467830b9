//! What policies need to know of an organisation, kept with its record.

use std::sync::Arc;

use xinqiao_ledger::{Change, Receipt};
use xinqiao_record::{Body, RecordId};

use super::{By, CommandError, commit, newest};
use crate::Desk;
use crate::http::PageError;

/// Keeps a profile with an organisation's record; the last one that was kept counts.
///
/// # Errors
/// When there is no such organisation, or the ledger fails.
pub async fn keep_profile(
    desk: &Arc<Desk>,
    id: RecordId,
    profile: String,
) -> Result<Receipt, PageError> {
    let stored = newest(desk, id).await.map_err(of_command)?;
    let mut next = stored.record.next_revision();
    let Body::Organization(body) = &mut next.body else {
        return Err(PageError::not_found(id.to_string()));
    };
    body.profile = Some(profile);
    commit(desk, By::default(), vec![Change::revise(next)])
        .await
        .map_err(of_command)
}

fn of_command(error: CommandError) -> PageError {
    match error {
        CommandError::NotFound(id) => PageError::not_found(id.to_string()),
        CommandError::Ledger(error) => error.into(),
        other => PageError::conflict(other.to_string()),
    }
}
