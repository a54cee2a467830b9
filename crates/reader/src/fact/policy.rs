//! Policies: documents printed in full, and documents announced with their number.

use std::sync::LazyLock;

use regex::Regex;
use xinqiao_record::body::{Party, PartyRole, Policy, RepealedPolicy};
use xinqiao_record::{Body, PartialDate};

use super::Fact;
use super::view::{Sentence, View};
use crate::value::pattern::regex;
use crate::value::{amounts, dates, head, organizations, slice, tail};

/// A title in book-title marks and the number behind it.
pub(super) static TITLED: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"《(?P<title>[^《》\n]{4,80})》\s?(?:[（(](?P<number>[^（）()，。；\n]{1,24}[〔\[［][0-9]{4}[〕\]］][^（）()，。；\n]{1,8}号)[）)])?",
    )
});
pub(super) static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"(?P<number>[\p{Han}]{1,16}[〔\[［][0-9]{4}[〕\]］]\s?[0-9]{1,4}\s?号)")
});
/// Words that title a document of policy.
pub(super) const KINDS: [&str; 22] = [
    "政策",
    "措施",
    "办法",
    "意见",
    "方案",
    "规划",
    "细则",
    "通知",
    "条例",
    "规定",
    "计划",
    "纲要",
    "举措",
    "指南",
    "若干",
    "实施意见",
    "行动",
    "决定",
    "公告",
    "目录",
    "清单",
    "要点",
];

/// The policies of one article: the one that it is or explains, and those that its sentences announce.
pub(super) fn propose(view: &View<'_>, facts: &mut Vec<Fact>) {
    let from = facts.len();
    if view.is_english {
        for sentence in &view.sentences {
            facts.extend(super::policy_news::english(view, sentence));
        }
        return;
    }
    if let Some(fact) = super::policy_news::explained(view) {
        facts.push(fact);
        return;
    }
    main(view, facts);
    if view.is_policy {
        return;
    }
    for sentence in &view.sentences {
        // What is repealed is told with the policy that repeals it.
        if ["废止", "停止执行", "失效"]
            .iter()
            .any(|word| sentence.text.contains(word))
            && facts.len() > from
        {
            continue;
        }
        let Some(policy) = super::policy_news::announced(view, sentence) else {
            continue;
        };
        let known = facts.iter().skip(from).any(|fact| match &fact.body {
            Body::Policy(known) => {
                known.title.contains(&policy.title) || policy.title.contains(&known.title)
            }
            _ => false,
        });
        if !known {
            let parts = [
                policy.document_number.is_some(),
                policy.issued.is_some(),
                policy.effective.is_some(),
                !policy.issuers.is_empty(),
            ];
            let count = u8::try_from(parts.iter().filter(|known| **known).count()).unwrap_or(0);
            facts.push(view.said(sentence, 58 + 7 * count, Body::Policy(policy)));
        }
    }
}

fn main(view: &View<'_>, facts: &mut Vec<Fact>) {
    let title = titled(view);
    let number = own_number(view);
    let announced = view
        .sentences
        .iter()
        .find(|sentence| announces(sentence.text));
    if !view.is_policy
        && announced.is_none()
        && !(number.is_some() && title.is_some() && has_form(view))
    {
        return;
    }
    let from_announcement = announced.and_then(|sentence| {
        TITLED
            .captures(sentence.text)
            .map(|captures| (sentence, captures))
    });
    let (name, sentence) = match (&title, &from_announcement) {
        (Some(title), _) => (title.clone(), announced.copied().unwrap_or(view.title)),
        (None, Some((sentence, captures))) => (
            captures
                .name("title")
                .map_or("", |name| name.as_str())
                .to_owned(),
            **sentence,
        ),
        _ => return,
    };
    if name.chars().count() < 6
        || !KINDS.iter().any(|kind| name.contains(kind))
        || name.contains("获奖")
        || name.contains("大会")
    {
        return;
    }
    let mut policy = Policy {
        title: name.clone(),
        ..Policy::default()
    };
    policy.document_number = from_announcement
        .as_ref()
        .and_then(|(_, captures)| captures.name("number"))
        .map(|number| number.as_str().to_owned())
        .or(number);
    for sentence in &view.sentences {
        clauses(view, sentence, &mut policy);
    }
    let (issuers, signed) = signature(view, &name);
    policy.issuers = issuers
        .into_iter()
        .map(|name| Party::named(name, PartyRole::Issuer))
        .collect();
    policy.issued = signed.or_else(|| {
        let (sentence, _) = from_announcement.as_ref()?;
        let at = sentence
            .text
            .find("印发")
            .or_else(|| sentence.text.find("发布"))?;
        dates(slice(sentence.text, 0, at), view.base)
            .first()
            .map(|date| date.value)
    });
    if policy.issuers.is_empty()
        && let Some((sentence, _)) = &from_announcement
    {
        let at = sentence
            .text
            .find("印发")
            .or_else(|| sentence.text.find("发布"))
            .unwrap_or(0);
        policy.issuers = offices(slice(sentence.text, 0, at))
            .into_iter()
            .map(|name| Party::named(name, PartyRole::Issuer))
            .collect();
    }
    if policy.issuers.is_empty() && from_announcement.is_none() {
        let lead = view.title.text.split(['《', '关']).next().unwrap_or("");
        let lead = lead.trim().trim_end_matches("印发").trim();
        if (3..=40).contains(&lead.chars().count()) && !lead.contains(['：', '，']) {
            policy.issuers = vec![Party::named(lead, PartyRole::Issuer)];
        }
    }
    policy.region = crate::value::places(
        &policy
            .issuers
            .first()
            .map_or(String::new(), |party| party.name.clone()),
    )
    .into_iter()
    .chain(crate::value::places(view.title.text))
    .find(|place| !place.value.open)
    .map(|place| place.value.code);
    let known = [
        policy.document_number.is_some(),
        policy.issued.is_some(),
        policy.effective.is_some(),
        !policy.issuers.is_empty(),
    ];
    let count = u8::try_from(known.iter().filter(|known| **known).count()).unwrap_or(0);
    facts.push(view.said(&sentence, 66 + 7 * count, Body::Policy(policy)));
}

/// The title of the document that the headline names, without marks.
fn titled(view: &View<'_>) -> Option<String> {
    let text = view.title.text.trim_start_matches(['#', ' ']);
    let plain: String = text.split_whitespace().collect();
    if let Some(name) = TITLED
        .captures(text)
        .or_else(|| TITLED.captures(&plain))
        .and_then(|captures| captures.name("title"))
    {
        return Some(name.as_str().trim().to_owned());
    }
    let at = plain.find("关于");
    let name = at.map_or(plain.as_str(), |at| slice(&plain, at, plain.len()));
    let name = name.trim_end_matches("（节选）").trim_end_matches("（摘）");
    let lead = name.rfind(['、', '．']).map_or(name, |at| {
        if at < 8 {
            slice(name, at + 3, name.len())
        } else {
            name
        }
    });
    (KINDS
        .iter()
        .any(|kind| lead.ends_with(kind) || lead.contains(kind))
        && at.is_some()
        || KINDS
            .iter()
            .any(|kind| tail(name, 6).contains(kind) || name.ends_with('）'))
            && own_number(view).is_some())
    .then(|| lead.to_owned())
}

/// Whether the text has the parts of a document: its own validity, or the office that explains it.
fn has_form(view: &View<'_>) -> bool {
    let lead = head(view.article.span.of(view.text).unwrap_or(""), 400);
    lead.contains("印发）")
        || view.sentences.iter().any(|sentence| {
            [
                "起施行",
                "负责解释",
                "有效期",
                "印发给你们",
                "印发）",
                "印发）",
            ]
            .iter()
            .any(|mark| sentence.text.contains(mark))
                || (sentence.text.starts_with(['（', '(']) && sentence.text.contains("印发"))
        })
}

/// "A、B联合印发《…》，自…起施行".
fn announces(text: &str) -> bool {
    let Some(captures) = TITLED.captures(text) else {
        return false;
    };
    let before = slice(text, 0, captures.get(0).map_or(0, |hit| hit.start()));
    ["印发", "发布", "出台"].iter().any(|verb| {
        before.trim_end().ends_with(verb) || before.trim_end().ends_with(&format!("{verb}了"))
    }) && (text.contains("施行") || text.contains("实施") || captures.name("number").is_some())
}

/// The number of the document itself: on a line of its own, or in a bracket under the headline.
fn own_number(view: &View<'_>) -> Option<String> {
    let whole = view.article.span.of(view.text).unwrap_or("");
    let lines = head(whole, 1200);
    lines.lines().find_map(|line| {
        let line = line.trim();
        let hit = NUMBER.find(line)?;
        let alone = line.chars().count() <= hit.as_str().chars().count() + 2
            || line.starts_with(['（', '(']);
        alone.then(|| hit.as_str().replace(' ', ""))
    })
}

pub(super) fn clauses(view: &View<'_>, sentence: &Sentence<'_>, policy: &mut Policy) {
    let text = sentence.text;
    if let Some(at) = text
        .find("施行")
        .or_else(|| text.find("起实施"))
        .or_else(|| text.find("起执行"))
    {
        let own = ["本", "该", "自"]
            .iter()
            .any(|mark| slice(text, 0, at).contains(mark))
            && !text.contains("试行）》的");
        let date = dates(slice(text, 0, at), view.base)
            .last()
            .map(|date| date.value);
        if own && policy.effective.is_none() {
            policy.effective = date;
        }
    }
    if let Some(at) = text.find("有效期").or_else(|| text.find("有效至")) {
        let rest = slice(text, at, text.len());
        if let Some(date) = dates(head(rest, 24), view.base)
            .first()
            .filter(|_| head(rest, 12).contains('至'))
        {
            policy.until = policy.until.or(Some(date.value));
        }
    }
    if text.contains("废止") || text.contains("停止执行") {
        let scope = text
            .rfind("废止")
            .or_else(|| text.rfind("停止执行"))
            .unwrap_or(text.len());
        for captures in TITLED.captures_iter(slice(text, 0, scope)) {
            let Some(title) = captures.name("title") else {
                continue;
            };
            if title.as_str() == policy.title {
                continue;
            }
            policy.repeals.push(RepealedPolicy {
                title: title.as_str().to_owned(),
                document_number: captures
                    .name("number")
                    .map(|number| number.as_str().to_owned()),
                record: None,
            });
        }
    }
}

/// The offices and the date under the text: lines that hold nothing but a name, then one that holds nothing but a date.
fn signature(view: &View<'_>, title: &str) -> (Vec<String>, Option<PartialDate>) {
    let whole = view.article.span.of(view.text).unwrap_or("");
    let lines: Vec<&str> = whole
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    for (index, line) in lines.iter().enumerate() {
        let count = line.chars().count();
        // "（…2021年3月19日印发）" and "发布时间：2021年4月".
        let inline = count <= 40 && (line.ends_with("印发）") || line.starts_with("发布时间"));
        let found = dates(line, view.base);
        let Some(date) = found.first() else { continue };
        let alone =
            date.start == 0 && date.end == line.len() && date.value.month_number().is_some();
        if !alone && !inline {
            continue;
        }
        let mut names: Vec<String> = Vec::new();
        for before in lines.get(..index).unwrap_or(&[]).iter().rev() {
            let plain = before
                .trim_start_matches("发布单位")
                .trim_start_matches(['：', ':']);
            let name = plain.trim();
            let office = [
                "委员会",
                "政府",
                "办公室",
                "厅",
                "局",
                "管委会",
                "部",
                "院",
                "小组",
                "组委会",
                "协会",
                "中心",
                "联合会",
            ]
            .iter()
            .any(|form| name.ends_with(form));
            if name == title
                || !(3..=30).contains(&name.chars().count())
                || !office
                || name.contains(['，', '。', '》'])
            {
                break;
            }
            names.insert(0, name.to_owned());
        }
        if !names.is_empty() || inline {
            return (names, Some(date.value));
        }
    }
    (Vec::new(), None)
}

/// The offices that a lead names: "A市经济和信息化局、A市财政局联合".
pub(super) fn offices(lead: &str) -> Vec<String> {
    let lead = dates(lead, "2000-01".parse().ok())
        .last()
        .map_or(lead, |date| {
            let behind = slice(lead, date.end, lead.len());
            if behind.trim_matches(['，', ' ']).chars().count() >= 3 {
                behind
            } else {
                slice(lead, 0, date.start)
            }
        });
    let lead = lead
        .trim_start_matches(['，', ' '])
        .trim_end_matches("联合")
        .trim_end_matches("正式")
        .trim();
    let named = organizations(lead);
    if lead.contains('、') || named.is_empty() {
        return lead
            .split(['、', ' '])
            .map(str::trim)
            .filter(|name| (3..=30).contains(&name.chars().count()) && amounts(name).is_empty())
            .map(str::to_owned)
            .collect();
    }
    named.into_iter().map(|found| found.value).collect()
}
