//! Plain text, HTML, CSV.

use xinqiao_reader::format::{Format, extract};
use xinqiao_reader::text::Origin;
use xinqiao_reader::{Limits, ReadError};
use xinqiao_record::Span;

use crate::build::{gbk, utf16};
use crate::{read, text_of};

const SAMPLE: &str =
    "示例公司通线。总投资12.5亿元，\r\n第二行 English words；𠮷野家\u{3000}完。\r\n";
const CLEAN: &str = "示例公司通线。总投资12.5亿元，\n第二行 English words；𠮷野家\u{3000}完。\n";

/// The bytes of the file that a piece of its text came from.
fn origin_of(bytes: &[u8], piece: &str) -> Vec<u8> {
    let out = read("a.txt", bytes).unwrap();
    let at = out.text.text.find(piece).unwrap() as u32;
    let mut found = Vec::new();
    for origin in out.text.map.origins(Span::new(at, at + piece.len() as u32)) {
        let Origin::Bytes { start, end } = origin else {
            panic!("{origin:?}")
        };
        found.extend_from_slice(&bytes[start as usize..end as usize]);
    }
    found
}

#[test]
fn every_encoding_gives_the_same_text() {
    let with_mark = |mark: &[u8], body: Vec<u8>| [mark, &body].concat();
    let files = [
        ("UTF-8", SAMPLE.as_bytes().to_vec()),
        (
            "UTF-8 with a mark",
            with_mark(b"\xef\xbb\xbf", SAMPLE.as_bytes().to_vec()),
        ),
        (
            "UTF-16LE with a mark",
            with_mark(b"\xff\xfe", utf16(SAMPLE, true)),
        ),
        (
            "UTF-16BE with a mark",
            with_mark(b"\xfe\xff", utf16(SAMPLE, false)),
        ),
        ("UTF-16LE", utf16(SAMPLE, true)),
        ("UTF-16BE", utf16(SAMPLE, false)),
        ("GB18030", gbk(SAMPLE)),
    ];
    for (name, bytes) in files {
        let out = read("a.txt", &bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(out.text.text, CLEAN, "{name}");
        assert_eq!(out.remarks, Vec::<String>::new(), "{name}");
    }
}

#[test]
fn a_piece_of_text_leads_back_to_its_bytes() {
    assert_eq!(origin_of(SAMPLE.as_bytes(), "第二行"), "第二行".as_bytes());
    assert_eq!(
        origin_of(SAMPLE.as_bytes(), "亿元，\n第"),
        "亿元，\n第".as_bytes()
    );
    // In other encodings at least the sentence is known, and ASCII exactly.
    assert_eq!(origin_of(&gbk(SAMPLE), "12.5"), b"12.5");
    assert_eq!(origin_of(&gbk(SAMPLE), "通线"), gbk("示例公司通线。"));
    assert_eq!(
        origin_of(&utf16(SAMPLE, true), "通线"),
        utf16("示例公司通线。", true)
    );
    let big = utf16(SAMPLE, false);
    assert_eq!(
        origin_of(&[b"\xfe\xff", big.as_slice()].concat(), "投资"),
        utf16("总投资12.5亿元，\r\n", false)
    );
}

#[test]
fn other_encodings_are_guessed_and_said() {
    let (bytes, _, _) = encoding_rs::BIG5
        .encode("繁體中文的示例文章，記載半導體產業的發展與投資。晶圓廠動工典禮在新竹舉行。");
    let out = read("a.txt", &bytes).unwrap();
    assert!(out.text.text.contains("半導體產業"), "{}", out.text.text);
    assert_eq!(
        out.remarks,
        ["the text was read as Big5; check a few characters"]
    );
    let out = read(
        "a.txt",
        b"The caf\xe9 isn\x92t open \x96 na\xefve \x93idea\x94.\n",
    )
    .unwrap();
    assert_eq!(out.text.text, "The café isn’t open – naïve “idea”.\n");
}

#[test]
fn a_short_gb_text_is_not_taken_for_something_else() {
    for text in ["通知", "示例公司", "项目投资", "a，b。", "金额：12万元"] {
        assert_eq!(text_of("a.txt", &gbk(text)), text);
    }
}

#[test]
fn broken_places_and_control_characters_are_said() {
    let mut bytes = "示例文本，示例文本，示例文本，示例文本，示例文本。"
        .as_bytes()
        .to_vec();
    bytes.extend(b"\xff\x00\x07ok\x0cnext");
    let out = read("a.txt", &bytes).unwrap();
    assert!(
        out.text.text.ends_with("。\u{fffd}ok\n\u{c}\nnext"),
        "{:?}",
        out.text.text
    );
    assert_eq!(
        out.remarks,
        [
            "1 place(s) are not valid UTF-8 and were replaced by �",
            "2 control character(s) were removed"
        ]
    );
}

#[test]
fn what_is_no_text_is_refused() {
    let noise: Vec<u8> = (0..4000u32)
        .map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8)
        .collect();
    let error = read("a.bin", &noise).unwrap_err();
    assert!(matches!(error, ReadError::UnknownFormat { .. }), "{error}");
    assert_eq!(read("a.txt", b" \r\n\t"), Err(ReadError::Empty));
}

#[test]
fn the_text_limit_holds() {
    let limits = Limits {
        text_bytes: 1000,
        ..Limits::default()
    };
    for (name, bytes) in [
        ("a.txt", vec![b'a'; 2000]),
        ("b.txt", gbk(&"示例".repeat(500))),
    ] {
        let error = extract(name, &bytes, &limits).unwrap_err();
        assert!(
            matches!(
                error,
                ReadError::TooLarge {
                    what: "the text",
                    limit: 1000,
                    ..
                }
            ),
            "{error}"
        );
    }
}

#[test]
fn a_page_becomes_headings_paragraphs_lists_and_tables() {
    let page = "<!DOCTYPE html><html><head><title>示例 页</title><style>p{}</style></head><body>\
        <nav><a href=x>首页</a></nav><h1>示例<br>标题</h1>\n<p>第一段，\n  接着写&nbsp;AT&amp;T&hellip;\
        <script>var a='<p>';</script><p hidden>x<p>two\nwords<br>新行</p>\
        <ul><li>甲<li>乙<ol start=3><li>丙</ol></ul>\
        <table><caption>表1 示例</caption><tr><th>企业<th>阶段</tr><tr><td rowspan=2>甲<td>投产\
        <tr><td><p>签</p><p>约</p></table><pre>a  b\n\tc</pre><div style='display: none'>藏</div>末</body></html>";
    let out = read("a.html", page.as_bytes()).unwrap();
    assert_eq!(out.format, Format::Html);
    assert_eq!(out.title.as_deref(), Some("示例 页"));
    assert_eq!(
        out.text.text,
        "# 示例 标题\n第一段，接着写 AT&T…\nx\ntwo words\n新行\n- 甲\n- 乙\n  3. 丙\n\n表1 示例\n企业\t阶段\n甲\t投产\n甲\t签 约\n\na b\nc\n末\n"
    );
}

#[test]
fn a_page_maps_to_its_bytes_in_any_encoding() {
    let page = "<meta charset=gb2312><p>示例公司投产，金额&lt;12.5亿元</p>";
    let bytes = gbk(page);
    let out = read("a.htm", &bytes).unwrap();
    assert_eq!(out.text.text, "示例公司投产，金额<12.5亿元\n");
    let at = out.text.text.find("12.5").unwrap() as u32;
    let [Origin::Bytes { start, end }] = out.text.map.origins(Span::new(at, at + 4))[..] else {
        panic!()
    };
    assert_eq!(&bytes[start as usize..end as usize], b"12.5");
}

#[test]
fn tables_that_only_arrange_a_page_are_not_tables() {
    let page =
        "<table><tr><td>左栏<td><h2>题</h2><table><tr><td>a<td>b<tr><td>c<td>d</table>尾</table>";
    assert_eq!(
        text_of("a.html", page.as_bytes()),
        "左栏\n题\n\na\tb\nc\td\n\n尾\n"
    );
}

#[test]
fn deep_pages_are_refused_and_loose_ones_are_not() {
    let deep = "<div>".repeat(100_000);
    let error = read("a.html", deep.as_bytes()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the nesting depth is larger than the limit: 201 over 200"
    );
    let loose = format!("<html>{}", "<p>行<b><li>项".repeat(3000));
    assert_eq!(text_of("a.html", loose.as_bytes()).lines().count(), 6000);
}

#[test]
fn wide_spans_do_not_make_a_bomb() {
    let page = format!(
        "<table>{}</table>",
        "<tr><td colspan=1000 rowspan=1000>x".repeat(20_000)
    );
    let error = read("a.html", page.as_bytes()).unwrap_err();
    assert!(
        matches!(
            error,
            ReadError::TooLarge {
                what: "the number of table cells",
                ..
            }
        ),
        "{error}"
    );
}

#[test]
fn tables_that_are_never_closed_are_refused_when_too_many() {
    let page = format!("<html>{}", "<div><table></div>".repeat(1000));
    let error = read("a.html", page.as_bytes()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the nesting depth is larger than the limit: 201 over 200"
    );
}
