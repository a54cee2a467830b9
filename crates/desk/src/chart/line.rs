//! Lines over periods.

use super::Chart;
use super::columns::{PLOT, axis, labels};
use super::pen::{Anchor, LEADING, Pen, WIDTH};
use super::scale::Scale;
use super::text::{width, wrap};
use crate::show;

/// More points than this are drawn without dots.
const DOTS: usize = 30;

/// One line per series, its name at its end; unknown values leave a gap.
pub(super) fn draw(chart: &Chart) -> String {
    let values = chart
        .series
        .iter()
        .flat_map(|series| series.values.iter().flatten().copied());
    let scale = Scale::new(values, 4);
    let mut pen = Pen::new();
    let top = LEADING + 8.0;
    let named = chart.series.len() > 1;
    let name_room = if named {
        let widest = chart
            .series
            .iter()
            .map(|series| width(&series.name))
            .fold(0.0, f64::max);
        widest.min(WIDTH * 0.28) + 8.0
    } else {
        8.0
    };
    let right = WIDTH - name_room;
    let left = axis(&mut pen, chart, &scale, top, right);
    let bottom = top + PLOT;
    // A little room on both sides, so that the outermost points do not touch the numbers.
    let slot = (right - left - 16.0) / (chart.labels.len().max(2) - 1) as f64;
    let x = |index: usize| left + 8.0 + slot * index as f64;
    let y = |value| bottom - scale.share(value) * PLOT;

    let mut ends = Vec::new();
    for (number, series) in chart.series.iter().enumerate() {
        let mut run = Vec::new();
        let mut last = None;
        for (index, label) in chart.labels.iter().enumerate() {
            let Some(value) = series.value(index) else {
                flush(&mut pen, &mut run, number);
                continue;
            };
            let point = (x(index), y(value));
            run.push(point);
            last = Some(point);
            if chart.labels.len() <= DOTS {
                let tip = format!(
                    "{label} {} {} {}",
                    series.name,
                    show::decimal(&value),
                    chart.unit
                );
                pen.dot(point, number, &tip);
            }
        }
        flush(&mut pen, &mut run, number);
        if let (true, Some(point)) = (named, last) {
            ends.push((point, series.name.as_str()));
        }
    }
    let zero = y(rust_decimal::Decimal::ZERO);
    pen.rule("axis", [left, zero, right, zero]);
    names(&mut pen, ends, name_room - 8.0);
    let below = labels(&mut pen, chart, x, slot, bottom);
    pen.finish(chart, bottom + below)
}

fn flush(pen: &mut Pen, run: &mut Vec<(f64, f64)>, series: usize) {
    if run.len() > 1 {
        pen.path(run, series);
    }
    run.clear();
}

/// The series' names at the right edge, from the top down, moved apart where the lines end close together.
fn names(pen: &mut Pen, mut ends: Vec<((f64, f64), &str)>, room: f64) {
    ends.sort_by(|((_, a), _), ((_, b), _)| a.total_cmp(b));
    let mut free = 0.0_f64;
    for ((_, y), name) in ends {
        let lines = wrap(name, room.max(28.0));
        let mut baseline = (y + 5.0).max(free);
        for line in &lines {
            pen.text(WIDTH - room, baseline, Anchor::Start, "", line);
            baseline += LEADING - 2.0;
        }
        free = baseline;
    }
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::super::{Series, Shape};
    use super::*;

    fn chart(series: &[&[Option<i64>]]) -> Chart {
        Chart {
            id: "c".into(),
            title: "示例".into(),
            note: String::new(),
            unit: "亿元".into(),
            label_head: "年份".into(),
            shape: Shape::Line,
            labels: (2020..2025).map(|year| year.to_string()).collect(),
            series: series
                .iter()
                .enumerate()
                .map(|(n, values)| {
                    Series::new(
                        format!("系列{n}"),
                        values.iter().map(|v| v.map(Decimal::from)).collect(),
                    )
                })
                .collect(),
        }
    }

    #[test]
    fn an_unknown_year_is_a_gap_and_not_a_zero() {
        let svg = chart(&[&[Some(1), Some(2), None, Some(4), Some(3)]]).svg();
        assert_eq!(svg.matches("<polyline").count(), 2);
        assert_eq!(svg.matches("<circle").count(), 4);
    }

    #[test]
    fn names_of_lines_that_end_together_are_moved_apart() {
        let svg = chart(&[&[Some(1), Some(4)], &[Some(2), Some(4)]]).svg();
        let baseline = |name: &str| -> f64 {
            let before = svg.split(&format!(">{name}<")).next().unwrap();
            before
                .rsplit(" y=\"")
                .next()
                .unwrap()
                .split('"')
                .next()
                .unwrap()
                .parse()
                .unwrap()
        };
        assert!((baseline("系列0") - baseline("系列1")).abs() >= LEADING - 2.0);
    }
}
