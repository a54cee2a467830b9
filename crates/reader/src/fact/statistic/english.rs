//! Figures of trade in English sentences: "Exports came to $3 billion in May 2022, up 4% from $2.9 billion in May 2021".

use std::sync::LazyLock;

use regex::{Captures, Regex};
use rust_decimal::Decimal;
use xinqiao_record::body::{Statistic, StatisticRow};
use xinqiao_record::{Body, Currency};

use crate::fact::Fact;
use crate::fact::view::{Sentence, View};
use crate::value::number::{number, scale};
use crate::value::pattern::regex;
use crate::value::{amounts, dates, slice, tail};

const NOUNS: &str =
    "output|production|sales|revenues?|exports?|imports?|shipments|turnover|investment";
const NAME: &str = r"[A-Z][A-Za-z0-9&-]*(?:\s[A-Z][A-Za-z0-9&-]*)*";
const PERCENT: &str = r"(?:%|\spercent|\sper\scent)";

/// A measure and the verb before its value: "Orland's output over the same period fell 3.8% to".
static LEAD: LazyLock<Regex> = LazyLock::new(|| {
    regex(&format!(
        r"(?:(?P<who>{NAME})['’]s\s)?\b(?P<measure>(?:[a-z][a-z-]*\s|R&D\s){{0,4}}?(?i:{NOUNS}))\b(?:\s(?:of|at|from|in|over|for|during|to)\s[^;:.]{{2,70}}?)?(?:,\s[^,;:]{{2,40}},)?\s(?:came to|totall?ed|reached|stood at|amounted to|(?:was|were) worth|hit|(?P<side>rose|grew|increased|climbed|jumped|fell|dropped|declined|slid|shrank)\s(?:by\s)?(?:about\s|over\s)?(?P<size>[0-9]+(?:\.[0-9]+)?){PERCENT}(?:\s[a-z-]+){{0,3}}?\sto)\s(?:about\s|some\s|over\s|more than\s|nearly\s|roughly\s)?$"
    ))
});
/// "Orland Province made": a count of goods follows.
static MADE: LazyLock<Regex> = LazyLock::new(|| {
    regex(&format!(
        r"(?P<who>{NAME})\s(?P<verb>made|produced|turned out|exported|imported)\s(?:about\s|some\s|over\s|more than\s|nearly\s)?$"
    ))
});
/// "booked 2 billion yuan of fixed-asset investment": the measure behind the value.
static BOOKED: LazyLock<Regex> =
    LazyLock::new(|| regex(r"\b(?:booked|recorded|posted|attracted)\s(?:about\s|some\s|over\s)?$"));
static BEHIND: LazyLock<Regex> = LazyLock::new(|| {
    regex(&format!(
        r"^\s(?:of|in)\s(?P<measure>(?:[a-z][a-z-]*\s){{0,2}}?(?:{NOUNS}))\b"
    ))
});
/// "up 18% from": the value of the period before.
static FROM: LazyLock<Regex> = LazyLock::new(|| {
    regex(&format!(
        r"\b(?P<side>up|down)\s(?:(?:about\s|over\s)?(?P<size>[0-9]+(?:\.[0-9]+)?){PERCENT}\s)?from\s$"
    ))
});
/// What stands before "up from" where nothing else was read: "revenue of $5 billion, up from".
static OF: LazyLock<Regex> = LazyLock::new(|| {
    regex(&format!(
        r"\b(?P<measure>(?:[a-z][a-z-]*\s){{0,2}}?(?:{NOUNS}))\sof\s[^,;]{{3,40}},\s(?:up|down)\sfrom\s$"
    ))
});
/// The change behind a value.
static CHANGE: LazyLock<Regex> = LazyLock::new(|| {
    regex(&format!(
        r"^(?:\s(?:of|in|for|during|over)\s[^,;.]{{3,60}})?,\s(?:(?P<side>up|down)\s(?:by\s)?(?:over\s|about\s|nearly\s|more than\s)?(?P<size>[0-9]+(?:\.[0-9]+)?){PERCENT}|(?P<size2>[0-9]+(?:\.[0-9]+)?){PERCENT}\s(?P<than>more|less|higher|lower|up|down)\b)"
    ))
});
static COUNT: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"\b(?P<number>[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?)\s(?P<scale>billion|million|thousand)\s(?P<unit>integrated circuits|chips|pieces|units|wafers|devices|modules|ICs)\b",
    )
});
/// "January-July 2022", "first half of 2022": stretches of months.
static STRETCH: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?P<from>January|February|March|April|May|June|July|August|September|October|November)\s?(?:-|–|—|to)\s?(?P<to>February|March|April|May|June|July|August|September|October|November|December)(?:\s(?P<year>(?:19|20)[0-9]{2}))?|(?P<part>first|second|third|fourth)\s(?P<kind>half|quarter)(?:\sof\s(?P<year2>(?:19|20)[0-9]{2}))?",
    )
});

/// Words of plans, of forecasts and of single plants: their figures are other facts.
const OTHER: &[&str] = &[
    "will", "would", "should", "could", "may", "aims", "wants", "plans", "targets", "expect",
    "forecast", "estimate", "sees", "hopes", "by 20", "fab", "plant", "phase", "facility",
];

/// A value that a sentence tells.
struct Value {
    start: usize,
    end: usize,
    value: Decimal,
    unit: String,
}

/// The statistic of an English sentence.
pub(super) fn read(view: &View<'_>, sentence: &Sentence<'_>) -> Option<Fact> {
    let text = sentence.text;
    if !text.contains(|one: char| one.is_ascii_digit()) || !text.contains("illion") {
        return None;
    }
    let words: Vec<&str> = text
        .split(|one: char| !one.is_ascii_alphanumeric())
        .collect();
    let other = OTHER.iter().any(|word| match word.split_once(' ') {
        Some(_) => text.contains(word),
        None => words.iter().any(|one| one.starts_with(word)),
    });
    let mut rows: Vec<StatisticRow> = Vec::new();
    for value in values(text) {
        let lead = slice(text, 0, value.start);
        let after = slice(text, value.end, text.len());
        let period = period(after, view).or_else(|| period(tail(lead, 60), view));
        if let Some(captures) = FROM.captures(lead) {
            before(view, &mut rows, &captures, lead, &value, dated(after, view));
            continue;
        }
        if other {
            continue;
        }
        let Some((who, measure, moved)) = measured(lead, after) else {
            continue;
        };
        let moved = moved.or_else(|| CHANGE.captures(after).and_then(|found| change(&found)));
        let entity = who
            .or_else(|| rows.last().map(|row| row.entity.clone()))
            .or_else(|| named(view))
            .unwrap_or_default();
        rows.push(StatisticRow {
            entity: entity.clone(),
            measure: measure.clone(),
            period: period.clone(),
            value: value.value.normalize(),
            unit: Some(value.unit),
            change: moved,
        });
        if let Some(size) = moved {
            rows.push(percent(entity, &measure, period, size));
        }
    }
    let title = rows.first()?.measure.clone();
    Some(view.said(sentence, 64, Body::Statistic(Statistic { title, rows })))
}

/// The sums and counts of a sentence in order.
fn values(text: &str) -> Vec<Value> {
    let mut all: Vec<Value> = amounts(text)
        .into_iter()
        .filter_map(|found| {
            let currency = found.value.money.currency;
            let unit = if currency == Currency::Cny {
                "元"
            } else {
                currency.code()
            };
            Some(Value {
                start: found.start,
                end: found.end,
                value: found.value.money.units().parse().ok()?,
                unit: unit.to_owned(),
            })
        })
        .collect();
    for captures in COUNT.captures_iter(text) {
        let group = |name: &str| captures.name(name).map_or("", |group| group.as_str());
        let (Some(whole), Some(value)) = (
            captures.get(0),
            number(group("number")).and_then(|digits| digits.checked_mul(scale(group("scale"))?)),
        ) else {
            continue;
        };
        if !all
            .iter()
            .any(|known| known.start < whole.end() && whole.start() < known.end)
        {
            all.push(Value {
                start: whole.start(),
                end: whole.end(),
                value,
                unit: group("unit").to_owned(),
            });
        }
    }
    all.sort_by_key(|value| value.start);
    all
}

/// Whose figure it is, what it measures, and by how much it moved, from the words around a value.
fn measured(lead: &str, after: &str) -> Option<(Option<String>, String, Option<Decimal>)> {
    if let Some(captures) = LEAD.captures(lead) {
        let who = captures.name("who").map(|who| who.as_str().to_owned());
        let measure = tidy(captures.name("measure")?.as_str());
        return Some((who, measure, change(&captures)));
    }
    if let Some(captures) = MADE.captures(lead) {
        let who = captures.name("who")?.as_str().to_owned();
        let kind = match captures.name("verb")?.as_str() {
            "exported" => "exports",
            "imported" => "imports",
            _ => "output",
        };
        return Some((Some(who), kind.to_owned(), None));
    }
    if BOOKED.is_match(lead) {
        let captures = BEHIND.captures(after)?;
        let measure = tidy(captures.name("measure")?.as_str());
        // The change stands behind the measure.
        let rest = slice(after, captures.get(0)?.end(), after.len());
        let moved = CHANGE.captures(rest).and_then(|found| change(&found));
        return Some((None, measure, moved));
    }
    None
}

/// "up 18% from $43.9 billion in May 2021": the earlier value, and the change where it was not told yet.
fn before(
    view: &View<'_>,
    rows: &mut Vec<StatisticRow>,
    captures: &Captures<'_>,
    lead: &str,
    value: &Value,
    period: Option<String>,
) {
    let known = rows
        .first()
        .map(|row| (row.entity.clone(), row.measure.clone(), row.period.clone()));
    let (entity, measure, now) = match known {
        Some((entity, measure, now)) => (entity, measure, now),
        None => {
            let Some(measure) = OF.captures(lead).and_then(|found| found.name("measure")) else {
                return;
            };
            let entity = named(view).unwrap_or_default();
            (entity, tidy(measure.as_str()), None)
        }
    };
    if period.is_none() {
        return;
    }
    if let Some(size) = change(captures)
        && !rows.iter().any(|row| row.value == size)
    {
        rows.push(percent(entity.clone(), &measure, now, size));
    }
    rows.push(StatisticRow {
        entity,
        measure,
        period,
        value: value.value.normalize(),
        unit: Some(value.unit.clone()),
        change: None,
    });
}

/// The measure without the little words and verbs that run into it: "the city wants chip revenue".
fn tidy(measure: &str) -> String {
    const SMALL: [&str; 14] = [
        "the", "its", "their", "and", "of", "in", "that", "city", "wants", "sees", "expects",
        "says", "said", "with",
    ];
    measure
        .split_whitespace()
        .skip_while(|word| SMALL.contains(word))
        .collect::<Vec<_>>()
        .join(" ")
}

fn percent(entity: String, measure: &str, period: Option<String>, size: Decimal) -> StatisticRow {
    StatisticRow {
        entity,
        measure: format!("{measure} growth"),
        period,
        value: size.normalize(),
        unit: Some("%".to_owned()),
        change: None,
    }
}

/// The signed change that a pattern caught.
fn change(captures: &Captures<'_>) -> Option<Decimal> {
    let group = |name: &str| captures.name(name).map(|group| group.as_str());
    let size = number(group("size").or_else(|| group("size2"))?)?;
    let down = matches!(
        group("side").or_else(|| group("than")),
        Some("down" | "fell" | "dropped" | "declined" | "slid" | "shrank" | "less" | "lower")
    );
    Some(if down { -size } else { size })
}

/// The first name of the headline, for want of one in the sentence.
fn named(view: &View<'_>) -> Option<String> {
    static FIRST: LazyLock<Regex> = LazyLock::new(|| regex(&format!("^#*\\s*(?P<name>{NAME})")));
    FIRST
        .captures(view.title.text)
        .and_then(|captures| captures.name("name"))
        .map(|name| name.as_str().to_owned())
}

/// The first date behind a value, before the next clause.
fn dated(after: &str, view: &View<'_>) -> Option<String> {
    let clause = after.split([',', ';']).next().unwrap_or(after);
    period(clause, view)
}

/// The period that some words tell: a stretch of months, else the first date.
fn period(text: &str, view: &View<'_>) -> Option<String> {
    let Some(captures) = STRETCH.captures(text) else {
        return dates(text, view.base)
            .first()
            .map(|found| found.value.to_string());
    };
    let group = |name: &str| captures.name(name).map(|group| group.as_str());
    let (from, to) = match (group("part"), group("kind")) {
        (Some(part), Some(kind)) => {
            let at = ["first", "second", "third", "fourth"]
                .iter()
                .position(|word| *word == part)?
                + 1;
            let length = if kind == "half" { 6 } else { 3 };
            (at * length + 1 - length, at * length)
        }
        _ => (month(group("from")?)?, month(group("to")?)?),
    };
    let told = group("year").or_else(|| group("year2"));
    let year = match told {
        Some(year) => year.parse().ok()?,
        // A stretch that is not over yet was last year's.
        None => {
            let base = view.base?;
            let over = base
                .month_number()
                .and_then(|now| usize::try_from(now).ok())
                .is_none_or(|now| now >= to);
            base.year_number() - i16::from(!over)
        }
    };
    (to <= 12).then(|| format!("{year}-{from:02}/{year}-{to:02}"))
}

fn month(name: &str) -> Option<usize> {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    MONTHS
        .iter()
        .position(|month| *month == name)
        .map(|at| at + 1)
}
