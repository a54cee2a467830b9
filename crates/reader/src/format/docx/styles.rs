//! The styles of a document, as far as they make headings and lists.

use std::collections::BTreeMap;

use crate::format::office::{Step, Walk};
use crate::{Limits, ReadError};

/// What a style says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Style {
    name: String,
    based_on: Option<String>,
    /// Outline level: 0 to 8 for headings, 9 for running text.
    outline: Option<u8>,
    /// The list and the level in it.
    list: Option<String>,
    level: Option<usize>,
}

/// All paragraph styles by id.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Styles {
    styles: BTreeMap<String, Style>,
}

impl Styles {
    /// Reads `styles.xml`.
    pub(super) fn read(text: &str, limits: &Limits) -> Result<Self, ReadError> {
        let mut walk = Walk::new("DOCX", "word/styles.xml", text, limits);
        let mut styles = BTreeMap::new();
        let mut open: Option<(String, Style)> = None;
        while let Some(step) = walk.next()? {
            match step {
                Step::Open(element) => match (element.name(), &mut open) {
                    ("style", _) => {
                        let id = element.attribute("styleId").unwrap_or_default();
                        open = Some((id, Style::default()));
                    }
                    ("name", Some((_, style))) => style.name = element.val().unwrap_or_default(),
                    ("basedOn", Some((_, style))) => style.based_on = element.val(),
                    ("outlineLvl", Some((_, style))) => {
                        style.outline = element.val().and_then(|value| value.parse().ok());
                    }
                    ("numId", Some((_, style))) => style.list = element.val(),
                    ("ilvl", Some((_, style))) => {
                        style.level = element.val().and_then(|value| value.parse().ok())
                    }
                    _ => {}
                },
                Step::Close(name) if name == "style" => {
                    if let Some((id, style)) = open.take() {
                        styles.insert(id, style);
                    }
                }
                _ => {}
            }
        }
        Ok(Styles { styles })
    }

    /// The style and those it is based on, nearest first. Circles end after a few steps.
    fn chain(&self, id: &str) -> impl Iterator<Item = &Style> {
        std::iter::successors(self.styles.get(id), |style| {
            style
                .based_on
                .as_ref()
                .and_then(|base| self.styles.get(base))
        })
        .take(12)
    }

    /// The heading level, from 1, of paragraphs in this style.
    pub(super) fn heading(&self, id: &str) -> Option<u8> {
        for style in self.chain(id) {
            if let Some(level) = named_level(&style.name) {
                return Some(level);
            }
            if let Some(outline) = style.outline {
                return (outline < 9).then_some(outline + 1);
            }
        }
        // A document without a style part still names its styles by their usual ids.
        if self.styles.contains_key(id) {
            None
        } else {
            named_level(id)
        }
    }

    /// Whether the style is that of a line in a table of contents.
    pub(super) fn is_contents(&self, id: &str) -> bool {
        let toc = |name: &str| {
            let name = name.to_lowercase();
            name.strip_prefix("toc")
                .is_some_and(|rest| rest.trim().chars().all(|c| c.is_ascii_digit()))
                || name.starts_with("目录")
        };
        toc(id) || self.chain(id).any(|style| toc(&style.name))
    }

    /// The list that paragraphs in this style belong to, and the level in it.
    pub(super) fn list(&self, id: &str) -> Option<(String, usize)> {
        let list = self.chain(id).find_map(|style| style.list.clone())?;
        let level = self.chain(id).find_map(|style| style.level).unwrap_or(0);
        Some((list, level))
    }
}

/// The level in the name of a heading style: `heading 2`, `Heading2`, `标题 2`, `Title`, `标题`.
fn named_level(name: &str) -> Option<u8> {
    let name = name.to_lowercase().replace(' ', "");
    if matches!(
        name.as_str(),
        "title" | "标题" | "文档标题" | "文件标题" | "公文标题"
    ) {
        return Some(1);
    }
    let rest = name
        .strip_prefix("heading")
        .or_else(|| name.strip_prefix("标题"))?;
    let rest = rest.strip_suffix("char").map_or(rest, |_| "");
    match rest.parse::<u8>() {
        Ok(level @ 1..=9) => Some(level.min(6)),
        _ => match rest {
            "一" => Some(1),
            "二" => Some(2),
            "三" => Some(3),
            "四" => Some(4),
            _ => None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_known_by_name_outline_and_base() {
        let text = r#"<w:styles xmlns:w="w">
            <w:style w:styleId="1"><w:name w:val="heading 1"/></w:style>
            <w:style w:styleId="a"><w:name w:val="标题 2"/></w:style>
            <w:style w:styleId="own"><w:name w:val="章名"/><w:basedOn w:val="1"/></w:style>
            <w:style w:styleId="lvl"><w:name w:val="节"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>
            <w:style w:styleId="body"><w:name w:val="Normal"/></w:style>
            <w:style w:styleId="x"><w:name w:val="x"/><w:basedOn w:val="y"/></w:style>
            <w:style w:styleId="y"><w:name w:val="y"/><w:basedOn w:val="x"/></w:style>
            <w:style w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>
        </w:styles>"#;
        let styles = Styles::read(text, &Limits::default()).unwrap();
        let levels: Vec<_> = ["1", "a", "own", "lvl", "body", "x", "Heading3"]
            .map(|id| styles.heading(id))
            .to_vec();
        assert_eq!(
            levels,
            [Some(1), Some(2), Some(1), Some(3), None, None, Some(3)]
        );
        assert!(styles.is_contents("TOC1") && !styles.is_contents("body"));
    }
}
