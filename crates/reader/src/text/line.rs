//! What a line looks like, told from the line alone.

use super::classes::{ends_sentence, is_chinese_numeral, is_han, width};

/// What a line looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Look {
    /// Nothing, or white space.
    Blank,
    /// Words without a mark of their own.
    Plain,
    /// A Markdown heading of this level.
    Heading(u8),
    /// A numbered section heading: 一、 is 1, （一） is 2, 第一条 is 3, `1.2` is 4, `1. ` with a short text is left to [`Look::Item`].
    Section(u8),
    /// An item number with a leading zero: `01 …`.
    Numbered,
    /// A list item, also `1. …`, `（1）…`, `①…`.
    Item,
    /// 【…】
    Bracket,
    /// A table row: cells between tabs or pipes.
    Row,
    /// 图1 …, Figure 3 …
    FigureCaption,
    /// 表1 …, Table 2 …
    TableCaption,
    /// The start of a footnote: `1 https://…`, `[^1]: …`, `¹ …`, `[1] …`.
    Note,
    /// 来源：…, 联系人：…, 执笔：… and their like, in brackets or not.
    Label,
    /// A rule: `---`, `***`.
    Rule,
    /// A quotation: `> …`.
    Quote,
}

/// Labels that begin a line of their own, without the colon.
const LABELS: [&str; 75] = [
    "来源",
    "稿件来源",
    "资料来源",
    "資料來源",
    "信息来源",
    "数据来源",
    "文章来源",
    "图片来源",
    "消息来源",
    "原文来源",
    "转自",
    "转载自",
    "作者",
    "执笔",
    "撰稿",
    "撰文",
    "供稿",
    "通讯员",
    "记者",
    "编辑",
    "责任编辑",
    "责编",
    "监制",
    "校对",
    "审核",
    "摘编",
    "编译",
    "整理",
    "翻译",
    "联系人",
    "联系方式",
    "联系电话",
    "电话",
    "传真",
    "地址",
    "邮箱",
    "官网",
    "网址",
    "投稿",
    "抄送",
    "附件",
    "附注",
    "附註",
    "主办",
    "承办",
    "主办单位",
    "承办单位",
    "协办单位",
    "支持单位",
    "指导单位",
    "发布单位",
    "发布时间",
    "发布日期",
    "会议时间",
    "会议地点",
    "时间",
    "地点",
    "注",
    "备案机关",
    "备案日期",
    "印发单位",
    "责任单位",
    "主编",
    "主编单位",
    "编印",
    "编印单位",
    "出版单位",
    "Published by",
    "Publisher",
    "Written by",
    "Source",
    "Sources",
    "Contact",
    "Note",
    "Editor",
];

/// The look of `line`, which may have white space around it.
pub fn look(line: &str) -> Look {
    let trimmed = line.trim_matches([' ', '\u{3000}', '\u{C}']);
    if trimmed.trim_start().is_empty() {
        return Look::Blank;
    }
    if line.as_bytes().contains(&b'\t') {
        return Look::Row;
    }
    let mut chars = trimmed.chars();
    let Some(first) = chars.next() else {
        return Look::Blank;
    };
    let rest = chars.as_str();
    let second = rest.chars().next();
    match first {
        '|' if rest.contains('|') => Look::Row,
        '#' => heading(trimmed).map_or(Look::Plain, |(level, _)| Look::Heading(level)),
        '>' => Look::Quote,
        '-' | '*' | '_' | '=' | '—' | '─' | '━' | '═' | '＿' if is_rule(trimmed) => {
            Look::Rule
        }
        '-' | '*' | '+' if second.is_none_or(|next| next == ' ') => Look::Item,
        mark if is_mark(mark) => Look::Item,
        '—' if second == Some('—') && rest.chars().nth(1).is_some_and(is_han) => Look::Item,
        '【' => Look::Bracket,
        '①'..='⑳' => Look::Item,
        '¹' | '²' | '³' | '⁴'..='⁹' => Look::Note,
        '[' => reference(rest),
        '（' | '(' => bracketed(trimmed, rest),
        '0'..='9' => numbered(trimmed),
        '图' | '圖' => caption(rest, Look::FigureCaption),
        '表' => caption(rest, Look::TableCaption),
        'F' if trimmed.starts_with("Figure ") || trimmed.starts_with("Fig. ") => {
            english_caption(trimmed, Look::FigureCaption)
        }
        'T' if trimmed.starts_with("Table ") => english_caption(trimmed, Look::TableCaption),
        '第' => article_number(rest),
        _ if is_chinese_numeral(first) && section_number(trimmed) => Look::Section(1),
        _ if label(trimmed).is_some() => Look::Label,
        _ => Look::Plain,
    }
}

/// Level and text of a Markdown heading.
pub fn heading(line: &str) -> Option<(u8, &str)> {
    let rest = line.trim_start_matches('#');
    let level = u8::try_from(line.len() - rest.len()).ok()?;
    let text = rest.strip_prefix(' ')?;
    ((1..=6).contains(&level) && !text.trim().is_empty()).then(|| (level, text.trim()))
}

/// An entry of a contents page without leaders and page number, and whether there was a page number.
pub(crate) fn without_page(line: &str) -> (&str, bool) {
    let trimmed = line.trim_end();
    let rest = trimmed.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = trimmed.len() - rest.len();
    if !(1..=4).contains(&digits) {
        return (trimmed, false);
    }
    let before =
        rest.trim_end_matches([' ', '.', '…', '·', '—', '-', '–', '\t', '_', '|', '⋯', '•']);
    let leader = rest.get(before.len()..).unwrap_or_default();
    // One blank before a number is not enough: `示例科技 2024`.
    let led = leader.contains(['…', '—', '·', '\t', '_', '⋯', '–', '|'])
        || leader.matches('.').count() >= 3
        || leader.trim() == "-";
    if led && !before.trim().is_empty() {
        (before, true)
    } else {
        (trimmed, false)
    }
}

/// Whether a character is a bullet that begins an item of a list.
pub fn is_mark(one: char) -> bool {
    matches!(
        one,
        '•' | '·'
            | '▪'
            | '▎'
            | '▲'
            | '△'
            | '▼'
            | '▽'
            | '◆'
            | '◇'
            | '●'
            | '○'
            | '■'
            | '□'
            | '▶'
            | '►'
            | '★'
            | '☆'
            | '→'
            | '➤'
            | '✓'
            | '√'
            | '※'
    )
}

fn is_rule(line: &str) -> bool {
    line.chars().count() >= 3
        && line.chars().all(|character| {
            matches!(
                character,
                '-' | '*' | '_' | '=' | ' ' | '—' | '─' | '━' | '═' | '＿'
            )
        })
}

/// `一、`, `十二、`.
fn section_number(line: &str) -> bool {
    let rest = line.trim_start_matches(is_chinese_numeral);
    rest.starts_with('、') && line.len() - rest.len() <= 9
}

/// `第三条 …`, `第一章 …`.
fn article_number(rest: &str) -> Look {
    let after =
        rest.trim_start_matches(|c: char| is_chinese_numeral(c) || c.is_ascii_digit() || c == ' ');
    if after.len() == rest.len() {
        return Look::Plain;
    }
    let mut chars = after.chars();
    match (chars.next(), chars.next()) {
        (Some('条'), Some(' ' | '【' | '\u{3000}')) => Look::Section(3),
        (Some('章' | '节' | '篇'), None | Some(' ' | '：' | '\u{3000}')) => Look::Section(1),
        (Some('部'), Some('分')) if width(rest) <= 60 && !ends_sentence(rest) => Look::Section(1),
        _ => Look::Plain,
    }
}

fn bracketed(line: &str, rest: &str) -> Look {
    if label(line).is_some() {
        return Look::Label;
    }
    let inner: &str = rest.split(['）', ')']).next().unwrap_or_default();
    if inner.len() == rest.len() || inner.is_empty() {
        return Look::Plain;
    }
    if inner.chars().all(is_chinese_numeral) && inner.chars().count() <= 3 {
        Look::Section(2)
    } else if inner.len() <= 3 && inner.bytes().all(|byte| byte.is_ascii_digit()) {
        Look::Item
    } else {
        Look::Plain
    }
}

/// `[^1]: …`, `[1] …`.
fn reference(rest: &str) -> Look {
    let inner = rest.strip_prefix('^').unwrap_or(rest);
    let Some((number, after)) = inner.split_once(']') else {
        return Look::Plain;
    };
    let plain_number =
        !number.is_empty() && number.len() <= 3 && number.bytes().all(|byte| byte.is_ascii_digit());
    let text_follows = after
        .trim_start_matches([':', ' ', '：'])
        .chars()
        .next()
        .is_some_and(char::is_alphanumeric);
    let marked = rest.starts_with('^') && after.starts_with(':');
    if marked || (plain_number && text_follows && !rest.starts_with('^')) {
        Look::Note
    } else {
        Look::Plain
    }
}

fn numbered(line: &str) -> Look {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = line.len() - rest.len();
    let mut chars = rest.chars();
    let next = chars.next();
    let after = chars.as_str();
    let number = line.get(..digits).unwrap_or_default();
    match next {
        Some('.') if after.starts_with(|c: char| c.is_ascii_digit()) => {
            // `1.2 标题` or `1.2.3 标题`, never a decimal number in running text.
            let tail = after.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
            let text = tail.trim_start_matches(' ');
            let spaced = text.len() < tail.len();
            let short = width(text) <= 60 && !ends_sentence(text) && !text.contains(['，', ',']);
            let titled = text
                .chars()
                .next()
                .is_some_and(|c| (is_han(c) && !is_measure(c)) || c.is_ascii_uppercase());
            if spaced && short && titled {
                Look::Section(4)
            } else {
                Look::Plain
            }
        }
        Some('.' | '、' | '．') if digits <= 3 && !after.is_empty() => Look::Item,
        Some(')' | '）') if digits <= 2 && !after.is_empty() => Look::Item,
        Some(' ')
            if digits <= 3
                && (after.trim_start().starts_with("http")
                    || after.trim_start().starts_with("www.")) =>
        {
            Look::Note
        }
        None if digits <= 2 => Look::Plain,
        Some(' ') if digits == 2 && number.starts_with('0') => Look::Numbered,
        Some('、') => Look::Item,
        Some(' ') if digits <= 2 => {
            let text = after.trim_start();
            let short = width(text) <= 32
                && text
                    .chars()
                    .all(|c| is_han(c) || c.is_ascii_alphabetic() || c == ' ');
            let titled = text
                .chars()
                .next()
                .is_some_and(|c| is_han(c) && !is_measure(c));
            if digits == 1 && short && titled && width(text) >= 4 {
                Look::Section(4)
            } else {
                numbered_title(digits, text)
            }
        }
        Some(_)
            if number.starts_with('0')
                && digits == 2
                && next.is_some_and(|c| is_han(c) || c.is_ascii_uppercase()) =>
        {
            Look::Numbered
        }
        _ => Look::Plain,
    }
}

/// `10 某某登陆港交所，首日上涨`: a number, a blank and a text that cannot be a quantity.
fn numbered_title(digits: usize, text: &str) -> Look {
    let dated = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let titled = text
        .chars()
        .next()
        .is_some_and(|c| is_han(c) && !is_measure(c) || matches!(c, '“' | '《'))
        || (dated.len() < text.len() && dated.starts_with(['月', '年']));
    if digits == 2 && titled && !ends_sentence(text) {
        Look::Numbered
    } else {
        Look::Plain
    }
}

/// Characters that follow a number as its unit or measure word.
fn is_measure(character: char) -> bool {
    matches!(
        character,
        '年' | '月'
            | '日'
            | '号'
            | '个'
            | '家'
            | '亿'
            | '万'
            | '千'
            | '百'
            | '元'
            | '项'
            | '种'
            | '名'
            | '轮'
            | '次'
            | '层'
            | '英'
            | '寸'
            | '吋'
            | '纳'
            | '毫'
            | '米'
            | '片'
            | '颗'
            | '只'
            | '台'
            | '套'
            | '吨'
            | '亩'
            | '人'
            | '位'
            | '倍'
            | '期'
            | '款'
            | '座'
            | '代'
            | '天'
            | '周'
            | '时'
            | '秒'
            | '余'
            | '多'
            | '岁'
            | '美'
            | '欧'
            | '韩'
            | '港'
            | '核'
            | '件'
            | '届'
            | '至'
            | '和'
            | '与'
            | '及'
            | '、'
            | '股'
            | '厘'
    )
}

fn caption(rest: &str, look: Look) -> Look {
    let rest = rest.strip_prefix(' ').unwrap_or(rest);
    let after =
        rest.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '–'));
    let chinese = rest.trim_start_matches(is_chinese_numeral);
    let after = if after.len() < rest.len() {
        after
    } else if chinese.len() < rest.len() && chinese.starts_with([' ', '：', ':']) {
        chinese
    } else {
        return Look::Plain;
    };
    // `图3所示` and `表1中` stand in running text.
    let begins = after.trim_start().chars().next();
    match begins {
        None => look,
        Some(
            '所' | '中' | '为' | '是' | '显' | '可' | '给' | '列' | '和' | '、' | '与' | '，'
            | '。' | '）' | ')' | '表' | '展',
        ) => Look::Plain,
        Some(_)
            if ends_sentence(after)
                && width(after) > 120
                && !after.starts_with([':', '：', ' ']) =>
        {
            Look::Plain
        }
        Some(_) => look,
    }
}

fn english_caption(line: &str, look: Look) -> Look {
    let number = line.split(' ').nth(1).unwrap_or_default();
    let digits = number.trim_end_matches(['.', ':']);
    let captioned = digits.len() < number.len()
        || line
            .split(' ')
            .nth(2)
            .is_some_and(|word| word.starts_with(char::is_uppercase));
    if !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) && captioned {
        look
    } else {
        Look::Plain
    }
}

/// The known label that a line begins with, and what follows its colon. Brackets around the line are ignored.
pub fn label(line: &str) -> Option<(&'static str, &str)> {
    let inner = line.trim_start_matches(['（', '(', '*', '_', ' ']);
    let colon = inner
        .char_indices()
        .take_while(|&(at, _)| at <= 24)
        .find(|(_, c)| matches!(c, '：' | ':' | '丨' | '｜' | '|'))
        .map(|(at, _)| at)?;
    let (name, rest) = inner.split_at_checked(colon)?;
    let name = name.trim();
    let compact: String;
    let name = if name.contains(' ') && !name.is_ascii() {
        compact = name.replace(' ', "");
        compact.as_str()
    } else {
        name
    };
    let known = LABELS.iter().find(|&&label| label == name)?;
    let mut after = rest.chars();
    after.next();
    Some((known, after.as_str().trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_look_is_told_from_its_line() {
        for (line, expected) in [
            ("", Look::Blank),
            ("## 示例", Look::Heading(2)),
            ("#示例", Look::Plain),
            ("一、总体要求", Look::Section(1)),
            ("（一）发展目标", Look::Section(2)),
            ("第三条 【补助】本条示例", Look::Section(3)),
            ("第三条规定的示例", Look::Plain),
            ("1.2 工艺", Look::Section(4)),
            ("1.2亿元", Look::Plain),
            ("2 组织结构", Look::Section(4)),
            ("30 年来，示例公司", Look::Plain),
            ("01 示例公司完成融资", Look::Numbered),
            ("10 示例电子上市，首日涨", Look::Numbered),
            ("15 示例软件收购一个团队", Look::Numbered),
            ("1. 支持攻关。", Look::Item),
            ("- 列表", Look::Item),
            ("—— 并非列表", Look::Plain),
            ("——制造能力", Look::Item),
            ("-5%", Look::Plain),
            ("---", Look::Rule),
            ("【融资快讯】", Look::Bracket),
            ("甲\t乙", Look::Row),
            ("\t乙", Look::Row),
            ("| 甲 | 乙 |", Look::Row),
            ("图1 示例", Look::FigureCaption),
            ("图3所示", Look::Plain),
            ("表 2：示例", Look::TableCaption),
            ("Table 2. Sample", Look::TableCaption),
            ("1 https://example.org/a", Look::Note),
            ("[^1]: 示例", Look::Note),
            ("[1] Sample", Look::Note),
            ("[1-2]。", Look::Plain),
            ("（来源：示例网）", Look::Label),
            ("（执笔：王某）", Look::Label),
            ("稿件来源｜示例", Look::Label),
            ("结论：示例", Look::Plain),
        ] {
            assert_eq!(look(line), expected, "{line}");
        }
    }
}
