//! Readable, typed, time-sortable ids such as `project_01j9z3…`.
//!
//! The part after the underscore is a ULID in lower-case Crockford base 32: 48 bits of Unix
//! milliseconds and 80 bits of randomness. Clock and randomness come from the shell, never from here.

use std::fmt;
use std::str::FromStr;
use std::sync::Mutex;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use ulid::Ulid;

use crate::kind::Kind;

/// The id of one record: its kind and a ULID.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RecordId {
    kind: Kind,
    ulid: Ulid,
}

/// The text is not an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` is not a record id: {reason}")]
pub struct BadId {
    found: String,
    reason: &'static str,
}

impl RecordId {
    /// An id from its parts: Unix milliseconds (48 bits) and randomness (80 bits).
    pub fn from_parts(kind: Kind, unix_ms: u64, random: u128) -> Self {
        RecordId {
            kind,
            ulid: Ulid::from_parts(unix_ms, random),
        }
    }

    /// The kind that the prefix names.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// When the id was made, in Unix milliseconds.
    pub fn unix_ms(&self) -> u64 {
        self.ulid.timestamp_ms()
    }
}

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}_{}",
            self.kind.prefix(),
            self.ulid.to_string().to_ascii_lowercase()
        )
    }
}

impl FromStr for RecordId {
    type Err = BadId;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bad = |reason| BadId {
            found: text.to_owned(),
            reason,
        };
        let (prefix, ulid) = text.split_once('_').ok_or_else(|| bad("it has no `_`"))?;
        let kind = Kind::from_prefix(prefix).ok_or_else(|| bad("no kind has this prefix"))?;
        if ulid.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return Err(bad("ids are written in lower case"));
        }
        let ulid = Ulid::from_string(ulid).map_err(|_| bad("the part after `_` is not a ULID"))?;
        Ok(RecordId { kind, ulid })
    }
}

impl Serialize for RecordId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for RecordId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

impl JsonSchema for RecordId {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "RecordId".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "pattern": "^[a-z]+_[0-9a-hjkmnp-tv-z]{26}$",
        })
    }
}

/// Where new ids come from. The shell makes one; tests make a predictable one.
pub struct IdSource {
    unix_ms: Box<dyn Fn() -> u64 + Send + Sync>,
    random: Box<dyn Fn() -> u128 + Send + Sync>,
    last: Mutex<Ulid>,
}

impl IdSource {
    /// A source on the given clock (Unix milliseconds) and randomness (the low 80 bits are used).
    pub fn new(
        unix_ms: impl Fn() -> u64 + Send + Sync + 'static,
        random: impl Fn() -> u128 + Send + Sync + 'static,
    ) -> Self {
        IdSource {
            unix_ms: Box::new(unix_ms),
            random: Box::new(random),
            last: Mutex::new(Ulid::nil()),
        }
    }

    /// A source that counts from one at a fixed moment: for tests and reproducible output.
    pub fn counting(unix_ms: u64) -> Self {
        IdSource::new(move || unix_ms, || 0)
    }

    /// A new id of this kind.
    ///
    /// INVARIANT: every id is greater than the one before it from the same source, also within a
    /// millisecond and when the clock steps back, so that ids sort in the order of their making.
    pub fn next(&self, kind: Kind) -> RecordId {
        let fresh = Ulid::from_parts((self.unix_ms)(), (self.random)());
        let mut last = self
            .last
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        let ulid = if fresh > *last {
            fresh
        } else {
            last.increment().unwrap_or(fresh)
        };
        *last = ulid;
        RecordId { kind, ulid }
    }
}

impl fmt::Debug for IdSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IdSource")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_as_it_was_written() {
        let id = RecordId::from_parts(Kind::Project, 1_750_000_000_000, 42);
        assert_eq!(id.to_string(), "project_01jxt21q00000000000000001a");
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!(id.unix_ms(), 1_750_000_000_000);
    }

    #[test]
    fn bad_ids_say_what_is_wrong() {
        for (text, why) in [
            ("project", "it has no `_`"),
            (
                "wafer_01jxt21q00000000000000001a",
                "no kind has this prefix",
            ),
            ("org_short", "the part after `_` is not a ULID"),
            (
                "org_01JXT21Q00000000000000001A",
                "ids are written in lower case",
            ),
        ] {
            assert_eq!(
                text.parse::<RecordId>().unwrap_err().to_string(),
                format!("`{text}` is not a record id: {why}"),
            );
        }
    }

    #[test]
    fn ids_grow_even_when_the_clock_steps_back() {
        let times = Mutex::new(vec![5_u64, 9, 9, 3]);
        let ids = IdSource::new(move || times.lock().unwrap().pop().unwrap(), || 7);
        let made: Vec<_> = (0..4).map(|_| ids.next(Kind::Event)).collect();
        assert!(made.is_sorted());
        assert_eq!(
            made.iter().collect::<std::collections::HashSet<_>>().len(),
            4
        );
    }
}
