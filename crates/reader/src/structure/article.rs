//! The whole of it: boundaries, then what stands in each article.

use super::boundaries::{self, Place};
use super::captions::is_figure_caption;
use super::contents::{Contents, contents, locate};
use super::credits::{credits, reporter, trailing_source};
use super::footnotes::footnotes;
use super::headings::{clean_title, join_title};
use super::issue;
use super::lines::{Line, lines, span};
use super::nature::{has_references, is_study, nature, signed};
use super::official;
use super::page_lines::{begins_end_matter, head_line, is_furniture};
use super::tables::tables;
use super::{ArticleKind, ArticleText, Hint, Structure};
use crate::text::classes::{ends_sentence, fold, han_count, width};
use crate::text::line::{Look, heading, label};
use std::collections::BTreeSet;
use xinqiao_record::body::{Caption, SourceNote};

/// Takes a normalised text apart.
///
/// With a contents page, its entries are looked for in order among the headings and short lines and each found one begins an article; the
/// level of headings is not trusted. Without one the boundaries are told by [`boundaries`].
pub fn articles(text: &str, hint: &Hint<'_>) -> Structure {
    let mut lines = lines(text);
    let mut result = Structure::default();
    let mut page = if hint.sheets { None } else { contents(&lines) };
    // A contents page at the end lists what stands before it.
    if let Some(last) = page.take_if(|page| page.first * 2 > lines.len()) {
        lines.truncate(last.first);
    }
    let study = !hint.sheets && is_study(&lines) && page.is_none();
    let mut places = if hint.sheets {
        sheets(&lines)
    } else if study {
        Vec::new()
    } else {
        from_contents(&lines, page.as_ref(), &mut result.remarks)
            .unwrap_or_else(|| boundaries::places(text, &lines, hint.file_name, hint.leads))
    };
    columns_from_headings(&lines, &mut places);
    let whole = places.is_empty();
    if whole {
        places.extend(single(&lines, hint));
    }
    trim_ends(&lines, &mut places);
    for place in &places {
        let mut article = fill(text, &lines, place);
        if hint.sheets {
            article.kind = ArticleKind::Table;
        } else if whole
            && (study
                || numbered_sections(&lines) >= 4
                || (article.kind == ArticleKind::News && has_references(&lines)))
        {
            article.kind = ArticleKind::Study;
        }
        result.articles.push(article);
    }
    describe(&lines, &places, page.as_ref(), hint, whole, &mut result);
    result
}

/// Number of sections numbered in the manner of studies: `1 …`, `2.3 …`.
fn numbered_sections(lines: &[Line<'_>]) -> usize {
    lines
        .iter()
        .filter(|line| line.look == Look::Section(4))
        .count()
}

fn from_contents(
    lines: &[Line<'_>],
    page: Option<&Contents>,
    remarks: &mut Vec<String>,
) -> Option<Vec<Place>> {
    let page = page?;
    let found = fill_gaps(
        locate(&page.entries, lines, page.end),
        page.entries.len(),
        lines,
        page.end,
    );
    // A page of which much is not found again lists something else than headlines.
    if found.len() < 2 || found.len() * 5 < page.entries.len() * 3 {
        return None;
    }
    // Where most of the entries found are headings with another heading right below, the page lists parts and not articles.
    let level = |index: usize| match lines.get(index).map(|line| line.look) {
        Some(Look::Heading(level)) => Some(level),
        _ => None,
    };
    let parts = found
        .iter()
        .filter(|place| {
            level(place.line)
                .zip(level(place.line + place.lines))
                .is_some_and(|(own, below)| own < below)
        })
        .count();
    if parts * 3 >= found.len() * 2 {
        return None;
    }
    let missing = page.entries.len() - found.len();
    if missing > 0 {
        remarks.push(format!(
            "{missing} of {} entries of the contents page were not found in the text",
            page.entries.len()
        ));
    }
    let mut places: Vec<Place> = Vec::new();
    for (number, place) in found.iter().enumerate() {
        let until = found.get(number + 1).map_or(lines.len(), |next| next.line);
        let entry = page.entries.get(place.entry)?;
        let (mut first, mut title_lines) = (place.line, place.lines);
        let floor = places
            .last()
            .map_or(page.end, |last| last.title_at + last.title_lines);
        first = headline_above(lines, first, floor);
        title_lines += place.line - first;
        let title_at = first;
        let head = red_head(lines, first, floor);
        if let Some(last) = places.last_mut() {
            last.end = head;
        }
        let title = join_title(
            lines
                .iter()
                .skip(title_at)
                .take(title_lines)
                .map(|line| line.text),
        );
        places.push(Place {
            first: head,
            title_at,
            title_lines,
            title: clean_title(&title),
            column: entry.column.clone(),
            end: until,
        });
    }
    Some(places)
}

/// Adds the places of entries whose article bears another title than the contents page: between two that were found there are as many lines
/// set like titles as entries are missing.
fn fill_gaps(
    found: Vec<super::contents::Place>,
    entries: usize,
    lines: &[Line<'_>],
    from: usize,
) -> Vec<super::contents::Place> {
    use super::contents::Place;
    // Too little was found to tell how titles are set.
    if found.len() < 3 || found.len() == entries {
        return found;
    }
    let apart = |index: usize| lines.get(index).is_some_and(|line| line.blank > 0);
    let set_apart = found.iter().filter(|place| apart(place.line)).count() == found.len();
    if !set_apart {
        return found;
    }
    let titled = |index: usize| {
        let (Some(line), Some(next)) = (lines.get(index), lines.get(index + 1)) else {
            return false;
        };
        line.look == Look::Plain
            && apart(index)
            && line.is_title_like()
            && !ends_sentence(line.text)
            && (12..=100).contains(&width(line.text))
            && credits(line.text, line.start).is_none()
            && head_line(line.text, line.start).is_none()
            && next.look == Look::Plain
            && width(next.text) > width(line.text)
    };
    let mut filled: Vec<Place> = Vec::new();
    let (mut entry, mut line) = (0, from);
    let end = Place {
        entry: entries,
        line: lines.len(),
        lines: 0,
    };
    for place in found.into_iter().chain(std::iter::once(end)) {
        let missing = place.entry.saturating_sub(entry);
        if missing > 0 {
            let titles: Vec<usize> = (line..place.line).filter(|&at| titled(at)).collect();
            if titles.len() == missing {
                filled.extend(titles.iter().enumerate().map(|(number, &line)| Place {
                    entry: entry + number,
                    line,
                    lines: 1,
                }));
            }
        }
        (entry, line) = (place.entry + 1, place.line + place.lines);
        if place.entry < entries {
            filled.push(place);
        }
    }
    filled
}

/// Gives articles without a column the heading above them: one of a higher level right before an article's headline, for it and those after it.
fn columns_from_headings(lines: &[Line<'_>], places: &mut [Place]) {
    let level = |index: usize| match lines.get(index).map(|line| line.look) {
        Some(Look::Heading(level)) => Some(level),
        _ => None,
    };
    if places.iter().any(|place| place.column.is_some()) {
        return;
    }
    let mut column: Option<(u8, String)> = None;
    for place in places {
        let Some(own) = level(place.title_at) else {
            continue;
        };
        let above = place.title_at.checked_sub(1);
        if let Some((above, above_level)) = above.and_then(|above| Some((above, level(above)?)))
            && above_level < own
            && above > 0
        {
            column = Some((
                above_level,
                lines
                    .get(above)
                    .map_or(String::new(), |line| clean_title(line.text)),
            ));
        }
        place.column = column
            .as_ref()
            .filter(|(level, _)| *level < own)
            .map(|(_, name)| name.clone());
    }
}

/// The first line of a headline that begins with its issuers on a line of their own: `某厅 某局` above `关于印发…的通知`.
fn headline_above(lines: &[Line<'_>], at: usize, floor: usize) -> usize {
    const OFFICES: [&str; 9] = [
        "厅",
        "局",
        "委员会",
        "办公室",
        "政府",
        "部",
        "委",
        "管委会",
        "中心",
    ];
    let Some(line) = lines.get(at) else { return at };
    let begins_within = line.text.starts_with("关于") || line.text.starts_with("印发");
    let above = at
        .checked_sub(1)
        .filter(|&above| above >= floor)
        .and_then(|above| lines.get(above));
    match above {
        Some(above)
            if begins_within
                && line.blank == 0
                && above.look == Look::Plain
                && OFFICES.iter().any(|office| above.text.ends_with(office)) =>
        {
            at - 1
        }
        _ => at,
    }
}

/// The first line of an official document's red head above its title: the issuing office, 文件, the document number.
fn red_head(lines: &[Line<'_>], title: usize, floor: usize) -> usize {
    let is_mark = |line: &Line<'_>| {
        (line.text.contains('〔') && line.text.ends_with('号') && width(line.text) <= 50)
            || (line.text.ends_with("文件") && width(line.text) <= 60)
    };
    let is_head = |line: &Line<'_>| {
        is_mark(line)
            || (line.look == Look::Plain
                && width(line.text) <= 60
                && !ends_sentence(line.text)
                && !line.text.contains(['，', '。']))
    };
    let mut first = title;
    let mut marked = title;
    while let Some(above) = first
        .checked_sub(1)
        .filter(|&above| above >= floor && title - above <= 8)
    {
        let Some(line) = lines.get(above).filter(|line| is_head(line)) else {
            break;
        };
        first = above;
        if is_mark(line) {
            marked = first;
        }
        // The head begins after a gap.
        if line.blank >= 2 {
            break;
        }
    }
    if marked < title {
        // Offices above the last mark found belong to the head too.
        let wide_gap = lines.get(first).is_some_and(|line| line.blank >= 2);
        return if wide_gap { first } else { marked };
    }
    title
}

/// Each heading of a table file is a sheet.
fn sheets(lines: &[Line<'_>]) -> Vec<Place> {
    let heads: Vec<usize> = lines
        .iter()
        .enumerate()
        .filter(|(_, line)| matches!(line.look, Look::Heading(_)))
        .map(|(index, _)| index)
        .collect();
    heads
        .iter()
        .enumerate()
        .map(|(number, &first)| Place {
            first,
            title_at: first,
            title_lines: 1,
            title: lines
                .get(first)
                .map_or(String::new(), |line| clean_title(line.text)),
            column: None,
            end: heads.get(number + 1).copied().unwrap_or(lines.len()),
        })
        .collect()
}

/// The document as one article: its title is its first heading or short line, else what the file says.
fn single(lines: &[Line<'_>], hint: &Hint<'_>) -> Option<Place> {
    if lines.is_empty() {
        return None;
    }
    let heading = lines
        .iter()
        .take(12)
        .position(|line| matches!(line.look, Look::Heading(1 | 2)));
    let plain = lines
        .iter()
        .take(8)
        .take_while(|line| !line.text.contains('。'))
        .position(|line| {
            issue::is_plain_title(line) && width(line.text) >= 4 && !is_above_title(line.text)
        });
    let given = hint
        .title
        .filter(|title| !title.trim().is_empty())
        .map(str::to_owned);
    let place = |title_at: usize, title_lines: usize, title: String| Place {
        first: 0,
        title_at,
        title_lines,
        title,
        column: None,
        end: lines.len(),
    };
    Some(match (heading, plain) {
        (Some(at), _) | (None, Some(at)) => {
            let more = if heading.is_none() {
                more_title_lines(lines, at)
            } else {
                0
            };
            let text = join_title(lines.iter().skip(at).take(1 + more).map(|line| line.text));
            place(at, 1 + more, clean_title(&text))
        }
        (None, None) => place(0, 0, given.unwrap_or_else(|| file_title(hint.file_name))),
    })
}

/// How many lines below the first one still belong to a title: a few of some length, more where an official title has not come to its end.
fn more_title_lines(lines: &[Line<'_>], at: usize) -> usize {
    let is_official = lines
        .iter()
        .skip(at)
        .take(3)
        .any(|line| line.text.starts_with("关于") || line.text.contains("关于印发"));
    let mut more = 0;
    for line in lines
        .iter()
        .skip(at + 1)
        .take(if is_official { 6 } else { 2 })
    {
        let above = lines.get(at + more).map_or("", |line| line.text);
        let done = is_official && official::ends_title(above);
        let goes_on = line.look == Look::Plain
            || is_official && line.text.starts_with('（') && !ends_sentence(line.text);
        if done
            || !goes_on
            || line.blank > 0
            || !line.is_title_like()
            || ends_sentence(line.text)
            || credits(line.text, 0).is_some()
            || names_a_field(line.text)
            || head_line(line.text, 0).is_some()
            || !is_official && width(line.text) <= 16
        {
            break;
        }
        more += 1;
    }
    more
}

/// Whether a line is a field of a form: a short name, a colon, and a value (`制表：某室`, `索 引 号：…`).
fn names_a_field(line: &str) -> bool {
    line.split_once(['：', ':']).is_some_and(|(name, value)| {
        let name: String = name.chars().filter(|c| !c.is_whitespace()).collect();
        !value.trim().is_empty() && (2..=6).contains(&name.chars().count()) && han_count(&name) >= 2
    })
}

/// The fields at the head of an official document on a government's site.
const DOCUMENT_FIELDS: [&str; 16] = [
    "索引号",
    "发文机关",
    "发文机构",
    "发布机构",
    "成文日期",
    "发文字号",
    "公开方式",
    "主题分类",
    "生成日期",
    "发文日期",
    "有效性",
    "体裁分类",
    "组配分类",
    "信息分类",
    "文号",
    "公开类别",
];

/// Whether a line holds fields of the head of an official document.
fn is_document_field(line: &str) -> bool {
    line.contains(['：', ':']) && {
        let bare: String = line.chars().filter(|c| !c.is_whitespace()).collect();
        DOCUMENT_FIELDS.iter().any(|field| bare.starts_with(field))
    }
}

/// Whether a line stands above the title of an official document or of a page: `某市人民政府文件`, `某政〔2024〕6号`, `附件1`, `首页 > 新闻`.
fn is_above_title(line: &str) -> bool {
    let number = line.contains(['〔', '［', '[']) && line.ends_with('号') && width(line) <= 50;
    let head = line.ends_with("文件") && width(line) <= 60;
    let annex = line.starts_with("附件") && width(line) <= 10;
    number
        || head
        || annex
        || is_document_field(line)
        || is_furniture(line)
        || head_line(line, 0).is_some()
}

fn file_title(file_name: &str) -> String {
    file_name
        .rsplit_once('.')
        .map_or(file_name, |(stem, _)| stem)
        .to_owned()
}

/// Takes from the ends of articles what belongs to none: rules, headings of the next column, disclaimers and imprints.
fn trim_ends(lines: &[Line<'_>], places: &mut [Place]) {
    let columns: BTreeSet<String> = places
        .iter()
        .filter_map(|place| place.column.as_deref().map(fold))
        .collect();
    let count = places.len();
    for (number, place) in places.iter_mut().enumerate() {
        let is_last = number + 1 == count;
        if is_last && count > 1 {
            let from = place.title_at + place.title_lines;
            let tail = (from..place.end)
                .find(|&index| lines.get(index).is_some_and(|line| ends_matter(line)));
            place.end = tail.unwrap_or(place.end);
        }
        while place.end > place.title_at + place.title_lines {
            let Some(line) = lines.get(place.end - 1) else {
                break;
            };
            let column = matches!(line.look, Look::Heading(_) | Look::Bracket | Look::Plain)
                && width(line.text) <= 40
                && columns.contains(&fold(&clean_title(line.text)));
            let names_column = matches!(line.look, Look::Item | Look::Section(_))
                && columns.contains(&fold(&clean_title(line.text)));
            if column || names_column || line.look == Look::Rule || is_furniture(line.text) {
                place.end -= 1;
            } else {
                break;
            }
        }
    }
}

/// Whether a line begins what follows the last article: a rule, a disclaimer, an invitation to click.
fn ends_matter(line: &Line<'_>) -> bool {
    line.look == Look::Rule || begins_end_matter(line.text)
}

fn fill(text: &str, lines: &[Line<'_>], place: &Place) -> ArticleText {
    let body_from = place.title_at + place.title_lines;
    let here = lines.get(place.first..place.end).unwrap_or_default();
    let start = here.first().map_or(0, |line| line.start);
    let end = here.last().map_or(start, |line| line.end);
    let mut article = ArticleText {
        title: place.title.clone(),
        column: place.column.clone(),
        kind: nature(&place.title, here),
        span: span(start, end),
        ..ArticleText::default()
    };
    let tables = tables(lines, place.first, place.end);
    let notes = footnotes(lines, body_from, place.end);
    let mut weak: Vec<SourceNote> = Vec::new();
    for (index, line) in lines.iter().enumerate().take(place.end).skip(place.first) {
        if (index >= place.title_at && index < body_from)
            || tables.rows.contains(&index)
            || tables.captions.contains(&index)
            || notes.lines.contains(&index)
        {
            continue;
        }
        if is_furniture(line.text) {
            continue;
        }
        let near = index >= body_from && index < body_from + 4 && article.prose.is_empty();
        if near && let Some(head) = head_line(line.text, line.start) {
            article.published = article.published.or(head.published);
            article.authors.extend(head.credits.authors);
            article.sources.extend(head.credits.sources);
            continue;
        }
        if let Some(found) = credits(line.text, line.start) {
            article.authors.extend(found.authors);
            if found.weak {
                weak.extend(found.sources)
            } else {
                article.sources.extend(found.sources)
            }
            continue;
        }
        match line.look {
            Look::Heading(_) => article.headings.push(words_of_heading(line)),
            Look::Section(_) if is_bare_heading(line) => article.headings.push(line.span()),
            Look::Rule => {}
            _ if is_figure_caption(line) => article.figures.push(Caption {
                text: line.text.to_owned(),
                span: line.span(),
            }),
            Look::TableCaption => {}
            Look::Label if published_label(line.text) => {
                article.published = article
                    .published
                    .or_else(|| issue::dates(line.text).into_iter().next());
                article.prose.push(line.span());
            }
            Look::Item => article.prose.push(without_bullet(text, line)),
            _ => {
                article
                    .sources
                    .extend(trailing_source(line.text, line.start));
                if article.authors.is_empty()
                    && let Some(named) = reporter(line.text)
                {
                    article.authors = named.authors;
                }
                article.prose.push(line.span());
            }
        }
    }
    if article.sources.is_empty() {
        article.sources = weak;
    }
    // Where footnotes name the sources, the running text only retells them.
    if article.sources.is_empty() && notes.notes.is_empty() {
        article
            .sources
            .extend(reported_by(lines, body_from, place.end));
    }
    if article.authors.is_empty() && (article.kind == ArticleKind::Study || is_study(here)) {
        article.authors = lines
            .iter()
            .take(place.end)
            .skip(body_from)
            .take(2)
            .find_map(|line| byline(line.text))
            .unwrap_or_default();
    }
    if article.kind == ArticleKind::Policy {
        article.published = article.published.or_else(|| signed(here));
    }
    article.tables = tables.tables;
    article.footnotes = notes.notes;
    article
}

/// The source that the first paragraph names: `据某网消息，…`.
fn reported_by(lines: &[Line<'_>], from: usize, to: usize) -> Option<SourceNote> {
    let line = lines
        .iter()
        .take(to)
        .skip(from)
        .find(|line| line.look == Look::Plain)?;
    let rest = line.text.strip_prefix('据')?;
    let at = ["消息，", "报道，", "网站公示，"]
        .iter()
        .filter_map(|word| rest.find(word))
        .min()?;
    let name = rest
        .get(..at)?
        .trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '月' | '日' | ' '));
    let start = line.start + '据'.len_utf8() + (name.len() - name.trim_start().len());
    let name = name.trim_start();
    let fits = width(name) <= 40 && width(name) >= 6 && !name.contains(['，', '。', '介', '悉']);
    fits.then(|| SourceNote {
        name: name.to_owned(),
        span: span(start, start + name.len()),
    })
}

/// The names in a line below the title of a study that holds two or more names and nothing else.
fn byline(line: &str) -> Option<Vec<String>> {
    let names: Vec<String> = line
        .split(['、', ' ', ',', '，'])
        .map(|name| {
            name.trim_matches(|c: char| c.is_ascii_digit() || matches!(c, '¹' | '²' | '³' | '*'))
        })
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect();
    let named = names.iter().all(|name| {
        (2..=4).contains(&name.chars().count()) && name.chars().all(crate::text::classes::is_han)
    });
    (named && names.len() >= 2 && names.len() <= 12).then_some(names)
}

/// A numbered section line that is a heading and not a whole clause.
fn is_bare_heading(line: &Line<'_>) -> bool {
    width(line.text) <= 80 && !line.text.ends_with(['。', '；', '，']) && !line.text.contains('。')
}

fn published_label(line: &str) -> bool {
    label(line).is_some_and(|(name, _)| matches!(name, "发布时间" | "发布日期"))
}

/// The place of a heading's words without the marks before them.
fn words_of_heading(line: &Line<'_>) -> xinqiao_record::Span {
    let words = heading(line.text).map_or(line.text, |(_, words)| words);
    let from = line.text.find(words).unwrap_or(0);
    span(line.start + from, line.start + from + words.len())
}

/// The place of a list item's text after its bullet; numbers stay.
fn without_bullet(text: &str, line: &Line<'_>) -> xinqiao_record::Span {
    let body = text.get(line.start..line.end).unwrap_or_default();
    let bare = body
        .strip_prefix(['-', '*', '+'])
        .map_or(body, |rest| rest.trim_start_matches(' '));
    span(line.end - bare.len(), line.end)
}

/// Title, date and publisher of the document.
fn describe(
    lines: &[Line<'_>],
    places: &[Place],
    page: Option<&Contents>,
    hint: &Hint<'_>,
    whole: bool,
    result: &mut Structure,
) {
    let first = places.first().map_or(lines.len(), |place| place.first);
    let in_page = |index: usize| page.is_some_and(|page| index >= page.first && index < page.end);
    let masthead: Vec<&Line<'_>> = if whole {
        lines.iter().take(10).collect()
    } else {
        let is_column = |line: &Line<'_>| {
            places
                .iter()
                .any(|place| place.column.as_deref() == Some(line.text))
        };
        lines
            .iter()
            .enumerate()
            .take(first)
            .filter(|(index, line)| !in_page(*index) && !is_column(line))
            .map(|(_, line)| line)
            .collect()
    };
    let imprint: Vec<&Line<'_>> = lines
        .iter()
        .skip(places.last().map_or(0, |place| place.end.saturating_sub(6)))
        .collect();
    let own = if whole {
        places.first().map(|place| place.title.clone())
    } else {
        issue::title(&masthead)
    };
    let given = hint
        .title
        .map(str::trim)
        .filter(|title| !title.is_empty())
        .map(str::to_owned);
    result.title = own
        .filter(|title| !title.is_empty())
        .or(given)
        .unwrap_or_else(|| file_title(hint.file_name));
    let openings: Vec<&Line<'_>> = places
        .iter()
        .flat_map(|place| {
            lines
                .iter()
                .take(place.end)
                .skip(place.title_at + place.title_lines)
                .take(2)
        })
        .collect();
    result.issued = issue::issued(&masthead, hint.file_name, &openings);
    // A text that stands alone is issued when it is published.
    if let [only] = result.articles.as_slice()
        && let Some(published) = only.published
        && result
            .issued
            .is_none_or(|issued| issued.month_number().is_none() || issued.agrees_with(published))
    {
        result.issued = Some(published);
    }
    result.publisher = issue::publisher(&masthead, &imprint);
}
