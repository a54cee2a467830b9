//! Properties of the cleaning: cleaning a clean text changes nothing, and what is copied keeps its place.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test fails by panicking, in its helpers too"
)]

use proptest::prelude::*;
use xinqiao_reader::text::classes::{fold, is_han};
use xinqiao_reader::text::{MappedText, Origin, normalise};
use xinqiao_record::Span;

fn mapped(text: &str) -> MappedText {
    let mut mapped = MappedText::default();
    mapped.push(
        text,
        Origin::Bytes {
            start: 0,
            end: text.len() as u64,
        },
    );
    mapped
}

/// Every Han character of the output comes from the same character of the source, up to compatibility forms.
fn assert_mapped(source: &str, cleaned: &MappedText) {
    for (at, character) in cleaned.text.char_indices().filter(|(_, c)| is_han(*c)) {
        let span = Span::new(at as u32, (at + character.len_utf8()) as u32);
        let origins = cleaned.map.origins(span);
        let [Origin::Bytes { start, end }] = origins.as_slice() else {
            panic!("{character} at {at}: {origins:?}")
        };
        assert_eq!(
            fold(&source[*start as usize..*end as usize]),
            fold(&character.to_string())
        );
    }
}

/// Pieces of the lines that documents are made of.
fn line() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("示例公司".to_owned()),
        Just("在某市建设的一条试验用的生产线已经开始运行并将在三年之内达到设计的产能".to_owned()),
        Just("，".to_owned()),
        Just("。".to_owned()),
        Just("《关于".to_owned()),
        Just("》的通知".to_owned()),
        Just("（一）".to_owned()),
        Just("一、".to_owned()),
        Just("01 ".to_owned()),
        Just("1 https://example.org/a-".to_owned()),
        Just("# ".to_owned()),
        Just("**".to_owned()),
        Just("\\*".to_owned()),
        Just("![x](y)".to_owned()),
        Just("\t".to_owned()),
        Just("| ".to_owned()),
        Just("第3页 共8页".to_owned()),
        Just("8".to_owned()),
        Just("\u{C}".to_owned()),
        Just("　　".to_owned()),
        Just("  ".to_owned()),
        Just("ＡＢ１２％".to_owned()),
        Just("\u{2F64}\u{200B}".to_owned()),
        Just("<td>甲</td><br>&amp;lt;".to_owned()),
        Just("标标题题名名".to_owned()),
        Just("word-".to_owned()),
        Just("来源：某网".to_owned()),
        "[a-zA-Z0-9 .,一二三甲乙丙丁]{0,12}",
    ];
    prop::collection::vec(piece, 0..5).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn cleaning_twice_is_cleaning_once(lines in prop::collection::vec(line(), 0..40), breaks in "\n{1,3}") {
        let source = lines.join(&breaks);
        let once = normalise(&mapped(&source)).text;
        let twice = normalise(&once).text;
        prop_assert_eq!(&twice.text, &once.text);
        assert_mapped(&source, &once);
    }

    #[test]
    fn any_text_is_cleaned_and_taken_apart(source in "\\PC{0,200}") {
        let once = normalise(&mapped(&source)).text;
        let twice = normalise(&once).text;
        prop_assert_eq!(&twice.text, &once.text);
        let found = xinqiao_reader::structure::articles(&once.text, &xinqiao_reader::structure::Hint::default());
        for article in &found.articles {
            prop_assert!(article.span.of(&once.text).is_some());
            for span in article.prose.iter().chain(&article.headings) {
                prop_assert!(span.of(&once.text).is_some());
                prop_assert!(article.span.contains(*span));
            }
        }
    }
}

#[test]
fn the_corpus_is_clean_after_one_cleaning_and_wholly_mapped() {
    let given = std::env::var_os("XINQIAO_CORPUS").map(std::path::PathBuf::from);
    let corpus = given.unwrap_or_else(|| {
        std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus")
    });
    let Ok(entries) = std::fs::read_dir(&corpus) else {
        eprintln!("skipped: corpus not found");
        return;
    };
    for entry in entries {
        let path = entry.unwrap().path();
        let source = std::fs::read_to_string(&path).unwrap();
        let once = normalise(&mapped(&source)).text;
        assert_eq!(normalise(&once).text.text, once.text, "{}", path.display());
        assert_mapped(&source, &once);
    }
}
