//! Articles made up for the rules, each with the projects that a careful reader finds in it.

use xinqiao_record::body::Project;
use xinqiao_record::{Body, Span};

use crate::fact::{Context, propose};
use crate::structure::ArticleText;

/// The projects of an article of one headline and paragraphs.
pub(crate) fn projects(issued: &str, title: &str, paragraphs: &[&str]) -> Vec<Project> {
    let text = format!("{title}\n{}", paragraphs.join("\n"));
    let mut offset = title.len() + 1;
    let mut prose = Vec::new();
    for paragraph in paragraphs {
        let span = Span::new(
            u32::try_from(offset).unwrap(),
            u32::try_from(offset + paragraph.len()).unwrap(),
        );
        prose.push(span);
        offset += paragraph.len() + 1;
    }
    let article = ArticleText {
        title: title.to_owned(),
        span: Span::new(0, u32::try_from(text.len()).unwrap()),
        prose,
        ..ArticleText::default()
    };
    let context = Context {
        issued: issued.parse().ok(),
        today: None,
    };
    propose(&text, &[article], context)
        .into_iter()
        .filter_map(|fact| {
            assert_eq!(
                fact.span.of(&text),
                Some(fact.quote.as_str()),
                "a quote stands where its span says"
            );
            match fact.body {
                Body::Project(project) => Some(project),
                _ => None,
            }
        })
        .collect()
}

fn line(project: &Project) -> String {
    let amount = project.amount.map_or("-".to_owned(), |amount| {
        format!("{} {}", amount.money.units(), amount.qualifier.name())
    });
    let text = |value: Option<String>| value.unwrap_or_else(|| "-".to_owned());
    let capacity: Vec<String> = project
        .capacity
        .iter()
        .map(|one| format!("{}{}", one.quantity, one.unit))
        .collect();
    format!(
        "{} | {} | {} | {amount} | {} {} | {} | {}",
        project.name,
        project
            .organizations
            .iter()
            .map(|party| party.name.as_str())
            .collect::<Vec<_>>()
            .join(","),
        text(project.region.map(|region| region.to_string())),
        text(project.stage.map(|stage| stage.name().to_owned())),
        text(project.stage_date.map(|date| date.to_string())),
        text(project.completion.map(|date| date.to_string())),
        capacity.join(","),
    )
}

fn lines(issued: &str, title: &str, paragraphs: &[&str]) -> Vec<String> {
    projects(issued, title, paragraphs)
        .iter()
        .map(line)
        .collect()
}

#[test]
fn a_project_told_in_several_sentences_is_one_fact() {
    assert_eq!(
        lines(
            "2024-08",
            "示样半导体封装基地项目开工（示例）",
            &[
                "8月6日，示样半导体（苏州）有限公司先进封装基地项目在苏州市吴江区开工。",
                "该项目总投资约12亿元，占地80亩，建成后年产封装芯片3亿颗。项目计划2026年3月竣工。",
            ],
        ),
        [
            "先进封装基地项目 | 示样半导体（苏州）有限公司 | 320509 | 1200000000 about | groundbreaking 2024-08-06 | 2026-03 | 300000000颗"
        ]
    );
}

#[test]
fn the_total_of_a_group_is_no_members_amount() {
    assert_eq!(
        lines(
            "2024-03",
            "18个项目集中签约，总投资200亿元（示例）",
            &[
                "3月5日，宁波市北仑区举行重大项目集中签约仪式，18个项目集中签约，总投资200亿元。",
                "其中，样光电子车载传感器项目总投资6亿元，预计2025年10月投产。",
            ],
        ),
        [
            "样光电子车载传感器项目 | 样光电子 | 330206 | 600000000 exact | signed 2024-03-05 | 2025-10 | "
        ]
    );
}

#[test]
fn what_is_planned_or_called_off_has_not_been_reached() {
    let planned = projects(
        "2024-03",
        "示例",
        &["样张科技功率模块项目总投资3亿元，计划今年6月开工，2025年底前竣工。"],
    );
    assert_eq!(planned[0].stage, None);
    assert_eq!(
        planned[0].start.map(|date| date.to_string()).as_deref(),
        Some("2024-06")
    );
    let stopped = projects(
        "2024-03",
        "示例",
        &["样张科技功率模块项目2022年5月签约，总投资3亿元，现已终止。"],
    );
    assert_eq!(stopped[0].stage, None);
}

#[test]
fn text_without_a_project_proposes_none() {
    for text in [
        "公司去年营收突破9亿元，同比增长20%。",
        "要加快推进重大项目建设，力争早开工、早投产。",
        "对总投资10亿元以上的特色工艺产线，给予最高500万元补助。",
        "项目团队克服了诸多困难。",
    ] {
        assert_eq!(
            lines("2024-03", "示例", &[text]),
            Vec::<String>::new(),
            "{text}"
        );
    }
}

#[test]
fn an_english_plant_has_its_cost_stage_and_capacity() {
    let found = projects(
        "2024-05-20",
        "Samplewood breaks ground on fab (example)",
        &[
            "Samplewood Devices Inc. broke ground on May 14, 2024, on a 200mm silicon carbide fab that will cost $1.5 billion. The fab will process 12,000 wafers per month.",
            "It is to be completed in late 2026 and expects volume production in the second half of 2027, the company said of the plant.",
        ],
    );
    assert_eq!(
        found.iter().map(line).collect::<Vec<_>>(),
        [
            "200mm silicon carbide fab | Samplewood Devices Inc. | - | 1500000000 exact | groundbreaking 2024-05-14 | 2026-12 | 12000wafers"
        ]
    );
}

#[test]
fn what_a_firm_sold_last_year_is_not_what_its_project_yields() {
    let text =
        "6月1日，样张科技功率模块项目签约，总投资3亿元。样张科技上一年度营收已在10亿元以上。";
    let found = projects("2024-06", "示例", &[text]);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].expected_output, None);
    let text = "6月1日，样张科技功率模块项目签约，总投资3亿元。达产后年产值预计10亿元。";
    assert!(
        projects("2024-06", "示例", &[text])[0]
            .expected_output
            .is_some()
    );
}
