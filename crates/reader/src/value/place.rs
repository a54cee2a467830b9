//! Places: administrative regions and zones, resolved to codes.

use std::collections::HashMap;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use xinqiao_record::region::Level;
use xinqiao_record::{Region, RegionCode};

use super::memo::{Memo, remembered};
use super::pattern::words;
use super::{Found, head, slice};

const ZONES: &str = include_str!("../../../../data/regions/places.tsv");

/// Latin spellings of provinces and of cities that English texts name; general geography only.
const LATIN: &[(&str, &str)] = &[
    ("Beijing", "110000"),
    ("Tianjin", "120000"),
    ("Shanghai", "310000"),
    ("Chongqing", "500000"),
    ("Nanjing", "320100"),
    ("Wuxi", "320200"),
    ("Suzhou", "320500"),
    ("Nantong", "320600"),
    ("Changzhou", "320400"),
    ("Xuzhou", "320300"),
    ("Hangzhou", "330100"),
    ("Ningbo", "330200"),
    ("Jiaxing", "330400"),
    ("Shaoxing", "330600"),
    ("Hefei", "340100"),
    ("Wuhu", "340200"),
    ("Xiamen", "350200"),
    ("Quanzhou", "350500"),
    ("Fuzhou", "350100"),
    ("Jinan", "370100"),
    ("Qingdao", "370200"),
    ("Wuhan", "420100"),
    ("Changsha", "430100"),
    ("Guangzhou", "440100"),
    ("Shenzhen", "440300"),
    ("Zhuhai", "440400"),
    ("Dongguan", "441900"),
    ("Chengdu", "510100"),
    ("Xi'an", "610100"),
    ("Dalian", "210200"),
    ("Shenyang", "210100"),
    ("Zhengzhou", "410100"),
    ("Nanchang", "360100"),
    ("Jiangsu", "320000"),
    ("Zhejiang", "330000"),
    ("Guangdong", "440000"),
    ("Anhui", "340000"),
    ("Fujian", "350000"),
    ("Hubei", "420000"),
    ("Sichuan", "510000"),
    ("Huishan district", "320206"),
    ("Hong Kong", "810000"),
    ("Pudong", "310115"),
];

/// Where a name is not the place: the name, what stands before it, what stands after it. Either side suffices.
const NOT_WHEN: &[(&str, &str, &str)] = &[
    ("界首", "业世", "次个款家"),
    ("东光", "广", ""),
    ("大新", "强壮重巨扩最", ""),
    ("天等", "九今明每昨", ""),
    ("民和", "移居农市人公村", ""),
    ("利通", "顺胜便有", ""),
    ("通化", "普沟交流", ""),
    ("定安", "稳", ""),
    ("成安", "完", "装全"),
    ("建安", "", "投工装全"),
    ("台前", "平", "期"),
    ("同江", "", "苏西"),
    ("中方", "", "持占出与将在为"),
    ("卓资", "", "本"),
    ("开封", "展", "装测"),
    ("前海", "目", ""),
    ("三明", "", "治"),
    ("大同", "", "小"),
    ("中山", "", "大装路医"),
    ("东方", "", "证财富通"),
    ("安康", "", ""),
    ("平安", "", "银证保集"),
    ("海南", "上", ""),
    ("南海", "", "诸"),
    ("通州", "南", ""),
    ("朝阳", "", "产行"),
    ("清华", "", "大"),
    ("黄山", "", "路"),
    ("北海", "", "道"),
    ("宁波", "", "银"),
    ("上海", "", "银证浦汽自微"),
    ("北京", "", "银大理邮航时"),
    ("南京", "", "大理银邮航东"),
    ("浙江", "", "大工理"),
    ("武汉", "", "大理"),
    ("四川", "", "大"),
    ("重庆", "", "大邮"),
    ("厦门", "", "大"),
    ("西安", "", "交电"),
    ("天津", "", "大"),
    ("兰州", "", "大"),
    ("河海", "", "大"),
    ("杭州", "", "电师"),
    ("东南", "", "大"),
    ("江苏", "", "银大"),
    ("浦东", "", "发"),
    ("广发", "", ""),
    ("东海", "", "证"),
    ("山西", "", "证"),
    ("长江", "", "存证电"),
    ("华东", "", ""),
];

struct Gazetteer {
    matcher: AhoCorasick,
    /// For each pattern the codes that it may mean, in code order.
    codes: Vec<Vec<RegionCode>>,
}

static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(|| {
    let mut order: Vec<&'static str> = Vec::new();
    let mut codes: HashMap<&'static str, Vec<RegionCode>> = HashMap::new();
    let mut add = |name: &'static str, code: RegionCode| {
        if name.chars().count() < 2 {
            return;
        }
        let list = codes.entry(name).or_insert_with(|| {
            order.push(name);
            Vec::new()
        });
        if !list.contains(&code) {
            list.push(code);
        }
    };
    for region in Region::all() {
        add(region.name, region.code);
        add(region.short, region.code);
    }
    for line in ZONES.lines().skip(1) {
        let mut cells = line.split('\t');
        if let (Some(name), Some(code)) = (
            cells.next(),
            cells.next().and_then(|code| code.parse().ok()),
        ) {
            add(name, code);
        }
    }
    for &(name, code) in LATIN {
        if let Ok(code) = code.parse() {
            add(name, code);
        }
    }
    let matcher = words(&order);
    let codes = order
        .iter()
        .map(|name| codes.remove(name).unwrap_or_default())
        .collect();
    Gazetteer { matcher, codes }
});

/// A place: the deepest region of a chain such as 浙江嘉兴秀洲区王店镇, and the words of the whole chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The region.
    pub code: RegionCode,
    /// Whether the name had several meanings that the text did not tell apart.
    pub open: bool,
}

/// The places in `text`. A name with several meanings is told by the region before it in the chain, then by the other
/// places of the text; if that does not help, `open` is set and the code is the first.
pub fn places(text: &str) -> Vec<Found<Place>> {
    thread_local! {
        static MEMO: Memo<(), Vec<Found<Place>>> = const { Memo::new() };
    }
    remembered(&MEMO, text, (), || read_all(text))
}

fn read_all(text: &str) -> Vec<Found<Place>> {
    let gazetteer = &*GAZETTEER;
    let mut raw: Vec<(usize, usize, &[RegionCode])> = Vec::new();
    for hit in gazetteer.matcher.find_iter(text) {
        let name = slice(text, hit.start(), hit.end());
        if is_other_word(text, name, hit.start(), hit.end()) {
            continue;
        }
        if let Some(codes) = gazetteer.codes.get(hit.pattern().as_usize()) {
            raw.push((hit.start(), hit.end(), codes));
        }
    }
    // What the unambiguous names say, for those that are not.
    let certain: Vec<RegionCode> = raw
        .iter()
        .filter_map(|(_, _, codes)| if let [one] = codes { Some(*one) } else { None })
        .collect();
    let mut found: Vec<Found<Place>> = Vec::new();
    for (start, end, codes) in raw {
        let previous = found
            .last()
            .filter(|last| touches(text, last.end, start))
            .map(|last| last.value.code);
        let within_previous =
            previous.and_then(|outer| codes.iter().find(|code| code.within(outer)));
        let code = match (within_previous, codes) {
            (Some(&code), _) => Some((code, false)),
            (None, [one]) => Some((*one, false)),
            (None, several) => several
                .iter()
                .find(|code| {
                    certain.iter().any(|known| {
                        code.city().is_some_and(|city| known.within(city))
                            || (known.level() != Level::County && code.within(*known))
                    })
                })
                .map(|&code| (code, false))
                .or_else(|| several.first().map(|&code| (code, true))),
        };
        let Some((code, open)) = code else { continue };
        match found.last_mut() {
            // The chain goes deeper: one place.
            Some(last)
                if previous.is_some_and(|outer| code.within(outer)) && code != last.value.code =>
            {
                last.end = end;
                last.value = Place {
                    code,
                    open: open && last.value.open,
                };
            }
            // "杭州萧山" told by two names for the same region, or a zone of the county just named.
            Some(last) if previous.is_some_and(|outer| outer.within(code)) => last.end = end,
            _ => found.push(Found {
                start,
                end,
                value: Place { code, open },
            }),
        }
    }
    for one in &mut found {
        deepen(text, one);
        one.end = extended(text, one.end);
    }
    found
}

/// 嘉兴南湖: a county named right after its city, without its kind word.
fn deepen(text: &str, place: &mut Found<Place>) {
    if place.value.code.level() == Level::County || place.value.open {
        return;
    }
    let rest = slice(text, place.end, text.len());
    if !rest.starts_with(super::is_han) {
        return;
    }
    for child in Region::children(Some(place.value.code)) {
        let bare = child
            .name
            .strip_suffix(['区', '县', '市'])
            .unwrap_or(child.name);
        if bare.chars().count() >= 2 && rest.starts_with(bare) {
            place.end += if rest.starts_with(child.name) {
                child.name.len()
            } else {
                bare.len()
            };
            place.value.code = child.code;
            return;
        }
    }
}

/// Whether a name goes on where another ends: directly, or with a kind word, a bracket or a blank between.
fn touches(text: &str, end: usize, start: usize) -> bool {
    let between = slice(text, end, start);
    matches!(
        between.trim(),
        "" | "省" | "市" | "区" | "县" | "·" | "（" | "(" | "、" | "," | "，" | "district," | "的"
    ) && between != "、"
}

fn is_other_word(text: &str, name: &str, start: usize, end: usize) -> bool {
    let before = slice(text, 0, start).chars().next_back();
    let after = slice(text, end, text.len()).chars().next();
    if name.is_ascii() {
        return before.is_some_and(|one| one.is_ascii_alphanumeric())
            || after.is_some_and(|one| one.is_ascii_alphanumeric());
    }
    NOT_WHEN.iter().any(|&(word, left, right)| {
        name == word
            && (before.is_some_and(|one| left.contains(one))
                || after.is_some_and(|one| right.contains(one))
                || (left.is_empty() && right.is_empty()))
    })
}

/// The end of the place's own words: town, street, zone and park that follow the county.
fn extended(text: &str, end: usize) -> usize {
    const TAILS: [&str; 14] = [
        "经济技术开发区",
        "高新技术产业开发区",
        "经济开发区",
        "高新区",
        "经开区",
        "开发区",
        "综合保税区",
        "工业园区",
        "产业园",
        "科技城",
        "镇",
        "街道",
        "乡",
        "新城",
    ];
    let next = head(slice(text, end, text.len()), 14);
    let stop = next
        .find(|one: char| "，。；、：的举于 （(“\n\t".contains(one))
        .unwrap_or(next.len());
    let next = next.get(..stop).unwrap_or("");
    TAILS
        .iter()
        .filter_map(|tail| {
            next.find(tail)
                .filter(|&at| at <= 12)
                .map(|at| at + tail.len())
        })
        .min()
        .map_or(end, |length| end + length)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        places(text)
            .into_iter()
            .map(|one| {
                format!(
                    "{} {}{}",
                    one.value.code,
                    &text[one.start..one.end],
                    if one.value.open { " ?" } else { "" }
                )
            })
            .collect()
    }

    #[test]
    fn a_chain_leads_to_the_deepest_region() {
        assert_eq!(
            read("6月15日，浙江嘉兴秀洲区王店镇迎来"),
            ["330411 浙江嘉兴秀洲区王店镇"]
        );
        assert_eq!(
            read("江苏省无锡市锡山区举行"),
            ["320205 江苏省无锡市锡山区"]
        );
        assert_eq!(read("位于嘉兴南湖的工厂"), ["330402 嘉兴南湖"]);
        assert_eq!(
            read("line in Huishan district, Wuxi"),
            ["320206 Huishan district, Wuxi"]
        );
    }

    #[test]
    fn a_name_with_several_meanings_is_told_by_its_neighbours() {
        assert_eq!(read("南京鼓楼区"), ["320106 南京鼓楼区"]);
        assert_eq!(read("鼓楼区在福州召开"), ["350102 鼓楼区", "350100 福州"]);
        assert!(read("鼓楼区")[0].ends_with('?'));
    }

    #[test]
    fn names_inside_other_words_are_no_places() {
        for text in ["已展开封装测试", "目前海外市场", "浙江大学", "平安银行"]
        {
            assert_eq!(read(text), Vec::<String>::new(), "{text}");
        }
    }
}
