//! The shape of `policy.yaml`. Its JSON Schema is `docs/schema/policy-pack.schema.json`.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_saphyr::Spanned;

use crate::vocabulary::{Additions, Words};

/// A text whose place in the file is kept.
pub type Placed = Spanned<String>;

/// A policy document.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PolicyFile {
    /// The pack's name, the same as its folder's.
    #[schemars(with = "String")]
    pub policy: Placed,
    /// The title of the document.
    pub title: Words,
    /// Who issued it.
    pub issuers: Vec<String>,
    /// The document number.
    #[serde(default)]
    pub number: Option<String>,
    /// The day of issue, if it is printed.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub issued: Option<Placed>,
    /// The first day on which it applies.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub effective: Option<Placed>,
    /// The last day on which it applies, if it has one.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub until: Option<Placed>,
    /// Whose policy it is.
    pub level: Level,
    /// The GB/T 2260 region where it applies; none for the whole country.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub region: Option<Placed>,
    /// The chain segments that it serves, for lists.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub segments: Vec<Placed>,
    /// Where the text can be read.
    pub source: SourceFile,
    /// Whether every figure was compared with the published text.
    pub verified: bool,
    /// What is not certain.
    #[serde(default)]
    pub uncertain: Vec<Words>,
    /// Documents that it repeals.
    #[serde(default)]
    pub repeals: Vec<RepealFile>,
    /// Words that its clauses need beyond the common vocabulary.
    #[serde(default)]
    pub adds: Additions,
    /// Figures that several clauses use, by name.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, String>")]
    pub parameters: BTreeMap<String, Placed>,
    /// Expressions with a name; a later one may use earlier ones.
    #[serde(default)]
    pub define: Vec<DefinitionFile>,
    /// Conditions of every clause.
    #[serde(default)]
    pub eligible: Vec<ConditionFile>,
    /// What may not be drawn twice.
    #[serde(default)]
    pub cumulation: Vec<CumulationFile>,
    /// Caps over several clauses.
    #[serde(default)]
    pub shared_caps: Vec<SharedCapFile>,
    /// Scoring forms.
    #[serde(default)]
    pub forms: Vec<FormFile>,
    /// The clauses.
    pub clauses: Vec<ClauseFile>,
}

/// Whose policy it is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// The state.
    State,
    /// A province or municipality.
    Province,
    /// A city.
    City,
    /// A county or district.
    District,
}

/// Where the text can be read.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SourceFile {
    /// The publication or document.
    pub document: String,
    /// Where in it.
    #[serde(default)]
    pub place: Option<String>,
}

/// A document that is repealed.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RepealFile {
    /// Its title.
    pub title: String,
    /// Its number.
    #[serde(default)]
    pub number: Option<String>,
}

/// An expression with a name.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DefinitionFile {
    /// The name.
    #[schemars(with = "String")]
    pub name: Placed,
    /// The expression.
    #[schemars(with = "String")]
    pub is: Placed,
    /// What people call it.
    pub zh: String,
    /// What people call it.
    pub en: String,
}

/// A condition.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConditionFile {
    /// The expression; it must be true or false.
    #[schemars(with = "String")]
    pub is: Placed,
    /// The article that demands it, if another than the clause's.
    #[serde(default)]
    pub cite: Option<String>,
    /// The condition in words, where the expression's own reading is not plain enough.
    #[serde(default)]
    pub zh: Option<String>,
    /// The same in English.
    #[serde(default)]
    pub en: Option<String>,
}

/// A rule against drawing twice.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CumulationFile {
    /// Of entitlements for one matter only the highest counts (从高不重复), among these policies.
    pub highest_among: Among,
    /// Whether support received for the matter leaves the difference open (晋档差额); otherwise it closes the matter.
    #[serde(default)]
    pub top_up: bool,
    /// The article.
    #[schemars(with = "String")]
    pub cite: Placed,
}

/// The policies that a rule against drawing twice looks at.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Among {
    /// This document alone.
    Policy,
    /// All policies of the same region's own.
    Region,
    /// All policies of every level.
    All,
}

/// A cap over several clauses.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SharedCapFile {
    /// Its name.
    #[schemars(with = "String")]
    pub id: Placed,
    /// The sum.
    #[schemars(with = "String")]
    pub limit: Placed,
    /// The time over which it runs.
    pub per: Per,
    /// The wider cap that it lies in.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub within: Option<Placed>,
    /// The article.
    #[schemars(with = "String")]
    pub cite: Placed,
    /// What people call it.
    pub zh: String,
    /// What people call it.
    pub en: String,
}

/// The time over which a cap runs.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Per {
    /// A calendar year.
    Year,
    /// All years.
    Lifetime,
}

/// A scoring form.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FormFile {
    /// Its name.
    #[schemars(with = "String")]
    pub id: Placed,
    /// What people call it.
    pub zh: String,
    /// What people call it.
    pub en: String,
    /// What is scored.
    pub indicators: Vec<IndicatorFile>,
}

/// One indicator of a scoring form.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IndicatorFile {
    /// Its name within the form.
    #[schemars(with = "String")]
    pub id: Placed,
    /// The group that it belongs to; `score("form.group")` adds up a group.
    #[serde(default)]
    pub group: Option<String>,
    /// What people call it.
    pub zh: String,
    /// What people call it.
    pub en: String,
    /// What is measured; not needed where every row has its own `when`.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub by: Option<Placed>,
    /// The points.
    pub rows: Vec<RowFile>,
}

/// What a clause gives.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Gives {
    /// A grant towards costs.
    Grant,
    /// A reward for something attained.
    Reward,
    /// A part of the interest on loans.
    InterestSubsidy,
    /// Less tax.
    TaxRelief,
    /// Capital beside other investors.
    EquityCoInvestment,
    /// A part of the rent.
    Rent,
    /// Land, places, services.
    InKind,
    /// A recognition, which opens other doors.
    Recognition,
}

/// Why a figure is a ceiling.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Ceiling {
    /// A review decides.
    Review,
    /// The text says "up to".
    UpTo,
    /// The year's budget decides.
    Budget,
}

/// One clause.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClauseFile {
    /// Its name within the pack.
    #[schemars(with = "String")]
    pub id: Placed,
    /// The article of the document.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub cite: Option<Placed>,
    /// A short title.
    pub title: Words,
    /// What it says, in our own words.
    pub summary: Words,
    /// What it gives.
    pub kind: Gives,
    /// The offices that answer for it.
    #[serde(default)]
    pub offices: Vec<String>,
    /// The matter it supports, a choice of `matter`.
    #[schemars(with = "String")]
    pub matter: Placed,
    /// Figures of this clause, by name.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, String>")]
    pub parameters: BTreeMap<String, Placed>,
    /// Conditions beyond those of the whole document.
    #[serde(default)]
    pub when: Vec<ConditionFile>,
    /// What is counted one by one: `achievements where …`. Without it the clause looks at the firm as a whole.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub each: Option<Placed>,
    /// The sum that a rate is applied to.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub base: Option<Placed>,
    /// How many times the fixed sum is paid; once, if not given.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub times: Option<Placed>,
    /// The measure that must be reached before anything is paid.
    #[serde(default)]
    pub threshold: Option<ThresholdFile>,
    /// What is paid; nothing for services.
    #[serde(default)]
    pub pays: Option<PaysFile>,
    /// The most that is paid.
    #[serde(default)]
    pub caps: CapsFile,
    /// Why the figure is a ceiling and not a promise.
    #[serde(default)]
    pub ceiling: Vec<Ceiling>,
    /// What the text leaves open; then the answer is a range from nothing up to the figure.
    #[serde(default)]
    pub open: Option<Words>,
    /// Whether it may be drawn beside others for the same matter.
    #[serde(default)]
    pub stacks: bool,
    /// Clauses that exclude this one: `clause`, or `policy/clause`.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub excludes: Vec<Placed>,
    /// Whether it is paid once only in the life of a firm.
    #[serde(default)]
    pub once: bool,
    /// The share that a higher level asks this one to carry; such support stands beside that level's own.
    #[serde(default)]
    pub co_funding: Option<CoFundingFile>,
    /// What must be handed in.
    #[serde(default)]
    pub evidence: Vec<EvidenceFile>,
    /// How and when one applies.
    #[serde(default)]
    pub apply: Option<ApplyFile>,
    /// The first day of this clause, if another than the document's.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub effective: Option<Placed>,
    /// The last day of this clause, if another than the document's.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub until: Option<Placed>,
}

/// A threshold.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ThresholdFile {
    /// What is measured.
    #[schemars(with = "String")]
    pub of: Placed,
    /// It must be at least this (以上).
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub at_least: Option<Placed>,
    /// It must be more than this (超过).
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub above: Option<Placed>,
}

/// What is paid: one of the four.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PaysFile {
    /// A share of the base.
    #[schemars(with = "Option<String>")]
    pub rate: Option<Placed>,
    /// A fixed sum.
    #[schemars(with = "Option<String>")]
    pub fixed: Option<Placed>,
    /// An expression.
    #[schemars(with = "Option<String>")]
    pub amount: Option<Placed>,
    /// A table.
    pub tiers: Option<TiersFile>,
}

/// A table of tiers.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TiersFile {
    /// What decides the tier; not needed where every row has its own `when`.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub by: Option<Placed>,
    /// What decided the tier before: then only the difference is paid (晋档差额).
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub before: Option<Placed>,
    /// The rows; the first that fits counts.
    pub rows: Vec<RowFile>,
}

/// A row of a table: a range, a choice, a condition, or everything else; and what it gives.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RowFile {
    /// More than this.
    #[schemars(with = "Option<String>")]
    pub above: Option<Placed>,
    /// This or more.
    #[schemars(with = "Option<String>")]
    pub from: Option<Placed>,
    /// This or less.
    #[schemars(with = "Option<String>")]
    pub up_to: Option<Placed>,
    /// Less than this.
    #[schemars(with = "Option<String>")]
    pub below: Option<Placed>,
    /// One of these choices.
    #[schemars(with = "Vec<String>")]
    pub is: Vec<Placed>,
    /// A condition.
    #[schemars(with = "Option<String>")]
    pub when: Option<Placed>,
    /// Everything that no row before has taken.
    #[serde(rename = "else")]
    pub rest: bool,
    /// A share of the base.
    #[schemars(with = "Option<String>")]
    pub rate: Option<Placed>,
    /// A fixed sum.
    #[schemars(with = "Option<String>")]
    pub fixed: Option<Placed>,
    /// Points, in scoring forms.
    #[schemars(with = "Option<String>")]
    pub points: Option<Placed>,
    /// The most for one item in this tier.
    #[schemars(with = "Option<String>")]
    pub cap_item: Option<Placed>,
    /// The most for a year in this tier.
    #[schemars(with = "Option<String>")]
    pub cap_year: Option<Placed>,
}

/// The most that is paid.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CapsFile {
    /// For one item.
    #[schemars(with = "Option<String>")]
    pub item: Option<Placed>,
    /// For one firm in a calendar year.
    #[schemars(with = "Option<String>")]
    pub year: Option<Placed>,
    /// For one firm under this policy.
    #[schemars(with = "Option<String>")]
    pub firm: Option<Placed>,
    /// For one firm ever, under any policy for this matter.
    #[schemars(with = "Option<String>")]
    pub lifetime: Option<Placed>,
    /// The cap shared with other clauses.
    #[schemars(with = "Option<String>")]
    pub shared: Option<Placed>,
}

/// Co-funding with a higher level.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CoFundingFile {
    /// The level whose support this one accompanies.
    pub with: Level,
    /// What the text says of it.
    pub zh: String,
    /// The same in English.
    pub en: String,
}

/// A paper that must be handed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EvidenceFile {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
    /// In what form: `pdf`, `xlsx`, `scan`, `original`.
    #[serde(default)]
    pub format: Option<String>,
    /// Whether the published text itself names it; otherwise it is what such a claim commonly needs.
    #[serde(default)]
    pub named: bool,
}

/// How and when one applies.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ApplyFile {
    /// How, in Chinese.
    pub zh: String,
    /// How, in English.
    pub en: String,
    /// The last day: a day, or month and day of every year, `06-30`.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub until: Option<Placed>,
    /// Whether it is granted without an application (免申即享).
    #[serde(default)]
    pub automatic: bool,
}
