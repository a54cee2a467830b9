//! Form → body → form, for bodies of every kind.

use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;
use xinqiao_record::body::{
    Article, Award, Document, Event, Figure, Financing, FinancingKind, Listing, Organization,
    Outcome, OutcomeKind, Party, PartyRole, Policy, Project, RepealedPolicy, Stage, StageEntry,
    Statistic, StatisticRow, Target,
};
use xinqiao_record::{
    Amount, Body, Capacity, Citation, Currency, Decimal, Kind, Language, Money, PartialDate, Per,
    Qualifier, Quantity, RecordId, Region, RegionCode, Sha256, Span,
};

use super::*;

/// Any text at all, hostile characters and line ends included.
fn wild() -> impl Strategy<Value = String> {
    prop_oneof![any::<String>(), "[一-龥a-z |\\[\\]/\\r\\n\t“<>&]{0,12}"]
}

/// Text as forms can hold it: no line ends, no blanks at its ends, no separators.
fn tame() -> impl Strategy<Value = String> {
    "[一-龥A-Za-z]{1,8}"
}

fn id(kind: Kind) -> impl Strategy<Value = RecordId> {
    any::<u32>().prop_map(move |number| RecordId::from_parts(kind, 1, number.into()))
}

fn date() -> impl Strategy<Value = PartialDate> {
    (1_i16..=9999, of((1_i8..=12, of(1_i8..=28)))).prop_map(|(year, rest)| {
        let date = match rest {
            None => PartialDate::year(year),
            Some((month, None)) => PartialDate::month(year, month),
            Some((month, Some(day))) => PartialDate::day(year, month, day),
        };
        date.unwrap()
    })
}

fn region() -> impl Strategy<Value = RegionCode> {
    select(Region::all().map(|region| region.code).collect::<Vec<_>>())
}

fn amount() -> impl Strategy<Value = Amount> {
    (
        any::<i64>(),
        select(Currency::ALL.to_vec()),
        select(Qualifier::ALL.to_vec()),
    )
        .prop_map(|(minor, currency, qualifier)| Amount {
            money: Money {
                minor: minor.into(),
                currency,
            },
            qualifier,
        })
}

fn decimal() -> impl Strategy<Value = Decimal> {
    (any::<i32>(), 0_u32..4).prop_map(|(number, scale)| Decimal::new(number.into(), scale))
}

fn quantity(text: impl Strategy<Value = String> + 'static) -> impl Strategy<Value = Quantity> {
    let unit = text.prop_filter("a unit begins with no word for a power of ten", |unit| {
        !super::amount::begins_with_scale(unit)
    });
    (decimal(), unit, select(Qualifier::ALL.to_vec())).prop_map(|(value, unit, qualifier)| {
        Quantity {
            value: value.normalize(),
            unit,
            qualifier,
        }
    })
}

fn party(text: impl Strategy<Value = String> + 'static) -> impl Strategy<Value = Party> {
    use PartyRole::{Adviser, Buyer, Investor, Issuer, LeadInvestor, Organizer, Subject};
    let roles = vec![
        Subject,
        LeadInvestor,
        Investor,
        Buyer,
        Issuer,
        Organizer,
        Adviser,
    ];
    (text, select(roles), of(id(Kind::Organization))).prop_map(|(name, role, record)| Party {
        name,
        role,
        record,
    })
}

fn capacity(text: fn() -> BoxedStrategy<String>) -> impl Strategy<Value = Capacity> {
    let per = select(vec![Per::Year, Per::Month, Per::Week, Per::Day, Per::Hour]);
    (decimal(), text(), of(text()), of(per)).prop_map(|(quantity, unit, product, per)| Capacity {
        quantity: quantity.normalize(),
        unit,
        product,
        per,
    })
}

type Words = fn() -> BoxedStrategy<String>;

fn any_words() -> BoxedStrategy<String> {
    wild().boxed()
}

fn tame_words() -> BoxedStrategy<String> {
    tame().boxed()
}

fn organization(w: Words) -> BoxedStrategy<Body> {
    let first = (
        w(),
        vec(w(), 0..4),
        of(region()),
        of(date()),
        of(amount()),
        vec(w(), 0..3),
    );
    (first, of((of(w()), w())), of(id(Kind::Organization)))
        .prop_map(
            |((name, aliases, region, founded, registered_capital, segments), listing, parent)| {
                Body::Organization(Organization {
                    name,
                    aliases,
                    credit_code: None,
                    region,
                    founded,
                    listing: listing.map(|(exchange, code)| Listing { exchange, code }),
                    registered_capital,
                    parent,
                    segments,
                    profile: None,
                })
            },
        )
        .boxed()
}

fn project(w: Words) -> BoxedStrategy<Body> {
    let entry = (select(Stage::ALL.to_vec()), w(), of(date()), 0_u32..3).prop_map(
        |(stage, label, date, source)| StageEntry {
            stage,
            label,
            date,
            source,
        },
    );
    let names = (
        w(),
        vec(w(), 0..3),
        vec(party(w()), 0..3),
        of(region()),
        of(w()),
    );
    let stages = (
        of(select(Stage::ALL.to_vec())),
        of(w()),
        of(date()),
        vec(entry, 0..3),
    );
    let rest = (
        of(date()),
        of(date()),
        vec(capacity(w), 0..3),
        of(quantity(w())),
        of(quantity(w())),
    );
    let sums = (of(amount()), of(amount()), of(amount()));
    (names, stages, rest, sums)
        .prop_map(|(names, stages, rest, sums)| {
            Body::Project(Project {
                name: names.0,
                aliases: names.1,
                organizations: names.2,
                region: names.3,
                place: names.4,
                stage: stages.0,
                stage_label: stages.1,
                stage_date: stages.2,
                timeline: stages.3,
                start: rest.0,
                completion: rest.1,
                capacity: rest.2,
                site_area: rest.3,
                floor_area: rest.4,
                amount: sums.0,
                expected_output: sums.1,
                expected_tax: sums.2,
            })
        })
        .boxed()
}

fn others(w: Words) -> BoxedStrategy<Body> {
    let kinds = vec![
        FinancingKind::Round,
        FinancingKind::Ipo,
        FinancingKind::Fund,
        FinancingKind::Acquisition,
    ];
    let financing = (
        party(w()),
        select(kinds),
        of(w()),
        of(amount()),
        vec(party(w()), 0..3),
        of(date()),
    )
        .prop_map(|(company, financing, round, amount, investors, date)| {
            Body::Financing(Financing {
                company,
                financing,
                round,
                amount,
                investors,
                date,
            })
        });
    let repealed =
        (w(), of(w()), of(id(Kind::Policy))).prop_map(|(title, document_number, record)| {
            RepealedPolicy {
                title,
                document_number,
                record,
            }
        });
    let policy = (
        (w(), vec(party(w()), 0..3), of(w()), of(region())),
        (of(date()), of(date()), of(date()), vec(repealed, 0..3)),
    )
        .prop_map(|(a, b)| {
            Body::Policy(Policy {
                title: a.0,
                issuers: a.1,
                document_number: a.2,
                region: a.3,
                issued: b.0,
                effective: b.1,
                until: b.2,
                repeals: b.3,
                pack: None,
            })
        });
    let award = (
        w(),
        vec(party(w()), 0..3),
        vec(party(w()), 0..3),
        of(date()),
        of(w()),
    )
        .prop_map(|(name, winners, grantors, date, work)| {
            Body::Award(Award {
                name,
                winners,
                grantors,
                date,
                work,
            })
        });
    let event = (
        w(),
        of(date()),
        of(date()),
        of(region()),
        of(w()),
        vec(party(w()), 0..3),
        of(any::<u32>()),
    )
        .prop_map(
            |(name, date, until, region, place, organizers, attendance)| {
                Body::Event(Event {
                    name,
                    date,
                    until,
                    region,
                    place,
                    organizers,
                    attendance,
                })
            },
        );
    let figure = (of(w()), w(), quantity(w()), of(party(w())), of(date())).prop_map(
        |(technology, measure, value, organization, date)| {
            Body::Figure(Figure {
                technology,
                measure,
                value,
                organization,
                date,
            })
        },
    );
    let row = (w(), w(), of(w()), decimal(), of(w()), of(decimal())).prop_map(
        |(entity, measure, period, value, unit, change)| StatisticRow {
            entity,
            measure,
            period,
            value,
            unit,
            change,
        },
    );
    let statistic =
        (w(), vec(row, 0..4)).prop_map(|(title, rows)| Body::Statistic(Statistic { title, rows }));
    let outcome = (of(quantity(w())), of(date()), id(Kind::Document)).prop_map(
        |(value, moved_to, document)| Outcome {
            outcome: OutcomeKind::Moved,
            value,
            moved_to,
            source: Citation {
                document,
                article: None,
                span: Some(Span::new(1, 2)),
                quote: String::new(),
            },
        },
    );
    let target = (
        of(party(w())),
        w(),
        of(quantity(w())),
        of(date()),
        of(outcome),
    )
        .prop_map(|(who, measure, value, by, outcome)| {
            Body::Target(Target {
                who,
                measure,
                value,
                by,
                outcome,
            })
        });
    prop_oneof![financing, policy, award, event, figure, statistic, target].boxed()
}

fn papers(w: Words) -> BoxedStrategy<Body> {
    let document = (
        w(),
        of(w()),
        of(date()),
        select(Language::ALL.to_vec()),
        w(),
    )
        .prop_map(|(title, publisher, issued, language, file_name)| {
            Body::Document(Document {
                title,
                file_name,
                media_type: "text/plain".into(),
                file: Sha256::ZERO,
                file_size: 1,
                reading: Sha256::ZERO,
                language,
                issued,
                publisher,
                remarks: vec!["示例".into()],
            })
        });
    let article = (w(), of(w()), vec(w(), 0..3), of(date()), id(Kind::Document)).prop_map(
        |(title, column, authors, published, document)| {
            Body::Article(Article {
                document,
                number: 3,
                title,
                column,
                authors,
                sources: Vec::new(),
                published,
                span: Span::new(0, 9),
                tables: Vec::new(),
                figures: Vec::new(),
                footnotes: Vec::new(),
            })
        },
    );
    prop_oneof![document, article].boxed()
}

fn body(w: Words) -> BoxedStrategy<Body> {
    prop_oneof![organization(w), project(w), others(w), papers(w)].boxed()
}

fn submit(fields: &[Field]) -> Submitted {
    Submitted(
        fields
            .iter()
            .map(|field| (field.name.to_owned(), field.value.clone()))
            .collect(),
    )
}

/// What a browser makes of a field's text: one-line controls drop line ends, areas write CRLF.
fn through_a_browser(field: &Field) -> String {
    match field.input {
        Input::Area => {
            let text = field.value.replace("\r\n", "\n").replace('\r', "\n");
            text.strip_prefix('\n')
                .unwrap_or(&text)
                .replace('\n', "\r\n")
        }
        Input::Select(_) => field.value.clone(),
        Input::Line | Input::Region => field.value.replace(['\r', '\n'], ""),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn saving_without_touching_anything_changes_nothing(body in body(any_words), chinese in any::<bool>()) {
        let t = Texts::of(if chinese { Language::Chinese } else { Language::English });
        let fields = fields(&body, t);
        prop_assert_eq!(apply(&body, &submit(&fields), t), Ok(body.clone()));
        let browser = Submitted(
            fields.iter().map(|field| (field.name.to_owned(), through_a_browser(field))).collect(),
        );
        prop_assert_eq!(apply(&body, &browser, t), Ok(body.clone()));
        prop_assert_eq!(apply(&body, &Submitted::default(), t), Ok(body));
    }

    #[test]
    fn what_a_form_shows_is_read_back_in_full(body in body(tame_words), chinese in any::<bool>()) {
        let t = Texts::of(if chinese { Language::Chinese } else { Language::English });
        let written = fields(&body, t);
        // Every field is read anew, none is recognised as untouched.
        let read = apply_all(&body, &submit(&written), t);
        prop_assert!(read.is_ok(), "{:?} of {:?}", read, written);
        let read = read.unwrap();
        prop_assert_eq!(&fields(&read, t), &written);
        prop_assert_eq!(read, body);
    }

    #[test]
    fn any_text_in_any_field_is_read_or_refused(body in body(tame_words), texts in vec(wild(), 20)) {
        let t = Texts::of(Language::Chinese);
        let submitted = Submitted(
            fields(&body, t).iter().zip(texts).map(|(field, text)| (field.name.to_owned(), text)).collect(),
        );
        match apply(&body, &submitted, t) {
            Ok(read) => prop_assert_eq!(read.kind(), body.kind()),
            Err(errors) => prop_assert!(!errors.is_empty()),
        }
    }
}

#[test]
fn every_field_has_a_name_and_a_hint_in_both_languages() {
    for language in Language::ALL {
        let t = Texts::of(language);
        for kind in Kind::FACTS {
            let body = blank(kind).unwrap();
            for field in fields(&body, t) {
                assert!(
                    !field.label.starts_with("field-"),
                    "{} of {kind}",
                    field.name
                );
                assert!(
                    !field.hint.starts_with("form-"),
                    "{} of {kind}: {}",
                    field.name,
                    field.hint
                );
            }
            for value in values(&body, t) {
                assert!(
                    !value.label.starts_with("field-"),
                    "{} of {kind}",
                    value.name
                );
            }
        }
    }
}

#[test]
fn every_wrong_field_is_told() {
    let t = Texts::of(Language::Chinese);
    let body = blank(Kind::Project).unwrap();
    let submitted = Submitted(vec![
        ("name".into(), " ".into()),
        ("amount".into(), "很多".into()),
        ("stage_date".into(), "明年".into()),
        ("region".into(), "示例市".into()),
    ]);
    let errors = apply_all(&body, &submitted, t).unwrap_err();
    let told: Vec<_> = errors
        .iter()
        .map(|error| format!("{} {}", error.field, error.message))
        .collect();
    assert_eq!(
        told,
        [
            "field-name 名称：不能为空",
            "field-region 地区：没有叫“示例市”的地区，请写名称或六位代码",
            "field-amount 金额：“很多”读不出金额，请写数、单位和币种，例如 15.11亿元",
            "field-stage_date 到达该阶段的日期：“明年”不是日期，写作 2025、2025-06 或 2025-06-20",
        ],
    );
}

#[test]
fn an_edit_keeps_what_the_form_does_not_show() {
    let t = Texts::of(Language::English);
    let mut party = Party::named("示例半导体有限公司", PartyRole::Subject);
    party.record = Some(RecordId::from_parts(Kind::Organization, 1, 1));
    let before = Project {
        name: "示例项目".into(),
        organizations: vec![party],
        timeline: vec![StageEntry {
            stage: Stage::Signed,
            label: "签约".into(),
            date: None,
            source: 0,
        }],
        ..Project::default()
    };
    let submitted = Submitted(vec![
        ("name".into(), "示例项目一期".into()),
        (
            "organizations".into(),
            "示例半导体有限公司\r\n另一家示例公司".into(),
        ),
        ("amount".into(), "15.11亿元".into()),
    ]);
    let Ok(Body::Project(after)) = apply(&Body::Project(before.clone()), &submitted, t) else {
        panic!()
    };
    assert_eq!(after.timeline, before.timeline);
    assert_eq!(after.organizations.first(), before.organizations.first());
    assert_eq!(after.organizations.len(), 2);
    assert_eq!(
        after.amount.map(|sum| sum.money),
        Some(Money::of_units(1_511_000_000, Currency::Cny))
    );
}
