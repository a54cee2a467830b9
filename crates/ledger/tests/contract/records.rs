//! Records to test with; every name is made up.

use xinqiao_ledger::{Append, Change};
use xinqiao_record::body::{Organization, Party, PartyRole, Policy, Project};
use xinqiao_record::{Body, Kind, Period, Record, RecordId, Status};

/// The id of this kind and number; larger numbers are younger.
pub(crate) fn id(kind: Kind, number: u64) -> RecordId {
    RecordId::from_parts(kind, 1_700_000_000_000 + number, u128::from(number))
}

/// An organisation of this name.
pub(crate) fn org(number: u64, name: &str) -> Record {
    let body = Organization {
        name: name.to_owned(),
        ..Organization::default()
    };
    Record::new(
        id(Kind::Organization, number),
        Status::Confirmed,
        Body::Organization(body),
    )
}

/// The same with an alias and a region.
pub(crate) fn org_in(number: u64, name: &str, alias: &str, region: &str) -> Record {
    let body = Organization {
        name: name.to_owned(),
        aliases: vec![alias.to_owned()],
        region: Some(region.parse().unwrap()),
        ..Organization::default()
    };
    Record::new(
        id(Kind::Organization, number),
        Status::Confirmed,
        Body::Organization(body),
    )
}

/// A project that organisations build somewhere.
pub(crate) fn project(
    number: u64,
    name: &str,
    region: Option<&str>,
    builders: &[RecordId],
) -> Record {
    let party = |record: &RecordId| Party {
        record: Some(*record),
        ..Party::named("示例建设方", PartyRole::Subject)
    };
    let body = Project {
        name: name.to_owned(),
        region: region.map(|code| code.parse().unwrap()),
        organizations: builders.iter().map(party).collect(),
        ..Project::default()
    };
    Record::new(
        id(Kind::Project, number),
        Status::Proposed,
        Body::Project(body),
    )
}

/// A policy with a period in which it holds.
pub(crate) fn policy(number: u64, title: &str, from: Option<&str>, until: Option<&str>) -> Record {
    let body = Policy {
        title: title.to_owned(),
        ..Policy::default()
    };
    let mut record = Record::new(
        id(Kind::Policy, number),
        Status::Confirmed,
        Body::Policy(body),
    );
    let date = |text: &str| text.parse().unwrap();
    record.valid = Period {
        from: from.map(date),
        until: until.map(date),
    };
    record
}

/// The next revision under another name.
pub(crate) fn renamed(record: &Record, name: &str) -> Record {
    let mut next = record.next_revision();
    match &mut next.body {
        Body::Organization(body) => body.name = name.to_owned(),
        Body::Project(body) => body.name = name.to_owned(),
        Body::Policy(body) => body.title = name.to_owned(),
        other => panic!("{other:?} is not renamed in these tests"),
    }
    next
}

/// An append of changes without a key.
pub(crate) fn append(changes: Vec<Change>) -> Append {
    Append {
        actor: "lin".into(),
        reason: "测试".into(),
        idempotency_key: None,
        changes,
    }
}

/// An append of one new record.
pub(crate) fn add(record: &Record) -> Append {
    append(vec![Change::new(record.clone())])
}

/// An append of the next revision of a record.
pub(crate) fn revise(record: &Record) -> Append {
    append(vec![Change::revise(record.clone())])
}
