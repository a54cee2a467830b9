//! Tables of made-up sentences, one file per kind, each with exactly the facts that a careful reader finds in it.
//!
//! A block is an optional head `@ issued | headline`, which holds until the next one, lines of text (one paragraph each; lines that begin with
//! `|` are a table) and one `= …` line per expected fact of the file's kind, in order. A blank line ends the block.

use xinqiao_record::body::Table;
use xinqiao_record::{Amount, Body, Capacity, Kind, Qualifier, Quantity, Span};

use crate::fact::{Context, Fact, propose};
use crate::structure::ArticleText;

/// An article of one headline and lines, and what it proposes.
fn read(issued: &str, title: &str, lines: &[&str]) -> Vec<Fact> {
    let mut text = title.to_owned();
    let at = |text: &str| u32::try_from(text.len()).unwrap();
    let mut article = ArticleText {
        title: title.to_owned(),
        ..ArticleText::default()
    };
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut from = 0;
    for line in lines {
        text.push('\n');
        let start = at(&text);
        text.push_str(line);
        match line.strip_prefix('|') {
            Some(cells) => {
                if rows.is_empty() {
                    from = start;
                }
                let cells = cells.trim_end_matches('|').split('|');
                rows.push(cells.map(|cell| cell.trim().to_owned()).collect());
            }
            None => article.prose.push(Span::new(start, at(&text))),
        }
    }
    if !rows.is_empty() {
        let header = rows.remove(0);
        article.tables.push(Table {
            caption: None,
            header,
            rows,
            span: Span::new(from, at(&text)),
        });
    }
    article.span = Span::new(0, at(&text));
    let context = Context {
        issued: issued.parse().ok(),
        today: None,
    };
    let facts = propose(&text, &[article], context);
    for fact in &facts {
        assert_eq!(
            fact.span.of(&text),
            Some(fact.quote.as_str()),
            "a quote stands where its span says"
        );
    }
    facts
}

fn or_dash<T: std::fmt::Display>(value: Option<T>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| value.to_string())
}

fn sum(amount: Option<Amount>) -> String {
    let Some(Amount { money, qualifier }) = amount else {
        return "-".to_owned();
    };
    format!(
        "{} {}",
        money_words(&money.units(), money.currency.code()),
        qualifier.name()
    )
}

/// 500 亿元, 3 bnUSD: what a person reads more easily than zeros.
fn money_words(units: &str, currency: &str) -> String {
    let value: rust_decimal::Decimal = units.parse().unwrap();
    let (factor, word) = match currency {
        "CNY" | "RUB" | "元" if value.abs() >= rust_decimal::Decimal::from(100_000_000) => {
            (100_000_000_i64, "亿")
        }
        "CNY" | "RUB" | "元" => (10_000, "万"),
        _ => (1_000_000_000, "bn"),
    };
    let unit = if matches!(currency, "CNY" | "元") {
        "元"
    } else {
        currency
    };
    format!(
        "{} {word}{unit}",
        (value / rust_decimal::Decimal::from(factor)).normalize()
    )
}

fn number(value: &Quantity) -> String {
    let currency = value.unit == "元"
        || value.unit.len() == 3 && value.unit.chars().all(|one| one.is_ascii_uppercase());
    if currency {
        format!(
            "{} {}",
            money_words(&value.value.to_string(), &value.unit),
            value.qualifier.name()
        )
    } else {
        format!(
            "{} {} {}",
            value.value.normalize(),
            value.unit,
            value.qualifier.name()
        )
    }
}

fn names(parties: &[xinqiao_record::body::Party]) -> String {
    let list: Vec<&str> = parties.iter().map(|party| party.name.as_str()).collect();
    if list.is_empty() {
        "-".to_owned()
    } else {
        list.join("、")
    }
}

fn capacity(one: &Capacity) -> String {
    let per = one
        .per
        .map_or(String::new(), |per| format!("/{}", per.name()));
    format!("{}{}{per}", one.quantity.normalize(), one.unit)
}

fn line(body: &Body) -> String {
    match body {
        Body::Target(body) => format!(
            "{} | {} | {} | {}",
            or_dash(body.who.as_ref().map(|who| &who.name)),
            body.measure,
            or_dash(body.value.as_ref().map(number)),
            or_dash(body.by)
        ),
        Body::Financing(body) => format!(
            "{} | {} {} | {} | {} | {}",
            body.company.name,
            body.financing.name(),
            or_dash(body.round.as_ref()),
            sum(body.amount),
            or_dash(body.date),
            names(&body.investors)
        ),
        Body::Project(body) => {
            let mut all: Vec<String> = body.capacity.iter().map(capacity).collect();
            if all.is_empty() {
                all.push("-".to_owned());
            }
            format!(
                "{} | {} | {} | {} | {} {} | {} | {}",
                body.name,
                names(&body.organizations),
                or_dash(body.region),
                sum(body.amount),
                or_dash(body.stage.map(|stage| stage.name())),
                or_dash(body.stage_date),
                or_dash(body.completion),
                all.join("、")
            )
        }
        Body::Award(body) => format!(
            "{} | {} | {} | {}",
            body.name,
            names(&body.winners),
            or_dash(body.date),
            or_dash(body.work.as_ref())
        ),
        Body::Policy(body) => format!(
            "{} | {} | {} | {} | {} | {}",
            body.title,
            names(&body.issuers),
            or_dash(body.document_number.as_ref()),
            or_dash(body.issued),
            or_dash(body.effective),
            or_dash(body.until)
        ),
        Body::Event(body) => format!(
            "{} | {} | {} | {} | {}",
            body.name,
            or_dash(body.date),
            or_dash(body.until),
            or_dash(body.place.as_ref()),
            names(&body.organizers)
        ),
        Body::Organization(body) => format!(
            "{} | {} | {} | {}",
            body.name,
            body.aliases.first().map_or("-", String::as_str),
            or_dash(body.founded),
            or_dash(body.listing.as_ref().map(|listing| &listing.code))
        ),
        Body::Statistic(body) => body
            .rows
            .iter()
            .map(|row| {
                let exact = Quantity {
                    value: row.value,
                    unit: row.unit.clone().unwrap_or_default(),
                    qualifier: Qualifier::Exact,
                };
                format!(
                    "{} | {} | {}",
                    if row.entity.is_empty() {
                        "-"
                    } else {
                        &row.entity
                    },
                    row.measure,
                    number(&exact).trim_end_matches(" exact")
                )
            })
            .collect::<Vec<_>>()
            .join("\n"),
        Body::Figure(body) => format!(
            "{} | {} | {}",
            or_dash(body.technology.as_ref()),
            body.measure,
            number(&body.value)
        ),
        Body::Document(_) | Body::Article(_) => String::new(),
    }
}

/// Runs a table; all blocks that fail are told at once.
fn check(table: &str, kind: Kind) {
    let (mut issued, mut title) = ("2024-06-30".to_owned(), "示例".to_owned());
    let (mut wrong, mut total) = (Vec::new(), 0);
    for block in table
        .split("\n\n")
        .map(str::trim)
        .filter(|block| !block.is_empty())
    {
        let mut lines: Vec<&str> = Vec::new();
        let mut expected: Vec<&str> = Vec::new();
        for line in block.lines() {
            if let Some(head) = line.strip_prefix("@ ") {
                let (date, headline) = head.split_once(" | ").unwrap();
                (issued, title) = (date.to_owned(), headline.to_owned());
            } else if let Some(fact) = line.strip_prefix("= ") {
                expected.push(fact);
            } else {
                lines.push(line);
            }
        }
        total += 1;
        let found: Vec<String> = read(&issued, &title, &lines)
            .iter()
            .filter(|fact| fact.body.kind() == kind)
            .flat_map(|fact| {
                line(&fact.body)
                    .lines()
                    .map(str::to_owned)
                    .collect::<Vec<_>>()
            })
            .collect();
        if found != expected {
            let missing = expected
                .iter()
                .filter(|one| !found.iter().any(|other| other == *one))
                .map(|one| format!("  - {one}\n"));
            let extra = found
                .iter()
                .filter(|one| !expected.contains(&one.as_str()))
                .map(|one| format!("  + {one}\n"));
            wrong.push(format!(
                "{}\n{}{}",
                lines.join("\n"),
                missing.collect::<String>(),
                extra.collect::<String>()
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {total} blocks differ\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn targets_are_read_as_listed() {
    check(include_str!("cases/target.txt"), Kind::Target);
}

#[test]
fn financings_are_read_as_listed() {
    check(include_str!("cases/financing.txt"), Kind::Financing);
}

#[test]
fn projects_are_read_as_listed() {
    check(include_str!("cases/project.txt"), Kind::Project);
}

#[test]
fn awards_are_read_as_listed() {
    check(include_str!("cases/award.txt"), Kind::Award);
}

#[test]
fn policies_are_read_as_listed() {
    check(include_str!("cases/policy.txt"), Kind::Policy);
}

#[test]
fn events_are_read_as_listed() {
    check(include_str!("cases/event.txt"), Kind::Event);
}

#[test]
fn statistics_are_read_as_listed() {
    check(include_str!("cases/statistic.txt"), Kind::Statistic);
}

#[test]
fn organizations_are_read_as_listed() {
    check(include_str!("cases/organization.txt"), Kind::Organization);
}
