//! Who changed something and why, as the ledger has it and as people read it.

use std::borrow::Cow;

use crate::i18n::Texts;

/// The actor under which readings are taken in.
const READER: &str = "reader";

/// The actor's name: that of the program's own parts in the language of the page, any other as it stands.
pub fn actor<'a>(name: &'a str, t: &'a Texts) -> Cow<'a, str> {
    match name {
        READER => t.msg("actor-reader"),
        "desk" => t.msg("actor-desk"),
        other => Cow::Borrowed(other),
    }
}

/// The reason: the reader's own in the language of the page, a person's as it was written.
pub fn reason<'a>(name: &str, reason: &'a str, t: &'a Texts) -> Cow<'a, str> {
    match reason.strip_prefix("read ").filter(|_| name == READER) {
        Some(file) => t.with("reason-read", file),
        None => Cow::Borrowed(reason),
    }
}

#[cfg(test)]
mod tests {
    use xinqiao_record::Language;

    use super::*;

    #[test]
    fn the_reader_speaks_the_language_of_the_page_and_people_their_own() {
        let zh = Texts::of(Language::Chinese);
        assert_eq!(actor("reader", zh), "阅读程序");
        assert_eq!(reason("reader", "read 示例.md", zh), "读取 示例.md");
        assert_eq!(actor("示例经办人", zh), "示例经办人");
        assert_eq!(reason("desk", "read it twice", zh), "read it twice");
    }
}
