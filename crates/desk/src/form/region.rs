//! Regions by code or by name.

use std::collections::HashMap;
use std::sync::LazyLock;

use xinqiao_record::region::Level;
use xinqiao_record::{Region, RegionCode};

use super::codec::{Codec, Fault};
use super::{Input, Item};
use crate::i18n::Texts;
use crate::show;

/// Every name of every region: official, short, after its city, in full.
static NAMES: LazyLock<HashMap<String, Vec<RegionCode>>> = LazyLock::new(|| {
    let mut names: HashMap<String, Vec<RegionCode>> = HashMap::new();
    for region in Region::all() {
        let code = region.code;
        for name in [
            region.name.to_owned(),
            region.short.to_owned(),
            show::region(code),
            code.full_name(),
        ] {
            let codes = names.entry(name).or_default();
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
    }
    names
});

/// The full names of provinces and cities, for a list of suggestions.
pub fn suggestions() -> Vec<String> {
    Region::all()
        .filter(|region| region.code.level() != Level::County)
        .map(|region| region.code.full_name())
        .collect()
}

/// A place, which may be unknown.
pub(crate) struct Place;

fn find(text: &str) -> Result<RegionCode, Fault> {
    if let Ok(code) = text.parse() {
        return Ok(code);
    }
    match NAMES.get(text).map(Vec::as_slice) {
        Some([code]) => Ok(*code),
        None | Some([]) => Err(Fault::new("form-error-region", text)),
        // 吉林 is a province and a city in it: the larger one is meant, if it holds all the others.
        Some(codes) => {
            let outer = codes
                .iter()
                .find(|outer| codes.iter().all(|code| code.within(**outer)));
            outer.copied().ok_or_else(|| {
                let choices: Vec<_> = codes.iter().take(6).map(|code| code.full_name()).collect();
                Fault::new("form-error-region-many", choices.join(" / "))
            })
        }
    }
}

impl Codec for Place {
    type Value = Option<RegionCode>;

    fn write(&self, value: &Option<RegionCode>, _: &Texts) -> String {
        let Some(code) = value else {
            return String::new();
        };
        let name = code.full_name();
        if find(&name) == Ok(*code) {
            name
        } else {
            code.to_string()
        }
    }

    fn read(
        &self,
        text: &str,
        _: &Option<RegionCode>,
        _: &Texts,
    ) -> Result<Option<RegionCode>, Fault> {
        let text = text.trim();
        if text.is_empty() {
            Ok(None)
        } else {
            find(text).map(Some)
        }
    }

    fn show(&self, value: &Option<RegionCode>, _: &Texts) -> Vec<Item> {
        value
            .iter()
            .map(|code| Item::text(show::region_full(*code)))
            .collect()
    }

    fn input(&self, _: &Texts) -> Input {
        Input::Region
    }

    fn hint(&self) -> &'static str {
        "form-hint-region"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_region_reads_back_as_it_is_written() {
        let t = Texts::of(xinqiao_record::Language::Chinese);
        for region in Region::all() {
            let written = Place.write(&Some(region.code), t);
            assert_eq!(
                Place.read(&written, &None, t),
                Ok(Some(region.code)),
                "{written}"
            );
        }
    }

    #[test]
    fn a_place_is_found_by_any_of_its_names() {
        for text in ["330109", "萧山区", "杭州萧山", "浙江省杭州市萧山区"] {
            assert_eq!(
                find(text).map(|code| code.to_string()),
                Ok("330109".into()),
                "{text}"
            );
        }
        assert_eq!(
            find("吉林").map(|code| code.to_string()),
            Ok("220000".into())
        );
    }

    #[test]
    fn a_name_that_several_places_have_is_asked_back() {
        let fault = find("鼓楼区").unwrap_err();
        assert_eq!(fault.key, "form-error-region-many");
        assert!(
            fault.found.contains("江苏省南京市鼓楼区"),
            "{}",
            fault.found
        );
        assert_eq!(
            find("示例市"),
            Err(Fault::new("form-error-region", "示例市"))
        );
    }

    #[test]
    fn suggestions_stop_at_cities() {
        let suggestions = suggestions();
        assert!(suggestions.contains(&"浙江省杭州市".to_owned()));
        assert!(suggestions.len() < 500, "{}", suggestions.len());
    }
}
