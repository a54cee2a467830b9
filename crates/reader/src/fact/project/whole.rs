//! What is known only when an article has been read through: what its headline adds, stages told before a project was named,
//! builders that no sentence names.

use super::assign::{date_of, owners_of};
use super::collect::Walk;
use super::draft::{Draft, Told};
use super::identity::tidy;
use super::mention::{Mention, core, likeness, mentions};
use crate::fact::view::{Place, Sentence};
use crate::value::organization::TRADE_WORDS;
use crate::value::stage::Standing;
use crate::value::{amounts, slice, stages};

/// How many bytes after the sentence that tells a group's stage the table of its members stands.
const TABLE_AFTER: usize = 2_500;

impl Walk<'_, '_> {
    /// Gives the article's one project the stages that were told before it was named, and the members of a group their common stage.
    pub(super) fn early(&mut self) {
        if let Some(index) = self.single_main() {
            let early = std::mem::take(&mut self.early);
            let view = self.view;
            if let Some(draft) = self.drafts.get_mut(index) {
                for (number, told) in early {
                    if (told.strong || told.stage == xinqiao_record::body::Stage::Signed)
                        && let Some(sentence) = view.sentences.get(number)
                    {
                        draft.weigh(sentence, 4);
                        draft.stages.push(told);
                    }
                }
            }
        }
        // In a list each project has its own heading, and a ceremony told under one says nothing of the others.
        if let Some(told) = self.group_stage.take().filter(|_| !self.is_list) {
            let (told, end, region) = (told.told, told.end, told.region);
            for draft in &mut self.drafts {
                // A table below the sentence lists the group's members; another table says itself how far its projects are.
                if draft.from_form {
                    let start = draft.evidence.first().map_or(0, |one| one.start);
                    if start < end
                        || start - end > TABLE_AFTER
                        || draft.cancelled
                        || draft.own_progress
                        || draft
                            .stages
                            .iter()
                            .any(|own| own.standing == Standing::Reached)
                    {
                        continue;
                    }
                    if let Some((code, words)) = region.clone().filter(|_| draft.places.is_empty())
                    {
                        draft.places.push((code, words, 0));
                    }
                }
                // Who raises money for a project has not begun it.
                let raising = draft.evidence.iter().any(|one| {
                    let words = slice(self.view.text, one.start, one.end);
                    words.contains("募资") || words.contains("募集资金")
                });
                if raising {
                    continue;
                }
                // The members of an enumeration are named as projects and need no other sign.
                let member = !draft.weak && draft.name.ends_with("项目");
                if let Some(own) = draft
                    .stages
                    .iter_mut()
                    .find(|own| own.standing == Standing::Reached && own.stage == told.stage)
                {
                    own.date = own.date.or(told.date);
                } else if draft
                    .stages
                    .iter()
                    .all(|own| own.standing == Standing::Planned)
                {
                    draft.stages.push(Told {
                        strong: member,
                        ..told.clone()
                    });
                }
            }
        }
    }

    /// The headline: evidence for the project that it speaks of, or a project of its own.
    pub(super) fn title(&mut self) {
        let sentence = self.view.title;
        let text = sentence.text;
        let located = mentions(text);
        let single = self.single_main();
        let mut owners: Vec<(usize, usize, Option<usize>)> = Vec::new();
        for one in &located {
            let owner = match &one.mention {
                Mention::Named { name, weak, .. } => {
                    let (organization, rest) = self.split_owner(name);
                    let organization = organization
                        .or_else(|| self.view.title_name().map(|name| self.view.full_name(name)));
                    let own = core(rest);
                    let best = self
                        .drafts
                        .iter()
                        .enumerate()
                        .filter(|(_, draft)| !draft.passing)
                        .map(|(index, draft)| {
                            let other = core(&draft.name);
                            let mut like = likeness(&own, &other);
                            if organization
                                .as_ref()
                                .is_some_and(|one| draft.organizations.contains(one))
                            {
                                like += 0.5;
                            }
                            (index, like)
                        })
                        .max_by(|left, right| {
                            left.1.total_cmp(&right.1).then(right.0.cmp(&left.0))
                        });
                    match best {
                        Some((index, like)) if like >= 0.4 || single == Some(index) => {
                            self.alias(index, name);
                            Some(index)
                        }
                        _ if self.drafts.is_empty() || !weak => {
                            let mut draft = Draft::named(tidy(rest));
                            draft.weak = *weak;
                            draft.from_title = true;
                            if let Some(organization) = organization {
                                draft.add_organization(&organization);
                            }
                            self.drafts.push(draft);
                            Some(self.drafts.len() - 1)
                        }
                        _ => None,
                    }
                }
                Mention::Back => single,
                Mention::Group => None,
            };
            owners.push((one.start, one.end, owner));
        }
        // "喜结金顶！…" and "示例科技：投产" speak of the one project.
        if owners.is_empty()
            && located.is_empty()
            && let Some(index) = single
        {
            owners.push((0, 0, Some(index)));
        }
        if !owners.is_empty() {
            self.title_values(&sentence, &owners);
        }
        if let Some(name) = self.view.title_name()
            && let Some(draft) = single.and_then(|index| self.drafts.get_mut(index))
            && draft.organizations.is_empty()
        {
            let name = self.view.full_name(name);
            draft.add_organization(&name);
        }
    }

    pub(super) fn title_values(
        &mut self,
        sentence: &Sentence<'_>,
        owners: &[(usize, usize, Option<usize>)],
    ) {
        let text = sentence.text;
        for found in amounts(text) {
            for owner in owners_of(text, owners, None, found.start, found.end, false) {
                let known = self
                    .drafts
                    .get(owner)
                    .is_some_and(|draft| !draft.amounts.is_empty());
                if !known {
                    self.amount(sentence, owner, text, &found);
                }
            }
        }
        let when = crate::value::dates(text, self.view.base);
        for stage in stages(text) {
            for owner in owners_of(text, owners, None, stage.start, stage.end, true) {
                let known = self.drafts.get(owner).is_some_and(|draft| {
                    draft
                        .stages
                        .iter()
                        .any(|told| told.stage == stage.value.stage)
                });
                if !known || stage.value.standing == Standing::Reached {
                    let own = date_of(text, &stage, &when);
                    let date = own.or_else(|| if known { None } else { self.lead_date() });
                    self.stage(sentence, owner, &stage, date, true);
                }
            }
        }
        self.places(text, owners, None);
    }

    /// The day of the article's first sentences, for a stage that only the headline tells.
    fn lead_date(&self) -> Option<xinqiao_record::PartialDate> {
        let base = self.view.base;
        self.view
            .sentences
            .iter()
            .filter(|sentence| sentence.place == Place::Prose)
            .take(2)
            .flat_map(|sentence| crate::value::dates(sentence.text, base))
            .map(|date| date.value)
            .find(|date| {
                date.day_number().is_some()
                    && base.is_none_or(|base| date.first_day() <= base.last_day())
            })
    }

    /// Builders for drafts that have none: the name's own beginning, or the one company of the article's lead.
    pub(super) fn organizations(&mut self) {
        let lead = self
            .view
            .sentences
            .iter()
            .zip(&self.view.organizations)
            .filter(|(sentence, _)| sentence.place == Place::Prose)
            .take(2);
        let lead: Vec<&String> = lead
            .flat_map(|(_, found)| found)
            .map(|found| &found.value)
            .filter(|name| name.ends_with("公司"))
            .collect();
        for draft in &mut self.drafts {
            if !draft.organizations.is_empty() {
                continue;
            }
            let own = std::iter::once(&draft.name)
                .chain(&draft.aliases)
                .find_map(|name| proper_start(name));
            if let Some(own) = own {
                let name = self.view.full_name(&own);
                draft.add_organization(&name);
            } else if let [one] = lead.as_slice()
                && !draft.passing
            {
                draft.add_organization(one);
            } else if let Some(name) = draft
                .evidence
                .iter()
                .filter_map(|one| {
                    self.view
                        .sentences
                        .iter()
                        .find(|sentence| sentence.start == one.start)
                })
                .find_map(|sentence| sentence_subject(sentence.text))
            {
                let name = self.view.full_name(&name);
                draft.add_organization(&name);
            } else if !draft.passing
                && let Some(name) = self.view.title_name()
            {
                let name = self.view.full_name(name);
                draft.add_organization(&name);
            }
        }
    }
}

/// The company that a sentence tells to build something: the words before its first verb of investing.
fn sentence_subject(text: &str) -> Option<String> {
    let at = [
        "公告",
        "宣布",
        "拟",
        "将投资",
        "将在",
        "计划投资",
        "计划在",
        "与",
        "投资",
        "斥资",
        "决定",
        "携手",
    ]
    .iter()
    .filter_map(|verb| text.find(verb))
    .min()?;
    let lead = slice(text, 0, at);
    let lead = crate::value::dates(lead, "2000-12".parse().ok())
        .last()
        .map_or(lead, |date| slice(lead, date.end, lead.len()));
    let clause = lead
        .trim_end_matches('，')
        .rsplit(['，', '。', '：', '；'])
        .next()
        .unwrap_or(lead);
    let name = crate::value::organization::strip_description(clause)
        .trim_matches(|one: char| one.is_whitespace() || "“”「」下上午晚，".contains(one));
    let count = name.chars().count();
    let known = crate::value::organization::looks_like_name(name)
        && (3..=10).contains(&count)
        && name
            .chars()
            .all(|one| crate::value::is_han(one) || one.is_ascii_alphanumeric())
        && ![
            "市",
            "区",
            "县",
            "省",
            "政府",
            "管委会",
            "园区",
            "局",
            "厅",
            "协议",
            "总",
            "签约",
            "项目",
            "仪式",
            "基地",
            "产线",
            "工厂",
            "期",
        ]
        .iter()
        .any(|end| name.ends_with(end))
        && ![
            "根据", "本次", "据", "项目", "其中", "此", "目前", "计划", "预计", "总", "全市",
            "全省", "由", "在", "位于", "双方", "分",
        ]
        .iter()
        .any(|lead| name.starts_with(lead))
        && !name.contains(['的', '在', '于'])
        && crate::value::places(name)
            .iter()
            .all(|place| place.end - place.start < name.len());
    known.then(|| name.to_owned())
}

/// The company that the beginning of a project's name shows: some characters and a word of trade.
fn proper_start(name: &str) -> Option<String> {
    let starts: Vec<usize> = name.char_indices().map(|(at, _)| at).take(6).collect();
    let early = starts.iter().skip(2).find_map(|&at| {
        let rest = slice(name, at, name.len());
        let trade = TRADE_WORDS
            .iter()
            .filter(|trade| rest.starts_with(**trade))
            .max_by_key(|trade| trade.len())?;
        Some(slice(name, 0, at + trade.len()).to_owned())
    })?;
    let proper = early.chars().all(crate::value::is_han)
        && ![
            "国家",
            "先进",
            "智能",
            "高端",
            "全球",
            "新型",
            "区域",
            "一期",
            "二期",
            "三期",
            "我国",
            "中国",
            "化合物",
            "第三代",
            "第四代",
            "集成",
            "车规",
            "功率",
            "宽禁带",
            "硅基",
            "高纯",
            "特色",
        ]
        .iter()
        .any(|word| early.starts_with(word));
    (proper && crate::value::places(&early).is_empty() && early.len() + 6 <= name.len())
        .then_some(early)
}
