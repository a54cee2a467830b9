//! What to ask next: the questions by the money that hangs on them.

use std::collections::BTreeSet;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use crate::pack::library::Library;
use crate::profile::{Missing, Profile};
use crate::value::yuan;
use crate::vocabulary::Words;

use super::assess::Assessment;
use super::draw::{Hope, UNBOUNDED, draw};

/// A question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Question {
    /// The place in the profile.
    pub field: String,
    /// How one asks.
    pub ask: Words,
    /// What could be gained if all answers were good, against a bad answer to this one; none where it has no bound.
    pub at_stake: Option<String>,
    /// The same in fen, for sorting.
    #[serde(skip)]
    pub fen: i64,
    /// What is asked for.
    #[serde(skip)]
    pub missing: Missing,
}

/// The questions that can still change the total, the dearest first; among equals those that more clauses wait for, then by name.
pub fn questions(
    library: &Library,
    assessments: &[Assessment<'_>],
    profile: &Profile,
    on: Date,
) -> Vec<Question> {
    let vocabulary = &library.vocabulary;
    let lacks: Vec<BTreeSet<Missing>> = assessments
        .iter()
        .map(|assessment| match assessment.claims.is_empty() {
            true => BTreeSet::new(),
            false => assessment.missing(),
        })
        .collect();
    let all: BTreeSet<Missing> = lacks.iter().flatten().copied().collect();
    let best = draw(assessments, profile, vocabulary, on, Hope::Best, |_| true);
    let mut found: Vec<(usize, Question)> = Vec::new();
    for missing in all {
        let waits = |at: usize| lacks.get(at).is_some_and(|lacks| lacks.contains(&missing));
        let without = draw(assessments, profile, vocabulary, on, Hope::Best, |at| {
            !waits(at)
        });
        let fen = best
            .solution
            .total
            .saturating_sub(without.solution.total)
            .max(0);
        let clauses = (0..assessments.len()).filter(|at| waits(*at)).count();
        found.push((
            clauses,
            Question {
                field: missing.path(vocabulary),
                ask: missing.ask(vocabulary),
                at_stake: (fen < UNBOUNDED).then(|| yuan(fen)),
                fen,
                missing,
            },
        ));
    }
    found.sort_by(|(many, left), (few, right)| {
        right
            .fen
            .cmp(&left.fen)
            .then(few.cmp(many))
            .then(left.field.cmp(&right.field))
    });
    found.into_iter().map(|(_, question)| question).collect()
}
