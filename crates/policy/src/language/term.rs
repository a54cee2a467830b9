//! The tree behind the check: typed, with every name resolved. Both evaluators walk this one.

use crate::vocabulary::{ChoicesId, Sort, Vocabulary};

use super::span::Span;
use super::syntax::Quantifier;

/// The type of an expression.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Type {
    /// Yes or no.
    Bool,
    /// Fen.
    Money,
    /// Millionths of one.
    Rate,
    /// Millionths of a unit.
    Number(String),
    /// Days since 1970-01-01.
    Date,
    /// A time from day to day: months and days.
    Duration,
    /// The number of a choice.
    Choice(ChoicesId),
    /// Choices as bits.
    Set(ChoicesId),
    /// A GB/T 2260 code.
    Region,
    /// A quotient of two like things; it can be compared with a rate.
    Quotient,
}

impl Type {
    /// The type of a field's values; none for texts.
    pub fn of(sort: &Sort) -> Option<Type> {
        Some(match sort {
            Sort::Bool => Type::Bool,
            Sort::Money => Type::Money,
            Sort::Rate => Type::Rate,
            Sort::Number(unit) => Type::Number(unit.clone()),
            Sort::Date => Type::Date,
            Sort::Region => Type::Region,
            Sort::Choice(id) => Type::Choice(*id),
            Sort::Set(id) => Type::Set(*id),
            Sort::Text => return None,
        })
    }

    /// As messages name it.
    pub fn name(&self, vocabulary: &Vocabulary) -> String {
        match self {
            Type::Bool => "yes or no".to_owned(),
            Type::Money => "money".to_owned(),
            Type::Rate => "a rate".to_owned(),
            Type::Number(unit) if unit.is_empty() => "a plain number".to_owned(),
            Type::Number(unit) => format!("a number of {unit}"),
            Type::Date => "a day".to_owned(),
            Type::Duration => "a length of time".to_owned(),
            Type::Choice(id) => vocabulary.sort_name(&Sort::Choice(*id)),
            Type::Set(id) => vocabulary.sort_name(&Sort::Set(*id)),
            Type::Region => "a region".to_owned(),
            Type::Quotient => "a quotient".to_owned(),
        }
    }

    /// Whether its values are ordered numbers.
    pub fn is_ordered(&self) -> bool {
        matches!(
            self,
            Type::Money | Type::Rate | Type::Number(_) | Type::Date | Type::Quotient
        )
    }
}

/// A checked expression.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Term {
    /// What it is.
    pub node: Node,
    /// Its type.
    pub kind: Type,
    /// Where it stands in the text that it was read from.
    pub span: Span,
}

/// How two ordered values are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Comparison {
    Equal,
    Unequal,
    Less,
    AtMost,
    Greater,
    AtLeast,
}

impl Comparison {
    /// The sign in running text.
    pub fn sign(self) -> &'static str {
        match self {
            Comparison::Equal => "=",
            Comparison::Unequal => "≠",
            Comparison::Less => "<",
            Comparison::AtMost => "≤",
            Comparison::Greater => ">",
            Comparison::AtLeast => "≥",
        }
    }
}

/// A year, counted from the day that is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RelativeYear(pub i16);

/// What a checked expression can be.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Node {
    /// A value that stands in the text.
    Constant(i64),
    /// A length of time: months, then days.
    Duration(i32, i32),
    /// A parameter of the clause, by name; simulations change it.
    Parameter(String),
    /// A field of the firm.
    Field(usize),
    /// A yearly figure.
    Yearly(usize, Year),
    /// An attribute of the entry that a quantifier looks at.
    Attribute(usize),
    /// The year of that entry's date.
    EntryYear,
    /// The year of a day.
    YearOf(Box<Term>),
    /// The day that is asked about.
    On,
    /// The year that is asked about, plus so many.
    ThisYear(RelativeYear),
    /// A definition of the pack.
    Defined(String, Box<Term>),
    /// The points of a scoring form.
    Score(String),
    /// All hold.
    And(Vec<Term>),
    /// One holds.
    Or(Vec<Term>),
    /// It does not hold.
    Not(Box<Term>),
    /// Ordered values compared.
    Compare(Comparison, Box<Term>, Box<Term>),
    /// Equal to one of these values.
    In(Box<Term>, Vec<i64>),
    /// A region lies in another.
    Within(Box<Term>, i64),
    /// A set has one of these choices, which are given as bits.
    Has(Box<Term>, i64),
    /// The value is known.
    Known(Box<Term>),
    /// The first value, or the second where the first is not known.
    OrElse(Box<Term>, Box<Term>),
    /// The sum.
    Plus(Box<Term>, Box<Term>),
    /// The difference.
    Minus(Box<Term>, Box<Term>),
    /// Times a rate or plain number, which stands second.
    Times(Box<Term>, Box<Term>),
    /// A number divided by a plain number.
    Over(Box<Term>, Box<Term>),
    /// Two like things divided.
    Quotient(Box<Term>, Box<Term>),
    /// A day and a length of time, taken off or added.
    Shift(Box<Term>, i32, i32),
    /// With the other sign.
    Negative(Box<Term>),
    /// The least of them.
    Min(Vec<Term>),
    /// The greatest of them.
    Max(Vec<Term>),
    /// If the first holds, the second, else the third.
    If(Box<Term>, Box<Term>, Box<Term>),
    /// Over the entries of a list.
    Entries(Quantifier, usize, Option<Box<Term>>, Option<Box<Term>>),
}

/// Which year of a yearly figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Year {
    /// Counted from the day that is asked about.
    Relative(RelativeYear),
    /// A certain year.
    Fixed(i16),
}

impl Year {
    /// The calendar year when `on_year` is asked about.
    pub fn calendar(self, on_year: i16) -> i16 {
        match self {
            Year::Relative(RelativeYear(by)) => on_year.saturating_add(by),
            Year::Fixed(year) => year,
        }
    }
}

impl Term {
    /// Visits this term and all terms below it.
    pub fn visit<'t>(&'t self, see: &mut impl FnMut(&'t Term)) {
        see(self);
        match &self.node {
            Node::Constant(_)
            | Node::Duration(..)
            | Node::Parameter(_)
            | Node::Field(_)
            | Node::Yearly(..)
            | Node::Attribute(_)
            | Node::EntryYear
            | Node::On
            | Node::ThisYear(_)
            | Node::Score(_) => {}
            Node::And(terms) | Node::Or(terms) | Node::Min(terms) | Node::Max(terms) => {
                for term in terms {
                    term.visit(see);
                }
            }
            Node::YearOf(inner)
            | Node::Defined(_, inner)
            | Node::Not(inner)
            | Node::In(inner, _)
            | Node::Within(inner, _)
            | Node::Has(inner, _)
            | Node::Known(inner)
            | Node::Shift(inner, ..)
            | Node::Negative(inner) => inner.visit(see),
            Node::Compare(_, left, right)
            | Node::OrElse(left, right)
            | Node::Plus(left, right)
            | Node::Minus(left, right)
            | Node::Times(left, right)
            | Node::Over(left, right)
            | Node::Quotient(left, right) => {
                left.visit(see);
                right.visit(see);
            }
            Node::If(condition, then, other) => {
                condition.visit(see);
                then.visit(see);
                other.visit(see);
            }
            Node::Entries(_, _, of, condition) => {
                for term in of.iter().chain(condition) {
                    term.visit(see);
                }
            }
        }
    }
}
