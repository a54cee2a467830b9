//! File → pack: every expression is checked, every figure read, every contradiction named.

mod clause;
mod table;

use std::collections::BTreeMap;

use jiff::civil::Date;
use xinqiao_record::RegionCode;

use crate::language::check::{check, check_as};
use crate::language::parse::parse;
use crate::language::span::nearest;
use crate::language::term::Node;
use crate::language::{Scope, Span, Term, Type};
use crate::vocabulary::{Vocabulary, Words};

use crate::pack::clause::{Clause, Condition, Cumulation, Pack, SharedCap};
use crate::pack::file::{
    ConditionFile, IndicatorFile, Placed, PolicyFile, SharedCapFile, TiersFile,
};
use crate::pack::finding::{Finding, Findings, Severity};
use crate::pack::form::{Form, Indicator};
use crate::pack::yaml;

/// How many parts a definition may have once those that it uses are written out: names stand for whole trees.
const LARGEST_TERM: usize = 5000;

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
fn form_names(form: &crate::pack::file::FormFile) -> Vec<String> {
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
    pub(super) fn scope(&self, here: Here<'_>) -> Scope<'_> {
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
    pub(super) fn term(
        &mut self,
        at: &Placed,
        wanted: Option<&Type>,
        here: Here<'_>,
    ) -> Option<Term> {
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
    pub(super) fn figure(&mut self, at: &Placed, wanted: &Type) -> Option<i64> {
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

    pub(super) fn positive(&mut self, at: &Placed, wanted: &Type) -> Option<i64> {
        let value = self.figure(at, wanted)?;
        if value <= 0 {
            self.findings.error(at, "this must be more than zero", None);
            return None;
        }
        Some(value)
    }

    pub(super) fn day(&mut self, at: Option<&Placed>) -> Option<Date> {
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
    pub(super) fn choice(&mut self, at: &Placed, set: &str) -> Option<i64> {
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

    pub(super) fn pack(&mut self, file: &PolicyFile) -> Option<Pack> {
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
            let name = definition.name.value.clone();
            if self.definitions.contains_key(&name) {
                self.findings
                    .error(&definition.name, format!("`{name}` is defined twice"), None);
                continue;
            }
            if self.is_taken(&name) {
                let message = format!("`{name}` has a meaning already");
                self.findings.error(&definition.name, message, None);
                continue;
            }
            if let Some(term) = self.term(&definition.is, None, Here::default()) {
                let mut size = 0_usize;
                term.visit(&mut |_| size += 1);
                if size > LARGEST_TERM {
                    let message =
                        format!("`{name}` has grown to {size} parts; {LARGEST_TERM} are the most");
                    self.findings.error(&definition.is, message, None);
                    continue;
                }
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
            if named == file.id.value {
                self.findings
                    .error(at, format!("`{named}` excludes itself"), None);
            }
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

    /// Whether a name has a meaning in the language or the vocabulary.
    fn is_taken(&self, name: &str) -> bool {
        let vocabulary = self.vocabulary;
        matches!(
            name,
            "on" | "this_year" | "last_year" | "year" | "min" | "max" | "score"
        ) || crate::language::parse::KEYWORDS.contains(&name)
            || vocabulary.field(name).is_some()
            || vocabulary.year_field(name).is_some()
            || vocabulary.list(name).is_some()
    }

    /// A policy of a region is for firms of that region.
    pub(super) fn place_condition(&self, region: Option<RegionCode>) -> Vec<Condition> {
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

    pub(super) fn date_order(
        &mut self,
        at: Option<&Placed>,
        effective: Option<Date>,
        until: Option<Date>,
    ) {
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

    pub(super) fn figures(
        &mut self,
        named: &BTreeMap<String, Placed>,
    ) -> BTreeMap<String, (i64, Type)> {
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

    pub(super) fn conditions(&mut self, files: &[ConditionFile], here: Here<'_>) -> Vec<Condition> {
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

    pub(super) fn shared_caps(&mut self, files: &[SharedCapFile]) -> Vec<SharedCap> {
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

    pub(super) fn shared_cap(&mut self, at: &Placed) -> Option<usize> {
        let found = self.caps.iter().position(|id| *id == at.value);
        if found.is_none() {
            let hint = nearest(&at.value, self.caps.iter().map(String::as_str));
            let hint = hint.map(|name| format!("did you mean `{name}`?"));
            self.findings
                .error(at, format!("unknown shared cap `{}`", at.value), hint);
        }
        found
    }

    pub(super) fn form(&mut self, file: &crate::pack::file::FormFile) -> Form {
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

    pub(super) fn indicator(&mut self, file: &IndicatorFile) -> Option<Indicator> {
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
}
