//! Promises: who attains what by when; and statements of what came of them.

mod english;
mod measure;
mod numbers;
mod outcome;
mod plan;
mod wording;

use std::sync::LazyLock;

use regex::Regex;
use xinqiao_record::body::{Party, PartyRole, Target};
use xinqiao_record::{Body, PartialDate, Quantity};

use super::Fact;
use super::view::{Place, Sentence, View};
use crate::value::pattern::regex;
use crate::value::{Found, dates, slice, tail};
use measure::{measure, promises, respective};
use numbers::values;
use plan::{FIVE_YEAR, Plan, indicators};
use wording::{
    COMMENTS, NO_MEASURE, PAST, SUPPORT, adverbs_off, aims_in, bracketed, latin_subject,
    names_a_paper, names_somebody, numbered, planned_by_itself, raises, raises_economy, sets_aim,
    speaker, tells_state, top_numbered, yearly,
};

pub use outcome::{OutcomeStatement, outcomes};

/// The targets of one article.
pub(super) fn propose(view: &View<'_>, facts: &mut Vec<Fact>) {
    if view.is_english {
        english::propose(view, facts);
        return;
    }
    let plan = Plan::of(view);
    for table in &view.article.tables {
        indicators(view, &plan, table, facts);
    }
    let mut walk = Walk {
        view,
        plan: &plan,
        carried: None,
        who: None,
        past: None,
        state: false,
        list: None,
    };
    for sentence in &view.sentences {
        walk.layout(sentence);
        if sentence.place != Place::Prose
            || !sentence
                .text
                .contains(|one: char| one.is_ascii_digit() || "两三四五六七八九十全".contains(one))
        {
            continue;
        }
        walk.sentence(sentence, facts);
    }
}

/// Whether a date is not over on `base` and not absurdly far.
fn ahead(base: Option<PartialDate>, by: PartialDate) -> bool {
    base.is_none_or(|base| {
        by.last_day() >= base.last_day() && by.year_number() < base.year_number() + 40
    })
}

/// The walk through the sentences of an article.
struct Walk<'v, 't> {
    view: &'v View<'t>,
    plan: &'v Plan,
    /// The last year that was set, with its paragraph.
    carried: Option<(usize, PartialDate)>,
    /// Who promised last.
    who: Option<String>,
    /// The paragraph that tells the state of things.
    past: Option<usize>,
    /// Whether the headings above say that the state of things is told: 发展基础, 形势.
    state: bool,
    /// The last paragraph of a list whose lead sets the aim and the year: "规划要求，到…末：".
    list: Option<usize>,
}

impl Walk<'_, '_> {
    /// What the place of a sentence says about the ones behind it: its heading, its list.
    fn layout(&mut self, sentence: &Sentence<'_>) {
        let text = sentence.text;
        if self.list.is_some_and(|last| sentence.paragraph > last) {
            self.list = self
                .list
                .filter(|last| sentence.paragraph <= last + 2 && numbered(text))
                .map(|_| sentence.paragraph);
        }
        let short = text.chars().count() <= 20 && !text.ends_with(['。', '：', '；', '，']);
        if short && (sentence.place == Place::Heading || top_numbered(text)) {
            self.state = tells_state(text);
        }
    }

    fn sentence(&mut self, sentence: &Sentence<'_>, facts: &mut Vec<Fact>) {
        let text = sentence.text;
        let formal = self.plan.formal;
        // What came of a promise is told elsewhere.
        if [
            "难以完成",
            "为目标",
            "目标的1",
            "目标的2",
            "目标的3",
            "目标的4",
            "目标的5",
            "目标的6",
            "目标的7",
            "目标的8",
            "目标的9",
            "未达到",
            "提前完成",
            "按期完成",
            "超过预期目标",
        ]
        .iter()
        .any(|word| text.contains(word))
        {
            return;
        }
        let set = sets_aim(text);
        if SUPPORT.iter().any(|word| {
            text.contains(word)
                && !(formal && *word == "复合增长率")
                && !(set && COMMENTS.contains(word))
        }) || text.starts_with('据') && !formal
        {
            return;
        }
        let aims = aims_in(text).next().is_some();
        let listed = self.list == Some(sentence.paragraph) || self.goes_on(sentence);
        if !(aims || listed || formal && promises(text)) {
            return;
        }
        // What a plant is expected to yield belongs to the plant; in a plan a project with its figures does.
        let dated = text.contains("到20")
            || text.contains("到 20")
            || text.contains("力争到")
            || text.contains("到年底，")
            || text.contains("到今年底，")
            || raises(text)
            || raises_economy(text)
            || yearly(text).is_some();
        let project = [
            "项目",
            "达产",
            "投产",
            "总投资",
            "一期",
            "二期",
            "竣工",
            "产线建成",
            "生产基地",
            "建成后",
            "制造基地",
            "工厂",
            "启动建设",
            "届时",
            "备案",
            "拟建成",
        ]
        .iter()
        .any(|word| text.contains(word));
        if project && !dated && (!formal || text.contains("达产")) {
            return;
        }
        // "到2022年全部投产后，每月可产…": the plant's figures too, although a year is set.
        if project
            && !formal
            && ["投产后", "达产后", "建成后", "投用后", "满产后"]
                .iter()
                .any(|word| text.contains(word))
            && !["力争", "目标", "确保", "承诺"]
                .iter()
                .any(|word| text.contains(word))
        {
            return;
        }
        if !formal
            && [
                "市场规模",
                "市场总额",
                "出货量",
                "渗透率",
                "自给率将",
                "全球市场",
            ]
            .iter()
            // A maker sets an aim for what it ships; nobody sets one for a market.
            .any(|word| text.contains(word) && !(set && *word == "出货量"))
        {
            return;
        }
        // In the news an expectation is a promise only where the article is about a plan.
        let strong = [
            "力争", "目标", "计划", "承诺", "提出", "确保", "争取", "规划", "打算", "放话", "展望",
            "宣布", "要", "喊出", "喊话", "立下", "定下", "许下",
        ]
        .iter()
        .any(|word| text.contains(word))
            || aims_in(text).any(|hit| slice(text, hit.start(), hit.end()) == "拟");
        let expected = !set
            && (text.contains("预计") && !planned_by_itself(text)
                || text.contains("有望")
                || text.contains("估计"));
        if !formal
            && !self.plan.about
            && !listed
            && (!strong || expected)
            && !(text.contains("到20") && !text.contains("预计") && !text.contains("将增长"))
        {
            return;
        }
        let when = self.dates(text);
        if let Some(name) = self.subject(text) {
            self.who = Some(name);
        }
        let base_mode = formal && !self.state && self.past != Some(sentence.paragraph) || listed;
        let mut mode = base_mode;
        // "…，计划2030年完成": the aim of the whole sentence stands at its end.
        static LATE: LazyLock<Regex> = LazyLock::new(|| {
            regex(
                r"(?:计划|力争|拟|争取|将)[^，；。]{0,4}20[0-9]{2}年[^，；。]{0,4}(?:完成|实现|达成|达到)。?$",
            )
        });
        let base_mode = base_mode || LATE.is_match(text);
        mode |= base_mode;
        // "2018年，…收入86亿元；聚集企业43家": after the mark the sentence goes on about the year that is over.
        let mut opened_past = false;
        let mut clause_end = 0;
        let mut clauses: Vec<(usize, usize, bool)> = Vec::new();
        for clause in text.split_inclusive(['，', '；', '。']) {
            let set = sets_aim(clause);
            // "由目前的12%提高到25%": where it comes from is no state that the clause tells.
            let past = PAST.iter().any(|word| {
                clause
                    .match_indices(word)
                    .any(|(at, _)| !slice(clause, 0, at).ends_with(['由', '从']))
            });
            let opens = aims_in(clause).any(|hit| {
                let word = slice(clause, hit.start(), hit.end());
                // "增长到2020年的412亿元": a year that is over is no aim.
                !(word.contains("20") || word == "到二〇")
                    || when.iter().any(|date| {
                        date.end > clause_end + hit.start()
                            && date.start < clause_end + hit.end() + 12
                    })
            });
            let aim = opens;
            let over = clause.contains("十三五”期间")
                || clause.contains("十三五”时期")
                || crate::value::dates(clause, self.view.base)
                    .first()
                    .is_some_and(|date| {
                        slice(clause, 0, date.start).chars().count() <= 4
                            && !ahead(self.plan.base, date.value)
                    });
            let comment = COMMENTS.iter().any(|word| clause.contains(word));
            let past = (past || over || comment) && !set;
            if past && !(aim && clause.contains("到20")) {
                mode = false;
                opened_past |= over;
            } else if aim {
                mode = true;
                opened_past = false;
            } else if clause_end > 0
                && !opened_past
                && text
                    .get(..clause_end)
                    .is_some_and(|before| before.ends_with('；'))
            {
                mode = mode || base_mode;
            }
            clauses.push((clause_end, clause_end + clause.len(), mode));
            clause_end += clause.len();
        }
        self.past = if mode { None } else { Some(sentence.paragraph) };
        let found = kept(text, values(text), formal);
        let mut floor = 0;
        let mut index = 0;
        while let Some(one) = found.get(index) {
            let group = respective_group(text, &found, index);
            let years = respective_years(text, &when, one, group);
            let measures = if !years.is_empty() {
                measure(text, floor, one.start, one.end).map(|measure| vec![measure; group])
            } else if group > 1 {
                respective(slice(text, floor, one.start), group)
            } else {
                None
            };
            let together: Vec<(Option<String>, &Found<Quantity>)> = match measures {
                Some(measures) => measures
                    .into_iter()
                    .map(Some)
                    .zip(found.iter().skip(index))
                    .collect(),
                None => vec![(
                    measure(text, floor, one.start, one.end)
                        .or_else(|| self.earlier(sentence, text, floor, one)),
                    one,
                )],
            };
            index += together.len();
            for (position, (measure, value)) in together.into_iter().enumerate() {
                floor = value.end;
                let promised = clauses.iter().any(|&(from, to, promised)| {
                    promised && from <= value.start && value.start < to
                });
                let Some(measure) = measure.filter(|_| promised) else {
                    continue;
                };
                let lead = tail(slice(text, 0, value.start), 12);
                let lead = lead.rsplit(['，', '；', '。']).next().unwrap_or(lead);
                let building = [
                    "规划用地",
                    "新增用地",
                    "项目用地",
                    "用地面积",
                    "规划面积",
                    "占地",
                    "总投资",
                    "投资额",
                    "固定资产投资",
                    "就业岗位",
                ]
                .iter()
                .any(|word| lead.contains(word))
                    || formal && lead.contains("计划投资");
                if building
                    || NO_MEASURE.iter().any(|word| measure.contains(word))
                        && !["到位资金", "引资"]
                            .iter()
                            .any(|word| measure.contains(word))
                    || bracketed(text, value.start)
                {
                    continue;
                }
                let by = years
                    .get(position)
                    .copied()
                    .or_else(|| self.by(sentence, text, &when, value));
                let Some(by) = by else {
                    continue;
                };
                let who = self.promiser().filter(|name| names_somebody(name));
                let target = Target {
                    who: who.map(|name| Party::named(name, PartyRole::Subject)),
                    measure,
                    value: Some(value.value.clone()),
                    by: Some(by),
                    outcome: None,
                };
                let confidence = if formal { 84 } else { 68 };
                facts.push(self.view.said(sentence, confidence, Body::Target(target)));
            }
        }
        if let Some(date) = when.last() {
            self.carried = Some((sentence.paragraph, date.value));
            // A list of events in the news has a date in its lead too.
            let leads = formal
                || ["目标", "指标", "要求", "规划", "提出", "力争", "到20"]
                    .iter()
                    .any(|word| text.contains(word));
            if leads && text.ends_with(['：', ':']) {
                self.list = Some(sentence.paragraph);
            }
        }
    }

    /// Whether the sentence goes on with the aims of the one before it, for a year of its own: "其中，封装测试业2025年产值不低于120亿元".
    fn goes_on(&self, sentence: &Sentence<'_>) -> bool {
        let text = sentence.text;
        text.starts_with("其中")
            && self
                .carried
                .is_some_and(|(paragraph, _)| paragraph == sentence.paragraph)
            && self.past != Some(sentence.paragraph)
            && promises(text)
            && !["预计", "有望", "同比", "目前", "已"]
                .iter()
                .any(|word| text.contains(word))
            && dates(text, self.view.base).iter().any(|date| {
                self.plan
                    .base
                    .is_some_and(|base| date.value.year_number() > base.year_number())
            })
    }

    fn promiser(&self) -> Option<String> {
        if self.plan.formal {
            self.plan.who.clone().or_else(|| self.who.clone())
        } else {
            self.who.clone().or_else(|| self.plan.who.clone())
        }
    }

    /// The years that the sentence sets, with their places.
    fn dates(&self, text: &str) -> Vec<Found<PartialDate>> {
        static SPAN: LazyLock<Regex> = LazyLock::new(|| {
            regex(
                r"(?P<plan>十[一二三四五六]五)”?(?:期间|时期|末|期末)|(?P<years>[三五]|[1-9])\s?年(?:内|时间)|(?P<from>20[0-9]{2})\s?年?\s?(?:—|–|-|~|～|至)\s?(?P<to>20[0-9]{2})\s?年",
            )
        });
        let mut found: Vec<Found<PartialDate>> = dates(text, self.view.base)
            .into_iter()
            .filter(|date| ahead(self.plan.base, date.value))
            .filter(|date| {
                // 同年 is the year of what was told before it.
                let word = slice(text, date.start, date.end);
                !["同年", "当年", "次年", "翌年"]
                    .iter()
                    .any(|vague| word.starts_with(vague))
            })
            .filter(|date| {
                let lead = slice(text, 0, date.start);
                !["较", "比", "由", "从", "截至", "自", "与"]
                    .iter()
                    .any(|word| lead.ends_with(word))
            })
            .collect();
        for captures in SPAN.captures_iter(text) {
            let Some(whole) = captures.get(0) else {
                continue;
            };
            // "在2027-2028年": by the last of them; the dates of its ends are read badly or twice.
            if let Some(to) = captures.name("to") {
                let value = to.as_str().parse().ok().and_then(PartialDate::year);
                if let Some(value) = value.filter(|date| ahead(self.plan.base, *date)) {
                    found.retain(|date| date.end <= whole.start() || whole.end() <= date.start);
                    found.push(Found {
                        start: whole.start(),
                        end: whole.end(),
                        value,
                    });
                }
                continue;
            }
            let year = match (captures.name("plan"), captures.name("years")) {
                (Some(plan), _) => FIVE_YEAR
                    .iter()
                    .find(|(name, _)| *name == plan.as_str())
                    .map(|&(_, year)| year),
                (_, Some(years)) => {
                    let years = crate::value::number::number(years.as_str())
                        .and_then(|years| i16::try_from(years).ok());
                    self.view
                        .base
                        .zip(years)
                        .map(|(base, years)| base.year_number() + years)
                }
                _ => None,
            };
            let own = if captures.name("years").is_some() {
                self.plan.ends
            } else {
                None
            };
            if let Some(value) = own
                .or_else(|| year.and_then(PartialDate::year))
                .filter(|date| ahead(self.plan.base, *date))
            {
                found.push(Found {
                    start: whole.start(),
                    end: whole.end(),
                    value,
                });
            }
        }
        if let Some((start, end)) = yearly(text)
            && let Some(value) = self
                .view
                .base
                .and_then(|base| PartialDate::year(base.year_number()))
                .filter(|date| ahead(self.plan.base, *date))
            && !found
                .iter()
                .any(|date| date.start < end && start < date.end)
        {
            found.push(Found { start, end, value });
        }
        found.sort_by_key(|date| date.start);
        found
    }

    /// The year by which a value is due: the last one set before it, the first one after it, the one carried, the plan's end.
    fn by(
        &self,
        sentence: &Sentence<'_>,
        text: &str,
        when: &[Found<PartialDate>],
        value: &Found<Quantity>,
    ) -> Option<PartialDate> {
        let before = when.iter().rfind(|date| date.end <= value.start);
        let after = when.iter().find(|date| {
            date.start >= value.end && !slice(text, value.end, date.start).contains(['；', '。'])
        });
        let lead = self
            .carried
            .filter(|_| self.list == Some(sentence.paragraph))
            .map(|(_, date)| date);
        before
            .or(after.filter(|_| !self.plan.formal || self.plan.ends.is_none()))
            .map(|date| date.value)
            .or(lead)
            .or(if self.plan.formal {
                self.plan.ends
            } else {
                None
            })
            .or_else(|| {
                self.carried
                    .filter(|&(paragraph, date)| {
                        let later = self
                            .view
                            .base
                            .is_none_or(|base| date.year_number() > base.year_number());
                        self.plan.formal
                            || paragraph == sentence.paragraph && (later || self.plan.about)
                    })
                    .map(|(_, date)| date)
            })
            .filter(|date| ahead(self.plan.base, *date))
    }

    /// The measure that the sentence before names: "——产业规模。到2025年，突破…".
    fn earlier(
        &self,
        sentence: &Sentence<'_>,
        text: &str,
        floor: usize,
        value: &Found<Quantity>,
    ) -> Option<String> {
        let before =
            self.view.sentences.iter().rfind(|other| {
                other.start < sentence.start && other.paragraph == sentence.paragraph
            })?;
        let joined = format!("{}{}", before.text, text);
        let offset = before.text.len();
        measure(
            &joined,
            offset + floor,
            offset + value.start,
            offset + value.end,
        )
    }

    /// Who a sentence says to promise: the words before its first verb of intent.
    fn subject(&self, text: &str) -> Option<String> {
        if !self.plan.formal
            && let Some(name) = speaker(text)
        {
            return Some(self.view.full_name(name));
        }
        let lead = text.split(['，', '：', '；']).next().unwrap_or(text);
        let at = [
            "计划",
            "力争",
            "提出",
            "承诺",
            "拟",
            "将",
            "表示",
            "宣布",
            "打算",
            "放话",
            "目标",
            "争取",
            "透露",
            "把",
            "喊出",
            "喊话",
            "立下",
            "定下",
            "许下",
            "开发布会",
            "召开发布会",
        ]
        .iter()
        .filter_map(|verb| lead.find(verb))
        .min()?;
        let words = slice(lead, 0, at);
        let words = adverbs_off(words);
        let words = dates(words, self.view.base)
            .last()
            .map_or(words, |date| slice(words, date.end, words.len()));
        let name = words
            .trim_matches(|one: char| one.is_whitespace() || "的在，、“”—".contains(one))
            .trim_start_matches("根据规划")
            .trim_end_matches('还')
            .trim_end_matches('则');
        // The director of a company speaks for it.
        let name = ["总经理", "董事长", "创始人", "总裁", "首席执行官"]
            .iter()
            .find_map(|office| name.strip_suffix(office))
            .unwrap_or(name);
        if let Some((group, _)) = self.view.name_at_start(name) {
            return Some(group.name.clone());
        }
        let count = name.chars().count();
        let plain = (2..=12).contains(&count)
            && name
                .chars()
                .all(|one| crate::value::is_han(one) || one.is_ascii_alphanumeric() || one == ' ')
            && !name.ends_with(['把', '使', '让', '将'])
            && !name.ends_with("行动")
            && !names_a_paper(name)
            && ![
                "公司",
                "我们",
                "短期",
                "长期",
                "全省",
                "全市",
                "全区",
                "项目",
                "未来",
                "根据",
                "同时",
                "其",
                "该",
                "并",
                "到",
                "预计",
                "有望",
                "二期",
                "一期",
                "此外",
                "另外",
                "下一步",
                "今年",
                "全年",
                "年度",
                "本年",
                "总体",
            ]
            .iter()
            .any(|word| name.starts_with(word))
            && ![
                "局",
                "厅",
                "委",
                "负责人",
                "局长",
                "董事长",
                "总经理",
                "政策",
                "年",
                "月",
                "业",
                "额",
                "量",
                "率",
                "规模",
            ]
            .iter()
            .any(|word| name.ends_with(word));
        if plain {
            return Some(name.to_owned());
        }
        latin_subject(text).map(|name| self.view.full_name(name))
    }
}

/// The values that are promised themselves: of several without a mark between them only the last, the ones before belong to its measure.
fn kept(text: &str, all: Vec<Found<Quantity>>, formal: bool) -> Vec<Found<Quantity>> {
    let mut kept: Vec<Found<Quantity>> = Vec::new();
    for (index, one) in all.iter().enumerate() {
        let next = all.get(index + 1);
        let swallowed = next.is_some_and(|next| {
            let between = slice(text, one.end, next.start);
            !between.contains([
                '，', '；', '、', '。', '：', '和', '及', '并', '“', '（', '(',
            ]) && between.chars().count() <= 24
        });
        let node = matches!(
            one.value.unit.as_str(),
            "纳米" | "nm" | "微米" | "mm" | "毫米"
        );
        // A node is promised where it is to be made, not where it is a process among others.
        let made = !formal && {
            let lead = tail(slice(text, 0, one.start), 14);
            ["实现", "量产", "生产", "制造", "做出", "做到", "推出"]
                .iter()
                .any(|verb| lead.contains(verb))
        };
        // "设计水平推进到22纳米": the level that is to be attained.
        let level = node && {
            let lead = tail(slice(text, 0, one.start), 24);
            let lead = lead.rsplit(['，', '；', '。']).next().unwrap_or(lead);
            [
                "推进到",
                "达到",
                "提升到",
                "提升至",
                "提高到",
                "突破到",
                "做到",
            ]
            .iter()
            .any(|verb| lead.trim_end().ends_with(verb))
                && ["水平", "工艺", "制程", "线宽", "节点", "技术", "能力"]
                    .iter()
                    .any(|noun| lead.contains(noun))
        };
        let compared = {
            let lead = slice(text, 0, one.start);
            lead.ends_with('较') || lead.ends_with("第")
        };
        if !(swallowed || node && !made && !level || compared) {
            kept.push(one.clone());
        }
    }
    kept
}

/// The years of values told with 分别 for a year each: "2026年、2027年产值分别达到…"; none where they are not as many.
fn respective_years(
    text: &str,
    when: &[Found<PartialDate>],
    first: &Found<Quantity>,
    group: usize,
) -> Vec<PartialDate> {
    if group < 2 {
        return Vec::new();
    }
    let lead = slice(text, 0, first.start);
    let from = lead
        .rfind(['，', '；', '。', '：'])
        .map_or(0, |at| at + '，'.len_utf8());
    let years: Vec<PartialDate> = when
        .iter()
        .filter(|date| from <= date.start && date.end <= first.start)
        .map(|date| date.value)
        .collect();
    if years.len() == group {
        years
    } else {
        Vec::new()
    }
}

/// How many values from `index` on are told together with 分别.
fn respective_group(text: &str, found: &[Found<Quantity>], index: usize) -> usize {
    let Some(first) = found.get(index) else {
        return 1;
    };
    let lead = tail(slice(text, 0, first.start), 12);
    let lead = lead.rsplit(['，', '；', '。']).next().unwrap_or(lead);
    if !lead.contains("分别") {
        return 1;
    }
    let mut count = 1;
    let mut end = first.end;
    for next in found.iter().skip(index + 1) {
        let between = slice(text, end, next.start)
            .replace("以上", "")
            .replace("左右", "");
        if !matches!(between.trim(), "、" | "和" | "及" | "以及" | "，") {
            break;
        }
        count += 1;
        end = next.end;
    }
    count
}
