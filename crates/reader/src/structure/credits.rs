//! Credit lines: where an article was taken from and who wrote it.

use super::lines::span;
use crate::text::classes::{is_han, is_within};
use regex::Regex;
use std::sync::LazyLock;
use xinqiao_record::body::SourceNote;

/// What a credit line says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Credits {
    /// The sources, in order.
    pub(super) sources: Vec<SourceNote>,
    /// Whether the sources are said in a form that tables and figures use too, so that they count only where no other is given.
    pub(super) weak: bool,
    /// The writers, in order.
    pub(super) authors: Vec<String>,
    /// Whether the line ends an item by its writer's name.
    pub(super) signs: bool,
}

/// A label and where its value begins. The groups: 1 source, 2 weak source, 3 writer, 4 anybody else.
static LABEL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?x)
        (?:^|[\s（(/｜|丨·—、，,。；;*])
        (?: (稿件来源|信息来源|文章来源|消息来源|内容来源|原文来源|来\s*源|转载自|转自|来自公众号|出处)
          | (Sources?)
          | (执\s*笔(?:人)?|撰\s*稿(?:人)?|撰\s*文|作\s*者|本刊记者|记\s*者|通讯员|采\s*写|文字|文|Words|Author|Text|Written\s+by)
          | (责任编辑|责\s*编|编\s*辑|编\s*译|监\s*制|校\s*对|审\s*核|摘\s*编|整\s*理|翻\s*译|转\s*发|资料来源|資料來源|数据来源|图片来源|图片|摄影|图|供\s*稿|主\s*编|Editor) )
        \s* [：:/｜丨|] \s*",
    )
    .ok()
});

/// `（本刊通讯员 某某）`, `本报记者 某某 某某`
static REPORTER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^[（(]?\s*(?:本刊|本报|本网)?(?:特约)?(?:通讯员|记者)\s+([\p{Han}·]{2,4}(?:[\s、][\p{Han}·]{2,4})*)\s*[）)]?$").ok()
});

/// `（记者 某某 通讯员 某某）`, `（全媒体记者 某某 文/图）`, `（某某处 某某 整理）`, also right after `本报讯`. The groups: what precedes, names, what follows.
static IN_BRACKETS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?:本报讯|本刊讯|本网讯|[\p{Han}]{2,6}讯)?\s*[（(]\s*((?:《[^》]{2,20}》)?[\p{Han}]{0,10}?)(?:记者|通讯员|特约撰稿人?)\s*[：:]?\s*([\p{Han}·]{2,4}(?:[\s、][\p{Han}·]{2,4})*)\s*(文/图|摄影报道|摄|报道|文|图)?\s*[）)]").ok()
});
static COMPILER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^[（(]\s*(?:[\p{Han}]{2,12}\s+)?([\p{Han}·]{2,4}(?:[\s、][\p{Han}·]{2,4}){0,3})\s+(?:整理|编译|编写|撰写|供稿|撰稿)\s*[）)]$").ok()
});
/// `（转自某某，有删节）`, `（摘自《某某》）`
static TAKEN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^[（(]?\s*(?:转自|转载自|摘自|原载于?|据)\s*([^）)，,；。：:]{2,30}?)(?:[，,；\s](?:有删节|有删改|略有删节|本刊有删节|有改动|摘编|整理)[^）)]{0,8})?\s*[）)]$").ok()
});

/// The credits of a line in brackets without a label and colon.
fn in_brackets(line: &str, start: usize) -> Option<Credits> {
    if !line.starts_with(['（', '(']) || !line.ends_with(['）', ')']) || !is_within(line, 100) {
        return None;
    }
    if let Some(mut named) = reporter(line) {
        let shift = |at: u32| at.saturating_add(u32::try_from(start).unwrap_or(u32::MAX));
        for source in &mut named.sources {
            source.span =
                xinqiao_record::Span::new(shift(source.span.start), shift(source.span.end));
        }
        return Some(named);
    }
    let mut found = Credits::default();
    if let Some(captures) = COMPILER.as_ref().and_then(|regex| regex.captures(line)) {
        found.authors = people(captures.get(1).map_or("", |group| group.as_str()));
        return Some(found);
    }
    let group = TAKEN.as_ref()?.captures(line)?.get(1)?;
    push_sources(&mut found, group.as_str(), start + group.start());
    Some(found)
}

/// The reporters named in brackets at the beginning of `line`, with the paper named before them.
pub(super) fn reporter(line: &str) -> Option<Credits> {
    let mut chars = line.chars();
    let first = chars.next()?;
    if !(is_han(first) || matches!(first, '（' | '('))
        || !line.chars().take(24).any(|c| matches!(c, '（' | '('))
    {
        return None;
    }
    let mut found = Credits::default();
    let captures = IN_BRACKETS.as_ref()?.captures(line)?;
    let names = captures.get(2).map_or("", |group| group.as_str());
    found.authors = names
        .split([' ', '、', '\u{3000}'])
        .filter(|name| !matches!(*name, "通讯员" | "记者" | "特约记者" | ""))
        .map(str::to_owned)
        .collect();
    if let Some(paper) = captures
        .get(1)
        .map(|group| group.as_str())
        .and_then(|text| text.strip_prefix('《'))
    {
        let name = paper.split('》').next().unwrap_or_default();
        push_sources(&mut found, name, line.find(name).unwrap_or(0));
    }
    (!found.authors.is_empty()).then_some(found)
}

/// `Reporting by A. Name`, `By A. Name`, `Compiled by … from …`
static ENGLISH: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?:(?:Reporting|Written|Words|Story|Text) by|By) ([A-Z][\w.'’-]*(?:(?:, | and | & | )[A-Z][\w.'’-]*){0,7})\.?$").ok()
});
static COMPILED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?:Compiled|Adapted|Edited)\b.{0,60}? from ([^.]{3,80})\.?$").ok()
});

/// The credits of a line that is nothing else than a credit line, or `None`. `start` is the line's place in the text.
pub(super) fn credits(line: &str, start: usize) -> Option<Credits> {
    if let Some(found) = in_brackets(line, start) {
        return Some(found);
    }
    if !worth_a_look(line) || !is_within(line, 160) {
        return None;
    }
    let mut found = Credits::default();
    if let Some(captures) = REPORTER.as_ref().and_then(|regex| regex.captures(line)) {
        found.authors = people(captures.get(1).map_or("", |group| group.as_str()));
        return Some(found);
    }
    if let Some(captures) = ENGLISH.as_ref().and_then(|regex| regex.captures(line)) {
        found.authors = people(captures.get(1).map_or("", |group| group.as_str()));
        return Some(found);
    }
    if let Some(group) = COMPILED
        .as_ref()
        .and_then(|regex| regex.captures(line))
        .and_then(|captures| captures.get(1))
    {
        push_sources(&mut found, group.as_str(), start + group.start());
        return Some(found);
    }
    let labels: Vec<_> = LABEL.as_ref()?.captures_iter(line).collect();
    // Only brackets, dashes and stars may come before the first label.
    let first = labels.first().and_then(|captures| captures.get(0))?;
    let lead = line.get(..first.start()).unwrap_or_default();
    if !lead
        .chars()
        .all(|c| matches!(c, '（' | '(' | '*' | '_' | ' ' | '—' | '-' | '【' | '['))
    {
        return None;
    }
    for (index, captures) in labels.iter().enumerate() {
        let Some(whole) = captures.get(0) else {
            continue;
        };
        let until = labels
            .get(index + 1)
            .and_then(|next| next.get(0))
            .map_or(line.len(), |next| next.start());
        let value = line.get(whole.end()..until).unwrap_or_default();
        if captures.get(1).is_some() {
            push_sources(&mut found, value, start + whole.end());
        } else if captures.get(2).is_some() {
            found.weak = found.sources.is_empty();
            push_sources(&mut found, value, start + whole.end());
        } else if let Some(label) = captures.get(3) {
            found.authors.extend(people(value));
            found.signs |=
                label.as_str().starts_with(['执', '撰']) || label.as_str() == "Written by";
        }
    }
    Some(found)
}

/// A source in brackets at the end of a paragraph.
pub(super) fn trailing_source(line: &str, start: usize) -> Vec<SourceNote> {
    let mut found = Credits::default();
    if !line.ends_with(['）', ')']) {
        return found.sources;
    }
    if let Some(at) = line.rfind(['（', '(']) {
        let inner = line.get(at..).unwrap_or_default();
        if let Some(credit) = credits(inner, start + at).filter(|credit| !credit.weak) {
            found = credit;
        }
    }
    found.sources
}

/// A cheap test that most lines fail: how the line begins, and whether a label's colon can follow.
fn worth_a_look(line: &str) -> bool {
    const CHINESE: &str = "来稿信文消内原转出资資数执撰作本记通采责编监校审摘整翻图摄供主特";
    const ENGLISH: [&str; 12] = [
        "Source",
        "Words",
        "Author",
        "Text",
        "Editor",
        "Edited",
        "Reporting",
        "Written",
        "Story",
        "By ",
        "Compiled",
        "Adapted",
    ];
    let text = line.trim_start_matches(['（', '(', '*', '_', ' ', '—', '-', '【', '[']);
    match text.chars().next() {
        Some(first) if first.is_ascii() => ENGLISH.iter().any(|word| text.starts_with(word)),
        // `记者 某某` has no colon.
        Some(first) => {
            CHINESE.contains(first)
                && (matches!(first, '本' | '记' | '通' | '特')
                    || text.contains(['：', ':', '/', '｜', '丨', '|']))
        }
        None => false,
    }
}

fn push_sources(found: &mut Credits, value: &str, start: usize) {
    // In English a sentence may follow: `Source: filings; estimates. Figures are converted.`
    let value = value.split(". ").next().unwrap_or(value);
    let mut at = 0;
    for part in value.split(['、', '；', ';', '，', '/']) {
        let name = source_name(part);
        if !name.is_empty() && name.chars().count() <= 60 {
            let offset = part.find(name).unwrap_or(0);
            let from = start + at + offset;
            found.sources.push(SourceNote {
                name: name.to_owned(),
                span: span(from, from + name.len()),
            });
        }
        at += part.len();
        at += value
            .get(at..)
            .and_then(|rest| rest.chars().next())
            .map_or(0, char::len_utf8);
    }
}

/// The name in a part of a source line: without brackets and without words that say what was done with it.
fn source_name(part: &str) -> &str {
    const DONE: [&str; 14] = [
        "根据公开信息整理",
        "根据公开资料整理",
        "根据网络整理",
        "公开信息整理",
        "综合整理",
        "整理",
        "摘编",
        "综合报道",
        "综合",
        "编译",
        "编辑",
        "有删减",
        "原创",
        "等",
    ];
    let closers = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '）' | ')'
                    | '（'
                    | '('
                    | '*'
                    | '_'
                    | '】'
                    | ']'
                    | '。'
                    | '.'
                    | '“'
                    | '”'
                    | '|'
                    | '｜'
            )
    };
    let mut name = part.trim_matches(closers);
    while let Some(shorter) = DONE.iter().find_map(|done| name.strip_suffix(done)) {
        name = shorter.trim_matches(closers);
    }
    if matches!(name, "本刊" | "编辑部" | "网络" | "本网") {
        ""
    } else {
        name
    }
}

/// The names in a list of people.
fn people(value: &str) -> Vec<String> {
    let value = value.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, '）' | ')' | '*' | '_' | '。' | ';' | '；' | '/' | '|')
    });
    let chinese = value.chars().any(is_han);
    let split = |c: char| {
        matches!(c, '、' | '，' | ',' | '/' | ';' | '；' | '&') || (chinese && c.is_whitespace())
    };
    value
        .split(split)
        .flat_map(|part| part.split(" and "))
        .map(|name| {
            name.trim_matches(|c: char| c.is_whitespace() || matches!(c, '）' | ')' | '（' | '('))
        })
        .filter(|name| !name.is_empty() && name.chars().count() <= if chinese { 8 } else { 40 })
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> (Vec<String>, Vec<String>) {
        let found = credits(line, 0).unwrap_or_default();
        for source in &found.sources {
            assert_eq!(source.span.of(line), Some(source.name.as_str()));
        }
        (
            found
                .sources
                .into_iter()
                .map(|source| source.name)
                .collect(),
            found.authors,
        )
    }

    #[test]
    fn sources_and_writers_in_their_many_forms() {
        for (line, sources, authors) in [
            (
                "（来源：示例网、示例开发区）",
                vec!["示例网", "示例开发区"],
                vec![],
            ),
            ("(来源: 示例半导体)", vec!["示例半导体"], vec![]),
            ("稿件来源｜示例发布", vec!["示例发布"], vec![]),
            ("来源：示例新闻 文/许某石", vec!["示例新闻"], vec!["许某石"]),
            (
                "（作者：项某 来源：示例在线）",
                vec!["示例在线"],
                vec!["项某"],
            ),
            (
                "（来源：示例融媒 / 责任编辑：鲁某）",
                vec!["示例融媒"],
                vec![],
            ),
            ("来源：示例研究整理", vec!["示例研究"], vec![]),
            ("（来源：公司公告，本刊摘编）", vec!["公司公告"], vec![]),
            ("文｜沈某安", vec![], vec!["沈某安"]),
            ("（执笔：于某平 王某）", vec![], vec!["于某平", "王某"]),
            ("（本刊通讯员 何某秋）", vec![], vec!["何某秋"]),
            ("监制：桑某 来源：示例潮", vec!["示例潮"], vec![]),
            ("（转自示例客户端，有删节）", vec!["示例客户端"], vec![]),
            ("（《示例报》记者 某丁）", vec!["示例报"], vec!["某丁"]),
            ("（全媒体记者 某小舟 文/图）", vec![], vec!["某小舟"]),
            (
                "（本报记者 某甲 通讯员 某小乙）",
                vec![],
                vec!["某甲", "某小乙"],
            ),
            ("（秘书处 某若川 整理）", vec![], vec!["某若川"]),
            ("Reporting by M. Sample", vec![], vec!["M. Sample"]),
            (
                "Source: company filings; Sample estimates. Figures converted.",
                vec!["company filings", "Sample estimates"],
                vec![],
            ),
            (
                "Compiled by the editors from company statements.",
                vec!["company statements"],
                vec![],
            ),
        ] {
            let (found_sources, found_authors) = read(line);
            assert_eq!(
                (found_sources, found_authors),
                (
                    sources.iter().map(|s| (*s).to_owned()).collect(),
                    authors.iter().map(|s| (*s).to_owned()).collect()
                ),
                "{line}"
            );
        }
    }

    #[test]
    fn running_text_is_no_credit_line() {
        for line in [
            "来源多样的示例资金将投入建设。",
            "记者从示例市获悉，项目已经开工。",
            "文章指出，示例产业增长。",
            "图1：示例",
            "By 2030 the plan reaches its goal.",
        ] {
            assert!(credits(line, 0).is_none(), "{line}");
        }
    }
}
