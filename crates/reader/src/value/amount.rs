//! Sums of money with their hedges.

use std::sync::LazyLock;

use regex::{Captures, Regex};
use rust_decimal::Decimal;
use xinqiao_record::{Amount, Currency, Money, Qualifier};

use super::memo::{Memo, remembered};
use super::number::{NUMBER, SCALE, number, scale};
use super::pattern::regex;
use super::{Found, head, is_han, tail};

const UNIT: &str = "元人民币|人民币元|人民币|元新台币|新台币元|新台币|台币|美元|美金|欧元|日元|日圆|韩元|韩圆|港元|港币|卢布|英镑|卢比|新加坡元|新元|加元|澳元|瑞士法郎|瑞郎|瑞典克朗|新谢克尔|林吉特|令吉|越南盾|元";
const SIGN: &str = r"人民币|新台币|RMB|CNY|US\$|USD|NT\$|NTD|TWD|HK\$|HKD|S\$|SGD|A\$|AUD|C\$|CAD|\$|€|EUR|£|GBP|¥|￥|JPY|₹|INR|₩|KRW|CHF|SEK|MYR";

/// Number, scale and unit in the Chinese order, with an optional range.
static CHINESE: LazyLock<Regex> = LazyLock::new(|| {
    regex(&format!(
        r"(?P<sign>{SIGN})?\s?(?:(?P<low>{NUMBER})\s?(?P<lowscale>{SCALE})?\s?(?:{UNIT})?\s?(?:-|—|–|~|～|至|到)\s?)?(?P<number>{NUMBER}|数|几|上)\s?(?P<more>余|多)?\s?(?P<scale>{SCALE})?\s?(?P<more2>余|多)?\s?(?P<unit>{UNIT})?"
    ))
});

/// A scale word that stands for one of it: 近亿元, 超千亿.
static NUMBERLESS: LazyLock<Regex> = LazyLock::new(|| {
    regex(&format!(
        r"(?P<hedge>近|超过|超|上|过|约|逾|达|破)(?P<scale>万亿|千亿|百亿|亿|千万|百万)(?P<unit>{UNIT})?"
    ))
});

static ENGLISH: LazyLock<Regex> = LazyLock::new(|| {
    regex(&format!(
        r"(?P<sign>{SIGN}|Rs\.?)\s?(?P<number>[0-9]+(?:,[0-9]{{2,3}})*(?:\.[0-9]+)?)(?:[\s-]?(?P<scale>trillion|billion|million|thousand|crore|lakh|tn|bn|mn|m|k|M|B|K)\b)?|(?P<number2>[0-9]+(?:,[0-9]{{3}})*(?:\.[0-9]+)?)\s(?P<scale2>trillion|billion|million|thousand)\s(?P<unit>US dollars|dollars|yuan|renminbi|euros|yen|won|rupees|pounds)"
    ))
});

/// Words before a figure of money without a unit ("年新增收入39亿").
const MONEY_WORDS: [&str; 25] = [
    "投资", "营收", "收入", "产值", "利润", "融资", "募资", "市值", "估值", "销售", "税", "资金",
    "总投", "盘子", "花了", "作价", "对价", "金额", "净利", "斥资", "注资", "出资", "售价", "货值",
    "贷款",
];

/// Every sum of money in `text`.
///
/// Of a range the lower end is given, as [`Qualifier::AtLeast`]; "数千万元" is one ten million, at least.
/// A figure in 亿 without a unit counts only after a word of money in the same clause and is yuan.
pub fn amounts(text: &str) -> Vec<Found<Amount>> {
    thread_local! {
        static MEMO: Memo<(), Vec<Found<Amount>>> = const { Memo::new() };
    }
    remembered(&MEMO, text, (), || read_all(text))
}

fn read_all(text: &str) -> Vec<Found<Amount>> {
    let mut found = Vec::new();
    // ASCII bytes first: most sentences hold neither a unit nor a sign.
    if text.contains([
        '元', '亿', '币', '镑', '布', '比', '法', '朗', '盾', '吉', '金', '圆', '￥', 'R', '加',
        '澳',
    ]) {
        for captures in CHINESE.captures_iter(text) {
            found.extend(chinese(text, &captures));
        }
        for captures in NUMBERLESS.captures_iter(text) {
            found.extend(numberless(text, &captures));
        }
    }
    if text.contains(['$', '€', '£', '¥', '₹', '₩', '￥'])
        || [
            "RMB", "CNY", "USD", "EUR", "illion", "GBP", "JPY", "TWD", "KRW", "crore", "lakh",
        ]
        .iter()
        .any(|code| text.contains(code))
    {
        for captures in ENGLISH.captures_iter(text) {
            found.extend(english(text, &captures));
        }
    }
    super::quantity::without_overlaps(found)
}

fn named<'t>(captures: &Captures<'t>, name: &str) -> &'t str {
    captures.name(name).map_or("", |group| group.as_str())
}

fn chinese(text: &str, captures: &Captures<'_>) -> Option<Found<Amount>> {
    let whole = captures.get(0)?;
    let (unit, word) = (named(captures, "unit"), named(captures, "scale"));
    let (sign, digits, low) = (
        named(captures, "sign"),
        named(captures, "number"),
        named(captures, "low"),
    );
    let before = text.get(..whole.start())?;
    let after = text.get(whole.end()..)?;
    let vague = matches!(digits, "数" | "几" | "上");
    let spelled = !digits.starts_with(|first: char| first.is_ascii_digit());
    // "三元材料" and "二元" are no money; "2.5元" is.
    if spelled && word.is_empty() {
        return None;
    }
    if vague && before.ends_with(is_han) && digits == "上" && !unit_follows(unit) {
        return None;
    }
    let currency = match (unit, sign) {
        ("", "") => {
            let bare = word.ends_with('亿') && !counted(after) && money_clause(before);
            bare.then_some(Currency::Cny)?
        }
        // "US$1.2 billion" is read by the English pattern.
        ("", sign)
            if !matches!(sign, "人民币" | "新台币" | "RMB" | "CNY" | "¥" | "￥")
                && word.is_empty() =>
        {
            return None;
        }
        ("", "RMB" | "CNY" | "¥" | "￥") if word.is_empty() => return None,
        ("", sign) => currency(sign, true)?,
        ("元", sign) if !sign.is_empty() => currency(sign, true)?,
        ("元", _) => {
            // 元 also begins 元件, 元素, 元器件, 元年.
            if after.starts_with(['件', '素', '器', '年', '宇', '组']) && word.is_empty() {
                return None;
            }
            Currency::Cny
        }
        (unit, _) => currency(unit, true)?,
    };
    let factor = scale(word)?;
    let mut qualifier = hedge_before(before);
    let mut end = whole.end();
    let value = if vague {
        qualifier = if digits == "上" {
            Qualifier::Over
        } else {
            Qualifier::AtLeast
        };
        factor
    } else if !low.is_empty() {
        qualifier = Qualifier::AtLeast;
        let low_word = named(captures, "lowscale");
        number(low)?.checked_mul(if low_word.is_empty() {
            factor
        } else {
            scale(low_word)?
        })?
    } else {
        number(digits)?.checked_mul(factor)?
    };
    if !named(captures, "more").is_empty() || !named(captures, "more2").is_empty() {
        qualifier = Qualifier::Over;
    }
    if let Some((after_hedge, length)) = hedge_after(after) {
        if matches!(qualifier, Qualifier::Exact | Qualifier::About) {
            qualifier = after_hedge;
        }
        end += length;
    }
    let start = whole.start() + whole.as_str().len() - whole.as_str().trim_start().len();
    Some(Found {
        start,
        end,
        value: Amount {
            money: Money::nearest(value, currency)?,
            qualifier,
        },
    })
}

fn unit_follows(unit: &str) -> bool {
    !unit.is_empty()
}

fn numberless(text: &str, captures: &Captures<'_>) -> Option<Found<Amount>> {
    let whole = captures.get(0)?;
    let before = text.get(..whole.start())?;
    let after = text.get(whole.end()..)?;
    let currency = match named(captures, "unit") {
        "" => (!counted(after) && money_clause(before) && named(captures, "scale").ends_with('亿'))
            .then_some(Currency::Cny)?,
        unit => currency(unit, true)?,
    };
    let qualifier = match named(captures, "hedge") {
        "近" => Qualifier::Under,
        "约" => Qualifier::About,
        "达" => Qualifier::Exact,
        _ => Qualifier::Over,
    };
    let money = Money::nearest(scale(named(captures, "scale"))?, currency)?;
    Some(Found {
        start: whole.start(),
        end: whole.end(),
        value: Amount { money, qualifier },
    })
}

fn english(text: &str, captures: &Captures<'_>) -> Option<Found<Amount>> {
    let whole = captures.get(0)?;
    let before = text.get(..whole.start())?;
    let after = text.get(whole.end()..)?;
    // "MUSD 12" and words that end in a code are left alone; Chinese scales are read above.
    if before.ends_with(|last: char| last.is_ascii_alphabetic()) || after.starts_with(['万', '亿'])
    {
        return None;
    }
    let (digits, word) = match captures.name("number") {
        Some(digits) => (digits.as_str(), named(captures, "scale")),
        None => (named(captures, "number2"), named(captures, "scale2")),
    };
    let chinese_text = before.chars().rev().take(12).any(is_han);
    let currency = match named(captures, "sign") {
        "" => currency(named(captures, "unit"), false)?,
        sign => currency(sign, chinese_text)?,
    };
    let value = number(digits)?.checked_mul(scale(word)?)?;
    Some(Found {
        start: whole.start(),
        end: whole.end(),
        value: Amount {
            money: Money::nearest(value, currency)?,
            qualifier: hedge_before(before),
        },
    })
}

/// The currency of a sign or unit. The sign ¥ is yuan in Chinese text and yen in English text.
fn currency(unit: &str, chinese: bool) -> Option<Currency> {
    Some(match unit {
        "元" | "人民币" | "元人民币" | "人民币元" | "RMB" | "CNY" | "￥" | "yuan" | "renminbi" => {
            Currency::Cny
        }
        "¥" => {
            if chinese {
                Currency::Cny
            } else {
                Currency::Jpy
            }
        }
        "美元" | "美金" | "US$" | "USD" | "$" | "dollars" | "US dollars" => Currency::Usd,
        "欧元" | "€" | "EUR" | "euros" => Currency::Eur,
        "日元" | "日圆" | "JPY" | "yen" => Currency::Jpy,
        "韩元" | "韩圆" | "₩" | "KRW" | "won" => Currency::Krw,
        "新台币" | "台币" | "元新台币" | "新台币元" | "NT$" | "NTD" | "TWD" => {
            Currency::Twd
        }
        "港元" | "港币" | "HK$" | "HKD" => Currency::Hkd,
        "英镑" | "£" | "GBP" | "pounds" => Currency::Gbp,
        "卢比" | "₹" | "INR" | "rupees" | "Rs" | "Rs." => Currency::Inr,
        "卢布" => Currency::Rub,
        "新加坡元" | "新元" | "S$" | "SGD" => Currency::Sgd,
        "加元" | "C$" | "CAD" => Currency::Cad,
        "澳元" | "A$" | "AUD" => Currency::Aud,
        "瑞士法郎" | "瑞郎" | "CHF" => Currency::Chf,
        "瑞典克朗" | "SEK" => Currency::Sek,
        "新谢克尔" => Currency::Ils,
        "林吉特" | "令吉" | "MYR" => Currency::Myr,
        "越南盾" => Currency::Vnd,
        _ => return None,
    })
}

/// Whether a counter follows, so that "3亿颗" is no money.
fn counted(after: &str) -> bool {
    after.trim_start().starts_with(|next: char| {
        "片颗套只块吨台件个人家次条支根枚亩平米部辆种项门股份度千万亿".contains(next)
    })
}

fn money_clause(before: &str) -> bool {
    let clause = tail(before, 16);
    let clause = clause
        .rsplit(['，', '。', '；', ',', ';', '！', '？'])
        .next()
        .unwrap_or(clause);
    MONEY_WORDS.iter().any(|word| clause.contains(word))
}

/// The hedges that stand before a figure; a longer word before a shorter one that ends it.
const BEFORE: [(&str, Qualifier); 59] = [
    ("不低于", Qualifier::AtLeast),
    ("不少于", Qualifier::AtLeast),
    ("不小于", Qualifier::AtLeast),
    ("至少", Qualifier::AtLeast),
    ("at least", Qualifier::AtLeast),
    ("no less than", Qualifier::AtLeast),
    ("不超过", Qualifier::AtMost),
    ("不超", Qualifier::AtMost),
    ("不高于", Qualifier::AtMost),
    ("不大于", Qualifier::AtMost),
    ("最高", Qualifier::AtMost),
    ("最高可达", Qualifier::AtMost),
    ("最高达", Qualifier::AtMost),
    ("至多", Qualifier::AtMost),
    ("最多", Qualifier::AtMost),
    ("上限为", Qualifier::AtMost),
    ("up to", Qualifier::AtMost),
    ("at most", Qualifier::AtMost),
    ("no more than", Qualifier::AtMost),
    ("as much as", Qualifier::AtMost),
    ("not more than", Qualifier::AtMost),
    ("不到", Qualifier::Under),
    ("不足", Qualifier::Under),
    ("接近", Qualifier::Under),
    ("将近", Qualifier::Under),
    ("近", Qualifier::Under),
    ("低于", Qualifier::Under),
    ("少于", Qualifier::Under),
    ("nearly", Qualifier::Under),
    ("almost", Qualifier::Under),
    ("less than", Qualifier::Under),
    ("under", Qualifier::Under),
    ("below", Qualifier::Under),
    ("超过", Qualifier::Over),
    ("超", Qualifier::Over),
    ("逾", Qualifier::Over),
    ("突破", Qualifier::Over),
    ("突破了", Qualifier::Over),
    ("超过了", Qualifier::Over),
    ("高于", Qualifier::Over),
    ("大于", Qualifier::Over),
    ("more than", Qualifier::Over),
    ("over", Qualifier::Over),
    ("above", Qualifier::Over),
    ("exceeding", Qualifier::Over),
    ("exceed", Qualifier::Over),
    ("多于", Qualifier::Over),
    ("exceeds", Qualifier::Over),
    ("约为", Qualifier::About),
    ("大约", Qualifier::About),
    ("约合", Qualifier::About),
    ("约", Qualifier::About),
    ("about", Qualifier::About),
    ("roughly", Qualifier::About),
    ("around", Qualifier::About),
    ("some", Qualifier::About),
    ("approximately", Qualifier::About),
    ("an estimated", Qualifier::About),
    ("左右", Qualifier::Exact),
];

/// The hedge that ends `before`, [`Qualifier::Exact`] if there is none.
pub(crate) fn hedge_before(before: &str) -> Qualifier {
    let before = before.trim_end();
    let before = before
        .strip_suffix("达到")
        .or_else(|| before.strip_suffix('达'))
        .unwrap_or(before);
    if before.ends_with("附近") || before.ends_with("最近") {
        return Qualifier::Exact;
    }
    let mut best: Option<(usize, Qualifier)> = None;
    for (word, qualifier) in BEFORE {
        if before.ends_with(word) && best.is_none_or(|(length, _)| word.len() > length) {
            let cut = before.len() - word.len();
            let whole_word = !word.is_ascii()
                || !before
                    .get(..cut)
                    .is_some_and(|rest| rest.ends_with(|last: char| last.is_ascii_alphabetic()));
            if whole_word {
                best = Some((word.len(), qualifier));
            }
        }
    }
    best.map_or(Qualifier::Exact, |(_, qualifier)| qualifier)
}

/// The hedge that begins `after`, with its length in bytes.
pub(crate) fn hedge_after(after: &str) -> Option<(Qualifier, usize)> {
    const AFTER: [(&str, Qualifier); 10] = [
        ("左右", Qualifier::About),
        ("上下", Qualifier::About),
        ("以上", Qualifier::AtLeast),
        ("及以上", Qualifier::AtLeast),
        ("（含）以上", Qualifier::AtLeast),
        ("以内", Qualifier::AtMost),
        ("以下", Qualifier::AtMost),
        ("有余", Qualifier::Over),
        ("余", Qualifier::Over),
        ("多", Qualifier::Over),
    ];
    let next = head(after, 5);
    AFTER
        .iter()
        .find(|(word, _)| next.starts_with(word))
        .map(|&(word, qualifier)| (qualifier, word.len()))
}

/// The factor that a table header or caption gives its column: `总投资（万元）`, `人民币千元`, `US$ m`.
pub fn header_unit(header: &str) -> Option<(Decimal, Currency)> {
    static HEADER: LazyLock<Regex> = LazyLock::new(|| {
        regex(&format!(
            r"(?P<scale>{SCALE})?(?P<unit>{UNIT})\s*(?:[）)\]/]|$|，|,)|(?P<sign>{SIGN})\s?(?P<sscale>{SCALE}|trillion|billion|million|thousand|bn|mn|m|k|M|B|K)?\s*(?:元\s*)?(?:[）)\]]|$)"
        ))
    });
    let captures = HEADER.captures(header)?;
    match captures.name("unit") {
        Some(unit) => Some((
            scale(named(&captures, "scale"))?,
            currency(unit.as_str(), true)?,
        )),
        None => Some((
            scale(named(&captures, "sscale"))?,
            currency(named(&captures, "sign"), header.chars().any(is_han))?,
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Vec<String> {
        amounts(text)
            .into_iter()
            .map(|one| {
                let Amount { money, qualifier } = one.value;
                format!("{} {} {}", money.units(), money.currency, qualifier.name())
            })
            .collect()
    }

    #[test]
    fn chinese_sums_are_read_with_their_hedges() {
        for (text, expected) in [
            ("总投资15.11亿元", "1511000000 CNY exact"),
            ("总投资 15.11 亿元", "1511000000 CNY exact"),
            ("注册资本人民币4,292.156万元", "42921560 CNY exact"),
            ("总投资额约三十亿元", "3000000000 CNY about"),
            ("完成近3亿元C轮融资", "300000000 CNY under"),
            ("完成近亿元融资", "100000000 CNY under"),
            ("获数千万元天使轮融资", "10000000 CNY at_least"),
            ("投资20余亿元", "2000000000 CNY over"),
            ("投资20多亿美元", "2000000000 USD over"),
            ("总投资不低于8亿元", "800000000 CNY at_least"),
            ("计划投资20亿元以上", "2000000000 CNY at_least"),
            ("产值66亿元左右", "6600000000 CNY about"),
            ("募资不超过18.6亿元", "1860000000 CNY at_most"),
            ("募资不超50亿元", "5000000000 CNY at_most"),
            ("投资1.5-2亿元", "150000000 CNY at_least"),
            ("净额约4.3亿港元", "430000000 HKD about"),
            ("投资185亿元新台币", "18500000000 TWD exact"),
            ("超5亿元人民币", "500000000 CNY over"),
            ("获得1,800万美元融资", "18000000 USD exact"),
            ("预计年新增收入39亿，利税总额", "3900000000 CNY exact"),
            ("营业收入超千亿、", "100000000000 CNY over"),
            ("每股8.60港元", "8.6 HKD exact"),
            ("贷款700亿卢布", "70000000000 RUB exact"),
            ("¥3.2亿", "320000000 CNY exact"),
        ] {
            assert_eq!(read(text), [expected], "{text}");
        }
    }

    #[test]
    fn english_sums_are_read_with_their_hedges() {
        for (text, expected) in [
            ("a $1.2 billion plant", "1200000000 USD exact"),
            ("about €1.1bn", "1100000000 EUR about"),
            ("NT$18.5 billion", "18500000000 TWD exact"),
            ("up to ¥31.5 billion of", "31500000000 JPY at_most"),
            ("RMB 3 billion", "3000000000 CNY exact"),
            ("worth £118m", "118000000 GBP exact"),
            ("over $90 million", "90000000 USD over"),
            ("spent 40 million euros", "40000000 EUR exact"),
            ("\u{20b9}210 million", "210000000 INR exact"),
            ("an outlay of Rs 3,300 crore", "33000000000 INR exact"),
        ] {
            assert_eq!(read(text), [expected], "{text}");
        }
    }

    #[test]
    fn other_numbers_are_no_money() {
        for text in [
            "年产3亿颗",
            "三元材料",
            "5元件",
            "2025年6月",
            "12英寸",
            "占比41.6%",
            "形成产能39亿",
            "元宇宙",
            "上元节",
        ] {
            assert_eq!(read(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn a_header_gives_its_column_a_factor() {
        let unit =
            |header| header_unit(header).map(|(factor, currency)| format!("{factor} {currency}"));
        assert_eq!(unit("总投资（万元）").as_deref(), Some("10000 CNY"));
        assert_eq!(unit("人民币千元").as_deref(), Some("1000 CNY"));
        assert_eq!(unit("单位: 亿元").as_deref(), Some("100000000 CNY"));
        assert_eq!(unit("2Q23 revenue (US$ m)").as_deref(), Some("1000000 USD"));
        assert_eq!(unit("项目名称"), None);
    }

    proptest! {
        /// The twin adds the sum up ten-thousand by ten-thousand from its digits.
        #[test]
        fn a_spelled_sum_is_read_back(whole in 1_u32..10_000, cents in 0_u32..100, large in 0_usize..4) {
            let (word, zeros) = [("", 0), ("万", 4), ("亿", 8), ("万亿", 12)][large];
            let text = format!("总投资{whole}.{cents:02}{word}元，");
            let mut digits = format!("{whole}{cents:02}{}", "0".repeat(zeros));
            let tail = digits.split_off(digits.len() - 2);
            let fraction = tail.trim_end_matches('0');
            let expected = if fraction.is_empty() { digits } else { format!("{digits}.{fraction}") };
            prop_assert_eq!(read(&text), [format!("{expected} CNY exact")]);
        }
    }
}
