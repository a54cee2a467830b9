//! Money: integers of minor units with a currency, and figures from texts with their qualifier.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A currency by its ISO 4217 code. All of them are kept with two decimal places here, also those
/// that have no minor unit in daily life, so that one rule serves every sum.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(rename_all = "UPPERCASE")]
#[expect(missing_docs, reason = "ISO 4217 codes speak for themselves")]
pub enum Currency {
    #[default]
    Cny,
    Usd,
    Eur,
    Jpy,
    Krw,
    Twd,
    Hkd,
    Gbp,
    Inr,
    Rub,
    Sgd,
    Cad,
    Aud,
    Chf,
    Sek,
    Ils,
    Myr,
    Vnd,
}

impl Currency {
    /// Every currency that the desk knows.
    pub const ALL: [Currency; 18] = [
        Currency::Cny,
        Currency::Usd,
        Currency::Eur,
        Currency::Jpy,
        Currency::Krw,
        Currency::Twd,
        Currency::Hkd,
        Currency::Gbp,
        Currency::Inr,
        Currency::Rub,
        Currency::Sgd,
        Currency::Cad,
        Currency::Aud,
        Currency::Chf,
        Currency::Sek,
        Currency::Ils,
        Currency::Myr,
        Currency::Vnd,
    ];

    /// The ISO 4217 code.
    pub fn code(self) -> &'static str {
        match self {
            Currency::Cny => "CNY",
            Currency::Usd => "USD",
            Currency::Eur => "EUR",
            Currency::Jpy => "JPY",
            Currency::Krw => "KRW",
            Currency::Twd => "TWD",
            Currency::Hkd => "HKD",
            Currency::Gbp => "GBP",
            Currency::Inr => "INR",
            Currency::Rub => "RUB",
            Currency::Sgd => "SGD",
            Currency::Cad => "CAD",
            Currency::Aud => "AUD",
            Currency::Chf => "CHF",
            Currency::Sek => "SEK",
            Currency::Ils => "ILS",
            Currency::Myr => "MYR",
            Currency::Vnd => "VND",
        }
    }

    /// The currency with this ISO 4217 code.
    pub fn from_code(code: &str) -> Option<Currency> {
        Currency::ALL
            .into_iter()
            .find(|currency| currency.code() == code)
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// A sum of money in hundredths of its currency's main unit (fen, cents).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    /// Hundredths of the main unit.
    pub minor: i128,
    /// The currency.
    pub currency: Currency,
}

/// The figure cannot be held as money.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadMoney {
    /// It is not a decimal number.
    #[error("`{found}` is not a decimal number")]
    NotANumber {
        /// What was found.
        found: String,
    },
    /// It has a fraction of the minor unit.
    #[error("`{found}` has a fraction of a hundredth; round it first")]
    TooFine {
        /// What was found.
        found: String,
    },
    /// The currency is not known.
    #[error("unknown currency `{found}`; use an ISO 4217 code such as CNY or USD")]
    UnknownCurrency {
        /// What was found.
        found: String,
    },
}

impl Money {
    /// A sum of whole main units (yuan, dollars).
    pub fn of_units(units: i64, currency: Currency) -> Self {
        Money {
            minor: i128::from(units) * 100,
            currency,
        }
    }

    /// The exact sum of a decimal number of main units.
    ///
    /// # Errors
    /// When the number has a fraction of the minor unit.
    pub fn exact(units: Decimal, currency: Currency) -> Result<Self, BadMoney> {
        let too_fine = || BadMoney::TooFine {
            found: units.to_string(),
        };
        let minor = units
            .checked_mul(Decimal::ONE_HUNDRED)
            .ok_or_else(too_fine)?;
        if !minor.fract().is_zero() {
            return Err(too_fine());
        }
        Ok(Money {
            minor: minor.to_i128().ok_or_else(too_fine)?,
            currency,
        })
    }

    /// The nearest sum, halves away from zero; for figures such as "1.234 万元" that a text rounds itself.
    pub fn nearest(units: Decimal, currency: Currency) -> Option<Self> {
        let minor = units
            .checked_mul(Decimal::ONE_HUNDRED)?
            .round_dp_with_strategy(0, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
        Some(Money {
            minor: minor.to_i128()?,
            currency,
        })
    }

    /// The sum as a plain decimal string of main units without trailing zeros: `1511000000`, `0.5`.
    pub fn units(&self) -> String {
        let sign = if self.minor < 0 { "-" } else { "" };
        let (whole, rest) = (
            self.minor.unsigned_abs() / 100,
            self.minor.unsigned_abs() % 100,
        );
        match (rest, rest % 10) {
            (0, _) => format!("{sign}{whole}"),
            (_, 0) => format!("{sign}{whole}.{}", rest / 10),
            _ => format!("{sign}{whole}.{rest:02}"),
        }
    }

    /// A sum from a decimal string of main units.
    ///
    /// # Errors
    /// When the text is no number or is finer than the minor unit.
    pub fn parse(units: &str, currency: Currency) -> Result<Self, BadMoney> {
        let decimal = Decimal::from_str(units).map_err(|_| BadMoney::NotANumber {
            found: units.to_owned(),
        })?;
        Money::exact(decimal, currency)
    }
}

/// How a text hedges a figure.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Qualifier {
    /// Stated without a hedge.
    #[default]
    Exact,
    /// 约, 左右, about.
    About,
    /// 超, 逾, 余, more than.
    Over,
    /// 近, 不到, nearly, less than.
    Under,
    /// 不低于, 至少, at least.
    AtLeast,
    /// 最高, 不超过, up to.
    AtMost,
}

impl Qualifier {
    /// Every qualifier.
    pub const ALL: [Qualifier; 6] = [
        Qualifier::Exact,
        Qualifier::About,
        Qualifier::Over,
        Qualifier::Under,
        Qualifier::AtLeast,
        Qualifier::AtMost,
    ];

    /// The name used in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Qualifier::Exact => "exact",
            Qualifier::About => "about",
            Qualifier::Over => "over",
            Qualifier::Under => "under",
            Qualifier::AtLeast => "at_least",
            Qualifier::AtMost => "at_most",
        }
    }
}

/// A sum of money as a text gives it; in JSON `{ "value": "1511000000", "currency": "CNY", "qualifier": "exact" }`,
/// the value in main units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Amount {
    /// The sum.
    pub money: Money,
    /// How the text hedges it.
    pub qualifier: Qualifier,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Amount")]
struct AmountJson {
    /// Main units of the currency as a decimal string.
    value: String,
    currency: Currency,
    #[serde(default)]
    qualifier: Qualifier,
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        AmountJson {
            value: self.money.units(),
            currency: self.money.currency,
            qualifier: self.qualifier,
        }
        .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = AmountJson::deserialize(deserializer)?;
        let money = Money::parse(&json.value, json.currency).map_err(de::Error::custom)?;
        Ok(Amount {
            money,
            qualifier: json.qualifier,
        })
    }
}

impl JsonSchema for Amount {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Amount".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        AmountJson::json_schema(generator)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_written_in_main_units() {
        let amount = Amount {
            money: Money::of_units(1_511_000_000, Currency::Cny),
            qualifier: Qualifier::Exact,
        };
        let json = r#"{"value":"1511000000","currency":"CNY","qualifier":"exact"}"#;
        assert_eq!(serde_json::to_string(&amount).unwrap(), json);
        assert_eq!(serde_json::from_str::<Amount>(json).unwrap(), amount);
    }

    #[test]
    fn fen_are_kept_and_less_than_a_fen_is_refused() {
        assert_eq!(
            Money::parse("-0.05", Currency::Cny).unwrap().units(),
            "-0.05"
        );
        assert_eq!(
            Money::parse("12.30", Currency::Cny).unwrap().units(),
            "12.3"
        );
        assert_eq!(
            Money::parse("0.005", Currency::Cny)
                .unwrap_err()
                .to_string(),
            "`0.005` has a fraction of a hundredth; round it first",
        );
        assert_eq!(
            Money::parse("many", Currency::Cny).unwrap_err().to_string(),
            "`many` is not a decimal number",
        );
    }

    #[test]
    fn halves_of_a_fen_go_away_from_zero() {
        let half = Decimal::new(5, 3);
        assert_eq!(Money::nearest(half, Currency::Cny).unwrap().minor, 1);
        assert_eq!(Money::nearest(-half, Currency::Cny).unwrap().minor, -1);
    }
}
