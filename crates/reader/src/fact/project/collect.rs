//! Prose → drafts: whose figure, stage and place is it?

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use xinqiao_record::body::Stage;
use xinqiao_record::{PartialDate, RegionCode};

use super::assign::{date_of, owners_of};
use super::draft::{Draft, Told};
use super::figures::{CANCELLED, phase_in, told};
use super::mention::{Located, Mention, before, heading_name, may_mention, mentions};
use super::wording::{akin, item_name, parts_from};
use crate::fact::view::{Sentence, View, clear_places, without_marks};
use crate::value::pattern::words;
use crate::value::stage::Standing;
use crate::value::{amounts, dates, head, slice, stages};

/// Words without which a sentence says nothing of a project's figures.
static FIGURES: LazyLock<AhoCorasick> = LazyLock::new(|| {
    words([
        "投资",
        "产能",
        "年产",
        "月产",
        "每月",
        "占地",
        "用地",
        "面积",
        "亩",
        "厂房",
        "产值",
        "营收",
        "收入",
        "销售",
        "税",
        "签约",
        "落户",
        "开工",
        "动工",
        "奠基",
        "封顶",
        "结顶",
        "金顶",
        "通线",
        "投产",
        "量产",
        "竣工",
        "完工",
        "建成",
        "备案",
        "落地",
        "点亮",
        "贯通",
        "启用",
        "投用",
        "获批",
        "达产",
        "试产",
        "试生产",
        "投建",
        "实施",
        "建设",
        "落成",
        "下线",
        "大幕",
        "签署",
        "签订",
        "签下",
        "动土",
        "破土",
        "开建",
        "动的",
        "开的工",
        "封的顶",
        "结的顶",
        "投的产",
        "竣的工",
        "奠",
        "桩",
        "复工",
        "许可证",
        "环评",
        "投片",
        "试运行",
        "交付使用",
        "开了炉",
        "了工",
        "了产",
        "通了线",
    ])
});

/// A stage that a whole group reached, with where the sentence that tells it ends and where the group is.
#[derive(Debug, Clone)]
pub(super) struct GroupStage {
    pub(super) told: Told,
    pub(super) end: usize,
    pub(super) region: Option<(RegionCode, String)>,
}

/// How many paragraphs below a heading speak of the project that it names.
pub(super) const BELOW_HEADING: usize = 3;

/// The state of one walk through an article.
pub(super) struct Walk<'v, 't> {
    pub(super) view: &'v View<'t>,
    pub(super) drafts: Vec<Draft>,
    /// The project that 该项目 means, and the sentence in which it was last spoken of.
    pub(super) current: Option<(usize, usize)>,
    /// The last date told with a stage, for list items that lean on it.
    pub(super) last_date: Option<(Stage, PartialDate)>,
    /// A stage that a whole group reached together; its members have it unless they tell another.
    pub(super) group_stage: Option<GroupStage>,
    /// Stages told before any project was named.
    pub(super) early: Vec<(usize, Told)>,
    /// Whether the article is a list of projects under headings that name them.
    pub(super) is_list: bool,
    /// The project that a line of its own names as a heading, and the paragraph of that line.
    pub(super) headed: Option<(usize, usize)>,
    /// The region that the last group or list was placed in.
    pub(super) list_region: Option<(RegionCode, String)>,
    /// A signing told of no project yet, and the sentence that tells it: the next one may say what is to be built.
    pub(super) agreed: Option<(usize, Told)>,
    /// The parts of a project that is made of several, each with the whole.
    pub(super) parts: Vec<(usize, usize)>,
    /// Other phases of a project that is a phase, each with the one spoken of.
    pub(super) phases: Vec<(usize, usize)>,
}

/// The drafts of an article; `forms` are those that its tables gave, `form` is where one printed line by line stands.
pub(super) fn collect(
    view: &View<'_>,
    forms: Vec<Draft>,
    form: Option<(usize, usize)>,
) -> Vec<Draft> {
    let mut walk = Walk {
        view,
        drafts: forms,
        current: None,
        last_date: None,
        group_stage: None,
        early: Vec::new(),
        is_list: false,
        headed: None,
        list_region: None,
        agreed: None,
        parts: Vec::new(),
        phases: Vec::new(),
    };
    walk.is_list = view
        .sentences
        .iter()
        .enumerate()
        .filter(|(number, sentence)| {
            heading_name(sentence.text).is_some_and(|(_, _, headed)| headed)
                && walk.may_head(*number)
        })
        .count()
        >= 2;
    let in_form = |sentence: &Sentence<'_>| {
        form.is_some_and(|(start, end)| (start..end).contains(&sentence.start))
    };
    for (number, sentence) in view.sentences.iter().enumerate() {
        if !in_form(sentence) {
            walk.sentence(number, sentence);
        }
    }
    walk.share_signing();
    walk.title();
    walk.early();
    walk.organizations();
    walk.share_builders();
    walk.drafts
}

impl Walk<'_, '_> {
    fn sentence(&mut self, number: usize, sentence: &Sentence<'_>) {
        let text = sentence.text;
        let named = may_mention(text);
        let speaks = named
            || FIGURES.find(text).is_some()
            || CANCELLED.find(text).is_some()
            || self.as_heading(number, sentence).is_some();
        if !speaks {
            return;
        }
        // Rules of support are no projects: "对总投资10亿元以上的…给予".
        if text.contains("给予") || text.contains("补助") || text.contains("奖励") {
            return;
        }
        let heading = self.as_heading(number, sentence);
        if let Some(heading) = &heading {
            self.begin_listed(number, sentence, heading);
        }
        let mut located = match heading {
            Some(heading) => vec![heading],
            None if named => mentions(text),
            None => Vec::new(),
        };
        if let Some(item) = item_name(text)
            && located.iter().all(|one| one.start >= item.end)
        {
            located.insert(0, item);
        }
        if self.begins_news(number, sentence, &located) {
            self.current = None;
        }
        let mut owners: Vec<(usize, usize, Option<usize>)> = Vec::new();
        let mut group = false;
        for one in &located {
            let owner = match &one.mention {
                Mention::Named { name, weak, .. } => {
                    // The next of an enumeration is as much a project as the one before it.
                    let listed = owners.last().is_some_and(|&(_, end, owner)| {
                        owner.is_some()
                            && matches!(slice(text, end, one.start), "、" | "和" | "以及")
                    });
                    self.resolve(number, sentence, one, name, *weak && !listed)
                }
                Mention::Back if before(text, one.start, 3) == "配套的" => {
                    self.current = None;
                    None
                }
                Mention::Back
                    if ["另有", "另一", "还有"].iter().any(|word| {
                        before(text, one.start, 4).contains(word)
                            || slice(text, one.start, one.end).starts_with(word)
                    }) =>
                {
                    self.current = None;
                    None
                }
                Mention::Back if self.of_another_firm(sentence, one) => {
                    self.current = None;
                    None
                }
                Mention::Back => self
                    .other_phase(sentence, one)
                    .or_else(|| self.owned(number, sentence, one))
                    .or_else(|| self.back(slice(text, one.start, one.end)))
                    .or_else(|| self.described(number, sentence, one)),
                // "随全省265个项目一起开工": the others are only company.
                Mention::Group
                    if ["随", "连同"].iter().any(|word| {
                        before(text, one.start, 6).contains(word)
                            || slice(text, one.start, one.end).starts_with(word)
                    }) =>
                {
                    continue;
                }
                // "甲项目在全市重大项目集中开工仪式上奠基": the ceremony is only where it happened.
                Mention::Group
                    if owners.last().is_some_and(|&(_, _, owner)| owner.is_some())
                        && ["仪式上", "活动上", "大会上", "仪式现场", "活动现场"]
                            .iter()
                            .any(|word| {
                                head(slice(text, one.end, text.len()), 14).contains(word)
                            }) =>
                {
                    continue;
                }
                Mention::Group => {
                    // The group's place holds for its members.
                    if let Some(place) = clear_places(text).into_iter().last() {
                        self.list_region =
                            Some((place.value, slice(text, place.start, place.end).to_owned()));
                    }
                    group = true;
                    None
                }
            };
            if let Some(owner) = owner {
                self.current = Some((owner, number));
                if let Some(draft) = self.drafts.get_mut(owner) {
                    draft.last_paragraph = sentence.paragraph;
                }
            }
            owners.push((one.start, one.end, owner));
        }
        self.note_heading(sentence, &owners);
        let listed = without_marks(text).starts_with(|first: char| first.is_ascii_digit());
        if listed {
            for draft in owners.iter().filter_map(|&(_, _, owner)| owner) {
                if let Some(draft) = self.drafts.get_mut(draft) {
                    draft.passing = false;
                }
            }
        }
        // A sentence of a group says nothing of the project before it.
        let headed = self.below_heading(sentence);
        let inherited = if group && owners.iter().all(|(_, _, owner)| owner.is_none()) {
            headed
        } else {
            self.inherited(number, sentence)
        };
        if group && inherited.is_none() && owners.iter().all(|(_, _, owner)| owner.is_none()) {
            self.current = None;
        }
        if group {
            self.group_stage(sentence);
        }
        self.note_parts(text, &owners, inherited);
        self.values(number, sentence, &owners, inherited);
        self.as_agreed(number, sentence, &owners);
    }

    /// Notes the parts that a sentence names of a project: 分成三块：甲，总投资…；乙，….
    fn note_parts(
        &mut self,
        text: &str,
        owners: &[(usize, usize, Option<usize>)],
        inherited: Option<usize>,
    ) {
        let Some(at) = parts_from(text) else { return };
        let before = owners.iter().rfind(|&&(_, end, _)| end <= at);
        let Some(whole) = before.and_then(|&(_, _, owner)| owner).or(inherited) else {
            return;
        };
        let parts = owners
            .iter()
            .filter(|&&(start, _, _)| start > at)
            .filter_map(|&(_, _, owner)| owner)
            .filter(|&part| part != whole);
        self.parts.extend(parts.map(|part| (part, whole)));
    }

    /// The parts of a project were signed with it and lie where it lies, unless something else is told of them.
    fn share_signing(&mut self) {
        for (part, whole) in std::mem::take(&mut self.parts) {
            let Some(of) = self.drafts.get(whole).cloned() else {
                continue;
            };
            let Some(draft) = self.drafts.get_mut(part) else {
                continue;
            };
            let reached = |told: &Told| told.standing == Standing::Reached;
            if !draft.stages.iter().any(reached) {
                let signed = of
                    .stages
                    .iter()
                    .filter(|&told| reached(told) && told.stage == Stage::Signed);
                draft.stages.extend(signed.cloned());
            }
            if draft.places.is_empty() {
                draft.places = of.places;
            }
        }
    }

    /// "双方签署合资合同。合资公司拟投资…建设某工厂": what the next sentence is to build was agreed on with it.
    fn as_agreed(
        &mut self,
        number: usize,
        sentence: &Sentence<'_>,
        owners: &[(usize, usize, Option<usize>)],
    ) {
        let Some((signed, told)) = self.agreed.clone() else {
            return;
        };
        let paragraph = self.view.sentences.get(signed).map(|one| one.paragraph);
        let builds = ["将投资", "拟投资", "计划投资", "将建", "拟建", "将在"]
            .iter()
            .any(|verb| sentence.text.contains(verb));
        if number != signed + 1 || paragraph != Some(sentence.paragraph) || !builds {
            return;
        }
        for owner in owners.iter().filter_map(|&(_, _, owner)| owner) {
            if let Some(draft) = self.drafts.get_mut(owner)
                && draft.evidence.len() <= 1
                && draft
                    .stages
                    .iter()
                    .all(|told| told.standing != Standing::Reached)
            {
                draft.stages.push(told.clone());
            }
        }
    }

    /// Whether bare words mean the works of a firm that the sentence names and not the project of a paragraph before: 某某建设的生产线.
    fn of_another_firm(&self, sentence: &Sentence<'_>, one: &Located) -> bool {
        let words = slice(sentence.text, one.start, one.end);
        let Some(draft) = self.current.and_then(|(draft, _)| self.drafts.get(draft)) else {
            return false;
        };
        if draft.last_paragraph == sentence.paragraph
            || words.ends_with("项目")
            || ["该", "本", "此", "这", "上述", "其"]
                .iter()
                .any(|word| words.starts_with(word))
        {
            return false;
        }
        let Some(lead) = slice(sentence.text, 0, one.start).strip_suffix('的') else {
            return false;
        };
        let subject = lead
            .rsplit(['，', '。', '；', '：', '、'])
            .next()
            .unwrap_or(lead);
        let own = [
            "公司", "企业", "项目", "一期", "二期", "园区", "基地", "集团",
        ]
        .iter()
        .any(|word| subject.starts_with(word));
        !own && subject.chars().count() >= 4 && !akin(subject, draft)
    }

    /// Another phase than the one that the project spoken of is, told with a sum of its own: 产业园一期投资2.7亿元.
    fn other_phase(&mut self, sentence: &Sentence<'_>, one: &Located) -> Option<usize> {
        let (current, _) = self.current?;
        let text = sentence.text;
        let rest = slice(text, one.end, text.len());
        let words = slice(text, one.start, one.end);
        let end = if words.ends_with('期') {
            one.end
        } else {
            ["一期", "二期", "三期", "四期"]
                .iter()
                .find(|phase| rest.starts_with(**phase))
                .map(|phase| one.end + phase.len())?
        };
        let name = slice(text, one.start, end).trim_start_matches(['该', '其']);
        let of = self.drafts.get(current)?;
        let other = phase_in(&of.name).is_some_and(|own| phase_in(name) != Some(own));
        if !other
            || name.chars().count() < 4
            || !head(slice(text, end, text.len()), 5).contains("投资")
        {
            return None;
        }
        if let Some(known) = self.drafts.iter().position(|draft| draft.name == name) {
            return Some(known);
        }
        let mut draft = Draft::named(name.to_owned());
        draft.organizations = of.organizations.clone();
        draft.places = of.places.clone();
        draft.weigh(sentence, 2);
        self.drafts.push(draft);
        self.phases.push((self.drafts.len() - 1, current));
        Some(self.drafts.len() - 1)
    }

    /// The phases of a project have one builder.
    fn share_builders(&mut self) {
        for (phase, of) in std::mem::take(&mut self.phases) {
            let builders = self
                .drafts
                .get(of)
                .map(|draft| draft.organizations.clone())
                .unwrap_or_default();
            if let Some(draft) = self.drafts.get_mut(phase)
                && draft.organizations.is_empty()
            {
                draft.organizations = builders;
            }
        }
    }

    /// The project that 该项目 means: the one spoken of, but not a line or a park named in passing.
    fn back(&self, words: &str) -> Option<usize> {
        // 二号厂 is the plant whose name ends so.
        if words.ends_with("号厂")
            && let Some(known) = self
                .drafts
                .iter()
                .rposition(|draft| draft.name.ends_with(words))
        {
            return Some(known);
        }
        let (current, _) = self.current?;
        let draft = self.drafts.get(current)?;
        let fits = |draft: &Draft| {
            std::iter::once(&draft.name)
                .chain(&draft.aliases)
                .any(|name| name.contains("项目"))
        };
        if words.ends_with("项目") && draft.passing && !fits(draft) {
            // What another paragraph spoke of is not what this one goes on about.
            let paragraph = draft.last_paragraph;
            return self
                .drafts
                .iter()
                .rposition(|draft| {
                    !draft.passing && fits(draft) && draft.last_paragraph >= paragraph
                })
                .or(Some(current));
        }
        Some(current)
    }

    /// General words of some length that go back to nothing are all the name that the text gives: 半导体新材料制造基地项目.
    fn described(
        &mut self,
        number: usize,
        sentence: &Sentence<'_>,
        one: &Located,
    ) -> Option<usize> {
        let words = slice(sentence.text, one.start, one.end);
        let general = words.ends_with("项目")
            && words.chars().count() >= 9
            && !["该", "本", "此", "这", "上述", "其"]
                .iter()
                .any(|word| words.starts_with(word));
        let concrete = general && !amounts(sentence.text).is_empty();
        concrete
            .then(|| self.resolve(number, sentence, one, words, false))
            .flatten()
    }

    /// The stage that a ceremony of many projects reports.
    fn group_stage(&mut self, sentence: &Sentence<'_>) {
        let text = sentence.text;
        let when = dates(text, self.view.base);
        for found in stages(text) {
            if found.value.standing == Standing::Reached
                && found.value.strong
                && self.group_stage.is_none()
                && !text.contains("去年")
            {
                let date = date_of(text, &found, &when);
                self.group_stage = Some(GroupStage {
                    told: told(&found.value, date, false),
                    end: sentence.start + text.len(),
                    region: self.list_region.clone(),
                });
            }
        }
    }

    /// "项目由某某公司投资建设" after the mention.
    pub(super) fn builder_after(
        &mut self,
        text: &str,
        owners: &[(usize, usize, Option<usize>)],
        inherited: Option<usize>,
    ) {
        let Some(by) = text.find('由') else { return };
        let rest = slice(text, by + '由'.len_utf8(), text.len());
        let verb = [
            "投资", "建设", "实施", "投建", "出资", "牵头", "承建", "联合", "运营",
        ]
        .iter()
        .filter_map(|verb| rest.find(verb))
        .min();
        let Some(verb) = verb.filter(|&at| at < 120) else {
            return;
        };
        let builder = slice(rest, 0, verb).trim_end_matches("与境外股东").trim();
        let builder = builder.split(['与', '、']).next().unwrap_or(builder);
        let count = builder.chars().count();
        if !(2..=30).contains(&count) || builder.contains(['，', '。']) {
            return;
        }
        let name = self.view.full_name(builder);
        let owner = owners_of(text, owners, inherited, by, by, false)
            .into_iter()
            .next();
        if let Some(draft) = owner.and_then(|owner| self.drafts.get_mut(owner))
            && !draft.organizations.contains(&name)
        {
            draft.organizations.insert(0, name);
        }
    }

    /// The one project that is not named in passing.
    pub(super) fn single_main(&self) -> Option<usize> {
        let mut mains = self
            .drafts
            .iter()
            .enumerate()
            .filter(|(_, draft)| !draft.passing && !draft.weak);
        let first = mains.next().map(|(index, _)| index);
        if mains.next().is_some() {
            None
        } else {
            first.or(if self.drafts.len() == 1 {
                Some(0)
            } else {
                None
            })
        }
    }
}
