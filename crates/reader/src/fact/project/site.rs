//! The sites that an English sentence names: "a 6-inch silicon carbide line in Tianyuan District".

use std::sync::LazyLock;

use regex::Regex;

use crate::value::pattern::regex;
use crate::value::{amounts, slice};

/// A site as a sentence names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Site<'t> {
    /// Its words with the place: `6-inch silicon carbide line in Tianyuan District`.
    pub(super) name: String,
    /// The noun alone.
    pub(super) head: &'t str,
    /// The words of its place.
    pub(super) place: Option<&'t str>,
    /// Whose it is, where a genitive says so.
    pub(super) owner: Option<&'t str>,
    /// Whether the words point back, "the fab", and name nothing new.
    pub(super) known: bool,
    /// Whether the words set it off from a site named before: "a second plant".
    pub(super) other: bool,
    /// Whether it is said to run already: "its existing site".
    pub(super) existing: bool,
    /// Whether words of kind stand before the noun.
    pub(super) special: bool,
}

/// The nouns of sites. They are written small: `Line` and `Works` in capitals are parts of names.
static HEAD: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"\b(?:fab|plant|facility|factory|hub|line|site|campus|expansion|test house|base|project|unit)\b",
    )
});
static PLACE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(?P<comma>,)?\s(?:in|at|near|outside)\s(?:the\s(?:[a-z]+\s){1,2}of\s)?(?P<place>[A-Z][\p{L}'’-]*(?:\s(?:and\s)?[A-Z][\p{L}'’-]*|\s(?:district|county|prefecture|province)\b)*(?:,\s[A-Z][\p{L}'’-]*(?:\s[A-Z][\p{L}'’-]*)*){0,2})(?P<after>.{0,12})",
    )
});
/// Words that a name does not go beyond to the left.
const STOPS: &[&str] = &[
    "of", "on", "at", "for", "in", "to", "with", "by", "from", "into", "that", "which", "is",
    "are", "was", "were", "will", "would", "has", "have", "had", "as", "or", "per", "than",
];
/// Articles and their like. Those that point back come last.
const ARTICLES: &[&str] = &["a", "an", "its", "their", "another", "the", "this", "that"];
/// Words before the noun that tell nothing of its kind.
const EMPTY: &[&str] = &[
    "new",
    "planned",
    "proposed",
    "joint",
    "further",
    "future",
    "massive",
    "giant",
    "big",
    "large",
    "huge",
    "own",
    "latest",
    "brand-new",
    "long-planned",
];
/// Nouns behind which the site is only an attribute: "fab equipment spending".
const ATTRIBUTE: &[&str] = &[
    "equipment",
    "manager",
    "managers",
    "operator",
    "operators",
    "owner",
    "owners",
    "workers",
    "utilisation",
    "utilization",
    "spending",
    "makers",
    "maker",
    "builders",
    "automation",
    "tools",
    "software",
    "width",
    "closures",
];
/// Kinds of projects and units that are no sites.
const NOT_BUILT: &[&str] = &[
    "research",
    "development",
    "software",
    "demonstration",
    "open-source",
    "product",
    "credit",
    "business",
    "customer",
    "user",
    "tax",
    "front",
    "bottom",
    "top",
    "market",
    "geographic",
];

/// The sites of a sentence in order.
pub(super) fn sites(text: &str) -> Vec<Site<'_>> {
    HEAD.find_iter(text)
        .filter_map(|hit| site(text, hit.start(), hit.end()))
        .collect()
}

fn site(text: &str, start: usize, end: usize) -> Option<Site<'_>> {
    let head = slice(text, start, end);
    let rest = slice(text, end, text.len());
    let next = rest
        .trim_start()
        .split(|one: char| !one.is_ascii_alphabetic())
        .next()
        .unwrap_or("");
    if rest.starts_with(['\'', '’', '-', '/']) || rest.starts_with(' ') && ATTRIBUTE.contains(&next)
    {
        return None;
    }
    let (article, owner, from) = left(text, start)?;
    let (from, words, priced) = kind(text, from, start);
    let plain: Vec<String> = words.iter().map(|word| word.to_ascii_lowercase()).collect();
    let has = |list: &[&str]| plain.iter().any(|word| list.contains(&word.as_str()));
    let pointing = matches!(article.as_str(), "the" | "this" | "that");
    let (place, named_to) = place(text, end);
    let last = plain.last().map_or("", String::as_str);
    if NOT_BUILT.contains(&last)
        || (head == "plant" && last == "power")
        || !stands_for_a_site(head, &plain, pointing, place.is_some(), priced)
    {
        return None;
    }
    let other = article == "another"
        || has(&[
            "second",
            "third",
            "fourth",
            "another",
            "separate",
            "earlier",
            "additional",
        ]);
    Some(Site {
        name: slice(text, from, named_to.unwrap_or(end)).to_owned(),
        head,
        place,
        owner,
        known: pointing && !other,
        other,
        existing: has(&["existing", "current", "present", "older", "former"]),
        special: !words.is_empty(),
    })
}

/// Whether a noun that also means other things means something that is built.
fn stands_for_a_site(
    head: &str,
    words: &[String],
    pointing: bool,
    placed: bool,
    priced: bool,
) -> bool {
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    match head {
        // "the project" points back; a project named anew says of what kind and where it is.
        "project" => {
            pointing
                || priced
                || placed && words.len() >= 2 && !has(&["research", "pilot", "joint"])
        }
        "expansion" => priced || placed && !words.is_empty(),
        "base" => pointing || has(&["production", "manufacturing", "packaging", "industrial"]),
        "unit" => has(&[
            "assembly",
            "test",
            "testing",
            "packaging",
            "manufacturing",
            "fabrication",
            "production",
        ]),
        _ => true,
    }
}

/// The article or the owner before a noun, and where the words between them begin.
fn left(text: &str, start: usize) -> Option<(String, Option<&str>, usize)> {
    let mut from = start;
    for _ in 0..12 {
        let lead = slice(text, 0, from).trim_end();
        let at = lead.rfind([' ', '\n', '\t']).map_or(0, |blank| blank + 1);
        let token = slice(lead, at, lead.len());
        let lower = token
            .trim_start_matches(['(', '"', '“'])
            .to_ascii_lowercase();
        if ARTICLES.contains(&lower.as_str()) {
            return Some((lower, None, from));
        }
        if let Some(stem) = token
            .strip_suffix("'s")
            .or_else(|| token.strip_suffix("’s"))
        {
            // "the company's plant" is owned like "its plant".
            let owner = owner(slice(text, 0, at + stem.len()));
            return Some(("its".to_owned(), owner, from));
        }
        if token.is_empty()
            || token.ends_with([',', ';', ':', ')', '—', '"', '”'])
            || token.ends_with('.') && token != "Rs."
            || STOPS.contains(&lower.as_str())
        {
            return None;
        }
        from = at;
    }
    None
}

/// The capitalised words that end `lead`.
fn owner(lead: &str) -> Option<&str> {
    static OWNER: LazyLock<Regex> =
        LazyLock::new(|| regex(r"[A-Z][A-Za-z0-9&-]*(?:\s[A-Z][A-Za-z0-9&-]*)*$"));
    OWNER.find(lead).map(|hit| hit.as_str())
}

/// The words that tell what a site is, without its price and without empty words before them; and whether a price stood there.
fn kind(text: &str, from: usize, end: usize) -> (usize, Vec<&str>, bool) {
    let mut at = from;
    let mut priced = false;
    if let Some(sum) = amounts(slice(text, from, end)).first() {
        at = from + sum.end;
        priced = true;
        // A hedge, a scale in another word or "-a-year" left over from the price ends with it.
        let gap = slice(text, at, end);
        at += gap.len() - gap.trim_start_matches(['-', ' ']).len();
    }
    let mut words: Vec<&str> = Vec::new();
    let mut begin = end;
    for word in slice(text, at, end).split_whitespace() {
        if words.is_empty() && EMPTY.contains(&word.to_ascii_lowercase().as_str()) {
            continue;
        }
        if words.is_empty() {
            begin = text
                .get(at..end)
                .and_then(|part| part.find(word))
                .map_or(end, |offset| at + offset);
        }
        words.push(word);
    }
    (begin, words, priced)
}

/// The place behind a noun and where the words that name it end; no end where a comma parts it from the noun.
fn place(text: &str, end: usize) -> (Option<&str>, Option<usize>) {
    let rest = slice(text, end, text.len());
    let Some(captures) = PLACE.captures(rest) else {
        return (None, None);
    };
    let (Some(found), after) = (
        captures.name("place"),
        captures.name("after").map_or("", |after| after.as_str()),
    ) else {
        return (None, None);
    };
    let mut words = found.as_str();
    // "a plant in Penang, Orland Semi said": the last name is the speaker's.
    if [
        "said",
        "says",
        "told",
        "announced",
        "has",
        "will",
        "is",
        "plans",
    ]
    .iter()
    .any(|verb| after.trim_start().starts_with(verb))
        && after.starts_with(' ')
        && let Some(comma) = words.rfind(", ")
    {
        words = slice(words, 0, comma);
    }
    if is_time(words) {
        return (None, None);
    }
    let until = end + found.start() + words.len();
    (
        Some(words),
        captures.name("comma").is_none().then_some(until),
    )
}

/// "in July", "in Q3": a time, no place.
fn is_time(words: &str) -> bool {
    const TIMES: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let first = words.split(' ').next().unwrap_or("");
    let month = TIMES.iter().any(|month| first.starts_with(month));
    // "Marl" and "Juneau" are places.
    // "Q3" and "H1" lose their digit.
    first.len() == 1
        || month && (first.len() <= 4 || first.ends_with("uary") || first.ends_with("ber"))
        || ["March", "April", "August"].contains(&first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        sites(text)
            .into_iter()
            .map(|site| {
                format!(
                    "{} | {} | {}{}",
                    site.name,
                    site.place.unwrap_or("-"),
                    site.owner.unwrap_or("-"),
                    if site.known { " | known" } else { "" }
                )
            })
            .collect()
    }

    #[test]
    fn a_site_is_named_with_its_kind_and_place() {
        for (text, expected) in [
            (
                "filed for approval of a 6-inch gallium nitride line in Wujin District, with",
                "6-inch gallium nitride line in Wujin District | Wujin District | -",
            ),
            (
                "Its RMB 1.6 billion substrate expansion in Wuhu was topped out",
                "substrate expansion in Wuhu | Wuhu | -",
            ),
            (
                "completed its new HK$480 million test plant in Xindu District, Chengdu, in July",
                "test plant in Xindu District, Chengdu | Xindu District, Chengdu | -",
            ),
            (
                "Construction of Orland Semi's 300mm fab in Texas, a",
                "300mm fab in Texas | Texas | Orland Semi",
            ),
            ("signed for a 5 billion yuan factory for", "factory | - | -"),
            ("The fab will process wafers", "fab | - | - | known"),
            ("opened the plant in May", "plant | - | - | known"),
            (
                "a plant in Penang, Orland Semi said",
                "plant in Penang | Penang | -",
            ),
        ] {
            assert_eq!(read(text), [expected], "{text}");
        }
    }

    #[test]
    fn attributes_and_other_lines_are_no_sites() {
        for text in [
            "the wafer fab equipment market grew",
            "a product line for cars",
            "a research project in Dresden",
            "its customer base grew",
            "a rapid expansion of demand",
            "spending on fabs",
        ] {
            assert_eq!(read(text), Vec::<String>::new(), "{text}");
        }
    }
}
