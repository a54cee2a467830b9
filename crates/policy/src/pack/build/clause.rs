//! One clause.

use jiff::civil::Date;

use crate::language::check::check;
use crate::language::parse::parse;
use crate::language::term::Node;
use crate::language::{Fault, Span, Term, Type};
use crate::value::{Interval, ONE};
use crate::vocabulary::Words;

use crate::pack::clause::{Apply, Caps, Clause, Deadline, Each, Pays, Threshold};
use crate::pack::file::{
    ApplyFile, CapsFile, ClauseFile, Gives, Placed, PolicyFile, ThresholdFile,
};
use crate::pack::finding::place;
use crate::pack::tiers::Worth;

use super::{Build, Here};

impl Build<'_, '_> {
    pub(super) fn clause(&mut self, file: &ClauseFile, policy: &PolicyFile) -> Option<Clause> {
        match &file.cite {
            Some(cite) if !cite.value.trim().is_empty() => {}
            _ => self.findings.error(
                &file.id,
                format!("the clause `{}` has no citation", file.id.value),
                Some("say under `cite` which article of the document it comes from".into()),
            ),
        }
        let matter = self.choice(&file.matter, "matter");
        let parameters = self.figures(&file.parameters);
        let whole = Here {
            list: None,
            figures: Some(&parameters),
        };
        let when = self.conditions(&file.when, whole);
        let each = file.each.as_ref().and_then(|at| self.each(at, whole));
        let here = Here {
            list: each.as_ref().map(|each| each.list),
            ..whole
        };
        let base = file
            .base
            .as_ref()
            .and_then(|at| self.term(at, Some(&Type::Money), here));
        let count = Type::Number(String::new());
        let times = file
            .times
            .as_ref()
            .and_then(|at| self.not_below_zero(at, &count, here));
        let threshold = file
            .threshold
            .as_ref()
            .and_then(|threshold| self.threshold(threshold, &file.id, whole));
        let pays = self.pays(file, here)?;
        let caps = self.caps(&file.caps);
        let effective = self.day(file.effective.as_ref());
        let until = self.day(file.until.as_ref());
        self.date_order(file.until.as_ref(), effective, until);
        self.days_within(file, policy);
        self.figures_agree(file, &pays, threshold.as_ref(), base.as_ref(), &caps);
        Some(Clause {
            id: file.id.value.clone(),
            cite: file
                .cite
                .as_ref()
                .map(|cite| cite.value.clone())
                .unwrap_or_default(),
            title: file.title.clone(),
            summary: file.summary.clone(),
            gives: file.kind,
            offices: file.offices.clone(),
            matter: matter?,
            parameters,
            when,
            each,
            base,
            times,
            threshold,
            pays,
            caps,
            ceiling: file.ceiling.clone(),
            open: file.open.clone(),
            stacks: file.stacks,
            excludes: file
                .excludes
                .iter()
                .map(|at| match at.value.contains('/') {
                    true => at.value.clone(),
                    false => format!("{}/{}", self.pack, at.value),
                })
                .collect(),
            once: file.once,
            co_funding: file
                .co_funding
                .as_ref()
                .map(|co| (co.with, Words::new(&co.zh, &co.en))),
            evidence: file.evidence.clone(),
            apply: file.apply.as_ref().map(|apply| self.apply(apply)),
            effective,
            until,
            line: place(&file.id).0,
        })
        .filter(|_| !policy.clauses.is_empty())
    }

    pub(super) fn each(&mut self, at: &Placed, here: Here<'_>) -> Option<Each> {
        // `achievements where …` is what stands inside `count(…)`.
        const BEFORE: usize = "count(".len();
        let unshift = |mut fault: Fault| {
            fault.span = Span {
                start: fault.span.start.saturating_sub(BEFORE),
                end: fault.span.end.saturating_sub(BEFORE),
            };
            fault
        };
        let wrapped = format!("count({})", at.value);
        let term = parse(&wrapped).and_then(|tree| check(&tree, &self.scope(here)));
        let term = term
            .map_err(|fault| self.findings.fault(at, unshift(fault)))
            .ok()?;
        match term.node {
            Node::Entries(_, list, _, condition) => Some(Each {
                list,
                condition: condition.map(|condition| *condition),
                text: at.value.clone(),
            }),
            _ => {
                self.findings.error(
                    at,
                    "a list must stand here",
                    Some("such as `achievements where …`".into()),
                );
                None
            }
        }
    }

    pub(super) fn threshold(
        &mut self,
        file: &ThresholdFile,
        id: &Placed,
        here: Here<'_>,
    ) -> Option<Threshold> {
        let of = self.term(&file.of, None, here)?;
        let wanted = match of.kind {
            Type::Quotient => Type::Rate,
            ref kind => kind.clone(),
        };
        let (at, above) = match (&file.at_least, &file.above) {
            (Some(at), None) => (at, false),
            (None, Some(at)) => (at, true),
            _ => {
                self.findings
                    .error(id, "a threshold needs either `at_least` or `above`", None);
                return None;
            }
        };
        let value = self.figure(at, &wanted)?;
        Some(Threshold { of, value, above })
    }

    pub(super) fn pays(&mut self, file: &ClauseFile, here: Here<'_>) -> Option<Pays> {
        let Some(pays) = &file.pays else {
            return Some(Pays::Nothing);
        };
        match (&pays.rate, &pays.fixed, &pays.amount, &pays.tiers) {
            (Some(rate), None, None, None) => {
                if file.base.is_none() {
                    self.findings.error(rate, "a rate needs a `base`", None);
                }
                Some(Pays::Flat(Worth::Rate(self.rate(rate)?)))
            }
            (None, Some(fixed), None, None) => Some(Pays::Flat(Worth::Fixed(
                self.positive(fixed, &Type::Money)?,
            ))),
            (None, None, Some(amount), None) => {
                let sum = self.not_below_zero(amount, &Type::Money, here)?;
                Some(Pays::Amount(sum))
            }
            (None, None, None, Some(tiers)) => {
                Some(Pays::Tiers(self.tiers(tiers, &file.id, false, here)?))
            }
            _ => {
                self.findings.error(
                    &file.id,
                    "`pays` needs exactly one of `rate`, `fixed`, `amount`, `tiers`",
                    None,
                );
                None
            }
        }
    }

    pub(super) fn rate(&mut self, at: &Placed) -> Option<i64> {
        let rate = self.positive(at, &Type::Rate)?;
        if rate > ONE {
            self.findings
                .warn(at, "this rate is more than the whole base", None);
        }
        Some(rate)
    }

    /// An expression whose value, where it stands in the text, is more than zero.
    fn not_below_zero(&mut self, at: &Placed, wanted: &Type, here: Here<'_>) -> Option<Term> {
        let term = self.term(at, Some(wanted), here)?;
        let stands = match &term.node {
            Node::Constant(value) => Some(*value),
            Node::Negative(inner) => match inner.node {
                Node::Constant(value) => Some(-value),
                _ => None,
            },
            _ => None,
        };
        if stands.is_some_and(|value| value <= 0) {
            self.findings.error(at, "this must be more than zero", None);
            return None;
        }
        Some(term)
    }

    /// Days of a clause outside those of its document are a slip more often than not.
    fn days_within(&mut self, file: &ClauseFile, policy: &PolicyFile) {
        let day = |at: &Option<Placed>| at.as_ref().and_then(|at| at.value.parse::<Date>().ok());
        let (first, last) = (day(&policy.effective), day(&policy.until));
        for at in [&file.effective, &file.until].into_iter().flatten() {
            let Ok(day) = at.value.parse::<Date>() else {
                continue;
            };
            if first.is_some_and(|first| day < first) || last.is_some_and(|last| last < day) {
                let end = |end: Option<Date>| end.map_or("open".to_owned(), |end| end.to_string());
                let (first, last) = (end(first), end(last));
                self.findings.warn(
                    at,
                    format!("this day lies outside the document's own, {first} to {last}"),
                    None,
                );
            }
        }
    }

    pub(super) fn caps(&mut self, file: &CapsFile) -> Caps {
        let mut sum = |at: &Option<Placed>| {
            let at = at.as_ref()?;
            self.positive(at, &Type::Money)
        };
        let (item, year, firm, lifetime) = (
            sum(&file.item),
            sum(&file.year),
            sum(&file.firm),
            sum(&file.lifetime),
        );
        let order = [
            (item, &file.item, "item"),
            (year, &file.year, "year"),
            (firm, &file.firm, "firm"),
            (lifetime, &file.lifetime, "lifetime"),
        ];
        for (at, (inner, place, name)) in order.iter().enumerate() {
            for (outer, _, wider) in order.iter().skip(at + 1) {
                if let (Some(inner), Some(outer), Some(place)) = (inner, outer, place)
                    && inner > outer
                {
                    self.findings.warn(
                        place,
                        format!("this cap can never bind: the cap by {wider} is lower than that by {name}"),
                        None,
                    );
                }
            }
        }
        Caps {
            item,
            year,
            firm,
            lifetime,
            shared: file.shared.as_ref().and_then(|at| self.shared_cap(at)),
        }
    }

    pub(super) fn apply(&mut self, file: &ApplyFile) -> Apply {
        let until = file.until.as_ref().and_then(|at| {
            let yearly = || {
                let (month, day) = at.value.split_once('-')?;
                let (month, day) = (month.parse().ok()?, day.parse().ok()?);
                // A leap year has every day that a year can have.
                Date::new(2024, month, day).ok()?;
                Some(Deadline::Yearly(month, day))
            };
            let deadline = at.value.parse().ok().map(Deadline::Day).or_else(yearly);
            if deadline.is_none() {
                self.findings.error(
                    at,
                    format!("`{}` is no last day", at.value),
                    Some("write 2025-09-30, or 09-30 for every year".into()),
                );
            }
            deadline
        });
        Apply {
            how: Words::new(&file.zh, &file.en),
            until,
            automatic: file.automatic,
        }
    }

    /// What the figures of a clause say about each other.
    pub(super) fn figures_agree(
        &mut self,
        file: &ClauseFile,
        pays: &Pays,
        threshold: Option<&Threshold>,
        base: Option<&Term>,
        caps: &Caps,
    ) {
        if *pays == Pays::Nothing
            && matches!(
                file.kind,
                Gives::Grant | Gives::Reward | Gives::InterestSubsidy
            )
            && file.open.is_none()
        {
            self.findings.warn(
                &file.id,
                "a grant that pays nothing",
                Some("say under `open` what the text leaves open, or give `pays`".into()),
            );
        }
        let own = [
            &file.caps.item,
            &file.caps.year,
            &file.caps.firm,
            &file.caps.lifetime,
        ];
        if *pays == Pays::Nothing
            && let Some(at) = own.into_iter().chain([&file.caps.shared]).flatten().next()
        {
            let hint = "say under `pays` what the cap cuts, or in `summary` what the text says";
            self.findings.warn(
                at,
                "this cap has nothing to cut: the clause pays no sum",
                Some(hint.into()),
            );
        }
        let (Some(threshold), Pays::Flat(Worth::Rate(rate))) = (threshold, pays) else {
            return;
        };
        // The rate would never be felt: whoever reaches the threshold is over the cap already.
        let of_base =
            base.is_some_and(|base| same_measure(base, &threshold.of, file.each.is_some()));
        let least = Interval::exactly(threshold.value).times(Interval::exactly(*rate));
        let lowest = [caps.item, caps.year, caps.firm, caps.lifetime]
            .into_iter()
            .flatten()
            .min();
        if threshold.of.kind == Type::Money
            && of_base
            && let (Some(cap), Some(least)) = (lowest, least.exact())
            && cap < least
        {
            let at = own.into_iter().flatten().next().unwrap_or(&file.id);
            let sum = crate::language::words::figure(least, &Type::Money);
            self.findings.error(
                at,
                format!("the cap lies below what the threshold alone pays, {sum}"),
                Some("compare threshold, rate and cap with the published text".into()),
            );
        }
    }
}

/// Whether a base and a threshold measure the same thing: the same sum, or the entries that the sum adds up.
fn same_measure(base: &Term, of: &Term, each: bool) -> bool {
    if each {
        return matches!(&of.node, Node::Entries(_, _, Some(inner), _) if inner.node == base.node);
    }
    base.node == of.node
}
