//! The articles: made of real words, with the frequencies of real text, and nobody's sentences.
//!
//! Words are the pairs of common characters that jieba's dictionary knows, terms of the trade among the frequent ones,
//! and compounds of two of them. How often a word is used falls with its rank as in natural text (Zipf and Mandelbrot: 1 / (rank + 12)), and
//! each article has words and firms of its own that it comes back to. So a term of the trade stands in a third
//! of the articles, most words in less than one of fifty, and a phrase of six characters in a handful.

use jieba_rs::Jieba;
use xinqiao_record::{Kind, PartialDate, Region};
use xinqiao_search::Entry;

/// How many words the articles are made of.
const VOCABULARY: usize = 8_000;
/// How many firms they tell of.
const FIRMS: usize = 20_000;
/// What is added to a rank, so that the first few words do not take over.
const FLATTENED: f64 = 12.0;

/// Terms of the trade.
const TRADE: &str = "产业 企业 项目 技术 发展 集成电路 半导体 芯片 设计 制造 封装 测试 设备 材料 晶圆 研发 投资 建设 生产 市场 \
    公司 国家 创新 平台 服务 政策 支持 资金 补贴 人才 高校 研究院 合作 协议 签约 开工 投产 竣工 产线 产能 工艺 光刻 刻蚀 薄膜 沉积 \
    清洗 离子注入 检测 量测 掩模版 光刻胶 靶材 硅片 衬底 外延 碳化硅 氮化镓 功率器件 传感器 存储器 处理器 模拟电路 射频 车规级 汽车电子 \
    人工智能 数据中心 物联网 通信 显示 消费电子 工业控制 供应链 国产化 替代 突破 瓶颈 短板 优势 集聚 园区 基地 联盟 协会 年度 季度 \
    增长 下降 同比 环比 总额 营收 利润 出口 进口 关税 标准 专利 论文 实验室 中试 量产 良率 成本 价格 交付 订单 客户 上市 融资 基金 并购 \
    股权 估值 轮次 领投 跟投 培训 课程 竞赛 论坛 展会 发布 启动 揭牌 调研 座谈 评审 立项 验收 结题 揭榜 攻关 首台套 首批次 流片 奖励 \
    贷款 贴息 租金 减免 认定 申报 公示 通知 办法 细则 方案 规划 目标 任务 措施 保障 机制 统筹 推进 落实 深化 优化 提升 完善 加强 促进";

/// Common characters, roughly by frequency.
const COMMON: &str = "一是不了有人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严";

/// Short words that hold sentences together.
const BETWEEN: [&str; 12] = [
    "的", "和", "在", "对", "与", "为", "将", "及", "由", "已", "等", "并",
];

/// SplitMix64: the same numbers in every run.
pub(crate) struct Numbers(pub u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % bound.max(1) as u64).unwrap_or(0)
    }

    /// A rank below `bound`, with the frequencies of words in a text.
    pub(crate) fn rank(&mut self, bound: usize) -> usize {
        let share = (self.next() >> 11) as f64 / (1_u64 << 53) as f64;
        let rank = FLATTENED * ((bound as f64 + FLATTENED) / FLATTENED).powf(share) - FLATTENED;
        (rank as usize).min(bound.saturating_sub(1))
    }

    pub(crate) fn pick<T: Copy>(&mut self, from: &[T]) -> Option<T> {
        let index = self.below(from.len());
        from.get(index).copied()
    }
}

/// Words by rank and firms by rank.
pub(crate) struct Vocabulary {
    pub(crate) words: Vec<String>,
    pub(crate) firms: Vec<String>,
}

impl Vocabulary {
    pub(crate) fn new(numbers: &mut Numbers) -> Self {
        let jieba = Jieba::new();
        let common: Vec<char> = COMMON.chars().collect();
        let mut pairs: Vec<(usize, String)> = Vec::new();
        for (i, first) in common.iter().enumerate() {
            for (j, second) in common.iter().enumerate() {
                let pair = String::from_iter([first, second]);
                if jieba.has_word(&pair) {
                    pairs.push(((i + 20) * (j + 20) * (1 + numbers.below(16)), pair));
                }
            }
        }
        pairs.sort();
        let mut trade = TRADE.split_whitespace().map(str::to_owned);
        let mut pairs = pairs.into_iter().map(|(_, pair)| pair);
        let mut words: Vec<String> = Vec::with_capacity(VOCABULARY);
        while words.len() < VOCABULARY {
            let word = match words.len() % 9 {
                0 | 3 | 6 => trade.next(),
                8 => Some(format!(
                    "{}{}",
                    words
                        .get(numbers.below(words.len()))
                        .map_or("", String::as_str),
                    words
                        .get(numbers.below(words.len()))
                        .map_or("", String::as_str),
                ))
                .filter(|word| word.chars().count() == 4),
                _ => None,
            };
            match word.or_else(|| pairs.next()) {
                Some(word) => words.push(word),
                None => break,
            }
        }
        let tails = [
            "微电子有限公司",
            "半导体有限公司",
            "科技股份有限公司",
            "研究院",
            "电子材料公司",
            "精密设备公司",
            "集团",
        ];
        let firms = (0..FIRMS)
            .map(|_| {
                let stem: String = (0..2).filter_map(|_| numbers.pick(&common)).collect();
                format!("{stem}{}", numbers.pick(&tails).unwrap_or_default())
            })
            .collect();
        Vocabulary { words, firms }
    }

    fn word(&self, numbers: &mut Numbers) -> &str {
        self.words
            .get(numbers.rank(self.words.len()))
            .map_or("", String::as_str)
    }
}

/// What one article comes back to.
struct Topic<'a> {
    words: Vec<&'a str>,
    firms: Vec<&'a str>,
}

fn figure(numbers: &mut Numbers) -> String {
    let (a, b) = (1 + numbers.below(99), numbers.below(10));
    match numbers.below(12) {
        0 => format!("{a}.{b}亿元"),
        1 => format!("{}万元", a * 100),
        2 => format!("{a}.{b}%"),
        3 => format!(
            "{}nm工艺",
            [7, 14, 28, 40, 65, 90].get(b % 6).unwrap_or(&28)
        ),
        4 => format!("{}吋产线", if b < 6 { 12 } else { 8 }),
        5 => format!("{}英寸", if b < 5 { 6 } else { 8 }),
        6 => format!("{}年{}月", 2018 + a % 8, b + 1),
        7 => format!("{a}万片"),
        8 => "SiC衬底".to_owned(),
        9 => format!("HBM{}E封装", 2 + b % 3),
        10 => "RISC-V架构".to_owned(),
        _ => "EDA工具".to_owned(),
    }
}

fn sentence(vocabulary: &Vocabulary, topic: &Topic, numbers: &mut Numbers) -> String {
    let mut sentence = String::new();
    for place in 0..7 + numbers.below(10) {
        match numbers.below(20) {
            0 => sentence += numbers.pick(&topic.firms).unwrap_or_default(),
            1 => sentence += &figure(numbers),
            2 | 3 if place > 0 => sentence.push('，'),
            4..=7 => sentence += numbers.pick(&BETWEEN).unwrap_or_default(),
            8..=12 => sentence += numbers.pick(&topic.words).unwrap_or_default(),
            _ => sentence += vocabulary.word(numbers),
        }
    }
    sentence + "。"
}

/// One article.
pub(crate) fn article(
    vocabulary: &Vocabulary,
    number: usize,
    regions: &[&Region],
    numbers: &mut Numbers,
) -> Entry {
    let topic = Topic {
        words: (0..16).map(|_| vocabulary.word(numbers)).collect(),
        firms: (0..3)
            .filter_map(|_| vocabulary.firms.get(numbers.rank(FIRMS)))
            .map(String::as_str)
            .collect(),
    };
    let mut title = numbers.pick(&topic.firms).unwrap_or_default().to_owned();
    for _ in 0..3 + numbers.below(4) {
        title += numbers.pick(&topic.words).unwrap_or_default();
    }
    let sentences = 8 + numbers.below(17);
    let body: String = (0..sentences)
        .map(|_| sentence(vocabulary, &topic, numbers))
        .collect();
    let kinds = [Kind::Article, Kind::Project, Kind::Policy, Kind::Financing];
    let year = i16::try_from(2020 + numbers.below(6)).unwrap_or(2020);
    let month = i8::try_from(1 + numbers.below(12)).unwrap_or(1);
    Entry {
        body,
        region: numbers.pick(regions).map(|region| region.code),
        source: Some(format!("示例来源{}", numbers.rank(2_000))),
        column: Some(format!("栏目{}", numbers.below(8))),
        segments: vec![format!("示例环节{}", numbers.rank(60))],
        date: PartialDate::month(year, month),
        ..Entry::new(
            format!("a{number:06}"),
            numbers.pick(&kinds).unwrap_or(Kind::Article),
            title,
        )
    }
}
