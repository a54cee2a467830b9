//! The next question as a form.

use std::collections::BTreeSet;

use xinqiao_policy::answer::question::Question;
use xinqiao_policy::language::Term;
use xinqiao_policy::language::term::Node;
use xinqiao_policy::pack::Library;
use xinqiao_policy::pack::clause::{Clause, Pays};
use xinqiao_policy::profile::Missing;
use xinqiao_policy::vocabulary::{ChoicesId, Field, List, Sort};

use super::words::{say, yuan};
use crate::i18n::Texts;

/// A question as the page asks it.
#[derive(Debug, Clone)]
pub(super) struct Asking {
    /// The place in the profile.
    pub(super) field: String,
    /// The question.
    pub(super) ask: String,
    /// What hangs on it.
    pub(super) at_stake: String,
    /// One value, or the attributes of an entry.
    pub(super) inputs: Vec<Input>,
    /// Whether it asks for entries of a list.
    pub(super) list: bool,
}

impl Asking {
    /// Whether the answer is typed or chosen, and not one of two buttons.
    pub(super) fn typed(&self) -> bool {
        self.inputs.iter().all(|input| input.sort != "bool")
    }
}

/// One field of a form.
#[derive(Debug, Clone)]
pub(super) struct Input {
    /// Its name in the form.
    pub(super) name: String,
    /// What people call it; empty where the question says it.
    pub(super) label: String,
    /// `bool`, `choice`, `set`, `date`, `text`.
    pub(super) sort: &'static str,
    /// The choices: value and label.
    pub(super) choices: Vec<(String, String)>,
    /// What stands behind the field: `元`, `nm`.
    pub(super) unit: String,
}

/// A question as a form.
pub(super) fn asking(question: &Question, library: &Library, t: &Texts) -> Asking {
    let vocabulary = &library.vocabulary;
    let at_stake = match &question.at_stake {
        Some(sum) => t.with("policy-at-stake", yuan(sum, t)).into_owned(),
        None => t.msg("policy-at-stake-open").into_owned(),
    };
    let one = |field: Option<&Field>| {
        field
            .map(|field| input(field, "value", String::new(), library, t))
            .into_iter()
            .collect()
    };
    let (inputs, list) = match question.missing {
        Missing::Field(at) => (one(vocabulary.fields.get(at)), false),
        Missing::Yearly(at, _) => (one(vocabulary.yearly.get(at)), false),
        Missing::Attribute {
            list, attribute, ..
        } => {
            let field = vocabulary
                .lists
                .get(list)
                .and_then(|list| list.attributes.get(attribute));
            (one(field), false)
        }
        Missing::List(at) => {
            let inputs = vocabulary
                .lists
                .get(at)
                .map(|list| entry_inputs(at, list, library, t));
            (inputs.unwrap_or_default(), true)
        }
    };
    Asking {
        field: question.field.clone(),
        ask: say(&question.ask, t),
        at_stake,
        inputs,
        list,
    }
}

fn input(field: &Field, name: &str, label: String, library: &Library, t: &Texts) -> Input {
    let choices = |id: &ChoicesId| {
        let choices = library
            .vocabulary
            .choices(*id)
            .map_or(&[][..], |choices| &choices.choices);
        choices
            .iter()
            .map(|choice| (choice.name.clone(), say(&choice.label, t)))
            .collect()
    };
    let (sort, choices, unit) = match &field.sort {
        Sort::Bool => ("bool", Vec::new(), String::new()),
        Sort::Choice(id) => ("choice", choices(id), String::new()),
        Sort::Set(id) => ("set", choices(id), String::new()),
        Sort::Date => ("date", Vec::new(), String::new()),
        Sort::Region => {
            let mut regions = super::library::regions(library, t);
            regions.retain(|(code, _)| !code.is_empty());
            ("region", regions, String::new())
        }
        Sort::Money => ("text", Vec::new(), t.msg("policy-unit-yuan").into_owned()),
        Sort::Rate => ("text", Vec::new(), "%".to_owned()),
        Sort::Number(unit) => ("text", Vec::new(), unit.clone()),
        Sort::Text => ("text", Vec::new(), String::new()),
    };
    Input {
        name: name.to_owned(),
        label,
        sort,
        choices,
        unit,
    }
}

/// The attributes of an entry that any clause looks at, with its day and names.
fn entry_inputs(at: usize, list: &List, library: &Library, t: &Texts) -> Vec<Input> {
    let used = used_attributes(at, library);
    list.attributes
        .iter()
        .enumerate()
        .filter(|(place, field)| used.contains(place) || field.name == "date")
        .map(|(_, field)| {
            input(
                field,
                &format!("a.{}", field.name),
                say(&field.label, t),
                library,
                t,
            )
        })
        .collect()
}

fn used_attributes(list: usize, library: &Library) -> BTreeSet<usize> {
    let mut used = BTreeSet::new();
    for pack in &library.packs {
        let conditions = pack.eligible.iter().map(|condition| &condition.is);
        for term in conditions {
            look(term, list, false, &mut used);
        }
        for clause in &pack.clauses {
            of_clause(clause, list, &mut used);
        }
    }
    used
}

fn of_clause(clause: &Clause, list: usize, used: &mut BTreeSet<usize>) {
    for condition in &clause.when {
        look(&condition.is, list, false, used);
    }
    if let Some(threshold) = &clause.threshold {
        look(&threshold.of, list, false, used);
    }
    let each = clause.each.as_ref().is_some_and(|each| each.list == list);
    let inside = clause
        .each
        .iter()
        .filter_map(|each| each.condition.as_ref());
    let table = match &clause.pays {
        Pays::Tiers(tiers) => tiers.by.iter().chain(&tiers.before).collect(),
        Pays::Amount(term) => vec![term],
        Pays::Nothing | Pays::Flat(_) => Vec::new(),
    };
    for term in inside.chain(&clause.base).chain(&clause.times).chain(table) {
        look(term, list, each, used);
    }
}

/// Attributes in a term; `inside` says that the term itself looks at an entry of the list.
fn look(term: &Term, list: usize, inside: bool, used: &mut BTreeSet<usize>) {
    match &term.node {
        Node::Attribute(at) if inside => {
            used.insert(*at);
        }
        Node::Entries(_, other, of, condition) => {
            for term in of.iter().chain(condition) {
                look(term, list, *other == list, used);
            }
        }
        _ => {
            let mut below = Vec::new();
            let mut first = true;
            // Only the terms directly below: quantifiers change what an attribute means.
            term.visit(&mut |part| {
                if !first {
                    below.push(part);
                }
                first = false;
            });
            let mut quantified: Vec<&Term> = Vec::new();
            for part in &below {
                if matches!(part.node, Node::Entries(..)) {
                    quantified.push(part);
                    look(part, list, inside, used);
                }
            }
            if inside && quantified.is_empty() {
                for part in below {
                    if let Node::Attribute(at) = part.node {
                        used.insert(at);
                    }
                }
            }
        }
    }
}
