//! Operators: comparisons, sums, products, `in`, `within`, `has`, `else`.

use crate::language::span::{Fault, Span};
use crate::language::syntax::{Ast, Node as Written, Operator};
use crate::language::term::{Comparison, Node, Term, Type};

use super::Checker;

impl Checker<'_, '_> {
    pub(super) fn binary(
        &self,
        operator: Operator,
        left: &Ast,
        right: &Ast,
        span: Span,
        expected: Option<&Type>,
    ) -> Result<Term, Fault> {
        match operator {
            Operator::And | Operator::Or => {
                let mut terms = Vec::new();
                for side in [left, right] {
                    let term = self.truth(side)?;
                    // `a and b and c` is one node with three parts.
                    match (operator, term.node) {
                        (Operator::And, Node::And(inner)) | (Operator::Or, Node::Or(inner)) => {
                            terms.extend(inner);
                        }
                        (_, node) => terms.push(Term { node, ..term }),
                    }
                }
                let node = if operator == Operator::And {
                    Node::And(terms)
                } else {
                    Node::Or(terms)
                };
                Ok(Term {
                    node,
                    kind: Type::Bool,
                    span,
                })
            }
            Operator::Equal
            | Operator::Unequal
            | Operator::Less
            | Operator::AtMost
            | Operator::Greater
            | Operator::AtLeast => self.compare(operator, left, right, span),
            Operator::In => self.is_in(left, right, span),
            Operator::Within => {
                let left = self.term(left, None)?;
                if left.kind != Type::Region {
                    return Err(self.mismatch(&left, &Type::Region));
                }
                let right = self.term(right, Some(&Type::Region))?;
                let Node::Constant(code) = right.node else {
                    return Err(Fault::new(right.span, "a region's code must stand here")
                        .hint("such as \"330109\""));
                };
                Ok(Term {
                    node: Node::Within(Box::new(left), code),
                    kind: Type::Bool,
                    span,
                })
            }
            Operator::Has => {
                let left = self.term(left, None)?;
                let Type::Set(id) = left.kind else {
                    return Err(Fault::new(
                        left.span,
                        format!("{} is no set", self.name_of(&left.kind)),
                    ));
                };
                let named = match &right.node {
                    Written::List(items) => items.as_slice(),
                    _ => std::slice::from_ref(right),
                };
                let mut bits = 0_i64;
                for item in named {
                    let choice = match &item.node {
                        Written::Text(text) => self.choice(id, text, item.span)?,
                        _ => {
                            return Err(Fault::new(
                                item.span,
                                "the name of a choice must stand here",
                            ));
                        }
                    };
                    bits |= 1_i64
                        .checked_shl(u32::try_from(choice).unwrap_or(63))
                        .unwrap_or_default();
                }
                Ok(Term {
                    node: Node::Has(Box::new(left), bits),
                    kind: Type::Bool,
                    span,
                })
            }
            Operator::Else => {
                let left = self.term(left, expected)?;
                let right = self.term(right, Some(&left.kind))?;
                if left.kind != right.kind {
                    return Err(self.mismatch(&right, &left.kind));
                }
                let kind = left.kind.clone();
                Ok(Term {
                    node: Node::OrElse(Box::new(left), Box::new(right)),
                    kind,
                    span,
                })
            }
            Operator::Plus | Operator::Minus => self.add(operator, left, right, span, expected),
            Operator::Times => self.times(left, right, span),
            Operator::Over => self.divide(left, right, span),
        }
    }

    pub(super) fn compare(
        &self,
        operator: Operator,
        left: &Ast,
        right: &Ast,
        span: Span,
    ) -> Result<Term, Fault> {
        let comparison = match operator {
            Operator::Unequal => Comparison::Unequal,
            Operator::Less => Comparison::Less,
            Operator::AtMost => Comparison::AtMost,
            Operator::Greater => Comparison::Greater,
            Operator::AtLeast => Comparison::AtLeast,
            _ => Comparison::Equal,
        };
        // A text takes its meaning from the other side.
        let (left, right) = if matches!(left.node, Written::Text(_)) {
            let right = self.term(right, None)?;
            (self.term(left, Some(&right.kind))?, right)
        } else {
            let left = self.term(left, None)?;
            let hint = if left.kind == Type::Quotient {
                Type::Rate
            } else {
                left.kind.clone()
            };
            let right = self.term(right, Some(&hint))?;
            (left, right)
        };
        let equality = matches!(comparison, Comparison::Equal | Comparison::Unequal);
        let fits = match (&left.kind, &right.kind) {
            (Type::Quotient, Type::Rate) => !equality,
            (Type::Set(_), _) | (Type::Duration, _) | (Type::Quotient, _) => false,
            (left, right) => left == right && (equality || left.is_ordered()),
        };
        if !fits {
            if left.kind == right.kind || left.kind == Type::Quotient && right.kind == Type::Rate {
                return Err(Fault::new(
                    span,
                    format!(
                        "{} cannot be compared with `{}`",
                        self.name_of(&left.kind),
                        operator.sign()
                    ),
                ));
            }
            let wanted = if left.kind == Type::Quotient {
                Type::Rate
            } else {
                left.kind
            };
            return Err(self.mismatch(&right, &wanted));
        }
        Ok(Term {
            node: Node::Compare(comparison, Box::new(left), Box::new(right)),
            kind: Type::Bool,
            span,
        })
    }

    pub(super) fn is_in(&self, left: &Ast, right: &Ast, span: Span) -> Result<Term, Fault> {
        let left = self.term(left, None)?;
        let Written::List(items) = &right.node else {
            return Err(Fault::new(right.span, "a list must stand behind `in`")
                .hint("such as [\"small\", \"medium\"]"));
        };
        let mut values = Vec::new();
        for item in items {
            let item = self.term(item, Some(&left.kind))?;
            match item.node {
                Node::Constant(value) if item.kind == left.kind => values.push(value),
                _ => return Err(self.mismatch(&item, &left.kind)),
            }
        }
        Ok(Term {
            node: Node::In(Box::new(left), values),
            kind: Type::Bool,
            span,
        })
    }

    pub(super) fn add(
        &self,
        operator: Operator,
        left: &Ast,
        right: &Ast,
        span: Span,
        expected: Option<&Type>,
    ) -> Result<Term, Fault> {
        let left = self.term(left, expected)?;
        let right = self.term(right, Some(&left.kind))?;
        if let (Type::Date, Node::Duration(months, days)) = (&left.kind, &right.node) {
            let sign = if operator == Operator::Plus { 1 } else { -1 };
            let (months, days) = (months.saturating_mul(sign), days.saturating_mul(sign));
            return Ok(Term {
                node: Node::Shift(Box::new(left), months, days),
                kind: Type::Date,
                span,
            });
        }
        if left.kind != right.kind {
            return Err(self.mismatch(&right, &left.kind));
        }
        if !matches!(left.kind, Type::Money | Type::Rate | Type::Number(_)) {
            return Err(Fault::new(
                span,
                format!("{} cannot be added up", self.name_of(&left.kind)),
            ));
        }
        let kind = left.kind.clone();
        let (left, right) = (Box::new(left), Box::new(right));
        let node = if operator == Operator::Plus {
            Node::Plus(left, right)
        } else {
            Node::Minus(left, right)
        };
        Ok(Term { node, kind, span })
    }

    pub(super) fn times(&self, left: &Ast, right: &Ast, span: Span) -> Result<Term, Fault> {
        let left = self.term(left, None)?;
        let right = self.term(right, None)?;
        let factor =
            |kind: &Type| matches!(kind, Type::Rate) || *kind == Type::Number(String::new());
        let measured = |kind: &Type| matches!(kind, Type::Money | Type::Number(_) | Type::Rate);
        let (value, by) = if factor(&right.kind) && measured(&left.kind) {
            (left, right)
        } else if factor(&left.kind) && measured(&right.kind) {
            (right, left)
        } else {
            return Err(Fault::new(
                span,
                format!(
                    "{} cannot be multiplied by {}",
                    self.name_of(&left.kind),
                    self.name_of(&right.kind)
                ),
            )
            .hint("one side must be a rate or a plain number"));
        };
        let kind = value.kind.clone();
        Ok(Term {
            node: Node::Times(Box::new(value), Box::new(by)),
            kind,
            span,
        })
    }

    pub(super) fn divide(&self, left: &Ast, right: &Ast, span: Span) -> Result<Term, Fault> {
        let left = self.term(left, None)?;
        let right = self.term(right, None)?;
        let literal = matches!(right.node, Node::Constant(_) | Node::Parameter(_));
        if right.kind == Type::Number(String::new())
            && literal
            && matches!(left.kind, Type::Money | Type::Number(_) | Type::Rate)
        {
            let kind = left.kind.clone();
            return Ok(Term {
                node: Node::Over(Box::new(left), Box::new(right)),
                kind,
                span,
            });
        }
        if left.kind == right.kind && matches!(left.kind, Type::Money | Type::Number(_)) {
            return Ok(Term {
                node: Node::Quotient(Box::new(left), Box::new(right)),
                kind: Type::Quotient,
                span,
            });
        }
        Err(Fault::new(
            span,
            format!(
                "{} cannot be divided by {}",
                self.name_of(&left.kind),
                self.name_of(&right.kind)
            ),
        )
        .hint("divide like by like for a share, or by a plain number that stands in the text"))
    }
}
