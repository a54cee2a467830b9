//! Builds an index over synthetic articles, asks it two thousand questions, and prints what that took.
//!
//!     cargo run --release -p xinqiao-search --example search_bench -- [--articles N] [--queries N] [--out FOLDER]
//!
//! Articles and questions are drawn from a fixed generator: the same every time. Sentences are made of a small
//! vocabulary with a skewed distribution; where a folder of published texts is at hand (`XINQIAO_CORPUS`, or `../shared/corpus`
//! beside the repository) every other sentence is one of theirs. With `--out`, articles and questions are written there
//! as JSON Lines, so that a peer can do the same work; see `bench/search`.

use std::collections::BTreeSet;
use std::error::Error;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use xinqiao_record::{Kind, PartialDate, Region};
use xinqiao_search::{Change, Entry, Index, Query, fold};

/// Found sets are compared with the truth, one by one, on so many articles.
const CHECKED: usize = 1_000;

const WORDS: &str = "产业 企业 项目 技术 发展 集成电路 半导体 芯片 设计 制造 封装 测试 设备 材料 晶圆 研发 投资 建设 生产 市场 \
    公司 国家 创新 平台 服务 政策 支持 资金 补贴 人才 高校 研究院 合作 协议 签约 开工 投产 竣工 产线 产能 工艺 光刻 刻蚀 薄膜 沉积 \
    清洗 离子注入 检测 量测 掩模版 光刻胶 靶材 硅片 衬底 外延 碳化硅 氮化镓 功率器件 传感器 存储器 处理器 模拟电路 射频 车规级 汽车电子 \
    人工智能 数据中心 物联网 通信 显示 消费电子 工业控制 供应链 国产化 替代 突破 瓶颈 短板 优势 集聚 园区 基地 联盟 协会 年度 季度 \
    增长 下降 同比 环比 总额 营收 利润 出口 进口 关税 标准 专利 论文 实验室 中试 量产 良率 成本 价格 交付 订单 客户 上市 融资 基金 并购 \
    股权 估值 轮次 领投 跟投 培训 课程 竞赛 论坛 展会 发布 启动 揭牌 调研 座谈 评审 立项 验收 结题 揭榜 攻关 首台套 首批次 流片 奖励 \
    贷款 贴息 租金 减免 认定 申报 公示 通知 办法 细则 方案 规划 目标 任务 措施 保障 机制 统筹 推进 落实 深化 优化 提升 完善 加强 促进";
const PREFIXES: &str =
    "示 例 芯 微 晶 华 中 东 南 北 新 恒 瑞 康 启 明 远 达 科 信 光 电 海 江 山 云 星 宏 泰 安";
const MODELS: [&str; 16] = [
    "12吋",
    "8英寸",
    "28nm",
    "14 nm",
    "SiC衬底",
    "GaN外延",
    "HBM3E封装",
    "2.5D封装",
    "3.6亿元",
    "120.5%",
    "5G基站",
    "AI芯片",
    "MCU产品",
    "EDA工具",
    "IP核",
    "RISC-V架构",
];

/// SplitMix64.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % bound.max(1) as u64).unwrap_or(0)
    }

    /// Small numbers much more often than large ones.
    fn skewed(&mut self, bound: usize) -> usize {
        let (a, b) = (self.below(bound), self.below(bound));
        a * b / bound.max(1)
    }

    fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> Option<&'a T> {
        let index = self.below(from.len());
        from.get(index).copied()
    }
}

struct Maker {
    numbers: Numbers,
    words: Vec<&'static str>,
    prefixes: Vec<&'static str>,
    corpus: Vec<String>,
}

impl Maker {
    fn name(&mut self) -> String {
        let mut part = || self.numbers.pick(&self.prefixes).unwrap_or_default();
        let (a, b) = (part(), part());
        let tail = self
            .numbers
            .pick(&["微电子有限公司", "半导体", "科技股份有限公司", "研究院"]);
        format!("{a}{b}{}", tail.unwrap_or_default())
    }

    fn sentence(&mut self) -> String {
        if self.numbers.below(2) == 0 && !self.corpus.is_empty() {
            let index = self.numbers.below(self.corpus.len());
            return self.corpus.get(index).cloned().unwrap_or_default();
        }
        let mut sentence = String::new();
        for place in 0..6 + self.numbers.below(8) {
            match self.numbers.below(12) {
                0 => sentence += &self.name(),
                1 => sentence += self.numbers.pick(&MODELS).unwrap_or_default(),
                2 if place > 0 => sentence.push('，'),
                3 => sentence.push('的'),
                _ => {
                    let index = self.numbers.skewed(self.words.len());
                    sentence += self.words.get(index).copied().unwrap_or_default();
                }
            }
        }
        sentence + "。"
    }

    fn article(&mut self, number: usize, regions: &[&Region]) -> Entry {
        let title = self.sentence().chars().take(24).collect::<String>();
        let sentences = 8 + self.numbers.below(17);
        let body: String = (0..sentences).map(|_| self.sentence()).collect();
        let kinds = [Kind::Article, Kind::Project, Kind::Policy, Kind::Financing];
        let year = i16::try_from(2020 + self.numbers.below(6)).unwrap_or(2020);
        let month = i8::try_from(1 + self.numbers.below(12)).unwrap_or(1);
        let kind = kinds
            .get(self.numbers.below(kinds.len()))
            .copied()
            .unwrap_or(Kind::Article);
        Entry {
            body,
            region: self.numbers.pick(regions).map(|region| region.code),
            source: Some(format!("示例来源{}", self.numbers.skewed(200))),
            column: Some(format!("栏目{}", self.numbers.below(8))),
            date: PartialDate::month(year, month),
            ..Entry::new(format!("a{number:06}"), kind, title)
        }
    }

    /// A piece of an article: Han and Latin letters only, at least one Han.
    fn piece(&mut self, articles: &[Entry], length: usize, mixed: bool) -> Option<String> {
        let article = articles.get(self.numbers.below(articles.len()))?;
        let characters: Vec<char> = fold(&article.body).chars().collect();
        let from = self.numbers.below(characters.len().saturating_sub(length));
        let piece = characters.get(from..from + length)?;
        let han = piece
            .iter()
            .filter(|character| ('\u{4e00}'..='\u{9fff}').contains(*character))
            .count();
        let latin = piece
            .iter()
            .filter(|character| character.is_ascii_alphanumeric())
            .count();
        let fits = if mixed {
            han > 0 && latin > 0
        } else {
            han == length
        };
        (fits && han + latin == length).then(|| piece.iter().collect())
    }

    fn question(&mut self, articles: &[Entry], class: &str) -> String {
        loop {
            let piece = match class {
                "word" if self.numbers.below(2) == 0 => {
                    let index = self.numbers.below(self.words.len());
                    self.words
                        .get(index)
                        .map(|word| (*word).to_owned())
                        .filter(|word| word.chars().count() <= 4)
                }
                "word" => {
                    let length = 2 + self.numbers.below(3);
                    self.piece(articles, length, false)
                }
                "phrase" => {
                    let length = 5 + self.numbers.below(4);
                    self.piece(articles, length, false)
                }
                _ => {
                    let length = 3 + self.numbers.below(5);
                    self.piece(articles, length, true)
                }
            };
            if let Some(piece) = piece {
                return piece;
            }
        }
    }
}

fn corpus() -> Vec<String> {
    let folder = std::env::var_os("XINQIAO_CORPUS").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus"),
        PathBuf::from,
    );
    let Ok(files) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut paths: Vec<PathBuf> = files.filter_map(|file| Some(file.ok()?.path())).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    paths.sort();
    let texts: Vec<String> = paths
        .iter()
        .filter_map(|path| std::fs::read_to_string(path).ok())
        .collect();
    let sentences = texts
        .iter()
        .flat_map(|text| text.split_inclusive(['。', '；', '\n']));
    sentences
        .map(|sentence| sentence.trim().to_owned())
        .filter(|sentence| (8..=120).contains(&sentence.chars().count()))
        .collect()
}

fn size(folder: &Path) -> u64 {
    let Ok(files) = std::fs::read_dir(folder) else {
        return 0;
    };
    files
        .filter_map(|file| Some(file.ok()?.metadata().ok()?.len()))
        .sum()
}

fn at(sorted: &[Duration], percent: usize) -> f64 {
    let index = (sorted.len() * percent / 100).min(sorted.len().saturating_sub(1));
    sorted
        .get(index)
        .map_or(0.0, |duration| duration.as_secs_f64() * 1_000.0)
}

fn line(what: &str, mut times: Vec<Duration>) {
    times.sort();
    println!(
        "{what:<34} p50 {:>7.2} ms   p90 {:>7.2} ms   p99 {:>7.2} ms   max {:>7.2} ms   ({} queries)",
        at(&times, 50),
        at(&times, 90),
        at(&times, 99),
        at(&times, 100),
        times.len(),
    );
}

struct Question {
    class: &'static str,
    text: String,
    truth: BTreeSet<String>,
}

fn index(folder: &Path, articles: &[Entry]) -> Result<(Index, Duration), Box<dyn Error>> {
    let start = Instant::now();
    let index = Index::open(folder)?;
    let mut writer = index.writer()?;
    let mut position = 0;
    for batch in articles.chunks(10_000) {
        let changes: Vec<Change> = batch.iter().cloned().map(Change::upsert).collect();
        position += changes.len() as u64;
        writer.apply(&changes, position)?;
    }
    writer.finish()?;
    Ok((index, start.elapsed()))
}

fn write(out: &Path, articles: &[Entry], questions: &[Question]) -> Result<(), Box<dyn Error>> {
    std::fs::create_dir_all(out)?;
    let mut file = BufWriter::new(std::fs::File::create(out.join("articles.jsonl"))?);
    for article in articles {
        let value =
            serde_json::json!({ "key": article.key, "title": article.title, "body": article.body });
        writeln!(file, "{value}")?;
    }
    let mut file = BufWriter::new(std::fs::File::create(out.join("queries.jsonl"))?);
    for question in questions {
        let value = serde_json::json!({ "class": question.class, "text": question.text, "truth": question.truth });
        writeln!(file, "{value}")?;
    }
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (mut count, mut asked, mut out) = (100_000, 2_000, None);
    while let Some(name) = arguments.next() {
        let value = arguments.next().ok_or("each option needs a value")?;
        match name.as_str() {
            "--articles" => count = value.parse()?,
            "--queries" => asked = value.parse()?,
            "--out" => out = Some(PathBuf::from(value)),
            other => return Err(format!("unknown option `{other}`").into()),
        }
    }
    let corpus = corpus();
    println!(
        "sentences: {}",
        if corpus.is_empty() {
            "vocabulary only".to_owned()
        } else {
            format!("vocabulary and {} from the corpus", corpus.len())
        },
    );
    let mut maker = Maker {
        numbers: Numbers(7),
        words: WORDS.split_whitespace().collect(),
        prefixes: PREFIXES.split_whitespace().collect(),
        corpus,
    };
    let regions: Vec<&Region> = Region::all()
        .filter(|region| region.parent.is_some())
        .collect();
    let articles: Vec<Entry> = (0..count)
        .map(|number| maker.article(number, &regions))
        .collect();
    let bytes: usize = articles
        .iter()
        .map(|article| article.title.len() + article.body.len())
        .sum();
    let characters: usize = articles
        .iter()
        .map(|article| article.body.chars().count())
        .sum();
    println!(
        "articles: {count}, {:.1} MB of text, {} characters each on average",
        bytes as f64 / 1e6,
        characters / count.max(1)
    );

    let checked = articles
        .get(..CHECKED.min(articles.len()))
        .unwrap_or_default();
    let folded: Vec<(&Entry, String, String)> = checked
        .iter()
        .map(|article| (article, fold(&article.title), fold(&article.body)))
        .collect();
    let mut questions = Vec::new();
    for number in 0..asked {
        let class = match number % 10 {
            0..=6 => "word",
            7 | 8 => "phrase",
            _ => "mixed",
        };
        let text = maker.question(&articles, class);
        let needle = fold(&text);
        let holds =
            |title: &String, body: &String| title.contains(&needle) || body.contains(&needle);
        let held = folded.iter().filter(|(_, title, body)| holds(title, body));
        let truth = held.map(|(article, ..)| article.key.clone()).collect();
        questions.push(Question { class, text, truth });
    }
    if let Some(out) = &out {
        write(out, &articles, &questions)?;
    }

    let scratch = tempfile::tempdir()?;
    let (small, _) = index(&scratch.path().join("small"), checked)?;
    let (mut right, mut found, mut wanted) = (0, 0, 0);
    for question in &questions {
        let query = Query {
            phrases: vec![question.text.clone()],
            limit: CHECKED,
            ..Query::default()
        };
        let keys: BTreeSet<String> = small.keys(&query)?.into_iter().collect();
        right += keys.intersection(&question.truth).count();
        found += keys.len();
        wanted += question.truth.len();
    }
    let share = |of: usize| {
        if of == 0 {
            1.0
        } else {
            right as f64 / of as f64
        }
    };
    println!(
        "against the truth of substrings on {} articles: recall {:.4}, precision {:.4} ({wanted} pairs)",
        checked.len(),
        share(wanted),
        share(found),
    );

    let folder = scratch.path().join("full");
    let (full, took) = index(&folder, &articles)?;
    println!(
        "index: {:.1} s, {:.0} articles a second, {:.1} MB on disk ({:.2} of the text, text stored included)",
        took.as_secs_f64(),
        count as f64 / took.as_secs_f64(),
        size(&folder) as f64 / 1e6,
        size(&folder) as f64 / bytes as f64,
    );
    for question in questions.iter().take(50) {
        full.search(&Query::text(question.text.as_str()))?;
    }
    let mut matches = 0;
    for (what, facets) in [
        ("first 20, count, marks", false),
        ("the same with facets", true),
    ] {
        let mut times: Vec<(&str, Duration)> = Vec::new();
        for question in &questions {
            let query = Query {
                facets,
                ..Query::text(question.text.as_str())
            };
            let start = Instant::now();
            let results = full.search(&query)?;
            times.push((question.class, start.elapsed()));
            matches += results.total;
        }
        line(what, times.iter().map(|(_, time)| *time).collect());
        for class in ["word", "phrase", "mixed"] {
            let of = times
                .iter()
                .filter(|(name, _)| *name == class)
                .map(|(_, time)| *time);
            line(&format!("  {class}"), of.collect());
        }
    }
    println!(
        "matches per query on average: {}",
        matches / (2 * questions.len().max(1) as u64)
    );
    Ok(())
}
