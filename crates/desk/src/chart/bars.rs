//! Horizontal bars.

use super::Chart;
use super::pen::{Anchor, LEADING, Pen, WIDTH};
use super::scale::Scale;
use super::text::{width, wrap};
use crate::show;

/// Height of one bar.
const BAR: f64 = 16.0;
/// Between two groups of bars.
const GAP: f64 = 12.0;
/// Between a bar and the text beside it.
const SPACE: f64 = 6.0;

/// One group per label, one bar per series, the value at the bar's end.
pub(super) fn draw(chart: &Chart) -> String {
    let widest = chart
        .labels
        .iter()
        .map(|label| width(label))
        .fold(0.0, f64::max);
    let label_room = widest.min(WIDTH * 0.36);
    let values = || {
        chart
            .series
            .iter()
            .flat_map(|series| series.values.iter().flatten().copied())
    };
    let figure_room = |negative: bool| {
        values()
            .filter(|value| value.is_sign_negative() == negative)
            .map(|value| width(&show::decimal(&value)) + SPACE)
            .fold(0.0, f64::max)
    };
    let scale = Scale::new(values(), 4);
    let left = label_room + 2.0 * SPACE + figure_room(true);
    let span = WIDTH - left - figure_room(false);
    let at = |value| left + scale.share(value) * span;
    let zero = at(rust_decimal::Decimal::ZERO);

    let mut pen = Pen::new();
    let mut y = pen.legend(chart, 0.0);
    if !chart.unit.is_empty() {
        pen.text(left, y + 14.0, Anchor::Start, "muted", &chart.unit);
        y += LEADING + 4.0;
    }
    let top = y;
    for (index, label) in chart.labels.iter().enumerate() {
        let lines = wrap(label, label_room);
        let bars = BAR * chart.series.len().max(1) as f64;
        let height = bars.max(LEADING * lines.len() as f64);
        let mut baseline = y + (height - LEADING * lines.len() as f64) / 2.0 + 15.0;
        for line in &lines {
            pen.text(label_room, baseline, Anchor::End, "", line);
            baseline += LEADING;
        }
        let mut bar_top = y + (height - bars) / 2.0;
        for (number, series) in chart.series.iter().enumerate() {
            let middle = bar_top + BAR / 2.0 + 5.0;
            if let Some(value) = series.value(index) {
                let end = at(value);
                let figure = show::decimal(&value);
                let tip = format!("{label} {} {figure} {}", series.name, chart.unit);
                pen.bar(
                    [zero.min(end), bar_top + 1.0, (end - zero).abs(), BAR - 2.0],
                    number,
                    &tip,
                );
                let (x, anchor) = if value.is_sign_negative() {
                    (end - SPACE, Anchor::End)
                } else {
                    (end + SPACE, Anchor::Start)
                };
                pen.text(x, middle, anchor, "", &figure);
            } else {
                pen.text(zero + SPACE, middle, Anchor::Start, "muted", "—");
            }
            bar_top += BAR;
        }
        y += height + GAP;
    }
    pen.rule("axis", [zero, top - 4.0, zero, y - GAP + 4.0]);
    pen.finish(chart, (y - GAP + 6.0).max(LEADING))
}

#[cfg(test)]
mod tests {
    use super::super::{Series, Shape};
    use super::*;

    fn chart(labels: &[&str], values: &[Option<&str>]) -> Chart {
        Chart {
            id: "c".into(),
            title: "示例 <甲>".into(),
            note: String::new(),
            unit: "亿元".into(),
            label_head: "区域".into(),
            shape: Shape::Bars,
            labels: labels.iter().map(ToString::to_string).collect(),
            series: vec![Series::new(
                "",
                values
                    .iter()
                    .map(|v| v.map(|v| v.parse().unwrap()))
                    .collect(),
            )],
        }
    }

    #[test]
    fn two_bars_and_a_gap_are_drawn_to_scale() {
        let svg = chart(&["甲", "乙", "丙"], &[Some("40"), Some("10"), None]).svg();
        assert_eq!(
            svg,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 640 114\" role=\"img\" aria-labelledby=\"c-title c-desc\" font-size=\"14\" fill=\"currentColor\">\
             <title id=\"c-title\">示例 &lt;甲&gt;</title><desc id=\"c-desc\">示例 &lt;甲&gt; (亿元): 区域 × 3, n = 2</desc>\
             <text x=\"26.0\" y=\"14.0\" class=\"muted\">亿元</text>\
             <text x=\"14.0\" y=\"39.0\" text-anchor=\"end\">甲</text>\
             <rect class=\"fill-1\" x=\"26.0\" y=\"27.0\" width=\"590.1\" height=\"14.0\"><title>甲  40 亿元</title></rect>\
             <text x=\"622.1\" y=\"39.0\">40</text>\
             <text x=\"14.0\" y=\"71.0\" text-anchor=\"end\">乙</text>\
             <rect class=\"fill-1\" x=\"26.0\" y=\"59.0\" width=\"147.5\" height=\"14.0\"><title>乙  10 亿元</title></rect>\
             <text x=\"179.5\" y=\"71.0\">10</text>\
             <text x=\"14.0\" y=\"103.0\" text-anchor=\"end\">丙</text>\
             <text x=\"32.0\" y=\"103.0\" class=\"muted\">—</text>\
             <line class=\"axis\" stroke=\"currentColor\" x1=\"26.0\" y1=\"20.0\" x2=\"26.0\" y2=\"112.0\"/></svg>"
        );
    }

    #[test]
    fn a_long_name_is_broken_and_not_cut() {
        let name = "示例市第三代半导体材料与器件产业创新综合体二期建设项目";
        let svg = chart(&[name], &[Some("1")]).svg();
        let shown: String = svg
            .split("text-anchor=\"end\">")
            .skip(1)
            .filter_map(|part| part.split('<').next())
            .collect();
        assert_eq!(shown, name);
    }

    #[test]
    fn nothing_below_or_beyond_the_picture_even_with_negative_values() {
        let svg = chart(&["甲", "乙"], &[Some("-25"), Some("30")]).svg();
        for x in svg
            .split(" x=\"")
            .skip(1)
            .filter_map(|part| part.split('"').next())
        {
            let x: f64 = x.parse().unwrap();
            assert!((0.0..=WIDTH).contains(&x), "{x}");
        }
    }
}
