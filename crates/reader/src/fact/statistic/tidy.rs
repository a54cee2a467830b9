//! Tables that hold one figure a row: 指标 | 时期 | 数值 | 同比.

use rust_decimal::Decimal;
use xinqiao_record::Currency;
use xinqiao_record::body::{Statistic, StatisticRow, Table};

use super::{cell_number, period::period};
use crate::fact::view::View;
use crate::value::amount::header_unit;
use crate::value::{amounts, quantities};

/// Headings of the column that names what is measured.
const MEASURES: [&str; 6] = ["指标", "指标名称", "统计指标", "数据名称", "内容", "名称"];
/// Headings of the column with the figure and its unit.
const VALUES: [&str; 7] = ["数值", "数据", "数量", "实绩", "完成情况", "绝对值", "规模"];
/// Headings of the column with the period.
const PERIODS: [&str; 6] = ["时期", "时间", "期间", "年份", "年度", "统计期"];
/// Headings of the column that says whose figure it is.
const WHO: [&str; 9] = [
    "主体",
    "对象",
    "企业",
    "公司",
    "公司名称",
    "企业名称",
    "地区",
    "单位名称",
    "市",
];
/// Headings of the column with the unit.
const UNITS: [&str; 3] = ["单位", "计量单位", "数据单位"];
/// Headings of columns of change.
const CHANGES: [&str; 5] = ["同比", "环比", "增速", "增长率", "增幅"];

/// The rows of such a table; `None` for other tables.
pub(super) fn read(view: &View<'_>, table: &Table) -> Option<Statistic> {
    let find = |names: &[&str]| {
        table.header.iter().position(|cell| {
            let plain = cell.split(['（', '(']).next().unwrap_or(cell).trim();
            names.contains(&plain)
        })
    };
    let (measure, value) = (find(&MEASURES)?, find(&VALUES)?);
    let (when, change) = (find(&PERIODS), find(&CHANGES));
    let (who, units) = (find(&WHO), find(&UNITS));
    let mut rows = Vec::new();
    for row in &table.rows {
        let cell = |at: usize| row.get(at).map_or("", |cell| cell.trim());
        let Some((figure, unit)) = figure(cell(value), units.map_or("", cell)) else {
            continue;
        };
        let entity = who.map_or("", cell).to_owned();
        let name = cell(measure).to_owned();
        let period = when.and_then(|at| period(cell(at), view.base));
        let moved = change.and_then(|at| Some((at, cell_number(cell(at))?.0)));
        rows.push(StatisticRow {
            entity: entity.clone(),
            measure: name.clone(),
            period: period.clone(),
            value: figure.normalize(),
            unit,
            change: moved.map(|(_, size)| size),
        });
        if let Some((at, size)) = moved {
            let kind = table.header.get(at).map_or("", |cell| cell.trim());
            rows.push(StatisticRow {
                entity,
                measure: format!("{name}{kind}"),
                period,
                value: size.normalize(),
                unit: Some("%".to_owned()),
                change: None,
            });
        }
    }
    let title = table
        .caption
        .clone()
        .unwrap_or_else(|| view.article.title.clone());
    (rows.len() >= 2).then_some(Statistic { title, rows })
}

/// A figure with its unit: a sum, a quantity, a share, or a bare number whose unit stands in a cell of its own.
fn figure(cell: &str, unit: &str) -> Option<(Decimal, Option<String>)> {
    if !unit.is_empty() && cell_number(cell).is_some_and(|(_, percent)| !percent) {
        // 万元 is a factor and a currency, 家 is a unit as it stands.
        let (value, _) = cell_number(cell)?;
        if let Some((factor, currency)) = header_unit(&format!("（{unit}）")) {
            let name = match currency {
                Currency::Cny => "元",
                other => other.code(),
            };
            return Some((value.checked_mul(factor)?, Some(name.to_owned())));
        }
        return Some((value, Some(unit.to_owned())));
    }
    if let Some(found) = amounts(cell).into_iter().next() {
        let money = found.value.money;
        let unit = match money.currency {
            Currency::Cny => "元",
            other => other.code(),
        };
        return Some((money.units().parse().ok()?, Some(unit.to_owned())));
    }
    if let Some((value, percent)) = cell_number(cell) {
        return Some((value, percent.then(|| "%".to_owned())));
    }
    let found = quantities(cell).into_iter().next()?;
    Some((found.value.value, Some(found.value.unit)))
}
