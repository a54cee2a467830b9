//! Pages as they are found, and pages made to do harm.

use proptest::prelude::*;
use xinqiao_reader::format::Extracted;
use xinqiao_reader::{Limits, ReadError};
use xinqiao_record::Span;

use crate::build::gbk;
use crate::{read, text_of};

/// The bytes of the file that the first `words` of the text came from.
fn source<'a>(out: &Extracted, file: &'a [u8], words: &str) -> Vec<&'a [u8]> {
    let at = out.text.text.find(words).unwrap() as u32;
    let span = Span::new(at, at + words.len() as u32);
    let origins = out.text.map.origins(span);
    origins
        .iter()
        .map(|origin| match origin {
            xinqiao_reader::text::Origin::Bytes { start, end } => {
                &file[*start as usize..*end as usize]
            }
            other => panic!("{other:?}"),
        })
        .collect()
}

#[test]
fn malformed_tags_cost_no_text() {
    let page = "<html><body><p>甲</>乙</ p>丙<?x?>丁<1>戊 < 己</p <p>庚</p><<p>辛<p class=\"a\"b='c'>壬</html";
    assert_eq!(
        text_of("a.html", page.as_bytes()),
        "甲乙丙丁<1>戊 < 己\n庚\n<\n辛\n壬\n"
    );
}

#[test]
fn a_comment_or_a_quote_that_is_never_closed_hides_the_rest() {
    let page = "<html><p>甲<!-->乙<!-- <p>a --!>丙<!-- 丁<p>戊";
    assert_eq!(text_of("a.html", page.as_bytes()), "甲乙丙\n");
    let page = "<html><p>甲<a href=\"x>乙<p>丙";
    assert_eq!(text_of("a.html", page.as_bytes()), "甲\n");
}

#[test]
fn a_script_is_not_ended_by_other_end_tags() {
    let page = "<html><script>if (a</b/.c) document.write('</p><p>x</p></scripts>');<!-- \
        </script><p>甲<style>p:before{content:'</p>'}</style>乙<textarea></p>x</textarea>丙";
    assert_eq!(text_of("a.html", page.as_bytes()), "甲乙丙\n");
}

#[test]
fn attributes_need_no_quotes() {
    let page = "<html><table><tr><td COLSPAN=2>甲<td rowspan = '2' rowspan=9>乙<tr><td>丙<td>丁</table>\
        <ol start=4 class=><li>戊</ol><div style=display:none>己</div><div style='display&#58;none'>庚</div>";
    assert_eq!(
        text_of("a.html", page.as_bytes()),
        "甲\t\t乙\n丙\t丁\t乙\n\n4. 戊\n"
    );
}

#[test]
fn cdata_is_a_comment_in_a_page() {
    let page = "<html><p>甲<![CDATA[乙]]>丙<svg><style><![CDATA[a]]></style></svg>丁";
    assert_eq!(text_of("a.html", page.as_bytes()), "甲丙丁\n");
}

#[test]
fn a_drawing_that_ends_with_its_own_tag_hides_nothing() {
    let page = "<html><p>甲<svg width=1 />乙<svg><svg/><title>x</title></svg>丙<math/>丁";
    assert_eq!(text_of("a.html", page.as_bytes()), "甲乙丙丁\n");
}

#[test]
fn references_keep_their_place_and_leave_that_of_their_neighbours() {
    let page = "<html><p>示例&amp;公司\n 投资&nbsp;12.5&#20159;元&notit;&unknown;A&#13;B&#0;</p>";
    let file = page.as_bytes();
    let out = read("a.html", file).unwrap();
    assert_eq!(
        out.text.text,
        "示例&公司投资 12.5亿元¬it;&unknown;A B\u{fffd}\n"
    );
    for (words, places) in [
        ("&公", vec!["&amp;公"]),
        ("公司投", vec!["公司", "投"]),
        (" 12", vec!["&nbsp;12"]),
        ("亿", vec!["&#20159;"]),
        ("5亿元", vec!["5&#20159;元"]),
        ("¬it", vec!["&notit"]),
        ("&unknown;", vec!["&unknown;"]),
    ] {
        let places: Vec<&[u8]> = places.iter().map(|place| place.as_bytes()).collect();
        assert_eq!(source(&out, file, words), places, "{words}");
    }
}

#[test]
fn references_in_a_page_of_another_encoding_point_to_its_bytes() {
    let page = "<html><meta charset=gb18030><!-- 注 --><p title='>'>示例公司&mdash;投产，&yen;12.5<b>亿元</b>";
    let file = gbk(page);
    let out = read("a.html", &file).unwrap();
    assert_eq!(out.text.text, "示例公司—投产，¥12.5亿元\n");
    assert_eq!(source(&out, &file, "—"), [b"&mdash;"]);
    assert_eq!(source(&out, &file, "¥12"), [b"&yen;12"]);
    assert_eq!(source(&out, &file, "示例公司"), [gbk("示例公司")]);
    assert_eq!(source(&out, &file, "亿元"), [gbk("亿元")]);
}

#[test]
fn a_blank_between_blocks_of_a_cell_points_to_nothing_before_the_cell() {
    let page = "<html><p>前文<table><tr><td><p>甲</p> <p>Ab</p><td>乙</table>";
    let out = read("a.html", page.as_bytes()).unwrap();
    assert_eq!(out.text.text, "前文\n\n甲 Ab\t乙\n\n");
    assert_eq!(
        source(&out, page.as_bytes(), "甲 Ab"),
        ["甲".as_bytes(), b" ", b"Ab"]
    );
}

#[test]
fn the_nesting_depth_is_limited_for_what_must_be_closed() {
    let nested = |depth: usize| format!("{}行{}", "<div>".repeat(depth), "</div>".repeat(depth));
    let deep = Limits::default().depth;
    assert_eq!(text_of("a.html", nested(deep).as_bytes()), "行\n");
    let error = read("a.html", nested(deep + 1).as_bytes()).unwrap_err();
    assert!(
        matches!(
            error,
            ReadError::TooLarge {
                what: "the nesting depth",
                ..
            }
        ),
        "{error}"
    );
    let inline = format!("<html><p>{}行", "<b><span>".repeat(50_000));
    assert_eq!(text_of("a.html", inline.as_bytes()), "行\n");
}

#[test]
fn a_page_of_nothing_but_marks_is_read_in_one_pass() {
    // A reader that looks ahead to the end from every mark would take hours.
    let many = 1 << 20;
    let out = text_of("a.html", format!("<html>{}", "<".repeat(many)).as_bytes());
    assert_eq!(out.len(), many + 1);
    for part in ["<!--", "<a ", "</", "<p a='", "<script>", "<title></titl"] {
        let page = format!("<html><p>行</p>{}", part.repeat(many / part.len()));
        assert_eq!(text_of("a.html", page.as_bytes()), "行\n", "{part}");
    }
    let page = format!("<html>{}", "&lt".repeat(many / 3));
    assert_eq!(text_of("a.html", page.as_bytes()).len(), many / 3 + 1);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    /// Everything that is read as it is written points to bytes that say the same.
    #[test]
    fn the_map_is_exact(
        parts in prop::collection::vec(
            prop::sample::select(vec![
                "<p>", "</p>", "<td>", "<table>", "</table>", "<br>", "<!-- x -->", "</>", "<h2>", "<pre>", "&amp;", "&#x82AF;",
                "&notit;", "&", "<", "芯", "é", "Ab", "12.5", " ", "\n", "\u{3000}", "<b a='>'>", "<script>&</script>",
            ]),
            0..40,
        ),
    ) {
        let page = format!("<html>末{}", parts.concat());
        let out = read("a.html", page.as_bytes()).unwrap();
        for (at, c) in out.text.text.char_indices() {
            let span = Span::new(at as u32, (at + c.len_utf8()) as u32);
            for origin in out.text.map.origins(span) {
                let xinqiao_reader::text::Origin::Bytes { start, end } = origin else { panic!() };
                let place = &page[start as usize..end as usize];
                let mut shown = [0; 4];
                prop_assert!(
                    c == ' ' || place == &*c.encode_utf8(&mut shown) || place.starts_with('&'),
                    "{c:?} from {place:?} in {page:?}"
                );
            }
        }
    }
}
