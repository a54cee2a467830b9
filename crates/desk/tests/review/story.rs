//! Confirm, undo, reject, join, split, in the order in which a person comes upon them.

use axum::http::StatusCode;
use xinqiao_record::body::{Organization, Party, PartyRole, Project, Stage};
use xinqiao_record::{Body, RecordId, Status};

use crate::browser::Browser;

pub(crate) const BULLETIN: &str = "示例之芯\n\n2025年6月\n\n## 示例衬底项目开工\n\n6月20日，示例半导体有限公司的衬底项目在杭州萧山开工，计划投资数亿。\n\n示例半导体还说，明年投产。\n\n（来源：示例日报）\n\n## 另一家示例公司签约\n\n另一家示例公司签约落户。\n\n（来源：示例晚报）\n";

pub(crate) fn firm(name: &str, region: Option<&str>) -> Body {
    Body::Organization(Organization {
        name: name.into(),
        region: region.and_then(|code| code.parse().ok()),
        ..Organization::default()
    })
}

fn project(name: &str, builder: RecordId) -> Body {
    let mut party = Party::named("示例半导体有限公司", PartyRole::Subject);
    party.record = Some(builder);
    Body::Project(Project {
        name: name.into(),
        organizations: vec![party],
        stage: Some(Stage::Groundbreaking),
        stage_date: "2025-06-20".parse().ok(),
        ..Project::default()
    })
}

#[tokio::test]
async fn a_fact_is_confirmed_taken_back_and_rejected() {
    let browser = Browser::new();
    let document = browser.take_in("示例之芯.md", BULLETIN).await;
    let source = browser.cite(document, "另一家示例公司签约落户").await;
    let id = browser
        .propose(firm("另一家示例公司（测试）", None), 77, source, None)
        .await;

    let queue = browser.read(&format!("/queue?document={document}")).await;
    queue
        .has("另一家示例公司（测试）")
        .has("另一家示例公司签约落户")
        .has("77%");

    let back = format!("/queue?document={document}#item-x");
    let fields = [("revision", "1"), ("back", back.as_str())];
    let answer = browser
        .post(&format!("/record/{id}/confirm"), &fields)
        .await;
    assert_eq!(
        answer.location(),
        format!("/queue?document={document}&done=confirm&of={id}#item-x")
    );
    assert_eq!(browser.record(id).await.status, Status::Confirmed);
    let queue = browser.read(answer.location()).await;
    queue
        .has("已确认“另一家示例公司（测试）”")
        .has(&format!("action=\"/record/{id}/undo\""));
    queue.lacks(&format!("id=\"item-{id}\""));

    let answer = browser
        .post(&format!("/record/{id}/undo"), &[("revision", "2")])
        .await;
    assert_eq!(answer.location(), format!("/record/{id}?done=undo&of={id}"));
    assert_eq!(browser.record(id).await.status, Status::Proposed);

    let fields = [("revision", "3"), ("reason", "不是一家公司")];
    browser
        .post(&format!("/record/{id}/reject"), &fields)
        .await
        .location();
    assert_eq!(browser.record(id).await.status, Status::Rejected);
    let record = browser.read(&format!("/record/{id}")).await;
    record
        .has("不是一家公司")
        .has(&format!("/record/{id}/compare?from=3&amp;to=4"))
        .has("已驳回");
    // A rejected fact stays visible in its text.
    browser
        .read(&format!("/documents/{document}?record={id}"))
        .await
        .has("fact rejected selected");
}

#[tokio::test]
async fn a_candidate_is_joined_into_a_record_and_split_off_again() {
    let browser = Browser::new();
    let document = browser.take_in("示例之芯.md", BULLETIN).await;
    let first = browser.cite(document, "示例半导体有限公司的衬底项目").await;
    let known = browser
        .propose(firm("示例半导体（测试）有限公司", None), 90, first, None)
        .await;
    browser
        .post(&format!("/record/{known}/confirm"), &[("revision", "1")])
        .await
        .location();
    let second = browser.cite(document, "示例半导体还说").await;
    let body = firm("示例半导体测试", Some("330109"));
    let candidate = browser
        .propose(
            body,
            80,
            second,
            Some((known, "示例半导体（测试）有限公司")),
        )
        .await;

    let beside = browser
        .read(&format!("/documents/{document}?record={candidate}"))
        .await;
    beside
        .has("可能与这条记录相同")
        .has("简称相符")
        .has("value=\"")
        .has(&format!("/record/{candidate}/join"));
    let only = browser
        .read(&format!("/queue?suggestion=yes&document={document}"))
        .await;
    only.has(&format!("item-{candidate}"));

    let target = known.to_string();
    let fields = [
        ("revision", "1"),
        ("target", target.as_str()),
        ("back", "/queue"),
    ];
    let answer = browser
        .post(&format!("/record/{candidate}/join"), &fields)
        .await;
    assert_eq!(
        answer.location(),
        format!("/queue?done=join&of={candidate}")
    );
    let joined = browser.record(known).await;
    assert_eq!((joined.sources.len(), joined.joined.len()), (2, 1));
    let flash = browser.read(answer.location()).await;
    flash
        .has("已并入")
        .has(&format!("action=\"/record/{known}/split\""));
    browser
        .read(&format!("/record/{candidate}"))
        .await
        .has("已并入")
        .has(&format!("/record/{known}"));
    // The region comes from the second source, and the page says so.
    let page = browser.read(&format!("/record/{known}.json")).await.json();
    let values = page["values"].as_array().unwrap();
    let region = values
        .iter()
        .find(|value| value["name"] == "region")
        .unwrap();
    assert_eq!(region["items"][0]["sources"][0][0], 2);

    let revision = joined.revision.to_string();
    let candidate_text = candidate.to_string();
    let fields = [
        ("revision", revision.as_str()),
        ("candidate", candidate_text.as_str()),
    ];
    let answer = browser
        .post(&format!("/record/{known}/split"), &fields)
        .await;
    assert_eq!(
        answer.location(),
        format!("/record/{known}?done=split&of={candidate}")
    );
    assert_eq!(browser.record(candidate).await.status, Status::Proposed);
    let parted = browser.record(known).await;
    assert_eq!((parted.sources.len(), parted.joined.len()), (1, 0));
}

#[tokio::test]
async fn a_record_can_be_joined_by_its_name_and_not_by_a_wrong_one() {
    let browser = Browser::new();
    let document = browser.take_in("示例之芯.md", BULLETIN).await;
    let source = browser.cite(document, "示例半导体还说").await;
    let one = browser
        .propose(firm("甲示例单位", None), 50, source.clone(), None)
        .await;
    let two = browser
        .propose(firm("乙示例单位", None), 50, source, None)
        .await;
    let join = format!("/record/{two}/join");
    let wrong = browser
        .post(&join, &[("revision", "1"), ("target", "丙示例单位")])
        .await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    wrong.has("没有叫“丙示例单位”的同类记录");
    browser
        .post(&join, &[("revision", "1"), ("target", "甲示例单位")])
        .await
        .location();
    assert_eq!(browser.record(two).await.replaced_by, Some(one));
}

#[tokio::test]
async fn a_stale_command_is_not_done_and_says_who_was_there_before() {
    let browser = Browser::new();
    let document = browser.take_in("示例之芯.md", BULLETIN).await;
    let source = browser.cite(document, "示例半导体还说").await;
    let id = browser
        .propose(firm("示例甲单位", None), 50, source, None)
        .await;
    let fields = [("revision", "1"), ("reason", "核对过营业执照")];
    browser
        .post(&format!("/record/{id}/confirm"), &fields)
        .await
        .location();
    let stale = browser
        .post(
            &format!("/record/{id}/reject"),
            &[("revision", "1"), ("back", "/queue?page=2")],
        )
        .await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    stale
        .has("工作台 在")
        .has("核对过营业执照")
        .has("您的操作没有执行")
        .has("href=\"/queue?page=2\"");
    stale.has(&format!("/record/{id}/compare?from=1&amp;to=2"));
    assert_eq!(browser.record(id).await.status, Status::Confirmed);
    let correct = browser
        .post(
            &format!("/record/{id}/correct"),
            &[("revision", "1"), ("name", "x")],
        )
        .await;
    assert_eq!(correct.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn many_are_confirmed_at_once_and_that_is_taken_back() {
    let browser = Browser::new();
    let document = browser.take_in("示例之芯.md", BULLETIN).await;
    let source = browser.cite(document, "示例半导体还说").await;
    let one = browser
        .propose(firm("甲示例厂", None), 50, source.clone(), None)
        .await;
    let two = browser
        .propose(firm("乙示例厂", None), 60, source, None)
        .await;
    let (first, second) = (format!("{one}:1"), format!("{two}:1"));
    let fields = [
        ("item", first.as_str()),
        ("item", second.as_str()),
        ("back", "/queue"),
    ];
    let answer = browser.post("/queue", &fields).await;
    for id in [one, two] {
        assert_eq!(browser.record(id).await.status, Status::Confirmed);
    }
    let page = browser.read(answer.location()).await;
    page.has("已确认 2 条").has(&format!("value=\"{one}:2\""));
    let (first, second) = (format!("{one}:2"), format!("{two}:2"));
    let fields = [
        ("action", "undo"),
        ("item", first.as_str()),
        ("item", second.as_str()),
    ];
    browser.post("/queue", &fields).await.location();
    assert_eq!(browser.record(two).await.status, Status::Proposed);
    let fresh = format!("{one}:3");
    let stale = format!("{two}:1");
    let part = browser
        .post(
            "/queue",
            &[("item", stale.as_str()), ("item", fresh.as_str())],
        )
        .await;
    browser
        .read(part.location())
        .await
        .has("已确认 1 条；其余的已被他人改动");
    assert_eq!(browser.record(two).await.status, Status::Proposed);
    let none = browser.post("/queue", &[("item", stale.as_str())]).await;
    assert_eq!(none.status, StatusCode::CONFLICT);
    let bad = browser.post("/queue", &[("item", "nonsense")]).await;
    assert_eq!(bad.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn the_queue_is_sorted_and_filtered() {
    let browser = Browser::new();
    let document = browser.take_in("示例之芯.md", BULLETIN).await;
    let source = browser.cite(document, "示例半导体还说").await;
    let low = browser
        .propose(firm("低示例厂", Some("330109")), 1, source.clone(), None)
        .await;
    let high = browser
        .propose(firm("高示例厂", Some("310115")), 100, source.clone(), None)
        .await;
    browser
        .propose(project("示例三期项目", high), 50, source, None)
        .await;
    let order = async |address: &str| -> Vec<String> {
        let json = browser.read(address).await.json();
        json["records"]
            .as_array()
            .unwrap()
            .iter()
            .map(|record| record["id"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(
        order("/queue.json?order=surest").await.first(),
        Some(&high.to_string())
    );
    assert_eq!(
        order("/queue.json?order=least-sure").await.first(),
        Some(&low.to_string())
    );
    let places = order("/queue.json?region=330000&kind=organization").await;
    assert!(places.contains(&low.to_string()) && !places.contains(&high.to_string()));
    let csv = browser.read("/queue.csv?kind=project").await;
    csv.has("id,revision,kind,title")
        .has("示例三期项目")
        .lacks("高示例厂");
    browser
        .read("/queue?kind=policy")
        .await
        .has("没有符合条件的");
}

#[tokio::test]
async fn an_organisation_shows_everything_that_is_known_of_it() {
    let browser = Browser::new();
    let document = browser.take_in("示例之芯.md", BULLETIN).await;
    let source = browser.cite(document, "示例半导体有限公司的衬底项目").await;
    let firm_id = browser
        .propose(
            firm("示例半导体总部有限公司", None),
            90,
            source.clone(),
            None,
        )
        .await;
    let built = browser
        .propose(project("示例衬底二期项目", firm_id), 90, source, None)
        .await;
    let page = browser.read(&format!("/record/{firm_id}")).await;
    page.has("示例衬底二期项目")
        .has(&format!("/record/{built}"))
        .has("2025年6月20日")
        .has("开工");
    page.has("检索全部提及")
        .has("/search?q=%22")
        .has("示例半导体有限公司的衬底项目");
    let page = browser.read(&format!("/record/{built}")).await;
    page.has("step-current")
        .has(&format!("/record/{firm_id}"))
        .has(&format!("/documents/{document}?article="));
}

#[tokio::test]
async fn a_record_is_shown_as_it_was_known_on_a_day_and_as_it_holds_on_a_day() {
    let browser = Browser::new();
    let document = browser.take_in("示例之芯.md", BULLETIN).await;
    let source = browser.cite(document, "另一家示例公司签约落户").await;
    let id = browser
        .propose(firm("另一家示例公司（测试）", None), 77, source, None)
        .await;

    let then = browser
        .read(&format!("/record/{id}?known=2999-12-31&valid=2026-07-01"))
        .await;
    then.has("截至 2999-12-31 所知、2026-07-01 当日有效的内容")
        .has("另一家示例公司（测试）")
        .has("查看现在")
        .lacks(&format!("action=\"/record/{id}/confirm\""))
        .lacks("id=\"join\"");
    // Before it was taken in nothing was known of it, which is not the same as that it is not there.
    let before = browser.get(&format!("/record/{id}?known=1999-12-31")).await;
    assert_eq!(before.status, StatusCode::NOT_FOUND);
    before.has("截至 1999-12-31 所知的内容：没有");
    let wrong = browser.get(&format!("/record/{id}?known=gestern")).await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    wrong.has("请写成 2026-06-01 这样的日期");
    browser
        .read(&format!("/record/{id}"))
        .await
        .has("name=\"known\"")
        .has(&format!("action=\"/record/{id}/confirm\""));
}
