//! What is told of a project: sums, areas, capacities, stages, places, and that it was called off.

use super::assign::{Says, date_of, owners_of, says};
use super::collect::Walk;
use super::draft::{Money, Told, is_title};
use super::mention::before;
use super::wording::{postponed, respective, superseded};
use crate::fact::view::{Sentence, clear_places};
use crate::value::pattern::words;
use crate::value::stage::{StageMention, Standing};
use crate::value::{Found, amounts, capacities, dates, head, quantities, slice, stages};
use aho_corasick::AhoCorasick;
use std::sync::LazyLock;
use xinqiao_record::body::Stage;
use xinqiao_record::region::Level;
use xinqiao_record::{Amount, PartialDate};

/// Words that end a project before it is built.
pub(super) static CANCELLED: LazyLock<AhoCorasick> = LazyLock::new(|| {
    words([
        "停工",
        "停摆",
        "破产",
        "停止施工",
        "中止",
        "终止",
        "取消",
        "不属实",
        "暂缓",
        "搁置",
        "停建",
        "烂尾",
        "解除协议",
        "撤销",
        "流产",
    ])
});

impl Walk<'_, '_> {
    pub(super) fn values(
        &mut self,
        number: usize,
        sentence: &Sentence<'_>,
        owners: &[(usize, usize, Option<usize>)],
        inherited: Option<usize>,
    ) {
        let text = sentence.text;
        if owners.iter().all(|(_, _, owner)| owner.is_none()) && inherited.is_none() {
            self.remember_stage_date(number, text);
            return;
        }
        let sums = amounts(text);
        let shares = respective(text, &sums, owners);
        self.shares(sentence, &sums, &shares);
        for found in sums {
            if shares.iter().any(|&(start, _)| start == found.start)
                || superseded(text, found.start, found.end)
            {
                continue;
            }
            let mut whose = owners_of(text, owners, inherited, found.start, found.end, false);
            // "甲项目与乙项目签约，两个项目投资额均不低于10亿元": each of them.
            if whose.is_empty() && before(text, found.start, 8).contains(['均', '各']) {
                whose.extend(owners.iter().filter_map(|&(_, _, owner)| owner));
            }
            for owner in whose {
                self.amount(sentence, owner, text, &found);
            }
        }
        for found in capacities(text) {
            for owner in owners_of(text, owners, inherited, found.start, found.end, false) {
                if let Some(draft) = self.drafts.get_mut(owner) {
                    draft.add_capacity(found.value.clone());
                    draft.weigh(sentence, 2);
                }
            }
        }
        if text.contains(['亩', '平', '㎡']) {
            self.areas(sentence, owners, inherited);
        }
        if CANCELLED.find(text).is_some() {
            self.cancel(text, owners, inherited);
        }
        let told = stages(text);
        let when = if told.is_empty() && !text.contains(['年', '月']) {
            Vec::new()
        } else {
            dates(text, self.view.base)
        };
        let delay = postponed(text, &when);
        for stage in &told {
            if of_another(text, stage.start) {
                continue;
            }
            let later = delay.filter(|&(at, _)| {
                stage.value.standing == Standing::Planned
                    && stage.end <= at
                    && !slice(text, stage.end, at).contains(['。', '；'])
            });
            let date = later
                .map(|(_, date)| date)
                .or_else(|| date_of(text, stage, &when));
            for owner in owners_of(text, owners, inherited, stage.start, stage.end, true) {
                let mentioned = !owners.is_empty() || self.below_heading(sentence) == Some(owner);
                self.stage(sentence, owner, stage, date, mentioned);
            }
            if let Some(date) = date
                && stage.value.standing == Standing::Reached
            {
                self.last_date = Some((stage.value.stage, date));
            }
        }
        if !owners.is_empty()
            || text.contains("位于")
            || text.contains("选址")
            || text.contains("落户")
            || text.contains("坐落")
        {
            self.places(text, owners, inherited);
        }
        self.builder_after(text, owners, inherited);
    }

    /// The sums that 分别为 lists, each for its project; what the first is said to be, all are.
    pub(super) fn shares(
        &mut self,
        sentence: &Sentence<'_>,
        sums: &[Found<Amount>],
        shares: &[(usize, usize)],
    ) {
        let sum = |start: usize| sums.iter().find(|sum| sum.start == start);
        let first = shares.first().and_then(|&(start, _)| sum(start));
        let Some(Says::Investment(kind)) =
            first.map(|first| says(sentence.text, first.start, first.end))
        else {
            return;
        };
        for &(start, owner) in shares {
            if let Some(found) = sum(start)
                && let Some(draft) = self.drafts.get_mut(owner)
            {
                draft.amounts.push((kind, found.value, is_title(sentence)));
                draft.weigh(sentence, 2);
            }
        }
    }

    pub(super) fn remember_stage_date(&mut self, number: usize, text: &str) {
        for stage in stages(text)
            .iter()
            .filter(|stage| stage.value.standing == Standing::Reached)
        {
            let date = date_of(text, stage, &dates(text, self.view.base));
            // Shares and goods are bought by agreement, too.
            let trade = [
                "收购",
                "转让",
                "采购",
                "供货",
                "增资",
                "认购",
                "股权",
                "借款",
                "并购",
                "战略合作",
            ]
            .iter()
            .any(|word| text.contains(word));
            if stage.value.stage == Stage::Signed && !trade {
                self.agreed = Some((number, told(&stage.value, date, false)));
            }
            if let Some(date) = date {
                self.last_date = Some((stage.value.stage, date));
                if self.drafts.is_empty() && number < 3 {
                    self.early
                        .push((number, told(&stage.value, Some(date), false)));
                }
            }
        }
    }

    /// A project that is called off, put on hold or denied.
    pub(super) fn cancel(
        &mut self,
        text: &str,
        owners: &[(usize, usize, Option<usize>)],
        inherited: Option<usize>,
    ) {
        for hit in CANCELLED.find_iter(text) {
            let clause = before(text, hit.start(), 8);
            if clause.contains('未') || clause.contains("协议之") {
                continue;
            }
            let word = slice(text, hit.start(), hit.end());
            let ends = !matches!(word, "不属实" | "停工" | "停摆" | "停止施工" | "破产");
            for owner in owners_of(text, owners, inherited, hit.start(), hit.end(), true) {
                let beside = owners.iter().any(|&(start, end, of)| {
                    of == Some(owner)
                        && (hit.start() >= end
                            && slice(text, end, hit.start()).chars().count() <= 4
                            || start >= hit.end()
                                && slice(text, hit.end(), start).chars().count() <= 4)
                });
                if let Some(draft) = self.drafts.get_mut(owner) {
                    draft.cancelled = true;
                    draft.called_off |= beside && ends;
                }
            }
        }
    }

    pub(super) fn amount(
        &mut self,
        sentence: &Sentence<'_>,
        owner: usize,
        text: &str,
        found: &Found<Amount>,
    ) {
        let title = is_title(sentence);
        let Some(draft) = self.drafts.get_mut(owner) else {
            return;
        };
        // 2018年建起第一条产线，投资4.1亿元: not of the second phase.
        if phase_in(&draft.name).is_some_and(|own| own != '一' && !text.contains(own))
            && ["第一条", "首条", "第一座", "首座", "首期", "一期"]
                .iter()
                .any(|word| text.contains(word))
        {
            return;
        }
        let mut says = says(text, found.start, found.end);
        // Of a project that is a phase, what is told of that phase is its total, and what is told of another phase is not its own.
        if let (Says::Investment(Money::Part | Money::Phase), Some(own)) =
            (says, phase_in(&draft.name))
        {
            let lead = before(text, found.start, 18);
            let lead = lead.rsplit(['，', '。', '；']).next().unwrap_or(lead);
            match phase_in(lead) {
                Some(told) if told == own => says = Says::Investment(Money::Total),
                Some(_) => return,
                // 二期…，新增投资20亿元: new beside the phases before it.
                None if lead.contains("新增投资") => says = Says::Investment(Money::Total),
                None => {}
            }
        }
        match says {
            Says::Investment(kind) => {
                draft.amounts.push((kind, found.value, title));
                draft.weigh(sentence, if kind == Money::Total { 4 } else { 2 });
            }
            Says::Output => {
                draft.output = draft.output.or(Some(found.value));
                draft.weigh(sentence, 1);
            }
            Says::Tax => draft.tax = draft.tax.or(Some(found.value)),
            Says::Other => {}
        }
    }

    pub(super) fn areas(
        &mut self,
        sentence: &Sentence<'_>,
        owners: &[(usize, usize, Option<usize>)],
        inherited: Option<usize>,
    ) {
        let text = sentence.text;
        for found in quantities(text) {
            if !matches!(found.value.unit.as_str(), "亩" | "平方米" | "公顷") {
                continue;
            }
            let lead = before(text, found.start, 12);
            let lead = lead.rsplit(['，', '。', '；']).next().unwrap_or(lead);
            // 约344亩，建筑面积…: what follows the comma is another figure's.
            let tail = head(slice(text, found.end, text.len()), 5);
            let tail = tail.split(['，', '、', '；', '。']).next().unwrap_or(tail);
            let built = |words: &str| words.contains("建筑") || words.contains("厂房");
            let floor = built(lead) || lead.contains("车间") || built(tail);
            let site = lead.contains('地') || found.value.unit == "亩";
            for owner in owners_of(text, owners, inherited, found.start, found.end, false) {
                let Some(draft) = self.drafts.get_mut(owner) else {
                    continue;
                };
                let slot = if floor {
                    &mut draft.floor_area
                } else if site {
                    &mut draft.site_area
                } else {
                    continue;
                };
                if slot.is_none() {
                    *slot = Some(found.value.clone());
                }
                draft.weigh(sentence, 1);
            }
        }
    }

    pub(super) fn stage(
        &mut self,
        sentence: &Sentence<'_>,
        owner: usize,
        found: &Found<StageMention>,
        date: Option<PartialDate>,
        mentioned: bool,
    ) {
        let base = self.view.base;
        let last_date = self.last_date;
        let Some(draft) = self.drafts.get_mut(owner) else {
            return;
        };
        // When work began again is not when it began, and what goes on is not called off.
        let resumed = found.value.label == "复工" && found.value.standing == Standing::Reached;
        draft.cancelled &= !resumed;
        let date = date.filter(|_| !resumed);
        let StageMention {
            stage,
            label,
            mut standing,
            strong,
        } = found.value.clone();
        // A weak word needs the project in its own sentence, or a date to plan for.
        let planned = standing == Standing::Planned && date.is_some();
        if !(strong || mentioned || planned) {
            return;
        }
        if date
            .zip(base)
            .is_some_and(|(date, base)| lies_ahead(date, base))
            && standing == Standing::Reached
        {
            standing = Standing::Planned;
        }
        match standing {
            Standing::Planned => match (stage, date) {
                (Stage::Groundbreaking, Some(date)) => draft.start = draft.start.or(Some(date)),
                (Stage::Completed | Stage::ToppedOut, Some(date)) => {
                    draft.completion = draft.completion.or(Some(date))
                }
                (Stage::InProduction | Stage::LineThrough, Some(date)) => {
                    draft.production = draft.production.or(Some(date))
                }
                _ => {}
            },
            Standing::Reached => {
                let date = date.or_else(|| {
                    last_date
                        .filter(|&(last, _)| last == stage && stage == Stage::Signed)
                        .map(|(_, date)| date)
                });
                draft.weigh(sentence, if date.is_some() { 5 } else { 3 });
                if stage == Stage::Groundbreaking {
                    draft.start = draft.start.or(date);
                }
            }
            Standing::Denied => {}
        }
        draft.stages.push(Told {
            stage,
            label,
            standing,
            date,
            strong,
            title: is_title(sentence),
        });
    }

    pub(super) fn places(
        &mut self,
        text: &str,
        owners: &[(usize, usize, Option<usize>)],
        inherited: Option<usize>,
    ) {
        for place in clear_places(text) {
            if of_another(text, place.start) {
                continue;
            }
            // A province alone tells no place, and often belongs to an office.
            if place.value.level() == Level::Province && place.value.city().is_none() {
                continue;
            }
            let lead = before(text, place.start, 6);
            let sited = ["位于", "坐落", "选址", "落户", "落地", "在", "于"]
                .iter()
                .any(|word| lead.ends_with(word) || lead.contains("位于"));
            let weight = if sited { 3 } else { 2 };
            let words = slice(text, place.start, place.end).to_owned();
            let mut all: Vec<usize> =
                owners_of(text, owners, inherited, place.start, place.end, true);
            // A place in front of every mention of the sentence holds for all of them.
            if owners.iter().all(|&(start, _, _)| place.end <= start) {
                all.extend(owners.iter().filter_map(|&(_, _, owner)| owner));
            }
            all.sort_unstable();
            all.dedup();
            for owner in all {
                if let Some(draft) = self.drafts.get_mut(owner) {
                    draft.places.push((place.value, words.clone(), weight));
                }
            }
        }
    }
}

/// Whether a date lies after the day of writing. A weekly is often dated by the first of its seven days, and tells what happened in them.
pub(super) fn lies_ahead(date: PartialDate, base: PartialDate) -> bool {
    let slack = if date.day_number().is_some() && base.day_number().is_some() {
        6
    } else {
        0
    };
    base.last_day()
        .checked_add(jiff::Span::new().days(slack))
        .is_ok_and(|limit| date.first_day() > limit)
}

/// Whether the clause before a stage speaks of a plant that was there before: 首家工厂2014年在某地投产.
pub(super) fn of_another(text: &str, at: usize) -> bool {
    let lead = before(text, at, 24);
    let clause = lead.rsplit(['，', '。', '；']).next().unwrap_or(lead);
    [
        "首家工厂",
        "首个工厂",
        "第一家工厂",
        "首座工厂",
        "老厂",
        "原有工厂",
        "现有工厂",
        "另一工厂",
        "首个基地",
        "第一个基地",
    ]
    .iter()
    .any(|word| clause.contains(word))
}

/// The number of the phase in a name or a clause: 三期.
pub(super) fn phase_in(words: &str) -> Option<char> {
    let at = words.find('期')?;
    slice(words, 0, at)
        .chars()
        .next_back()
        .filter(|one| "一二三四五六".contains(*one))
}

pub(super) fn told(mention: &StageMention, date: Option<PartialDate>, title: bool) -> Told {
    let StageMention {
        stage,
        label,
        standing,
        strong,
    } = mention.clone();
    Told {
        stage,
        label,
        standing,
        date,
        strong,
        title,
    }
}
