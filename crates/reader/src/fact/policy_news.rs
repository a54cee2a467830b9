//! Policies that news announce, and those that a note explains.

use std::sync::LazyLock;

use regex::Regex;
use xinqiao_record::body::{Party, PartyRole, Policy};
use xinqiao_record::{Body, PartialDate};

use super::Fact;
use super::policy::{KINDS, NUMBER, TITLED, clauses, offices};
use super::view::{Sentence, View};
use crate::value::pattern::regex;
use crate::value::{dates, slice};

fn titles_a_policy(title: &str) -> bool {
    title.chars().count() >= 6
        && KINDS.iter().any(|kind| title.contains(kind))
        && !title.contains("获奖")
}

fn issuers(names: Vec<String>) -> Vec<Party> {
    names
        .into_iter()
        .map(|name| Party::named(name, PartyRole::Issuer))
        .collect()
}

/// "《…》已于4月13日印发": the day in the clause behind the title, before its verb.
fn issued_behind(view: &View<'_>, behind: &str) -> Option<PartialDate> {
    let clause = behind.split(['，', '。', '；']).next().unwrap_or(behind);
    let at = ["印发", "发布", "出台", "公布"]
        .iter()
        .filter_map(|verb| clause.find(verb))
        .min()?;
    dates(slice(clause, 0, at), view.base)
        .iter()
        .rfind(|date| date.value.month_number().is_some())
        .map(|date| date.value)
}

/// Whether the words right behind a title end its validity: 《…》同时废止, 《…》停止执行.
fn repealed(behind: &str) -> bool {
    let words = behind.trim_start_matches(['（', '）', ' ']);
    let words = [
        "同时",
        "随即",
        "即行",
        "相应",
        "自动",
        "即日起",
        "不再",
        "将",
        "也",
    ]
    .iter()
    .find_map(|word| words.strip_prefix(word))
    .unwrap_or(words);
    ["废止", "停止执行", "停止施行", "失效"]
        .iter()
        .any(|word| words.starts_with(word))
}

/// "某市政府印发《…》（某政发〔2024〕8号），自…起施行".
pub(super) fn announced(view: &View<'_>, sentence: &Sentence<'_>) -> Option<Policy> {
    let text = sentence.text;
    if !text.contains('《') {
        return None;
    }
    let captures = TITLED.captures_iter(text).find(|captures| {
        let after = captures.get(0).map_or(text.len(), |whole| whole.end());
        captures
            .name("title")
            .is_some_and(|title| titles_a_policy(title.as_str()))
            && !repealed(slice(text, after, text.len()))
    })?;
    let whole = captures.get(0)?;
    let title = captures.name("title")?.as_str().trim();
    let lead = slice(text, 0, whole.start());
    let verb = [
        "正式印发",
        "联合印发",
        "印发",
        "联合发布",
        "正式发布",
        "发布",
        "正式出台",
        "出台",
        "公布",
        "下发",
        "制定",
        "推出",
    ]
    .iter()
    .filter_map(|verb| lead.rfind(verb).map(|at| (at, verb.len())))
    .max_by_key(|&(at, length)| (at + length, length));
    let behind = slice(text, whole.end(), text.len());
    let passive = ["正式印发", "印发", "正式发布", "发布", "出台", "公布"]
        .iter()
        .any(|verb| behind.trim_start_matches(['（', '）']).starts_with(verb));
    let (at, end) = match verb {
        Some((at, length)) => (at, at + length),
        None if passive || captures.name("number").is_some() => (lead.len(), lead.len()),
        None => return None,
    };
    // The verb stands next to the title, and the sentence is not about obeying it.
    if slice(lead, end, lead.len()).chars().count() > 6
        || ["根据", "按照", "依据", "落实", "贯彻"].iter().any(|word| {
            slice(text, at.saturating_sub(60).min(at), at).contains(word) || lead.ends_with(word)
        })
    {
        return None;
    }
    let mut policy = Policy {
        title: title.to_owned(),
        document_number: captures
            .name("number")
            .map(|number| number.as_str().to_owned()),
        ..Policy::default()
    };
    clauses(view, sentence, &mut policy);
    let when = dates(slice(lead, 0, at), view.base);
    policy.issued = when
        .iter()
        .rfind(|date| date.value.month_number().is_some())
        .map(|date| date.value)
        .or_else(|| issued_behind(view, behind));
    let mut who = slice(lead, 0, at);
    if let Some(date) = when.last() {
        let after = slice(who, date.end, who.len()).trim_start_matches(['，', '日']);
        who = if after.chars().count() >= 3 {
            after
        } else {
            slice(who, 0, date.start)
        };
    }
    for word in ["近日", "日前", "近期", "，", "获悉", "据悉"] {
        who = who.trim_start_matches(word).trim_end_matches(word);
    }
    let who = who.rsplit(['，', '。', '；']).next().unwrap_or(who);
    let who = who
        .split('等')
        .next()
        .unwrap_or(who)
        .trim_end_matches("联合")
        .trim_end_matches("正式")
        .trim_end_matches("公开")
        .trim_end_matches("对外")
        .trim_end_matches("面向社会")
        .trim_end_matches("向社会")
        .trim();
    let mut names = offices(who);
    if names.is_empty() && (3..=30).contains(&who.chars().count()) {
        names = vec![who.to_owned()];
    }
    policy.issuers = issuers(names);
    policy.region = policy
        .issuers
        .first()
        .and_then(|party| {
            crate::value::places(&party.name)
                .into_iter()
                .find(|place| !place.value.open)
        })
        .map(|place| place.value.code);
    Some(policy)
}

/// A note that explains a policy: its title, office, number and dates stand as keys and values, in a table or line by line.
pub(super) fn explained(view: &View<'_>) -> Option<Fact> {
    let mut pairs: Vec<(String, String)> = Vec::new();
    for table in &view.article.tables {
        for row in std::iter::once(&table.header).chain(&table.rows) {
            let mut cells = row
                .iter()
                .map(|cell| cell.trim())
                .filter(|cell| !cell.is_empty());
            while let (Some(key), Some(value)) = (cells.next(), cells.next()) {
                pairs.push((key.to_owned(), value.to_owned()));
            }
        }
    }
    static KEY: LazyLock<Regex> = LazyLock::new(|| {
        regex(r"(?P<key>[\p{Han} ]{2,8})[：:]\s*(?P<value>[^：:]{2,80}?)(?:\s{2,}|　|；|$)")
    });
    for sentence in view.sentences.iter().take(30) {
        for captures in KEY.captures_iter(sentence.text) {
            if let (Some(key), Some(value)) = (captures.name("key"), captures.name("value")) {
                pairs.push((
                    key.as_str().replace(' ', ""),
                    value.as_str().trim().to_owned(),
                ));
            }
        }
    }
    let value = |keys: &[&str]| {
        pairs
            .iter()
            .find(|(key, _)| keys.contains(&key.as_str()))
            .map(|(_, value)| value.as_str())
    };
    let office = value(&[
        "发文机关",
        "发文单位",
        "发布机构",
        "印发单位",
        "发文部门",
        "制定机关",
        "发布机关",
        "制发单位",
        "发布单位",
        "印发机关",
        "出台单位",
        "印发部门",
        "发布部门",
    ]);
    let number = value(&[
        "文号",
        "发文字号",
        "文件编号",
        "发文号",
        "文件字号",
        "文件号",
        "政策文号",
    ]);
    let day = |keys: &[&str]| {
        value(keys).and_then(|value| dates(value, view.base).first().map(|date| date.value))
    };
    let issued = day(&[
        "成文日期",
        "印发日期",
        "发文日期",
        "发布日期",
        "印发时间",
        "发布时间",
        "发文时间",
        "成文时间",
    ]);
    let effective = day(&[
        "施行日期",
        "实施日期",
        "生效日期",
        "施行时间",
        "实施时间",
        "执行日期",
        "执行时间",
        "生效时间",
        "起始日期",
    ]);
    let until = day(&["失效日期", "有效期至", "终止日期", "有效期", "截止日期"]);
    let title = value(&[
        "政策名称",
        "文件名称",
        "名称",
        "标题",
        "政策标题",
        "文件标题",
    ])
    .map(|title| title.trim_matches(['《', '》']).to_owned())
    .or_else(|| {
        let named = |text: &str| {
            TITLED
                .captures(text)
                .and_then(|captures| captures.name("title"))
                .map(|title| title.as_str().to_owned())
        };
        named(view.title.text).or_else(|| {
            view.sentences
                .iter()
                .take(12)
                .find_map(|sentence| named(sentence.text))
        })
    })
    .filter(|title| titles_a_policy(title))?;
    let number = number.filter(|number| NUMBER.is_match(number) || number.ends_with('号'));
    let known = [
        office.is_some(),
        number.is_some(),
        issued.is_some(),
        effective.is_some(),
    ];
    let count = known.iter().filter(|known| **known).count();
    // A plan printed in full tells its own form; two keys at least make a note.
    if count < 2 || !(office.is_some() || number.is_some()) || view.is_policy {
        return None;
    }
    let mut policy = Policy {
        title,
        document_number: number.map(str::to_owned),
        issued,
        effective,
        until,
        ..Policy::default()
    };
    for sentence in &view.sentences {
        clauses(view, sentence, &mut policy);
    }
    policy.issuers = issuers(office.map_or_else(Vec::new, |office| {
        office.split(['、', '，', ' ']).map(str::to_owned).collect()
    }));
    policy.region = crate::value::places(office.unwrap_or(""))
        .into_iter()
        .find(|place| !place.value.open)
        .map(|place| place.value.code);
    let span = view.article.tables.first().map(|table| table.span);
    let (start, end) = span.map_or(
        (view.title.start, view.title.start + view.title.text.len()),
        |span| (span.start as usize, span.end as usize),
    );
    Some(view.fact(start, end, 80, Body::Policy(policy)))
}

/// "the Ministry of Industry issued the National Semiconductor Strategy", with what the sentences behind it say of its validity.
pub(super) fn english(view: &View<'_>, sentence: &Sentence<'_>) -> Option<Fact> {
    static ISSUED: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"(?P<who>[A-Z][A-Za-z&'-]*(?:\s(?:of\s|and\s|for\s|the\s)*[A-Z][A-Za-z&'-]*)*(?:\s(?:municipal|city|provincial|district|county|federal)\sgovernment)?)(?: has| have)? (?:issued|published|adopted|released|unveiled|enacted|passed|approved) (?:the |a |its )?(?P<title>(?:[A-Z][A-Za-z0-9&'-]*\s(?:of\s|and\s|for\s|on\s|the\s)*)*(?:Strategy|Act|Plan|Regulations?|Guidelines|Measures|Opinions|Rules|Policy|Programme|Program|Roadmap|Law|Directive)\b(?:\s(?:of|on|for|to)\s(?:the\s)?[A-Z][A-Za-z&'-]*(?:\s(?:of\s|and\s|for\s|the\s)*[A-Z][A-Za-z&'-]*)*)?(?:\s\((?:19|20)[0-9]{2}(?:[-–—](?:19|20)[0-9]{2})?\))?)(?:,? (?:document|no\.|number)?\s?(?P<number>[A-Z][A-Za-z]*(?:\s[A-Z][A-Za-z]*){0,5}\s[\[〔](?:19|20)[0-9]{2}[\]〕]\s(?:No\.\s)?[0-9]{1,4}))?",
        )
    });
    if ![
        "issued",
        "published",
        "adopted",
        "released",
        "unveiled",
        "enacted",
        "passed",
        "approved",
    ]
    .iter()
    .any(|verb| sentence.text.contains(verb))
    {
        return None;
    }
    let captures = ISSUED.captures(sentence.text)?;
    let title = captures.name("title")?.as_str();
    // One word, "Plan" or "Law", names nothing.
    if !title.contains(' ') {
        return None;
    }
    let issued = dates(slice(sentence.text, 0, captures.get(0)?.start()), view.base)
        .first()
        .or(dates(sentence.text, view.base).first())
        .map(|date| date.value);
    let mut policy = Policy {
        title: title.to_owned(),
        issuers: issuers(vec![
            captures
                .name("who")?
                .as_str()
                .rsplit(" the ")
                .next()
                .unwrap_or("")
                .trim_start_matches("The ")
                .to_owned(),
        ]),
        document_number: captures
            .name("number")
            .map(|number| number.as_str().to_owned()),
        issued,
        ..Policy::default()
    };
    for next in view
        .sentences
        .iter()
        .filter(|next| next.paragraph == sentence.paragraph && next.start > sentence.start)
        .take(2)
    {
        validity(view, next.text, &mut policy);
    }
    Some(view.said(sentence, 66, Body::Policy(policy)))
}

/// "It took effect on the day of publication and runs to 31 December 2025."
fn validity(view: &View<'_>, text: &str, policy: &mut Policy) {
    if !text.starts_with("It ") && !text.starts_with("The ") {
        return;
    }
    let when = dates(text, view.base);
    let behind = |words: &[&str]| {
        let at = words
            .iter()
            .filter_map(|word| text.find(word).map(|at| at + word.len()))
            .min()?;
        when.iter()
            .find(|date| date.start >= at && date.start - at <= 24)
            .map(|date| date.value)
    };
    if text.contains("on the day of publication") || text.contains("on publication") {
        policy.effective = policy.effective.or(policy.issued);
    } else {
        policy.effective = policy
            .effective
            .or_else(|| behind(&["effect", "in force from"]));
    }
    policy.until = policy.until.or_else(|| {
        behind(&[
            "runs to",
            "runs until",
            "valid until",
            "expires",
            "in force until",
        ])
    });
}
