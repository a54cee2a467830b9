//! Glyphs → blocks in reading order → lines of text.
//!
//! A page is cut at the whitespace between columns. Lines that cross it (titles, wide tables) part the
//! page into bands; within a band the left column is read before the right one. Only running text counts
//! as a column: cells of a table stand in columns too, but are read row by row.

use super::line::{self, Line, join_gap};
use super::page::Glyph;
use super::table;
use crate::format::is_wide;

/// A run of glyphs that follow each other on one line.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Run {
    pub(super) text: String,
    pub(super) x0: f64,
    pub(super) x1: f64,
    pub(super) y: f64,
    pub(super) size: f64,
}

/// A part of the page that is read from top to bottom.
#[derive(Debug)]
struct Block {
    runs: Vec<Run>,
    /// The text of the block before goes on here: the next column.
    goes_on: bool,
}

/// Columns within columns beyond this depth are not looked for.
const DEEPEST: usize = 5;

/// The page's lines. An empty line stands between parts that are set apart.
pub(super) fn lines(glyphs: Vec<Glyph>) -> Vec<String> {
    let (turned, straight): (Vec<Glyph>, Vec<Glyph>) =
        glyphs.into_iter().partition(|glyph| glyph.turned);
    let runs = runs(straight);
    let body = body_size(&runs);
    let mut blocks = Vec::new();
    split(runs, 0, false, &mut blocks);
    let mut out: Vec<String> = Vec::new();
    for block in blocks {
        if !block.goes_on && !out.is_empty() {
            out.push(String::new());
        }
        out.extend(written(&table::rows(line::lines(block.runs)), body));
    }
    let turned = turned_lines(turned);
    if !turned.is_empty() && !out.is_empty() {
        out.push(String::new());
    }
    out.extend(turned);
    out
}

/// Glyphs in the order of the content → runs. A run ends where the next glyph is on another line, goes
/// back, or leaves a gap wider than a character.
fn runs(glyphs: Vec<Glyph>) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for glyph in glyphs {
        if let Some(run) = runs.last_mut() {
            let size = run.size.max(glyph.size);
            let gap = glyph.x0 - run.x1;
            let level =
                (glyph.y - run.y).abs() < 0.1 * size && (glyph.size - run.size).abs() < 0.1 * size;
            // The same glyph drawn twice, slightly moved, is a poor man's bold.
            let twice =
                level && gap < -0.5 * (glyph.x1 - glyph.x0) && run.text.ends_with(&glyph.text);
            if twice && glyph.x1 - run.x1 < 0.2 * size {
                continue;
            }
            if level && gap > -0.4 * size && gap < 0.9 * size {
                join_gap(&mut run.text, &glyph.text, gap / size);
                run.x1 = run.x1.max(glyph.x1);
                continue;
            }
        }
        let Glyph {
            text,
            x0,
            x1,
            y,
            size,
            ..
        } = glyph;
        runs.push(Run {
            text,
            x0,
            x1,
            y,
            size,
        });
    }
    for run in &mut runs {
        trim(run);
    }
    runs.retain(|run| !run.text.is_empty());
    runs
}

/// Takes blanks off the ends of a run, and narrows it by about their width.
fn trim(run: &mut Run) {
    let width = |blanks: &str| -> f64 {
        blanks
            .chars()
            .map(|c| if c == '\u{3000}' { 1.0 } else { 0.25 })
            .sum::<f64>()
            * run.size
    };
    let end = run.text.trim_end();
    let start = end.trim_start();
    let (before, after) = (end.len() - start.len(), run.text.len() - end.len());
    let left = width(run.text.get(..before).unwrap_or_default());
    let right = width(run.text.get(run.text.len() - after..).unwrap_or_default());
    let text = start.to_string();
    run.x0 = (run.x0 + left).min(run.x1);
    run.x1 = (run.x1 - right).max(run.x0);
    run.text = text;
}

/// The font size of most of the text.
fn body_size(runs: &[Run]) -> f64 {
    let mut sizes: std::collections::BTreeMap<u32, usize> = std::collections::BTreeMap::new();
    for run in runs {
        *sizes.entry((run.size * 4.0).round() as u32).or_default() += run.text.chars().count();
    }
    sizes
        .into_iter()
        .max_by_key(|(_, count)| *count)
        .map_or(0.0, |(size, _)| f64::from(size) / 4.0)
}

/// Cuts runs into blocks.
fn split(runs: Vec<Run>, depth: usize, goes_on: bool, blocks: &mut Vec<Block>) {
    if runs.is_empty() {
        return;
    }
    let Some(gutter) = (depth < DEEPEST).then(|| gutter(&runs)).flatten() else {
        blocks.push(Block { runs, goes_on });
        return;
    };
    let bands = bands(runs, gutter);
    if let [Band::Whole(_)] = bands.as_slice() {
        for band in bands {
            if let Band::Whole(runs) = band {
                blocks.push(Block { runs, goes_on });
            }
        }
        return;
    }
    for (index, band) in bands.into_iter().enumerate() {
        let continues = goes_on && index == 0;
        match band {
            Band::Whole(runs) => split(runs, depth + 1, continues, blocks),
            Band::Columns(left, right) => {
                split(left, depth + 1, continues, blocks);
                split(right, depth + 1, true, blocks);
            }
        }
    }
}

enum Band {
    Whole(Vec<Run>),
    Columns(Vec<Run>, Vec<Run>),
}

/// How many places of a region are looked at for a gutter.
const BINS: usize = 400;

/// The middle of the widest strip that the fewest lines cross.
fn gutter(runs: &[Run]) -> Option<f64> {
    let left = runs.iter().map(|run| run.x0).fold(f64::INFINITY, f64::min);
    let right = runs
        .iter()
        .map(|run| run.x1)
        .fold(f64::NEG_INFINITY, f64::max);
    let size = middle(runs.iter().map(|run| run.size).collect())?;
    let width = right - left;
    if width < 16.0 * size || runs.len() < 6 {
        return None;
    }
    let bin = width / BINS as f64;
    let mut covered = vec![0.0f64; BINS];
    for run in runs {
        let from = ((run.x0 - left) / bin).floor().max(0.0) as usize;
        let to = ((run.x1 - left) / bin).ceil().max(0.0) as usize;
        for place in covered.iter_mut().take(to).skip(from) {
            *place += run.size;
        }
    }
    let zone = BINS / 5..BINS - BINS / 5;
    let least = zone
        .clone()
        .filter_map(|index| covered.get(index).copied())
        .fold(f64::INFINITY, f64::min);
    let (mut best, mut start): (Option<(usize, usize)>, Option<usize>) = (None, None);
    for index in zone.start..=zone.end {
        let free = index < zone.end
            && covered
                .get(index)
                .is_some_and(|height| *height <= least + 0.5 * size);
        match (free, start) {
            (true, None) => start = Some(index),
            (false, Some(from)) => {
                if best.is_none_or(|(from_best, to_best)| index - from > to_best - from_best) {
                    best = Some((from, index));
                }
                start = None;
            }
            _ => {}
        }
    }
    let (from, to) = best?;
    ((to - from) as f64 * bin >= 0.5 * size).then(|| left + (from + to) as f64 / 2.0 * bin)
}

/// Parts runs at the lines that cross the gutter.
fn bands(mut runs: Vec<Run>, gutter: f64) -> Vec<Band> {
    runs.sort_by(|a, b| b.y.total_cmp(&a.y).then(a.x0.total_cmp(&b.x0)));
    let mut bands: Vec<Band> = Vec::new();
    let (mut left, mut right) = (Vec::new(), Vec::new());
    let tabular = tabular(&runs, gutter);
    let mut crossing = Vec::new();
    for (run, tabular) in runs.into_iter().zip(tabular) {
        let crosses = run.x0 < gutter && run.x1 > gutter;
        if tabular || crosses {
            close(&mut bands, &mut left, &mut right);
            crossing.push(run);
            continue;
        }
        if !crossing.is_empty() {
            whole(&mut bands, std::mem::take(&mut crossing));
        }
        if run.x1 <= gutter {
            left.push(run)
        } else {
            right.push(run)
        }
    }
    close(&mut bands, &mut left, &mut right);
    whole(&mut bands, crossing);
    bands
}

/// Adds runs that are read across.
fn whole(bands: &mut Vec<Band>, rest: Vec<Run>) {
    match bands.last_mut() {
        Some(Band::Whole(runs)) => runs.extend(rest),
        _ if rest.is_empty() => {}
        _ => bands.push(Band::Whole(rest)),
    }
}

/// Adds what has gathered on the two sides.
fn close(bands: &mut Vec<Band>, left: &mut Vec<Run>, right: &mut Vec<Run>) {
    if is_text(left, right) {
        bands.push(Band::Columns(std::mem::take(left), std::mem::take(right)));
    } else {
        whole(bands, left.drain(..).chain(right.drain(..)).collect());
    }
}

/// Which runs, ordered from top to bottom, are rows of a table that stands across the gutter without
/// crossing it: rows of three cells or more on common base lines, with space between the rows; and the
/// line or two above them that has nothing beside it, which is their caption.
fn tabular(runs: &[Run], gutter: f64) -> Vec<bool> {
    // Rows as ranges of runs, with what the row looks like.
    let mut rows: Vec<(std::ops::Range<usize>, f64, f64)> = Vec::new();
    for (index, run) in runs.iter().enumerate() {
        match rows.last_mut() {
            Some((range, y, size)) if (*y - run.y).abs() < 0.3 * size.max(run.size) => {
                range.end = index + 1
            }
            _ => rows.push((index..index + 1, run.y, run.size)),
        }
    }
    let shape = |range: &std::ops::Range<usize>| {
        let row = runs.get(range.clone()).unwrap_or_default();
        let right = row.iter().filter(|run| run.x0 >= gutter).count();
        (row.len() - right, right)
    };
    // Running text of two columns has one run per column and no space around each line.
    let like_table = |index: usize| {
        rows.get(index).is_some_and(|(range, y, size)| {
            let (left, right) = shape(range);
            let apart = |other: Option<&(std::ops::Range<usize>, f64, f64)>| {
                other.is_none_or(|(_, other, _)| (other - y).abs() > 1.4 * size)
            };
            let above = index.checked_sub(1).and_then(|index| rows.get(index));
            left + right >= 3 && left > 0 && right > 0 && apart(above) && apart(rows.get(index + 1))
        })
    };
    let mut marks = vec![false; runs.len()];
    let mut index = 0;
    while index < rows.len() {
        let end = (index..rows.len())
            .find(|index| !like_table(*index))
            .unwrap_or(rows.len());
        if end - index >= 3 {
            let mut first = index;
            for _ in 0..2 {
                let (Some(above), Some(over)) = (
                    first.checked_sub(1).and_then(|at| rows.get(at)),
                    first.checked_sub(2),
                ) else {
                    break;
                };
                // A caption stands apart from the text before it.
                let apart = rows
                    .get(over)
                    .is_some_and(|(_, y, _)| y - above.1 > 1.8 * above.2);
                if !apart || !matches!(shape(&above.0), (1, 0) | (0, 1)) {
                    break;
                }
                first -= 1;
            }
            for (range, _, _) in rows.get(first..end).unwrap_or_default() {
                marks
                    .iter_mut()
                    .take(range.end)
                    .skip(range.start)
                    .for_each(|mark| *mark = true);
            }
        }
        index = end.max(index + 1);
    }
    marks
}

/// Whether two sides are columns of running text.
fn is_text(left: &[Run], right: &[Run]) -> bool {
    let (Some(first), Some(second)) = (Side::of(left), Side::of(right)) else {
        return false;
    };
    let gap = second.left - first.right;
    first.lines >= 3
        && first.lines + second.lines >= 5
        && gap > 0.5 * first.size
        && first.flows()
        && (second.flows() || (second.lines < 3 && second.wide) || apart(left, right))
}

/// Whether the lines of the right side stand on base lines of their own. Rows of a table do not.
fn apart(left: &[Run], right: &[Run]) -> bool {
    let shared = right.iter().filter(|run| {
        // INVARIANT: `left` is in the order of the page, from top to bottom.
        let at = left.partition_point(|other| other.y > run.y + 1.0);
        left.get(at).is_some_and(|other| other.y > run.y - 1.0)
    });
    shared.count() * 2 < right.len()
}

/// What one side of a gutter looks like.
struct Side {
    lines: usize,
    left: f64,
    right: f64,
    size: f64,
    /// Share of lines that fill the width.
    full: f64,
    /// Characters per line.
    length: f64,
    /// Share of lines with gaps in them, as rows of a table have.
    gaps: f64,
    /// Lines are long enough for text.
    wide: bool,
}

impl Side {
    fn of(runs: &[Run]) -> Option<Self> {
        let lines: Vec<Line> = line::lines(runs.to_vec());
        let left = lines.iter().map(Line::left).fold(f64::INFINITY, f64::min);
        let right = lines
            .iter()
            .map(Line::right)
            .fold(f64::NEG_INFINITY, f64::max);
        let count = lines.len() as f64;
        let share = |test: &dyn Fn(&Line) -> bool| {
            lines.iter().filter(|line| test(line)).count() as f64 / count
        };
        let width = right - left;
        let length = lines.iter().map(|line| line.length() as f64).sum::<f64>() / count;
        let size = middle(lines.iter().map(|line| line.size).collect())?;
        Some(Side {
            lines: lines.len(),
            left,
            right,
            size,
            full: share(&|line| line.right() - line.left() >= 0.7 * width),
            length,
            gaps: share(&|line| line.cells.len() > 1),
            wide: width >= 6.0 * size,
        })
    }

    fn flows(&self) -> bool {
        self.full >= 0.4 && self.length >= 8.0 && self.gaps < 0.4 && self.wide
    }
}

fn middle(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

/// Writes the rows of a block, with marks for what the layout says: `#` before large type, an indent of
/// two wide blanks before the first line of a paragraph, an empty line for a gap.
fn written(rows: &[table::Row], body: f64) -> Vec<String> {
    let pitches: Vec<f64> = rows
        .windows(2)
        .filter_map(|pair| match pair {
            [a, b] => Some(a.y - b.y),
            _ => None,
        })
        .collect();
    let pitch = middle(pitches).unwrap_or(0.0);
    let left = rows
        .iter()
        .filter(|row| !row.table)
        .map(|row| row.left)
        .fold(f64::INFINITY, f64::min);
    let large = |row: &table::Row| {
        let letters = row.text.chars().filter(|c| c.is_alphabetic()).count();
        !row.table && row.size >= 1.25 * body && letters >= 2 && row.text.chars().count() <= 60
    };
    let mut out: Vec<String> = Vec::new();
    let mut previous: Option<&table::Row> = None;
    for (index, row) in rows.iter().enumerate() {
        let step = previous.map_or(0.0, |previous| previous.y - row.y);
        let title_goes_on = previous.is_some_and(|previous| {
            large(previous)
                && large(row)
                && (previous.size - row.size).abs() < 0.1 * row.size
                && step < 1.9 * row.size
        });
        if title_goes_on && let Some(title) = out.last_mut() {
            join_gap(title, &row.text, 0.3);
            previous = Some(row);
            continue;
        }
        let apart = step > 1.6 * pitch && step > 1.8 * row.size;
        let edge = previous
            .is_some_and(|previous| previous.table != row.table || previous.part != row.part);
        if previous.is_some() && (apart && !row.table || edge) {
            out.push(String::new());
        }
        let next_is_flush = rows
            .get(index + 1)
            .is_none_or(|next| next.left - left < 0.7 * row.size);
        let indent = (row.left - left) / row.size;
        if large(row) {
            let mark = if row.size >= 1.6 * body { "# " } else { "## " };
            out.push(format!("{mark}{}", row.text));
        } else if !row.table
            && (1.5..=2.6).contains(&indent)
            && next_is_flush
            && row.text.chars().any(is_wide)
        {
            out.push(format!("\u{3000}\u{3000}{}", row.text));
        } else {
            out.push(row.text.clone());
        }
        previous = Some(row);
    }
    out
}

/// Text that runs in another direction, in the order of the content: glyphs near each other make a line.
fn turned_lines(glyphs: Vec<Glyph>) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut last: Option<(f64, f64)> = None;
    for glyph in glyphs {
        let near = last
            .is_some_and(|(x, y)| (glyph.x0 - x).abs().max((glyph.y - y).abs()) < 1.8 * glyph.size);
        last = Some((glyph.x0, glyph.y));
        match lines.last_mut() {
            Some(line) if near => line.push_str(&glyph.text),
            _ => lines.push(glyph.text),
        }
    }
    lines
        .iter()
        .map(|line| crate::format::sink::one_line(line))
        .filter(|line| !line.is_empty())
        .collect()
}
