//! An article as the rules see it: sentences, names, the date to count from.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use xinqiao_record::{Body, PartialDate, RegionCode, Span};

use super::{Context, Fact};
use crate::structure::{ArticleKind, ArticleText};
use crate::text::line::is_mark;
use crate::value::organization::{NameGroup, bracketed_aliases, derived_aliases};
use crate::value::pattern::words;
use crate::value::place::places_among;
use crate::value::{Found, head, organizations, places, slice};

/// Whole words in front of the colon of a headline that name a branch, a thing or a column and nobody: 数字：…, EDA：….
const TITLE_FIELDS: [&str; 40] = [
    "数字",
    "数据",
    "图解",
    "独家",
    "深度",
    "早报",
    "日报",
    "晚报",
    "要闻",
    "简讯",
    "快报",
    "融资",
    "投融资",
    "并购",
    "资本",
    "政策",
    "人事",
    "设备",
    "材料",
    "设计",
    "制造",
    "封测",
    "封装",
    "存储",
    "功率",
    "射频",
    "模拟",
    "芯片",
    "半导体",
    "一级市场",
    "EDA",
    "IP",
    "AI",
    "MCU",
    "GPU",
    "CPU",
    "FPGA",
    "DRAM",
    "NAND",
    "IPO",
];

/// Where a sentence stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Title,
    Heading,
    Prose,
}

/// One sentence, or one line of a list.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sentence<'t> {
    pub(crate) text: &'t str,
    /// Offset into the document's text.
    pub(crate) start: usize,
    pub(crate) place: Place,
    /// Number of the paragraph, counted through the article.
    pub(crate) paragraph: usize,
}

/// An article with what every rule needs of it.
pub(crate) struct View<'t> {
    pub(crate) text: &'t str,
    pub(crate) article: &'t ArticleText,
    pub(crate) index: usize,
    /// The date that "6月15日" counts from.
    pub(crate) base: Option<PartialDate>,
    pub(crate) title: Sentence<'t>,
    /// Headings and prose in order, without the title.
    pub(crate) sentences: Vec<Sentence<'t>>,
    pub(crate) names: Vec<NameGroup>,
    /// The organisations of each sentence, as [`organizations`] gives them.
    pub(crate) organizations: Vec<Vec<Found<String>>>,
    /// The region of the title and the first sentences.
    pub(crate) region: Option<RegionCode>,
    /// Whether this is a policy printed in full.
    pub(crate) is_policy: bool,
    /// Whether the article is in English.
    pub(crate) is_english: bool,
}

impl<'t> View<'t> {
    pub(crate) fn new(
        text: &'t str,
        article: &'t ArticleText,
        index: usize,
        context: Context,
    ) -> Self {
        let title = title_of(text, article);
        let mut stretches: Vec<(Span, Place)> = article
            .prose
            .iter()
            .map(|&span| (span, Place::Prose))
            .collect();
        stretches.extend(article.headings.iter().map(|&span| (span, Place::Heading)));
        stretches.sort_by_key(|&(span, _)| span.start);
        let mut sentences = Vec::new();
        let mut paragraph = 0;
        for (span, place) in stretches {
            if let Some(stretch) = span.of(text) {
                split(
                    stretch,
                    span.start as usize,
                    place,
                    &mut paragraph,
                    &mut sentences,
                );
            }
        }
        // The headline in brackets that a paragraph begins with is the title.
        sentences.retain(|sentence| {
            sentence
                .text
                .strip_prefix('【')
                .and_then(|rest| rest.strip_suffix('】'))
                .is_none_or(|inner| inner.trim() != article.title)
        });
        let organizations: Vec<_> = sentences
            .iter()
            .map(|sentence| {
                if may_name(sentence.text) {
                    organizations(sentence.text)
                } else {
                    Vec::new()
                }
            })
            .collect();
        let names = names(article, &title, &sentences, &organizations);
        // An article's own date is nearer to its events, but a year alone must not move them.
        let base = article
            .published
            .filter(|date| date.month_number().is_some())
            .or(context.issued)
            .or(article.published);
        let mut view = View {
            text,
            article,
            index,
            base,
            title,
            sentences,
            names,
            organizations,
            region: None,
            is_policy: article.kind == ArticleKind::Policy,
            is_english: false,
        };
        let sample: String = view
            .sentences
            .iter()
            .take(6)
            .map(|sentence| sentence.text)
            .collect();
        view.is_english = is_english(&sample);
        view.is_policy |= view.reads_like_a_policy();
        view.region = view.main_region();
        view
    }

    /// A fact whose evidence is the bytes `start..end` of the document.
    pub(crate) fn fact(&self, start: usize, end: usize, confidence: u8, body: Body) -> Fact {
        let words = slice(self.text, start, end);
        let start = start + words.len() - words.trim_start().len();
        let words = words.trim();
        let at = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Fact {
            article: self.index,
            span: Span::new(at(start), at(start + words.len())),
            quote: words.to_owned(),
            confidence: confidence.min(100),
            body,
        }
    }

    /// A fact whose evidence is a whole sentence.
    pub(crate) fn said(&self, sentence: &Sentence<'_>, confidence: u8, body: Body) -> Fact {
        self.fact(
            sentence.start,
            sentence.start + sentence.text.len(),
            confidence,
            body,
        )
    }

    /// The fullest name of what the text calls `name`.
    pub(crate) fn full_name(&self, name: &str) -> String {
        self.names
            .iter()
            .find(|group| group.name == name || group.aliases.iter().any(|alias| alias == name))
            .map_or_else(|| name.to_owned(), |group| group.name.clone())
    }

    /// The known name, full or short, that `text` begins with, the longest one; with its group.
    pub(crate) fn name_at_start(&self, text: &str) -> Option<(&NameGroup, usize)> {
        self.names
            .iter()
            .flat_map(|group| {
                std::iter::once(&group.name)
                    .chain(&group.aliases)
                    .map(move |name| (group, name))
            })
            .filter(|(_, name)| text.starts_with(name.as_str()))
            .map(|(group, name)| (group, name.len()))
            .max_by_key(|&(_, length)| length)
    }

    /// The last known name, full or short, in `text`.
    pub(crate) fn last_name(&self, text: &str) -> Option<(&NameGroup, usize)> {
        self.names
            .iter()
            .flat_map(|group| {
                std::iter::once(&group.name)
                    .chain(&group.aliases)
                    .map(move |name| (group, name))
            })
            .filter(|(_, name)| name.chars().count() >= 2)
            .filter_map(|(group, name)| {
                text.rfind(name.as_str())
                    .map(|at| (group, at + name.len(), name.len()))
            })
            .max_by_key(|&(_, end, length)| (end, length))
            .map(|(group, end, _)| (group, end))
    }

    /// The name in front of the colon of the headline, `示例科技：…`.
    pub(crate) fn title_name(&self) -> Option<&'t str> {
        let (name, _) = self.title.text.split_once(['：', ':'])?;
        let name = name.trim_start_matches(['#', ' ', '*']).trim();
        let count = name.chars().count();
        let digits = name.chars().any(|one| one.is_ascii_digit());
        ((2..=12).contains(&count)
            && !digits
            && !name.contains(['，', '！', '“', ' ', '两', '、', '！'])
            && !TITLE_FIELDS.contains(&name)
            && ![
                "项目",
                "盘点",
                "新签",
                "速递",
                "动态",
                "回顾",
                "一览",
                "综述",
                "观察",
                "聚焦",
                "两地",
                "三地",
                "多地",
                "省外",
                "省内",
                "周报",
                "月报",
                "快讯",
                "突发",
                "刚刚",
                "重磅",
                "解读",
                "消息",
                "竞速",
                "散热",
                "融资历程",
                "产业",
                "本月",
                "本周",
                "目标",
                "本期",
                "案例",
                "专题",
            ]
            .iter()
            .any(|word| name.contains(word))
            && places(name).is_empty())
        .then_some(name)
    }

    /// Whether the text is a policy printed in full although nothing around it says so: clauses of support and of validity.
    fn reads_like_a_policy(&self) -> bool {
        const MARKS: [&str; 10] = [
            "责任单位",
            "给予",
            "本政策",
            "本措施",
            "本办法",
            "特制定",
            "制定本",
            "施行",
            "负责解释",
            "印发给你们",
        ];
        let marked = self
            .sentences
            .iter()
            .filter(|sentence| MARKS.iter().any(|mark| sentence.text.contains(mark)))
            .count();
        marked >= 4 && marked * 8 >= self.sentences.len()
    }

    fn main_region(&self) -> Option<RegionCode> {
        let lead = self
            .sentences
            .iter()
            .filter(|sentence| sentence.place == Place::Prose)
            .take(2);
        let mut best: Option<RegionCode> = None;
        for sentence in lead.chain(std::iter::once(&self.title)) {
            for place in clear_places(sentence.text) {
                best = match best {
                    None => Some(place.value),
                    Some(known) if place.value.within(known) => Some(place.value),
                    Some(known) => Some(known),
                };
            }
        }
        best
    }
}

/// The places of a sentence outside names of organisations and without open ones.
pub(crate) fn clear_places(text: &str) -> Vec<Found<RegionCode>> {
    clear_places_among(text, &[])
}

/// The same for a sentence of an article that names the regions `around`.
pub(crate) fn clear_places_among(text: &str, around: &[RegionCode]) -> Vec<Found<RegionCode>> {
    let found = places_among(text, around);
    if found.is_empty() {
        return Vec::new();
    }
    let names = organizations(text);
    found
        .into_iter()
        .filter(|place| !place.value.open)
        .filter(|place| {
            !names.iter().any(|name| {
                // An office in front of which the place stands still tells where: 锡山区人民政府.
                name.start <= place.start
                    && place.end <= name.end
                    && (name.value.contains("公司")
                        || name.value.contains("大学")
                        || name.value.contains("集团"))
            })
        })
        .map(|place| Found {
            start: place.start,
            end: place.end,
            value: place.value.code,
        })
        .collect()
}

fn title_of<'t>(text: &'t str, article: &ArticleText) -> Sentence<'t> {
    let whole = article.span.of(text).unwrap_or("");
    let first = whole.lines().next().unwrap_or("");
    let (at, length) = match whole
        .find(article.title.as_str())
        .filter(|_| !article.title.is_empty())
    {
        Some(at) if at < 400 => (at, article.title.len()),
        _ => (0, first.len()),
    };
    Sentence {
        text: slice(whole, at, at + length),
        start: article.span.start as usize + at,
        place: Place::Title,
        paragraph: 0,
    }
}

/// Cuts a stretch into sentences: at 。！？, at line ends, and at full stops of English text.
fn split<'t>(
    stretch: &'t str,
    offset: usize,
    place: Place,
    paragraph: &mut usize,
    out: &mut Vec<Sentence<'t>>,
) {
    let mut line_start = 0;
    for line in stretch.split_inclusive('\n') {
        *paragraph += 1;
        let mut start = 0;
        let mut iterator = line.char_indices().peekable();
        while let Some((at, character)) = iterator.next() {
            let end = at + character.len_utf8();
            let cut = match character {
                '。' | '！' | '？' => !matches!(
                    iterator.peek(),
                    Some((_, '”' | '」' | '』' | '）' | '。' | '！' | '？'))
                ),
                '”' | '」' => {
                    line.get(..at)
                        .is_some_and(|head| head.ends_with(['。', '！', '？']))
                        && !matches!(iterator.peek(), Some((_, '，' | '、' | '的')))
                        && at > start + 60
                }
                '.' | '?' | '!' => english_stop(line, at, end),
                '】' => line.starts_with('【') && start == 0,
                _ => false,
            };
            if cut {
                push(
                    slice(line, start, end),
                    offset + line_start + start,
                    place,
                    *paragraph,
                    out,
                );
                start = end;
            }
        }
        push(
            slice(line, start, line.len()),
            offset + line_start + start,
            place,
            *paragraph,
            out,
        );
        line_start += line.len();
    }
}

fn push<'t>(
    text: &'t str,
    start: usize,
    place: Place,
    paragraph: usize,
    out: &mut Vec<Sentence<'t>>,
) {
    let trimmed = text.trim_start();
    let start = start + text.len() - trimmed.len();
    let trimmed = trimmed.trim_end();
    if !trimmed.is_empty() {
        out.push(Sentence {
            text: trimmed,
            start,
            place,
            paragraph,
        });
    }
}

fn english_stop(line: &str, at: usize, end: usize) -> bool {
    let after = slice(line, end, line.len());
    let after_quote = after.strip_prefix(['"', '”', '*', ')']).unwrap_or(after);
    let next = after_quote
        .strip_prefix(' ')
        .map(|rest| rest.trim_start_matches(['"', '“', '*', '(']));
    if !next.is_some_and(|rest| {
        rest.starts_with(|one: char| one.is_uppercase() || one.is_ascii_digit() || one == '$')
    }) {
        return false;
    }
    let before = slice(line, 0, at);
    let word = before.rsplit([' ', '(', '\t']).next().unwrap_or("");
    const SHORT: [&str; 24] = [
        "Inc", "Co", "Ltd", "Corp", "Dr", "Mr", "Ms", "Mrs", "Prof", "St", "No", "Vol", "Jan",
        "Feb", "Mar", "Apr", "Aug", "Sept", "Sep", "Oct", "Nov", "Dec", "vs", "approx",
    ];
    // "Inc. The" ends a sentence as often as not; a legal form before a capital is left whole only inside names.
    !(SHORT.contains(&word) || word.chars().count() == 1 && word.chars().all(char::is_uppercase))
}

fn may_name(text: &str) -> bool {
    static HINT: LazyLock<AhoCorasick> = LazyLock::new(|| {
        words([
            "公司",
            "集团",
            "研究",
            "大学",
            "学院",
            "委",
            "政府",
            "办公室",
            "局",
            "厅",
            "会",
            "联盟",
            "基金",
            "银行",
            "证券",
            "资本",
            "创投",
            "投资",
            "实验室",
            "产投",
            "中心",
            "合伙",
            "Inc",
            "Ltd",
            "Corp",
            "Co",
            "Technologies",
            "AG",
            "AB",
            "BV",
            "SE",
            "GmbH",
            "LLC",
            "plc",
            "PLC",
            "SA",
            "NV",
            "Holdings",
            "Group",
            "University",
            "Institute",
            "Capital",
            "Ventures",
            "Partners",
        ])
    });
    HINT.find(text).is_some()
}

fn names(
    article: &ArticleText,
    title: &Sentence<'_>,
    sentences: &[Sentence<'_>],
    found: &[Vec<Found<String>>],
) -> Vec<NameGroup> {
    let mut groups: Vec<NameGroup> = Vec::new();
    let mut add = |text: &str, one: &Found<String>| {
        let position = groups.iter().position(|group| group.name == one.value);
        let at = position.unwrap_or_else(|| {
            let company = one.value.ends_with("公司");
            let aliases = if company {
                derived_aliases(&one.value)
            } else {
                Vec::new()
            };
            groups.push(NameGroup {
                name: one.value.clone(),
                aliases,
            });
            groups.len() - 1
        });
        if let Some(group) = groups.get_mut(at) {
            for alias in bracketed_aliases(text, one.end) {
                if !group.aliases.contains(&alias) {
                    group.aliases.insert(0, alias);
                }
            }
        }
    };
    for one in organizations(title.text) {
        add(title.text, &one);
    }
    for (sentence, list) in sentences.iter().zip(found) {
        for one in list {
            add(sentence.text, one);
        }
    }
    // Forms and lists name companies whole, which the prose may not.
    for table in article.tables.iter().take(8) {
        for cell in table.rows.iter().take(40).flatten().map(|cell| cell.trim()) {
            if cell.ends_with("有限公司") && cell.chars().count() <= 30 {
                add(
                    cell,
                    &Found {
                        start: 0,
                        end: cell.len(),
                        value: cell.to_owned(),
                    },
                );
            }
        }
    }
    // Of two full names that share a short name the first keeps it.
    let all: Vec<(usize, String)> = groups
        .iter()
        .enumerate()
        .flat_map(|(at, group)| group.aliases.iter().map(move |alias| (at, alias.clone())))
        .collect();
    for (at, group) in groups.iter_mut().enumerate() {
        let name = group.name.clone();
        group.aliases.retain(|alias| {
            !all.iter()
                .any(|(other, known)| *other != at && known == alias && *other < at)
                && *alias != name
        });
    }
    groups
}

/// The lead of a sentence without marks of lists and bold.
pub(crate) fn without_marks(text: &str) -> &str {
    text.trim_start_matches(|one: char| "#*- \t>".contains(one) || is_mark(one))
}

/// Whether most letters of the text are Latin.
fn is_english(text: &str) -> bool {
    let sample = head(text, 400);
    let latin = sample.chars().filter(char::is_ascii_alphabetic).count();
    let han = sample
        .chars()
        .filter(|&one| crate::value::is_han(one))
        .count();
    latin > 3 * han && latin > 20
}
