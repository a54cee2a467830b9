//! Search, and the index behind it.

use std::sync::Arc;

use axum::http::StatusCode;
use xinqiao_desk::finder::Finder;
use xinqiao_desk::show::encode;
use xinqiao_record::{Kind, Status};
use xinqiao_search::Query;

use super::support::{Bench, id, ledger_in};

#[tokio::test]
async fn a_search_finds_articles_and_facts_and_marks_the_words() {
    let bench = Bench::filled().await;
    let page = bench
        .get(&format!("/search?q={}", encode("先进封装")))
        .await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        page.text().contains("<mark>先进封装</mark>"),
        "{}",
        page.text()
    );
    let article = format!("/documents/{}?article=2", id(Kind::Document, 1));
    assert!(
        page.text().contains(&format!("href=\"{article}\"")),
        "{}",
        page.text()
    );
    let json = bench
        .get(&format!("/search.json?q={}", encode("封测 kind:project")))
        .await
        .json();
    assert_eq!(json["results"]["total"], 1);
    assert_eq!(
        json["results"]["hits"][0]["key"],
        id(Kind::Project, 2).to_string()
    );
}

#[tokio::test]
async fn a_search_never_answers_from_before_the_last_change() {
    let bench = Bench::filled().await;
    let address = format!("/search.json?q={}", encode("\"示例封测项目\" kind:project"));
    assert_eq!(
        bench.get(&address).await.json()["results"]["hits"][0]["status"],
        "proposed"
    );
    decide(&bench, Status::Confirmed).await;
    assert_eq!(
        bench.get(&address).await.json()["results"]["hits"][0]["status"],
        "confirmed"
    );
    decide(&bench, Status::Rejected).await;
    assert_eq!(bench.get(&address).await.json()["results"]["total"], 0);
}

async fn decide(bench: &Bench, status: Status) {
    let stored = bench
        .desk
        .ledger
        .get(id(Kind::Project, 2), Default::default())
        .await
        .unwrap()
        .unwrap();
    let mut next = stored.record.next_revision();
    next.status = status;
    bench
        .append("示例员", vec![xinqiao_ledger::Change::revise(next)])
        .await;
}

#[tokio::test]
async fn a_query_that_does_not_parse_is_told_with_the_place() {
    let bench = Bench::filled().await;
    let page = bench
        .get(&format!("/search?q={}", encode("衬底 nosuch:field")))
        .await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text().contains("检索式有误"));
    assert!(
        page.text()
            .contains("第 4 个字符处：没有“nosuch”这个字段。可用字段：类型、状态"),
        "{}",
        page.text()
    );
    assert_eq!(
        bench.get("/search?kind=nonsense").await.status,
        StatusCode::BAD_REQUEST
    );
}

#[tokio::test]
async fn without_a_query_the_page_explains_itself_and_nothing_found_says_so() {
    let bench = Bench::filled().await;
    assert!(bench.get("/search").await.text().contains("检索写法"));
    let nothing = bench
        .get(&format!("/search?q={}", encode("\"绝无此词\"")))
        .await;
    assert!(nothing.text().contains("没有找到"));
    let relaxed = bench
        .get(&format!("/search?q={}", encode("碳化硅 绝无此词")))
        .await;
    assert!(
        relaxed.text().contains("没有同时包含所有词"),
        "{}",
        relaxed.text()
    );
}

#[tokio::test]
async fn facets_narrow_a_search_and_keep_the_rest() {
    let bench = Bench::filled().await;
    let page = bench
        .get(&format!("/search?q={}&region=330000", encode("项目")))
        .await;
    let narrowed = format!("/search?q={}&region=330100", encode("项目"));
    assert!(
        page.text().contains(&narrowed.replace('&', "&#38;"))
            || page.text().contains(&narrowed.replace('&', "&amp;")),
        "{}",
        page.text()
    );
    let csv = bench
        .csv(&format!(
            "/search.csv?q={}&kind=project&region=330200",
            encode("项目")
        ))
        .await;
    assert_eq!(csv.lines().count(), 2);
    assert!(csv.contains("示例封测项目,2025-06,330200"), "{csv}");
}

async fn found(finder: &Finder, ledger: &Arc<dyn xinqiao_ledger::Ledger>) -> u64 {
    finder
        .search(&**ledger, Query::text("kind:project"))
        .await
        .unwrap()
        .total
}

#[tokio::test]
async fn an_index_goes_on_where_it_stopped_and_is_made_again_when_it_is_not_ours() {
    let bench = Bench::filled().await;
    let ledger = Arc::clone(&bench.desk.ledger);
    let folder = bench.folder.path().join("index");
    let finder = Finder::open(&folder);
    assert_eq!(found(&finder, &ledger).await, 4);
    drop(finder);
    let again = Finder::open(&folder);
    assert_eq!(again.catch_up(&*ledger).await.unwrap(), 19);
    drop(again);

    // Another ledger that is just as long: its first event tells it apart.
    let other = Bench {
        desk: Arc::clone(&bench.desk),
        folder: tempfile::tempdir().unwrap(),
    };
    let strange = ledger_in(&other.folder.path().join("ledger"));
    let finder = Finder::open(&folder);
    assert_eq!(found(&finder, &strange).await, 0);
    drop(finder);
    let finder = Finder::open(&folder);
    assert_eq!(found(&finder, &ledger).await, 4);
    drop(finder);

    std::fs::write(folder.join("meta.json"), "broken").unwrap();
    let finder = Finder::open(&folder);
    assert_eq!(found(&finder, &ledger).await, 4);
    assert_eq!(finder.rebuild(&*ledger).await.unwrap(), 19);
    assert_eq!(found(&finder, &ledger).await, 4);
}
