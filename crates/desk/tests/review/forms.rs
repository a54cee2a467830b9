//! Corrections and records entered by hand.

use axum::http::StatusCode;
use xinqiao_record::body::{Project, Stage};
use xinqiao_record::{Body, Currency, Kind, Money, RecordId, Status};

use crate::browser::Browser;
use crate::story::{BULLETIN, firm};

async fn project(browser: &Browser) -> RecordId {
    let document = browser.take_in("示例之芯.md", BULLETIN).await;
    let source = browser.cite(document, "示例半导体有限公司的衬底项目").await;
    let body = Project {
        name: "示例衬底项目（测试）".into(),
        timeline: vec![xinqiao_record::body::StageEntry {
            stage: Stage::Groundbreaking,
            label: "开工".into(),
            date: "2025-06-20".parse().ok(),
            source: 0,
        }],
        ..Project::default()
    };
    browser.propose(Body::Project(body), 88, source, None).await
}

#[tokio::test]
async fn a_wrong_value_is_told_beside_its_field_and_nothing_is_lost() {
    let browser = Browser::new();
    let id = project(&browser).await;
    let form = browser.read(&format!("/record/{id}/edit")).await;
    form.has("name=\"amount\"")
        .has("示例衬底项目（测试）")
        .has("list=\"regions\"")
        .has("浙江省杭州市")
        .lacks("浙江省杭州市萧山区");
    let fields = [
        ("revision", "1"),
        ("name", "新名称"),
        ("amount", "很多钱"),
        ("stage_date", "2025-13"),
    ];
    let wrong = browser
        .post(&format!("/record/{id}/correct"), &fields)
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    wrong
        .has("error-summary")
        .has("href=\"#field-amount\"")
        .has("“很多钱”读不出金额")
        .has("value=\"新名称\"");
    wrong.has("“2025-13”不是日期").has("value=\"很多钱\"");
    assert_eq!(browser.record(id).await.revision, 1);
}

#[tokio::test]
async fn a_correction_confirms_keeps_what_is_not_shown_and_can_be_compared() {
    let browser = Browser::new();
    let id = project(&browser).await;
    let fields = [
        ("revision", "1"),
        ("amount", "约15.11亿元"),
        ("region", "杭州萧山"),
        ("stage", "groundbreaking"),
        ("capacity", "60万片/年 8英寸示例衬底"),
        ("reason", "按备案表改正"),
        ("back", "/queue"),
    ];
    let answer = browser
        .post(&format!("/record/{id}/correct"), &fields)
        .await;
    assert_eq!(answer.location(), format!("/queue?done=correct&of={id}"));
    let record = browser.record(id).await;
    assert_eq!((record.status, record.revision), (Status::Confirmed, 2));
    let Body::Project(body) = &record.body else {
        panic!()
    };
    assert_eq!(
        body.amount.map(|sum| sum.money),
        Some(Money::of_units(1_511_000_000, Currency::Cny))
    );
    assert_eq!((body.timeline.len(), body.capacity.len()), (1, 1));
    let compare = browser.read(&format!("/record/{id}/compare")).await;
    compare
        .has("约15.11亿元")
        .has("浙江省杭州市萧山区")
        .has("待确认")
        .has("已确认");
    browser
        .read(&format!("/record/{id}"))
        .await
        .has("按备案表改正")
        .has("人工填写");
    let json = browser
        .read(&format!("/record/{id}/compare.json?from=1&to=2"))
        .await
        .json();
    let names: Vec<_> = json["changed"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["region", "amount", "stage", "capacity", "status"]);

    // Saving again without touching anything changes nothing.
    let again = browser
        .post(
            &format!("/record/{id}/correct"),
            &[("revision", "2"), ("amount", "约15.11亿元")],
        )
        .await;
    assert_eq!(again.location(), format!("/record/{id}"));
    assert_eq!(browser.record(id).await.revision, 2);
    let undone = browser
        .post(&format!("/record/{id}/undo"), &[("revision", "2")])
        .await;
    undone.location();
    let record = browser.record(id).await;
    assert!(matches!(&record.body, Body::Project(body) if body.amount.is_none()));
}

#[tokio::test]
async fn the_raw_page_shows_what_the_ledger_hashes() {
    let browser = Browser::new();
    let id = project(&browser).await;
    let record = browser.record(id).await;
    let hash = record.hash().unwrap().to_string();
    browser.read(&format!("/record/{id}/raw")).await.has(&hash);
    let json = browser.read(&format!("/record/{id}/raw.json")).await.json();
    assert_eq!(json["hash"], hash);
    assert_eq!(
        serde_json::from_value::<xinqiao_record::Record>(json["record"].clone()).unwrap(),
        record
    );
}

#[tokio::test]
async fn a_record_is_entered_by_hand() {
    let browser = Browser::new();
    let known = {
        let document = browser.take_in("示例之芯.md", BULLETIN).await;
        let source = browser.cite(document, "示例半导体还说").await;
        browser
            .propose(firm("手工示例有限公司", None), 90, source, None)
            .await
    };
    browser
        .read("/records/new?kind=project")
        .await
        .has("新增项目")
        .has("name=\"kind\" value=\"project\"");
    let wrong = browser
        .post("/records/new", &[("kind", "project"), ("name", " ")])
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    wrong.has("名称：不能为空");
    let fields = [
        ("kind", "project"),
        ("name", "手工示例项目"),
        ("organizations", "手工示例有限公司"),
        ("amount", "3000万美元"),
    ];
    let made = browser.post("/records/new", &fields).await;
    let id: RecordId = made
        .location()
        .strip_prefix("/record/")
        .and_then(|rest| rest.split('?').next())
        .unwrap()
        .parse()
        .unwrap();
    let record = browser.record(id).await;
    assert_eq!(
        (record.kind(), record.status, record.sources.len()),
        (Kind::Project, Status::Confirmed, 0)
    );
    assert_eq!(record.body.parties()[0].record, Some(known));
    browser
        .read(made.location())
        .await
        .has("已新增“手工示例项目”")
        .has("没有出处");
    for kind in ["document", "nonsense", ""] {
        assert_eq!(
            browser
                .get(&format!("/records/new?kind={kind}"))
                .await
                .status,
            StatusCode::BAD_REQUEST,
            "{kind}"
        );
    }
    for kind in Kind::FACTS {
        browser.read(&format!("/records/new?kind={kind}")).await;
    }
}
