//! Names of organisations that show themselves by their form, and the short names that a text gives them.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use regex::Regex;

use super::memo::{Memo, remembered};
use super::pattern::{regex, words};
use super::{Found, head, is_han, slice};

/// The endings of organisation names, each with whether it is a legal form of a company.
const SUFFIXES: &[(&str, bool)] = &[
    ("股份有限公司", true),
    ("有限责任公司", true),
    ("有限公司", true),
    ("（有限合伙）", true),
    ("(有限合伙)", true),
    ("集团", false),
    ("研究院", false),
    ("研究所", false),
    ("研究中心", false),
    ("科创中心", false),
    ("创新中心", false),
    ("大学", false),
    ("学院", false),
    ("管委会", false),
    ("管理委员会", false),
    ("委员会", false),
    ("人民政府", false),
    ("办公室", false),
    ("信息化局", false),
    ("信息化厅", false),
    ("发改委", false),
    ("改革局", false),
    ("财政局", false),
    ("财政厅", false),
    ("科技局", false),
    ("科技厅", false),
    ("统计局", false),
    ("市场监督管理局", false),
    ("改革委员会", false),
    ("协会", false),
    ("学会", false),
    ("联合会", false),
    ("联盟", false),
    ("基金", false),
    ("银行", false),
    ("证券", false),
    ("资本", false),
    ("创投", false),
    ("投资", false),
    ("实验室", false),
    ("产投", false),
    ("经信局", false),
    ("经信厅", false),
    ("合伙企业", true),
];

/// Words with which an ending makes a thing and no name: 注册资本, 社会资本, 总投资, 产业基金.
const GENERAL: [&str; 24] = [
    "注册",
    "社会",
    "带动社会",
    "实收",
    "总",
    "项目总",
    "固定资产",
    "各平台",
    "区级产业",
    "产业",
    "引导",
    "政府引导",
    "风险",
    "国有",
    "民间",
    "外商",
    "股权",
    "创业",
    "各类",
    "多只",
    "对外",
    "市级产业",
    "省级产业",
    "工业",
];

static MATCHER: LazyLock<AhoCorasick> =
    LazyLock::new(|| words(SUFFIXES.iter().map(|&(suffix, _)| suffix)));

/// Words that never belong to a name and so end the walk to its left; a longer word before one that it contains.
const STOPS: &[&str] = &[
    "标志着",
    "宣布",
    "受理",
    "同意",
    "公告称",
    "公告",
    "签署",
    "签订",
    "签约",
    "收购",
    "举行",
    "举办",
    "发布",
    "获得",
    "完成",
    "企业",
    "厂商",
    "供应商",
    "服务商",
    "开发商",
    "子公司",
    "母公司",
    "公司名称",
    "单位",
    "股东",
    "机构",
    "代表",
    "联合",
    "携手",
    "牵头",
    "来自",
    "以及",
    "包括",
    "其中",
    "通过",
    "关于",
    "根据",
    "对于",
    "位于",
    "作为",
    "成为",
    "称为",
    "选址",
    "落户",
    "入驻",
    "投建",
    "由",
    "与",
    "在",
    "向",
    "对",
    "将",
    "为",
    "是",
    "了",
    "被",
    "经",
    "从",
    "以",
    "据",
    "及",
    "和",
    "的",
    "到",
    "给",
    "该",
    "本公司",
    "于",
    "同",
    "让",
    "日",
    "月",
    "年",
    "名",
    "家",
    "等",
    "：",
    "间接持有",
    "直接持有",
    "持有",
    "购买",
    "拟设立",
    "设立",
    "组建",
    "建一座",
    "投资控股",
    "日前",
    "近日",
    "平台了",
    "控股子",
];

/// Every organisation in `text` that ends in a form word (有限公司, 研究院, 管委会, Inc., GmbH), with its full name.
pub fn organizations(text: &str) -> Vec<Found<String>> {
    thread_local! {
        static MEMO: Memo<(), Vec<Found<String>>> = const { Memo::new() };
    }
    remembered(&MEMO, text, (), || read_all(text))
}

fn read_all(text: &str) -> Vec<Found<String>> {
    let mut found = Vec::new();
    for hit in MATCHER.find_iter(text) {
        let Some(&(_, legal)) = SUFFIXES.get(hit.pattern().as_usize()) else {
            continue;
        };
        let end = hit.end();
        let after = slice(text, end, text.len());
        // "投资建设", "委员会议", "集团化": the ending is not an ending.
        if !legal && !ends_name(slice(text, hit.start(), hit.end()), after) {
            continue;
        }
        let start = name_start(text, hit.start(), legal);
        let name = slice(text, start, end).trim();
        let stem = slice(text, start, hit.start()).trim();
        if stem.chars().count() < 2
            || name.chars().count() > 40
            || (!legal && GENERAL.contains(&stem))
        {
            continue;
        }
        let lead = slice(text, start, end).len() - slice(text, start, end).trim_start().len();
        found.push(Found {
            start: start + lead,
            end,
            value: name.to_owned(),
        });
    }
    if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
        static LATIN: LazyLock<Regex> = LazyLock::new(|| {
            regex(
                r"(?-u:\b)(?:[A-Z][A-Za-z0-9&'.-]*\s){1,5}(?:Inc|Ltd|Co|Corp|Corporation|Technologies|AG|AB|BV|SE|GmbH|LLC|plc|PLC|SA|NV|Holdings|Group|University|Institute|Capital|Ventures|Partners)(?-u:\b)\.?(?:,? (?:Ltd|Inc)\.?)?",
            )
        });
        for hit in LATIN.find_iter(text) {
            let name = hit.as_str().trim_end_matches(',');
            // A full stop after a bare word ends the sentence, one after Inc or Co belongs to the name.
            let keep = ["Inc.", "Ltd.", "Co.", "Corp."]
                .iter()
                .any(|form| name.ends_with(form));
            let name = if keep {
                name
            } else {
                name.trim_end_matches('.')
            };
            found.push(Found {
                start: hit.start(),
                end: hit.start() + name.len(),
                value: name.to_owned(),
            });
        }
    }
    super::quantity::without_overlaps(found)
}

fn ends_name(suffix: &str, after: &str) -> bool {
    let Some(next) = after.chars().next() else {
        return true;
    };
    match suffix {
        "投资" => !is_han(next) || "、领跟参和与及等独".contains(next),
        "集团" | "基金" | "资本" | "证券" | "银行" | "委员会" | "创投" | "产投" | "大学"
        | "学院" | "联盟" | "协会" | "学会" | "实验室" => {
            !"化管规议市建生校会".contains(next)
                && !after.starts_with("公司")
                && !after.starts_with("股份有限")
                && !after.starts_with("有限")
        }
        _ => !after.starts_with("有限"),
    }
}

/// The left end of the name whose ending begins at `suffix`.
fn name_start(text: &str, suffix: usize, legal: bool) -> usize {
    let before = slice(text, 0, suffix);
    let mut start = suffix;
    let mut open = 0_usize;
    let mut closed = 0;
    for (count, (at, character)) in before.char_indices().rev().enumerate() {
        if count > 32 {
            break;
        }
        match character {
            '）' | ')' => {
                if open == 0 {
                    // "某某（简称某某，688000）收购…": a bracket that tells something ends the walk.
                    if is_note(slice(text, 0, at)) {
                        break;
                    }
                    closed = at + character.len_utf8();
                }
                open += 1;
            }
            '（' | '(' => {
                if open == 0 {
                    break;
                }
                open -= 1;
            }
            _ if open > 0 => {}
            '，' | '。' | '；' | '：' | ':' | ';' | '、' | '！' | '？' | '“' | '”' | '「'
            | '」' | '《' | '》' | '〈' | '〉' | '\n' | '\t' | '|' | '●' | '▶' | '—' | '｜'
            | '"' | '…' | '•' | ',' | '/' | '】' | '【' | '‘' | '’' | '*' | '#' | '>' | '<' =>
            {
                break;
            }
            // A blank joins Latin words and parts Han words.
            ' ' => {
                let left = slice(text, 0, at).chars().next_back();
                let right = slice(text, at + 1, text.len()).chars().next();
                let latin = left.is_some_and(|one| one.is_ascii_alphanumeric())
                    || right.is_some_and(|one| one.is_ascii_alphanumeric());
                if !latin {
                    break;
                }
            }
            _ => {}
        }
        start = at;
    }
    if open > 0 {
        // The bracket that was met from behind never opened: the name begins after it.
        start = closed;
    }
    cut_at_stops(text, start, suffix, legal)
}

/// Whether the bracket that closes after `lead` tells something (a short name, a code, a date) and is no part of a name like （上海）.
fn is_note(lead: &str) -> bool {
    let inner = lead
        .rfind(['（', '('])
        .map_or("", |at| slice(lead, at, lead.len()));
    inner.contains("简称")
        || inner.contains("下称")
        || inner.contains("代码")
        || inner.contains(['“', '，', '：'])
        || inner.chars().filter(char::is_ascii_digit).count() >= 4
}

fn cut_at_stops(text: &str, start: usize, suffix: usize, legal: bool) -> usize {
    let run = slice(text, start, suffix);
    let mut cut = 0;
    for stop in STOPS {
        let mut from = 0;
        while let Some(at) = run
            .get(from..)
            .and_then(|rest| rest.find(stop))
            .map(|at| at + from)
        {
            let after = at + stop.len();
            let rest = run.get(after..).unwrap_or("");
            let single = stop.chars().count() == 1;
            let inside_bracket = run.get(..at).is_some_and(|head| {
                head.matches(['（', '(']).count() > head.matches(['）', ')']).count()
            });
            // A single character may belong to the name (和丰, 经开): it only cuts when a name of some length is left.
            let enough = rest.chars().count() >= if single { if legal { 4 } else { 3 } } else { 2 };
            let part_of_word = match *stop {
                "经" => ["经济", "经信", "经开"]
                    .iter()
                    .any(|word| run.get(at..).is_some_and(|rest| rest.starts_with(word))),
                // 3日, 2025年, 35家: only after a digit.
                "日" | "月" | "年" | "名" | "家" => !run.get(..at).is_some_and(|head| {
                    head.trim_end().ends_with(|one: char| one.is_ascii_digit())
                }),
                // A name may begin with these (和利时, 同方), but not with 是 or 将.
                "同" | "和" | "以" => run.get(..at).is_none_or(|head| head.chars().count() < 2),
                "为" | "是" | "将" | "等" | "于" | "对" | "到" => {
                    at > 0 && run.get(..at).is_none_or(|head| head.chars().count() < 2)
                }
                _ => false,
            };
            // 某某公司与样张大学: after a company's name the joining word joins two names.
            let joins = at == 0
                && matches!(*stop, "与" | "和" | "及" | "由" | "在" | "向" | "对")
                && (slice(text, 0, start).ends_with("公司")
                    || slice(text, 0, start).ends_with(['）', ')']))
                && rest.chars().count() >= 2;
            // 为区科技局, 是某某证券: no name begins with these.
            let leads = at == 0
                && !legal
                && matches!(*stop, "为" | "是" | "由" | "向" | "将" | "被" | "据")
                && !rest.is_empty();
            if joins || leads || enough && !inside_bracket && !part_of_word {
                cut = cut.max(after);
            }
            from = after;
        }
    }
    // 芯片公司某某有限公司: a describing 公司 in front of the name.
    if let Some(at) = run.rfind("公司") {
        let end = at + "公司".len();
        if run.get(end..).is_some_and(|rest| rest.chars().count() >= 2)
            && !run.get(end..).is_some_and(|rest| rest.starts_with('（'))
        {
            // 某某公司与样张大学: the joining word belongs to neither.
            let joined = run.get(end..).and_then(|rest| {
                rest.strip_prefix(['与', '和', '及', '向', '对'])
                    .filter(|name| name.chars().count() >= 2)
                    .map(|name| rest.len() - name.len())
            });
            cut = cut.max(end + joined.unwrap_or(0));
        }
    }
    start + cut
}

/// A full name and the short names that the text gives it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NameGroup {
    /// The full name.
    pub name: String,
    /// Its short names in the order met; derived ones last.
    pub aliases: Vec<String>,
}

/// Words in a bracket behind a name that lead to a shorter, a later or a former one; a longer one before one that it contains.
pub(crate) const ALIAS_MARKS: [&str; 16] = [
    "以下简称",
    "下文简称",
    "简称",
    "以下称",
    "下文称",
    "下文叫",
    "下称",
    "文中称",
    "又称",
    "又名",
    "曾用名",
    "更名前为",
    "就是原来的",
    "即原来的",
    "即原",
    "原名",
];

/// The short names that `text` defines in brackets after a full name that ends at `end`:
/// （以下简称：X）, （简称“X”）, (X), （英文名 X）.
pub fn bracketed_aliases(text: &str, end: usize) -> Vec<String> {
    let after = slice(text, end, text.len());
    // `Orland Devices Co., Ltd. ("Orland")`: English text sets a blank before the bracket; only a quoted name counts behind it.
    let after = after
        .strip_prefix(' ')
        .filter(|rest| rest.starts_with("(\"") || rest.starts_with("(“"))
        .unwrap_or(after);
    let Some(rest) = after.strip_prefix(['（', '(']) else {
        return Vec::new();
    };
    let Some(stop) = rest.find(['）', ')', '\n']) else {
        return Vec::new();
    };
    let inner = rest.get(..stop).unwrap_or("");
    let marked = ALIAS_MARKS
        .iter()
        .find_map(|mark| inner.find(mark).map(|at| at + mark.len()));
    let list = match marked {
        Some(at) => inner.get(at..).unwrap_or(""),
        None => inner,
    };
    list.split(['、', '，', ',', '/', '或'])
        .map(|name| {
            name.trim_matches(|one: char| {
                one.is_whitespace() || "：:“”\"‘’'「」《》为".contains(one)
            })
        })
        .filter(|name| {
            marked.is_some() || is_latin_alias(name) || is_part_of(slice(text, 0, end), name)
        })
        // （简称某某，688000）: the code is no name.
        .filter(|name| {
            !name.contains("代码") && name.chars().filter(char::is_ascii_digit).count() < 5
        })
        .filter(|name| (2..=24).contains(&name.chars().count()))
        .map(str::to_owned)
        .collect()
}

/// Whether a name in brackets is cut out of the legal name before it: 济南某某感知科技有限公司（某某感知）.
fn is_part_of(before: &str, name: &str) -> bool {
    before.ends_with("公司")
        && (3..=8).contains(&name.chars().count())
        && name.chars().all(is_han)
        && super::tail(before, 30).contains(name)
        && !super::places(name)
            .iter()
            .any(|place| place.start == 0 && place.end == name.len())
}

fn is_latin_alias(name: &str) -> bool {
    name.is_ascii()
        && name.starts_with(|one: char| one.is_ascii_alphabetic())
        && !name.contains(['.', '/'])
        && name.chars().filter(|one| one.is_ascii_digit()).count() <= 2
}

/// Words of trade that stand between the proper name and the legal form.
const TRADES: &[&str] = &[
    "科技",
    "技术",
    "半导体",
    "电子",
    "材料",
    "微电子",
    "集成电路",
    "光电",
    "智能",
    "信息",
    "实业",
    "新材料",
    "控股",
    "产业",
    "制造",
    "存储",
    "通信",
    "精密",
    "装备",
    "设备",
    "软件",
    "系统",
    "能源",
    "工业",
    "器件",
    "测试",
    "企业管理",
    "管理",
    "投资",
    "发展",
    "创新",
    "股份",
    "集团",
    "基板",
    "特气",
    "晶体",
    "光学",
    "微波",
    "传感",
    "化学",
    "封测",
    "研究",
    "国际",
    "中国",
    "网络",
    "数据",
    "检测",
    "服务",
];

/// Words of trade that end a company's short name inside the name of its project (样张光电液晶模组项目).
pub(crate) const TRADE_WORDS: &[&str] = &[
    "科技",
    "半导体",
    "电子",
    "微电子",
    "光电",
    "新材料",
    "材料",
    "精密",
    "传感",
    "封测",
    "化学",
    "光学",
    "集团",
    "股份",
    "功率",
    "石英",
    "存储",
];

/// The short names that follow from a full company name: without legal form and place, and with one word of trade left.
///
/// `浙江示例半导体材料有限公司` gives `示例半导体材料`, `示例半导体` and `示例`; names of fewer than two characters are not given,
/// nor is the bare proper name when it is a single trade word.
pub fn derived_aliases(full: &str) -> Vec<String> {
    let mut stem: String = full.to_owned();
    for form in ["股份有限公司", "有限责任公司", "有限公司", "公司"] {
        if let Some(rest) = stem.strip_suffix(form) {
            stem = rest.to_owned();
            break;
        }
    }
    if stem.len() == full.len() {
        return Vec::new();
    }
    // （上海） anywhere in the name.
    while let (Some(open), Some(close)) = (stem.find(['（', '(']), stem.find(['）', ')'])) {
        let width = stem
            .get(close..)
            .and_then(|rest| rest.chars().next())
            .map_or(1, char::len_utf8);
        let (Some(head), Some(tail)) = (stem.get(..open), stem.get(close + width..)) else {
            break;
        };
        if close < open {
            break;
        }
        stem = format!("{head}{tail}");
    }
    let mut aliases: Vec<String> = Vec::new();
    let mut push = |name: &str| {
        let count = name.chars().count();
        if (2..=16).contains(&count)
            && name != full
            && !TRADES.contains(&name)
            && !aliases.iter().any(|known| known == name)
        {
            aliases.push(name.to_owned());
        }
    };
    push(&stem);
    // The place in front, however many regions it names.
    let mut bare: &str = &stem;
    while let Some(place) = super::places(bare)
        .into_iter()
        .find(|place| place.start == 0)
    {
        let rest = slice(bare, place.end, bare.len());
        let rest = rest.strip_prefix(['省', '市', '区', '县']).unwrap_or(rest);
        if rest.chars().count() < 2 || rest.len() == bare.len() {
            break;
        }
        bare = rest;
    }
    push(bare);
    let mut shorter = bare;
    loop {
        let trade = TRADES
            .iter()
            .filter(|trade| shorter.ends_with(**trade))
            .max_by_key(|trade| trade.len());
        let Some(rest) = trade.and_then(|trade| shorter.strip_suffix(*trade)) else {
            break;
        };
        if rest.chars().count() < 2 {
            break;
        }
        push(rest);
        shorter = rest;
    }
    // 上海雅某电子 is often called 雅某电子, and 示例 + first trade word.
    let proper = shorter;
    if let Some(rest) = bare.strip_prefix(proper) {
        for trade in TRADES.iter().filter(|trade| rest.starts_with(**trade)) {
            push(&format!("{proper}{trade}"));
        }
    }
    // The short name on the exchange: 某某股份.
    if full.ends_with("股份有限公司") && !proper.ends_with("股份") && proper.chars().count() <= 4
    {
        push(&format!("{proper}股份"));
    }
    aliases
}

/// The name that a describing phrase ends in: "车规芯片设计企业某某科技" → `某某科技`.
pub(crate) fn strip_description(phrase: &str) -> &str {
    const DESCRIPTIONS: [&str; 26] = [
        "企业",
        "公司",
        "厂商",
        "供应商",
        "服务商",
        "提供商",
        "平台商",
        "制造商",
        "开发商",
        "新锐",
        "独角兽",
        "龙头",
        "团队",
        "生产商",
        "初创",
        "上市公司",
        "消息，",
        "日前",
        "近日",
        "近期",
        "日，",
        "日",
        "商",
        "据悉",
        "月，",
        "消息",
    ];
    let mut phrase = phrase.trim();
    let mut cut = 0;
    for word in DESCRIPTIONS {
        let mut from = 0;
        while let Some(at) = phrase
            .get(from..)
            .and_then(|rest| rest.find(word))
            .map(|at| at + from)
        {
            let end = at + word.len();
            let rest = phrase.get(end..).unwrap_or("");
            let legal = word == "公司"
                && phrase
                    .get(..at)
                    .is_some_and(|head| head.ends_with("有限") || head.ends_with("股份"));
            let inside = legal
                || (word == "日" && rest.starts_with('本'))
                || (word == "商" && rest.starts_with('业'))
                || rest.starts_with(['（', '(']);
            if !inside && rest.trim().chars().count() >= 2 {
                cut = cut.max(end);
            }
            from = end;
        }
    }
    phrase = phrase.get(cut..).unwrap_or(phrase).trim();
    phrase.trim_start_matches(['，', '、', '的', '：']).trim()
}

/// Whether `name` looks like a name and not like a clause: short, without punctuation and without words of speech.
pub(crate) fn looks_like_name(name: &str) -> bool {
    let count = name.chars().count();
    let closes = name.matches(['）', ')']).count();
    (2..=30).contains(&count)
        && closes <= name.matches(['（', '(']).count()
        && !name.contains([
            '，', '。', '；', '！', '？', '\n', '\t', '《', '：', '“', '”', '%', '|',
        ])
        && ![
            "项目",
            "本轮",
            "此次",
            "该",
            "目前",
            "同时",
            "其中",
            "日前",
            "宣布",
            "完成",
            "资金",
            "已经",
            "并",
            "预计",
            "公司",
            "企业",
            "轮融资",
            "获",
            "发布",
        ]
        .iter()
        .any(|word| head(name, 2) == *word || (word.chars().count() == 1 && name.starts_with(word)))
        && !name
            .chars()
            .all(|one| one.is_ascii_digit() || one == '.' || one == '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        organizations(text)
            .into_iter()
            .map(|one| one.value)
            .collect()
    }

    #[test]
    fn a_name_begins_after_the_words_that_lead_to_it() {
        for (text, expected) in [
            (
                "发布了浙江示例电子材料有限公司年产",
                vec!["浙江示例电子材料有限公司"],
            ),
            (
                "项目由示例半导体（无锡）有限公司实施",
                vec!["示例半导体（无锡）有限公司"],
            ),
            (
                "设计企业上海样张电子集团股份有限公司发布公告",
                vec!["上海样张电子集团股份有限公司"],
            ),
            (
                "毫米波芯片公司样本智感（杭州）科技有限公司宣布",
                vec!["样本智感（杭州）科技有限公司"],
            ),
            ("由示例先进封装研究院牵头建设", vec!["示例先进封装研究院"]),
            ("said Sample Devices Inc. on", vec!["Sample Devices Inc."]),
            ("Elsewhere Works SE broke", vec!["Elsewhere Works SE"]),
            ("示例市人民政府办公室", vec!["示例市人民政府办公室"]),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn the_words_of_forms_alone_are_no_names() {
        for text in ["投资建设", "有限公司", "的大学生"] {
            assert_eq!(read(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn short_names_come_from_brackets_and_from_the_full_name() {
        let text = "上海示例半导体股份有限公司（以下简称：示例芯）举行";
        let end = organizations(text)[0].end;
        assert_eq!(bracketed_aliases(text, end), ["示例芯"]);
        assert_eq!(
            derived_aliases("浙江示例半导体材料有限公司"),
            ["浙江示例半导体材料", "示例半导体材料", "示例半导体", "示例"]
        );
        assert_eq!(
            derived_aliases("示例科技（上海）有限公司"),
            ["示例科技", "示例"]
        );
        assert_eq!(
            strip_description("RISC-V处理器IP公司样本微电子"),
            "样本微电子"
        );
    }
}
