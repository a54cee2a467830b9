//! Idempotency keys of uploads. Decisions keep theirs in the ledger; an upload is only a job of this
//! program, so its key lives as long as the program. After a restart the same bytes are still
//! recognised by their digest, and nothing is taken in twice.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use xinqiao_record::Sha256;

use crate::intake::JobId;

/// How many keys are remembered: as many as there are finished uploads that the desk remembers.
const REMEMBERED: usize = 100;

/// Which upload was begun under which key.
#[derive(Debug, Default)]
pub struct Keys {
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    jobs: BTreeMap<String, (Sha256, JobId)>,
    /// The keys in the order in which they came.
    order: std::collections::VecDeque<String>,
}

/// The key was used before for other files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reused;

impl Keys {
    /// The upload begun under this key, or a new one from `begin`.
    ///
    /// # Errors
    /// When the key came with other content before.
    pub fn once(
        &self,
        key: &str,
        content: Sha256,
        begin: impl FnOnce() -> JobId,
    ) -> Result<JobId, Reused> {
        // An upload is begun under the lock, so that two requests at once make one job.
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((first, job)) = known.jobs.get(key) {
            return if *first == content {
                Ok(*job)
            } else {
                Err(Reused)
            };
        }
        let job = begin();
        known.jobs.insert(key.to_owned(), (content, job));
        known.order.push_back(key.to_owned());
        if known.order.len() > REMEMBERED
            && let Some(oldest) = known.order.pop_front()
        {
            known.jobs.remove(&oldest);
        }
        Ok(job)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_gives_its_first_job_again_and_refuses_other_content() {
        let keys = Keys::default();
        let (one, two) = (Sha256::of(b"one"), Sha256::of(b"two"));
        assert_eq!(keys.once("k", one, || 7), Ok(7));
        assert_eq!(keys.once("k", one, || 8), Ok(7));
        assert_eq!(keys.once("k", two, || 9), Err(Reused));
        assert_eq!(keys.once("l", two, || 9), Ok(9));
    }

    #[test]
    fn the_oldest_key_is_forgotten_first() {
        let keys = Keys::default();
        let content = Sha256::of(b"one");
        for number in 0..=REMEMBERED {
            keys.once(&number.to_string(), content, || number as JobId)
                .unwrap();
        }
        assert_eq!(keys.once("1", content, || 99), Ok(1));
        assert_eq!(keys.once("0", content, || 99), Ok(99));
    }
}
