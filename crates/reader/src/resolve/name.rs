//! The forms of an organisation's name under which it may be met again.

use std::sync::LazyLock;

use xinqiao_record::Region;
use xinqiao_record::region::Level;

/// Endings that only say what legal person it is, longest first. They never tell two firms apart.
const LEGAL_SUFFIXES: [&str; 26] = [
    "集团股份有限公司",
    "集团有限责任公司",
    "集团有限公司",
    "股份有限公司",
    "有限责任公司",
    "有限公司",
    "(集团)",
    "集团",
    "公司",
    "corporation",
    "incorporated",
    "co.,ltd.",
    "co.,ltd",
    "co.ltd",
    "pte.ltd.",
    "company",
    "limited",
    "gmbh",
    "corp.",
    "corp",
    "inc.",
    "inc",
    "ltd.",
    "ltd",
    "n.v.",
    "b.v.",
];

/// Words of the trade that names drop when they are shortened.
const TRADE_WORDS: [&str; 22] = [
    "集成电路",
    "半导体",
    "微电子",
    "电子材料",
    "新材料",
    "电子",
    "科技",
    "技术",
    "材料",
    "光电",
    "信息",
    "智能",
    "制造",
    "设备",
    "精密",
    "控股",
    "实业",
    "器件",
    "芯片",
    "工业",
    "产业",
    "发展",
];

/// The forms of one name, from the strictest to the loosest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameForms {
    /// Letter case, width, spaces, quotes and brackets folded.
    pub folded: String,
    /// Without the legal ending.
    pub plain: String,
    /// Without the place in front and without words of the trade; empty where nothing telling is left.
    pub core: String,
    /// The place in the name, as its short name, where there is one.
    pub place: Option<&'static str>,
}

/// Folds letter case, full-width forms, spaces, quotation marks and brackets.
pub fn fold(name: &str) -> String {
    name.chars()
        .filter_map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0),
            c => Some(c),
        })
        .filter(|c| {
            !c.is_whitespace()
                && !matches!(
                    c,
                    '“' | '”' | '"' | '「' | '」' | '《' | '》' | '·' | '\'' | '*'
                )
        })
        .flat_map(char::to_lowercase)
        .collect()
}

/// Short names of provinces and cities, longest first, for the place in front of a name.
static PLACES: LazyLock<Vec<(&'static str, &'static str)>> = LazyLock::new(|| {
    let mut places: Vec<_> = Region::all()
        .filter(|region| {
            region.code.level() <= Level::Prefecture
                || region.parent.is_some_and(|p| p.level() == Level::Province)
        })
        .flat_map(|region| [(region.name, region.short), (region.short, region.short)])
        .filter(|(name, _)| name.chars().count() >= 2)
        .collect();
    places.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then(a.cmp(b)));
    places
});

/// The forms of `name`.
pub fn forms(name: &str) -> NameForms {
    let folded = fold(name);
    let mut plain = folded.replace(['(', ')'], "");
    let bare = |text: &str| text.replace(['(', ')'], "");
    for suffix in LEGAL_SUFFIXES {
        let suffix = bare(suffix);
        if let Some(stem) = plain.strip_suffix(suffix.as_str())
            && stem.chars().count() >= 2
        {
            plain = stem.trim_end_matches(',').to_owned();
            break;
        }
    }
    let (place, rest) = split_place(&plain);
    let core = core_of(rest);
    NameForms {
        folded,
        plain,
        core,
        place,
    }
}

/// The place in front of a name, and what follows it. A name that is nothing but a place keeps it.
fn split_place(plain: &str) -> (Option<&'static str>, &str) {
    let mut rest = plain;
    let mut found = None;
    while let Some((after, short)) = PLACES.iter().find_map(|(name, short)| {
        rest.strip_prefix(name)
            .filter(|after| after.chars().count() >= 2)
            .map(|after| (after, *short))
    }) {
        found = Some(short);
        rest = after;
    }
    (found, rest)
}

/// What is left without words of the trade at the end; empty if fewer than two characters are.
fn core_of(rest: &str) -> String {
    let mut core = rest;
    while let Some(stem) = TRADE_WORDS.iter().find_map(|word| core.strip_suffix(word)) {
        if stem.chars().count() < 2 {
            break;
        }
        core = stem;
    }
    if core.chars().count() >= 2 && !TRADE_WORDS.contains(&core) {
        core.to_owned()
    } else {
        String::new()
    }
}

/// Whether a name is too general to tell an organisation by: `公司`, `该项目`, a single character.
pub fn is_general(folded: &str) -> bool {
    const GENERAL: [&str; 14] = [
        "公司",
        "集团",
        "本公司",
        "该公司",
        "企业",
        "甲方",
        "乙方",
        "标的公司",
        "发行人",
        "母公司",
        "子公司",
        "管委会",
        "市政府",
        "基金",
    ];
    folded.chars().count() < 2 || GENERAL.contains(&folded) || TRADE_WORDS.contains(&folded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn width_brackets_and_the_legal_ending_do_not_matter() {
        let a = forms("示例芯（上海）半导体有限公司");
        let b = forms("示例芯(上海)半导体股份有限公司");
        assert_ne!(a.folded, b.folded);
        assert_eq!(a.plain, b.plain);
        assert_eq!(forms("Example Devices Co., Ltd.").plain, "exampledevices");
    }

    #[test]
    fn the_core_drops_the_place_and_the_trade() {
        let name = forms("浙江示晶电子材料有限公司");
        assert_eq!(name.core, "示晶");
        assert_eq!(name.place, Some("浙江"));
        assert_eq!(forms("示晶半导体").core, "示晶");
    }

    #[test]
    fn a_name_of_nothing_but_trade_words_has_no_core() {
        assert_eq!(forms("电子科技有限公司").core, "");
        assert!(is_general("公司"));
        assert!(!is_general("示晶"));
    }
}
