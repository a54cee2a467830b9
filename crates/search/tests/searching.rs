//! Searching as people do it. All names are made up.

#![expect(clippy::unwrap_used, reason = "a helper of tests may fail the test")]
#![expect(clippy::string_slice, reason = "a cut character should fail the test")]

use xinqiao_record::{Kind, RecordId, Status};
use xinqiao_search::{
    Change, Count, Entry, Error, Filters, Index, MEMBERS, PUBLIC, Query, RegionCount, Sort,
};

fn entry(key: &str, title: &str, body: &str) -> Entry {
    Entry {
        body: body.into(),
        ..Entry::new(key, Kind::Article, title)
    }
}

fn indexed(entries: Vec<Entry>) -> Index {
    let index = Index::in_memory().unwrap();
    let changes: Vec<_> = entries.into_iter().map(Change::upsert).collect();
    index.writer().unwrap().apply(&changes, 1).unwrap();
    index
}

fn keys(index: &Index, text: &str) -> Vec<String> {
    let results = index.search(&Query::text(text)).unwrap();
    results.hits.into_iter().map(|hit| hit.key).collect()
}

fn sorted(index: &Index, text: &str) -> Vec<String> {
    let mut keys = keys(index, text);
    keys.sort();
    keys
}

/// A small desk: two projects, a policy, two articles.
fn desk() -> Index {
    let dated = |date: &str| date.parse().ok();
    indexed(vec![
        Entry {
            kind: Kind::Project,
            region: "330109".parse().ok(),
            date: dated("2025-06"),
            segments: vec!["wafer".into()],
            ..entry(
                "p1",
                "示例晶圆厂一期",
                "示例微电子在萧山新建12 吋产线，总投资15.11亿元，良率120.5%。",
            )
        },
        Entry {
            kind: Kind::Project,
            status: Status::Proposed,
            region: "330200".parse().ok(),
            date: dated("2024-11-05"),
            segments: vec!["materials".into(), "wafer".into()],
            ..entry(
                "p2",
                "示例碳化硅衬底项目",
                "甲示例公司扩产ＳｉＣ衬底，晶圆尺寸8英寸。",
            )
        },
        Entry {
            kind: Kind::Policy,
            region: "330100".parse().ok(),
            date: dated("2025"),
            source: Some("示例市办公厅".into()),
            column: Some("示例政策栏".into()),
            ..entry(
                "y1",
                "关于支持集成电路产业的示例办法",
                "对流片费用给予补贴，晶圆除外。",
            )
        },
        Entry {
            region: "310115".parse().ok(),
            date: dated("2025-06-20"),
            source: Some("示例半导体观察".into()),
            column: Some("示例动态栏".into()),
            ..entry(
                "a1",
                "封装动态",
                "28 nm 工艺与HBM3E封装。Processing of lead frames. 集成方案与电路板。",
            )
        },
        Entry {
            language: xinqiao_record::Language::English,
            ..entry(
                "a2",
                "A note on wafers",
                "The process node is 28nm; basic steps. Lead time matters; a frame does not.",
            )
        },
    ])
}

#[test]
fn bare_terms_must_all_be_there() {
    let index = desk();
    assert_eq!(sorted(&index, "晶圆"), ["p1", "p2", "y1"]);
    assert_eq!(keys(&index, "晶圆 补贴"), ["y1"]);
    assert_eq!(sorted(&index, "晶圆 -补贴"), ["p1", "p2"]);
    assert_eq!(sorted(&index, "补贴 OR 封装"), ["a1", "y1"]);
    assert_eq!(sorted(&index, "-晶圆"), ["a1", "a2"]);
    assert_eq!(sorted(&index, ""), ["a1", "a2", "p1", "p2", "y1"]);
}

#[test]
fn spelling_of_spaces_width_and_case_does_not_matter() {
    let index = desk();
    for text in ["12吋", "\"12 吋\"", "１２吋"] {
        assert_eq!(keys(&index, text), ["p1"], "{text}");
    }
    for text in ["SiC衬底", "sic衬底", "ｓｉｃ衬底"] {
        assert_eq!(keys(&index, text), ["p2"], "{text}");
    }
    for text in ["28nm", "\"28 nm\"", "28NM"] {
        assert_eq!(sorted(&index, text), ["a1", "a2"], "{text}");
    }
    assert_eq!(keys(&index, "120.5"), ["p1"]);
    assert_eq!(keys(&index, "120.5%"), ["p1"]);
    assert_eq!(keys(&index, "HBM"), ["a1"]);
    assert_eq!(keys(&index, "hbm3e"), ["a1"]);
}

#[test]
fn latin_terms_are_words_and_not_parts_of_words() {
    let index = desk();
    assert_eq!(keys(&index, "sic"), ["p2"], "`basic` holds no `sic`");
    assert_eq!(sorted(&index, "processes"), ["a1", "a2"]);
    assert_eq!(keys(&index, "wafer"), ["a2"]);
    assert_eq!(keys(&index, "lead-frame"), ["a1"]);
    assert_eq!(
        keys(&index, "\"asi\""),
        ["a2"],
        "a quoted phrase is found inside words"
    );
}

#[test]
fn one_character_is_enough() {
    let index = desk();
    assert_eq!(keys(&index, "碳"), ["p2"]);
    assert_eq!(keys(&index, "%"), ["p1"]);
}

#[test]
fn a_phrase_reaches_neither_over_the_title_nor_over_a_gap() {
    let index = desk();
    let exact = |text: &str| {
        index
            .search(&Query {
                phrases: vec![text.into()],
                ..Query::default()
            })
            .unwrap()
    };
    assert_eq!(exact("一期示例").total, 0);
    assert_eq!(exact("动态28").total, 0);
    assert!(!exact("动态28").relaxed);
    assert_eq!(
        exact("集成电路").total,
        1,
        "`集成方案与电路板` does not count"
    );
}

#[test]
fn a_word_is_also_found_where_it_is_cut_otherwise() {
    // The dictionary cuts the second text within the word, and the third holds the characters apart.
    let index = indexed(vec![
        entry("whole", "", "示例大学的研究生培养，研究生很多"),
        entry("cut", "", "他研究生命科学"),
        entry("apart", "", "研究所，究生"),
        entry("title", "研究生论坛", "会议"),
    ]);
    assert_eq!(sorted(&index, "研究生"), ["cut", "title", "whole"]);
    assert_eq!(
        sorted(&index, "研究生 -kind:project"),
        ["cut", "title", "whole"]
    );
    assert_eq!(sorted(&index, "key:cut 研究生"), ["cut"]);
    assert_eq!(sorted(&index, "key:apart,whole 研究生"), ["whole"]);
    assert_eq!(sorted(&index, "title:研究生"), ["title"]);
}

#[test]
fn when_nothing_holds_all_words_any_of_them_will_do_and_it_is_said() {
    let index = desk();
    let results = index.search(&Query::text("晶圆封装补贴")).unwrap();
    assert!(results.relaxed);
    assert_eq!(results.total, 4);
    assert_eq!(
        results.hits[0].key, "y1",
        "the one with two of the three words"
    );
    let none = index.search(&Query::text("量子纠缠")).unwrap();
    assert_eq!((none.total, none.relaxed), (0, false));
    let phrase = index.search(&Query::text("\"晶圆封装补贴\"")).unwrap();
    assert_eq!(
        (phrase.total, phrase.relaxed),
        (0, false),
        "a quoted phrase is not loosened"
    );
    let filtered = index
        .search(&Query::text("晶圆封装补贴 kind:project"))
        .unwrap();
    assert_eq!(
        (filtered.total, filtered.relaxed),
        (2, true),
        "filters hold in the relaxed mode too"
    );
}

#[test]
fn the_title_weighs_more() {
    let index = indexed(vec![
        entry(
            "b",
            "别的事情",
            "光刻胶光刻胶光刻胶，别的事情还有很多，都不在题目里。",
        ),
        entry("t", "光刻胶", "别的事情还有很多。"),
    ]);
    assert_eq!(keys(&index, "光刻胶"), ["t", "b"]);
}

#[test]
fn fields_filter() {
    let index = desk();
    assert_eq!(sorted(&index, "kind:project"), ["p1", "p2"]);
    assert_eq!(sorted(&index, "region:330000"), ["p1", "p2", "y1"]);
    assert_eq!(sorted(&index, "region:杭州"), ["p1", "y1"]);
    assert_eq!(sorted(&index, "地区：宁波 晶圆"), ["p2"]);
    assert_eq!(keys(&index, "status:proposed"), ["p2"]);
    assert_eq!(keys(&index, "column:动态"), ["a1"]);
    assert_eq!(sorted(&index, "source:示例"), ["a1", "y1"]);
    assert_eq!(keys(&index, "source:观察"), ["a1"]);
    assert_eq!(sorted(&index, "segment:wafer -segment:materials"), ["p1"]);
    assert_eq!(keys(&index, "title:衬底"), ["p2"]);
    assert_eq!(keys(&index, "title:补贴"), [""; 0]);
    assert_eq!(keys(&index, "language:en"), ["a2"]);
    assert_eq!(keys(&index, "key:p1"), ["p1"]);
    assert_eq!(
        keys(&index, "document:doc_01jxrmpqc0000000000000001a"),
        [""; 0]
    );
}

#[test]
fn dates_filter_by_what_surely_lies_within() {
    let index = desk();
    assert_eq!(sorted(&index, "year:2025"), ["a1", "p1", "y1"]);
    assert_eq!(
        sorted(&index, "date:2025-06"),
        ["a1", "p1"],
        "`2025` may be another month"
    );
    assert_eq!(sorted(&index, "date:..2024"), ["p2"]);
    assert_eq!(sorted(&index, "date:2024-11..2025-05"), ["p2"]);
}

#[test]
fn forms_filter_like_words_do() {
    let index = desk();
    let filters = Filters {
        kinds: vec![Kind::Project, Kind::Policy],
        regions: vec!["330100".parse().unwrap()],
        from: "2025".parse().ok(),
        ..Filters::default()
    };
    let results = index
        .search(&Query {
            filters,
            sort: Sort::Newest,
            ..Query::default()
        })
        .unwrap();
    let keys: Vec<_> = results.hits.iter().map(|hit| hit.key.as_str()).collect();
    assert_eq!(keys, ["y1", "p1"]);
    let filters = Filters {
        sources: vec!["示例".into()],
        ..Filters::default()
    };
    assert_eq!(
        index
            .search(&Query {
                filters,
                ..Query::default()
            })
            .unwrap()
            .total,
        0,
        "whole names here"
    );
}

#[test]
fn order_by_date_keeps_the_undated_last() {
    let index = desk();
    let order = |sort| -> Vec<String> {
        let results = index
            .search(&Query {
                sort,
                ..Query::default()
            })
            .unwrap();
        results.hits.into_iter().map(|hit| hit.key).collect()
    };
    assert_eq!(order(Sort::Newest), ["y1", "p1", "a1", "p2", "a2"]);
    assert_eq!(order(Sort::Oldest), ["p2", "y1", "p1", "a1", "a2"]);
}

#[test]
fn facets_count_what_matches_and_nothing_else() {
    let index = desk();
    let facets = index.search(&Query::text("晶圆")).unwrap().facets;
    let count = |value: &str, count| Count {
        value: value.to_owned(),
        count,
    };
    assert_eq!(
        facets.kinds,
        [
            Count {
                value: Kind::Project,
                count: 2
            },
            Count {
                value: Kind::Policy,
                count: 1
            }
        ],
    );
    assert_eq!(
        facets.statuses,
        [
            Count {
                value: Status::Proposed,
                count: 1
            },
            Count {
                value: Status::Confirmed,
                count: 2
            }
        ],
    );
    let region = |code: &str, name, count, parts| RegionCount {
        code: code.parse().unwrap(),
        name,
        count,
        parts,
    };
    assert_eq!(
        facets.regions,
        [region(
            "330000",
            "浙江省",
            3,
            vec![
                region(
                    "330100",
                    "杭州市",
                    2,
                    vec![region("330109", "萧山区", 1, vec![])]
                ),
                region("330200", "宁波市", 1, vec![]),
            ]
        )],
    );
    assert_eq!(facets.segments, [count("wafer", 2), count("materials", 1)]);
    assert_eq!(facets.sources, [count("示例市办公厅", 1)]);
    assert_eq!(facets.columns, [count("示例政策栏", 1)]);
    assert_eq!(facets.years, [count("2025", 2), count("2024", 1)]);
    assert_eq!(facets.months, [count("2025-06", 1), count("2024-11", 1)]);
}

#[test]
fn a_viewer_neither_finds_nor_counts_what_others_keep() {
    let owner = RecordId::from_parts(Kind::Organization, 1, 7).to_string();
    let kept = |marks: &[&str]| {
        marks
            .iter()
            .map(|&mark| mark.to_owned())
            .collect::<Vec<_>>()
    };
    let with = |key: &str, marks: &[&str]| Entry {
        visible_to: kept(marks),
        ..entry(key, "报价", "示例报价")
    };
    let index = indexed(vec![
        with("a", &[PUBLIC]),
        with("b", &[MEMBERS]),
        with("c", &[&owner]),
        with("d", &[]),
    ]);
    let total = |viewer: Option<Vec<String>>| {
        let results = index
            .search(&Query {
                viewer,
                ..Query::text("报价")
            })
            .unwrap();
        assert_eq!(
            results
                .facets
                .kinds
                .iter()
                .map(|count| count.count)
                .sum::<u64>(),
            results.total
        );
        results.total
    };
    assert_eq!(total(None), 4);
    assert_eq!(total(Some(kept(&[PUBLIC]))), 1);
    assert_eq!(total(Some(kept(&[PUBLIC, MEMBERS, &owner]))), 3);
    assert_eq!(total(Some(vec![])), 0);
}

#[test]
fn hits_carry_marked_titles_and_passages() {
    let index = desk();
    let results = index.search(&Query::text("晶圆 12吋 region:杭州")).unwrap();
    let [hit] = results.hits.as_slice() else {
        panic!("{results:?}")
    };
    assert_eq!(&hit.title[hit.title_highlights[0].clone()], "晶圆");
    assert_eq!(&hit.passage[hit.passage_highlights[0].clone()], "12 吋");
    assert_eq!(hit.passage_highlights.len(), 1);
    assert_eq!((hit.revision, hit.cut), (1, (false, false)));
    assert_eq!(
        hit.region.map(|code| code.to_string()).as_deref(),
        Some("330109")
    );
    assert_eq!(
        hit.date.map(|date| date.to_string()).as_deref(),
        Some("2025-06")
    );
    assert!(hit.score > 0.0);
    let english = index.search(&Query::text("processes")).unwrap();
    let marked: Vec<_> = english
        .hits
        .iter()
        .map(|hit| &hit.passage[hit.passage_highlights[0].clone()])
        .collect();
    assert!(
        marked.contains(&"Processing") && marked.contains(&"process"),
        "{marked:?}"
    );
}

#[test]
fn pages_do_not_overlap_and_ties_go_by_key() {
    let entries = (0..57)
        .map(|number| entry(&format!("k{number:02}"), "同题", "同文"))
        .collect();
    let index = indexed(entries);
    let mut seen = Vec::new();
    for page in 0..6 {
        let query = Query {
            offset: page * 10,
            limit: 10,
            ..Query::text("同文")
        };
        let results = index.search(&query).unwrap();
        assert_eq!(results.total, 57);
        seen.extend(results.hits.into_iter().map(|hit| hit.key));
    }
    assert_eq!(
        seen,
        (0..57)
            .map(|number| format!("k{number:02}"))
            .collect::<Vec<_>>()
    );
    let query = Query {
        offset: 50,
        limit: 10,
        ..Query::text("同文")
    };
    assert_eq!(index.keys(&query).unwrap(), seen.split_off(50));
    let count = index
        .search(&Query {
            limit: 0,
            offset: usize::MAX,
            ..Query::text("同文")
        })
        .unwrap();
    assert_eq!((count.total, count.hits.len()), (57, 0));
}

#[test]
fn a_query_that_does_not_parse_is_an_error_with_its_place() {
    let error = desk().search(&Query::text("晶圆 colour:red")).unwrap_err();
    assert!(matches!(error, Error::Syntax(_)));
    assert!(
        error
            .to_string()
            .starts_with("unknown field `colour` at character 4; known fields: kind,")
    );
}

#[test]
fn the_index_follows_a_feed_and_remembers_how_far() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("search");
    let index = Index::open(&path).unwrap();
    assert_eq!((index.position().unwrap(), index.len()), (0, 0));
    let mut writer = index.writer().unwrap();
    assert!(matches!(index.writer(), Err(Error::Busy)));
    let first = [
        Change::upsert(entry("a", "旧题", "")),
        Change::upsert(entry("b", "乙", "")),
    ];
    writer.apply(&first, 7).unwrap();
    assert_eq!(keys(&index, "旧题"), ["a"]);
    let second = [
        Change::upsert(entry("a", "中间题", "")),
        Change::upsert(entry("a", "新题", "")),
        Change::Remove("b".into()),
        Change::Remove("never".into()),
    ];
    writer.apply(&second, 9).unwrap();
    assert_eq!(keys(&index, "新题"), ["a"]);
    assert_eq!(keys(&index, "title:旧题"), [""; 0]);
    assert_eq!((index.len(), index.position().unwrap()), (1, 9));
    drop(writer);
    drop(index);
    let again = Index::open(&path).unwrap();
    assert_eq!((again.len(), again.position().unwrap()), (1, 9));
    let mut writer = again.writer().unwrap();
    writer.compact().unwrap();
    assert_eq!((again.len(), writer.position().unwrap()), (1, 9));
    writer.clear().unwrap();
    assert_eq!((again.len(), again.position().unwrap()), (0, 0));
    writer.apply(&first, 7).unwrap();
    writer.finish().unwrap();
    assert_eq!((again.len(), again.position().unwrap()), (2, 7));
}

#[test]
fn an_index_of_another_format_asks_to_be_rebuilt() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("search");
    Index::open(&path)
        .unwrap()
        .writer()
        .unwrap()
        .apply(&[Change::upsert(entry("a", "甲", ""))], 3)
        .unwrap();
    let meta = path.join("meta.json");
    let text = std::fs::read_to_string(&meta).unwrap();
    assert!(text.contains("schema=1 position=3"));
    for (bad, why) in [
        (
            text.replace("schema=1 ", "schema=999 "),
            "it was made in format 999, this program reads format 1",
        ),
        (
            text.replace("schema=1 ", ""),
            "it does not say how far it follows the ledger",
        ),
        (
            text.replace("title_words", "title_weird"),
            "its fields differ from what this program reads",
        ),
        ("{".to_owned(), "it cannot be read"),
    ] {
        std::fs::write(&meta, bad).unwrap();
        let error = Index::open(&path).map(|_| ()).unwrap_err();
        assert!(
            matches!(&error, Error::MustRebuild { reason, .. } if reason.starts_with(why)),
            "{error}"
        );
    }
    assert_eq!(Index::rebuild(&path).unwrap().len(), 0);
    assert_eq!(Index::open(&path).unwrap().position().unwrap(), 0);
}

#[test]
fn rebuilding_spares_a_folder_that_is_no_index() {
    let folder = tempfile::tempdir().unwrap();
    let letter = folder.path().join("letter.txt");
    std::fs::write(&letter, "keep").unwrap();
    assert!(matches!(
        Index::rebuild(folder.path()),
        Err(Error::Folder { .. })
    ));
    assert!(letter.exists());
}
