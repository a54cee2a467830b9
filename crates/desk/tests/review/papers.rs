//! Documents: upload, list, text with facts, files.

use axum::http::StatusCode;

use crate::browser::Browser;
use crate::story::{BULLETIN, firm};

#[tokio::test]
async fn files_are_taken_in_and_what_cannot_be_read_is_listed_with_its_reason() {
    let browser = Browser::new();
    browser
        .read("/documents")
        .await
        .has("还没有文献")
        .has("data-drop");
    let answer = browser
        .upload(&[("示例之芯.md", BULLETIN), ("empty.txt", " \n")])
        .await;
    let upload = answer.location().to_owned();
    let job = browser.finished(&upload).await;
    assert_eq!(job["files"][0]["state"], "done");
    assert_eq!(job["files"][1]["state"], "failed");
    let page = browser.read(&upload).await;
    page.has("1 个文件未能录入")
        .has("the file holds no text")
        .lacks("http-equiv=\"refresh\"");
    browser
        .read("/uploads")
        .await
        .has(&format!("href=\"{upload}\""));
    let list = browser.read("/documents").await;
    list.has("已录入 1 份文献").has("示例之芯.md");
    let json = browser.read("/documents.json").await.json();
    assert_eq!(json["documents"][0]["articles"], 2);
    assert_eq!(json["documents"][0]["issued"], "2025-06");
    browser
        .read("/documents.csv")
        .await
        .has("id,title,file")
        .has("示例之芯.md");
    browser
        .read("/documents?q=没有这个")
        .await
        .has("没有这样的文献");

    let again = browser.upload(&[("copy.md", BULLETIN)]).await;
    let job = browser.finished(again.location()).await;
    assert_eq!(job["files"][0]["state"], "repeated");
}

#[tokio::test]
async fn a_form_without_files_and_a_file_that_is_too_large_are_told() {
    let browser = Browser::with(|desk| desk.limits.file_bytes = 20);
    let none = browser.upload(&[("", "")]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    none.has("请先选择文件")
        .has("href=\"#files\"")
        .has("data-drop");
    let large = browser
        .upload(&[("large.txt", "more than twenty bytes of text")])
        .await;
    assert_eq!(large.status, StatusCode::UNPROCESSABLE_ENTITY);
    large.has("文件“large.txt”超过了 20 B 的上限");
}

#[tokio::test]
async fn a_document_shows_one_article_with_its_facts_marked() {
    let browser = Browser::new();
    let document = browser.take_in("示例之芯.md", BULLETIN).await;
    let source = browser.cite(document, "示例半导体有限公司的衬底项目").await;
    let outer = browser
        .propose(firm("外层示例", None), 90, source.clone(), None)
        .await;
    let inner = browser.cite(document, "的衬底项目").await;
    let inner = browser
        .propose(firm("内层示例", None), 80, inner, None)
        .await;

    let page = browser.read(&format!("/documents/{document}")).await;
    page.has("示例衬底项目开工")
        .has("示例日报")
        .lacks("示例晚报");
    page.has(&format!("id=\"m-{outer}-1\""))
        .has(&format!("data-record=\"{inner} {outer}"));
    page.has(&format!(
        "/documents/{document}?article=1&amp;record={inner}#fact"
    ));
    browser
        .read(&format!("/documents/{document}?article=2"))
        .await
        .has("示例晚报")
        .lacks("示例日报");
    browser
        .read(&format!("/documents/{document}?article=all"))
        .await
        .has("示例晚报")
        .has("示例日报");

    let beside = browser
        .read(&format!("/documents/{document}?article=1&record={inner}"))
        .await;
    beside
        .has("fact proposed selected")
        .has("内层示例")
        .has("80%")
        .has("字节")
        .has("同一处");
    beside
        .has(&format!("action=\"/record/{inner}/confirm\""))
        .has(&format!("/record/{inner}/edit?back="));

    let article = source.article.unwrap();
    let sent = browser.get(&format!("/articles/{article}")).await;
    assert_eq!(sent.location(), format!("/documents/{document}?article=1"));
    let json = browser
        .read(&format!("/documents/{document}.json"))
        .await
        .json();
    assert_eq!(json["document"]["record"]["id"], document.to_string());
    assert_eq!(json["contents"][0]["entries"][0]["number"], 1);
    browser
        .read(&format!("/documents/{document}.csv"))
        .await
        .has("id,kind,title,status")
        .has("内层示例");
}

#[tokio::test]
async fn the_file_comes_back_as_it_was_and_is_never_shown_in_place() {
    let browser = Browser::new();
    let document = browser.take_in("示例 之芯.md", BULLETIN).await;
    let file = browser.read(&format!("/documents/{document}/file")).await;
    assert_eq!(file.text, BULLETIN);
    assert!(
        file.header("content-disposition")
            .starts_with("attachment; filename*=UTF-8''%E7%A4%BA")
    );
    assert_eq!(file.header("x-content-type-options"), "nosniff");
    let text = browser.read(&format!("/documents/{document}/text")).await;
    assert_eq!(text.header("content-type"), "text/plain; charset=utf-8");
    text.has("示例半导体还说，明年投产。");
}

#[tokio::test]
async fn hostile_text_stays_text() {
    let browser = Browser::new();
    let hostile = "标题<script>alert(1)</script>\n\n第一段 <img src=x onerror=alert(2)> 1 < 2 & \"引号\"。\n\n第二段 <b>x</b>。\n";
    let document = browser.take_in("<i>名.txt", hostile).await;
    let source = browser.cite(document, "第一段").await;
    let name = "\"><script>alert(3)</script>";
    let id = browser.propose(firm(name, None), 50, source, None).await;
    let shown = browser.read(&format!("/documents/{document}")).await;
    shown
        .has("第一段")
        .has("1 &#60; 2 &amp; &#34;引号&#34;")
        .has("第二段");
    let addresses = [
        format!("/documents/{document}?article=all&record={id}"),
        format!("/record/{id}"),
        format!("/record/{id}/raw"),
        format!("/record/{id}/edit"),
        "/queue".to_owned(),
        "/documents".to_owned(),
        "/documents?q=%3Cscript%3Ealert(4)".to_owned(),
        format!("/queue?done=confirm&of={id}"),
    ];
    for address in addresses {
        let page = browser.read(&address).await;
        for bad in ["<script>alert", "<img src=x", "<i>名", "<b>x"] {
            assert!(!page.text.contains(bad), "{bad} in {address}");
        }
    }
    let local = browser
        .post(
            &format!("/record/{id}/confirm"),
            &[("revision", "1"), ("back", "//example.org/")],
        )
        .await;
    assert_eq!(
        local.location(),
        format!("/record/{id}?done=confirm&of={id}")
    );
}

#[tokio::test]
async fn what_is_not_there_is_said_to_be_not_there() {
    let browser = Browser::new();
    let missing = "org_00000000000000000000000001";
    for address in [
        "/documents/doc_00000000000000000000000001".to_owned(),
        "/documents/nonsense".to_owned(),
        format!("/documents/{missing}"),
        format!("/record/{missing}"),
        format!("/record/{missing}/edit"),
        format!("/record/{missing}/compare"),
        format!("/record/{missing}/raw"),
        "/articles/nonsense".to_owned(),
        "/uploads/99".to_owned(),
        "/uploads/x".to_owned(),
    ] {
        let page = browser.get(&address).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{address}");
    }
    let posted = browser
        .post(&format!("/record/{missing}/confirm"), &[("revision", "1")])
        .await;
    assert_eq!(posted.status, StatusCode::NOT_FOUND);
    let bad = browser
        .post(&format!("/record/{missing}/confirm"), &[])
        .await;
    assert_eq!(bad.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn the_pages_speak_english_too() {
    let browser = Browser::new().speaking("en");
    browser
        .read("/queue")
        .await
        .has("Nothing waits for confirmation")
        .has("lang=\"en\"");
    let document = browser.take_in("示例之芯.md", BULLETIN).await;
    let source = browser.cite(document, "示例半导体还说").await;
    let id = browser
        .propose(firm("示例丙单位", Some("330109")), 50, source, None)
        .await;
    for (address, text) in [
        ("/documents".to_owned(), "One document has been taken in"),
        (format!("/documents/{document}?record={id}"), "bytes "),
        (format!("/record/{id}"), "What is known"),
        (
            format!("/record/{id}/edit"),
            "What you do not touch stays exactly as it is",
        ),
        (format!("/record/{id}/raw"), "RFC 8785"),
        (
            format!("/record/{id}/compare"),
            "The two revisions say the same",
        ),
    ] {
        browser.read(&address).await.has(text);
    }
}

#[tokio::test]
async fn a_document_lists_who_is_named_in_it_without_making_records_of_them() {
    let browser = Browser::new();
    let text = "示例月报\n\n# 某展开幕\n\n示例半导体有限公司与样张大学在展会上见面。示例半导体有限公司还见了别人。\n";
    let document = browser.take_in("named.md", text).await;
    let records = browser.read("/records/organization.json").await.json();
    assert_eq!(records["total"], 0, "{records}");
    let page = browser.read(&format!("/documents/{document}")).await;
    page.has("文中提到的机构（2）")
        .has("示例半导体有限公司</a> <span class=\"num note\">×2</span>")
        .has("样张大学");
    // A person makes a record of a mention; then the name leads to it.
    let form = browser
        .read("/records/new?kind=organization&name=样张大学")
        .await;
    form.has("value=\"样张大学\"");
    let answer = browser
        .post(
            "/records/new",
            &[("kind", "organization"), ("name", "样张大学")],
        )
        .await;
    let made = answer.location().split('?').next().unwrap().to_owned();
    browser
        .read(&format!("/documents/{document}"))
        .await
        .has(&format!("<a href=\"{made}\">样张大学</a>"));
    let twin = browser
        .read(&format!("/documents/{document}.json"))
        .await
        .json();
    assert_eq!(twin["mentions"][0]["name"], "示例半导体有限公司");
    assert_eq!(twin["mentions"][0]["spans"].as_array().unwrap().len(), 2);
}
