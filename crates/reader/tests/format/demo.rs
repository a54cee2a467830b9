//! The files of the demo set.

use xinqiao_reader::format::Format;

use crate::read;

fn demo(name: &str) -> Vec<u8> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../data/demo")
        .join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Set `LOOK` to a file's path to see what is read from it.
#[test]
fn look_at_a_file() {
    let Ok(path) = std::env::var("LOOK") else {
        return;
    };
    for path in path.split(',') {
        let out = read(path, &std::fs::read(path).unwrap());
        match out {
            Ok(out) => println!(
                "{path}: {:?} {:?} {:?}\n{}",
                out.format, out.title, out.remarks, out.text.text
            ),
            Err(error) => println!("{path}: {error}"),
        }
    }
}

#[test]
fn the_old_style_pdf_reads_column_by_column() {
    let out = read("notice.pdf", &demo("notice.pdf")).unwrap();
    assert_eq!(out.format, Format::Pdf);
    assert_eq!(
        out.title.as_deref(),
        Some("芯桥通讯：丽水通线、南湖投产与两场活动")
    );
    assert_eq!(out.remarks, Vec::<String>::new());
    let text = &out.text.text;
    assert!(
        text.starts_with("# 芯桥通讯：丽水通线、南湖投产与两场活动\n"),
        "{text}"
    );
    let order: Vec<usize> = [
        "一、丽水",
        "二、国产EDA",
        "三、产业链",
        "四、南湖",
        "五、征集",
    ]
    .iter()
    .map(|start| {
        text.find(start)
            .unwrap_or_else(|| panic!("{start} not in {text}"))
    })
    .collect();
    assert!(order.is_sorted(), "{text}");
    assert!(text.contains("12英寸"), "digits are half-width: {text}");
    // Lines of the two columns are never mixed: no line is longer than a column.
    assert!(
        text.lines().skip(2).all(|line| line.chars().count() <= 44),
        "{text}"
    );
}

#[test]
fn the_policy_note_has_headings_and_tables() {
    let out = read("policy-notice.docx", &demo("policy-notice.docx")).unwrap();
    assert_eq!(out.format, Format::Docx);
    let text = &out.text.text;
    assert!(text.starts_with("# "), "{text}");
    assert!(
        text.lines().filter(|line| line.contains('\t')).count() > 5,
        "{text}"
    );
    assert!(
        text.lines().filter(|line| line.starts_with("## ")).count() > 2,
        "{text}"
    );
}

#[test]
fn the_ledger_has_a_table_per_sheet() {
    let out = read("filings.xlsx", &demo("filings.xlsx")).unwrap();
    assert_eq!(out.format, Format::Xlsx);
    let text = &out.text.text;
    let headings: Vec<&str> = text.lines().filter(|line| line.starts_with("# ")).collect();
    assert_eq!(headings, ["# 项目台账", "# 产业统计"]);
    assert!(text.contains("\t151100\t"), "{text}");
    assert_eq!(
        text.lines().filter(|line| line.contains('\t')).count(),
        18 + 88,
        "{text}"
    );
}

#[test]
fn the_news_in_gb18030_reads_like_any_text() {
    let out = read("follow-up.txt", &demo("follow-up.txt")).unwrap();
    assert_eq!(out.format, Format::Text);
    let text = &out.text.text;
    assert!(
        text.contains("示例") && !text.contains('\r') && !text.contains('\u{fffd}'),
        "{text}"
    );
    assert_eq!(out.remarks, Vec::<String>::new());
}
