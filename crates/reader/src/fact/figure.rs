//! Technical figures: what a tool, a device, a material or a process attains.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use xinqiao_record::Body;
use xinqiao_record::body::{Figure, Party, PartyRole};

use super::Fact;
use super::view::{Place, View};
use crate::value::pattern::words;
use crate::value::{quantities, slice, tail};

/// What is measured, in the words of the trade.
const MEASURES: &[&str] = &[
    "良率",
    "套刻精度",
    "线宽",
    "开关比",
    "迁移率",
    "载流子迁移率",
    "带宽",
    "功耗",
    "能效",
    "功率密度",
    "击穿电压",
    "导通电阻",
    "比导通电阻",
    "转换效率",
    "光电转换效率",
    "量子效率",
    "分辨率",
    "精度",
    "对准精度",
    "键合精度",
    "缺陷密度",
    "位错密度",
    "微管密度",
    "厚度",
    "间距",
    "凸点间距",
    "吞吐量",
    "算力",
    "频率",
    "主频",
    "截止频率",
    "响应度",
    "暗电流",
    "信噪比",
    "漏电流",
    "存储密度",
    "延迟",
    "时延",
    "噪声",
    "灵敏度",
    "工作温度",
    "波长",
    "线性度",
    "均匀性",
    "翘曲",
    "纯度",
    "容量",
    "速率",
    "传输速率",
    "增益",
    "输出功率",
    "阈值电压",
    "耐压",
    "国产化率",
    "yield",
    "on-resistance",
    "overlay",
    "throughput",
    "bandwidth",
    "efficiency",
    "defect density",
];

static MATCHER: LazyLock<AhoCorasick> = LazyLock::new(|| words(MEASURES));

/// The figures of one article.
pub(super) fn propose(view: &View<'_>, facts: &mut Vec<Fact>) {
    if view.is_policy {
        return;
    }
    for sentence in view
        .sentences
        .iter()
        .filter(|sentence| sentence.place == Place::Prose)
    {
        let text = sentence.text;
        // The output of a plant is told with the plant.
        if MATCHER.find(text).is_none()
            || ["达产", "总投资", "项目"]
                .iter()
                .any(|word| text.contains(word))
        {
            continue;
        }
        let values = quantities(text);
        let mut from = 0;
        for hit in MATCHER.find_iter(text) {
            if hit.start() < from {
                continue;
            }
            // The value stands right behind its measure: 良率达到92.3%.
            let Some(found) = values.iter().find(|value| value.start >= hit.end()) else {
                break;
            };
            let between = slice(text, hit.end(), found.start);
            let near = between.chars().count() <= 10 && !between.contains(['，', '。', '；', '、']);
            let technical = !matches!(
                found.value.unit.as_str(),
                "家" | "人"
                    | "项"
                    | "个"
                    | "名"
                    | "亩"
                    | "平方米"
                    | "次"
                    | "种"
                    | "倍"
                    | "台"
                    | "件"
            );
            // Aims and changes are no figures attained.
            let lead = tail(slice(text, 0, hit.start()), 14);
            let aim = ["目标", "力争", "计划", "到20", "预计", "将"]
                .iter()
                .any(|word| lead.contains(word) || between.contains(word));
            let change = [
                "同比",
                "增长",
                "下降",
                "提升了",
                "降低",
                "较",
                "提高",
                "以每",
            ]
            .iter()
            .any(|word| between.contains(word));
            if !near || !technical || aim || change {
                continue;
            }
            let clause = slice(text, 0, hit.start());
            let clause = clause
                .rsplit(['，', '。', '；', '：'])
                .next()
                .unwrap_or(clause)
                .trim();
            let technology = clause.trim_end_matches('的').trim();
            let technology = (2..=40)
                .contains(&technology.chars().count())
                .then(|| technology.to_owned());
            let organization = view
                .last_name(slice(text, 0, hit.start()))
                .map(|(group, _)| Party::named(group.name.clone(), PartyRole::Subject));
            let figure = Figure {
                technology,
                measure: slice(text, hit.start(), hit.end()).to_owned(),
                value: found.value.clone(),
                organization,
                date: None,
            };
            let confidence = if figure.technology.is_some() { 66 } else { 55 };
            facts.push(view.said(sentence, confidence, Body::Figure(figure)));
            from = found.end;
        }
    }
}
