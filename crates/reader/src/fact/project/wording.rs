//! Wordings that decide which of several sums, dates, firms and projects is meant.

use xinqiao_record::{Amount, PartialDate};

use super::draft::Draft;
use super::mention::{Located, Mention, before, without_list_mark};
use crate::fact::view::without_marks;
use crate::value::organization::TRADE_WORDS;
use crate::value::{Found, amounts, head, is_han, slice, stages};

/// Verbs that put one sum in the place of another.
const CHANGES: [&str; 20] = [
    "上调", "调增", "增加", "增至", "增到", "提高", "提升", "追加", "调整", "下调", "调减", "减至",
    "降至", "降到", "缩减", "变更", "改为", "升至", "扩大", "调至",
];

/// Whether a sum is the one that another takes the place of: the first of `由8亿元上调至9.6亿元`.
pub(super) fn superseded(text: &str, start: usize, end: usize) -> bool {
    let after = head(slice(text, end, text.len()), 6);
    let after = after
        .split(['，', '。', '；', '、'])
        .next()
        .unwrap_or(after);
    if !CHANGES.iter().any(|verb| after.contains(verb)) {
        return false;
    }
    let lead = before(text, start, 6);
    lead.rsplit(['，', '。', '；', '：'])
        .next()
        .unwrap_or(lead)
        .contains(['由', '从'])
}

/// Whose each sum of a list behind 分别为 is, by where it begins: `甲项目、乙项目和丙项目，投资额分别为6亿元、2.2亿元和4.1亿元`.
///
/// As many projects as sums must have been named before.
pub(super) fn respective(
    text: &str,
    sums: &[Found<Amount>],
    owners: &[(usize, usize, Option<usize>)],
) -> Vec<(usize, usize)> {
    let last = ["分别为", "分别是", "分别达", "分别约", "依次为"]
        .iter()
        .filter_map(|word| text.rfind(word))
        .max();
    let Some(at) = last else {
        return Vec::new();
    };
    let mut listed: Vec<usize> = Vec::new();
    let mut end = at;
    for sum in sums.iter().filter(|sum| sum.start > at) {
        let between = slice(text, end, sum.start);
        if between.chars().count() > 8 || between.contains(['，', '。', '；']) {
            break;
        }
        listed.push(sum.start);
        end = sum.end;
    }
    let mut named: Vec<usize> = owners
        .iter()
        .filter(|&&(_, to, _)| to <= at)
        .filter_map(|&(_, _, owner)| owner)
        .collect();
    named.dedup();
    if listed.len() < 2 || named.len() != listed.len() {
        return Vec::new();
    }
    listed.into_iter().zip(named).collect()
}

/// Where a sentence puts off what it planned, and to when: `原定去年底投产，现顺延到今年9月`.
pub(super) fn postponed(text: &str, when: &[Found<PartialDate>]) -> Option<(usize, PartialDate)> {
    let at = [
        "顺延",
        "推迟",
        "延期",
        "延后",
        "推后",
        "延至",
        "延到",
        "调整至",
        "调整到",
        "调整为",
        "改为",
    ]
    .iter()
    .filter_map(|word| text.find(word))
    .min()?;
    when.iter()
        .find(|date| {
            date.start >= at && {
                let between = slice(text, at, date.start);
                between.chars().count() <= 8 && !between.contains(['，', '。', '；'])
            }
        })
        .map(|date| (at, date.value))
}

/// Where a sentence begins to name the parts of one project: `分成三块：甲，总投资…；乙，…`. Phases (分为两期) are no parts.
pub(super) fn parts_from(text: &str) -> Option<usize> {
    ["分成", "分为", "划分为", "拆成", "拆分为"]
        .iter()
        .filter_map(|verb| text.find(verb).map(|at| (at, at + verb.len())))
        .find(|&(_, end)| {
            let kind = head(slice(text, end, text.len()), 6);
            ["块", "部分", "子项目", "个项目"]
                .iter()
                .any(|word| kind.contains(word))
        })
        .map(|(at, _)| at)
}

/// Whether a sentence that names no project is about a firm that has nothing to do with this one: `另一家半导体已批量供货，产能为每年15万片`.
pub(super) fn about_another_firm(text: &str, draft: &Draft) -> bool {
    if draft.organizations.is_empty()
        || ["项目", "该", "工程", "一期", "二期", "总投资"]
            .iter()
            .any(|word| text.contains(word))
    {
        return false;
    }
    subject_stem(text).is_some_and(|stem| !akin(stem, draft))
}

/// The proper name in front of the word of trade with which the first words of a sentence end: 示例 of `示例半导体已…`.
fn subject_stem(text: &str) -> Option<&str> {
    let text = without_marks(text);
    let clause = text.split(['，', '。', '；', '：']).next()?;
    let end = [
        "已", "将", "目前", "现", "今年", "去年", "则", "也", "在", "于", "20",
    ]
    .iter()
    .filter_map(|word| clause.find(word))
    .min()
    .unwrap_or(clause.len());
    let name = slice(clause, 0, end).rsplit(['的', '、']).next()?.trim();
    let trade = TRADE_WORDS
        .iter()
        .filter(|trade| name.ends_with(**trade))
        .max_by_key(|trade| trade.len())?;
    let stem = name.strip_suffix(*trade)?;
    let count = stem.chars().count();
    ((2..=5).contains(&count) && stem.chars().all(is_han)).then_some(stem)
}

/// Whether two letters in a row of `words` stand in a name of the project or of its builders.
pub(super) fn akin(words: &str, draft: &Draft) -> bool {
    let letters: Vec<char> = words.chars().collect();
    letters.windows(2).any(|pair| {
        let pair: String = pair.iter().collect();
        std::iter::once(&draft.name)
            .chain(&draft.aliases)
            .chain(&draft.organizations)
            .any(|name| name.contains(&pair))
    })
}

/// Words with which a project's name ends that has none of the usual heads.
const ITEM_ENDS: [&str; 9] = [
    "二期", "三期", "四期", "厂", "扩产", "扩建", "技改", "迁建", "改造",
];

/// The project that an item of a list names in front of its colon, by its form alone: `示例前驱体二期（某县）：1月4日试生产，投资9.2亿元`.
///
/// What follows the colon must tell a stage or an investment at once; funds and plans have no stages.
pub(super) fn item_name(text: &str) -> Option<Located> {
    let at = text.find(['：', ':'])?;
    let lead = slice(text, 0, at);
    let marks = |one: char| one == '*' || one == ' ';
    let bare = without_list_mark(without_marks(lead)).trim_matches(marks);
    let name = match bare.strip_suffix(['）', ')']) {
        Some(open) => slice(open, 0, open.rfind(['（', '('])?).trim_end_matches(marks),
        None => bare,
    };
    let count = name.chars().count();
    if !(5..=24).contains(&count)
        || !ITEM_ENDS.iter().any(|end| name.ends_with(end))
        || name.contains(['，', '、', '。', '；', '《', '“', '的'])
        || ["基金", "资金", "计划", "规划", "方案"]
            .iter()
            .any(|word| name.contains(word))
        || name.ends_with("代工厂")
        || name.ends_with("原厂")
    {
        return None;
    }
    let rest = slice(text, at, text.len());
    let first = head(rest, 24);
    let told = stages(first).iter().any(|found| found.value.strong)
        || first.contains("投资") && !amounts(first).is_empty();
    if !told {
        return None;
    }
    let start = text.find(name)?;
    Some(Located {
        start,
        end: start + name.len(),
        mention: Mention::Named {
            name: name.to_owned(),
            weak: false,
            quoted: false,
        },
    })
}

/// A name without the word that introduces it: `8英寸产线` of `一条8英寸产线` and of `另加一条8英寸产线`.
pub(super) fn without_article(name: &str) -> &str {
    let rest = ["另加", "另建", "再建", "新增", "增设", "再上", "建"]
        .iter()
        .find_map(|verb| name.strip_prefix(verb))
        .unwrap_or(name);
    let plain = ["一条", "一座", "一个", "一处"]
        .iter()
        .find_map(|article| rest.strip_prefix(article));
    match plain {
        Some(plain) if plain.chars().count() >= 6 => plain,
        _ => name,
    }
}
