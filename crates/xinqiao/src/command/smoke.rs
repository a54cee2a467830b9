//! `xinqiao demo --smoke`: does every page of the demo answer?

use std::io::Write;
use std::net::SocketAddr;
use std::sync::Arc;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use xinqiao_desk::Desk;
use xinqiao_ledger::{Filter, Ledger};
use xinqiao_record::Kind;

use super::serve;
use crate::failure::{Failure, Outcome};

/// Pages that every desk has.
const PAGES: [&str; 29] = [
    "/",
    "/index.json",
    "/queue",
    "/documents",
    "/uploads",
    "/pipeline",
    "/pipeline.csv",
    "/records",
    "/records/project",
    "/records/project.csv",
    "/records/organization",
    "/records/policy.json",
    "/targets",
    "/figures",
    "/statistics",
    "/search?q=%E7%A2%B3%E5%8C%96%E7%A1%85",
    "/policies",
    "/policies/xiaoshan-chip-2025",
    "/policies/compare",
    "/policies/calendar",
    "/policies/due.json",
    "/policies/budget.csv",
    "/policies/check",
    "/match",
    "/ledger",
    "/ledger/checkpoint",
    "/help",
    "/-/patterns",
    "/api/v1/openapi.json",
];

/// Asks for every page over the network, and for one page of every record.
pub(crate) async fn check(desk: Arc<Desk>, listener: TcpListener) -> Result<Outcome, Failure> {
    let address = listener.local_addr()?;
    let ledger: Arc<dyn Ledger> = Arc::clone(&desk.ledger);
    let server = tokio::spawn(async move {
        serve::serve(desk, listener)
            .await
            .map_err(|e| e.to_string())
    });
    let mut paths: Vec<String> = PAGES.map(str::to_owned).to_vec();
    for kind in Kind::ALL {
        let page = ledger
            .list(Filter {
                limit: Some(1),
                ..Filter::kind(kind)
            })
            .await?;
        for stored in page.records {
            let id = stored.record.id;
            paths.extend(["", ".json", "/receipt"].map(|of| format!("/record/{id}{of}")));
            if kind == Kind::Document {
                paths.push(format!("/documents/{id}"));
            }
        }
    }
    let mut bad = 0;
    let mut out = std::io::stdout();
    for path in &paths {
        let (status, length) = get(address, path).await?;
        if status != 200 {
            bad += 1;
            writeln!(out, "{status} {path}")?;
        } else if length == 0 {
            bad += 1;
            writeln!(out, "empty {path}")?;
        }
    }
    server.abort();
    ledger.verify().await?;
    writeln!(
        out,
        "smoke: {} of {} addresses answered, the ledger is whole",
        paths.len() - bad,
        paths.len()
    )?;
    Ok(if bad == 0 { Outcome::Done } else { Outcome::No })
}

/// A request by hand: the status and the number of bytes after the head.
async fn get(address: SocketAddr, path: &str) -> Result<(u16, usize), Failure> {
    let mut stream = TcpStream::connect(address).await?;
    let request = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    let head = String::from_utf8_lossy(&answer);
    let status = head
        .split(' ')
        .nth(1)
        .and_then(|code| code.parse().ok())
        .unwrap_or(0);
    let body = head
        .split_once("\r\n\r\n")
        .map_or(0, |(_, body)| body.len());
    Ok((status, body))
}
