//! Awards and lists of winners: from tables and from lists.

use std::sync::LazyLock;

use regex::Regex;
use xinqiao_record::body::{Award, Party, PartyRole};
use xinqiao_record::{Body, PartialDate};

use super::Fact;
use super::view::{Sentence, View, without_marks};
use crate::value::organization::looks_like_name;
use crate::value::pattern::regex;
use crate::value::{dates, slice};

/// The name of an award: a year in front if there is one, then words that end in 奖 or 大赛.
static AWARD: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?:(?:19|20)[0-9]{2}\s?年(?:度)?)?[^，。；、：\s“”《》]{0,20}(?:[“「][^”」]{2,16}[”」])?[^，。；、：\s《》“”]{0,16}(?:大赛|奖|评选|榜单)[”」]?",
    )
});
/// "优秀组织奖：A、B。" and "A——某产品".
static LISTED: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^(?P<prize>[^：:，。]{2,14}奖)\s?[：:](?P<names>[^：]{2,200})$"));

/// Words of a sentence that tells of an award.
static GOT: LazyLock<Regex> = LazyLock::new(|| {
    regex(concat!(
        r"(?P<who>[^，。；：、][^，。；：]{1,60}?)(?:再次|再度|双双|成功|一举|喜)?(?:(?:荣获|荣膺|获评为?|斩获|摘得|获颁|被评为|被授予|被认定为|入选|上榜|获得|获)(?:了)?)",
        r"(?P<award>[^，。；：]{0,44}?(?:奖项|奖|称号|[^，。；：]{0,12}名单|榜单|榜|(?:“小巨人”|示范|标杆|独角兽|冠军|瞪羚|高新技术|百强|领军)(?:企业|产品)?)(?:[特一二三]等奖|[金银铜]奖)?)",
    ))
});
static ENGLISH: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?P<who>[A-Z][A-Za-z0-9&'-]*(?:\s[A-Z][A-Za-z0-9&'-]*)*) (?:has )?(?:won|received|was awarded|was named|took|picked up) (?:the |a |an )?(?P<award>(?:[A-Z0-9][A-Za-z0-9'-]*\s(?:of\s|for\s|in\s)?)+(?:Award|Prize|Medal)s?)",
    )
});

/// The awards of one article.
pub(super) fn propose(view: &View<'_>, facts: &mut Vec<Fact>) {
    let title = view.title.text;
    let listing = title.contains(['奖', '赛', '榜'])
        || ["获评", "评选", "揭晓", "表彰", "名单", "荣誉"]
            .iter()
            .any(|word| title.contains(word));
    let name = if listing { title_award(view) } else { None };
    if let Some(name) = name {
        let date = view.sentences.iter().take(2).find_map(|sentence| {
            dates(sentence.text, view.base)
                .into_iter()
                .find(|date| date.value.month_number().is_some())
                .map(|date| date.value)
        });
        let date: Option<PartialDate> =
            date.or_else(|| dates(&name, view.base).first().map(|date| date.value));
        let before = facts.len();
        tables(view, &name, date, facts);
        lists(view, &name, date, facts);
        if facts.len() > before {
            return;
        }
    }
    if view.is_policy {
        return;
    }
    for sentence in &view.sentences {
        told(view, sentence, facts);
    }
}

/// Winners line by line under the names of prizes: "优秀组织奖：A、B", "年度产品奖" and then "某某公司　　某产品".
fn lists(view: &View<'_>, name: &str, date: Option<PartialDate>, facts: &mut Vec<Fact>) {
    let mut prize: Option<String> = None;
    for sentence in &view.sentences {
        let line = without_marks(sentence.text)
            .trim_end_matches('。')
            .trim_matches(['*', '【', '】', ' ']);
        let (start, end) = (sentence.start, sentence.start + sentence.text.len());
        if let Some(captures) = LISTED.captures(line) {
            let own = captures.name("prize").map_or("", |prize| prize.as_str());
            let names = captures.name("names").map_or("", |names| names.as_str());
            for winner in names.split(['、', '，']) {
                push(
                    view,
                    start,
                    end,
                    &format!("{name}{own}"),
                    winner,
                    None,
                    date,
                    facts,
                );
            }
            continue;
        }
        let count = line.chars().count();
        let heading = (3..=16).contains(&count)
            && !line.contains(['，', '。', '：', '　', '\t', '、'])
            && !line.contains("公司")
            && (line.ends_with('奖')
                || [
                    "人物",
                    "产品奖",
                    "企业",
                    "称号",
                    "团队",
                    "产品",
                    "单位",
                    "新锐",
                    "案例",
                ]
                .iter()
                .any(|end| line.ends_with(end)))
            || (3..=16).contains(&count)
                && line.trim_end_matches(['：', ':']).ends_with('奖')
                && line.ends_with(['：', ':']);
        if heading {
            prize = Some(
                line.trim_end_matches(['：', ':'])
                    .trim_start_matches(|one: char| {
                        "一二三四五六七八九十（）、()0123456789. ".contains(one)
                            && !line.starts_with("一等")
                            && !line.starts_with("二等")
                            && !line.starts_with("三等")
                    })
                    .to_owned(),
            );
            continue;
        }
        if let Some((winner, work)) = line.split_once("——") {
            let winner =
                winner.trim_start_matches(|one: char| one.is_ascii_digit() || ".、 ".contains(one));
            if is_body(winner) {
                let title = format!("{name}{}", prize.as_deref().unwrap_or(""));
                push(view, start, end, &title, winner, Some(work), date, facts);
            }
            continue;
        }
        let Some(prize) = &prize else { continue };
        if line.contains(['，', '。', '：']) || count > 60 {
            continue;
        }
        let title = format!("{name}{prize}");
        let line =
            line.trim_start_matches(|one: char| one.is_ascii_digit() || ".、（）() ".contains(one));
        // "某某公司 某产品": what follows the name of a body is its work.
        let spaced = line.split_once(' ').filter(|(first, _)| is_body(first));
        let line = spaced.map_or_else(
            || line.to_owned(),
            |(first, rest)| format!("{first}\t{}", rest.trim()),
        );
        let mut parts = line
            .split(['　', '\t'])
            .flat_map(|part| part.split("  "))
            .map(str::trim)
            .filter(|part| !part.is_empty());
        let (Some(winner), work) = (parts.next(), parts.next()) else {
            continue;
        };
        let person =
            (2..=4).contains(&winner.chars().count()) && winner.chars().all(crate::value::is_han);
        if is_body(winner) || person && work.is_some() {
            push(
                view,
                start,
                end,
                &title,
                winner,
                work.filter(|work| !is_body(work)),
                date,
                facts,
            );
        } else if work.is_none() && winner.contains('、') {
            for one in winner.split('、') {
                push(view, start, end, &title, one, None, date, facts);
            }
        }
    }
}

fn is_body(name: &str) -> bool {
    [
        "公司",
        "大学",
        "院",
        "所",
        "集团",
        "中心",
        "学校",
        "协会",
        "实验室",
    ]
    .iter()
    .any(|form| name.ends_with(form))
}

/// "某某荣获…奖" in running text.
fn told(view: &View<'_>, sentence: &Sentence<'_>, facts: &mut Vec<Fact>) {
    let text = sentence.text;
    let (start, end) = (sentence.start, sentence.start + text.len());
    let when = || dates(text, view.base).first().map(|date| date.value);
    if view.is_english {
        for captures in ENGLISH.captures_iter(text) {
            if let (Some(who), Some(award)) = (captures.name("who"), captures.name("award")) {
                push(
                    view,
                    start,
                    end,
                    award.as_str(),
                    &view.full_name(who.as_str()),
                    None,
                    when(),
                    facts,
                );
            }
        }
        return;
    }
    if !text.contains(['奖', '榜', '选', '评', '授', '认', '称'])
        || [
            "给予",
            "补助",
            "奖励",
            "支持",
            "申报",
            "鼓励",
            "累计获",
            "目标",
            "力争",
            "培育",
        ]
        .iter()
        .any(|word| text.contains(word))
    {
        return;
    }
    if ![
        "荣",
        "获",
        "斩获",
        "摘得",
        "评为",
        "授予",
        "认定为",
        "入选",
        "上榜",
    ]
    .iter()
    .any(|verb| text.contains(verb))
    {
        return;
    }
    for captures in GOT.captures_iter(text) {
        let (Some(who), Some(award)) = (captures.name("who"), captures.name("award")) else {
            continue;
        };
        let name = award
            .as_str()
            .trim()
            .trim_start_matches(['了', '为', '得'])
            .trim();
        let name = if name.ends_with('”') && !name.contains('“') {
            name.trim_end_matches('”')
        } else {
            name
        };
        let name = if name.starts_with('“') && name.ends_with("奖") && !name.contains('”') {
            name.trim_start_matches('“')
        } else {
            name
        };
        if name.chars().count() < 4 || name.contains("项目") || name.contains("融资") {
            continue;
        }
        let mut lead = who.as_str().trim();
        if let Some(date) = dates(lead, view.base).last() {
            lead = lead.get(date.end..).unwrap_or(lead);
        }
        for word in ["合作", "联合", "共同"] {
            lead = lead.split(word).next().unwrap_or(lead);
        }
        let (owner, work) = match lead.split_once('的') {
            Some((owner, work)) if work.chars().count() >= 2 && !work.ends_with("公司") => {
                (owner, Some(work))
            }
            _ => (lead, None),
        };
        let person = [
            "董事长",
            "总经理",
            "首席执行官",
            "创始人",
            "教授",
            "研究员",
            "总工程师",
            "CEO",
        ]
        .iter()
        .find_map(|title| {
            owner
                .find(title)
                .map(|at| owner.get(at + title.len()..).unwrap_or(""))
        });
        let owner = person
            .map(str::trim)
            .filter(|name| (2..=4).contains(&name.chars().count()))
            .unwrap_or(owner);
        let winners: Vec<Party> = owner
            .split(['、', '与', '和'])
            .map(|name| name.trim().trim_matches(['“', '”', '「', '」', '，']))
            .filter(|name| {
                (2..=24).contains(&name.chars().count())
                    && (looks_like_name(name) || person.is_some())
                    && !["公司", "该", "其", "产品", "多家", "有"]
                        .iter()
                        .any(|word| name.starts_with(word))
            })
            .map(|name| Party::named(view.full_name(name), PartyRole::Subject))
            .collect();
        if winners.is_empty() {
            continue;
        }
        let award = Award {
            name: name.to_owned(),
            winners,
            grantors: Vec::new(),
            date: when(),
            work: work.map(str::to_owned),
        };
        facts.push(view.said(sentence, 72, Body::Award(award)));
    }
}

/// The award that the headline speaks of, without the words of the announcement around it.
fn title_award(view: &View<'_>) -> Option<String> {
    let text = view.title.text.trim_start_matches(['#', ' ']);
    let stop = [
        "评选结果",
        "结果揭晓",
        "获奖",
        "名单",
        "揭晓",
        "颁奖",
        "评选揭晓",
        "出炉",
        "结果公布",
    ]
    .iter()
    .filter_map(|word| text.find(word))
    .min();
    // "第三届“某某”评选结果揭晓": what stands before the announcement is the award.
    let head = stop
        .map(|at| slice(text, 0, at))
        .filter(|head| head.chars().count() >= 5 && (head.contains('”') || head.contains('届')));
    let mut name = match (
        AWARD
            .find(text)
            .filter(|hit| hit.as_str().contains(['奖', '赛'])),
        head,
    ) {
        (Some(hit), _) => hit.as_str(),
        (None, Some(head)) => head,
        (None, None) => AWARD.find(text)?.as_str(),
    };
    for lead in ["关于公布", "关于", "公布"] {
        if let Some(at) = name.find(lead) {
            name = slice(name, at + lead.len(), name.len());
        }
    }
    let name = name.trim_end_matches("获奖").trim();
    (name.chars().count() >= 3).then(|| name.to_owned())
}

#[expect(
    clippy::too_many_arguments,
    reason = "the parts of one award, from two kinds of list"
)]
fn push(
    view: &View<'_>,
    start: usize,
    end: usize,
    name: &str,
    winner: &str,
    work: Option<&str>,
    date: Option<PartialDate>,
    facts: &mut Vec<Fact>,
) {
    let winner = winner.trim();
    if !looks_like_name(winner) || winner.chars().count() < 3 {
        return;
    }
    let award = Award {
        name: name.to_owned(),
        winners: vec![Party::named(winner, PartyRole::Subject)],
        grantors: Vec::new(),
        date,
        work: work.map(|work| work.trim().to_owned()),
    };
    facts.push(view.fact(start, end, 84, Body::Award(award)));
}

/// Tables with a column of prizes or of winners; an empty prize repeats the one above.
fn tables(view: &View<'_>, name: &str, date: Option<PartialDate>, facts: &mut Vec<Fact>) {
    for table in &view.article.tables {
        let column = |names: &[&str]| {
            table
                .header
                .iter()
                .position(|cell| names.iter().any(|name| cell.contains(name)))
        };
        let Some(winners) = column(&[
            "获奖单位",
            "获奖企业",
            "单位名称",
            "企业名称",
            "单位",
            "公司",
        ]) else {
            continue;
        };
        let prize = column(&["奖项", "等级", "奖级"]);
        let work = column(&["项目名称", "产品名称", "成果名称", "作品", "产品"]);
        let mut last = String::new();
        for row in &table.rows {
            let cell = |at: usize| {
                row.get(at)
                    .map(|cell| cell.trim())
                    .filter(|cell| !cell.is_empty())
            };
            if let Some(prize) = prize.and_then(cell) {
                last = prize.to_owned();
            }
            let Some(list) = cell(winners) else { continue };
            for winner in list.split(['、', '，', '；']) {
                let title = format!("{name}{last}");
                push(
                    view,
                    table.span.start as usize,
                    table.span.end as usize,
                    &title,
                    winner,
                    work.and_then(cell),
                    date,
                    facts,
                );
            }
        }
    }
}
