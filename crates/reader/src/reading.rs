//! All of it for one document.

use crate::fact::{self, Context};
use crate::format::{self, Format};
use crate::limits::Limits;
use crate::structure::{self, ArticleText, Hint};
use crate::text::classes::is_han;
use crate::text::{TextMap, normalise};
use crate::{Fact, ReadError};
use xinqiao_record::{Language, PartialDate};

/// Everything that the reader has to say of one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The format recognised.
    pub format: Format,
    /// The title that the document gives itself.
    pub title: String,
    /// The main language.
    pub language: Language,
    /// When it was issued, as far as it says so.
    pub issued: Option<PartialDate>,
    /// Who published it, as far as it says so.
    pub publisher: Option<String>,
    /// The normalised text; every span points into it.
    pub text: String,
    /// The way back from the text to the file.
    pub map: TextMap,
    /// The articles in order.
    pub articles: Vec<ArticleText>,
    /// The proposed facts in order of their articles and places.
    pub facts: Vec<Fact>,
    /// What had to be repaired or left out.
    pub remarks: Vec<String>,
}

/// Reads one document.
///
/// # Errors
/// When the format is unknown or damaged, a limit is exceeded, or there is no text.
pub fn read(file_name: &str, bytes: &[u8], limits: &Limits) -> Result<Reading, ReadError> {
    let extracted = format::extract(file_name, bytes, limits)?;
    let length = extracted.text.text.len() as u64;
    if length > limits.text_bytes {
        return Err(ReadError::TooLarge {
            what: "the text",
            found: length,
            limit: limits.text_bytes,
        });
    }
    let mut remarks = extracted.remarks;
    let cleaned = normalise(&extracted.text);
    drop(extracted.text);
    if cleaned.text.text.trim().is_empty() {
        return Err(ReadError::Empty);
    }
    remarks.extend(cleaned.remarks);
    let (text, map) = (cleaned.text.text, cleaned.text.map);
    let leads = structure::bold_leads(&text, &map, bytes);
    let hint = Hint {
        leads: &leads,
        file_name,
        title: extracted.title.as_deref(),
        sheets: matches!(extracted.format, Format::Xlsx | Format::Csv),
    };
    let found = structure::articles(&text, &hint);
    remarks.extend(found.remarks);
    let context = Context {
        issued: found.issued,
        today: None,
    };
    let facts = fact::propose(&text, &found.articles, context);
    Ok(Reading {
        format: extracted.format,
        title: found.title,
        language: language(&text),
        issued: found.issued,
        publisher: found.publisher,
        text,
        map,
        articles: found.articles,
        facts,
        remarks,
    })
}

/// The language of `text`: Chinese where at least every tenth letter is a Han character, since one of them carries
/// about as much as a short word and Chinese texts are full of foreign names.
pub fn language(text: &str) -> Language {
    let (mut han, mut letters) = (0_usize, 0_usize);
    for character in text.chars() {
        if is_han(character) {
            han += 1;
        } else if character.is_alphabetic() {
            letters += 1;
        }
    }
    if han > 0 && han * 10 >= han + letters {
        Language::Chinese
    } else {
        Language::English
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_told_from_the_share_of_han_characters() {
        assert_eq!(language("示例公司发布 Sample Chip 3000"), Language::Chinese);
        assert_eq!(
            language("Sample issue of a newsletter (示例)"),
            Language::English
        );
        assert_eq!(language("2025"), Language::English);
    }

    #[test]
    fn a_plain_text_is_read_whole() {
        let text = "示例芯讯\n\n## 甲公司投产\n\n6月1日，甲公司的示例产线投产。\n\n（来源：某网）\n\n## 乙公司签约\n\n乙公司签约。\n\n（来源：某报）\n";
        let reading = read("digest-2025-06.md", text.as_bytes(), &Limits::default()).unwrap();
        assert_eq!(
            reading
                .articles
                .iter()
                .map(|article| article.title.as_str())
                .collect::<Vec<_>>(),
            ["甲公司投产", "乙公司签约"]
        );
        assert_eq!(reading.issued, PartialDate::month(2025, 6));
        assert_eq!(reading.language, Language::Chinese);
    }

    #[test]
    fn a_file_without_text_is_refused() {
        assert_eq!(
            read("a.txt", b" \n", &Limits::default()),
            Err(ReadError::Empty)
        );
    }
}
