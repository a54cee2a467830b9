//! The interface's texts, from Fluent files that are compiled in.
//!
//! A key that is missing shows itself as the key: ugly, but nothing breaks; tests see to it that no
//! key is missing in either language and that every key used in a template exists.

mod said;

use std::borrow::Cow;
use std::fmt;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;
use xinqiao_record::Language;

macro_rules! files {
    ($language:literal) => {
        &[
            include_str!(concat!("../locales/", $language, "/common.ftl")),
            include_str!(concat!("../locales/", $language, "/record.ftl")),
            include_str!(concat!("../locales/", $language, "/document.ftl")),
            include_str!(concat!("../locales/", $language, "/overview.ftl")),
            include_str!(concat!("../locales/", $language, "/policy.ftl")),
        ]
    };
}

const CHINESE: &[&str] = files!("zh-CN");
const ENGLISH: &[&str] = files!("en");

/// The texts of one language.
pub struct Texts {
    language: Language,
    bundle: FluentBundle<FluentResource>,
}

static BOTH: LazyLock<[Texts; 2]> = LazyLock::new(|| {
    [
        Texts::load(Language::Chinese, CHINESE),
        Texts::load(Language::English, ENGLISH),
    ]
});

impl Texts {
    /// The texts of `language`.
    pub fn of(language: Language) -> &'static Texts {
        let [chinese, english] = &*BOTH;
        match language {
            Language::Chinese => chinese,
            Language::English => english,
        }
    }

    fn load(language: Language, files: &[&str]) -> Texts {
        let tag: LanguageIdentifier = language.tag().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![tag]);
        bundle.set_use_isolating(false);
        for file in files {
            // A faulty entry is left out; the tests below refuse a file with one.
            let resource = match FluentResource::try_new((*file).to_owned()) {
                Ok(resource) | Err((resource, _)) => resource,
            };
            bundle.add_resource_overriding(resource);
        }
        Texts { language, bundle }
    }

    /// The language of these texts.
    pub fn language(&self) -> Language {
        self.language
    }

    /// The BCP 47 tag, for `<html lang>`.
    pub fn tag(&self) -> &'static str {
        self.language.tag()
    }

    /// Whether these are the Chinese texts.
    pub fn is_chinese(&self) -> bool {
        self.language == Language::Chinese
    }

    /// The text of a key.
    pub fn msg<'t>(&'t self, key: &'t str) -> Cow<'t, str> {
        self.format(key, None)
    }

    /// The text of a key with a number `n` in it.
    pub fn count<'t>(&'t self, key: &'t str, n: impl TryInto<u64>) -> Cow<'t, str> {
        let mut args = FluentArgs::new();
        args.set("n", FluentValue::from(n.try_into().unwrap_or(u64::MAX)));
        Cow::Owned(self.format(key, Some(&args)).into_owned())
    }

    /// The text of a key with one value `x` in it.
    pub fn with<'t>(&'t self, key: &'t str, x: impl fmt::Display) -> Cow<'t, str> {
        let mut args = FluentArgs::new();
        args.set("x", FluentValue::from(x.to_string()));
        Cow::Owned(self.format(key, Some(&args)).into_owned())
    }

    /// The text of a key with two values `x` and `y` in it.
    pub fn with_two<'t>(
        &'t self,
        key: &'t str,
        x: impl fmt::Display,
        y: impl fmt::Display,
    ) -> Cow<'t, str> {
        let mut args = FluentArgs::new();
        args.set("x", FluentValue::from(x.to_string()));
        args.set("y", FluentValue::from(y.to_string()));
        Cow::Owned(self.format(key, Some(&args)).into_owned())
    }

    /// What an engine says, in this language where the catalogue has it.
    pub fn said<'m>(&self, message: &'m str) -> Cow<'m, str> {
        match self.is_chinese().then(|| said::in_chinese(message)) {
            Some(Some(chinese)) => Cow::Owned(chinese),
            _ => Cow::Borrowed(message),
        }
    }

    fn format<'t>(&'t self, key: &'t str, args: Option<&'t FluentArgs<'_>>) -> Cow<'t, str> {
        let Some(pattern) = self
            .bundle
            .get_message(key)
            .and_then(|message| message.value())
        else {
            return Cow::Borrowed(key);
        };
        let mut faults = Vec::new();
        Cow::Owned(
            self.bundle
                .format_pattern(pattern, args, &mut faults)
                .into_owned(),
        )
    }
}

impl fmt::Debug for Texts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Texts").field(&self.language).finish()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;

    fn keys(files: &[&str]) -> BTreeSet<String> {
        let mut keys = BTreeSet::new();
        for file in files {
            FluentResource::try_new((*file).to_owned()).expect("every entry is well formed");
            for line in file.lines() {
                if line.starts_with(|first: char| first.is_ascii_lowercase())
                    && let Some((key, _)) = line.split_once('=')
                {
                    assert!(keys.insert(key.trim().to_owned()), "{key} is there twice");
                }
            }
        }
        keys
    }

    #[test]
    fn both_languages_have_every_key() {
        assert_eq!(keys(CHINESE), keys(ENGLISH));
    }

    /// Keys written out in templates and code: `msg("…")`, `count("…"`, `with("…"`, `with_two("…"`.
    #[test]
    fn every_key_that_is_used_exists() {
        let known = keys(CHINESE);
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut used = BTreeSet::new();
        collect(&root.join("templates"), &mut used);
        collect(&root.join("src"), &mut used);
        let missing: Vec<_> = used.difference(&known).collect();
        assert!(missing.is_empty(), "keys without a text: {missing:?}");
    }

    fn collect(folder: &Path, used: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(&path, used);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            for call in ["msg(\"", "count(\"", "with(\"", "with_two(\""] {
                for piece in text.split(call).skip(1) {
                    let key = piece.split('"').next().unwrap_or_default();
                    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
                    if !key.is_empty() && key.chars().all(plain) && !key.ends_with('-') {
                        used.insert(key.to_owned());
                    }
                }
            }
        }
    }
}
