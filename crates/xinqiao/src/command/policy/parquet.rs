//! Populations in Parquet: columns named as in CSV; numbers, texts, days and yes or no.

use std::fs::File;
use std::path::Path;

use parquet::file::reader::SerializedFileReader;
use parquet::record::Field;
use parquet::record::reader::RowIter;
use xinqiao_policy::population::Population;
use xinqiao_policy::population::table::Header;
use xinqiao_policy::vocabulary::Vocabulary;

use crate::failure::Failure;

/// The rows of a file.
pub(super) struct Rows<'v> {
    rows: RowIter<'static>,
    vocabulary: &'v Vocabulary,
    header: Option<Header<'v>>,
    line: u64,
}

impl<'v> Rows<'v> {
    /// Opens a file.
    pub(super) fn open(
        path: &Path,
        file: File,
        vocabulary: &'v Vocabulary,
    ) -> Result<Self, Failure> {
        let bad = |error: parquet::errors::ParquetError| Failure::at(path.display(), error);
        let reader = SerializedFileReader::new(file).map_err(bad)?;
        Ok(Rows {
            rows: RowIter::from_file_into(Box::new(reader)),
            vocabulary,
            header: None,
            line: 0,
        })
    }

    /// The next firms, at most so many; none at the end.
    pub(super) fn next(&mut self, path: &Path, most: usize) -> Result<Option<Population>, Failure> {
        let mut population = Population::empty(self.vocabulary);
        while population.rows < most {
            let Some(row) = self.rows.next() else { break };
            self.line += 1;
            let row = row.map_err(|error| Failure::at(path.display(), error))?;
            let named: Vec<(&String, String)> = row
                .get_column_iter()
                .map(|(name, field)| (name, cell(field)))
                .collect();
            let bad = |error| Failure::new(format!("{}:{error}", path.display()));
            let header = match &self.header {
                Some(header) => header,
                None => {
                    let names = named.iter().map(|(name, _)| name.as_str());
                    self.header
                        .insert(Header::new(names, self.vocabulary).map_err(bad)?)
                }
            };
            let cells = named.iter().map(|(_, cell)| cell.as_str());
            let profile = header.profile(cells, self.line).map_err(bad)?;
            population.push(&profile, self.vocabulary);
        }
        Ok((population.rows > 0).then_some(population))
    }
}

/// A value as a cell of CSV.
fn cell(field: &Field) -> String {
    match field {
        Field::Null => String::new(),
        Field::Str(text) => text.clone(),
        Field::Bool(truth) => truth.to_string(),
        Field::Date(days) => xinqiao_policy::language::check::day(i64::from(*days))
            .map_or_else(String::new, |day| day.to_string()),
        Field::Float(number) => number.to_string(),
        Field::Double(number) => number.to_string(),
        Field::Bytes(bytes) => String::from_utf8_lossy(bytes.data()).into_owned(),
        // Numbers, decimals among them, write themselves.
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use parquet::data_type::{ByteArray, ByteArrayType, Int64Type};
    use parquet::file::properties::WriterProperties;
    use parquet::file::writer::SerializedFileWriter;
    use parquet::schema::parser::parse_message_type;
    use xinqiao_policy::pack::Library;

    use super::*;

    fn written(path: &Path, region: &str) {
        let shape = parse_message_type(
            "message firms { OPTIONAL BYTE_ARRAY name (UTF8); OPTIONAL BYTE_ARRAY region (UTF8); OPTIONAL INT64 `revenue.2025`; }"
                .replace('`', "")
                .as_str(),
        )
        .unwrap();
        let properties = Arc::new(WriterProperties::builder().build());
        let mut writer =
            SerializedFileWriter::new(File::create(path).unwrap(), Arc::new(shape), properties)
                .unwrap();
        let mut group = writer.next_row_group().unwrap();
        for text in ["示例", region] {
            let mut column = group.next_column().unwrap().unwrap();
            let value = ByteArray::from(text);
            column
                .typed::<ByteArrayType>()
                .write_batch(&[value], Some(&[1]), None)
                .unwrap();
            column.close().unwrap();
        }
        let mut column = group.next_column().unwrap().unwrap();
        column
            .typed::<Int64Type>()
            .write_batch(&[1_000_000], Some(&[1]), None)
            .unwrap();
        column.close().unwrap();
        group.close().unwrap();
        writer.close().unwrap();
    }

    #[test]
    fn a_parquet_file_is_read_as_its_csv_twin() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("firms.parquet");
        written(&path, "330109");
        let library = Library::shipped().unwrap();
        let mut rows = Rows::open(&path, File::open(&path).unwrap(), &library.vocabulary).unwrap();
        let firms = rows.next(&path, 10).unwrap().unwrap();
        let csv = "name,region,revenue.2025\n示例,330109,1000000\n";
        let twin =
            xinqiao_policy::population::csv::Reader::new(csv.as_bytes(), &library.vocabulary)
                .unwrap()
                .next(10)
                .unwrap();
        assert_eq!(Some(firms), twin);
        assert!(rows.next(&path, 10).unwrap().is_none());
        written(&path, "nowhere");
        let mut rows = Rows::open(&path, File::open(&path).unwrap(), &library.vocabulary).unwrap();
        let error = rows.next(&path, 10).unwrap_err().to_string();
        assert!(
            error.contains(":1: region: `nowhere` is not a GB/T 2260 region code"),
            "{error}"
        );
    }
}
