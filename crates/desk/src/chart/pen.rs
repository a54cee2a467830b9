//! Writes SVG.

use std::fmt::Write as _;

use super::Chart;
use super::text::{SIZE, escape, width};

/// Width of every chart; the style sheet never enlarges it.
pub(super) const WIDTH: f64 = 640.0;
/// From one line of text to the next.
pub(super) const LEADING: f64 = 20.0;

/// An SVG that is being written.
pub(super) struct Pen {
    body: String,
}

/// Which side of a text its point is on.
#[derive(Debug, Clone, Copy)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

impl Pen {
    pub(super) fn new() -> Self {
        Pen {
            body: String::new(),
        }
    }

    /// The picture, closed, with its text alternative.
    pub(super) fn finish(self, chart: &Chart, height: f64) -> String {
        let id = escape(&chart.id);
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height:.0}\" role=\"img\" \
             aria-labelledby=\"{id}-title {id}-desc\" font-size=\"{SIZE}\" fill=\"currentColor\">\
             <title id=\"{id}-title\">{}</title><desc id=\"{id}-desc\">{}</desc>{}</svg>",
            escape(&chart.title),
            escape(&chart.description()),
            self.body,
        )
    }

    fn add(&mut self, part: std::fmt::Arguments<'_>) {
        // Writing into a string cannot fail.
        let _ = self.body.write_fmt(part);
    }

    /// A line of text; `y` is its baseline.
    pub(super) fn text(&mut self, x: f64, y: f64, anchor: Anchor, class: &str, text: &str) {
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let class = if class.is_empty() {
            String::new()
        } else {
            format!(" class=\"{class}\"")
        };
        self.add(format_args!(
            "<text x=\"{x:.1}\" y=\"{y:.1}\"{anchor}{class}>{}</text>",
            escape(text)
        ));
    }

    /// A filled box with a tooltip, which may be empty.
    pub(super) fn bar(&mut self, [x, y, w, h]: [f64; 4], series: usize, tip: &str) {
        let class = series % 4 + 1;
        self.add(format_args!(
            "<rect class=\"fill-{class}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{w:.1}\" height=\"{h:.1}\""
        ));
        if tip.is_empty() {
            self.add(format_args!("/>"));
        } else {
            self.add(format_args!("><title>{}</title></rect>", escape(tip)));
        }
    }

    /// A straight rule; `class` is `rule` or `axis`.
    pub(super) fn rule(&mut self, class: &str, [x1, y1, x2, y2]: [f64; 4]) {
        self.add(format_args!(
            "<line class=\"{class}\" stroke=\"currentColor\" x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\"/>"
        ));
    }

    /// A line through points.
    pub(super) fn path(&mut self, points: &[(f64, f64)], series: usize) {
        let points: Vec<_> = points
            .iter()
            .map(|(x, y)| format!("{x:.1},{y:.1}"))
            .collect();
        let class = series % 4 + 1;
        self.add(format_args!(
            "<polyline class=\"line line-{class}\" fill=\"none\" stroke=\"currentColor\" points=\"{}\"/>",
            points.join(" ")
        ));
    }

    /// A point with a tooltip.
    pub(super) fn dot(&mut self, (x, y): (f64, f64), series: usize, tip: &str) {
        let class = series.min(1) + 1;
        self.add(format_args!(
            "<circle class=\"fill-{class}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3.5\"><title>{}</title></circle>",
            escape(tip)
        ));
    }

    /// Swatches with names from `y` downwards; the height that they take. One series needs no legend.
    pub(super) fn legend(&mut self, chart: &Chart, y: f64) -> f64 {
        if chart.series.len() < 2 {
            return 0.0;
        }
        let (mut x, mut line) = (0.0, y);
        for (index, series) in chart.series.iter().enumerate() {
            let room = 20.0 + width(&series.name);
            if x > 0.0 && x + room > WIDTH {
                (x, line) = (0.0, line + LEADING);
            }
            self.bar([x, line + 3.0, 12.0, 12.0], index, "");
            self.text(x + 18.0, line + 14.0, Anchor::Start, "", &series.name);
            x += room + 20.0;
        }
        line + LEADING + 8.0 - y
    }
}
