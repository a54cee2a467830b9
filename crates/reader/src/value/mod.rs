//! A stretch of text → amounts, dates, quantities, places, organisation names, stages, each with its place.
//!
//! Every recogniser takes a `&str` and answers in byte offsets into it, in order and without
//! overlaps. They expect normalised text (full-width digits folded) but accept any.

pub mod amount;
pub mod capacity;
pub mod date;
mod memo;
pub(crate) mod number;
pub mod organization;
pub(crate) mod pattern;
pub mod place;
pub mod quantity;
pub mod stage;

pub use amount::amounts;
pub use capacity::capacities;
pub use date::dates;
pub use organization::organizations;
pub use place::places;
pub use quantity::quantities;
pub use stage::stages;

/// A value and the bytes that say it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found<T> {
    /// Offset of the first byte.
    pub start: usize,
    /// Offset after the last byte.
    pub end: usize,
    /// What is said.
    pub value: T,
}

/// The end of `text` that is at most `count` characters long.
pub(crate) fn tail(text: &str, count: usize) -> &str {
    let start = text
        .char_indices()
        .rev()
        .nth(count.saturating_sub(1))
        .map_or(0, |(at, _)| at);
    text.get(start..).unwrap_or("")
}

/// The beginning of `text` that is at most `count` characters long.
pub(crate) fn head(text: &str, count: usize) -> &str {
    let end = text
        .char_indices()
        .nth(count)
        .map_or(text.len(), |(at, _)| at);
    text.get(..end).unwrap_or("")
}

/// The text from `start` to `end`, empty where the offsets do not fit.
pub(crate) fn slice(text: &str, start: usize, end: usize) -> &str {
    text.get(start..end).unwrap_or("")
}

/// Whether the character is a Han character.
pub(crate) fn is_han(character: char) -> bool {
    matches!(character, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '〇')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn fits<T>(text: &str, found: &[Found<T>]) -> bool {
        found
            .iter()
            .all(|one| one.start <= one.end && text.get(one.start..one.end).is_some())
    }

    proptest! {
        #[test]
        fn recognisers_take_any_text_and_answer_inside_it(
            pieces in proptest::collection::vec(
                prop_oneof![
                    any::<String>(),
                    "[0-9]{1,30}[.,]?[0-9]{0,30}",
                    proptest::sample::select(vec![
                        "亿元", "近", "超", "万", "去年", "同年", "13月40日", "2025年", "月", "日", "杭州", "市", "（",
                        "）", "有限公司", "以下简称", "年产", "片", "每月", "$", " billion", "项目", "签约", "拟", "未",
                        "Inc.", "Q3 2025", "first half of", "数", "千", "%", "nm", "至", "-", "、", "。", "\n",
                    ]).prop_map(str::to_owned),
                ],
                0..24,
            )
        ) {
            let text = pieces.concat();
            let base = "2025-06".parse().ok();
            prop_assert!(fits(&text, &amounts(&text)));
            prop_assert!(fits(&text, &dates(&text, base)));
            prop_assert!(fits(&text, &quantities(&text)));
            prop_assert!(fits(&text, &capacities(&text)));
            prop_assert!(fits(&text, &places(&text)));
            prop_assert!(fits(&text, &organizations(&text)));
            prop_assert!(fits(&text, &stages(&text)));
        }
    }
}
