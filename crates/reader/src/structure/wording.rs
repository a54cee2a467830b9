//! The wording of headings: a headline tells of an event, a section heading names a part, a column heading names a subject.

use crate::text::classes::{fold, han_count, width};
use crate::text::line::{Look, look};

/// Words of which a headline has at least one: what somebody does or what becomes of something.
const EVENTS: [&str; 112] = [
    "签约",
    "落户",
    "落地",
    "开工",
    "动工",
    "奠基",
    "投产",
    "量产",
    "封顶",
    "结顶",
    "竣工",
    "通线",
    "下线",
    "点亮",
    "完成",
    "获得",
    "获批",
    "获评",
    "获",
    "融资",
    "发布",
    "印发",
    "出台",
    "举行",
    "举办",
    "召开",
    "启动",
    "上市",
    "过会",
    "挂牌",
    "敲钟",
    "收购",
    "并购",
    "出售",
    "转让",
    "终止",
    "暂停",
    "撤回",
    "撤销",
    "公告",
    "公示",
    "公布",
    "揭晓",
    "推出",
    "建成",
    "突破",
    "增长",
    "下降",
    "下滑",
    "上涨",
    "回暖",
    "拟",
    "将",
    "斥资",
    "投资",
    "打造",
    "亮相",
    "入选",
    "入围",
    "登陆",
    "递表",
    "招股",
    "备案",
    "验收",
    "开业",
    "揭牌",
    "成立",
    "设立",
    "开幕",
    "闭幕",
    "开建",
    "签署",
    "达成",
    "携手",
    "联手",
    "合作",
    "中标",
    "交付",
    "出货",
    "扩产",
    "停产",
    "复产",
    "涨价",
    "降价",
    "首发",
    "刷新",
    "创下",
    "创新高",
    "迎来",
    "走进",
    "探访",
    "调研",
    "考察",
    "解读",
    "荣获",
    "通过",
    "进入",
    "开启",
    "加码",
    "布局",
    "瞄准",
    "聚焦",
    "拿下",
    "牵手",
    "出任",
    "辞任",
    "发生",
    "受理",
    "问询",
    "注册生效",
    "取得",
    "实现",
];
/// Words that open the heading of a measure: 推进…, 加强….
const MEASURES: [&str; 30] = [
    "加快", "推动", "强化", "加强", "提升", "完善", "健全", "支持", "培育", "优化", "构建", "夯实",
    "推进", "深化", "落实", "鼓励", "引导", "做强", "做大", "做优", "促进", "保障", "统筹", "拓展",
    "壮大", "建立", "坚持", "增强", "营造", "严格",
];
/// Words that name the parts of one text.
const SECTIONS: [&str; 62] = [
    "引言",
    "前言",
    "绪论",
    "导言",
    "结论",
    "结语",
    "摘要",
    "参考文献",
    "附则",
    "附录",
    "附件",
    "背景",
    "概述",
    "概况",
    "总结",
    "小结",
    "致谢",
    "综述",
    "展望",
    "建议",
    "总体要求",
    "指导思想",
    "基本原则",
    "主要目标",
    "发展目标",
    "工作目标",
    "总体目标",
    "目标",
    "发展基础",
    "发展现状",
    "现状",
    "形势",
    "重点任务",
    "主要任务",
    "任务",
    "重点工程",
    "保障措施",
    "组织实施",
    "组织领导",
    "工作要求",
    "问题",
    "对策",
    "启示",
    "经验",
    "做法",
    "成效",
    "挑战",
    "机遇",
    "研究方法",
    "方法",
    "结果",
    "讨论",
    "适用范围",
    "申报条件",
    "申报程序",
    "支持政策",
    "风险提示",
    "免责声明",
    "内容提要",
    "主要内容",
    "有关要求",
    "实施期限",
];
const ENGLISH_SECTIONS: [&str; 34] = [
    "introduction",
    "conclusion",
    "conclusions",
    "abstract",
    "references",
    "summary",
    "executivesummary",
    "background",
    "appendix",
    "methods",
    "methodology",
    "results",
    "discussion",
    "overview",
    "outlook",
    "scope",
    "objectives",
    "goals",
    "recommendations",
    "nextsteps",
    "limitations",
    "relatedwork",
    "acknowledgements",
    "acknowledgments",
    "keyfindings",
    "findings",
    "marketoverview",
    "analysis",
    "riskfactors",
    "definitions",
    "purpose",
    "data",
    "context",
    "implementation",
];
/// Words of columns of newsletters.
const COLUMNS: [&str; 66] = [
    "动态",
    "要闻",
    "快讯",
    "简讯",
    "速递",
    "聚焦",
    "头条",
    "资讯",
    "融资",
    "投资",
    "资本",
    "上市",
    "并购",
    "项目",
    "政策",
    "观察",
    "视点",
    "市场",
    "数据",
    "会员",
    "企业",
    "行业",
    "产业",
    "技术",
    "国际",
    "海外",
    "国内",
    "活动",
    "会讯",
    "会议",
    "预告",
    "来稿",
    "人物",
    "人事",
    "专题",
    "专栏",
    "之窗",
    "光荣榜",
    "公示",
    "新闻",
    "产品",
    "园区",
    "地方",
    "卷首",
    "论坛",
    "回顾",
    "前沿",
    "news",
    "deal",
    "fund",
    "money",
    "market",
    "polic",
    "people",
    "product",
    "technolog",
    "fabs",
    "event",
    "brief",
    "project",
    "world",
    "industry",
    "europe",
    "asia",
    "america",
    "capacity",
];
/// Words that name a collection of texts in its masthead.
const COLLECTIONS: [&str; 54] = [
    "周报",
    "月报",
    "日报",
    "快讯",
    "快报",
    "简报",
    "简讯",
    "动态",
    "摘编",
    "汇编",
    "选编",
    "汇总",
    "集锦",
    "盘点",
    "文摘",
    "专刊",
    "跟踪",
    "要闻",
    "要览",
    "通讯",
    "资讯",
    "参考",
    "期刊",
    "视野",
    "芯讯",
    "内参",
    "晨报",
    "早报",
    "晚报",
    "速递",
    "速览",
    "一周",
    "本周",
    "月刊",
    "周刊",
    "季刊",
    "双周刊",
    "观察",
    "digest",
    "weekly",
    "monthly",
    "newsletter",
    "bulletin",
    "briefing",
    "the brief",
    "roundup",
    "round-up",
    "dispatch",
    "gazette",
    "news in",
    "daily",
    "update",
    "week of",
    "this week",
];
const ENGLISH_EVENTS: [&str; 91] = [
    "raise",
    "open",
    "break",
    "start",
    "sign",
    "buy",
    "acquire",
    "sell",
    "win",
    "launch",
    "begin",
    "complete",
    "finish",
    "plan",
    "close",
    "cut",
    "halt",
    "delay",
    "file",
    "list",
    "price",
    "pick",
    "build",
    "ship",
    "join",
    "name",
    "appoint",
    "announce",
    "report",
    "post",
    "grow",
    "fall",
    "rise",
    "drop",
    "back",
    "approve",
    "award",
    "agree",
    "merge",
    "expand",
    "invest",
    "unveil",
    "introduce",
    "take",
    "get",
    "secure",
    "land",
    "hit",
    "reach",
    "run",
    "double",
    "add",
    "hire",
    "exit",
    "scrap",
    "slip",
    "move",
    "set",
    "seek",
    "go",
    "say",
    "top",
    "restart",
    "resume",
    "stop",
    "boost",
    "slash",
    "lift",
    "lower",
    "triple",
    "order",
    "supply",
    "partner",
    "test",
    "qualify",
    "deliver",
    "receive",
    "grant",
    "ban",
    "sue",
    "settle",
    "lease",
    "switch",
    "return",
    "extend",
    "weigh",
    "eye",
    "near",
    "drop",
    "ramp",
    "shut",
];

/// Whether a title reads like a headline: it tells of an event, holds a clause, or is a whole sentence of a few words.
pub(super) fn is_headline(title: &str) -> bool {
    let han = han_count(title);
    if han * 2 >= title.chars().filter(|c| c.is_alphabetic()).count() {
        let clause = title.contains(['：', '！', '？', '，', '｜', '|', '“', '；'])
            || title.contains("——")
            || title.contains("关于");
        let event = EVENTS.iter().any(|word| title.contains(word));
        return (han >= 5 && event) || (han >= 8 && clause);
    }
    let words: Vec<String> = title
        .split(|c: char| !(c.is_alphanumeric() || c == '-' || c == '\''))
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let event = words.iter().any(|word| {
        ENGLISH_EVENTS.iter().any(|stem| {
            word.strip_prefix(stem).is_some_and(|rest| {
                matches!(
                    rest,
                    "" | "s" | "es" | "ed" | "d" | "ing" | "ning" | "ting" | "ning's"
                )
            })
        }) || matches!(
            word.as_str(),
            "wins"
                | "won"
                | "broke"
                | "began"
                | "bought"
                | "sold"
                | "built"
                | "took"
                | "fell"
                | "rose"
                | "grew"
                | "said"
                | "files"
                | "to"
        )
    });
    let figure =
        title.contains(['$', '€', '£', '¥', '%']) || title.chars().any(|c| c.is_ascii_digit());
    words.len() >= 3 && (event || figure || words.len() >= 7)
}

/// Whether a heading names a part of one text or a measure of a plan rather than a text of its own.
pub(super) fn is_section(title: &str) -> bool {
    let folded = fold(title);
    if folded.is_empty() {
        return true;
    }
    let chinese = SECTIONS.iter().any(|word| {
        folded == *word || (folded.ends_with(word) && han_count(title) <= 8 && !is_headline(title))
    });
    let measure =
        MEASURES.iter().any(|word| folded.starts_with(word)) && !title.contains(['：', '！', '“']);
    let clause = title.starts_with('第') && matches!(look(title), Look::Section(_));
    chinese || measure || clause || ENGLISH_SECTIONS.contains(&folded.as_str())
}

/// Whether a heading is short and names a subject as columns do.
pub(super) fn is_column_name(title: &str) -> bool {
    let lower = title.to_lowercase();
    width(title) <= 28 && !is_section(title) && COLUMNS.iter().any(|word| lower.contains(word))
}

/// Whether a masthead line names a collection of texts.
pub(super) fn names_collection(line: &str) -> bool {
    let lower = line.to_lowercase();
    COLLECTIONS.iter().any(|word| lower.contains(word))
}

/// Whether a masthead line numbers an issue: `第3期`, `总第41期`, `Vol. 11`, `Issue 14`, `No. 37`.
pub(super) fn numbers_issue(line: &str) -> bool {
    let chinese = line.split('第').skip(1).any(|rest| {
        let after = rest.trim_start().trim_start_matches(|c: char| {
            c.is_ascii_digit() || crate::text::classes::is_chinese_numeral(c)
        });
        after.len() < rest.trim_start().len() && after.trim_start().starts_with(['期', '辑', '号'])
    });
    let lower = line.to_lowercase();
    let english = ["issue", "vol.", "volume", "no.", "edition"]
        .iter()
        .any(|word| {
            lower.split(word).skip(1).any(|rest| {
                rest.trim_start_matches([' ', '#', ':', 'n', 'o', '.'])
                    .starts_with(|c: char| c.is_ascii_digit())
            })
        });
    chinese || english || line.contains("出刊日期") || line.contains("内部资料")
}

/// Whether a title is that of an official document.
pub(super) fn names_document(title: &str) -> bool {
    const DOCUMENTS: [&str; 14] = [
        "通知",
        "意见",
        "办法",
        "措施",
        "举措",
        "若干政策",
        "方案",
        "规划",
        "条例",
        "规定",
        "细则",
        "行动计划",
        "决定",
        "实施计划",
    ];
    let mut bare = title.trim();
    while let Some(at) = bare
        .rfind(['（', '('])
        .filter(|_| bare.ends_with(['）', ')']))
    {
        bare = bare.get(..at).unwrap_or_default().trim_end();
    }
    let bare = bare.trim_end_matches(['》', ' ']);
    DOCUMENTS.iter().any(|word| bare.ends_with(word))
        || (title.to_lowercase().contains("action plan") && !title.contains(':'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headlines_sections_and_columns_are_told_apart() {
        for title in [
            "示例公司完成A轮融资",
            "首批晶圆下线！某区再添一条产线",
            "Samplecorp raises $20m for chiplets",
            "一期已投产、二期在路上——走进“微镜工厂”",
        ] {
            assert!(is_headline(title) && !is_section(title), "{title}");
        }
        for title in [
            "总体要求",
            "发展基础",
            "主要任务",
            "Introduction",
            "加快推进重大项目建设",
            "研究背景",
            "建议",
        ] {
            assert!(is_section(title), "{title}");
        }
        for title in ["项目现场", "资本观察", "Deals", "FABS", "会讯"] {
            assert!(is_column_name(title) && !is_headline(title), "{title}");
        }
    }

    #[test]
    fn mastheads_number_their_issues() {
        for line in [
            "2024年第3期（总第41期）",
            "Issue 14, October 2024",
            "Vol. 11, No. 37",
            "第 27 期",
        ] {
            assert!(numbers_issue(line), "{line}");
        }
        for line in ["第二届示例大会", "示例项目一期", "No company is real"] {
            assert!(!numbers_issue(line), "{line}");
        }
    }
}
