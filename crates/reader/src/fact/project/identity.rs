//! Which project a name means: one that is known under another name, or a new one; and whose project it is.

use super::collect::Walk;
use super::draft::Draft;
use super::mention::{Located, before, core, likeness};
use super::wording::without_article;
use crate::fact::antecedent::head_name;
use crate::fact::view::{Sentence, clear_places};
use crate::value::{head, slice};
use xinqiao_record::region::Level;

/// Verbs of what a project builds or fits out as a part of it.
const BUILDS: [&str; 12] = [
    "建设", "新建", "打造", "建成", "形成", "扩建", "建造", "设立", "布局", "配套", "租用", "做成",
];

impl Walk<'_, '_> {
    /// The draft that a name belongs to; a new one if it is new.
    pub(super) fn resolve(
        &mut self,
        number: usize,
        sentence: &Sentence<'_>,
        one: &Located,
        name: &str,
        weak: bool,
    ) -> Option<usize> {
        // "将投资3亿元建设一条产线", "一期投资12亿元，建设6英寸产线": what the project spoken of builds.
        if let Some((current, last)) = self.current
            && (weak
                || ["一个", "一座", "一条", "一家"]
                    .iter()
                    .any(|article| name.starts_with(article)))
            && number.saturating_sub(last) <= 2
            && self
                .drafts
                .get(current)
                .is_some_and(|draft| draft.last_paragraph + 1 >= sentence.paragraph)
            && self.view.name_at_start(name).is_none()
        {
            let lead = before(sentence.text, one.start, 24);
            let other = ["另有", "另一", "另外", "此外", "还在", "同日", "同时在"]
                .iter()
                .any(|word| slice(sentence.text, 0, one.start).contains(word));
            let lead = lead.rsplit(['，', '。', '；']).next().unwrap_or(lead);
            // A builder of its own in front of the verb builds something else.
            let free = BUILDS
                .iter()
                .filter_map(|verb| lead.find(verb))
                .min()
                .is_some_and(|at| {
                    at == 0
                        || ["投资", "将", "拟", "并", "规划", "计划", "公司", "元"]
                            .iter()
                            .any(|word| slice(lead, 0, at).contains(word))
                });
            // 将租用2万平方米标准厂房, 并配套芯片产线: the verb stands in the name itself.
            let within = BUILDS.iter().any(|verb| name.starts_with(verb));
            if (within || free && BUILDS.iter().any(|verb| lead.contains(verb))) && !other {
                return Some(current);
            }
        }
        // What is rented or fitted out is nobody's project.
        if weak
            && ["租用", "配套", "布局"]
                .iter()
                .any(|verb| name.starts_with(verb))
        {
            return None;
        }
        // 华南第一座12英寸晶圆厂: praise of the project spoken of.
        if let Some((current, last)) = self.current
            && ["第一座", "第一条", "首座", "首条", "首个"]
                .iter()
                .any(|word| name.contains(word))
            && number.saturating_sub(last) <= 2
        {
            return Some(current);
        }
        // 东区二号厂房 is a building of the project spoken of, unless a firm's name leads it.
        if let Some((current, _)) = self.current
            && name.ends_with("号厂房")
            && self.view.name_at_start(name).is_none()
            && self
                .drafts
                .get(current)
                .is_some_and(|draft| draft.last_paragraph == sentence.paragraph)
        {
            return Some(current);
        }
        let name = without_article(name);
        // Below the heading of a list a park or a line is where that project is, or what it is to be.
        if self.is_list
            && let Some((head, line)) = self.headed
            && sentence.paragraph > line
            && (weak || name.contains("第一") || name.ends_with("产业园") || name.ends_with("园区"))
        {
            return Some(head);
        }
        if let Some(index) = self.by_place(name) {
            self.alias(index, name);
            return Some(index);
        }
        let (organization, rest) = self.split_owner(name);
        let own = core(rest);
        // 12英寸生产线实现突破: a size alone is the line of what is spoken of, or of a whole region.
        let size = own.trim_start_matches(|one: char| one.is_ascii_digit() || one == '.');
        if weak
            && organization.is_none()
            && size.len() < own.len()
            && matches!(size, "英寸" | "吋" | "寸")
        {
            let near = |draft: &Draft| draft.last_paragraph == sentence.paragraph;
            return self
                .current
                .map(|(current, _)| current)
                .filter(|current| self.drafts.get(*current).is_some_and(near));
        }
        // Goals and statistics speak of lines in general.
        if weak
            && organization.is_none()
            && ["到20", "力争到", "截至", "截止"]
                .iter()
                .any(|lead| sentence.text.contains(lead))
            && sentence.text.contains(['条', '家'])
        {
            return None;
        }
        let exact = self.drafts.iter().rposition(|draft| draft.name == name);
        let known = exact.or_else(|| {
            self.drafts.iter().position(|draft| {
                if plant_number(&draft.name) != plant_number(rest) {
                    return false;
                }
                let other = core(&draft.name);
                let organization_fits = match (&organization, draft.organizations.first()) {
                    (Some(one), Some(_)) => {
                        draft
                            .organizations
                            .iter()
                            .any(|known| self.same_firm(known, one))
                            || draft.aliases.iter().any(|alias| alias == one)
                    }
                    _ => true,
                };
                organization_fits
                    && (other == own
                        || draft.aliases.iter().any(|alias| core(alias) == own)
                        || (han(&own) >= 3 && other.contains(&own))
                        || (han(&other) >= 3 && own.contains(&other))
                        || (likeness(&own, &other) > 0.74 && digits_fit(&own, &other)))
            })
        });
        let full = tidy(rest);
        let index = match known {
            Some(index) => index,
            None => {
                // "某某项目" with nothing but the company's name means its one project.
                if own.chars().count() <= 3 || generic(&own) {
                    let of_owner = self.drafts.iter().position(|draft| {
                        organization
                            .as_ref()
                            .is_some_and(|one| draft.organizations.contains(one))
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
                let mut draft = Draft::named(if own.chars().count() <= 3 || generic(&own) {
                    tidy(name)
                } else {
                    full.clone()
                });
                draft.weak = weak;
                draft.passing = self
                    .drafts
                    .iter()
                    .any(|draft| !draft.weak && !draft.evidence.is_empty())
                    && number > 2
                    && self.list_region.is_none();
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

    /// "由某某公司投资建设的封测基地项目", "某某公司的产业化项目": general words that a builder right in front makes a name.
    pub(super) fn owned(
        &mut self,
        number: usize,
        sentence: &Sentence<'_>,
        one: &Located,
    ) -> Option<usize> {
        let words = slice(sentence.text, one.start, one.end);
        if words.chars().count() < 3
            || ["该", "本", "此", "这"]
                .iter()
                .any(|word| words.starts_with(word))
        {
            return None;
        }
        let lead = slice(sentence.text, 0, one.start);
        let mut near = lead.trim_end();
        for verb in [
            "的",
            "投资建设",
            "投资兴建",
            "投资",
            "建设",
            "投建",
            "承建",
            "实施",
            "打造",
        ] {
            near = near.strip_suffix(verb).unwrap_or(near).trim_end();
        }
        let organization = self
            .builder_right_before(near)
            .or_else(|| self.builder_at(lead))?;
        if let Some(index) = self
            .drafts
            .iter()
            .position(|draft| draft.organizations.contains(&organization))
        {
            return Some(index);
        }
        let (mut name, mut alias) = (tidy(words), format!("{organization}{}", tidy(words)));
        // 晶圆厂 alone says nothing in a list.
        if name.chars().count() <= 5 && organization.chars().count() <= 8 {
            std::mem::swap(&mut name, &mut alias);
        }
        let mut draft = Draft::named(name);
        draft.add_organization(&organization);
        draft.aliases.push(alias);
        draft.passing = false;
        draft.weigh(sentence, 2);
        if let Some((code, words)) = self.list_region.clone() {
            draft.places.push((code, words, 0));
        }
        self.drafts.push(draft);
        let index = self.drafts.len() - 1;
        self.current = Some((index, number));
        Some(index)
    }

    /// "温岭基地": a place and a general word mean the one project there that has been named.
    fn by_place(&self, name: &str) -> Option<usize> {
        let stem = ["基地", "工厂", "项目"]
            .iter()
            .find_map(|head| name.strip_suffix(head))?;
        let [place] = clear_places(stem).try_into().ok()?;
        if place.start != 0 || place.end != stem.len() {
            return None;
        }
        let mut there = self.drafts.iter().enumerate().filter(|(_, draft)| {
            draft.places.iter().any(|(code, ..)| {
                code.within(place.value)
                    || place.value.within(*code) && code.level() != Level::Province
            })
        });
        let (index, _) = there.next()?;
        there.next().is_none().then_some(index)
    }

    /// 由某某公司投资建设的: the builder by its full name.
    fn builder_right_before(&self, near: &str) -> Option<String> {
        let (group, end) = self.view.last_name(near)?;
        let full = group.name.ends_with("公司") || group.name.ends_with("院");
        (end == near.len() && full).then(|| group.name.clone())
    }

    /// 某某在某地建设的: whoever builds there, by any name.
    fn builder_at(&self, lead: &str) -> Option<String> {
        let near = lead.trim_end();
        let near = [
            "建设的",
            "兴建的",
            "投建的",
            "新建的",
            "在建的",
            "建造的",
            "投资的",
        ]
        .iter()
        .find_map(|verb| near.strip_suffix(verb))?;
        let clause = near
            .rsplit(['，', '。', '；', '、', '：'])
            .next()
            .unwrap_or(near);
        let who =
            slice(clause, 0, clause.rfind(['在', '于'])?).trim_end_matches(['位', '正', '拟']);
        let named = self.view.last_name(who);
        let named = named.filter(|&(_, end)| end == who.len());
        named
            .map(|(group, _)| group.name.clone())
            .or_else(|| head_name(self.view, lead).filter(|name| who.ends_with(name.as_str())))
    }

    pub(super) fn alias(&mut self, index: usize, name: &str) {
        let name = tidy(name);
        if let Some(draft) = self.drafts.get_mut(index)
            && draft.name != name
            && !draft.aliases.contains(&name)
        {
            draft.aliases.push(name);
        }
    }

    /// The company that a project's name begins with, in its fullest form, and the rest of the name.
    pub(super) fn split_owner<'n>(&self, name: &'n str) -> (Option<String>, &'n str) {
        let Some((group, length)) = self.view.name_at_start(name) else {
            return (None, name);
        };
        let rest = slice(name, length, name.len());
        // （以下简称某某） behind the builder belongs to its name, （一期） would not stand there.
        let rest = rest
            .strip_prefix(['（', '('])
            .filter(|inside| {
                ["简称", "下称"]
                    .iter()
                    .any(|word| head(inside, 8).contains(word))
            })
            .and_then(|inside| inside.split_once(['）', ')']))
            .map_or(rest, |(_, rest)| rest)
            .trim_start_matches(['“', ' ']);
        let legal = slice(name, 0, length).ends_with("公司");
        let keep = rest.chars().count() < 8 || !legal;
        // A short name stays part of the project's name, a full legal name in front of a long one does not.
        (Some(group.name.clone()), if keep { name } else { rest })
    }

    /// Whether two names are of one firm: the short one of a table and the full one of the text.
    fn same_firm(&self, one: &str, other: &str) -> bool {
        one == other || self.view.full_name(one) == self.view.full_name(other)
    }

    /// The organisation that the sentence names as builder: 由某某实施, 某某的…项目, 某某投资建设.
    fn builder_in(&self, text: &str, one: &Located) -> Option<String> {
        let lead = slice(text, 0, one.start);
        let clause = lead.rsplit(['。', '；']).next().unwrap_or(lead);
        let mut best: Option<(usize, String)> = None;
        for group in &self.view.names {
            let company = ["公司", "研究院", "集团", "研究所", "大学"]
                .iter()
                .any(|form| group.name.ends_with(form));
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
}

/// The number of a plant in a name: 二厂 is another one than 一厂, or than the firm's works of no number.
fn plant_number(name: &str) -> Option<char> {
    let at = name.find('厂')?;
    name.get(..at)?
        .chars()
        .next_back()
        .filter(|last| "一二三四五六七八九".contains(*last))
}

/// Digits in names must agree: 6英寸 is not 8英寸.
fn digits_fit(left: &str, right: &str) -> bool {
    let digits = |text: &str| {
        text.chars()
            .filter(char::is_ascii_digit)
            .collect::<String>()
    };
    let (left, right) = (digits(left), digits(right));
    left.is_empty() || right.is_empty() || left == right
}

fn generic(core: &str) -> bool {
    [
        "产业化",
        "芯片",
        "总部",
        "半导体",
        "集成电路",
        "封测",
        "产业园",
        "智造园",
        "制造基地",
        "生产基地",
        "扩产",
        "新建",
        "晶圆",
    ]
    .contains(&core)
}

fn han(text: &str) -> usize {
    text.chars()
        .filter(|&one| crate::value::is_han(one))
        .count()
}

/// A name for showing: one line, no stray blanks between Han characters.
pub(super) fn tidy(name: &str) -> String {
    let joined = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let bare = joined.trim_matches(|one: char| "“”「」、，：《》".contains(one));
    // “甲”外延项目 keeps the mark that its first word begins with.
    if bare.contains('”') && !bare.contains('“') {
        format!("“{bare}")
    } else {
        bare.to_owned()
    }
}
