//! Made-up content for the gallery.

use rust_decimal::Decimal;
use xinqiao_record::body::{Stage, StageEntry};
use xinqiao_record::{
    Amount, Capacity, Currency, Kind, Language, Money, PartialDate, Per, Qualifier, Quantity,
    RegionCode, Status,
};

use super::{Sample, SampleProject};
use crate::chart::{Chart, Series, Shape};
use crate::i18n::Texts;
use crate::show::{self, Choice, Facet, Moment};

fn amount(units: i64, currency: Currency, qualifier: Qualifier) -> Amount {
    Amount {
        money: Money::of_units(units, currency),
        qualifier,
    }
}

fn date(text: &str) -> PartialDate {
    text.parse()
        .unwrap_or(PartialDate::from(jiff::civil::Date::MIN))
}

pub(super) fn samples() -> Vec<Sample> {
    let (zh, en) = (Texts::of(Language::Chinese), Texts::of(Language::English));
    let mut samples = Vec::new();
    let mut add = |what, write: &dyn Fn(&Texts) -> String| {
        samples.push(Sample {
            what,
            chinese: write(zh),
            english: write(en),
        });
    };
    for (what, units, currency, qualifier) in [
        (
            "show::amount",
            1_511_000_000,
            Currency::Cny,
            Qualifier::Exact,
        ),
        ("show::amount", 42_921_560, Currency::Cny, Qualifier::Exact),
        (
            "show::amount",
            3_000_000_000,
            Currency::Usd,
            Qualifier::About,
        ),
        (
            "show::amount",
            1_000_000_000,
            Currency::Cny,
            Qualifier::Over,
        ),
        ("show::amount", 500_000, Currency::Cny, Qualifier::AtLeast),
        ("show::amount", 5_000_000, Currency::Cny, Qualifier::AtMost),
    ] {
        add(what, &|t| {
            show::amount(&amount(units, currency, qualifier), t)
        });
    }
    for text in ["2025-06-20", "2025-06", "2025"] {
        add("show::partial_date", &|t| show::partial_date(date(text), t));
    }
    let capacity = Capacity {
        quantity: Decimal::from(600_000),
        unit: "片".into(),
        product: Some("8英寸碳化硅衬底片".into()),
        per: Some(Per::Year),
    };
    add("show::capacity", &|t| show::capacity(&capacity, t));
    let quantity = Quantity {
        value: Decimal::from(200),
        unit: "亩".into(),
        qualifier: Qualifier::About,
    };
    add("show::quantity", &|t| show::quantity(&quantity, t));
    add("show::kind", &|t| show::kind(Kind::Project, t));
    add("show::stage", &|t| show::stage(Stage::ToppedOut, t));
    add("show::bytes", &|_| show::bytes(1_459_999_u64));
    samples
}

pub(super) fn sample_projects() -> Vec<SampleProject> {
    let project = |name, company, code: &str, stage, units, day, status| SampleProject {
        name,
        company,
        region: code
            .parse::<RegionCode>()
            .map(show::region)
            .unwrap_or_default(),
        stage,
        amount: amount(units, Currency::Cny, Qualifier::Exact),
        date: date(day),
        status,
    };
    use Stage::{Groundbreaking, InProduction, Signed, ToppedOut};
    use Status::{Confirmed, Proposed, Rejected, Retired};
    vec![
        project(
            "示例碳化硅衬底产业化项目",
            "示例半导体材料有限公司",
            "330109",
            ToppedOut,
            1_511_000_000,
            "2025-06-20",
            Confirmed,
        ),
        project(
            "示例12英寸特色工艺生产线二期",
            "示例集成电路制造股份有限公司",
            "310115",
            Groundbreaking,
            38_700_000_000,
            "2025-03",
            Proposed,
        ),
        project(
            "示例先进封装测试基地",
            "示例封测科技有限公司",
            "320200",
            InProduction,
            800_000_000,
            "2024-11-02",
            Confirmed,
        ),
        project(
            "示例半导体设备零部件总部",
            "示例精密机械有限公司",
            "330108",
            Signed,
            42_921_560,
            "2025",
            Rejected,
        ),
        project(
            "示例光刻胶研发中心",
            "示例电子化学品有限公司",
            "440300",
            Signed,
            120_000_000,
            "2025-07-01",
            Retired,
        ),
    ]
}

pub(super) fn facets(t: &Texts) -> Vec<Facet> {
    let choice = |label: String, count, selected| Choice {
        label,
        count: Some(count),
        href: "#facets".into(),
        selected,
    };
    vec![
        Facet {
            label: "阶段".into(),
            clear: Some("#facets".into()),
            choices: vec![
                choice(show::stage(Stage::Signed, t), 128, false),
                choice(show::stage(Stage::Groundbreaking, t), 64, true),
                choice(show::stage(Stage::ToppedOut, t), 9, false),
                choice(show::stage(Stage::InProduction, t), 1_204, false),
            ],
        },
        Facet {
            label: "区域".into(),
            clear: None,
            choices: vec![
                choice("浙江".into(), 87, false),
                choice("上海".into(), 41, false),
                choice("内蒙古自治区锡林郭勒盟".into(), 1, false),
            ],
        },
    ]
}

pub(super) fn timeline() -> Vec<StageEntry> {
    let entry = |stage, label: &str, day, source| StageEntry {
        stage,
        label: label.into(),
        date: Some(date(day)),
        source,
    };
    vec![
        entry(Stage::Signed, "签约", "2023-09", 0),
        entry(Stage::Groundbreaking, "开工", "2024-03-18", 1),
        entry(Stage::ToppedOut, "结顶", "2025-06-20", 2),
    ]
}

pub(super) fn moments() -> Vec<Moment> {
    let moment = |day: &str, title: &str, detail: &str| Moment {
        date: show::partial_date(date(day), Texts::of(Language::Chinese)),
        machine: day.into(),
        title: title.into(),
        detail: detail.into(),
        href: "#timeline".into(),
    };
    vec![
        moment("2025-06-20", "主体厂房结顶", "较原计划提前两个月"),
        moment("2024-03-18", "开工", "一期占地约200亩"),
        moment("2023-09", "签约", ""),
    ]
}

pub(super) fn charts() -> Vec<Chart> {
    let figures = |list: &[Option<i64>]| {
        list.iter()
            .map(|value| value.map(|tenths| Decimal::new(tenths, 1)))
            .collect::<Vec<_>>()
    };
    let chart =
        |id: &str, title: &str, unit: &str, head: &str, shape, labels: &[&str], series| Chart {
            id: id.into(),
            title: title.into(),
            note: "示例数据，仅供展示样式".into(),
            unit: unit.into(),
            label_head: head.into(),
            shape,
            labels: labels.iter().map(ToString::to_string).collect(),
            series,
        };
    let years = ["2019", "2020", "2021", "2022", "2023", "2024", "2025"];
    vec![
        chart(
            "chart-bars",
            "各地在建项目投资额",
            "亿元",
            "区域",
            Shape::Bars,
            &[
                "示例市高新技术产业开发区（滨江）物联网产业园",
                "示例新区",
                "示例县",
                "示例自治州",
            ],
            vec![Series::new(
                "",
                figures(&[Some(3870), Some(1511), Some(80), None]),
            )],
        ),
        chart(
            "chart-columns",
            "新签约与新开工项目",
            "个",
            "年份",
            Shape::Columns,
            &years,
            vec![
                Series::new(
                    "签约",
                    figures(&[
                        Some(120),
                        Some(150),
                        Some(230),
                        Some(310),
                        Some(280),
                        Some(340),
                        Some(360),
                    ]),
                ),
                Series::new(
                    "开工",
                    figures(&[
                        Some(80),
                        Some(90),
                        Some(150),
                        Some(200),
                        Some(240),
                        Some(260),
                        None,
                    ]),
                ),
            ],
        ),
        chart(
            "chart-stacked",
            "各阶段项目投资额",
            "亿元",
            "年份",
            Shape::Stacked,
            &years,
            vec![
                Series::new(
                    "签约",
                    figures(&[
                        Some(1200),
                        Some(1500),
                        Some(2300),
                        Some(3100),
                        Some(2800),
                        Some(3400),
                        Some(3600),
                    ]),
                ),
                Series::new(
                    "在建",
                    figures(&[
                        Some(800),
                        Some(900),
                        Some(1500),
                        Some(2000),
                        Some(2400),
                        Some(2600),
                        Some(2900),
                    ]),
                ),
                Series::new(
                    "投产",
                    figures(&[
                        Some(300),
                        Some(350),
                        Some(420),
                        Some(600),
                        Some(900),
                        Some(1100),
                        Some(1500),
                    ]),
                ),
            ],
        ),
        chart(
            "chart-line",
            "示例产品进出口额",
            "亿美元",
            "年份",
            Shape::Line,
            &years,
            vec![
                Series::new(
                    "进口",
                    figures(&[
                        Some(3056),
                        Some(3500),
                        Some(4326),
                        Some(4156),
                        Some(3494),
                        Some(3856),
                        None,
                    ]),
                ),
                Series::new(
                    "出口",
                    figures(&[
                        Some(1016),
                        Some(1166),
                        Some(1538),
                        Some(1539),
                        Some(1360),
                        Some(1595),
                        Some(1702),
                    ]),
                ),
                Series::new(
                    "示例转口贸易",
                    figures(&[
                        Some(416),
                        None,
                        Some(538),
                        Some(699),
                        Some(680),
                        Some(875),
                        Some(1592),
                    ]),
                ),
            ],
        ),
    ]
}
