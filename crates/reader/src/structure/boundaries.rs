//! Where articles begin and end in a document without a contents page.
//!
//! Every sort of heading-like line (a [`Shape`]) is tried as the level of the articles, with every other sort as the level of the columns above
//! them or with none. The stretches that such a choice cuts the document into are weighed one by one: whether they have a date, source or writer
//! of their own, whether their headings are worded like headlines or like parts of one text, whether there is running text below them. What the
//! masthead says of the document counts for each. The choice with the greatest sum wins, if its stretches are by and large articles; else the
//! document is one article. Items signed by their writers are the strongest evidence and are told first.

use super::candidates::{Candidate, Mark, Shape, candidates, is_rule_of, rule_sign};
use super::credits::{credits, trailing_source};
use super::headings::{clean_title, join_title};
use super::issue::dates;
use super::lines::Line;
use super::page_lines::{head_line, is_furniture};
use super::wording::{is_column_name, names_collection, names_document, numbers_issue};
use crate::text::classes::{ends_sentence, is_han, width};
use crate::text::join::is_address_tail;
use crate::text::line::Look;
use std::collections::BTreeMap;
use xinqiao_record::Span;

/// An article's place among the lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    /// Index of its first line.
    pub(super) first: usize,
    /// Index of the first line of its title.
    pub(super) title_at: usize,
    /// Number of lines of the title.
    pub(super) title_lines: usize,
    pub(super) title: String,
    pub(super) column: Option<String>,
    /// Index after its last line.
    pub(super) end: usize,
}

/// Finds the articles of `lines`.
pub(super) fn places(
    text: &str,
    lines: &[Line<'_>],
    file_name: &str,
    leads: &[Span],
) -> Vec<Place> {
    let weighed = by_evidence(text, lines, file_name, leads);
    match (by_signatures(lines), weighed) {
        // As many headings as signatures: the headings know better where an item begins.
        (Some(signed), Some(weighed))
            if signed.len() == weighed.len()
                && weighed.iter().all(|place| {
                    lines
                        .get(place.title_at)
                        .is_some_and(|line| matches!(line.look, Look::Heading(_)))
                }) =>
        {
            weighed
        }
        (Some(signed), _) => super::signed::under_headings(lines, signed),
        (None, weighed) => weighed
            .or_else(|| super::run_in::places(lines))
            .unwrap_or_default(),
    }
}

/// Items that each end with （执笔：…）; the lines after a signature that are footnotes still belong to its item.
fn by_signatures(lines: &[Line<'_>]) -> Option<Vec<Place>> {
    let signatures: Vec<usize> = lines
        .iter()
        .enumerate()
        .filter(|(_, line)| {
            line.look == Look::Label && credits(line.text, 0).is_some_and(|found| found.signs)
        })
        .map(|(index, _)| index)
        .collect();
    if signatures.len() < 3 {
        return None;
    }
    let mut places = Vec::new();
    let mut column = None;
    let mut at = 0;
    for &signature in &signatures {
        let mut first = at;
        // A short line of Han characters before the headline names the column.
        if let (Some(line), Some(next)) = (lines.get(first), lines.get(first + 1))
            && line.look == Look::Plain
            && width(line.text) <= 16
            && line.text.chars().all(is_han)
            && first + 1 < signature
            && width(next.text) <= 130
            && !ends_sentence(next.text)
        {
            column = Some(line.text.to_owned());
            first += 1;
        }
        let mut end = signature + 1;
        while lines.get(end).is_some_and(|line| {
            line.look == Look::Note
                || is_address_tail(line.text)
                || (line.text.len() <= 2 && line.text.bytes().all(|b| b.is_ascii_digit()))
        }) {
            end += 1;
        }
        let title_lines = headline_lines(lines, first, signature);
        let title = join_title(
            lines
                .iter()
                .skip(first)
                .take(title_lines)
                .map(|line| line.text),
        );
        places.push(Place {
            first,
            title_at: first,
            title_lines,
            title: clean_title(&title),
            column: column.clone(),
            end,
        });
        at = end;
    }
    Some(places)
}

/// How many lines from `first` on are the headline: short lines without a stop, three at most, before something longer.
fn headline_lines(lines: &[Line<'_>], first: usize, until: usize) -> usize {
    let short = |line: &&Line<'_>| {
        matches!(line.look, Look::Plain | Look::Numbered | Look::Heading(_))
            && width(line.text) <= 110
            && !ends_sentence(line.text)
    };
    let count = lines
        .iter()
        .take(until)
        .skip(first)
        .take(3)
        .take_while(short)
        .count();
    count.max(1)
}

/// What a stretch must weigh to be no part of a text but one itself, in a document of which nothing is known.
const COST: f64 = 1.5;
/// What the stretches of a choice must weigh beyond that on average.
const MARGIN: f64 = 0.25;
/// A heading with no more running text below it than this, in columns, is bare.
const BARE: usize = 120;

/// The lines with what is asked of them again and again.
struct Page<'a> {
    lines: &'a [Line<'a>],
    /// Width of the running text and tables before each line.
    prose: Vec<usize>,
    /// Number of lines with credits before each line.
    credited: Vec<usize>,
    /// What speaks for a collection of texts, or against one.
    genre: f64,
    /// The sign of the rules that part articles.
    rule: Option<char>,
}

impl<'a> Page<'a> {
    fn of(lines: &'a [Line<'a>], file_name: &str) -> Self {
        let (mut prose, mut credited) = (vec![0], vec![0]);
        let (mut width_so_far, mut credits_so_far) = (0, 0);
        for line in lines {
            let text = !matches!(line.look, Look::Heading(_) | Look::Rule | Look::Label)
                && !is_furniture(line.text);
            width_so_far += if text { width(line.text) } else { 0 };
            credits_so_far += usize::from(gives_credit(line));
            prose.push(width_so_far);
            credited.push(credits_so_far);
        }
        Page {
            lines,
            prose,
            credited,
            genre: genre(lines, file_name),
            rule: rule_sign(lines),
        }
    }

    /// Width of the running text in lines `from..to`.
    fn prose(&self, from: usize, to: usize) -> usize {
        between(&self.prose, from, to)
    }

    /// Where the stretch of a candidate ends: before the next one, or at the rule that follows it.
    fn end(&self, shape: Shape, candidate: &Candidate, next: Option<&Candidate>) -> usize {
        let until = next.map_or(self.lines.len(), |next| next.line);
        if shape != Shape::Ruled {
            return until;
        }
        (candidate.line..until)
            .find(|&index| {
                self.lines
                    .get(index)
                    .zip(self.rule)
                    .is_some_and(|(line, sign)| is_rule_of(line, sign))
            })
            .unwrap_or(until)
    }

    /// What a stretch weighs, and whether it has a date, source or writer of its own.
    fn weigh(&self, candidate: &Candidate, to: usize) -> (f64, bool) {
        let body = candidate.line + candidate.lines;
        let near = || self.lines.iter().take(to).skip(body).take(3);
        let own = between(&self.credited, body, to) > 0
            || near().any(|line| head_line(line.text, 0).is_some());
        let dated = near()
            .find(|line| matches!(line.look, Look::Plain | Look::Item))
            .is_some_and(|line| opens_with_date(line.text));
        let gap = self
            .lines
            .get(candidate.line)
            .is_some_and(|line| line.blank >= 2);
        let prose = self.prose(body, to);
        let mut weight = self.genre;
        weight += if own { 1.5 } else { 0.0 };
        weight += if dated { 0.8 } else { 0.0 };
        weight += if candidate.headline { 1.0 } else { 0.0 };
        weight -= if candidate.section { 2.5 } else { 0.0 };
        weight += if gap { 0.9 } else { 0.0 };
        weight += match prose {
            0 => -1.2,
            80..=8_000 => 0.4,
            _ => 0.0,
        };
        (weight - COST, own)
    }
}

fn between(sums: &[usize], from: usize, to: usize) -> usize {
    let at = |index: usize| sums.get(index).or(sums.last()).copied().unwrap_or(0);
    at(to).saturating_sub(at(from))
}

/// Whether a line names the source or writer of the text that it stands in.
fn gives_credit(line: &Line<'_>) -> bool {
    credits(line.text, 0)
        .is_some_and(|found| !found.sources.is_empty() || !found.authors.is_empty())
        || !trailing_source(line.text, 0).is_empty()
        || super::credits::reporter(line.text).is_some()
}

/// Whether a paragraph tells of a day at once, as news do: `3月4日，…`, `近日，…`, `本报讯`, `CITY, Country —`.
fn opens_with_date(text: &str) -> bool {
    let opening: String = text.chars().take(48).collect();
    let word = [
        "近日",
        "日前",
        "昨日",
        "今日",
        "本报讯",
        "本刊讯",
        "本网讯",
        "日讯",
        "日电",
        "消息，",
        "获悉",
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "this week",
        "last week",
    ]
    .iter()
    .any(|word| opening.contains(word));
    let day = opening.split('月').skip(1).any(|rest| {
        let after = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        after.len() < rest.len() && after.starts_with(['日', '号'])
    });
    let english = [" — ", " – "]
        .iter()
        .any(|dash| opening.find(dash).is_some_and(|at| at <= 32))
        && opening.starts_with(|c: char| c.is_ascii_uppercase());
    word || day
        || english
        || dates(&opening)
            .iter()
            .any(|date| date.day_number().is_some())
}

/// What the head of the document says of it: a masthead speaks for a collection of texts, a document number or the title of a plan against one.
fn genre(lines: &[Line<'_>], file_name: &str) -> f64 {
    let head = || {
        lines
            .iter()
            .take(8)
            .filter(|line| width(line.text) <= 100 && !line.text.contains('。'))
    };
    let collection = names_collection(&file_name.to_lowercase())
        || head().any(|line| names_collection(line.text));
    let numbered = head().any(|line| numbers_issue(line.text));
    let mut genre = 0.0;
    genre += if collection { 1.0 } else { 0.0 };
    genre += if numbered { 0.6 } else { 0.0 };
    if !collection && !numbered || is_official(lines) {
        let titled = head()
            .take(4)
            .any(|line| names_document(&clean_title(line.text)));
        genre -= if titled { 2.5 } else { 0.0 };
    }
    genre
}

/// Whether a document number stands near the head: `某政办〔2024〕6号`.
fn is_official(lines: &[Line<'_>]) -> bool {
    lines.iter().take(8).any(|line| {
        width(line.text) <= 50 && line.text.contains('〔') && line.text.trim_end().ends_with('号')
    })
}

/// A way to cut the document: the articles and the weight of it all.
struct Choice {
    weight: f64,
    places: Vec<Place>,
}

fn by_evidence(
    text: &str,
    lines: &[Line<'_>],
    file_name: &str,
    leads: &[Span],
) -> Option<Vec<Place>> {
    let page = Page::of(lines, file_name);
    let shapes = candidates(text, lines, leads);
    let mut best: Option<Choice> = None;
    for (&article, list) in &shapes {
        if article == Shape::Short {
            continue;
        }
        let columns = shapes.iter().filter(|(shape, list)| {
            **shape != article && list.len() >= 2 && may_stand_above(**shape, article)
        });
        for above in std::iter::once(None).chain(columns.map(Some)) {
            let choice = match above {
                None => flat(&page, article, list, &shapes),
                Some((_, columns)) => nested(&page, list, columns, &shapes),
            };
            if let Some(choice) = choice
                && best.as_ref().is_none_or(|best| choice.weight > best.weight)
            {
                best = Some(choice);
            }
        }
    }
    best.map(|choice| choice.places)
}

/// Whether headings of one shape can name columns over headings of another.
fn may_stand_above(column: Shape, article: Shape) -> bool {
    match (column, article) {
        // A line all in bold has the lowest level, whatever it heads.
        (Shape::Heading(6, _), _) | (_, Shape::Heading(6, _)) => true,
        (Shape::Heading(above, _), Shape::Heading(below, _)) => above < below,
        (_, Shape::Heading(..)) => matches!(
            column,
            Shape::Wrapped(_) | Shape::Marked(_) | Shape::Short | Shape::Chinese
        ),
        (Shape::Lead | Shape::Dated | Shape::Plain | Shape::Leaf | Shape::Official, _) => false,
        _ => true,
    }
}

/// Articles without columns.
fn flat(
    page: &Page<'_>,
    shape: Shape,
    list: &[Candidate],
    shapes: &BTreeMap<Shape, Vec<Candidate>>,
) -> Option<Choice> {
    let first = list.first()?.line;
    // Headings of a higher level among the articles would be left unexplained.
    let level = match shape {
        Shape::Heading(level @ 1..=5, _) => level,
        _ => 7,
    };
    let over = shapes
        .iter()
        .filter(
            |(other, _)| matches!(other, Shape::Heading(above, _) if *above < level && *above < 6),
        )
        .flat_map(|(_, list)| list)
        .filter(|candidate| {
            candidate.line > first && !list.iter().any(|own| own.line == candidate.line)
        })
        .count();
    let stretches: Vec<(&Candidate, usize)> = list
        .iter()
        .enumerate()
        .map(|(number, candidate)| (candidate, page.end(shape, candidate, list.get(number + 1))))
        .collect();
    let mut weight = sum(page, &stretches)?;
    #[expect(
        clippy::cast_precision_loss,
        reason = "a count of headings is far below 2^52"
    )]
    let over = over as f64;
    weight -= over;
    // Rules part what the editor held to be apart.
    weight += if shape == Shape::Ruled {
        0.5 * count(&stretches)
    } else {
        0.0
    };
    // A salutation is addressed by a document of its own, whatever the file begins with.
    weight += if shape == Shape::Official {
        2.5 * count(&stretches)
    } else {
        0.0
    };
    weight += if shape == Shape::Heading(1, Mark::None) && list.len() >= 3 {
        0.9 * count(&stretches)
    } else {
        0.0
    };
    let whole = page.prose(0, page.lines.len()).max(1);
    let covered = page.prose(first, page.lines.len());
    (covered * 10 >= whole * 6 && weight > MARGIN * count(&stretches)).then(|| Choice {
        weight,
        places: stretches
            .iter()
            .map(|(candidate, end)| place(candidate, None, *end))
            .collect(),
    })
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a count of headings is far below 2^52"
)]
fn count<T>(stretches: &[T]) -> f64 {
    stretches.len() as f64
}

/// The weight of stretches: those without a date, source or writer of their own weigh less where most have one.
fn sum(page: &Page<'_>, stretches: &[(&Candidate, usize)]) -> Option<f64> {
    if stretches.len() < 2 {
        return None;
    }
    let weights: Vec<(f64, bool)> = stretches
        .iter()
        .map(|(candidate, to)| page.weigh(candidate, *to))
        .collect();
    let own = weights.iter().filter(|(_, own)| *own).count();
    let most = own * 2 >= weights.len();
    Some(
        weights
            .iter()
            .map(|(weight, own)| if most && !own { weight - 1.2 } else { *weight })
            .sum(),
    )
}

/// Articles in columns: each column is cut by headings of the shape of `articles`; one without any by those of another shape, or it is an article itself.
fn nested(
    page: &Page<'_>,
    articles: &[Candidate],
    columns: &[Candidate],
    shapes: &BTreeMap<Shape, Vec<Candidate>>,
) -> Option<Choice> {
    let first_column = columns.first()?;
    // The title of the document may have the shape of the headlines.
    let before = articles.partition_point(|article| article.line < first_column.line);
    let (_, articles) = articles.split_at_checked(before).filter(|_| before <= 1)?;
    articles.first()?;
    let mut stretches: Vec<(&Candidate, usize)> = Vec::new();
    let mut names: Vec<Option<&str>> = Vec::new();
    let (mut bare, mut filled, mut fitting, mut unfit) = (0_usize, 0_usize, 0_usize, 0_usize);
    let mut others = 0_usize;
    for (number, column) in columns.iter().enumerate() {
        let until = columns
            .get(number + 1)
            .map_or(page.lines.len(), |next| next.line);
        let body = column.line + column.lines;
        let mut inside: Vec<&Candidate> = within(articles, body, until).collect();
        if inside.is_empty() {
            inside = other_shape(page, shapes, columns, body, until);
            others += usize::from(!inside.is_empty());
        }
        match inside.first() {
            Some(first) => {
                filled += 1;
                bare += usize::from(page.prose(body, first.line) <= BARE);
                fitting += usize::from(is_column_name(&column.title));
                unfit += usize::from(column.section || column.headline);
                for (at, candidate) in inside.iter().enumerate() {
                    let end = inside.get(at + 1).map_or(until, |next| next.line);
                    stretches.push((candidate, end));
                    names.push(Some(&column.title));
                }
            }
            // What stands before the first column is the masthead.
            None if number > 0 && page.prose(body, until) > 40 => {
                stretches.push((column, until));
                names.push(None);
            }
            None => {}
        }
    }
    if filled < 2 && columns.len() > 1 && filled * 2 < columns.len() || filled == 0 {
        return None;
    }
    if (filled - others.min(filled)) * 3 < filled {
        return None;
    }
    let mut weight = sum(page, &stretches)?;
    let columned = if bare * 10 >= filled * 7 { 0.6 } else { -1.0 }
        + if fitting * 2 >= filled { 1.4 } else { 0.0 }
        - if unfit * 3 > filled { 2.0 } else { 0.0 };
    #[expect(
        clippy::cast_precision_loss,
        reason = "a count of headings is far below 2^52"
    )]
    let covered_heads = (filled - bare) as f64;
    weight -= 2.0 * covered_heads;
    weight += columned * count(&stretches);
    let whole = page.prose(0, page.lines.len()).max(1);
    let covered: usize = stretches
        .iter()
        .map(|(candidate, to)| page.prose(candidate.line, *to))
        .sum();
    let fits = covered * 10 >= whole * 6 && weight > MARGIN * count(&stretches);
    fits.then(|| Choice {
        weight,
        places: stretches
            .iter()
            .zip(&names)
            .map(|((candidate, end), name)| place(candidate, *name, *end))
            .collect(),
    })
}

/// The candidates that begin in lines `from..to`.
fn within(list: &[Candidate], from: usize, to: usize) -> impl Iterator<Item = &Candidate> {
    let start = list.partition_point(|candidate| candidate.line < from);
    list.iter()
        .skip(start)
        .take_while(move |candidate| candidate.line < to)
}

/// The headings of the one shape that cuts lines `from..to` best, if any does.
fn other_shape<'c>(
    page: &Page<'_>,
    shapes: &'c BTreeMap<Shape, Vec<Candidate>>,
    columns: &[Candidate],
    from: usize,
    to: usize,
) -> Vec<&'c Candidate> {
    let mut best: (f64, Vec<&Candidate>) = (0.0, Vec::new());
    for (shape, list) in shapes {
        let same = list
            .first()
            .zip(columns.first())
            .is_some_and(|(one, other)| one.line == other.line);
        if same || matches!(shape, Shape::Short | Shape::Heading(6, _)) {
            continue;
        }
        let inside: Vec<&Candidate> = within(list, from, to).collect();
        let Some(first) = inside.first() else {
            continue;
        };
        if page.prose(from, first.line) > BARE {
            continue;
        }
        let weight: f64 = inside
            .iter()
            .enumerate()
            .map(|(at, candidate)| {
                page.weigh(candidate, inside.get(at + 1).map_or(to, |next| next.line))
                    .0
                    + 1.0
            })
            .sum();
        if weight > best.0 {
            best = (weight, inside);
        }
    }
    best.1
}

fn place(candidate: &Candidate, column: Option<&str>, end: usize) -> Place {
    Place {
        first: candidate.line,
        title_at: candidate.line,
        title_lines: candidate.lines,
        title: candidate.title.clone(),
        column: column.map(str::to_owned),
        end,
    }
}

#[cfg(test)]
mod tests {
    use super::super::lines::lines;
    use super::*;

    fn titles(text: &str) -> Vec<(String, Option<String>)> {
        places(text, &lines(text), "x.txt", &[])
            .into_iter()
            .map(|place| (place.title, place.column))
            .collect()
    }

    fn pair(title: &str, column: Option<&str>) -> (String, Option<String>) {
        (title.to_owned(), column.map(str::to_owned))
    }

    #[test]
    fn signed_items_with_broken_headlines_and_columns() {
        let text = "甲栏目\n\n示例公司发布新一代\n\n产品\n\n正文到此为止。\n\n（执笔：甲乙）\n\n1 https://example.org\n第二条消息\n\n正文。\n（执笔：丙丁）\n乙栏目\n\n第三条消息\n\n正文。\n（执笔：戊己）\n";
        assert_eq!(
            titles(text),
            [
                pair("示例公司发布新一代产品", Some("甲栏目")),
                pair("第二条消息", Some("甲栏目")),
                pair("第三条消息", Some("乙栏目"))
            ]
        );
    }

    #[test]
    fn numbered_headlines_and_bracketed_columns() {
        let text = "示例周报\n\n【融资】\n\n01 甲公司完成融资\n\n正文。\n\n02 乙公司完成融资\n\n正文。\n\n【项目】\n\n一、丙项目开工\n\n正文。\n\n二、丁项目投产\n\n正文。\n";
        assert_eq!(
            titles(text),
            [
                pair("甲公司完成融资", Some("融资")),
                pair("乙公司完成融资", Some("融资")),
                pair("丙项目开工", Some("项目")),
                pair("丁项目投产", Some("项目"))
            ]
        );
    }

    #[test]
    fn headings_with_sources_are_articles_and_sections_are_not() {
        let text = "# 示例\n\n## 甲公司投产\n\n正文。\n\n（来源：某网）\n\n## 乙公司签约\n\n正文。\n\n（来源：某报）\n";
        assert_eq!(
            titles(text),
            [pair("甲公司投产", None), pair("乙公司签约", None)]
        );
        assert_eq!(
            titles("# 示例研究\n\n## 一、背景\n\n正文。\n\n## 二、建议\n\n正文。\n"),
            []
        );
    }

    #[test]
    fn columns_are_headings_without_text_of_their_own() {
        let text = "# 示例\n\n## 动态\n\n### 甲\n\n正文。\n\n### 乙\n\n正文。\n\n## 政策\n\n### 丙\n\n正文。\n";
        assert_eq!(
            titles(text),
            [
                pair("甲", Some("动态")),
                pair("乙", Some("动态")),
                pair("丙", Some("政策"))
            ]
        );
    }

    #[test]
    fn sections_of_a_collection_after_wide_gaps_are_articles() {
        let text = "示例规划摘编\n\n\n一、甲规划\n\n正文。\n\n\n二、乙规划\n\n正文。\n";
        assert_eq!(titles(text), [pair("甲规划", None), pair("乙规划", None)]);
        assert_eq!(
            titles("关于某事的意见\n\n一、目标\n\n正文。\n\n二、任务\n\n正文。\n"),
            []
        );
    }
}
