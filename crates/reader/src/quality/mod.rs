//! How good a reading is, measured against hand-made labels. Pure: labels and a reading in, figures out.
//!
//! An article is right if its lines in the source file overlap the label's (intersection over union of written lines at least 0.8) and its title is
//! the same after folding. A fact is right if it stands in the label's article or within three lines of it, has the label's name or organisation,
//! and what decides its kind agrees: stage and amount of a project, round or amount of a financing. Labels marked optional count neither way.
//! How the labels were made is told in `labels/README.md`.

mod compare;
mod labels;
mod places;
mod report;

pub use labels::{ArticleLabel, BadLabels, FactLabel, Labels};
pub use report::{Count, Field, Report, Row};

use crate::reading::Reading;
use crate::text::classes::fold;
use compare::{Judgement, judge};
use places::Places;
use xinqiao_record::Kind;

/// The kinds of facts that are scored, in the order of the report.
const SCORED: [Kind; 8] = [
    Kind::Project,
    Kind::Financing,
    Kind::Target,
    Kind::Policy,
    Kind::Award,
    Kind::Event,
    Kind::Organization,
    Kind::Statistic,
];

/// Scores `reading` of the file `source` against `labels`.
pub fn score(reading: &Reading, labels: &Labels, source: &[u8]) -> Report {
    let places = Places::of(reading, source);
    let mut report = Report {
        document: labels.document.clone(),
        ..Report::default()
    };
    articles(reading, labels, &places, &mut report);
    if let Some(issued) = &labels.issued {
        let labelled = issued.parse::<xinqiao_record::PartialDate>().ok();
        let agrees = reading
            .issued
            .zip(labelled)
            .is_some_and(|(found, label)| found.agrees_with(label));
        report.field("issued", agrees);
    }
    for kind in SCORED {
        if let Some(list) = labels.of(kind) {
            facts(reading, kind, list, labels, &places, &mut report);
        }
    }
    report
}

fn articles(reading: &Reading, labels: &Labels, places: &Places, report: &mut Report) {
    let mut count = Count::default();
    let mut used = vec![false; reading.articles.len()];
    for label in &labels.articles {
        let matched = reading
            .articles
            .iter()
            .enumerate()
            .position(|(index, article)| {
                let free = used.get(index).is_some_and(|used| !used);
                free && fold(&article.title) == fold(&label.title)
                    && places.overlap(article.span, label.first_line, label.last_line) >= 0.8
            });
        let Some(index) = matched else {
            count.missed += 1;
            report.misses.push(format!(
                "article {}-{} `{}`",
                label.first_line, label.last_line, label.title
            ));
            continue;
        };
        if let Some(slot) = used.get_mut(index) {
            *slot = true;
        }
        count.right += 1;
        if let Some(article) = reading.articles.get(index) {
            let folded = |names: Vec<&str>| {
                let mut names: Vec<String> = names.into_iter().map(fold).collect();
                names.sort();
                names
            };
            report.field(
                "article column",
                article.column.as_deref().map(fold) == label.column.as_deref().map(fold),
            );
            let sources = folded(
                article
                    .sources
                    .iter()
                    .map(|source| source.name.as_str())
                    .collect(),
            );
            report.field(
                "article sources",
                sources == folded(label.sources.iter().map(String::as_str).collect()),
            );
            let authors = folded(article.authors.iter().map(String::as_str).collect());
            report.field(
                "article authors",
                authors == folded(label.authors.iter().map(String::as_str).collect()),
            );
        }
    }
    for (article, used) in reading.articles.iter().zip(&used) {
        if !used {
            count.wrong += 1;
            let lines = places.lines(article.span);
            report.alarms.push(format!(
                "article {}-{} `{}`",
                lines.0, lines.1, article.title
            ));
        }
    }
    report.rows.push(Row {
        name: "article".to_owned(),
        strict: count,
        loose: None,
    });
}

fn facts(
    reading: &Reading,
    kind: Kind,
    list: &[FactLabel],
    labels: &Labels,
    places: &Places,
    report: &mut Report,
) {
    let predicted: Vec<_> = reading
        .facts
        .iter()
        .filter(|fact| fact.body.kind() == kind)
        .collect();
    // Every pair that is near and alike, the best first: required labels before optional ones, right ones before half-right ones.
    let mut pairs: Vec<(bool, Judgement, u32, usize, usize)> = Vec::new();
    for (at, label) in list.iter().enumerate() {
        for (number, fact) in predicted.iter().enumerate() {
            let lines = places.lines(fact.span);
            let distance = if label.line < lines.0 {
                lines.0 - label.line
            } else {
                label.line.saturating_sub(lines.1)
            };
            let same_article = reading
                .articles
                .get(fact.article)
                .is_some_and(|article| fold(&article.title) == fold(&label.article));
            if !(same_article || distance <= 3) {
                continue;
            }
            let judgement = judge(&fact.body, label, distance);
            if judgement != Judgement::Other {
                pairs.push((label.optional, judgement, distance, at, number));
            }
        }
    }
    pairs.sort_by_key(|&(optional, judgement, distance, at, number)| {
        (
            judgement == Judgement::Alike,
            optional,
            distance,
            at,
            number,
        )
    });
    let mut label_used: Vec<Option<Judgement>> = vec![None; list.len()];
    let mut fact_used: Vec<Option<(usize, Judgement)>> = vec![None; predicted.len()];
    for (_, judgement, _, at, number) in pairs {
        let (Some(label), Some(fact)) = (label_used.get_mut(at), fact_used.get_mut(number)) else {
            continue;
        };
        // A statistic holds many rows, each of which may be labelled.
        if label.is_none() && (fact.is_none() || kind == Kind::Statistic) {
            *label = Some(judgement);
            *fact = Some((at, judgement));
        }
    }
    let (mut strict, mut loose) = (Count::default(), Count::default());
    for (label, used) in list
        .iter()
        .zip(&label_used)
        .filter(|(label, _)| !label.optional)
    {
        if used.is_some() {
            loose.right += 1
        } else {
            loose.missed += 1
        }
        if *used == Some(Judgement::Right) {
            strict.right += 1;
        } else {
            strict.missed += 1;
            let how = if used.is_some() {
                "found, but wrong"
            } else {
                "missed"
            };
            report.misses.push(format!(
                "{kind} line {} `{}` {how}",
                label.line,
                label.title()
            ));
        }
    }
    for (fact, used) in predicted.iter().zip(&fact_used) {
        match used {
            Some((at, judgement)) => {
                let Some(label) = list.get(*at) else { continue };
                if label.optional {
                    continue;
                }
                strict.wrong += u32::from(*judgement != Judgement::Right);
                compare::fields(&fact.body, label, report);
            }
            None if labels.is_open(kind) => {}
            None => {
                loose.wrong += 1;
                strict.wrong += 1;
                report.alarms.push(format!(
                    "{kind} lines {}-{} `{}`",
                    places.lines(fact.span).0,
                    places.lines(fact.span).1,
                    fact.body.title()
                ));
            }
        }
    }
    report.rows.push(Row {
        name: kind.name().to_owned(),
        strict,
        loose: Some(loose),
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Limits;

    const TEXT: &str = "示例芯讯\n\n## 甲公司投产\n\n6月1日，甲公司的示例产线投产。\n\n（来源：某网）\n\n## 乙公司签约\n\n乙公司签约。\n\n（来源：某报）\n";

    fn measured(labels: &str) -> Report {
        let reading =
            crate::read("digest-2025-06.md", TEXT.as_bytes(), &Limits::default()).unwrap();
        score(
            &reading,
            &Labels::from_json(labels).unwrap(),
            TEXT.as_bytes(),
        )
    }

    #[test]
    fn articles_are_right_by_lines_and_title() {
        let report = measured(
            r#"{"document": "a", "issued": "2025-06", "articles": [
            {"title": "甲公司 投产", "column": null, "first_line": 3, "last_line": 8, "sources": ["某网"], "authors": []},
            {"title": "丙公司签约", "column": null, "first_line": 9, "last_line": 13, "sources": [], "authors": []}]}"#,
        );
        let row = report.rows.first().unwrap();
        assert_eq!(
            row.strict,
            Count {
                right: 1,
                wrong: 1,
                missed: 1
            }
        );
        assert_eq!(report.misses, ["article 9-13 `丙公司签约`"]);
        assert_eq!(report.alarms, ["article 9-13 `乙公司签约`"]);
    }

    #[test]
    fn kinds_without_labels_are_not_scored() {
        let report = measured(r#"{"document": "a", "articles": []}"#);
        assert_eq!(
            report
                .rows
                .iter()
                .map(|row| row.name.as_str())
                .collect::<Vec<_>>(),
            ["article"]
        );
    }

    #[test]
    fn a_missing_fact_is_a_miss_and_an_optional_one_is_none() {
        let report = measured(
            r#"{"document": "a", "articles": [], "financings": [
            {"article": "甲公司投产", "line": 5, "company": "丁公司", "round": "A轮"},
            {"article": "甲公司投产", "line": 5, "company": "戊公司", "round": "A轮", "optional": true}]}"#,
        );
        let row = report
            .rows
            .iter()
            .find(|row| row.name == "financing")
            .unwrap();
        assert_eq!((row.strict.right, row.strict.missed), (0, 1));
    }
}
