//! The numbers of list items, which Word does not write into the text.

use std::collections::BTreeMap;

use crate::format::numerals::NumberStyle;
use crate::format::office::{Step, Walk};
use crate::{Limits, ReadError};

/// One level of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Level {
    style: NumberStyle,
    /// The pattern, with `%1` for the number of level one.
    pattern: String,
    start: u32,
}

/// The lists of a document and how far they have counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Numbering {
    /// List id → definition id.
    lists: BTreeMap<String, String>,
    definitions: BTreeMap<String, Vec<Level>>,
    /// List definition → the current numbers of its levels.
    counters: BTreeMap<String, Vec<Option<u32>>>,
}

/// Levels that a list can have (WordprocessingML).
const LEVELS: usize = 9;

impl Numbering {
    /// Reads `numbering.xml`.
    pub(super) fn read(text: &str, limits: &Limits) -> Result<Self, ReadError> {
        let mut walk = Walk::new("DOCX", "word/numbering.xml", text, limits);
        let mut numbering = Numbering::default();
        let mut definition: Option<(String, Vec<Level>)> = None;
        let mut list: Option<String> = None;
        let mut level: Option<usize> = None;
        while let Some(step) = walk.next()? {
            match step {
                Step::Open(element) => {
                    let value = element.val();
                    match element.name() {
                        "abstractNum" => {
                            let id = element.attribute("abstractNumId").unwrap_or_default();
                            definition = Some((
                                id,
                                vec![
                                    Level {
                                        start: 1,
                                        ..Level::default()
                                    };
                                    LEVELS
                                ],
                            ));
                        }
                        "num" => list = element.attribute("numId"),
                        "abstractNumId" => {
                            if let (Some(list), Some(id)) = (&list, value) {
                                numbering.lists.insert(list.clone(), id);
                            }
                        }
                        "lvl" => {
                            level = element
                                .attribute("ilvl")
                                .and_then(|value| value.parse().ok())
                        }
                        name => {
                            let place = definition.as_mut().and_then(|(_, levels)| {
                                level.and_then(|level| levels.get_mut(level))
                            });
                            let (Some(place), Some(value)) = (place, value) else {
                                continue;
                            };
                            match name {
                                "start" => place.start = value.parse().unwrap_or(1),
                                "numFmt" => place.style = NumberStyle::from_word(&value),
                                "lvlText" => place.pattern = value,
                                _ => {}
                            }
                        }
                    }
                }
                Step::Close(name) => match name.as_str() {
                    "abstractNum" => {
                        if let Some((id, levels)) = definition.take() {
                            numbering.definitions.insert(id, levels);
                        }
                    }
                    "num" => list = None,
                    "lvl" => level = None,
                    _ => {}
                },
                Step::Text(_) => {}
            }
        }
        Ok(numbering)
    }

    /// Counts one item of `list` at `level` on and gives what stands before it, with a blank after it:
    /// `- ` for bullets, the number otherwise, nothing for an unknown list.
    pub(super) fn next(&mut self, list: &str, level: usize) -> String {
        // List zero takes a paragraph out of the list of its style.
        if list == "0" || level >= LEVELS {
            return String::new();
        }
        let Some(id) = self.lists.get(list) else {
            return String::new();
        };
        let Some(levels) = self.definitions.get(id) else {
            return String::new();
        };
        let Some(own) = levels.get(level) else {
            return String::new();
        };
        if own.style == NumberStyle::Bullet {
            return format!("{}- ", "  ".repeat(level));
        }
        let counters = self
            .counters
            .entry(id.clone())
            .or_insert_with(|| vec![None; LEVELS]);
        if let Some(counter) = counters.get_mut(level) {
            *counter = Some(counter.map_or(own.start, |number| number.saturating_add(1)));
        }
        for deeper in counters.iter_mut().skip(level + 1) {
            *deeper = None;
        }
        let mut written = String::new();
        let mut chars = own.pattern.chars();
        while let Some(c) = chars.next() {
            if c != '%' {
                written.push(c);
                continue;
            }
            let Some(index) = chars
                .next()
                .and_then(|c| c.to_digit(10))
                .and_then(|digit| digit.checked_sub(1))
            else {
                continue;
            };
            let index = index as usize;
            let number = counters.get(index).copied().flatten();
            if let Some(of) = levels.get(index) {
                written.push_str(&of.style.write(number.unwrap_or(of.start)));
            }
        }
        let written = written.trim().to_string();
        // Signs such as 、 or ） need no blank after them.
        match written.chars().last() {
            None => written,
            Some('、' | '）' | '．' | '，' | '：') => written,
            Some(_) => written + " ",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"<w:numbering xmlns:w="w">
        <w:abstractNum w:abstractNumId="7">
          <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>
          <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl>
          <w:lvl w:ilvl="2"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF06C;"/></w:lvl>
        </w:abstractNum>
        <w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
    </w:numbering>"#;

    #[test]
    fn items_are_counted_level_by_level() {
        let mut numbering = Numbering::read(TEXT, &Limits::default()).unwrap();
        let items = [0, 1, 1, 2, 0, 1].map(|level| numbering.next("1", level));
        assert_eq!(items, ["一、", "一.1 ", "一.2 ", "    - ", "二、", "二.1 "]);
        assert_eq!(numbering.next("0", 0), "");
        assert_eq!(numbering.next("5", 0), "");
        assert_eq!(numbering.next("1", 99), "");
    }
}
