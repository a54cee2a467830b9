//! What came of a target, as a document tells it.

use std::sync::Arc;

use xinqiao_ledger::{Change, Receipt};
use xinqiao_record::body::{Outcome, OutcomeKind};
use xinqiao_record::{Body, Citation, Kind, PartialDate, Quantity, RecordId, Span};

use super::{By, CommandError, commit, in_use, newest, seen};
use crate::Desk;
use crate::intake::StoredReading;

/// What a person says came of a target, and where that stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Kept, missed or moved.
    pub outcome: OutcomeKind,
    /// What was attained, where it is a number.
    pub value: Option<Quantity>,
    /// The new date; only for a target that was moved, and needed there.
    pub moved_to: Option<PartialDate>,
    /// The document that tells it.
    pub document: RecordId,
    /// The words that tell it; they must stand in the document.
    pub quote: String,
}

/// A person joins an outcome to a target. That confirms the target too: whoever says what came of a
/// promise says that it was made.
///
/// # Errors
/// See [`CommandError`]; also when the record is retired or no target, the quote does not stand in the document, or
/// the new date does not go with the outcome.
pub async fn tell_outcome(
    desk: &Arc<Desk>,
    id: RecordId,
    revision: u32,
    told: Told,
    by: By,
) -> Result<Receipt, CommandError> {
    let record = seen(desk, id, revision).await?;
    in_use(&record)?;
    let mut next = record.next_revision();
    let Body::Target(target) = &mut next.body else {
        return Err(CommandError::NotNow(format!(
            "record `{id}` is no target: only targets have an outcome"
        )));
    };
    match (told.outcome, told.moved_to) {
        (OutcomeKind::Moved, None) => {
            return Err(CommandError::NotNow(
                "a target that was put off needs its new date".into(),
            ));
        }
        (OutcomeKind::Kept | OutcomeKind::Missed, Some(_)) => {
            return Err(CommandError::NotNow(
                "only a target that was put off has a new date".into(),
            ));
        }
        _ => {}
    }
    let source = cite(desk, told.document, told.quote.trim()).await?;
    target.outcome = Some(Outcome {
        outcome: told.outcome,
        value: told.value,
        moved_to: told.moved_to,
        source,
    });
    next.status = xinqiao_record::Status::Confirmed;
    commit(desk, by, vec![Change::revise(next)]).await
}

/// The place of a quote in a document: its first occurrence, white space apart.
async fn cite(desk: &Arc<Desk>, document: RecordId, quote: &str) -> Result<Citation, CommandError> {
    if quote.is_empty() {
        return Err(CommandError::NotNow(
            "the words of the document that tell the outcome are needed".into(),
        ));
    }
    let stored = newest(desk, document).await?;
    let Body::Document(body) = &stored.record.body else {
        return Err(CommandError::NotNow(format!(
            "record `{document}` is no document"
        )));
    };
    let missing =
        || CommandError::NotNow(format!("the text of document `{document}` cannot be read"));
    let bytes = desk.ledger.blob(body.reading).await?.ok_or_else(missing)?;
    let reading: StoredReading = serde_json::from_slice(&bytes).map_err(|_| missing())?;
    let span = find(&reading.text, quote).ok_or_else(|| {
        CommandError::NotNow(format!(
            "`{quote}` does not stand in document `{document}`; copy the words as they are there"
        ))
    })?;
    let article = article_at(desk, document, span).await?;
    let quote = span.of(&reading.text).unwrap_or(quote).to_owned();
    Ok(Citation {
        document,
        article,
        span: Some(span),
        quote,
    })
}

/// The first place where `text` holds `quote` when white space is left out of both.
fn find(text: &str, quote: &str) -> Option<Span> {
    let places: Vec<(usize, char)> = text
        .char_indices()
        .filter(|(_, c)| !c.is_whitespace())
        .collect();
    let wanted: Vec<char> = quote.chars().filter(|c| !c.is_whitespace()).collect();
    let found = places
        .windows(wanted.len().max(1))
        .find(|window| window.iter().map(|(_, c)| c).eq(wanted.iter()))?;
    let (start, _) = found.first()?;
    let (end, last) = found.last()?;
    Some(Span::new(
        u32::try_from(*start).ok()?,
        u32::try_from(end + last.len_utf8()).ok()?,
    ))
}

async fn article_at(
    desk: &Arc<Desk>,
    document: RecordId,
    span: Span,
) -> Result<Option<RecordId>, CommandError> {
    let snapshot = desk.board.now(&*desk.ledger).await?;
    let holds = |body: &Body| match body {
        Body::Article(article) => article.document == document && article.span.contains(span),
        _ => false,
    };
    Ok(snapshot
        .of_kind(Kind::Article)
        .find(|row| holds(&row.record().body))
        .map(|row| row.id()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_is_found_across_line_breaks_and_only_where_it_stands() {
        let text = "示例项目已于\n2025年6月 投产。";
        let span = find(text, "于2025年6月投产").unwrap();
        assert_eq!(span.of(text), Some("于\n2025年6月 投产"));
        assert_eq!(find(text, "2026年"), None);
        assert_eq!(find("", "投产"), None);
    }
}
