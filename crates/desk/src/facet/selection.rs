//! What a person chose in a list, and what it leaves.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use xinqiao_record::{Kind, RegionCode, Status};

use super::board::Snapshot;
use super::dimension::Dimension;
use super::row::{OUTCOME_OPEN, OUTCOME_OVERDUE, Row};
use crate::http::PageError;
use crate::i18n::Texts;
use crate::show::{Choice, Facet, address};

/// The fields of an address.
pub type Pairs = BTreeMap<String, String>;

/// How many values a facet without an order of its own shows.
const FACET_VALUES: usize = 12;

/// The value of `status` that takes in everything.
const ALL_STATUSES: &str = "all";

/// What a person chose. Within the default, records are proposed or confirmed.
#[derive(Debug, Clone)]
pub struct Selection {
    /// The text typed, as typed.
    pub text: String,
    needle: String,
    kind: Option<Kind>,
    chosen: BTreeMap<Dimension, String>,
    every_status: bool,
    today: Date,
}

/// What a selection leaves.
#[derive(Debug, Clone, Default)]
pub struct Sifted {
    /// The records, by kind and age.
    pub rows: Vec<Arc<Row>>,
    /// Per dimension and value, how many records there would be if it were chosen and all else stayed.
    pub counts: BTreeMap<Dimension, BTreeMap<String, u64>>,
}

impl Selection {
    /// Reads the fields of an address; `kind` is given where the page is about one kind.
    ///
    /// # Errors
    /// When a field has a value that it cannot have.
    pub fn read(pairs: &Pairs, kind: Option<Kind>, today: Date) -> Result<Self, PageError> {
        let given = |name: &str| {
            pairs
                .get(name)
                .map(|value| value.trim())
                .filter(|value| !value.is_empty())
        };
        let text = given("q").unwrap_or_default().to_owned();
        let mut chosen = BTreeMap::new();
        let mut every_status = false;
        for dimension in Dimension::ALL {
            let Some(value) = given(dimension.name()) else {
                continue;
            };
            if dimension == Dimension::Status && value == ALL_STATUSES {
                every_status = true;
                continue;
            }
            dimension.check(value).map_err(PageError::bad_request)?;
            chosen.insert(dimension, value.to_owned());
        }
        if kind.is_some() {
            chosen.remove(&Dimension::Kind);
        }
        Ok(Selection {
            needle: xinqiao_search::fold(&text),
            text,
            kind,
            chosen,
            every_status,
            today,
        })
    }

    /// Tells selections apart: everything that decides what they leave.
    pub(super) fn key(&self) -> String {
        format!(
            "{} {:?} {} {:?} {:?}",
            self.today, self.kind, self.every_status, self.chosen, self.needle
        )
    }

    /// The value chosen in a dimension.
    pub fn chosen(&self, dimension: Dimension) -> Option<&str> {
        self.chosen.get(&dimension).map(String::as_str)
    }

    /// The region chosen.
    pub fn region(&self) -> Option<RegionCode> {
        self.chosen(Dimension::Region)?.parse().ok()
    }

    /// The kind that the list is of, whether by its address or by choice.
    pub fn kind(&self) -> Option<Kind> {
        self.kind
            .or_else(|| self.chosen(Dimension::Kind)?.parse().ok())
    }

    /// Whether records of every status are shown.
    pub fn every_status(&self) -> bool {
        self.every_status
    }

    /// Whether anything narrows the list.
    pub fn is_narrowed(&self) -> bool {
        !self.text.is_empty() || !self.chosen.is_empty()
    }

    fn meets(&self, row: &Row, dimension: Dimension) -> bool {
        let chosen = self.chosen.get(&dimension);
        match (dimension, chosen) {
            (Dimension::Status, None) => {
                self.every_status
                    || matches!(row.record().status, Status::Proposed | Status::Confirmed)
            }
            (_, None) => true,
            (Dimension::Outcome, Some(value)) if value == OUTCOME_OVERDUE => {
                row.is_overdue(self.today)
            }
            (Dimension::Outcome, Some(value)) if value == OUTCOME_OPEN => {
                row.outcome().is_none() && !row.is_overdue(self.today)
            }
            (_, Some(value)) => row
                .tags()
                .iter()
                .any(|(of, tag)| *of == dimension && tag == value),
        }
    }

    /// What the selection leaves, and the counts for the sidebar, in one pass.
    pub fn sift(&self, snapshot: &Snapshot) -> Sifted {
        let mut sifted = Sifted::default();
        match self.kind {
            Some(kind) => snapshot
                .of_kind(kind)
                .for_each(|row| self.sift_one(row, &mut sifted)),
            None => snapshot
                .rows()
                .for_each(|row| self.sift_one(row, &mut sifted)),
        }
        sifted
    }

    fn sift_one(&self, row: &Arc<Row>, sifted: &mut Sifted) {
        if !self.needle.is_empty() && !row.holds(&self.needle) {
            return;
        }
        // A record that fails in one dimension only still counts in that one: choosing another value
        // there would bring it in.
        let mut failed = None;
        let dimensions = self.chosen.keys().copied().chain([Dimension::Status]);
        for dimension in dimensions {
            if failed != Some(dimension) && !self.meets(row, dimension) {
                if failed.is_some() {
                    return;
                }
                failed = Some(dimension);
            }
        }
        let mut count = |dimension: Dimension, tag: &str| {
            let counts = sifted.counts.entry(dimension).or_default();
            match counts.get_mut(tag) {
                Some(count) => *count += 1,
                None => {
                    counts.insert(tag.to_owned(), 1);
                }
            }
        };
        for (dimension, tag) in row.tags() {
            if failed.is_none_or(|failed| failed == *dimension) {
                let overdue = *dimension == Dimension::Outcome && row.is_overdue(self.today);
                // What is past due is not told again among what is not due yet.
                if !(overdue && tag == OUTCOME_OPEN) {
                    count(*dimension, tag);
                }
                if overdue {
                    count(Dimension::Outcome, OUTCOME_OVERDUE);
                }
            }
        }
        if failed.is_none() {
            sifted.rows.push(Arc::clone(row));
        }
    }

    /// The fields of the address that keep this selection; `extra` are further fields of the page.
    pub fn pairs<'a>(&'a self, extra: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
        let mut pairs = Vec::new();
        if !self.text.is_empty() {
            pairs.push(("q", self.text.as_str()));
        }
        pairs.extend(
            self.chosen
                .iter()
                .map(|(dimension, value)| (dimension.name(), value.as_str())),
        );
        if self.every_status {
            pairs.push((Dimension::Status.name(), ALL_STATUSES));
        }
        pairs.extend_from_slice(extra);
        pairs
    }

    /// The fields that the form of the text field carries along.
    pub fn kept(&self, extra: &[(&str, &str)]) -> Vec<(String, String)> {
        let others = self.pairs(extra).into_iter();
        let others = others.filter(|(name, value)| *name != "q" && !value.is_empty());
        others
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect()
    }

    /// The sidebar: one facet for each of `dimensions` that has something to choose.
    pub fn facets(
        &self,
        path: &str,
        extra: &[(&str, &str)],
        dimensions: &[Dimension],
        sifted: &Sifted,
        snapshot: &Snapshot,
        t: &Texts,
    ) -> Vec<Facet> {
        let none = BTreeMap::new();
        let mut facets = Vec::new();
        for &dimension in dimensions {
            let counts = sifted.counts.get(&dimension).unwrap_or(&none);
            let base: Vec<_> = self
                .pairs(extra)
                .into_iter()
                .filter(|(name, _)| *name != dimension.name())
                .collect();
            let href = |value: &str| {
                address(
                    path,
                    base.iter().copied().chain([(dimension.name(), value)]),
                )
            };
            let chosen = self.chosen(dimension);
            let mut choices = if dimension == Dimension::Region {
                self.region_choices(counts, &href)
            } else {
                self.plain_choices(dimension, counts, snapshot, t, &href)
            };
            if dimension == Dimension::Status && counts.len() > 1 {
                choices.push(Choice {
                    label: t.msg("status-all").into_owned(),
                    count: Some(counts.values().sum()),
                    href: if self.every_status {
                        href("")
                    } else {
                        href(ALL_STATUSES)
                    },
                    selected: self.every_status,
                });
            }
            if choices.len() > 1 || chosen.is_some() {
                let clear = chosen.is_some().then(|| href(""));
                facets.push(Facet {
                    label: dimension.label(t),
                    clear,
                    choices,
                });
            }
        }
        facets
    }

    fn plain_choices(
        &self,
        dimension: Dimension,
        counts: &BTreeMap<String, u64>,
        snapshot: &Snapshot,
        t: &Texts,
        href: &impl Fn(&str) -> String,
    ) -> Vec<Choice> {
        let chosen = self.chosen(dimension);
        let mut values: Vec<(&str, u64)> = counts
            .iter()
            .map(|(value, count)| (value.as_str(), *count))
            .collect();
        if let Some(chosen) = chosen
            && !counts.contains_key(chosen)
        {
            values.push((chosen, 0));
        }
        if dimension == Dimension::Year {
            values.reverse();
        } else {
            values.sort_by_key(|(value, count)| (dimension.rank(value), std::cmp::Reverse(*count)));
        }
        let cut = values.iter().enumerate().filter(|(place, (value, _))| {
            *place < FACET_VALUES || dimension.rank(value).is_some() || chosen == Some(*value)
        });
        cut.map(|(_, (value, count))| {
            let selected = chosen == Some(*value);
            Choice {
                label: dimension.value_label(value, snapshot, t),
                count: Some(*count),
                href: if selected { href("") } else { href(value) },
                selected,
            }
        })
        .collect()
    }

    /// Provinces; once one is chosen the way down to it and its parts.
    fn region_choices(
        &self,
        counts: &BTreeMap<String, u64>,
        href: &impl Fn(&str) -> String,
    ) -> Vec<Choice> {
        let chosen = self.region();
        let count = |code: RegionCode| counts.get(&code.to_string()).copied().unwrap_or(0);
        let mut choices = Vec::new();
        if let Some(chosen) = chosen {
            let mut way: Vec<_> = chosen.ancestry().collect();
            way.reverse();
            for region in way {
                let up = region
                    .parent
                    .map(|parent| parent.to_string())
                    .unwrap_or_default();
                let selected = region.code == chosen;
                choices.push(Choice {
                    label: region.name.to_owned(),
                    count: Some(count(region.code)),
                    href: if selected {
                        href(&up)
                    } else {
                        href(&region.code.to_string())
                    },
                    selected,
                });
            }
        }
        let mut parts: Vec<_> = counts
            .iter()
            .filter_map(|(code, count)| Some((code.parse::<RegionCode>().ok()?, *count)))
            .filter(|(code, _)| code.region().parent == chosen)
            .collect();
        parts.sort_by_key(|(code, count)| (std::cmp::Reverse(*count), *code));
        choices.extend(parts.into_iter().map(|(code, count)| Choice {
            label: code.region().name.to_owned(),
            count: Some(count),
            href: href(&code.to_string()),
            selected: false,
        }));
        choices
    }

    /// What is shown, in a sentence without its full stop: `浙江省的项目 12 个，状态：已确认`.
    pub fn sentence(&self, count: usize, snapshot: &Snapshot, t: &Texts) -> String {
        let key = format!("count-{}", self.kind().map_or("record", Kind::name));
        let mut said = t.count(&key, count).into_owned();
        if let Some(region) = self.region() {
            said = t
                .with_two("said-of-place", region.full_name(), said)
                .into_owned();
        }
        let mut parts = vec![said];
        for (dimension, value) in &self.chosen {
            if matches!(dimension, Dimension::Kind | Dimension::Region) {
                continue;
            }
            let value = dimension.value_label(value, snapshot, t);
            parts.push(
                t.with_two("said-choice", dimension.label(t), value)
                    .into_owned(),
            );
        }
        if !self.text.is_empty() {
            parts.push(t.with("said-text", &self.text).into_owned());
        }
        if self.every_status {
            parts.push(t.msg("said-every-status").into_owned());
        } else if self.chosen(Dimension::Status).is_none() {
            parts.push(t.msg("said-default-status").into_owned());
        }
        parts.join(&t.msg("said-separator"))
    }
}
