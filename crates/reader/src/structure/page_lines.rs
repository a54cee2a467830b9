//! Lines that a web page or an app puts around an article: the line below the headline with date and source, and what is for clicking.

use super::credits::{Credits, credits};
use super::issue::dates;
use super::lines::span;
use crate::text::classes::{fold, is_han, is_within, width};
use regex::Regex;
use std::sync::LazyLock;
use xinqiao_record::PartialDate;
use xinqiao_record::body::SourceNote;

/// What the line below a headline says of its article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct HeadLine {
    /// When the article was published.
    pub(super) published: Option<PartialDate>,
    /// Where it was taken from and who wrote it.
    pub(super) credits: Credits,
}

/// Names of fields in such lines. The groups: 1 date, 2 source, 3 writer, 4 anything else.
static FIELD: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?x)(?:^|[\s（(【\[|｜/·])
        (?: (发布时间|发布日期|发表时间|发布|更新时间|成文日期|公示时间|公示日期|公告日期|时间|日期|Published|Posted|Date)
          | (信息来源|文章来源|稿件来源|消息来源|来源|发布单位|发布机构|公示单位|公告单位|Source)
          | (作者|记者|通讯员|撰文|文|Author)
          | (责任编辑|编辑|责编|校对|审核|监制|图片|摄影|浏览次数|浏览量|浏览|阅读量|阅读次数|阅读|点击量|点击数|点击|访问量|访问次数
             |字号|字体|分享到|分享|索引号|文号|发文字号|公告编号|证券代码|证券简称|股票代码|股票简称|信息分类|主题分类|栏目|版次|Editor|Views) )
        \s*[：:|｜]\s*",
    )
    .ok()
});

/// A date to the day and a clock time after it.
static DAY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?xi)
        (?: (?:19|20)\d{2}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*[日号]
          | (?:19|20)\d{2}[-./]\d{1,2}[-./]\d{1,2}
          | \d{1,2}\s+(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?,?\s+(?:19|20)\d{2}
          | (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s+\d{1,2},\s*(?:19|20)\d{2} )
        (?:\s*(?:星期|周)[一二三四五六日天])? (?:\s*[T|]?\s*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?",
    )
    .ok()
});

/// Page marks of newspapers and places of posting, which stand beside the date.
static BESIDE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"第?\s*[A-Z]?\d{1,3}\s*版[：:]?\s*\p{Han}{0,6}|发表于\s*\p{Han}{0,6}|(?:已)?发布$|原创$",
    )
    .ok()
});

/// What the line below a headline says, or `None` if `line` is not such a line. `start` is its place in the text.
pub(super) fn head_line(line: &str, start: usize) -> Option<HeadLine> {
    if width(line) > 160 || line.contains(['。', '；']) || line.contains('\t') {
        return None;
    }
    let may_be =
        line.contains(['：', ':', '|', '｜']) || (line.contains("20") || line.contains("19"));
    if !may_be {
        return None;
    }
    let mut found = HeadLine::default();
    let fields: Vec<_> = FIELD.as_ref()?.captures_iter(line).collect();
    let first = fields
        .first()
        .and_then(|captures| captures.get(0))
        .map_or(line.len(), |field| field.start());
    let before = line.get(..first).unwrap_or_default();
    let day = DAY.as_ref()?.find(before);
    if let Some(day) = day {
        found.published = dates(day.as_str()).into_iter().next();
    }
    if !beside_date(before, day.map(|day| day.range()), start, &mut found) {
        return None;
    }
    let mut telling = found.published.is_some();
    for (index, captures) in fields.iter().enumerate() {
        let whole = captures.get(0)?;
        let until = fields
            .get(index + 1)
            .and_then(|next| next.get(0))
            .map_or(line.len(), |next| next.start());
        let raw = line.get(whole.end()..until).unwrap_or_default();
        let day = DAY.as_ref()?.find(raw);
        if let Some(day) = day {
            found.published = found
                .published
                .or_else(|| dates(day.as_str()).into_iter().next());
        }
        // A date may follow the name without a label of its own.
        let value = day.map_or(raw, |day| raw.get(..day.start()).unwrap_or_default());
        let at = start + whole.end();
        if captures.get(1).is_some() {
            found.published = found.published.or_else(|| dates(raw).into_iter().next());
            found.published?;
            telling = true;
        } else if captures.get(2).is_some() {
            push_source(&mut found, value, at);
            telling = true;
        } else if captures.get(3).is_some() {
            found.credits.authors.extend(names(value));
            telling = true;
        } else {
            telling |= day.is_some() || fields.len() >= 2;
        }
    }
    telling.then_some(found)
}

/// Reads what stands beside a date that has no label: a source and page marks. False if it is something else.
fn beside_date(
    before: &str,
    day: Option<std::ops::Range<usize>>,
    start: usize,
    found: &mut HeadLine,
) -> bool {
    let edge = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '|' | '｜'
                    | '·'
                    | '（'
                    | '('
                    | '）'
                    | ')'
                    | '【'
                    | '['
                    | '*'
                    | '—'
                    | '-'
                    | ','
                    | '，'
            )
    };
    let Some(day) = day else {
        return before.trim_matches(edge).is_empty();
    };
    let left = before.get(..day.start).unwrap_or_default();
    let right = before.get(day.end..).unwrap_or_default();
    for (part, at) in [(left, 0), (right, day.end)] {
        let part = match BESIDE.as_ref().and_then(|regex| regex.find(part)) {
            Some(mark) => part.get(..mark.start()).unwrap_or_default(),
            None => part,
        };
        let name = part.trim_matches(edge);
        if name.is_empty() {
            continue;
        }
        // A date with a comma after it begins a sentence.
        if part.starts_with('，') {
            return false;
        }
        let words = name.split_whitespace().count();
        let fits = if name.chars().any(is_han) {
            width(name) <= 32 && words <= 2
        } else {
            words <= 6
        };
        if !fits || name.contains(['，', '：', '！', '？', '、', '“']) {
            return false;
        }
        // A document number and what was done on the day name nobody.
        if name.contains('〔')
            || matches!(
                name,
                "Week of"
                    | "Updated"
                    | "Published"
                    | "印发"
                    | "发布"
                    | "公布"
                    | "通过"
                    | "施行"
                    | "讯"
                    | "起"
            )
        {
            continue;
        }
        let lead = part.find(name).unwrap_or(0);
        if let Some(writer) = name.strip_prefix("By ") {
            found.credits.authors.push(writer.to_owned());
        } else {
            push_source(found, name, start + at + lead);
        }
    }
    true
}

fn push_source(found: &mut HeadLine, value: &str, at: usize) {
    let edge = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '）' | ')' | '】' | ']' | '|' | '｜' | '《' | '》' | '/' | '·'
            )
    };
    let name = value.trim_matches(edge);
    if name.is_empty() || width(name) > 60 {
        return;
    }
    let from = at + value.find(name).unwrap_or(0);
    found.credits.sources.push(SourceNote {
        name: name.to_owned(),
        span: span(from, from + name.len()),
    });
}

fn names(value: &str) -> Vec<String> {
    let chinese = value.chars().any(is_han);
    value
        .split(|c: char| {
            matches!(c, '、' | '，' | ',' | '/' | '；') || (chinese && c.is_whitespace())
        })
        .map(|name| {
            name.trim_matches(|c: char| c.is_whitespace() || matches!(c, '）' | ')' | '】' | ']'))
        })
        .filter(|name| !name.is_empty() && width(name) <= 40)
        .map(str::to_owned)
        .collect()
}

/// Whether a line is for clicking or counts clicks, so that it belongs to the page and not to the article.
pub(super) fn is_furniture(line: &str) -> bool {
    const BEGINNINGS: [&str; 44] = [
        "首页>",
        "首页»",
        "首页/",
        "当前位置",
        "您的位置",
        "您当前的位置",
        "您现在的位置",
        "所在位置",
        "打印本页",
        "【打印",
        "[打印",
        "打印|",
        "【字体",
        "[字体",
        "字体：",
        "字号：",
        "【关闭",
        "关闭窗口",
        "上一篇",
        "下一篇",
        "上一条",
        "下一条",
        "分享到",
        "扫一扫",
        "扫码",
        "长按",
        "点击上方",
        "↑点击",
        "▲点击",
        "点击蓝字",
        "↑↑",
        "返回顶部",
        "返回首页",
        "相关阅读",
        "相关链接：",
        "推荐阅读",
        "网站地图",
        "设为首页",
        "版权与免责声明",
        "关注我们",
        "阅读原文",
        "戳这里",
        "Sharethis",
        "Readmore",
    ];
    const HOLDS: [&str; 9] = [
        "ICP备",
        "公网安备",
        "蓝字关注",
        "欢迎访问",
        "关注我们",
        "分享收藏",
        "Copyright©",
        "转载请注明出处）",
        "点赞在看",
    ];
    // Most lines are told at a glance.
    let first = line.trim_start().chars().next();
    let may_begin = first.is_some_and(|c| {
        "首当您所打【[字关上下分扫长点↑▲返相推网设版戳阅".contains(c) || c.is_ascii_uppercase()
    });
    let may_hold = line.len() <= 360
        && HOLDS
            .iter()
            .any(|held| line.contains(held.chars().next().unwrap_or(' ')));
    if !(may_begin || may_hold) || !is_within(line, 120) {
        return false;
    }
    let compact: String = line.chars().filter(|c| !c.is_whitespace()).collect();
    let counts = compact.starts_with("阅读")
        && compact.chars().any(|c| c.is_ascii_digit())
        && (compact.contains('赞') || compact.contains("在看"))
        && width(&compact) <= 40;
    counts
        || BEGINNINGS
            .iter()
            .any(|beginning| compact.starts_with(beginning))
        || (HOLDS.iter().any(|held| compact.contains(held)) && !line.ends_with('。'))
        || is_page_mark(&compact)
}

/// `A03`, the page of a newspaper.
fn is_page_mark(line: &str) -> bool {
    let digits = line.trim_start_matches(|c: char| c.is_ascii_uppercase());
    line.len() - digits.len() == 1
        && (1..=3).contains(&digits.len())
        && digits.bytes().all(|b| b.is_ascii_digit())
}

/// Whether a line begins what follows the last article: a disclaimer, an imprint, an invitation.
pub(super) fn begins_end_matter(line: &str) -> bool {
    const BEGINNINGS: [&str; 18] = [
        "免责声明",
        "版权声明",
        "版权与免责声明",
        "点击“阅读原文”",
        "disclaimer",
        "往期回顾",
        "版权所有",
        "本期编辑",
        "征稿启事",
        "风险提示：",
        "联系我们",
        "关于我们",
        "关于本刊",
        "about this",
        "about us",
        "subscribe",
        "unsubscribe",
        "contact us",
    ];
    const ENDS: [&str; 10] = [
        "完",
        "全文完",
        "本辑完",
        "本期完",
        "正文完",
        "end",
        "theend",
        "本期到此结束",
        "正文到此结束",
        "本辑结束",
    ];
    if is_within(line, 24) && ENDS.contains(&fold(line).as_str()) {
        return true;
    }
    let bare = line.trim_start_matches(['*', '#', ' ', '【', '◆', '■']);
    let lower: String = bare.chars().take(24).flat_map(char::to_lowercase).collect();
    BEGINNINGS
        .iter()
        .any(|beginning| lower.starts_with(beginning))
}

/// Whether a line only carries credits or what a page puts around an article.
pub(super) fn is_about_the_article(line: &str) -> bool {
    credits(line, 0).is_some() || head_line(line, 0).is_some() || is_furniture(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_below_a_headline_in_its_many_forms() {
        for (line, published, sources, authors) in [
            (
                "发布时间：2023-05-12 08:41 来源：示例市人民政府网站 浏览次数：1276 字号：[ 大 中 小 ]",
                Some("2023-05-12"),
                vec!["示例市人民政府网站"],
                vec![],
            ),
            (
                "示例融媒 2023-08-03 19:20 发表于福建",
                Some("2023-08-03"),
                vec!["示例融媒"],
                vec![],
            ),
            (
                "示例晚报 2023年08月25日 第A03版 要闻",
                Some("2023-08-25"),
                vec!["示例晚报"],
                vec![],
            ),
            (
                "信息来源：示例日报 日期：2023-09-20",
                Some("2023-09-20"),
                vec!["示例日报"],
                vec![],
            ),
            (
                "2023-10-13 10:22:07 来源：示例新闻网 作者：某甲 编辑：某乙",
                Some("2023-10-13"),
                vec!["示例新闻网"],
                vec!["某甲"],
            ),
            (
                "来源：示例融媒体中心 2023年10月28日 作者：某甲 某丙",
                Some("2023-10-28"),
                vec!["示例融媒体中心"],
                vec!["某甲", "某丙"],
            ),
            (
                "2023-11-22 示例在线",
                Some("2023-11-22"),
                vec!["示例在线"],
                vec![],
            ),
            (
                "（公示单位：示例区发展和改革局）",
                None,
                vec!["示例区发展和改革局"],
                vec![],
            ),
            (
                "By A. Sample | 3 October 2024",
                Some("2024-10-03"),
                vec![],
                vec!["A. Sample"],
            ),
            (
                "Oct 3, 2024 · Sample Wire",
                Some("2024-10-03"),
                vec!["Sample Wire"],
                vec![],
            ),
        ] {
            let found = head_line(line, 0).unwrap_or_else(|| panic!("{line}"));
            assert_eq!(
                found.published.map(|date| date.to_string()).as_deref(),
                published,
                "{line}"
            );
            assert_eq!(
                found
                    .credits
                    .sources
                    .iter()
                    .map(|source| source.name.as_str())
                    .collect::<Vec<_>>(),
                sources,
                "{line}"
            );
            assert_eq!(found.credits.authors, authors, "{line}");
        }
        for line in [
            "2023年10月13日，示例公司在某市举行项目签约仪式",
            "时间：上午九点",
            "示例公司项目签约",
            "2023年8月，项目开工",
            "On 3 October 2024 the company opened its plant in a new town",
        ] {
            assert_eq!(head_line(line, 0), None, "{line}");
        }
    }

    #[test]
    fn what_is_for_clicking_is_told_from_text() {
        for line in [
            "首页 > 新闻 > 要闻",
            "【字体：大 中 小】 【打印】",
            "↑ 点击上方蓝字关注我们",
            "阅读 1.2万 赞 203 在看 88",
            "A03",
            "示例信息中心 鄂ICP备00000000号",
        ] {
            assert!(is_furniture(line), "{line}");
        }
        for line in [
            "首页的项目介绍。",
            "阅读能力提升工程",
            "示例公司分享经验",
            "A3芯片",
        ] {
            assert!(!is_furniture(line), "{line}");
        }
    }
}
