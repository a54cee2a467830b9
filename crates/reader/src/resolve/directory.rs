//! What is known, by the keys under which it may be met again.

use std::collections::HashMap;

use xinqiao_record::{Body, Kind, RecordId};

use super::name::{forms, is_general};
use super::same::{Match, same};

/// What is known. Two bodies are compared only if they share a key, so that finding stays fast.
#[derive(Debug, Clone, Default)]
pub struct Directory {
    known: HashMap<RecordId, Body>,
    by_key: HashMap<(Kind, String), Vec<RecordId>>,
}

/// A known record that a new body is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The record.
    pub record: RecordId,
    /// Why.
    pub why: Match,
}

impl Directory {
    /// Puts a record in, or its newer body in place of the older.
    pub fn put(&mut self, id: RecordId, body: Body) {
        self.remove(id);
        for key in keys(&body) {
            self.by_key.entry((id.kind(), key)).or_default().push(id);
        }
        self.known.insert(id, body);
    }

    /// Takes a record out.
    pub fn remove(&mut self, id: RecordId) {
        let Some(body) = self.known.remove(&id) else {
            return;
        };
        for key in keys(&body) {
            if let Some(ids) = self.by_key.get_mut(&(id.kind(), key)) {
                ids.retain(|known| *known != id);
            }
        }
    }

    /// The body of a known record.
    pub fn body(&self, id: RecordId) -> Option<&Body> {
        self.known.get(&id)
    }

    /// Number of known records.
    pub fn len(&self) -> usize {
        self.known.len()
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// The known record that `body` is.
    ///
    /// A certain match goes before an uncertain one, then the oldest id. Where two known
    /// organisations match with certainty, neither is certain any more.
    pub fn find(&self, body: &Body) -> Option<Found> {
        let mut ids: Vec<RecordId> = keys(body)
            .into_iter()
            .filter_map(|key| self.by_key.get(&(body.kind(), key)))
            .flatten()
            .copied()
            .collect();
        ids.sort();
        ids.dedup();
        let mut found: Vec<Found> = ids
            .into_iter()
            .filter_map(|record| {
                let why = same(self.known.get(&record)?, body)?;
                Some(Found { record, why })
            })
            .collect();
        let certain = found.iter().filter(|found| found.why.certain).count();
        found.sort_by_key(|found| (!found.why.certain, found.record));
        let mut best = found.into_iter().next()?;
        if certain > 1 && best.why.rule != "credit_code" && best.why.rule != "same_name" {
            best.why.certain = false;
        }
        Some(best)
    }

    /// The known organisation of this name, if there is exactly one that fits without doubt.
    pub fn organization(&self, name: &str) -> Option<RecordId> {
        let forms = forms(name);
        if is_general(&forms.folded) {
            return None;
        }
        let body = Body::Organization(xinqiao_record::body::Organization {
            name: name.to_owned(),
            ..Default::default()
        });
        self.find(&body)
            .filter(|found| found.why.certain)
            .map(|found| found.record)
    }
}

/// The keys under which a body is kept and looked up. The same thing met twice shares at least one.
fn keys(body: &Body) -> Vec<String> {
    let mut keys = Vec::new();
    let name_keys = |name: &str, keys: &mut Vec<String>| {
        let forms = forms(name);
        if !is_general(&forms.folded) {
            keys.extend([forms.folded, forms.plain, forms.core]);
        }
    };
    match body {
        Body::Organization(organization) => {
            keys.extend(organization.credit_code.map(|code| code.to_string()));
            for name in std::iter::once(&organization.name).chain(&organization.aliases) {
                name_keys(name, &mut keys);
            }
        }
        Body::Policy(policy) => {
            keys.push(super::name::fold(&policy.title));
            keys.extend(policy.document_number.as_deref().map(|number| {
                number
                    .chars()
                    .filter(char::is_ascii_digit)
                    .collect::<String>()
            }));
        }
        Body::Project(project) => {
            for name in std::iter::once(&project.name).chain(&project.aliases) {
                keys.push(super::name::fold(name));
            }
            for party in &project.organizations {
                name_keys(&party.name, &mut keys);
            }
        }
        Body::Financing(financing) => name_keys(&financing.company.name, &mut keys),
        Body::Award(award) => keys.push(super::name::fold(&award.name)),
        Body::Event(event) => keys.push(super::name::fold(&event.name)),
        Body::Target(target) => keys.extend(target.by.map(|by| by.year_number().to_string())),
        Body::Document(_) | Body::Article(_) | Body::Figure(_) | Body::Statistic(_) => {}
    }
    keys.retain(|key| !key.is_empty());
    keys.sort();
    keys.dedup();
    keys
}

#[cfg(test)]
mod tests {
    use super::*;
    use xinqiao_record::body::Organization;

    fn organization(name: &str) -> Body {
        Body::Organization(Organization {
            name: name.into(),
            ..Organization::default()
        })
    }

    fn id(number: u128) -> RecordId {
        RecordId::from_parts(Kind::Organization, 1, number)
    }

    #[test]
    fn a_known_organisation_is_found_and_forgotten() {
        let mut directory = Directory::default();
        directory.put(id(1), organization("示例微电子有限公司"));
        assert_eq!(
            directory.organization("示例微电子股份有限公司"),
            Some(id(1))
        );
        directory.remove(id(1));
        assert_eq!(directory.organization("示例微电子股份有限公司"), None);
    }

    #[test]
    fn two_that_fit_equally_leave_a_doubt() {
        let mut directory = Directory::default();
        directory.put(id(1), organization("示例微电子有限公司"));
        directory.put(id(2), organization("示例微电子有限责任公司"));
        assert_eq!(directory.organization("示例微电子股份有限公司"), None);
        let found = directory
            .find(&organization("示例微电子股份有限公司"))
            .unwrap();
        assert!(!found.why.certain);
    }
}
