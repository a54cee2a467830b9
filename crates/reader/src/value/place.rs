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

/// Latin spellings of provinces, cities and counties as English texts write them.
const LATIN: &str = include_str!("../../../../data/regions/latin.tsv");

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
    /// The counties in Latin letters with their kind word, `Huishan District`.
    counties: HashMap<&'static str, Vec<RegionCode>>,
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
    let mut counties: HashMap<&'static str, Vec<RegionCode>> = HashMap::new();
    for line in LATIN.lines().skip(1) {
        let Some((name, code)) = line.split_once('\t') else {
            continue;
        };
        let Ok(code) = code.parse() else { continue };
        if name.ends_with(" District") || name.ends_with(" County") {
            counties.entry(name).or_default().push(code);
        } else {
            add(name, code);
        }
    }
    let matcher = words(&order);
    let codes = order
        .iter()
        .map(|name| codes.remove(name).unwrap_or_default())
        .collect();
    Gazetteer {
        matcher,
        codes,
        counties,
    }
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
    remembered(&MEMO, text, (), || read_all(text, &[]))
}

/// The places in `text`, which stands among words that name the regions `around`.
pub(crate) fn places_among(text: &str, around: &[RegionCode]) -> Vec<Found<Place>> {
    if around.is_empty() {
        places(text)
    } else {
        read_all(text, around)
    }
}

fn read_all(text: &str, around: &[RegionCode]) -> Vec<Found<Place>> {
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
    let mut certain: Vec<RegionCode> = raw
        .iter()
        .filter_map(|(_, _, codes)| if let [one] = codes { Some(*one) } else { None })
        .collect();
    if text.contains("istrict") || text.contains("ounty") {
        for (start, end, codes) in latin_counties(gazetteer, text) {
            let told = county_within(codes, &certain).or_else(|| county_within(codes, around));
            if let Some(code) = told {
                raw.push((start, end, std::slice::from_ref(code)));
            }
        }
        raw.sort_by_key(|&(start, ..)| start);
    }
    certain.extend_from_slice(around);
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

/// "Huishan district", "Tianyuan District": the names in Latin letters that stand before a kind word, with what each may mean.
fn latin_counties<'g>(
    gazetteer: &'g Gazetteer,
    text: &str,
) -> Vec<(usize, usize, &'g [RegionCode])> {
    let mut found = Vec::new();
    for kind in [" District", " district", " County", " county"] {
        for (at, _) in text.match_indices(kind) {
            let end = at + kind.len();
            if slice(text, end, text.len()).starts_with(|next: char| next.is_ascii_alphanumeric()) {
                continue;
            }
            let start = slice(text, 0, at)
                .char_indices()
                .rev()
                .take_while(|(_, one)| one.is_ascii_alphabetic() || matches!(one, '\'' | '’'))
                .last()
                .map_or(at, |(first, _)| first);
            let kind = if kind.ends_with("istrict") {
                "District"
            } else {
                "County"
            };
            let name = format!("{} {kind}", slice(text, start, at).replace('’', "'"));
            if let Some(codes) = gazetteer.counties.get(name.as_str()) {
                found.push((start, end, codes.as_slice()));
            }
        }
    }
    found
}

/// The one county of `codes` that lies in a city or province of `known`. Spelled in Latin letters a county alone is too open: the name
/// may be another county's, or a foreign town's.
fn county_within<'c>(codes: &'c [RegionCode], known: &[RegionCode]) -> Option<&'c RegionCode> {
    let only = |in_city: bool| {
        let mut fitting = codes.iter().filter(|code| {
            known.iter().any(|outer| {
                outer.level() != Level::County
                    && (!in_city || outer.city() == Some(*outer))
                    && code.within(*outer)
            })
        });
        let first = fitting.next();
        first.filter(|_| fitting.next().is_none())
    };
    only(true).or_else(|| only(false))
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
        // "Jinjiang District" is not the city of that spelling, and a university need not stand in the city of its name.
        const TAILS: [&str; 6] = [
            " District",
            " district",
            " County",
            " county",
            " University",
            " Institute",
        ];
        let rest = slice(text, end, text.len());
        return before.is_some_and(|one| one.is_ascii_alphanumeric())
            || after.is_some_and(|one| one.is_ascii_alphanumeric())
            || TAILS.iter().any(|tail| rest.starts_with(tail));
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
    fn a_latin_county_is_told_by_a_city_beside_it() {
        assert_eq!(
            read("a plant in Wujin District, Changzhou"),
            ["320412 Wujin District, Changzhou"]
        );
        assert_eq!(
            read("Zhuzhou-based, with a line in Tianyuan District"),
            ["430200 Zhuzhou", "430211 Tianyuan District"]
        );
        assert_eq!(read("an office in Tianyuan District"), Vec::<String>::new());
        assert_eq!(read("at Nanjing University"), Vec::<String>::new());
        assert_eq!(
            read("a park in Jinjiang District, Chengdu"),
            ["510104 Jinjiang District, Chengdu"]
        );
        let zhuzhou = "430200".parse().unwrap();
        let near = places_among("its line in Tianyuan District", &[zhuzhou]);
        assert_eq!(near.len(), 1);
        assert_eq!(near[0].value.code.to_string(), "430211");
    }

    #[test]
    fn names_inside_other_words_are_no_places() {
        for text in ["已展开封装测试", "目前海外市场", "浙江大学", "平安银行"]
        {
            assert_eq!(read(text), Vec::<String>::new(), "{text}");
        }
    }
}
