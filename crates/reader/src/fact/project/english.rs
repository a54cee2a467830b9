//! Project news in English: every site that an article names, with what the sentences about it tell.

use std::sync::LazyLock;

use regex::Regex;
use xinqiao_record::body::Stage;
use xinqiao_record::region::Level;
use xinqiao_record::{PartialDate, RegionCode};

use super::draft::{Draft, Money, Told};
use super::site::{Site, sites};
use crate::fact::Fact;
use crate::fact::view::{Place, Sentence, View, clear_places, clear_places_among};
use crate::text::line::is_mark;
use crate::value::pattern::regex;
use crate::value::stage::Standing;
use crate::value::{amounts, capacities, dates, slice, tail};

/// The nouns of sites in a headline.
static HEAD: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"(?i)\b(?:fab|plant|facility|factory|hub|production line|line|site|campus)\b")
});
static STAGE: LazyLock<Regex> = LazyLock::new(|| {
    regex(concat!(
        r"(?i)(?P<groundbreaking>\b(?:broke|breaks|breaking) ground\b|\bground (?:was|has been) broken\b|\b(?:started|began|begun|starts|begins) construction\b|\bground-?breaking ceremony\b|\bfoundations are going in\b|\b(?:site work|construction|piling|excavation) (?:has )?(?:began|begun|started|starts)\b|\b(?:is|are) (?:now |already |also |currently )?building (?:an?|its|the|their)\b)",
        r"|(?P<topped>\btopped out\b|\btops out\b|\blast (?:roof )?(?:beam|truss)\b[^.]{0,12}\b(?:went up|was (?:placed|lifted|hoisted|raised|set))\b)",
        r"|(?P<line>\bfirst wafers?\b[^.]{0,40}\b(?:off|come|came|through|out)\b|\bline-through\b|\bruns first wafers\b|\bproduced (?:its|the) first\b[^.]{0,30}\bwafers?\b)",
        r"|(?P<production>\b(?:entered|enters|has entered|started|starts|began|begins|begun)\b[^.]{0,24}\bproduction\b)",
        r"|(?P<completed>\b(?:completed|completes|finished|finishes)\b(?:[^.;]|\.[0-9]){0,48}?\b(?:building|construction|shell|plant|fab|factory|facility)\b)",
        r"|(?P<done>\bconstruction\b[^.]{0,80}\b(?:was|has been|is)\b completed?\b|\b(?:was|has been) completed\b)",
        r"|(?P<opened>\b(?:opened|inaugurated)\b(?:[^.;]|\.[0-9]){0,60}?\b(?:plant|fab|factory|facility|line|hub|site)\b|\bcame on ?stream\b|\b(?:ramping|ramped) (?:up )?production\b)",
        r"|(?P<filed>\bfiled for (?:[a-z]+ )?(?:approval|permission) (?:of|for|to build)\b|\bapproved (?:an?|the|its) (?:proposal|application|plan) (?:by|from|for|to build)\b)",
        r"|(?P<signed>\bsigned\b[^.]{0,40}\b(?:agreement|contract|lease|deal|memorandum)\b|\bsigned (?:up )?for an?\b)",
    ))
});
/// A stage whose words tell of something else: "completed its acquisition of a plant".
static NOT_A_STAGE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)\b(?:acquisition|purchase|sale|takeover|financing|funding|study|audit|review|qualification|supply|licen[cs]e|loan|credit)\b",
    )
});
static CANCELLED: LazyLock<Regex> = LazyLock::new(|| {
    regex(concat!(
        r"(?i)\b(?:plans?|projects?|proposal|fab|plant|factory|site|line|facility|expansion|hub)\b(?:[^.;]|\.[0-9]){0,100}?\b(?:has|have|had|was|were|is|been)\s(?:now\s)?(?:been\s)?(?:dropped|scrapped|cancell?ed|shelved|abandoned|called off|ditched)\b",
        r"|\b(?:dropped|drops|scrapped|scraps|cancell?ed|cancels|shelved|shelves|abandoned|abandons|ditched|called off|walked away from|pulled out of)\s(?:its\s|the\s|their\s)?(?:[a-z-]+\s){0,2}?(?:plans?|projects?|proposal)\b",
    ))
});
/// A name in capitals, with its legal form: `Samplewood Power Co., Ltd.`
const NAME: &str =
    r"[A-Z][A-Za-z0-9&'-]*(?:\s[A-Z][A-Za-z0-9&'-]*)*(?:\.?,?\s(?:Ltd|Inc|Corp|Limited))*\.?";
/// What companies do in the news.
const VERBS: &str = "said|says|broke|breaks|topped|tops|completed|completes|finished|is|was|are|were|would|will|invests|invested|announces|announced|inaugurated|plans|planned|signed|signs|has|have|had|started|starts|began|begun|opened|opens|entered|enters|filed|files|postponed|delayed|expects|estimates|runs|makes|held|holds|put|puts|scrapped|dropped|shelved|builds|built|spends|confirmed|unveiled|launched|aims|wants|intends|received|won|obtained|secured|poured|moved|installed|shipped|produced";
static STARTS: LazyLock<Regex> = LazyLock::new(|| {
    regex(&format!(
        r#"^(?:[A-Z][a-z]+-based\s)?(?P<name>{NAME})(?:\sof\s[A-Z][a-z]+)?(?:\sand\s(?P<second>{NAME}))?(?:\s\([^)]*\))?(?:,\s[^,]{{2,90}},)?\s(?:{VERBS})\b"#
    ))
});
static SUBJECT: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?P<name>[A-Z][A-Za-z0-9&'-]*(?:\s[A-Z][A-Za-z0-9&'-]*\.?)*)(?:\s\([^)]*\))?,?\s(?:said|says|broke|topped|completed|would|invests|invested|announces|inaugurated|plans|signed|has|started|began|announced|will|opened|entered)\b",
    )
});
/// Who plans or proposes a site, where the sentence does not begin with it.
static BY: LazyLock<Regex> = LazyLock::new(|| {
    regex(&format!(
        r"\b(?:[Pp]lans?|[Pp]roposal|[Aa]pplication|[Pp]roject) (?:by|from) (?P<name>{NAME}) (?:for|to)\b"
    ))
});
/// What an article calls "the group" or "the venture" later.
static CALLED: LazyLock<Regex> = LazyLock::new(|| {
    regex(&format!(
        r"\bgroup (?P<group>{NAME})|\bjoint venture,? (?:called |named )?(?P<venture>{NAME})"
    ))
});
/// Words that begin sentences with a capital and name nobody.
const NOBODY: &[&str] = &[
    "It",
    "The",
    "A",
    "An",
    "This",
    "That",
    "These",
    "They",
    "Its",
    "Their",
    "He",
    "She",
    "We",
    "There",
    "China",
    "Europe",
    "India",
    "Israel",
    "Japan",
    "Korea",
    "Malaysia",
    "Taiwan",
    "Vietnam",
    "America",
    "Germany",
    "Roughly",
    "About",
    "Construction",
    "Production",
    "Output",
    "Capacity",
    "Equipment",
    "Work",
    "Site",
    "Plans",
    "Phase",
    "First",
    "Once",
    "When",
    "Fully",
    "Foundations",
    "Spending",
    "Exports",
    "Investment",
    "Revenue",
    "Sales",
    "Shipments",
    "Tool",
    "Both",
    "Each",
    "Yields",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
];

/// A site and what is gathered of it.
struct Thread {
    draft: Draft,
    head: String,
    place: Option<String>,
    /// Whether words of kind or place say which site it is.
    special: bool,
    /// Whether it was only pointed at, "the plant", and never named anew.
    pointed: bool,
}

/// The projects of an English article.
///
/// A sentence that names a new site, by another place, owner or line of a list, opens a thread; the sentences after it belong to it.
pub(super) fn propose(view: &View<'_>, facts: &mut Vec<Fact>) {
    let around = cities(view);
    let mut threads: Vec<Thread> = Vec::new();
    // What a paragraph says of a contract before it names the site.
    let mut pending = Draft::default();
    let mut speakers: Vec<String> = Vec::new();
    let (mut open, mut paragraph) = (false, 0);
    for sentence in view
        .sentences
        .iter()
        .filter(|sentence| sentence.place == Place::Prose)
    {
        let text = sentence.text;
        if sentence.paragraph != paragraph {
            paragraph = sentence.paragraph;
            pending = Draft::default();
            // A line of figures under a site goes on about it; one with a site or an event of its own does not.
            if is_item(text) && (main_site(text).is_some() || STAGE.is_match(text)) {
                open = false;
                speakers.clear();
            }
        }
        let own = subjects(view, text, speakers.is_empty());
        if !own.is_empty() {
            speakers.clone_from(&own);
        }
        let Some(site) = main_site(text) else {
            match threads.last_mut().filter(|_| open) {
                Some(thread) => take(view, sentence, &mut thread.draft, &around),
                None if STAGE.is_match(text) => {
                    take(view, sentence, &mut pending, &around);
                    pending.places.clear();
                    pending.organizations.clone_from(&speakers);
                }
                None => {}
            }
            continue;
        };
        // What runs already is told beside the news, and what is bought is a deal: their figures are no project's.
        if site.existing && !site.known || changes_hands(text) && stages_of(text, None).is_empty() {
            continue;
        }
        let owners = owners(view, text, &site, &own, &speakers);
        let same = open
            && threads
                .last()
                .is_some_and(|last| goes_on(last, &site, &owners));
        if !same {
            let mut draft = std::mem::take(&mut pending);
            draft.organizations.clear();
            for name in &owners {
                draft.add_organization(name);
            }
            draft.name = if site.known
                && !site.special
                && let Some(owner) = owners.first()
            {
                format!("{owner} {}", site.name)
            } else {
                site.name.clone()
            };
            threads.push(Thread {
                draft,
                head: site.head.to_owned(),
                place: site.place.map(str::to_owned),
                special: site.special || site.place.is_some(),
                pointed: site.known,
            });
            open = true;
        }
        if let Some(thread) = threads.last_mut() {
            if thread.place.is_none() {
                thread.place = site.place.map(str::to_owned);
            }
            thread.draft.cancelled |= CANCELLED.is_match(text);
            thread.draft.weigh(sentence, 2);
            take(view, sentence, &mut thread.draft, &around);
        }
    }
    finish(view, threads, facts);
}

/// Proposes the threads of which enough is told.
fn finish(view: &View<'_>, mut threads: Vec<Thread>, facts: &mut Vec<Fact>) {
    let headline = view.title.text;
    // The headline says how far the one site is when the text does not.
    if let [only] = threads.as_mut_slice()
        && only.draft.stages.is_empty()
        && !only.draft.cancelled
    {
        only.draft.stages.extend(stages_of(headline, None));
    }
    for (number, mut thread) in threads.into_iter().enumerate() {
        if !told_enough(view, &thread, number == 0 && HEAD.is_match(headline)) {
            continue;
        }
        let draft = &mut thread.draft;
        draft.passing = number > 0 && draft.places.is_empty();
        if let Some(owner) = draft.organizations.first() {
            let short = owner.split(' ').take(2).collect::<Vec<_>>().join(" ");
            if !draft.name.contains(&short) {
                draft.aliases.push(format!("{owner} {}", draft.name));
            }
        }
        facts.extend(thread.draft.finish(view));
    }
}

/// A sum that is invested together with a stage, a place or a headline on a site; or, without a sum, a stage that somebody's
/// particular site passed of late. A contract or an application alone is too little, and so is what was built long ago.
fn told_enough(view: &View<'_>, thread: &Thread, headed: bool) -> bool {
    let draft = &thread.draft;
    let investing = draft
        .amounts
        .iter()
        .any(|(kind, _, _)| *kind >= Money::Invested);
    // "The fire at the plant in Orland cost $40 million": a plant that nobody names as new needs an event.
    if thread.pointed && draft.stages.is_empty() && !draft.cancelled {
        return false;
    }
    if investing {
        return headed || !draft.stages.is_empty() || draft.cancelled || thread.place.is_some();
    }
    let recent = |date: PartialDate| {
        view.base
            .is_none_or(|base| base.year_number() - date.year_number() <= 3)
    };
    thread.special
        && !draft.organizations.is_empty()
        && draft.stages.iter().any(|told| {
            !matches!(told.stage, Stage::Signed | Stage::Filed) && told.date.is_none_or(recent)
        })
}

/// The cities and provinces that an article names, by which its districts are told.
fn cities(view: &View<'_>) -> Vec<RegionCode> {
    let mut codes: Vec<RegionCode> = Vec::new();
    for sentence in std::iter::once(&view.title).chain(&view.sentences) {
        for place in clear_places(sentence.text) {
            if place.value.level() != Level::County && !codes.contains(&place.value) {
                codes.push(place.value);
            }
        }
    }
    codes
}

fn is_bullet(one: char) -> bool {
    matches!(one, '-' | '*' | '–') || is_mark(one)
}

/// Whether a paragraph is a line of a list, or begins with a label: `- …`, `Wuhu: …`.
fn is_item(text: &str) -> bool {
    static LABEL: LazyLock<Regex> = LazyLock::new(|| {
        regex(r"^[A-Z][A-Za-z']{2,20}(?:[ ,/-]{1,2}[A-Z][A-Za-z']{1,20}){0,2}:\s")
    });
    text.starts_with(is_bullet) || LABEL.is_match(text)
}

/// The site that a sentence is about: one named anew before one that is only pointed at, one with its place before one without.
fn main_site(text: &str) -> Option<Site<'_>> {
    let found = sites(text);
    let rank = |site: &Site<'_>| (!site.known, site.place.is_some());
    let best = found.iter().map(rank).max()?;
    found.into_iter().find(|site| rank(site) == best)
}

/// Whether a sentence goes on about the site of `last`.
fn goes_on(last: &Thread, site: &Site<'_>, owners: &[String]) -> bool {
    if let (Some(known), Some(place)) = (&last.place, site.place) {
        let first = |words: &str| words.split(',').next().unwrap_or("").to_owned();
        if !known.contains(&first(place)) && !place.contains(&first(known)) {
            return false;
        }
    }
    if site.known {
        return true;
    }
    if site.other {
        return last.head == site.head && last.draft.name == site.name;
    }
    let alike =
        |one: &String, other: &String| one.contains(other.as_str()) || other.contains(one.as_str());
    owners.is_empty()
        || last.draft.organizations.is_empty()
        || owners.iter().any(|owner| {
            last.draft
                .organizations
                .iter()
                .any(|known| alike(known, owner))
        })
}

/// Whose a site is: by a genitive, by who plans it, by the subject of the sentence, by that of the one before.
fn owners(
    view: &View<'_>,
    text: &str,
    site: &Site<'_>,
    own: &[String],
    speakers: &[String],
) -> Vec<String> {
    if let Some(owner) = site.owner.filter(|owner| !NOBODY.contains(owner)) {
        return vec![view.full_name(owner)];
    }
    if let Some(name) = BY.captures(text).and_then(|captures| captures.name("name")) {
        return vec![view.full_name(name.as_str())];
    }
    for (words, group) in [("the group", "group"), ("he venture", "venture")] {
        if text.contains(words)
            && let Some(name) = called(view, group)
        {
            return vec![name];
        }
    }
    if own.is_empty() {
        speakers.to_vec()
    } else {
        own.to_vec()
    }
}

/// The name behind the first "group" or "joint venture" of the article.
fn called(view: &View<'_>, group: &str) -> Option<String> {
    view.sentences
        .iter()
        .filter(|sentence| sentence.text.contains(group))
        .find_map(|sentence| {
            CALLED
                .captures_iter(sentence.text)
                .find_map(|captures| captures.name(group))
        })
        .map(|name| view.full_name(name.as_str()))
}

/// The companies that a sentence begins with; with `anywhere` also one that stands before its verb inside it.
fn subjects(view: &View<'_>, text: &str, anywhere: bool) -> Vec<String> {
    let mut text = text.trim_start_matches(|one: char| one == ' ' || is_bullet(one));
    // "WUHU, China, May 3 — …" and "Wuhu: …" stand before the sentence.
    if let Some((place, rest)) = text.split_once(" — ")
        && place.len() <= 60
    {
        text = rest;
    } else if let Some((label, rest)) = text.split_once(": ")
        && label.len() <= 24
    {
        text = rest;
    }
    // "On May 3, …": the time before the subject.
    if [
        "On ",
        "In ",
        "By ",
        "At ",
        "From ",
        "After ",
        "Since ",
        "Separately",
    ]
    .iter()
    .any(|word| text.starts_with(word))
        && let Some((time, rest)) = text.split_once(", ")
        && time.len() <= 40
    {
        text = rest;
    }
    let named = |name: &str| {
        let name = name.trim();
        let first = name.split(' ').next().unwrap_or("");
        (name.len() >= 3
            && !NOBODY.contains(&first)
            && !(name.contains(' ') && matches!(first, "In" | "On" | "By" | "From")))
        .then(|| view.full_name(name))
    };
    if let Some(captures) = STARTS.captures(text) {
        return ["name", "second"]
            .iter()
            .filter_map(|group| captures.name(group))
            .filter_map(|name| named(name.as_str()))
            .collect();
    }
    if !anywhere {
        return Vec::new();
    }
    SUBJECT
        .captures_iter(text)
        .filter_map(|captures| captures.name("name"))
        .filter(|name| !beside(slice(text, 0, name.start())))
        .find_map(|name| named(name.as_str()))
        .into_iter()
        .collect()
}

/// Whether a sentence tells of a purchase.
fn changes_hands(text: &str) -> bool {
    [
        "acqui",
        "takeover",
        " bought ",
        " sold ",
        "to buy ",
        " sale of ",
    ]
    .iter()
    .any(|word| text.contains(word))
}

/// Whether what follows `lead` is a place or a person: "in Ohio", "chief executive …".
fn beside(lead: &str) -> bool {
    [
        "in",
        "at",
        "near",
        "from",
        "executive",
        "manager",
        "president",
        "chairman",
        "director",
        "analyst",
        "minister",
        "officer",
        "spokesman",
        "spokeswoman",
        "founder",
    ]
    .iter()
    .any(|word| lead.trim_end().ends_with(word))
}

fn take(view: &View<'_>, sentence: &Sentence<'_>, draft: &mut Draft, around: &[RegionCode]) {
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
        if !ahead {
            draft.weigh(sentence, 3);
            draft.stages.push(told);
        }
    }
    completion(view, text, draft);
    for place in clear_places_among(text, around) {
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
    // "more than 3 billion yuan of sales annually".
    let yearly =
        after.contains("annually") || after.contains("a year") || near.contains("annual output");
    if yearly
        && (after.starts_with(" of sales")
            || after.starts_with(" in sales")
            || near.contains("output of"))
    {
        return Some(Says::Output);
    }
    if [
        "revenue",
        "sales",
        "raise",
        "guided",
        "subsid",
        "grant",
        "covering",
        "profit",
        "registered capital",
        "capital spending",
        "budgeted",
        "capex",
    ]
    .iter()
    .any(|word| near.contains(word))
        || [
            "of that",
            "of the cost",
            "in sales",
            "in revenue",
            "of sales",
            "of revenue",
            "of fixed-asset",
            "in fixed-asset",
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
            " unit",
            " expansion",
        ]
        .iter()
        .any(|word| {
            after.starts_with(word)
                || after.find(word).is_some_and(|at| {
                    at < 36
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
            "yet to",
            "would",
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
            ("filed", Stage::Filed),
            ("signed", Stage::Signed),
        ]
        .into_iter()
        .find(|(name, _)| captures.name(name).is_some())
        .map(|(_, stage)| stage);
        let Some(stage) = stage else { continue };
        if planned || lead.ends_with("no ") || NOT_A_STAGE.is_match(whole.as_str()) {
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
        let lead = tail(slice(text, 0, found.start), 44).to_ascii_lowercase();
        if [
            "completed",
            "complete it",
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
        } else if (lead.contains("production") && !lead.contains("risk"))
            || ["first silicon", "first chips", "first wafers"]
                .iter()
                .any(|word| lead.contains(word))
        {
            draft.production = draft.production.or(Some(found.value));
        }
    }
}
