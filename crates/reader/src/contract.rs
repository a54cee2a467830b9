//! A reading as JSON: what `xinqiao read --json` prints. Others script against it; fields are only ever added.
//!
//! Absent values are `null`, lists may be empty; numbers that count money or quantity are decimal strings in base units;
//! spans are byte offsets into the normalised text; confidence is a number from 0 to 1.

use crate::Fact;
use crate::reading::Reading;
use crate::structure::ArticleText;
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde::Serialize;
use xinqiao_record::body::{
    Body, FinancingKind, Footnote, Listing, Outcome, Party, RepealedPolicy, StageEntry,
    StatisticRow, Table,
};
use xinqiao_record::{Amount, Capacity, Language, PartialDate, Quantity, RegionCode, Span};

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Document")]
struct DocumentJson<'a> {
    path: &'a str,
    title: &'a str,
    language: Language,
    issued: Option<PartialDate>,
    articles: Vec<ArticleJson<'a>>,
    facts: Vec<FactJson<'a>>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Article")]
struct ArticleJson<'a> {
    id: String,
    title: &'a str,
    column: Option<&'a str>,
    kind: &'static str,
    authors: &'a [String],
    sources: Vec<&'a str>,
    published: Option<PartialDate>,
    span: Span,
    tables: Vec<TableJson<'a>>,
    footnotes: Vec<FootnoteJson<'a>>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Table")]
struct TableJson<'a> {
    caption: Option<&'a str>,
    header: &'a [String],
    rows: &'a [Vec<String>],
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Footnote")]
struct FootnoteJson<'a> {
    mark: &'a str,
    text: &'a str,
    urls: &'a [String],
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Region")]
struct RegionJson {
    code: RegionCode,
    name: String,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Fact")]
struct FactJson<'a> {
    kind: &'static str,
    article: String,
    name: &'a str,
    organizations: Vec<&'a str>,
    region: Option<RegionJson>,
    amount: Option<Amount>,
    stage: Option<&'static str>,
    stage_label: Option<&'a str>,
    stage_date: Option<PartialDate>,
    completion: Option<PartialDate>,
    capacity: &'a [Capacity],
    span: Span,
    quote: &'a str,
    confidence: f64,
    #[serde(flatten)]
    own: Own<'a>,
}

/// What a fact's own kind adds.
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
enum Own<'a> {
    Project {
        aliases: &'a [String],
        place: Option<&'a str>,
        timeline: &'a [StageEntry],
        start: Option<PartialDate>,
        site_area: Option<&'a Quantity>,
        floor_area: Option<&'a Quantity>,
        expected_output: Option<Amount>,
        expected_tax: Option<Amount>,
    },
    Financing {
        company: &'a str,
        financing: FinancingKind,
        round: Option<&'a str>,
        investors: Vec<&'a str>,
        date: Option<PartialDate>,
    },
    Policy {
        issuers: Vec<&'a str>,
        document_number: Option<&'a str>,
        issued: Option<PartialDate>,
        effective: Option<PartialDate>,
        until: Option<PartialDate>,
        repeals: &'a [RepealedPolicy],
    },
    Award {
        winners: Vec<&'a str>,
        grantors: Vec<&'a str>,
        date: Option<PartialDate>,
        work: Option<&'a str>,
    },
    Event {
        date: Option<PartialDate>,
        until: Option<PartialDate>,
        place: Option<&'a str>,
        organizers: Vec<&'a str>,
        attendance: Option<u32>,
    },
    Organization {
        aliases: &'a [String],
        credit_code: Option<String>,
        founded: Option<PartialDate>,
        listing: Option<&'a Listing>,
        registered_capital: Option<Amount>,
        segments: &'a [String],
    },
    Figure {
        technology: Option<&'a str>,
        measure: &'a str,
        value: &'a Quantity,
        date: Option<PartialDate>,
    },
    Statistic {
        rows: &'a [StatisticRow],
    },
    Target {
        who: Option<&'a str>,
        measure: &'a str,
        value: Option<&'a Quantity>,
        by: Option<PartialDate>,
        outcome: Option<&'a Outcome>,
    },
    None {},
}

impl Reading {
    /// The reading as the command line's JSON object; `path` is the file's path as the user gave it.
    ///
    /// Articles are numbered in order: `a1`, `a2`, …
    pub fn to_json(&self, path: &str) -> serde_json::Value {
        let document = DocumentJson {
            path,
            title: &self.title,
            language: self.language,
            issued: self.issued,
            articles: self
                .articles
                .iter()
                .enumerate()
                .map(|(index, article)| article_json(index, article))
                .collect(),
            facts: self.facts.iter().map(fact_json).collect(),
        };
        // INVARIANT: all keys are text and no number is infinite, so that writing cannot fail.
        serde_json::to_value(document).unwrap_or_default()
    }
}

/// The JSON Schema of what [`Reading::to_json`] gives; published as `docs/schema/read.schema.json`.
pub fn schema() -> Schema {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    settings
        .into_generator()
        .into_root_schema_for::<DocumentJson<'_>>()
}

/// The id of the article at `index`.
pub fn article_id(index: usize) -> String {
    format!("a{}", index + 1)
}

fn article_json(index: usize, article: &ArticleText) -> ArticleJson<'_> {
    ArticleJson {
        id: article_id(index),
        title: &article.title,
        column: article.column.as_deref(),
        kind: article.kind.name(),
        authors: &article.authors,
        sources: article
            .sources
            .iter()
            .map(|source| source.name.as_str())
            .collect(),
        published: article.published,
        span: article.span,
        tables: article
            .tables
            .iter()
            .map(
                |Table {
                     caption,
                     header,
                     rows,
                     ..
                 }| TableJson {
                    caption: caption.as_deref(),
                    header,
                    rows,
                },
            )
            .collect(),
        footnotes: article
            .footnotes
            .iter()
            .map(
                |Footnote {
                     mark, text, urls, ..
                 }| FootnoteJson { mark, text, urls },
            )
            .collect(),
    }
}

fn names<'a>(parties: impl IntoIterator<Item = &'a Party>) -> Vec<&'a str> {
    let mut names: Vec<&str> = Vec::new();
    for party in parties {
        if !names.contains(&party.name.as_str()) {
            names.push(&party.name);
        }
    }
    names
}

fn fact_json(fact: &Fact) -> FactJson<'_> {
    let body = &fact.body;
    let (region, amount) = match body {
        Body::Project(project) => (project.region, project.amount),
        Body::Financing(financing) => (None, financing.amount),
        Body::Policy(policy) => (policy.region, None),
        Body::Event(event) => (event.region, None),
        Body::Organization(organization) => (organization.region, None),
        _ => (None, None),
    };
    let project = match body {
        Body::Project(project) => Some(project),
        _ => None,
    };
    let organizations = match body {
        Body::Organization(organization) => vec![organization.name.as_str()],
        other => names(other.parties()),
    };
    FactJson {
        kind: body.kind().name(),
        article: article_id(fact.article),
        name: body.title(),
        organizations,
        region: region.map(|code| RegionJson {
            code,
            name: code.full_name(),
        }),
        amount,
        stage: project
            .and_then(|project| project.stage)
            .map(|stage| stage.name()),
        stage_label: project.and_then(|project| project.stage_label.as_deref()),
        stage_date: project.and_then(|project| project.stage_date),
        completion: project.and_then(|project| project.completion),
        capacity: project.map_or(&[], |project| project.capacity.as_slice()),
        span: fact.span,
        quote: &fact.quote,
        confidence: f64::from(fact.confidence) / 100.0,
        own: own(body),
    }
}

fn own(body: &Body) -> Own<'_> {
    match body {
        Body::Project(body) => Own::Project {
            aliases: &body.aliases,
            place: body.place.as_deref(),
            timeline: &body.timeline,
            start: body.start,
            site_area: body.site_area.as_ref(),
            floor_area: body.floor_area.as_ref(),
            expected_output: body.expected_output,
            expected_tax: body.expected_tax,
        },
        Body::Financing(body) => Own::Financing {
            company: &body.company.name,
            financing: body.financing,
            round: body.round.as_deref(),
            investors: names(&body.investors),
            date: body.date,
        },
        Body::Policy(body) => Own::Policy {
            issuers: names(&body.issuers),
            document_number: body.document_number.as_deref(),
            issued: body.issued,
            effective: body.effective,
            until: body.until,
            repeals: &body.repeals,
        },
        Body::Award(body) => Own::Award {
            winners: names(&body.winners),
            grantors: names(&body.grantors),
            date: body.date,
            work: body.work.as_deref(),
        },
        Body::Event(body) => Own::Event {
            date: body.date,
            until: body.until,
            place: body.place.as_deref(),
            organizers: names(&body.organizers),
            attendance: body.attendance,
        },
        Body::Organization(body) => Own::Organization {
            aliases: &body.aliases,
            credit_code: body.credit_code.map(|code| code.to_string()),
            founded: body.founded,
            listing: body.listing.as_ref(),
            registered_capital: body.registered_capital,
            segments: &body.segments,
        },
        Body::Figure(body) => Own::Figure {
            technology: body.technology.as_deref(),
            measure: &body.measure,
            value: &body.value,
            date: body.date,
        },
        Body::Statistic(body) => Own::Statistic { rows: &body.rows },
        Body::Target(body) => Own::Target {
            who: body.who.as_ref().map(|who| who.name.as_str()),
            measure: &body.measure,
            value: body.value.as_ref(),
            by: body.by,
            outcome: body.outcome.as_ref(),
        },
        Body::Document(_) | Body::Article(_) => Own::None {},
    }
}

#[cfg(test)]
mod tests {
    use crate::Fact;
    use crate::format::Format;
    use crate::reading::Reading;
    use crate::structure::ArticleText;
    use crate::text::TextMap;
    use serde_json::json;
    use xinqiao_record::body::{Body, Party, PartyRole, Project, SourceNote, Stage, Table};
    use xinqiao_record::{
        Amount, Capacity, Currency, Decimal, Language, Money, PartialDate, Per, Qualifier, Span,
    };

    #[test]
    fn the_contract_is_kept_field_by_field() {
        let project = Project {
            name: "示例产线".to_owned(),
            organizations: vec![Party::named("示例公司", PartyRole::Subject)],
            region: "330604".parse().ok(),
            amount: Some(Amount {
                money: Money::of_units(1_511_000_000, Currency::Cny),
                qualifier: Qualifier::Over,
            }),
            stage: Some(Stage::Filed),
            stage_label: Some("备案".to_owned()),
            stage_date: PartialDate::day(2025, 6, 20),
            completion: PartialDate::month(2027, 6),
            capacity: vec![Capacity {
                quantity: Decimal::from(600_000),
                unit: "片".to_owned(),
                product: None,
                per: Some(Per::Year),
            }],
            ..Project::default()
        };
        let reading = Reading {
            format: Format::Text,
            title: "示例芯讯".to_owned(),
            language: Language::Chinese,
            issued: PartialDate::month(2025, 6),
            publisher: None,
            text: String::new(),
            map: TextMap::default(),
            articles: vec![ArticleText {
                title: "示例公司备案".to_owned(),
                sources: vec![SourceNote {
                    name: "某网".to_owned(),
                    span: Span::new(3, 9),
                }],
                span: Span::new(0, 40),
                tables: vec![Table {
                    caption: None,
                    header: vec!["甲".to_owned()],
                    rows: vec![vec!["1".to_owned()]],
                    span: Span::new(10, 12),
                }],
                ..ArticleText::default()
            }],
            facts: vec![Fact {
                article: 0,
                span: Span::new(5, 9),
                quote: "原文".to_owned(),
                confidence: 90,
                body: Body::Project(project),
            }],
            remarks: Vec::new(),
        };
        assert_eq!(
            reading.to_json("in/a.txt"),
            json!({
                "path": "in/a.txt", "title": "示例芯讯", "language": "zh-CN", "issued": "2025-06",
                "articles": [{
                    "id": "a1", "title": "示例公司备案", "column": null, "kind": "news", "authors": [], "sources": ["某网"], "published": null,
                    "span": [0, 40], "tables": [{ "caption": null, "header": ["甲"], "rows": [["1"]] }], "footnotes": [],
                }],
                "facts": [{
                    "kind": "project", "article": "a1", "name": "示例产线", "organizations": ["示例公司"],
                    "region": { "code": "330604", "name": "浙江省绍兴市上虞区" },
                    "amount": { "value": "1511000000", "currency": "CNY", "qualifier": "over" },
                    "stage": "filed", "stage_label": "备案", "stage_date": "2025-06-20", "completion": "2027-06",
                    "capacity": [{ "quantity": "600000", "unit": "片", "product": null, "per": "year" }],
                    "span": [5, 9], "quote": "原文", "confidence": 0.9,
                    "aliases": [], "place": null, "timeline": [], "start": null, "site_area": null, "floor_area": null,
                    "expected_output": null, "expected_tax": null,
                }],
            })
        );
    }
}
