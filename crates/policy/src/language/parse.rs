//! Tokens → tree, by recursive descent; the grammar stands in `docs/policy-language.md`.

use super::span::{Fault, Span};
use super::syntax::{Ast, Node, Operator, Over, Quantifier};
use super::token::{Token, tokens};

/// How deep expressions may be nested.
const DEPTH: usize = 64;

/// How many words and signs an expression may have: a chain of operators is a tree as deep as it is long.
const WORDS: usize = 1000;

/// Words that are no names.
pub const KEYWORDS: [&str; 17] = [
    "and", "or", "not", "in", "within", "has", "is", "known", "unknown", "if", "then", "else",
    "where", "true", "false", "sum", "count",
];

/// The tree of an expression.
///
/// # Errors
/// At the first place where the grammar does not allow what stands there.
pub fn parse(text: &str) -> Result<Ast, Fault> {
    let tokens = tokens(text)?;
    if let Some((_, span)) = tokens.get(WORDS) {
        return Err(Fault::new(
            *span,
            format!("an expression of more than {WORDS} words and signs"),
        )
        .hint("give parts of it a name under `define`"));
    }
    let mut parser = Parser {
        tokens,
        at: 0,
        depth: 0,
    };
    let tree = parser.or()?;
    match parser.peek() {
        Token::End => Ok(tree),
        _ => Err(parser.unexpected("an operator or the end")),
    }
}

struct Parser {
    tokens: Vec<(Token, Span)>,
    at: usize,
    depth: usize,
}

impl Parser {
    fn peek(&self) -> &Token {
        self.ahead(0)
    }

    fn ahead(&self, by: usize) -> &Token {
        self.tokens
            .get(self.at + by)
            .map_or(&Token::End, |(token, _)| token)
    }

    fn span(&self) -> Span {
        self.tokens
            .get(self.at)
            .or(self.tokens.last())
            .map_or_else(Span::default, |(_, span)| *span)
    }

    fn before(&self) -> Span {
        self.tokens
            .get(self.at.wrapping_sub(1))
            .map_or_else(Span::default, |(_, span)| *span)
    }

    fn sign(&mut self, sign: &str) -> bool {
        let found = matches!(self.peek(), Token::Sign(found) if *found == sign);
        self.at += usize::from(found);
        found
    }

    fn word(&mut self, word: &str) -> bool {
        let found = matches!(self.peek(), Token::Word(found) if found == word);
        self.at += usize::from(found);
        found
    }

    fn unexpected(&self, wanted: &str) -> Fault {
        let found = match self.peek() {
            Token::Word(word) => format!("`{word}`"),
            Token::Number(number) => format!("`{number}`"),
            Token::Text(text) => format!("`\"{text}\"`"),
            Token::Date(date) => format!("`{date}`"),
            Token::Sign(sign) => format!("`{sign}`"),
            Token::End => "the end".to_owned(),
        };
        Fault::new(self.span(), format!("{found} where {wanted} should stand"))
    }

    fn expect(&mut self, sign: &'static str) -> Result<(), Fault> {
        if self.sign(sign) {
            Ok(())
        } else {
            Err(self.unexpected(&format!("`{sign}`")))
        }
    }

    fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, Fault>) -> Result<T, Fault> {
        self.depth += 1;
        if self.depth > DEPTH {
            return Err(Fault::new(
                self.span(),
                format!("nested more than {DEPTH} deep"),
            ));
        }
        let result = read(self);
        self.depth -= 1;
        result
    }

    fn or(&mut self) -> Result<Ast, Fault> {
        self.deeper(|parser| {
            let mut left = parser.and()?;
            while parser.word("or") {
                let right = parser.and()?;
                left = binary(Operator::Or, left, right);
            }
            Ok(left)
        })
    }

    fn and(&mut self) -> Result<Ast, Fault> {
        let mut left = self.not()?;
        while self.word("and") {
            let right = self.not()?;
            left = binary(Operator::And, left, right);
        }
        Ok(left)
    }

    fn not(&mut self) -> Result<Ast, Fault> {
        let start = self.span();
        if self.word("not") {
            let inner = self.deeper(Self::not)?;
            let span = start.to(inner.span);
            return Ok(Ast {
                node: Node::Not(Box::new(inner)),
                span,
            });
        }
        self.comparison()
    }

    fn comparison(&mut self) -> Result<Ast, Fault> {
        let left = self.sum()?;
        let operators = [
            ("<=", Operator::AtMost),
            (">=", Operator::AtLeast),
            ("!=", Operator::Unequal),
            ("=", Operator::Equal),
            ("<", Operator::Less),
            (">", Operator::Greater),
        ];
        for (sign, operator) in operators {
            if self.sign(sign) {
                let right = self.sum()?;
                return Ok(binary(operator, left, right));
            }
        }
        if self.word("in") {
            let right = self.list()?;
            return Ok(binary(Operator::In, left, right));
        }
        if self.word("within") {
            let right = self.sum()?;
            return Ok(binary(Operator::Within, left, right));
        }
        if self.word("has") {
            let right = match self.peek() {
                Token::Sign("[") => self.list()?,
                _ => self.sum()?,
            };
            return Ok(binary(Operator::Has, left, right));
        }
        if self.word("is") {
            let start = left.span;
            let known = if self.word("known") {
                true
            } else if self.word("unknown") {
                false
            } else {
                return Err(self.unexpected("`known` or `unknown`"));
            };
            let span = start.to(self.before());
            let node = Node::Known(Box::new(left));
            let tree = Ast { node, span };
            return Ok(if known {
                tree
            } else {
                Ast {
                    node: Node::Not(Box::new(tree)),
                    span,
                }
            });
        }
        Ok(left)
    }

    fn list(&mut self) -> Result<Ast, Fault> {
        let start = self.span();
        self.expect("[")?;
        let mut items = Vec::new();
        while !self.sign("]") {
            items.push(self.sum()?);
            if !self.sign(",") {
                self.expect("]")?;
                break;
            }
        }
        Ok(Ast {
            node: Node::List(items),
            span: start.to(self.before()),
        })
    }

    fn sum(&mut self) -> Result<Ast, Fault> {
        let mut left = self.product()?;
        loop {
            let operator = if self.sign("+") {
                Operator::Plus
            } else if self.sign("-") {
                Operator::Minus
            } else {
                break;
            };
            let right = self.product()?;
            left = binary(operator, left, right);
        }
        // `x else 0`, but not the `else` of `if … then … else`, which the branch has asked for.
        if self.depth > 0 && !self.in_branch() && self.word("else") {
            let right = self.sum()?;
            left = binary(Operator::Else, left, right);
        }
        Ok(left)
    }

    /// Whether an `else` that comes now belongs to an open `if`.
    fn in_branch(&self) -> bool {
        let mut open = 0_i32;
        for (token, _) in self.tokens.iter().take(self.at) {
            match token {
                Token::Word(word) if word == "then" => open += 1,
                Token::Word(word) if word == "else" && open > 0 => open -= 1,
                _ => {}
            }
        }
        open > 0
    }

    fn product(&mut self) -> Result<Ast, Fault> {
        let mut left = self.unary()?;
        loop {
            let operator = if self.sign("*") {
                Operator::Times
            } else if self.sign("/") {
                Operator::Over
            } else {
                return Ok(left);
            };
            let right = self.unary()?;
            left = binary(operator, left, right);
        }
    }

    fn unary(&mut self) -> Result<Ast, Fault> {
        let start = self.span();
        if self.sign("-") {
            let inner = self.deeper(Self::unary)?;
            let span = start.to(inner.span);
            return Ok(Ast {
                node: Node::Negative(Box::new(inner)),
                span,
            });
        }
        self.primary()
    }

    fn primary(&mut self) -> Result<Ast, Fault> {
        let start = self.span();
        let node = match self.peek().clone() {
            Token::Sign("(") => {
                self.at += 1;
                let inner = self.or()?;
                self.expect(")")?;
                return Ok(inner);
            }
            Token::Number(digits) => {
                self.at += 1;
                let unit = self.unit();
                Node::Number(digits, unit)
            }
            Token::Text(text) => {
                self.at += 1;
                Node::Text(text)
            }
            Token::Date(date) => {
                self.at += 1;
                Node::Date(date)
            }
            Token::Word(word) => return self.named(&word, start),
            Token::Sign(_) | Token::End => return Err(self.unexpected("a value")),
        };
        Ok(Ast {
            node,
            span: start.to(self.before()),
        })
    }

    /// The word or sign behind a number that belongs to it.
    fn unit(&mut self) -> Option<String> {
        let unit = match self.peek() {
            Token::Sign("%") => "%".to_owned(),
            Token::Word(word) if !KEYWORDS.contains(&word.as_str()) => word.clone(),
            _ => return None,
        };
        self.at += 1;
        Some(unit)
    }

    fn named(&mut self, word: &str, start: Span) -> Result<Ast, Fault> {
        self.at += 1;
        let quantifier = match word {
            "sum" => Some(Quantifier::Sum),
            "count" => Some(Quantifier::Count),
            "largest" => Some(Quantifier::Largest),
            "any" => Some(Quantifier::Any),
            "all" => Some(Quantifier::All),
            _ => None,
        };
        let node = match (word, quantifier) {
            (_, Some(quantifier)) => {
                self.expect("(")?;
                Node::Over(quantifier, self.deeper(|parser| parser.over(quantifier))?)
            }
            ("true", _) => Node::Truth(true),
            ("false", _) => Node::Truth(false),
            ("if", _) => self.branch()?,
            _ if KEYWORDS.contains(&word) => {
                self.at -= 1;
                return Err(self.unexpected("a value"));
            }
            _ if self.sign("(") => {
                let mut arguments = Vec::new();
                while !self.sign(")") {
                    arguments.push(self.or()?);
                    if !self.sign(",") {
                        self.expect(")")?;
                        break;
                    }
                }
                Node::Call(word.to_owned(), arguments)
            }
            _ => Node::Name(word.to_owned()),
        };
        Ok(Ast {
            node,
            span: start.to(self.before()),
        })
    }

    fn branch(&mut self) -> Result<Node, Fault> {
        let condition = self.or()?;
        if !self.word("then") {
            return Err(self.unexpected("`then`"));
        }
        let then = self.or()?;
        if !self.word("else") {
            return Err(self.unexpected("`else`"));
        }
        let other = self.or()?;
        Ok(Node::If(
            Box::new(condition),
            Box::new(then),
            Box::new(other),
        ))
    }

    fn over(&mut self, quantifier: Quantifier) -> Result<Over, Fault> {
        let list_span = self.span();
        let Token::Word(list) = self.peek().clone() else {
            return Err(self.unexpected("the name of a list"));
        };
        self.at += 1;
        let of = if matches!(quantifier, Quantifier::Sum | Quantifier::Largest) {
            self.expect(".")?;
            Some(Box::new(self.sum()?))
        } else {
            None
        };
        let condition = if self.word("where") {
            Some(Box::new(self.or()?))
        } else {
            None
        };
        self.expect(")")?;
        Ok(Over {
            list,
            list_span,
            of,
            condition,
        })
    }
}

fn binary(operator: Operator, left: Ast, right: Ast) -> Ast {
    let span = left.span.to(right.span);
    Ast {
        node: Node::Binary(operator, Box::new(left), Box::new(right)),
        span,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tree in brackets.
    fn shape(tree: &Ast) -> String {
        match &tree.node {
            Node::Name(name) => name.clone(),
            Node::Call(name, arguments) => {
                let inner: Vec<_> = arguments.iter().map(shape).collect();
                format!("{name}({})", inner.join(", "))
            }
            Node::Number(digits, unit) => format!("{digits}{}", unit.as_deref().unwrap_or("")),
            Node::Text(text) => format!("{text:?}"),
            Node::Date(date) => date.to_string(),
            Node::Truth(truth) => truth.to_string(),
            Node::List(items) => {
                format!(
                    "[{}]",
                    items.iter().map(shape).collect::<Vec<_>>().join(" ")
                )
            }
            Node::Not(inner) => format!("(not {})", shape(inner)),
            Node::Negative(inner) => format!("(- {})", shape(inner)),
            Node::Binary(operator, left, right) => {
                format!("({} {} {})", operator.sign(), shape(left), shape(right))
            }
            Node::Known(inner) => format!("(known {})", shape(inner)),
            Node::If(c, a, b) => format!("(if {} {} {})", shape(c), shape(a), shape(b)),
            Node::Over(quantifier, over) => {
                let of = over.of.as_deref().map(shape).unwrap_or_default();
                let condition = over.condition.as_deref().map(shape).unwrap_or_default();
                format!("({quantifier:?} {} {of}|{condition})", over.list)
            }
        }
    }

    #[test]
    fn operators_bind_as_in_school() {
        for (text, tree) in [
            ("a or b and not c", "(or a (and b (not c)))"),
            ("a + b * 2 >= 3%", "(>= (+ a (* b 2)) 3%)"),
            ("a - b - c", "(- (- a b) c)"),
            ("(a or b) and c", "(and (or a b) c)"),
            (
                "revenue(this_year - 1) / 2",
                "(/ revenue((- this_year 1)) 2)",
            ),
            ("-a * b", "(* (- a) b)"),
            ("x else 0 > 1", "(> (else x 0) 1)"),
            ("if a then b else c + 1", "(if a b (+ c 1))"),
            ("x is unknown", "(not (known x))"),
            ("k in [\"a\", \"b\"]", "(in k [\"a\" \"b\"])"),
            ("region within \"330109\"", "(within region \"330109\")"),
            (
                "sum(spending.amount where node <= 28 nm) >= 1000万元",
                "(>= (Sum spending amount|(<= node 28nm)) 1000万元)",
            ),
            (
                "count(awards) > 3 and any(awards where gold)",
                "(and (> (Count awards |) 3) (Any awards |gold))",
            ),
        ] {
            assert_eq!(shape(&parse(text).unwrap()), tree, "{text}");
        }
    }

    #[test]
    fn a_fault_says_what_stands_there_and_what_should() {
        for (text, message, start) in [
            ("a and", "the end where a value should stand", 5),
            ("a b", "`b` where an operator or the end should stand", 2),
            (
                "sum(spending where x)",
                "`where` where `.` should stand",
                13,
            ),
            ("if a then b", "the end where `else` should stand", 11),
            (
                "a is big",
                "`big` where `known` or `unknown` should stand",
                5,
            ),
            ("(a", "the end where `)` should stand", 2),
            ("a = or", "`or` where a value should stand", 4),
        ] {
            let fault = parse(text).unwrap_err();
            assert_eq!(
                (fault.message.as_str(), fault.span.start),
                (message, start),
                "{text}"
            );
        }
    }

    #[test]
    fn nesting_has_an_end() {
        let deep = "(".repeat(100) + "a" + &")".repeat(100);
        assert_eq!(
            parse(&deep).unwrap_err().message,
            "nested more than 64 deep"
        );
        let not = "not ".repeat(100) + "a";
        assert_eq!(parse(&not).unwrap_err().message, "nested more than 64 deep");
        let long = "a and ".repeat(1000) + "a";
        assert_eq!(
            parse(&long).unwrap_err().message,
            "an expression of more than 1000 words and signs"
        );
    }
}
