//! Lists: one item to a line. A line that was not touched keeps its item exactly.

use rust_decimal::Decimal;
use xinqiao_record::body::{Party, PartyRole, RepealedPolicy, StatisticRow};
use xinqiao_record::{Capacity, Language, Per};

use super::amount::leading_number;
use super::codec::{Codec, Fault, decimal};
use super::{Input, Item};
use crate::i18n::Texts;
use crate::show;

/// One item of a list in one line.
pub(crate) trait Line {
    type Item: Clone;

    fn write(&self, item: &Self::Item, t: &Texts) -> String;

    /// `old` are the items before.
    fn read(&self, line: &str, old: &[Self::Item], t: &Texts) -> Result<Self::Item, Fault>;

    fn show(&self, item: &Self::Item, t: &Texts) -> Item {
        Item::text(self.write(item, t))
    }

    fn hint(&self) -> &'static str;
}

/// A list of lines.
pub(crate) struct Lines<L>(pub(crate) L);

fn write_line<L: Line>(line: &L, item: &L::Item, t: &Texts) -> String {
    line.write(item, t)
        .replace(['\r', '\n'], " ")
        .trim()
        .to_owned()
}

impl<L: Line> Codec for Lines<L> {
    type Value = Vec<L::Item>;

    fn write(&self, value: &Vec<L::Item>, t: &Texts) -> String {
        value
            .iter()
            .map(|item| write_line(&self.0, item, t))
            .collect::<Vec<_>>()
            .join("\n")
    }

    fn read(&self, text: &str, old: &Vec<L::Item>, t: &Texts) -> Result<Vec<L::Item>, Fault> {
        let mut left: Vec<_> = old
            .iter()
            .map(|item| Some((write_line(&self.0, item, t), item)))
            .collect();
        let mut items = Vec::new();
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let known = left
                .iter_mut()
                .find(|slot| slot.as_ref().is_some_and(|(written, _)| written == line));
            match known.and_then(Option::take) {
                Some((_, item)) => items.push(item.clone()),
                None => items.push(self.0.read(line, old, t)?),
            }
        }
        Ok(items)
    }

    fn show(&self, value: &Vec<L::Item>, t: &Texts) -> Vec<Item> {
        value.iter().map(|item| self.0.show(item, t)).collect()
    }

    fn input(&self, _: &Texts) -> Input {
        Input::Area
    }

    fn hint(&self) -> &'static str {
        self.0.hint()
    }
}

/// A name or a word.
pub(crate) struct Word;

impl Line for Word {
    type Item = String;

    fn write(&self, item: &String, _: &Texts) -> String {
        item.clone()
    }

    fn read(&self, line: &str, _: &[String], _: &Texts) -> Result<String, Fault> {
        Ok(line.to_owned())
    }

    fn hint(&self) -> &'static str {
        "form-hint-lines"
    }
}

const ROLES: [PartyRole; 7] = [
    PartyRole::Subject,
    PartyRole::LeadInvestor,
    PartyRole::Investor,
    PartyRole::Buyer,
    PartyRole::Issuer,
    PartyRole::Organizer,
    PartyRole::Adviser,
];

/// An organisation with its part: `示例资本 [领投方]`; without a part it has the one given here.
pub(crate) struct Parties(pub(crate) PartyRole);

fn write_party(party: &Party, usual: PartyRole, t: &Texts) -> String {
    if party.role == usual {
        party.name.clone()
    } else {
        format!("{} [{}]", party.name, show::party_role(party.role, t))
    }
}

fn read_party<'p>(
    line: &str,
    usual: PartyRole,
    mut old: impl Iterator<Item = &'p Party>,
) -> Result<Party, Fault> {
    let line = line.trim();
    let (name, role) = match line
        .strip_suffix([']', '］'])
        .and_then(|rest| rest.rsplit_once(['[', '［']))
    {
        None => (line, usual),
        Some((name, word)) => {
            let word = word.trim();
            let named = |role: &PartyRole| {
                Language::ALL.iter().any(|language| {
                    show::party_role(*role, Texts::of(*language)).eq_ignore_ascii_case(word)
                })
            };
            let role = ROLES
                .into_iter()
                .find(named)
                .ok_or_else(|| Fault::new("form-error-role", word))?;
            (name.trim(), role)
        }
    };
    if name.is_empty() {
        return Err(Fault::new("form-error-party", line));
    }
    // The same organisation in another part stays linked.
    let record = old
        .find(|party| party.name == name)
        .and_then(|party| party.record);
    Ok(Party {
        name: name.to_owned(),
        role,
        record,
    })
}

fn show_party(party: &Party, usual: PartyRole, t: &Texts) -> Item {
    let text = if party.role == usual {
        party.name.clone()
    } else {
        t.with_two(
            "name-and-detail",
            &party.name,
            show::party_role(party.role, t),
        )
        .into_owned()
    };
    Item {
        text,
        href: party
            .record
            .map(|id| format!("/record/{id}"))
            .unwrap_or_default(),
    }
}

impl Line for Parties {
    type Item = Party;

    fn write(&self, item: &Party, t: &Texts) -> String {
        write_party(item, self.0, t)
    }

    fn read(&self, line: &str, old: &[Party], _: &Texts) -> Result<Party, Fault> {
        read_party(line, self.0, old.iter())
    }

    fn show(&self, item: &Party, t: &Texts) -> Item {
        show_party(item, self.0, t)
    }

    fn hint(&self) -> &'static str {
        "form-hint-parties"
    }
}

/// One organisation that must be there.
pub(crate) struct OneParty(pub(crate) PartyRole);

impl Codec for OneParty {
    type Value = Party;

    fn write(&self, value: &Party, t: &Texts) -> String {
        write_party(value, self.0, t)
    }

    fn read(&self, text: &str, old: &Party, _: &Texts) -> Result<Party, Fault> {
        if text.trim().is_empty() {
            return Err(Fault::new("form-error-required", ""));
        }
        read_party(text, self.0, std::iter::once(old))
    }

    fn show(&self, value: &Party, t: &Texts) -> Vec<Item> {
        if value.name.is_empty() {
            Vec::new()
        } else {
            vec![show_party(value, self.0, t)]
        }
    }
}

/// One organisation that may be unknown.
pub(crate) struct MaybeParty(pub(crate) PartyRole);

impl Codec for MaybeParty {
    type Value = Option<Party>;

    fn write(&self, value: &Option<Party>, t: &Texts) -> String {
        value
            .as_ref()
            .map(|party| write_party(party, self.0, t))
            .unwrap_or_default()
    }

    fn read(&self, text: &str, old: &Option<Party>, _: &Texts) -> Result<Option<Party>, Fault> {
        if text.trim().is_empty() {
            return Ok(None);
        }
        read_party(text, self.0, old.iter()).map(Some)
    }

    fn show(&self, value: &Option<Party>, t: &Texts) -> Vec<Item> {
        value
            .iter()
            .map(|party| show_party(party, self.0, t))
            .collect()
    }
}

/// A capacity: `600000 片/年 8英寸碳化硅衬底片`.
pub(crate) struct Capacities;

/// Periods with the words that are written and read.
const PERIODS: [(Per, [&str; 2]); 5] = [
    (Per::Year, ["年", "year"]),
    (Per::Month, ["月", "month"]),
    (Per::Week, ["周", "week"]),
    (Per::Day, ["日", "day"]),
    (Per::Hour, ["小时", "hour"]),
];

impl Line for Capacities {
    type Item = Capacity;

    fn write(&self, item: &Capacity, t: &Texts) -> String {
        let mut line = format!("{} {}", show::decimal(&item.quantity), item.unit);
        if let Some((_, [chinese, english])) =
            PERIODS.iter().find(|(per, _)| Some(*per) == item.per)
        {
            line.push('/');
            line.push_str(if t.is_chinese() { chinese } else { english });
        }
        if let Some(product) = &item.product {
            line.push(' ');
            line.push_str(product);
        }
        line
    }

    fn read(&self, line: &str, _: &[Capacity], _: &Texts) -> Result<Capacity, Fault> {
        let bad = || Fault::new("form-error-capacity", line);
        let (quantity, rest) = leading_number(line).ok_or_else(bad)?;
        let rest = rest.trim();
        let (unit, product) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        let period = unit.rsplit_once('/').and_then(|(unit, word)| {
            let known = PERIODS.iter().find(|(_, words)| words.contains(&word))?;
            Some((unit, known.0))
        });
        let (unit, per) = period.map_or((unit, None), |(unit, per)| (unit, Some(per)));
        if unit.is_empty() {
            return Err(bad());
        }
        let product = product.trim();
        Ok(Capacity {
            quantity: quantity.normalize(),
            unit: unit.to_owned(),
            product: (!product.is_empty()).then(|| product.to_owned()),
            per,
        })
    }

    fn show(&self, item: &Capacity, t: &Texts) -> Item {
        Item::text(show::capacity(item, t))
    }

    fn hint(&self) -> &'static str {
        "form-hint-capacity"
    }
}

/// Cells of a line, `a | b | c`, empty ones at the end left out.
fn cells(cells: &[&str]) -> String {
    let used = cells
        .iter()
        .rposition(|cell| !cell.is_empty())
        .map_or(0, |last| last + 1);
    cells
        .iter()
        .take(used)
        .copied()
        .collect::<Vec<_>>()
        .join(" | ")
}

fn split(line: &str) -> impl Iterator<Item = &str> {
    line.split(['|', '｜']).map(str::trim)
}

fn some(cell: Option<&str>) -> Option<String> {
    cell.filter(|cell| !cell.is_empty()).map(str::to_owned)
}

/// A policy that is repealed: `标题 | 文号`.
pub(crate) struct Repealed;

impl Line for Repealed {
    type Item = RepealedPolicy;

    fn write(&self, item: &RepealedPolicy, _: &Texts) -> String {
        cells(&[&item.title, item.document_number.as_deref().unwrap_or("")])
    }

    fn read(&self, line: &str, old: &[RepealedPolicy], _: &Texts) -> Result<RepealedPolicy, Fault> {
        let mut parts = split(line);
        let title = parts.next().unwrap_or_default().to_owned();
        let record = old
            .iter()
            .find(|policy| policy.title == title)
            .and_then(|policy| policy.record);
        Ok(RepealedPolicy {
            title,
            document_number: some(parts.next()),
            record,
        })
    }

    fn show(&self, item: &RepealedPolicy, t: &Texts) -> Item {
        let text = match &item.document_number {
            Some(number) => t
                .with_two("name-and-detail", &item.title, number)
                .into_owned(),
            None => item.title.clone(),
        };
        Item {
            text,
            href: item
                .record
                .map(|id| format!("/record/{id}"))
                .unwrap_or_default(),
        }
    }

    fn hint(&self) -> &'static str {
        "form-hint-repeals"
    }
}

/// A row of statistics: `主体 | 指标 | 时期 | 数值 | 单位 | 同比%`.
pub(crate) struct Rows;

impl Line for Rows {
    type Item = StatisticRow;

    fn write(&self, item: &StatisticRow, _: &Texts) -> String {
        let change = item
            .change
            .map(|change| change.to_string())
            .unwrap_or_default();
        cells(&[
            &item.entity,
            &item.measure,
            item.period.as_deref().unwrap_or(""),
            &item.value.to_string(),
            item.unit.as_deref().unwrap_or(""),
            &change,
        ])
    }

    fn read(&self, line: &str, _: &[StatisticRow], _: &Texts) -> Result<StatisticRow, Fault> {
        let bad = || Fault::new("form-error-row", line);
        let parts: Vec<&str> = split(line).collect();
        let [entity, measure, period, value, rest @ ..] = parts.as_slice() else {
            return Err(bad());
        };
        let number = |text: &str| decimal(text.trim_end_matches('%')).ok_or_else(bad);
        let change: Option<Decimal> = match rest.get(1) {
            None | Some(&"") => None,
            Some(text) => Some(number(text)?),
        };
        if rest.len() > 2 {
            return Err(bad());
        }
        Ok(StatisticRow {
            entity: (*entity).to_owned(),
            measure: (*measure).to_owned(),
            period: some(Some(period)),
            value: number(value)?,
            unit: some(rest.first().copied()),
            change,
        })
    }

    fn show(&self, item: &StatisticRow, t: &Texts) -> Item {
        let figure = format!(
            "{} {}",
            show::decimal(&item.value),
            item.unit.as_deref().unwrap_or("")
        );
        let change = item.change.map(|change| {
            t.with("statistic-change", show::decimal(&change))
                .into_owned()
        });
        let parts = [
            item.entity.as_str(),
            item.period.as_deref().unwrap_or(""),
            item.measure.as_str(),
            figure.trim(),
            change.as_deref().unwrap_or(""),
        ];
        Item::text(
            parts
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(" · "),
        )
    }

    fn hint(&self) -> &'static str {
        "form-hint-rows"
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use xinqiao_record::{Kind, RecordId};

    fn zh() -> &'static Texts {
        Texts::of(Language::Chinese)
    }

    #[test]
    fn an_untouched_line_keeps_what_it_does_not_show() {
        let mut linked = Party::named("示例资本", PartyRole::LeadInvestor);
        linked.record = Some(RecordId::from_parts(Kind::Organization, 1, 1));
        let old = vec![linked.clone(), Party::named("甲基金", PartyRole::Investor)];
        let codec = Lines(Parties(PartyRole::Investor));
        assert_eq!(codec.write(&old, zh()), "示例资本 [领投方]\n甲基金");
        let read = codec
            .read("乙基金\r\n示例资本 [领投方]\r\n", &old, zh())
            .unwrap();
        assert_eq!(
            read,
            [Party::named("乙基金", PartyRole::Investor), linked.clone()]
        );
        let moved = codec.read("示例资本", &old, zh()).unwrap();
        assert_eq!(
            moved,
            [Party {
                role: PartyRole::Investor,
                ..linked
            }]
        );
    }

    #[test]
    fn an_unknown_part_is_named() {
        let codec = Lines(Parties(PartyRole::Investor));
        assert_eq!(
            codec.read("甲基金 [老板]", &vec![], zh()),
            Err(Fault::new("form-error-role", "老板"))
        );
        let english = codec
            .read("Shili Fund [lead investor]", &vec![], zh())
            .unwrap();
        assert_eq!(
            english,
            [Party::named("Shili Fund", PartyRole::LeadInvestor)]
        );
    }

    #[test]
    fn a_capacity_is_a_number_a_unit_a_period_and_a_product() {
        let codec = Lines(Capacities);
        let read = codec
            .read("60万片/年 8英寸碳化硅衬底片\n2500 km/h", &vec![], zh())
            .unwrap();
        assert_eq!(
            codec.write(&read, zh()),
            "600,000 片/年 8英寸碳化硅衬底片\n2,500 km/h"
        );
        assert_eq!(read.first().map(|first| first.per), Some(Some(Per::Year)));
        assert_eq!(
            codec.read("很多片", &vec![], zh()),
            Err(Fault::new("form-error-capacity", "很多片"))
        );
    }

    #[test]
    fn a_row_of_statistics_has_at_least_four_cells() {
        let codec = Lines(Rows);
        let read = codec
            .read(
                "示例省 | 出口额 | 2024 | 1,234.5 | 亿美元 | -3.2%",
                &vec![],
                zh(),
            )
            .unwrap();
        assert_eq!(
            codec.write(&read, zh()),
            "示例省 | 出口额 | 2024 | 1234.5 | 亿美元 | -3.2"
        );
        assert!(codec.read("示例省 | 出口额", &vec![], zh()).is_err());
    }
}
