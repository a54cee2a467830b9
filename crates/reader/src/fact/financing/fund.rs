//! Funds: set up, raised, by whom and how large.

use super::deal::{announcer, part_around};
use super::investors::names_of;
use super::parties::subject;
use super::{Draft, merge};
use crate::fact::view::{Place, Sentence, View};
use crate::value::organization::looks_like_name;
use crate::value::pattern::regex;
use crate::value::{amounts, dates, slice, tail};
use regex::Regex;
use std::sync::LazyLock;
use xinqiao_record::body::{FinancingKind, PartyRole};

/// The size of a fund: the first sum called one, else that of its first part.
pub(super) fn fund_size(text: &str) -> Option<xinqiao_record::Amount> {
    let sums = amounts(text);
    let called = |words: &[&str]| {
        sums.iter()
            .find(|sum| {
                let lead = tail(slice(text, 0, sum.start), 10);
                let lead = lead.rsplit(['，', '。', '；']).next().unwrap_or(lead);
                let part = lead.contains("首期") || lead.contains("一期");
                words.iter().any(|word| lead.contains(word)) && part == words.contains(&"首期")
            })
            .map(|sum| sum.value)
    };
    called(&["规模", "注册资本", "募集", "募得", "总额", "出资额", "认缴"])
        .or_else(|| called(&["首期", "一期"]))
}

/// A fund that the article's headline names and its first sentence tells of: "（三）某某产业基金" over "3月在某地签约，总规模50亿元".
///
/// The headline must be the name alone and the sentence tell both the event and the size; a list of measures or a report has neither.
pub(super) fn headed(view: &View<'_>, sentence: &Sentence<'_>) -> Option<Draft> {
    let name = view.title.text.trim().trim_start_matches(['#', ' ']);
    let stem = name.strip_suffix('期').map_or(name, |rest| {
        rest.trim_end_matches(['一', '二', '三', '四', '五'])
    });
    let alone = stem.ends_with("基金")
        && (6..=24).contains(&name.chars().count())
        && looks_like_name(name)
        && amounts(name).is_empty()
        && ![
            "设立", "成立", "支持", "关于", "完成", "发起", "加快", "用好", "、", " ", "的",
        ]
        .iter()
        .any(|word| name.contains(word));
    let first = view
        .sentences
        .iter()
        .find(|other| other.place == Place::Prose)
        .is_some_and(|first| first.start == sentence.start);
    let text = sentence.text;
    let event = [
        "签约", "揭牌", "成立", "设立", "注册", "备案", "启动", "关闭",
    ]
    .iter()
    .filter_map(|word| text.find(word))
    .min()
    .filter(|_| alone && first)?;
    let amount = fund_size(text)?;
    Some(Draft {
        kind: FinancingKind::Fund,
        company: name.to_owned(),
        amount: Some(amount),
        date: dates(slice(text, 0, event), view.base)
            .last()
            .map(|date| date.value),
        start: sentence.start,
        end: sentence.start + text.len(),
        certain: true,
        ..Draft::default()
    })
}

/// The size of a fund that the sentence right after its founding tells: 基金认缴规模为5亿元.
pub(super) fn size_told_next(
    view: &View<'_>,
    sentence: &Sentence<'_>,
) -> Option<xinqiao_record::Amount> {
    let next = view
        .sentences
        .iter()
        .find(|next| next.start > sentence.start && next.paragraph == sentence.paragraph)?;
    ["基金", "该基金", "合伙企业", "该合伙企业"]
        .iter()
        .any(|word| next.text.starts_with(word))
        .then(|| fund_size(next.text))?
}

pub(super) static FUND: LazyLock<Regex> = LazyLock::new(|| {
    regex(concat!(
        // A partnership's full name tells that it is one fund, whatever stands around it.
        r"(?:发起设立|设立|成立|组建|发起|新设)(?:了)?[“「『]?(?P<partnership>[^，。；、的“”「」『』（）]{4,40}?基金[^，。；、“”（）]{0,8}?合伙企业[（(]有限合伙[）)])",
        r"|(?:设立|成立|组建|发起|发起设立|新设)(?:了)?(?:一支|一只|首期|总)*(?:规模)?(?:达|为|约)?(?P<made>[^，。；、]{2,60}?基金)(?:[，。；、）]|$)",
        r"|(?P<registered>[^，。；、的“”「」『』]{4,40}?基金[^，。；、“”（）]{0,8}?(?:[（(][^（）()]{2,6}[）)])?[^，。；、“”（）]{0,8}?合伙企业[（(]有限合伙[）)])(?:已|正式)?(?:(?:于|在)[^，。；]{2,20}?|(?:[0-9]{4}年)?[0-9]{1,2}月(?:[0-9]{1,2}日)?)?(?:正式|完成|工商|登记|注册)*(?:成立|设立|备案|注册|登记)(?:[，。；）]|$)",
        r"|(?P<closed>[^，。；]{3,40}?基金)(?:今日|昨日|近日|日前)?(?:正式|顺利|成功)?(?:(?:完成|宣布完成|宣布|实现)(?:了)?(?:首次|最终|首轮|首期|工商)?(?:关闭|首关|终关|关账|交割|募集|备案|注册)|首关|终关|成立|设立|揭牌|启动|启航|落地|发布|签约)",
        // Between name and event the day or the place; a clause that ends there, for "基金在某地设立子公司" is another's doing.
        r"|(?P<dated>[^，。；]{3,40}?基金(?:[一二三四五六七八九十]+期)?(?:(?:股份)?有限公司)?)(?:[（(][^（）()，。；]{2,40}[）)])?(?:已)?(?:(?:于|在)[^，。；]{2,24}?|(?:[0-9]{4}年)?[0-9]{1,2}月(?:[0-9]{1,2}日)?)(?:正式|顺利|成功)?(?:完成)?(?:注册成立|注册|备案|成立|设立|揭牌|签约|启动)(?:[，。；）]|$)",
        r"|完成(?:了)?(?:旗下)?(?P<owned>[^，。；]{3,40}?基金)(?:的)?(?:首轮|首次|首期|最终|第一次|第二次)?(?:关闭|募集|交割|首关|募资)",
    ))
});

/// Funds that are set up or closed.
pub(super) fn funds(
    view: &View<'_>,
    sentence: &Sentence<'_>,
    drafts: &mut Vec<Draft>,
    current: &mut Option<usize>,
) {
    let text = sentence.text;
    if !text.contains("基金") {
        return;
    }
    let mut told: Vec<(usize, usize)> = Vec::new();
    for captures in FUND.captures_iter(text) {
        let partnership = captures
            .name("partnership")
            .or_else(|| captures.name("registered"));
        let Some(group) = partnership
            .or_else(|| captures.name("made"))
            .or_else(|| captures.name("closed"))
            .or_else(|| captures.name("dated"))
            .or_else(|| captures.name("owned"))
        else {
            continue;
        };
        let phrase = group.as_str();
        let sums = amounts(phrase);
        let mut name = sums
            .last()
            .map_or(phrase, |sum| slice(phrase, sum.end, phrase.len()))
            .trim_start_matches(['的', '左', '右'])
            .trim();
        if let Some(date) = dates(name, view.base).last() {
            name = slice(name, date.end, name.len())
                .trim_start_matches('，')
                .trim();
        }
        // "总规模30亿元的某某基金": the name stands behind the description.
        if let Some(at) = name.rfind('的') {
            name = slice(name, at + '的'.len_utf8(), name.len());
        }
        let generic = [
            "市级",
            "省级",
            "区级",
            "国家级",
            "专项",
            "产业基金",
            "投资基金",
            "基金",
            "引导基金",
            "多支",
            "各类",
            "一批",
            "子基金",
            "相关",
        ];
        if name.chars().count() < 6
            || generic.contains(&name)
            || ["市级", "区级", "省级", "各", "多", "相关", "专业化"]
                .iter()
                .any(|word| name.starts_with(word))
            || name.contains(['的', '“'])
        {
            continue;
        }
        let own: Option<xinqiao_record::Amount> = sums.last().map(|sum| sum.value);
        let rest = slice(text, group.end(), text.len());
        let dated = captures.name("dated").is_some() || captures.name("registered").is_some();
        let amount = own.or_else(|| {
            if dated {
                fund_size(rest)
            } else {
                amounts(rest).first().map(|sum| sum.value)
            }
        });
        let amount = amount.or_else(|| size_told_next(view, sentence));
        if dated && amount.is_none() {
            continue;
        }
        // A fund of which neither sum nor date is told is only mentioned.
        let date = dates(slice(text, 0, group.start()), view.base)
            .last()
            .map(|date| date.value)
            .or_else(|| {
                let until = captures
                    .name("dated")
                    .or_else(|| captures.name("registered"))
                    .and_then(|_| captures.get(0))
                    .map_or(group.end(), |whole| whole.end());
                dates(slice(text, 0, until), view.base)
                    .last()
                    .map(|date| date.value)
            });
        if amount.is_none() && date.is_none() {
            continue;
        }
        let owner = captures.name("owned").and_then(|_| {
            subject(
                view,
                slice(text, 0, group.start())
                    .trim_end_matches("完成")
                    .trim_end_matches("完成了"),
            )
        });
        let company = owner.map_or_else(|| name.to_owned(), |owner| format!("{owner}{name}"));
        let draft = Draft {
            kind: FinancingKind::Fund,
            company,
            amount,
            date,
            start: sentence.start,
            end: sentence.start + text.len(),
            certain: true,
            ..Draft::default()
        };
        let index = merge(drafts, draft);
        // A listed company that joins in says 公司 of itself.
        if let Some(founder) = partnership
            .and_then(|_| announcer(view, text))
            .filter(|_| !text.contains('由'))
            && let Some(draft) = drafts.get_mut(index)
        {
            draft.investor(&founder, PartyRole::Investor);
        }
        // "某某公司…设立了某某基金": the company that the sentence begins with is its founder.
        if captures.name("made").is_some()
            && !text.contains('由')
            && let Some((founder, _)) = view
                .name_at_start(text)
                .filter(|(founder, _)| founder.name.ends_with("公司"))
            && let Some(draft) = drafts.get_mut(index)
        {
            draft.investor(&founder.name, PartyRole::Investor);
        }
        *current = Some(index);
        told.push((index, group.start()));
    }
    let mut found = !told.is_empty();
    if !found && let Some(draft) = headed(view, sentence) {
        *current = Some(merge(drafts, draft));
        found = true;
    }
    if told.len() > 1 {
        // Each of several funds has its founders in its own part of the sentence.
        for (index, at) in told {
            let (from, until) = part_around(text, at, at);
            if let Some(draft) = drafts.get_mut(index) {
                founders(view, slice(text, from, until), draft);
            }
        }
        return;
    }
    let goes_on = |draft: &Draft| {
        sentence.start >= draft.end
            && sentence.start - draft.end < 300
            && !slice(view.text, draft.end, sentence.start).contains('\n')
            && ["出资人", "合伙人", "出资方"]
                .iter()
                .any(|word| text.contains(word))
    };
    if let Some(draft) = current
        .and_then(|index| drafts.get_mut(index))
        .filter(|draft| draft.kind == FinancingKind::Fund)
        && (found || text.starts_with("基金") || text.starts_with('该') || goes_on(draft))
    {
        founders(view, text, draft);
    }
}

/// Adds those who found a fund, as the words tell them.
pub(super) fn founders(view: &View<'_>, text: &str, draft: &mut Draft) {
    static FUNDERS: LazyLock<Regex> = LazyLock::new(|| {
        regex(concat!(
            // 出资人 begins a list of its own.
            r"由(?P<list>[^。；]{2,80}?)(?:等)?(?:共同|联合)?(?:出资(?:[^人方]|$)|发起|设立)",
            r"|(?:出资人|出资方|有限合伙人|合伙人)(?:共?[0-9一二三四五六七八九十]{1,3}[家位名])?，?(?:包括|为|有|含|：)(?P<payers>[^。；]{2,80})",
            r"|(?:，|拟|将|已)(?:与|联合|携手)(?P<with>[^。；]{2,80}?)(?:共同|联合|合作|一起)(?:出资|投资)?(?:发起|设立|成立|组建)",
            r"|[，；](?P<givers>[^，。；]{2,40}?(?:、[^，。；、]{2,30}?)+?)等?(?:共同|联合)?(?:出资|发起|设立)(?:[，。；]|$)",
        ))
    });
    if let Some(list) = FUNDERS.captures(text).and_then(|captures| {
        ["list", "payers", "with", "givers"]
            .iter()
            .find_map(|name| captures.name(name))
    }) {
        names_of(view, list.as_str(), |name| {
            draft.investor(name, PartyRole::Investor)
        });
    }
}
