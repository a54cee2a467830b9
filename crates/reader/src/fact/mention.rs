//! Mentions: the places where a text names an organisation, whether or not anything is said of it.
//!
//! A mention proposes nothing. It is what a person looks through to see who is spoken of, and what a record may be made from by hand.

use aho_corasick::{AhoCorasick, MatchKind};
use xinqiao_record::Span;

use super::Context;
use super::view::View;
use crate::structure::ArticleText;

/// A place where an article names an organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The index of the article in the reading.
    pub article: usize,
    /// The words that name it.
    pub span: Span,
    /// The fullest name that the article gives it.
    pub name: String,
}

/// Every mention in `articles` of `text`, in order. Of a full name and a short one at the same place the longer counts.
///
/// `text` is the normalised text that the articles' spans point into; a span that does not fit it is passed over.
pub fn mentions(text: &str, articles: &[ArticleText], context: Context) -> Vec<Mention> {
    let mut found = Vec::new();
    for (index, article) in articles.iter().enumerate() {
        let Some(whole) = article.span.of(text) else {
            continue;
        };
        let view = View::new(text, article, index, context);
        let mut names: Vec<(&str, &str)> = Vec::new();
        for group in &view.names {
            names.push((&group.name, &group.name));
            // One word of two characters is too often a part of another.
            let aliases = group
                .aliases
                .iter()
                .filter(|alias| alias.chars().count() >= 3);
            names.extend(aliases.map(|alias| (alias.as_str(), group.name.as_str())));
        }
        let Ok(matcher) = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(names.iter().map(|(name, _)| name))
        else {
            continue;
        };
        let offset = article.span.start as usize;
        for hit in matcher.find_iter(whole) {
            let Some(&(_, name)) = names.get(hit.pattern().as_usize()) else {
                continue;
            };
            let at = |place: usize| u32::try_from(offset + place).unwrap_or(u32::MAX);
            found.push(Mention {
                article: index,
                span: Span::new(at(hit.start()), at(hit.end())),
                name: name.to_owned(),
            });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Limits, read};

    #[test]
    fn every_place_where_an_organisation_is_named_is_a_mention_under_its_full_name() {
        let text = "示例新闻\n\n杭州示例半导体有限公司（以下简称“示例半导体”）与某某大学合作。示例半导体表示满意。\n";
        let reading = read("a.txt", text.as_bytes(), &Limits::default()).unwrap();
        let context = Context::default();
        let seen: Vec<_> = mentions(&reading.text, &reading.articles, context)
            .into_iter()
            .map(|one| {
                let words = one.span.of(&reading.text).unwrap_or("").to_owned();
                (words, one.name)
            })
            .collect();
        let pair = |words: &str, name: &str| (words.to_owned(), name.to_owned());
        assert_eq!(
            seen,
            [
                pair("杭州示例半导体有限公司", "杭州示例半导体有限公司"),
                pair("示例半导体", "杭州示例半导体有限公司"),
                pair("某某大学", "某某大学"),
                pair("示例半导体", "杭州示例半导体有限公司"),
            ]
        );
    }
}
