//! Two bodies that are the same thing, put together.

use xinqiao_record::Body;
use xinqiao_record::body::{Event, Financing, Organization, Party, Policy, Project};

use super::name::fold;

/// Puts what `new` says into `known`. What `known` says already stays; what it leaves open is filled.
///
/// `first_source` is the place that the first source of `new` gets in the joined record: stages of a
/// project point to their sources by number.
pub fn join(known: &mut Body, new: &Body, first_source: u32) {
    match (known, new) {
        (Body::Organization(a), Body::Organization(b)) => join_organization(a, b),
        (Body::Project(a), Body::Project(b)) => join_project(a, b, first_source),
        (Body::Financing(a), Body::Financing(b)) => join_financing(a, b),
        (Body::Policy(a), Body::Policy(b)) => join_policy(a, b),
        (Body::Award(a), Body::Award(b)) => {
            add_parties(&mut a.winners, &b.winners);
            add_parties(&mut a.grantors, &b.grantors);
            fill(&mut a.date, &b.date);
            fill(&mut a.work, &b.work);
        }
        (Body::Event(a), Body::Event(b)) => join_event(a, b),
        (Body::Target(a), Body::Target(b)) => {
            fill(&mut a.who, &b.who);
            fill(&mut a.value, &b.value);
            fill(&mut a.by, &b.by);
            fill(&mut a.outcome, &b.outcome);
        }
        _ => {}
    }
}

fn fill<T: Clone>(known: &mut Option<T>, new: &Option<T>) {
    if known.is_none() {
        known.clone_from(new);
    }
}

fn add_names(name: &str, aliases: &mut Vec<String>, new: impl IntoIterator<Item = String>) {
    for alias in new {
        let folded = fold(&alias);
        let there = fold(name) == folded || aliases.iter().any(|known| fold(known) == folded);
        if !there && !folded.is_empty() {
            aliases.push(alias);
        }
    }
}

fn add_parties(known: &mut Vec<Party>, new: &[Party]) {
    for party in new {
        let there = known.iter_mut().find(|have| {
            have.record.is_some() && have.record == party.record
                || fold(&have.name) == fold(&party.name)
        });
        match there {
            Some(have) => fill(&mut have.record, &party.record),
            None => known.push(party.clone()),
        }
    }
}

fn names(name: &str, aliases: &[String]) -> Vec<String> {
    std::iter::once(name.to_owned())
        .chain(aliases.iter().cloned())
        .collect()
}

fn join_organization(known: &mut Organization, new: &Organization) {
    add_names(
        &known.name,
        &mut known.aliases,
        names(&new.name, &new.aliases),
    );
    fill(&mut known.credit_code, &new.credit_code);
    fill(&mut known.region, &new.region);
    fill(&mut known.founded, &new.founded);
    fill(&mut known.listing, &new.listing);
    fill(&mut known.registered_capital, &new.registered_capital);
    fill(&mut known.parent, &new.parent);
    for segment in &new.segments {
        if !known.segments.contains(segment) {
            known.segments.push(segment.clone());
        }
    }
}

fn join_project(known: &mut Project, new: &Project, first_source: u32) {
    add_names(
        &known.name,
        &mut known.aliases,
        names(&new.name, &new.aliases),
    );
    add_parties(&mut known.organizations, &new.organizations);
    // The deeper place says more.
    if let Some(region) = new.region
        && known.region.is_none_or(|have| region.within(have))
    {
        known.region = Some(region);
    }
    fill(&mut known.place, &new.place);
    fill(&mut known.amount, &new.amount);
    for entry in &new.timeline {
        let mut entry = entry.clone();
        entry.source = entry.source.saturating_add(first_source);
        known.timeline.push(entry);
    }
    known
        .timeline
        .sort_by_key(|entry| (entry.date.is_none(), entry.date, entry.stage));
    // The latest stage is the furthest one: notices are not always read in the order of events.
    let furthest = [
        (known.stage, known.stage_date, &known.stage_label),
        (new.stage, new.stage_date, &new.stage_label),
    ]
    .into_iter()
    .max_by_key(|(stage, date, _)| (*stage, *date));
    if let Some((stage, date, label)) = furthest {
        let label = label.clone();
        (known.stage, known.stage_date, known.stage_label) = (stage, date, label);
    }
    fill(&mut known.start, &new.start);
    fill(&mut known.completion, &new.completion);
    for capacity in &new.capacity {
        if !known.capacity.contains(capacity) {
            known.capacity.push(capacity.clone());
        }
    }
    fill(&mut known.site_area, &new.site_area);
    fill(&mut known.floor_area, &new.floor_area);
    fill(&mut known.expected_output, &new.expected_output);
    fill(&mut known.expected_tax, &new.expected_tax);
}

fn join_financing(known: &mut Financing, new: &Financing) {
    fill(&mut known.company.record, &new.company.record);
    fill(&mut known.round, &new.round);
    fill(&mut known.amount, &new.amount);
    add_parties(&mut known.investors, &new.investors);
    if known.date.is_none_or(|have| {
        new.date
            .is_some_and(|date| date > have && date.agrees_with(have))
    }) {
        fill_newer(&mut known.date, new.date);
    }
}

fn fill_newer<T>(known: &mut Option<T>, new: Option<T>) {
    if new.is_some() {
        *known = new;
    }
}

fn join_policy(known: &mut Policy, new: &Policy) {
    add_parties(&mut known.issuers, &new.issuers);
    fill(&mut known.document_number, &new.document_number);
    fill(&mut known.region, &new.region);
    fill(&mut known.issued, &new.issued);
    fill(&mut known.effective, &new.effective);
    fill(&mut known.until, &new.until);
    for repealed in &new.repeals {
        if !known
            .repeals
            .iter()
            .any(|have| fold(&have.title) == fold(&repealed.title))
        {
            known.repeals.push(repealed.clone());
        }
    }
}

fn join_event(known: &mut Event, new: &Event) {
    fill(&mut known.date, &new.date);
    fill(&mut known.until, &new.until);
    fill(&mut known.region, &new.region);
    fill(&mut known.place, &new.place);
    add_parties(&mut known.organizers, &new.organizers);
    fill(&mut known.attendance, &new.attendance);
}

#[cfg(test)]
mod tests {
    use super::*;
    use xinqiao_record::body::{Stage, StageEntry};

    fn notice(stage: Stage, date: &str, name: &str) -> Project {
        let date = Some(date.parse().unwrap());
        Project {
            name: name.into(),
            stage: Some(stage),
            stage_date: date,
            timeline: vec![StageEntry {
                stage,
                label: "x".into(),
                date,
                source: 0,
            }],
            ..Project::default()
        }
    }

    #[test]
    fn two_notices_make_one_project_with_a_timeline() {
        let mut known = Body::Project(notice(Stage::ToppedOut, "2025-06-07", "示例测试基地"));
        let new = Body::Project(notice(Stage::Signed, "2024-03", "示例先进测试基地"));
        join(&mut known, &new, 1);
        let Body::Project(project) = known else {
            unreachable!()
        };
        assert_eq!(project.stage, Some(Stage::ToppedOut));
        assert_eq!(project.aliases, ["示例先进测试基地"]);
        let timeline: Vec<_> = project
            .timeline
            .iter()
            .map(|e| (e.stage, e.source))
            .collect();
        assert_eq!(timeline, [(Stage::Signed, 1), (Stage::ToppedOut, 0)]);
    }

    #[test]
    fn what_is_known_is_not_overwritten() {
        let mut known = Body::Organization(Organization {
            name: "示例有限公司".into(),
            founded: Some("2010".parse().unwrap()),
            ..Organization::default()
        });
        let new = Body::Organization(Organization {
            name: "示例".into(),
            founded: Some("2011".parse().unwrap()),
            ..Organization::default()
        });
        join(&mut known, &new, 0);
        let Body::Organization(organization) = known else {
            unreachable!()
        };
        assert_eq!(organization.founded.unwrap().to_string(), "2010");
        assert_eq!(organization.aliases, ["示例"]);
    }
}
