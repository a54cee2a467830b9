//! An article → proposed facts, one file per kind, each with its own examples.
//!
//! Confidence is a scale of evidence, the same for all kinds:
//!
//! | from | meaning |
//! |---|---|
//! | 90 | a form or table cell, or a sentence that names thing, event and figure |
//! | 75 | a sentence that names the thing and one figure or event |
//! | 60 | the parts stand in several sentences or one part is inferred |
//! | 40 | a bare mention, worth a look |

mod antecedent;
mod award;
#[cfg(test)]
mod cases;
mod compact;
mod event;
mod figure;
mod financing;
mod lexicon;
mod mention;
mod organization;
mod policy;
mod policy_news;
mod project;
mod statistic;
mod target;
mod view;

use jiff::civil::Date;
use xinqiao_record::{Body, PartialDate, Span};

use crate::structure::ArticleText;
use compact::Compact;
use view::View;

pub use mention::{Mention, mentions};
pub use target::{OutcomeStatement, outcomes};

/// A candidate: what the reader thinks an article says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// The index of the article in the reading.
    pub article: usize,
    /// The sentence or table row that says it.
    pub span: Span,
    /// Its words.
    pub quote: String,
    /// How sure the reader is, in percent, 0 to 100.
    pub confidence: u8,
    /// What is said.
    pub body: Body,
}

/// What a fact rule may know beyond the article's own text.
#[derive(Debug, Clone, Copy, Default)]
pub struct Context {
    /// The document's own date, against which "2月21日" and "今年" are resolved.
    pub issued: Option<PartialDate>,
    /// The day of reading, only to refuse dates far in the future; the shell gives it.
    pub today: Option<Date>,
}

/// Everything that `articles` of `text` propose, in order of the articles and, within one, of place.
///
/// `text` is the normalised text that the articles' spans point into; a span that does not fit it is passed over.
pub fn propose(text: &str, articles: &[ArticleText], context: Context) -> Vec<Fact> {
    let Some(compact) = Compact::of(text) else {
        return examine(text, articles, context);
    };
    let moved: Vec<ArticleText> = articles
        .iter()
        .map(|article| compact.article(article))
        .collect();
    examine(compact.text(), &moved, context)
        .into_iter()
        .map(|fact| compact.back(fact, text))
        .collect()
}

fn examine(text: &str, articles: &[ArticleText], context: Context) -> Vec<Fact> {
    let mut facts = Vec::new();
    for (index, article) in articles.iter().enumerate() {
        let view = View::new(text, article, index, context);
        let mut found = Vec::new();
        project::propose(&view, &mut found);
        financing::propose(&view, &mut found);
        policy::propose(&view, &mut found);
        target::propose(&view, &mut found);
        organization::propose(&view, &mut found);
        award::propose(&view, &mut found);
        event::propose(&view, &mut found);
        figure::propose(&view, &mut found);
        statistic::propose(&view, &mut found);
        found.sort_by_key(|fact| (fact.span.start, fact.body.kind(), fact.span.end));
        facts.append(&mut found);
    }
    facts
}
