//! One page's content → glyphs with their places.

use std::collections::BTreeMap;
use std::rc::Rc;

use lopdf::{Dictionary, Object, ObjectId};

use super::file::File;
use super::font::Font;
use super::lexer::{Lexer, Token};
use crate::{Limits, ReadError};

/// A glyph on the page. Lengths are points; `y` grows upwards and is that of the base line.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Glyph {
    /// Its text.
    pub(super) text: String,
    /// Left edge.
    pub(super) x0: f64,
    /// Right edge.
    pub(super) x1: f64,
    /// Base line.
    pub(super) y: f64,
    /// Font size.
    pub(super) size: f64,
    /// Text that does not run from left to right.
    pub(super) turned: bool,
}

/// What a page showed.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// Glyphs in the order of the content.
    pub(super) glyphs: Vec<Glyph>,
    /// Pictures.
    pub(super) images: usize,
    /// Glyphs of which the file does not say what they mean.
    pub(super) unreadable: usize,
}

/// Fonts by the object that holds them.
pub(super) type Fonts = BTreeMap<ObjectId, Rc<Font>>;

/// `[a b c d e f]` as in the file.
type Matrix = [f64; 6];

const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// Forms within forms beyond this depth are not read.
const DEEPEST_FORM: usize = 16;

/// Saved graphics states beyond this depth are not kept.
const DEEPEST_STATE: usize = 1000;

fn times(first: &Matrix, second: &Matrix) -> Matrix {
    let [a, b, c, d, e, f] = first;
    let [k, l, m, n, o, p] = second;
    [
        a * k + b * m,
        a * l + b * n,
        c * k + d * m,
        c * l + d * n,
        e * k + f * m + o,
        e * l + f * n + p,
    ]
}

#[derive(Debug, Clone)]
struct State {
    ctm: Matrix,
    font: Option<Rc<Font>>,
    size: f64,
    char_space: f64,
    word_space: f64,
    scale: f64,
    leading: f64,
    rise: f64,
}

/// Reads content streams.
pub(super) struct Interpreter<'f> {
    file: &'f mut File,
    fonts: &'f mut Fonts,
    limits: &'f Limits,
    state: State,
    saved: Vec<State>,
    text: Matrix,
    line: Matrix,
    open_forms: Vec<ObjectId>,
    /// The form whose resources are in use; none for those of the page.
    scope: Option<ObjectId>,
    /// Fonts written into the resources themselves, by scope and name.
    local: BTreeMap<(Option<ObjectId>, Vec<u8>), Rc<Font>>,
    bytes: u64,
    seen: Seen,
    /// States saved outside the form that is being read, which it may not restore.
    floor: usize,
    /// Visible part of the page: left, bottom, right, top.
    area: [f64; 4],
}

impl<'f> Interpreter<'f> {
    /// Reads the page `id`.
    pub(super) fn page(
        file: &'f mut File,
        fonts: &'f mut Fonts,
        limits: &'f Limits,
        id: ObjectId,
    ) -> Result<Seen, ReadError> {
        let Ok(page) = file.document.get_dictionary(id).cloned() else {
            return Ok(Seen::default());
        };
        let numbers = |object: Option<&Object>| -> Option<[f64; 4]> {
            let array = object?.as_array().ok()?;
            let list: Option<Vec<f64>> = array
                .iter()
                .map(|object| file.resolve(object).and_then(super::file::number))
                .collect();
            match list?.as_slice() {
                [a, b, c, d] => Some([a.min(*c), b.min(*d), a.max(*c), b.max(*d)]),
                _ => None,
            }
        };
        let media = numbers(file.inherited(&page, b"MediaBox")).unwrap_or([0.0, 0.0, 612.0, 792.0]);
        let crop = numbers(file.inherited(&page, b"CropBox")).unwrap_or(media);
        let turn = file
            .inherited(&page, b"Rotate")
            .and_then(super::file::number)
            .unwrap_or(0.0);
        let ctm = match (turn as i64).rem_euclid(360) {
            90 => [0.0, -1.0, 1.0, 0.0, 0.0, 0.0],
            180 => [-1.0, 0.0, 0.0, -1.0, 0.0, 0.0],
            270 => [0.0, 1.0, -1.0, 0.0, 0.0, 0.0],
            _ => IDENTITY,
        };
        let corners = [(crop[0], crop[1]), (crop[2], crop[3])]
            .map(|(x, y)| (ctm[0] * x + ctm[2] * y, ctm[1] * x + ctm[3] * y));
        let [(x0, y0), (x1, y1)] = corners;
        let area = [x0.min(x1), y0.min(y1), x0.max(x1), y0.max(y1)];
        let resources = file
            .inherited(&page, b"Resources")
            .and_then(|object| object.as_dict().ok())
            .cloned();
        if let Some(resources) = &resources {
            file.charge_copy(resources)?;
        }
        let content = contents(file, &page)?;
        let state = State {
            ctm,
            font: None,
            size: 1.0,
            char_space: 0.0,
            word_space: 0.0,
            scale: 1.0,
            leading: 0.0,
            rise: 0.0,
        };
        let mut interpreter = Interpreter {
            file,
            fonts,
            limits,
            state,
            saved: Vec::new(),
            text: IDENTITY,
            line: IDENTITY,
            open_forms: Vec::new(),
            scope: None,
            local: BTreeMap::new(),
            bytes: 0,
            seen: Seen::default(),
            floor: 0,
            area,
        };
        interpreter.run(&content, &resources.unwrap_or_default())?;
        Ok(interpreter.seen)
    }

    fn run(&mut self, content: &[u8], resources: &Dictionary) -> Result<(), ReadError> {
        let depth = self.saved.len();
        let outer = std::mem::replace(&mut self.floor, depth);
        let mut lexer = Lexer::new(content);
        let mut operands: Vec<Token<'_>> = Vec::new();
        while let Some(token) = lexer.next() {
            let Token::Word(word) = token else {
                // No operator has so many operands, except a string array, which is cut.
                if operands.len() < 20_000 {
                    operands.push(token);
                }
                continue;
            };
            match word {
                b"ID" => {
                    lexer.skip_inline_image();
                    self.seen.images += 1;
                }
                b"true" | b"false" | b"null" => continue,
                _ => self.operator(word, &operands, resources)?,
            }
            operands.clear();
        }
        // What a form saved and did not restore does not leak.
        self.saved.truncate(depth);
        self.floor = outer;
        Ok(())
    }

    fn operator(
        &mut self,
        word: &[u8],
        operands: &[Token<'_>],
        resources: &Dictionary,
    ) -> Result<(), ReadError> {
        match (word, operands) {
            (b"q", _) if self.saved.len() < DEEPEST_STATE => self.saved.push(self.state.clone()),
            (b"Q", _) if self.saved.len() > self.floor => {
                if let Some(state) = self.saved.pop() {
                    self.state = state;
                }
            }
            (b"cm", _) => {
                if let Some(matrix) = matrix(operands) {
                    self.state.ctm = times(&matrix, &self.state.ctm);
                }
            }
            (b"BT", _) => {
                self.text = IDENTITY;
                self.line = IDENTITY;
            }
            (b"Tf", [.., Token::Name(name), Token::Number(size)]) => {
                self.state.size = *size;
                self.state.font = self.font(name, resources)?;
            }
            (b"Tc", [.., Token::Number(value)]) => self.state.char_space = *value,
            (b"Tw", [.., Token::Number(value)]) => self.state.word_space = *value,
            (b"Tz", [.., Token::Number(value)]) => self.state.scale = value / 100.0,
            (b"TL", [.., Token::Number(value)]) => self.state.leading = *value,
            (b"Ts", [.., Token::Number(value)]) => self.state.rise = *value,
            (b"Td", [.., Token::Number(x), Token::Number(y)]) => self.next_line(*x, *y),
            (b"TD", [.., Token::Number(x), Token::Number(y)]) => {
                self.state.leading = -y;
                self.next_line(*x, *y);
            }
            (b"Tm", _) => {
                if let Some(matrix) = matrix(operands) {
                    self.text = matrix;
                    self.line = matrix;
                }
            }
            (b"T*", _) => self.next_line(0.0, -self.state.leading),
            (b"Tj", [.., Token::Text(text)]) => self.show(text)?,
            (b"'", [.., Token::Text(text)]) => {
                self.next_line(0.0, -self.state.leading);
                self.show(text)?;
            }
            (
                b"\"",
                [
                    ..,
                    Token::Number(word_space),
                    Token::Number(char_space),
                    Token::Text(text),
                ],
            ) => {
                self.state.word_space = *word_space;
                self.state.char_space = *char_space;
                self.next_line(0.0, -self.state.leading);
                self.show(text)?;
            }
            (b"TJ", _) => {
                for operand in operands {
                    match operand {
                        Token::Text(text) => self.show(text)?,
                        Token::Number(back) => self.shift(-back / 1000.0 * self.state.size),
                        _ => {}
                    }
                }
            }
            (b"Do", [.., Token::Name(name)]) => self.external(name, resources)?,
            _ => {}
        }
        Ok(())
    }

    fn next_line(&mut self, x: f64, y: f64) {
        self.line = times(&[1.0, 0.0, 0.0, 1.0, x, y], &self.line);
        self.text = self.line;
    }

    /// Moves on along the line of text; `by` is in text units before scaling.
    fn shift(&mut self, by: f64) {
        let vertical = self.state.font.as_ref().is_some_and(|font| font.vertical);
        let step = if vertical {
            [1.0, 0.0, 0.0, 1.0, 0.0, by]
        } else {
            [1.0, 0.0, 0.0, 1.0, by * self.state.scale, 0.0]
        };
        self.text = times(&step, &self.text);
    }

    fn font(&mut self, name: &[u8], resources: &Dictionary) -> Result<Option<Rc<Font>>, ReadError> {
        let Some(fonts) = self.file.dictionary(resources, b"Font") else {
            return Ok(None);
        };
        let Ok(entry) = fonts.get(name) else {
            return Ok(None);
        };
        let id = entry.as_reference().ok();
        let local = (self.scope, name.to_vec());
        let known = match id {
            Some(id) => self.fonts.get(&id),
            None => self.local.get(&local),
        };
        if let Some(known) = known {
            return Ok(Some(Rc::clone(known)));
        }
        let Some(dict) = self
            .file
            .resolve(entry)
            .and_then(|object| object.as_dict().ok())
            .cloned()
        else {
            return Ok(None);
        };
        let font = Rc::new(Font::read(self.file, &dict)?);
        match id {
            Some(id) => self.fonts.insert(id, Rc::clone(&font)),
            None => self.local.insert(local, Rc::clone(&font)),
        };
        Ok(Some(font))
    }

    fn external(&mut self, name: &[u8], resources: &Dictionary) -> Result<(), ReadError> {
        let Some(objects) = self.file.dictionary(resources, b"XObject") else {
            return Ok(());
        };
        let Ok(id) = objects.get(name).and_then(Object::as_reference) else {
            return Ok(());
        };
        let Ok(Object::Stream(stream)) = self.file.document.get_object(id) else {
            return Ok(());
        };
        match self.file.name(&stream.dict, b"Subtype") {
            Some(b"Image") => {
                self.seen.images += 1;
                return Ok(());
            }
            Some(b"Form") => {}
            _ => return Ok(()),
        }
        if self.open_forms.contains(&id)
            || self.open_forms.len() >= DEEPEST_FORM.min(self.limits.depth)
        {
            return Ok(());
        }
        let own = self.file.dictionary(&stream.dict, b"Resources").cloned();
        let placed = self.file.numbers(&stream.dict, b"Matrix");
        if let Some(own) = &own {
            self.file.charge_copy(own)?;
        }
        let Some(content) = self.file.unpack(id)? else {
            return Ok(());
        };
        let outside = self.state.clone();
        let (text, line) = (self.text, self.line);
        if let Some([a, b, c, d, e, f]) = placed.as_deref() {
            self.state.ctm = times(&[*a, *b, *c, *d, *e, *f], &self.state.ctm);
        }
        self.open_forms.push(id);
        let scope = if own.is_some() {
            self.scope.replace(id)
        } else {
            self.scope
        };
        // A form without resources uses those of the page (ISO 32000-1, table 95).
        self.run(&content, own.as_ref().unwrap_or(resources))?;
        self.scope = scope;
        self.open_forms.pop();
        self.state = outside;
        self.text = text;
        self.line = line;
        Ok(())
    }

    fn show(&mut self, bytes: &[u8]) -> Result<(), ReadError> {
        let Some(font) = self.state.font.clone() else {
            return Ok(());
        };
        let mut rest = bytes;
        while !rest.is_empty() {
            let (length, shown) = font.first(rest);
            rest = rest.get(length..).unwrap_or_default();
            let space = self.state.char_space
                + if shown.blank {
                    self.state.word_space
                } else {
                    0.0
                };
            let advance = if font.vertical {
                -self.state.size
            } else {
                shown.width * self.state.size
            };
            self.place(&font, shown.text, shown.width)?;
            self.shift(if font.vertical {
                advance - space
            } else {
                advance + space
            });
        }
        Ok(())
    }

    /// Puts a glyph on the page where the text now stands.
    fn place(&mut self, font: &Font, text: Option<String>, width: f64) -> Result<(), ReadError> {
        let text = text.unwrap_or_else(|| {
            self.seen.unreadable += 1;
            "\u{fffd}".to_string()
        });
        let matrix = times(
            &[1.0, 0.0, 0.0, 1.0, 0.0, self.state.rise],
            &times(&self.text, &self.state.ctm),
        );
        let [a, b, c, d, x, y] = times(&self.text, &self.state.ctm);
        let [.., y_risen] = matrix;
        let size = self.state.size.abs() * c.hypot(d);
        let length = width * self.state.size * self.state.scale;
        let (x1, y1) = (x + length * a, y + length * b);
        let finite = [x, y, x1, y1, size, y_risen]
            .iter()
            .all(|value| value.is_finite() && value.abs() < 1e6);
        let [left, bottom, right, top] = self.area;
        let middle = (x + x1) / 2.0;
        let inside =
            middle >= left - 2.0 && middle <= right + 2.0 && y >= bottom - size && y <= top + size;
        if !finite || !inside || size < 0.1 {
            return Ok(());
        }
        self.bytes += text.len() as u64;
        crate::format::sink::check_text(
            usize::try_from(self.bytes).unwrap_or(usize::MAX),
            self.limits.text_bytes,
        )?;
        let turned = font.vertical || b.abs() > 0.3 * a.abs() || a < 0.0;
        let (x0, x1) = (x.min(x1), x.max(x1));
        self.seen.glyphs.push(Glyph {
            text,
            x0,
            x1,
            y: if turned { y } else { y_risen },
            size,
            turned,
        });
        Ok(())
    }
}

fn matrix(operands: &[Token<'_>]) -> Option<Matrix> {
    match operands {
        [
            ..,
            Token::Number(a),
            Token::Number(b),
            Token::Number(c),
            Token::Number(d),
            Token::Number(e),
            Token::Number(f),
        ] => Some([*a, *b, *c, *d, *e, *f]),
        _ => None,
    }
}

/// The content streams of a page, one after the other.
fn contents(file: &mut File, page: &Dictionary) -> Result<Vec<u8>, ReadError> {
    let mut ids: Vec<ObjectId> = Vec::new();
    match page.get(b"Contents") {
        Ok(Object::Array(parts)) => {
            ids.extend(parts.iter().filter_map(|part| part.as_reference().ok()))
        }
        Ok(Object::Reference(id)) => match file.document.get_object(*id) {
            Ok(Object::Array(parts)) => {
                ids.extend(parts.iter().filter_map(|part| part.as_reference().ok()))
            }
            _ => ids.push(*id),
        },
        _ => {}
    }
    let mut content = Vec::new();
    for id in ids {
        if let Some(part) = file.unpack(id)? {
            content.extend_from_slice(&part);
            content.push(b'\n');
        }
    }
    Ok(content)
}
