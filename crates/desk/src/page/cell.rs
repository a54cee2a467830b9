//! The cells of overview tables, and the links that lead from them to records and sources.

use xinqiao_record::body::{Party, PartyRole};
use xinqiao_record::{Amount, Citation, PartialDate, Record, RecordId, RegionCode};

use crate::facet::{Row, Snapshot};
use crate::i18n::Texts;
use crate::show::{self, Column};

/// One cell of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Cell {
    /// What stands in it.
    pub text: String,
    /// Where it leads; may be empty.
    pub href: String,
    /// The class of the mark that it is: `status status-proposed`; may be empty.
    pub mark: String,
    /// Whether it is a number, which stands flush right.
    pub numeric: bool,
}

impl Cell {
    /// Words.
    pub(crate) fn words(text: impl Into<String>) -> Self {
        Cell {
            text: text.into(),
            ..Cell::default()
        }
    }

    /// Words that stand on one line: dates, places.
    pub(crate) fn kept_together(text: impl Into<String>) -> Self {
        Cell {
            mark: "nowrap".into(),
            ..Cell::words(text)
        }
    }

    /// A number.
    pub(crate) fn number(text: impl Into<String>) -> Self {
        Cell {
            text: text.into(),
            numeric: true,
            ..Cell::default()
        }
    }

    /// Words that lead somewhere.
    pub(crate) fn link(text: impl Into<String>, href: impl Into<String>) -> Self {
        Cell {
            text: text.into(),
            href: href.into(),
            ..Cell::default()
        }
    }

    /// A record by its title.
    pub(crate) fn record(record: &Record) -> Self {
        Cell::link(record.title(), record_href(record.id))
    }

    /// The status of a record.
    pub(crate) fn status(record: &Record, t: &Texts) -> Self {
        let status = record.status;
        Cell {
            mark: format!("status status-{}", status.name()),
            ..Cell::words(show::status(status, t))
        }
    }

    /// What came of a target; open and past due is told apart.
    pub(crate) fn outcome(row: &Row, overdue: bool, t: &Texts) -> Self {
        let outcome = row.outcome();
        if overdue {
            return Cell {
                mark: "outcome outcome-overdue".into(),
                ..Cell::words(t.msg("outcome-overdue"))
            };
        }
        let name = outcome.map_or("open", xinqiao_record::body::OutcomeKind::name);
        Cell {
            mark: format!("outcome outcome-{name}"),
            ..Cell::words(show::outcome(outcome, t))
        }
    }

    /// A sum, or nothing.
    pub(crate) fn amount(amount: Option<&Amount>, t: &Texts) -> Self {
        Cell::number(
            amount
                .map(|amount| show::amount(amount, t))
                .unwrap_or_default(),
        )
    }

    /// A date, or nothing.
    pub(crate) fn date(date: Option<PartialDate>, t: &Texts) -> Self {
        Cell::kept_together(
            date.map(|date| show::partial_date(date, t))
                .unwrap_or_default(),
        )
    }

    /// A place, or nothing.
    pub(crate) fn region(region: Option<RegionCode>) -> Self {
        Cell::kept_together(region.map(show::region).unwrap_or_default())
    }

    /// The first source of a record: the title of the document, leading to the place in it.
    pub(crate) fn source(record: &Record, snapshot: &Snapshot) -> Self {
        let Some(citation) = record.sources.first() else {
            return Cell::default();
        };
        let mut title = document_title(citation.document, snapshot);
        if record.sources.len() > 1 {
            title = format!("{title} +{}", record.sources.len() - 1);
        }
        Cell::link(title, source_href(record.id, citation, snapshot))
    }
}

/// Takes out the columns in which no row has anything, so that the others have room; the first column names the rows and stays.
pub(crate) fn drop_empty(columns: &mut Vec<Column>, rows: &mut [Vec<Cell>]) {
    let told = |index: usize| {
        index == 0
            || rows.is_empty()
            || rows
                .iter()
                .any(|row| row.get(index).is_some_and(|cell| !cell.text.is_empty()))
    };
    let keep: Vec<bool> = (0..columns.len()).map(told).collect();
    let mut kept = keep.iter();
    columns.retain(|_| kept.next().copied().unwrap_or(true));
    for row in rows {
        let mut kept = keep.iter();
        row.retain(|_| kept.next().copied().unwrap_or(true));
    }
}

/// The page of a record.
pub(crate) fn record_href(id: RecordId) -> String {
    format!("/record/{id}")
}

/// What a document is called; its id where it is not there.
pub(crate) fn document_title(id: RecordId, snapshot: &Snapshot) -> String {
    snapshot
        .document(id)
        .map_or_else(|| id.to_string(), |document| document.title.clone())
}

/// The place in a document where a record has a value from.
pub(crate) fn source_href(record: RecordId, citation: &Citation, snapshot: &Snapshot) -> String {
    let number = citation
        .article
        .and_then(|article| snapshot.article_number(article));
    let number = number.map(|number| number.to_string()).unwrap_or_default();
    let path = format!("/documents/{}", citation.document);
    show::address(
        &path,
        [
            ("article", number.as_str()),
            ("record", record.to_string().as_str()),
        ],
    )
}

/// The names of those who play one of `roles`, one after the other; of any part where `roles` is empty.
pub(crate) fn names<'p>(
    parties: impl IntoIterator<Item = &'p Party>,
    roles: &[PartyRole],
    t: &Texts,
) -> String {
    let separator = t.msg("value-list-separator");
    let names: Vec<_> = parties
        .into_iter()
        .filter(|party| roles.is_empty() || roles.contains(&party.role))
        .map(|party| party.name.as_str())
        .collect();
    names.join(&separator)
}

/// A party by its name, leading to its record where that is known.
pub(crate) fn party(party: Option<&Party>) -> Cell {
    party.map_or_else(Cell::default, |party| {
        Cell::link(
            party.name.clone(),
            party.record.map(record_href).unwrap_or_default(),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_without_a_value_is_left_out_unless_it_names_the_rows() {
        let mut columns: Vec<Column> = ["a", "b", "c"].map(Column::words).into();
        let mut rows = vec![
            vec![Cell::words(""), Cell::words(""), Cell::number("1")],
            vec![Cell::words(""), Cell::words(""), Cell::number("")],
        ];
        drop_empty(&mut columns, &mut rows);
        let labels: Vec<_> = columns.iter().map(|column| column.label.as_str()).collect();
        assert_eq!(labels, ["a", "c"]);
        assert!(rows.iter().all(|row| row.len() == 2));
        drop_empty(&mut columns, &mut []);
        assert_eq!(columns.len(), 2, "nothing is known of a table without rows");
    }
}
