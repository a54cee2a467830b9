//! What people type: words, `"exact phrases"`, `field:value`, `-exclusions` and `OR`.
//!
//! * Items are separated by white space or by `，。；、？！`; all of them must hold. `OR` (or `|`) joins its two
//!   neighbours and binds tighter: `a OR b c` is (a or b) and c. `AND` may be written and changes nothing.
//! * `"…"`, `“…”`, `「…」` hold a phrase that must stand in the text exactly. A quote that is not closed reaches to the end.
//! * `-item` excludes.
//! * `field:value`, `field:"value with spaces"`, `field:one,two` for either. Field names are also known in Chinese, and
//!   the colon may be full-width. An unknown field in Latin letters is an error, because a filter that is silently
//!   taken for text finds nothing; an unknown one in Han is text. `scheme://…` is text.

use std::ops::Range;
use std::str::FromStr;

use xinqiao_record::{Kind, Language, PartialDate, RecordId, Region, RegionCode, Status};

use crate::fold::{fold, is_han};

/// The longest query in characters.
pub const MAX_CHARACTERS: usize = 1_000;
/// The most items in one query.
pub const MAX_ITEMS: usize = 64;

/// The fields, with their names in Chinese.
const FIELDS: [(&str, &str); 12] = [
    ("kind", "类型"),
    ("status", "状态"),
    ("region", "地区"),
    ("segment", "环节"),
    ("source", "来源"),
    ("column", "栏目"),
    ("year", "年份"),
    ("date", "日期"),
    ("language", "语言"),
    ("title", "标题"),
    ("document", "文档"),
    ("key", "编号"),
];

const KINDS: [&str; 11] = [
    "文档", "文章", "机构", "项目", "融资", "政策", "奖项", "活动", "指标", "统计", "目标",
];
const STATUSES: [&str; 4] = ["待确认", "已确认", "已否定", "已停用"];

/// The query does not parse; the place is given in characters, counted from one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SyntaxError {
    /// No such field.
    #[error("unknown field `{name}` at character {at}; known fields: {known}; to search for the words themselves, put them in quotes", known = known_fields())]
    UnknownField {
        /// What stands before the colon.
        name: String,
        /// Where.
        at: usize,
    },
    /// Nothing after the colon.
    #[error("field `{name}` at character {at} has no value; write {name}:value")]
    NoValue {
        /// The field.
        name: String,
        /// Where.
        at: usize,
    },
    /// The value does not fit the field.
    #[error("field `{name}` at character {at} cannot be `{value}`: {expected}")]
    BadValue {
        /// The field.
        name: String,
        /// What was given.
        value: String,
        /// Where.
        at: usize,
        /// What is possible.
        expected: Expected,
    },
    /// Too long to be a query.
    #[error("the query has {length} characters; at most {MAX_CHARACTERS} are allowed")]
    TooLong {
        /// Its length.
        length: usize,
    },
    /// Too many items.
    #[error("the query has more than {MAX_ITEMS} parts, the first one too many at character {at}")]
    TooManyItems {
        /// Where.
        at: usize,
    },
}

/// What a field's value may be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Expected {
    /// A kind of record.
    #[error("known kinds: {}", Kind::ALL.map(Kind::name).join(", "))]
    Kind,
    /// A status.
    #[error("known statuses: {}", Status::ALL.map(Status::name).join(", "))]
    Status,
    /// A region.
    #[error("write a GB/T 2260 code such as 330100 or a name such as 杭州")]
    Region,
    /// A year or a range of years.
    #[error("write a year such as 2025 or a range such as 2023..2025")]
    Year,
    /// A date or a range of dates.
    #[error("write 2025, 2025-06, 2025-06-20 or a range such as 2025-01..2025-06")]
    Date,
    /// A language.
    #[error("write zh or en")]
    Language,
    /// The id of a document.
    #[error("{0}")]
    Id(String),
}

impl Expected {
    /// The values that can be listed, in the words of `language`.
    pub fn values(&self, language: Language) -> Vec<&'static str> {
        let chinese = language == Language::Chinese;
        match self {
            Expected::Kind if chinese => KINDS.to_vec(),
            Expected::Kind => Kind::ALL.map(Kind::name).to_vec(),
            Expected::Status if chinese => STATUSES.to_vec(),
            Expected::Status => Status::ALL.map(Status::name).to_vec(),
            _ => Vec::new(),
        }
    }
}

/// The names of the fields in `language`.
pub fn field_names(language: Language) -> [&'static str; 12] {
    match language {
        Language::Chinese => FIELDS.map(|(_, name)| name),
        Language::English => FIELDS.map(|(name, _)| name),
    }
}

fn known_fields() -> String {
    field_names(Language::English).join(", ")
}

/// A field whose values are matched by the text in them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Named {
    Segment,
    Source,
    Column,
}

/// One condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Clause {
    /// A word or run of words as typed.
    Bare(String),
    /// Text that must stand there exactly.
    Phrase(String),
    /// The same, in the title.
    Title {
        text: String,
        exact: bool,
    },
    Kinds(Vec<Kind>),
    Statuses(Vec<Status>),
    Regions(Vec<RegionCode>),
    /// The value of the field holds one of these texts.
    Named(Named, Vec<String>),
    /// The date lies within.
    Dates {
        from: Option<PartialDate>,
        until: Option<PartialDate>,
    },
    Languages(Vec<Language>),
    Documents(Vec<RecordId>),
    Keys(Vec<String>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Item {
    pub(crate) negative: bool,
    pub(crate) clause: Clause,
}

/// Every group must hold; of a group, any item.
pub(crate) type Groups = Vec<Vec<Item>>;

fn is_open_quote(character: char) -> bool {
    matches!(character, '"' | '“' | '”' | '„' | '＂' | '「' | '『')
}

fn closes(open: char, character: char) -> bool {
    match open {
        '「' => character == '」',
        '『' => character == '』',
        _ => matches!(character, '"' | '“' | '”' | '„' | '＂'),
    }
}

fn is_break(character: char) -> bool {
    character.is_whitespace() || matches!(character, '，' | '。' | '；' | '、' | '？' | '！')
}

struct Parser<'a> {
    text: &'a str,
    characters: Vec<(usize, char)>,
    at: usize,
}

/// Reads a query.
pub(crate) fn parse(text: &str) -> Result<Groups, SyntaxError> {
    let characters: Vec<_> = text.char_indices().collect();
    if characters.len() > MAX_CHARACTERS {
        return Err(SyntaxError::TooLong {
            length: characters.len(),
        });
    }
    Parser {
        text,
        characters,
        at: 0,
    }
    .groups()
}

impl Parser<'_> {
    fn peek(&self) -> Option<char> {
        self.characters
            .get(self.at)
            .map(|&(_, character)| character)
    }

    fn slice(&self, range: Range<usize>) -> &str {
        let byte = |index: usize| {
            self.characters
                .get(index)
                .map_or(self.text.len(), |&(byte, _)| byte)
        };
        self.text
            .get(byte(range.start)..byte(range.end))
            .unwrap_or_default()
    }

    fn take_while(&mut self, keep: impl Fn(char) -> bool) -> String {
        let start = self.at;
        while self.peek().is_some_and(&keep) {
            self.at += 1;
        }
        self.slice(start..self.at).to_owned()
    }

    fn groups(mut self) -> Result<Groups, SyntaxError> {
        let mut groups: Groups = Vec::new();
        let mut joined = false;
        let mut items = 0;
        loop {
            self.take_while(is_break);
            if self.peek().is_none() {
                return Ok(groups);
            }
            match self.connective() {
                Some("AND") => continue,
                Some(_) => {
                    joined = !groups.is_empty();
                    continue;
                }
                None => {}
            }
            let at = self.at + 1;
            let Some(item) = self.item()? else { continue };
            items += 1;
            if items > MAX_ITEMS {
                return Err(SyntaxError::TooManyItems { at });
            }
            match groups.last_mut().filter(|_| joined) {
                Some(group) => group.push(item),
                None => groups.push(vec![item]),
            }
            joined = false;
        }
    }

    /// `OR`, `|` or `AND`, standing alone.
    fn connective(&mut self) -> Option<&'static str> {
        ["OR", "AND", "|", "｜"].into_iter().find(|word| {
            let end = self.at + word.chars().count();
            let alone = self
                .characters
                .get(end)
                .is_none_or(|&(_, next)| is_break(next));
            let found = alone && self.slice(self.at..end) == *word;
            if found {
                self.at = end;
            }
            found
        })
    }

    fn item(&mut self) -> Result<Option<Item>, SyntaxError> {
        let minus = matches!(self.peek(), Some('-' | '－'));
        let followed = self
            .characters
            .get(self.at + 1)
            .is_some_and(|&(_, next)| !is_break(next));
        let negative = minus && followed;
        self.at += usize::from(minus);
        if minus && !followed {
            return Ok(None);
        }
        let clause = match self.field()? {
            Some(clause) => Some(clause),
            None if self.peek().is_some_and(is_open_quote) => Some(self.quoted())
                .filter(|text| !fold(text).is_empty())
                .map(Clause::Phrase),
            None => {
                let raw =
                    self.take_while(|character| !is_break(character) && !is_open_quote(character));
                let edge =
                    |character: char| matches!(character, ',' | ';' | '?' | '!' | '」' | '』');
                let bare = raw.trim_matches(edge);
                Some(if bare.is_empty() { &raw } else { bare })
                    .filter(|text| !fold(text).is_empty())
                    .map(|text| Clause::Bare(text.to_owned()))
            }
        };
        Ok(clause.map(|clause| Item { negative, clause }))
    }

    /// The text between quotes; the cursor stands on the opening one.
    fn quoted(&mut self) -> String {
        let open = self.peek().unwrap_or('"');
        self.at += 1;
        let text = self.take_while(|character| !closes(open, character));
        self.at += usize::from(self.peek().is_some());
        text
    }

    fn field(&mut self) -> Result<Option<Clause>, SyntaxError> {
        let start = self.at;
        let mut name =
            self.take_while(|character| character.is_ascii_alphabetic() || character == '_');
        let latin = !name.is_empty();
        if !latin {
            name = self.take_while(is_han);
        }
        let colon = matches!(self.peek(), Some(':' | '：'));
        let scheme = self.slice(self.at..self.at + 3) == "://";
        let known = FIELDS
            .iter()
            .find(|(english, chinese)| name.eq_ignore_ascii_case(english) || name == *chinese);
        if !colon || name.is_empty() || scheme || (known.is_none() && !latin) {
            self.at = start;
            return Ok(None);
        }
        let at = start + 1;
        let Some(&(field, _)) = known else {
            return Err(SyntaxError::UnknownField { name, at });
        };
        self.at += 1;
        let exact = self.peek().is_some_and(is_open_quote);
        let value = if exact {
            self.quoted()
        } else {
            self.take_while(|character| !is_break(character) && !is_open_quote(character))
        };
        let values: Vec<&str> = if exact {
            vec![value.as_str()]
        } else {
            value.split([',', '，']).collect()
        };
        let values: Vec<&str> = values
            .into_iter()
            .map(str::trim)
            .filter(|value| !fold(value).is_empty())
            .collect();
        if values.is_empty() {
            return Err(SyntaxError::NoValue { name, at });
        }
        let owned = || {
            values
                .iter()
                .map(|&value| value.to_owned())
                .collect::<Vec<_>>()
        };
        let bad = |value: &str, expected: Expected| SyntaxError::BadValue {
            name: name.clone(),
            value: value.to_owned(),
            at,
            expected,
        };
        let clause = match field {
            "kind" => Clause::Kinds(each(&values, |value| {
                kind(value).map_err(|why| bad(value, why))
            })?),
            "status" => Clause::Statuses(each(&values, |value| {
                status(value).map_err(|why| bad(value, why))
            })?),
            "region" => {
                let regions = each(&values, |value| {
                    regions(value).map_err(|why| bad(value, why))
                })?;
                Clause::Regions(regions.concat())
            }
            "segment" => Clause::Named(Named::Segment, owned()),
            "source" => Clause::Named(Named::Source, owned()),
            "column" => Clause::Named(Named::Column, owned()),
            "year" | "date" => {
                let (from, until) =
                    dates(value.trim(), field == "year").map_err(|why| bad(value.trim(), why))?;
                Clause::Dates { from, until }
            }
            "language" => Clause::Languages(each(&values, |value| {
                Language::from_tag(value).ok_or_else(|| bad(value, Expected::Language))
            })?),
            "title" => Clause::Title {
                text: value.trim().to_owned(),
                exact,
            },
            "document" => Clause::Documents(each(&values, |value| {
                RecordId::from_str(value)
                    .map_err(|error| bad(value, Expected::Id(error.to_string())))
            })?),
            _ => Clause::Keys(owned()),
        };
        Ok(Some(clause))
    }
}

fn each<T>(
    values: &[&str],
    read: impl Fn(&str) -> Result<T, SyntaxError>,
) -> Result<Vec<T>, SyntaxError> {
    values.iter().map(|value| read(value)).collect()
}

fn kind(value: &str) -> Result<Kind, Expected> {
    let lower = value.to_lowercase();
    let mut named = Kind::ALL.into_iter().zip(KINDS);
    let found = named.find(|(kind, chinese)| kind.name() == lower || *chinese == value);
    found.map(|(kind, _)| kind).ok_or(Expected::Kind)
}

fn status(value: &str) -> Result<Status, Expected> {
    let lower = value.to_lowercase();
    let mut named = Status::ALL.into_iter().zip(STATUSES);
    let found = named.find(|(status, chinese)| status.name() == lower || *chinese == value);
    found.map(|(status, _)| status).ok_or(Expected::Status)
}

/// A code, or every region of that name, short name or full name.
fn regions(value: &str) -> Result<Vec<RegionCode>, Expected> {
    if let Ok(code) = value.parse() {
        return Ok(vec![code]);
    }
    if value.bytes().any(|byte| byte.is_ascii_digit()) {
        return Err(Expected::Region);
    }
    let by_name = |region: &&Region| region.name == value || region.short == value;
    let mut found: Vec<_> = Region::all()
        .filter(by_name)
        .map(|region| region.code)
        .collect();
    if found.is_empty() {
        found = Region::all()
            .filter(|region| value.ends_with(region.name) && region.code.full_name() == value)
            .map(|region| region.code)
            .collect();
    }
    if found.is_empty() {
        Err(Expected::Region)
    } else {
        Ok(found)
    }
}

type Dates = (Option<PartialDate>, Option<PartialDate>);

/// `2025`, `2025-06`, or a range `2024..2025-06` that may be open on one side.
fn dates(value: &str, years_only: bool) -> Result<Dates, Expected> {
    let expected = || {
        if years_only {
            Expected::Year
        } else {
            Expected::Date
        }
    };
    let one = |text: &str| {
        let date: PartialDate = text.parse().map_err(|_| expected())?;
        if years_only && date.month_number().is_some() {
            Err(expected())
        } else {
            Ok(date)
        }
    };
    let side = |text: &str| {
        if text.is_empty() {
            Ok(None)
        } else {
            one(text).map(Some)
        }
    };
    match value.split_once("..") {
        Some((from, until)) if !(from.is_empty() && until.is_empty()) => {
            Ok((side(from)?, side(until)?))
        }
        Some(_) => Err(expected()),
        None => one(value).map(|date| (Some(date), Some(date))),
    }
}

#[cfg(test)]
#[path = "syntax_tests.rs"]
mod tests;
