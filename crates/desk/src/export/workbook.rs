//! Records as a workbook, one sheet per kind.

use rust_xlsxwriter::{Format, Workbook, XlsxError};
use xinqiao_ledger::Stored;
use xinqiao_record::Kind;

use super::row::{COLUMNS, row};

/// The amount's column, which holds numbers.
const AMOUNT: usize = 8;

/// The records as XLSX.
///
/// # Errors
/// When there are more rows than a sheet can hold.
pub fn workbook(records: &[Stored]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let head = Format::new().set_bold();
    for kind in Kind::ALL {
        let of_kind: Vec<_> = records
            .iter()
            .filter(|stored| stored.record.kind() == kind)
            .collect();
        if of_kind.is_empty() {
            continue;
        }
        let sheet = book.add_worksheet().set_name(kind.name())?;
        for (column, name) in (0_u16..).zip(COLUMNS) {
            sheet.write_with_format(0, column, name, &head)?;
        }
        for (line, stored) in (1_u32..).zip(of_kind) {
            for ((index, column), cell) in (0_usize..).zip(0_u16..).zip(row(stored)) {
                // Sums beyond 2^53 would lose digits as spreadsheet numbers and stay text.
                match cell.parse::<f64>() {
                    Ok(number) if index == AMOUNT && number.abs() < 9e15 => {
                        sheet.write(line, column, number)?
                    }
                    _ => sheet.write(line, column, cell.as_str())?,
                };
            }
        }
        sheet.set_freeze_panes(1, 0)?;
        sheet.autofit();
    }
    if records.is_empty() {
        book.add_worksheet().set_name("records")?;
    }
    book.save_to_buffer()
}
