//! From events to entries of the index.

use std::collections::BTreeMap;
use std::sync::Arc;

use xinqiao_ledger::{AsOf, Event, Ledger, LedgerError};
use xinqiao_record::{Body, Kind, Language, PartialDate, Record, RecordId, Status};
use xinqiao_search::{Change, Entry};

use crate::intake::StoredReading;
use crate::show;

/// What entries take over from their document.
#[derive(Debug, Clone)]
struct Source {
    title: String,
    language: Language,
    issued: Option<PartialDate>,
    reading: xinqiao_record::Sha256,
}

/// Documents met so far, and the text of the latest: the articles of a document come one after the other.
#[derive(Debug, Default)]
pub(super) struct Sources {
    documents: BTreeMap<RecordId, Source>,
    text: Option<(RecordId, Arc<str>)>,
}

impl Sources {
    /// The changes to the index that a stretch of events makes; of several revisions only the last counts.
    pub(super) async fn changes(
        &mut self,
        ledger: &dyn Ledger,
        events: Vec<Event>,
    ) -> Result<Vec<Change>, LedgerError> {
        let mut last = BTreeMap::new();
        for event in &events {
            last.insert(event.header.record, event.header.sequence);
        }
        let mut changes = Vec::with_capacity(last.len());
        for event in events {
            if last.get(&event.header.record) == Some(&event.header.sequence) {
                changes.push(self.change(ledger, &event.record).await?);
            }
        }
        Ok(changes)
    }

    async fn change(
        &mut self,
        ledger: &dyn Ledger,
        record: &Record,
    ) -> Result<Change, LedgerError> {
        if record.kind() == Kind::Document {
            self.documents.remove(&record.id);
        }
        if matches!(record.status, Status::Rejected | Status::Retired) {
            return Ok(Change::Remove(record.id.to_string()));
        }
        let text = match &record.body {
            Body::Article(article) => {
                let text = self.text(ledger, article.document).await?;
                text.and_then(|text| article.span.of(&text).map(str::to_owned))
            }
            _ => None,
        };
        let mut entry = Entry::from_record(record, text.as_deref());
        entry.body = readable(&entry.body, &entry.title);
        if let Some(document) = entry.document
            && let Some(source) = self.source(ledger, document).await?
        {
            entry.language = source.language;
            if record.kind() == Kind::Article {
                entry.date = entry.date.or(source.issued);
            }
            entry.source.get_or_insert_with(|| source.title.clone());
        }
        Ok(Change::upsert(entry))
    }

    async fn source(
        &mut self,
        ledger: &dyn Ledger,
        id: RecordId,
    ) -> Result<Option<Source>, LedgerError> {
        if let Some(known) = self.documents.get(&id) {
            return Ok(Some(known.clone()));
        }
        let Some(stored) = ledger.get(id, AsOf::default()).await? else {
            return Ok(None);
        };
        let Body::Document(document) = stored.record.body else {
            return Ok(None);
        };
        let source = Source {
            title: document.title,
            language: document.language,
            issued: document.issued,
            reading: document.reading,
        };
        self.documents.insert(id, source.clone());
        Ok(Some(source))
    }

    /// A document's normalised text; `None` where its reading is gone or cannot be read, which leaves
    /// its articles findable by title alone.
    async fn text(
        &mut self,
        ledger: &dyn Ledger,
        id: RecordId,
    ) -> Result<Option<Arc<str>>, LedgerError> {
        if let Some((of, text)) = &self.text
            && *of == id
        {
            return Ok(Some(Arc::clone(text)));
        }
        let Some(source) = self.source(ledger, id).await? else {
            return Ok(None);
        };
        let Some(bytes) = ledger.blob(source.reading).await? else {
            return Ok(None);
        };
        let Ok(reading) = serde_json::from_slice::<StoredReading>(&bytes) else {
            return Ok(None);
        };
        let text: Arc<str> = reading.text.into();
        self.text = Some((id, Arc::clone(&text)));
        Ok(Some(text))
    }
}

/// The text without the marks of its format, and without the headline at its top, which is found by the title.
fn readable(text: &str, title: &str) -> String {
    let text = show::unmarked(text);
    let text = text.trim_start();
    match text.strip_prefix(title) {
        Some(rest) if !title.is_empty() && rest.starts_with('\n') => rest.trim_start().to_owned(),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passage_begins_with_the_text_and_not_with_its_headline() {
        assert_eq!(
            readable("## 示例项目开工\n\n6月开工。\n| 甲 | 5 |", "示例项目开工"),
            "6月开工。\n甲\u{a0}· 5"
        );
        assert_eq!(
            readable("示例项目开工了。", "示例项目开工"),
            "示例项目开工了。"
        );
        assert_eq!(readable("正文", ""), "正文");
    }
}
