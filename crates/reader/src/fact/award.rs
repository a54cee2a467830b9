//! Awards and lists of winners: from tables and from lists.

use std::sync::LazyLock;

use regex::Regex;
use xinqiao_record::body::{Award, Party, PartyRole};
use xinqiao_record::{Body, PartialDate};

use super::Fact;
use super::view::{View, without_marks};
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

/// The awards of one article.
pub(super) fn propose(view: &View<'_>, facts: &mut Vec<Fact>) {
    if !view.title.text.contains(['奖', '赛'])
        && !view.title.text.contains("获评")
        && !view.title.text.contains("榜")
    {
        return;
    }
    let Some(name) = title_award(view) else {
        return;
    };
    let date = view.sentences.iter().take(2).find_map(|sentence| {
        dates(sentence.text, view.base)
            .into_iter()
            .find(|date| date.value.month_number().is_some())
            .map(|date| date.value)
    });
    let date: Option<PartialDate> =
        date.or_else(|| dates(&name, view.base).first().map(|date| date.value));
    tables(view, &name, date, facts);
    for sentence in &view.sentences {
        let line = without_marks(sentence.text).trim_end_matches('。');
        if let Some(captures) = LISTED.captures(line) {
            let prize = captures.name("prize").map_or("", |prize| prize.as_str());
            let names = captures.name("names").map_or("", |names| names.as_str());
            for winner in names.split(['、', '，']) {
                push(
                    view,
                    sentence.start,
                    sentence.start + sentence.text.len(),
                    &format!("{name}{prize}"),
                    winner,
                    None,
                    date,
                    facts,
                );
            }
        } else if let Some((winner, work)) = line.split_once("——") {
            let winner =
                winner.trim_start_matches(|one: char| one.is_ascii_digit() || ".、 ".contains(one));
            if winner.ends_with("公司")
                || winner.ends_with("大学")
                || winner.ends_with("院")
                || winner.ends_with("所")
            {
                push(
                    view,
                    sentence.start,
                    sentence.start + sentence.text.len(),
                    &name,
                    winner,
                    Some(work),
                    date,
                    facts,
                );
            }
        }
    }
}

/// The award that the headline speaks of, without the words of the announcement around it.
fn title_award(view: &View<'_>) -> Option<String> {
    let text = view.title.text.trim_start_matches(['#', ' ']);
    let hit = AWARD.find(text)?;
    let mut name = hit.as_str();
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
