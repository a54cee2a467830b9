//! The tree that the parser makes: what was written, not yet what it means.

use super::span::Span;

/// An expression as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ast {
    /// What it is.
    pub node: Node,
    /// Where it stands.
    pub span: Span,
}

/// What an expression can be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// `revenue`, `this_year`.
    Name(String),
    /// `revenue(last_year)`.
    Call(String, Vec<Ast>),
    /// A number with the word behind it: `28 nm`, `15 %`, `1000 万元`, `3 years`.
    Number(String, Option<String>),
    /// `"tape_out"`.
    Text(String),
    /// `2025-07-01`.
    Date(jiff::civil::Date),
    /// `true`, `false`.
    Truth(bool),
    /// `["a", "b"]`, behind `in` only.
    List(Vec<Ast>),
    /// `not x`.
    Not(Box<Ast>),
    /// `-x`.
    Negative(Box<Ast>),
    /// `x and y`, `x + y`, `x <= y`, ….
    Binary(Operator, Box<Ast>, Box<Ast>),
    /// `x is known`; `x is unknown` is its opposite.
    Known(Box<Ast>),
    /// `if c then a else b`.
    If(Box<Ast>, Box<Ast>, Box<Ast>),
    /// `sum(spending.amount where …)`, `count(spending where …)`.
    Over(Quantifier, Over),
}

/// What a quantifier runs over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Over {
    /// The list.
    pub list: String,
    /// Where its name stands.
    pub list_span: Span,
    /// The attribute behind the point, for sums.
    pub of: Option<Box<Ast>>,
    /// The condition behind `where`.
    pub condition: Option<Box<Ast>>,
}

/// How the entries of a list become one value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Quantifier {
    /// How many entries.
    Count,
    /// Their values together.
    Sum,
    /// The greatest value; nothing is zero.
    Largest,
    /// Whether the condition holds for one of them.
    Any,
    /// Whether the condition holds for each of them.
    All,
}

/// Operators with two sides, from the loosest to the tightest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Operator {
    Or,
    And,
    Equal,
    Unequal,
    Less,
    AtMost,
    Greater,
    AtLeast,
    In,
    Within,
    Has,
    Else,
    Plus,
    Minus,
    Times,
    Over,
}

impl Operator {
    /// As it is written.
    pub fn sign(self) -> &'static str {
        match self {
            Operator::Or => "or",
            Operator::And => "and",
            Operator::Equal => "=",
            Operator::Unequal => "!=",
            Operator::Less => "<",
            Operator::AtMost => "<=",
            Operator::Greater => ">",
            Operator::AtLeast => ">=",
            Operator::In => "in",
            Operator::Within => "within",
            Operator::Has => "has",
            Operator::Else => "else",
            Operator::Plus => "+",
            Operator::Minus => "-",
            Operator::Times => "*",
            Operator::Over => "/",
        }
    }
}
