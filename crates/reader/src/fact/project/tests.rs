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
        let span = Span::new(u32::try_from(offset).unwrap(), u32::try_from(offset + paragraph.len()).unwrap());
        prose.push(span);
        offset += paragraph.len() + 1;
    }
    let article = ArticleText {
        title: title.to_owned(),
        span: Span::new(0, u32::try_from(text.len()).unwrap()),
        prose,
        ..ArticleText::default()
    };
    let context = Context { issued: issued.parse().ok(), today: None };
    propose(&text, &[article], context)
        .into_iter()
        .filter_map(|fact| {
            assert_eq!(fact.span.of(&text), Some(fact.quote.as_str()), "a quote stands where its span says");
            match fact.body {
                Body::Project(project) => Some(project),
                _ => None,
            }
        })
        .collect()
}

#[test]
fn dbg(){
 let p=|a:&str,t:&str,v:&[&str]| for x in projects(a,t,v){println!("{} {:?} {:?} {:?} {:?} {:?} {:?}",x.name,x.stage,x.stage_date,x.region,x.capacity,x.organizations,x.timeline)};
 p("2024-05","x",&["2月24日，示例市管委会与上海样张智芯半导体股份有限公司（以下简称：样张智芯）举行了一场备受瞩目的签约仪式。此次签约，标志着样张智芯算力模组、大模型一体机及区域总部（研发中心）项目正式落户示例新城"]);
}
