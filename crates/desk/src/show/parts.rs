//! What the components in `templates/macros/` are given.

use xinqiao_record::body::{Stage, StageEntry};

use super::address::address;
use super::date::partial_date;
use super::{name, number};
use crate::i18n::Texts;

/// One group of a filter sidebar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facet {
    /// The heading.
    pub label: String,
    /// Where nothing of this group is chosen any more; `None` while nothing is.
    pub clear: Option<String>,
    /// The values to choose from.
    pub choices: Vec<Choice>,
}

/// One value of a filter, or one tab.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What it is called.
    pub label: String,
    /// How many there are, if counted.
    pub count: Option<u64>,
    /// The address with this choice made, or unmade when it is chosen.
    pub href: String,
    /// Whether it is chosen.
    pub selected: bool,
}

/// One column head of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// The head.
    pub label: String,
    /// Whether the cells are numbers, which stand flush right.
    pub numeric: bool,
    /// How the column sorts, if it does.
    pub sort: Option<Sort>,
}

/// How a column sorts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sort {
    /// The address with this column sorted, or the other way round.
    pub href: String,
    /// `ascending`, `descending` or `none`: the value of `aria-sort`.
    pub now: &'static str,
}

impl Column {
    /// A column of words.
    pub fn words(label: impl Into<String>) -> Self {
        Column {
            label: label.into(),
            numeric: false,
            sort: None,
        }
    }

    /// A column of numbers.
    pub fn numbers(label: impl Into<String>) -> Self {
        Column {
            label: label.into(),
            numeric: true,
            sort: None,
        }
    }

    /// The same column, sortable at `href` and sorted `now` as `aria-sort` says it.
    #[must_use]
    pub fn sorted(self, href: String, now: &'static str) -> Self {
        Column {
            sort: Some(Sort { href, now }),
            ..self
        }
    }
}

/// The pages of a long list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pager {
    /// First and last place shown, `1–50`.
    pub range: String,
    /// How many there are in all.
    pub total: String,
    /// The page before.
    pub previous: Option<String>,
    /// The page after.
    pub next: Option<String>,
    /// First, last and the pages around this one; a gap is an entry without a number.
    pub pages: Vec<PagerLink>,
    /// How many things stand on the pages before.
    before: usize,
    /// How many stand on one page.
    size: usize,
}

/// A link to one page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PagerLink {
    /// Its number; zero for a gap.
    pub number: u64,
    /// Its address.
    pub href: String,
    /// Whether it is the one shown.
    pub current: bool,
}

impl Pager {
    /// The pages of `total` things, `size` to a page, at `page` (counted from one); `pairs` are the
    /// address's other fields. A page past the end counts as the last.
    pub fn new(path: &str, pairs: &[(&str, &str)], page: u64, size: u64, total: u64) -> Self {
        let size = size.max(1);
        let last = total.div_ceil(size).max(1);
        let page = page.clamp(1, last);
        let href = |number: u64| {
            let number = if number > 1 {
                number.to_string()
            } else {
                String::new()
            };
            let page = [("page", number.as_str())];
            address(
                path,
                pairs
                    .iter()
                    .filter(|(name, _)| *name != "page")
                    .copied()
                    .chain(page),
            )
        };
        let mut pages: Vec<PagerLink> = Vec::new();
        for number in 1..=last {
            let near = number == 1 || number == last || number.abs_diff(page) <= 2;
            if near {
                pages.push(PagerLink {
                    number,
                    href: href(number),
                    current: number == page,
                });
            } else if pages.last().is_none_or(|link| link.number != 0) {
                pages.push(PagerLink {
                    number: 0,
                    href: String::new(),
                    current: false,
                });
            }
        }
        let from = if total == 0 { 0 } else { (page - 1) * size + 1 };
        let to = (page * size).min(total);
        Pager {
            range: format!("{}–{}", number::count(from), number::count(to)),
            total: number::count(total),
            previous: (page > 1).then(|| href(page - 1)),
            next: (page < last).then(|| href(page + 1)),
            pages,
            before: usize::try_from((page - 1) * size).unwrap_or(usize::MAX),
            size: usize::try_from(size).unwrap_or(usize::MAX),
        }
    }

    /// Which page the field `page` of an address asks for; the first where it says nothing sound.
    pub fn asked(page: Option<&str>) -> u64 {
        page.and_then(|page| page.parse().ok()).unwrap_or(1)
    }

    /// What of the whole list stands on this page.
    pub fn part<'a, T>(&self, whole: &'a [T]) -> &'a [T] {
        let rest = whole.get(self.before..).unwrap_or_default();
        rest.get(..self.size).unwrap_or(rest)
    }

    /// Whether there is more than one page.
    pub fn several(&self) -> bool {
        self.pages.len() > 1
    }
}

/// One stage of the stepper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The name of the stage.
    pub label: String,
    /// `done`, `unreported`, `current` or `ahead`: also the suffix of the class and of the text's key.
    pub state: &'static str,
    /// The state for those who do not see the shape.
    pub state_text: String,
    /// When it was reached, or nothing.
    pub date: String,
    /// Its source's place in the record's list, counted from one; zero without one.
    pub source: usize,
}

/// The seven stages of a project: reached with a source, passed without one, the latest, still ahead.
pub fn steps(current: Option<Stage>, timeline: &[StageEntry], t: &Texts) -> Vec<Step> {
    let step = |stage: Stage| {
        let entry = timeline.iter().rev().find(|entry| entry.stage == stage);
        let state = match current {
            Some(current) if stage == current => "current",
            Some(current) if stage < current && entry.is_none() => "unreported",
            Some(current) if stage < current => "done",
            _ => "ahead",
        };
        let key = format!("step-{state}");
        Step {
            label: name::stage(stage, t),
            state,
            state_text: t.msg(&key).into_owned(),
            date: entry
                .and_then(|entry| entry.date)
                .map(|date| partial_date(date, t))
                .unwrap_or_default(),
            source: entry.map_or(0, |entry| entry.source as usize + 1),
        }
    };
    Stage::ALL.map(step).into()
}

/// One entry of a timeline or a history.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Moment {
    /// When, as people write it.
    pub date: String,
    /// When, for `<time datetime>`; may be empty.
    pub machine: String,
    /// What happened.
    pub title: String,
    /// More about it; may be empty.
    pub detail: String,
    /// Where it leads; may be empty.
    pub href: String,
}

/// What is wrong with one field of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The id of the field's control.
    pub field: String,
    /// What is wrong and what would be right.
    pub message: String,
}

/// A key of the keyboard and what it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// The key.
    pub key: &'static str,
    /// What it does.
    pub action: String,
}

/// Every key that `desk.js` knows, for the help dialog.
pub fn keys(t: &Texts) -> Vec<Key> {
    let key = |key, action: std::borrow::Cow<'_, str>| Key {
        key,
        action: action.into_owned(),
    };
    vec![
        key("j", t.msg("keys-next")),
        key("k", t.msg("keys-previous")),
        key("c", t.msg("keys-confirm")),
        key("r", t.msg("keys-reject")),
        key("e", t.msg("keys-edit")),
        key("m", t.msg("keys-merge")),
        key("u", t.msg("keys-undo")),
        key("/", t.msg("keys-search")),
        key("?", t.msg("keys-help")),
    ]
}

#[cfg(test)]
mod tests {
    use xinqiao_record::Language;

    use super::*;

    #[test]
    fn the_pager_keeps_the_filter_and_leaves_gaps() {
        let pager = Pager::new(
            "/pipeline",
            &[("stage", "signed"), ("page", "5")],
            5,
            20,
            199,
        );
        assert_eq!(
            (pager.range.as_str(), pager.total.as_str()),
            ("81–100", "199")
        );
        assert_eq!(
            pager.previous.as_deref(),
            Some("/pipeline?stage=signed&page=4")
        );
        assert_eq!(pager.next.as_deref(), Some("/pipeline?stage=signed&page=6"));
        let numbers: Vec<_> = pager.pages.iter().map(|link| link.number).collect();
        assert_eq!(numbers, [1, 0, 3, 4, 5, 6, 7, 0, 10]);
        assert_eq!(pager.pages[0].href, "/pipeline?stage=signed");
    }

    #[test]
    fn an_empty_list_and_a_page_past_the_end_have_a_pager_too() {
        let empty = Pager::new("/queue", &[], 3, 20, 0);
        assert_eq!((empty.range.as_str(), empty.several()), ("0–0", false));
        let past = Pager::new("/queue", &[], 99, 20, 21);
        assert_eq!((past.range.as_str(), past.next), ("21–21", None));
    }

    #[test]
    fn a_page_holds_its_part_of_the_list() {
        let list: Vec<u32> = (1..=45).collect();
        let page = |asked: &str| {
            let asked = Pager::asked(Some(asked));
            Pager::new("/queue", &[], asked, 20, 45)
                .part(&list)
                .to_vec()
        };
        assert_eq!(page("2"), (21..=40).collect::<Vec<_>>());
        assert_eq!(page("3"), (41..=45).collect::<Vec<_>>());
        assert_eq!(page("99"), page("3"), "past the end is the last");
        assert_eq!(page("two"), page("1"), "nonsense is the first");
        assert!(
            Pager::new("/queue", &[], 1, 20, 0)
                .part(&list[..0])
                .is_empty()
        );
    }

    #[test]
    fn a_stage_that_was_passed_unreported_is_not_called_reached() {
        let entry = |stage, date: &str, source| StageEntry {
            stage,
            label: String::new(),
            date: date.parse().ok(),
            source,
        };
        let timeline = [
            entry(Stage::Signed, "2024-03", 0),
            entry(Stage::Groundbreaking, "2025-06-20", 1),
        ];
        let steps = steps(
            Some(Stage::Groundbreaking),
            &timeline,
            Texts::of(Language::Chinese),
        );
        let states: Vec<_> = steps.iter().map(|step| step.state).collect();
        assert_eq!(
            states,
            [
                "done",
                "unreported",
                "current",
                "ahead",
                "ahead",
                "ahead",
                "ahead"
            ]
        );
        assert_eq!(
            (steps[2].date.as_str(), steps[2].source),
            ("2025年6月20日", 2)
        );
    }
}
