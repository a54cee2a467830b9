//! Who puts the money in: investors, leads, and the stakes that they take.

use super::Draft;
use super::parties::{CAPITAL, is_investor};
use crate::fact::view::{Sentence, View};
use crate::value::organization::looks_like_name;
use crate::value::pattern::regex;
use crate::value::{is_han, slice, tail};
use regex::Regex;
use std::sync::LazyLock;
use xinqiao_record::body::{FinancingKind, PartyRole};

pub(super) static INVESTORS: LazyLock<Regex> = LazyLock::new(|| {
    regex(concat!(
        r"由(?P<lead>[^，。；]{2,60}?)(?:联合|共同)?领投",
        // "由甲投资全额认购": the word of the whole stands between the name and the verb.
        r"|由(?P<whole>[^，。；]{2,60}?)(?:全额|全部|足额|独家|单独)+(?:认购|出资|包揽|投资|参与|认缴)",
        r"|由(?P<head>[^，。；]{2,60}?)(?:共同|联合)?牵头(?:[，。；、]|$)",
        r"|(?:领投方|领投机构|领投的|领头的)(?:为|是|包括)(?P<lead2>[^，。；]{2,60})",
        r"|(?P<lead3>[^，。；由]{2,40}?)(?:联合)?领投",
        r"|由(?P<sole>[^，。；]{2,60}?)(?:独家|独立|共同|联合|战略)*(?:战略)?(?:投资|出资|认购)",
        r"|(?:投资方|投资机构|投资人|基石投资者|投资者|股东方|参投方|跟投方|跟投机构|出资方|出资的|认购方|认购对象|增资方)(?:共?[0-9一二三四五六七八九十]{1,3}家)?，?(?:为|是|包括|有|含|：|:)+(?P<list>[^。；）]{2,100})",
        // "投资方甲、乙合计增资1.8亿元".
        r"|投资方(?P<adding>[^，。；]{2,60}?)(?:(?:合计|共计|分别|各|共)(?:增资|出资|投资|投入|认购)|增资)",
        // "获得甲、乙的近亿元A轮融资": who stands between the verb and the sum gave it.
        r"|获(?:得)?(?:了)?(?P<from>[^，。；0-9由][^，。；0-9]{2,60}?)的?(?:近|超过|超|逾|约|数|上){0,2}(?:[0-9][0-9,.]*\s?)?(?:余|多)?(?:亿|千万|百万|万)[^，。；]{0,20}?(?:轮|融资|投资)",
        r"|(?P<this>[^，。；]{2,60}?)(?:一起|都)?(?:投了|参投了|参与了|投资了)(?:这|本|该)一?轮",
        r"|(?P<follow>[^，。；]{2,60}?)(?:继续|超额|共同|联合|持续|独家|战略)*(?:跟投|参投|独投|参与投资|加码|加注|认购|追投)",
        r"|(?P<join>[^，。；]{2,60}?)(?:共同|独家|联合|战略)+投资",
        // "甲资本、乙集团参与", "甲创投跟进": what the words end in is an investor, for many things are taken part in and followed up.
        r"|(?P<part>[^，。；]{0,60}?(?:资本|创投|基金|产投|国投|科创投|投资|控股|集团))(?:等)?(?:共同|联合|一同|一起|继续)?(?:参与(?:本轮|该轮|这轮|其中)?|跟进)(?:[，。；]|$)",
        r"|(?P<paid>[^，。；由]{2,30}?(?:资本|创投|基金|产投|国投|科创投|投资|控股|集团))(?:则|另)?出资(?:约|近|超)?\s?[0-9]",
        // "天使轮2000万元，甲创投独家".
        r"|(?:^|[，；：])(?P<alone>[^，。；：]{2,30}?)独家(?:[，。；]|$)",
    ))
});

/// Adds the investors that the text names to `draft`.
pub(super) fn investors(view: &View<'_>, text: &str, draft: &mut Draft) {
    if let Some(list) = on_the_roll(text) {
        names_of(view, list, |name| draft.investor(name, PartyRole::Investor));
    }
    for captures in INVESTORS.captures_iter(text) {
        let lead = captures
            .name("lead")
            .or_else(|| captures.name("lead2"))
            .or_else(|| captures.name("lead3"))
            .or_else(|| captures.name("head"));
        // Standards and projects are headed, joined and paid for too: only beside words of a round.
        if ["head", "part", "paid"]
            .iter()
            .any(|name| captures.name(name).is_some())
            && !["轮", "领投", "跟投", "融资"]
                .iter()
                .any(|word| text.contains(word))
        {
            continue;
        }
        let from = captures.name("from");
        // Public money, loans, orders and permits are got with the same words.
        if from.is_some_and(|from| {
            [
                "补", "奖", "贷", "授信", "专项", "政策", "受理", "批", "募", "注册", "订单",
                "合同", "融资", "收入",
            ]
            .iter()
            .any(|word| from.as_str().contains(word))
        }) {
            continue;
        }
        let (list, role) = match lead.or(from.filter(|from| from.as_str().ends_with("领投"))) {
            Some(list) => (Some(list), PartyRole::LeadInvestor),
            None => (
                [
                    "whole", "sole", "list", "adding", "this", "follow", "join", "part", "paid",
                    "alone",
                ]
                .iter()
                .find_map(|name| captures.name(name))
                .or(from),
                PartyRole::Investor,
            ),
        };
        if let Some(list) = list {
            names_of(view, list.as_str(), |name| draft.investor(name, role));
        }
    }
}

/// The enumeration of "甲、乙、丙都在投资人名单里".
pub(super) fn on_the_roll(text: &str) -> Option<&str> {
    let lead = slice(text, 0, text.find("名单")?);
    let lead = ["投资人", "投资方", "出资人"]
        .iter()
        .find_map(|word| lead.strip_suffix(word))?;
    let lead = slice(lead, 0, lead.rfind('在')?);
    Some(lead.trim_end_matches(['都', '均', '也']))
}

/// Cuts an enumeration into names.
pub(super) fn names_of(view: &View<'_>, list: &str, mut push: impl FnMut(&str)) {
    static OTHERS: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"等(?:多家|数家|多个|知名|[0-9一二三四五六七八九十]+家)?(?:产业|知名|新老|老|新)?(?:机构|股东|投资方|投资人|投资机构|资本|基金)?(?:共同|联合)?$|等(?:多家|数家|知名|[0-9一二三四五六七八九十]+家)[^、，]{0,8}",
        )
    });
    let list = list.split(['。', '；']).next().unwrap_or(list);
    let list = without_notes(list);
    let list = OTHERS.replace_all(&list, "");
    let whole = list.replace("以及", "、").replace("及其", "、");
    for piece in whole.split(['、', '，', ',', ';']).flat_map(conjoined) {
        let mut name = behind_kind(piece.trim());
        for lead in [
            "老股东",
            "新老股东",
            "现有股东",
            "国有股东",
            "战略股东",
            "新进股东",
            "既有股东",
            "新股东",
            "原股东",
            "本轮由",
            "本轮",
            "由",
            "其中",
            "境外产业资本",
            "产业资本",
            "知名机构",
            "包括",
            "两家",
            "资本方",
            "机构",
            "新增投资方",
        ] {
            name = name.strip_prefix(lead).unwrap_or(name).trim();
        }
        for end in [
            "等机构",
            "等",
            "共同",
            "联合",
            "独家",
            "战略",
            "继续",
            "超额",
            "跟",
            "参与",
            "持续",
            "旗下基金",
            "领投",
            "跟投",
            "投资",
            "旗下",
            "三级政府",
            "两级政府",
            "也",
            "则",
            // "某某等跟投": what the verb hid.
            "等",
        ] {
            // 某某投资 is a name when it stands alone; the verb is cut by the pattern.
            if end == "投资" {
                continue;
            }
            name = name.strip_suffix(end).unwrap_or(name).trim();
        }
        name = behind_group(name);
        let count = name.chars().count();
        let noise = [
            "资金",
            "股东",
            "本次",
            "融资",
            "估值",
            "不足",
            "未披露",
            "公司",
            "产业方",
            "用于",
            "累计",
            "完成",
            "亿",
            "万",
            "获得",
            "宣布",
            "项目",
            "上市",
            "轮",
            "其",
            "老",
            "月",
            "日",
            "净额",
            "涨幅",
            "总额",
            "持股平台",
            "个人投资",
            "自然人",
            "保密",
            "未透露",
            "未公开",
            "匿名",
            "规模",
            "首期",
            "全额",
        ];
        if (2..=28).contains(&count)
            && looks_like_name(name)
            && !noise
                .iter()
                .any(|word| name.contains(word) && !(*word == "公司" && is_firm(name)))
            && (!name.contains(['（', '）']) || is_legal(name))
            && !is_count(name)
            && !name.contains(' ')
            || is_latin_name(name)
        {
            push(&view.full_name(name));
        }
    }
}

/// The investor behind its group or a description: 某集团旗下的甲, 某集团旗下乙资本, 境外投资机构丙.
pub(super) fn behind_group(name: &str) -> &str {
    let behind = |mark: &str| {
        name.rsplit_once(mark)
            .map(|(_, rest)| rest.trim())
            .filter(|rest| rest.chars().count() >= 3)
    };
    behind("旗下的")
        .or_else(|| behind("背景的"))
        .or_else(|| behind("旗下").filter(|rest| is_investor(rest)))
        .or_else(|| behind("机构"))
        .unwrap_or(name)
}

/// The name behind a dash in front of which only its kind stands: 两家产业资本——甲电气.
pub(super) fn behind_kind(piece: &str) -> &str {
    let Some((kind, name)) = piece.rsplit_once('—') else {
        return piece;
    };
    let kind = kind.trim_end_matches('—').trim();
    let general = [
        "产业资本",
        "产业方",
        "机构",
        "投资方",
        "投资人",
        "股东",
        "国资",
    ]
    .iter()
    .any(|word| kind.ends_with(word));
    if general && name.chars().count() >= 2 {
        name.trim()
    } else {
        piece
    }
}

/// Whether the words count bodies and name none: 四家银行.
pub(super) fn is_count(name: &str) -> bool {
    name.match_indices('家').any(|(at, _)| {
        slice(name, 0, at).ends_with(|one: char| {
            one.is_ascii_digit() || "一二两三四五六七八九十几多数".contains(one)
        })
    })
}

/// Whether a name that holds 公司 is that of a body which invests, in full or not: 某某产业投资公司, but not 国有投资公司.
pub(super) fn is_firm(name: &str) -> bool {
    const GENERAL: [&str; 6] = ["国有", "多家", "某", "当地", "区属", "市属"];
    is_legal(name)
        || name.chars().count() >= 6
            && !GENERAL.iter().any(|word| name.starts_with(word))
            && ["投资公司", "管理公司", "控股公司", "集团公司"]
                .iter()
                .any(|form| name.ends_with(form))
}

/// Whether a name ends in a legal form, which may have brackets inside it.
pub(super) fn is_legal(name: &str) -> bool {
    name.ends_with("有限公司")
        || name.ends_with("责任公司")
        || name.ends_with("合伙企业（有限合伙）")
}

/// A list without the short brackets of its names, （领投）, but with those of legal names: 某某（集团）有限公司, 合伙企业（有限合伙）.
pub(super) fn without_notes(list: &str) -> String {
    static NOTE: LazyLock<Regex> = LazyLock::new(|| regex(r"[（(](?P<inner>[^（）()]{0,12})[）)]"));
    let mut out = String::with_capacity(list.len());
    let mut from = 0;
    for captures in NOTE.captures_iter(list) {
        let Some(hit) = captures.get(0) else { continue };
        let inner = captures.name("inner").map_or("", |inner| inner.as_str());
        let rest = slice(list, hit.end(), list.len());
        let rest = rest.split(['、', '，', '；']).next().unwrap_or(rest);
        let goes_on = rest.starts_with(|next: char| is_han(next) && !"和与及等".contains(next))
            && rest.contains("公司");
        out.push_str(slice(list, from, hit.start()));
        if goes_on || inner == "有限合伙" {
            out.push('（');
            out.push_str(inner);
            out.push('）');
        }
        from = hit.end();
    }
    out.push_str(slice(list, from, list.len()));
    out
}

/// "19位股东中，甲出17.44%，乙、丙各6.25%", "甲认了35亿元，乙认了33亿元": the holders that the sentence after a fund or an issue lists.
///
/// It takes a word for holders and two shares told in one form, right after the event: a share of a market stands elsewhere.
pub(super) fn stakes(
    view: &View<'_>,
    sentence: &Sentence<'_>,
    drafts: &mut [Draft],
    current: Option<usize>,
) {
    static STAKE: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"^(?P<names>[^0-9%％]{2,60}?)(?:各|分别)?(?:出资|出|持股|持有|持|认缴|认购|认了|认|占股|占)?(?:了|约|为|不超过|不低于)?\s?[0-9][0-9.]*\s?(?:%|％|亿元|亿美元|万元)",
        )
    });
    let text = sentence.text;
    let Some(draft) = current.and_then(|index| drafts.get_mut(index)) else {
        return;
    };
    // The shareholders of a company that gets a round are not those who paid for it.
    let marks: &[&str] = match draft.kind {
        FinancingKind::Fund => &["股东", "出资人", "合伙人"],
        // 超额配售 alone tells an option and no holders.
        FinancingKind::Ipo => &["战略配售", "投资者"],
        FinancingKind::Round if draft.round.as_deref() == Some(CAPITAL) => &["出", "认"],
        _ => return,
    };
    let paid_in = draft.kind == FinancingKind::Round;
    let near = draft.end <= sentence.start
        && !slice(view.text, draft.end, sentence.start).contains('\n')
        && sentence.start - draft.end < 300;
    if !near || !marks.iter().any(|word| text.contains(word)) {
        return;
    }
    let mut holders: Vec<_> = text
        .split('，')
        .filter(|clause| !paid_in || clause.contains(['出', '认']))
        .filter_map(|clause| STAKE.captures(clause)?.name("names"))
        .map(|names| names.as_str())
        .filter(|names| {
            ![
                "合计", "同比", "环比", "其中", "股东", "增", "降", "收入", "利润", "募", "总额",
                "规模", "首期", "目标", "实缴", "存续",
            ]
            .iter()
            .any(|word| names.contains(word))
        })
        .collect();
    if holders.len() < 2 {
        return;
    }
    // "另有丙、丁": those who come with them, without a sum.
    if paid_in {
        holders.extend(text.split('，').filter_map(|clause| {
            ["另有", "还有"]
                .iter()
                .find_map(|word| clause.strip_prefix(word))
        }));
    }
    for names in holders {
        names_of(view, names, |name| {
            draft.investor(name, PartyRole::Investor)
        });
    }
}

/// The two sides of 和, 与 or 及 where both are long enough to be names; 和丰创投 stays whole.
pub(super) fn conjoined(piece: &str) -> Vec<&str> {
    let cut = piece
        .char_indices()
        .filter(|(_, one)| matches!(one, '和' | '与' | '及'))
        .find(|&(at, one)| {
            let (left, right) = (
                slice(piece, 0, at),
                slice(piece, at + one.len_utf8(), piece.len()),
            );
            left.trim().chars().count() >= 3 && right.trim().chars().count() >= 3
        });
    match cut {
        Some((at, one)) => vec![
            slice(piece, 0, at),
            slice(piece, at + one.len_utf8(), piece.len()),
        ],
        None => vec![piece],
    }
}

pub(super) fn is_latin_name(name: &str) -> bool {
    name.is_ascii()
        && name.starts_with(|first: char| first.is_ascii_uppercase())
        && (3..=50).contains(&name.len())
        && name.chars().any(|one| one.is_ascii_lowercase())
}

/// Whether the total that the clause tells is that of the one round or issue: 融资总额达8亿元, 甲、乙合计增资1.8亿元.
pub(super) fn is_own_total(clause: &str) -> bool {
    // A clause that begins with the word goes on about the round told before it; a field's or a year's total has its name in front.
    let own = ["融资总额", "募资总额", "募集资金总额"]
        .iter()
        .any(|word| clause.find(word).is_some_and(|at| at <= "本次拟".len()))
        || ["合计增资", "合计出资", "合计投资", "合计认购"]
            .iter()
            .any(|word| clause.contains(word));
    own && !clause.contains("累计") && !clause.replace("本轮", "").contains('轮')
}

/// A clause that tells the past or a sum over several rounds; its sum is not the round's.
pub(super) fn is_total(text: &str, at: usize) -> bool {
    let lead = slice(text, 0, at);
    let clause = lead.rsplit(['，', '。', '；', '：']).next().unwrap_or(lead);
    let lead = tail(clause, 14);
    if is_own_total(clause) {
        return false;
    }
    [
        "累计",
        "估值",
        "总金额",
        "总额",
        "合计",
        "共计",
        "投后",
        "总额已超",
        "累积",
        "已超过",
        "市值",
        "营收",
        "收入",
        "利润",
        "注册资本",
        "发行价",
        "每股",
        "产值",
        "股价",
    ]
    .iter()
    .any(|word| lead.contains(word))
}
