//! Where the name of a project begins.

use crate::fact::lexicon::{PROJECT_HEADS, PROJECT_STOPS};
use crate::value::organization::TRADE_WORDS;
use crate::value::{is_han, slice, tail};

/// The left end of the noun phrase, and whether quotation marks gave it.
pub(super) fn left_end(
    text: &str,
    start: usize,
    floor: usize,
    closing: bool,
    values: &[usize],
) -> (usize, bool) {
    let before = slice(text, floor, start);
    if closing
        && let Some(open) = before.rfind(['“', '「', '『', '‘'])
        && before.len() - open < 150
    {
        let width = before
            .get(open..)
            .and_then(|rest| rest.chars().next())
            .map_or(1, char::len_utf8);
        if !before
            .get(open + width..)
            .is_some_and(|inside| inside.contains(['”', '」', '。', '；']))
        {
            return (floor + open + width, true);
        }
    }
    let mut left = 0;
    let mut open = 0_usize;
    let mut commas = 0;
    for (at, character) in before.char_indices().rev() {
        match character {
            '）' | ')' => open += 1,
            '（' | '(' if open > 0 => open -= 1,
            _ if open > 0 => {}
            '、' if commas < 2 && may_cross(before, at) => commas += 1,
            '“' | '「' | '”' | '」' if quote_inside(before, at, character) => {}
            '，' | '。' | '；' | '：' | ':' | ';' | '！' | '？' | '“' | '「' | '”' | '」'
            | '《' | '》' | '\n' | '\t' | '|' | '、' | '（' | '(' | ',' | '【' | '】' | '—'
            | '｜' | '*' | '#' | '．' | '▶' | '●' | '△' | '▲' => {
                left = at + character.len_utf8();
                break;
            }
            ' ' => {
                let latin = |one: Option<char>| one.is_some_and(|one| one.is_ascii_alphanumeric());
                if !latin(before.get(..at).and_then(|rest| rest.chars().next_back()))
                    && !latin(before.get(at + 1..).and_then(|rest| rest.chars().next()))
                {
                    left = at + 1;
                    break;
                }
            }
            _ => {}
        }
    }
    let absolute = |at: usize| floor + at;
    for &end in values {
        if end >= absolute(left) && end < start {
            left = end - floor;
        }
    }
    let run = slice(text, floor + left, start);
    let mut cut = 0;
    for stop in PROJECT_STOPS {
        let mut from = 0;
        while let Some(at) = run
            .get(from..)
            .and_then(|rest| rest.find(stop))
            .map(|at| at + from)
        {
            let end = at + stop.len();
            if !part_of_name(run, at, stop) {
                cut = cut.max(end);
            }
            from = end;
        }
    }
    // "1.示例项目", "01 示例项目": the number of a list.
    let mut from = floor + left + cut;
    // "…进展，如甲项目": the word that gives an example is no part of the name.
    if slice(text, floor, from).ends_with(['，', '：'])
        || text.get(..from).is_some_and(|head| head.ends_with('，'))
    {
        for word in ["例如", "比如", "诸如", "如"] {
            let rest = slice(text, from, start);
            if rest.starts_with(word) && rest.chars().count() >= word.chars().count() + 2 {
                from += word.len();
                break;
            }
        }
    }
    // "甲项目和乙项目": what joins two names belongs to neither.
    if floor > 0 && from == floor {
        for word in ["以及", "和", "与", "及", "暨", "、"] {
            if slice(text, from, start).trim_start().starts_with(word) {
                from += slice(text, from, start).len()
                    - slice(text, from, start).trim_start().len()
                    + word.len();
                break;
            }
        }
    }
    // 当地建年产3000吨…: what stands before the yield is a verb or a place, if it is short.
    let rest = slice(text, from, start);
    if let Some(at) = rest.find("年产").filter(|at| (1..=9).contains(at))
        && slice(rest, at + "年产".len(), rest.len()).starts_with(|one: char| one.is_ascii_digit())
        && !TRADE_WORDS
            .iter()
            .any(|trade| slice(rest, 0, at).ends_with(trade))
        && slice(rest, 0, at).ends_with(['建', '的', '地', '做', '产', '增', '上', '设'])
    {
        from += at;
    }
    from += behind_built_in(slice(text, 0, from), slice(text, from, start));
    let rest = slice(text, from, start);
    let digits = rest
        .trim_start()
        .trim_start_matches(|one: char| one.is_ascii_digit());
    if digits.starts_with(['.', '、'])
        && !digits.starts_with(".0")
        && digits
            .chars()
            .nth(1)
            .is_some_and(|one| !one.is_ascii_digit())
    {
        from = start - digits.len() + digits.chars().next().map_or(0, char::len_utf8);
    }
    (from, false)
}

/// Whether 工厂 ends the name of a kind of firm: 当地一家耳机代(工厂).
pub(super) fn kind_of_firm(before: &str) -> bool {
    before.ends_with('代')
        && [
            "一家", "几家", "多家", "国内", "海外", "境外", "其他", "当地",
        ]
        .iter()
        .any(|word| tail(before, 14).contains(word))
}

/// How many bytes of `run` say where something is built: the first four characters of `某城新建封装测试(厂)` behind 在.
pub(super) fn behind_built_in(lead: &str, run: &str) -> usize {
    if !lead.ends_with(['在', '赴', '到', '于']) {
        return 0;
    }
    [
        "投资建设",
        "建设",
        "新建",
        "投建",
        "兴建",
        "扩建",
        "筹建",
        "设立",
        "建",
    ]
    .iter()
    .filter_map(|verb| {
        let at = run.find(verb)?;
        let place = slice(run, 0, at);
        let rest = slice(run, at + verb.len(), run.len());
        let fits = (2..=8).contains(&place.chars().count())
                && place.chars().all(is_han)
                && rest.chars().count() >= 2
                // 福建 is a place, 建材 and 建筑 are trades.
                && !place.ends_with(['福', '基', '土', '在', '改'])
                && !rest.starts_with(['材', '筑', '制', '平', '阳', '宁', '德', '邺', '湖']);
        fits.then_some((at, at + verb.len()))
    })
    .min_by_key(|&(at, end)| (at, std::cmp::Reverse(end)))
    .map_or(0, |(_, end)| end)
}

/// A mark in the middle of a name: “芯火”平台.
pub(super) fn quote_inside(before: &str, at: usize, mark: char) -> bool {
    let rest = before.get(at + mark.len_utf8()..).unwrap_or("");
    match mark {
        '”' | '」' => {
            let inside = before
                .get(..at)
                .and_then(|head| head.rfind(['“', '「']).map(|open| at - open));
            !rest.is_empty() && inside.is_some_and(|length| length < 30)
        }
        _ => rest.contains(['”', '」']),
    }
}

pub(super) fn is_digit(one: char) -> bool {
    one.is_ascii_digit()
}

/// Whether a "、" stands inside a name: what stands before it is short and is itself no project.
pub(super) fn may_cross(before: &str, at: usize) -> bool {
    let head = before.get(..at).unwrap_or("");
    let segment = head
        .rsplit(['，', '。', '；', '：', '、', '“', '\n', ' ', '（'])
        .next()
        .unwrap_or("");
    let count = segment.chars().count();
    let after_stop = PROJECT_STOPS
        .iter()
        .filter(|stop| stop.chars().count() >= 2)
        .any(|stop| segment.contains(stop));
    let has_head = PROJECT_HEADS.iter().any(|noun| segment.ends_with(noun));
    let follows: &str = before.get(at..).unwrap_or("");
    let connected = follows.contains(['及', '和', '与', '、']) || follows.chars().count() <= 8;
    // 甲项目（投资2亿元，…）、乙项目: a bracket of some length says something of what stands before it.
    let remark = head
        .strip_suffix(['）', ')'])
        .and_then(|inside| inside.rsplit(['（', '(']).next())
        .is_some_and(|inside| inside.chars().count() > 8);
    // 年产120万片8英寸、240万片12英寸抛光片项目: one yield after the other.
    let yields = segment
        .rsplit("年产")
        .next()
        .is_some_and(|rest| rest.len() < segment.len() && rest.starts_with(is_digit))
        && follows
            .strip_prefix('、')
            .is_some_and(|rest| rest.starts_with(is_digit));
    !has_head
        && !remark
        && (yields || (2..=22).contains(&count) && connected && (after_stop || count <= 14))
}

/// What stands before the verb of a builder, not before the last word of a name: 计划新建, 投资建设.
pub(super) const UNDERTAKE: &[&str] = &[
    "拟", "将", "要", "在", "正", "并", "来", "内", "上", "地", "计划", "规划", "准备", "开始",
    "继续", "投资", "公司", "负责", "参与", "推进", "加快", "全面", "同步", "重点", "合作", "联合",
    "共同", "承担", "筹划", "启动", "元", "独资", "合资", "出资", "分期", "目前", "重大", "亿",
    "的", "市", "区", "县", "工程", "一批", "多个",
];

/// Whether a stop word is here a part of the name.
pub(super) fn part_of_name(run: &str, at: usize, stop: &str) -> bool {
    let rest = run.get(at + stop.len()..).unwrap_or("");
    let before = run.get(..at).unwrap_or("");
    // 大为股份, 有为微电子: a preposition right before a word of trade belongs to a firm's name.
    if stop.chars().count() == 1
        && (1..=3).contains(&before.chars().count())
        && TRADE_WORDS.iter().any(|trade| rest.starts_with(trade))
    {
        return true;
    }
    // 碳化硅衬底扩建项目, not 公司计划扩建项目: what kind of works it is.
    if matches!(stop, "扩建" | "新建" | "建设")
        && rest.is_empty()
        && before.chars().count() >= 4
        && !UNDERTAKE.iter().any(|verb| before.ends_with(verb))
    {
        return true;
    }
    match stop {
        "投资" => rest.starts_with("公司") || rest.starts_with("有限"),
        "公司" => {
            before.ends_with("有限") && rest.is_empty()
                || before.ends_with("有限") && !rest.is_empty()
        }
        "有" => {
            rest.starts_with("限")
                || before.ends_with('国')
                || rest.starts_with("机")
                || rest.starts_with("色")
                || before.ends_with('专')
        }
        "在" => before.ends_with(['存', '潜']) || rest.starts_with("线"),
        "为" => before.ends_with(['华', '行', '作']),
        "以" => rest.starts_with(['上', '下', '太', '及']),
        "对" => rest.starts_with(['准', '外']) || before.ends_with(['绝', '相', '核']),
        "向" => before.ends_with(['定', '方', '面', '双']),
        "于" => before.ends_with(['基', '用', '属']),
        "从" => rest.starts_with("业"),
        "到" => before.ends_with('达'),
        "等" => rest.starts_with(['离', '级', '静']) || before.ends_with(['高', '中', '一', '二']),
        "其" => rest.starts_with("他"),
        "并" => rest.starts_with(['行', '网', '购']) || before.ends_with('合'),
        "就" => before.ends_with('成') || rest.starts_with(['业', '地', '位']),
        "据" => before.ends_with(['数', '证', '依', '根']),
        "使" => rest.starts_with("用"),
        "被" => rest.starts_with("动"),
        "由" => before.ends_with(['自', '经']),
        "是" => rest.starts_with("德") && !before.ends_with(['一', '二', '三', '四', '五', '六']),
        "称" => before.ends_with(['名', '对', '简']),
        "布局" => rest.starts_with("布线"),
        "通过" => rest.starts_with("孔"),
        "集中" => rest.starts_with("式"),
        "拟" => before.ends_with(['模', '虚']),
        "了" => rest.starts_with("解"),
        _ => false,
    }
}
