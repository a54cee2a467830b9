//! A record's body as a form and as a list of values.
//!
//! [`kinds`] describes each kind once: its fields in order, each with the codec of its type. Three
//! visitors walk that description: [`fields`] writes the values into controls, [`apply`] reads them
//! back, [`values`] shows them. So what a person reads, edits and saves cannot drift apart, and what
//! the description leaves out is kept as it was.

mod amount;
mod codec;
mod kinds;
mod line;
mod region;
#[cfg(test)]
mod tests;

use xinqiao_record::{Body, Kind};

use crate::i18n::Texts;
use crate::show::FieldError;
use codec::Codec;

pub use kinds::blank;
pub use region::suggestions as region_suggestions;

/// The control that a field is edited in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// One line of text.
    Line,
    /// One line of text with the regions as suggestions.
    Region,
    /// Several lines of text.
    Area,
    /// One of these values with their labels.
    Select(Vec<(String, String)>),
}

/// One field of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The name it is submitted under.
    pub name: &'static str,
    /// The id of its control.
    pub id: String,
    /// What it is called.
    pub label: String,
    /// What may be written; may be empty.
    pub hint: String,
    /// The control.
    pub input: Input,
    /// What it holds now.
    pub value: String,
    /// What is wrong with it; empty when nothing is.
    pub error: String,
}

/// One value of a record as people read it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Value {
    /// The stable name of the field.
    pub name: &'static str,
    /// What it is called.
    pub label: String,
    /// The value, or each value of a list; none when it is not known.
    pub items: Vec<Item>,
}

/// One value, or one of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Item {
    /// The value.
    pub text: String,
    /// Where it leads; may be empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub href: String,
}

impl Item {
    /// A value that leads nowhere.
    pub fn text(text: impl Into<String>) -> Self {
        Item {
            text: text.into(),
            href: String::new(),
        }
    }
}

impl Value {
    /// All its items in one line.
    pub fn joined(&self, t: &Texts) -> String {
        let items: Vec<_> = self.items.iter().map(|item| item.text.as_str()).collect();
        items.join(&t.msg("value-list-separator"))
    }
}

/// What was submitted: names and texts in the order in which they came.
#[derive(Debug, Clone, Default)]
pub struct Submitted(pub Vec<(String, String)>);

impl Submitted {
    /// The first text under a name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, text)| text.as_str())
    }
}

/// Walks over the fields of a body.
pub(crate) trait Visit {
    /// One field: its stable name, its codec, and where its value is.
    fn field<C: Codec>(&mut self, name: &'static str, codec: C, value: &mut C::Value);
}

/// The fields of a body with its values.
pub fn fields(body: &Body, t: &Texts) -> Vec<Field> {
    let mut visitor = Fields {
        t,
        fields: Vec::new(),
    };
    kinds::describe(&mut body.clone(), &mut visitor);
    visitor.fields
}

/// The fields with what was submitted, right or wrong, and what is wrong with it.
pub fn resubmitted(
    body: &Body,
    submitted: &Submitted,
    errors: &[FieldError],
    t: &Texts,
) -> Vec<Field> {
    let mut fields = fields(body, t);
    for field in &mut fields {
        if let Some(text) = submitted.get(field.name) {
            text.clone_into(&mut field.value);
        }
        if let Some(error) = errors.iter().find(|error| error.field == field.id) {
            // Beside the field its name need not be said again.
            let bare = error
                .message
                .strip_prefix(field.label.as_str())
                .unwrap_or(&error.message);
            bare.trim_start_matches(['：', ':', ' '])
                .clone_into(&mut field.error);
        }
    }
    fields
}

/// The body with what was submitted put into it.
///
/// A field that was not submitted, or whose text is the one that was shown, keeps its value exactly,
/// also where the text does not tell all of it.
///
/// # Errors
/// One entry for each field whose text cannot be read.
pub fn apply(body: &Body, submitted: &Submitted, t: &Texts) -> Result<Body, Vec<FieldError>> {
    applied(body, submitted, t, false)
}

/// The same for a new record: every field is read, also where it was left as it was shown.
///
/// # Errors
/// One entry for each field whose text cannot be read or is missing.
pub fn apply_all(body: &Body, submitted: &Submitted, t: &Texts) -> Result<Body, Vec<FieldError>> {
    applied(body, submitted, t, true)
}

fn applied(
    body: &Body,
    submitted: &Submitted,
    t: &Texts,
    all: bool,
) -> Result<Body, Vec<FieldError>> {
    let mut body = body.clone();
    let mut visitor = Apply {
        t,
        submitted,
        all,
        errors: Vec::new(),
    };
    kinds::describe(&mut body, &mut visitor);
    if visitor.errors.is_empty() {
        Ok(body)
    } else {
        Err(visitor.errors)
    }
}

/// What is known of a body, field by field; unknown fields have no items.
pub fn values(body: &Body, t: &Texts) -> Vec<Value> {
    let mut visitor = Values {
        t,
        values: Vec::new(),
    };
    kinds::describe(&mut body.clone(), &mut visitor);
    visitor.values.extend(kinds::shown_only(body, t));
    visitor.values
}

/// The kinds that can be entered by hand: all facts.
pub fn can_be_entered(kind: Kind) -> bool {
    Kind::FACTS.contains(&kind)
}

/// The id of a field's control.
pub fn control(name: &str) -> String {
    format!("field-{name}")
}

fn label(name: &str, t: &Texts) -> String {
    let key = format!("field-{}", name.replace('_', "-"));
    t.msg(&key).into_owned()
}

struct Fields<'t> {
    t: &'t Texts,
    fields: Vec<Field>,
}

impl Visit for Fields<'_> {
    fn field<C: Codec>(&mut self, name: &'static str, codec: C, value: &mut C::Value) {
        let hint = codec.hint();
        self.fields.push(Field {
            name,
            id: control(name),
            label: label(name, self.t),
            hint: if hint.is_empty() {
                String::new()
            } else {
                self.t.msg(hint).into_owned()
            },
            input: codec.input(self.t),
            value: codec.write(value, self.t),
            error: String::new(),
        });
    }
}

struct Values<'t> {
    t: &'t Texts,
    values: Vec<Value>,
}

impl Visit for Values<'_> {
    fn field<C: Codec>(&mut self, name: &'static str, codec: C, value: &mut C::Value) {
        let items = codec.show(value, self.t);
        self.values.push(Value {
            name,
            label: label(name, self.t),
            items,
        });
    }
}

struct Apply<'a> {
    t: &'a Texts,
    submitted: &'a Submitted,
    all: bool,
    errors: Vec<FieldError>,
}

impl Visit for Apply<'_> {
    fn field<C: Codec>(&mut self, name: &'static str, codec: C, value: &mut C::Value) {
        let text = match self.submitted.get(name) {
            Some(text) => text,
            None if self.all => "",
            None => return,
        };
        if !self.all && unchanged(text, &codec.write(value, self.t)) {
            return;
        }
        match codec.read(text, value, self.t) {
            Ok(new) => *value = new,
            Err(fault) => {
                let message = self.t.with(fault.key, &fault.found).into_owned();
                let message = self
                    .t
                    .with_two("form-error-in-field", label(name, self.t), message);
                self.errors.push(FieldError {
                    field: control(name),
                    message: message.into_owned(),
                });
            }
        }
    }
}

/// Whether a submitted text is the one shown. Controls change line ends and drop them at the borders.
fn unchanged(submitted: &str, shown: &str) -> bool {
    let bare =
        |text: &str| -> String { text.chars().filter(|c| !matches!(c, '\r' | '\n')).collect() };
    let lines = |text: &str| text.replace("\r\n", "\n").trim_matches('\n').to_owned();
    if shown.contains(['\r', '\n']) && !submitted.contains(['\r', '\n']) {
        // A one-line control drops line ends altogether.
        return bare(submitted) == bare(shown);
    }
    lines(submitted) == lines(shown)
}
