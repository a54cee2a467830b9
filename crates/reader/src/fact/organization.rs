//! Organisations of which the text says something: a short name, a founding date, a listing, a registered capital.

use std::sync::LazyLock;

use regex::Regex;
use xinqiao_record::body::{Listing, Organization};
use xinqiao_record::{Amount, Body, PartialDate};

use super::Fact;
use super::antecedent::{antecedent, refers_back};
use super::view::{Sentence, View};
use crate::value::organization::{
    ALIAS_MARKS, TRADE_WORDS, bracketed_aliases, looks_like_name, strip_description,
};
use crate::value::pattern::regex;
use crate::value::{Found, amounts, dates, places, slice, tail};

static FOUNDED: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"成立于|创立于|创建于|组建于|注册于|始建于|注册成立|成立。|年成立|月成立|日成立|[年月日]设立[，。；）]|(?i:founded in|founded|established in|(?:was |were )?set up in|(?:was |were )incorporated in)",
    )
});
static CODE: LazyLock<Regex> = LazyLock::new(|| {
    regex(concat!(
        r"(?P<name>[^，。；、（(\s]{2,20})[（(](?:[^，,）)]{2,20}[，,]\s?)?(?:[\p{Han}]{0,4}代码)?[：:]?\s?(?P<code>[036489][0-9]{4,5})(?:[.](?P<market>SH|SZ|BJ|HK))?[）)]",
        r"|(?:证券代码|股票代码)[：:\s]*(?P<code2>[0-9]{5,6})",
        r"|(?P<english>[A-Z][A-Za-z0-9&'-]*(?:\s[A-Z][A-Za-z0-9&'-]*){1,5})\s\((?P<digits>[036489][0-9]{4,5})(?:[.](?P<side>SH|SZ|BJ|HK))?\)",
        r"|(?P<latin>[A-Z][A-Za-z0-9&' .-]{2,60}?),?[^.;()]{0,40}\((?P<exchange>Nasdaq|NASDAQ|NYSE|TSE|TWSE|KRX)?:?\s?(?P<ticker>[A-Z]{2,5})\)",
    ))
});

#[derive(Default)]
struct Draft {
    name: String,
    aliases: Vec<String>,
    founded: Option<PartialDate>,
    listing: Option<Listing>,
    capital: Option<Amount>,
    start: usize,
    end: usize,
}

/// The organisations of one article.
pub(super) fn propose(view: &View<'_>, facts: &mut Vec<Fact>) {
    let mut drafts: Vec<Draft> = Vec::new();
    if view.is_policy {
        return;
    }
    for (sentence, found) in view.sentences.iter().zip(&view.organizations) {
        let text = sentence.text;
        for one in found {
            let aliases = bracketed_aliases(text, one.end);
            if !aliases.is_empty() {
                let draft = entry(&mut drafts, &one.value, sentence);
                draft.aliases.extend(aliases);
            }
        }
        if text.contains(['（', '(']) {
            named_beside(view, sentence, found, &mut drafts);
        }
        if text.contains("成立")
            || text.contains("月设立")
            || text.contains("年设立")
            || text.contains("日设立")
            || text.contains("创立")
            || text.contains("创建")
            || text.contains("注册于")
            || text.contains("组建于")
            || text.contains("ounded")
            || text.contains("stablished in")
            || text.contains("set up in")
            || text.contains("ncorporated in")
        {
            founded(view, sentence, &mut drafts);
        }
        if text.contains("代码") || text.contains(['（', '(']) {
            listed(view, sentence, &mut drafts);
        }
        if text.contains("注册资本") {
            capital(view, sentence, &mut drafts);
        }
    }
    coded_cells(view, &mut drafts);
    if let Some((name, code, start, end)) = filed_code(view) {
        let line = Sentence {
            text: slice(view.text, start, end),
            start,
            place: super::view::Place::Prose,
            paragraph: 0,
        };
        let draft = entry(&mut drafts, &view.full_name(&name), &line);
        draft.listing = draft.listing.take().or(Some(Listing {
            exchange: exchange(&code, None),
            code,
        }));
    }
    for mut draft in drafts {
        if draft.aliases.is_empty()
            && draft.founded.is_none()
            && draft.listing.is_none()
            && draft.capital.is_none()
        {
            continue;
        }
        if let Some(group) = view.names.iter().find(|group| group.name == draft.name) {
            // The short names that the article itself uses.
            for alias in &group.aliases {
                if !draft.aliases.contains(alias) && view.title.text.contains(alias.as_str()) {
                    draft.aliases.push(alias.clone());
                }
            }
        }
        draft.aliases.dedup();
        let known = u8::from(draft.founded.is_some())
            + u8::from(draft.listing.is_some())
            + u8::from(!draft.aliases.is_empty());
        // The region in the name, the city before the trade: 浙江示例…有限公司 sits in 浙江.
        let region = places(&draft.name)
            .into_iter()
            .find(|place| place.start == 0 && !place.value.open)
            .map(|place| place.value.code);
        let body = Organization {
            name: draft.name,
            aliases: draft.aliases,
            region,
            founded: draft.founded,
            listing: draft.listing,
            registered_capital: draft.capital,
            ..Organization::default()
        };
        facts.push(view.fact(
            draft.start,
            draft.end,
            66 + 8 * known,
            Body::Organization(body),
        ));
    }
}

/// Names told beside each other in a bracket, of which the first is no legal name: 某市某某微电子（下称某某微）, 某某产投（某省产业投资集团有限公司）.
fn named_beside(
    view: &View<'_>,
    sentence: &Sentence<'_>,
    found: &[Found<String>],
    drafts: &mut Vec<Draft>,
) {
    let text = sentence.text;
    // The short name in front, the legal one in the bracket: its characters stand in the legal one in the same order.
    for one in found.iter().filter(|one| one.value.ends_with("公司")) {
        let lead = slice(text, 0, one.start);
        let closed = slice(text, one.end, text.len()).starts_with(['）', ')']);
        let Some(lead) = lead.strip_suffix(['（', '(']).filter(|_| closed) else {
            continue;
        };
        if let Some(alias) = shortened(lead, &one.value) {
            let alias = alias.to_owned();
            let draft = entry(drafts, &one.value, sentence);
            if !draft.aliases.contains(&alias) {
                draft.aliases.push(alias);
            }
        }
    }
    let marked = ALIAS_MARKS.iter().any(|mark| text.contains(mark));
    if !marked {
        return;
    }
    for (at, _) in text
        .char_indices()
        .filter(|&(_, one)| matches!(one, '（' | '('))
    {
        // A legal name has its short ones already.
        if found.iter().any(|one| one.end == at) {
            continue;
        }
        let lead = slice(text, 0, at);
        let clause = lead
            .rsplit(['，', '。', '；', '：', '、', '“', '”', '》', ' '])
            .next()
            .unwrap_or(lead);
        let name = strip_description(clause.trim())
            .trim_start_matches(['由', '与', '对', '将', '给', '为', '是', '向']);
        // Plants, zones and papers get short names too: only what ends in a word of trade, as firms do.
        if !(4..=14).contains(&name.chars().count())
            || !looks_like_name(name)
            || !FIRM_ENDS
                .iter()
                .chain(TRADE_WORDS)
                .any(|word| name.ends_with(word))
        {
            continue;
        }
        let aliases: Vec<String> = bracketed_aliases(text, at)
            .into_iter()
            .filter(|alias| alias.chars().filter(|one| name.contains(*one)).count() >= 2)
            .collect();
        if !aliases.is_empty() {
            entry(drafts, &view.full_name(name), sentence)
                .aliases
                .extend(aliases);
        }
    }
}

/// Words that end the names of firms beside those of the trades.
const FIRM_ENDS: [&str; 6] = ["智能", "技术", "控股", "装备", "软件", "芯片"];

/// The longest end of `lead` whose characters stand in the legal name in the same order, three at least: 浙某产投 in 浙江某某产业投资集团有限公司.
fn shortened<'t>(lead: &'t str, legal: &str) -> Option<&'t str> {
    // 子公司, 大股东 tell what it is to another.
    if ["公司", "股东", "单位", "企业", "平台", "集团"]
        .iter()
        .any(|word| lead.ends_with(word))
    {
        return None;
    }
    let mut best = None;
    for (count, (at, one)) in lead.char_indices().rev().take(8).enumerate() {
        if !crate::value::is_han(one) {
            break;
        }
        let end = slice(lead, at, lead.len());
        let mut rest = legal.chars();
        if !end.chars().all(|one| rest.any(|other| other == one)) {
            break;
        }
        if count >= 2 {
            best = Some(end);
        }
    }
    best
}

/// Cells of tables that hold a legal name and its code: 某某股份有限公司（002000）.
fn coded_cells(view: &View<'_>, drafts: &mut Vec<Draft>) {
    for table in &view.article.tables {
        let from = table.span.start as usize;
        let whole = slice(view.text, from, table.span.end as usize);
        for cell in table.rows.iter().flatten().map(|cell| cell.trim()) {
            if !cell.ends_with(['）', ')']) || !cell.contains("公司") {
                continue;
            }
            let Some(at) = whole.find(cell) else { continue };
            let line = Sentence {
                text: slice(whole, at, at + cell.len()),
                start: from + at,
                place: super::view::Place::Prose,
                paragraph: 0,
            };
            listed(view, &line, drafts);
        }
    }
}

/// The short name and the code in the head of a filing: `证券代码：688000　证券简称：示例股份`. It stands outside the running text.
fn filed_code(view: &View<'_>) -> Option<(String, String, usize, usize)> {
    static FILED: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"(?:证券|股票)代码[：:]\s*(?P<code>[036489][0-9]{4,5})[\s、，|｜]*(?:证券|股票|公司)简称[：:]\s*(?P<name>[^\s，、|｜]{2,12})",
        )
    });
    let from = view.article.span.start as usize;
    let whole = view.article.span.of(view.text)?;
    let top = crate::value::head(whole, 400);
    if !top.contains("代码") {
        return None;
    }
    let captures = FILED.captures(top)?;
    let place = captures.get(0)?;
    Some((
        captures.name("name")?.as_str().to_owned(),
        captures.name("code")?.as_str().to_owned(),
        from + place.start(),
        from + place.end(),
    ))
}

fn entry<'d>(drafts: &'d mut Vec<Draft>, name: &str, sentence: &Sentence<'_>) -> &'d mut Draft {
    let index = drafts
        .iter()
        .position(|draft| draft.name == name)
        .unwrap_or_else(|| {
            drafts.push(Draft {
                name: name.to_owned(),
                start: sentence.start,
                end: sentence.start + sentence.text.len(),
                ..Draft::default()
            });
            drafts.len() - 1
        });
    // INVARIANT: the index was just found or just made.
    #[expect(
        clippy::indexing_slicing,
        reason = "INVARIANT: the index was just found or just made"
    )]
    &mut drafts[index]
}

/// The company in front of a verb; 公司 alone means the one that the article named last.
fn who(view: &View<'_>, sentence: &Sentence<'_>, lead: &str) -> Option<String> {
    // "示例公司（股票代码：…）成立于": the bracket is not the name.
    let lead = lead
        .find(['（', '('])
        .filter(|_| lead.trim_end().ends_with(['）', ')']))
        .map_or(lead, |at| slice(lead, 0, at));
    let clause = lead.rsplit(['。', '；', '：']).next().unwrap_or(lead);
    let first = clause
        .split('，')
        .find(|part| !part.starts_with('据') && !part.starts_with("根据"))
        .unwrap_or(clause);
    let first = first.trim();
    for part in [first, clause] {
        if let Some((group, end)) = view.last_name(part)
            && tail(part, 60).len() >= part.len().saturating_sub(end)
        {
            return Some(group.name.clone());
        }
    }
    let name = strip_description(first)
        .trim_end_matches(['于', '，', ' ', '(', '（'])
        .trim_end_matches("公司")
        .trim();
    if looks_like_name(name)
        && name.chars().count() <= 16
        && !name.contains(['的', '年', '月'])
        && !["这家", "该", "这", "其", "本", "这些"].contains(&name)
        && !is_part(name)
    {
        return Some(view.full_name(name));
    }
    if refers_back(first).is_some() && sentence.text.starts_with(first) {
        return antecedent(view, sentence);
    }
    if first.is_empty() || first.starts_with("公司") || first.ends_with("公司") {
        let before = view
            .sentences
            .iter()
            .zip(&view.organizations)
            .filter(|(other, _)| other.start < sentence.start);
        return before
            .flat_map(|(_, found)| found)
            .map(|found| &found.value)
            .rfind(|name| name.ends_with("公司"))
            .cloned();
    }
    None
}

/// Whether the words name a part or a work, which is no body of its own: 一期, 二期工程.
fn is_part(name: &str) -> bool {
    name.ends_with(['期', '线']) || name.ends_with("项目") || name.ends_with("工程")
}

/// Whether six bare digits in brackets behind `name` are its code on an exchange.
///
/// Behind a legal name they can be little else. Behind a short one only numbers that the two big exchanges give are taken, and none
/// behind a school, an office or a place, where a postal code may stand.
fn is_code(code: &str, name: &str) -> bool {
    /// The beginnings of the numbers of shares in Shanghai and Shenzhen.
    const SHARES: [&str; 12] = [
        "600", "601", "603", "605", "688", "689", "000", "001", "002", "003", "300", "301",
    ];
    if code.len() != 6 {
        return false;
    }
    name.ends_with("公司")
        || SHARES.iter().any(|first| code.starts_with(first))
            && !name.ends_with([
                '学', '院', '所', '局', '厅', '路', '号', '市', '区', '县', '园', '镇', '楼', '编',
            ])
}

/// "某某有限公司2019年由甲与乙合资成立": the day stands before those who founded it together.
fn jointly_founded(view: &View<'_>, sentence: &Sentence<'_>, drafts: &mut Vec<Draft>) -> bool {
    static JOINT: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"(?P<date>(?:于)?(?:19|20)[0-9]{2}年(?:[0-9]{1,2}月)?(?:[0-9]{1,2}日)?)由[^，。；]{2,60}?(?:合资|共同|联合)(?:出资)?(?:成立|设立|组建|创立)(?:[，。；]|$)",
        )
    });
    let text = sentence.text;
    if !text.contains("年由") && !text.contains("月由") && !text.contains("日由") {
        return false;
    }
    let Some(date) = JOINT
        .captures(text)
        .and_then(|captures| captures.name("date"))
    else {
        return false;
    };
    let Some(value) = dates(date.as_str(), view.base)
        .first()
        .map(|date| date.value)
    else {
        return false;
    };
    set_founded(view, sentence, slice(text, 0, date.start()), value, drafts);
    true
}

fn founded(view: &View<'_>, sentence: &Sentence<'_>, drafts: &mut Vec<Draft>) {
    let text = sentence.text;
    if jointly_founded(view, sentence, drafts) {
        return;
    }
    let Some(verb) = FOUNDED.find(text) else {
        return;
    };
    let when = dates(text, view.base);
    let after = when
        .iter()
        .find(|date| date.start + 4 >= verb.end() && date.start <= verb.end() + 8);
    let before = when
        .iter()
        .rev()
        .find(|date| date.end <= verb.start() + 6 && verb.start().saturating_sub(date.end) <= 12);
    // "成立于2014年的示例科技": the name stands behind the date.
    if let Some(date) = after
        && let Some(behind) = slice(text, date.end, text.len()).strip_prefix('的')
    {
        let name = behind.split(['，', '。', '是']).next().unwrap_or("");
        if looks_like_name(name) && name.chars().count() <= 20 {
            let draft = entry(&mut *drafts, &view.full_name(name), sentence);
            draft.founded = draft.founded.or(Some(date.value));
            return;
        }
    }
    let after = after.filter(|_| {
        !["年成立", "月成立", "日成立", "注册成立", "成立。"].contains(&verb.as_str())
            && !verb.as_str().contains("设立")
            || before.is_none()
    });
    let date = match (after, before) {
        (Some(date), _) | (None, Some(date)) => date,
        _ => {
            // "Calder (founded 2004)": the year stands bare.
            let year: Option<PartialDate> = text
                .get(verb.end()..)
                .and_then(|rest| rest.trim_start().get(..4))
                .and_then(|year| year.parse().ok());
            let Some(year) = year else { return };
            set_founded(view, sentence, slice(text, 0, verb.start()), year, drafts);
            return;
        }
    };
    let lead = slice(text, 0, verb.start().min(date.start));
    let value = date.value;
    set_founded(view, sentence, lead, value, drafts);
}

fn set_founded(
    view: &View<'_>,
    sentence: &Sentence<'_>,
    lead: &str,
    date: PartialDate,
    drafts: &mut Vec<Draft>,
) {
    let lead = lead.trim_end_matches(['(', '（', ' ', ',']);
    let name = if lead.is_ascii() {
        lead.rsplit([',', '.'])
            .next_back()
            .map(|name| {
                let name = name.trim();
                name.strip_suffix(" was").unwrap_or(name).trim()
            })
            .filter(|name| (3..=40).contains(&name.len()) && names_somebody(name))
            .map(|name| view.full_name(name))
    } else {
        who(view, sentence, lead)
    };
    if let Some(name) = name {
        let draft = entry(drafts, &name, sentence);
        draft.founded = draft.founded.or(Some(date));
    }
}

/// Whether English words in front of "founded" are a name and no pronoun: not "The company", "It".
fn names_somebody(name: &str) -> bool {
    let first = name.split(' ').next().unwrap_or("");
    !matches!(
        first,
        "It" | "The" | "A" | "An" | "This" | "That" | "Its" | "They" | "Both" | "In"
    )
}

fn exchange(code: &str, market: Option<&str>) -> Option<String> {
    let name = match (market, code.len(), code.get(..1)?) {
        (Some("SH"), ..) | (None, 6, "6") => "SSE",
        (Some("SZ"), ..) | (None, 6, "0" | "3") => "SZSE",
        (Some("BJ"), ..) | (None, 6, "4" | "8" | "9") => "BSE",
        (Some("HK"), ..) | (None, 5, _) => "HKEX",
        _ => return None,
    };
    Some(name.to_owned())
}

fn listed(view: &View<'_>, sentence: &Sentence<'_>, drafts: &mut Vec<Draft>) {
    let text = sentence.text;
    // A code has four digits or stands in an ASCII bracket; most sentences have neither.
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    if digits < 4 && !text.contains('(') {
        return;
    }
    for captures in CODE.captures_iter(text) {
        let at = captures.get(0).map_or(0, |hit| hit.start());
        if let (Some(name), Some(code)) = (captures.name("name"), captures.name("code")) {
            let market = captures.name("market").map(|market| market.as_str());
            let marked = captures
                .get(0)
                .is_some_and(|hit| hit.as_str().contains("代码"));
            let lead = slice(text, 0, name.end());
            // Five bare digits in brackets may be anything.
            if market.is_none() && !marked && !is_code(code.as_str(), name.as_str()) {
                continue;
            }
            let name = view
                .last_name(lead)
                .filter(|&(_, end)| end == lead.len())
                .map_or_else(
                    || {
                        strip_description(name.as_str())
                            .trim_start_matches(['为', '是', '由', '与', '对', '将', '给'])
                            .to_owned()
                    },
                    |(group, _)| group.name.clone(),
                );
            // 新三板 gives numbers of the same form and is no exchange of those.
            let board = captures
                .get(0)
                .is_some_and(|hit| hit.as_str().contains("三板"));
            let listing = Listing {
                exchange: exchange(code.as_str(), market).filter(|_| !board),
                code: code.as_str().to_owned(),
            };
            entry(drafts, &name, sentence).listing = Some(listing);
        } else if let Some(code) = captures.name("code2") {
            let lead = slice(text, 0, at);
            let short = text
                .find("证券简称")
                .map(|at| slice(text, at + "证券简称".len(), text.len()))
                .and_then(|rest| {
                    rest.trim_start_matches(['：', ':', ' '])
                        .split([' ', '，', '。', '\t'])
                        .next()
                });
            let name = short
                .map(str::to_owned)
                .filter(|name| !name.is_empty())
                .map(|name| view.full_name(&name))
                .or_else(|| who(view, sentence, lead));
            if let Some(name) = name {
                let listing = Listing {
                    exchange: exchange(code.as_str(), None),
                    code: code.as_str().to_owned(),
                };
                entry(drafts, &name, sentence).listing = Some(listing);
            }
        } else if let (Some(name), Some(code)) = (captures.name("english"), captures.name("digits"))
        {
            let market = captures.name("side").map(|market| market.as_str());
            if market.is_some() || is_code(code.as_str(), name.as_str()) {
                let listing = Listing {
                    exchange: exchange(code.as_str(), market),
                    code: code.as_str().to_owned(),
                };
                entry(drafts, &view.full_name(name.as_str()), sentence).listing = Some(listing);
            }
        } else if let (Some(name), Some(ticker)) = (captures.name("latin"), captures.name("ticker"))
        {
            let exchange = captures
                .name("exchange")
                .map(|exchange| exchange.as_str().to_uppercase());
            if exchange.is_none()
                && !captures
                    .get(0)
                    .is_some_and(|hit| hit.as_str().contains("listed"))
            {
                continue;
            }
            let short = name.as_str().split(',').next().unwrap_or("").trim();
            let name = view.full_name(short);
            entry(drafts, &name, sentence).listing = Some(Listing {
                exchange,
                code: ticker.as_str().to_owned(),
            });
        }
    }
}

fn capital(view: &View<'_>, sentence: &Sentence<'_>, drafts: &mut [Draft]) {
    let text = sentence.text;
    let Some(at) = text.find("注册资本") else {
        return;
    };
    let Some(sum) = amounts(text).into_iter().find(|sum| sum.start >= at) else {
        return;
    };
    let Some(name) = who(view, sentence, slice(text, 0, at)) else {
        return;
    };
    // Alone it is too little to propose an organisation for.
    if let Some(draft) = drafts.iter_mut().find(|draft| draft.name == name) {
        draft.capital = draft.capital.or(Some(sum.value));
    }
}
