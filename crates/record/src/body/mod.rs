//! What is known of a record: one file and one type per kind.

mod article;
mod award;
mod document;
mod event;
mod figure;
mod financing;
mod organization;
mod party;
mod policy;
mod project;
mod statistic;
mod target;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::date::Period;
use crate::id::RecordId;
use crate::kind::Kind;

pub use article::{Article, Caption, Footnote, SourceNote, Table};
pub use award::Award;
pub use document::Document;
pub use event::Event;
pub use figure::Figure;
pub use financing::{Financing, FinancingKind};
pub use organization::{Listing, Organization};
pub use party::{Party, PartyRole};
pub use policy::{Policy, PolicyPack, RepealedPolicy};
pub use project::{Project, Stage, StageEntry};
pub use statistic::{Statistic, StatisticRow};
pub use target::{Outcome, OutcomeKind, Target};

/// The body of a record; in JSON `"kind"` and `"body"` beside the envelope's fields.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", content = "body", rename_all = "snake_case")]
#[expect(missing_docs, reason = "each variant is documented at its type")]
pub enum Body {
    Document(Document),
    Article(Article),
    Organization(Organization),
    Project(Project),
    Financing(Financing),
    Policy(Policy),
    Award(Award),
    Event(Event),
    Figure(Figure),
    Statistic(Statistic),
    Target(Target),
}

impl Body {
    /// The kind of this body.
    pub fn kind(&self) -> Kind {
        match self {
            Body::Document(_) => Kind::Document,
            Body::Article(_) => Kind::Article,
            Body::Organization(_) => Kind::Organization,
            Body::Project(_) => Kind::Project,
            Body::Financing(_) => Kind::Financing,
            Body::Policy(_) => Kind::Policy,
            Body::Award(_) => Kind::Award,
            Body::Event(_) => Kind::Event,
            Body::Figure(_) => Kind::Figure,
            Body::Statistic(_) => Kind::Statistic,
            Body::Target(_) => Kind::Target,
        }
    }

    /// What a list calls it.
    pub fn title(&self) -> &str {
        match self {
            Body::Document(body) => &body.title,
            Body::Article(body) => &body.title,
            Body::Organization(body) => &body.name,
            Body::Project(body) => &body.name,
            Body::Financing(body) => &body.company.name,
            Body::Policy(body) => &body.title,
            Body::Award(body) => &body.name,
            Body::Event(body) => &body.name,
            Body::Figure(body) => &body.measure,
            Body::Statistic(body) => &body.title,
            Body::Target(body) => &body.measure,
        }
    }

    /// When what it says holds, where the body tells: a policy from the day on which it takes effect,
    /// or else is issued, until its last.
    pub fn holds(&self) -> Period {
        match self {
            Body::Policy(body) => Period {
                from: body.effective.or(body.issued),
                until: body.until,
            },
            _ => Period::ALWAYS,
        }
    }

    /// The parties named in it, each with its part.
    pub fn parties(&self) -> Vec<&Party> {
        match self {
            Body::Project(body) => body.organizations.iter().collect(),
            Body::Financing(body) => std::iter::once(&body.company)
                .chain(&body.investors)
                .collect(),
            Body::Policy(body) => body.issuers.iter().collect(),
            Body::Award(body) => body.winners.iter().chain(&body.grantors).collect(),
            Body::Event(body) => body.organizers.iter().collect(),
            Body::Figure(body) => body.organization.iter().collect(),
            Body::Target(body) => body.who.iter().collect(),
            Body::Document(_) | Body::Article(_) | Body::Organization(_) | Body::Statistic(_) => {
                Vec::new()
            }
        }
    }

    /// The same parties, to be linked to their records.
    pub fn parties_mut(&mut self) -> Vec<&mut Party> {
        match self {
            Body::Project(body) => body.organizations.iter_mut().collect(),
            Body::Financing(body) => std::iter::once(&mut body.company)
                .chain(&mut body.investors)
                .collect(),
            Body::Policy(body) => body.issuers.iter_mut().collect(),
            Body::Award(body) => body.winners.iter_mut().chain(&mut body.grantors).collect(),
            Body::Event(body) => body.organizers.iter_mut().collect(),
            Body::Figure(body) => body.organization.iter_mut().collect(),
            Body::Target(body) => body.who.iter_mut().collect(),
            Body::Document(_) | Body::Article(_) | Body::Organization(_) | Body::Statistic(_) => {
                Vec::new()
            }
        }
    }

    /// Tells `push` every record that the body refers to, with the part it plays.
    pub(crate) fn references(&self, push: &mut impl FnMut(&'static str, RecordId)) {
        for party in self.parties() {
            if let Some(record) = party.record {
                push("organization", record);
            }
        }
        match self {
            Body::Article(body) => push("article_of", body.document),
            Body::Organization(body) => {
                if let Some(parent) = body.parent {
                    push("parent", parent);
                }
            }
            Body::Policy(body) => {
                for repealed in &body.repeals {
                    if let Some(record) = repealed.record {
                        push("repeals", record);
                    }
                }
            }
            Body::Target(body) => {
                if let Some(outcome) = &body.outcome {
                    push("outcome", outcome.source.document);
                }
            }
            _ => {}
        }
    }
}
