//! What is gathered of one project before it becomes a fact.

use xinqiao_record::body::{Party, PartyRole, Project, Stage, StageEntry};
use xinqiao_record::region::Level;
use xinqiao_record::{Amount, Body, Capacity, PartialDate, Qualifier, Quantity, RegionCode, Span};

use super::mention::core;
use crate::fact::Fact;
use crate::fact::view::{Place, Sentence, View};
use crate::value::stage::Standing;

/// What a sum of money says of a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Money {
    /// Of a part: equipment, land, working capital.
    Part,
    /// Of a phase: the whole takes at least as much.
    Phase,
    /// Spent so far, which stands for the investment where no planned sum is told.
    Spent,
    /// Invested, without saying that it is all.
    Invested,
    /// The total investment.
    Total,
}

/// A stage told of a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Told {
    pub(crate) stage: Stage,
    pub(crate) label: String,
    pub(crate) standing: Standing,
    pub(crate) date: Option<PartialDate>,
    pub(crate) strong: bool,
    pub(crate) title: bool,
}

/// Where something is said: bytes of the document, and how much it weighs as evidence.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Evidence {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) weight: u32,
}

/// A project as gathered so far.
#[derive(Debug, Clone, Default)]
pub(crate) struct Draft {
    pub(crate) name: String,
    pub(crate) aliases: Vec<String>,
    pub(crate) organizations: Vec<String>,
    pub(crate) amounts: Vec<(Money, Amount, bool)>,
    pub(crate) stages: Vec<Told>,
    pub(crate) capacity: Vec<Capacity>,
    pub(crate) site_area: Option<Quantity>,
    pub(crate) floor_area: Option<Quantity>,
    pub(crate) output: Option<Amount>,
    pub(crate) tax: Option<Amount>,
    /// Region, words, weight.
    pub(crate) places: Vec<(RegionCode, String, u8)>,
    pub(crate) start: Option<PartialDate>,
    pub(crate) completion: Option<PartialDate>,
    /// The planned start of production, for want of a planned completion.
    pub(crate) production: Option<PartialDate>,
    pub(crate) weak: bool,
    pub(crate) from_form: bool,
    pub(crate) from_title: bool,
    /// Said to be called off or put on hold.
    pub(crate) cancelled: bool,
    /// The words right beside the name call it off, so that this alone is worth telling.
    pub(crate) called_off: bool,
    /// A column of the table tells how far it is, so that a group's stage says nothing of it.
    pub(crate) own_progress: bool,
    /// Named in passing, after the article's own project.
    pub(crate) passing: bool,
    pub(crate) evidence: Vec<Evidence>,
    /// The sentence that named it last, for references back.
    pub(crate) last_paragraph: usize,
}

impl Draft {
    pub(crate) fn named(name: String) -> Self {
        Draft {
            name,
            ..Draft::default()
        }
    }

    /// Notes a sentence as evidence.
    pub(crate) fn weigh(&mut self, sentence: &Sentence<'_>, weight: u32) {
        let (start, end) = (sentence.start, sentence.start + sentence.text.len());
        match self.evidence.iter_mut().find(|known| known.start == start) {
            Some(known) => known.weight += weight,
            None => self.evidence.push(Evidence { start, end, weight }),
        }
    }

    pub(crate) fn add_capacity(&mut self, capacity: Capacity) {
        let known = self
            .capacity
            .iter_mut()
            .find(|known| known.quantity == capacity.quantity && known.unit == capacity.unit);
        match known {
            Some(known) => {
                known.per = known.per.or(capacity.per);
                if known.product.is_none() {
                    known.product = capacity.product;
                }
            }
            None => self.capacity.push(capacity),
        }
    }

    pub(crate) fn add_organization(&mut self, name: &str) {
        if !self.organizations.iter().any(|known| known == name) {
            self.organizations.push(name.to_owned());
        }
    }

    /// The total investment: a stated total before a bare sum, prose before the headline, the most exact figure, the first.
    fn amount(&self) -> Option<Amount> {
        let best = self.amounts.iter().map(|&(kind, _, _)| kind).max()?;
        let of_kind = || self.amounts.iter().filter(|(kind, _, _)| *kind == best);
        of_kind()
            .find(|(_, _, title)| !title)
            .or_else(|| of_kind().next())
            .map(|&(_, amount, _)| amount)
            .filter(|_| best != Money::Part || self.name.contains("期"))
            .map(|amount| match (best, amount.qualifier) {
                (Money::Phase, Qualifier::Exact) if !self.name.contains("期") => Amount {
                    qualifier: Qualifier::AtLeast,
                    ..amount
                },
                _ => amount,
            })
    }

    /// The latest stage reached.
    fn stage(&self) -> Option<&Told> {
        if self.cancelled {
            return None;
        }
        // A later stage that lies well before an earlier one is another phase's or another plant's.
        let well_before = |one: PartialDate, other: PartialDate| {
            one.last_day()
                .checked_add(jiff::Span::new().days(60))
                .is_ok_and(|limit| limit < other.first_day())
        };
        let contradicted = |told: &Told| {
            self.stages.iter().any(|other| {
                other.standing == Standing::Reached
                    && other.stage < told.stage
                    && told
                        .date
                        .zip(other.date)
                        .is_some_and(|(own, earlier)| well_before(own, earlier))
            })
        };
        let reached = || {
            self.stages
                .iter()
                .filter(|told| told.standing == Standing::Reached && !contradicted(told))
        };
        let latest = reached().map(|told| told.stage).max()?;
        // Finished and producing at once is producing.
        let label = |told: &Told| told.label.chars().count();
        reached()
            .filter(|told| told.stage == latest)
            .max_by_key(|told| {
                (
                    told.date.is_some_and(|date| date.day_number().is_some()),
                    told.date.is_some(),
                    !told.title,
                    label(told),
                )
            })
    }

    fn region(&self, view: &View<'_>) -> (Option<RegionCode>, Option<String>) {
        let strongest = self.places.iter().map(|&(_, _, weight)| weight).max();
        let mut best: Option<(RegionCode, String)> = None;
        for (code, text, weight) in &self.places {
            let weight = Some(*weight);
            let take = match &best {
                None => weight == strongest,
                Some((known, _)) => {
                    (weight == strongest || weight.is_some_and(|weight| weight >= 2))
                        && code.within(*known)
                        && code != known
                }
            };
            if take {
                best = Some((*code, text.clone()));
            }
        }
        let Some((mut code, place)) = best else {
            // A project of which no place is told lies where the article's own events happen.
            let own = || {
                self.organizations.iter().find_map(|name| {
                    // 某某（常州）有限公司, 宁国市某某有限公司: a firm made for the place.
                    crate::value::places(name).into_iter().find(|place| {
                        let before = name.get(..place.start).unwrap_or("");
                        let words = name.get(place.start..place.end).unwrap_or("");
                        let kind = words.ends_with(['市', '县', '区']) && place.start == 0;
                        !place.value.open
                            && (kind || before.ends_with(['（', '(']))
                            && name.ends_with("公司")
                    })
                })
            };
            let region = view.region.filter(|_| !self.passing);
            return (region.or_else(|| own().map(|place| place.value.code)), None);
        };
        // The article may tell the county where the sentence tells the city.
        if code.level() != Level::County
            && !self.passing
            && let Some(region) = view.region
            && region.within(code)
        {
            code = region;
        }
        (Some(code), Some(place))
    }

    /// Whether enough is known to propose it.
    fn concrete(&self) -> bool {
        let stage = self
            .stages
            .iter()
            .any(|told| told.standing == Standing::Reached && (told.strong || told.date.is_some()));
        let plan = self.stages.iter().any(|told| told.strong)
            && (self.start.is_some() || self.completion.is_some())
            || self.production.is_some() && !self.weak;
        let amount = self.amount().is_some();
        let capacity = !self.capacity.is_empty();
        if self.cancelled {
            let named = self.called_off && !self.weak && core(&self.name).chars().count() >= 5;
            return amount || capacity || named;
        }
        // A row of a list of projects that names the builder.
        if self.from_form && !self.organizations.is_empty() {
            return true;
        }
        if core(&self.name).chars().count() < 3 {
            return amount;
        }
        if self.weak {
            return (stage || amount)
                && (self
                    .stages
                    .iter()
                    .any(|told| told.strong && told.standing == Standing::Reached)
                    || amount
                    || capacity);
        }
        stage || amount || plan || capacity
    }

    /// The fact, if there is enough to say.
    pub(crate) fn finish(mut self, view: &View<'_>) -> Option<Fact> {
        if self.name.is_empty() || !self.concrete() {
            return None;
        }
        let amount = self.amount();
        let told = self.stage().cloned();
        let (region, place) = self.region(view);
        let mut timeline: Vec<StageEntry> = Vec::new();
        for told in self
            .stages
            .iter()
            .filter(|told| told.standing == Standing::Reached)
        {
            match timeline.iter_mut().find(|entry| entry.stage == told.stage) {
                Some(entry) => entry.date = entry.date.or(told.date),
                None => timeline.push(StageEntry {
                    stage: told.stage,
                    label: told.label.clone(),
                    date: told.date,
                    source: 0,
                }),
            }
        }
        timeline.sort_by_key(|entry| entry.stage);
        let start = self.start.or_else(|| {
            timeline
                .iter()
                .find(|entry| entry.stage == Stage::Groundbreaking)
                .and_then(|entry| entry.date)
        });
        let done = told
            .as_ref()
            .is_some_and(|told| told.stage == Stage::Completed);
        let completion = self.completion.or(self.production).filter(|_| !done);
        let figures = [
            amount.is_some(),
            told.is_some(),
            region.is_some(),
            !self.capacity.is_empty(),
            completion.is_some(),
            !self.organizations.is_empty(),
        ];
        let known = u8::try_from(figures.iter().filter(|known| **known).count()).unwrap_or(0);
        let mut confidence = if self.from_form { 90 } else { 56 + 6 * known };
        if self.weak || self.passing {
            confidence = confidence.min(64);
        }
        let evidence = *self
            .evidence
            .iter()
            .max_by_key(|one| (one.weight, std::cmp::Reverse(one.start)))?;
        self.aliases.retain(|alias| *alias != self.name);
        self.aliases.dedup();
        let project = Project {
            name: self.name,
            aliases: self.aliases,
            organizations: self
                .organizations
                .into_iter()
                .map(|name| Party::named(name, PartyRole::Subject))
                .collect(),
            region,
            place,
            amount,
            stage: told.as_ref().map(|told| told.stage),
            stage_label: told.as_ref().map(|told| told.label.clone()),
            stage_date: told.and_then(|told| told.date),
            timeline,
            start,
            completion,
            capacity: self.capacity,
            site_area: self.site_area,
            floor_area: self.floor_area,
            expected_output: self.output,
            expected_tax: self.tax,
        };
        Some(view.fact(
            evidence.start,
            evidence.end,
            confidence,
            Body::Project(project),
        ))
    }
}

/// A sum without hedge, for table cells.
pub(crate) fn exact(money: xinqiao_record::Money) -> Amount {
    Amount {
        money,
        qualifier: Qualifier::Exact,
    }
}

/// The span of a table as evidence.
pub(crate) fn table_evidence(span: Span) -> Evidence {
    Evidence {
        start: span.start as usize,
        end: span.end as usize,
        weight: 100,
    }
}

/// Whether a sentence is the headline.
pub(crate) fn is_title(sentence: &Sentence<'_>) -> bool {
    sentence.place == Place::Title
}
