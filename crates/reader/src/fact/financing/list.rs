//! Rounds told in lists, registers and tables, and investments without the name of a round.

use std::sync::LazyLock;

use regex::Regex;
use xinqiao_record::body::{FinancingKind, PartyRole};
use xinqiao_record::{Amount, PartialDate};

use super::investors::{investors, is_total, names_of};
use super::parties::{CAPITAL, is_relation, main_company, subject, without_number};
use super::round::{ROUND, canonical, counted};
use super::{Draft, merge};
use crate::fact::view::{Sentence, View, without_marks};
use crate::value::organization::looks_like_name;
use crate::value::pattern::regex;
use crate::value::{amounts, dates, places, slice, tail};

/// A line of a list: company | round | sum | investors, in any order after the company.
pub(super) fn listed(
    view: &View<'_>,
    sentence: &Sentence<'_>,
    drafts: &mut Vec<Draft>,
    current: &mut Option<usize>,
) -> bool {
    let text = without_marks(sentence.text);
    let parts: Vec<&str> = text
        .split(['|', '｜', '\t', '丨'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    if parts.len() < 3 {
        return false;
    }
    let Some(round) = parts.iter().find_map(|part| {
        let hit = ROUND.find(part)?;
        (part.chars().count() <= hit.as_str().chars().count() + 4).then(|| canonical(hit.as_str()))
    }) else {
        return false;
    };
    let Some(name) = parts
        .iter()
        .map(|part| {
            part.trim_start_matches(|one: char| one.is_ascii_digit() || "（）().、 ".contains(one))
                .trim_matches(|one: char| "「」“”*".contains(one))
        })
        .find(|part| {
            part.chars().count() >= 2
                && ROUND.find(part).is_none()
                && amounts(part).is_empty()
                && dates(part, view.base).is_empty()
        })
    else {
        return false;
    };
    // 某某（以色列）: a country behind a name that stands alone.
    let name = if name.ends_with(['）', ')']) && !name.contains("合伙") {
        name.split(['（', '(']).next().unwrap_or(name).trim()
    } else {
        name
    };
    let mut draft = Draft {
        kind: FinancingKind::Round,
        company: view.full_name(name),
        round: Some(round),
        amount: parts
            .iter()
            .find_map(|part| amounts(part).first().map(|found| found.value)),
        date: parts
            .iter()
            .find_map(|part| dates(part, view.base).first().map(|found| found.value)),
        start: sentence.start,
        end: sentence.start + sentence.text.len(),
        certain: true,
        ..Draft::default()
    };
    let marked = parts.iter().find(|part| {
        ["投资方", "投资机构", "投资人"]
            .iter()
            .any(|mark| part.starts_with(mark))
    });
    let list = marked
        .map(|part| part.split(['：', ':']).nth(1).unwrap_or(""))
        .or_else(|| {
            parts
                .iter()
                .rfind(|part| {
                    !part.contains(name)
                        && ROUND.find(part).is_none()
                        && amounts(part).is_empty()
                        && dates(part, view.base).is_empty()
                })
                .copied()
        });
    if let Some(list) = list {
        names_of(view, list, |name| draft.investor(name, PartyRole::Investor));
    }
    *current = Some(merge(drafts, draft));
    true
}

/// A change in the company register: new shareholders.
pub(super) fn registered(
    view: &View<'_>,
    sentence: &Sentence<'_>,
    drafts: &mut Vec<Draft>,
) -> bool {
    static NEW: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"新增(?:股东|投资人)(?:为|包括|有|：)?(?P<list>[^，。；]{2,100})|(?:股东|投资人)新增(?:了)?(?P<list2>[^，。；]{2,100})|新增(?P<list3>[^，。；]{2,100}?)(?:等)?为(?:公司|新)?股东|(?P<list4>[^，。；]{2,60}?)(?:成为|新晋|入列)(?:公司)?(?:新)?股东",
        )
    });
    let text = sentence.text;
    if !text.contains("股东") && !text.contains("工商变更") {
        return false;
    }
    let changed =
        text.contains("工商变更") || text.contains("变更登记") || text.contains("工商信息");
    let Some(captures) = NEW.captures(text).filter(|_| changed) else {
        return false;
    };
    let at = [
        "发生工商变更",
        "发生工商",
        "完成工商变更",
        "工商变更",
        "变更登记",
        "新增",
    ]
    .iter()
    .filter_map(|word| text.find(word))
    .min()
    .unwrap_or(0);
    let Some(company) = subject(view, slice(text, 0, at)).or_else(|| main_company(view)) else {
        return false;
    };
    let mut draft = Draft {
        kind: FinancingKind::Round,
        company,
        round: Some("工商变更".to_owned()),
        date: dates(text, view.base).first().map(|found| found.value),
        start: sentence.start,
        end: sentence.start + text.len(),
        certain: true,
        ..Draft::default()
    };
    let list = ["list", "list2", "list3", "list4"]
        .iter()
        .find_map(|name| captures.name(name));
    if let Some(list) = list {
        names_of(view, list.as_str(), |name| {
            draft.investor(name, PartyRole::Investor)
        });
    }
    merge(drafts, draft);
    true
}

/// "某某：天使轮2000万元，甲创投独家": an entry that sets the company before a colon and the round right behind it.
///
/// The colon ends a name and nothing else, and nothing but a verb of getting and the sum stands between it and the round: a headline or
/// somebody's words have a whole clause there.
pub(super) fn headed(
    view: &View<'_>,
    sentence: &Sentence<'_>,
    clause: &str,
    drafts: &mut Vec<Draft>,
    current: &mut Option<usize>,
) -> bool {
    /// Words that stand before a colon and name a key, a column or a branch.
    const KEYS: [&str; 22] = [
        "融资", "轮", "金额", "投资", "消息", "快讯", "盘点", "一览", "进展", "公告", "动态",
        "速递", "公司", "企业", "简讯", "其中", "赛道", "阶段", "领域", "方面", "记录", "历程",
    ];
    /// Words with which the round is still to come, or will not.
    const OPEN: [&str; 9] = [
        "洽谈",
        "启动",
        "筹备",
        "计划",
        "终止",
        "取消",
        "尚未",
        "进行中",
        "传闻",
    ];
    let Some((name, rest)) = without_marks(clause).split_once('：') else {
        return false;
    };
    let name = entry_name(name);
    let legal = name.ends_with("有限公司");
    if !(2..=30).contains(&name.chars().count())
        || !legal && name.chars().count() > 14
        || !looks_like_name(name)
        || name.starts_with(|first: char| first.is_ascii_digit())
        || !legal && KEYS.iter().any(|word| name.contains(word))
        || is_field_or_region(name)
        || !amounts(name).is_empty()
        || !dates(name, view.base).is_empty()
    {
        return false;
    }
    let Some(hit) = ROUND.find(rest) else {
        return false;
    };
    let after = slice(rest, hit.end(), rest.len());
    let first = after.split(['，', '；', '。']).next().unwrap_or(after);
    if !opens_entry(slice(rest, 0, hit.start()))
        || counted(after)
        || OPEN.iter().any(|word| first.contains(word))
    {
        return false;
    }
    let mut draft = Draft {
        kind: FinancingKind::Round,
        company: view.full_name(name),
        round: Some(canonical(hit.as_str())),
        amount: amounts(rest)
            .into_iter()
            .find(|sum| !is_total(rest, sum.start))
            .map(|sum| sum.value),
        date: dates(rest, view.base).first().map(|found| found.value),
        start: sentence.start,
        end: sentence.start + sentence.text.len(),
        certain: true,
        ..Draft::default()
    };
    investors(view, rest, &mut draft);
    *current = Some(merge(drafts, draft));
    true
}

/// The name before the colon of an entry: without number, quotes and the bracket that explains it, （原名某某）.
fn entry_name(words: &str) -> &str {
    let name = without_number(words).trim();
    let name = if name.ends_with(['）', ')']) {
        name.split(['（', '(']).next().unwrap_or(name)
    } else {
        name
    };
    name.trim_matches(|one: char| one.is_whitespace() || "「」“”*《》".contains(one))
}

/// Whether nothing but a verb of getting and a sum stands between the colon of an entry and its round.
fn opens_entry(lead: &str) -> bool {
    const GOT: [&str; 10] = [
        "宣布完成",
        "完成",
        "获得",
        "再获",
        "获",
        "拿下",
        "拿到",
        "斩获",
        "官宣",
        "喜提",
    ];
    let lead = lead.trim();
    let words = GOT
        .iter()
        .find_map(|verb| lead.strip_prefix(verb))
        .unwrap_or(lead)
        .trim_start_matches('了')
        .trim();
    words.is_empty()
        || amounts(words).first().is_some_and(|sum| {
            slice(words, 0, sum.start).chars().count() <= 2
                && slice(words, sum.end, words.len()).chars().count() <= 4
        })
}

/// "甲基金与乙创投共同参与某某1.5亿元B轮融资": whose round it is stands behind the verb of those who pay, before its sum.
pub(super) fn entered(
    view: &View<'_>,
    sentence: &Sentence<'_>,
    clause: &str,
    drafts: &mut Vec<Draft>,
    current: &mut Option<usize>,
) -> bool {
    static ENTERED: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"(?P<list>[^，。；：]{2,50}?)(?:共同|联合|一起|一同)?(?P<verb>参与|参投|领投|跟投)(?:了)?(?P<company>[^，。；：、的0-9由]{2,16}?)(?:的)?(?:近|超过|超|逾|约|过|总额){0,2}(?:[0-9][0-9.,]*|数)\s?(?:亿|千万|百万|万)[^，。；0-9]{0,6}?(?:人民币)?的?$",
        )
    });
    if !["参与", "参投", "领投", "跟投"]
        .iter()
        .any(|word| clause.contains(word))
    {
        return false;
    }
    let Some(hit) = ROUND.find(clause) else {
        return false;
    };
    let lead = slice(clause, 0, hit.start());
    let from = lead
        .rfind(['，', '；', '。', '：'])
        .map_or(0, |at| at + '，'.len_utf8());
    let lead = slice(lead, from, lead.len());
    let Some(captures) = ENTERED.captures(lead) else {
        return false;
    };
    let (Some(list), Some(verb), Some(name)) = (
        captures.name("list"),
        captures.name("verb"),
        captures.name("company"),
    ) else {
        return false;
    };
    let company = name
        .as_str()
        .trim_matches(|one: char| one.is_whitespace() || "「」“”".contains(one));
    if !looks_like_name(company)
        || ["投资", "认购", "本轮", "该", "其", "此"]
            .iter()
            .any(|word| company.starts_with(word))
        || ["终止", "计划", "拟", "洽谈", "有意", "放弃"]
            .iter()
            .any(|word| list.as_str().contains(word))
    {
        return false;
    }
    let fund = current
        .and_then(|index| drafts.get(index))
        .filter(|draft| draft.kind == FinancingKind::Fund)
        .map(|draft| draft.company.clone());
    let mut draft = Draft {
        kind: FinancingKind::Round,
        company: view.full_name(company),
        round: Some(canonical(hit.as_str())),
        amount: amounts(lead)
            .into_iter()
            .find(|sum| sum.start >= name.end())
            .map(|sum| sum.value),
        date: dates(clause, view.base).first().map(|found| found.value),
        start: sentence.start,
        end: sentence.start + sentence.text.len(),
        certain: true,
        ..Draft::default()
    };
    let role = if verb.as_str() == "领投" {
        PartyRole::LeadInvestor
    } else {
        PartyRole::Investor
    };
    let words = list.as_str();
    // "该基金3月31日与甲创投": the day stands between those who pay.
    let (first, others) = dates(words, view.base).last().map_or((words, ""), |date| {
        (
            slice(words, 0, date.start),
            slice(words, date.end, words.len()),
        )
    });
    if let Some(fund) = fund.filter(|_| ["该基金", "基金"].contains(&first.trim())) {
        draft.investor(&fund, role);
    } else {
        names_of(view, first, |name| draft.investor(name, role));
    }
    names_of(
        view,
        others.trim_start_matches(['与', '和', '同', '由']),
        |name| draft.investor(name, role),
    );
    investors(view, slice(clause, hit.end(), clause.len()), &mut draft);
    *current = Some(merge(drafts, draft));
    true
}

/// "某某获甲资本1亿元投资", "甲5亿元入股某某": an investment without the name of a round.
pub(super) fn bare(
    view: &View<'_>,
    sentence: &Sentence<'_>,
    clause: &str,
    drafts: &mut Vec<Draft>,
    current: &mut Option<usize>,
) -> bool {
    static GOT: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"(?P<company>[^，。；：]{2,24}?)(?:再)?获(?:得)?(?P<list>[^，。；0-9的]{3,40}?)(?:近|超|约|数)?(?P<sum>[0-9.]+\s?(?:亿|万|千万)[^，。；]{0,4}?元)?(?:的)?(?:独家|联合|股权|战略|天使)?投资(?:[，。；]|$)",
        )
    });
    static SHARE: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"(?P<list>[^，。；：0-9]{2,24}?)(?:拟|以|斥资|出资|宣布)*(?P<sum>[0-9.]+\s?(?:亿|万|千万)[^，。；]{0,4}?元)?(?:战略)?入股(?P<company>[^，。；0-9的]{2,20})",
        )
    });
    let text = clause;
    if ROUND.is_match(text)
        || text.contains("项目")
        || !(text.contains("投资") || text.contains("入股"))
    {
        return false;
    }
    let (captures, round) = match (SHARE.captures(text), GOT.captures(text)) {
        (Some(captures), _) => (captures, Some("入股".to_owned())),
        (None, Some(captures)) if captures.name("sum").is_some() => (captures, None),
        _ => return false,
    };
    let (Some(name), Some(list)) = (captures.name("company"), captures.name("list")) else {
        return false;
    };
    let lead = slice(text, 0, name.end());
    let company = if round.is_some() {
        Some(view.full_name(name.as_str().trim_matches(['「', '」', '“', '”', ' '])))
    } else {
        subject(view, lead)
    };
    let Some(company) = company else { return false };
    let mut draft = Draft {
        kind: FinancingKind::Round,
        company,
        round,
        amount: captures
            .name("sum")
            .and_then(|_| {
                amounts(text)
                    .into_iter()
                    .find(|sum| !is_total(text, sum.start))
            })
            .map(|sum| sum.value),
        date: dates(text, view.base).first().map(|found| found.value),
        start: sentence.start,
        end: sentence.start + sentence.text.len(),
        ..Draft::default()
    };
    names_of(view, list.as_str(), |name| {
        draft.investor(name, PartyRole::Investor)
    });
    if draft.investors.is_empty() {
        return false;
    }
    *current = Some(merge(drafts, draft));
    true
}

/// "甲公司拟增资，总额10亿元，投前估值25亿元": new capital that a company takes in, told with its value or with those who come in.
///
/// What a parent pays into its own subsidiary is told without either and is no financing; nor is a register's 注册资本.
pub(super) fn capital(
    view: &View<'_>,
    sentence: &Sentence<'_>,
    drafts: &mut Vec<Draft>,
    current: &mut Option<usize>,
) -> bool {
    static CAPITAL_RAISED: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"向(?P<into>[^，。；：、]{2,30}?)(?:进行|实施)?增资|对(?P<onto>[^，。；：、]{2,30}?)(?:进行|实施)增资|(?P<company>[^，。；：]{2,40}?)(?:拟|将|已|完成|获|宣布|开展|启动|实施|进行){1,3}(?:本轮|新一轮)?增资",
        )
    });
    static COMERS: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"(?:引入|引进)(?:了)?(?:外部|战略|新)?(?:投资者|投资方|股东)?(?P<list>[^，。；]{2,60})",
        )
    });
    let text = sentence.text;
    if !text.contains(CAPITAL)
        || !["估值", "引入", "引进", "外部投资", "投资方"]
            .iter()
            .any(|word| text.contains(word))
        // What buys the shares of another is an acquisition, however it is paid.
        || ["终止", "取消", "支持", "鼓励", "推动", "收购", "受让", "拿下"]
            .iter()
            .any(|word| text.contains(word))
        || ROUND.find_iter(text).any(|hit| hit.as_str() != "战略投资")
    {
        return false;
    }
    let Some(captures) = CAPITAL_RAISED.captures(text) else {
        return false;
    };
    let Some(company) = captures
        .name("into")
        .or_else(|| captures.name("onto"))
        .or_else(|| captures.name("company"))
        .and_then(|words| subject(view, words.as_str()))
        .filter(|name| !is_relation(name))
    else {
        return false;
    };
    let amount = amounts(text)
        .into_iter()
        .find(|sum| {
            let lead = slice(text, 0, sum.start);
            let lead = lead.rsplit(['，', '。', '；', '：']).next().unwrap_or(lead);
            !["估值", "注册资本", "每股", "市值", "净资产", "营收", "累计"]
                .iter()
                .any(|word| tail(lead, 12).contains(word))
        })
        .map(|sum| sum.value);
    let Some(amount) = amount else { return false };
    let mut draft = Draft {
        kind: FinancingKind::Round,
        company,
        round: Some(CAPITAL.to_owned()),
        amount: Some(amount),
        date: dates(text, view.base).first().map(|found| found.value),
        start: sentence.start,
        end: sentence.start + text.len(),
        certain: true,
        ..Draft::default()
    };
    investors(view, text, &mut draft);
    if let Some(list) = COMERS
        .captures(text)
        .and_then(|captures| captures.name("list"))
    {
        names_of(view, list.as_str(), |name| {
            draft.investor(name, PartyRole::Investor)
        });
    }
    *current = Some(merge(drafts, draft));
    true
}

/// "金额靠前的有甲15亿元、乙9亿元", "单笔最高的是甲，15亿元；往下依次是乙（9亿元）、丙": the largest rounds of a period, one by one, in an article that tells of financings.
///
/// The words in front say that they are single sums in order of size; sums of projects, sales and awards are told with other words.
pub(super) fn leaders(view: &View<'_>, sentence: &Sentence<'_>, drafts: &mut Vec<Draft>) -> bool {
    static LEADERS: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"(?:(?:金额|融资额|融资规模|融资)[^，。；、]{0,6}(?:靠前|居前|最高|最大|较大|较高|领先|前列)[^，。；、]{0,8}?(?:分别是|分别为|依次是|依次为|包括|有|是|为|：)|单笔(?:金额|融资额|融资)?最[高大]的?(?:是|为)|最[高大]的?[一二两三四五六七八九十0-9]{1,2}笔(?:融资)?(?:分别|依次)?(?:是|为|：))(?P<list>[^。]{6,})",
        )
    });
    let text = sentence.text;
    let Some(list) = LEADERS
        .captures(text)
        .and_then(|captures| captures.name("list"))
    else {
        return false;
    };
    if [
        "项目", "营收", "销售", "市值", "中标", "产值", "奖励", "补贴",
    ]
    .iter()
    .any(|word| text.contains(word))
        || !told_of_financing(view, sentence)
    {
        return false;
    }
    let found = in_order(view, list.as_str());
    // 单笔 says itself that it is one deal; the other words take two sums to be sure.
    if found.is_empty() || found.len() < 2 && !text.contains("单笔") {
        return false;
    }
    for (company, amount) in found {
        let draft = Draft {
            kind: FinancingKind::Round,
            company,
            amount: Some(amount),
            date: period(view, sentence),
            start: sentence.start,
            end: sentence.start + text.len(),
            certain: true,
            ..Draft::default()
        };
        merge(drafts, draft);
    }
    true
}

/// The companies and sums of an enumeration in order of size, which may go on behind a semicolon: 甲，15亿元；往下依次是乙（9亿元）、丙（8亿元）.
fn in_order(view: &View<'_>, list: &str) -> Vec<(String, Amount)> {
    /// Words with which the enumeration goes on.
    const ON: [&str; 6] = ["往下", "其次", "随后", "之后", "接下来", "其后"];
    let mut found = Vec::new();
    for (number, segment) in list.split('；').enumerate() {
        let segment = if number == 0 {
            segment
        } else {
            let Some((_, rest)) = ON
                .iter()
                .any(|word| segment.starts_with(word))
                .then(|| segment.split_once(['是', '为', '有']))
                .flatten()
            else {
                break;
            };
            rest
        };
        for piece in segment.split(['、', '和']) {
            let Some(sum) = amounts(piece).into_iter().next() else {
                continue;
            };
            let name = slice(piece, 0, sum.start)
                .trim_end_matches(['约', '近', '超', '过', '逾', '达', '的', '（', '(', '，'])
                .trim();
            if (2..=12).contains(&name.chars().count())
                && looks_like_name(name)
                && !is_field_or_region(name)
            {
                found.push((view.full_name(name), sum.value));
            }
            // A comma behind the sum ends the enumeration: what follows tells something else.
            if slice(piece, sum.end, piece.len()).contains('，') {
                return found;
            }
        }
    }
    found
}

/// Whether the words name a region or a branch of the trade, whose sums are those of many: 江苏, 半导体设备, 设计领域.
fn is_field_or_region(name: &str) -> bool {
    /// The words that names of branches are made of.
    const FIELD: [&str; 16] = [
        "集成电路",
        "半导体",
        "芯片",
        "设计",
        "制造",
        "封测",
        "封装",
        "测试",
        "设备",
        "材料",
        "器件",
        "传感器",
        "存储",
        "功率",
        "射频",
        "模拟",
    ];
    let whole_place = places(name)
        .iter()
        .any(|place| place.start == 0 && name.len() <= place.end + "市".len());
    let mut rest = name;
    while let Some(next) = FIELD.iter().find_map(|word| rest.strip_prefix(word)) {
        rest = next;
    }
    whole_place
        || rest.is_empty()
        || ["领域", "赛道", "环节", "产业", "行业", "轮", "类", "业"]
            .iter()
            .any(|end| name.ends_with(end))
}

/// Whether the headline or the passage up to `sentence` speaks of financings.
fn told_of_financing(view: &View<'_>, sentence: &Sentence<'_>) -> bool {
    view.title.text.contains("融资")
        || view
            .sentences
            .iter()
            .filter(|other| other.paragraph == sentence.paragraph && other.start <= sentence.start)
            .any(|other| other.text.contains("融资"))
}

/// The year of the period that the passage of `sentence` told last before it.
fn period(view: &View<'_>, sentence: &Sentence<'_>) -> Option<PartialDate> {
    view.sentences
        .iter()
        .filter(|other| other.paragraph == sentence.paragraph && other.start <= sentence.start)
        .rev()
        .find_map(|other| dates(other.text, view.base).first().map(|date| date.value))
        .and_then(|date| PartialDate::year(date.year_number()))
}

/// The heads of columns that hold days.
const DAYS: [&str; 7] = [
    "日期",
    "时间",
    "披露日",
    "公告日",
    "公布日",
    "发布日",
    "交割日",
];

/// Tables of rounds: company, round, sum, investors, day.
pub(super) fn tables(view: &View<'_>, drafts: &mut Vec<Draft>) {
    for table in &view.article.tables {
        let column = |names: &[&str]| {
            table
                .header
                .iter()
                .position(|cell| names.iter().any(|name| cell.contains(name)))
        };
        let (Some(company), Some(round)) = (
            column(&["公司", "企业", "项目方", "标的"]),
            column(&["轮次", "轮"]),
        ) else {
            continue;
        };
        let (sum, list, when) = (
            column(&["金额", "融资额"]),
            column(&["投资方", "投资机构", "投资人", "领投"]),
            column(&DAYS),
        );
        for row in &table.rows {
            let cell = |at: usize| {
                row.get(at)
                    .map(|cell| cell.trim())
                    .filter(|cell| !cell.is_empty() && *cell != "—" && *cell != "-")
            };
            let (Some(name), Some(step)) = (cell(company), cell(round)) else {
                continue;
            };
            let amount = sum.and_then(|at| cell_sum(cell(at)?, table.header.get(at)));
            let mut draft = Draft {
                kind: FinancingKind::Round,
                company: view.full_name(name.trim_matches(['「', '」'])),
                round: Some(canonical(step)),
                amount,
                date: when
                    .and_then(cell)
                    .and_then(|cell| dates(cell, view.base).first().map(|found| found.value)),
                start: table.span.start as usize,
                end: table.span.end as usize,
                certain: true,
                ..Draft::default()
            };
            if let Some(list) = list.and_then(cell) {
                names_of(view, list, |name| draft.investor(name, PartyRole::Investor));
            }
            merge(drafts, draft);
        }
    }
}

/// The sum of a table's cell, whose unit may stand in the head of its column: 金额（万元）.
fn cell_sum(value: &str, header: Option<&String>) -> Option<Amount> {
    amounts(value).first().map(|found| found.value).or_else(|| {
        let unit = header?
            .split(['（', '('])
            .nth(1)?
            .trim_end_matches(['）', ')']);
        amounts(&format!("{value}{unit}"))
            .first()
            .map(|found| found.value)
    })
}

/// What a row's matter is: a round with its name, a purchase, new capital. Foundings, listings and projects are none of them.
fn matter(text: &str) -> Option<(FinancingKind, Option<String>)> {
    let says = |words: &[&str]| words.iter().any(|word| text.contains(word));
    if says(&["终止", "取消", "放弃", "失败"]) {
        return None;
    }
    if let Some(hit) = ROUND.find(text) {
        return Some((FinancingKind::Round, Some(canonical(hit.as_str()))));
    }
    if says(&["收购", "受让", "并购", "股权转让"]) {
        return Some((FinancingKind::Acquisition, None));
    }
    [CAPITAL, "入股"]
        .into_iter()
        .find(|word| text.contains(word))
        .map(|word| (FinancingKind::Round, Some(word.to_owned())))
}

/// Tables of deals, whose column of matters tells of each row what it is: day, target, matter, sum, payers.
///
/// It takes the column of matters, that of the payers and a row that says round or purchase; tables of projects have none of the three.
pub(super) fn deal_tables(view: &View<'_>, drafts: &mut Vec<Draft>) {
    for table in &view.article.tables {
        let column = |names: &[&str]| {
            table
                .header
                .iter()
                .position(|cell| names.iter().any(|name| cell.contains(name)))
        };
        let (Some(company), Some(what), Some(payer), None) = (
            column(&["标的", "公司", "企业", "融资方"]),
            column(&["事项", "事件", "交易类型"]),
            column(&["出资方", "投资方", "投资机构", "收购方", "受让方", "买方"]),
            column(&["轮次"]),
        ) else {
            continue;
        };
        let (sum, when) = (column(&["金额", "价格", "对价"]), column(&DAYS));
        for row in &table.rows {
            let cell = |at: usize| {
                row.get(at)
                    .map(|cell| cell.trim())
                    .filter(|cell| !cell.is_empty() && *cell != "—" && *cell != "-")
            };
            let (Some(name), Some((kind, round))) = (cell(company), cell(what).and_then(matter))
            else {
                continue;
            };
            let mut draft = Draft {
                kind,
                company: view.full_name(name.trim_matches(['「', '」'])),
                round,
                amount: sum.and_then(|at| cell_sum(cell(at)?, table.header.get(at))),
                date: when
                    .and_then(cell)
                    .and_then(|cell| dates(cell, view.base).first().map(|found| found.value)),
                start: table.span.start as usize,
                end: table.span.end as usize,
                certain: true,
                ..Draft::default()
            };
            let role = if kind == FinancingKind::Acquisition {
                PartyRole::Buyer
            } else {
                PartyRole::Investor
            };
            if let Some(list) = cell(payer) {
                names_of(view, list, |name| draft.investor(name, role));
            }
            merge(drafts, draft);
        }
    }
}
