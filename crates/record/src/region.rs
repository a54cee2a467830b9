//! Administrative regions: GB/T 2260 codes and their tree.
//!
//! The table ships as data (`data/regions/gb2260.tsv`); its year and origin stand in the README beside it.

use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

const TABLE: &str = include_str!("../../../data/regions/gb2260.tsv");

/// A six-digit code that the table knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RegionCode(u32);

/// The text is not a region code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` is not a GB/T 2260 region code; six digits such as 330109 are needed")]
pub struct BadRegion {
    found: String,
}

/// How deep a region lies in the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// Province, municipality, autonomous region, special administrative region.
    Province,
    /// Prefecture-level city, autonomous prefecture, league, prefecture.
    Prefecture,
    /// County, county-level city, district, banner.
    County,
}

/// One row of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region {
    /// The code.
    pub code: RegionCode,
    /// The official name, `萧山区`.
    pub name: &'static str,
    /// The name in running text, `萧山`.
    pub short: &'static str,
    /// The region that this one lies in; `None` for provinces.
    pub parent: Option<RegionCode>,
}

struct Table {
    rows: Vec<Region>,
    by_code: HashMap<u32, usize>,
}

static REGIONS: LazyLock<Table> = LazyLock::new(|| {
    let rows: Vec<Region> = TABLE.lines().skip(1).filter_map(parse_row).collect();
    let by_code = rows
        .iter()
        .enumerate()
        .map(|(index, row)| (row.code.0, index))
        .collect();
    Table { rows, by_code }
});

fn parse_row(line: &'static str) -> Option<Region> {
    let mut cells = line.split('\t');
    let code = RegionCode(cells.next()?.parse().ok()?);
    let name = cells.next()?;
    let parent = cells.next()?.parse().ok().map(RegionCode);
    let short = cells.next()?;
    Some(Region {
        code,
        name,
        short,
        parent,
    })
}

impl RegionCode {
    /// The row of this code.
    pub fn region(self) -> &'static Region {
        // INVARIANT: a code is only made from the table, so its row is there.
        static NOWHERE: Region = Region {
            code: RegionCode(0),
            name: "",
            short: "",
            parent: None,
        };
        let table = &*REGIONS;
        table
            .by_code
            .get(&self.0)
            .and_then(|&index| table.rows.get(index))
            .unwrap_or(&NOWHERE)
    }

    /// How deep the region lies.
    pub fn level(self) -> Level {
        match (self.0 % 10_000, self.0 % 100) {
            (0, _) => Level::Province,
            (_, 0) => Level::Prefecture,
            _ => Level::County,
        }
    }

    /// The region and those that it lies in, from itself up to its province.
    pub fn ancestry(self) -> impl Iterator<Item = &'static Region> {
        std::iter::successors(Some(self.region()), |region| {
            region.parent.map(RegionCode::region)
        })
    }

    /// Whether this region is `outer` or lies in it.
    pub fn within(self, outer: RegionCode) -> bool {
        self.ancestry().any(|region| region.code == outer)
    }

    /// The province, municipality or autonomous region.
    pub fn province(self) -> RegionCode {
        self.ancestry().last().map_or(self, |region| region.code)
    }

    /// The prefecture-level city, or the municipality itself; `None` for other provinces.
    ///
    /// A county that a province governs directly counts as its own city.
    pub fn city(self) -> Option<RegionCode> {
        if matches!(self.0 / 10_000, 11 | 12 | 31 | 50 | 81 | 82) {
            return Some(self.province());
        }
        match self.level() {
            Level::Province => None,
            Level::Prefecture => Some(self),
            Level::County => self
                .ancestry()
                .map(|region| region.code)
                .find(|code| code.level() == Level::Prefecture)
                .or(Some(self)),
        }
    }

    /// The full name from the province down, without repeating: `浙江省杭州市萧山区`.
    pub fn full_name(self) -> String {
        let mut names: Vec<_> = self.ancestry().map(|region| region.name).collect();
        names.reverse();
        names.concat()
    }
}

impl Region {
    /// Every region, by code.
    pub fn all() -> impl Iterator<Item = &'static Region> {
        REGIONS.rows.iter()
    }

    /// The regions directly below `parent`; the provinces for `None`.
    pub fn children(parent: Option<RegionCode>) -> impl Iterator<Item = &'static Region> {
        Region::all().filter(move |region| region.parent == parent)
    }
}

impl fmt::Display for RegionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:06}", self.0)
    }
}

impl FromStr for RegionCode {
    type Err = BadRegion;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let known = |code: &u32| REGIONS.by_code.contains_key(code);
        Some(text)
            .filter(|text| text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit()))
            .and_then(|text| text.parse().ok())
            .filter(known)
            .map(RegionCode)
            .ok_or_else(|| BadRegion {
                found: text.to_owned(),
            })
    }
}

impl Serialize for RegionCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for RegionCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(de::Error::custom)
    }
}

impl JsonSchema for RegionCode {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "RegionCode".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^[0-9]{6}$" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> RegionCode {
        text.parse().unwrap()
    }

    #[test]
    fn the_tree_leads_from_a_district_to_its_province() {
        let xiaoshan = code("330109");
        assert_eq!(xiaoshan.full_name(), "浙江省杭州市萧山区");
        assert!(xiaoshan.within(code("330000")));
        assert!(!xiaoshan.within(code("330200")));
        assert_eq!(xiaoshan.city(), Some(code("330100")));
        assert_eq!(xiaoshan.level(), Level::County);
    }

    #[test]
    fn a_municipality_is_its_own_city() {
        assert_eq!(code("310115").city(), Some(code("310000")));
        assert_eq!(code("310115").full_name(), "上海市浦东新区");
    }

    #[test]
    fn a_county_under_a_province_is_its_own_city() {
        assert_eq!(code("429004").city(), Some(code("429004")));
        assert_eq!(code("330000").city(), None);
    }

    #[test]
    fn every_row_has_a_known_parent_and_a_name() {
        for region in Region::all() {
            assert!(
                !region.name.is_empty() && !region.short.is_empty(),
                "{region:?}"
            );
            if let Some(parent) = region.parent {
                assert_eq!(parent.region().code, parent, "{region:?}");
            }
        }
        assert_eq!(Region::children(None).count(), 34);
    }

    #[test]
    fn a_code_that_is_not_in_the_table_is_refused() {
        for text in ["999999", "3301", "33010a", ""] {
            assert!(text.parse::<RegionCode>().is_err());
        }
    }
}
