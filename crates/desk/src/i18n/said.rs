//! What the engines say in English, in Chinese.
//!
//! Engines know no languages of the interface: they say what is wrong once, in English. The catalogue gives the
//! Chinese of each message; one that is not in it stays as it is.

use std::sync::LazyLock;

const CATALOGUE: &str = include_str!("../../locales/zh-CN/messages.txt");

/// Parts that change may be messages themselves, this deep.
const DEPTH: u8 = 8;

/// One message: what stands around its changing parts, and the Chinese with their numbers.
struct Message {
    around: Vec<&'static str>,
    chinese: &'static str,
}

/// The messages with the most fixed letters first: the more special one is the right one.
static MESSAGES: LazyLock<Vec<Message>> = LazyLock::new(|| {
    let lines = CATALOGUE.lines().filter(|line| !line.starts_with('#'));
    let mut messages: Vec<Message> = lines
        .filter_map(|line| line.split_once(" → "))
        .map(|(english, chinese)| Message {
            around: english.split("{}").collect(),
            chinese,
        })
        .collect();
    messages.sort_by_key(|message| {
        let letters: usize = message.around.iter().map(|part| part.len()).sum();
        std::cmp::Reverse(letters)
    });
    messages
});

/// A message in Chinese, if the catalogue has it.
pub(super) fn in_chinese(english: &str) -> Option<String> {
    match english.split_once("\n    hint: ") {
        None => translate(english, DEPTH),
        Some((message, hint)) => {
            let or_same = |text: &str| translate(text, DEPTH).unwrap_or_else(|| text.to_owned());
            Some(format!("{}（{}）", or_same(message), or_same(hint)))
        }
    }
}

fn translate(english: &str, depth: u8) -> Option<String> {
    let depth = depth.checked_sub(1)?;
    MESSAGES.iter().find_map(|message| {
        let parts = parts(english, &message.around)?;
        let mut chinese = message.chinese.to_owned();
        for (number, part) in parts.iter().enumerate() {
            let part = translate(part, depth).unwrap_or_else(|| (*part).to_owned());
            chinese = chinese.replace(&format!("{{{}}}", number + 1), &part);
        }
        Some(chinese)
    })
}

/// The changing parts of a text, each as short as can be, if it is made so.
fn parts<'t>(text: &'t str, around: &[&str]) -> Option<Vec<&'t str>> {
    let (first, rest) = around.split_first()?;
    let mut left = text.strip_prefix(first)?;
    let Some((last, between)) = rest.split_last() else {
        return left.is_empty().then(Vec::new);
    };
    let mut parts = Vec::new();
    for fixed in between {
        let (part, after) = left.split_once(fixed)?;
        parts.push(part);
        left = after;
    }
    parts.push(left.strip_suffix(last)?);
    Some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_keeps_its_changing_parts_and_they_are_translated_too() {
        for (english, chinese) in [
            (
                "`tapeout` is none of `matter`",
                "`tapeout`不在`matter`的选项之中",
            ),
            (
                "this is money, but a rate is needed here",
                "此处是金额，应为比例",
            ),
            (
                "`revenue` must be a number of nm, not a list",
                "`revenue`应为数字（单位：nm），不能是列表",
            ),
        ] {
            assert_eq!(in_chinese(english).as_deref(), Some(chinese));
        }
        assert_eq!(in_chinese("nobody says this"), None);
        assert_eq!(
            in_chinese("3:9: error: unknown field `spendng`\n    hint: did you mean `spending`?")
                .as_deref(),
            Some("第3行第9列：没有字段`spendng`（是否应为`spending`？）")
        );
        assert_eq!(
            in_chinese("2025!B3: `x` is not a number; 2025!B4: `y` is too large").as_deref(),
            Some("2025!B3：`x`不是数字；2025!B4：`y`过大")
        );
    }

    #[test]
    fn every_line_of_the_catalogue_puts_all_its_parts_into_the_chinese() {
        for line in CATALOGUE.lines() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let (english, chinese) = line.split_once(" → ").unwrap();
            for number in 1..=english.matches("{}").count() {
                assert!(chinese.contains(&format!("{{{number}}}")), "{line}");
            }
        }
    }

    /// Whatever the check of packs and profiles says in its own tests has a Chinese form.
    #[test]
    fn what_the_policy_engine_says_is_in_the_catalogue() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../policy");
        let mut said = Vec::new();
        for inner in [
            "tests/snapshots",
            "src/language/check/snapshots",
            "src/profile/snapshots",
        ] {
            let Ok(files) = std::fs::read_dir(format!("{folder}/{inner}")) else {
                continue;
            };
            for file in files.flatten() {
                let text = std::fs::read_to_string(file.path()).unwrap();
                for line in text.lines() {
                    let severity = [": error: ", ": warning: "];
                    let found = severity.iter().find_map(|mark| line.split_once(mark));
                    let hint = line.trim_start().strip_prefix("hint: ");
                    said.extend(found.map(|(_, message)| message.to_owned()));
                    said.extend(hint.map(str::to_owned));
                }
            }
        }
        assert!(said.len() > 40, "{}", said.len());
        let missing: Vec<&String> = said
            .iter()
            .filter(|message| in_chinese(message).is_none_or(|chinese| chinese.is_ascii()))
            .collect();
        assert!(missing.is_empty(), "{missing:#?}");
    }
}
