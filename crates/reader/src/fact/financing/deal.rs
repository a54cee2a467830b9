//! Acquisitions and funds.

use std::sync::LazyLock;

use regex::Regex;
use xinqiao_record::body::{FinancingKind, PartyRole};

use super::investors::is_total;
use super::parties::{is_relation, main_company, reported, subject, verb_at, without_number};
use super::{Draft, merge};
use crate::fact::antecedent::refers_back;
use crate::fact::view::{Sentence, View};
use crate::value::organization::{looks_like_name, organizations, strip_description};
use crate::value::pattern::regex;
use crate::value::{amounts, dates, head, slice, tail};

/// What is bought, after the verb or between 对 and 的收购.
static BOUGHT: LazyLock<Regex> = LazyLock::new(|| {
    regex(concat!(
        r"完成(?:了)?对(?P<done>[^，。；]{2,50}?)的?(?:全资|控股)?(?:股权|股份)?的?收购",
        r"|(?:收购|并购|购买|收购了)(?P<bought>[^，。；]{2,110}?)\s?(?:(?P<share>[0-9]+(?:\.[0-9]+)?)\s?[%％]\s?的?(?:股权|股份|的股份)?|的?(?:全部|大部分|多数|控股|部分|剩余)(?:股权|股份)|的?(?:控股权|控制权)|的?股权|的股份)",
        // Weaker verbs only with a share in per cent of a company's stock.
        r"|(?:拿下|受让|竞得|购得|买下|吃下|摘得)(?:了)?(?P<taken>[^，。；]{2,60}?)\s?[0-9]+(?:\.[0-9]+)?\s?[%％]\s?的?(?:股权|股份)",
    ))
});

/// A purchase without a word on shares: 斥资65亿美元并购某公司.
static PAID: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?:斥资|以)[^，。；]{0,30}(?:收购|并购)(?P<plain>[^，。；的]{2,24})"));

/// "某某被甲公司收购".
static REVERSE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?P<company>[^，。；]{2,40}?)(?:已|将|或将|正式|拟)?被(?P<buyer>[^，。；]{2,30}?)(?:以[^，。；]{2,20}?)?(?:全资|整体|溢价)?(?:收购|并购)",
    )
});

/// The acquisitions that a sentence reports, and prices told in the sentences after it.
pub(super) fn acquisitions(
    view: &View<'_>,
    sentence: &Sentence<'_>,
    drafts: &mut Vec<Draft>,
    current: &mut Option<usize>,
) {
    let text = sentence.text;
    if ![
        "收购",
        "并购",
        "购买",
        "对价",
        "作价",
        "价款",
        "拿下",
        "受让",
        "竞得",
        "购得",
        "买下",
        "吃下",
        "摘得",
        "卖给",
        "出售给",
        "转让给",
        "售予",
    ]
    .iter()
    .any(|word| text.contains(word))
    {
        return;
    }
    let mut found = false;
    if let Some(captures) = REVERSE.captures(text)
        && let (Some(company), Some(by)) = (captures.name("company"), captures.name("buyer"))
        && let (Some(company), Some(by)) =
            (subject(view, company.as_str()), target(view, by.as_str()))
    {
        let mut draft = Draft {
            kind: FinancingKind::Acquisition,
            company,
            amount: price(text, true),
            date: dates(text, view.base).first().map(|date| date.value),
            start: sentence.start,
            end: sentence.start + text.len(),
            certain: true,
            ..Draft::default()
        };
        draft.investor(&by, PartyRole::Buyer);
        *current = Some(merge(drafts, draft));
        return;
    }
    if let Some(draft) = sold(view, sentence) {
        *current = Some(merge(drafts, draft));
        return;
    }
    let hits: Vec<_> = if BOUGHT.is_match(text) {
        BOUGHT.captures_iter(text).collect()
    } else {
        PAID.captures_iter(text).collect()
    };
    // Several purchases of one sentence stand in a part of it each, with their own buyers and sums.
    let several = hits.len() > 1;
    for captures in hits {
        let Some(whole) = captures.get(0) else {
            continue;
        };
        let (from, until) = if several {
            part_around(text, whole.start(), whole.end())
        } else {
            (0, text.len())
        };
        let part = slice(text, from, until);
        let group = captures
            .name("done")
            .or_else(|| captures.name("bought"))
            .or_else(|| captures.name("plain"))
            .or_else(|| captures.name("taken"));
        let lead = slice(text, from, whole.start());
        let Some(target) = group.and_then(|group| {
            target(view, group.as_str()).or_else(|| theirs(view, group.as_str(), lead))
        }) else {
            continue;
        };
        if ["完成后", "终止", "取消", "鼓励", "支持"]
            .iter()
            .any(|word| tail(lead, 8).contains(word))
            || called_off(text, whole.start(), whole.end())
        {
            continue;
        }
        let buyer = paying(view, lead)
            .or_else(|| buyer(view, lead, &target))
            .or_else(|| {
                // "…；并收购丙40%股权" goes on about the buyer before.
                (several && lead.chars().count() <= 4)
                    .then(|| buyer(view, slice(text, 0, whole.start()), &target))?
            });
        if buyer.as_deref() == Some(target.as_str()) {
            continue;
        }
        let when = dates(text, view.base);
        let mut draft = Draft {
            kind: FinancingKind::Acquisition,
            company: target,
            amount: price(part, true),
            date: when
                .iter()
                .filter(|date| date.start < whole.end())
                .map(|date| date.value)
                .next(),
            start: sentence.start,
            end: sentence.start + text.len(),
            certain: true,
            ..Draft::default()
        };
        if let Some(buyer) = buyer {
            draft.investor(&buyer, PartyRole::Buyer);
        }
        // Two stakes in one company are one purchase; a later sentence only adds to it.
        if draft.investors.is_empty() && draft.amount.is_none() && draft.date.is_none() {
            continue;
        }
        *current = Some(merge(drafts, draft));
        found = true;
    }
    if !found
        && let Some(draft) = current.and_then(|index| drafts.get_mut(index))
        && draft.kind == FinancingKind::Acquisition
        && draft.amount.is_none()
    {
        draft.amount = price(text, false);
    }
}

/// The part of `text` between semicolons that `start..end` stands in.
pub(super) fn part_around(text: &str, start: usize, end: usize) -> (usize, usize) {
    let from = slice(text, 0, start)
        .rfind('；')
        .map_or(0, |at| at + '；'.len_utf8());
    let until = slice(text, end, text.len())
        .find('；')
        .map_or(text.len(), |at| at + end);
    (from, until)
}

/// The buyer in front of the sum that it pays: "甲电子出2.98亿元收购…", "丙斥资3亿元".
///
/// The verb of paying stands between a name and a sum, and the sum right before the verb of buying.
fn paying(view: &View<'_>, lead: &str) -> Option<String> {
    static PAYING: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"(?:^|[，；。：])(?P<name>[^，；。：0-9]{2,24}?)(?:拟|将|已|计划|宣布|打算)?(?:出资|斥资|豪掷|花费|耗资|砸下|掏出|出|花|掏)(?:了)?(?:约|近|超|逾|不超过)?\s?[0-9][0-9.,]*\s?(?:亿|千万|百万|万)[^，；。0-9]{0,8}$",
        )
    });
    if !lead.contains(['出', '资', '花', '掏', '掷']) {
        return None;
    }
    let name = PAYING.captures(lead)?.name("name")?;
    subject(view, slice(lead, 0, name.end()))
        .filter(|name| !is_relation(name) && !name.contains("股东") && !name.contains("共同"))
}

/// "甲公司以3亿元把某业务卖给乙公司": a sale, told from the side of the seller.
///
/// What is sold must be a business, a plant, a company or its shares: goods are sold to customers with the same words. Talks and rumours are
/// no sale.
fn sold(view: &View<'_>, sentence: &Sentence<'_>) -> Option<Draft> {
    static SOLD: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"(?:把|将)(?:其|自家|旗下|所持|持有)*的?(?P<thing>[^，。；把将]{2,40}?)(?:以[^，。；]{2,20}?(?:的价格)?)?(?:卖给|出售给|转让给|售予)(?:了)?(?P<buyer>[^，。；（(]{2,30})",
        )
    });
    /// What only a part of a company is called, and so told with the seller's name.
    const PARTS: [&str; 7] = ["业务", "部门", "事业部", "资产", "产线", "工厂", "厂"];
    const OPEN: [&str; 15] = [
        "传闻", "据传", "传出", "盛传", "考虑", "有意", "洽谈", "谈判", "否认", "或将", "终止",
        "取消", "放弃", "希望", "不会",
    ];
    let text = sentence.text;
    if !["卖给", "出售给", "转让给", "售予"]
        .iter()
        .any(|word| text.contains(word))
    {
        return None;
    }
    let captures = SOLD.captures(text)?;
    let (whole, thing, by) = (
        captures.get(0)?,
        captures.name("thing")?.as_str().trim(),
        captures.name("buyer")?.as_str(),
    );
    let lead = slice(text, 0, whole.start());
    if OPEN.iter().any(|word| lead.contains(word)) || called_off(text, whole.start(), whole.end()) {
        return None;
    }
    let seller = seller(view, lead);
    let shares = ["股权", "股份", "股"]
        .iter()
        .any(|word| thing.ends_with(word));
    let company = if let Some(part) = PARTS.iter().find(|word| thing.ends_with(**word)) {
        // A bare 工厂 or 业务 names nothing without its owner.
        match &seller {
            Some(seller) if !thing.starts_with(seller.as_str()) => format!("{seller}{thing}"),
            _ if thing.len() > part.len() => thing.to_owned(),
            _ => return None,
        }
    } else if shares {
        let name = thing.trim_end_matches(['股', '权', '份', '的']);
        let name =
            name.trim_end_matches(|one: char| one.is_ascii_digit() || ".%％ 的全部".contains(one));
        target(view, name)?
    } else if ["公司", "子公司"].iter().any(|word| thing.ends_with(word)) {
        target(view, thing)?
    } else {
        return None;
    };
    let by = by.split(['、', '和']).next().unwrap_or(by);
    let buyer = target(view, by)?;
    let mut draft = Draft {
        kind: FinancingKind::Acquisition,
        company,
        amount: price(text, true),
        date: dates(text, view.base)
            .iter()
            .find(|date| date.start < whole.start())
            .map(|date| date.value),
        start: sentence.start,
        end: sentence.start + text.len(),
        certain: true,
        ..Draft::default()
    };
    draft.investor(&buyer, PartyRole::Buyer);
    Some(draft)
}

/// Who sells: the words before the verb of agreeing or the sum.
fn seller(view: &View<'_>, lead: &str) -> Option<String> {
    let clause = lead
        .trim_end_matches('，')
        .rsplit(['，', '；', '。'])
        .next()
        .unwrap_or(lead);
    let end = [
        "同意", "宣布", "决定", "计划", "拟", "将", "已", "公告", "正式", "以", "作价",
    ]
    .iter()
    .filter_map(|verb| verb_at(clause, verb))
    .filter(|&at| at > 0)
    .min()
    .unwrap_or(clause.len());
    subject(view, slice(clause, 0, end)).filter(|name| !is_relation(name))
}

/// Whether the purchase told at `start..end` is given up: 放弃收购, 不再收购, 收购…的事项终止.
fn called_off(text: &str, start: usize, end: usize) -> bool {
    let lead = slice(text, 0, start);
    let lead = lead.rsplit(['，', '；', '。']).next().unwrap_or(lead);
    let rest = slice(text, end, text.len());
    let rest = rest.split(['，', '；', '。']).next().unwrap_or(rest);
    ["放弃", "不再", "中止", "否认", "未能", "叫停"]
        .iter()
        .any(|word| tail(lead, 6).contains(word))
        || ["终止", "作罢", "告吹", "取消", "叫停", "搁浅", "流产"]
            .iter()
            .any(|word| rest.contains(word) && !rest.contains("上市"))
}

/// The buyer that the clause before the verb names with 由: "由某某以现金收购", "由后者收购" (who was named last before it).
fn named_by(view: &View<'_>, lead: &str) -> Option<String> {
    let at = lead
        .char_indices()
        .rev()
        .find(|&(_, one)| matches!(one, '，' | '；' | '。'))
        .map(|(at, one)| at + one.len_utf8())?;
    let clause = slice(lead, at, lead.len());
    let by = clause
        .strip_prefix('由')
        .filter(|rest| !rest.starts_with(['于', '此']))
        .or_else(|| clause.starts_with("后者").then_some(clause))?;
    if by.starts_with("后者") {
        return organizations(slice(lead, 0, at))
            .last()
            .map(|found| view.full_name(&found.value));
    }
    let end = ["以", "用", "通过", "出资", "现金", "斥资", "拟", "将"]
        .iter()
        .filter_map(|verb| verb_at(by, verb))
        .filter(|&at| at > 0)
        .min()
        .unwrap_or(by.len());
    subject(view, slice(by, 0, end))
}

/// The company with whose shareholders the purchase is agreed, when what is bought is only 其: "与甲公司全体股东签署协议，收购其100%股份".
fn theirs(view: &View<'_>, phrase: &str, lead: &str) -> Option<String> {
    static HOLDERS: LazyLock<Regex> = LazyLock::new(|| {
        regex(r"[与和同](?P<name>[^，。；、与和同]{2,40}?)的?(?:全体|全部|原|主要|现有)?股东")
    });
    // The pattern may leave the first digit of the share with it: 其1|00%.
    if phrase.trim_end_matches(|one: char| one.is_ascii_digit() || one == ' ') != "其" {
        return None;
    }
    let name = HOLDERS.captures_iter(lead).last()?.name("name")?;
    target(view, name.as_str())
}

/// The announcing company of the headline, where the words are its own: an item "（二）收购某某100%股份", a sentence that begins with 公司.
pub(super) fn announcer(view: &View<'_>, lead: &str) -> Option<String> {
    let lead = without_number(lead);
    let own = lead.trim().is_empty() || refers_back(lead) == Some(false);
    view.title_name()
        .filter(|_| own)
        .map(|name| view.full_name(name))
}

/// The subsidiary that an announcement says will buy: "甲公司公告称，控股子公司乙有限公司拟收购…".
fn subsidiary(view: &View<'_>, lead: &str) -> Option<String> {
    static SUBSIDIARY: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"^(?:公司|其)?(?:旗下)?(?:的)?(?:全资|控股)?(?:子公司|孙公司)(?P<name>[^，。；,（）]{2,30}?有限公司)(?:打算|拟|将|以|与|已|计划|完成|，|,|$)",
        )
    });
    let words = reported(lead)?.trim_start_matches(['，', ',', ' ']);
    let name = SUBSIDIARY.captures(words)?.name("name")?.as_str();
    Some(view.full_name(name))
}

fn buyer(view: &View<'_>, lead: &str, target: &str) -> Option<String> {
    if let Some(name) = subsidiary(view, lead)
        .or_else(|| named_by(view, lead))
        .or_else(|| announcer(view, lead).filter(|name| name != target))
    {
        return Some(name);
    }
    let whole = lead;
    let lead = without_number(lead);
    let verb = [
        "发布公告",
        "披露",
        "发布",
        "公告",
        "宣布",
        "拟",
        "与",
        "斥资",
        "更是",
        "通过",
        "以",
        "已于",
        "于",
        "近期",
        "完成",
        "并",
    ]
    .iter()
    .filter_map(|verb| verb_at(lead, verb).filter(|&at| at > 0))
    .min();
    let head = verb.map_or(lead, |at| slice(lead, 0, at));
    subject(view, head)
        .or_else(|| {
            main_company(view).filter(|name| name != target && refers_back(lead) == Some(false))
        })
        .or_else(|| {
            // The first organisation of the sentence buys.
            organizations(lead)
                .into_iter()
                .next()
                .map(|found| view.full_name(&found.value))
        })
        .or_else(|| {
            lead.rsplit('，')
                .next()
                .and_then(|clause| subject(view, clause))
        })
        .filter(|name| !["其", "此次"].contains(&name.as_str()) && !is_relation(name))
        .or_else(|| {
            if lead.contains("公司") || whole.is_empty() {
                main_company(view)
            } else {
                None
            }
        })
}

/// The name of what is bought: after the holders and after a description.
fn target(view: &View<'_>, phrase: &str) -> Option<String> {
    let mut phrase = phrase.trim();
    for mark in ["直接持有的", "间接持有的", "持有的", "旗下的", "所持"] {
        if let Some(at) = phrase.rfind(mark) {
            phrase = slice(phrase, at + mark.len(), phrase.len());
        }
    }
    if let Some(legal) = organizations(phrase)
        .into_iter()
        .find(|found| found.value.ends_with("公司") || found.value.is_ascii())
    {
        return Some(view.full_name(&legal.value));
    }
    let mut name = strip_description(phrase);
    for mark in ["领头羊", "巨头", "子公司", "旗下", "老牌", "团队", "同行"] {
        if let Some(at) = name.find(mark) {
            let rest = slice(name, at + mark.len(), name.len()).trim();
            if rest.chars().count() >= 2 {
                name = rest;
            }
        }
    }
    // A Latin name behind Han words stands alone.
    if let Some(at) = name.rfind(crate::value::is_han) {
        let rest = slice(name, at, name.len());
        let rest = rest.trim_start_matches(crate::value::is_han).trim();
        if rest.chars().filter(char::is_ascii_alphabetic).count() >= 3 {
            name = rest;
        }
    }
    let name = name.trim_end_matches(['的', ' ', '约']).trim();
    let general = [
        "该",
        "标的",
        "其",
        "上述",
        "资产",
        "公司",
        "方式",
        "股权",
        "部分",
        "整合",
        "国内",
        "海外",
        "交易",
        "事项",
        "对方",
        "本地",
        "相关",
        "同行",
        "企业",
        "协议",
        "一家",
        "多家",
        "境外",
        "原材料",
        "设备",
        "服务",
        "重组",
        "基金",
        "一验证",
    ];
    let ok = looks_like_name(name)
        && (2..=24).contains(&name.chars().count())
        && !general.iter().any(|word| name.starts_with(word))
        && !name.contains(['的', '（', '、']);
    ok.then(|| view.full_name(name))
}

/// The price: a sum that is called one; else, when `any`, the sum with which something is bought.
fn price(text: &str, any: bool) -> Option<xinqiao_record::Amount> {
    let sums = amounts(text);
    let called = sums.iter().rev().find(|sum| {
        let lead = tail(slice(text, 0, sum.start), 12);
        let lead = lead.rsplit(['，', '。', '；']).next().unwrap_or(lead);
        ([
            "对价",
            "作价",
            "价款",
            "收购价",
            "交易价",
            "价格",
            "售价",
            "成交价",
            "转让价",
        ]
        .iter()
        .any(|word| lead.contains(word))
            && !lead.contains("现金对价"))
            || priced_after(text, sum.end)
    });
    if let Some(called) = called {
        return Some(called.value);
    }
    if !any {
        return sums
            .iter()
            .find(|sum| traded(text, sum.start, sum.end))
            .map(|sum| sum.value);
    }
    sums.iter()
        .find(|sum| {
            let lead = tail(slice(text, 0, sum.start), 16);
            !is_total(text, sum.start)
                && ([
                    "以", "斥资", "资金", "耗资", "出资", "支付", "豪掷", "花费", "砸下",
                ]
                .iter()
                .any(|word| lead.contains(word))
                    || lead
                        .trim_end_matches(['约', '近', '超', '逾', '了', ' '])
                        .ends_with(['出', '花', '掏', '掷']))
                && !lead.contains("公布的")
        })
        .map(|sum| sum.value)
}

/// Whether the sum that ends at `at` is called a price behind it: 3.8亿元（折合…）的基础对价.
fn priced_after(text: &str, at: usize) -> bool {
    let rest = slice(text, at, text.len());
    let rest = rest
        .strip_prefix(['（', '('])
        .and_then(|inner| inner.split_once(['）', ')']))
        .map_or(rest, |(_, after)| after);
    let words = head(rest, 8);
    let words = words.split(['，', '。', '；']).next().unwrap_or(words);
    words.starts_with('的')
        && ["对价", "价格", "价款", "总价"]
            .iter()
            .any(|word| words.contains(word))
        // What is paid later, if all goes well, is no price.
        && !["业绩", "或有", "额外"].iter().any(|word| words.contains(word))
}

/// Whether a share in per cent is bought with the sum at `start..end`: 以9.3亿元现金买97.89%股份.
fn traded(text: &str, start: usize, end: usize) -> bool {
    static TRADED: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"^(?:的)?(?:现金)?(?:买|购|收购|受让|取得|拿下)(?:入|下|买|了)?[^，。；0-9]{0,16}[0-9][0-9.]*\s?[%％][^，。；]{0,4}股",
        )
    });
    let lead = slice(text, 0, start);
    let clause = lead.rsplit(['，', '。', '；']).next().unwrap_or(lead);
    tail(clause, 6).contains('以') && TRADED.is_match(slice(text, end, text.len()))
}
