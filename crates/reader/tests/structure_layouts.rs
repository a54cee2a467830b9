//! Layouts of publications of many kinds: each a small text of its own, taken apart into titles, columns and sources.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test fails by panicking, in its helpers too"
)]

use xinqiao_reader::{Limits, Reading, read};

fn reading(name: &str, text: &str) -> Reading {
    read(name, text.as_bytes(), &Limits::default()).unwrap()
}

/// Column and title of each article; a dash for no column.
fn parts(reading: &Reading) -> Vec<String> {
    reading
        .articles
        .iter()
        .map(|article| {
            format!(
                "{} | {}",
                article.column.as_deref().unwrap_or("-"),
                article.title
            )
        })
        .collect()
}

fn sources(reading: &Reading) -> Vec<Vec<&str>> {
    reading
        .articles
        .iter()
        .map(|article| {
            article
                .sources
                .iter()
                .map(|source| source.name.as_str())
                .collect()
        })
        .collect()
}

fn published(reading: &Reading) -> Vec<Option<String>> {
    reading
        .articles
        .iter()
        .map(|article| article.published.map(|date| date.to_string()))
        .collect()
}

#[test]
fn a_numbered_weekly_with_bracketed_sections() {
    let text = "示例芯投周报\n第27期 2023年7月3日—7月9日\n\n【融资】\n\n1、甲泽半导体完成近亿元A轮融资\n7月4日，甲泽半导体宣布完成近亿元A轮融资，由某创投领投，资金用于车规芯片的研发和量产。\n\n2、乙川光电获得数千万元天使轮投资\n乙川光电近日获得数千万元天使轮投资，投资方为某产业基金，公司专注硅光引擎的设计。\n\n【上市】\n\n3、丙原微电子科创板首发过会\n7月6日，丙原微电子首发获通过，公司拟募资十亿元，用于新产品的开发和总部建设。\n\n【一句话】\n\n丁公司撤回上市申请；戊公司更换保荐机构；己公司的股票将于下周一上市交易，发行价为二十元。\n";
    let found = reading("weekly.txt", text);
    assert_eq!(
        parts(&found),
        [
            "融资 | 甲泽半导体完成近亿元A轮融资",
            "融资 | 乙川光电获得数千万元天使轮投资",
            "上市 | 丙原微电子科创板首发过会",
            "- | 一句话",
        ]
    );
    assert_eq!(found.issued.map(|date| date.year_number()), Some(2023));
}

#[test]
fn chinese_numerals_as_columns_over_arabic_items() {
    let text = "示例产业投融资简报\n2024年5月第3周\n\n一、融资动态\n\n1. 甲泽半导体完成B轮融资\n5月13日，甲泽半导体完成两亿元B轮融资，某资本领投，老股东跟投。\n\n2. 乙川光电完成Pre-A轮融资\n乙川光电完成五千万元Pre-A轮融资，投资方为某基金，用于产线的建设。\n\n二、资本市场\n\n1. 丙原微电子登陆科创板\n5月15日，丙原微电子在上交所挂牌，首日收涨百分之十二，市值约九十亿元。\n\n2. 丁岭材料终止发行上市审核\n因公司撤回申请，交易所决定终止丁岭材料的发行上市审核，公司未说明原因。\n";
    assert_eq!(
        parts(&reading("a.txt", text)),
        [
            "融资动态 | 甲泽半导体完成B轮融资",
            "融资动态 | 乙川光电完成Pre-A轮融资",
            "资本市场 | 丙原微电子登陆科创板",
            "资本市场 | 丁岭材料终止发行上市审核",
        ]
    );
}

#[test]
fn an_english_briefing_with_sections_and_items() {
    let text = "# The Sample Wafer Brief\n\n*Issue 14, October 2024*\n\nGood morning. Here is what happened this week.\n\n## Deals\n\n### Samplecorp buys Exemplar Devices for $310m\n\nSamplecorp said on Tuesday that it would buy Exemplar Devices, a maker of power modules, for $310 million in cash.\n\n### Placeholder Photonics raises $45m Series B\n\nPlaceholder Photonics closed a $45 million Series B led by Demo Ventures. The money pays for a pilot line.\n\n## Fabs\n\n### Dummy Semi breaks ground in Dresden\n\nDummy Semi broke ground on a 300 mm plant on 2 October. First wafers are due in 2027.\n\n## Policy\n\n### Brussels approves €900m in aid for Mock Power\n\nThe European Commission approved the aid on Friday. The plant will employ 400 people.\n\n## About this brief\n\nThe brief is written by volunteers. Write to us at the address below.\n";
    let found = reading("brief.md", text);
    assert_eq!(
        parts(&found),
        [
            "Deals | Samplecorp buys Exemplar Devices for $310m",
            "Deals | Placeholder Photonics raises $45m Series B",
            "Fabs | Dummy Semi breaks ground in Dresden",
            "Policy | Brussels approves €900m in aid for Mock Power",
        ]
    );
    assert_eq!(
        found.issued.map(|date| date.to_string()).as_deref(),
        Some("2024-10")
    );
}

#[test]
fn an_english_briefing_with_bold_leads() {
    let text = "# Sample Chip Morning\n\nMonday, 7 October 2024\n\n## Money\n\n**Placeholder Photonics raises $45m.** The company closed a Series B led by Demo Ventures and will build a pilot line with it.\n\nIt was founded in 2019.\n\n**Dummy Semi files for a Frankfurt listing.** The maker of microcontrollers hopes to raise 200 million euros before the end of the year.\n\n## Plants\n\n**Mock Power opens its Graz line** — The line makes 4,000 modules a day. *(Source: Sample Gazette)*\n\n**Exemplar Devices halts work in Leeds.** The company named weak demand as the reason and gave no date for a restart.\n";
    let found = reading("morning.md", text);
    assert_eq!(
        parts(&found),
        [
            "Money | Placeholder Photonics raises $45m",
            "Money | Dummy Semi files for a Frankfurt listing",
            "Plants | Mock Power opens its Graz line",
            "Plants | Exemplar Devices halts work in Leeds",
        ]
    );
}

#[test]
fn posts_pasted_one_after_another() {
    let text = "甲市再添“芯”动力！示例项目开工啦\n\n示例甲市发布 2023-03-08 18:00 发表于江苏\n\n↑点击上方蓝字关注我们\n\n今天上午，示例半导体的封测项目在甲市开工，总投资十二亿元，计划明年年底建成投产。\n\n来源 | 示例甲市融媒\n编辑 | 某小编\n\n阅读 3021 赞 55 在看 12\n\n* * *\n\n乙县：一颗螺丝钉里的“芯”功夫\n\n乙县融媒 2023-03-10 09:12 发表于浙江\n\n在乙县经济开发区，示例精密的车间里一片忙碌，公司去年的产值突破了三亿元。\n\n记者：某甲\n\n* * *\n\n示例晶材项目签约丙区\n\n丙区在线 2023-03-12 20:30\n\n3月11日，示例晶材与丙区签订投资协议，计划投资五亿元建设石英坩埚生产线。\n";
    let found = reading("posts.txt", text);
    assert_eq!(
        parts(&found),
        [
            "- | 甲市再添“芯”动力！示例项目开工啦",
            "- | 乙县：一颗螺丝钉里的“芯”功夫",
            "- | 示例晶材项目签约丙区"
        ]
    );
    assert_eq!(sources(&found)[1..], [vec!["乙县融媒"], vec!["丙区在线"]]);
    assert_eq!(
        published(&found),
        [
            Some("2023-03-08".to_owned()),
            Some("2023-03-10".to_owned()),
            Some("2023-03-12".to_owned())
        ]
    );
}

#[test]
fn web_pages_without_rules_between_them() {
    let text = "首页 > 新闻中心 > 部门动态\n甲市召开集成电路产业推进会\n发布时间：2022-04-11 10:20 来源：甲市工信局 浏览次数：88\n4月8日，甲市召开集成电路产业推进会，部署全年的重点工作，十二家企业的负责人参加会议。\n【打印】 【关闭】\n上一篇：关于放假的通知\n\n首页 > 新闻中心 > 园区\n示例材料二期项目竣工验收\n发布时间：2022-04-15 16:02 来源：甲市开发区 浏览次数：120\n4月14日，示例材料的二期项目通过竣工验收，新增年产三千吨光刻胶配套试剂的能力。\n【打印】 【关闭】\n";
    let found = reading("pages.txt", text);
    assert_eq!(
        parts(&found),
        [
            "- | 甲市召开集成电路产业推进会",
            "- | 示例材料二期项目竣工验收"
        ]
    );
    assert_eq!(sources(&found), [vec!["甲市工信局"], vec!["甲市开发区"]]);
    for article in &found.articles {
        let text = article.span.of(&found.text).unwrap();
        assert!(!text.contains("打印") && !text.contains("首页"), "{text}");
    }
}

#[test]
fn a_plan_of_a_city_is_one_article() {
    let plain = "示例市人民政府办公室文件\n示政办发〔2023〕15号\n\n示例市人民政府办公室关于印发示例市集成电路产业\n发展行动计划（2023—2025年）的通知\n\n各区县人民政府，市政府各部门：\n\n现将行动计划印发给你们，请认真贯彻执行。\n\n示例市人民政府办公室\n2023年6月8日\n\n示例市集成电路产业发展行动计划（2023—2025年）\n\n一、总体要求\n\n到2025年，全市产业规模达到五百亿元，培育上市企业三家。\n\n二、重点任务\n\n（一）加快重大项目建设\n\n推动示例半导体二期项目年内开工，总投资六十亿元。\n\n（二）提升公共服务能力\n\n建设流片和测试平台，服务企业不少于一百家。\n\n三、保障措施\n\n（一）加强组织领导\n\n建立联席会议制度，每季度调度一次。\n";
    let found = reading("plan.txt", plain);
    assert_eq!(
        parts(&found),
        ["- | 示例市人民政府办公室关于印发示例市集成电路产业发展行动计划（2023—2025年）的通知"]
    );
    let marked = "# 示例市半导体产业行动计划（2024—2026年）\n\n## 一、发展基础\n\n全市现有企业一百二十家，去年营业收入二百亿元。\n\n## 二、发展目标\n\n到2026年，营业收入达到四百亿元。\n\n## 三、主要任务\n\n### （一）建设特色工艺产线\n\n推动示例一期项目投产，形成月产三万片的能力。\n\n### （二）引进设备材料企业\n\n力争签约项目二十个，总投资一百亿元。\n\n## 四、保障措施\n\n### （一）加强领导\n\n成立工作专班。\n";
    assert_eq!(
        parts(&reading("plan.md", marked)),
        ["- | 示例市半导体产业行动计划（2024—2026年）"]
    );
}

#[test]
fn a_study_with_headline_like_sections_is_one_article() {
    let text = "# 从代工到特色工艺：示例产业的十年\n\n文／某研究员\n\n## 起步：引进一条旧线\n\n十年前，示例市引进了第一条六英寸线，设备来自海外的旧厂，工程师不足百人。\n\n## 转型：放弃先进制程\n\n2017年前后，企业放弃了对先进制程的追赶，转向模拟和功率器件。\n\n## 现在：订单排到明年\n\n如今产线的利用率超过九成，客户的订单排到了明年的第二季度。\n\n## 结语\n\n十年的经验说明，特色工艺同样需要耐心。\n";
    let found = reading("study.md", text);
    assert_eq!(parts(&found), ["- | 从代工到特色工艺：示例产业的十年"]);
    assert_eq!(found.articles[0].authors, ["某研究员"]);
}

#[test]
fn first_level_headings_as_articles() {
    let text = "# 甲泽半导体项目开工\n\n3月1日，甲泽半导体的封测项目开工，总投资十亿元，明年年底投产。\n\n来源：示例日报\n\n# 乙川光电完成融资\n\n乙川光电近日完成一亿元A轮融资，投资方为某基金，资金用于扩产。\n\n来源：示例财经\n\n# 丙原微电子产线通线\n\n3月3日，丙原微电子的八英寸线通线，首批晶圆良率达到九成。\n\n来源：示例晚报\n";
    let found = reading("news.md", text);
    assert_eq!(
        parts(&found),
        [
            "- | 甲泽半导体项目开工",
            "- | 乙川光电完成融资",
            "- | 丙原微电子产线通线"
        ]
    );
    assert_eq!(
        sources(&found),
        [vec!["示例日报"], vec!["示例财经"], vec!["示例晚报"]]
    );
}

#[test]
fn first_level_headings_as_columns_and_second_as_articles() {
    let text = "示例产业月刊\n2024年第6期\n\n# 产业要闻\n\n## 甲泽半导体项目开工\n\n6月1日，甲泽半导体的封测项目开工，总投资十亿元，明年年底投产。\n\n## 乙川光电获批省级平台\n\n乙川光电牵头的省级创新平台近日获批，建设期三年，投入两亿元。\n\n# 政策速递\n\n## 某省发布集成电路新政\n\n某省近日发布若干政策，对首次流片的企业给予补助，最高五百万元。\n\n### 补助的范围\n\n包括设计企业和公共平台。\n";
    assert_eq!(
        parts(&reading("m.md", text)),
        [
            "产业要闻 | 甲泽半导体项目开工",
            "产业要闻 | 乙川光电获批省级平台",
            "政策速递 | 某省发布集成电路新政"
        ]
    );
}

#[test]
fn lists_in_tables_are_no_articles() {
    let text = "# 示例省重点项目清单（2023年）\n\n## 甲市\n\n| 项目 | 总投资（亿元） |\n|---|---|\n| 示例一号线 | 30 |\n| 示例二号线 | 12 |\n\n## 乙市\n\n| 项目 | 总投资（亿元） |\n|---|---|\n| 示例材料基地 | 8 |\n\n## 丙市\n\n| 项目 | 总投资（亿元） |\n|---|---|\n| 示例封测厂 | 21 |\n";
    let found = reading("list.md", text);
    assert_eq!(parts(&found), ["- | 示例省重点项目清单（2023年）"]);
    assert_eq!(found.articles[0].tables.len(), 3);
}

#[test]
fn marked_columns_over_plain_headlines() {
    let text = "示例半导体快报\n总第112期\n\n■ 企业动态\n\n甲泽半导体新厂房封顶\n\n9月2日，甲泽半导体的新厂房封顶，建筑面积六万平方米，预计明年三月搬入设备。\n\n乙川光电与某车企签署供货协议\n\n9月3日，乙川光电与某车企签署协议，三年内供应激光雷达芯片两百万颗。\n\n■ 行业数据\n\n8月示例产品出口增长一成\n\n海关的数据显示，8月示例产品出口额同比增长百分之十点三，连续第四个月增长。\n";
    assert_eq!(
        parts(&reading("kb.txt", text)),
        [
            "企业动态 | 甲泽半导体新厂房封顶",
            "企业动态 | 乙川光电与某车企签署供货协议",
            "行业数据 | 8月示例产品出口增长一成",
        ]
    );
}

#[test]
fn items_and_bold_leads_in_one_briefing() {
    let text = "# Silicon Notes\n\nIssue 27 · 12 November 2024 · sample\n\n> All companies here are invented.\n\n## Capacity\n\n### Quill Semiconductor tops out Kaunas fab\n\nQuill Semiconductor topped out its €1.2 billion fab in Kaunas on 6 November. Tool move-in starts in March 2025.\n\nSource: company statement\n\n### Tarn Materials doubles wafer polishing in Osaka\n\nTarn Materials said it had doubled capacity to 60,000 wafers a month.\n\nBy Lena Marsh\n\n## Money\n\n**Fennel AI lands $80m Series C.** The round was led by Orchard Growth.\n\n**Birch Photonics sells its module arm.** The buyer is Hale Group; the price was not disclosed.\n\n## In brief\n\n- Osier Devices named a new chief executive.\n- Two plants in Leeds closed for maintenance.\n\n---\n\n*Silicon Notes is compiled by a small team. Subscribe at the address below.*\n";
    assert_eq!(
        parts(&reading("notes.md", text)),
        [
            "Capacity | Quill Semiconductor tops out Kaunas fab",
            "Capacity | Tarn Materials doubles wafer polishing in Osaka",
            "Money | Fennel AI lands $80m Series C",
            "Money | Birch Photonics sells its module arm",
            "- | In brief",
        ]
    );
}

#[test]
fn bold_numbered_headlines_under_headings() {
    let text = "**示例园区通讯**\n\n（2023年第4季度）\n\n### 园区要闻\n\n**一、澄江半导体研发楼启用**\n\n10月12日，澄江半导体研发楼启用，建筑面积1.8万平方米，可容纳研发人员六百人。（来源：园区融媒）\n\n**二、园区与某高校共建联合实验室**\n\n11月3日，园区管委会与某高校签署协议，共建宽禁带半导体联合实验室，首期投入五千万元。\n\n### 企业风采\n\n**三、把一根石英管做到极致——访泓泽石英**\n\n走进泓泽石英的车间，热浪扑面。公司成立于2012年，去年营业收入突破两亿元。\n\n文/某小江\n\n### 通知公告\n\n**四、关于申报2024年度首台套装备的通知**\n\n各企业：请于12月20日前将材料报送至园区经发局，逾期不予受理。\n";
    let found = reading("park.md", text);
    assert_eq!(
        parts(&found),
        [
            "园区要闻 | 澄江半导体研发楼启用",
            "园区要闻 | 园区与某高校共建联合实验室",
            "企业风采 | 把一根石英管做到极致——访泓泽石英",
            "通知公告 | 关于申报2024年度首台套装备的通知",
        ]
    );
    assert_eq!(
        found.issued.map(|date| date.to_string()).as_deref(),
        Some("2023")
    );
}

#[test]
fn a_column_without_numbers_among_numbered_ones() {
    let text = "芯投早参\n2023年第36期（9月4日—9月10日）\n编辑：某研究部\n\n一、本周融资\n\n1. 沐岭传感获数亿元C轮融资\n9月5日，沐岭传感（无锡）有限公司宣布完成数亿元C轮融资，由某国资基金领投。\n资金将用于建设MEMS产线。\n\n2. 禾湾微电子完成天使轮\n禾湾微电子近日完成天使轮融资，金额未披露，投资方为青石创投，公司研发隔离芯片。\n\n3. 并行存算企业启曜科技再获投资\n启曜科技获战略投资，投资人为某车企，这是公司一年内的第三轮融资。\n\n二、IPO与并购\n\n1. 桐川半导体创业板IPO提交注册\n9月7日，桐川半导体提交注册，拟募资9.6亿元。\n\n2. 越岭股份拟收购蓝汀电子51%股权\n越岭股份9月8日公告，拟以3.2亿元现金收购蓝汀电子51%的股权，交易尚需股东大会审议。\n\n三、基金\n\n某市集成电路产业基金完成备案\n该基金规模30亿元，首期10亿元，管理人为某国资平台，重点投向设备和材料。\n\n风险提示：本刊内容不构成投资建议。\n";
    let found = reading("finance.txt", text);
    assert_eq!(
        parts(&found),
        [
            "本周融资 | 沐岭传感获数亿元C轮融资",
            "本周融资 | 禾湾微电子完成天使轮",
            "本周融资 | 并行存算企业启曜科技再获投资",
            "IPO与并购 | 桐川半导体创业板IPO提交注册",
            "IPO与并购 | 越岭股份拟收购蓝汀电子51%股权",
            "基金 | 某市集成电路产业基金完成备案",
        ]
    );
    assert_eq!(
        found.issued.map(|date| date.to_string()).as_deref(),
        Some("2023-09")
    );
}

#[test]
fn a_plain_english_report_with_capitals_for_columns() {
    let text = "THE SAMPLE FAB REPORT\nWeek of 3 June 2024\n\nEUROPE\n\nMarlow Devices opens second line in Catania\nMarlow Devices opened its second SiC line in Catania on Thursday. The line adds 3,000 wafers a week.\n\nDutch court halts Vesper sale\nA court in The Hague stopped the sale of Vesper Litho to Hale Group on Tuesday, citing missing consent.\n\nASIA\n\nSendai plant restarts after quake\nThe Sendai plant of Kibo Memory restarted on Monday, four days after the quake.\n(Source: Kibo statement)\n\nPenang approves test hub\nThe state government approved a test hub worth RM 2.1 billion. Work begins in August.\n";
    assert_eq!(
        parts(&reading("fab.txt", text)),
        [
            "EUROPE | Marlow Devices opens second line in Catania",
            "EUROPE | Dutch court halts Vesper sale",
            "ASIA | Sendai plant restarts after quake",
            "ASIA | Penang approves test hub",
        ]
    );
}

#[test]
fn numbered_headlines_between_rules() {
    let text = "各地集成电路项目信息汇总\n（2021年11月，根据公开信息整理）\n==================\n（一）云舟半导体项目开工\n来源：临江日报 2021-11-02\n11月1日，云舟半导体项目在临江开工，总投资25亿元，分两期建设。\n==================\n（二）砚台光电产线点亮\n来源：砚台发布 2021-11-10\n砚台光电的6英寸产线11月9日点亮，月产能1万片。\n==================\n（三）关于清河封装项目的环评公示\n公示日期：2021-11-15\n清河封装项目总投资3.6亿元，建设单位为清河示例公司，公示期五个工作日。\n==================\n";
    let found = reading("sum.txt", text);
    assert_eq!(
        parts(&found),
        [
            "- | 云舟半导体项目开工",
            "- | 砚台光电产线点亮",
            "- | 关于清河封装项目的环评公示"
        ]
    );
    assert_eq!(
        found.articles[2]
            .published
            .map(|date| date.to_string())
            .as_deref(),
        Some("2021-11-15")
    );
}

#[test]
fn bold_items_in_numbered_lists_under_bold_columns() {
    let text = "## 一周芯闻（示例） 第9期\n\n> 2024年3月4日\n\n**产业**\n\n1. **坪山再签封测大单**\n\n   示例封测与坪山区签约，总投资20亿元，计划年内开工。\n\n2. **榆林硅材料项目点火**\n\n   3月1日，榆林示例硅材料项目点火试车，年产多晶硅三千吨。\n\n**资本**\n\n1. **澜起示例拟回购股份**\n\n   公司公告称，拟以不超过2亿元回购股份，用于员工持股。\n\n2. **某存储企业完成Pre-IPO轮融资**\n\n   投资方包括两家国资基金，投后估值超过百亿元。\n";
    assert_eq!(
        parts(&reading("week.md", text)),
        [
            "产业 | 坪山再签封测大单",
            "产业 | 榆林硅材料项目点火",
            "资本 | 澜起示例拟回购股份",
            "资本 | 某存储企业完成Pre-IPO轮融资",
        ]
    );
}
