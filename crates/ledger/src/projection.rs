//! What is kept for reading, of one revision; and what an idempotency key stands for. The same for every store.

use jiff::civil::Date;
use serde::Serialize;
use xinqiao_record::{Record, RecordId, Sha256};

use crate::error::LedgerError;
use crate::facet::{fold, names_of, region_of};

/// Stands between the names in the column `names`, so that no search text runs from one into the next.
const BETWEEN_NAMES: &str = "\u{1f}";

/// A day as a number that sorts like the day: 20250620.
pub(crate) fn day_number(day: Date) -> i64 {
    i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day())
}

/// What the projections hold of one revision.
#[derive(Debug)]
pub(crate) struct Projection {
    pub(crate) id: String,
    pub(crate) revision: u32,
    pub(crate) kind: &'static str,
    pub(crate) status: &'static str,
    pub(crate) title: String,
    pub(crate) names: String,
    pub(crate) region: Option<String>,
    pub(crate) valid_from: Option<i64>,
    pub(crate) valid_until: Option<i64>,
    pub(crate) refs: Vec<(String, &'static str)>,
}

impl Projection {
    /// The projection of a revision.
    pub(crate) fn of(record: &Record) -> Projection {
        let region = region_of(record);
        let names: Vec<String> = names_of(record).map(fold).collect();
        Projection {
            id: record.id.to_string(),
            revision: record.revision,
            kind: record.kind().name(),
            status: record.status.name(),
            title: record.title().to_owned(),
            names: names.join(BETWEEN_NAMES),
            region: region.map(|region| region.to_string()),
            valid_from: record.valid.from.map(|from| day_number(from.first_day())),
            valid_until: record.valid.until.map(|until| day_number(until.last_day())),
            refs: record
                .references()
                .into_iter()
                .map(|reference| (reference.target.to_string(), reference.role))
                .collect(),
        }
    }
}

/// What an idempotency key stands for: who, why, and the records in their order.
#[derive(Serialize)]
struct KeyContent<'a> {
    actor: &'a str,
    reason: &'a str,
    records: Vec<(RecordId, u32, Sha256)>,
}

/// The digest of what a commit says. `records` gives id, revision and content digest in order.
pub(crate) fn key_content(
    actor: &str,
    reason: &str,
    records: impl Iterator<Item = (RecordId, u32, Sha256)>,
) -> Result<Sha256, LedgerError> {
    let content = KeyContent {
        actor,
        reason,
        records: records.collect(),
    };
    Sha256::of_canonical(&content).map_err(|error| LedgerError::Store(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn day_numbers_sort_like_days() {
        let days = [
            Date::MIN,
            date(-1, 12, 31),
            date(0, 1, 1),
            date(2024, 2, 29),
            date(2024, 3, 1),
            Date::MAX,
        ];
        assert!(days.map(day_number).is_sorted());
        assert_eq!(day_number(date(2025, 6, 20)), 20_250_620);
    }
}
