//! Lines that may head something, sorted by their shape.

use super::contents::names_contents;
use super::headings::{clean_title, join_title, without_number};
use super::lines::Line;
use super::official;
use super::page_lines::{begins_end_matter, head_line, is_about_the_article, is_furniture};
use super::wording::{is_column_name, is_headline, is_section, names_collection};
use crate::text::classes::{ends_sentence, fold, width};
use crate::text::line::{Look, heading, look};
use std::collections::BTreeMap;
use xinqiao_record::Span;

/// What a heading looks like. Headings of one sort in one document have one shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Shape {
    /// A Markdown heading: level and the mark that its words begin with.
    Heading(u8, Mark),
    /// A line between brackets or dashes, by its first character: 【…】, —— … ——.
    Wrapped(char),
    /// A short line after a mark: ◆ …, ■ ….
    Marked(char),
    /// `01 …`
    Numbered,
    /// `一、…`
    Chinese,
    /// `（一）…`
    Bracketed,
    /// `1. …`, `1、…`
    Arabic,
    /// The bold words that a paragraph begins with.
    Lead,
    /// The first words after a rule.
    Ruled,
    /// The title of an official document above its salutation, and headlines after gaps as wide as the one before it.
    Official,
    /// A Markdown heading, of whatever level, with text of its own below it, where headings of the level above it have none.
    Leaf,
    /// A short line before a line with date, source or writer.
    Dated,
    /// A short line before running text.
    Plain,
    /// A very short line before one that may itself be a headline.
    Short,
}

/// The mark before the words of a Markdown heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mark {
    /// None.
    None,
    /// A bullet or other sign.
    Sign(char),
    /// `一、`
    Chinese,
    /// `（一）`
    Bracketed,
    /// `1.`, `01`
    Arabic,
}

/// A line or a few that may head something.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    /// Index of the first line of the title.
    pub(super) line: usize,
    /// Number of lines that are nothing but the title; none if it is the beginning of a paragraph.
    pub(super) lines: usize,
    pub(super) title: String,
    /// Whether it reads like a headline.
    pub(super) headline: bool,
    /// Whether it names a part of a text.
    pub(super) section: bool,
}

impl Candidate {
    pub(super) fn new(line: usize, lines: usize, title: String) -> Self {
        Candidate {
            headline: is_headline(&title),
            section: is_section(&title),
            line,
            lines,
            title,
        }
    }
}

/// All candidates of `lines` by shape, in order. `leads` are the bold beginnings of paragraphs in the text.
pub(super) fn candidates(
    text: &str,
    lines: &[Line<'_>],
    leads: &[Span],
) -> BTreeMap<Shape, Vec<Candidate>> {
    let mut found: BTreeMap<Shape, Vec<Candidate>> = BTreeMap::new();
    let mut push = |shape: Shape, candidate: Candidate| {
        if !candidate.title.is_empty() && !is_contents(&candidate.title) {
            found.entry(shape).or_default().push(candidate);
        }
    };
    for (index, line) in lines.iter().enumerate() {
        if stands_between_rules(lines, index) {
            push(
                Shape::Wrapped('='),
                Candidate::new(index, 1, clean_title(line.text)),
            );
            continue;
        }
        if let Some(shape) = shape(line) {
            let title = match shape {
                Shape::Wrapped(_) => wrapped(line.text).map_or(line.text, |(_, inner)| inner),
                Shape::Marked(_) => line
                    .text
                    .trim_start_matches(|c: char| is_sign(c) || c == ' '),
                _ => line.text,
            };
            push(shape, Candidate::new(index, 1, clean_title(title)));
        }
        if line.look == Look::Plain && !is_furniture(line.text) {
            for shape in plain_shapes(lines, index) {
                push(shape, Candidate::new(index, 1, clean_title(line.text)));
            }
        }
        if line.look != Look::Rule
            && let Some((at, count)) = dated_title(lines, index)
        {
            push(Shape::Dated, titled(lines, at, count));
        }
    }
    for block in blocks(lines) {
        if let Some((at, count)) = block_title(lines, block.0, block.1) {
            push(Shape::Ruled, titled(lines, at, count));
        }
    }
    for candidate in official::titles(lines) {
        push(Shape::Official, candidate);
    }
    for candidate in leaves(lines) {
        push(Shape::Leaf, candidate);
    }
    for lead in leads {
        if let Some(candidate) = lead_candidate(text, lines, *lead) {
            push(Shape::Lead, candidate);
        }
    }
    if let Some(headlines) = found.get_mut(&Shape::Plain) {
        let more = siblings(lines, headlines);
        headlines.extend(more);
        headlines.sort_by_key(|headline| headline.line);
    }
    merge_lone_marks(&mut found);
    found
}

fn titled(lines: &[Line<'_>], at: usize, count: usize) -> Candidate {
    let title = join_title(lines.iter().skip(at).take(count).map(|line| line.text));
    Candidate::new(at, count, clean_title(&title))
}

fn is_contents(title: &str) -> bool {
    names_contents(&fold(title)) || begins_end_matter(title)
}

/// A sign that opens a heading: no letter, no bracket or quotation mark, no sign of a number or sentence.
fn is_sign(c: char) -> bool {
    !c.is_alphanumeric()
        && !c.is_whitespace()
        && !c.is_ascii()
        && !matches!(
            c,
            '“' | '”' | '‘' | '’' | '《' | '》' | '（' | '）' | '【' | '】' | '「' | '」' | '『' | '』' | '—' | '–' | '…' | '，' | '。'
                | '、' | '：' | '；' | '！' | '？' | '￥' | '¥' | '€' | '£' | '·' | '〔' | '〕' | '〖' | '〗' | '［' | '］' | '％' | '℃'
                | '①'..='⑳' | '¹' | '²' | '³' | '⁴'..='⁹' | '※' | '↑' | '↓' | '\u{FE0F}'
        )
}

fn shape(line: &Line<'_>) -> Option<Shape> {
    let open = |text: &str| text.ends_with(['。', '；', '，', '、', '：', ':', ';']);
    if let Look::Heading(level) = line.look {
        let (_, text) = heading(line.text)?;
        let mark = match look(text) {
            Look::Section(1) => Mark::Chinese,
            Look::Section(2) => Mark::Bracketed,
            Look::Section(4) | Look::Numbered => Mark::Arabic,
            Look::Item if text.starts_with(|c: char| c.is_ascii_digit()) => Mark::Arabic,
            _ => text
                .chars()
                .next()
                .filter(|&c| is_sign(c))
                .map_or(Mark::None, Mark::Sign),
        };
        return Some(Shape::Heading(level, mark));
    }
    if width(line.text) > 110 || open(line.text) || line.text.contains('。') {
        return None;
    }
    if line.look == Look::Row {
        return None;
    }
    if let Some((bracket, inner)) = wrapped(line.text) {
        let fits = width(inner) <= 90 && !is_furniture(line.text);
        return fits.then_some(Shape::Wrapped(bracket));
    }
    match line.look {
        Look::Numbered => Some(Shape::Numbered),
        Look::Section(1) => Some(Shape::Chinese),
        Look::Section(2) => Some(Shape::Bracketed),
        Look::Item if line.text.starts_with(|c: char| c.is_ascii_digit()) => Some(Shape::Arabic),
        Look::Item | Look::Plain => {
            let first = line.text.chars().next().filter(|&c| is_sign(c))?;
            (width(line.text) <= 90 && !is_furniture(line.text)).then_some(Shape::Marked(first))
        }
        _ => None,
    }
}

/// The words between brackets or dashes that enclose a whole line, and the first of these characters.
fn wrapped(line: &str) -> Option<(char, &str)> {
    const PAIRS: [(char, char); 7] = [
        ('【', '】'),
        ('〖', '〗'),
        ('［', '］'),
        ('[', ']'),
        ('「', '」'),
        ('『', '』'),
        ('〔', '〕'),
    ];
    let first = line.chars().next()?;
    if let Some((_, close)) = PAIRS.iter().find(|(open, _)| *open == first) {
        let inner = line.strip_prefix(first)?.strip_suffix(*close)?;
        return (!inner.contains([first, *close])).then_some((first, inner.trim()));
    }
    if !matches!(first, '—' | '=' | '-' | '~' | '*' | '·' | '|' | '｜') {
        return None;
    }
    let inner = line.trim_matches(|c: char| c == first || c == ' ');
    let enclosed =
        line.ends_with(first) && line.starts_with(first) && inner.chars().any(char::is_alphabetic);
    (enclosed && width(inner) <= 40).then_some((first, inner))
}

/// The shapes of a plain line: short, before running text or before another heading.
fn plain_shapes(lines: &[Line<'_>], index: usize) -> Vec<Shape> {
    let mut shapes = Vec::new();
    let (Some(line), Some(next)) = (lines.get(index), lines.get(index + 1)) else {
        return shapes;
    };
    let before = index.checked_sub(1).and_then(|before| lines.get(before));
    let apart = line.blank > 0
        || before.is_none_or(|before| {
            matches!(before.look, Look::Rule | Look::Heading(_) | Look::Label)
                || ends_sentence(before.text)
                || wrapped(before.text).is_some()
                || is_furniture(before.text)
        });
    if !apart || ends_in_stop(line.text) || line.text.contains('。') {
        return shapes;
    }
    let wide = width(line.text);
    if is_headline(line.text) && heads_text(lines, index) {
        shapes.push(Shape::Plain);
    }
    if (2..=30).contains(&wide)
        && !is_headline(line.text)
        && line.text.chars().any(char::is_alphabetic)
    {
        let names = !line.text.starts_with(['（', '(']) && !is_about_the_article(line.text);
        let heads = names && shape(next).is_some()
            || (names && next.is_title_like() && is_headline(next.text));
        if heads {
            shapes.push(Shape::Short);
        }
    }
    shapes
}

/// Whether a line of a headline's length stands before running text.
fn heads_text(lines: &[Line<'_>], index: usize) -> bool {
    let Some(line) = lines.get(index) else {
        return false;
    };
    let wide = width(line.text);
    if !(10..=100).contains(&wide) || is_about_the_article(line.text) {
        return false;
    }
    let body = lines
        .iter()
        .skip(index + 1)
        .take(3)
        .find(|line| !is_about_the_article(line.text));
    body.is_some_and(|body| {
        matches!(body.look, Look::Plain | Look::Row | Look::Item)
            && (width(body.text) > wide.max(60)
                || ends_sentence(body.text)
                || body.look == Look::Row)
    })
}

/// Lines that are set like the plain headlines of the document, though they are not worded like one: 某两个项目的时间表.
///
/// Two headlines show how headlines are set here: with a gap above, and with or without one below.
fn siblings(lines: &[Line<'_>], headlines: &[Candidate]) -> Vec<Candidate> {
    let gaps = |index: usize| {
        let above = lines.get(index).map(|line| line.blank > 0)?;
        let below = lines.get(index + 1).map(|line| line.blank > 0)?;
        Some((above, below))
    };
    let set = |below: bool| {
        headlines
            .iter()
            .filter(|headline| gaps(headline.line) == Some((true, below)))
            .count()
    };
    let below = match (set(true), set(false)) {
        (apart, close) if apart >= 2 && apart > close * 3 => true,
        (apart, close) if close >= 2 && close > apart * 3 => false,
        _ => return Vec::new(),
    };
    let Some(first) = headlines.first() else {
        return Vec::new();
    };
    // Above the first headline stands the masthead, unless the gap is the wide one between articles.
    let wide = |index: usize| {
        let gap = |index: usize| lines.get(index).map_or(0, |line| line.blank);
        index > 0 && gap(index) >= 2 && gap(index) == gap(first.line)
    };
    let known = |index: usize| headlines.iter().any(|headline| headline.line == index);
    lines
        .iter()
        .enumerate()
        .filter(|(index, line)| {
            (*index > first.line || wide(*index))
                && line.look == Look::Plain
                && gaps(*index) == Some((true, below))
                && !known(*index)
                && !ends_in_stop(line.text)
                && !line.text.contains('。')
                && !is_furniture(line.text)
                && !begins_end_matter(line.text)
                && head_line(line.text, 0).is_none()
                && heads_text(lines, *index)
        })
        .map(|(index, line)| Candidate::new(index, 1, clean_title(line.text)))
        .filter(|candidate| {
            let column = is_column_name(&candidate.title) && width(&candidate.title) <= 16;
            !candidate.section && !column
        })
        .collect()
}

/// Whether a line ends in a mark that no headline ends in.
fn ends_in_stop(text: &str) -> bool {
    text.ends_with(['。', '；', '，', '、', '：', ':', ';', '.', '～', '…'])
}

/// The title above the line `index`, if that gives date, source or writer of an article. First line and number of lines.
fn dated_title(lines: &[Line<'_>], index: usize) -> Option<(usize, usize)> {
    let line = lines.get(index)?;
    let head = head_line(line.text, 0)?;
    let at = index.checked_sub(1)?;
    let title = lines.get(at)?;
    let fits = title.look == Look::Plain
        && width(title.text) >= 8
        && width(title.text) <= 110
        && !title.text.ends_with(['。', '；', '，', '、', '：', '～', '.'])
        && !is_about_the_article(title.text)
        && (head.published.is_some() || title.blank > 0 || below_a_head(lines, at))
        // The first line of all above a date is the masthead's, if it names a collection.
        && !(at == 0 && names_masthead(title.text));
    // Below the text the same words close an article: then nothing or another head follows. A signature is closed by a date.
    let goes_on = lines
        .iter()
        .skip(index + 1)
        .take(4)
        .find(|line| !is_about_the_article(line.text))
        .is_some_and(|next| !matches!(next.look, Look::Rule | Look::Heading(_)));
    let bare_date = head.credits == super::credits::Credits::default();
    let signature = bare_date && !is_headline(title.text);
    (fits && goes_on && !signature).then(|| with_lines_above(lines, at, 0))
}

/// Whether the first line of a document names a collection of texts, or is in capitals as mastheads are.
fn names_masthead(line: &str) -> bool {
    names_collection(line)
        || !line
            .chars()
            .any(|c| c.is_lowercase() || crate::text::classes::is_han(c))
}

/// Whether the line above is no running text, so that this one may be a title below a kicker.
fn below_a_head(lines: &[Line<'_>], at: usize) -> bool {
    at.checked_sub(1)
        .and_then(|above| lines.get(above))
        .is_none_or(|above| {
            above.look == Look::Rule
                || (above.look == Look::Plain
                    && width(above.text) <= 60
                    && !ends_sentence(above.text)
                    && !is_about_the_article(above.text))
        })
}

/// A title whose last line is `at` with the lines above that it goes on from.
fn with_lines_above(lines: &[Line<'_>], at: usize, floor: usize) -> (usize, usize) {
    let mut first = at;
    while first > floor && at - first < 2 {
        let (Some(line), Some(above)) = (lines.get(first), lines.get(first - 1)) else {
            break;
        };
        let goes_on = above.look == Look::Plain
            && line.blank == 0
            && !ends_sentence(above.text)
            && !is_about_the_article(above.text)
            && (is_open(above.text) || line.text.starts_with(['的', '与', '和', '及', '》', '”']));
        if !goes_on {
            break;
        }
        first -= 1;
    }
    (first, at - first + 1)
}

/// Whether a line leaves a bracket open or ends in a word that must go on.
fn is_open(text: &str) -> bool {
    let unclosed =
        |open: char, close: char| text.matches(open).count() > text.matches(close).count();
    unclosed('《', '》')
        || unclosed('“', '”')
        || unclosed('（', '）')
        || text.ends_with(['、', '，', '及', '与', '和', '的', '于'])
}

/// The headings with text right below them, where the articles stand at more than one level: some under a heading without text of its own,
/// which names their column, some beside that heading.
fn leaves(lines: &[Line<'_>]) -> Vec<Candidate> {
    let heads: Vec<(usize, u8)> = lines
        .iter()
        .enumerate()
        .filter_map(|(index, line)| match line.look {
            Look::Heading(level) => Some((index, level)),
            _ => None,
        })
        .collect();
    // The title of the document.
    let top = heads.first().map_or(0, |&(_, level)| level);
    let alone = heads.iter().filter(|&&(_, level)| level <= top).count() == 1;
    let heads = heads.get(usize::from(alone)..).unwrap_or_default();
    let mut found = Vec::new();
    let (mut parents, mut beside) = (0_usize, 0_usize);
    for (number, &(index, level)) in heads.iter().enumerate() {
        let below = heads.get(number + 1).filter(|next| next.1 > level);
        let deeper = below.is_some();
        let bare = below.is_some_and(|next| next.0 == index + 1);
        if deeper && !bare {
            return Vec::new();
        }
        parents += usize::from(deeper);
        let highest = heads.iter().map(|head| head.1).min() == Some(level);
        beside += usize::from(!deeper && highest);
        if !deeper && let Some(line) = lines.get(index) {
            found.push(Candidate::new(index, 1, clean_title(line.text)));
        }
    }
    if parents > 0 && beside > 0 {
        found
    } else {
        Vec::new()
    }
}

/// Whether a short line has a rule right above and right below it: the name of a column.
fn stands_between_rules(lines: &[Line<'_>], index: usize) -> bool {
    let rule = |at: Option<usize>| {
        at.and_then(|at| lines.get(at))
            .is_some_and(|line| line.look == Look::Rule)
    };
    lines
        .get(index)
        .is_some_and(|line| line.look != Look::Rule && width(line.text) <= 48)
        && rule(index.checked_sub(1))
        && rule(Some(index + 1))
}

/// The sign that the document's larger rules are made of: of several kinds the most frequent, of equals the first. Rules of other signs
/// stand inside articles, above and below tables.
pub(super) fn rule_sign(lines: &[Line<'_>]) -> Option<char> {
    let mut counts: Vec<(char, usize)> = Vec::new();
    for sign in lines
        .iter()
        .filter(|line| line.look == Look::Rule)
        .filter_map(|line| line.text.trim_start().chars().next())
    {
        match counts.iter_mut().find(|(known, _)| *known == sign) {
            Some((_, count)) => *count += 1,
            None => counts.push((sign, 1)),
        }
    }
    let most = counts.iter().map(|(_, count)| *count).max()?;
    counts
        .into_iter()
        .find(|(_, count)| *count == most)
        .map(|(sign, _)| sign)
}

/// Whether a line is a rule of this sign.
pub(super) fn is_rule_of(line: &Line<'_>, sign: char) -> bool {
    line.look == Look::Rule && line.text.trim_start().starts_with(sign)
}

/// The stretches between rules: first line and line after the last.
fn blocks(lines: &[Line<'_>]) -> Vec<(usize, usize)> {
    let Some(sign) = rule_sign(lines) else {
        return Vec::new();
    };
    let rules: Vec<usize> = lines
        .iter()
        .enumerate()
        .filter(|(_, line)| is_rule_of(line, sign))
        .map(|(index, _)| index)
        .collect();
    if rules.len() < 2 {
        return Vec::new();
    }
    let starts = std::iter::once(0).chain(rules.iter().map(|rule| rule + 1));
    let ends = rules.iter().copied().chain([lines.len()]);
    starts.zip(ends).filter(|(from, to)| from < to).collect()
}

/// The title of the article in a stretch between rules. The first stretch has one only above a line with date or source, since it is the masthead.
fn block_title(lines: &[Line<'_>], from: usize, to: usize) -> Option<(usize, usize)> {
    let dated = (from..to.min(from + 12))
        .find_map(|index| dated_title(lines, index).filter(|(at, _)| *at >= from));
    let mut at = from;
    while at < to
        && lines
            .get(at)
            .is_some_and(|line| is_about_the_article(line.text))
    {
        at += 1;
    }
    let line = lines.get(at).filter(|_| at < to)?;
    match dated {
        Some((title, count)) if from == 0 || title <= at + 2 => Some((title, count)),
        _ if from == 0 => None,
        _ => {
            let fits = matches!(
                line.look,
                Look::Plain | Look::Heading(_) | Look::Bracket | Look::Numbered | Look::Section(_)
            ) && width(line.text) <= 110
                && !line.text.ends_with(['。', '；', '，', '：'])
                && !begins_end_matter(line.text)
                && at + 1 < to;
            let more = lines.get(at + 1).filter(|next| {
                at + 1 < to && next.blank == 0 && next.is_title_like() && is_open(line.text)
            });
            fits.then_some((at, 1 + usize::from(more.is_some())))
        }
    }
}

/// The candidate of a bold beginning: long enough for a headline and worded like one.
fn lead_candidate(text: &str, lines: &[Line<'_>], lead: Span) -> Option<Candidate> {
    let words = lead.of(text)?;
    let start = usize::try_from(lead.start).ok()?;
    let at = lines.partition_point(|line| line.end <= start);
    let line = lines.get(at)?;
    if matches!(line.look, Look::Row | Look::Label) {
        return None;
    }
    let title = without_number(words)
        .trim()
        .trim_end_matches(['.', '。', ':', '：', ' ', '—', '|', '｜'])
        .to_owned();
    let whole = usize::try_from(lead.end).is_ok_and(|end| end + 1 >= line.end);
    let candidate = Candidate::new(at, usize::from(whole), title);
    (candidate.headline && !candidate.section && width(&candidate.title) >= 12).then_some(candidate)
}

/// A mark that only one heading of its level bears is no sort of its own.
fn merge_lone_marks(found: &mut BTreeMap<Shape, Vec<Candidate>>) {
    for level in 1..=6 {
        let shapes: Vec<(Shape, usize)> = found
            .iter()
            .filter(|(shape, _)| matches!(shape, Shape::Heading(l, _) if *l == level))
            .map(|(shape, list)| (*shape, list.len()))
            .collect();
        let Some(&(largest, _)) = shapes.iter().max_by_key(|(_, count)| *count) else {
            continue;
        };
        for (shape, count) in shapes {
            if count == 1 && shape != largest {
                let lone = found.remove(&shape).unwrap_or_default();
                let into = found.entry(largest).or_default();
                into.extend(lone);
                into.sort_by_key(|candidate| candidate.line);
            }
        }
    }
}
