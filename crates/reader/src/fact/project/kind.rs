//! What a mention is: a project, a group of projects, or none.

use crate::fact::lexicon::GROUP_WORDS;
use crate::value::{head, is_han, slice};

/// Whether the words before a kind of projects say what was done with them: 签约, 引进, 储备.
pub(super) fn dealt_with(before: &str) -> bool {
    [
        "签约", "引进", "招引", "落地", "储备", "新增", "实施", "新签",
    ]
    .iter()
    .any(|verb| before.ends_with(verb))
}

/// Whether a count of several stands in the phrase: 一次签下14个集成电路(项目), 新增10座(晶圆厂). What follows it is a kind, not a name.
pub(super) fn counts_several(stem: &str) -> bool {
    stem.char_indices()
        .filter(|(_, one)| matches!(one, '个' | '座' | '项' | '批'))
        .any(|(at, counter)| {
            let lead = slice(stem, 0, at);
            let digits = lead.len()
                - lead
                    .trim_end_matches(|one: char| one.is_ascii_digit())
                    .len();
            let number = slice(lead, lead.len() - digits, lead.len());
            let several = digits > 0 && digits <= 4 && number != "1"
                || lead.ends_with(['两', '数', '多', '几', '余']);
            let kind = slice(stem, at + counter.len_utf8(), stem.len());
            several && kind.chars().count() <= 12 && !lead.ends_with('第')
        })
}

/// What a noun phrase in front of a head is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Name,
    Group,
    General,
}

pub(super) fn kind_of(stem: &str, noun: &str, after: &str, quoted: bool) -> Kind {
    if quoted {
        return Kind::Name;
    }
    // 和1条灌胶模块产线, 4条产线.
    let bare = stem.trim_start_matches(['和', '与', '及', '、', ' ', '建']);
    let count = bare.trim_start_matches(|one: char| {
        one.is_ascii_digit() || one == ' ' || "两三四五六七八九十".contains(one)
    });
    if count.len() < bare.len()
        && !noun.starts_with('项')
        && count.starts_with(['条', '座', '个', '家', '栋', '处'])
        && !quoted
    {
        return Kind::General;
    }
    if counts_several(stem)
        || noun.starts_with("项目") && stem.ends_with(['暨', '和', '与', '及'])
        || noun == "项目" && after.starts_with("集中")
    {
        return Kind::Group;
    }
    if ["又一", "再一", "另一"]
        .iter()
        .any(|word| stem.starts_with(word))
    {
        return Kind::General;
    }
    // 22个项目, 三大项目, 7个签约项目.
    let digits = stem.trim_end_matches([
        '重', '点', '大', '新', '签', '约', '优', '质', '余', '多', '外', '资', '产', '业',
    ]);
    if digits.ends_with(['个', '项', '批', '条', '座', '家', '类'])
        && noun.starts_with(['项', '产', '生', '基', '园', '工'])
    {
        let before = digits
            .trim_end_matches(['个', '项', '批', '条', '座', '家', '类'])
            .trim_end();
        if before.ends_with(|one: char| {
            one.is_ascii_digit() || "一二三四五六七八九十两多数几每各余首单".contains(one)
        }) || digits.ends_with('类')
        {
            let one =
                before.ends_with('一') && !before.ends_with("十一") && !noun.starts_with('项');
            return if one || before.ends_with('首') || before.ends_with('期') {
                Kind::General
            } else {
                Kind::Group
            };
        }
    }
    // 半导体及新材料类项目7个.
    if head(after, 1).starts_with(|one: char| one.is_ascii_digit())
        && head(after, 6).contains(['个', '项'])
    {
        return Kind::Group;
    }
    // One of something by no name: "一处整机基地", "一条封测试验线".
    if [
        "一处", "一条", "一座", "一个", "一家", "两条", "两座", "三条", "多座", "多处", "一批",
        "数条", "一栋",
    ]
    .iter()
    .any(|word| stem.starts_with(word))
        && !stem.contains(|one: char| one.is_ascii_alphanumeric())
        && stem.chars().count() <= 12
    {
        return Kind::General;
    }
    if ["两个", "三个", "四个", "五个", "六个"]
        .iter()
        .any(|word| stem.contains(word))
    {
        return Kind::Group;
    }
    if ["兼作", "用作", "作为", "兼", "其余", "全国", "唯一", "首个"]
        .iter()
        .any(|word| stem.starts_with(word))
        && stem.chars().count() <= 6
    {
        return Kind::General;
    }
    // 备案项目, 结顶项目: a kind by its stage.
    if noun == "项目"
        && [
            "备案", "结顶", "封顶", "签约", "开工", "投产", "竣工", "在建", "新建", "续建", "通线",
            "落户", "落地", "拟建", "模块", "同期",
        ]
        .contains(&stem)
    {
        return Kind::General;
    }
    // 1999—2001年间新厂: what was built in a stretch of years is no one project.
    if ["年间", "年来", "期间"]
        .iter()
        .any(|word| stem.contains(word))
    {
        return Kind::Group;
    }
    let several = [
        "多个",
        "多地",
        "各地",
        "一批",
        "系列",
        "若干",
        "重大",
        "重点",
        "各类",
        "所有",
        "全部",
        "更多",
        "优质",
        "亿元以上",
        "两个",
        "几个",
        "多条",
        "这些",
    ];
    // 某市本地项目: those of a place.
    if noun == "项目"
        && [
            "本地", "当地", "本市", "本省", "外地", "异地", "园内", "区内", "市内", "省内",
        ]
        .iter()
        .any(|word| stem.ends_with(word))
    {
        return Kind::Group;
    }
    // However much stands before it, 新春重大项目 is a group.
    if [
        "重大",
        "重点",
        "亿元以上",
        "若干",
        "多个",
        "一批",
        "重大产业",
        "重点产业",
        "重大项目",
        "类",
    ]
    .iter()
    .any(|word| stem.ends_with(word))
    {
        return Kind::Group;
    }
    let general =
        if several.iter().any(|word| stem.contains(word)) || noun == "项目" && stem == "投资" {
            Kind::Group
        } else {
            Kind::General
        };
    let mut rest = stem;
    while let Some(word) = GROUP_WORDS
        .iter()
        .filter(|word| rest.ends_with(**word))
        .max_by_key(|word| word.len())
    {
        rest = rest
            .strip_suffix(word)
            .unwrap_or("")
            .trim_end_matches(['和', '与', '及', '、', '的', '+', ' ']);
        if rest.is_empty() {
            return general;
        }
    }
    let plain =
        rest.trim_matches(|one: char| one.is_ascii_digit() || "个项条家座名第批".contains(one));
    // One Han character left over is a preposition or half a word.
    if plain.is_empty() || plain.chars().count() == 1 && plain.chars().all(is_han) {
        general
    } else {
        Kind::Name
    }
}
