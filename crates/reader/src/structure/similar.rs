//! How much two titles resemble each other.

use crate::text::classes::fold;

/// A title made ready for comparison.
#[derive(Debug, Clone)]
pub(super) struct Folded {
    /// The title folded.
    pub(super) chars: Vec<char>,
    /// Sorted pairs of neighbouring characters.
    pub(super) pairs: Vec<(char, char)>,
    /// The words in 《》, where there are any.
    quoted: Option<Vec<(char, char)>>,
}

impl Folded {
    pub(super) fn of(title: &str) -> Folded {
        let chars: Vec<char> = fold(title).chars().collect();
        let quoted = title
            .split_once('《')
            .and_then(|(_, rest)| rest.rsplit_once('》'))
            .map(|(inner, _)| pairs(&fold(inner).chars().collect::<Vec<_>>()))
            .filter(|inner| inner.len() >= 4);
        Folded {
            pairs: pairs(&chars),
            chars,
            quoted,
        }
    }

    /// Resemblance from 0 to 1: of pairs of characters (Dice), of one title holding the other, or of a title in 《》 and a bare one.
    pub(super) fn resemblance(&self, other: &Folded) -> f64 {
        if self.chars.is_empty() || other.chars.is_empty() {
            return 0.0;
        }
        if self.chars == other.chars {
            return 1.0;
        }
        let whole = dice(&self.pairs, &other.pairs);
        let (short, long) = if self.chars.len() <= other.chars.len() {
            (self, other)
        } else {
            (other, self)
        };
        let held =
            if short.chars.len() >= 6 && shared(&short.pairs, &long.pairs) == short.pairs.len() {
                0.62 + 0.35 * ratio(short.chars.len(), long.chars.len())
            } else {
                0.0
            };
        let quoted = [(&self.quoted, &other.pairs), (&other.quoted, &self.pairs)]
            .into_iter()
            .filter_map(|(quoted, pairs)| quoted.as_ref().map(|quoted| 0.78 * dice(quoted, pairs)))
            .fold(0.0, f64::max);
        let both = match (&self.quoted, &other.quoted) {
            (Some(left), Some(right)) => 0.9 * dice(left, right),
            _ => 0.0,
        };
        whole.max(held).max(quoted).max(both)
    }
}

fn pairs(chars: &[char]) -> Vec<(char, char)> {
    let mut pairs: Vec<_> = chars
        .iter()
        .copied()
        .zip(chars.iter().copied().skip(1))
        .collect();
    if pairs.is_empty() {
        pairs.extend(chars.first().map(|&c| (c, c)));
    }
    pairs.sort_unstable();
    pairs
}

/// Number of pairs that both sorted lists hold, repetitions counted.
fn shared(a: &[(char, char)], b: &[(char, char)]) -> usize {
    let (mut a, mut b) = (a.iter().peekable(), b.iter().peekable());
    let mut count = 0;
    while let (Some(left), Some(right)) = (a.peek(), b.peek()) {
        match left.cmp(right) {
            std::cmp::Ordering::Less => {
                a.next();
            }
            std::cmp::Ordering::Greater => {
                b.next();
            }
            std::cmp::Ordering::Equal => {
                count += 1;
                a.next();
                b.next();
            }
        }
    }
    count
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts of characters in titles are far below 2^52"
)]
fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}

fn dice(a: &[(char, char)], b: &[(char, char)]) -> f64 {
    ratio(2 * shared(a, b), a.len() + b.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resemblance(a: &str, b: &str) -> f64 {
        Folded::of(a).resemblance(&Folded::of(b))
    }

    #[test]
    fn width_blanks_and_punctuation_do_not_matter() {
        assert!(
            (resemblance("示例:赴港IPO,猛攻 HBM", "示例：赴港ＩＰＯ，猛攻HBM") - 1.0).abs() < 1e-9
        );
    }

    #[test]
    fn a_wrong_character_or_a_longer_form_still_resembles() {
        assert!(resemblance("朗甲科技：正式启动上市进程", "朗乙科技：正式启动上市进程") > 0.7);
        assert!(
            resemblance(
                "某办公室印发《关于促进示例产业发展的若干政策》",
                "关于促进示例产业发展的若干政策"
            ) > 0.75
        );
        assert!(resemblance("甲公司投产", "乙集团签约") < 0.3);
    }
}
