//! Financing: rounds, steps to a listing, acquisitions, funds; from prose, time lines and tables.

mod deal;
mod english;
mod fund;
mod investors;
mod list;
mod listing;
mod parties;
mod round;
mod sheet;
#[cfg(test)]
mod tests;

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use xinqiao_record::body::{Financing, FinancingKind, Party, PartyRole};
use xinqiao_record::{Amount, Body, PartialDate};

use super::Fact;
use super::view::View;
use crate::value::pattern::words;

static TRIGGERS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    words([
        "融资",
        "轮",
        "领投",
        "跟投",
        "参投",
        "投资方",
        "收购",
        "并购",
        "购买",
        "IPO",
        "上市",
        "过会",
        "受理",
        "递表",
        "辅导",
        "招股",
        "挂牌",
        "基金",
        "定增",
        "发行股",
        "特定对象",
        "科创板",
        "创业板",
        "北交所",
        "港交所",
        "共同投资",
        "加码",
        "对价",
        "作价",
        "募资",
        "募集",
        "首关",
        "关闭",
        "股东",
        "入股",
        "问询",
        "注册",
        "首次公开",
        "获",
        "首发",
        "投资，",
        "共同出资",
        "受让",
        "拿下",
        "竞得",
        "申购",
        "聆讯",
        "筹资",
        "靠前",
        "居前",
        "单笔",
        "笔是",
        "笔为",
        "增资",
        "出资的",
        "出资方",
        "基石投资者",
        "定向发行",
        "跟进",
        "独家",
        "卖给",
        "出售给",
        "转让给",
        "售予",
        "暂缓审议",
        "暂缓表决",
    ])
});

/// A financing as gathered so far.
#[derive(Debug, Clone, Default)]
pub(super) struct Draft {
    pub(super) kind: FinancingKind,
    pub(super) company: String,
    pub(super) round: Option<String>,
    pub(super) amount: Option<Amount>,
    pub(super) investors: Vec<Party>,
    pub(super) date: Option<PartialDate>,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) certain: bool,
}

impl Draft {
    pub(super) fn investor(&mut self, name: &str, role: PartyRole) {
        match self.investors.iter_mut().find(|known| known.name == name) {
            Some(known) if role == PartyRole::LeadInvestor => known.role = role,
            Some(_) => {}
            None => self.investors.push(Party::named(name, role)),
        }
    }

    fn same_as(&self, other: &Draft) -> bool {
        self.kind == other.kind
            && self.company == other.company
            && (self.kind != FinancingKind::Round
                || self.round == other.round && !self.is_another(other))
    }

    /// Whether `other` bears the same name of a round that a company may have again (战略融资, 股权融资) and is of quite another time.
    fn is_another(&self, other: &Draft) -> bool {
        /// Names of rounds that say nothing of their place in the row of rounds.
        const AGAIN: [&str; 5] = ["战略融资", "战略投资", "战略投资轮", "股权融资", "新一轮"];
        let (Some(one), Some(two)) = (self.date, other.date) else {
            return false;
        };
        let again = self
            .round
            .as_deref()
            .is_some_and(|round| AGAIN.contains(&round));
        let years = i32::from(one.year_number()) - i32::from(two.year_number());
        // One deal is told with days some weeks apart (signed, closed, announced), not with days of half a year.
        let apart = match (one.month_number(), two.month_number()) {
            (Some(one), Some(two)) => (years * 12 + i32::from(one) - i32::from(two)).abs() > 6,
            _ => years.abs() > 1,
        };
        again && apart
    }

    fn absorb(&mut self, other: Draft) {
        self.amount = self.amount.or(other.amount);
        self.date = self.date.or(other.date);
        if self.round.is_none() {
            self.round = other.round;
        }
        for party in other.investors {
            self.investor(&party.name, party.role);
        }
        if other.certain && !self.certain {
            (self.start, self.end, self.certain) = (other.start, other.end, true);
        }
    }
}

/// Adds a financing, or what is new of it when it is known.
pub(super) fn merge(drafts: &mut Vec<Draft>, draft: Draft) -> usize {
    match drafts.iter().position(|known| known.same_as(&draft)) {
        Some(index) => {
            if let Some(known) = drafts.get_mut(index) {
                known.absorb(draft);
            }
            index
        }
        None => {
            drafts.push(draft);
            drafts.len() - 1
        }
    }
}

/// The financings of one article.
pub(super) fn propose(view: &View<'_>, facts: &mut Vec<Fact>) {
    let mut drafts: Vec<Draft> = Vec::new();
    listing::tables(view, &mut drafts);
    list::tables(view, &mut drafts);
    list::deal_tables(view, &mut drafts);
    sheet::tables(view, &mut drafts);
    if view.is_english {
        english::collect(view, &mut drafts);
    } else {
        round::timeline(view, &mut drafts);
        let mut current: Option<usize> = None;
        for sentence in &view.sentences {
            if TRIGGERS.find(sentence.text).is_none() {
                continue;
            }
            if !view.is_policy {
                round::collect(view, sentence, &mut drafts, &mut current);
                listing::collect(view, sentence, &mut drafts, &mut current);
                deal::acquisitions(view, sentence, &mut drafts, &mut current);
            }
            fund::funds(view, sentence, &mut drafts, &mut current);
            investors::stakes(view, sentence, &mut drafts, current);
        }
        if !view.is_policy {
            round::title(view, &mut drafts);
        }
    }
    facts.extend(
        drafts
            .into_iter()
            .filter(|draft| !draft.company.is_empty())
            .map(|draft| finish(view, draft)),
    );
}

fn finish(view: &View<'_>, draft: Draft) -> Fact {
    let known = [
        draft.amount.is_some(),
        draft.round.is_some(),
        draft.date.is_some(),
        !draft.investors.is_empty(),
    ];
    let count = u8::try_from(known.iter().filter(|known| **known).count()).unwrap_or(0);
    let confidence = if draft.certain {
        60 + 9 * count
    } else {
        45 + 8 * count
    };
    let body = Body::Financing(Financing {
        company: Party::named(draft.company, PartyRole::Subject),
        financing: draft.kind,
        round: draft.round,
        amount: draft.amount,
        investors: draft.investors,
        date: draft.date,
    });
    view.fact(draft.start, draft.end, confidence.min(96), body)
}
