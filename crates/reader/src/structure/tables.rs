//! Tables: blocks of rows with their captions.

use super::captions::{is_table_caption, names_a_table};
use super::lines::{Line, span};
use crate::text::classes::width;
use crate::text::line::{Look, heading};
use std::collections::BTreeSet;
use xinqiao_record::body::Table;

/// The tables among some lines, and the lines that they and their captions take.
#[derive(Debug, Default)]
pub(super) struct Tables {
    pub(super) tables: Vec<Table>,
    /// Indices of lines that belong to tables.
    pub(super) rows: BTreeSet<usize>,
    /// Indices of lines that are captions of tables.
    pub(super) captions: BTreeSet<usize>,
}

struct Block {
    first: usize,
    /// Index after the last row.
    end: usize,
    header: Vec<String>,
    rows: Vec<Vec<String>>,
    caption: Option<String>,
}

/// Reads the tables among `lines[from..to]`.
pub(super) fn tables(lines: &[Line<'_>], from: usize, to: usize) -> Tables {
    let mut result = Tables::default();
    let mut blocks: Vec<Block> = Vec::new();
    let mut index = from;
    while index < to {
        let end = block_end(lines, index, to);
        if end == index {
            index += 1;
            continue;
        }
        if is_table(lines, index, end) {
            result.rows.extend(index..end);
            blocks.push(read_block(lines, index, end));
        }
        index = end;
    }
    for block in &mut blocks {
        let mut claimed = |at: usize| !result.captions.contains(&at) && result.captions.insert(at);
        let before = block.first.checked_sub(1).filter(|&at| at >= from);
        let after = Some(block.end).filter(|&at| at < to);
        let line_at = |at: Option<usize>| at.and_then(|at| lines.get(at).map(|line| (at, line)));
        if let Some((at, line)) = line_at(before).filter(|(_, line)| is_table_caption(line))
            && claimed(at)
        {
            block.caption = Some(caption_text(line.text));
        } else if let Some((at, line)) = line_at(after).filter(|(_, line)| is_table_caption(line))
            && claimed(at)
        {
            block.caption = Some(caption_text(line.text));
        } else if let Some((at, line)) = line_at(before).filter(|(_, line)| names_a_table(line)) {
            block.caption = Some(caption_text(line.text));
            if line.look == Look::Plain {
                result.captions.insert(at);
            }
        }
    }
    for block in blocks {
        let place = |block: &Block| {
            let start = lines.get(block.first).map_or(0, |line| line.start);
            let end = block
                .end
                .checked_sub(1)
                .and_then(|last| lines.get(last))
                .map_or(start, |line| line.end);
            span(start, end)
        };
        let here = place(&block);
        // A table that goes on after a page end, with its header again.
        if let Some(last) = result.tables.last_mut()
            && block.caption.is_none()
            && !block.header.is_empty()
            && last.header == block.header
            && !lines.iter().skip(from).take(to - from).any(|line| {
                line.start >= last.span.end as usize
                    && line.end <= here.start as usize
                    && line.look != Look::Row
            })
        {
            last.rows.extend(block.rows);
            last.span.end = here.end;
            continue;
        }
        result.tables.push(Table {
            caption: block.caption,
            header: block.header,
            rows: block.rows,
            span: here,
        });
    }
    result
}

/// The index after the rows that begin at `index`; a separator of dashes belongs to them, a blank line ends them.
fn block_end(lines: &[Line<'_>], index: usize, to: usize) -> usize {
    let mut end = index;
    while let Some(line) = lines.get(end).filter(|_| end < to) {
        let row = line.look == Look::Row;
        if !row || (end > index && line.blank > 0) {
            break;
        }
        end += 1;
    }
    end
}

/// One row alone is a table only with three cells or more; two blanks between words written as a tab are none.
fn is_table(lines: &[Line<'_>], first: usize, end: usize) -> bool {
    end - first >= 2
        || lines
            .get(first)
            .is_some_and(|line| cells(line.text).len() >= 3)
}

fn caption_text(line: &str) -> String {
    heading(line)
        .map_or(line, |(_, text)| text)
        .trim_matches(['*', ' '])
        .to_owned()
}

/// The cells of a row, without blanks around them and dot leaders behind them.
fn cells(line: &str) -> Vec<String> {
    let clean = |cell: &str| {
        let single = cell.split_whitespace().collect::<Vec<_>>().join(" ");
        let cell = single.as_str();
        let bare = cell.trim_end_matches(['.', '…', ' ']);
        let leaders = cell.len() - bare.len();
        if leaders >= 3 || (leaders > 0 && cell.ends_with("…")) {
            bare.to_owned()
        } else {
            cell.to_owned()
        }
    };
    if line.contains('\t') {
        return line.split('\t').map(clean).collect();
    }
    let inner = line.trim().strip_prefix('|').unwrap_or(line);
    let inner = inner.trim_end().strip_suffix('|').unwrap_or(inner);
    inner.split('|').map(clean).collect()
}

fn is_separator(row: &[String]) -> bool {
    let dashes = |cell: &String| {
        let core = cell.trim_matches(':');
        core.len() >= 2 && core.bytes().all(|b| b == b'-')
    };
    !row.is_empty()
        && row.iter().any(dashes)
        && row
            .iter()
            .all(|cell| cell.is_empty() || dashes(cell) || cell == "-" || cell == ":-:")
}

fn read_block(lines: &[Line<'_>], first: usize, end: usize) -> Block {
    let mut rows: Vec<Vec<String>> = lines
        .iter()
        .take(end)
        .skip(first)
        .map(|line| cells(line.text))
        .collect();
    let separator = rows.iter().take(4).position(|row| is_separator(row));
    rows.retain(|row| !is_separator(row) && row.iter().any(|cell| !cell.is_empty()));
    let header_rows = match separator {
        Some(at) if at > 0 => at.min(rows.len()),
        _ => header_rows(&rows),
    };
    let body = rows.split_off(header_rows);
    let header = join_header(&rows);
    let mut body = body;
    fill_down(&mut body, !header.is_empty());
    Block {
        first,
        end,
        header,
        rows: body,
        caption: None,
    }
}

/// How many of the first rows are the header: rows above the first that has something in its first column, or one row of short words above rows
/// with figures, or none where the table is pairs of names and values.
fn header_rows(rows: &[Vec<String>]) -> usize {
    let Some(first) = rows.first() else { return 0 };
    if rows.len() < 2 {
        return 0;
    }
    if first.first().is_some_and(String::is_empty) {
        let above = rows
            .iter()
            .take(4)
            .take_while(|row| row.first().is_none_or(String::is_empty))
            .count();
        return if above < rows.len() { above } else { 0 };
    }
    let wordy = |cell: &String| {
        !cell.is_empty() && width(cell) <= 40 && !cell.chars().any(|c| c.is_ascii_digit())
    };
    // A year, a quarter or a unit in brackets may stand in a header, a figure may not.
    let dated = |cell: &String| {
        let digits = cell.chars().filter(char::is_ascii_digit).count();
        (digits == 4 && cell.contains(['年', '2', '1']))
            || cell.contains(['Q', 'H', '季', '月'])
            || cell.contains(['（', '(', '$'])
    };
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let filled = first.iter().filter(|cell| !cell.is_empty()).count();
    let all_words = first
        .iter()
        .all(|cell| cell.is_empty() || wordy(cell) || (dated(cell) && width(cell) <= 40));
    if !all_words || filled * 3 < columns * 2 {
        return 0;
    }
    if columns <= 2 {
        // Pairs: names on the left, values of all sorts on the right. A header needs a kind word on its right and figures below it.
        let below: Vec<&str> = rows
            .iter()
            .skip(1)
            .filter_map(|row| row.get(1))
            .map(String::as_str)
            .collect();
        let figures = below
            .iter()
            .filter(|cell| cell.chars().any(|c| c.is_ascii_digit()))
            .count();
        let short_right = first.get(1).is_some_and(|cell| width(cell) <= 16);
        return usize::from(short_right && !below.is_empty() && figures == below.len());
    }
    // A row of names and values by turns is no header.
    let numeric = |row: &Vec<String>| {
        row.iter()
            .filter(|cell| cell.chars().any(|c| c.is_ascii_digit()))
            .count()
    };
    let like_body =
        rows.iter().skip(1).all(|row| numeric(row) == 0) && rows.len() == 2 && columns == 4;
    usize::from(!like_body)
}

/// Joins header rows per column. A cell that spans columns stands in the first of them and counts for the others.
fn join_header(rows: &[Vec<String>]) -> Vec<String> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut header = vec![String::new(); columns];
    for (index, row) in rows.iter().enumerate() {
        let last = index + 1 == rows.len();
        let mut spanning = "";
        for (column, slot) in header.iter_mut().enumerate() {
            let cell = row.get(column).map_or("", String::as_str);
            let shown = if cell.is_empty() && !last && column > 0 && column < row.len() {
                spanning
            } else {
                cell
            };
            if !cell.is_empty() {
                spanning = cell;
            }
            if !shown.is_empty() {
                if !slot.is_empty() {
                    slot.push(' ');
                }
                slot.push_str(shown);
            }
        }
    }
    header
}

/// Writes the first cell again where it was left empty because it repeats: under a header, beside other cells.
fn fill_down(rows: &mut [Vec<String>], has_header: bool) {
    if !has_header {
        return;
    }
    let mut above = String::new();
    for row in rows {
        let others = row.iter().skip(1).filter(|cell| !cell.is_empty()).count();
        if let Some(first) = row.first_mut() {
            if !first.is_empty() {
                above.clone_from(first);
            } else if others >= 2 {
                first.clone_from(&above);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::lines::lines;
    use super::*;

    fn read(text: &str) -> Vec<Table> {
        let all = lines(text);
        tables(&all, 0, all.len()).tables
    }

    fn strings(cells: &[&str]) -> Vec<String> {
        cells.iter().map(|cell| (*cell).to_owned()).collect()
    }

    #[test]
    fn a_markdown_table_with_its_caption() {
        let found =
            read("表1　示例项目\n\n| 序号 | 项目 |\n| :-: | --- |\n| 1 | 甲 |\n| 合计 | — |\n");
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].caption.as_deref(), Some("表1　示例项目"));
        assert_eq!(found[0].header, strings(&["序号", "项目"]));
        assert_eq!(
            found[0].rows,
            [strings(&["1", "甲"]), strings(&["合计", "—"])]
        );
    }

    #[test]
    fn header_lines_are_joined_per_column_and_spanning_cells_count_for_all() {
        let found =
            read("\t截至年末\t\t\n\t2022年\t2023年\n\t千元\t千元\n芯片.....\t1\t2\n模组\t3\t4\n");
        assert_eq!(
            found[0].header,
            strings(&[
                "",
                "截至年末 2022年 千元",
                "截至年末 2023年 千元",
                "截至年末"
            ])
        );
        assert_eq!(found[0].rows[0], strings(&["芯片", "1", "2"]));
    }

    #[test]
    fn an_empty_first_cell_repeats_the_one_above() {
        let found = read("奖项\t序号\t项目\n一等奖\t1\t甲\n\t2\t乙\n");
        assert_eq!(found[0].rows[1], strings(&["一等奖", "2", "乙"]));
    }

    #[test]
    fn pairs_of_names_and_values_have_no_header() {
        let found = read("项目名称\t示例项目\n备案机关\t示例局\n备案日期\t2023年02月09日\n");
        assert_eq!(found[0].header, Vec::<String>::new());
        assert_eq!(found[0].rows.len(), 3);
    }

    #[test]
    fn a_caption_below_belongs_to_the_table_above_it() {
        let found = read(
            "时间\t节点\n2021年\t5\n2022年\t3\n\n表1 路线\n\n时间\t方案\t价\n甲\t1\t2\n乙\t2\t3\n\n表2 方案\n",
        );
        assert_eq!(
            found
                .iter()
                .map(|table| table.caption.as_deref())
                .collect::<Vec<_>>(),
            [Some("表1 路线"), Some("表2 方案")]
        );
    }

    #[test]
    fn a_table_that_goes_on_with_the_same_header_is_one() {
        let found = read("名\t地\t额\n甲\t乙\t1\n\n名\t地\t额\n丙\t丁\t2\n");
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].rows.len(), 2);
    }
}
