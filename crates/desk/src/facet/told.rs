//! What documents tell of promises: statements of outcomes, and the open targets that they may be about.
//!
//! Nothing here is kept or decided: a statement is only suggested, and a person joins it to the target.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use tokio::sync::Mutex;
use xinqiao_ledger::{Ledger, LedgerError};
use xinqiao_reader::fact::{OutcomeStatement, outcomes};
use xinqiao_record::body::Target;
use xinqiao_record::{Body, Kind, RecordId, Sha256, Status};

use super::board::Snapshot;
use super::row::Row;
use crate::intake::StoredReading;

/// How many suggestions a target gets.
const SUGGESTIONS: usize = 3;

/// A statement and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The document.
    pub document: RecordId,
    /// Its words.
    pub quote: String,
    /// What it says.
    pub said: OutcomeStatement,
    /// The folded text of the article around it, to look for names in.
    around: Arc<str>,
}

/// The statements of every document read so far, by the digest of its stored reading.
#[derive(Debug, Default)]
pub struct Statements {
    known: Mutex<BTreeMap<Sha256, Arc<Vec<Statement>>>>,
}

impl Statements {
    /// The statements of all documents in use; each document is looked through once.
    ///
    /// # Errors
    /// When the ledger fails.
    pub async fn of(
        &self,
        snapshot: &Snapshot,
        ledger: &dyn Ledger,
    ) -> Result<Vec<Arc<Vec<Statement>>>, LedgerError> {
        let mut known = self.known.lock().await;
        let mut all = Vec::new();
        for row in snapshot.of_kind(Kind::Document) {
            let Body::Document(document) = &row.record().body else {
                continue;
            };
            if matches!(row.record().status, Status::Rejected | Status::Retired) {
                continue;
            }
            if let Some(statements) = known.get(&document.reading) {
                all.push(Arc::clone(statements));
                continue;
            }
            let Some(bytes) = ledger.blob(document.reading).await? else {
                continue;
            };
            let (id, issued) = (row.id(), document.issued);
            let articles: Vec<_> = snapshot
                .of_kind(Kind::Article)
                .filter_map(|row| match &row.record().body {
                    Body::Article(article) if article.document == id => Some(article.span),
                    _ => None,
                })
                .collect();
            // Looking through a long text holds up no thread of the server's own.
            let looked = tokio::task::spawn_blocking(move || {
                let Ok(reading) = serde_json::from_slice::<StoredReading>(&bytes) else {
                    return Vec::new();
                };
                let mut statements = Vec::new();
                for span in articles {
                    let Some(text) = span.of(&reading.text) else {
                        continue;
                    };
                    let around: Arc<str> = xinqiao_search::fold(text).into();
                    for said in outcomes(text, issued) {
                        let quote = text
                            .get(said.start..said.end)
                            .unwrap_or_default()
                            .trim()
                            .to_owned();
                        if !quote.is_empty() {
                            statements.push(Statement {
                                document: id,
                                quote,
                                said,
                                around: Arc::clone(&around),
                            });
                        }
                    }
                }
                statements
            });
            let statements = Arc::new(looked.await.unwrap_or_default());
            known.insert(document.reading, Arc::clone(&statements));
            all.push(statements);
        }
        Ok(all)
    }
}

/// The statements that may tell what came of an open target, the likeliest first.
pub fn suggestions<'s>(
    row: &Row,
    all: &'s [Arc<Vec<Statement>>],
    snapshot: &Snapshot,
) -> Vec<&'s Statement> {
    let Body::Target(target) = &row.record().body else {
        return Vec::new();
    };
    if target.outcome.is_some() || row.record().status == Status::Retired {
        return Vec::new();
    }
    let sources = row.documents();
    let made = sources
        .iter()
        .filter_map(|id| snapshot.document(*id)?.issued)
        .min();
    let later = |statement: &Statement| {
        let issued = snapshot
            .document(statement.document)
            .and_then(|document| document.issued);
        !sources.contains(&statement.document)
            && match (made, issued) {
                (Some(made), Some(issued)) => issued.last_day() >= made.first_day(),
                _ => true,
            }
    };
    let mut found: Vec<(u32, &Statement)> = all
        .iter()
        .flat_map(|statements| statements.iter())
        .filter(|statement| later(statement))
        .filter_map(|statement| Some((likeness(target, statement)?, statement)))
        .collect();
    found.sort_by(|(a, x), (b, y)| {
        b.cmp(a)
            .then_with(|| (x.document, &x.quote).cmp(&(y.document, &y.quote)))
    });
    found.truncate(SUGGESTIONS);
    found.into_iter().map(|(_, statement)| statement).collect()
}

/// How alike promise and statement are, in percent, or `None` where they are not about the same thing:
/// the measures must share most of their characters' pairs, and either the promised figure is the same
/// or the promiser is named in the article.
fn likeness(target: &Target, statement: &Statement) -> Option<u32> {
    let alike = shared(&target.measure, &statement.said.measure)?;
    let same_figure = match (&target.value, &statement.said.promised) {
        (Some(ours), Some(theirs)) if ours.unit == theirs.unit => {
            if ours.value != theirs.value {
                return None;
            }
            true
        }
        _ => false,
    };
    let named = target.who.as_ref().is_none_or(|who| {
        let name = xinqiao_search::fold(&who.name);
        !name.is_empty() && statement.around.contains(&name)
    });
    match (same_figure, named) {
        (true, _) if alike >= 30 => Some(alike + 100),
        (false, true) if alike >= 60 => Some(alike),
        _ => None,
    }
}

/// The share of the shorter text's pairs of neighbouring characters that the other has too, in percent.
fn shared(a: &str, b: &str) -> Option<u32> {
    let pairs = |text: &str| -> BTreeSet<(char, char)> {
        let folded: Vec<char> = xinqiao_search::fold(text)
            .chars()
            .filter(|c| c.is_alphanumeric())
            .collect();
        folded
            .iter()
            .copied()
            .zip(folded.iter().copied().skip(1))
            .collect()
    };
    let (a, b) = (pairs(a), pairs(b));
    let shorter = a.len().min(b.len());
    if shorter < 2 {
        return None;
    }
    u32::try_from(a.intersection(&b).count() * 100 / shorter).ok()
}

#[cfg(test)]
mod tests {
    use xinqiao_record::Quantity;
    use xinqiao_record::body::{OutcomeKind, Party, PartyRole};

    use super::*;

    fn statement(measure: &str, promised: Option<i64>, around: &str) -> Statement {
        Statement {
            document: RecordId::from_parts(Kind::Document, 1, 1),
            quote: "示例".into(),
            said: OutcomeStatement {
                measure: measure.into(),
                outcome: OutcomeKind::Kept,
                value: None,
                promised: promised.map(|value| Quantity::exact(value.into(), "片")),
                moved_to: None,
                start: 0,
                end: 1,
            },
            around: around.into(),
        }
    }

    #[test]
    fn a_statement_must_be_about_the_same_measure_and_figure_or_promiser() {
        let target = Target {
            who: Some(Party::named("示例市", PartyRole::Subject)),
            measure: "12英寸晶圆月产能".into(),
            value: Some(Quantity::exact(100_000.into(), "片")),
            ..Target::default()
        };
        let score = |measure: &str, promised, around: &str| {
            likeness(&target, &statement(measure, promised, around))
        };
        assert_eq!(
            score("全市12英寸晶圆月产能", Some(100_000), "别处"),
            Some(200)
        );
        assert_eq!(score("12英寸晶圆月产能", None, "示例市的产能"), Some(100));
        assert_eq!(
            score("12英寸晶圆月产能", None, "别处的产能"),
            None,
            "nobody says whose"
        );
        assert_eq!(
            score("12英寸晶圆月产能", Some(50_000), "示例市的产能"),
            None,
            "another promise"
        );
        assert_eq!(
            score("封测产值", None, "示例市的产值"),
            None,
            "another measure"
        );
    }
}
