//! Tree → typed term: every name is resolved, every type and unit is checked.

mod operator;

use std::collections::BTreeMap;

use xinqiao_record::RegionCode;

use crate::value::{ONE, literal};
use crate::vocabulary::{ChoicesId, Field, List, Vocabulary};

use crate::language::span::{Fault, Span, nearest};
use crate::language::syntax::{Ast, Node as Written, Operator, Over, Quantifier};
use crate::language::term::{Node, RelativeYear, Term, Type, Year};

/// What names an expression may use.
#[derive(Debug, Clone)]
pub struct Scope<'a> {
    /// The common words.
    pub vocabulary: &'a Vocabulary,
    /// The pack's definitions so far, in which later ones may use earlier ones.
    pub definitions: &'a BTreeMap<String, Term>,
    /// The parameters of the clause and of the pack, with their types.
    pub parameters: BTreeMap<String, Type>,
    /// The scoring forms of the pack.
    pub forms: Vec<String>,
    /// The list whose entry is looked at, inside `where` and `each`.
    pub list: Option<usize>,
}

/// Checks an expression.
///
/// # Errors
/// At the first place that has no meaning, with a hint where one can be given.
pub fn check(tree: &Ast, scope: &Scope<'_>) -> Result<Term, Fault> {
    Checker { scope }.term(tree, None)
}

/// Checks an expression that must have a certain type.
///
/// # Errors
/// As [`check`], and when the type is another.
pub fn check_as(tree: &Ast, wanted: &Type, scope: &Scope<'_>) -> Result<Term, Fault> {
    let checker = Checker { scope };
    let term = checker.term(tree, Some(wanted))?;
    if term.kind == *wanted {
        return Ok(term);
    }
    Err(checker.mismatch(&term, wanted))
}

struct Checker<'s, 'a> {
    scope: &'s Scope<'a>,
}

impl Checker<'_, '_> {
    fn name_of(&self, kind: &Type) -> String {
        kind.name(self.scope.vocabulary)
    }

    fn mismatch(&self, term: &Term, wanted: &Type) -> Fault {
        let fault = Fault::new(
            term.span,
            format!(
                "this is {}, but {} is needed here",
                self.name_of(&term.kind),
                self.name_of(wanted)
            ),
        );
        match (&term.kind, wanted) {
            (Type::Number(unit), Type::Money) if unit.is_empty() => {
                fault.hint("write the unit: `元` or `万元`")
            }
            (Type::Number(unit), Type::Rate) if unit.is_empty() => {
                fault.hint("write rates with `%`")
            }
            (Type::Money, Type::Rate) | (Type::Rate, Type::Money) => {
                fault.hint("yuan and percent cannot be mixed; a rate times a sum is a sum")
            }
            _ => fault,
        }
    }

    /// `expected` is what the other side of a comparison is: it gives texts and bare numbers their meaning.
    fn term(&self, tree: &Ast, expected: Option<&Type>) -> Result<Term, Fault> {
        let span = tree.span;
        let made = |node: Node, kind: Type| Ok(Term { node, kind, span });
        match &tree.node {
            Written::Truth(truth) => made(Node::Constant(i64::from(*truth)), Type::Bool),
            Written::Date(date) => made(Node::Constant(days(*date)), Type::Date),
            Written::Number(digits, unit) => {
                let (node, kind) = self.number(digits, unit.as_deref(), span, expected)?;
                made(node, kind)
            }
            Written::Text(text) => {
                let (value, kind) = self.text(text, span, expected)?;
                made(Node::Constant(value), kind)
            }
            Written::List(_) => Err(Fault::new(span, "a list can stand behind `in` only")),
            Written::Name(name) => self.name(name, span),
            Written::Call(name, arguments) => self.call(name, arguments, span),
            Written::Not(inner) => {
                let inner = self.truth(inner)?;
                made(Node::Not(Box::new(inner)), Type::Bool)
            }
            Written::Negative(inner) => {
                let inner = self.term(inner, expected)?;
                match inner.kind {
                    Type::Money | Type::Rate | Type::Number(_) => {
                        let kind = inner.kind.clone();
                        made(Node::Negative(Box::new(inner)), kind)
                    }
                    _ => Err(Fault::new(
                        span,
                        format!("{} has no sign", self.name_of(&inner.kind)),
                    )),
                }
            }
            Written::Known(inner) => {
                let inner = self.term(inner, None)?;
                made(Node::Known(Box::new(inner)), Type::Bool)
            }
            Written::If(condition, then, other) => {
                let condition = self.truth(condition)?;
                let then = self.term(then, expected)?;
                let other = self.term(other, Some(&then.kind))?;
                if then.kind != other.kind {
                    return Err(self.mismatch(&other, &then.kind));
                }
                let kind = then.kind.clone();
                made(
                    Node::If(Box::new(condition), Box::new(then), Box::new(other)),
                    kind,
                )
            }
            Written::Over(quantifier, over) => self.over(*quantifier, over, span),
            Written::Binary(operator, left, right) => {
                self.binary(*operator, left, right, span, expected)
            }
        }
    }

    fn truth(&self, tree: &Ast) -> Result<Term, Fault> {
        let term = self.term(tree, Some(&Type::Bool))?;
        if term.kind == Type::Bool {
            Ok(term)
        } else {
            Err(self.mismatch(&term, &Type::Bool))
        }
    }

    fn number(
        &self,
        digits: &str,
        unit: Option<&str>,
        span: Span,
        expected: Option<&Type>,
    ) -> Result<(Node, Type), Fault> {
        let scaled = |scale: i64| {
            literal::scaled(digits, scale).map_err(|error| Fault::new(span, error.to_string()))
        };
        let Some(unit) = unit else {
            // A bare zero is a zero of anything.
            if scaled(ONE)? == 0
                && let Some(kind @ (Type::Money | Type::Rate | Type::Number(_))) = expected
            {
                return Ok((Node::Constant(0), kind.clone()));
            }
            return Ok((Node::Constant(scaled(ONE)?), Type::Number(String::new())));
        };
        if unit == "%" {
            return Ok((Node::Constant(scaled(ONE / 100)?), Type::Rate));
        }
        if let Some(fen) = literal::fen_of(unit) {
            return Ok((Node::Constant(scaled(fen)?), Type::Money));
        }
        let whole = || {
            digits
                .parse::<i32>()
                .map_err(|_| Fault::new(span, format!("`{digits}` is no whole number of {unit}")))
        };
        match unit {
            "years" | "year" | "年" => {
                let months = whole()?.checked_mul(12);
                let months = months.ok_or_else(|| Fault::new(span, "this is too long a time"))?;
                return Ok((Node::Duration(months, 0), Type::Duration));
            }
            "months" | "month" | "个月" => {
                return Ok((Node::Duration(whole()?, 0), Type::Duration));
            }
            "days" | "day" | "天" | "日" => {
                return Ok((Node::Duration(0, whole()?), Type::Duration));
            }
            _ => {}
        }
        let units = self.scope.vocabulary.units();
        if units.contains(&unit) {
            return Ok((Node::Constant(scaled(ONE)?), Type::Number(unit.to_owned())));
        }
        let known = ["元", "万元", "亿元", "%", "years", "months", "days"];
        let fault = Fault::new(span, format!("unknown unit `{unit}`"));
        Err(
            match nearest(unit, known.into_iter().chain(units.iter().copied())) {
                Some(name) => fault.hint(format!("did you mean `{name}`?")),
                None => fault.hint(format!(
                    "known units: {}, {}",
                    known.join(", "),
                    units.join(", ")
                )),
            },
        )
    }

    fn text(&self, text: &str, span: Span, expected: Option<&Type>) -> Result<(i64, Type), Fault> {
        match expected {
            Some(Type::Choice(id) | Type::Set(id)) => {
                Ok((self.choice(*id, text, span)?, Type::Choice(*id)))
            }
            Some(Type::Region) => match text.parse::<RegionCode>() {
                Ok(_) => Ok((text.parse().unwrap_or_default(), Type::Region)),
                Err(error) => Err(Fault::new(span, error.to_string())),
            },
            _ => Err(
                Fault::new(span, format!("`\"{text}\"` has no meaning here")).hint(
                    "a text names a choice or a region and is compared with a field of that kind",
                ),
            ),
        }
    }

    fn choice(&self, id: ChoicesId, text: &str, span: Span) -> Result<i64, Fault> {
        let Some(choices) = self.scope.vocabulary.choices(id) else {
            return Err(Fault::new(span, "these choices are not known"));
        };
        if let Some(number) = choices.number(text) {
            return Ok(i64::try_from(number).unwrap_or_default());
        }
        let names = choices.choices.iter().map(|choice| choice.name.as_str());
        let fault = Fault::new(span, format!("`{text}` is none of `{}`", choices.name));
        Err(match nearest(text, names.clone()) {
            Some(name) => fault.hint(format!("did you mean `{name}`?")),
            None => fault.hint(format!("known: {}", names.collect::<Vec<_>>().join(", "))),
        })
    }

    fn list(&self) -> Option<&List> {
        self.scope
            .list
            .and_then(|list| self.scope.vocabulary.lists.get(list))
    }

    fn name(&self, name: &str, span: Span) -> Result<Term, Fault> {
        let made = |node: Node, kind: Type| Ok(Term { node, kind, span });
        let number = || Type::Number(String::new());
        let vocabulary = self.scope.vocabulary;
        if let Some(list) = self.list() {
            if let Some(at) = list.attribute(name) {
                let kind = self.field_type(&list.attributes, at, span)?;
                return made(Node::Attribute(at), kind);
            }
            if name == "year" && list.attribute("date").is_some() {
                return made(Node::EntryYear, number());
            }
        }
        match name {
            "on" => return made(Node::On, Type::Date),
            "this_year" => return made(Node::ThisYear(RelativeYear(0)), number()),
            "last_year" => return made(Node::ThisYear(RelativeYear(-1)), number()),
            _ => {}
        }
        if let Some(term) = self.scope.definitions.get(name) {
            let inner = Box::new(term.clone());
            return made(Node::Defined(name.to_owned(), inner), term.kind.clone());
        }
        if let Some(kind) = self.scope.parameters.get(name) {
            return made(Node::Parameter(name.to_owned()), kind.clone());
        }
        if let Some(at) = vocabulary.field(name) {
            let kind = self.field_type(&vocabulary.fields, at, span)?;
            return made(Node::Field(at), kind);
        }
        if vocabulary.year_field(name).is_some() {
            return Err(Fault::new(span, format!("`{name}` is a yearly figure"))
                .hint(format!("say of which year: `{name}(last_year)`")));
        }
        if vocabulary.list(name).is_some() {
            return Err(Fault::new(span, format!("`{name}` is a list"))
                .hint(format!("look at its entries: `count({name} where …)`")));
        }
        let fault = Fault::new(span, format!("unknown name `{name}`"));
        Err(match nearest(name, self.names()) {
            Some(near) => fault.hint(format!("did you mean `{near}`?")),
            None => fault,
        })
    }

    /// Every name that could stand here.
    fn names(&self) -> Vec<&str> {
        let vocabulary = self.scope.vocabulary;
        let attributes = self.list().map_or(&[][..], |list| &list.attributes);
        let mut names: Vec<&str> = attributes
            .iter()
            .chain(&vocabulary.fields)
            .chain(&vocabulary.yearly)
            .map(|field| field.name.as_str())
            .collect();
        names.extend(vocabulary.lists.iter().map(|list| list.name.as_str()));
        names.extend(self.scope.definitions.keys().map(String::as_str));
        names.extend(self.scope.parameters.keys().map(String::as_str));
        names.extend(["on", "this_year", "last_year", "year"]);
        names
    }

    fn field_type(&self, fields: &[Field], at: usize, span: Span) -> Result<Type, Fault> {
        fields
            .get(at)
            .and_then(|field| Type::of(&field.sort))
            .ok_or_else(|| {
                Fault::new(span, "a text takes no part in conditions")
                    .hint("make it a choice in the vocabulary")
            })
    }

    fn call(&self, name: &str, arguments: &[Ast], span: Span) -> Result<Term, Fault> {
        let vocabulary = self.scope.vocabulary;
        if let Some(at) = vocabulary.year_field(name) {
            let [year] = arguments else {
                return Err(Fault::new(span, format!("`{name}` needs one year"))
                    .hint(format!("`{name}(last_year)`")));
            };
            let kind = self.field_type(&vocabulary.yearly, at, span)?;
            let year = self.year(year)?;
            return Ok(Term {
                node: Node::Yearly(at, year),
                kind,
                span,
            });
        }
        match name {
            "min" | "max" => {
                let mut terms: Vec<Term> = Vec::new();
                for argument in arguments {
                    let first = terms.first().map(|term| term.kind.clone());
                    let term = self.term(argument, first.as_ref())?;
                    if let Some(first) = first
                        && first != term.kind
                    {
                        return Err(self.mismatch(&term, &first));
                    }
                    terms.push(term);
                }
                let Some(kind) = terms.first().map(|term| term.kind.clone()) else {
                    return Err(Fault::new(span, format!("`{name}` needs values")));
                };
                if !matches!(
                    kind,
                    Type::Money | Type::Rate | Type::Number(_) | Type::Date
                ) {
                    return Err(Fault::new(
                        span,
                        format!("{} has no order", self.name_of(&kind)),
                    ));
                }
                let node = if name == "min" {
                    Node::Min(terms)
                } else {
                    Node::Max(terms)
                };
                Ok(Term { node, kind, span })
            }
            "year" => {
                let [day] = arguments else {
                    return Err(Fault::new(span, "`year` needs one day"));
                };
                let day = self.term(day, Some(&Type::Date))?;
                if day.kind != Type::Date {
                    return Err(self.mismatch(&day, &Type::Date));
                }
                Ok(Term {
                    node: Node::YearOf(Box::new(day)),
                    kind: Type::Number(String::new()),
                    span,
                })
            }
            "score" => {
                let forms = || self.scope.forms.iter().map(String::as_str);
                match arguments {
                    [
                        Ast {
                            node: Written::Text(form),
                            ..
                        },
                    ] if self.scope.forms.contains(form) => Ok(Term {
                        node: Node::Score(form.clone()),
                        kind: Type::Number(String::new()),
                        span,
                    }),
                    _ => Err(
                        Fault::new(span, "`score` needs the name of a form of this pack")
                            .hint(format!("forms: {}", forms().collect::<Vec<_>>().join(", "))),
                    ),
                }
            }
            _ => {
                let fault = Fault::new(span, format!("unknown function `{name}`"));
                let yearly = vocabulary.yearly.iter().map(|field| field.name.as_str());
                Err(
                    match nearest(name, yearly.chain(["min", "max", "year", "score"])) {
                        Some(near) => fault.hint(format!("did you mean `{near}`?")),
                        None => fault,
                    },
                )
            }
        }
    }

    fn year(&self, tree: &Ast) -> Result<Year, Fault> {
        let wrong = || {
            Fault::new(tree.span, "this is no year")
                .hint("write `this_year`, `last_year`, `this_year - 2` or a year such as 2025")
        };
        let small = |digits: &str| digits.parse::<i16>().map_err(|_| wrong());
        match &tree.node {
            Written::Name(name) if name == "this_year" => Ok(Year::Relative(RelativeYear(0))),
            Written::Name(name) if name == "last_year" => Ok(Year::Relative(RelativeYear(-1))),
            Written::Number(digits, None) => Ok(Year::Fixed(small(digits)?)),
            Written::Binary(Operator::Minus, left, right) => {
                match (self.year(left)?, &right.node) {
                    (Year::Relative(RelativeYear(by)), Written::Number(digits, None)) => {
                        let by = by.checked_sub(small(digits)?).ok_or_else(wrong)?;
                        Ok(Year::Relative(RelativeYear(by)))
                    }
                    _ => Err(wrong()),
                }
            }
            _ => Err(wrong()),
        }
    }

    fn over(&self, quantifier: Quantifier, over: &Over, span: Span) -> Result<Term, Fault> {
        if self.scope.list.is_some() {
            return Err(Fault::new(
                span,
                "the entries of a list cannot be looked at from inside another list",
            )
            .hint("give the inner part a name under `define`, or compare with a figure"));
        }
        let vocabulary = self.scope.vocabulary;
        let Some(list) = vocabulary.list(&over.list) else {
            let fault = Fault::new(over.list_span, format!("unknown list `{}`", over.list));
            let lists = vocabulary.lists.iter().map(|list| list.name.as_str());
            return Err(match nearest(&over.list, lists.clone()) {
                Some(near) => fault.hint(format!("did you mean `{near}`?")),
                None => fault.hint(format!("lists: {}", lists.collect::<Vec<_>>().join(", "))),
            });
        };
        let inside = Scope {
            list: Some(list),
            ..self.scope.clone()
        };
        let checker = Checker { scope: &inside };
        let condition = match &over.condition {
            Some(tree) => Some(Box::new(checker.truth(tree)?)),
            None => None,
        };
        let (of, kind) = match (&over.of, quantifier) {
            (Some(tree), _) => {
                let term = checker.term(tree, None)?;
                if !matches!(term.kind, Type::Money | Type::Number(_)) {
                    return Err(Fault::new(
                        term.span,
                        format!("{} cannot be added up", self.name_of(&term.kind)),
                    ));
                }
                let kind = term.kind.clone();
                (Some(Box::new(term)), kind)
            }
            (None, Quantifier::Count) => (None, Type::Number(String::new())),
            (None, _) => (None, Type::Bool),
        };
        if condition.is_none() && matches!(quantifier, Quantifier::Any | Quantifier::All) {
            return Err(Fault::new(span, "a condition is missing").hint("write `where …`"));
        }
        Ok(Term {
            node: Node::Entries(quantifier, list, of, condition),
            kind,
            span,
        })
    }
}

/// Days since 1970-01-01.
pub fn days(date: jiff::civil::Date) -> i64 {
    let epoch = jiff::civil::date(1970, 1, 1);
    date.since((jiff::Unit::Day, epoch))
        .map_or(0, |span| i64::from(span.get_days()))
}

/// The day that is so many days from 1970-01-01.
pub fn day(days: i64) -> Option<jiff::civil::Date> {
    let span = jiff::Span::new().try_days(days).ok()?;
    jiff::civil::date(1970, 1, 1).checked_add(span).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::parse::parse;

    fn checked(text: &str) -> Result<Term, Fault> {
        let vocabulary = Vocabulary::common().unwrap();
        let definitions = BTreeMap::new();
        let scope = Scope {
            vocabulary: &vocabulary,
            definitions: &definitions,
            parameters: BTreeMap::from([("floor".to_owned(), Type::Money)]),
            forms: vec!["form".to_owned()],
            list: None,
        };
        check(&parse(text).unwrap(), &scope)
    }

    #[test]
    fn what_has_a_meaning_has_a_type() {
        for (text, kind) in [
            (
                "segments has \"design\" and region within \"330109\"",
                Type::Bool,
            ),
            (
                "sum(spending.amount where category = \"tape_out\" and node <= 28 nm and year = this_year)",
                Type::Money,
            ),
            (
                "rd_spending(last_year) / revenue(last_year) >= 3%",
                Type::Bool,
            ),
            ("revenue(this_year - 2) * 15%", Type::Money),
            (
                "count(achievements where date >= on - 3 years)",
                Type::Number(String::new()),
            ),
            ("min(floor, 1000万元)", Type::Money),
            (
                "if size in [\"micro\", \"small\"] then 5% else 0",
                Type::Rate,
            ),
            ("score(\"form\") >= 60", Type::Bool),
            (
                "largest(spending.node where first)",
                Type::Number("nm".into()),
            ),
            ("profit(last_year) > 0", Type::Bool),
            ("founded <= on - 2 years", Type::Bool),
        ] {
            assert_eq!(checked(text).map(|term| term.kind), Ok(kind), "{text}");
        }
    }

    #[test]
    fn what_has_none_is_refused_with_place_and_hint() {
        let said = |text: &str| {
            let fault = checked(text).unwrap_err();
            format!(
                "{}: {} ({})",
                fault.span.of(text),
                fault.message,
                fault.hint.unwrap_or_default()
            )
        };
        insta::assert_snapshot!(
            [
                "revenue(last_year) >= 15%",
                "revenue(last_year) >= 1000",
                "region = 5",
                "sum(spending.amount where catgory = \"rd\")",
                "sum(spending.amount where category = \"tapeout\")",
                "sum(spendings.amount)",
                "count(spending where node <= 28)",
                "count(spending where node <= 28 um)",
                "revenue > 5",
                "spending > 5",
                "revenu(last_year) > 0",
                "region within \"999999\"",
                "count(spending where any(achievements where first))",
                "segments has \"desing\"",
                "size < \"small\"",
                "revenue(last_year) * revenue(last_year)",
                "on - founded",
                "count(spending where product = \"x\")",
                "any(spending)",
                "size + 1",
                "\"a\" = \"b\"",
            ]
            .map(said)
            .join("\n")
        );
    }

    #[test]
    fn days_are_counted_from_1970() {
        let date = jiff::civil::date(2025, 7, 1);
        assert_eq!(day(days(date)), Some(date));
        assert_eq!(days(jiff::civil::date(1970, 1, 2)), 1);
    }
}
