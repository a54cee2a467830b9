//! XLSX → one table per sheet.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, ExcelDateTime, Reader, SheetVisible, Xlsx, XlsxError};

use super::office::{Package, core_title, damaged};
use super::sink::{Sink, one_line};
use super::{Extracted, Format};
use crate::text::Origin;
use crate::{Limits, ReadError};

/// A gap of more empty columns than this ends a row: what stands further right is put after one blank cell.
const WIDEST_GAP: u32 = 64;

/// Reads a workbook.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Extracted, ReadError> {
    let mut package = Package::open("XLSX", bytes, limits)?;
    let title = core_title(&mut package, limits)?;
    package.measure()?;
    drop(package);
    // The library slices file content in places where a damaged part can make it panic (relationship
    // targets without a folder, for one); such a file is damaged, and the program must live.
    let sheets = catch_unwind(AssertUnwindSafe(|| sheets(bytes, limits))).unwrap_or_else(|_| {
        Err(damaged(
            "XLSX",
            "the workbook".to_string(),
            "its parts contradict each other",
        ))
    })?;
    let (text, remarks) = sheets;
    Ok(Extracted {
        format: Format::Xlsx,
        text,
        title,
        remarks,
    })
}

fn sheets(
    bytes: &[u8],
    limits: &Limits,
) -> Result<(crate::text::MappedText, Vec<String>), ReadError> {
    let mut book: Xlsx<_> =
        Xlsx::new(Cursor::new(bytes)).map_err(|error| broken("the workbook", &error))?;
    let list: Vec<(String, bool)> = book
        .sheets_metadata()
        .iter()
        .map(|sheet| (sheet.name.clone(), sheet.visible == SheetVisible::Visible))
        .collect();
    let mut sink = Sink::new(limits);
    let mut remarks = Vec::new();
    let mut cells = 0usize;
    for (name, visible) in list {
        if !visible {
            remarks.push(format!("the hidden sheet `{name}` was left out"));
            continue;
        }
        match sheet(&mut book, &name, &mut cells, limits, &mut sink) {
            // A chart sheet has no cells.
            Err(Failure::NotATable) => {}
            Err(Failure::Read(error)) => return Err(error),
            Ok(()) => {}
        }
    }
    Ok((sink.finish(), remarks))
}

enum Failure {
    NotATable,
    Read(ReadError),
}

impl From<ReadError> for Failure {
    fn from(error: ReadError) -> Self {
        Failure::Read(error)
    }
}

fn sheet(
    book: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    cells: &mut usize,
    limits: &Limits,
    sink: &mut Sink,
) -> Result<(), Failure> {
    let place = format!("sheet `{name}`");
    let mut reader = match book.worksheet_cells_reader(name) {
        Ok(reader) => reader,
        Err(XlsxError::NotAWorksheet(_) | XlsxError::WorksheetNotFound(_)) => {
            return Err(Failure::NotATable);
        }
        Err(error) => return Err(broken(&place, &error).into()),
    };
    sink.blank_line()?;
    sink.add(&format!("# {}\n\n", one_line(name)))?;
    let mut row = Row {
        number: 0,
        left: None,
        column: 0,
        line: String::new(),
    };
    while let Some(cell) = reader.next_cell().map_err(|error| broken(&place, &error))? {
        *cells += 1;
        if *cells > limits.cells {
            let (found, limit) = (*cells as u64, limits.cells as u64);
            return Err(ReadError::TooLarge {
                what: "the number of table cells",
                found,
                limit,
            }
            .into());
        }
        let (at, column) = cell.get_position();
        if at != row.number && !row.line.is_empty() {
            row.write(name, sink)?;
            // An empty row parts two tables.
            if at > row.number.saturating_add(1) {
                sink.blank_line()?;
            }
        }
        row.number = at;
        let text = shown(cell.get_value());
        if !text.is_empty() {
            row.put(column, &text);
        }
    }
    row.write(name, sink)?;
    Ok(())
}

/// The row being read.
struct Row {
    number: u32,
    /// The first column of the table: that of its first cell.
    left: Option<u32>,
    column: u32,
    line: String,
}

impl Row {
    fn put(&mut self, column: u32, text: &str) {
        let left = *self.left.get_or_insert(column);
        let from = if self.line.is_empty() {
            left
        } else {
            self.column
        };
        let gap = column.saturating_sub(from).min(WIDEST_GAP);
        self.line.extend(std::iter::repeat_n('\t', gap as usize));
        if self.line.is_empty() && column < left {
            self.left = Some(column);
        }
        self.line.push_str(text);
        self.column = column;
    }

    fn write(&mut self, sheet: &str, sink: &mut Sink) -> Result<(), ReadError> {
        if self.line.is_empty() {
            return Ok(());
        }
        let row = self.number.saturating_add(1);
        sink.push(
            &self.line,
            Origin::Row {
                sheet: sheet.to_string(),
                row,
            },
        )?;
        self.line.clear();
        sink.add("\n")
    }
}

fn broken(place: &str, error: &XlsxError) -> ReadError {
    match error {
        XlsxError::Password => ReadError::Encrypted,
        other => damaged("XLSX", place.to_string(), other.to_string()),
    }
}

/// A cell as a person would write it.
fn shown(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => plain_number(*number),
        DataRef::String(text) => one_line(text),
        DataRef::SharedString(text) => one_line(text),
        DataRef::Bool(true) => "TRUE".to_string(),
        DataRef::Bool(false) => "FALSE".to_string(),
        DataRef::DateTime(date) => iso(date),
        DataRef::DateTimeIso(text) => text.strip_suffix("T00:00:00").unwrap_or(text).to_string(),
        DataRef::DurationIso(text) => text.clone(),
        // What a failed formula shows says nothing about the world.
        DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}

/// A number with the 15 digits that the sheet itself shows, so that sums of decimals have no noise.
fn plain_number(number: f64) -> String {
    let rounded = format!("{number:.14e}").parse::<f64>().unwrap_or(number);
    format!("{}", if rounded == 0.0 { 0.0 } else { rounded })
}

fn iso(date: &ExcelDateTime) -> String {
    let value = date.as_f64();
    if date.is_duration() || !(0.0..2_958_466.0).contains(&value) {
        return plain_number(value);
    }
    let (year, month, day, hour, minute, second, _) = date.to_ymd_hms_milli();
    let time = if second > 0 {
        format!("{hour:02}:{minute:02}:{second:02}")
    } else {
        format!("{hour:02}:{minute:02}")
    };
    if value < 1.0 {
        time
    } else if value.fract() < 1e-9 {
        format!("{year:04}-{month:02}-{day:02}")
    } else {
        format!("{year:04}-{month:02}-{day:02} {time}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_no_noise_and_no_needless_point() {
        let written: Vec<String> = [0.1 + 0.2, 151_100.0, -0.0, 1e15, 12.5, 0.07 * 100.0]
            .map(plain_number)
            .to_vec();
        assert_eq!(
            written,
            ["0.3", "151100", "0", "1000000000000000", "12.5", "7"]
        );
    }

    #[test]
    fn rows_that_begin_late_keep_their_columns() {
        let mut row = Row {
            number: 0,
            left: None,
            column: 0,
            line: String::new(),
        };
        row.put(1, "a");
        row.put(2, "b");
        assert_eq!(std::mem::take(&mut row.line), "a\tb");
        row.put(2, "c");
        row.put(4, "d");
        assert_eq!(row.line, "\tc\t\td");
    }
}
