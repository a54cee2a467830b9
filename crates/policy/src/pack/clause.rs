//! A pack once it is checked: typed expressions, exact figures.

use std::collections::BTreeMap;

use jiff::civil::Date;
use xinqiao_record::RegionCode;

use crate::language::Term;
use crate::language::term::Type;
use crate::vocabulary::Words;

use super::file::{Among, Ceiling, EvidenceFile, Gives, Level, Per};
use super::form::Form;
use super::tiers::{Tiers, Worth};

/// A policy document.
#[derive(Debug, Clone)]
pub struct Pack {
    /// Its name.
    pub id: String,
    /// The title of the document.
    pub title: Words,
    /// Who issued it.
    pub issuers: Vec<String>,
    /// The document number.
    pub number: Option<String>,
    /// The day of issue.
    pub issued: Option<Date>,
    /// The first day.
    pub effective: Option<Date>,
    /// The last day.
    pub until: Option<Date>,
    /// Whose policy it is.
    pub level: Level,
    /// Where it applies; none for the whole country.
    pub region: Option<RegionCode>,
    /// The chain segments that it serves.
    pub segments: Vec<String>,
    /// Where the text can be read.
    pub source: String,
    /// Whether every figure was compared with the published text.
    pub verified: bool,
    /// What is not certain.
    pub uncertain: Vec<Words>,
    /// Titles and numbers of what it repeals.
    pub repeals: Vec<(String, Option<String>)>,
    /// Figures that several clauses use.
    pub parameters: BTreeMap<String, (i64, Type)>,
    /// What people call its definitions.
    pub definitions: BTreeMap<String, Words>,
    /// Conditions of every clause.
    pub eligible: Vec<Condition>,
    /// Rules against drawing twice.
    pub cumulation: Vec<Cumulation>,
    /// Caps over several clauses.
    pub shared_caps: Vec<SharedCap>,
    /// Scoring forms.
    pub forms: Vec<Form>,
    /// The clauses.
    pub clauses: Vec<Clause>,
}

impl Pack {
    /// A clause by its name.
    pub fn clause(&self, id: &str) -> Option<&Clause> {
        self.clauses.iter().find(|clause| clause.id == id)
    }

    /// Whether it is in force on a day.
    pub fn in_force(&self, on: Date) -> bool {
        in_force(self.effective, self.until, on)
    }
}

/// Whether a day lies between two ends that may be open.
pub fn in_force(effective: Option<Date>, until: Option<Date>, on: Date) -> bool {
    effective.is_none_or(|first| first <= on) && until.is_none_or(|last| on <= last)
}

/// A condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// The expression.
    pub is: Term,
    /// As it stands in the file.
    pub text: String,
    /// In words, if the file gives them.
    pub words: Option<Words>,
    /// The article.
    pub cite: Option<String>,
}

/// A rule against drawing twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cumulation {
    /// Among which policies.
    pub among: Among,
    /// Whether the difference to what was received is paid.
    pub top_up: bool,
    /// The article.
    pub cite: String,
}

/// A cap over several clauses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedCap {
    /// Its name.
    pub id: String,
    /// The sum in fen.
    pub limit: i64,
    /// The time over which it runs.
    pub per: Per,
    /// The place of the wider cap. INVARIANT: following it ends; the check refuses cycles.
    pub within: Option<usize>,
    /// The article.
    pub cite: String,
    /// What people call it.
    pub title: Words,
}

/// One clause.
#[derive(Debug, Clone)]
pub struct Clause {
    /// Its name within the pack.
    pub id: String,
    /// The article.
    pub cite: String,
    /// A short title.
    pub title: Words,
    /// What it says.
    pub summary: Words,
    /// What it gives.
    pub gives: Gives,
    /// The offices that answer for it.
    pub offices: Vec<String>,
    /// The number of its matter among the choices `matter`.
    pub matter: i64,
    /// The figures of this clause.
    pub parameters: BTreeMap<String, (i64, Type)>,
    /// Its conditions.
    pub when: Vec<Condition>,
    /// What is counted one by one.
    pub each: Option<Each>,
    /// The sum that a rate is applied to.
    pub base: Option<Term>,
    /// How many times the fixed sum is paid.
    pub times: Option<Term>,
    /// The threshold.
    pub threshold: Option<Threshold>,
    /// What is paid.
    pub pays: Pays,
    /// The most that is paid.
    pub caps: Caps,
    /// Why the figure is a ceiling.
    pub ceiling: Vec<Ceiling>,
    /// What the text leaves open.
    pub open: Option<Words>,
    /// Whether it may be drawn beside others for the same matter.
    pub stacks: bool,
    /// Clauses that exclude this one, as `policy/clause`.
    pub excludes: Vec<String>,
    /// Whether it is paid once only.
    pub once: bool,
    /// The level whose support it accompanies, and what the text says.
    pub co_funding: Option<(Level, Words)>,
    /// What must be handed in.
    pub evidence: Vec<EvidenceFile>,
    /// How one applies.
    pub apply: Option<Apply>,
    /// The first day of the clause.
    pub effective: Option<Date>,
    /// The last day of the clause.
    pub until: Option<Date>,
    /// The line in the file where it begins.
    pub line: u32,
}

/// What is counted one by one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Each {
    /// The list.
    pub list: usize,
    /// Which entries.
    pub condition: Option<Term>,
    /// As it stands in the file.
    pub text: String,
}

/// A threshold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Threshold {
    /// What is measured.
    pub of: Term,
    /// The value.
    pub value: i64,
    /// Whether it must be passed (超过) and not only reached (以上).
    pub above: bool,
}

/// What is paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pays {
    /// Nothing in money.
    Nothing,
    /// One rate or sum.
    Flat(Worth),
    /// An expression.
    Amount(Term),
    /// A table.
    Tiers(Tiers),
}

/// The most that is paid, in fen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Caps {
    /// For one item.
    pub item: Option<i64>,
    /// For one firm in a calendar year.
    pub year: Option<i64>,
    /// For one firm under this policy.
    pub firm: Option<i64>,
    /// For one firm ever, for this matter.
    pub lifetime: Option<i64>,
    /// The place of the shared cap in the pack.
    pub shared: Option<usize>,
}

/// How one applies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Apply {
    /// How.
    pub how: Words,
    /// The last day.
    pub until: Option<Deadline>,
    /// Whether it is granted without an application.
    pub automatic: bool,
}

/// The last day for applying.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deadline {
    /// A certain day.
    Day(Date),
    /// A month and day of every year.
    Yearly(i8, i8),
}

impl Deadline {
    /// The first such day that is not before `on`; none where it has passed for good.
    pub fn next(self, on: Date) -> Option<Date> {
        match self {
            Deadline::Day(day) => (day >= on).then_some(day),
            // Eight years on there is a leap day again, also around a year such as 2100.
            Deadline::Yearly(month, day) => (on.year()..=on.year().saturating_add(8))
                .filter_map(|year| Date::new(year, month, day).ok())
                .find(|date| *date >= on),
        }
    }
}

/// A figure of a clause that a simulation may change.
#[derive(Debug)]
pub struct Figure<'c> {
    /// Its value.
    pub value: &'c mut i64,
    /// Its type.
    pub kind: Type,
}

impl Clause {
    /// A figure by its name: `rate`, `fixed`, `threshold`, `caps.year`, `tiers.2.rate`, or a parameter.
    pub fn figure(&mut self, name: &str) -> Option<Figure<'_>> {
        fn worth<'w>(worth: &'w mut Worth, name: &str) -> Option<Figure<'w>> {
            match (worth, name) {
                (Worth::Rate(value), "rate") => Some(Figure {
                    value,
                    kind: Type::Rate,
                }),
                (Worth::Fixed(value), "fixed") => Some(Figure {
                    value,
                    kind: Type::Money,
                }),
                _ => None,
            }
        }
        fn sum(value: Option<&mut i64>) -> Option<Figure<'_>> {
            value.map(|value| Figure {
                value,
                kind: Type::Money,
            })
        }
        if let Some((value, kind)) = self.parameters.get_mut(name) {
            return Some(Figure {
                value,
                kind: kind.clone(),
            });
        }
        let parts: Vec<&str> = name.split('.').collect();
        match parts.as_slice() {
            ["threshold"] => self.threshold.as_mut().map(|threshold| Figure {
                kind: threshold.of.kind.clone(),
                value: &mut threshold.value,
            }),
            ["caps", "item"] => sum(self.caps.item.as_mut()),
            ["caps", "year"] => sum(self.caps.year.as_mut()),
            ["caps", "firm"] => sum(self.caps.firm.as_mut()),
            ["caps", "lifetime"] => sum(self.caps.lifetime.as_mut()),
            ["tiers", row, what] => {
                let Pays::Tiers(tiers) = &mut self.pays else {
                    return None;
                };
                let at = row.parse::<usize>().ok()?.checked_sub(1)?;
                let row = tiers.rows.get_mut(at)?;
                match *what {
                    "cap_item" => sum(row.cap_item.as_mut()),
                    "cap_year" => sum(row.cap_year.as_mut()),
                    what => worth(&mut row.worth, what),
                }
            }
            [what] => match &mut self.pays {
                Pays::Flat(flat) => worth(flat, what),
                _ => None,
            },
            _ => None,
        }
    }

    /// The names of all its figures.
    pub fn figures(&self) -> Vec<String> {
        let mut names: Vec<String> = self.parameters.keys().cloned().collect();
        match &self.pays {
            Pays::Flat(Worth::Rate(_)) => names.push("rate".into()),
            Pays::Flat(Worth::Fixed(_)) => names.push("fixed".into()),
            Pays::Tiers(tiers) => {
                for (at, row) in tiers.rows.iter().enumerate() {
                    let at = at + 1;
                    names.push(match row.worth {
                        Worth::Rate(_) => format!("tiers.{at}.rate"),
                        Worth::Fixed(_) | Worth::Points(_) => format!("tiers.{at}.fixed"),
                    });
                    names.extend(row.cap_item.map(|_| format!("tiers.{at}.cap_item")));
                    names.extend(row.cap_year.map(|_| format!("tiers.{at}.cap_year")));
                }
            }
            Pays::Flat(Worth::Points(_)) | Pays::Nothing | Pays::Amount(_) => {}
        }
        names.extend(self.threshold.as_ref().map(|_| "threshold".to_owned()));
        let caps = [
            ("item", self.caps.item),
            ("year", self.caps.year),
            ("firm", self.caps.firm),
            ("lifetime", self.caps.lifetime),
        ];
        names.extend(
            caps.into_iter()
                .filter(|(_, cap)| cap.is_some())
                .map(|(name, _)| format!("caps.{name}")),
        );
        names
    }

    /// Whether it is in force on a day, the document's own days given.
    pub fn in_force(&self, pack: &Pack, on: Date) -> bool {
        pack.in_force(on) && in_force(self.effective, self.until, on)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_next_last_day_is_the_first_that_has_not_passed() {
        assert_eq!(
            Deadline::Yearly(6, 30).next(date(2025, 7, 1)),
            Some(date(2026, 6, 30))
        );
        assert_eq!(
            Deadline::Yearly(2, 29).next(date(2025, 12, 31)),
            Some(date(2028, 2, 29))
        );
        assert_eq!(
            Deadline::Day(date(2025, 6, 30)).next(date(2025, 7, 1)),
            None
        );
    }
}
