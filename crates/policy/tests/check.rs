//! What the check says of packs that are wrong, each in one point.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "tests say what must be there and fail where it is not"
)]

use xinqiao_policy::pack::Library;
use xinqiao_policy::pack::library::PackText;

const GOOD: &str = r#"policy: sample
title: {zh: 示例, en: Sample}
issuers: [示例]
issued: 2025-01-01
effective: 2025-02-01
until: 2027-12-31
level: district
region: "330109"
source: {document: 示例}
verified: false
parameters: {floor: 10万元}
define:
  - {name: share, is: rd_spending(last_year) / revenue(last_year), zh: 研发占比, en: research share}
cumulation:
  - {highest_among: all, cite: "9"}
shared_caps:
  - {id: inner, limit: 100万元, per: year, within: outer, cite: "8", zh: 内, en: inner}
  - {id: outer, limit: 200万元, per: year, cite: "8", zh: 外, en: outer}
clauses:
  - id: research
    cite: "1"
    title: {zh: 研发, en: Research}
    summary: {zh: 研发补助, en: research grant}
    kind: grant
    matter: research
    when:
      - is: share >= 3%
    threshold: {of: rd_spending(last_year), at_least: 100万元}
    base: rd_spending(last_year)
    pays: {rate: 10%}
    caps: {year: 50万元, shared: inner}
  - id: growth
    cite: "2"
    title: {zh: 上台阶, en: Growth}
    summary: {zh: 上台阶奖励, en: reward for growth}
    kind: reward
    matter: equity
    pays:
      tiers:
        by: revenue(last_year)
        rows:
          - {above: 5亿元, fixed: 200万元}
          - {above: 1亿元, up_to: 5亿元, fixed: 100万元}
"#;

fn said(text: &str) -> String {
    let text = PackText {
        name: "policy.yaml",
        policy: text,
    };
    let findings = match Library::empty().unwrap().add(text) {
        Ok(findings) => findings,
        Err(bad) => bad.findings,
    };
    let lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
    if lines.is_empty() {
        "fine".to_owned()
    } else {
        lines.join("\n")
    }
}

#[test]
fn a_good_pack_is_fine() {
    assert_eq!(said(GOOD), "fine");
}

#[test]
fn each_fault_is_named_with_its_place_and_a_hint() {
    let cases = [
        (
            "unknown field",
            "    kind: grant\n",
            "    kind: grant\n    ofices: [x]\n",
        ),
        ("missing field", "level: district\n", ""),
        ("wrong choice of words", "kind: reward", "kind: rewards"),
        (
            "unit mismatch: yuan against percent",
            "share >= 3%",
            "share >= 3万元",
        ),
        (
            "unit mismatch: percent for a sum",
            "at_least: 100万元",
            "at_least: 100%",
        ),
        (
            "a plain number for a sum",
            "at_least: 100万元",
            "at_least: \"100\"",
        ),
        (
            "a rate where a sum is needed",
            "caps: {year: 50万元",
            "caps: {year: 50%",
        ),
        (
            "unreachable tier",
            "above: 1亿元, up_to: 5亿元",
            "above: 6亿元, up_to: 7亿元",
        ),
        ("overlapping tiers", "up_to: 5亿元", "up_to: 6亿元"),
        ("a gap between tiers", "up_to: 5亿元", "up_to: 4亿元"),
        (
            "cap below what the threshold pays",
            "year: 50万元",
            "year: 9万元",
        ),
        ("clause without citation", "    cite: \"2\"\n", ""),
        (
            "dates out of order",
            "until: 2027-12-31",
            "until: 2024-12-31",
        ),
        (
            "a day that is none",
            "effective: 2025-02-01",
            "effective: 2025-02-30",
        ),
        (
            "a cycle of shared caps",
            "cite: \"8\", zh: 外",
            "within: inner, cite: \"8\", zh: 外",
        ),
        ("an unknown shared cap", "shared: inner", "shared: iner"),
        ("an unknown name", "is: share >= 3%", "is: shar >= 3%"),
        ("an unknown matter", "matter: equity", "matter: equty"),
        (
            "a rate without a base",
            "    base: rd_spending(last_year)\n",
            "",
        ),
        (
            "two ways to pay",
            "pays: {rate: 10%}",
            "pays: {rate: 10%, fixed: 5万元}",
        ),
        ("no such region", "region: \"330109\"", "region: \"339999\""),
        (
            "an expression for a figure",
            "limit: 100万元",
            "limit: floor",
        ),
        (
            "nothing where money should be",
            "limit: 100万元",
            "limit: 0元",
        ),
        ("a clause twice", "id: growth", "id: research"),
        ("not YAML", "clauses:\n", "clauses: [\n"),
        (
            "a count below zero",
            "    pays: {rate: 10%}",
            "    times: -1\n    pays: {rate: 10%}",
        ),
        ("more than the whole base", "rate: 10%", "rate: 110%"),
        (
            "a clause that outlives its document",
            "    matter: equity",
            "    matter: equity\n    until: 2028-12-31",
        ),
        (
            "a cap with nothing to cut",
            "    pays: {rate: 10%}",
            "    open: {zh: 未写明, en: not stated}",
        ),
        (
            "a key twice",
            "issuers: [示例]\n",
            "issuers: [示例]\nissuers: [示例]\n",
        ),
    ];
    let mut report = String::new();
    for (what, from, to) in cases {
        assert!(GOOD.contains(from), "{what}");
        report += &format!("== {what}\n{}\n", said(&GOOD.replacen(from, to, 1)));
    }
    insta::assert_snapshot!(report);
}
