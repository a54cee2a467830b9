//! The packs that the desk answers from: those that ship, and those that officers have stored as records.

use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use xinqiao_policy::pack::Library;
use xinqiao_policy::pack::library::PackText;
use xinqiao_policy::pack::shipped::PACKS;
use xinqiao_record::body::PolicyPack;
use xinqiao_record::{Body, Kind, RecordId, Status};

use crate::facet::Snapshot;

/// The packs that ship; a test sees to it that they hold together.
static SHIPPED: LazyLock<Arc<Library>> = LazyLock::new(|| {
    let library = Library::shipped().or_else(|error| {
        tracing::error!(%error, "the packs that ship are broken");
        Library::empty()
    });
    Arc::new(library.unwrap_or_default())
});

/// The packs as of one head of the ledger.
#[derive(Debug, Default)]
pub struct Policies {
    newest: Mutex<Option<(u64, Arc<Shelf>)>>,
}

/// Packs and the records that hold them.
#[derive(Debug, Clone)]
pub struct Shelf {
    /// The packs with their vocabulary.
    pub library: Arc<Library>,
    /// For packs that are stored: the record and its revision.
    pub records: Vec<(String, RecordId, u32)>,
}

impl Shelf {
    /// The record that holds a pack.
    pub fn record(&self, pack: &str) -> Option<(RecordId, u32)> {
        let found = self.records.iter().find(|(name, ..)| name == pack);
        found.map(|(_, id, revision)| (*id, *revision))
    }
}

impl Policies {
    /// The packs as of a snapshot; asking again costs nothing until the ledger grows.
    pub fn of(&self, snapshot: &Snapshot) -> Arc<Shelf> {
        let mut newest = self.newest.lock().unwrap_or_else(PoisonError::into_inner);
        match &*newest {
            Some((position, shelf)) if *position == snapshot.position => Arc::clone(shelf),
            _ => {
                let shelf = Arc::new(shelf(snapshot));
                *newest = Some((snapshot.position, Arc::clone(&shelf)));
                shelf
            }
        }
    }
}

/// The packs that confirmed policy records hold, by name; of two of one name the newer record counts.
fn stored(snapshot: &Snapshot) -> Vec<(RecordId, u32, &PolicyPack)> {
    let mut found: Vec<(RecordId, u32, &PolicyPack)> = Vec::new();
    for row in snapshot.of_kind(Kind::Policy) {
        let record = row.record();
        if let (Status::Confirmed, Body::Policy(policy)) = (record.status, &record.body)
            && let Some(pack) = &policy.pack
        {
            found.retain(|(.., other)| other.name != pack.name);
            found.push((record.id, record.revision, pack));
        }
    }
    found
}

fn shelf(snapshot: &Snapshot) -> Shelf {
    let stored = stored(snapshot);
    if stored.is_empty() {
        return Shelf {
            library: Arc::clone(&SHIPPED),
            records: Vec::new(),
        };
    }
    let mut library = Library::empty().unwrap_or_default();
    let mut records = Vec::new();
    for (id, revision, pack) in &stored {
        let text = PackText {
            name: &pack.name,
            policy: &pack.policy,
        };
        match library.add(text) {
            Ok(_) => records.push((pack.name.clone(), *id, *revision)),
            // It was checked when it was stored; a later program may have become stricter.
            Err(error) => tracing::warn!(%error, "a stored pack is left out"),
        }
    }
    for shipped in PACKS {
        if library.pack(shipped.name).is_none() {
            let text = PackText {
                name: shipped.name,
                policy: shipped.policy,
            };
            if let Err(error) = library.add(text) {
                tracing::warn!(%error, "a pack that ships does not go with the stored ones");
            }
        }
    }
    Shelf {
        library: Arc::new(library),
        records,
    }
}
