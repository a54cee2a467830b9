//! What to ask next: the questions by the money that hangs on them.

use std::collections::BTreeSet;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use crate::pack::library::Library;
use crate::profile::{Missing, Profile};
use crate::value::{Truth, yuan};
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
    /// What the clauses that wait for the answer could add to the best combination; none where that has no bound.
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
    let total = |hope: Hope, allowed: &dyn Fn(usize) -> bool| {
        draw(assessments, profile, vocabulary, on, hope, allowed)
            .solution
            .total
    };
    let open = |at: usize| {
        assessments
            .get(at)
            .is_some_and(|assessment| assessment.verdict == Truth::Unknown)
    };
    let sure = total(Hope::Certain, &|_| true);
    let best = total(Hope::Best, &|_| true);
    let mut found: Vec<(usize, Question)> = Vec::new();
    for missing in all {
        let waits = |at: usize| lacks.get(at).is_some_and(|lacks| lacks.contains(&missing));
        // What the clauses that wait for it could add; two that bar each other do not hide each other like this.
        let with = total(Hope::Best, &|at| waits(at) || !open(at));
        let without = total(Hope::Best, &|at| !waits(at));
        let fen = with.saturating_sub(sure).max(best.saturating_sub(without));
        let clauses = (0..assessments.len()).filter(|at| waits(*at)).count();
        found.push((
            clauses,
            Question {
                field: missing.path(vocabulary),
                ask: missing.ask(vocabulary),
                at_stake: None,
                // Sums without a bound are all alike: then those come first that more clauses wait for.
                fen: fen.clamp(0, UNBOUNDED),
                missing,
            },
        ));
    }
    // Only several clauses together could win: then all of it hangs on each of their questions.
    if best > sure && found.iter().all(|(_, question)| question.fen == 0) {
        for (_, question) in &mut found {
            question.fen = best.saturating_sub(sure);
        }
    }
    for (_, question) in &mut found {
        question.at_stake = (question.fen < UNBOUNDED).then(|| yuan(question.fen));
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
