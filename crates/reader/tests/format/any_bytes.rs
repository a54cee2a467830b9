//! Whatever the bytes are, reading ends with a text or an error.

use proptest::prelude::*;
use xinqiao_reader::Limits;
use xinqiao_reader::format::extract;

use crate::build::{docx, gbk, paragraph, utf16};
use crate::pdf;

/// Small limits, so that a mutated length cannot make a test slow.
fn limits() -> Limits {
    Limits {
        unpacked_bytes: 4 << 20,
        text_bytes: 1 << 20,
        cells: 50_000,
        pages: 50,
        ..Limits::default()
    }
}

/// How many cases to try; set `PROPTEST_CASES` for a long run.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(300)
}

fn seeds() -> Vec<(&'static str, Vec<u8>)> {
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet()
        .write(0, 0, "示例")
        .unwrap()
        .write(1, 1, 12.5)
        .unwrap();
    let table =
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc><w:tc/></w:tr></w:tbl>";
    vec![
        ("a.txt", gbk("示例公司通线。\r\n总投资12.5亿元")),
        ("a.txt", utf16("示例公司通线。\n", true)),
        ("a.md", "# 示例\n\n正文[^1]\n".into()),
        ("a.csv", "企业,金额\n\"甲\",1\n".into()),
        (
            "a.html",
            "<html><meta charset=gbk><table><tr><td colspan=2>a<td>b</table><ul><li>&amp;</ul><pre>x</pre>".into(),
        ),
        ("a.docx", docx(&format!("{}{table}", paragraph("示例")), &[])),
        ("a.xlsx", book.save_to_buffer().unwrap()),
        ("a.pdf", pdf::two_columns()),
        ("a.pdf", pdf::predefined("GBK-EUC-H", "GB1", &gbk("示例12"))),
    ]
}

#[derive(Debug, Clone)]
enum Change {
    Flip(prop::sample::Index, u8),
    Cut(prop::sample::Index),
    Insert(prop::sample::Index, Vec<u8>),
    Repeat(prop::sample::Index, prop::sample::Index),
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        4 => (any::<prop::sample::Index>(), any::<u8>()).prop_map(|(at, with)| Change::Flip(at, with)),
        1 => any::<prop::sample::Index>().prop_map(Change::Cut),
        2 => (any::<prop::sample::Index>(), prop::collection::vec(any::<u8>(), 1..12))
            .prop_map(|(at, with)| Change::Insert(at, with)),
        1 => (any::<prop::sample::Index>(), any::<prop::sample::Index>()).prop_map(|(a, b)| Change::Repeat(a, b)),
    ]
}

fn changed(mut bytes: Vec<u8>, changes: &[Change]) -> Vec<u8> {
    for change in changes {
        if bytes.is_empty() {
            break;
        }
        match change {
            Change::Flip(at, with) => {
                let at = at.index(bytes.len());
                bytes[at] ^= with;
            }
            Change::Cut(at) => bytes.truncate(at.index(bytes.len())),
            Change::Insert(at, with) => {
                let at = at.index(bytes.len());
                bytes.splice(at..at, with.iter().copied());
            }
            Change::Repeat(a, b) => {
                let (a, b) = (a.index(bytes.len()), b.index(bytes.len()));
                let part = bytes[a.min(b)..a.max(b)].to_vec();
                bytes.extend(part);
            }
        }
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn changed_files_give_a_text_or_an_error(
        seed in any::<prop::sample::Index>(),
        changes in prop::collection::vec(change(), 1..6),
    ) {
        let seeds = seeds();
        let (name, bytes) = &seeds[seed.index(seeds.len())];
        let bytes = changed(bytes.clone(), &changes);
        if let Ok(out) = extract(name, &bytes, &limits()) {
            prop_assert!(!out.text.text.contains('\r'));
            prop_assert!(out.text.text.len() as u64 <= limits().text_bytes);
        }
    }

    #[test]
    fn noise_gives_a_text_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..400), name in 0usize..6) {
        let names = ["a.txt", "a.html", "a.csv", "a.pdf", "a.docx", "a.xlsx"];
        let _ = extract(names[name], &bytes, &limits());
    }

    #[test]
    fn utf8_text_comes_back_as_it_was(text in "芯[ -;=-~芯桥，。\n\t\u{3000}𠮷éΩ]{0,200}") {
        let out = extract("a.txt", text.as_bytes(), &limits()).unwrap();
        prop_assert_eq!(out.text.text, text);
    }

    #[test]
    fn markup_soup_gives_a_text_or_an_error(
        parts in prop::collection::vec(
            prop::sample::select(vec![
                "<table>", "</table>", "<tr>", "<td colspan=3>", "<td rowspan=2>", "<th>", "</td>", "<caption>",
                "<ul>", "<ol start=9>", "<li>", "</ul>", "<h1>", "</h1>", "<p>", "<pre>", "</pre>", "<div hidden>",
                "</div>", "<br>", "<script>", "</script>", "<!--", "-->", "&amp;", "&#x82AF;", "文", " a ", "\n",
                "<title>", "</title>", "<a b='", "'", "<nav>", "</nav>", "<ruby>", "<rt>", "</ruby>",
            ]),
            0..40,
        ),
    ) {
        let page = format!("<html>{}", parts.concat());
        if let Ok(out) = extract("a.html", page.as_bytes(), &limits()) {
            prop_assert!(!out.text.text.contains("<p>"));
        }
    }
}
