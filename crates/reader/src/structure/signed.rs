//! Signed items under marked headings: each begins at its heading, not where the item before it was signed.

use super::boundaries::Place;
use super::headings::clean_title;
use super::lines::Line;
use crate::text::line::Look;

/// Moves the beginning of each of `places` to the heading that it stands under, if all of them have one of the same level.
///
/// Of several headings of that level before a signature the last counts, since a title of the document and a contents page may stand before
/// the first item. A heading right above a deeper one is the column.
pub(super) fn under_headings(lines: &[Line<'_>], mut places: Vec<Place>) -> Vec<Place> {
    let level = |index: usize| match lines.get(index).map(|line| line.look) {
        Some(Look::Heading(level)) => Some(level),
        _ => None,
    };
    let common = (1..=6).find(|&wanted| {
        places
            .iter()
            .all(|place| (place.first..place.end).any(|index| level(index) == Some(wanted)))
    });
    let Some(common) = common else {
        return places;
    };
    let mut column: Option<String> = None;
    for place in &mut places {
        let last = (place.first..place.end).rfind(|&index| level(index) == Some(common));
        let mut at = last.unwrap_or(place.first);
        while level(at + 1).is_some_and(|below| level(at).is_some_and(|own| own < below)) {
            at += 1;
        }
        let named = (place.first..at).rfind(|&index| {
            level(index)
                .zip(level(index + 1))
                .is_some_and(|(own, below)| own < below)
        });
        let text = |index: usize| lines.get(index).map(|line| clean_title(line.text));
        column = named.and_then(text).or(column);
        *place = Place {
            first: at,
            title_at: at,
            title_lines: 1,
            title: text(at).unwrap_or_default(),
            column: column.clone().or(place.column.take()),
            end: place.end,
        };
    }
    places
}
