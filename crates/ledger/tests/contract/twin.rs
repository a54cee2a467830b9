//! The same rules once more, as slowly and plainly as they can be said: a vector of events.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::date;
use proptest::prelude::*;
use xinqiao_ledger::{Append, AsOf, Change, Expected, Filter, Ledger, LedgerError, Receipt};
use xinqiao_record::{Body, Kind, Record, RecordId, RegionCode, Status};

use super::TestClock;
use super::records::{id, org_in, policy, project};

/// An event of the twin.
#[derive(Clone)]
struct Entry {
    at: Timestamp,
    actor: String,
    reason: String,
    record: Record,
}

/// What an append came to.
#[derive(Debug, PartialEq)]
enum Outcome {
    Taken {
        first: u64,
        last: u64,
        at: Timestamp,
        repeated: bool,
    },
    Conflict(RecordId, u32),
    KeyReused,
    BadCommit,
}

#[derive(Default)]
struct Twin {
    entries: Vec<Entry>,
    keys: Vec<(String, Append, u64, u64)>,
}

impl Twin {
    fn newest(&self, id: RecordId, known: Option<Timestamp>) -> Option<(u64, &Entry)> {
        self.entries
            .iter()
            .zip(1..)
            .filter(|(entry, _)| {
                entry.record.id == id && known.is_none_or(|known| entry.at <= known)
            })
            .last()
            .map(|(entry, sequence)| (sequence, entry))
    }

    fn append(&mut self, append: &Append, now: Timestamp) -> Outcome {
        // The revision that an earlier change of the same commit brought.
        let earlier = |index: usize| {
            let id = append.changes[index].record.id;
            let before = append.changes[..index].iter().rev();
            before
                .map(|change| &change.record)
                .find(|record| record.id == id)
                .map(|record| record.revision)
        };
        let astray = (0..append.changes.len()).any(|index| {
            earlier(index).is_some_and(|revision| {
                append.changes[index].expected != Expected::Revision(revision)
            })
        });
        let follows = |change: &Change| match change.expected {
            Expected::New => change.record.revision == 1,
            Expected::Revision(revision) => change.record.revision == revision + 1,
        };
        if append.changes.is_empty() || astray || !append.changes.iter().all(follows) {
            return Outcome::BadCommit;
        }
        for (key, earlier, first, last) in &self.keys {
            if Some(key) == append.idempotency_key.as_ref() {
                // What was expected is no part of what was said.
                let said = |append: &Append| {
                    let records: Vec<_> = append
                        .changes
                        .iter()
                        .map(|change| change.record.clone())
                        .collect();
                    (append.actor.clone(), append.reason.clone(), records)
                };
                let at = self.entries[*first as usize - 1].at;
                return match said(earlier) == said(append) {
                    true => Outcome::Taken {
                        first: *first,
                        last: *last,
                        at,
                        repeated: true,
                    },
                    false => Outcome::KeyReused,
                };
            }
        }
        for (index, change) in append.changes.iter().enumerate() {
            if earlier(index).is_some() {
                continue;
            }
            let found = self
                .newest(change.record.id, None)
                .map_or(0, |(_, entry)| entry.record.revision);
            let expected = match change.expected {
                Expected::New => 0,
                Expected::Revision(revision) => revision,
            };
            if found != expected {
                return Outcome::Conflict(change.record.id, found);
            }
        }
        let at = self.entries.last().map_or(now, |last| last.at.max(now));
        let first = self.entries.len() as u64 + 1;
        for change in &append.changes {
            self.entries.push(Entry {
                at,
                actor: append.actor.clone(),
                reason: append.reason.clone(),
                record: change.record.clone(),
            });
        }
        let last = self.entries.len() as u64;
        if let Some(key) = &append.idempotency_key {
            self.keys.push((key.clone(), append.clone(), first, last));
        }
        Outcome::Taken {
            first,
            last,
            at,
            repeated: false,
        }
    }

    fn list(&self, filter: &Filter) -> (Vec<(u64, Record)>, u64) {
        let mut found = Vec::new();
        let mut ids: Vec<RecordId> = Vec::new();
        for entry in &self.entries {
            if !ids.contains(&entry.record.id) {
                ids.push(entry.record.id);
            }
        }
        for id in ids {
            let Some((sequence, entry)) = self.newest(id, filter.as_of.known) else {
                continue;
            };
            let record = &entry.record;
            let lower = |text: &str| text.to_lowercase();
            let (names, region): (Vec<&String>, Option<RegionCode>) = match &record.body {
                Body::Organization(body) => (
                    std::iter::once(&body.name).chain(&body.aliases).collect(),
                    body.region,
                ),
                Body::Project(body) => (
                    std::iter::once(&body.name).chain(&body.aliases).collect(),
                    body.region,
                ),
                Body::Policy(body) => (vec![&body.title], body.region),
                _ => unreachable!("the twin makes three kinds"),
            };
            let meets = (filter.kinds.is_empty() || filter.kinds.contains(&id.kind()))
                && (filter.statuses.is_empty() || filter.statuses.contains(&record.status))
                && filter
                    .as_of
                    .valid
                    .is_none_or(|day| record.valid.contains(day))
                && filter.title.as_ref().is_none_or(|title| {
                    names.iter().any(|name| lower(name).contains(&lower(title)))
                })
                && filter.region.is_none_or(|outer| {
                    region.is_some_and(|region| region.ancestry().any(|up| up.code == outer))
                })
                && filter.refers_to.is_none_or(|target| {
                    record
                        .references()
                        .iter()
                        .any(|reference| reference.target == target)
                });
            if meets {
                found.push((sequence, record.clone()));
            }
        }
        found.sort_by_key(|(_, record)| (record.id.unix_ms(), record.id.to_string()));
        if filter.newest_first {
            found.sort_by_key(|(sequence, _)| std::cmp::Reverse(*sequence));
        }
        let total = found.len() as u64;
        let page = found.into_iter().skip(filter.offset as usize);
        (
            page.take(filter.limit.unwrap_or(u64::MAX) as usize)
                .collect(),
            total,
        )
    }

    fn referrers(&self, target: RecordId) -> Vec<(String, String)> {
        let (all, _) = self.list(&Filter::default());
        let mut found: Vec<_> = all
            .iter()
            .flat_map(|(_, record)| {
                let of = record
                    .references()
                    .into_iter()
                    .filter(|one| one.target == target);
                of.map(|one| (record.id.to_string(), one.role.to_owned()))
            })
            .collect();
        found.sort();
        found
    }
}

const REGIONS: [&str; 5] = ["330109", "330100", "330000", "310115", "429005"];
const NAMES: [&str; 4] = ["示例Alpha", "示例 beta", "ALPHA 设备", "封测"];
const PERIODS: [(Option<&str>, Option<&str>); 4] = [
    (None, None),
    (Some("2025"), None),
    (Some("2024-06"), Some("2025-03-31")),
    (None, Some("2024")),
];

/// What a change is made of: numbers that pick from the lists above.
type Choice = (u64, usize, usize, usize, usize, u8);

fn slot(number: u64) -> RecordId {
    let kind = [Kind::Organization, Kind::Project, Kind::Policy][number as usize % 3];
    // Older ids for later slots, and three records that share a millisecond's neighbourhood.
    id(kind, 50 - number)
}

fn change(twin: &Twin, (number, name, region, period, status, lie): Choice) -> Change {
    let at = 50 - number;
    let (from, until) = PERIODS[period];
    let mut record = match number % 3 {
        0 => org_in(at, NAMES[name], NAMES[3 - name], REGIONS[region]),
        1 => project(
            at,
            NAMES[name],
            Some(REGIONS[region]),
            &[slot(0), slot(3 * (name as u64 % 2))],
        ),
        _ => policy(at, NAMES[name], from, until),
    };
    record.status = Status::ALL[status];
    record.valid = policy(1, "", from, until).valid;
    record.owner = (name == 1).then(|| slot(0));
    let newest = twin
        .newest(record.id, None)
        .map_or(0, |(_, entry)| entry.record.revision);
    match lie {
        0 => {
            record.revision = newest + 2;
            Change {
                expected: Expected::Revision(newest + 1),
                record,
            }
        }
        1 => Change {
            expected: Expected::New,
            record,
        },
        _ => {
            record.revision = newest + 1;
            let expected = if newest == 0 {
                Expected::New
            } else {
                Expected::Revision(newest)
            };
            Change { expected, record }
        }
    }
}

/// One append: its changes, its key, and how the clock moves before it.
type Step = (Vec<Choice>, Option<u8>, i64);

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let choice = (
        0..8_u64,
        0..4_usize,
        0..5_usize,
        0..4_usize,
        0..4_usize,
        0..16_u8,
    );
    let step = (
        prop::collection::vec(choice, 0..4),
        prop::option::weighted(0.3, 0..3_u8),
        -3..6_i64,
    );
    prop::collection::vec(step, 1..14)
}

fn filters() -> impl Strategy<Value = Vec<(Filter, Option<i64>)>> {
    let kinds =
        prop::sample::subsequence(vec![Kind::Organization, Kind::Project, Kind::Policy], 0..3);
    let statuses = prop::sample::subsequence(Status::ALL.to_vec(), 0..3);
    let region = prop::option::of(prop::sample::select(REGIONS.to_vec()));
    let title = prop::option::of(prop::sample::select(vec![
        "alpha", "示例", "Beta", "测", "zz", "",
    ]));
    let refers = prop::option::weighted(0.3, 0..8_u64);
    let days = vec![
        date(2024, 1, 1),
        date(2024, 12, 31),
        date(2025, 3, 31),
        date(2025, 4, 1),
    ];
    let valid = prop::option::of(prop::sample::select(days));
    let known = prop::option::of(-5..40_i64);
    let page = (any::<bool>(), 0..3_u64, prop::option::of(0..5_u64));
    let filter = (kinds, statuses, region, title, refers, valid, known, page).prop_map(
        |(kinds, statuses, region, title, refers, valid, known, (newest_first, offset, limit))| {
            let filter = Filter {
                kinds,
                statuses,
                region: region.map(|code| code.parse().unwrap()),
                title: title.map(str::to_owned),
                refers_to: refers.map(slot),
                as_of: AsOf { known: None, valid },
                newest_first,
                offset,
                limit,
            };
            (filter, known)
        },
    );
    prop::collection::vec(filter, 12)
}

fn outcome(result: Result<Receipt, LedgerError>) -> Outcome {
    match result {
        Ok(Receipt {
            first,
            last,
            at,
            repeated,
            ..
        }) => Outcome::Taken {
            first,
            last,
            at,
            repeated,
        },
        Err(LedgerError::Conflict { id, found, .. }) => Outcome::Conflict(id, found),
        Err(LedgerError::KeyReused { .. }) => Outcome::KeyReused,
        Err(LedgerError::BadCommit { .. }) => Outcome::BadCommit,
        Err(other) => panic!("{other}"),
    }
}

async fn run(
    ledger: Arc<dyn Ledger>,
    clock: TestClock,
    steps: Vec<Step>,
    filters: Vec<(Filter, Option<i64>)>,
) {
    let start = clock.now();
    let mut twin = Twin::default();
    for (choices, key, move_by) in steps {
        clock.advance(move_by);
        let append = Append {
            actor: format!("editor {}", choices.len()),
            reason: String::new(),
            idempotency_key: key.map(|key| format!("key {key}")),
            changes: choices
                .iter()
                .map(|choice| change(&twin, *choice))
                .collect(),
        };
        let wanted = twin.append(&append, clock.now());
        assert_eq!(outcome(ledger.append(append.clone()).await), wanted);
        if matches!(wanted, Outcome::Taken { .. }) && append.idempotency_key.is_some() {
            let again = twin.append(&append, clock.now());
            assert_eq!(outcome(ledger.append(append).await), again);
        }
    }
    let at = |us: i64| start + jiff::Span::new().microseconds(us);
    for number in 0..8 {
        let id = slot(number);
        let history: Vec<_> = ledger.history(id).await.unwrap();
        let wanted: Vec<_> = twin
            .entries
            .iter()
            .zip(1..)
            .filter(|(entry, _)| entry.record.id == id)
            .collect();
        assert_eq!(history.len(), wanted.len());
        for (stored, (entry, sequence)) in history.iter().zip(wanted) {
            assert_eq!(stored.record, entry.record);
            assert_eq!((stored.sequence, stored.at), (sequence, entry.at));
            assert_eq!(
                (&stored.actor, &stored.reason),
                (&entry.actor, &entry.reason)
            );
        }
        for us in -2..30 {
            let as_of = AsOf {
                known: Some(at(us)),
                valid: Some(date(2025, 1, 1)),
            };
            let found = ledger
                .get(id, as_of)
                .await
                .unwrap()
                .map(|stored| stored.sequence);
            let holds = |(_, entry): &(u64, &Entry)| entry.record.valid.contains(date(2025, 1, 1));
            let wanted = twin
                .newest(id, as_of.known)
                .filter(holds)
                .map(|(sequence, _)| sequence);
            assert_eq!(found, wanted, "{id} as of {us}");
        }
        let referrers: Vec<_> = ledger.referrers(id).await.unwrap();
        let referrers: Vec<_> = referrers
            .into_iter()
            .map(|one| (one.from.to_string(), one.role))
            .collect();
        assert_eq!(referrers, twin.referrers(id));
    }
    for (mut filter, known) in filters {
        filter.as_of.known = known.map(at);
        let page = ledger.list(filter.clone()).await.unwrap();
        let found: Vec<_> = page
            .records
            .into_iter()
            .map(|stored| (stored.sequence, stored.record))
            .collect();
        assert_eq!((found, page.total), twin.list(&filter), "{filter:?}");
    }
    let feed = ledger.changes(0, usize::MAX).await.unwrap().events;
    let records: Vec<_> = feed.into_iter().map(|event| event.record).collect();
    assert_eq!(
        records,
        twin.entries
            .iter()
            .map(|entry| entry.record.clone())
            .collect::<Vec<_>>()
    );
    assert_eq!(
        ledger.verify().await.unwrap().head.events,
        twin.entries.len() as u64
    );
}

/// Holds a ledger against the twin on random work.
pub(crate) fn compare_with_twin<K, F>(fresh: fn(TestClock) -> F)
where
    F: Future<Output = Option<(Arc<dyn Ledger>, K)>>,
{
    let config = ProptestConfig {
        cases: 48,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    proptest!(config, |(steps in steps(), filters in filters())| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let clock = TestClock::new();
        runtime.block_on(async {
            if let Some((ledger, _keep)) = fresh(clock.clone()).await {
                run(ledger, clock, steps, filters).await;
            }
        });
    });
}
