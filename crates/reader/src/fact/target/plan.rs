//! What the document says of itself as a plan, and its tables of indicators.

use std::sync::LazyLock;

use regex::Regex;
use xinqiao_record::body::{Party, PartyRole, Table, Target};
use xinqiao_record::{Body, PartialDate};

use super::ahead;
use super::numbers::values;
use crate::fact::Fact;
use crate::fact::policy::TITLED;
use crate::fact::view::{Place, View, without_marks};
use crate::value::pattern::regex;
use crate::value::{dates, head, places, slice, tail};

/// Words that end the title of a plan.
const KINDS: [&str; 14] = [
    "规划",
    "行动方案",
    "行动计划",
    "实施方案",
    "纲要",
    "措施",
    "意见",
    "工作方案",
    "三年计划",
    "若干政策",
    "举措",
    "工作要点",
    "发展目标",
    "主要目标",
];
/// The five-year plans by their short names, and their last years.
pub(super) const FIVE_YEAR: [(&str, i16); 6] = [
    ("十一五", 2010),
    ("十二五", 2015),
    ("十三五", 2020),
    ("十四五", 2025),
    ("十五五", 2030),
    ("十六五", 2035),
];

/// What is known of the document as a plan.
pub(super) struct Plan {
    /// A plan printed in full: what it tells without a year is due at its end.
    pub(super) formal: bool,
    /// News about a plan.
    pub(super) about: bool,
    /// The year in which it ends.
    pub(super) ends: Option<PartialDate>,
    /// Who promises when a sentence does not say.
    pub(super) who: Option<String>,
    /// The day after which promises lie: the article's, or the one on which the plan that it retells was issued.
    pub(super) base: Option<PartialDate>,
}

/// A plan that an article retells, as its first sentences introduce it.
struct Retold<'t> {
    /// When it was issued.
    when: PartialDate,
    /// Who issued it.
    issuer: &'t str,
    /// Whether the article bears its name: then all it says is the plan's.
    own: bool,
}

/// "某市政府2022年7月印发《…规划》": the plan was new on that day, not on the day of a digest that tells of it years later.
fn retold<'t>(view: &View<'t>, title: &str) -> Option<Retold<'t>> {
    const ISSUED: [&str; 6] = ["印发", "发布", "公布", "出台", "下发", "颁布"];
    if view.is_policy {
        return None;
    }
    let plain = |one: char| one.is_whitespace() || "，、于在已".contains(one);
    let bears = title.rsplit('：').next().unwrap_or(title);
    let bears_plan = KINDS.iter().any(|kind| bears.ends_with(kind));
    view.sentences
        .iter()
        .filter(|sentence| sentence.place == Place::Prose)
        .take(3)
        .find_map(|sentence| {
            let text = without_marks(sentence.text);
            let (at, verb) = ISSUED
                .iter()
                .filter_map(|verb| text.find(verb).map(|at| (at, *verb)))
                .min()?;
            let lead = slice(text, 0, at);
            let date = dates(lead, view.base).pop()?;
            let before = slice(lead, 0, date.start).trim_matches(plain);
            let behind = slice(lead, date.end, lead.len())
                .trim_end_matches("正式")
                .trim_end_matches("联合")
                .trim_matches(plain);
            let issuer = if before.is_empty() { behind } else { before };
            let alone = before.is_empty() || behind.is_empty();
            let over = view
                .base
                .is_none_or(|base| date.value.last_day() <= base.last_day());
            if !alone
                || !over
                || !(2..=30).contains(&issuer.chars().count())
                || issuer.contains(['，', '。', '；', '：', '《'])
            {
                return None;
            }
            let rest = slice(text, at + verb.len(), text.len()).trim_start_matches('了');
            let named = TITLED
                .captures(rest)
                .filter(|captures| captures.get(0).is_some_and(|hit| hit.start() == 0))
                .and_then(|captures| captures.name("title"))
                .map(|name| name.as_str().trim_start_matches("关于"));
            let (own, told) = match named {
                Some(name) => (
                    bears_plan && (name.contains(bears) || bears.contains(name)),
                    // A plan that begins with another one is not its retelling.
                    !bears_plan
                        && KINDS.iter().any(|kind| name.contains(kind))
                        && view.sentences.len() <= 12,
                ),
                None => {
                    let ends = rest.is_empty() || rest.starts_with(['。', '，', '；']);
                    (bears_plan && ends, false)
                }
            };
            (own || told).then_some(Retold {
                when: date.value,
                issuer,
                own,
            })
        })
}

impl Plan {
    pub(super) fn of(view: &View<'_>) -> Plan {
        static RANGE: LazyLock<Regex> = LazyLock::new(|| {
            regex(r"20[0-9]{2}\s?年?\s?(?:—|–|-|~|～|至|到)+\s?(?P<end>20[0-9]{2})\s?年?")
        });
        let title = view.title.text.trim_start_matches(['#', ' ']);
        let name = title
            .trim_end_matches("（示例）")
            .trim_end_matches("（摘）")
            .trim_end_matches("（节选）");
        let ending = tail(name, 24);
        let news = ["公布", "发布", "提出", "宣布", "解读", "出炉", "：", "启动"]
            .iter()
            .any(|word| name.contains(word))
            && !name.contains("关于");
        let retold = retold(view, title);
        let base = retold.as_ref().map_or(view.base, |plan| Some(plan.when));
        let formal = view.is_policy
            || retold.as_ref().is_some_and(|plan| plan.own)
            || RANGE.is_match(title)
            || !news
                && (name.contains("关于印发")
                    || KINDS.iter().any(|kind| {
                        name.ends_with(kind)
                            || ending.contains(&format!("{kind}（"))
                            || ending.contains(&format!("{kind}》"))
                    }));
        let ends = RANGE
            .captures_iter(title)
            .last()
            .or_else(|| {
                // The head of a digest tells of other plans than the one retold in it.
                if formal && retold.is_none() {
                    RANGE.captures(head(view.text, 300))
                } else {
                    None
                }
            })
            .and_then(|captures| captures.name("end"))
            .and_then(|end| end.as_str().parse().ok())
            .and_then(PartialDate::year)
            .or_else(|| {
                FIVE_YEAR
                    .iter()
                    .find(|(name, _)| formal && title.contains(name))
                    .and_then(|&(_, year)| PartialDate::year(year))
                    .filter(|end| ahead(base, *end))
            });
        let about = retold.is_some()
            || ["计划", "规划", "目标", "战略", "方案", "路线图"]
                .iter()
                .any(|word| title.contains(word));
        Plan {
            formal,
            about,
            ends,
            who: promiser(view, title, formal, retold.as_ref()),
            base,
        }
    }
}

static PLACE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(?:[一二三四五六七八九十]+、)?(?P<place>\p{Han}{2,10}?(?:省|市|自治区|新区|开发区|高新区|经开区|自治州|区|县))",
    )
});

/// The region, office or company that the headline or the head of the document names.
fn promiser(
    view: &View<'_>,
    title: &str,
    formal: bool,
    retold: Option<&Retold<'_>>,
) -> Option<String> {
    let place = |text: &str| {
        PLACE
            .captures(text.trim_start_matches(['《', '#', ' ', '关', '于', '印', '发']))
            .and_then(|captures| captures.name("place"))
            .map(|place| place.as_str().to_owned())
    };
    // "某地：促进…的意见": the short name of a place before the colon.
    let short = || {
        let (name, _) = title.split_once('：')?;
        ((2..=8).contains(&name.chars().count()) && !places(name).is_empty())
            .then(|| name.to_owned())
    };
    // In the news the head of the document tells who "全市" is, and nothing of anybody else.
    let whole = formal || {
        let article = view.article.span.of(view.text).unwrap_or("");
        [
            "全市", "全省", "全区", "全县", "我市", "我省", "我区", "我县",
        ]
        .iter()
        .any(|word| article.contains(word))
    };
    place(title)
        .or_else(|| {
            let plan = retold?;
            short().or_else(|| plan.own.then(|| plan.issuer.to_owned()))
        })
        .or_else(|| view.title_name().map(str::to_owned))
        .or_else(|| if formal { None } else { title_subject(title) })
        .or_else(|| {
            head(view.text, 400)
                .lines()
                .filter(|_| whole)
                .find_map(|line| place(line.trim()))
        })
}

/// The words of a headline before its verb: 某某公布…, 某某提出….
fn title_subject(title: &str) -> Option<String> {
    let at = [
        "公布", "提出", "发布", "制定", "计划", "宣布", "拟", "将", "启动", "出台", "承诺", "目标",
    ]
    .iter()
    .filter_map(|verb| title.find(verb))
    .min()?;
    let name =
        slice(title, 0, at).trim_matches(|one: char| one.is_whitespace() || "，：".contains(one));
    ((2..=12).contains(&name.chars().count()) && !name.contains(['，', '：', '“', '的']))
        .then(|| name.to_owned())
}

/// A table of indicators: a column per year, the future ones are targets.
pub(super) fn indicators(view: &View<'_>, plan: &Plan, table: &Table, facts: &mut Vec<Fact>) {
    let when: Vec<(usize, PartialDate)> = table
        .header
        .iter()
        .enumerate()
        .filter_map(|(at, cell)| dates(cell, view.base).first().map(|date| (at, date.value)))
        .filter(|&(_, date)| ahead(plan.base, date))
        .collect();
    let aimed = plan.formal || table.header.iter().any(|cell| cell.contains("目标"));
    if when.is_empty() || !aimed {
        return;
    }
    let column = |names: &[&str]| {
        table
            .header
            .iter()
            .position(|cell| names.iter().any(|name| cell.contains(name)))
    };
    let name = column(&["指标", "名称", "内容"]).unwrap_or(0);
    let unit = column(&["单位"]);
    for row in &table.rows {
        let Some(label) = row
            .get(name)
            .map(|cell| cell.trim())
            .filter(|cell| !cell.is_empty())
        else {
            continue;
        };
        let own_unit = unit.and_then(|at| row.get(at)).map_or_else(
            || {
                label
                    .split(['（', '('])
                    .nth(1)
                    .unwrap_or("")
                    .trim_end_matches(['）', ')'])
            },
            |cell| cell.trim(),
        );
        for &(at, by) in &when {
            let Some(cell) = row.get(at).map(|cell| cell.trim()) else {
                continue;
            };
            let text = if values(cell).is_empty() {
                format!(
                    "{}{own_unit}",
                    cell.trim_start_matches(['≥', '>', '≤', '<'])
                )
            } else {
                cell.to_owned()
            };
            let Some(value) = values(&text).into_iter().next_back() else {
                continue;
            };
            let target = Target {
                who: plan
                    .who
                    .clone()
                    .map(|name| Party::named(name, PartyRole::Subject)),
                measure: label.split(['（', '(']).next().unwrap_or(label).to_owned(),
                value: Some(value.value),
                by: Some(by),
                outcome: None,
            };
            facts.push(view.fact(
                table.span.start as usize,
                table.span.end as usize,
                88,
                Body::Target(target),
            ));
        }
    }
}
