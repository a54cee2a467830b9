//! The policy pages: every address in both languages and all forms, and the ways that people walk through them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "tests say what must be there and fail where it is not"
)]

use std::sync::Arc;

use axum::body::Body as HttpBody;
use axum::http::{Request, StatusCode};
use tower::ServiceExt;
use xinqiao_desk::Desk;
use xinqiao_ledger::sqlite::SqliteLedger;
use xinqiao_ledger::{Append, Change};
use xinqiao_record::body::Organization;
use xinqiao_record::{Body, IdSource, Kind, Record, RecordId, Status};

const NOW: &str = "2025-12-31T02:00:00Z";

struct Bench {
    desk: Arc<Desk>,
    _folder: tempfile::TempDir,
}

struct Answer {
    status: StatusCode,
    location: String,
    bytes: Vec<u8>,
}

impl Answer {
    fn text(&self) -> &str {
        std::str::from_utf8(&self.bytes).unwrap()
    }

    fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.bytes).unwrap()
    }
}

impl Bench {
    fn new() -> Bench {
        let folder = tempfile::tempdir().unwrap();
        let ledger =
            SqliteLedger::open(&folder.path().join("ledger"), || NOW.parse().unwrap()).unwrap();
        let desk = Desk::new(
            Arc::new(ledger),
            IdSource::counting(1_760_000_000_000),
            || NOW.parse().unwrap(),
        );
        Bench {
            desk: Arc::new(desk),
            _folder: folder,
        }
    }

    async fn send(&self, request: Request<HttpBody>) -> Answer {
        let response = xinqiao_desk::routes::service(Arc::clone(&self.desk))
            .oneshot(request)
            .await
            .unwrap();
        let status = response.status();
        let location = response
            .headers()
            .get("location")
            .map(|value| value.to_str().unwrap().to_owned());
        let bytes = axum::body::to_bytes(response.into_body(), 64 << 20)
            .await
            .unwrap()
            .to_vec();
        Answer {
            status,
            location: location.unwrap_or_default(),
            bytes,
        }
    }

    async fn get_in(&self, address: &str, language: &str) -> Answer {
        let request = Request::get(address)
            .header("host", "127.0.0.1:7788")
            .header("accept-language", language)
            .body(HttpBody::empty())
            .unwrap();
        self.send(request).await
    }

    async fn get(&self, address: &str) -> Answer {
        self.get_in(address, "zh-CN").await
    }

    async fn post(&self, address: &str, pairs: &[(&str, &str)]) -> Answer {
        let form: Vec<String> = pairs
            .iter()
            .map(|(name, value)| format!("{name}={}", encode(value)))
            .collect();
        let request = Request::post(address)
            .header("host", "127.0.0.1:7788")
            .header("origin", "http://127.0.0.1:7788")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(HttpBody::from(form.join("&")))
            .unwrap();
        self.send(request).await
    }

    async fn upload(&self, address: &str, name: &str, bytes: &[u8]) -> Answer {
        let mut body = format!(
            "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n"
        )
        .into_bytes();
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n--x--\r\n");
        let request = Request::post(address)
            .header("host", "127.0.0.1:7788")
            .header("origin", "http://127.0.0.1:7788")
            .header("content-type", "multipart/form-data; boundary=x")
            .body(HttpBody::from(body))
            .unwrap();
        self.send(request).await
    }

    async fn organization(&self, name: &str, region: &str) -> RecordId {
        let body = Body::Organization(Organization {
            name: name.to_owned(),
            region: Some(region.parse().unwrap()),
            ..Organization::default()
        });
        let record = Record::new(
            self.desk.ids.next(Kind::Organization),
            Status::Confirmed,
            body,
        );
        let id = record.id;
        let append = Append {
            actor: "test".into(),
            reason: String::new(),
            idempotency_key: None,
            changes: vec![Change::new(record)],
        };
        self.desk.ledger.append(append).await.unwrap();
        id
    }
}

fn encode(text: &str) -> String {
    xinqiao_desk::show::encode(text)
}

const FIRM: &str = r#"{"organization": {"name": "示例芯片设计有限公司", "region": "330109", "segments": ["design"],
    "operates_lawfully": true, "independent_accounting": true, "violations": []},
  "spending": [{"id": "t1", "date": "2025-08-01", "category": "tape_out", "amount": "8800000", "node": "28", "first": true, "key_field": true},
    {"id": "s1", "date": "2025-09-01", "category": "technical_service", "amount": "800000", "from_platform": true}], "support": []}"#;

#[tokio::test]
async fn every_policy_page_is_there_in_both_languages_and_all_forms() {
    let bench = Bench::new();
    let firm = encode(FIRM);
    let pages = [
        "/policies".to_owned(),
        "/policies/xiaoshan-chip-2025".to_owned(),
        "/policies/binjiang-ip-2025".to_owned(),
        "/policies/calendar".to_owned(),
        "/policies/due".to_owned(),
        "/policies/budget?firms=50".to_owned(),
        "/policies/check".to_owned(),
        "/policies/check?from=state-sme-2022".to_owned(),
        "/match".to_owned(),
        format!("/match?profile={firm}"),
        format!("/policies/compare?profile={firm}"),
        format!(
            "/match/application?policy=xiaoshan-chip-2025&clause=technical-service&profile={firm}"
        ),
    ];
    for page in pages {
        for language in ["zh-CN", "en"] {
            let answer = bench.get_in(&page, language).await;
            assert_eq!(answer.status, StatusCode::OK, "{page}: {}", answer.text());
            assert!(
                answer
                    .text()
                    .contains(&format!("<html lang=\"{language}\">")),
                "{page}"
            );
            // A key that has no text shows itself.
            assert!(
                !answer.text().contains(">policy-") && !answer.text().contains("\"policy-tab"),
                "{page}"
            );
        }
        let (path, query) = page.split_once('?').unwrap_or((&page, ""));
        let json = bench.get(&format!("{path}.json?{query}")).await;
        assert!(
            json.status == StatusCode::OK && json.json().is_object(),
            "{page}"
        );
        let csv = bench.get(&format!("{path}.csv?{query}")).await;
        assert!(
            csv.status == StatusCode::OK && csv.text().starts_with('\u{feff}'),
            "{page}"
        );
    }
}

#[tokio::test]
async fn what_is_not_there_or_has_no_sense_is_said() {
    let bench = Bench::new();
    assert_eq!(
        bench.get("/policies/nowhere").await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        bench.get("/match?on=2025-02-30").await.status,
        StatusCode::BAD_REQUEST
    );
    // The Shanghai pack names no day, so some policy is in force on any day; what is not in force is counted.
    assert!(
        bench
            .get("/match?on=1999-01-01")
            .await
            .text()
            .contains("不在有效期内")
    );
    let wrong = bench
        .get(&format!(
            "/match?profile={}",
            encode(r#"{"spending": [{"amount": "-5"}]}"#)
        ))
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text().contains("`amount`不能为负：-5"));
    assert_eq!(
        bench.get("/policies/compare?place=123").await.status,
        StatusCode::BAD_REQUEST
    );
    assert_eq!(
        bench.get("/policies?region=999999").await.status,
        StatusCode::BAD_REQUEST
    );
}

#[tokio::test]
async fn the_answer_names_sum_reason_and_the_nearest_change() {
    let bench = Bench::new();
    let page = bench.get(&format!("/match?profile={}", encode(FIRM))).await;
    assert!(
        page.text()
            .contains("支出第1项金额再增加 1,200,000 元 → 可多得 1,500,000 元")
    );
    let answer = bench
        .get(&format!("/match.json?profile={}", encode(FIRM)))
        .await
        .json();
    let services = &answer["entitlements"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["clause"] == "technical-service")
        .unwrap()
        .clone();
    assert_eq!(
        services["amount"],
        serde_json::json!({ "low": "0", "high": "500000" })
    );
    assert_eq!(
        (&services["ceiling"], &services["selected"]),
        (&true.into(), &true.into())
    );
    assert_eq!(answer["on"], "2025-12-31");
}

/// Answers the first question of a page again and again, until none is left.
#[tokio::test]
async fn the_questionnaire_comes_to_its_end() {
    let bench = Bench::new();
    let mut profile = "{}".to_owned();
    for round in 0..400 {
        let answer = bench
            .get(&format!("/match.json?profile={}", encode(&profile)))
            .await
            .json();
        let question = answer["questions"]
            .as_array()
            .unwrap()
            .iter()
            .find(|one| one["at_stake"] != "0")
            .cloned();
        let Some(question) = question else {
            assert!(round > 5, "there is something to ask");
            return;
        };
        let field = question["field"].as_str().unwrap().to_owned();
        // Lists are left empty, other questions get whatever the field takes.
        let tries = [
            "",
            "false",
            "0",
            "enterprise",
            "330109",
            "design",
            "2020-01-01",
            "small",
            "other",
        ];
        let mut taken = false;
        for value in tries {
            let address = format!(
                "/match?profile={}&field={}&value={value}",
                encode(&profile),
                encode(&field)
            );
            let page = bench.get(&address).await;
            if page.status != StatusCode::OK {
                continue;
            }
            let start = page
                .text()
                .find("name=\"profile\" value=\"")
                .map(|at| at + 22);
            let Some(start) = start else {
                // No question is left: the page has no form for one.
                return;
            };
            let rest = &page.text()[start..];
            let after = rest[..rest.find('"').unwrap()]
                .replace("&#34;", "\"")
                .replace("&#38;", "&")
                .replace("&#39;", "'");
            if after != profile {
                profile = after;
                taken = true;
                break;
            }
        }
        if !taken {
            // A choice that none of the values fits: any of its members does.
            let library = xinqiao_policy::pack::Library::shipped().unwrap();
            let read = xinqiao_policy::profile::read(&profile, &library.vocabulary).unwrap();
            let on = jiff::civil::date(2025, 12, 31);
            let answer = xinqiao_policy::answer::answer(&library, &read, on).unwrap();
            let first = answer
                .questions
                .iter()
                .find(|one| one.field == field)
                .unwrap();
            panic!("nothing answers {field}: {:?}", first.ask);
        }
    }
    panic!("the questions go on and on");
}

#[tokio::test]
async fn a_workbook_is_filled_in_and_read_back_and_wrong_cells_are_named() {
    let bench = Bench::new();
    let template = bench.get("/match/template.xlsx").await;
    assert_eq!(template.status, StatusCode::OK);
    let empty = bench
        .upload("/match/file", "profile.xlsx", &template.bytes)
        .await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.text().contains("工作簿是空的"));
    let filled = workbook("330109", "880万元", "28");
    let page = bench.upload("/match/file", "profile.xlsx", &filled).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    assert!(page.text().contains("示例企业") && page.text().contains("8800000"));
    let wrong = workbook("339999", "八百万", "28 um");
    let page = bench.upload("/match/file", "profile.xlsx", &wrong).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    for place in ["企业 firm!C3：", "spending!B4：", "spending!C4："] {
        assert!(page.text().contains(place), "{place}: {}", page.text());
    }
    let broken = bench
        .upload("/match/file", "profile.xlsx", b"no workbook")
        .await;
    assert_eq!(broken.status, StatusCode::UNPROCESSABLE_ENTITY);
}

/// The template's sheets as a firm fills them in.
fn workbook(region: &str, amount: &str, node: &str) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet().set_name("企业 firm").unwrap();
    for (row, (name, value)) in (1..).zip([
        ("name", "示例企业"),
        ("region", region),
        ("segments", "芯片设计、EDA 工具"),
    ]) {
        sheet.write(row, 0, name).unwrap();
        sheet.write(row, 2, value).unwrap();
    }
    sheet.write(0, 0, "字段").unwrap();
    let sheet = book.add_worksheet().set_name("spending").unwrap();
    for (column, name) in (0..).zip(["id", "amount", "node", "category"]) {
        sheet.write(0, column, name).unwrap();
        sheet.write(1, column, name).unwrap();
    }
    for (column, value) in (0..).zip(["t1", amount, node, "流片费"]) {
        sheet.write(3, column, value).unwrap();
    }
    book.save_to_buffer().unwrap()
}

#[tokio::test]
async fn an_officer_checks_a_pack_stores_it_and_revises_it() {
    let bench = Bench::new();
    let good = xinqiao_policy::pack::shipped::PACKS
        .iter()
        .find(|pack| pack.name == "xiaoshan-chip-2025")
        .unwrap();
    let broken = good
        .policy
        .replacen("matter: tape_out", "matter: tapeout", 1);
    let page = bench.post("/policies/check", &[("policy", &broken)]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text().contains("`tapeout`不在`matter`的选项之中"));
    let refused = bench.post("/policies/store", &[("policy", &broken)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    // A changed rate no longer agrees with the worked cases.
    let changed = good.policy.replacen(
        "rate: 15%, cap_year: 1000万元",
        "rate: 20%, cap_year: 1000万元",
        1,
    );
    assert_ne!(changed, good.policy);
    let pairs = [("policy", changed.as_str()), ("examples", good.examples)];
    assert_eq!(
        bench.post("/policies/store", &pairs).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    let stored = bench
        .post(
            "/policies/store",
            &[("policy", &changed), ("reason", "上调比例")],
        )
        .await;
    assert_eq!(
        (stored.status, stored.location.as_str()),
        (StatusCode::SEE_OTHER, "/policies/xiaoshan-chip-2025")
    );
    let page = bench.get("/policies/xiaoshan-chip-2025").await;
    assert!(page.text().contains("第1版") && page.text().contains("20%"));
    let again = bench
        .post(
            "/policies/store",
            &[("policy", good.policy), ("examples", good.examples)],
        )
        .await;
    assert_eq!(again.status, StatusCode::SEE_OTHER);
    let page = bench.get("/policies/xiaoshan-chip-2025").await;
    let text = page.text();
    assert!(text.contains("第2版") && text.contains("版本变化"));
    // Each version says what changed against the one before, the first one against the pack that ships.
    assert_eq!(text.matches("<ins>").count(), 2, "{text}");
    assert!(text.contains("20%") && text.contains("上调比例"));
}

#[tokio::test]
async fn a_profile_that_is_kept_makes_what_is_due_known_unasked() {
    let bench = Bench::new();
    let id = bench.organization("示例芯片设计有限公司", "330109").await;
    let before = bench.get("/policies/due").await;
    assert!(before.text().contains("仅有登记信息"));
    let kept = bench
        .post(
            "/match/keep",
            &[("org", &id.to_string()), ("profile", FIRM)],
        )
        .await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text());
    let after = bench.get(&kept.location).await;
    assert!(
        after.text().contains("已把资料保存到") && after.text().contains("购买创新载体技术服务")
    );
    let policy = bench
        .get("/policies/xiaoshan-chip-2025?on=2025-12-31")
        .await;
    assert!(
        policy.text().contains("已测算本平台 1 家单位：1 家可享受")
            && policy.text().contains("本平台 1 家可享受"),
        "{}",
        policy.text()
    );
    let own = bench.get(&format!("/match?org={id}")).await;
    assert!(own.text().contains("购买创新载体技术服务"));
    let nobody = bench
        .post("/match/keep", &[("org", "org_nobody"), ("profile", FIRM)])
        .await;
    assert_eq!(nobody.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_changed_figure_shows_winners_and_a_wrong_one_says_why() {
    let bench = Bench::new();
    let page = bench
        .get(&format!(
            "/policies/budget.json?firms=400&set={}",
            encode("technical-service.caps.year=100万元")
        ))
        .await;
    let change = &page.json()["change"];
    assert!(
        change["winners"].as_u64().unwrap() > 0 && change["losers"] == 0,
        "{change}"
    );
    let wrong = bench
        .get(&format!(
            "/policies/budget?firms=20&set={}",
            encode("tape-ot.rate=5%")
        ))
        .await;
    assert!(
        wrong
            .text()
            .contains("没有条款`tape-ot`；是否应为`tape-out`？")
    );
}

#[tokio::test]
async fn a_budget_is_worked_out_for_the_organisations_here_and_for_a_file_of_firms() {
    let bench = Bench::new();
    let empty = bench
        .get("/policies/budget?source=ledger&on=2025-12-31")
        .await;
    assert!(empty.text().contains("本平台 0 家单位"), "{}", empty.text());
    let id = bench.organization("示例芯片设计有限公司", "330109").await;
    let pairs = [("org", &*id.to_string()), ("profile", FIRM)];
    assert_eq!(
        bench.post("/match/keep", &pairs).await.status,
        StatusCode::SEE_OTHER
    );
    let own = bench
        .get("/policies/budget?source=ledger&on=2025-12-31")
        .await;
    assert!(own.text().contains("本平台 1 家单位"), "{}", own.text());
    assert!(own.text().contains("购买创新载体技术服务"));
    let file = "region,revenue.2025\n330109,100000000\n330109,5\n";
    let address = "/policies/budget?on=2025-12-31";
    let sent = bench.upload(address, "firms.csv", file.as_bytes()).await;
    assert!(
        sent.text().contains("firms.csv 中的 2 家企业"),
        "{}",
        sent.text()
    );
    let wrong = bench
        .upload(address, "firms.csv", b"region,revenue.2025\n330109,-5\n")
        .await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    assert!(
        wrong.text().contains("不能为负") && wrong.text().contains("firms.csv"),
        "{}",
        wrong.text()
    );
}
