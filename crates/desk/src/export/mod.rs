//! Records as tables for spreadsheet programs.

mod row;
mod workbook;

use xinqiao_ledger::Stored;

use crate::http::harmless;

pub use row::{COLUMNS, row};
pub use workbook::workbook;

/// The records as UTF-8 CSV with a byte order mark, one row each. What a document says cannot become a
/// formula in a spreadsheet program.
///
/// # Errors
/// When the CSV writer fails, which it does not on memory.
pub fn csv(records: &[Stored]) -> Result<Vec<u8>, csv::Error> {
    let mut bytes = "\u{feff}".as_bytes().to_vec();
    {
        let mut writer = csv::Writer::from_writer(&mut bytes);
        writer.write_record(COLUMNS)?;
        for stored in records {
            writer.write_record(row(stored).map(|cell| harmless(&cell)))?;
        }
        writer.flush()?;
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use xinqiao_record::body::Organization;
    use xinqiao_record::{Body, Kind, Record, RecordId, Status};

    use super::*;

    #[test]
    fn a_name_from_a_document_cannot_become_a_formula() {
        let body = Organization {
            name: "=HYPERLINK(\"http://x\")".into(),
            ..Organization::default()
        };
        let id = RecordId::from_parts(Kind::Organization, 1, 1);
        let stored = Stored {
            record: Record::new(id, Status::Proposed, Body::Organization(body)),
            sequence: 1,
            at: jiff::Timestamp::UNIX_EPOCH,
            actor: String::new(),
            reason: String::new(),
        };
        let text = String::from_utf8(csv(&[stored]).unwrap()).unwrap();
        assert!(text.contains(",\"'=HYPERLINK("), "{text}");
    }
}
