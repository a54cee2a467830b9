//! The command line as a script sees it: exit codes and outputs.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests say what must be there and fail where it is not"
)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use xinqiao_desk::{Desk, intake};
use xinqiao_ledger::sqlite::SqliteLedger;
use xinqiao_record::IdSource;

fn demo(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../data/demo")
        .join(name)
}

fn xinqiao(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xinqiao"));
    command
        .args(arguments)
        .env_remove("XINQIAO_LOG")
        .output()
        .unwrap()
}

/// Runs the program, checks the exit code and gives what it printed.
fn answer(code: i32, arguments: &[&str]) -> (String, String) {
    let output = xinqiao(arguments);
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let (out, err) = (text(output.stdout), text(output.stderr));
    assert_eq!(
        output.status.code(),
        Some(code),
        "{arguments:?}\n{out}\n{err}"
    );
    (out, err)
}

fn path(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// A data folder with one demo document in it.
fn filled() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let clock = || "2026-11-20T02:00:00Z".parse().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let ledger = std::sync::Arc::new(SqliteLedger::open(folder.path(), clock).unwrap());
        let desk = Desk::new(ledger, IdSource::counting(1_760_000_000_000), clock);
        let bytes = std::fs::read(demo("bulletin.md")).unwrap();
        intake::take_in(&std::sync::Arc::new(desk), "bulletin.md", bytes)
            .await
            .unwrap();
    });
    folder
}

fn lines(text: &str) -> Vec<Value> {
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// Records as they are exported, but for what an import counts anew.
fn without_revision(text: &str) -> Vec<Value> {
    let mut records = lines(text);
    for record in &mut records {
        record.as_object_mut().unwrap().remove("revision");
    }
    records
}

#[test]
fn read_prints_one_json_object_per_document() {
    let (bulletin, notice) = (demo("bulletin.md"), demo("policy-notice.docx"));
    let (out, err) = answer(0, &["read", "--json", path(&bulletin), path(&notice)]);
    assert_eq!(err, "");
    let documents = lines(&out);
    assert_eq!(documents.len(), 2);
    assert_eq!(documents[0]["path"], path(&bulletin));
    assert_eq!(documents[1]["path"], path(&notice));
    assert!(!documents[0]["articles"].as_array().unwrap().is_empty());
    let facts = documents[0]["facts"].as_array().unwrap();
    assert!(
        facts.iter().any(|fact| fact["kind"] == "project"),
        "{facts:#?}"
    );

    // Every span points into the text that `--text` prints, at the words of its quote.
    let (text, _) = answer(0, &["read", "--text", path(&bulletin)]);
    for fact in facts {
        let span = |at: usize| usize::try_from(fact["span"][at].as_u64().unwrap()).unwrap();
        let quoted = text.get(span(0)..span(1)).unwrap();
        assert_eq!(quoted, fact["quote"].as_str().unwrap());
    }
}

#[test]
fn a_file_of_unknown_format_is_named_and_the_others_are_read_all_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let odd = folder.path().join("picture.png");
    std::fs::write(&odd, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").unwrap();
    let (out, err) = answer(
        2,
        &["read", "--json", path(&odd), path(&demo("follow-up.txt"))],
    );
    assert_eq!(lines(&out).len(), 1);
    assert!(
        err.contains(&format!("xinqiao: {}: unknown format", path(&odd))),
        "{err}"
    );
    assert!(err.contains("1 of 2 documents could not be read"), "{err}");
    let (_, err) = answer(2, &["read", "no/such/file.md"]);
    assert!(err.contains("no/such/file.md"), "{err}");
}

#[cfg(unix)]
#[test]
fn a_folder_that_links_to_itself_is_read_once() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::copy(demo("follow-up.txt"), folder.path().join("a.txt")).unwrap();
    for name in ["loop", "ring"] {
        std::os::unix::fs::symlink(folder.path(), folder.path().join(name)).unwrap();
    }
    let (out, _) = answer(0, &["read", "--json", path(folder.path())]);
    assert_eq!(lines(&out).len(), 1);
}

#[test]
fn wrong_usage_is_told_from_a_no() {
    answer(2, &["no-such-command"]);
    answer(2, &["read"]);
    answer(0, &["--help"]);
    let (_, err) = answer(2, &["export", "--data", "x", "--kind", "wafer"]);
    assert!(err.contains("`wafer`"), "{err}");
}

#[test]
fn what_is_exported_can_be_imported_and_is_the_same_then() {
    let (from, to) = (filled(), tempfile::tempdir().unwrap());
    let file = to.path().join("records.jsonl");
    answer(
        0,
        &[
            "export",
            "--data",
            path(from.path()),
            "--output",
            path(&file),
        ],
    );
    let exported = std::fs::read_to_string(&file).unwrap();
    let count = exported.lines().count();
    assert!(count > 5, "{exported}");

    let data = to.path().join("data");
    let import = ["import", "--data", path(&data), path(&file)];
    let (out, _) = answer(0, &[&import[..], &["--dry-run"]].concat());
    assert_eq!(
        out,
        format!("{count} records would be new, 0 revised, 0 unchanged\n")
    );
    let (out, _) = answer(0, &import);
    assert_eq!(
        out,
        format!("{count} records are new, 0 revised, 0 unchanged\n")
    );
    let (again, _) = answer(0, &["export", "--data", path(&data)]);
    assert_eq!(without_revision(&again), without_revision(&exported));
    let (out, _) = answer(0, &import);
    assert_eq!(
        out,
        format!("0 records are new, 0 revised, {count} unchanged\n")
    );

    // What was changed meanwhile can be taken back with the same file.
    let changed = to.path().join("changed.jsonl");
    std::fs::write(
        &changed,
        exported.replacen("\"confirmed\"", "\"rejected\"", 1),
    )
    .unwrap();
    let (out, _) = answer(0, &["import", "--data", path(&data), path(&changed)]);
    assert_eq!(
        out,
        format!("0 records are new, 1 revised, {} unchanged\n", count - 1)
    );
    let (out, _) = answer(0, &import);
    assert_eq!(
        out,
        format!("0 records are new, 1 revised, {} unchanged\n", count - 1)
    );

    std::fs::write(&changed, "{\"id\":\"wafer_1\"}\n").unwrap();
    let (_, err) = answer(2, &["import", "--data", path(&data), path(&changed)]);
    assert!(
        err.contains("changed.jsonl:1: `wafer_1` is not a record id"),
        "{err}"
    );
}

#[test]
fn an_export_can_be_as_of_a_moment_and_of_a_day() {
    let folder = filled();
    let export = |more: &[&str]| {
        let (out, _) = answer(
            0,
            &[&["export", "--data", path(folder.path())], more].concat(),
        );
        lines(&out).len()
    };
    assert_eq!(export(&["--known", "2026-11-20T01:59:59Z"]), 0);
    assert_eq!(export(&["--known", "2026-11-20T02:00:00Z"]), export(&[]));
    assert_eq!(export(&["--kind", "document", "--valid", "2026-07-01"]), 1);
    answer(
        2,
        &[
            "export",
            "--data",
            path(folder.path()),
            "--valid",
            "yesterday",
        ],
    );
}

#[test]
fn a_hit_is_yes_and_nothing_is_no() {
    let folder = filled();
    let (out, _) = answer(
        0,
        &["search", "--data", path(folder.path()), "--json", "项目"],
    );
    let found: Value = serde_json::from_str(&out).unwrap();
    assert!(found["total"].as_u64().unwrap() > 0);
    let (out, _) = answer(
        1,
        &[
            "search",
            "--data",
            path(folder.path()),
            "没有这样的词句存在",
        ],
    );
    assert!(out.ends_with("0 found, 0 shown\n"), "{out}");
    let (_, err) = answer(2, &["search", "--data", path(folder.path()), "kind:wafer"]);
    assert!(err.contains("wafer"), "{err}");
}

#[test]
fn a_folder_without_a_ledger_is_refused_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    for arguments in [
        &["export"][..],
        &["search", "x"],
        &["ledger", "verify"],
        &["ledger", "head"],
    ] {
        let (_, err) = answer(2, &[arguments, &["--data", path(folder.path())]].concat());
        assert!(
            err.contains("there is no ledger in"),
            "{arguments:?}: {err}"
        );
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_second_process_on_a_folder_is_refused() {
    let folder = filled();
    let held = SqliteLedger::open(folder.path(), jiff::Timestamp::now).unwrap();
    for command in [&["ledger", "verify"][..], &["export"], &["search", "x"]] {
        let (_, err) = answer(2, &[command, &["--data", path(folder.path())]].concat());
        let pid = std::process::id();
        assert!(
            err.contains(&format!("is in use by another process (pid {pid})")),
            "{err}"
        );
    }
    drop(held);
    answer(0, &["ledger", "verify", "--data", path(folder.path())]);
}

#[test]
fn a_whole_ledger_verifies_and_a_tampered_one_does_not() {
    let folder = filled();
    let verify = ["ledger", "verify", "--data", path(folder.path())];
    let (out, _) = answer(0, &verify);
    assert!(out.starts_with("whole: "), "{out}");
    let (out, _) = answer(0, &[&verify[..], &["--json"]].concat());
    assert_eq!(serde_json::from_str::<Value>(&out).unwrap()["ok"], true);

    // One letter of one record, changed in the file without the program, wherever its pages lie.
    let file = folder.path().join("ledger.sqlite");
    let mut bytes = std::fs::read(&file).unwrap();
    let wanted = b"\"file_name\":\"bulletin.md\"";
    let places: Vec<usize> = (0..bytes.len())
        .filter(|at| bytes[*at..].starts_with(wanted))
        .collect();
    assert!(!places.is_empty());
    for at in places {
        bytes[at + 13] = b'B';
    }
    std::fs::write(&file, bytes).unwrap();

    let (out, _) = answer(1, &verify);
    assert!(
        out.starts_with("the ledger is broken at event 1: "),
        "{out}"
    );
    let (out, _) = answer(1, &[&verify[..], &["--json"]].concat());
    let verdict: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(
        (&verdict["ok"], &verdict["event"]),
        (&Value::Bool(false), &Value::from(1))
    );
    let (_, err) = answer(2, &["export", "--data", path(folder.path())]);
    assert!(err.contains("To recover: "), "{err}");
}

#[test]
fn what_is_due_is_said_of_each_organisation_in_the_ledger() {
    let folder = filled();
    let data = path(folder.path()).to_owned();
    let (exported, _) = answer(0, &["export", "--data", &data, "--kind", "organization"]);
    let mut firm = lines(&exported).remove(0);
    firm["body"]["region"] = "330109".into();
    firm["body"]["profile"] = r#"{"organization": {"region": 330109, "segments": ["design"], "operates_lawfully": true, "independent_accounting": true, "violations": []},
        "spending": [{"date": "2025-08-01", "category": "tape_out", "amount": "2000万元", "node": 28, "first": true, "key_field": true}], "support": []}"#
        .into();
    let file = folder.path().join("firm.jsonl");
    std::fs::write(&file, format!("{firm}\n")).unwrap();
    let fresh = tempfile::tempdir().unwrap();
    let data = path(fresh.path()).to_owned();
    answer(0, &["import", "--data", &data, path(&file)]);
    let asked = ["policy", "due", "--data", &data, "--on", "2025-12-31"];
    let (out, _) = answer(
        0,
        &[&asked[..], &["--json", "--pack", "xiaoshan-chip-2025"]].concat(),
    );
    let [line] = lines(&out).try_into().unwrap();
    assert_eq!(line["due"][0]["policy"], "xiaoshan-chip-2025", "{line}");
    let (out, _) = answer(0, &[&asked[..], &["--language", "en"]].concat());
    assert!(
        out.ends_with(
            "1 organisations worked out: 1 may get something, of 0 more too little is known\n"
        ),
        "{out}"
    );
    let (_, err) = answer(2, &[&asked[..], &["--pack", "xiaoshan"]].concat());
    assert!(
        err.contains("there is no pack `xiaoshan` here; known: "),
        "{err}"
    );
    let (out, _) = answer(1, &["policy", "due", "--data", &data, "--on", "1999-01-01"]);
    assert_eq!(out, "测算 1 家，0 家可享受，另有 0 家信息不足\n");
}

#[test]
fn a_receipt_is_checked_without_the_ledger_and_a_rewritten_ledger_is_caught() {
    let folder = filled();
    let data = path(folder.path()).to_owned();
    let origin = ["--origin", "desk.example/log"];
    let (key, _) = answer(
        0,
        &[&["ledger", "key", "--data", &data][..], &origin].concat(),
    );
    let key = key.trim();
    assert!(key.starts_with("desk.example/log+"), "{key}");
    let (checkpoint, _) = answer(0, &["ledger", "checkpoint", "--data", &data]);
    let noted = tempfile::tempdir().unwrap();
    let file = |name: &str| path(&noted.path().join(name)).to_owned();
    std::fs::write(file("checkpoint"), &checkpoint).unwrap();
    // A receipt of a record, checked with the key alone, also against the record as it was exported.
    let (exported, _) = answer(0, &["export", "--data", &data, "--kind", "organization"]);
    let record = lines(&exported).remove(0);
    let id = record["id"].as_str().unwrap();
    let (receipt, proof) = (file("r.tlog-proof"), file("record.json"));
    answer(
        0,
        &[
            "ledger", "receipt", "make", id, "--data", &data, "-o", &receipt,
        ],
    );
    std::fs::write(&proof, record.to_string()).unwrap();
    let check = ["ledger", "receipt", "verify", &receipt, "--key", key];
    let (out, _) = answer(0, &[&check[..], &["--record", &proof]].concat());
    assert!(
        out.starts_with("proven: event ") && out.contains(id),
        "{out}"
    );
    let (out, _) = answer(0, &[&check[..], &["--json"]].concat());
    assert_eq!(lines(&out)[0]["log"], "desk.example/log");
    std::fs::write(
        &proof,
        record.to_string().replacen("有限公司", "无限公司", 1),
    )
    .unwrap();
    let (out, _) = answer(1, &[&check[..], &["--record", &proof]].concat());
    assert!(out.contains("is not the record of this receipt"), "{out}");
    // One letter of the receipt changed: not proven, or no receipt any more.
    let text = std::fs::read_to_string(&receipt).unwrap();
    std::fs::write(&receipt, text.replacen("index ", "index 1", 1)).unwrap();
    let (out, _) = answer(1, &check);
    assert!(out.contains("not proven: the event's number is"), "{out}");
    std::fs::write(&receipt, "nothing").unwrap();
    let (_, err) = answer(2, &check);
    assert!(
        err.contains("line 1: no empty line parts proof and checkpoint"),
        "{err}"
    );
    // The ledger goes on, and still continues what was noted.
    let outside = [
        "ledger",
        "verify",
        "--data",
        &data,
        "--checkpoint",
        &file("checkpoint"),
    ];
    answer(0, &outside);
    let size: u64 = checkpoint.lines().nth(1).unwrap().parse().unwrap();
    let (proof, _) = answer(
        0,
        &["ledger", "consistency", "--data", &data, "--from", "1"],
    );
    assert_eq!(lines(&proof)[0]["to"], size);
    // Somebody writes a whole new ledger that agrees with itself, and has the key: the checkpoint outside shows it.
    let rewritten = tempfile::tempdir().unwrap();
    let all = rewritten.path().join("all.jsonl");
    let (exported, _) = answer(0, &["export", "--data", &data]);
    std::fs::write(&all, exported).unwrap();
    let new = path(&rewritten.path().join("data")).to_owned();
    answer(0, &["import", "--data", &new, path(&all)]);
    std::fs::copy(
        folder.path().join("log.key"),
        Path::new(&new).join("log.key"),
    )
    .unwrap();
    answer(0, &["ledger", "verify", "--data", &new]);
    let (out, _) = answer(
        1,
        &[
            "ledger",
            "verify",
            "--data",
            &new,
            "--checkpoint",
            &file("checkpoint"),
        ],
    );
    assert!(out.contains("does not continue this checkpoint"), "{out}");
}
