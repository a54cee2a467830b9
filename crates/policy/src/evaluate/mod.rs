//! The evaluator for one firm: what a term is worth, and which facts are missing for it.

pub mod because;
pub mod one;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::language::Type;
use crate::pack::{Clause, Pack};
use crate::profile::{Missing, Profile};
use crate::value::interval::Quotient;
use crate::value::{Interval, Truth};
use crate::vocabulary::Vocabulary;

/// What a term is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value {
    /// Yes, no, or not known.
    Truth(Truth),
    /// Ordered values.
    Number(Interval),
    /// A choice, region or set, if known.
    Exact(Option<i64>),
    /// A share that is not rounded.
    Quotient(Quotient),
}

impl Value {
    /// As a truth; what is none is not known.
    pub fn truth(self) -> Truth {
        match self {
            Value::Truth(truth) => truth,
            _ => Truth::Unknown,
        }
    }

    /// As a number; what is none has no bounds.
    pub fn number(self) -> Interval {
        match self {
            Value::Number(interval) => interval,
            _ => Interval::ANY,
        }
    }

    /// Whether it is known exactly.
    pub fn is_known(self) -> bool {
        match self {
            Value::Truth(truth) => truth != Truth::Unknown,
            Value::Number(interval) => interval.exact().is_some(),
            Value::Exact(value) => value.is_some(),
            Value::Quotient(quotient) => {
                quotient.above.exact().is_some() && quotient.below.exact().is_some()
            }
        }
    }
}

/// A value with what is missing to know it exactly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The value.
    pub value: Value,
    /// What is missing. INVARIANT: empty where the value is known.
    pub missing: BTreeSet<Missing>,
}

impl Outcome {
    fn new(value: Value, missing: BTreeSet<Missing>) -> Outcome {
        let missing = if value.is_known() {
            BTreeSet::new()
        } else {
            missing
        };
        Outcome { value, missing }
    }

    fn known(value: Value) -> Outcome {
        Outcome {
            value,
            missing: BTreeSet::new(),
        }
    }
}

/// Figures by name.
pub type Figures = BTreeMap<String, (i64, Type)>;

/// Everything that a term may look at.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The words.
    pub vocabulary: &'a Vocabulary,
    /// The firm.
    pub profile: &'a Profile,
    /// The pack, for its figures and forms.
    pub pack: &'a Pack,
    /// The clause, for its figures.
    pub clause: Option<&'a Clause>,
    /// The day that is asked about.
    pub on: Date,
    /// The entry that is looked at: list and place.
    pub entry: Option<(usize, usize)>,
}

impl<'a> Context<'a> {
    /// The same, looking at an entry.
    #[must_use]
    pub fn at(self, list: usize, entry: usize) -> Context<'a> {
        Context {
            entry: Some((list, entry)),
            ..self
        }
    }

    /// A figure by its name.
    fn figure(&self, name: &str) -> Option<i64> {
        self.clause
            .and_then(|clause| clause.parameters.get(name))
            .or_else(|| self.pack.parameters.get(name))
            .map(|(value, _)| *value)
    }
}
