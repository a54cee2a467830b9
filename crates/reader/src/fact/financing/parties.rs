//! Who is financed, and who pays.

use std::sync::LazyLock;

use regex::Regex;

use crate::fact::antecedent::MODIFIERS;
use crate::fact::view::View;
use crate::value::organization::{looks_like_name, strip_description};
use crate::value::pattern::regex;
use crate::value::{amounts, dates, is_han, places, slice};

/// The company that the words in front of a verb name: the last known name among them, or what a description ends in.
pub(super) fn subject(view: &View<'_>, lead: &str) -> Option<String> {
    let lead = without_brackets(lead);
    let lead = lead.trim_end_matches(|one: char| one.is_whitespace() || "，、：".contains(one));
    if let Some(name) = quoted(lead) {
        return Some(view.full_name(name));
    }
    let clause = lead
        .rsplit(['。', '；', '！', '？', '”', '：', '▶', '|', '\t'])
        .next()
        .unwrap_or(lead);
    let last = clause
        .rsplit('，')
        .find(|part| part.trim().chars().count() >= 2)
        .unwrap_or(clause);
    if let Some(name) = quoted(last) {
        return Some(view.full_name(name));
    }
    // "甲资本领投，某某完成…": an investor further back is not the subject of the last clause.
    let own = plain_name(last);
    for part in [last, clause] {
        if let Some((group, end)) = view.last_name(part) {
            if part != last
                && own.is_some_and(|own| own.chars().count() >= 2)
                && is_investor(&group.name)
            {
                break;
            }
            // The name must be near the verb, else it belongs to something else of the clause.
            if slice(part, end, part.len()).chars().count() <= 12 && is_company(&group.name) {
                return Some(group.name.clone());
            }
        }
    }
    own.map(|name| view.full_name(name))
}

/// "某某，射频创业公司，3月21日": the company in front of what describes it and of the day.
pub(super) fn described(view: &View<'_>, lead: &str) -> Option<String> {
    let [name, kind, day] = lead.split('，').collect::<Vec<_>>().try_into().ok()?;
    let apposed = ["公司", "企业", "厂商", "龙头", "团队"]
        .iter()
        .any(|word| kind.ends_with(word));
    (apposed && super::round::is_day(day))
        .then(|| plain_name(name).map(|name| view.full_name(name)))
        .flatten()
}

/// The name of the nearest clause that ends in one.
pub(super) fn earlier_subject(view: &View<'_>, lead: &str) -> Option<String> {
    lead.rsplit(['，', '；', '。'])
        .find_map(plain_name)
        .map(|name| view.full_name(name))
}

/// 「某某」 or “某某” that the words end in, but for adverbs.
fn quoted(words: &str) -> Option<&str> {
    static QUOTED: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"[“「『【](?P<name>[^”」』】“「，。]{2,16})[”」』】](?:科技|半导体|公司)?(?:日前|近日|近期|今日|昨日|今天|昨天|(?:本|上|下)?周[一二三四五六日天末]|本周|上周|于|宣布|已|正式|[0-9月日]){0,4}$",
        )
    });
    QUOTED
        .captures(words.trim())
        .and_then(|captures| captures.name("name"))
        .map(|name| name.as_str())
}

pub(super) fn is_investor(name: &str) -> bool {
    [
        "资本", "创投", "基金", "投资", "国投", "产投", "证券", "银行",
    ]
    .iter()
    .any(|form| name.ends_with(form))
}

/// Words of names that end in what elsewhere is an adverb or a verb (拟, 新).
const WHOLE_ENDS: [&str; 4] = ["模拟", "虚拟", "创新", "高新"];

/// Where `verb` stands in `text`; the 拟 of 模拟 and 虚拟 is no verb.
pub(super) fn verb_at(text: &str, verb: &str) -> Option<usize> {
    text.match_indices(verb)
        .map(|(at, _)| at)
        .find(|&at| !verb.starts_with('拟') || !slice(text, 0, at).ends_with(['模', '虚']))
}

/// The name that a clause ends in, after descriptions and dates and before adverbs.
fn plain_name(last: &str) -> Option<&str> {
    let mut name = last;
    // "某某7日": a bare day behind the name.
    if let Some(lead) = name.strip_suffix('日') {
        let bare = lead.trim_end_matches(|one: char| one.is_ascii_digit());
        if bare.len() < lead.len() && !bare.ends_with('月') {
            name = bare;
        }
    }
    // "某某于5月15日再": a date behind the name.
    if let Some(date) = dates(name, "2000-12".parse().ok()).last()
        && date.start > 0
        && slice(name, date.end, name.len()).chars().count() <= 2
    {
        name = slice(name, 0, date.start).trim_end_matches(['于', '在']);
    }
    let mut name = strip_description(name);
    // "4月28日消息" and times in front are no part of the name.
    if let Some(date) = dates(name, "2000-12".parse().ok()).last() {
        name = slice(name, date.end, name.len());
    }
    let edge = |one: char| one.is_whitespace() || one == '，' || one == '、';
    let mut name = name.trim_matches(edge);
    for time in ["上午", "下午", "中午", "晚间"] {
        name = name.strip_prefix(time).unwrap_or(name);
        name = name.strip_suffix(time).unwrap_or(name).trim_matches(edge);
    }
    name = name.trim_start_matches(|one: char| {
        one.is_ascii_digit() || "（）().、 ①②③④⑤⑥⑦⑧⑨【】".contains(one)
    });
    for lead in [
        "晚间", "晚", "日晚", "消息", "公司", "其", "，", "：", "继", "旗下",
    ] {
        name = name.strip_prefix(lead).unwrap_or(name);
    }
    for end in [
        "日前",
        "近日",
        "近期",
        "宣布",
        "披露重组预案",
        "披露",
        "发布",
        "拟",
        "已",
        "于",
        "连续",
        "再次",
        "再度",
        "再",
        "曾",
        "正式",
        "公告",
        "成功",
        "此前",
        "又",
        "也",
        "分别",
        "官宣",
        "科创板",
        "创业板",
        "主板",
        "北交所",
        "独家",
        "顺利",
        "近",
        "将",
        "新",
        "旗下",
        "即将",
        "均",
        "完成",
        "今日",
        "昨日",
        "昨天",
        "今天",
        "本周",
        "上周",
        "周一",
        "周二",
        "周三",
        "周四",
        "周五",
        "周六",
        "周日",
        "更新招股书",
        "更新招股说明书",
        "刚刚",
        "随即",
        "成立",
    ] {
        // 弦月模拟, 某某创新: the last character belongs to the name.
        if WHOLE_ENDS
            .iter()
            .any(|word| word.ends_with(end) && name.ends_with(*word))
        {
            continue;
        }
        name = name.trim_end_matches(end).trim();
    }
    let name = name.trim_matches(|one: char| "「」“”【】*《》：".contains(one));
    let name = behind_description(name);
    (looks_like_name(name)
        && (2..=20).contains(&name.chars().count())
        && !name.contains(['的', '（', '「', '【'])
        && ![
            "里有",
            "有两",
            "有三",
            "有四",
            "有多",
            "轮融资",
            "两份",
            "一晚",
            "这笔",
        ]
        .iter()
        .any(|word| name.contains(word))
        && ![
            "IPO",
            "审核",
            "申请",
            "状态",
            "本周",
            "本轮",
            "此外",
            "另外",
            "同时",
            "据",
            "消息",
            "目前",
            "今年",
            "去年",
            "拟以",
            "通过",
            "以现金",
            "支持",
            "鼓励",
            "推动",
            "国内",
            "行业",
            "多家",
            "不少",
            "成立",
            "刚刚",
            "同意",
            "随后",
        ]
        .iter()
        .any(|word| name.starts_with(word))
        && !name.starts_with(|first: char| first.is_ascii_digit())
        && amounts(name).is_empty())
    .then_some(name)
}

/// The name behind a place or words of its trade: 上海的某某, 做射频芯片的某某.
fn behind_description(name: &str) -> &str {
    let Some((lead, rest)) = name.rsplit_once('的') else {
        return name;
    };
    let place = places(lead)
        .iter()
        .any(|place| place.start == 0 && lead.len() <= place.end + "市".len());
    let described = place || MODIFIERS.iter().any(|word| lead.starts_with(word));
    if described && rest.trim().chars().count() >= 2 {
        rest.trim()
    } else {
        name
    }
}

/// What an announcement reports: the words after 公告称 or 宣布：, whose subject may be another company than the one that announces.
pub(super) fn reported(lead: &str) -> Option<&str> {
    /// Verbs of saying that a report follows.
    const SAYING: [&str; 11] = [
        "公告称",
        "公告说",
        "公告：",
        "公告，",
        "宣布：",
        "披露：",
        "披露，",
        "表示，",
        "透露，",
        "透露：",
        "消息称",
    ];
    SAYING
        .iter()
        .filter_map(|word| lead.rfind(word).map(|at| at + word.len()))
        .max()
        .map(|at| slice(lead, at, lead.len()))
}

/// Whether the words are a relation (子公司, 控股股东) and no name of a company.
pub(super) fn is_relation(name: &str) -> bool {
    ["公司", "参股公司", "控股公司", "关联公司"].contains(&name)
        || ["子公司", "孙公司", "母公司", "股东", "控制人", "董事会"]
            .iter()
            .any(|word| name.ends_with(word))
}

/// The words without the number of an item in front: （一）, 2、, ③.
pub(super) fn without_number(text: &str) -> &str {
    static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
        regex(r"^\s*(?:[（(]?[0-9一二三四五六七八九十]{1,3}[）)、.．]|[①②③④⑤⑥⑦⑧⑨⑩])\s*")
    });
    NUMBER
        .find(text)
        .map_or(text, |hit| slice(text, hit.end(), text.len()))
}

/// The text without what stands in brackets, unless that is part of a legal name: 某某（上海）有限公司.
fn without_brackets(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find(['（', '(']) {
        let Some(close) = rest
            .get(open..)
            .and_then(|inner| inner.find(['）', ')']))
            .map(|at| open + at)
        else {
            break;
        };
        let width = rest
            .get(close..)
            .and_then(|inner| inner.chars().next())
            .map_or(1, char::len_utf8);
        let inside = slice(rest, open, close);
        // 某某（Yumang）: a name in other letters is told beside the name and is no part of it.
        let behind = slice(rest, close + width, rest.len());
        let form = behind
            .split(['，', '。', '；', '：'])
            .next()
            .unwrap_or(behind);
        let named = ["公司", "合伙", "中心", "研究院"]
            .iter()
            .any(|word| form.contains(word));
        let seat = places(inside.trim_start_matches(['（', '(']))
            .first()
            .is_some_and(|place| place.start == 0);
        let legal = !inside.contains(|one: char| one.is_ascii_digit())
            && inside.chars().any(is_han)
            && inside.chars().count() <= 6
            && (named || seat);
        out.push_str(slice(rest, 0, if legal { close + width } else { open }));
        rest = slice(rest, close + width, rest.len());
    }
    out.push_str(rest);
    out
}

fn is_company(name: &str) -> bool {
    ![
        "局",
        "厅",
        "政府",
        "委员会",
        "管委会",
        "交易所",
        "证券",
        "办公室",
        "大学",
    ]
    .iter()
    .any(|form| name.ends_with(form))
}

/// The company that the article is about: its headline's name, or the first legal name of its first sentences.
pub(super) fn main_company(view: &View<'_>) -> Option<String> {
    if let Some(name) = view.title_name() {
        return Some(view.full_name(name));
    }
    if let Some((group, _)) = view.name_at_start(view.title.text) {
        return Some(group.name.clone());
    }
    view.organizations
        .iter()
        .take(3)
        .flatten()
        .map(|found| &found.value)
        .find(|name| name.ends_with("公司"))
        .cloned()
}

/// What a company's taking in of new capital is called, as the name of a round.
pub(super) const CAPITAL: &str = "增资";
