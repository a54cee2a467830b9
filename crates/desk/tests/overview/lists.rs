//! Lists: filters, order, pages, twins; figures, statistics, ledger.

use axum::http::StatusCode;
use xinqiao_desk::facet::{Dimension, Pairs, Selection};
use xinqiao_ledger::Change;
use xinqiao_record::body::Award;
use xinqiao_record::{Body, Kind, Status};

use super::support::{Bench, fact, id};

fn pairs(fields: &[(&str, &str)]) -> Pairs {
    fields
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

#[tokio::test]
async fn a_list_says_what_it_shows_and_comes_whole_as_csv() {
    let bench = Bench::filled().await;
    let list = bench
        .get("/records/project.json?region=330000&sort=-amount")
        .await
        .json();
    assert_eq!(
        list["shown"],
        "浙江省的项目 3 个，待确认和已确认，按金额由大到小"
    );
    assert_eq!(list["total"], 3);
    let csv = bench
        .csv("/records/project.csv?region=330000&sort=-amount")
        .await;
    let mut lines = csv.lines();
    assert_eq!(
        lines.next(),
        Some(
            "id,kind,status,revision,title,parties,region_code,region,amount,currency,qualifier,stage,date,until,sources,quote"
        ),
    );
    // Yuan before dollars, whatever the figures; what has no sum comes last.
    let expected = format!(
        "{},project,confirmed,1,示例碳化硅衬底项目,示例半导体材料有限公司,330109,浙江省杭州市萧山区,1511000000,CNY,about,topped_out,2025-06-20,,{},示例碳化硅项目结顶",
        id(Kind::Project, 1),
        id(Kind::Document, 1),
    );
    assert_eq!(lines.next(), Some(expected.as_str()));
    let titles: Vec<_> = lines.map(|line| line.split(',').nth(4).unwrap()).collect();
    assert_eq!(titles, ["示例封测项目", "示例传感器项目"]);
}

#[tokio::test]
async fn a_facet_counts_what_choosing_it_would_give() {
    let bench = Bench::filled().await;
    let snapshot = bench.desk.board.now(&*bench.desk.ledger).await.unwrap();
    let fields = pairs(&[("region", "330109"), ("stage", "topped_out")]);
    let selection = Selection::read(&fields, Some(Kind::Project), bench.desk.today()).unwrap();
    let sifted = selection.sift(&snapshot);
    assert_eq!(sifted.rows.len(), 2);
    let counts = |dimension| {
        let counts = sifted.counts.get(&dimension).cloned().unwrap_or_default();
        counts.into_iter().collect::<Vec<_>>()
    };
    let own = |pairs: &[(&str, u64)]| {
        pairs
            .iter()
            .map(|(value, n)| ((*value).to_owned(), *n))
            .collect::<Vec<_>>()
    };
    assert_eq!(counts(Dimension::Stage), own(&[("topped_out", 2)]));
    assert_eq!(
        counts(Dimension::Region),
        own(&[("330000", 2), ("330100", 2), ("330109", 2)])
    );
    assert_eq!(
        counts(Dimension::Status),
        own(&[("confirmed", 1), ("proposed", 1)])
    );
}

#[tokio::test]
async fn the_overdue_are_told_apart_from_what_is_not_due_yet() {
    let bench = Bench::filled().await;
    let snapshot = bench.desk.board.now(&*bench.desk.ledger).await.unwrap();
    let selection = Selection::read(&Pairs::new(), Some(Kind::Target), bench.desk.today()).unwrap();
    let sifted = selection.sift(&snapshot);
    let counts: Vec<_> = sifted.counts[&Dimension::Outcome]
        .iter()
        .map(|(value, n)| (value.as_str(), *n))
        .collect();
    assert_eq!(counts, [("kept", 1), ("open", 1), ("overdue", 1)]);
}

#[tokio::test]
async fn what_cannot_be_asked_is_told_with_what_can() {
    let bench = Bench::empty();
    let wrong = bench.get("/records/project?stage=nonsense").await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    assert!(
        wrong.text().contains("cannot be `nonsense`"),
        "{}",
        wrong.text()
    );
    assert!(wrong.text().contains("topped_out"));
    assert_eq!(
        bench.get("/records/nonsense").await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        bench.get("/records?sort=colour").await.status,
        StatusCode::BAD_REQUEST
    );
}

#[tokio::test]
async fn a_page_holds_fifty_and_the_twins_hold_all() {
    let bench = Bench::filled().await;
    let award = |number: u64| {
        let body = Award {
            name: format!("示例奖{number:03}"),
            ..Award::default()
        };
        Change::new(fact(number, Status::Proposed, Body::Award(body)))
    };
    bench.append("reader", (1..=120).map(award).collect()).await;
    let third = bench.get("/records/award?page=3&sort=title").await;
    assert_eq!(third.text().matches("<th scope=\"row\">").count(), 20);
    assert!(third.text().contains("示例奖120") && !third.text().contains("示例奖100<"));
    assert!(third.text().contains("101–120"), "{}", third.text());
    assert_eq!(
        bench.csv("/records/award.csv?page=3").await.lines().count(),
        121
    );
    assert_eq!(
        bench.get("/records/award.json?page=3").await.json()["records"]
            .as_array()
            .unwrap()
            .len(),
        120
    );
    for address in [
        "/records/award.xlsx",
        "/records/award?format=xlsx",
        "/records.xlsx",
    ] {
        let book = bench.get(address).await;
        assert_eq!(book.status, StatusCode::OK);
        assert!(
            book.header("content-type").contains("spreadsheetml"),
            "{address}"
        );
        assert!(book.bytes.starts_with(b"PK"));
    }
}

#[tokio::test]
async fn the_text_filter_looks_at_names_parties_and_places() {
    let bench = Bench::filled().await;
    for (text, count) in [
        ("碳化硅衬底", 1),
        ("示例半导体材料", 4),
        ("萧山", 2),
        ("没有", 0),
    ] {
        let address = format!(
            "/records/project.json?q={}",
            xinqiao_desk::show::encode(text)
        );
        assert_eq!(bench.get(&address).await.json()["total"], count, "{text}");
    }
}

#[tokio::test]
async fn figures_stand_together_by_technology_over_time() {
    let bench = Bench::filled().await;
    let csv = bench.csv("/figures.csv").await;
    let rows: Vec<Vec<&str>> = csv
        .lines()
        .skip(1)
        .map(|line| line.split(',').skip(1).take(7).collect())
        .collect();
    assert_eq!(
        rows,
        [
            [
                "示例光刻机",
                "套刻精度",
                "2023",
                "8",
                "nm",
                "exact",
                "示例装备有限公司"
            ],
            [
                "示例光刻机",
                "套刻精度",
                "2024-06",
                "5",
                "nm",
                "exact",
                "示例装备有限公司"
            ],
            [
                "示例光刻机",
                "套刻精度",
                "2025",
                "3.5",
                "nm",
                "exact",
                "示例装备有限公司"
            ],
        ],
    );
    let page = bench.get("/figures").await;
    assert!(
        page.text().contains("<svg"),
        "three dated values of one unit make a line"
    );
    assert!(page.text().contains("示例光刻机：套刻精度"));
}

#[tokio::test]
async fn a_statistic_has_its_rows_and_a_chart() {
    let bench = Bench::filled().await;
    let list = bench.csv("/statistics.csv").await;
    assert_eq!(list.lines().count(), 4);
    let address = format!("/statistics/{}", id(Kind::Statistic, 1));
    let csv = bench.csv(&format!("{address}.csv")).await;
    assert_eq!(
        csv,
        "entity,measure,period,value,unit,change_percent\n\
         示例省,产量,2023,100,亿块,\n示例省,产量,2024,120,亿块,\n示例市,产量,2024,70,亿块,\n",
    );
    assert!(bench.get(&address).await.text().contains("<svg"));
    assert_eq!(
        bench
            .get(&format!("/statistics/{}", id(Kind::Project, 1)))
            .await
            .status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn the_ledger_shows_events_newest_first_and_checks_itself() {
    let bench = Bench::filled().await;
    let mut next = bench
        .desk
        .ledger
        .get(id(Kind::Project, 2), Default::default())
        .await
        .unwrap()
        .unwrap()
        .record;
    next = next.next_revision();
    next.status = Status::Confirmed;
    bench.append("示例员", vec![Change::revise(next)]).await;
    let all = bench.get("/ledger.json").await.json();
    let events = all["head"]["events"].as_u64().unwrap();
    assert_eq!(events, 5 + 14 + 1);
    assert_eq!(all["events"][0]["header"]["sequence"], events);
    let csv = bench
        .csv(&format!(
            "/ledger.csv?actor={}",
            xinqiao_desk::show::encode("示例员")
        ))
        .await;
    let lines: Vec<_> = csv.lines().collect();
    assert_eq!(lines.len(), 2);
    assert!(
        lines[1].starts_with("20,2026-11-20T02:00:00Z,示例员,project_"),
        "{}",
        lines[1]
    );
    assert_eq!(
        bench.csv("/ledger.csv?kind=figure").await.lines().count(),
        4
    );
    let record = bench
        .csv(&format!("/ledger.csv?record={}", id(Kind::Project, 2)))
        .await;
    assert_eq!(record.lines().count(), 3);
    let verified = bench.post_form("/ledger/verify", &[]).await;
    assert_eq!(verified.status, StatusCode::OK);
    assert!(
        verified.text().contains("核对无误") && verified.text().contains("事件 20 条"),
        "{}",
        verified.text()
    );
}
