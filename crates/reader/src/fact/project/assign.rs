//! Whose a value of a sentence is, when a stage was reached, and what a sum says.

use xinqiao_record::PartialDate;

use super::draft::Money;
use super::mention::before;
use crate::value::stage::{StageMention, Standing};
use crate::value::{Found, head, slice, stages};

/// Whose a value at `start..end` is.
///
/// The last project named before it in the sentence; the next one where the value leads up to it ("总投资10亿元的某项目", "签约的某项目") or
/// nothing was named before; all projects of an enumeration when `shared`; else the project that the text goes on about.
pub(super) fn owners_of(
    text: &str,
    owners: &[(usize, usize, Option<usize>)],
    inherited: Option<usize>,
    start: usize,
    end: usize,
    shared: bool,
) -> Vec<usize> {
    let enclosing = owners
        .iter()
        .position(|&(from, to, _)| from <= start && end <= to && from < to);
    let previous = owners.iter().rposition(|&(_, to, _)| to <= start);
    let next = owners.iter().position(|&(from, _, _)| from >= end);
    let leads = next
        .and_then(|index| owners.get(index))
        .is_some_and(|&(from, _, _)| {
            let between = slice(text, end, from);
            let verb_in_front = invests(text, start)
                && between.chars().count() <= 24
                && between.contains('，')
                && ["建设", "新建", "打造", "投建", "兴建", "扩建", "设立", "建"]
                    .iter()
                    .any(|verb| between.ends_with(verb))
                && !between.contains(['。', '；']);
            verb_in_front
                || between.chars().count() <= 8
                    && (between.contains('的')
                        || between.is_empty()
                        || ["新建", "建设", "打造", "投向", "用于", "投入"]
                            .iter()
                            .any(|verb| between.contains(verb)))
                    && !between.contains(['，', '。', '；'])
        });
    let index = match (enclosing, previous, next) {
        (Some(index), _, _) => index,
        (_, _, Some(next)) if leads => next,
        (_, Some(previous), _) => previous,
        // What stands before a group is still said of the project spoken of.
        (_, None, Some(next))
            if inherited.is_some()
                && owners
                    .get(next)
                    .is_some_and(|&(_, _, owner)| owner.is_none()) =>
        {
            return inherited.into_iter().collect();
        }
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
    let mut all: Vec<usize> = owners
        .get(index)
        .and_then(|&(_, _, owner)| owner)
        .into_iter()
        .collect();
    if shared {
        // The members of an enumeration share what is said of them at its end or before its beginning.
        let joined = |left: usize, right: usize| {
            owners
                .get(left)
                .zip(owners.get(right))
                .is_some_and(|(&(_, to, _), &(from, _, _))| {
                    let between = slice(text, to, from);
                    matches!(
                        between.trim_matches(['”', '“', '」', '「', ' ']),
                        "、" | "和" | "及" | "与" | "以及" | "，以及"
                    )
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

/// Whether the words right before a sum are those of somebody who invests it.
fn invests(text: &str, start: usize) -> bool {
    let lead = before(text, start, 8);
    ["投资", "斥资", "投入", "拿出", "拟投", "将投"]
        .iter()
        .any(|verb| lead.contains(verb))
        && !lead.contains("总投资")
}

/// The date of a stage: in its clause before it, else the last one before it in the sentence, else one close after it.
pub(super) fn date_of(
    text: &str,
    stage: &Found<StageMention>,
    when: &[Found<PartialDate>],
) -> Option<PartialDate> {
    let cut = |at: usize| {
        slice(text, 0, at)
            .rfind(['，', '。', '；', ',', '、', '：'])
            .map_or(0, |at| at + 1)
    };
    let clause = cut(stage.start);
    let mut before = when.iter().rfind(|date| date.end <= stage.start);
    // "2月3日…举行2023年新春集中签约": a bare year between is part of a name.
    if before.is_some_and(|date| date.value.day_number().is_none()) {
        let year = before.map(|date| date.value);
        before = when
            .iter()
            .rfind(|date| {
                date.end <= stage.start
                    && date.value.day_number().is_some()
                    && year.is_some_and(|year| year.agrees_with(date.value))
            })
            .or(before);
    }
    // "2月26日在某市一季度重大项目集中开工仪式上": a quarter that names the ceremony.
    if let Some(quarter) = before.filter(|date| date.value.day_number().is_none())
        && ["重大", "重点", "集中", "项目", "招商"]
            .iter()
            .any(|word| slice(text, quarter.end, text.len()).starts_with(word))
    {
        before = when
            .iter()
            .rfind(|date| date.end <= quarter.start && date.value.day_number().is_some())
            .or(before);
    }
    if let Some(date) = before.filter(|date| date.start + 3 >= clause) {
        return Some(date.value);
    }
    // "计划工期20个月" and a date that another stage word has taken lie between: then it is not this one's.
    if let Some(date) = before {
        let between = slice(text, date.end, stage.start);
        let taken = stages(between).iter().any(|other| {
            other.value.stage != stage.value.stage && between.contains(['，', '、', '；'])
        }) && stage.value.standing == Standing::Planned;
        if !taken {
            return Some(date.value);
        }
    }
    when.iter()
        .find(|date| {
            date.start >= stage.end && date.start - stage.end <= 36 && {
                let between = slice(text, stage.end, date.start);
                !between.contains(['，', '。', '；'])
                    || between.contains("日期")
                    || between.contains("时间")
            }
        })
        .map(|date| date.value)
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

/// Whether the words before a yearly sum speak of what a firm has sold, not of what a project is to yield.
fn tells_the_past(text: &str, start: usize) -> bool {
    let lead = before(text, start, 30);
    let has = |words: &[&str]| words.iter().any(|word| lead.contains(word));
    has(&[
        "去年",
        "上年",
        "上一年",
        "前年",
        "已在",
        "已达",
        "已超",
        "累计",
        "同比",
    ]) && !has(&["达产", "投产后", "建成", "预计", "可实现", "有望", "将"])
}

/// What a sum at `start..end` of the sentence says, by the words around it.
pub(super) fn says(text: &str, start: usize, end: usize) -> Says {
    let lead = before(text, start, 18);
    let lead = lead
        .rsplit(['，', '。', '；', '：', '（', '、', '('])
        .next()
        .unwrap_or(lead);
    let after = head(slice(text, end, text.len()), 8);
    let phases = ["一期", "二期", "三期", "首期"];
    let of_phase = phases.iter().any(|word| lead.contains(word))
        && ![
            "设备",
            "固定资产",
            "固投",
            "流动资金",
            "已完成",
            "配套",
            "首批",
        ]
        .iter()
        .any(|word| lead.contains(word));
    let part = [
        "一期",
        "二期",
        "三期",
        "首期",
        "每期",
        "其中",
        "设备",
        "固定资产",
        "固投",
        "流动资金",
        "已完成",
        "新增",
        "配套",
        "首批",
    ]
    .iter()
    .any(|word| lead.contains(word));
    let last = |list: &[&str]| {
        list.iter()
            .filter_map(|word| lead.rfind(word).map(|at| at + word.len()))
            .max()
    };
    let output = last(&["产值", "营收", "收入", "销售", "产出", "营业额", "年产出"]);
    let tax = last(&["税"]);
    let invested = last(&[
        "投资",
        "斥资",
        "投入",
        "投建",
        "造价",
        "投资额",
        "总投",
        "耗资",
        "拟投",
        "将投",
        "先投",
        "再投",
        "共投",
        "砸下",
        "砸了",
        "豪掷",
        "掷下",
        "投下",
        "计划投",
        "准备投",
        "投了",
        "拿出",
        "豪掷",
        "占了",
        "总盘子",
        "花了",
    ]);
    let other = last(&[
        "注册资本",
        "融资",
        "募资",
        "募集",
        "估值",
        "市值",
        "贷款",
        "补贴",
        "奖励",
        "资助",
        "利润",
        "作价",
        "收购",
        "基金",
        "债",
        "超募",
        "资金",
        "拨款",
        "产业规模",
        "销售额",
    ])
    .filter(|_| !lead.contains("销售额"));
    let other = other.filter(|_| !lead.contains("投资金额"));
    let best = [(output, 0), (tax, 1), (invested, 2), (other, 3)]
        .into_iter()
        .filter_map(|(at, kind)| at.map(|at| (at, kind)))
        .max();
    match best {
        Some((_, 0)) if tells_the_past(text, start) => Says::Other,
        Some((_, 0)) => Says::Output,
        Some((_, 1)) => Says::Tax,
        Some((_, 2)) => {
            let spent = ["完成投资", "实际投", "累计投", "实际到位"]
                .iter()
                .any(|word| lead.contains(word));
            let total = lead.contains("总投")
                || lead.contains("投资总")
                || lead.contains("计划投资")
                || lead.contains("投资额");
            let kind = match (part, total) {
                (true, false) if of_phase => Money::Phase,
                (true, false) => Money::Part,
                (true, true)
                    if lead.contains("一期") || lead.contains("二期") && !lead.contains("基地") =>
                {
                    Money::Phase
                }
                (_, true) => Money::Total,
                _ if spent => Money::Spent,
                _ => Money::Invested,
            };
            Says::Investment(kind)
        }
        Some(_) => Says::Other,
        None if ["超募资金", "募集资金", "自有资金", "自筹资金"]
            .iter()
            .any(|word| after.starts_with(word))
            && (lead.contains("使用") || lead.contains("投入")) =>
        {
            Says::Investment(Money::Invested)
        }
        None if after.starts_with("的税") || after.starts_with("税") => Says::Tax,
        None if after.starts_with("的项目") => Says::Investment(Money::Total),
        // 其中6.35亿元投向某项目: what is raised for it.
        None if after.starts_with("投向") || after.starts_with("用于") => {
            Says::Investment(Money::Invested)
        }
        None if after.starts_with("投资")
            || after.starts_with("的投资")
            || after.starts_with("大单") =>
        {
            Says::Investment(Money::Invested)
        }
        None => Says::Other,
    }
}
