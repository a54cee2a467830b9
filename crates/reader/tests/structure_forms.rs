//! Documents of many forms, each taken apart into its articles.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test fails by panicking, in its helpers too"
)]

use xinqiao_reader::structure::ArticleKind;
use xinqiao_reader::{Limits, Reading, read};

fn reading(name: &str, text: &str) -> Reading {
    read(name, text.as_bytes(), &Limits::default()).unwrap()
}

fn titles(name: &str, text: &str) -> Vec<String> {
    reading(name, text)
        .articles
        .into_iter()
        .map(|article| article.title)
        .collect()
}

#[test]
fn one_news_item_is_one_article() {
    let text = "示例公司二期项目开工\n\n发布时间：2025-03-02\n来源：示例日报\n\n3月1日，示例公司二期项目在某市开工，总投资12亿元。\n\n项目负责人表示，计划明年投产。\n";
    let found = reading("a.txt", text);
    let article = found.articles.first().unwrap();
    assert_eq!(found.articles.len(), 1);
    assert_eq!(article.title, "示例公司二期项目开工");
    assert_eq!(
        article.published.map(|date| date.to_string()).as_deref(),
        Some("2025-03-02")
    );
    assert_eq!(
        article
            .sources
            .iter()
            .map(|source| source.name.as_str())
            .collect::<Vec<_>>(),
        ["示例日报"]
    );
}

#[test]
fn sections_of_a_report_are_no_articles() {
    let text = "# 示例产业研究\n\n## 产业概况\n\n示例产业增长。\n\n## 主要企业\n\n示例企业众多。\n\n## 建议\n\n应当继续。\n";
    assert_eq!(titles("report.md", text), ["示例产业研究"]);
}

#[test]
fn a_paged_bulletin_with_contents_and_running_heads() {
    let text = "示例月刊\n\n目  录\n\n要闻\n示例甲公司六英寸产线通线…………1\n某市发布支持集成电路产业的若干政策…………2\n观察\n封测行业上半年回顾与展望…………3\n\u{C}\n示例月刊\n示例甲公司六英寸产线通线\n6月2日，示例甲公司六英寸产线在某市通线。\n1\n\u{C}\n示例月刊\n某市发布支持集成电路产业的若干政策\n某市近日发布若干政策，自7月1日起施行。\n2\n\u{C}\n示例月刊\n封测行业上半年\n回顾与展望\n上半年封测行业回暖。\n3\n";
    let found = reading("示例月刊2025年6月.txt", text);
    let pairs: Vec<_> = found
        .articles
        .iter()
        .map(|article| (article.title.as_str(), article.column.as_deref()))
        .collect();
    assert_eq!(
        pairs,
        [
            ("示例甲公司六英寸产线通线", Some("要闻")),
            ("某市发布支持集成电路产业的若干政策", Some("要闻")),
            ("封测行业上半年回顾与展望", Some("观察"))
        ]
    );
    assert_eq!(
        found.issued.map(|date| date.to_string()).as_deref(),
        Some("2025-06")
    );
    assert!(!found.text.contains('\u{C}'));
}

#[test]
fn a_digest_with_bracketed_headlines() {
    let text = "示例快讯 2025年3月5日\n\n【甲公司完成A轮融资】\n3月4日，甲公司宣布完成A轮融资，金额近亿元，由某基金领投，资金用于产线建设。\n\n【乙项目签约落户某市】\n3月3日，乙项目签约落户某市，总投资10亿元，分两期建设，一期用地五十亩。\n";
    assert_eq!(
        titles("a.txt", text),
        ["甲公司完成A轮融资", "乙项目签约落户某市"]
    );
}

#[test]
fn a_policy_printed_in_full() {
    let text = "关于促进示例产业发展的若干措施\n\n各有关单位：\n\n一、总体要求\n\n（一）坚持创新。对首次流片给予补助。\n\n二、支持政策\n\n（二）支持企业成长。最高500万元。\n\n三、附则\n\n本措施自2025年7月1日起施行。\n\n某市人民政府办公室\n\n2025年6月1日\n";
    let found = reading("policy.txt", text);
    let article = found.articles.first().unwrap();
    assert_eq!(
        (found.articles.len(), article.kind),
        (1, ArticleKind::Policy)
    );
    assert_eq!(
        article.published.map(|date| date.to_string()).as_deref(),
        Some("2025-06-01")
    );
}

#[test]
fn a_study_is_one_article_with_sections_and_references() {
    let text = "示例联盟的协同机制研究\n\n甲某 乙某某\n\n【摘要】：本文研究示例机制。\n\n【关键词】：示例 机制\n\n一、引言\n\n示例正文。\n\n二、结论\n\n示例结论。\n\n参考文献\n\n[1] 某某. 示例[J]. 示例学报, 2020.\n[2] Sample A. Study. https://example.org/s\n";
    let found = reading("study.txt", text);
    let article = found.articles.first().unwrap();
    assert_eq!(
        (found.articles.len(), article.kind),
        (1, ArticleKind::Study)
    );
    assert_eq!(article.authors, ["甲某", "乙某某"]);
    assert_eq!(
        article
            .footnotes
            .iter()
            .map(|note| note.mark.as_str())
            .collect::<Vec<_>>(),
        ["1", "2"]
    );
}

#[test]
fn sheets_of_a_table_file_are_articles() {
    let found = reading("a.csv", "项目,投资\n甲项目,10\n乙项目,20\n");
    assert!(
        found
            .articles
            .iter()
            .all(|article| article.kind == ArticleKind::Table),
        "{:?}",
        found.articles
    );
    assert_eq!(
        found
            .articles
            .iter()
            .map(|article| article.tables.len())
            .sum::<usize>(),
        1
    );
}

#[test]
fn a_huge_text_of_titles_is_taken_apart_in_reasonable_time() {
    let mut text = String::from("目录\n");
    for number in 0..1_000 {
        text.push_str(&format!(
            "- 示例公司第{number}号项目开工建设 …… {}\n",
            number + 1
        ));
    }
    text.push('\n');
    for number in 0..20_000 {
        text.push_str(&format!(
            "## 示例公司第{number}号项目开工建设\n\n示例公司的项目开工。\n\n"
        ));
    }
    assert_eq!(titles("a.md", &text).len(), 1_000);
}
