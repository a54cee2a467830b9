//! Runs of one block → lines.

use super::column::Run;
use crate::format::is_wide;

/// A visual line, cut where the gaps are wide.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    /// Its pieces from left to right; at least one.
    pub(super) cells: Vec<Cell>,
    /// Base line of its largest type.
    pub(super) y: f64,
    /// Size of its largest type.
    pub(super) size: f64,
}

/// A piece of a line.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Cell {
    /// Its text.
    pub(super) text: String,
    /// Left edge.
    pub(super) x0: f64,
    /// Right edge.
    pub(super) x1: f64,
}

/// A gap wider than this, in ems, parts cells.
const CELL_GAP: f64 = 1.0;

impl Line {
    /// Left edge.
    pub(super) fn left(&self) -> f64 {
        self.cells.first().map_or(0.0, |cell| cell.x0)
    }

    /// Right edge.
    pub(super) fn right(&self) -> f64 {
        self.cells
            .iter()
            .map(|cell| cell.x1)
            .fold(f64::NEG_INFINITY, f64::max)
    }

    /// Number of characters.
    pub(super) fn length(&self) -> usize {
        self.cells
            .iter()
            .map(|cell| cell.text.chars().count())
            .sum()
    }

    /// The text with one blank for each gap.
    pub(super) fn text(&self) -> String {
        self.cells
            .iter()
            .map(|cell| cell.text.as_str())
            .collect::<Vec<_>>()
            .join(" ")
    }
}

/// Puts runs together to lines, from top to bottom. Raised and lowered small type belongs to the line
/// beside it.
pub(super) fn lines(mut runs: Vec<Run>) -> Vec<Line> {
    runs.sort_by(|a, b| b.y.total_cmp(&a.y).then(a.x0.total_cmp(&b.x0)));
    let mut rows: Vec<(f64, f64, Vec<Run>)> = Vec::new();
    for run in runs {
        match rows.last_mut() {
            Some((y, size, row)) if (*y - run.y).abs() < 0.5 * size.max(run.size) => {
                if run.size > *size {
                    (*y, *size) = (run.y, run.size);
                }
                row.push(run);
            }
            _ => rows.push((run.y, run.size, vec![run])),
        }
    }
    rows.into_iter()
        .map(|(y, size, row)| Line {
            cells: cells(row, size),
            y,
            size,
        })
        .collect()
}

fn cells(mut row: Vec<Run>, size: f64) -> Vec<Cell> {
    row.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    let mut cells: Vec<Cell> = Vec::new();
    let mut last: Option<Run> = None;
    for run in row {
        // The same run drawn twice in nearly the same place.
        let twice = last.as_ref().is_some_and(|last| {
            last.text == run.text
                && (last.x0 - run.x0).abs() < 0.2 * size
                && (last.y - run.y).abs() < 0.2 * size
        });
        if twice {
            continue;
        }
        match cells.last_mut() {
            Some(cell) if (run.x0 - cell.x1) / size < CELL_GAP => {
                join_gap(&mut cell.text, &run.text, (run.x0 - cell.x1) / size);
                cell.x1 = cell.x1.max(run.x1);
            }
            _ => cells.push(Cell {
                text: run.text.clone(),
                x0: run.x0,
                x1: run.x1,
            }),
        }
        last = Some(run);
    }
    cells
}

/// Appends text after a gap of so many ems. Words are parted by a blank where the gap is that of one;
/// Han characters stand together unless they are spaced out on purpose, and beside Latin words too,
/// because the gap there is only set for looks.
pub(super) fn join_gap(text: &mut String, next: &str, gap: f64) {
    let (Some(last), Some(first)) = (text.chars().next_back(), next.chars().next()) else {
        text.push_str(next);
        return;
    };
    if first.is_whitespace() && last.is_whitespace() {
        return;
    }
    let least = match (is_wide(last), is_wide(first)) {
        (true, true) => 0.8,
        (true, false) | (false, true) => 0.5,
        (false, false) => 0.17,
    };
    if gap > least && !last.is_whitespace() && !first.is_whitespace() {
        text.push(' ');
    }
    text.push_str(next);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(text: &str, x0: f64, y: f64, size: f64) -> Run {
        let width: f64 = text
            .chars()
            .map(|c| if is_wide(c) { 1.0 } else { 0.5 })
            .sum();
        Run {
            text: text.to_string(),
            x0,
            x1: x0 + width * size,
            y,
            size,
        }
    }

    #[test]
    fn raised_marks_join_the_line_beside_them() {
        let lines = lines(vec![
            run("投产", 0.0, 100.0, 10.0),
            run("1", 20.0, 104.0, 6.0),
            run("第二行", 0.0, 85.0, 10.0),
        ]);
        assert_eq!(
            lines.iter().map(Line::text).collect::<Vec<_>>(),
            ["投产1", "第二行"]
        );
    }

    #[test]
    fn blanks_stand_between_words_and_not_beside_han() {
        let mut text = "chip".to_string();
        join_gap(&mut text, "let", 0.05);
        join_gap(&mut text, "design", 0.25);
        join_gap(&mut text, "设", 0.3);
        join_gap(&mut text, "计", 0.3);
        join_gap(&mut text, "书", 1.0);
        assert_eq!(text, "chiplet design设计 书");
    }

    #[test]
    fn a_run_drawn_twice_is_read_once() {
        let lines = lines(vec![
            run("标题", 0.0, 100.0, 10.0),
            run("标题", 0.3, 100.0, 10.0),
        ]);
        assert_eq!(lines[0].text(), "标题");
    }
}
