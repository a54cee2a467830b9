//! What lists are filtered by, taken from a record's body.

use xinqiao_record::{Body, Record, RegionCode};

use crate::contract::Filter;

/// Where the record is: where an organisation sits, a project is built, a policy applies, an event is held.
pub fn region_of(record: &Record) -> Option<RegionCode> {
    match &record.body {
        Body::Organization(body) => body.region,
        Body::Project(body) => body.region,
        Body::Policy(body) => body.region,
        Body::Event(body) => body.region,
        Body::Document(_)
        | Body::Article(_)
        | Body::Financing(_)
        | Body::Award(_)
        | Body::Figure(_)
        | Body::Statistic(_)
        | Body::Target(_) => None,
    }
}

/// What the record is called: its title, then its aliases.
pub fn names_of(record: &Record) -> impl Iterator<Item = &str> {
    let aliases: &[String] = match &record.body {
        Body::Organization(body) => &body.aliases,
        Body::Project(body) => &body.aliases,
        _ => &[],
    };
    std::iter::once(record.title()).chain(aliases.iter().map(String::as_str))
}

/// The text with the case of its letters folded, character by character and so the same in every context.
pub fn fold(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).collect()
}

impl Filter {
    /// Whether this revision meets every condition on content; `as_of.known`, order and page are not looked at.
    pub fn matches(&self, record: &Record) -> bool {
        (self.kinds.is_empty() || self.kinds.contains(&record.kind()))
            && (self.statuses.is_empty() || self.statuses.contains(&record.status))
            && self
                .as_of
                .valid
                .is_none_or(|day| record.valid.contains(day))
            && self
                .region
                .is_none_or(|outer| region_of(record).is_some_and(|region| region.within(outer)))
            && self
                .title
                .as_deref()
                .map(fold)
                .is_none_or(|wanted| names_of(record).any(|name| fold(name).contains(&wanted)))
            && self.refers_to.is_none_or(|target| {
                record
                    .references()
                    .iter()
                    .any(|reference| reference.target == target)
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use xinqiao_record::body::Organization;
    use xinqiao_record::{Kind, RecordId, Status};

    fn firm() -> Record {
        let body = Organization {
            name: "示例晶圆（杭州）有限公司".into(),
            aliases: vec!["Shili WAFER".into()],
            region: "330109".parse().ok(),
            ..Organization::default()
        };
        let id = RecordId::from_parts(Kind::Organization, 1, 1);
        Record::new(id, Status::Confirmed, Body::Organization(body))
    }

    #[test]
    fn an_alias_is_found_whatever_its_case() {
        let filter = |title: &str| Filter {
            title: Some(title.into()),
            ..Filter::default()
        };
        assert!(filter("shili wafer").matches(&firm()));
        assert!(filter("杭州").matches(&firm()));
        assert!(!filter("宁波").matches(&firm()));
    }

    #[test]
    fn a_district_lies_in_its_city_and_its_province() {
        let filter = |code: &str| Filter {
            region: code.parse().ok(),
            ..Filter::default()
        };
        for inside in ["330000", "330100", "330109"] {
            assert!(filter(inside).matches(&firm()), "{inside}");
        }
        assert!(!filter("330200").matches(&firm()));
    }
}
