//! Tables whose columns are parted by runs of blanks, as plain text taken from PDF files has them, become rows of tab-separated cells.

use super::classes::{ends_sentence, width};
use super::edit::Edits;
use super::line::{Look, look};
use super::map::MappedText;

/// Lines that make a table.
const FEWEST: usize = 3;
/// A cell is no wider than this; running text in columns is no table.
const WIDEST_CELL: usize = 44;
/// Columns by which the beginnings or the ends of a column's cells may differ.
const SLACK: usize = 2;

/// A cell: its bytes in the text and the columns of a fixed-width face that it takes.
#[derive(Debug, Clone, Copy)]
struct Cell<'a> {
    text: &'a str,
    start: usize,
    end: usize,
    left: usize,
    right: usize,
}

struct Row<'a> {
    /// The whole line.
    start: usize,
    end: usize,
    cells: Vec<Cell<'a>>,
}

/// Writes a tab between the cells of tables that are laid out with blanks.
///
/// Such a table is at least three lines right below each other with the same number of cells, two blanks or more between
/// them, where each column's cells begin or end at the same place. Two columns alone must be short words beside figures.
pub(super) fn columns(source: &MappedText) -> Option<MappedText> {
    let text = source.text.as_str();
    let wide = text.contains('\u{3000}');
    if !wide && !text.contains("  ") {
        return None;
    }
    let mut edits = Edits::default();
    let mut block: Vec<Row<'_>> = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        // Most lines have no blank at all.
        let may_have_gap = wide || line.as_bytes().contains(&b' ');
        let row = may_have_gap.then(|| row(line, start)).flatten();
        let goes_on = row
            .as_ref()
            .zip(block.last())
            .is_some_and(|(row, last)| row.cells.len() == last.cells.len());
        if !goes_on {
            write(&block, &mut edits);
            block.clear();
        }
        block.extend(row);
        start += line.len() + 1;
    }
    write(&block, &mut edits);
    edits.apply(source)
}

/// The cells of a line, if it may be a row: two or more, none like running text, not all of one character.
fn row(line: &str, start: usize) -> Option<Row<'_>> {
    let inner = line.trim_matches([' ', '\u{3000}']);
    if line.contains('\t') || !(inner.contains("  ") || inner.contains('\u{3000}')) {
        return None;
    }
    if !matches!(
        look(line),
        Look::Plain | Look::Item | Look::Numbered | Look::Section(4)
    ) {
        return None;
    }
    let mut cells: Vec<Cell<'_>> = Vec::new();
    let (mut column, mut gap) = (0, usize::MAX);
    for (at, character) in line.char_indices() {
        let end = at + character.len_utf8();
        match character {
            ' ' => gap = gap.saturating_add(1),
            '\u{3000}' => gap = gap.saturating_add(2),
            _ => {
                let first_of = |left| Cell {
                    text: line.get(at..end).unwrap_or_default(),
                    start: start + at,
                    end: start + end,
                    left,
                    right: column,
                };
                match cells.last_mut() {
                    Some(last) if gap < 2 => {
                        last.end = start + end;
                        last.text = line.get(last.start - start..end).unwrap_or_default();
                    }
                    _ => cells.push(first_of(column)),
                }
                gap = 0;
            }
        }
        column += width(line.get(at..end).unwrap_or_default());
        if gap == 0
            && let Some(last) = cells.last_mut()
        {
            last.right = column;
        }
    }
    let fits = cells.len() >= 2
        && cells.iter().any(|cell| cell.text.chars().count() > 1)
        && cells
            .iter()
            .all(|cell| cell.right - cell.left <= WIDEST_CELL && !is_running(cell.text));
    fits.then_some(Row {
        start,
        end: start + line.len(),
        cells,
    })
}

/// Whether a cell reads like a piece of a sentence or names its own value.
fn is_running(cell: &str) -> bool {
    cell.contains(['。', '；', '，', '：']) || (ends_sentence(cell) && width(cell) > 16)
}

fn write(block: &[Row<'_>], edits: &mut Edits) {
    if !is_table(block) {
        return;
    }
    for row in block {
        let mut at = row.start;
        for (index, cell) in row.cells.iter().enumerate() {
            if index == 0 {
                edits.remove(at, cell.start);
            } else {
                edits.replace(at, cell.start, "\t");
            }
            at = cell.end;
        }
        edits.remove(at, row.end);
    }
}

fn is_table(block: &[Row<'_>]) -> bool {
    let columns = block.first().map_or(0, |row| row.cells.len());
    if block.len() < FEWEST {
        return false;
    }
    let column = |index: usize| block.iter().filter_map(move |row| row.cells.get(index));
    let aligned = |index: usize| {
        let spread = |place: fn(&Cell<'_>) -> usize| {
            let least = column(index).map(place).min().unwrap_or(0);
            column(index).map(place).max().unwrap_or(0) - least
        };
        spread(|cell| cell.left) <= SLACK
            || spread(|cell| cell.right) <= SLACK
            || spread(|cell| (cell.left + cell.right) / 2) <= SLACK
    };
    if !(0..columns).all(aligned) {
        return false;
    }
    let figures = |cell: &&Cell<'_>| cell.text.contains(|c: char| c.is_ascii_digit());
    // Two words side by side are often something else: a masthead, names of signatories.
    columns >= 3 || column(1).filter(figures).count() + 1 >= block.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Origin;

    fn laid_out(text: &str) -> String {
        let mut mapped = MappedText::default();
        mapped.push(
            text,
            Origin::Bytes {
                start: 0,
                end: text.len() as u64,
            },
        );
        columns(&mapped).map_or_else(|| text.to_owned(), |mapped| mapped.text)
    }

    #[test]
    fn aligned_columns_become_rows() {
        assert_eq!(
            laid_out(
                "见下表。\n  项目        所在地    投资（亿元）\n  示例一号    甲市              12.5\n  示例二期线  乙市               3.0\n其余从略。"
            ),
            "见下表。\n项目\t所在地\t投资（亿元）\n示例一号\t甲市\t12.5\n示例二期线\t乙市\t3.0\n其余从略。"
        );
        assert_eq!(
            laid_out(
                "Site       Wafers   Year\nSample A      200   2024\nSample Two  1,200   2025"
            ),
            "Site\tWafers\tYear\nSample A\t200\t2024\nSample Two\t1,200\t2025"
        );
    }

    #[test]
    fn words_beside_figures_are_a_table_and_two_words_are_none() {
        assert_eq!(
            laid_out("季度      产值\n一季度    12\n二季度    15"),
            "季度\t产值\n一季度\t12\n二季度\t15"
        );
        let names = "甲某      乙公司\n丙某      丁公司\n戊某      己公司";
        assert_eq!(laid_out(names), names);
    }

    #[test]
    fn what_only_has_wide_blanks_stays() {
        for text in [
            "甲  乙  丙\n丁  戊  己\n庚  辛  壬",
            "示例 一号    甲市    12\n示例二号    乙市    13",
            "示例一号    甲市    12\n示例二号    乙市\n示例三号    丙市    14",
            "主办：示例会    承办：秘书处    总第8期\n协办：某院      支持：某局      2025年\n地址：某路      电话：000       内部",
            "　　第一段示例文字，后面还有。\n　　第二段示例文字，后面还有。\n　　第三段示例文字，后面还有。",
            "word  two   three\nsome longer  text  here\nand  another  line of prose",
        ] {
            assert_eq!(laid_out(text), text);
        }
    }
}
