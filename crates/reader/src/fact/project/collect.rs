//! Prose → drafts: whose figure, stage and place is it?

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use xinqiao_record::body::Stage;
use xinqiao_record::region::Level;
use xinqiao_record::{Amount, PartialDate, RegionCode};

use super::assign::{Says, date_of, owners_of, says};
use super::draft::{Draft, Money, Told, is_title};
use super::mention::{Located, Mention, before, heading_name, may_mention, mentions};
use super::wording::{
    about_another_firm, akin, item_name, parts_from, postponed, respective, superseded,
};
use crate::fact::view::{Sentence, View, clear_places, without_marks};
use crate::value::pattern::words;
use crate::value::stage::{StageMention, Standing};
use crate::value::{Found, amounts, capacities, dates, head, quantities, slice, stages};

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

/// Words that end a project before it is built.
static CANCELLED: LazyLock<AhoCorasick> = LazyLock::new(|| {
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

/// A stage that a whole group reached, with where the sentence that tells it ends and where the group is.
#[derive(Debug, Clone)]
pub(super) struct GroupStage {
    pub(super) told: Told,
    pub(super) end: usize,
    pub(super) region: Option<(RegionCode, String)>,
}

/// How many paragraphs below a heading speak of the project that it names.
const BELOW_HEADING: usize = 3;

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

    /// The project that a sentence without a mention goes on about.
    fn inherited(&self, number: usize, sentence: &Sentence<'_>) -> Option<usize> {
        let (draft, last) = self.current?;
        let near = number.saturating_sub(last) <= 2;
        let paragraph = self
            .drafts
            .get(draft)
            .is_some_and(|draft| draft.last_paragraph == sentence.paragraph);
        let below_heading = self.below_heading(sentence) == Some(draft);
        // The next sentence of a paragraph may turn to another firm.
        if !below_heading
            && self
                .drafts
                .get(draft)
                .is_some_and(|draft| about_another_firm(sentence.text, draft))
        {
            return None;
        }
        (near && (paragraph || self.drafts.len() == 1) || below_heading).then_some(draft)
    }

    /// The project that the heading above a sentence names.
    fn below_heading(&self, sentence: &Sentence<'_>) -> Option<usize> {
        let (head, line) = self.headed?;
        (line..=line + BELOW_HEADING)
            .contains(&sentence.paragraph)
            .then_some(head)
    }

    /// A heading of a list of projects as a mention: the whole line is the name, whatever it ends in. Three headings that end in a head of
    /// projects show that the article is such a list.
    fn as_heading(&self, number: usize, sentence: &Sentence<'_>) -> Option<Located> {
        if !self.is_list || !self.may_head(number) {
            return None;
        }
        let (start, end, _) = heading_name(sentence.text)?;
        let name = slice(sentence.text, start, end).to_owned();
        Some(Located {
            start,
            end,
            mention: Mention::Named {
                name,
                weak: false,
                quoted: true,
            },
        })
    }

    /// Begins the project of a heading, so that its name is not taken for another one's.
    fn begin_listed(&mut self, number: usize, sentence: &Sentence<'_>, heading: &Located) {
        let Mention::Named { name, .. } = &heading.mention else {
            return;
        };
        if self.drafts.iter().any(|draft| draft.name == *name) {
            return;
        }
        let mut draft = Draft::named(name.clone());
        draft.weigh(sentence, 2);
        self.drafts.push(draft);
        self.current = Some((self.drafts.len() - 1, number));
    }

    /// Whether a sentence may be a heading: it has its paragraph to itself, or begins an item of a list as a short sentence of its own.
    fn may_head(&self, number: usize) -> bool {
        let sentence = |number: usize| self.view.sentences.get(number);
        let paragraph = |number: usize| sentence(number).map(|one| one.paragraph);
        let own = paragraph(number);
        let first = number
            .checked_sub(1)
            .is_none_or(|before| paragraph(before) != own);
        let item = sentence(number).is_some_and(|one| one.text.ends_with('。'));
        first && (own != paragraph(number + 1) || item)
    }

    /// Whether a sentence begins an item of a chronicle that is about somebody or something by name: `△ 3月6日，某公司…`. The item before it
    /// is over.
    fn begins_news(&self, number: usize, sentence: &Sentence<'_>, located: &[Located]) -> bool {
        let first = number
            .checked_sub(1)
            .and_then(|before| self.view.sentences.get(before))
            .is_none_or(|before| before.paragraph != sentence.paragraph);
        let item = without_marks(sentence.text);
        if !first || item.len() == sentence.text.len() {
            return false;
        }
        let dated = dates(item, self.view.base)
            .into_iter()
            .find(|date| date.start == 0);
        let named = matches!(
            located.first(),
            Some(Located {
                mention: Mention::Named { .. },
                ..
            })
        );
        dated.is_some_and(|date| {
            let rest = slice(item, date.end, item.len()).trim_start_matches(['，', ' ', ':', '：']);
            named || self.view.name_at_start(rest).is_some()
        })
    }

    /// Notes a line that is nothing but a project's name, with a number before it and a place in brackets behind it: the paragraphs below
    /// it speak of that project. Any other line that names one ends it.
    fn note_heading(&mut self, sentence: &Sentence<'_>, owners: &[(usize, usize, Option<usize>)]) {
        let Some(&(start, end, Some(owner))) = owners.first() else {
            return;
        };
        let lead = without_marks(slice(sentence.text, 0, start))
            .trim_matches(|one: char| one.is_ascii_digit() || " .、．）)（(▎".contains(one));
        let rest = slice(sentence.text, end, sentence.text.len()).trim();
        let bracketed = rest.starts_with(['（', '(']) && rest.ends_with(['）', ')']);
        let builder = self
            .view
            .name_at_start(lead)
            .is_some_and(|(_, length)| length == lead.len());
        // 4、某某封测项目投产: the stage that the paragraphs below tell more of.
        let staged = rest.chars().count() <= 8
            && !rest.ends_with(['。', '；'])
            && stages(rest)
                .first()
                .is_some_and(|stage| stage.end == rest.len());
        let bare = (lead.is_empty() || builder)
            && (rest.is_empty() || staged || bracketed && rest.chars().count() <= 16);
        if bare && owners.len() == 1 {
            self.headed = Some((owner, sentence.paragraph));
        } else if self.headed.is_some_and(|(head, _)| head != owner) {
            self.headed = None;
        }
    }

    fn values(
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
    fn shares(
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

    fn remember_stage_date(&mut self, number: usize, text: &str) {
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
    fn cancel(
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

    fn areas(
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

    /// "项目由某某公司投资建设" after the mention.
    fn builder_after(
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

/// Whether a date lies after the day of writing. A weekly is often dated by the first of its seven days, and tells what happened in them.
fn lies_ahead(date: PartialDate, base: PartialDate) -> bool {
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
fn of_another(text: &str, at: usize) -> bool {
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
fn phase_in(words: &str) -> Option<char> {
    let at = words.find('期')?;
    slice(words, 0, at)
        .chars()
        .next_back()
        .filter(|one| "一二三四五六".contains(*one))
}

fn told(mention: &StageMention, date: Option<PartialDate>, title: bool) -> Told {
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
