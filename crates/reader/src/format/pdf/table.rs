//! Lines that stand in columns → rows of cells.

use super::line::{Cell, Line};

/// A line of the output.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    /// The text; cells parted by tabs in a table.
    pub(super) text: String,
    /// Whether it is a row of a table.
    pub(super) table: bool,
    /// Which of the block's tables it belongs to.
    pub(super) part: usize,
    /// Left edge, base line and type size.
    pub(super) left: f64,
    /// Base line.
    pub(super) y: f64,
    /// Type size.
    pub(super) size: f64,
}

/// Fewest rows of a table of three columns or more.
const FEWEST: usize = 3;

/// Most rows of one table on one page, and most cells of a row: more are no table to be read, and would
/// take long to compare.
const LONGEST: usize = 300;
const WIDEST: usize = 60;

/// Fewest rows of a table of two columns, which ordinary lines with a gap look like.
const FEWEST_OF_TWO: usize = 4;

/// Finds the tables among the lines of a block.
pub(super) fn rows(lines: Vec<Line>) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut at = 0;
    let mut part = 0;
    while let Some(line) = lines.get(at) {
        let end = stretch(&lines, at);
        let group = lines.get(at..end).unwrap_or_default();
        match columns(group) {
            Some(columns) => {
                part += 1;
                rows.extend(filled(group, &columns, part));
                at = end;
            }
            None => {
                rows.push(Row {
                    text: line.text(),
                    table: false,
                    part: 0,
                    left: line.left(),
                    y: line.y,
                    size: line.size,
                });
                at += 1;
            }
        }
    }
    rows
}

/// The end of the lines from `start` on that may be rows of one table: lines with gaps, and between
/// them short lines that go on with a cell.
fn stretch(lines: &[Line], start: usize) -> usize {
    let first = match lines.get(start) {
        Some(line) if line.cells.len() > 1 => line,
        _ => return start,
    };
    let (mut end, mut left, mut right) = (start + 1, first.left(), first.right());
    let mut index = end;
    while let (Some(line), Some(before)) = (lines.get(index), lines.get(index - 1)) {
        if index - start == LONGEST {
            break;
        }
        let far = before.y - line.y > 3.0 * line.size.max(before.size);
        let loose = line.cells.len() < 2;
        // A single piece is part of a row only if it is short and lies inside.
        let inside = line.left() >= left - line.size && line.right() <= right + line.size;
        if far || (loose && (!inside || line.right() - line.left() > 0.5 * (right - left))) {
            break;
        }
        index += 1;
        if !loose {
            end = index;
            left = left.min(line.left());
            right = right.max(line.right());
        }
    }
    // Pieces that go on with the last row.
    while let (Some(line), Some(before)) = (lines.get(end), lines.get(end.wrapping_sub(1))) {
        let goes_on = line.cells.len() < 2
            && before.y - line.y < 1.5 * line.size
            && line.left() > left + 2.0 * line.size
            && line.right() <= right + line.size;
        if !goes_on {
            break;
        }
        end += 1;
    }
    end
}

/// The columns, as left and right edges, if the lines make a table.
fn columns(lines: &[Line]) -> Option<Vec<(f64, f64)>> {
    let most = lines
        .iter()
        .map(|line| line.cells.len())
        .max()
        .filter(|most| *most <= WIDEST)?;
    // The number of cells that the fullest rows agree on.
    let count = (2..=most).rev().find(|count| {
        let same = lines
            .iter()
            .filter(|line| line.cells.len() == *count)
            .count();
        same >= 2 && same * 4 >= lines.len()
    })?;
    let full: Vec<&Line> = lines
        .iter()
        .filter(|line| line.cells.len() == count)
        .collect();
    let mut columns: Vec<(f64, f64)> = Vec::new();
    let mut spans: Vec<(f64, f64)> = full
        .iter()
        .flat_map(|line| &line.cells)
        .map(|cell| (cell.x0, cell.x1))
        .collect();
    spans.sort_by(|a, b| a.0.total_cmp(&b.0));
    for (x0, x1) in spans {
        match columns.last_mut() {
            Some((_, right)) if x0 < *right => *right = right.max(x1),
            _ => columns.push((x0, x1)),
        }
    }
    // Every row of the full ones has one cell per column, or the gaps do not line up.
    let lined_up = columns.len() == count;
    let enough = match count {
        2 => full.len() >= FEWEST_OF_TWO && wide_gap(&columns, lines) && edges_agree(&full),
        _ => lines.iter().filter(|line| line.cells.len() > 1).count() >= FEWEST,
    };
    (lined_up && enough).then_some(columns)
}

/// Whether the two columns stand well apart.
fn wide_gap(columns: &[(f64, f64)], lines: &[Line]) -> bool {
    let size = lines.first().map_or(0.0, |line| line.size);
    matches!(columns, [(_, end), (start, _)] if start - end > size)
}

/// Whether the second cells begin or end at the same place.
fn edges_agree(lines: &[&Line]) -> bool {
    let second: Vec<(&Cell, f64)> = lines
        .iter()
        .filter_map(|line| line.cells.get(1).map(|cell| (cell, line.size)))
        .collect();
    let Some((first, _)) = second.first() else {
        return false;
    };
    let same = |edge: &dyn Fn(&Cell) -> f64| {
        let fit = second
            .iter()
            .filter(|(cell, size)| (edge(cell) - edge(first)).abs() < 0.5 * size)
            .count();
        fit * 5 >= second.len() * 4
    };
    same(&|cell| cell.x0) || same(&|cell| cell.x1) || same(&|cell| (cell.x0 + cell.x1) / 2.0)
}

/// Puts the cells into their columns. A line close below that leaves the first column empty goes on with
/// the row above.
fn filled(lines: &[Line], columns: &[(f64, f64)], part: usize) -> Vec<Row> {
    let mut rows: Vec<(Vec<String>, Row)> = Vec::new();
    let mut last_y = f64::INFINITY;
    for line in lines {
        let mut cells = vec![String::new(); columns.len()];
        for cell in &line.cells {
            let overlap = |(x0, x1): &(f64, f64)| cell.x1.min(*x1) - cell.x0.max(*x0);
            let best = columns
                .iter()
                .enumerate()
                .max_by(|(i, a), (j, b)| overlap(a).total_cmp(&overlap(b)).then(j.cmp(i)))
                .map_or(0, |(index, _)| index);
            if let Some(place) = cells.get_mut(best) {
                if !place.is_empty() {
                    place.push(' ');
                }
                place.push_str(&cell.text);
            }
        }
        let goes_on = cells.first().is_some_and(String::is_empty)
            && cells.iter().filter(|cell| !cell.is_empty()).count() < columns.len()
            && last_y - line.y < 1.5 * line.size;
        last_y = line.y;
        if goes_on && let Some((above, _)) = rows.last_mut() {
            for (place, more) in above.iter_mut().zip(&cells) {
                super::line::join_gap(place, more, 0.3);
            }
            continue;
        }
        let row = Row {
            text: String::new(),
            table: true,
            part,
            left: line.left(),
            y: line.y,
            size: line.size,
        };
        rows.push((cells, row));
    }
    rows.into_iter()
        .map(|(cells, row)| Row {
            text: cells.join("\t"),
            ..row
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(y: f64, cells: &[(&str, f64, f64)]) -> Line {
        let cells = cells
            .iter()
            .map(|(text, x0, x1)| Cell {
                text: text.to_string(),
                x0: *x0,
                x1: *x1,
            })
            .collect();
        Line {
            cells,
            y,
            size: 10.0,
        }
    }

    fn shown(lines: Vec<Line>) -> Vec<String> {
        rows(lines).into_iter().map(|row| row.text).collect()
    }

    #[test]
    fn three_aligned_columns_are_a_table() {
        let lines = vec![
            line(100.0, &[("表1 项目", 40.0, 90.0)]),
            line(
                80.0,
                &[
                    ("企业", 0.0, 20.0),
                    ("阶段", 100.0, 120.0),
                    ("金额", 200.0, 220.0),
                ],
            ),
            line(
                60.0,
                &[
                    ("甲公司", 0.0, 30.0),
                    ("投产", 100.0, 120.0),
                    ("10", 205.0, 215.0),
                ],
            ),
            line(47.0, &[("（续）", 100.0, 130.0)]),
            line(30.0, &[("乙公司", 0.0, 30.0), ("2", 208.0, 213.0)]),
            line(10.0, &[("正文一行。", 0.0, 200.0)]),
        ];
        assert_eq!(
            shown(lines),
            [
                "表1 项目",
                "企业\t阶段\t金额",
                "甲公司\t投产（续）\t10",
                "乙公司\t\t2",
                "正文一行。"
            ]
        );
    }

    #[test]
    fn lines_with_a_chance_gap_stay_prose() {
        let lines = vec![
            line(100.0, &[("一、", 0.0, 20.0), ("总则", 40.0, 60.0)]),
            line(80.0, &[("二、附", 0.0, 30.0), ("则", 55.0, 65.0)]),
            line(60.0, &[("没有空隙", 0.0, 200.0)]),
        ];
        assert_eq!(shown(lines), ["一、 总则", "二、附 则", "没有空隙"]);
    }
}
