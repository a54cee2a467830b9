//! Rounds told in lists, registers and tables, and investments without the name of a round.

use std::sync::LazyLock;

use regex::Regex;
use xinqiao_record::body::{FinancingKind, PartyRole};

use super::parties::{is_total, main_company, names_of, subject};
use super::round::{ROUND, canonical};
use super::{Draft, merge};
use crate::fact::view::{Sentence, View, without_marks};
use crate::value::pattern::regex;
use crate::value::{amounts, dates, slice};

/// A line of a list: company | round | sum | investors, in any order after the company.
pub(super) fn listed(
    view: &View<'_>,
    sentence: &Sentence<'_>,
    drafts: &mut Vec<Draft>,
    current: &mut Option<usize>,
) -> bool {
    let text = without_marks(sentence.text);
    let parts: Vec<&str> = text
        .split(['|', '｜', '\t', '丨'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    if parts.len() < 3 {
        return false;
    }
    let Some(round) = parts.iter().find_map(|part| {
        let hit = ROUND.find(part)?;
        (part.chars().count() <= hit.as_str().chars().count() + 4).then(|| canonical(hit.as_str()))
    }) else {
        return false;
    };
    let Some(name) = parts
        .iter()
        .map(|part| {
            part.trim_start_matches(|one: char| one.is_ascii_digit() || "（）().、 ".contains(one))
                .trim_matches(|one: char| "「」“”*".contains(one))
        })
        .find(|part| {
            part.chars().count() >= 2
                && ROUND.find(part).is_none()
                && amounts(part).is_empty()
                && dates(part, view.base).is_empty()
        })
    else {
        return false;
    };
    let mut draft = Draft {
        kind: FinancingKind::Round,
        company: view.full_name(name),
        round: Some(round),
        amount: parts
            .iter()
            .find_map(|part| amounts(part).first().map(|found| found.value)),
        date: parts
            .iter()
            .find_map(|part| dates(part, view.base).first().map(|found| found.value)),
        start: sentence.start,
        end: sentence.start + sentence.text.len(),
        certain: true,
        ..Draft::default()
    };
    let marked = parts.iter().find(|part| {
        ["投资方", "投资机构", "投资人"]
            .iter()
            .any(|mark| part.starts_with(mark))
    });
    let list = marked
        .map(|part| part.split(['：', ':']).nth(1).unwrap_or(""))
        .or_else(|| {
            parts
                .iter()
                .rfind(|part| {
                    !part.contains(name)
                        && ROUND.find(part).is_none()
                        && amounts(part).is_empty()
                        && dates(part, view.base).is_empty()
                })
                .copied()
        });
    if let Some(list) = list {
        names_of(view, list, |name| draft.investor(name, PartyRole::Investor));
    }
    *current = Some(merge(drafts, draft));
    true
}

/// A change in the company register: new shareholders.
pub(super) fn registered(
    view: &View<'_>,
    sentence: &Sentence<'_>,
    drafts: &mut Vec<Draft>,
) -> bool {
    static NEW: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"新增(?:股东|投资人)(?:为|包括|有|：)?(?P<list>[^，。；]{2,100})|(?:股东|投资人)新增(?:了)?(?P<list2>[^，。；]{2,100})|新增(?P<list3>[^，。；]{2,100}?)(?:等)?为(?:公司|新)?股东|(?P<list4>[^，。；]{2,60}?)(?:成为|新晋|入列)(?:公司)?(?:新)?股东",
        )
    });
    let text = sentence.text;
    if !text.contains("股东") && !text.contains("工商变更") {
        return false;
    }
    let changed =
        text.contains("工商变更") || text.contains("变更登记") || text.contains("工商信息");
    let Some(captures) = NEW.captures(text).filter(|_| changed) else {
        return false;
    };
    let at = [
        "发生工商变更",
        "发生工商",
        "完成工商变更",
        "工商变更",
        "变更登记",
        "新增",
    ]
    .iter()
    .filter_map(|word| text.find(word))
    .min()
    .unwrap_or(0);
    let Some(company) = subject(view, slice(text, 0, at)).or_else(|| main_company(view)) else {
        return false;
    };
    let mut draft = Draft {
        kind: FinancingKind::Round,
        company,
        round: Some("工商变更".to_owned()),
        date: dates(text, view.base).first().map(|found| found.value),
        start: sentence.start,
        end: sentence.start + text.len(),
        certain: true,
        ..Draft::default()
    };
    let list = ["list", "list2", "list3", "list4"]
        .iter()
        .find_map(|name| captures.name(name));
    if let Some(list) = list {
        names_of(view, list.as_str(), |name| {
            draft.investor(name, PartyRole::Investor)
        });
    }
    merge(drafts, draft);
    true
}

/// "某某获甲资本1亿元投资", "甲5亿元入股某某": an investment without the name of a round.
pub(super) fn bare(
    view: &View<'_>,
    sentence: &Sentence<'_>,
    drafts: &mut Vec<Draft>,
    current: &mut Option<usize>,
) -> bool {
    static GOT: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"(?P<company>[^，。；：]{2,24}?)(?:再)?获(?:得)?(?P<list>[^，。；0-9的]{3,40}?)(?:近|超|约|数)?(?P<sum>[0-9.]+\s?(?:亿|万|千万)[^，。；]{0,4}?元)?(?:的)?(?:独家|联合)?投资(?:[，。；]|$)",
        )
    });
    static SHARE: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"(?P<list>[^，。；：0-9]{2,24}?)(?:拟|以|斥资|出资|宣布)*(?P<sum>[0-9.]+\s?(?:亿|万|千万)[^，。；]{0,4}?元)?(?:战略)?入股(?P<company>[^，。；0-9的]{2,20})",
        )
    });
    let text = sentence.text;
    if ROUND.is_match(text)
        || text.contains("项目")
        || !(text.contains("投资") || text.contains("入股"))
    {
        return false;
    }
    let (captures, round) = match (SHARE.captures(text), GOT.captures(text)) {
        (Some(captures), _) => (captures, Some("入股".to_owned())),
        (None, Some(captures)) if captures.name("sum").is_some() => (captures, None),
        _ => return false,
    };
    let (Some(name), Some(list)) = (captures.name("company"), captures.name("list")) else {
        return false;
    };
    let lead = slice(text, 0, name.end());
    let company = if round.is_some() {
        Some(view.full_name(name.as_str().trim_matches(['「', '」', '“', '”', ' '])))
    } else {
        subject(view, lead)
    };
    let Some(company) = company else { return false };
    let mut draft = Draft {
        kind: FinancingKind::Round,
        company,
        round,
        amount: captures
            .name("sum")
            .and_then(|_| {
                amounts(text)
                    .into_iter()
                    .find(|sum| !is_total(text, sum.start))
            })
            .map(|sum| sum.value),
        date: dates(text, view.base).first().map(|found| found.value),
        start: sentence.start,
        end: sentence.start + text.len(),
        ..Draft::default()
    };
    names_of(view, list.as_str(), |name| {
        draft.investor(name, PartyRole::Investor)
    });
    if draft.investors.is_empty() {
        return false;
    }
    *current = Some(merge(drafts, draft));
    true
}

/// Tables of rounds: company, round, sum, investors, day.
pub(super) fn tables(view: &View<'_>, drafts: &mut Vec<Draft>) {
    for table in &view.article.tables {
        let column = |names: &[&str]| {
            table
                .header
                .iter()
                .position(|cell| names.iter().any(|name| cell.contains(name)))
        };
        let (Some(company), Some(round)) = (
            column(&["公司", "企业", "项目方", "标的"]),
            column(&["轮次", "轮"]),
        ) else {
            continue;
        };
        let (sum, list, when) = (
            column(&["金额", "融资额"]),
            column(&["投资方", "投资机构", "投资人", "领投"]),
            column(&["日期", "时间"]),
        );
        for row in &table.rows {
            let cell = |at: usize| {
                row.get(at)
                    .map(|cell| cell.trim())
                    .filter(|cell| !cell.is_empty() && *cell != "—" && *cell != "-")
            };
            let (Some(name), Some(step)) = (cell(company), cell(round)) else {
                continue;
            };
            let amount = sum.and_then(|at| {
                let value = cell(at)?;
                amounts(value).first().map(|found| found.value).or_else(|| {
                    let unit = table
                        .header
                        .get(at)?
                        .split(['（', '('])
                        .nth(1)?
                        .trim_end_matches(['）', ')']);
                    amounts(&format!("{value}{unit}"))
                        .first()
                        .map(|found| found.value)
                })
            });
            let mut draft = Draft {
                kind: FinancingKind::Round,
                company: view.full_name(name.trim_matches(['「', '」'])),
                round: Some(canonical(step)),
                amount,
                date: when
                    .and_then(cell)
                    .and_then(|cell| dates(cell, view.base).first().map(|found| found.value)),
                start: table.span.start as usize,
                end: table.span.end as usize,
                certain: true,
                ..Draft::default()
            };
            if let Some(list) = list.and_then(cell) {
                names_of(view, list, |name| draft.investor(name, PartyRole::Investor));
            }
            merge(drafts, draft);
        }
    }
}
