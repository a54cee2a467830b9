//! Classes of characters that the cleaning and the structure rules ask about.

/// Whether `character` is a Han character.
pub fn is_han(character: char) -> bool {
    matches!(character, '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '\u{20000}'..='\u{323AF}' | '〇')
}

/// Whether `character` takes two columns: Han characters, full-width forms and Chinese punctuation.
pub fn is_wide(character: char) -> bool {
    match character {
        // What nearly all text is made of.
        '\0'..='\u{B6}' => false,
        '\u{4E00}'..='\u{9FFF}' => true,
        other => is_rare_wide(other),
    }
}

#[inline(never)]
fn is_rare_wide(character: char) -> bool {
    is_han(character)
        || matches!(
            character,
            '\u{3000}'..='\u{303F}' | '\u{3040}'..='\u{30FF}' | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE4F}'
                | '\u{FF00}'..='\u{FF60}' | '\u{FFE0}'..='\u{FFE6}' | '“' | '”' | '‘' | '’' | '—' | '…' | '·'
        )
}

/// The width of `line` in columns of a fixed-width face.
pub fn width(line: &str) -> usize {
    line.chars()
        .map(|character| 1 + usize::from(is_wide(character)))
        .sum()
}

/// Whether the width of `line` is at most `columns`; a line that is far longer is not measured to its end.
pub fn is_within(line: &str, columns: usize) -> bool {
    // A column takes four bytes at most.
    line.len() <= columns * 4 && width(line) <= columns
}

/// Number of Han characters.
pub fn han_count(text: &str) -> usize {
    text.chars().filter(|&character| is_han(character)).count()
}

/// Whether a line that ends like this has come to the end of a sentence or clause that stands alone.
pub fn ends_sentence(line: &str) -> bool {
    let mut rest = line.trim_end();
    // Closing quotes and brackets hide the stop before them.
    while let Some(shorter) = rest.strip_suffix(['”', '’', '」', '』', '）', ')', '"', '》', '】'])
    {
        rest = shorter;
    }
    let mut backwards = rest.chars().rev();
    match backwards.next() {
        Some('。' | '！' | '？' | '；' | '：' | '…' | ':' | ';' | '!' | '?') => true,
        Some('.') => backwards
            .next()
            .is_some_and(|before| !before.is_ascii_digit()),
        Some(_) => false,
        // Nothing but closing marks.
        None => true,
    }
}

/// Whether `numeral` is a digit of Chinese numbers.
pub fn is_chinese_numeral(numeral: char) -> bool {
    matches!(
        numeral,
        '一' | '二'
            | '三'
            | '四'
            | '五'
            | '六'
            | '七'
            | '八'
            | '九'
            | '十'
            | '百'
            | '〇'
            | '零'
            | '两'
    )
}

/// `text` without white space and punctuation, letters in lower case, full-width forms in half-width: what is compared when
/// titles and names are.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for character in text.chars() {
        let character = match character {
            // The two kinds that nearly all text is made of.
            '\u{4E00}'..='\u{9FFF}' => {
                folded.push(character);
                continue;
            }
            'a'..='z' | '0'..='9' | 'A'..='Z' => {
                folded.push(character.to_ascii_lowercase());
                continue;
            }
            '\u{FF01}'..='\u{FF5E}' => {
                char::from_u32(u32::from(character) - 0xFEE0).unwrap_or(character)
            }
            '\0'..='\u{2000}' | '\u{3000}'..='\u{303F}' => character,
            other => super::compatibility::ordinary(other).unwrap_or(other),
        };
        if character.is_alphanumeric() {
            folded.extend(character.to_lowercase());
        } else if matches!(character, '+' | '%' | '$' | '€' | '£' | '¥') {
            folded.push(character);
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stop_before_a_closing_mark_ends_the_sentence() {
        for ended in ["完成。", "完成。”", "（已完成。）", "done.", "如下："] {
            assert!(ends_sentence(ended), "{ended}");
        }
        for open in ["半导体制", "约1.", "公司（示例）", "而且，"] {
            assert!(!ends_sentence(open), "{open}");
        }
    }

    #[test]
    fn folding_leaves_what_titles_are_compared_by() {
        assert_eq!(
            fold("示例 科技：ＡＩ、“芯片”（2025年）+10%"),
            "示例科技ai芯片2025年+10%"
        );
    }

    #[test]
    fn han_characters_take_two_columns() {
        assert_eq!(width("示例 a，"), 8);
        assert_eq!(han_count("示例 a，"), 2);
    }
}
