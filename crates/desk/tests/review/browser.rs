//! A browser without a screen.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use axum::body::{Body as HttpBody, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use jiff::Timestamp;
use tempfile::TempDir;
use tower::util::BoxCloneSyncService;
use tower::{Service, ServiceExt};
use xinqiao_desk::{Desk, routes};
use xinqiao_ledger::sqlite::SqliteLedger;
use xinqiao_ledger::{Append, AsOf, Change, Filter};
use xinqiao_record::body::Article;
use xinqiao_record::{
    Body, Citation, IdSource, Kind, Proposal, ProposedMatch, Record, RecordId, Span, Status,
};

/// An answer.
pub(crate) struct Page {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Page {
    /// Where the answer sends the browser on to.
    pub(crate) fn location(&self) -> &str {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.text);
        self.headers["location"].to_str().unwrap()
    }

    #[track_caller]
    pub(crate) fn has(&self, text: &str) -> &Self {
        assert!(
            self.text.contains(text),
            "`{text}` is not in:\n{}",
            self.text
        );
        self
    }

    #[track_caller]
    pub(crate) fn lacks(&self, text: &str) -> &Self {
        assert!(!self.text.contains(text), "`{text}` is in:\n{}", self.text);
        self
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers[name].to_str().unwrap()
    }
}

/// A browser with a desk of its own.
pub(crate) struct Browser {
    pub(crate) desk: Arc<Desk>,
    service: BoxCloneSyncService<Request, Response, std::convert::Infallible>,
    language: &'static str,
    _folder: TempDir,
}

impl Browser {
    pub(crate) fn new() -> Self {
        Browser::with(|_| {})
    }

    /// A browser whose desk was changed before it opened.
    pub(crate) fn with(change: impl FnOnce(&mut Desk)) -> Self {
        let folder = TempDir::new().unwrap();
        // A clock that goes a second on each time it is looked at.
        let seconds = Arc::new(AtomicI64::new(1_780_000_000));
        let clock =
            move || Timestamp::from_second(seconds.fetch_add(1, Ordering::Relaxed)).unwrap();
        let ledger = SqliteLedger::open(folder.path(), clock.clone()).unwrap();
        let mut desk = Desk::new(
            Arc::new(ledger),
            IdSource::counting(1_780_000_000_000),
            clock,
        );
        change(&mut desk);
        let desk = Arc::new(desk);
        let service = BoxCloneSyncService::new(routes::service(Arc::clone(&desk)));
        Browser {
            desk,
            service,
            language: "zh-CN",
            _folder: folder,
        }
    }

    pub(crate) fn speaking(mut self, language: &'static str) -> Self {
        self.language = language;
        self
    }

    async fn send(&self, request: axum::http::request::Builder, body: impl Into<HttpBody>) -> Page {
        let request = request
            .header("host", "localhost")
            .header("accept-language", self.language)
            .body(body.into())
            .unwrap();
        let mut service = self.service.clone();
        let response = service.ready().await.unwrap().call(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        Page {
            status: parts.status,
            headers: parts.headers,
            // Templates and values write the same character in two ways.
            text: String::from_utf8_lossy(&bytes).replace("&#38;", "&amp;"),
        }
    }

    pub(crate) async fn get(&self, address: &str) -> Page {
        let address = address.split('#').next().unwrap();
        self.send(Request::get(address), HttpBody::empty()).await
    }

    /// A page that must be there.
    pub(crate) async fn read(&self, address: &str) -> Page {
        let page = self.get(address).await;
        assert_eq!(page.status, StatusCode::OK, "{address}: {}", page.text);
        page
    }

    pub(crate) async fn post(&self, address: &str, fields: &[(&str, &str)]) -> Page {
        let encode = xinqiao_desk::show::encode;
        let pairs: Vec<_> = fields
            .iter()
            .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
            .collect();
        let request =
            Request::post(address).header("content-type", "application/x-www-form-urlencoded");
        self.send(request, pairs.join("&")).await
    }

    pub(crate) async fn upload(&self, files: &[(&str, &str)]) -> Page {
        let mut body = String::new();
        for (name, text) in files {
            body.push_str(&format!(
                "--border\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\n\
                 Content-Type: application/octet-stream\r\n\r\n{text}\r\n"
            ));
        }
        body.push_str("--border--\r\n");
        let request = Request::post("/documents")
            .header("content-type", "multipart/form-data; boundary=border");
        self.send(request, body).await
    }

    /// Takes in one file and waits until it is there.
    pub(crate) async fn take_in(&self, name: &str, text: &str) -> RecordId {
        let answer = self.upload(&[(name, text)]).await;
        let job = self.finished(answer.location()).await;
        let href = job["files"][0]["href"]
            .as_str()
            .unwrap_or_else(|| panic!("{job}"));
        href.strip_prefix("/documents/").unwrap().parse().unwrap()
    }

    /// An upload once nothing is left to do.
    pub(crate) async fn finished(&self, upload: &str) -> serde_json::Value {
        for _ in 0..600 {
            let job = self.read(&format!("{upload}.json")).await.json();
            if job["done"] == true {
                return job;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("the upload does not end")
    }

    pub(crate) async fn record(&self, id: RecordId) -> Record {
        self.desk
            .ledger
            .get(id, AsOf::default())
            .await
            .unwrap()
            .unwrap()
            .record
    }

    /// A place in a document that says `quote`.
    pub(crate) async fn cite(&self, document: RecordId, quote: &str) -> Citation {
        let text = self.read(&format!("/documents/{document}/text")).await.text;
        let start = u32::try_from(
            text.find(quote)
                .unwrap_or_else(|| panic!("{quote} is not in {text}")),
        )
        .unwrap();
        let span = Span::new(start, start + u32::try_from(quote.len()).unwrap());
        let filter = Filter {
            refers_to: Some(document),
            ..Filter::kind(Kind::Article)
        };
        let articles = self.desk.ledger.list(filter).await.unwrap().records;
        let holds = |body: &Article| body.span.contains(span);
        let article = articles
            .iter()
            .find(|stored| matches!(&stored.record.body, Body::Article(body) if holds(body)))
            .map(|stored| stored.record.id);
        Citation {
            document,
            article,
            span: Some(span),
            quote: quote.into(),
        }
    }

    /// Puts a candidate into the ledger, as intake does.
    pub(crate) async fn propose(
        &self,
        body: Body,
        confidence: u8,
        source: Citation,
        same_as: Option<(RecordId, &str)>,
    ) -> RecordId {
        let mut record = Record::new(self.desk.ids.next(body.kind()), Status::Proposed, body);
        record.sources.push(source);
        let same_as = same_as.map(|(record, matched)| ProposedMatch {
            record,
            matched: matched.into(),
            rule: "short_name".into(),
        });
        record.proposal = Some(Proposal {
            confidence,
            same_as,
        });
        let id = record.id;
        let append = Append {
            actor: "reader".into(),
            reason: String::new(),
            idempotency_key: None,
            changes: vec![Change::new(record)],
        };
        self.desk.ledger.append(append).await.unwrap();
        id
    }
}
