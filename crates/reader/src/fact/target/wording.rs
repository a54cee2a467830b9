//! The words of targets: what aims, what looks back, what only comments.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, Match};
use regex::Regex;

use crate::fact::view::without_marks;
use crate::value::pattern::{regex, words};
use crate::value::slice;

/// What says that a clause states an aim.
pub(super) static AIMS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    words([
        "力争",
        "目标",
        "展望",
        "确保",
        "争取",
        "规划",
        "提出",
        "承诺",
        "计划",
        "拟",
        "将",
        "打算",
        "要达到",
        "喊出",
        "喊话",
        "立下",
        "定下",
        "许下",
        "放话",
        "预计到20",
        "预计到 20",
        "年底前",
        "底前",
        "年前",
        "三年内",
        "五年内",
        "三年时间",
        "五”末",
        "五”期末",
        "到20",
        "到 20",
        "至20",
        "到二〇",
        "到年底",
        "到今年底",
        "模拟",
        "虚拟",
        "比拟",
        "拟合",
        "将近",
    ])
});
/// Words that hold a word of [`AIMS`] and say nothing of an aim.
pub(super) const LOOK_ALIKE: [&str; 5] = ["模拟", "虚拟", "比拟", "拟合", "将近"];

/// Where `text` states an aim.
pub(super) fn aims_in(text: &str) -> impl Iterator<Item = Match> {
    AIMS.find_iter(text)
        .filter(move |hit| !LOOK_ALIKE.contains(&slice(text, hit.start(), hit.end())))
}
/// What says that a clause tells the state of things.
pub(super) const PAST: &[&str] = &[
    "截至",
    "截止",
    "目前",
    "现有",
    "已建",
    "已集聚",
    "已形成",
    "已达",
    "已有",
    "已完成",
    "已累计",
    "“十三五”期间",
    "“十三五”时期",
    "去年",
    "近年来",
    "同比",
    "上年",
    "此前",
    "原定",
    "难以完成",
    "为目标",
    "目标的",
    "按期完成",
    "超过预期",
    "未能",
    "建成了",
    "达到了",
    "实现了",
    "相当于目标",
    "未达到",
    "提前完成",
    "号称",
];
/// Clauses of support, budgets and expectations: no aims.
pub(super) const SUPPORT: &[&str] = &[
    "给予",
    "补助",
    "奖励",
    "补贴",
    "贴息",
    "资助",
    "最高不超过",
    "施行",
    "有效期",
    "责任单位",
    "牵头单位",
    "市场研究",
    "不超过人民币",
    "财政",
    "专项资金",
    "预测",
    "机构认为",
    "分析师",
    "复合增长率",
    "据测算",
];
/// Words of [`SUPPORT`] that also comment on an aim which somebody set: "…目标提到30亿欧元，分析师不太信".
pub(super) const COMMENTS: [&str; 3] = ["分析师", "预测", "机构认为"];
/// Words of a measure that is a building's or a budget's figure, not an aim.
pub(super) const NO_MEASURE: &[&str] = &[
    "总投资",
    "占地",
    "用地面积",
    "规划用地",
    "计划投资",
    "投资额",
    "首期",
    "合同",
    "补",
    "资金",
    "项目代码",
    "字号",
    "市值",
    "募",
    "发行",
    "总额约",
];

/// Whether a line is an item of a list: "1.…", "（二）…", "一是…", "——…".
pub(super) fn numbered(text: &str) -> bool {
    static ITEM: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"^(?:[0-9]{1,2}[.、．)）]|[（(][0-9一二三四五六七八九十]{1,3}[）)]|[一二三四五六七八九十]是|第[一二三四五六七八九十]|[①-⑩]|[—\-·●•])",
        )
    });
    ITEM.is_match(text)
}

/// Whether a line is a heading of the first rank: "一、…".
pub(super) fn top_numbered(text: &str) -> bool {
    let rest = text.trim_start_matches(|one: char| "一二三四五六七八九十".contains(one));
    rest.len() < text.len() && rest.starts_with('、')
}

/// Whether a heading says that the state of things is told behind it, and no aim with it.
pub(super) fn tells_state(heading: &str) -> bool {
    const STATE: [&str; 9] = [
        "发展基础",
        "基础与",
        "基础和",
        "现状",
        "形势",
        "背景",
        "回顾",
        "基本情况",
        "取得的成效",
    ];
    const AIM: [&str; 8] = [
        "目标", "任务", "规划", "计划", "举措", "措施", "夯实", "要求",
    ];
    STATE.iter().any(|word| heading.contains(word))
        && !AIM.iter().any(|word| heading.contains(word))
}

/// "力争2028年把月产能做到25万片": an output is to be raised, which is more than what a plant is built for.
pub(super) fn raises(text: &str) -> bool {
    static RAISE: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"(?:力争|争取|确保|目标是?)[到在]?\s?20[0-9]{2}\s?年[^，；。]{0,16}?(?:做到|提升至|提升到|提高至|提高到|增至|增加到|扩大至|扩大到)",
        )
    });
    text.contains("20") && RAISE.is_match(text)
}

/// Whether an aim is set as a number: "全年营收目标定为150亿元", "2027年营收目标从25亿提到了30亿", "出货目标为5万颗".
pub(super) fn sets_aim(text: &str) -> bool {
    static SETS: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"(?:营收|营业收入|收入|产值|销售额|销量|出货量?|利润|规模|考核|产量|订单|客户)目标(?:定为|定在|设为|设定为|确定为|调整为|为|是|锁定|瞄准|(?:从|由)[^，。；]{2,16}?(?:提|调|升|降|抬|改))[^，。；]{0,8}?[0-9]",
        )
    });
    text.contains("目标") && SETS.is_match(text)
}

/// The words without what stands between who promises and the verb: 甲半导体周五, 乙公司同时.
pub(super) fn adverbs_off(words: &str) -> &str {
    const ADVERBS: [&str; 20] = [
        "则", "顺手", "同时", "也", "还", "随后", "又", "再次", "顺带", "借机", "同步", "周一",
        "周二", "周三", "周四", "周五", "周六", "周日", "日前", "近日",
    ];
    const SIDES: [&str; 4] = ["买方", "卖方", "收购方", "出让方"];
    let mut words = SIDES
        .iter()
        .find_map(|side| words.strip_prefix(side))
        .unwrap_or(words);
    while let Some(rest) = ADVERBS.iter().find_map(|word| words.strip_suffix(word)) {
        words = rest;
    }
    words
}

/// "确保2022年全行业营业收入达到1000亿元": an aim for what an industry or a place yields, beside which its projects may be told.
pub(super) fn raises_economy(text: &str) -> bool {
    static RAISE: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"(?:力争|争取|确保|目标是?)[到在]?\s?(?:20[0-9]{2}\s?年|全年|今年|年内)[^，；。]{0,16}?(?:收入|产值|营收|规模|增加值|销售额)[^，；。0-9]{0,6}(?:达到|突破|超过|达|完成|实现|不低于)",
        )
    });
    const SURE: [&str; 4] = ["力争", "争取", "确保", "目标"];
    SURE.iter().any(|word| text.contains(word)) && RAISE.is_match(text)
}

/// "全年目标：": the aims of the year of writing, by the place of the words.
pub(super) fn yearly(text: &str) -> Option<(usize, usize)> {
    static YEARLY: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"(?:全年|年度|今年|本年)(?:主要|预期|工作|发展|奋斗)?目标(?:是|为|：|:)|(?:全年|今年|本年)(?:度)?(?:营收|营业收入|收入|产值|销售额|销量|出货量?|利润)目标(?:是|为|定为|定在|设为|锁定|瞄准|：|:)",
        )
    });
    if !text.contains("目标") {
        return None;
    }
    YEARLY.find(text).map(|hit| (hit.start(), hit.end()))
}

/// "推进量产计划，预计2026年推出…": what a maker expects of its own plan is its promise; what others expect of a market is none.
pub(super) fn planned_by_itself(text: &str) -> bool {
    static OWN: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"计划[^。；]{0,6}?预计(?:将)?[在于到]?\s?20[0-9]{2}\s?年(?:[上下]半年|底前|年底|底|前)?(?:将|把|推出|量产|发布|建成|投放|扩产)",
        )
    });
    const OTHERS: [&str; 9] = [
        "预测",
        "机构",
        "分析师",
        "报告",
        "数据显示",
        "咨询",
        "市场",
        "行业",
        "全球需求",
    ];
    text.contains("计划") && !OTHERS.iter().any(|word| text.contains(word)) && OWN.is_match(text)
}

/// Whether words name somebody, and do not only count or describe: 以上公司, 三家的日程.
pub(super) fn names_somebody(name: &str) -> bool {
    const NOBODY: [&str; 8] = [
        "公司", "企业", "双方", "各方", "以上", "三家", "两家", "四家",
    ];
    !NOBODY.contains(&name)
        && !["以上", "三家", "两家", "四家", "多家"]
            .iter()
            .any(|word| name.starts_with(word))
}

/// "某公司：…计划…": in a list of news the name before the colon is whose plans are told.
pub(super) fn speaker(text: &str) -> Option<&str> {
    const NO_NAME: [&str; 20] = [
        "目标", "指标", "任务", "方面", "领域", "环节", "时间", "内容", "来源", "记者", "编辑",
        "其中", "主要", "建设", "发展", "地点", "单位", "部门", "一是", "预计",
    ];
    let (name, rest) = without_marks(text).split_once('：')?;
    let name = name.trim();
    let plain = (2..=10).contains(&name.chars().count())
        && name
            .chars()
            .all(|one| crate::value::is_han(one) || one.is_ascii_alphabetic() || one == ' ')
        && !NO_NAME.iter().any(|word| name.contains(word))
        && !names_a_paper(name)
        && ![
            "规模", "收入", "产值", "业", "额", "量", "率", "步", "说", "称", "表示", "指出",
        ]
        .iter()
        .any(|word| name.ends_with(word));
    (plain && !rest.is_empty()).then_some(name)
}

/// Whether words name the paper that holds a promise and not who makes it.
pub(super) fn names_a_paper(name: &str) -> bool {
    [
        "规划", "纲要", "方案", "意见", "目标", "计划", "要求", "文件", "措施",
    ]
    .iter()
    .any(|word| name.contains(word))
}

/// "…，Northwind 还制定了…计划": a name in Latin letters that does something.
pub(super) fn latin_subject(text: &str) -> Option<&str> {
    static LATIN: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"(?:^|[，,。；])\s?(?P<name>[A-Z][A-Za-z]{2,}(?:\s[A-Z][A-Za-z]+)*)\s?(?:公司)?\s?(?:还|也|已|则|正|计划|将|表示|宣布|拟)",
        )
    });
    if !text.contains(|one: char| one.is_ascii_uppercase()) {
        return None;
    }
    LATIN
        .captures(text)
        .and_then(|captures| captures.name("name"))
        .map(|name| name.as_str())
}

pub(super) fn bracketed(text: &str, at: usize) -> bool {
    let before = slice(text, 0, at);
    before.matches(['（', '(']).count() > before.matches(['）', ')']).count()
}
