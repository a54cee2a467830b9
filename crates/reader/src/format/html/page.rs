//! A page's tokens → lines.

use super::line::Line;
use super::token::{Tag, Text, Token, tokens};
use crate::format::sink::check_text;
use crate::text::{MappedText, Rewriter};
use crate::{Limits, ReadError};

/// Elements whose content is not read.
const SKIPPED: &[&str] = &[
    "script", "style", "noscript", "template", "nav", "svg", "iframe", "object", "select",
    "button", "textarea", "math", "xmp", "noembed", "noframes", "audio", "video", "canvas", "map",
    "menu", "dialog", "rt", "rp",
];

/// Elements without content.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "frame", "hr", "img", "input", "link", "meta", "param",
    "source", "track", "wbr",
];

/// Elements that begin and end lines and that must be closed.
const CONTAINERS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "center",
    "details",
    "div",
    "dl",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "head",
    "header",
    "hgroup",
    "html",
    "legend",
    "main",
    "ol",
    "pre",
    "section",
    "summary",
    "table",
    "ul",
    "caption",
];

/// Elements that begin and end lines and whose end tag may be left out.
const BLOCKS: &[&str] = &[
    "p", "li", "dt", "dd", "option", "optgroup", "h1", "h2", "h3", "h4", "h5", "h6",
];

/// What came out of a page.
#[derive(Debug)]
pub(super) struct Lines {
    /// The lines.
    pub(super) text: MappedText,
    /// The title element's text.
    pub(super) title: Option<String>,
}

#[derive(Debug, Default)]
struct Table {
    caption: Vec<Line>,
    rows: Vec<Vec<Line>>,
    row: Vec<Line>,
    in_row: bool,
    in_cell: bool,
    in_caption: bool,
    span: usize,
    row_span: usize,
    /// Cells that reach down into the following rows: column, rows left, content.
    down: Vec<(usize, usize, Line)>,
    /// A table within it shows that it only arranges the page.
    layout: bool,
}

/// Reads one page.
#[derive(Debug)]
pub(super) struct Page<'a> {
    page: &'a str,
    out: Rewriter<'a>,
    limits: &'a Limits,
    open: Vec<String>,
    /// The skipped element that is open, and how many of its name.
    skip: Option<(String, usize)>,
    line: Line,
    heading: Option<usize>,
    item: bool,
    /// Open lists: the next number of an ordered one.
    lists: Vec<Option<u32>>,
    tables: Vec<Table>,
    cells: usize,
    title: Option<String>,
    in_title: bool,
}

impl<'a> Page<'a> {
    /// Prepares to read `source`.
    pub(super) fn new(source: &'a MappedText, limits: &'a Limits) -> Self {
        Page {
            page: &source.text,
            out: Rewriter::new(source),
            limits,
            open: Vec::new(),
            skip: None,
            line: Line::default(),
            heading: None,
            item: false,
            lists: Vec::new(),
            tables: Vec::new(),
            cells: 0,
            title: None,
            in_title: false,
        }
    }

    /// Reads the page to its end.
    pub(super) fn read(mut self) -> Result<Lines, ReadError> {
        for Ok(token) in tokens(self.page) {
            if self.skipped(&token) {
                continue;
            }
            match token {
                Token::Text(text) => self.text(&text)?,
                Token::Open(tag) => self.opened(&tag)?,
                Token::Close(name) => self.closed(&name)?,
            }
        }
        while !self.tables.is_empty() {
            self.end_table()?;
        }
        self.end_line()?;
        Ok(Lines {
            text: self.out.finish(),
            title: self.title,
        })
    }

    /// Whether the token lies in an element that is not read.
    fn skipped(&mut self, token: &Token) -> bool {
        let Some((name, count)) = &mut self.skip else {
            return false;
        };
        match token {
            Token::Open(tag) if tag.name == *name && !tag.complete => *count += 1,
            Token::Close(closed) if closed == name => *count -= 1,
            // The end tags of these two may be left out.
            Token::Close(closed) if closed == "ruby" && (name == "rt" || name == "rp") => {
                *count = 0
            }
            _ => {}
        }
        if *count == 0 {
            self.skip = None;
        }
        true
    }

    fn text(&mut self, found: &Text) -> Result<(), ReadError> {
        let (page, range) = (self.page, found.range.clone());
        let text = page.get(range.clone()).unwrap_or_default();
        if self.in_title {
            let mut line = Line::default();
            line.text(page, range, &found.references);
            self.title.get_or_insert_with(|| line.to_text(page));
        } else if self.open.last().is_some_and(|name| name == "pre") && !self.in_cell() {
            let mut at = range.start;
            for part in text.split_inclusive('\n') {
                let body = part.trim_end_matches('\n');
                // Blanks inside a line stay; tabs would look like a table.
                for piece in body.split_inclusive('\t') {
                    let words = piece.trim_end_matches('\t');
                    let indent = words.len() - words.trim_start_matches(' ').len();
                    if indent > 0 && self.line.is_empty() {
                        self.line.added("  ");
                    }
                    self.line
                        .text(page, at..at + piece.len(), &found.references);
                    at += piece.len();
                }
                if part.ends_with('\n') {
                    at += 1;
                    self.end_line()?;
                }
            }
        } else {
            let outside_cells = self.tables.last().is_some_and(|table| !table.layout)
                && !self.in_cell()
                && text.trim().is_empty();
            if !outside_cells {
                self.line.text(page, range, &found.references);
            }
        }
        Ok(())
    }

    fn in_cell(&self) -> bool {
        self.tables
            .last()
            .is_some_and(|table| (table.in_cell || table.in_caption) && !table.layout)
    }

    fn opened(&mut self, tag: &Tag) -> Result<(), ReadError> {
        let name = tag.name.as_str();
        let style = tag.attribute("style").unwrap_or_default();
        let hidden = tag.attribute("hidden").is_some()
            || style
                .to_ascii_lowercase()
                .replace(' ', "")
                .contains("display:none");
        if tag.complete {
            return Ok(());
        }
        if VOID.contains(&name) {
            match name {
                "br" if self.heading.is_some() => self.line.space(),
                "br" | "hr" => self.break_line()?,
                _ => {}
            }
            return Ok(());
        }
        // Elements that need no end tag are read even if hidden: one could hide the rest of the page.
        let needs_end =
            !BLOCKS.contains(&name) && !["body", "html", "tr", "td", "th", "tbody"].contains(&name);
        if SKIPPED.contains(&name) || (hidden && needs_end) {
            self.skip = Some((name.to_string(), 1));
            return Ok(());
        }
        if name == "title" {
            self.in_title = true;
            return Ok(());
        }
        if CONTAINERS.contains(&name) {
            self.open.push(name.to_string());
            let found = self.open.len() as u64;
            if self.open.len() > self.limits.depth {
                let limit = self.limits.depth as u64;
                return Err(ReadError::TooLarge {
                    what: "the nesting depth",
                    found,
                    limit,
                });
            }
        }
        match name {
            "table" => self.begin_table()?,
            "caption" => self.begin_caption()?,
            "tr" => self.begin_row()?,
            "td" | "th" => self.begin_cell(tag)?,
            "ul" => {
                self.break_line()?;
                self.lists.push(None);
            }
            "ol" => {
                self.break_line()?;
                let start = tag
                    .attribute("start")
                    .and_then(|text| text.trim().parse().ok());
                self.lists.push(Some(start.unwrap_or(1)));
            }
            "li" => {
                self.break_line()?;
                self.item = true;
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.break_line()?;
                self.heading = name.get(1..).and_then(|level| level.parse().ok());
            }
            _ if CONTAINERS.contains(&name) || BLOCKS.contains(&name) => self.break_line()?,
            _ => {}
        }
        Ok(())
    }

    fn closed(&mut self, name: &str) -> Result<(), ReadError> {
        match name {
            "title" => self.in_title = false,
            "table" => self.end_table()?,
            "caption" => {
                self.end_caption();
            }
            "tr" => self.end_row()?,
            "td" | "th" => self.end_cell()?,
            "ul" | "ol" => {
                self.break_line()?;
                self.lists.pop();
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.break_line()?;
                self.heading = None;
            }
            _ if CONTAINERS.contains(&name) || BLOCKS.contains(&name) => self.break_line()?,
            _ => {}
        }
        if CONTAINERS.contains(&name)
            && let Some(index) = self.open.iter().rposition(|open| open == name)
        {
            self.open.truncate(index);
        }
        Ok(())
    }

    /// Ends the line, or puts a blank where lines cannot end.
    fn break_line(&mut self) -> Result<(), ReadError> {
        if self.in_cell() {
            self.line.space();
            Ok(())
        } else {
            self.end_line()
        }
    }

    fn end_line(&mut self) -> Result<(), ReadError> {
        let line = std::mem::take(&mut self.line);
        if line.is_empty() {
            return Ok(());
        }
        if let Some(level) = self.heading {
            self.blank_line();
            self.out.add("######".get(..level.min(6)).unwrap_or("#"));
            self.out.add(" ");
        } else if std::mem::take(&mut self.item) {
            self.out
                .add(&"  ".repeat(self.lists.len().saturating_sub(1).min(8)));
            match self.lists.last_mut() {
                Some(Some(number)) => {
                    self.out.add(&format!("{number}. "));
                    *number = number.saturating_add(1);
                }
                _ => self.out.add("- "),
            }
        }
        line.write(&mut self.out);
        self.out.add("\n");
        check_text(self.out.written().len(), self.limits.text_bytes)
    }

    fn blank_line(&mut self) {
        let written = self.out.written();
        if !written.is_empty() && !written.ends_with("\n\n") {
            self.out.add("\n");
        }
    }

    fn begin_table(&mut self) -> Result<(), ReadError> {
        if self.tables.len() >= self.limits.depth {
            let (found, limit) = (self.tables.len() as u64 + 1, self.limits.depth as u64);
            return Err(ReadError::TooLarge {
                what: "the nesting depth",
                found,
                limit,
            });
        }
        if let Some(outer) = self.tables.last_mut()
            && !outer.layout
        {
            outer.layout = true;
            let rows = std::mem::take(&mut outer.rows);
            let row = std::mem::take(&mut outer.row);
            let caption = std::mem::take(&mut outer.caption);
            let pending = std::mem::take(&mut self.line);
            for line in caption
                .into_iter()
                .chain(rows.into_iter().flatten())
                .chain(row)
                .chain([pending])
            {
                self.line = line;
                self.end_line()?;
            }
        }
        self.end_line()?;
        self.tables.push(Table::default());
        Ok(())
    }

    fn begin_caption(&mut self) -> Result<(), ReadError> {
        match self.tables.last_mut() {
            Some(table) if !table.layout => table.in_caption = true,
            _ => self.end_line()?,
        }
        Ok(())
    }

    fn end_caption(&mut self) {
        if let Some(table) = self.tables.last_mut()
            && table.in_caption
        {
            table.in_caption = false;
            table.caption.push(std::mem::take(&mut self.line));
        }
    }

    fn begin_row(&mut self) -> Result<(), ReadError> {
        self.end_cell()?;
        self.end_row()?;
        if let Some(table) = self.tables.last_mut() {
            table.in_row = true;
        }
        Ok(())
    }

    fn end_row(&mut self) -> Result<(), ReadError> {
        let Some(table) = self.tables.last_mut() else {
            return Ok(());
        };
        if table.layout || !table.in_row {
            return Ok(());
        }
        if table.in_cell {
            table.in_cell = false;
            let line = std::mem::take(&mut self.line);
            table.row.push(line);
        }
        let filled = table.fill_from_above();
        let row = std::mem::take(&mut table.row);
        if row.iter().any(|cell| !cell.is_empty()) {
            table.rows.push(row);
        }
        table.in_row = false;
        self.count_cells(filled)
    }

    fn count_cells(&mut self, more: usize) -> Result<(), ReadError> {
        self.cells += more;
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

    fn begin_cell(&mut self, tag: &Tag) -> Result<(), ReadError> {
        self.end_cell()?;
        self.end_caption();
        let number = |name: &str| {
            tag.attribute(name)
                .and_then(|text| text.trim().parse::<usize>().ok())
                .unwrap_or(1)
        };
        let Some(table) = self.tables.last_mut() else {
            return self.end_line();
        };
        if table.layout {
            return self.end_line();
        }
        self.line = Line::default();
        table.in_row = true;
        let filled = table.fill_from_above();
        table.in_cell = true;
        // A table wider than this is a mistake; the limit of HTML itself is 1000.
        table.span = number("colspan").clamp(1, 1000);
        table.row_span = number("rowspan").clamp(1, 1000);
        self.count_cells(filled)
    }

    fn end_cell(&mut self) -> Result<(), ReadError> {
        let Some(table) = self.tables.last_mut() else {
            return Ok(());
        };
        if table.layout {
            return self.end_line();
        }
        if !table.in_cell {
            return Ok(());
        }
        table.in_cell = false;
        let line = std::mem::take(&mut self.line);
        let column = table.row.len();
        if table.row_span > 1 && table.down.len() < 2000 {
            for offset in 0..table.span {
                let content = if offset == 0 {
                    line.clone()
                } else {
                    Line::default()
                };
                table.down.push((column + offset, table.row_span, content));
            }
        }
        table.row.push(line);
        let span = table.span;
        table
            .row
            .extend(std::iter::repeat_with(Line::default).take(span - 1));
        self.count_cells(span)
    }

    fn end_table(&mut self) -> Result<(), ReadError> {
        self.end_cell()?;
        self.end_caption();
        self.end_row()?;
        let Some(table) = self.tables.pop() else {
            return Ok(());
        };
        if table.layout {
            return self.end_line();
        }
        self.end_line()?;
        if table.rows.iter().all(|row| row.len() < 2) {
            for line in table
                .caption
                .into_iter()
                .chain(table.rows.into_iter().flatten())
            {
                self.line = line;
                self.end_line()?;
            }
            return Ok(());
        }
        self.blank_line();
        for line in &table.caption {
            if !line.is_empty() {
                line.write(&mut self.out);
                self.out.add("\n");
            }
        }
        for row in &table.rows {
            for (index, cell) in row.iter().enumerate() {
                if index > 0 {
                    self.out.add("\t");
                }
                cell.write(&mut self.out);
            }
            self.out.add("\n");
            check_text(self.out.written().len(), self.limits.text_bytes)?;
        }
        self.out.add("\n");
        Ok(())
    }
}

impl Table {
    /// Fills the columns that cells of earlier rows reach down into. The content is repeated, so that
    /// every row can be read by itself. Gives the number of cells filled.
    fn fill_from_above(&mut self) -> usize {
        let before = self.row.len();
        while let Some(index) = self
            .down
            .iter()
            .position(|(column, left, _)| *column == self.row.len() && *left > 1)
        {
            let Some((_, left, line)) = self.down.get_mut(index) else {
                break;
            };
            *left -= 1;
            let line = line.clone();
            self.row.push(line);
        }
        self.down.retain(|(_, left, _)| *left > 1);
        self.row.len() - before
    }
}
