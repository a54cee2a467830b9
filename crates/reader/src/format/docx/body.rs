//! The body of a document → blocks.

use super::numbering::Numbering;
use super::styles::Styles;
use crate::format::office::{Element, Step, Walk};
use crate::format::sink::one_line;
use crate::{Limits, ReadError};

/// A paragraph or a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Block {
    /// A paragraph: what stands before it, its lines, and whether it is a heading.
    Paragraph {
        /// `## `, `- `, `一、`.
        prefix: String,
        /// One line, or more where it has line breaks.
        lines: Vec<String>,
        /// Whether it is a heading.
        heading: bool,
    },
    /// Rows of cells.
    Table(Vec<Vec<String>>),
}

/// The footnotes that the text refers to, in order: id and mark.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Notes {
    marks: Vec<(String, usize)>,
}

impl Notes {
    /// Whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.marks.is_empty()
    }

    /// Ids and marks in the order of the text.
    pub(super) fn in_order(&self) -> impl Iterator<Item = (&String, usize)> {
        self.marks.iter().map(|(id, mark)| (id, *mark))
    }

    fn mark(&mut self, id: String, next: usize) -> (usize, bool) {
        if let Some((_, mark)) = self.marks.iter().find(|(known, _)| *known == id) {
            return (*mark, false);
        }
        self.marks.push((id, next));
        (next, true)
    }
}

/// A paragraph in the making.
#[derive(Debug, Default)]
struct Paragraph {
    text: String,
    style: Option<String>,
    outline: Option<u8>,
    list: Option<String>,
    level: Option<usize>,
}

#[derive(Debug, Default)]
struct Cell {
    paragraphs: Vec<(String, Vec<String>)>,
    span: usize,
    merged: bool,
}

#[derive(Debug, Default)]
struct Table {
    rows: Vec<Vec<Cell>>,
    row: Vec<Cell>,
    cell: Option<Cell>,
    before: usize,
}

/// Reads a body.
#[derive(Debug)]
pub(super) struct Body<'a> {
    styles: &'a Styles,
    numbering: Numbering,
    limits: &'a Limits,
    blocks: Vec<Block>,
    /// Open paragraphs: one, and those of text boxes inside it.
    paragraphs: Vec<Paragraph>,
    /// Blocks of text boxes, which follow the paragraph that they are anchored in.
    boxed: Vec<Block>,
    tables: Vec<Table>,
    /// How many tables were open when each open text box began.
    boxes: Vec<usize>,
    notes: (Notes, Notes),
    cells: usize,
    left_out: usize,
    bytes: usize,
}

impl<'a> Body<'a> {
    /// Prepares to read.
    pub(super) fn new(styles: &'a Styles, numbering: Numbering, limits: &'a Limits) -> Self {
        Body {
            styles,
            numbering,
            limits,
            blocks: Vec::new(),
            paragraphs: Vec::new(),
            boxed: Vec::new(),
            tables: Vec::new(),
            boxes: Vec::new(),
            notes: (Notes::default(), Notes::default()),
            cells: 0,
            left_out: 0,
            bytes: 0,
        }
    }

    /// The blocks, the footnotes and endnotes referred to, and how many pieces were left out.
    pub(super) fn finish(self) -> (Vec<Block>, (Notes, Notes), usize) {
        (self.blocks, self.notes, self.left_out)
    }

    /// Reads the footnotes or endnotes part: ids and one line of text each.
    pub(super) fn notes(
        part: &'static str,
        text: &str,
        styles: &Styles,
        limits: &Limits,
    ) -> Result<Vec<(String, String)>, ReadError> {
        let mut walk = Walk::new("DOCX", part, text, limits);
        let mut notes = Vec::new();
        while let Some(step) = walk.next()? {
            let Step::Open(element) = step else { continue };
            if element.name() != "footnote" && element.name() != "endnote" {
                continue;
            }
            // Separators are notes with a type.
            let special = element
                .attribute("type")
                .is_some_and(|kind| kind != "normal");
            let id = element.attribute("id").unwrap_or_default();
            let mut body = Body::new(styles, Numbering::default(), limits);
            body.element(&mut walk)?;
            if special {
                continue;
            }
            let mut lines = Vec::new();
            for block in body.blocks {
                match block {
                    Block::Paragraph { lines: more, .. } => lines.extend(more),
                    Block::Table(rows) => lines.extend(rows.into_iter().map(|row| row.join(" "))),
                }
            }
            notes.push((id, one_line(&lines.join(" "))));
        }
        Ok(notes)
    }

    /// Reads a whole part.
    pub(super) fn read(&mut self, part: &'static str, text: &str) -> Result<(), ReadError> {
        let mut walk = Walk::new("DOCX", part, text, self.limits);
        while let Some(step) = walk.next()? {
            self.step(step, &mut walk)?;
        }
        Ok(())
    }

    /// Reads to the end of the element that has just been opened.
    fn element(&mut self, walk: &mut Walk<'_>) -> Result<(), ReadError> {
        let outside = walk.depth() - 1;
        while walk.depth() > outside {
            let Some(step) = walk.next()? else { break };
            self.step(step, walk)?;
        }
        Ok(())
    }

    fn step(&mut self, step: Step<'_>, walk: &mut Walk<'_>) -> Result<(), ReadError> {
        match step {
            Step::Open(element) => self.opened(&element, walk),
            Step::Close(name) => self.closed(&name),
            Step::Text(_) => Ok(()),
        }
    }

    fn opened(&mut self, element: &Element<'_>, walk: &mut Walk<'_>) -> Result<(), ReadError> {
        match element.name() {
            "p" => self.paragraphs.push(Paragraph::default()),
            "pPr" => self.paragraph_properties(walk)?,
            "r" => self.run(walk)?,
            // Tracked deletions and the old place of moved text.
            "del" | "moveFrom" => {
                self.left_out += 1;
                walk.skip()?;
            }
            // A drawing stands twice: in the first form for new programs, in the second for old ones.
            "Fallback" => walk.skip()?,
            // Equations: their characters in order.
            "t" => self.characters(walk)?,
            "tbl" => self.tables.push(Table {
                before: self.paragraphs.len(),
                ..Table::default()
            }),
            "tc" => {
                if let Some(table) = self.tables.last_mut() {
                    table.cell = Some(Cell {
                        span: 1,
                        ..Cell::default()
                    });
                }
            }
            "gridSpan" => {
                if let Some(cell) = self.cell() {
                    cell.span = element
                        .val()
                        .and_then(|value| value.parse().ok())
                        .unwrap_or(1)
                        .clamp(1, 63);
                }
            }
            "vMerge" => {
                let goes_on = element.val().is_none_or(|value| value == "continue");
                if let Some(cell) = self.cell() {
                    cell.merged = goes_on;
                }
            }
            "txbxContent" => self.boxes.push(self.tables.len()),
            "sectPr" | "tblPr" | "tblGrid" | "trPr" | "sdtPr" | "instrText" | "rt" | "rubyPr" => {
                walk.skip()?
            }
            _ => {}
        }
        Ok(())
    }

    fn cell(&mut self) -> Option<&mut Cell> {
        self.tables.last_mut().and_then(|table| table.cell.as_mut())
    }

    fn closed(&mut self, name: &str) -> Result<(), ReadError> {
        match name {
            "p" => self.end_paragraph(),
            "tc" => self.end_cell(),
            "tr" => {
                if let Some(table) = self.tables.last_mut() {
                    let row = std::mem::take(&mut table.row);
                    table.rows.push(row);
                }
                Ok(())
            }
            "tbl" => {
                self.end_table();
                Ok(())
            }
            "txbxContent" => {
                self.boxes.pop();
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn paragraph_properties(&mut self, walk: &mut Walk<'_>) -> Result<(), ReadError> {
        let outside = walk.depth() - 1;
        while walk.depth() > outside {
            let Some(step) = walk.next()? else { break };
            let Step::Open(element) = step else { continue };
            let Some(paragraph) = self.paragraphs.last_mut() else {
                continue;
            };
            match element.name() {
                "pStyle" => paragraph.style = element.val(),
                "outlineLvl" => {
                    paragraph.outline = element.val().and_then(|value| value.parse().ok())
                }
                "numId" => paragraph.list = element.val(),
                "ilvl" => paragraph.level = element.val().and_then(|value| value.parse().ok()),
                // The mark of the paragraph has run properties too; they say nothing of its text. A
                // change holds the properties as they were.
                "rPr" | "pPrChange" => walk.skip()?,
                _ => {}
            }
        }
        Ok(())
    }

    /// One run of text.
    fn run(&mut self, walk: &mut Walk<'_>) -> Result<(), ReadError> {
        let outside = walk.depth() - 1;
        let mut hidden = false;
        while walk.depth() > outside {
            let Some(step) = walk.next()? else { break };
            let element = match step {
                Step::Open(element) => element,
                Step::Close(name) => {
                    // The ends of what text boxes and drawings inside the run have opened.
                    self.closed(&name)?;
                    continue;
                }
                Step::Text(_) => continue,
            };
            match element.name() {
                "rPr" => hidden = run_is_hidden(walk)?,
                _ if hidden => {
                    self.left_out += usize::from(element.name() == "t");
                    walk.skip()?;
                }
                "t" => self.characters(walk)?,
                "tab" | "ptab" => self.tab(),
                "br" | "cr" => self.put("\n")?,
                "noBreakHyphen" => self.put("-")?,
                "sym" => {
                    let code = element
                        .attribute("char")
                        .and_then(|code| u32::from_str_radix(&code, 16).ok());
                    // Symbol fonts keep their signs in the private area; there they mean nothing to us.
                    if let Some(c) = code
                        .filter(|code| !(0xe000..0xf900).contains(code))
                        .and_then(char::from_u32)
                    {
                        self.put(c.encode_utf8(&mut [0; 4]))?;
                    }
                }
                "footnoteReference" => self.note(&element, false)?,
                "endnoteReference" => self.note(&element, true)?,
                _ => self.opened(&element, walk)?,
            }
        }
        Ok(())
    }

    fn note(&mut self, element: &Element<'_>, end: bool) -> Result<(), ReadError> {
        let Some(id) = element.attribute("id") else {
            return Ok(());
        };
        let next = self.notes.0.marks.len() + self.notes.1.marks.len() + 1;
        let notes = if end {
            &mut self.notes.1
        } else {
            &mut self.notes.0
        };
        let (mark, _) = notes.mark(id, next);
        self.put(&format!("[^{mark}]"))
    }

    /// The text of a `t` element.
    fn characters(&mut self, walk: &mut Walk<'_>) -> Result<(), ReadError> {
        let outside = walk.depth() - 1;
        while walk.depth() > outside {
            match walk.next()? {
                Some(Step::Text(text)) => self.put(&text)?,
                Some(_) => {}
                None => break,
            }
        }
        Ok(())
    }

    /// A tab would look like the edge of a cell: in a line of contents it becomes dots, elsewhere a blank.
    fn tab(&mut self) {
        let Some(paragraph) = self.paragraphs.last_mut() else {
            return;
        };
        let contents = paragraph
            .style
            .as_deref()
            .is_some_and(|style| self.styles.is_contents(style));
        let starts = paragraph
            .text
            .trim()
            .chars()
            .all(|c| c.is_ascii_digit() || c == '.');
        paragraph
            .text
            .push_str(if contents && !starts { " …… " } else { " " });
    }

    fn put(&mut self, text: &str) -> Result<(), ReadError> {
        self.bytes += text.len();
        crate::format::sink::check_text(self.bytes, self.limits.text_bytes)?;
        if let Some(paragraph) = self.paragraphs.last_mut() {
            paragraph.text.push_str(text);
        }
        Ok(())
    }

    fn end_paragraph(&mut self) -> Result<(), ReadError> {
        let Some(paragraph) = self.paragraphs.pop() else {
            return Ok(());
        };
        let lines: Vec<String> = paragraph
            .text
            .split('\n')
            .map(one_line)
            .filter(|line| !line.is_empty())
            .collect();
        let style = paragraph.style.as_deref();
        let in_cell = self.cell().is_some()
            && self
                .boxes
                .last()
                .is_none_or(|tables| *tables < self.tables.len());
        let mut heading = match paragraph.outline {
            Some(level) => (level < 9).then_some(level + 1),
            None => style.and_then(|style| self.styles.heading(style)),
        };
        if in_cell || style.is_some_and(|style| self.styles.is_contents(style)) {
            heading = None;
        }
        let list = match (paragraph.list, style) {
            (Some(list), _) => Some((list, paragraph.level.unwrap_or(0))),
            (None, Some(style)) => self
                .styles
                .list(style)
                .map(|(list, level)| (list, paragraph.level.unwrap_or(level))),
            (None, None) => None,
        };
        let mut prefix = match list {
            Some((list, level)) if !lines.is_empty() => self.numbering.next(&list, level),
            _ => String::new(),
        };
        if let Some(level) = heading {
            let marks = "######".get(..usize::from(level.min(6))).unwrap_or("#");
            let number = prefix.trim_start().trim_start_matches("- ").to_string();
            prefix = format!("{marks} {number}");
        }
        if in_cell {
            if let Some(cell) = self.cell() {
                cell.paragraphs.push((prefix, lines));
            }
        } else {
            let block = Block::Paragraph {
                prefix,
                lines,
                heading: heading.is_some(),
            };
            if self.paragraphs.is_empty() {
                self.blocks.push(block);
            } else {
                self.boxed.push(block);
            }
        }
        if self.paragraphs.is_empty() && self.tables.is_empty() {
            self.blocks.append(&mut self.boxed);
        }
        Ok(())
    }

    fn end_cell(&mut self) -> Result<(), ReadError> {
        let Some(table) = self.tables.last_mut() else {
            return Ok(());
        };
        let Some(cell) = table.cell.take() else {
            return Ok(());
        };
        self.cells += cell.span;
        table.row.push(cell);
        if self.cells > self.limits.cells {
            let (found, limit) = (self.cells as u64, self.limits.cells as u64);
            return Err(ReadError::TooLarge {
                what: "the number of table cells",
                found,
                limit,
            });
        }
        Ok(())
    }

    fn end_table(&mut self) {
        let Some(table) = self.tables.pop() else {
            return;
        };
        let in_box = self
            .boxes
            .last()
            .is_some_and(|tables| *tables == self.tables.len());
        if !in_box && let Some(cell) = self.cell() {
            // A table in a cell: its rows become lines of the cell.
            for row in table.rows {
                let line = row.iter().map(Cell::text).collect::<Vec<_>>().join(" ");
                cell.paragraphs.push((String::new(), vec![one_line(&line)]));
            }
            return;
        }
        let mut blocks = Vec::new();
        let frame = table.rows.iter().all(|row| row.len() < 2);
        if frame {
            // One cell per row only draws a frame around paragraphs.
            for (prefix, lines) in table
                .rows
                .into_iter()
                .flatten()
                .flat_map(|cell| cell.paragraphs)
            {
                blocks.push(Block::Paragraph {
                    prefix,
                    lines,
                    heading: false,
                });
            }
        } else {
            blocks.push(Block::Table(filled(&table.rows)));
        }
        if table.before == 0 && self.tables.is_empty() {
            self.blocks.append(&mut blocks);
            self.blocks.append(&mut self.boxed);
        } else {
            self.boxed.append(&mut blocks);
        }
    }
}

impl Cell {
    fn text(&self) -> String {
        let parts: Vec<String> = self
            .paragraphs
            .iter()
            .filter(|(_, lines)| !lines.is_empty())
            .map(|(prefix, lines)| format!("{}{}", prefix.trim_start(), lines.join(" ")))
            .collect();
        parts.join(" ")
    }
}

/// The rows with merged cells filled in: a cell that goes on downwards is repeated, so that every row can
/// be read by itself; a cell that goes on to the right leaves empty cells.
fn filled(rows: &[Vec<Cell>]) -> Vec<Vec<String>> {
    let mut filled: Vec<Vec<String>> = Vec::new();
    for row in rows {
        let mut line: Vec<String> = Vec::new();
        for cell in row {
            let mut text = cell.text();
            if cell.merged && text.is_empty() {
                text = filled
                    .last()
                    .and_then(|above| above.get(line.len()))
                    .cloned()
                    .unwrap_or_default();
            }
            line.push(text);
            line.extend(std::iter::repeat_n(String::new(), cell.span - 1));
        }
        if line.iter().any(|cell| !cell.is_empty()) {
            filled.push(line);
        }
    }
    filled
}

/// Whether the run properties that have just been opened hide the run.
fn run_is_hidden(walk: &mut Walk<'_>) -> Result<bool, ReadError> {
    let outside = walk.depth() - 1;
    let mut hidden = false;
    while walk.depth() > outside {
        match walk.next()? {
            Some(Step::Open(element)) if element.name() == "vanish" => hidden = element.on(),
            Some(_) => {}
            None => break,
        }
    }
    Ok(hidden)
}
