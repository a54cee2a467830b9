//! Home and the project board: exact sums, also for one province.

use axum::http::StatusCode;
use serde_json::json;

use super::support::Bench;

#[tokio::test]
async fn a_fresh_desk_says_how_to_begin() {
    let bench = Bench::empty();
    let chinese = bench.get("/").await;
    assert_eq!(chinese.status, StatusCode::OK);
    assert!(
        chinese.text().contains("从第一篇文献开始"),
        "{}",
        chinese.text()
    );
    assert!(chinese.text().contains("action=\"/documents\""));
    let english = bench.get_in("/", "en").await;
    assert!(english.text().contains("Begin with a first document"));
    assert!(english.text().contains("<html lang=\"en\">"));
}

#[tokio::test]
async fn sums_by_stage_are_exact_and_leave_out_what_was_rejected() {
    let bench = Bench::filled().await;
    let expected = "stage,projects,without_amount,amount,currency\n\
                    signed,1,0,30000000,USD\n\
                    filed,0,0,,\n\
                    groundbreaking,0,0,,\n\
                    topped_out,2,1,1511000000,CNY\n\
                    line_through,0,0,,\n\
                    in_production,0,0,,\n\
                    completed,0,0,,\n\
                    unknown,1,0,200000000,CNY\n";
    assert_eq!(bench.csv("/index.csv").await, expected);
    assert_eq!(bench.csv("/pipeline.csv").await, expected);
}

#[tokio::test]
async fn the_same_page_serves_a_province_and_a_city() {
    let bench = Bench::filled().await;
    let province = bench.get("/index.json?region=330000").await.json();
    assert_eq!(province["shown"], "浙江省的项目 3 个，待确认和已确认");
    assert_eq!(
        province["projects"],
        json!({ "count": 3, "without_amount": 1, "sums": [
            { "value": "1511000000", "currency": "CNY" }, { "value": "30000000", "currency": "USD" },
        ] }),
    );
    assert_eq!(
        province["investment_by_place"],
        json!({ "unit": "亿元", "head": ["地区", "投资额 (亿元)"], "rows": [["杭州", "15.11"]] }),
    );
    let city = bench.get_in("/index.json?region=330100", "en").await.json();
    assert_eq!(
        city["shown"],
        "2 projects in 浙江省杭州市, to confirm or confirmed"
    );
    assert_eq!(
        city["investment_by_place"]["rows"],
        json!([["杭州萧山", "1.511"]])
    );
    assert_eq!(
        bench.get("/?region=999999").await.status,
        StatusCode::BAD_REQUEST
    );
}

#[tokio::test]
async fn home_leads_to_what_waits_and_what_is_overdue() {
    let bench = Bench::filled().await;
    let home = bench.get("/").await;
    let html = home.text();
    for expected in [
        "<a href=\"/queue?kind=project\">项目</a> <span class=\"num\">3</span>",
        "有 1 个目标已过期，尚无结果",
        "17.11亿元 + 3,000万美元",
        "示例之芯第12期",
        "2025年6月20日",
    ] {
        assert!(html.contains(expected), "{expected} is not in {html}");
    }
    let json = bench.get("/index.json").await.json();
    assert_eq!(
        json["waiting"],
        json!({ "organization": 1, "project": 3, "financing": 1, "figure": 3, "statistic": 1, "target": 1 }),
    );
    assert_eq!(json["overdue_targets"], 1);
}

#[tokio::test]
async fn the_board_has_seven_columns_and_one_for_the_unknown() {
    let bench = Bench::filled().await;
    let board = bench.get("/pipeline").await;
    assert_eq!(board.text().matches("class=\"board-column\"").count(), 8);
    assert!(board.text().contains("约15.11亿元"), "{}", board.text());
    let filtered = bench
        .get("/pipeline.json?region=330000&status=proposed")
        .await
        .json();
    assert_eq!(filtered["shown"], "浙江省的项目 2 个，状态：待确认");
    assert_eq!(filtered["stages"].as_array().unwrap().len(), 7);
    let table = bench.get("/pipeline?view=table").await;
    assert_eq!(table.text().matches("<th scope=\"row\">").count(), 4);
    let nothing = bench.get("/pipeline?q=没有这样的项目").await;
    assert!(nothing.text().contains("清除全部筛选条件"));
}
