//! Tables of tiers, and what is wrong between their rows.

use crate::language::{Term, Type};
use crate::vocabulary::ChoicesId;

use crate::pack::file::{Placed, RowFile, TiersFile};
use crate::pack::finding::place;
use crate::pack::tiers::{Covers, Quarrel, Row, Tiers, Worth, quarrels};

use super::{Build, Here};

impl Build<'_, '_> {
    pub(super) fn tiers(
        &mut self,
        file: &TiersFile,
        id: &Placed,
        points: bool,
        here: Here<'_>,
    ) -> Option<Tiers> {
        let by = file.by.as_ref().and_then(|at| self.term(at, None, here));
        let before = match (&file.before, &by) {
            (Some(at), Some(by)) => self.term(at, Some(&by.kind), here),
            (Some(at), None) => {
                self.findings.error(at, "`before` needs `by`", None);
                None
            }
            (None, _) => None,
        };
        let mut rows = Vec::new();
        let mut places = Vec::new();
        for row in &file.rows {
            if let Some((built, at)) = self.row(row, by.as_ref(), id, points, here) {
                rows.push(built);
                places.push(at);
            }
        }
        if rows.is_empty() {
            self.findings.error(id, "a table without rows", None);
            return None;
        }
        for quarrel in quarrels(&rows) {
            self.quarrel(&quarrel, &places, by.as_ref(), id);
        }
        Some(Tiers { by, before, rows })
    }

    pub(super) fn quarrel(
        &mut self,
        quarrel: &Quarrel,
        places: &[Placed],
        by: Option<&Term>,
        id: &Placed,
    ) {
        match quarrel {
            Quarrel::Unreachable(row) => {
                if let Some(at) = places.get(*row) {
                    let hint = "the rows before it take everything that it covers";
                    self.findings
                        .error(at, "this tier can never be reached", Some(hint.into()));
                }
            }
            Quarrel::Overlap(earlier, later) => {
                if let (Some(at), Some(other)) = (places.get(*later), places.get(*earlier)) {
                    let line = place(other).0;
                    self.findings.error(
                        at,
                        format!("this tier overlaps with the one in line {line}"),
                        Some("let one begin with `above` where the other ends with `up_to`".into()),
                    );
                }
            }
            Quarrel::Gap(low, high) => {
                let shown = |value| {
                    by.map_or(String::new(), |by| {
                        crate::language::words::figure(value, &by.kind)
                    })
                };
                let gap = if low == high {
                    shown(*low)
                } else {
                    format!("{} … {}", shown(*low), shown(*high))
                };
                self.findings.warn(
                    places.first().unwrap_or(id),
                    format!("between the tiers nothing is given: {gap}"),
                    None,
                );
            }
        }
    }

    pub(super) fn row(
        &mut self,
        file: &RowFile,
        by: Option<&Term>,
        id: &Placed,
        points: bool,
        here: Here<'_>,
    ) -> Option<(Row, Placed)> {
        let worth_at = [&file.rate, &file.fixed, &file.points];
        let at = [
            &file.above,
            &file.from,
            &file.up_to,
            &file.below,
            &file.when,
        ]
        .into_iter()
        .chain(worth_at)
        .flatten()
        .chain(&file.is)
        .next()
        .unwrap_or(id)
        .clone();
        let worth = match (&file.rate, &file.fixed, &file.points) {
            (Some(rate), None, None) if !points => Worth::Rate(self.rate(rate)?),
            (None, Some(fixed), None) if !points => Worth::Fixed(self.figure(fixed, &Type::Money)?),
            (None, None, Some(at)) if points => {
                Worth::Points(self.figure(at, &Type::Number(String::new()))?)
            }
            _ => {
                let one = if points {
                    "`points`"
                } else {
                    "one of `rate` and `fixed`"
                };
                self.findings.error(&at, format!("a row needs {one}"), None);
                return None;
            }
        };
        let ranged = [&file.above, &file.from, &file.up_to, &file.below]
            .iter()
            .any(|bound| bound.is_some());
        let covers = match (ranged, file.is.is_empty(), &file.when, file.rest) {
            (true, true, None, false) => self.range(file, by, &at)?,
            (false, false, None, false) => self.choices(&file.is, by, &at)?,
            (false, true, Some(when), false) => {
                Covers::When(self.term(when, Some(&Type::Bool), here)?)
            }
            (false, true, None, true) => Covers::Rest,
            _ => {
                self.findings.error(
                    &at,
                    "a row covers either a range, choices under `is`, a condition under `when`, or `else: true`",
                    None,
                );
                return None;
            }
        };
        let mut sum = |at: &Option<Placed>| {
            let at = at.as_ref()?;
            self.positive(at, &Type::Money)
        };
        let (cap_item, cap_year) = (sum(&file.cap_item), sum(&file.cap_year));
        Some((
            Row {
                covers,
                worth,
                cap_item,
                cap_year,
            },
            at,
        ))
    }

    pub(super) fn range(
        &mut self,
        file: &RowFile,
        by: Option<&Term>,
        at: &Placed,
    ) -> Option<Covers> {
        let Some(by) = by else {
            self.findings.error(at, "a range needs `by`", None);
            return None;
        };
        let wanted = match by.kind {
            Type::Quotient => Type::Rate,
            ref kind => kind.clone(),
        };
        if !by.kind.is_ordered() {
            self.findings.error(
                at,
                format!("{} has no ranges", by.kind.name(self.vocabulary)),
                Some("list choices under `is`".into()),
            );
            return None;
        }
        let low = match (&file.above, &file.from) {
            (Some(above), None) => self.figure(above, &wanted)?.saturating_add(1),
            (None, Some(from)) => self.figure(from, &wanted)?,
            (None, None) => i64::MIN,
            (Some(at), Some(_)) => {
                self.findings.error(at, "either `above` or `from`", None);
                return None;
            }
        };
        let high = match (&file.up_to, &file.below) {
            (Some(up_to), None) => self.figure(up_to, &wanted)?,
            (None, Some(below)) => self.figure(below, &wanted)?.saturating_sub(1),
            (None, None) => i64::MAX,
            (Some(at), Some(_)) => {
                self.findings.error(at, "either `up_to` or `below`", None);
                return None;
            }
        };
        Some(Covers::Range {
            low,
            high,
            above: file.above.is_some(),
            below: file.below.is_some(),
        })
    }

    pub(super) fn choices(
        &mut self,
        named: &[Placed],
        by: Option<&Term>,
        at: &Placed,
    ) -> Option<Covers> {
        let Some(Type::Choice(ChoicesId(id))) = by.map(|by| &by.kind) else {
            self.findings
                .error(at, "`is` needs a `by` that is one of several choices", None);
            return None;
        };
        let set = self.vocabulary.choices.get(*id)?.name.clone();
        let values: Vec<i64> = named
            .iter()
            .filter_map(|at| self.choice(at, &set))
            .collect();
        (values.len() == named.len()).then_some(Covers::Choices(values))
    }
}
