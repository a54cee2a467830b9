//! Where a sentence names a project, refers back to one, or speaks of a group of them.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

pub(crate) use super::likeness::{core, likeness};
use crate::fact::lexicon::{BACK_WORDS, PROJECT_HEADS, WEAK_HEADS};
use crate::text::line::is_mark;

use super::boundary::{kind_of_firm, left_end};
use super::kind::{Kind, dealt_with, kind_of};
use crate::value::pattern::words;
use crate::value::{amounts, dates, head, slice, tail};

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
