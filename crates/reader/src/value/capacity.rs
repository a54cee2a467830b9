//! Production capacity: how much of what in which period.

use std::sync::LazyLock;

use regex::{Captures, Regex};
use rust_decimal::Decimal;
use xinqiao_record::{Capacity, Per};

use super::memo::{Memo, remembered};
use super::number::{NUMBER, SCALE, number, scale};
use super::pattern::regex;
use super::{Found, head, is_han, slice, tail};

const COUNTER: &str = "平方米|千克|公斤|片|颗|套|只|块|吨|台（套）|台套|台|件|枚|条|支|根|粒|辆|张|米|升|个|GWh|MWh|GW|MW";

static COUNT: LazyLock<Regex> = LazyLock::new(|| {
    regex(&format!(
        r"(?P<number>{NUMBER})\s?(?:余|多)?\s?(?P<scale>{SCALE})?\s?(?:余|多)?(?P<unit>{COUNTER})(?:\s?/\s?(?P<per>年|月|天|日|周|小时))?"
    ))
});

static ENGLISH: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?P<number>[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?)\s(?:(?P<scale>million|billion|thousand)\s)?(?P<product>(?:[A-Za-z0-9/-]+\s){0,3}?)(?P<unit>wafers|devices|chips|units|panels|pieces|modules|packages|substrates|tonnes|tons)\b(?:\s(?:a|per|each|every)\s(?P<per>year|month|week|day|hour)|\s?/\s?(?P<per2>year|month|week|day|hour))?",
    )
});

/// How many 个 are a capacity rather than a number of months, points or sites.
const PIECES: u32 = 1000;

/// The words that say that a figure is a capacity, and its period where they tell one.
const LEADS: [(&str, Option<Per>); 33] = [
    ("年封装能力", Some(Per::Year)),
    ("年封测能力", Some(Per::Year)),
    ("年测试能力", Some(Per::Year)),
    ("年检测", Some(Per::Year)),
    ("年测试", Some(Per::Year)),
    ("年可生产", Some(Per::Year)),
    ("年可产", Some(Per::Year)),
    ("年可封装", Some(Per::Year)),
    ("年处理", Some(Per::Year)),
    ("月封装能力", Some(Per::Month)),
    ("月封装", Some(Per::Month)),
    ("月测试", Some(Per::Month)),
    ("月加工", Some(Per::Month)),
    ("月可生产", Some(Per::Month)),
    ("年产能", Some(Per::Year)),
    ("年产", Some(Per::Year)),
    ("年封装测试", Some(Per::Year)),
    ("年封测", Some(Per::Year)),
    ("年封装", Some(Per::Year)),
    ("年加工", Some(Per::Year)),
    ("年生产", Some(Per::Year)),
    ("年新增", Some(Per::Year)),
    ("月产能", Some(Per::Month)),
    ("月产", Some(Per::Month)),
    ("每月", Some(Per::Month)),
    ("每年", Some(Per::Year)),
    ("日产能", Some(Per::Day)),
    ("日产", Some(Per::Day)),
    ("每天", Some(Per::Day)),
    ("每日", Some(Per::Day)),
    ("每周", Some(Per::Week)),
    ("产能", None),
    ("生产能力", None),
];

/// Every capacity in `text`.
///
/// A count is a capacity when its clause leads in with a word of capacity (年产, 月产能, 每月, 产能), or when it is a rate
/// (片/月). The members of a list share the lead.
pub fn capacities(text: &str) -> Vec<Found<Capacity>> {
    thread_local! {
        static MEMO: Memo<(), Vec<Found<Capacity>>> = const { Memo::new() };
    }
    remembered(&MEMO, text, (), || read_all(text))
}

fn read_all(text: &str) -> Vec<Found<Capacity>> {
    let mut found = Vec::new();
    if text.contains(['产', '每', '/', '封', '测', '工', '处']) {
        chinese(text, &mut found);
    }
    if [
        "wafer",
        "device",
        "chip",
        "unit",
        "panel",
        "piece",
        "module",
        "package",
        "substrate",
        "ton",
    ]
    .iter()
    .any(|word| text.contains(word))
    {
        english(text, &mut found);
    }
    super::quantity::without_overlaps(found)
}

fn chinese(text: &str, found: &mut Vec<Found<Capacity>>) {
    let mut last: Option<(usize, Option<Per>)> = None;
    for captures in COUNT.captures_iter(text) {
        let Some(whole) = captures.get(0) else {
            continue;
        };
        // 5个百分点, 3个月, 2个基地: only a great number counts pieces by 个.
        let of_pieces = captures
            .name("unit")
            .is_none_or(|unit| unit.as_str() != "个")
            || value(&captures).is_some_and(|many| many >= Decimal::from(PIECES));
        if !of_pieces {
            continue;
        }
        let before = slice(text, 0, whole.start());
        let clause = before
            .rsplit(['，', '。', '；', '：', '！', '？', '\n', '\t', '（'])
            .next()
            .unwrap_or(before);
        let lead = LEADS
            .iter()
            .filter_map(|&(word, per)| clause.rfind(word).map(|at| (at, word.len(), per)))
            .max_by_key(|&(at, length, _)| (at + length, length));
        let rate = captures.name("per").and_then(|per| period(per.as_str()));
        // A later member of a list: "压力传感器3500万只、气体传感器500万只".
        let listed = last.filter(|&(end, _)| {
            let between = slice(text, end, whole.start());
            between.chars().count() <= 18
                && !between.contains(['，', '。', '；', '\n'])
                && between.contains(['、', '和', '及', '至', '到'])
        });
        let (per, product_start) = match (lead, listed) {
            // The lead before the member that was read last has done its work.
            (Some((at, ..)), Some((end, per))) if whole.start() - clause.len() + at < end => {
                (rate.or(per), end)
            }
            (Some((at, length, per)), _) => {
                let from = whole.start() - clause.len() + at + length;
                let near = slice(text, from, whole.start());
                if near.chars().count() > 22 {
                    continue;
                }
                // "月产能" after "年产": the nearest lead names the period unless it names none.
                let per = per.or_else(|| period_before(clause.get(..at).unwrap_or("")));
                (rate.or(per), from)
            }
            (None, Some((end, per))) => (rate.or(per), end),
            (None, None) if rate.is_some() => (rate, whole.start()),
            // "从3000片提升至8000片的月产能" and "4万片/月" aside, a bare count is none;
            // a figure that is followed by 产能 is.
            (None, None) => match after_lead(text, whole.end()) {
                Some(per) => (per, whole.start()),
                None => continue,
            },
        };
        let Some(quantity) = value(&captures) else {
            continue;
        };
        // "从3000片提升至8000片": what it was before is no capacity any more.
        let after = head(slice(text, whole.end(), text.len()), 6);
        if matches!(tail(before, 1), "从" | "由")
            && ["提升", "增", "扩", "提高"]
                .iter()
                .any(|verb| after.starts_with(verb))
        {
            last = Some((whole.end(), per));
            continue;
        }
        let unit = captures
            .name("unit")
            .map_or("", |unit| unit.as_str())
            .to_owned();
        let product = product_after(slice(text, whole.end(), text.len()))
            .or_else(|| product_before(slice(text, product_start, whole.start())));
        last = Some((whole.end(), per));
        found.push(Found {
            start: whole.start(),
            end: whole.end(),
            value: Capacity {
                quantity,
                unit,
                product,
                per,
            },
        });
    }
}

fn value(captures: &Captures<'_>) -> Option<Decimal> {
    let word = captures.name("scale").map_or("", |scale| scale.as_str());
    let digits = captures.name("number")?.as_str();
    if word.is_empty()
        && digits.chars().count() < 2
        && !digits.starts_with(|first: char| first.is_ascii_digit())
    {
        return None;
    }
    Some(number(digits)?.checked_mul(scale(word)?)?.normalize())
}

fn period(word: &str) -> Option<Per> {
    Some(match word {
        "年" | "year" => Per::Year,
        "月" | "month" => Per::Month,
        "周" | "week" => Per::Week,
        "日" | "天" | "day" => Per::Day,
        "小时" | "hour" => Per::Hour,
        _ => return None,
    })
}

fn period_before(clause: &str) -> Option<Per> {
    let near = tail(clause, 6);
    if near.ends_with('年') || near.contains("每年") {
        Some(Per::Year)
    } else if near.ends_with('月') || near.contains("每月") {
        Some(Per::Month)
    } else {
        None
    }
}

fn after_lead(text: &str, end: usize) -> Option<Option<Per>> {
    let next = head(slice(text, end, text.len()), 14);
    let next = next
        .split(['，', '。', '；', '、', '\n'])
        .next()
        .unwrap_or("");
    if next.contains("月产能") {
        Some(Some(Per::Month))
    } else if next.contains("年产能") {
        Some(Some(Per::Year))
    } else if next.contains("的产能") || next.contains("产能力") {
        Some(None)
    } else {
        None
    }
}

/// Words that end the name of a product, and words that are none.
const PRODUCT_ENDS: [&str; 17] = [
    "的",
    "产能",
    "生产",
    "能力",
    "规模",
    "项目",
    "以上",
    "左右",
    "封测线",
    "产线",
    "生产线",
    "技术改造",
    "技改",
    "扩产",
    "等",
    "基地",
    "（",
];

/// The name that follows a count: "60万片8英寸碳化硅衬底片的生产规模".
fn product_after(after: &str) -> Option<String> {
    let after = after.trim_start_matches(' ');
    let stop = after
        .find(|next: char| "，。；、：！？）)(（,;\n\t/\"”」".contains(next))
        .unwrap_or(after.len());
    let mut product = after.get(..stop)?;
    for word in PRODUCT_ENDS {
        if let Some(at) = product.find(word) {
            product = product.get(..at)?;
        }
    }
    let product = product.trim();
    let count = product.chars().count();
    let plausible = (2..=24).contains(&count)
        && ![
            "提升", "增加", "增至", "扩", "和", "及", "左右", "以上", "至", "起", "折合", "，",
        ]
        .iter()
        .any(|word| product.starts_with(word));
    plausible.then(|| product.to_owned())
}

/// The name between the lead and the count: "年产探针卡3000套".
fn product_before(between: &str) -> Option<String> {
    let mut product = between.trim();
    for word in [
        "可达",
        "达到",
        "达",
        "约",
        "近",
        "超过",
        "超",
        "将",
        "为",
        "从",
        "不低于",
        "力争",
        "突破",
        "提升至",
        "提高至",
        "每月",
        "每年",
        "逾",
    ] {
        product = product.trim_end_matches(word).trim_end();
    }
    for word in [
        "能力", "、", "和", "及", "各类", "：", ":", "将", "为", "可",
    ] {
        product = product.trim_start_matches(word).trim_start();
    }
    let count = product.chars().count();
    let plausible = (2..=20).contains(&count)
        && product
            .chars()
            .any(|one| is_han(one) || one.is_ascii_alphabetic())
        && !product.contains(['，', '。', '；', '、', '至'])
        && ![
            "提升", "能力", "合计", "目前", "现有", "预计", "由", "合格", "翻番",
        ]
        .iter()
        .any(|word| product.contains(word));
    plausible.then(|| product.to_owned())
}

fn english(text: &str, found: &mut Vec<Found<Capacity>>) {
    for captures in ENGLISH.captures_iter(text) {
        let Some(whole) = captures.get(0) else {
            continue;
        };
        let per = captures
            .name("per")
            .or_else(|| captures.name("per2"))
            .and_then(|per| period(per.as_str()));
        let before = tail(slice(text, 0, whole.start()), 60).to_ascii_lowercase();
        let lead = before.contains("capacity")
            || before.contains("output of")
            || before.contains("rising to");
        if per.is_none() && !lead {
            continue;
        }
        let per = per.or_else(|| {
            let lead = before.rfind("capacity").and_then(|at| before.get(..at))?;
            if lead.ends_with("monthly ") {
                Some(Per::Month)
            } else if lead.ends_with("annual ") || lead.ends_with("yearly ") {
                Some(Per::Year)
            } else {
                None
            }
        });
        let unit = captures.name("unit").map_or("", |unit| unit.as_str());
        let adjective = captures
            .name("product")
            .map_or("", |product| product.as_str())
            .trim();
        let scale_word = captures.name("scale").map_or("", |scale| scale.as_str());
        let Some(quantity) = captures
            .name("number")
            .and_then(|digits| number(digits.as_str()))
            .and_then(|value| value.checked_mul(scale(scale_word)?))
        else {
            continue;
        };
        let product = (!adjective.is_empty()).then(|| format!("{adjective} {unit}"));
        found.push(Found {
            start: whole.start(),
            end: whole.end(),
            value: Capacity {
                quantity: quantity.normalize(),
                unit: unit.to_owned(),
                product,
                per,
            },
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        capacities(text)
            .into_iter()
            .map(|one| {
                let Capacity {
                    quantity,
                    unit,
                    product,
                    per,
                } = one.value;
                format!(
                    "{quantity} {unit} {} {}",
                    product.unwrap_or_default(),
                    per.map_or("", Per::name)
                )
            })
            .collect()
    }

    #[test]
    fn the_period_and_the_product_may_stand_before_or_after() {
        for (text, expected) in [
            (
                "形成年产60万片8英寸衬底片的生产规模",
                vec!["600000 片 8英寸衬底片 year"],
            ),
            (
                "预计年产能可达105万套光机模组。",
                vec!["1050000 套 光机模组 year"],
            ),
            (
                "规划月产能2万片12英寸晶圆",
                vec!["20000 片 12英寸晶圆 month"],
            ),
            ("每月4万片12英寸晶圆", vec!["40000 片 12英寸晶圆 month"]),
            ("年产探针卡3000套", vec!["3000 套 探针卡 year"]),
            (
                "年产压力传感器3500万只、气体传感器500万只的生产能力",
                vec!["35000000 只 压力传感器 year", "5000000 只 气体传感器 year"],
            ),
            ("产能为 15 万片/年", vec!["150000 片  year"]),
            ("月产能从3000片提升至8000片", vec!["8000 片  month"]),
            ("新增产能每月900万颗", vec!["9000000 颗  month"]),
            (
                "a capacity of 14,000 wafers a month",
                vec!["14000 wafers  month"],
            ),
            (
                "process 30,000 300mm wafers per month",
                vec!["30000 wafers 300mm wafers month"],
            ),
            (
                "test 90 million packaged devices per month",
                vec!["90000000 devices packaged devices month"],
            ),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn counts_that_are_no_capacity_are_left_out() {
        for text in [
            "购置设备62台",
            "售出超过1亿颗芯片",
            "发行4,200万股",
            "it bought 300 wafers",
        ] {
            assert_eq!(read(text), Vec::<String>::new(), "{text}");
        }
    }
}
