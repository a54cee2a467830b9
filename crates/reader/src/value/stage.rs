//! Stages of an investment project: the words that report one, and those that only plan it.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use xinqiao_record::body::Stage;

use super::memo::{Memo, remembered};
use super::pattern::words;
use super::{Found, head, slice, tail};

/// How a text speaks of a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Standing {
    /// It is reported as reached.
    Reached,
    /// It is planned or expected.
    Planned,
    /// It is said not to have happened, or to have been called off.
    Denied,
}

/// A stage as a text tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StageMention {
    /// The stage.
    pub stage: Stage,
    /// The word of the text.
    pub label: String,
    /// Reached, planned or denied.
    pub standing: Standing,
    /// Whether the word nearly always speaks of a project (封顶) or also of products and plans (量产, 落地).
    pub strong: bool,
}

/// The words of stages; `true` where the word alone is enough.
const WORDS: &[(&str, Stage, bool)] = &[
    ("签约", Stage::Signed, true),
    ("签下", Stage::Signed, false),
    ("签了约", Stage::Signed, true),
    ("签订", Stage::Signed, false),
    ("签署", Stage::Signed, false),
    ("签的约", Stage::Signed, true),
    ("落了户", Stage::Signed, true),
    ("落户", Stage::Signed, true),
    ("落地", Stage::Signed, false),
    ("集中签约", Stage::Signed, true),
    ("signed", Stage::Signed, false),
    ("备案", Stage::Filed, true),
    ("获批", Stage::Filed, false),
    ("备案证", Stage::Filed, true),
    ("核准", Stage::Filed, false),
    ("备的案", Stage::Filed, true),
    ("备了案", Stage::Filed, true),
    ("立项", Stage::Filed, false),
    ("通过环评", Stage::Filed, false),
    ("环评批复", Stage::Filed, false),
    ("施工许可证", Stage::Filed, false),
    ("完成备案", Stage::Filed, true),
    ("备案公示", Stage::Filed, true),
    ("开工", Stage::Groundbreaking, true),
    ("奠基", Stage::Groundbreaking, true),
    ("动工", Stage::Groundbreaking, true),
    ("破土", Stage::Groundbreaking, true),
    ("动土", Stage::Groundbreaking, true),
    ("开建", Stage::Groundbreaking, true),
    ("动建", Stage::Groundbreaking, true),
    ("开了工", Stage::Groundbreaking, true),
    ("动了工", Stage::Groundbreaking, true),
    ("开的工", Stage::Groundbreaking, true),
    ("动的工", Stage::Groundbreaking, true),
    ("动的土", Stage::Groundbreaking, true),
    ("破的土", Stage::Groundbreaking, true),
    ("奠的基", Stage::Groundbreaking, true),
    ("奠了基", Stage::Groundbreaking, true),
    ("破了土", Stage::Groundbreaking, true),
    ("复工", Stage::Groundbreaking, false),
    ("打桩", Stage::Groundbreaking, true),
    ("打下首桩", Stage::Groundbreaking, true),
    ("打下首根", Stage::Groundbreaking, true),
    ("打下了第一根桩", Stage::Groundbreaking, true),
    ("打下第一桩", Stage::Groundbreaking, true),
    ("开工建设", Stage::Groundbreaking, true),
    ("启动建设", Stage::Groundbreaking, true),
    ("broke ground", Stage::Groundbreaking, true),
    ("breaks ground", Stage::Groundbreaking, true),
    ("breaking ground", Stage::Groundbreaking, true),
    ("groundbreaking", Stage::Groundbreaking, true),
    ("started construction", Stage::Groundbreaking, true),
    ("began construction", Stage::Groundbreaking, true),
    ("starts construction", Stage::Groundbreaking, true),
    ("begun construction", Stage::Groundbreaking, true),
    ("封顶", Stage::ToppedOut, true),
    ("结顶", Stage::ToppedOut, true),
    ("封了顶", Stage::ToppedOut, true),
    ("结了顶", Stage::ToppedOut, true),
    ("封的顶", Stage::ToppedOut, true),
    ("结的顶", Stage::ToppedOut, true),
    ("喜封金顶", Stage::ToppedOut, true),
    ("喜结金顶", Stage::ToppedOut, true),
    ("封金顶", Stage::ToppedOut, true),
    ("结金顶", Stage::ToppedOut, true),
    ("topped out", Stage::ToppedOut, true),
    ("tops out", Stage::ToppedOut, true),
    ("topping-out", Stage::ToppedOut, true),
    ("通线", Stage::LineThrough, true),
    ("全线贯通", Stage::LineThrough, true),
    ("点亮", Stage::LineThrough, false),
    ("全线通线", Stage::LineThrough, true),
    ("通了线", Stage::LineThrough, true),
    ("产线贯通", Stage::LineThrough, true),
    ("工艺贯通", Stage::LineThrough, true),
    ("投片", Stage::LineThrough, false),
    ("first wafers", Stage::LineThrough, false),
    ("line-through", Stage::LineThrough, true),
    ("首片晶圆下线", Stage::LineThrough, true),
    ("首批晶圆下线", Stage::LineThrough, true),
    ("投产", Stage::InProduction, true),
    ("投了产", Stage::InProduction, true),
    ("投的产", Stage::InProduction, true),
    ("达了产", Stage::InProduction, true),
    ("开了炉", Stage::InProduction, false),
    ("投入试运行", Stage::InProduction, false),
    ("进入试运行", Stage::InProduction, false),
    ("正式运营", Stage::InProduction, false),
    ("试投产", Stage::InProduction, true),
    ("投运", Stage::InProduction, false),
    ("开业投产", Stage::InProduction, true),
    ("正式开业", Stage::InProduction, true),
    ("开业", Stage::InProduction, false),
    ("量产", Stage::InProduction, false),
    ("启用", Stage::InProduction, false),
    ("落成启用", Stage::InProduction, false),
    ("落成", Stage::Completed, false),
    ("落成投产", Stage::InProduction, true),
    ("下线", Stage::LineThrough, false),
    ("拉开建设大幕", Stage::Groundbreaking, true),
    ("拉开建设序幕", Stage::Groundbreaking, true),
    ("打下第一根桩", Stage::Groundbreaking, true),
    ("主体完工", Stage::ToppedOut, true),
    ("主体结构完工", Stage::ToppedOut, true),
    ("试生产", Stage::InProduction, true),
    ("试产", Stage::InProduction, false),
    ("达产", Stage::InProduction, true),
    ("满产", Stage::InProduction, true),
    ("投用", Stage::InProduction, false),
    ("正式启用", Stage::InProduction, false),
    ("投入使用", Stage::InProduction, false),
    ("投入运营", Stage::InProduction, false),
    ("建成投产", Stage::InProduction, true),
    ("竣工投产", Stage::InProduction, true),
    ("完工投产", Stage::InProduction, true),
    ("投入生产", Stage::InProduction, true),
    ("批量生产", Stage::InProduction, false),
    ("mass production", Stage::InProduction, false),
    ("volume production", Stage::InProduction, false),
    ("started production", Stage::InProduction, true),
    ("began production", Stage::InProduction, true),
    ("starts production", Stage::InProduction, true),
    ("started operations", Stage::InProduction, false),
    ("竣工", Stage::Completed, true),
    ("完工", Stage::Completed, true),
    ("竣工验收", Stage::Completed, true),
    ("竣了工", Stage::Completed, true),
    ("完了工", Stage::Completed, true),
    ("竣的工", Stage::Completed, true),
    ("交付使用", Stage::Completed, false),
    ("建成", Stage::Completed, false),
    ("全面建成", Stage::Completed, false),
    ("completed the building", Stage::Completed, true),
    ("completed construction", Stage::Completed, true),
    ("completes construction", Stage::Completed, true),
    ("finished construction", Stage::Completed, true),
];

static MATCHER: LazyLock<AhoCorasick> =
    LazyLock::new(|| words(WORDS.iter().map(|&(word, _, _)| word)));

/// Words that make what follows in the clause a plan.
const PLANS: &[&str] = &[
    "计划",
    "拟",
    "预计",
    "力争",
    "有望",
    "即将",
    "将于",
    "将在",
    "将实现",
    "将会",
    "将",
    "争取",
    "确保",
    "目标",
    "预期",
    "规划",
    "待",
    "推动",
    "加快",
    "尽早",
    "早日",
    "早",
    "筹备",
    "支持",
    "推进",
    "实现早",
    "未来",
    "后续",
    "如期",
    "力促",
    "促",
    "谋划",
    "原定",
    "还要",
    "还需",
    "还须",
    "要过",
    "要等",
    "年内",
    "年底前",
    "明年",
    "随着",
    "逐步",
    "will ",
    "plans",
    "plan to",
    "expected",
    "expects",
    "aims",
    "to begin",
    "should",
    "slated",
    "scheduled",
    "hopes",
    "intends",
    "could",
    "would",
    "planned",
    "is to be",
];

/// Words that deny what follows in the clause.
const DENIALS: &[&str] = &[
    "尚未",
    "尚需",
    "尚须",
    "仍需",
    "有待",
    "尚待",
    "需取得",
    "未能",
    "并未",
    "未",
    "没有",
    "终止",
    "取消",
    "暂缓",
    "搁置",
    "停止",
    "不再",
    "何时",
    "无法",
    "迟迟不",
    "撤销",
    "解除",
    "not ",
    "cancelled",
    "canceled",
    "halted",
    "scrapped",
    "suspended",
    "called off",
    "won't",
    "no longer",
];

/// Words right after a stage word that make it a condition or a label, not a report.
const AFTER: &[&str] = &[
    "后",
    "之后",
    "以后",
    "之日",
    "时间",
    "前",
    "条件",
    "计划",
    "目标",
    "投产后",
    "达产后",
    "并投产后",
    "并达产后",
    "进度",
    "在即",
    "准备",
    "率",
    "要求",
    "手续",
    "机关",
    "事项",
    "日期",
    "协议之",
    "阶段",
    "的目标",
    "倒计时",
    "信息",
    "号",
    "文件",
    "规模",
    "难",
    "价",
    "登记",
    "（计划",
    "（预计",
    "（拟",
    "(计划",
    "(预计",
];

/// Every stage word in `text` with the way the text speaks of it.
///
/// A plan or a denial reaches to the end of its clause; a "，" ends a clause, a "、" does not. Dates are not looked at here:
/// a stage told with a future date is a plan, which the caller knows.
pub fn stages(text: &str) -> Vec<Found<StageMention>> {
    thread_local! {
        static MEMO: Memo<(), Vec<Found<StageMention>>> = const { Memo::new() };
    }
    remembered(&MEMO, text, (), || read_all(text))
}

fn read_all(text: &str) -> Vec<Found<StageMention>> {
    let mut found: Vec<Found<StageMention>> = Vec::new();
    for hit in MATCHER.find_iter(text) {
        let Some(&(word, stage, strong)) = WORDS.get(hit.pattern().as_usize()) else {
            continue;
        };
        let before = slice(text, 0, hit.start());
        let after = slice(text, hit.end(), text.len());
        if not_a_stage(word, before, after) {
            continue;
        }
        let standing = standing(before, after, word);
        found.push(Found {
            start: hit.start(),
            end: hit.end(),
            value: StageMention {
                stage,
                label: word.to_owned(),
                standing,
                strong,
            },
        });
    }
    found
}

/// Uses of the words that have nothing to do with a project's stage.
fn not_a_stage(word: &str, before: &str, after: &str) -> bool {
    let next = head(after, 6);
    // "12个开工建设": of how many of a group, not of one.
    let lead = before.strip_suffix(['个', '家', '项']).unwrap_or("");
    if lead.ends_with(|last: char| last.is_ascii_digit()) {
        return true;
    }
    // 充满产业活力, 量产品: the letters of other words.
    let other_word = next.starts_with(['业', '品', '值', '权', '地']);
    if word.ends_with('产')
        && (other_word || word == "满产" && before.ends_with(['充', '布', '圆']))
    {
        return true;
    }
    // 推动工业, 召开工作会议, 做完工作: the last letter begins another word.
    if word.ends_with('工') && begins_work(next, before) {
        return true;
    }
    // 去年9月动的工: a verb that 的 splits ends its clause, 流动的工人 does not.
    let split = word.chars().count() == 3 && word.chars().nth(1) == Some('的');
    if split
        && !(next.is_empty() || next.starts_with(['，', '。', '；', '、', '！', '？', '）', '是']))
    {
        return true;
    }
    match word {
        // What was asked for, awaited or published is not yet given.
        "环评批复" | "施工许可证" => {
            next.starts_with(['未', '之', '前', '后', '尚'])
                || ![
                    "获", "取得", "拿到", "拿下", "领到", "领取", "通过", "核发", "拿了",
                ]
                .iter()
                .any(|verb| tail(before, 8).contains(verb))
        }
        "立项" => !["完成", "通过", "获", "批准", "同意", "正式", "已"]
            .iter()
            .any(|verb| before.ends_with(verb)),
        "打桩" => next.starts_with('机'),
        // 节后复工, 复工复产 are of a whole town or firm.
        "复工" => {
            next.starts_with("复产") || next.starts_with('率') || tail(before, 3).contains('节')
        }
        "投片" => {
            next.starts_with(['量', '产', '能', '规', '数', '需'])
                || before.ends_with(['月', '年', '日', '均'])
        }
        "备案" => {
            // 辅导备案 belongs to listings; 备案机关 and 备案号 are labels of a form.
            tail(before, 2) == "辅导"
                || ["机关", "日期", "号", "信息", "登记", "部门"]
                    .iter()
                    .any(|label| next.starts_with(label))
                    && !next.starts_with("登记")
        }
        "获批" => next.starts_with("上市") || next.starts_with("发行"),
        "开工" => next.starts_with('率') || tail(before, 1) == "复",
        // 测试生产线 holds the letters, not the word.
        "试生产" => tail(before, 1) == "测" || next.starts_with('线'),
        "试产" => tail(before, 1) == "测",
        // 开竣工活动 is of many; 桩基完工 is of a part that comes first.
        "竣工" | "完工" | "建成" if foundation(before) || tail(before, 1) == "开" => true,
        "签下" => {
            let near = head(after, 24);
            !["项目", "协议", "合同", "约", "备忘录", "意向", "投资"]
                .iter()
                .any(|word| near.contains(word))
        }
        "下线" => !["首片", "首批", "首枚", "首颗", "第一片", "首条", "首台"]
            .iter()
            .any(|word| tail(before, 16).contains(word)),
        "启用" => tail(before, 1) == "未" || next.starts_with("仪式"),
        "落成" => next.starts_with("典礼") || tail(before, 1) == "坐",
        "通线" => tail(before, 1) == "交" || tail(before, 1) == "接",
        // 建成每月9万片的产能, 建成国内一流的基地: what is to come of it.
        "建成" | "全面建成" => {
            let aim = [
                "每月", "每年", "年产", "月产", "国内", "全国", "全球", "全省", "世界", "国际",
                "具有", "一条", "一座", "两条",
            ]
            .iter()
            .any(|word| next.starts_with(word))
                && !before.ends_with(['已', '经', '了']);
            aim || next.starts_with("后") && !next.starts_with("后续")
        }
        "落地" => {
            ["生根", "政策", "成果"]
                .iter()
                .any(|label| next.starts_with(label))
                || ["政策", "细则", "应用"]
                    .iter()
                    .any(|lead| before.ends_with(lead))
        }
        "signed" => false,
        "签订" | "签署" => {
            !head(after, 24).contains("协议")
                && !head(after, 24).contains("合同")
                && !head(after, 16).contains('约')
        }
        _ => false,
    }
}

/// Whether the 工 that ends a word of stages belongs to the word that follows: 工作, 工业, 工厂, 工艺.
fn begins_work(next: &str, before: &str) -> bool {
    // 启动工程建设 does begin a building.
    next.starts_with(['作', '业', '厂', '艺', '人', '序', '商'])
        || next.starts_with('程') && !before.ends_with('启')
}

/// Whether what follows a word of stages denies it: 签约和开工日期未公布, 备案、环评等手续尚未办理.
fn denied_behind(after: &str) -> bool {
    // The commas end what is said of it.
    let clause = after
        .split(['，', '。', '；', '！', '？', '（'])
        .next()
        .unwrap_or("");
    let near = head(clause, 18);
    let of_it = ["日期", "时间", "手续", "批复", "节点", "时间表"]
        .iter()
        .filter_map(|noun| near.find(noun))
        .min();
    let Some(at) = of_it else { return false };
    let lead = slice(near, 0, at);
    // 签约的项目…投资额未披露 leaves the signing as it is.
    let plain = !lead.contains('的') && !lead.contains("投资") && lead.chars().count() <= 10;
    let rest = slice(near, at, near.len());
    plain
        && ["未", "尚无", "没有", "待定", "不详", "暂无", "不明"]
            .iter()
            .any(|word| rest.contains(word))
}

/// Whether the words end in a part of a building that is made before the building.
fn foundation(before: &str) -> bool {
    const PARTS: [&str; 11] = [
        "桩基",
        "基坑",
        "地基",
        "基础",
        "土方",
        "地下室",
        "土建",
        "桩基工程",
        "基础工程",
        "土建工程",
        "支护",
    ];
    let before = before.trim_end_matches(['全', '部', '已', '经', '施', '工', '均']);
    PARTS.iter().any(|part| before.ends_with(part))
}

fn standing(before: &str, after: &str, word: &str) -> Standing {
    let clause = before
        .rsplit([
            '，', '。', '；', '！', '？', '：', '\n', '（', '“', ',', ';',
        ])
        .next()
        .unwrap_or(before);
    let clause = tail(clause, 40);
    if denied_behind(after) {
        return Standing::Denied;
    }
    if AFTER.iter().any(|next| after.starts_with(next))
        && !after.starts_with("后续")
        && !(word == "备案" && after.starts_with("登记"))
    {
        // "投产后预计…" speaks of the time after; it neither reports nor denies.
        return Standing::Planned;
    }
    let lower = if clause.is_ascii() {
        clause.to_ascii_lowercase()
    } else {
        clause.to_owned()
    };
    let last = |list: &[&str]| {
        list.iter()
            .filter_map(|entry| lower.rfind(entry).map(|at| at + entry.len()))
            .max()
    };
    let (denied, planned) = (last(DENIALS), last(PLANS));
    match (denied, planned) {
        (Some(denied), planned) if planned.is_none_or(|planned| planned <= denied) => {
            // "未" far from the word denies something else.
            let gap = lower.get(denied..).map_or(0, |rest| rest.chars().count());
            if gap <= 14 {
                Standing::Denied
            } else {
                Standing::Reached
            }
        }
        (_, Some(planned)) => {
            let rest = lower.get(planned..).unwrap_or("");
            // "自计划提前…以来", "较原计划提前45天结顶": ahead of a plan is reached.
            if ["提前", "较", "比"].iter().any(|word| rest.contains(word)) {
                Standing::Reached
            } else {
                Standing::Planned
            }
        }
        _ => Standing::Reached,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        stages(text)
            .into_iter()
            .map(|one| {
                format!(
                    "{} {} {:?}",
                    one.value.stage.name(),
                    one.value.label,
                    one.value.standing
                )
            })
            .collect()
    }

    #[test]
    fn reached_stages_are_told_from_plans() {
        for (text, expected) in [
            (
                "项目正式签约落户示例市",
                vec!["signed 签约 Reached", "signed 落户 Reached"],
            ),
            ("计划2024年6月竣工", vec!["completed 竣工 Planned"]),
            ("这片充满产业活力的土地", vec![]),
            ("基地已满产", vec!["in_production 满产 Reached"]),
            ("项目尚未开工建设", vec!["groundbreaking 开工建设 Denied"]),
            ("较原计划提前45天结顶", vec!["topped_out 结顶 Reached"]),
            ("达产后年产值2亿元", vec!["in_production 达产 Planned"]),
            ("正式投产", vec!["in_production 投产 Reached"]),
            ("喜结金顶", vec!["topped_out 喜结金顶 Reached"]),
            (
                "力争实现早开工、早投产",
                vec!["groundbreaking 开工 Planned", "in_production 投产 Planned"],
            ),
            (
                "终止投资，项目未开工建设",
                vec!["groundbreaking 开工建设 Denied"],
            ),
            ("办理辅导备案登记", vec![]),
            ("去年9月动的工", vec!["groundbreaking 动的工 Reached"]),
            (
                "今年2月投的产，花了8.6亿",
                vec!["in_production 投的产 Reached"],
            ),
            ("流动的工人和投的产品", vec![]),
            ("召开工作会议推动工业发展", vec![]),
            (
                "启动工程建设前做完工作",
                vec!["groundbreaking 动工 Reached"],
            ),
            (
                "签约和开工日期未公布",
                vec!["signed 签约 Denied", "groundbreaking 开工 Denied"],
            ),
            ("备案、环评等手续尚未办理", vec!["filed 备案 Denied"]),
            (
                "开工的项目投资额未披露",
                vec!["groundbreaking 开工 Reached"],
            ),
            ("还要过发改、商务两道备案", vec!["filed 备案 Planned"]),
            ("3月2日取得施工许可证", vec!["filed 施工许可证 Reached"]),
            ("自取得施工许可证之日起算", vec![]),
            ("环评批复未到位", vec![]),
            ("正在环评公示", vec![]),
            ("3月1日全面复工", vec!["groundbreaking 复工 Reached"]),
            ("春节后复工复产", vec![]),
            ("只有打桩机的声音", vec![]),
            ("月投片3万片", vec![]),
            (
                "It broke ground on Tuesday",
                vec!["groundbreaking broke ground Reached"],
            ),
            (
                "volume production is slated",
                vec!["in_production volume production Reached"],
            ),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }
}
