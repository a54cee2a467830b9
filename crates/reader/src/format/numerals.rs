//! Numbers of list items as words and letters.

/// How the numbers of a list level are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum NumberStyle {
    /// 1, 2, 3.
    #[default]
    Decimal,
    /// 01, 02, 03.
    DecimalZero,
    /// a, b, c.
    LowerLetter,
    /// A, B, C.
    UpperLetter,
    /// i, ii, iii.
    LowerRoman,
    /// I, II, III.
    UpperRoman,
    /// 一, 二, 三.
    Chinese,
    /// ①, ②, ③.
    Circled,
    /// 甲, 乙, 丙.
    Stems,
    /// A bullet instead of a number.
    Bullet,
    /// Nothing.
    Nothing,
}

impl NumberStyle {
    /// The style with this name in WordprocessingML (ST_NumberFormat); unknown ones count in digits.
    pub(super) fn from_word(name: &str) -> Self {
        match name {
            "bullet" => NumberStyle::Bullet,
            "none" => NumberStyle::Nothing,
            "decimalZero" => NumberStyle::DecimalZero,
            "lowerLetter" => NumberStyle::LowerLetter,
            "upperLetter" => NumberStyle::UpperLetter,
            "lowerRoman" => NumberStyle::LowerRoman,
            "upperRoman" => NumberStyle::UpperRoman,
            "chineseCounting"
            | "chineseCountingThousand"
            | "chineseLegalSimplified"
            | "japaneseCounting"
            | "taiwaneseCounting"
            | "taiwaneseCountingThousand"
            | "ideographDigital"
            | "koreanDigital2" => NumberStyle::Chinese,
            "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => NumberStyle::Circled,
            "ideographTraditional" => NumberStyle::Stems,
            _ => NumberStyle::Decimal,
        }
    }

    /// `number` written in this style; digits where the style has no sign for it.
    pub(super) fn write(self, number: u32) -> String {
        match self {
            NumberStyle::Decimal | NumberStyle::Bullet => number.to_string(),
            NumberStyle::DecimalZero => format!("{number:02}"),
            NumberStyle::LowerLetter => letters(number, 'a'),
            NumberStyle::UpperLetter => letters(number, 'A'),
            NumberStyle::LowerRoman => roman(number).to_lowercase(),
            NumberStyle::UpperRoman => roman(number),
            NumberStyle::Chinese => chinese(number),
            NumberStyle::Circled if (1..=20).contains(&number) => char::from_u32(0x245f + number)
                .map(String::from)
                .unwrap_or_default(),
            NumberStyle::Circled => number.to_string(),
            NumberStyle::Stems => "甲乙丙丁戊己庚辛壬癸"
                .chars()
                .nth((number as usize).wrapping_sub(1))
                .map_or_else(|| number.to_string(), String::from),
            NumberStyle::Nothing => String::new(),
        }
    }
}

/// a to z, then aa, bb, as word processors count.
fn letters(number: u32, first: char) -> String {
    if number == 0 || number > 26 * 20 {
        return number.to_string();
    }
    let letter = char::from_u32(u32::from(first) + (number - 1) % 26).unwrap_or(first);
    std::iter::repeat_n(letter, ((number - 1) / 26 + 1) as usize).collect()
}

fn roman(number: u32) -> String {
    if number == 0 || number >= 4000 {
        return number.to_string();
    }
    let signs = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut left = number;
    let mut written = String::new();
    for (value, sign) in signs {
        while left >= value {
            written.push_str(sign);
            left -= value;
        }
    }
    written
}

fn chinese(number: u32) -> String {
    let digit = |value: u32| {
        "零一二三四五六七八九"
            .chars()
            .nth(value as usize)
            .unwrap_or('零')
    };
    if number == 0 || number >= 10_000 {
        return number.to_string();
    }
    let mut written = String::new();
    let mut zero = false;
    for (unit, sign) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let value = number / unit % 10;
        if value == 0 {
            zero = !written.is_empty();
            continue;
        }
        if std::mem::take(&mut zero) {
            written.push('零');
        }
        // Ten to nineteen have no one before the ten.
        if !(unit == 10 && value == 1 && written.is_empty()) {
            written.push(digit(value));
        }
        written.push_str(sign);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_in_their_style() {
        let written = |style: NumberStyle, numbers: &[u32]| {
            numbers
                .iter()
                .map(|number| style.write(*number))
                .collect::<Vec<_>>()
                .join(" ")
        };
        assert_eq!(
            written(
                NumberStyle::Chinese,
                &[1, 10, 11, 20, 21, 100, 105, 110, 1001]
            ),
            "一 十 十一 二十 二十一 一百 一百零五 一百一十 一千零一"
        );
        assert_eq!(
            written(NumberStyle::LowerRoman, &[1, 4, 9, 14, 40]),
            "i iv ix xiv xl"
        );
        assert_eq!(written(NumberStyle::UpperLetter, &[1, 26, 27]), "A Z AA");
        assert_eq!(written(NumberStyle::Circled, &[1, 20, 21]), "① ⑳ 21");
        assert_eq!(written(NumberStyle::Stems, &[0, 1, 11]), "0 甲 11");
    }
}
