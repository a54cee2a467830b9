//! Text → tokens.

use super::span::{Fault, Span};

/// One word or sign of an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    /// A name or keyword.
    Word(String),
    /// A number as written, with the digits before the point and those behind it.
    Number(String),
    /// A text in double quotes.
    Text(String),
    /// A day, `2025-07-01`.
    Date(jiff::civil::Date),
    /// An operator or bracket.
    Sign(&'static str),
    /// The end of the expression.
    End,
}

const SIGNS: [&str; 17] = [
    "<=", ">=", "!=", "=", "<", ">", "(", ")", "[", "]", ",", ".", "+", "-", "*", "/", "%",
];

/// The tokens of an expression with their places, closed by [`Token::End`].
///
/// # Errors
/// When a text is not closed, a day is none, or a character means nothing here.
pub fn tokens(text: &str) -> Result<Vec<(Token, Span)>, Fault> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..)
        && let Some(first) = rest.chars().next()
    {
        let start = at;
        if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        }
        let token = if first == '"' {
            let inner = rest.get(1..).unwrap_or_default();
            let Some(end) = inner.find('"') else {
                return Err(Fault::new(start..text.len(), "this text is not closed")
                    .hint("write a `\"` at its end"));
            };
            at += end + 2;
            Token::Text(inner.get(..end).unwrap_or_default().to_owned())
        } else if first.is_ascii_digit() {
            let token = number(rest, start)?;
            at += token.1;
            token.0
        } else if let Some(sign) = SIGNS.into_iter().find(|sign| rest.starts_with(sign)) {
            at += sign.len();
            Token::Sign(sign)
        } else if let Some(sign) = fullwidth(first) {
            at += first.len_utf8();
            Token::Sign(sign)
        } else if first.is_alphabetic() || first == '_' {
            let word: String = rest
                .chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect();
            at += word.len();
            Token::Word(word)
        } else {
            return Err(Fault::new(
                start..start + first.len_utf8(),
                format!("`{first}` has no meaning here"),
            ));
        };
        found.push((token, Span::from(start..at)));
    }
    found.push((Token::End, Span::from(text.len()..text.len())));
    Ok(found)
}

/// Signs that a Chinese keyboard writes.
fn fullwidth(sign: char) -> Option<&'static str> {
    Some(match sign {
        '（' => "(",
        '）' => ")",
        '，' => ",",
        '≥' => ">=",
        '≤' => "<=",
        '≠' => "!=",
        '％' => "%",
        '×' => "*",
        '÷' => "/",
        _ => return None,
    })
}

/// A number or a day at the beginning of `rest`, and how long it is.
fn number(rest: &str, start: usize) -> Result<(Token, usize), Fault> {
    let run = |keep: fn(char) -> bool| rest.find(|c: char| !keep(c)).unwrap_or(rest.len());
    let dated = run(|c| c.is_ascii_digit() || c == '-');
    if let Some(day) = rest.get(..dated)
        && day.len() == 10
        && day.matches('-').count() == 2
    {
        return match day.parse() {
            Ok(date) => Ok((Token::Date(date), dated)),
            Err(_) => Err(Fault::new(
                start..start + dated,
                format!("`{day}` is not a day of the calendar"),
            )
            .hint("write days as 2025-07-01")),
        };
    }
    let length = run(|c| c.is_ascii_digit() || c == '.' || c == '_');
    let digits = rest.get(..length).unwrap_or_default().replace('_', "");
    if digits.matches('.').count() > 1 || digits.ends_with('.') {
        return Err(Fault::new(
            start..start + length,
            format!("`{digits}` is not a number"),
        ));
    }
    Ok((Token::Number(digits), length))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<Token> {
        tokens(text)
            .unwrap()
            .into_iter()
            .map(|(token, _)| token)
            .collect()
    }

    #[test]
    fn numbers_days_texts_and_signs_are_told_apart() {
        use Token::{Date, End, Number, Sign, Text, Word};
        assert_eq!(
            kinds("node ≤ 28 nm and date >= 2025-07-01 or x = \"a b\" - 1_000.5%"),
            [
                Word("node".into()),
                Sign("<="),
                Number("28".into()),
                Word("nm".into()),
                Word("and".into()),
                Word("date".into()),
                Sign(">="),
                Date(jiff::civil::date(2025, 7, 1)),
                Word("or".into()),
                Word("x".into()),
                Sign("="),
                Text("a b".into()),
                Sign("-"),
                Number("1000.5".into()),
                Sign("%"),
                End,
            ]
        );
        assert_eq!(
            kinds("1000万元"),
            [Number("1000".into()), Word("万元".into()), End]
        );
    }

    #[test]
    fn what_cannot_be_read_is_said_with_its_place() {
        let fault = tokens("a = \"b").unwrap_err();
        assert_eq!(
            (fault.message.as_str(), fault.span.start),
            ("this text is not closed", 4)
        );
        let fault = tokens("date > 2025-02-30").unwrap_err();
        assert_eq!(fault.message, "`2025-02-30` is not a day of the calendar");
        assert_eq!(
            tokens("a ; b").unwrap_err().message,
            "`;` has no meaning here"
        );
        assert_eq!(
            tokens("1.2.3").unwrap_err().message,
            "`1.2.3` is not a number"
        );
    }
}
