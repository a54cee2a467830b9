//! Uploads under way: many files at once, each with its own state, so that a person can leave and come back.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};

use serde::Serialize;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use xinqiao_record::RecordId;

use super::{Tally, take_in};
use crate::Desk;

/// The number of an upload since the program started.
pub type JobId = u64;

/// How many finished uploads are remembered.
const REMEMBERED: usize = 100;

/// How much of uploads may be in memory at one time, in MiB; further requests wait to be read.
const ROOM: u32 = 768;
/// What a request takes that does not say how large it is: as much as one may be.
const UNKNOWN: u32 = 256;

/// Room in memory for the files of one upload, kept until they are taken in.
#[derive(Debug)]
pub struct Room(#[expect(dead_code, reason = "held, not read")] Option<OwnedSemaphorePermit>);

/// Where one file of an upload is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum FileState {
    /// Not begun.
    Waiting,
    /// Being read.
    Reading,
    /// In the ledger.
    Done {
        /// The document.
        document: RecordId,
        /// What was found in it.
        tally: Tally,
        /// Whether it was there before.
        repeated: bool,
    },
    /// Not taken in.
    Failed {
        /// Why, in English, as the reader says it.
        reason: String,
    },
}

/// One upload.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Job {
    /// The files by name, in the order in which they came, with their states.
    pub files: Vec<(String, FileState)>,
}

impl Job {
    /// How many files are done or failed.
    pub fn finished(&self) -> usize {
        self.files
            .iter()
            .filter(|(_, state)| matches!(state, FileState::Done { .. } | FileState::Failed { .. }))
            .count()
    }

    /// Whether nothing is left to do.
    pub fn is_finished(&self) -> bool {
        self.finished() == self.files.len()
    }
}

/// All uploads that the desk remembers.
#[derive(Debug)]
pub struct Uploads {
    jobs: Mutex<BTreeMap<JobId, Job>>,
    room: Arc<Semaphore>,
}

impl Default for Uploads {
    fn default() -> Self {
        Uploads {
            jobs: Mutex::default(),
            room: Arc::new(Semaphore::new(ROOM as usize)),
        }
    }
}

impl Uploads {
    /// Waits until there is room for an upload of so many bytes.
    pub async fn room(&self, bytes: Option<u64>) -> Room {
        let mebibytes = bytes.map_or(UNKNOWN, |bytes| {
            u32::try_from(bytes.div_ceil(1 << 20)).unwrap_or(ROOM)
        });
        let room = Arc::clone(&self.room).acquire_many_owned(mebibytes.clamp(1, ROOM));
        // INVARIANT: the semaphore is never closed.
        Room(room.await.ok())
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<JobId, Job>> {
        // A panic while holding the lock cannot leave a job half written: each change is one assignment.
        self.jobs
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    /// The upload of this number.
    pub fn job(&self, id: JobId) -> Option<Job> {
        self.lock().get(&id).cloned()
    }

    /// All uploads, the newest first.
    pub fn all(&self) -> Vec<(JobId, Job)> {
        self.lock()
            .iter()
            .rev()
            .map(|(id, job)| (*id, job.clone()))
            .collect()
    }

    fn begin(&self, names: impl Iterator<Item = String>) -> JobId {
        let mut jobs = self.lock();
        let id = jobs.last_key_value().map_or(1, |(last, _)| last + 1);
        jobs.insert(
            id,
            Job {
                files: names.map(|name| (name, FileState::Waiting)).collect(),
            },
        );
        if jobs.len() > REMEMBERED
            && let Some(oldest) = jobs
                .iter()
                .find(|(_, job)| job.is_finished())
                .map(|(id, _)| *id)
        {
            jobs.remove(&oldest);
        }
        id
    }

    fn set(&self, id: JobId, file: usize, state: FileState) {
        if let Some((_, slot)) = self
            .lock()
            .get_mut(&id)
            .and_then(|job| job.files.get_mut(file))
        {
            *slot = state;
        }
    }
}

/// Takes in many files, one after the other, without being waited for. The files that can be read are
/// taken in, whatever becomes of the others.
pub fn take_in_all(desk: &Arc<Desk>, files: Vec<(String, Vec<u8>)>, room: Room) -> JobId {
    let id = desk
        .uploads
        .begin(files.iter().map(|(name, _)| name.clone()));
    let desk = Arc::clone(desk);
    tokio::spawn(async move {
        let _room = room;
        for (index, (name, bytes)) in files.into_iter().enumerate() {
            desk.uploads.set(id, index, FileState::Reading);
            let state = match take_in(&desk, &name, bytes).await {
                Ok(taken) => FileState::Done {
                    document: taken.document,
                    tally: taken.tally,
                    repeated: taken.repeated,
                },
                Err(error) => {
                    tracing::warn!(file = ?name, %error, "a file was not taken in");
                    FileState::Failed {
                        reason: error.to_string(),
                    }
                }
            };
            desk.uploads.set(id, index, state);
        }
    });
    id
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_upload_waits_until_there_is_room_in_memory() {
        let uploads = Uploads::default();
        let first = uploads.room(Some(700 << 20)).await;
        let _small = uploads.room(Some(1)).await;
        let mut late = std::pin::pin!(uploads.room(None));
        tokio::select! {
            biased;
            _ = &mut late => panic!("there was room for more than may be in memory"),
            () = std::future::ready(()) => {}
        }
        drop(first);
        late.await;
    }
}
