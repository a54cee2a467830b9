//! The evaluator for one firm and the columnar one give the same answers, on made-up firms with gaps in what is known.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "tests say what must be there and fail where it is not"
)]

use jiff::civil::date;
use xinqiao_policy::answer::assess::assess_all;
use xinqiao_policy::answer::draw::{Hope, draw};
use xinqiao_policy::pack::Library;
use xinqiao_policy::population::generate::{Recipe, firm, population};
use xinqiao_policy::population::run;
use xinqiao_policy::value::Truth;

fn same(missing: u64, supported: u64, seed: u64, firms: u64) {
    let library = Library::shipped().unwrap();
    let recipe = Recipe {
        seed,
        on: date(2025, 12, 31),
        regions: vec![330_109, 330_108, 440_112, 310_115, 110_108],
        missing,
        supported,
    };
    let many = population(&library.vocabulary, &recipe, 0, firms);
    let outcome = run(&library, &many, recipe.on, 2);
    assert_eq!(
        outcome,
        run(&library, &many, recipe.on, 1),
        "threads change nothing"
    );
    let mut unknown = vec![0_u64; outcome.clauses.len()];
    for number in 0..firms {
        let profile = firm(&library.vocabulary, &recipe, number);
        assert_eq!(
            many.profile(usize::try_from(number).unwrap()).lists,
            profile.lists
        );
        let assessments = assess_all(&library, &profile, recipe.on);
        let drawn = draw(
            &assessments,
            &profile,
            &library.vocabulary,
            recipe.on,
            Hope::Certain,
            |_| true,
        );
        let at = usize::try_from(number).unwrap();
        assert_eq!(
            outcome.totals[at], drawn.solution.total,
            "firm {number} of seed {seed}"
        );
        for assessment in assessments
            .iter()
            .filter(|one| one.verdict == Truth::Unknown)
        {
            if let Some(at) = outcome
                .clauses
                .iter()
                .position(|name| *name == assessment.name())
            {
                unknown[at] += 1;
            }
        }
    }
    assert_eq!(outcome.unknown, unknown);
}

#[test]
fn firms_of_which_all_is_known() {
    same(0, 0, 1, 1500);
}

#[test]
fn firms_with_gaps_in_what_is_known() {
    same(30, 0, 2, 1500);
    same(300, 0, 3, 500);
}

#[test]
fn firms_that_have_received_support() {
    same(10, 300, 4, 500);
}
