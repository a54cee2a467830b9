//! The contents page: columns and entries, and where the entries' articles stand in the text.

use super::headings::{clean_title, join_title};
use super::lines::Line;
use super::similar::Folded;
use crate::text::classes::{ends_sentence, fold, han_count, width};
use crate::text::line::{Look, without_page};
use std::collections::BTreeMap;

/// A contents page.
#[derive(Debug, Default)]
pub(super) struct Contents {
    /// Index of its first line.
    pub(super) first: usize,
    /// Index after its last line.
    pub(super) end: usize,
    pub(super) entries: Vec<Entry>,
}

/// An entry of the contents page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) title: String,
    pub(super) column: Option<String>,
}

/// Where an entry's article begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) entry: usize,
    /// Index of the first line of the title.
    pub(super) line: usize,
    /// Number of lines of the title.
    pub(super) lines: usize,
}

/// The contents page is looked for among this many lines.
const SEARCHED: usize = 400;
/// A contents page has no more lines than this.
const LONGEST: usize = 1_500;

struct Raw {
    text: String,
    has_page: bool,
    marked: bool,
    /// How deep its number is: 一、 before （一） before 1.; 0 without a number.
    depth: u8,
    heading: bool,
    blank: usize,
}

fn depth(line: &Line<'_>) -> u8 {
    match line.look {
        Look::Section(level) => level,
        Look::Numbered => 9,
        Look::Item if line.text.starts_with(|c: char| c.is_ascii_digit()) => 9,
        _ => 0,
    }
}

/// Whether a line is the heading of a contents page.
pub(super) fn is_anchor(line: &Line<'_>) -> bool {
    if !matches!(line.look, Look::Plain | Look::Heading(_) | Look::Bracket) || width(line.text) > 40
    {
        return false;
    }
    names_contents(&fold(line.text))
}

/// Whether folded words are the heading of a contents page: 目录 or its like, alone or after the few words that say of what (本刊目录, 本辑要目).
pub(super) fn names_contents(folded: &str) -> bool {
    const CHINESE: [&str; 8] = [
        "目录",
        "目次",
        "要目",
        "导读",
        "内容提要",
        "看点",
        "导航",
        "本期内容",
    ];
    const ENGLISH: [&str; 7] = [
        "contents",
        "tableofcontents",
        "inthisissue",
        "insidethisissue",
        "inthisedition",
        "insidethisedition",
        "inside",
    ];
    let folded = folded
        .strip_suffix("contents")
        .filter(|rest| !rest.is_empty() && !rest.is_ascii())
        .or_else(|| {
            folded
                .strip_prefix("contents")
                .filter(|rest| !rest.is_ascii())
        })
        .unwrap_or(folded);
    ENGLISH.contains(&folded)
        || CHINESE.iter().any(|name| {
            folded
                .strip_suffix(name)
                .is_some_and(|before| before.chars().count() <= 4)
        })
}

/// The contents page among `lines`, if there is one with at least two entries.
pub(super) fn contents(lines: &[Line<'_>]) -> Option<Contents> {
    let first = lines.iter().take(SEARCHED).position(is_anchor)?;
    let mut raw: Vec<Raw> = Vec::new();
    let mut seen: Vec<String> = Vec::new();
    let mut end = first + 1;
    for line in lines.iter().skip(first + 1).take(LONGEST) {
        if is_anchor(line) {
            end += 1;
            continue;
        }
        let (text, has_page) = without_page(line.text);
        let title = clean_title(text);
        let folded = fold(&title);
        let rule = line.look == Look::Rule;
        let prose = ends_sentence(line.text) && width(line.text) > 90 && !has_page;
        let paged = raw.iter().filter(|entry| entry.has_page).count();
        let gap = line.blank >= 2 && !raw.is_empty() && paged * 3 < raw.len() + 1 && !has_page;
        let again = !folded.is_empty() && !has_page && raw.len() >= 2 && seen.contains(&folded);
        let like_first =
            line.look != Look::Item && !has_page && raw.len() >= 3 && resembles_first(&raw, &title);
        if (rule && !raw.is_empty()) || prose || gap || again || like_first {
            break;
        }
        end += 1;
        if rule || folded.is_empty() {
            continue;
        }
        seen.push(folded);
        raw.push(Raw {
            text: title,
            has_page,
            marked: matches!(line.look, Look::Item | Look::Section(_) | Look::Numbered),
            depth: depth(line),
            heading: matches!(line.look, Look::Heading(_) | Look::Bracket),
            blank: line.blank,
        });
    }
    let entries = interpret(&raw);
    (entries.len() >= 2).then_some(Contents {
        first,
        end,
        entries,
    })
}

fn resembles_first(raw: &[Raw], title: &str) -> bool {
    raw.iter()
        .find(|entry| !entry.heading && width(&entry.text) >= 16)
        .is_some_and(|first| Folded::of(&first.text).resemblance(&Folded::of(title)) > 0.9)
}

fn interpret(raw: &[Raw]) -> Vec<Entry> {
    let paged = raw.iter().filter(|entry| entry.has_page).count();
    let by_page = paged >= 2 && paged * 3 >= raw.len();
    let by_mark = raw.iter().filter(|entry| entry.marked).count() >= 2;
    let mut entries: Vec<Entry> = Vec::new();
    let mut column: Option<String> = None;
    let mut broken = String::new();
    for (index, line) in raw.iter().enumerate() {
        let next = raw.get(index + 1);
        let push = |entries: &mut Vec<Entry>, title: String, column: &Option<String>| {
            entries.push(Entry {
                title,
                column: column.clone(),
            });
        };
        // A numbered line over lines of a deeper number names their column.
        let over = line.depth > 0 && next.is_some_and(|next| next.depth > line.depth);
        if over && !line.has_page {
            column = Some(line.text.clone());
        } else if by_page {
            if line.has_page {
                let title = join_title([broken.as_str(), line.text.as_str()]);
                broken.clear();
                push(&mut entries, title, &column);
            } else {
                let goes_on = !line.heading
                    && next.is_some_and(|next| next.has_page && !next.marked && next.blank == 0);
                let long = han_count(&line.text) >= 12 || width(&line.text) >= 30;
                if goes_on && (long || line.marked) {
                    broken.push_str(&line.text);
                } else {
                    column = Some(line.text.clone());
                }
            }
        } else if by_mark {
            if line.marked {
                push(&mut entries, line.text.clone(), &column);
            } else if line.heading
                || next.is_some_and(|next| next.marked) && width(&line.text) <= 24
            {
                column = Some(line.text.clone());
            } else if line.blank == 0
                && let Some(last) = entries.last_mut()
            {
                last.title = join_title([last.title.as_str(), line.text.as_str()]);
            }
        } else if line.heading {
            column = Some(line.text.clone());
        } else {
            push(&mut entries, line.text.clone(), &column);
        }
    }
    entries
}

/// A line or a few lines that may be an entry's title.
struct Candidate {
    line: usize,
    lines: usize,
    heading: bool,
    folded: Folded,
}

/// Finds each entry's title among `lines` from index `from` on. Entries come in order; an entry that cannot be found is left out.
pub(super) fn locate(entries: &[Entry], lines: &[Line<'_>], from: usize) -> Vec<Place> {
    let folded: Vec<Folded> = entries
        .iter()
        .map(|entry| Folded::of(&entry.title))
        .collect();
    // Which entries hold a pair of characters. Pairs that are everywhere tell nothing and would cost much.
    let mut holders: BTreeMap<(char, char), Vec<usize>> = BTreeMap::new();
    for (index, entry) in folded.iter().enumerate() {
        for &pair in &entry.pairs {
            let list = holders.entry(pair).or_default();
            if list.last() != Some(&index) {
                list.push(index);
            }
        }
    }
    holders.retain(|_, list| list.len() <= 48);
    let kept: Vec<usize> = folded
        .iter()
        .map(|entry| {
            entry
                .pairs
                .iter()
                .filter(|pair| holders.contains_key(pair))
                .count()
        })
        .collect();
    let mut same: BTreeMap<&[char], Vec<usize>> = BTreeMap::new();
    for (index, entry) in folded.iter().enumerate() {
        same.entry(&entry.chars).or_default().push(index);
    }
    let mut pairs: Vec<(usize, usize, usize, f64)> = Vec::new();
    let mut hits = vec![0_usize; entries.len()];
    for candidate in candidates(lines, from) {
        let bonus = if candidate.heading { 0.15 } else { 0.0 };
        if let Some(equal) = same.get(candidate.folded.chars.as_slice()) {
            pairs.extend(
                equal
                    .iter()
                    .take(48)
                    .map(|&entry| (entry, candidate.line, candidate.lines, 1.0 + bonus)),
            );
            continue;
        }
        let mut touched: Vec<usize> = Vec::new();
        for pair in &candidate.folded.pairs {
            for &entry in holders.get(pair).into_iter().flatten() {
                if let Some(count) = hits.get_mut(entry) {
                    if *count == 0 {
                        touched.push(entry);
                    }
                    *count += 1;
                }
            }
        }
        for entry in touched {
            let count = hits.get_mut(entry).map_or(0, std::mem::take);
            let Some(title) = folded.get(entry) else {
                continue;
            };
            let telling = kept.get(entry).copied().unwrap_or(0);
            if count * 3 < telling.min(candidate.folded.pairs.len()) {
                continue;
            }
            let score = title.resemblance(&candidate.folded);
            let enough = if candidate.heading { 0.5 } else { 0.72 };
            if score >= enough {
                pairs.push((entry, candidate.line, candidate.lines, score + bonus));
            }
        }
    }
    chain(entries.len(), &pairs)
}

fn candidates<'a>(lines: &'a [Line<'a>], from: usize) -> impl Iterator<Item = Candidate> + 'a {
    let plain = |line: &Line<'_>| {
        matches!(
            line.look,
            Look::Plain | Look::Section(_) | Look::Numbered | Look::Bracket | Look::Item
        ) && line.is_title_like()
    };
    lines
        .iter()
        .enumerate()
        .skip(from)
        .flat_map(move |(index, line)| {
            let heading = matches!(line.look, Look::Heading(_));
            let mut found = Vec::new();
            if heading {
                found.push(Candidate {
                    line: index,
                    lines: 1,
                    heading,
                    folded: Folded::of(&clean_title(line.text)),
                });
            } else if plain(line) {
                let mut title = clean_title(line.text);
                found.push(Candidate {
                    line: index,
                    lines: 1,
                    heading,
                    folded: Folded::of(&title),
                });
                // A headline over two or three lines.
                for more in 1..=2 {
                    let Some(next) = lines.get(index + more).filter(|next| {
                        next.look == Look::Plain && next.is_title_like() && next.blank <= 1
                    }) else {
                        break;
                    };
                    title = join_title([title.as_str(), next.text]);
                    found.push(Candidate {
                        line: index,
                        lines: more + 1,
                        heading,
                        folded: Folded::of(&title),
                    });
                }
            }
            found
        })
}

/// The heaviest chain of pairs in which entries and lines both ascend. Of equal chains the one with the earlier lines.
fn chain(entries: usize, pairs: &[(usize, usize, usize, f64)]) -> Vec<Place> {
    // best[e]: the heaviest chain that ends with entry e: its weight and the pair's index.
    let mut best: Vec<Option<(f64, usize)>> = vec![None; entries];
    let mut order: Vec<usize> = (0..pairs.len()).collect();
    let key = |index: usize| pairs.get(index).map_or((0, 0), |pair| (pair.1, pair.2));
    order.sort_by_key(|&index| key(index));
    let mut at = 0;
    let mut weights: Vec<Option<(f64, Option<usize>)>> = vec![None; pairs.len()];
    while at < order.len() {
        // Pairs at the same line cannot follow each other, so their weights are all found before any of them counts.
        let line = order.get(at).map_or(0, |&index| key(index).0);
        let group: Vec<usize> = order
            .iter()
            .skip(at)
            .take_while(|&&index| key(index).0 == line)
            .copied()
            .collect();
        at += group.len();
        for &index in &group {
            let Some(&(entry, _, _, score)) = pairs.get(index) else {
                continue;
            };
            let before = best.iter().take(entry).flatten().fold(
                None,
                |found: Option<(f64, usize)>, &(w, i)| match found {
                    Some((known, _)) if known >= w => found,
                    _ => Some((w, i)),
                },
            );
            if let Some(slot) = weights.get_mut(index) {
                *slot = Some((
                    before.map_or(0.0, |(w, _)| w) + score,
                    before.map(|(_, i)| i),
                ));
            }
        }
        for &index in &group {
            let (Some(&(entry, _, _, _)), Some(&Some((total, _)))) =
                (pairs.get(index), weights.get(index))
            else {
                continue;
            };
            if let Some(slot) = best.get_mut(entry)
                && slot.is_none_or(|(known, _)| total > known)
            {
                *slot = Some((total, index));
            }
        }
    }
    let mut end = best
        .iter()
        .flatten()
        .fold(None, |found: Option<(f64, usize)>, &(w, i)| match found {
            Some((known, _)) if known >= w => found,
            _ => Some((w, i)),
        });
    let mut places = Vec::new();
    while let Some((_, index)) = end {
        let Some(&(entry, line, lines, _)) = pairs.get(index) else {
            break;
        };
        places.push(Place { entry, line, lines });
        end = weights
            .get(index)
            .copied()
            .flatten()
            .and_then(|(_, previous)| previous)
            .map(|previous| (0.0, previous));
    }
    places.reverse();
    places
}

#[cfg(test)]
mod tests {
    use super::super::lines::lines;
    use super::*;

    fn entry(title: &str, column: Option<&str>) -> Entry {
        Entry {
            title: title.to_owned(),
            column: column.map(str::to_owned),
        }
    }

    #[test]
    fn bullets_leaders_and_columns_are_told_apart() {
        let text = "# 目录\n## CONTENTS\n### • 甲栏\n- ▲示例公司投产 — 01\n- ▲示例二号项目签约落户 — 02\n### • 乙栏\n- 示例协会 …… 81\n声明：\n";
        let found = contents(&lines(text)).unwrap();
        assert_eq!(
            found.entries,
            [
                entry("示例公司投产", Some("甲栏")),
                entry("示例二号项目签约落户", Some("甲栏")),
                entry("示例协会", Some("乙栏"))
            ]
        );
    }

    #[test]
    fn a_contents_page_without_page_numbers_ends_at_the_gap() {
        let text = "目录\n一、关于甲的通知\n二、关于乙的通知\n\n\n正文标题\n正文。";
        let all = lines(text);
        let found = contents(&all).unwrap();
        assert_eq!((found.end, found.entries.len()), (3, 2));
    }

    #[test]
    fn an_entry_broken_over_two_lines_is_one() {
        let text = "目录\n关于某一项很长的示例政策措施的解读以及\n若干问题的说明 ……… 3\n短的一条示例 ……… 5\n\n正文开始。";
        assert_eq!(
            contents(&lines(text)).unwrap().entries,
            [
                entry("关于某一项很长的示例政策措施的解读以及若干问题的说明", None),
                entry("短的一条示例", None)
            ]
        );
    }

    #[test]
    fn entries_are_found_in_order_and_missing_ones_left_out() {
        let entries = [
            entry("甲公司项目正式投产", None),
            entry("并不存在的一条消息", None),
            entry("丙公司项目签约落户", None),
        ];
        let text =
            "## 甲公司项目正式投产\n正文。\n## 丙公司 项目签约落户！\n## 甲公司项目正式投产\n";
        let all = lines(text);
        assert_eq!(
            locate(&entries, &all, 0),
            [
                Place {
                    entry: 0,
                    line: 0,
                    lines: 1
                },
                Place {
                    entry: 2,
                    line: 2,
                    lines: 1
                }
            ]
        );
    }

    #[test]
    fn a_headline_over_two_lines_is_found_whole() {
        let entries = [
            entry("关于公布示例大赛获奖名单的通报", None),
            entry("关于举办示例大会的通知", None),
        ];
        let all = lines("关于公布示例大赛\n获奖名单的通报\n\n各单位：\n\n关于举办示例大会的通知\n");
        assert_eq!(
            locate(&entries, &all, 0),
            [
                Place {
                    entry: 0,
                    line: 0,
                    lines: 2
                },
                Place {
                    entry: 1,
                    line: 3,
                    lines: 1
                }
            ]
        );
    }
}
