//! Equity rounds.

use std::sync::LazyLock;

use regex::Regex;
use xinqiao_record::PartialDate;
use xinqiao_record::body::FinancingKind;

use super::investors::{investors, is_total, names_of};
use super::list::{bare, capital, entered, headed, leaders, listed, registered};
use super::parties::{
    described, is_investor, is_relation, main_company, reported, subject, verb_at, without_number,
};
use super::{Draft, merge};
use crate::fact::view::{Sentence, View, without_marks};
use crate::value::organization::{looks_like_name, strip_description};
use crate::value::pattern::regex;
use crate::value::{Found, amounts, dates, head, slice, tail};

/// The names of rounds.
pub(super) static ROUND: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i:pre)[-\s]?(?:[A-H][0-9]?\+{0,2}|IPO)\s?轮|[A-H][0-9]?\+{0,2}\s?轮|天使(?:\+|轮\+)?\s?轮|种子\s?轮|战略融资|战略投资轮|战略投资|股权融资|新一轮融资|首轮融资|定增|定向增发|定向发行(?:股票|股份)?|可转换公司债券|可转债|向[^，。；]{0,20}特定对象发行",
    )
});

/// Words that make a clause with a round's name a report of it.
const VERBS: [&str; 30] = [
    "完成",
    "获得",
    "获",
    "宣布",
    "融资",
    "领投",
    "投资方",
    "交割",
    "拿下",
    "斩获",
    "募",
    "官宣",
    "落定",
    "认购",
    "投资",
    "公告",
    "预案",
    "抛出",
    "签完",
    "签署",
    "拿到",
    "拿了",
    "进账",
    "到账",
    "到位",
    "到手",
    "收官",
    "敲定",
    "喜提",
    "揽入",
];

/// Verbs of getting a round in front of its name, formal and colloquial.
const GETTING: [&str; 12] = [
    "完成", "获", "宣布", "官宣", "拿下", "斩获", "拿到", "拿了", "进账", "敲定", "喜提", "揽入",
];

/// Rounds of one sentence, and investors named in the sentences after it.
pub(super) fn collect(
    view: &View<'_>,
    sentence: &Sentence<'_>,
    drafts: &mut Vec<Draft>,
    current: &mut Option<usize>,
) {
    let text = sentence.text;
    if is_timeline(text) {
        return;
    }
    // "从轮次看，早期投资（种子轮到A轮）占比…": of many deals.
    if ["轮次看", "按轮次", "轮次分布", "轮次上"]
        .iter()
        .any(|word| text.contains(word))
    {
        return;
    }
    // "正与某某合作；后者…完成Pre-A轮融资".
    let mut sentence_company: Option<String> = text
        .find("后者")
        .filter(|at| !slice(text, 0, *at).contains("前者"))
        .and_then(|at| view.last_name(slice(text, 0, at)))
        .map(|(group, _)| group.name.clone());
    if listed(view, sentence, drafts, current)
        || registered(view, sentence, drafts)
        || leaders(view, sentence, drafts)
        || capital(view, sentence, drafts, current)
    {
        return;
    }
    let led = led_date(view, text);
    // Beside rounds only the entries of a list tell an investment without one; elsewhere such a clause tells what was before.
    let unnamed = text.contains('：') || !ROUND.is_match(text);
    for clause in text.split_inclusive('；') {
        if headed(view, sentence, clause, drafts, current)
            || entered(view, sentence, clause, drafts, current)
            || unnamed && bare(view, sentence, clause, drafts, current)
        {
            continue;
        }
        clause_rounds(
            view,
            sentence,
            clause,
            led,
            drafts,
            current,
            &mut sentence_company,
        );
    }
}

/// The day that the words before the colon of a list set for all its entries: "昨日有三家公司披露融资：…；…；…".
fn led_date(view: &View<'_>, text: &str) -> Option<PartialDate> {
    if !text.contains('；') {
        return None;
    }
    let (lead, _) = text.split_once('：')?;
    dates(lead, view.base)
        .iter()
        .rfind(|date| date.value.day_number().is_some())
        .map(|date| date.value)
}

/// Whether the words behind a round's name count deals or firms, as statistics do: "A轮及以前61起", "战略投资和并购类27起".
pub(super) fn counted(after: &str) -> bool {
    let words = after.split(['，', '；', '。']).next().unwrap_or(after);
    if ["及以", "以前", "以后", "及之前", "及之后", "阶段", "类"]
        .iter()
        .any(|word| words.starts_with(word))
    {
        return true;
    }
    ["起", "笔", "宗", "例"].iter().any(|unit| {
        words
            .find(unit)
            .is_some_and(|at| slice(words, 0, at).ends_with(|last: char| last.is_ascii_digit()))
    })
}

fn clause_rounds(
    view: &View<'_>,
    sentence: &Sentence<'_>,
    clause: &str,
    led: Option<PartialDate>,
    drafts: &mut Vec<Draft>,
    current: &mut Option<usize>,
    known: &mut Option<String>,
) {
    let rounds: Vec<Found<String>> = ROUND
        .find_iter(clause)
        .filter(|hit| {
            let lead = tail(slice(clause, 0, hit.start()), 6);
            let before = slice(clause, 0, hit.start());
            let part = before.rsplit(['，', '；', '。']).next().unwrap_or(before);
            let after = slice(clause, hit.end(), clause.len());
            // "继去年完成A轮融资后": what came before is not told here.
            let past = without_number(part).starts_with('继') && head(after, 8).contains('后');
            // Bonds are offered to 不特定对象; what pays for a purchase is part of that.
            let other = hit.as_str().ends_with("对象发行")
                && (hit.as_str().contains("不特定") || clause.contains("配套资金"))
                // So are notes and bonds with 定向发行; 不定向 is another thing.
                || hit.as_str().starts_with("定向发行")
                    && (before.ends_with('不')
                        || ["债", "票据", "受理", "说明书", "配套资金"]
                            .iter()
                            .any(|word| clause.contains(word)));
            // 以发行可转债及支付现金收购: how a purchase is paid.
            let pays = hit.as_str().starts_with("可转")
                && ["收购", "购买", "支付", "作价", "对价"]
                    .iter()
                    .any(|word| clause.contains(word));
            // 战略投资 also is a verb: only where it is got.
            let got = hit.as_str() != "战略投资"
                || ["获", "完成", "元", "轮"]
                    .iter()
                    .any(|word| tail(before, 10).contains(word));
            let aim = [
                "计划", "启动", "筹备", "预计", "支持", "鼓励", "开展", "给予", "占比", "推进",
                "寻求",
            ]
            .iter()
            .any(|word| part.contains(word))
                && !part.contains("完成")
                && !part.contains('获');
            // "B轮融资正在洽谈": not done, and perhaps never.
            let open = after.split(['，', '；', '。']).next().is_some_and(|words| {
                ["洽谈", "谈判", "磋商", "尚未"]
                    .iter()
                    .any(|word| words.contains(word))
            });
            !past
                && !other
                && !pays
                && !open
                && !counted(after)
                && got
                && !aim
                && !lead.ends_with(|last: char| last.is_ascii_alphanumeric())
                && !["下一", "终止", "取消", "拟进行"]
                    .iter()
                    .any(|word| lead.contains(word))
        })
        .map(|hit| Found {
            start: hit.start(),
            end: hit.end(),
            value: canonical(hit.as_str()),
        })
        .collect();
    // A轮股权融资: the round and what kind of money it is.
    let rounds: Vec<Found<String>> = rounds
        .iter()
        .enumerate()
        .filter(|(at, round)| {
            let first = at.checked_sub(1).and_then(|before| rounds.get(before));
            !first.is_some_and(|first| first.end == round.start && first.value.ends_with('轮'))
        })
        .map(|(_, round)| round.clone())
        .collect();
    if rounds.is_empty() {
        if let Some(draft) = current.and_then(|index| drafts.get_mut(index))
            && matches!(draft.kind, FinancingKind::Round | FinancingKind::Ipo)
        {
            investors(view, clause, draft);
        }
        return;
    }
    if !VERBS.iter().any(|verb| clause.contains(verb)) {
        return;
    }
    // 2024年度向特定对象发行: the year of the plan, no date.
    let when: Vec<_> = dates(clause, view.base)
        .into_iter()
        .filter(|date| !slice(clause, date.end, clause.len()).starts_with('度'))
        .collect();
    let sums: Vec<_> = amounts(clause)
        .into_iter()
        .filter(|sum| !is_total(clause, sum.start))
        .collect();
    let mut last: Option<usize> = None;
    let mut told: Vec<usize> = Vec::new();
    let respective = respective(view, clause, &rounds);
    for (number, round) in rounds.iter().enumerate() {
        let from = if number == 0 {
            0
        } else {
            rounds.get(number - 1).map_or(0, |before| before.end)
        };
        let bracketed = in_brackets(clause, round.start);
        let company = company(
            view,
            clause,
            from,
            (round.start, round.end),
            known,
            current.and_then(|index| drafts.get(index)),
        );
        let company = respective
            .as_ref()
            .and_then(|names| names.get(number).cloned())
            .or(company);
        let Some(company) = company else { continue };
        if number == 0 && !bracketed {
            *known = Some(company.clone());
        }
        // The sum nearest to the round's name; with several rounds each takes its own.
        let sum = if rounds.len() == 1 {
            sums.iter()
                .min_by_key(|sum| distance(sum.start, sum.end, round))
                .map(|sum| sum.value)
        } else {
            sums.iter()
                .filter(|sum| {
                    let nearest = rounds
                        .iter()
                        .min_by_key(|other| distance(sum.start, sum.end, other));
                    nearest.is_some_and(|nearest| nearest.start == round.start)
                })
                .min_by_key(|sum| distance(sum.start, sum.end, round))
                .map(|sum| sum.value)
        };
        let date = if bracketed {
            when.iter()
                .filter(|date| in_brackets(clause, date.start))
                .map(|date| date.value)
                .next()
        } else {
            when.iter()
                .filter(|date| !in_brackets(clause, date.start))
                .min_by_key(|date| distance(date.start, date.end, round))
                .map(|date| date.value)
                .or_else(|| same_day(clause, current.and_then(|index| drafts.get(index))))
                // "周二（10月17日）官宣C轮": a bracket in front that holds nothing but the day.
                .or_else(|| {
                    when.iter()
                        .rfind(|date| date.end <= round.start && alone_in_brackets(clause, date))
                        .map(|date| date.value)
                })
                .or(led)
        };
        let mut draft = Draft {
            kind: FinancingKind::Round,
            company,
            round: Some(round.value.clone()),
            amount: sum,
            date,
            start: sentence.start,
            end: sentence.start + sentence.text.len(),
            certain: !bracketed,
            ..Draft::default()
        };
        if bracketed {
            let inside = slice(clause, round.end, clause.len());
            let inside = inside.split(['）', ')']).next().unwrap_or("");
            names_of(view, inside, |name| {
                draft.investor(name, xinqiao_record::body::PartyRole::Investor)
            });
        } else {
            let scope_end = rounds
                .get(number + 1)
                .filter(|next| in_brackets(clause, next.start))
                .map_or(clause.len(), |next| next.start);
            let own = slice(clause, round.end, scope_end);
            if rounds.len() > 1
                && ["由", "融资由", "投资方", "领投", "，由"]
                    .iter()
                    .any(|word| own.starts_with(word))
            {
                let until = rounds
                    .get(number + 1)
                    .map_or(clause.len(), |next| next.start);
                investors(view, slice(clause, round.end, until), &mut draft);
            } else if rounds.len() == 1
                || number == 0
                    && respective.is_none()
                    && !rounds
                        .get(1)
                        .is_some_and(|next| slice(clause, next.end, clause.len()).starts_with('由'))
            {
                investors(view, slice(clause, 0, scope_end), &mut draft);
            }
        }
        let index = merge(drafts, draft);
        told.push(index);
        if !bracketed {
            last = Some(index);
        }
    }
    if respective.is_some() {
        former_and_latter(view, clause, &told, drafts);
    }
    if last.is_some() {
        *current = last;
    }
}

/// "前者由甲资本独家投资，后者投资方为乙创投": the investors of two rounds that the clause told together.
fn former_and_latter(view: &View<'_>, clause: &str, told: &[usize], drafts: &mut [Draft]) {
    let ([first, second], Some(former), Some(latter)) =
        (told, clause.find("前者"), clause.find("后者"))
    else {
        return;
    };
    let width = "前者".len();
    for (index, words) in [
        (first, slice(clause, former + width, latter)),
        (second, slice(clause, latter + width, clause.len())),
    ] {
        if let Some(draft) = drafts.get_mut(*index) {
            investors(view, words, draft);
        }
    }
}

/// Whether a bracket holds the date and nothing else.
fn alone_in_brackets(text: &str, date: &Found<PartialDate>) -> bool {
    slice(text, 0, date.start).ends_with(['（', '('])
        && slice(text, date.end, text.len()).starts_with(['）', ')'])
}

/// The day of the financing told before, when the clause begins with 同日.
fn same_day(clause: &str, before: Option<&Draft>) -> Option<PartialDate> {
    ["同日", "同一天", "当天", "当日"]
        .iter()
        .any(|word| clause.starts_with(word))
        .then(|| before.and_then(|draft| draft.date))?
}

fn distance(start: usize, end: usize, round: &Found<String>) -> usize {
    if end <= round.start {
        round.start - end
    } else {
        start.saturating_sub(round.end)
    }
}

fn in_brackets(text: &str, at: usize) -> bool {
    let before = slice(text, 0, at);
    before.matches(['（', '(']).count() > before.matches(['）', ')']).count()
}

/// Whose round it is: the subject in front of the first verb, the company of the sentence, of the round before, of the article.
fn company(
    view: &View<'_>,
    clause: &str,
    from: usize,
    (round, round_end): (usize, usize),
    known: &Option<String>,
    current: Option<&Draft>,
) -> Option<String> {
    if in_brackets(clause, round) || from > 0 {
        return known
            .clone()
            .or_else(|| current.map(|draft| draft.company.clone()))
            .or_else(|| main_company(view));
    }
    let lead = slice(clause, 0, round);
    // "以自有资金15亿元参与某某新一轮融资": the round is that of the one taken part in.
    if let Some((_, name)) = lead.rsplit_once("参与")
        && (2..=16).contains(&name.chars().count())
        && looks_like_name(name)
        && !name.contains(['的', '了'])
    {
        return Some(view.full_name(name));
    }
    if let Some(captures) = TOGETHER.captures(lead)
        && let Some(name) = captures.name("company")
    {
        return Some(view.full_name(name.as_str()));
    }
    let verb = GETTING.iter().filter_map(|verb| lead.rfind(verb)).max();
    if let Some(name) = verb.and_then(|at| described(view, slice(lead, 0, at))) {
        return Some(name);
    }
    // The clause of the verb nearest to the round; what stands before it told something else.
    let part = lead
        .char_indices()
        .rev()
        .filter(|&(_, one)| matches!(one, '，' | '；' | '。'))
        .map(|(at, one)| at + one.len_utf8())
        .find(|&at| {
            let part = slice(lead, at, lead.len());
            GETTING
                .iter()
                .any(|verb| part.find(verb).is_some_and(|found| found >= 6))
        });
    let lead = part.map_or(lead, |at| slice(lead, at, lead.len()));
    // "甲公司公告：子公司乙签完…": who does it stands behind the announcement.
    let doer = reported(lead).and_then(|words| {
        let at = ["签完", "签署", "签订", "完成", "获", "拿下", "斩获", "拟"]
            .iter()
            .filter_map(|verb| verb_at(words, verb))
            .min()?;
        // Who takes part in the round of the announcer is not the one that gets it.
        subject(view, slice(words, 0, at)).filter(|name| !is_relation(name) && !is_investor(name))
    });
    if doer.is_some() {
        return doer;
    }
    // "昨日有三家公司披露融资：甲完成…": behind the colon of a list stands the first of those that it lists.
    let listed = lead.rsplit_once('：').and_then(|(_, words)| {
        let at = GETTING
            .iter()
            .filter_map(|verb| verb_at(words, verb))
            .min()?;
        subject(view, slice(words, 0, at)).filter(|name| !is_relation(name) && !is_investor(name))
    });
    if listed.is_some() {
        return listed;
    }
    let verb = [
        "抛出",
        "拿到",
        "拿了",
        "进账",
        "敲定",
        "喜提",
        "揽入",
        "签完",
        "发布",
        "披露",
        "启动",
        "公布",
        "推出",
        "拿下",
        "斩获",
        "：",
        "宣布",
        "连续完成",
        "已完成",
        "完成",
        "曾获得",
        "获得",
        "获",
        "公告",
        "曾于",
        "再获",
        "官宣",
        "拟",
    ]
    .iter()
    .filter_map(|verb| verb_at(lead, verb))
    .min();
    let own = verb.and_then(|at| subject(view, slice(lead, 0, at)));
    // "某某定向发行完成", "某某B轮融资到账2亿元": the round is what is done, its company stands right in front of it.
    let whose = if verb.is_none() && done(slice(clause, round_end, clause.len())) {
        subject(view, lead).filter(|name| !is_relation(name) && !is_investor(name))
    } else {
        None
    };
    own.or(whose)
        .or_else(|| known.clone())
        .or_else(|| {
            current
                .filter(|draft| draft.kind == FinancingKind::Round)
                .map(|draft| draft.company.clone())
        })
        .or_else(|| main_company(view))
}

/// Whether the words are nothing but a day.
pub(super) fn is_day(words: &str) -> bool {
    dates(words, "2000-12".parse().ok())
        .first()
        .is_some_and(|date| date.start == 0 && date.end == words.len())
}

/// Whether the words behind a round's name say that it is done: 完成, 融资到账.
fn done(after: &str) -> bool {
    static DONE: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"^(?:融资|投资)?(?:已|正式|顺利|成功|宣布|全部|均)*(?:完成|到账|到位|收官|交割|敲定|落定)",
        )
    });
    DONE.is_match(after)
}

/// "甲、乙共同投资某某": the company stands behind the verb.
static TOGETHER: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"(?:共同|联合|独家|领衔|战略)投资(?:了)?(?P<company>[^，。；、的0-9]{2,16})，")
});

/// "甲、乙分别完成A轮和B轮融资".
fn respective(view: &View<'_>, clause: &str, rounds: &[Found<String>]) -> Option<Vec<String>> {
    let first = rounds.first()?;
    let lead = slice(clause, 0, first.start);
    let names = lead
        .split("分别")
        .next()
        .filter(|names| names.len() < lead.len())?;
    let names = names.rsplit(['，', '。', '：']).next().unwrap_or(names);
    let all: Vec<String> = names
        .split(['、', '和', '与'])
        // 射频前端厂商某某: the description in front is no part of it.
        .map(|name| strip_description(name.trim()).trim_matches(|one: char| "「」“”".contains(one)))
        .filter(|name| (2..=20).contains(&name.chars().count()))
        .map(|name| view.full_name(name))
        .collect();
    (all.len() == rounds.len() && all.len() > 1).then_some(all)
}

pub(super) fn canonical(word: &str) -> String {
    let plain: String = word.chars().filter(|one| !one.is_whitespace()).collect();
    let plain = if plain.len() > 3
        && plain
            .get(..3)
            .is_some_and(|head| head.eq_ignore_ascii_case("pre"))
    {
        format!(
            "Pre-{}",
            plain.get(3..).unwrap_or("").trim_start_matches('-')
        )
    } else {
        plain
    };
    if plain.ends_with("特定对象发行") {
        return "定增".to_owned();
    }
    if plain.starts_with("定向发行") {
        return "定向发行".to_owned();
    }
    match plain.as_str() {
        "定向增发" => "定增".to_owned(),
        "可转换公司债券" => "可转债".to_owned(),
        "新一轮融资" => "新一轮".to_owned(),
        _ => plain,
    }
}

/// The headline: a round that the text does not tell, or a name for it.
pub(super) fn title(view: &View<'_>, drafts: &mut Vec<Draft>) {
    let text = view.title.text;
    let Some(hit) = ROUND.find(text) else { return };
    let filed = hit.as_str().starts_with("定向发行")
        && ["受理", "债", "票据"]
            .iter()
            .any(|word| text.contains(word));
    if filed
        || ["终止", "撤回", "中止", "取消"]
            .iter()
            .any(|word| text.contains(word))
    {
        return;
    }
    let round = canonical(hit.as_str());
    let sum = amounts(text)
        .into_iter()
        .find(|sum| !is_total(text, sum.start))
        .map(|sum| sum.value);
    // The one round of the article without a sum may have it in the headline.
    let same: Vec<usize> = drafts
        .iter()
        .enumerate()
        .filter(|(_, draft)| draft.round.as_deref() == Some(round.as_str()))
        .map(|(index, _)| index)
        .collect();
    if let [one] = same.as_slice() {
        if let Some(draft) = drafts.get_mut(*one) {
            draft.amount = draft.amount.or(sum);
        }
        return;
    }
    if same.is_empty()
        && drafts
            .iter()
            .all(|draft| draft.kind != FinancingKind::Round)
        && VERBS.iter().any(|verb| text.contains(verb))
    {
        let Some(company) = subject(
            view,
            slice(
                text,
                0,
                text.find(['完', '获', '宣']).unwrap_or(hit.start()),
            ),
        )
        .or_else(|| main_company(view)) else {
            return;
        };
        let draft = Draft {
            kind: FinancingKind::Round,
            company,
            round: Some(round),
            amount: sum,
            start: view.title.start,
            end: view.title.start + text.len(),
            ..Draft::default()
        };
        merge(drafts, draft);
    }
}

/// Whether a line begins an entry of a time line: "2022-07-26 ● …".
fn is_timeline(text: &str) -> bool {
    static DATED: LazyLock<Regex> =
        LazyLock::new(|| regex(r"^(?:19|20)[0-9]{2}[-./][0-9]{1,2}[-./][0-9]{1,2}\s*[●•·○◆|]"));
    DATED.is_match(without_marks(text))
}

/// Entries of a time line of financings: a date, a bullet, then in any order a round, a sum, names.
pub(super) fn timeline(view: &View<'_>, drafts: &mut Vec<Draft>) {
    let mut index = 0;
    while let Some(sentence) = view.sentences.get(index) {
        index += 1;
        if !is_timeline(sentence.text) {
            continue;
        }
        let mut entry = sentence.text.to_owned();
        let mut end = sentence.start + sentence.text.len();
        // The lines that follow belong to the entry until the next one begins; a time line's lines are short.
        while let Some(next) = view.sentences.get(index) {
            if is_timeline(next.text)
                || next.text.contains('。')
                || slice(view.text, end, next.start).matches('\n').count() > 1
            {
                break;
            }
            entry.push('\n');
            entry.push_str(next.text);
            end = next.start + next.text.len();
            index += 1;
        }
        let Some(round) = ROUND.find(&entry).map(|hit| canonical(hit.as_str())) else {
            continue;
        };
        let Some(company) = main_company(view) else {
            continue;
        };
        let date = dates(&entry, view.base).first().map(|found| found.value);
        let mut draft = Draft {
            kind: FinancingKind::Round,
            company,
            round: Some(round),
            amount: amounts(&entry).first().map(|found| found.value),
            date,
            start: sentence.start,
            end,
            certain: true,
            ..Draft::default()
        };
        // The names are what is enumerated, the longest run without a blank.
        let list = entry
            .split(|one: char| one.is_whitespace() || one == '●' || one == '>')
            .filter(|run| !run.is_empty())
            .max_by_key(|run| (run.matches('、').count(), run.chars().count()));
        if let Some(list) = list.filter(|list| ROUND.find(list).is_none()) {
            names_of(view, list, |name| {
                draft.investor(name, xinqiao_record::body::PartyRole::Investor)
            });
        }
        // Several rounds of one name stand on different days.
        drafts.push(draft);
    }
}
