//! The numbers of a sentence that may be promised: sums, counts, shares, rates, full coverage.

use std::sync::LazyLock;

use regex::Regex;
use rust_decimal::Decimal;
use xinqiao_record::{Currency, Per, Qualifier, Quantity};

use crate::value::number::number;
use crate::value::pattern::regex;
use crate::value::{Found, amounts, capacities, quantities, slice};

/// Every number in order of place; sums of money in the currency's own unit, capacities with their period ("片/月").
pub(super) fn values(text: &str) -> Vec<Found<Quantity>> {
    let mut all: Vec<Found<Quantity>> = amounts(text)
        .into_iter()
        .filter_map(|found| {
            let value: Decimal = found.value.money.units().parse().ok()?;
            let unit = if found.value.money.currency == Currency::Cny {
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
    let rates = capacities(text);
    for mut found in quantities(text) {
        if overlaps(&all, found.start, found.end)
            || matches!(found.value.unit.as_str(), "英寸" | "位" | "年" | "层")
        {
            continue;
        }
        if let Some(per) = rates
            .iter()
            .find(|rate| rate.start <= found.start && found.end <= rate.end)
            .and_then(|rate| rate.value.per)
        {
            found.value.unit = format!("{}/{}", found.value.unit, period(per));
        }
        all.push(found);
    }
    spelled(text, &mut all);
    for one in &mut all {
        lower_end(text, one);
    }
    all.sort_by_key(|found| found.start);
    all
}

fn period(per: Per) -> &'static str {
    match per {
        Per::Year => "年",
        Per::Month => "月",
        Per::Week => "周",
        Per::Day => "天",
        Per::Hour => "小时",
    }
}

fn overlaps(all: &[Found<Quantity>], start: usize, end: usize) -> bool {
    all.iter()
        .any(|known| known.start < end && start < known.end)
}

/// 三条封装线, 全覆盖, 超过四成: counts in words, the share that is all, and shares in tenths.
fn spelled(text: &str, all: &mut Vec<Found<Quantity>>) {
    static SPELLED: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"(?P<count>[两二三四五六七八九十])(?P<unit>条|座|项|所)|(?P<tenths>[一二三四五六七八九])成(?P<half>半)?|(?P<all>全覆盖|全面覆盖)",
        )
    });
    if !text.contains(['条', '座', '项', '所', '覆', '成']) {
        return;
    }
    for captures in SPELLED.captures_iter(text) {
        let Some(whole) = captures.get(0) else {
            continue;
        };
        if overlaps(all, whole.start(), whole.end()) {
            continue;
        }
        if let Some(tenths) = captures.name("tenths") {
            let half = captures.name("half").is_some();
            all.extend(tenth(text, &whole, tenths.as_str(), half));
            continue;
        }
        let value = match (captures.name("count"), captures.name("unit")) {
            (Some(count), Some(unit)) => {
                // 第三条, 十三项: parts of other numbers.
                let lead = slice(text, 0, whole.start());
                if lead.ends_with(|last: char| "第十百千一二三四五六七八九".contains(last))
                {
                    continue;
                }
                let count = if count.as_str() == "两" {
                    "二"
                } else {
                    count.as_str()
                };
                let Some(value) = number(count) else { continue };
                Quantity::exact(value, unit.as_str())
            }
            _ => Quantity::exact(Decimal::from(100), "%"),
        };
        all.push(Found {
            start: whole.start(),
            end: whole.end(),
            value,
        });
    }
}

/// "超过四成", "达到三成半": only behind a word that compares, for 一成不变 and 三成立 are no shares.
fn tenth(
    text: &str,
    whole: &regex::Match<'_>,
    tenths: &str,
    half: bool,
) -> Option<Found<Quantity>> {
    let lead = slice(text, 0, whole.start());
    let after = slice(text, whole.end(), text.len());
    let compares = lead.ends_with(['达', '到', '过', '超', '近', '约', '至', '占', '逾', '于']);
    let word = after.starts_with([
        '立', '为', '果', '本', '功', '员', '长', '品', '熟', '型', '套', '交', '就', '绩', '效',
        '分', '体', '像', '膜', '不',
    ]);
    if !compares || word {
        return None;
    }
    let mut value = number(tenths)?.checked_mul(Decimal::from(10))?;
    if half {
        value += Decimal::from(5);
    }
    Some(Found {
        start: whole.start(),
        end: whole.end(),
        value: Quantity {
            value,
            unit: "%".to_owned(),
            qualifier: crate::value::amount::hedge_before(lead),
        },
    })
}

/// "3—5家": the lower end, at least.
fn lower_end(text: &str, found: &mut Found<Quantity>) {
    static RANGE: LazyLock<Regex> = LazyLock::new(|| {
        regex(r"(?P<low>[0-9]+(?:\.[0-9]+)?)\s?[%％]?\s?(?:—|–|-|~|～|至|到)+\s?$")
    });
    // A rise ("由5%提高到9%") has a word before its 到; the dashes and 至 of a range stand between bare numbers.
    let lead = slice(text, 0, found.start);
    let Some(captures) = RANGE.captures(lead) else {
        return;
    };
    let (Some(whole), Some(low)) = (
        captures.get(0),
        captures.name("low").and_then(|low| number(low.as_str())),
    ) else {
        return;
    };
    if low >= found.value.value || slice(text, 0, whole.start()).ends_with(['由', '从', '.']) {
        return;
    }
    // A scale word stands once, behind the higher end: 1—2万片 holds twenty thousand, which the low end leans on.
    let high = slice(text, found.start, found.end);
    let digits: String = high
        .chars()
        .take_while(|one| one.is_ascii_digit() || *one == '.')
        .collect();
    let Some(factor) = number(&digits)
        .filter(|high| !high.is_zero())
        .and_then(|high| found.value.value.checked_div(high))
    else {
        return;
    };
    if let Some(value) = low.checked_mul(factor) {
        found.value.value = value.normalize();
        found.value.qualifier = Qualifier::AtLeast;
        found.start = whole.start();
    }
}
