//! PDF.

use xinqiao_reader::format::{Format, extract};
use xinqiao_reader::text::Origin;
use xinqiao_reader::{Limits, ReadError};
use xinqiao_record::Span;

use crate::build::{Pdf, gbk, hex, show, utf16};
use crate::{read, text_of};

/// A page of one line in a predefined encoding.
pub(crate) fn predefined(encoding: &str, ordering: &str, bytes: &[u8]) -> Vec<u8> {
    let mut pdf = Pdf::new();
    let font = pdf.predefined_font(encoding, ordering);
    pdf.page(
        &format!("/Font << /F1 {font} 0 R >>"),
        show(50.0, 700.0, 12.0, bytes),
    );
    pdf.bytes()
}

#[test]
fn fonts_that_are_not_embedded_are_read_by_their_encoding() {
    let text = "示例公司12英寸产线，AT&T 3月通线";
    for (encoding, bytes) in [
        ("GBK-EUC-H", gbk(text)),
        ("GB-EUC-H", gbk(text)),
        ("GBKp-EUC-H", gbk(text)),
        ("GBK2K-H", gbk(text)),
        ("UniGB-UCS2-H", utf16(text, false)),
        ("UniGB-UTF16-H", utf16(text, false)),
    ] {
        assert_eq!(
            text_of("a.pdf", &predefined(encoding, "GB1", &bytes)),
            format!("{text}\n"),
            "{encoding}"
        );
    }
    let (big5, _, _) = encoding_rs::BIG5.encode("新竹12吋廠");
    assert_eq!(
        text_of("a.pdf", &predefined("ETen-B5-H", "CNS1", &big5)),
        "新竹12吋廠\n"
    );
    let (jis, _, _) = encoding_rs::SHIFT_JIS.encode("半導体の工場ABC");
    assert_eq!(
        text_of("a.pdf", &predefined("90ms-RKSJ-H", "Japan1", &jis)),
        "半導体の工場ABC\n"
    );
}

/// A subset font with glyph numbers only and a map to Unicode, as programs write today.
fn subset(map: &str, codes: &[u8]) -> Vec<u8> {
    let mut pdf = Pdf::new();
    let map = pdf.stream("", map);
    let descendant =
        pdf.object("<< /Type /Font /Subtype /CIDFontType2 /BaseFont /ABCDEF+Song /DW 1000 >>");
    let font = pdf.object(format!(
        "<< /Type /Font /Subtype /Type0 /Encoding /Identity-H /DescendantFonts [{descendant} 0 R] /ToUnicode {map} 0 R >>"
    ));
    pdf.page(
        &format!("/Font << /F1 {font} 0 R >>"),
        show(50.0, 700.0, 12.0, codes),
    );
    pdf.bytes()
}

#[test]
fn a_map_to_unicode_gives_the_text_and_its_gaps_are_said() {
    let map = "1 begincodespacerange <0000> <FFFF> endcodespacerange 2 beginbfchar <0005> <82AF> <0006> <D842DFB7> endbfchar
        1 beginbfrange <0010> <0011> [<6865> <00660069>] endbfrange";
    let bytes = subset(map, &[0, 5, 0, 0x10, 0, 6, 0, 0x11, 0, 0x77]);
    let out = read("a.pdf", &bytes).unwrap();
    assert_eq!(out.text.text, "芯桥𠮷fi\u{fffd}\n");
    assert_eq!(out.remarks, ["1 character(s) on page 1 could not be read"]);
}

#[test]
fn operators_place_the_text() {
    let mut pdf = Pdf::new();
    let font = pdf.helvetica();
    let form = pdf.stream(
        &format!("/Type /XObject /Subtype /Form /BBox [0 0 600 800] /Matrix [1 0 0 1 0 -100] /Resources << /Font << /F1 {font} 0 R >> >>"),
        "BT /F1 10 Tf 50 600 Td (in a form) Tj ET",
    );
    let content = "q 1 0 0 1 10 0 cm BT /F1 10 Tf 14 TL 40 700 Td [(Kern)-20(ed)-400(gap)] TJ T* (next \\(one\\)) Tj
        (after) ' 0 0 (quoted) \" ET Q BI /W 2 /H 2 ID \x01EI\x02 EI
        BT /F1 10 Tf 50 560 Td (raised) Tj /F1 6 Tf 4 Ts (2) Tj ET /X1 Do /Missing Do";
    pdf.page(
        &format!("/Font << /F1 {font} 0 R >> /XObject << /X1 {form} 0 R >>"),
        content,
    );
    assert_eq!(
        text_of("a.pdf", &pdf.bytes()),
        "Kerned gap\nnext (one)\nafter\nquoted\n\nraised2\n\nin a form\n"
    );
}

#[test]
fn simple_fonts_have_differences() {
    let mut pdf = Pdf::new();
    let font = pdf.object(
        "<< /Type /Font /Subtype /Type1 /BaseFont /X /FirstChar 1 /Widths [500 500 500 500 500] \
         /Encoding << /Type /Encoding /BaseEncoding /WinAnsiEncoding /Differences [1 /uni82AF /uni6865 3 /fi /g99] >> >>",
    );
    pdf.page(
        &format!("/Font << /F1 {font} 0 R >>"),
        "BT /F1 10 Tf 50 700 Td (\\001\\002\\003\\004\\226) Tj ET",
    );
    let out = read("a.pdf", &pdf.bytes()).unwrap();
    assert_eq!(out.text.text, "芯桥ﬁ\u{fffd}–\n");
}

const ENGLISH: [&str; 8] = [
    "The sample plant in the north of the",
    "district has started to make wafers",
    "and will reach its full capacity in",
    "two years, the company said today.",
    "A second line is planned next to it",
    "and will use the same clean water",
    "supply, which the district built at",
    "its own cost and now rents out.",
];

/// Two columns under a title, drawn line by line across the page, so that only the layout tells the order.
pub(crate) fn two_columns() -> Vec<u8> {
    let mut pdf = Pdf::new();
    let font = pdf.helvetica();
    let mut content = show(120.0, 780.0, 20.0, b"Sample plant opens its first line");
    for row in 0..8 {
        let y = 740.0 - 14.0 * row as f64;
        for (x, text) in [(60.0, ENGLISH[row]), (320.0, ENGLISH[(row + 3) % 8])] {
            content.push_str(&show(x, y, 11.0, text.as_bytes()));
        }
    }
    content.push_str(&show(
        60.0,
        600.0,
        11.0,
        b"This line below both columns runs across the page from one side to the other.",
    ));
    pdf.page(&format!("/Font << /F1 {font} 0 R >>"), content);
    pdf.bytes()
}

#[test]
fn columns_are_read_one_after_the_other() {
    let text = text_of("a.pdf", &two_columns());
    let mut wanted = vec![
        "# Sample plant opens its first line".to_string(),
        String::new(),
    ];
    wanted.extend(ENGLISH.iter().map(|line| line.to_string()));
    wanted.extend((0..8).map(|row| ENGLISH[(row + 3) % 8].to_string()));
    wanted.push(String::new());
    wanted.push(
        "This line below both columns runs across the page from one side to the other.".to_string(),
    );
    assert_eq!(text.lines().collect::<Vec<_>>(), wanted);
}

#[test]
fn aligned_cells_are_a_table_with_tabs() {
    let mut pdf = Pdf::new();
    let font = pdf.predefined_font("GBK-EUC-H", "GB1");
    let rows = [
        ["企业", "阶段", "金额"],
        ["示例甲公司", "投产", "12.5"],
        ["示例乙公司", "开工", "3"],
        ["合计", "", "15.5"],
    ];
    let mut content = show(
        60.0,
        760.0,
        10.0,
        &gbk("下表列出各项目的阶段和金额，金额的单位是亿元，数字为虚构。"),
    );
    for (index, row) in rows.iter().enumerate() {
        for (x, cell) in [60.0, 200.0, 320.0].iter().zip(row) {
            if !cell.is_empty() {
                content.push_str(&show(*x, 730.0 - 20.0 * index as f64, 10.0, &gbk(cell)));
            }
        }
    }
    pdf.page(&format!("/Font << /F1 {font} 0 R >>"), content);
    assert_eq!(
        text_of("a.pdf", &pdf.bytes()),
        "下表列出各项目的阶段和金额，金额的单位是亿元，数字为虚构。\n\n企业\t阶段\t金额\n示例甲公司\t投产\t12.5\n示例乙公司\t开工\t3\n合计\t\t15.5\n"
    );
}

#[test]
fn pages_are_parted_and_known() {
    let mut pdf = Pdf::new();
    let font = pdf.helvetica();
    for text in ["one", "two"] {
        pdf.page(
            &format!("/Font << /F1 {font} 0 R >>"),
            show(50.0, 700.0, 12.0, text.as_bytes()),
        );
    }
    pdf.info(&format!(
        "<< /Title {} >>",
        hex(&[b"\xfe\xff".to_vec(), utf16("示例两页", false)].concat())
    ));
    let out = read("a.pdf", &pdf.bytes()).unwrap();
    assert_eq!(out.format, Format::Pdf);
    assert_eq!(out.title.as_deref(), Some("示例两页"));
    assert_eq!(out.text.text, "one\n\u{c}\ntwo\n");
    assert_eq!(out.text.map.origins(Span::new(6, 9)), [Origin::Page(2)]);
}

fn scan(text_pages: usize, scanned: usize) -> Vec<u8> {
    let mut pdf = Pdf::new();
    let font = pdf.helvetica();
    let image = pdf.stream(
        "/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray",
        [0u8],
    );
    for _ in 0..text_pages {
        pdf.page(
            &format!("/Font << /F1 {font} 0 R >>"),
            show(50.0, 700.0, 12.0, b"text"),
        );
    }
    for _ in 0..scanned {
        pdf.page(
            &format!("/XObject << /I {image} 0 R >>"),
            "q 595 0 0 842 0 0 cm /I Do Q",
        );
    }
    pdf.bytes()
}

#[test]
fn scans_are_told_from_text() {
    assert_eq!(
        read("a.pdf", &scan(0, 3)),
        Err(ReadError::NoTextLayer { pages: 3 })
    );
    let out = read("a.pdf", &scan(1, 2)).unwrap();
    assert_eq!(
        out.remarks,
        [
            "page(s) 2-3 are pictures without text and were not read; run them through text recognition"
        ]
    );
}

#[test]
fn a_damaged_object_table_is_rebuilt() {
    let bytes = predefined("GBK-EUC-H", "GB1", &gbk("示例"));
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let at = text.find("startxref").unwrap();
    // The file is not UTF-8; the offset is looked up in the bytes.
    let at = bytes
        .windows(9)
        .position(|window| window == b"startxref")
        .unwrap_or(at);
    let mut broken = bytes[..at].to_vec();
    broken.extend(b"startxref\n7\n%%EOF");
    let out = read("a.pdf", &broken).unwrap();
    assert_eq!(out.text.text, "示例\n");
    assert_eq!(
        out.remarks,
        ["the file is damaged; what could be found was read, pages may be missing"]
    );
}

#[test]
fn a_file_cut_off_is_damaged_and_says_so() {
    let bytes = predefined("GBK-EUC-H", "GB1", &gbk("示例"));
    let error = read("a.pdf", &bytes[..bytes.len() / 3]).unwrap_err();
    assert!(
        matches!(error, ReadError::Damaged { format: "PDF", .. }),
        "{error}"
    );
}

#[test]
fn a_locked_file_says_so() {
    let mut pdf = Pdf::new();
    let font = pdf.helvetica();
    pdf.page(
        &format!("/Font << /F1 {font} 0 R >>"),
        show(50.0, 700.0, 12.0, b"text"),
    );
    let key = "00".repeat(32);
    let encrypt = pdf.object(format!(
        "<< /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O <{key}> /U <{key}> >>"
    ));
    pdf.trailer(&format!(
        "/Encrypt {encrypt} 0 R /ID [<{0}> <{0}>]",
        "11".repeat(16)
    ));
    assert_eq!(read("a.pdf", &pdf.bytes()), Err(ReadError::Encrypted));
}

fn deflated(content: &[u8]) -> Vec<u8> {
    // A stream as lopdf writes it is the shortest way to a zlib stream here.
    let mut stream = lopdf::Stream::new(lopdf::Dictionary::new(), content.to_vec());
    stream.compress().unwrap();
    stream.content
}

#[test]
fn a_stream_that_unpacks_without_end_is_refused() {
    let limits = Limits {
        unpacked_bytes: 1 << 20,
        ..Limits::default()
    };
    let mut pdf = Pdf::new();
    let content = pdf.stream("/Filter /FlateDecode", deflated(&vec![b' '; 8 << 20]));
    pdf.page("", "");
    let mut bytes = pdf.bytes();
    // Point the page at the large stream.
    let from = format!("/Contents {} 0 R", content + 1);
    let at = bytes
        .windows(from.len())
        .position(|window| window == from.as_bytes())
        .unwrap();
    bytes.splice(
        at..at + from.len(),
        format!("/Contents {content} 0 R").bytes(),
    );
    let error = extract("a.pdf", &bytes, &limits).unwrap_err();
    assert!(
        matches!(
            error,
            ReadError::TooLarge {
                what: "the unpacked content",
                limit: 1_048_576,
                ..
            }
        ),
        "{error}"
    );
}

#[test]
fn forms_that_call_each_other_come_to_an_end() {
    let mut pdf = Pdf::new();
    let font = pdf.helvetica();
    // Objects 4 to 4 + 9 are the forms; each shows the next one ten times, the last one the first.
    let first = 4;
    for index in 0..10 {
        let next = first + (index + 1) % 10;
        pdf.stream(
            &format!("/Type /XObject /Subtype /Form /Resources << /XObject << /N {next} 0 R >> >>"),
            "/N Do ".repeat(10),
        );
    }
    pdf.page(
        &format!("/Font << /F1 {font} 0 R >> /XObject << /N {first} 0 R >>"),
        format!("{}/N Do", show(50.0, 700.0, 12.0, b"text")),
    );
    let limits = Limits {
        unpacked_bytes: 4 << 20,
        ..Limits::default()
    };
    let error = extract("a.pdf", &pdf.bytes(), &limits).unwrap_err();
    assert!(
        matches!(
            error,
            ReadError::TooLarge {
                what: "the unpacked content",
                ..
            }
        ),
        "{error}"
    );
}

#[test]
fn the_number_of_pages_is_limited() {
    let limits = Limits {
        pages: 2,
        ..Limits::default()
    };
    let error = extract("a.pdf", &scan(3, 0), &limits).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the number of pages is larger than the limit: 3 over 2"
    );
}

/// Written by a browser: subset fonts, two columns, a table. See `tests/files/README.md`.
#[test]
fn a_page_printed_by_a_browser_reads_in_order() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files/two-columns.pdf");
    let out = read("two-columns.pdf", &std::fs::read(path).unwrap()).unwrap();
    // The browser's maps to Unicode name radicals; the text stage puts the characters in their place.
    let text = &out
        .text
        .text
        .replace('⽰', "示")
        .replace('⽬', "目")
        .replace('⼆', "二")
        .replace('⼗', "十");
    let text = &text
        .replace('⼀', "一")
        .replace('⽉', "月")
        .replace('⼄', "乙")
        .replace('⽤', "用")
        .replace('⼝', "口");
    let places: Vec<usize> = [
        "# 示例园区通讯：三家示例公司的进展",
        "示例甲公司封装线通线",
        "后用了二十一个",
        "示例乙公司获得融资",
        "示例丙公司试产晶圆",
        "企业\t项目\t投资（亿元）\t阶段\n示例甲公司\t先进封装线\t12.5\t通线\n",
        "以上均为示例",
    ]
    .iter()
    .map(|piece| {
        text.find(piece)
            .unwrap_or_else(|| panic!("`{piece}` not in:\n{text}"))
    })
    .collect();
    assert!(places.is_sorted(), "{text}");
}
