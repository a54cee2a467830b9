//! Prose → drafts: whose figure, stage and place is it?

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use xinqiao_record::body::Stage;
use xinqiao_record::region::Level;
use xinqiao_record::{Amount, PartialDate, RegionCode};

use super::draft::{Draft, Money, Told, is_title};
use super::mention::{Located, Mention, before, core, likeness, may_mention, mentions};
use crate::fact::view::{Place, Sentence, View, clear_places};
use crate::value::organization::TRADE_WORDS;
use crate::value::pattern::words;
use crate::value::stage::{StageMention, Standing};
use crate::value::{Found, amounts, capacities, dates, head, quantities, slice, stages, tail};

/// Words without which a sentence says nothing of a project's figures.
static FIGURES: LazyLock<AhoCorasick> = LazyLock::new(|| {
    words([
        "投资", "产能", "年产", "月产", "每月", "占地", "用地", "面积", "亩", "厂房", "产值", "营收", "收入", "销售", "税", "签约", "落户", "开工", "动工", "奠基",
        "封顶", "结顶", "金顶", "通线", "投产", "量产", "竣工", "完工", "建成", "备案", "落地", "点亮", "贯通", "启用", "投用", "获批", "达产", "试产", "试生产", "投建",
        "实施", "建设",
    ])
});

/// Words that end a project before it is built.
static CANCELLED: LazyLock<AhoCorasick> = LazyLock::new(|| words(["终止", "取消", "不属实", "暂缓", "搁置", "停建", "烂尾", "解除协议", "撤销", "流产"]));

/// The state of one walk through an article.
struct Walk<'v, 't> {
    view: &'v View<'t>,
    drafts: Vec<Draft>,
    /// The project that 该项目 means, and the sentence in which it was last spoken of.
    current: Option<(usize, usize)>,
    /// The last date told with a stage, for list items that lean on it.
    last_date: Option<(Stage, PartialDate)>,
    /// A stage that a whole group reached together; its members have it unless they tell another.
    group_stage: Option<Told>,
    /// Stages told before any project was named.
    early: Vec<(usize, Told)>,
    /// The region that the last group or list was placed in.
    list_region: Option<(RegionCode, String)>,
}

/// The drafts of an article; `forms` are those that its tables gave.
pub(super) fn collect(view: &View<'_>, forms: Vec<Draft>) -> Vec<Draft> {
    let mut walk = Walk { view, drafts: forms, current: None, last_date: None, group_stage: None, early: Vec::new(), list_region: None };
    for (number, sentence) in view.sentences.iter().enumerate() {
        walk.sentence(number, sentence);
    }
    walk.title();
    walk.early();
    walk.organizations();
    walk.drafts
}

impl Walk<'_, '_> {
    fn sentence(&mut self, number: usize, sentence: &Sentence<'_>) {
        let text = sentence.text;
        let named = may_mention(text);
        if !named && FIGURES.find(text).is_none() {
            return;
        }
        // Rules of support are no projects: "对总投资10亿元以上的…给予".
        if text.contains("给予") || text.contains("补助") || text.contains("奖励") {
            return;
        }
        let located = if named { mentions(text) } else { Vec::new() };
        let mut owners: Vec<(usize, usize, Option<usize>)> = Vec::new();
        let mut group = false;
        for one in &located {
            let owner = match &one.mention {
                Mention::Named { name, weak, .. } => self.resolve(number, sentence, one, name, *weak),
                Mention::Back => self.back(slice(text, one.start, one.end)),
                Mention::Group => {
                    // The group's place holds for its members.
                    if let Some(place) = clear_places(text).into_iter().last() {
                        self.list_region = Some((place.value, slice(text, place.start, place.end).to_owned()));
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
        let listed = crate::fact::view::without_marks(text).starts_with(|first: char| first.is_ascii_digit());
        if listed {
            for draft in owners.iter().filter_map(|&(_, _, owner)| owner) {
                if let Some(draft) = self.drafts.get_mut(draft) {
                    draft.passing = false;
                }
            }
        }
        // A sentence of a group says nothing of the project before it.
        let inherited = if group && owners.iter().all(|(_, _, owner)| owner.is_none()) { None } else { self.inherited(number, sentence) };
        if group && inherited.is_none() && owners.iter().all(|(_, _, owner)| owner.is_none()) {
            self.current = None;
        }
        if group {
            self.group_stage(text);
        }
        self.values(number, sentence, &owners, inherited);
    }

    /// The project that 该项目 means: the one spoken of, but not a line or a park named in passing.
    fn back(&self, words: &str) -> Option<usize> {
        let (current, _) = self.current?;
        let draft = self.drafts.get(current)?;
        let fits = |draft: &Draft| std::iter::once(&draft.name).chain(&draft.aliases).any(|name| name.contains("项目"));
        if words.ends_with("项目") && draft.passing && !fits(draft) {
            return self.drafts.iter().rposition(|draft| !draft.passing && fits(draft)).or(Some(current));
        }
        Some(current)
    }

    /// The stage that a ceremony of many projects reports.
    fn group_stage(&mut self, text: &str) {
        let when = dates(text, self.view.base);
        for found in stages(text) {
            if found.value.standing == Standing::Reached && found.value.strong && self.group_stage.is_none() && !text.contains("去年") {
                let date = date_of(text, &found, &when);
                self.group_stage = Some(told(&found.value, date, false));
            }
        }
    }

    /// Gives the article's one project the stages that were told before it was named, and the members of a group their common stage.
    fn early(&mut self) {
        if let Some(index) = self.single_main() {
            let early = std::mem::take(&mut self.early);
            let view = self.view;
            if let Some(draft) = self.drafts.get_mut(index) {
                for (number, told) in early {
                    if told.strong && let Some(sentence) = view.sentences.get(number) {
                        draft.weigh(sentence, 4);
                        draft.stages.push(told);
                    }
                }
            }
        }
        if let Some(told) = self.group_stage.take() {
            for draft in self.drafts.iter_mut().filter(|draft| draft.stages.is_empty() && !draft.from_form) {
                draft.stages.push(Told { strong: false, ..told.clone() });
            }
        }
    }

    /// The project that a sentence without a mention goes on about.
    fn inherited(&self, number: usize, sentence: &Sentence<'_>) -> Option<usize> {
        let (draft, last) = self.current?;
        let near = number.saturating_sub(last) <= 2;
        let paragraph = self.drafts.get(draft).is_some_and(|draft| draft.last_paragraph == sentence.paragraph);
        (near && (paragraph || self.drafts.len() == 1)).then_some(draft)
    }

    /// The draft that a name belongs to; a new one if it is new.
    fn resolve(&mut self, number: usize, sentence: &Sentence<'_>, one: &Located, name: &str, weak: bool) -> Option<usize> {
        // "将投资3亿元建设一条产线", "一期投资12亿元，建设6英寸产线": what the project spoken of builds.
        if let Some((current, last)) = self.current
            && (weak || ["一个", "一座", "一条", "一家"].iter().any(|article| name.starts_with(article)))
            && number.saturating_sub(last) <= 1
            && self.drafts.get(current).is_some_and(|draft| draft.last_paragraph == sentence.paragraph)
            && self.view.name_at_start(name).is_none()
        {
            let lead = before(sentence.text, one.start, 6);
            if ["建设", "新建", "打造", "建成", "形成", "扩建", "建造", "设立"].iter().any(|verb| lead.ends_with(verb)) {
                return Some(current);
            }
        }
        let (organization, rest) = self.split_owner(name);
        let own = core(rest);
        // Goals and statistics speak of lines in general.
        if weak && organization.is_none() && ["到20", "力争到", "截至", "截止"].iter().any(|lead| sentence.text.contains(lead)) && sentence.text.contains(['条', '家']) {
            return None;
        }
        let known = self.drafts.iter().position(|draft| {
            let other = core(&draft.name);
            let organization_fits = match (&organization, draft.organizations.first()) {
                (Some(one), Some(_)) => draft.organizations.contains(one) || draft.aliases.iter().any(|alias| alias == one),
                _ => true,
            };
            organization_fits
                && (other == own
                    || draft.aliases.iter().any(|alias| core(alias) == own)
                    || (han(&own) >= 3 && other.contains(&own))
                    || (han(&other) >= 3 && own.contains(&other))
                    || (likeness(&own, &other) > 0.74 && digits_fit(&own, &other)))
        });
        let full = tidy(rest);
        let index = match known {
            Some(index) => index,
            None => {
                // "某某项目" with nothing but the company's name means its one project.
                if own.chars().count() <= 3 || generic(&own) {
                    let of_owner = self.drafts.iter().position(|draft| {
                        organization.as_ref().is_some_and(|one| draft.organizations.contains(one))
                    });
                    if let Some(index) = of_owner {
                        self.alias(index, name);
                        return Some(index);
                    }
                    if own.chars().count() < 3 && organization.is_none() {
                        return self.current.map(|(draft, _)| draft);
                    }
                    if generic(&own) && organization.is_none() && self.current.is_some() {
                        return self.current.map(|(draft, _)| draft);
                    }
                }
                let mut draft = Draft::named(if own.chars().count() <= 3 || generic(&own) { tidy(name) } else { full.clone() });
                draft.weak = weak;
                draft.passing = self.drafts.iter().any(|draft| !draft.weak && !draft.evidence.is_empty()) && number > 2 && self.list_region.is_none();
                if let Some((code, words)) = self.list_region.clone() {
                    draft.places.push((code, words, 0));
                }
                self.drafts.push(draft);
                self.drafts.len() - 1
            }
        };
        let complete = tidy(name);
        if let Some(draft) = self.drafts.get_mut(index) {
            if let Some(organization) = organization {
                draft.add_organization(&organization);
            }
            // The headline of a form is long; a name met later may be fuller without its company.
            if full != draft.name && !draft.aliases.contains(&full) && full.chars().count() >= 4 {
                draft.aliases.push(full);
            }
            if complete != draft.name && !draft.aliases.contains(&complete) {
                draft.aliases.push(complete);
            }
            draft.weigh(sentence, 2);
            draft.weak &= weak;
        }
        if let Some(organization) = self.builder_in(sentence.text, one)
            && let Some(draft) = self.drafts.get_mut(index)
            && draft.organizations.is_empty()
        {
            draft.add_organization(&organization);
        }
        Some(index)
    }

    fn alias(&mut self, index: usize, name: &str) {
        let name = tidy(name);
        if let Some(draft) = self.drafts.get_mut(index)
            && draft.name != name
            && !draft.aliases.contains(&name)
        {
            draft.aliases.push(name);
        }
    }

    /// The company that a project's name begins with, in its fullest form, and the rest of the name.
    fn split_owner<'n>(&self, name: &'n str) -> (Option<String>, &'n str) {
        let Some((group, length)) = self.view.name_at_start(name) else { return (None, name) };
        let rest = slice(name, length, name.len()).trim_start_matches(['“', ' ']);
        let legal = slice(name, 0, length).ends_with("公司");
        let keep = rest.chars().count() < 8 || !legal;
        // A short name stays part of the project's name, a full legal name in front of a long one does not.
        (Some(group.name.clone()), if keep { name } else { rest })
    }

    /// The organisation that the sentence names as builder: 由某某实施, 某某的…项目, 某某投资建设.
    fn builder_in(&self, text: &str, one: &Located) -> Option<String> {
        let lead = slice(text, 0, one.start);
        let clause = lead.rsplit(['。', '；']).next().unwrap_or(lead);
        let mut best: Option<(usize, String)> = None;
        for group in &self.view.names {
            let company = ["公司", "研究院", "集团", "研究所", "大学"].iter().any(|form| group.name.ends_with(form));
            if !company {
                continue;
            }
            for name in std::iter::once(&group.name).chain(&group.aliases) {
                if let Some(at) = clause.rfind(name.as_str()) {
                    let after = slice(clause, at + name.len(), clause.len());
                    let near = after.chars().count() <= 40;
                    if near && best.as_ref().is_none_or(|(known, _)| at > *known) {
                        best = Some((at, group.name.clone()));
                    }
                }
            }
        }
        best.map(|(_, name)| name)
    }

    fn values(&mut self, number: usize, sentence: &Sentence<'_>, owners: &[(usize, usize, Option<usize>)], inherited: Option<usize>) {
        let text = sentence.text;
        if owners.is_empty() && inherited.is_none() {
            self.remember_stage_date(number, text);
            return;
        }
        for found in amounts(text) {
            for owner in owners_of(text, owners, inherited, found.start, found.end, false) {
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
        let when = if told.is_empty() && !text.contains(['年', '月']) { Vec::new() } else { dates(text, self.view.base) };
        for stage in &told {
            let date = date_of(text, stage, &when);
            for owner in owners_of(text, owners, inherited, stage.start, stage.end, true) {
                self.stage(sentence, owner, stage, date, !owners.is_empty());
            }
            if let Some(date) = date
                && stage.value.standing == Standing::Reached
            {
                self.last_date = Some((stage.value.stage, date));
            }
        }
        if !owners.is_empty() || text.contains("位于") || text.contains("选址") || text.contains("落户") || text.contains("坐落") {
            self.places(text, owners, inherited);
        }
        self.builder_after(text, owners, inherited);
    }

    fn remember_stage_date(&mut self, number: usize, text: &str) {
        for stage in stages(text).iter().filter(|stage| stage.value.standing == Standing::Reached) {
            if let Some(date) = date_of(text, stage, &dates(text, self.view.base)) {
                self.last_date = Some((stage.value.stage, date));
                if self.drafts.is_empty() && number < 3 {
                    self.early.push((number, told(&stage.value, Some(date), false)));
                }
            }
        }
    }

    /// A project that is called off, put on hold or denied.
    fn cancel(&mut self, text: &str, owners: &[(usize, usize, Option<usize>)], inherited: Option<usize>) {
        for hit in CANCELLED.find_iter(text) {
            let clause = before(text, hit.start(), 8);
            if clause.contains('未') || clause.contains("协议之") {
                continue;
            }
            for owner in owners_of(text, owners, inherited, hit.start(), hit.end(), true) {
                if let Some(draft) = self.drafts.get_mut(owner) {
                    draft.cancelled = true;
                }
            }
        }
    }

    fn amount(&mut self, sentence: &Sentence<'_>, owner: usize, text: &str, found: &Found<Amount>) {
        let title = is_title(sentence);
        let Some(draft) = self.drafts.get_mut(owner) else { return };
        match says(text, found.start, found.end) {
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

    fn areas(&mut self, sentence: &Sentence<'_>, owners: &[(usize, usize, Option<usize>)], inherited: Option<usize>) {
        let text = sentence.text;
        for found in quantities(text) {
            if !matches!(found.value.unit.as_str(), "亩" | "平方米" | "公顷") {
                continue;
            }
            let lead = before(text, found.start, 12);
            let lead = lead.rsplit(['，', '。', '；']).next().unwrap_or(lead);
            let floor = lead.contains("建筑") || lead.contains("厂房") || lead.contains("车间") || tail(slice(text, 0, found.end + 18.min(text.len() - found.end)), 0).contains("厂房")
                || head(slice(text, found.end, text.len()), 5).contains("厂房") || head(slice(text, found.end, text.len()), 5).contains("建筑");
            let site = lead.contains('地') || found.value.unit == "亩";
            for owner in owners_of(text, owners, inherited, found.start, found.end, false) {
                let Some(draft) = self.drafts.get_mut(owner) else { continue };
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

    fn stage(&mut self, sentence: &Sentence<'_>, owner: usize, found: &Found<StageMention>, date: Option<PartialDate>, mentioned: bool) {
        let base = self.view.base;
        let last_date = self.last_date;
        let Some(draft) = self.drafts.get_mut(owner) else { return };
        let StageMention { stage, label, mut standing, strong } = found.value.clone();
        // A weak word needs the project in its own sentence, or a date to plan for.
        if !strong && !mentioned && !(standing == Standing::Planned && date.is_some()) {
            return;
        }
        if date.zip(base).is_some_and(|(date, base)| date.first_day() > base.last_day()) && standing == Standing::Reached {
            standing = Standing::Planned;
        }
        match standing {
            Standing::Planned => match (stage, date) {
                (Stage::Groundbreaking, Some(date)) => draft.start = draft.start.or(Some(date)),
                (Stage::Completed | Stage::ToppedOut, Some(date)) => draft.completion = draft.completion.or(Some(date)),
                (Stage::InProduction | Stage::LineThrough, Some(date)) => draft.production = draft.production.or(Some(date)),
                _ => {}
            },
            Standing::Reached => {
                let date = date.or_else(|| last_date.filter(|&(last, _)| last == stage && stage == Stage::Signed).map(|(_, date)| date));
                draft.weigh(sentence, if date.is_some() { 5 } else { 3 });
                if stage == Stage::Groundbreaking {
                    draft.start = draft.start.or(date);
                }
            }
            Standing::Denied => {}
        }
        draft.stages.push(Told { stage, label, standing, date, strong, title: is_title(sentence) });
    }

    fn places(&mut self, text: &str, owners: &[(usize, usize, Option<usize>)], inherited: Option<usize>) {
        for place in clear_places(text) {
            // A province alone tells no place, and often belongs to an office.
            if place.value.level() == Level::Province && place.value.city().is_none() {
                continue;
            }
            let lead = before(text, place.start, 6);
            let sited = ["位于", "坐落", "选址", "落户", "落地", "在", "于"].iter().any(|word| lead.ends_with(word) || lead.contains("位于"));
            let weight = if sited { 3 } else { 2 };
            let words = slice(text, place.start, place.end).to_owned();
            let mut all: Vec<usize> = owners_of(text, owners, inherited, place.start, place.end, true);
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
    fn builder_after(&mut self, text: &str, owners: &[(usize, usize, Option<usize>)], inherited: Option<usize>) {
        let Some(by) = text.find('由') else { return };
        let rest = slice(text, by + '由'.len_utf8(), text.len());
        let verb = ["投资", "建设", "实施", "投建", "出资", "牵头", "承建", "联合", "运营"].iter().filter_map(|verb| rest.find(verb)).min();
        let Some(verb) = verb.filter(|&at| at < 120) else { return };
        let builder = slice(rest, 0, verb).trim_end_matches("与境外股东").trim();
        let builder = builder.split(['与', '、']).next().unwrap_or(builder);
        let count = builder.chars().count();
        if !(2..=30).contains(&count) || builder.contains(['，', '。']) {
            return;
        }
        let name = self.view.full_name(builder);
        let owner = owners_of(text, owners, inherited, by, by, false).into_iter().next();
        if let Some(draft) = owner.and_then(|owner| self.drafts.get_mut(owner)) {
            if !draft.organizations.iter().any(|known| *known == name) {
                draft.organizations.insert(0, name);
            }
        }
    }

    /// The headline: evidence for the project that it speaks of, or a project of its own.
    fn title(&mut self) {
        let sentence = self.view.title;
        let text = sentence.text;
        let located = mentions(text);
        let single = self.single_main();
        let mut owners: Vec<(usize, usize, Option<usize>)> = Vec::new();
        for one in &located {
            let owner = match &one.mention {
                Mention::Named { name, weak, .. } => {
                    let (organization, rest) = self.split_owner(name);
                    let organization = organization.or_else(|| self.view.title_name().map(|name| self.view.full_name(name)));
                    let own = core(rest);
                    let best = self
                        .drafts
                        .iter()
                        .enumerate()
                        .filter(|(_, draft)| !draft.passing)
                        .map(|(index, draft)| {
                            let other = core(&draft.name);
                            let mut like = likeness(&own, &other);
                            if organization.as_ref().is_some_and(|one| draft.organizations.contains(one)) {
                                like += 0.5;
                            }
                            (index, like)
                        })
                        .max_by(|left, right| left.1.total_cmp(&right.1).then(right.0.cmp(&left.0)));
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
        if owners.is_empty() && located.is_empty() {
            if let Some(index) = single {
                // "喜结金顶！…" and "示例科技：投产" speak of the one project.
                owners.push((0, 0, Some(index)));
            }
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

    fn title_values(&mut self, sentence: &Sentence<'_>, owners: &[(usize, usize, Option<usize>)]) {
        let text = sentence.text;
        for found in amounts(text) {
            for owner in owners_of(text, owners, None, found.start, found.end, false) {
                let known = self.drafts.get(owner).is_some_and(|draft| !draft.amounts.is_empty());
                if !known {
                    self.amount(sentence, owner, text, &found);
                }
            }
        }
        for stage in stages(text) {
            for owner in owners_of(text, owners, None, stage.start, stage.end, true) {
                let known = self.drafts.get(owner).is_some_and(|draft| draft.stages.iter().any(|told| told.stage == stage.value.stage));
                if !known || stage.value.standing == Standing::Reached {
                    self.stage(sentence, owner, &stage, None, true);
                }
            }
        }
        self.places(text, owners, None);
    }

    /// The one project that is not named in passing.
    fn single_main(&self) -> Option<usize> {
        let mut mains = self.drafts.iter().enumerate().filter(|(_, draft)| !draft.passing && !draft.weak);
        let first = mains.next().map(|(index, _)| index);
        if mains.next().is_some() { None } else { first.or(if self.drafts.len() == 1 { Some(0) } else { None }) }
    }

    /// Builders for drafts that have none: the name's own beginning, or the one company of the article's lead.
    fn organizations(&mut self) {
        let lead = self.view.sentences.iter().zip(&self.view.organizations).filter(|(sentence, _)| sentence.place == Place::Prose).take(2);
        let lead: Vec<&String> =
            lead.flat_map(|(_, found)| found).map(|found| &found.value).filter(|name| name.ends_with("公司")).collect();
        for draft in &mut self.drafts {
            if !draft.organizations.is_empty() {
                continue;
            }
            let own = std::iter::once(&draft.name).chain(&draft.aliases).find_map(|name| proper_start(name));
            if let Some(own) = own {
                let name = self.view.full_name(&own);
                draft.add_organization(&name);
            } else if let [one] = lead.as_slice()
                && !draft.passing
            {
                draft.add_organization(one);
            } else if !draft.passing
                && let Some(name) = self.view.title_name()
            {
                let name = self.view.full_name(name);
                draft.add_organization(&name);
            }
        }
    }
}

fn told(mention: &StageMention, date: Option<PartialDate>, title: bool) -> Told {
    let StageMention { stage, label, standing, strong } = mention.clone();
    Told { stage, label, standing, date, strong, title }
}

/// The company that the beginning of a project's name shows: some characters and a word of trade.
fn proper_start(name: &str) -> Option<String> {
    let starts: Vec<usize> = name.char_indices().map(|(at, _)| at).take(6).collect();
    let early = starts.iter().skip(2).find_map(|&at| {
        let rest = slice(name, at, name.len());
        let trade = TRADE_WORDS.iter().filter(|trade| rest.starts_with(**trade)).max_by_key(|trade| trade.len())?;
        Some(slice(name, 0, at + trade.len()).to_owned())
    })?;
    let proper = early.chars().all(crate::value::is_han) && !["国家", "先进", "智能", "高端", "全球", "新型", "区域", "我国", "中国"].iter().any(|word| early.starts_with(word));
    (proper && crate::value::places(&early).is_empty() && early.len() + 6 < name.len()).then_some(early)
}

fn han(text: &str) -> usize {
    text.chars().filter(|&one| crate::value::is_han(one)).count()
}

/// Digits in names must agree: 6英寸 is not 8英寸.
fn digits_fit(left: &str, right: &str) -> bool {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let (left, right) = (digits(left), digits(right));
    left.is_empty() || right.is_empty() || left == right
}

fn generic(core: &str) -> bool {
    ["产业化", "芯片", "总部", "半导体", "集成电路", "封测", "产业园", "智造园", "制造基地", "生产基地", "扩产", "新建", "晶圆"].contains(&core)
}

/// A name for showing: one line, no stray blanks between Han characters.
fn tidy(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").trim_matches(|one: char| "“”「」、，：《》".contains(one)).to_owned()
}

/// Whose a value at `start..end` is.
///
/// The last project named before it in the sentence; the next one where the value leads up to it ("总投资10亿元的某项目", "签约的某项目") or
/// nothing was named before; all projects of an enumeration when `shared`; else the project that the text goes on about.
fn owners_of(
    text: &str,
    owners: &[(usize, usize, Option<usize>)],
    inherited: Option<usize>,
    start: usize,
    end: usize,
    shared: bool,
) -> Vec<usize> {
    let enclosing = owners.iter().position(|&(from, to, _)| from <= start && end <= to && from < to);
    let previous = owners.iter().rposition(|&(_, to, _)| to <= start);
    let next = owners.iter().position(|&(from, _, _)| from >= end);
    let leads = next.and_then(|index| owners.get(index)).is_some_and(|&(from, _, _)| {
        let between = slice(text, end, from);
        between.chars().count() <= 8 && (between.contains('的') || between.is_empty() || ["新建", "建设", "打造"].iter().any(|verb| between.contains(verb)))
            && !between.contains(['，', '。', '；'])
    });
    let index = match (enclosing, previous, next) {
        (Some(index), _, _) => index,
        (_, _, Some(next)) if leads => next,
        (_, Some(previous), _) => previous,
        // "签约仪式举行，标志着某项目正式落户": nothing named yet.
        (_, None, Some(next)) => {
            let at = owners.get(next).map_or(end, |&(from, _, _)| from);
            if inherited.is_some() && slice(text, end, at).contains(['。', '；']) {
                return inherited.into_iter().collect();
            }
            next
        }
        _ => return inherited.into_iter().collect(),
    };
    let mut all: Vec<usize> = owners.get(index).and_then(|&(_, _, owner)| owner).into_iter().collect();
    if shared {
        // The members of an enumeration share what is said of them at its end or before its beginning.
        let joined = |left: usize, right: usize| {
            owners.get(left).zip(owners.get(right)).is_some_and(|(&(_, to, _), &(from, _, _))| {
                let between = slice(text, to, from);
                matches!(between.trim_matches(['”', '“', '」', '「', ' ']), "、" | "和" | "及" | "与" | "以及" | "，以及")
            })
        };
        let mut left = index;
        while left > 0 && joined(left - 1, left) {
            left -= 1;
            all.extend(owners.get(left).and_then(|&(_, _, owner)| owner));
        }
        let mut right = index;
        while joined(right, right + 1) {
            right += 1;
            all.extend(owners.get(right).and_then(|&(_, _, owner)| owner));
        }
    }
    all.sort_unstable();
    all.dedup();
    all
}

/// The date of a stage: in its clause before it, else the last one before it in the sentence, else one close after it.
fn date_of(text: &str, stage: &Found<StageMention>, when: &[Found<PartialDate>]) -> Option<PartialDate> {
    let cut = |at: usize| slice(text, 0, at).rfind(['，', '。', '；', ',', '、', '：']).map_or(0, |at| at + 1);
    let clause = cut(stage.start);
    let mut before = when.iter().filter(|date| date.end <= stage.start).next_back();
    // "2月3日…举行2023年新春集中签约": a bare year between is part of a name.
    if before.is_some_and(|date| date.value.month_number().is_none()) {
        let year = before.map(|date| date.value);
        before = when.iter().filter(|date| date.end <= stage.start && date.value.day_number().is_some() && year.is_some_and(|year| year.agrees_with(date.value))).next_back().or(before);
    }
    if let Some(date) = before.filter(|date| date.start + 3 >= clause) {
        return Some(date.value);
    }
    // "计划工期20个月" and a date that another stage word has taken lie between: then it is not this one's.
    if let Some(date) = before {
        let between = slice(text, date.end, stage.start);
        let taken = stages(between).iter().any(|other| other.value.stage != stage.value.stage && between.contains(['，', '、', '；'])) && stage.value.standing == Standing::Planned;
        if !taken {
            return Some(date.value);
        }
    }
    when.iter().find(|date| date.start >= stage.end && date.start - stage.end <= 36 && {
        let between = slice(text, stage.end, date.start);
        !between.contains(['，', '。', '；']) || between.contains("日期") || between.contains("时间")
    }).map(|date| date.value)
}

/// What a sum says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Says {
    /// An investment.
    Investment(Money),
    /// Yearly output or sales.
    Output,
    /// Yearly tax.
    Tax,
    /// Something else.
    Other,
}

/// What a sum at `start..end` of the sentence says, by the words around it.
pub(super) fn says(text: &str, start: usize, end: usize) -> Says {
    let lead = before(text, start, 18);
    let lead = lead.rsplit(['，', '。', '；', '：', '（', '、', '(']).next().unwrap_or(lead);
    let after = head(slice(text, end, text.len()), 8);
    let part = ["一期", "二期", "三期", "首期", "其中", "设备", "固定资产", "固投", "流动资金", "已完成", "新增", "配套", "首批"].iter().any(|word| lead.contains(word));
    let last = |list: &[&str]| list.iter().filter_map(|word| lead.rfind(word).map(|at| at + word.len())).max();
    let output = last(&["产值", "营收", "收入", "销售", "产出", "营业额", "年产出"]);
    let tax = last(&["税"]);
    let invested = last(&["投资", "斥资", "投入", "投建", "造价", "投资额", "总投", "耗资"]);
    let other = last(&["注册资本", "融资", "募资", "募集", "估值", "市值", "贷款", "补贴", "奖励", "资助", "利润", "作价", "收购", "基金", "债", "超募", "资金", "拨款", "产业规模", "销售额"])
        .filter(|_| !lead.contains("销售额"));
    let best = [(output, 0), (tax, 1), (invested, 2), (other, 3)].into_iter().filter_map(|(at, kind)| at.map(|at| (at, kind))).max();
    match best {
        Some((_, 0)) => Says::Output,
        Some((_, 1)) => Says::Tax,
        Some((_, 2)) => {
            let total = lead.contains("总投") || lead.contains("投资总") || lead.contains("计划投资") || lead.contains("投资额");
            let kind = match (part, total) {
                (true, false) => Money::Part,
                (true, true) if lead.contains("一期") || lead.contains("二期") && !lead.contains("基地") => Money::Part,
                (_, true) => Money::Total,
                _ => Money::Invested,
            };
            Says::Investment(kind)
        }
        Some(_) => Says::Other,
        None if ["超募资金", "募集资金", "自有资金", "自筹资金"].iter().any(|word| after.starts_with(word)) && (lead.contains("使用") || lead.contains("投入")) => {
            Says::Investment(Money::Invested)
        }
        None if after.starts_with("的税") || after.starts_with("税") => Says::Tax,
        None if after.starts_with("投资") || after.starts_with("的投资") || after.starts_with("大单") => Says::Investment(Money::Invested),
        None => Says::Other,
    }
}
