//! Where a sentence names a project, refers back to one, or speaks of a group of them.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

pub(crate) use super::likeness::{core, likeness};
use crate::fact::lexicon::{BACK_WORDS, GROUP_WORDS, PROJECT_HEADS, PROJECT_STOPS, WEAK_HEADS};
use crate::text::line::is_mark;
use crate::value::organization::TRADE_WORDS;
use crate::value::pattern::words;
use crate::value::{amounts, dates, head, is_han, slice, tail};

/// What a mention says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Mention {
    /// A project by name.
    Named {
        /// The name as it stands.
        name: String,
        /// The head is one that also names departments and places.
        weak: bool,
        /// The text puts the name in quotation marks.
        quoted: bool,
    },
    /// 该项目, 项目, 基地.
    Back,
    /// 22个项目, 重点项目.
    Group,
}

/// A mention and its bytes in the sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Located {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) mention: Mention,
}

static HEADS: LazyLock<AhoCorasick> = LazyLock::new(|| words(PROJECT_HEADS));

/// Whether the text holds a head at all.
pub(crate) fn may_mention(text: &str) -> bool {
    HEADS.find(text).is_some()
}

/// Every mention in the sentence, in order.
pub(crate) fn mentions(text: &str) -> Vec<Located> {
    let mut heads: Vec<(usize, usize)> = Vec::new();
    for hit in HEADS.find_iter(text) {
        match heads.last_mut() {
            // 基地项目, 总部（研发中心）项目: one head.
            Some(last) if joins(slice(text, last.1, hit.start())) => last.1 = hit.end(),
            // 总部和生产制造中心项目: a second part that is no name of its own.
            Some(last)
                if !slice(text, last.0, last.1).ends_with("项目")
                    && adds_part(
                        slice(text, last.1, hit.start()),
                        slice(text, hit.start(), text.len()),
                    ) =>
            {
                last.1 = hit.end();
            }
            // 全国总部暨研发制造基地: one project of two parts.
            Some(last) if doubles(slice(text, last.1, hit.start())) => last.1 = hit.end(),
            _ => heads.push((hit.start(), hit.end())),
        }
    }
    if heads.is_empty() {
        return Vec::new();
    }
    let values = value_ends(text);
    let mut found: Vec<Located> = Vec::new();
    for (start, end) in heads {
        let floor = found.last().map_or(0, |last| last.end);
        let (end, _) = with_phase(text, end);
        if let Some(one) = locate(text, start, end, floor, &values) {
            found.push(one);
        }
    }
    found
}

/// The name that a line of its own is: `7. 示例扩产项目（某市）`, without number and place, if it holds no clause.
///
/// A line is such a heading by its form; whether its last word is a head of projects is the second value.
pub(crate) fn heading_name(line: &str) -> Option<(usize, usize, bool)> {
    let bare = without_list_mark(line);
    let start = line.len() - bare.len();
    let line = line.trim_end_matches('。');
    let bare = bare.trim_end_matches('。');
    if start == 0
        || line.contains([
            '，', '。', '；', '：', '！', '？', '、', '|', '\t', ':', '…',
        ])
    {
        return None;
    }
    let name = match bare.trim_end().strip_suffix(['）', ')']) {
        Some(open) => {
            let at = open.rfind(['（', '('])?;
            let inside = slice(open, at, open.len());
            // （一期） is a part of the name, （某市） is not.
            if inside.contains('期') {
                bare.trim_end()
            } else {
                slice(bare, 0, at).trim_end()
            }
        }
        None => bare.trim_end(),
    };
    let count = name.chars().count();
    let headed = HEADS.find_iter(name).any(|hit| hit.end() == name.len()) || name.ends_with('）');
    (5..=44)
        .contains(&count)
        .then_some((start, start + name.len(), headed))
}

fn joins(between: &str) -> bool {
    between.is_empty()
        || is_lot(between)
        || matches!(between, "（" | "）" | "(" | ")")
        || (between.starts_with(['（', '('])
            && between.ends_with(['）', ')'])
            && between.chars().count() <= 14)
        || matches!(
            between,
            "二期"
                | "三期"
                | "一期"
                | "扩产"
                | "升级"
                | "扩建"
                | "建设"
                | "产业化"
                | "技改"
                | "改造"
                | "新建"
                | "迁建"
                | "改扩建"
                | "续建"
                | "扩能"
                | "提升"
                | "技术改造"
                | "建设改造"
        )
}

/// A line without the mark or number of a list item that it begins with: `1.`, `（三）`, `▎`.
pub(crate) fn without_list_mark(line: &str) -> &str {
    let bracketed = line
        .strip_prefix(['（', '('])
        .and_then(|rest| rest.split_once(['）', ')']))
        .filter(|(number, _)| {
            number.chars().count() <= 3
                && number
                    .chars()
                    .all(|one| one.is_ascii_digit() || "一二三四五六七八九十".contains(one))
        });
    match bracketed {
        Some((_, rest)) => rest.trim_start(),
        None => line.trim_start_matches(|one: char| {
            one.is_ascii_digit() || " .、．）)#*".contains(one) || is_mark(one)
        }),
    }
}

/// Whether words join the two parts of one project's name.
fn doubles(between: &str) -> bool {
    let (behind, _) = with_phase(between, 0);
    let between = slice(between, behind, between.len());
    ["暨", "配套"].iter().any(|word| {
        between.strip_prefix(word).is_some_and(|rest| {
            rest.chars().count() <= 16 && !rest.contains(['，', '。', '；', '、', '：'])
        })
    })
}

/// Whether 和 and a few general words before a head go on with the name: `总部和生产制造中心项目`.
fn adds_part(between: &str, head: &str) -> bool {
    ["和", "及", "与"].iter().any(|word| {
        between.strip_prefix(word).is_some_and(|rest| {
            head.starts_with("项目")
                && (2..=8).contains(&rest.chars().count())
                && !rest.contains(['，', '。', '；', '、', '：'])
                && PARTS.iter().any(|part| rest.ends_with(part))
        })
    })
}

/// What the second part of a project's name ends in.
const PARTS: &[&str] = &[
    "中心",
    "总部",
    "工厂",
    "实验室",
    "研究院",
    "平台",
    "园区",
    "厂房",
];

/// Whether words number a lot of land or a building: 1区, A3地块, 二号楼.
fn is_lot(words: &str) -> bool {
    let rest = words.trim_start_matches(|one: char| {
        one.is_ascii_alphanumeric() || "一二三四五六七八九".contains(one)
    });
    rest.len() < words.len() && matches!(rest, "区" | "地块" | "号楼" | "号地块" | "栋" | "标段")
}

/// The end of the name with a phase that follows the head: 项目一期工程.
fn with_phase(text: &str, end: usize) -> (usize, bool) {
    let rest = slice(text, end, text.len());
    for phase in [
        "一期工程",
        "二期工程",
        "三期工程",
        "（一期）",
        "（二期）",
        "(一期)",
        "(二期)",
    ] {
        if rest.starts_with(phase) {
            return (end + phase.len(), true);
        }
    }
    // 某某项目二期在某地签约, 产业园二期投产: the phase is what is told of, unless it is that of other works, or one of several.
    let works = slice(text, 0, end);
    let others: &[&str] = if works.ends_with("项目") {
        &[
            "项目", "工程", "建", "投", "总", "计", "、", "和", "预", "将", "拟", "达",
        ]
    } else {
        &[
            "项目", "工程", "投资", "总", "计", "、", "和", "及", "与", "预", "将", "拟",
        ]
    };
    for phase in ["二期", "三期", "四期"] {
        if let Some(behind) = rest.strip_prefix(phase)
            && !works.is_empty()
            && !others.iter().any(|word| behind.starts_with(word))
        {
            return (end + phase.len(), true);
        }
    }
    (end, false)
}

/// Ends of sums and dates: a name begins after them.
fn value_ends(text: &str) -> Vec<usize> {
    let mut ends: Vec<usize> = amounts(text).into_iter().map(|one| one.end).collect();
    if text.contains(['年', '月']) {
        // "年产30万只" holds no date, so the name keeps it.
        ends.extend(
            dates(text, "2000-12".parse().ok())
                .into_iter()
                .map(|one| one.end),
        );
    }
    ends.sort_unstable();
    ends
}

fn locate(text: &str, start: usize, end: usize, floor: usize, values: &[usize]) -> Option<Located> {
    let noun = slice(text, start, end);
    let after = slice(text, end, text.len());
    // 项目组, 项目经理, 基地级: not a project; 产业化业务: not a head.
    let next = after.chars().next();
    if next.is_some_and(|one| "组部经负团融库群人数化厅类级型名代码申管需".contains(one))
        && !after.starts_with("负责")
        && !after.starts_with("名称为")
        || [
            "资本金",
            "投资额度",
            "储备",
            "审批",
            "进展",
            "公司",
            "路演",
            "信息",
            "评审",
            "生态",
            "的研究",
            "招商",
        ]
        .iter()
        .any(|word| after.starts_with(word))
        // 功率器件厂商, 同一厂家, 一号厂区: who makes them, or where.
        || noun.ends_with('厂') && after.starts_with(['商', '家', '址', '长', '区'])
        // 产业园内: where something is.
        || after.starts_with('内') && !after.starts_with("内存") && !noun.ends_with("项目")
        || (noun == "产业化" && !after.starts_with('项'))
        || (noun.starts_with("工厂") && after.starts_with("化"))
        // 一家代工厂: a kind of firm.
        || (noun == "工厂" && kind_of_firm(slice(text, 0, start)))
        // 新增封装线8条: how many lines the project spoken of has.
        || (noun.ends_with('线')
            && after.trim_start().starts_with(|one: char| one.is_ascii_digit())
            && head(after.trim_start(), 4).contains('条'))
    {
        return None;
    }
    let closing = matches!(next, Some('”' | '」' | '』' | '’'));
    let (from, quoted) = left_end(text, start, floor, closing, values);
    let name = slice(text, from, end).trim();
    let stem = slice(text, from, start).trim();
    let from = end - slice(text, from, end).trim_start().len();
    // "（以下简称…）12英寸项目": a bracket after the builder's name is no part of the project's.
    let (from, name, stem) = match name
        .starts_with(['（', '('])
        .then(|| name.find(['）', ')']))
        .flatten()
    {
        Some(close) => {
            let from = from
                + close
                + name
                    .get(close..)
                    .and_then(|rest| rest.chars().next())
                    .map_or(1, char::len_utf8);
            (
                from,
                slice(text, from, end).trim(),
                slice(text, from, start).trim(),
            )
        }
        None => (from, name, stem),
    };
    // 一期8000吨生产线: a phase and how much, of the project spoken of.
    let amount = ["一期", "二期", "三期", "首期"]
        .iter()
        .find_map(|phase| stem.strip_prefix(phase))
        .is_some_and(|rest| {
            let digits = rest.trim_start_matches(|one: char| one.is_ascii_digit() || one == '.');
            digits.len() < rest.len() && digits.chars().count() <= 2
        });
    if amount {
        return Some(Located {
            start: from,
            end,
            mention: Mention::Back,
        });
    }
    // Phases and kinds of phase alone refer back: 一期项目, 二期.
    let bare = stem
        .trim_start_matches("该")
        .trim_matches(|one| "第一二三四五首两期“「".contains(one));
    // 一期、二期项目: several at once, and what is told is of each.
    let phases = stem.strip_suffix("期").unwrap_or(stem);
    if phases.contains(['、', '和', '及'])
        && phases
            .chars()
            .all(|one| "一二三四五六期、和及".contains(one))
    {
        return Some(Located {
            start: from,
            end,
            mention: Mention::Group,
        });
    }
    // "现场签约项目21个": a number behind the head counts a group.
    let counted = head(after, 1).starts_with(|one: char| one.is_ascii_digit())
        && head(after, 6).contains(['个', '项']);
    if counted {
        return Some(Located {
            start: from,
            end,
            mention: Mention::Group,
        });
    }
    if BACK_WORDS.contains(&stem) || bare.is_empty() {
        // "17个项目" has its number in the stem, so a bare head refers back.
        return Some(Located {
            start: from,
            end,
            mention: Mention::Back,
        });
    }
    match kind_of(stem, noun, after, quoted) {
        Kind::Group => {
            return Some(Located {
                start: from,
                end,
                mention: Mention::Group,
            });
        }
        // "上半年签约前沿产业项目": what was done with projects of a kind.
        Kind::General if noun == "项目" && dealt_with(slice(text, 0, from)) => {
            return Some(Located {
                start: from,
                end,
                mention: Mention::Group,
            });
        }
        // "打造年产80万套模组的研发制造基地": general words for the project spoken of.
        Kind::General => {
            return Some(Located {
                start: from,
                end,
                mention: Mention::Back,
            });
        }
        Kind::Name => {}
    }
    let count = name.chars().count();
    if !(4..=60).contains(&count) {
        return None;
    }
    let weak = WEAK_HEADS.contains(&noun) && !quoted;
    Some(Located {
        start: from,
        end,
        mention: Mention::Named {
            name: name.to_owned(),
            weak,
            quoted,
        },
    })
}

/// The left end of the noun phrase, and whether quotation marks gave it.
fn left_end(
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
fn kind_of_firm(before: &str) -> bool {
    before.ends_with('代')
        && [
            "一家", "几家", "多家", "国内", "海外", "境外", "其他", "当地",
        ]
        .iter()
        .any(|word| tail(before, 14).contains(word))
}

/// How many bytes of `run` say where something is built: the first four characters of `某城新建封装测试(厂)` behind 在.
fn behind_built_in(lead: &str, run: &str) -> usize {
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
fn quote_inside(before: &str, at: usize, mark: char) -> bool {
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

fn is_digit(one: char) -> bool {
    one.is_ascii_digit()
}

/// Whether a "、" stands inside a name: what stands before it is short and is itself no project.
fn may_cross(before: &str, at: usize) -> bool {
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
const UNDERTAKE: &[&str] = &[
    "拟", "将", "要", "在", "正", "并", "来", "内", "上", "地", "计划", "规划", "准备", "开始",
    "继续", "投资", "公司", "负责", "参与", "推进", "加快", "全面", "同步", "重点", "合作", "联合",
    "共同", "承担", "筹划", "启动", "元", "独资", "合资", "出资", "分期", "目前", "重大", "亿",
    "的", "市", "区", "县", "工程", "一批", "多个",
];

/// Whether a stop word is here a part of the name.
fn part_of_name(run: &str, at: usize, stop: &str) -> bool {
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

/// Whether the words before a kind of projects say what was done with them: 签约, 引进, 储备.
fn dealt_with(before: &str) -> bool {
    [
        "签约", "引进", "招引", "落地", "储备", "新增", "实施", "新签",
    ]
    .iter()
    .any(|verb| before.ends_with(verb))
}

/// Whether a count of several stands in the phrase: 一次签下14个集成电路(项目), 新增10座(晶圆厂). What follows it is a kind, not a name.
fn counts_several(stem: &str) -> bool {
    stem.char_indices()
        .filter(|(_, one)| matches!(one, '个' | '座' | '项' | '批'))
        .any(|(at, counter)| {
            let lead = slice(stem, 0, at);
            let digits = lead.len()
                - lead
                    .trim_end_matches(|one: char| one.is_ascii_digit())
                    .len();
            let number = slice(lead, lead.len() - digits, lead.len());
            let several = digits > 0 && digits <= 4 && number != "1"
                || lead.ends_with(['两', '数', '多', '几', '余']);
            let kind = slice(stem, at + counter.len_utf8(), stem.len());
            several && kind.chars().count() <= 12 && !lead.ends_with('第')
        })
}

/// What a noun phrase in front of a head is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Name,
    Group,
    General,
}

fn kind_of(stem: &str, noun: &str, after: &str, quoted: bool) -> Kind {
    if quoted {
        return Kind::Name;
    }
    // 和1条灌胶模块产线, 4条产线.
    let bare = stem.trim_start_matches(['和', '与', '及', '、', ' ', '建']);
    let count = bare.trim_start_matches(|one: char| {
        one.is_ascii_digit() || one == ' ' || "两三四五六七八九十".contains(one)
    });
    if count.len() < bare.len()
        && !noun.starts_with('项')
        && count.starts_with(['条', '座', '个', '家', '栋', '处'])
        && !quoted
    {
        return Kind::General;
    }
    if counts_several(stem)
        || noun.starts_with("项目") && stem.ends_with(['暨', '和', '与', '及'])
        || noun == "项目" && after.starts_with("集中")
    {
        return Kind::Group;
    }
    if ["又一", "再一", "另一"]
        .iter()
        .any(|word| stem.starts_with(word))
    {
        return Kind::General;
    }
    // 22个项目, 三大项目, 7个签约项目.
    let digits = stem.trim_end_matches([
        '重', '点', '大', '新', '签', '约', '优', '质', '余', '多', '外', '资', '产', '业',
    ]);
    if digits.ends_with(['个', '项', '批', '条', '座', '家', '类'])
        && noun.starts_with(['项', '产', '生', '基', '园', '工'])
    {
        let before = digits
            .trim_end_matches(['个', '项', '批', '条', '座', '家', '类'])
            .trim_end();
        if before.ends_with(|one: char| {
            one.is_ascii_digit() || "一二三四五六七八九十两多数几每各余首单".contains(one)
        }) || digits.ends_with('类')
        {
            let one =
                before.ends_with('一') && !before.ends_with("十一") && !noun.starts_with('项');
            return if one || before.ends_with('首') || before.ends_with('期') {
                Kind::General
            } else {
                Kind::Group
            };
        }
    }
    // 半导体及新材料类项目7个.
    if head(after, 1).starts_with(|one: char| one.is_ascii_digit())
        && head(after, 6).contains(['个', '项'])
    {
        return Kind::Group;
    }
    // One of something by no name: "一处整机基地", "一条封测试验线".
    if [
        "一处", "一条", "一座", "一个", "一家", "两条", "两座", "三条", "多座", "多处", "一批",
        "数条", "一栋",
    ]
    .iter()
    .any(|word| stem.starts_with(word))
        && !stem.contains(|one: char| one.is_ascii_alphanumeric())
        && stem.chars().count() <= 12
    {
        return Kind::General;
    }
    if ["两个", "三个", "四个", "五个", "六个"]
        .iter()
        .any(|word| stem.contains(word))
    {
        return Kind::Group;
    }
    if ["兼作", "用作", "作为", "兼", "其余", "全国", "唯一", "首个"]
        .iter()
        .any(|word| stem.starts_with(word))
        && stem.chars().count() <= 6
    {
        return Kind::General;
    }
    // 备案项目, 结顶项目: a kind by its stage.
    if noun == "项目"
        && [
            "备案", "结顶", "封顶", "签约", "开工", "投产", "竣工", "在建", "新建", "续建", "通线",
            "落户", "落地", "拟建", "模块", "同期",
        ]
        .contains(&stem)
    {
        return Kind::General;
    }
    // 1999—2001年间新厂: what was built in a stretch of years is no one project.
    if ["年间", "年来", "期间"]
        .iter()
        .any(|word| stem.contains(word))
    {
        return Kind::Group;
    }
    let several = [
        "多个",
        "多地",
        "各地",
        "一批",
        "系列",
        "若干",
        "重大",
        "重点",
        "各类",
        "所有",
        "全部",
        "更多",
        "优质",
        "亿元以上",
        "两个",
        "几个",
        "多条",
        "这些",
    ];
    // 某市本地项目: those of a place.
    if noun == "项目"
        && [
            "本地", "当地", "本市", "本省", "外地", "异地", "园内", "区内", "市内", "省内",
        ]
        .iter()
        .any(|word| stem.ends_with(word))
    {
        return Kind::Group;
    }
    // However much stands before it, 新春重大项目 is a group.
    if [
        "重大",
        "重点",
        "亿元以上",
        "若干",
        "多个",
        "一批",
        "重大产业",
        "重点产业",
        "重大项目",
        "类",
    ]
    .iter()
    .any(|word| stem.ends_with(word))
    {
        return Kind::Group;
    }
    let general =
        if several.iter().any(|word| stem.contains(word)) || noun == "项目" && stem == "投资" {
            Kind::Group
        } else {
            Kind::General
        };
    let mut rest = stem;
    while let Some(word) = GROUP_WORDS
        .iter()
        .filter(|word| rest.ends_with(**word))
        .max_by_key(|word| word.len())
    {
        rest = rest
            .strip_suffix(word)
            .unwrap_or("")
            .trim_end_matches(['和', '与', '及', '、', '的', '+', ' ']);
        if rest.is_empty() {
            return general;
        }
    }
    let plain =
        rest.trim_matches(|one: char| one.is_ascii_digit() || "个项条家座名第批".contains(one));
    // One Han character left over is a preposition or half a word.
    if plain.is_empty() || plain.chars().count() == 1 && plain.chars().all(is_han) {
        general
    } else {
        Kind::Name
    }
}

/// The last few characters before a place in the sentence.
pub(crate) fn before(text: &str, at: usize, count: usize) -> &str {
    tail(slice(text, 0, at), count)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        mentions(text)
            .into_iter()
            .map(|one| match one.mention {
                Mention::Named { name, .. } => name,
                Mention::Back => "<back>".into(),
                Mention::Group => "<group>".into(),
            })
            .collect()
    }

    #[test]
    fn a_name_is_cut_out_of_its_sentence() {
        for (text, expected) in [
            (
                "发布了浙江示例材料有限公司年产60万片8英寸衬底片产线项目的备案公示",
                vec!["浙江示例材料有限公司年产60万片8英寸衬底片产线项目"],
            ),
            (
                "示例光电液晶模组项目正式签约落户",
                vec!["示例光电液晶模组项目"],
            ),
            (
                "标志着示例芯算力模组、大模型一体机及区域总部（研发中心）项目正式落户",
                vec!["示例芯算力模组、大模型一体机及区域总部（研发中心）项目"],
            ),
            (
                "标志着样本器件全球制造总部项目、样张化学催化新材料项目正式落地",
                vec!["样本器件全球制造总部项目", "样张化学催化新材料项目"],
            ),
            (
                "示例市落地总投资10亿元的样张XR整机研发制造总部项目",
                vec!["样张XR整机研发制造总部项目"],
            ),
            (
                "位于示例的「样张光学智造工厂」正式投产",
                vec!["样张光学智造工厂"],
            ),
            ("投资 15 亿元新建 8 英寸 SiC 项目", vec!["8 英寸 SiC 项目"]),
            (
                "决定终止建设“昆山样张封装基地项目”",
                vec!["昆山样张封装基地项目"],
            ),
            (
                "1.样张微电子封装测试基地项目。",
                vec!["样张微电子封装测试基地项目"],
            ),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn groups_and_back_references_are_no_names() {
        for (text, expected) in [
            ("22个项目集中签约", vec!["<group>"]),
            ("该项目总投资2亿元", vec!["<back>"]),
            (
                "其中亿元以上项目19个、外资项目4个",
                vec!["<group>", "<group>"],
            ),
            ("项目团队克服困难", vec![]),
            ("半导体产业多个项目取得进展", vec!["<group>"]),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn names_of_one_project_are_alike() {
        assert!(likeness(&core("样张光电液晶模组项目"), &core("液晶模组项目")) > 0.9);
        assert!(likeness(&core("样张化学催化新材料项目"), &core("液晶模组项目")) < 0.2);
    }
}
