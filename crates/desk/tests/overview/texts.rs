//! Both languages: every page, and the keys that are put together at run time.

use axum::http::StatusCode;
use xinqiao_desk::facet::Dimension;
use xinqiao_desk::i18n::Texts;
use xinqiao_record::{Kind, Language};

use super::support::{Bench, id};

#[tokio::test]
async fn every_page_is_there_in_both_languages_and_all_forms_empty_and_filled() {
    let filled = Bench::filled().await;
    let empty = Bench::empty();
    let mut addresses: Vec<String> = [
        "/records",
        "/pipeline",
        "/targets",
        "/figures",
        "/statistics",
        "/search",
        "/ledger",
        "/help",
        "/api",
        "/index",
    ]
    .map(str::to_owned)
    .into();
    addresses.extend(Kind::ALL.map(|kind| format!("/records/{kind}")));
    for bench in [&filled, &empty] {
        for address in &addresses {
            for language in ["zh-CN", "en"] {
                let page = if address == "/index" { "/" } else { address };
                let answer = bench.get_in(page, language).await;
                assert_eq!(answer.status, StatusCode::OK, "{address}");
                assert!(
                    answer
                        .text()
                        .contains(&format!("<html lang=\"{language}\">")),
                    "{address}"
                );
            }
            let json = bench.get(&format!("{address}.json")).await;
            assert!(
                json.status == StatusCode::OK && json.json().is_object(),
                "{address}"
            );
            let csv = bench.get(&format!("{address}.csv")).await;
            assert!(
                csv.status == StatusCode::OK && csv.text().starts_with('\u{feff}'),
                "{address}"
            );
        }
    }
    let outcome = format!("/record/{}/outcome", id(Kind::Target, 1));
    assert!(
        filled
            .get_in(&outcome, "en")
            .await
            .text()
            .contains("Record what came of a target")
    );
}

#[test]
fn every_key_that_is_put_together_has_a_text() {
    for language in Language::ALL {
        let t = Texts::of(language);
        let mut keys: Vec<String> = Dimension::ALL
            .map(|dimension| format!("facet-{}", dimension.name()))
            .into();
        keys.extend(["segment", "source", "column"].map(|name| format!("facet-{name}")));
        keys.extend(Kind::ALL.map(|kind| format!("count-{kind}")));
        keys.push("count-record".into());
        for order in ["title", "date", "amount", "region", "stage", "taken"] {
            keys.extend(["up", "down"].map(|direction| format!("order-{order}-{direction}")));
        }
        for section in [
            "read", "confirm", "record", "search", "data", "ledger", "private",
        ] {
            keys.extend(["title", "text"].map(|part| format!("help-{section}-{part}")));
        }
        for key in keys {
            assert_ne!(t.count(&key, 2_u64), key.as_str());
        }
    }
}

#[test]
fn english_counts_in_the_singular_and_the_plural() {
    let t = Texts::of(Language::English);
    assert_eq!(t.count("count-project", 1_u64), "1 project");
    assert_eq!(t.count("count-project", 12_u64), "12 projects");
}
