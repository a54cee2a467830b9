//! Unified social credit codes (统一社会信用代码) with their check digit, GB 32100-2015.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// The 31 characters of the code: digits and capital letters without I, O, S, V, Z. GB 32100-2015, table 3.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
/// Weights of the first 17 places, 3^(i-1) mod 31. GB 32100-2015, appendix A.
const WEIGHTS: [u32; 17] = [
    1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28,
];

/// A valid code: 18 characters, the last of which is the check digit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CreditCode([u8; 18]);

/// The text is not a unified social credit code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadCreditCode {
    /// Wrong number of characters.
    #[error(
        "`{found}` is not a unified social credit code: 18 characters are needed, {length} are there"
    )]
    Length {
        /// What was found.
        found: String,
        /// Its length in characters.
        length: usize,
    },
    /// A character that the standard does not allow.
    #[error(
        "`{found}` is not a unified social credit code: `{character}` at place {place} is not allowed (digits and capital letters without I, O, S, V, Z)"
    )]
    Character {
        /// What was found.
        found: String,
        /// The offending character.
        character: char,
        /// Its place, counted from one.
        place: usize,
    },
    /// The last character does not check.
    #[error("`{found}` is not a unified social credit code: the check digit must be `{expected}`")]
    CheckDigit {
        /// What was found.
        found: String,
        /// What the standard demands at the end.
        expected: char,
    },
}

impl CreditCode {
    /// The code as text.
    pub fn as_str(&self) -> &str {
        // INVARIANT: every byte is from ALPHABET, which is ASCII.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The six digits of the region where the organisation was registered (places 3 to 8).
    pub fn registration_region(&self) -> &str {
        self.as_str().get(2..8).unwrap_or_default()
    }
}

impl fmt::Display for CreditCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for CreditCode {
    type Err = BadCreditCode;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = || text.to_owned();
        let length = text.chars().count();
        if length != 18 {
            return Err(BadCreditCode::Length {
                found: found(),
                length,
            });
        }
        let mut code = [0_u8; 18];
        let mut sum = 0;
        for (index, (character, slot)) in text.chars().zip(code.iter_mut()).enumerate() {
            let value = ALPHABET
                .iter()
                .position(|&allowed| char::from(allowed) == character)
                .ok_or_else(|| BadCreditCode::Character {
                    found: found(),
                    character,
                    place: index + 1,
                })?;
            *slot = ALPHABET.get(value).copied().unwrap_or_default();
            sum += WEIGHTS.get(index).copied().unwrap_or(0) * u32::try_from(value).unwrap_or(0);
        }
        let expected = ALPHABET
            .get(((31 - sum % 31) % 31) as usize)
            .copied()
            .unwrap_or_default();
        if code.last() != Some(&expected) {
            return Err(BadCreditCode::CheckDigit {
                found: found(),
                expected: char::from(expected),
            });
        }
        Ok(CreditCode(code))
    }
}

impl Serialize for CreditCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for CreditCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(de::Error::custom)
    }
}

impl JsonSchema for CreditCode {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "CreditCode".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^[0-9A-HJ-NPQRTUWXY]{18}$" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Made of a real shape but no real organisation: the check digit is worked out by hand below.
    const GOOD: &str = "91330100MA2800000N";

    #[test]
    fn a_code_with_a_right_check_digit_is_accepted() {
        let code = good();
        assert_eq!(code.registration_region(), "330100");
        assert_eq!(code.to_string().parse(), Ok(code));
    }

    /// The published weights, applied slowly.
    fn good() -> CreditCode {
        let body = &GOOD[..17];
        let sum: usize = body
            .bytes()
            .enumerate()
            .map(|(i, byte)| {
                let value = ALPHABET.iter().position(|&a| a == byte).unwrap();
                value * (3_usize.pow(u32::try_from(i).unwrap()) % 31)
            })
            .sum();
        let check = ALPHABET[(31 - sum % 31) % 31] as char;
        format!("{body}{check}").parse().unwrap()
    }

    #[test]
    fn wrong_codes_say_what_is_wrong() {
        assert_eq!(
            "9133".parse::<CreditCode>().unwrap_err().to_string(),
            "`9133` is not a unified social credit code: 18 characters are needed, 4 are there",
        );
        let with_letter_o = "9133O100MA28000000";
        assert!(matches!(
            with_letter_o.parse::<CreditCode>(),
            Err(BadCreditCode::Character {
                character: 'O',
                place: 5,
                ..
            })
        ));
        let code = good().to_string();
        let wrong = format!(
            "{}{}",
            &code[..17],
            if code.ends_with('0') { '1' } else { '0' }
        );
        assert!(matches!(
            wrong.parse::<CreditCode>(),
            Err(BadCreditCode::CheckDigit { .. })
        ));
    }
}
