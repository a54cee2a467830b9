//! From a reading to the changes that record it. Pure but for the ids.

use std::collections::BTreeMap;

use xinqiao_ledger::Change;
use xinqiao_reader::resolve::join;
use xinqiao_reader::{Fact, Reading};
use xinqiao_record::body::{Article, Document, Organization, Party, PartyRole};
use xinqiao_record::{
    Body, Citation, IdSource, Join, Kind, Proposal, ProposedMatch, Record, RecordId, Sha256, Status,
};

use super::known::Known;

/// The file that a reading is of.
pub(super) struct File<'a> {
    /// Its name.
    pub name: &'a str,
    /// The digest of its bytes.
    pub digest: Sha256,
    /// Their number.
    pub size: u64,
    /// The digest of the stored reading.
    pub reading: Sha256,
}

/// What a document gave.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Tally {
    /// Articles.
    pub articles: usize,
    /// New candidates by kind.
    pub proposed: BTreeMap<&'static str, usize>,
    /// Candidates that were joined into a record known before.
    pub joined: usize,
    /// Remarks of the reader.
    pub remarks: Vec<String>,
}

/// The changes that take a document in.
pub(super) struct Plan {
    /// The document's id.
    pub document: RecordId,
    /// The changes in order; a record made here may be revised further on.
    pub changes: Vec<Change>,
    /// What they amount to.
    pub tally: Tally,
}

/// Works out the changes. `known` is as it was before when this returns: it learns of the changes from
/// the ledger, once they are taken.
pub(super) fn plan(file: &File<'_>, reading: &Reading, known: &mut Known, ids: &IdSource) -> Plan {
    let document = ids.next(Kind::Document);
    let mut draft = Draft {
        ids,
        known,
        newest: BTreeMap::new(),
        changes: vec![Change::new(document_record(document, file, reading))],
        tally: Tally {
            articles: reading.articles.len(),
            remarks: reading.remarks.clone(),
            ..Tally::default()
        },
    };
    let articles: Vec<RecordId> = reading
        .articles
        .iter()
        .map(|_| ids.next(Kind::Article))
        .collect();
    for (index, (article, &id)) in reading.articles.iter().zip(&articles).enumerate() {
        let body = Article {
            document,
            number: u32::try_from(index + 1).unwrap_or(u32::MAX),
            title: article.title.clone(),
            column: article.column.clone(),
            authors: article.authors.clone(),
            sources: article.sources.clone(),
            published: article.published,
            span: article.span,
            tables: article.tables.clone(),
            figures: article.figures.clone(),
            footnotes: article.footnotes.clone(),
        };
        draft.changes.push(Change::new(Record::new(
            id,
            Status::Confirmed,
            Body::Article(body),
        )));
    }
    // Organisations first: the other facts name them.
    let (organizations, others): (Vec<&Fact>, Vec<&Fact>) = reading
        .facts
        .iter()
        .partition(|fact| fact.body.kind() == Kind::Organization);
    for fact in organizations.into_iter().chain(others) {
        let citation = Citation {
            document,
            article: articles.get(fact.article).copied(),
            span: Some(fact.span),
            quote: fact.quote.clone(),
        };
        draft.take(fact.body.clone(), fact.confidence, citation);
    }
    draft.forget();
    Plan {
        document,
        changes: draft.changes,
        tally: draft.tally,
    }
}

fn document_record(id: RecordId, file: &File<'_>, reading: &Reading) -> Record {
    let body = Document {
        title: reading.title.clone(),
        file_name: file.name.to_owned(),
        media_type: reading.format.media_type().to_owned(),
        file: file.digest,
        file_size: file.size,
        reading: file.reading,
        language: reading.language,
        issued: reading.issued,
        publisher: None,
        remarks: reading.remarks.clone(),
    };
    Record::new(id, Status::Confirmed, Body::Document(body))
}

struct Draft<'a> {
    ids: &'a IdSource,
    /// What is known; while the draft is made also what this document adds to the directory.
    known: &'a mut Known,
    /// The newest revision of what this document made or changed.
    newest: BTreeMap<RecordId, Record>,
    changes: Vec<Change>,
    tally: Tally,
}

impl Draft<'_> {
    fn remember(&mut self, record: &Record) {
        self.known.directory.put(record.id, record.body.clone());
        self.newest.insert(record.id, record.clone());
    }

    /// Takes what this document added out of the directory again: nothing of it is in the ledger yet.
    fn forget(&mut self) {
        for &id in self.newest.keys() {
            match self.known.records.get(&id) {
                Some(record) => self.known.directory.put(id, record.body.clone()),
                None => self.known.directory.remove(id),
            }
        }
    }

    fn record(&self, id: RecordId) -> Option<&Record> {
        self.newest.get(&id).or_else(|| self.known.records.get(&id))
    }

    /// Takes one fact: joins it, or proposes it.
    fn take(&mut self, mut body: Body, confidence: u8, citation: Citation) {
        self.link_parties(&mut body, confidence, &citation);
        let found = self.known.directory.find(&body);
        let mut candidate = Record::new(self.ids.next(body.kind()), Status::Proposed, body);
        candidate.sources.push(citation);
        candidate.proposal = Some(Proposal {
            confidence,
            same_as: None,
        });
        if let Some(found) = found {
            let target = self.record(found.record).cloned();
            let join_now = found.why.certain
                && target
                    .as_ref()
                    .is_some_and(|target| target.status == Status::Proposed);
            if let Some(target) = target.filter(|_| join_now) {
                let rule = found.why.rule.to_owned();
                self.join(&target, candidate, found.why.matched, rule);
                return;
            }
            if let Some(proposal) = &mut candidate.proposal {
                proposal.same_as = Some(ProposedMatch {
                    record: found.record,
                    matched: found.why.matched,
                    rule: found.why.rule.to_owned(),
                });
            }
        }
        *self
            .tally
            .proposed
            .entry(candidate.kind().name())
            .or_default() += 1;
        self.remember(&candidate);
        self.changes.push(Change::new(candidate));
    }

    /// Joins a candidate into a record that is a candidate itself.
    fn join(&mut self, target: &Record, mut candidate: Record, matched: String, rule: String) {
        candidate.status = Status::Retired;
        candidate.replaced_by = Some(target.id);
        let joined = joined(target, &candidate, matched, rule);
        self.changes.push(Change::new(candidate));
        self.remember(&joined);
        self.changes.push(Change::revise(joined));
        self.tally.joined += 1;
    }

    /// Links the parties of a fact to their organisations; who a fact is about becomes a candidate of its own.
    fn link_parties(&mut self, body: &mut Body, confidence: u8, citation: &Citation) {
        let about = matches!(body.kind(), Kind::Project | Kind::Financing);
        let mut links = Vec::new();
        for party in body.parties() {
            let known = self.known.directory.organization(&party.name);
            let subject = matches!(party.role, PartyRole::Subject | PartyRole::Buyer);
            let link = match known {
                None if about && subject && party.name.chars().count() >= 2 => {
                    self.propose_organization(party, confidence, citation)
                }
                known => known,
            };
            links.push(link);
        }
        for (party, link) in body.parties_mut().into_iter().zip(links) {
            party.record = link;
        }
    }

    fn propose_organization(
        &mut self,
        party: &Party,
        confidence: u8,
        citation: &Citation,
    ) -> Option<RecordId> {
        let body = Body::Organization(Organization {
            name: party.name.clone(),
            ..Organization::default()
        });
        self.take(body, confidence, citation.clone());
        self.known.directory.organization(&party.name)
    }
}

/// The next revision of `target` with `candidate` joined into it.
pub fn joined(target: &Record, candidate: &Record, matched: String, rule: String) -> Record {
    let mut record = target.next_revision();
    let first_source = u32::try_from(record.sources.len()).unwrap_or(u32::MAX);
    let mut body = record.body.clone();
    join(&mut body, &candidate.body, first_source);
    record.set_body(body);
    record.sources.extend(candidate.sources.iter().cloned());
    record.joined.push(Join {
        candidate: candidate.id,
        matched,
        rule,
    });
    // Two sources that agree are worth more than the surer of them alone.
    if let (Some(ours), Some(theirs)) = (&mut record.proposal, &candidate.proposal) {
        ours.confidence = ours.confidence.max(theirs.confidence);
    }
    record
}
