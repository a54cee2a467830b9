//! A text without the blanks that some typesetters put between Han characters and figures: `到 2027 年达到 6 家`.
//!
//! The rules look for words such as `到2027年`, which a blank would hide. So they see a compact copy, and the places of what they find are
//! carried back. The document's own text keeps its blanks, which tell where its lines were full.

use std::borrow::Cow;

use xinqiao_record::Span;

use super::Fact;
use crate::structure::ArticleText;
use crate::value::{is_han, slice};

/// The compact copy, and the blanks that it leaves out.
pub(super) struct Compact {
    text: String,
    /// Offsets of the removed blanks in the original, ascending.
    removed: Vec<usize>,
}

impl Compact {
    /// The compact copy of `text`; `None` where there is nothing to leave out.
    pub(super) fn of(text: &str) -> Option<Self> {
        let removed: Vec<usize> = text
            .match_indices(' ')
            .map(|(at, _)| at)
            .filter(|&at| is_idle(text, at))
            .collect();
        if removed.is_empty() {
            return None;
        }
        let mut compact = String::with_capacity(text.len());
        let mut copied = 0;
        for &at in &removed {
            compact.push_str(slice(text, copied, at));
            copied = at + 1;
        }
        compact.push_str(slice(text, copied, text.len()));
        Some(Compact {
            text: compact,
            removed,
        })
    }

    /// The copy.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// An article of the original as an article of the copy.
    pub(super) fn article(&self, article: &ArticleText) -> ArticleText {
        let mut article = article.clone();
        article.title = without_blanks(&article.title).into_owned();
        article.span = self.forth(article.span);
        for span in article.prose.iter_mut().chain(&mut article.headings) {
            *span = self.forth(*span);
        }
        for table in &mut article.tables {
            table.span = self.forth(table.span);
            for cell in table
                .header
                .iter_mut()
                .chain(table.rows.iter_mut().flatten())
            {
                if let Cow::Owned(bare) = without_blanks(cell) {
                    *cell = bare;
                }
            }
        }
        article
    }

    /// A fact found in the copy, with the place and the words that it has in the original.
    pub(super) fn back(&self, mut fact: Fact, original: &str) -> Fact {
        // A span begins after a blank that was left out there, and ends before one.
        fact.span = Span::new(
            self.origin(fact.span.start),
            match fact.span.end.checked_sub(1) {
                Some(last) => self.origin(last) + 1,
                None => 0,
            },
        );
        if let Some(words) = fact.span.of(original) {
            words.clone_into(&mut fact.quote);
        }
        fact
    }

    fn forth(&self, span: Span) -> Span {
        let moved = |at: u32| {
            let before = self.removed.partition_point(|&blank| blank < at as usize);
            at - u32::try_from(before).unwrap_or(at)
        };
        Span::new(moved(span.start), moved(span.end))
    }

    /// The offset in the original of the byte at an offset in the copy.
    fn origin(&self, at: u32) -> u32 {
        // Blank number n stands at its offset less n in the copy; those at or before the byte were left out in front of it.
        let (mut low, mut high) = (0, self.removed.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            let moved = self.removed.get(middle).map_or(0, |blank| blank - middle);
            if moved <= at as usize {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        at + u32::try_from(low).unwrap_or(0)
    }
}

/// Whether the blank at `at` stands between a Han character and a figure on one line, and numbers no heading.
fn is_idle(text: &str, at: usize) -> bool {
    let (head, tail) = (slice(text, 0, at), slice(text, at + 1, text.len()));
    let (Some(before), Some(after)) = (head.chars().next_back(), tail.chars().next()) else {
        return false;
    };
    if is_han(before) && after.is_ascii_digit() {
        return true;
    }
    // A figure that begins its line numbers what follows, unless that is a unit of time or a scale.
    before.is_ascii_digit()
        && is_han(after)
        && ("年月日亿万".contains(after)
            || !head
                .trim_end_matches(|one: char| one.is_ascii_digit() || one == '.')
                .trim_end_matches(' ')
                .ends_with('\n'))
}

fn without_blanks(text: &str) -> Cow<'_, str> {
    match Compact::of(text) {
        Some(compact) => Cow::Owned(compact.text),
        None => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn blanks_beside_figures_are_left_out_and_headings_keep_theirs() {
        let compact = |text| without_blanks(text).into_owned();
        assert_eq!(
            compact("到 2027 年达到 6 家，产值 1.5 亿元"),
            "到2027年达到6家，产值1.5亿元"
        );
        assert_eq!(compact("一行\n1 总则\n8 月 3 日"), "一行\n1 总则\n8月3日");
        assert_eq!(compact("RISC-V 架构 A 12"), "RISC-V 架构 A 12");
    }

    proptest! {
        /// What stands at a place of the copy stands at the place that it is carried back to.
        #[test]
        fn every_place_is_carried_back(text in "[到年a1 ]{0,40}") {
            if let Some(compact) = Compact::of(&text) {
                for (at, one) in compact.text().char_indices() {
                    let origin = compact.origin(u32::try_from(at).unwrap()) as usize;
                    prop_assert_eq!(text.get(origin..).and_then(|rest| rest.chars().next()), Some(one));
                }
            }
        }
    }
}
