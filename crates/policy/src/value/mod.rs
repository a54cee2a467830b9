//! What expressions count with.
//!
//! Every value is an `i64`: money in fen, rates and plain numbers in millionths, days since 1970,
//! choices and regions by their number. What is not known exactly is an [`Interval`]; what is neither
//! yes nor no is [`Truth::Unknown`]. So "we do not know" never turns into zero or into "no".

pub mod interval;
pub mod literal;
pub mod truth;

pub use interval::Interval;
pub use truth::Truth;

/// One, as rates and plain numbers are kept.
pub const ONE: i64 = 1_000_000;

/// A sum of fen as a decimal string of yuan without trailing zeros, `1500000`, `0.5`.
pub fn yuan(fen: i64) -> String {
    xinqiao_record::Money {
        minor: i128::from(fen),
        currency: xinqiao_record::Currency::Cny,
    }
    .units()
}

/// Millionths as a decimal without trailing zeros.
pub fn decimal(millionths: i64) -> String {
    xinqiao_record::Decimal::new(millionths, 6)
        .normalize()
        .to_string()
}
