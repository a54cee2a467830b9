//! Amounts added by currency.

use std::collections::BTreeMap;

use xinqiao_record::{Amount, Currency, Money};

use crate::i18n::Texts;
use crate::show;

/// Exact sums by currency. Hedges (about, over) are not carried into a sum.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sums {
    /// How many were added, with or without an amount.
    pub count: u64,
    /// How many of them had no amount.
    pub without: u64,
    totals: BTreeMap<Currency, i128>,
}

impl Sums {
    /// Adds one amount, or counts that there was none.
    pub fn add(&mut self, amount: Option<&Amount>) {
        self.count += 1;
        match amount {
            Some(amount) => {
                let total = self.totals.entry(amount.money.currency).or_default();
                *total = total.saturating_add(amount.money.minor);
            }
            None => self.without += 1,
        }
    }

    /// The sums, in the order of the currencies.
    pub fn moneys(&self) -> impl Iterator<Item = Money> {
        self.totals
            .iter()
            .map(|(&currency, &minor)| Money { minor, currency })
    }

    /// The sum in one currency; zero if there was none.
    pub fn of(&self, currency: Currency) -> Money {
        Money {
            minor: self.totals.get(&currency).copied().unwrap_or(0),
            currency,
        }
    }

    /// `15.11亿元 + 3,000万美元`, or nothing.
    pub fn text(&self, t: &Texts) -> String {
        show::moneys(&self.moneys().collect::<Vec<_>>(), t)
    }

    /// `{"count": 2, "without_amount": 1, "sums": [{"value": "1511000000", "currency": "CNY"}]}`.
    pub fn json(&self) -> serde_json::Value {
        let sums: Vec<_> = self
            .moneys()
            .map(|money| serde_json::json!({ "value": money.units(), "currency": money.currency.code() }))
            .collect();
        serde_json::json!({ "count": self.count, "without_amount": self.without, "sums": sums })
    }
}

impl<'a> FromIterator<Option<&'a Amount>> for Sums {
    fn from_iter<I: IntoIterator<Item = Option<&'a Amount>>>(amounts: I) -> Self {
        let mut sums = Sums::default();
        for amount in amounts {
            sums.add(amount);
        }
        sums
    }
}

#[cfg(test)]
mod tests {
    use xinqiao_record::{Language, Qualifier};

    use super::*;

    #[test]
    fn sums_are_exact_by_currency_and_count_what_has_none() {
        let amount = |units: &str, currency| Amount {
            money: Money::parse(units, currency).unwrap(),
            qualifier: Qualifier::About,
        };
        let list = [
            Some(amount("1000000000.01", Currency::Cny)),
            None,
            Some(amount("0.02", Currency::Cny)),
            Some(amount("30000000", Currency::Usd)),
        ];
        let sums: Sums = list.iter().map(Option::as_ref).collect();
        assert_eq!((sums.count, sums.without), (4, 1));
        assert_eq!(sums.of(Currency::Cny).units(), "1000000000.03");
        assert_eq!(
            sums.text(Texts::of(Language::Chinese)),
            "1,000,000,000.03元 + 3,000万美元"
        );
    }
}
