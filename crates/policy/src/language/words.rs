//! Expressions and figures in words, Chinese and English.

use std::collections::BTreeMap;

use xinqiao_record::{Language, RegionCode};

use crate::value::decimal;
use crate::vocabulary::{Choices, Field, Vocabulary, Words};

use super::check::day;
use super::syntax::Quantifier;
use super::term::{Comparison, Node, RelativeYear, Term, Type, Year};

/// A figure as it is written in both languages: `1000万元` stays exact and short, `15%`, `28 nm`, `2025-07-01`.
pub fn figure(value: i64, kind: &Type) -> String {
    match kind {
        Type::Money => money(value),
        Type::Rate | Type::Quotient => {
            // A rate in percent keeps four places, which millionths never exceed.
            let percent = xinqiao_record::Decimal::new(value, 4).normalize();
            format!("{percent}%")
        }
        Type::Number(unit) if unit.is_empty() => decimal(value),
        Type::Number(unit) => format!("{} {unit}", decimal(value)),
        Type::Date => day(value).map_or_else(|| value.to_string(), |day| day.to_string()),
        Type::Region => region(value),
        Type::Bool => (value != 0).to_string(),
        Type::Duration | Type::Choice(_) | Type::Set(_) => value.to_string(),
    }
}

/// A sum of fen with separators: `1,500,000 元`, `0.5 元`.
pub fn money(fen: i64) -> String {
    let plain = crate::value::yuan(fen);
    let (sign, digits) = plain
        .strip_prefix('-')
        .map_or(("", plain.as_str()), |rest| ("-", rest));
    let (whole, fraction) = digits
        .split_once('.')
        .map_or((digits, None), |(w, f)| (w, Some(f)));
    let mut grouped = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    match fraction {
        Some(fraction) => format!("{sign}{grouped}.{fraction} 元"),
        None => format!("{sign}{grouped} 元"),
    }
}

/// The same in English: `¥1,500,000`.
pub fn money_en(fen: i64) -> String {
    format!("¥{}", money(fen).trim_end_matches(" 元"))
}

fn region(code: i64) -> String {
    format!("{code:06}")
        .parse::<RegionCode>()
        .map_or_else(|_| code.to_string(), RegionCode::full_name)
}

/// Writes terms.
#[derive(Debug, Clone, Copy)]
pub struct Writer<'v> {
    /// The labels.
    pub vocabulary: &'v Vocabulary,
    /// What people call the pack's definitions.
    pub definitions: &'v BTreeMap<String, Words>,
    /// The figures that a parameter's name can stand for: the clause's, then the pack's.
    pub figures: [Option<&'v BTreeMap<String, (i64, Type)>>; 2],
    /// The list whose entry is looked at.
    pub list: Option<usize>,
    /// The language.
    pub language: Language,
}

impl<'v> Writer<'v> {
    fn zh(&self) -> bool {
        self.language == Language::Chinese
    }

    fn pick(&self, zh: &'v str, en: &'v str) -> &'v str {
        if self.zh() { zh } else { en }
    }

    fn label(&self, field: Option<&'v Field>) -> &'v str {
        field.map_or("?", |field| field.label.of(self.language))
    }

    fn attributes(&self) -> &'v [Field] {
        self.list
            .and_then(|list| self.vocabulary.lists.get(list))
            .map_or(&[], |list| &list.attributes)
    }

    /// A value of a type.
    pub fn value(&self, value: i64, kind: &Type) -> String {
        let name = |choices: &'v Choices, number: usize| {
            choices
                .choices
                .get(number)
                .map_or("?", |choice| choice.label.of(self.language))
        };
        match kind {
            Type::Bool => self
                .pick(
                    if value == 0 { "否" } else { "是" },
                    if value == 0 { "no" } else { "yes" },
                )
                .to_owned(),
            Type::Money if !self.zh() => money_en(value),
            Type::Choice(id) => match (self.vocabulary.choices(*id), usize::try_from(value)) {
                (Some(choices), Ok(number)) if self.zh() => format!("“{}”", name(choices, number)),
                (Some(choices), Ok(number)) => name(choices, number).to_owned(),
                _ => value.to_string(),
            },
            Type::Set(id) => self
                .vocabulary
                .choices(*id)
                .map_or_else(String::new, |choices| {
                    let chosen =
                        (0..choices.choices.len().min(63)).filter(|bit| value >> bit & 1 == 1);
                    let names: Vec<_> = chosen.map(|bit| name(choices, bit)).collect();
                    names.join(self.pick("、", ", "))
                }),
            kind => figure(value, kind),
        }
    }

    /// Several terms, joined by a word.
    fn joined(&self, terms: &[Term], zh: &str, en: &str) -> String {
        let parts: Vec<_> = terms.iter().map(|term| self.part(term)).collect();
        parts.join(if self.zh() { zh } else { en })
    }

    /// A term inside a larger one: in brackets where it would be misread.
    fn part(&self, term: &Term) -> String {
        match &term.node {
            Node::And(_) | Node::Or(_) | Node::If(..) if self.zh() => {
                format!("（{}）", self.term(term))
            }
            Node::And(_) | Node::Or(_) | Node::If(..) => format!("({})", self.term(term)),
            _ => self.term(term),
        }
    }

    fn year(&self, year: Year) -> String {
        match year {
            Year::Relative(RelativeYear(0)) => self.pick("当年", "this year's").to_owned(),
            Year::Relative(RelativeYear(-1)) => self.pick("上年", "last year's").to_owned(),
            Year::Relative(RelativeYear(by)) if self.zh() => format!("前{}年", -i32::from(by)),
            Year::Relative(RelativeYear(by)) => format!("the {} years ago", -i32::from(by)),
            Year::Fixed(year) if self.zh() => format!("{year}年"),
            Year::Fixed(year) => format!("the {year}"),
        }
    }

    fn time(&self, months: i32, days: i32) -> String {
        match (months, days, self.zh()) {
            (0, days, true) => format!("{days}天"),
            (0, days, false) => format!("{days} days"),
            (months, _, true) if months % 12 == 0 => format!("{}年", months / 12),
            (months, _, false) if months % 12 == 0 => format!("{} years", months / 12),
            (months, _, true) => format!("{months}个月"),
            (months, _, false) => format!("{months} months"),
        }
    }

    fn compared(&self, comparison: Comparison, left: &Term, right: &Term) -> String {
        let (l, r) = (self.part(left), self.part(right));
        let worded = matches!(left.kind, Type::Choice(_) | Type::Region);
        match (comparison, worded, self.zh()) {
            (Comparison::Equal, true, true) => format!("{l}为{r}"),
            (Comparison::Unequal, true, true) => format!("{l}不为{r}"),
            (Comparison::Equal, true, false) => format!("{l} is {r}"),
            (Comparison::Unequal, true, false) => format!("{l} is not {r}"),
            _ if matches!(left.kind, Type::Date) => {
                let words = match comparison {
                    Comparison::Less => self.pick("早于", "before"),
                    Comparison::AtMost => self.pick("不晚于", "not after"),
                    Comparison::Greater => self.pick("晚于", "after"),
                    Comparison::AtLeast => self.pick("不早于", "not before"),
                    Comparison::Equal => "=",
                    Comparison::Unequal => "≠",
                };
                if self.zh() {
                    format!("{l}{words}{r}")
                } else {
                    format!("{l} {words} {r}")
                }
            }
            _ => format!("{l} {} {r}", comparison.sign()),
        }
    }

    /// A term.
    pub fn term(&self, term: &Term) -> String {
        let zh = self.zh();
        match &term.node {
            Node::Constant(value) => self.value(*value, &term.kind),
            Node::Duration(months, days) => self.time(*months, *days),
            Node::Parameter(name) => {
                let figure = self
                    .figures
                    .iter()
                    .flatten()
                    .find_map(|figures| figures.get(name));
                figure.map_or_else(|| name.clone(), |(value, kind)| self.value(*value, kind))
            }
            Node::Field(at) => self.label(self.vocabulary.fields.get(*at)).to_owned(),
            Node::Yearly(at, year) => {
                let label = self.label(self.vocabulary.yearly.get(*at));
                if zh {
                    format!("{}{label}", self.year(*year))
                } else {
                    format!("{} {label}", self.year(*year))
                }
            }
            Node::Attribute(at) => self.label(self.attributes().get(*at)).to_owned(),
            Node::EntryYear => self.pick("年度", "year").to_owned(),
            Node::YearOf(inner) if zh => format!("{}的年度", self.part(inner)),
            Node::YearOf(inner) => format!("the year of {}", self.part(inner)),
            Node::On => self.pick("查询日", "the day asked about").to_owned(),
            Node::ThisYear(year) => match year.0 {
                0 => self.pick("当年", "this year").to_owned(),
                -1 => self.pick("上年", "last year").to_owned(),
                by if zh => format!("当年前{}年", -i32::from(by)),
                by => format!("this year {by}"),
            },
            Node::Defined(name, _) => self
                .definitions
                .get(name)
                .map_or(name.as_str(), |words| words.of(self.language))
                .to_owned(),
            Node::Score(form) => {
                let title = self
                    .definitions
                    .get(form)
                    .map_or(form.as_str(), |words| words.of(self.language));
                if zh {
                    format!("“{title}”得分")
                } else {
                    format!("points in “{title}”")
                }
            }
            Node::And(terms) => self.joined(terms, "，且", " and "),
            Node::Or(terms) => self.joined(terms, "，或", " or "),
            Node::Not(inner) => match (&inner.node, zh) {
                (Node::Field(_) | Node::Attribute(_), true) => format!("非{}", self.term(inner)),
                (Node::Entries(Quantifier::Any, list, _, condition), true) => {
                    format!("没有{}", self.entries(*list, condition.as_deref()))
                }
                (Node::Entries(Quantifier::Any, list, _, condition), false) => {
                    format!("no {}", self.entries(*list, condition.as_deref()))
                }
                (_, true) => format!("并非：{}", self.term(inner)),
                (_, false) => format!("not: {}", self.term(inner)),
            },
            Node::Compare(comparison, left, right) => self.compared(*comparison, left, right),
            Node::In(inner, values) => {
                let kind = &inner.kind;
                let names: Vec<_> = values
                    .iter()
                    .map(|value| self.value(*value, kind))
                    .collect();
                let left = self.part(inner);
                if zh {
                    format!("{left}为{}之一", names.join("、"))
                } else {
                    format!("{left} is one of {}", names.join(", "))
                }
            }
            Node::Within(inner, code) if zh => format!("{}在{}", self.part(inner), region(*code)),
            Node::Within(inner, code) => format!("{} lies in {}", self.part(inner), region(*code)),
            Node::Has(inner, bits) => {
                let left = self.part(inner);
                let right = self.value(*bits, &inner.kind);
                match (bits.count_ones() > 1, zh) {
                    (true, true) => format!("{left}包括{right}之一"),
                    (false, true) => format!("{left}包括{right}"),
                    (true, false) => format!("{left} include one of {right}"),
                    (false, false) => format!("{left} include {right}"),
                }
            }
            Node::Known(inner) if zh => format!("{}已填报", self.part(inner)),
            Node::Known(inner) => format!("{} is known", self.part(inner)),
            Node::OrElse(left, _) => self.term(left),
            Node::Plus(left, right) => format!("{} + {}", self.part(left), self.part(right)),
            Node::Minus(left, right) => format!("{} − {}", self.part(left), self.part(right)),
            Node::Times(left, right) => format!("{} × {}", self.part(left), self.part(right)),
            Node::Over(left, right) | Node::Quotient(left, right) => {
                format!("{} ÷ {}", self.part(left), self.part(right))
            }
            Node::Shift(inner, months, days) => {
                let time = self.time(months.abs(), days.abs());
                let back = *months < 0 || *days < 0;
                match (&inner.node, back, zh) {
                    (Node::On, true, true) => format!("{time}前"),
                    (Node::On, true, false) => format!("{time} ago"),
                    (_, true, true) => format!("{}之前{time}", self.part(inner)),
                    (_, false, true) => format!("{}之后{time}", self.part(inner)),
                    (_, true, false) => format!("{time} before {}", self.part(inner)),
                    (_, false, false) => format!("{time} after {}", self.part(inner)),
                }
            }
            Node::Negative(inner) => format!("−{}", self.part(inner)),
            Node::Min(terms) if zh => format!("取低（{}）", self.joined(terms, "、", ", ")),
            Node::Min(terms) => format!("the least of ({})", self.joined(terms, "、", ", ")),
            Node::Max(terms) if zh => format!("取高（{}）", self.joined(terms, "、", ", ")),
            Node::Max(terms) => format!("the greatest of ({})", self.joined(terms, "、", ", ")),
            Node::If(condition, then, other) => {
                let (c, a, b) = (self.term(condition), self.part(then), self.part(other));
                if zh {
                    format!("若{c}则{a}，否则{b}")
                } else {
                    format!("{a} if {c}, else {b}")
                }
            }
            Node::Entries(quantifier, list, of, condition) => {
                self.quantified(*quantifier, *list, of.as_deref(), condition.as_deref())
            }
        }
    }

    /// `支出（类别为流片，且当年）`.
    fn entries(&self, list: usize, condition: Option<&Term>) -> String {
        let inside = Writer {
            list: Some(list),
            ..*self
        };
        let label = self
            .vocabulary
            .lists
            .get(list)
            .map_or("?", |list| list.label.of(self.language));
        match condition {
            None => label.to_owned(),
            Some(condition) if self.zh() => format!("{label}（{}）", inside.term(condition)),
            Some(condition) => format!("{label} where {}", inside.term(condition)),
        }
    }

    fn quantified(
        &self,
        quantifier: Quantifier,
        list: usize,
        of: Option<&Term>,
        condition: Option<&Term>,
    ) -> String {
        let entries = self.entries(list, condition);
        let inside = Writer {
            list: Some(list),
            ..*self
        };
        let of = of.map(|of| inside.part(of)).unwrap_or_default();
        match (quantifier, self.zh()) {
            (Quantifier::Count, true) => format!("{entries}的项数"),
            (Quantifier::Count, false) => format!("number of {entries}"),
            (Quantifier::Sum, true) => format!("{entries}的{of}合计"),
            (Quantifier::Sum, false) => format!("sum of {of} of {entries}"),
            (Quantifier::Largest, true) => format!("{entries}的最大{of}"),
            (Quantifier::Largest, false) => format!("greatest {of} of {entries}"),
            (Quantifier::Any, true) => format!("有{entries}"),
            (Quantifier::Any, false) => format!("there is one of {entries}"),
            (Quantifier::All, true) => format!("每项{entries}"),
            (Quantifier::All, false) => format!("each of {entries}"),
        }
    }
}
