//! The JSON API.

use axum::body::Body as HttpBody;
use axum::http::{Request, StatusCode};
use serde_json::json;
use xinqiao_record::Kind;

use super::support::{Bench, id};

#[tokio::test]
async fn records_are_listed_by_kind_status_region_and_text() {
    let bench = Bench::filled().await;
    let all = bench
        .get("/api/v1/records?kind=project&limit=2&offset=1")
        .await
        .json();
    assert_eq!(
        (&all["total"], &all["offset"], &all["limit"]),
        (&json!(5), &json!(1), &json!(2))
    );
    let titles: Vec<_> = all["records"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["record"]["body"]["name"].as_str().unwrap())
        .collect();
    assert_eq!(titles, ["示例封测项目", "示例传感器项目"]);
    let hangzhou = bench
        .get("/api/v1/records?kind=project&region=330100&status=proposed")
        .await
        .json();
    assert_eq!(hangzhou["total"], 1);
    let capped = bench.get("/api/v1/records?limit=100000").await.json();
    assert_eq!(capped["limit"], 500);
}

#[tokio::test]
async fn errors_have_one_form() {
    let bench = Bench::empty();
    let wrong = bench.get_in("/api/v1/records?kind=nonsense", "en").await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    let error = wrong.json()["error"].clone();
    assert_eq!(error["status"], 400);
    assert_eq!(error["message"], "Something is wrong with this request");
    assert!(
        error["detail"]
            .as_str()
            .unwrap()
            .contains("unknown kind of record `nonsense`")
    );
    let missing = bench
        .get(&format!("/api/v1/records/{}", id(Kind::Project, 9)))
        .await;
    assert_eq!(
        (missing.status, &missing.json()["error"]["status"]),
        (StatusCode::NOT_FOUND, &json!(404))
    );
    let nowhere = bench.get("/api/v1/nowhere").await;
    assert_eq!(
        (nowhere.status, &nowhere.json()["error"]["status"]),
        (StatusCode::NOT_FOUND, &json!(404))
    );
    let not_json = bench
        .post_json(
            &format!("/api/v1/records/{}/confirm", id(Kind::Project, 9)),
            None,
            json!([]),
        )
        .await;
    assert!(not_json.status.is_client_error() && not_json.json()["error"]["detail"].is_string());
}

#[tokio::test]
async fn a_record_carries_its_revision_and_is_not_sent_twice() {
    let bench = Bench::filled().await;
    let address = format!("/api/v1/records/{}", id(Kind::Project, 1));
    let record = bench.get(&address).await;
    assert_eq!(record.header("record-revision"), "1");
    assert_eq!(
        record.json()["record"]["body"]["amount"],
        json!({ "value": "1511000000", "currency": "CNY", "qualifier": "about" })
    );
    let request = Request::get(&address)
        .header("host", "localhost")
        .header("if-none-match", record.header("etag"));
    let again = bench.ask(request.body(HttpBody::empty()).unwrap()).await;
    assert_eq!(
        (again.status, again.bytes.len()),
        (StatusCode::NOT_MODIFIED, 0)
    );
    let before = bench
        .get(&format!("{address}?known=2020-01-01T00:00:00Z"))
        .await;
    assert_eq!(before.status, StatusCode::NOT_FOUND);
    assert_eq!(
        bench
            .get(&format!("{address}?known=yesterday"))
            .await
            .status,
        StatusCode::BAD_REQUEST
    );
    let history = bench.get(&format!("{address}/history")).await.json();
    assert_eq!(history["revisions"].as_array().unwrap().len(), 1);
    let document = id(Kind::Document, 2);
    let referrers = bench
        .get(&format!("/api/v1/records/{document}/referrers"))
        .await
        .json();
    assert_eq!(
        referrers["referrers"],
        json!([
            { "from": id(Kind::Article, 21).to_string(), "role": "article_of" },
            { "from": id(Kind::Target, 3).to_string(), "role": "outcome" },
        ]),
    );
}

#[tokio::test]
async fn a_decision_under_a_key_is_taken_once() {
    let bench = Bench::filled().await;
    let address = format!("/api/v1/records/{}", id(Kind::Project, 2));
    let (confirm, reject) = (format!("{address}/confirm"), format!("{address}/reject"));
    let decision = json!({ "revision": 1, "reason": "见原文" });
    let first = bench
        .post_json(&confirm, Some("key-1"), decision.clone())
        .await;
    assert_eq!(first.status, StatusCode::OK, "{}", first.text());
    let (first, again) = (
        first.json(),
        bench
            .post_json(&confirm, Some("key-1"), decision.clone())
            .await
            .json(),
    );
    assert_eq!(
        (&first["repeated"], &again["repeated"]),
        (&json!(false), &json!(true))
    );
    assert_eq!(first["last"], again["last"]);
    let other = bench
        .post_json(&reject, Some("key-1"), decision.clone())
        .await;
    assert_eq!(other.status, StatusCode::CONFLICT, "{}", other.text());
    let stale = bench.post_json(&reject, None, decision).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(
        stale.json()["error"]["detail"]
            .as_str()
            .unwrap()
            .contains("is at revision 2")
    );
    let rejected = bench
        .post_json(&reject, None, json!({ "revision": 2 }))
        .await;
    assert_eq!(rejected.status, StatusCode::OK);
    let record = bench.get(&address).await.json();
    assert_eq!(
        (&record["record"]["status"], &record["actor"]),
        (&json!("rejected"), &json!("api"))
    );
    let nobody = format!("/api/v1/records/{}/confirm", id(Kind::Project, 99));
    for key in [None, Some("key-2")] {
        assert_eq!(
            bench
                .post_json(&nobody, key, json!({ "revision": 1 }))
                .await
                .status,
            StatusCode::NOT_FOUND
        );
    }
}

#[tokio::test]
async fn an_upload_is_a_job_and_its_key_gives_the_same_one() {
    let bench = Bench::empty();
    let text =
        "# 示例项目开工\n\n6月20日，示例半导体材料有限公司的示例项目在杭州开工，总投资5亿元。\n";
    let send = |key: &'static str, body: &'static str, address: &'static str| {
        let request = Request::post(address)
            .header("host", "localhost")
            .header("content-type", "application/octet-stream")
            .header("idempotency-key", key);
        request.body(HttpBody::from(body)).unwrap()
    };
    let address = "/api/v1/documents?name=shili.md";
    let begun = bench.ask(send("up-1", text, address)).await;
    assert_eq!(begun.status, StatusCode::ACCEPTED, "{}", begun.text());
    let job = begun.json();
    assert_eq!(
        (&job["id"], &job["href"], &job["files"][0]["name"]),
        (&json!(1), &json!("/api/v1/jobs/1"), &json!("shili.md"))
    );
    assert_eq!(bench.ask(send("up-1", text, address)).await.json()["id"], 1);
    assert_eq!(
        bench.ask(send("up-1", "another", address)).await.status,
        StatusCode::CONFLICT
    );
    assert_eq!(
        bench
            .ask(send("up-2", text, "/api/v1/documents"))
            .await
            .status,
        StatusCode::BAD_REQUEST
    );
    let finished = loop {
        let job = bench.get("/api/v1/jobs/1").await.json();
        if job["finished"] == json!(true) {
            break job;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    };
    assert_eq!(finished["files"][0]["state"]["state"], "done", "{finished}");
    assert_eq!(
        bench.get("/api/v1/jobs/7").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn the_change_feed_is_read_on_in_stretches() {
    let bench = Bench::filled().await;
    let head = bench.get("/api/v1/ledger/head").await.json();
    assert_eq!(head["events"], 19);
    let first = bench.get("/api/v1/changes?limit=15").await.json();
    assert_eq!(
        (
            first["events"].as_array().unwrap().len(),
            &first["next_after"]
        ),
        (15, &json!(15))
    );
    let rest = bench.get("/api/v1/changes?after=15&limit=15").await.json();
    assert_eq!(
        (
            rest["events"].as_array().unwrap().len(),
            &rest["next_after"]
        ),
        (4, &json!(19))
    );
    assert_eq!(rest["events"][3]["hash"], head["hash"]);
    assert_eq!(
        bench.get("/api/v1/changes?after=19").await.json()["next_after"],
        19
    );
}

#[tokio::test]
async fn search_and_the_document_of_the_api_are_served() {
    let bench = Bench::filled().await;
    let found = bench
        .get("/api/v1/search?q=kind:target&limit=1&sort=oldest")
        .await
        .json();
    assert_eq!(
        (&found["total"], found["hits"].as_array().unwrap().len()),
        (&json!(3), 1)
    );
    assert_eq!(found["hits"][0]["key"], id(Kind::Target, 3).to_string());
    assert_eq!(
        bench.get("/api/v1/search?q=nosuch:field").await.status,
        StatusCode::BAD_REQUEST
    );
    let document = bench.get("/api/v1/openapi.json").await.json();
    assert_eq!(
        document["openapi"]
            .as_str()
            .map(|version| version.starts_with("3.1")),
        Some(true)
    );
    let guide = bench.get("/api").await;
    assert!(
        guide.text().contains("POST /api/v1/records/{id}/confirm"),
        "{}",
        guide.text()
    );
}

#[tokio::test]
async fn a_list_can_be_as_of_a_moment_and_of_a_day() {
    let bench = Bench::filled().await;
    let total = async |query: &str| {
        let list = bench
            .get(&format!("/api/v1/records?kind=project{query}"))
            .await;
        list.json()["total"].as_u64()
    };
    assert_eq!(total("").await, Some(5));
    assert_eq!(
        total("&known=2026-11-20T02:00:00Z&valid=2026-01-01").await,
        Some(5)
    );
    assert_eq!(total("&known=2026-11-20T01:59:59Z").await, Some(0));
    let wrong = bench.get_in("/api/v1/records?known=yesterday", "en").await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    let detail = wrong.json()["error"]["detail"].to_string();
    assert!(detail.contains("`known`"), "{detail}");
}

#[tokio::test]
async fn an_upload_over_the_limit_is_told_from_a_wrong_one() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = super::support::ledger_in(folder.path());
    let ids = xinqiao_record::IdSource::counting(1_760_000_000_000);
    let mut desk = xinqiao_desk::Desk::new(ledger, ids, || super::support::NOW.parse().unwrap());
    desk.limits.file_bytes = 4;
    let service = xinqiao_desk::routes::service(std::sync::Arc::new(desk));
    let form = "--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"../long.txt\"\r\n\r\n示例\r\n--x--\r\n";
    let request = Request::post("/api/v1/documents")
        .header("host", "127.0.0.1")
        .header("content-type", "multipart/form-data; boundary=x")
        .body(HttpBody::from(form))
        .unwrap();
    let answer = tower::ServiceExt::oneshot(service, request).await.unwrap();
    assert_eq!(answer.status(), StatusCode::PAYLOAD_TOO_LARGE);
    let bytes = axum::body::to_bytes(answer.into_body(), 10_000)
        .await
        .unwrap();
    let problem: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(
        problem["error"]["detail"],
        "`long.txt` is larger than the limit of 4 bytes"
    );
}
