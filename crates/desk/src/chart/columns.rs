//! Upright columns, side by side or stacked.

use rust_decimal::Decimal;

use super::Chart;
use super::pen::{Anchor, LEADING, Pen, WIDTH};
use super::scale::Scale;
use super::text::{width, wrap};
use crate::show;

/// Height of the plot.
pub(super) const PLOT: f64 = 220.0;

/// Columns per label; with `stacked` one column per label whose parts are the series.
pub(super) fn draw(chart: &Chart, stacked: bool) -> String {
    let total = |index: usize| -> Option<Decimal> {
        let mut known = chart
            .series
            .iter()
            .filter_map(|series| series.value(index))
            .peekable();
        known.peek()?;
        Some(
            known
                .map(|value| value.max(Decimal::ZERO))
                .fold(Decimal::ZERO, Decimal::saturating_add),
        )
    };
    let scale = if stacked {
        Scale::new((0..chart.labels.len()).filter_map(total), 4)
    } else {
        Scale::new(
            chart
                .series
                .iter()
                .flat_map(|series| series.values.iter().flatten().copied()),
            4,
        )
    };
    let mut pen = Pen::new();
    let top = pen.legend(chart, 0.0) + LEADING + 8.0;
    let left = axis(&mut pen, chart, &scale, top, WIDTH);
    let bottom = top + PLOT;
    let at = |value| bottom - scale.share(value) * PLOT;
    let zero = at(Decimal::ZERO);
    let slot = (WIDTH - left) / chart.labels.len().max(1) as f64;
    let in_slot = if stacked {
        1
    } else {
        chart.series.len().max(1)
    };
    let column = (slot * 0.68 / in_slot as f64).min(44.0);
    let widest = |figures: &mut dyn Iterator<Item = Decimal>| {
        figures
            .map(|value| width(&show::decimal(&value)))
            .fold(0.0, f64::max)
    };

    for (index, label) in chart.labels.iter().enumerate() {
        let middle = left + slot * (index as f64 + 0.5);
        let start = middle - column * in_slot as f64 / 2.0;
        let mut floor = zero;
        for (number, series) in chart.series.iter().enumerate() {
            let Some(value) = series.value(index) else {
                continue;
            };
            let figure = show::decimal(&value);
            let tip = format!("{label} {} {figure} {}", series.name, chart.unit);
            if stacked {
                let height = zero - at(value.max(Decimal::ZERO));
                pen.bar([start, floor - height, column, height], number, &tip);
                floor -= height;
            } else {
                let (end, x) = (at(value), start + column * number as f64);
                pen.bar(
                    [x, end.min(zero), column - 1.0, (end - zero).abs()],
                    number,
                    &tip,
                );
                let mut all = chart
                    .series
                    .iter()
                    .flat_map(|s| s.values.iter().flatten().copied());
                if widest(&mut all) <= column + 4.0
                    || (in_slot == 1 && widest(&mut all) <= slot - 4.0)
                {
                    let y = if value.is_sign_negative() {
                        end + 14.0
                    } else {
                        end - 5.0
                    };
                    pen.text(x + column / 2.0, y, Anchor::Middle, "", &figure);
                }
            }
        }
        let mut totals = (0..chart.labels.len()).filter_map(total);
        if stacked
            && widest(&mut totals) <= slot - 4.0
            && let Some(total) = total(index)
        {
            pen.text(
                middle,
                floor - 5.0,
                Anchor::Middle,
                "",
                &show::decimal(&total),
            );
        }
    }
    pen.rule("axis", [left, zero, WIDTH, zero]);
    let below = labels(
        &mut pen,
        chart,
        |index| left + slot * (index as f64 + 0.5),
        slot,
        bottom,
    );
    pen.finish(chart, bottom + below)
}

/// Rules (up to `right`) and numbers of the upright axis and the unit above it. Returns where the plot begins.
pub(super) fn axis(pen: &mut Pen, chart: &Chart, scale: &Scale, top: f64, right: f64) -> f64 {
    let numbers: Vec<_> = scale.ticks.iter().map(show::decimal).collect();
    let left = numbers
        .iter()
        .map(|number| width(number))
        .fold(0.0, f64::max)
        + 8.0;
    for (tick, number) in scale.ticks.iter().zip(&numbers) {
        let y = top + PLOT - scale.share(*tick) * PLOT;
        pen.rule("rule", [left, y, right, y]);
        pen.text(left - 8.0, y + 5.0, Anchor::End, "muted", number);
    }
    if !chart.unit.is_empty() {
        pen.text(0.0, top - 14.0, Anchor::Start, "muted", &chart.unit);
    }
    left
}

/// The labels below the plot, broken into lines; where even that is too narrow, only every nth. The
/// first is always there. Returns the height that they take.
pub(super) fn labels(
    pen: &mut Pen,
    chart: &Chart,
    middle: impl Fn(usize) -> f64,
    slot: f64,
    bottom: f64,
) -> f64 {
    let widest = chart
        .labels
        .iter()
        .map(|label| width(label))
        .fold(0.0, f64::max);
    // A label of up to three lines may be broken; longer ones, and years, are thinned out instead.
    let breakable = slot >= 56.0 && widest <= 3.0 * slot;
    let (step, room) = if widest + 8.0 <= slot || breakable {
        (1, slot - 8.0)
    } else {
        (
            ((widest + 8.0) / slot).ceil().max(1.0) as usize,
            f64::INFINITY,
        )
    };
    let mut most = 1;
    for (index, label) in chart.labels.iter().enumerate().step_by(step) {
        let lines = wrap(label, room);
        most = most.max(lines.len());
        for (number, line) in lines.iter().enumerate() {
            // The outermost labels must not leave the picture.
            let half = width(line) / 2.0;
            let x = middle(index).min(WIDTH - half).max(half);
            pen.text(
                x,
                bottom + 19.0 + LEADING * number as f64,
                Anchor::Middle,
                "muted",
                line,
            );
        }
    }
    LEADING * most as f64 + 8.0
}

#[cfg(test)]
mod tests {
    use super::super::{Series, Shape};
    use super::*;

    fn chart(shape: Shape, labels: usize) -> Chart {
        let values = |factor: i64| {
            (1..=labels)
                .map(|n| Some(Decimal::from(n as i64 * factor)))
                .collect()
        };
        Chart {
            id: "c".into(),
            title: "示例".into(),
            note: String::new(),
            unit: "个".into(),
            label_head: "年份".into(),
            shape,
            labels: (0..labels).map(|n| (2000 + n).to_string()).collect(),
            series: vec![Series::new("甲", values(1)), Series::new("乙", values(3))],
        }
    }

    #[test]
    fn stacked_parts_stand_on_each_other_with_the_total_above() {
        let svg = chart(Shape::Stacked, 2).svg();
        // Totals 4 and 8 on an axis up to 8: the second column fills the plot of 220.
        assert!(
            svg.contains("height=\"55.0\"><title>2001 甲 2 个</title>"),
            "{svg}"
        );
        assert!(
            svg.contains("height=\"165.0\"><title>2001 乙 6 个</title>"),
            "{svg}"
        );
        assert!(svg.contains("text-anchor=\"middle\">8</text>"), "{svg}");
    }

    #[test]
    fn many_years_are_thinned_out_and_never_overlap() {
        let svg = chart(Shape::Columns, 40).svg();
        let shown: Vec<_> = (2000..2040)
            .filter(|year| svg.contains(&format!("muted\">{year}<")))
            .collect();
        assert_eq!(shown.first(), Some(&2000));
        assert!(shown.len() < 20 && shown.len() > 5, "{shown:?}");
    }

    #[test]
    fn a_chart_without_figures_is_an_empty_frame() {
        let mut empty = chart(Shape::Columns, 0);
        empty.series.clear();
        assert!(empty.is_empty() && empty.svg().ends_with("</svg>"));
    }
}
