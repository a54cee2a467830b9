//! What can be done for a ledger that is broken or suspected, while nobody has it open.

use std::path::Path;

use rusqlite::Connection;

use crate::contract::{LedgerHead, VerifyReport};
use crate::error::LedgerError;
use crate::log::keeper::checked;
use crate::sqlite::chain::{Depth, Fault, walk};
use crate::sqlite::lock::FolderLock;
use crate::sqlite::reader::checkpoints;
use crate::sqlite::row::{Digest, insert_event, int};
use crate::sqlite::schema::{PROJECTIONS, open_writer};
use crate::sqlite::verify::{project, tree, verify};
use crate::sqlite::writer::Head;
use crate::sqlite::{FILE, SqliteLedger};

/// What [`SqliteLedger::salvage`] could keep.
#[derive(Debug)]
pub struct Salvaged {
    /// Where the chain of the new ledger ends: an event of the old one.
    pub head: LedgerHead,
    /// Blobs that were kept.
    pub blobs: u64,
    /// Blobs that were lost.
    pub lost_blobs: u64,
    /// The fault at which the events end; `None` if all of them were right.
    pub fault: Option<LedgerError>,
}

/// Takes a folder that must hold a ledger.
fn existing(folder: &Path) -> Result<(FolderLock, Connection), LedgerError> {
    let file = folder.join(FILE);
    if !file.is_file() {
        return Err(LedgerError::Store(format!(
            "there is no ledger in `{}`",
            folder.display()
        )));
    }
    let lock = FolderLock::take(folder)?;
    let conn = open_writer(folder, &file, false)?;
    Ok((lock, conn))
}

impl SqliteLedger {
    /// Verifies the ledger of a folder fully without starting it, also one that start-up refuses.
    ///
    /// # Errors
    /// [`LedgerError::Broken`] naming the first bad event or row, [`LedgerError::InUse`].
    pub fn inspect(folder: &Path) -> Result<VerifyReport, LedgerError> {
        let (_lock, mut conn) = existing(folder)?;
        verify(&mut conn)
    }

    /// Makes every projection again from the events, then verifies all.
    ///
    /// # Errors
    /// [`LedgerError::Broken`] when the events are not right themselves; then nothing is changed.
    pub fn rebuild(folder: &Path) -> Result<VerifyReport, LedgerError> {
        let (_lock, mut conn) = existing(folder)?;
        let tx = conn.transaction()?;
        for table in &PROJECTIONS {
            tx.execute_batch(&format!("DROP TABLE IF EXISTS {}", table.name))?;
            tx.execute_batch(&table.create(false))?;
        }
        walk(&tx, 0, Depth::Bodies, |commit| project(&tx, commit))?;
        tx.commit()?;
        verify(&mut conn)
    }

    /// Copies the events before the first bad one, in whole commits, and every intact blob into a
    /// folder without a ledger. The broken ledger stays as it is.
    ///
    /// # Errors
    /// [`LedgerError::InUse`], [`LedgerError::Store`] when the new folder holds a ledger or cannot be written.
    pub fn salvage(folder: &Path, into: &Path) -> Result<Salvaged, LedgerError> {
        let (_lock, from) = existing(folder)?;
        let mut lock = FolderLock::take(into)?;
        let file = into.join(FILE);
        if lock.marked || file.exists() {
            return Err(LedgerError::Store(format!(
                "there is a ledger in `{}` already",
                into.display()
            )));
        }
        let mut to = open_writer(into, &file, true)?;
        let tx = to.transaction()?;
        let mut head = Head::load(&tx)?;
        let walked = walk(&from, 0, Depth::Bodies, |commit| {
            project(&tx, commit)?;
            for walked in commit {
                let Some((body, _)) = &walked.body else {
                    continue;
                };
                insert_event(&tx, &walked.header, walked.hash, body)?;
                head = Head {
                    events: walked.header.sequence,
                    hash: walked.hash,
                    ..head
                };
            }
            Ok(())
        });
        let fault = match walked {
            Ok(_) => None,
            Err(Fault::Other(error)) => return Err(error),
            Err(fault) => Some(LedgerError::from(fault)),
        };
        let lost_blobs = salvage_blobs(&from, &tx, &mut head)?;
        head.save(&tx)?;
        salvage_checkpoints(&from, &tx)?;
        tx.commit()?;
        verify(&mut to)?;
        lock.mark()?;
        Ok(Salvaged {
            head: head.public(),
            blobs: head.blobs,
            lost_blobs,
            fault,
        })
    }
}

/// Copies the checkpoints that the kept events bear out.
fn salvage_checkpoints(from: &Connection, to: &Connection) -> Result<(), LedgerError> {
    let tree = tree(to)?;
    for stored in checkpoints(from, u64::MAX).unwrap_or_default() {
        if checked(&stored, &tree).is_ok() {
            to.execute(
                "INSERT INTO checkpoints VALUES (?1, ?2, ?3)",
                (int(stored.size), stored.at.as_microsecond(), stored.note),
            )?;
        }
    }
    Ok(())
}

/// Copies the blobs whose bytes have their digest; gives the number of those that do not.
fn salvage_blobs(from: &Connection, to: &Connection, head: &mut Head) -> Result<u64, LedgerError> {
    let mut lost = 0;
    let mut query = from.prepare("SELECT digest, bytes FROM blobs ORDER BY number")?;
    let mut rows = query.query([])?;
    // A damaged page ends the copy: what lies behind it cannot be reached.
    while let Ok(Some(row)) = rows.next() {
        let read = || -> rusqlite::Result<_> {
            Ok((row.get::<_, Digest>(0)?.0, row.get::<_, Vec<u8>>(1)?))
        };
        match read() {
            Ok((digest, bytes)) if xinqiao_record::Sha256::of(&bytes) == digest => {
                let chain = head.next_blob(digest);
                *head = Head {
                    blobs: head.blobs + 1,
                    blob_chain: chain,
                    ..*head
                };
                to.prepare_cached("INSERT INTO blobs VALUES (?1, ?2, ?3, ?4)")?
                    .execute((int(head.blobs), Digest(digest), Digest(chain), bytes))?;
            }
            _ => lost += 1,
        }
    }
    Ok(lost)
}
