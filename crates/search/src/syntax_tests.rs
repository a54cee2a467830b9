use super::*;
use proptest::prelude::*;

fn bare(text: &str) -> Item {
    Item {
        negative: false,
        clause: Clause::Bare(text.into()),
    }
}

fn phrase(text: &str) -> Item {
    Item {
        negative: false,
        clause: Clause::Phrase(text.into()),
    }
}

fn only(text: &str) -> Clause {
    let groups = parse(text).unwrap();
    assert_eq!(groups.len(), 1, "{groups:?}");
    groups[0][0].clause.clone()
}

fn message(text: &str) -> String {
    parse(text).unwrap_err().to_string()
}

#[test]
fn words_phrases_and_exclusions_are_told_apart() {
    assert_eq!(
        parse("碳化硅 \"6英寸 衬底\" -外延").unwrap(),
        [
            vec![bare("碳化硅")],
            vec![phrase("6英寸 衬底")],
            vec![Item {
                negative: true,
                clause: Clause::Bare("外延".into())
            }],
        ],
    );
    assert_eq!(
        parse("“封装”「测试」").unwrap(),
        [vec![phrase("封装")], vec![phrase("测试")]]
    );
    assert_eq!(
        parse("芯片，补贴。").unwrap(),
        [vec![bare("芯片")], vec![bare("补贴")]]
    );
    assert_eq!(
        parse("120.5% C++ wafer-level").unwrap().concat(),
        [bare("120.5%"), bare("C++"), bare("wafer-level")]
    );
}

#[test]
fn or_joins_its_neighbours_only() {
    assert_eq!(
        parse("a OR b c AND d").unwrap(),
        [vec![bare("a"), bare("b")], vec![bare("c")], vec![bare("d")]],
    );
    assert_eq!(parse("OR a OR").unwrap(), [vec![bare("a")]]);
    assert_eq!(parse("a | b").unwrap(), [vec![bare("a"), bare("b")]]);
    assert_eq!(parse("ORDER").unwrap(), [vec![bare("ORDER")]]);
}

#[test]
fn unbalanced_and_empty_quotes_do_no_harm() {
    assert_eq!(parse("\"晶圆 厂").unwrap(), [vec![phrase("晶圆 厂")]]);
    assert_eq!(parse("晶圆\"").unwrap(), [vec![bare("晶圆")]]);
    assert_eq!(parse("\"\" 晶圆 \" \"").unwrap(), [vec![bare("晶圆")]]);
    assert!(parse(" - － ，").unwrap().is_empty());
}

#[test]
fn fields_have_english_and_chinese_names() {
    assert_eq!(
        only("kind:project,policy"),
        Clause::Kinds(vec![Kind::Project, Kind::Policy])
    );
    assert_eq!(only("类型：项目"), Clause::Kinds(vec![Kind::Project]));
    assert_eq!(
        only("status:confirmed"),
        Clause::Statuses(vec![Status::Confirmed])
    );
    assert_eq!(
        only("column:示例栏"),
        Clause::Named(Named::Column, vec!["示例栏".into()])
    );
    assert_eq!(
        only("source:\"示例, 观察\""),
        Clause::Named(Named::Source, vec!["示例, 观察".into()])
    );
    assert_eq!(
        only("title:晶圆"),
        Clause::Title {
            text: "晶圆".into(),
            exact: false
        }
    );
    assert_eq!(
        only("language:en"),
        Clause::Languages(vec![Language::English])
    );
}

#[test]
fn regions_are_known_by_code_and_by_name() {
    let hangzhou: RegionCode = "330100".parse().unwrap();
    for text in [
        "region:330100",
        "region:杭州",
        "地区:杭州市",
        "region:浙江省杭州市",
    ] {
        assert_eq!(only(text), Clause::Regions(vec![hangzhou]), "{text}");
    }
    // Several places bear the name; all of them are meant.
    assert!(matches!(only("region:鼓楼区"), Clause::Regions(codes) if codes.len() > 1));
}

#[test]
fn dates_may_be_vague_and_ranges_open() {
    let date = |text: &str| text.parse::<PartialDate>().ok();
    assert_eq!(
        only("year:2025"),
        Clause::Dates {
            from: date("2025"),
            until: date("2025")
        }
    );
    assert_eq!(
        only("date:2025-06"),
        Clause::Dates {
            from: date("2025-06"),
            until: date("2025-06")
        }
    );
    assert_eq!(
        only("date:2024..2025-06"),
        Clause::Dates {
            from: date("2024"),
            until: date("2025-06")
        }
    );
    assert_eq!(
        only("date:2024.."),
        Clause::Dates {
            from: date("2024"),
            until: None
        }
    );
    assert_eq!(
        only("year:..2024"),
        Clause::Dates {
            from: None,
            until: date("2024")
        }
    );
}

#[test]
fn errors_name_the_field_the_place_and_what_is_possible() {
    assert_eq!(
        message("晶圆 colour:red"),
        "unknown field `colour` at character 4; known fields: kind, status, region, segment, source, \
         column, year, date, language, title, document, key; to search for the words themselves, put them in quotes",
    );
    assert_eq!(
        message("a kind:"),
        "field `kind` at character 3 has no value; write kind:value"
    );
    assert_eq!(
        message("-kind:wafer"),
        "field `kind` at character 2 cannot be `wafer`: known kinds: document, article, organization, \
         project, financing, policy, award, event, figure, statistic, target",
    );
    assert_eq!(
        message("status:done"),
        "field `status` at character 1 cannot be `done`: known statuses: proposed, confirmed, rejected, retired",
    );
    assert_eq!(
        message("region:亚特兰蒂斯"),
        "field `region` at character 1 cannot be `亚特兰蒂斯`: write a GB/T 2260 code such as 330100 or a name such as 杭州",
    );
    assert_eq!(
        message("year:2025-06"),
        "field `year` at character 1 cannot be `2025-06`: write a year such as 2025 or a range such as 2023..2025",
    );
    assert_eq!(
        message("date:soon"),
        "field `date` at character 1 cannot be `soon`: write 2025, 2025-06, 2025-06-20 or a range such as 2025-01..2025-06",
    );
    assert_eq!(
        message("document:x"),
        "field `document` at character 1 cannot be `x`: `x` is not a record id: it has no `_`",
    );
    assert_eq!(
        message(&"芯".repeat(1_001)),
        "the query has 1001 characters; at most 1000 are allowed"
    );
    assert_eq!(
        message(&"a ".repeat(65)),
        "the query has more than 64 parts, the first one too many at character 129",
    );
}

#[test]
fn what_only_looks_like_a_field_is_text() {
    assert_eq!(
        only("https://example.invalid/a"),
        Clause::Bare("https://example.invalid/a".into())
    );
    assert_eq!(only("现状：乐观"), Clause::Bare("现状：乐观".into()));
    assert_eq!(only("12:30"), Clause::Bare("12:30".into()));
    assert_eq!(only("\"colour:red\""), Clause::Phrase("colour:red".into()));
}

proptest! {
    #[test]
    fn no_text_makes_the_parser_panic(text in "\\PC{0,60}") {
        let _ = parse(&text);
    }

    #[test]
    fn no_mixture_of_signs_makes_the_parser_panic(
        text in "(kind|region|date|title|类型|-|－|:|：|\"|“|”|「|」| |OR|\\||,|2025|\\.\\.|杭州|芯){0,20}",
    ) {
        let _ = parse(&text);
    }
}
