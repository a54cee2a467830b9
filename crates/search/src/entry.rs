//! What the index keeps of one record or passage.

use xinqiao_record::{
    Amount, Body, Kind, Language, PartialDate, Quantity, Record, RecordId, RegionCode, Status,
    Visibility,
};

/// The mark of what everybody may see; see [`Entry::visible_to`].
pub const PUBLIC: &str = "public";
/// The mark of what signed-in members may see; see [`Entry::visible_to`].
pub const MEMBERS: &str = "members";

/// One thing to be found: a record, or an article with its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The key, unique in the index: the record's id.
    pub key: String,
    /// The kind of the record.
    pub kind: Kind,
    /// How far it is agreed.
    pub status: Status,
    /// The title that a list shows.
    pub title: String,
    /// The text that is searched and quoted from.
    pub body: String,
    /// The language of the text.
    pub language: Language,
    /// Where; the regions that it lies in are found too.
    pub region: Option<RegionCode>,
    /// Supply-chain segments, by their stable names.
    pub segments: Vec<String>,
    /// The publication or the title of the document.
    pub source: Option<String>,
    /// The column (栏目) of an article.
    pub column: Option<String>,
    /// When it happened or was published.
    pub date: Option<PartialDate>,
    /// The record's revision.
    pub revision: u32,
    /// The document that it comes from.
    pub document: Option<RecordId>,
    /// Who may see it: [`PUBLIC`], [`MEMBERS`] or ids of organisations. A search on behalf of a viewer only
    /// finds and counts entries that share a mark with the viewer.
    pub visible_to: Vec<String>,
}

impl Entry {
    /// An entry with everything else empty, confirmed and public.
    pub fn new(key: impl Into<String>, kind: Kind, title: impl Into<String>) -> Self {
        Entry {
            key: key.into(),
            kind,
            status: Status::Confirmed,
            title: title.into(),
            body: String::new(),
            language: Language::default(),
            region: None,
            segments: Vec::new(),
            source: None,
            column: None,
            date: None,
            revision: 1,
            document: None,
            visible_to: vec![PUBLIC.to_owned()],
        }
    }

    /// The entry of a record. `text` is its running text where it has one (an article's, a document's); below it
    /// stand, a line each, what the record's fields say in words: other names, parties, place, sums, labels, quotes.
    ///
    /// `source` is left empty unless the body names it: the title of a document stands in another record.
    pub fn from_record(record: &Record, text: Option<&str>) -> Self {
        let mut lines = Lines(Vec::new());
        lines.add(text);
        // The words of the sources first: of passages that answer as well the earliest is shown, and sentences read better than values.
        for citation in &record.sources {
            lines.add(Some(&citation.quote));
        }
        for party in record.body.parties() {
            lines.add(Some(&party.name));
        }
        let mut entry = Entry {
            status: record.status,
            revision: record.revision,
            document: record.sources.first().map(|citation| citation.document),
            visible_to: marks(record),
            ..Entry::new(record.id.to_string(), record.kind(), record.title())
        };
        entry.read_body(&record.body, &mut lines);
        entry.body = lines.0.join("\n");
        entry
    }

    fn read_body(&mut self, body: &Body, lines: &mut Lines) {
        match body {
            Body::Document(document) => {
                self.language = document.language;
                self.date = document.issued;
                self.source = Some(document.title.clone());
                lines.add(document.publisher.as_deref());
                lines.add(Some(&document.file_name));
            }
            Body::Article(article) => {
                self.date = article.published;
                self.column.clone_from(&article.column);
                self.source = article.sources.first().map(|source| source.name.clone());
                self.document = Some(article.document);
                lines.all(&article.authors);
                lines.all(article.sources.iter().map(|source| &source.name));
            }
            Body::Organization(organization) => {
                self.date = organization.founded;
                self.region = organization.region;
                self.segments.clone_from(&organization.segments);
                lines.all(&organization.aliases);
                lines.add(organization.credit_code.as_ref().map(|code| code.as_str()));
                lines.add(
                    organization
                        .listing
                        .as_ref()
                        .map(|listing| listing.code.as_str()),
                );
                lines.sum(organization.registered_capital.as_ref());
            }
            Body::Project(project) => {
                self.date = project.stage_date.or(project.start);
                self.region = project.region;
                lines.all(&project.aliases);
                lines.add(project.place.as_deref());
                lines.add(project.stage_label.as_deref());
                lines.sum(project.amount.as_ref());
                for capacity in &project.capacity {
                    let product = capacity.product.as_deref().unwrap_or_default();
                    lines.add(Some(&format!(
                        "{}{} {product}",
                        capacity.quantity, capacity.unit
                    )));
                }
            }
            Body::Financing(financing) => {
                self.date = financing.date;
                lines.add(financing.round.as_deref());
                lines.sum(financing.amount.as_ref());
            }
            Body::Policy(policy) => {
                self.date = policy.issued.or(policy.effective);
                self.region = policy.region;
                lines.add(policy.document_number.as_deref());
            }
            Body::Award(award) => {
                self.date = award.date;
                lines.add(award.work.as_deref());
            }
            Body::Event(event) => {
                self.date = event.date;
                self.region = event.region;
                lines.add(event.place.as_deref());
            }
            Body::Figure(figure) => {
                self.date = figure.date;
                lines.add(figure.technology.as_deref());
                lines.quantity(&figure.value);
            }
            Body::Statistic(statistic) => {
                for row in &statistic.rows {
                    let unit = row.unit.as_deref().unwrap_or_default();
                    let period = row.period.as_deref().unwrap_or_default();
                    lines.add(Some(&format!(
                        "{} {} {period} {}{unit}",
                        row.entity, row.measure, row.value
                    )));
                }
            }
            Body::Target(target) => {
                self.date = target.by;
                if let Some(value) = &target.value {
                    lines.quantity(value);
                }
            }
        }
    }
}

/// The marks of those who may see the record.
fn marks(record: &Record) -> Vec<String> {
    let owner = record.owner.iter().map(ToString::to_string);
    match &record.visibility {
        Visibility::Public => vec![PUBLIC.to_owned()],
        Visibility::Members => std::iter::once(MEMBERS.to_owned()).chain(owner).collect(),
        Visibility::Parties(parties) => parties
            .iter()
            .map(ToString::to_string)
            .chain(owner)
            .collect(),
        Visibility::Private => owner.collect(),
    }
}

struct Lines(Vec<String>);

impl Lines {
    fn add(&mut self, line: Option<&str>) {
        if let Some(line) = line.map(str::trim).filter(|line| !line.is_empty()) {
            self.0.push(line.to_owned());
        }
    }

    fn all<T: AsRef<str>>(&mut self, lines: impl IntoIterator<Item = T>) {
        lines
            .into_iter()
            .for_each(|line| self.add(Some(line.as_ref())));
    }

    /// A sum in main units, and in 亿 or 万 as texts write it where that is short: `1511000000 CNY 15.11亿元`.
    fn sum(&mut self, amount: Option<&Amount>) {
        let Some(amount) = amount else { return };
        let units = amount.money.units();
        let spoken = spoken(amount.money.minor).unwrap_or_default();
        self.add(Some(&format!("{units} {} {spoken}", amount.money.currency)));
    }

    fn quantity(&mut self, quantity: &Quantity) {
        self.add(Some(&format!("{}{}", quantity.value, quantity.unit)));
    }
}

/// The sum in 亿 or 万 with at most two decimal places, where it is exact so.
fn spoken(minor: i128) -> Option<String> {
    [(100_000_000, "亿"), (10_000, "万")]
        .into_iter()
        .find_map(|(unit, name)| {
            // `minor` counts hundredths, so hundredths of the unit are `minor / unit`.
            let fits = minor >= unit * 100 && minor % unit == 0;
            fits.then(|| {
                let hundredths = minor / unit;
                let digits = format!("{}.{:02}", hundredths / 100, hundredths % 100);
                format!(
                    "{}{name}",
                    digits.trim_end_matches('0').trim_end_matches('.')
                )
            })
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use xinqiao_record::body::{Party, PartyRole, Project};
    use xinqiao_record::{Currency, Money, Qualifier};

    fn project() -> Record {
        let body = Project {
            name: "示例晶圆厂一期".into(),
            aliases: vec!["示例一期".into()],
            organizations: vec![Party::named("示例微电子有限公司", PartyRole::Subject)],
            region: "330109".parse().ok(),
            place: Some("萧山示例大道".into()),
            amount: Some(Amount {
                money: Money::of_units(1_511_000_000, Currency::Cny),
                qualifier: Qualifier::About,
            }),
            stage_label: Some("通线".into()),
            stage_date: "2025-06".parse().ok(),
            ..Project::default()
        };
        let id = RecordId::from_parts(Kind::Project, 1, 1);
        Record::new(id, Status::Confirmed, Body::Project(body))
    }

    #[test]
    fn a_project_is_found_by_its_names_parties_place_and_sum() {
        let entry = Entry::from_record(&project(), None);
        assert_eq!(entry.title, "示例晶圆厂一期");
        assert_eq!(
            entry.body,
            "示例微电子有限公司\n示例一期\n萧山示例大道\n通线\n1511000000 CNY 15.11亿",
        );
        assert_eq!(
            entry.date.map(|date| date.to_string()).as_deref(),
            Some("2025-06")
        );
        assert_eq!(entry.visible_to, [PUBLIC]);
    }

    #[test]
    fn a_private_record_is_visible_to_its_owner_alone() {
        let owner = RecordId::from_parts(Kind::Organization, 1, 7);
        let mut record = project();
        record.visibility = Visibility::Private;
        assert!(Entry::from_record(&record, None).visible_to.is_empty());
        record.owner = Some(owner);
        assert_eq!(
            Entry::from_record(&record, None).visible_to,
            [owner.to_string()]
        );
    }

    #[test]
    fn sums_are_spoken_only_where_exact() {
        assert_eq!(spoken(151_100_000_000).as_deref(), Some("15.11亿"));
        assert_eq!(spoken(20_000_000_000).as_deref(), Some("2亿"));
        assert_eq!(spoken(50_000_000).as_deref(), Some("50万"));
        assert_eq!(spoken(12_345_678_912), None);
        assert_eq!(spoken(9_900), None);
    }
}
