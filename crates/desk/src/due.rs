//! What the organisations of the ledger may get, unasked (免申即享): each one's facts against the packs.

use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::Date;
use xinqiao_policy::answer::question::Question;
use xinqiao_policy::answer::report::Entitlement;
use xinqiao_policy::answer::{NoAnswer, answer, in_force};
use xinqiao_policy::language::check::days;
use xinqiao_policy::pack::Library;
use xinqiao_policy::profile::{Profile, read};
use xinqiao_policy::value::literal::money;
use xinqiao_record::body::Organization;
use xinqiao_record::region::Level;
use xinqiao_record::{Body, Kind, RecordId, Status};

use crate::facet::Snapshot;
use crate::http::PageError;

/// How many results are kept: one pack each, or all of them.
const KEPT: usize = 12;

/// An organisation and what is due to it.
#[derive(Debug, Clone)]
pub struct Firm {
    /// Its record.
    pub id: RecordId,
    /// Its name.
    pub name: String,
    /// Whether a profile is kept with the record.
    pub kept: bool,
    /// What it may get in the best lawful combination.
    pub due: Vec<Entitlement>,
    /// The clauses, as policy and clause, of which it cannot be said yet.
    pub unknown: Vec<(String, String)>,
    /// The question with the most money at stake.
    pub question: Option<Question>,
    /// What the combination pays at most, in fen; zero where there is no end.
    pub most: i64,
}

/// All organisations that anything can be said of.
#[derive(Debug, Clone, Default)]
pub struct Due {
    /// How many were worked out: those with a place or a kept profile.
    pub asked: usize,
    /// Each of them; those with a kept profile first, then by sum.
    pub firms: Vec<Firm>,
    /// Those whose kept profile does not fit the packs' words: the record, its name, and what is wrong.
    pub unfit: Vec<(RecordId, String, Vec<String>)>,
}

impl Due {
    /// How many organisations may get something under a clause, and for how many it cannot be said yet.
    pub fn count(&self, policy: &str, clause: &str) -> (usize, usize) {
        let draws = |firm: &&Firm| {
            let mut due = firm.due.iter();
            due.any(|one| one.policy == policy && one.clause == clause)
        };
        let open = |firm: &&Firm| {
            let mut unknown = firm.unknown.iter();
            unknown.any(|(p, c)| p == policy && c == clause)
        };
        (
            self.firms.iter().filter(draws).count(),
            self.firms.iter().filter(open).count(),
        )
    }
}

/// Works all organisations out; those without a place and without a profile are left out, for no district's policy can be
/// said to apply to them.
///
/// # Errors
/// When no pack is in force on the day.
pub fn due(snapshot: &Snapshot, library: &Library, on: Date) -> Result<Due, NoAnswer> {
    in_force(library, on)?;
    let mut found = Due::default();
    for row in snapshot.of_kind(Kind::Organization) {
        let record = row.record();
        let Body::Organization(body) = &record.body else {
            continue;
        };
        let gone = matches!(record.status, Status::Rejected | Status::Retired);
        if gone || body.region.is_none() && body.profile.is_none() {
            continue;
        }
        let profile = match profile_of(body, library) {
            Ok(profile) => profile,
            Err(wrong) => {
                found.unfit.push((record.id, body.name.clone(), wrong));
                continue;
            }
        };
        found.asked += 1;
        let answer = answer(library, &profile, on)?;
        found.firms.push(Firm {
            id: record.id,
            name: body.name.clone(),
            kept: body.profile.is_some(),
            most: answer
                .total
                .high
                .as_deref()
                .and_then(|high| money(high).ok())
                .unwrap_or_default(),
            due: answer
                .entitlements
                .into_iter()
                .filter(|one| one.selected)
                .collect(),
            unknown: answer
                .unknown
                .into_iter()
                .map(|one| (one.policy, one.clause))
                .collect(),
            question: answer.questions.into_iter().next(),
        });
    }
    found.firms.sort_by(|left, right| {
        right
            .kept
            .cmp(&left.kept)
            .then(right.most.cmp(&left.most))
            .then(left.name.cmp(&right.name))
    });
    Ok(found)
}

/// What an organisation's record says, as a profile: the one that was kept with it, and what the record itself knows.
///
/// # Errors
/// With all that is wrong with a kept profile: a later pack may have taken a word away.
pub fn profile_of(body: &Organization, library: &Library) -> Result<Profile, Vec<String>> {
    let vocabulary = &library.vocabulary;
    let mut profile = match &body.profile {
        Some(text) => read(text, vocabulary).map_err(|bad| {
            bad.findings
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
        })?,
        None => Profile::unknown(vocabulary),
    };
    profile.name.get_or_insert_with(|| body.name.clone());
    if profile.code.is_none() {
        profile.code = body
            .credit_code
            .as_ref()
            .map(|code| code.as_str().to_owned());
    }
    let mut know = |name: &str, value: Option<i64>| {
        if let (Some(at), Some(value)) = (vocabulary.field(name), value)
            && let Some(slot) = profile.fields.get_mut(at)
        {
            slot.get_or_insert(value);
        }
    };
    // A record that knows the province or city alone does not say in which district the firm is registered.
    let district = body.region.filter(|region| region.level() == Level::County);
    know(
        "region",
        district.and_then(|region| region.to_string().parse().ok()),
    );
    let founded = body.founded.filter(|date| date.day_number().is_some());
    know("founded", founded.map(|date| days(date.first_day())));
    Ok(profile)
}

/// Why it could not be worked out what is due.
#[derive(Debug, thiserror::Error)]
pub enum NotDue {
    /// The packs have no answer.
    #[error(transparent)]
    NoAnswer(#[from] NoAnswer),
    /// The work broke off: a fault of ours.
    #[error("what is due could not be worked out")]
    Fault(#[from] tokio::task::JoinError),
}

impl From<NotDue> for PageError {
    fn from(error: NotDue) -> Self {
        match error {
            NotDue::NoAnswer(error) => PageError::bad_request(error.to_string()),
            NotDue::Fault(error) => PageError::fault(error),
        }
    }
}

/// Results of late, so that turning a page does not work everything out again.
#[derive(Debug, Default)]
pub struct DueCache {
    kept: Mutex<Vec<(Asked, Arc<Due>)>>,
}

/// What was asked: the ledger's position, the day, and the pack, if only one.
type Asked = (u64, Date, String);

impl DueCache {
    /// The answer for one pack, or for all of them if it is empty; worked out beside the other requests, once.
    ///
    /// # Errors
    /// When no pack is in force on the day, or there is none of that name; or when the work broke off.
    pub async fn of(
        &self,
        snapshot: Arc<Snapshot>,
        library: &Arc<Library>,
        pack: &str,
        on: Date,
    ) -> Result<Arc<Due>, NotDue> {
        let asked = (snapshot.position, on, pack.to_owned());
        let held = |kept: &[(Asked, Arc<Due>)]| {
            let found = kept.iter().find(|(key, _)| *key == asked);
            found.map(|(_, due)| Arc::clone(due))
        };
        if let Some(due) = held(&self.kept.lock().unwrap_or_else(PoisonError::into_inner)) {
            return Ok(due);
        }
        let library = match pack {
            "" => Arc::clone(library),
            pack => {
                let mut narrowed = Library::clone(library);
                narrowed.packs.retain(|one| one.id == pack);
                Arc::new(narrowed)
            }
        };
        let work = tokio::task::spawn_blocking(move || due(&snapshot, &library, on));
        // Work that broke off has no answer, and an empty one would be a wrong one.
        let due = Arc::new(work.await??);
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|((position, ..), _)| *position == asked.0);
        if kept.len() >= KEPT {
            kept.remove(0);
        }
        kept.push((asked, Arc::clone(&due)));
        Ok(due)
    }
}
