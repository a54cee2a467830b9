//! A desk on a ledger in a temporary folder, and made-up records.

use std::sync::Arc;

use axum::body::Body as HttpBody;
use axum::http::{HeaderMap, Request, StatusCode};
use tower::ServiceExt;
use xinqiao_desk::Desk;
use xinqiao_desk::desk::Log;
use xinqiao_desk::intake::StoredReading;
use xinqiao_ledger::log::note::Algorithm;
use xinqiao_ledger::log::{Keeper, SigningKey};
use xinqiao_ledger::sqlite::SqliteLedger;
use xinqiao_ledger::{Append, Change, Ledger};
use xinqiao_reader::text::TextMap;
use xinqiao_record::body::{
    Article, Document, Figure, Financing, Organization, Outcome, OutcomeKind, Party, PartyRole,
    Project, Stage, Statistic, StatisticRow, Target,
};
use xinqiao_record::{
    Amount, Body, Citation, Currency, IdSource, Kind, Language, Money, Proposal, Qualifier,
    Quantity, Record, RecordId, Sha256, Span, Status,
};

pub(crate) const NOW: &str = "2026-11-20T02:00:00Z";

pub(crate) const FIRST_TEXT: &str = "示例碳化硅项目结顶\n6月20日，示例半导体材料有限公司的碳化硅衬底项目主体结顶，总投资约15.11亿元。\n\
     示例封测项目签约\n示例封测有限公司拟在宁波投资3000万美元建设先进封装线。\n";

pub(crate) const LATER_TEXT: &str = "示例半导体量产\n示例半导体材料有限公司的衬底线已于\n2025年12月达到年产60万片。衬底年产能达到65万片，提前完成60万片的目标。\n";

/// A desk and the folder that it lives in.
pub(crate) struct Bench {
    pub(crate) desk: Arc<Desk>,
    pub(crate) folder: tempfile::TempDir,
}

/// What a request was answered with.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Vec<u8>,
}

impl Answer {
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.bytes).unwrap()
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.bytes)
            .unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map(|value| value.to_str().unwrap())
            .unwrap_or_default()
    }
}

pub(crate) fn id(kind: Kind, number: u64) -> RecordId {
    RecordId::from_parts(kind, 1_750_000_000_000 + number, u128::from(number))
}

pub(crate) fn ledger_in(folder: &std::path::Path) -> Arc<dyn Ledger> {
    Arc::new(SqliteLedger::open(folder, || NOW.parse().unwrap()).unwrap())
}

impl Bench {
    pub(crate) fn empty() -> Bench {
        let folder = tempfile::tempdir().unwrap();
        let ledger = ledger_in(&folder.path().join("ledger"));
        let mut desk = Desk::new(ledger, IdSource::counting(1_760_000_000_000), || {
            NOW.parse().unwrap()
        });
        let key = SigningKey::new("desk.example/log", Algorithm::Ed25519, [3; 32]).unwrap();
        desk.log = Some(Log {
            keeper: Keeper::new(Arc::clone(&desk.ledger), key),
            witnesses: Vec::new(),
        });
        Bench {
            desk: Arc::new(desk),
            folder,
        }
    }

    /// The desk with all of [`records`] in it.
    pub(crate) async fn filled() -> Bench {
        let bench = Bench::empty();
        bench.fill().await;
        bench
    }

    pub(crate) async fn fill(&self) {
        let mut changes = Vec::new();
        for (number, title, issued, text, articles) in [
            (
                1,
                "示例之芯第1期",
                "2025-06-30",
                FIRST_TEXT,
                vec![("示例碳化硅项目结顶", 0, 2), ("示例封测项目签约", 2, 4)],
            ),
            (
                2,
                "示例之芯第12期",
                "2025-12-31",
                LATER_TEXT,
                vec![("示例半导体量产", 0, 3)],
            ),
        ] {
            let reading = StoredReading {
                text: text.to_owned(),
                map: TextMap::default(),
                prose: Vec::new(),
                headings: Vec::new(),
                mentions: Vec::new(),
            };
            let reading = self
                .desk
                .ledger
                .put_blob(serde_json::to_vec(&reading).unwrap())
                .await
                .unwrap();
            let file = self
                .desk
                .ledger
                .put_blob(text.as_bytes().to_vec())
                .await
                .unwrap();
            changes.push(Change::new(document(
                number,
                title,
                issued,
                file,
                reading,
                text.len() as u64,
            )));
            for (place, (title, from, to)) in articles.into_iter().enumerate() {
                let place = place as u64 + 1;
                let body = Article {
                    document: id(Kind::Document, number),
                    number: place as u32,
                    title: title.into(),
                    column: Some("产业动态".into()),
                    authors: vec![],
                    sources: vec![],
                    published: None,
                    span: lines(text, from, to),
                    tables: vec![],
                    figures: vec![],
                    footnotes: vec![],
                };
                let article = id(Kind::Article, number * 10 + place);
                changes.push(Change::new(Record::new(
                    article,
                    Status::Confirmed,
                    Body::Article(body),
                )));
            }
        }
        changes.extend(records().into_iter().map(Change::new));
        self.append("reader", changes).await;
    }

    pub(crate) async fn append(&self, actor: &str, changes: Vec<Change>) {
        let append = Append {
            actor: actor.into(),
            reason: "示例".into(),
            idempotency_key: None,
            changes,
        };
        self.desk.ledger.append(append).await.unwrap();
    }

    pub(crate) async fn ask(&self, request: Request<HttpBody>) -> Answer {
        let response = xinqiao_desk::routes::service(Arc::clone(&self.desk))
            .oneshot(request)
            .await
            .unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = axum::body::to_bytes(response.into_body(), 1 << 28)
            .await
            .unwrap()
            .to_vec();
        Answer {
            status,
            headers,
            bytes,
        }
    }

    pub(crate) async fn get(&self, address: &str) -> Answer {
        self.get_in(address, "zh-CN").await
    }

    pub(crate) async fn get_in(&self, address: &str, language: &str) -> Answer {
        let request = Request::get(address)
            .header("host", "localhost")
            .header("accept-language", language);
        self.ask(request.body(HttpBody::empty()).unwrap()).await
    }

    pub(crate) async fn post_form(&self, address: &str, pairs: &[(&str, &str)]) -> Answer {
        let body: Vec<_> = pairs
            .iter()
            .map(|(name, value)| format!("{name}={}", xinqiao_desk::show::encode(value)))
            .collect();
        let request = Request::post(address)
            .header("host", "localhost")
            .header("content-type", "application/x-www-form-urlencoded");
        self.ask(request.body(HttpBody::from(body.join("&"))).unwrap())
            .await
    }

    pub(crate) async fn post_json(
        &self,
        address: &str,
        key: Option<&str>,
        body: serde_json::Value,
    ) -> Answer {
        let mut request = Request::post(address)
            .header("host", "localhost")
            .header("content-type", "application/json");
        if let Some(key) = key {
            request = request.header("idempotency-key", key);
        }
        self.ask(request.body(HttpBody::from(body.to_string())).unwrap())
            .await
    }

    /// A CSV twin without its byte order mark.
    pub(crate) async fn csv(&self, address: &str) -> String {
        let answer = self.get(address).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        answer.text().trim_start_matches('\u{feff}').to_owned()
    }
}

/// The span of lines `from` up to `to`.
fn lines(text: &str, from: usize, to: usize) -> Span {
    let mut starts: Vec<usize> = vec![0];
    starts.extend(text.match_indices('\n').map(|(at, _)| at + 1));
    Span::new(starts[from] as u32, starts[to] as u32)
}

fn document(
    number: u64,
    title: &str,
    issued: &str,
    file: Sha256,
    reading: Sha256,
    size: u64,
) -> Record {
    let body = Document {
        title: title.into(),
        file_name: format!("示例{number}.md"),
        media_type: "text/markdown".into(),
        file,
        file_size: size,
        reading,
        language: Language::Chinese,
        issued: issued.parse().ok(),
        publisher: None,
        remarks: vec![],
    };
    Record::new(
        id(Kind::Document, number),
        Status::Confirmed,
        Body::Document(body),
    )
}

pub(crate) fn amount(units: i64, currency: Currency) -> Option<Amount> {
    Some(Amount {
        money: Money::of_units(units, currency),
        qualifier: Qualifier::About,
    })
}

pub(crate) fn fact(number: u64, status: Status, body: Body) -> Record {
    let mut record = Record::new(id(body.kind(), number), status, body);
    record.sources.push(Citation {
        document: id(Kind::Document, 1),
        article: Some(id(Kind::Article, 11)),
        span: Some(Span::new(0, 27)),
        quote: "示例碳化硅项目结顶".into(),
    });
    record.proposal = Some(Proposal {
        confidence: 75,
        same_as: None,
    });
    record
}

fn project(
    number: u64,
    status: Status,
    name: &str,
    region: &str,
    sum: Option<Amount>,
    stage: Option<(Stage, &str)>,
) -> Record {
    fact(
        number,
        status,
        Body::Project(Project {
            name: name.into(),
            organizations: vec![Party::named("示例半导体材料有限公司", PartyRole::Subject)],
            region: region.parse().ok(),
            amount: sum,
            stage: stage.map(|(stage, _)| stage),
            stage_date: stage.and_then(|(_, date)| date.parse().ok()),
            ..Project::default()
        }),
    )
}

fn target(
    number: u64,
    status: Status,
    measure: &str,
    by: &str,
    outcome: Option<Outcome>,
) -> Record {
    fact(
        number,
        status,
        Body::Target(Target {
            who: Some(Party::named("示例半导体材料有限公司", PartyRole::Subject)),
            measure: measure.into(),
            value: Some(Quantity::exact(600_000.into(), "片")),
            by: by.parse().ok(),
            outcome,
        }),
    )
}

fn figure(number: u64, value: &str, date: &str) -> Record {
    fact(
        number,
        Status::Proposed,
        Body::Figure(Figure {
            technology: Some("示例光刻机".into()),
            measure: "套刻精度".into(),
            value: Quantity::exact(value.parse().unwrap(), "nm"),
            organization: Some(Party::named("示例装备有限公司", PartyRole::Subject)),
            date: date.parse().ok(),
        }),
    )
}

/// The facts: five projects of which one is rejected, three targets of which one is overdue and one kept, three
/// figures, a table, a financing and an organisation.
pub(crate) fn records() -> Vec<Record> {
    use Status::{Confirmed, Proposed, Rejected};
    let kept = Outcome {
        outcome: OutcomeKind::Kept,
        value: None,
        moved_to: None,
        source: Citation {
            document: id(Kind::Document, 2),
            article: None,
            span: None,
            quote: "示例".into(),
        },
    };
    let row = |entity: &str, period: &str, value: i64| StatisticRow {
        entity: entity.into(),
        measure: "产量".into(),
        period: Some(period.into()),
        value: value.into(),
        unit: Some("亿块".into()),
        change: None,
    };
    vec![
        fact(
            1,
            Proposed,
            Body::Organization(Organization {
                name: "示例半导体材料有限公司".into(),
                region: "330109".parse().ok(),
                ..Organization::default()
            }),
        ),
        project(
            1,
            Confirmed,
            "示例碳化硅衬底项目",
            "330109",
            amount(1_511_000_000, Currency::Cny),
            Some((Stage::ToppedOut, "2025-06-20")),
        ),
        project(
            2,
            Proposed,
            "示例封测项目",
            "330200",
            amount(30_000_000, Currency::Usd),
            Some((Stage::Signed, "2025-06")),
        ),
        project(
            3,
            Proposed,
            "示例传感器项目",
            "330109",
            None,
            Some((Stage::ToppedOut, "2025-05-01")),
        ),
        project(
            4,
            Proposed,
            "示例光掩模项目",
            "320500",
            amount(200_000_000, Currency::Cny),
            None,
        ),
        project(
            5,
            Rejected,
            "示例误读项目",
            "330109",
            amount(900_000_000, Currency::Cny),
            Some((Stage::Signed, "2025-01")),
        ),
        fact(
            1,
            Proposed,
            Body::Financing(Financing {
                company: Party::named("示例芯片设计有限公司", PartyRole::Subject),
                round: Some("A轮".into()),
                amount: amount(50_000_000, Currency::Cny),
                date: "2025-03".parse().ok(),
                ..Financing::default()
            }),
        ),
        target(1, Proposed, "衬底年产能", "2025-12", None),
        target(2, Confirmed, "二期投产", "2027", None),
        target(3, Confirmed, "首片下线", "2024-06", Some(kept)),
        figure(1, "8", "2023"),
        figure(2, "5", "2024-06"),
        figure(3, "3.5", "2025"),
        fact(
            1,
            Proposed,
            Body::Statistic(Statistic {
                title: "示例省集成电路产量".into(),
                rows: vec![
                    row("示例省", "2023", 100),
                    row("示例省", "2024", 120),
                    row("示例市", "2024", 70),
                ],
            }),
        ),
    ]
}
