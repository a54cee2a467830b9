//! `/-/patterns`: every component with made-up content, for those who write pages.

mod sample;

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use xinqiao_record::body::Stage;
use xinqiao_record::{Amount, Kind, PartialDate, Status};

use crate::Desk;
use crate::chart::Chart;
use crate::http::{Context, PageError, Shell, Table, View, respond};
use crate::show::{self, Choice, Column, Facet, FieldError, Key, Moment, Pager, Step};

/// A value written in both languages: what it is, Chinese, English.
struct Sample {
    what: &'static str,
    chinese: String,
    english: String,
}

/// A made-up project for tables and boards.
struct SampleProject {
    name: &'static str,
    company: &'static str,
    region: String,
    stage: Stage,
    amount: Amount,
    date: PartialDate,
    status: Status,
}

#[derive(Template)]
#[template(path = "patterns.html")]
struct Patterns {
    shell: Shell,
    samples: Vec<Sample>,
    statuses: Vec<(&'static str, String)>,
    outcomes: Vec<(&'static str, String)>,
    facets: Vec<Facet>,
    tabs: Vec<Choice>,
    columns: Vec<Column>,
    projects: Vec<SampleProject>,
    stages: Vec<(String, Vec<usize>)>,
    pager: Pager,
    steps: Vec<Step>,
    moments: Vec<Moment>,
    errors: Vec<FieldError>,
    options: Vec<(&'static str, String)>,
    charts: Vec<Chart>,
    keys: Vec<Key>,
}

impl View for Patterns {
    fn json(&self) -> serde_json::Value {
        let sample = |sample: &Sample| serde_json::json!({ "what": sample.what, "zh-CN": sample.chinese, "en": sample.english });
        serde_json::json!({ "samples": self.samples.iter().map(sample).collect::<Vec<_>>() })
    }

    fn table(&self) -> Table {
        let row = |sample: &Sample| {
            vec![
                sample.what.to_owned(),
                sample.chinese.clone(),
                sample.english.clone(),
            ]
        };
        Table {
            columns: vec!["what", "zh_cn", "en"],
            rows: self.samples.iter().map(row).collect(),
        }
    }
}

/// `GET /-/patterns`.
///
/// # Errors
/// When the page cannot be rendered.
pub async fn show(State(desk): State<Arc<Desk>>, context: Context) -> Result<Response, PageError> {
    let page = gallery(context.shell(&desk).await);
    respond(context.twin, &page)
}

fn gallery(shell: Shell) -> Patterns {
    let t = shell.t;
    let projects = sample::sample_projects();
    let in_stage = |stage: Stage| {
        let places = projects
            .iter()
            .enumerate()
            .filter(|(_, project)| project.stage == stage);
        (
            show::stage(stage, t),
            places.map(|(place, _)| place).collect(),
        )
    };
    Patterns {
        samples: sample::samples(),
        statuses: Status::ALL
            .map(|status| (status.name(), show::status(status, t)))
            .into(),
        outcomes: [Some("kept"), Some("missed"), Some("moved"), None]
            .map(|name| {
                let name = name.unwrap_or("open");
                let key = format!("outcome-{name}");
                (name, t.msg(&key).into_owned())
            })
            .into(),
        facets: sample::facets(t),
        tabs: ["已知信息", "历史", "比较", "原始数据"]
            .iter()
            .enumerate()
            .map(|(n, label)| Choice {
                label: (*label).to_owned(),
                count: (n == 1).then_some(4),
                href: "#tabs".into(),
                selected: n == 0,
            })
            .collect(),
        columns: vec![
            Column::words(t.msg("kind-project")),
            Column::words(t.msg("kind-organization")),
            Column::words("区域"),
            Column::words("阶段").sorted("#tables".into(), "none"),
            Column::numbers("投资额").sorted("#tables".into(), "descending"),
            Column::words("日期"),
            Column::words("状态"),
        ],
        stages: Stage::ALL.map(in_stage).into(),
        pager: Pager::new("/-/patterns", &[("stage", "signed")], 4, 50, 1234),
        steps: show::steps(Some(Stage::ToppedOut), &sample::timeline(), t),
        moments: sample::moments(),
        errors: vec![
            FieldError {
                field: "f-amount".into(),
                message: "投资额需要是一个数，例如 15.11 亿元".into(),
            },
            FieldError {
                field: "f-date".into(),
                message: "日期写作 2025、2025-06 或 2025-06-20".into(),
            },
        ],
        options: Stage::ALL
            .map(|stage| (stage.name(), show::stage(stage, t)))
            .into(),
        charts: sample::charts(),
        keys: show::keys(t),
        projects,
        shell,
    }
}

#[cfg(test)]
mod tests {
    use xinqiao_record::Language;

    use super::*;
    use crate::i18n::Texts;

    fn page(language: Language) -> String {
        let shell = Shell {
            t: Texts::of(language),
            path: "/-/patterns".into(),
            query: String::new(),
            waiting: 37,
            demo: true,
        };
        gallery(shell).render().unwrap()
    }

    /// With `PATTERNS_TO` set to a folder the pages are also written there, to be looked at.
    #[test]
    fn the_gallery_is_rendered_in_both_languages_with_nothing_inline() {
        for language in Language::ALL {
            let html = page(language);
            if let Ok(folder) = std::env::var("PATTERNS_TO") {
                std::fs::write(format!("{folder}/patterns-{}.html", language.tag()), &html)
                    .unwrap();
            }
            for forbidden in [
                " style=\"",
                "<style",
                " onclick=",
                "javascript:",
                "http://fonts",
                "<script>",
            ] {
                assert!(!html.contains(forbidden), "{forbidden}");
            }
            assert_eq!(html.matches("<main").count(), 1);
            assert!(html.contains("15.11亿元") && html.contains("CNY 1.511 bn"));
        }
    }

    #[test]
    fn ids_are_unique_and_labels_have_their_controls() {
        let html = page(Language::Chinese);
        let values = |attribute: &str| -> Vec<String> {
            html.split(&format!(" {attribute}=\""))
                .skip(1)
                .filter_map(|part| part.split('"').next())
                .map(ToOwned::to_owned)
                .collect()
        };
        let mut ids = values("id");
        let all = ids.len();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), all);
        for label in values("for") {
            assert!(ids.contains(&label), "a label for `{label}`");
        }
    }
}
