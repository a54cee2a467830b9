//! Numbers with their units: areas, counts, lengths, shares, technical units.

use std::sync::LazyLock;

use regex::Regex;
use xinqiao_record::Quantity;

use super::amount::{hedge_after, hedge_before};
use super::memo::{Memo, remembered};
use super::number::{NUMBER, SCALE, number, scale};
use super::pattern::regex;
use super::{Found, is_han};

/// The units, longest first where one begins another.
pub(crate) const UNITS: &str = "平方公里|平方千米|平方厘米|平方毫米|平方米|平米|立方米|千瓦时|公里|千米|毫米|微米|纳米|厘米|英寸|吋|寸|千克|公斤|公顷|百分点|个百分点|芯片颗|片|颗|套|只|块|吨|台|件|枚|条|支|根|粒|辆|张|家|项|场|所|座|款|户|人次|人|名|种|个|层|亩|平方|平|千伏|伏|安|瓦|赫兹|秒|倍|米|升|万次|次|年";
const TECHNICAL: &str = "µm|μm|um|nm|mm|cm|km|pJ/bit|TB/s|GB/s|Gb/s|Gbps|Tbps|Mbps|GSPS|MSPS|TOPS|TFLOPS|GHz|MHz|kHz|THz|GWh|MWh|kWh|GW|MW|kW|mW|mΩ·cm²|mΩ·mm²|mΩ|kΩ|Ω|kV|mV|µA|mA|µs|μs|ms|ns|ps|fs|dBm|dBi|dB|TB|GB|MB|Gb|Mb|℃|°C|ppm|ppb|m²|㎡|cm²|/cm²|J/cm²|bit|qubits|fps|rpm|wph|WPH|wafers per hour|milliohms|inches|inch|hectares|acres|square metres|square meters|sq m|percentage points|employees|jobs|V|A|W|K|%|％";

static QUANTITY: LazyLock<Regex> = LazyLock::new(|| {
    regex(&format!(
        r"(?P<number>[-−]?(?:{NUMBER}))\s?(?P<more>余|多)?(?P<scale>{SCALE}|\s(?:million|billion|thousand)\s)?(?P<more2>余|多)?\s?(?P<unit>(?:{TECHNICAL})(?:[^A-Za-z0-9Ωµμ²]|$)|{UNITS})"
    ))
});

/// Every number with a unit in `text`, in base units: "60万片" is 600000 of 片. "m²", "㎡", "平方" and "平" are given as 平方米.
pub fn quantities(text: &str) -> Vec<Found<Quantity>> {
    thread_local! {
        static MEMO: Memo<(), Vec<Found<Quantity>>> = const { Memo::new() };
    }
    remembered(&MEMO, text, (), || read_all(text))
}

fn read_all(text: &str) -> Vec<Found<Quantity>> {
    if !text.bytes().any(|byte| byte.is_ascii_digit())
        && !text.contains(['万', '亿', '千', '百', '十'])
    {
        return Vec::new();
    }
    let mut found = Vec::new();
    for captures in QUANTITY.captures_iter(text) {
        let Some(one) = read(text, &captures) else {
            continue;
        };
        found.push(one);
    }
    found
}

fn read(text: &str, captures: &regex::Captures<'_>) -> Option<Found<Quantity>> {
    let digits = captures.name("number")?;
    let group = captures.name("unit")?;
    let mut unit = group.as_str();
    let mut end = group.end();
    if unit.is_empty() {
        return None;
    }
    // The technical alternatives take the character after them along as a word boundary.
    if !is_han(unit.chars().next()?) {
        let technical = TECHNICAL
            .split('|')
            .filter(|word| unit.starts_with(word))
            .max_by_key(|word| word.len())?;
        unit = technical;
        end = group.start() + technical.len();
    }
    let word = captures
        .name("scale")
        .map_or("", |scale| scale.as_str().trim());
    let plain = digits.as_str().replace('−', "-");
    let before = text.get(..digits.start())?;
    // A hyphen after a word or digit is a range or a name, not a sign.
    let (negative, plain) = match plain.strip_prefix('-') {
        Some(rest) => (
            !before.ends_with(|last: char| last.is_alphanumeric()),
            rest.to_owned(),
        ),
        None => (false, plain),
    };
    let spelled = !plain.starts_with(|first: char| first.is_ascii_digit());
    if spelled && (word.is_empty() && plain.chars().count() < 2 || before.ends_with('第')) {
        return None;
    }
    // "2025年" is a date.
    if unit == "年" {
        return None;
    }
    if before.ends_with(|last: char| last.is_ascii_alphanumeric() || last == '.') && !spelled {
        return None;
    }
    let mut value = number(&plain)?.checked_mul(scale(word)?)?;
    if negative {
        value = -value;
    }
    let unit = match unit {
        "m²" | "㎡" | "平方" | "平" | "平米" => "平方米",
        "％" => "%",
        "吋" => "英寸",
        other => other,
    };
    if unit == "平方米"
        && group.as_str() == "平"
        && text
            .get(end..)?
            .starts_with(|next: char| "均台方面板稳".contains(next))
    {
        return None;
    }
    let mut qualifier = hedge_before(before);
    if captures.name("more").is_some() || captures.name("more2").is_some() {
        qualifier = xinqiao_record::Qualifier::Over;
    }
    if let Some((hedge, _)) = hedge_after(text.get(end..)?)
        && qualifier == xinqiao_record::Qualifier::Exact
    {
        qualifier = hedge;
    }
    Some(Found {
        start: digits.start(),
        end,
        value: Quantity {
            value: value.normalize(),
            unit: unit.to_owned(),
            qualifier,
        },
    })
}

/// In order of place; of two that overlap the longer stays, of equally long ones the first.
pub(crate) fn without_overlaps<T>(mut found: Vec<Found<T>>) -> Vec<Found<T>> {
    found.sort_by_key(|one| (one.start, std::cmp::Reverse(one.end)));
    let mut kept: Vec<Found<T>> = Vec::with_capacity(found.len());
    for one in found {
        match kept.last() {
            Some(last) if one.start < last.end => {
                if one.end - one.start > last.end - last.start {
                    kept.pop();
                    kept.push(one);
                }
            }
            _ => kept.push(one),
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_all(text: &str) -> Vec<String> {
        quantities(text)
            .into_iter()
            .map(|one| {
                format!(
                    "{} {} {}",
                    one.value.value,
                    one.value.unit,
                    one.value.qualifier.name()
                )
            })
            .collect()
    }

    #[test]
    fn areas_counts_and_shares_are_read() {
        for (text, expected) in [
            ("占地约100亩", "100 亩 about"),
            ("建筑面积5.1万平方米", "51000 平方米 exact"),
            ("占地达5万平方的园区", "50000 平方米 exact"),
            ("60 万片", "600000 片 exact"),
            ("良率达到92.3%", "92.3 % exact"),
            ("带宽 57.6TB/s 的", "57.6 TB/s exact"),
            ("企业不少于20家", "20 家 at_least"),
            ("12亿颗", "1200000000 颗 exact"),
            ("a gap of 40 nm,", "40 nm exact"),
        ] {
            assert_eq!(read_all(text), [expected], "{text}");
        }
    }

    #[test]
    fn years_ordinals_and_names_are_not_quantities() {
        for text in ["2025年", "第三层", "一个", "型号X12A", "平均"] {
            assert_eq!(read_all(text), Vec::<String>::new(), "{text}");
        }
    }
}
