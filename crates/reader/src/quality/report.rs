//! The figures, and how they are printed.

use std::collections::BTreeMap;
use std::fmt;

/// How many were right, wrong and missed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// Found and labelled.
    pub right: u32,
    /// Found and not labelled, or found wrongly.
    pub wrong: u32,
    /// Labelled and not found.
    pub missed: u32,
}

impl Count {
    /// The share of what was found that is right, from 0 to 1; `None` where nothing was found.
    pub fn precision(self) -> Option<f64> {
        share(self.right, self.right + self.wrong)
    }

    /// The share of what was labelled that was found, from 0 to 1; `None` where nothing was labelled.
    pub fn recall(self) -> Option<f64> {
        share(self.right, self.right + self.missed)
    }

    /// The harmonic mean of both, from 0 to 1; `None` where there was nothing to find and nothing was found.
    pub fn f1(self) -> Option<f64> {
        share(2 * self.right, 2 * self.right + self.wrong + self.missed)
    }

    /// Both counts together.
    #[must_use]
    pub fn plus(self, other: Count) -> Count {
        Count {
            right: self.right + other.right,
            wrong: self.wrong + other.wrong,
            missed: self.missed + other.missed,
        }
    }
}

fn share(part: u32, whole: u32) -> Option<f64> {
    (whole > 0).then(|| f64::from(part) / f64::from(whole))
}

/// The figures of one kind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// `article` or the kind's name.
    pub name: String,
    /// With everything that decides the kind.
    pub strict: Count,
    /// By name and place alone; none for articles.
    pub loose: Option<Count>,
}

/// How often a field of matched articles and facts was right.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Field {
    /// How often it was right.
    pub right: u32,
    /// How often it was compared.
    pub all: u32,
}

/// What a measurement gave.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// The document.
    pub document: String,
    /// One row per kind.
    pub rows: Vec<Row>,
    /// Fields of what was matched, by name.
    pub fields: BTreeMap<String, Field>,
    /// What was missed, one line each.
    pub misses: Vec<String>,
    /// What was found and is not labelled, one line each.
    pub alarms: Vec<String>,
}

impl Report {
    /// Counts one comparison of a field.
    pub(super) fn field(&mut self, name: &str, right: bool) {
        let field = self.fields.entry(name.to_owned()).or_default();
        field.all += 1;
        field.right += u32::from(right);
    }

    /// The row of this name.
    pub fn row(&self, name: &str) -> Option<&Row> {
        self.rows.iter().find(|row| row.name == name)
    }

    /// Several documents as one: counts added, lists one after the other.
    pub fn sum<'a>(document: &str, reports: impl IntoIterator<Item = &'a Report>) -> Report {
        let mut sum = Report {
            document: document.to_owned(),
            ..Report::default()
        };
        for report in reports {
            for row in &report.rows {
                match sum.rows.iter_mut().find(|known| known.name == row.name) {
                    Some(known) => {
                        known.strict = known.strict.plus(row.strict);
                        known.loose = known.loose.zip(row.loose).map(|(a, b)| a.plus(b));
                    }
                    None => sum.rows.push(row.clone()),
                }
            }
            for (name, field) in &report.fields {
                let known = sum.fields.entry(name.clone()).or_default();
                known.right += field.right;
                known.all += field.all;
            }
            let named = |line: &String| format!("{}: {line}", report.document);
            sum.misses.extend(report.misses.iter().map(named));
            sum.alarms.extend(report.alarms.iter().map(named));
        }
        sum
    }
}

fn percent(value: Option<f64>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| format!("{:.1}", value * 100.0))
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.document)?;
        writeln!(
            f,
            "{:<14}{:>7}{:>7}{:>8}{:>12}{:>9}{:>7}{:>10}",
            "kind", "right", "wrong", "missed", "precision", "recall", "F1", "by name"
        )?;
        for row in &self.rows {
            let Count {
                right,
                wrong,
                missed,
            } = row.strict;
            let (precision, recall, f1) = (
                percent(row.strict.precision()),
                percent(row.strict.recall()),
                percent(row.strict.f1()),
            );
            let loose = percent(row.loose.and_then(Count::f1));
            writeln!(
                f,
                "{:<14}{right:>7}{wrong:>7}{missed:>8}{precision:>12}{recall:>9}{f1:>7}{loose:>10}",
                row.name
            )?;
        }
        for (name, field) in &self.fields {
            writeln!(
                f,
                "  {name:<24}{:>4} of {:<4}{:>7}",
                field.right,
                field.all,
                percent(share(field.right, field.all))
            )?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_of_nothing_are_unknown_not_zero() {
        assert_eq!(Count::default().precision(), None);
        let count = Count {
            right: 3,
            wrong: 1,
            missed: 2,
        };
        assert_eq!(count.precision(), Some(0.75));
        assert_eq!(count.recall(), Some(0.6));
    }

    #[test]
    fn the_table_is_aligned() {
        let mut report = Report {
            document: "a.txt".to_owned(),
            ..Report::default()
        };
        report.rows.push(Row {
            name: "article".to_owned(),
            strict: Count {
                right: 3,
                wrong: 1,
                missed: 0,
            },
            loose: None,
        });
        report.field("issued", true);
        assert_eq!(
            report.to_string(),
            "a.txt\nkind            right  wrong  missed   precision   recall     F1   by name\narticle             3      1       0        75.0    100.0   85.7         -\n  issued                     1 of 1     100.0\n"
        );
    }
}
