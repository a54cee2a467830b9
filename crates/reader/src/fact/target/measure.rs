//! What a number measures, as a noun phrase that a person can read.

use std::sync::LazyLock;

use regex::Regex;

use crate::value::pattern::regex;
use crate::value::{dates, slice};

/// Verbs of attaining: they stand between a measure and its value and belong to neither.
const ATTAIN: &[&str] = &[
    "力争达到",
    "力争突破",
    "力争实现",
    "推进到",
    "做大到",
    "做到",
    "冲刺",
    "要有",
    "突破",
    "达到",
    "可达",
    "达",
    "超过",
    "超出",
    "超",
    "不低于",
    "不少于",
    "不高于",
    "不超过",
    "高于",
    "低于",
    "大于",
    "多于",
    "少于",
    "提高到",
    "提升到",
    "提高至",
    "提升至",
    "增加到",
    "增加至",
    "增长到",
    "增长至",
    "增至",
    "扩大到",
    "扩大至",
    "提到",
    "升至",
    "升到",
    "降低到",
    "降到",
    "降至",
    "下降到",
    "保持在",
    "控制在",
    "稳定在",
    "维持在",
    "实现",
    "约为",
    "分别",
    "均",
    "为",
    "力争",
    "累计",
    "至少",
    "至",
    "到",
    "近",
    "约",
    "逾",
    "将",
    "预计",
    "仅",
    "共",
    "总计",
    "数量达",
    "有",
    "合计",
    "各",
];

/// Verbs of doing: with their object behind the number they are the measure (培育企业, 建成产线).
const DOING: &[&str] = &[
    "培育",
    "引进",
    "引育",
    "招引",
    "集聚",
    "聚集",
    "建成",
    "建设",
    "新建",
    "建立",
    "新增",
    "新认定",
    "认定",
    "打造",
    "形成",
    "推动",
    "支持",
    "组织",
    "举办",
    "开展",
    "完成",
    "设立",
    "突破",
    "攻克",
    "制定",
    "制修订",
    "培养",
    "创建",
    "布局",
    "盘活",
    "改造",
    "争取",
    "发展",
    "推广",
    "拥有",
    "落地",
    "发布",
    "实施",
    "孵化",
    "开发",
    "储备",
    "投入",
    "投资",
    "实现",
    "量产",
    "生产",
    "制造",
    "做出",
    "引导",
    "新培育",
    "培育形成",
    "建成投用",
    "建成投产",
    "新引进",
    "每年",
    "带动",
    "服务",
    "遴选",
    "打造形成",
    "培训",
    "申请",
    "授权",
    "新签约",
    "签约",
    "组建",
    "扶持",
    "研发",
    "推出",
    "取得",
    "力争建成",
    "招收",
    "创造",
];

/// Nouns that end a measure when a sentence goes on about it: 产业规模持续扩大.
const NOUNS: &[&str] = &[
    "产业规模",
    "营业收入",
    "销售收入",
    "主营业务收入",
    "规模",
    "收入",
    "产值",
    "增加值",
    "产能",
    "占比",
    "比重",
    "比例",
    "数量",
    "增速",
    "能力",
    "配套率",
    "国产化率",
    "自给率",
    "总量",
    "份额",
    "产量",
    "企业数",
    "企业数量",
    "市场占有率",
    "强度",
    "营收",
];

/// Words that begin with what [`clean`] takes for a connective, and are whole.
const WHOLE: &[&str] = &[
    "到位",
    "到岸",
    "到港",
    "前道",
    "前端",
    "前沿",
    "前驱",
    "前瞻",
    "前十",
    "再生",
    "再制造",
    "再融资",
    "再流",
    "并购",
    "并网",
    "其他",
    "内资",
    "内存",
    "内需",
    "底部",
    "底座",
    "要素",
    "还原",
    "使用",
    "末端",
    "公司制",
    "用能",
    "用电",
];

/// Whether a clause holds a verb that promises something.
pub(super) fn promises(clause: &str) -> bool {
    ATTAIN
        .iter()
        .filter(|verb| verb.chars().count() >= 2)
        .any(|verb| clause.contains(verb))
        || DOING.iter().any(|verb| clause.contains(verb))
        || [
            "年均", "下降", "降低", "提高", "提升", "增长", "减少", "翻番",
        ]
        .iter()
        .any(|verb| clause.contains(verb))
}

/// What the value at `start..end` of `text` measures; the words for it are looked for from `floor` on.
pub(super) fn measure(text: &str, floor: usize, start: usize, end: usize) -> Option<String> {
    let lead = slice(text, floor, start);
    let cut = lead
        .char_indices()
        .filter(|(_, one)| "，；。：！？,;\n—".contains(*one))
        .map(|(at, one)| at + one.len_utf8())
        .next_back()
        .unwrap_or(0);
    let all = slice(text, start, end);
    if all.ends_with('%')
        && let Some(share) = share(slice(lead, cut, lead.len()))
    {
        return Some(share);
    }
    if let Some(aim) = aimed(slice(lead, cut, lead.len())) {
        return Some(aim.to_owned());
    }
    let words = clean(without_rest(
        slice(lead, cut, lead.len()),
        floor > 0 && cut == 0,
    ));
    // "卖出3300亿元" tells of sales, not of a thing that is sold.
    let words = if matches!(words, "卖出" | "售出") && all.contains('元') {
        "销售额"
    } else {
        words
    };
    let rest = object(slice(text, end, text.len()));
    let mut measure = if words.is_empty() || DOING.contains(&words) || is_time(words) {
        // "建成3个平台": the object stands behind the number.
        let object = rest.trim_start_matches('的');
        if object.chars().count() >= 2 {
            format!("{words}{object}")
        } else {
            String::new()
        }
    } else {
        let kind = rest.strip_prefix('的').unwrap_or("");
        // "设立总规模50亿元的母基金" names the thing behind the number.
        match words
            .strip_suffix("总规模")
            .or_else(|| words.strip_suffix("规模"))
        {
            Some(verb) if DOING.contains(&verb) && !kind.is_empty() => format!("{verb}{kind}"),
            _ => words.to_owned(),
        }
    };
    // "2025年量产2纳米": the number is the process itself, and no earlier clause tells its measure.
    if measure.chars().count() < 2
        && (all.ends_with("纳米") || all.ends_with("nm"))
        && ["量产", "生产", "制造", "实现"].contains(&words)
    {
        return Some(format!("{words}工艺"));
    }
    if measure.chars().count() < 2 {
        measure = before(slice(text, 0, floor + cut))?;
        if DOING.contains(&words) && !is_time(words) && !measure.starts_with(words) {
            measure = format!("{words}{measure}");
        }
    }
    if all.contains('覆') {
        measure.push_str(all);
    }
    // "营收过百亿元的要有5家": what is counted by 家 and measured in money is firms.
    if all.ends_with('家') && (measure.ends_with('元') || measure.ends_with("元以上")) {
        measure.push_str("企业");
    }
    if measure.contains("产能") {
        measure = measure
            .trim_start_matches("形成")
            .trim_start_matches("实现")
            .trim_start_matches('将')
            .to_owned();
    }
    let count = measure.chars().count();
    (2..=40).contains(&count).then_some(measure)
}

/// What an aim is set for: 营收 of "把2027年营收目标从25亿欧元提到了" and of "将全年营收目标定为".
fn aimed(words: &str) -> Option<&str> {
    static AIMED: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"(?:^|[把将的]|年度?|全年)(?P<what>[^，。；把将的年、0-9]{2,14}?)(?:考核)?目标(?:(?:定为|定在|设为|设定为|确定为|调整为|为|是|锁定|瞄准)|(?:从|由)[^，。；]{2,16}?(?:提到|提高到|提高至|上调到|上调至|调高到|调到|下调到|下调至|降到|抬到|改为|升至)了?)(?:不低于|不少于|超过|至少|约|近|达到)?\s?$",
        )
    });
    if !words.contains("目标") {
        return None;
    }
    let what = AIMED.captures(words)?.name("what")?.as_str().trim();
    NOUNS
        .iter()
        .chain(&["销售额", "销量", "出货", "出货量", "利润", "订单", "客户"])
        .any(|noun| what.ends_with(noun))
        .then_some(what)
}

/// The words behind what the number in front of them leaves: of "以上公司、每年" (behind 200家) only 每年.
fn without_rest(words: &str, behind_number: bool) -> &str {
    let left = behind_number
        && ["以上", "左右", "以内", "余", "多"]
            .iter()
            .any(|hedge| words.starts_with(hedge));
    match words.split_once('、') {
        Some((first, rest)) if left && first.chars().count() <= 12 => rest,
        _ => words,
    }
}

/// "研发投入要高于营收的5%": a share of another figure, named by both.
fn share(words: &str) -> Option<String> {
    let words = words.trim().strip_suffix('的')?;
    let (at, length) = ["不低于", "不少于", "高于", "超过", "达到"]
        .iter()
        .filter_map(|verb| words.rfind(verb).map(|at| (at, verb.len())))
        .max_by_key(|&(at, length)| (at + length, length))?;
    let of = slice(words, at + length, words.len());
    let what = clean(slice(words, 0, at));
    let named = of.chars().count() <= 10 && NOUNS.iter().any(|noun| of.ends_with(noun));
    (named && (2..=24).contains(&what.chars().count())).then(|| format!("{what}占{of}比重"))
}

/// The words behind the mark of a list: "2.", "（三）".
fn unlisted(words: &str) -> &str {
    static MARK: LazyLock<Regex> = LazyLock::new(|| {
        regex(r"^\s*(?:[0-9]{1,2}[.、．]|[（(][0-9一二三四五六七八九十]{1,3}[）)]|[①-⑩])\s*")
    });
    let rest = MARK
        .find(words)
        .map_or(words, |mark| slice(words, mark.end(), words.len()));
    // 2.5D is a number, not a mark.
    if rest.starts_with(|one: char| one.is_ascii_digit()) && words.contains('.') {
        words
    } else {
        rest
    }
}

fn is_time(words: &str) -> bool {
    matches!(words, "每年" | "每月")
}

/// The words without date, connectives and the verb of attaining.
fn clean(words: &str) -> &str {
    static SPAN: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"^[^，。；]{0,6}“?十[一二三四五六]五”?(?:规划)?(?:期间|时期|期末|末)|^(?:在|于)[^，。；]{1,24}?(?:领域|方面|环节|等地|园区内)",
        )
    });
    let mut words = unlisted(words);
    if let Some(span) = SPAN.find(words) {
        words = slice(words, span.end(), words.len());
    }
    let when = dates(words, "2000-01".parse().ok());
    // A date that opens the words sets the time; one further in is compared with, and stays.
    if let Some(date) = when.iter().rfind(|date| {
        let lead = slice(words, 0, date.start);
        let aim = [
            "计划", "力争", "拟", "承诺", "将", "提出", "目标", "争取", "确保", "打算", "表示",
        ]
        .iter()
        .any(|word| lead.contains(word));
        (lead.chars().count() <= 6 || aim) && !lead.ends_with(['较', '比', '由', '从'])
    }) {
        words = slice(words, date.end, words.len());
    } else if let Some(date) = when.last()
        && let lead = slice(words, 0, date.start)
        && let Some(lead) = ["力争到", "到", "在", "于"]
            .iter()
            .find_map(|word| lead.strip_suffix(word))
    {
        words = lead;
    }
    loop {
        let length = words.len();
        words = words.trim_matches(|one: char| {
            one.is_whitespace() || "、—”“".contains(one) && !words_quoted(words)
        });
        for lead in [
            "全省",
            "全市",
            "全区",
            "全县",
            "我市",
            "我省",
            "我区",
            "其中",
            "其",
            "第一步",
            "第二步",
            "确保",
            "力争",
            "同时",
            "并在",
            "并将",
            "并",
            "以及",
            "和",
            "及",
            "到",
            "前",
            "底前",
            "年底前",
            "内",
            "末",
            "我们要",
            "我们",
            "要",
            "使",
            "让",
            "把",
            "将",
            "再",
            "计划",
            "争取",
            "目标是",
            "的",
            "用三年时间",
            "三年内",
            "五年内",
            "底",
            "还将",
            "还",
            "也",
            "预计",
            "公司",
            "规划",
            "拟",
            "累计",
            "总体",
            "新的",
            "主要目标",
            "”末",
            "期末",
        ] {
            if WHOLE.iter().any(|whole| words.starts_with(whole)) {
                break;
            }
            words = words.strip_prefix(lead).unwrap_or(words);
        }
        for verb in ATTAIN {
            words = words.strip_suffix(verb).unwrap_or(words);
        }
        for hedge in ["由", "从", "以", "的", "每年"] {
            if let Some(rest) = words.strip_suffix(hedge)
                && rest.chars().count() >= 3
            {
                words = rest;
            }
        }
        // "要高于", "向…迈进"; 主要 and 方向 are words of their own.
        if ![
            "主要", "重要", "需要", "纲要", "摘要", "方向", "导向", "面向", "定向", "取向",
        ]
        .iter()
        .any(|whole| words.ends_with(whole))
            && let Some(rest) = words.strip_suffix(['要', '向'])
            && rest.chars().count() >= 2
        {
            words = rest;
        }
        if words.len() == length {
            break;
        }
    }
    if let Some(rest) = words
        .strip_prefix("实现")
        .or_else(|| words.strip_prefix("形成"))
        && NOUNS.iter().any(|noun| rest.ends_with(noun))
    {
        words = rest;
    }
    // "占比由2022年的6.5%提高": where it comes from is not what it is.
    for mark in ["由", "从"] {
        if let Some(at) = words.find(mark)
            && words
                .get(at + mark.len()..)
                .is_some_and(|rest| rest.contains(|one: char| one.is_ascii_digit()))
        {
            return slice(words, 0, at).trim();
        }
    }
    words
}

/// A quotation that begins or ends the words is part of them: “小巨人”企业.
fn words_quoted(words: &str) -> bool {
    words.contains('“') && words.contains('”')
}

/// The noun phrase that follows a number, up to the end of its clause.
fn object(rest: &str) -> &str {
    let rest = rest.trim_start();
    let rest = [
        "（含）以上",
        "及以上",
        "以上",
        "左右",
        "以内",
        "余",
        "多",
        "个",
    ]
    .iter()
    .find_map(|hedge| rest.strip_prefix(hedge))
    .unwrap_or(rest)
    .trim_start();
    // 2条8英寸产线: the size belongs to the thing.
    static SIZE: LazyLock<Regex> =
        LazyLock::new(|| regex(r"^[0-9./]+\s?(?:英寸|纳米|nm|寸|微米|代)"));
    let from = SIZE.find(rest).map_or(0, |size| size.end());
    let stop = slice(rest, from, rest.len())
        .find(|one: char| "，；。、：！？（(,;\n)）”".contains(one) || one.is_ascii_digit())
        .map_or(rest.len(), |at| at + from);
    let words = slice(rest, 0, stop);
    let words = ["并", "和", "以及", "力争", "用于", "。"]
        .iter()
        .filter_map(|word| words.find(word))
        .min()
        .map_or(words, |at| slice(words, 0, at));
    words.trim_matches(|one: char| one.is_whitespace() || "“”".contains(one))
}

/// The measure that an earlier clause names: "产业规模迈上新台阶。到2025年，突破…".
fn before(text: &str) -> Option<String> {
    text.rsplit(['，', '；', '。', '：', ',', ';', '\n'])
        .map(|clause| clause.trim().trim_start_matches(['—', '-', '·', '●', ' ']))
        .map(|clause| {
            // A year that opens the clause is taken off as one.
            let dated = dates(clause, "2000-01".parse().ok())
                .first()
                .is_some_and(|date| date.start == 0);
            if dated {
                return clean(clause);
            }
            clean(clause.trim_start_matches(|one: char| {
                one.is_ascii_digit() || ".、（）()一二三四五六七八九十 ".contains(one)
            }))
        })
        .filter(|clause| clause.chars().count() >= 3)
        // A clause that tells a process has its own value: 2025年量产2纳米.
        .filter(|clause| !clause.contains("纳米") && !clause.contains("nm"))
        .take(2)
        .find_map(|clause| {
            let noun = NOUNS
                .iter()
                .filter_map(|noun| clause.find(noun).map(|at| (at, at + noun.len())))
                .max_by_key(|&(at, end)| (std::cmp::Reverse(at), end))
                .map(|(_, end)| slice(clause, 0, joined_end(clause, end)));
            noun.or_else(|| {
                DOING
                    .iter()
                    .any(|verb| clause.starts_with(verb))
                    .then_some(clause)
            })
            .map(str::to_owned)
        })
}

/// The end of the nouns that stand together from one that ends at `end` on: 收入占比, 营业收入规模.
fn joined_end(clause: &str, end: usize) -> usize {
    let rest = slice(clause, end, clause.len());
    NOUNS
        .iter()
        .filter(|noun| rest.starts_with(**noun))
        .map(|noun| noun.len())
        .max()
        .map_or(end, |length| joined_end(clause, end + length))
}

/// The measures of values told with 分别: "设计、制造、封测业营业收入分别达到…".
pub(super) fn respective(words: &str, count: usize) -> Option<Vec<String>> {
    let words = clean(words.split("分别").next()?);
    let words = words
        .rsplit(['，', '；', '。', '：'])
        .next()
        .unwrap_or(words);
    let words = clean(words)
        .replace("以及", "、")
        .replace(['和', '与', '及'], "、");
    let parts: Vec<&str> = words
        .split('、')
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    if parts.len() != count {
        return None;
    }
    let last = parts.last()?;
    let tail = NOUNS
        .iter()
        .filter(|noun| last.ends_with(**noun))
        .max_by_key(|noun| noun.len())
        .copied()
        .unwrap_or("");
    Some(
        parts
            .iter()
            .map(|part| {
                if part.ends_with(tail) {
                    (*part).to_owned()
                } else {
                    format!("{part}{tail}")
                }
            })
            .collect(),
    )
}
