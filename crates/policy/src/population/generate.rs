//! Made-up firms (示例) from a stated seed, for tests, benchmarks and the demo. The same seed gives the same firms on
//! every machine: only whole numbers are used.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::language::check::days;
use crate::profile::{Entry, Profile};
use crate::value::ONE;
use crate::vocabulary::{Field, Sort, Vocabulary};

use super::columns::Population;

/// What sort of firms are made up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipe {
    /// The seed.
    pub seed: u64,
    /// The day around which their lives lie.
    pub on: Date,
    /// The regions in which they are registered, as GB/T 2260 codes.
    pub regions: Vec<i64>,
    /// Of a thousand facts, how many are missing.
    pub missing: u64,
    /// Of a thousand firms, how many have received support.
    pub supported: u64,
}

/// Vigna's SplitMix64: small, and the same everywhere.
#[derive(Debug, Clone)]
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From zero to less than `n`.
    fn below(&mut self, n: u64) -> i64 {
        i64::try_from(self.next() % n.max(1)).unwrap_or_default()
    }

    fn chance(&mut self, of_thousand: u64) -> bool {
        self.next() % 1000 < of_thousand
    }

    /// Spread evenly over orders of magnitude, from 2^from to 2^to.
    fn spread(&mut self, from: u32, to: u32) -> i64 {
        let power = from + u32::try_from(self.below(u64::from(to - from))).unwrap_or_default();
        let base = 1_i64 << power;
        base + self.below(base.unsigned_abs())
    }
}

/// Firm number `number` of a recipe.
pub fn firm(vocabulary: &Vocabulary, recipe: &Recipe, number: u64) -> Profile {
    let mut dice = Dice(recipe.seed ^ number.wrapping_mul(0xd134_2543_de82_ef95));
    let mut profile = Profile::unknown(vocabulary);
    profile.name = Some(format!("示例企业{number}"));
    for (field, slot) in vocabulary.fields.iter().zip(&mut profile.fields) {
        *slot = value(field, vocabulary, recipe, &mut dice);
    }
    let this = recipe.on.year();
    for (field, years) in vocabulary.yearly.iter().zip(&mut profile.yearly) {
        // Figures grow or shrink by up to half from year to year.
        let Some(first) = value(field, vocabulary, recipe, &mut dice) else {
            continue;
        };
        let mut now = first;
        let mut all = BTreeMap::new();
        for year in (this - 3)..=this {
            all.insert(year, now);
            now = now / 1000 * (500 + dice.below(1000));
        }
        *years = all;
    }
    for (list, slot) in vocabulary.lists.iter().zip(&mut profile.lists) {
        if dice.chance(recipe.missing) {
            continue;
        }
        let count = match list.name.as_str() {
            "support" if !dice.chance(recipe.supported) => 0,
            "support" => 1,
            "violations" => dice.below(20) / 19,
            "spending" => dice.below(6),
            _ => dice.below(3),
        };
        let mut entries = Vec::new();
        for _ in 0..count {
            let mut entry = Entry {
                id: None,
                values: Vec::with_capacity(list.attributes.len()),
                texts: BTreeMap::new(),
            };
            for field in &list.attributes {
                let value = match field.name.as_str() {
                    // What is told of lists lies mostly in the year that is asked about.
                    "date" => Some(days(recipe.on) - dice.below(500)),
                    _ => value(field, vocabulary, recipe, &mut dice),
                };
                entry.values.push(value);
            }
            entries.push(entry);
        }
        *slot = Some(entries);
    }
    profile
}

fn value(field: &Field, vocabulary: &Vocabulary, recipe: &Recipe, dice: &mut Dice) -> Option<i64> {
    if dice.chance(recipe.missing) {
        return None;
    }
    let positive = |value: i64, dice: &mut Dice| {
        if field.negative && dice.chance(200) {
            -value
        } else {
            value
        }
    };
    Some(match &field.sort {
        Sort::Bool => i64::from(dice.chance(800)),
        // From some hundred yuan to some three hundred million.
        Sort::Money => {
            let sum = dice.spread(16, 35);
            positive(sum, dice)
        }
        Sort::Rate => dice.below(ONE.unsigned_abs()),
        Sort::Number(unit) if unit == "nm" => {
            const NODES: [i64; 9] = [7, 14, 28, 40, 55, 65, 90, 130, 180];
            let at = usize::try_from(dice.below(9)).unwrap_or_default();
            NODES.get(at).copied().unwrap_or(28) * ONE
        }
        Sort::Number(_) => {
            let number = dice.spread(0, 8);
            positive(number * ONE, dice)
        }
        Sort::Date => days(recipe.on) - dice.below(9000),
        Sort::Region => {
            let n = recipe.regions.len();
            let at = usize::try_from(dice.below(n as u64)).unwrap_or_default();
            *recipe.regions.get(at)?
        }
        Sort::Choice(id) => {
            let n = vocabulary.choices(*id)?.choices.len() as u64;
            dice.below(n)
        }
        Sort::Set(id) => {
            let n = vocabulary.choices(*id)?.choices.len().clamp(1, 63) as u64;
            1 << dice.below(n) | 1 << dice.below(n)
        }
        Sort::Text => return None,
    })
}

/// So many firms, beginning with number `first`.
pub fn population(vocabulary: &Vocabulary, recipe: &Recipe, first: u64, count: u64) -> Population {
    let mut population = Population::empty(vocabulary);
    for number in first..first + count {
        population.push(&firm(vocabulary, recipe, number), vocabulary);
    }
    population
}
