//! `xinqiao demo`: a throw-away desk, filled by reading the bundled documents.

use std::io::Write;
use std::sync::Arc;

use indicatif::{ProgressBar, ProgressStyle};
use xinqiao_desk::{Desk, intake};

use super::serve;
use crate::cli::DemoArgs;
use crate::demo_set::DOCUMENTS;
use crate::failure::{Failure, Outcome};
use crate::shell;

const FIRST_PORT: u16 = 7788;
const LAST_PORT: u16 = 7888;

/// Fills a temporary desk and serves it.
pub(crate) fn run(args: &DemoArgs) -> Result<Outcome, Failure> {
    let folder = tempfile::Builder::new().prefix("xinqiao-demo-").tempdir()?;
    let outcome = shell::runtime()?.block_on(async {
        let mut desk = shell::signing_desk(folder.path())?;
        desk.demo = true;
        let desk = Arc::new(desk);
        fill(&desk).await?;
        let listener = match args.port {
            Some(port) => serve::listen(port).await?,
            None => first_free().await?,
        };
        if args.smoke {
            return super::smoke::check(desk, listener).await;
        }
        writeln!(
            std::io::stdout(),
            "The demo needs no login; it is forgotten when it stops."
        )?;
        serve::announce(&listener)?;
        serve::serve(desk, listener).await?;
        Ok(Outcome::Done)
    });
    folder.close()?;
    outcome
}

async fn first_free() -> Result<tokio::net::TcpListener, Failure> {
    for port in FIRST_PORT..LAST_PORT {
        if let Ok(listener) = serve::listen(port).await {
            return Ok(listener);
        }
    }
    serve::listen(LAST_PORT).await
}

/// Reads the bundled documents through the real pipeline.
async fn fill(desk: &Arc<Desk>) -> Result<(), Failure> {
    let bar = ProgressBar::new(DOCUMENTS.len() as u64);
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}") {
        bar.set_style(style);
    }
    let mut out = std::io::stdout();
    for (name, bytes) in DOCUMENTS {
        bar.set_message(name);
        let taken = intake::take_in(desk, name, bytes.to_vec())
            .await
            .map_err(|error| Failure::at(name, error))?;
        let facts: usize = taken.tally.proposed.values().sum();
        let line = format!(
            "read {name}: {} articles, {facts} proposed facts, {} joined",
            taken.tally.articles, taken.tally.joined
        );
        if bar.is_hidden() {
            writeln!(out, "{line}")?;
        } else {
            bar.println(line);
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(())
}
