//! Sentences made up for the rules, each with the financings that a careful reader finds in it.

use xinqiao_record::{Body, Span};

use crate::fact::{Context, propose};
use crate::structure::ArticleText;

fn lines(issued: &str, title: &str, body: &str) -> Vec<String> {
    let text = format!("{title}\n{body}");
    let end = u32::try_from(text.len()).unwrap();
    let article = ArticleText {
        title: title.to_owned(),
        span: Span::new(0, end),
        prose: vec![Span::new(u32::try_from(title.len() + 1).unwrap(), end)],
        ..ArticleText::default()
    };
    let context = Context {
        issued: issued.parse().ok(),
        today: None,
    };
    propose(&text, &[article], context)
        .into_iter()
        .filter_map(|fact| match fact.body {
            Body::Financing(body) => Some(body),
            _ => None,
        })
        .map(|body| {
            let investors: Vec<&str> = body
                .investors
                .iter()
                .map(|party| party.name.as_str())
                .collect();
            format!(
                "{} {} {} {} {} [{}]",
                body.company.name,
                body.financing.name(),
                body.round.unwrap_or_else(|| "-".into()),
                body.amount
                    .map_or("-".into(), |amount| amount.money.units()),
                body.date.map_or("-".into(), |date| date.to_string()),
                investors.join(","),
            )
        })
        .collect()
}

#[test]
fn a_round_has_company_sum_date_and_investors() {
    assert_eq!(
        lines(
            "2024-06",
            "示样智芯完成近2亿元B轮融资（示例）",
            "6月3日，传感器芯片企业示样智芯（合肥）科技有限公司宣布完成近2亿元B轮融资。本轮融资由甲山资本领投，乙水创投、丙木基金跟投。",
        ),
        [
            "示样智芯（合肥）科技有限公司 round B轮 200000000 2024-06-03 [甲山资本,乙水创投,丙木基金]"
        ]
    );
}

#[test]
fn a_time_line_gives_one_round_per_entry() {
    assert_eq!(
        lines(
            "2025-06",
            "示样科技：融资历程（示例）",
            "- 2022-07-26 ● 融资 1.2亿元\nC轮 相关新闻 > 甲山资本、乙水创投\n- 2021-02-22 ● 丙木基金、丁火资本\n股权融资",
        ),
        [
            "示样科技 round C轮 120000000 2022-07-26 [甲山资本,乙水创投]",
            "示样科技 round 股权融资 - 2021-02-22 [丙木基金,丁火资本]",
        ]
    );
}

#[test]
fn an_acquisition_names_target_and_buyer() {
    assert_eq!(
        lines(
            "2024-06",
            "示例",
            "6月5日，示样微公告，拟以现金方式购买样本模拟技术（湖州）有限公司100%股权，交易作价6.3亿元。"
        ),
        ["样本模拟技术（湖州）有限公司 acquisition - 630000000 2024-06-05 [示样微]"]
    );
}

#[test]
fn a_step_to_a_listing_has_its_word() {
    assert_eq!(
        lines(
            "2024-06",
            "示样光电：科创板IPO获受理（示例）",
            "6月28日，上交所官网显示，示样光电股份有限公司科创板IPO申请获受理，拟募集资金8亿元。"
        ),
        ["示样光电股份有限公司 ipo 受理 800000000 2024-06-28 []"]
    );
}

#[test]
fn words_of_finance_alone_are_no_financing() {
    for text in [
        "本地上市公司扎根发展，融资环境持续改善。",
        "收购完成后，双方将进一步整合资源。",
        "因保荐人撤回申请，上交所终止其科创板发行上市审核。",
        "支持企业在科创板上市，给予最高300万元奖励。",
    ] {
        assert_eq!(
            lines("2024-06", "示例", text),
            Vec::<String>::new(),
            "{text}"
        );
    }
}
