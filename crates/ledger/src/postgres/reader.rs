//! Reads, each on one state of the ledger.

use tokio_postgres::types::ToSql;
use tokio_postgres::{GenericClient, Row};
use xinqiao_record::{RecordId, Region, Sha256};

use super::row::{EVENT, checkpoint, count, digest, event, int};
use crate::contract::{AsOf, ChangeBatch, Filter, Page, Referrer, Stored, StoredCheckpoint};
use crate::error::LedgerError;
use crate::facet::fold;
use crate::link::{page_of, stored};
use crate::projection::day_number;

const FROM: &str =
    "JOIN events e ON e.sequence = x.sequence LEFT JOIN bodies b ON b.sequence = x.sequence";

fn all(rows: &[Row]) -> Result<Vec<Stored>, LedgerError> {
    rows.iter().map(|row| Ok(stored(event(row)?))).collect()
}

/// A text without the one character that PostgreSQL's texts cannot hold.
pub(super) fn plain(text: &str) -> String {
    text.replace('\0', "")
}

/// The number of the last event taken up to and including a moment; none for all events.
async fn cutoff(client: &impl GenericClient, as_of: AsOf) -> Result<Option<i64>, LedgerError> {
    let Some(known) = as_of.known else {
        return Ok(None);
    };
    // INVARIANT: ledger time does not go back, so the events up to a moment are the first ones.
    let sql =
        "SELECT sequence FROM events WHERE at_us <= $1 ORDER BY at_us DESC, sequence DESC LIMIT 1";
    let us = i64::try_from(known.as_nanosecond().div_euclid(1_000)).unwrap_or(i64::MAX);
    let row = client.query_opt(sql, &[&us]).await?;
    Ok(Some(row.map_or(0, |row| row.get(0))))
}

/// A record as of a moment.
pub(super) async fn get(
    client: &impl GenericClient,
    id: RecordId,
    as_of: AsOf,
) -> Result<Option<Stored>, LedgerError> {
    let id = id.to_string();
    let row = match cutoff(client, as_of).await? {
        None => {
            let sql = format!("SELECT {EVENT} FROM records x {FROM} WHERE x.id = $1");
            client.query_opt(&sql, &[&id]).await?
        }
        Some(last) => {
            let sql = format!(
                "SELECT {EVENT} FROM revisions x {FROM} WHERE x.id = $1 AND x.sequence <= $2
                 ORDER BY x.sequence DESC LIMIT 1"
            );
            client.query_opt(&sql, &[&id, &last]).await?
        }
    };
    let Some(row) = row else { return Ok(None) };
    let found = stored(event(&row)?);
    let holds = as_of
        .valid
        .is_none_or(|day| found.record.valid.contains(day));
    Ok(holds.then_some(found))
}

/// Every revision of a record.
pub(super) async fn history(
    client: &impl GenericClient,
    id: RecordId,
) -> Result<Vec<Stored>, LedgerError> {
    let sql = format!("SELECT {EVENT} FROM revisions x {FROM} WHERE x.id = $1 ORDER BY x.revision");
    all(&client.query(&sql, &[&id.to_string()]).await?)
}

/// The records that meet a filter.
pub(super) async fn list(
    client: &impl GenericClient,
    filter: &Filter,
) -> Result<Page, LedgerError> {
    match cutoff(client, filter.as_of).await? {
        None => list_now(client, filter).await,
        Some(last) => list_then(client, filter, last).await,
    }
}

/// Conditions with their values, numbered as they come.
#[derive(Default)]
struct Conditions {
    texts: Vec<String>,
    values: Vec<Box<dyn ToSql + Send + Sync>>,
}

impl Conditions {
    /// One more; `?` stands for its value.
    fn add(&mut self, text: &str, value: impl ToSql + Send + Sync + 'static) {
        self.values.push(Box::new(value));
        self.texts
            .push(text.replace('?', &format!("${}", self.values.len())));
    }

    fn values(&self) -> Vec<&(dyn ToSql + Sync)> {
        self.values
            .iter()
            .map(|value| value.as_ref() as &(dyn ToSql + Sync))
            .collect()
    }
}

/// A list of what is known now, from the projections.
async fn list_now(client: &impl GenericClient, filter: &Filter) -> Result<Page, LedgerError> {
    let mut conditions = Conditions::default();
    if !filter.kinds.is_empty() {
        let kinds: Vec<&'static str> = filter.kinds.iter().map(|kind| kind.name()).collect();
        conditions.add("x.kind = ANY(?)", kinds);
    }
    if !filter.statuses.is_empty() {
        let names: Vec<&'static str> = filter.statuses.iter().map(|status| status.name()).collect();
        conditions.add("x.status = ANY(?)", names);
    }
    if let Some(region) = filter.region {
        let inside: Vec<String> = Region::all()
            .filter(|inner| inner.code.within(region))
            .map(|inner| inner.code.to_string())
            .collect();
        conditions.add("x.region = ANY(?)", inside);
    }
    if let Some(title) = &filter.title {
        conditions.add("strpos(x.names, ?) > 0", plain(&fold(title)));
    }
    if let Some(target) = filter.refers_to {
        let sql = "x.id IN (SELECT f.source FROM refs f WHERE f.target = ?)";
        conditions.add(sql, target.to_string());
    }
    if let Some(day) = filter.as_of.valid {
        let sql = "coalesce(x.valid_from <= ?, true) AND coalesce(? <= x.valid_until, true)";
        conditions.add(sql, day_number(day));
    }
    let met = match conditions.texts.is_empty() {
        true => "true".to_owned(),
        false => conditions.texts.join(" AND "),
    };
    let sql = format!("SELECT count(*) FROM records x WHERE {met}");
    let total = client.query_one(&sql, &conditions.values()).await?.get(0);
    // The last 26 characters of an id are its ULID, which sorts by the time of its making.
    let order = match (filter.newest_first, filter.kinds.len()) {
        (true, _) => "x.sequence DESC",
        (false, 1) => "x.id",
        (false, _) => "right(x.id, 26) COLLATE \"C\", x.id",
    };
    let limit = filter
        .limit
        .map_or("ALL".to_owned(), |limit| int(limit).to_string());
    let sql = format!(
        "SELECT {EVENT} FROM (SELECT x.* FROM records x WHERE {met} ORDER BY {order} LIMIT {limit} OFFSET {}) x {FROM}
         ORDER BY {order}",
        int(filter.offset)
    );
    let records = all(&client.query(&sql, &conditions.values()).await?)?;
    Ok(Page {
        records,
        total: count(total),
    })
}

/// A list of what was known up to event `last`: reads each record's revision of then.
async fn list_then(
    client: &impl GenericClient,
    filter: &Filter,
    last: i64,
) -> Result<Page, LedgerError> {
    let sql = format!(
        "SELECT {EVENT} FROM (SELECT max(sequence) AS sequence FROM revisions WHERE sequence <= $1 GROUP BY id) x {FROM}"
    );
    let mut found = Vec::new();
    for row in client.query(&sql, &[&last]).await? {
        let event = event(&row)?;
        if filter.matches(&event.record)
            && (filter.kinds.is_empty() || filter.kinds.contains(&event.record.kind()))
        {
            found.push(stored(event));
        }
    }
    Ok(page_of(found, filter))
}

/// Which records refer to this one.
pub(super) async fn referrers(
    client: &impl GenericClient,
    id: RecordId,
) -> Result<Vec<Referrer>, LedgerError> {
    let sql = "SELECT source, role FROM refs WHERE target = $1 ORDER BY source, role";
    let rows = client.query(sql, &[&id.to_string()]).await?;
    rows.iter()
        .map(|row| {
            let from: &str = row.get(0);
            Ok(Referrer {
                from: from.parse().map_err(|_| LedgerError::Broken {
                    sequence: 0,
                    what: format!("projection `refs` names `{from}`, which is no id"),
                })?,
                role: row.get(1),
            })
        })
        .collect()
}

/// The events after a number.
pub(super) async fn changes(
    client: &impl GenericClient,
    after: u64,
    limit: usize,
) -> Result<ChangeBatch, LedgerError> {
    let sql = format!(
        "SELECT {EVENT} FROM events e LEFT JOIN bodies b ON b.sequence = e.sequence
         WHERE e.sequence > $1 ORDER BY e.sequence LIMIT $2"
    );
    let rows = client
        .query(&sql, &[&int(after), &int(limit as u64)])
        .await?;
    let events = rows.iter().map(event).collect::<Result<Vec<_>, _>>()?;
    let next_after = events.last().map_or(after, |event| event.header.sequence);
    Ok(ChangeBatch { events, next_after })
}

/// Hashes of events.
pub(super) async fn event_hashes(
    client: &impl GenericClient,
    after: u64,
    limit: usize,
) -> Result<Vec<Sha256>, LedgerError> {
    let sql = "SELECT hash FROM events WHERE sequence > $1 ORDER BY sequence LIMIT $2";
    let rows = client
        .query(sql, &[&int(after), &int(limit as u64)])
        .await?;
    Ok(rows.iter().map(|row| digest(row.get(0))).collect())
}

/// Signed checkpoints, the newest first.
pub(super) async fn checkpoints(
    client: &impl GenericClient,
    limit: u64,
) -> Result<Vec<StoredCheckpoint>, LedgerError> {
    let sql = "SELECT size, at_us, note FROM checkpoints ORDER BY size DESC LIMIT $1";
    let rows = client.query(sql, &[&int(limit)]).await?;
    Ok(rows.iter().map(checkpoint).collect())
}

/// The bytes of a digest, checked against it.
pub(super) async fn blob(
    client: &impl GenericClient,
    wanted: Sha256,
) -> Result<Option<Vec<u8>>, LedgerError> {
    let sql = "SELECT bytes FROM blobs WHERE digest = $1";
    let row = client
        .query_opt(sql, &[&wanted.as_bytes().as_slice()])
        .await?;
    let Some(row) = row else { return Ok(None) };
    let bytes: Vec<u8> = row.get(0);
    match Sha256::of(&bytes) == wanted {
        true => Ok(Some(bytes)),
        false => Err(LedgerError::Broken {
            sequence: 0,
            what: format!("the bytes of blob `{wanted}` were altered"),
        }),
    }
}
