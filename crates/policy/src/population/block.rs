//! Walks a term over a block of firms, or over the entries of their lists.

use std::borrow::Cow;
use std::ops::Range;

use jiff::civil::Date;

use crate::evaluate::one::{lies_in, of_unknown_list, shift};
use crate::language::check::{day, days};
use crate::language::syntax::Quantifier;
use crate::language::term::{Comparison, Node};
use crate::language::{Term, Type};
use crate::pack::{Clause, Pack};
use crate::value::interval::Quotient;
use crate::value::{Interval, ONE, Truth};
use crate::vocabulary::{Field, Vocabulary};

use super::columns::{Column, ListColumns, Population};
use super::fast::{fits, share_of};
use super::lanes::{
    ANY_BITS, Lanes, NO, Side, UNKNOWN, Worths, YES, and, byte, number, or, truths, zip,
};

/// A run of firms, or of the entries of one of their lists.
#[derive(Debug, Clone)]
pub struct Block<'a> {
    /// The words.
    pub vocabulary: &'a Vocabulary,
    /// The firms.
    pub population: &'a Population,
    /// The pack.
    pub pack: &'a Pack,
    /// The clause, for its figures.
    pub clause: Option<&'a Clause>,
    /// The day that is asked about.
    pub on: Date,
    /// Which firms.
    pub firms: Range<usize>,
    /// The entries that are looked at, if any: the list, which of them, and for each the lane of its firm.
    pub entries: Option<(usize, Range<usize>, &'a [usize])>,
}

impl<'a> Block<'a> {
    /// How many lanes.
    pub fn lanes(&self) -> usize {
        match &self.entries {
            Some((_, range, _)) => range.len(),
            None => self.firms.len(),
        }
    }

    /// What a term is worth.
    pub fn evaluate(&self, term: &Term) -> Worths<'a> {
        match &term.node {
            Node::Constant(value) => self.same(*value, &term.kind),
            Node::Duration(..) => Worths::Number(Lanes::all(Interval::ANY)),
            Node::Parameter(name) => {
                let own = self.clause.and_then(|clause| clause.parameters.get(name));
                let value = own
                    .or_else(|| self.pack.parameters.get(name))
                    .map(|(value, _)| *value);
                self.same(value.unwrap_or_default(), &term.kind)
            }
            Node::Field(at) => {
                let column = self.population.fields.get(*at).and_then(Option::as_ref);
                self.firm_column(column, &term.kind, self.vocabulary.fields.get(*at))
            }
            Node::Yearly(at, year) => {
                let key = (*at, year.calendar(self.on.year()));
                let column = self.population.yearly.get(&key);
                self.firm_column(column, &term.kind, self.vocabulary.yearly.get(*at))
            }
            Node::Attribute(at) => self.attribute(*at, &term.kind),
            Node::EntryYear => match self.list_shape().and_then(|list| list.attribute("date")) {
                Some(at) => Worths::Number(years(
                    &number(self.attribute(at, &Type::Date)),
                    self.lanes(),
                )),
                None => Worths::Number(Lanes::all(Interval::ANY)),
            },
            Node::YearOf(inner) => Worths::Number(years(&self.number(inner), self.lanes())),
            Node::On => Worths::Number(Lanes::all(Interval::exactly(days(self.on)))),
            Node::ThisYear(by) => {
                let year = i64::from(self.on.year().saturating_add(by.0)) * ONE;
                Worths::Number(Lanes::all(Interval::exactly(year)))
            }
            Node::Defined(_, inner) => self.evaluate(inner),
            Node::Score(name) => Worths::Number(self.score(name)),
            Node::And(terms) => Worths::Truth(self.all(terms)),
            Node::Or(terms) => {
                let mut result = vec![NO; self.lanes()];
                for term in terms {
                    for (result, truth) in result.iter_mut().zip(self.truth(term)) {
                        *result = or(*result, truth);
                    }
                }
                Worths::Truth(result)
            }
            Node::Not(inner) => {
                let mut truth = self.truth(inner);
                for one in &mut truth {
                    // Yes and no change places, "not known" stays.
                    *one = if *one == UNKNOWN { UNKNOWN } else { 1 - *one };
                }
                Worths::Truth(truth)
            }
            Node::Compare(comparison, left, right) => {
                Worths::Truth(self.compare(*comparison, self.evaluate(left), self.evaluate(right)))
            }
            Node::In(inner, values) => {
                Worths::Truth(self.decide(self.evaluate(inner), |value| values.contains(&value)))
            }
            Node::Within(inner, outer) => {
                let place = self.evaluate(inner);
                let known = self.known(&place);
                let Worths::Exact(codes, _) = &place else {
                    return Worths::Truth(vec![UNKNOWN; self.lanes()]);
                };
                let truth = known.iter().enumerate().map(|(lane, known)| match known {
                    true => byte(lies_in(codes.at(lane), *outer)),
                    false => UNKNOWN,
                });
                Worths::Truth(truth.collect())
            }
            Node::Has(inner, bits) => {
                Worths::Truth(self.decide(self.evaluate(inner), |set| set & bits != 0))
            }
            Node::Known(inner) => Worths::Truth(
                self.known(&self.evaluate(inner))
                    .into_iter()
                    .map(u8::from)
                    .collect(),
            ),
            Node::OrElse(left, right) => {
                let left = self.evaluate(left);
                let known = self.known(&left);
                self.choose(&known, left, self.evaluate(right))
            }
            Node::Plus(left, right) => self.join(left, right, i64::checked_add, Interval::plus),
            Node::Minus(left, right) => self.join(left, right, i64::checked_sub, Interval::minus),
            Node::Times(left, right) => {
                Worths::Number(self.times(&self.number(left), &self.number(right)))
            }
            Node::Over(left, right) => {
                let (left, right) = (self.number(left), self.number(right));
                let lanes = 0..self.lanes();
                Worths::Number(Lanes::of(lanes.map(|lane| {
                    left.at(lane).over(right.at(lane)).unwrap_or(Interval::ANY)
                })))
            }
            Node::Quotient(left, right) => Worths::Quotient(self.number(left), self.number(right)),
            Node::Shift(inner, months, by) => {
                let inner = self.number(inner);
                let moved = |value: i64| shift(value, *months, *by);
                let one = |side: &Side<'_>| match side {
                    Side::All(value) => Side::All(moved(*value)),
                    Side::Each(values) => Side::Each(Cow::Owned(
                        values.iter().map(|value| moved(*value)).collect(),
                    )),
                };
                Worths::Number(Lanes {
                    low: one(&inner.low),
                    high: inner.high.as_ref().map(one),
                    bits: ANY_BITS,
                })
            }
            Node::Negative(inner) => {
                let inner = self.number(inner);
                let lanes = 0..self.lanes();
                Worths::Number(Lanes::of(lanes.map(|lane| inner.at(lane).negative())))
            }
            Node::Min(terms) => Worths::Number(self.fold(terms, i64::min)),
            Node::Max(terms) => Worths::Number(self.fold(terms, i64::max)),
            Node::If(condition, then, other) => {
                let condition = self.truth(condition);
                let (then, other) = (self.evaluate(then), self.evaluate(other));
                self.branch(&condition, then, other)
            }
            Node::Entries(quantifier, list, of, condition) => {
                self.entries(*quantifier, *list, of.as_deref(), condition.as_deref())
            }
        }
    }

    /// A term as truths.
    pub fn truth(&self, term: &Term) -> Vec<u8> {
        match self.evaluate(term) {
            Worths::Truth(truth) => truth,
            _ => vec![UNKNOWN; self.lanes()],
        }
    }

    /// A term as numbers.
    pub fn number(&self, term: &Term) -> Lanes<'a> {
        number(self.evaluate(term))
    }

    /// All terms hold; once no lane is open, the rest is not looked at.
    fn all(&self, terms: &[Term]) -> Vec<u8> {
        let mut result = vec![YES; self.lanes()];
        for term in terms {
            for (result, truth) in result.iter_mut().zip(self.truth(term)) {
                *result = and(*result, truth);
            }
        }
        result
    }

    fn same(&self, value: i64, kind: &Type) -> Worths<'a> {
        match kind {
            Type::Bool => Worths::Truth(vec![u8::from(value != 0); self.lanes()]),
            Type::Choice(_) | Type::Set(_) | Type::Region => Worths::Exact(Side::All(value), None),
            _ => Worths::Number(Lanes::all(Interval::exactly(value))),
        }
    }

    fn list_shape(&self) -> Option<&'a crate::vocabulary::List> {
        let (list, ..) = self.entries.as_ref()?;
        self.vocabulary.lists.get(*list)
    }

    fn columns(&self) -> Option<(&'a ListColumns, Range<usize>)> {
        let (list, range, _) = self.entries.as_ref()?;
        let columns = self.population.lists.get(*list)?.as_ref()?;
        Some((columns, range.clone()))
    }

    fn attribute(&self, at: usize, kind: &Type) -> Worths<'a> {
        let field = self.list_shape().and_then(|list| list.attributes.get(at));
        match self.columns() {
            Some((columns, range)) => match columns.attributes.get(at) {
                Some(column) => read(column, range, kind, field),
                None => unknown(kind, field, range.len()),
            },
            None => unknown(kind, field, self.lanes()),
        }
    }

    fn firm_column(
        &self,
        column: Option<&'a Column>,
        kind: &Type,
        field: Option<&Field>,
    ) -> Worths<'a> {
        let Some(column) = column else {
            return unknown(kind, field, self.lanes());
        };
        let worths = read(column, self.firms.clone(), kind, field);
        let Some((_, _, owners)) = &self.entries else {
            return worths;
        };
        let gather = |side: &Side<'_>| match side {
            Side::All(value) => Side::All(*value),
            Side::Each(_) => Side::Each(Cow::Owned(
                owners.iter().map(|owner| side.at(*owner)).collect(),
            )),
        };
        let lanes = |lanes: &Lanes<'_>| Lanes {
            low: gather(&lanes.low),
            high: lanes.high.as_ref().map(gather),
            bits: lanes.bits,
        };
        match &worths {
            Worths::Truth(truth) => Worths::Truth(
                owners
                    .iter()
                    .map(|owner| truth.get(*owner).copied().unwrap_or(UNKNOWN))
                    .collect(),
            ),
            Worths::Number(numbers) => Worths::Number(lanes(numbers)),
            Worths::Exact(side, known) => Worths::Exact(
                gather(side),
                known.as_ref().map(|known| {
                    Cow::Owned(
                        owners
                            .iter()
                            .map(|owner| known.get(*owner) == Some(&true))
                            .collect(),
                    )
                }),
            ),
            Worths::Quotient(above, below) => Worths::Quotient(lanes(above), lanes(below)),
        }
    }

    fn known(&self, worths: &Worths<'_>) -> Vec<bool> {
        let exact = |lanes: &Lanes<'_>| -> Vec<bool> {
            (0..self.lanes())
                .map(|lane| lanes.at(lane).exact().is_some())
                .collect()
        };
        match worths {
            Worths::Truth(truth) => truth.iter().map(|truth| *truth != UNKNOWN).collect(),
            Worths::Number(lanes) => exact(lanes),
            Worths::Exact(_, None) => vec![true; self.lanes()],
            Worths::Exact(_, Some(known)) => known.to_vec(),
            Worths::Quotient(above, below) => exact(above)
                .into_iter()
                .zip(exact(below))
                .map(|(l, r)| l && r)
                .collect(),
        }
    }

    /// The first where it is known, the second elsewhere.
    fn choose(&self, known: &[bool], left: Worths<'a>, right: Worths<'a>) -> Worths<'a> {
        let condition: Vec<u8> = known.iter().map(|known| u8::from(*known)).collect();
        self.branch(&condition, left, right)
    }

    fn branch(&self, condition: &[u8], then: Worths<'a>, other: Worths<'a>) -> Worths<'a> {
        match (then, other) {
            (Worths::Number(l), Worths::Number(r)) => {
                Worths::Number(Lanes::of(condition.iter().enumerate().map(
                    |(lane, truth)| match *truth {
                        YES => l.at(lane),
                        NO => r.at(lane),
                        _ => l.at(lane).hull(r.at(lane)),
                    },
                )))
            }
            (Worths::Truth(l), Worths::Truth(r)) => Worths::Truth(
                condition
                    .iter()
                    .zip(l.iter().zip(&r))
                    .map(|(truth, (l, r))| match *truth {
                        YES => *l,
                        NO => *r,
                        _ if l == r => *l,
                        _ => UNKNOWN,
                    })
                    .collect(),
            ),
            (then @ Worths::Exact(..), other @ Worths::Exact(..)) => {
                let (l_known, r_known) = (self.known(&then), self.known(&other));
                let (Worths::Exact(l, _), Worths::Exact(r, _)) = (&then, &other) else {
                    return then;
                };
                let lanes = condition.iter().enumerate().map(|(lane, truth)| {
                    let left = (l.at(lane), l_known.get(lane) == Some(&true));
                    let right = (r.at(lane), r_known.get(lane) == Some(&true));
                    match *truth {
                        YES => left,
                        NO => right,
                        _ if left == right => left,
                        _ => (0, false),
                    }
                });
                let (values, known): (Vec<i64>, Vec<bool>) = lanes.unzip();
                Worths::Exact(Side::Each(Cow::Owned(values)), Some(Cow::Owned(known)))
            }
            _ => Worths::Number(Lanes::all(Interval::ANY)),
        }
    }

    pub(super) fn decide(&self, worths: Worths<'_>, holds: impl Fn(i64) -> bool) -> Vec<u8> {
        match worths {
            Worths::Exact(side, known) => {
                let mut truth = truths(&side, &Side::All(0), self.lanes(), |value, _| holds(value));
                if let Some(known) = known {
                    for (truth, known) in truth.iter_mut().zip(known.iter()) {
                        if !known {
                            *truth = UNKNOWN;
                        }
                    }
                }
                truth
            }
            Worths::Number(lanes) => (0..self.lanes())
                .map(|lane| {
                    lanes
                        .at(lane)
                        .exact()
                        .map_or(UNKNOWN, |value| u8::from(holds(value)))
                })
                .collect(),
            _ => vec![UNKNOWN; self.lanes()],
        }
    }

    fn compare(&self, comparison: Comparison, left: Worths<'_>, right: Worths<'_>) -> Vec<u8> {
        let lanes = self.lanes();
        match (left, right) {
            (Worths::Number(left), Worths::Number(right)) => {
                if left.high.is_none() && right.high.is_none() {
                    let (l, r) = (&left.low, &right.low);
                    return match comparison {
                        Comparison::Equal => truths(l, r, lanes, |l, r| l == r),
                        Comparison::Unequal => truths(l, r, lanes, |l, r| l != r),
                        Comparison::Less => truths(l, r, lanes, |l, r| l < r),
                        Comparison::AtMost => truths(l, r, lanes, |l, r| l <= r),
                        Comparison::Greater => truths(l, r, lanes, |l, r| l > r),
                        Comparison::AtLeast => truths(l, r, lanes, |l, r| l >= r),
                    };
                }
                (0..lanes)
                    .map(|lane| {
                        let (l, r) = (left.at(lane), right.at(lane));
                        byte(match comparison {
                            Comparison::Equal => l.equals(r),
                            Comparison::Unequal => !l.equals(r),
                            Comparison::Less => l.less(r),
                            Comparison::AtMost => l.at_most(r),
                            Comparison::Greater => r.less(l),
                            Comparison::AtLeast => r.at_most(l),
                        })
                    })
                    .collect()
            }
            (left @ Worths::Exact(..), right @ Worths::Exact(..)) => {
                let (l_known, r_known) = (self.known(&left), self.known(&right));
                let (Worths::Exact(l, _), Worths::Exact(r, _)) = (&left, &right) else {
                    return vec![UNKNOWN; lanes];
                };
                let equal = comparison == Comparison::Equal;
                let mut truth = truths(l, r, lanes, |l, r| (l == r) == equal);
                for (truth, (l, r)) in truth.iter_mut().zip(l_known.iter().zip(&r_known)) {
                    if !(*l && *r) {
                        *truth = UNKNOWN;
                    }
                }
                truth
            }
            (Worths::Truth(left), Worths::Truth(right)) => left
                .iter()
                .zip(&right)
                .map(|(l, r)| match (*l, *r) {
                    (UNKNOWN, _) | (_, UNKNOWN) => UNKNOWN,
                    (l, r) => u8::from((l == r) == (comparison == Comparison::Equal)),
                })
                .collect(),
            (Worths::Quotient(above, below), Worths::Number(rate)) => {
                self.compare_quotient(comparison, &above, &below, &rate)
            }
            _ => vec![UNKNOWN; lanes],
        }
    }

    fn compare_quotient(
        &self,
        comparison: Comparison,
        above: &Lanes<'_>,
        below: &Lanes<'_>,
        rate: &Lanes<'_>,
    ) -> Vec<u8> {
        let one = |lane: usize| {
            let quotient = Quotient {
                above: above.at(lane),
                below: below.at(lane),
            };
            let Some(rate) = rate.at(lane).exact() else {
                return UNKNOWN;
            };
            byte(match comparison {
                Comparison::AtLeast => quotient.at_least(rate),
                Comparison::Greater => quotient.greater(rate),
                Comparison::AtMost => quotient.at_most(rate),
                Comparison::Less => quotient.less(rate),
                Comparison::Equal | Comparison::Unequal => Truth::Unknown,
            })
        };
        if let (None, None, Side::All(rate)) = (&above.high, &below.high, &rate.low) {
            let (l, r) = (&above.low, &below.low);
            if fits(above, ONE) && fits(below, *rate) {
                let lanes = self.lanes();
                let times = (ONE, *rate);
                return match comparison {
                    Comparison::AtLeast => cross(l, r, lanes, times, |l, r| l >= r),
                    Comparison::Greater => cross(l, r, lanes, times, |l, r| l > r),
                    Comparison::AtMost => cross(l, r, lanes, times, |l, r| l <= r),
                    Comparison::Less => cross(l, r, lanes, times, |l, r| l < r),
                    Comparison::Equal | Comparison::Unequal => vec![UNKNOWN; lanes],
                };
            }
            // Cross-multiplied in 128 bits; whatever is divided by zero or less gives no.
            let rate = i128::from(*rate);
            let cross = |holds: fn(i128, i128) -> bool| {
                truths(&above.low, &below.low, self.lanes(), |above, below| {
                    below > 0
                        && holds(
                            i128::from(above) * i128::from(ONE),
                            rate * i128::from(below),
                        )
                })
            };
            return match comparison {
                Comparison::AtLeast => cross(|l, r| l >= r),
                Comparison::Greater => cross(|l, r| l > r),
                Comparison::AtMost => cross(|l, r| l <= r),
                Comparison::Less => cross(|l, r| l < r),
                Comparison::Equal | Comparison::Unequal => vec![UNKNOWN; self.lanes()],
            };
        }
        (0..self.lanes()).map(one).collect()
    }

    fn join(
        &self,
        left: &Term,
        right: &Term,
        exact: fn(i64, i64) -> Option<i64>,
        interval: fn(Interval, Interval) -> Interval,
    ) -> Worths<'a> {
        let (left, right) = (self.number(left), self.number(right));
        if left.high.is_none() && right.high.is_none() {
            let saturated = |l: i64, r: i64| {
                exact(l, r)
                    .unwrap_or_else(|| interval(Interval::exactly(l), Interval::exactly(r)).low)
            };
            return Worths::Number(Lanes {
                low: zip(&left.low, &right.low, saturated),
                high: None,
                bits: ANY_BITS,
            });
        }
        let lanes = 0..self.lanes();
        Worths::Number(Lanes::of(
            lanes.map(|lane| interval(left.at(lane), right.at(lane))),
        ))
    }

    /// Times a rate or plain number.
    pub fn times(&self, left: &Lanes<'_>, right: &Lanes<'_>) -> Lanes<'a> {
        if let (None, None, Side::Each(values), Side::All(rate)) =
            (&left.high, &right.high, &left.low, &right.low)
            && let Some(share) = share_of(values, left.bits, *rate, i64::MAX, None)
        {
            return Lanes::each(share);
        }
        if left.high.is_none() && right.high.is_none() {
            let one = |l: i64, r: i64| match l.checked_mul(r) {
                Some(product) => product.div_euclid(ONE),
                None => Interval::exactly(l).times(Interval::exactly(r)).low,
            };
            return Lanes {
                low: zip(&left.low, &right.low, one),
                high: None,
                bits: ANY_BITS,
            };
        }
        Lanes::of((0..self.lanes()).map(|lane| left.at(lane).times(right.at(lane))))
    }

    fn fold(&self, terms: &[Term], pick: impl Fn(i64, i64) -> i64 + Copy) -> Lanes<'a> {
        let mut result: Option<Lanes<'a>> = None;
        for term in terms {
            let next = self.number(term);
            result = Some(match result {
                None => next,
                Some(result) => Lanes {
                    low: zip(&result.low, &next.low, pick),
                    high: (result.high.is_some() || next.high.is_some())
                        .then(|| zip(result.top(), next.top(), pick)),
                    // One of both is picked, so no bit is new.
                    bits: result.bits | next.bits,
                },
            });
        }
        result.unwrap_or_else(|| Lanes::all(Interval::ANY))
    }

    /// The entries of a list of the block's firms, with the lane of each one's firm.
    pub fn entry_owners(&self, list: usize) -> Option<(Range<usize>, Vec<usize>)> {
        let columns = self.population.lists.get(list)?.as_ref()?;
        let at = |row: usize| columns.offsets.get(row).copied().unwrap_or_default();
        let range = at(self.firms.start)..at(self.firms.end);
        let mut owners = Vec::with_capacity(range.len());
        for (lane, row) in self.firms.clone().enumerate() {
            owners.extend(std::iter::repeat_n(lane, columns.range(row).len()));
        }
        Some((range, owners))
    }

    /// Which of the block's firms have filled in a list.
    pub fn list_known(&self, list: usize) -> Vec<bool> {
        match self.population.lists.get(list).and_then(Option::as_ref) {
            None => vec![false; self.firms.len()],
            Some(columns) => match &columns.known {
                None => vec![true; self.firms.len()],
                Some(known) => known
                    .get(self.firms.clone())
                    .map(<[bool]>::to_vec)
                    .unwrap_or_default(),
            },
        }
    }

    fn entries(
        &self,
        quantifier: Quantifier,
        list: usize,
        of: Option<&Term>,
        condition: Option<&Term>,
    ) -> Worths<'a> {
        let known = self.list_known(list);
        let unknown_sum = of_unknown_list(of, list, self.vocabulary);
        let firms = self.firms.len();
        let mut truth = vec![
            if quantifier == Quantifier::All {
                YES
            } else {
                NO
            };
            firms
        ];
        let mut sums = vec![Interval::ZERO; firms];
        if let Some((range, owners)) = self.entry_owners(list) {
            let inner = Block {
                entries: Some((list, range, &owners)),
                ..self.clone_short()
            };
            let counts = condition.map(|condition| inner.truth(condition));
            let values = of.map(|of| inner.number(of));
            for (lane, owner) in owners.iter().enumerate() {
                let counts = counts
                    .as_ref()
                    .and_then(|counts| counts.get(lane))
                    .copied()
                    .unwrap_or(YES);
                match quantifier {
                    Quantifier::Any | Quantifier::All => {
                        if let Some(slot) = truth.get_mut(*owner) {
                            *slot = if quantifier == Quantifier::Any {
                                or(*slot, counts)
                            } else {
                                and(*slot, counts)
                            };
                        }
                    }
                    _ if counts == NO => {}
                    _ => {
                        let one = match &values {
                            Some(values) => values.at(lane),
                            None => Interval::exactly(ONE),
                        };
                        let one = if counts == UNKNOWN {
                            one.hull(Interval::ZERO)
                        } else {
                            one
                        };
                        if let Some(slot) = sums.get_mut(*owner) {
                            *slot = if quantifier == Quantifier::Largest {
                                slot.max(one)
                            } else {
                                slot.plus(one)
                            };
                        }
                    }
                }
            }
        }
        match quantifier {
            Quantifier::Any | Quantifier::All => {
                for (truth, known) in truth.iter_mut().zip(&known) {
                    if !known {
                        *truth = UNKNOWN;
                    }
                }
                Worths::Truth(truth)
            }
            _ => {
                for (sum, known) in sums.iter_mut().zip(&known) {
                    if !known {
                        *sum = unknown_sum;
                    }
                }
                Worths::Number(Lanes::of(sums.into_iter()))
            }
        }
    }

    /// The same firms for the time of one look at their entries.
    fn clone_short(&self) -> Block<'_> {
        Block {
            vocabulary: self.vocabulary,
            population: self.population,
            pack: self.pack,
            clause: self.clause,
            on: self.on,
            firms: self.firms.clone(),
            entries: None,
        }
    }
}

/// Whether a share compares: both sides, which must fit, times the other's factor; whatever is divided by zero or less
/// gives no.
fn cross(
    above: &Side<'_>,
    below: &Side<'_>,
    lanes: usize,
    (left, right): (i64, i64),
    holds: impl Fn(i64, i64) -> bool + Copy,
) -> Vec<u8> {
    truths(above, below, lanes, move |above, below| {
        (below > 0) & holds(above.wrapping_mul(left), below.wrapping_mul(right))
    })
}

fn years<'p>(dates: &Lanes<'_>, lanes: usize) -> Lanes<'p> {
    let year = |value: i64, open: i64| day(value).map_or(open, |day| i64::from(day.year()) * ONE);
    if dates.high.is_none() {
        return Lanes::each(
            (0..lanes)
                .map(|lane| year(dates.low.at(lane), i64::MIN))
                .collect(),
        );
    }
    Lanes::of((0..lanes).map(|lane| {
        let date = dates.at(lane);
        Interval {
            low: year(date.low, i64::MIN),
            high: year(date.high, i64::MAX),
        }
    }))
}

/// A stretch of a column.
fn read<'a>(
    column: &'a Column,
    range: Range<usize>,
    kind: &Type,
    field: Option<&Field>,
) -> Worths<'a> {
    let values = column.values.get(range.clone()).unwrap_or_default();
    let known = column
        .known
        .as_ref()
        .and_then(|known| known.get(range))
        .filter(|known| known.iter().any(|known| !known));
    match kind {
        Type::Bool => Worths::Truth(match known {
            None => values.iter().map(|value| u8::from(*value != 0)).collect(),
            Some(known) => values
                .iter()
                .zip(known)
                .map(|(value, known)| {
                    if *known {
                        u8::from(*value != 0)
                    } else {
                        UNKNOWN
                    }
                })
                .collect(),
        }),
        Type::Choice(_) | Type::Set(_) | Type::Region => {
            Worths::Exact(Side::Each(Cow::Borrowed(values)), known.map(Cow::Borrowed))
        }
        kind => Worths::Number(match known {
            None => Lanes {
                low: Side::Each(Cow::Borrowed(values)),
                high: None,
                bits: column.bits(),
            },
            Some(known) => {
                let open = open(kind, field);
                Lanes::of(values.iter().zip(known).map(|(value, known)| {
                    if *known {
                        Interval::exactly(*value)
                    } else {
                        open
                    }
                }))
            }
        }),
    }
}

/// What is known of a value of which nothing is said.
fn open(kind: &Type, field: Option<&Field>) -> Interval {
    let positive = field.is_some_and(|field| !field.negative);
    if positive && *kind != Type::Date {
        Interval::SOME
    } else {
        Interval::ANY
    }
}

fn unknown<'a>(kind: &Type, field: Option<&Field>, lanes: usize) -> Worths<'a> {
    match kind {
        Type::Bool => Worths::Truth(vec![UNKNOWN; lanes]),
        Type::Choice(_) | Type::Set(_) | Type::Region => {
            Worths::Exact(Side::All(0), Some(Cow::Owned(vec![false; lanes])))
        }
        kind => Worths::Number(Lanes::all(open(kind, field))),
    }
}
