//! The tokens of a page, as html5gum finds them by the rules of the HTML standard, with their places.
//!
//! The emitters that come with html5gum join the characters of a text and forget which of them stood as
//! a reference. This one keeps the place of every piece, so that a text stays a range of the page.

use std::collections::VecDeque;
use std::ops::Range;

use html5gum::{Emitter, Error, State, StringReader, Tokenizer};

/// A token. Ranges are bytes of the page's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// Text between tags.
    Text(Text),
    /// A start tag.
    Open(Tag),
    /// An end tag, name in lower case.
    Close(String),
}

/// A run of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Text {
    /// Where it stands.
    pub(super) range: Range<usize>,
    /// The places in it that are not read as they are written, in order.
    pub(super) references: Vec<Reference>,
}

/// A character reference such as `&amp;`. One that stands for two characters comes twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reference {
    /// Where it stands, from the `&` on.
    pub(super) place: Range<usize>,
    /// The character that it stands for.
    pub(super) shown: char,
}

/// A start tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tag {
    /// The name in lower case. A prefix, as in `o:p` of pages saved by a word processor, is part of it.
    pub(super) name: String,
    /// Whether the element ends with its own tag. HTML has void elements instead, so that `/>` means this
    /// only on the elements of [`FOREIGN`].
    pub(super) complete: bool,
    attributes: Vec<(&'static str, String)>,
}

impl Tag {
    /// The value of an attribute of [`ATTRIBUTES`]; empty for one without a value.
    pub(super) fn attribute(&self, wanted: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(name, _)| *name == wanted)
            .map(|(_, value)| value.as_str())
    }
}

/// The attributes that are kept; a page has many more.
const ATTRIBUTES: &[&str] = &["colspan", "hidden", "rowspan", "start", "style"];

/// Elements that come from XML.
const FOREIGN: &[&str] = &["math", "svg"];

/// How to read on after the start tag of an element whose content is not markup.
fn content(name: &str) -> Option<State> {
    match name {
        "script" => Some(State::ScriptData),
        "title" | "textarea" => Some(State::RcData),
        "style" | "xmp" | "iframe" | "noembed" | "noframes" => Some(State::RawText),
        _ => None,
    }
}

/// Splits a page into tokens. Comments, declarations and processing instructions are passed over.
pub(super) fn tokens(page: &str) -> Tokenizer<StringReader<'_>, Places<'_>> {
    let places = Places {
        page: page.as_bytes(),
        ..Places::default()
    };
    Tokenizer::new_with_emitter(page, places)
}

/// Takes what the tokenizer finds, together with its place.
#[derive(Debug, Default)]
pub(super) struct Places<'a> {
    page: &'a [u8],
    /// Where the tokenizer is.
    at: usize,
    /// Up to where the page has become tokens. INVARIANT: what the tokenizer calls text next begins here.
    done: usize,
    text: Option<Text>,
    /// The tag in the making: its name, whether it is an end tag, whether it ends with `/>`.
    name: Vec<u8>,
    closing: bool,
    slash: bool,
    attributes: Vec<(&'static str, String)>,
    /// The attribute in the making.
    attribute: Vec<u8>,
    value: Vec<u8>,
    /// The name of the last start tag: only its own end tag ends the text of a script.
    last: Vec<u8>,
    ready: VecDeque<Token>,
}

impl Places<'_> {
    fn end_text(&mut self) {
        self.ready.extend(self.text.take().map(Token::Text));
    }

    fn end_attribute(&mut self) {
        let known = ATTRIBUTES
            .iter()
            .find(|known| known.as_bytes() == self.attribute);
        if let Some(known) = known
            && !self.attributes.iter().any(|(name, _)| name == known)
        {
            self.attributes.push((known, string(&self.value)));
        }
        self.attribute.clear();
        self.value.clear();
    }

    fn begin_tag(&mut self, closing: bool) {
        self.name.clear();
        self.attributes.clear();
        self.attribute.clear();
        self.value.clear();
        self.closing = closing;
        self.slash = false;
    }
}

/// The tokenizer hands out whole characters in the end, even if it reads some of them byte by byte.
fn string(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

impl Emitter for Places<'_> {
    type Token = Token;

    fn pop_token(&mut self) -> Option<Token> {
        self.ready.pop_front()
    }

    fn move_position(&mut self, offset: isize) {
        self.at = self.at.saturating_add_signed(offset);
    }

    fn emit_eof(&mut self) {
        self.end_text();
    }

    fn init_string(&mut self) {
        self.done = self.at;
    }

    fn emit_string(&mut self, shown: &[u8]) {
        let rest = self.page.get(self.done..self.at).unwrap_or_default();
        // Everything but a reference comes as it is written, though in parts after some false end tags.
        let written = rest == shown || (!rest.starts_with(b"&") && rest.starts_with(shown));
        let end = if written {
            self.done + shown.len()
        } else {
            self.at
        };
        let place = std::mem::replace(&mut self.done, end)..end;
        if self
            .text
            .as_ref()
            .is_some_and(|text| text.range.end != place.start)
        {
            // Something that is no token, such as a comment, stands between.
            self.end_text();
        }
        let text = self.text.get_or_insert_with(|| Text {
            range: place.start..place.start,
            references: Vec::new(),
        });
        text.range.end = place.end;
        if !written {
            text.references
                .extend(string(shown).chars().map(|shown| Reference {
                    place: place.clone(),
                    shown,
                }));
        }
    }

    fn init_start_tag(&mut self) {
        self.begin_tag(false);
    }

    fn init_end_tag(&mut self) {
        self.begin_tag(true);
    }

    fn push_tag_name(&mut self, name: &[u8]) {
        self.name.extend(name);
    }

    fn set_self_closing(&mut self) {
        self.slash = true;
    }

    fn init_attribute(&mut self) {
        self.end_attribute();
    }

    fn push_attribute_name(&mut self, name: &[u8]) {
        self.attribute.extend(name);
    }

    fn push_attribute_value(&mut self, value: &[u8]) {
        self.value.extend(value);
    }

    fn emit_current_tag(&mut self) -> Option<State> {
        self.end_attribute();
        self.end_text();
        self.done = self.at;
        let name = string(&self.name);
        if self.closing {
            self.ready.push_back(Token::Close(name));
            return None;
        }
        self.last.clone_from(&self.name);
        let state = content(&name);
        self.ready.push_back(Token::Open(Tag {
            complete: self.slash && FOREIGN.contains(&name.as_str()),
            attributes: std::mem::take(&mut self.attributes),
            name,
        }));
        state
    }

    fn current_is_appropriate_end_tag_token(&mut self) -> bool {
        self.closing && !self.last.is_empty() && self.name == self.last
    }

    fn set_last_start_tag(&mut self, name: Option<&[u8]>) {
        self.last = name.unwrap_or_default().to_vec();
    }

    fn should_emit_errors(&mut self) -> bool {
        false
    }

    // What follows says nothing about the text of a page.

    fn emit_error(&mut self, _: Error) {}

    fn init_comment(&mut self) {}

    fn push_comment(&mut self, _: &[u8]) {}

    fn emit_current_comment(&mut self) {}

    fn init_doctype(&mut self) {}

    fn push_doctype_name(&mut self, _: &[u8]) {}

    fn set_doctype_public_identifier(&mut self, _: &[u8]) {}

    fn push_doctype_public_identifier(&mut self, _: &[u8]) {}

    fn set_doctype_system_identifier(&mut self, _: &[u8]) {}

    fn push_doctype_system_identifier(&mut self, _: &[u8]) {}

    fn set_force_quirks(&mut self) {}

    fn emit_current_doctype(&mut self) {}
}

#[cfg(test)]
mod tests {
    use html5gum::emitters::default::DefaultEmitter;
    use proptest::prelude::*;

    use super::*;

    /// The text with its references resolved.
    fn resolved(page: &str, text: &Text) -> String {
        let (mut at, mut out) = (text.range.start, String::new());
        for reference in &text.references {
            out.push_str(page.get(at..reference.place.start).unwrap_or_default());
            out.push(reference.shown);
            at = reference.place.end;
        }
        out + &page[at..text.range.end]
    }

    fn shown(page: &str) -> Vec<String> {
        tokens(page)
            .map(|token| match token {
                Ok(Token::Text(text)) => resolved(page, &text),
                Ok(Token::Open(tag)) => {
                    let attributes = tag.attributes.iter();
                    let attributes: String = attributes
                        .map(|(name, value)| format!(" {name}=[{value}]"))
                        .collect();
                    let end = if tag.complete { "/" } else { "" };
                    format!("<{}{attributes}{end}>", tag.name)
                }
                Ok(Token::Close(name)) => format!("</{name}>"),
            })
            .collect()
    }

    #[test]
    fn tags_text_and_raw_text_are_told_apart() {
        assert_eq!(
            shown(
                "<!DOCTYPE html><!-- <p> --><P style='a>b'>1 < 2<br/><o:p><script>if (a</b/) '<p>&lt;'</SCRIPT >x<svg/>"
            ),
            [
                "<p style=[a>b]>",
                "1 < 2",
                "<br>",
                "<o:p>",
                "<script>",
                "if (a</b/) '<p>&lt;'",
                "</script>",
                "x",
                "<svg/>"
            ]
        );
    }

    #[test]
    fn what_is_never_closed_ends_with_the_page() {
        assert_eq!(shown("a<!-- b <p>c"), ["a"]);
        assert_eq!(shown("a<p title=\"b>c"), ["a"]);
        assert_eq!(shown("a<p title=b"), ["a"]);
        assert_eq!(shown("a</p"), ["a"]);
        assert_eq!(shown("<style>a</styl"), ["<style>", "a</styl"]);
        assert_eq!(shown("a<"), ["a<"]);
        assert_eq!(shown("a&"), ["a&"]);
    }

    #[test]
    fn malformed_markup_costs_no_text_around_it() {
        assert_eq!(shown("a</>b</ p>c<?x y?>d<!x>e"), ["a", "b", "c", "d", "e"]);
        assert_eq!(shown("a<!-->b<!--->c<!-- -- --!>d"), ["a", "b", "c", "d"]);
        assert_eq!(shown("a<1><>芯<<b"), ["a<1><>芯<"]);
        assert_eq!(shown("a<p<b>c"), ["a", "<p<b>", "c"]);
        assert_eq!(shown("<td colspan=2<td>x"), ["<td colspan=[2<td]>", "x"]);
    }

    #[test]
    fn cdata_is_a_comment_up_to_the_first_angle() {
        assert_eq!(shown("a<![CDATA[b>c]]>d"), ["a", "c]]>d"]);
    }

    #[test]
    fn a_script_ends_only_with_its_own_end_tag() {
        assert_eq!(
            shown("<script>'</', '</p>', '</scripts>'<!-- </script>x --></script>"),
            [
                "<script>",
                "'</', '</p>', '</scripts>'<!-- ",
                "</script>",
                "x -->",
                "</script>"
            ]
        );
        assert_eq!(
            shown("<script><!--<script></script>--></script>x"),
            ["<script>", "<!--<script></script>-->", "</script>", "x"]
        );
    }

    #[test]
    fn attributes_are_found_quoted_or_not_and_the_first_of_a_name_counts() {
        assert_eq!(
            shown("<td colspan=2 ROWSPAN = '3' rowspan=4 hidden style=\"a&amp;b\" a=\"start\" / >"),
            ["<td colspan=[2] rowspan=[3] hidden=[] style=[a&b]>"]
        );
        assert_eq!(shown("<ol == =start start=>"), ["<ol start=[]>"]);
        assert_eq!(
            shown("<ol start=5/></ol start=6>"),
            ["<ol start=[5/]>", "</ol>"]
        );
    }

    #[test]
    fn references_keep_their_place() {
        let page = "芯&amp;桥&#x82AF;&nbsp a&notit;&unknown;&#150;&bne;&芯&#;";
        let Some(Ok(Token::Text(text))) = tokens(page).next() else {
            panic!()
        };
        let places: Vec<_> = text
            .references
            .iter()
            .map(|reference| (&page[reference.place.clone()], reference.shown))
            .collect();
        assert_eq!(
            places,
            [
                ("&amp;", '&'),
                ("&#x82AF;", '芯'),
                ("&nbsp", '\u{a0}'),
                ("&not", '¬'),
                ("&#150;", '–'),
                ("&bne;", '='),
                ("&bne;", '\u{20e5}'),
            ]
        );
        assert_eq!(text.range, 0..page.len());
    }

    #[test]
    fn hostile_pages_give_few_tokens() {
        let many = 1 << 17;
        assert_eq!(tokens(&"<".repeat(many)).count(), 1);
        assert_eq!(tokens(&"&".repeat(many)).count(), 1);
        assert_eq!(tokens(&"&a".repeat(many)).count(), 1);
        assert_eq!(tokens(&"<!--".repeat(many)).count(), 0);
        assert_eq!(tokens(&"<a ".repeat(many)).count(), 0);
        assert_eq!(
            tokens(&format!("<title>{}", "</titl".repeat(many))).count(),
            2
        );
        assert_eq!(tokens(&format!("<p{}>", " a=b".repeat(many))).count(), 1);
        assert_eq!(tokens(&"</".repeat(many)).count(), 0);
    }

    /// The same tokens from html5gum's own emitter, which knows no places.
    fn twin(page: &str) -> Vec<String> {
        let mut emitter = DefaultEmitter::default();
        emitter.naively_switch_states(true);
        Tokenizer::new_with_emitter(page, emitter)
            .filter_map(|token| match token {
                Ok(html5gum::Token::String(text)) => Some(string(&text)),
                Ok(html5gum::Token::StartTag(tag)) => Some(format!("<{}>", string(&tag.name))),
                Ok(html5gum::Token::EndTag(tag)) => Some(format!("</{}>", string(&tag.name))),
                _ => None,
            })
            .collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn texts_are_those_of_the_plain_emitter_and_every_reference_begins_with_its_mark(
            parts in prop::collection::vec(
                prop::sample::select(vec![
                    "<", ">", "/", "!", "--", "-", "&", ";", "#", "x", "41", "amp", "not", "bne", "nbsp", "芯", "é",
                    " ", "\n", "=", "'", "\"", "<p>", "</p>", "<p ", "<script>", "</script>", "<title>", "</title>",
                    "<style>", "</style>", "<!--", "-->", "<![CDATA[", "]]>", "<?", "script", "title", "&amp;", "&#49",
                ]),
                0..40,
            ),
        ) {
            let page = parts.concat();
            let mut out = Vec::new();
            let mut end = 0;
            for Ok(token) in tokens(&page) {
                out.push(match token {
                    Token::Text(text) => {
                        prop_assert!(text.range.start >= end && text.range.end > text.range.start);
                        end = text.range.end;
                        for reference in &text.references {
                            prop_assert!(page[reference.place.clone()].starts_with('&'));
                        }
                        resolved(&page, &text)
                    }
                    Token::Open(tag) => format!("<{}>", tag.name),
                    Token::Close(name) => format!("</{name}>"),
                });
            }
            // Joined, since the emitters part texts differently where a comment or nothing stands between.
            prop_assert_eq!(out.concat(), twin(&page).concat());
        }
    }
}
