//! Whether two bodies are the same thing.
//!
//! Each rule has a stable name that is stored with a join and shown to people. A rule is `certain`
//! when it leaves no reasonable doubt; the others only make a suggestion.

use xinqiao_record::body::{Award, Event, Financing, Organization, Party, Policy, Project};
use xinqiao_record::{Body, PartialDate, RegionCode};

use super::name::{NameForms, fold, forms, is_general};
use super::target::same_target;

/// Why two bodies are taken for the same thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// The name that both have, as the known body writes it.
    pub matched: String,
    /// The rule.
    pub rule: &'static str,
    /// Whether it leaves no reasonable doubt.
    pub certain: bool,
}

fn sure(matched: &str, rule: &'static str) -> Option<Match> {
    Some(Match {
        matched: matched.to_owned(),
        rule,
        certain: true,
    })
}

fn perhaps(matched: &str, rule: &'static str) -> Option<Match> {
    Some(Match {
        matched: matched.to_owned(),
        rule,
        certain: false,
    })
}

/// Whether `known` and `new` are the same thing, and why. Bodies of different kinds never are.
pub fn same(known: &Body, new: &Body) -> Option<Match> {
    match (known, new) {
        (Body::Organization(a), Body::Organization(b)) => same_organization(a, b),
        (Body::Project(a), Body::Project(b)) => same_project(a, b),
        (Body::Financing(a), Body::Financing(b)) => same_financing(a, b),
        (Body::Policy(a), Body::Policy(b)) => same_policy(a, b),
        (Body::Award(a), Body::Award(b)) => same_award(a, b),
        (Body::Event(a), Body::Event(b)) => same_event(a, b),
        (Body::Target(a), Body::Target(b)) => same_target(a, b),
        _ => None,
    }
}

fn names_of(organization: &Organization) -> Vec<(&str, NameForms)> {
    std::iter::once(&organization.name)
        .chain(&organization.aliases)
        .map(|name| (name.as_str(), forms(name)))
        .filter(|(_, forms)| !is_general(&forms.folded))
        .collect()
}

fn same_organization(known: &Organization, new: &Organization) -> Option<Match> {
    match (&known.credit_code, &new.credit_code) {
        (Some(a), Some(b)) if a == b => return sure(a.as_str(), "credit_code"),
        (Some(_), Some(_)) => return None,
        _ => {}
    }
    let (ours, theirs) = (names_of(known), names_of(new));
    let pair = |test: &dyn Fn(&NameForms, &NameForms) -> bool| {
        ours.iter()
            .find(|(_, a)| theirs.iter().any(|(_, b)| test(a, b)))
            .map(|(name, _)| *name)
    };
    if fold(&known.name) == fold(&new.name) {
        return sure(&known.name, "same_name");
    }
    if let Some(name) = pair(&|a, b| a.folded == b.folded) {
        return sure(name, "alias");
    }
    if let Some(name) = pair(&|a, b| a.plain == b.plain && a.plain.chars().count() >= 3) {
        return sure(name, "legal_suffix");
    }
    let places =
        |a: &NameForms, b: &NameForms| a.place.is_none() || b.place.is_none() || a.place == b.place;
    // One side must be the short form itself: two full names with one core are often sister firms.
    let short = |a: &NameForms, b: &NameForms| {
        !a.core.is_empty()
            && a.core == b.core
            && places(a, b)
            && (a.plain == a.core || b.plain == b.core)
    };
    pair(&short).and_then(|name| perhaps(name, "short_name"))
}

/// Whether two regions can be the same place: one lies in the other, or one is unknown.
fn regions_agree(a: Option<RegionCode>, b: Option<RegionCode>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a.within(b) || b.within(a),
        _ => true,
    }
}

fn dates_agree(a: Option<PartialDate>, b: Option<PartialDate>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a.agrees_with(b),
        _ => true,
    }
}

/// The name of an organisation that both name, by folded, plain or short form.
fn shared_party<'a>(a: &'a [Party], b: &[Party]) -> Option<&'a str> {
    let close = |a: &NameForms, b: &NameForms| {
        a.folded == b.folded
            || a.plain == b.plain
            || (!a.core.is_empty() && a.core == b.core && (a.plain == a.core || b.plain == b.core))
    };
    let theirs: Vec<_> = b.iter().map(|party| forms(&party.name)).collect();
    a.iter()
        .find(|party| {
            let ours = forms(&party.name);
            !is_general(&ours.folded) && theirs.iter().any(|their| close(&ours, their))
        })
        .map(|party| party.name.as_str())
}

/// A project's names without the words that every project has.
fn project_name(name: &str) -> String {
    let mut folded = fold(name).replace(['(', ')', '「', '」'], "");
    for word in [
        "项目",
        "工程",
        "基地",
        "产线",
        "一期",
        "二期",
        "建设",
        "产业化",
        "总",
    ] {
        folded = folded.replace(word, "");
    }
    folded
}

fn project_names(project: &Project) -> Vec<(&str, String)> {
    std::iter::once(&project.name)
        .chain(&project.aliases)
        .map(|name| (name.as_str(), project_name(name)))
        .filter(|(_, stem)| stem.chars().count() >= 2)
        .collect()
}

fn same_project(known: &Project, new: &Project) -> Option<Match> {
    if !regions_agree(known.region, new.region) {
        return None;
    }
    let (ours, theirs) = (project_names(known), project_names(new));
    let party = shared_party(&known.organizations, &new.organizations);
    let strangers =
        party.is_none() && !known.organizations.is_empty() && !new.organizations.is_empty();
    let amounts = match (&known.amount, &new.amount) {
        (Some(a), Some(b)) => Some(a.money == b.money),
        _ => None,
    };
    let equal = ours
        .iter()
        .find(|(_, a)| theirs.iter().any(|(_, b)| a == b));
    if let Some((name, stem)) = equal {
        let telling = stem.chars().count() >= 4;
        // "二期" of a project has its own name in the text but not here: a different sum keeps them apart.
        return match (strangers, telling && amounts != Some(false)) {
            (false, true) => sure(name, "same_name"),
            (true, false) => None,
            _ => perhaps(name, "same_name"),
        };
    }
    let within = ours.iter().find(|(_, a)| {
        theirs.iter().any(|(_, b)| {
            let shorter = a.chars().count().min(b.chars().count());
            shorter >= 4 && (a.contains(b.as_str()) || b.contains(a.as_str()))
        })
    });
    if let Some((name, _)) = within
        && !strangers
    {
        let certain = party.is_some() && amounts != Some(false);
        return if certain {
            sure(name, "name_within_name")
        } else {
            perhaps(name, "name_within_name")
        };
    }
    let party = party?;
    let placed = known.region.is_some() && new.region.is_some();
    if amounts == Some(true) && placed {
        return sure(party, "builder_place_and_sum");
    }
    let alike = |least: f64| {
        ours.iter()
            .find(|(_, a)| {
                theirs
                    .iter()
                    .any(|(_, b)| likeness(a, b) >= least || shortens(a, b))
            })
            .map(|(name, _)| *name)
    };
    if let Some(name) = alike(0.7)
        && known.region == new.region
        && placed
        && amounts != Some(false)
    {
        return sure(name, "builder_place_and_similar_name");
    }
    alike(0.6).and_then(|name| perhaps(name, "builder_and_similar_name"))
}

/// Dice coefficient over character pairs, 0 to 1.
pub(super) fn likeness(a: &str, b: &str) -> f64 {
    let pairs =
        |text: &str| -> Vec<(char, char)> { text.chars().zip(text.chars().skip(1)).collect() };
    let (ours, mut theirs) = (pairs(a), pairs(b));
    let total = ours.len() + theirs.len();
    if total == 0 {
        return 0.0;
    }
    let mut shared = 0_u32;
    for pair in &ours {
        if let Some(at) = theirs.iter().position(|their| their == pair) {
            theirs.swap_remove(at);
            shared += 1;
        }
    }
    f64::from(2 * shared) / total as f64
}

/// Whether one name is the other with characters left out, and still long enough to tell.
fn shortens(a: &str, b: &str) -> bool {
    let (short, long) = if a.chars().count() <= b.chars().count() {
        (a, b)
    } else {
        (b, a)
    };
    let mut rest = long.chars();
    short.chars().count() >= 5 && short.chars().all(|c| rest.any(|other| other == c))
}

fn same_financing(known: &Financing, new: &Financing) -> Option<Match> {
    if known.financing != new.financing || !dates_agree(known.date, new.date) {
        return None;
    }
    let company = shared_party(
        std::slice::from_ref(&known.company),
        std::slice::from_ref(&new.company),
    )?;
    let rounds = match (&known.round, &new.round) {
        (Some(a), Some(b)) => {
            Some(fold(a).trim_end_matches('轮') == fold(b).trim_end_matches('轮'))
        }
        _ => None,
    };
    let amounts = match (&known.amount, &new.amount) {
        (Some(a), Some(b)) => Some(a.money == b.money),
        _ => None,
    };
    match (rounds, amounts) {
        (Some(false), _) | (_, Some(false)) => None,
        (Some(true), _) => sure(company, "company_and_round"),
        (None, Some(true)) => sure(company, "company_and_sum"),
        (None, None) => (known.date.is_some() && known.date == new.date)
            .then(|| perhaps(company, "company_and_date"))
            .flatten(),
    }
}

fn same_policy(known: &Policy, new: &Policy) -> Option<Match> {
    match (&known.document_number, &new.document_number) {
        (Some(a), Some(b)) if number(a) == number(b) => return sure(a, "document_number"),
        (Some(_), Some(_)) => return None,
        _ => {}
    }
    (fold(&known.title) == fold(&new.title) && regions_agree(known.region, new.region))
        .then(|| sure(&known.title, "same_title"))
        .flatten()
}

/// A document number with its brackets folded: 〔2024〕, [2024] and (2024) are written for one another.
fn number(text: &str) -> String {
    fold(text).replace(['〔', '〕', '[', ']', '(', ')', '【', '】'], "|")
}

fn same_award(known: &Award, new: &Award) -> Option<Match> {
    if fold(&known.name) != fold(&new.name) || !dates_agree(known.date, new.date) {
        return None;
    }
    shared_party(&known.winners, &new.winners).and_then(|winner| sure(winner, "award_and_winner"))
}

fn same_event(known: &Event, new: &Event) -> Option<Match> {
    let named = fold(&known.name) == fold(&new.name) && known.name.chars().count() >= 4;
    let dated = known.date.is_some() && new.date.is_some() && dates_agree(known.date, new.date);
    (named && regions_agree(known.region, new.region)).then_some(())?;
    if dated {
        sure(&known.name, "name_and_date")
    } else {
        perhaps(&known.name, "same_name")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use xinqiao_record::body::PartyRole;
    use xinqiao_record::{Amount, Currency, Money, Qualifier};

    fn organization(name: &str, aliases: &[&str]) -> Body {
        Body::Organization(Organization {
            name: name.into(),
            aliases: aliases.iter().map(|&alias| alias.into()).collect(),
            ..Organization::default()
        })
    }

    fn project(name: &str, builder: &str, region: Option<&str>, sum: Option<i64>) -> Body {
        Body::Project(Project {
            name: name.into(),
            organizations: vec![Party::named(builder, PartyRole::Subject)],
            region: region.map(|code| code.parse().unwrap()),
            amount: sum.map(|units| Amount {
                money: Money::of_units(units, Currency::Cny),
                qualifier: Qualifier::Exact,
            }),
            ..Project::default()
        })
    }

    fn verdict(a: &Body, b: &Body) -> Option<(&'static str, bool)> {
        same(a, b).map(|found| (found.rule, found.certain))
    }

    #[test]
    fn an_organisation_is_known_by_alias_and_without_its_legal_ending() {
        let known = organization("上海示例智芯半导体股份有限公司", &["示例智芯"]);
        assert_eq!(
            verdict(&known, &organization("示例智芯", &[])),
            Some(("alias", true))
        );
        assert_eq!(
            verdict(&known, &organization("上海示例智芯半导体有限公司", &[])),
            Some(("legal_suffix", true)),
        );
    }

    #[test]
    fn sister_firms_in_two_cities_stay_two() {
        let known = organization("示例制造（上海）有限公司", &[]);
        assert_eq!(
            verdict(&known, &organization("示例制造（北京）有限公司", &[])),
            None
        );
    }

    #[test]
    fn a_short_name_is_a_suggestion() {
        let known = organization("浙江示晶电子材料有限公司", &[]);
        assert_eq!(
            verdict(&known, &organization("示晶", &[])),
            Some(("short_name", false))
        );
    }

    #[test]
    fn a_project_told_twice_by_one_builder_is_one() {
        let filed = project(
            "浙江示晶年产60万片碳化硅衬底片产线项目",
            "浙江示晶电子材料有限公司",
            Some("330604"),
            Some(1_500_000_000),
        );
        let begun = project(
            "示晶碳化硅衬底项目",
            "示晶",
            Some("330600"),
            Some(1_500_000_000),
        );
        assert_eq!(
            verdict(&filed, &begun),
            Some(("builder_place_and_sum", true))
        );
    }

    #[test]
    fn one_name_in_two_provinces_is_two_projects() {
        let here = project("先进测试基地项目", "示例测试", Some("330600"), None);
        let there = project("先进测试基地项目", "示例测试", Some("320500"), None);
        assert_eq!(verdict(&here, &there), None);
    }

    #[test]
    fn one_name_and_two_builders_is_asked_about() {
        let ours = project("示例光学智造工厂", "示例创新", Some("330402"), None);
        let theirs = project("示例光学智造工厂", "某某光学", Some("330402"), None);
        assert_eq!(verdict(&ours, &theirs), Some(("same_name", false)));
    }

    #[test]
    fn a_builder_with_two_similar_names_in_one_county_builds_one_thing() {
        let long = project("示例集成电路先进测试基地", "示例测试", Some("330681"), None);
        let short = project("示例先进测试基地", "示例测试", Some("330681"), None);
        assert_eq!(
            verdict(&long, &short),
            Some(("builder_place_and_similar_name", true))
        );
    }

    #[test]
    fn a_second_phase_with_another_sum_is_asked_about() {
        let first = project("示例功率芯片项目", "示例", Some("330402"), Some(1));
        let second = project("示例功率芯片项目二期", "示例", Some("330402"), Some(2));
        assert_eq!(verdict(&first, &second), Some(("same_name", false)));
    }

    #[test]
    fn a_policy_is_known_by_its_number_whatever_the_brackets() {
        let policy = |title: &str, number: &str| {
            Body::Policy(Policy {
                title: title.into(),
                document_number: Some(number.into()),
                ..Policy::default()
            })
        };
        let known = policy("示例办法", "示政办〔2024〕12号");
        assert_eq!(
            verdict(&known, &policy("关于示例的办法", "示政办[2024]12号")),
            Some(("document_number", true))
        );
        assert_eq!(
            verdict(&known, &policy("示例办法", "示政办〔2025〕12号")),
            None
        );
    }
}
