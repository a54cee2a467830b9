//! Projects under headings that name them, and lists of them.

use super::collect::{BELOW_HEADING, Walk};
use super::draft::Draft;
use super::mention::{Located, Mention, heading_name};
use super::wording::about_another_firm;
use crate::fact::view::{Sentence, without_marks};
use crate::value::{dates, slice, stages};

impl Walk<'_, '_> {
    /// The project that a sentence without a mention goes on about.
    pub(super) fn inherited(&self, number: usize, sentence: &Sentence<'_>) -> Option<usize> {
        let (draft, last) = self.current?;
        let near = number.saturating_sub(last) <= 2;
        let paragraph = self
            .drafts
            .get(draft)
            .is_some_and(|draft| draft.last_paragraph == sentence.paragraph);
        let below_heading = self.below_heading(sentence) == Some(draft);
        // The next sentence of a paragraph may turn to another firm.
        if !below_heading
            && self
                .drafts
                .get(draft)
                .is_some_and(|draft| about_another_firm(sentence.text, draft))
        {
            return None;
        }
        (near && (paragraph || self.drafts.len() == 1) || below_heading).then_some(draft)
    }

    /// The project that the heading above a sentence names.
    pub(super) fn below_heading(&self, sentence: &Sentence<'_>) -> Option<usize> {
        let (head, line) = self.headed?;
        (line..=line + BELOW_HEADING)
            .contains(&sentence.paragraph)
            .then_some(head)
    }

    /// A heading of a list of projects as a mention: the whole line is the name, whatever it ends in. Three headings that end in a head of
    /// projects show that the article is such a list.
    pub(super) fn as_heading(&self, number: usize, sentence: &Sentence<'_>) -> Option<Located> {
        if !self.is_list || !self.may_head(number) {
            return None;
        }
        let (start, end, _) = heading_name(sentence.text)?;
        let name = slice(sentence.text, start, end).to_owned();
        Some(Located {
            start,
            end,
            mention: Mention::Named {
                name,
                weak: false,
                quoted: true,
            },
        })
    }

    /// Begins the project of a heading, so that its name is not taken for another one's.
    pub(super) fn begin_listed(
        &mut self,
        number: usize,
        sentence: &Sentence<'_>,
        heading: &Located,
    ) {
        let Mention::Named { name, .. } = &heading.mention else {
            return;
        };
        if self.drafts.iter().any(|draft| draft.name == *name) {
            return;
        }
        let mut draft = Draft::named(name.clone());
        draft.weigh(sentence, 2);
        self.drafts.push(draft);
        self.current = Some((self.drafts.len() - 1, number));
    }

    /// Whether a sentence may be a heading: it has its paragraph to itself, or begins an item of a list as a short sentence of its own.
    pub(super) fn may_head(&self, number: usize) -> bool {
        let sentence = |number: usize| self.view.sentences.get(number);
        let paragraph = |number: usize| sentence(number).map(|one| one.paragraph);
        let own = paragraph(number);
        let first = number
            .checked_sub(1)
            .is_none_or(|before| paragraph(before) != own);
        let item = sentence(number).is_some_and(|one| one.text.ends_with('。'));
        first && (own != paragraph(number + 1) || item)
    }

    /// Whether a sentence begins an item of a chronicle that is about somebody or something by name: `△ 3月6日，某公司…`. The item before it
    /// is over.
    pub(super) fn begins_news(
        &self,
        number: usize,
        sentence: &Sentence<'_>,
        located: &[Located],
    ) -> bool {
        let first = number
            .checked_sub(1)
            .and_then(|before| self.view.sentences.get(before))
            .is_none_or(|before| before.paragraph != sentence.paragraph);
        let item = without_marks(sentence.text);
        if !first || item.len() == sentence.text.len() {
            return false;
        }
        let dated = dates(item, self.view.base)
            .into_iter()
            .find(|date| date.start == 0);
        let named = matches!(
            located.first(),
            Some(Located {
                mention: Mention::Named { .. },
                ..
            })
        );
        dated.is_some_and(|date| {
            let rest = slice(item, date.end, item.len()).trim_start_matches(['，', ' ', ':', '：']);
            named || self.view.name_at_start(rest).is_some()
        })
    }

    /// Notes a line that is nothing but a project's name, with a number before it and a place in brackets behind it: the paragraphs below
    /// it speak of that project. Any other line that names one ends it.
    pub(super) fn note_heading(
        &mut self,
        sentence: &Sentence<'_>,
        owners: &[(usize, usize, Option<usize>)],
    ) {
        let Some(&(start, end, Some(owner))) = owners.first() else {
            return;
        };
        let lead = without_marks(slice(sentence.text, 0, start))
            .trim_matches(|one: char| one.is_ascii_digit() || " .、．）)（(▎".contains(one));
        let rest = slice(sentence.text, end, sentence.text.len()).trim();
        let bracketed = rest.starts_with(['（', '(']) && rest.ends_with(['）', ')']);
        let builder = self
            .view
            .name_at_start(lead)
            .is_some_and(|(_, length)| length == lead.len());
        // 4、某某封测项目投产: the stage that the paragraphs below tell more of.
        let staged = rest.chars().count() <= 8
            && !rest.ends_with(['。', '；'])
            && stages(rest)
                .first()
                .is_some_and(|stage| stage.end == rest.len());
        let bare = (lead.is_empty() || builder)
            && (rest.is_empty() || staged || bracketed && rest.chars().count() <= 16);
        if bare && owners.len() == 1 {
            self.headed = Some((owner, sentence.paragraph));
        } else if self.headed.is_some_and(|(head, _)| head != owner) {
            self.headed = None;
        }
    }
}
