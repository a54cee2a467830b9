//! Documents in while others work: the same file twice at once, and decisions in between.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests say what must be there and fail where it is not"
)]

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use xinqiao_desk::Desk;
use xinqiao_desk::command::{self, By, CommandError};
use xinqiao_desk::intake::take_in;
use xinqiao_ledger::sqlite::SqliteLedger;
use xinqiao_ledger::{
    Append, AsOf, Change, ChangeBatch, Filter, Ledger, LedgerError, LedgerHead, Page, Receipt,
    Referrer, Stored, StoredCheckpoint, VerifyReport,
};
use xinqiao_record::body::{Organization, Project, Stage, StageEntry, Target};
use xinqiao_record::{Body, Citation, IdSource, Kind, Record, RecordId, Sha256, Span, Status};

const NOW: &str = "2026-11-20T02:00:00Z";

const BULLETIN: &str = "示例之芯\n\n2025年6月\n\n## 示例衬底项目开工\n\n6月20日，示例半导体有限公司年产10万片衬底项目在杭州萧山开工，总投资12亿元。\n\n（来源：示例日报）\n";
const SECOND: &str = "示例之芯\n\n2025年7月\n\n## 示例衬底项目封顶\n\n7月20日，示例半导体有限公司年产10万片衬底项目在杭州萧山封顶，总投资12亿元。\n\n（来源：示例晚报）\n";

/// A ledger on which somebody confirms a waiting project just before the next append of the reader.
struct Meddled {
    inner: SqliteLedger,
    armed: AtomicBool,
}

#[async_trait]
impl Ledger for Meddled {
    async fn append(&self, append: Append) -> Result<Receipt, LedgerError> {
        if append.actor == "reader" && self.armed.swap(false, Ordering::SeqCst) {
            let filter = Filter {
                statuses: vec![Status::Proposed],
                ..Filter::kind(Kind::Project)
            };
            for stored in self.inner.list(filter).await?.records {
                let mut record = stored.record.next_revision();
                record.status = Status::Confirmed;
                self.inner
                    .append(plain(vec![Change::revise(record)]))
                    .await?;
            }
        }
        self.inner.append(append).await
    }

    async fn get(&self, id: RecordId, as_of: AsOf) -> Result<Option<Stored>, LedgerError> {
        self.inner.get(id, as_of).await
    }

    async fn history(&self, id: RecordId) -> Result<Vec<Stored>, LedgerError> {
        self.inner.history(id).await
    }

    async fn list(&self, filter: Filter) -> Result<Page, LedgerError> {
        self.inner.list(filter).await
    }

    async fn referrers(&self, id: RecordId) -> Result<Vec<Referrer>, LedgerError> {
        self.inner.referrers(id).await
    }

    async fn changes(&self, after: u64, limit: usize) -> Result<ChangeBatch, LedgerError> {
        self.inner.changes(after, limit).await
    }

    async fn put_blob(&self, bytes: Vec<u8>) -> Result<Sha256, LedgerError> {
        self.inner.put_blob(bytes).await
    }

    async fn blob(&self, digest: Sha256) -> Result<Option<Vec<u8>>, LedgerError> {
        self.inner.blob(digest).await
    }

    async fn event_hashes(&self, after: u64, limit: usize) -> Result<Vec<Sha256>, LedgerError> {
        self.inner.event_hashes(after, limit).await
    }

    async fn keep_checkpoint(
        &self,
        size: u64,
        note: String,
    ) -> Result<StoredCheckpoint, LedgerError> {
        self.inner.keep_checkpoint(size, note).await
    }

    async fn checkpoints(&self, limit: u64) -> Result<Vec<StoredCheckpoint>, LedgerError> {
        self.inner.checkpoints(limit).await
    }

    async fn head(&self) -> Result<LedgerHead, LedgerError> {
        self.inner.head().await
    }

    async fn verify(&self) -> Result<VerifyReport, LedgerError> {
        self.inner.verify().await
    }
}

fn plain(changes: Vec<Change>) -> Append {
    Append {
        actor: "desk".into(),
        reason: String::new(),
        idempotency_key: None,
        changes,
    }
}

struct Bench {
    desk: Arc<Desk>,
    ledger: Arc<Meddled>,
    _folder: tempfile::TempDir,
}

impl Bench {
    fn new() -> Bench {
        let folder = tempfile::tempdir().unwrap();
        let clock = || NOW.parse().unwrap();
        let inner = SqliteLedger::open(folder.path(), clock).unwrap();
        let ledger = Arc::new(Meddled {
            inner,
            armed: AtomicBool::new(false),
        });
        let shared: Arc<dyn Ledger> = Arc::clone(&ledger) as Arc<dyn Ledger>;
        let desk = Arc::new(Desk::new(
            shared,
            IdSource::counting(1_760_000_000_000),
            clock,
        ));
        Bench {
            desk,
            ledger,
            _folder: folder,
        }
    }

    async fn all(&self, kind: Kind, status: Status) -> Vec<Record> {
        let filter = Filter {
            statuses: vec![status],
            ..Filter::kind(kind)
        };
        let page = self.desk.ledger.list(filter).await.unwrap();
        page.records
            .into_iter()
            .map(|stored| stored.record)
            .collect()
    }

    async fn record(&self, id: RecordId) -> Record {
        self.desk
            .ledger
            .get(id, AsOf::default())
            .await
            .unwrap()
            .unwrap()
            .record
    }

    /// A candidate from the words at these places of one document.
    async fn propose(&self, body: Body, places: &[u32]) -> RecordId {
        let mut record = Record::new(self.desk.ids.next(body.kind()), Status::Proposed, body);
        record.sources = places.iter().map(|&place| citation(place)).collect();
        let id = record.id;
        self.desk
            .ledger
            .append(plain(vec![Change::new(record)]))
            .await
            .unwrap();
        id
    }

    async fn join(&self, id: RecordId, target: RecordId) {
        let revision = self.record(id).await.revision;
        command::join_into(&self.desk, id, revision, target, By::default())
            .await
            .unwrap();
    }

    async fn split(&self, id: RecordId, candidate: RecordId) -> Result<Receipt, CommandError> {
        let revision = self.record(id).await.revision;
        command::split(&self.desk, id, revision, candidate, By::default()).await
    }

    async fn correct(&self, id: RecordId, body: Body) -> Result<Receipt, CommandError> {
        let revision = self.record(id).await.revision;
        command::correct(&self.desk, id, revision, body, By::default()).await
    }
}

fn citation(place: u32) -> Citation {
    Citation {
        document: RecordId::from_parts(Kind::Document, 1, 1),
        article: None,
        span: Some(Span::new(place, place + 1)),
        quote: "示".into(),
    }
}

fn firm(name: &str, region: Option<&str>, founded: Option<&str>) -> Body {
    Body::Organization(Organization {
        name: name.into(),
        region: region.map(|code| code.parse().unwrap()),
        founded: founded.map(|date| date.parse().unwrap()),
        ..Organization::default()
    })
}

fn project(name: &str, stage: Stage) -> Body {
    Body::Project(Project {
        name: name.into(),
        stage: Some(stage),
        stage_label: Some(stage.name().into()),
        timeline: vec![StageEntry {
            stage,
            label: stage.name().into(),
            date: None,
            source: 0,
        }],
        ..Project::default()
    })
}

fn timeline(record: &Record) -> Vec<(Stage, u32)> {
    let Body::Project(body) = &record.body else {
        panic!("no project")
    };
    let mut stages: Vec<_> = body
        .timeline
        .iter()
        .map(|entry| (entry.stage, entry.source))
        .collect();
    stages.sort();
    stages
}

fn places(record: &Record) -> Vec<u32> {
    record
        .sources
        .iter()
        .map(|source| source.span.unwrap().start)
        .collect()
}

fn refused<T: std::fmt::Debug>(result: Result<T, CommandError>) -> String {
    match result {
        Err(CommandError::NotNow(reason)) => reason,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn the_same_file_twice_at_once_is_one_document() {
    let bench = Bench::new();
    let take = || take_in(&bench.desk, "示例之芯.md", BULLETIN.as_bytes().to_vec());
    let (first, second) = tokio::join!(take(), take());
    let (first, second) = (first.unwrap(), second.unwrap());
    assert_eq!(first.document, second.document);
    assert_eq!(
        [first.repeated, second.repeated]
            .iter()
            .filter(|repeated| **repeated)
            .count(),
        1
    );
    assert_eq!(bench.all(Kind::Document, Status::Confirmed).await.len(), 1);
    let again = take().await.unwrap();
    assert!(again.repeated);
    assert_eq!(again.document, first.document);
}

#[tokio::test]
async fn a_decision_while_a_document_is_taken_in_does_not_fail_it() {
    let bench = Bench::new();
    take_in(&bench.desk, "a.md", BULLETIN.as_bytes().to_vec())
        .await
        .unwrap();
    let waiting = bench.all(Kind::Project, Status::Proposed).await;
    assert_eq!(waiting.len(), 1, "{waiting:#?}");
    bench.ledger.armed.store(true, Ordering::SeqCst);
    take_in(&bench.desk, "b.md", SECOND.as_bytes().to_vec())
        .await
        .unwrap();
    // The project was confirmed meanwhile: the second notice waits with a suggestion.
    let confirmed = bench.all(Kind::Project, Status::Confirmed).await;
    assert_eq!(confirmed.len(), 1);
    assert_eq!(confirmed[0].sources.len(), 1);
    let waiting = bench.all(Kind::Project, Status::Proposed).await;
    assert_eq!(waiting.len(), 1);
    let proposal = waiting[0].proposal.clone().unwrap();
    assert_eq!(proposal.same_as.unwrap().record, confirmed[0].id);
    bench.desk.ledger.verify().await.unwrap();
}

#[tokio::test]
async fn a_record_that_came_without_its_file_does_not_stand_for_the_file() {
    let (from, to) = (Bench::new(), Bench::new());
    let first = take_in(&from.desk, "a.md", BULLETIN.as_bytes().to_vec())
        .await
        .unwrap();
    let document = from.record(first.document).await;
    to.desk
        .ledger
        .append(plain(vec![Change::new(document)]))
        .await
        .unwrap();
    let page = async || {
        let request = axum::http::Request::get(format!("/documents/{}", first.document))
            .header("host", "localhost")
            .body(axum::body::Body::empty())
            .unwrap();
        let service = xinqiao_desk::routes::service(Arc::clone(&to.desk));
        tower::ServiceExt::oneshot(service, request)
            .await
            .unwrap()
            .status()
            .as_u16()
    };
    assert_eq!(
        page().await,
        404,
        "a page that says what is missing, not a fault of ours"
    );
    let bytes = BULLETIN.as_bytes().to_vec();
    let taken = take_in(&to.desk, "a.md", bytes.clone()).await.unwrap();
    // The same reading makes the record whole again: there are no two documents of one file.
    assert!(taken.repeated);
    assert_eq!(taken.document, first.document);
    assert!(
        to.desk
            .ledger
            .blob(Sha256::of(&bytes))
            .await
            .unwrap()
            .is_some()
    );
}

#[tokio::test]
async fn what_stands_in_another_record_cannot_be_decided_on() {
    let bench = Bench::new();
    let target = bench.propose(firm("示例甲", None, None), &[1]).await;
    let gone = bench.propose(firm("示例乙", None, None), &[2]).await;
    bench.join(gone, target).await;
    let reason = format!("record `{gone}` was joined into another one; split it first");
    assert_eq!(
        refused(bench.correct(gone, firm("示例丙", None, None)).await),
        reason
    );

    let promise = |measure: &str| {
        Body::Target(Target {
            measure: measure.into(),
            ..Target::default()
        })
    };
    let kept = bench.propose(promise("示例产能"), &[3]).await;
    let gone = bench.propose(promise("示例年产能"), &[4]).await;
    bench.join(gone, kept).await;
    let told = command::Told {
        outcome: xinqiao_record::body::OutcomeKind::Kept,
        value: None,
        moved_to: None,
        document: kept,
        quote: "示例".into(),
    };
    let outcome = command::tell_outcome(&bench.desk, gone, 2, told, By::default()).await;
    assert!(refused(outcome).contains("split it first"));
}

#[tokio::test]
async fn nothing_is_joined_into_what_was_rejected() {
    let bench = Bench::new();
    let wrong = bench.propose(firm("示例甲", None, None), &[1]).await;
    command::reject(&bench.desk, wrong, 1, By::default())
        .await
        .unwrap();
    let other = bench.propose(firm("示例乙", None, None), &[2]).await;
    let joined = command::join_into(&bench.desk, other, 1, wrong, By::default()).await;
    assert!(refused(joined).contains("was rejected"));
}

#[tokio::test]
async fn a_split_off_record_stands_where_it_stood_before_the_join() {
    let bench = Bench::new();
    let target = bench.propose(firm("示例甲", None, None), &[1]).await;
    let sure = bench.propose(firm("示例乙", None, None), &[2]).await;
    command::confirm(&bench.desk, sure, 1, By::default())
        .await
        .unwrap();
    bench.join(sure, target).await;
    bench.split(target, sure).await.unwrap();
    let sure = bench.record(sure).await;
    assert_eq!((sure.status, sure.replaced_by), (Status::Confirmed, None));
}

#[tokio::test]
async fn in_a_chain_of_joins_the_outer_one_is_split_first() {
    let bench = Bench::new();
    let a = bench.propose(project("示例甲", Stage::Signed), &[1]).await;
    let b = bench.propose(project("示例乙", Stage::Filed), &[2]).await;
    let c = bench
        .propose(project("示例丙", Stage::Groundbreaking), &[3])
        .await;
    bench.join(a, b).await;
    bench.join(b, c).await;
    let whole = bench.record(c).await;
    assert_eq!(places(&whole), [3, 2, 1]);
    assert_eq!(
        timeline(&whole),
        [
            (Stage::Signed, 2),
            (Stage::Filed, 1),
            (Stage::Groundbreaking, 0)
        ]
    );
    assert!(refused(bench.split(b, a).await).contains("split it first"));

    bench.split(c, b).await.unwrap();
    let c = bench.record(c).await;
    assert_eq!(
        (places(&c), timeline(&c)),
        (vec![3], vec![(Stage::Groundbreaking, 0)])
    );
    bench.split(b, a).await.unwrap();
    let b = bench.record(b).await;
    assert_eq!(
        (places(&b), timeline(&b)),
        (vec![2], vec![(Stage::Filed, 0)])
    );
    assert_eq!(bench.record(a).await.status, Status::Proposed);
}

#[tokio::test]
async fn sources_that_are_equal_are_not_all_taken_out() {
    let bench = Bench::new();
    // One sentence names both: both cite the same place.
    let target = bench.propose(project("示例甲", Stage::Filed), &[7]).await;
    let same = bench.propose(project("示例乙", Stage::Signed), &[7]).await;
    let last = bench
        .propose(project("示例丙", Stage::ToppedOut), &[9])
        .await;
    bench.join(same, target).await;
    bench.join(last, target).await;
    bench.split(target, same).await.unwrap();
    let record = bench.record(target).await;
    assert_eq!(places(&record), [7, 9]);
    assert_eq!(
        timeline(&record),
        [(Stage::Filed, 0), (Stage::ToppedOut, 1)]
    );

    // The same once a person has changed the record, so that only what was brought can be taken out.
    bench.join(same, target).await;
    let Body::Project(mut body) = bench.record(target).await.body else {
        panic!()
    };
    body.name = "示例丁".into();
    body.stage = Some(Stage::Completed);
    bench.correct(target, Body::Project(body)).await.unwrap();
    bench.split(target, same).await.unwrap();
    let record = bench.record(target).await;
    assert_eq!(places(&record), [7, 9]);
    assert_eq!(
        timeline(&record),
        [(Stage::Filed, 0), (Stage::ToppedOut, 1)]
    );
    let Body::Project(body) = &record.body else {
        panic!()
    };
    assert_eq!(
        (body.name.as_str(), body.stage),
        ("示例丁", Some(Stage::Completed))
    );
}

#[tokio::test]
async fn two_splits_one_after_the_other_leave_what_was_there_at_first() {
    let bench = Bench::new();
    let target = bench.propose(firm("示例甲", None, None), &[1]).await;
    let before = bench.record(target).await;
    let one = bench
        .propose(firm("示例乙", Some("330109"), None), &[2])
        .await;
    let two = bench
        .propose(firm("示例丙", None, Some("2010")), &[3])
        .await;
    bench.join(one, target).await;
    bench.join(two, target).await;
    bench.split(target, one).await.unwrap();
    let Body::Organization(body) = bench.record(target).await.body else {
        panic!()
    };
    assert_eq!((body.region, body.founded), (None, "2010".parse().ok()));
    bench.split(target, two).await.unwrap();
    let after = bench.record(target).await;
    assert_eq!(
        (after.body, after.sources, after.joined),
        (before.body, before.sources, before.joined)
    );
}

#[tokio::test]
async fn a_change_that_was_taken_back_does_not_keep_a_join_from_being_undone() {
    let bench = Bench::new();
    let target = bench.propose(firm("示例甲", None, None), &[1]).await;
    let one = bench
        .propose(firm("示例乙", Some("330109"), None), &[2])
        .await;
    bench.join(one, target).await;
    bench
        .correct(target, firm("示例丁", Some("330109"), None))
        .await
        .unwrap();
    command::undo(&bench.desk, target, 3, By::default())
        .await
        .unwrap();
    bench.split(target, one).await.unwrap();
    assert_eq!(bench.record(target).await.body, firm("示例甲", None, None));
}
