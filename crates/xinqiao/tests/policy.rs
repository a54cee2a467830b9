//! `xinqiao policy …` as a script sees it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests say what must be there and fail where it is not"
)]

use std::path::Path;
use std::process::Command;

use serde_json::Value;

fn answer(code: i32, arguments: &[&str]) -> (String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xinqiao"));
    let output = command
        .args(arguments)
        .env_remove("XINQIAO_LOG")
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let (out, err) = (text(output.stdout), text(output.stderr));
    assert_eq!(
        output.status.code(),
        Some(code),
        "{arguments:?}\n{out}\n{err}"
    );
    (out, err)
}

fn written(folder: &Path, name: &str, text: &str) -> String {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

const FIRM: &str = r#"
organization: {name: 示例芯片设计有限公司, region: 330109, segments: [design], operates_lawfully: true, independent_accounting: true, violations: []}
spending:
  - {id: t1, date: 2025-08-01, category: tape_out, amount: 2000万元, node: 28, first: true, key_field: true}
support: []
"#;

#[test]
fn the_packs_that_ship_are_fine_and_their_worked_cases_come_out() {
    let (out, _) = answer(0, &["policy", "check"]);
    assert_eq!(
        out.lines().filter(|line| line.ends_with(": fine")).count(),
        7,
        "{out}"
    );
    let (out, _) = answer(0, &["policy", "test"]);
    assert!(out.ends_with("819 examples, all as expected\n"), "{out}");
    assert!(out.contains("not tried: tape-out: caps.year never cuts"));
}

#[test]
fn a_match_prints_sums_as_strings_of_yuan_with_reasons_and_questions() {
    let folder = tempfile::tempdir().unwrap();
    let firm = written(folder.path(), "firm.yaml", FIRM);
    let (out, _) = answer(
        0,
        &["policy", "match", &firm, "--on", "2025-12-31", "--json"],
    );
    let json: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(
        (&json["on"], &json["currency"]),
        (&"2025-12-31".into(), &"CNY".into())
    );
    let entitlements = json["entitlements"].as_array().unwrap();
    let tape_out = entitlements
        .iter()
        .find(|one| one["clause"] == "tape-out")
        .unwrap();
    assert_eq!(
        tape_out["amount"],
        serde_json::json!({ "low": "0", "high": "3000000" })
    );
    assert_eq!(tape_out["source"]["article"], "二（一）3");
    assert!(!tape_out["because"].as_array().unwrap().is_empty());
    assert!(
        json["questions"]
            .as_array()
            .unwrap()
            .iter()
            .all(|one| one["field"].is_string() && one["ask"]["zh"].is_string())
    );
    assert!(
        json["rejected"]
            .as_array()
            .unwrap()
            .iter()
            .all(|one| !one["failed"].as_array().unwrap().is_empty())
    );
    assert!(
        json["unknown"]
            .as_array()
            .unwrap()
            .iter()
            .all(|one| !one["missing"].as_array().unwrap().is_empty())
    );
    for language in ["zh", "en"] {
        let (out, _) = answer(
            0,
            &[
                "policy",
                "match",
                &firm,
                "--on",
                "2025-12-31",
                "--language",
                language,
            ],
        );
        assert!(out.contains(if language == "zh" {
            "可享受"
        } else {
            "may be drawn"
        }));
    }
}

#[test]
fn what_is_wrong_is_named_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let firm = written(
        folder.path(),
        "firm.yaml",
        "spending:\n  - {amount: -5}\n  - {amount: USD 3}\n",
    );
    let (_, err) = answer(2, &["policy", "match", &firm]);
    assert!(
        err.contains("firm.yaml:2:14: error: `amount` cannot be negative: -5"),
        "{err}"
    );
    assert!(
        err.contains("firm.yaml:3:14: error: `USD 3` is not in yuan"),
        "{err}"
    );
    let (_, err) = answer(2, &["policy", "match", "nowhere.yaml"]);
    assert!(err.contains("nowhere.yaml"), "{err}");
    let pack = written(folder.path(), "bad/policy.yaml", "policy: bad\n");
    let (out, _) = answer(1, &["policy", "check", &pack]);
    assert!(
        out.contains("policy.yaml:1:1: error: `title` is missing"),
        "{out}"
    );
    let empty = written(folder.path(), "firm2.yaml", FIRM);
    let old = written(
        folder.path(),
        "old/policy.yaml",
        "policy: old\ntitle: {zh: 旧, en: Old}\nissuers: [示例]\neffective: 2001-01-01\nuntil: 2002-12-31\nlevel: state\nsource: {document: 示例}\nverified: false\nclauses: []\n",
    );
    let (_, err) = answer(
        2,
        &[
            "policy",
            "match",
            &empty,
            "--packs",
            &old,
            "--on",
            "2025-01-01",
        ],
    );
    assert!(
        err.contains(
            "no policy is in force on 2025-01-01; the packs cover 2001-01-01 to 2002-12-31"
        ),
        "{err}"
    );
}

#[test]
fn made_up_firms_go_into_a_simulation_and_a_change_is_counted() {
    let folder = tempfile::tempdir().unwrap();
    let arguments = [
        "policy",
        "population",
        "--firms",
        "300",
        "--seed",
        "7",
        "--on",
        "2025-12-31",
    ];
    let (table, _) = answer(0, &arguments);
    assert_eq!(
        table,
        answer(0, &arguments).0,
        "the same seed gives the same firms"
    );
    let firms = written(folder.path(), "firms.csv", &table);
    let simulate = [
        "policy",
        "simulate",
        "--population",
        &firms,
        "--on",
        "2025-12-31",
        "--json",
    ];
    let (out, _) = answer(0, &simulate);
    let json: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(json["population"], 300);
    let mut more = simulate.to_vec();
    more.extend([
        "--set",
        "technical-service.caps.year=100万元",
        "--threads",
        "1",
    ]);
    let (out, _) = answer(0, &more);
    let change = &serde_json::from_str::<Value>(&out).unwrap()["change"];
    assert_eq!(change["present_total"], json["total"]);
    assert!(
        change["winners"].as_u64().unwrap() > 0 && change["losers"] == 0,
        "{change}"
    );
    let sweep = [
        "policy",
        "simulate",
        "--population",
        &firms,
        "--on",
        "2025-12-31",
        "--sweep",
        "technical-service.caps.year=20万元,50万元",
    ];
    let (out, _) = answer(0, &sweep);
    assert_eq!(out.lines().count(), 2, "{out}");
    let broken = written(
        folder.path(),
        "broken.csv",
        "name,region,spending.1.amount\na,330109,100\nb,330999,100\n",
    );
    let (_, err) = answer(2, &["policy", "simulate", "--population", &broken]);
    assert!(
        err.contains("broken.csv:3: region: `330999` is not a GB/T 2260 region code"),
        "{err}"
    );
    let unknown = written(folder.path(), "unknown.csv", "name,regoin\na,330109\n");
    let (_, err) = answer(2, &["policy", "simulate", "--population", &unknown]);
    assert!(
        err.contains("unknown.csv:1: regoin: unknown column; did you mean `region`?"),
        "{err}"
    );
}
