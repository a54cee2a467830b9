//! How long pages take with twenty thousand records; run by hand, it prints and asserts nothing about time.

use std::time::Instant;

use axum::http::StatusCode;
use xinqiao_ledger::Change;
use xinqiao_record::body::{Organization, Project, Stage};
use xinqiao_record::{Body, Currency, Region, Status};

use super::support::{Bench, amount, fact};

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes long; run with --ignored --nocapture in release"]
async fn pages_with_twenty_thousand_records() {
    let bench = Bench::filled().await;
    let regions: Vec<_> = Region::all().map(|region| region.code).collect();
    for start in (0..20_000_u64).step_by(1_000) {
        let changes = (start..start + 1_000).map(|number| {
            let region = regions.get(number as usize % regions.len()).copied();
            let body = if number % 2 == 0 {
                Body::Project(Project {
                    name: format!("示例项目{number}"),
                    region,
                    amount: amount(number as i64 * 10_000, Currency::Cny),
                    stage: Stage::ALL.get(number as usize % 9).copied(),
                    stage_date: format!("20{}-0{}", 20 + number % 6, 1 + number % 9)
                        .parse()
                        .ok(),
                    ..Project::default()
                })
            } else {
                Body::Organization(Organization {
                    name: format!("示例公司{number}"),
                    region,
                    ..Organization::default()
                })
            };
            Change::new(fact(number + 100, Status::Proposed, body))
        });
        bench.append("reader", changes.collect()).await;
    }
    let began = Instant::now();
    bench.desk.board.now(&*bench.desk.ledger).await.unwrap();
    println!("board, first time: {:?}", began.elapsed());
    let began = Instant::now();
    bench
        .desk
        .finder
        .catch_up(&*bench.desk.ledger)
        .await
        .unwrap();
    println!("index, first time: {:?}", began.elapsed());
    let addresses = [
        "/",
        "/?region=330000",
        "/records",
        "/records/project",
        "/records/project?region=330000&sort=-amount",
        "/records/project.csv",
        "/pipeline",
        "/pipeline?region=330000",
        "/targets",
        "/figures",
        "/statistics",
        "/search?q=kind:project",
        "/ledger",
        "/api/v1/records?kind=project&region=330000",
    ];
    for address in addresses {
        bench.get(address).await;
        let began = Instant::now();
        let answer = bench.get(address).await;
        println!(
            "{address}: {:?}, {} bytes",
            began.elapsed(),
            answer.bytes.len()
        );
        assert_eq!(answer.status, StatusCode::OK);
    }
}
