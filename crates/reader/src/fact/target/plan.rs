//! What the document says of itself as a plan, and its tables of indicators.

use std::sync::LazyLock;

use regex::Regex;
use xinqiao_record::body::{Party, PartyRole, Table, Target};
use xinqiao_record::{Body, PartialDate};

use super::ahead;
use super::numbers::values;
use crate::fact::Fact;
use crate::fact::view::View;
use crate::value::pattern::regex;
use crate::value::{dates, head, slice, tail};

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
        let formal = view.is_policy
            || RANGE.is_match(title)
            || !news
                && (name.contains("关于印发")
                    || [
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
                    ]
                    .iter()
                    .any(|kind| {
                        name.ends_with(kind)
                            || ending.contains(&format!("{kind}（"))
                            || ending.contains(&format!("{kind}》"))
                    }));
        let ends = RANGE
            .captures_iter(title)
            .last()
            .or_else(|| {
                if formal {
                    RANGE.captures(head(view.text, 300))
                } else {
                    None
                }
            })
            .and_then(|captures| captures.name("end"))
            .and_then(|end| end.as_str().parse().ok())
            .and_then(PartialDate::year)
            .or_else(|| {
                (formal && title.contains("十四五"))
                    .then(|| PartialDate::year(2025))
                    .flatten()
            })
            .or_else(|| {
                (formal && title.contains("十五五"))
                    .then(|| PartialDate::year(2030))
                    .flatten()
            });
        let about = ["计划", "规划", "目标", "战略", "方案", "路线图"]
            .iter()
            .any(|word| title.contains(word));
        Plan {
            formal,
            about,
            ends,
            who: promiser(view, title, formal),
        }
    }
}

static PLACE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(?:[一二三四五六七八九十]+、)?(?P<place>\p{Han}{2,10}?(?:省|市|自治区|新区|开发区|高新区|经开区|自治州|区|县))",
    )
});

/// The region, office or company that the headline or the head of the document names.
fn promiser(view: &View<'_>, title: &str, formal: bool) -> Option<String> {
    let place = |text: &str| {
        PLACE
            .captures(text.trim_start_matches(['《', '#', ' ', '关', '于', '印', '发']))
            .and_then(|captures| captures.name("place"))
            .map(|place| place.as_str().to_owned())
    };
    place(title)
        .or_else(|| view.title_name().map(str::to_owned))
        .or_else(|| if formal { None } else { title_subject(title) })
        .or_else(|| {
            head(view.text, 400)
                .lines()
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
        .filter(|&(_, date)| ahead(view, date))
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
