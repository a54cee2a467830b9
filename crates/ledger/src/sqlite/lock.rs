//! One process per data folder.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;

use crate::error::LedgerError;

/// The name of the lock file. It stays in the folder; the lock on it ends with the process.
pub(super) const LOCK_FILE: &str = "ledger.lock";

/// Says in the lock file that a ledger was once made in this folder.
const MARK: &str = "ledger was made";

/// The right to use a folder, held until dropped.
#[derive(Debug)]
pub(super) struct FolderLock {
    file: File,
    /// Whether a ledger was made in this folder before: then its file must be there.
    pub(super) marked: bool,
}

impl FolderLock {
    /// Takes the folder, making it if needed.
    ///
    /// # Errors
    /// [`LedgerError::InUse`] when another holder has it.
    pub(super) fn take(folder: &Path) -> Result<FolderLock, LedgerError> {
        let failed = |what: &str, error: std::io::Error| {
            LedgerError::Store(format!(
                "the data folder `{}` {what}: {error}",
                folder.display()
            ))
        };
        fs::create_dir_all(folder).map_err(|error| failed("cannot be made", error))?;
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(folder.join(LOCK_FILE))
            .map_err(|error| failed("cannot be written to", error))?;
        let locked = file.try_lock();
        let mut text = String::new();
        // The holder's note is a courtesy: a note that cannot be read changes nothing.
        let _ = file.read_to_string(&mut text);
        match locked {
            Ok(()) => {
                let marked = text.lines().any(|line| line == MARK);
                let mut lock = FolderLock { file, marked };
                lock.write()
                    .map_err(|error| failed("cannot be written to", error))?;
                Ok(lock)
            }
            Err(TryLockError::WouldBlock) => Err(LedgerError::InUse {
                folder: folder.to_path_buf(),
                holder: text
                    .lines()
                    .find_map(|line| line.strip_prefix("pid "))
                    .map(|pid| format!("pid {pid}")),
            }),
            Err(TryLockError::Error(error)) => Err(failed("cannot be locked", error)),
        }
    }

    /// Notes that the folder now holds a ledger.
    pub(super) fn mark(&mut self) -> Result<(), LedgerError> {
        if !self.marked {
            self.marked = true;
            self.write()
                .map_err(|error| LedgerError::Store(format!("the lock file: {error}")))?;
        }
        Ok(())
    }

    fn write(&mut self) -> std::io::Result<()> {
        let mark = if self.marked { MARK } else { "" };
        self.file.set_len(0)?;
        self.file.seek(SeekFrom::Start(0))?;
        self.file
            .write_all(format!("pid {}\n{mark}\n", std::process::id()).as_bytes())?;
        self.file.sync_all()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_holder_is_told_who_the_first_is() {
        let folder = tempfile::tempdir().unwrap();
        let first = FolderLock::take(folder.path()).unwrap();
        assert!(!first.marked);
        let refused = FolderLock::take(folder.path()).unwrap_err().to_string();
        assert_eq!(
            refused,
            format!(
                "the data folder `{}` is in use by another process (pid {}); \
                 stop that one first or use another folder",
                folder.path().display(),
                std::process::id(),
            ),
        );
        drop(first);
        FolderLock::take(folder.path()).unwrap().mark().unwrap();
        assert!(FolderLock::take(folder.path()).unwrap().marked);
    }
}
