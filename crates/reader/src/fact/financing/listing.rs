//! Steps to a listing.

use std::sync::LazyLock;

use regex::Regex;
use xinqiao_record::PartialDate;
use xinqiao_record::body::FinancingKind;

use super::parties::{earlier_subject, main_company, subject};
use super::{Draft, merge};
use crate::fact::antecedent::{antecedent, head_name, refers_back};
use crate::fact::view::{Sentence, View};
use crate::value::pattern::regex;
use crate::value::{amounts, dates, slice, tail};

/// A step, the words that tell it, and whether the company stands after them.
static STEPS: LazyLock<Vec<(Regex, &str)>> = LazyLock::new(|| {
    vec![
        (
            regex(r"(?:办理|完成|进行|启动|披露)?[^，。；]{0,8}辅导备案"),
            "辅导备案",
        ),
        (
            regex(r"(?:启动|进入|开启|接受)(?:IPO|A股)?(?:上市|首发)?辅导"),
            "辅导",
        ),
        (regex(r"已问询|进入问询|问询阶段|完成首轮问询"), "问询"),
        (regex(r"(?:提交|递交)(?:了)?[^，。；]{0,6}注册"), "提交注册"),
        (
            regex(
                r"(?:IPO|上市|首发)(?:申请|材料)?(?:已)?(?:获|被|得到)?[^，。；]{0,8}受理|(?:IPO|上市|首发)申请(?:已)?于[^，。；]{2,12}获[^，。；]{0,8}受理|(?:交易所|上交所|深交所|北交所|港交所)(?:已|正式|(?:已)?于[^，。；]{2,12}[日月])?受理(?:了)?(?P<object>[^，。；]{2,30}?)(?:的)?(?:科创板|创业板|主板|北交所)?(?:IPO|首发|首次|上市|发行)",
            ),
            "受理",
        ),
        (
            regex(
                r"审议通过|通过(?:了)?[^，。；]{0,14}(?:上市委|发审委|审核委)[^，。；]{0,4}(?:审议|审核)|(?:IPO|首发|上市)(?:申请)?[^，。；]{0,6}(?:过会|获通过)|成功过会",
            ),
            "过会",
        ),
        (
            regex(
                r"注册(?:申请)?(?:获|获得)[^，。；]{0,6}(?:同意|批复|批准)|同意(?P<object>[^，。；]{2,30}?)(?:的)?(?:首次公开发行|首发|科创板|创业板|主板|北交所|上市|注册申请|向不特定)",
            ),
            "注册",
        ),
        (
            regex(
                r"(?:开始|启动|进行|开放|开启)[^，。；]{0,6}申购|[0-9]日(?:开始|启动|进行)?(?:网上|网下|、|和)*申购",
            ),
            "申购",
        ),
        (
            regex(
                r"(?:刊登|发布|披露)(?:了)?[^，。；]{0,8}(?:创业板|科创板|主板|北交所|首次公开|新股|IPO)[^，。；]{0,8}发行(?:安排|公告)",
            ),
            "发行",
        ),
        (regex(r"通过[^，。；]{0,8}聆讯|聆讯(?:获|已)?通过"), "聆讯"),
        (regex(r"(?:首发|IPO)[^，。；]{0,4}上会"), "上会"),
        (
            regex(
                r"(?:(?:IPO|首发|上市|发行)(?:申请|事项)?)?(?:均|也)?(?:被|遭|获)?暂缓(?:审议|表决)",
            ),
            "暂缓审议",
        ),
        (
            regex(
                r"递表|(?:递交|提交)(?:了)?[^，。；的]{0,8}(?:招股书|招股说明书|上市申请|IPO申请)|向[^，。；]{2,12}(?:提交|递交)[^，。；]{0,8}(?:上市申请|招股)|申报(?:科创板|创业板|北交所|主板)",
            ),
            "递表",
        ),
        (
            regex(
                r"挂牌上市|(?:科创板|创业板|主板|北交所|上交所|深交所|港交所|联交所|纳斯达克|纽交所)[^，。；]{0,4}挂牌|首次公开发行[^，。；]{0,8}股票(?:并[^，。；]{0,6}上市)?，(?:实际)?募集资金(?:总额|净额)|正式登陆|登陆(?:科创板|创业板|北交所|港交所|主板|上交所|深交所|纳斯达克|纽交所)|(?:科创板|创业板|北交所|港交所|主板)(?:正式)?上市|敲钟",
            ),
            "上市",
        ),
    ]
});

const STOPPED: [&str; 9] = [
    "终止",
    "撤回",
    "撤单",
    "否决",
    "未通过",
    "企业家",
    "上市公司",
    "家企业",
    "的企业",
];

/// The step that a sentence reports.
pub(super) fn collect(
    view: &View<'_>,
    sentence: &Sentence<'_>,
    drafts: &mut Vec<Draft>,
    current: &mut Option<usize>,
) {
    let text = sentence.text;
    if ![
        "辅导",
        "受理",
        "过会",
        "审议通过",
        "注册",
        "递表",
        "递交",
        "申报",
        "挂牌",
        "登陆",
        "上市",
        "招股",
        "敲钟",
        "募",
        "筹资",
        "申购",
        "发行公告",
        "发行安排",
        "聆讯",
        "上会",
        "暂缓",
    ]
    .iter()
    .any(|word| text.contains(word))
    {
        return;
    }
    // "甲在创业板上市；乙科创板首发申请获受理": one company in each part.
    let mut from = 0;
    for clause in text.split_inclusive('；') {
        told(view, sentence, (from, from + clause.len()), drafts, current);
        from += clause.len();
    }
}

/// The step that the part `from..until` of a sentence reports.
fn told(
    view: &View<'_>,
    sentence: &Sentence<'_>,
    (from, until): (usize, usize),
    drafts: &mut Vec<Draft>,
    current: &mut Option<usize>,
) {
    let text = slice(sentence.text, 0, until);
    let part = slice(text, from, until);
    let step = STEPS
        .iter()
        .filter_map(|(pattern, name)| {
            let captures = pattern.captures(part)?;
            let hit = captures.get(0)?;
            let object = captures
                .name("object")
                .map(|object| without_note(object.as_str()).to_owned());
            let after = slice(part, hit.end(), part.len());
            // 北交所上市委, 上市申请: the market's office and papers are no listing.
            let office = *name == "上市"
                && [
                    "委",
                    "审",
                    "申请",
                    "辅导",
                    "公司",
                    "规则",
                    "注册",
                    "计划",
                    "标准",
                    "的企业",
                    "企业",
                    "条件",
                    "转让",
                    "出让",
                ]
                .iter()
                .any(|word| after.starts_with(word));
            (!office).then(|| (from + hit.start(), from + hit.end(), *name, object))
        })
        .min_by_key(|&(start, ..)| start);
    let Some((start, end, name, object)) = step else {
        // The sum to be raised often stands in the next sentence.
        if let Some(draft) = current
            .and_then(|index| drafts.get_mut(index))
            .filter(|draft| draft.kind == FinancingKind::Ipo)
        {
            raised(part, draft);
        }
        return;
    };
    if STOPPED.iter().any(|word| part.contains(word)) && !part.contains("受理，")
        || planned(text, start)
    {
        return;
    }
    // Bonds are subscribed to and issued with the same words.
    if ["申购", "发行"].contains(&name)
        && ["债", "要约", "基金份额"]
            .iter()
            .any(|word| part.contains(word))
    {
        return;
    }
    // Only applications for listings are decided by a listing committee.
    if ["过会", "暂缓审议"].contains(&name)
        && !["上市", "首发", "IPO", "发行"]
            .iter()
            .any(|word| text.contains(word))
    {
        return;
    }
    let company = if let Some(object) = object {
        Some(view.full_name(object.trim_matches(['“', '”', ' '])))
    } else if name == "过会"
        && text
            .get(start..)
            .is_some_and(|rest| rest.starts_with("审议通过"))
    {
        let object = slice(text, end, text.len());
        let stop = ["首发", "首次公开", "发行", "上市", "的", "IPO"]
            .iter()
            .filter_map(|word| object.find(word))
            .min()
            .unwrap_or(0);
        Some(slice(object, 0, stop))
            .filter(|name| name.chars().count() >= 2)
            .map(|name| view.full_name(name.trim()))
    } else {
        let lead = slice(text, 0, start);
        // "…显示，某公司科创板IPO申请获受理", "某公司在证监局办理辅导备案".
        let cut = [
            "在",
            "向",
            "于",
            "首发",
            "科创板",
            "创业板",
            "主板",
            "北交所",
            "港交所",
            "IPO",
        ]
        .iter()
        .filter_map(|word| last_clause(lead).find(word))
        .min();
        let clause = last_clause(lead);
        let near = cut.map_or(clause, |at| slice(clause, 0, at));
        announcing(view, near)
            .or_else(|| subject(view, near))
            .or_else(|| subject(view, lead))
            .or_else(|| earlier_subject(view, lead))
            .or_else(|| told_before(current.and_then(|index| drafts.get(index)), part))
            .or_else(|| head_name(view, part).filter(|_| refers_back(part).is_none()))
    };
    let Some(company) = company
        .or_else(|| main_company(view))
        .or_else(|| antecedent(view, sentence))
    else {
        return;
    };
    let all = dates(text, view.base);
    // Days of the part itself go before those of the parts in front of it.
    let own = all
        .iter()
        .any(|date| from <= date.start && date.value.month_number().is_some());
    let told: Vec<_> = all
        .iter()
        .filter(|date| !own || from <= date.start)
        .collect();
    let before: Vec<_> = told
        .iter()
        .filter(|date| date.start < end)
        .map(|date| date.value)
        .collect();
    // A year alone (2024年第9次会议) gives way to a day.
    let date = before
        .iter()
        .rfind(|date| date.month_number().is_some())
        .or(before.last())
        .copied()
        .or_else(|| told.first().map(|date| date.value))
        .or_else(|| bare_day(view, slice(text, 0, end)));
    let mut draft = Draft {
        kind: FinancingKind::Ipo,
        company,
        round: Some(name.to_owned()),
        date,
        start: sentence.start,
        end: sentence.start + sentence.text.len(),
        certain: true,
        ..Draft::default()
    };
    raised(part, &mut draft);
    // What is said of a listing without a date and a sum, away from the article's subject, is background.
    if draft.date.is_none()
        && draft.amount.is_none()
        && (name == "上市" || part.contains("计划") || part.contains("推动"))
        && main_company(view).is_none_or(|main| main != draft.company)
    {
        return;
    }
    let listed = drafts.iter().position(|known| {
        known.kind == FinancingKind::Ipo
            && (known.company == draft.company || view.full_name(&known.company) == draft.company)
    });
    let index = match listed {
        Some(index) => {
            if let Some(known) = drafts.get_mut(index) {
                known.absorb(draft);
            }
            index
        }
        None => merge(drafts, draft),
    };
    *current = Some(index);
}

/// A name without the bracket that gives its short one: 某某股份有限公司（简称“某某”）.
fn without_note(name: &str) -> &str {
    match name.split_once(['（', '(']) {
        Some((lead, note)) if note.contains("称") && lead.chars().count() >= 2 => lead,
        _ => name,
    }
}

/// The company of the headline, when the clause in front of the step only says 公司.
fn announcing(view: &View<'_>, near: &str) -> Option<String> {
    ["公司", "本公司", "发行人"]
        .contains(&near.trim())
        .then(|| view.title_name())?
        .map(|name| view.full_name(name))
}

/// The company whose listing was told last, when the sentence goes on with 公司.
fn told_before(known: Option<&Draft>, text: &str) -> Option<String> {
    let known = known.filter(|known| known.kind == FinancingKind::Ipo)?;
    refers_back(text).map(|_| known.company.clone())
}

/// The last "7日" of `text` without a month, in an article that bears its own day: the nearest such day to it.
fn bare_day(view: &View<'_>, text: &str) -> Option<PartialDate> {
    static DAY: LazyLock<Regex> =
        LazyLock::new(|| regex(r"(?:^|[^0-9月.])(?P<day>3[01]|[12][0-9]|0?[1-9])日"));
    let published = view.article.published?;
    let today = published.day_number()?;
    let day: i8 = DAY
        .captures_iter(text)
        .last()?
        .name("day")?
        .as_str()
        .parse()
        .ok()?;
    // A day far off belongs to another month, which the text would have told.
    ((today - 10)..=(today + 10))
        .contains(&day)
        .then(|| PartialDate::day(published.year_number(), published.month_number()?, day))?
}

fn last_clause(text: &str) -> &str {
    let clause = text.trim_end_matches('，');
    clause
        .rsplit(['，', '。', '；', '：'])
        .next()
        .unwrap_or(clause)
}

fn planned(text: &str, at: usize) -> bool {
    let lead = tail(slice(text, 0, at), 10);
    let lead = lead.rsplit(['，', '。', '；']).next().unwrap_or(lead);
    [
        "计划", "拟", "推动", "支持", "争取", "鼓励", "力争", "尚未", "筹备", "奖励", "对",
    ]
    .iter()
    .any(|word| lead.contains(word))
}

fn raised(text: &str, draft: &mut Draft) {
    if draft.amount.is_some() {
        return;
    }
    for found in amounts(text) {
        let lead = tail(slice(text, 0, found.start), 12);
        let lead = lead.rsplit(['，', '。', '；']).next().unwrap_or(lead);
        if ["募资", "募集", "融资", "所得款项", "净额", "集资", "筹资"]
            .iter()
            .any(|word| lead.contains(word))
        {
            draft.amount = Some(found.value);
            return;
        }
    }
}

/// Tables of the supervisors' offices: one company under counselling per row.
pub(super) fn tables(view: &View<'_>, drafts: &mut Vec<Draft>) {
    for table in &view.article.tables {
        let column = |names: &[&str]| {
            table
                .header
                .iter()
                .position(|cell| names.iter().any(|name| cell.contains(name)))
        };
        let (Some(company), Some(state)) = (
            column(&["辅导对象", "发行人", "公司全称", "企业名称"]),
            column(&["辅导状态", "审核状态", "报告类型", "状态"]),
        ) else {
            continue;
        };
        let when = column(&["备案时间", "日期", "受理日期", "时间"]);
        for row in &table.rows {
            let cell = |at: usize| {
                row.get(at)
                    .map(|cell| cell.trim())
                    .filter(|cell| !cell.is_empty())
            };
            let (Some(name), Some(step)) = (cell(company), cell(state)) else {
                continue;
            };
            let date = when
                .and_then(cell)
                .and_then(|cell| dates(cell, view.base).into_iter().next())
                .map(|found| found.value);
            let draft = Draft {
                kind: FinancingKind::Ipo,
                company: name.to_owned(),
                round: Some(step.to_owned()),
                date,
                start: table.span.start as usize,
                end: table.span.end as usize,
                certain: true,
                ..Draft::default()
            };
            merge(drafts, draft);
        }
    }
}
