//! Whom a sentence means by 公司, 企业 or 该公司, and who stands at its head under a short name.

use super::view::{Place, Sentence, View, without_marks};
use crate::value::organization::{TRADE_WORDS, looks_like_name};
use crate::value::{Found, dates, slice, tail};

/// Words that point at the company named last.
const POINTING: [&str; 4] = ["该公司", "该企业", "这家公司", "这家企业"];

/// Words that go on about the company a passage is about.
const PLAIN: [&str; 2] = ["公司", "企业"];

/// Words after [`PLAIN`] with which it is no reference: 企业家, 公司治理, 企业数量.
const NOUNS: [&str; 6] = ["家", "们", "治理", "数", "名称", "债"];

/// Words that begin a description in front of a name: 做射频芯片的某某.
pub(super) const MODIFIERS: [&str; 9] = [
    "做", "从事", "专注", "主营", "生产", "研发", "主攻", "来自", "位于",
];

/// Words that end the name at the head of a sentence.
const VERBS: [&str; 15] = [
    "宣布", "在", "于", "将", "已", "是", "与", "完成", "表示", "公告", "发布", "定价", "主要",
    "专注", "拟",
];

/// Words that no short name of a company holds: offices, fields, things.
const NO_NAME: [&str; 28] = [
    "总部",
    "董事",
    "机构",
    "记者",
    "消息",
    "本次",
    "负责人",
    "产业",
    "行业",
    "市场",
    "项目",
    "技术",
    "交所",
    "证监",
    "官网",
    "显示",
    "公司",
    "企业",
    "政府",
    "省",
    "市",
    "开发区",
    "高新区",
    "经开区",
    "园区",
    "大学",
    "研究",
    "基地",
];

/// Whether the sentence goes on about a company without naming it, and if so whether it points at the last one.
pub(super) fn refers_back(text: &str) -> Option<bool> {
    let text = without_marks(text);
    if POINTING.iter().any(|word| text.starts_with(word)) {
        return Some(true);
    }
    let rest = PLAIN.iter().find_map(|word| text.strip_prefix(word))?;
    (!NOUNS.iter().any(|noun| rest.starts_with(noun))).then_some(false)
}

/// The company that a sentence beginning with 公司, 企业 or 该公司 speaks of.
pub(super) fn antecedent(view: &View<'_>, sentence: &Sentence<'_>) -> Option<String> {
    let pointing = refers_back(sentence.text)?;
    let before = view
        .sentences
        .iter()
        .zip(&view.organizations)
        .filter(|(other, _)| other.start < sentence.start && other.place == Place::Prose);
    let near = before
        .clone()
        .filter(|(other, _)| other.paragraph == sentence.paragraph)
        .rev();
    // A full name in the passage goes before a short one, which is told by its place alone.
    let named = near
        .clone()
        .find_map(|(other, found)| spoken_of(view, other.text, found, pointing))
        .or_else(|| {
            near.clone()
                .find_map(|(other, _)| head_name(view, other.text))
        });
    if named.is_some() {
        return named;
    }
    // A passage of its own: what an earlier one begins with, for 该公司 what was named last.
    if !pointing
        && let Some(name) = before
            .clone()
            .rev()
            .find_map(|(other, _)| company_at_start(view, other.text))
    {
        return Some(name);
    }
    before
        .flat_map(|(_, found)| found)
        .map(|found| &found.value)
        .rfind(|name| name.ends_with("公司"))
        .cloned()
}

/// The company with its full name that a sentence tells of: for 该公司 the last one, else the one it begins with.
fn spoken_of(
    view: &View<'_>,
    text: &str,
    found: &[Found<String>],
    pointing: bool,
) -> Option<String> {
    let last = found
        .iter()
        .map(|found| &found.value)
        .rfind(|name| name.ends_with("公司"))
        .cloned();
    if pointing {
        last
    } else {
        company_at_start(view, text).or(last)
    }
}

/// The company whose known name the sentence begins with, after dates.
fn company_at_start(view: &View<'_>, text: &str) -> Option<String> {
    view.name_at_start(opening(view, text))
        .map(|(group, _)| group.name.clone())
        .filter(|name| name.ends_with("公司"))
}

/// The sentence without marks and without the clauses in front that only tell a date or a source.
fn opening<'t>(view: &View<'_>, text: &'t str) -> &'t str {
    let mut rest = without_marks(text).trim_start_matches('—');
    while let Some((first, after)) = rest.split_once('，') {
        let source = first.starts_with('据') || first.starts_with("根据");
        let dated = first.chars().count() <= 12
            && dates(first, view.base)
                .first()
                .is_some_and(|date| date.start == 0);
        if !source && !dated {
            break;
        }
        rest = after;
    }
    rest
}

/// Whether the name ends in a word of its trade and what follows it is the day and the doing of a company: 某某微电子8月15日获….
///
/// A branch of the trade ends in the same words: what stands in front of them must not be its kind.
fn traded_name(view: &View<'_>, name: &str, behind: &str) -> bool {
    /// Words that make the word of trade behind them a branch: 功率半导体, 第三代半导体.
    const KINDS: [&str; 16] = [
        "功率",
        "三代",
        "二代",
        "四代",
        "化合物",
        "先进",
        "汽车",
        "车规",
        "国产",
        "全球",
        "中国",
        "国内",
        "消费",
        "电力",
        "新型",
        "关键",
    ];
    let Some(stem) = TRADE_WORDS
        .iter()
        .filter_map(|word| name.strip_suffix(*word))
        .min_by_key(|stem| stem.len())
    else {
        return false;
    };
    let dated = dates(behind, view.base)
        .first()
        .filter(|date| date.start == 0 && date.value.day_number().is_some())
        .map(|date| slice(behind, date.end, behind.len()));
    stem.chars().count() >= 2
        && !KINDS.iter().any(|kind| stem.ends_with(kind))
        && dated.is_some_and(|words| {
            ["获", "完成", "宣布", "公告", "官宣", "拿"]
                .iter()
                .any(|verb| words.starts_with(verb))
        })
}

/// The short name at the head of a sentence: 某某的厂区在…, 做射频芯片的某某6日定价….
///
/// Only words that the article has again count: a name at the head of a story is told more than once.
pub(super) fn head_name(view: &View<'_>, text: &str) -> Option<String> {
    let clause = opening(view, text)
        .split(['，', '。', '；', '：'])
        .next()
        .unwrap_or("");
    // The name ends before a figure or a verb; without one it is not known where it ends.
    let digit = clause.find(|one: char| one.is_ascii_digit());
    let end = VERBS
        .iter()
        .filter_map(|verb| {
            clause
                .match_indices(verb)
                .map(|(at, _)| at)
                .find(|&at| at >= 6 && !slice(clause, 0, at).ends_with(['模', '虚']))
        })
        .chain(digit)
        .min()?;
    let lead = slice(clause, 0, end);
    let name = if MODIFIERS.iter().any(|word| lead.starts_with(word)) {
        lead.rsplit_once('的')?.1
    } else {
        lead.split('的').next().unwrap_or(lead)
    };
    let name = name.trim();
    let whole = view.article.span.of(view.text).unwrap_or("");
    // 中科寒武纪 is also told as 寒武纪; a word of trade alone says nothing.
    let short = tail(name, 3);
    let twice = |part: &str| whole.matches(part).nth(1).is_some();
    let told_again = twice(name)
        || (!TRADE_WORDS.contains(&short) && twice(short))
        || traded_name(view, name, slice(clause, end, clause.len()));
    (looks_like_name(name)
        && (3..=10).contains(&name.chars().count())
        && name.chars().all(char::is_alphanumeric)
        && !NO_NAME.iter().any(|word| name.contains(word))
        && told_again)
        .then(|| view.full_name(name))
}
