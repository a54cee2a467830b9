//! Financing news in English.

use std::sync::LazyLock;

use regex::Regex;
use xinqiao_record::body::{FinancingKind, PartyRole};

use super::{Draft, merge};
use crate::fact::view::View;
use crate::value::pattern::regex;
use crate::value::{amounts, dates, slice};

const NAME: &str = r"[A-Z][A-Za-z0-9&'-]*(?:\s(?:&\s)?(?:[A-Z][A-Za-z0-9&'-]*|AI|of))*";

static RAISED: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"\b(?:has\s|have\s)?(?:closed|raised|raises|took in|takes in|secured|secures|completed|landed|netted|pulled in|announced|announces|nabbed|bagged|received|receives)\b",
    )
});
static SERIES: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"\b(?:Series [A-H]\+?[0-9]?|[Pp]re-[Ss]eries [A-H]|[Pp]re-[Ss]eed|[Ss]eed)\b")
});
static LED: LazyLock<Regex> = LazyLock::new(|| {
    regex(&format!(
        r"led by (?P<by>{NAME})|(?P<led>{NAME}) led(?:;|,|\.| the)|co-led by (?P<two>{NAME}(?:,? and {NAME})?)"
    ))
});
static JOINED: LazyLock<Regex> = LazyLock::new(|| {
    regex(&format!(
        r"with (?P<with>[^.;]*?) (?:participating|taking part)|(?:from|joined by|alongside|participation (?:from|by)|[Ii]nvestors including|[Ii]nvestors include|backed by) (?:(?:existing|new|strategic|earlier|previous|other) )*(?:investors?|backers?|shareholders?)?(?:,? including)? ?(?P<from>{NAME}(?:(?:, | and |, and ){NAME})*)|(?:;|,|^|\.)\s?(?:[Tt]he )?(?P<joined>{NAME}) (?:joined|participated|took part)"
    ))
});
static FILED: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"\b(?P<verb>filed|files|priced|listed|debuted)\b.{0,60}?\b(?:IPO|initial public offering|listing|public offering|shares on)\b",
    )
});
static BUYS: LazyLock<Regex> = LazyLock::new(|| {
    regex(&format!(
        r"(?:has |have )?(?:agreed to (?:acquire|buy)|acquired|acquires|bought|buys|to acquire|to buy|completed (?:the|its) acquisition of|will acquire) (?:[A-Za-z'’-]+-based |the |[a-z-]+ ){{0,4}}(?:[A-Z][a-z]+(?:ish|ese|ean|ian|can|man|utch|ench|wiss) (?:[a-z0-9-]+ ){{1,4}})?(?P<target>{NAME})"
    ))
});
/// "Norvane was acquired by Orland".
static BOUGHT: LazyLock<Regex> = LazyLock::new(|| {
    regex(&format!(
        r"(?P<target>{NAME})(?:,[^,]{{3,60}},)? (?:was|is being|is to be|will be|has been) (?:acquired|bought|taken over) by (?P<buyer>{NAME})"
    ))
});
/// "Series C: Lumerith, $80 million": a line of a list.
static HEADED: LazyLock<Regex> = LazyLock::new(|| {
    regex(&format!(
        r"^[-*\s]*(?:(?:Series [A-H]\+?|[Pp]re-[Ss]eed|[Ss]eed)(?: round)?\s?[:–—-]\s?(?P<company>{NAME}),? )"
    ))
});
/// "the $60 million Series A financing of Lumerith".
static OF: LazyLock<Regex> = LazyLock::new(|| {
    regex(&format!(
        r"(?:Series [A-H]\+?|seed) (?:financing|round|funding)(?: round)? (?:of|for|in) (?P<company>{NAME})"
    ))
});
static FUND: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?:final close|first close|closing|close) of (?:its|the) (?P<fund>[a-zA-Z0-9 -]{3,40}?fund)\b|(?:launched|raised|closed) (?:its|a) (?P<made>[a-zA-Z0-9 -]{3,40}?fund)\b",
    )
});

/// The financings of an English article.
pub(super) fn collect(view: &View<'_>, drafts: &mut Vec<Draft>) {
    let mut current: Option<usize> = None;
    for sentence in &view.sentences {
        let plain = sentence.text.replace("**", "");
        let text = plain.as_str();
        let stopped = [
            "called off",
            "cancelled",
            "abandoned",
            "failing to",
            "withdrawn",
        ]
        .iter()
        .any(|word| text.contains(word));
        if stopped {
            current = None;
            continue;
        }
        let base = Draft {
            start: sentence.start,
            end: sentence.start + sentence.text.len(),
            certain: true,
            ..Draft::default()
        };
        let when = dates(text, view.base).first().map(|date| date.value);
        let sum = amounts(text).first().map(|sum| sum.value);
        if let Some(captures) = FUND.captures(text)
            && let Some(fund) = captures.name("fund").or_else(|| captures.name("made"))
            && let Some(owner) = name_before(text, captures.get(0).map_or(0, |hit| hit.start()))
        {
            let company = format!("{owner} {}", fund.as_str());
            current = Some(merge(
                drafts,
                Draft {
                    kind: FinancingKind::Fund,
                    company,
                    amount: sum,
                    date: when,
                    ..base
                },
            ));
        } else if let Some(hit) = FILED.find(text) {
            if let Some(company) = name_before(text, hit.start()) {
                let verb = FILED
                    .captures(text)
                    .and_then(|captures| captures.name("verb"))
                    .map(|verb| verb.as_str().to_owned());
                let round = verb.map(|verb| {
                    if verb == "files" {
                        "filed".to_owned()
                    } else {
                        verb
                    }
                });
                current = Some(merge(
                    drafts,
                    Draft {
                        kind: FinancingKind::Ipo,
                        company,
                        round,
                        amount: sum,
                        date: when,
                        ..base
                    },
                ));
            }
        } else if let Some(captures) = BOUGHT.captures(text) {
            if let (Some(target), Some(buyer)) = (captures.name("target"), captures.name("buyer")) {
                let mut draft = Draft {
                    kind: FinancingKind::Acquisition,
                    company: target.as_str().to_owned(),
                    amount: sum,
                    date: when,
                    ..base
                };
                draft.investor(buyer.as_str(), PartyRole::Buyer);
                current = Some(merge(drafts, draft));
            }
        } else if let Some(captures) = HEADED.captures(text).or_else(|| OF.captures(text))
            && let Some(name) = captures.name("company")
        {
            let series = SERIES.find(text).map(|hit| hit.as_str().to_owned());
            current = Some(merge(
                drafts,
                Draft {
                    kind: FinancingKind::Round,
                    company: name.as_str().to_owned(),
                    round: series,
                    amount: sum,
                    date: when,
                    ..base
                },
            ));
        } else if let Some(captures) = BUYS.captures(text) {
            let at = captures.get(0).map_or(0, |hit| hit.start());
            if let (Some(target), Some(buyer)) = (captures.name("target"), name_before(text, at)) {
                let mut draft = Draft {
                    kind: FinancingKind::Acquisition,
                    company: target.as_str().to_owned(),
                    amount: sum,
                    date: when,
                    ..base
                };
                draft.investor(&buyer, PartyRole::Buyer);
                current = Some(merge(drafts, draft));
            }
        } else if let Some(hit) = RAISED.find(text).filter(|hit| {
            let funded = SERIES.is_match(text)
                || [
                    "round",
                    "financing",
                    "funding",
                    "raise",
                    "venture",
                    "investors",
                    "equity",
                ]
                .iter()
                .any(|word| text.contains(word));
            sum.is_some()
                && !passive(slice(text, 0, hit.start()))
                && (funded
                    || !["announce", "complete", "receive", "land"]
                        .iter()
                        .any(|verb| hit.as_str().contains(verb)))
        }) {
            let series = SERIES.find(text).map(|hit| hit.as_str().to_owned());
            let total = ["has now raised", "in total", "to date"]
                .iter()
                .any(|word| text.contains(word));
            if !total && let Some(company) = name_before(text, hit.start()) {
                current = Some(merge(
                    drafts,
                    Draft {
                        kind: FinancingKind::Round,
                        company,
                        round: series,
                        amount: sum,
                        date: when,
                        ..base
                    },
                ));
            } else {
                continue;
            }
        } else if text.contains("announced")
            && let Some(draft) = current
                .and_then(|index| drafts.get_mut(index))
                .filter(|draft| draft.kind == FinancingKind::Acquisition)
        {
            draft.date = draft.date.or(when);
        }
        if let Some(draft) = current
            .and_then(|index| drafts.get_mut(index))
            .filter(|draft| draft.kind == FinancingKind::Round)
        {
            for captures in LED.captures_iter(text) {
                for list in ["by", "led", "two"]
                    .iter()
                    .filter_map(|name| captures.name(name))
                {
                    enumerate(list.as_str(), |name| {
                        draft.investor(name, PartyRole::LeadInvestor)
                    });
                }
            }
            for captures in JOINED.captures_iter(text) {
                for list in ["with", "from", "joined"]
                    .iter()
                    .filter_map(|name| captures.name(name))
                {
                    enumerate(list.as_str(), |name| {
                        draft.investor(name, PartyRole::Investor)
                    });
                }
            }
        }
    }
}

/// "a fund is to be raised": what stands before the verb raises nothing.
fn passive(lead: &str) -> bool {
    [" be", " is", " was", " were", " been", " being"]
        .iter()
        .any(|word| lead.trim_end().ends_with(word))
}

/// The last run of capitalised words before a verb, without what stands in commas between.
fn name_before(text: &str, at: usize) -> Option<String> {
    static NAMES: LazyLock<Regex> = LazyLock::new(|| regex(NAME));
    let lead = slice(text, 0, at).trim_end();
    // "Quarrystone AI, a maker of chips, raised": the name stands before the apposition.
    let lead = lead
        .strip_suffix(',')
        .and_then(|inner| inner.find(", ").map(|comma| slice(inner, 0, comma)))
        .unwrap_or(lead);
    let names: Vec<&str> = NAMES
        .find_iter(lead)
        .map(|hit| hit.as_str())
        .filter(|name| !["The", "A", "It", "Seed", "In", "On"].contains(name))
        .collect();
    names
        .last()
        .map(|name| name.trim_end_matches("'s").to_owned())
        .filter(|name| name.len() >= 3)
}

fn enumerate(list: &str, mut push: impl FnMut(&str)) {
    static NAMES: LazyLock<Regex> = LazyLock::new(|| regex(NAME));
    let list = list.replace(" and ", ", ");
    for piece in list.split(", ") {
        let name = NAMES
            .find_iter(piece)
            .map(|hit| hit.as_str())
            .max_by_key(|name| name.len());
        if let Some(name) = name {
            let name = name.strip_prefix("The ").unwrap_or(name);
            if name.len() >= 3 && !name.starts_with("Series") && !["Money", "IPO"].contains(&name) {
                push(name);
            }
        }
    }
}
