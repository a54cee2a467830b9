//! Promises met twice.

use xinqiao_record::body::Target;

use super::name::{fold, forms};
use super::same::{Match, likeness};

/// How alike two measures must be to speak of one thing (Dice over character pairs).
const ALIKE: f64 = 0.6;

/// Whether two promises are one: the same measure by the same year from the same side.
pub(super) fn same_target(known: &Target, new: &Target) -> Option<Match> {
    let (Some(a), Some(b)) = (known.by, new.by) else {
        return None;
    };
    if !a.agrees_with(b) || !sides_agree(known, new) {
        return None;
    }
    let values = match (&known.value, &new.value) {
        (Some(a), Some(b)) if a.unit == b.unit => Some(a.value == b.value),
        (Some(_), Some(_)) => return None,
        _ => None,
    };
    let equal = fold(&known.measure) == fold(&new.measure) && known.measure.chars().count() >= 4;
    let found = |certain| {
        Some(Match {
            matched: known.measure.clone(),
            rule: "measure_and_year",
            certain,
        })
    };
    if equal && values != Some(false) {
        return found(true);
    }
    let alike = likeness(&fold(&known.measure), &fold(&new.measure)) >= ALIKE;
    if alike && values == Some(true) {
        found(false)
    } else {
        None
    }
}

fn sides_agree(known: &Target, new: &Target) -> bool {
    match (&known.who, &new.who) {
        (Some(a), Some(b)) => {
            let (a, b) = (forms(&a.name), forms(&b.name));
            a.plain == b.plain || a.plain.contains(&b.plain) || b.plain.contains(&a.plain)
        }
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use xinqiao_record::{Decimal, Quantity};

    fn target(measure: &str, value: u32, unit: &str, by: &str) -> Target {
        Target {
            measure: measure.into(),
            value: Some(Quantity::exact(Decimal::from(value), unit)),
            by: by.parse().ok(),
            ..Target::default()
        }
    }

    #[test]
    fn a_promise_repeated_is_one_promise() {
        let first = target("示例市集成电路产业规模", 300, "亿元", "2025");
        let again = target("示例市集成电路产业规模", 300, "亿元", "2025");
        let later = target("示例市集成电路产业规模", 500, "亿元", "2030");
        assert!(same_target(&first, &again).unwrap().certain);
        assert_eq!(same_target(&first, &later), None);
    }
}
