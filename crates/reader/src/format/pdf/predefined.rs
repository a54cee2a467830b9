//! The predefined encodings of Chinese, Japanese and Korean fonts (ISO 32000-1, table 118).
//!
//! Such a font is not embedded and has no map to Unicode: the name of its encoding says how its bytes
//! are to be read.

use encoding_rs::{BIG5, EUC_JP, EUC_KR, Encoding, GB18030, SHIFT_JIS, UTF_16BE};

/// How the bytes of a string are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Predefined {
    /// The character encoding.
    encoding: &'static Encoding,
    /// The glyph number of the blank among the Latin glyphs: they follow in the order of ASCII.
    latin: u32,
    /// Written from top to bottom.
    pub(super) vertical: bool,
}

impl Predefined {
    /// The encoding with this name.
    pub(super) fn named(name: &[u8]) -> Option<Self> {
        let name = std::str::from_utf8(name).ok()?;
        let (stem, direction) = match name {
            "H" | "V" => ("EUC", name),
            _ => name.rsplit_once('-')?,
        };
        if direction != "H" && direction != "V" {
            return None;
        }
        // Latin glyphs are half an em wide in one part of a collection and proportional in another; which
        // part an encoding uses is fixed by the maps that Adobe published.
        let (encoding, latin) = match stem {
            "GB-EUC" | "GBK-EUC" | "GBK2K" | "GBT-EUC" | "GBT" => (GB18030, 814),
            "GBpc-EUC" | "GBKp-EUC" | "GBTpc-EUC" => (GB18030, 1),
            "B5pc" | "HKscs-B5" | "ETenms-B5" => (BIG5, 1),
            "ETen-B5" => (BIG5, 13648),
            "83pv-RKSJ" | "90msp-RKSJ" | "90pv-RKSJ" => (SHIFT_JIS, 1),
            "90ms-RKSJ" | "Add-RKSJ" | "Ext-RKSJ" => (SHIFT_JIS, 231),
            "EUC" => (EUC_JP, 231),
            "KSC-EUC" | "KSCms-UHC-HW" => (EUC_KR, 8094),
            "KSCms-UHC" | "KSCpc-EUC" => (EUC_KR, 1),
            "UniJIS-UCS2-HW" => (UTF_16BE, 231),
            _ => {
                let (_, form) = [
                    "UniGB-",
                    "UniCNS-",
                    "UniJIS-",
                    "UniJIS2004-",
                    "UniKS-",
                    "UniJISX0213-",
                ]
                .iter()
                .find_map(|start| stem.strip_prefix(start).map(|form| (start, form)))?;
                if form != "UCS2" && form != "UTF16" {
                    return None;
                }
                (UTF_16BE, 1)
            }
        };
        Some(Predefined {
            encoding,
            latin,
            vertical: direction == "V",
        })
    }

    /// The first character of `bytes`: its length in bytes, its text (none if the bytes mean nothing), and
    /// its glyph number if it is a Latin one.
    pub(super) fn first(&self, bytes: &[u8]) -> (usize, Option<String>, Option<u32>) {
        let length = self.length(bytes).min(bytes.len());
        let head = bytes.get(..length).unwrap_or_default();
        let (text, broken) = self.encoding.decode_without_bom_handling(head);
        let text = (!broken).then(|| text.into_owned());
        let latin = match text.as_deref().map(str::as_bytes) {
            Some([byte @ 0x20..=0x7e]) => Some(self.latin + u32::from(byte - 0x20)),
            _ => None,
        };
        (length, text, latin)
    }

    fn length(&self, bytes: &[u8]) -> usize {
        let wide = |first: u8, second: u8| {
            if self.encoding == GB18030 || self.encoding == BIG5 || self.encoding == EUC_KR {
                (0x81..=0xfe).contains(&first) && second >= 0x40
            } else if self.encoding == SHIFT_JIS {
                ((0x81..=0x9f).contains(&first) || (0xe0..=0xfc).contains(&first)) && second >= 0x40
            } else {
                first >= 0x80
            }
        };
        if self.encoding == UTF_16BE {
            return match bytes {
                [0xd8..=0xdb, _, 0xdc..=0xdf, _, ..] => 4,
                _ => 2,
            };
        }
        match bytes {
            [0x81..=0xfe, 0x30..=0x39, 0x81..=0xfe, 0x30..=0x39, ..]
                if self.encoding == GB18030 =>
            {
                4
            }
            [0x8f, _, _, ..] if self.encoding == EUC_JP => 3,
            [first, second, ..] if wide(*first, *second) => 2,
            _ => 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(name: &str, mut bytes: &[u8]) -> Vec<(String, Option<u32>)> {
        let encoding = Predefined::named(name.as_bytes()).unwrap();
        let mut found = Vec::new();
        while !bytes.is_empty() {
            let (length, text, latin) = encoding.first(bytes);
            found.push((text.unwrap_or("?".to_string()), latin));
            bytes = &bytes[length..];
        }
        found
    }

    #[test]
    fn gbk_strings_mix_one_and_two_bytes() {
        let read = all("GBK-EUC-H", b"8\xd3\xa2\xb4\xe7\x81");
        assert_eq!(
            read,
            [
                ("8".into(), Some(838)),
                ("英".into(), None),
                ("寸".into(), None),
                ("?".into(), None)
            ]
        );
        assert_eq!(
            all("GBK2K-H", b"\x90\x30\x81\x30"),
            [("𐀀".to_string(), None)]
        );
    }

    #[test]
    fn unicode_strings_have_two_bytes_or_a_pair() {
        let read = all(
            "UniGB-UTF16-H",
            &[0x82, 0xaf, 0xd8, 0x42, 0xdf, 0xb7, 0, 0x41],
        );
        assert_eq!(
            read,
            [
                ("芯".into(), None),
                ("𠮷".into(), None),
                ("A".into(), Some(34))
            ]
        );
    }

    #[test]
    fn names_are_known_with_their_direction() {
        assert!(Predefined::named(b"UniCNS-UCS2-V").unwrap().vertical);
        assert_eq!(
            Predefined::named(b"90ms-RKSJ-H").unwrap().encoding,
            SHIFT_JIS
        );
        assert_eq!(Predefined::named(b"Identity-H"), None);
        assert_eq!(Predefined::named(b"UniGB-X-H"), None);
    }
}
