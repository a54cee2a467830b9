//! Projects in tables: key/value forms of a filing, and lists with a header row.

use std::sync::LazyLock;

use regex::Regex;
use rust_decimal::Decimal;
use xinqiao_record::body::{Stage, Table};
use xinqiao_record::{Money, PartialDate, Quantity};

use super::assign::{Says, date_of, says};
use super::draft::{self, Draft, Told, exact, table_evidence};
use crate::fact::view::View;
use crate::value::amount::header_unit;
use crate::value::number::number;
use crate::value::pattern::regex;
use crate::value::stage::Standing;
use crate::value::{amounts, capacities, dates, organizations, places, quantities, stages};

/// The drafts that the article's tables give, and where a form printed line by line stands, which is no running text.
pub(super) fn read(view: &View<'_>) -> (Vec<Draft>, Option<(usize, usize)>) {
    let mut drafts = Vec::new();
    for table in &view.article.tables {
        if let Some(columns) = Columns::of(&table.header) {
            drafts.extend(
                table
                    .rows
                    .iter()
                    .filter_map(|row| columns.draft(view, table, row)),
            );
        } else if let Some(draft) = form(view, table) {
            drafts.push(draft);
        }
    }
    let forms = lines(view);
    let places = || forms.iter().filter_map(|draft| draft.evidence.first());
    let place = places()
        .map(|one| one.start)
        .min()
        .zip(places().map(|one| one.end).max());
    drafts.extend(forms);
    // The same filing is often shown twice, in part and in whole.
    let mut merged: Vec<Draft> = Vec::new();
    for draft in drafts {
        match merged.iter_mut().find(|known| known.name == draft.name) {
            Some(known) => absorb(known, draft),
            None => merged.push(draft),
        }
    }
    // One form without a name of its own belongs to the project that the prose names: it has none.
    merged.retain(|draft| !draft.name.is_empty());
    (merged, place)
}

fn absorb(known: &mut Draft, other: Draft) {
    known.amounts.extend(other.amounts);
    known.stages.extend(other.stages);
    known.places.extend(other.places);
    for capacity in other.capacity {
        known.add_capacity(capacity);
    }
    for name in &other.organizations {
        known.add_organization(name);
    }
    known.site_area = known.site_area.take().or(other.site_area);
    known.floor_area = known.floor_area.take().or(other.floor_area);
    known.output = known.output.or(other.output);
    known.tax = known.tax.or(other.tax);
    known.start = known.start.or(other.start);
    known.completion = known.completion.or(other.completion);
    known.evidence.extend(other.evidence);
}

/// A key without blanks, brackets and what they hold: `总投资（万元）` → `总投资`.
fn key(cell: &str) -> String {
    let plain: String = cell
        .chars()
        .filter(|one| !one.is_whitespace() && !"：:*".contains(*one))
        .collect();
    // 1、项目名称
    let unnumbered = plain.trim_start_matches(|one: char| one.is_ascii_digit());
    let unnumbered = unnumbered.strip_prefix(['、', '.', '．']).unwrap_or(&plain);
    unnumbered
        .split(['（', '('])
        .next()
        .unwrap_or("")
        .to_owned()
}

/// A form whose rows are key and value, or key, value, key, value. The header counts as its first row.
fn form(view: &View<'_>, table: &Table) -> Option<Draft> {
    let rows = std::iter::once(&table.header).chain(&table.rows);
    let mut pairs: Vec<(&str, &str)> = Vec::new();
    for row in rows {
        let cells: Vec<&str> = row
            .iter()
            .map(|cell| cell.trim())
            .filter(|cell| !cell.is_empty())
            .collect();
        let mut cells = cells.into_iter();
        while let (Some(name), Some(value)) = (cells.next(), cells.next()) {
            pairs.push((name, value));
        }
    }
    from_pairs(view, pairs, table_evidence(table.span))
}

/// Forms printed line by line: "项目名称：…", "总投资：…". Each name begins the next one.
fn lines(view: &View<'_>) -> Vec<Draft> {
    static PAIR: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"(?:^|\s{2,}|　|[●•·]\s*)(?P<key>[^，。；：:\s（]{2,12}(?:（[^）]{1,8}）)?)\s?[：:]\s*(?P<value>[^\n]+?)(?:$|\s{3,}|　{2,})",
        )
    });
    let mut drafts = Vec::new();
    let mut pairs: Vec<(&str, &str)> = Vec::new();
    let mut span: Option<(usize, usize)> = None;
    for sentence in &view.sentences {
        // One line may hold two pairs: a word with a colon begins the next.
        let mut pieces: Vec<&str> = Vec::new();
        let mut from = 0;
        for (at, _) in sentence
            .text
            .char_indices()
            .filter(|(_, one)| one.is_whitespace())
        {
            let word = sentence
                .text
                .get(at..)
                .unwrap_or("")
                .split_whitespace()
                .next()
                .unwrap_or("");
            if word.find(['：', ':']).is_some_and(|colon| colon >= 6) {
                pieces.push(sentence.text.get(from..at).unwrap_or(""));
                from = at;
            }
        }
        pieces.push(sentence.text.get(from..).unwrap_or(""));
        for piece in pieces {
            let Some(captures) = PAIR.captures(piece.trim()) else {
                continue;
            };
            if let (Some(name), Some(value)) = (captures.name("key"), captures.name("value")) {
                let names = |label: &str| NAMES.contains(&key(label).as_str());
                if names(name.as_str()) && pairs.iter().any(|(label, _)| names(label)) {
                    drafts.extend(finished(view, std::mem::take(&mut pairs), span.take()));
                }
                pairs.push((name.as_str(), value.as_str().trim().trim_end_matches('。')));
                let end = sentence.start + sentence.text.len();
                span = Some(span.map_or((sentence.start, end), |(start, _)| (start, end)));
            }
        }
    }
    drafts.extend(finished(view, pairs, span));
    drafts
}

/// What the heading of a form's first field may be.
const NAMES: [&str; 6] = [
    "项目名称",
    "建设项目名称",
    "投资标的名称",
    "标的名称",
    "投资项目名称",
    "投资项目",
];

/// The draft of a form printed line by line, if it has three fields and is no longer than a form.
fn finished(
    view: &View<'_>,
    pairs: Vec<(&str, &str)>,
    span: Option<(usize, usize)>,
) -> Option<Draft> {
    let (start, end) = span?;
    if pairs.len() < 3 || end - start > 6000 {
        return None;
    }
    from_pairs(
        view,
        pairs,
        draft::Evidence {
            start,
            end,
            weight: 100,
        },
    )
}

fn from_pairs(
    view: &View<'_>,
    pairs: Vec<(&str, &str)>,
    evidence: draft::Evidence,
) -> Option<Draft> {
    let name = pairs
        .iter()
        .find(|(name, _)| NAMES.contains(&key(name).as_str()))?
        .1;
    let name = name
        .split(['（', '('])
        .next()
        .filter(|plain| {
            plain.ends_with("项目") && name.ends_with(['）', ')']) && name.contains("暂定")
        })
        .unwrap_or(name);
    let mut draft = Draft {
        from_form: true,
        ..Draft::default()
    };
    set_name(view, &mut draft, name);
    draft.evidence.push(evidence);
    let mut filed: Option<PartialDate> = None;
    let mut filing = false;
    for (label, value) in pairs {
        let date = || dates(value, view.base).first().map(|found| found.value);
        match key(label).as_str() {
            "建设地点" | "项目所在地" | "项目地点" | "所在地" | "实施地点" | "项目地址"
            | "详细地址" | "建设地址" | "项目建设地点" | "拟建地址" => {
                place(&mut draft, value)
            }
            "总投资" | "项目总投资" | "总投资额" | "投资总额" | "计划总投资" | "投资金额"
            | "投资规模" => money(&mut draft, label, value),
            "拟开工时间" | "计划开工时间" | "开工时间" | "计划开工日期" => {
                draft.start = date().or(draft.start)
            }
            "拟建成时间" | "计划竣工时间" | "计划建成时间" | "竣工时间" | "拟竣工时间"
            | "建成时间" | "计划完工时间" => {
                draft.completion = date().or(draft.completion);
            }
            "备案日期" | "备案通过日期" | "备案时间" | "办理时间" | "赋码日期" =>
            {
                filing = true;
                filed = date().or(filed);
            }
            "备案机关" | "项目代码" | "备案项目编号" | "备案编号" | "备案号" | "备案证号" => {
                filing = true
            }
            "总用地面积" | "用地面积" | "占地面积" | "新增用地" | "总占地面积" => {
                draft.site_area = area(label, value).or(draft.site_area.take())
            }
            "总建筑面积" | "建筑面积" => {
                draft.floor_area = area(label, value).or(draft.floor_area.take())
            }
            "建设单位" | "项目单位" | "申报单位" | "企业名称" | "项目法人" | "项目业主"
            | "单位名称" | "实施主体" | "实施单位" | "备案单位" | "投资主体" | "投资方"
            | "投资单位" | "承建单位" => {
                let value = value
                    .split(['（', '('])
                    .next()
                    .filter(|plain| plain.ends_with("公司"))
                    .unwrap_or(value);
                draft.add_organization(value);
            }
            "项目进展" | "进展" | "进展情况" | "建设进度" | "目前进展" | "最新进展" =>
            {
                tell(view, &mut draft, value);
            }
            name if name.starts_with("预期效益")
                || name.starts_with("经济效益")
                || name.starts_with("预期产出") =>
            {
                contents(&mut draft, value)
            }
            name if name.starts_with("建设规模")
                || name.starts_with("建设内容")
                || name.starts_with("主要建设内容") =>
            {
                contents(&mut draft, value)
            }
            _ => {}
        }
    }
    if filing {
        draft.stages.push(Told {
            stage: Stage::Filed,
            label: "备案".to_owned(),
            standing: Standing::Reached,
            date: filed,
            strong: true,
            title: false,
        });
    }
    Some(draft)
}

/// What a field of a form tells of the project's progress.
fn tell(view: &View<'_>, draft: &mut Draft, value: &str) {
    let when = dates(value, view.base);
    for found in stages(value) {
        let date = date_of(value, &found, &when);
        let told = found.value;
        let ahead = date
            .zip(view.base)
            .is_some_and(|(date, base)| date.first_day() > base.last_day());
        let planned = told.standing == Standing::Planned || ahead;
        match (planned, told.stage) {
            (true, Stage::Groundbreaking) => draft.start = draft.start.or(date),
            (true, Stage::Completed | Stage::ToppedOut) => {
                draft.completion = draft.completion.or(date);
            }
            (true, _) => draft.production = draft.production.or(date),
            (false, _) => {}
        }
        draft.stages.push(Told {
            stage: told.stage,
            label: told.label,
            standing: if planned {
                Standing::Planned
            } else {
                told.standing
            },
            date,
            strong: true,
            title: false,
        });
    }
}

fn set_name(view: &View<'_>, draft: &mut Draft, name: &str) {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    // A legal name in front is the builder; what is left is the project.
    if let Some(builder) = organizations(&name)
        .into_iter()
        .find(|found| found.start == 0 && found.value.ends_with("公司"))
    {
        draft.add_organization(&view.full_name(&builder.value));
        let rest = name.get(builder.end..).unwrap_or("");
        if rest.chars().count() >= 6 {
            draft.name = rest.to_owned();
            draft.aliases.push(name);
            return;
        }
    }
    draft.name = name;
}

fn place(draft: &mut Draft, value: &str) {
    if let Some(found) = places(value).into_iter().find(|found| !found.value.open) {
        draft.places.push((found.value.code, value.to_owned(), 3));
    }
}

/// A plain number in a cell.
fn plain(value: &str) -> Option<Decimal> {
    static PLAIN: LazyLock<Regex> =
        LazyLock::new(|| regex(r"^[^0-9]{0,2}([0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?)\s*$"));
    number(PLAIN.captures(value.trim())?.get(1)?.as_str())
}

fn money(draft: &mut Draft, label: &str, value: &str) {
    let amount = match amounts(value).into_iter().next() {
        Some(found) => Some(found.value),
        None => header_unit(label).and_then(|(factor, currency)| {
            Money::nearest(plain(value)?.checked_mul(factor)?, currency).map(exact)
        }),
    };
    if let Some(amount) = amount {
        draft.amounts.push((draft::Money::Total, amount, false));
    }
}

fn area(label: &str, value: &str) -> Option<Quantity> {
    if let Some(found) = quantities(value)
        .into_iter()
        .find(|found| matches!(found.value.unit.as_str(), "亩" | "平方米" | "公顷"))
    {
        return Some(found.value);
    }
    let unit = ["亩", "平方米", "公顷"]
        .into_iter()
        .find(|unit| label.contains(unit))?;
    Some(Quantity::exact(plain(value)?, unit)).filter(|area| !area.value.is_zero())
}

/// What a project builds and makes, in a cell of running text.
fn contents(draft: &mut Draft, value: &str) {
    for found in capacities(value) {
        draft.add_capacity(found.value);
    }
    for found in amounts(value) {
        match says(value, found.start, found.end) {
            Says::Investment(kind) => draft.amounts.push((kind, found.value, false)),
            Says::Output => draft.output = draft.output.or(Some(found.value)),
            Says::Tax => draft.tax = draft.tax.or(Some(found.value)),
            Says::Other => {}
        }
    }
    for found in quantities(value) {
        match found.value.unit.as_str() {
            "亩" if draft.site_area.is_none() => draft.site_area = Some(found.value),
            "平方米" if draft.floor_area.is_none() => draft.floor_area = Some(found.value),
            _ => {}
        }
    }
}

/// The columns of a list of projects.
struct Columns {
    name: usize,
    organization: Option<usize>,
    place: Option<usize>,
    amount: Option<(usize, String)>,
    contents: Option<usize>,
    progress: Option<usize>,
    date: Option<(usize, bool)>,
    /// A column of dates whose heading names the stage: 封顶日期, 计划动工, 目标节点.
    stage_dates: Vec<StageDates>,
    header: Vec<String>,
}

/// A column of dates of one stage.
struct StageDates {
    column: usize,
    /// None where the cells name it: 目标节点 `2021年12月投产`.
    stage: Option<Stage>,
    label: String,
    planned: bool,
}

impl StageDates {
    fn of(column: usize, heading: &str) -> Option<Self> {
        let now = ["本", "当前", "最新", "已"]
            .iter()
            .any(|word| heading.contains(word));
        let goal = ["节点", "目标"].iter().any(|word| heading.contains(word)) && !now;
        // A condition behind the word (时间, 日期) would make it no report; only the word counts here.
        let word = heading
            .trim_end_matches("日期")
            .trim_end_matches("时间")
            .trim_end_matches("节点");
        let stage = stages(word).into_iter().next();
        if stage.is_none() && !goal {
            return None;
        }
        let ahead = ["计划", "拟", "预计"]
            .iter()
            .any(|word| heading.contains(word));
        Some(StageDates {
            column,
            label: stage
                .as_ref()
                .map_or_else(String::new, |found| found.value.label.clone()),
            stage: stage.map(|found| found.value.stage),
            planned: ahead || goal,
        })
    }

    fn read(&self, view: &View<'_>, draft: &mut Draft, value: &str) {
        let Some(date) = dates(value, view.base).first().map(|found| found.value) else {
            return;
        };
        let ahead = view
            .base
            .is_some_and(|base| date.first_day() > base.last_day());
        let stage = self
            .stage
            .or_else(|| stages(value).first().map(|found| found.value.stage));
        if self.planned || ahead {
            match stage {
                Some(Stage::Groundbreaking) => draft.start = draft.start.or(Some(date)),
                Some(Stage::Completed | Stage::ToppedOut) => {
                    draft.completion = draft.completion.or(Some(date));
                }
                _ if value.contains("建成") => draft.completion = draft.completion.or(Some(date)),
                _ => draft.production = draft.production.or(Some(date)),
            }
        } else if let Some(stage) = stage {
            draft.stages.push(Told {
                stage,
                label: self.label.clone(),
                standing: Standing::Reached,
                date: Some(date),
                strong: true,
                title: false,
            });
        }
    }
}

impl Columns {
    fn of(header: &[String]) -> Option<Columns> {
        let keys: Vec<String> = header.iter().map(|cell| key(cell)).collect();
        let find = |names: &[&str]| {
            keys.iter()
                .position(|known| names.iter().any(|name| known.contains(name)))
        };
        let name = keys.iter().position(|known| {
            matches!(
                known.as_str(),
                "项目名称"
                    | "项目"
                    | "项目简称"
                    | "建设项目"
                    | "建设项目名称"
                    | "工程名称"
                    | "签约项目"
                    | "重点项目"
                    | "募投项目"
                    | "募集资金投资项目"
            )
        })?;
        let holder = ["主体", "单位", "企业", "公司", "人", "方"];
        let amount = keys
            .iter()
            .position(|known| {
                [
                    "总投资",
                    "投资额",
                    "投资规模",
                    "计划投资",
                    "投资金额",
                    "投资总额",
                    "投入募集资金",
                ]
                .iter()
                .any(|name| known.contains(name))
            })
            .or_else(|| {
                keys.iter().position(|known| {
                    known.contains("投资") && !holder.iter().any(|end| known.ends_with(end))
                })
            })
            .and_then(|at| header.get(at).map(|cell| (at, cell.clone())));
        let progress = find(&[
            "进度",
            "进展",
            "阶段",
            "状态",
            "当前进度",
            "情况",
            "节点",
            "动态",
        ]);
        let organization = find(&[
            "建设单位",
            "企业",
            "公司",
            "业主",
            "投资方",
            "项目单位",
            "实施单位",
            "承担单位",
            "投资主体",
            "实施主体",
            "投资人",
            "承建",
        ]);
        let stage_dates: Vec<StageDates> = keys
            .iter()
            .enumerate()
            .filter_map(|(at, heading)| StageDates::of(at, heading))
            .collect();
        let told_by_date = |at: &usize| stage_dates.iter().any(|dates| dates.column == *at);
        let progress = progress.filter(|at| !told_by_date(at));
        // A list of prize-winning or research projects has none of these.
        if amount.is_none() && progress.is_none() && stage_dates.is_empty() {
            return None;
        }
        let date = find(&["日期", "时间"]).map(|at| {
            let label = keys.get(at).map_or("", String::as_str);
            (
                at,
                ["建成", "竣工", "完工", "投产"]
                    .iter()
                    .any(|word| label.contains(word)),
            )
        });
        Some(Columns {
            name,
            organization,
            place: find(&["地点", "地区", "区域", "所在地", "属地", "城市"]),
            amount,
            contents: find(&["建设内容", "建设规模", "产能", "内容"]),
            progress,
            date,
            stage_dates,
            header: header.to_vec(),
        })
    }

    fn draft(&self, view: &View<'_>, table: &Table, row: &[String]) -> Option<Draft> {
        let cell = |at: usize| {
            row.get(at)
                .map(|cell| cell.trim())
                .filter(|cell| !cell.is_empty() && *cell != "—" && *cell != "-")
        };
        let name = cell(self.name)?;
        let count = name.chars().count();
        // Sums at the foot of the list are no project.
        if count < 4
            || row
                .iter()
                .take(2)
                .any(|cell| ["合计", "总计", "小计", "Total"].contains(&cell.trim()))
            || name.contains("流动资金")
            || name.contains("偿还")
        {
            return None;
        }
        let mut draft = Draft {
            from_form: true,
            ..Draft::default()
        };
        set_name(view, &mut draft, name);
        draft.evidence.push(row_evidence(view, table, name));
        if let Some(organization) = self.organization.and_then(cell) {
            for one in organization.split(['、', '/']) {
                draft.add_organization(one.trim());
            }
        }
        if let Some(value) = self.place.and_then(cell) {
            place(&mut draft, value);
        }
        if let Some((at, label)) = &self.amount
            && let Some(value) = cell(*at)
        {
            // The unit may stand in the caption, （金额单位：亿元）, or on the line above the table.
            let elsewhere = || {
                let caption = table
                    .caption
                    .as_deref()
                    .filter(|text| header_unit(text).is_some());
                caption.or_else(|| unit_above(view, table))
            };
            let unit = header_unit(label).map(|_| label.as_str());
            money(&mut draft, unit.or_else(elsewhere).unwrap_or(label), value);
        }
        if let Some(value) = self.contents.and_then(cell) {
            contents(&mut draft, value);
        }
        // A name such as "年产24万片…项目" tells its capacity itself.
        if draft.capacity.is_empty() {
            for found in capacities(name) {
                draft.add_capacity(found.value);
            }
        }
        if let Some(value) = self.progress.and_then(cell) {
            // 项目情况 may describe anything; 进展 tells how far it is.
            let label = self.progress.and_then(|at| self.header.get(at));
            draft.own_progress =
                label.is_some_and(|label| !label.contains("情况") || label.contains('进'));
            self.progress(
                view,
                &mut draft,
                value,
                self.date.and_then(|(at, _)| cell(at)),
            );
        }
        for column in &self.stage_dates {
            if let Some(value) = cell(column.column) {
                column.read(view, &mut draft, value);
            }
        }
        if let Some((at, true)) = self.date
            && let Some(found) =
                cell(at).and_then(|value| dates(value, view.base).into_iter().next())
        {
            draft.completion = Some(found.value);
        }
        Some(draft)
    }

    fn progress(&self, view: &View<'_>, draft: &mut Draft, value: &str, dated: Option<&str>) {
        let when = dates(value, view.base).first().map(|found| found.value);
        let separate = dated.filter(|_| self.date.is_some_and(|(_, completion)| !completion));
        let date = when
            .or_else(|| dates(separate?, view.base).first().map(|found| found.value))
            .or_else(|| {
                // A list of one month tells the month in its heading.
                let headed = |text: &str| {
                    dates(text, view.base)
                        .into_iter()
                        .map(|found| found.value)
                        .find(|date| date.month_number().is_some())
                };
                let column = self.progress.and_then(|at| self.header.get(at));
                column
                    .filter(|label| label.contains('月'))
                    .and_then(|label| headed(label))
                    .or_else(|| headed(view.title.text))
            });
        let told = stages(value);
        // 在建 and its like: the ground was broken, whenever that was.
        let building = [
            "在建",
            "建设中",
            "施工中",
            "正在建设",
            "正在施工",
            "主体施工",
            "续建",
        ];
        if told.is_empty() && building.iter().any(|word| value.contains(word)) {
            draft.stages.push(Told {
                stage: Stage::Groundbreaking,
                label: value.to_owned(),
                standing: Standing::Reached,
                date: None,
                strong: true,
                title: false,
            });
        }
        for found in told {
            let told = found.value;
            let ahead = date
                .zip(view.base)
                .is_some_and(|(date, base)| date.first_day() > base.last_day());
            if told.standing == Standing::Planned || ahead {
                match told.stage {
                    Stage::Groundbreaking => draft.start = draft.start.or(date),
                    Stage::Completed => draft.completion = draft.completion.or(date),
                    _ => draft.production = draft.production.or(date),
                }
            }
            let standing = if ahead {
                Standing::Planned
            } else {
                told.standing
            };
            draft.stages.push(Told {
                stage: told.stage,
                label: told.label,
                standing,
                date,
                strong: true,
                title: false,
            });
        }
    }
}

/// The line right above a table, if it tells the unit of its figures: `（单位：亿元）`.
fn unit_above<'t>(view: &View<'t>, table: &Table) -> Option<&'t str> {
    let before = view.text.get(..table.span.start as usize)?;
    let line = before.trim_end().rsplit('\n').next()?;
    (line.contains("单位") && line.chars().count() <= 30 && header_unit(line).is_some())
        .then_some(line)
}

/// The line of the table that holds the name; the whole table if it is not found.
fn row_evidence(view: &View<'_>, table: &Table, name: &str) -> draft::Evidence {
    let whole = table.span.of(view.text).unwrap_or("");
    match whole.find(name) {
        Some(at) => {
            let from = whole
                .get(..at)
                .and_then(|head| head.rfind('\n'))
                .map_or(0, |line| line + 1);
            let to = whole
                .get(at..)
                .and_then(|rest| rest.find('\n'))
                .map_or(whole.len(), |line| at + line);
            draft::Evidence {
                start: table.span.start as usize + from,
                end: table.span.start as usize + to,
                weight: 100,
            }
        }
        None => table_evidence(table.span),
    }
}
