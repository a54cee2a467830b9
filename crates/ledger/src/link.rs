//! What every event must be: a link to the event before, and the header of its body. The same for every store.

use xinqiao_record::{Record, Sha256};

use crate::contract::{Filter, LedgerHead, Page, Stored};
use crate::event::{Event, EventHeader};

/// Checks a header against its hash and against the event before.
pub(crate) fn check(
    header: &EventHeader,
    hash: Sha256,
    head: &LedgerHead,
    last: Option<&EventHeader>,
) -> Result<(), String> {
    let computed = header.hash().map_err(|error| error.to_string())?;
    if computed != hash {
        return Err(format!(
            "the event was altered: its hash is {computed}, stored is {hash}"
        ));
    }
    if header.previous != head.hash {
        return Err(format!(
            "it does not follow the event before it: it was chained to {}, which has hash {}",
            header.previous, head.hash,
        ));
    }
    let begins = header.commit == header.sequence;
    match last {
        Some(last) if header.at_us < last.at_us => {
            Err("it was taken before the event in front of it".to_owned())
        }
        Some(last) if !begins && header.commit != last.commit => Err(format!(
            "it belongs to commit {}, which the event before it does not",
            header.commit
        )),
        None if !begins => Err(format!(
            "it belongs to commit {}, which is not there",
            header.commit
        )),
        _ => Ok(()),
    }
}

/// The record in a body, checked against the header that it came with.
///
/// # Errors
/// What is wrong with it.
pub(crate) fn record(header: &EventHeader, body: &str) -> Result<Record, String> {
    let id = header.record;
    let found = Sha256::of(body.as_bytes());
    if found != header.content {
        return Err(format!(
            "the body of `{id}` revision {} was altered: its digest is {found}, the event says {}",
            header.revision, header.content,
        ));
    }
    let record: Record = serde_json::from_str(body)
        .map_err(|error| format!("the body of `{id}` cannot be read: {error}"))?;
    if record.id != id || record.revision != header.revision {
        return Err(format!(
            "the event is about `{id}` revision {}, its body about `{}` revision {}",
            header.revision, record.id, record.revision,
        ));
    }
    Ok(record)
}

/// The same as what readers of records see.
pub(crate) fn stored(event: Event) -> Stored {
    let at = event.header.at();
    let EventHeader {
        sequence,
        actor,
        reason,
        ..
    } = event.header;
    Stored {
        record: event.record,
        sequence,
        at,
        actor,
        reason,
    }
}

/// The page that a filter asks for, of all records that meet it.
pub(crate) fn page_of(mut found: Vec<Stored>, filter: &Filter) -> Page {
    if filter.newest_first {
        found.sort_by_key(|stored| std::cmp::Reverse(stored.sequence));
    } else {
        found.sort_by_cached_key(|stored| {
            let text = stored.record.id.to_string();
            (text.split_once('_').map(|(_, ulid)| ulid.to_owned()), text)
        });
    }
    let total = found.len() as u64;
    let size = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    let records = found
        .into_iter()
        .skip(size(filter.offset))
        .take(filter.limit.map_or(usize::MAX, size))
        .collect();
    Page { records, total }
}
