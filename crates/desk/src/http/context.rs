//! What the request says about itself: language, form, address.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::{FromRequestParts, Query};
use axum::http::header::{ACCEPT_LANGUAGE, COOKIE, REFERER, SET_COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use xinqiao_ledger::Filter;
use xinqiao_record::{Kind, Language, Status};

use super::twin::Twin;
use crate::Desk;
use crate::i18n::Texts;

const LANGUAGE_COOKIE: &str = "language";

/// The language and form of a request, and its address.
#[derive(Debug, Clone)]
pub struct Context {
    /// The texts to answer in.
    pub texts: &'static Texts,
    /// The form to answer in.
    pub twin: Twin,
    /// Path and query of the page, without `.json` or `.csv`.
    pub uri: Uri,
}

impl<S: Send + Sync> FromRequestParts<S> for Context {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Context {
            texts: Texts::of(language_of(&parts.headers)),
            twin: parts.extensions.get::<Twin>().copied().unwrap_or_default(),
            uri: parts.uri.clone(),
        })
    }
}

/// The language of a request: the cookie that the person set, else what the browser asks for, else Chinese.
pub(crate) fn language_of(headers: &HeaderMap) -> Language {
    let header = |name| {
        headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or("")
    };
    let chosen = header(COOKIE)
        .split(';')
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == LANGUAGE_COOKIE)
        .and_then(|(_, tag)| Language::from_tag(tag));
    chosen
        .or_else(|| {
            header(ACCEPT_LANGUAGE)
                .split(',')
                .find_map(|part| Language::from_tag(part.split(';').next()?.trim()))
        })
        .unwrap_or_default()
}

/// What every page's frame shows.
#[derive(Debug, Clone)]
pub struct Shell {
    /// The texts.
    pub t: &'static Texts,
    /// The path of the page.
    pub path: String,
    /// Its query with the question mark, or nothing.
    pub query: String,
    /// How many candidates wait for a decision.
    pub waiting: u64,
    /// Whether this is the demo.
    pub demo: bool,
}

impl Context {
    /// The frame of a page.
    pub async fn shell(&self, desk: &Arc<Desk>) -> Shell {
        let filter = Filter {
            kinds: Kind::FACTS.to_vec(),
            statuses: vec![Status::Proposed],
            limit: Some(0),
            ..Filter::default()
        };
        // A frame without a number is better than no page: the page's own reads report the fault.
        let waiting = desk.ledger.list(filter).await.map_or(0, |page| page.total);
        Shell {
            t: self.texts,
            path: self.uri.path().to_owned(),
            query: self
                .uri
                .query()
                .map(|query| format!("?{query}"))
                .unwrap_or_default(),
            waiting,
            demo: desk.demo,
        }
    }
}

impl Shell {
    /// The address of this page in another form; `extension` is `json` or `csv`.
    pub fn twin(&self, extension: &str) -> String {
        let stem = if self.path == "/" {
            "/index"
        } else {
            self.path.as_str()
        };
        format!("{stem}.{extension}{}", self.query)
    }

    /// The other language: its tag, and its name in itself.
    pub fn other_language(&self) -> (&'static str, &'static str) {
        if self.t.is_chinese() {
            ("en", "English")
        } else {
            ("zh-CN", "中文")
        }
    }

    /// `page` for the navigation entry whose addresses begin with `prefix` and which is shown now.
    pub fn current(&self, prefix: &str) -> &'static str {
        let here = if prefix == "/" {
            self.path == "/"
        } else {
            self.path
                .strip_prefix(prefix)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        if here { "page" } else { "false" }
    }
}

/// Whether an address that came with a request leads to a page of this desk.
///
/// Browsers take `\\` for `/` and drop tabs and line breaks, so that `/<tab>/host` leads to another host.
pub(crate) fn is_local(address: &str) -> bool {
    let plain = address.bytes().all(|byte| byte.is_ascii_graphic()) && !address.contains('\\');
    plain && address.starts_with('/') && !address.starts_with("//")
}

/// The form that sets the language.
#[derive(Debug, Deserialize)]
pub struct LanguageForm {
    to: String,
    #[serde(default)]
    back: String,
}

/// `GET /language?to=en&back=/…`: remembers the language for a year and goes back.
pub async fn set_language(Query(form): Query<LanguageForm>, headers: HeaderMap) -> Response {
    let language = Language::from_tag(&form.to).unwrap_or_default();
    let cookie = format!(
        "{LANGUAGE_COOKIE}={}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly",
        language.tag()
    );
    let back = Some(form.back)
        .filter(|back| is_local(back))
        .or_else(|| {
            let referer = headers.get(REFERER)?.to_str().ok()?.parse::<Uri>().ok()?;
            referer
                .path_and_query()
                .map(ToString::to_string)
                .filter(|path| is_local(path))
        })
        .unwrap_or_else(|| "/".to_owned());
    ([(SET_COOKIE, cookie)], Redirect::to(&back)).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn language(cookie: &str, accept: &str) -> Language {
        let mut headers = HeaderMap::new();
        headers.insert(COOKIE, cookie.parse().unwrap());
        headers.insert(ACCEPT_LANGUAGE, accept.parse().unwrap());
        language_of(&headers)
    }

    #[test]
    fn only_addresses_of_this_desk_are_gone_back_to() {
        for local in [
            "/",
            "/search?q=%E7%A2%B3&page=2",
            "/documents/x?article=1#fact",
        ] {
            assert!(is_local(local), "{local}");
        }
        for foreign in [
            "",
            "x",
            "//host",
            "/\\host",
            "/\t/host",
            "/\n/host",
            "https://host/",
            "/碳",
        ] {
            assert!(!is_local(foreign), "{foreign:?}");
        }
    }

    #[tokio::test]
    async fn the_language_link_does_not_lead_to_another_host() {
        let form = LanguageForm {
            to: "en".into(),
            back: "/\t/evil.example".into(),
        };
        let answer = set_language(Query(form), HeaderMap::new()).await;
        assert_eq!(answer.headers()["location"], "/");
    }

    #[test]
    fn the_persons_choice_beats_the_browsers() {
        assert_eq!(
            language("a=b; language=en", "zh-CN,zh;q=0.9"),
            Language::English
        );
        assert_eq!(language("", "fr,en;q=0.8,zh;q=0.5"), Language::English);
        assert_eq!(language("", "fr"), Language::Chinese);
    }
}
