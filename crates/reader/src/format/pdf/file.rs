//! A PDF's objects, and its streams unpacked under one common limit.

use std::panic::{AssertUnwindSafe, catch_unwind};

use lopdf::{DecompressError, Dictionary, Document, Error, LoadOptions, Object, ObjectId, Stream};

use crate::format::office::damaged;
use crate::{Limits, ReadError};

/// An opened PDF.
#[derive(Debug)]
pub(super) struct File {
    pub(super) document: Document,
    left: u64,
    limit: u64,
}

/// Executing a stream costs at least this much of the limit, so that small streams that call each other
/// come to an end too.
const LEAST_COST: u64 = 1024;

impl File {
    /// Opens a PDF, with the empty password if it has one.
    pub(super) fn open(bytes: &[u8], limits: &Limits) -> Result<Self, ReadError> {
        // The library unpacks all object streams while loading and bounds each of them, not their sum.
        let containers = count_object_streams(bytes).max(1) as u64;
        let each = (limits.unpacked_bytes / containers)
            .max(1 << 20)
            .min(limits.unpacked_bytes);
        let options = LoadOptions {
            max_decompressed_size: Some(usize::try_from(each).unwrap_or(usize::MAX)),
            ..LoadOptions::default()
        };
        // The library computes with numbers from the file (an object table of size 0, for one) in places
        // where overflow checks turn a damaged file into a panic; such a file is damaged, and the program must live.
        let loaded = catch_unwind(AssertUnwindSafe(|| {
            Document::load_mem_with_options(bytes, options)
        }))
        .map_err(|_| broken("the object table", "its numbers contradict each other"))?;
        let document = loaded.map_err(|error| load_error(&error, limits))?;
        if document.is_encrypted() {
            return Err(ReadError::Encrypted);
        }
        Ok(File {
            document,
            left: limits.unpacked_bytes,
            limit: limits.unpacked_bytes,
        })
    }

    /// The pages in order; whether they had to be gathered without the page tree.
    pub(super) fn pages(&self, limits: &Limits) -> Result<(Vec<ObjectId>, bool), ReadError> {
        let mut pages: Vec<ObjectId> = self.document.page_iter().take(limits.pages + 1).collect();
        let gathered = pages.is_empty();
        if gathered {
            let is_page =
                |object: &Object| object.as_dict().is_ok_and(|dict| dict.has_type(b"Page"));
            pages = self
                .document
                .objects
                .iter()
                .filter(|(_, object)| is_page(object))
                .map(|(id, _)| *id)
                .take(limits.pages + 1)
                .collect();
        }
        if pages.len() > limits.pages {
            let declared = self.declared_pages().unwrap_or(0).max(pages.len() as u64);
            return Err(ReadError::TooLarge {
                what: "the number of pages",
                found: declared,
                limit: limits.pages as u64,
            });
        }
        if pages.is_empty() {
            return Err(broken("the page tree", "there is no page"));
        }
        Ok((pages, gathered))
    }

    fn declared_pages(&self) -> Option<u64> {
        let catalog = self.document.catalog().ok()?;
        let pages = self.dictionary(catalog, b"Pages")?;
        pages
            .get(b"Count")
            .and_then(Object::as_i64)
            .ok()
            .and_then(|count| u64::try_from(count).ok())
    }

    /// What an object stands for, references followed.
    pub(super) fn resolve<'a>(&'a self, object: &'a Object) -> Option<&'a Object> {
        self.document
            .dereference(object)
            .ok()
            .map(|(_, object)| object)
    }

    /// An entry of a dictionary, references followed.
    pub(super) fn get<'a>(&'a self, dictionary: &'a Dictionary, key: &[u8]) -> Option<&'a Object> {
        dictionary
            .get(key)
            .ok()
            .and_then(|object| self.resolve(object))
    }

    /// An entry that is a dictionary, or the dictionary of a stream.
    pub(super) fn dictionary<'a>(
        &'a self,
        dictionary: &'a Dictionary,
        key: &[u8],
    ) -> Option<&'a Dictionary> {
        match self.get(dictionary, key)? {
            Object::Dictionary(found) => Some(found),
            Object::Stream(stream) => Some(&stream.dict),
            _ => None,
        }
    }

    /// An entry that is a name.
    pub(super) fn name<'a>(&'a self, dictionary: &'a Dictionary, key: &[u8]) -> Option<&'a [u8]> {
        self.get(dictionary, key)
            .and_then(|object| object.as_name().ok())
    }

    /// An entry that is a number.
    pub(super) fn number(&self, dictionary: &Dictionary, key: &[u8]) -> Option<f64> {
        self.get(dictionary, key).and_then(number)
    }

    /// An entry that is an array of numbers.
    pub(super) fn numbers(&self, dictionary: &Dictionary, key: &[u8]) -> Option<Vec<f64>> {
        let array = self.get(dictionary, key)?.as_array().ok()?;
        array
            .iter()
            .map(|object| self.resolve(object).and_then(number))
            .collect()
    }

    /// A value of a page that it may have from its ancestors.
    pub(super) fn inherited<'a>(&'a self, page: &'a Dictionary, key: &[u8]) -> Option<&'a Object> {
        let mut node = page;
        // Page trees are a few levels deep; the bound ends circles.
        for _ in 0..64 {
            if let Some(object) = self.get(node, key) {
                return Some(object);
            }
            node = self.dictionary(node, b"Parent")?;
        }
        None
    }

    /// Takes `bytes` from what may still be unpacked.
    pub(super) fn charge(&mut self, bytes: u64) -> Result<(), ReadError> {
        let cost = bytes.max(LEAST_COST);
        if cost > self.left {
            let found = self.limit - self.left + cost;
            return Err(ReadError::TooLarge {
                what: "the unpacked content",
                found,
                limit: self.limit,
            });
        }
        self.left -= cost;
        Ok(())
    }

    /// Takes what copying a dictionary costs from what may still be unpacked.
    pub(super) fn charge_copy(&mut self, dictionary: &Dictionary) -> Result<(), ReadError> {
        let inside = |object: &Object| match object {
            Object::Dictionary(inner) => inner.len(),
            Object::Array(inner) => inner.len(),
            Object::String(bytes, _) => bytes.len() / 16,
            _ => 1,
        };
        let entries: usize = dictionary
            .iter()
            .map(|(_, object)| 1 + inside(object))
            .sum();
        self.charge(entries as u64 * 16)
    }

    /// A stream's content; `None` if it cannot be unpacked.
    pub(super) fn unpack(&mut self, id: ObjectId) -> Result<Option<Vec<u8>>, ReadError> {
        let Ok(Object::Stream(stream)) = self.document.get_object(id) else {
            return Ok(None);
        };
        let content = self.content(stream)?;
        if let Some(content) = &content {
            self.charge(content.len() as u64)?;
        }
        Ok(content)
    }

    fn content(&self, stream: &Stream) -> Result<Option<Vec<u8>>, ReadError> {
        // Decoding by many filters in turn multiplies the work; two are usual.
        if stream.filters().is_ok_and(|filters| filters.len() > 4) {
            return Ok(None);
        }
        let most = usize::try_from(self.left).unwrap_or(usize::MAX);
        match stream.get_plain_content_with_limit(most) {
            Ok(content) => Ok(Some(content)),
            Err(Error::Decompress(DecompressError::MemoryLimitExceeded { .. })) => {
                Err(ReadError::TooLarge {
                    what: "the unpacked content",
                    found: self.limit.saturating_add(1),
                    limit: self.limit,
                })
            }
            Err(_) => Ok(None),
        }
    }
}

/// A number of either kind.
pub(super) fn number(object: &Object) -> Option<f64> {
    match object {
        Object::Integer(value) => Some(*value as f64),
        Object::Real(value) if value.is_finite() => Some(f64::from(*value)),
        _ => None,
    }
}

/// A PDF that breaks its own format.
pub(super) fn broken(place: &str, reason: &str) -> ReadError {
    damaged("PDF", place.to_string(), reason)
}

fn load_error(error: &Error, limits: &Limits) -> ReadError {
    match error {
        Error::Decompress(DecompressError::MemoryLimitExceeded { limit }) => ReadError::TooLarge {
            what: "the unpacked content",
            found: (*limit as u64).saturating_add(1),
            limit: limits.unpacked_bytes.min(*limit as u64),
        },
        Error::InvalidPassword | Error::Decryption(_) | Error::UnsupportedSecurityHandler(_) => {
            ReadError::Encrypted
        }
        Error::Unimplemented(_) => broken(
            "the object table",
            "it uses a feature that is not supported",
        ),
        other => broken("the object table", &other.to_string()),
    }
}

/// How many object streams there may be: names that read `ObjStm`, escapes resolved.
fn count_object_streams(bytes: &[u8]) -> usize {
    let plain = |rest: &[u8]| rest.starts_with(b"ObjStm");
    let escaped = |rest: &[u8]| {
        let head = rest.get(..18).unwrap_or(rest);
        head.contains(&b'#') && {
            let mut with_slash = vec![b'/'];
            with_slash.extend_from_slice(head);
            let name = super::lexer::Lexer::new(&with_slash).next();
            matches!(name, Some(super::lexer::Token::Name(name)) if name.starts_with(b"ObjStm"))
        }
    };
    bytes
        .iter()
        .enumerate()
        .filter(|(_, byte)| **byte == b'/')
        .filter(|(index, _)| {
            let rest = bytes.get(index + 1..).unwrap_or_default();
            plain(rest) || escaped(rest)
        })
        .count()
}
