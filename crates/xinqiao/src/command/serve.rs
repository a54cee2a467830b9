//! `xinqiao serve`: the desk for real work.

use std::io::Write;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::ServiceExt;
use axum::extract::Request;
use tokio::net::TcpListener;
use xinqiao_desk::{Desk, finder, routes};

use crate::cli::ServeArgs;
use crate::failure::{Failure, Outcome};
use crate::shell;

/// Serves a data folder until it is interrupted.
pub(crate) fn run(args: &ServeArgs) -> Result<Outcome, Failure> {
    shell::runtime()?.block_on(async {
        // A password in the environment is not seen in the list of processes.
        let database = args
            .database
            .clone()
            .or_else(|| std::env::var("XINQIAO_DATABASE_URL").ok());
        let desk = match database {
            Some(url) => shell::database_desk(&url, &args.data).await?,
            None => shell::signing_desk(&args.data)?,
        };
        let desk = Arc::new(desk);
        let listener = listen(args.port).await?;
        announce(&listener)?;
        serve(desk, listener).await?;
        Ok(Outcome::Done)
    })
}

/// A port of this machine's own address. Until people have accounts, nobody else can reach the desk.
pub(crate) async fn listen(port: u16) -> Result<TcpListener, Failure> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    TcpListener::bind(address).await.map_err(|error| {
        Failure::at(
            address,
            format_args!("{error}; choose another port with --port"),
        )
    })
}

/// Prints where the desk is to be found.
pub(crate) fn announce(listener: &TcpListener) -> Result<(), Failure> {
    let mut out = std::io::stdout();
    writeln!(out, "Xinqiao is at http://{}/", listener.local_addr()?)?;
    writeln!(
        out,
        "It listens on this machine only: there are no accounts yet, so whoever reaches it may change everything."
    )?;
    writeln!(out, "Ctrl-C stops it.")?;
    Ok(out.flush()?)
}

/// Serves until Ctrl-C or a termination signal, then answers the requests that are under way. Meanwhile
/// the search index follows the ledger.
pub(crate) async fn serve(desk: Arc<Desk>, listener: TcpListener) -> Result<(), Failure> {
    // Lists and index are warm when they are first asked for.
    let follower = tokio::spawn(finder::follow(Arc::clone(&desk)));
    let signer = tokio::spawn(sign(Arc::clone(&desk)));
    let service = routes::service(desk);
    let make = ServiceExt::<Request>::into_make_service(service);
    let served = axum::serve(listener, make)
        .with_graceful_shutdown(interrupted())
        .await;
    signer.abort();
    follower.abort();
    // It is ended on purpose, so how it ended says nothing.
    let _ = follower.await;
    Ok(served?)
}

/// Signs where the ledger ends, every minute in which something has come.
async fn sign(desk: Arc<Desk>) {
    let Some(log) = &desk.log else { return };
    let mut minute = tokio::time::interval(std::time::Duration::from_secs(60));
    loop {
        minute.tick().await;
        if let Err(error) = log.keeper.checkpoint().await {
            tracing::error!(%error, "no checkpoint was signed");
        }
    }
}

async fn interrupted() {
    let ctrl_c = async {
        let _ = tokio::signal::ctrl_c().await;
    };
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => tokio::select! {
                () = ctrl_c => {}
                _ = terminate.recv() => {}
            },
            Err(_) => ctrl_c.await,
        }
    }
    #[cfg(not(unix))]
    ctrl_c.await;
}
