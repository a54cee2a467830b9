//! The envelope that every record travels in.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::body::Body;
use crate::canonical::{NotCanonical, Sha256};
use crate::date::Period;
use crate::id::RecordId;
use crate::kind::Kind;
use crate::source::Citation;

/// How far a record is agreed.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// A candidate: what the reader thinks it read.
    #[default]
    Proposed,
    /// What a person said is so.
    Confirmed,
    /// What a person said is not so.
    Rejected,
    /// No longer in use: withdrawn, or joined into another record.
    Retired,
}

impl Status {
    /// Every status, in the order in which lists show them.
    pub const ALL: [Status; 4] = [
        Status::Proposed,
        Status::Confirmed,
        Status::Rejected,
        Status::Retired,
    ];

    /// The name used in JSON and addresses.
    pub fn name(self) -> &'static str {
        match self {
            Status::Proposed => "proposed",
            Status::Confirmed => "confirmed",
            Status::Rejected => "rejected",
            Status::Retired => "retired",
        }
    }

    /// The status of this name.
    pub fn from_name(name: &str) -> Option<Status> {
        Status::ALL.into_iter().find(|status| status.name() == name)
    }
}

/// Who may see a record.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Visibility {
    /// Everybody.
    #[default]
    Public,
    /// Whoever is signed in as a member.
    Members,
    /// The named parties and the owner.
    Parties(Vec<RecordId>),
    /// The owner alone.
    Private,
}

/// What makes a record a candidate rather than a statement: where the reader's belief comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Proposal {
    /// How sure the reader is, in percent, 0 to 100.
    pub confidence: u8,
    /// The record that this is probably the same as.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub same_as: Option<ProposedMatch>,
}

/// A record that a candidate probably is, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ProposedMatch {
    /// The record.
    pub record: RecordId,
    /// The name or alias in it that matched.
    pub matched: String,
    /// The rule that matched, by its stable name.
    pub rule: String,
}

/// A candidate that was joined into this record; enough to show the join and to undo it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Join {
    /// The candidate, which is now retired.
    pub candidate: RecordId,
    /// The name or alias that matched.
    pub matched: String,
    /// The rule that matched, or `person` where somebody decided.
    pub rule: String,
}

/// One revision of one record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Record {
    /// The id; its prefix is the kind.
    pub id: RecordId,
    /// Counted from one; each change makes the next.
    pub revision: u32,
    /// The organisation that answers for the record; none for what the desk itself keeps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<RecordId>,
    /// Who may see it.
    #[serde(default)]
    pub visibility: Visibility,
    /// How far it is agreed.
    pub status: Status,
    /// When what it says holds.
    #[serde(default, skip_serializing_if = "Period::is_always")]
    pub valid: Period,
    /// Where it comes from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Citation>,
    /// For candidates: how the reader came to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposal: Option<Proposal>,
    /// The candidates that were joined into it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub joined: Vec<Join>,
    /// For a retired record: the one that took its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaced_by: Option<RecordId>,
    /// What is known.
    #[serde(flatten)]
    pub body: Body,
}

/// The record does not hold together.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadRecord {
    /// Id and body are of different kinds.
    #[error("record `{id}` has the body of kind `{body}`")]
    KindMismatch {
        /// The id.
        id: RecordId,
        /// The kind of the body.
        body: Kind,
    },
    /// Revisions count from one.
    #[error("record `{id}` has revision 0; revisions count from 1")]
    RevisionZero {
        /// The id.
        id: RecordId,
    },
    /// A record cannot take its own place.
    #[error("record `{id}` is said to be replaced by itself")]
    ReplacedByItself {
        /// The id.
        id: RecordId,
    },
}

/// A reference from one record to another, with the part that it plays.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Reference {
    /// `source`, `article_of`, `organization`, `joined`, `replaced_by`, `same_as`, `owner`, …
    pub role: &'static str,
    /// The record referred to.
    pub target: RecordId,
}

impl Record {
    /// A first revision, which holds when its body says that it does.
    pub fn new(id: RecordId, status: Status, body: Body) -> Self {
        Record {
            id,
            revision: 1,
            owner: None,
            visibility: Visibility::default(),
            status,
            valid: body.holds(),
            sources: Vec::new(),
            proposal: None,
            joined: Vec::new(),
            replaced_by: None,
            body,
        }
    }

    /// The kind.
    pub fn kind(&self) -> Kind {
        self.id.kind()
    }

    /// What a list calls the record.
    pub fn title(&self) -> &str {
        self.body.title()
    }

    /// The next revision, unchanged but for its number: the starting point of an edit.
    #[must_use]
    pub fn next_revision(&self) -> Record {
        Record {
            revision: self.revision.saturating_add(1),
            ..self.clone()
        }
    }

    /// Puts another body in. The period in which the record holds follows the body, unless somebody
    /// set it to something else.
    pub fn set_body(&mut self, body: Body) {
        if self.valid == self.body.holds() {
            self.valid = body.holds();
        }
        self.body = body;
    }

    /// Whether the record holds together.
    ///
    /// # Errors
    /// When the id is of another kind than the body, or the revision is 0.
    pub fn check(&self) -> Result<(), BadRecord> {
        let id = self.id;
        if id.kind() != self.body.kind() {
            return Err(BadRecord::KindMismatch {
                id,
                body: self.body.kind(),
            });
        }
        if self.revision == 0 {
            return Err(BadRecord::RevisionZero { id });
        }
        if self.replaced_by == Some(id) {
            return Err(BadRecord::ReplacedByItself { id });
        }
        Ok(())
    }

    /// The SHA-256 of the canonical form.
    ///
    /// # Errors
    /// When the record has no canonical form.
    pub fn hash(&self) -> Result<Sha256, NotCanonical> {
        Sha256::of_canonical(self)
    }

    /// Every record that this one refers to, each role and target once, in order.
    pub fn references(&self) -> Vec<Reference> {
        let mut references = Vec::new();
        let mut push = |role, target| references.push(Reference { role, target });
        if let Some(owner) = self.owner {
            push("owner", owner);
        }
        for source in &self.sources {
            push("source", source.document);
            if let Some(article) = source.article {
                push("source", article);
            }
        }
        if let Some(same) = self
            .proposal
            .as_ref()
            .and_then(|proposal| proposal.same_as.as_ref())
        {
            push("same_as", same.record);
        }
        for join in &self.joined {
            push("joined", join.candidate);
        }
        if let Some(replacement) = self.replaced_by {
            push("replaced_by", replacement);
        }
        self.body.references(&mut push);
        references.sort();
        references.dedup();
        references
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::body::{Organization, Party, PartyRole, Policy, Project};
    use crate::source::Span;

    fn id(kind: Kind, number: u128) -> RecordId {
        RecordId::from_parts(kind, 1_750_000_000_000, number)
    }

    fn project() -> Record {
        let mut party = Party::named("示例半导体有限公司", PartyRole::Subject);
        party.record = Some(id(Kind::Organization, 2));
        let body = Project {
            name: "示例产线项目".into(),
            organizations: vec![party],
            ..Project::default()
        };
        let mut record = Record::new(id(Kind::Project, 1), Status::Proposed, Body::Project(body));
        record.sources.push(Citation {
            document: id(Kind::Document, 3),
            article: Some(id(Kind::Article, 4)),
            span: Some(Span::new(10, 20)),
            quote: "示例".into(),
        });
        record
    }

    #[test]
    fn a_record_reads_back_as_it_was_written() {
        let record = project();
        let json = serde_json::to_string(&record).unwrap();
        assert_eq!(serde_json::from_str::<Record>(&json).unwrap(), record);
    }

    #[test]
    fn the_kind_stands_beside_the_body_in_json() {
        let json = serde_json::to_value(project()).unwrap();
        assert_eq!(json["kind"], "project");
        assert_eq!(json["body"]["name"], "示例产线项目");
        assert_eq!(json["status"], "proposed");
    }

    #[test]
    fn references_name_every_part_once() {
        let roles: Vec<_> = project()
            .references()
            .iter()
            .map(|r| (r.role, r.target.kind()))
            .collect();
        assert_eq!(
            roles,
            [
                ("organization", Kind::Organization),
                ("source", Kind::Document),
                ("source", Kind::Article),
            ],
        );
    }

    #[test]
    fn a_policy_holds_from_its_effect_to_its_end_and_follows_a_correction() {
        let policy = |effective: Option<&str>, until: Option<&str>| {
            let date = |text: &str| text.parse().unwrap();
            Body::Policy(Policy {
                title: "示例办法".into(),
                issued: Some(date("2025-05")),
                effective: effective.map(date),
                until: until.map(date),
                ..Policy::default()
            })
        };
        let mut record = Record::new(id(Kind::Policy, 1), Status::Proposed, policy(None, None));
        let period = |from: &str, until: Option<&str>| Period {
            from: Some(from.parse().unwrap()),
            until: until.map(|text| text.parse().unwrap()),
        };
        assert_eq!(record.valid, period("2025-05", None));
        record.set_body(policy(Some("2025-07-01"), Some("2027")));
        assert_eq!(record.valid, period("2025-07-01", Some("2027")));
        record.valid = period("2026", None);
        record.set_body(policy(None, None));
        assert_eq!(record.valid, period("2026", None));
    }

    #[test]
    fn a_body_of_another_kind_is_refused() {
        let body = Body::Organization(Organization::default());
        let record = Record::new(id(Kind::Project, 1), Status::Proposed, body);
        assert!(matches!(
            record.check(),
            Err(BadRecord::KindMismatch {
                body: Kind::Organization,
                ..
            })
        ));
    }

    #[test]
    fn the_hash_does_not_depend_on_how_the_json_was_written() {
        let record = project();
        let shuffled: serde_json::Value = serde_json::to_value(&record).unwrap();
        let back: Record = serde_json::from_value(shuffled).unwrap();
        assert_eq!(back.hash().unwrap(), record.hash().unwrap());
    }
}
