//! Comma-, semicolon- or tab-separated values → one table.

use ::csv::{ByteRecord, ReaderBuilder};

use super::encoding::{self, Declared};
use super::office::damaged;
use super::sink::{Sink, one_line};
use super::{Extracted, Format};
use crate::text::Origin;
use crate::{Limits, ReadError};

/// How many lines the delimiter is guessed from.
const SAMPLE_LINES: usize = 30;

/// Reads a table file; its heading is the file's name without the ending.
pub(super) fn read(file_name: &str, bytes: &[u8], limits: &Limits) -> Result<Extracted, ReadError> {
    let decoded = encoding::decode(bytes, Declared::Nothing, limits)?;
    let text = decoded.text.text;
    let name = file_name.rsplit(['/', '\\']).next().unwrap_or(file_name);
    let sheet = one_line(name.rsplit_once('.').map_or(name, |(stem, _)| stem));
    let mut sink = Sink::new(limits);
    if !sheet.is_empty() {
        sink.add(&format!("# {sheet}\n\n"))?;
    }
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(&text))
        .from_reader(text.as_bytes());
    let mut record = ByteRecord::new();
    let (mut cells, mut row) = (0usize, 0u32);
    loop {
        match reader.read_byte_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                return Err(damaged(
                    "CSV",
                    format!("row {}", row + 1),
                    error.to_string(),
                ));
            }
        }
        row = row.saturating_add(1);
        cells += record.len();
        if cells > limits.cells {
            let (found, limit) = (cells as u64, limits.cells as u64);
            return Err(ReadError::TooLarge {
                what: "the number of table cells",
                found,
                limit,
            });
        }
        let line: Vec<String> = record
            .iter()
            .map(|cell| one_line(&String::from_utf8_lossy(cell)))
            .collect();
        let line = line.join("\t");
        let line = line.trim_end_matches('\t');
        if line.is_empty() {
            sink.blank_line()?;
        } else {
            sink.push(
                line,
                Origin::Row {
                    sheet: sheet.clone(),
                    row,
                },
            )?;
            sink.add("\n")?;
        }
    }
    Ok(Extracted {
        format: Format::Csv,
        text: sink.finish(),
        title: None,
        remarks: decoded.remarks,
    })
}

/// The delimiter that most of the first lines have, and have equally often.
fn delimiter(text: &str) -> u8 {
    let counts = |delimiter: u8| {
        let mut lines = Vec::new();
        let (mut quoted, mut count) = (false, 0usize);
        for byte in text.bytes().take(64 << 10) {
            match byte {
                b'"' => quoted = !quoted,
                b'\n' if !quoted => {
                    lines.push(count);
                    count = 0;
                    if lines.len() == SAMPLE_LINES {
                        break;
                    }
                }
                _ if byte == delimiter && !quoted => count += 1,
                _ => {}
            }
        }
        if count > 0 {
            lines.push(count);
        }
        let first = lines.iter().copied().find(|count| *count > 0).unwrap_or(0);
        let equal = lines
            .iter()
            .filter(|count| **count == first && first > 0)
            .count();
        (equal, first)
    };
    // Ties go to the comma, then to the tab.
    [b'|', b';', b'\t', b',']
        .into_iter()
        .max_by_key(|delimiter| counts(*delimiter))
        .unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(name: &str, content: &str) -> String {
        read(name, content.as_bytes(), &Limits::default())
            .unwrap()
            .text
            .text
    }

    #[test]
    fn the_delimiter_is_found_and_quotes_are_kept_together() {
        assert_eq!(
            text("项目.csv", "名称,金额\n\"甲,乙\n公司\",12\n"),
            "# 项目\n\n名称\t金额\n甲,乙 公司\t12\n"
        );
        assert_eq!(text("x/a.csv", "a;b\n1,5;2,5\n"), "# a\n\na\tb\n1,5\t2,5\n");
        assert_eq!(text("a.tsv", "a\tb,c\n1\t2\n"), "# a\n\na\tb,c\n1\t2\n");
    }

    #[test]
    fn each_row_knows_its_number() {
        let out = read("a.csv", b"h,i\n1,2\n", &Limits::default()).unwrap();
        let at = out.text.text.find('1').unwrap() as u32;
        assert_eq!(
            out.text.map.origins(xinqiao_record::Span::new(at, at + 1)),
            [Origin::Row {
                sheet: "a".to_string(),
                row: 2
            }]
        );
    }

    #[test]
    fn too_many_cells_are_refused() {
        let limits = Limits {
            cells: 3,
            ..Limits::default()
        };
        let error = read("a.csv", b"1,2\n3,4\n", &limits).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the number of table cells is larger than the limit: 4 over 3"
        );
    }
}
