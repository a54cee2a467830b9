//! Promises: who attains what by when; and statements of what came of them.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use regex::Regex;
use rust_decimal::Decimal;
use xinqiao_record::body::{OutcomeKind, Party, PartyRole, Target};
use xinqiao_record::{Body, PartialDate, Quantity};

use super::Fact;
use super::view::{Place, Sentence, View, is_english};
use crate::value::pattern::{regex, words};
use crate::value::{Found, amounts, capacities, dates, quantities, slice, tail};

/// What says that a clause states an aim.
static AIMS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    words([
        "到20",
        "到 20",
        "到二",
        "力争",
        "目标",
        "展望20",
        "确保",
        "计划到",
        "争取",
        "底前",
        "年底",
        "规划到",
        "三年内",
        "五年内",
        "至20",
        "拟到",
        "计划在",
        "计划 20",
        "计划20",
        "将在20",
        "aims",
        "targets",
        "target",
        "plans to",
        "will ",
        "by 20",
    ])
});
/// The date that a sentence sets: "到2025年", "2023年底", "by 2030".
static BY: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?:到|至|展望|力争到?|计划到?|计划在|拟在|将在|确保到|争取到?|在|于|，|^|：|——)\s?(?P<year>20[0-9]{2}|二[〇○零][一二三四五六七八九][〇○零一二三四五六七八九])\s?年(?P<end>底|末)?(?:之?前)?|(?i:by|in) (?:the end of |fiscal )?(?P<english>20[0-9]{2})",
    )
});

/// Verbs between a measure and its value; the measure ends before them.
const VERBS: &[&str] = &[
    "力争达到",
    "力争突破",
    "力争实现",
    "突破",
    "达到",
    "达",
    "超过",
    "超",
    "不低于",
    "不少于",
    "不高于",
    "提高到",
    "提升到",
    "提高至",
    "提升至",
    "增加到",
    "增至",
    "保持在",
    "控制在",
    "实现",
    "约为",
    "为",
    "力争",
    "稳定在",
    "下降到",
    "降至",
    "新增",
    "累计",
    "至",
    "近",
    "约",
    "逾",
    "将",
    "预计",
];

/// The targets of one article.
pub(super) fn propose(view: &View<'_>, facts: &mut Vec<Fact>) {
    let sample: String = view
        .sentences
        .iter()
        .take(6)
        .map(|sentence| sentence.text)
        .collect();
    let english = is_english(&sample);
    let plan = ["规划", "行动方案", "计划", "纲要", "措施", "意见"]
        .iter()
        .any(|word| view.title.text.contains(word))
        || view.is_policy;
    let mut carried: Option<PartialDate> = None;
    for sentence in view
        .sentences
        .iter()
        .filter(|sentence| sentence.place == Place::Prose)
    {
        if AIMS.find(sentence.text).is_none() {
            continue;
        }
        if english {
            english_target(view, sentence, facts);
        } else {
            chinese(view, sentence, plan, &mut carried, facts);
        }
    }
}

fn ahead(view: &View<'_>, by: PartialDate) -> bool {
    view.base.is_none_or(|base| {
        by.last_day() >= base.last_day() && by.year_number() < base.year_number() + 40
    })
}

fn chinese(
    view: &View<'_>,
    sentence: &Sentence<'_>,
    plan: bool,
    carried: &mut Option<PartialDate>,
    facts: &mut Vec<Fact>,
) {
    let text = sentence.text;
    // Rules of support and expectations of one project are no targets; nor are analysts' forecasts.
    if [
        "给予",
        "补助",
        "奖励",
        "补贴",
        "施行",
        "有效期",
        "复合增长率",
        "预测",
        "市场规模",
        "市场研究",
        "据",
        "机构",
    ]
    .iter()
    .any(|word| text.contains(word) && (*word != "据" || text.starts_with("据")))
    {
        return;
    }
    let project = [
        "项目",
        "达产",
        "投产",
        "总投资",
        "一期",
        "二期",
        "竣工",
        "产线建成",
    ]
    .iter()
    .any(|word| text.contains(word))
        && !text.contains("到20")
        && !text.contains("到 20")
        && !text.contains("力争到");
    if project {
        return;
    }
    // What has been attained is an outcome.
    if !plan
        && ["截至", "提前完成", "未达到", "的目标"]
            .iter()
            .any(|word| text.contains(word))
    {
        return;
    }
    let strong = plan
        || [
            "力争", "目标", "到20", "到 20", "展望", "规划", "计划", "提出",
        ]
        .iter()
        .any(|word| text.contains(word));
    if !strong {
        return;
    }
    let who = who(view, text);
    let mut by: Option<PartialDate> = None;
    for segment in text.split_inclusive(['，', '；', '、']) {
        if let Some(date) = set_date(segment, view) {
            by = Some(date);
            *carried = Some(date);
        } else if ["十四五”期间", "十四五”时期"]
            .iter()
            .any(|word| segment.contains(word))
        {
            by = PartialDate::year(2025);
        } else if segment.contains("三年内") || segment.contains("年内") {
            by = by.or(*carried);
        }
        let Some(date) = by.filter(|date| ahead(view, *date)) else {
            continue;
        };
        let clean = segment.trim_end_matches(['，', '；', '、', '。']);
        for one in values(clean) {
            let Some((measure, qualifier_free)) = measure(clean, &one) else {
                continue;
            };
            if qualifier_free
                && !plan
                && !text.contains("力争")
                && !text.contains("目标")
                && !text.contains("到20")
                && !text.contains("到 20")
                && !text.contains("计划")
            {
                continue;
            }
            let target = Target {
                who: who
                    .clone()
                    .map(|name| Party::named(name, PartyRole::Subject)),
                measure,
                value: Some(one.value),
                by: Some(date),
                outcome: None,
            };
            facts.push(view.said(sentence, if plan { 84 } else { 68 }, Body::Target(target)));
        }
    }
}

fn set_date(segment: &str, view: &View<'_>) -> Option<PartialDate> {
    let captures = BY.captures(segment)?;
    let whole = captures.get(0)?;
    // "较2020年下降20%", "由2015年的": a year to compare with.
    if ["较", "比", "由", "从", "截至", "自"]
        .iter()
        .any(|word| tail(slice(segment, 0, whole.start()), 2).ends_with(word))
    {
        return None;
    }
    dates(whole.as_str(), view.base)
        .first()
        .map(|found| found.value)
}

/// The numbers of a segment as quantities, sums in yuan.
fn values(segment: &str) -> Vec<Found<Quantity>> {
    let mut all: Vec<Found<Quantity>> = amounts(segment)
        .into_iter()
        .filter_map(|found| {
            let value: Decimal = found.value.money.units().parse().ok()?;
            let unit = if found.value.money.currency == xinqiao_record::Currency::Cny {
                "元".to_owned()
            } else {
                found.value.money.currency.code().to_owned()
            };
            Some(Found {
                start: found.start,
                end: found.end,
                value: Quantity {
                    value,
                    unit,
                    qualifier: found.value.qualifier,
                },
            })
        })
        .collect();
    let rates = capacities(segment);
    for mut found in quantities(segment) {
        if all
            .iter()
            .any(|known| known.start < found.end && found.start < known.end)
        {
            continue;
        }
        if matches!(found.value.unit.as_str(), "英寸" | "纳米" | "nm" | "位") {
            continue;
        }
        if let Some(rate) = rates
            .iter()
            .find(|rate| rate.start <= found.start && found.end <= rate.end)
            && let Some(per) = rate.value.per
        {
            let period = match per {
                xinqiao_record::Per::Year => "年",
                xinqiao_record::Per::Month => "月",
                xinqiao_record::Per::Week => "周",
                xinqiao_record::Per::Day => "天",
                xinqiao_record::Per::Hour => "小时",
            };
            found.value.unit = format!("{}/{period}", found.value.unit);
        }
        all.push(found);
    }
    all.sort_by_key(|found| found.start);
    // "营业收入超过100亿元的企业达到2家": the last number is the value, the one before belongs to the measure.
    if all.len() > 1 {
        let last = all.pop();
        return last.into_iter().collect();
    }
    all
}

/// What is promised: the words of the segment before the value, without date and verb; or, for "培育企业4家", those around it.
/// The flag says that no verb of attaining stands between.
fn measure(segment: &str, value: &Found<Quantity>) -> Option<(String, bool)> {
    let mut words = slice(segment, 0, value.start);
    if let Some(hit) = BY.find(words) {
        words = slice(words, hit.end(), words.len());
    }
    for lead in [
        "，",
        "全省",
        "全市",
        "全区",
        "其中",
        "——",
        "以上",
        "第一步",
        "第二步",
        "确保",
        "力争",
        "同时",
        "并",
        "：",
        "到",
    ] {
        words = words.trim_start_matches(lead).trim_start();
    }
    if let Some(at) = words.rfind(['：', '。']) {
        words = slice(words, at + 3, words.len());
    }
    let before = words;
    loop {
        let length = words.len();
        words = words.trim_end();
        for verb in VERBS {
            words = words.strip_suffix(verb).unwrap_or(words);
        }
        if words.len() == length {
            break;
        }
    }
    let words = words.trim_matches(|one: char| one.is_whitespace() || "，、：的“”".contains(one));
    let rest = slice(segment, value.end, segment.len())
        .trim_start_matches("以上")
        .trim_start_matches("左右")
        .trim();
    let text = if words.chars().count() >= 2 {
        words.to_owned()
    } else {
        rest.to_owned()
    };
    let count = text.chars().count();
    ((2..=40).contains(&count)
        && !["截至", "的", "针对", "提前", "三年内"]
            .iter()
            .any(|lead| text.starts_with(lead)))
    .then(|| (text, before == words))
}

/// Who promises: the region or office of the headline, or the subject of the sentence.
fn who(view: &View<'_>, text: &str) -> Option<String> {
    static PLACE: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"^(?:[一二三四五六七八九十]+、)?(?P<place>\p{Han}{2,10}?(?:省|市|自治区|新区|开发区|高新区|经开区|区|县))",
        )
    });
    let lead = text.split(['，', '：']).next().unwrap_or(text);
    if let Some((group, _)) = view.name_at_start(lead) {
        return Some(group.name.clone());
    }
    let title = view.title.text.trim_start_matches(['#', ' ']);
    let subject = text.split('，').nth(1).filter(|_| text.starts_with("面向"));
    if let Some(place) = subject
        .and_then(|subject| PLACE.captures(subject))
        .and_then(|captures| captures.name("place"))
    {
        return Some(place.as_str().to_owned());
    }
    if let Some(place) = PLACE
        .captures(title)
        .and_then(|captures| captures.name("place"))
    {
        return Some(place.as_str().to_owned());
    }
    if let Some(name) = view.title_name() {
        return Some(name.to_owned());
    }
    view.last_name(slice(
        text,
        0,
        text.find(['计', '力', '将', '拟']).unwrap_or(0),
    ))
    .map(|(group, _)| group.name.clone())
}

fn english_target(view: &View<'_>, sentence: &Sentence<'_>, facts: &mut Vec<Fact>) {
    static PROMISE: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"(?P<who>[A-Z][A-Za-z'-]*(?:\s[A-Z][A-Za-z'-]*)*|It|The company)(?: said it)?(?: also)? (?:will|aims to|targets|plans to|expects to|intends to|wants to) (?P<what>[^.;]*?)\s?(?:by|in) (?:the end of |fiscal )?(?P<year>20[0-9]{2})",
        )
    });
    let text = sentence.text;
    for captures in PROMISE.captures_iter(text) {
        let (Some(what), Some(year)) = (captures.name("what"), captures.name("year")) else {
            continue;
        };
        let Some(by) = year
            .as_str()
            .parse()
            .ok()
            .and_then(PartialDate::year)
            .filter(|by| ahead(view, *by))
        else {
            continue;
        };
        let words = what.as_str();
        // A building is not a promise of a figure.
        let rate = capacities(words).into_iter().last().map(|found| {
            let per = found
                .value
                .per
                .map_or(String::new(), |per| format!("/{}", per.name()));
            (
                found.start,
                Quantity::exact(found.value.quantity, format!("{}{per}", found.value.unit)),
            )
        });
        let value = rate.or_else(|| {
            quantities(words)
                .into_iter()
                .last()
                .map(|found| (found.start, found.value))
        });
        let Some((_, value)) = value else { continue };
        let who = captures
            .name("who")
            .map(|who| who.as_str())
            .filter(|who| !["It", "The company"].contains(who))
            .map(str::to_owned);
        let who = who.or_else(|| {
            let before = view
                .sentences
                .iter()
                .filter(|other| other.start <= sentence.start);
            before
                .filter_map(|other| {
                    PROMISE
                        .captures(other.text)
                        .and_then(|captures| captures.name("who"))
                        .map(|who| who.as_str().to_owned())
                })
                .find(|who| !["It", "The company"].contains(&who.as_str()))
        });
        let target = Target {
            who: who.map(|name| Party::named(name, PartyRole::Subject)),
            measure: words.trim().to_owned(),
            value: Some(value),
            by: Some(by),
            outcome: None,
        };
        facts.push(view.said(sentence, 70, Body::Target(target)));
    }
}

/// A statement of what came of a promise, to be joined to the target that it tells of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutcomeStatement {
    /// What was promised, in the statement's words.
    pub measure: String,
    /// Kept, missed or moved.
    pub outcome: OutcomeKind,
    /// What was attained, where a number is told.
    pub value: Option<Quantity>,
    /// The value that had been promised, where the statement repeats it: "未达到300亿元的目标".
    pub promised: Option<Quantity>,
    /// The new date of a promise that was moved.
    pub moved_to: Option<PartialDate>,
    /// The bytes of `text` that say it.
    pub start: usize,
    /// The end of those bytes.
    pub end: usize,
}

/// Every statement of an outcome in `text`, sentence by sentence; "推迟至明年" is resolved against `base`.
///
/// A statement is a clause with a word of outcome (提前完成, 未达到, 低于…的目标, 推迟至); its measure and value stand in the clause
/// itself or in the one before it.
pub fn outcomes(text: &str, base: Option<PartialDate>) -> Vec<OutcomeStatement> {
    const WORDS: [(&str, OutcomeKind); 20] = [
        ("提前完成", OutcomeKind::Kept),
        ("超额完成", OutcomeKind::Kept),
        ("按期完成", OutcomeKind::Kept),
        ("如期完成", OutcomeKind::Kept),
        ("已实现", OutcomeKind::Kept),
        ("顺利完成", OutcomeKind::Kept),
        ("目标已完成", OutcomeKind::Kept),
        ("超过预期目标", OutcomeKind::Kept),
        ("未达到", OutcomeKind::Missed),
        ("未能", OutcomeKind::Missed),
        ("未完成", OutcomeKind::Missed),
        ("难以完成", OutcomeKind::Missed),
        ("未达标", OutcomeKind::Missed),
        ("未实现", OutcomeKind::Missed),
        ("推迟至", OutcomeKind::Moved),
        ("推迟到", OutcomeKind::Moved),
        ("延期至", OutcomeKind::Moved),
        ("延后至", OutcomeKind::Moved),
        ("postponed to", OutcomeKind::Moved),
        ("delayed until", OutcomeKind::Moved),
    ];
    static COMPARED: LazyLock<Regex> =
        LazyLock::new(|| regex(r"(?P<side>低于|不及|超过|高于|超出)[^，。；]{1,24}?的?目标"));
    let mut found = Vec::new();
    let mut offset = 0;
    for sentence in text.split_inclusive(['。', '；', '\n']) {
        let base_offset = offset;
        offset += sentence.len();
        let mut clauses: Vec<(usize, &str)> = Vec::new();
        let mut at = 0;
        for clause in sentence.split_inclusive('，') {
            clauses.push((at, clause));
            at += clause.len();
        }
        for (index, &(start, clause)) in clauses.iter().enumerate() {
            let word = WORDS
                .iter()
                .find(|(word, _)| clause.contains(word))
                .map(|&(_, kind)| kind);
            let compared = COMPARED
                .captures(clause)
                .and_then(|captures| captures.name("side"))
                .map(|side| {
                    if matches!(side.as_str(), "低于" | "不及") {
                        OutcomeKind::Missed
                    } else {
                        OutcomeKind::Kept
                    }
                });
            let Some(outcome) = word.or(compared) else {
                continue;
            };
            // The clause that tells what was attained: this one if it names a measure before the word, else the one before.
            let marker = WORDS
                .iter()
                .filter_map(|(word, _)| clause.find(word))
                .chain(COMPARED.find(clause).map(|hit| hit.start()))
                .min()
                .unwrap_or(0);
            let own = slice(clause, 0, marker);
            let teller = if own.chars().count() >= 4 {
                Some((start, own))
            } else {
                index
                    .checked_sub(1)
                    .and_then(|before| clauses.get(before).copied())
            };
            let attained = teller
                .and_then(|(_, words)| values(words.trim_end_matches('，')).into_iter().next());
            let promised = values(slice(clause, marker, clause.len()))
                .into_iter()
                .next()
                .map(|found| found.value);
            let words = teller.map_or("", |(_, words)| words).trim_end_matches('，');
            let measure = match &attained {
                Some(found) => measure(words, found)
                    .map(|(measure, _)| measure)
                    .unwrap_or_default(),
                None => words.trim().to_owned(),
            };
            let moved_to = (outcome == OutcomeKind::Moved)
                .then(|| {
                    dates(slice(clause, marker, clause.len()), base)
                        .first()
                        .map(|date| date.value)
                })
                .flatten();
            let from = base_offset + teller.map_or(start, |(at, _)| at.min(start));
            found.push(OutcomeStatement {
                measure,
                outcome,
                value: attained.map(|found| found.value),
                promised,
                moved_to,
                start: from,
                end: base_offset + start + clause.len(),
            });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<String> {
        outcomes(text, "2025-12".parse().ok())
            .into_iter()
            .map(|one| {
                let number = |quantity: Option<Quantity>| {
                    quantity.map_or("-".to_owned(), |quantity| {
                        quantity.value.normalize().to_string()
                    })
                };
                let moved = one
                    .moved_to
                    .map_or(String::new(), |date| format!(" {date}"));
                format!(
                    "{} {} {} {}{moved}",
                    one.measure,
                    one.outcome.name(),
                    number(one.value),
                    number(one.promised)
                )
            })
            .collect()
    }

    #[test]
    fn outcomes_are_kept_missed_or_moved() {
        assert_eq!(
            told("2023年全市示例产业营业收入为276亿元，未达到300亿元的目标。"),
            ["示例产业营业收入 missed 27600000000 30000000000"]
        );
        assert_eq!(
            told("12英寸晶圆月产能达到11.2万片，提前完成10万片的目标；"),
            ["12英寸晶圆月产能 kept 112000 100000"]
        );
        assert_eq!(
            told("产线通线时间推迟至2027年6月。"),
            ["产线通线时间 moved - - 2027-06"]
        );
        assert_eq!(told("产业规模为60亿元，同比增长5%。"), Vec::<String>::new());
    }
}
