//! A person walks from upload to record in a real browser: by mouse, by keyboard, and on a phone.
//!
//! Needs Chromium and its driver. Without them the test says so and passes.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, in its helpers too"
)]

mod driver;

use std::sync::Arc;
use std::time::Duration;

use fantoccini::Locator;
use xinqiao_desk::{Desk, routes};
use xinqiao_ledger::sqlite::SqliteLedger;
use xinqiao_reader::Limits;
use xinqiao_record::IdSource;

use driver::Browser;

/// Fictional (示例): a bulletin with one article about one project.
const BULLETIN: &str = "# 示例芯讯 2025年第6期\n\n## 示例微电子：封测基地正式开工\n\n\
    6月15日，示例微电子有限公司先进封测基地项目在浙江省绍兴市诸暨市正式开工。该项目总投资12亿元，\
    计划2027年6月建成，达产后年产封装芯片3000万颗。\n\n（来源：示例日报）\n";

struct Served {
    address: String,
    _folder: tempfile::TempDir,
}

async fn serve() -> Served {
    serve_with(Limits::default()).await
}

async fn serve_with(limits: Limits) -> Served {
    let folder = tempfile::tempdir().unwrap();
    let clock = || jiff::Timestamp::from_second(1_750_000_000).unwrap();
    let ledger = Arc::new(SqliteLedger::open(folder.path(), clock).unwrap());
    let mut desk = Desk::new(ledger, IdSource::counting(1_750_000_000_000), clock);
    desk.limits = limits;
    let desk = Arc::new(desk);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let service =
        axum::ServiceExt::<axum::extract::Request>::into_make_service(routes::service(desk));
    tokio::spawn(async move { axum::serve(listener, service).await });
    Served {
        address,
        _folder: folder,
    }
}

/// Drops the bulletin into the desk and waits until it is read.
async fn upload(browser: &Browser, desk: &Served) {
    send(browser, desk).await;
    let link = Locator::Css("main a[href^='/documents/doc_']");
    browser
        .client
        .wait()
        .at_most(Duration::from_secs(20))
        .for_element(link)
        .await
        .expect("the file is read");
}

/// Chooses the bulletin in the form and sends it.
async fn send(browser: &Browser, desk: &Served) {
    let file = desk._folder.path().join("芯讯-2025-06.md");
    std::fs::write(&file, BULLETIN).unwrap();
    browser.go(&format!("{}/documents", desk.address)).await;
    let field = browser
        .client
        .find(Locator::Css("input[type=file]"))
        .await
        .unwrap();
    field.send_keys(file.to_str().unwrap()).await.unwrap();
    // Lost when the browser leaves the page.
    browser
        .client
        .execute("window.stayed = 1", Vec::new())
        .await
        .unwrap();
    browser.click("form[data-upload] button[type=submit]").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn from_upload_over_confirmation_and_search_to_the_record() {
    let Some(browser) = Browser::start(1280, 900).await else {
        return;
    };
    let desk = serve().await;
    upload(&browser, &desk).await;

    // The document, with its facts marked in place.
    browser.click("main a[href^='/documents/doc_']").await;
    assert!(browser.text("h1").await.contains("示例芯讯"));
    assert!(
        browser.count("mark.fact").await >= 1,
        "a fact is marked in the text"
    );

    // The queue: look at the project and confirm it.
    browser
        .go(&format!("{}/queue?kind=project", desk.address))
        .await;
    assert_eq!(browser.count("[data-item]").await, 1);
    let name = browser.text("[data-item] h2, [data-item] h3").await;
    assert!(name.contains("封测基地"), "{name}");
    browser
        .click("[data-item] form[action$='/confirm'] button")
        .await;
    assert_eq!(
        browser.count("[data-item]").await,
        0,
        "nothing waits any more"
    );

    // Search by a run of characters from the middle of a word, and open the record.
    browser
        .go(&format!("{}/search?q=封测基地&kind=project", desk.address))
        .await;
    browser.click("main a[href^='/record/project_']").await;
    assert!(browser.text("h1").await.contains("封测基地"));
    let page = browser.text("main").await;
    for known in ["已确认", "12亿元", "诸暨", "开工"] {
        assert!(page.contains(known), "the record says {known}: {page}");
    }
    // Its source leads back to the words in the document.
    browser.click("main a[href^='/documents/doc_']").await;
    assert!(browser.count("mark.fact").await >= 1);
    browser.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_keyboard_alone_confirms_and_takes_back() {
    let Some(browser) = Browser::start(1280, 900).await else {
        return;
    };
    let desk = serve().await;
    upload(&browser, &desk).await;
    browser
        .go(&format!("{}/queue?kind=project", desk.address))
        .await;
    browser.press("jc").await;
    browser.until_count("[data-item]", 0).await;
    browser.press("u").await;
    browser.until_count("[data-item]", 1).await;
    browser.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_upload_is_told_in_place_and_not_sent_again() {
    let Some(browser) = Browser::start(1280, 900).await else {
        return;
    };
    let desk = serve_with(Limits {
        file_bytes: 10,
        ..Limits::default()
    })
    .await;
    send(&browser, &desk).await;
    browser.until_count("main .error-summary", 1).await;
    let stayed = browser.number("window.stayed ?? 0").await;
    assert!(
        stayed > 0.0,
        "the page was not left, so the browser has sent nothing by itself"
    );
    assert!(
        browser
            .text(".error-summary")
            .await
            .contains("芯讯-2025-06.md")
    );
    let enabled = browser
        .count("form[data-upload] button[type=submit]:not(:disabled)")
        .await;
    assert_eq!(enabled, 1, "another file can be chosen and sent");
    browser.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn in_a_document_j_and_k_step_through_every_fact_once() {
    let Some(browser) = Browser::start(1280, 900).await else {
        return;
    };
    let desk = serve().await;
    upload(&browser, &desk).await;
    browser.click("main a[href^='/documents/doc_']").await;
    let facts = browser.count("#facts li").await;
    assert!(
        facts >= 2,
        "the bulletin tells of a company and its project"
    );
    let mut met = vec![String::new()];
    for _ in 0..facts {
        let last = met.last().unwrap().clone();
        browser.press("j").await;
        met.push(until_chosen(&browser, |now| now != last).await);
    }
    let distinct: std::collections::BTreeSet<_> = met.iter().skip(1).collect();
    assert_eq!(distinct.len(), facts, "{met:?}");
    browser.press("k").await;
    let before = met[facts - 1].clone();
    until_chosen(&browser, |now| now == before).await;
    browser.quit().await;
}

/// Waits until the fact in the page's address, empty for none, is a wanted one, and tells it.
async fn until_chosen(browser: &Browser, wanted: impl Fn(&str) -> bool) -> String {
    for _ in 0..100 {
        let script = "return document.readyState === 'complete' ? new URL(location.href).searchParams.get('record') ?? '' : null";
        let now = browser.client.execute(script, Vec::new()).await.unwrap();
        if let Some(now) = now.as_str().filter(|now| wanted(now)) {
            return now.to_owned();
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("the fact is not chosen");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_page_is_wider_than_a_phone() {
    let Some(browser) = Browser::start(390, 844).await else {
        return;
    };
    let desk = serve().await;
    upload(&browser, &desk).await;
    for path in [
        "/",
        "/queue",
        "/documents",
        "/pipeline",
        "/records",
        "/records/project",
        "/targets",
        "/search?q=封测",
        "/ledger",
        "/help",
        "/api",
        "/figures",
        "/statistics",
        "/-/patterns",
    ] {
        for language in ["zh-CN", "en"] {
            browser
                .go(&format!(
                    "{}/language?to={language}&back={path}",
                    desk.address
                ))
                .await;
            // The window of an emulated phone grows with a page that is too wide, so it is no measure.
            let wider = browser
                .number("document.documentElement.scrollWidth - 390")
                .await;
            assert!(
                wider <= 0.0,
                "{path} in {language} is {wider} pixels too wide"
            );
        }
    }
    browser.quit().await;
}
