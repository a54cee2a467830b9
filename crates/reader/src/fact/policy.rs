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
    // A notice with an index of records over it is no note on a policy.
    if sent_on(view).is_none()
        && let Some(fact) = super::policy_news::explained(view)
    {
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
            if let Some(Fact {
                body: Body::Policy(policy),
                ..
            }) = facts.last_mut()
                && policy.repeals.is_empty()
            {
                clauses(view, sentence, policy);
            }
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

/// The sentence with which a notice sends on what is printed below it, and the titles that it names: "《A》和《B》已经…通过，现印发给你们".
fn sent_on<'v, 't>(view: &'v View<'t>) -> Option<(&'v Sentence<'t>, Vec<String>)> {
    const SENDS: [&str; 6] = [
        "现印发",
        "印发给你们",
        "予以印发",
        "现予印发",
        "现予公布",
        "现予发布",
    ];
    view.sentences.iter().take(16).find_map(|sentence| {
        let text = sentence.text;
        if !text.contains('《') {
            return None;
        }
        let at = SENDS.iter().filter_map(|word| text.find(word)).min()?;
        let mut titles: Vec<String> = Vec::new();
        // "现印发《…》，请…" names it behind the verb.
        let behind = text
            .get(at..)
            .is_some_and(|rest| head(rest, 6).contains('《'));
        let scope = if behind { text } else { slice(text, 0, at) };
        for captures in TITLED.captures_iter(scope) {
            let (Some(whole), Some(title)) = (captures.get(0), captures.name("title")) else {
                continue;
            };
            // "根据《…》" names what the notice obeys.
            let lead = tail(slice(text, 0, whole.start()), 4);
            let obeyed = [
                "根据", "按照", "依据", "依照", "落实", "贯彻", "执行", "遵照",
            ]
            .iter()
            .any(|word| lead.contains(word));
            let named = title.as_str();
            if !obeyed
                && named.chars().count() >= 6
                && KINDS.iter().any(|kind| named.contains(kind))
                && !titles.iter().any(|known| known == named)
            {
                titles.push(named.to_owned());
            }
        }
        (!titles.is_empty()).then_some((sentence, titles))
    })
}

/// The policy of `titles` that a sentence calls 本措施, 本行动计划.
fn called(text: &str, titles: &[String]) -> Option<usize> {
    const SELF: [&str; 10] = [
        "措施", "办法", "意见", "方案", "规划", "细则", "规定", "计划", "政策", "条例",
    ];
    let rest = text.split('本').nth(1).map(|rest| head(rest, 6))?;
    let kind = SELF
        .iter()
        .filter_map(|kind| rest.find(kind).map(|at| (at, *kind)))
        .min()
        .map(|(_, kind)| kind)?;
    let mut same = titles
        .iter()
        .enumerate()
        .filter(|(_, title)| title.contains(kind));
    let (at, _) = same.next()?;
    same.next().is_none().then_some(at)
}

/// The policies that a notice sends on under names that its headline does not give, or gives all at once.
fn printed(
    view: &View<'_>,
    sentence: &Sentence<'_>,
    titles: &[String],
    number: Option<&str>,
    facts: &mut Vec<Fact>,
) {
    let (issuers, issued) = signature(view, "");
    let region = issuers
        .first()
        .map(|name| crate::value::places(name))
        .unwrap_or_default()
        .into_iter()
        .find(|place| !place.value.open)
        .map(|place| place.value.code);
    let mut policies: Vec<Policy> = titles
        .iter()
        .map(|title| Policy {
            title: title.clone(),
            document_number: number.map(str::to_owned),
            issuers: issuers
                .iter()
                .map(|name| Party::named(name.clone(), PartyRole::Issuer))
                .collect(),
            issued,
            region,
            ..Policy::default()
        })
        .collect();
    // One policy has every clause; of several each has those behind the sentence that last called it 本….
    let mut current = if titles.len() == 1 { Some(0) } else { None };
    for other in &view.sentences {
        if titles.len() > 1
            && let Some(at) = called(other.text, titles)
        {
            current = Some(at);
        }
        if let Some(policy) = current.and_then(|at| policies.get_mut(at)) {
            clauses(view, other, policy);
        }
    }
    for policy in policies {
        let known = [
            policy.document_number.is_some(),
            policy.issued.is_some(),
            policy.effective.is_some(),
            !policy.issuers.is_empty(),
        ];
        let count = u8::try_from(known.iter().filter(|known| **known).count()).unwrap_or(0);
        facts.push(view.said(sentence, 66 + 7 * count, Body::Policy(policy)));
    }
}

fn main(view: &View<'_>, facts: &mut Vec<Fact>) {
    let title = titled(view);
    let number = own_number(view);
    if let Some((sentence, titles)) = sent_on(view)
        && (view.is_policy || number.is_some())
    {
        // The headline over a notice may be a page's own, or shorten what is printed; the notice itself names it in full.
        let same = title.as_ref().is_some_and(|title| {
            titles.len() == 1
                && titles
                    .iter()
                    .all(|name| title.contains(name.as_str()) || name.contains(title.as_str()))
        });
        if !same {
            printed(view, sentence, &titles, number.as_deref(), facts);
            return;
        }
    }
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
        // A headline that is nothing but the title names nobody.
        let whole = lead == view.title.text.trim();
        if !whole && (3..=40).contains(&lead.chars().count()) && !lead.contains(['：', '，']) {
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

/// The title of the document that the headline names, without marks; the headline is the article's, joined where it was printed over several
/// lines, of which the sentence that stands for it has the first alone.
fn titled(view: &View<'_>) -> Option<String> {
    titled_by(view, view.title.text).or_else(|| titled_by(view, &view.article.title))
}

fn titled_by(view: &View<'_>, headline: &str) -> Option<String> {
    let text = headline.trim_start_matches(['#', ' ']);
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
    // "关于印发…办法的通知" sends on the 办法.
    let name = name
        .strip_prefix("关于印发")
        .and_then(|name| name.strip_suffix("的通知"))
        .filter(|name| {
            name.chars().count() >= 6 && KINDS.iter().any(|kind| tail(name, 8).contains(kind))
        })
        .unwrap_or(name);
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
                "起执行",
                "起实施",
                "起试行",
                "停止执行",
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
    let number = |line: &str| {
        let line = line.trim();
        // Every number ends in 号, and most lines have none.
        let hit = line.contains('号').then(|| NUMBER.find(line))??;
        let alone = line.chars().count() <= hit.as_str().chars().count() + 2
            || line.starts_with(['（', '(']);
        // The key of an index of records: "发文字号：…　公开方式：…".
        let key = slice(line, 0, hit.start()).trim_end();
        let keyed = ["发文字号：", "文号：", "文件编号：", "发文字号:", "文号:"]
            .iter()
            .any(|word| key.ends_with(word));
        (alone || keyed).then(|| hit.as_str().replace(' ', ""))
    };
    lines.lines().find_map(number).or_else(|| {
        // The head of an official paper stands over its headline.
        let above = slice(view.text, 0, view.article.span.start as usize);
        tail(above, 60)
            .lines()
            .rev()
            .filter(|line| !line.trim().is_empty())
            .take(2)
            .filter(|line| !line.trim_start().starts_with(['（', '(']))
            .find_map(number)
    })
}

/// A day of the year that lies ahead where no year is told: "5月15日起施行" in the paper of April is of the same year.
fn coming(words: &str, date: PartialDate, base: Option<PartialDate>) -> PartialDate {
    let told = words.contains('年');
    let (Some(month), Some(base)) = (date.month_number(), base.filter(|_| !told)) else {
        return date;
    };
    let months = |year: i16, month: i8| i32::from(year) * 12 + i32::from(month);
    let half_a_year_ago = months(base.year_number(), base.month_number().unwrap_or(12)) - 6;
    if months(date.year_number(), month) > half_a_year_ago {
        return date;
    }
    let year = date.year_number() + 1;
    date.day_number()
        .map_or_else(
            || PartialDate::month(year, month),
            |day| PartialDate::day(year, month, day),
        )
        .unwrap_or(date)
}

pub(super) fn clauses(view: &View<'_>, sentence: &Sentence<'_>, policy: &mut Policy) {
    let text = sentence.text;
    if let Some(at) = text
        .find("施行")
        .or_else(|| text.find("起实施"))
        .or_else(|| text.find("起执行"))
        .or_else(|| text.find("开始实施"))
        .or_else(|| text.find("开始执行"))
    {
        let lead = slice(text, 0, at);
        let found = dates(lead, view.base);
        let last = found.last();
        // "已于4月13日印发，5月15日起施行" tells of the policy without calling it.
        let near = last.is_some_and(|date| {
            matches!(slice(lead, date.end, lead.len()), "起" | "起正式")
                && slice(lead, 0, date.start).ends_with(['，', '；', '、'])
        });
        let own = (["本", "该", "自"].iter().any(|mark| lead.contains(mark)) || near)
            && !text.contains("试行）》的");
        let date =
            last.map(|date| coming(slice(lead, date.start, date.end), date.value, view.base));
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
        // The day alone under the sentence that sends the policy on, where the headline has named the office.
        let sent = index
            .checked_sub(1)
            .and_then(|before| lines.get(before))
            .is_some_and(|before| before.contains("印发给你们") || before.contains("现印发"));
        if !names.is_empty() || inline || sent {
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
    // The office of a government is not the government.
    if let [only] = named.as_slice()
        && only.start == 0
        && matches!(
            slice(lead, only.end, lead.len()),
            "办公厅" | "办公室" | "综合办公室"
        )
    {
        return vec![lead.to_owned()];
    }
    named.into_iter().map(|found| found.value).collect()
}
