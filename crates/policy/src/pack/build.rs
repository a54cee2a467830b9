//! File → pack: every expression is checked, every figure read, every contradiction named.

use std::collections::BTreeMap;

use jiff::civil::Date;
use xinqiao_record::RegionCode;

use crate::language::check::{check, check_as};
use crate::language::parse::parse;
use crate::language::span::nearest;
use crate::language::term::Node;
use crate::language::{Fault, Scope, Span, Term, Type};
use crate::value::{Interval, ONE};
use crate::vocabulary::{ChoicesId, Vocabulary, Words};

use super::clause::{
    Apply, Caps, Clause, Condition, Cumulation, Deadline, Each, Pack, Pays, SharedCap, Threshold,
};
use super::file::{
    ApplyFile, CapsFile, ClauseFile, ConditionFile, Gives, IndicatorFile, Placed, PolicyFile,
    RowFile, SharedCapFile, ThresholdFile, TiersFile,
};
use super::finding::{Finding, Findings, Severity, place};
use super::form::{Form, Indicator};
use super::tiers::{Covers, Quarrel, Row, Tiers, Worth, quarrels};
use super::yaml;

/// Reads a pack; its words are added to the vocabulary. There is no pack where an error was found.
pub fn read(text: &str, vocabulary: &mut Vocabulary) -> (Option<Pack>, Vec<Finding>) {
    let file: PolicyFile = match yaml::parse(text) {
        Ok(file) => file,
        Err(finding) => return (None, vec![finding]),
    };
    let mut findings = Findings::new(text);
    for clash in vocabulary.add(&file.adds, Some(&file.policy.value)) {
        findings.error_at(clash.place, clash.message);
    }
    let mut build = Build {
        vocabulary,
        findings,
        definitions: BTreeMap::new(),
        parameters: BTreeMap::new(),
        forms: file.forms.iter().flat_map(form_names).collect(),
        caps: file
            .shared_caps
            .iter()
            .map(|cap| cap.id.value.clone())
            .collect(),
        pack: file.policy.value.clone(),
    };
    let pack = build.pack(&file);
    let broken = |finding: &Finding| finding.severity == Severity::Error;
    let mut found = build.findings.found;
    found.sort_by_key(|finding| (finding.line, finding.column));
    (pack.filter(|_| !found.iter().any(broken)), found)
}

/// A form and its groups, as `score` names them.
fn form_names(form: &super::file::FormFile) -> Vec<String> {
    let mut names = vec![form.id.value.clone()];
    for group in form.indicators.iter().filter_map(|one| one.group.as_ref()) {
        let name = format!("{}.{group}", form.id.value);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

struct Build<'v, 't> {
    vocabulary: &'v Vocabulary,
    findings: Findings<'t>,
    definitions: BTreeMap<String, Term>,
    parameters: BTreeMap<String, (i64, Type)>,
    forms: Vec<String>,
    caps: Vec<String>,
    pack: String,
}

/// Where an expression of a clause stands: which entry it sees, which figures it may name.
#[derive(Clone, Copy, Default)]
struct Here<'h> {
    list: Option<usize>,
    figures: Option<&'h BTreeMap<String, (i64, Type)>>,
}

impl Build<'_, '_> {
    fn scope(&self, here: Here<'_>) -> Scope<'_> {
        let figures = here.figures.into_iter().flatten();
        Scope {
            vocabulary: self.vocabulary,
            definitions: &self.definitions,
            parameters: self
                .parameters
                .iter()
                .chain(figures)
                .map(|(name, (_, kind))| (name.clone(), kind.clone()))
                .collect(),
            forms: self.forms.clone(),
            list: here.list,
        }
    }

    /// A checked expression; what is wrong with it is noted.
    fn term(&mut self, at: &Placed, wanted: Option<&Type>, here: Here<'_>) -> Option<Term> {
        let term = parse(&at.value).and_then(|tree| {
            let scope = self.scope(here);
            match wanted {
                Some(kind) => check_as(&tree, kind, &scope),
                None => check(&tree, &scope),
            }
        });
        term.map_err(|fault| self.findings.fault(at, fault)).ok()
    }

    /// A figure that stands in the file, of one type.
    fn figure(&mut self, at: &Placed, wanted: &Type) -> Option<i64> {
        let term = self.term(at, Some(wanted), Here::default())?;
        match term.node {
            Node::Constant(value) => Some(value),
            _ => {
                self.findings.error(
                    at,
                    "a figure must stand here",
                    Some("such as `100万元` or `15%`".into()),
                );
                None
            }
        }
    }

    fn positive(&mut self, at: &Placed, wanted: &Type) -> Option<i64> {
        let value = self.figure(at, wanted)?;
        if value <= 0 {
            self.findings.error(at, "this must be more than zero", None);
            return None;
        }
        Some(value)
    }

    fn day(&mut self, at: Option<&Placed>) -> Option<Date> {
        let at = at?;
        let day = at.value.parse().ok();
        if day.is_none() {
            self.findings.error(
                at,
                format!("`{}` is not a day of the calendar", at.value),
                Some("write days as 2025-07-01".into()),
            );
        }
        day
    }

    /// The number of a choice.
    fn choice(&mut self, at: &Placed, set: &str) -> Option<i64> {
        let choices = self
            .vocabulary
            .choices(self.vocabulary.choices_named(set)?)?;
        if let Some(number) = choices.number(&at.value) {
            return i64::try_from(number).ok();
        }
        let names = choices.choices.iter().map(|choice| choice.name.as_str());
        let hint = nearest(&at.value, names).map(|name| format!("did you mean `{name}`?"));
        let hint = hint.or_else(|| Some(format!("add it under `adds: choices: {set}:`")));
        self.findings
            .error(at, format!("`{}` is none of `{set}`", at.value), hint);
        None
    }

    fn pack(&mut self, file: &PolicyFile) -> Option<Pack> {
        let effective = self.day(file.effective.as_ref());
        let until = self.day(file.until.as_ref());
        let issued = self.day(file.issued.as_ref());
        self.date_order(file.until.as_ref(), effective, until);
        if let (Some(at), Some(issued), Some(until)) = (&file.issued, issued, until)
            && until < issued
        {
            self.findings
                .error(at, format!("issued after its last day, {until}"), None);
        }
        let region = file.region.as_ref().and_then(|at| {
            let region = at.value.parse::<RegionCode>();
            region
                .map_err(|error| self.findings.error(at, error.to_string(), None))
                .ok()
        });
        for segment in &file.segments {
            self.choice(segment, "segment");
        }
        self.parameters = self.figures(&file.parameters);
        let mut definitions = BTreeMap::new();
        for definition in &file.define {
            if let Some(term) = self.term(&definition.is, None, Here::default()) {
                let name = definition.name.value.clone();
                definitions.insert(name.clone(), Words::new(&definition.zh, &definition.en));
                self.definitions.insert(name, term);
            }
        }
        let mut eligible = self.place_condition(region);
        eligible.extend(self.conditions(&file.eligible, Here::default()));
        let shared_caps = self.shared_caps(&file.shared_caps);
        let forms = file.forms.iter().map(|form| self.form(form)).collect();
        for form in &file.forms {
            for name in form_names(form) {
                let group = name
                    .split_once('.')
                    .map(|(_, group)| format!(" · {group}"))
                    .unwrap_or_default();
                let words =
                    Words::new(format!("{}{group}", form.zh), format!("{}{group}", form.en));
                definitions.insert(name, words);
            }
        }
        let cumulation = file
            .cumulation
            .iter()
            .map(|rule| Cumulation {
                among: rule.highest_among,
                top_up: rule.top_up,
                cite: rule.cite.value.clone(),
            })
            .collect();
        let mut clauses: Vec<Clause> = Vec::new();
        for clause in &file.clauses {
            if clauses.iter().any(|before| before.id == clause.id.value) {
                self.findings.error(
                    &clause.id,
                    format!("the clause `{}` is there twice", clause.id.value),
                    None,
                );
            }
            clauses.extend(self.clause(clause, file));
        }
        for (file, at) in file
            .clauses
            .iter()
            .flat_map(|clause| clause.excludes.iter().map(move |at| (clause, at)))
        {
            let named = at.value.as_str();
            if !named.contains('/') && clauses.iter().all(|clause| clause.id != named) {
                let ids = clauses.iter().map(|clause| clause.id.as_str());
                let hint = nearest(named, ids).map(|name| format!("did you mean `{name}`?"));
                self.findings.error(
                    at,
                    format!("`{}` excludes a clause that is not here", file.id.value),
                    hint,
                );
            }
        }
        Some(Pack {
            id: file.policy.value.clone(),
            title: file.title.clone(),
            issuers: file.issuers.clone(),
            number: file.number.clone(),
            issued,
            effective,
            until,
            level: file.level,
            region,
            segments: file.segments.iter().map(|at| at.value.clone()).collect(),
            source: match &file.source.place {
                Some(place) => format!("{} {place}", file.source.document),
                None => file.source.document.clone(),
            },
            verified: file.verified,
            uncertain: file.uncertain.clone(),
            repeals: file
                .repeals
                .iter()
                .map(|one| (one.title.clone(), one.number.clone()))
                .collect(),
            parameters: self.parameters.clone(),
            definitions,
            eligible,
            cumulation,
            shared_caps,
            forms,
            clauses,
        })
    }

    /// A policy of a region is for firms of that region.
    fn place_condition(&self, region: Option<RegionCode>) -> Vec<Condition> {
        let field = self.vocabulary.field("region");
        let code = region.and_then(|region| region.to_string().parse().ok());
        let (Some(field), Some(code)) = (field, code) else {
            return Vec::new();
        };
        let firm = Term {
            node: Node::Field(field),
            kind: Type::Region,
            span: Span::default(),
        };
        let is = Term {
            node: Node::Within(Box::new(firm), code),
            kind: Type::Bool,
            span: Span::default(),
        };
        vec![Condition {
            is,
            text: format!("region within \"{code:06}\""),
            words: None,
            cite: None,
        }]
    }

    fn date_order(&mut self, at: Option<&Placed>, effective: Option<Date>, until: Option<Date>) {
        if let (Some(at), Some(first), Some(last)) = (at, effective, until)
            && last < first
        {
            self.findings.error(
                at,
                format!("the last day, {last}, lies before the first, {first}"),
                None,
            );
        }
    }

    fn figures(&mut self, named: &BTreeMap<String, Placed>) -> BTreeMap<String, (i64, Type)> {
        let mut figures = BTreeMap::new();
        for (name, at) in named {
            let Some(term) = self.term(at, None, Here::default()) else {
                continue;
            };
            match term.node {
                Node::Constant(value) => {
                    figures.insert(name.clone(), (value, term.kind));
                }
                _ => self.findings.error(at, "a figure must stand here", None),
            }
        }
        figures
    }

    fn conditions(&mut self, files: &[ConditionFile], here: Here<'_>) -> Vec<Condition> {
        let mut conditions = Vec::new();
        for file in files {
            if let Some(is) = self.term(&file.is, Some(&Type::Bool), here) {
                // `a and b` is two conditions: each fails, and is explained, by itself.
                let parts = match is.node {
                    Node::And(parts) if file.zh.is_none() => parts,
                    node => vec![Term { node, ..is }],
                };
                for is in parts {
                    conditions.push(Condition {
                        text: is.span.of(&file.is.value).to_owned(),
                        is,
                        words: file.zh.as_ref().map(|zh| Words {
                            zh: zh.clone(),
                            en: file.en.clone().unwrap_or_else(|| zh.clone()),
                        }),
                        cite: file.cite.clone(),
                    });
                }
            }
        }
        conditions
    }

    fn shared_caps(&mut self, files: &[SharedCapFile]) -> Vec<SharedCap> {
        let mut caps = Vec::new();
        for (at, file) in files.iter().enumerate() {
            if self.caps.iter().position(|id| *id == file.id.value) != Some(at) {
                self.findings.error(
                    &file.id,
                    format!("the shared cap `{}` is there twice", file.id.value),
                    None,
                );
            }
            let limit = self.positive(&file.limit, &Type::Money).unwrap_or_default();
            let within = file.within.as_ref().and_then(|name| self.shared_cap(name));
            caps.push(SharedCap {
                id: file.id.value.clone(),
                limit,
                per: file.per,
                within,
                cite: file.cite.value.clone(),
                title: Words::new(&file.zh, &file.en),
            });
        }
        // Whoever climbs from cap to wider cap must arrive: a cycle is told once, at its first member.
        for (at, file) in files.iter().enumerate() {
            let mut path = vec![at];
            let mut next = caps.get(at).and_then(|cap| cap.within);
            while let Some(wider) = next {
                if wider == at {
                    if path.iter().all(|member| *member >= at) {
                        let names: Vec<_> = path
                            .iter()
                            .chain([&at])
                            .filter_map(|member| caps.get(*member).map(|cap| cap.id.as_str()))
                            .collect();
                        self.findings.error(
                            file.within.as_ref().unwrap_or(&file.id),
                            format!("shared caps lie within each other: {}", names.join(" → ")),
                            None,
                        );
                    }
                    break;
                }
                if path.contains(&wider) {
                    break;
                }
                path.push(wider);
                next = caps.get(wider).and_then(|cap| cap.within);
            }
        }
        for (at, file) in files.iter().enumerate() {
            let Some(cap) = caps.get(at) else { continue };
            if let Some(wider) = cap.within.and_then(|wider| caps.get(wider))
                && wider.limit < cap.limit
                && wider.per == cap.per
            {
                self.findings.warn(
                    &file.limit,
                    format!("this cap can never bind: `{}` around it is lower", wider.id),
                    None,
                );
            }
        }
        caps
    }

    fn shared_cap(&mut self, at: &Placed) -> Option<usize> {
        let found = self.caps.iter().position(|id| *id == at.value);
        if found.is_none() {
            let hint = nearest(&at.value, self.caps.iter().map(String::as_str));
            let hint = hint.map(|name| format!("did you mean `{name}`?"));
            self.findings
                .error(at, format!("unknown shared cap `{}`", at.value), hint);
        }
        found
    }

    fn form(&mut self, file: &super::file::FormFile) -> Form {
        let indicators = file
            .indicators
            .iter()
            .filter_map(|indicator| self.indicator(indicator))
            .collect();
        Form {
            id: file.id.value.clone(),
            title: Words::new(&file.zh, &file.en),
            indicators,
        }
    }

    fn indicator(&mut self, file: &IndicatorFile) -> Option<Indicator> {
        let tiers = TiersFile {
            by: file.by.clone(),
            before: None,
            rows: file.rows.clone(),
        };
        Some(Indicator {
            id: file.id.value.clone(),
            group: file.group.clone(),
            title: Words::new(&file.zh, &file.en),
            tiers: self.tiers(&tiers, &file.id, true, Here::default())?,
        })
    }

    fn clause(&mut self, file: &ClauseFile, policy: &PolicyFile) -> Option<Clause> {
        match &file.cite {
            Some(cite) if !cite.value.trim().is_empty() => {}
            _ => self.findings.error(
                &file.id,
                format!("the clause `{}` has no citation", file.id.value),
                Some("say under `cite` which article of the document it comes from".into()),
            ),
        }
        let matter = self.choice(&file.matter, "matter");
        let parameters = self.figures(&file.parameters);
        let whole = Here {
            list: None,
            figures: Some(&parameters),
        };
        let when = self.conditions(&file.when, whole);
        let each = file.each.as_ref().and_then(|at| self.each(at, whole));
        let here = Here {
            list: each.as_ref().map(|each| each.list),
            ..whole
        };
        let base = file
            .base
            .as_ref()
            .and_then(|at| self.term(at, Some(&Type::Money), here));
        let count = Type::Number(String::new());
        let times = file
            .times
            .as_ref()
            .and_then(|at| self.term(at, Some(&count), here));
        let threshold = file
            .threshold
            .as_ref()
            .and_then(|threshold| self.threshold(threshold, &file.id, whole));
        let pays = self.pays(file, here)?;
        let caps = self.caps(&file.caps);
        let effective = self.day(file.effective.as_ref());
        let until = self.day(file.until.as_ref());
        self.date_order(file.until.as_ref(), effective, until);
        self.figures_agree(file, &pays, threshold.as_ref(), base.as_ref(), &caps);
        Some(Clause {
            id: file.id.value.clone(),
            cite: file
                .cite
                .as_ref()
                .map(|cite| cite.value.clone())
                .unwrap_or_default(),
            title: file.title.clone(),
            summary: file.summary.clone(),
            gives: file.kind,
            offices: file.offices.clone(),
            matter: matter?,
            parameters,
            when,
            each,
            base,
            times,
            threshold,
            pays,
            caps,
            ceiling: file.ceiling.clone(),
            open: file.open.clone(),
            stacks: file.stacks,
            excludes: file
                .excludes
                .iter()
                .map(|at| match at.value.contains('/') {
                    true => at.value.clone(),
                    false => format!("{}/{}", self.pack, at.value),
                })
                .collect(),
            once: file.once,
            co_funding: file
                .co_funding
                .as_ref()
                .map(|co| (co.with, Words::new(&co.zh, &co.en))),
            evidence: file.evidence.clone(),
            apply: file.apply.as_ref().map(|apply| self.apply(apply)),
            effective,
            until,
            line: place(&file.id).0,
        })
        .filter(|_| !policy.clauses.is_empty())
    }

    fn each(&mut self, at: &Placed, here: Here<'_>) -> Option<Each> {
        // `achievements where …` is what stands inside `count(…)`.
        const BEFORE: usize = "count(".len();
        let unshift = |mut fault: Fault| {
            fault.span = Span {
                start: fault.span.start.saturating_sub(BEFORE),
                end: fault.span.end.saturating_sub(BEFORE),
            };
            fault
        };
        let wrapped = format!("count({})", at.value);
        let term = parse(&wrapped).and_then(|tree| check(&tree, &self.scope(here)));
        let term = term
            .map_err(|fault| self.findings.fault(at, unshift(fault)))
            .ok()?;
        match term.node {
            Node::Entries(_, list, _, condition) => Some(Each {
                list,
                condition: condition.map(|condition| *condition),
                text: at.value.clone(),
            }),
            _ => {
                self.findings.error(
                    at,
                    "a list must stand here",
                    Some("such as `achievements where …`".into()),
                );
                None
            }
        }
    }

    fn threshold(
        &mut self,
        file: &ThresholdFile,
        id: &Placed,
        here: Here<'_>,
    ) -> Option<Threshold> {
        let of = self.term(&file.of, None, here)?;
        let wanted = match of.kind {
            Type::Quotient => Type::Rate,
            ref kind => kind.clone(),
        };
        let (at, above) = match (&file.at_least, &file.above) {
            (Some(at), None) => (at, false),
            (None, Some(at)) => (at, true),
            _ => {
                self.findings
                    .error(id, "a threshold needs either `at_least` or `above`", None);
                return None;
            }
        };
        let value = self.figure(at, &wanted)?;
        Some(Threshold { of, value, above })
    }

    fn pays(&mut self, file: &ClauseFile, here: Here<'_>) -> Option<Pays> {
        let Some(pays) = &file.pays else {
            return Some(Pays::Nothing);
        };
        match (&pays.rate, &pays.fixed, &pays.amount, &pays.tiers) {
            (Some(rate), None, None, None) => {
                if file.base.is_none() {
                    self.findings.error(rate, "a rate needs a `base`", None);
                }
                Some(Pays::Flat(Worth::Rate(self.rate(rate)?)))
            }
            (None, Some(fixed), None, None) => Some(Pays::Flat(Worth::Fixed(
                self.positive(fixed, &Type::Money)?,
            ))),
            (None, None, Some(amount), None) => {
                Some(Pays::Amount(self.term(amount, Some(&Type::Money), here)?))
            }
            (None, None, None, Some(tiers)) => {
                Some(Pays::Tiers(self.tiers(tiers, &file.id, false, here)?))
            }
            _ => {
                self.findings.error(
                    &file.id,
                    "`pays` needs exactly one of `rate`, `fixed`, `amount`, `tiers`",
                    None,
                );
                None
            }
        }
    }

    fn rate(&mut self, at: &Placed) -> Option<i64> {
        let rate = self.positive(at, &Type::Rate)?;
        if rate > 10 * ONE {
            self.findings
                .warn(at, "this rate is more than ten times the base", None);
        }
        Some(rate)
    }

    fn caps(&mut self, file: &CapsFile) -> Caps {
        let mut sum = |at: &Option<Placed>| {
            let at = at.as_ref()?;
            self.positive(at, &Type::Money)
        };
        let (item, year, firm, lifetime) = (
            sum(&file.item),
            sum(&file.year),
            sum(&file.firm),
            sum(&file.lifetime),
        );
        let order = [
            (item, &file.item, "item"),
            (year, &file.year, "year"),
            (firm, &file.firm, "firm"),
            (lifetime, &file.lifetime, "lifetime"),
        ];
        for (at, (inner, place, name)) in order.iter().enumerate() {
            for (outer, _, wider) in order.iter().skip(at + 1) {
                if let (Some(inner), Some(outer), Some(place)) = (inner, outer, place)
                    && inner > outer
                {
                    self.findings.warn(
                        place,
                        format!("this cap can never bind: the cap by {wider} is lower than that by {name}"),
                        None,
                    );
                }
            }
        }
        Caps {
            item,
            year,
            firm,
            lifetime,
            shared: file.shared.as_ref().and_then(|at| self.shared_cap(at)),
        }
    }

    fn apply(&mut self, file: &ApplyFile) -> Apply {
        let until = file.until.as_ref().and_then(|at| {
            let yearly = || {
                let (month, day) = at.value.split_once('-')?;
                let (month, day) = (month.parse().ok()?, day.parse().ok()?);
                // A leap year has every day that a year can have.
                Date::new(2024, month, day).ok()?;
                Some(Deadline::Yearly(month, day))
            };
            let deadline = at.value.parse().ok().map(Deadline::Day).or_else(yearly);
            if deadline.is_none() {
                self.findings.error(
                    at,
                    format!("`{}` is no last day", at.value),
                    Some("write 2025-09-30, or 09-30 for every year".into()),
                );
            }
            deadline
        });
        Apply {
            how: Words::new(&file.zh, &file.en),
            until,
            automatic: file.automatic,
        }
    }

    fn tiers(
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

    fn quarrel(&mut self, quarrel: &Quarrel, places: &[Placed], by: Option<&Term>, id: &Placed) {
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

    fn row(
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

    fn range(&mut self, file: &RowFile, by: Option<&Term>, at: &Placed) -> Option<Covers> {
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

    fn choices(&mut self, named: &[Placed], by: Option<&Term>, at: &Placed) -> Option<Covers> {
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

    /// What the figures of a clause say about each other.
    fn figures_agree(
        &mut self,
        file: &ClauseFile,
        pays: &Pays,
        threshold: Option<&Threshold>,
        base: Option<&Term>,
        caps: &Caps,
    ) {
        if *pays == Pays::Nothing
            && matches!(
                file.kind,
                Gives::Grant | Gives::Reward | Gives::InterestSubsidy
            )
            && file.open.is_none()
        {
            self.findings.warn(
                &file.id,
                "a grant that pays nothing",
                Some("say under `open` what the text leaves open, or give `pays`".into()),
            );
        }
        let (Some(threshold), Pays::Flat(Worth::Rate(rate))) = (threshold, pays) else {
            return;
        };
        // The rate would never be felt: whoever reaches the threshold is over the cap already.
        let of_base =
            base.is_some_and(|base| same_measure(base, &threshold.of, file.each.is_some()));
        let least = Interval::exactly(threshold.value).times(Interval::exactly(*rate));
        let lowest = [caps.item, caps.year, caps.firm, caps.lifetime]
            .into_iter()
            .flatten()
            .min();
        if threshold.of.kind == Type::Money
            && of_base
            && let (Some(cap), Some(least)) = (lowest, least.exact())
            && cap < least
        {
            let at = [
                &file.caps.item,
                &file.caps.year,
                &file.caps.firm,
                &file.caps.lifetime,
            ]
            .into_iter()
            .flatten()
            .next()
            .unwrap_or(&file.id);
            let sum = crate::language::words::figure(least, &Type::Money);
            self.findings.error(
                at,
                format!("the cap lies below what the threshold alone pays, {sum}"),
                Some("compare threshold, rate and cap with the published text".into()),
            );
        }
    }
}

/// Whether a base and a threshold measure the same thing: the same sum, or the entries that the sum adds up.
fn same_measure(base: &Term, of: &Term, each: bool) -> bool {
    if each {
        return matches!(&of.node, Node::Entries(_, _, Some(inner), _) if inner.node == base.node);
    }
    base.node == of.node
}
