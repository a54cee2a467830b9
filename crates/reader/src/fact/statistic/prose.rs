//! Figures of trade in running text: a measure, its value, its change.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use regex::Regex;
use rust_decimal::Decimal;
use xinqiao_record::body::{Statistic, StatisticRow};
use xinqiao_record::{Body, Currency};

use crate::fact::Fact;
use crate::fact::view::{Sentence, View};
use crate::value::number::number;
use crate::value::pattern::{regex, words};
use crate::value::{amounts, dates, quantities, slice};

/// Nouns that a statistic measures; one of them ends the words before the value.
static MEASURE: LazyLock<Regex> = LazyLock::new(|| {
    regex(concat!(
        r"(?P<measure>[^，。；：、（）]{0,16}?(?:营业收入|销售收入|主营业务收入|进出口总额|进出口额|进口总额|出口总额|进口量|出口量|固定资产投资|工业投资|完成投资|总产值|进出口|营收|收入|净利润|净亏损|利润总额|毛利率|利润|产值|增加值|产量|销量|出货量|出口额|进口额|出口交货值|出口|进口|销售额|",
        r"产能利用率|利用率|研发投入|研发费用|研发经费|投资额|从业人员|就业人数|企业数量|企业数|占比|比重|份额|市场占有率|规模|税收|订单额|均价|价格|月产能|年产能|产能))",
        r"(?:约|合计|总计|累计|分别|已|同比|就|更是|完成|实现|达到|达|突破|超过|超|为|近|首次|仅|则|至|升至|增至|降至|增长到|提高到|\s)*$",
    ))
});
/// What every measure holds one of; the rest of the text is not looked at with the patterns.
static NOUNS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    words([
        "收入",
        "营收",
        "利润",
        "亏损",
        "毛利率",
        "产值",
        "增加值",
        "产量",
        "销量",
        "出货量",
        "出口",
        "进口",
        "销售额",
        "利用率",
        "研发",
        "投资额",
        "从业人员",
        "就业人数",
        "企业数",
        "占比",
        "比重",
        "份额",
        "占有率",
        "规模",
        "税收",
        "订单额",
        "价",
        "产能",
        "资产投资",
        "工业投资",
        "完成投资",
    ])
});
static CHANGE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(?:左右|以上)?[，,（(]?\s?(?:较[^，。；]{0,8}|比[^，。；]{0,8})?(?P<kind>同比|环比|年均)?(?:实现)?(?P<side>增长|下降|上升|减少|增加|提升|提高|回落|下滑|增|降)(?:了|约|逾|超过?)?\s?(?P<value>[0-9]+(?:\.[0-9]+)?)\s?[%％]",
    )
});
/// Words of aims, of deals and of buildings: their numbers are other facts.
const OTHER: &[&str] = &[
    "力争",
    "目标",
    "预计",
    "计划",
    "到20",
    "将达",
    "有望",
    "达产",
    "投产后",
    "规划",
    "总投资",
    "融资",
    "拟",
    "给予",
    "补助",
    "奖励",
    "估值",
    "收购",
    "市值",
    "建成后",
    "可年产",
    "设计产能",
];

/// Words that make aims of the clauses behind them too: 达产后年产值8亿元，年税收1亿元.
const AIMS: &[&str] = &["预计", "达产", "投产后", "建成后", "有望"];

/// The statistic of a sentence.
pub(super) fn read(view: &View<'_>, sentence: &Sentence<'_>) -> Option<Fact> {
    let text = sentence.text;
    if !text.contains(|one: char| one.is_ascii_digit()) || NOUNS.find(text).is_none() {
        return None;
    }
    let mut values: Vec<(usize, usize, Decimal, String)> = amounts(text)
        .into_iter()
        .filter_map(|found| {
            let unit = if found.value.money.currency == Currency::Cny {
                "元".to_owned()
            } else {
                found.value.money.currency.code().to_owned()
            };
            Some((
                found.start,
                found.end,
                found.value.money.units().parse().ok()?,
                unit,
            ))
        })
        .collect();
    for found in quantities(text) {
        let taken = values
            .iter()
            .any(|value| value.0 < found.end && found.start < value.1);
        if !taken && !matches!(found.value.unit.as_str(), "年" | "英寸" | "纳米" | "nm") {
            values.push((found.start, found.end, found.value.value, found.value.unit));
        }
    }
    values.sort_by_key(|value| value.0);
    let period = super::period::period(text, view.base);
    let mut rows: Vec<StatisticRow> = Vec::new();
    let mut entity: Option<String> = None;
    for (start, end, value, unit) in values {
        let lead = slice(text, 0, start);
        let clause = lead
            .rsplit(['，', '。', '；', '：', '、'])
            .next()
            .unwrap_or(lead);
        let dated = clause.contains(|one: char| one.is_ascii_digit()) && clause.contains('年');
        if OTHER.iter().any(|word| clause.contains(word))
            || !dated && AIMS.iter().any(|word| lead.contains(word))
        {
            continue;
        }
        let after = slice(text, end, text.len());
        let change = CHANGE.captures(after);
        let counted =
            matches!(unit.as_str(), "家" | "人" | "名" | "个" | "项" | "件") && change.is_none();
        let Some(captures) = MEASURE
            .captures(clause)
            .filter(|_| !counted || clause.contains("从业") || clause.contains('数'))
        else {
            continue;
        };
        let words = captures
            .name("measure")
            .map_or("", |measure| measure.as_str());
        let (who, measure) = split(view, words, lead);
        let who = who.or_else(|| entity.clone()).unwrap_or_default();
        if !who.is_empty() {
            entity = Some(who.clone());
        }
        // 该厂月产能5万片: a figure of the works spoken of.
        if measure.chars().count() < 2 || measure.starts_with('该') {
            continue;
        }
        let (mut size, mut kind) = (None, String::new());
        if let Some(change) = &change {
            let down = change.name("side").is_some_and(|side| {
                matches!(side.as_str(), "下降" | "减少" | "回落" | "下滑" | "降")
            });
            size = change
                .name("value")
                .and_then(|size| number(size.as_str()))
                .map(|size| if down { -size } else { size });
            kind = format!(
                "{}增长",
                change.name("kind").map_or("", |kind| kind.as_str())
            );
        }
        rows.push(StatisticRow {
            entity: who.clone(),
            measure: measure.clone(),
            period: period.clone(),
            value: value.normalize(),
            unit: Some(unit),
            change: size,
        });
        if let Some(size) = size {
            rows.push(StatisticRow {
                entity: who,
                measure: format!("{measure}{kind}"),
                period: period.clone(),
                value: size.normalize(),
                unit: Some("%".to_owned()),
                change: None,
            });
        }
    }
    let first = rows.first()?;
    let title = first.measure.clone();
    let changed = rows.iter().any(|row| row.change.is_some());
    Some(view.said(
        sentence,
        if changed { 70 } else { 56 },
        Body::Statistic(Statistic { title, rows }),
    ))
}

/// Whose figure it is, and the measure without it.
fn split(view: &View<'_>, words: &str, lead: &str) -> (Option<String>, String) {
    let mut words = words.trim();
    if let Some(date) = dates(words, "2000-12".parse().ok()).last() {
        words = slice(words, date.end, words.len()).trim_start_matches(['，', '末', '底', '年']);
    }
    words = words
        .trim_start_matches("其中")
        .trim_start_matches("公司")
        .trim();
    // "全省某产业实现营业收入": the subject stands before the verb.
    for verb in ["实现", "完成", "的", "合计"] {
        if let Some(at) = words.rfind(verb) {
            let (who, rest) = (
                slice(words, 0, at).trim_end_matches("合计").trim(),
                slice(words, at + verb.len(), words.len()),
            );
            if rest.chars().count() >= 2 {
                let who = (who.chars().count() >= 2).then(|| view.full_name(who));
                return (who, rest.to_owned());
            }
        }
    }
    for region in [
        "全国", "全省", "全市", "全区", "全县", "我国", "全球", "国内",
    ] {
        if let Some(rest) = words.strip_prefix(region)
            && rest.chars().count() >= 2
        {
            return (Some(region.to_owned()), rest.to_owned());
        }
    }
    let named = view
        .name_at_start(words)
        .map(|(group, length)| (group.name.clone(), length));
    if let Some((name, length)) = named
        && words.len() > length
    {
        return (
            Some(name),
            slice(words, length, words.len())
                .trim_start_matches('的')
                .to_owned(),
        );
    }
    let who = view
        .last_name(lead)
        .map(|(group, _)| group.name.clone())
        .or_else(|| view.title_name().map(str::to_owned));
    (who, words.to_owned())
}
