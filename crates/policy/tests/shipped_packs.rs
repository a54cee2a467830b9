//! The packs that ship hold together, and their worked cases come out.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "tests say what must be there and fail where it is not"
)]

use xinqiao_policy::pack::library::PackText;
use xinqiao_policy::pack::shipped::PACKS;
use xinqiao_policy::pack::{Library, Severity};
use xinqiao_policy::trial;

/// What no case can try, with the reason.
const CANNOT_BE_TRIED: [&str; 1] = [
    // The caps by tier, 3 and 10 million, add up to 13 million.
    "tape-out: caps.year never cuts",
];

#[test]
fn every_worked_case_comes_out_and_every_threshold_tier_and_cap_is_tried_from_both_sides() {
    for shipped in PACKS {
        let text = PackText {
            name: shipped.name,
            policy: shipped.policy,
        };
        let library = Library::read([text]).unwrap();
        let pack = &library.packs[0];
        assert_eq!(pack.id, shipped.name, "a pack is named as its folder");
        let examples = trial::read(shipped.examples, &library).unwrap();
        let trial = trial::run(&library, pack, &examples);
        let faults: Vec<_> = trial
            .results
            .iter()
            .flat_map(|one| {
                one.faults
                    .iter()
                    .map(move |(line, fault)| format!("{line}: {}: {fault}", one.name))
            })
            .collect();
        assert!(faults.is_empty(), "{}: {faults:#?}", shipped.name);
        let untried: Vec<_> = trial
            .untried
            .iter()
            .filter(|words| !CANNOT_BE_TRIED.contains(&words.as_str()))
            .collect();
        assert!(untried.is_empty(), "{}: {untried:#?}", shipped.name);
    }
}

#[test]
fn all_packs_stand_side_by_side_without_a_finding() {
    let mut library = Library::empty().unwrap();
    for shipped in PACKS {
        let findings = library
            .add(PackText {
                name: shipped.name,
                policy: shipped.policy,
            })
            .unwrap();
        assert!(findings.is_empty(), "{}: {findings:?}", shipped.name);
        assert!(
            findings
                .iter()
                .all(|finding| finding.severity == Severity::Warning)
        );
    }
    for pack in &library.packs {
        for name in pack.clauses.iter().flat_map(|clause| &clause.excludes) {
            assert!(
                library.clause(name).is_some(),
                "{name} is excluded and not there"
            );
        }
        for clause in &pack.clauses {
            assert!(
                !clause.summary.zh.is_empty() && !clause.summary.en.is_empty(),
                "{}/{}",
                pack.id,
                clause.id
            );
        }
    }
}
