//! The tokens that content streams and character maps are written in.

/// A token.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token<'a> {
    /// A number.
    Number(f64),
    /// A name, without its slash, escapes resolved.
    Name(Vec<u8>),
    /// A string, literal or hexadecimal.
    Text(Vec<u8>),
    /// `[`
    Open,
    /// `]`
    Close,
    /// `<<`
    DictOpen,
    /// `>>`
    DictClose,
    /// An operator or keyword.
    Word(&'a [u8]),
}

/// Reads tokens; what is no token is passed over.
#[derive(Debug)]
pub(super) struct Lexer<'a> {
    bytes: &'a [u8],
    at: usize,
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\r' | b'\t' | 0x0c | 0)
}

fn is_delimiter(byte: u8) -> bool {
    matches!(
        byte,
        b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%'
    )
}

fn hex(byte: u8) -> Option<u8> {
    char::from(byte)
        .to_digit(16)
        .and_then(|digit| u8::try_from(digit).ok())
}

impl<'a> Lexer<'a> {
    /// Starts at the beginning.
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Lexer { bytes, at: 0 }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn bump(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        Some(byte)
    }

    fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    /// Takes bytes while they satisfy `test`.
    fn take_while(&mut self, test: impl Fn(u8) -> bool) -> &'a [u8] {
        let rest = self.rest();
        let length = rest
            .iter()
            .position(|byte| !test(*byte))
            .unwrap_or(rest.len());
        self.at += length;
        rest.get(..length).unwrap_or_default()
    }

    fn literal(&mut self) -> Vec<u8> {
        let mut text = Vec::new();
        let mut depth = 0usize;
        while let Some(byte) = self.bump() {
            match byte {
                b'(' => {
                    depth += 1;
                    text.push(byte);
                }
                b')' if depth == 0 => break,
                b')' => {
                    depth -= 1;
                    text.push(byte);
                }
                b'\\' => self.escape(&mut text),
                b'\r' => {
                    if self.peek() == Some(b'\n') {
                        self.at += 1;
                    }
                    text.push(b'\n');
                }
                _ => text.push(byte),
            }
        }
        text
    }

    fn escape(&mut self, text: &mut Vec<u8>) {
        let Some(byte) = self.bump() else { return };
        match byte {
            b'n' => text.push(b'\n'),
            b'r' => text.push(b'\r'),
            b't' => text.push(b'\t'),
            b'b' => text.push(8),
            b'f' => text.push(12),
            b'\r' => {
                if self.peek() == Some(b'\n') {
                    self.at += 1;
                }
            }
            b'\n' => {}
            b'0'..=b'7' => {
                let mut value = u32::from(byte - b'0');
                for _ in 0..2 {
                    match self.peek() {
                        Some(digit @ b'0'..=b'7') => {
                            value = value * 8 + u32::from(digit - b'0');
                            self.at += 1;
                        }
                        _ => break,
                    }
                }
                // Higher bits are ignored (ISO 32000-1, 7.3.4.2).
                text.push((value & 0xff) as u8);
            }
            other => text.push(other),
        }
    }

    fn hexadecimal(&mut self) -> Vec<u8> {
        let mut text = Vec::new();
        let mut high = None;
        while let Some(byte) = self.bump() {
            if byte == b'>' {
                break;
            }
            let Some(digit) = hex(byte) else { continue };
            match high.take() {
                None => high = Some(digit << 4),
                Some(first) => text.push(first | digit),
            }
        }
        text.extend(high);
        text
    }

    fn name(&mut self) -> Vec<u8> {
        let raw = self.take_while(|byte| !is_space(byte) && !is_delimiter(byte));
        if !raw.contains(&b'#') {
            return raw.to_vec();
        }
        let mut name = Vec::with_capacity(raw.len());
        let mut rest = raw;
        while let [first, tail @ ..] = rest {
            match (first, tail) {
                (b'#', [a, b, after @ ..]) if hex(*a).is_some() && hex(*b).is_some() => {
                    name.push(hex(*a).unwrap_or(0) << 4 | hex(*b).unwrap_or(0));
                    rest = after;
                }
                _ => {
                    name.push(*first);
                    rest = tail;
                }
            }
        }
        name
    }

    /// Passes over the data of an inline image, up to and with its `EI`.
    pub(super) fn skip_inline_image(&mut self) {
        // One white-space byte follows `ID`.
        self.at += 1;
        let start = self.at;
        let rest = self.rest();
        for (index, window) in rest.windows(2).enumerate() {
            let before = index == 0 || rest.get(index - 1).copied().is_some_and(is_space);
            if window != b"EI" || !before {
                continue;
            }
            let after = rest.get(index + 2..).unwrap_or_default();
            // In the data, `EI` may stand by chance; operators in plain ASCII follow the real one.
            let plain = after
                .iter()
                .take(12)
                .all(|byte| is_space(*byte) || (0x20..0x7f).contains(byte));
            if after.first().is_none_or(|byte| is_space(*byte)) && plain {
                self.at = start + index + 2;
                return;
            }
        }
        self.at = self.bytes.len();
    }
}

impl<'a> Iterator for Lexer<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let byte = self.peek()?;
            if is_space(byte) {
                self.at += 1;
                continue;
            }
            match byte {
                b'%' => {
                    self.take_while(|byte| byte != b'\n' && byte != b'\r');
                }
                b'(' => {
                    self.at += 1;
                    return Some(Token::Text(self.literal()));
                }
                b'<' => {
                    self.at += 1;
                    if self.peek() == Some(b'<') {
                        self.at += 1;
                        return Some(Token::DictOpen);
                    }
                    return Some(Token::Text(self.hexadecimal()));
                }
                b'>' => {
                    self.at += 1;
                    if self.peek() == Some(b'>') {
                        self.at += 1;
                        return Some(Token::DictClose);
                    }
                }
                b'[' => {
                    self.at += 1;
                    return Some(Token::Open);
                }
                b']' => {
                    self.at += 1;
                    return Some(Token::Close);
                }
                b'/' => {
                    self.at += 1;
                    return Some(Token::Name(self.name()));
                }
                b')' | b'{' | b'}' => self.at += 1,
                _ => {
                    let word = self.take_while(|byte| !is_space(byte) && !is_delimiter(byte));
                    return Some(number(word).map_or(Token::Word(word), Token::Number));
                }
            }
        }
    }
}

/// A number, if the word is one. Some programs write `--5` or `0.00-3`; both are read as far as they go.
fn number(word: &[u8]) -> Option<f64> {
    if !matches!(word.first()?, b'0'..=b'9' | b'+' | b'-' | b'.') {
        return None;
    }
    let text = std::str::from_utf8(word).ok()?;
    if let Ok(value) = text.parse::<f64>() {
        return value.is_finite().then_some(value);
    }
    let negative = text.starts_with('-');
    let body = text.trim_start_matches(['-', '+']);
    let length = body
        .bytes()
        .position(|byte| !byte.is_ascii_digit() && byte != b'.')
        .unwrap_or(body.len());
    let value: f64 = body.get(..length)?.parse().ok()?;
    Some(if negative { -value } else { value })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_is_split_into_tokens() {
        let tokens: Vec<Token<'_>> = Lexer::new(
            b"BT/F#31 12.5 Tf% c\n[(a\\(b\\101\\\n(c))-20.<41 4>]TJ <</A true>> --3 .5 ET",
        )
        .collect();
        assert_eq!(
            tokens,
            [
                Token::Word(b"BT"),
                Token::Name(b"F1".to_vec()),
                Token::Number(12.5),
                Token::Word(b"Tf"),
                Token::Open,
                Token::Text(b"a(bA(c)".to_vec()),
                Token::Number(-20.0),
                Token::Text(vec![0x41, 0x40]),
                Token::Close,
                Token::Word(b"TJ"),
                Token::DictOpen,
                Token::Name(b"A".to_vec()),
                Token::Word(b"true"),
                Token::DictClose,
                Token::Number(-3.0),
                Token::Number(0.5),
                Token::Word(b"ET"),
            ]
        );
    }

    #[test]
    fn an_inline_image_is_passed_over_to_its_real_end() {
        let mut lexer = Lexer::new(b"ID \x01 EI \xff\x02\x03\nEI Q");
        assert_eq!(lexer.next(), Some(Token::Word(b"ID")));
        lexer.skip_inline_image();
        assert_eq!(lexer.next(), Some(Token::Word(b"Q")));
    }
}
