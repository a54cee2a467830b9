//! `/record/{id}/receipt`: that a revision is in the ledger since when, to print or to keep as a small file; and
//! `/ledger/checkpoint`: what the ledger has signed.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use jiff::tz::TimeZone;
use xinqiao_ledger::log::checkpoint::Signer;
use xinqiao_ledger::log::receipt::InclusionReceipt;
use xinqiao_ledger::log::{Checkpoint, VerifierKey};
use xinqiao_ledger::{Stored, StoredCheckpoint};
use xinqiao_record::RecordId;

use crate::Desk;
use crate::desk::Log;
use crate::http::{Context, PageError, Shell, Table, View, respond};
use crate::page::review::{Pairs, title};
use crate::show;

/// Who has signed a checkpoint, and when they saw it.
#[derive(Debug, Clone)]
pub(crate) struct SignerShown {
    /// The key's name.
    pub(crate) name: String,
    /// The whole key.
    pub(crate) key: String,
    /// When a witness saw it; empty for the log itself.
    pub(crate) at: String,
}

/// The known signers of a checkpoint; none where it cannot be read, which the full check tells.
pub(crate) fn signers(stored: &StoredCheckpoint, log: &Log) -> Vec<SignerShown> {
    let shown = |signer: Signer| SignerShown {
        name: signer.key.name().to_owned(),
        key: signer.key.to_string(),
        at: signer.at.map(show::timestamp).unwrap_or_default(),
    };
    let opened = Checkpoint::open(&stored.note, &log.keys()).ok();
    opened
        .map(|(_, signers)| signers.into_iter().map(shown).collect())
        .unwrap_or_default()
}

#[derive(Template)]
#[template(path = "receipt.html")]
struct ReceiptPage {
    shell: Shell,
    id: String,
    title: String,
    facts: Vec<(String, String)>,
    content: String,
    file: String,
    file_name: String,
    text: String,
    key: String,
    signers: Vec<SignerShown>,
    receipt: InclusionReceipt,
}

impl View for ReceiptPage {
    fn json(&self) -> serde_json::Value {
        serde_json::json!({ "event": self.receipt.header, "index": self.receipt.index, "proof": self.receipt.proof, "checkpoint": self.receipt.checkpoint.to_string(), "key": self.key, "receipt": self.text })
    }

    fn table(&self) -> Table {
        let header = &self.receipt.header;
        Table {
            columns: vec!["event", "record", "revision", "content", "at", "receipt"],
            rows: vec![vec![
                header.sequence.to_string(),
                header.record.to_string(),
                header.revision.to_string(),
                header.content.to_string(),
                header.at().to_string(),
                self.text.clone(),
            ]],
        }
    }
}

fn log(desk: &Desk) -> Result<&Log, PageError> {
    desk.log
        .as_ref()
        .ok_or_else(|| PageError::not_found("this desk has no key to sign with"))
}

/// The receipt of a record's revision; of the newest, if none is named.
async fn made(
    desk: &Desk,
    id: &str,
    pairs: &Pairs,
) -> Result<(Stored, InclusionReceipt), PageError> {
    let id: RecordId = id.parse().map_err(|_| PageError::not_found(id))?;
    let wanted = pairs.get("revision");
    let history = desk.ledger.history(id).await?;
    let stored = history
        .into_iter()
        .rfind(|stored| wanted.is_empty() || stored.record.revision.to_string() == wanted)
        .ok_or_else(|| PageError::not_found(format!("{id} {wanted}")))?;
    let receipt = log(desk)?.keeper.receipt(stored.sequence).await?;
    let receipt = receipt.ok_or_else(|| PageError::not_found(stored.sequence.to_string()))?;
    Ok((stored, receipt))
}

fn file_name(receipt: &InclusionReceipt) -> String {
    let header = &receipt.header;
    format!("{}-{}.tlog-proof", header.record, header.revision)
}

/// `GET /record/{id}/receipt?revision=…`.
///
/// # Errors
/// When there is no such record or revision, or the ledger does not continue what was signed before.
pub async fn show(
    context: Context,
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    Query(pairs): Query<Pairs>,
) -> Result<Response, PageError> {
    let (stored, receipt) = made(&desk, &id, &pairs).await?;
    let log = log(&desk)?;
    let (checkpoint, found) = opened(&receipt, &log.keys())?;
    let t = context.texts;
    let header = &receipt.header;
    let facts = [
        ("receipt-event", show::count(header.sequence)),
        // To the second: a deadline may hang on it.
        (
            "receipt-at",
            header
                .at()
                .to_zoned(TimeZone::fixed(jiff::tz::offset(8)))
                .strftime("%Y-%m-%d %H:%M:%S %:z")
                .to_string(),
        ),
        ("receipt-actor", show::actor(&header.actor, t).into_owned()),
        ("receipt-revision", show::count(header.revision)),
        ("receipt-log", checkpoint.origin),
        ("receipt-size", show::count(checkpoint.size)),
    ];
    let page = ReceiptPage {
        title: title(&stored.record, t),
        facts: facts
            .into_iter()
            .map(|(key, value)| (t.msg(key).into_owned(), value))
            .collect(),
        content: header.content.to_string(),
        file: format!(
            "/record/{}/receipt/file?revision={}",
            header.record, header.revision
        ),
        file_name: file_name(&receipt),
        text: receipt.to_string(),
        key: log.keeper.verifier().to_string(),
        signers: found
            .into_iter()
            .map(|signer| SignerShown {
                name: signer.key.name().to_owned(),
                key: signer.key.to_string(),
                at: signer.at.map(show::timestamp).unwrap_or_default(),
            })
            .collect(),
        id: header.record.to_string(),
        receipt,
        shell: context.shell(&desk).await,
    };
    respond(context.twin, &page)
}

/// What a receipt proves; it was made here just now, so anything wrong with it is a fault of ours.
fn opened(
    receipt: &InclusionReceipt,
    known: &[VerifierKey],
) -> Result<(Checkpoint, Vec<Signer>), PageError> {
    let proven = receipt.check(known).map_err(PageError::fault)?;
    Ok((proven.checkpoint, proven.signers))
}

/// `GET /record/{id}/receipt/file?revision=…`: the receipt as a file.
///
/// # Errors
/// As for [`show`].
pub async fn file(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    Query(pairs): Query<Pairs>,
) -> Result<Response, PageError> {
    let (_, receipt) = made(&desk, &id, &pairs).await?;
    let name = format!("attachment; filename=\"{}\"", file_name(&receipt));
    let headers = [
        (CONTENT_TYPE, "text/plain; charset=utf-8".to_owned()),
        (CONTENT_DISPOSITION, name),
    ];
    Ok((headers, receipt.to_string()).into_response())
}

/// `GET /ledger/checkpoint?size=…`: a signed checkpoint, as tools for transparency logs read it; the newest, if no size is
/// named.
///
/// # Errors
/// When there is none, or the ledger does not continue what was signed before.
pub async fn checkpoint(
    State(desk): State<Arc<Desk>>,
    Query(pairs): Query<Pairs>,
) -> Result<Response, PageError> {
    let log = log(&desk)?;
    let stored = match pairs.get("size") {
        "" => log.keeper.checkpoint().await?,
        size => {
            let mut kept = desk.ledger.checkpoints(u64::MAX).await?.into_iter();
            kept.find(|stored| stored.size.to_string() == size)
                .ok_or_else(|| PageError::not_found(size))?
        }
    };
    let headers = [(CONTENT_TYPE, "text/plain; charset=utf-8")];
    Ok((headers, stored.note).into_response())
}
