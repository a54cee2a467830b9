//! The profile as a workbook that a firm fills in, and back again, faults told by cell.

use std::io::Cursor;

use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use calamine::{Data, Reader, Xlsx};
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};
use serde_json::{Map, Value};
use xinqiao_policy::pack::Library;
use xinqiao_policy::profile::read::parse_value;
use xinqiao_policy::vocabulary::{Field, Sort, Vocabulary};

use super::words::say;
use crate::i18n::Texts;

/// How many entries a list's sheet has room for.
const ROOM: u32 = 200;
/// How many years back the yearly figures go.
const YEARS: i16 = 4;

/// The names of the first two sheets, which do not depend on the language: the desk reads both.
const FIRM: &str = "企业 firm";
const YEARLY: &str = "年度 years";

/// An empty workbook: one sheet for the firm, one for yearly figures, one for each list. The first column of each sheet and the
/// first row hold the stable names; labels and hints stand beside them.
///
/// # Errors
/// When the workbook cannot be written.
pub(super) fn template(library: &Library, year: i16, t: &Texts) -> Result<Vec<u8>, XlsxError> {
    let vocabulary = &library.vocabulary;
    let mut book = Workbook::new();
    let head = Format::new().set_bold();
    let grey = Format::new().set_font_color(0x0066_6666);
    let sheet = book.add_worksheet();
    sheet.set_name(FIRM)?;
    sheet
        .set_column_width(0, 28)?
        .set_column_width(1, 36)?
        .set_column_width(2, 28)?
        .set_column_width(3, 60)?;
    for (column, key) in (0_u16..).zip([
        "workbook-field",
        "workbook-label",
        "workbook-value",
        "workbook-hint",
    ]) {
        sheet.write_with_format(0, column, t.msg(key).as_ref(), &head)?;
    }
    let named = [
        ("name", t.msg("workbook-name").into_owned()),
        ("code", t.msg("workbook-code").into_owned()),
    ];
    let mut row = 1;
    for (name, label) in named {
        sheet.write_with_format(row, 0, name, &grey)?;
        sheet.write(row, 1, label)?;
        row += 1;
    }
    for field in &vocabulary.fields {
        sheet.write_with_format(row, 0, field.name.as_str(), &grey)?;
        sheet.write(row, 1, say(&field.label, t))?;
        sheet.write_with_format(row, 3, hint(field, vocabulary, t), &grey)?;
        row += 1;
    }
    let sheet = book.add_worksheet();
    sheet.set_name(YEARLY)?;
    sheet.set_column_width(0, 28)?.set_column_width(1, 36)?;
    sheet.write_with_format(0, 0, t.msg("workbook-field").as_ref(), &head)?;
    sheet.write_with_format(0, 1, t.msg("workbook-label").as_ref(), &head)?;
    for (column, back) in (2_u16..).zip(0..YEARS) {
        sheet.write_with_format(0, column, i32::from(year - back), &head)?;
        sheet.set_column_width(column, 18)?;
    }
    for (row, field) in (1_u32..).zip(&vocabulary.yearly) {
        sheet.write_with_format(row, 0, field.name.as_str(), &grey)?;
        sheet.write(row, 1, say(&field.label, t))?;
    }
    for list in &vocabulary.lists {
        let sheet = book.add_worksheet();
        sheet.set_name(list.name.as_str())?;
        list_sheet(sheet, &list.attributes, vocabulary, t, (&head, &grey))?;
    }
    book.save_to_buffer()
}

fn list_sheet(
    sheet: &mut Worksheet,
    attributes: &[Field],
    vocabulary: &Vocabulary,
    t: &Texts,
    (head, grey): (&Format, &Format),
) -> Result<(), XlsxError> {
    sheet.write_with_format(0, 0, "id", grey)?;
    sheet.write_with_format(1, 0, t.msg("workbook-entry").as_ref(), head)?;
    sheet.write_with_format(2, 0, t.msg("workbook-none").as_ref(), grey)?;
    for (column, field) in (1_u16..).zip(attributes) {
        sheet.write_with_format(0, column, field.name.as_str(), grey)?;
        sheet.write_with_format(1, column, say(&field.label, t), head)?;
        sheet.write_with_format(2, column, hint(field, vocabulary, t), grey)?;
        sheet.set_column_width(column, 20)?;
    }
    sheet.set_freeze_panes(3, 1)?;
    Ok(())
}

/// What may stand in a cell.
fn hint(field: &Field, vocabulary: &Vocabulary, t: &Texts) -> String {
    match &field.sort {
        Sort::Bool => t.msg("workbook-hint-bool").into_owned(),
        Sort::Money => t.msg("workbook-hint-money").into_owned(),
        Sort::Rate => "15%".to_owned(),
        Sort::Number(unit) => unit.clone(),
        Sort::Date => "2025-07-01".to_owned(),
        Sort::Region => t.msg("workbook-hint-region").into_owned(),
        Sort::Choice(id) | Sort::Set(id) => {
            let choices = vocabulary
                .choices(*id)
                .map_or(&[][..], |choices| &choices.choices);
            let names: Vec<_> = choices
                .iter()
                .take(40)
                .map(|choice| say(&choice.label, t))
                .collect();
            let more = if choices.len() > 40 { " …" } else { "" };
            let several = if matches!(field.sort, Sort::Set(_)) {
                t.msg("workbook-hint-several")
            } else {
                "".into()
            };
            format!("{several}{}{more}", names.join(" / "))
        }
        Sort::Text => String::new(),
    }
}

/// Reads a workbook back as the JSON of a profile.
///
/// # Errors
/// With every cell that is wrong, as `sheet!B3: …`.
pub(super) fn read(bytes: &[u8], library: &Library, t: &Texts) -> Result<Value, Vec<String>> {
    let vocabulary = &library.vocabulary;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes))
        .map_err(|error| vec![t.with("workbook-broken", error).into_owned()])?;
    let mut wrong = Vec::new();
    let mut top = Map::new();
    let mut organization = Map::new();
    let mut years: Map<String, Value> = Map::new();
    for name in book.sheet_names() {
        let Ok(range) = book.worksheet_range(&name) else {
            wrong.push(t.with("workbook-sheet-broken", &name).into_owned());
            continue;
        };
        let (first_row, first_column) = range.start().unwrap_or_default();
        if (first_row, first_column) != (0, 0) && !range.is_empty() {
            wrong.push(format!("{name}!A1: {}", t.msg("workbook-moved")));
            continue;
        }
        let sheet = Sheet {
            name: &name,
            vocabulary,
        };
        if name == FIRM {
            for (row, cells) in range.rows().enumerate().skip(1) {
                let (Some(field), Some(cell)) = (cells.first().map(text), cells.get(2)) else {
                    continue;
                };
                if is_empty(cell) {
                    continue;
                }
                match vocabulary
                    .field(&field)
                    .and_then(|at| vocabulary.fields.get(at))
                {
                    Some(known) => sheet.take(known, cell, (row, 2), &mut organization, &mut wrong),
                    None if field == "name" || field == "code" => {
                        organization.insert(field, Value::from(text(cell)));
                    }
                    None => wrong.push(format!(
                        "{name}!A{}: {}",
                        row + 1,
                        t.with("workbook-unknown", field)
                    )),
                }
            }
        } else if name == YEARLY {
            let header: Vec<String> = range
                .rows()
                .next()
                .unwrap_or_default()
                .iter()
                .map(text)
                .collect();
            for (row, cells) in range.rows().enumerate().skip(1) {
                let field = cells.first().map(text).unwrap_or_default();
                let Some(known) = vocabulary
                    .year_field(&field)
                    .and_then(|at| vocabulary.yearly.get(at))
                else {
                    continue;
                };
                for (column, cell) in cells
                    .iter()
                    .enumerate()
                    .skip(2)
                    .filter(|(_, cell)| !is_empty(cell))
                {
                    let year = header.get(column).cloned().unwrap_or_default();
                    let group = years
                        .entry(year)
                        .or_insert_with(|| Value::Object(Map::new()));
                    if let Value::Object(group) = group {
                        sheet.take(known, cell, (row, column), group, &mut wrong);
                    }
                }
            }
        } else if let Some(list) = vocabulary
            .list(&name)
            .and_then(|at| vocabulary.lists.get(at))
        {
            let rows: Vec<&[Data]> = range.rows().collect();
            let header: Vec<String> = rows
                .first()
                .copied()
                .unwrap_or_default()
                .iter()
                .map(text)
                .collect();
            let mut entries = Vec::new();
            let mut none = false;
            for (row, cells) in rows.iter().enumerate().skip(3) {
                let mut entry = Map::new();
                for (column, cell) in cells.iter().enumerate().filter(|(_, cell)| !is_empty(cell)) {
                    let field = header.get(column).cloned().unwrap_or_default();
                    match list
                        .attribute(&field)
                        .and_then(|at| list.attributes.get(at))
                    {
                        Some(known) => {
                            sheet.take(known, cell, (row, column), &mut entry, &mut wrong)
                        }
                        None if field == "id" && matches!(text(cell).as_str(), "无" | "none") => {
                            none = true
                        }
                        None if field == "id" => {
                            entry.insert(field, Value::from(text(cell)));
                        }
                        None => wrong.push(format!(
                            "{}: {}",
                            sheet.cell(row, column),
                            t.with("workbook-unknown", field)
                        )),
                    }
                }
                if !entry.is_empty() {
                    entries.push(Value::Object(entry));
                }
            }
            if u32::try_from(entries.len()).unwrap_or(u32::MAX) > ROOM {
                wrong.push(format!("{name}: {}", t.with("workbook-too-many", ROOM)));
            }
            // An untouched sheet says nothing; 无 in the first column says that there are none.
            if none || !entries.is_empty() {
                top.insert(name.clone(), Value::Array(entries));
            }
        }
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    if organization.is_empty() && years.is_empty() && top.is_empty() {
        return Err(vec![t.msg("workbook-empty").into_owned()]);
    }
    top.insert("organization".to_owned(), Value::Object(organization));
    top.insert("years".to_owned(), Value::Object(years));
    Ok(Value::Object(top))
}

struct Sheet<'s> {
    name: &'s str,
    vocabulary: &'s Vocabulary,
}

impl Sheet<'_> {
    /// `spending!C5`.
    fn cell(&self, row: usize, column: usize) -> String {
        let mut letters = String::new();
        let mut left = column + 1;
        while left > 0 {
            let digit = u8::try_from((left - 1) % 26).unwrap_or_default();
            letters.insert(0, char::from(b'A' + digit));
            left = (left - 1) / 26;
        }
        format!("{}!{letters}{}", self.name, row + 1)
    }

    /// Checks a cell and keeps it; a fault is noted with its place.
    fn take(
        &self,
        field: &Field,
        cell: &Data,
        (row, column): (usize, usize),
        into: &mut Map<String, Value>,
        wrong: &mut Vec<String>,
    ) {
        let text = text(cell);
        if field.sort == Sort::Text {
            into.insert(field.name.clone(), Value::from(text));
            return;
        }
        let parts: Vec<&str> = match field.sort {
            Sort::Set(_) => text
                .split(['/', '、', ',', '，', '|', ';', '；'])
                .map(str::trim)
                .filter(|part| !part.is_empty())
                .collect(),
            _ => vec![text.trim()],
        };
        for part in &parts {
            if let Err(bad) = parse_value(part, field, self.vocabulary) {
                wrong.push(format!("{}: {}", self.cell(row, column), bad.message));
                return;
            }
        }
        let value = match field.sort {
            Sort::Set(_) => Value::from(parts),
            _ => Value::from(text),
        };
        into.insert(field.name.clone(), value);
    }
}

fn is_empty(cell: &Data) -> bool {
    text(cell).trim().is_empty()
}

/// A cell as text; days as `2025-07-01`, whole numbers without a point.
fn text(cell: &Data) -> String {
    match cell {
        Data::DateTime(moment) if moment.is_datetime() => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        Data::DateTimeIso(text) => text.chars().take(10).collect(),
        Data::Bool(truth) => truth.to_string(),
        Data::Float(number) => number.to_string(),
        Data::Empty | Data::Error(_) => String::new(),
        other => other.to_string(),
    }
}

/// A workbook as an answer.
pub(super) fn download(bytes: Vec<u8>, name: &str) -> impl IntoResponse {
    let headers = [
        (
            CONTENT_TYPE,
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet".to_owned(),
        ),
        (
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ),
    ];
    (headers, bytes)
}
