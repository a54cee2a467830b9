//! The message about what was just done, and the button that takes it back.
//!
//! It travels in the address as `done` (what) and `of` (to which records), so that nothing has to be
//! remembered on the server; the button is offered only while the record still is as it was left.

use std::sync::Arc;

use xinqiao_ledger::LedgerError;
use xinqiao_record::{Record, RecordId, Status};

use super::{Act, Pairs, act, records, title};
use crate::Desk;
use crate::i18n::Texts;
use crate::show;

/// A message.
#[derive(Debug, Clone)]
pub(crate) struct Flash {
    /// `done`, `note` or `wrong`.
    pub(crate) tone: &'static str,
    pub(crate) message: String,
    pub(crate) undo: Option<Act>,
}

/// The address to go to after something was done.
pub(crate) fn after(back: &str, done: &str, of: &str) -> String {
    let (page, fragment) = match back.split_once('#') {
        Some((page, fragment)) => (page, format!("#{fragment}")),
        None => (back, String::new()),
    };
    let joint = if page.contains('?') { '&' } else { '?' };
    format!(
        "{page}{joint}done={}&of={}{fragment}",
        show::encode(done),
        show::encode(of)
    )
}

/// The message that an address asks for, if it makes sense; `back` is this page without it.
pub(crate) async fn flash(
    desk: &Arc<Desk>,
    pairs: &Pairs,
    back: &str,
    t: &Texts,
) -> Result<Option<Flash>, LedgerError> {
    let ids: Vec<RecordId> = pairs
        .get("of")
        .split(',')
        .filter_map(|id| id.parse().ok())
        .take(100)
        .collect();
    let [first, ..] = ids.as_slice() else {
        return Ok(None);
    };
    let found = records(desk, ids.iter().copied()).await?;
    let Some(record) = found.get(first) else {
        return Ok(None);
    };
    let about = |key: &'static str| t.with(key, title(record, t)).into_owned();
    let undo = |wanted: Status| (record.status == wanted).then(|| undo(record, back, t));
    let (message, undo) = match pairs.get("done") {
        "confirm" => (about("flash-confirm"), undo(Status::Confirmed)),
        "correct" => (about("flash-correct"), undo(Status::Confirmed)),
        "reject" => (about("flash-reject"), undo(Status::Rejected)),
        "undo" => (about("flash-undo"), None),
        "create" => (about("flash-create"), None),
        "split" => (about("flash-split"), None),
        "join" => {
            let target = match record.replaced_by {
                Some(target) => records(desk, [target]).await?.remove(&target),
                None => None,
            };
            match target {
                Some(target) => {
                    let message = t
                        .with_two("flash-join", title(record, t), title(&target, t))
                        .into_owned();
                    let mut split = act(&target, "split", &t.msg("keys-undo"), "", "u", back);
                    split.hidden.push(("candidate", record.id.to_string()));
                    (message, Some(split))
                }
                None => return Ok(None),
            }
        }
        done @ ("bulk" | "bulk-part") => {
            let key = if done == "bulk" {
                "flash-bulk"
            } else {
                "flash-bulk-part"
            };
            let confirmed: Vec<&Record> = ids.iter().filter_map(|id| found.get(id)).collect();
            let message = t.count(key, confirmed.len()).into_owned();
            (message, bulk_undo(&confirmed, back, t))
        }
        "bulk-undo" => (t.count("flash-bulk-undo", found.len()).into_owned(), None),
        _ => return Ok(None),
    };
    Ok(Some(Flash {
        tone: "done",
        message,
        undo,
    }))
}

fn undo(record: &Record, back: &str, t: &Texts) -> Act {
    act(record, "undo", &t.msg("keys-undo"), "", "u", back)
}

fn bulk_undo(done: &[&Record], back: &str, t: &Texts) -> Option<Act> {
    if !done.iter().all(|record| record.status == Status::Confirmed) {
        return None;
    }
    let mut hidden = vec![("action", "undo".to_owned()), ("back", back.to_owned())];
    hidden.extend(
        done.iter()
            .map(|record| ("item", format!("{}:{}", record.id, record.revision))),
    );
    Some(Act {
        action: "/queue".into(),
        label: t.msg("keys-undo").into_owned(),
        class: "",
        key: "u",
        hidden,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_message_goes_before_the_fragment() {
        assert_eq!(
            after("/queue?kind=project#item-2", "confirm", "a,b"),
            "/queue?kind=project&done=confirm&of=a%2Cb#item-2"
        );
        assert_eq!(after("/queue", "undo", "a"), "/queue?done=undo&of=a");
    }
}
