//! Answers on small packs: caps, support received, clauses that bar each other, facts that are missing.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "tests say what must be there and fail where it is not"
)]

use jiff::civil::date;
use xinqiao_policy::answer::{Answer, answer};
use xinqiao_policy::pack::Library;
use xinqiao_policy::pack::library::PackText;
use xinqiao_policy::population::{Population, run};
use xinqiao_policy::profile::read;

/// A pack with clauses written short.
fn pack(name: &str, level: &str, rest: &str) -> String {
    format!(
        "policy: {name}\ntitle: {{zh: 示例, en: Sample}}\nissuers: [示例]\nlevel: {level}\nsource: {{document: 示例}}\nverified: false\n{rest}"
    )
}

fn clause(id: &str, matter: &str, rest: &str) -> String {
    format!(
        "  - {{id: {id}, cite: \"1\", title: {{zh: {id}, en: {id}}}, summary: {{zh: 示, en: s}}, kind: grant, matter: {matter}, {rest}}}\n"
    )
}

fn library(packs: &[String]) -> Library {
    let texts = packs.iter().map(|policy| PackText {
        name: "policy.yaml",
        policy,
    });
    Library::read(texts).unwrap_or_else(|bad| panic!("{bad}"))
}

/// What a firm gets, and that the columnar evaluator says the same.
fn ask(library: &Library, profile: &str) -> Answer {
    let on = date(2025, 12, 31);
    let profile = read(profile, &library.vocabulary).unwrap_or_else(|bad| panic!("{bad}"));
    let found = answer(library, &profile, on).unwrap();
    let mut many = Population::empty(&library.vocabulary);
    many.push(&profile, &library.vocabulary);
    let outcome = run(library, &many, on, 1);
    let drawn: i128 = found
        .entitlements
        .iter()
        .filter(|one| one.selected)
        .filter_map(|one| one.amount.high.as_deref())
        .map(|high| i128::from(xinqiao_policy::value::literal::money(high).unwrap()))
        .sum();
    assert_eq!(
        i128::from(outcome.totals[0]),
        drawn,
        "both evaluators agree"
    );
    found
}

fn total(library: &Library, profile: &str) -> (String, Option<String>) {
    let found = ask(library, profile);
    (found.total.low, found.total.high)
}

fn sum(yuan: &str) -> (String, Option<String>) {
    (yuan.to_owned(), Some(yuan.to_owned()))
}

#[test]
fn shared_caps_of_two_packs_are_not_one() {
    let caps = |limit: &str| {
        format!(
            "shared_caps:\n  - {{id: all, limit: {limit}, per: year, cite: \"1\", zh: 全, en: all}}\n"
        )
    };
    let first = pack(
        "q1",
        "state",
        &(String::from("cumulation: [{highest_among: all, cite: \"1\"}]\n")
            + &caps("100元")
            + "clauses:\n"
            + &clause("a", "tape_out", "pays: {fixed: 60元}, caps: {shared: all}")
            + &clause("a2", "platform", "pays: {fixed: 60元}, caps: {shared: all}")),
    );
    let second = pack(
        "q2",
        "district",
        &(caps("30元")
            + "clauses:\n"
            + &clause("b", "tape_out", "pays: {fixed: 80元}, caps: {shared: all}")
            + &clause("b2", "equity", "pays: {fixed: 60元}, caps: {shared: all}")),
    );
    assert_eq!(total(&library(&[first, second]), "support: []"), sum("130"));
}

#[test]
fn a_tier_that_is_not_known_keeps_the_caps_of_its_rows() {
    let rules = pack(
        "t",
        "state",
        &("clauses:\n".to_owned()
            + &clause(
                "a",
                "tape_out",
                "each: 'spending where category = \"tape_out\"', base: amount, pays: {tiers: {by: node, rows: [{above: 28 nm, rate: 15%, cap_year: 300元}, {up_to: 28 nm, rate: 15%, cap_year: 1000元}]}}",
            )),
    );
    let library = library(&[rules]);
    let firm = |node: &str| {
        format!(
            "{{spending: [{{category: tape_out, amount: 10000, date: 2025-01-01{node}}}], support: []}}"
        )
    };
    // It may be in no row at all, as far as the table itself can say.
    assert_eq!(
        total(&library, &firm("")),
        ("0".into(), Some("1000".into()))
    );
    assert_eq!(total(&library, &firm(", node: 28")), sum("1000"));
    assert_eq!(total(&library, &firm(", node: 40")), sum("300"));
}

const TWO: &str = "cumulation: [{highest_among: policy, top_up: true, cite: \"1\"}]\nclauses:\n";

#[test]
fn support_received_counts_as_drawing_it_now_would() {
    let rules = pack(
        "r",
        "district",
        &(TWO.to_owned()
            + &clause("a", "tape_out", "stacks: true, pays: {fixed: 5元}")
            + &clause("b", "tape_out", "pays: {fixed: 10元}")
            + &clause("c", "platform", "excludes: [d], pays: {fixed: 20元}")
            + &clause("d", "equity", "pays: {fixed: 3元}")
            + &clause("e", "first_use", "once: true, pays: {fixed: 7元}")),
    );
    let library = library(&[rules]);
    let with = |support: &str| total(&library, &format!("{{support: [{support}]}}"));
    // Nothing yet: a 5, b 10, c 20 (d is excluded), e 7.
    assert_eq!(with(""), sum("42"));
    // What stacks takes nothing from the other; a itself is paid for the year.
    assert_eq!(
        with("{policy: r, clause: a, date: 2025-03-01, amount: 5}"),
        sum("37")
    );
    // The excluded clause was paid: what excludes it is closed, and it is paid for the year itself.
    assert_eq!(
        with("{policy: r, clause: d, date: 2025-03-01, amount: 3}"),
        sum("22")
    );
    // Paid once, whatever the sum, and whenever.
    assert_eq!(with("{policy: r, clause: e, date: 2019-03-01}"), sum("35"));
    // A payment without a day may have been this year's.
    assert_eq!(with("{policy: r, clause: b, amount: 4}"), sum("38"));
    // From somebody else for the matter; this pack's rule looks at its own clauses only.
    assert_eq!(
        with("{matter: tape_out, level: provincial, date: 2025-03-01, amount: 4}"),
        sum("42")
    );
}

#[test]
fn the_difference_to_what_was_received_is_to_what_the_clause_pays_under_its_cap() {
    let rules = pack(
        "u",
        "district",
        "cumulation: [{highest_among: all, top_up: true, cite: \"1\"}]\nclauses:\n  - {id: a, cite: \"1\", title: {zh: 甲, en: a}, summary: {zh: 示, en: s}, kind: grant, matter: tape_out, base: revenue(this_year), pays: {rate: 10%}, caps: {year: 1000元}}\n",
    );
    let library = library(&[rules]);
    let firm = "{years: {2025: {revenue: 15000}}, support: [{matter: tape_out, date: 2025-02-01, amount: 300}]}";
    assert_eq!(total(&library, firm), sum("700"));
}

#[test]
fn clauses_for_one_matter_do_not_hide_each_others_questions() {
    let rules = pack(
        "v",
        "state",
        &(TWO.to_owned()
            + "adds:\n  fields:\n    - {name: one, type: bool, zh: 一, en: one}\n    - {name: two, type: bool, zh: 二, en: two}\n"),
    );
    let rules = rules.replace("clauses:\n", "")
        + "clauses:\n"
        + &clause("a", "tape_out", "when: [{is: one}], pays: {fixed: 15元}")
        + &clause("b", "tape_out", "when: [{is: two}], pays: {fixed: 15元}");
    let found = ask(&library(&[rules]), "support: []");
    let asked: Vec<_> = found
        .questions
        .iter()
        .map(|one| (one.field.as_str(), one.at_stake.as_deref()))
        .collect();
    assert_eq!(
        asked,
        [
            ("organization.one", Some("15")),
            ("organization.two", Some("15"))
        ]
    );
}

#[test]
fn a_list_that_was_not_filled_in_may_add_up_to_less_than_nothing() {
    let rules = pack(
        "w",
        "state",
        "clauses:\n  - {id: a, cite: \"1\", title: {zh: 甲, en: a}, summary: {zh: 示, en: s}, kind: grant, matter: platform, threshold: {of: sum(projects.fixed_investment - 100元), at_least: 0元}, pays: {fixed: 10元}}\n",
    );
    let found = ask(&library(&[rules]), "support: []");
    assert!(found.entitlements.is_empty() && found.unknown[0].missing == ["projects"]);
}

#[test]
fn a_city_does_not_say_in_which_of_its_districts_a_firm_is() {
    let rules = pack(
        "x",
        "district",
        &("region: \"330109\"\nclauses:\n".to_owned()
            + &clause("a", "platform", "pays: {fixed: 10元}")),
    );
    let library = library(&[rules]);
    let verdict = |region: &str| {
        let found = ask(
            &library,
            &format!("{{organization: {{region: {region}}}, support: []}}"),
        );
        (
            found.entitlements.len(),
            found.unknown.len(),
            found.rejected.len(),
        )
    };
    assert_eq!(verdict("330109"), (1, 0, 0));
    assert_eq!(verdict("330100"), (0, 1, 0));
    assert_eq!(verdict("330108"), (0, 0, 1));
}

#[test]
fn what_leads_out_of_the_calendar_or_grows_without_end_breaks_nothing() {
    let rules = pack(
        "y",
        "state",
        "clauses:\n  - {id: a, cite: \"1\", title: {zh: 甲, en: a}, summary: {zh: 示, en: s}, kind: grant, matter: platform, when: [{is: founded + 99999 years > on}], pays: {fixed: 10元}}\n",
    );
    let found = ask(
        &library(&[rules]),
        "{organization: {founded: 2020-01-01}, support: []}",
    );
    assert_eq!(
        found.entitlements.len() + found.unknown.len() + found.rejected.len(),
        1
    );
    let mut define =
        String::from("define:\n  - {name: x0, is: operates_lawfully, zh: 甲, en: a}\n");
    for at in 1..60 {
        let before = at - 1;
        define += &format!("  - {{name: x{at}, is: x{before} and x{before}, zh: 甲, en: a}}\n");
    }
    let grown = pack("z", "state", &(define + "clauses: []\n"));
    let bad = Library::read([PackText {
        name: "p",
        policy: &grown,
    }])
    .unwrap_err();
    assert!(bad.to_string().contains("has grown to"), "{bad}");
}

#[test]
fn the_low_end_is_what_is_sure_whichever_combination_that_takes() {
    let rules = pack(
        "l",
        "district",
        &(TWO.to_owned()
            + &clause(
                "by_node",
                "tape_out",
                "each: spending, pays: {tiers: {by: node, rows: [{up_to: 28 nm, fixed: 90元}]}}",
            )
            + &clause("plain", "tape_out", "each: spending, pays: {fixed: 50元}")),
    );
    let library = library(&[rules]);
    // The first pays 90 or nothing, the second 50 for sure: nobody need go home with less than 50.
    assert_eq!(
        total(&library, "{spending: [{amount: 1}], support: []}"),
        ("50".into(), Some("90".into()))
    );
}

#[test]
fn support_for_what_is_not_here_is_said() {
    let rules = pack(
        "s",
        "district",
        &("clauses:\n".to_owned() + &clause("a", "tape_out", "pays: {fixed: 10元}")),
    );
    let library = library(&[rules]);
    let found = ask(
        &library,
        "{spending: [{id: x}], support: [{policy: s, clause: aa, amount: 5, for: y}]}",
    );
    let said: Vec<&str> = found
        .assumptions
        .iter()
        .map(|one| one.en.as_str())
        .collect();
    assert_eq!(
        said,
        [
            "support received was paid for `y`, which is no entry here; it is taken off none",
            "support received names `s/aa`, a clause of no pack here; it counts by its matter alone",
        ]
    );
}
