//! Hand-made labels, as the files in `labels/` hold them.

use serde::Deserialize;
use xinqiao_record::Kind;

/// The labels of one document. A kind whose list is absent or named in `unlabelled` is not scored.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Labels {
    /// The name of the labelled file.
    pub document: String,
    /// When it was issued.
    #[serde(default)]
    pub issued: Option<String>,
    /// Its articles.
    #[serde(default)]
    pub articles: Vec<ArticleLabel>,
    /// Kinds, by the name of their list, that nobody labelled although their list is there.
    #[serde(default)]
    pub unlabelled: Vec<String>,
    #[serde(default)]
    projects: Option<Vec<FactLabel>>,
    #[serde(default)]
    financings: Option<Vec<FactLabel>>,
    #[serde(default)]
    policies: Option<Vec<FactLabel>>,
    #[serde(default)]
    targets: Option<Vec<FactLabel>>,
    #[serde(default)]
    awards: Option<Vec<FactLabel>>,
    #[serde(default)]
    events: Option<Vec<FactLabel>>,
    #[serde(default)]
    organizations: Option<Vec<FactLabel>>,
    #[serde(default)]
    statistics: Option<Vec<FactLabel>>,
}

/// An article that a careful person finds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct ArticleLabel {
    /// The headline as it stands above the text.
    pub title: String,
    /// The column.
    #[serde(default)]
    pub column: Option<String>,
    /// The line of the headline in the source file, counted from one.
    pub first_line: u32,
    /// The last line, blank ones included.
    pub last_line: u32,
    /// Where it was taken from.
    #[serde(default)]
    pub sources: Vec<String>,
    /// Who wrote it.
    #[serde(default)]
    pub authors: Vec<String>,
}

/// A fact that a careful person finds; which fields are used depends on the kind.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are described in labels/README.md")]
pub struct FactLabel {
    pub article: String,
    pub line: u32,
    pub name: Option<String>,
    pub company: Option<String>,
    pub award: Option<String>,
    pub winner: Option<String>,
    #[serde(rename = "title")]
    pub policy: Option<String>,
    pub who: Option<String>,
    pub entity: Option<String>,
    pub measure: Option<String>,
    pub organizations: Vec<String>,
    pub aliases: Vec<String>,
    pub region_code: Option<String>,
    pub amount: Option<String>,
    pub currency: Option<String>,
    pub qualifier: Option<String>,
    pub stage: Option<String>,
    pub stage_date: Option<String>,
    pub completion: Option<String>,
    pub capacity: Vec<CapacityLabel>,
    pub round: Option<String>,
    pub date: Option<String>,
    pub issued: Option<String>,
    pub document_number: Option<String>,
    pub investors: Vec<String>,
    pub value: Option<String>,
    pub by: Option<String>,
    pub founded: Option<String>,
    pub listing_code: Option<String>,
    pub optional: bool,
    pub optional_amount: bool,
    pub optional_stage: bool,
}

/// A capacity figure of a label.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct CapacityLabel {
    /// In base units.
    pub quantity: String,
    /// `year`, `month`, …
    pub per: Option<String>,
}

/// The labels cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("these labels cannot be read: {0}")]
pub struct BadLabels(#[from] serde_json::Error);

impl Labels {
    /// Reads a label file.
    ///
    /// # Errors
    /// When it is no JSON or lacks what every label needs.
    pub fn from_json(json: &str) -> Result<Labels, BadLabels> {
        Ok(serde_json::from_str(json)?)
    }

    /// The labels of a kind; `None` where it is not scored.
    pub fn of(&self, kind: Kind) -> Option<&[FactLabel]> {
        let (name, list) = match kind {
            Kind::Project => ("projects", &self.projects),
            Kind::Financing => ("financings", &self.financings),
            Kind::Policy => ("policies", &self.policies),
            Kind::Target => ("targets", &self.targets),
            Kind::Award => ("awards", &self.awards),
            Kind::Event => ("events", &self.events),
            Kind::Organization => ("organizations", &self.organizations),
            Kind::Statistic => ("statistics", &self.statistics),
            Kind::Document | Kind::Article | Kind::Figure => return None,
        };
        if self.unlabelled.iter().any(|unlabelled| unlabelled == name) {
            None
        } else {
            list.as_deref()
        }
    }

    /// Whether the labels of a kind name only some of what is right, so that other finds are no false alarms: organisations, which are labelled
    /// where the text introduces them, and statistics.
    pub fn is_open(&self, kind: Kind) -> bool {
        matches!(kind, Kind::Organization | Kind::Statistic)
    }
}

impl FactLabel {
    /// What a list of misses calls it.
    pub fn title(&self) -> &str {
        [
            &self.name,
            &self.company,
            &self.policy,
            &self.winner,
            &self.measure,
            &self.award,
        ]
        .into_iter()
        .find_map(|name| name.as_deref())
        .unwrap_or("?")
    }
}
