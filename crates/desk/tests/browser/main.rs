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
    let folder = tempfile::tempdir().unwrap();
    let clock = || jiff::Timestamp::from_second(1_750_000_000).unwrap();
    let ledger = Arc::new(SqliteLedger::open(folder.path(), clock).unwrap());
    let desk = Arc::new(Desk::new(ledger, IdSource::counting(1_750_000_000_000), clock));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let service = axum::ServiceExt::<axum::extract::Request>::into_make_service(routes::service(desk));
    tokio::spawn(async move { axum::serve(listener, service).await });
    Served { address, _folder: folder }
}

/// Drops the bulletin into the desk and waits until it is read.
async fn upload(browser: &Browser, desk: &Served) {
    let file = desk._folder.path().join("芯讯-2025-06.md");
    std::fs::write(&file, BULLETIN).unwrap();
    browser.go(&format!("{}/documents", desk.address)).await;
    let field = browser.client.find(Locator::Css("input[type=file]")).await.unwrap();
    field.send_keys(file.to_str().unwrap()).await.unwrap();
    browser.click("form[data-upload] button[type=submit]").await;
    let link = Locator::Css("main a[href^='/documents/doc_']");
    browser.client.wait().at_most(Duration::from_secs(20)).for_element(link).await.expect("the file is read");
}

#[tokio::test(flavor = "multi_thread")]
async fn from_upload_over_confirmation_and_search_to_the_record() {
    let Some(browser) = Browser::start(1280, 900).await else { return };
    let desk = serve().await;
    upload(&browser, &desk).await;

    // The document, with its facts marked in place.
    browser.click("main a[href^='/documents/doc_']").await;
    assert!(browser.text("h1").await.contains("示例芯讯"));
    assert!(browser.count("mark.fact").await >= 1, "a fact is marked in the text");

    // The queue: look at the project and confirm it.
    browser.go(&format!("{}/queue?kind=project", desk.address)).await;
    assert_eq!(browser.count("[data-item]").await, 1);
    let name = browser.text("[data-item] h2, [data-item] h3").await;
    assert!(name.contains("封测基地"), "{name}");
    browser.click("[data-item] form[action$='/confirm'] button").await;
    assert_eq!(browser.count("[data-item]").await, 0, "nothing waits any more");

    // Search by a run of characters from the middle of a word, and open the record.
    browser.go(&format!("{}/search?q=封测基地&kind=project", desk.address)).await;
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
    let Some(browser) = Browser::start(1280, 900).await else { return };
    let desk = serve().await;
    upload(&browser, &desk).await;
    browser.go(&format!("{}/queue?kind=project", desk.address)).await;
    browser.press("jc").await;
    browser.until_count("[data-item]", 0).await;
    browser.press("u").await;
    browser.until_count("[data-item]", 1).await;
    browser.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_page_is_wider_than_a_phone() {
    let Some(browser) = Browser::start(390, 844).await else { return };
    let desk = serve().await;
    upload(&browser, &desk).await;
    for path in ["/", "/queue", "/documents", "/pipeline", "/records", "/records/project", "/targets", "/search?q=封测", "/ledger", "/help"] {
        for language in ["zh-CN", "en"] {
            browser.go(&format!("{}/language?to={language}&back={path}", desk.address)).await;
            let wider = browser.number("document.documentElement.scrollWidth - window.innerWidth").await;
            assert!(wider <= 0.0, "{path} in {language} is {wider} pixels too wide");
        }
    }
    browser.quit().await;
}
