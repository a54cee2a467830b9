//! Charts as plain SVG, without a script: bars, columns, stacked columns, lines.
//!
//! Colours come from the style sheet by class, so that a chart follows the light, the dark and the
//! printed page; every chart has the table of its figures with it. Coordinates have one decimal and
//! everything is drawn in the order given, so equal figures give equal bytes.

mod bars;
mod columns;
mod line;
mod pen;
mod scale;
mod text;

use rust_decimal::Decimal;

use crate::show;

/// How a chart draws its figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Horizontal bars, one row per label: for names and rankings.
    Bars,
    /// Upright columns side by side, one group per label: for few periods.
    Columns,
    /// Upright columns on top of each other, with the total above: for parts of a whole. Values below zero count as zero.
    Stacked,
    /// Lines, one per series: for many periods.
    Line,
}

/// One row of figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// Its name, for the legend and the table's head.
    pub name: String,
    /// One value per label; `None` where nothing is known, which is drawn as a gap and never as zero.
    pub values: Vec<Option<Decimal>>,
}

impl Series {
    /// A series.
    pub fn new(name: impl Into<String>, values: Vec<Option<Decimal>>) -> Self {
        Series {
            name: name.into(),
            values,
        }
    }
}

/// A chart and the figures behind it.
///
/// The values are in `unit`, which the caller chooses so that they are short (亿元 rather than 元).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    /// Unique in the page; a letter first.
    pub id: String,
    /// What is shown.
    pub title: String,
    /// How it was counted, what is missing; may be empty.
    pub note: String,
    /// The unit of every value; may be empty.
    pub unit: String,
    /// The head of the labels: `年份`, `区域`.
    pub label_head: String,
    /// How to draw it.
    pub shape: Shape,
    /// The names of bars, or the periods.
    pub labels: Vec<String>,
    /// The figures. Four are told apart; more share their looks in turn.
    pub series: Vec<Series>,
}

impl Chart {
    /// The picture. Its text alternative names title and unit and points to the table.
    pub fn svg(&self) -> String {
        match self.shape {
            Shape::Bars => bars::draw(self),
            Shape::Columns => columns::draw(self, false),
            Shape::Stacked => columns::draw(self, true),
            Shape::Line => line::draw(self),
        }
    }

    /// The head of the table: the labels' head, then each series with the unit.
    pub fn head(&self) -> Vec<String> {
        let with_unit = |series: &Series| match (series.name.as_str(), self.unit.as_str()) {
            (name, "") => name.to_owned(),
            ("", unit) => unit.to_owned(),
            (name, unit) => format!("{name} ({unit})"),
        };
        std::iter::once(self.label_head.clone())
            .chain(self.series.iter().map(with_unit))
            .collect()
    }

    /// The rows of the table, figures as people write them; `—` where nothing is known.
    pub fn rows(&self) -> Vec<Vec<String>> {
        self.cells(|value| value.map_or_else(|| "—".to_owned(), show::decimal))
    }

    /// The rows for a CSV file: plain decimals, nothing where nothing is known.
    pub fn plain_rows(&self) -> Vec<Vec<String>> {
        self.cells(|value| {
            value
                .map(|value| value.normalize().to_string())
                .unwrap_or_default()
        })
    }

    fn cells(&self, write: impl Fn(Option<&Decimal>) -> String) -> Vec<Vec<String>> {
        let row = |(index, label): (usize, &String)| {
            let cells = self
                .series
                .iter()
                .map(|series| write(series.value(index).as_ref()));
            std::iter::once(label.clone()).chain(cells).collect()
        };
        self.labels.iter().enumerate().map(row).collect()
    }

    /// Whether there is nothing to draw.
    pub fn is_empty(&self) -> bool {
        self.series
            .iter()
            .all(|series| series.values.iter().all(Option::is_none))
    }

    /// The text that stands for the picture.
    fn description(&self) -> String {
        let figures = self
            .series
            .iter()
            .flat_map(|series| &series.values)
            .flatten()
            .count();
        let unit = if self.unit.is_empty() {
            String::new()
        } else {
            format!(" ({})", self.unit)
        };
        format!(
            "{}{unit}: {} × {}, n = {figures}",
            self.title,
            self.label_head,
            self.labels.len()
        )
    }
}

impl Series {
    fn value(&self, index: usize) -> Option<Decimal> {
        self.values.get(index).copied().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_says_what_the_picture_shows_and_what_is_not_known() {
        let chart = Chart {
            id: "c".into(),
            title: "示例".into(),
            note: String::new(),
            unit: "亿元".into(),
            label_head: "年份".into(),
            shape: Shape::Line,
            labels: vec!["2023".into(), "2024".into()],
            series: vec![
                Series::new("甲", vec![Some("1234.50".parse().unwrap()), None]),
                Series::new("", vec![Some("-1".parse().unwrap())]),
            ],
        };
        assert_eq!(chart.head(), ["年份", "甲 (亿元)", "亿元"]);
        assert_eq!(
            chart.rows(),
            [["2023", "1,234.5", "\u{2212}1"], ["2024", "—", "—"]]
        );
        assert_eq!(
            chart.plain_rows(),
            [["2023", "1234.5", "-1"], ["2024", "", ""]]
        );
        assert!(!chart.is_empty());
    }
}
