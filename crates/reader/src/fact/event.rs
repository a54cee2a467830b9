//! Meetings, trainings, exhibitions: those that the article is about.

use std::sync::LazyLock;

use regex::Regex;
use xinqiao_record::body::{Event, Party, PartyRole};
use xinqiao_record::{Body, PartialDate};

use super::Fact;
use super::view::{Sentence, View, clear_places};
use crate::value::pattern::regex;
use crate::value::{dates, quantities, slice, tail};

static EVENT: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"[^，。；：《》\s]{2,40}?(?:论坛|大会|峰会|研讨会|沙龙(?:活动)?|培训班|实训班|对接会|展览会|博览会|年会|训练营|交流会|发布会|座谈会|圆桌会)(?:[（(][^（）()]{1,12}[）)])?",
    )
});
/// "2023年3月22日至24日", "5月16日—17日".
static RANGE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"日(?:[（(][^）)]{1,8}[）)])?\s?(?:至|到|-|—|–|~)+\s?(?:(?P<month>[0-9]{1,2})月)?(?P<day>[0-9]{1,2})日",
    )
});
static ORGANIZERS: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"(?:主办单位[：:]|由)(?P<list>[^。；\n]{3,80}?)(?:主办|共同主办|联合主办|承办|$|\n)")
});

static ENGLISH: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?P<name>(?:[0-9]{4}\s)?[A-Z][A-Za-z0-9'-]*(?:\s(?:on\s|for\s|of\s|and\s)?[A-Z][A-Za-z0-9'-]*)*\s(?:Summit|Conference|Forum|Expo|Symposium|Workshop|Congress|Exhibition))[^.]{0,60}?\b(?:held|takes? place|took place|opened|opens|hosted|runs?|ran)\b(?:[^.]{0,20}?\bin (?P<place>[A-Z][a-z]+(?:\s[A-Z][a-z]+)?))?",
    )
});

/// The events of one article: that of its headline, and those that sentences tell with a day.
pub(super) fn propose(view: &View<'_>, facts: &mut Vec<Fact>) {
    let from = facts.len();
    titled(view, facts);
    let known: Option<String> = facts.get(from).and_then(|fact| match &fact.body {
        Body::Event(event) => Some(event.name.clone()),
        _ => None,
    });
    if view.is_policy {
        return;
    }
    for sentence in &view.sentences {
        if let Some(event) = told(view, sentence)
            && known.as_ref().is_none_or(|known| {
                !known.contains(&event.name) && !event.name.contains(known.as_str())
            })
        {
            facts.push(view.said(sentence, 66, Body::Event(event)));
        }
    }
}

/// "5月10日，由某协会主办的某沙龙在某地举办".
fn told(view: &View<'_>, sentence: &Sentence<'_>) -> Option<Event> {
    let text = sentence.text;
    if view.is_english {
        const NAMES: [&str; 8] = [
            "Summit",
            "Conference",
            "Forum",
            "Expo",
            "Symposium",
            "Workshop",
            "Congress",
            "Exhibition",
        ];
        if !NAMES.iter().any(|name| text.contains(name)) {
            return None;
        }
        let captures = ENGLISH.captures(text)?;
        let when = dates(text, view.base);
        let date = when
            .iter()
            .find(|date| date.value.month_number().is_some())?;
        static DAYS: LazyLock<Regex> = LazyLock::new(|| {
            regex(r"[0-9]{1,2}\s?[-–—]\s?(?P<until>[0-9]{1,2})(?:, (?P<year>20[0-9]{2}))?")
        });
        let first = date.value;
        let rest = slice(text, date.start, text.len());
        let days = DAYS.captures(rest);
        let until = days
            .as_ref()
            .and_then(|days| days.name("until"))
            .and_then(|day| day.as_str().parse().ok());
        let year = days
            .and_then(|days| days.name("year"))
            .and_then(|year| year.as_str().parse().ok())
            .unwrap_or(first.year_number());
        let first = first
            .day_number()
            .zip(first.month_number())
            .and_then(|(day, month)| PartialDate::day(year, month, day))
            .unwrap_or(first);
        return Some(Event {
            name: captures
                .name("name")?
                .as_str()
                .trim_start_matches("The ")
                .to_owned(),
            date: Some(first),
            until: until
                .zip(first.month_number())
                .and_then(|(day, month)| PartialDate::day(year, month, day)),
            place: captures
                .name("place")
                .map(|place| place.as_str().to_owned()),
            ..Event::default()
        });
    }
    if ![
        "举办", "举行", "召开", "开幕", "启幕", "定于", "开班", "闭幕",
    ]
    .iter()
    .any(|word| text.contains(word))
    {
        return None;
    }
    let when = dates(text, view.base);
    let date = when.iter().find(|date| date.value.day_number().is_some())?;
    let hit = EVENT.find_iter(text).find(|hit| {
        !["股东", "董事", "职工", "常务", "签约", "项目"]
            .iter()
            .any(|word| hit.as_str().contains(word))
    })?;
    let mut name = hit.as_str();
    if let Some(found) = dates(name, view.base)
        .iter()
        .rfind(|date| date.value.month_number().is_some())
    {
        name = slice(name, found.end, name.len());
    }
    for lead in [
        "主办的",
        "承办的",
        "举办的",
        "举办了",
        "召开的",
        "举办",
        "召开",
        "举行",
        "在",
        "上午",
        "下午",
        "日",
        "届时",
        "参加了",
        "参加",
    ] {
        if let Some(at) = name.rfind(lead)
            && slice(name, at + lead.len(), name.len()).chars().count() >= 4
            && (lead.chars().count() > 1 || at == 0)
        {
            name = slice(name, at + lead.len(), name.len());
        }
    }
    let name = name.trim_matches(|one: char| one.is_whitespace() || "“”「」".contains(one));
    if name.chars().count() < 4 || name.contains("公司在") {
        return None;
    }
    let mut event = Event {
        name: name.to_owned(),
        date: Some(date.value),
        until: until(slice(text, date.start, text.len()), date.value),
        place: place(text),
        ..Event::default()
    };
    event.region = clear_places(text)
        .into_iter()
        .last()
        .map(|place| place.value);
    static HOSTS: LazyLock<Regex> =
        LazyLock::new(|| regex(r"由(?P<list>[^。；，]{3,60}?)(?:共同|联合)?(?:主办|举办|承办)"));
    if let Some(list) = HOSTS
        .captures(text)
        .and_then(|captures| captures.name("list"))
    {
        event.organizers = list
            .as_str()
            .split(['、', '和', '与'])
            .map(str::trim)
            .filter(|name| (3..=30).contains(&name.chars().count()))
            .map(|name| Party::named(name, PartyRole::Organizer))
            .collect();
    }
    event.attendance = quantities(text)
        .into_iter()
        .find(|found| matches!(found.value.unit.as_str(), "人" | "名" | "人次"))
        .and_then(|found| u32::try_from(found.value.value.trunc().mantissa()).ok());
    Some(event)
}

fn titled(view: &View<'_>, facts: &mut Vec<Fact>) {
    let Some(hit) = EVENT.find(view.title.text) else {
        return;
    };
    let mut title = hit.as_str().trim_start_matches(['#', ' ']);
    for lead in ["关于举办", "关于召开", "举办", "召开"] {
        if let Some(at) = title.find(lead) {
            title = slice(title, at + lead.len(), title.len());
        }
    }
    for lead in ["：", "！"] {
        if let Some(at) = title.rfind(lead) {
            title = slice(title, at + lead.len(), title.len());
        }
    }
    if title.chars().count() < 4 || title.contains("获奖") {
        return;
    }
    let mut event = Event {
        name: title.to_owned(),
        ..Event::default()
    };
    let mut evidence = None;
    for sentence in view.sentences.iter().take(30) {
        let text = sentence.text;
        let tells = [
            "举办",
            "举行",
            "召开",
            "会议时间",
            "活动时间",
            "时间：",
            "开幕",
            "定于",
        ]
        .iter()
        .any(|word| text.contains(word));
        if tells && event.date.is_none() {
            let when = dates(text, view.base);
            if let Some(date) = when.iter().find(|date| {
                date.value.day_number().is_some()
                    && !tail(slice(text, 0, date.start), 6).contains("截止")
            }) {
                event.date = Some(date.value);
                event.until = until(slice(text, date.start, text.len()), date.value);
                evidence = evidence.or(Some(*sentence));
            }
        }
        if tells
            && event.region.is_none()
            && let Some(place) = clear_places(text).into_iter().last()
        {
            event.region = Some(place.value);
        }
        if event.place.is_none() {
            event.place = place(text);
        }
        if event.organizers.is_empty()
            && let Some(list) = ORGANIZERS
                .captures(text)
                .and_then(|captures| captures.name("list"))
            && (text.contains("主办"))
        {
            event.organizers = list
                .as_str()
                .split(['、', '，'])
                .map(str::trim)
                .filter(|name| (3..=30).contains(&name.chars().count()))
                .map(|name| Party::named(name, PartyRole::Organizer))
                .collect();
        }
        if event.attendance.is_none() {
            event.attendance = quantities(text)
                .into_iter()
                .find(|found| {
                    matches!(found.value.unit.as_str(), "人" | "名" | "人次")
                        && ["参会", "参加", "出席", "学员", "与会"]
                            .iter()
                            .any(|word| text.contains(word))
                })
                .and_then(|found| u32::try_from(found.value.value.trunc().mantissa()).ok());
        }
    }
    // A headline without a day, or with a day of other things, is a plan or a report of words.
    if let Some(sentence) = evidence {
        facts.push(view.said(&sentence, 78, Body::Event(event)));
    }
}

fn until(rest: &str, first: PartialDate) -> Option<PartialDate> {
    let captures = RANGE.captures(rest)?;
    if captures.get(0)?.start() > 30 {
        return None;
    }
    let month = match captures.name("month") {
        Some(month) => month.as_str().parse().ok()?,
        None => first.month_number()?,
    };
    PartialDate::day(
        first.year_number(),
        month,
        captures.name("day")?.as_str().parse().ok()?,
    )
}

/// The words after 在 or behind 地点： that name the hall.
fn place(text: &str) -> Option<String> {
    static PLACE: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"(?:地点|地址)[：:]\s?(?P<label>[^，。；\n]{2,40})|在(?P<hall>[^，。；在]{2,36}?)(?:举行|举办|召开|开幕|顺利举)",
        )
    });
    let captures = PLACE.captures(text)?;
    let place = captures
        .name("label")
        .or_else(|| captures.name("hall"))?
        .as_str()
        .trim();
    Some(place.to_owned()).filter(|place| !place.contains("项目"))
}
