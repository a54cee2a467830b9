//! Promises in English.

use std::sync::LazyLock;

use regex::Regex;
use xinqiao_record::body::{Party, PartyRole, Target};
use xinqiao_record::{Body, PartialDate, Quantity};

use super::ahead;
use super::numbers::values;
use crate::fact::Fact;
use crate::fact::view::{Place, Sentence, View};
use crate::value::pattern::regex;
use crate::value::{Found, capacities, dates, slice};

/// Words that make a statement a promise.
static PROMISE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"\b(?:will|would|aims?|aiming|targets?|plans?|planned|goals?|pledge[sd]?|wants?|intends?|seeks?|hopes?|commit(?:s|ted)|expects?|is to|are to|should|to (?:reach|raise|hold|grow|rise|double|be reached)|rising to|target(?:ing|ed))\b",
    )
});
static WHO: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?P<name>[A-Z][A-Za-z0-9&'.-]*(?:\s(?:of\s|and\s|for\s)?[A-Z][A-Za-z0-9&'-]*)*)(?:\s(?:said|says)(?: it| that it)?)?(?: also| now)? (?:will|would|aims?|targets?|plans?|pledge[sd]?|wants?|intends?|seeks?|hopes?|expects?|has committed|committed|is to)\b",
    )
});
/// Verbs and little words between what is measured and its value.
const LINKS: &[&str] = &[
    "raise",
    "increase",
    "lift",
    "grow",
    "expand",
    "bring",
    "boost",
    "to",
    "reach",
    "exceed",
    "exceeding",
    "rising",
    "rise",
    "growing",
    "more",
    "than",
    "at",
    "least",
    "of",
    "is",
    "are",
    "be",
    "be",
    "by",
    "up",
    "about",
    "some",
    "over",
    "around",
    "will",
    "would",
    "aims",
    "aim",
    "plans",
    "plan",
    "expects",
    "wants",
    "its",
    "the",
    "a",
    "an",
    "and",
    "it",
    "that",
    "should",
    "from",
    "has",
    "with",
    "for",
    "as",
    "much",
    "hold",
    "source",
];

pub(super) fn propose(view: &View<'_>, facts: &mut Vec<Fact>) {
    let mut last_who: Option<String> = None;
    let mut paragraph_date: Option<(usize, PartialDate)> = None;
    for sentence in view
        .sentences
        .iter()
        .filter(|sentence| sentence.place == Place::Prose)
    {
        let text = sentence.text;
        let forecast = [
            "forecast",
            "analyst",
            "Analyst",
            "estimates that",
            "market will",
            "demand will",
        ]
        .iter()
        .any(|word| text.contains(word));
        if forecast {
            continue;
        }
        let named = WHO
            .captures(text)
            .and_then(|captures| captures.name("name"))
            .map(|name| name.as_str())
            .filter(|name| {
                !matches!(
                    *name,
                    "It" | "The"
                        | "They"
                        | "We"
                        | "This"
                        | "Production"
                        | "Construction"
                        | "Output"
                        | "Capacity"
                        | "Equipment"
                        | "Investment"
                        | "Revenue"
                        | "Sales"
                        | "Spending"
                )
            })
            .map(|name| name.strip_prefix("The ").unwrap_or(name).to_owned());
        if let Some(name) = named {
            last_who = Some(name);
        }
        let told = paragraph_date
            .filter(|&(paragraph, _)| paragraph == sentence.paragraph)
            .map(|(_, by)| by);
        // "By 2025 … R&D is to reach 12%": the year holds on through the paragraph.
        let carried = told.filter(|_| {
            [
                "is to reach",
                "are to reach",
                "is to rise",
                "are to rise",
                "is to account",
            ]
            .iter()
            .any(|word| text.contains(word))
        });
        if !text.contains("20") && carried.is_none() || !PROMISE.is_match(text) && told.is_none() {
            continue;
        }
        let who = last_who.clone().or_else(|| first_name(view));
        let found = promised(view, sentence, carried);
        if let Some((by, _)) = found.last().map(|(by, ..)| (*by, ())) {
            paragraph_date = Some((sentence.paragraph, by));
        }
        for (by, measure, value) in found {
            let target = Target {
                who: who
                    .clone()
                    .map(|name| Party::named(name, PartyRole::Subject)),
                measure,
                value: Some(value),
                by: Some(by),
                outcome: None,
            };
            facts.push(view.said(sentence, 70, Body::Target(target)));
        }
    }
}

/// The first name of the headline.
fn first_name(view: &View<'_>) -> Option<String> {
    static NAME: LazyLock<Regex> =
        LazyLock::new(|| regex(r"^#*\s*(?P<name>[A-Z][A-Za-z0-9&'-]*(?:\s[A-Z][A-Za-z0-9&'-]*)*)"));
    NAME.captures(view.title.text)
        .and_then(|captures| captures.name("name"))
        .map(|name| view.full_name(name.as_str()))
}

fn promised(
    view: &View<'_>,
    sentence: &Sentence<'_>,
    carried: Option<PartialDate>,
) -> Vec<(PartialDate, String, Quantity)> {
    let text = sentence.text;
    let mut when: Vec<Found<PartialDate>> = dates(text, view.base)
        .into_iter()
        .filter(|date| ahead(view.base, date.value) && date.value.year_number() >= 2000)
        .collect();
    if when.is_empty()
        && let Some(value) = carried
    {
        when.push(Found {
            start: 0,
            end: 0,
            value,
        });
    }
    let Some(first) = when.first() else {
        return Vec::new();
    };
    let rates = capacities(text);
    let mut numbers: Vec<Found<Quantity>> = Vec::new();
    for found in &rates {
        let per = found
            .value
            .per
            .map_or(String::new(), |per| format!("/{}", per.name()));
        numbers.push(Found {
            start: found.start,
            end: found.end,
            value: Quantity {
                value: found.value.quantity,
                unit: format!("{}{per}", found.value.unit),
                qualifier: crate::value::amount::hedge_before(slice(text, 0, found.start)),
            },
        });
    }
    for found in values(text).into_iter().chain(counted(text)) {
        if !numbers
            .iter()
            .any(|known| known.start < found.end && found.start < known.end)
        {
            numbers.push(found);
        }
    }
    numbers.sort_by_key(|found| found.start);
    let mut out = Vec::new();
    let mut floor = 0;
    for (index, found) in numbers.iter().enumerate() {
        let lead = slice(text, floor, found.start);
        let after = slice(text, found.end, text.len());
        let next = numbers.get(index + 1).map_or(text.len(), |next| next.start);
        floor = found.end;
        // "from 70 to 300": where it comes from is no promise; sizes of wafers and nodes and a year of a programme neither.
        let from = lead.trim_end().ends_with("from") || lead.trim_end().ends_with("Since");
        let size = matches!(
            found.value.unit.as_str(),
            "mm" | "inch" | "inches" | "V" | "W" | "A" | "K" | "nm" | "℃" | "年" | "acres"
        );
        let past = ["so far", "today", "at present", "currently", "now has"]
            .iter()
            .any(|word| {
                let clause = after.split([',', ';', '.']).next().unwrap_or("");
                clause.trim_start().starts_with(word)
            });
        // The cost and the capacity of one plant are the plant's.
        let lower = text.to_ascii_lowercase();
        let money = found.value.unit.len() == 3
            && found.value.unit.chars().all(|one| one.is_ascii_uppercase());
        let plant = [
            "worth",
            "fab ",
            "plant",
            "facility",
            "factory",
            " line",
            "project",
            "phase one",
            "design capacity",
            "construction is to",
            "construction will",
        ]
        .iter()
        .any(|word| lower.contains(word));
        let aimed = [
            "aim", "target", "goal", "pledge", "commit", "raise", "rais", "expand", "double",
        ]
        .iter()
        .any(|word| lower.contains(word));
        let now = ["currently", "at present", "now "]
            .iter()
            .any(|word| lead.contains(word));
        // "companies with annual sales above RMB 1 billion": the bar that is counted over.
        let bar = lead.contains("with annual ") || lead.contains("with sales ");
        if bar || from || size || past || now || plant && !aimed || money && plant {
            continue;
        }
        let date = when
            .iter()
            .find(|date| {
                date.start >= found.end
                    && date.start < next
                    && !slice(text, found.end, date.start).contains(';')
            })
            .or_else(|| when.iter().rfind(|date| date.end <= found.start))
            .unwrap_or(first);
        let Some(measure) = measure(lead, after, &found.value.unit) else {
            continue;
        };
        out.push((date.value, measure, found.value.clone()));
    }
    out
}

/// "10,000 engineers", "300 companies": a bare count with its noun.
fn counted(text: &str) -> Vec<Found<Quantity>> {
    static COUNT: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"\b(?P<share>[0-9]{1,3}(?:\.[0-9]+)?)\s(?:percent|per cent)\b|\b(?P<number>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,7})\s(?:additional |new |more )?(?P<noun>engineers|technicians|people|companies|firms|jobs|students|researchers|prototypes|projects|start-ups|startups|patents|fabs|stores|customers|workers)\b|(?:to|reach|exceed|than|least)\s(?P<bare>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{2,7})\s(?:by|in|at)\b",
        )
    });
    COUNT
        .captures_iter(text)
        .filter_map(|captures| {
            let share = captures.name("share");
            let number = share
                .or_else(|| captures.name("number"))
                .or_else(|| captures.name("bare"))?;
            let end = captures
                .name("noun")
                .map_or(number.end(), |noun| noun.end());
            let end = if share.is_some() {
                captures.get(0)?.end()
            } else {
                end
            };
            let value = crate::value::number::number(number.as_str())?;
            let unit = if share.is_some() {
                "%"
            } else {
                captures.name("noun").map_or("", |noun| noun.as_str())
            };
            Some(Found {
                start: number.start(),
                end,
                value: Quantity {
                    value,
                    unit: unit.to_owned(),
                    qualifier: crate::value::amount::hedge_before(slice(text, 0, number.start())),
                },
            })
        })
        .collect()
}

/// The words before the value, or behind it where only a verb stands before.
fn measure(lead: &str, after: &str, unit: &str) -> Option<String> {
    let clause = lead
        .rsplit([',', ';', ':', '.', '('])
        .next()
        .unwrap_or(lead);
    static VERB: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"\b(?:will|would|aims?|targets?|plans?|pledge[sd]?|wants?|intends?|seeks?|hopes?|expects?|is to|are to|should)\b",
        )
    });
    let clause = VERB
        .find_iter(clause)
        .last()
        .map_or(clause, |hit| slice(clause, hit.end(), clause.len()));
    static FROM: LazyLock<Regex> = LazyLock::new(|| regex(r"(?: in number)? from [0-9].*$"));
    let clause = FROM
        .find(clause)
        .map_or(clause, |hit| slice(clause, 0, hit.start()));
    if clause.contains(" may ") {
        return None;
    }
    let mut words: Vec<&str> = clause.split_whitespace().collect();
    while words
        .last()
        .is_some_and(|word| LINKS.contains(&word.to_ascii_lowercase().as_str()))
    {
        words.pop();
    }
    while words.first().is_some_and(|word| {
        LINKS.contains(&word.to_ascii_lowercase().as_str()) || word.starts_with("20")
    }) {
        words.remove(0);
    }
    let behind: Vec<&str> = after
        .split([',', ';', '.', '('])
        .next()
        .unwrap_or("")
        .split_whitespace()
        .take_while(|word| {
            !matches!(
                *word,
                "by" | "in" | "and" | "before" | "from" | "at" | "until" | "with" | "to"
            )
        })
        .take(8)
        .collect();
    if words.len() <= 1 {
        match behind.first() {
            Some(&"of") if unit == "%" => words = vec!["share"],
            None if unit.len() > 3 => words.extend(unit.split('/').next()),
            _ => {}
        }
        words.extend(behind);
    }
    let measure = words.join(" ");
    (3..=80).contains(&measure.len()).then_some(measure)
}
