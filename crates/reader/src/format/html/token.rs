//! The tokens of a page.

use std::ops::Range;

/// A token. Ranges are bytes of the page's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// Text, entities not resolved.
    Text(Range<usize>),
    /// A start tag.
    Open(Tag),
    /// An end tag, name in lower case.
    Close(String),
}

/// A start tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tag {
    /// The name in lower case.
    pub(super) name: String,
    /// Everything between the name and the closing `>`.
    pub(super) attributes: Range<usize>,
}

/// Splits a page into tokens. Comments, declarations and processing instructions are passed over.
#[derive(Debug)]
pub(super) struct Tokens<'a> {
    text: &'a str,
    at: usize,
    /// Set after a start tag whose content is not markup: its name.
    raw: Option<String>,
}

/// Elements whose content is text up to their own end tag.
const RAW: &[&str] = &[
    "script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes",
];

impl<'a> Tokens<'a> {
    /// Starts at the beginning of `text`.
    pub(super) fn new(text: &'a str) -> Self {
        Tokens {
            text,
            at: 0,
            raw: None,
        }
    }

    fn rest(&self, from: usize) -> &'a str {
        self.text.get(from..).unwrap_or_default()
    }

    /// The offset of the next `pattern` from `from` on, or the end of the text.
    fn index_of(&self, from: usize, pattern: &str) -> usize {
        self.rest(from)
            .find(pattern)
            .map_or(self.text.len(), |index| from + index)
    }

    /// Text up to the end tag of the raw element `name`.
    fn raw_text(&mut self, name: &str) -> Option<Token> {
        let start = self.at;
        let mut look = start;
        let end = loop {
            let found = self.index_of(look, "</");
            let tail = self.rest(found + 2);
            let same = tail
                .get(..name.len())
                .is_some_and(|tag| tag.eq_ignore_ascii_case(name));
            if same || found == self.text.len() {
                break found;
            }
            look = found + 2;
        };
        self.at = end;
        (end > start).then_some(Token::Text(start..end))
    }

    /// The end of the tag that is open at `from`: past the `>` that stands outside quotes.
    fn tag_end(&self, from: usize) -> usize {
        let mut quote = None;
        let mut value = false;
        for (index, byte) in self.rest(from).bytes().enumerate() {
            match (quote, byte) {
                (Some(open), byte) if open == byte => quote = None,
                (Some(_), _) => {}
                (None, b'"' | b'\'') if value => quote = Some(byte),
                (None, b'>') => return from + index,
                (None, b'=') => value = true,
                (None, byte) if !byte.is_ascii_whitespace() => value = false,
                _ => {}
            }
        }
        self.text.len()
    }

    fn name(&self, from: usize) -> (String, usize) {
        let rest = self.rest(from);
        let length = rest
            .bytes()
            .position(|byte| byte.is_ascii_whitespace() || byte == b'>' || byte == b'/')
            .unwrap_or(rest.len());
        let name = rest.get(..length).unwrap_or_default();
        // A prefix, as in `o:p` of pages saved by a word processor, is part of the name.
        (name.to_ascii_lowercase(), from + length)
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        if let Some(name) = self.raw.take()
            && let Some(token) = self.raw_text(&name)
        {
            return Some(token);
        }
        let start = self.at;
        let mut look = start;
        loop {
            let open = self.index_of(look, "<");
            let after = self.rest(open).as_bytes().get(1).copied();
            let markup = matches!(after, Some(b'!' | b'?' | b'/'))
                || after.is_some_and(|byte| byte.is_ascii_alphabetic());
            if !markup && open < self.text.len() {
                look = open + 1;
                continue;
            }
            if open > start {
                self.at = open;
                return Some(Token::Text(start..open));
            }
            if open >= self.text.len() {
                return None;
            }
            match after {
                Some(b'!') if self.rest(open).starts_with("<!--") => {
                    self.at = (self.index_of(open + 4, "-->") + 3).min(self.text.len());
                }
                Some(b'!' | b'?') => self.at = (self.index_of(open, ">") + 1).min(self.text.len()),
                Some(b'/') => {
                    let (name, from) = self.name(open + 2);
                    self.at = (self.index_of(from, ">") + 1).min(self.text.len());
                    return Some(Token::Close(name));
                }
                _ => {
                    let (name, from) = self.name(open + 1);
                    let end = self.tag_end(from);
                    self.at = (end + 1).min(self.text.len());
                    if RAW.contains(&name.as_str()) {
                        self.raw = Some(name.clone());
                    }
                    return Some(Token::Open(Tag {
                        name,
                        attributes: from..end,
                    }));
                }
            }
            return self.next_after_skip();
        }
    }
}

impl Tokens<'_> {
    /// Goes on after something that is passed over, without growing the stack.
    fn next_after_skip(&mut self) -> Option<Token> {
        loop {
            let rest = self.rest(self.at);
            if rest.starts_with("<!--") {
                self.at = (self.index_of(self.at + 4, "-->") + 3).min(self.text.len());
            } else if rest.starts_with("<!") || rest.starts_with("<?") {
                self.at = (self.index_of(self.at, ">") + 1).min(self.text.len());
            } else {
                return self.next();
            }
        }
    }
}

/// The value of an attribute, as it is written; empty for one without a value.
pub(super) fn attribute<'a>(attributes: &'a str, wanted: &str) -> Option<&'a str> {
    let mut rest = attributes.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
    while !rest.is_empty() {
        let name_end = rest
            .find(|c: char| c.is_ascii_whitespace() || c == '=' || c == '/')
            .unwrap_or(rest.len());
        let (name, tail) = rest.split_at_checked(name_end)?;
        let tail = tail.trim_start();
        let (value, tail) = match tail.strip_prefix('=').map(str::trim_start) {
            None => ("", tail),
            Some(tail) => match tail.chars().next() {
                Some(quote @ ('"' | '\'')) => {
                    let inner = tail.get(1..).unwrap_or_default();
                    inner.split_once(quote).unwrap_or((inner, ""))
                }
                _ => {
                    let end = tail
                        .find(|c: char| c.is_ascii_whitespace())
                        .unwrap_or(tail.len());
                    tail.split_at_checked(end)?
                }
            },
        };
        if name.eq_ignore_ascii_case(wanted) {
            return Some(value);
        }
        let next = tail.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        // INVARIANT: every turn consumes something, so the loop ends.
        rest = if next.len() < rest.len() { next } else { "" };
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        Tokens::new(text)
            .map(|token| match token {
                Token::Text(range) => text[range].to_string(),
                Token::Open(tag) => format!("<{}|{}>", tag.name, text[tag.attributes].trim()),
                Token::Close(name) => format!("</{name}>"),
            })
            .collect()
    }

    #[test]
    fn tags_text_and_raw_text_are_told_apart() {
        assert_eq!(
            shown(
                "<!DOCTYPE html><!-- <p> --><P class='a>b'>1 < 2<br/><script>if (a</b/) '<p>'</SCRIPT>x</p"
            ),
            [
                "<p|class='a>b'>",
                "1 < 2",
                "<br|/>",
                "<script|>",
                "if (a</b/) '<p>'",
                "</script>",
                "x",
                "</p>"
            ]
        );
    }

    #[test]
    fn what_is_never_closed_ends_with_the_page() {
        assert_eq!(shown("a<!-- b"), ["a"]);
        assert_eq!(shown("a<p title=\"b"), ["a", "<p|title=\"b>"]);
        assert_eq!(shown("<style>a"), ["<style|>", "a"]);
        assert_eq!(shown("a<"), ["a<"]);
    }

    #[test]
    fn attributes_are_found_quoted_or_not() {
        assert_eq!(attribute(" colspan=2 ROWSPAN='3'", "rowspan"), Some("3"));
        assert_eq!(attribute(" colspan=2 hidden", "hidden"), Some(""));
        assert_eq!(attribute(" a=\"hidden\"/", "hidden"), None);
        assert_eq!(attribute("==", "x"), None);
    }
}
