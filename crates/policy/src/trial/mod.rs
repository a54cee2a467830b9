//! Worked cases: `examples.yaml` beside a pack, and what they leave untried.

mod coverage;

use serde::Deserialize;

use crate::answer::report::{Answer, report};
use crate::pack::finding::{Finding, Severity};
use crate::pack::{Library, Pack, yaml};
use crate::profile::read::from_tree;
use crate::profile::tree::{Tree, Value};
use crate::profile::{BadProfile, Profile};
use crate::value::literal;

pub use coverage::Coverage;

/// `examples.yaml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// What all examples share; each example's own profile stands above it, field by field.
    #[serde(default)]
    common: Option<Tree>,
    examples: Vec<ExampleFile>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct ExampleFile {
    name: serde_saphyr::Spanned<String>,
    on: serde_saphyr::Spanned<String>,
    #[serde(default)]
    profile: Option<Tree>,
    expect: Tree,
    #[serde(default)]
    total: Option<Tree>,
}

/// A worked case.
#[derive(Debug, Clone)]
pub struct Example {
    /// What it shows.
    pub name: String,
    /// The line where it begins.
    pub line: u32,
    /// The day that is asked about.
    pub on: jiff::civil::Date,
    /// The firm.
    pub profile: Profile,
    /// What is expected of which clause, with the line.
    pub expected: Vec<(String, Expected, u32)>,
    /// What all together pay.
    pub total: Option<Expected>,
}

/// What an example expects of a clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// The firm may not get it.
    Rejected,
    /// It cannot be said.
    Unknown,
    /// The clause is not in force on the day.
    NotInForce,
    /// It may get this: low end and high end in fen, where given; and whether it is drawn, where given.
    Pays {
        /// The low end.
        low: Option<i64>,
        /// The high end; `i64::MAX` for "no bound".
        high: Option<i64>,
        /// Whether it belongs to the best combination.
        selected: Option<bool>,
    },
}

/// How an example went.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The example's name.
    pub name: String,
    /// What was not as expected: line and words.
    pub faults: Vec<(u32, String)>,
}

/// How all examples of a pack went.
#[derive(Debug, Clone)]
pub struct Trial {
    /// One by one.
    pub results: Vec<Outcome>,
    /// What they leave untried.
    pub untried: Vec<String>,
}

impl Trial {
    /// Whether all was as expected.
    pub fn passed(&self) -> bool {
        self.results.iter().all(|result| result.faults.is_empty())
    }
}

/// Reads the worked cases of a pack.
///
/// # Errors
/// With all places that are wrong.
pub fn read(text: &str, library: &Library) -> Result<Vec<Example>, BadProfile> {
    let one = |finding| BadProfile {
        findings: vec![finding],
    };
    let file: File = yaml::parse(text).map_err(one)?;
    if file.examples.is_empty() {
        return Err(one(Finding {
            severity: Severity::Error,
            line: 1,
            column: 1,
            message: "there are no examples".to_owned(),
            hint: None,
        }));
    }
    let mut examples = Vec::new();
    for example in &file.examples {
        let place = crate::pack::finding::place(&example.name);
        let error = |place: (u32, u32), message: String| {
            one(Finding {
                severity: Severity::Error,
                line: place.0,
                column: place.1,
                message,
                hint: None,
            })
        };
        let on = example.on.value.parse().map_err(|_| {
            let place = crate::pack::finding::place(&example.on);
            error(
                place,
                format!("`{}` is not a day of the calendar", example.on.value),
            )
        })?;
        let tree = match (&file.common, &example.profile) {
            (Some(common), Some(own)) => Some(over(common, own)),
            (common, own) => own.as_ref().or(common.as_ref()).cloned(),
        };
        let profile = match tree {
            Some(tree) => from_tree(&tree, &library.vocabulary)?,
            None => Profile::unknown(&library.vocabulary),
        };
        let mut expected = Vec::new();
        let Value::Map(pairs) = &example.expect.value else {
            return Err(error(example.expect.place, "`expect` names clauses".into()));
        };
        if pairs.is_empty() && example.total.is_none() {
            return Err(error(
                example.expect.place,
                "this example expects nothing".into(),
            ));
        }
        for (clause, tree) in pairs {
            if library
                .packs
                .iter()
                .all(|pack| pack.clause(&clause.name).is_none())
            {
                return Err(error(
                    clause.place,
                    format!("there is no clause `{}`", clause.name),
                ));
            }
            let one = expectation(tree).map_err(|message| error(tree.place, message))?;
            expected.push((clause.name.clone(), one, tree.place.0));
        }
        let total = match &example.total {
            Some(tree) => Some(expectation(tree).map_err(|message| error(tree.place, message))?),
            None => None,
        };
        examples.push(Example {
            name: example.name.value.clone(),
            line: place.0,
            on,
            profile,
            expected,
            total,
        });
    }
    Ok(examples)
}

/// One tree laid over another: groups of fields are merged, everything else is replaced.
fn over(common: &Tree, own: &Tree) -> Tree {
    let (Value::Map(below), Value::Map(above)) = (&common.value, &own.value) else {
        return own.clone();
    };
    let mut pairs = below.clone();
    for (key, value) in above {
        if matches!(value.value, Value::Null) {
            // Nothing over something: it is not known again.
            pairs.retain(|(other, _)| other.name != key.name);
            continue;
        }
        match pairs.iter_mut().find(|(other, _)| other.name == key.name) {
            Some((_, slot)) => *slot = over(slot, value),
            None => pairs.push((key.clone(), value.clone())),
        }
    }
    Tree {
        value: Value::Map(pairs),
        place: own.place,
    }
}

fn expectation(tree: &Tree) -> Result<Expected, String> {
    let sum = |text: &str| match text {
        "unbounded" => Ok(i64::MAX),
        text => literal::money(text).map_err(|error| error.to_string()),
    };
    match &tree.value {
        Value::Text(text) if text == "rejected" => Ok(Expected::Rejected),
        Value::Text(text) if text == "unknown" => Ok(Expected::Unknown),
        Value::Text(text) if text == "not_in_force" => Ok(Expected::NotInForce),
        Value::Text(text) => Ok(Expected::Pays {
            low: None,
            high: Some(sum(text)?),
            selected: None,
        }),
        Value::Map(pairs) => {
            let (mut low, mut high, mut selected) = (None, None, None);
            for (key, value) in pairs {
                match (key.name.as_str(), &value.value) {
                    ("low", Value::Text(text)) => low = Some(sum(text)?),
                    ("high", Value::Text(text)) => high = Some(sum(text)?),
                    ("selected", Value::Bool(truth)) => selected = Some(*truth),
                    (name, _) => return Err(format!("`{name}` is none of `low`, `high`, `selected`")),
                }
            }
            Ok(Expected::Pays {
                low,
                high,
                selected,
            })
        }
        _ => Err("write a sum, `rejected`, `unknown`, `not_in_force`, or `{low: …, high: …, selected: …}`".into()),
    }
}

/// Runs the worked cases of a pack; the library holds it and what it needs beside it.
pub fn run(library: &Library, pack: &Pack, examples: &[Example]) -> Trial {
    let mut coverage = Coverage::of(pack);
    let mut results = Vec::new();
    for example in examples {
        let answer = report(library, &example.profile, example.on);
        let mut faults = Vec::new();
        for (clause, expected, line) in &example.expected {
            let found = found(&answer, &pack.id, clause);
            if let Some(fault) = differs(expected, found) {
                faults.push((*line, format!("{clause}: {fault}")));
            }
        }
        if let Some(expected) = &example.total {
            let total = Found::Pays {
                low: fen(Some(&answer.total.low)),
                high: fen(answer.total.high.as_ref()),
                selected: true,
            };
            if let Some(fault) = differs(expected, Some(total)) {
                faults.push((example.line, format!("total: {fault}")));
            }
        }
        coverage.see(library, &example.profile, example.on);
        results.push(Outcome {
            name: example.name.clone(),
            faults,
        });
    }
    Trial {
        results,
        untried: coverage.untried(),
    }
}

/// What the answer says of a clause.
#[derive(Debug, Clone, Copy)]
enum Found {
    Rejected,
    Unknown,
    Pays { low: i64, high: i64, selected: bool },
}

fn fen(yuan: Option<&String>) -> i64 {
    yuan.map_or(i64::MAX, |yuan| literal::money(yuan).unwrap_or_default())
}

fn found(answer: &Answer, pack: &str, clause: &str) -> Option<Found> {
    let entitled = answer
        .entitlements
        .iter()
        .find(|one| one.policy == pack && one.clause == clause);
    if let Some(one) = entitled {
        return Some(Found::Pays {
            low: fen(Some(&one.amount.low)),
            high: fen(one.amount.high.as_ref()),
            selected: one.selected,
        });
    }
    if answer
        .rejected
        .iter()
        .any(|one| one.policy == pack && one.clause == clause)
    {
        return Some(Found::Rejected);
    }
    answer
        .unknown
        .iter()
        .any(|one| one.policy == pack && one.clause == clause)
        .then_some(Found::Unknown)
}

fn differs(expected: &Expected, found: Option<Found>) -> Option<String> {
    let written = |fen: i64| match fen {
        i64::MAX => "unbounded".to_owned(),
        fen => crate::value::yuan(fen),
    };
    let said = match found {
        None => "the clause is not in force".to_owned(),
        Some(Found::Rejected) => "rejected".to_owned(),
        Some(Found::Unknown) => "unknown".to_owned(),
        Some(Found::Pays {
            low,
            high,
            selected,
        }) => {
            let selected = if selected { "" } else { ", not selected" };
            format!("{} to {}{selected}", written(low), written(high))
        }
    };
    let fits = match (expected, found) {
        (Expected::Rejected, Some(Found::Rejected))
        | (Expected::Unknown, Some(Found::Unknown))
        | (Expected::NotInForce, None) => true,
        (
            Expected::Pays {
                low,
                high,
                selected,
            },
            Some(Found::Pays {
                low: l,
                high: h,
                selected: s,
            }),
        ) => {
            low.is_none_or(|low| low == l)
                && high.is_none_or(|high| high == h)
                && selected.is_none_or(|selected| selected == s)
        }
        _ => false,
    };
    if fits {
        return None;
    }
    let wanted = match expected {
        Expected::Rejected => "rejected".to_owned(),
        Expected::Unknown => "unknown".to_owned(),
        Expected::NotInForce => "a clause that is not in force".to_owned(),
        Expected::Pays {
            low,
            high,
            selected,
        } => {
            let low = low
                .map(|low| format!("from {} ", written(low)))
                .unwrap_or_default();
            let high = high
                .map(|high| format!("to {}", written(high)))
                .unwrap_or_default();
            let selected = match selected {
                Some(true) => ", selected",
                Some(false) => ", not selected",
                None => "",
            };
            format!("{low}{high}{selected}")
        }
    };
    Some(format!("expected {wanted}, found {said}"))
}
