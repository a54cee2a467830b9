//! What the body of each kind is made of: its fields in the order in which people read them.

use xinqiao_record::body::{
    Article, Award, Document, Event, Figure, Financing, Organization, PartyRole, Policy, Project,
    Statistic, Target,
};
use xinqiao_record::{Body, Kind, Quantity};

use super::amount::{MaybeMeasured, Measured, Sum};
use super::codec::{Count, Credit, Date, FINANCING, LANGUAGE, ListedAs, Required, STAGE, Text};
use super::line::{Capacities, Lines, MaybeParty, OneParty, Parties, Repealed, Rows, Word};
use super::region::Place;
use super::{Item, Value, Visit, label};
use crate::i18n::Texts;
use crate::show;

/// Shows every field of the body to the visitor.
pub(super) fn describe(body: &mut Body, v: &mut impl Visit) {
    match body {
        Body::Document(body) => document(body, v),
        Body::Article(body) => article(body, v),
        Body::Organization(body) => organization(body, v),
        Body::Project(body) => project(body, v),
        Body::Financing(body) => financing(body, v),
        Body::Policy(body) => policy(body, v),
        Body::Award(body) => award(body, v),
        Body::Event(body) => event(body, v),
        Body::Figure(body) => figure(body, v),
        Body::Statistic(body) => statistic(body, v),
        Body::Target(body) => target(body, v),
    }
}

fn document(body: &mut Document, v: &mut impl Visit) {
    v.field("title", Required, &mut body.title);
    v.field("issued", Date, &mut body.issued);
    v.field("publisher", Text, &mut body.publisher);
    v.field("language", LANGUAGE, &mut body.language);
}

fn article(body: &mut Article, v: &mut impl Visit) {
    v.field("title", Required, &mut body.title);
    v.field("column", Text, &mut body.column);
    v.field("authors", Lines(Word), &mut body.authors);
    v.field("published", Date, &mut body.published);
}

fn organization(body: &mut Organization, v: &mut impl Visit) {
    v.field("name", Required, &mut body.name);
    v.field("aliases", Lines(Word), &mut body.aliases);
    v.field("credit_code", Credit, &mut body.credit_code);
    v.field("region", Place, &mut body.region);
    v.field("founded", Date, &mut body.founded);
    v.field("listing", ListedAs, &mut body.listing);
    v.field("registered_capital", Sum, &mut body.registered_capital);
    v.field("segments", Lines(Word), &mut body.segments);
}

fn project(body: &mut Project, v: &mut impl Visit) {
    v.field("name", Required, &mut body.name);
    v.field(
        "organizations",
        Lines(Parties(PartyRole::Subject)),
        &mut body.organizations,
    );
    v.field("region", Place, &mut body.region);
    v.field("place", Text, &mut body.place);
    v.field("amount", Sum, &mut body.amount);
    v.field("stage", STAGE, &mut body.stage);
    v.field("stage_label", Text, &mut body.stage_label);
    v.field("stage_date", Date, &mut body.stage_date);
    v.field("start", Date, &mut body.start);
    v.field("completion", Date, &mut body.completion);
    v.field("capacity", Lines(Capacities), &mut body.capacity);
    v.field("site_area", MaybeMeasured, &mut body.site_area);
    v.field("floor_area", MaybeMeasured, &mut body.floor_area);
    v.field("expected_output", Sum, &mut body.expected_output);
    v.field("expected_tax", Sum, &mut body.expected_tax);
    v.field("aliases", Lines(Word), &mut body.aliases);
}

fn financing(body: &mut Financing, v: &mut impl Visit) {
    v.field("company", OneParty(PartyRole::Subject), &mut body.company);
    v.field("financing", FINANCING, &mut body.financing);
    v.field("round", Text, &mut body.round);
    v.field("amount", Sum, &mut body.amount);
    v.field(
        "investors",
        Lines(Parties(PartyRole::Investor)),
        &mut body.investors,
    );
    v.field("date", Date, &mut body.date);
}

fn policy(body: &mut Policy, v: &mut impl Visit) {
    v.field("title", Required, &mut body.title);
    v.field(
        "issuers",
        Lines(Parties(PartyRole::Issuer)),
        &mut body.issuers,
    );
    v.field("document_number", Text, &mut body.document_number);
    v.field("region", Place, &mut body.region);
    v.field("issued", Date, &mut body.issued);
    v.field("effective", Date, &mut body.effective);
    v.field("until", Date, &mut body.until);
    v.field("repeals", Lines(Repealed), &mut body.repeals);
}

fn award(body: &mut Award, v: &mut impl Visit) {
    v.field("name", Required, &mut body.name);
    v.field(
        "winners",
        Lines(Parties(PartyRole::Subject)),
        &mut body.winners,
    );
    v.field(
        "grantors",
        Lines(Parties(PartyRole::Issuer)),
        &mut body.grantors,
    );
    v.field("date", Date, &mut body.date);
    v.field("work", Text, &mut body.work);
}

fn event(body: &mut Event, v: &mut impl Visit) {
    v.field("name", Required, &mut body.name);
    v.field("date", Date, &mut body.date);
    v.field("last_day", Date, &mut body.until);
    v.field("region", Place, &mut body.region);
    v.field("place", Text, &mut body.place);
    v.field(
        "organizers",
        Lines(Parties(PartyRole::Organizer)),
        &mut body.organizers,
    );
    v.field("attendance", Count, &mut body.attendance);
}

fn figure(body: &mut Figure, v: &mut impl Visit) {
    v.field("technology", Text, &mut body.technology);
    v.field("measure", Required, &mut body.measure);
    v.field("value", Measured, &mut body.value);
    v.field(
        "organization",
        MaybeParty(PartyRole::Subject),
        &mut body.organization,
    );
    v.field("date", Date, &mut body.date);
}

fn statistic(body: &mut Statistic, v: &mut impl Visit) {
    v.field("title", Required, &mut body.title);
    v.field("rows", Lines(Rows), &mut body.rows);
}

fn target(body: &mut Target, v: &mut impl Visit) {
    v.field("who", MaybeParty(PartyRole::Subject), &mut body.who);
    v.field("measure", Required, &mut body.measure);
    v.field("value", MaybeMeasured, &mut body.value);
    v.field("by", Date, &mut body.by);
}

/// What is shown but not edited here, because it points at other records or at places in documents.
pub(super) fn shown_only(body: &Body, t: &Texts) -> Vec<Value> {
    let value = |name, items| Value {
        name,
        label: label(name, t),
        items,
    };
    match body {
        Body::Organization(body) => {
            let parent = body.parent.map(|id| Item {
                text: id.to_string(),
                href: format!("/record/{id}"),
            });
            vec![value("parent", parent.into_iter().collect())]
        }
        Body::Article(body) => {
            let sources = body
                .sources
                .iter()
                .map(|source| Item::text(&source.name))
                .collect();
            vec![value("article_sources", sources)]
        }
        Body::Target(body) => {
            let outcome = body.outcome.as_ref().map(|outcome| {
                let mut text = show::outcome(Some(outcome.outcome), t);
                if let Some(attained) = &outcome.value {
                    text = t
                        .with_two("name-and-detail", text, show::quantity(attained, t))
                        .into_owned();
                }
                if let Some(date) = outcome.moved_to {
                    text = t
                        .with_two("name-and-detail", text, show::partial_date(date, t))
                        .into_owned();
                }
                Item::text(text)
            });
            vec![value("outcome", outcome.into_iter().collect())]
        }
        _ => Vec::new(),
    }
}

/// The empty body that a record entered by hand begins with; `None` for documents and articles.
pub fn blank(kind: Kind) -> Option<Body> {
    Some(match kind {
        Kind::Document | Kind::Article => return None,
        Kind::Organization => Body::Organization(Organization::default()),
        Kind::Project => Body::Project(Project::default()),
        Kind::Financing => Body::Financing(Financing::default()),
        Kind::Policy => Body::Policy(Policy::default()),
        Kind::Award => Body::Award(Award::default()),
        Kind::Event => Body::Event(Event::default()),
        Kind::Figure => Body::Figure(Figure {
            technology: None,
            measure: String::new(),
            value: Quantity::exact(0.into(), ""),
            organization: None,
            date: None,
        }),
        Kind::Statistic => Body::Statistic(Statistic::default()),
        Kind::Target => Body::Target(Target::default()),
    })
}
