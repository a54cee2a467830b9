//! The ledger on PostgreSQL: one database, several nodes, one chain.
//!
//! | module | concept |
//! |---|---|
//! | `schema` | tables and format version |
//! | `writer` | a node's one writer: group commit under the lock of the head row |
//! | `reader` | the reads |
//! | `verify` | the full check |
//! | `row` | rows as values |
//!
//! Every node queues its appends and writes them in groups. The head row is locked for the length of a transaction, so the
//! nodes' groups follow one another in one chain. A commit that is cut off is asked after before anybody is answered.

mod reader;
mod row;
mod schema;
mod verify;
mod writer;

use async_trait::async_trait;
use deadpool_postgres::{Manager, ManagerConfig, Object, Pool, RecyclingMethod};
use jiff::Timestamp;
use tokio::sync::{mpsc, oneshot};
use tokio_postgres::{Client, Config, IsolationLevel, NoTls, Transaction};
use xinqiao_record::{RecordId, Sha256};

use crate::contract::{
    Append, AsOf, ChangeBatch, Filter, Ledger, LedgerHead, Page, Receipt, Referrer, Stored,
    StoredCheckpoint, VerifyReport,
};
use crate::error::LedgerError;
use crate::job::Job;
use crate::prepare::prepare;

use writer::{Head, QUEUE, Session, Writer};

/// Reads at one time; further ones wait.
const READERS: usize = 8;

/// How to reach the database.
#[derive(Debug, Clone)]
struct Connect {
    config: Config,
}

impl Connect {
    /// A connection of its own.
    async fn client(&self) -> Result<Client, LedgerError> {
        let (client, connection) = self.config.connect(NoTls).await?;
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::warn!(%error, "a connection to PostgreSQL ended");
            }
        });
        Ok(client)
    }
}

/// A ledger in a schema of a PostgreSQL database. Any number of processes may have it open.
pub struct PostgresLedger {
    queue: mpsc::Sender<Job>,
    pool: Pool,
}

impl std::fmt::Debug for PostgresLedger {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PostgresLedger").finish_non_exhaustive()
    }
}

impl PostgresLedger {
    /// Opens the ledger of a schema, making both if needed. `clock` tells the time of each commit.
    ///
    /// `url` is written `postgres://user:password@host:port/database`; the connection is not encrypted, so it must not
    /// leave a trusted network. `schema` is a plain lower-case word.
    ///
    /// # Errors
    /// [`LedgerError::Store`] when the address or the schema's name is wrong, the database refuses, or has a newer format.
    pub async fn open(
        url: &str,
        schema: &str,
        clock: impl Fn() -> Timestamp + Send + Sync + 'static,
    ) -> Result<PostgresLedger, LedgerError> {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if !schema.starts_with(|c: char| c.is_ascii_lowercase()) || !schema.chars().all(plain) {
            return Err(LedgerError::Store(format!(
                "`{schema}` is no name of a schema: lower-case letters, digits and `_`"
            )));
        }
        // The address holds a password, so the parser's words are kept and the address is not.
        let mut config: Config = url.parse()?;
        config.options(format!(
            "-c search_path={schema} -c default_transaction_isolation=read\\ committed"
        ));
        config.application_name("xinqiao");
        let connect = Connect {
            config: config.clone(),
        };
        let mut client = connect.client().await?;
        schema::prepare(&mut client, schema).await?;
        let manager = Manager::from_config(
            config,
            NoTls,
            ManagerConfig {
                recycling_method: RecyclingMethod::Fast,
            },
        );
        let pool = Pool::builder(manager)
            .max_size(READERS)
            .build()
            .map_err(|error| LedgerError::Store(error.to_string()))?;
        let (queue, jobs) = mpsc::channel(QUEUE);
        let writer = Writer {
            connect,
            session: Some(Session::new(client).await?),
            clock: Box::new(clock),
        };
        tokio::spawn(writer.run(jobs));
        Ok(PostgresLedger { queue, pool })
    }

    async fn queue<T>(
        &self,
        job: impl FnOnce(oneshot::Sender<Result<T, LedgerError>>) -> Job,
    ) -> Result<T, LedgerError> {
        let (reply, answer) = oneshot::channel();
        let sent = self.queue.send(job(reply)).await;
        sent.map_err(|_| LedgerError::Closed)?;
        answer.await.map_err(|_| LedgerError::Closed)?
    }

    async fn client(&self) -> Result<Object, LedgerError> {
        let client = self.pool.get().await;
        client.map_err(|error| LedgerError::Store(format!("PostgreSQL: {error}")))
    }
}

/// One state of the ledger, for reads of several statements.
async fn snapshot(client: &mut Object) -> Result<Transaction<'_>, LedgerError> {
    let client: &mut Client = client;
    Ok(client
        .build_transaction()
        .isolation_level(IsolationLevel::RepeatableRead)
        .read_only(true)
        .start()
        .await?)
}

/// Ends a read. Left to itself a transaction ends only when the connection is next looked after, and keeps its locks till
/// then.
async fn end(tx: Transaction<'_>) {
    if let Err(error) = tx.rollback().await {
        tracing::debug!(%error, "a read could not be ended; its connection goes with it");
    }
}

#[async_trait]
impl Ledger for PostgresLedger {
    async fn append(&self, append: Append) -> Result<Receipt, LedgerError> {
        let prepared = prepare(append)?;
        self.queue(|reply| Job::Append(Box::new(prepared), reply))
            .await
    }

    async fn get(&self, id: RecordId, as_of: AsOf) -> Result<Option<Stored>, LedgerError> {
        let mut client = self.client().await?;
        let tx = snapshot(&mut client).await?;
        let found = reader::get(&tx, id, as_of).await;
        end(tx).await;
        found
    }

    async fn history(&self, id: RecordId) -> Result<Vec<Stored>, LedgerError> {
        reader::history(&**self.client().await?, id).await
    }

    async fn list(&self, filter: Filter) -> Result<Page, LedgerError> {
        let mut client = self.client().await?;
        let tx = snapshot(&mut client).await?;
        let found = reader::list(&tx, &filter).await;
        end(tx).await;
        found
    }

    async fn referrers(&self, id: RecordId) -> Result<Vec<Referrer>, LedgerError> {
        reader::referrers(&**self.client().await?, id).await
    }

    async fn changes(&self, after: u64, limit: usize) -> Result<ChangeBatch, LedgerError> {
        reader::changes(&**self.client().await?, after, limit).await
    }

    async fn put_blob(&self, bytes: Vec<u8>) -> Result<Sha256, LedgerError> {
        let digest = Sha256::of(&bytes);
        self.queue(|reply| Job::Blob(digest, bytes, reply)).await?;
        Ok(digest)
    }

    async fn blob(&self, digest: Sha256) -> Result<Option<Vec<u8>>, LedgerError> {
        reader::blob(&**self.client().await?, digest).await
    }

    async fn event_hashes(&self, after: u64, limit: usize) -> Result<Vec<Sha256>, LedgerError> {
        reader::event_hashes(&**self.client().await?, after, limit).await
    }

    async fn keep_checkpoint(
        &self,
        size: u64,
        note: String,
    ) -> Result<StoredCheckpoint, LedgerError> {
        self.queue(|reply| Job::Checkpoint(size, note, reply)).await
    }

    async fn checkpoints(&self, limit: u64) -> Result<Vec<StoredCheckpoint>, LedgerError> {
        reader::checkpoints(&**self.client().await?, limit).await
    }

    async fn head(&self) -> Result<LedgerHead, LedgerError> {
        let client = self.client().await?;
        Ok(Head::load(&**client).await?.public())
    }

    async fn verify(&self) -> Result<VerifyReport, LedgerError> {
        let mut client = self.client().await?;
        let tx = snapshot(&mut client).await?;
        let found = verify::verify(&tx).await;
        end(tx).await;
        found
    }
}
