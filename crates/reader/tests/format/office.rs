//! DOCX and XLSX.

use xinqiao_reader::format::{Format, extract};
use xinqiao_reader::text::Origin;
use xinqiao_reader::{Limits, ReadError};
use xinqiao_record::Span;

use crate::build::{docx, paragraph, zip};
use crate::{read, text_of};

#[test]
fn a_document_becomes_lines() {
    let styles = r#"<w:styles xmlns:w="w"><w:style w:styleId="2"><w:name w:val="标题 2"/></w:style></w:styles>"#;
    let notes = r#"<w:footnotes xmlns:w="w"><w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>
        <w:footnote w:id="5"><w:p><w:r><w:t>据示例报告</w:t></w:r></w:p></w:footnote></w:footnotes>"#;
    let core = r#"<p:coreProperties xmlns:p="p" xmlns:dc="dc"><dc:title>示例办法</dc:title></p:coreProperties>"#;
    let body = [
        r#"<w:p><w:pPr><w:pStyle w:val="2"/></w:pPr><w:r><w:t>第一章 总则</w:t></w:r></w:p>"#,
        r#"<w:p><w:r><w:t>投资</w:t></w:r><w:del><w:r><w:delText>旧</w:delText><w:t>旧</w:t></w:r></w:del>
           <w:hyperlink><w:r><w:t>12</w:t><w:tab/><w:t>亿元 &amp; 3&#x4E07;</w:t></w:r></w:hyperlink>
           <w:r><w:footnoteReference w:id="5"/><w:br/><w:t>换行</w:t></w:r>
           <w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r></w:p>"#,
        r#"<w:tbl><w:tblPr/><w:tr><w:tc><w:p><w:r><w:t>企业</w:t></w:r></w:p></w:tc><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p><w:r><w:t>金额</w:t></w:r></w:p></w:tc></w:tr>
           <w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>2</w:t></w:r></w:p></w:tc></w:tr>
           <w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc><w:tc><w:p><w:r><w:t>3</w:t></w:r></w:p><w:p><w:r><w:t>万</w:t></w:r></w:p></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>"#,
        r#"<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx><w:txbxContent><w:p><w:r><w:t>框中字</w:t></w:r></w:p></w:txbxContent></wps:txbx></w:drawing></mc:Choice>
           <mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>框中字</w:t></w:r></w:p></w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent><w:t>框外字</w:t></w:r></w:p>"#,
    ]
    .concat();
    let more = [
        ("word/styles.xml", styles),
        ("word/footnotes.xml", notes),
        ("docProps/core.xml", core),
    ];
    let out = read("a.docx", &docx(&body, &more)).unwrap();
    assert_eq!(out.format, Format::Docx);
    assert_eq!(out.title.as_deref(), Some("示例办法"));
    assert_eq!(
        out.text.text,
        "## 第一章 总则\n投资12 亿元 & 3万[^1]\n换行\n\n企业\t金额\t\n甲\t1\t2\n甲\t3 万\t\n\n框外字\n框中字\n[^1]: 据示例报告\n"
    );
    assert_eq!(
        out.remarks,
        ["2 deleted or hidden piece(s) of text were left out"]
    );
    let at = out.text.text.find("甲").unwrap() as u32;
    assert_eq!(
        out.text.map.origins(Span::new(at, at + 3)),
        [Origin::Block(4)]
    );
}

#[test]
fn what_is_in_the_file_decides_not_its_name() {
    let bytes = docx(&paragraph("示例"), &[]);
    assert_eq!(read("a.bin", &bytes).unwrap().format, Format::Docx);
    let error = read("a.docx", &zip(&[("ppt/presentation.xml", b"<p/>")])).unwrap_err();
    assert!(error.to_string().contains("slide show (PPTX)"), "{error}");
    let error = read("a.zip", &zip(&[("b.txt", b"x")])).unwrap_err();
    assert!(
        error.to_string().contains("zip archive; unpack it"),
        "{error}"
    );
}

#[test]
fn a_zip_bomb_is_refused_while_it_unpacks() {
    let limits = Limits {
        unpacked_bytes: 1 << 20,
        ..Limits::default()
    };
    let bomb = docx(&paragraph(&" ".repeat(4 << 20)), &[]);
    assert!(bomb.len() < 20_000);
    let error = extract("a.docx", &bomb, &limits).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the unpacked content is larger than the limit: 1048577 over 1048576"
    );
    let sheet = zip(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("xl/workbook.xml", b"<x/>"),
        ("xl/a.bin", &vec![0; 2 << 20]),
    ]);
    let error = extract("a.xlsx", &sheet, &limits).unwrap_err();
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
fn depth_and_parts_are_limited() {
    let deep = format!("{}{}", "<w:sdt>".repeat(5000), "</w:sdt>".repeat(5000));
    let error = read("a.docx", &docx(&deep, &[])).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the nesting depth is larger than the limit: 201 over 200"
    );
    let limits = Limits {
        parts: 1,
        ..Limits::default()
    };
    let error = extract("a.docx", &docx("", &[]), &limits).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the number of parts is larger than the limit: 2 over 1"
    );
}

#[test]
fn a_damaged_document_says_where() {
    let error = read("a.docx", &docx("<w:p><w:r></w:p>", &[])).unwrap_err();
    let message = error.to_string();
    assert!(
        message.starts_with("the DOCX file is damaged at word/document.xml byte "),
        "{message}"
    );
    let mut bytes = docx(&paragraph("示例"), &[]);
    bytes.truncate(bytes.len() / 2);
    let error = read("a.docx", &bytes).unwrap_err();
    assert!(
        matches!(error, ReadError::Damaged { format: "DOCX", .. }),
        "{error}"
    );
}

#[test]
fn numbers_of_lists_are_written_out() {
    let numbering = r#"<w:numbering xmlns:w="w"><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/>
        <w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%1）"/></w:lvl></w:abstractNum>
        <w:num w:numId="4"><w:abstractNumId w:val="1"/></w:num></w:numbering>"#;
    let item = r#"<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="4"/></w:numPr></w:pPr><w:r><w:t>条</w:t></w:r></w:p>"#;
    let bytes = docx(&item.repeat(2), &[("word/numbering.xml", numbering)]);
    assert_eq!(text_of("a.docx", &bytes), "（一）条\n（二）条\n");
}

#[test]
fn a_workbook_becomes_one_table_per_sheet() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let date = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd");
    let sheet = book.add_worksheet().set_name("项目").unwrap();
    sheet
        .write(1, 1, "企业")
        .unwrap()
        .write(1, 2, "日期")
        .unwrap()
        .write(1, 3, "金额")
        .unwrap();
    sheet.write(2, 1, "甲\n公司").unwrap();
    sheet
        .write_with_format(
            2,
            2,
            rust_xlsxwriter::ExcelDateTime::from_ymd(2025, 6, 7).unwrap(),
            &date,
        )
        .unwrap();
    sheet.write(2, 3, 0.1 + 0.2).unwrap();
    sheet.write(4, 3, 151_100).unwrap();
    book.add_worksheet()
        .set_name("藏")
        .unwrap()
        .set_hidden(true)
        .write(0, 0, "x")
        .unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let out = read("a.xlsx", &bytes).unwrap();
    assert_eq!(
        out.text.text,
        "# 项目\n\n企业\t日期\t金额\n甲 公司\t2025-06-07\t0.3\n\n\t\t151100\n"
    );
    assert_eq!(out.remarks, ["the hidden sheet `藏` was left out"]);
    let at = out.text.text.find("甲").unwrap() as u32;
    assert_eq!(
        out.text.map.origins(Span::new(at, at + 3)),
        [Origin::Row {
            sheet: "项目".to_string(),
            row: 3
        }]
    );
    let limits = Limits {
        cells: 4,
        ..Limits::default()
    };
    let error = extract("a.xlsx", &bytes, &limits).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the number of table cells is larger than the limit: 5 over 4"
    );
}
