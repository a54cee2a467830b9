//! Where in the file a stretch of text comes from, in words.

use xinqiao_reader::text::Origin;

use crate::i18n::Texts;
use crate::show;

/// How many places are named before the rest is left out.
const NAMED: usize = 3;

/// `第 812–940 字节`, `page 3`, `sheet 出口 row 5`; the first few of many.
pub(super) fn places(origins: &[Origin], t: &Texts) -> String {
    let mut named: Vec<String> = Vec::new();
    let bytes = origins.iter().filter_map(|origin| match origin {
        Origin::Bytes { start, end } => Some((*start, *end)),
        _ => None,
    });
    // What was cut out of the bytes in between (markup, line breaks) does not make it several places.
    if let Some((start, end)) =
        bytes.reduce(|whole, next| (whole.0.min(next.0), whole.1.max(next.1)))
    {
        named.push(
            t.with_two("origin-bytes", show::count(start), show::count(end))
                .into_owned(),
        );
    }
    for origin in origins {
        let place = match origin {
            Origin::Bytes { .. } => continue,
            Origin::Page(page) => t.with("origin-page", page).into_owned(),
            Origin::Block(block) => t.with("origin-block", block).into_owned(),
            Origin::Row { sheet, row } => t.with_two("origin-row", sheet, row).into_owned(),
        };
        if !named.contains(&place) {
            named.push(place);
        }
    }
    let more = named.len() > NAMED;
    named.truncate(NAMED);
    let text = named.join(&t.msg("value-list-separator"));
    if more { format!("{text} …") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use xinqiao_record::Language;

    #[test]
    fn a_place_is_named_as_its_format_counts() {
        let en = Texts::of(Language::English);
        let bytes = [
            Origin::Bytes {
                start: 812,
                end: 900,
            },
            Origin::Bytes {
                start: 904,
                end: 1940,
            },
        ];
        assert_eq!(places(&bytes, en), "bytes 812–1,940");
        assert_eq!(
            places(&[Origin::Page(3), Origin::Page(3), Origin::Page(4)], en),
            "page 3, page 4"
        );
        let row = Origin::Row {
            sheet: "出口".into(),
            row: 5,
        };
        assert_eq!(places(&[row], en), "sheet 出口 row 5");
        let many: Vec<_> = (1..9).map(Origin::Block).collect();
        assert_eq!(places(&many, en), "paragraph 1, paragraph 2, paragraph 3 …");
        assert_eq!(places(&[], en), "");
    }
}
