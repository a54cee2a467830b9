//! Parts, signed items, run-in heads, imprints and tables made of blanks, read whole.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test fails by panicking, in its helpers too"
)]

use xinqiao_reader::{Limits, Reading, read};

fn reading(name: &str, text: &str) -> Reading {
    read(name, text.as_bytes(), &Limits::default()).unwrap()
}

fn pairs(reading: &Reading) -> Vec<(&str, Option<&str>)> {
    reading
        .articles
        .iter()
        .map(|article| (article.title.as_str(), article.column.as_deref()))
        .collect()
}

/// A briefing whose contents page lists its parts, with signed items under marked headings.
const ENGLISH: &str = "# Sample Plans Letter, March 2024

Published by: Sample Chip Office

Note: every company in this letter is invented.

# Contents

- Part 1. Plans: Sampleland, Exampleton
- Part 2. Research: mirrors, resins

# Part 1. Plans

## Sampleland: 40 million for a test line

The ministry of Sampleland said on 4 March 2024 that it would pay 40 million dollars for a test line[^1].

[^1]: Sample Weekly, 5 March 2024, https://example.org/a

(Written by: A. Sample)

## Exampleton: a school for process engineers

The town of Exampleton opens a school for process engineers in September 2024[^2].

[^2]: Example Daily, https://example.org/b

(Written by: B. Sample)

# Part 2. Research

## Mirrors that keep their shape

A laboratory made a mirror that keeps its shape at 300 degrees.

(Written by: A. Sample)

## A resin that cures in the dark

A second laboratory found a resin that cures in the dark.

(Written by: B. Sample)
";

#[test]
fn items_under_headings_are_articles_where_the_contents_page_lists_their_parts() {
    let found = reading("letter.md", ENGLISH);
    assert_eq!(found.title, "Sample Plans Letter, March 2024");
    assert_eq!(found.publisher.as_deref(), Some("Sample Chip Office"));
    assert_eq!(
        pairs(&found),
        [
            (
                "Sampleland: 40 million for a test line",
                Some("Part 1. Plans")
            ),
            (
                "Exampleton: a school for process engineers",
                Some("Part 1. Plans")
            ),
            ("Mirrors that keep their shape", Some("Part 2. Research")),
            ("A resin that cures in the dark", Some("Part 2. Research")),
        ]
    );
    let first = found.articles.first().unwrap();
    assert_eq!(first.authors, ["A. Sample"]);
    assert_eq!(
        first
            .footnotes
            .iter()
            .map(|note| note.mark.as_str())
            .collect::<Vec<_>>(),
        ["1"]
    );
}

#[test]
fn the_same_layout_in_chinese() {
    let text = "# 示例规划通讯 2024年3月\n\n编印：示例编辑部\n\n# 目录\n\n- 一、规划：甲国、乙市\n- 二、研究：镜片、树脂\n\n# 一、规划\n\n## 甲国：四千万建试验线\n\n甲国主管部门2024年3月4日说，将为一条试验线出资四千万。\n\n（执笔：甲某）\n\n## 乙市：办一所工艺学校\n\n乙市的工艺学校2024年9月开学。\n\n（执笔：乙某）\n\n# 二、研究\n\n## 不变形的镜片\n\n一间实验室做出三百度下不变形的镜片。\n\n（执笔：甲某）\n";
    let found = reading("letter.md", text);
    assert_eq!(found.title, "示例规划通讯 2024年3月");
    assert_eq!(found.publisher.as_deref(), Some("示例编辑部"));
    assert_eq!(
        pairs(&found),
        [
            ("甲国：四千万建试验线", Some("规划")),
            ("乙市：办一所工艺学校", Some("规划")),
            ("不变形的镜片", Some("研究")),
        ]
    );
}

#[test]
fn a_note_of_dated_items_has_its_headline_for_a_title() {
    let text = "【快讯】示例项目一周进展\n\n2025年3月7日　示例编辑部\n\n【快讯】本篇由编辑部汇总。\n\n【快讯】甲市：示例一号开工。3月3日，示例公司的一号产线在甲市开工，总投资5亿元，计划明年年底建成。\n\n【快讯】乙市：示例二号投产。3月4日，示例公司的二号产线在乙市投产，首批设备40台，每月可以加工2万片。\n\n【快讯】丙市：示例三号签约。3月5日，示例公司的三号产线在丙市签约，用地60亩，分两期建设并在三年内完成。\n";
    let found = reading("note.txt", text);
    assert_eq!(found.title, "【快讯】示例项目一周进展");
    assert_eq!(
        found.issued.map(|date| date.to_string()).as_deref(),
        Some("2025-03-07")
    );
    assert_eq!(
        pairs(&found),
        [
            ("甲市：示例一号开工", None),
            ("乙市：示例二号投产", None),
            ("丙市：示例三号签约", None)
        ]
    );
    // The head stays a part of its paragraph.
    let first = found.articles.first().unwrap();
    let prose = first.prose.first().and_then(|span| span.of(&found.text));
    assert!(
        prose.is_some_and(|prose| prose.starts_with("【快讯】甲市")),
        "{prose:?}"
    );
}

#[test]
fn heading_spans_hold_the_words_and_not_the_marks() {
    let text = "# 示例产业研究\n\n## 产业概况\n\n示例产业增长。\n\n### **主要企业** ###\n\n示例企业众多。\n\n## 1.1 建议\n\n应当继续。\n";
    let found = reading("report.md", text);
    let words: Vec<_> = found
        .articles
        .iter()
        .flat_map(|article| &article.headings)
        .filter_map(|span| span.of(&found.text))
        .collect();
    assert_eq!(words.first(), Some(&"产业概况"));
    assert!(
        words.iter().all(|words| !words.starts_with('#')),
        "{words:?}"
    );
    assert_eq!(words.len(), 3);
}

#[test]
fn a_table_laid_out_with_blanks_is_a_table() {
    let text = "示例项目一季度进展\n\n一季度各项目进展如下，投资额按开工时公布的数字计算。\n\n表1 示例项目\n  项目        所在地    投资（亿元）\n  示例一号    甲市              12.5\n  示例二期线  乙市               3.0\n\n其余项目从略，下期再作介绍。\n";
    let found = reading("a.txt", text);
    let tables: Vec<_> = found
        .articles
        .iter()
        .flat_map(|article| &article.tables)
        .collect();
    assert_eq!(tables.len(), 1);
    let table = tables.first().unwrap();
    assert_eq!(table.caption.as_deref(), Some("表1 示例项目"));
    assert_eq!(table.header, ["项目", "所在地", "投资（亿元）"]);
    assert_eq!(
        table.rows,
        [["示例一号", "甲市", "12.5"], ["示例二期线", "乙市", "3.0"]]
    );
}
