//! Who is financed, and who pays.

use std::sync::LazyLock;

use regex::Regex;
use xinqiao_record::body::{FinancingKind, PartyRole};

use super::Draft;
use crate::fact::view::{Sentence, View};
use crate::value::organization::{looks_like_name, strip_description};
use crate::value::pattern::regex;
use crate::value::{amounts, dates, is_han, slice, tail};

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
            r"[“「『【](?P<name>[^”」』】“「，。]{2,16})[”」』】](?:科技|半导体|公司)?(?:日前|近日|近期|于|宣布|已|正式|[0-9月日]){0,4}$",
        )
    });
    QUOTED
        .captures(words.trim())
        .and_then(|captures| captures.name("name"))
        .map(|name| name.as_str())
}

fn is_investor(name: &str) -> bool {
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
    let mut name = name.trim_matches(|one: char| {
        one.is_whitespace() || "上午晚间下午，".contains(one) || one == '、'
    });
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
        "今天",
        "更新招股书",
        "更新招股说明书",
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
        ]
        .iter()
        .any(|word| name.starts_with(word))
        && !name.starts_with(|first: char| first.is_ascii_digit())
        && amounts(name).is_empty())
    .then_some(name)
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
        let legal =
            !inside.contains(|one: char| one.is_ascii_digit()) && inside.chars().count() <= 6;
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

static INVESTORS: LazyLock<Regex> = LazyLock::new(|| {
    regex(concat!(
        r"由(?P<lead>[^，。；]{2,60}?)(?:联合|共同)?领投",
        r"|(?:领投方|领投机构)(?:为|是|包括)(?P<lead2>[^，。；]{2,60})",
        r"|(?P<lead3>[^，。；由]{2,40}?)(?:联合)?领投",
        r"|由(?P<sole>[^，。；]{2,60}?)(?:独家|独立|共同|联合|战略)*(?:战略)?(?:投资|出资|认购)",
        r"|(?:投资方|投资机构|投资人|基石投资者|投资者|股东方|参投方|跟投方|跟投机构)(?:为|是|包括|有|：|:)+(?P<list>[^。；）]{2,100})",
        r"|(?P<follow>[^，。；]{2,60}?)(?:继续|超额|共同|联合|持续|独家|战略)*(?:跟投|参投|独投|参与投资|加码|认购|追投)",
        r"|(?P<join>[^，。；]{2,60}?)(?:共同|独家|联合|战略)+投资",
    ))
});

/// Adds the investors that the text names to `draft`.
pub(super) fn investors(view: &View<'_>, text: &str, draft: &mut Draft) {
    for captures in INVESTORS.captures_iter(text) {
        let lead = captures
            .name("lead")
            .or_else(|| captures.name("lead2"))
            .or_else(|| captures.name("lead3"));
        let (list, role) = match lead {
            Some(list) => (Some(list), PartyRole::LeadInvestor),
            None => (
                ["sole", "list", "follow", "join"]
                    .iter()
                    .find_map(|name| captures.name(name)),
                PartyRole::Investor,
            ),
        };
        if let Some(list) = list {
            names_of(view, list.as_str(), |name| draft.investor(name, role));
        }
    }
}

/// Cuts an enumeration into names.
pub(super) fn names_of(view: &View<'_>, list: &str, mut push: impl FnMut(&str)) {
    static OTHERS: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"等(?:多家|数家|多个|知名|[0-9一二三四五六七八九十]+家)?(?:产业|知名|新老|老|新)?(?:机构|股东|投资方|投资人|投资机构|资本|基金)?(?:共同|联合)?$|等(?:多家|数家|知名|[0-9一二三四五六七八九十]+家)[^、，]{0,8}",
        )
    });
    let list = list.split(['。', '；']).next().unwrap_or(list);
    let list = without_notes(list);
    let list = OTHERS.replace_all(&list, "");
    let whole = list.replace("以及", "、").replace("及其", "、");
    for piece in whole.split(['、', '，', ',', ';']).flat_map(conjoined) {
        let mut name = piece.trim();
        for lead in [
            "老股东",
            "新老股东",
            "现有股东",
            "新进股东",
            "既有股东",
            "新股东",
            "原股东",
            "本轮由",
            "本轮",
            "由",
            "其中",
            "境外产业资本",
            "产业资本",
            "知名机构",
            "包括",
            "两家",
            "资本方",
            "机构",
            "新增投资方",
        ] {
            name = name.strip_prefix(lead).unwrap_or(name).trim();
        }
        for end in [
            "等机构",
            "等",
            "共同",
            "联合",
            "独家",
            "战略",
            "继续",
            "超额",
            "跟",
            "参与",
            "持续",
            "旗下基金",
            "领投",
            "跟投",
            "投资",
            "旗下",
            "三级政府",
            "两级政府",
        ] {
            // 某某投资 is a name when it stands alone; the verb is cut by the pattern.
            if end == "投资" {
                continue;
            }
            name = name.strip_suffix(end).unwrap_or(name).trim();
        }
        let count = name.chars().count();
        let noise = [
            "资金",
            "股东",
            "本次",
            "融资",
            "估值",
            "不足",
            "未披露",
            "公司",
            "产业方",
            "用于",
            "累计",
            "完成",
            "亿",
            "万",
            "获得",
            "宣布",
            "项目",
            "上市",
            "轮",
            "其",
            "老",
            "月",
            "日",
            "净额",
            "涨幅",
        ];
        if (2..=28).contains(&count)
            && looks_like_name(name)
            && !noise
                .iter()
                .any(|word| name.contains(word) && !(*word == "公司" && is_legal(name)))
            && (!name.contains(['（', '）']) || is_legal(name))
            && !name.contains(' ')
            || is_latin_name(name)
        {
            push(&view.full_name(name));
        }
    }
}

/// Whether a name ends in a legal form, which may have brackets inside it.
fn is_legal(name: &str) -> bool {
    name.ends_with("有限公司")
        || name.ends_with("责任公司")
        || name.ends_with("合伙企业（有限合伙）")
}

/// A list without the short brackets of its names, （领投）, but with those of legal names: 某某（集团）有限公司, 合伙企业（有限合伙）.
fn without_notes(list: &str) -> String {
    static NOTE: LazyLock<Regex> = LazyLock::new(|| regex(r"[（(](?P<inner>[^（）()]{0,12})[）)]"));
    let mut out = String::with_capacity(list.len());
    let mut from = 0;
    for captures in NOTE.captures_iter(list) {
        let Some(hit) = captures.get(0) else { continue };
        let inner = captures.name("inner").map_or("", |inner| inner.as_str());
        let rest = slice(list, hit.end(), list.len());
        let rest = rest.split(['、', '，', '；']).next().unwrap_or(rest);
        let goes_on = rest.starts_with(|next: char| is_han(next) && !"和与及等".contains(next))
            && rest.contains("公司");
        out.push_str(slice(list, from, hit.start()));
        if goes_on || inner == "有限合伙" {
            out.push('（');
            out.push_str(inner);
            out.push('）');
        }
        from = hit.end();
    }
    out.push_str(slice(list, from, list.len()));
    out
}

/// "19位股东中，甲出17.44%，乙、丙各6.25%", "甲认了35亿元，乙认了33亿元": the holders that the sentence after a fund or an issue lists.
///
/// It takes a word for holders and two shares told in one form, right after the event: a share of a market stands elsewhere.
pub(super) fn stakes(
    view: &View<'_>,
    sentence: &Sentence<'_>,
    drafts: &mut [Draft],
    current: Option<usize>,
) {
    static STAKE: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"^(?P<names>[^0-9%％]{2,60}?)(?:各|分别)?(?:出资|出|持股|持有|持|认缴|认购|认了|认|占股|占)?(?:了|约|为)?\s?[0-9][0-9.]*\s?(?:%|％|亿元|亿美元|万元)",
        )
    });
    let text = sentence.text;
    let Some(draft) = current.and_then(|index| drafts.get_mut(index)) else {
        return;
    };
    // The shareholders of a company that gets a round are not those who paid for it.
    let marks: &[&str] = match draft.kind {
        FinancingKind::Fund => &["股东", "出资人", "合伙人"],
        FinancingKind::Ipo => &["配售", "投资者"],
        _ => return,
    };
    let near = draft.end <= sentence.start
        && !slice(view.text, draft.end, sentence.start).contains('\n')
        && sentence.start - draft.end < 300;
    if !near || !marks.iter().any(|word| text.contains(word)) {
        return;
    }
    let holders: Vec<_> = text
        .split('，')
        .filter_map(|clause| STAKE.captures(clause)?.name("names"))
        .map(|names| names.as_str())
        .filter(|names| {
            ![
                "合计", "同比", "环比", "其中", "股东", "增", "降", "收入", "利润",
            ]
            .iter()
            .any(|word| names.contains(word))
        })
        .collect();
    if holders.len() < 2 {
        return;
    }
    for names in holders {
        names_of(view, names, |name| {
            draft.investor(name, PartyRole::Investor)
        });
    }
}

/// The two sides of 和, 与 or 及 where both are long enough to be names; 和丰创投 stays whole.
fn conjoined(piece: &str) -> Vec<&str> {
    let cut = piece
        .char_indices()
        .filter(|(_, one)| matches!(one, '和' | '与' | '及'))
        .find(|&(at, one)| {
            let (left, right) = (
                slice(piece, 0, at),
                slice(piece, at + one.len_utf8(), piece.len()),
            );
            left.trim().chars().count() >= 3 && right.trim().chars().count() >= 3
        });
    match cut {
        Some((at, one)) => vec![
            slice(piece, 0, at),
            slice(piece, at + one.len_utf8(), piece.len()),
        ],
        None => vec![piece],
    }
}

fn is_latin_name(name: &str) -> bool {
    name.is_ascii()
        && name.starts_with(|first: char| first.is_ascii_uppercase())
        && (3..=50).contains(&name.len())
        && name.chars().any(|one| one.is_ascii_lowercase())
}

/// A clause that tells the past or a sum over several rounds; its sum is not the round's.
pub(super) fn is_total(text: &str, at: usize) -> bool {
    let lead = tail(slice(text, 0, at), 14);
    let lead = lead.rsplit(['，', '。', '；', '：']).next().unwrap_or(lead);
    [
        "累计",
        "估值",
        "总金额",
        "总额",
        "合计",
        "共计",
        "投后",
        "总额已超",
        "累积",
        "已超过",
        "市值",
        "营收",
        "收入",
        "利润",
        "注册资本",
        "发行价",
        "每股",
        "产值",
        "股价",
    ]
    .iter()
    .any(|word| lead.contains(word))
}
