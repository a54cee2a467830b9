//! Statements of what came of a promise.

use std::sync::LazyLock;

use regex::Regex;
use xinqiao_record::body::OutcomeKind;
use xinqiao_record::{PartialDate, Quantity};

use super::measure::measure;
use super::numbers::values;
use crate::value::pattern::regex;
use crate::value::{dates, slice};

/// A statement of what came of a promise, to be joined to the target that it tells of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutcomeStatement {
    /// What was promised, in the statement's words.
    pub measure: String,
    /// Kept, missed or moved.
    pub outcome: OutcomeKind,
    /// What was attained, where a number is told.
    pub value: Option<Quantity>,
    /// The value that had been promised, where the statement repeats it: "未达到300亿元的目标".
    pub promised: Option<Quantity>,
    /// The new date of a promise that was moved.
    pub moved_to: Option<PartialDate>,
    /// The bytes of `text` that say it.
    pub start: usize,
    /// The end of those bytes.
    pub end: usize,
}

/// Every statement of an outcome in `text`, sentence by sentence; "推迟至明年" is resolved against `base`.
///
/// A statement is a clause with a word of outcome (提前完成, 未达到, 低于…的目标, 推迟至); its measure and value stand in the clause
/// itself or in the one before it.
pub fn outcomes(text: &str, base: Option<PartialDate>) -> Vec<OutcomeStatement> {
    const WORDS: [(&str, OutcomeKind); 20] = [
        ("提前完成", OutcomeKind::Kept),
        ("超额完成", OutcomeKind::Kept),
        ("按期完成", OutcomeKind::Kept),
        ("如期完成", OutcomeKind::Kept),
        ("已实现", OutcomeKind::Kept),
        ("顺利完成", OutcomeKind::Kept),
        ("目标已完成", OutcomeKind::Kept),
        ("超过预期目标", OutcomeKind::Kept),
        ("未达到", OutcomeKind::Missed),
        ("未能", OutcomeKind::Missed),
        ("未完成", OutcomeKind::Missed),
        ("难以完成", OutcomeKind::Missed),
        ("未达标", OutcomeKind::Missed),
        ("未实现", OutcomeKind::Missed),
        ("推迟至", OutcomeKind::Moved),
        ("推迟到", OutcomeKind::Moved),
        ("延期至", OutcomeKind::Moved),
        ("延后至", OutcomeKind::Moved),
        ("postponed to", OutcomeKind::Moved),
        ("delayed until", OutcomeKind::Moved),
    ];
    static COMPARED: LazyLock<Regex> =
        LazyLock::new(|| regex(r"(?P<side>低于|不及|超过|高于|超出)[^，。；]{1,24}?的?目标"));
    let mut found = Vec::new();
    let mut offset = 0;
    for sentence in text.split_inclusive(['。', '；', '\n']) {
        let base_offset = offset;
        offset += sentence.len();
        let mut clauses: Vec<(usize, &str)> = Vec::new();
        let mut at = 0;
        for clause in sentence.split_inclusive('，') {
            clauses.push((at, clause));
            at += clause.len();
        }
        for (index, &(start, clause)) in clauses.iter().enumerate() {
            let word = WORDS
                .iter()
                .find(|(word, _)| clause.contains(word))
                .map(|&(_, kind)| kind);
            let compared = COMPARED
                .captures(clause)
                .and_then(|captures| captures.name("side"))
                .map(|side| {
                    if matches!(side.as_str(), "低于" | "不及") {
                        OutcomeKind::Missed
                    } else {
                        OutcomeKind::Kept
                    }
                });
            let Some(outcome) = word.or(compared) else {
                continue;
            };
            // The clause that tells what was attained: this one if it names a measure before the word, else the one before.
            let marker = WORDS
                .iter()
                .filter_map(|(word, _)| clause.find(word))
                .chain(COMPARED.find(clause).map(|hit| hit.start()))
                .min()
                .unwrap_or(0);
            let own = slice(clause, 0, marker);
            let teller = if own.chars().count() >= 4 {
                Some((start, own))
            } else {
                index
                    .checked_sub(1)
                    .and_then(|before| clauses.get(before).copied())
            };
            let attained = teller.and_then(|(_, words)| {
                values(words.trim_end_matches('，')).into_iter().next_back()
            });
            let promised = values(slice(clause, marker, clause.len()))
                .into_iter()
                .next()
                .map(|found| found.value);
            let words = teller.map_or("", |(_, words)| words).trim_end_matches('，');
            let measure = match &attained {
                Some(found) => measure(words, 0, found.start, found.end).unwrap_or_default(),
                None => words.trim().to_owned(),
            };
            let moved_to = (outcome == OutcomeKind::Moved)
                .then(|| {
                    dates(slice(clause, marker, clause.len()), base)
                        .first()
                        .map(|date| date.value)
                })
                .flatten();
            let from = base_offset + teller.map_or(start, |(at, _)| at.min(start));
            found.push(OutcomeStatement {
                measure,
                outcome,
                value: attained.map(|found| found.value),
                promised,
                moved_to,
                start: from,
                end: base_offset + start + clause.len(),
            });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<String> {
        outcomes(text, "2025-12".parse().ok())
            .into_iter()
            .map(|one| {
                let number = |quantity: Option<Quantity>| {
                    quantity.map_or("-".to_owned(), |quantity| {
                        quantity.value.normalize().to_string()
                    })
                };
                let moved = one
                    .moved_to
                    .map_or(String::new(), |date| format!(" {date}"));
                format!(
                    "{} {} {} {}{moved}",
                    one.measure,
                    one.outcome.name(),
                    number(one.value),
                    number(one.promised)
                )
            })
            .collect()
    }

    #[test]
    fn outcomes_are_kept_missed_or_moved() {
        assert_eq!(
            told("2023年全市示例产业营业收入为276亿元，未达到300亿元的目标。"),
            ["示例产业营业收入 missed 27600000000 30000000000"]
        );
        assert_eq!(
            told("12英寸晶圆月产能达到11.2万片，提前完成10万片的目标；"),
            ["12英寸晶圆月产能 kept 112000 100000"]
        );
        assert_eq!(
            told("产线通线时间推迟至2027年6月。"),
            ["产线通线时间 moved - - 2027-06"]
        );
        assert_eq!(told("产业规模为60亿元，同比增长5%。"), Vec::<String>::new());
    }
}
