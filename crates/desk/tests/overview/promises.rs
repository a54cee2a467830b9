//! Targets and what came of them.

use axum::http::StatusCode;
use serde_json::json;
use xinqiao_record::Kind;

use super::support::{Bench, LATER_TEXT, id};

#[tokio::test]
async fn the_overdue_stand_first_and_the_decided_last() {
    let bench = Bench::filled().await;
    let csv = bench.csv("/targets.csv").await;
    let rows: Vec<(&str, &str)> = csv
        .lines()
        .skip(1)
        .map(|line| {
            let cells: Vec<_> = line.split(',').collect();
            (cells[4], cells[18])
        })
        .collect();
    assert_eq!(
        rows,
        [
            ("衬底年产能", "true"),
            ("二期投产", "false"),
            ("首片下线", "false")
        ]
    );
    let page = bench.get("/targets?outcome=overdue").await;
    assert!(
        page.text().contains("已过期") && !page.text().contains("二期投产"),
        "{}",
        page.text()
    );
}

#[tokio::test]
async fn an_outcome_is_joined_with_the_words_that_tell_it() {
    let bench = Bench::filled().await;
    let (target, document) = (id(Kind::Target, 1), id(Kind::Document, 2).to_string());
    let address = format!("/record/{target}/outcome");
    assert!(bench.get(&address).await.text().contains("登记目标结果"));
    let form = |quote: &'static str, revision: &'static str| {
        vec![
            ("revision", revision),
            ("outcome", "kept"),
            ("value", "600000"),
            ("unit", "片"),
            ("document", document.as_str()),
            ("quote", quote),
            ("reason", "见第12期"),
        ]
    };
    let invented = bench
        .post_form(&address, &form("已于2026年1月达到年产60万片", "1"))
        .await;
    assert_eq!(invented.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        invented.text().contains("does not stand in document"),
        "{}",
        invented.text()
    );
    assert!(
        invented.text().contains("已于2026年1月达到年产60万片"),
        "what was typed is still there"
    );

    let told = bench
        .post_form(&address, &form("已于2025年12月达到年产60万片", "1"))
        .await;
    assert_eq!(
        (told.status, told.header("location")),
        (StatusCode::SEE_OTHER, format!("/record/{target}").as_str())
    );
    let stored = bench
        .desk
        .ledger
        .get(target, Default::default())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (stored.record.revision, stored.record.status.name()),
        (2, "confirmed")
    );
    assert_eq!(stored.reason, "见第12期");
    let outcome = serde_json::to_value(&stored.record).unwrap()["body"]["outcome"].clone();
    let start = LATER_TEXT.find("已于").unwrap();
    let end = LATER_TEXT.find("60万片").unwrap() + "60万片".len();
    assert_eq!(
        outcome,
        json!({
            "outcome": "kept",
            "value": { "value": "600000", "unit": "片", "qualifier": "exact" },
            "moved_to": null,
            "source": {
                "document": document,
                "article": id(Kind::Article, 21).to_string(),
                "span": [start, end],
                "quote": &LATER_TEXT[start..end],
            },
        }),
    );
    assert_eq!(bench.get("/targets.json").await.json()["overdue"], 0);
    let stale = bench
        .post_form(&address, &form("已于2025年12月达到年产60万片", "1"))
        .await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn a_target_that_is_put_off_needs_its_new_date() {
    let bench = Bench::filled().await;
    let document = id(Kind::Document, 2).to_string();
    let address = format!("/record/{}/outcome", id(Kind::Target, 1));
    let fields = |moved_to: &'static str| {
        vec![
            ("revision", "1"),
            ("outcome", "moved"),
            ("moved_to", moved_to),
            ("document", document.as_str()),
            ("quote", "衬底线"),
        ]
    };
    let without = bench.post_form(&address, &fields("")).await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(without.text().contains("延期的目标需要新的期限"));
    assert_eq!(
        bench.post_form(&address, &fields("2026-13")).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(
        bench.post_form(&address, &fields("2027-06")).await.status,
        StatusCode::SEE_OTHER
    );
    assert!(bench.get("/targets").await.text().contains("延至2027年6月"));
    let project = format!("/record/{}/outcome", id(Kind::Project, 1));
    assert_eq!(bench.get(&project).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_later_document_that_tells_the_outcome_is_suggested() {
    let bench = Bench::filled().await;
    assert!(
        bench
            .get("/targets")
            .await
            .text()
            .contains("登记结果（文中可能已有 1 处）")
    );
    let address = format!("/record/{}/outcome", id(Kind::Target, 1));
    let form = bench.get(&address).await;
    assert!(
        form.text()
            .contains("衬底年产能达到65万片，提前完成60万片的目标。"),
        "{}",
        form.text()
    );
    let query = form
        .text()
        .split("href=\"")
        .filter_map(|piece| piece.split('"').next())
        .find_map(|href| href.strip_prefix(&format!("{address}?")));
    let query = query.unwrap().replace("&#38;", "&").replace("&amp;", "&");
    let filled = bench.get(&format!("{address}?{query}")).await;
    assert!(
        filled.text().contains("value=\"650000\""),
        "{}",
        filled.text()
    );
    // The kept target and the one of another measure have none.
    let other = bench
        .get(&format!("/record/{}/outcome", id(Kind::Target, 2)))
        .await;
    assert!(!other.text().contains("文献中可能已说明结果"));
}
