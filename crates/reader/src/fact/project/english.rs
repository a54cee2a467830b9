//! Project news in English: one main project per article, and further sites named with a sum.

use std::sync::LazyLock;

use regex::Regex;
use xinqiao_record::PartialDate;
use xinqiao_record::body::Stage;

use super::draft::{Draft, Money, Told};
use crate::fact::Fact;
use crate::fact::view::{Place, Sentence, View, clear_places};
use crate::value::pattern::regex;
use crate::value::stage::Standing;
use crate::value::{amounts, capacities, dates, slice, tail};

static HEAD: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)\b(?P<name>(?:[A-Za-z0-9-]+\s){0,4}?(?:fab|plant|facility|factory|test hub|hub|production line|line|site|campus))\b",
    )
});
static STAGE: LazyLock<Regex> = LazyLock::new(|| {
    regex(concat!(
        r"(?i)(?P<groundbreaking>\b(?:broke|breaks|breaking) ground\b|\b(?:started|began|begun|starts|begins) construction\b)",
        r"|(?P<topped>\btopped out\b|\btops out\b)",
        r"|(?P<line>\bfirst wafers?\b[^.]{0,40}\b(?:off|come|came|through|out)\b|\bline-through\b|\bruns first wafers\b)",
        r"|(?P<production>\b(?:entered|enters|has entered|started|starts|began|begins)\b[^.]{0,24}\bproduction\b)",
        r"|(?P<completed>\b(?:completed|completes|finished|finishes)\b[^.]{0,24}\b(?:building|construction|shell|plant|fab)\b)",
        r"|(?P<done>\bconstruction\b[^.]{0,80}\b(?:was|has been|is)\b completed?\b|\b(?:was|has been) completed\b)",
        r"|(?P<opened>\b(?:opened|inaugurated)\b[^.]{0,40}\b(?:plant|fab|factory|facility|line|hub|site)\b|\bcame on ?stream\b|\b(?:ramping|ramped) (?:up )?production\b)",
        r"|(?P<signed>\bsigned\b[^.]{0,40}\b(?:agreement|contract|lease|deal|memorandum)\b)",
    ))
});
static SUBJECT: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?P<name>[A-Z][A-Za-z0-9&'-]*(?:\s[A-Z][A-Za-z0-9&'-]*\.?)*)(?:\s\([^)]*\))?,?\s(?:said|says|broke|topped|completed|is|would|invests|invested|announces|inaugurated|plans|signed|has|started|began|announced|will|opened|entered)\b|(?P<owner>[A-Z][A-Za-z0-9&-]*(?:\s[A-Z][A-Za-z0-9&-]*)*)'s (?:new |first |second |planned |[0-9]+mm |SiC ){0,3}(?:[a-z]+ ){0,2}(?:fab|plant|factory|facility)\b",
    )
});

/// The projects of an English article.
pub(super) fn propose(view: &View<'_>, facts: &mut Vec<Fact>) {
    let mut main = Draft::default();
    let mut others: Vec<Draft> = Vec::new();
    let headline = view.title.text;
    for (number, sentence) in view.sentences.iter().enumerate() {
        if sentence.place != Place::Prose {
            continue;
        }
        let text = sentence.text;
        // A second site has its own sentence; what it says is not the first one's.
        if number > 0
            && [
                "second site",
                "another site",
                "separate plant",
                "second plant",
                "second fab",
                "another fab",
            ]
            .iter()
            .any(|word| text.to_ascii_lowercase().contains(word))
        {
            let mut draft = Draft {
                passing: true,
                ..Draft::default()
            };
            name(text, &mut draft);
            draft.organizations.clone_from(&main.organizations);
            draft.cancelled = ["cancelled", "canceled", "scrapped", "shelved"]
                .iter()
                .any(|word| text.contains(word));
            take(view, sentence, &mut draft, false);
            others.push(draft);
            continue;
        }
        if main.name.is_empty() {
            name(text, &mut main);
        }
        if main.organizations.is_empty()
            && let Some(subject) = SUBJECT
                .captures(text)
                .and_then(|captures| captures.name("name").or_else(|| captures.name("owner")))
            && !["It", "The", "A", "Japan", "Roughly"].contains(&subject.as_str())
        {
            let subject = subject.as_str().rsplit(" — ").next().unwrap_or("").trim();
            main.add_organization(&view.full_name(subject));
        }
        take(view, sentence, &mut main, number == 0);
    }
    // The headline says what the project is when the text does not.
    let titled = stages_of(headline, None)
        .into_iter()
        .find(|told| told.standing == Standing::Reached);
    if main.stages.is_empty()
        && let Some(told) = titled
    {
        main.stages.push(told);
    }
    let investing = main
        .amounts
        .iter()
        .any(|(kind, _, _)| *kind >= Money::Invested);
    let building = HEAD.is_match(headline) || !main.stages.is_empty();
    if !(investing && building) {
        return;
    }
    if let Some(owner) = main.organizations.first() {
        let short = owner.split(' ').take(2).collect::<Vec<_>>().join(" ");
        if !main.name.contains(&short) {
            main.aliases.push(format!("{owner} {}", main.name));
        }
    }
    facts.extend(
        std::iter::once(main)
            .chain(others)
            .filter_map(|draft| draft.finish(view)),
    );
}

fn name(text: &str, draft: &mut Draft) {
    let Some(found) = HEAD
        .captures_iter(text)
        .filter_map(|captures| captures.name("name"))
        .find(|name| name.as_str().split(' ').count() > 1)
    else {
        return;
    };
    let words = found.as_str();
    let lower = words.to_ascii_lowercase();
    let cut = [
        "a ", "an ", "the ", "its ", "s ", "billion ", "million ", "new ", "of ", "on ", "at ",
        "for ",
    ]
    .iter()
    .filter_map(|word| {
        if lower.starts_with(word) {
            Some(word.len())
        } else {
            lower
                .rfind(&format!(" {word}"))
                .map(|at| at + 1 + word.len())
        }
    })
    .max()
    .unwrap_or(0);
    let name = slice(words, cut, words.len()).trim();
    if name.split(' ').count() >= 1 && name.len() >= 3 {
        draft.name = name.to_owned();
    }
}

fn take(view: &View<'_>, sentence: &Sentence<'_>, draft: &mut Draft, lead: bool) {
    let text = sentence.text;
    for found in amounts(text) {
        if let Some(kind) = says(text, found.start, found.end, draft.amounts.is_empty()) {
            match kind {
                Says::Money(kind) => draft.amounts.push((kind, found.value, false)),
                Says::Output => draft.output = draft.output.or(Some(found.value)),
            }
            draft.weigh(sentence, 3);
        }
    }
    for found in capacities(text) {
        draft.add_capacity(found.value);
        draft.weigh(sentence, 1);
    }
    for told in stages_of(text, Some(view)) {
        let ahead = told
            .date
            .zip(view.base)
            .is_some_and(|(date, base)| date.first_day() > base.last_day());
        if told.standing == Standing::Reached && !ahead {
            draft.weigh(sentence, if lead { 5 } else { 3 });
            draft.stages.push(told);
        }
    }
    completion(view, text, draft);
    for place in clear_places(text) {
        draft.places.push((
            place.value,
            slice(text, place.start, place.end).to_owned(),
            2,
        ));
    }
}

enum Says {
    Money(Money),
    Output,
}

fn says(text: &str, start: usize, end: usize, first: bool) -> Option<Says> {
    let lead = tail(slice(text, 0, start), 60).to_ascii_lowercase();
    let after = slice(text, end, text.len());
    let after = after
        .get(
            ..after
                .char_indices()
                .nth(40)
                .map_or(after.len(), |(at, _)| at),
        )
        .unwrap_or("")
        .to_ascii_lowercase();
    let near = tail(&lead, 30);
    if [
        "annual sales",
        "annual revenue",
        "sales of",
        "yearly output",
    ]
    .iter()
    .any(|word| near.contains(word))
    {
        return Some(Says::Output);
    }
    if [
        "revenue", "sales", "raise", "guided", "subsid", "grant", "covering", "profit",
    ]
    .iter()
    .any(|word| near.contains(word))
        || [
            "of that",
            "of the cost",
            "in subsidies",
            "in series",
            "target",
            "of which",
        ]
        .iter()
        .any(|word| after.trim_start().starts_with(word))
    {
        return None;
    }
    if ["phase", "earmarked"]
        .iter()
        .any(|word| near.contains(word))
        || after.starts_with(" earmarked")
        || after.starts_with(" for the first phase")
    {
        return Some(Says::Money(Money::Part));
    }
    if [
        "cost",
        "total investment",
        "investment of",
        "at a cost of",
        "worth",
    ]
    .iter()
    .any(|word| near.contains(word))
        || [
            " project",
            " fab",
            " plant",
            " site",
            " facility",
            " factory",
            " investment",
            " hub",
            " line",
        ]
        .iter()
        .any(|word| {
            after.starts_with(word)
                || after.find(word).is_some_and(|at| {
                    at < 24
                        && !slice(&after, 0, at).contains([',', '.', ';'])
                        && !slice(&after, 0, at).contains(" in ")
                        && !slice(&after, 0, at).contains(" to ")
                })
        })
    {
        return Some(Says::Money(Money::Total));
    }
    (near.contains("spend")
        || near.contains("invest")
        || near.contains("build")
        || (first && near.contains("project")))
    .then_some(Says::Money(Money::Invested))
}

fn stages_of(text: &str, view: Option<&View<'_>>) -> Vec<Told> {
    let when = view.map(|view| dates(text, view.base)).unwrap_or_default();
    let mut all = Vec::new();
    for captures in STAGE.captures_iter(text) {
        let Some(whole) = captures.get(0) else {
            continue;
        };
        let lead = tail(slice(text, 0, whole.start()), 40).to_ascii_lowercase();
        let lead = lead.rsplit([',', ';', '.']).next().unwrap_or("");
        let planned = [
            "will",
            "plans",
            "should",
            "expected",
            "originally planned",
            "slated",
            "to be",
            "not",
            "hopes",
            "aims",
        ]
        .iter()
        .any(|word| lead.contains(word));
        let stage = [
            ("groundbreaking", Stage::Groundbreaking),
            ("topped", Stage::ToppedOut),
            ("line", Stage::LineThrough),
            ("production", Stage::InProduction),
            ("completed", Stage::Completed),
            ("done", Stage::Completed),
            ("opened", Stage::InProduction),
            ("signed", Stage::Signed),
        ]
        .into_iter()
        .find(|(name, _)| captures.name(name).is_some())
        .map(|(_, stage)| stage);
        let Some(stage) = stage else { continue };
        if planned {
            continue;
        }
        let date = when
            .iter()
            .find(|date| date.start >= whole.end() && date.start - whole.end() < 60)
            .or_else(|| when.iter().rfind(|date| date.end <= whole.start()))
            .map(|date| date.value)
            .filter(|date| {
                view.and_then(|view| view.base)
                    .is_none_or(|base| date.first_day() <= base.last_day())
            });
        all.push(Told {
            stage,
            label: whole.as_str().to_owned(),
            standing: Standing::Reached,
            date,
            strong: true,
            title: view.is_none(),
        });
    }
    all
}

/// "to be completed in late 2026", "finish by mid-2025", "Construction should begin in the first quarter of 2024".
fn completion(view: &View<'_>, text: &str, draft: &mut Draft) {
    for found in dates(text, view.base) {
        let ahead: bool = view
            .base
            .is_none_or(|base: PartialDate| found.value.last_day() >= base.last_day());
        if !ahead {
            continue;
        }
        let lead = tail(slice(text, 0, found.start), 34).to_ascii_lowercase();
        if [
            "completed",
            "finish",
            "completion",
            "ready",
            "due to open",
            "open in",
            "opening in",
            "operational",
        ]
        .iter()
        .any(|word| lead.contains(word))
        {
            draft.completion = draft.completion.or(Some(found.value));
        } else if ["begin", "start", "break ground"]
            .iter()
            .any(|word| lead.contains(word))
            && lead.contains("construction")
            || lead.contains("should begin")
        {
            draft.start = draft.start.or(Some(found.value));
        } else if lead.contains("production") && !lead.contains("risk") {
            draft.production = draft.production.or(Some(found.value));
        }
    }
}
