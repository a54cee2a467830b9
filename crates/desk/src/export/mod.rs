//! Records as tables for spreadsheet programs.

mod row;
mod workbook;

use xinqiao_ledger::Stored;

pub use row::{COLUMNS, row};
pub use workbook::workbook;

/// The records as UTF-8 CSV with a byte order mark, one row each.
///
/// # Errors
/// When the CSV writer fails, which it does not on memory.
pub fn csv(records: &[Stored]) -> Result<Vec<u8>, csv::Error> {
    let mut bytes = "\u{feff}".as_bytes().to_vec();
    {
        let mut writer = csv::Writer::from_writer(&mut bytes);
        writer.write_record(COLUMNS)?;
        for stored in records {
            writer.write_record(row(stored))?;
        }
        writer.flush()?;
    }
    Ok(bytes)
}
