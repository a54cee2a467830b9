//! Receipts and checkpoints, as a person gets them from the desk and checks them elsewhere.

use axum::http::StatusCode;
use xinqiao_ledger::log::Checkpoint;
use xinqiao_ledger::log::receipt::InclusionReceipt;
use xinqiao_record::Kind;

use super::support::{Bench, id};

#[tokio::test]
async fn a_receipt_is_shown_and_downloaded_and_holds_without_the_desk() {
    let bench = Bench::filled().await;
    let known = bench.desk.log.as_ref().unwrap().keys();
    let of = id(Kind::Document, 1).to_string();
    let page = bench.get(&format!("/record/{of}/receipt")).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    assert!(page.text().contains("desk.example/log") && page.text().contains("回执"));
    let file = bench.get(&format!("/record/{of}/receipt/file")).await;
    assert!(file.header("content-disposition").contains(".tlog-proof"));
    let receipt = InclusionReceipt::parse(file.text()).unwrap();
    let proven = receipt.check(&known).unwrap();
    assert_eq!(receipt.header.record.to_string(), of);
    let noted = bench.get("/ledger/checkpoint").await;
    let (checkpoint, _) = Checkpoint::open(noted.text(), &known).unwrap();
    assert_eq!(checkpoint, proven.checkpoint);
    let again = bench
        .get(&format!("/ledger/checkpoint?size={}", checkpoint.size))
        .await;
    assert_eq!(again.text(), noted.text());
    let ledger = bench.get("/ledger").await;
    assert!(ledger.text().contains("已签署的检查点"));
    let key = known[0].to_string();
    let shown = ledger.text().replace("&#43;", "+").replace("&#x2b;", "+");
    assert!(shown.contains(&key), "{key}");
}

#[tokio::test]
async fn what_has_no_receipt_is_not_found() {
    let bench = Bench::filled().await;
    let document = id(Kind::Document, 1);
    for address in [
        "/record/prj_nothing/receipt".to_owned(),
        format!("/record/{document}/receipt?revision=99"),
        format!("/record/{}/receipt/file", id(Kind::Document, 4321)),
        "/ledger/checkpoint?size=77777".to_owned(),
    ] {
        let page = bench.get(&address).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{address}");
    }
}
